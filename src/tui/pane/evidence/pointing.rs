//! The mouse on the evidence.

use super::EvidencePane;
use crate::tui::action::Action;
use crate::tui::pane::{Context, Pointed};
use crate::tui::widget::touch::{Hit, Part};
use ratatui::layout::Rect;

impl Pointed for EvidencePane {
    fn point(&mut self, hit: Hit, _: &Context, _: Rect) -> Vec<Action> {
        match hit.part {
            Part::List if hit.row < self.lines.len() => {
                self.in_detail = false;
                self.put_cursor(hit.row);
            }
            Part::Detail => {
                self.in_detail = true;
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
                self.put_cursor(self.list.at);
            }
            Part::Detail => self.detail.scroll(by, height),
            _ => {}
        }
    }

    fn divide(&mut self, part: Part, x: u16, body: Rect) {
        if part == Part::Detail {
            self.split.set(body.right().saturating_sub(x + 3));
        }
    }
}
