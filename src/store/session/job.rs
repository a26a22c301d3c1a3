//! The jobs that a session hands out, so that they can run on another thread: they carry all that they need.

use super::Access;
use super::outside::Look;
use crate::store::disk::Disk;
use crate::store::draft::Draft;
use crate::store::lineage::Lineage;
use crate::store::recovery::Recovery;
use crate::store::save::{Met, Replaced, Replacement, SaveError, Saved, Seen};
use crate::store::write;
use crate::text::Lang;
use crate::workspace::Workspace;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Everything a save needs. The snapshot is shared, not copied.
#[derive(Debug, Clone)]
pub struct SaveJob {
    pub path: PathBuf,
    pub revision: u64,
    pub(super) disk: Arc<dyn Disk>,
    pub(super) workspace: Arc<Workspace>,
    pub(super) seen: Seen,
    pub(super) access: Access,
    pub(super) lineage: Option<Lineage>,
    /// Our saves before the last one.
    pub(super) earlier: Vec<Seen>,
    pub(super) recovery: Option<Recovery>,
    /// Copies of earlier programs that came in, not needed any more once this is saved.
    pub(super) merged_in: Vec<PathBuf>,
    /// git's lock file.
    pub(super) lock: Option<PathBuf>,
    /// How long to wait for git.
    pub(super) patience: Duration,
    /// What of the workspace is to be read back before it may replace anything.
    pub(super) check: Check,
    /// Bytes that cannot be read and that may be put aside; others may be half written.
    pub(super) damaged: Option<Seen>,
    /// It is now or never: nothing is waited for.
    pub(super) is_last: bool,
}

/// What a save reads back out of the text that it is about to write.
#[derive(Debug, Clone)]
pub(super) enum Check {
    All,
    /// A workspace of the records that changed since the last save.
    Changed(Box<Workspace>),
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
            return Err(SaveError::new(&self.path, error));
        }
        let text = write(&self.workspace);
        if !self.check.holds(&self.workspace, &text) {
            let error = io::Error::other("what was to be written cannot be read back");
            return Err(SaveError::new(&self.path, error));
        }
        // Lets go of the snapshot before the slow part: an edit made meanwhile then needs no copy of it.
        drop(self.workspace);
        let lineage = self.lineage.as_ref();
        let meets =
            |bytes: &[u8]| match Look::at_mergeable(&self.path, bytes, (self.seen, &self.earlier), lineage) {
                Some(look) => Met::Theirs(look),
                None if self.is_last || self.damaged == Some(Seen::of(bytes)) => Met::Aside,
                None => Met::Wait,
            };
        let work = Replacement {
            disk: &*self.disk,
            path: &self.path,
            bytes: text.as_bytes(),
            seen: self.seen,
            meets: &meets,
            recovery: self.recovery.as_ref(),
            lock: self.lock.map(|lock| (lock, self.patience)),
        };
        if let Some(lineage) = lineage {
            // Before it can be seen: another window may find it in the same moment. Noted in vain it does no harm.
            lineage.note(self.seen, Seen::of(text.as_bytes()));
        }
        Ok(match work.run()? {
            Replaced::Done(saved) => {
                if let Some(recovery) = &self.recovery {
                    recovery.clear();
                    recovery.forget(&self.merged_in);
                }
                Written::Saved(saved)
            }
            Replaced::Yielded(look) => Written::Overtaken(look),
        })
    }
}

impl Check {
    fn holds(&self, workspace: &Workspace, text: &str) -> bool {
        match self {
            Check::All => is_read_back(workspace, text),
            Check::Changed(changed) => is_read_back(changed, &write(changed)),
        }
    }
}

fn is_read_back(workspace: &Workspace, text: &str) -> bool {
    crate::store::read(text.as_bytes()).is_ok_and(|loaded| loaded.workspace == *workspace)
}

/// Something for the state folder, or out of it.
#[derive(Debug)]
pub enum KeepJob {
    /// What could not be written to its place, and what it was made out of.
    Copy { recovery: Recovery, base: Arc<Workspace>, workspace: Arc<Workspace> },
    /// The text of an open form; None when there is none any more.
    Draft(Recovery, Option<Draft>),
    /// What was left by others, and is not needed any more.
    Forget(Recovery, Vec<PathBuf>),
}

impl KeepJob {
    pub fn run(self) -> io::Result<()> {
        match self {
            KeepJob::Copy { recovery, base, workspace } => {
                recovery.keep(Some(write(&base).as_bytes()), write(&workspace).as_bytes())
            }
            KeepJob::Draft(recovery, draft) => recovery.keep_draft(draft.as_ref()),
            KeepJob::Forget(recovery, paths) => {
                recovery.forget(&paths);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::disk::simulated::{Fault, Plan, Simulated};
    use std::path::Path;

    const FILE: &str = "/厂/plant.wubu.ron";

    fn named(name: &str) -> Workspace {
        let mut workspace = Workspace::default();
        workspace.project.name = name.into();
        workspace
    }

    /// A file, and a copy that an earlier program left for it.
    fn scene() -> (Simulated, Recovery) {
        let disk = Simulated::default();
        disk.put(Path::new(FILE), write(&named("old")).as_bytes());
        let of = |disk: &Simulated| Recovery::in_folder(Arc::new(disk.clone()), PathBuf::from("/state"));
        of(&disk).keep(Some(write(&named("old")).as_bytes()), write(&named("left")).as_bytes()).unwrap();
        let recovery = of(&disk);
        (disk, recovery)
    }

    /// The save of what came back.
    fn job(disk: &Simulated, recovery: &Recovery) -> SaveJob {
        SaveJob {
            path: PathBuf::from(FILE),
            revision: 1,
            disk: Arc::new(disk.clone()),
            workspace: Arc::new(named("left")),
            seen: Seen::of(write(&named("old")).as_bytes()),
            access: Access::Full,
            lineage: None,
            earlier: vec![],
            recovery: Some(recovery.clone()),
            merged_in: recovery.left().into_iter().map(crate::store::recovery::Left::into_path).collect(),
            lock: None,
            patience: Duration::ZERO,
            check: Check::All,
            damaged: None,
            is_last: false,
        }
    }

    /// Two windows that saved in the same moment disputed their own tasks: the second found the first one's
    /// version before it was noted what that had been made out of.
    #[test]
    fn what_a_version_was_made_out_of_is_noted_before_anybody_can_see_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plant.wubu.ron");
        std::fs::write(&file, "").unwrap();
        let lineage = Lineage::of(&crate::store::Folders::below(folder.path()), &file).unwrap();
        let (disk, recovery) = scene();
        let mut job = job(&disk, &recovery);
        job.lineage = Some(lineage.clone());
        disk.plan(Plan { at: Some(0), fault: Some(Fault::CrashBefore), ..Plan::default() });
        assert!(job.run().is_err());
        let [old, left] = ["old", "left"].map(|name| Seen::of(write(&named(name)).as_bytes()));
        assert!(lineage.leads(old, left));
    }

    #[test]
    fn a_fault_while_recovering_leaves_it_recoverable() {
        let (disk, recovery) = scene();
        let whole = job(&disk, &recovery);
        disk.plan(Plan::default());
        assert!(matches!(whole.run(), Ok(Written::Saved(_))) && recovery.left().is_empty());
        for at in 0..disk.calls() {
            for fault in Fault::ALL {
                for for_ever in [false, true] {
                    let (disk, recovery) = scene();
                    let job = job(&disk, &recovery);
                    disk.plan(Plan { at: Some(at), fault: Some(fault), for_ever, ..Plan::default() });
                    let _ = job.run();
                    let mut random = fastrand::Rng::with_seed(at as u64);
                    if fault.is_crash() {
                        disk.cut_power(&mut random);
                    } else {
                        disk.restart();
                    }
                    let there = disk.content(Path::new(FILE)).unwrap();
                    let is_in_the_file = there == write(&named("left")).as_bytes();
                    let is_left = recovery.left().iter().any(|copy| copy.workspace == named("left"));
                    assert!(is_in_the_file || is_left, "{at} {fault:?} {for_ever}");
                }
            }
        }
    }
}
