//! `wubu evidence FILE …`: what shows that the work was done: list it, add to it, and see whether its files are still
//! those that were linked.

mod add;
mod delete;
mod list;
mod rehash;
mod verify;

use super::out::{Out, Progress};
use super::step::Step;
use super::trouble::Trouble;
use super::{Exit, Here, file, file_arg, help};
use crate::store::{Cancel, Examination, Files};
use crate::text::{Lang, Phrase};
use crate::workspace::{Evidence, Id, Refusal, Workspace};
use clap::{Arg, ArgMatches, Command};
use std::path::Path;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "任务的证据：列出、新增，核对所关联的文件是否变动",
        "evidence of tasks: list and add, and see whether linked files changed",
    );
    const USAGE: Phrase = Phrase::new("wubu evidence 文件 命令 …", "wubu evidence FILE COMMAND …");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu evidence plant.wubu.ron list --holes\n    哪些任务缺证据\nwubu evidence plant.wubu.ron add 4a.2 --file 证据/纪要.pdf proof=文件\nwubu evidence plant.wubu.ron verify",
        "wubu evidence plant.wubu.ron list --holes\n    tasks that want proof\nwubu evidence plant.wubu.ron add 4a.2 --file evidence/a.pdf proof=document\nwubu evidence plant.wubu.ron verify",
    );
    help::subcommand("evidence", lang, ABOUT, USAGE, EXAMPLES)
        .subcommand_required(true)
        .arg(file_arg(lang))
        .subcommands([
            list::command(lang),
            add::command(lang),
            verify::command(lang),
            rehash::command(lang),
            delete::command(lang),
        ])
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let path = file(matches);
    match matches.subcommand() {
        Some(("list", matches)) => list::run(&path, matches, here, out),
        Some(("verify", matches)) => verify::run(&path, matches, here, out),
        Some(("add", matches)) => add::run(&path, matches, here, out),
        Some(("rehash", matches)) => rehash::run(&path, matches, here),
        Some((_, matches)) => delete::run(&path, matches, here),
        None => Ok(Exit::Usage),
    }
}

/// Looks at the files of all evidence, with progress on the terminal.
pub fn examine(path: &Path, workspace: &Workspace, is_thorough: bool, here: &Here) -> Files {
    let mut progress = Progress::new(here.say(Phrase::new("核对文件", "checking files")));
    let job = Examination::of(path, workspace, is_thorough, &here.folders, &Cancel::default());
    job.run(&mut |done, total| progress.tell(done, total)).files
}

fn ids_arg(lang: Lang) -> Arg {
    const ABOUT: Phrase =
        Phrase::new("证据编号，见 wubu evidence 文件 list", "ids of evidence, see wubu evidence FILE list");
    Arg::new("id").value_name(Phrase::new("编号", "ID").say(lang)).num_args(1..).help(ABOUT.say(lang))
}

/// What a piece of evidence is called.
fn called<'a>(id: &'a Id, evidence: &'a Evidence) -> &'a str {
    let names = [evidence.what.as_str(), evidence.file.as_str(), id.as_str()];
    names.into_iter().find(|name| !name.trim().is_empty()).unwrap_or_default()
}

fn ids(step: &Step, matches: &ArgMatches) -> Result<Vec<Id>, Trouble> {
    let known = |id: &str| {
        let known = Id::new(id).filter(|id| step.draft.evidence.contains(id.as_str()));
        known.ok_or_else(|| step.refused(Refusal::NoRecord(id.into())))
    };
    super::texts(matches, "id").into_iter().map(known).collect()
}
