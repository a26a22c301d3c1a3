//! One source of data as it stands: a row of the register `sources`, its readings in the ten dimensions out of the
//! latest measurements, and what they come to. What cannot be known is a fault or unmeasured, never a guess.

mod level;
mod standing;

use super::Model;
use super::column::row_title;
use crate::guide::{Dimension, Importance, SourceKind, guide};
use crate::text::Lang;
use crate::workspace::cell::Cell;
use crate::workspace::{At, Id, Measurement, RecordKind, Row, Workspace};
use jiff::civil::Date;

pub use level::Reading;
pub use standing::Standing;

#[derive(Debug, Clone)]
pub struct Source<'a> {
    pub id: &'a Id,
    pub row: &'a Row,
    /// The text of its key column; empty where there is none.
    pub key: String,
    pub name: String,
    pub kind: Option<SourceKind>,
    pub importance: Option<Importance>,
    pub in_scope: bool,
    pub faults: Vec<Fault>,
    /// By the place of the dimension; None is not measured.
    pub readings: [Option<Reading<'a>>; 10],
    pub standing: Standing,
    /// From the oldest.
    measurements: Vec<(&'a Id, &'a Measurement)>,
}

/// Why a source cannot be judged as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// The column, and what was typed; empty for nothing.
    Cell(&'static str, String),
    /// Two people changed the column, and nobody has decided.
    Disputed(&'static str),
}

/// A source on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    pub on: Date,
    pub standing: Standing,
}

/// The columns without which a source counts nowhere.
const NEEDED: [&str; 3] = ["kind", "importance", "in_scope"];

impl<'a> Source<'a> {
    /// With its measurements in any order.
    pub(super) fn of(
        workspace: &'a Workspace,
        (id, row): (&'a Id, &'a Row),
        mut measurements: Vec<(&'a Id, &'a Measurement)>,
        model: &Model,
    ) -> Source<'a> {
        measurements.sort_by_key(|(id, measurement)| (measurement.on.date(), *id));
        let choice = |column| match cell(row, column) {
            Some(Cell::Choice(key)) => key,
            _ => String::new(),
        };
        let kind = SourceKind::from_key(&choice("kind"));
        let readings = level::readings(workspace, row, kind, &measurements, model);
        Source {
            id,
            row,
            key: key_of(row),
            name: row_title(row),
            kind,
            importance: Importance::from_key(&choice("importance")),
            in_scope: cell(row, "in_scope") == Some(Cell::YesNo(true)),
            faults: faults(workspace, id, row),
            standing: Standing::of(levels(&readings), kind, model),
            readings,
            measurements,
        }
    }

    pub fn reading(&self, dimension: Dimension) -> Option<&Reading<'a>> {
        self.readings[dimension.index()].as_ref()
    }

    pub fn level(&self, dimension: Dimension) -> Option<u8> {
        self.standing.levels[dimension.index()]
    }

    /// Its measurements from the oldest.
    pub fn measurements(&self) -> &[(&'a Id, &'a Measurement)] {
        &self.measurements
    }

    /// How it stood at the end of each day on which it was measured. What the register says has no day: it counts as
    /// it is now.
    pub fn history(&self, workspace: &Workspace, model: &Model) -> Vec<Point> {
        let mut days: Vec<Date> = self.measurements.iter().filter_map(|(_, m)| m.on.date()).collect();
        days.dedup();
        let point = |on: Date| Point { on, standing: self.standing_on(on, workspace, model) };
        days.into_iter().map(point).collect()
    }

    pub fn standing_on(&self, day: Date, workspace: &Workspace, model: &Model) -> Standing {
        let known = self.measurements.partition_point(|(_, m)| m.on.date().is_none_or(|on| on <= day));
        let readings = level::readings(workspace, self.row, self.kind, &self.measurements[..known], model);
        Standing::of(levels(&readings), self.kind, model)
    }

    /// How it would stand if one dimension were at this level.
    pub fn supposing(&self, dimension: Dimension, level: u8, model: &Model) -> Standing {
        let mut levels = self.standing.levels;
        levels[dimension.index()] = Some(level);
        Standing::of(levels, self.kind, model)
    }

    /// The templates that close a gap of it.
    pub fn tasks(&self, dimension: Dimension) -> &'static [String] {
        dimension.model().tasks_for(self.kind)
    }
}

impl Fault {
    pub fn say(&self, lang: Lang) -> String {
        let label = |column: &str| {
            let known = guide().register("sources").and_then(|register| register.column(column));
            known.map_or(column, |column| column.label.say(lang)).to_owned()
        };
        match (self, lang) {
            (Fault::Cell(column, typed), Lang::Zh) if typed.is_empty() => format!("“{}”未填", label(column)),
            (Fault::Cell(column, typed), Lang::En) if typed.is_empty() => {
                format!("{} is empty", label(column))
            }
            (Fault::Cell(column, typed), Lang::Zh) => format!("“{}”填的“{typed}”无法识别", label(column)),
            (Fault::Cell(column, typed), Lang::En) => {
                format!("{}: “{typed}” is none of the choices", label(column))
            }
            (Fault::Disputed(column), Lang::Zh) => format!("“{}”有争议，尚未裁定", label(column)),
            (Fault::Disputed(column), Lang::En) => format!("{} is disputed", label(column)),
        }
    }
}

fn levels(readings: &[Option<Reading>; 10]) -> [Option<u8>; 10] {
    std::array::from_fn(|i| readings[i].as_ref().map(|reading| reading.level))
}

fn key_of(row: &Row) -> String {
    guide().register("sources").map_or(String::new(), |r| row.typed(&r.key_column).trim().to_owned())
}

/// A cell of a source, where it holds what its column does.
pub(super) fn cell(row: &Row, column: &str) -> Option<Cell> {
    let column = guide().register("sources")?.column(column)?;
    row.cell(&column.key, &column.kind).ok()
}

fn faults(workspace: &Workspace, id: &Id, row: &Row) -> Vec<Fault> {
    let mut faults = vec![];
    for column in NEEDED {
        if cell(row, column).is_none_or(|cell| cell.is_empty()) {
            faults.push(Fault::Cell(column, row.typed(column).trim().to_owned()));
        }
        let at = At::new(RecordKind::Row, id, &format!("cells/{column}")).to_string();
        if is_open(workspace, &at) {
            faults.push(Fault::Disputed(column));
        }
    }
    faults
}

/// Whether a dispute of this key waits for a decision.
fn is_open(workspace: &Workspace, key: &str) -> bool {
    workspace.disputes.contains_key(key) && workspace.open_disputes().any(|(open, _)| open == key)
}

#[cfg(test)]
pub(super) mod tests;
