//! Where a file stood in git when it was opened last on this machine.

use super::Folders;
use super::branch::git_folder_of;
use super::git::commits_of;
use super::lineage::state_file;
use std::fs;
use std::path::Path;

/// The newest commit of the file at the last visit, and takes note of this one. None at the first visit, or
/// outside git.
pub fn visit(folders: &Folders, file: &Path) -> Option<String> {
    let note = state_file(folders, "visits", file)?;
    // Where there is no repository, git need not be started to say so.
    git_folder_of(file)?;
    let now = commits_of(file, 1).ok()?.into_iter().next()?.id;
    let last = fs::read_to_string(&note).ok().map(|text| text.trim().to_owned());
    let _ = note.parent().map(fs::create_dir_all);
    let _ = fs::write(&note, now);
    last.filter(|last| !last.is_empty())
}
