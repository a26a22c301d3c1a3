//! `wubu guide`: what the standard and practice say, read on the terminal. Without an id the table of
//! contents; what is ours is marked as ours.

mod owned;
mod page;
mod subject;

use super::out::Out;
use super::trouble::Trouble;
use super::{Exit, Here, help, texts};
use crate::guide::guide;
use crate::store::shelf::Shelf;
use crate::text::{Lang, Phrase};
use clap::{Arg, ArgMatches, Command};
use page::Page;
use subject::Subject;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "查阅条文（转述）、实践说明、任务模板、台账、决策、评审门和术语",
        "read the clauses (restated), practice notes, task templates, registers, decisions, gates and terms",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu guide [编号]\nwubu guide search 文字\nwubu guide import|list|remove|review …",
        "wubu guide [ID]\nwubu guide search TEXT\nwubu guide import|list|remove|review …",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu guide\n    目录\nwubu guide 4c\n    条文 4 c) 及其要素和任务\nwubu guide 4c.9\nwubu guide search 数据采集",
        "wubu guide\n    the table of contents\nwubu guide 4c\n    clause 4 c) with its elements and tasks\nwubu guide 4c.9\nwubu guide search \"data collection\"",
    );
    const ID: Phrase = Phrase::new(
        "条文 4c、要素 c4、任务模板 4c.9、评审门 G3，台账、决策或术语的编号或名称；不写则显示目录",
        "a clause (4c), element (c4), task template (4c.9), gate (G3), or the key or name of a register, decision or term; without it, the table of contents",
    );
    help::subcommand("guide", lang, ABOUT, USAGE, EXAMPLES)
        .args_conflicts_with_subcommands(true)
        .arg(Arg::new("id").value_name(Phrase::new("编号", "ID").say(lang)).num_args(0..).help(ID.say(lang)))
        .subcommand(search(lang))
        .subcommand(owned::import::command(lang))
        .subcommand(owned::list::command(lang))
        .subcommand(owned::remove::command(lang))
        .subcommand(owned::review::command(lang))
}

fn search(lang: Lang) -> Command {
    const ABOUT: Phrase =
        Phrase::new("在条文、要素、任务和术语中查找", "search clauses, elements, tasks and terms");
    const USAGE: Phrase = Phrase::new("wubu guide search 文字", "wubu guide search TEXT");
    const EXAMPLES: Phrase = Phrase::new("wubu guide search 可行性", "wubu guide search feasibility");
    const TEXT: Phrase = Phrase::new("要找的文字，中英文均可", "what to look for, in either language");
    help::subcommand("search", lang, ABOUT, USAGE, EXAMPLES).arg(
        Arg::new("text")
            .value_name(Phrase::new("文字", "TEXT").say(lang))
            .num_args(1..)
            .required(true)
            .help(TEXT.say(lang)),
    )
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    match matches.subcommand() {
        Some(("import", matches)) => return owned::import::import(matches, here, out),
        Some(("list", matches)) => return owned::list::list(matches, here, out),
        Some(("remove", matches)) => return owned::remove::take_off(matches, here, out),
        Some(("review", matches)) => return owned::review::review(matches, here, out),
        _ => {}
    }
    let library = Shelf::read(&here.folders).library();
    let mut page = Page { lang: here.lang, out, library: &library };
    if let Some(("search", matches)) = matches.subcommand() {
        page.hits(&texts(matches, "text").join(" "))?;
        return Ok(Exit::Fine);
    }
    let sought = texts(matches, "id").join(" ");
    if sought.is_empty() {
        page.contents()?;
    } else if let Some(owned) = owned::reading::find(&library, &sought) {
        page.owned(&owned)?;
    } else {
        let subject = Subject::of(&sought, here.lang).ok_or_else(|| unknown(&sought, here.lang))?;
        page.entry(&subject)?;
    }
    Ok(Exit::Fine)
}

fn unknown(sought: &str, lang: Lang) -> Trouble {
    let say = match lang {
        Lang::Zh => format!("指南里没有编号 {sought}"),
        Lang::En => format!("the guide has nothing under {sought}"),
    };
    let near = guide().find(sought, lang).into_iter().take(5);
    let near: Vec<String> = near.map(|hit| format!("wubu guide {}  {}", hit.id, hit.title)).collect();
    let next = if near.is_empty() {
        Phrase::new(
            "目录见 wubu guide；全文查找用 wubu guide search 文字",
            "wubu guide shows the contents; wubu guide search TEXT looks everywhere",
        )
        .say(lang)
        .to_owned()
    } else {
        near.join("\n")
    };
    Trouble::usage(say, next)
}
