//! Looks at the files of all evidence, on a thread of its own: size and times first, and the whole content only
//! where those are not as this machine remembers them. Losing that memory means reading once more.

use super::hash::{Cancel, read_through};
use super::{Files, Found, beneath, named};
use crate::store::lineage::state_file;
use crate::store::{Folders, Seen, replace};
use crate::workspace::Workspace;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, Metadata};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A file that was changed so shortly before it was noted may have changed once more since.
const SETTLED: Duration = Duration::from_secs(2);

/// What is to be looked at.
#[derive(Debug, Clone)]
pub struct Examination {
    pub file: PathBuf,
    names: Vec<String>,
    /// Every file is read whole, whatever is remembered.
    is_thorough: bool,
    folders: Folders,
    cancel: Cancel,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examined {
    pub files: Files,
    /// Nobody stopped it.
    pub is_whole: bool,
}

impl Examination {
    pub fn of(
        file: &Path,
        workspace: &Workspace,
        is_thorough: bool,
        folders: &Folders,
        cancel: &Cancel,
    ) -> Examination {
        let names = workspace.evidence.iter().map(|(_, evidence)| evidence.file.as_str().trim());
        let names: BTreeSet<&str> = names.filter(|name| named::judge(name).is_ok()).collect();
        Examination {
            file: file.to_path_buf(),
            names: names.into_iter().map(str::to_owned).collect(),
            is_thorough,
            folders: folders.clone(),
            cancel: cancel.clone(),
        }
    }

    /// `progress` hears of bytes: those that are read, and those that there are to read.
    pub fn run(self, progress: &mut dyn FnMut(u64, u64)) -> Examined {
        let mut files = Files::default();
        let Ok(root) = beneath::root_of(&self.file) else { return Examined { files, is_whole: true } };
        let note = state_file(&self.folders, "linked", &self.file);
        let known = note.as_deref().map(Memory::read).unwrap_or_default();
        let mut memory = Memory::default();
        let mut to_read = vec![];
        let mut total = 0;
        for name in &self.names {
            if self.cancel.is_stopped() {
                return Examined { files, is_whole: false };
            }
            match beneath::open(&root, name) {
                Err(apart) => files.put(name, found(&apart, &root, name)),
                Ok((_, metadata)) => {
                    let mark = Mark::of(&metadata);
                    if let Some(hash) = known.hash(name, &mark).filter(|_| !self.is_thorough) {
                        files.put(name, Found::File { hash: hash.to_owned(), size: mark.size });
                        memory.0.insert(name.clone(), (mark, hash.to_owned()));
                    } else {
                        total += mark.size;
                        to_read.push(name);
                    }
                }
            }
        }
        let mut done = 0;
        for name in to_read {
            match beneath::open(&root, name) {
                Err(apart) => files.put(name, found(&apart, &root, name)),
                Ok((mut file, metadata)) => match self.read(&mut file, &mut done, total, progress) {
                    Ok(Some(hash)) => {
                        let mark = Mark::of(&metadata);
                        files.put(name, Found::File { hash: hash.clone(), size: mark.size });
                        // What was written while it was read is read again the next time.
                        if file.metadata().is_ok_and(|after| Mark::of(&after) == mark) {
                            memory.0.insert(name.clone(), (mark, hash));
                        }
                    }
                    Ok(None) => {
                        memory.keep(known, note.as_deref());
                        return Examined { files, is_whole: false };
                    }
                    Err(_unreadable) => files.put(name, Found::Barred),
                },
            }
        }
        memory.write(note.as_deref());
        Examined { files, is_whole: true }
    }

    fn read(
        &self,
        file: &mut File,
        done: &mut u64,
        total: u64,
        progress: &mut dyn FnMut(u64, u64),
    ) -> std::io::Result<Option<String>> {
        read_through(file, &self.cancel, &mut |chunk| {
            *done += chunk.len() as u64;
            progress(*done, total.max(*done));
            Ok(())
        })
    }
}

/// What there is where nothing can be opened.
pub fn found(apart: &beneath::Apart, root: &Path, name: &str) -> Found {
    match apart {
        beneath::Apart::Missing => Found::Missing(beneath::spelled(root, name)),
        beneath::Apart::Outside => Found::Outside,
        beneath::Apart::NoFile => Found::NoFile,
        beneath::Apart::Barred(_) => Found::Barred,
    }
}

/// How a file looks from outside. Whoever puts the time of a file back cannot put back when that was done, where
/// the system tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mark {
    size: u64,
    modified: u128,
    changed: i128,
}

impl Mark {
    fn of(metadata: &Metadata) -> Mark {
        #[cfg(unix)]
        let changed = {
            use std::os::unix::fs::MetadataExt;
            i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec())
        };
        #[cfg(not(unix))]
        let changed = 0;
        Mark { size: metadata.len(), modified: nanos(metadata.modified().ok()), changed }
    }
}

fn nanos(time: Option<SystemTime>) -> u128 {
    time.and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map_or(0, |since| since.as_nanos())
}

/// What this machine remembers of files: a line for each.
#[derive(Debug, Default)]
struct Memory(BTreeMap<String, (Mark, String)>);

impl Memory {
    fn read(path: &Path) -> Memory {
        let Ok(text) = fs::read_to_string(path) else { return Memory::default() };
        let noted = nanos(fs::metadata(path).and_then(|metadata| metadata.modified()).ok());
        let settled = noted.saturating_sub(SETTLED.as_nanos());
        let line = |line: &str| {
            let mut parts = line.splitn(5, ' ');
            let (hash, size) = (parts.next()?.to_owned(), parts.next()?.parse().ok()?);
            let (modified, changed) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            let mark = Mark { size, modified, changed };
            (modified < settled).then_some((parts.next()?.to_owned(), (mark, hash)))
        };
        Memory(text.lines().filter_map(line).collect())
    }

    fn hash(&self, name: &str, mark: &Mark) -> Option<&str> {
        self.0.get(name).filter(|(known, _)| known == mark).map(|(_, hash)| hash.as_str())
    }

    /// With what was known of those that were not come to.
    fn keep(mut self, known: Memory, path: Option<&Path>) {
        for (name, entry) in known.0 {
            self.0.entry(name).or_insert(entry);
        }
        self.write(path);
    }

    fn write(&self, path: Option<&Path>) {
        use std::fmt::Write;
        let Some(path) = path else { return };
        let mut text = String::new();
        for (name, (mark, hash)) in &self.0 {
            let _ = writeln!(text, "{hash} {} {} {} {name}", mark.size, mark.modified, mark.changed);
        }
        let _ = path.parent().map(fs::create_dir_all);
        let _ = replace(path, text.as_bytes(), Seen::Anything);
    }
}
