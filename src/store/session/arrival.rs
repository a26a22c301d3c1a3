//! Opening a file to work on it: who else has it open, what an earlier program could not bring into it, and what
//! somebody was typing when that was cut off.

use super::{Access, KeepJob, Session};
use crate::merge::{Change, diff, edit_between, merge};
use crate::store::draft::Draft;
use crate::store::holder::{A_MOMENT, Asked, Holder, hold};
use crate::store::lineage::Lineage;
use crate::store::place::{OpenError, WhyNot};
use crate::store::recovery::{Left, Recovery};
use crate::store::save::{Seen, sweep};
use crate::store::{Folders, keep_beside};
use crate::text::Phrase;
use crate::workspace::Workspace;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How somebody wants to work on a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Wish {
    #[default]
    Edit,
    /// Only to look at it.
    Look,
}

/// What there is to say when a file is opened.
#[derive(Debug, Default)]
pub struct Arrival {
    /// Another program on this machine that has the file open.
    pub holder: Option<Holder>,
    /// What was brought back from a program that did not come to its end; one step, which can be undone.
    pub recovered: Option<Recovered>,
    /// The file itself could not be read, and all that is shown comes from the copy: where the file's bytes
    /// were put, if that could be done.
    pub instead: Option<Option<PathBuf>>,
    /// What somebody was typing.
    pub drafts: Vec<(PathBuf, Draft)>,
}

/// The file as it was, and what came in on top of it.
#[derive(Debug)]
pub struct Recovered {
    pub before: Arc<Workspace>,
    pub changes: Vec<Change>,
}

const RECOVERED: Phrase = Phrase::new("恢复上次没有存进文件的改动", "brought back what was not in the file");

impl Session {
    /// Opens a file for a person to work on. What an earlier program left for it is merged in; for that the
    /// file must be nobody else's at the moment.
    pub fn arrive(path: &Path, folders: &Folders, wish: Wish) -> Result<Session, OpenError> {
        let recovery = Recovery::of(folders, path);
        let opened = Session::open(path);
        let mut session = match (opened, &recovery) {
            (Err(error), Some(recovery)) if wish == Wish::Edit => {
                Session::out_of_copies(path, recovery, error)?
            }
            (opened, _) => opened?,
        };
        session.lineage = Lineage::of(folders, path);
        if wish == Wish::Look {
            session.access = Access::ByWish;
            // What git left unmerged is shown merged, and written by who edits it.
            session.saved = session.revision;
            return Ok(session);
        }
        session.recovery = recovery;
        session.ask(folders, A_MOMENT);
        // Where the state folder knows no locks, nobody can be asked; merging a copy twice does no harm.
        if session.is_alone {
            if let Ok(target) = fs::canonicalize(path) {
                sweep(&target);
            }
            session.recover();
        }
        Ok(session)
    }

    /// The file is gone or cannot be read; a copy of what was to be in it can.
    fn out_of_copies(path: &Path, recovery: &Recovery, error: OpenError) -> Result<Session, OpenError> {
        let is_gone = matches!(&error.why, WhyNot::Io(why) if why.kind() == ErrorKind::NotFound);
        let is_broken = matches!(error.why, WhyNot::Unreadable(_));
        let left = if is_gone || is_broken { recovery.left() } else { vec![] };
        let Some((first, more)) = left.split_first() else { return Err(error) };
        let bytes = fs::read(path).ok();
        let seen = bytes.as_deref().map_or(Seen::Nothing, Seen::of);
        let fold = |all: Workspace, next: &Left| merge(next.base.as_ref(), &all, &next.workspace).workspace;
        let workspace = more.iter().fold(first.workspace.clone(), fold);
        let mut session = Session::at(path, workspace, seen);
        session.revision += 1;
        session.merged_in = left.into_iter().map(Left::into_path).collect();
        session.arrival.instead = Some(bytes.and_then(|bytes| keep_beside(path, &bytes).ok()));
        Ok(session)
    }

    /// Merges what was left with what the file has: equal is dropped quietly.
    fn recover(&mut self) {
        let Some(recovery) = self.recovery.clone() else { return };
        self.arrival.drafts = recovery.drafts_left();
        if self.arrival.instead.is_some() || self.access != Access::Full {
            return;
        }
        let before = Arc::clone(&self.workspace);
        let mut after = Workspace::clone(&before);
        let left = recovery.left();
        for copy in &left {
            after = merge(copy.base.as_ref(), &copy.workspace, &after).workspace;
        }
        let paths: Vec<PathBuf> = left.into_iter().map(Left::into_path).collect();
        if after == *before {
            recovery.forget(&paths);
            return;
        }
        if self.apply(RECOVERED, edit_between(&before, &after)).is_ok() {
            self.merged_in = paths;
            let changes = diff(&before, &after);
            self.arrival.recovered = Some(Recovered { before, changes });
        }
    }

    /// Asks again for a file that somebody else had, and waits for nobody; true when who has it has changed.
    pub fn ask_for_hold(&mut self, folders: &Folders) -> bool {
        self.ask(folders, Duration::ZERO)
    }

    fn ask(&mut self, folders: &Folders, patience: Duration) -> bool {
        if self.hold.is_some() || self.access == Access::ByWish {
            return false;
        }
        let before = self.arrival.holder.take();
        self.is_alone = true;
        match hold(folders, &self.path, patience) {
            Asked::Held(hold) => self.hold = Some(hold),
            Asked::Unknown => {}
            Asked::Taken(holder) => {
                self.is_alone = false;
                // Our own: the session before this one on the same file, which is about to end.
                let is_ours = holder.pid == std::process::id();
                self.arrival.holder = Some(holder).filter(|_| !is_ours);
            }
        }
        before != self.arrival.holder
    }

    pub fn arrival(&self) -> &Arrival {
        &self.arrival
    }

    /// What somebody was typing, taken out to be put in its form again, or to be dropped.
    pub fn take_draft(&mut self, n: usize) -> Option<(Draft, KeepJob)> {
        let recovery = self.recovery.clone()?;
        let drafts = &mut self.arrival.drafts;
        let (path, draft) = (n < drafts.len()).then(|| drafts.remove(n))?;
        Some((draft, KeepJob::Forget(recovery, vec![path])))
    }

    /// Whether this machine keeps what cannot be in the file yet.
    pub fn has_recovery(&self) -> bool {
        self.recovery.is_some()
    }

    /// Keeps the text of an open form. None where this machine keeps no state.
    pub fn draft_job(&self, draft: Option<Draft>) -> Option<KeepJob> {
        Some(KeepJob::Draft(self.recovery.clone()?, draft))
    }
}
