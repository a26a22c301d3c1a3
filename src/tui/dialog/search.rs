//! One box to find and to do: everything (Ctrl-P), all commands (`:`), or what can be done here (help). Hits come in
//! groups, the best first; Tab looks at one group alone. What is looked for often gets a name and stands first. It
//! opens nothing by itself: Enter is an action.
//!
//! ```text
//! ┌ 查找 ──────────────────────────────────────────┐
//! │ / sjzb                                          │
//! │ 阶段与要素 1                                     │
//! │ c4     数据准备        实施准备                   │
//! │ 任务 12                                          │
//! └─────────────────────────────────────────────────┘
//! ```

mod draw;

use super::{Ask, Dialog, Flow, Shared, Then, typed_into};
use crate::search::{Entry, FILTERS, Found, Index, Kind, Query, Seeker};
use crate::store::NamedSearch;
use crate::text::{Lang, Phrase, key_form};
use crate::tui::action::Action;
use crate::tui::command::Command;
use crate::tui::widget::input::Input;
use crate::tui::widget::list::{List, Step};
use crate::tui::widget::touch::{Hit, Part};
use jiff::civil::Date;
use ratatui::layout::Rect;
use std::sync::Arc;

/// What is looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    Everything,
    /// Every command of the workbench.
    Commands,
    /// What can be done in the layer that had the keys.
    Help,
}

/// A command as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub command: Command,
    /// Its keys, the first one first.
    pub keys: Vec<String>,
    /// Why it cannot be done now.
    pub why_not: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct SearchBox {
    scope: Scope,
    input: Input,
    lang: Lang,
    today: Date,
    /// Of the commands: entry by entry.
    standings: Shared<Vec<Standing>>,
    commands: Shared<Index>,
    /// Of all else; None while it is being built.
    things: Option<Shared<Index>>,
    /// Searches with a name, in the box for everything.
    named: Shared<Vec<NamedSearch>>,
    query: Query,
    found: Shared<Found>,
    lines: Shared<Vec<Line>>,
    list: List,
    /// The one group that is looked at.
    only: Option<Kind>,
    /// Why the last Enter did nothing.
    complaint: Option<String>,
    /// Rows that the last screen had for the list.
    height: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    Head(String),
    /// A search with a name, by its place among them.
    Named(usize),
    /// A command, by its place among the standings.
    Command(usize),
    /// Anything else, by its place in the index.
    Thing(usize),
    /// So many more in this group.
    More(Kind, usize),
    /// What can be typed, and what it does.
    Hint(String, String),
}

impl Line {
    fn is_chosen(&self) -> bool {
        matches!(self, Line::Named(_) | Line::Command(_) | Line::Thing(_) | Line::More(..))
    }
}

/// Hits of one group that are listed among others.
const AMONG_OTHERS: usize = 6;

impl SearchBox {
    pub fn new(scope: Scope, standings: Vec<Standing>, lang: Lang, today: Date) -> SearchBox {
        let entries = standings.iter().map(|standing| entry(standing, scope, lang)).collect();
        let mut search = SearchBox {
            scope,
            input: Input::line(""),
            lang,
            today,
            commands: Shared(Arc::new(Index::new(entries))),
            standings: Shared(Arc::new(standings)),
            things: None,
            named: Shared(Arc::new(vec![])),
            query: Query::default(),
            found: Shared(Arc::new(Found::default())),
            lines: Shared(Arc::new(vec![])),
            list: List::default(),
            only: None,
            complaint: None,
            height: 1,
        };
        search.look();
        search
    }

    pub fn wants_things(&self) -> bool {
        self.scope == Scope::Everything
    }

    /// The index is there, or a newer one.
    pub fn take(&mut self, things: &Shared<Index>) {
        if self.wants_things() && self.things.as_ref() != Some(things) {
            self.things = Some(things.clone());
            self.query = Query::default();
            let at = self.list;
            self.look();
            self.list.at = at.at.min(self.lines.len().saturating_sub(1));
            self.stay_on_a_line(Step::Down);
        }
    }

    /// The searches with a name, or what became of them.
    pub fn take_named(&mut self, named: &[NamedSearch]) {
        if self.scope == Scope::Everything && *self.named.0 != named {
            self.named = Shared(Arc::new(named.to_vec()));
            self.lay();
        }
    }

    pub fn run(&mut self, command: Command, screen: Rect) -> Flow {
        self.height = SearchBox::rows(screen);
        self.complaint = None;
        if let Some(step) = command.step() {
            self.list.step(step, self.lines.len(), self.height);
            self.stay_on_a_line(step);
            return Flow::Stay;
        }
        match command {
            Command::Accept => self.accept(),
            Command::Cancel if self.only.is_some() => {
                self.only = None;
                self.lay();
                Flow::Stay
            }
            Command::Cancel => Flow::Close,
            Command::NameSearch => self.ask_for_a_name(),
            Command::ForgetSearch => {
                let Some(Line::Named(at)) = self.lines.get(self.list.at) else {
                    let why = Phrase::new("光标不在存下的查找上", "the cursor is not on a saved search");
                    return self.complain(why);
                };
                Flow::Keep(vec![Action::ForgetSearch(self.named[*at].name.clone())])
            }
            Command::OnlyGroup => {
                self.only = self.next_group();
                self.lay();
                Flow::Stay
            }
            command => {
                if typed_into(&mut self.input, command) {
                    self.look();
                }
                Flow::Stay
            }
        }
    }

    pub fn type_text(&mut self, text: &str, screen: Rect) -> Flow {
        self.height = SearchBox::rows(screen);
        self.complaint = None;
        // A colon in the empty box for everything asks for commands, as it would outside.
        if self.scope == Scope::Everything && self.input.is_empty() && text.chars().map(key_form).eq([':']) {
            return Flow::Do(vec![Action::Run(Command::Palette)]);
        }
        self.input.insert(text);
        self.look();
        Flow::Stay
    }

    /// A click goes there, or does it.
    pub fn point(&mut self, hit: Hit, is_double: bool) -> Flow {
        self.complaint = None;
        let is_chosen = self.lines.get(hit.row).is_some_and(Line::is_chosen);
        match hit.part {
            Part::List if !is_double && is_chosen => {
                self.list.at = hit.row;
                return self.accept();
            }
            Part::Text => self.input.point(hit.row, hit.column),
            _ => {}
        }
        Flow::Stay
    }

    pub fn scroll(&mut self, by: isize, height: usize) {
        let lines = self.lines.clone();
        self.list.scroll(by, lines.len(), height);
        self.list.settle_on(lines.len(), height, |at| lines[at].is_chosen());
    }

    fn look(&mut self) {
        let query = Query::new(&self.input.text(), self.today);
        if query != self.query || query.is_empty() {
            let found = match &self.things {
                None => Found::default(),
                Some(things) if query.narrows(&self.query) => things.find_within(&query, &self.found),
                Some(things) => things.find(&query),
            };
            self.found = Shared(Arc::new(found));
            self.query = query;
        }
        self.only = None;
        self.lay();
    }

    fn complain(&mut self, why: Phrase) -> Flow {
        self.complaint = Some(why.say(self.lang).to_owned());
        Flow::Stay
    }

    fn ask_for_a_name(&mut self) -> Flow {
        let typed = self.input.text().trim().to_owned();
        if self.scope != Scope::Everything || typed.is_empty() {
            let why = Phrase::new("先输入要查找的内容，再存", "type what to look for first, then save it");
            return self.complain(why);
        }
        let (title, hint) = match self.lang {
            Lang::Zh => ("存查找", format!("给“{typed}”起个名字；同名的会被替换")),
            Lang::En => ("Save the search", format!("a name for “{typed}”; the same name replaces")),
        };
        let input = Input::line(self.named.iter().find(|known| known.typed == typed).map_or("", |k| &k.name));
        let ask = Ask { title: title.to_owned(), hint, input, then: Then::NameSearch(typed) };
        Flow::Keep(vec![Action::Ask(Box::new(Dialog::Ask(ask)))])
    }

    /// The searches with a name, those whose name was typed or all.
    fn lay_named(&self, lines: &mut Vec<Line>) {
        let seeker = Seeker::new(&self.input.text());
        let fits = |at: &usize| seeker.score(&self.named[*at].name).is_some();
        let fitting: Vec<Line> = (0..self.named.len()).filter(fits).map(Line::Named).collect();
        if !fitting.is_empty() && self.only.is_none() {
            let head = Phrase::new("存下的查找", "Saved searches").say(self.lang);
            lines.push(Line::Head(format!("{head} {}", fitting.len())));
            lines.extend(fitting);
        }
    }

    /// The lines of what was found.
    fn lay(&mut self) {
        let mut lines = vec![];
        self.lay_named(&mut lines);
        if self.query.is_empty() {
            self.lay_unasked(&mut lines);
        } else {
            let commands = self.commands.find(&self.query);
            let groups = Found::default().with((*self.found.0).clone()).with(commands).groups;
            let shown: Vec<_> =
                groups.iter().filter(|group| self.only.is_none_or(|kind| kind == group.kind)).collect();
            let most = if shown.len() == 1 { usize::MAX } else { AMONG_OTHERS };
            for group in shown {
                if self.scope == Scope::Everything {
                    lines.push(Line::Head(format!("{} {}", group.kind.label().say(self.lang), group.count)));
                }
                let as_line =
                    |at| if group.kind == Kind::Command { Line::Command(at) } else { Line::Thing(at) };
                lines.extend(group.hits.iter().take(most).map(|hit| as_line(hit.at)));
                let rest = group.count - group.hits.len().min(most);
                if rest > 0 && most != usize::MAX {
                    lines.push(Line::More(group.kind, rest));
                }
            }
        }
        self.lines = Shared(Arc::new(lines));
        self.list = List::default();
        self.stay_on_a_line(Step::First);
    }

    /// Before anything is typed: all commands, or what can be typed.
    fn lay_unasked(&self, lines: &mut Vec<Line>) {
        let lang = self.lang;
        let hint = |what: &str, does: &str| Line::Hint(what.to_owned(), does.to_owned());
        match self.scope {
            Scope::Help => lines.extend((0..self.standings.len()).map(Line::Command)),
            Scope::Commands => {
                let (can, cannot): (Vec<usize>, Vec<usize>) =
                    (0..self.standings.len()).partition(|at| self.standings[*at].why_not.is_none());
                let (now, not) = match lang {
                    Lang::Zh => ("现在可用", "现在不可用"),
                    Lang::En => ("Possible now", "Not possible now"),
                };
                for (head, group) in [(now, can), (not, cannot)] {
                    if !group.is_empty() {
                        lines.push(Line::Head(format!("{head} {}", group.len())));
                        lines.extend(group.into_iter().map(Line::Command));
                    }
                }
            }
            Scope::Everything => {
                let (words, filters) = match lang {
                    Lang::Zh => {
                        let words = [
                            ("点表", "标题、正文里的字；不连续也可以"),
                            ("sjzb", "拼音首字母，如 数据准备"),
                            ("shujuzb", "全拼，可与首字母混用"),
                            ("4c.9  M-09", "编号：任务、要素、条文、台账行，直接到"),
                            (":", "只找命令"),
                        ];
                        (words, "条件，可叠加")
                    }
                    Lang::En => {
                        let words = [
                            ("tag list", "words of titles and texts; gaps are fine"),
                            ("sjzb", "pinyin initials: 数据准备"),
                            ("shujuzb", "pinyin in full, mixed with initials"),
                            ("4c.9  M-09", "ids of tasks, elements, clauses, rows: straight there"),
                            (":", "commands only"),
                        ];
                        (words, "Conditions, any number of them")
                    }
                };
                let typed = Phrase::new("可以输入", "What can be typed");
                lines.push(Line::Head(typed.say(lang).into()));
                lines.extend(words.map(|(what, does)| hint(what, does)));
                lines.push(Line::Head(filters.into()));
                for filter in FILTERS {
                    lines.push(hint(filter.example.say(lang), filter.label.say(lang)));
                }
            }
        }
    }

    /// The cursor stands on what can be chosen, if there is anything.
    fn stay_on_a_line(&mut self, step: Step) {
        let lines = self.lines.clone();
        let is_chosen = |at: &usize| lines.get(*at).is_some_and(Line::is_chosen);
        let (at, len) = (self.list.at, self.lines.len());
        let (up, down) = ((0..=at).rev().find(is_chosen), (at..len).find(is_chosen));
        let found = match step {
            Step::Up | Step::PageUp | Step::Last => up.or(down),
            Step::Down | Step::PageDown | Step::First => down.or(up),
        };
        self.list.at = found.unwrap_or(0);
        self.list.keep_in_view(len, self.height);
        // The head of the first group is seen with its first line.
        if !(0..self.list.at).any(|at| is_chosen(&at)) {
            self.list.top = 0;
        }
    }

    /// The group behind the one that is looked at; behind the last all of them again.
    fn next_group(&self) -> Option<Kind> {
        let commands = self.commands.find(&self.query);
        let groups = Found::default().with((*self.found.0).clone()).with(commands).groups;
        let kinds: Vec<Kind> = groups.iter().map(|group| group.kind).collect();
        let next = match self.only {
            None => 0,
            Some(kind) => kinds.iter().position(|other| *other == kind)? + 1,
        };
        kinds.get(next).copied()
    }

    fn accept(&mut self) -> Flow {
        match self.lines.get(self.list.at).cloned() {
            Some(Line::Named(at)) => {
                self.input = Input::line(&self.named[at].typed);
                self.look();
                Flow::Stay
            }
            Some(Line::Command(at)) => {
                let standing = &self.standings[at];
                match &standing.why_not {
                    None => Flow::Do(vec![Action::Run(standing.command)]),
                    Some(why) => {
                        self.complaint = Some(why.clone());
                        Flow::Stay
                    }
                }
            }
            Some(Line::Thing(at)) => {
                let Some(things) = &self.things else { return Flow::Stay };
                let shown = self.lines.iter().filter_map(|line| match line {
                    Line::Thing(at) => Some(*at),
                    _ => None,
                });
                let shown: Vec<usize> = shown.collect();
                let here = shown.iter().position(|other| *other == at).unwrap_or(0);
                let places = shown.into_iter().filter_map(|at| {
                    let entry = things.entry(at)?;
                    Some((entry.kind, entry.id.clone()))
                });
                Flow::Do(vec![Action::Walk(places.collect(), here)])
            }
            Some(Line::More(kind, _)) => {
                self.only = Some(kind);
                self.lay();
                Flow::Stay
            }
            Some(Line::Head(_) | Line::Hint(..)) | None => Flow::Stay,
        }
    }
}

/// A command as something that can be found. Where keys are asked for, its first two are names of it.
fn entry(standing: &Standing, scope: Scope, lang: Lang) -> Entry {
    let command = standing.command;
    let key = |n: usize| match scope {
        Scope::Everything => String::new(),
        Scope::Commands | Scope::Help => standing.keys.get(n).cloned().unwrap_or_default(),
    };
    Entry {
        kind: Kind::Command,
        id: key(0),
        key: key(1),
        title: command.label().say(lang).to_owned(),
        alias: command.label().say(lang.other()).to_owned(),
        body: format!("{} {}", command.short().say(lang), standing.keys.join(" ")),
        ..Entry::default()
    }
}
