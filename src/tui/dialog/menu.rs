//! A list to choose from. Letters are hot keys; in a list that can be narrowed they search it. Goto, filter,
//! sort, status, elements, predecessors and the help are menus.

use super::{Flow, centred, typed_into};
use crate::search::Seeker;
use crate::text::{Lang, key_form, pad, width};
use crate::tui::action::Action;
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::input::Input;
use crate::tui::widget::list::List;
use crate::tui::widget::touch::{Hit, Part, Touch};
use ratatui::layout::Rect;

#[derive(Debug, Clone, PartialEq)]
pub struct Menu {
    pub title: String,
    items: Vec<MenuItem>,
    /// Typed to narrow the list; None where letters are hot keys.
    narrow: Option<Input>,
    /// Indices of the items that match.
    shown: Vec<usize>,
    list: List,
}

#[derive(Debug, Clone, PartialEq)]
pub struct MenuItem {
    /// The hot key.
    pub hot: Option<char>,
    /// Stands before the label: a key's name, an id.
    pub key: String,
    pub label: String,
    /// What else it is found by.
    pub also: String,
    /// Whether it is the one in force.
    pub is_on: bool,
    pub action: Action,
}

impl MenuItem {
    pub fn new(hot: char, label: impl Into<String>, action: Action) -> MenuItem {
        MenuItem { hot: Some(hot), ..MenuItem::keyed(hot.to_string(), label, action) }
    }

    pub fn keyed(key: impl Into<String>, label: impl Into<String>, action: Action) -> MenuItem {
        let (key, label) = (key.into(), label.into());
        MenuItem { hot: None, key, label, also: String::new(), is_on: false, action }
    }

    #[must_use]
    pub fn known_as(mut self, also: &str) -> MenuItem {
        also.clone_into(&mut self.also);
        self
    }

    #[must_use]
    pub fn on(mut self, is_on: bool) -> MenuItem {
        self.is_on = is_on;
        self
    }
}

impl Menu {
    /// A short list: a letter chooses at once.
    pub fn hot(title: impl Into<String>, items: Vec<MenuItem>) -> Menu {
        Menu::build(title.into(), items, None)
    }

    /// A long list: typing narrows it.
    pub fn narrowing(title: impl Into<String>, items: Vec<MenuItem>) -> Menu {
        Menu::build(title.into(), items, Some(Input::line("")))
    }

    pub fn is_narrowed_by_typing(&self) -> bool {
        self.narrow.is_some()
    }

    fn build(title: String, items: Vec<MenuItem>, narrow: Option<Input>) -> Menu {
        let shown = (0..items.len()).collect();
        let at = items.iter().position(|item| item.is_on).unwrap_or(0);
        Menu { title, items, narrow, shown, list: List { at, top: 0 } }
    }

    pub fn run(&mut self, command: Command, screen: Rect) -> Flow {
        let height = self.rows(screen);
        let Some(step) = command.step() else {
            match command {
                Command::Accept => return self.choose(self.list.at),
                Command::Cancel => return Flow::Close,
                command => {
                    if let Some(narrow) = &mut self.narrow
                        && typed_into(narrow, command)
                    {
                        self.narrow_down(screen);
                    }
                    return Flow::Stay;
                }
            }
        };
        self.list.step(step, self.shown.len(), height);
        Flow::Stay
    }

    pub fn point(&mut self, hit: Hit, is_double: bool) -> Flow {
        match (hit.part, &mut self.narrow) {
            (Part::List, _) if !is_double && self.list.point(hit.row, self.shown.len()) => {
                return self.choose(hit.row);
            }
            (Part::Text, Some(narrow)) => narrow.point(hit.row, hit.column),
            _ => {}
        }
        Flow::Stay
    }

    pub fn scroll(&mut self, by: isize, height: usize) {
        self.list.scroll(by, self.shown.len(), height);
    }

    fn choose(&self, at: usize) -> Flow {
        match self.shown.get(at) {
            Some(item) => Flow::Do(vec![self.items[*item].action.clone()]),
            None => Flow::Stay,
        }
    }

    pub fn type_text(&mut self, text: &str, screen: Rect) -> Flow {
        if let Some(narrow) = &mut self.narrow {
            narrow.insert(text);
            self.narrow_down(screen);
            return Flow::Stay;
        }
        let key = text.chars().next().map(key_form);
        let hot = |item: &usize| key.is_some() && self.items[*item].hot == key;
        match self.shown.iter().position(hot) {
            Some(at) => self.choose(at),
            None => Flow::Stay,
        }
    }

    fn narrow_down(&mut self, screen: Rect) {
        let Some(narrow) = &self.narrow else { return };
        let seeker = Seeker::new(&narrow.text());
        let scored = self.items.iter().enumerate().filter_map(|(i, item)| {
            let score = seeker.score(format!("{} {} {}", item.key, item.label, item.also).trim_end())?;
            Some((std::cmp::Reverse(score), i))
        });
        let mut scored: Vec<_> = scored.collect();
        scored.sort_unstable();
        self.shown = scored.into_iter().map(|(_, i)| i).collect();
        self.list = List::default();
        self.list.keep_in_view(self.shown.len(), self.rows(screen));
    }

    fn place(&self, screen: Rect) -> Rect {
        let widest = self.items.iter().map(|item| width(&item.label) + self.key_cells() + 4).max();
        let height = self.items.len() + usize::from(self.narrow.is_some());
        centred(screen, cells(widest.unwrap_or(0).max(width(&self.title) + 8).max(36)), cells(height))
    }

    fn key_cells(&self) -> usize {
        self.items.iter().map(|item| width(&item.key)).max().unwrap_or(0)
    }

    /// Rows of the list inside the frame.
    fn rows(&self, screen: Rect) -> usize {
        let narrow = usize::from(self.narrow.is_some());
        usize::from(self.place(screen).height.saturating_sub(2)).saturating_sub(narrow)
    }

    pub fn draw(&self, canvas: &mut Canvas, lang: Lang) {
        let screen = canvas.area();
        let mut inside = canvas.frame(self.place(screen), &self.title);
        if let Some(narrow) = &self.narrow {
            let used = canvas.line(below(inside, 0), Role::Key, "/ ");
            canvas.field(right_of(below(inside, 0), used), narrow);
            inside = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
        }
        if self.shown.is_empty() {
            let none = if lang == Lang::Zh { "没有匹配的项" } else { "nothing matches" };
            canvas.line(below(inside, 0), Role::Faint, none);
        }
        canvas.scrolls(inside, Part::List);
        let mut list = self.list;
        list.keep_in_view(self.shown.len(), usize::from(inside.height));
        for (row, at) in list.window(self.shown.len(), usize::from(inside.height)).enumerate() {
            let item = &self.items[self.shown[at]];
            let place = below(inside, cells(row));
            let sign = if item.is_on { "• " } else { "  " };
            let mut used = canvas.line(place, Role::Good, sign);
            used += canvas.line(right_of(place, used), Role::Key, &pad(&item.key, self.key_cells()));
            canvas.line(right_of(place, used + 2), Role::Plain, &item.label);
            canvas.touch(place, Touch::line(Part::List, at));
            if at == list.at {
                canvas.tint(place, Role::Cursor);
            }
        }
    }
}
