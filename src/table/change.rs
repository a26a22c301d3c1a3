//! What people do to the rows of a register, as edits: write into cells, add, duplicate and move rows, add and remove
//! columns of their own. A cell keeps what was typed, valid or not; only the key of another row is refused.

use super::plan::{Filled, put};
use crate::guide::{ColumnKind, Register};
use crate::text::typed;
use crate::workspace::cell::{map_of, parse};
use crate::workspace::{At, Edit, Id, Keys, Rank, RecordKind, Refusal, Row, TableColumn, Value, Workspace};
use crate::workspace::{columns, day, rekey, rows};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// One content for the same column of one or several rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellWrite {
    pub register: &'static str,
    pub ids: Vec<Id>,
    /// The key of the column.
    pub column: String,
    pub content: Content,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Typed(String),
    /// Words that are apart already.
    Items(BTreeSet<String>),
}

/// The edit, and how many references follow a new key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub edit: Edit,
    pub followed: usize,
}

impl CellWrite {
    /// Nothing changes: an empty `All`.
    pub fn edit(&self, workspace: &Workspace, today: Date) -> Result<Written, Refusal> {
        let columns = columns(workspace, self.register);
        let column = columns.iter().find(|column| column.key() == self.column);
        let column = column.ok_or_else(|| Refusal::NoField(self.column.clone()))?;
        let now = match &self.content {
            Content::Typed(text) => as_typed(column, text, today),
            Content::Items(items) => {
                Filled { column: self.column.clone(), map: "sets", now: Value::set(items.iter().cloned()) }
            }
        };
        if is_key(self.register, &self.column) {
            return self.rekey(workspace, &now);
        }
        let mut edits = vec![];
        for id in &self.ids {
            edits.extend(put(workspace, id, &now)?.into_iter().filter(is_change));
        }
        Ok(Written { edit: Edit::All(edits), followed: 0 })
    }

    fn rekey(&self, workspace: &Workspace, now: &Filled) -> Result<Written, Refusal> {
        let key = match &now.now {
            Value::Text(key) => key.clone(),
            Value::Lines(lines) => lines.join("\n"),
            _ => String::new(),
        };
        // A key tells one row from the others.
        let [id] = self.ids.as_slice() else { return Err(Refusal::Taken(key)) };
        let edit = rekey(workspace, id, &key)?;
        let others = |edit: &&Edit| matches!(edit, Edit::Set { at, .. } if at.id != *id || !at.field.ends_with(&self.column));
        let followed = match &edit {
            Edit::All(edits) => edits.iter().filter(others).count(),
            _ => 0,
        };
        Ok(Written { edit, followed })
    }

    /// What is wrong with the typed text, and what would be right; what it comes to where that is not the text.
    pub fn reading(
        &self,
        workspace: &Workspace,
        today: Date,
    ) -> Option<Result<Filled, crate::workspace::cell::Wrong>> {
        let columns = columns(workspace, self.register);
        let column = columns.iter().find(|column| column.key() == self.column)?;
        let Content::Typed(text) = &self.content else { return None };
        let text = near_today(column.kind(), &typed(text), today);
        Some(match parse(column.kind(), &text) {
            Ok(_) => Ok(as_typed(column, &text, today)),
            Err(wrong) => Err(wrong),
        })
    }
}

fn is_key(register: &str, column: &str) -> bool {
    crate::guide::guide().register(register).is_some_and(|register| register.key_column == column)
}

fn is_change(edit: &Edit) -> bool {
    !matches!(edit, Edit::Set { was, now, .. } if was == now)
}

/// What a cell comes to hold of a text: its value, or the very text where it is none.
fn as_typed(column: &TableColumn, text: &str, today: Date) -> Filled {
    let kind = column.kind();
    let text = near_today(kind, &typed(text), today);
    let (map, now) = match parse(kind, &text) {
        Ok(cell) => (map_of(kind), cell.value()),
        Err(_) if text.trim().contains('\n') => ("prose", Value::prose(&text)),
        Err(_) => ("cells", Value::text(text.trim())),
    };
    Filled { column: column.key().to_owned(), map, now }
}

/// Days near today get their year: a cell may be read on any other day.
fn near_today(kind: &ColumnKind, text: &str, today: Date) -> String {
    let near = |text: &str| day(text, today).map(|day| day.to_string());
    match kind {
        ColumnKind::Date if parse(kind, text).is_err() => near(text),
        ColumnKind::DateRange if parse(kind, text).is_err() => {
            let ends = ['~', '至', '到'].into_iter().find_map(|sign| text.split_once(sign));
            ends.and_then(|(from, to)| Some(format!("{}~{}", near(from)?, near(to)?)))
        }
        _ => None,
    }
    .unwrap_or_else(|| text.to_owned())
}

/// Puts what one row holds in a column into others, valid or not.
pub fn copy_cell(workspace: &Workspace, column: &str, from: &Id, to: &[Id]) -> Result<Edit, Refusal> {
    let row = workspace.rows.get(from.as_str()).ok_or_else(|| Refusal::NoRecord(from.to_string()))?;
    let map = if row.cells.get(column).is_some() {
        "cells"
    } else if row.prose.get(column).is_some() {
        "prose"
    } else if row.sets.get(column).is_some() {
        "sets"
    } else {
        "cells"
    };
    let held = workspace.get(&At::new(RecordKind::Row, from, &format!("{map}/{column}")));
    let now = Filled { column: column.to_owned(), map, now: held.unwrap_or(Value::Unset) };
    let mut edits = vec![];
    for id in to {
        edits.extend(put(workspace, id, &now)?.into_iter().filter(is_change));
    }
    Ok(Edit::All(edits))
}

/// A row with nothing but its key, behind another one or at the end.
pub fn add_row(
    workspace: &Workspace,
    register: &Register,
    key: &str,
    behind: Option<&Id>,
    random: &mut fastrand::Rng,
) -> Result<(Id, Edit), Refusal> {
    let key = free(workspace, register, key)?;
    let id = workspace.fresh_id(RecordKind::Row, random);
    let (rank, mut edits) = make_room(workspace, register, Spot::behind(behind), None, random);
    let cells = BTreeMap::from([(register.key_column.clone(), Value::text(key))]);
    let fields =
        [("register", Value::text(&register.key)), ("rank", Value::text(rank)), ("cells", Value::Map(cells))];
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    edits.push(Edit::Add { kind: RecordKind::Row, id: id.clone(), fields });
    Ok((id, Edit::All(edits)))
}

/// A copy of a row behind it, under the next key that is free.
pub fn duplicate_row(
    workspace: &Workspace,
    register: &Register,
    id: &Id,
    random: &mut fastrand::Rng,
) -> Result<(Id, String, Edit), Refusal> {
    let row = workspace.rows.get(id.as_str()).ok_or_else(|| Refusal::NoRecord(id.to_string()))?;
    let keys = Keys::of(workspace);
    let key = next_key(&row.typed(&register.key_column), |key| !keys.rows(&register.key, key).is_empty());
    let new = workspace.fresh_id(RecordKind::Row, random);
    let (rank, mut edits) = make_room(workspace, register, Spot::behind(Some(id)), None, random);
    let record: &dyn crate::workspace::Record = row;
    let mut fields = vec![];
    for (n, field) in record.fields().iter().enumerate() {
        let value = match (field.name, record.get(n)) {
            ("rank", _) => Value::text(&rank),
            ("cells", Value::Map(mut cells)) => {
                cells.insert(register.key_column.clone(), Value::text(&key));
                Value::Map(cells)
            }
            ("cells", _) => Value::Map(BTreeMap::from([(register.key_column.clone(), Value::text(&key))])),
            (_, value) => value,
        };
        if !value.is_unset() {
            fields.push((field.name.to_owned(), value));
        }
    }
    edits.push(Edit::Add { kind: RecordKind::Row, id: new.clone(), fields });
    Ok((new, key, Edit::All(edits)))
}

/// The key that somebody means for a new row; refused when a row has it, or when it is none.
fn free(workspace: &Workspace, register: &Register, key: &str) -> Result<String, Refusal> {
    let key = typed(key).trim().replace('\n', " ");
    let is_taken = !Keys::of(workspace).rows(&register.key, &key).is_empty();
    if is_taken { Err(Refusal::Taken(key)) } else { Ok(key) }
}

/// `EQ-009` → `EQ-010`: the last number in it, counted up until the key is free. A key without a number gets one.
pub fn next_key(key: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let key = key.trim();
    let behind: usize = key.chars().rev().take_while(|c| !c.is_ascii_digit()).count();
    let all: Vec<char> = key.chars().collect();
    let end = all.len() - behind;
    let digits = all.iter().take(end).rev().take_while(|c| c.is_ascii_digit()).count().min(18);
    let text = |from: usize, to: usize| all.iter().take(to).skip(from).collect::<String>();
    let (head, number, tail) = match digits {
        0 => (format!("{key}-"), 1, String::new()),
        n => (text(0, end - n), text(end - n, end).parse::<u64>().unwrap_or(0), text(end, all.len())),
    };
    (1..=u64::MAX - number)
        .map(|more| format!("{head}{:0digits$}{tail}", number + more))
        .find(|key| !is_taken(key))
        .unwrap_or_default()
}

/// Where among the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spot<'a> {
    First,
    Behind(&'a Id),
    Last,
}

impl<'a> Spot<'a> {
    fn behind(id: Option<&'a Id>) -> Spot<'a> {
        id.map_or(Spot::Last, Spot::Behind)
    }
}

/// Moves a row behind another one, or to the beginning.
pub fn move_row(
    workspace: &Workspace,
    register: &Register,
    id: &Id,
    behind: Option<&Id>,
    random: &mut fastrand::Rng,
) -> Result<Edit, Refusal> {
    let spot = behind.map_or(Spot::First, Spot::Behind);
    let (rank, mut edits) = make_room(workspace, register, spot, Some(id), random);
    edits.push(workspace.set(At::new(RecordKind::Row, id, "rank"), Value::text(rank))?);
    Ok(Edit::All(edits))
}

/// A rank for a place, and the edits that make room where there is none.
fn make_room(
    workspace: &Workspace,
    register: &Register,
    spot: Spot,
    moving: Option<&Id>,
    random: &mut fastrand::Rng,
) -> (String, Vec<Edit>) {
    let beside: Vec<(&Id, &Row)> =
        rows(workspace, &register.key).into_iter().filter(|(id, _)| Some(*id) != moving).collect();
    let at = match spot {
        Spot::First => 0,
        Spot::Behind(row) => {
            beside.iter().position(|(id, _)| *id == row).map_or(beside.len(), |place| place + 1)
        }
        Spot::Last => beside.len(),
    };
    let rank = |n: usize| beside.get(n).map(|(_, row)| row.rank.as_str());
    if let Some(key) = Rank::between(at.checked_sub(1).and_then(rank), rank(at), random) {
        return (key, vec![]);
    }
    let mut ranks = Rank::evenly(beside.len() + 1);
    let key = ranks.remove(at);
    let others = beside.iter().zip(ranks).filter(|((_, row), rank)| row.rank.as_str() != rank);
    let edits = others.map(|((id, row), rank)| Edit::Set {
        at: At::new(RecordKind::Row, id, "rank"),
        was: Value::text(row.rank.as_str()),
        now: Value::text(rank),
    });
    (key, edits.collect())
}

/// A column of the workspace's own, behind the others; `kind` is one of those that the declaration lists.
pub fn add_column(
    workspace: &Workspace,
    register: &str,
    (label, kind): (&str, &str),
    random: &mut fastrand::Rng,
) -> Edit {
    let id = workspace.fresh_id(RecordKind::Column, random);
    let own = workspace.columns.iter().filter(|(_, column)| column.register.as_str() == register);
    let last = own.map(|(_, column)| column.rank.as_str()).max();
    let rank = Rank::between(last.filter(|rank| !rank.is_empty()), None, random).unwrap_or_default();
    let label = typed(label).trim().replace('\n', " ");
    let fields = [("register", register), ("rank", &rank), ("label", &label), ("kind", kind)];
    let fields = fields.into_iter().map(|(name, text)| (name.to_owned(), Value::text(text))).collect();
    Edit::Add { kind: RecordKind::Column, id, fields }
}

/// Takes away a column of the workspace's own with all that stands in it; and in how many rows that was.
pub fn remove_column(workspace: &Workspace, id: &Id) -> (Edit, usize) {
    let register = workspace.columns.get(id.as_str()).map_or("", |column| column.register.as_str());
    let mut edits = vec![];
    let mut count = 0;
    for (row_id, row) in workspace.rows.iter().filter(|(_, row)| row.register.as_str() == register) {
        count += usize::from(row.is_filled(id.as_str()));
        let fields =
            ["cells", "prose", "sets"].map(|map| At::new(RecordKind::Row, row_id, &format!("{map}/{id}")));
        let cleared = fields.into_iter().filter_map(|at| workspace.set(at, Value::Unset).ok());
        edits.extend(cleared.filter(is_change));
    }
    edits.push(Edit::Remove { kind: RecordKind::Column, id: id.clone() });
    (Edit::All(edits), count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::guide;
    use crate::text::Phrase;
    use crate::workspace::History;
    use jiff::civil::date;
    use proptest::prelude::*;

    const TODAY: Date = date(2026, 11, 20);

    fn equipment() -> &'static Register {
        guide().register("equipment").unwrap()
    }

    /// Rows of the equipment register with these keys, in this order.
    fn plant(keys: &[&str]) -> (Workspace, Vec<Id>) {
        let (mut workspace, mut ids) = (Workspace::default(), vec![]);
        let mut random = fastrand::Rng::with_seed(3);
        for key in keys {
            let (id, edit) = add_row(&workspace, equipment(), key, ids.last(), &mut random).unwrap();
            workspace.apply(edit).unwrap();
            ids.push(id);
        }
        (workspace, ids)
    }

    fn order(workspace: &Workspace) -> Vec<String> {
        rows(workspace, "equipment").iter().map(|(_, row)| row.typed("equip_id").into_owned()).collect()
    }

    fn write(ids: &[Id], column: &str, text: &str) -> CellWrite {
        let content = Content::Typed(text.into());
        CellWrite { register: "equipment", ids: ids.to_vec(), column: column.into(), content }
    }

    #[test]
    fn the_number_in_a_key_counts_up_to_one_that_is_free() {
        for (key, taken, next) in [
            ("EQ-009", &[][..], "EQ-010"),
            ("EQ-009", &["EQ-010", "EQ-011"], "EQ-012"),
            ("EQ-999", &[], "EQ-1000"),
            ("P1-泵", &[], "P2-泵"),
            ("磨床", &[], "磨床-2"),
            ("磨床", &["磨床-2"], "磨床-3"),
            ("", &[], "-2"),
            ("99999999999999999999", &[], "99100000000000000000000"),
        ] {
            let found = next_key(key, |key| taken.contains(&key));
            if key.len() < 20 {
                assert_eq!(found, next, "{key}");
            } else {
                assert_ne!(found, key);
            }
        }
    }

    #[test]
    fn a_cell_keeps_what_was_typed_and_days_get_their_year() {
        let (mut workspace, ids) = plant(&["EQ-1", "EQ-2"]);
        let typed = |workspace: &Workspace, column: &str| {
            ids.iter()
                .map(|id| workspace.rows.get(id.as_str()).unwrap().typed(column).into_owned())
                .collect::<Vec<_>>()
        };
        for (column, text, held) in
            [("ip", "10.1.300.7", "10.1.300.7"), ("name", " 磨床 ", "磨床"), ("criticality", "关键", "关键")]
        {
            let written = write(&ids, column, text).edit(&workspace, TODAY).unwrap();
            workspace.apply(written.edit).unwrap();
            let found = typed(&workspace, column);
            assert!(found.iter().all(|text| text == held || column == "criticality"), "{column}: {found:?}");
        }
        assert!(
            matches!(write(&ids, "name", "磨床").edit(&workspace, TODAY).unwrap().edit, Edit::All(edits) if edits.is_empty())
        );
        assert_eq!(near_today(&ColumnKind::Date, "+3", TODAY), "2026-11-23");
        assert_eq!(near_today(&ColumnKind::DateRange, "今天~+5", TODAY), "2026-11-20~2026-11-25");
        assert_eq!(near_today(&ColumnKind::Date, "soon", TODAY), "soon");
        assert_eq!(near_today(&ColumnKind::Text, "+3", TODAY), "+3");
    }

    #[test]
    fn a_key_is_for_one_row_and_takes_its_references_along() {
        let (mut workspace, ids) = plant(&["EQ-1", "EQ-2"]);
        let gateway = write(&ids[1..], "gateway", "EQ-1").edit(&workspace, TODAY).unwrap();
        workspace.apply(gateway.edit).unwrap();
        assert_eq!(
            write(&ids, "equip_id", "EQ-3").edit(&workspace, TODAY),
            Err(Refusal::Taken("EQ-3".into()))
        );
        assert_eq!(
            write(&ids[..1], "equip_id", "EQ-2").edit(&workspace, TODAY),
            Err(Refusal::Taken("EQ-2".into()))
        );
        let written = write(&ids[..1], "equip_id", "EQ-9").edit(&workspace, TODAY).unwrap();
        assert_eq!(written.followed, 1);
        workspace.apply(written.edit).unwrap();
        assert_eq!(workspace.rows.get(ids[1].as_str()).unwrap().typed("gateway"), "EQ-9");
    }

    #[test]
    fn a_copy_stands_behind_its_row_with_the_next_key() {
        let (mut workspace, ids) = plant(&["EQ-009", "EQ-020"]);
        let named = write(&ids[..1], "name", "磨床").edit(&workspace, TODAY).unwrap();
        workspace.apply(named.edit).unwrap();
        let mut random = fastrand::Rng::with_seed(4);
        let (id, key, edit) = duplicate_row(&workspace, equipment(), &ids[0], &mut random).unwrap();
        workspace.apply(edit).unwrap();
        assert_eq!(
            (key.as_str(), order(&workspace)),
            ("EQ-010", vec!["EQ-009".into(), "EQ-010".into(), "EQ-020".into()])
        );
        assert_eq!(workspace.rows.get(id.as_str()).unwrap().typed("name"), "磨床");
    }

    #[test]
    fn a_column_goes_with_all_that_stood_in_it() {
        let (mut workspace, ids) = plant(&["EQ-1", "EQ-2"]);
        let before = workspace.clone();
        let mut history = History::default();
        let mut random = fastrand::Rng::with_seed(5);
        let what = Phrase::new("列", "column");
        let added = add_column(&workspace, "equipment", ("厂区", "text"), &mut random);
        history.make(&mut workspace, what, added).unwrap();
        let id = workspace.columns.iter().next().unwrap().0.clone();
        let filled = write(&ids[..1], id.as_str(), "东区").edit(&workspace, TODAY).unwrap();
        history.make(&mut workspace, what, filled.edit).unwrap();
        let (edit, count) = remove_column(&workspace, &id);
        assert_eq!(count, 1);
        history.make(&mut workspace, what, edit).unwrap();
        assert_eq!(workspace, before);
        history.undo(&mut workspace).unwrap().unwrap();
        assert_eq!(workspace.rows.get(ids[0].as_str()).unwrap().typed(id.as_str()), "东区");
    }

    proptest! {
        #[test]
        fn a_moved_row_stands_where_it_was_put(moves in prop::collection::vec((0usize..6, 0usize..7), 0..40), seed: u64) {
            let (mut workspace, ids) = plant(&["A1", "A2", "A3", "A4", "A5", "A6"]);
            let mut random = fastrand::Rng::with_seed(seed);
            let mut wanted: Vec<usize> = (0..6).collect();
            for (which, to) in moves {
                let behind = to.checked_sub(1).filter(|n| *n != which);
                if to > 0 && behind.is_none() {
                    continue;
                }
                let edit = move_row(&workspace, equipment(), &ids[which], behind.map(|n| &ids[n]), &mut random).unwrap();
                workspace.apply(edit).unwrap();
                wanted.retain(|n| *n != which);
                let at = behind.map_or(0, |n| wanted.iter().position(|other| *other == n).unwrap() + 1);
                wanted.insert(at, which);
                let names: Vec<String> = wanted.iter().map(|n| format!("A{}", n + 1)).collect();
                prop_assert_eq!(order(&workspace), names);
            }
        }
    }
}
