//! The rules about rows of registers: each cell by the kind of its column, keys, references, and what the cells
//! of a line ask of each other.

use super::{About, Found};
use crate::guide::{Register, Rule, guide};
use crate::readiness::rules::{Line, Plant};
use crate::text::{Bilingual, Lang};
use crate::workspace::cell::map_of;
use crate::workspace::{Id, Keys, RecordKind, Row, TableColumn, Workspace, columns, references};
use std::collections::HashMap;

/// Where in a register something is wrong, as people find it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    register: &'static Bilingual,
    /// The key of the row; its id where it has none.
    row: String,
    column: Bilingual,
}

impl Spot {
    /// `设备联网台账 EQ-01 · IP地址`.
    pub fn say(&self, lang: Lang) -> String {
        format!("{} {} · {}", self.register.say(lang), self.row, self.column.say(lang))
    }

    pub fn column(&self, lang: Lang) -> &str {
        self.column.say(lang)
    }
}

pub(super) fn check(workspace: &Workspace, found: &mut Found) {
    let keys = Keys::of(workspace);
    let plant = Plant::of(workspace, &keys);
    let mut tables: HashMap<&str, Vec<TableColumn>> = HashMap::new();
    for (id, row) in workspace.rows.iter() {
        let Some(register) = guide().register(row.register.as_str()) else { continue };
        let columns = tables.entry(&register.key).or_insert_with(|| columns(workspace, &register.key));
        let mut table = Table { id, row, register, columns, found: &mut *found };
        table.cells();
        table.key(&keys);
        table.references(&keys);
        table.strangers();
        table.rules(&plant);
    }
}

/// The rules that keep a row out of a table that comes in ([`Rule::refuses`]), for those of the rows that break one.
pub fn refusing_rules(workspace: &Workspace, is_asked: impl Fn(&Id) -> bool) -> Vec<(&Id, &'static Rule)> {
    let keys = Keys::of(workspace);
    let plant = Plant::of(workspace, &keys);
    let mut broken = vec![];
    for (id, row) in workspace.rows.iter().filter(|(id, _)| is_asked(id)) {
        let Some(register) = guide().register(row.register.as_str()) else { continue };
        let line = Line { id, row, register };
        let rules =
            register.checks.iter().filter(|rule| rule.refuses && line.breaks(&rule.kind, &plant).is_some());
        broken.extend(rules.map(|rule| (id, rule)));
    }
    broken
}

struct Table<'a, 'f> {
    id: &'a Id,
    row: &'a Row,
    register: &'static Register,
    columns: &'a [TableColumn<'a>],
    found: &'f mut Found,
}

impl Table<'_, '_> {
    /// `about` is told where.
    fn add(&mut self, key: &str, rule: &'static str, about: impl FnOnce(Spot) -> About) {
        let column = self.columns.iter().find(|column| column.key() == key);
        let label = |lang| column.map_or(key, |column| column.label(lang)).to_owned();
        let typed = self.row.typed(&self.register.key_column);
        let row = if typed.trim().is_empty() { self.id.to_string() } else { typed.trim().to_owned() };
        let column_label = Bilingual { zh: label(Lang::Zh), en: label(Lang::En) };
        let spot = Spot { register: &self.register.title, row, column: column_label };
        let map = if self.row.cells.get(key).is_some() {
            "cells"
        } else if self.row.prose.get(key).is_some() {
            "prose"
        } else if self.row.sets.get(key).is_some() {
            "sets"
        } else {
            column.map_or("cells", |column| map_of(column.kind()))
        };
        self.found.add(RecordKind::Row, self.id, &format!("{map}/{key}"), rule, about(spot));
    }

    fn cells(&mut self) {
        let columns = self.columns;
        for column in columns.iter().filter(|column| column.applies(self.row)) {
            let key = column.key();
            if !self.row.is_filled(key) {
                if column.guide().is_some_and(|column| column.required) {
                    self.add(key, "required", About::Missing);
                }
            } else if let Err(wrong) = self.row.cell(key, column.kind()) {
                self.add(key, "cell", |spot| About::Cell(spot, wrong));
            }
        }
    }

    /// Of rows with the same key, all but the first are told.
    fn key(&mut self, keys: &Keys) {
        let key = &self.register.key_column;
        let same = keys.rows(&self.register.key, &self.row.typed(key));
        if let [first, _, ..] = same
            && *first != self.id
        {
            let first = first.to_string();
            self.add(key, "key-twice", |spot| About::KeyTwice(spot, first));
        }
    }

    fn references(&mut self, keys: &Keys) {
        let (id, row) = (self.id, self.row);
        for reference in references(id, row).filter(|r| !keys.has(r.points, r.key)) {
            let (points, key) = (reference.points.clone(), reference.key.to_owned());
            self.add(&reference.column.key, "dangling", |spot| About::NoRow(spot, points, key));
        }
    }

    /// Cells under a name that no column has.
    fn strangers(&mut self) {
        let row = self.row;
        let known = |key: &str| self.columns.iter().any(|column| column.key() == key);
        let strangers: Vec<&str> = row.filled().filter(|key| !known(key)).collect();
        for key in strangers {
            self.add(key, "column", About::NoColumn);
        }
    }

    fn rules(&mut self, plant: &Plant) {
        let line = Line { id: self.id, row: self.row, register: self.register };
        for rule in &self.register.checks {
            if let Some(column) = line.breaks(&rule.kind, plant) {
                let is_empty = !self.row.is_filled(column);
                self.add(column, &rule.key, |spot| About::Rule { spot, says: &rule.says, is_empty });
            }
        }
    }
}
