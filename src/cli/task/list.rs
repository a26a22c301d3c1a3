//! `wubu task FILE list`: the tasks, by stage and element for people, in display order as JSON for scripts.

use super::super::out::{Line, Out, Paint, widest};
use super::super::{Exit, Here, help, json_arg};
use super::Trouble;
use crate::guide::{Stage, guide};
use crate::readiness::{Concern, Entry, Outline, shown_lead, shown_title};
use crate::store::Session;
use crate::text::{Lang, Phrase, pad, show, width};
use crate::workspace::{Status, Task, Workspace};
use clap::{ArgMatches, Command};
use serde::Serialize;
use std::path::Path;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "列出任务：状态、编号、标题、负责人、截止日期，逾期标 !",
        "list the tasks: status, id, title, owner, due day; ! marks late ones",
    );
    const USAGE: Phrase = Phrase::new("wubu task 文件 list [--json]", "wubu task FILE list [--json]");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu task plant.wubu.ron list\nwubu task plant.wubu.ron list --json | jq '.[].id'",
        "wubu task plant.wubu.ron list\nwubu task plant.wubu.ron list --json | jq '.[].id'",
    );
    help::subcommand("list", lang, ABOUT, USAGE, EXAMPLES).arg(json_arg(lang))
}

pub fn run(path: &Path, matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let session = Session::open(path)?;
    let workspace = session.workspace();
    let outline = Outline::of(workspace);
    if matches.get_flag("json") {
        let tasks = outline.all().filter_map(|entry| Some((entry, workspace.tasks.get(entry.id.as_str())?)));
        out.json(&tasks.map(|(entry, task)| Row::of(entry, task, here.lang)).collect::<Vec<_>>())?;
    } else {
        Table::of(workspace, &outline, here, out).print(&outline, out)?;
    }
    Ok(Exit::Fine)
}

/// A task as scripts see it; what is empty is null.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    element: Option<&'a str>,
    stage: Option<&'a str>,
    title: Option<&'a str>,
    status: &'static str,
    on: Option<&'a str>,
    by: Option<&'a str>,
    why: Option<&'a str>,
    until: Option<&'a str>,
    owner: Option<&'a str>,
    due: Option<&'a str>,
    parent: Option<&'a str>,
    after: Option<Vec<&'a str>>,
    tags: Option<Vec<&'a str>>,
    rows: Option<Vec<&'a str>>,
    clauses: Option<Vec<&'a str>>,
    note: Option<String>,
    lead: Option<&'a str>,
    priority: Option<&'a str>,
    start: Option<&'a str>,
    effort: Option<&'a str>,
}

impl<'a> Row<'a> {
    fn of(entry: &'a Entry, task: &'a Task, lang: Lang) -> Row<'a> {
        fn filled(text: &str) -> Option<&str> {
            (!text.is_empty()).then_some(text)
        }
        let facts = task.status.facts();
        let fact =
            |name: &str| facts.iter().find(|(fact, _)| *fact == name).and_then(|(_, text)| filled(text));
        let id = entry.id.as_str();
        Row {
            id,
            element: filled(task.element.as_str()),
            stage: guide().stage_of(task.element.as_str()).map(|stage| stage.key.as_str()),
            title: filled(shown_title(id, task, lang)),
            status: task.status.key(),
            on: fact("on"),
            by: fact("by"),
            why: fact("why"),
            until: fact("until"),
            owner: filled(task.owner.as_str()),
            due: filled(task.due.as_str()),
            parent: filled(task.parent.as_str()),
            after: (!task.after.is_empty()).then(|| task.after.iter().collect()),
            tags: (!task.tags.is_empty()).then(|| task.tags.iter().collect()),
            rows: (!task.rows.is_empty()).then(|| task.rows.iter().collect()),
            clauses: (!task.clauses.is_empty()).then(|| task.clauses.iter().collect()),
            note: (!task.note.is_empty()).then(|| task.note.text()),
            lead: filled(shown_lead(id, task)),
            priority: filled(task.priority.as_str()),
            start: filled(task.start.as_str()),
            effort: filled(task.effort.as_str()),
        }
    }
}

/// The list for people; its columns are as wide as what stands in them.
struct Table<'a> {
    workspace: &'a Workspace,
    here: &'a Here,
    ids: usize,
    titles: usize,
    owners: usize,
}

impl<'a> Table<'a> {
    fn of(workspace: &'a Workspace, outline: &Outline, here: &'a Here, out: &Out) -> Table<'a> {
        const OWNERS: usize = 16;
        let ids = widest(workspace.tasks.iter().map(|(id, _)| id.as_str()));
        let owners = widest(workspace.tasks.iter().map(|(_, task)| task.owner.as_str())).min(OWNERS);
        let tasks = outline.all().filter_map(|entry| Some((entry, workspace.tasks.get(entry.id.as_str())?)));
        let titles = tasks.map(|(entry, task)| {
            2 * entry.depth + width(&show(shown_title(entry.id.as_str(), task, here.lang)))
        });
        let widest_title = titles.max().unwrap_or(0);
        // Indent, sign, the gaps, a day and its mark.
        let taken = 2 + 2 + ids + 2 + 2 + owners + 2 + 12;
        let room = out.terminal().map_or(widest_title, |cells| cells.saturating_sub(taken).max(16));
        Table { workspace, here, ids, titles: widest_title.min(room), owners }
    }

    fn print(&self, outline: &Outline, out: &mut Out) -> Result<(), Trouble> {
        let mut is_first = true;
        let stages = guide().stages().iter().filter(|stage| !outline.stage(&stage.key).is_empty());
        for stage in stages {
            if !std::mem::take(&mut is_first) {
                out.line("")?;
            }
            self.stage(stage, outline.stage(&stage.key), out)?;
        }
        if !outline.lost().is_empty() {
            const LOST: Phrase =
                Phrase::new("失散：上级或要素不存在", "Lost: parent or element does not exist");
            if !is_first {
                out.line("")?;
            }
            out.line(Line::new().painted(Paint::Bad, self.here.say(LOST)))?;
            outline.lost().iter().try_for_each(|entry| self.row(entry, out))?;
        } else if is_first {
            const NONE: Phrase = Phrase::new("没有任务", "no tasks");
            out.line(self.here.say(NONE))?;
        }
        Ok(())
    }

    /// Element by element; a subtask stands where its topmost parent does.
    fn stage(&self, stage: &Stage, entries: &[Entry], out: &mut Out) -> Result<(), Trouble> {
        let lang = self.here.lang;
        out.line(Line::new().painted(Paint::Strong, format!("{} {}", stage.key, stage.title.say(lang))))?;
        let families: Vec<&[Entry]> = families(entries).collect();
        for element in &stage.elements {
            let serves = |family: &&&[Entry]| {
                let root = family.first().and_then(|root| self.workspace.tasks.get(root.id.as_str()));
                root.is_some_and(|task| task.element.as_str() == element.key)
            };
            let mut own = families.iter().filter(serves).peekable();
            if own.peek().is_some() {
                out.line(
                    Line::new().painted(Paint::Faint, format!("{} {}", element.key, element.title.say(lang))),
                )?;
            }
            own.copied().flatten().try_for_each(|entry| self.row(entry, out))?;
        }
        Ok(())
    }

    fn row(&self, entry: &Entry, out: &mut Out) -> Result<(), Trouble> {
        let id = entry.id.as_str();
        let Some(task) = self.workspace.tasks.get(id) else { return Ok(()) };
        let is_late = matches!(Concern::of(task, self.here.today), Some(Concern::Late(_)));
        let day = match &task.status {
            Status::Waived { until, .. } => until,
            _ => task.due.as_str(),
        };
        let title = format!("{}{}", "  ".repeat(entry.depth), show(shown_title(id, task, self.here.lang)));
        let paint = match task.status {
            Status::Done { .. } => Paint::Good,
            Status::Blocked { .. } => Paint::Bad,
            _ => Paint::Plain,
        };
        let line = Line::new()
            .add("  ")
            .painted(paint, task.status.sign())
            .add(format!(" {}  {}  ", pad(&show(id), self.ids), pad(&title, self.titles)))
            .add(format!("{}  ", pad(&show(task.owner.as_str()), self.owners)));
        out.line(if is_late { line.painted(Paint::Bad, format!("{} !", show(day))) } else { line.add(day) })
    }
}

/// A topmost task and all below it, one family after the other.
fn families(entries: &[Entry]) -> impl Iterator<Item = &[Entry]> {
    entries.chunk_by(|_, next| next.depth > 0)
}
