//! `wubu evidence FILE list`: the evidence task by task, or the tasks that want some.

use super::super::out::{Line, Out, Paint, widest};
use super::super::{help, json_arg, text};
use super::{Exit, Here, Trouble, called, examine};
use crate::readiness::{Hole, Outline, Proofs, Rung, shown_title};
use crate::store::{FileState, Files, Session};
use crate::text::{Lang, Phrase, pad};
use crate::workspace::{Evidence, Id, Workspace};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;
use std::path::Path;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "按任务列出证据及其文件的状态；--holes 列出缺证据的任务",
        "list evidence by task with the state of its files; --holes lists tasks that want some",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu evidence 文件 list [--task 编号] [--holes] [--json]",
        "wubu evidence FILE list [--task ID] [--holes] [--json]",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu evidence plant.wubu.ron list --task 4a.2\nwubu evidence plant.wubu.ron list --holes",
        "wubu evidence plant.wubu.ron list --task 4a.2\nwubu evidence plant.wubu.ron list --holes",
    );
    const HOLES: Phrase = Phrase::new(
        "已完成而没有证据的任务，和只有口头证据的任务",
        "tasks that are done without evidence, and those with hearsay only",
    );
    help::subcommand("list", lang, ABOUT, USAGE, EXAMPLES).args([
        help::option(lang)("task", Phrase::new("编号", "ID"), Phrase::new("只看这个任务", "this task only")),
        Arg::new("holes").long("holes").action(ArgAction::SetTrue).help(HOLES.say(lang)),
        json_arg(lang),
    ])
}

/// A piece of evidence as scripts see it.
#[derive(Serialize)]
struct Told<'a> {
    id: &'a str,
    task: &'a str,
    proof: Option<&'a str>,
    what: Option<&'a str>,
    file: Option<&'a str>,
    /// None where it has no file.
    state: Option<&'static str>,
    about: Option<&'a str>,
    filed: Option<&'a str>,
    by: Option<&'a str>,
    rows: Vec<&'a str>,
    hash: Option<&'a str>,
}

#[derive(Serialize)]
struct Want<'a> {
    task: &'a str,
    title: &'a str,
    hole: &'static str,
}

pub fn run(path: &Path, matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let session = Session::open(path)?;
    let workspace = session.workspace();
    let (outline, proofs) = (Outline::of(workspace), Proofs::of(workspace));
    let asked = text(matches, "task");
    let tasks: Vec<&Id> = outline
        .all()
        .map(|entry| &entry.id)
        .filter(|id| asked.is_none_or(|asked| asked == id.as_str()))
        .collect();
    if let (Some(asked), []) = (asked, tasks.as_slice()) {
        let why = crate::workspace::Refusal::NoRecord(asked.to_owned());
        return Err(Trouble::denied(path, why));
    }
    if matches.get_flag("holes") {
        return holes(workspace, &proofs, &tasks, matches.get_flag("json"), here, out);
    }
    let files = examine(path, workspace, false, here);
    let of_tasks = tasks.iter().filter_map(|id| proofs.task(id.as_str())).flat_map(|proof| &proof.evidence);
    let lost = proofs.lost().iter().filter(|_| asked.is_none());
    let listed: Vec<(&Id, &Evidence)> =
        of_tasks.chain(lost).filter_map(|id| Some((id, workspace.evidence.get(id.as_str())?))).collect();
    if matches.get_flag("json") {
        let told: Vec<Told> = listed.into_iter().map(|(id, evidence)| told(id, evidence, &files)).collect();
        out.json(&told)?;
    } else {
        print(workspace, &listed, &files, here, out)?;
    }
    Ok(Exit::Fine)
}

fn told<'a>(id: &'a Id, evidence: &'a Evidence, files: &Files) -> Told<'a> {
    let some = |text: &'a str| Some(text).filter(|text| !text.is_empty());
    Told {
        id: id.as_str(),
        task: evidence.task.as_str(),
        proof: some(evidence.proof.as_str()),
        what: some(evidence.what.as_str()),
        file: some(evidence.file.as_str()),
        state: FileState::of(evidence, files).map(|state| state.key()),
        about: some(evidence.about.as_str()),
        filed: some(evidence.filed.as_str()),
        by: some(evidence.by.as_str()),
        rows: evidence.rows.iter().collect(),
        hash: some(evidence.hash.as_str()),
    }
}

fn print(
    workspace: &Workspace,
    listed: &[(&Id, &Evidence)],
    files: &Files,
    here: &Here,
    out: &mut Out,
) -> Result<(), Trouble> {
    if listed.is_empty() {
        return out.line(here.say(Phrase::new("没有证据", "no evidence")));
    }
    let ids = widest(listed.iter().map(|(id, _)| id.as_str()));
    let mut task = None;
    for (id, evidence) in listed {
        if task != Some(evidence.task.as_str()) {
            task = Some(evidence.task.as_str());
            let of = workspace.tasks.get(evidence.task.as_str());
            let title = of.map_or(here.say(Phrase::new("没有这个任务", "no such task")), |task| {
                shown_title(evidence.task.as_str(), task, here.lang)
            });
            out.line(Line::new().painted(Paint::Strong, format!("{} {title}", evidence.task.as_str())))?;
        }
        let rung = Rung::of(evidence).map_or("—", |rung| rung.label().say(here.lang));
        let file = if evidence.what.is_empty() { "" } else { evidence.file.as_str() };
        let parts = [called(id, evidence), file, evidence.about.as_str(), evidence.by.as_str()];
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let line = Line::new().painted(Paint::Faint, format!("  {}  ", pad(id.as_str(), ids))).add(format!(
            "{}  {}",
            pad(rung, if here.lang == Lang::Zh { 4 } else { 8 }),
            parts.join(" · ")
        ));
        out.line(match FileState::of(evidence, files) {
            None => line,
            Some(state) => {
                line.painted(paint(&state), format!("  {} {}", state.sign(), here.say(state.label())))
            }
        })?;
    }
    Ok(())
}

pub const fn paint(state: &FileState) -> Paint {
    match state {
        FileState::Same => Paint::Good,
        FileState::Unhashed | FileState::Web | FileState::Unknown => Paint::Faint,
        _ => Paint::Bad,
    }
}

fn holes(
    workspace: &Workspace,
    proofs: &Proofs,
    tasks: &[&Id],
    as_json: bool,
    here: &Here,
    out: &mut Out,
) -> Result<Exit, Trouble> {
    let wants = tasks.iter().filter_map(|id| {
        let task = workspace.tasks.get(id.as_str())?;
        Some((id.as_str(), shown_title(id.as_str(), task, here.lang), proofs.hole(id.as_str(), task)?))
    });
    let wants: Vec<(&str, &str, Hole)> = wants.collect();
    if as_json {
        let key = |hole| if hole == Hole::Bare { "done_without" } else { "hearsay" };
        let told: Vec<Want> =
            wants.iter().map(|(task, title, hole)| Want { task, title, hole: key(*hole) }).collect();
        out.json(&told)?;
    } else if wants.is_empty() {
        out.line(here.say(Phrase::new("没有缺口", "no holes")))?;
    } else {
        let ids = widest(wants.iter().map(|(id, ..)| *id));
        for (id, title, hole) in &wants {
            let says = match hole {
                Hole::Bare => Phrase::new("已完成，没有证据", "done, without evidence"),
                Hole::Hearsay => Phrase::new("只有口头证据", "hearsay only"),
            };
            let line = Line::new().painted(Paint::Strong, pad(id, ids)).add(format!("  {title}  "));
            out.line(line.painted(Paint::Note, here.say(says)))?;
        }
    }
    Ok(if wants.is_empty() { Exit::Fine } else { Exit::Findings })
}
