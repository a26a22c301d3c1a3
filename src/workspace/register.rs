//! A register as a workspace has it: the guide's columns and then its own, and what a row holds in them.

use super::cell::{Cell, Wrong, map_of, parse, parse_items};
use super::{Column, Id, Row, Workspace};
use crate::guide::{self, ColumnKind, Condition, Is, guide};
use crate::text::Lang;
use std::borrow::Cow;

/// A column of a register, of the guide or of this workspace.
#[derive(Debug, Clone, Copy)]
pub enum TableColumn<'a> {
    Guide(&'static guide::Column),
    Own(&'a Id, &'a Column),
}

/// The columns of a register: those of the guide in its order, then those that the workspace adds, by rank. A
/// register that the guide does not know has its own ones only.
pub fn columns<'a>(workspace: &'a Workspace, register: &str) -> Vec<TableColumn<'a>> {
    let guide = guide().register(register).map_or(&[][..], |register| &register.columns);
    let mut own: Vec<(&Id, &Column)> =
        workspace.columns.iter().filter(|(_, column)| column.register.as_str() == register).collect();
    own.sort_by_key(|(id, column)| (column.rank.as_str(), *id));
    let own = own.into_iter().map(|(id, column)| TableColumn::Own(id, column));
    guide.iter().map(TableColumn::Guide).chain(own).collect()
}

/// The rows of a register in display order: by rank, and by id where there is none.
pub fn rows<'a>(workspace: &'a Workspace, register: &str) -> Vec<(&'a Id, &'a Row)> {
    let of_register = |(_, row): &(&Id, &Row)| row.register.as_str() == register;
    let mut rows: Vec<(&Id, &Row)> = workspace.rows.iter().filter(of_register).collect();
    rows.sort_by_key(|(id, row)| (row.rank.as_str(), *id));
    rows
}

impl<'a> TableColumn<'a> {
    /// The name of the cell in a row: the guide's key, or the id of the workspace's own column.
    pub fn key(&self) -> &'a str {
        match self {
            TableColumn::Guide(column) => &column.key,
            TableColumn::Own(id, _) => id.as_str(),
        }
    }

    /// Its own column has one name in every language, and its id where it has none.
    pub fn label(&self, lang: Lang) -> &'a str {
        match self {
            TableColumn::Guide(column) => column.label.say(lang),
            TableColumn::Own(id, column) if column.label.is_empty() => id.as_str(),
            TableColumn::Own(_, column) => column.label.as_str(),
        }
    }

    pub fn kind(&self) -> &'static ColumnKind {
        match self {
            TableColumn::Guide(column) => &column.kind,
            TableColumn::Own(_, column) => own_kind(column.kind.as_str()),
        }
    }

    /// Whether it has a meaning in this row: a price has none in a line about people.
    pub fn applies(&self, row: &Row) -> bool {
        match self {
            TableColumn::Guide(column) => column.when.as_ref().is_none_or(|when| row.fulfils(when)),
            TableColumn::Own(..) => true,
        }
    }

    /// What the guide says beside it.
    pub fn guide(&self) -> Option<&'static guide::Column> {
        match self {
            TableColumn::Guide(column) => Some(column),
            TableColumn::Own(..) => None,
        }
    }
}

/// The kind of a workspace's own column; text while none is chosen.
fn own_kind(key: &str) -> &'static ColumnKind {
    match key {
        "prose" => &ColumnKind::Prose,
        "whole" => &ColumnKind::Whole { min: None, max: None },
        "number" => &ColumnKind::Number { unit: None, min: None, max: None },
        "percent" => &ColumnKind::Percent { min: None, max: None },
        "date" => &ColumnKind::Date,
        "yes_no" => &ColumnKind::YesNo,
        _ => &ColumnKind::Text,
    }
}

impl Row {
    /// What was typed into a cell, whichever of the three maps holds it: a column may have had another kind.
    pub fn typed(&self, key: &str) -> Cow<'_, str> {
        if let Some(text) = self.cells.get(key) {
            return Cow::Borrowed(text.as_str());
        }
        if let Some(prose) = self.prose.get(key) {
            return Cow::Owned(prose.text());
        }
        let items = self.sets.get(key).map(|set| set.iter().collect::<Vec<_>>().join(", "));
        Cow::Owned(items.unwrap_or_default())
    }

    pub fn cell(&self, key: &str, kind: &ColumnKind) -> Result<Cell, Wrong> {
        match self.sets.get(key) {
            // An item may hold a comma: here they are apart already.
            Some(items) if map_of(kind) == "sets" && self.cells.get(key).is_none() => {
                parse_items(kind, items.iter())
            }
            _ => parse(kind, &self.typed(key)),
        }
    }

    pub fn is_filled(&self, key: &str) -> bool {
        self.cells.get(key).is_some_and(|text| !text.as_str().trim().is_empty())
            || self.prose.get(key).is_some_and(|prose| !prose.is_empty())
            || self.sets.get(key).is_some_and(|set| !set.is_empty())
    }

    /// Every key under which something stands, in any map.
    pub fn filled(&self) -> impl Iterator<Item = &str> {
        let cells = self.cells.iter().map(|(key, _)| key);
        let prose = self.prose.iter().map(|(key, _)| key);
        let keys = cells.chain(prose).chain(self.sets.iter().map(|(key, _)| key));
        keys.filter(|key| self.is_filled(key))
    }

    /// Whether a column of its register says what a condition asks for.
    pub fn fulfils(&self, condition: &Condition) -> bool {
        let key = condition.column.as_str();
        let is_one_of = |keys: &[String]| {
            let column = guide().register(self.register.as_str()).and_then(|r| r.column(key));
            let holds = column.and_then(|column| self.cell(key, &column.kind).ok());
            holds.is_some_and(|cell| keys.contains(&cell.text()))
        };
        match &condition.is {
            Is::Filled => self.is_filled(key),
            Is::In(keys) => is_one_of(keys),
            Is::Not(keys) => !is_one_of(keys),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{Edit, Kind, RecordKind, Value};
    use std::collections::BTreeSet;

    type Given<'a> = (RecordKind, &'a str, &'a [(&'a str, &'a str)]);

    fn with(records: &[Given]) -> Workspace {
        let mut workspace = Workspace::default();
        for (kind, id, fields) in records {
            let fields = fields.iter().map(|(name, text)| ((*name).to_owned(), Value::text(*text))).collect();
            let edit = Edit::Add { kind: *kind, id: Id::new(id).unwrap(), fields };
            workspace.apply(edit).unwrap();
        }
        workspace
    }

    #[test]
    fn own_columns_follow_those_of_the_guide_by_rank() {
        let column = RecordKind::Column;
        let workspace = with(&[
            (column, "c1", &[("register", "equipment"), ("rank", "B"), ("label", "厂区")]),
            (column, "c2", &[("register", "equipment"), ("rank", "A"), ("kind", "number")]),
            (column, "c3", &[("register", "tags"), ("rank", "0")]),
        ]);
        let keys: Vec<_> = columns(&workspace, "equipment").iter().map(TableColumn::key).collect();
        assert_eq!((keys.len(), keys[0], &keys[22..]), (24, "equip_id", &["c2", "c1"][..]));
        let all = columns(&workspace, "equipment");
        assert_eq!((all[23].label(Lang::En), all[22].label(Lang::Zh)), ("厂区", "c2"));
        assert_eq!(all[22].kind().label().en, "number");
        assert!(columns(&workspace, "nowhere").is_empty());
    }

    #[test]
    fn each_kind_that_an_own_column_can_have_is_one_of_cells() {
        let field = Column::FIELDS.iter().find(|field| field.name == "kind").unwrap();
        let Kind::Choice(choices) = field.kind else { panic!() };
        let kinds: BTreeSet<_> = choices.iter().map(|c| own_kind(c.key).label().en).collect();
        assert_eq!(kinds.len(), choices.len());
        assert!(choices.iter().all(|c| own_kind(c.key).label() == c.label), "{choices:?}");
    }

    #[test]
    fn a_cell_is_read_from_whichever_map_holds_it() {
        let mut workspace = with(&[(RecordKind::Row, "r1", &[("register", "needs")])]);
        let mut set = |field: &str, now: Value| {
            let at = crate::workspace::At::new(RecordKind::Row, &Id::new("r1").unwrap(), field);
            let edit = workspace.set(at, now).unwrap();
            workspace.apply(edit).unwrap();
        };
        set("sets/modes", Value::set(["数字化管理"]));
        set("cells/detail", Value::text("换型慢"));
        set("cells/note", Value::text(" "));
        let row = workspace.rows.get("r1").unwrap();
        let needs = guide().register("needs").unwrap();
        let cell = |key: &str| row.cell(key, &needs.column(key).unwrap().kind).unwrap();
        assert_eq!(cell("modes"), Cell::Set(["digital_management".to_owned()].into()));
        assert_eq!(cell("detail"), Cell::Prose(vec!["换型慢".into()]));
        assert_eq!((cell("note"), cell("owner")), (Cell::Empty, Cell::Empty));
        assert_eq!(row.filled().collect::<Vec<_>>(), ["detail", "modes"]);
    }
}
