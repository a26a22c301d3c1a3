//! How a cell is begun to be edited: each kind of column with what suits it.

use super::typing::Typing;
use super::{RegistersPane, open};
use crate::guide::ColumnKind;
use crate::table::{CellWrite, Content};
use crate::text::Lang;
use crate::tui::action::{Action, After};
use crate::tui::pane::Context;
use crate::tui::pane::cell::{CellEdit, dialog_of};
use crate::workspace::cell::Cell;

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
        // Who fills a row, and only comes by, does not turn it.
        if matches!(column.kind, ColumnKind::YesNo) && !is_row_filled {
            let next = match row.cell(&column.key, column.kind) {
                Ok(Cell::YesNo(true)) => "no",
                Ok(Cell::YesNo(false)) => "",
                _ => "yes",
            };
            let write = CellWrite { content: Content::Typed(next.into()), ..write };
            return vec![Action::WriteCell(write, After::Stay)];
        }
        let after = if is_row_filled { After::Next } else { After::Down };
        if let Some(dialog) = dialog_of(column.kind, title.clone(), row, (write.clone(), after), context) {
            return vec![open(dialog)];
        }
        let typed = row.typed(&column.key).into_owned();
        self.side = super::Side::Grid;
        self.typing = Some(Typing::Cell(CellEdit::new(write, title, column.kind, &typed)));
        vec![]
    }
}
