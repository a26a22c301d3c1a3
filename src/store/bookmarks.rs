//! Places of a workspace that somebody marked, on this machine: what it is and its id, one a line. Losing them means
//! marking them again.

use super::lineage::state_file;
use super::{Folders, Seen, replace};
use crate::search::Kind;
use std::fs;
use std::path::Path;

/// More than anybody looks through.
const MOST: usize = 200;

/// In the order in which they were made; a line that says nothing to us is passed over.
pub fn bookmarks(folders: &Folders, file: &Path) -> Vec<(Kind, String)> {
    let text = state_file(folders, "bookmarks", file).and_then(|note| fs::read_to_string(note).ok());
    let place = |line: &str| {
        let (kind, id) = line.split_once(' ')?;
        let kind = Kind::ALL.into_iter().find(|known| format!("{known:?}") == kind)?;
        Some((kind, id.to_owned()))
    };
    text.unwrap_or_default().lines().filter_map(place).take(MOST).collect()
}

/// Where there is no state folder they last as long as the program runs.
pub fn keep_bookmarks(folders: &Folders, file: &Path, places: &[(Kind, String)]) {
    let Some(note) = state_file(folders, "bookmarks", file) else { return };
    if places.is_empty() {
        let _ = fs::remove_file(note);
        return;
    }
    let _ = note.parent().map(fs::create_dir_all);
    let lines: Vec<String> = places.iter().map(|(kind, id)| format!("{kind:?} {id}")).collect();
    let _ = replace(&note, (lines.join("\n") + "\n").as_bytes(), Seen::Anything);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_kept_for_each_file() {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::below(folder.path());
        let (one, other) = (folder.path().join("a.wubu.ron"), folder.path().join("b.wubu.ron"));
        let places = vec![
            (Kind::Task, "4c.9".to_owned()),
            (Kind::Clause, "GB/T 23031.1-2022/5.2".to_owned()),
            (Kind::Row, "rAZVXF8BX".to_owned()),
        ];
        keep_bookmarks(&folders, &one, &places);
        assert_eq!(bookmarks(&folders, &one), places);
        assert_eq!(bookmarks(&folders, &other), []);
        keep_bookmarks(&folders, &one, &[]);
        assert_eq!(bookmarks(&folders, &one), []);
    }

    #[test]
    fn a_strange_line_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::below(folder.path());
        let file = folder.path().join("a.wubu.ron");
        let note = state_file(&folders, "bookmarks", &file).unwrap();
        fs::create_dir_all(note.parent().unwrap()).unwrap();
        fs::write(note, "Dragon 1\n\nTask\nTask 4a.1\n").unwrap();
        assert_eq!(bookmarks(&folders, &file), [(Kind::Task, "4a.1".to_owned())]);
    }
}
