//! The text area for notes. Esc keeps what was written; only Ctrl-C throws it away, and asks.

use super::{Dialog, Flow, Question, typed_into};
use crate::store::{Draft, DraftOf};
use crate::table::{CellWrite, Content};
use crate::text::Lang;
use crate::tui::action::{Action, After};
use crate::tui::command::Command;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::input::Input;
use crate::workspace::{Assign, At, RecordKind};
use ratatui::layout::Rect;

#[derive(Debug, Clone, PartialEq)]
pub struct Area {
    pub title: String,
    pub input: Input,
    /// The text as it was opened.
    pub was: String,
    pub target: Target,
    /// Asked before text is thrown away.
    pub discard: (String, String),
}

/// Where the text goes.
#[derive(Debug, Clone, PartialEq)]
pub enum Target {
    Field(At),
    /// The entry of the form below.
    Form(usize),
    /// A column of these rows.
    Cells(CellWrite),
    /// The field of this dispute, which it settles: unchanged text, too.
    Dispute(String),
}

impl Area {
    pub fn new(title: String, text: &str, target: Target, lang: Lang) -> Area {
        let discard = match lang {
            Lang::Zh => ("放弃文字？", "刚才写的内容还没有保存。"),
            Lang::En => ("Discard the text?", "What you wrote has not been kept."),
        };
        Area {
            title,
            input: Input::long(text),
            was: text.to_owned(),
            target,
            discard: (discard.0.into(), discard.1.into()),
        }
    }

    pub fn run(&mut self, command: Command) -> Flow {
        match command {
            Command::Accept => {
                let text = self.input.text();
                if text == self.was && !matches!(self.target, Target::Dispute(_)) {
                    return Flow::Close;
                }
                Flow::Do(vec![match &self.target {
                    Target::Field(at) => Action::Noted(at.clone(), text),
                    Target::Form(entry) => Action::FillForm(*entry, text),
                    Target::Cells(write) => {
                        let content = Content::Typed(text);
                        Action::WriteCell(CellWrite { content, ..write.clone() }, After::Stay)
                    }
                    Target::Dispute(key) => {
                        let field = At::from_key(key).map_or(String::new(), |at| at.field);
                        Action::SettleTyped(key.clone(), vec![Assign::new(&field, &text)])
                    }
                }])
            }
            Command::Cancel if self.input.text() == self.was => Flow::Close,
            Command::Cancel => Flow::Keep(vec![Action::Ask(Box::new(Dialog::Question(Question {
                title: self.discard.0.clone(),
                text: self.discard.1.clone(),
                yes: Some(Action::Dismiss),
            })))]),
            command => {
                typed_into(&mut self.input, command);
                Flow::Stay
            }
        }
    }

    /// What was written so far; None when nothing was, and for the entry of a form, which speaks for itself.
    pub fn draft(&self) -> Option<Draft> {
        let text = self.input.text();
        let (of, field) = match &self.target {
            Target::Field(at) => (DraftOf::field(at), at.field.clone()),
            Target::Dispute(key) => (DraftOf::Dispute(key.clone()), At::from_key(key)?.field),
            Target::Cells(write) => return write_draft(&self.title, write, &self.was, &text),
            Target::Form(_) => return None,
        };
        (text != self.was).then(|| Draft::new(&self.title, of, vec![(field, text)]))
    }

    pub fn draw(&self, canvas: &mut Canvas, _: Lang) {
        let screen = canvas.area();
        let (side, edge) = if screen.width < 60 { (0, 0) } else { (screen.width / 10, screen.height / 8) };
        let place = Rect {
            x: screen.x + side,
            y: screen.y + edge,
            width: screen.width - 2 * side,
            height: screen.height.saturating_sub(2 * edge + 1),
        };
        let inside = canvas.frame(place, &self.title);
        canvas.text_area(inside, &self.input);
    }
}

/// What is typed into a cell, if it is the cell of one row.
pub fn write_draft(title: &str, write: &CellWrite, was: &str, text: &str) -> Option<Draft> {
    let [id] = write.ids.as_slice() else { return None };
    let field = format!("cells/{}", write.column);
    let of = DraftOf::field(&At::new(RecordKind::Row, id, &field));
    (text != was).then(|| Draft::new(title, of, vec![(field, text.to_owned())]))
}
