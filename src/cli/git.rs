//! `wubu git …`: sharing a workspace through the user's own git: what must be set once in a clone, and the daily
//! commit, pull and push of the workspace file and its evidence. Nothing else in the repository is touched.

mod commit;
mod setup;
mod status;
mod sync;

use super::fmt::kept_aside;
use super::out::{self, Line, Out, Paint};
use super::trouble::Trouble;
use super::{Exit, Here, help, shown};
use crate::store::git::{GitError, WorkTree, files_of, message};
use crate::store::{
    Loaded, OpenError, Seen, WhyNot, conclude, keep_beside, open_bytes, read, replace, write,
};
use crate::text::{Lang, Phrase};
use crate::workspace::Workspace;
use clap::{Arg, ArgMatches, Command};
use std::path::{Path, PathBuf};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "用 git 与同事共享工作区：配置、提交、同步",
        "share a workspace through git: set up, commit, sync",
    );
    const USAGE: Phrase = Phrase::new("wubu git 命令 …", "wubu git COMMAND …");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu git setup\n    每个克隆只需一次\nwubu git sync plant.wubu.ron\n    提交、拉取并合并、推送",
        "wubu git setup\n    once in every clone\nwubu git sync plant.wubu.ron\n    commit, pull and merge, push",
    );
    help::subcommand("git", lang, ABOUT, USAGE, EXAMPLES).subcommand_required(true).subcommands([
        setup::command(lang),
        status::command(lang),
        commit::command(lang),
        sync::command(lang),
    ])
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    match matches.subcommand() {
        Some(("setup", matches)) => setup::run(matches, here, out),
        Some(("status", matches)) => status::run(matches, here, out),
        Some(("commit", matches)) => commit::run(matches, here, out),
        Some((_, matches)) => sync::run(matches, here, out),
        None => Ok(Exit::Usage),
    }
}

/// A file, or else the current folder.
fn place(matches: &ArgMatches) -> PathBuf {
    matches.get_one::<PathBuf>("file").cloned().unwrap_or_else(|| PathBuf::from("."))
}

fn place_arg(lang: Lang) -> Arg {
    const ABOUT: Phrase = Phrase::new(
        "工作区文件或文件夹；不写则为当前文件夹",
        "a workspace file or a folder; else the current folder",
    );
    super::file_arg(lang).required(false).help(ABOUT.say(lang))
}

fn message_arg(lang: Lang) -> Arg {
    const ABOUT: Phrase = Phrase::new(
        "提交说明；不写则按改动的记录生成",
        "the commit message; else it is made from the records that changed",
    );
    Arg::new("message")
        .short('m')
        .long("message")
        .value_name(Phrase::new("说明", "TEXT").say(lang))
        .allow_hyphen_values(true)
        .help(ABOUT.say(lang))
}

/// The workspace of a file that is to be shared. One that git left with conflicts is merged first, from the
/// three versions that git keeps.
fn open(path: &Path, here: &Here, out: &mut Out) -> Result<Workspace, Trouble> {
    const MERGED: Phrase =
        Phrase::new("已按记录合并双方的改动", "merged the changes of both sides by records");
    let bytes = open_bytes(path)?.bytes;
    let Some(joined) = conclude(path, Some(&bytes)).map_err(|apart| apart_of(&apart, here.lang))? else {
        return match read(&bytes) {
            Ok(Loaded { workspace, .. }) => Ok(workspace),
            Err(why) => Err(OpenError { path: path.to_path_buf(), why: WhyNot::Unreadable(why) }.into()),
        };
    };
    if let Some(beside) = &joined.beside {
        let kept =
            keep_beside(path, &beside.bytes).map_err(|error| crate::store::SaveError::new(path, error))?;
        let (whose, why) = (beside.whose.say(here.lang), beside.why.say(here.lang));
        out::tell(&match here.lang {
            Lang::Zh => format!("{whose}的文件无法读取（{why}），另存为 {}", shown(&kept)),
            Lang::En => format!("{whose} cannot be read ({why}); it is kept as {}", shown(&kept)),
        });
    }
    // What lies there are the markers of a line merge, or our side: git has both.
    let saved = replace(path, write(&joined.workspace).as_bytes(), Seen::of(&bytes))?;
    if let Some(aside) = saved.aside {
        out::tell(&kept_aside(&aside, here.lang));
    }
    out.line(format!("{}{}{}", shown(path), here.lang.colon(), here.say(MERGED)))?;
    Ok(joined.workspace)
}

fn apart_of(apart: &crate::store::Apart, lang: Lang) -> Trouble {
    Trouble::Unfit { say: apart.say(lang), next: apart.next(lang) }
}

/// Commits the workspace and its evidence; says what was done.
fn commit_now(
    tree: &WorkTree,
    path: &Path,
    workspace: &Workspace,
    asked: Option<&str>,
    here: &Here,
    out: &mut Out,
) -> Result<(), Trouble> {
    let files = files_of(tree, path, workspace)?;
    let text = match asked.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => text.to_owned(),
        None => made_message(tree, path, workspace, here.lang)?,
    };
    let mut heard = vec![];
    let committed = tree.commit(&files, &text, &mut |line| heard.push(line.to_owned()));
    words(&heard, out)?;
    let Some(committed) = committed? else {
        const NOTHING: Phrase = Phrase::new("没有要提交的改动", "nothing to commit");
        return out.line(here.say(NOTHING));
    };
    let first = text.lines().next().unwrap_or_default().to_owned();
    let said = match here.lang {
        Lang::Zh => format!("已提交 {}（{} 个文件）：{first}", committed.id, committed.files),
        Lang::En => format!("committed {} (files: {}): {first}", committed.id, committed.files),
    };
    out.line(Line::new().painted(Paint::Good, "✓ ").add(said))
}

fn made_message(tree: &WorkTree, path: &Path, workspace: &Workspace, lang: Lang) -> Result<String, Trouble> {
    use crate::store::git::{Operation, at_revision};
    let head = match at_revision("HEAD", path) {
        Ok(head) => head,
        // Nothing was committed yet.
        Err(GitError::NoRevision(_)) => None,
        Err(error) => return Err(error.into()),
    };
    let before = match head.map(|bytes| read(&bytes)) {
        None => None,
        Some(Ok(loaded)) => Some(loaded.workspace),
        Some(Err(_)) => Some(workspace.clone()),
    };
    let said = message(before.as_ref(), workspace, lang).unwrap_or_else(|| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match lang {
            Lang::Zh => format!("更新 {} 及证据", crate::text::show(&name)),
            Lang::En => format!("Update {} and its evidence", crate::text::show(&name)),
        }
    });
    Ok(match (tree.operation()?, lang) {
        (Some(Operation::Merge), Lang::Zh) => format!("合并：{said}"),
        (Some(Operation::Merge), Lang::En) => format!("Merge: {said}"),
        _ => said,
    })
}

/// No branch is checked out: what is committed now is left behind by the next switch.
fn detached(here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let error = GitError::NoBranch;
    out.line(Line::new().painted(Paint::Bad, format!("! {}", error.say(here.lang))))?;
    out.line(format!("  → {}", error.next(here.lang)))
}

/// git's own words, below ours.
fn words<'a>(lines: impl IntoIterator<Item = &'a String>, out: &mut Out) -> Result<(), Trouble> {
    let filled = lines.into_iter().filter(|line| !line.trim().is_empty());
    filled.into_iter().try_for_each(|line| out.line(Line::new().painted(Paint::Faint, format!("  {line}"))))
}
