//! The mouse on the disputes: the list, and the candidates of one of them.

use super::DisputesPane;
use super::list::Line;
use crate::tui::action::Action;
use crate::tui::pane::{Context, Pointed};
use crate::tui::widget::list::List;
use crate::tui::widget::touch::{Hit, Part};
use ratatui::layout::Rect;

impl Pointed for DisputesPane {
    fn point(&mut self, hit: Hit, _: &Context, _: Rect) -> Vec<Action> {
        match hit.part {
            Part::List if hit.row < self.entries.len() => {
                self.is_choosing = false;
                self.put_cursor(hit.row);
            }
            Part::Detail if hit.row < self.detail.choices.len() => {
                self.is_choosing = true;
                self.choice = hit.row;
            }
            _ => {}
        }
        vec![]
    }

    fn scroll(&mut self, part: Part, by: isize, height: usize) {
        match part {
            Part::List => {
                let is_here = |line: &Line| *line == Line::Entry(self.at);
                let at = self.lines.iter().position(is_here).unwrap_or(0);
                let mut list = List { at, top: self.top };
                list.scroll(by, self.lines.len(), height);
                list.settle_on(self.lines.len(), height, |at| matches!(self.lines[at], Line::Entry(_)));
                self.top = list.top;
                if let Some(Line::Entry(entry)) = self.lines.get(list.at) {
                    self.put_cursor(*entry);
                }
            }
            Part::Detail => {
                let bottom = self.detail.lines.len().saturating_sub(height);
                self.scroll = self.scroll.saturating_add_signed(by).min(bottom);
            }
            _ => {}
        }
    }

    fn divide(&mut self, part: Part, x: u16, body: Rect) {
        if part == Part::List {
            self.split.set(x.saturating_sub(body.x));
        }
    }
}

impl DisputesPane {
    fn put_cursor(&mut self, at: usize) {
        self.at = at;
        self.here = self.key().map(str::to_owned);
    }
}
