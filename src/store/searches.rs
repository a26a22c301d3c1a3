//! Searches that somebody gave a name, on this machine and for every workspace: one a line, the name, a tab, what is
//! typed. Losing them means typing them again.

use super::{Folders, Seen, replace};
use std::fs;
use std::path::PathBuf;

/// More than anybody looks through.
const MOST: usize = 100;

/// A name, and what it stands for in the search box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedSearch {
    pub name: String,
    pub typed: String,
}

/// In the order in which they were named; a line that is none is passed over.
pub fn named_searches(folders: &Folders) -> Vec<NamedSearch> {
    let text = note(folders).and_then(|note| fs::read_to_string(note).ok()).unwrap_or_default();
    let search = |line: &str| {
        let (name, typed) = line.split_once('\t')?;
        let is_whole = !name.trim().is_empty() && !typed.trim().is_empty();
        is_whole.then(|| NamedSearch { name: name.to_owned(), typed: typed.to_owned() })
    };
    text.lines().filter_map(search).take(MOST).collect()
}

/// Where there is no state folder they last as long as the program runs.
pub fn keep_searches(folders: &Folders, searches: &[NamedSearch]) {
    let Some(note) = note(folders) else { return };
    if searches.is_empty() {
        let _ = fs::remove_file(note);
        return;
    }
    let _ = note.parent().map(fs::create_dir_all);
    let plain = |text: &str| text.replace(char::is_control, " ");
    let line = |search: &NamedSearch| format!("{}\t{}\n", plain(&search.name), plain(&search.typed));
    let lines: String = searches.iter().map(line).collect();
    let _ = replace(&note, lines.as_bytes(), Seen::Anything);
}

fn note(folders: &Folders) -> Option<PathBuf> {
    Some(folders.state.as_ref()?.join("searches"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn search(name: &str, typed: &str) -> NamedSearch {
        NamedSearch { name: name.to_owned(), typed: typed.to_owned() }
    }

    #[test]
    fn searches_are_kept_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::below(folder.path());
        assert_eq!(named_searches(&folders), []);
        let searches = [search("本周到期", "t: due:week"), search("a\tb", "网关\n2")];
        keep_searches(&folders, &searches);
        assert_eq!(named_searches(&folders), [search("本周到期", "t: due:week"), search("a b", "网关 2")]);
        keep_searches(&folders, &[]);
        assert_eq!(named_searches(&folders), []);
        assert!(!note(&folders).unwrap().exists());
    }

    #[test]
    fn a_strange_line_is_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::below(folder.path());
        let note = note(&folders).unwrap();
        fs::create_dir_all(note.parent().unwrap()).unwrap();
        fs::write(note, "no tab\n\t\nlate\tdue:late\n").unwrap();
        assert_eq!(named_searches(&folders), [search("late", "due:late")]);
    }
}
