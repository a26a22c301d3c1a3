//! What others did to the file while it is open here: looking on the worker, taking in on the thread that holds
//! the workspace. Theirs and ours are merged; nothing is asked, nothing is overwritten, and what cannot be read
//! is left where it is.

use super::understood::Understood;
use super::{Access, STALE, Session};
use crate::merge::{Change, Turn, diff, merge};
use crate::store::branch::index_lock;
use crate::store::git::at_revision;
use crate::store::lineage::Lineage;
use crate::store::place::{OpenError, Stamp, WhyNot, open_bytes};
use crate::store::read::read;
use crate::store::save::Seen;
use crate::store::unreadable::Unreadable;
use crate::workspace::Workspace;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// Looks whether somebody else wrote the file; runs on the worker.
#[derive(Debug, Clone)]
pub struct Watch {
    path: PathBuf,
    seen: Seen,
    stamp: Option<Stamp>,
    lineage: Option<Lineage>,
    earlier: Vec<Seen>,
    /// git's lock is a leftover.
    is_lock_stale: bool,
}

#[derive(Debug)]
pub struct Look {
    pub stamp: Option<Stamp>,
    what: What,
    was: Seen,
}

#[derive(Debug)]
enum What {
    Same,
    /// It cannot be said yet: git is changing files here.
    Busy,
    Gone,
    Barred(ErrorKind),
    Changed(Box<Version>),
    Damaged {
        seen: Seen,
        why: Unreadable,
    },
}

/// What a look found that may be over in a moment: absence is not deletion, half a file is no damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    Gone,
    Barred,
    Damaged(Seen),
}

/// Somebody else's version.
#[derive(Debug)]
struct Version {
    workspace: Workspace,
    seen: Seen,
    newer: Option<u32>,
    /// It is what the three versions of git make together: nothing of it is on the disk yet.
    is_joined: bool,
    follows: Follows,
}

/// What of ours a version that somebody else wrote was made out of, as far as it can be known.
#[derive(Debug)]
enum Follows {
    /// What we saved last, or git has that: what it lacks of ours was taken back by somebody.
    Last,
    /// What we saved before, and git has that: a pull was faster than our next save could be seen.
    Earlier(Box<Workspace>),
    /// Perhaps none of it: it may be an older version.
    Unknown,
}

impl Watch {
    pub fn run(self) -> Look {
        let was = self.seen;
        let look = |stamp, what| Look { stamp, what, was };
        let metadata = std::fs::metadata(&self.path).ok();
        let stamp = metadata.as_ref().map(Stamp::of);
        if stamp.is_some() && stamp == self.stamp {
            return look(stamp, What::Same);
        }
        if !self.is_lock_stale && index_lock(&self.path).is_some_and(|lock| lock.exists()) {
            return look(None, What::Busy);
        }
        let opened = match open_bytes(&self.path) {
            Ok(opened) => opened,
            Err(OpenError { why: WhyNot::Io(error), .. }) if error.kind() == ErrorKind::NotFound => {
                return look(None, What::Gone);
            }
            Err(error) => return look(None, What::Barred(error.kind())),
        };
        let seen = Seen::of(&opened.bytes);
        if seen == self.seen {
            return look(stamp, What::Same);
        }
        match Version::of(&self.path, &opened.bytes, (was, &self.earlier), self.lineage.as_ref()) {
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
        (was, earlier): (Seen, &[Seen]),
        lineage: Option<&Lineage>,
    ) -> Option<Look> {
        let version = Version::of(path, bytes, (was, earlier), lineage)
            .ok()
            .filter(|version| version.newer.is_none())?;
        Some(Look { stamp: None, what: What::Changed(Box::new(version)), was })
    }
}

/// Commits that were checked out here last, in which our last save is looked for.
const STEPS_BACK: usize = 5;

impl Version {
    fn of(
        path: &Path,
        bytes: &[u8],
        (ours, earlier): (Seen, &[Seen]),
        lineage: Option<&Lineage>,
    ) -> Result<Version, Unreadable> {
        let Understood { loaded, joined } = Understood::of(path, bytes)?;
        let is_joined = joined.is_some();
        let seen = Seen::of(bytes);
        let is_ours = lineage.is_some_and(|lineage| lineage.leads(ours, seen));
        let follows = if is_ours { Follows::Last } else { Follows::in_git(path, ours, earlier) };
        Ok(Version { workspace: loaded.workspace, seen, newer: loaded.newer, is_joined, follows })
    }
}

impl Follows {
    /// What of ours the last commits that were checked out here hold.
    fn in_git(path: &Path, ours: Seen, earlier: &[Seen]) -> Follows {
        let held = |n| at_revision(&format!("HEAD@{{{n}}}"), path).ok().flatten();
        // Where the file is in no repository, the first question answers the others.
        let held: Vec<Vec<u8>> = (0..STEPS_BACK).map_while(held).collect();
        if held.iter().any(|bytes| Seen::of(bytes) == ours) {
            return Follows::Last;
        }
        let save = held.iter().find(|bytes| earlier.contains(&Seen::of(bytes)));
        let save = save.and_then(|bytes| read(bytes).ok());
        save.map_or(Follows::Unknown, |loaded| Follows::Earlier(Box::new(loaded.workspace)))
    }
}

/// What came of looking.
#[derive(Debug, PartialEq, Eq)]
pub enum Outside {
    Same,
    /// The file is not there; what is in memory stays.
    Gone,
    /// It is there, and cannot be read; what is in memory stays.
    Barred(ErrorKind),
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
        let is_lock_stale = self.busy.is_some_and(|since| since.elapsed() > STALE);
        let (path, lineage) = (self.path.clone(), self.lineage.clone());
        Watch { path, seen: self.seen, stamp, lineage, earlier: self.earlier.clone(), is_lock_stale }
    }

    /// Whether a look began after our last save: what an earlier one found is not to be remembered either, else
    /// no later look would read it again.
    pub fn is_followed_by(&self, look: &Look) -> bool {
        look.was == self.seen
    }

    /// Takes in what a look found. A look that began before our last save says nothing.
    pub fn take_in(&mut self, look: Look) -> Outside {
        if !self.is_followed_by(&look) {
            return Outside::Same;
        }
        match look.what {
            What::Busy => {
                self.busy.get_or_insert_with(Instant::now);
                return Outside::Same;
            }
            What::Same => self.doubt = None,
            What::Changed(version) => return self.take_version(*version),
            What::Gone if self.is_twice(Doubt::Gone) => return Outside::Gone,
            What::Barred(why) if self.is_twice(Doubt::Barred) => return Outside::Barred(why),
            What::Damaged { seen, why }
                if self.damaged != Some(seen) && self.is_twice(Doubt::Damaged(seen)) =>
            {
                self.damaged = Some(seen);
                return Outside::Damaged(why);
            }
            What::Gone | What::Barred(_) | What::Damaged { .. } => return Outside::Same,
        }
        self.busy = None;
        Outside::Same
    }

    /// Whether two looks in a row found the same; the third and later ones say nothing new.
    fn is_twice(&mut self, doubt: Doubt) -> bool {
        let is_second = self.doubt == Some((doubt, 1));
        self.doubt = match self.doubt {
            Some((before, times)) if before == doubt => Some((doubt, times.saturating_add(1))),
            _ => Some((doubt, 1)),
        };
        is_second
    }

    /// The file was not there at the last two looks, or could not be read.
    pub fn is_adrift(&self) -> bool {
        matches!(self.doubt, Some((Doubt::Gone | Doubt::Barred, 2..)))
    }

    fn take_version(&mut self, theirs: Version) -> Outside {
        if theirs.newer.is_some() && !self.is_saved() {
            // It is whole: the next save need not wait for the rest of it.
            self.damaged = Some(theirs.seen);
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
        self.doubt = None;
        self.busy = None;
        self.behind = None;
        let ours = Arc::clone(&self.workspace);
        let after = Arc::new(theirs.workspace);
        let merged = if was_ours && self.access == Access::Full {
            let went_back = match &theirs.follows {
                Follows::Last => false,
                Follows::Earlier(save) => **save == *after,
                Follows::Unknown => after == self.base,
            };
            if self.has_saved && went_back {
                self.base = after;
                // Nothing is saved any more, whatever had been.
                self.saved = self.revision.wrapping_sub(1);
                self.behind = Some(self.revision);
                return Outside::Behind;
            }
            let base = match theirs.follows {
                Follows::Last => self.last_save(),
                Follows::Earlier(save) => Some(*save),
                Follows::Unknown => None,
            };
            Arc::new(merge(Some(base.as_ref().unwrap_or(&self.base)), &ours, &after).workspace)
        } else {
            Arc::clone(&after)
        };
        self.revision += 1;
        if merged == after && !theirs.is_joined {
            self.saved = self.revision;
        }
        self.workspace = merged;
        self.base = after;
        self.has_saved = false;
        self.earlier.clear();
        self.unsaved.clear();
        Outside::Merged(Incoming::between(&ours, &self.workspace))
    }

    /// What we saved last, if that was since the file was last taken in.
    pub(super) fn last_save(&self) -> Option<Workspace> {
        let mut saved = self.has_saved.then(|| Workspace::clone(&self.workspace))?;
        for (_, edit) in self.unsaved.iter().rev() {
            saved.apply(edit.clone()).ok()?;
        }
        Some(saved)
    }
}
