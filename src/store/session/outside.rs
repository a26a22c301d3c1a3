//! What others did to the file while it is open here: looking on the worker, taking in on the thread that holds
//! the workspace. Theirs and ours are merged; nothing is asked, nothing is overwritten, and what cannot be read
//! is left where it is.

use super::understood::Understood;
use super::{Access, Session};
use crate::merge::{Change, Turn, diff, merge};
use crate::store::git::at_revision;
use crate::store::lineage::Lineage;
use crate::store::place::open_bytes;
use crate::store::save::Seen;
use crate::store::unreadable::Unreadable;
use crate::workspace::Workspace;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// Looks whether somebody else wrote the file; runs on the worker.
#[derive(Debug, Clone)]
pub struct Watch {
    path: PathBuf,
    seen: Seen,
    stamp: Option<Stamp>,
    lineage: Option<Lineage>,
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
    Changed(Box<Version>),
    Damaged { seen: Seen, why: Unreadable },
}

/// Somebody else's version.
#[derive(Debug)]
struct Version {
    workspace: Workspace,
    seen: Seen,
    newer: Option<u32>,
    /// It was made out of what we saved last, or git has what we saved last: what it lacks of ours was taken
    /// back by somebody. Else it may be an older version, which never had it.
    follows_ours: bool,
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
        match Version::of(&self.path, &opened.bytes, was, self.lineage.as_ref()) {
            Ok(version) => look(stamp, What::Changed(Box::new(version))),
            // Perhaps it is being written this moment: no stamp, so that it is read again.
            Err(why) => look(None, What::Damaged { seen, why }),
        }
    }
}

impl Look {
    /// What lies there in the way of a save, if it can be merged: else the save puts it aside.
    pub(super) fn at_mergeable(
        path: &Path,
        bytes: &[u8],
        was: Seen,
        lineage: Option<&Lineage>,
    ) -> Option<Look> {
        let version =
            Version::of(path, bytes, was, lineage).ok().filter(|version| version.newer.is_none())?;
        Some(Look { stamp: None, what: What::Changed(Box::new(version)), was })
    }
}

/// Commits that were checked out here last, in which our last save is looked for.
const STEPS_BACK: usize = 5;

impl Version {
    fn of(path: &Path, bytes: &[u8], ours: Seen, lineage: Option<&Lineage>) -> Result<Version, Unreadable> {
        let loaded = Understood::of(path, bytes)?.loaded;
        let seen = Seen::of(bytes);
        let follows_ours =
            lineage.is_some_and(|lineage| lineage.leads(ours, seen)) || is_committed(path, ours);
        Ok(Version { workspace: loaded.workspace, seen, newer: loaded.newer, follows_ours })
    }
}

/// Whether one of the last commits that were checked out here holds a version.
fn is_committed(path: &Path, version: Seen) -> bool {
    let held = |n| at_revision(&format!("HEAD@{{{n}}}"), path).ok().flatten().map(|bytes| Seen::of(&bytes));
    // Where the file is in no repository, the first question answers the others.
    (0..STEPS_BACK).map_while(held).any(|held| held == version)
}

/// What came of looking.
#[derive(Debug, PartialEq, Eq)]
pub enum Outside {
    Same,
    /// The file is not there; what is in memory stays.
    Gone,
    /// Somebody else's changes came in; what was changed here stays.
    Merged(Incoming),
    /// The file went back to what it was before our changes. They stay in memory, and the file stays as it is
    /// until they are saved again (`save_job_now`, or the next edit) or let go.
    Behind,
    /// Somebody else wrote, in a newer format, while changes were waiting: the next save keeps both.
    Waiting,
    /// What lies there is no workspace; what is in memory stays, and a save puts those bytes aside first.
    Damaged(Unreadable),
}

/// What came in from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    pub changes: Vec<Change>,
    /// Disputes that are there now and were not here before.
    pub disputes: usize,
}

impl Incoming {
    fn between(before: &Workspace, after: &Workspace) -> Incoming {
        let changes = diff(before, after);
        let opened = |change: &Change| {
            let fields = change.fields.iter().filter(|field| field.dispute == Some(Turn::Opened)).count();
            fields + usize::from(change.dispute == Some(Turn::Opened))
        };
        Incoming { disputes: changes.iter().map(opened).sum(), changes }
    }
}

impl Session {
    pub fn watch(&self, stamp: Option<Stamp>) -> Watch {
        Watch { path: self.path.clone(), seen: self.seen, stamp, lineage: self.lineage.clone() }
    }

    /// Takes in what a look found. A look that began before our last save says nothing.
    pub fn take_in(&mut self, look: Look) -> Outside {
        if look.was != self.seen {
            return Outside::Same;
        }
        match look.what {
            What::Same => Outside::Same,
            What::Gone => Outside::Gone,
            What::Changed(version) => self.take_version(*version),
            What::Damaged { seen, .. } if self.damaged == Some(seen) => Outside::Same,
            What::Damaged { seen, why } => {
                self.damaged = Some(seen);
                Outside::Damaged(why)
            }
        }
    }

    fn take_version(&mut self, theirs: Version) -> Outside {
        if theirs.newer.is_some() && !self.is_saved() {
            return Outside::Waiting;
        }
        // Where nothing can be edited there is nothing of ours to keep.
        let was_ours = self.access == Access::Full;
        self.access = match (theirs.newer, self.access) {
            (Some(format), _) => Access::NewerFormat(format),
            // Somebody went back to the format that we know.
            (None, Access::NewerFormat(_)) => Access::Full,
            (None, access) => access,
        };
        self.seen = theirs.seen;
        self.damaged = None;
        self.behind = None;
        let ours = Arc::clone(&self.workspace);
        let after = Arc::new(theirs.workspace);
        let merged = if was_ours && self.access == Access::Full {
            if self.has_saved && !theirs.follows_ours && after == self.base {
                // Nothing is saved any more, whatever had been.
                self.saved = self.revision.wrapping_sub(1);
                self.behind = Some(self.revision);
                return Outside::Behind;
            }
            let base = self.last_save().filter(|_| theirs.follows_ours);
            Arc::new(merge(Some(base.as_ref().unwrap_or(&self.base)), &ours, &after).workspace)
        } else {
            Arc::clone(&after)
        };
        self.revision += 1;
        if merged == after {
            self.saved = self.revision;
        }
        self.workspace = merged;
        self.base = after;
        self.has_saved = false;
        self.unsaved.clear();
        Outside::Merged(Incoming::between(&ours, &self.workspace))
    }

    /// What we saved last, if that was since the file was last taken in.
    fn last_save(&self) -> Option<Workspace> {
        let mut saved = self.has_saved.then(|| Workspace::clone(&self.workspace))?;
        for (_, edit) in self.unsaved.iter().rev() {
            saved.apply(edit.clone()).ok()?;
        }
        Some(saved)
    }
}
