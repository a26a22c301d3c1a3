//! The git branch that a file lies in, read off `.git/HEAD`: no process is started, so it can be asked often.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// `main`, or the first letters of a commit when no branch is checked out; None outside a work tree.
pub fn branch_of(file: &Path) -> Option<String> {
    let file = fs::canonicalize(file).ok()?;
    let git = file.ancestors().skip(1).map(|folder| folder.join(".git")).find(|git| git.exists())?;
    let head = fs::read_to_string(git_folder(&git)?.join("HEAD")).ok()?;
    let head = head.trim();
    match head.strip_prefix("ref: ") {
        Some(name) => Some(name.strip_prefix("refs/heads/").unwrap_or(name).to_owned()),
        None => Some(head.chars().take(8).collect()),
    }
}

/// Changes whenever another commit is checked out.
pub fn head_stamp(file: &Path) -> Option<(u64, Option<SystemTime>)> {
    let file = fs::canonicalize(file).ok()?;
    let git = file.ancestors().skip(1).map(|folder| folder.join(".git")).find(|git| git.exists())?;
    let log = fs::metadata(git_folder(&git)?.join("logs/HEAD")).ok()?;
    Some((log.len(), log.modified().ok()))
}

/// Whether git has stopped in the middle of something, and perhaps left the file unmerged.
pub(super) fn is_git_busy(file: &Path) -> bool {
    const SIGNS: [&str; 6] =
        ["MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "REBASE_HEAD", "rebase-merge", "rebase-apply"];
    let Ok(file) = fs::canonicalize(file) else { return false };
    let git = file.ancestors().skip(1).map(|folder| folder.join(".git")).find(|git| git.exists());
    let folder = git.and_then(|git| git_folder(&git));
    folder.is_some_and(|folder| SIGNS.iter().any(|sign| folder.join(sign).exists()))
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
}
