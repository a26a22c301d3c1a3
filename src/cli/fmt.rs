//! `wubu fmt FILE…`: the canonical bytes of a workspace, as every save of ours writes them.

use super::out::{self, Out};
use super::trouble::Trouble;
use super::{Exit, Here, files, files_arg, help, shown};
use crate::store::{Access, Denied, Session, open_bytes, write};
use crate::text::{Lang, Phrase};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::path::Path;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "按规范格式重写工作区文件。手写的注释不会保留。",
        "write workspace files in their canonical form. Comments written by hand are not kept.",
    );
    const USAGE: Phrase = Phrase::new("wubu fmt [选项] 文件…", "wubu fmt [OPTIONS] FILE…");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu fmt plant.wubu.ron\nwubu fmt --check *.wubu.ron\n    只检查；有文件不规范时列出并以 1 退出",
        "wubu fmt plant.wubu.ron\nwubu fmt --check *.wubu.ron\n    only look; names the files that are not canonical and exits with 1",
    );
    const CHECK: Phrase = Phrase::new(
        "不改文件，只列出不规范的文件（退出码 1）",
        "change nothing; name the files that are not canonical (exit code 1)",
    );
    help::subcommand("fmt", lang, ABOUT, USAGE, EXAMPLES)
        .arg(files_arg(lang))
        .arg(Arg::new("check").long("check").action(ArgAction::SetTrue).help(CHECK.say(lang)))
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let only_look = matches.get_flag("check");
    let mut exit = Exit::Fine;
    for path in files(matches) {
        let done = is_canonical(&path).and_then(|is_canonical| match (is_canonical, only_look) {
            (true, _) => Ok(None),
            (false, true) => Ok(Some((Exit::Findings, Phrase::new("不是规范格式", "not canonical")))),
            (false, false) => {
                rewrite(&path, here)?;
                Ok(Some((Exit::Fine, Phrase::new("已改为规范格式", "made canonical"))))
            }
        });
        match done {
            Ok(None) => {}
            Ok(Some((worth, what))) => {
                exit = exit.max(worth);
                let colon = here.lang.colon();
                out.line(format!("{}{colon}{}", shown(&path), here.say(what)))?;
            }
            // The other files are still worth the work.
            Err(trouble) => exit = exit.max(trouble.answer(here.lang)),
        }
    }
    Ok(exit)
}

fn open(path: &Path) -> Result<Session, Trouble> {
    let session = Session::open(path)?;
    match session.access() {
        // Its canonical form is known to the newer program only.
        access @ Access::NewerFormat(_) => Err(Trouble::denied(path, Denied::ReadOnly(access))),
        Access::Full | Access::ReadOnlyFile | Access::ByWish => Ok(session),
    }
}

fn is_canonical(path: &Path) -> Result<bool, Trouble> {
    let session = open(path)?;
    Ok(open_bytes(path)?.bytes == write(session.workspace()).as_bytes())
}

fn rewrite(path: &Path, here: &Here) -> Result<(), Trouble> {
    let mut session = open(path)?;
    if session.access() != Access::Full {
        return Err(Trouble::denied(path, Denied::ReadOnly(session.access())));
    }
    if let Some(aside) = session.rewrite()? {
        out::tell(&kept_aside(&aside, here.lang));
    }
    Ok(())
}

/// Somebody else wrote between our reading and our writing.
pub fn kept_aside(aside: &Path, lang: Lang) -> String {
    let aside = shown(aside);
    match lang {
        Lang::Zh => format!("保存前文件被别人改过，那一版另存在 {aside}"),
        Lang::En => format!("somebody else wrote the file meanwhile; that version is kept in {aside}"),
    }
}
