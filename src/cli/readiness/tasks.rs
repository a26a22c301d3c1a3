//! `wubu readiness FILE tasks`: makes a task of each gap, once.

use super::super::out::{Line, Out, Paint, widest};
use super::super::step::Step;
use super::super::trouble::Trouble;
use super::super::{Here, help, text};
use super::{dimension, source, source_arg};
use crate::readiness::{DataGap, Site, gap_tasks, gaps};
use crate::text::{Lang, Phrase, pad, show};
use crate::workspace::{Edit, Task, Workspace};
use clap::{Arg, ArgAction, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "由缺口生成阶段 4c 的任务，一步完成；已有的不重复。不写数据源则取评审门要求的缺口",
        "makes tasks of stage 4c out of gaps, as one step, each once; without a source, of the gaps that a gate asks about",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu readiness 文件 tasks [数据源] [D1–D10] [--all] [--dry-run]",
        "wubu readiness FILE tasks [SOURCE] [D1-D10] [--all] [--dry-run]",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu readiness plant.wubu.ron tasks --dry-run\nwubu readiness plant.wubu.ron tasks\nwubu readiness plant.wubu.ron tasks S02 D4",
        "wubu readiness plant.wubu.ron tasks --dry-run\nwubu readiness plant.wubu.ron tasks\nwubu readiness plant.wubu.ron tasks S02 D4",
    );
    let flag = |name: &'static str, about: Phrase| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(about.say(lang))
    };
    help::subcommand("tasks", lang, ABOUT, USAGE, EXAMPLES).args([
        source_arg(lang),
        Arg::new("dimension")
            .value_name(Phrase::new("维度", "DIMENSION").say(lang))
            .help(Phrase::new("只取一个维度", "only one dimension").say(lang)),
        flag("all", Phrase::new("全部缺口，评审门不要求的也取", "every gap, whether a gate asks or not")),
        flag("dry-run", Phrase::new("只列出，不写入", "only list them")),
    ])
}

pub fn dry_run(site: &Site, matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let chosen = chosen(site, matches, here)?;
    let edit = gap_tasks(site.workspace, site, &chosen, &|_, _| vec![], here.lang);
    let mut draft = site.workspace.clone();
    // On a copy: titles are read from what would be there.
    if let Ok(edit) = edit {
        let ids = ids(&edit);
        if draft.apply(edit).is_ok() {
            return list(&draft, &ids, here, out);
        }
    }
    Ok(())
}

pub fn run(step: &mut Step, matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let site = Site::of(&step.draft);
    let chosen = chosen(&site, matches, here)?;
    let edit = gap_tasks(&step.draft, &site, &chosen, &|_, _| vec![], here.lang);
    let made = edit.as_ref().map(ids).unwrap_or_default();
    drop(chosen);
    if made.is_empty() && edit.is_ok() {
        return list(&step.draft, &made, here, out);
    }
    step.make(|_, _| edit)?;
    step.save(Phrase::new("由缺口生成任务", "make tasks out of gaps"), here.lang)?;
    list(&step.draft, &made, here, out)
}

fn chosen<'s>(site: &'s Site<'s>, matches: &ArgMatches, here: &Here) -> Result<Vec<DataGap<'s>>, Trouble> {
    let of = text(matches, "source").map(|named| source(site, named, here)).transpose()?;
    let only = text(matches, "dimension").map(|word| dimension(word, here)).transpose()?;
    let mut gaps = gaps(site);
    let every = matches.get_flag("all") || of.is_some();
    gaps.retain(|gap| {
        of.is_none_or(|of| of.id == gap.source.id)
            && only.is_none_or(|only| only == gap.dimension)
            && (every || gap.blocks || gap.asked.is_some())
    });
    Ok(gaps)
}

fn ids(edit: &Edit) -> Vec<String> {
    match edit {
        Edit::Add { id, .. } => vec![id.to_string()],
        Edit::All(edits) => edits.iter().flat_map(ids).collect(),
        _ => vec![],
    }
}

fn list(workspace: &Workspace, made: &[String], here: &Here, out: &mut Out) -> Result<(), Trouble> {
    const NONE: Phrase = Phrase::new(
        "没有新的任务：缺口都已有任务，或没有缺口",
        "no new task: every gap has one, or there is none",
    );
    if made.is_empty() {
        return out.line(here.say(NONE));
    }
    let names = widest(made.iter().map(String::as_str));
    for id in made {
        let title = workspace.tasks.get(id).map_or("", |task: &Task| task.title.as_str());
        out.line(Line::new().painted(Paint::Strong, pad(&show(id), names)).add(format!("  {title}")))?;
    }
    out.line(match (made.len(), here.lang) {
        (n, Lang::Zh) => format!("共 {n} 项"),
        (1, Lang::En) => "1 task".to_owned(),
        (n, Lang::En) => format!("{n} tasks"),
    })
}
