//! The cells that are on the screen: read and laid out when the window moves, not for each frame.

use super::grid::{GAP, Grid, read};
use crate::tui::pane::Context;
use crate::workspace::cell::map_of;
use crate::workspace::{Id, TableColumn, columns};

/// What is on the screen, and what it was laid out for.
#[derive(Debug, Default)]
pub struct Window {
    pub lines: Vec<Line>,
    /// Where each column stands: its place among those shown, its first cell, and its cells.
    pub places: Vec<Place>,
    /// Cells of the line numbers before the key.
    pub numbers: usize,
    of: Option<(usize, usize, usize, usize)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub column: usize,
    pub x: usize,
    pub wide: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub id: Id,
    pub cells: Vec<Shown>,
    pub is_flawed: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub text: String,
    pub is: Is,
}

/// What there is to know of a cell at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Is {
    Sound,
    /// Has no meaning in this row.
    Idle,
    Flawed,
    Disputed,
}

impl Window {
    pub fn forget(&mut self) {
        self.of = None;
    }
}

/// Cells that a column needs at least to be begun at the right edge.
const LEAST: usize = 8;

impl Grid {
    /// Scrolls as little as needed for the cursor to be in the window.
    pub fn keep_in_view(&mut self, height: usize, wide: usize) {
        self.list.keep_in_view(self.rows.len(), height);
        self.left = self.left.clamp(1, self.columns.len().saturating_sub(1).max(1));
        if self.column > 0 {
            self.left = self.left.min(self.column);
            while self.left < self.column && !self.is_whole(self.column, wide) {
                self.left += 1;
            }
        }
        self.window.numbers = self.rows.len().max(1).to_string().len();
        let places = self.places(wide);
        if places != self.window.places {
            self.window.places = places;
            self.window.forget();
        }
    }

    fn is_whole(&self, column: usize, wide: usize) -> bool {
        let place = self.places(wide).into_iter().find(|place| place.column == column);
        place.is_some_and(|place| self.columns.get(column).is_some_and(|shown| place.wide >= shown.wide))
    }

    /// From the left: the sign of the cursor, the line number, the frozen key, then the others from `left`.
    fn places(&self, wide: usize) -> Vec<Place> {
        let numbers = self.rows.len().max(1).to_string().len();
        // On a tiny screen the numbers give way.
        let mut x = if wide < 30 { 1 } else { 1 + numbers + 1 };
        let mut places = vec![];
        let others = self.left..self.columns.len();
        for column in std::iter::once(0).chain(others) {
            let Some(shown) = self.columns.get(column) else { break };
            let room = wide.saturating_sub(x + 1);
            let fits = shown.wide.min(room);
            if fits == 0 || (fits < shown.wide && fits < LEAST && column > 0) {
                break;
            }
            places.push(Place { column, x, wide: fits });
            x += fits + GAP;
        }
        places
    }

    /// Reads the cells that are on the screen.
    pub fn look(&mut self, context: &Context, height: usize) {
        let flaws = context.flaws;
        let of = (self.list.top, height, self.left, self.window.places.len());
        if self.window.of == Some(of) {
            return;
        }
        let all = columns(context.workspace, &self.register.key);
        let find = |key: &str| all.iter().find(|column| column.key() == key);
        let seen: Vec<&TableColumn> = self
            .window
            .places
            .iter()
            .filter_map(|place| find(&self.columns.get(place.column)?.key))
            .collect();
        let mut lines = vec![];
        for at in self.list.window(self.rows.len(), height) {
            let Some(id) = self.rows.get(at) else { continue };
            let Some(row) = context.workspace.rows.get(id.as_str()) else { continue };
            let cell = |column: &&TableColumn| {
                let (text, _) = read(row, column.key(), column.kind(), context.lang);
                let key = format!("rows/{id}/{}/{}", map_of(column.kind()), column.key());
                let is = if context.workspace.disputes.contains_key(&key) {
                    Is::Disputed
                } else if flaws.of_cell(id, column.key()).is_some() {
                    Is::Flawed
                } else if column.applies(row) {
                    Is::Sound
                } else {
                    Is::Idle
                };
                Shown { text, is }
            };
            let cells = seen.iter().map(cell).collect();
            lines.push(Line { id: id.clone(), cells, is_flawed: !flaws.of_row(id).is_empty() });
        }
        self.window.lines = lines;
        self.window.of = Some(of);
    }
}
