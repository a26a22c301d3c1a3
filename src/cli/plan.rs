//! `wubu plan FILE`: what is late, which dependencies the dates break, who has more to do in a week than there is of
//! them. The timeline itself is on the screen.

use super::out::{Line, Out, Paint, widest};
use super::trouble::Trouble;
use super::{Exit, Here, file, file_arg, help, json_arg};
use crate::readiness::plan::{Load, Overload, Times, broken};
use crate::readiness::{Agenda, Concern, Outline, shown_title};
use crate::store::Session;
use crate::text::{Lang, Phrase, pad, pad_left, show};
use crate::workspace::{Id, Workspace};
use clap::{ArgMatches, Command};
use serde::Serialize;
use std::collections::BTreeMap;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "计划：逾期、前后置冲突、未排期，以及每人每周的人日负荷",
        "the plan: what is late, conflicting or undated, and person-days by owner and week",
    );
    const USAGE: Phrase = Phrase::new("wubu plan 文件 [--json]", "wubu plan FILE [--json]");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu plan plant.wubu.ron\nwubu plan plant.wubu.ron --json | jq '.overloads'\n    可用人日取自台账 resources，缺省每周 5 人日",
        "wubu plan plant.wubu.ron\nwubu plan plant.wubu.ron --json | jq '.overloads'\n    capacity comes from the register resources, else 5 person-days a week",
    );
    help::subcommand("plan", lang, ABOUT, USAGE, EXAMPLES).args([file_arg(lang), json_arg(lang)])
}

/// All of it, as scripts see it.
#[derive(Serialize)]
struct Told<'a> {
    late: Vec<Late<'a>>,
    conflicts: Vec<Conflict<'a>>,
    /// From this week on.
    overloads: Vec<Over<'a>>,
    /// Every week of everybody that has load; open tasks only.
    weeks: BTreeMap<&'a str, Vec<WeekOf>>,
    undated: Undated,
}

#[derive(Serialize)]
struct Late<'a> {
    id: &'a str,
    title: String,
    owner: &'a str,
    due: &'a str,
    days: i32,
}

/// `id` begins before `waits_for` has ended.
#[derive(Serialize)]
struct Conflict<'a> {
    id: &'a str,
    begins: String,
    waits_for: &'a str,
    ends: String,
}

#[derive(Serialize)]
struct Over<'a> {
    owner: &'a str,
    week: String,
    load: f64,
    capacity: f64,
}

#[derive(Serialize)]
struct WeekOf {
    week: String,
    load: f64,
    capacity: f64,
}

#[derive(Serialize)]
struct Undated {
    tasks: usize,
    person_days: f64,
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let session = Session::open(&file(matches))?;
    let workspace = session.workspace();
    let agenda = Agenda::of(workspace, &Outline::of(workspace), here.today, "");
    let (load, links) = (Load::of(workspace), broken(workspace));
    let told = Told {
        late: agenda
            .late
            .iter()
            .filter_map(|(id, concern)| late(workspace, id, *concern, here.lang))
            .collect(),
        conflicts: links.iter().filter_map(|(before, id)| conflict(workspace, before, id)).collect(),
        overloads: load.overloads(here.today).iter().map(over).collect(),
        weeks: weeks(&load),
        undated: Undated { tasks: load.undated.0, person_days: rounded(load.undated.1) },
    };
    if matches.get_flag("json") {
        out.json(&told)?;
    } else {
        print(&told, workspace, here, out)?;
    }
    Ok(Exit::Fine)
}

/// To hundredths: the shares of a week are no more exact than that.
fn rounded(value: f64) -> f64 {
    (value * 100.0).round() / 100.0
}

fn late<'a>(workspace: &'a Workspace, id: &'a Id, concern: Concern, lang: Lang) -> Option<Late<'a>> {
    let task = workspace.tasks.get(id.as_str())?;
    let Concern::Late(days) = concern else { return None };
    Some(Late {
        id: id.as_str(),
        title: shown_title(id.as_str(), task, lang).to_owned(),
        owner: task.owner.as_str(),
        due: task.due.as_str(),
        days,
    })
}

fn conflict<'a>(workspace: &Workspace, before: &'a Id, id: &'a Id) -> Option<Conflict<'a>> {
    let times = |id: &Id| workspace.tasks.get(id.as_str()).map(Times::of);
    let begins = times(id)?.begin()?.to_string();
    let ends = times(before)?.end()?.to_string();
    Some(Conflict { id: id.as_str(), begins, waits_for: before.as_str(), ends })
}

fn over<'a>(over: &Overload<'a>) -> Over<'a> {
    let week = over.monday.to_string();
    Over { owner: over.owner, week, load: rounded(over.week.load), capacity: rounded(over.week.capacity) }
}

fn weeks(load: &Load) -> BTreeMap<&str, Vec<WeekOf>> {
    let of = |owner: &crate::readiness::plan::OwnerLoad| {
        let weeks = owner.weeks.keys().map(|monday| (monday, owner.week(*monday)));
        let weeks = weeks.map(|(monday, week)| WeekOf {
            week: monday.to_string(),
            load: rounded(week.load),
            capacity: rounded(week.capacity),
        });
        weeks.collect()
    };
    load.owners.iter().map(|owner| (owner.owner.as_str(), of(owner))).collect()
}

fn print(told: &Told, workspace: &Workspace, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let section =
        |out: &mut Out, paint: Paint, title: Phrase, count: usize| {
            out.line(Line::new().painted(
                if count == 0 { Paint::Faint } else { paint },
                format!("{} {count}", here.say(title)),
            ))
        };
    section(out, Paint::Bad, Phrase::new("逾期", "Late"), told.late.len())?;
    let ids = widest(told.late.iter().map(|late| late.id));
    for late in &told.late {
        let title = show(&late.title).into_owned();
        let (owner, days) = (show(late.owner).into_owned(), late.days);
        out.line(match here.lang {
            Lang::Zh => {
                format!("  ! {}  {title}  {owner}  截止 {}，逾期 {days} 天", pad(late.id, ids), late.due)
            }
            Lang::En => {
                format!("  ! {}  {title}  {owner}  due {}, {days} d late", pad(late.id, ids), late.due)
            }
        })?;
    }
    section(out, Paint::Bad, Phrase::new("前后置冲突", "Conflicts"), told.conflicts.len())?;
    for one in &told.conflicts {
        out.line(match here.lang {
            Lang::Zh => {
                format!("  ! {} 开始 {}，而前置 {} 到 {} 才结束", one.id, one.begins, one.waits_for, one.ends)
            }
            Lang::En => format!(
                "  ! {} begins {}, but waits for {}, which ends {}",
                one.id, one.begins, one.waits_for, one.ends
            ),
        })?;
    }
    section(
        out,
        Paint::Note,
        Phrase::new("超负荷（本周起）", "Overloads (from this week on)"),
        told.overloads.len(),
    )?;
    let names = widest(told.overloads.iter().map(|over| over.owner));
    for over in &told.overloads {
        let owner = pad(&show(over.owner), names);
        let load = pad_left(&over.load.to_string(), 6);
        out.line(match here.lang {
            Lang::Zh => format!("  ! {}  {owner} {load} / {} 人日", over.week, over.capacity),
            Lang::En => format!("  ! {}  {owner} {load} of {} person-days", over.week, over.capacity),
        })?;
    }
    let dated = workspace.tasks.iter().filter(|(_, task)| !Times::of(task).is_empty()).count();
    out.line(Line::new().painted(
        Paint::Faint,
        match here.lang {
            Lang::Zh => format!(
                "有日期的任务 {dated} / {}；未排期而有工作量的 {} 项，{} 人日",
                workspace.tasks.len(),
                told.undated.tasks,
                told.undated.person_days
            ),
            Lang::En => format!(
                "{dated} of {} tasks have dates; {} with effort have none, {} person-days",
                workspace.tasks.len(),
                told.undated.tasks,
                told.undated.person_days
            ),
        },
    ))
}
