//! What pages and dialogs ask of the registers: going to one, writing into cells, links, own columns.

use super::App;
use crate::guide::guide;
use crate::table::{self, CellWrite, Content};
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, After, Mood, Page, View};
use crate::tui::dialog::Dialog;
use crate::tui::pane::registers::{all_registers, kinds};
use crate::workspace::{self, Assign, Edit, How, Id, RecordKind, columns};
use std::collections::BTreeSet;

impl App {
    pub(super) fn go_to_row(&mut self, id: &Id) {
        let register = self.workspace().and_then(|workspace| workspace.rows.get(id.as_str()));
        match register.map(|row| row.register.as_str().to_owned()) {
            Some(register) => self.go_to_register(&register, Some(id)),
            None => self.say_phrase(Mood::Plain, Phrase::new("没有这一行", "there is no such row")),
        }
    }

    /// In the stage that is open, if it works with this register, else in the first one that does.
    pub(super) fn go_to_register(&mut self, key: &str, row: Option<&Id>) {
        let has = |n: &usize| {
            let stage = guide().stages().get(*n);
            stage.is_some_and(|stage| guide().registers_of_stage(stage).any(|register| register.key == key))
        };
        let here = match self.page {
            Page::Stage(n, _) => Some(n),
            _ => None,
        };
        match here.filter(has).or_else(|| (0..guide().stages().len()).find(has)) {
            Some(n) => {
                self.page = Page::Stage(n, View::Registers);
                self.panes.registers[n].go_to(key, row);
            }
            None => self.say_phrase(Mood::Plain, Phrase::new("没有这个台账", "there is no such register")),
        }
    }

    pub(super) fn registers_menu(&self) -> Dialog {
        all_registers(self.workspace(), self.lang)
    }

    /// Filter, order and columns of the table in view.
    pub(super) fn arrange_rows(&mut self, action: Action) {
        let Page::Stage(n, View::Registers) = self.page else { return };
        let pane = &mut self.panes.registers[n];
        match action {
            Action::FilterRows(filter) => pane.set_filter(filter),
            Action::SortRows(sort) => pane.set_sort(sort),
            Action::HideColumns(keys) => pane.hide_columns(keys),
            _ => {}
        }
    }

    /// Puts the cursor on a column, and edits the cell.
    pub(super) fn edit_column(&mut self, key: &str) -> Vec<Action> {
        let (Page::Stage(n, View::Registers), Some(session)) = (self.page, &self.session) else {
            return vec![];
        };
        let context = self.derived.context(session, self.today, &self.me, self.lang);
        self.panes.registers[n].go_to_column(key);
        self.panes.registers[n].edit_cell(&context)
    }

    /// Writes into cells, as one step; what is wrong for its column is kept and said.
    pub(super) fn write_cell(&mut self, write: &CellWrite, after: After) -> Vec<Action> {
        let Some(workspace) = self.workspace() else { return vec![] };
        let written = match write.edit(workspace, self.today) {
            Ok(written) => written,
            Err(refusal) => return self.refuse(refusal),
        };
        let said = self.say_written(write, written.followed);
        let is_nothing = matches!(&written.edit, Edit::All(edits) if edits.is_empty());
        if !is_nothing {
            let edit = match self.with_visit(write, written.edit) {
                Ok(edit) => edit,
                Err(refusal) => return self.refuse(refusal),
            };
            if !self.apply(Phrase::new("修改单元格", "Changed a cell"), edit) {
                return vec![];
            }
            match said {
                (Mood::Good, text) => self.say_done(&text),
                (mood, text) => self.say(mood, text),
            }
        }
        match self.page {
            Page::Stage(n, View::Registers) => self.panes.registers[n].go_on(after),
            _ => vec![],
        }
    }

    /// What was done, and what is wrong with it.
    fn say_written(&self, write: &CellWrite, followed: usize) -> (Mood, String) {
        let lang = self.lang;
        let Some(workspace) = self.workspace() else { return (Mood::Plain, String::new()) };
        let all = columns(workspace, write.register);
        let label = all.iter().find(|column| column.key() == write.column).map_or("", |c| c.label(lang));
        if let Some(Err(wrong)) = write.reading(workspace, self.today) {
            let kept = Phrase::new("已照写保留", "kept as typed").say(lang);
            return (Mood::Bad, format!("{kept} · {} → {}", wrong.say(lang), wrong.next(lang)));
        }
        let count = write.ids.len();
        let text = match (lang, followed) {
            (Lang::Zh, 0) if count > 1 => format!("已修改 {count} 行的“{label}”"),
            (Lang::Zh, 0) => format!("已修改“{label}”"),
            (Lang::Zh, n) => format!("已修改“{label}”，{n} 处引用一并修改"),
            (Lang::En, 0) if count > 1 => format!("changed “{label}” in {count} rows"),
            (Lang::En, 0) => format!("changed “{label}”"),
            (Lang::En, n) => format!("changed “{label}”, and its references: {n}"),
        };
        (Mood::Good, text)
    }

    /// A cell as it came out of a draft.
    pub(super) fn write_typed(&mut self, id: &Id, column: &str, text: &str) -> Vec<Action> {
        let register = self.workspace().and_then(|workspace| workspace.rows.get(id.as_str()));
        let register = register.and_then(|row| guide().register(row.register.as_str()));
        let Some(register) = register else { return vec![] };
        let content = Content::Typed(text.to_owned());
        let write =
            CellWrite { register: &register.key, ids: vec![id.clone()], column: column.to_owned(), content };
        vec![Action::WriteCell(write, After::Stay)]
    }

    pub(super) fn edit_and_say(&mut self, what: Phrase, edit: Edit, said: &str) {
        if self.apply(what, edit) {
            self.say_done(said);
        }
    }

    /// Records that shall link to these rows do, and those that shall not any more do not: one step.
    pub(super) fn link(
        &mut self,
        kind: RecordKind,
        rows: &[Id],
        from: &BTreeSet<String>,
        to: &BTreeSet<String>,
    ) -> Vec<Action> {
        let Some(workspace) = self.workspace() else { return vec![] };
        let ids: Vec<&str> = rows.iter().map(Id::as_str).collect();
        let text = ids.join(",");
        let assign = |how| Assign { field: "rows".into(), how, text: text.clone() };
        let joined = to.difference(from).map(|id| (id, How::Plus));
        let parted = from.difference(to).map(|id| (id, How::Minus));
        let mut edits = vec![];
        for (id, how) in joined.chain(parted) {
            let Some(id) = Id::new(id) else { continue };
            match workspace::assign(workspace, kind, &id, &[assign(how)], self.today) {
                Ok(edit) => edits.push(edit),
                Err(refusal) => return self.refuse(refusal),
            }
        }
        vec![Action::Edit(Phrase::new("关联台账行", "Linked rows"), Edit::All(edits))]
    }

    pub(super) fn choose_column_kind(&mut self, register: &'static str, label: &str) {
        let menu = kinds(register, label, self.lang);
        self.dialogs.push(menu);
    }

    pub(super) fn add_column(&mut self, register: &'static str, label: &str, kind: &'static str) {
        let Some(session) = &self.session else { return };
        let edit = table::add_column(session.workspace(), register, (label, kind), &mut self.random);
        self.edit(Phrase::new("新增自定义列", "Added a column"), edit);
    }
}
