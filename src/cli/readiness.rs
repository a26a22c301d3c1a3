//! `wubu readiness FILE`: how ready the data are, what blocks first, and why; what people find out by hand, tasks
//! out of gaps, and the numbers of the model that this workspace sets otherwise.

mod forget;
mod json;
mod measure;
mod print;
mod rule;
mod show;
mod tasks;

pub use print::head;

use super::out::Out;
use super::step::Step;
use super::trouble::Trouble;
use super::{Exit, Here, file, file_arg, help, json_arg};
use crate::guide::Dimension;
use crate::readiness::{GateReport, Site, Source};
use crate::store::Session;
use crate::text::{Lang, Phrase};
use crate::workspace::Workspace;
use clap::{Arg, ArgMatches, Command};

/// The gate into stage 4 asks for it.
const GATE: &str = "G3";

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "数据就绪度：先列阻断项，再列各数据源的等级；人工填写、由缺口生成任务、调整阈值与权重",
        "data readiness: what blocks first, then each source; facts by hand, tasks out of gaps, thresholds",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu readiness 文件 [--json]\nwubu readiness 文件 命令 …",
        "wubu readiness FILE [--json]\nwubu readiness FILE COMMAND …",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu readiness plant.wubu.ron\nwubu readiness plant.wubu.ron show S01 D4\n    这个等级是怎么来的，怎样提高\nwubu readiness plant.wubu.ron measure S01 D1=3 --evidence 试采日志\nwubu readiness plant.wubu.ron tasks --dry-run",
        "wubu readiness plant.wubu.ron\nwubu readiness plant.wubu.ron show S01 D4\n    where a level comes from, and what would raise it\nwubu readiness plant.wubu.ron measure S01 D1=3 --evidence \"Pilot log\"\nwubu readiness plant.wubu.ron tasks --dry-run",
    );
    help::subcommand("readiness", lang, ABOUT, USAGE, EXAMPLES)
        .args([file_arg(lang), json_arg(lang)])
        .subcommands([
            show::command(lang),
            measure::command(lang),
            forget::command(lang),
            tasks::command(lang),
            rule::command(lang),
        ])
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let path = file(matches);
    match matches.subcommand() {
        Some(("measure", matches)) => measure::run(&mut Step::open(&path, here)?, matches, here, out)?,
        Some(("forget", matches)) => forget::run(&mut Step::open(&path, here)?, matches, here)?,
        Some(("tasks", matches)) if !matches.get_flag("dry-run") => {
            tasks::run(&mut Step::open(&path, here)?, matches, here, out)?;
        }
        Some(("rule", matches)) if matches.contains_id("value") => {
            rule::set(&mut Step::open(&path, here)?, matches, here)?;
        }
        asked => {
            let session = Session::open(&path)?;
            let site = Site::of(session.workspace());
            match asked {
                Some(("show", matches)) => show::run(&site, matches, here, out)?,
                Some(("tasks", matches)) => tasks::dry_run(&site, matches, here, out)?,
                Some((_, matches)) => rule::list(&site, matches, here, out)?,
                None => {
                    if matches.get_flag("json") {
                        let gate = GateReport::of(session.workspace(), GATE, here.today);
                        json::print(&site, gate.as_ref(), here, out)?;
                    } else {
                        report(session.workspace(), here, out)?;
                    }
                }
            }
        }
    }
    // A report, not a verdict on the file.
    Ok(Exit::Fine)
}

/// For people.
pub fn report(workspace: &Workspace, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let gate = GateReport::of(workspace, GATE, here.today);
    print::print(&Site::of(workspace), gate.as_ref(), here, out)
}

fn source_arg(lang: Lang) -> Arg {
    const ABOUT: Phrase = Phrase::new(
        "数据源的编号或名称，见 wubu row 文件 sources list",
        "the source by its key or name, see wubu row FILE sources list",
    );
    Arg::new("source").value_name(Phrase::new("数据源", "SOURCE").say(lang)).help(ABOUT.say(lang))
}

/// The source that somebody means.
fn source<'s, 'a>(site: &'s Site<'a>, named: &str, here: &Here) -> Result<&'s Source<'a>, Trouble> {
    site.source(named).ok_or_else(|| {
        let all: Vec<&str> = site.sources.iter().take(12).map(|source| source.key.as_str()).collect();
        match here.lang {
            Lang::Zh => Trouble::usage(
                format!("数据资源目录中没有 {named}"),
                if all.is_empty() {
                    "先登记：wubu row 文件 sources add src_id=… name=…".to_owned()
                } else {
                    format!("编号有：{}", all.join("、"))
                },
            ),
            Lang::En => Trouble::usage(
                format!("there is no {named} in the source catalogue"),
                if all.is_empty() {
                    "enter it first: wubu row FILE sources add src_id=… name=…".to_owned()
                } else {
                    format!("its keys: {}", all.join(", "))
                },
            ),
        }
    })
}

fn dimension(word: &str, here: &Here) -> Result<Dimension, Trouble> {
    Dimension::from_key(word).ok_or_else(|| match here.lang {
        Lang::Zh => Trouble::usage(format!("没有维度 {word}"), "选 D1 到 D10"),
        Lang::En => Trouble::usage(format!("there is no dimension {word}"), "choose D1 to D10"),
    })
}
