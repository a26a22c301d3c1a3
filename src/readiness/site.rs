//! All sources of a site: the index, never without its coverage and the class-A sources that fail, and how far
//! networking, retrofit and the tag list are, out of the registers.

use super::{Model, Source};
use crate::guide::{Importance, guide};
use crate::workspace::{Id, Measurement, Row, Workspace, rows};
use jiff::civil::Date;
use std::collections::HashMap;

/// Data readiness as it stands.
#[derive(Debug, Clone)]
pub struct Site<'a> {
    pub workspace: &'a Workspace,
    pub model: Model,
    /// Every row of the register, in its order, in scope or not.
    pub sources: Vec<Source<'a>>,
    /// The mean of the final levels in scope, weighted by importance; None where there is none.
    pub index: Option<f64>,
    /// Measured weight in per cent over the sources in scope, weighted alike.
    pub coverage: Option<f64>,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    pub good: usize,
    pub of: usize,
}

/// The site at the end of a day of measurement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Day {
    pub on: Date,
    pub index: Option<f64>,
    pub coverage: Option<f64>,
}

impl<'a> Site<'a> {
    pub fn of(workspace: &'a Workspace) -> Site<'a> {
        let model = Model::of(workspace);
        let mut measurements: HashMap<&str, Vec<(&Id, &Measurement)>> = HashMap::new();
        for (id, measurement) in workspace.measurements.iter() {
            measurements.entry(measurement.source.as_str()).or_default().push((id, measurement));
        }
        let sources = rows(workspace, "sources").into_iter().map(|(id, row)| {
            let own = measurements.remove(id.as_str()).unwrap_or_default();
            Source::of(workspace, (id, row), own, &model)
        });
        let mut site = Site { workspace, sources: sources.collect(), model, index: None, coverage: None };
        site.index = site.mean(|_, source| source.standing.last.map(f64::from));
        site.coverage = site.mean(|_, source| source.standing.coverage);
        site
    }

    /// The mean over the sources in scope by importance, of those that have the number.
    pub(super) fn mean(&self, number: impl Fn(usize, &Source) -> Option<f64>) -> Option<f64> {
        let (mut sum, mut weights) = (0.0, 0.0);
        for (at, source) in self.sources.iter().enumerate().filter(|(_, source)| source.in_scope) {
            if let Some((importance, number)) = source.importance.zip(number(at, source)) {
                let weight = self.model.importance(importance);
                sum += weight * number;
                weights += weight;
            }
        }
        (weights > 0.0).then(|| sum / weights)
    }

    pub fn in_scope(&self) -> impl Iterator<Item = &Source<'a>> {
        self.sources.iter().filter(|source| source.in_scope)
    }

    /// By the id of its row, its key, or a name that only one has.
    pub fn source(&self, named: &str) -> Option<&Source<'a>> {
        let named = named.trim();
        let mut by_name = self.sources.iter().filter(|source| source.name == named);
        let only = by_name.next().filter(|_| by_name.next().is_none());
        let exact = self.sources.iter().find(|source| source.id.as_str() == named || source.key == named);
        exact.or(only)
    }

    /// Class-A sources in scope whose final level is below what is usable, or not known.
    pub fn failing(&self) -> impl Iterator<Item = &Source<'a>> {
        let usable = guide().readiness().usable;
        let class_a = self.in_scope().filter(|source| source.importance == Some(Importance::A));
        class_a.filter(move |source| source.standing.last.is_none_or(|last| last < usable))
    }

    /// Machines that are connected; gateways are not counted.
    pub fn networking(&self) -> Share {
        let is = |row: &Row, column, key| is_choice("equipment", row, column, key);
        self.share("equipment", |row| {
            (!is(row, "category", "gateway")).then(|| is(row, "status", "connected"))
        })
    }

    /// Items of the network retrofit that are finished.
    pub fn retrofit(&self) -> Share {
        self.share("network", |row| Some(is_choice("network", row, "status", "done")))
    }

    /// Cells of metadata that are filled in the tag register, of those that ought to be; tags out of use do not count.
    pub fn metadata(&self) -> Share {
        let columns = guide().readiness().metadata.len();
        let tags = rows(self.workspace, "tags");
        let tags = tags.into_iter().filter(|(_, row)| !is_choice("tags", row, "enabled", "no"));
        tags.fold(Share::default(), |share, (_, row)| Share {
            good: share.good + columns - lacking(row).count(),
            of: share.of + columns,
        })
    }

    fn share(&self, register: &str, counts: impl Fn(&Row) -> Option<bool>) -> Share {
        let all = self.workspace.rows.iter().filter(|(_, row)| row.register.as_str() == register);
        all.filter_map(|(_, row)| counts(row)).fold(Share::default(), |share, good| Share {
            good: share.good + usize::from(good),
            of: share.of + 1,
        })
    }

    /// Index and coverage on each day on which something was measured.
    pub fn history(&self) -> Vec<Day> {
        let mut days: Vec<Date> = self
            .in_scope()
            .flat_map(|source| {
                source.measurements().iter().filter_map(|(_, measurement)| measurement.on.date())
            })
            .collect();
        days.sort_unstable();
        days.dedup();
        let day = |on: Date| {
            let then: Vec<_> = self
                .sources
                .iter()
                .map(|source| source.standing_on(on, self.workspace, &self.model))
                .collect();
            Day {
                on,
                index: self.mean(|at, _| then[at].last.map(f64::from)),
                coverage: self.mean(|at, _| then[at].coverage),
            }
        };
        days.into_iter().map(day).collect()
    }
}

impl Share {
    /// None of nothing.
    pub fn percent(self) -> Option<usize> {
        (self.of > 0).then(|| self.good * 100 / self.of)
    }
}

/// The columns of metadata that a row of the tag register lacks, by the column where one would begin to fill it.
pub(super) fn lacking(row: &Row) -> impl Iterator<Item = &'static str> {
    let sound = |column: &String| {
        let kind = guide().register("tags").and_then(|register| register.column(column)).map(|c| &c.kind);
        kind.is_some_and(|kind| row.cell(column, kind).is_ok_and(|cell| !cell.is_empty()))
    };
    let columns = guide().readiness().metadata.iter();
    columns
        .filter(move |column| !column.cells.iter().any(|all| all.iter().all(sound)))
        .filter_map(|column| column.cells.first().and_then(|all| all.first()).map(String::as_str))
}

fn is_choice(register: &str, row: &Row, column: &str, key: &str) -> bool {
    let kind = guide().register(register).and_then(|register| register.column(column)).map(|c| &c.kind);
    kind.is_some_and(|kind| row.cell(column, kind).is_ok_and(|cell| cell.text() == key))
}
