//! Learning: a key says what it would do and does nothing, until Esc. It looks keys up as the page below does.

use super::Flow;
use crate::text::{Lang, pad, width};
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use ratatui::layout::Rect;

/// Keys that are kept in sight.
const KEPT: usize = 4;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Learn {
    /// Keys and what they do, the last one last.
    said: Vec<(String, String)>,
}

impl Learn {
    pub fn say(&mut self, key: String, does: String) {
        self.said.push((key, does));
        let extra = self.said.len().saturating_sub(KEPT);
        self.said.drain(..extra);
    }

    pub fn run(command: Command) -> Flow {
        if command == Command::Cancel { Flow::Close } else { Flow::Stay }
    }

    pub fn draw(&self, canvas: &mut Canvas, lang: Lang) {
        let screen = canvas.area();
        let height = cells(KEPT + 3).min(screen.height);
        let place = Rect { y: screen.y + screen.height.saturating_sub(height + 1), height, ..screen };
        let (title, hint) = match lang {
            Lang::Zh => ("学按键", "按任意键，看它在这里做什么；Esc 结束"),
            Lang::En => ("Learn the keys", "press any key to see what it does here; Esc ends it"),
        };
        let inside = canvas.frame(place, title);
        canvas.line(below(inside, 0), Role::Faint, hint);
        let widest = self.said.iter().map(|(key, _)| width(key)).max().unwrap_or(0);
        for (row, (key, does)) in self.said.iter().enumerate() {
            let place = below(inside, cells(row + 1));
            let used = canvas.line(place, Role::Key, &pad(key, widest)) + 2;
            let role = if row + 1 == self.said.len() { Role::Plain } else { Role::Faint };
            canvas.line(right_of(place, used), role, does);
        }
    }
}
