//! A register as a sheet, so that it comes back in as it was.

use super::mapping::title;
use crate::guide::{ColumnKind, Register};
use crate::sheet::{CellKind, Column, Sheet};
use crate::text::Lang;
use crate::workspace::cell::Cell;
use crate::workspace::{Row, TableColumn, Workspace, columns, rows};

/// Every column of a register and every row in display order: choices by their labels, days and numbers plain, and
/// what is wrong for its column exactly as it was typed.
pub fn export(workspace: &Workspace, register: &'static Register, lang: Lang) -> Sheet {
    let columns = columns(workspace, &register.key);
    let head = columns.iter().enumerate().map(|(at, column)| Column {
        title: title(register, &columns, at, lang),
        width: None,
        choices: choices(column.kind(), lang),
        kind: cell_kind(column.kind()),
    });
    let line = |row: &Row| columns.iter().map(|column| shown(row, column, lang)).collect();
    Sheet {
        name: register.title.say(lang).to_owned(),
        columns: head.collect(),
        rows: rows(workspace, &register.key).into_iter().map(|(_, row)| line(row)).collect(),
    }
}

/// A cell as it goes out.
pub(super) fn shown(row: &Row, column: &TableColumn, lang: Lang) -> String {
    let kind = column.kind();
    match row.cell(column.key(), kind) {
        // A plain number is one for Excel too.
        Ok(Cell::Percent(number)) => number.to_string(),
        Ok(cell) => cell.show(kind, lang),
        Err(_) => row.typed(column.key()).into_owned(),
    }
}

fn cell_kind(kind: &ColumnKind) -> CellKind {
    match kind {
        ColumnKind::Whole { .. } | ColumnKind::Number { .. } | ColumnKind::Percent { .. } => CellKind::Number,
        ColumnKind::Date => CellKind::Day,
        _ => CellKind::Text,
    }
}

/// What a list in Excel offers. A cell of several choices is typed.
fn choices(kind: &ColumnKind, lang: Lang) -> Vec<String> {
    match kind {
        ColumnKind::Choice { choices, .. } => {
            choices.iter().map(|choice| choice.label.say(lang).to_owned()).collect()
        }
        ColumnKind::YesNo => [true, false].map(|yes| Cell::YesNo(yes).show(kind, lang)).to_vec(),
        _ => vec![],
    }
}
