//! The bytes at a path, without ever blocking on what is no file, and the refusals on the way to them.

use super::Unreadable;
use super::read::LARGEST;
use super::save::io_text;
use crate::text::{Lang, show};
use std::fs::{self, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::SystemTime;
use thiserror::Error;

/// The folder that a file lies in; of a bare name the one where the program runs, which has a name here.
pub fn folder_of(file: &Path) -> &Path {
    named(file.parent().unwrap_or(Path::new("")))
}

/// A folder by a name that the system takes: it knows none that is empty.
pub(super) fn named(folder: &Path) -> &Path {
    if folder.as_os_str().is_empty() { Path::new(".") } else { folder }
}

#[derive(Debug)]
pub struct Opened {
    pub bytes: Vec<u8>,
    /// The file may not be written.
    pub is_read_only: bool,
}

#[derive(Debug, Error)]
#[error("{path}: {why}")]
pub struct OpenError {
    pub path: PathBuf,
    pub why: WhyNot,
}

#[derive(Debug, Error)]
pub enum WhyNot {
    #[error("not a file")]
    NoFile { is_folder: bool },
    #[error("{0}")]
    Io(io::Error),
    #[error("{0}")]
    Unreadable(Unreadable),
}

/// Reads a whole file. Folders, pipes and devices are refused before they are opened; a file over the limit
/// before it is read.
pub fn open_bytes(path: &Path) -> Result<Opened, OpenError> {
    let fail = |why| OpenError { path: path.to_path_buf(), why };
    let metadata = fs::metadata(path).map_err(|error| fail(WhyNot::Io(error)))?;
    // /proc shows files of no length whose reading never ends.
    if !metadata.is_file() || is_of_the_kernel(path) {
        return Err(fail(WhyNot::NoFile { is_folder: metadata.is_dir() }));
    }
    if metadata.len() > LARGEST {
        return Err(fail(WhyNot::Unreadable(Unreadable::TooLarge(metadata.len()))));
    }
    let bytes = fs::read(path).map_err(|error| fail(WhyNot::Io(error)))?;
    Ok(Opened { bytes, is_read_only: metadata.permissions().readonly() })
}

#[cfg(target_os = "linux")]
fn is_of_the_kernel(path: &Path) -> bool {
    fs::canonicalize(path).is_ok_and(|real| {
        ["/proc", "/sys", "/dev"].iter().any(|top| real.starts_with(top)) && !real.starts_with("/dev/shm")
    })
}

#[cfg(not(target_os = "linux"))]
fn is_of_the_kernel(_: &Path) -> bool {
    false
}

/// What the system says about a file. When it is as before, the bytes are not read again; it decides nothing
/// else, least of all which version is the newer one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    /// Inode and time of its last change, where there are such.
    inode: (u64, i64, i64),
}

impl Stamp {
    pub fn of(metadata: &Metadata) -> Stamp {
        Stamp { len: metadata.len(), modified: metadata.modified().ok(), inode: inode(metadata) }
    }
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> (u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> (u64, i64, i64) {
    (0, 0, 0)
}

impl OpenError {
    pub(super) fn unreadable(path: &Path, unreadable: Unreadable) -> OpenError {
        OpenError { path: path.to_path_buf(), why: WhyNot::Unreadable(unreadable) }
    }

    /// The same in a word, as the system would say it.
    pub(super) fn kind(&self) -> ErrorKind {
        match &self.why {
            WhyNot::NoFile { is_folder: true } => ErrorKind::IsADirectory,
            WhyNot::NoFile { .. } => ErrorKind::InvalidInput,
            WhyNot::Io(error) => error.kind(),
            WhyNot::Unreadable(_) => ErrorKind::FileTooLarge,
        }
    }

    /// There is nothing at its path.
    pub fn is_missing(&self) -> bool {
        matches!(&self.why, WhyNot::Io(error) if error.kind() == ErrorKind::NotFound)
    }

    pub fn say(&self, lang: Lang) -> String {
        let path = show(&self.path.display().to_string()).into_owned();
        let why = match (&self.why, lang) {
            (WhyNot::NoFile { is_folder: true }, Lang::Zh) => "这是文件夹，不是工作区文件".into(),
            (WhyNot::NoFile { is_folder: true }, Lang::En) => "this is a folder, not a workspace".into(),
            (WhyNot::NoFile { .. }, Lang::Zh) => "这不是普通文件".into(),
            (WhyNot::NoFile { .. }, Lang::En) => "this is not a regular file".into(),
            (WhyNot::Io(error), lang) => io_text(error, lang),
            (WhyNot::Unreadable(unreadable), lang) => unreadable.say(lang),
        };
        match lang {
            Lang::Zh => format!("{path}：{why}"),
            Lang::En => format!("{path}: {why}"),
        }
    }

    pub fn next(&self, lang: Lang) -> &'static str {
        match (&self.why, lang) {
            (WhyNot::Unreadable(unreadable), lang) => unreadable.next(lang),
            (WhyNot::Io(_), Lang::Zh) if self.is_missing() => "检查路径；新建用 wubu new 文件",
            (WhyNot::Io(_), Lang::En) if self.is_missing() => "check the path; wubu new FILE makes a new one",
            (WhyNot::Io(_), Lang::Zh) => "检查路径和权限",
            (WhyNot::Io(_), Lang::En) => "check the path and its permissions",
            (WhyNot::NoFile { .. }, Lang::Zh) => "请给出 *.wubu.ron 文件的路径",
            (WhyNot::NoFile { .. }, Lang::En) => "give the path of a *.wubu.ron file",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_lies_in_a_folder_that_has_a_name() {
        for (file, folder) in [("plant.wubu.ron", "."), ("a/plant.wubu.ron", "a"), ("/x", "/"), ("", ".")] {
            assert_eq!(folder_of(Path::new(file)), Path::new(folder), "{file:?}");
        }
    }
}
