//! `wubu git status`: what is set in this clone, what is missing, and what to do about it.

use super::super::out::{Line, Paint};
use super::super::{Exit, Here, help, json_arg};
use super::{Out, Trouble, detached, place, place_arg};
use crate::store::git::{Drivers, Wiring, WorkTree};
use crate::text::{Lang, Phrase};
use clap::{ArgMatches, Command};
use serde::Serialize;
use std::path::Path;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "查看本仓库的 git 配置是否齐全；有缺失时以 1 退出",
        "see whether git is set up in this clone; exit code 1 if something is missing",
    );
    const USAGE: Phrase = Phrase::new("wubu git status [选项] [文件]", "wubu git status [OPTIONS] [FILE]");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu git status\nwubu git status plant.wubu.ron --json",
        "wubu git status\nwubu git status plant.wubu.ron --json",
    );
    help::subcommand("status", lang, ABOUT, USAGE, EXAMPLES).arg(place_arg(lang)).arg(json_arg(lang))
}

#[derive(Serialize)]
struct Summary<'a> {
    git: &'a str,
    root: String,
    branch: Option<&'a str>,
    upstream: Option<&'a str>,
    operation: Option<&'static str>,
    unmerged: Vec<String>,
    attributes: &'static str,
    merge_driver: &'static str,
    textconv: &'static str,
    is_set_up: bool,
}

/// What is looked at, in one go.
struct Seen {
    tree: WorkTree,
    drivers: Drivers,
    branch: Option<String>,
    upstream: Option<String>,
    unmerged: Vec<String>,
}

impl Seen {
    fn of(place: &Path) -> Result<Seen, Trouble> {
        let tree = WorkTree::of(place)?;
        let unmerged = tree.unmerged()?.iter().map(|path| path.display().to_string()).collect();
        let (branch, upstream) = (tree.branch()?, tree.upstream()?);
        Ok(Seen { drivers: Drivers::of(place)?, branch, upstream, unmerged, tree })
    }

    fn is_fine(&self) -> bool {
        self.drivers.are_set() && self.unmerged.is_empty()
    }
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let seen = Seen::of(&place(matches))?;
    let operation = seen.tree.operation()?;
    if matches.get_flag("json") {
        let drivers = &seen.drivers;
        out.json(&Summary {
            git: &drivers.version,
            root: seen.tree.root().display().to_string(),
            branch: seen.branch.as_deref(),
            upstream: seen.upstream.as_deref(),
            operation: operation.map(crate::store::git::Operation::verb),
            unmerged: seen.unmerged.clone(),
            attributes: word(&drivers.attributes),
            merge_driver: word(&drivers.merge),
            textconv: word(&drivers.textconv),
            is_set_up: drivers.are_set(),
        })?;
    } else {
        repository(&seen, here, out)?;
        parts(&seen.drivers, here, out)?;
        if let Some(operation) = operation {
            let say = match here.lang {
                Lang::Zh => format!("仓库正处于{}途中", operation.say(here.lang)),
                Lang::En => format!("in the middle of a {}", operation.say(here.lang)),
            };
            out.line(Line::new().painted(Paint::Bad, format!("! {say}")))?;
            out.line(format!("  → {}", operation.next(here.lang)))?;
        } else if seen.branch.is_none() {
            detached(here, out)?;
        }
        if !seen.unmerged.is_empty() {
            const OPEN: Phrase = Phrase::new("有冲突的文件", "files with conflicts");
            const SETTLE: Phrase = Phrase::new(
                "工作区文件：用 wubu 打开裁定，再运行 wubu git sync 文件；其他文件：先解决并 git add",
                "a workspace file: settle it in wubu, then run wubu git sync FILE; other files: settle them and git add",
            );
            let colon = here.lang.colon();
            let files = seen.unmerged.join(here.say(Phrase::new("、", ", ")));
            out.line(Line::new().painted(Paint::Bad, format!("! {}{colon}{files}", here.say(OPEN))))?;
            out.line(format!("  → {}", here.say(SETTLE)))?;
        }
    }
    Ok(if seen.is_fine() { Exit::Fine } else { Exit::Findings })
}

fn word(wiring: &Wiring) -> &'static str {
    match wiring {
        Wiring::Set => "set",
        Wiring::Missing => "missing",
        Wiring::Other(_) => "other",
        Wiring::NoProgram(_) => "no-program",
    }
}

fn repository(seen: &Seen, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let zh = here.lang == Lang::Zh;
    let version = &seen.drivers.version;
    let git = match (zh, seen.drivers.gives_labels) {
        (_, true) => format!("git {version}"),
        (true, false) => format!("git {version}（2.44 起合并提示里带分支名，不影响合并）"),
        (false, false) => {
            format!("git {version} (from 2.44 messages name the branches; merging works without)")
        }
    };
    line(true, &git, "", out)?;
    let root = seen.tree.root().display();
    let said = match (zh, seen.branch.as_deref(), seen.upstream.as_deref()) {
        (true, Some(branch), Some(upstream)) => format!("仓库 {root}，分支 {branch}，对应远程 {upstream}"),
        (true, Some(branch), None) => format!("仓库 {root}，分支 {branch}，没有对应的远程分支"),
        (true, None, _) => format!("仓库 {root}"),
        (false, Some(branch), Some(upstream)) => {
            format!("repository {root}, branch {branch}, upstream {upstream}")
        }
        (false, Some(branch), None) => format!("repository {root}, branch {branch}, no upstream"),
        (false, None, _) => format!("repository {root}"),
    };
    line(true, &said, "", out)
}

/// The three parts of the setting up.
pub(super) fn parts(drivers: &Drivers, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    const ATTRIBUTES: Phrase = Phrase::new("属性（.gitattributes）", "attributes (.gitattributes)");
    const MERGE: Phrase = Phrase::new("合并驱动（merge.wubu.driver）", "merge driver (merge.wubu.driver)");
    const TEXTCONV: Phrase = Phrase::new("差异显示（diff.wubu.textconv）", "diff (diff.wubu.textconv)");
    const SETUP: Phrase = Phrase::new("wubu git setup", "wubu git setup");
    const OVERRULED: Phrase = Phrase::new(
        "wubu git setup；仍不对则检查子文件夹的 .gitattributes 和 .git/info/attributes",
        "wubu git setup; if it stays, look at .gitattributes of subfolders and .git/info/attributes",
    );
    let parts = [(ATTRIBUTES, &drivers.attributes), (MERGE, &drivers.merge), (TEXTCONV, &drivers.textconv)];
    for (name, wiring) in parts {
        let is_set = *wiring == Wiring::Set;
        let next = match wiring {
            Wiring::Set => "",
            Wiring::Other(_) if name == ATTRIBUTES => here.say(OVERRULED),
            _ => here.say(SETUP),
        };
        let colon = here.lang.colon();
        line(is_set, &format!("{}{colon}{}", here.say(name), state(wiring, here.lang)), next, out)?;
    }
    if let Some(value) = &drivers.recursive {
        let next = "git config --unset-all merge.wubu.recursive";
        line(false, &format!("merge.wubu.recursive = {value}"), next, out)?;
    }
    Ok(())
}

fn state(wiring: &Wiring, lang: Lang) -> String {
    match (wiring, lang) {
        (Wiring::Set, Lang::Zh) => "已配置".into(),
        (Wiring::Set, Lang::En) => "set".into(),
        (Wiring::Missing, Lang::Zh) => "未配置".into(),
        (Wiring::Missing, Lang::En) => "missing".into(),
        (Wiring::Other(found), Lang::Zh) => format!("现为 {found}，与本程序所需不同"),
        (Wiring::Other(found), Lang::En) => format!("is {found}, which is not what this program needs"),
        (Wiring::NoProgram(program), Lang::Zh) => format!("已配置，但找不到程序 {program}"),
        (Wiring::NoProgram(program), Lang::En) => format!("set, but the program {program} is not found"),
    }
}

fn line(is_fine: bool, text: &str, next: &str, out: &mut Out) -> Result<(), Trouble> {
    let (paint, sign) = if is_fine { (Paint::Good, "✓") } else { (Paint::Bad, "✗") };
    out.line(Line::new().painted(paint, sign).add(format!(" {text}")))?;
    if next.is_empty() { Ok(()) } else { out.line(format!("  → {next}")) }
}
