//! `wubu git commit FILE`: commits the workspace and its evidence, and nothing else.

use super::super::{Exit, Here, file, file_arg, help, text};
use super::{Out, Trouble, commit_now, detached, message_arg, open};
use crate::store::git::WorkTree;
use crate::text::{Lang, Phrase};
use clap::{ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "提交工作区文件和其中登记的证据文件，不带其他文件",
        "commit the workspace file and the files of its evidence, and nothing else",
    );
    const USAGE: Phrase = Phrase::new("wubu git commit 文件 [-m 说明]", "wubu git commit FILE [-m TEXT]");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu git commit plant.wubu.ron\nwubu git commit plant.wubu.ron -m 热处理车间走访",
        "wubu git commit plant.wubu.ron\nwubu git commit plant.wubu.ron -m \"Walked the east hall\"",
    );
    help::subcommand("commit", lang, ABOUT, USAGE, EXAMPLES).arg(file_arg(lang)).arg(message_arg(lang))
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let path = file(matches);
    let tree = WorkTree::of(&path)?;
    let workspace = open(&path, here, out)?;
    commit_now(&tree, &path, &workspace, text(matches, "message"), here, out)?;
    if tree.branch()?.is_none() {
        detached(here, out)?;
    }
    Ok(Exit::Fine)
}
