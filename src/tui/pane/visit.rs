//! Site visit: one thing after the other on a walk through the plant, with what is still to be found out there. It is
//! made for one hand: a digit answers, Enter goes on, and every answer is a step of its own.
//!
//! ```text
//!  现场走查   磨削车间 3/21   全部 7/140                            只看设备
//!
//!  M-03  轴承内圈磨床                                          设备 4/140
//!  磨削车间 › 磨削1线
//!  ──────────────────────────────────────────────────────────────────────
//!  联网状态  必填
//!    1   未联网
//!    2   可联网
//!
//!  待填 2 · 必填 1
//! ▌联网状态 *
//!  接口类型                                                          稍后
//!  已填 9：类别 生产设备 · 型号 3MZ1410 …
//! ```

mod answer;
mod card;
mod filter;
mod list;
mod pointing;

pub use filter::VisitFilter;

use super::seek::Seek;
use super::{Context, Pane};
use crate::guide::ColumnKind;
use crate::readiness::{WalkList, WalkStop};
use crate::search::Kind;
use crate::store::Draft;
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Mood, Notice, OnSite, Page};
use crate::tui::app::Spot;
use crate::tui::command::Command;
use crate::tui::dialog::{Ask, Dialog, Then};
use crate::tui::keymap::Layer;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::input::Input;
use crate::tui::widget::list::{List, Step};
use crate::workspace::Id;
use answer::Typing;
use card::{DIGITS, Question};
use list::Line;
use ratatui::layout::Rect;
use std::collections::BTreeSet;

#[derive(Debug, Default)]
pub struct VisitPane {
    filter: VisitFilter,
    walk: WalkList,
    built: Option<(u64, VisitFilter)>,
    lines: Vec<Line>,
    list: List,
    /// The thing that one stands before.
    here: Option<Id>,
    side: Side,
    /// What is still to be found out of it, and which of that is asked now.
    questions: Vec<Question>,
    questions_of: Option<(Id, u64, Lang)>,
    at: usize,
    /// The first one of the choices that are seen.
    choice: usize,
    /// Things and questions that were put off; for this sitting only.
    later: BTreeSet<Id>,
    skipped: BTreeSet<(Id, String)>,
    /// Where one says to be, and the area and line for which that was said.
    place: Option<(String, (String, String))>,
    typing: Option<Typing>,
    seek: Seek,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Side {
    #[default]
    Card,
    List,
}

/// From this width on the list stands beside the card.
const WIDE: u16 = 100;

impl Pane for VisitPane {
    fn layers(&self) -> &'static [Layer] {
        if self.typing.is_some() || self.seek.is_typing() {
            return &[Layer::Field];
        }
        &[Layer::Visit, Layer::Move, Layer::App]
    }

    fn settle(&mut self, context: &Context, body: Rect) {
        let built = (context.revision, self.filter.clone());
        if self.built.as_ref() != Some(&built) {
            if self.built.as_ref().map(|built| built.0) != Some(context.revision) {
                self.walk = WalkList::of(context.workspace);
            }
            self.find_here();
            self.lines = list::lines(&self.walk, &self.filter, self.here.as_ref());
            self.built = Some(built);
        }
        if let Some(at) = self.line_of_here() {
            self.list.at = at;
        }
        let height = self.areas(body).list.map_or(1, |area| area.height);
        self.list.keep_in_view(self.lines.len(), usize::from(height));
        self.ask(context);
        if let Some(Typing::Answer(edit)) = &mut self.typing {
            edit.read(context);
        }
    }

    fn run(
        &mut self,
        command: Command,
        context: &Context,
        body: Rect,
        random: &mut fastrand::Rng,
    ) -> Vec<Action> {
        if self.typing.is_some() {
            return self.run_typing(command, context, random);
        }
        if self.seek.takes(command) {
            let (at, said) = self.seek.run(command, self.list.at, &self.texts(context), context.lang);
            self.put_cursor(at);
            return said;
        }
        if let Some(step) = command.step() {
            self.step(step, body);
            return vec![];
        }
        match command {
            Command::NextStop if self.side == Side::List && !is_wide(body) => self.side = Side::Card,
            Command::NextStop => return self.go_on(1, context.lang),
            Command::PreviousStop => return self.go_on(-1, context.lang),
            Command::NextColumn | Command::PreviousColumn => {
                self.side = if self.side == Side::Card { Side::List } else { Side::Card };
            }
            Command::Back => return self.back(body),
            Command::AnswerField | Command::TypeAnswer => return self.type_answer("", context),
            Command::SkipField => self.skip(),
            Command::VisitLater => return self.put_off(context.lang),
            Command::AddStop => self.start_adding(),
            Command::FilterVisit => {
                let menu = filter::menu(&self.filter, &self.walk, context.lang);
                return vec![open(menu)];
            }
            command => return self.about_here(command, context),
        }
        vec![]
    }

    /// Words that an input method commits are the answer, where it is one in words; else they are looked for.
    fn type_text(&mut self, text: &str, context: &Context) -> Vec<Action> {
        let is_asked = self.is_asked_in_words();
        match &mut self.typing {
            Some(Typing::Answer(edit)) => edit.type_text(text),
            Some(Typing::Add(input)) => input.insert(text),
            None if is_asked => return self.type_answer(text, context),
            None => {
                let at = self.seek.type_text(text, self.list.at, &self.texts(context));
                self.put_cursor(at);
            }
        }
        vec![]
    }

    /// Tables come in where one stands.
    fn register(&self) -> Option<&str> {
        self.kind().map(|register| register.key.as_str())
    }

    fn here(&self) -> Option<Spot> {
        self.here.as_ref().map(|id| (Kind::Row, id.to_string()))
    }

    /// The numbers of the choices that are seen; where there are none, a digit begins what is typed.
    fn digits(&self) -> Option<(usize, usize)> {
        let question = self.question().filter(|_| self.side == Side::Card)?;
        let more = usize::from(question.choices.len() <= DIGITS);
        match question.choices.len().saturating_sub(self.choice).min(DIGITS) {
            0 if question.choices.is_empty() => is_counted(question.kind).then_some((0, DIGITS)),
            seen => Some((more, seen)),
        }
    }

    fn lacks(&self, command: Command) -> Option<Phrase> {
        let is_about_here = matches!(
            command,
            Command::AnswerField
                | Command::TypeAnswer
                | Command::SkipField
                | Command::VisitLater
                | Command::TakePhoto
                | Command::PhotoFolder
                | Command::VisitNote
                | Command::VisitPlace
                | Command::ToRecord
        );
        (is_about_here && self.here.is_none()).then_some(NOTHING_HERE)
    }

    fn draw(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        self.draw_parts(canvas, body, context);
        self.seek.draw(canvas, body);
    }
}

const NOTHING_HERE: Phrase =
    Phrase::new("还没有可走查的条目：a 新增，I 导入", "nothing to visit yet: a adds one, I imports a table");

impl VisitPane {
    /// Begins at this line, if it is one that is walked to.
    pub fn go_to(&mut self, id: &Id) {
        self.here = Some(id.clone());
        self.filter = VisitFilter::default();
        self.side = Side::Card;
        self.typing = None;
        self.built = None;
    }

    /// Goes on to what is asked for, where the thing here is not.
    pub fn set_filter(&mut self, filter: VisitFilter) {
        if self.stop().is_some_and(|stop| !filter.passes(stop)) {
            self.here = None;
        }
        self.side = Side::Card;
        self.filter = filter;
    }

    /// Where one is, until one goes to another area or line. Nothing: as the register has it.
    pub fn set_place(&mut self, text: &str) {
        let stand = self.stop().map(|stop| (stop.area.clone(), stop.line.clone()));
        self.place = stand.filter(|_| !text.is_empty()).map(|stand| (text.to_owned(), stand));
    }

    /// Where one is: as was said, else the area and line of the thing.
    pub fn place(&self) -> String {
        let Some(stop) = self.stop() else { return String::new() };
        match &self.place {
            Some((text, (area, line))) if *area == stop.area && *line == stop.line => text.clone(),
            _ => {
                let parts = [stop.area.as_str(), stop.line.as_str()].into_iter();
                parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" / ")
            }
        }
    }

    /// What is being typed as an answer.
    pub fn draft(&self) -> Option<Draft> {
        match &self.typing {
            Some(Typing::Answer(edit)) => edit.draft(),
            _ => None,
        }
    }

    /// Nothing is being typed, and what is asked is answered by typing.
    pub fn is_asked_in_words(&self) -> bool {
        let is_typing = self.typing.is_some() || self.seek.is_typing();
        !is_typing && self.side == Side::Card && self.question().is_some_and(Question::is_typed)
    }

    fn stop(&self) -> Option<&WalkStop> {
        let here = self.here.as_ref()?;
        self.walk.stops.iter().find(|stop| stop.id == *here)
    }

    fn question(&self) -> Option<&Question> {
        self.questions.get(self.at)
    }

    /// Stays where it was; where that is gone, at what took its place; at the beginning before what is open.
    fn find_here(&mut self) {
        if self.stop().is_some() {
            return;
        }
        let passing = || self.walk.stops.iter().filter(|stop| self.filter.passes(stop));
        let behind = self.lines.iter().skip(self.list.at).filter_map(Line::stop);
        let next = behind.into_iter().find(|id| passing().any(|stop| stop.id == **id));
        let open = passing().find(|stop| !stop.is_done()).or_else(|| passing().next());
        self.here = next.cloned().or_else(|| open.map(|stop| stop.id.clone()));
    }

    fn line_of_here(&self) -> Option<usize> {
        let here = self.here.as_ref()?;
        self.lines.iter().position(|line| line.stop() == Some(here))
    }

    /// The questions about the thing. The cursor stays on its question, goes on to the next one when it is answered, and
    /// to one that has come back.
    fn ask(&mut self, context: &Context) {
        let of = self.here.clone().map(|id| (id, context.revision, context.lang));
        if of.is_none() || self.questions_of == of {
            return;
        }
        let is_same = self.questions_of.as_ref().map(|of| &of.0) == of.as_ref().map(|of| &of.0);
        let now = self.here.as_ref().map_or(vec![], |id| card::questions(id, context));
        let is_known = |question: &Question| self.questions.iter().any(|old| old.key == question.key);
        let came = if is_same { now.iter().position(|question| !is_known(question)) } else { None };
        let key = self.question().map(|question| question.key.clone());
        let kept = now.iter().position(|question| is_same && Some(&question.key) == key.as_ref());
        self.at = came.or(kept).unwrap_or(if is_same { self.at } else { 0 });
        if kept.is_none() || came.is_some() {
            self.choice = 0;
        }
        self.questions = now;
        self.questions_of = of;
        if came.is_none() && kept.is_none() {
            self.pass_over_skipped();
        }
        self.at = self.at.min(self.questions.len().saturating_sub(1));
    }

    fn is_skipped(&self, question: &Question) -> bool {
        let Some(here) = &self.here else { return false };
        self.skipped.contains(&(here.clone(), question.key.clone()))
    }

    /// On to the next question that was not put off, around the end; where all were, it stays.
    fn pass_over_skipped(&mut self) {
        let len = self.questions.len();
        let next = (0..len).map(|n| (self.at + n) % len).find(|at| !self.is_skipped(&self.questions[*at]));
        self.at = next.unwrap_or(self.at);
    }

    fn step(&mut self, step: Step, body: Rect) {
        if self.side == Side::Card {
            let mut list = List { at: self.at, top: 0 };
            list.step(step, self.questions.len(), 5);
            if list.at != self.at {
                (self.at, self.choice) = (list.at, 0);
            }
            return;
        }
        let before = self.list.at;
        let height = usize::from(self.areas(body).list.map_or(1, |area| area.height));
        self.list.step(step, self.lines.len(), height);
        let is_stop = |at: &usize| self.lines.get(*at).is_some_and(|line| line.stop().is_some());
        let (onward, back) = if self.list.at >= before {
            ((self.list.at..self.lines.len()).find(is_stop), (before..self.list.at).rev().find(is_stop))
        } else {
            ((0..=self.list.at).rev().find(is_stop), (self.list.at..=before).find(is_stop))
        };
        self.put_cursor(onward.or(back).unwrap_or(before));
    }

    /// To the next thing on the list, or the one before; what is done with under a filter leaves the list then.
    fn go_on(&mut self, by: isize, lang: Lang) -> Vec<Action> {
        let stops: Vec<&Id> = self.lines.iter().filter_map(Line::stop).collect();
        let at = stops.iter().position(|id| Some(*id) == self.here.as_ref()).unwrap_or(0);
        let next = at.checked_add_signed(by).and_then(|at| stops.get(at).copied().cloned());
        let Some(next) = next else {
            let text = match by > 0 {
                _ if stops.is_empty() => NOTHING_HERE.say(lang).to_owned(),
                true => self.end_of_walk(&stops, lang),
                false => Phrase::new("这是第一处", "this is the first one").say(lang).to_owned(),
            };
            return vec![Action::Say(Notice { mood: Mood::Plain, text })];
        };
        self.stand_before(next);
        vec![]
    }

    /// That it ends here, and what has to be filled in still of all that was walked.
    fn end_of_walk(&self, stops: &[&Id], lang: Lang) -> String {
        let lacking = self.walk.stops.iter().filter(|stop| stop.required > 0 && stops.contains(&&stop.id));
        let (places, fields) = lacking.fold((0, 0), |(n, sum), stop| (n + 1, sum + stop.required));
        match (fields, lang) {
            (0, Lang::Zh) => "走到最后一处了，必填的都填了".into(),
            (0, Lang::En) => "this is the last one; all that is required is filled in".into(),
            (_, Lang::Zh) => format!("走到最后一处了，还有 {places} 处共 {fields} 项必填没填"),
            (1, Lang::En) => "this is the last one; 1 required field is open still".into(),
            (_, Lang::En) => {
                format!("this is the last one; required and open still: {fields} fields, at {places} stops")
            }
        }
    }

    fn stand_before(&mut self, id: Id) {
        if self.here.as_ref() != Some(&id) {
            self.here = Some(id);
            (self.at, self.choice) = (0, 0);
            self.built = self.built.take().filter(|_| !self.filter.is_open_only);
        }
    }

    fn put_cursor(&mut self, at: usize) {
        if let Some(id) = self.lines.get(at).and_then(Line::stop).cloned() {
            self.stand_before(id);
            self.list.at = at;
        }
    }

    /// What is looked through: the lines of the list; headings are no hits.
    fn texts(&self, context: &Context) -> Vec<String> {
        self.lines
            .iter()
            .map(|line| line.stop().map_or(String::new(), |id| list::text(id, context)))
            .collect()
    }

    /// The question is put off, and the next one asked.
    fn skip(&mut self) {
        let (Some(here), Some(question)) = (&self.here, self.question()) else { return };
        self.skipped.insert((here.clone(), question.key.clone()));
        self.choice = 0;
        self.at = (self.at + 1) % self.questions.len().max(1);
        self.pass_over_skipped();
    }

    /// The thing is to be come back to; again takes that back.
    fn put_off(&mut self, lang: Lang) -> Vec<Action> {
        let Some(here) = self.here.clone() else { return vec![say(NOTHING_HERE, lang)] };
        if self.later.remove(&here) {
            return vec![say(Phrase::new("不再标为稍后", "no longer marked for later"), lang)];
        }
        self.later.insert(here);
        self.go_on(1, lang)
    }

    /// Lets go of one thing at a time: the list, then the filter, then the page.
    fn back(&mut self, body: Rect) -> Vec<Action> {
        if self.side == Side::Card && !is_wide(body) && !self.lines.is_empty() {
            self.side = Side::List;
        } else if self.filter != VisitFilter::default() {
            self.filter = VisitFilter::default();
        } else {
            self.side = Side::Card;
            return vec![Action::Go(Page::Overview)];
        }
        vec![]
    }

    /// Commands about the thing that one stands before.
    fn about_here(&self, command: Command, context: &Context) -> Vec<Action> {
        let lang = context.lang;
        let Some(here) = self.here.clone() else {
            let is_ours = self.lacks(command).is_some();
            return if is_ours { vec![say(NOTHING_HERE, lang)] } else { vec![] };
        };
        match command {
            Command::TakePhoto => vec![Action::OnSite(OnSite::Photo(here))],
            Command::PhotoFolder => vec![Action::OnSite(OnSite::PhotoFolder(here))],
            Command::ToRecord => vec![Action::GoToRow(here)],
            Command::VisitNote => self.ask_note(&here, context),
            Command::VisitPlace => {
                let (title, hint) = match lang {
                    Lang::Zh => ("现在的位置", "记在走查和照片上；清空则用台账里的车间和产线"),
                    Lang::En => {
                        ("Where you are", "noted with visits and photos; empty: as the register has it")
                    }
                };
                let input = Input::line(&self.place());
                let ask = Ask { title: title.into(), hint: hint.into(), input, then: Then::Place };
                vec![open(Dialog::Ask(ask))]
            }
            Command::Copy => vec![Action::CopyText(list::text(&here, context))],
            _ => vec![],
        }
    }
}

/// Answers that begin with a digit.
fn is_counted(kind: &ColumnKind) -> bool {
    matches!(kind, ColumnKind::Whole { .. } | ColumnKind::Number { .. } | ColumnKind::Percent { .. })
}

/// Both parts are seen.
fn is_wide(body: Rect) -> bool {
    body.width >= WIDE
}

fn open(dialog: Dialog) -> Action {
    Action::Ask(Box::new(dialog))
}

fn say(phrase: Phrase, lang: Lang) -> Action {
    Action::Say(Notice { mood: Mood::Plain, text: phrase.say(lang).into() })
}
