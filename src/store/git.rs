//! What the workspace has to do with git: always the user's own `git`, as a process, never a library. Nothing
//! here touches anything but the workspace file, the evidence beside it, and what setting up writes.
//! Every function starts processes: none of it is for the thread that draws.

mod attributes;
mod commit;
mod drivers;
mod evidence;
mod look;
mod message;
mod rehearsal;
mod run;
mod sync;
mod trouble;

pub use commit::Committed;
pub use drivers::{Drivers, SetUpError, Wiring, is_shared_without_driver, set_up, this_program};
pub use evidence::files_of;
pub(super) use look::left_ours;
pub use look::{
    Commit, Versions, at_revision, commits_of, commits_of_both_sides, each_step, each_version, versions,
};
pub use message::message;
pub use rehearsal::{Mishap, rehearse};
pub use sync::Pulled;
pub use trouble::GitError;

use super::folder_of;
use crate::text::{Lang, Phrase};
pub(crate) use run::{end, own_group};
use run::{git, run};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The work tree that a file or folder lies in: of a repository, a linked worktree or a submodule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkTree {
    root: PathBuf,
    /// The folder that was asked about, where git is run.
    folder: PathBuf,
}

/// What was begun in the repository and waits to be ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    Merge,
    Rebase,
    CherryPick,
    Revert,
    Am,
}

impl Operation {
    pub fn say(self, lang: Lang) -> &'static str {
        match self {
            Operation::Merge => Phrase::new("合并（merge）", "merge"),
            Operation::Rebase => Phrase::new("变基（rebase）", "rebase"),
            Operation::CherryPick => Phrase::new("拣选（cherry-pick）", "cherry-pick"),
            Operation::Revert => Phrase::new("撤销提交（revert）", "revert"),
            Operation::Am => Phrase::new("应用补丁（am）", "git am"),
        }
        .say(lang)
    }

    /// As git calls it.
    pub fn verb(self) -> &'static str {
        match self {
            Operation::Merge => "merge",
            Operation::Rebase => "rebase",
            Operation::CherryPick => "cherry-pick",
            Operation::Revert => "revert",
            Operation::Am => "am",
        }
    }

    /// `git … --continue` by itself would ask for `git add` first, and commit what is still disputed.
    pub fn next(self, lang: Lang) -> String {
        let verb = self.verb();
        match lang {
            Lang::Zh => format!("裁定争议后用 wubu git sync 文件 完成它；放弃它：git {verb} --abort"),
            Lang::En => {
                format!(
                    "settle what is disputed and end it with wubu git sync FILE; or give it up: git {verb} --abort"
                )
            }
        }
    }
}

impl WorkTree {
    /// By a file, which need not exist in an existing folder, or by a folder.
    pub fn of(place: &Path) -> Result<WorkTree, GitError> {
        let folder = if place.is_dir() { real(place)? } else { Spot::of(place)?.folder };
        let mut top = git(&folder);
        top.args(["rev-parse", "--show-toplevel"]);
        let said = run(top, None)?;
        if let Some(root) = said.status.success().then(|| one_path(&said.out)) {
            return Ok(WorkTree { root, folder });
        }
        let mut bare = git(&folder);
        bare.args(["rev-parse", "--is-bare-repository"]);
        match run(bare, None)?.line().as_deref() {
            Some("true") => Err(GitError::Bare(folder)),
            // There is a repository that git will not take: somebody else's, say. Its words tell.
            None if folder.ancestors().any(|above| above.join(".git").exists()) => {
                Err(GitError::failed("git rev-parse", &said.words))
            }
            _ => Err(GitError::NoWorkTree(folder)),
        }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The branch that is checked out, also one without commits.
    pub fn branch(&self) -> Result<Option<String>, GitError> {
        self.line(&["symbolic-ref", "--short", "-q", "HEAD"])
    }

    /// The branch that pull and push go to: `origin/main`.
    pub fn upstream(&self) -> Result<Option<String>, GitError> {
        let Some(branch) = self.branch()? else { return Ok(None) };
        // Not by the branch that was fetched: of a remote that was cloned empty there is none yet.
        let [remote, branch] = ["remote", "merge"].map(|part| format!("branch.{branch}.{part}"));
        let remote = self.line(&["config", "--get", &remote])?;
        let branch = self.line(&["config", "--get", &branch])?;
        Ok(remote.zip(branch).map(|(remote, branch)| {
            let branch = branch.strip_prefix("refs/heads/").unwrap_or(&branch);
            if remote == "." { branch.to_owned() } else { format!("{remote}/{branch}") }
        }))
    }

    /// What waits to be ended, if anything.
    pub fn operation(&self) -> Result<Option<Operation>, GitError> {
        let Some(folder) = self.line(&["rev-parse", "--absolute-git-dir"])? else { return Ok(None) };
        let there = |name: &str| Path::new(&folder).join(name).exists();
        // In this order: a rebase leaves the marks of its cherry-picks about.
        Ok(if there("rebase-apply/applying") {
            Some(Operation::Am)
        } else if there("rebase-merge") || there("rebase-apply") {
            Some(Operation::Rebase)
        } else if there("MERGE_HEAD") {
            Some(Operation::Merge)
        } else if there("CHERRY_PICK_HEAD") {
            Some(Operation::CherryPick)
        } else if there("REVERT_HEAD") {
            Some(Operation::Revert)
        } else {
            None
        })
    }

    fn git(&self) -> Command {
        git(&self.folder)
    }

    /// One line of answer; none when git says no.
    fn line(&self, args: &[&str]) -> Result<Option<String>, GitError> {
        let mut command = self.git();
        command.args(args);
        Ok(run(command, None)?.line())
    }

    /// A path as git names it, from the root, whatever links lead to it.
    fn named(&self, file: &Path) -> Result<OsString, GitError> {
        let spot = Spot::of(file)?;
        let root = real(&self.root)?;
        let below = spot.folder.strip_prefix(&root);
        let below = below.map_err(|_outside| GitError::NoWorkTree(spot.folder.join(&spot.name)))?;
        let mut named = OsString::new();
        for part in below {
            named.push(part);
            named.push("/");
        }
        named.push(&spot.name);
        Ok(named)
    }
}

/// Where a file lies when its links are followed: git tracks the file, not the way to it.
#[derive(Debug)]
struct Spot {
    folder: PathBuf,
    name: OsString,
}

impl Spot {
    fn of(file: &Path) -> Result<Spot, GitError> {
        let whole = if let Ok(whole) = fs::canonicalize(file) {
            plain(whole)
        } else {
            // A file that was deleted, or lies only in the index.
            real(folder_of(file))?.join(file.file_name().unwrap_or_default())
        };
        let folder = whole.parent().unwrap_or(Path::new("/")).to_path_buf();
        Ok(Spot { folder, name: whole.file_name().unwrap_or_default().to_owned() })
    }

    /// In the file's own folder: of a file in a submodule, that is where its repository is.
    fn git(&self) -> Command {
        git(&self.folder)
    }

    /// The name and nothing but the name: brackets and stars are letters here.
    fn literal(&self) -> OsString {
        let mut spec = OsString::from(":(literal)");
        spec.push(&self.name);
        spec
    }

    /// `HEAD:./name`, `:2:./name`.
    fn at(&self, rev: &str) -> OsString {
        let mut object = OsString::from(format!("{rev}:./"));
        object.push(&self.name);
        object
    }
}

fn real(path: &Path) -> Result<PathBuf, GitError> {
    fs::canonicalize(path).map(plain).map_err(|error| GitError::Io(path.to_path_buf(), error))
}

/// Windows spells real paths `\\?\C:\…`, which git does not take.
fn plain(path: PathBuf) -> PathBuf {
    match path.to_str().and_then(|text| text.strip_prefix(r"\\?\")) {
        Some(rest) if cfg!(windows) && !rest.starts_with("UNC") => PathBuf::from(rest),
        _ => path,
    }
}

/// A path that was printed on a line of its own; it may hold line breaks itself.
fn one_path(out: &[u8]) -> PathBuf {
    os(out.strip_suffix(b"\n").map_or(out, |out| out.strip_suffix(b"\r").unwrap_or(out))).into()
}

#[cfg(unix)]
fn os(bytes: &[u8]) -> &OsStr {
    std::os::unix::ffi::OsStrExt::from_bytes(bytes)
}

#[cfg(not(unix))]
fn os(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

/// A path as it may stand in a sentence.
fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
