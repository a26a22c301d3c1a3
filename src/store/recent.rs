//! Workspaces opened lately, the last one first: a list of paths in the state folder. It is a courtesy:
//! where it cannot be kept, nothing is said.

use super::{Folders, Seen, replace};
use std::path::{Path, PathBuf};

const MOST: usize = 12;

fn list(folders: &Folders) -> Option<PathBuf> {
    Some(folders.state.as_ref()?.join("recent.ron"))
}

/// Those that are still there.
pub fn recent(folders: &Folders) -> Vec<PathBuf> {
    let text = list(folders).and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
    let paths: Vec<PathBuf> = ron::from_str(&text).unwrap_or_default();
    paths.into_iter().filter(|path| path.is_file()).collect()
}

/// Puts a workspace on top of the list. A path that is not UTF-8 cannot be listed.
pub fn remember(folders: &Folders, path: &Path) {
    let Some(list) = list(folders) else { return };
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut paths = recent(folders);
    paths.retain(|other| *other != path);
    paths.insert(0, path);
    paths.truncate(MOST);
    let Ok(text) = ron::ser::to_string_pretty(&paths, ron::ser::PrettyConfig::new()) else { return };
    if let Some(folder) = list.parent()
        && std::fs::create_dir_all(folder).is_ok()
    {
        let _ = replace(&list, text.as_bytes(), Seen::Anything);
    }
}
