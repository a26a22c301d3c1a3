//! The inbox of disputes: what two people set to different things, to be decided one by one.
//!
//! ```text
//!  争议 3                            4c.6 IP、VLAN与端口规划
//!  3 实施准备                        ≠ 负责人
//! ▌≠ 4c.6 IP、VLAN与端口规划  负责人  0 改动前      1 候选       2 候选
//!  ≠                         状态    何成          孟晓         马跃
//! ```
//!
//! Two columns where it is wide, one at a time where it is narrow, with the same keys.

mod choice;
mod detail;
mod draw;
mod list;
mod marked;
mod pointing;

use super::{Context, Pane};
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Mood, Notice, Page};
use crate::tui::command::Command;
use crate::tui::dialog::{Dialog, Menu, MenuItem};
use crate::tui::keymap::Layer;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::list::{List, Step};
use crate::tui::widget::split::Split;
use choice::{Case, Choice};
use detail::Detail;
use list::{Entry, Line};
use ratatui::layout::Rect;

#[derive(Debug, Default)]
pub struct DisputesPane {
    entries: Vec<Entry>,
    lines: Vec<Line>,
    /// The entry under the cursor, by its number, and by its key: the cursor follows it when others go.
    at: usize,
    here: Option<String>,
    /// The first line of the list in its window.
    top: usize,
    built: Option<(u64, Lang)>,
    /// The candidates have the keys, not the list.
    is_choosing: bool,
    detail: Detail,
    detail_of: Option<(Option<String>, u64, Lang, usize)>,
    /// The choice under the cursor, and the first line of the detail in its window.
    choice: usize,
    scroll: usize,
    /// Some dispute was open while this page was shown.
    has_worked: bool,
    split: Split,
}

/// Where list and detail are; None for the one that is not seen.
struct Columns {
    list: Option<Rect>,
    detail: Option<Rect>,
}

/// The line above both.
const HEAD: u16 = 1;

impl Pane for DisputesPane {
    fn layers(&self) -> &'static [Layer] {
        &[Layer::Disputes, Layer::Move, Layer::App]
    }

    fn settle(&mut self, context: &Context, body: Rect) {
        if self.built != Some((context.revision, context.lang)) {
            (self.entries, self.lines) = list::build(context);
            self.built = Some((context.revision, context.lang));
        }
        let here = self.here.as_deref();
        if let Some(at) = self.entries.iter().position(|entry| Some(entry.key.as_str()) == here) {
            self.at = at;
        }
        // Where the one under the cursor is gone, the next one has its place.
        self.at = self.at.min(self.entries.len().saturating_sub(1));
        self.has_worked |= !self.entries.is_empty();
        self.here = self.key().map(str::to_owned);
        self.is_choosing &= !self.entries.is_empty();
        let columns = self.columns(body);
        self.scroll_list(columns.list);
        let wide = columns.detail.map_or(0, |area| usize::from(area.width));
        let of = (self.here.clone(), context.revision, context.lang, wide);
        if self.detail_of.as_ref() != Some(&of) {
            if self.detail_of.as_ref().map(|(key, ..)| key) != Some(&of.0) {
                (self.choice, self.scroll) = (0, 0);
            }
            let case = self.key().and_then(|key| Case::of(context, key));
            self.detail = case.map_or_else(Detail::default, |case| Detail::of(&case, context, wide));
            self.detail_of = Some(of);
        }
        self.choice = self.choice.min(self.detail.choices.len().saturating_sub(1));
        let height = columns.detail.map_or(0, |area| usize::from(area.height));
        self.scroll = self.scroll.min(self.detail.lines.len().saturating_sub(height));
    }

    fn run(
        &mut self,
        command: Command,
        context: &Context,
        body: Rect,
        _random: &mut fastrand::Rng,
    ) -> Vec<Action> {
        if self.entries.is_empty() {
            return match command {
                Command::Back => vec![Action::Go(Page::Overview)],
                command if command.step().is_some() => vec![],
                Command::Left | Command::Right | Command::NextColumn | Command::PreviousColumn => vec![],
                _ => say(Phrase::new("没有争议", "there is no dispute"), context.lang),
            };
        }
        if let Some(step) = command.step() {
            self.walk(step, body);
            return vec![];
        }
        match command {
            Command::Left if self.is_choosing && self.is_beside(self.choice.checked_sub(1)) => {
                self.choice -= 1;
            }
            Command::Left | Command::Back if self.is_choosing => self.is_choosing = false,
            Command::Back => return vec![Action::Go(Page::Overview)],
            Command::Left => {}
            Command::Right if self.is_choosing && self.is_beside(Some(self.choice + 1)) => self.choice += 1,
            Command::Right => self.is_choosing = true,
            Command::NextColumn | Command::PreviousColumn => self.is_choosing = !self.is_choosing,
            Command::Choose if !self.is_choosing => self.is_choosing = true,
            Command::NextDispute => self.walk_list(Step::Down, 1),
            Command::PreviousDispute => self.walk_list(Step::Up, 1),
            Command::Find => return vec![Action::Ask(Box::new(self.search(context.lang)))],
            Command::Copy => {
                let entry = &self.entries[self.at];
                return vec![Action::CopyText(format!("{} · {}", entry.title, entry.label))];
            }
            command => return self.act(command, context),
        }
        vec![]
    }

    /// Typed or pasted text looks for a dispute, where there is one.
    fn type_text(&mut self, text: &str, context: &Context) -> Vec<Action> {
        if self.entries.is_empty() {
            return say(Phrase::new("没有争议", "there is no dispute"), context.lang);
        }
        vec![Action::Run(Command::Find), Action::Type(text.to_owned())]
    }

    fn draw(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        self.draw_columns(canvas, body, context);
    }
}

impl DisputesPane {
    pub fn go_to(&mut self, key: &str) {
        self.here = Some(key.to_owned());
        self.is_choosing = true;
        self.choice = 0;
        self.built = None;
    }

    /// Puts the cursor on a dispute, in the column where it is.
    pub fn return_to(&mut self, key: &str) {
        self.here = Some(key.to_owned());
        self.built = None;
    }

    /// Nothing is disputed.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn key(&self) -> Option<&str> {
        Some(self.entries.get(self.at)?.key.as_str())
    }

    fn columns(&self, body: Rect) -> Columns {
        let head = HEAD.min(body.height);
        let rest = Rect { y: body.y + head, height: body.height - head, ..body };
        if body.width < 100 {
            let inside = Rect { x: rest.x, width: rest.width.saturating_sub(1), ..rest };
            return if self.is_choosing && !self.entries.is_empty() {
                Columns { list: None, detail: Some(inside) }
            } else {
                Columns { list: Some(rest), detail: None }
            };
        }
        let wide = self.split.width((body.width / 3).clamp(38, 60), body.width * 3 / 5);
        let detail = Rect { x: rest.x + wide + 2, width: (rest.width - wide).saturating_sub(3), ..rest };
        Columns { list: Some(Rect { width: wide, ..rest }), detail: Some(detail) }
    }

    /// Scrolls as little as needed; the heading above the first entry is seen with it.
    fn scroll_list(&mut self, area: Option<Rect>) {
        let height = area.map_or(1, |area| usize::from(area.height));
        let line = self.lines.iter().position(|line| *line == Line::Entry(self.at)).unwrap_or(0);
        let mut list = List { at: line, top: self.top };
        list.keep_in_view(self.lines.len(), height);
        let is_first_of_group = line > 0 && matches!(self.lines[line - 1], Line::Heading(_));
        if is_first_of_group && list.top == line && height > 1 {
            list.top -= 1;
        }
        self.top = list.top;
    }

    /// Whether a choice stands on the same line as the one under the cursor.
    fn is_beside(&self, other: Option<usize>) -> bool {
        let line = |choice| self.detail.lines_of(choice).map(|(first, _)| first);
        other.is_some_and(|other| line(other).is_some() && line(other) == line(self.choice))
    }

    /// What a command does about the dispute under the cursor.
    fn act(&self, command: Command, context: &Context) -> Vec<Action> {
        let at = self.under_cursor();
        let choice = match command {
            // From the help it is the one under the cursor that is chosen.
            Command::Choose | Command::Take => at,
            Command::KeepBefore => Choice::Keep,
            Command::TakeBoth => Choice::Both,
            Command::EditDisputed => Choice::Edit,
            Command::FollowDeletion => Choice::Delete,
            Command::SettleRecord => Choice::All,
            Command::ToRecord => Choice::ToRecord,
            Command::ToClause => Choice::ToClause,
            _ => return vec![],
        };
        self.choose(choice, context)
    }

    /// In the list it is the first candidate.
    fn under_cursor(&self) -> Choice {
        if !self.is_choosing {
            return Choice::Take(0);
        }
        self.detail.choices.get(self.choice).copied().unwrap_or(Choice::Keep)
    }

    fn choose(&self, choice: Choice, context: &Context) -> Vec<Action> {
        let case = self.key().and_then(|key| Case::of(context, key));
        case.map_or(vec![], |case| case.act(choice, self.under_cursor(), context))
    }

    /// Takes the candidate of this number, from 1. Nobody takes what is not on the screen: where the list is
    /// alone, the dispute is shown first.
    pub fn take(&mut self, number: usize, context: &Context, body: Rect) -> Vec<Action> {
        if self.entries.is_empty() {
            return say(Phrase::new("没有争议", "there is no dispute"), context.lang);
        }
        if self.columns(body).detail.is_none() {
            self.is_choosing = true;
            return vec![];
        }
        self.choose(Choice::Take(number.saturating_sub(1)), context)
    }

    fn walk(&mut self, step: Step, body: Rect) {
        let columns = self.columns(body);
        let height = |area: Option<Rect>| area.map_or(1, |area| usize::from(area.height)).max(1);
        if !self.is_choosing {
            return self.walk_list(step, height(columns.list));
        }
        let height = height(columns.detail);
        let (first, last) = self.detail.lines_of(self.choice).unwrap_or((0, 0));
        let bottom = self.detail.lines.len().saturating_sub(height);
        let end = self.detail.choices.len().saturating_sub(1);
        match step {
            // A candidate that is longer than the window is read to its end first.
            Step::Down if last >= self.scroll + height && first <= self.scroll => self.scroll += 1,
            Step::Up if first < self.scroll && last >= self.scroll => self.scroll -= 1,
            Step::Down if self.choice == end => self.scroll = (self.scroll + 1).min(bottom),
            Step::Up if self.choice == 0 => self.scroll = self.scroll.saturating_sub(1),
            Step::Down => self.go_to_choice(self.choice + 1, height),
            Step::Up => self.go_to_choice(self.choice - 1, height),
            Step::PageUp => self.scroll = self.scroll.saturating_sub(height - 1),
            Step::PageDown => self.scroll = (self.scroll + height - 1).min(bottom),
            Step::First => {
                self.go_to_choice(0, height);
                self.scroll = 0;
            }
            Step::Last => {
                self.go_to_choice(end, height);
                self.scroll = bottom;
            }
        }
    }

    fn go_to_choice(&mut self, choice: usize, height: usize) {
        self.choice = choice;
        if let Some((first, last)) = self.detail.lines_of(choice) {
            let lowest = last.min(first + height - 1);
            self.scroll = self.scroll.clamp((lowest + 1).saturating_sub(height), first);
        }
    }

    fn walk_list(&mut self, step: Step, height: usize) {
        let mut list = List { at: self.at, top: 0 };
        list.step(step, self.entries.len(), height);
        self.at = list.at;
        self.here = self.key().map(str::to_owned);
    }

    /// All open disputes as a list that typing narrows.
    fn search(&self, lang: Lang) -> Dialog {
        let item = |entry: &Entry| {
            let label = format!("{} · {}", entry.title, entry.label);
            MenuItem::keyed("≠", label, Action::GoToDispute(entry.key.clone()))
        };
        let title = Phrase::new("查找争议", "Find a dispute").say(lang);
        Dialog::Menu(Menu::narrowing(title, self.entries.iter().map(item).collect()))
    }
}

fn say(phrase: Phrase, lang: Lang) -> Vec<Action> {
    vec![Action::Say(Notice { mood: Mood::Plain, text: phrase.say(lang).into() })]
}
