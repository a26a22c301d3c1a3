//! Names in a folder, for paths that are typed.

use super::photos::is_image;
use super::place::named;
use std::fs;
use std::path::Path;

/// A name in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderEntry {
    pub name: String,
    pub is_folder: bool,
}

/// Which files of a folder are of use beside its folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Names {
    /// What may be a table.
    Tables,
    Pictures,
    Workspaces,
}

/// Names of one folder that are listed.
const MOST_NAMES: usize = 5_000;

/// The folders in a folder, and its files of a kind, by name; nothing where it cannot be listed. Beside a workspace that
/// was opened by its bare name the folder has no name.
pub fn folder_names(folder: &Path, names: Names) -> Vec<FolderEntry> {
    let entries = fs::read_dir(named(folder)).into_iter().flatten().filter_map(Result::ok).take(MOST_NAMES);
    let listed = entries.map(|entry| {
        // A link is what it leads to.
        let is_folder = fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_dir());
        FolderEntry { name: entry.file_name().to_string_lossy().into_owned(), is_folder }
    });
    let is_of_use = |name: &str| match names {
        Names::Tables => {
            let end = Path::new(name).extension().map(|end| end.to_string_lossy().to_lowercase());
            end.is_some_and(|end| ["csv", "tsv", "tab", "txt", "xlsx", "xlsm"].contains(&end.as_str()))
        }
        Names::Pictures => is_image(Path::new(name)),
        Names::Workspaces => name.ends_with(".wubu.ron"),
    };
    let mut found: Vec<FolderEntry> =
        listed.filter(|entry| entry.is_folder || is_of_use(&entry.name)).collect();
    found.sort_by(|one, two| (!one.is_folder, &one.name).cmp(&(!two.is_folder, &two.name)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_of_a_bare_name_is_listed() {
        let listed = folder_names(Path::new(""), Names::Workspaces);
        assert!(listed.iter().any(|entry| entry.is_folder && entry.name == "src"), "{listed:?}");
    }
}
