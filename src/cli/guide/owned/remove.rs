//! `wubu guide remove`: a copy leaves this machine; links to it stay.

use super::super::super::out::Out;
use super::super::super::trouble::Trouble;
use super::super::super::{Exit, Here, help, texts};
use super::plain;
use crate::store::shelf::{Kept, Shelf, remove};
use crate::text::{Lang, Phrase};
use clap::{Arg, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase =
        Phrase::new("从本机删去一份自有的标准文本", "remove a copy of a standard from this machine");
    const USAGE: Phrase = Phrase::new("wubu guide remove 编号", "wubu guide remove NUMBER");
    const EXAMPLES: Phrase =
        Phrase::new("wubu guide remove GB/T 23031.1-2022", "wubu guide remove GB/T 23031.1-2022");
    const NUMBER: Phrase =
        Phrase::new("标准编号和年份，见 wubu guide list", "number and year, as in wubu guide list");
    help::subcommand("remove", lang, ABOUT, USAGE, EXAMPLES).arg(
        Arg::new("number")
            .value_name(Phrase::new("编号", "NUMBER").say(lang))
            .num_args(1..)
            .required(true)
            .help(NUMBER.say(lang)),
    )
}

pub fn take_off(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let sought = texts(matches, "number").join(" ");
    let shelf = Shelf::read(&here.folders);
    let fits = |kept: &&Kept| {
        plain(&kept.text.key()) == plain(&sought) || plain(&kept.text.number) == plain(&sought)
    };
    let found: Vec<&Kept> = shelf.kept.iter().filter(fits).collect();
    let [kept] = found.as_slice() else {
        let say = match (found.is_empty(), here.lang) {
            (true, Lang::Zh) => format!("本机没有 {sought}"),
            (true, Lang::En) => format!("there is no {sought} on this machine"),
            (false, Lang::Zh) => format!("{sought} 有几版，请写明年份"),
            (false, Lang::En) => format!("there are several editions of {sought}: name the year"),
        };
        return Err(Trouble::usage(say, here.say(Phrase::new("见 wubu guide list", "see wubu guide list"))));
    };
    let key = kept.text.key();
    remove(&here.folders, &key)
        .map_err(|error| Trouble::Unfit { say: error.say(here.lang), next: error.next(here.lang) })?;
    out.line(match here.lang {
        Lang::Zh => format!("已删去 {key}；工作区里的链接还在，只剩条号"),
        Lang::En => format!("removed {key}; links in workspaces stay, as ids alone"),
    })?;
    Ok(Exit::Fine)
}
