//! `wubu evidence FILE verify`: reads every linked file anew and says which are not as they were.

use super::super::out::{Line, Out, Paint};
use super::super::{help, json_arg};
use super::list::paint;
use super::{Exit, Here, Trouble, examine};
use crate::store::{FileState, Session};
use crate::text::{Lang, Phrase};
use clap::{ArgMatches, Command};
use serde::Serialize;
use std::path::Path;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "重新读取所有关联的文件，列出变动、找不到或未记校验值的；有变动或找不到时退出码为 1",
        "read every linked file anew; list those that changed, are missing or were never hashed; exit code 1 if any changed or is missing",
    );
    const USAGE: Phrase =
        Phrase::new("wubu evidence 文件 verify [--json]", "wubu evidence FILE verify [--json]");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu evidence plant.wubu.ron verify\nwubu evidence plant.wubu.ron verify --json",
        "wubu evidence plant.wubu.ron verify\nwubu evidence plant.wubu.ron verify --json",
    );
    help::subcommand("verify", lang, ABOUT, USAGE, EXAMPLES).arg(json_arg(lang))
}

#[derive(Serialize)]
struct Told<'a> {
    id: &'a str,
    task: &'a str,
    file: &'a str,
    state: &'static str,
    say: String,
}

pub fn run(path: &Path, matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let session = Session::open(path)?;
    let workspace = session.workspace();
    let files = examine(path, workspace, true, here);
    let states = workspace
        .evidence
        .iter()
        .filter_map(|(id, evidence)| FileState::of(evidence, &files).map(|state| (id, evidence, state)));
    let states: Vec<_> = states.collect();
    let is_bad = states.iter().any(|(.., state)| state.is_bad());
    if matches.get_flag("json") {
        let told = states.iter().map(|(id, evidence, state)| Told {
            id: id.as_str(),
            task: evidence.task.as_str(),
            file: evidence.file.as_str(),
            state: state.key(),
            say: state.say(here.lang),
        });
        let rows: Vec<Told> = told.collect();
        out.json(&rows)?;
        return Ok(if is_bad { Exit::Findings } else { Exit::Fine });
    }
    let (mut same, mut web) = (0, 0);
    for (id, evidence, state) in &states {
        match state {
            FileState::Same => same += 1,
            FileState::Web => web += 1,
            state => {
                let line = Line::new()
                    .painted(paint(state), format!("{} ", state.sign()))
                    .painted(Paint::Strong, evidence.file.as_str())
                    .add(format!("  {}", state.say(here.lang)))
                    .painted(Paint::Faint, format!("  {} {id}", evidence.task.as_str()));
                out.line(line)?;
                out.line(format!("  → {}", state.next(here.lang)))?;
            }
        }
    }
    out.line(match here.lang {
        Lang::Zh => format!("{same} 个文件与关联时一致，共 {} 个", states.len() - web),
        Lang::En => format!("{same} of {} files are as they were when they were linked", states.len() - web),
    })?;
    Ok(if is_bad { Exit::Findings } else { Exit::Fine })
}
