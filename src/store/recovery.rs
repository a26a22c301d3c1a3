//! What could not be written to its place is kept in the state folder of this machine: the workspace, and the
//! version of the file that it was made out of, so that it can be merged like any other side (RELIABILITY.md
//! 3.2). Beside it lies the text of an open form. All of it goes away once it is in the file.

use super::disk::Disk;
use super::draft::Draft;
use super::lineage::state_path;
use super::read::read;
use super::save::{Met, Replacement, Seen};
use super::{Folders, Local};
use crate::workspace::Workspace;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The place for one file, and the name under which one running program keeps its copies there.
#[derive(Debug, Clone)]
pub struct Recovery {
    disk: Arc<dyn Disk>,
    folder: PathBuf,
    token: String,
}

/// What a program left that did not come to its end.
#[derive(Debug)]
pub struct Left {
    path: PathBuf,
    /// The version that it was made out of; None when there was none, or it cannot be read.
    pub base: Option<Workspace>,
    pub workspace: Workspace,
}

const COPY: &str = ".wubu.ron";
const BASE: &str = ".base";
const DRAFT: &str = ".draft.ron";

impl Recovery {
    /// None where this machine keeps no state.
    pub fn of(folders: &Folders, file: &Path) -> Option<Recovery> {
        let folder = state_path(folders, "recovery", file)?;
        Some(Recovery::in_folder(Arc::new(Local), folder))
    }

    pub fn in_folder(disk: Arc<dyn Disk>, folder: PathBuf) -> Recovery {
        Recovery { disk, folder, token: format!("{:08x}", fastrand::u32(..)) }
    }

    /// Keeps a copy. The base goes first: a copy whose base is missing could only be merged by asking.
    pub fn keep(&self, base: Option<&[u8]>, copy: &[u8]) -> io::Result<()> {
        self.disk.make_folder(&self.folder)?;
        let name = match base.map(Seen::of) {
            Some(Seen::Bytes { hash, .. }) => format!("{hash:016x}"),
            _ => "none".to_owned(),
        };
        if let Some(base) = base {
            let path = self.folder.join(format!("{name}{BASE}"));
            if !self.disk.read(&path).is_ok_and(|kept| kept == base) {
                self.write(&path, base)?;
            }
        }
        let path = self.folder.join(format!("{name}-{}{COPY}", self.token));
        self.write(&path, copy)?;
        for older in self.mine(COPY).filter(|older| *older != path) {
            let _ = self.disk.remove(&older);
        }
        Ok(())
    }

    /// What this program kept is in the file now.
    pub fn clear(&self) {
        for copy in self.mine(COPY) {
            let _ = self.disk.remove(&copy);
        }
        self.sweep_bases();
    }

    /// The text of an open form; None when there is none any more.
    pub fn keep_draft(&self, draft: Option<&Draft>) -> io::Result<()> {
        let path = self.folder.join(format!("{}{DRAFT}", self.token));
        let Some(draft) = draft else {
            return if self.disk.is_there(&path) { self.disk.remove(&path) } else { Ok(()) };
        };
        self.disk.make_folder(&self.folder)?;
        self.write(&path, draft.to_text().as_bytes())
    }

    /// What others left. Only for who knows that they have ended.
    pub fn left(&self) -> Vec<Left> {
        let mut left: Vec<Left> = self.others(COPY).filter_map(|path| self.understood(path)).collect();
        // The same order on every run.
        left.sort_by(|a, b| a.path.cmp(&b.path));
        left
    }

    pub fn drafts_left(&self) -> Vec<(PathBuf, Draft)> {
        let draft = |path: PathBuf| {
            let bytes = self.disk.read(&path).ok()?;
            Some((path, Draft::from_text(std::str::from_utf8(&bytes).ok()?)?))
        };
        self.others(DRAFT).filter_map(draft).collect()
    }

    /// What was left is in the file now, or was not wanted.
    pub fn forget(&self, left: &[PathBuf]) {
        for path in left {
            let _ = self.disk.remove(path);
        }
        self.sweep_bases();
    }

    fn understood(&self, path: PathBuf) -> Option<Left> {
        let workspace = |path: &Path| Some(read(&self.disk.read(path).ok()?).ok()?.workspace);
        let name = path.file_name()?.to_string_lossy().into_owned();
        let base = name.split_once('-').map(|(base, _)| self.folder.join(format!("{base}{BASE}")));
        Some(Left { base: base.and_then(|base| workspace(&base)), workspace: workspace(&path)?, path })
    }

    fn files(&self, end: &'static str) -> impl Iterator<Item = PathBuf> + use<'_> {
        let files = self.disk.list(&self.folder).unwrap_or_default().into_iter();
        files.filter(move |path| path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(end)))
    }

    fn mine(&self, end: &'static str) -> impl Iterator<Item = PathBuf> + use<'_> {
        self.files(end).filter(|path| self.is_mine(path))
    }

    fn others(&self, end: &'static str) -> impl Iterator<Item = PathBuf> + use<'_> {
        self.files(end).filter(|path| !self.is_mine(path))
    }

    fn is_mine(&self, path: &Path) -> bool {
        path.file_name().is_some_and(|name| name.to_string_lossy().contains(&self.token))
    }

    /// Bases that no copy needs.
    fn sweep_bases(&self) {
        let copies: Vec<PathBuf> = self.files(COPY).collect();
        let is_needed = |base: &Path| {
            let hash = base.file_stem().unwrap_or_default().to_string_lossy();
            copies.iter().any(|copy| {
                copy.file_name().is_some_and(|name| name.to_string_lossy().starts_with(hash.as_ref()))
            })
        };
        for base in self.files(BASE).filter(|base| !is_needed(base)) {
            let _ = self.disk.remove(&base);
        }
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let work = Replacement::<()> {
            disk: &*self.disk,
            path,
            bytes,
            seen: Seen::Anything,
            meets: &|_| Met::Aside,
            recovery: None,
            lock: None,
        };
        work.run().map(drop).map_err(|refused| refused.error)
    }
}

impl Left {
    pub fn into_path(self) -> PathBuf {
        self.path
    }
}
