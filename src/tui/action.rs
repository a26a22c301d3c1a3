//! `Action`: what a key, a menu or a dialog asks for; plain data, so that a test can list it. `News`: what
//! comes back from the worker. `Effect`: what an update wants done outside.

use super::app::{IndexJob, IndexOf, Spot};
use super::command::Command;
use super::dialog::{Dialog, SaidOfFile, Shared, Understand};
use super::judged::{Case, Sentence};
use super::pane::evidence::EvidenceFilter;
use super::pane::readiness::{GapScope, SourceFilter};
use super::pane::visit::VisitFilter;
use super::pointer::Hand;
use super::theme::{Choice, Theme};
use crate::guide::owned::Library;
use crate::guide::{Decision, Dimension, guide};
use crate::profile::{FileKind, MeasuredFile, NoProfile, Profile, Progress};
use crate::readiness::{Concern, SettingKey};
use crate::search::Index;
use crate::store::git::GitError;
use crate::store::{
    Cancel, Chronicle, Examination, Examined, FolderEntry, Found, HeadStamp, ImportJob, KeepJob, Linking,
    Look, MeasureJob, NamedSearch, Names, NoImport, NotLinked, NotShown, NotWritten, OpenError, Photo,
    Preview, RecallJob, SaveError, SaveJob, Session, TableKind, Watch, Wish,
};
use crate::table::CellWrite;
use crate::table::Counts;
use crate::text::{Lang, Phrase};
use crate::workspace::{Assign, At, Edit, Id, RecordKind, Refusal, Workspace};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    Run(Command),
    /// Asked for with the mouse.
    Hand(Hand),
    Type(String),
    /// A paste where no text field has the keys.
    Paste(String),
    Go(Page),
    /// Back by one within the page, as far as its first column.
    StepOut,
    /// Opens the box that finds everything, with this text in it.
    Search(String),
    /// Goes to one of the places that were found; the others are a key away.
    Walk(Vec<Spot>, usize),
    /// Keeps a search under its name; one of that name is replaced.
    KeepSearch(NamedSearch),
    /// Forgets the search of this name.
    ForgetSearch(String),
    /// Puts a bookmark on a place, or takes it off.
    ToggleMark(Spot),
    /// Shows a task in its stage.
    GoToTask(Id),
    /// Shows the tasks of an element.
    GoToElement(String),
    /// Shows a line of a register.
    GoToRow(Id),
    /// Shows a register, by its key.
    GoToRegister(String),
    GoToClause(String),
    /// Shows the phrase of clause 4 that an element stands for.
    GoToPhrase(String),
    /// Shows a dispute in the inbox.
    GoToDispute(String),
    /// Shows a decision in its stage.
    GoToDecision(String),
    /// Shows a gate, at this criterion where one is named.
    GoToGate(String, Option<String>),
    /// Gives this score where the cursor of a scorecard stands.
    Score(u8),
    /// Takes the candidate of this number, from 1.
    Take(usize),
    /// Ends one dispute or several, as one step.
    Settle(Phrase, Edit),
    /// Tells git that the conflicts of this file are settled.
    Stage,
    /// Ends a dispute with what was typed for its field.
    SettleTyped(String, Vec<Assign>),
    /// Opens a field's text in the user's editor.
    EditOutside(At, String),
    Refused(Refusal),
    Ask(Box<Dialog>),
    /// One step that can be undone, named for the toast.
    Edit(Phrase, Edit),
    /// Fields as typed, for one or several records: one step.
    Assign {
        kind: RecordKind,
        ids: Vec<Id>,
        assigns: Vec<Assign>,
    },
    /// Writes into cells, and says where the cursor goes then.
    WriteCell(CellWrite, After),
    /// One step, and what is said when it was made.
    EditAndSay(Phrase, Edit, String),
    /// Which records of a kind linked to these rows, and which shall.
    Link {
        kind: RecordKind,
        rows: Vec<Id>,
        from: BTreeSet<String>,
        to: BTreeSet<String>,
    },
    FilterRows(RowFilter),
    SortRows(RowSort),
    /// Hides these columns of the register in view, and shows all others.
    HideColumns(BTreeSet<String>),
    /// Edits this column of the row under the cursor.
    EditColumn(String),
    /// A new column of this name: of which kind?
    ChooseColumnKind(&'static str, String),
    /// Register, name and kind.
    AddColumn(&'static str, String, &'static str),
    AddEvidence(Id, Vec<Assign>),
    /// New evidence of a task, linked to this criterion of a gate.
    AddProof(Id, Id, Vec<Assign>),
    /// Opens the form of a piece of evidence.
    EditEvidence(Id),
    /// The file that is being linked may be copied into the folder.
    CopyIn,
    /// Takes the files of these pieces of evidence as they are now.
    AcceptFiles(Vec<Id>),
    /// Opens the file of a piece of evidence in the system's program.
    ShowFile(Id),
    /// Reads all linked files anew.
    CheckFiles,
    /// Looks for files whose names go on like this.
    CompleteName(String),
    /// Puts the name of a file into the form.
    FillName(String),
    FilterEvidence(EvidenceFilter),
    /// Shows a reading on the page of indicators.
    GoToReading(Id),
    /// A reading of this indicator, its fields as typed.
    AddReading(Id, Vec<Assign>),
    /// Cells of an indicator as typed; None for a new one.
    KeepIndicator(Option<Id>, Vec<Assign>),
    /// Dates of a task as typed; asks where they would break a link.
    Reschedule(Id, Vec<Assign>),
    /// Closes tasks today, in my name; asks for the name when it is not known.
    Close(Vec<Id>),
    /// Something about the thing that one stands before, on the page of site visits.
    OnSite(OnSite),
    /// Shows a source on the page of readiness, at this dimension where one is named.
    GoToSource(Id, Option<Dimension>),
    FilterSources(SourceFilter),
    /// Asks for a file to measure for a source.
    MeasureFile(FileKind, Id),
    Measure(FileKind, Id, PathBuf),
    /// Something is said of the file that is measured.
    MeasureAs(SaidOfFile),
    StopMeasuring,
    /// What was measured becomes one step.
    KeepMeasured,
    /// Figures and answers of a source as people typed them.
    WriteMeasurement(Id, Vec<Assign>),
    MakeGapTasks(GapScope),
    /// Asks for a number of the readiness model.
    AskNumber(SettingKey),
    SetNumber(SettingKey, Vec<Assign>),
    /// Shows the profile behind a measurement.
    OpenProfile(Id),
    Filter(Filter),
    Sort(Sort),
    OpenFile(PathBuf),
    /// Path, the project's fields as typed, and the candidates among the development modes.
    NewFile(PathBuf, Vec<Assign>, Vec<String>),
    /// The language of the screen, from now on and at the next start.
    Speak(Lang),
    /// The first run is over.
    Welcomed,
    OpenDemo,
    /// My name, and what was waiting for it.
    IAm(String, Option<Box<Action>>),
    /// What came back from an editor of the system, for this field.
    Noted(At, String),
    /// Puts text into an entry of the form below the text area.
    FillForm(usize, String),
    /// Something that git is asked to do.
    Errand(Errand),
    /// Goes on with it; a message where it is not the one that was proposed.
    GoOnErrand(Errand, Option<String>),
    /// Closes the dialog on top without keeping anything.
    Dismiss,
    Say(Notice),
    /// A text to read in peace, with a key to close it.
    Tell(String),
    CopyText(String),
    /// Takes on a theme, by its name.
    Wear(String, Box<Theme>),
    /// Puts what somebody was typing, the draft of this number, in its form again.
    ResumeDraft(usize),
    /// Asks for a table that comes into this register.
    Import(String),
    /// Asks how and where this register is to go out.
    Export(String),
    AskExport(String, TableKind),
    /// The names of a folder are wanted, for the path that is being typed.
    ListFolder(PathBuf, Names),
    /// Shows what a table would do to a register.
    ReadTable(&'static str, PathBuf),
    /// Shows what a block from the clipboard would do, from this row down and this column rightwards.
    PasteRows {
        register: String,
        at: Option<Id>,
        column: Option<String>,
        text: String,
    },
    /// Something is said of the table in the preview.
    Understand(Understand),
    /// The table in the preview is looked at once more, as is wished now.
    LookAgain,
    /// What the preview shows becomes one step.
    TakeIn,
    StopImport,
    WriteTable {
        register: &'static str,
        path: PathBuf,
        replaces: bool,
    },
    /// Drops all of them.
    DropDrafts,
    /// Puts back what the file went back from, and leaves.
    WriteAndQuit,
    QuitAnyway,
}

/// What a walk through the plant asks for; rows by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnSite {
    /// A digit: the choice of that number.
    Answer(u8),
    /// Asks which picture becomes evidence of a row, and in which folder they are.
    Photo(Id),
    PhotoFolder(Id),
    /// The folder, or the picture itself.
    PhotosIn(Id, PathBuf),
    /// This picture; when it was taken, as far as its file tells.
    Link {
        row: Id,
        path: String,
        taken: Option<String>,
    },
    /// Where one says to be; nothing for what the register has.
    Place(String),
    Filter(VisitFilter),
}

/// What git is asked to do for the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Errand {
    Commit,
    Sync,
    SetUp,
    /// Shows what changed since a revision.
    Since(String),
}

/// A page of the workbench.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    Start,
    Overview,
    Disputes,
    Evidence,
    Indicators,
    Readiness,
    Plan,
    Visit,
    /// Stages count from 0.
    Stage(usize, View),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    Tasks,
    Clause,
    Registers,
    Decisions,
    Gate,
}

impl View {
    pub const ALL: [View; 5] = [View::Tasks, View::Clause, View::Registers, View::Decisions, View::Gate];

    /// Whether a stage has this view; stages count from 0.
    pub fn is_in(self, stage: usize) -> bool {
        match self {
            // Some registers belong to every stage.
            View::Tasks | View::Clause | View::Registers | View::Gate => stage < 5,
            View::Decisions => guide().stages().get(stage).is_some_and(|stage| has_decisions(&stage.key)),
        }
    }

    /// The view after this one that the stage has, or the one before it; behind the last comes the first.
    #[must_use]
    pub fn beside(self, stage: usize, is_next: bool) -> View {
        let here = View::ALL.iter().position(|view| *view == self).unwrap_or(0);
        let by = if is_next { 1 } else { View::ALL.len() - 1 };
        let mut round = (1..=View::ALL.len()).map(|n| View::ALL[(here + n * by) % View::ALL.len()]);
        round.find(|view| view.is_in(stage)).unwrap_or(self)
    }

    pub const fn label(self) -> Phrase {
        match self {
            View::Tasks => Phrase::new("任务", "Tasks"),
            View::Clause => Phrase::new("条文", "Clause"),
            View::Registers => Phrase::new("台账", "Registers"),
            View::Decisions => Phrase::new("决策", "Decisions"),
            View::Gate => Phrase::new("评审门", "Gate"),
        }
    }
}

fn has_decisions(stage: &str) -> bool {
    let of_stage = |decision: &Decision| guide().stage_of(&decision.element).is_some_and(|s| s.key == stage);
    guide().decisions().iter().any(of_stage)
}

/// Which tasks are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Filter {
    #[default]
    All,
    /// Neither done nor waived.
    Unsettled,
    Mine,
    Late,
    Due,
    Blocked,
    /// Of the declared fields of a task, one that holds this text.
    Field(usize, String),
}

impl Filter {
    /// Whether a concern is what the filter looks for; None when it looks at something else.
    pub fn wants(&self, concern: Option<Concern>) -> Option<bool> {
        match self {
            Filter::Late => Some(matches!(concern, Some(Concern::Late(_)))),
            Filter::Due => Some(matches!(concern, Some(Concern::Due(_) | Concern::Late(_)))),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The order that people gave, as a tree.
    #[default]
    Manual,
    /// By one of the declared fields of a task; empty ones last.
    Field(usize),
    FieldDown(usize),
}

/// Which rows of a register are shown.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum RowFilter {
    #[default]
    All,
    /// Something is wrong with them.
    Found,
    Marked,
    /// Nothing stands in this column.
    Empty(String),
    /// This column, or any, holds the text.
    Holds(Option<String>, String),
    /// This column reads exactly so.
    Reads(String, String),
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum RowSort {
    /// The order that people gave.
    #[default]
    Manual,
    /// By a column; empty ones last.
    Column(String),
    ColumnDown(String),
}

/// Where the cursor of a table goes after a cell was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    Stay,
    Down,
    /// To the cell beside it, which is edited next.
    Next,
    Before,
}

/// A short message in the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub mood: Mood,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Good,
    Plain,
    Bad,
}

#[derive(Debug)]
pub enum News {
    Judged(Box<Sentence>),
    Opened(Result<Box<Session>, OpenError>),
    NotCreated(SaveError),
    Saved {
        revision: u64,
        result: Result<crate::store::Written, SaveError>,
    },
    Looked {
        look: Look,
        branch: Option<String>,
        /// Another one when another commit is checked out, or a merge has stopped.
        head: Option<HeadStamp>,
    },
    /// The first line of a commit message, if there is something to commit.
    Proposed(PathBuf, Errand, Option<String>),
    /// The newest commit at the last visit.
    Visited(PathBuf, Option<String>),
    /// The history of the records of this file.
    Chronicle(PathBuf, Box<Chronicle>),
    /// The owned copies of standards on this machine.
    Shelf(Box<Library>),
    /// What the screen can look like.
    Themes(Vec<Choice>),
    /// All that can be found, and what it was made of.
    Indexed(IndexOf, Box<Index>),
    /// The bookmarks of this file.
    Marks(PathBuf, Vec<Spot>),
    /// git's user name.
    Me(Option<String>),
    EditorFailed(String),
    /// Of the files of evidence: bytes that are read, of how many.
    Examining(PathBuf, u64, u64),
    Examined(PathBuf, Examined),
    /// Of a file that is being linked: bytes that are read, of how many.
    Linking(u64, u64),
    Linked(Linking, Result<(String, Found), NotLinked>),
    /// What was typed of a file's name, and the names that go on like it.
    Completed(String, Vec<String>),
    Shown(Result<PathBuf, NotShown>),
    /// Whether others see this file while this clone has nothing set for merging their changes.
    LacksDriver(PathBuf, bool),
    /// Whether git holds this file to have conflicts still.
    Unmerged(PathBuf, bool),
    Staged(Result<(), GitError>),
    /// The pictures of a folder, for this row; without a folder where none is known.
    Photos(Id, Option<PathBuf>, std::io::Result<Vec<Photo>>),
    /// Names in a folder.
    Listed(PathBuf, Vec<FolderEntry>),
    /// How far the reading of this number is, in percent.
    Reading(u64, u8),
    Previewed(u64, Box<Result<Preview, NoImport>>),
    /// How far the measuring of this number is: bytes of how many.
    Measuring(u64, u64, u64),
    Measured(u64, Box<Result<MeasuredFile, NoProfile>>),
    /// How far an export of this hash is measured anew.
    Recalling(String, u64, u64),
    /// The details of an export, where they could be had.
    Recalled(String, Option<Box<Profile>>),
    /// An import is done: where the lines are that stayed outside, if there are any.
    RefusedKept(Counts, Result<Option<PathBuf>, NotWritten>),
    Exported(Written),
    /// Whether something lies in the state folder.
    Kept(std::io::Result<()>),
    /// A job is done of which there is nothing to tell.
    Done,
}

/// What became of an export: how many rows went out.
#[derive(Debug)]
pub struct Written {
    pub register: &'static str,
    pub path: PathBuf,
    pub result: Result<usize, NotWritten>,
}

#[derive(Debug)]
pub enum Effect {
    Open(PathBuf, Wish),
    Create(PathBuf, Box<Workspace>),
    Demo,
    Save(SaveJob),
    Keep(KeepJob),
    Watch(Watch),
    /// Makes ready what a search looks through.
    Index(Box<IndexJob>),
    /// Reads the bookmarks of a file.
    AskMarks(PathBuf),
    KeepMarks(PathBuf, Vec<Spot>),
    KeepSearches(Vec<NamedSearch>),
    /// Asks git for the user's name in this folder.
    AskGit(PathBuf),
    /// Reads the history of the records off the commits of a file.
    AskChronicle(PathBuf),
    /// Reads the owned copies of standards.
    AskShelf,
    /// Reads the themes.
    AskThemes,
    /// Writes a commit message from the changes.
    Propose(PathBuf, Errand, Lang),
    /// Takes note of this visit.
    Visit(PathBuf),
    /// Runs this program with these arguments, with the terminal lent to it.
    Outside(Vec<String>),
    /// Asks git whether a driver is missing for a file that is shared.
    AskDriver(PathBuf),
    /// Asks git whether it holds a file to have conflicts.
    AskUnmerged(PathBuf),
    /// Tells git that the conflicts of a file are settled.
    Stage(PathBuf),
    /// Works out what takes long of a large workspace.
    Judge(Case),
    /// Looks at the files of evidence.
    Examine(Examination),
    /// Reads a file that is to be linked.
    Link(Linking, Cancel),
    /// Looks for files of a workspace whose names go on like this.
    Complete(PathBuf, String),
    /// Opens a file that a workspace links to in the system's program.
    Show(PathBuf, String),
    ListFolder(PathBuf, Names),
    /// Looks for pictures for this row: in this folder, or in the one that had some last.
    ListPhotos(Id, Option<PathBuf>),
    /// Looks at a table; the flag ends it early.
    Import {
        ticket: u64,
        job: Box<ImportJob>,
        stop: Arc<AtomicBool>,
    },
    /// Measures a file; its progress ends it early.
    Measure {
        ticket: u64,
        job: Box<MeasureJob>,
        progress: Progress,
    },
    /// Looks for the details of an export.
    Recall(Box<RecallJob>),
    /// Keeps what stayed outside, and remembers what was said of the headers.
    FinishImport(Shared<Preview>, Lang),
    Export {
        workspace: Arc<Workspace>,
        register: &'static str,
        path: PathBuf,
        lang: Lang,
        replaces: bool,
    },
    RememberMe(String),
    RememberTheme(String),
    RememberLang(Lang),
    /// Nobody is asked at the next start how to begin.
    RememberWelcome,
    /// Puts a file on top of the recent ones.
    Remember(PathBuf),
    /// Opens a text in the user's editor; it comes back as `Noted`.
    Editor {
        at: At,
        text: String,
    },
    Copy(String),
    /// Has the mouse reported from now on, or no longer.
    Mouse(bool),
    Repaint,
    /// Stops the program and gives the terminal to the shell until it goes on.
    Suspend,
    Exit,
}

impl Effect {
    /// The screen is to be drawn afterwards, whatever has changed.
    pub fn is_seen(&self) -> bool {
        matches!(self, Effect::Repaint | Effect::Editor { .. } | Effect::Outside(_) | Effect::Suspend)
    }
}
