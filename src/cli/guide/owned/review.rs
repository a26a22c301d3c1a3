//! `wubu guide review`: what leans on clauses that a newer edition changed, until somebody confirms it.

use super::super::super::out::{Line, Out, Paint};
use super::super::super::step::Step;
use super::super::super::trouble::Trouble;
use super::super::super::{Exit, Here, file, file_arg, help, json_arg, texts};
use super::{differing, key, plain, word};
use crate::guide::owned::{ClauseRef, Library};
use crate::readiness::{Stale, confirm, stale};
use crate::store::Session;
use crate::store::shelf::Shelf;
use crate::text::{Lang, Phrase};
use clap::{Arg, ArgMatches, Command};
use serde_json::json;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "列出因标准换版而待复核的要素和任务；有待复核时退出码为 1",
        "list elements and tasks to be reviewed since a newer edition; exit code 1 if any",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu guide review 文件 [--confirm [条文…]] [--json]",
        "wubu guide review FILE [--confirm [CLAUSE…]] [--json]",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu guide review plant.wubu.ron\nwubu guide review plant.wubu.ron --confirm 5.2",
        "wubu guide review plant.wubu.ron\nwubu guide review plant.wubu.ron --confirm 5.2",
    );
    const CONFIRM: Phrase = Phrase::new(
        "看过差异，确认这些条文；不写条号则全部",
        "the changes were looked at: confirm these clauses; without any, all",
    );
    help::subcommand("review", lang, ABOUT, USAGE, EXAMPLES)
        .arg(file_arg(lang))
        .arg(
            Arg::new("confirm")
                .long("confirm")
                .num_args(0..)
                .value_name(Phrase::new("条文", "CLAUSE").say(lang))
                .help(CONFIRM.say(lang)),
        )
        .arg(json_arg(lang))
}

pub fn review(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let path = file(matches);
    let library = Shelf::read(&here.folders).library();
    let found = stale(Session::open(&path)?.workspace(), &library);
    if matches.contains_id("confirm") {
        let wanted: Vec<String> = texts(matches, "confirm").into_iter().map(plain).collect();
        let is_wanted = |one: &Stale| {
            wanted.is_empty()
                || [one.was.clause.clone(), one.was.to_string(), one.now.to_string()]
                    .iter()
                    .any(|n| wanted.contains(&plain(n)))
        };
        let chosen: Vec<Stale> = found.into_iter().filter(is_wanted).collect();
        if chosen.is_empty() {
            let say = here.say(Phrase::new("没有要确认的条文", "there is nothing to confirm"));
            return Err(Trouble::usage(
                say,
                here.say(Phrase::new("见 wubu guide review 文件", "see wubu guide review FILE")),
            ));
        }
        let mut step = Step::open(&path, here)?;
        step.make(|workspace, _| confirm(workspace, &chosen))?;
        step.save(Phrase::new("复核条文", "review clauses"), here.lang)?;
        out.line(match here.lang {
            Lang::Zh => format!("已确认 {} 处", chosen.len()),
            Lang::En => format!("confirmed: {}", chosen.len()),
        })?;
        return Ok(Exit::Fine);
    }
    if matches.get_flag("json") {
        let row = |one: &Stale| json!({ "kind": one.kind.collection(), "id": one.id.as_str(), "was": one.was.to_string(), "now": one.now.to_string(), "change": key(one.change) });
        out.json(&found.iter().map(row).collect::<Vec<_>>())?;
    } else if found.is_empty() {
        out.line(here.say(Phrase::new("没有待复核的条文", "nothing is to be reviewed")))?;
    } else {
        print(&found, &library, here, out)?;
    }
    Ok(if found.is_empty() { Exit::Fine } else { Exit::Findings })
}

/// By clause: its text diff, and who leans on it.
fn print(found: &[Stale], library: &Library, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let mut clauses: Vec<&ClauseRef> = vec![];
    for one in found {
        if !clauses.contains(&&one.was) {
            clauses.push(&one.was);
        }
    }
    for clause in clauses {
        let of: Vec<&Stale> = found.iter().filter(|one| one.was == *clause).collect();
        let Some(first) = of.first() else { continue };
        let title = library.title(clause, here.lang).unwrap_or_default();
        let line = Line::new()
            .painted(Paint::Strong, clause.to_string())
            .add(format!(" → {}  {title}  ", first.now.edition));
        out.line(line.painted(Paint::Note, word(first.change).say(here.lang)))?;
        let ids: Vec<&str> = of.iter().map(|one| one.id.as_str()).collect();
        out.line(match here.lang {
            Lang::Zh => format!("  待复核：{}", ids.join("、")),
            Lang::En => format!("  to be reviewed: {}", ids.join(", ")),
        })?;
        if let (Some(was), Some(now)) = (library.passage(&first.was), library.passage(&first.now)) {
            differing(&was.text(), &now.text(), out)?;
        }
    }
    Ok(())
}
