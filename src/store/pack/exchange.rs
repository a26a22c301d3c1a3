//! What this machine remembers of the hand-overs of one file: the marks of all exchanged versions that the file
//! came from, and the content of the latest of them. A version that both the pack and the file came from is a
//! base that is safe to merge with; one that only seems to be could undo somebody's work, so where none is
//! certain there is none.

use super::super::{Folders, Seen, read, replace, write};
use super::folder_of;
use crate::workspace::Workspace;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Marks that are kept, and contents beside the first one and the one that is known to have arrived.
const MOST_MARKS: usize = 2_000;
const MOST_CONTENTS: usize = 16;

/// The name of a version: of its canonical text.
pub fn mark_of(text: &str) -> String {
    format!("{:032x}", xxhash_rust::xxh3::xxh3_128(text.as_bytes()))
}

pub fn is_mark(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Log {
    /// The oldest first.
    versions: Vec<String>,
    /// The last one that came from the other side: it certainly has it.
    met: Option<String>,
}

#[derive(Debug)]
pub struct Exchange {
    /// None where this machine has no place for it.
    folder: Option<PathBuf>,
    log: Log,
    /// Contents that are to be written.
    fresh: Vec<(String, String)>,
}

/// By the real path of the file, which need not exist yet.
fn folder(folders: &Folders, file: &Path) -> Option<PathBuf> {
    let real = fs::canonicalize(file).or_else(|_| {
        let name = file.file_name().unwrap_or_default();
        fs::canonicalize(folder_of(file)).map(|folder| folder.join(name))
    });
    let key = xxhash_rust::xxh3::xxh3_64(real.ok()?.as_os_str().as_encoded_bytes());
    Some(folders.state.as_ref()?.join(format!("{key:016x}")).join("exchange"))
}

/// A new file at this place has nothing to do with one that lay here before.
pub fn forget(folders: &Folders, file: &Path) {
    if let Some(folder) = folder(folders, file) {
        let _ = fs::remove_dir_all(folder);
    }
}

impl Exchange {
    pub fn of(folders: &Folders, file: &Path) -> Exchange {
        let folder = folder(folders, file);
        let text = folder.as_ref().and_then(|folder| fs::read_to_string(folder.join("log.ron")).ok());
        let log = text.and_then(|text| ron::from_str(&text).ok()).unwrap_or_default();
        Exchange { folder, log, fresh: vec![] }
    }

    pub fn marks(&self) -> &[String] {
        &self.log.versions
    }

    /// What to put beside a version of this mark: the last one that the other side has, else the last one.
    pub fn base_for(&self, mark: &str) -> Option<String> {
        let met = self.log.met.iter();
        let mut candidates = met.chain(self.log.versions.iter().rev()).filter(|version| *version != mark);
        candidates.find_map(|version| self.content(version))
    }

    /// The newest version that is among `known`, with its content: from here, or the one that was brought along.
    pub fn common(&self, known: &[String], brought: Option<&(String, Workspace)>) -> Option<Workspace> {
        let versions = self.log.versions.iter().rev().filter(|version| known.contains(version));
        versions.into_iter().find_map(|version| match brought {
            Some((mark, workspace)) if mark == version => Some(workspace.clone()),
            _ => Some(read(self.content(version)?.as_bytes()).ok()?.workspace),
        })
    }

    /// Its text, if it still is what the mark says.
    fn content(&self, mark: &str) -> Option<String> {
        let path = self.folder.as_ref()?.join(format!("{mark}.wubu.ron"));
        fs::read_to_string(path).ok().filter(|text| mark_of(text) == mark)
    }

    pub fn packed(&mut self, text: &str) {
        self.add(mark_of(text));
        self.fresh.push((mark_of(text), text.to_owned()));
    }

    /// A version that came in, and those that it came from.
    pub fn received(&mut self, theirs: &Workspace, known: &[String]) {
        let text = write(theirs);
        for mark in known {
            self.add(mark.clone());
        }
        self.add(mark_of(&text));
        self.log.met = Some(mark_of(&text));
        self.fresh.push((mark_of(&text), text));
    }

    fn add(&mut self, mark: String) {
        if !self.log.versions.contains(&mark) {
            self.log.versions.push(mark);
        }
    }

    /// Contents first: a mark without its content is of no use.
    pub fn save(&mut self) -> io::Result<()> {
        let folder = self.folder.clone().ok_or(io::ErrorKind::NotFound)?;
        fs::create_dir_all(&folder)?;
        let put = |name: String, text: &str| {
            replace(&folder.join(name), text.as_bytes(), Seen::Anything).map_err(|error| error.error)
        };
        for (mark, text) in self.fresh.drain(..) {
            put(format!("{mark}.wubu.ron"), &text)?;
        }
        let many = self.log.versions.len().saturating_sub(MOST_MARKS);
        // The first one stays: whoever began with us has it.
        self.log.versions.drain(1..=many).for_each(drop);
        let text = ron::ser::to_string_pretty(&self.log, ron::ser::PrettyConfig::new());
        put("log.ron".into(), &text.map_err(io::Error::other)?)?;
        self.sweep(&folder);
        Ok(())
    }

    /// Takes away old contents. Where it cannot, they only take room.
    fn sweep(&self, folder: &Path) {
        let versions = &self.log.versions;
        let old = versions.len().saturating_sub(MOST_CONTENTS);
        for mark in versions.iter().take(old).skip(1).filter(|mark| self.log.met.as_ref() != Some(mark)) {
            let _ = fs::remove_file(folder.join(format!("{mark}.wubu.ron")));
        }
    }
}
