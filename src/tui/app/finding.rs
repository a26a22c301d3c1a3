//! Search and the command list: what is looked through, what can be done now and why not, and the walk from hit to
//! hit. The index is built by the worker when it is asked for, and again after a change.

use super::App;
use crate::guide::guide;
use crate::guide::owned::Library;
use crate::search::{Index, Kind, entries};
use crate::store::{Access, NamedSearch};
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Effect, Mood, News, Page, View};
use crate::tui::command::Command;
use crate::tui::dialog::{Dialog, Learn, Scope, SearchBox, Shared, Standing};
use crate::tui::keymap::{Key, Layer, keymap};
use crate::workspace::{Id, Workspace};
use std::sync::Arc;

/// A place that was found: what it is, and its id.
pub type Spot = (Kind, String);

/// What an index was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexOf {
    /// Which of the files that were opened one after the other.
    file: usize,
    revision: u64,
    /// What was read beside the workspace.
    readings: u64,
    lang: Lang,
}

/// The index, and what is under way about it.
#[derive(Debug, Default)]
pub struct Finder {
    /// Files that were opened before this one.
    file: usize,
    index: Option<(IndexOf, Shared<Index>)>,
    is_building: bool,
    /// The hits of the last search that was followed, and which of them it is.
    walk: Option<(Vec<Spot>, usize)>,
}

impl Finder {
    /// Another search has begun, in a page.
    pub fn stop_walking(&mut self) {
        self.walk = None;
    }
}

/// Makes an index; it may take a moment, and needs nothing but what it has.
#[derive(Debug)]
pub struct IndexJob {
    workspace: Arc<Workspace>,
    library: Library,
    of: IndexOf,
}

impl IndexJob {
    pub fn run(self) -> News {
        let index = Index::new(entries(&self.workspace, &self.library, self.of.lang));
        News::Indexed(self.of, Box::new(index))
    }
}

impl App {
    pub(super) fn search(&mut self, scope: Scope, text: &str) {
        let mut search = SearchBox::new(scope, self.standings(), self.lang, self.today);
        search.take_named(&self.searches);
        if let Some((_, index)) = &self.finder.index {
            search.take(index);
        }
        if !text.is_empty() {
            search.type_text(text, self.screen);
        }
        self.dialogs.push(Dialog::Search(Box::new(search)));
    }

    /// All that can be done in some layers.
    pub(super) fn help(&self, layers: &[Layer]) -> Dialog {
        let binds = keymap().binds(layers).into_iter().filter(|bind| bind.command != Command::Help);
        let standings =
            binds.map(|bind| Standing { command: bind.command, keys: named(&bind.keys), why_not: None });
        let search = SearchBox::new(Scope::Help, standings.collect(), self.lang, self.today);
        Dialog::Search(Box::new(search))
    }

    /// Every command of the pages, those of this one first.
    fn standings(&self) -> Vec<Standing> {
        let here = self.page_layers();
        let elsewhere = Layer::PAGES.iter().copied().filter(|layer| !here.contains(layer));
        // Steps of the cursor are known, and stand last.
        let (mut layers, moves): (Vec<Layer>, Vec<Layer>) =
            here.iter().copied().partition(|layer| *layer != Layer::Move);
        layers.extend(moves.into_iter().chain(elsewhere));
        let mut standings: Vec<Standing> = vec![];
        for layer in layers {
            for bind in keymap().layer(layer) {
                let is_known = standings.iter().any(|standing| standing.command == bind.command);
                if is_known || matches!(bind.command, Command::Search | Command::Palette) {
                    continue;
                }
                // A key that means something else on this page is not shown.
                let is_here = here.contains(&layer);
                let reaches = |key: &&Key| !is_here || keymap().command(here, **key) == Some(bind.command);
                standings.push(Standing {
                    command: bind.command,
                    keys: named(&bind.keys.iter().filter(reaches).copied().collect::<Vec<_>>()),
                    why_not: self.why_not(bind.command, layer).map(|why| why.say(self.lang).to_owned()),
                });
            }
        }
        standings
    }

    /// Why a command of this layer cannot be done now.
    fn why_not(&self, command: Command, layer: Layer) -> Option<Phrase> {
        let Some(session) = &self.session else {
            let is_free = layer == Layer::Start || command.needs_no_file();
            return (!is_free).then_some(Phrase::new("先打开或新建工作区", "open a workspace first"));
        };
        if !self.page_layers().contains(&layer) {
            return Some(layer.place());
        }
        if command.changes() && session.access() != Access::Full {
            return Some(Phrase::new("只读打开", "opened read-only"));
        }
        match command {
            Command::Undo if !session.history().can_undo() => {
                Some(Phrase::new("没有可撤销的操作", "nothing to undo"))
            }
            Command::Redo if !session.history().can_redo() => {
                Some(Phrase::new("没有可重做的操作", "nothing to redo"))
            }
            Command::LetGo if !session.is_behind() => {
                Some(Phrase::new("文件没有被退回旧版本", "the file did not go back"))
            }
            Command::NextView | Command::PreviousView if !matches!(self.page, Page::Stage(..)) => {
                Some(Phrase::new("在阶段页中：先按 1–5", "on the page of a stage: 1 to 5 first"))
            }
            Command::GoBack if self.trail.is_at_start() => {
                Some(Phrase::new("没有去过别处", "nowhere before"))
            }
            Command::GoForward if self.trail.is_at_end() => {
                Some(Phrase::new("没有更后面的位置", "nowhere after"))
            }
            _ => self.pane().and_then(|pane| pane.lacks(command)),
        }
    }

    /// Asks for an index when one is wanted that is not there.
    pub(super) fn ask_index(&mut self) -> Option<Effect> {
        let wants = |dialog: &Dialog| matches!(dialog, Dialog::Search(search) if search.wants_things());
        let session = self.session.as_ref().filter(|_| self.dialogs.iter().any(wants))?;
        let of = IndexOf {
            file: self.finder.file,
            revision: session.revision(),
            readings: self.derived.readings(),
            lang: self.lang,
        };
        if self.finder.is_building || self.finder.index.as_ref().is_some_and(|(known, _)| *known == of) {
            return None;
        }
        self.finder.is_building = true;
        let library = self.derived.library().clone();
        let job = IndexJob { workspace: session.snapshot(), library, of };
        Some(Effect::Index(Box::new(job)))
    }

    pub(super) fn hear_index(&mut self, of: IndexOf, index: Index) -> Option<Effect> {
        self.finder.is_building = false;
        if of.file != self.finder.file {
            return self.ask_index();
        }
        let index = Shared(Arc::new(index));
        for dialog in &mut self.dialogs {
            if let Dialog::Search(search) = dialog {
                search.take(&index);
            }
        }
        self.finder.index = Some((of, index));
        self.ask_index()
    }

    /// Under this name; what had it is replaced.
    pub(super) fn keep_search(&mut self, search: NamedSearch) -> Vec<Effect> {
        let said = match self.lang {
            Lang::Zh => format!("已存查找“{}”：Ctrl-P 打开即列在最前", search.name),
            Lang::En => format!("saved as “{}”: the box lists it first when it opens", search.name),
        };
        match self.searches.iter_mut().find(|known| known.name == search.name) {
            Some(known) => *known = search,
            None => self.searches.push(search),
        }
        self.say(Mood::Good, said);
        self.searches_changed()
    }

    pub(super) fn forget_search(&mut self, name: &str) -> Vec<Effect> {
        self.searches.retain(|known| known.name != name);
        self.say_phrase(Mood::Good, Phrase::new("已删除存下的查找", "the saved search is deleted"));
        self.searches_changed()
    }

    fn searches_changed(&mut self) -> Vec<Effect> {
        for dialog in &mut self.dialogs {
            if let Dialog::Search(search) = dialog {
                search.take_named(&self.searches);
            }
        }
        vec![Effect::KeepSearches(self.searches.clone())]
    }

    /// Another file: nothing that was found or visited is there.
    pub(super) fn forget_places(&mut self) {
        let Finder { file, is_building, .. } = self.finder;
        self.finder = Finder { file: file + 1, is_building, ..Finder::default() };
        self.trail = super::trail::Trail::default();
        self.marks.clear();
    }

    /// Goes to a hit, and remembers the others.
    pub(super) fn walk(&mut self, places: Vec<Spot>, at: usize) -> Vec<Action> {
        let actions = places.get(at).map_or(vec![], |(kind, id)| self.go_to_spot(*kind, id));
        self.finder.walk = Some((places, at));
        self.say_walk();
        actions
    }

    /// To the next hit or the one before, around the end; None where no search was followed.
    pub(super) fn walk_on(&mut self, is_next: bool) -> Option<Vec<Action>> {
        let (places, at) = self.finder.walk.take()?;
        let by = if is_next { 1 } else { places.len().saturating_sub(1) };
        let at = (at + by) % places.len().max(1);
        Some(self.walk(places, at))
    }

    fn say_walk(&mut self) {
        let Some((places, at)) = &self.finder.walk else { return };
        let (at, len) = (at + 1, places.len());
        let layers = self.page_layers();
        let key = |command| {
            let binds = layers.iter().flat_map(|layer| keymap().layer(*layer));
            let mut keys = binds.filter(|bind| bind.command == command).flat_map(|bind| &bind.keys);
            let key = keys.find(|key| keymap().command(layers, **key) == Some(command));
            key.map_or(String::new(), Key::to_string)
        };
        let (next, previous) = (key(Command::FindNext), key(Command::FindPrevious));
        let text = match self.lang {
            Lang::Zh => format!("第 {at} 项，共 {len} 项 · {next} 下一个  {previous} 上一个"),
            Lang::En => format!("{at} of {len} · {next} next  {previous} previous"),
        };
        if len > 1 {
            self.say(Mood::Plain, text);
        }
    }

    pub(super) fn go_to_spot(&mut self, kind: Kind, id: &str) -> Vec<Action> {
        match (kind, Id::new(id)) {
            (Kind::Place, _) => match guide().stages().iter().position(|stage| stage.key == id) {
                Some(n) => self.page = Page::Stage(n, View::Tasks),
                None => self.go_to_element(id),
            },
            (Kind::Task, Some(id)) => self.go_to_task(&id),
            (Kind::Row, Some(id)) => self.go_to_row(&id),
            (Kind::Clause | Kind::Note, _) => self.go_to_clause(id, None),
            (Kind::Decision, _) => self.go_to_decision(id),
            (Kind::Gate, _) => {
                let (gate, criterion) =
                    id.split_once('.').map_or((id, None), |(gate, one)| (gate, Some(one)));
                self.go_to_gate(gate, criterion);
            }
            (Kind::Evidence, Some(id)) => {
                let found = self.workspace().and_then(|workspace| workspace.evidence.get(id.as_str()));
                let task = found.and_then(|one| Id::new(one.task.as_str()));
                self.page = Page::Evidence;
                self.panes.evidence.go_to(&id, task.as_ref());
            }
            (Kind::Term, _) => {
                let term = guide().glossary().iter().find(|term| term.key == id);
                let lang = self.lang;
                let text = term.map(|t| format!("{}\n{}", t.title.say(lang), t.definition.say(lang)));
                return text.map(Action::Tell).into_iter().collect();
            }
            (Kind::Command | Kind::Task | Kind::Row | Kind::Evidence, _) => {}
        }
        vec![]
    }

    /// A key while keys are being learned: says what it does, and does nothing.
    pub(super) fn learn(&mut self, key: Key) {
        let layers = self.page_layers();
        let does = match keymap().command(layers, key) {
            Some(command) => command.label().say(self.lang).to_owned(),
            None if key.char().is_some_and(crate::text::is_han) => {
                Phrase::new("查找输入的文字", "finds the text").say(self.lang).to_owned()
            }
            None => Phrase::new("在这里没有用处", "does nothing here").say(self.lang).to_owned(),
        };
        if let Some(Dialog::Learn(learn)) = self.dialogs.last_mut() {
            learn.say(key.to_string(), does);
        }
    }

    pub(super) fn start_learning(&mut self) {
        self.dialogs.push(Dialog::Learn(Learn::default()));
    }
}

/// Keys by their names; digits that follow one another as their first and last.
fn named(keys: &[Key]) -> Vec<String> {
    let digit = |key: &Key| key.char().and_then(|c| c.to_digit(10));
    let (digits, others): (Vec<Key>, Vec<Key>) = keys.iter().partition(|key| digit(key).is_some());
    let mut numbers: Vec<u32> = digits.iter().filter_map(digit).collect();
    numbers.sort_unstable();
    let is_run = numbers.len() > 2 && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1);
    match (numbers.first(), numbers.last()) {
        (Some(first), Some(last)) if is_run => {
            [format!("{first}–{last}")].into_iter().chain(others.iter().map(Key::to_string)).collect()
        }
        _ => keys.iter().map(Key::to_string).collect(),
    }
}
