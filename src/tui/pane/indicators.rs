//! Performance (绩效): the indicators of the register `kpi` against their targets, with their readings.
//!
//! ```text
//!  绩效  8 项 · 达标 3 · 未达 2 · 无读数 3
//!     指标              基线   目标   最新   走势      设备联网率 ▼ 未达目标
//! ▌▼ 设备联网率           62     95   86.5 ▁▄▆█     基线 62  目标 95  最新 86.5 %
//!  ▲ 非计划停机 h        120     60     52 █▆▃▁     ⣀⠤⠔⠒⠉┊●  (chart, then the readings)
//! ```
//!
//! List and readings side by side where it is wide, one at a time where it is narrow.

mod cards;
mod draw;
mod pointing;

use super::seek::Seek;
use super::{Context, Pane};
use crate::readiness::{Indicator, TrendPoint, indicators};
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Mood, Notice, Page};
use crate::tui::command::Command;
use crate::tui::dialog::{Dialog, Form, Purpose};
use crate::tui::keymap::Layer;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::chart::Chart;
use crate::tui::widget::list::List;
use crate::tui::widget::split::Split;
use crate::workspace::{self, Edit, Id, RecordKind};
pub use cards::kind_of;
use ratatui::layout::Rect;
use std::collections::BTreeSet;

#[derive(Debug, Default)]
pub struct IndicatorsPane {
    column: Column,
    all: Vec<Indicator>,
    built: Option<u64>,
    list: List,
    /// The row under the cursor: the cursor follows it when lines come and go.
    here: Option<Id>,
    readings: List,
    /// A reading to go to once it is listed.
    wanted: Option<Id>,
    seek: Seek,
    chart: Chart,
    charted: Option<Charted>,
    split: Split,
}

/// What the chart was drawn of: the row, the revision, the language, the room.
type Charted = (Option<Id>, u64, Lang, (u16, u16));

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Column {
    #[default]
    List,
    Readings,
}

/// A line of the readings: newest first, then those that could not be placed.
enum Line<'a> {
    Placed(&'a TrendPoint),
    Unplaced(&'a Id),
}

impl<'a> Line<'a> {
    /// None for the actual value that stands in the table.
    fn id(&self) -> Option<&'a Id> {
        match self {
            Line::Placed(point) => point.id.as_ref(),
            Line::Unplaced(id) => Some(id),
        }
    }
}

fn lines(indicator: &Indicator) -> Vec<Line<'_>> {
    let placed = indicator.points.iter().rev().map(Line::Placed);
    placed.chain(indicator.unplaced.iter().map(Line::Unplaced)).collect()
}

impl IndicatorsPane {
    /// The cursor goes to an indicator as soon as it is listed.
    pub fn go_to(&mut self, row: &Id) {
        self.here = Some(row.clone());
        self.column = Column::List;
    }

    pub fn go_to_reading(&mut self, id: &Id) {
        self.wanted = Some(id.clone());
        self.built = None;
    }

    /// What is looked through: indicators by number and name.
    fn texts(&self) -> Vec<String> {
        self.all.iter().map(|indicator| format!("{} {}", indicator.key, indicator.name)).collect()
    }

    fn put_cursor(&mut self, at: usize) {
        if at != self.list.at {
            self.column = Column::List;
            self.list.at = at;
            self.here = self.indicator().map(|indicator| indicator.id.clone());
            self.readings = List::default();
        }
    }

    fn indicator(&self) -> Option<&Indicator> {
        self.all.get(self.list.at)
    }

    fn readings_count(&self) -> usize {
        self.indicator().map_or(0, |it| it.points.len() + it.unplaced.len())
    }

    /// The reading under the cursor.
    fn reading(&self) -> Option<&Id> {
        let indicator = self.indicator()?;
        lines(indicator).get(self.readings.at)?.id()
    }

    /// Where a reading that was asked for stands.
    fn find_wanted(&mut self) {
        let Some(wanted) = self.wanted.take() else { return };
        for (at, indicator) in self.all.iter().enumerate() {
            let place = lines(indicator).iter().position(|line| line.id() == Some(&wanted));
            if let Some(place) = place {
                self.here = Some(indicator.id.clone());
                (self.list.at, self.readings.at, self.column) = (at, place, Column::Readings);
                return;
            }
        }
    }
}

impl Pane for IndicatorsPane {
    fn layers(&self) -> &'static [Layer] {
        if self.seek.is_typing() {
            return &[Layer::Field];
        }
        &[Layer::Indicators, Layer::Move, Layer::App]
    }

    fn return_to(&mut self, records: &BTreeSet<Id>) {
        if let Some(back) = self.all.iter().find(|indicator| records.contains(&indicator.id)) {
            self.here = Some(back.id.clone());
        } else {
            let mut readings = self.all.iter().flat_map(lines).filter_map(|line| line.id());
            self.wanted = readings.find(|id| records.contains(*id)).cloned();
        }
        self.built = None;
    }

    fn settle(&mut self, context: &Context, body: Rect) {
        if self.built != Some(context.revision) {
            self.all = indicators(context.workspace);
            self.built = Some(context.revision);
            self.find_wanted();
        }
        if let Some(here) = &self.here
            && self.indicator().map(|indicator| &indicator.id) != Some(here)
            && let Some(at) = self.all.iter().position(|indicator| indicator.id == *here)
        {
            self.list.at = at;
        }
        let areas = self.areas(body);
        let height = |area: Option<Rect>| usize::from(area.map_or(1, |area| area.height));
        self.list.keep_in_view(self.all.len(), height(areas.list));
        let here = self.indicator().map(|indicator| indicator.id.clone());
        if self.here != here {
            self.readings = List::default();
            self.here = here;
        }
        let count = self.readings_count();
        self.readings.keep_in_view(count, height(areas.readings));
        let room = areas.chart.map_or((0, 0), |area| (area.width, area.height));
        let charted = (self.here.clone(), context.revision, context.lang, room);
        if self.charted.as_ref() != Some(&charted) {
            self.chart = self.indicator().map_or(Chart::default(), |it| cards::chart(it, room, context));
            self.charted = Some(charted);
        }
    }

    fn run(
        &mut self,
        command: Command,
        context: &Context,
        body: Rect,
        _random: &mut fastrand::Rng,
    ) -> Vec<Action> {
        if self.seek.takes(command) {
            let (at, said) = self.seek.run(command, self.list.at, &self.texts(), context.lang);
            self.put_cursor(at);
            return said;
        }
        if let Some(step) = command.step() {
            let areas = self.areas(body);
            let height = |area: Option<Rect>| usize::from(area.map_or(1, |area| area.height));
            match self.column {
                Column::List => {
                    self.list.step(step, self.all.len(), height(areas.list));
                    self.here = self.indicator().map(|indicator| indicator.id.clone());
                    self.readings = List::default();
                }
                Column::Readings => {
                    let count = self.readings_count();
                    self.readings.step(step, count, height(areas.readings));
                }
            }
            return vec![];
        }
        match command {
            Command::Open if self.column == Column::Readings => return self.edit(context),
            Command::Right | Command::Open => self.column = Column::Readings,
            Command::NextColumn | Command::PreviousColumn => {
                self.column = if self.column == Column::List { Column::Readings } else { Column::List };
            }
            Command::Back if self.column == Column::List => return vec![Action::Go(Page::Overview)],
            Command::Left | Command::Back => self.column = Column::List,
            command => return self.ask(command, context),
        }
        vec![]
    }

    fn type_text(&mut self, text: &str, _context: &Context) -> Vec<Action> {
        let at = self.seek.type_text(text, self.list.at, &self.texts());
        self.put_cursor(at);
        vec![]
    }

    fn draw(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        self.draw_all(canvas, body, context);
        self.seek.draw(canvas, body);
    }
}

impl IndicatorsPane {
    fn ask(&self, command: Command, context: &Context) -> Vec<Action> {
        let lang = context.lang;
        if command == Command::AddIndicator {
            return vec![open(cards::indicator(None, context))];
        }
        let Some(indicator) = self.indicator() else {
            return match command {
                Command::AddReading => vec![open(cards::indicator(None, context))],
                Command::EditFigure | Command::DeleteFigure | Command::TakeOver => {
                    vec![say(Phrase::new("还没有指标：A 新增", "no indicator yet: A adds one"), lang)]
                }
                _ => vec![],
            };
        };
        match (command, self.column) {
            (Command::AddReading, _) => vec![open(cards::reading(indicator, context))],
            (Command::EditFigure, _) => self.edit(context),
            (Command::DeleteFigure, Column::List) => {
                let (edit, _) = workspace::remove_row(context.workspace, &indicator.id);
                let what = Phrase::new("已删除指标及其读数", "deleted the indicator and its readings");
                vec![Action::Edit(what, edit)]
            }
            (Command::DeleteFigure, Column::Readings) => match self.reading() {
                Some(id) => {
                    let edit = Edit::Remove { kind: RecordKind::Reading, id: id.clone() };
                    vec![Action::Edit(Phrase::new("已删除读数", "deleted the reading"), edit)]
                }
                None => vec![say(IN_TABLE, lang)],
            },
            (Command::TakeOver, _) => self.take_over(indicator, context),
            (Command::Copy, _) => vec![Action::CopyText(self.copied(indicator, context))],
            _ => vec![],
        }
    }

    /// The indicator, or the reading under the cursor, in its form.
    fn edit(&self, context: &Context) -> Vec<Action> {
        let Some(indicator) = self.indicator() else { return vec![] };
        if self.column == Column::List {
            return vec![open(cards::indicator(Some(indicator), context))];
        }
        let Some(id) = self.reading() else {
            let is_empty = indicator.points.is_empty() && indicator.unplaced.is_empty();
            let none = Phrase::new("还没有读数：a 新增", "no reading yet: a adds one");
            return vec![say(if is_empty { none } else { IN_TABLE }, context.lang)];
        };
        let record = context.workspace.record(RecordKind::Reading, id.as_str());
        let today = context.today.to_string();
        let basis = (context.lang, today.as_str(), context.me);
        let purpose = Purpose::Edit(RecordKind::Reading, vec![id.clone()]);
        let title = format!("{} · {}", RecordKind::Reading.label().say(context.lang), indicator.title());
        let form = Form::of(title, purpose, RecordKind::Reading, record, basis);
        vec![open(Dialog::Form(form.disputed(context.workspace)))]
    }

    /// The reading under the cursor; in the list, the newest.
    fn take_over(&self, indicator: &Indicator, context: &Context) -> Vec<Action> {
        let newest = || indicator.points.iter().rev().find_map(|point| point.id.as_ref());
        let id = if self.column == Column::Readings { self.reading() } else { newest() };
        let Some(id) = id else {
            return vec![say(
                Phrase::new("这里没有可采用的读数", "there is no reading to take over"),
                context.lang,
            )];
        };
        match workspace::take_over(context.workspace, id) {
            Ok(edit) => {
                vec![Action::Edit(Phrase::new("已采用为实际值", "taken over as the actual value"), edit)]
            }
            Err(refusal) => vec![Action::Refused(refusal)],
        }
    }

    fn copied(&self, indicator: &Indicator, context: &Context) -> String {
        let lines = (self.column == Column::Readings).then(|| lines(indicator));
        let point = lines.as_ref().and_then(|lines| lines.get(self.readings.at));
        let (on, value) = match point {
            Some(Line::Unplaced(id)) => {
                let reading = context.workspace.readings.get(id.as_str());
                reading.map_or((String::new(), ""), |it| (it.on.as_str().to_owned(), it.value.as_str()))
            }
            Some(Line::Placed(point)) => (point.on.to_string(), point.text.as_str()),
            None => {
                indicator.newest().map_or((String::new(), ""), |it| (it.on.to_string(), it.text.as_str()))
            }
        };
        let parts = [indicator.key.as_str(), indicator.name.as_str(), &on, value, &indicator.unit];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

const IN_TABLE: Phrase = Phrase::new(
    "这是指标表中的实际值：到台账“指标表”中修改",
    "this is the actual value of the KPI table: change it there",
);

fn open(dialog: Dialog) -> Action {
    Action::Ask(Box::new(dialog))
}

fn say(what: Phrase, lang: Lang) -> Action {
    Action::Say(Notice { mood: Mood::Plain, text: what.say(lang).to_owned() })
}
