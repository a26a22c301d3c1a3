//! The level of each dimension by its rule: the latest measurement that says something about it, the bounds of the
//! model, and the caps. Figures that cannot be are no figures; `check` speaks about them.

use super::super::Model;
use super::{cell, is_open};
use crate::guide::{
    AnswerKey, Bound, CapWhen, Dimension, DimensionModel, FigureKey, LevelCap, SourceKind, TOP_LEVEL,
};
use crate::workspace::cell::Cell;
use crate::workspace::{At, Id, Measurement, RecordKind, Row, Text, Workspace};

/// What is known of one dimension of a source.
#[derive(Debug, Clone)]
pub struct Reading<'a> {
    pub level: u8,
    /// The level without caps.
    pub bare: u8,
    /// A share; of D1 the rung, of D10 the number of yes.
    pub value: f64,
    pub caps: Vec<&'static LevelCap>,
    /// Figures beside the value, in their order.
    pub factors: Vec<(FigureKey, f64)>,
    pub answers: Vec<(AnswerKey, String)>,
    /// None where only the register says it.
    pub from: Option<(&'a Id, &'a Measurement)>,
    /// One of its figures or answers waits for a decision.
    pub is_disputed: bool,
}

type Measured<'a> = (&'a Id, &'a Measurement);

/// All ten, out of measurements from the oldest.
pub(super) fn readings<'a>(
    workspace: &Workspace,
    row: &Row,
    kind: Option<SourceKind>,
    measurements: &[Measured<'a>],
    model: &Model,
) -> [Option<Reading<'a>>; 10] {
    let rules = Rules { workspace, row, kind, measurements, model };
    Dimension::ALL.map(|dimension| rules.reading(dimension))
}

struct Rules<'r, 'a> {
    workspace: &'r Workspace,
    row: &'r Row,
    kind: Option<SourceKind>,
    measurements: &'r [Measured<'a>],
    model: &'r Model,
}

impl<'a> Rules<'_, 'a> {
    fn reading(&self, dimension: Dimension) -> Option<Reading<'a>> {
        let guide = dimension.model();
        if dimension == Dimension::D10 {
            return self.counted(guide);
        }
        let found = self.measurements.iter().enumerate().rev();
        let (at, value) = found.into_iter().find_map(|(at, (_, m))| Some((at, self.value(dimension, m)?)))?;
        let (id, measurement) = self.measurements[at];
        let is_absent = match dimension {
            Dimension::D2 => answer(measurement, AnswerKey::D2List) == Some("no"),
            Dimension::D4 => answer(measurement, AnswerKey::D4Time) == Some("no"),
            _ => false,
        };
        let bare = if is_absent { 0 } else { self.bare(dimension, value) };
        let caps = guide.caps.iter().filter(|cap| cap.level < bare && self.bites(cap, at));
        let caps: Vec<&LevelCap> = caps.collect();
        let level = caps.iter().map(|cap| cap.level).fold(bare, u8::min);
        let own = FigureKey::of(dimension);
        let factors =
            FigureKey::ALL.iter().filter(|key| key.dimension() == Some(dimension) && Some(**key) != own);
        let answers = AnswerKey::ALL.iter().filter(|key| key.dimension() == Some(dimension));
        let answers = answers.filter_map(|key| Some((*key, answer(measurement, *key)?.to_owned())));
        let mut factors: Vec<(FigureKey, f64)> =
            factors.filter_map(|key| Some((*key, figure(measurement, *key)?))).collect();
        if dimension == Dimension::D8 && figure(measurement, FigureKey::D8History).is_none() {
            factors.extend(self.history(measurement).map(|history| (FigureKey::D8History, history)));
        }
        Some(Reading {
            level,
            bare,
            value,
            caps,
            factors,
            answers: answers.collect(),
            from: Some((id, measurement)),
            is_disputed: self.is_disputed(dimension, id, measurement),
        })
    }

    /// What a measurement says of a dimension as a whole.
    fn value(&self, dimension: Dimension, measurement: &Measurement) -> Option<f64> {
        let figure = |key| figure(measurement, key);
        let own = FigureKey::of(dimension).and_then(figure);
        match dimension {
            Dimension::D1 => answer(measurement, AnswerKey::D1)?.parse().ok(),
            Dimension::D2 if answer(measurement, AnswerKey::D2List) == Some("no") => Some(0.0),
            Dimension::D4 if answer(measurement, AnswerKey::D4Time) == Some("no") => Some(0.0),
            Dimension::D4 => {
                own.or_else(|| figure(FigureKey::D4Steps)).or_else(|| figure(FigureKey::D4InTime))
            }
            Dimension::D7 => own.or_else(|| {
                let parts = [FigureKey::D7Units, FigureKey::D7Codes, FigureKey::D7Clock, FigureKey::D7Equal];
                let parts: Vec<f64> = parts.into_iter().filter_map(figure).collect();
                let count = u32::try_from(parts.len()).ok().filter(|count| *count > 0)?;
                Some(parts.iter().sum::<f64>() / f64::from(count))
            }),
            // Both parts, or it is not known which of them is the lower one.
            Dimension::D8 => own.or_else(|| {
                let history = figure(FigureKey::D8History).or_else(|| self.history(measurement))?;
                Some(history.min(figure(FigureKey::D8States)?))
            }),
            Dimension::D9 => {
                let checked = figure(FigureKey::D9Checked)?;
                let enough = dimension.model().min_checked.is_none_or(|least| checked >= f64::from(least));
                let within = || figure(FigureKey::D9Within).map(|within| within / checked);
                own.or_else(within).filter(|share| enough && (0.0..=1.0).contains(share))
            }
            Dimension::D2 | Dimension::D3 | Dimension::D5 | Dimension::D6 => own,
            Dimension::D10 => None,
        }
    }

    /// How long the history was on the day of a measurement, against the need, by the register.
    fn history(&self, measurement: &Measurement) -> Option<f64> {
        let Some(Cell::Date(from)) = cell(self.row, "history_from") else { return None };
        let Some(Cell::Duration(need)) = cell(self.row, "history_need") else { return None };
        let days = f64::from((measurement.on.date()? - from).get_days());
        let need = need.milliseconds()?.to_string().parse::<f64>().ok()? / 86_400_000.0;
        (need > 0.0 && days >= 0.0).then(|| days / need)
    }

    /// The highest level whose bound is kept.
    fn bare(&self, dimension: Dimension, value: f64) -> u8 {
        let keeps = |level: &u8| match self.model.bound(dimension, *level) {
            Bound::Nothing | Bound::There => true,
            Bound::Rung => value >= f64::from(*level),
            Bound::Share(share) => value >= share,
            Bound::Count(count) => value >= f64::from(count),
        };
        (0..=TOP_LEVEL).rev().find(keeps).unwrap_or(0)
    }

    /// Whether a cap holds for the measurement at this place. What people found out may be written down on another
    /// day than the figures; an explanation holds only for steps that were known by then.
    fn bites(&self, cap: &LevelCap, at: usize) -> bool {
        if !cap.kinds.is_empty() && !self.kind.is_some_and(|kind| cap.kinds.contains(&kind)) {
            return false;
        }
        let own = |key| figure(self.measurements[at].1, key);
        let latest =
            |key| self.measurements.iter().rev().find_map(|(_, measurement)| figure(measurement, key));
        let said = |key, from: usize| {
            self.measurements[from..].iter().rev().find_map(|(_, measurement)| answer(measurement, key))
        };
        match cap.when {
            CapWhen::ClockBack => {
                own(FigureKey::TimeBackSteps).is_some_and(|steps| steps > 0.0)
                    && said(AnswerKey::D4Explained, at) != Some("yes")
            }
            CapWhen::GapOver(periods) => {
                let gap = own(FigureKey::TimeLongestGap).zip(own(FigureKey::TimeNominal));
                gap.is_some_and(|(gap, nominal)| gap > f64::from(periods) * nominal)
            }
            CapWhen::FewerChecked(least) => {
                latest(FigureKey::D2Checked).is_none_or(|checked| checked < f64::from(least))
            }
            CapWhen::NoCalibration => said(AnswerKey::D9Calibration, 0) != Some("yes"),
            CapWhen::OnlineBelow(share) => latest(FigureKey::D1Online).is_some_and(|online| online < share),
        }
    }

    /// The number of yes: each question by the latest measurement that answers it, else by the register. None while
    /// nobody has answered any.
    fn counted(&self, guide: &'static DimensionModel) -> Option<Reading<'a>> {
        let mut answers = vec![];
        let mut from: Option<usize> = None;
        let mut is_disputed = false;
        for counted in &guide.counts {
            let measured = self.measurements.iter().enumerate().rev();
            let found = measured.into_iter().find_map(|(at, (_, m))| Some((at, answer(m, counted.answer)?)));
            let word = match found {
                Some((at, word)) => {
                    let (id, _) = self.measurements[at];
                    from = from.max(Some(at));
                    is_disputed |= self.is_open(id, "answers", counted.answer.name());
                    Some(word)
                }
                None => match cell(self.row, &counted.column) {
                    None | Some(Cell::Empty) => None,
                    Some(Cell::YesNo(false)) => Some("no"),
                    Some(_) => Some("yes"),
                },
            };
            answers.extend(word.map(|word| (counted.answer, word.to_owned())));
        }
        if answers.is_empty() {
            return None;
        }
        let yes = answers.iter().filter(|(_, word)| word == "yes").count();
        let value = f64::from(u32::try_from(yes).unwrap_or_default());
        let level = self.bare(Dimension::D10, value);
        let from = from.and_then(|at| self.measurements.get(at).copied());
        Some(Reading { level, bare: level, value, caps: vec![], factors: vec![], answers, from, is_disputed })
    }

    fn is_disputed(&self, dimension: Dimension, id: &Id, measurement: &Measurement) -> bool {
        let is_of = |of: Option<Dimension>| of == Some(dimension);
        let mut figures = measurement.values.iter().map(|(name, _)| name);
        let mut answers = measurement.answers.iter().map(|(name, _)| name);
        figures.any(|name| {
            is_of(FigureKey::from_name(name).and_then(FigureKey::dimension))
                && self.is_open(id, "values", name)
        }) || answers.any(|name| {
            is_of(AnswerKey::from_name(name).and_then(AnswerKey::dimension))
                && self.is_open(id, "answers", name)
        })
    }

    fn is_open(&self, id: &Id, map: &str, name: &str) -> bool {
        let at = At::new(RecordKind::Measurement, id, &format!("{map}/{name}")).to_string();
        is_open(self.workspace, &at)
    }
}

fn figure(measurement: &Measurement, key: FigureKey) -> Option<f64> {
    measurement.values.get(key.name())?.number().filter(|number| key.kind().takes(*number))
}

fn answer(measurement: &Measurement, key: AnswerKey) -> Option<&str> {
    measurement.answers.get(key.name()).map(Text::as_str).filter(|word| key.kind().takes(word))
}
