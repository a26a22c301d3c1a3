//! Merging for real, in a repository of its own in the temporary folder, with the drivers that are configured:
//! what a configuration says it does is known only when git has done it.

use super::attributes::LINE;
use super::run::{git, run};
use super::{GitError, WorkTree, versions};
use crate::store::{read, write};
use crate::text::{Lang, Phrase};
use crate::workspace::{Assign, RecordKind, Workspace, adopt, assign};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What did not go as it should, with git's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mishap {
    pub what: Phrase,
    pub words: String,
}

impl Mishap {
    pub fn say(&self, lang: Lang) -> &'static str {
        self.what.say(lang)
    }

    pub fn next(&self, lang: Lang) -> &'static str {
        Phrase::new(
            "重新运行 wubu git setup；仍不行请报告，附上以上输出",
            "run wubu git setup again; if that does not help, report it with what is printed above",
        )
        .say(lang)
    }
}

const NAME: &str = "plant.wubu.ron";

/// Rehearses a merge of different fields, a merge of the same field, and a diff. None when all is well.
pub fn rehearse(place: &Path) -> Result<Option<Mishap>, GitError> {
    let tree = WorkTree::of(place)?;
    let mut settings = vec![];
    for name in ["merge.wubu.name", "merge.wubu.driver", "diff.wubu.textconv"] {
        if let Some(value) = tree.line(&["config", "--get", name])? {
            settings.push((name, value));
        }
    }
    let stage = Stage::new().map_err(GitError::Start)?;
    stage.git(&["init", "--quiet", "--template="])?;
    for (name, value) in &settings {
        stage.git(&["config", name, value])?;
    }
    Ok(stage.play()?.err())
}

/// A folder that is gone when this is dropped.
struct Stage {
    folder: PathBuf,
}

impl Drop for Stage {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Stage {
    fn new() -> std::io::Result<Stage> {
        let folder = std::env::temp_dir().join(format!("wubu-rehearsal-{:016x}", fastrand::u64(..)));
        make_private(&folder)?;
        Ok(Stage { folder })
    }

    fn git(&self, args: &[&str]) -> Result<(bool, String), GitError> {
        let said = run(self.command(args), None)?;
        Ok((said.status.success(), format!("{}{}", String::from_utf8_lossy(&said.out), said.words)))
    }

    /// Without the hooks and signatures of the user, which are for their own repositories.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = git(&self.folder);
        for setting in ["core.hooksPath=no-hooks", "commit.gpgSign=false", "gc.auto=0", "core.autocrlf=false"]
        {
            command.args(["-c", setting]);
        }
        for name in ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"] {
            command.env(name, "wubu");
        }
        command.env("GIT_CEILING_DIRECTORIES", &self.folder).args(args);
        command
    }

    fn play(&self) -> Result<Result<(), Mishap>, GitError> {
        const UNFIT: Phrase =
            Phrase::new("无法在临时文件夹里建立演练仓库", "the rehearsal could not be set up");
        const APART: Phrase = Phrase::new(
            "两人各改一个字段，演练合并失败",
            "two people change a field each: the rehearsal failed",
        );
        const LOST: Phrase = Phrase::new(
            "演练合并后，有一方的改动不在文件里",
            "after the rehearsal, the change of one side is not in the file",
        );
        const SAME: Phrase = Phrase::new(
            "两人改同一个字段，演练没有留下争议",
            "two people change the same field: the rehearsal left no dispute",
        );
        const DIFF: Phrase =
            Phrase::new("演练中 git diff 没有按字段显示", "in the rehearsal, git diff did not show fields");
        let mishap = |what, words: String| Ok(Err(Mishap { what, words }));
        let branches = [
            ("base", None, &[][..]),
            ("one", Some("base"), &[("4a.1", "owner", "甲")][..]),
            // Line by line, the owner and the priority of one task are a conflict.
            ("two", Some("base"), &[("4a.1", "priority", "high"), ("4a.2", "owner", "乙")]),
            ("three", Some("base"), &[("4a.1", "owner", "丙")]),
        ];
        for (branch, from, changes) in branches {
            let (is_fine, words) = self.commit(branch, from, changes)?;
            if !is_fine {
                return mishap(UNFIT, words);
            }
        }
        self.git(&["checkout", "--quiet", "one"])?;
        let (is_fine, words) = self.git(&["merge", "--quiet", "--no-edit", "two"])?;
        if !is_fine {
            return mishap(APART, words);
        }
        let all =
            write(&filled(&[("4a.1", "owner", "甲"), ("4a.1", "priority", "high"), ("4a.2", "owner", "乙")]));
        if !fs::read(self.folder.join(NAME)).is_ok_and(|bytes| bytes == all.as_bytes()) {
            return mishap(LOST, words);
        }
        let (_, shown) = self.git(&["diff", "--textconv", "base", "two", "--", NAME])?;
        if !shown.lines().any(|line| line == "+tasks/4a.2/owner: 乙") {
            return mishap(DIFF, shown);
        }
        let (is_fine, words) = self.git(&["merge", "--quiet", "--no-edit", "three"])?;
        let bytes = fs::read(self.folder.join(NAME)).unwrap_or_default();
        let disputes = read(&bytes).map_or(0, |loaded| loaded.workspace.open_disputes().count());
        let is_unmerged = versions(&self.folder.join(NAME))?.is_some();
        if is_fine || !is_unmerged || disputes != 1 {
            return mishap(SAME, words);
        }
        Ok(Ok(()))
    }

    /// A branch whose file has some fields filled in.
    fn commit(
        &self,
        branch: &str,
        from: Option<&str>,
        changes: &[(&str, &str, &str)],
    ) -> Result<(bool, String), GitError> {
        let switch: Vec<&str> = match from {
            Some(from) => vec!["checkout", "--quiet", "-b", branch, from],
            None => vec!["checkout", "--quiet", "-b", branch],
        };
        self.git(&switch)?;
        let put = |name: &str, text: &str| fs::write(self.folder.join(name), text).map_err(GitError::Start);
        put(".gitattributes", &format!("{LINE}\n"))?;
        put(NAME, &write(&filled(changes)))?;
        self.git(&["add", "--", ".gitattributes", NAME])?;
        self.git(&["commit", "--quiet", "-m", branch])
    }
}

fn filled(changes: &[(&str, &str, &str)]) -> Workspace {
    let mut workspace = Workspace::default();
    let adopted = adopt(&workspace, &["4a.1", "4a.2", "4a.3"]).map(|edit| workspace.apply(edit));
    debug_assert!(adopted.is_ok(), "the templates are in the guide");
    for (id, field, value) in changes {
        let id = workspace.tasks.key(id).cloned();
        let assigns = [Assign::new(field, value)];
        let today = jiff::civil::Date::constant(2026, 1, 1);
        let edit = id.and_then(|id| assign(&workspace, RecordKind::Task, &id, &assigns, today).ok());
        let done = edit.map(|edit| workspace.apply(edit));
        debug_assert!(done.is_some_and(|done| done.is_ok()), "owners are free text");
    }
    workspace
}

#[cfg(unix)]
fn make_private(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_private(folder: &Path) -> std::io::Result<()> {
    fs::create_dir(folder)
}
