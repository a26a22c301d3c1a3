//! `wubu task FILE adopt ID…|--all`: takes over task templates.

use super::super::{Here, help, out, texts};
use super::{Step, Trouble};
use crate::guide::guide;
use crate::text::{Lang, Phrase};
use crate::workspace::adopt;
use clap::{Arg, ArgAction, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "采用任务模板；已有的任务不动",
        "adopt task templates; tasks that are there stay as they are",
    );
    const USAGE: Phrase = Phrase::new("wubu task 文件 adopt 编号…|--all", "wubu task FILE adopt ID…|--all");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu task plant.wubu.ron adopt 4c.9 4c.10\nwubu task plant.wubu.ron adopt --all",
        "wubu task plant.wubu.ron adopt 4c.9 4c.10\nwubu task plant.wubu.ron adopt --all",
    );
    const IDS: Phrase = Phrase::new(
        "模板编号 4a.1–4e.12，见 wubu guide 4a",
        "ids of templates, 4a.1 to 4e.12; see wubu guide 4a",
    );
    const ALL: Phrase = Phrase::new("采用全部模板", "adopt all templates");
    help::subcommand("adopt", lang, ABOUT, USAGE, EXAMPLES).args([
        Arg::new("id")
            .value_name(Phrase::new("编号", "ID").say(lang))
            .num_args(1..)
            .required_unless_present("all")
            .conflicts_with("all")
            .help(IDS.say(lang)),
        Arg::new("all").long("all").action(ArgAction::SetTrue).help(ALL.say(lang)),
    ])
}

pub fn run(step: &mut Step, matches: &ArgMatches, here: &Here) -> Result<(), Trouble> {
    const NEXT: Phrase =
        Phrase::new("模板编号见 wubu guide 4a 到 4e", "wubu guide 4a to 4e list the templates");
    let all = || guide().templates().iter().map(|template| template.id.as_str()).collect();
    let ids: Vec<&str> = if matches.get_flag("all") { all() } else { texts(matches, "id") };
    if let Some(unknown) = ids.iter().find(|id| guide().template(id).is_none()) {
        let say = match here.lang {
            Lang::Zh => format!("没有任务模板 {unknown}"),
            Lang::En => format!("there is no task template {unknown}"),
        };
        return Err(Trouble::usage(say, here.say(NEXT)));
    }
    let before = step.draft.tasks.len();
    step.make(|workspace, _| adopt(workspace, &ids))?;
    let added = step.draft.tasks.len() - before;
    step.save(Phrase::new("采用模板", "adopt templates"), here.lang)?;
    out::tell(&match (here.lang, added) {
        (Lang::Zh, n) => format!("已采用 {n} 项模板"),
        (Lang::En, 1) => "adopted 1 template".into(),
        (Lang::En, n) => format!("adopted {n} templates"),
    });
    Ok(())
}
