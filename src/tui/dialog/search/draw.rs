//! The look of the search box: what was found stands out in its title, or in a piece of the text around it.

use super::{Line, Scope, SearchBox};
use crate::search::{Entry, Kind};
use crate::text::{Lang, clip, graphemes, pad, show, width};
use crate::tui::dialog::centred;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::touch::{Part, Touch};
use ratatui::layout::Rect;

/// Cells of the box on a wide screen: a title, where it belongs, and who has it.
const WIDE: u16 = 96;
const HIGH: u16 = 30;
/// Cells of ids before titles, and of keys before commands.
const ID: usize = 8;
const KEYS: usize = 16;

impl SearchBox {
    /// It does not jump while the list gets shorter.
    fn place(screen: Rect) -> Rect {
        centred(screen, WIDE, HIGH)
    }

    /// Rows of the list inside the frame, below the line that is typed.
    pub(super) fn rows(screen: Rect) -> usize {
        usize::from(SearchBox::place(screen).height.saturating_sub(3)).max(1)
    }

    fn title(&self) -> &'static str {
        match (self.scope, self.lang) {
            (Scope::Everything, Lang::Zh) => "查找 · 全部内容",
            (Scope::Everything, Lang::En) => "Find · everything",
            (Scope::Commands, Lang::Zh) => "命令 · 按名称或按键查找，Enter 执行",
            (Scope::Commands, Lang::En) => "Commands · by name or key, Enter runs it",
            (Scope::Help, Lang::Zh) => "帮助 · 这里能做的事：按名称或按键查找，Enter 执行",
            (Scope::Help, Lang::En) => "Help · what can be done here: by name or key, Enter runs it",
        }
    }

    pub fn draw(&self, canvas: &mut Canvas) {
        let inside = canvas.frame(SearchBox::place(canvas.area()), self.title());
        let prompt = if self.scope == Scope::Commands { ": " } else { "/ " };
        let used = canvas.line(below(inside, 0), Role::Key, prompt);
        canvas.field(right_of(below(inside, 0), used), &self.input);
        let mut area = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
        if let Some(complaint) = &self.complaint {
            area.height = area.height.saturating_sub(1);
            let last = Rect { y: area.y + area.height, height: inside.height.min(1), ..area };
            canvas.line(last, Role::Warn, complaint);
        }
        if self.lines.is_empty() {
            canvas.line(below(area, 0), Role::Faint, self.nothing());
        }
        let height = usize::from(area.height);
        canvas.scrolls(area, Part::List);
        let mut list = self.list;
        list.keep_in_view(self.lines.len(), height);
        for (row, at) in list.window(self.lines.len(), height).enumerate() {
            let place = below(area, cells(row));
            self.draw_line(canvas, place, &self.lines[at]);
            if self.lines[at].is_chosen() {
                canvas.touch(place, Touch::line(Part::List, at));
            }
            if at == list.at && self.lines[at].is_chosen() {
                canvas.tint(place, Role::Cursor);
            }
        }
    }

    fn nothing(&self) -> &'static str {
        let waits = self.wants_things() && self.things.is_none();
        match (waits, self.lang) {
            (true, Lang::Zh) => "正在建立索引……",
            (true, Lang::En) => "the index is being built …",
            (false, Lang::Zh) => "没有匹配的项：试试更少的字，或拼音首字母",
            (false, Lang::En) => "nothing matches: try fewer words, or pinyin initials",
        }
    }

    fn draw_line(&self, canvas: &mut Canvas, place: Rect, line: &Line) {
        match line {
            Line::Head(text) => {
                canvas.line(place, Role::Heading, text);
            }
            Line::Hint(what, does) => {
                let used = canvas.line(right_of(place, 2), Role::Key, &pad(what, KEYS)) + 4;
                canvas.line(right_of(place, used), Role::Faint, does);
            }
            Line::Named(at) => {
                let named = &self.named[*at];
                let used = canvas.line(right_of(place, 2), Role::Plain, &pad(&named.name, KEYS)) + 4;
                canvas.line(right_of(place, used), Role::Faint, &named.typed);
            }
            Line::More(_, rest) => {
                let text = match self.lang {
                    Lang::Zh => format!("  还有 {rest} 项，Enter 全看"),
                    Lang::En => format!("  {rest} more, Enter shows them"),
                };
                canvas.line(place, Role::Faint, &text);
            }
            Line::Command(at) => self.draw_command(canvas, place, *at),
            Line::Thing(at) => self.draw_thing(canvas, place, *at),
        }
    }

    fn draw_command(&self, canvas: &mut Canvas, place: Rect, at: usize) {
        let (standing, Some(entry)) = (&self.standings[at], self.commands.entry(at)) else { return };
        let keys = whole(&standing.keys, KEYS);
        let used = canvas.line(right_of(place, 2), Role::Key, &pad(&keys, KEYS)) + 3;
        let places = self.commands.places(&self.query, at);
        let rest = right_of(place, used);
        let Some(why) = &standing.why_not else {
            draw_found(canvas, rest, Role::Plain, &entry.title, &places);
            return;
        };
        let why = format!(" {why} ");
        let room = usize::from(rest.width).saturating_sub(width(&why));
        draw_found(canvas, Rect { width: cells(room), ..rest }, Role::Faint, &entry.title, &places);
        canvas.line_right(rest, Role::Warn, &why);
    }

    fn draw_thing(&self, canvas: &mut Canvas, place: Rect, at: usize) {
        let Some(things) = &self.things else { return };
        let Some(entry) = things.entry(at) else { return };
        let used = canvas.line(right_of(place, 2), Role::Key, &pad(&clip(shown_id(entry), ID), ID)) + 3;
        let rest = right_of(place, used);
        let places = things.places(&self.query, at);
        // The title has what it needs, up to two thirds of the line.
        let room = usize::from(rest.width);
        let title = width(&show(&entry.title)).min(if entry.detail.is_empty() { room } else { room * 2 / 3 });
        draw_found(canvas, Rect { width: cells(title), ..rest }, Role::Plain, &entry.title, &places);
        let behind = right_of(rest, cells(title + 2));
        let excerpt = if places.is_empty() { things.excerpt(&self.query, at) } else { None };
        match excerpt {
            Some((text, places)) => draw_found(canvas, behind, Role::Faint, &text, &places),
            None => {
                canvas.line(behind, Role::Faint, &entry.detail);
            }
        }
    }
}

/// The keys of a command as far as each is read whole: half the name of a key is another key.
fn whole(keys: &[String], room: usize) -> String {
    let mut text = String::new();
    for key in keys {
        let blank = usize::from(!text.is_empty());
        if width(&text) + blank + width(key) > room {
            break;
        }
        text.push_str(if blank > 0 { " " } else { "" });
        text.push_str(key);
    }
    // The first one is better cut than not said.
    match keys.first() {
        Some(first) if text.is_empty() => clip(first, room).into_owned(),
        _ => text,
    }
}

/// What people know it by: the number of a clause, the key of a row, an id that is not random.
fn shown_id(entry: &Entry) -> &str {
    match entry.kind {
        Kind::Place | Kind::Task if entry.id.chars().count() <= ID => &entry.id,
        Kind::Gate if entry.key.is_empty() => &entry.id,
        Kind::Clause | Kind::Row | Kind::Note | Kind::Gate => &entry.key,
        _ => "",
    }
}

/// A text in which some characters were found.
fn draw_found(canvas: &mut Canvas, area: Rect, role: Role, text: &str, places: &[usize]) {
    let mut pieces: Vec<(Role, String)> = vec![];
    let mut at = 0;
    for grapheme in graphemes(text) {
        let behind = at + grapheme.chars().count();
        let is_found = places.iter().any(|place| (at..behind).contains(place));
        let role = if is_found { Role::Found } else { role };
        match pieces.last_mut() {
            Some((last, piece)) if *last == role => piece.push_str(grapheme),
            _ => pieces.push((role, grapheme.to_owned())),
        }
        at = behind;
        if at > usize::from(area.width) {
            break;
        }
    }
    canvas.pieces(area, pieces.iter().map(|(role, piece)| (*role, piece.as_str())));
}
