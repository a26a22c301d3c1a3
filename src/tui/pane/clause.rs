//! The clauses: what the standard says, restated, with the user's own copy, our practice note and the links both ways.
//!
//! ```text
//!  clauses         │ 4 c) 实施准备          │ 原文（自有文本）
//! ▌4 c) 实施准备    │ c1 基础支撑条件 ─────  │ c) …
//!  5.2 (owned)     │ …  我方注 …  链接 …   │   (a column of its own where it is wide)
//! ```

mod entries;
mod find;
mod items;
mod leaning;
mod pointing;

use super::{Context, Pane};
use crate::guide::guide;
use crate::search::Kind;
use crate::text::{self, Lang, Phrase};
use crate::tui::action::{Action, Mood, Notice, Page};
use crate::tui::app::Spot;
use crate::tui::command::Command;
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::list::List;
use crate::tui::widget::reader::Reader;
use crate::tui::widget::split::Split;
use crate::tui::widget::touch::{Part, Touch};
use entries::{Entry, entries};
use find::search;
pub use items::clause_text;
use items::{items, wording};
use ratatui::layout::Rect;

#[derive(Debug)]
pub struct ClausePane {
    entries: Vec<Entry>,
    /// The revision and the language that they were listed for.
    listed: Option<(u64, Lang)>,
    list: List,
    reader: Reader,
    /// The owned copy, where it has a column of its own.
    beside: Reader,
    layers: Layers,
    focus: Focus,
    laid: Option<Laid>,
    /// Where to go once it is known what is there.
    goal: Option<String>,
    /// The element whose phrase is to be shown once the text is laid out.
    seek: Option<String>,
    split: Split,
}

/// What the columns were laid out for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Laid {
    entry: Option<Entry>,
    layers: Layers,
    lang: Lang,
    wide: (usize, usize),
    revision: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Focus {
    List,
    Text,
    Beside,
}

/// Which of the three texts are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layers {
    All,
    Restated,
    Owned,
    Note,
}

impl Layers {
    pub fn shows(self, layer: Layers) -> bool {
        self == Layers::All || self == layer
    }

    const fn next(self) -> Layers {
        match self {
            Layers::All => Layers::Restated,
            Layers::Restated => Layers::Owned,
            Layers::Owned => Layers::Note,
            Layers::Note => Layers::All,
        }
    }

    const fn label(self) -> Phrase {
        match self {
            Layers::All => Phrase::new("转述、原文、我方注", "restated, wording, our note"),
            Layers::Restated => Phrase::new("只看转述", "restated alone"),
            Layers::Owned => Phrase::new("只看原文", "the wording alone"),
            Layers::Note => Phrase::new("只看我方注", "our note alone"),
        }
    }
}

/// The columns of the page; those that have no room are None.
struct Columns {
    list: Option<Rect>,
    text: Option<Rect>,
    beside: Option<Rect>,
}

impl Pane for ClausePane {
    fn layers(&self) -> &'static [Layer] {
        &[Layer::Clause, Layer::Move, Layer::App]
    }

    fn settle(&mut self, context: &Context, body: Rect) {
        let listed = (context.revision, context.lang);
        if self.listed != Some(listed) {
            let here = self.entry().cloned();
            self.entries = entries(context);
            self.listed = Some(listed);
            let again = here.and_then(|here| self.entries.iter().position(|entry| *entry == here));
            self.list.at = again.unwrap_or(self.list.at.min(self.entries.len().saturating_sub(1)));
        }
        if let Some(goal) = &self.goal
            && let Some(at) = self.entries.iter().position(|entry| entry.is_goal(goal))
        {
            self.list.at = at;
            self.goal = None;
        }
        let columns = self.columns(body, context);
        if columns.beside.is_none() && self.focus == Focus::Beside {
            self.focus = Focus::Text;
        }
        self.list.keep_in_view(self.entries.len(), height(columns.list));
        let wide = (width(columns.text), width(columns.beside));
        let entry = self.entry().cloned();
        let laid = Laid { entry, layers: self.layers, lang: context.lang, wide, revision: context.revision };
        if self.laid.as_ref() != Some(&laid) {
            if self.laid.as_ref().map(|before| (&before.entry, before.layers))
                != Some((&laid.entry, laid.layers))
            {
                self.reader.rewind();
                self.beside.rewind();
            }
            if let Some(entry) = &laid.entry {
                self.reader.lay(items(entry, self.layers, columns.beside.is_some(), context), wide.0);
                self.beside.lay(wording(entry, context), wide.1);
            }
            self.laid = Some(laid);
        }
        if let Some(element) = self.seek.take().filter(|element| !element.is_empty()) {
            self.reader.seek(&format!("{element} "));
        }
        self.reader.keep_in_view(height(columns.text));
        self.beside.keep_in_view(height(columns.beside));
    }

    fn run(
        &mut self,
        command: Command,
        context: &Context,
        body: Rect,
        _random: &mut fastrand::Rng,
    ) -> Vec<Action> {
        let columns = self.columns(body, context);
        if let Some(step) = command.step() {
            match self.focus {
                Focus::List => self.list.step(step, self.entries.len(), height(columns.list)),
                Focus::Text => self.reader.step(step, height(columns.text)),
                Focus::Beside => self.beside.step(step, height(columns.beside)),
            }
            return vec![];
        }
        let right = if columns.beside.is_some() { Focus::Beside } else { Focus::Text };
        match (command, self.focus) {
            (Command::Back, Focus::List) => return vec![Action::Go(Page::Overview)],
            (Command::Left | Command::PreviousColumn, Focus::Beside)
            | (Command::Right | Command::Open | Command::NextColumn, Focus::List) => self.focus = Focus::Text,
            (Command::Right, _) | (Command::PreviousColumn, Focus::List) => self.focus = right,
            (Command::NextColumn, Focus::Text) if right == Focus::Beside => self.focus = right,
            (Command::Left | Command::Back | Command::NextColumn | Command::PreviousColumn, _) => {
                self.focus = Focus::List;
            }
            (Command::Open, _) => return self.reader.link().cloned().into_iter().collect(),
            (Command::Find, _) => return vec![Action::Ask(Box::new(search(context)))],
            (Command::Copy, Focus::Beside) => return vec![Action::CopyText(self.beside.line().to_owned())],
            (Command::Copy, _) => return vec![Action::CopyText(self.reader.line().to_owned())],
            (Command::NextLayer, _) => {
                self.layers = self.layers.next();
                return tell(self.layers.label(), context.lang);
            }
            (Command::LinkClause, _) => return self.link_menu(context),
            (Command::ConfirmClause, _) => return self.confirm(context),
            _ => {}
        }
        vec![]
    }

    /// Typing in a text to read searches it.
    fn type_text(&mut self, text: &str, _context: &Context) -> Vec<Action> {
        vec![Action::Run(Command::Find), Action::Type(text.to_owned())]
    }

    fn here(&self) -> Option<Spot> {
        let id = match self.entry()? {
            Entry::Guide(at) => guide().clauses().get(*at)?.id.clone(),
            Entry::Owned { name, .. } => name.to_string(),
            Entry::Part { .. } => return None,
        };
        Some((Kind::Clause, id))
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, context: &Context) {
        let columns = self.columns(area, context);
        if let Some(area) = columns.list {
            self.draw_list(canvas, area, context);
        }
        if let (Some(list), Some(_)) = (columns.list, columns.text) {
            canvas.touch(Rect { x: list.right(), width: 2, ..area }, Touch::Divider(Part::Side));
        }
        if let Some(area) = columns.text {
            self.reader.draw(canvas, area, self.focus == Focus::Text);
        }
        if let Some(area) = columns.beside {
            self.beside.draw_as(Part::Other, canvas, area, self.focus == Focus::Beside);
        }
    }

    fn summary(&self, context: &Context) -> String {
        let stale = match (context.stale.len(), context.lang) {
            (0, _) => String::new(),
            (n, Lang::Zh) => format!("待复核 {n}"),
            (n, Lang::En) => format!("{n} to review"),
        };
        let layer = if self.layers == Layers::All { "" } else { self.layers.label().say(context.lang) };
        let parts = [layer, &stale];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

impl ClausePane {
    pub fn at(clause: &str) -> ClausePane {
        let at = guide().clauses().iter().position(|c| c.id == clause).unwrap_or(0);
        ClausePane {
            entries: (0..guide().clauses().len()).map(Entry::Guide).collect(),
            listed: None,
            list: List { at, top: 0 },
            reader: Reader::default(),
            beside: Reader::default(),
            layers: Layers::All,
            focus: Focus::Text,
            laid: None,
            goal: None,
            seek: None,
            split: Split::default(),
        }
    }

    /// To a restated clause by its id, or to any by its name.
    pub fn go_to(&mut self, clause: &str, element: Option<&str>) {
        self.goal = Some(clause.to_owned());
        self.focus = Focus::Text;
        self.seek = Some(element.unwrap_or_default().to_owned());
        self.laid = None;
    }

    fn entry(&self) -> Option<&Entry> {
        self.entries.get(self.list.at)
    }

    /// The list and the text, one at a time where it is narrow; the owned copy beside them where it is wide.
    fn columns(&self, area: Rect, context: &Context) -> Columns {
        if area.width < 70 {
            let is_list = self.focus == Focus::List;
            return Columns { list: is_list.then_some(area), text: (!is_list).then_some(area), beside: None };
        }
        let usual = (area.width / 4).clamp(22, 34);
        let wide = self.split.width(usual.max(self.titles(context).min(area.width * 9 / 20)), area.width / 2);
        let list = Some(Rect { width: wide, ..area });
        let text = right_of(area, wide + 2);
        let text = Rect { width: text.width.saturating_sub(1), ..text };
        let has_both = area.width >= 116
            && self.layers == Layers::All
            && matches!(self.entry(), Some(entry @ Entry::Guide(_)) if !wording(entry, context).is_empty());
        if !has_both {
            return Columns { list, text: Some(text), beside: None };
        }
        let half = Rect { width: (text.width.saturating_sub(3)) / 2, ..text };
        Columns { list, text: Some(half), beside: Some(right_of(text, half.width + 3)) }
    }

    /// Cells of the longest title of a clause of ours, which people find their way by.
    fn titles(&self, context: &Context) -> u16 {
        let cells_of = |entry: &Entry| match entry {
            Entry::Guide(at) => {
                let clause = &guide().clauses()[*at];
                let indent = if clause.parent.is_some() { 4 } else { 2 };
                indent + text::width(&clause.number) + 1 + text::width(clause.title.say(context.lang))
            }
            _ => 0,
        };
        cells(self.entries.iter().map(cells_of).max().unwrap_or(0))
    }

    fn draw_list(&self, canvas: &mut Canvas, area: Rect, context: &Context) {
        canvas.scrolls(area, Part::Side);
        for (row, at) in self.list.window(self.entries.len(), usize::from(area.height)).enumerate() {
            let (place, entry) = (below(area, cells(row)), &self.entries[at]);
            let is_stale = context.stale.iter().any(|one| entry.is_about(&one.was));
            if is_stale {
                canvas.line(right_of(place, place.width.saturating_sub(2)), Role::Bad, "!");
            }
            let whole = place;
            canvas.touch(whole, Touch::line(Part::Side, at));
            let place = Rect { width: place.width.saturating_sub(if is_stale { 3 } else { 0 }), ..place };
            match entry {
                Entry::Guide(at) => {
                    let clause = &guide().clauses()[*at];
                    let indent = if clause.parent.is_some() { "   " } else { " " };
                    let number =
                        if clause.number.is_empty() { String::new() } else { format!("{} ", clause.number) };
                    let used = canvas.line(place, Role::Key, &format!("{indent}{number}"));
                    canvas.line(right_of(place, used), Role::Plain, clause.title.say(context.lang));
                }
                Entry::Part { key, chosen } => {
                    let sign = if *chosen { " ●" } else { "" };
                    canvas.line(place, Role::Label, &format!(" {key}{sign}"));
                }
                Entry::Owned { name, heading, depth } => {
                    let is_here = context.library.get(&name.key()).is_some();
                    let role = if is_here { Role::Plain } else { Role::Faint };
                    canvas.line(place, role, &format!("{} {heading}", "  ".repeat((*depth).min(4))));
                }
            }
            if at == self.list.at {
                canvas.line(whole, Role::Accent, "▌");
                canvas.tint(whole, if self.focus == Focus::List { Role::Cursor } else { Role::Rest });
            }
        }
    }
}

fn tell(phrase: Phrase, lang: Lang) -> Vec<Action> {
    vec![Action::Say(Notice { mood: Mood::Plain, text: phrase.say(lang).to_owned() })]
}

fn height(area: Option<Rect>) -> usize {
    usize::from(area.map_or(1, |area| area.height))
}

fn width(area: Option<Rect>) -> usize {
    usize::from(area.map_or(0, |area| area.width)).min(90)
}
