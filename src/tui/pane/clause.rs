//! The clauses: what the standard says, restated, with the user's own copy, our practice note and the links both ways.
//!
//! ```text
//!  clauses         │ 4 c) 实施准备          │ 原文（自有文本）
//! ▌4 c) 实施准备    │ c1 基础支撑条件 ─────  │ c) …
//!  5.2 (owned)     │ …  我方注 …  链接 …   │   (a column of its own where it is wide)
//! ```

mod entries;
mod items;

use super::{Context, Pane};
use crate::guide::guide;
use crate::guide::owned::{Block, ClauseRef};
use crate::readiness::{confirm, leaning_on, link, shown_title};
use crate::search::Kind;
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Mood, Notice, Page};
use crate::tui::app::Spot;
use crate::tui::command::Command;
use crate::tui::dialog::{Dialog, Menu, MenuItem};
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::list::List;
use crate::tui::widget::reader::Reader;
use crate::workspace::{Id, RecordKind};
use entries::{Entry, entries};
pub use items::clause_text;
use items::{items, wording};
use ratatui::layout::Rect;

#[derive(Debug)]
pub struct ClausePane {
    entries: Vec<Entry>,
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
        let now = entries(context);
        if self.entries != now {
            let here = self.entry().cloned();
            self.entries = now;
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
        if let Some(area) = columns.text {
            self.reader.draw(canvas, area, self.focus == Focus::Text);
        }
        if let Some(area) = columns.beside {
            self.beside.draw(canvas, area, self.focus == Focus::Beside);
        }
    }

    fn summary(&self, context: &Context) -> String {
        match (context.stale.len(), context.lang) {
            (0, _) => String::new(),
            (n, Lang::Zh) => format!("待复核 {n}"),
            (n, Lang::En) => format!("{n} to review"),
        }
    }
}

impl ClausePane {
    pub fn at(clause: &str) -> ClausePane {
        let at = guide().clauses().iter().position(|c| c.id == clause).unwrap_or(0);
        ClausePane {
            entries: (0..guide().clauses().len()).map(Entry::Guide).collect(),
            list: List { at, top: 0 },
            reader: Reader::default(),
            beside: Reader::default(),
            layers: Layers::All,
            focus: Focus::Text,
            laid: None,
            goal: None,
            seek: None,
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
        let wide = (area.width / 4).clamp(22, 34);
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

    fn draw_list(&self, canvas: &mut Canvas, area: Rect, context: &Context) {
        for (row, at) in self.list.window(self.entries.len(), usize::from(area.height)).enumerate() {
            let (place, entry) = (below(area, cells(row)), &self.entries[at]);
            let is_stale = context.stale.iter().any(|one| entry.is_about(&one.was));
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
                Entry::Owned { heading, depth, .. } => {
                    canvas.line(place, Role::Plain, &format!("{} {heading}", "  ".repeat((*depth).min(4))));
                }
            }
            if is_stale {
                canvas.line(right_of(place, place.width.saturating_sub(2)), Role::Bad, "!");
            }
            if at == self.list.at {
                canvas.line(place, Role::Accent, "▌");
                canvas.tint(place, if self.focus == Focus::List { Role::Cursor } else { Role::Rest });
            }
        }
    }

    /// Elements and tasks to link the clause to; a linked one is marked, and choosing it takes the link away.
    fn link_menu(&self, context: &Context) -> Vec<Action> {
        let lang = context.lang;
        let Some(name) = self.entry().and_then(|entry| entry.name(context.library)) else {
            return tell(Phrase::new("先选一条条文", "choose a clause first"), lang);
        };
        let linked = leaning_on(context.workspace, &name);
        let elements = guide().elements().filter_map(|element| {
            Some((RecordKind::Basis, Id::new(&element.key)?, element.title.say(lang).to_owned()))
        });
        let tasks = context.workspace.tasks.iter().map(|(id, task)| {
            (RecordKind::Task, id.clone(), shown_title(id.as_str(), task, lang).to_owned())
        });
        let what = Phrase::new("关联条文", "link a clause");
        let item = |(kind, id, title): (RecordKind, Id, String)| {
            let edit = link(context.workspace, kind, &id, &name).ok()?;
            let is_on = linked.contains(&(kind, id.clone()));
            let sign = if is_on { "✓ " } else { "" };
            Some(MenuItem::keyed(id.as_str(), format!("{sign}{title}"), Action::Edit(what, edit)))
        };
        let items = elements.chain(tasks).filter_map(item).collect();
        let title = match lang {
            Lang::Zh => format!("关联到要素或任务：{name}"),
            Lang::En => format!("Link to an element or task: {name}"),
        };
        vec![Action::Ask(Box::new(Dialog::Menu(Menu::narrowing(title, items))))]
    }

    /// The newer text was looked at: all that leans on the clause.
    fn confirm(&self, context: &Context) -> Vec<Action> {
        let entry = self.entry();
        let about = |one: &&crate::readiness::Stale| entry.is_some_and(|entry| entry.is_about(&one.was));
        let stale: Vec<_> = context.stale.iter().filter(about).cloned().collect();
        if stale.is_empty() {
            return tell(
                Phrase::new("这一条没有待复核的", "nothing leans on it that is to be reviewed"),
                context.lang,
            );
        }
        match confirm(context.workspace, &stale) {
            Ok(edit) => vec![Action::Edit(Phrase::new("复核条文", "review clauses"), edit)],
            Err(refusal) => vec![Action::Refused(refusal)],
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

/// A search of all that the guide and the owned copies say, as a menu of hits.
fn search(context: &Context) -> Dialog {
    let lang = context.lang;
    let mut items = vec![];
    for clause in guide().clauses() {
        let text: Vec<&str> = clause.text.iter().chain(&clause.note).map(|p| p.say(lang)).collect();
        let label = format!("{}  {}", clause.title.say(lang), text.concat());
        items.push(MenuItem::keyed(&clause.number, label, Action::GoToClause(clause.id.clone())));
    }
    for copy in context.library.newest_of_all() {
        for clause in copy.clauses.iter().filter(|clause| clause.id != "cover") {
            let name = ClauseRef::new(&copy.number, &copy.edition, &clause.id).to_string();
            let text: Vec<String> = clause.blocks.iter().map(Block::shown).collect();
            let label = format!("{}  {}", clause.heading(), text.concat());
            items.push(MenuItem::keyed(&copy.number, label, Action::GoToClause(name)));
        }
    }
    for element in guide().elements() {
        let label = format!("{}  {}", element.title.say(lang), element.purpose.say(lang));
        items.push(MenuItem::keyed(&element.key, label, Action::GoToElement(element.key.clone())));
    }
    for term in guide().glossary() {
        let label = format!("{}  {}", term.title.say(lang), term.definition.say(lang));
        let key = if lang == Lang::Zh { "术语" } else { "term" };
        items.push(MenuItem::keyed(key, label.clone(), Action::Tell(label)));
    }
    let title =
        if lang == Lang::Zh { "查找条文、要素、术语" } else { "Find clauses, elements, terms" };
    Dialog::Menu(Menu::narrowing(title, items))
}
