//! `Session`: one open workspace. It takes edits, remembers how to undo them, knows what is saved, hands out
//! the jobs that touch the disk (for the worker of the screen, or to be run on the spot), and takes in what
//! others wrote. Screen and command line use nothing else to change a file.

mod outside;
mod understood;

pub use outside::{Incoming, Look, Outside, Stamp, Watch};

use super::Folders;
use super::lineage::Lineage;
use super::place::{OpenError, open_bytes};
use super::save::{self, Replaced, SaveError, Saved, Seen};
use super::write;
use crate::merge::edit_between;
use crate::text::{Lang, Phrase};
use crate::workspace::{Edit, FORMAT, History, Refusal, Workspace};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use understood::Understood;

#[derive(Debug)]
pub struct Session {
    path: PathBuf,
    workspace: Arc<Workspace>,
    history: History,
    access: Access,
    /// Counts edits; equal to `saved` when the disk has them all.
    revision: u64,
    saved: u64,
    seen: Seen,
    /// The last content that came from outside, not our last save: when git puts an older version there, what
    /// we did since must not look as if it had been taken back (RELIABILITY.md 2.8).
    base: Arc<Workspace>,
    /// One of our saves lay there since.
    has_saved: bool,
    /// What takes back the edits that came after our last save, oldest first, each with its revision.
    unsaved: Vec<(u64, Edit)>,
    lineage: Option<Lineage>,
    concluded: Option<Concluded>,
    /// Outside bytes that could not be read and were spoken of already.
    damaged: Option<Seen>,
    /// The revision at which the file went back to the base: nothing is saved before somebody says so.
    behind: Option<u64>,
}

/// A file that git had left unmerged was merged from the three versions that git keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concluded {
    /// How many disputes that made.
    pub disputes: usize,
    /// Where a side went that cannot be read.
    pub beside: Option<PathBuf>,
}

/// Whether edits are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Full,
    /// The file may not be written.
    ReadOnlyFile,
    /// Written by a newer program, in this format.
    NewerFormat(u32),
}

impl Access {
    pub fn say(self, lang: Lang) -> String {
        match (self, lang) {
            (Access::Full, _) => String::new(),
            (Access::ReadOnlyFile, Lang::Zh) => "文件只读，不能修改".into(),
            (Access::ReadOnlyFile, Lang::En) => "the file is read-only".into(),
            (Access::NewerFormat(n), Lang::Zh) => {
                format!("文件格式为 {n}，本程序只懂到 {FORMAT}，因此只能查看")
            }
            (Access::NewerFormat(n), Lang::En) => {
                format!(
                    "the file has format {n}, this program knows up to {FORMAT}: it can only be looked at"
                )
            }
        }
    }
}

/// Why an edit was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    ReadOnly(Access),
    Refused(Refusal),
}

impl Denied {
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Denied::ReadOnly(access) => access.say(lang),
            Denied::Refused(refusal) => refusal.say(lang),
        }
    }

    pub fn next(&self, lang: Lang) -> String {
        match (self, lang) {
            (Denied::Refused(refusal), lang) => refusal.next(lang),
            (Denied::ReadOnly(Access::NewerFormat(_)), Lang::Zh) => "请先升级本程序，再修改".into(),
            (Denied::ReadOnly(Access::NewerFormat(_)), Lang::En) => {
                "update this program, then change it".into()
            }
            (Denied::ReadOnly(_), Lang::Zh) => "另存一份可写的文件再改".into(),
            (Denied::ReadOnly(_), Lang::En) => "change a copy that can be written".into(),
        }
    }
}

impl From<Refusal> for Denied {
    fn from(refusal: Refusal) -> Denied {
        Denied::Refused(refusal)
    }
}

/// Everything a save needs, so that it can run on another thread. The snapshot is shared, not copied.
#[derive(Debug, Clone)]
pub struct SaveJob {
    pub path: PathBuf,
    pub revision: u64,
    workspace: Arc<Workspace>,
    seen: Seen,
    access: Access,
    lineage: Option<Lineage>,
}

/// How a save ended.
#[derive(Debug)]
pub enum Written {
    Saved(Saved),
    /// Nothing was written, because somebody else had: to be taken in first.
    Overtaken(Look),
}

impl SaveJob {
    pub fn run(self) -> Result<Written, SaveError> {
        if let Access::NewerFormat(_) = self.access {
            // Saving would drop what we do not know.
            let error = io::Error::new(io::ErrorKind::InvalidData, self.access.say(Lang::En));
            return Err(SaveError { path: self.path, error });
        }
        let text = write(&self.workspace);
        // Lets go of the snapshot before the slow part: an edit made meanwhile then needs no copy of it.
        drop(self.workspace);
        let lineage = self.lineage.as_ref();
        let theirs = |bytes: &[u8]| Look::at_mergeable(&self.path, bytes, self.seen, lineage);
        let replaced = save::replace_or_yield(&self.path, text.as_bytes(), self.seen, &theirs)?;
        Ok(match replaced {
            Replaced::Done(saved) => {
                if let Some(lineage) = lineage {
                    lineage.note(self.seen, saved.seen);
                }
                Written::Saved(saved)
            }
            Replaced::Yielded(look) => Written::Overtaken(look),
        })
    }
}

impl Session {
    pub fn open(path: &Path) -> Result<Session, OpenError> {
        let opened = open_bytes(path)?;
        let understood =
            Understood::of(path, &opened.bytes).map_err(|why| OpenError::unreadable(path, why))?;
        let Understood { loaded, joined } = understood;
        let access = match loaded.newer {
            Some(format) => Access::NewerFormat(format),
            None if opened.is_read_only => Access::ReadOnlyFile,
            None => Access::Full,
        };
        let mut session = Session::at(path, loaded.workspace, Seen::of(&opened.bytes));
        session.access = access;
        if let Some((disputes, beside)) = joined {
            // Nothing of it is on the disk yet.
            session.revision += 1;
            let beside = beside.and_then(|side| save::keep_beside(path, &side.bytes).ok());
            session.concluded = Some(Concluded { disputes, beside });
        }
        Ok(session)
    }

    /// What was made of a file that git had left unmerged, when it was opened.
    pub fn concluded(&self) -> Option<&Concluded> {
        self.concluded.as_ref()
    }

    /// A new file; one that exists is never replaced.
    pub fn create(path: &Path, workspace: Workspace) -> Result<Session, SaveError> {
        let saved = save::create(path, write(&workspace).as_bytes())?;
        Ok(Session::at(path, workspace, saved.seen))
    }

    fn at(path: &Path, workspace: Workspace, seen: Seen) -> Session {
        let workspace = Arc::new(workspace);
        Session {
            path: path.to_path_buf(),
            base: Arc::clone(&workspace),
            workspace,
            history: History::default(),
            access: Access::Full,
            revision: 0,
            saved: 0,
            seen,
            has_saved: false,
            unsaved: vec![],
            lineage: None,
            concluded: None,
            damaged: None,
            behind: None,
        }
    }

    /// Keeps note of what was made out of what, so that two windows on one file follow each other.
    #[must_use]
    pub fn with_lineage(mut self, folders: &Folders) -> Session {
        self.lineage = Lineage::of(folders, &self.path);
        self
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn workspace(&self) -> &Workspace {
        &self.workspace
    }

    pub fn access(&self) -> Access {
        self.access
    }

    pub fn history(&self) -> &History {
        &self.history
    }

    /// Changes with every edit, undo, redo and adopted version.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    pub fn is_saved(&self) -> bool {
        self.revision == self.saved
    }

    /// Makes an edit, as one step that can be undone. False when it changes nothing.
    pub fn apply(&mut self, what: Phrase, edit: Edit) -> Result<bool, Denied> {
        if self.access != Access::Full {
            return Err(Denied::ReadOnly(self.access));
        }
        if is_nothing(&edit) {
            return Ok(false);
        }
        self.history.make(Arc::make_mut(&mut self.workspace), what, edit)?;
        self.revision += 1;
        self.unsaved.extend(self.history.takes_back().map(|edit| (self.revision, edit.clone())));
        Ok(true)
    }

    /// None when there is nothing to undo.
    pub fn undo(&mut self) -> Option<Result<Phrase, Denied>> {
        self.step(History::can_undo, History::undo, History::makes_again)
    }

    pub fn redo(&mut self) -> Option<Result<Phrase, Denied>> {
        self.step(History::can_redo, History::redo, History::takes_back)
    }

    fn step(
        &mut self,
        can: fn(&History) -> bool,
        go: fn(&mut History, &mut Workspace) -> Option<Result<Phrase, Refusal>>,
        back: fn(&History) -> Option<&Edit>,
    ) -> Option<Result<Phrase, Denied>> {
        if !can(&self.history) {
            return None;
        }
        let done = go(&mut self.history, Arc::make_mut(&mut self.workspace))?;
        if done.is_ok() {
            self.revision += 1;
            self.unsaved.extend(back(&self.history).map(|edit| (self.revision, edit.clone())));
        }
        Some(done.map_err(Denied::Refused))
    }

    /// The file went back to what it was before our changes, and nobody has said what is to become of them.
    pub fn is_behind(&self) -> bool {
        self.behind == Some(self.revision)
    }

    /// Lets go of the changes that the file no longer has; undo brings them back.
    pub fn let_go(&mut self, what: Phrase) -> Result<bool, Denied> {
        let back = edit_between(&self.workspace, &self.base);
        let is_change = self.apply(what, back)?;
        self.saved = self.revision;
        self.behind = None;
        Ok(is_change)
    }

    /// The save that is due; None when all is on the disk.
    pub fn save_job(&self) -> Option<SaveJob> {
        (!self.is_saved() && !self.is_behind()).then(|| self.save_job_now())
    }

    /// A save in any case, for a file that is gone or was damaged.
    pub fn save_job_now(&self) -> SaveJob {
        SaveJob {
            path: self.path.clone(),
            revision: self.revision,
            workspace: Arc::clone(&self.workspace),
            seen: self.seen,
            access: self.access,
            lineage: self.lineage.clone(),
        }
    }

    /// Takes note of a save; edits made meanwhile stay unsaved.
    pub fn note_saved(&mut self, revision: u64, saved: &Saved) {
        self.saved = revision;
        self.seen = saved.seen;
        self.has_saved = true;
        self.unsaved.retain(|(at, _)| *at > revision);
        self.damaged = None;
        self.behind = None;
    }

    /// Saves on the spot, for the command line and for the end: what others wrote meanwhile is merged in.
    pub fn save(&mut self) -> Result<Option<PathBuf>, SaveError> {
        if self.is_saved() { Ok(None) } else { self.rewrite() }
    }

    /// As `save`, also when there is nothing to save: the file is canonical then.
    pub fn rewrite(&mut self) -> Result<Option<PathBuf>, SaveError> {
        loop {
            let job = self.save_job_now();
            let revision = job.revision;
            match job.run()? {
                Written::Saved(saved) => {
                    self.note_saved(revision, &saved);
                    return Ok(saved.aside);
                }
                Written::Overtaken(look) => drop(self.take_in(look)),
            }
        }
    }
}

fn is_nothing(edit: &Edit) -> bool {
    match edit {
        Edit::All(edits) => edits.iter().all(is_nothing),
        Edit::Set { was, now, .. } => was == now,
        Edit::Dispute { was, now, .. } => was == now,
        Edit::Add { .. } | Edit::Remove { .. } => false,
    }
}
