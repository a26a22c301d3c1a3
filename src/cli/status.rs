//! `wubu status FILE`: how far the five stages are, the gates, what presses, what is disputed.

use super::out::{Line, Out, Paint, widest};
use super::trouble::Trouble;
use super::{Exit, Here, file, file_arg, help, json_arg, shown};
use crate::guide::guide;
use crate::readiness::{Agenda, Concern, Counts, GateReport, Outline, Progress, Site, blockers, shown_title};
use crate::store::Session;
use crate::text::{Lang, Phrase, pad, pad_left, show};
use crate::workspace::{Id, Project, Record, Status, Workspace};
use clap::{ArgMatches, Command};
use serde::Serialize;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "五个阶段的进度和评审门，逾期、本周到期和受阻的任务，争议",
        "progress of the five stages and their gates; late, due and blocked tasks; disputes",
    );
    const USAGE: Phrase = Phrase::new("wubu status [选项] 文件", "wubu status [OPTIONS] FILE");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu status plant.wubu.ron\nwubu status plant.wubu.ron --json | jq '.stages[].progress'",
        "wubu status plant.wubu.ron\nwubu status plant.wubu.ron --json | jq '.stages[].progress'",
    );
    help::subcommand("status", lang, ABOUT, USAGE, EXAMPLES).arg(file_arg(lang)).arg(json_arg(lang))
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let path = file(matches);
    let session = Session::open(&path)?;
    let workspace = session.workspace();
    if matches.get_flag("json") {
        let progress = Progress::of(workspace, &Outline::of(workspace));
        let gates = GateReport::all(workspace, here.today);
        out.json(&summary(workspace, &progress, (&gates, &Site::of(workspace)), here.lang))?;
    } else {
        report(workspace, &shown(&path), &session.access().say(here.lang), here, out)?;
    }
    // A report, not a verdict: `check` is what fails while a dispute is open.
    Ok(Exit::Fine)
}

/// For people. The path stands for a plant without a name; `access` says why nothing can be changed, if so.
pub fn report(
    workspace: &Workspace,
    path: &str,
    access: &str,
    here: &Here,
    out: &mut Out,
) -> Result<(), Trouble> {
    let outline = Outline::of(workspace);
    let site = Site::of(workspace);
    head(workspace, path, here, out)?;
    stages(&Progress::of(workspace, &outline), here, out)?;
    out.line("")?;
    super::gate::overview(&GateReport::all(workspace, here.today), here, out)?;
    if !site.sources.is_empty() {
        out.line("")?;
        super::readiness::head(&site, None, here, out)?;
    }
    agenda(workspace, &outline, here, out)?;
    tail(workspace, &outline, access, here, out)
}

#[derive(Serialize)]
struct Summary<'a> {
    project: ProjectRow<'a>,
    stages: Vec<StageRow<'a>>,
    gates: Vec<GateRow<'a>>,
    readiness: ReadinessRow,
    disputes: usize,
}

#[derive(Serialize)]
struct ReadinessRow {
    index: Option<f64>,
    /// In per cent.
    coverage: Option<f64>,
    /// In scope.
    sources: usize,
    blockers: usize,
}

#[derive(Serialize)]
struct GateRow<'a> {
    key: &'a str,
    verdict: &'a str,
    /// Keys of criteria that nobody has met or waived.
    missing: Vec<&'a str>,
}

#[derive(Serialize)]
struct ProjectRow<'a> {
    name: Option<&'a str>,
    role: Option<&'a str>,
    site: Option<&'a str>,
    start: Option<&'a str>,
}

#[derive(Serialize)]
struct StageRow<'a> {
    key: &'a str,
    title: &'a str,
    tasks: TasksRow,
    progress: f64,
}

#[derive(Serialize)]
struct TasksRow {
    open: usize,
    doing: usize,
    blocked: usize,
    done: usize,
    waived: usize,
}

fn summary<'a>(
    workspace: &'a Workspace,
    progress: &Progress,
    (gates, data): (&[GateReport], &Site),
    lang: Lang,
) -> Summary<'a> {
    let filled = |text: &'a str| (!text.is_empty()).then_some(text);
    let Project { name, role, site, start } = &workspace.project;
    let stages = guide().stages().iter().map(|stage| {
        let counts = progress.stage(&stage.key);
        let Counts { open, doing, blocked, done, waived, .. } = counts;
        StageRow {
            key: &stage.key,
            title: stage.title.say(lang),
            tasks: TasksRow { open, doing, blocked, done, waived },
            progress: counts.progress(),
        }
    });
    Summary {
        project: ProjectRow {
            name: filled(name.as_str()),
            role: filled(role.as_str()),
            site: filled(site.as_str()),
            start: filled(start.as_str()),
        },
        stages: stages.collect(),
        gates: gates
            .iter()
            .map(|report| GateRow {
                key: &report.gate.key,
                verdict: report.verdict.key(),
                missing: report.missing().map(|judged| judged.criterion.key.as_str()).collect(),
            })
            .collect(),
        readiness: ReadinessRow {
            index: data.index,
            coverage: data.coverage,
            sources: data.in_scope().count(),
            blockers: blockers(data).len(),
        },
        disputes: workspace.open_disputes().count(),
    }
}

fn head(workspace: &Workspace, path: &str, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let project = &workspace.project;
    let name = if project.name.is_empty() { path } else { project.name.as_str() };
    let facts = project.fields().iter().enumerate().skip(1).map(|(i, field)| (field, project.get(i)));
    let facts: Vec<String> = facts
        .filter(|(_, value)| !value.is_unset())
        .map(|(field, value)| {
            format!("{} {}", field.label.say(here.lang), field.kind.show(&value, here.lang))
        })
        .collect();
    let line = Line::new().painted(Paint::Strong, name);
    out.line(if facts.is_empty() { line } else { line.add(format!(" · {}", facts.join(" · "))) })?;
    out.line("")
}

/// `4a 总体规划  ████████░░░░  66%  完成 8 · 进行中 2 · 未开始 3`
fn stages(progress: &Progress, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    const CELLS: usize = 20;
    let titles = widest(guide().stages().iter().map(|stage| stage.title.say(here.lang)));
    for stage in guide().stages() {
        let counts = progress.stage(&stage.key);
        let filled = counts.percent() * CELLS / 100;
        let bar = Line::new()
            .painted(Paint::Strong, format!("{} {}", stage.key, pad(stage.title.say(here.lang), titles)))
            .add("  ")
            .painted(Paint::Good, "█".repeat(filled))
            .painted(Paint::Faint, "░".repeat(CELLS - filled))
            .add(format!(" {}%  ", pad_left(&counts.percent().to_string(), 3)));
        out.line(bar.add(of_each_status(counts, here.lang)))?;
    }
    Ok(())
}

/// Only those that there are.
fn of_each_status(counts: Counts, lang: Lang) -> String {
    let Counts { open, doing, blocked, done, waived, .. } = counts;
    let numbers = Status::KEYS.iter().zip([open, doing, blocked, done, waived]);
    let words =
        numbers.rev().filter(|(_, n)| *n > 0).map(|((_, label), n)| format!("{} {n}", label.say(lang)));
    let words: Vec<String> = words.collect();
    if words.is_empty() {
        Phrase::new("没有任务", "no tasks").say(lang).into()
    } else {
        words.join(" · ")
    }
}

fn agenda(workspace: &Workspace, outline: &Outline, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let me = here.config.me.as_deref().unwrap_or_default();
    let Agenda { late, due, blocked, .. } = Agenda::of(workspace, outline, here.today, me);
    for (title, tasks, paint) in [
        (Phrase::new("逾期", "Late"), late, Paint::Bad),
        (Phrase::new("本周到期", "Due this week"), due, Paint::Strong),
        (Phrase::new("受阻", "Blocked"), blocked, Paint::Bad),
    ] {
        if tasks.is_empty() {
            continue;
        }
        out.line("")?;
        out.line(Line::new().painted(paint, format!("{} {}", here.say(title), tasks.len())))?;
        let ids = widest(tasks.iter().map(|(id, _)| id.as_str()));
        for (id, concern) in &tasks {
            let why = concern_of(workspace, id, *concern, here.lang);
            let title =
                workspace.tasks.get(id.as_str()).map_or("", |task| shown_title(id.as_str(), task, here.lang));
            let owner = workspace.tasks.get(id.as_str()).map_or("", |task| task.owner.as_str());
            let parts = [title, owner, &why].into_iter().filter(|part| !part.is_empty());
            let text = parts.map(|part| show(part).into_owned()).collect::<Vec<_>>().join(" · ");
            out.line(format!("  {}  {text}", pad(&show(id.as_str()), ids)))?;
        }
    }
    Ok(())
}

/// `逾期 2 天`; of a blocked task, what blocks it.
fn concern_of(workspace: &Workspace, id: &Id, concern: Concern, lang: Lang) -> String {
    let why = match workspace.tasks.get(id.as_str()).map(|task| &task.status) {
        Some(Status::Blocked { why }) => why.as_str(),
        _ => "",
    };
    match (concern, lang) {
        (Concern::Late(days), Lang::Zh) => format!("逾期 {days} 天"),
        (Concern::Late(1), Lang::En) => "1 day late".into(),
        (Concern::Late(days), Lang::En) => format!("{days} days late"),
        (Concern::Due(0), Lang::Zh) => "今天到期".into(),
        (Concern::Due(0), Lang::En) => "due today".into(),
        (Concern::Due(days), Lang::Zh) => format!("还有 {days} 天"),
        (Concern::Due(1), Lang::En) => "due in 1 day".into(),
        (Concern::Due(days), Lang::En) => format!("due in {days} days"),
        (Concern::Blocked, _) => why.to_owned(),
    }
}

/// What hides otherwise: lost tasks, disputes, a file that cannot be changed.
fn tail(
    workspace: &Workspace,
    outline: &Outline,
    access: &str,
    here: &Here,
    out: &mut Out,
) -> Result<(), Trouble> {
    let lost = outline.lost().len();
    let disputes: Vec<&str> = workspace.open_disputes().map(|(key, _)| key).collect();
    let mut remarks = vec![];
    if lost > 0 {
        remarks.push(match here.lang {
            Lang::Zh => format!("{lost} 项任务的上级或要素不存在，见 wubu task … list"),
            Lang::En => format!("tasks whose parent or element does not exist: {lost}; see wubu task … list"),
        });
    }
    if !disputes.is_empty() {
        let n = disputes.len();
        remarks.push(match here.lang {
            Lang::Zh => format!("争议 {n} 处：{}", disputes.join("、")),
            Lang::En => format!("disputes ({n}): {}", disputes.join(", ")),
        });
    }
    remarks.extend((!access.is_empty()).then(|| access.to_owned()));
    if !remarks.is_empty() {
        out.line("")?;
    }
    remarks
        .into_iter()
        .try_for_each(|remark| out.line(Line::new().painted(Paint::Bad, format!("! {remark}"))))
}
