//! What a value is typed with: a line, a list to turn through, or a long text that is written in a room of its own.
//! Forms show one below the other; the cells of a table have one in their place.

use super::canvas::{Canvas, right_of};
use super::input::{Input, Stroke};
use crate::text::Lang;
use crate::tui::theme::Role;
use crate::tui::widget::touch::{Part, Touch};
use ratatui::layout::Rect;

#[derive(Debug, Clone, PartialEq)]
pub enum Editor {
    Line(Input),
    /// Keys and labels; the first may be the empty one.
    Choice(Vec<(String, String)>, usize),
    /// Written in the text area.
    Long(String),
}

impl Editor {
    pub fn line(text: &str) -> Editor {
        Editor::Line(Input::line(text))
    }

    /// A list with one of its keys chosen. A key that is none of them is kept as it is.
    pub fn choice(mut options: Vec<(String, String)>, held: &str) -> Editor {
        let at = options.iter().position(|(key, _)| key == held).unwrap_or_else(|| {
            options.push((held.to_owned(), held.to_owned()));
            options.len() - 1
        });
        Editor::Choice(options, at)
    }

    pub fn text(&self) -> String {
        match self {
            Editor::Line(input) => input.text(),
            Editor::Choice(options, at) => options.get(*at).map_or(String::new(), |(key, _)| key.clone()),
            Editor::Long(text) => text.clone(),
        }
    }

    /// Another text; of a list only one that it has.
    pub fn put(&mut self, text: &str) {
        match self {
            Editor::Line(input) => *input = Input::line(text),
            Editor::Choice(options, at) => {
                *at = options.iter().position(|(key, _)| key == text).unwrap_or(*at);
            }
            Editor::Long(long) => text.clone_into(long),
        }
    }

    /// Nothing in it, and a first option that stands for that.
    #[must_use]
    pub fn blank(self) -> Editor {
        match self {
            Editor::Choice(mut options, _) => {
                options.retain(|(key, _)| !key.is_empty());
                options.insert(0, (String::new(), "…".into()));
                Editor::Choice(options, 0)
            }
            Editor::Line(_) => Editor::line(""),
            Editor::Long(_) => Editor::Long(String::new()),
        }
    }

    /// The next or previous option; false where there is none.
    pub fn turn(&mut self, by: isize) -> bool {
        let Editor::Choice(options, at) = self else { return false };
        *at = (at.cast_signed() + by).rem_euclid(options.len().max(1).cast_signed()).unsigned_abs();
        true
    }

    /// Text typed into it: a blank turns a list, a first letter or character chooses from it. True when another
    /// option is chosen now.
    pub fn insert(&mut self, text: &str) -> bool {
        match self {
            Editor::Line(input) => {
                input.insert(text);
                false
            }
            Editor::Choice(options, at) => {
                let typed = text.trim().to_lowercase();
                if typed.is_empty() {
                    return self.turn(1);
                }
                let begins = |label: &str| label.to_lowercase().starts_with(&typed);
                let found = options.iter().position(|(key, label)| begins(key) || begins(label));
                *at = found.unwrap_or(*at);
                found.is_some()
            }
            Editor::Long(_) => false,
        }
    }

    /// Puts the caret before a character; false where there is no line to do it in.
    pub fn point(&mut self, line: usize, column: usize) -> bool {
        let Editor::Line(input) = self else { return false };
        input.point(line, column);
        true
    }

    /// False where there is no line to do it in.
    pub fn stroke(&mut self, stroke: Stroke) -> bool {
        let Editor::Line(input) = self else { return false };
        input.stroke(stroke);
        true
    }

    /// `instead` stands there while it is empty.
    pub fn draw(&self, canvas: &mut Canvas, area: Rect, instead: &str, is_here: bool, lang: Lang) {
        match self {
            Editor::Line(input) if is_here => {
                canvas.field(area, input);
                if input.is_empty() {
                    canvas.line(right_of(area, 1), Role::Faint, instead);
                }
            }
            Editor::Line(input) if input.is_empty() => {
                canvas.line(area, Role::Faint, instead);
            }
            Editor::Line(input) => canvas.field_at_rest(area, Role::Plain, &input.text()),
            Editor::Choice(options, at) => {
                let (key, label) =
                    options.get(*at).map_or(("", ""), |(key, label)| (key.as_str(), label.as_str()));
                let label = if key.is_empty() && !instead.is_empty() { instead } else { label };
                if is_here {
                    place_caret(canvas, area);
                    let back = canvas.line(area, Role::Accent, "‹ ");
                    canvas.line(right_of(area, back), Role::Accent, &format!("{label} ›"));
                    canvas.touch(Rect { width: back.min(area.width), ..area }, Touch::cell(Part::Text, 0, 0));
                } else {
                    canvas.line(area, Role::Plain, label);
                }
            }
            Editor::Long(text) => {
                if is_here {
                    place_caret(canvas, area);
                }
                let role = if is_here { Role::Accent } else { Role::Plain };
                canvas.field_at_rest(area, role, &first_line(text, lang));
            }
        }
    }
}

/// A field of no width marks where the caret is.
fn place_caret(canvas: &mut Canvas, area: Rect) {
    canvas.field(Rect { width: area.width.min(1), ..area }, &Input::line(""));
}

/// How a long text begins, and how long it is.
fn first_line(text: &str, lang: Lang) -> String {
    let first = text.lines().next().unwrap_or_default();
    match (text.lines().count(), lang) {
        (0, Lang::Zh) => "Enter 开始写".to_owned(),
        (0, Lang::En) => "Enter to write".to_owned(),
        (n, Lang::Zh) => format!("{first} · {n} 行"),
        (1, Lang::En) => format!("{text} · 1 line"),
        (n, Lang::En) => format!("{first} · {n} lines"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options() -> Vec<(String, String)> {
        [("", "—"), ("a", "高"), ("b", "低")].map(|(key, label)| (key.into(), label.into())).to_vec()
    }

    #[test]
    fn a_list_is_turned_and_chosen_from() {
        let mut list = Editor::choice(options(), "b");
        assert_eq!(list.text(), "b");
        assert!(list.turn(1) && list.text().is_empty());
        assert!(list.insert("高") && list.text() == "a");
        assert!(!list.insert("z") && list.text() == "a");
        assert!(list.insert(" ") && list.text() == "b");
        assert!(!Editor::line("x").turn(1));
    }

    #[test]
    fn what_is_none_of_the_choices_is_kept() {
        let mut list = Editor::choice(options(), "中");
        assert_eq!(list.text(), "中");
        list.put("nowhere");
        assert_eq!(list.text(), "中");
        list.put("a");
        assert_eq!((list.text(), list.blank().text()), ("a".into(), String::new()));
    }
}
