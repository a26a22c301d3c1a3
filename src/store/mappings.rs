//! What somebody said of the headers of a table, for the next table of the same layout. It is only ever a help;
//! losing it means saying it again.

use super::{Folders, Seen, replace};
use crate::table::Choices;
use std::fs;
use std::path::PathBuf;

/// What was said of a layout on this machine, by its `table::fingerprint`; nothing if that is not known or not readable.
pub fn recall_mapping(folders: &Folders, fingerprint: u64) -> Choices {
    let text = file(folders, fingerprint).and_then(|file| fs::read_to_string(file).ok());
    text.and_then(|text| ron::from_str(&text).ok()).unwrap_or_default()
}

/// Keeps what was said of a layout; where there is no state folder it has to be said again.
pub fn remember_mapping(folders: &Folders, fingerprint: u64, choices: &Choices) {
    let Some(file) = file(folders, fingerprint) else { return };
    if choices.is_empty() {
        let _ = fs::remove_file(file);
        return;
    }
    let _ = file.parent().map(fs::create_dir_all);
    if let Ok(text) = ron::to_string(choices) {
        let _ = replace(&file, text.as_bytes(), Seen::Anything);
    }
}

fn file(folders: &Folders, fingerprint: u64) -> Option<PathBuf> {
    Some(folders.state.as_ref()?.join("mappings").join(format!("{fingerprint:016x}.ron")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_of_a_layout_is_kept_until_it_is_taken_back() {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::below(folder.path());
        let said = Choices::from([("位\n号".into(), "tag_id".into()), ("备注".into(), String::new())]);
        assert!(recall_mapping(&folders, 7).is_empty());
        remember_mapping(&folders, 7, &said);
        assert_eq!(recall_mapping(&folders, 7), said);
        assert!(recall_mapping(&folders, 8).is_empty());
        remember_mapping(&folders, 7, &Choices::new());
        assert!(recall_mapping(&folders, 7).is_empty());
    }
}
