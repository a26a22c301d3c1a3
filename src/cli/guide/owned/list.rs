//! `wubu guide list`: what lies on the shelf, and what there cannot be read.

use super::super::super::out::{self, Line, Out, Paint};
use super::super::super::trouble::Trouble;
use super::super::super::{Exit, Here, help, json_arg};
use super::import::row;
use crate::store::shelf::Shelf;
use crate::text::{Lang, Phrase, pad};
use clap::{ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase =
        Phrase::new("列出本机自有的标准文本", "list the copies of standards on this machine");
    const USAGE: Phrase = Phrase::new("wubu guide list [--json]", "wubu guide list [--json]");
    const EXAMPLES: Phrase = Phrase::new("wubu guide list", "wubu guide list");
    help::subcommand("list", lang, ABOUT, USAGE, EXAMPLES).arg(json_arg(lang))
}

pub fn list(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    const NONE: Phrase = Phrase::new(
        "本机没有自有的标准文本；用 wubu guide import 文件 导入",
        "there is no copy of a standard on this machine; wubu guide import FILE brings one in",
    );
    let shelf = Shelf::read(&here.folders);
    if matches.get_flag("json") {
        let library = shelf.clone().library();
        out.json(&shelf.kept.iter().map(|kept| row(kept, &library)).collect::<Vec<_>>())?;
    } else if shelf.kept.is_empty() && shelf.unreadable.is_empty() {
        out::tell(here.say(NONE));
    }
    let wide = out::widest(
        shelf.kept.iter().map(|kept| kept.text.key()).collect::<Vec<_>>().iter().map(String::as_str),
    );
    for kept in shelf.kept.iter().filter(|_| !matches.get_flag("json")) {
        let line = Line::new().painted(Paint::Strong, pad(&kept.text.key(), wide));
        out.line(line.add(format!("  {}", kept.text.full_title())))?;
        let clauses = kept.text.clauses.len();
        let (day, source, hash) = (&kept.imported, &kept.source, &kept.hash);
        out.line(Line::new().painted(
            Paint::Faint,
            match here.lang {
                Lang::Zh => format!("  {clauses} 条 · {day} 由 {source} 导入 · {hash}"),
                Lang::En => format!("  {clauses} clauses · from {source} on {day} · {hash}"),
            },
        ))?;
    }
    for (path, why) in &shelf.unreadable {
        let what = match here.lang {
            Lang::Zh => format!("{}：读不出来：{why}", path.display()),
            Lang::En => format!("{}: cannot be read: {why}", path.display()),
        };
        let next = Phrase::new("删去这个文件，再导入一次", "delete that file and import the text again");
        out::complain(&what, here.say(next));
    }
    Ok(if shelf.unreadable.is_empty() { Exit::Fine } else { Exit::Disk })
}
