//! What gates ask of the data readiness of sources. What was measured and is not good enough fails; what was not
//! measured leaves the criterion open.

use super::super::Standing;
use super::super::site::lacking;
use super::criterion::{Judge, Judgement};
use super::register::number;
use super::{Found, Gap, Lacks, Place, Stands};
use crate::guide::{Condition, Dimension, Is, SourceAsks};
use crate::workspace::{Id, Row};

/// One thing that a source lacks of what a criterion asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Miss {
    pub dimension: Option<Dimension>,
    pub lacks: Lacks,
    /// It was measured, and is not good enough.
    pub is_measured: bool,
}

/// What a source lacks. What is asked of a register alone is judged elsewhere.
pub fn misses(standing: &Standing, asks: &SourceAsks) -> Vec<Miss> {
    match asks {
        SourceAsks::Count(_) | SourceAsks::Column { .. } => vec![],
        SourceAsks::Level { dimensions, at_least } => {
            let asked = dimensions.iter().filter_map(|key| Dimension::from_key(key));
            let miss = |dimension: Dimension| {
                let has = standing.levels[dimension.index()];
                has.is_none_or(|has| has < *at_least).then_some(Miss {
                    dimension: Some(dimension),
                    lacks: Lacks::Level { has, needs: *at_least },
                    is_measured: has.is_some(),
                })
            };
            asked.filter_map(miss).collect()
        }
        SourceAsks::Final(needs) => {
            let has = standing.last;
            let miss = Miss {
                dimension: standing.weakest().filter(|_| has.is_some()),
                lacks: Lacks::Final { has, needs: *needs },
                is_measured: standing.ceiling.is_some_and(|ceiling| ceiling < *needs),
            };
            if has.is_none_or(|has| has < *needs) { vec![miss] } else { vec![] }
        }
        SourceAsks::Coverage(needs) => {
            let coverage = standing.coverage.unwrap_or(0.0);
            if coverage + 1e-9 >= f64::from(*needs) {
                return vec![];
            }
            // Cut off, so that what is missed never looks kept.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is from 0 to 100"
            )]
            let has = coverage as u8;
            vec![Miss { dimension: None, lacks: Lacks::Coverage { has, needs: *needs }, is_measured: false }]
        }
    }
}

impl Judge<'_> {
    pub(super) fn sources(&self, of: &[Condition], asks: &SourceAsks) -> Judgement {
        let rows = self.rows("sources", of);
        if let SourceAsks::Count(needs) = asks {
            let found = Found::Share { good: rows.len().min(*needs), of: *needs };
            if rows.len() >= *needs {
                return (Stands::Met, found, vec![]);
            }
            let lacks = Lacks::Lines { has: rows.len(), needs: *needs };
            return (Stands::Pending, found, vec![Gap { place: Place::Register("sources".into()), lacks }]);
        }
        if rows.is_empty() {
            // No source of the classes that matter less is no lack; an empty catalogue passes nothing.
            let is_about_others = of.iter().any(|condition| {
                condition.column == "importance"
                    && matches!(&condition.is, Is::In(keys) if !keys.iter().any(|key| key == "A"))
            });
            if is_about_others && self.site.in_scope().next().is_some() {
                return (Stands::NotApplicable, Found::Nothing, vec![]);
            }
            let gap = Gap { place: Place::Register("sources".into()), lacks: Lacks::Anything };
            return (Stands::Pending, Found::Share { good: 0, of: 0 }, vec![gap]);
        }
        if let SourceAsks::Column { column, at_most } = asks {
            return below(&rows, column, *at_most);
        }
        let (mut missing, mut faulty, mut is_failed) = (vec![], 0, false);
        for (id, _) in &rows {
            let source = self.site.sources.iter().find(|source| source.id == *id);
            let misses = source.map(|source| misses(&source.standing, asks)).unwrap_or_default();
            faulty += usize::from(!misses.is_empty());
            is_failed |= misses.iter().any(|miss| miss.is_measured);
            missing.extend(
                misses.into_iter().map(|miss| Gap {
                    place: Place::Source((*id).clone(), miss.dimension),
                    lacks: miss.lacks,
                }),
            );
        }
        let stands = match missing.is_empty() {
            true => Stands::Met,
            false if is_failed => Stands::Failed,
            false => Stands::Unknown,
        };
        (stands, Found::Share { good: rows.len() - faulty, of: rows.len() }, missing)
    }

    /// So many per cent of these tags have all columns of metadata.
    pub(super) fn tag_metadata(&self, of: &[Condition], percent: u8) -> Judgement {
        let rows = self.rows("tags", of);
        let gap = |(id, row): &(&Id, &Row)| {
            let column = lacking(row).next()?;
            let place = Place::Row("tags".into(), (*id).clone(), Some(column.to_owned()));
            Some(Gap { place, lacks: Lacks::Filled })
        };
        let missing: Vec<Gap> = rows.iter().filter_map(gap).collect();
        let found = Found::Share { good: rows.len() - missing.len(), of: rows.len() };
        if rows.is_empty() {
            let gap = Gap { place: Place::Register("tags".into()), lacks: Lacks::Anything };
            return (Stands::Pending, found, vec![gap]);
        }
        if (rows.len() - missing.len()) * 100 >= rows.len() * usize::from(percent) {
            return (Stands::Met, found, vec![]);
        }
        (Stands::Failed, found, missing)
    }
}

fn below(rows: &[(&Id, &Row)], column: &str, limit: i64) -> Judgement {
    let mut missing = vec![];
    let mut is_out = false;
    for (id, row) in rows {
        let lacks = match number("sources", row, column) {
            Some(number) if number <= limit.into() => continue,
            Some(_) => {
                is_out = true;
                Lacks::Figure
            }
            None => Lacks::Filled,
        };
        let place = Place::Row("sources".into(), (*id).clone(), Some(column.to_owned()));
        missing.push(Gap { place, lacks });
    }
    let found = Found::Share { good: rows.len() - missing.len(), of: rows.len() };
    let stands = match missing.is_empty() {
        true => Stands::Met,
        false if is_out => Stands::Failed,
        false => Stands::Pending,
    };
    (stands, found, missing)
}
