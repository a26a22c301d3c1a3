//! Yes or no. It carries the action that a yes sends.

use super::{Flow, centred};
use crate::text::{Lang, wrap};
use crate::tui::action::Action;
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::touch::Touch;
use ratatui::layout::Rect;

#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    pub title: String,
    pub text: String,
    /// What a yes does; None when there is only something to read.
    pub yes: Option<Action>,
}

impl Question {
    pub fn run(&mut self, command: Command) -> Flow {
        match command {
            Command::Accept => Flow::Do(self.yes.clone().into_iter().collect()),
            Command::Cancel => Flow::Close,
            _ => Flow::Stay,
        }
    }

    pub fn draw(&self, canvas: &mut Canvas, lang: Lang) {
        let screen = canvas.area();
        let lines = wrap(&self.text, 56.min(usize::from(screen.width.saturating_sub(8)).max(2)));
        let inside = canvas.frame(centred(screen, 60, cells(lines.len()).saturating_add(2)), &self.title);
        for (row, line) in lines.iter().enumerate() {
            canvas.line(below(inside, cells(row)), Role::Plain, line);
        }
        let keys: &[(&str, Command)] = match (&self.yes, lang) {
            (Some(_), Lang::Zh) => &[("y / Enter 是", Command::Accept), ("n / Esc 否", Command::Cancel)],
            (Some(_), Lang::En) => &[("y / Enter yes", Command::Accept), ("n / Esc no", Command::Cancel)],
            (None, Lang::Zh) => &[("Enter 关闭", Command::Accept)],
            (None, Lang::En) => &[("Enter closes", Command::Accept)],
        };
        // However little room there is, how to answer is seen.
        let row = cells(lines.len()).saturating_add(1).min(inside.height.saturating_sub(1));
        canvas.clear(below(inside, row));
        let mut rest = below(inside, row);
        for (key, command) in keys {
            let used = canvas.line(rest, Role::Key, key);
            canvas.touch(Rect { width: used, ..rest }, Touch::Key(*command));
            rest = right_of(rest, used + 4);
        }
    }
}
