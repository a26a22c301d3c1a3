//! Looking for something in a list: `/` opens a line at the foot of the page, the cursor goes to what matches while
//! one types, `n` and `N` go on from there. It knows texts and a cursor, not what they belong to.

use crate::search::Seeker;
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Mood, Notice};
use crate::tui::command::Command;
use crate::tui::dialog::stroke;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, right_of};
use crate::tui::widget::input::Input;
use crate::tui::widget::touch::Hit;
use ratatui::layout::Rect;

#[derive(Debug, Default)]
pub struct Seek {
    /// What is being typed, and where the cursor stood before.
    typing: Option<(Input, usize)>,
    needle: Seeker,
}

impl Seek {
    /// A text field has the keys.
    pub fn is_typing(&self) -> bool {
        self.typing.is_some()
    }

    /// Whether a command is meant for the search: all are while one types.
    pub fn takes(&self, command: Command) -> bool {
        self.is_typing() || matches!(command, Command::Find | Command::FindNext | Command::FindPrevious)
    }

    /// Carries out a command that it takes. The texts of the list, the cursor in it; where the cursor is then.
    pub fn run(&mut self, command: Command, at: usize, texts: &[String], lang: Lang) -> (usize, Vec<Action>) {
        match command {
            Command::FindNext if !self.is_typing() => self.again(at, texts, 1, lang),
            Command::FindPrevious if !self.is_typing() => self.again(at, texts, -1, lang),
            Command::Find if !self.is_typing() => {
                self.typing = Some((Input::line(""), at));
                (at, vec![])
            }
            Command::Cancel => (self.typing.take().map_or(at, |(_, before)| before), vec![]),
            Command::Accept => {
                self.typing = None;
                let found = self.needle.is_empty() || texts.get(at).is_some_and(|text| self.matches(text));
                (at, if found { vec![] } else { vec![say(NO_MATCH, lang)] })
            }
            command => {
                if let (Some((input, _)), Some(stroke)) = (&mut self.typing, stroke(command)) {
                    input.stroke(stroke);
                }
                (self.as_typed(at, texts), vec![])
            }
        }
    }

    /// Text that is typed or pasted on the page: it is looked for.
    pub fn type_text(&mut self, text: &str, at: usize, texts: &[String]) -> usize {
        self.typing.get_or_insert_with(|| (Input::line(""), at)).0.insert(text);
        self.as_typed(at, texts)
    }

    /// Puts the caret of what is typed.
    pub fn point(&mut self, hit: Hit) {
        if let Some((input, _)) = &mut self.typing {
            input.point(hit.row, hit.column);
        }
    }

    /// The line at the foot of the page, while one types.
    pub fn draw(&self, canvas: &mut Canvas, body: Rect) {
        let Some((input, _)) = &self.typing else { return };
        if body.height == 0 {
            return;
        }
        let line = below(body, body.height - 1);
        canvas.clear(line);
        let used = canvas.line(line, Role::Key, " / ");
        canvas.field(right_of(line, used), input);
    }

    fn as_typed(&mut self, at: usize, texts: &[String]) -> usize {
        let Some((input, before)) = &self.typing else { return at };
        let before = *before;
        self.needle = Seeker::new(&input.text());
        if self.needle.is_empty() || texts.get(before).is_some_and(|text| self.matches(text)) {
            return before;
        }
        self.next(before, texts, 1).unwrap_or(before)
    }

    fn again(&self, at: usize, texts: &[String], by: isize, lang: Lang) -> (usize, Vec<Action>) {
        if self.needle.is_empty() {
            return (at, vec![say(Phrase::new("先按 / 查找", "find something with / first"), lang)]);
        }
        match self.next(at, texts, by) {
            Some(found) if found == at => {
                (at, vec![say(Phrase::new("只有这一处匹配", "this is the only match"), lang)])
            }
            Some(found) => (found, vec![]),
            None => (at, vec![say(NO_MATCH, lang)]),
        }
    }

    fn matches(&self, text: &str) -> bool {
        self.needle.score(text).is_some()
    }

    /// The next match in a direction, around the end; the cursor's own line comes last.
    fn next(&self, from: usize, texts: &[String], by: isize) -> Option<usize> {
        let (len, from) = (texts.len().cast_signed(), from.cast_signed());
        let mut around = (1..=len).map(|n| (from + n * by).rem_euclid(len).unsigned_abs());
        around.find(|at| self.matches(&texts[*at]))
    }
}

const NO_MATCH: Phrase = Phrase::new("没有匹配的行", "no line matches");

fn say(phrase: Phrase, lang: Lang) -> Action {
    Action::Say(Notice { mood: Mood::Plain, text: phrase.say(lang).into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Vec<String> {
        ["应用需求", "发展模式", "应用目标", ""].map(str::to_owned).into()
    }

    #[test]
    fn the_cursor_goes_to_what_is_typed_and_on_from_there_around_the_end() {
        let (mut seek, texts) = (Seek::default(), texts());
        assert_eq!(seek.run(Command::Find, 1, &texts, Lang::Zh), (1, vec![]));
        assert_eq!(seek.type_text("应用", 1, &texts), 2);
        assert_eq!(seek.run(Command::Accept, 2, &texts, Lang::Zh), (2, vec![]));
        assert!(!seek.is_typing());
        assert_eq!(seek.run(Command::FindNext, 2, &texts, Lang::Zh).0, 0);
        assert_eq!(seek.run(Command::FindPrevious, 0, &texts, Lang::Zh).0, 2);
    }

    #[test]
    fn what_is_typed_may_be_pinyin() {
        let (mut seek, texts) = (Seek::default(), texts());
        assert_eq!(seek.type_text("fzms", 0, &texts), 1);
    }

    #[test]
    fn what_is_given_up_leaves_the_cursor_where_it_was_and_what_is_not_there_is_said() {
        let (mut seek, texts) = (Seek::default(), texts());
        assert_eq!(seek.run(Command::FindNext, 0, &texts, Lang::En).1.len(), 1);
        assert_eq!(seek.type_text("目标", 1, &texts), 2);
        assert_eq!(seek.run(Command::Cancel, 2, &texts, Lang::En), (1, vec![]));
        assert_eq!(seek.type_text("没有的", 1, &texts), 1);
        assert_eq!(seek.run(Command::Accept, 1, &texts, Lang::En), (1, vec![say(NO_MATCH, Lang::En)]));
        assert_eq!(seek.type_text("x", 0, &[]), 0);
        assert_eq!(seek.run(Command::Backspace, 0, &[], Lang::En), (0, vec![]));
    }
}
