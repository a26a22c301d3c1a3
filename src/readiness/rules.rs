//! What the guide's rules ask of the cells of a line. A cell that is empty, or wrong for its kind, breaks no rule
//! that compares: that is told on its own.

use crate::guide::{Column, ColumnKind, Register, RuleKind, guide};
use crate::workspace::cell::{Cell, Decimal};
use crate::workspace::{Id, Keys, Row, Workspace, key_form};
use jiff::civil::Date;
use std::collections::HashMap;

/// What a rule looks up beyond its own line.
pub(crate) struct Plant<'a> {
    workspace: &'a Workspace,
    keys: &'a Keys<'a>,
    /// For each rule about uniqueness, the first row with the same cells.
    first: HashMap<(&'static [String], Vec<String>), &'a Id>,
}

impl<'a> Plant<'a> {
    pub fn of(workspace: &'a Workspace, keys: &'a Keys<'a>) -> Plant<'a> {
        let mut first = HashMap::new();
        for (id, row) in workspace.rows.iter() {
            let Some(register) = guide().register(row.register.as_str()) else { continue };
            let line = Line { id, row, register };
            for rule in &register.checks {
                if let RuleKind::Unique(columns) = &rule.kind
                    && let Some(same) = line.together(columns)
                {
                    first.entry((columns.as_slice(), same)).or_insert(id);
                }
            }
        }
        Plant { workspace, keys, first }
    }

    fn row(&self, register: &str, key: &str) -> Option<&'a Row> {
        self.keys.rows(register, key).first().and_then(|id| self.workspace.rows.get(id.as_str()))
    }
}

pub(crate) struct Line<'a> {
    pub id: &'a Id,
    pub row: &'a Row,
    pub register: &'static Register,
}

impl Line<'_> {
    /// The column at which this line breaks a rule.
    pub fn breaks<'r>(&self, rule: &'r RuleKind, plant: &Plant) -> Option<&'r str> {
        let filled = |key: &str| self.row.is_filled(key);
        let (column, is_broken) = match rule {
            RuleKind::RequiredIf { columns, when } => {
                let empty = columns.iter().find(|column| {
                    let told = self.column(column).is_none_or(|c| c.required || !self.applies(c));
                    !told && !filled(column)
                });
                (empty?, self.row.fulfils(when))
            }
            RuleKind::Forbidden(all) => (&all.first()?.column, all.iter().all(|is| self.row.fulfils(is))),
            RuleKind::Unique(columns) => {
                let first = plant.first.get(&(columns.as_slice(), self.together(columns)?));
                (columns.last()?, first.is_some_and(|first| *first != self.id))
            }
            RuleKind::Less(low, high) => {
                (low, self.number(low).zip(self.number(high)).is_some_and(|(low, high)| low >= high))
            }
            RuleKind::AtMost(part, whole) => {
                (part, self.number(part).zip(self.number(whole)).is_some_and(|(part, whole)| part > whole))
            }
            RuleKind::NotAfter(first, then) => {
                (then, self.day(first).zip(self.day(then)).is_some_and(|(first, then)| first > then))
            }
            RuleKind::OneOf { columns, when } => {
                let asks = when.as_ref().is_none_or(|when| self.row.fulfils(when));
                (columns.first()?, asks && !columns.iter().any(|column| filled(column)))
            }
            RuleKind::Together(columns) => {
                let empty = columns.iter().find(|column| !filled(column))?;
                (empty, columns.iter().any(|column| filled(column)))
            }
            RuleKind::Differ(one, other) => {
                (other, filled(one) && key_form(&self.row.typed(one)) == key_form(&self.row.typed(other)))
            }
            RuleKind::RefWhere { column, is } => {
                (column, self.target(column, plant).is_some_and(|row| !row.fulfils(is)))
            }
            RuleKind::BeforeTask { column, task } => {
                let task = plant.workspace.tasks.get(self.row.typed(task).trim());
                let start = task.and_then(|task| task.start.date());
                (column, self.day(column).zip(start).is_some_and(|(day, start)| day > start))
            }
            RuleKind::Direction { base, target, direction, up, down } => {
                let values = self.number(base).zip(self.number(target));
                let way = self.cell(direction).map(|cell| cell.text()).unwrap_or_default();
                let is_worse = |(base, target)| way == *up && target < base || way == *down && target > base;
                (target, values.is_some_and(is_worse))
            }
            // It counts from today, which is no part of a workspace: whoever knows the day asks for it.
            RuleKind::LeadTime { .. } => return None,
            RuleKind::WordOrder { word_order, dtype, wide, function, equipment, protocol, modbus } => {
                let is_wide = self.cell(dtype).is_some_and(|cell| wide.contains(&cell.text()));
                let machine = self.target(equipment, plant);
                let spoken = machine.and_then(|row| read(row, guide().register("equipment")?, protocol));
                let is_modbus = match spoken {
                    Some(spoken) if !spoken.is_empty() => modbus.contains(&spoken.text()),
                    _ => filled(function),
                };
                (word_order, is_wide && is_modbus && !filled(word_order))
            }
        };
        is_broken.then_some(column.as_str())
    }

    fn column(&self, key: &str) -> Option<&'static Column> {
        self.register.column(key)
    }

    fn applies(&self, column: &Column) -> bool {
        column.when.as_ref().is_none_or(|when| self.row.fulfils(when))
    }

    fn cell(&self, key: &str) -> Option<Cell> {
        read(self.row, self.register, key)
    }

    fn number(&self, key: &str) -> Option<Decimal> {
        match self.cell(key)? {
            Cell::Whole(number) => Some(Decimal::from(number)),
            Cell::Number(number) | Cell::Percent(number) => Some(number),
            _ => None,
        }
    }

    fn day(&self, key: &str) -> Option<Date> {
        match self.cell(key)? {
            Cell::Date(day) => Some(day),
            _ => None,
        }
    }

    /// The row that a reference names.
    fn target<'p>(&self, key: &str, plant: &Plant<'p>) -> Option<&'p Row> {
        match &self.column(key)?.kind {
            ColumnKind::Ref(crate::guide::Points::Register(register)) => {
                plant.row(register, &self.row.typed(key))
            }
            _ => None,
        }
    }

    /// What stands in these cells, to be compared with other lines. None for a line that has no say.
    fn together(&self, columns: &[String]) -> Option<Vec<String>> {
        let lacks = |key: &String| !self.row.is_filled(key);
        let lacks_required = |key: &String| lacks(key) && self.column(key).is_some_and(|c| c.required);
        if columns.iter().all(lacks) || columns.iter().any(lacks_required) {
            return None;
        }
        let text = |key: &String| match self.cell(key) {
            Some(cell) => key_form(&cell.text()),
            None => key_form(&self.row.typed(key)),
        };
        Some(columns.iter().map(text).collect())
    }
}

fn read(row: &Row, register: &Register, key: &str) -> Option<Cell> {
    row.cell(key, &register.column(key)?.kind).ok()
}
