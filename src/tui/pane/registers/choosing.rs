//! How a cell is begun to be edited: each kind of column with what suits it.

use super::typing::{CellEdit, Typing};
use super::{RegistersPane, open};
use crate::guide::{ColumnKind, Points};
use crate::readiness::{row_name, shown_title};
use crate::table::{CellWrite, Content};
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, After};
use crate::tui::dialog::{Area, Dialog, Pick, Picked, Picker, Target};
use crate::tui::pane::Context;
use crate::workspace::cell::Cell;
use crate::workspace::{Row, rows};
use std::collections::BTreeSet;

const EMPTY: Phrase = Phrase::new("（清空）", "(empty it)");

impl RegistersPane {
    /// Yes and no turn at once, lists open, all else is typed in its place.
    pub fn edit_cell(&mut self, context: &Context) -> Vec<Action> {
        let lang = context.lang;
        let is_row_filled = std::mem::take(&mut self.is_row_filled);
        let Some(grid) = self.grid() else { return vec![] };
        let (Some(column), Some((_, row))) = (grid.shown().cloned(), grid.row(context)) else {
            return vec![super::say(super::draw::NO_ROWS, lang)];
        };
        let ids = grid.chosen();
        let write = CellWrite {
            register: &grid.register.key,
            ids,
            column: column.key.clone(),
            content: Content::Typed(String::new()),
        };
        let title = match (write.ids.len(), lang) {
            (1, _) => format!("{} · {}", row.typed(&grid.register.key_column), column.label),
            (n, Lang::Zh) => format!("{n} 行 · {}", column.label),
            (n, Lang::En) => format!("{n} rows · {}", column.label),
        };
        let typed = row.typed(&column.key).into_owned();
        let then = Picked::Cell(write.clone(), if is_row_filled { After::Next } else { After::Down });
        let picker = match column.kind {
            // Who only comes by does not turn it.
            ColumnKind::YesNo if is_row_filled => {
                Picker::one(title, with_empty(yes_no(lang), lang), &held_yes_no(row, &column), then)
            }
            ColumnKind::YesNo => {
                let next = match row.cell(&column.key, column.kind) {
                    Ok(Cell::YesNo(true)) => "no",
                    Ok(Cell::YesNo(false)) => "",
                    _ => "yes",
                };
                let write = CellWrite { content: Content::Typed(next.into()), ..write };
                return vec![Action::WriteCell(write, After::Stay)];
            }
            ColumnKind::Prose => return vec![open(long(title, &typed, write, lang))],
            ColumnKind::Choice { open, .. } => {
                let held = match row.cell(&column.key, column.kind) {
                    Ok(Cell::Choice(key)) => key,
                    _ => typed,
                };
                let picker = Picker::one(title, with_empty(choices(column.kind, lang), lang), &held, then);
                if *open { picker.or_typed() } else { picker }
            }
            ColumnKind::Ref(points) => {
                Picker::one(title, with_empty(targets(points, context), lang), typed.trim(), then).or_typed()
            }
            ColumnKind::Refs(points) => {
                Picker::several(title, targets(points, context), held(row, &column.key, column.kind), then)
                    .or_typed()
            }
            ColumnKind::Set { .. } => {
                let held = held(row, &column.key, column.kind);
                Picker::several(title, choices(column.kind, lang), held, then)
            }
            // What has lines is written where lines can be.
            _ if typed.contains('\n') => return vec![open(long(title, &typed, write, lang))],
            _ => {
                self.side = super::Side::Grid;
                self.typing = Some(Typing::Cell(CellEdit::new(write, title, column.kind, &typed)));
                return vec![];
            }
        };
        vec![open(Dialog::Picker(picker))]
    }
}

fn long(title: String, text: &str, write: CellWrite, lang: Lang) -> Dialog {
    Dialog::Area(Area::new(title, text, Target::Cells(write), lang))
}

/// What is in force in a cell of several; what is none of the choices too.
fn held(row: &Row, key: &str, kind: &ColumnKind) -> BTreeSet<String> {
    match row.cell(key, kind) {
        Ok(Cell::Set(keys) | Cell::Refs(keys)) => keys,
        Ok(_) => BTreeSet::new(),
        Err(_) => match row.sets.get(key) {
            Some(set) => set.iter().map(str::to_owned).collect(),
            None => [row.typed(key).trim().to_owned()].into(),
        },
    }
}

fn held_yes_no(row: &Row, column: &super::grid::Shown) -> String {
    match row.cell(&column.key, column.kind) {
        Ok(Cell::YesNo(true)) => "yes".to_owned(),
        Ok(Cell::YesNo(false)) => "no".to_owned(),
        _ => row.typed(&column.key).trim().to_owned(),
    }
}

fn yes_no(lang: Lang) -> Vec<Pick> {
    let words = [("yes", Phrase::new("是", "yes")), ("no", Phrase::new("否", "no"))];
    let pick = |(value, word): (&str, Phrase)| Pick {
        value: value.to_owned(),
        key: String::new(),
        label: word.say(lang).to_owned(),
    };
    words.map(pick).into()
}

fn with_empty(mut picks: Vec<Pick>, lang: Lang) -> Vec<Pick> {
    let empty = Pick { value: String::new(), key: String::new(), label: EMPTY.say(lang).to_owned() };
    picks.push(empty);
    picks
}

fn choices(kind: &ColumnKind, lang: Lang) -> Vec<Pick> {
    let pick = |choice: &crate::guide::Choice| Pick {
        value: choice.key.clone(),
        key: String::new(),
        label: choice.label.say(lang).to_owned(),
    };
    kind.choices().iter().map(pick).collect()
}

/// What a reference can name.
fn targets(points: &Points, context: &Context) -> Vec<Pick> {
    match points {
        Points::Register(register) => {
            let key_column = crate::guide::guide().register(register).map(|register| &register.key_column);
            let pick = |row: &Row| {
                let key = row.typed(key_column?).trim().to_owned();
                let label =
                    row_name(row).strip_prefix(&key).map_or(String::new(), |name| name.trim().to_owned());
                (!key.is_empty()).then(|| Pick { value: key.clone(), key, label })
            };
            rows(context.workspace, register).into_iter().filter_map(|(_, row)| pick(row)).collect()
        }
        Points::Tasks => tasks(context),
    }
}

/// All tasks, in the order of the work.
pub(super) fn tasks(context: &Context) -> Vec<Pick> {
    let pick = |entry: &crate::readiness::Entry| {
        let task = context.workspace.tasks.get(entry.id.as_str())?;
        let title = shown_title(entry.id.as_str(), task, context.lang);
        let id = entry.id.as_str().to_owned();
        Some(Pick { value: id.clone(), key: id, label: format!("{} {title}", task.status.sign()) })
    };
    context.outline.all().filter_map(pick).collect()
}
