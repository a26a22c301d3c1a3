//! Which version of a file was made out of which, as far as this program made it on this machine: a short list
//! in the state folder. With it, two windows on one file tell somebody's change of a change from an older
//! version that never had it. It is only ever a hint that saves a question; losing it loses nothing.

use super::{Folders, Seen, folder_of};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone)]
pub struct Lineage(PathBuf);

/// What is remembered on this machine about one file, by what it is about.
pub(super) fn state_file(folders: &Folders, what: &str, file: &Path) -> Option<PathBuf> {
    Some(state_path(folders, what, file)?.with_extension("txt"))
}

/// The same as a folder. The file itself may be gone; its folder may not.
pub(super) fn state_path(folders: &Folders, what: &str, file: &Path) -> Option<PathBuf> {
    let beside = |folder: PathBuf| Some(folder.join(file.file_name()?));
    let file = fs::canonicalize(file).ok().or_else(|| beside(fs::canonicalize(folder_of(file)).ok()?))?;
    let name = xxhash_rust::xxh3::xxh3_64(file.as_os_str().as_encoded_bytes());
    Some(folders.state.as_ref()?.join(what).join(format!("{name:016x}")))
}

/// Bytes of the list beyond which its older half is forgotten.
const LONGEST: usize = 64 << 10;

impl Lineage {
    /// None where this machine keeps no state.
    pub fn of(folders: &Folders, file: &Path) -> Option<Lineage> {
        state_file(folders, "lineage", file).map(Lineage)
    }

    /// Somebody had seen one version and replaced it by another.
    pub fn note(&self, from: Seen, to: Seen) {
        let (Some(from), Some(to)) = (word(from), word(to)) else { return };
        let _ = self.0.parent().map(fs::create_dir_all);
        if fs::metadata(&self.0).is_ok_and(|metadata| metadata.len() > LONGEST as u64) {
            let text = fs::read_to_string(&self.0).unwrap_or_default();
            let younger: Vec<&str> = text.lines().skip(text.lines().count() / 2).collect();
            let _ = fs::write(&self.0, younger.join("\n") + "\n");
        }
        let list = fs::OpenOptions::new().append(true).create(true).open(&self.0);
        let _ = list.and_then(|mut list| writeln!(list, "{from} {to}"));
    }

    /// Whether one version was made, step by step, out of the other.
    pub fn leads(&self, from: Seen, to: Seen) -> bool {
        let (Some(from), Some(to)) = (word(from), word(to)) else { return false };
        let Ok(text) = fs::read_to_string(&self.0) else { return false };
        let steps: Vec<(&str, &str)> = text.lines().filter_map(|line| line.split_once(' ')).collect();
        // An undo that was done again had led to the same bytes: only what came since counts.
        let since = steps.iter().rposition(|(_, after)| *after == from).map_or(0, |at| at + 1);
        let mut known = vec![from.as_str()];
        // The list is in the order of time, so that one pass finds every step.
        for (before, after) in steps.into_iter().skip(since) {
            if known.contains(&before) && !known.contains(&after) {
                known.push(after);
            }
        }
        known.contains(&to.as_str()) && from != to
    }
}

fn word(seen: Seen) -> Option<String> {
    match seen {
        Seen::Bytes { len, hash } => Some(format!("{len}:{hash:016x}")),
        Seen::Anything | Seen::Nothing => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_followed_in_the_order_in_which_they_were_made() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plant.wubu.ron");
        fs::write(&file, "").unwrap();
        let lineage = Lineage::of(&Folders::below(folder.path()), &file).unwrap();
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|bytes| Seen::of(bytes.as_bytes()));
        assert!(!lineage.leads(a, b));
        lineage.note(a, b);
        lineage.note(b, c);
        lineage.note(Seen::Nothing, d);
        assert!(lineage.leads(a, b) && lineage.leads(a, c) && lineage.leads(b, c));
        assert!(!lineage.leads(c, a) && !lineage.leads(a, d) && !lineage.leads(a, a));
        for _ in 0..4000 {
            lineage.note(c, d);
        }
        assert!(lineage.leads(c, d) && fs::metadata(&lineage.0).unwrap().len() < 2 * LONGEST as u64);
    }
}
