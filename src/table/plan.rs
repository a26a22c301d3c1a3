//! What a table would do to a register, line by line and before anything happens. Lines find their rows by key; the
//! key text of a row that is there is never touched, nor a column that the table does not have.

use super::export::shown;
use super::mapping::Mapping;
use super::reading::{Said, apart, put_parts, read};
use super::reason::Reason;
use crate::check::refusing_rules;
use crate::guide::Register;
use crate::sheet::{Layout, Row, RowKind, Table};
use crate::text::{Bilingual, Lang, typed};
use crate::workspace::cell::{map_of, parse};
use crate::workspace::{At, Edit, Id, Keys, Rank, RecordKind, Refusal, TableColumn, Value, Workspace};
use crate::workspace::{Row as Held, columns, key_form, rows};
use std::collections::{BTreeMap, HashMap, HashSet};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// An empty cell of the table empties that of the row.
    pub clears: bool,
    /// A line with fewer cells than the head, or with more, is refused: so it is in text, where it is a sign of a lost
    /// quote or delimiter, and not in a workbook, which does not store trailing blanks.
    pub is_text: bool,
}

/// What becomes of each line with data.
#[derive(Debug, Clone)]
pub struct Plan {
    pub register: &'static Register,
    /// In the order of the table. Titles, blank lines and heads that are repeated are not among them.
    pub lines: Vec<Line>,
}

#[derive(Debug, Clone)]
pub struct Line {
    /// Its number in the file, see [`Row::number`].
    pub number: u64,
    /// Its place among the rows of the table, from 0.
    pub at: usize,
    /// As it stands in the table; empty if there is none.
    pub key: String,
    pub fate: Fate,
    /// What is wrong with cells that come in nevertheless, as they were typed.
    pub notes: Vec<Reason>,
}

#[derive(Debug, Clone)]
pub enum Fate {
    New { id: Id, cells: Vec<Filled> },
    Changed { id: Id, cells: Vec<Changed> },
    Unchanged(Id),
    Refused(Vec<Reason>),
}

/// A cell of a new row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The key of the column.
    pub column: String,
    /// `cells`, `prose` or `sets`.
    pub map: &'static str,
    pub now: Value,
}

/// A cell that holds something else from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub to: Filled,
    /// What was typed there before.
    pub was: String,
}

/// Lines by what becomes of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub new: usize,
    pub changed: usize,
    pub unchanged: usize,
    pub refused: usize,
}

/// A table as it was read, and how it is understood.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    pub table: &'a Table,
    pub layout: &'a Layout,
    pub mapping: &'a Mapping,
    pub options: Options,
}

impl Plan {
    /// Pure: ids come out of `random`. The mapping has to fill the key column, or every line is refused.
    pub fn of(
        workspace: &Workspace,
        register: &'static Register,
        incoming: Incoming,
        random: &mut fastrand::Rng,
    ) -> Plan {
        let Incoming { table, layout, mapping, options } = incoming;
        let keys = Keys::of(workspace);
        let columns = columns(workspace, &register.key);
        let mut planner = Planner {
            workspace,
            register,
            columns: columns.iter().map(|column| (column.key(), column)).collect(),
            keys: &keys,
            mapping,
            options,
            first: HashMap::new(),
            ids: HashSet::new(),
            random,
        };
        let mut lines = vec![];
        for (at, row) in table.rows().enumerate() {
            match layout.kind(row) {
                RowKind::Above | RowKind::Units | RowKind::Ghost | RowKind::Repeated => {}
                RowKind::Short(cells) | RowKind::Long(cells) if options.is_text => {
                    let reason = Reason::Ragged { cells, heads: layout.headers.len() };
                    let fate = Fate::Refused(vec![reason]);
                    let notes = vec![];
                    lines.push(Line { number: row.number(), at, key: String::new(), fate, notes });
                }
                _ => lines.push(planner.line(at, row)),
            }
        }
        let mut plan = Plan { register, lines };
        plan.refuse_by_rules(workspace);
        plan
    }

    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for line in &self.lines {
            *match &line.fate {
                Fate::New { .. } => &mut counts.new,
                Fate::Changed { .. } => &mut counts.changed,
                Fate::Unchanged(_) => &mut counts.unchanged,
                Fate::Refused(_) => &mut counts.refused,
            } += 1;
        }
        counts
    }

    /// The lines that stay outside, with the reasons.
    pub fn refused(&self) -> impl Iterator<Item = (&Line, &[Reason])> {
        self.lines.iter().filter_map(|line| match &line.fate {
            Fate::Refused(reasons) => Some((line, reasons.as_slice())),
            _ => None,
        })
    }

    /// The whole import as one step: new rows behind those that are there, in the order of the table. An empty `All`
    /// when nothing changes.
    ///
    /// # Errors
    /// A workspace that is not the one of the plan.
    pub fn edit(&self, workspace: &Workspace) -> Result<Edit, Refusal> {
        let mut edits = vec![];
        let mut ranks = ranks(workspace, &self.register.key, self.counts().new).into_iter();
        for line in &self.lines {
            match &line.fate {
                Fate::New { id, cells } => {
                    let rank = ranks.next().unwrap_or_default();
                    edits.push(Edit::Add {
                        kind: RecordKind::Row,
                        id: id.clone(),
                        fields: self.fields(rank, cells),
                    });
                }
                Fate::Changed { id, cells } => {
                    for Changed { to, .. } in cells {
                        edits.extend(put(workspace, id, to)?);
                    }
                }
                Fate::Unchanged(_) | Fate::Refused(_) => {}
            }
        }
        Ok(Edit::All(edits))
    }

    fn fields(&self, rank: String, cells: &[Filled]) -> Vec<(String, Value)> {
        let mut maps: BTreeMap<&str, BTreeMap<String, Value>> = BTreeMap::new();
        for cell in cells {
            maps.entry(cell.map).or_default().insert(cell.column.clone(), cell.now.clone());
        }
        let heads = [("register", Value::text(&self.register.key)), ("rank", Value::text(rank))];
        let maps = maps.into_iter().map(|(map, cells)| (map, Value::Map(cells)));
        heads.into_iter().chain(maps).map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// Rules between cells look at other rows too: they are asked in a copy in which everything came in.
    fn refuse_by_rules(&mut self, workspace: &Workspace) {
        if self.register.checks.iter().all(|rule| !rule.refuses) {
            return;
        }
        let mut draft = workspace.clone();
        if !self.edit(workspace).is_ok_and(|edit| draft.apply(edit).is_ok()) {
            return;
        }
        let touched: HashMap<&str, usize> = self
            .lines
            .iter()
            .enumerate()
            .filter_map(|(at, line)| match &line.fate {
                Fate::New { id, .. } | Fate::Changed { id, .. } => Some((id.as_str(), at)),
                _ => None,
            })
            .collect();
        let broken: Vec<_> = refusing_rules(&draft, |id| touched.contains_key(id.as_str()))
            .into_iter()
            .filter_map(|(id, rule)| Some((*touched.get(id.as_str())?, rule)))
            .collect();
        for (at, rule) in broken {
            match self.lines.get_mut(at).map(|line| &mut line.fate) {
                Some(Fate::Refused(reasons)) => reasons.push(Reason::Rule(rule)),
                Some(fate) => *fate = Fate::Refused(vec![Reason::Rule(rule)]),
                None => {}
            }
        }
    }
}

/// Puts a value into a cell of a row; what another map holds of it, from when the column was of another kind, goes.
pub(crate) fn put(workspace: &Workspace, id: &Id, to: &Filled) -> Result<Vec<Edit>, Refusal> {
    let at = |map: &str| At::new(RecordKind::Row, id, &format!("{map}/{}", to.column));
    let mut edits = vec![workspace.set(at(to.map), to.now.clone())?];
    for map in ["cells", "prose", "sets"].into_iter().filter(|map| *map != to.map) {
        let edit = workspace.set(at(map), Value::Unset)?;
        if !matches!(&edit, Edit::Set { was: Value::Unset, .. }) {
            edits.push(edit);
        }
    }
    Ok(edits)
}

/// Ranks of new rows, behind the last one of the register.
pub(crate) fn ranks(workspace: &Workspace, register: &str, count: usize) -> Vec<String> {
    let last = rows(workspace, register).last().map(|(_, row)| row.rank.as_str().to_owned());
    let last = last.filter(|rank| !rank.is_empty());
    Rank::spread(count, last.as_deref(), None).unwrap_or_else(|| Rank::evenly(count))
}

struct Planner<'a, 'r> {
    workspace: &'a Workspace,
    register: &'static Register,
    columns: HashMap<&'a str, &'a TableColumn<'a>>,
    keys: &'a Keys<'a>,
    mapping: &'a Mapping,
    options: Options,
    /// Which line had a key first.
    first: HashMap<String, u64>,
    /// Given to new rows already.
    ids: HashSet<Id>,
    random: &'r mut fastrand::Rng,
}

impl Planner<'_, '_> {
    fn line(&mut self, at: usize, row: Row) -> Line {
        let mut reasons = vec![];
        let mut said = read(self.mapping, row, self.options.clears, &mut reasons);
        let key = said.get(self.register.key_column.as_str()).map(|said| typed(&said.text).trim().to_owned());
        let key = key.unwrap_or_default();
        let line = |fate| Line { number: row.number(), at, key: key.clone(), fate, notes: vec![] };
        let same = self.keys.rows(&self.register.key, &key);
        if key.is_empty() {
            let column = self.register.column(&self.register.key_column).map(|column| &column.label);
            reasons.extend(column.map(|column| Reason::NoKey { column }));
        } else if let Some(first) = self.first.get(&key_form(&key)) {
            reasons.push(Reason::KeyTwice { key: key.clone(), first: *first });
        } else if same.len() > 1 {
            reasons.push(Reason::KeyOfSeveral { key: key.clone(), rows: same.len() });
        }
        if !key.is_empty() {
            self.first.entry(key_form(&key)).or_insert(row.number());
        }
        let found = same.first().and_then(|id| Some((*id, self.workspace.rows.get(id.as_str())?)));
        self.part_words(&mut said, found.map(|(_, row)| row));
        let changed = self.changed(&said, found.map(|(_, row)| row), &mut reasons);
        let fate = match found {
            _ if !reasons.is_empty() => Fate::Refused(reasons),
            Some((id, _)) if changed.is_empty() => Fate::Unchanged(id.clone()),
            Some((id, _)) => Fate::Changed { id: id.clone(), cells: changed },
            None => {
                Fate::New { id: self.fresh_id(), cells: changed.into_iter().map(|cell| cell.to).collect() }
            }
        };
        line(fate)
    }

    /// `CDAB` under 字节序 is a byte order and a word order, unless the row holds that very text.
    fn part_words<'a>(&self, said: &mut BTreeMap<&'a str, Said<'a>>, held: Option<&Held>) {
        let words: Vec<_> = said.iter().filter_map(|(key, said)| Some((*key, said.parts?))).collect();
        for (key, parts) in words {
            let Some(one) = said.get(key) else { continue };
            let pieces = match self.columns.get(key) {
                Some(column) if held.is_some_and(|row| is_same(row, column, one)) => None,
                _ => apart(parts, &one.text),
            };
            if let Some(pieces) = pieces {
                let pieces = pieces.into_iter().map(|piece| piece.into_owned().into()).collect();
                said.remove(key);
                put_parts(said, parts, pieces);
            }
        }
    }

    fn changed(
        &self,
        said: &BTreeMap<&str, Said>,
        held: Option<&Held>,
        reasons: &mut Vec<Reason>,
    ) -> Vec<Changed> {
        let mut changed = vec![];
        for (key, said) in said {
            let Some(column) = self.columns.get(key) else { continue };
            let is_key = *key == self.register.key_column;
            if held.is_some_and(|row| is_key || is_same(row, column, said)) {
                continue;
            }
            match parse(column.kind(), &said.with_unit(column.kind())) {
                Ok(cell) => {
                    let now = cell.value();
                    if held.is_some() || !now.is_unset() {
                        let to = Filled { column: (*key).to_owned(), map: map_of(column.kind()), now };
                        let was = held.map(|row| row.typed(key).into_owned()).unwrap_or_default();
                        changed.push(Changed { to, was });
                    }
                }
                Err(wrong) => {
                    let label = |lang| column.label(lang).to_owned();
                    let column = Bilingual { zh: label(Lang::Zh), en: label(Lang::En) };
                    reasons.push(Reason::Cell { column, wrong });
                }
            }
        }
        changed
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

/// Whether a row holds what a table says: the same value, or the same text that an export would give.
pub(super) fn is_same(row: &Held, column: &TableColumn, said: &Said) -> bool {
    let kind = column.kind();
    let held = row.cell(column.key(), kind);
    if held.is_ok() && parse(kind, &said.with_unit(kind)) == held {
        return true;
    }
    let text = typed(&said.text);
    let is_text = |shown: &str| typed(shown).trim() == text.trim();
    [Lang::Zh, Lang::En].into_iter().any(|lang| is_text(&shown(row, column, lang)))
        || is_text(&row.typed(column.key()))
}
