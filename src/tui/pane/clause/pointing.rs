//! The mouse on the clauses: the list, the text, and the owned copy beside it.

use super::{ClausePane, Focus};
use crate::tui::action::Action;
use crate::tui::pane::{Context, Pointed};
use crate::tui::widget::touch::{Hit, Part};
use ratatui::layout::Rect;

impl Pointed for ClausePane {
    fn point(&mut self, hit: Hit, _: &Context, _: Rect) -> Vec<Action> {
        match hit.part {
            Part::Side if self.list.point(hit.row, self.entries.len()) => self.focus = Focus::List,
            Part::Detail => {
                self.focus = Focus::Text;
                self.reader.point(hit.row);
            }
            Part::Other => {
                self.focus = Focus::Beside;
                self.beside.point(hit.row);
            }
            _ => {}
        }
        vec![]
    }

    fn scroll(&mut self, part: Part, by: isize, height: usize) {
        match part {
            Part::Side => self.list.scroll(by, self.entries.len(), height),
            Part::Detail => self.reader.scroll(by, height),
            Part::Other => self.beside.scroll(by, height),
            _ => {}
        }
    }

    fn divide(&mut self, part: Part, x: u16, body: Rect) {
        if part == Part::Side {
            self.split.set(x.saturating_sub(body.x));
        }
    }
}
