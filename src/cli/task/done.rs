//! `wubu task FILE done ID…`: marks tasks as done.

use super::super::{Here, help};
use super::{Step, Trouble, ids_arg};
use crate::text::{Lang, Phrase};
use crate::workspace::{Kind, Status, close};
use clap::{Arg, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new("把任务标为完成", "mark tasks as done");
    const USAGE: Phrase = Phrase::new(
        "wubu task 文件 done 编号… [--by 完成人] [--on 日期]",
        "wubu task FILE done ID… [--by PERSON] [--on DAY]",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu task plant.wubu.ron done 4a.1 4a.2\nwubu task plant.wubu.ron done 4a.3 --by 李工 --on 昨天",
        "wubu task plant.wubu.ron done 4a.1 4a.2\nwubu task plant.wubu.ron done 4a.3 --by Li --on yesterday",
    );
    const BY: Phrase = Phrase::new(
        "完成人；不写则用配置里的 me，再用 git 的 user.name",
        "who did it; else me of the config, else git's user.name",
    );
    const ON: Phrase = Phrase::new("完成日期；不写则为今天", "the day; else today");
    help::subcommand("done", lang, ABOUT, USAGE, EXAMPLES).args([
        ids_arg(lang),
        Arg::new("by").long("by").value_name(Phrase::new("完成人", "PERSON").say(lang)).help(BY.say(lang)),
        Arg::new("on")
            .long("on")
            .value_name(Phrase::new("日期", "DAY").say(lang))
            .allow_hyphen_values(true)
            .help(ON.say(lang)),
    ])
}

pub fn run(step: &mut Step, matches: &ArgMatches, here: &Here) -> Result<(), Trouble> {
    let on = step.typed(matches, "on", Kind::Day, here)?;
    let by = step.typed(matches, "by", Kind::Person, here)?;
    let is_plain = on.is_none() && by.is_none();
    let on = on.and_then(|day| day.as_text().parse().ok()).unwrap_or(here.today);
    let by = match by {
        Some(by) => by.as_text().to_owned(),
        None => step.me(here),
    };
    for id in step.tasks(matches)? {
        let is_done =
            step.draft.tasks.get(id.as_str()).is_some_and(|t| matches!(t.status, Status::Done { .. }));
        // Said twice, the first day and name stay.
        if !(is_done && is_plain) {
            step.make(|workspace, _| close(workspace, &id, on, &by))?;
        }
    }
    step.save(Phrase::new("完成任务", "close tasks"), here.lang)
}
