//! The state of the workbench and how it changes: an action or news comes in, effects go out. No disk, no
//! clock, no terminal. Keys are routed by focus: dialog, then pane, then app.

mod arrivals;
mod bookmarks;
mod crumbs;
mod dates;
mod derived;
mod disputes;
mod edits;
mod errands;
mod files;
mod finding;
mod indicators;
mod keys;
mod looks;
mod measuring;
mod news;
mod openings;
mod panes;
mod places;
mod pointing;
mod registers;
mod routing;
mod tables;
mod trail;
mod visits;
mod welcome;

use super::action::{Action, Effect, Mood, Notice, Page, View};
use super::command::Command;
use super::dialog::{Dialog, Scope};
use super::keymap::{Layer, keymap};
use super::pane::Context;
use super::pane::Pane;
use super::pane::start::StartPane;
use super::theme::Theme;
use super::view::Areas;
use crate::guide::guide;
use crate::merge::FieldChange;
use crate::store::{Draft, Folders, HeadStamp, Mistake, NamedSearch, Session, Stamp, Wish, named_searches};
use crate::text::{Lang, Phrase};
use crate::workspace::{RecordKind, Workspace};
pub(super) use crumbs::Crumb;
use derived::Derived;
pub use finding::{IndexJob, IndexOf, Spot};
use jiff::civil::{Date, DateTime, Time};
pub(super) use keys::Hint;
#[cfg(unix)]
pub(super) use keys::LONGEST_PASTE;
pub use looks::ThemeBy;
use panes::Panes;
use ratatui::layout::Rect;
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub struct App {
    pub lang: Lang,
    pub today: Date,
    /// Looked at every two seconds.
    clock: Time,
    pub theme: Theme,
    pub page: Page,
    pub(super) session: Option<Session>,
    /// A file on its way in.
    pub(super) opening: Option<PathBuf>,
    /// A file that is read, and waits until the changes of the one before it are on the disk.
    arriving: Option<Box<Session>>,
    me: String,
    folders: Folders,
    derived: Derived,
    pub(super) start: StartPane,
    panes: Panes,
    pub(super) dialogs: Vec<Dialog>,
    /// What is to be read or answered when a file is opened, the first one last: one at a time.
    greetings: Vec<Dialog>,
    theme_by: ThemeBy,
    /// What came in from outside while something is being typed.
    missed: Vec<FieldChange>,
    pub notice: Option<Notice>,
    /// Ticks that the notice has been seen.
    notice_age: u8,
    /// What a click on the notice does.
    pub notice_leads: Option<Command>,
    pub(super) saving: Saving,
    pub(super) branch: Option<String>,
    /// Others see this file, and git has no driver here to merge their changes with.
    pub(super) lacks_driver: bool,
    stamp: Option<Stamp>,
    /// Of the commit that is checked out.
    head: Option<HeadStamp>,
    /// The newest commit when the file was opened the time before.
    last_visit: Option<String>,
    /// The page on which the owned copies were asked for; another import may have come since.
    shelf_asked_on: Option<Page>,
    is_watching: bool,
    is_quitting: bool,
    /// The draft that was sent to the state folder last.
    drafted: Option<Draft>,
    wish: Wish,
    screen: Rect,
    random: fastrand::Rng,
    /// What is going on with the files of evidence.
    files: files::Errands,
    /// Numbers of readings that were begun.
    tickets: u64,
    finder: finding::Finder,
    /// Where one has been.
    trail: trail::Trail,
    /// Bookmarks.
    marks: Vec<Spot>,
    /// Searches with a name.
    searches: Vec<NamedSearch>,
    /// What is wrong with the user's own keys, while it waits to be read.
    keys_remark: Option<Dialog>,
    /// Over once a workspace was opened, or somebody left.
    first_run: FirstRun,
    pointing: pointing::Pointing,
}

/// How the file stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Saving {
    #[default]
    Idle,
    /// A save is with the worker.
    Running,
    /// It was at the last tick already: the drive is slow.
    Lasting,
    /// Somebody else is at the file; it is tried again at the next tick.
    Waiting,
    /// The last save was refused: what and what next.
    Failed(String, String),
}

impl Saving {
    pub(super) fn is_running(&self) -> bool {
        matches!(self, Saving::Running | Saving::Lasting)
    }
}

/// What the workbench starts with.
#[derive(Debug)]
pub struct Setup {
    pub lang: Lang,
    /// Local time.
    pub now: DateTime,
    pub me: Option<String>,
    pub folders: Folders,
    pub theme: Theme,
    pub theme_by: ThemeBy,
    /// In the config and the theme.
    pub mistakes: Vec<Mistake>,
    pub screen: Rect,
    /// Whether it is reported from the start.
    pub mouse: bool,
    pub seed: u64,
    pub wish: Wish,
    pub first_run: FirstRun,
}

/// Whether anybody has worked here before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FirstRun {
    #[default]
    No,
    Yes,
    /// The command line has said the language.
    InKnownLanguage,
}

impl App {
    pub fn new(setup: Setup) -> App {
        let searches = named_searches(&setup.folders);
        App {
            lang: setup.lang,
            today: setup.now.date(),
            clock: setup.now.time(),
            theme: setup.theme,
            page: Page::Start,
            session: None,
            opening: None,
            arriving: None,
            me: setup.me.unwrap_or_default(),
            start: StartPane::of(&setup.folders),
            folders: setup.folders,
            derived: Derived::default(),
            panes: Panes::new(),
            dialogs: welcome::dialogs(setup.first_run, setup.lang),
            first_run: setup.first_run,
            greetings: vec![],
            theme_by: setup.theme_by,
            missed: vec![],
            notice: App::mistakes_notice(&setup.mistakes, setup.lang),
            notice_age: 0,
            notice_leads: None,
            saving: Saving::Idle,
            branch: None,
            lacks_driver: false,
            stamp: None,
            head: None,
            last_visit: None,
            shelf_asked_on: None,
            is_watching: false,
            is_quitting: false,
            drafted: None,
            wish: setup.wish,
            screen: setup.screen,
            random: fastrand::Rng::with_seed(setup.seed),
            files: files::Errands::default(),
            tickets: 0,
            finder: finding::Finder::default(),
            trail: trail::Trail::default(),
            marks: vec![],
            searches,
            keys_remark: None,
            pointing: pointing::Pointing::new(setup.mouse),
        }
    }

    pub fn workspace(&self) -> Option<&Workspace> {
        self.session.as_ref().map(Session::workspace)
    }

    pub(super) fn context(&self) -> Option<Context<'_>> {
        let session = self.session.as_ref()?;
        Some(self.derived.context(session, self.today, &self.me, self.lang))
    }

    /// The pane of the page; None on the start page.
    pub(super) fn pane(&self) -> Option<&dyn Pane> {
        self.panes.at(self.page)
    }

    /// Everything on the screen that depends on something else is brought up to date.
    fn settle(&mut self) {
        if !self.is_typing() {
            self.missed.clear();
        }
        if self.dialogs.is_empty() {
            self.dialogs.extend(self.greetings.pop());
        }
        // The first page of a file that is opened at the start is to be read first.
        if self.dialogs.is_empty() && self.opening.is_none() {
            self.dialogs.extend(self.keys_remark.take());
        }
        let Some(session) = &self.session else { return };
        self.derived.follow(session, self.today, &self.me);
        let context = self.derived.context(session, self.today, &self.me, self.lang);
        let body = Areas::of(self.screen, self.page).body;
        if let Some(pane) = self.panes.at_mut(self.page) {
            pane.settle(&context, body);
        }
    }

    /// Carries out an action; what it leads to is carried out as well.
    pub fn update(&mut self, action: Action) -> Vec<Effect> {
        let mut effects = vec![];
        let (stop, is_step) =
            (self.stop(), matches!(action, Action::Run(Command::GoBack | Command::GoForward)));
        let (mut is_jump, file) = (false, self.path());
        let mut todo = vec![action];
        while let Some(action) = todo.pop() {
            is_jump |= action.is_jump();
            let (more, out) = self.act(action);
            effects.extend(out);
            todo.extend(more.into_iter().rev());
        }
        self.settle();
        if !is_step && self.path() == file && self.stop() != stop && (is_jump || self.page != stop.page()) {
            self.trail.leave(stop);
        }
        effects.extend(self.ask_index());
        effects.extend(self.ask_shelf());
        effects.extend(self.ask_profile());
        effects.extend(self.ask_judgement());
        effects.extend(self.save_if_due());
        effects
    }

    /// What takes long to work out is worked out beside the screen, once it has settled.
    fn ask_judgement(&mut self) -> Option<Effect> {
        self.derived.case(self.session.as_ref()?).map(Effect::Judge)
    }

    /// Whoever goes to the clauses sees what has been imported since.
    fn ask_shelf(&mut self) -> Option<Effect> {
        let is_new = self.shelf_asked_on != Some(self.page);
        if matches!(self.page, Page::Stage(_, View::Clause)) && is_new {
            self.shelf_asked_on = Some(self.page);
            return Some(Effect::AskShelf);
        }
        if is_new && self.shelf_asked_on.is_some() {
            self.shelf_asked_on = Some(self.page);
        }
        None
    }

    /// One action: what follows from it, and what is to be done outside.
    #[expect(clippy::too_many_lines, reason = "one line for each action")]
    fn act(&mut self, action: Action) -> (Vec<Action>, Vec<Effect>) {
        let follow = |actions: Vec<Action>| (actions, vec![]);
        let done = || (vec![], vec![]);
        match action {
            Action::Run(command) => return self.run(command),
            Action::Hand(hand) => return follow(self.hand(hand)),
            Action::Type(text) => return follow(self.type_text(&text)),
            Action::Paste(text) => return follow(self.paste_in_pane(&text)),
            Action::Import(_)
            | Action::Export(_)
            | Action::AskExport(..)
            | Action::ListFolder(..)
            | Action::ReadTable(..)
            | Action::PasteRows { .. }
            | Action::Understand(_)
            | Action::LookAgain
            | Action::TakeIn
            | Action::StopImport
            | Action::WriteTable { .. } => return (vec![], self.act_on_tables(action)),
            Action::Go(page) => self.page = page,
            Action::StepOut => return (self.step_out(), vec![]),
            Action::Search(text) => self.search(Scope::Everything, &text),
            Action::KeepSearch(search) => return (vec![], self.keep_search(search)),
            Action::ForgetSearch(name) => return (vec![], self.forget_search(&name)),
            Action::ToggleMark(spot) => return (vec![], self.toggle_mark(spot)),
            Action::Walk(places, at) => return follow(self.walk(places, at)),
            Action::GoToTask(id) => self.go_to_task(&id),
            Action::GoToDispute(key) => self.go_to_dispute(&key),
            Action::GoToDecision(key) => self.go_to_decision(&key),
            Action::GoToGate(key, criterion) => self.go_to_gate(&key, criterion.as_deref()),
            Action::Score(score) => return follow(self.score(score)),
            Action::Take(number) => return follow(self.take(number)),
            Action::Settle(what, edit) => return (vec![], self.settle_dispute(what, edit)),
            Action::Stage => return (vec![], self.stage()),
            Action::SettleTyped(key, assigns) => return follow(self.settle_typed(&key, &assigns)),
            Action::GoToElement(key) => self.go_to_element(&key),
            Action::GoToRow(id) => self.go_to_row(&id),
            Action::GoToRegister(key) => self.go_to_register(&key, None),
            Action::WriteCell(write, after) => return follow(self.write_cell(&write, after)),
            Action::EditAndSay(what, edit, said) => self.edit_and_say(what, edit, &said),
            Action::Link { kind, rows, from, to } => return follow(self.link(kind, &rows, &from, &to)),
            Action::FilterRows(_) | Action::SortRows(_) | Action::HideColumns(_) => self.arrange_rows(action),
            Action::EditColumn(key) => return follow(self.edit_column(&key)),
            Action::ChooseColumnKind(register, label) => self.choose_column_kind(register, &label),
            Action::AddColumn(register, label, kind) => self.add_column(register, &label, kind),
            Action::GoToClause(id) => self.go_to_clause(&id, None),
            Action::GoToPhrase(element) => {
                let clause = guide().stage_of(&element).map(|stage| stage.clause.clone());
                let here = match self.page {
                    Page::Stage(n, _) => guide().stages()[n].clause.clone(),
                    _ => "4".into(),
                };
                self.go_to_clause(&clause.unwrap_or(here), Some(&element));
            }
            Action::Ask(dialog) => self.dialogs.push(*dialog),
            Action::Edit(what, edit) => self.edit(what, edit),
            action @ (Action::AddEvidence(..)
            | Action::Assign { kind: RecordKind::Evidence, .. }
            | Action::CopyIn
            | Action::AcceptFiles(_)
            | Action::ShowFile(_)
            | Action::CheckFiles
            | Action::CompleteName(_)
            | Action::FillName(_)
            | Action::FilterEvidence(_)) => return self.act_on_evidence(action),
            action @ (Action::GoToSource(..)
            | Action::FilterSources(_)
            | Action::MeasureFile(..)
            | Action::Measure(..)
            | Action::MeasureAs(_)
            | Action::StopMeasuring
            | Action::KeepMeasured
            | Action::WriteMeasurement(..)
            | Action::MakeGapTasks(_)
            | Action::AskNumber(_)
            | Action::SetNumber(..)
            | Action::OpenProfile(_)) => return self.act_on_readiness(action),
            Action::OnSite(action) => return self.act_on_site(action),
            Action::Assign { kind, ids, assigns } => return follow(self.assign(kind, &ids, &assigns)),
            Action::AddProof(task, criterion, assigns) => {
                return follow(self.add_proof(&task, &criterion, &assigns));
            }
            Action::EditEvidence(id) => self.open_record_form(RecordKind::Evidence, id),
            Action::GoToReading(id) => {
                self.page = Page::Indicators;
                self.panes.indicators.go_to_reading(&id);
            }
            Action::AddReading(row, assigns) => return follow(self.add_reading(&row, &assigns)),
            Action::KeepIndicator(id, assigns) => return follow(self.keep_indicator(id, &assigns)),
            Action::Reschedule(id, assigns) => return follow(self.reschedule(&id, &assigns)),
            Action::Close(ids) => return follow(self.close(ids)),
            Action::Noted(at, text) => return follow(self.note(&at, &text)),
            Action::EditOutside(at, text) => return (vec![], vec![Effect::Editor { at, text }]),
            Action::Filter(filter) => {
                if let Page::Stage(n, View::Tasks) = self.page {
                    self.panes.tasks[n].set_filter(filter);
                }
            }
            Action::Sort(sort) => {
                if let Page::Stage(n, View::Tasks) = self.page {
                    self.panes.tasks[n].set_sort(sort);
                }
            }
            Action::FillForm(entry, text) => {
                if let Some(Dialog::Form(form)) = self.dialogs.last_mut() {
                    form.fill(entry, text);
                }
            }
            Action::Dismiss => {
                self.dialogs.pop();
            }
            Action::Errand(errand) => return (vec![], self.errand(errand)),
            Action::GoOnErrand(errand, message) => {
                return (vec![], self.go_on_errand(&errand, message.as_deref()));
            }
            Action::OpenFile(path) => return (vec![], self.open_file(path)),
            Action::NewFile(path, assigns, modes) => return self.new_file(path, &assigns, &modes),
            Action::Speak(lang) => return (vec![], self.speak(lang)),
            Action::Welcomed => return (vec![], self.end_first_run()),
            Action::OpenDemo => {
                self.opening = Some(PathBuf::from("demo"));
                return (vec![], vec![Effect::Demo]);
            }
            Action::IAm(name, waiting) => {
                self.me.clone_from(&name);
                return (
                    waiting.map(|action| vec![*action]).unwrap_or_default(),
                    vec![Effect::RememberMe(name)],
                );
            }
            Action::Refused(refusal) => {
                let text = format!("{} → {}", refusal.say(self.lang), refusal.next(self.lang));
                self.say(Mood::Bad, text);
            }
            Action::Wear(name, theme) => return (vec![], self.wear(name, &theme)),
            Action::Say(notice) => self.say(notice.mood, notice.text),
            Action::Tell(text) => self.dialogs.push(Dialog::Question(super::dialog::Question {
                title: Phrase::new("术语", "Term").say(self.lang).into(),
                text,
                yes: None,
            })),
            Action::CopyText(text) => {
                let what = Phrase::new("已复制", "copied");
                self.say(Mood::Good, format!("{}{}{text}", what.say(self.lang), self.lang.colon()));
                return (vec![], vec![Effect::Copy(crate::text::show(&text).into_owned())]);
            }
            Action::ResumeDraft(n) => return (vec![], self.resume_draft(n)),
            Action::DropDrafts => return (vec![], self.drop_drafts()),
            Action::WriteAndQuit => return (vec![], self.write_and_quit()),
            Action::QuitAnyway => return (vec![], self.leave()),
        }
        done()
    }

    pub fn resize(&mut self, screen: Rect) {
        self.screen = screen;
        self.settle();
    }

    fn open_file(&mut self, path: PathBuf) -> Vec<Effect> {
        let path = home(&path).unwrap_or(path);
        self.opening = Some(path.clone());
        vec![Effect::Open(path, self.wish)]
    }

    fn say(&mut self, mood: Mood, text: String) {
        self.notice = (!text.is_empty()).then_some(Notice { mood, text });
        self.notice_age = 0;
        self.notice_leads = None;
    }

    /// Tells of a step, and how it is undone.
    fn say_done(&mut self, text: &str) {
        let key = keymap().key_of(Layer::App, Command::Undo);
        let undo = match self.lang {
            Lang::Zh => format!("{key} 撤销"),
            Lang::En => format!("{key} undoes it"),
        };
        // Somebody may have given the key to another command; a click still does it.
        self.say(Mood::Good, format!("{text} · {}", undo.trim_start()));
        self.notice_leads = Some(Command::Undo);
    }

    fn say_phrase(&mut self, mood: Mood, phrase: Phrase) {
        self.say(mood, phrase.say(self.lang).to_owned());
    }

    /// What news and ticks can change of the screen.
    pub(super) fn face(&self) -> impl PartialEq + use<> {
        let session = self
            .session
            .as_ref()
            .map(|s| (s.revision(), s.is_saved(), s.is_behind(), s.access(), s.path().to_path_buf()));
        let others = self.session.as_ref().map(|s| (s.is_adrift(), s.arrival().holder.clone()));
        let waits = (self.opening.clone(), self.dialogs.clone(), self.notice.clone(), self.saving.clone());
        (
            session,
            others,
            waits,
            (self.branch.clone(), self.lacks_driver, self.derived.readings(), self.derived.checking),
            self.derived.profiles().coming(),
            self.today,
            self.page,
            self.me.clone(),
        )
    }

    pub fn path(&self) -> Option<PathBuf> {
        self.session.as_ref().map(|session| session.path().to_path_buf())
    }

    /// Saves on the spot, before the terminal is lent to somebody who may read the file, or never come back;
    /// true when the file has it all.
    pub fn save_on_the_spot(&mut self) -> bool {
        if let Some(Effect::Keep(job)) = self.keep_draft() {
            // The next one is tried soon, and says so where it fails.
            let _ = job.run();
        }
        // What the file went back from is not put there again unasked.
        // While the worker saves, its version would be met here as somebody else's.
        let is_running = self.saving.is_running();
        self.session.as_mut().is_none_or(|session| {
            let is_saved = !is_running && !session.is_behind() && session.save().is_ok();
            if !is_saved {
                session.keep_at_last();
            }
            is_saved
        })
    }

    /// What can still be done when the program has to end: what is being typed and what cannot be saved goes to
    /// the state folder. True when nothing is lost.
    ///
    /// `is_stuck` says that the worker did not come to its end: it hangs in a save, and another one would hang as
    /// well, or meet its bytes if it did not.
    pub fn last_words(&mut self, is_stuck: bool) -> bool {
        let is_drafted = match self.keep_draft() {
            Some(Effect::Keep(job)) => job.run().is_ok(),
            _ => self.draft() == self.drafted,
        };
        let Some(session) = &mut self.session else { return true };
        let is_safe = if is_stuck { session.keep_at_last() } else { session.save_at_last().is_ok() };
        is_safe && is_drafted
    }

    /// The way that the file's name is shown.
    pub fn file_name(&self) -> String {
        let path = self.session.as_ref().map(Session::path);
        path.and_then(Path::file_name).map_or(String::new(), |name| name.to_string_lossy().into_owned())
    }
}

/// `~/…` as people type it; a shell would have done this.
pub(super) fn home(path: &Path) -> Option<PathBuf> {
    let rest = path.strip_prefix("~").ok()?;
    Some(directories::BaseDirs::new()?.home_dir().join(rest))
}
