//! `wubu git sync FILE`: commit, pull, push; each step is shown with git's own words, and one that fails ends it.

use super::super::{Exit, Here, file, file_arg, help, shown, text};
use super::{Line, Out, Paint, Trouble, commit_now, message_arg, open};
use crate::store::git::{GitError, Operation, Pulled, WorkTree};
use crate::text::{Lang, Phrase};
use crate::workspace::Workspace;
use clap::{ArgMatches, Command};
use std::path::Path;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "提交，拉取同事的改动并合并，再推送；合并后有争议时以 1 退出",
        "commit, pull and merge what others did, push; exit code 1 if disputes are left",
    );
    const USAGE: Phrase = Phrase::new("wubu git sync 文件 [-m 说明]", "wubu git sync FILE [-m TEXT]");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu git sync plant.wubu.ron\nwubu git sync plant.wubu.ron -m 热处理车间走访",
        "wubu git sync plant.wubu.ron\nwubu git sync plant.wubu.ron -m \"Walked the east hall\"",
    );
    help::subcommand("sync", lang, ABOUT, USAGE, EXAMPLES).arg(file_arg(lang)).arg(message_arg(lang))
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let path = file(matches);
    let tree = WorkTree::of(&path)?;
    let sync = Sync { tree, path: &path, message: text(matches, "message"), here };
    sync.run(out)
}

struct Sync<'a> {
    tree: WorkTree,
    path: &'a Path,
    message: Option<&'a str>,
    here: &'a Here,
}

impl Sync<'_> {
    fn run(&self, out: &mut Out) -> Result<Exit, Trouble> {
        const COMMIT: Phrase = Phrase::new("提交", "Commit");
        const PULL: Phrase = Phrase::new("拉取", "Pull");
        const PUSH: Phrase = Phrase::new("推送", "Push");
        const DONE: Phrase = Phrase::new("已同步", "in sync");
        self.step(COMMIT, out)?;
        let workspace = open(self.path, self.here, out)?;
        // What an earlier run left for people to decide.
        if self.tree.operation()?.is_some() {
            let unmerged = self.tree.unmerged()?;
            if let Some(exit) = self.conclude(Pulled::Unmerged(unmerged), self.message, out)? {
                return Ok(exit);
            }
        } else {
            self.commit(&workspace, self.message, out)?;
        }
        self.step(PULL, out)?;
        let pulled = self.hearing(out, |tree, line| tree.pull(None, line))?;
        if let Some(exit) = self.conclude(pulled, None, out)? {
            return Ok(exit);
        }
        self.step(PUSH, out)?;
        self.hearing(out, |tree, line| tree.push(None, line))?;
        let left = open(self.path, self.here, out)?.open_disputes().count();
        if left > 0 {
            return self.disputed(left, true, out);
        }
        out.line(Line::new().painted(Paint::Good, "✓ ").add(self.here.say(DONE)))?;
        Ok(Exit::Fine)
    }

    fn commit(&self, workspace: &Workspace, message: Option<&str>, out: &mut Out) -> Result<(), Trouble> {
        commit_now(&self.tree, self.path, workspace, message, self.here, out)
    }

    /// Ends what a pull began, as far as that needs nobody's decision. An exit code where it does. `message` is
    /// the user's own for the commit that ends it; a rebase has those of its commits.
    fn conclude(
        &self,
        mut pulled: Pulled,
        message: Option<&str>,
        out: &mut Out,
    ) -> Result<Option<Exit>, Trouble> {
        // A rebase may stop at each of its commits.
        while let Pulled::Unmerged(files) = pulled {
            let name = self.path.canonicalize().unwrap_or_else(|_| self.path.to_path_buf());
            let others: Vec<String> = files
                .iter()
                .filter(|file| self.tree.root().join(file).canonicalize().ok().as_ref() != Some(&name))
                .map(|file| file.display().to_string())
                .collect();
            if !others.is_empty() {
                return Err(GitError::Unmerged(others).into());
            }
            let workspace = open(self.path, self.here, out)?;
            let left = workspace.open_disputes().count();
            if left > 0 {
                return self.disputed(left, false, out).map(Some);
            }
            pulled = match self.tree.operation()? {
                Some(Operation::Merge) => {
                    self.commit(&workspace, message, out)?;
                    Pulled::Done
                }
                Some(operation) => {
                    self.tree.add(self.path)?;
                    self.hearing(out, |tree, line| tree.go_on(operation, None, line))?
                }
                // What had been stashed came back upon what was pulled.
                None => {
                    self.tree.add(self.path)?;
                    self.commit(&workspace, message, out)?;
                    Pulled::Done
                }
            };
        }
        Ok(None)
    }

    fn disputed(&self, left: usize, is_pushed: bool, out: &mut Out) -> Result<Exit, Trouble> {
        let path = shown(self.path);
        let (what, next) = match (self.here.lang, is_pushed) {
            (Lang::Zh, true) => {
                (format!("已同步；还有 {left} 处争议待裁定"), format!("wubu {path} 裁定后再同步一次"))
            }
            (Lang::Zh, false) => (
                format!("合并后有 {left} 处争议待裁定，尚未推送"),
                format!("wubu {path} 逐一裁定，然后重新运行 wubu git sync {path}"),
            ),
            (Lang::En, true) => (
                format!("in sync; disputes to settle: {left}"),
                format!("settle them in wubu {path}, then sync again"),
            ),
            (Lang::En, false) => (
                format!("the merge left disputes to settle: {left}; nothing was pushed"),
                format!("settle them in wubu {path}, then run wubu git sync {path} again"),
            ),
        };
        out.line(Line::new().painted(Paint::Bad, format!("! {what}")))?;
        out.line(format!("  → {next}"))?;
        Ok(Exit::Findings)
    }

    fn step(&self, what: Phrase, out: &mut Out) -> Result<(), Trouble> {
        out.line(Line::new().painted(Paint::Strong, self.here.say(what)))?;
        out.finish()
    }

    /// Shows git's words while it speaks: a pull may take its time.
    fn hearing<T>(
        &self,
        out: &mut Out,
        call: impl FnOnce(&WorkTree, &mut dyn FnMut(&str)) -> Result<T, GitError>,
    ) -> Result<T, Trouble> {
        let mut broken = None;
        let mut hear = |line: &str| {
            if line.trim().is_empty() || broken.is_some() {
                return;
            }
            let said = out.line(Line::new().painted(Paint::Faint, format!("  {line}")));
            broken = said.and_then(|()| out.finish()).err();
        };
        let done = call(&self.tree, &mut hear);
        match broken {
            Some(trouble) => Err(trouble),
            // Its words stand there already.
            None => done.map_err(|error| Trouble::Git { error, is_heard: true }),
        }
    }
}
