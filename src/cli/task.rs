//! `wubu task FILE …`: the same edits of tasks as on the screen, for scripts. Each command is one step: it
//! is made whole, or not at all.

mod add;
mod adopt;
mod delete;
mod done;
mod list;
mod set;

use super::out::Out;
use super::step::Step;
use super::trouble::Trouble;
use super::{Exit, Here, file, file_arg, help};
use crate::text::{Lang, Phrase};
use clap::{Arg, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "列出、新增、修改、完成、删除任务，或采用任务模板",
        "list, add, change, close and delete tasks, or adopt task templates",
    );
    const USAGE: Phrase = Phrase::new("wubu task 文件 命令 …", "wubu task FILE COMMAND …");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu task plant.wubu.ron list\nwubu task plant.wubu.ron set 4a.2 owner=王工 due=+7\nwubu help task set\n    可填写的字段和写法",
        "wubu task plant.wubu.ron list\nwubu task plant.wubu.ron set 4a.2 owner=Wang due=+7\nwubu help task set\n    the fields and how they are written",
    );
    help::subcommand("task", lang, ABOUT, USAGE, EXAMPLES)
        .arg(file_arg(lang))
        .subcommand_required(true)
        .subcommands([
            list::command(lang),
            add::command(lang),
            set::command(lang),
            done::command(lang),
            delete::command(lang),
            adopt::command(lang),
        ])
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let path = file(matches);
    let Some((name, matches)) = matches.subcommand() else { return Ok(Exit::Usage) };
    if name == "list" {
        return list::run(&path, matches, here, out);
    }
    let mut step = Step::open(&path, here)?;
    match name {
        "add" => add::run(&mut step, matches, here, out)?,
        "set" => set::run(&mut step, matches, here)?,
        "done" => done::run(&mut step, matches, here)?,
        "delete" => delete::run(&mut step, matches, here)?,
        _ => adopt::run(&mut step, matches, here)?,
    }
    Ok(Exit::Fine)
}

fn ids_arg(lang: Lang) -> Arg {
    const ABOUT: Phrase =
        Phrase::new("任务编号，见 wubu task 文件 list", "ids of tasks, see wubu task FILE list");
    Arg::new("id")
        .value_name(Phrase::new("编号", "ID").say(lang))
        .required(true)
        .num_args(1..)
        .help(ABOUT.say(lang))
}
