//! A text to read: headings, fields, paragraphs and links, wrapped once for a width, with a cursor line.
//! Task details, clauses and other prose are shown with it.

use super::canvas::{Canvas, below, cells, right_of};
use super::list::{List, Step};
use super::touch::{Part, Touch};
use crate::text::{pad, width, wrap};
use crate::tui::action::Action;
use crate::tui::theme::Role;
use ratatui::layout::Rect;

/// One thing to read, before it is wrapped.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    Gap,
    Title(String),
    /// A heading with a rule behind it.
    Heading(String),
    Text(Role, String),
    /// A name and what it holds, in two columns.
    Field(String, Role, String),
    /// A name, and what it leads to with Enter.
    FieldLink(String, Action, Role, String),
    /// Followed with Enter.
    Link(Action, Role, String),
}

#[derive(Debug, Clone, PartialEq)]
struct Line {
    label: String,
    role: Role,
    text: String,
    is_heading: bool,
    link: Option<Action>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reader {
    lines: Vec<Line>,
    list: List,
    label_cells: usize,
}

impl Reader {
    /// Wraps the items for a width. The place of the reader is kept as far as it can be.
    pub fn lay(&mut self, items: Vec<Item>, wide: usize) {
        let labels = items.iter().filter_map(|item| match item {
            Item::Field(label, ..) | Item::FieldLink(label, ..) => Some(width(label)),
            _ => None,
        });
        self.label_cells = labels.max().map_or(0, |cells| cells + 2).min(wide / 2);
        self.lines.clear();
        for item in items {
            self.lay_one(item, wide);
        }
        self.list.at = self.list.at.min(self.lines.len().saturating_sub(1));
    }

    fn lay_one(&mut self, item: Item, wide: usize) {
        let line = |role, text| Line { label: String::new(), role, text, is_heading: false, link: None };
        match item {
            Item::Gap => self.lines.push(line(Role::Plain, String::new())),
            Item::Title(text) => {
                self.lines.extend(wrap(&text, wide).into_iter().map(|text| line(Role::Heading, text)));
            }
            Item::Heading(text) => self.lines.push(Line { is_heading: true, ..line(Role::Label, text) }),
            Item::Text(role, text) => {
                self.lines.extend(wrap(&text, wide).into_iter().map(|text| line(role, text)));
            }
            Item::Field(label, role, text) => self.lay_field(&label, None, role, &text, wide),
            Item::FieldLink(label, action, role, text) => {
                self.lay_field(&label, Some(&action), role, &text, wide);
            }
            Item::Link(action, role, text) => {
                let rows = wrap(&text, wide);
                self.lines.extend(
                    rows.into_iter().map(|text| Line { link: Some(action.clone()), ..line(role, text) }),
                );
            }
        }
    }

    fn lay_field(&mut self, label: &str, link: Option<&Action>, role: Role, text: &str, wide: usize) {
        let rows = wrap(text, wide.saturating_sub(self.label_cells));
        let rows = if rows.is_empty() { vec![String::new()] } else { rows };
        for (i, text) in rows.into_iter().enumerate() {
            let label = if i == 0 { label.to_owned() } else { " ".into() };
            self.lines.push(Line { label, role, text, is_heading: false, link: link.cloned() });
        }
    }

    pub fn rewind(&mut self) {
        self.list = List::default();
    }

    pub fn step(&mut self, step: Step, height: usize) {
        self.list.step(step, self.lines.len(), height);
    }

    /// Puts the cursor on a line.
    pub fn point(&mut self, at: usize) {
        self.list.point(at, self.lines.len());
    }

    pub fn scroll(&mut self, by: isize, height: usize) {
        self.list.scroll(by, self.lines.len(), height);
    }

    pub fn keep_in_view(&mut self, height: usize) {
        self.list.keep_in_view(self.lines.len(), height);
    }

    /// Puts the cursor on the first line that starts so.
    pub fn seek(&mut self, start: &str) {
        if let Some(at) = self.lines.iter().position(|line| line.text.starts_with(start)) {
            self.list = List { at, top: at };
        }
    }

    /// What Enter does on the cursor's line.
    pub fn link(&self) -> Option<&Action> {
        self.lines.get(self.list.at)?.link.as_ref()
    }

    /// The text of the cursor's line.
    pub fn line(&self) -> &str {
        self.lines.get(self.list.at).map_or("", |line| line.text.as_str())
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect, is_focused: bool) {
        self.draw_as(Part::Detail, canvas, area, is_focused);
    }

    /// Where a page has two texts to read.
    pub fn draw_as(&self, part: Part, canvas: &mut Canvas, area: Rect, is_focused: bool) {
        let window = self.list.window(self.lines.len(), usize::from(area.height));
        canvas.scrolls(area, part);
        for (row, at) in window.clone().enumerate() {
            let (place, line) = (below(area, cells(row)), &self.lines[at]);
            canvas.touch(place, Touch::line(part, at));
            if line.is_heading {
                let used = canvas.line(place, line.role, &line.text);
                let rest = right_of(place, used + 1);
                canvas.rule(rest, Role::Faint, "─");
            } else if line.label.is_empty() {
                canvas.line(place, line.role, &line.text);
            } else {
                canvas.line(place, Role::Label, &pad(&line.label, self.label_cells));
                canvas.line(right_of(place, cells(self.label_cells)), line.role, &line.text);
            }
            if is_focused && at == self.list.at {
                canvas.tint(place, Role::Cursor);
            }
        }
        if window.end < self.lines.len() && area.height > 0 {
            canvas.line_right(below(area, area.height - 1), Role::Faint, "↓");
        }
    }
}
