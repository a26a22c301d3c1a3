//! `wubu task FILE add`: a task of one's own. Only its id goes to standard output.

use super::super::{Here, help, text, texts};
use super::{Out, Step, Trouble, set};
use crate::guide::guide;
use crate::text::{Lang, Phrase};
use crate::workspace::{NewTask, Place, Refusal, add};
use clap::{Arg, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new("新增任务，输出它的编号", "add a task and print its id");
    const USAGE: Phrase = Phrase::new(
        "wubu task 文件 add --element 要素 --title 标题 [字段=值…]\nwubu task 文件 add --parent 编号 --title 标题 [字段=值…]",
        "wubu task FILE add --element ELEMENT --title TITLE [FIELD=VALUE…]\nwubu task FILE add --parent ID --title TITLE [FIELD=VALUE…]",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu task plant.wubu.ron add --element c4 --title 热处理车间补采振动点\nwubu task plant.wubu.ron add --parent 4c.9 --title 装网关 owner=王工 due=周五",
        "wubu task plant.wubu.ron add --element c4 --title \"Add vibration points\"\nwubu task plant.wubu.ron add --parent 4c.9 --title \"Mount gateways\" due=fri",
    );
    let option = help::option(lang);
    help::subcommand("add", lang, ABOUT, USAGE, EXAMPLES).args([
        option(
            "element",
            Phrase::new("要素", "ELEMENT"),
            Phrase::new("所属要素 a1–e4，见 wubu guide", "the element it serves, a1 to e4; see wubu guide"),
        )
        .required_unless_present("parent"),
        option("title", Phrase::new("标题", "TITLE"), Phrase::new("任务标题", "the title")).required(true),
        option(
            "parent",
            Phrase::new("编号", "ID"),
            Phrase::new("上级任务；要素随上级", "the task above it, whose element it takes"),
        ),
        Arg::new("assign").value_name(Phrase::new("字段=值", "FIELD=VALUE").say(lang)).num_args(0..).help(
            Phrase::new("其他字段，写法见 wubu help task set", "more fields, as in wubu help task set")
                .say(lang),
        ),
    ])
}

pub fn run(step: &mut Step, matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let parent = text(matches, "parent").unwrap_or_default();
    let above = if parent.is_empty() { None } else { Some(step.task(parent)?) };
    let above = above.and_then(|id| step.draft.tasks.get(id.as_str()));
    let inherited = above.map_or("", |task| task.element.as_str()).to_owned();
    let element = text(matches, "element").unwrap_or(&inherited).to_owned();
    if guide().element(&element).is_none() {
        return Err(set::no_element(&element, here.lang));
    }
    if above.is_some() && element != inherited {
        return Err(set::other_element(parent, &inherited, here.lang));
    }
    let title = text(matches, "title").unwrap_or_default();
    if title.trim().is_empty() {
        const EMPTY: Phrase = Phrase::new("标题是空的", "the title is empty");
        const SAY: Phrase = Phrase::new("用 --title 写出要做的事", "say with --title what is to be done");
        return Err(Trouble::usage(here.say(EMPTY), here.say(SAY)));
    }
    if title.contains(['\n', '\r']) {
        return Err(step
            .refused(Refusal::Misfit { field: "title".into(), misfit: crate::workspace::Misfit::OneLine }));
    }
    let place = Place { element, parent: parent.to_owned(), ..Place::default() };
    let new = NewTask { place, title: title.to_owned() };
    let mut added = None;
    step.make(|workspace, random| {
        let (id, edit) = add(workspace, &new, random);
        added = Some(id);
        Ok(edit)
    })?;
    let id = added.expect("the closure has run");
    let assigns = set::assigns(texts(matches, "assign"), here)?;
    set::assign_task(step, &id, &assigns, here)?;
    step.save(Phrase::new("新增任务", "add a task"), here.lang)?;
    out.line(id.as_str())
}
