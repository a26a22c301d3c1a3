//! `wubu textconv FILE`: what git calls to show what changed in a workspace file: `record/field: value`, one a
//! line, so that `git diff` and `git log -p` name the record and the field. It never fails for what is in a file.

use super::out::Out;
use super::trouble::Trouble;
use super::{Exit, Here, file, file_arg, help};
use crate::readiness::shown_title;
use crate::store::{Loaded, open_bytes, read};
use crate::text::{Lang, Phrase};
use crate::workspace::{Id, Kind, Record, RecordKind, Value, Workspace};
use clap::{ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "由 git 调用：逐行列出每条记录的字段，供 git diff 显示",
        "called by git: lists the fields of every record, one a line, for git diff to show",
    );
    const USAGE: Phrase = Phrase::new("wubu textconv 文件", "wubu textconv FILE");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu git setup\n    让本仓库的 git diff 使用它\nwubu textconv plant.wubu.ron",
        "wubu git setup\n    have the git diff of this clone use it\nwubu textconv plant.wubu.ron",
    );
    help::subcommand("textconv", lang, ABOUT, USAGE, EXAMPLES)
        .hide(true)
        .arg(file_arg(lang).allow_hyphen_values(true))
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let bytes = open_bytes(&file(matches))?.bytes;
    match read(&bytes) {
        Ok(Loaded { workspace, newer: None }) => list(&workspace, here.lang, out)?,
        // Of what we do not know nothing is to be missed.
        _ => out.lines(&String::from_utf8_lossy(&bytes))?,
    }
    Ok(Exit::Fine)
}

fn list(workspace: &Workspace, lang: Lang, out: &mut Out) -> Result<(), Trouble> {
    record("project", &workspace.project, lang, out)?;
    for kind in RecordKind::ALL {
        let Some(records) = workspace.records(*kind) else { continue };
        for (id, one) in records.all() {
            let name = format!("{}/{id}", kind.collection());
            // The line of its own makes an empty record visible, and an adopted task known by name.
            out.line(format!("{name}: {}", title(workspace, *kind, id, lang)))?;
            record(&name, one, lang, out)?;
        }
    }
    for (key, dispute) in workspace.open_disputes() {
        let of: Vec<String> = dispute.of.iter().map(|value| plain(value, lang)).collect();
        out.line(format!("disputes/{key}: {}", of.join(" | ")))?;
    }
    Ok(())
}

fn title<'a>(workspace: &'a Workspace, kind: RecordKind, id: &Id, lang: Lang) -> &'a str {
    match kind {
        RecordKind::Task => {
            workspace.tasks.get(id.as_str()).map_or("", |task| shown_title(id.as_str(), task, lang))
        }
        _ => "",
    }
}

fn record(name: &str, record: &dyn Record, lang: Lang, out: &mut Out) -> Result<(), Trouble> {
    for (i, field) in record.fields().iter().enumerate() {
        match record.get(i) {
            Value::Unset => {}
            Value::Map(map) => {
                for (key, value) in &map {
                    let name = format!("{name}/{}/{key}", field.name);
                    lines(&name, &Kind::Text, value, lang, out)?;
                }
            }
            value => lines(&format!("{name}/{}", field.name), &field.kind, &value, lang, out)?,
        }
    }
    Ok(())
}

/// Prose a line at a time, so that the line that changed is seen.
fn lines(name: &str, kind: &Kind, value: &Value, lang: Lang, out: &mut Out) -> Result<(), Trouble> {
    match value {
        Value::Lines(lines) => lines.iter().try_for_each(|line| out.line(format!("{name}: {line}"))),
        value => out.line(format!("{name}: {}", kind.show(value, lang))),
    }
}

fn plain(value: &Value, lang: Lang) -> String {
    match value {
        Value::Unset => Phrase::new("（空）", "(empty)").say(lang).into(),
        Value::Lines(lines) => lines.join(" / "),
        value => Kind::Text.show(value, lang),
    }
}
