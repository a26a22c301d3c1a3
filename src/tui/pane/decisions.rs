//! The decisions of a stage: which there are, and the scorecard of the one under the cursor.
//!
//! ```text
//!  决策                     发展模式选择 · 五类未全部打分
//! ▌▸ 发展模式选择  缺 12                 数字化   智能化   网络化
//!  · 可行性结论    缺 6     战略契合 20%      4        3        ·
//!  · 实施方式比选           合计           82.5     70.0
//!                           ── 智能化制造 · 战略契合 ──  3 支持一项公司级目标 …
//! ```
//!
//! Criteria are lines, options are columns. Inside the scorecard digits are scores; in the list they are stages.

mod card;
mod detail;
mod draw;
mod menus;
mod pointing;

use super::seek::Seek;
use super::{Context, Pane};
use crate::guide::{Decision, Stage, guide};
use crate::readiness::{Missing, Scorecard, Weighed};
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Mood, Notice, Page};
use crate::tui::command::Command;
use crate::tui::dialog::Dialog;
use crate::tui::keymap::Layer;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::list::{List, Step};
use crate::tui::widget::reader::Reader;
use crate::tui::widget::split::Split;
use crate::workspace::{Id, Value};
use card::Line;
use ratatui::layout::Rect;

#[derive(Debug)]
pub struct DecisionsPane {
    decisions: Vec<&'static Decision>,
    list: List,
    focus: Focus,
    /// Of each decision, where the cursor stands in its scorecard.
    spots: Vec<Spot>,
    cards: Vec<Scorecard>,
    built: Option<u64>,
    seek: Seek,
    detail: Reader,
    detail_of: Option<(usize, usize, Option<String>, u64, Lang, usize)>,
    /// Of the list, and of the detail beside the scorecard.
    splits: [Split; 2],
}

/// Which part has the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Focus {
    List,
    Card,
    Detail,
}

/// The cursor of a scorecard: a line of it, and one of its options.
#[derive(Debug, Clone, Copy, Default)]
struct Spot {
    line: List,
    option: List,
    /// Options that nobody is bound to weigh are shown.
    shows_hidden: bool,
}

impl DecisionsPane {
    pub fn of(stage: &Stage) -> DecisionsPane {
        let is_here =
            |decision: &&Decision| guide().stage_of(&decision.element).is_some_and(|s| s.key == stage.key);
        let decisions: Vec<&'static Decision> = guide().decisions().iter().filter(is_here).collect();
        DecisionsPane {
            spots: vec![Spot::default(); decisions.len()],
            decisions,
            list: List::default(),
            focus: Focus::List,
            cards: vec![],
            built: None,
            seek: Seek::default(),
            detail: Reader::default(),
            detail_of: None,
            splits: [Split::default(); 2],
        }
    }

    /// Shows a decision, with the keys in its scorecard.
    pub fn go_to(&mut self, key: &str) {
        if let Some(at) = self.decisions.iter().position(|decision| decision.key == key) {
            self.list.at = at;
            self.focus = Focus::Card;
        }
    }

    /// Gives a score to the cell under the cursor.
    pub fn score(&mut self, score: u8, context: &Context) -> Vec<Action> {
        let lang = context.lang;
        let Some((card, option, line)) = self.cell() else { return vec![] };
        let Line::Criterion(criterion) = line else {
            return vec![say(Phrase::new("这一行不打分：按 Enter", "no score on this line: Enter"), lang)];
        };
        let Some(option) = option else { return vec![no_option(lang)] };
        let scale = &card.decision.scale;
        if !(scale.min..=scale.max).contains(&score) {
            let (min, max) = (scale.min, scale.max);
            let text = match lang {
                Lang::Zh => format!("分值为 {min} 到 {max}"),
                Lang::En => format!("scores go from {min} to {max}"),
            };
            return vec![Action::Say(Notice { mood: Mood::Bad, text })];
        }
        let field = format!("scores/{}/{}", option.key, card.decision.criteria[criterion].key);
        vec![menus::set(context, card, Phrase::new("打分", "Scored"), field, Value::text(score.to_string()))]
    }

    fn card(&self) -> Option<&Scorecard> {
        self.cards.get(self.list.at)
    }

    fn spot(&self) -> Spot {
        self.spots.get(self.list.at).copied().unwrap_or_default()
    }

    /// Options that are shown of the scorecard.
    fn options(&self) -> Vec<&Weighed> {
        let Some(card) = self.card() else { return vec![] };
        if self.spot().shows_hidden { card.options.iter().collect() } else { card.shown() }
    }

    /// The scorecard, the option and the line under its cursor.
    fn cell(&self) -> Option<(&Scorecard, Option<&Weighed>, Line)> {
        let card = self.card()?;
        let line = *card::lines(card.decision).get(self.spot().line.at)?;
        Some((card, self.options().get(self.spot().option.at).copied(), line))
    }

    /// Every place that can be found: a decision, and each line of its scorecard.
    fn spots_to_find(&self) -> impl Iterator<Item = (usize, Option<usize>)> {
        let lines = |at: usize| (0..card::lines(self.decisions[at]).len()).map(Some);
        (0..self.decisions.len())
            .flat_map(move |at| [None].into_iter().chain(lines(at)).map(move |line| (at, line)))
    }

    fn texts(&self, lang: Lang) -> Vec<String> {
        let text = |(at, line): (usize, Option<usize>)| {
            let decision = self.decisions[at];
            let line = line.and_then(|line| card::lines(decision).get(line).copied());
            line.map_or(decision.title.say(lang).to_owned(), |line| card::label(decision, line, lang))
        };
        self.spots_to_find().map(text).collect()
    }

    /// Where the cursor stands among them.
    fn cursor(&self) -> usize {
        let here = (self.list.at, (self.focus != Focus::List).then_some(self.spot().line.at));
        self.spots_to_find().position(|spot| spot == here).unwrap_or(0)
    }

    fn put_cursor(&mut self, at: usize) {
        let Some((decision, line)) = self.spots_to_find().nth(at).filter(|_| at != self.cursor()) else {
            return;
        };
        self.list.at = decision;
        self.focus = if line.is_some() { Focus::Card } else { Focus::List };
        if let (Some(line), Some(spot)) = (line, self.spots.get_mut(decision)) {
            spot.line.at = line;
        }
    }

    fn change_focus(&mut self, to: Focus) {
        self.focus = if self.decisions.is_empty() { Focus::List } else { to };
    }
}

impl Pane for DecisionsPane {
    fn layers(&self) -> &'static [Layer] {
        if self.seek.is_typing() {
            return &[Layer::Field];
        }
        match self.focus {
            Focus::List => &[Layer::Decision, Layer::Move, Layer::App],
            Focus::Card | Focus::Detail => &[Layer::Scores, Layer::Move, Layer::App],
        }
    }

    fn settle(&mut self, context: &Context, body: Rect) {
        if self.built != Some(context.revision) {
            let keys = self.decisions.iter().map(|decision| decision.key.as_str());
            self.cards = keys.filter_map(|key| Scorecard::of(context.workspace, key)).collect();
            self.built = Some(context.revision);
        }
        let places = self.places(body, context);
        let height = |area: Option<Rect>| area.map_or(1, |area| usize::from(area.height));
        self.list.keep_in_view(self.decisions.len(), height(places.list).saturating_sub(1));
        let (options, lines) =
            (self.options().len(), self.card().map_or(0, |c| card::lines(c.decision).len()));
        let (rows, columns) = self.window(places.card, context);
        if let Some(spot) = self.spots.get_mut(self.list.at) {
            spot.option.keep_in_view(options, columns);
            spot.line.keep_in_view(lines, rows);
        }
        let wide = places.detail.map_or(0, |area| usize::from(area.width));
        let option = self.cell().and_then(|(_, option, _)| option).map(|option| option.key.clone());
        let of = (self.list.at, self.spot().line.at, option, context.revision, context.lang, wide);
        if wide > 0 && self.detail_of.as_ref() != Some(&of) {
            let is_same = |was: &(usize, usize, Option<String>, u64, Lang, usize)| {
                (was.0, was.1, &was.2) == (of.0, of.1, &of.2)
            };
            if !self.detail_of.as_ref().is_some_and(is_same) {
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
            let (at, said) = self.seek.run(command, self.cursor(), &self.texts(context.lang), context.lang);
            self.put_cursor(at);
            return said;
        }
        if let Some(step) = command.step() {
            self.walk(step, body, context);
            return vec![];
        }
        match command {
            Command::Left if self.focus == Focus::Card && self.spot().option.at > 0 => self.aside(-1),
            Command::Right if self.focus == Focus::Card => self.aside(1),
            Command::Left | Command::Back => return self.back(command == Command::Back),
            Command::Right => self.change_focus(Focus::Card),
            Command::NextColumn | Command::PreviousColumn => {
                let is_next = command == Command::NextColumn;
                self.change_focus(match (self.focus, is_next) {
                    (Focus::List, true) | (Focus::Detail, false) => Focus::Card,
                    (Focus::Card, true) | (Focus::List, false) => Focus::Detail,
                    (Focus::Detail, true) | (Focus::Card, false) => Focus::List,
                });
            }
            Command::Open if self.focus == Focus::List => self.change_focus(Focus::Card),
            Command::Open if self.focus == Focus::Detail => {
                return self.detail.link().cloned().into_iter().collect();
            }
            Command::NextMissing => return self.next_missing(context.lang),
            command => return self.ask(command, context, random),
        }
        vec![]
    }

    /// Digits of any width were scores before they came here.
    fn type_text(&mut self, text: &str, context: &Context) -> Vec<Action> {
        let at = self.seek.type_text(text, self.cursor(), &self.texts(context.lang));
        self.put_cursor(at);
        vec![]
    }

    /// The scores of the scale, on a line that is scored.
    fn digits(&self) -> Option<(usize, usize)> {
        let (card, Some(_), Line::Criterion(_)) = self.cell()? else { return None };
        Some((usize::from(card.decision.scale.min), usize::from(card.decision.scale.max)))
    }

    fn draw(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        self.draw_parts(canvas, body, context);
        self.seek.draw(canvas, body);
    }

    fn summary(&self, context: &Context) -> String {
        let made = self.cards.iter().filter(|card| card::is_settled(card)).count();
        match context.lang {
            Lang::Zh => format!("已定 {made}/{}", self.cards.len()),
            Lang::En => format!("decided {made}/{}", self.cards.len()),
        }
    }
}

impl DecisionsPane {
    fn walk(&mut self, step: Step, body: Rect, context: &Context) {
        let places = self.places(body, context);
        let height = |area: Option<Rect>| area.map_or(1, |area| usize::from(area.height));
        match self.focus {
            Focus::List => self.list.step(step, self.decisions.len(), height(places.list)),
            Focus::Detail => self.detail.step(step, height(places.detail)),
            Focus::Card => {
                let lines = self.card().map_or(0, |card| card::lines(card.decision).len());
                let (rows, _) = self.window(places.card, context);
                if let Some(spot) = self.spots.get_mut(self.list.at) {
                    spot.line.step(step, lines, rows);
                }
            }
        }
    }

    /// To the option beside.
    fn aside(&mut self, by: isize) {
        let options = self.options().len();
        if let Some(spot) = self.spots.get_mut(self.list.at) {
            spot.option.at = spot.option.at.saturating_add_signed(by).min(options.saturating_sub(1));
        }
    }

    /// Detail, scorecard, list, and then the overview.
    fn back(&mut self, leaves: bool) -> Vec<Action> {
        match self.focus {
            Focus::Detail => self.focus = Focus::Card,
            Focus::Card => self.focus = Focus::List,
            Focus::List if leaves => return vec![Action::Go(Page::Overview)],
            Focus::List => {}
        }
        vec![]
    }

    /// To the next thing that the scorecard lacks, behind the cursor first, then from its beginning.
    fn next_missing(&mut self, lang: Lang) -> Vec<Action> {
        self.change_focus(Focus::Card);
        let Some(card) = self.card() else { return vec![] };
        let (decision, here) = (card.decision, self.spot());
        let lines = card::lines(decision);
        let options: Vec<&str> = self.options().iter().map(|option| option.key.as_str()).collect();
        let place = |missing: &Missing| {
            let (option, line) = missing.place();
            let option = option.map_or(Some(0), |key| options.iter().position(|known| *known == key))?;
            let line = lines.iter().position(|known| card::key(decision, *known) == line)?;
            Some((option, line))
        };
        let mut spots: Vec<(usize, usize)> = card.missing.iter().filter_map(place).collect();
        spots.sort_unstable();
        let now = (here.option.at, here.line.at);
        let next = spots.iter().find(|spot| **spot > now).or(spots.first()).copied();
        let last = lines.len().saturating_sub(1);
        // With all scores given, what is left is to choose.
        let next = next.or((!card::is_settled(card)).then_some((here.option.at, last)));
        match (next, self.spots.get_mut(self.list.at)) {
            (Some((option, line)), Some(spot)) => {
                (spot.option.at, spot.line.at) = (option, line);
                vec![]
            }
            _ => vec![say(Phrase::new("没有缺项", "nothing is missing"), lang)],
        }
    }

    /// Commands that end in actions: scores, forms, menus.
    fn ask(&mut self, command: Command, context: &Context, random: &mut fastrand::Rng) -> Vec<Action> {
        let lang = context.lang;
        match command {
            Command::Decide => return self.card().map_or(vec![], |card| menus::decide(context, card)),
            Command::AddOption => return self.add_option(context, random),
            _ => {}
        }
        let Some((card, option, line)) = self.cell() else { return vec![] };
        let once = matches!(line, Line::Fact(at) if !card.decision.fields[at].per_option);
        let Some(option) = option.filter(|_| !once) else {
            return match (command, line) {
                (Command::Open, Line::Fact(at)) if once => menus::fact(context, card, None, at),
                (Command::ScoreClear, Line::Fact(at)) if once => {
                    let field = format!("facts/{}", card.decision.fields[at].key);
                    vec![menus::set(context, card, CLEARED, field, Value::Unset)]
                }
                _ if once => vec![say(NO_SCORE, lang)],
                _ => vec![no_option(lang)],
            };
        };
        match (command, line) {
            (Command::ChooseOption, _) | (Command::Open, Line::Choice) => {
                menus::choose(context, card, option)
            }
            (Command::RenameOption, _) => menus::rename(context, card, option),
            (Command::RemoveOption, _) => menus::remove(context, card, option),
            (Command::Copy, _) => vec![Action::CopyText(detail::title(context, card, option, line))],
            (Command::Open | Command::Score, Line::Fact(at)) => {
                menus::fact(context, card, Some(&option.key), at)
            }
            (Command::ScoreClear, Line::Fact(at)) => {
                let field = format!("facts/{}/{}", option.key, card.decision.fields[at].key);
                vec![menus::set(context, card, CLEARED, field, Value::Unset)]
            }
            (Command::Open | Command::Score, Line::Criterion(at)) => {
                vec![open(menus::ladder(context, card, option, at))]
            }
            (Command::ScoreUp | Command::ScoreDown, Line::Criterion(at)) => {
                vec![menus::nudge(context, card, option, at, command == Command::ScoreUp)]
            }
            (Command::ScoreClear, Line::Criterion(at)) => {
                let field = format!("scores/{}/{}", option.key, card.decision.criteria[at].key);
                vec![menus::set(context, card, CLEARED, field, Value::Unset)]
            }
            (Command::Ground | Command::GroundOutside | Command::ScoreForm, Line::Criterion(at)) => {
                menus::ground(context, card, option, at, command)
            }
            _ => vec![say(NO_SCORE, lang)],
        }
    }

    /// An option of one's own; where the guide keeps one back, that one is shown first.
    fn add_option(&mut self, context: &Context, random: &mut fastrand::Rng) -> Vec<Action> {
        let lang = context.lang;
        let Some(card) = self.card() else { return vec![] };
        let keeps_back = self.options().len() < card.options.len();
        if card.decision.own_options {
            return menus::add(context, card, random);
        }
        if !keeps_back {
            let text = Phrase::new("这项决策的方案是固定的", "the options of this decision are fixed");
            return vec![say(text, lang)];
        }
        let last = card.options.len() - 1;
        self.focus = Focus::Card;
        if let Some(spot) = self.spots.get_mut(self.list.at) {
            spot.shows_hidden = true;
            spot.option.at = last;
        }
        vec![say(Phrase::new("已显示备选方案，打分后保留", "shown; it stays once it is scored"), lang)]
    }
}

const CLEARED: Phrase = Phrase::new("清除", "Cleared");
const NO_SCORE: Phrase =
    Phrase::new("这一行不打分：按 Enter 填写", "no score on this line: Enter fills it in");

/// The record of a decision has the key of the guide.
fn id(decision: &Decision) -> Id {
    Id::new(&decision.key).expect("keys of the guide are sound")
}

fn no_option(lang: Lang) -> Action {
    say(Phrase::new("还没有方案：按 a 增加", "no options yet: a adds one"), lang)
}

fn say(phrase: Phrase, lang: Lang) -> Action {
    Action::Say(Notice { mood: Mood::Plain, text: phrase.say(lang).into() })
}

fn open(dialog: Dialog) -> Action {
    Action::Ask(Box::new(dialog))
}
