//! `wubu diff A B`: what changed from one workspace to another, record by record and field by field; or since
//! a version that git keeps.

use super::out::{self, Line, Out, Paint};
use super::trouble::Trouble;
use super::{Exit, Here, files, help, json_arg, shown, text};
use crate::merge::{Change, Turn, What, diff};
use crate::readiness::changes::{self, Group, Role, Told, ToldField, summary, told};
use crate::store::git::at_revision;
use crate::store::{Access, OpenError, Session, WhyNot, read};
use crate::text::{Lang, Phrase, width, wrap};
use crate::workspace::{Value, Workspace};
use clap::{Arg, ArgMatches, Command};
use serde::Serialize;
use serde_json::json;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "逐条逐字段列出两个工作区之间，或自 git 某个版本以来的改动",
        "what changed between two workspaces, or since a version in git, field by field",
    );
    const CODES: Phrase = Phrase::new(
        "有没有改动，退出码都是 0；脚本用 --json，没有改动时为空列表",
        "The exit code is 0 with and without changes; scripts use --json, whose list is\nempty when nothing changed.",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu diff [选项] 旧文件 新文件\n       wubu diff --since 版本 [选项] 文件",
        "wubu diff [OPTIONS] OLD NEW\n       wubu diff --since REV [OPTIONS] FILE",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu diff monday.wubu.ron friday.wubu.ron\nwubu diff --since HEAD~3 plant.wubu.ron\nwubu diff a.wubu.ron b.wubu.ron --json | jq length\n    有几条记录不同；0 即没有改动",
        "wubu diff monday.wubu.ron friday.wubu.ron\nwubu diff --since HEAD~3 plant.wubu.ron\nwubu diff a.wubu.ron b.wubu.ron --json | jq length\n    how many records differ; 0 when nothing changed",
    );
    const FILES: Phrase = Phrase::new(
        "两个工作区文件，先旧后新；用 --since 时只写一个",
        "two workspace files, the older one first; with --since only one",
    );
    const SINCE: Phrase = Phrase::new(
        "与该文件在 git 某个版本中的内容比较，如 HEAD、main~2、标签",
        "compare with what git has of the file in a revision: HEAD, main~2, a tag",
    );
    help::subcommand("diff", lang, ABOUT, USAGE, EXAMPLES)
        .before_help(CODES.say(lang))
        .arg(super::files_arg(lang).num_args(1..=2).help(FILES.say(lang)))
        .arg(
            Arg::new("since")
                .long("since")
                .value_name(Phrase::new("版本", "REV").say(lang))
                .help(SINCE.say(lang)),
        )
        .arg(json_arg(lang))
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let (before, after) = both(matches, here)?;
    let changes = diff(&before, &after);
    let groups = told(&before, &after, &changes, here.lang);
    if matches.get_flag("json") {
        out.json(&rows(&groups, &changes))?;
    } else if changes.is_empty() {
        out.line(summary(&before, &after, &changes, here.lang))?;
    } else {
        print(&groups, out)?;
        out.line("")?;
        out.line(summary(&before, &after, &changes, here.lang))?;
    }
    Ok(Exit::Fine)
}

fn both(matches: &ArgMatches, here: &Here) -> Result<(Workspace, Workspace), Trouble> {
    match (text(matches, "since"), files(matches).as_slice()) {
        (Some(rev), [file]) => {
            let after = load(file, here)?;
            Ok((since(rev, file, here)?, after))
        }
        (None, [old, new]) => Ok((load(old, here)?, load(new, here)?)),
        (since, _) => {
            const TWO: Phrase =
                Phrase::new("要比较的文件是两个，先旧后新", "two files are compared, the older one first");
            const ONE: Phrase = Phrase::new("用 --since 时只写一个文件", "with --since, give one file only");
            const NEXT: Phrase = Phrase::new(
                "用法：wubu diff 旧文件 新文件 或 wubu diff --since 版本 文件",
                "usage: wubu diff OLD NEW or wubu diff --since REV FILE",
            );
            Err(Trouble::usage(here.say(if since.is_some() { ONE } else { TWO }), here.say(NEXT)))
        }
    }
}

fn load(path: &Path, here: &Here) -> Result<Workspace, Trouble> {
    let session = Session::open(path)?;
    if let newer @ Access::NewerFormat(_) = session.access() {
        let colon = here.lang.colon();
        out::tell(&format!("{}{colon}{}", shown(path), newer.say(here.lang)));
    }
    Ok(session.workspace().clone())
}

/// What git has of a file; nothing where it did not know the file yet.
fn since(rev: &str, file: &Path, here: &Here) -> Result<Workspace, Trouble> {
    let Some(bytes) = at_revision(rev, file)? else {
        out::tell(&match here.lang {
            Lang::Zh => format!("版本 {rev} 里还没有 {}，全部内容按新增列出", shown(file)),
            Lang::En => format!("revision {rev} does not have {} yet: all of it is new", shown(file)),
        });
        return Ok(Workspace::default());
    };
    let loaded = read(&bytes).map_err(|why| {
        let path = PathBuf::from(format!("{rev}:{}", file.display()));
        Trouble::Open(OpenError { path, why: WhyNot::Unreadable(why) })
    })?;
    Ok(loaded.workspace)
}

fn paint(role: Role) -> Paint {
    match role {
        Role::Plain => Paint::Plain,
        Role::Name => Paint::Strong,
        Role::Faint => Paint::Faint,
        Role::Added => Paint::Good,
        Role::Removed | Role::Disputed => Paint::Bad,
        Role::Changed => Paint::Note,
    }
}

/// Stage by stage. What the terminal is too narrow for goes on below itself, without
/// the colours of its parts.
pub fn print(groups: &[Group], out: &mut Out) -> Result<(), Trouble> {
    for (i, group) in groups.iter().enumerate() {
        if i > 0 {
            out.line("")?;
        }
        out.line(Line::new().painted(Paint::Strong, group.title.clone()))?;
        for record in &group.records {
            indented(2, &record.heading, out)?;
            let fields = record.fields.iter().flat_map(|field| &field.lines);
            record.lines.iter().chain(fields).try_for_each(|line| indented(6, line, out))?;
        }
    }
    Ok(())
}

fn indented(cells: usize, line: &changes::Line, out: &mut Out) -> Result<(), Trouble> {
    let text = line.text();
    let whole = if let [part] = line.0.as_slice() { paint(part.role) } else { Paint::Plain };
    if let Some(terminal) = out.terminal().filter(|terminal| width(&text) + cells > *terminal) {
        for (i, part) in wrap(&text, terminal.saturating_sub(cells + 2).max(10)).iter().enumerate() {
            let indent = " ".repeat(if i == 0 { cells } else { cells + 2 });
            out.line(Line::new().add(indent).painted(whole, part.clone()))?;
        }
        return Ok(());
    }
    let start = Line::new().add(" ".repeat(cells));
    out.line(line.0.iter().fold(start, |line, part| line.painted(paint(part.role), part.text.clone())))
}

#[derive(Serialize)]
struct Row<'a> {
    kind: &'static str,
    id: &'a str,
    title: &'a str,
    /// Null for what belongs to none.
    stage: Option<&'static str>,
    what: &'static str,
    /// Of the record as a whole.
    dispute: Option<&'static str>,
    fields: Vec<FieldRow<'a>>,
}

#[derive(Serialize)]
struct FieldRow<'a> {
    field: &'a str,
    label: &'a str,
    was: Shown<'a>,
    now: Shown<'a>,
    dispute: Option<&'static str>,
    candidates: &'a [String],
}

/// A value twice: for people, and as it is.
#[derive(Serialize)]
struct Shown<'a> {
    text: &'a str,
    raw: serde_json::Value,
}

fn rows<'a>(groups: &'a [Group], changes: &'a [Change]) -> Vec<Row<'a>> {
    let by_record: HashMap<_, &Change> =
        changes.iter().map(|change| ((change.kind, change.id.as_str()), change)).collect();
    let records = groups.iter().flat_map(|group| group.records.iter().map(move |record| (group.key, record)));
    records
        .filter_map(|(stage, record)| {
            let change = by_record.get(&(record.kind, record.id.as_str()))?;
            Some(row(stage, record, change))
        })
        .collect()
}

fn row<'a>(stage: &'static str, record: &'a Told, change: &'a Change) -> Row<'a> {
    let field = |(told, change): (&'a ToldField, &'a crate::merge::FieldChange)| FieldRow {
        field: &told.at.field,
        label: &told.label,
        was: Shown { text: &told.was, raw: raw(&change.was) },
        now: Shown { text: &told.now, raw: raw(&change.now) },
        dispute: change.dispute.map(turn),
        candidates: &told.candidates,
    };
    Row {
        kind: record.kind.collection(),
        id: record.id.as_str(),
        title: &record.title,
        stage: (!stage.is_empty()).then_some(stage),
        what: match record.what {
            What::Added => "added",
            What::Removed => "removed",
            What::Changed => "changed",
        },
        dispute: change.dispute.map(turn),
        fields: record.fields.iter().zip(&change.fields).map(field).collect(),
    }
}

fn turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Opened => "opened",
        Turn::Settled => "settled",
    }
}

/// As the file holds it: text, lists, maps; a status with its facts.
pub fn raw(value: &Value) -> serde_json::Value {
    match value {
        Value::Unset => json!(null),
        Value::Text(text) => json!(text),
        Value::Lines(lines) => json!(lines),
        Value::Set(items) => json!(items),
        Value::Map(map) => map.iter().map(|(key, value)| (key.clone(), raw(value))).collect(),
        Value::Status(status) => {
            let facts = status.facts().into_iter().filter(|(_, fact)| !fact.is_empty());
            let facts = facts.map(|(name, fact)| (name.to_owned(), json!(fact)));
            std::iter::once(("status".to_owned(), json!(status.key()))).chain(facts).collect()
        }
    }
}
