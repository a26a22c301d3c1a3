//! The keys of rows and the references that hold them. A reference holds the other row's key text, so that
//! tables can come in in any order; one that names nothing is a finding, and changing a key takes along every
//! reference to it.

use super::cell::map_of;
use super::kind::items;
use super::{At, Edit, Id, Misfit, RecordKind, Refusal, Row, Set, Text, Value, Workspace};
use crate::guide::{self, ColumnKind, Points, guide};
use crate::text::{half_width, typed};
use std::collections::HashMap;

/// The form in which keys are compared: `ＥＱ－01` names the row `EQ-01`, and a control that nobody can type is not part
/// of it. Case counts, as it does in a PLC.
pub fn key_form(text: &str) -> String {
    typed(text).chars().map(half_width).collect::<String>().trim().to_owned()
}

/// Which rows have a key, by register.
#[derive(Debug)]
pub struct Keys<'a> {
    rows: HashMap<&'static str, HashMap<String, Vec<&'a Id>>>,
    workspace: &'a Workspace,
}

impl<'a> Keys<'a> {
    pub fn of(workspace: &'a Workspace) -> Keys<'a> {
        let mut rows: HashMap<&'static str, HashMap<String, Vec<&Id>>> = HashMap::new();
        for (id, row) in workspace.rows.iter() {
            let Some(register) = guide().register(row.register.as_str()) else { continue };
            let key = key_form(&row.typed(&register.key_column));
            if !key.is_empty() {
                rows.entry(&register.key).or_default().entry(key).or_default().push(id);
            }
        }
        Keys { rows, workspace }
    }

    /// The rows of a register that have this key, by id; more than one is a finding.
    pub fn rows(&self, register: &str, key: &str) -> &[&'a Id] {
        let rows = self.rows.get(register).and_then(|rows| rows.get(&key_form(key)));
        rows.map_or(&[], Vec::as_slice)
    }

    /// A row as people name it: by its id, by its key if no other row has it, or by register and key
    /// (`equipment/EQ-01`).
    pub fn named(&self, text: &str) -> Option<&'a Id> {
        let only = |rows: &[&'a Id]| if let [row] = rows { Some(*row) } else { None };
        if let Some(id) = self.workspace.rows.key(text) {
            return Some(id);
        }
        if let Some((register, key)) = text.split_once('/')
            && let Some(row) = only(self.rows(register.trim(), key))
        {
            return Some(row);
        }
        let key = key_form(text);
        let rows = self.rows.values().filter_map(|rows| rows.get(&key)).flatten().copied();
        only(&rows.take(2).collect::<Vec<_>>())
    }

    /// Whether a reference names something.
    pub fn has(&self, points: &Points, key: &str) -> bool {
        match points {
            Points::Register(register) => !self.rows(register, key).is_empty(),
            Points::Tasks => self.workspace.tasks.contains(key),
        }
    }
}

/// One key that a row holds of something else.
#[derive(Debug, Clone)]
pub struct Reference<'a> {
    pub row: &'a Id,
    pub column: &'static guide::Column,
    pub points: &'static Points,
    pub key: &'a str,
}

/// All references of a row, in the order of the columns.
pub fn references<'a>(id: &'a Id, row: &'a Row) -> impl Iterator<Item = Reference<'a>> {
    let columns = guide().register(row.register.as_str()).map_or(&[][..], |register| &register.columns);
    columns.iter().filter_map(|column| Some((column, column.kind.points()?))).flat_map(
        move |(column, points)| {
            let reference = move |key| Reference { row: id, column, points, key };
            held(row, &column.key, &column.kind).into_iter().map(reference)
        },
    )
}

/// References that name nothing, by row and column.
pub fn dangling<'a>(workspace: &'a Workspace, keys: &Keys) -> Vec<Reference<'a>> {
    let all = workspace.rows.iter().flat_map(|(id, row)| references(id, row));
    all.filter(|reference| !keys.has(reference.points, reference.key)).collect()
}

/// The keys in a cell of references.
fn held<'a>(row: &'a Row, key: &str, kind: &ColumnKind) -> Vec<&'a str> {
    let text = row.cells.get(key).map_or("", Text::as_str);
    let (one, several) = match kind {
        ColumnKind::Refs(_) => (None, Some(items(text))),
        _ => (Some(text.trim()), None),
    };
    let apart = row.sets.get(key).into_iter().flat_map(Set::iter).map(str::trim);
    let keys = one.into_iter().chain(several.into_iter().flatten()).chain(apart);
    keys.filter(|key| !key.is_empty()).collect()
}

/// Gives a row another key, and the same to every reference to it, as one edit. References stay with another
/// row that had the same key before; an emptied key leaves them as they are. Nothing changes: an empty `All`.
pub fn rekey(workspace: &Workspace, id: &Id, now: &str) -> Result<Edit, Refusal> {
    let row = workspace.rows.get(id.as_str()).ok_or_else(|| Refusal::NoRecord(id.to_string()))?;
    let unknown = || Refusal::Unknown(row.register.as_str().to_owned());
    let register = guide().register(row.register.as_str()).ok_or_else(unknown)?;
    let now = typed(now).trim().to_owned();
    if now.contains('\n') {
        return Err(Refusal::Misfit { field: register.key_column.clone(), misfit: Misfit::OneLine });
    }
    let was = row.typed(&register.key_column);
    if was == now {
        return Ok(Edit::All(vec![]));
    }
    let keys = Keys::of(workspace);
    if keys.rows(&register.key, &now).iter().any(|other| *other != id) {
        return Err(Refusal::Taken(now));
    }
    let cell = |id: &Id, map: &str, key: &str| At::new(RecordKind::Row, id, &format!("{map}/{key}"));
    let mut edits = vec![workspace.set(cell(id, "cells", &register.key_column), Value::text(&now))?];
    let old = key_form(&was);
    let is_alone = keys.rows(&register.key, &was).len() == 1;
    if now.is_empty() || old.is_empty() || !is_alone {
        return Ok(Edit::All(edits));
    }
    let renamed = |key: &str| if key_form(key) == old { now.clone() } else { key.to_owned() };
    for (id, row) in workspace.rows.iter() {
        let Some(register_of_row) = guide().register(row.register.as_str()) else { continue };
        for column in &register_of_row.columns {
            let to_register =
                matches!(column.kind.points(), Some(Points::Register(key)) if *key == register.key);
            let keys = if to_register { held(row, &column.key, &column.kind) } else { continue };
            if keys.iter().all(|key| key_form(key) != old) {
                continue;
            }
            let keys = keys.iter().map(|key| renamed(key));
            let map = map_of(&column.kind);
            if row.cells.get(&column.key).is_some() && map == "sets" {
                // Several keys typed into one text: they are kept apart from now on.
                edits.push(workspace.set(cell(id, "cells", &column.key), Value::Unset)?);
            }
            let value = if map == "sets" { Value::set(keys) } else { Value::text(&now) };
            edits.push(workspace.set(cell(id, map, &column.key), value)?);
        }
    }
    Ok(Edit::All(edits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::History;
    use proptest::prelude::*;

    type Cells = Vec<(&'static str, &'static str, Value)>;

    fn with(rows: &[(String, &str, Cells)]) -> Workspace {
        let mut workspace = Workspace::default();
        for (id, register, cells) in rows {
            let id = Id::new(id).unwrap();
            let fields = vec![("register".to_owned(), Value::text(*register))];
            workspace.apply(Edit::Add { kind: RecordKind::Row, id: id.clone(), fields }).unwrap();
            for (map, key, value) in cells {
                let at = At::new(RecordKind::Row, &id, &format!("{map}/{key}"));
                let set = workspace.set(at, value.clone()).unwrap();
                workspace.apply(set).unwrap();
            }
        }
        workspace
    }

    /// `r1` is the machine EQ-1, `r2` its gateway, `r3` a tag of it, `r4` a source that serves two needs.
    fn plant() -> Workspace {
        with(&[
            (
                "r1".into(),
                "equipment",
                vec![("cells", "equip_id", text("EQ-1")), ("cells", "gateway", text("GW-1"))],
            ),
            ("r2".into(), "equipment", vec![("cells", "equip_id", text("GW-1"))]),
            (
                "r3".into(),
                "tags",
                vec![("cells", "tag_id", text("T1")), ("cells", "equip_id", text("ＥＱ－1 "))],
            ),
            ("r4".into(), "sources", vec![("sets", "needs", Value::set(["N-1", "N-2"]))]),
            ("r5".into(), "needs", vec![("cells", "need_id", text("N-2"))]),
            ("r6".into(), "issues", vec![("cells", "stage_task", text("4a.1"))]),
        ])
    }

    fn text(text: &str) -> Value {
        Value::text(text)
    }

    fn dangling_of(workspace: &Workspace) -> Vec<(String, &'static str, String)> {
        let found = dangling(workspace, &Keys::of(workspace));
        found.iter().map(|r| (r.row.to_string(), r.column.key.as_str(), r.key.to_owned())).collect()
    }

    #[test]
    fn a_reference_names_a_key_whatever_its_width() {
        let gone = |row: &str, column, key: &str| (row.to_owned(), column, key.to_owned());
        assert_eq!(dangling_of(&plant()), [gone("r4", "needs", "N-1"), gone("r6", "stage_task", "4a.1")]);
    }

    #[test]
    fn a_new_key_takes_its_references_along_in_one_step() {
        let (mut workspace, mut history) = (plant(), History::default());
        let before = workspace.clone();
        for (row, now) in [("r1", "EQ-100"), ("r2", "GW-100"), ("r5", "N-0")] {
            let edit = rekey(&workspace, &Id::new(row).unwrap(), now).unwrap();
            history.make(&mut workspace, crate::text::Phrase::new("改编号", "rekey"), edit).unwrap();
        }
        let typed = |row: &str, key: &str| workspace.rows.get(row).unwrap().typed(key).into_owned();
        assert_eq!((typed("r1", "gateway"), typed("r3", "equip_id")), ("GW-100".into(), "EQ-100".into()));
        assert_eq!(typed("r4", "needs"), "N-0, N-1");
        assert_eq!(dangling_of(&workspace).len(), 2);
        for _ in 0..3 {
            history.undo(&mut workspace).unwrap().unwrap();
        }
        assert_eq!(workspace, before);
    }

    #[test]
    fn a_key_that_another_row_has_is_refused_and_a_double_one_leaves_its_references() {
        let mut workspace = plant();
        let id = |id: &str| Id::new(id).unwrap();
        assert_eq!(rekey(&workspace, &id("r2"), " EQ-1"), Err(Refusal::Taken("EQ-1".into())));
        assert_eq!(rekey(&workspace, &id("r1"), "EQ-1"), Ok(Edit::All(vec![])));
        assert!(matches!(rekey(&workspace, &id("r1"), "a\nb"), Err(Refusal::Misfit { .. })));
        let at = At::new(RecordKind::Row, &id("r2"), "cells/equip_id");
        let double = workspace.set(at, text("EQ-1")).unwrap();
        workspace.apply(double).unwrap();
        let edit = rekey(&workspace, &id("r1"), "EQ-9").unwrap();
        workspace.apply(edit).unwrap();
        assert_eq!(workspace.rows.get("r3").unwrap().typed("equip_id"), "ＥＱ－1 ");
    }

    /// Rows of four registers that refer to each other, with keys out of a few, some of them typed by hand.
    fn rows() -> impl Strategy<Value = Workspace> {
        let key = || prop::sample::select(vec!["A", "B", "Ｂ", " C", "D1", "甲", ""]);
        let row = (0usize..4, key(), key(), prop::collection::vec(key(), 0..4), any::<bool>());
        prop::collection::vec(row, 1..8).prop_map(|rows| {
            let row = |(n, (register, own, one, several, apart)): (
                usize,
                (usize, &'static str, &'static str, Vec<&str>, bool),
            )| {
                let (register, key, reference) = [
                    ("equipment", "equip_id", "gateway"),
                    ("tags", "tag_id", "equip_id"),
                    ("sources", "src_id", ""),
                    ("needs", "need_id", "kpi"),
                ][register];
                let mut cells: Cells = vec![("cells", key, text(own))];
                if !reference.is_empty() {
                    cells.push(("cells", reference, text(one)));
                } else if apart {
                    cells.push(("sets", "needs", Value::set(several.into_iter().filter(|k| !k.is_empty()))));
                } else {
                    cells.push(("cells", "needs", text(&several.join("、"))));
                }
                (format!("r{n}"), register, cells)
            };
            with(&rows.into_iter().enumerate().map(row).collect::<Vec<_>>())
        })
    }

    proptest! {
        #[test]
        fn no_reference_to_the_old_key_is_left_and_undo_restores(start in rows(), row: prop::sample::Index, now in "[A-E甲乙]{1,2}") {
            let mut workspace = start.clone();
            let ids: Vec<Id> = start.rows.iter().map(|(id, _)| id.clone()).collect();
            let id = row.get(&ids);
            let (keys, register) = (Keys::of(&start), start.rows.get(id.as_str()).unwrap().register.as_str());
            let key_column = &guide().register(register).unwrap().key_column;
            let was = start.rows.get(id.as_str()).unwrap().typed(key_column).into_owned();
            let alone = keys.rows(register, &was) == [id];
            let edit = match rekey(&start, id, &now) {
                Ok(edit) => edit,
                Err(refusal) => {
                    prop_assert_eq!(refusal, Refusal::Taken(now.clone()));
                    prop_assert!(keys.rows(register, &now).iter().any(|other| *other != id));
                    return Ok(());
                }
            };
            let inverse = workspace.apply(edit).unwrap();
            let points = Points::Register(register.to_owned());
            let held = |workspace: &Workspace, wanted: &str| -> usize {
                let all = workspace.rows.iter().flat_map(|(id, row)| references(id, row).collect::<Vec<_>>());
                let wanted = all.filter(|r| *r.points == points && key_form(r.key) == key_form(wanted));
                // A key that was typed twice into one cell is one reference.
                wanted.map(|r| (r.row, &r.column.key)).collect::<std::collections::BTreeSet<_>>().len()
            };
            if alone && key_form(&was) != now {
                prop_assert_eq!(held(&workspace, &was), 0);
                prop_assert!(held(&workspace, &now) > 0 || held(&start, &was) == 0);
            } else {
                prop_assert_eq!(held(&workspace, &was), held(&start, &was));
            }
            let now_dangling = dangling(&workspace, &Keys::of(&workspace)).len();
            prop_assert!(now_dangling <= dangling(&start, &keys).len());
            let again = workspace.apply(inverse).unwrap();
            prop_assert_eq!(&workspace, &start);
            workspace.apply(again).unwrap();
        }
    }
}
