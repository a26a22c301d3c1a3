//! What can be done with rows and cells: marks, filling, adding, moving, deleting, links.

use super::grid::Grid;
use super::typing::{Typing, refused};
use super::{RegistersPane, menus, say};
use crate::readiness::row_name;
use crate::table::{CellWrite, Content, copy_cell, duplicate_row, move_row, next_key};
use crate::text::{Lang, Phrase, clip};
use crate::tui::action::{Action, After, RowFilter, RowSort};
use crate::tui::command::Command;
use crate::tui::pane::Context;
use crate::tui::widget::input::Input;
use crate::tui::widget::list::Step;
use crate::workspace::{Edit, Id, Keys, RecordKind, Refusal};

/// Cells of a row's name in a sentence.
const NAME: usize = 30;

impl RegistersPane {
    pub(super) fn do_in_grid(
        &mut self,
        command: Command,
        context: &Context,
        random: &mut fastrand::Rng,
    ) -> Vec<Action> {
        match command {
            Command::AddRow => return self.start_adding(context),
            Command::Columns => {
                return self.grid().map(|grid| menus::columns_menu(grid, context)).into_iter().collect();
            }
            Command::FilterRows => {
                return self.grid().map(|grid| menus::filter(grid, context)).into_iter().collect();
            }
            Command::SortRows => return self.turn_sort(),
            _ => {}
        }
        let Some(id) = self.grid().and_then(|grid| grid.id().cloned()) else {
            return match command {
                Command::Copy => vec![],
                _ => vec![say(super::draw::NO_ROWS, context.lang)],
            };
        };
        match command {
            Command::EditCell => return self.edit_cell(context),
            Command::ClearCell => return self.clear_cell(),
            Command::DuplicateRow => return self.duplicate(&id, context, random),
            Command::DeleteRow => return self.delete(context),
            Command::FillDown => return self.fill_down(&id, context),
            Command::RowUp | Command::RowDown => {
                return self.shift(command == Command::RowDown, &id, context, random);
            }
            Command::LinkRow => {
                let chosen = self.grid().map_or(vec![], Grid::chosen);
                return vec![menus::link(&chosen, context)];
            }
            Command::NextFinding => return self.next_finding(context),
            Command::Mark => self.mark_one(&id),
            Command::MarkRange => return self.mark_range(context.lang),
            Command::MarkAll => self.mark_all(),
            Command::Copy => return self.copy(context),
            _ => {}
        }
        vec![]
    }

    /// The key comes first; the next one that is free is offered.
    fn start_adding(&mut self, context: &Context) -> Vec<Action> {
        let Some(grid) = self.grid() else { return vec![] };
        let register = grid.register;
        let here = grid.row(context).map(|(_, row)| row.typed(&register.key_column).into_owned());
        let keys = Keys::of(context.workspace);
        let offer = here.filter(|key| key.chars().any(|c| c.is_ascii_digit()));
        let offer = offer.map(|key| next_key(&key, |key| !keys.rows(&register.key, key).is_empty()));
        self.side = super::Side::Grid;
        self.typing = Some(Typing::Add(Input::proposal(&offer.unwrap_or_default())));
        vec![]
    }

    fn clear_cell(&self) -> Vec<Action> {
        let Some(grid) = self.grid() else { return vec![] };
        let Some(column) = grid.shown() else { return vec![] };
        let content = Content::Typed(String::new());
        let write = CellWrite {
            register: &grid.register.key,
            ids: grid.chosen(),
            column: column.key.clone(),
            content,
        };
        vec![Action::WriteCell(write, After::Stay)]
    }

    fn duplicate(&mut self, id: &Id, context: &Context, random: &mut fastrand::Rng) -> Vec<Action> {
        let Some(grid) = self.grid_mut() else { return vec![] };
        match duplicate_row(context.workspace, grid.register, id, random) {
            Ok((new, key, edit)) => {
                grid.go_to(&new);
                let said = match context.lang {
                    Lang::Zh => format!("已复制为 {key}"),
                    Lang::En => format!("duplicated as {key}"),
                };
                vec![Action::EditAndSay(Phrase::new("复制台账行", "Duplicated a row"), edit, said)]
            }
            Err(refusal) => vec![Action::Refused(refusal)],
        }
    }

    fn delete(&mut self, context: &Context) -> Vec<Action> {
        let Some(grid) = self.grid_mut() else { return vec![] };
        let chosen = grid.chosen();
        let edits: Vec<Edit> =
            chosen.iter().map(|id| Edit::Remove { kind: RecordKind::Row, id: id.clone() }).collect();
        // References that name nothing once these are gone.
        let keys = Keys::of(context.workspace);
        let gone: Vec<String> = chosen
            .iter()
            .filter_map(|id| context.workspace.rows.get(id.as_str()))
            .map(|row| row.typed(&grid.register.key_column).into_owned())
            .filter(|key| !key.trim().is_empty() && keys.rows(&grid.register.key, key).len() == 1)
            .collect();
        let lost = lost_references(context, &grid.register.key, &gone, &chosen);
        let at = grid.at();
        let next = grid.rows.iter().skip(at).find(|id| !chosen.contains(id)).cloned();
        grid.marked.clear();
        if let Some(next) = next {
            grid.put(grid.rows.iter().position(|id| *id == next).unwrap_or(at));
        }
        let what = gone_rows(context, &chosen);
        let said = match (context.lang, lost) {
            (_, 0) => what,
            (Lang::Zh, n) => format!("{what}，{n} 处引用随之落空"),
            (Lang::En, n) => format!("{what}; references left that name nothing: {n}"),
        };
        vec![Action::EditAndSay(Phrase::new("删除台账行", "Deleted rows"), Edit::All(edits), said)]
    }

    /// Marked rows take what the first of them holds; without marks the row takes what stands above it.
    fn fill_down(&self, id: &Id, context: &Context) -> Vec<Action> {
        let lang = context.lang;
        let Some(grid) = self.grid() else { return vec![] };
        let Some(column) = grid.shown() else { return vec![] };
        if column.key == grid.register.key_column {
            let why =
                Phrase::new("编号不能填充：各行不同", "a key cannot be filled down: each row has its own");
            return vec![refused(why.say(lang))];
        }
        let marked = grid.chosen();
        let (from, to) = match (marked.as_slice(), grid.at().checked_sub(1).and_then(|at| grid.rows.get(at)))
        {
            ([first, others @ ..], _) if !others.is_empty() => (first.clone(), others.to_vec()),
            (_, Some(above)) => (above.clone(), vec![id.clone()]),
            (_, None) => return vec![Action::Refused(Refusal::Edge)],
        };
        match copy_cell(context.workspace, &column.key, &from, &to) {
            Ok(edit) => {
                let said = match lang {
                    Lang::Zh => format!("{}：已填充 {} 行", column.label, to.len()),
                    Lang::En => format!("{}: rows filled: {}", column.label, to.len()),
                };
                vec![Action::EditAndSay(Phrase::new("向下填充", "Filled down"), edit, said)]
            }
            Err(refusal) => vec![Action::Refused(refusal)],
        }
    }

    fn shift(
        &mut self,
        is_down: bool,
        id: &Id,
        context: &Context,
        random: &mut fastrand::Rng,
    ) -> Vec<Action> {
        let Some(grid) = self.grid_mut() else { return vec![] };
        if grid.sort != RowSort::Manual || grid.filter != RowFilter::All {
            let why = Phrase::new(
                "排序或筛选时不能移动：按 , 恢复手动顺序，Esc 取消筛选",
                "not while sorted or filtered: , brings the manual order back, Esc lifts the filter",
            );
            return vec![refused(why.say(context.lang))];
        }
        let at = grid.at();
        // Behind the row below, or behind the one before the row above.
        let (is_edge, behind) = if is_down {
            (at + 1 >= grid.rows.len(), grid.rows.get(at + 1))
        } else {
            (at == 0, at.checked_sub(2).and_then(|at| grid.rows.get(at)))
        };
        if is_edge {
            return vec![Action::Refused(Refusal::Edge)];
        }
        match move_row(context.workspace, grid.register, id, behind, random) {
            Ok(edit) => vec![Action::Edit(Phrase::new("移动台账行", "Moved a row"), edit)],
            Err(refusal) => vec![Action::Refused(refusal)],
        }
    }

    /// By the column under the cursor; then the other way round; then as people ordered it.
    fn turn_sort(&mut self) -> Vec<Action> {
        let Some(grid) = self.grid_mut() else { return vec![] };
        let Some(column) = grid.shown() else { return vec![] };
        let key = column.key.clone();
        grid.sort = match &grid.sort {
            RowSort::Column(now) if *now == key => RowSort::ColumnDown(key),
            RowSort::ColumnDown(now) if *now == key => RowSort::Manual,
            _ => RowSort::Column(key),
        };
        vec![]
    }

    /// To the next cell with a finding, around the end.
    fn next_finding(&mut self, context: &Context) -> Vec<Action> {
        let flaws = context.flaws;
        let none = say(Phrase::new("没有问题", "nothing is wrong here"), context.lang);
        let Some(grid) = self.grids.get_mut(self.list.at) else { return vec![] };
        let len = grid.rows.len();
        let (from, now) = (grid.at(), grid.column);
        let flawed = |grid: &super::Grid, at: usize| -> Vec<usize> {
            let found = grid.rows.get(at).map_or(&[][..], |id| flaws.of_row(id));
            let mut columns: Vec<usize> = found
                .iter()
                .filter_map(|(key, _)| grid.columns.iter().position(|column| column.key == *key))
                .collect();
            columns.sort_unstable();
            columns
        };
        let rest = flawed(grid, from).into_iter().find(|column| *column > now).map(|column| (from, column));
        let next = rest.or_else(|| {
            (1..=len).map(|n| (from + n) % len).find_map(|at| Some((at, *flawed(grid, at).first()?)))
        });
        match next {
            Some((at, column)) => {
                grid.put(at);
                grid.column = column;
                self.side = super::Side::Grid;
                vec![]
            }
            None => vec![none],
        }
    }

    fn mark_one(&mut self, id: &Id) {
        let Some(grid) = self.grid_mut() else { return };
        if !grid.marked.remove(id) {
            grid.marked.insert(id.clone());
        }
        grid.walk(Step::Down, 1);
        self.side = super::Side::Grid;
    }

    fn mark_range(&mut self, lang: Lang) -> Vec<Action> {
        let Some(grid) = self.grid_mut() else { return vec![] };
        let Some(anchor) = grid.anchor.take() else {
            grid.anchor = Some(grid.at());
            let how = Phrase::new("连选：移到另一端，再按 v", "range: go to its other end, then v again");
            return vec![say(how, lang)];
        };
        let (from, to) = (anchor.min(grid.at()), anchor.max(grid.at()));
        let range: Vec<Id> = grid.rows.iter().take(to + 1).skip(from).cloned().collect();
        grid.marked.extend(range);
        vec![]
    }

    fn mark_all(&mut self) {
        let Some(grid) = self.grid_mut() else { return };
        if grid.rows.iter().all(|id| grid.marked.contains(id)) {
            grid.marked.clear();
        } else {
            grid.marked.extend(grid.rows.iter().cloned());
        }
    }

    /// The cell, or the line of the detail.
    fn copy(&self, context: &Context) -> Vec<Action> {
        if self.side == super::Side::Detail {
            return vec![Action::CopyText(self.detail.line().to_owned())];
        }
        let Some(grid) = self.grid() else { return vec![] };
        let cell = grid.shown().zip(grid.row(context));
        let text =
            cell.map(|(column, (_, row))| super::grid::read(row, &column.key, column.kind, context.lang).0);
        text.filter(|text| !text.is_empty()).map(Action::CopyText).into_iter().collect()
    }
}

/// One row that goes by its name, several by their number.
fn gone_rows(context: &Context, chosen: &[Id]) -> String {
    let name = match chosen {
        [id] => context.workspace.rows.get(id.as_str()).map(row_name),
        _ => None,
    };
    match (name.filter(|name| !name.is_empty()), context.lang) {
        (Some(name), Lang::Zh) => format!("已删除 {}", clip(&name, NAME)),
        (Some(name), Lang::En) => format!("deleted {}", clip(&name, NAME)),
        (None, Lang::Zh) => format!("已删除 {} 行", chosen.len()),
        (None, Lang::En) => format!("rows deleted: {}", chosen.len()),
    }
}

/// How many references come to name nothing when rows with these keys go.
fn lost_references(context: &Context, register: &str, gone: &[String], chosen: &[Id]) -> usize {
    if gone.is_empty() {
        return 0;
    }
    let gone: std::collections::BTreeSet<String> =
        gone.iter().map(|key| crate::workspace::key_form(key)).collect();
    let keys = Keys::of(context.workspace);
    let all = context.workspace.rows.iter().filter(|(id, _)| !chosen.contains(id));
    let named = all.flat_map(|(id, row)| crate::workspace::references(id, row));
    named
        .filter(|reference| {
            matches!(reference.points, crate::guide::Points::Register(to) if to == register)
                && gone.contains(&crate::workspace::key_form(reference.key))
                && keys.has(reference.points, reference.key)
        })
        .count()
}
