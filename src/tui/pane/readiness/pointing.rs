//! The mouse on data readiness: what blocks, the map, the detail, and the profile behind a measurement.

use super::{Column, Focus, ReadinessPane};
use crate::tui::action::Action;
use crate::tui::pane::{Context, Pointed};
use crate::tui::widget::touch::{Hit, Part};
use ratatui::layout::Rect;

impl Pointed for ReadinessPane {
    fn point(&mut self, hit: Hit, _: &Context, _: Rect) -> Vec<Action> {
        match (hit.part, self.focus) {
            (Part::List, Focus::Profile) => self.profile.point(hit.row),
            (Part::List, _) if self.list.point(hit.row, self.rows.len() + 1) => {
                self.focus = Focus::Map;
                self.column = Column::at(hit.column.min(Column::Last.index()));
            }
            // What blocks: the cell of the map that it is.
            (Part::Side, _) => {
                if let Some(cell) = self.board.blockers.get(hit.row).cloned() {
                    self.go_to(&cell.source, Some(cell.dimension));
                }
            }
            (Part::Detail, _) => {
                self.focus = Focus::Detail;
                self.detail.point(hit.row);
            }
            _ => {}
        }
        vec![]
    }

    fn scroll(&mut self, part: Part, by: isize, height: usize) {
        match (part, self.focus) {
            (Part::List, Focus::Profile) => self.profile.scroll(by, height),
            (Part::List, _) => self.list.scroll(by, self.rows.len() + 1, height),
            (Part::Detail, _) => self.detail.scroll(by, height),
            _ => {}
        }
    }

    fn divide(&mut self, part: Part, x: u16, body: Rect) {
        if part == Part::List {
            self.split.set(x.saturating_sub(body.x));
        }
    }
}
