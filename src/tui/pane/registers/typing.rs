//! What is typed in the table itself: a cell, the key of a new row, what is looked for. A cell says while it is typed
//! what is wrong with it and what it will be read as; wrong or not, it is kept.

use super::{RegistersPane, say};
use crate::search::Seeker;
use crate::store::Draft;
use crate::table::add_row;
use crate::text::Phrase;
use crate::tui::action::{Action, After, Mood, Notice, RowFilter};
use crate::tui::command::Command;
use crate::tui::dialog::stroke;
use crate::tui::pane::Context;
use crate::tui::pane::cell::CellEdit;
use crate::tui::widget::input::Input;
use crate::workspace::Row;

#[derive(Debug)]
pub(super) enum Typing {
    Cell(CellEdit),
    /// The key of a new row.
    Add(Input),
    /// And where the cursor stood before.
    Find(Input, usize),
}

impl Typing {
    /// The text of a cell; the rest is short, and of the moment.
    pub fn draft(&self) -> Option<Draft> {
        let Typing::Cell(edit) = self else { return None };
        edit.draft()
    }
}

impl RegistersPane {
    pub(super) fn run_typing(
        &mut self,
        command: Command,
        context: &Context,
        random: &mut fastrand::Rng,
    ) -> Vec<Action> {
        match command {
            Command::Cancel => {
                if let Some(Typing::Find(_, before)) = self.typing.take()
                    && let Some(grid) = self.grid_mut()
                {
                    grid.put(before);
                }
                return vec![];
            }
            Command::Accept => return self.accept(After::Down, context, random),
            Command::NextField | Command::PreviousField
                if matches!(&self.typing, Some(Typing::Cell(_) | Typing::Add(_))) =>
            {
                let after = if command == Command::NextField { After::Next } else { After::Before };
                return self.accept(after, context, random);
            }
            _ => {}
        }
        let Some(stroke) = stroke(command) else { return vec![] };
        match &mut self.typing {
            Some(Typing::Cell(edit)) => {
                edit.editor.stroke(stroke);
            }
            Some(Typing::Add(input)) => {
                input.stroke(stroke);
            }
            Some(Typing::Find(input, _)) => {
                input.stroke(stroke);
                self.find_as_typed(context);
            }
            None => {}
        }
        vec![]
    }

    /// Typed or pasted text.
    pub(super) fn type_on(&mut self, text: &str, context: &Context) {
        match &mut self.typing {
            Some(Typing::Cell(edit)) => edit.type_text(text),
            Some(Typing::Add(input)) => input.insert(text),
            Some(Typing::Find(input, _)) => {
                input.insert(text);
                self.find_as_typed(context);
            }
            None => {}
        }
    }

    fn accept(&mut self, after: After, context: &Context, random: &mut fastrand::Rng) -> Vec<Action> {
        match self.typing.take() {
            Some(Typing::Cell(edit)) => self.accept_cell(edit, after, context),
            Some(Typing::Add(input)) => self.accept_row(input, after, context, random),
            Some(Typing::Find(input, _)) => {
                self.needle = Seeker::new(&input.text());
                let here = self.grid().map_or(0, super::Grid::at);
                let is_missed = !self.needle.is_empty() && !self.matches(context, here);
                let missed = Phrase::new("没有匹配的行", "no row matches");
                is_missed.then(|| say(missed, context.lang)).into_iter().collect()
            }
            None => vec![],
        }
    }

    fn accept_cell(&mut self, edit: CellEdit, after: After, context: &Context) -> Vec<Action> {
        // Several rows at once: the cursor stays with them.
        let after = if edit.write.ids.len() > 1 { After::Stay } else { after };
        if edit.is_untouched() && edit.write.ids.len() == 1 {
            return self.go_on(after);
        }
        let written = edit.written();
        if let Err(refusal) = written.edit(context.workspace, context.today) {
            self.typing = Some(Typing::Cell(edit));
            return vec![Action::Refused(refusal)];
        }
        vec![Action::WriteCell(written, after)]
    }

    /// To the cell beside, which is edited next, or to the one below.
    pub fn go_on(&mut self, after: After) -> Vec<Action> {
        let before = self.grid().map(|grid| grid.column);
        self.advance(after);
        let has_moved = before != self.grid().map(|grid| grid.column);
        match after {
            After::Next | After::Before if has_moved => {
                self.is_row_filled = true;
                vec![Action::Run(Command::EditCell)]
            }
            _ => vec![],
        }
    }

    fn accept_row(
        &mut self,
        input: Input,
        after: After,
        context: &Context,
        random: &mut fastrand::Rng,
    ) -> Vec<Action> {
        let Some(grid) = self.grid_mut() else { return vec![] };
        if input.text().trim().is_empty() {
            return vec![];
        }
        let behind = grid.id().cloned();
        match add_row(context.workspace, grid.register, &input.text(), behind.as_ref(), random) {
            Ok((id, edit)) => {
                grid.go_to(&id);
                // What was just added is seen, whatever was looked for before.
                grid.filter = RowFilter::All;
                grid.column = 1.min(grid.columns.len().saturating_sub(1));
                let mut actions = vec![Action::Edit(Phrase::new("新增台账行", "Added a row"), edit)];
                if after == After::Next {
                    self.is_row_filled = true;
                    actions.push(Action::Run(Command::EditCell));
                }
                actions
            }
            Err(refusal) => {
                self.typing = Some(Typing::Add(input));
                vec![Action::Refused(refusal)]
            }
        }
    }

    pub(super) fn matches(&self, context: &Context, at: usize) -> bool {
        let row = self.grid().and_then(|grid| grid.rows.get(at));
        let Some(row) = row.and_then(|id| context.workspace.rows.get(id.as_str())) else { return false };
        let words = self.words(row, context);
        let cells = row.cells.iter().map(|(_, text)| text.as_str());
        let prose = row.prose.iter().flat_map(|(_, prose)| prose.lines()).map(|line| &**line);
        let sets = row.sets.iter().flat_map(|(_, set)| set.iter());
        self.needle.is_in(cells.chain(prose).chain(sets).chain(words.iter().map(String::as_str)))
    }

    /// What its choices are called.
    fn words(&self, row: &Row, context: &Context) -> Vec<String> {
        let columns = self.grid().into_iter().flat_map(|grid| &grid.columns);
        let with_words = columns.filter(|column| !column.kind.choices().is_empty());
        with_words.map(|column| super::grid::read(row, &column.key, column.kind, context.lang).0).collect()
    }

    fn find_as_typed(&mut self, context: &Context) {
        let Some(Typing::Find(input, before)) = &self.typing else { return };
        let (needle, before) = (Seeker::new(&input.text()), *before);
        self.needle = needle;
        if let Some(grid) = self.grid_mut() {
            grid.put(before);
        }
        if !self.needle.is_empty() && !self.matches(context, before) {
            self.find(context, 1);
        }
    }

    pub(super) fn find_again(&mut self, context: &Context, by: isize) -> Vec<Action> {
        let text = if self.needle.is_empty() {
            Phrase::new("先按 / 查找", "find something with / first")
        } else if self.find(context, by) {
            return vec![];
        } else {
            Phrase::new("没有匹配的行", "no row matches")
        };
        vec![say(text, context.lang)]
    }

    /// To the next match in a direction, around the end; false where there is none.
    fn find(&mut self, context: &Context, by: isize) -> bool {
        let (len, from) = self.grid().map_or((0, 0), |grid| (grid.rows.len(), grid.at()));
        let (len, from) = (len.cast_signed(), from.cast_signed());
        let mut around = (1..=len).map(|n| (from + n * by).rem_euclid(len).unsigned_abs());
        let found = around.find(|at| self.matches(context, *at));
        if let (Some(at), Some(grid)) = (found, self.grid_mut()) {
            grid.put(at);
        }
        found.is_some()
    }
}

/// A refusal, where nothing is open that could show it.
pub(super) fn refused(what: &str) -> Action {
    Action::Say(Notice { mood: Mood::Bad, text: what.to_owned() })
}
