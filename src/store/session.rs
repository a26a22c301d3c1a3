//! `Session`: one open workspace. It takes edits, remembers how to undo them, knows what is saved, hands out
//! the jobs that touch the disk (for the worker of the screen, or to be run on the spot), and takes in what
//! others wrote. Screen and command line use nothing else to change a file.

mod access;
mod arrival;
mod job;
mod outside;
mod understood;

pub use access::{Access, Denied};
pub use arrival::{Arrival, Recovered, Wish};
pub use job::{KeepJob, SaveJob, Written};
pub use outside::{Incoming, Look, Outside, Watch};

use super::branch::index_lock;
use super::disk::{Disk, Local};
use super::holder::Hold;
use super::lineage::Lineage;
use super::place::{OpenError, open_bytes};
use super::recovery::Recovery;
use super::save::{self, SaveError, Saved, Seen};
use super::{Folders, write};
use crate::merge::edit_between;
use crate::text::Phrase;
use crate::workspace::{Edit, History, Refusal, Workspace};
use job::Check;
use outside::Doubt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
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
    /// Our saves since then but the last one, the youngest at the end.
    earlier: Vec<Seen>,
    /// What takes back the edits that came after our last save, oldest first, each with its revision.
    unsaved: Vec<(u64, Edit)>,
    disk: Arc<dyn Disk>,
    lineage: Option<Lineage>,
    /// Where what cannot be written to its place is kept.
    recovery: Option<Recovery>,
    /// The revision that lies there.
    kept: Option<u64>,
    /// Copies of earlier programs that came in, to be removed once they are in the file.
    merged_in: Vec<PathBuf>,
    hold: Option<Hold>,
    /// As far as can be known, no other program has it open.
    is_alone: bool,
    arrival: Arrival,
    concluded: Option<Concluded>,
    /// What a look found that is spoken of only when it stays so.
    doubt: Option<(Doubt, u8)>,
    /// Outside bytes that could not be read and were spoken of already.
    damaged: Option<Seen>,
    /// Since when git has been at work here, on a clock that nobody sets.
    busy: Option<Instant>,
    /// The revision at which the file went back to the base: nothing is saved before somebody says so.
    behind: Option<u64>,
}

/// How many of our saves are remembered.
const EARLIER: usize = 64;
/// How long a save waits for git, and after how long its lock is taken for a leftover.
const PATIENCE: Duration = Duration::from_secs(2);
const STALE: Duration = Duration::from_secs(60);

/// A file that git had left unmerged was merged from the three versions that git keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concluded {
    /// How many disputes that made.
    pub disputes: usize,
    /// Where a side went that cannot be read.
    pub beside: Option<PathBuf>,
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
            earlier: vec![],
            unsaved: vec![],
            disk: Arc::new(Local),
            lineage: None,
            recovery: None,
            kept: None,
            merged_in: vec![],
            hold: None,
            is_alone: false,
            arrival: Arrival::default(),
            concluded: None,
            doubt: None,
            damaged: None,
            busy: None,
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

    /// The workspace as it is now, for somebody who looks at it while it goes on.
    pub fn snapshot(&self) -> Arc<Workspace> {
        Arc::clone(&self.workspace)
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
        let is_stale = self.busy.is_some_and(|since| since.elapsed() > STALE);
        SaveJob {
            path: self.path.clone(),
            revision: self.revision,
            disk: Arc::clone(&self.disk),
            workspace: Arc::clone(&self.workspace),
            seen: self.seen,
            access: self.access,
            lineage: self.lineage.clone(),
            earlier: self.earlier.clone(),
            recovery: self.recovery.clone(),
            merged_in: self.merged_in.clone(),
            lock: index_lock(&self.path).filter(|_| !is_stale),
            patience: PATIENCE,
            check: self.check(),
            damaged: self.damaged,
            is_last: false,
        }
    }

    /// What must be read back before it is written: at first all of it, then what changed since.
    fn check(&self) -> Check {
        if !self.has_saved {
            return Check::All;
        }
        let mut changed = Workspace::default();
        for (_, edit) in &self.unsaved {
            changed.put_touched(&self.workspace, edit);
        }
        Check::Changed(Box::new(changed))
    }

    /// Takes note of a save; edits made meanwhile stay unsaved.
    pub fn note_saved(&mut self, revision: u64, saved: &Saved) {
        self.saved = revision;
        if self.has_saved {
            self.earlier.push(self.seen);
            self.earlier.drain(..self.earlier.len().saturating_sub(EARLIER));
        }
        self.seen = saved.seen;
        self.has_saved = true;
        self.unsaved.retain(|(at, _)| *at > revision);
        self.damaged = None;
        self.doubt = None;
        self.busy = None;
        self.behind = None;
        self.kept = None;
        self.merged_in.clear();
    }

    /// Takes note of a save that was refused.
    pub fn note_refused(&mut self, error: &SaveError) {
        if let Some(lies) = error.lies {
            self.seen = lies;
        }
        if error.is_busy() {
            self.busy.get_or_insert_with(Instant::now);
        } else {
            self.busy = None;
        }
    }

    /// A copy for the state folder, when a save was refused; None when it lies there already.
    pub fn keep_job(&mut self) -> Option<KeepJob> {
        let recovery = self.recovery.clone()?;
        if self.is_saved() || self.kept == Some(self.revision) {
            return None;
        }
        self.kept = Some(self.revision);
        // Where the file went back, what lies there is the base.
        let last_save = self.last_save().filter(|_| !self.is_behind());
        let base = last_save.map_or_else(|| Arc::clone(&self.base), Arc::new);
        Some(KeepJob::Copy { recovery, base, workspace: Arc::clone(&self.workspace) })
    }

    /// Saves on the spot, for the command line: what others wrote meanwhile is merged in.
    pub fn save(&mut self) -> Result<Option<PathBuf>, SaveError> {
        if self.is_saved() { Ok(None) } else { self.rewrite() }
    }

    /// As `save`, also when there is nothing to save: the file is canonical then.
    pub fn rewrite(&mut self) -> Result<Option<PathBuf>, SaveError> {
        self.save_with(|job| job.is_last = true)
    }

    /// Saves on the spot, because the program ends: nothing is waited for, and what cannot be saved is kept.
    pub fn save_at_last(&mut self) -> Result<Option<PathBuf>, SaveError> {
        if self.is_saved() {
            return Ok(None);
        }
        // First where it is quick: the drive of the file may hang until the time is over.
        let is_kept = self.keep_at_last();
        if self.is_behind() && is_kept {
            return Ok(None);
        }
        self.save_with(|job| {
            job.is_last = true;
            job.patience = Duration::ZERO;
        })
    }

    /// Whether what is not in the file is in the state folder.
    pub fn keep_at_last(&mut self) -> bool {
        if self.kept == Some(self.revision) {
            return true;
        }
        let is_kept = self.keep_job().is_some_and(|job| job.run().is_ok());
        self.kept = self.kept.filter(|_| is_kept);
        is_kept
    }

    fn save_with(&mut self, how: impl Fn(&mut SaveJob)) -> Result<Option<PathBuf>, SaveError> {
        loop {
            let mut job = self.save_job_now();
            how(&mut job);
            let revision = job.revision;
            match job.run() {
                Ok(Written::Saved(saved)) => {
                    self.note_saved(revision, &saved);
                    return Ok(saved.aside);
                }
                Ok(Written::Overtaken(look)) => drop(self.take_in(look)),
                Err(error) => {
                    self.note_refused(&error);
                    return Err(error);
                }
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
