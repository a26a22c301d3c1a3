//! A block of cells laid over a register: onto the rows from the cursor down, and what is longer than the register as
//! new rows. It is typing, so a cell that is wrong for its column comes in as it is; only keys are guarded, as in
//! an import.

use super::mapping::Mapping;
use super::plan::{Changed, Fate, Filled, Line, Plan, is_same};
use super::reading::{Said, read};
use super::reason::Reason;
use crate::guide::Register;
use crate::sheet::Table;
use crate::text::{Bilingual, Lang, typed};
use crate::workspace::cell::{map_of, parse};
use crate::workspace::{Id, Keys, RecordKind, Row, TableColumn, Value, Workspace, columns, key_form};
use std::collections::{BTreeMap, HashMap, HashSet};

#[derive(Debug, Clone, Copy)]
pub struct Block<'a> {
    pub table: &'a Table,
    pub mapping: &'a Mapping,
    /// The rows from the cursor down, in the order in which they are seen.
    pub onto: &'a [Id],
    /// An empty cell of the block empties that of the row.
    pub clears: bool,
}

/// What a block would do. Pure: ids come out of `random`.
pub fn plan_block(
    workspace: &Workspace,
    register: &'static Register,
    block: Block,
    random: &mut fastrand::Rng,
) -> Plan {
    let keys = Keys::of(workspace);
    let columns = columns(workspace, &register.key);
    let mut laying = Laying {
        workspace,
        register,
        columns: columns.iter().map(|column| (column.key(), column)).collect(),
        keys: &keys,
        first: HashMap::new(),
        ids: HashSet::new(),
        random,
    };
    let mut lines = vec![];
    for (at, row) in block.table.rows().enumerate() {
        let mut reasons = vec![];
        let said = read(block.mapping, row, block.clears, &mut reasons);
        let onto = block.onto.get(at).and_then(|id| Some((id, workspace.rows.get(id.as_str())?)));
        // Below the register a blank row adds nothing.
        if onto.is_some() || !row.is_blank() {
            lines.push(laying.line((at, row.number()), &said, onto, reasons));
        }
    }
    Plan { register, lines }
}

struct Laying<'a, 'r> {
    workspace: &'a Workspace,
    register: &'static Register,
    columns: HashMap<&'a str, &'a TableColumn<'a>>,
    keys: &'a Keys<'a>,
    /// Which line gave a row this key.
    first: HashMap<String, u64>,
    ids: HashSet<Id>,
    random: &'r mut fastrand::Rng,
}

impl Laying<'_, '_> {
    fn line(
        &mut self,
        (at, number): (usize, u64),
        said: &BTreeMap<&str, Said>,
        onto: Option<(&Id, &Row)>,
        mut reasons: Vec<Reason>,
    ) -> Line {
        let held =
            onto.map_or(String::new(), |(_, row)| row.typed(&self.register.key_column).trim().to_owned());
        let given = said.get(self.register.key_column.as_str());
        let given = given.map(|said| typed(&said.text).trim().to_owned()).unwrap_or_default();
        self.guard_key(&held, &given, number, onto.is_some(), &mut reasons);
        let mut notes = vec![];
        let cells = self.cells(said, onto.map(|(_, row)| row), &mut notes);
        let fate = match onto {
            _ if !reasons.is_empty() => Fate::Refused(reasons),
            Some((id, _)) if cells.is_empty() => Fate::Unchanged(id.clone()),
            Some((id, _)) => Fate::Changed { id: id.clone(), cells },
            None => Fate::New { id: self.fresh_id(), cells: cells.into_iter().map(|cell| cell.to).collect() },
        };
        Line { number, at, key: if held.is_empty() { given } else { held }, fate, notes }
    }

    /// A row has one key, which stays; a new one needs one that nobody has.
    fn guard_key(&mut self, held: &str, given: &str, number: u64, is_there: bool, reasons: &mut Vec<Reason>) {
        if !held.is_empty() {
            if !given.is_empty() && key_form(given) != key_form(held) {
                reasons.push(Reason::KeyStays { held: held.to_owned(), key: given.to_owned() });
            }
            return;
        }
        if given.is_empty() {
            let column = self.register.column(&self.register.key_column).map(|column| &column.label);
            reasons.extend(column.filter(|_| !is_there).map(|column| Reason::NoKey { column }));
            return;
        }
        if !self.keys.rows(&self.register.key, given).is_empty() {
            reasons.push(Reason::KeyThere { key: given.to_owned() });
        } else if let Some(first) = self.first.get(&key_form(given)) {
            reasons.push(Reason::KeyTwice { key: given.to_owned(), first: *first });
        }
        self.first.entry(key_form(given)).or_insert(number);
    }

    fn cells(
        &self,
        said: &BTreeMap<&str, Said>,
        held: Option<&Row>,
        notes: &mut Vec<Reason>,
    ) -> Vec<Changed> {
        let mut cells = vec![];
        for (key, said) in said {
            let Some(column) = self.columns.get(key) else { continue };
            let is_key = *key == self.register.key_column;
            let keeps_key = is_key && held.is_some_and(|row| row.is_filled(key));
            if keeps_key || held.is_some_and(|row| is_same(row, column, said)) {
                continue;
            }
            let (map, now) = match parse(column.kind(), &said.with_unit(column.kind())) {
                Ok(cell) => (map_of(column.kind()), cell.value()),
                Err(wrong) => {
                    let label = |lang| column.label(lang).to_owned();
                    let column = Bilingual { zh: label(Lang::Zh), en: label(Lang::En) };
                    notes.push(Reason::Cell { column, wrong });
                    ("cells", Value::text(typed(&said.text).trim().replace('\n', " ")))
                }
            };
            if held.is_some() || !now.is_unset() {
                let was = held.map(|row| row.typed(key).into_owned()).unwrap_or_default();
                cells.push(Changed { to: Filled { column: (*key).to_owned(), map, now }, was });
            }
        }
        cells
    }

    fn fresh_id(&mut self) -> Id {
        loop {
            let id = self.workspace.fresh_id(RecordKind::Row, self.random);
            if self.ids.insert(id.clone()) {
                return id;
            }
        }
    }
}
