//! `Action`: what a key, a menu or a dialog asks for; plain data, so that a test can list it. `News`: what
//! comes back from the worker. `Effect`: what an update wants done outside.

use super::command::Command;
use super::dialog::Dialog;
use crate::readiness::Concern;
use crate::store::git::GitError;
use crate::store::{
    Chronicle, HeadStamp, KeepJob, Look, OpenError, SaveError, SaveJob, Session, Watch, Wish, Written,
};
use crate::table::CellWrite;
use crate::text::{Lang, Phrase};
use crate::workspace::{Assign, At, Edit, Id, RecordKind, Refusal, Workspace};
use std::collections::BTreeSet;
use std::path::PathBuf;

#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    Run(Command),
    Type(String),
    Go(Page),
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
    /// Removes tasks; how many, for the toast.
    Delete(Edit, usize),
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
    /// Opens the form of a piece of evidence.
    EditEvidence(Id),
    /// Closes tasks today, in my name; asks for the name when it is not known.
    Close(Vec<Id>),
    Filter(Filter),
    Sort(Sort),
    OpenFile(PathBuf),
    /// Path, and the project's fields as typed.
    NewFile(PathBuf, Vec<Assign>),
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
    /// Puts what somebody was typing, the draft of this number, in its form again.
    ResumeDraft(usize),
    /// Drops all of them.
    DropDrafts,
    /// Puts back what the file went back from, and leaves.
    WriteAndQuit,
    QuitAnyway,
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
    /// Stages count from 0.
    Stage(usize, View),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    Tasks,
    Clause,
    Registers,
}

impl View {
    pub const ALL: [View; 3] = [View::Tasks, View::Clause, View::Registers];

    /// Whether a stage has it; stages count from 0.
    pub fn is_in(self, stage: usize) -> bool {
        match self {
            View::Tasks | View::Clause => true,
            // Some registers belong to every stage.
            View::Registers => stage < 5,
        }
    }

    /// The view of the stage after this one, or the one before it; behind the last comes the first.
    #[must_use]
    pub fn beside(self, is_next: bool, stage: usize) -> View {
        let all: Vec<View> = View::ALL.into_iter().filter(|view| view.is_in(stage)).collect();
        let here = all.iter().position(|view| *view == self).unwrap_or(0);
        let by = if is_next { 1 } else { all.len().saturating_sub(1) };
        all.get((here + by) % all.len().max(1)).copied().unwrap_or(View::Tasks)
    }

    pub const fn label(self) -> Phrase {
        match self {
            View::Tasks => Phrase::new("任务", "Tasks"),
            View::Clause => Phrase::new("条文", "Clause"),
            View::Registers => Phrase::new("台账", "Registers"),
        }
    }
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
    Opened(Result<Box<Session>, OpenError>),
    NotCreated(SaveError),
    Saved {
        revision: u64,
        result: Result<Written, SaveError>,
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
    /// git's user name.
    Me(Option<String>),
    EditorFailed(String),
    /// Whether others see this file while this clone has nothing set for merging their changes.
    LacksDriver(PathBuf, bool),
    /// Whether git holds this file to have conflicts still.
    Unmerged(PathBuf, bool),
    Staged(Result<(), GitError>),
    /// Whether something lies in the state folder.
    Kept(std::io::Result<()>),
    /// A job is done of which there is nothing to tell.
    Done,
}

#[derive(Debug)]
pub enum Effect {
    Open(PathBuf, Wish),
    Create(PathBuf, Box<Workspace>),
    Demo,
    Save(SaveJob),
    Keep(KeepJob),
    Watch(Watch),
    /// Asks git for the user's name in this folder.
    AskGit(PathBuf),
    /// Reads the history of the records off the commits of a file.
    AskChronicle(PathBuf),
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
    RememberMe(String),
    /// Puts a file on top of the recent ones.
    Remember(PathBuf),
    /// Opens a text in the user's editor; it comes back as `Noted`.
    Editor {
        at: At,
        text: String,
    },
    Copy(String),
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
