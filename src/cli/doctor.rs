//! `wubu doctor`: what this machine has and lacks for Wubu, each line with its sign and what to do. It changes nothing
//! but a file of no name that it writes into our folders and takes away again.

mod folders;
mod git;
mod ruler;
mod terminal;

use super::out::{Line, Out, Paint};
use super::trouble::Trouble;
use super::{Exit, Here, help, json_arg};
use crate::text::{Lang, Phrase, pad, wrap};
use clap::{Arg, ArgMatches, Command, value_parser};
use serde_json::json;
use std::path::PathBuf;

pub const NAME: &str = "doctor";

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "检查终端、字宽、字体、区域、git、驱动和目录；有不能用的以 1 退出",
        "look at terminal, widths, fonts, locale, git, drivers and folders; exit code 1 if something fails",
    );
    const USAGE: Phrase = Phrase::new("wubu doctor [选项] [文件]", "wubu doctor [OPTIONS] [FILE]");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu doctor\nwubu doctor plant.wubu.ron\n    连同这个工作区所在仓库的驱动",
        "wubu doctor\nwubu doctor plant.wubu.ron\n    with the drivers of the clone that this workspace lies in",
    );
    const FILE: Phrase = Phrase::new(
        "工作区或文件夹；不写则看当前文件夹",
        "a workspace or a folder; without it, the folder at hand",
    );
    help::subcommand(NAME, lang, ABOUT, USAGE, EXAMPLES)
        .arg(
            Arg::new("file")
                .value_name(Phrase::new("文件", "FILE").say(lang))
                .value_parser(value_parser!(PathBuf))
                .help(FILE.say(lang)),
        )
        .arg(json_arg(lang))
}

/// How a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    Well,
    /// It works, and could be better.
    Note,
    Bad,
}

impl Stands {
    const fn sign(self) -> (Paint, &'static str) {
        match self {
            Stands::Well => (Paint::Good, "✓"),
            Stands::Note => (Paint::Note, "!"),
            Stands::Bad => (Paint::Bad, "✗"),
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Stands::Well => "well",
            Stands::Note => "note",
            Stands::Bad => "bad",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Check {
    key: &'static str,
    label: Phrase,
    stands: Stands,
    found: String,
    /// What to do; empty where nothing is to be done.
    next: String,
}

impl Check {
    fn well(key: &'static str, label: Phrase, found: impl Into<String>) -> Check {
        Check { key, label, stands: Stands::Well, found: found.into(), next: String::new() }
    }

    fn note(key: &'static str, label: Phrase, found: impl Into<String>, next: impl Into<String>) -> Check {
        Check { key, label, stands: Stands::Note, found: found.into(), next: next.into() }
    }

    fn bad(key: &'static str, label: Phrase, found: impl Into<String>, next: impl Into<String>) -> Check {
        Check { key, label, stands: Stands::Bad, found: found.into(), next: next.into() }
    }
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let place = matches.get_one::<PathBuf>("file").cloned().unwrap_or_else(|| PathBuf::from("."));
    let mut checks = terminal::checks(here);
    checks.extend(settings(here));
    checks.extend(git::checks(&place, here));
    checks.extend(folders::checks(here));
    let exit = if checks.iter().any(|c| c.stands == Stands::Bad) { Exit::Findings } else { Exit::Fine };
    if matches.get_flag("json") {
        let row = |c: &Check| json!({ "check": c.key, "stands": c.stands.word(), "found": c.found, "next": c.next });
        out.json(&checks.iter().map(row).collect::<Vec<_>>())?;
        return Ok(exit);
    }
    out.line(format!(
        "wubu {} · {} · {}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH
    ))?;
    checks.iter().try_for_each(|check| print(check, here.lang, out))?;
    ruler::print(here.lang, out)?;
    Ok(exit)
}

fn print(check: &Check, lang: Lang, out: &mut Out) -> Result<(), Trouble> {
    const LABEL: usize = 14;
    let (paint, sign) = check.stands.sign();
    let room = out.width().saturating_sub(LABEL + 4).max(20);
    for (i, text) in wrap(&check.found, room).iter().enumerate() {
        let line = if i == 0 {
            Line::new()
                .painted(paint, format!("{sign} "))
                .painted(Paint::Faint, pad(check.label.say(lang), LABEL))
        } else {
            Line::new().add(" ".repeat(LABEL + 2))
        };
        out.line(line.add(format!(" {text}")))?;
    }
    for (i, text) in
        wrap(&check.next, room.saturating_sub(2)).iter().filter(|text| !text.is_empty()).enumerate()
    {
        let arrow = if i == 0 { "→" } else { " " };
        out.line(format!("{}{arrow} {text}", " ".repeat(LABEL + 3)))?;
    }
    Ok(())
}

/// The config, where there is one.
fn settings(here: &Here) -> Vec<Check> {
    const LABEL: Phrase = Phrase::new("设置", "settings");
    let path = crate::store::Config::path(&here.folders).filter(|path| path.exists());
    let mistake =
        |m: &crate::store::Mistake| Check::bad("config", LABEL, m.say(here.lang), m.next(here.lang));
    match path {
        _ if !here.mistakes.is_empty() => here.mistakes.iter().map(mistake).collect(),
        Some(path) => vec![Check::well("config", LABEL, super::shown(&path))],
        None => {
            let none = Phrase::new("没有设置文件，全部照默认", "no settings file: all is as by default");
            vec![Check::well("config", LABEL, here.say(none))]
        }
    }
}
