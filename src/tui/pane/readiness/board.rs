//! What the page of readiness shows of the site and its sources, computed once for each revision.

use crate::guide::{Dimension, Importance, SourceKind, guide};
use crate::readiness::{DataGap, Share, Site, Source, blockers, gaps, shown_value};
use crate::search::Seeker;
use crate::text::Lang;
use crate::tui::theme::Role;
use crate::tui::widget::chart::{Chart, Series};
use crate::workspace::Id;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Days after which a change of the index is worth telling.
const LOOK_BACK: i32 = 14;
/// Next steps that are named.
const STEPS: usize = 5;

#[derive(Debug, Default)]
pub struct Board {
    pub index: Option<f64>,
    /// In per cent.
    pub coverage: Option<f64>,
    /// What the index has gained, and since when.
    pub gained: Option<(f64, Date)>,
    pub history: Vec<(Date, Option<f64>)>,
    pub class_a: Share,
    pub networking: Share,
    pub retrofit: Share,
    pub metadata: Share,
    pub blockers: Vec<Cell>,
    /// The cheapest next steps: which gap, and what closing it gives.
    pub steps: Vec<NextStep>,
    /// Every source of the register, in its order.
    pub sources: Vec<SourceLine>,
    /// By dimension: the mean level of the sources in scope that are measured, and how many are not.
    pub means: [(Option<f64>, usize); 10],
    /// Names that stand in the column of the workshop.
    pub areas: BTreeSet<String>,
}

/// A dimension of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub source: Id,
    pub dimension: Dimension,
}

#[derive(Debug, Clone, PartialEq)]
pub struct NextStep {
    pub at: Cell,
    pub needs: u8,
    pub frees: usize,
    pub gains: f64,
}

#[derive(Debug, Clone, PartialEq)]
pub struct SourceLine {
    pub id: Id,
    pub key: String,
    pub name: String,
    pub area: String,
    pub kind: Option<SourceKind>,
    pub importance: Option<Importance>,
    pub in_scope: bool,
    pub levels: [Option<u8>; 10],
    pub marks: [Mark; 10],
    /// As they are shown; empty where the level says it all, or nothing is measured.
    pub values: [String; 10],
    /// Of gaps: the level that is asked for.
    pub needs: [Option<u8>; 10],
    pub last: Option<u8>,
    pub score: Option<f64>,
    pub coverage: Option<f64>,
    /// Class A, in scope, and not usable.
    pub fails: bool,
    /// Something keeps it from being judged as it is.
    pub has_faults: bool,
    /// Scores from the oldest.
    pub trend: Vec<f64>,
}

/// What is special about a cell; its sign stands behind the level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mark {
    #[default]
    None,
    Disputed,
    /// It holds up a gate, or its source.
    Blocks,
}

impl Mark {
    pub const fn sign(self) -> &'static str {
        match self {
            Mark::None => " ",
            Mark::Disputed => "≠",
            Mark::Blocks => "!",
        }
    }
}

impl Board {
    pub fn of(site: &Site, today: Date) -> Board {
        let blocking = blockers(site);
        let gaps = gaps(site);
        let steps = gaps.iter().filter(|gap| gap.frees > 0 || gap.gains > 0.0).take(STEPS);
        let cell = |gap: &DataGap| Cell { source: gap.source.id.clone(), dimension: gap.dimension };
        let usable = guide().readiness().usable;
        let class_a = || site.in_scope().filter(|source| source.importance == Some(Importance::A));
        let history: Vec<(Date, Option<f64>)> =
            site.history().into_iter().map(|day| (day.on, day.index)).collect();
        let blockers: Vec<Cell> = blocking.iter().map(cell).collect();
        let line = |source: &Source| {
            let marks = Dimension::ALL.map(|dimension| {
                let is_it = |cell: &Cell| cell.source == *source.id && cell.dimension == dimension;
                match source.reading(dimension) {
                    Some(reading) if reading.is_disputed => Mark::Disputed,
                    _ if blockers.iter().any(is_it) => Mark::Blocks,
                    _ => Mark::None,
                }
            });
            let own = || gaps.iter().filter(|gap| gap.source.id == source.id);
            let needs = Dimension::ALL
                .map(|dimension| own().find(|gap| gap.dimension == dimension).map(|gap| gap.needs));
            // The value of the ladder is its level.
            let value = |dimension: Dimension| {
                let reading = source.reading(dimension).filter(|_| dimension != Dimension::D1);
                reading.map_or(String::new(), |reading| shown_value(reading, dimension))
            };
            let fails = source.in_scope
                && source.importance == Some(Importance::A)
                && source.standing.last.is_none_or(|last| last < usable);
            let trend = source.history(site.workspace, &site.model);
            SourceLine {
                id: source.id.clone(),
                key: source.key.clone(),
                name: if source.name.is_empty() { source.key.clone() } else { source.name.clone() },
                area: source.row.typed("area").trim().to_owned(),
                kind: source.kind,
                importance: source.importance,
                in_scope: source.in_scope,
                levels: source.standing.levels,
                marks,
                values: Dimension::ALL.map(value),
                needs,
                last: source.standing.last,
                score: source.standing.score,
                coverage: source.standing.coverage,
                fails,
                has_faults: !source.faults.is_empty(),
                trend: trend.iter().filter_map(|point| point.standing.score).collect(),
            }
        };
        let sources: Vec<SourceLine> = site.sources.iter().map(line).collect();
        Board {
            index: site.index,
            coverage: site.coverage,
            gained: gained(&history, site.index, today),
            history,
            class_a: Share { good: class_a().count() - site.failing().count(), of: class_a().count() },
            networking: site.networking(),
            retrofit: site.retrofit(),
            metadata: site.metadata(),
            steps: steps
                .map(|gap| NextStep { at: cell(gap), needs: gap.needs, frees: gap.frees, gains: gap.gains })
                .collect(),
            means: Dimension::ALL.map(|dimension| mean(&sources, dimension)),
            areas: sources.iter().map(|line| line.area.clone()).filter(|area| !area.is_empty()).collect(),
            sources,
            blockers,
        }
    }

    /// The index over the days of measurement, with the line below which a source is not usable.
    pub fn chart(&self, room: (u16, u16), lang: Lang) -> Chart {
        let points: Vec<(Date, f64)> =
            self.history.iter().filter_map(|(on, index)| Some((*on, (*index)?))).collect();
        let (Some((first, _)), Some((last, _))) = (points.first(), points.last()) else {
            return Chart::default();
        };
        let values = || points.iter().map(|(_, index)| *index);
        let (low, high) =
            (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        let usable = guide().readiness().usable;
        let label = if lang == Lang::Zh { format!("达标 {usable}") } else { format!("usable {usable}") };
        let series = Series {
            points: points.iter().map(|(on, index)| ((*on - *first).get_days(), *index)).collect(),
            levels: vec![(f64::from(usable), label, Role::Good, '┄')],
            ends: [format!("{low:.1}"), format!("{high:.1}")],
            days: [first.to_string(), last.to_string()],
            ..Series::default()
        };
        Chart::of(&series, room)
    }

    pub fn source(&self, id: &Id) -> Option<&SourceLine> {
        self.sources.iter().find(|line| line.id == *id)
    }
}

/// Against the newest day that is long enough ago, else the first.
fn gained(history: &[(Date, Option<f64>)], now: Option<f64>, today: Date) -> Option<(f64, Date)> {
    let is_long_ago = |on: Date| (today - on).get_days() >= LOOK_BACK;
    let then = history.iter().rev().find(|(on, _)| is_long_ago(*on)).or_else(|| history.first());
    let (on, before) = then.copied()?;
    let gained = now? - before?;
    // The day itself says nothing about a change.
    (on < today && gained.abs() >= 0.05).then_some((gained, on))
}

fn mean(sources: &[SourceLine], dimension: Dimension) -> (Option<f64>, usize) {
    let levels = || sources.iter().filter(|line| line.in_scope).map(|line| line.levels[dimension.index()]);
    let (measured, unmeasured) = (levels().flatten().count(), levels().filter(Option::is_none).count());
    let sum: f64 = levels().flatten().map(f64::from).sum();
    let count = u32::try_from(measured).ok().filter(|count| *count > 0);
    (count.map(|count| sum / f64::from(count)), unmeasured)
}

/// Which sources are listed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceFilter {
    pub area: Option<String>,
    pub kind: Option<SourceKind>,
    pub importance: Option<Importance>,
    /// Those with something that blocks.
    pub blocked: bool,
    /// Holds this text in key or name.
    pub text: String,
}

impl SourceFilter {
    pub fn shows(&self, line: &SourceLine) -> bool {
        let seeker = Seeker::new(&self.text);
        self.area.as_ref().is_none_or(|area| *area == line.area)
            && self.kind.is_none_or(|kind| line.kind == Some(kind))
            && self.importance.is_none_or(|importance| line.importance == Some(importance))
            && (!self.blocked || line.fails || line.marks.contains(&Mark::Blocks))
            && seeker.score(&format!("{} {}", line.key, line.name)).is_some()
    }

    /// In words; empty for all.
    pub fn say(&self, lang: Lang) -> String {
        let mut parts = vec![];
        parts.extend(self.area.clone());
        parts.extend(self.kind.map(|kind| kind.label().say(lang).to_owned()));
        parts.extend(self.importance.map(|importance| match lang {
            Lang::Zh => format!("{} 类", importance.key()),
            Lang::En => format!("class {}", importance.key()),
        }));
        if self.blocked {
            parts.push(if lang == Lang::Zh { "有阻断" } else { "blocked" }.to_owned());
        }
        if !self.text.is_empty() {
            parts.push(format!("“{}”", self.text));
        }
        parts.join(" · ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_change_is_told_against_a_day_long_enough_ago() {
        let today = date(2026, 11, 29);
        let history =
            [(date(2026, 9, 1), Some(1.0)), (date(2026, 11, 2), Some(1.4)), (date(2026, 11, 20), Some(1.6))];
        let gained_of = |now| gained(&history, Some(now), today).map(|(by, on)| ((by * 10.0).round(), on));
        assert_eq!(gained_of(1.7), Some((3.0, date(2026, 11, 2))));
        assert_eq!(gained_of(1.41), None);
        assert_eq!(gained(&history[2..], Some(1.1), today).map(|(_, on)| on), Some(date(2026, 11, 20)));
        assert_eq!(gained(&[(today, Some(1.0))], Some(2.0), today), None);
        assert_eq!(gained(&[], Some(2.0), today), None);
    }
}
