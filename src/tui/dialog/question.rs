//! Yes or no. It carries the action that a yes sends.

use super::{Flow, centred};
use crate::text::{Lang, wrap};
use crate::tui::action::Action;
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells};

#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub title: String,
    pub text: String,
    pub yes: Action,
}

impl Question {
    pub fn run(&mut self, command: Command) -> Flow {
        match command {
            Command::Accept => Flow::Do(vec![self.yes.clone()]),
            Command::Cancel => Flow::Close,
            _ => Flow::Stay,
        }
    }

    pub fn draw(&self, canvas: &mut Canvas, lang: Lang) {
        let screen = canvas.area();
        let lines = wrap(&self.text, 56.min(usize::from(screen.width.saturating_sub(8)).max(2)));
        let inside = canvas.frame(centred(screen, 60, cells(lines.len()) + 2), &self.title);
        for (row, line) in lines.iter().enumerate() {
            canvas.line(below(inside, cells(row)), Role::Plain, line);
        }
        let keys = match lang {
            Lang::Zh => "y / Enter 是    n / Esc 否",
            Lang::En => "y / Enter yes    n / Esc no",
        };
        canvas.line(below(inside, cells(lines.len()) + 1), Role::Key, keys);
    }
}
