//! Committing the given files and nothing else, whatever else is changed or staged in the repository.

use super::run::{ask, follow, git, run};
use super::{GitError, Operation, WorkTree, lossy, os};
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A commit that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// Short.
    pub id: String,
    /// How many of the files are in it.
    pub files: usize,
}

impl WorkTree {
    /// Stages a file, which also tells git that its conflicts are settled.
    pub fn add(&self, file: &Path) -> Result<(), GitError> {
        self.at_root(&["add"], &[self.named(file)?]).map(drop)
    }

    /// The files that git holds to have conflicts, from the root.
    pub fn unmerged(&self) -> Result<Vec<PathBuf>, GitError> {
        let mut list = git(&self.root);
        list.args(["diff", "--name-only", "--diff-filter=U", "--no-renames", "-z"]);
        Ok(ask(list)?.parts().map(|path| PathBuf::from(os(path))).collect())
    }

    /// Those of the files that git is told to ignore, and does not track.
    pub fn ignored(&self, files: &[PathBuf]) -> Result<Vec<PathBuf>, GitError> {
        let named = files.iter().map(|file| self.named(file)).collect::<Result<Vec<_>, _>>()?;
        let mut check = git(&self.root);
        check.args(["check-ignore", "-z", "--stdin"]);
        let input: Vec<u8> = named.iter().flat_map(|name| [name.as_encoded_bytes(), &[0]].concat()).collect();
        let said = run(check, Some(&input))?;
        let ignored: BTreeSet<&[u8]> = said.parts().collect();
        let is_ignored = |name: &OsString| ignored.iter().any(|path| os(path) == *name);
        Ok(files
            .iter()
            .zip(&named)
            .filter(|(_, name)| is_ignored(name))
            .map(|(file, _)| file.clone())
            .collect())
    }

    /// Commits what changed in these files, and only that; what else is staged stays staged. A merge that
    /// waits to be ended is ended with them. None when there is nothing to commit. What hooks print goes to `line`.
    pub fn commit(
        &self,
        files: &[PathBuf],
        message: &str,
        line: &mut dyn FnMut(&str),
    ) -> Result<Option<Committed>, GitError> {
        let changed = self.changed(files)?;
        let operation = self.operation()?;
        match operation {
            None if changed.is_empty() => return Ok(None),
            None | Some(Operation::Merge) => {}
            Some(operation) => return Err(GitError::Busy(operation)),
        }
        if let Some(error) = self.without_identity() {
            return Err(error);
        }
        let named = changed.iter().map(|file| self.named(file)).collect::<Result<Vec<_>, _>>()?;
        if operation.is_none() {
            self.commit_only(&named, message, line)?;
        } else {
            self.commit_merge(files, &named, message, line)?;
        }
        let id = self.line(&["rev-parse", "--short", "HEAD"])?.unwrap_or_default();
        Ok(Some(Committed { id, files: changed.len() }))
    }

    fn commit_only(
        &self,
        named: &[OsString],
        message: &str,
        line: &mut dyn FnMut(&str),
    ) -> Result<(), GitError> {
        let known = self.at_root(&["ls-files", "-z"], named)?;
        let known: BTreeSet<Vec<u8>> = known.split(|byte| *byte == 0).map(<[u8]>::to_vec).collect();
        let is_new = |name: &&OsString| !known.iter().any(|path| os(path) == name.as_os_str());
        let new: Vec<OsString> = named.iter().filter(is_new).cloned().collect();
        // A commit of paths takes only those that git knows; their content is not staged by this.
        if !new.is_empty() {
            self.at_root(&["add", "--intent-to-add"], &new)?;
        }
        let mut commit = git(&self.root);
        commit.args(["commit", "--only", "--quiet", "--cleanup=verbatim", "-F", "-", "--"]);
        commit.args(named.iter().map(|name| literal(name)));
        let made = make(commit, message, line);
        if made.is_err() && !new.is_empty() {
            let _ = self.at_root(&["rm", "--cached", "--force", "--quiet"], &new);
        }
        made
    }

    /// A merge can only be committed as a whole: that is refused where the whole holds more than the merge.
    fn commit_merge(
        &self,
        files: &[PathBuf],
        named: &[OsString],
        message: &str,
        line: &mut dyn FnMut(&str),
    ) -> Result<(), GitError> {
        let ours = files.iter().map(|file| self.named(file)).collect::<Result<BTreeSet<_>, _>>()?;
        let unmerged = self.unmerged()?.into_iter().filter(|path| !ours.contains(path.as_os_str()));
        let unmerged: Vec<String> = unmerged.map(|path| path.display().to_string()).collect();
        if !unmerged.is_empty() {
            return Err(GitError::Unmerged(unmerged));
        }
        let mut theirs: BTreeSet<Vec<u8>> = BTreeSet::new();
        for head in self.merge_heads()? {
            let since = format!("HEAD...{head}");
            let changed = self.at_root(&["diff", "--name-only", "--no-renames", "-z", &since], &[])?;
            theirs.extend(changed.split(|byte| *byte == 0).map(<[u8]>::to_vec));
        }
        let staged = self.at_root(&["diff", "--cached", "--name-only", "--no-renames", "-z", "HEAD"], &[])?;
        let beside = staged.split(|byte| *byte == 0).filter(|path| {
            !path.is_empty() && !theirs.contains(*path) && !ours.iter().any(|name| os(path) == *name)
        });
        let beside: Vec<String> = beside.map(lossy).collect();
        if !beside.is_empty() {
            return Err(GitError::Staged(beside));
        }
        if !named.is_empty() {
            self.at_root(&["add"], named)?;
        }
        let mut commit = git(&self.root);
        commit.args(["commit", "--quiet", "--cleanup=verbatim", "-F", "-"]);
        make(commit, message, line)
    }

    /// The commits that a merge brings in.
    fn merge_heads(&self) -> Result<Vec<String>, GitError> {
        let folder = self.line(&["rev-parse", "--absolute-git-dir"])?.unwrap_or_default();
        let file = Path::new(&folder).join("MERGE_HEAD");
        let text = std::fs::read_to_string(&file).map_err(|error| GitError::Io(file, error))?;
        Ok(text.lines().map(str::to_owned).collect())
    }

    /// Asked before a commit: git would say the same at length, in the middle of it.
    fn without_identity(&self) -> Option<GitError> {
        ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"]
            .iter()
            .any(|name| matches!(self.line(&["var", name]), Ok(None)))
            .then_some(GitError::NoIdentity)
    }

    fn at_root(&self, args: &[&str], named: &[OsString]) -> Result<Vec<u8>, GitError> {
        let mut command = git(&self.root);
        command.args(args).arg("--").args(named.iter().map(|name| literal(name)));
        Ok(ask(command)?.out)
    }
}

/// The path and nothing but the path: brackets and stars are letters here.
pub(super) fn literal(named: &OsStr) -> OsString {
    let mut spec = OsString::from(":(top,literal)");
    spec.push(named);
    spec
}

/// The message goes in as it is: neither `#` nor `-` at its beginning means anything.
fn make(commit: Command, message: &str, line: &mut dyn FnMut(&str)) -> Result<(), GitError> {
    let said = follow(commit, Some(format!("{}\n", message.trim_end()).as_bytes()), None, line)?;
    if said.status.success() { Ok(()) } else { Err(GitError::failed("git commit", &said.words)) }
}
