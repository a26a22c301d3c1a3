//! The git branch that a file lies in, read off `.git/HEAD`: no process is started, so it can be asked often.

use super::place::Stamp;
use std::fs;
use std::path::{Path, PathBuf};

/// `main`, or the first letters of a commit when no branch is checked out; None outside a work tree.
pub fn branch_of(file: &Path) -> Option<String> {
    let head = fs::read_to_string(git_folder_of(file)?.join("HEAD")).ok()?;
    let head = head.trim();
    match head.strip_prefix("ref: ") {
        Some(name) => Some(name.strip_prefix("refs/heads/").unwrap_or(name).to_owned()),
        None => Some(head.chars().take(8).collect()),
    }
}

/// What is checked out, and what is on its way to be joined with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadStamp {
    /// Absent where the log of HEAD is switched off.
    log: Option<Stamp>,
    head: String,
    /// A merge that stops leaves the log of HEAD as it was.
    joining: [Option<String>; 3],
}

/// Changes whenever another commit is checked out, and when git stops in the middle of a merge or the like.
pub fn head_stamp(file: &Path) -> Option<HeadStamp> {
    let folder = git_folder_of(file)?;
    let head = fs::read_to_string(folder.join("HEAD")).ok()?;
    let log = fs::metadata(folder.join("logs/HEAD")).ok().map(|log| Stamp::of(&log));
    let joining = ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REBASE_HEAD"];
    let joining = joining.map(|name| fs::read_to_string(folder.join(name)).ok());
    Some(HeadStamp { log, head, joining })
}

/// The file that lies in git's folder as long as git changes the work tree.
pub(super) fn index_lock(file: &Path) -> Option<PathBuf> {
    Some(git_folder_of(file)?.join("index.lock"))
}

/// Whether git has stopped in the middle of something, and perhaps left the file unmerged.
pub(super) fn is_git_busy(file: &Path) -> bool {
    const SIGNS: [&str; 6] =
        ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD", "rebase-merge", "rebase-apply"];
    git_folder_of(file).is_some_and(|folder| SIGNS.iter().any(|sign| folder.join(sign).exists()))
}

/// The folder of the repository that a file lies in.
pub(super) fn git_folder_of(file: &Path) -> Option<PathBuf> {
    let file = fs::canonicalize(file).ok()?;
    git_folder(&file.ancestors().skip(1).map(|folder| folder.join(".git")).find(|git| git.exists())?)
}

/// In worktrees and submodules `.git` is a file that names the folder.
fn git_folder(git: &Path) -> Option<PathBuf> {
    if git.is_dir() {
        return Some(git.to_path_buf());
    }
    let text = fs::read_to_string(git).ok()?;
    let named = Path::new(text.trim().strip_prefix("gitdir: ")?);
    Some(git.parent()?.join(named))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_branch_is_read_in_repositories_worktrees_and_nowhere_else() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a/plant.wubu.ron");
        fs::create_dir_all(folder.path().join("a")).unwrap();
        fs::write(&file, "").unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        fs::write(folder.path().join(".git/HEAD"), "ref: refs/heads/二车间\n").unwrap();
        assert_eq!(branch_of(&file).as_deref(), Some("二车间"));
        fs::write(folder.path().join(".git/HEAD"), "0123456789abcdef\n").unwrap();
        assert_eq!(branch_of(&file).as_deref(), Some("01234567"));
        fs::create_dir_all(folder.path().join(".git/worktrees/a")).unwrap();
        fs::write(folder.path().join(".git/worktrees/a/HEAD"), "ref: refs/heads/visit\n").unwrap();
        fs::write(folder.path().join("a/.git"), "gitdir: ../.git/worktrees/a\n").unwrap();
        assert_eq!(branch_of(&file).as_deref(), Some("visit"));
        assert_eq!(branch_of(Path::new("/nowhere/at/all")), None);
    }

    #[test]
    fn a_commit_and_a_merge_that_stops_are_both_told_by_the_stamp() {
        let folder = tempfile::tempdir().unwrap();
        let (file, git) = (folder.path().join("plant.wubu.ron"), folder.path().join(".git"));
        fs::write(&file, "").unwrap();
        fs::create_dir_all(git.join("logs")).unwrap();
        assert_eq!(head_stamp(&file), None, "it is no repository yet");
        fs::write(git.join("HEAD"), "ref: refs/heads/main\n").unwrap();
        let put = |name: &str, text: &str| {
            fs::write(git.join(name), text).unwrap();
            head_stamp(&file).unwrap()
        };
        let stamps = [put("logs/HEAD", "1\n"), put("logs/HEAD", "1\n2\n"), put("MERGE_HEAD", "3\n")];
        assert!(stamps[0] != stamps[1] && stamps[1] != stamps[2]);
        assert_eq!(head_stamp(&file).as_ref(), stamps.last());
    }
}
