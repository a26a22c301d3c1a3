//! `wubu task FILE delete ID…`: removes tasks with what lies below them.

use super::super::{Here, help, out};
use super::{Step, Trouble, ids_arg};
use crate::text::{Lang, Phrase};
use crate::workspace::{Id, remove};
use clap::{ArgMatches, Command};
use std::collections::BTreeSet;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "删除任务，连同它下面的任务和证据",
        "delete tasks with the tasks and the evidence below them",
    );
    const USAGE: Phrase = Phrase::new("wubu task 文件 delete 编号…", "wubu task FILE delete ID…");
    const EXAMPLES: Phrase =
        Phrase::new("wubu task plant.wubu.ron delete t7K3MQ2ZX", "wubu task plant.wubu.ron delete t7K3MQ2ZX");
    help::subcommand("delete", lang, ABOUT, USAGE, EXAMPLES).arg(ids_arg(lang))
}

pub fn run(step: &mut Step, matches: &ArgMatches, here: &Here) -> Result<(), Trouble> {
    let ids: BTreeSet<Id> = step.tasks(matches)?.into_iter().collect();
    let ids: Vec<Id> = ids.into_iter().collect();
    let (tasks, evidence) = (step.draft.tasks.len(), step.draft.evidence.len());
    step.make(|workspace, _| remove(workspace, &ids))?;
    let (tasks, evidence) = (tasks - step.draft.tasks.len(), evidence - step.draft.evidence.len());
    step.save(Phrase::new("删除任务", "delete tasks"), here.lang)?;
    out::tell(&said(ids.len(), tasks - ids.len(), evidence, here.lang));
    Ok(())
}

/// `below` counts the tasks that were not named themselves.
fn said(named: usize, below: usize, evidence: usize, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let mut parts = vec![match (zh, named) {
        (true, n) => format!("已删除 {n} 项任务"),
        (false, 1) => "deleted 1 task".into(),
        (false, n) => format!("deleted {n} tasks"),
    }];
    if below > 0 {
        parts.push(if zh { format!("连同其下 {below} 项") } else { format!("with {below} below") });
    }
    if evidence > 0 {
        parts.push(if zh {
            format!("证据 {evidence} 条")
        } else {
            format!("with {evidence} pieces of evidence")
        });
    }
    parts.join(if zh { "，" } else { ", " })
}
