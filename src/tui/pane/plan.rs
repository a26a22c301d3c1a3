//! The plan (计划): tasks as bars over the weeks, and person-days against what there is.
//!
//! ```text
//!  计划 · 按要素 · 周          11月                 12月
//!                              16     23     30     7
//!  c2 设备联网                         │
//! ▌▸ 4c.4 采集方式与网关选型   ▓▓▓▓▓▓▓▓│▓▓▓▓
//! →· 4c.6 IP、VLAN与端口规划           │    ▒▒▒▒▒▒
//!    周岚 人日/周              3/5     6/5!
//! ```
//!
//! Days are calendar days. What a move would break is asked about.

mod bars;
mod draw;
mod load;
mod moves;
mod pointing;
mod rows;

use super::seek::Seek;
use super::{Context, Pane};
use crate::guide::guide;
use crate::readiness::plan::{Links, Load, Times, later, monday};
use crate::readiness::shown_title;
use crate::text::{Lang, Phrase, clip, show};
use crate::tui::action::{Action, Mood, Notice, Page};
use crate::tui::command::Command;
use crate::tui::keymap::Layer;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::list::List;
use crate::tui::widget::split::Split;
use crate::workspace::{Id, Workspace};
use jiff::civil::Date;
pub use moves::give_times;
use ratatui::layout::Rect;
use rows::Row;
use std::collections::HashSet;

#[derive(Debug, Default)]
pub struct PlanPane {
    shows_load: bool,
    by_owner: bool,
    hides_settled: bool,
    zoom: Zoom,
    /// The first week in the window, by its Monday; None around today.
    from: Option<Date>,
    rows: Vec<Row>,
    built: Option<Built>,
    list: List,
    /// The task under the cursor: the cursor follows it when lines come and go.
    here: Option<Id>,
    links: Links,
    load: Load,
    /// What the task under the cursor waits for, and what waits for it.
    around: (HashSet<Id>, HashSet<Id>),
    owners: List,
    seek: Seek,
    /// The week under the cursor of the load.
    week: Option<Date>,
    /// Tasks of that owner and week with their shares, and what they were looked up for.
    shares: Vec<(Id, f64)>,
    shared: Option<(u64, usize, Date)>,
    /// Of the names left of the bars.
    split: Split,
}

/// Everything that the rows are made of.
type Built = (u64, Lang, bool, bool);

/// How much time a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Zoom {
    Week,
    #[default]
    Month,
    Quarter,
}

impl Zoom {
    const fn days(self) -> i32 {
        match self {
            Zoom::Week => 1,
            Zoom::Month => 2,
            Zoom::Quarter => 7,
        }
    }

    /// Weeks that one step to the side goes.
    const fn step(self) -> i32 {
        match self {
            Zoom::Week => 1,
            Zoom::Month => 2,
            Zoom::Quarter => 4,
        }
    }

    const fn label(self) -> Phrase {
        match self {
            Zoom::Week => Phrase::new("周", "weeks"),
            Zoom::Month => Phrase::new("月", "months"),
            Zoom::Quarter => Phrase::new("季", "quarters"),
        }
    }

    const fn nearer(self) -> Zoom {
        match self {
            Zoom::Week | Zoom::Month => Zoom::Week,
            Zoom::Quarter => Zoom::Month,
        }
    }

    const fn farther(self) -> Zoom {
        match self {
            Zoom::Week => Zoom::Month,
            Zoom::Month | Zoom::Quarter => Zoom::Quarter,
        }
    }
}

impl Pane for PlanPane {
    fn layers(&self) -> &'static [Layer] {
        if self.seek.is_typing() {
            return &[Layer::Field];
        }
        if self.shows_load {
            return &[Layer::Load, Layer::Move, Layer::App];
        }
        &[Layer::Plan, Layer::Move, Layer::App]
    }

    fn settle(&mut self, context: &Context, body: Rect) {
        let built = (context.revision, context.lang, self.by_owner, self.hides_settled);
        if self.built != Some(built) {
            if self.built.map(|(revision, ..)| revision) != Some(context.revision) {
                self.links = Links::of(context.workspace);
                self.load = Load::of(context.workspace);
                self.shared = None;
            }
            self.rows = rows::build(context, self.by_owner, self.hides_settled);
            if self.built.is_none() && self.here.is_none() {
                self.here = self.first_open(context);
            }
            self.built = Some(built);
            if let Some(at) =
                self.rows.iter().position(|row| row.id().is_some() && row.id() == self.here.as_ref())
            {
                self.list.at = at;
            }
            // What others changed may have changed what lies around it.
            self.look_around(context);
        }
        let areas = self.areas(body);
        self.leave_headings();
        self.list.keep_in_view(self.rows.len(), usize::from(areas.rows.height));
        let here = self.rows.get(self.list.at).and_then(Row::id).cloned();
        if self.here != here {
            self.here = here;
            self.look_around(context);
        }
        self.owners.keep_in_view(self.load.owners.len(), usize::from(areas.rows.height));
        self.look_up_shares(context);
    }

    fn run(
        &mut self,
        command: Command,
        context: &Context,
        body: Rect,
        _random: &mut fastrand::Rng,
    ) -> Vec<Action> {
        if self.seek.takes(command) {
            let (at, said) = self.seek.run(command, self.cursor(), &self.texts(context), context.lang);
            self.put_cursor(at);
            return said;
        }
        match command {
            Command::Back if self.shows_load => self.shows_load = false,
            Command::Back => return vec![Action::Go(Page::Overview)],
            Command::ShowLoad => self.shows_load = !self.shows_load,
            Command::GroupBy => self.by_owner = !self.by_owner,
            Command::HideDone => self.hides_settled = !self.hides_settled,
            Command::ZoomIn => self.zoom = self.zoom.nearer(),
            Command::ZoomOut => self.zoom = self.zoom.farther(),
            Command::ToToday => (self.from, self.week) = (None, None),
            Command::Left | Command::PreviousColumn => self.scroll(-1, context.today, body),
            Command::Right | Command::NextColumn => self.scroll(1, context.today, body),
            command if self.shows_load => return self.run_load(command, context, body),
            command => return self.run_bars(command, context, body),
        }
        vec![]
    }

    fn type_text(&mut self, text: &str, context: &Context) -> Vec<Action> {
        let at = self.seek.type_text(text, self.cursor(), &self.texts(context));
        self.put_cursor(at);
        vec![]
    }

    fn draw(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        self.draw_all(canvas, body, context);
        self.seek.draw(canvas, body);
    }
}

impl PlanPane {
    /// What is not settled yet comes first: the plan of a project in its middle begins with what is done.
    fn first_open(&self, context: &Context) -> Option<Id> {
        let is_open = |id: &&Id| {
            let task = context.workspace.tasks.get(id.as_str());
            task.is_some_and(|task| !task.status.is_settled() && !Times::of(task).is_empty())
        };
        self.rows.iter().filter_map(Row::id).find(is_open).cloned()
    }

    /// The first day in the window.
    fn first_day(&self, today: Date) -> Date {
        self.from.unwrap_or_else(|| later(monday(today), -7 * self.zoom.step()).unwrap_or(today))
    }

    fn cursor(&self) -> usize {
        if self.shows_load { self.owners.at } else { self.list.at }
    }

    fn put_cursor(&mut self, at: usize) {
        if self.shows_load {
            self.owners.at = at;
        } else {
            self.list.at = at;
        }
    }

    /// What is looked through: people in the load; else tasks, and the names above them through the tasks.
    fn texts(&self, context: &Context) -> Vec<String> {
        if self.shows_load {
            return self.load.owners.iter().map(|owner| owner.owner.clone()).collect();
        }
        let text = |row: &Row| row.id().map_or(String::new(), |id| moves::copied(context, id));
        self.rows.iter().map(text).collect()
    }

    /// The week under the cursor of the load.
    fn week(&self, today: Date) -> Date {
        self.week.unwrap_or_else(|| monday(today))
    }

    fn scroll(&mut self, by: i32, today: Date, body: Rect) {
        if !self.shows_load {
            self.from = later(self.first_day(today), 7 * by * self.zoom.step()).or(self.from);
            return;
        }
        self.week = later(self.week(today), 7 * by).or(self.week);
        let (week, first) = (self.week(today), self.first_day(today));
        let shown = i32::from(load::weeks_of_load(body));
        let last = later(first, 7 * (shown - 1)).unwrap_or(first);
        if week < first {
            self.from = Some(week);
        } else if week > last {
            self.from = later(week, -7 * (shown - 1)).or(self.from);
        }
    }

    fn look_around(&mut self, context: &Context) {
        let task = self.here.as_ref().and_then(|id| context.workspace.tasks.get(id.as_str()));
        let before = task.into_iter().flat_map(|task| task.after.iter());
        let before = before.filter_map(|id| context.workspace.tasks.key(id)).cloned().collect();
        let behind = self.here.iter().flat_map(|id| self.links.followers(id.as_str())).cloned().collect();
        self.around = (before, behind);
    }

    fn look_up_shares(&mut self, context: &Context) {
        let of = (context.revision, self.owners.at, self.week(context.today));
        if !self.shows_load || self.shared == Some(of) {
            return;
        }
        let owner = self.load.owners.get(self.owners.at).map(|owner| owner.owner.as_str());
        self.shares = owner.map_or(vec![], |owner| Load::shares(context.workspace, owner, of.2));
        self.shared = Some(of);
    }

    /// The cursor rests on tasks: on the next one, else on the one before.
    fn leave_headings(&mut self) {
        let at = self.list.at.min(self.rows.len().saturating_sub(1));
        let is_task = |at: &usize| self.rows[*at].id().is_some();
        let next = (at..self.rows.len()).find(is_task);
        self.list.at = next.or_else(|| (0..at).rev().find(is_task)).unwrap_or(0);
    }

    fn run_bars(&mut self, command: Command, context: &Context, body: Rect) -> Vec<Action> {
        if let Some(step) = command.step() {
            let height = usize::from(self.areas(body).rows.height);
            let before = self.list.at;
            self.list.step(step, self.rows.len(), height);
            let is_task = |at: &usize| self.rows.get(*at).is_some_and(|row| row.id().is_some());
            let at = self.list.at;
            let found = if at >= before {
                (at..self.rows.len()).find(is_task)
            } else {
                (0..=at).rev().find(is_task).or_else(|| (at..before).find(is_task))
            };
            self.list.at = found.unwrap_or(before);
            if self.list.at == before && before > at {
                // Only headings lie above: they are shown.
                self.list.top = 0;
            }
            return vec![];
        }
        let Some(id) = self.here.clone() else {
            return match command {
                Command::Copy => vec![],
                _ => vec![say(Phrase::new("这里没有任务", "there is no task here"), context.lang)],
            };
        };
        match command {
            Command::Open => vec![Action::GoToTask(id)],
            Command::Copy => vec![Action::CopyText(moves::copied(context, &id))],
            Command::TypeDates => moves::form(context, &id).into_iter().collect(),
            Command::ToBar => {
                let begin = context.workspace.tasks.get(id.as_str()).and_then(|task| Times::of(task).begin());
                match begin {
                    Some(begin) => self.from = later(monday(begin), -7).or(self.from),
                    None => return vec![say(moves::UNDATED, context.lang)],
                }
                vec![]
            }
            command => moves::by_key(command, context, &self.links, &id),
        }
    }

    fn run_load(&mut self, command: Command, context: &Context, body: Rect) -> Vec<Action> {
        if let Some(step) = command.step() {
            let height = usize::from(self.areas(body).rows.height);
            self.owners.step(step, self.load.owners.len(), height);
            return vec![];
        }
        match command {
            // To the bars of this owner, in this week.
            Command::Open => {
                if let Some((id, _)) = self.shares.first() {
                    (self.here, self.by_owner, self.shows_load) = (Some(id.clone()), true, false);
                    self.from = later(self.week(context.today), -7).or(self.from);
                    self.built = self
                        .built
                        .map(|(revision, lang, by_owner, hides)| (revision, lang, !by_owner, hides));
                }
                vec![]
            }
            Command::Copy => load::copied(self, context).into_iter().map(Action::CopyText).collect(),
            _ => vec![],
        }
    }
}

/// The number of a task of the guide; a random id says nothing.
fn number(id: &Id) -> &str {
    if guide().template(id.as_str()).is_some() { id.as_str() } else { "" }
}

/// A task in a few words: its number, or the beginning of its own title, for a random id says nothing.
fn called(workspace: &Workspace, id: &Id, lang: Lang) -> String {
    let title = workspace.tasks.get(id.as_str()).map_or("", |task| shown_title(id.as_str(), task, lang));
    if guide().template(id.as_str()).is_some() || title.is_empty() {
        return id.to_string();
    }
    clip(&show(title), 16).into_owned()
}

fn say(what: Phrase, lang: Lang) -> Action {
    Action::Say(Notice { mood: Mood::Plain, text: what.say(lang).to_owned() })
}
