//! Pull and push as the user would: their own `git pull` and `git push`, with git's words handed on line by
//! line, and an end to it when somebody loses patience: the network may be gone.

use super::run::{Said, ask, follow, name_of};
use super::{GitError, Operation, WorkTree};
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::AtomicBool;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pulled {
    Done,
    /// git stopped: these files, named from the root, have changes of both sides.
    Unmerged(Vec<PathBuf>),
}

impl WorkTree {
    pub fn pull(&self, cancel: Option<&AtomicBool>, line: &mut dyn FnMut(&str)) -> Result<Pulled, GitError> {
        const HERE: [&str; 4] = ["rev-parse", "--verify", "--quiet", "@{upstream}"];
        let branch = self.ready()?;
        if self.line(&HERE)?.is_none() {
            // The remote was empty when it was cloned, and may still be: then there is nothing to pull.
            let mut fetch = self.git();
            fetch.arg("fetch");
            let said = self.on_the_way(fetch, cancel, line)?;
            if !said.status.success() {
                return Err(GitError::on_the_way("git fetch", &said.words));
            }
            if self.line(&HERE)?.is_none() {
                return Ok(Pulled::Done);
            }
        }
        let mut pull = self.git();
        pull.arg("pull");
        // Where nobody has said how, git would refuse to bring two sides together.
        let rebase = format!("branch.{branch}.rebase");
        let mut is_said = false;
        for name in ["pull.rebase", "pull.ff", &rebase] {
            is_said |= self.line(&["config", "--get", name])?.is_some();
        }
        if !is_said {
            pull.arg("--no-rebase");
        }
        let said = self.on_the_way(pull, cancel, line)?;
        self.came_of_it("git pull", &said)
    }

    pub fn push(&self, cancel: Option<&AtomicBool>, line: &mut dyn FnMut(&str)) -> Result<(), GitError> {
        self.ready()?;
        let mut push = self.git();
        push.arg("push");
        let said = self.on_the_way(push, cancel, line)?;
        if said.status.success() { Ok(()) } else { Err(GitError::on_the_way("git push", &said.words)) }
    }

    /// Goes on with a rebase or the like, after the files with conflicts were settled and staged.
    pub fn go_on(
        &self,
        operation: Operation,
        cancel: Option<&AtomicBool>,
        line: &mut dyn FnMut(&str),
    ) -> Result<Pulled, GitError> {
        let mut command = self.git();
        command.args([operation.verb(), "--continue"]);
        let name = name_of(&command);
        let said = follow(command, None, cancel, line)?;
        self.came_of_it(&name, &said)
    }

    fn came_of_it(&self, name: &str, said: &Said) -> Result<Pulled, GitError> {
        // Also after a success: what was stashed for the pull may not fit any more.
        let unmerged = self.unmerged()?;
        match said.status.success() {
            _ if !unmerged.is_empty() => Ok(Pulled::Unmerged(unmerged)),
            true => Ok(Pulled::Done),
            false => Err(GitError::on_the_way(name, &said.words)),
        }
    }

    /// The branch, when it has another one to go to.
    fn ready(&self) -> Result<String, GitError> {
        let branch = self.branch()?.ok_or(GitError::NoBranch)?;
        if self.upstream()?.is_some() {
            return Ok(branch);
        }
        let mut list = self.git();
        list.arg("remote");
        let said = ask(list)?;
        let remotes = String::from_utf8_lossy(&said.out).into_owned();
        let mut remotes = remotes.lines();
        let first = remotes.next().ok_or(GitError::NoRemote)?;
        let remote = if remotes.any(|name| name == "origin") { "origin" } else { first };
        Err(GitError::NoUpstream { branch, remote: remote.to_owned() })
    }

    fn on_the_way(
        &self,
        mut command: Command,
        cancel: Option<&AtomicBool>,
        line: &mut dyn FnMut(&str),
    ) -> Result<Said, GitError> {
        // ssh asks for passwords on the terminal itself, past every pipe. Who chose another ssh has their reasons.
        let chosen = ["GIT_SSH_COMMAND", "GIT_SSH"].iter().any(|name| std::env::var_os(name).is_some());
        if !chosen && self.line(&["config", "--get", "core.sshCommand"])?.is_none() {
            command.env("GIT_SSH_COMMAND", "ssh -o BatchMode=yes");
        }
        follow(command, None, cancel, line)
    }
}
