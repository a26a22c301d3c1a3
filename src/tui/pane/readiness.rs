//! Data readiness (数据就绪度): what blocks first, then the map of sources and dimensions, and for every number why
//! it is what it is.
//!
//! ```text
//!  数据就绪度 1.7 / 4   已测 87%   ▲ 0.3 自 11-02   阻断 6   A 类 4 源 · 2 达标   G3 ✗ 不通过 缺 8
//!  ✗ 热处理炉 PLC   D4 时效与连续性  1 级（61%），需 2 级          → 4c.7 网络改造施工与测试
//!  数据源              类别     重要  D1  D2  D3  D4 …  终级   走势
//!  全部 8 源                          2.9 2.6 …          1.7
//! ▌热处理炉 PLC        控制系统  A     3   2   2   1! …   1 ✗   ▁▂▃
//!  设备联网率 29% ███░░░   网络改造 37% …
//! ```
//!
//! Enter leads from a cell to its explanation, and from a measurement to the profile behind it.

mod areas;
mod board;
mod detail;
mod draw;
mod forms;
mod hint;
mod map;
mod menus;
mod pointing;
mod profile;
mod recalled;

use super::{Context, Pane};
use crate::guide::Dimension;
use crate::profile::FileMark;
use crate::readiness::Site;
use crate::search::Kind;
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Mood, Notice, Page};
use crate::tui::app::Spot;
use crate::tui::command::Command;
use crate::tui::dialog::Dialog;
use crate::tui::keymap::Layer;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::chart::Chart;
use crate::tui::widget::list::{List, Step};
use crate::tui::widget::reader::Reader;
use crate::tui::widget::split::Split;
use crate::workspace::{Edit, Id, Measurement, RecordKind};
pub use board::SourceFilter;
use board::{Board, Cell, SourceLine};
pub use forms::{is_figure, measurement_form, number_form};
use jiff::civil::Date;
pub use menus::GapScope;
use profile::ProfileView;
pub use profile::worst_text;
use ratatui::layout::Rect;
pub use recalled::{Known, Profiles};

#[derive(Debug, Default)]
pub struct ReadinessPane {
    board: Board,
    built: Option<(u64, Date)>,
    filter: SourceFilter,
    /// The sources that are listed, by their place on the board.
    rows: Vec<usize>,
    /// Line 0 is the site.
    list: List,
    /// What the cursor is to be on, once it is listed.
    wanted: Option<(Id, Option<Dimension>)>,
    column: Column,
    focus: Focus,
    detail: Reader,
    detail_of: Option<DetailOf>,
    /// A few lines on what is under the cursor.
    hint: Vec<String>,
    /// The index over time, where there is room for it, and what it was laid for.
    chart: Chart,
    charted: Option<(u64, Lang, (u16, u16))>,
    profile: ProfileView,
    /// The export behind what is looked at, and its source.
    export: Option<(Id, FileMark)>,
    /// The measurement whose profile is looked at.
    opened: Option<Id>,
    /// Of the map beside the detail.
    split: Split,
}

/// What the detail was laid for: line, column, revision, language, day, width.
type DetailOf = (Option<Id>, Column, u64, Lang, Date, usize);

/// What of a source the cursor is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Column {
    #[default]
    Whole,
    Of(Dimension),
    Last,
}

impl Column {
    fn index(self) -> usize {
        match self {
            Column::Whole => 0,
            Column::Of(dimension) => dimension.index() + 1,
            Column::Last => 11,
        }
    }

    fn at(index: usize) -> Column {
        match index {
            0 => Column::Whole,
            n => Dimension::ALL.get(n - 1).map_or(Column::Last, |dimension| Column::Of(*dimension)),
        }
    }

    fn dimension(self) -> Option<Dimension> {
        match self {
            Column::Of(dimension) => Some(dimension),
            Column::Whole | Column::Last => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Focus {
    #[default]
    Map,
    Detail,
    /// The profile of one measurement, over the whole page.
    Profile,
}

impl ReadinessPane {
    pub fn go_to(&mut self, source: &Id, dimension: Option<Dimension>) {
        self.wanted = Some((source.clone(), dimension));
        self.focus = Focus::Map;
        self.built = None;
    }

    pub fn set_filter(&mut self, filter: SourceFilter) {
        self.filter = filter;
        self.built = None;
    }

    /// Shows the profile behind a measurement.
    pub fn open_profile(&mut self, measurement: &Id) {
        self.opened = Some(measurement.clone());
        self.profile = ProfileView::default();
        self.focus = Focus::Profile;
    }

    /// The source under the cursor; None on the line of the site.
    fn line(&self) -> Option<&SourceLine> {
        let at = self.list.at.checked_sub(1)?;
        self.board.sources.get(*self.rows.get(at)?)
    }

    /// The export behind what is looked at, whose details are wanted, and its source.
    pub fn wants(&self) -> Option<&(Id, FileMark)> {
        self.export.as_ref()
    }

    fn export(&self, context: &Context) -> Option<(Id, FileMark)> {
        let id = match self.focus {
            Focus::Profile => self.opened.clone()?,
            _ => self.measured(context)?,
        };
        let measurement = context.workspace.measurements.get(id.as_str())?;
        Some((Id::new(measurement.source.as_str())?, mark_of(measurement)?))
    }

    /// The newest measurement of a file that says something about what the cursor is on.
    fn measured(&self, context: &Context) -> Option<Id> {
        let line = self.line()?;
        let site = Site::of(context.workspace);
        let source = site.sources.iter().find(|source| *source.id == line.id)?;
        match self.column {
            Column::Of(dimension) => {
                let (id, measurement) = source.reading(dimension)?.from?;
                mark_of(measurement).map(|_| id.clone())
            }
            Column::Whole | Column::Last => {
                let mut all = source.measurements().iter().rev();
                all.find(|(_, measurement)| mark_of(measurement).is_some()).map(|(id, _)| (*id).clone())
            }
        }
    }

    fn build(&mut self, context: &Context) {
        self.board = Board::of(&Site::of(context.workspace), context.today);
        let here = self.line_id();
        self.rows =
            (0..self.board.sources.len()).filter(|at| self.filter.shows(&self.board.sources[*at])).collect();
        let wanted = self.wanted.take();
        // What is asked for is shown, whatever the filter says.
        if let Some((id, _)) = &wanted
            && self.place_of(id).is_none()
        {
            self.filter = SourceFilter::default();
            self.rows = (0..self.board.sources.len()).collect();
        }
        if let Some((id, dimension)) = wanted
            && let Some(at) = self.place_of(&id)
        {
            self.list.at = at;
            self.column = dimension.map_or(Column::Whole, Column::Of);
        } else if let Some(at) = here.and_then(|id| self.place_of(&id)) {
            self.list.at = at;
        }
        self.detail_of = None;
    }

    fn line_id(&self) -> Option<Id> {
        self.line().map(|line| line.id.clone())
    }

    fn place_of(&self, id: &Id) -> Option<usize> {
        self.rows.iter().position(|at| self.board.sources[*at].id == *id).map(|at| at + 1)
    }
}

impl Pane for ReadinessPane {
    fn layers(&self) -> &'static [Layer] {
        match self.focus {
            Focus::Profile => &[Layer::Profile, Layer::Move, Layer::App],
            Focus::Map | Focus::Detail => &[Layer::Readiness, Layer::Move, Layer::App],
        }
    }

    fn settle(&mut self, context: &Context, body: Rect) {
        // Details of exports come in without a change of the workspace: the board stays.
        if self.built != Some((context.revision, context.today)) {
            self.build(context);
            self.built = Some((context.revision, context.today));
        }
        let areas = self.areas(body);
        self.list.keep_in_view(self.rows.len() + 1, usize::from(areas.map.height.max(1)));
        if self.focus == Focus::Profile {
            let profile = self.profile_of(context);
            self.profile.settle(profile, body);
            self.export = self.export(context);
            return;
        }
        let wide = areas.detail.map_or(0, |area| usize::from(area.width));
        let of = (self.line_id(), self.column, context.revision, context.lang, context.today, wide);
        if self.detail_of.as_ref() != Some(&of) {
            if self.detail_of.as_ref().map(|of| (&of.0, of.1)) != Some((&of.0, of.1)) {
                self.detail.rewind();
            }
            self.hint = self.hint_lines(context);
            self.export = self.export(context);
            if wide > 0 {
                let items = self.detail_items(context, wide);
                self.detail.lay(items, wide);
            }
            self.detail_of = Some(of);
        }
        let room = self.chart_area(areas.site);
        let charted = (context.revision, context.lang, (room.width, room.height));
        if self.charted != Some(charted) {
            self.chart = self.board.chart((room.width, room.height), context.lang);
            self.charted = Some(charted);
        }
        self.detail.keep_in_view(areas.detail.map_or(1, |area| usize::from(area.height)));
    }

    fn run(
        &mut self,
        command: Command,
        context: &Context,
        body: Rect,
        _random: &mut fastrand::Rng,
    ) -> Vec<Action> {
        if let Some(step) = command.step() {
            self.walk(step, context, body);
            return vec![];
        }
        if self.focus == Focus::Profile {
            match command {
                Command::Back | Command::Left => self.focus = Focus::Detail,
                Command::MeasureExport => return self.measure(crate::profile::FileKind::Export, context),
                Command::Copy => return self.profile.copied(context.lang),
                _ => {}
            }
            return vec![];
        }
        match command {
            Command::Open if self.focus == Focus::Detail => {
                return self.detail.link().cloned().into_iter().collect();
            }
            Command::Open => self.focus = Focus::Detail,
            Command::NextColumn | Command::PreviousColumn => {
                self.focus = if self.focus == Focus::Map { Focus::Detail } else { Focus::Map };
            }
            Command::Back | Command::Left if self.focus == Focus::Detail => self.focus = Focus::Map,
            Command::Back if self.filter != SourceFilter::default() => {
                self.set_filter(SourceFilter::default());
            }
            Command::Back => return vec![Action::Go(Page::Overview)],
            Command::Left => self.column = Column::at(self.column.index().saturating_sub(1)),
            Command::Right if self.focus == Focus::Map => {
                self.column = Column::at((self.column.index() + 1).min(Column::Last.index()));
            }
            Command::NextBlocker => return self.next_blocker(context),
            Command::Copy => return vec![Action::CopyText(self.copied())],
            command => return self.ask(command, context),
        }
        vec![]
    }

    /// Typing narrows the sources.
    fn type_text(&mut self, text: &str, _context: &Context) -> Vec<Action> {
        vec![Action::FilterSources(SourceFilter { text: text.trim().to_owned(), ..self.filter.clone() })]
    }

    fn here(&self) -> Option<Spot> {
        Some((Kind::Row, self.line()?.id.to_string()))
    }

    fn draw(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        self.draw_all(canvas, body, context);
    }
}

impl ReadinessPane {
    fn walk(&mut self, step: Step, context: &Context, body: Rect) {
        let areas = self.areas(body);
        match self.focus {
            Focus::Map => self.list.step(step, self.rows.len() + 1, usize::from(areas.map.height.max(1))),
            Focus::Detail => {
                let height = areas.detail.map_or(1, |area| usize::from(area.height));
                self.detail.step(step, height);
            }
            Focus::Profile => self.profile.step(step, self.profile_of(context), body),
        }
    }

    /// The blocker behind the cursor, or the first one.
    fn next_blocker(&mut self, context: &Context) -> Vec<Action> {
        let blockers = &self.board.blockers;
        let here = self.line().zip(self.column.dimension());
        let at = here.and_then(|(line, dimension)| {
            blockers.iter().position(|cell| cell.source == line.id && cell.dimension == dimension)
        });
        let next = match at {
            Some(at) => blockers.get((at + 1) % blockers.len().max(1)),
            None => blockers.first(),
        };
        match next.cloned() {
            Some(cell) => {
                self.go_to(&cell.source, Some(cell.dimension));
                vec![]
            }
            None => vec![say(Phrase::new("没有阻断项", "nothing blocks"), context.lang)],
        }
    }

    fn ask(&mut self, command: Command, context: &Context) -> Vec<Action> {
        match command {
            Command::MeasureExport => self.measure(crate::profile::FileKind::Export, context),
            Command::MeasureTags => self.measure(crate::profile::FileKind::Tags, context),
            Command::MeasureByHand => self.by_hand(context),
            Command::GapTasks => self.gap_tasks(context),
            Command::ModelNumbers => self.numbers(context),
            Command::FilterSources => vec![open(self.filter_menu(context.lang))],
            Command::Find => vec![open(self.find(context.lang))],
            Command::DeleteMeasurement => self.delete(context),
            Command::ToSource => match self.line() {
                Some(line) => vec![Action::GoToRow(line.id.clone())],
                None => vec![Action::GoToRegister("sources".into())],
            },
            Command::ToTask => self.to_task(context),
            _ => vec![],
        }
    }

    /// The task that was made of the gap, else the template that closes it.
    fn to_task(&self, context: &Context) -> Vec<Action> {
        let Some((line, dimension)) = self.line().zip(self.column.dimension()) else {
            return vec![say(NO_CELL, context.lang)];
        };
        let own = crate::readiness::gap_task_id(&line.id, dimension);
        let templates = dimension.model().tasks_for(line.kind).iter().filter_map(|key| Id::new(key));
        let mut all = std::iter::once(own).chain(templates);
        match all.find(|id| context.workspace.tasks.contains(id.as_str())) {
            Some(id) => vec![Action::GoToTask(id)],
            None => vec![say(
                Phrase::new("还没有这样的任务：t 生成", "no such task yet: t makes one"),
                context.lang,
            )],
        }
    }

    /// The measurement under the cursor of the detail; one that it says so of before all others.
    fn delete(&self, context: &Context) -> Vec<Action> {
        let opened = match self.detail.link() {
            Some(Action::OpenProfile(id)) if self.focus == Focus::Detail => Some(id),
            _ => None,
        };
        match opened.filter(|id| context.workspace.measurements.contains(id.as_str())) {
            Some(id) => {
                let edit = Edit::Remove { kind: RecordKind::Measurement, id: id.clone() };
                vec![Action::Edit(Phrase::new("已删除这次测量", "deleted the measurement"), edit)]
            }
            None => vec![say(
                Phrase::new(
                    "先按 Enter 进明细，把光标放到一次测量上",
                    "Enter first, then put the cursor on a measurement",
                ),
                context.lang,
            )],
        }
    }

    fn copied(&self) -> String {
        if self.focus == Focus::Detail {
            return self.detail.line().to_owned();
        }
        self.hint.join(" ")
    }

    /// The cell under the cursor.
    fn cell(&self) -> Option<Cell> {
        let (line, dimension) = self.line().zip(self.column.dimension())?;
        Some(Cell { source: line.id.clone(), dimension })
    }
}

/// What an export is known by; None where nothing was measured from a file.
fn mark_of(measurement: &Measurement) -> Option<FileMark> {
    let hash = measurement.hash.as_str();
    let size = measurement.size.as_str().trim().parse().ok()?;
    (!hash.is_empty()).then(|| FileMark {
        name: measurement.file.as_str().to_owned(),
        size,
        hash: hash.to_owned(),
    })
}

const NO_CELL: Phrase = Phrase::new("先用 ←→ 选一个维度", "choose a dimension with ← → first");

fn open(dialog: Dialog) -> Action {
    Action::Ask(Box::new(dialog))
}

fn say(what: Phrase, lang: Lang) -> Action {
    Action::Say(Notice { mood: Mood::Plain, text: what.say(lang).to_owned() })
}
