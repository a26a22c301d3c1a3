//! `wubu check FILE…`: what wants a second look, with file, record, field and rule.

use super::out::{Line, Out, Paint};
use super::trouble::Trouble;
use super::{Exit, Here, files, files_arg, help, json_arg, shown};
use crate::check::{Finding, findings, overdue, overtaken};
use crate::store::Session;
use crate::store::shelf::Shelf;
use crate::text::{Lang, Phrase};
use clap::{ArgMatches, Command};
use serde::Serialize;
use std::path::Path;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "检查工作区：列出待处理的问题和争议；有问题时退出码为 1",
        "look a workspace over: findings and open disputes; exit code 1 if there are any",
    );
    const USAGE: Phrase = Phrase::new("wubu check [选项] 文件…", "wubu check [OPTIONS] FILE…");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu check plant.wubu.ron\nwubu check *.wubu.ron --json",
        "wubu check plant.wubu.ron\nwubu check *.wubu.ron --json",
    );
    help::subcommand("check", lang, ABOUT, USAGE, EXAMPLES).arg(files_arg(lang)).arg(json_arg(lang))
}

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
            Ok(session) => {
                let mut found = findings(session.workspace());
                found.extend(overdue(session.workspace(), here.today));
                found.extend(overtaken(session.workspace(), &library));
                found
            }
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
            rows.extend(found.iter().map(|finding| row(&path, finding, here.lang)));
        } else {
            print(&path, &found, here, out)?;
        }
    }
    if as_json {
        out.json(&rows)?;
    }
    Ok(exit)
}

fn row(path: &Path, finding: &Finding, lang: Lang) -> Row {
    Row {
        file: path.display().to_string(),
        at: finding.at.clone(),
        rule: finding.rule,
        say: finding.say(lang),
        next: finding.next(lang),
    }
}

fn print(path: &Path, found: &[Finding], here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let (path, colon) = (shown(path), here.say(Phrase::new("：", ": ")));
    if found.is_empty() {
        return out.line(format!("{path}{colon}{}", here.say(Phrase::new("没有问题", "nothing to mend"))));
    }
    for finding in found {
        let line = Line::new()
            .add(format!("{path}{colon}"))
            .painted(Paint::Strong, finding.at.clone())
            .add(format!("{colon}{} ", finding.say(here.lang)))
            .painted(Paint::Faint, format!("[{}]", finding.rule));
        out.line(line)?;
        out.line(format!("  → {}", finding.next(here.lang)))?;
    }
    Ok(())
}
