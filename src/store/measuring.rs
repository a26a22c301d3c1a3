//! Measuring files for the screen: an export or a tag list against the registers of a workspace, and the details of an
//! export that was measured before, out of the state folder or, where the file is still at hand, measured anew.

use super::{Folders, recall_profile, remember_profile, showable};
use crate::profile::{FileKind, FileMark, Found, MeasuredFile, NoProfile, Options, Profile, Progress};
use crate::workspace::{Id, Workspace};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// How often it is told how far the measuring is.
const PAUSE: Duration = Duration::from_millis(100);

/// A file that is measured for a source.
#[derive(Debug, Clone)]
pub struct MeasureJob {
    pub path: PathBuf,
    pub kind: FileKind,
    pub options: Options,
    pub source: Id,
    pub workspace: Arc<Workspace>,
    pub folders: Folders,
}

impl MeasureJob {
    /// # Errors
    /// The path, and why it cannot be measured.
    pub fn run(
        &self,
        progress: &Progress,
        tell: &mut dyn FnMut(u64, u64),
    ) -> Result<MeasuredFile, NoProfile> {
        let source = self.workspace.rows.get(self.source.as_str()).map(|row| (&*self.workspace, row));
        let options = match source {
            Some((workspace, row)) => self.options.clone().for_source(workspace, row),
            None => self.options.clone(),
        };
        let measured = watched(
            |progress| MeasuredFile::of(&self.path, self.kind, &options, progress, source),
            progress,
            tell,
        )?;
        if let Found::Export(profile) = &measured.found {
            remember_profile(&self.folders, profile);
        }
        Ok(measured)
    }
}

/// An export that was measured before, somewhere.
#[derive(Debug, Clone)]
pub struct RecallJob {
    /// Of the workspace.
    pub file: PathBuf,
    pub mark: FileMark,
    pub source: Id,
    pub workspace: Arc<Workspace>,
    pub folders: Folders,
}

impl RecallJob {
    /// None where neither its details nor the file itself are on this machine. Only a file in the workspace's folder
    /// with the same size and bytes is the file.
    pub fn run(&self, progress: &Progress, tell: &mut dyn FnMut(u64, u64)) -> Option<Profile> {
        if let Some(profile) = recall_profile(&self.folders, &self.mark.hash) {
            return Some(profile);
        }
        let path = showable(&self.file, &self.mark.name).ok()?;
        let is_it = |path: &Path| fs::metadata(path).is_ok_and(|held| held.len() == self.mark.size);
        if self.mark.hash.is_empty() || !is_it(&path) {
            return None;
        }
        let job = MeasureJob {
            path,
            kind: FileKind::Export,
            options: Options::default(),
            source: self.source.clone(),
            workspace: Arc::clone(&self.workspace),
            folders: self.folders.clone(),
        };
        match job.run(progress, tell).ok()?.found {
            Found::Export(profile) if profile.file.hash == self.mark.hash => Some(*profile),
            _ => None,
        }
    }
}

/// Does long work on a thread of its own, and tells meanwhile how far it is.
fn watched<T: Send>(
    work: impl FnOnce(&Progress) -> T + Send,
    progress: &Progress,
    tell: &mut dyn FnMut(u64, u64),
) -> T {
    std::thread::scope(|scope| {
        let (sender, receiver) = channel();
        scope.spawn(move || drop(sender.send(work(progress))));
        loop {
            match receiver.recv_timeout(PAUSE) {
                Ok(done) => return done,
                Err(RecvTimeoutError::Timeout) => {
                    let (bytes, total) = progress.done();
                    tell(bytes, total);
                }
                Err(RecvTimeoutError::Disconnected) => unreachable!("the thread sends before it ends"),
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recall(folder: &Path, mark: FileMark) -> Option<Profile> {
        let job = RecallJob {
            file: folder.join("plant.wubu.ron"),
            mark,
            source: Id::new("r00000001").unwrap(),
            workspace: Arc::default(),
            folders: Folders::default(),
        };
        job.run(&Progress::new(), &mut |_, _| {})
    }

    #[test]
    fn details_are_measured_anew_only_of_the_very_file() {
        let folder = tempfile::tempdir().unwrap();
        let export = folder.path().join("a.csv");
        fs::write(&export, "时间,温度\n2026-01-01 00:00:00,1.5\n2026-01-01 00:00:01,1.25\n").unwrap();
        fs::write(folder.path().join("plant.wubu.ron"), "").unwrap();
        let options = Options::default();
        let measured = MeasuredFile::of(&export, FileKind::Export, &options, &Progress::new(), None).unwrap();
        let mark = measured.mark().clone();
        let found = recall(folder.path(), mark.clone()).expect("it lies beside the workspace");
        assert_eq!((found.rows, &found.file), (2, &mark));
        for other in [
            FileMark { name: "b.csv".into(), ..mark.clone() },
            FileMark { name: "../a.csv".into(), ..mark.clone() },
            FileMark { size: mark.size + 1, ..mark.clone() },
            FileMark { hash: "0000000000000000".into(), ..mark.clone() },
            FileMark { hash: String::new(), ..mark.clone() },
        ] {
            assert_eq!(recall(folder.path(), other.clone()), None, "{other:?}");
        }
    }

    #[test]
    fn measuring_for_a_screen_can_be_stopped() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, "时间,温度\n2026-01-01 00:00:00,1.5\n").unwrap();
        let progress = Progress::new();
        progress.cancel();
        let job = MeasureJob {
            path,
            kind: FileKind::Export,
            options: Options::default(),
            source: Id::new("r00000001").unwrap(),
            workspace: Arc::default(),
            folders: Folders::default(),
        };
        assert!(job.run(&progress, &mut |_, _| {}).is_err());
    }
}
