//! The mouse on the registers: which one, the head of a column, a cell, the row in full.

use super::typing::Typing;
use super::{RegistersPane, Side};
use crate::tui::action::{Action, RowSort};
use crate::tui::pane::{Context, Pointed};
use crate::tui::widget::touch::{Hit, Part};
use ratatui::layout::Rect;

/// Of a hit beside all cells of a row: the column stays.
pub(super) const NO_COLUMN: usize = usize::MAX;

impl Pointed for RegistersPane {
    fn point(&mut self, hit: Hit, _: &Context, _: Rect) -> Vec<Action> {
        match hit.part {
            // Where they stand beside each other over the table, the table keeps the keys.
            Part::Side if self.list.point(hit.row, self.grids.len()) => {
                self.side = if hit.column == NO_COLUMN { Side::Grid } else { Side::Registers };
            }
            Part::List => self.point_at_cell(hit),
            Part::Head => return self.sort_by_head(hit.column),
            Part::Detail => {
                self.side = Side::Detail;
                self.detail.point(hit.row);
            }
            Part::Text => match &mut self.typing {
                Some(Typing::Cell(edit)) => {
                    edit.editor.point(hit.row, hit.column);
                }
                Some(Typing::Add(input) | Typing::Find(input, _)) => input.point(hit.row, hit.column),
                None => {}
            },
            _ => {}
        }
        vec![]
    }

    fn scroll(&mut self, part: Part, by: isize, height: usize) {
        match part {
            Part::Side => self.list.scroll(by, self.grids.len(), height),
            // What is typed stands in its row.
            Part::List if self.typing.is_none() => {
                if let Some(grid) = self.grid_mut() {
                    grid.list.scroll(by, grid.rows.len(), height);
                    grid.put(grid.list.at);
                }
            }
            Part::Detail => self.detail.scroll(by, height),
            _ => {}
        }
    }

    fn divide(&mut self, part: Part, x: u16, body: Rect) {
        let [list, detail] = &mut self.splits;
        match part {
            Part::Side => list.set(x.saturating_sub(body.x)),
            Part::Detail => detail.set(body.right().saturating_sub(x + 2)),
            _ => {}
        }
    }
}

impl RegistersPane {
    fn point_at_cell(&mut self, hit: Hit) {
        let Some(grid) = self.grid_mut().filter(|grid| hit.row < grid.rows.len()) else { return };
        grid.put(hit.row);
        if hit.column < grid.columns.len() {
            grid.column = hit.column;
        }
        self.side = Side::Grid;
    }

    /// Up, down, and then the order that people gave again.
    fn sort_by_head(&mut self, column: usize) -> Vec<Action> {
        self.side = Side::Grid;
        let Some(grid) = self.grid_mut() else { return vec![] };
        let Some(key) = grid.columns.get(column).map(|column| column.key.clone()) else { return vec![] };
        grid.column = column;
        let sort = match &grid.sort {
            RowSort::Column(now) if *now == key => RowSort::ColumnDown(key),
            RowSort::ColumnDown(now) if *now == key => RowSort::Manual,
            _ => RowSort::Column(key),
        };
        vec![Action::SortRows(sort)]
    }
}
