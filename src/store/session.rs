//! `Session`: one open workspace. It takes edits, remembers how to undo them, knows what is saved, hands out
//! the jobs that touch the disk (for the worker of the screen, or to be run on the spot), and takes in what
//! others wrote. Screen and command line use nothing else to change a file.

use super::place::{OpenError, open_bytes};
use super::read::read;
use super::save::{self, SaveError, Saved, Seen};
use super::unreadable::Unreadable;
use super::write;
use crate::text::{Lang, Phrase};
use crate::workspace::{Edit, FORMAT, History, Refusal, Workspace};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

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
    /// Outside bytes that could not be read and were spoken of already.
    damaged: Option<Seen>,
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
}

impl SaveJob {
    pub fn run(self) -> Result<Saved, SaveError> {
        if let Access::NewerFormat(_) = self.access {
            // Saving would drop what we do not know.
            let error = io::Error::new(io::ErrorKind::InvalidData, self.access.say(Lang::En));
            return Err(SaveError { path: self.path, error });
        }
        let text = write(&self.workspace);
        // Lets go of the snapshot before the slow part: an edit made meanwhile then needs no copy of it.
        drop(self.workspace);
        save::replace(&self.path, text.as_bytes(), self.seen)
    }
}

/// Looks whether somebody else wrote the file; runs on the worker.
#[derive(Debug, Clone)]
pub struct Watch {
    path: PathBuf,
    seen: Seen,
    stamp: Option<Stamp>,
}

/// Length and time: when they are as before, the bytes are not read again.
pub type Stamp = (u64, Option<SystemTime>);

#[derive(Debug)]
pub struct Look {
    pub stamp: Option<Stamp>,
    what: What,
    was: Seen,
}

#[derive(Debug)]
enum What {
    Same,
    Gone,
    Changed { workspace: Box<Workspace>, seen: Seen, newer: Option<u32> },
    Damaged { seen: Seen, why: Unreadable },
}

impl Watch {
    pub fn run(self) -> Look {
        let was = self.seen;
        let look = |stamp, what| Look { stamp, what, was };
        let Ok(metadata) = std::fs::metadata(&self.path) else { return look(None, What::Gone) };
        let stamp = Some((metadata.len(), metadata.modified().ok()));
        if stamp == self.stamp {
            return look(stamp, What::Same);
        }
        let Ok(opened) = open_bytes(&self.path) else { return look(None, What::Gone) };
        let seen = Seen::of(&opened.bytes);
        if seen == self.seen {
            return look(stamp, What::Same);
        }
        match read(&opened.bytes) {
            Ok(loaded) => {
                let workspace = Box::new(loaded.workspace);
                look(stamp, What::Changed { workspace, seen, newer: loaded.newer })
            }
            // Perhaps it is being written this moment: no stamp, so that it is read again.
            Err(why) => look(None, What::Damaged { seen, why }),
        }
    }
}

/// What came of looking.
#[derive(Debug, PartialEq, Eq)]
pub enum Outside {
    Same,
    /// The file is not there; what is in memory stays.
    Gone,
    /// Somebody else's version was taken over.
    Adopted,
    /// Somebody else wrote while changes were waiting: the next save keeps both.
    Waiting,
    /// What lies there is no workspace; what is in memory stays, and a save puts those bytes aside first.
    Damaged(Unreadable),
}

impl Session {
    pub fn open(path: &Path) -> Result<Session, OpenError> {
        let opened = open_bytes(path)?;
        let loaded = read(&opened.bytes).map_err(|why| OpenError::unreadable(path, why))?;
        let access = match loaded.newer {
            Some(format) => Access::NewerFormat(format),
            None if opened.is_read_only => Access::ReadOnlyFile,
            None => Access::Full,
        };
        let mut session = Session::at(path, loaded.workspace, Seen::of(&opened.bytes));
        session.access = access;
        Ok(session)
    }

    /// A new file; one that exists is never replaced.
    pub fn create(path: &Path, workspace: Workspace) -> Result<Session, SaveError> {
        let saved = save::create(path, write(&workspace).as_bytes())?;
        Ok(Session::at(path, workspace, saved.seen))
    }

    fn at(path: &Path, workspace: Workspace, seen: Seen) -> Session {
        Session {
            path: path.to_path_buf(),
            workspace: Arc::new(workspace),
            history: History::default(),
            access: Access::Full,
            revision: 0,
            saved: 0,
            seen,
            damaged: None,
        }
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
        Ok(true)
    }

    /// None when there is nothing to undo.
    pub fn undo(&mut self) -> Option<Result<Phrase, Denied>> {
        self.step(History::can_undo, History::undo)
    }

    pub fn redo(&mut self) -> Option<Result<Phrase, Denied>> {
        self.step(History::can_redo, History::redo)
    }

    fn step(
        &mut self,
        can: fn(&History) -> bool,
        go: fn(&mut History, &mut Workspace) -> Option<Result<Phrase, Refusal>>,
    ) -> Option<Result<Phrase, Denied>> {
        if !can(&self.history) {
            return None;
        }
        let done = go(&mut self.history, Arc::make_mut(&mut self.workspace))?;
        if done.is_ok() {
            self.revision += 1;
        }
        Some(done.map_err(Denied::Refused))
    }

    /// The save that is due; None when all is on the disk.
    pub fn save_job(&self) -> Option<SaveJob> {
        (!self.is_saved()).then(|| self.save_job_now())
    }

    /// A save in any case, for a file that is gone or was damaged.
    pub fn save_job_now(&self) -> SaveJob {
        SaveJob {
            path: self.path.clone(),
            revision: self.revision,
            workspace: Arc::clone(&self.workspace),
            seen: self.seen,
            access: self.access,
        }
    }

    /// Takes note of a save; edits made meanwhile stay unsaved.
    pub fn note_saved(&mut self, revision: u64, saved: &Saved) {
        self.saved = revision;
        self.seen = saved.seen;
        self.damaged = None;
    }

    /// Saves on the spot, for the command line.
    pub fn save(&mut self) -> Result<Option<PathBuf>, SaveError> {
        let Some(job) = self.save_job() else { return Ok(None) };
        let revision = job.revision;
        let saved = job.run()?;
        self.note_saved(revision, &saved);
        Ok(saved.aside)
    }

    pub fn watch(&self, stamp: Option<Stamp>) -> Watch {
        Watch { path: self.path.clone(), seen: self.seen, stamp }
    }

    /// Takes in what a look found. A look that began before our last save says nothing.
    pub fn take_in(&mut self, look: Look) -> Outside {
        if look.was != self.seen {
            return Outside::Same;
        }
        match look.what {
            What::Same => Outside::Same,
            What::Gone => Outside::Gone,
            What::Changed { .. } if !self.is_saved() => Outside::Waiting,
            What::Changed { workspace, seen, newer } => {
                self.workspace = Arc::new(*workspace);
                self.seen = seen;
                self.revision += 1;
                self.saved = self.revision;
                self.damaged = None;
                self.access = match (newer, self.access) {
                    (Some(format), _) => Access::NewerFormat(format),
                    // Somebody went back to the format that we know.
                    (None, Access::NewerFormat(_)) => Access::Full,
                    (None, access) => access,
                };
                Outside::Adopted
            }
            What::Damaged { seen, .. } if self.damaged == Some(seen) => Outside::Same,
            What::Damaged { seen, why } => {
                self.damaged = Some(seen);
                Outside::Damaged(why)
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
