//! `wubu check FILE…`: what wants a second look, with file, record, field and rule.

use super::evidence::examine;
use super::out::{Line, Out, Paint};
use super::trouble::Trouble;
use super::{Exit, Here, files, files_arg, help, json_arg, shown};
use crate::check::{findings, overdue, overtaken};
use crate::guide::owned::Library;
use crate::store::shelf::Shelf;
use crate::store::{FileState, Session};
use crate::text::Phrase;
use crate::workspace::{At, RecordKind};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde::Serialize;
use std::path::Path;

pub fn command(lang: crate::text::Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "检查工作区：列出待处理的问题和争议；有问题时退出码为 1",
        "look a workspace over: findings and open disputes; exit code 1 if there are any",
    );
    const USAGE: Phrase = Phrase::new("wubu check [选项] 文件…", "wubu check [OPTIONS] FILE…");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu check plant.wubu.ron\nwubu check *.wubu.ron --json",
        "wubu check plant.wubu.ron\nwubu check *.wubu.ron --json",
    );
    const FILES: Phrase = Phrase::new(
        "也核对证据的文件：变动的、找不到的、在文件夹外的",
        "look at the files of evidence too: changed, missing, outside of the folder",
    );
    help::subcommand("check", lang, ABOUT, USAGE, EXAMPLES).args([
        files_arg(lang),
        Arg::new(FILES_TOO).long(FILES_TOO).action(ArgAction::SetTrue).help(FILES.say(lang)),
        json_arg(lang),
    ])
}

const FILES_TOO: &str = "files";

#[derive(Serialize)]
struct Row {
    file: String,
    at: String,
    rule: &'static str,
    say: String,
    next: String,
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let as_json = matches.get_flag("json");
    let library = Shelf::read(&here.folders).library();
    let (mut exit, mut rows) = (Exit::Fine, vec![]);
    for path in files(matches) {
        let found = match Session::open(&path) {
            Ok(session) => look(&path, &session, &library, matches.get_flag(FILES_TOO), here),
            Err(error) => {
                // The other files are still worth a look.
                exit = exit.max(Trouble::from(error).answer(here.lang));
                continue;
            }
        };
        if !found.is_empty() {
            exit = exit.max(Exit::Findings);
        }
        if as_json {
            rows.extend(found);
        } else {
            print(&path, &found, here, out)?;
        }
    }
    if as_json {
        out.json(&rows)?;
    }
    Ok(exit)
}

/// What the workspace says of itself, and what its evidence's files say.
fn look(path: &Path, session: &Session, library: &Library, with_files: bool, here: &Here) -> Vec<Row> {
    let workspace = session.workspace();
    let file = path.display().to_string();
    let mut found = findings(workspace);
    found.extend(overdue(workspace, here.today));
    found.extend(overtaken(workspace, library));
    let said = found.iter().map(|finding| Row {
        file: file.clone(),
        at: finding.at.clone(),
        rule: finding.rule,
        say: finding.say(here.lang),
        next: finding.next(here.lang),
    });
    let mut rows: Vec<Row> = said.collect();
    if with_files {
        let files = examine(path, workspace, false, here);
        rows.extend(workspace.evidence.iter().filter_map(|(id, evidence)| {
            let state = FileState::of(evidence, &files).filter(FileState::is_bad)?;
            let colon = here.lang.colon();
            Some(Row {
                file: file.clone(),
                at: At::new(RecordKind::Evidence, id, "file").to_string(),
                rule: rule(&state),
                say: format!("{}{colon}{}", evidence.file.as_str(), state.say(here.lang)),
                next: state.next(here.lang).to_owned(),
            })
        }));
    }
    rows
}

const fn rule(state: &FileState) -> &'static str {
    match state {
        FileState::Changed => "file-changed",
        FileState::Missing(_) => "file-missing",
        FileState::Astray(_) | FileState::Outside => "file-outside",
        _ => "file-unreadable",
    }
}

fn print(path: &Path, found: &[Row], here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let (path, colon) = (shown(path), here.lang.colon());
    if found.is_empty() {
        return out.line(format!("{path}{colon}{}", here.say(Phrase::new("没有问题", "nothing to mend"))));
    }
    for finding in found {
        let line = Line::new()
            .add(format!("{path}{colon}"))
            .painted(Paint::Strong, finding.at.clone())
            .add(format!("{colon}{} ", finding.say))
            .painted(Paint::Faint, format!("[{}]", finding.rule));
        out.line(line)?;
        out.line(format!("  → {}", finding.next))?;
    }
    Ok(())
}
