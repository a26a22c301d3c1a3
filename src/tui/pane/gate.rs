//! The gate at the end of a stage: its verdict, each criterion with what was found, and where it is put right.
//!
//! ```text
//!  G1 总体规划评审   ○ 未定   缺 9 项 · 豁免 1 项
//!  系统判定 ───────────────────────────     需求台账完整……
//! ▌✓ 需求台账完整              8/8          缺 2 处
//!  · 发展模式已选定            未全部打分    发展模式选择：尚未决定 →
//!  人工答复 ───────────────────────────
//!  – 预算来源已落实   豁免至 2026-12-31
//!  评审记录 ───────────────────────────
//! ```
//!
//! A gate advises and locks nothing: work on the next stage that began before it is said, never forbidden.

mod detail;
mod draw;
mod forms;
mod places;
mod pointing;

use super::seek::Seek;
use super::{Context, Pane};
use crate::guide::{Asks, Gate, Stage, guide};
use crate::readiness::{GateReport, Judged, criterion_id, reviews};
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Mood, Notice, Page};
use crate::tui::command::Command;
use crate::tui::dialog::Dialog;
use crate::tui::keymap::Layer;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::list::{List, Step};
use crate::tui::widget::reader::Reader;
use crate::tui::widget::split::Split;
use crate::workspace::{Id, Review};
use jiff::civil::Date;
use ratatui::layout::Rect;

#[derive(Debug)]
pub struct GatePane {
    gate: &'static Gate,
    stage: &'static Stage,
    lines: Vec<Line>,
    list: List,
    /// The detail has the keys, not the list.
    is_reading: bool,
    built: Option<(u64, Lang, Date)>,
    detail: Reader,
    detail_of: Option<(Line, u64, Lang, Date, usize)>,
    seek: Seek,
    /// The criterion to show, once the lines are there.
    wanted: Option<String>,
    split: Split,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    Heading(&'static str),
    /// By its number among the criteria of the gate.
    Criterion(usize),
    Review(Id),
    Faint(&'static str),
}

impl Line {
    fn is_entry(&self) -> bool {
        matches!(self, Line::Criterion(_) | Line::Review(_))
    }
}

impl GatePane {
    pub fn of(stage: &'static Stage) -> GatePane {
        GatePane {
            gate: guide().gate(&stage.gate).expect("every stage of the guide has its gate"),
            stage,
            lines: vec![],
            list: List::default(),
            is_reading: false,
            built: None,
            detail: Reader::default(),
            detail_of: None,
            seek: Seek::default(),
            wanted: None,
            split: Split::default(),
        }
    }

    /// Shows a criterion; without one the cursor stays where it was.
    pub fn go_to(&mut self, criterion: Option<&str>) {
        self.wanted = criterion.map(str::to_owned);
        self.is_reading = false;
        self.built = None;
    }

    fn report<'a>(&self, context: &Context<'a>) -> Option<&'a GateReport> {
        context.gates.iter().find(|report| report.gate.key == self.gate.key)
    }

    fn line(&self) -> Option<&Line> {
        self.lines.get(self.list.at)
    }

    /// The criterion under the cursor.
    fn judged<'a>(&self, context: &Context<'a>) -> Option<&'a Judged> {
        match self.line()? {
            Line::Criterion(at) => self.report(context)?.criteria.get(*at),
            _ => None,
        }
    }

    fn review<'a>(&self, context: &Context<'a>) -> Option<(&'a Id, &'a Review)> {
        match self.line()? {
            Line::Review(id) => {
                reviews(context.workspace, &self.gate.key).into_iter().find(|(held, _)| *held == id)
            }
            _ => None,
        }
    }

    /// The id of the record about a criterion.
    fn record(&self, judged: &Judged) -> Id {
        let id = criterion_id(&self.gate.key, &judged.criterion.key);
        Id::new(&id).expect("keys of the guide are sound")
    }

    fn build(&mut self, context: &Context) {
        let zh = context.lang == Lang::Zh;
        let is_by_hand = |at: &usize| matches!(self.gate.criteria[*at].asks, Asks::ByHand { .. });
        let (by_hand, computed): (Vec<usize>, Vec<usize>) =
            (0..self.gate.criteria.len()).partition(|at| is_by_hand(at));
        let mut lines = vec![];
        for (zh_name, en_name, group) in
            [("系统判定", "Computed", computed), ("人工答复", "Answered by people", by_hand)]
        {
            if !group.is_empty() {
                lines.push(Line::Heading(if zh { zh_name } else { en_name }));
                lines.extend(group.into_iter().map(Line::Criterion));
            }
        }
        lines.push(Line::Heading(if zh { "评审记录" } else { "Reviews" }));
        let mut held = reviews(context.workspace, &self.gate.key);
        held.reverse();
        if held.is_empty() {
            lines.push(Line::Faint(if zh {
                "还没有：r 记录一次评审"
            } else {
                "none yet: r records one"
            }));
        }
        lines.extend(held.into_iter().map(|(id, _)| Line::Review(id.clone())));
        let here = self.line().cloned();
        self.lines = lines;
        if let Some(at) = here.and_then(|here| self.lines.iter().position(|line| *line == here)) {
            self.list.at = at;
        }
        if let Some(wanted) = self.wanted.take()
            && let Some(n) = self.gate.criteria.iter().position(|criterion| criterion.key == wanted)
            && let Some(at) = self.lines.iter().position(|line| *line == Line::Criterion(n))
        {
            self.list.at = at;
        }
        self.list.at = self.list.at.min(self.lines.len().saturating_sub(1));
        if !self.line().is_some_and(Line::is_entry) {
            self.list.at = self.lines.iter().position(Line::is_entry).unwrap_or(0);
        }
    }
}

impl Pane for GatePane {
    fn layers(&self) -> &'static [Layer] {
        if self.seek.is_typing() {
            return &[Layer::Field];
        }
        &[Layer::Gate, Layer::Move, Layer::App]
    }

    fn settle(&mut self, context: &Context, body: Rect) {
        let built = (context.revision, context.lang, context.today);
        if self.built != Some(built) {
            self.build(context);
            self.built = Some(built);
        }
        let places = self.places(body, context);
        let height = |area: Option<Rect>| area.map_or(1, |area| usize::from(area.height));
        self.scroll(height(places.list));
        let wide = places.detail.map_or(0, |area| usize::from(area.width));
        let Some(line) = self.line().cloned() else { return };
        let of = (line, context.revision, context.lang, context.today, wide);
        if wide > 0 && self.detail_of.as_ref() != Some(&of) {
            if self.detail_of.as_ref().map(|(line, ..)| line) != Some(&of.0) {
                self.detail.rewind();
            }
            self.detail.lay(self.detail_items(context), wide);
            self.detail_of = Some(of);
        }
        self.detail.keep_in_view(height(places.detail));
    }

    fn run(
        &mut self,
        command: Command,
        context: &Context,
        body: Rect,
        random: &mut fastrand::Rng,
    ) -> Vec<Action> {
        if self.seek.takes(command) {
            let (at, said) = self.seek.run(command, self.list.at, &self.texts(context), context.lang);
            self.put_cursor(at);
            return said;
        }
        if let Some(step) = command.step() {
            self.walk(step, body, context);
            return vec![];
        }
        match command {
            Command::Open if self.is_reading => return self.detail.link().cloned().into_iter().collect(),
            Command::Open => return self.open(context),
            Command::Right => self.is_reading = true,
            Command::Left => self.is_reading = false,
            Command::NextColumn | Command::PreviousColumn => self.is_reading = !self.is_reading,
            Command::Back if self.is_reading => self.is_reading = false,
            Command::Back => return vec![Action::Go(Page::Overview)],
            Command::NextMissing => return self.next_missing(context),
            Command::Copy => return self.copy(context),
            Command::RecordReview => return self.record_review(context, random),
            Command::Answer => return self.answer(context),
            Command::GateEvidence => return self.evidence(context),
            Command::Waive => return self.waive(context),
            Command::TakeBack => return self.take_back(context),
            _ => {}
        }
        vec![]
    }

    fn type_text(&mut self, text: &str, context: &Context) -> Vec<Action> {
        let at = self.seek.type_text(text, self.list.at, &self.texts(context));
        self.put_cursor(at);
        vec![]
    }

    fn draw(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        self.draw_parts(canvas, body, context);
        self.seek.draw(canvas, body);
    }
}

impl GatePane {
    fn walk(&mut self, step: Step, body: Rect, context: &Context) {
        let places = self.places(body, context);
        let height = |area: Option<Rect>| area.map_or(1, |area| usize::from(area.height));
        if self.is_reading {
            return self.detail.step(step, height(places.detail));
        }
        let before = self.list.at;
        self.list.step(step, self.lines.len(), height(places.list));
        // Headings are passed over: on in the same direction, else back to where there is an entry.
        let is_entry = |at: &usize| self.lines.get(*at).is_some_and(Line::is_entry);
        let at = self.list.at;
        let found = if at >= before {
            (at..self.lines.len()).find(is_entry).or_else(|| (before..at).rev().find(is_entry))
        } else {
            (0..=at).rev().find(is_entry).or_else(|| (at..before).find(is_entry))
        };
        self.list.at = found.unwrap_or(before);
        self.scroll(height(places.list));
    }

    /// What is looked through: criteria with the first thing they lack, and reviews; headings are no match.
    fn texts(&self, context: &Context) -> Vec<String> {
        let text = |line: &Line| match line {
            Line::Criterion(at) => {
                let judged = self.report(context).and_then(|report| report.criteria.get(*at));
                judged.map_or(String::new(), |judged| {
                    let gap = judged.missing.first().map(|gap| detail::gap_text(gap, context));
                    format!("{} {}", judged.criterion.says.say(context.lang), gap.unwrap_or_default())
                })
            }
            Line::Review(id) => {
                let review = context.workspace.reviews.get(id.as_str());
                review.map_or(String::new(), |review| crate::readiness::review_name(review, context.lang))
            }
            Line::Heading(_) | Line::Faint(_) => String::new(),
        };
        self.lines.iter().map(text).collect()
    }

    fn put_cursor(&mut self, at: usize) {
        if at != self.list.at {
            self.is_reading = false;
            self.list.at = at;
        }
    }

    /// As little as needed; the heading above the first entry of a group is seen with it.
    fn scroll(&mut self, height: usize) {
        self.list.keep_in_view(self.lines.len(), height);
        let at = self.list.at;
        let is_first = at > 0 && matches!(self.lines.get(at - 1), Some(Line::Heading(_)));
        if is_first && self.list.top == at && height > 1 {
            self.list.top -= 1;
        }
    }

    /// To where the first thing that is missing is put right; what people answer is answered on the spot.
    fn open(&mut self, context: &Context) -> Vec<Action> {
        let Some(judged) = self.judged(context) else { return self.answer(context) };
        if matches!(judged.criterion.asks, Asks::ByHand { .. }) {
            return self.answer(context);
        }
        if let Some(gap) = judged.missing.first() {
            return places::lead_to(&gap.place, context);
        }
        self.is_reading = true;
        vec![]
    }

    /// To the next criterion that nobody has met or waived.
    fn next_missing(&mut self, context: &Context) -> Vec<Action> {
        self.is_reading = false;
        let Some(report) = self.report(context) else { return vec![] };
        let missing: Vec<&str> = report.missing().map(|judged| judged.criterion.key.as_str()).collect();
        let is_missing = |at: &usize| match self.lines.get(*at) {
            Some(Line::Criterion(n)) => missing.contains(&self.gate.criteria[*n].key.as_str()),
            _ => false,
        };
        let here = self.list.at;
        let mut round = (here + 1..self.lines.len()).chain(0..=here);
        match round.find(is_missing) {
            Some(at) => {
                self.list.at = at;
                vec![]
            }
            None => vec![say(Phrase::new("没有缺项", "nothing is missing"), context.lang)],
        }
    }

    fn copy(&self, context: &Context) -> Vec<Action> {
        if self.is_reading {
            return vec![Action::CopyText(self.detail.line().to_owned())];
        }
        let text = match (self.judged(context), self.review(context)) {
            (Some(judged), _) => {
                let found = judged.found.say(context.lang);
                format!("{} {}  {found}", judged.stands.sign(), judged.criterion.says.say(context.lang))
            }
            (None, Some((_, review))) => crate::readiness::review_name(review, context.lang),
            _ => return vec![],
        };
        vec![Action::CopyText(text.trim_end().to_owned())]
    }
}

fn say(phrase: Phrase, lang: Lang) -> Action {
    Action::Say(Notice { mood: Mood::Plain, text: phrase.say(lang).into() })
}

fn open(dialog: Dialog) -> Action {
    Action::Ask(Box::new(dialog))
}
