//! The mouse on a gate: its criteria and reviews, and the detail.

use super::{GatePane, Line};
use crate::tui::action::Action;
use crate::tui::pane::{Context, Pointed};
use crate::tui::widget::touch::{Hit, Part};
use ratatui::layout::Rect;

impl Pointed for GatePane {
    fn point(&mut self, hit: Hit, _: &Context, _: Rect) -> Vec<Action> {
        match hit.part {
            Part::List if self.lines.get(hit.row).is_some_and(Line::is_entry) => {
                self.is_reading = false;
                self.list.at = hit.row;
            }
            Part::Detail => {
                self.is_reading = true;
                self.detail.point(hit.row);
            }
            Part::Text => self.seek.point(hit),
            _ => {}
        }
        vec![]
    }

    fn scroll(&mut self, part: Part, by: isize, height: usize) {
        match part {
            Part::List => {
                self.list.scroll(by, self.lines.len(), height);
                self.list.settle_on(self.lines.len(), height, |at| self.lines[at].is_entry());
            }
            Part::Detail => self.detail.scroll(by, height),
            _ => {}
        }
    }

    fn divide(&mut self, part: Part, x: u16, body: Rect) {
        if part == Part::List {
            self.split.set(x.saturating_sub(body.x));
        }
    }
}
