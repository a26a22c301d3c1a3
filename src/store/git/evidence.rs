//! The files that go into a commit with the workspace: those that its evidence names, as far as they lie
//! beneath its folder. What a shared file says never leads git to anything else on this machine.

use super::WorkTree;
use crate::workspace::Workspace;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The workspace file itself, then the evidence that exists. A link that leads out of the folder is left out,
/// and so is what another repository within it holds, or what this one ignores.
pub fn files_of(
    tree: &WorkTree,
    file: &Path,
    workspace: &Workspace,
) -> Result<Vec<PathBuf>, super::GitError> {
    let spot = super::Spot::of(file)?;
    let mut found = BTreeSet::new();
    for (_, evidence) in workspace.evidence.iter() {
        found.extend(beneath(&spot.folder, evidence.file.as_str()).into_iter().flatten());
    }
    let found: Vec<PathBuf> = found.into_iter().collect();
    let ignored = if found.is_empty() { vec![] } else { tree.ignored(&found)? };
    let mut files = vec![spot.folder.join(&spot.name)];
    files.extend(found.into_iter().filter(|file| !ignored.contains(file)));
    Ok(files)
}

/// The file that a piece of evidence names, when it is a relative path to a file beneath the folder.
fn beneath(folder: &Path, named: &str) -> Option<[PathBuf; 1]> {
    let path = Path::new(named.trim());
    let is_plain = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    // A backslash or colon means another place on Windows, and a scheme is no path.
    if !is_plain || named.trim().is_empty() || named.contains("://") || named.contains('\0') {
        return None;
    }
    let whole = fs::canonicalize(folder.join(path)).map(super::plain).ok()?;
    let inside = whole.strip_prefix(folder).ok()?;
    let crosses = |part: &Path| part != Path::new("") && folder.join(part).join(".git").exists();
    let is_git = inside.components().any(|part| part.as_os_str().eq_ignore_ascii_case(".git"));
    (whole.is_file() && !is_git && !inside.ancestors().skip(1).any(crosses)).then_some([whole])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_beneath_the_folder_is_named() {
        let outside = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(outside.path()).unwrap();
        let folder = root.join("plant");
        for path in ["plant/证据", "plant/sub/.git", "plant/.git"] {
            fs::create_dir_all(root.join(path)).unwrap();
        }
        for file in ["secret", "plant/证据/a b.pdf", "plant/sub/x", "plant/.git/config", "plant/-x"] {
            fs::write(root.join(file), "x").unwrap();
        }
        let name = |named: &str| beneath(&folder, named).map(|[path]| path);
        assert_eq!(name("证据/a b.pdf"), Some(folder.join("证据/a b.pdf")));
        assert_eq!(name("./证据/a b.pdf"), Some(folder.join("证据/a b.pdf")));
        assert_eq!(name("-x"), Some(folder.join("-x")));
        for odd in [
            "",
            " ",
            ".",
            "证据",
            "gone.pdf",
            "../secret",
            "证据/../../secret",
            "/etc/passwd",
            "file://x",
            "https://x/y",
            ".git/config",
            "sub/x",
            "a\0b",
        ] {
            assert_eq!(name(odd), None, "{odd:?}");
        }
        let absolute = folder.join("-x");
        assert_eq!(name(absolute.to_str().unwrap()), None);
        #[cfg(unix)]
        {
            use std::os::unix::fs::symlink;
            symlink(root.join("secret"), folder.join("out")).unwrap();
            symlink(&root, folder.join("up")).unwrap();
            symlink("证据/a b.pdf", folder.join("in")).unwrap();
            assert_eq!((name("out"), name("up/secret")), (None, None));
            assert_eq!(name("in"), Some(folder.join("证据/a b.pdf")));
        }
    }
}
