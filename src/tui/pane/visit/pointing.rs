//! The mouse on a site visit: the things of the walk, the answers of the card, its other questions.

use super::answer::Typing;
use super::list::Line;
use super::{Side, VisitPane};
use crate::tui::action::Action;
use crate::tui::pane::{Context, Pointed};
use crate::tui::widget::touch::{Hit, Part};
use ratatui::layout::Rect;

impl Pointed for VisitPane {
    fn point(&mut self, hit: Hit, _: &Context, _: Rect) -> Vec<Action> {
        let is_stop = |line: &Line| line.stop().is_some();
        // What is being typed is about the thing that one stands before.
        let is_free = self.typing.is_none();
        match hit.part {
            Part::Text => self.point_into_text(hit),
            Part::List if is_free && self.lines.get(hit.row).is_some_and(is_stop) => {
                self.side = Side::List;
                self.put_cursor(hit.row);
            }
            Part::Detail if is_free && hit.row < self.questions.len() => {
                self.side = Side::Card;
                (self.at, self.choice) = (hit.row, 0);
            }
            _ => {}
        }
        vec![]
    }

    fn scroll(&mut self, part: Part, by: isize, height: usize) {
        if self.typing.is_some() {
            return;
        }
        match part {
            Part::List => {
                self.list.scroll(by, self.lines.len(), height);
                self.list.settle_on(self.lines.len(), height, |at| {
                    self.lines.get(at).and_then(Line::stop).is_some()
                });
                self.put_cursor(self.list.at);
            }
            Part::Detail => {
                let last = self.questions.len().saturating_sub(1);
                let at = self.at.saturating_add_signed(by).min(last);
                if at != self.at {
                    (self.at, self.choice) = (at, 0);
                }
            }
            _ => {}
        }
    }
}

impl VisitPane {
    fn point_into_text(&mut self, hit: Hit) {
        match &mut self.typing {
            Some(Typing::Answer(edit)) => {
                edit.editor.point(hit.row, hit.column);
            }
            Some(Typing::Add(input)) => input.point(hit.row, hit.column),
            None => self.seek.point(hit),
        }
    }
}
