//! `wubu unpack PACK [FILE]`: a pack becomes a new workspace, or is merged into the one that is there.

use super::diff;
use super::fmt::kept_aside;
use super::out::{self, Out, Progress};
use super::pack::forgotten;
use super::trouble::Trouble;
use super::{Exit, Here, help, shown};
use crate::merge;
use crate::readiness::changes::{summary, told};
use crate::store::SaveError;
use crate::store::pack::{Filed, MergedIn, PackError, Unpacked, unpack};
use crate::text::{Lang, Phrase};
use clap::{Arg, ArgMatches, Command, value_parser};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "取出交接包：新建工作区，或与已有的工作区合并；有新争议时退出码为 1",
        "take a pack in: as a new workspace, or merged into one; exit code 1 when that made disputes",
    );
    const USAGE: Phrase = Phrase::new("wubu unpack [选项] 包 [文件]", "wubu unpack [OPTIONS] PACK [FILE]");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu unpack plant.wubu.zip\n    第一次：取到新文件夹 plant\nwubu unpack plant.wubu.zip plant/plant.wubu.ron\n    之后：与自己的工作区合并，双方的改动都保留",
        "wubu unpack plant.wubu.zip\n    the first time: into a new folder, plant\nwubu unpack plant.wubu.zip plant/plant.wubu.ron\n    from then on: merged into one's own, and both sides' work is kept",
    );
    const PACK: Phrase = Phrase::new("交接包（*.wubu.zip）", "the pack (*.wubu.zip)");
    const FILE: Phrase = Phrase::new(
        "工作区文件：已有则合并，没有则新建；不写则取到以包命名的新文件夹",
        "the workspace: merged if it exists, else made; without it, a new folder named after the pack",
    );
    let path = |name: &'static str, value: Phrase, about: Phrase| {
        Arg::new(name).value_name(value.say(lang)).value_parser(value_parser!(PathBuf)).help(about.say(lang))
    };
    help::subcommand("unpack", lang, ABOUT, USAGE, EXAMPLES)
        .arg(path("pack", Phrase::new("包", "PACK"), PACK).required(true))
        .arg(path("file", Phrase::new("文件", "FILE"), FILE))
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let path = |name: &str| matches.get_one::<PathBuf>(name).map(PathBuf::as_path);
    let pack = path("pack").unwrap_or(Path::new(""));
    let mut progress = Progress::new(here.say(Phrase::new("取出", "unpacking")));
    let unpacked = unpack(pack, path("file"), Path::new(""), &here.folders, &mut |done, total| {
        progress.tell(done, total);
    });
    drop(progress);
    let unpacked = unpacked.map_err(|error| of_unpack(error, pack, path("file"), here))?;
    let file = shown(&unpacked.file);
    let exit = match &unpacked.merged {
        None => {
            let tasks = unpacked.tasks;
            out.line(match here.lang {
                Lang::Zh => format!("已取出 {file}：{tasks} 项任务"),
                Lang::En => format!("unpacked {file}: {tasks} tasks"),
            })?;
            out.line(format!("  → wubu {file}"))?;
            Exit::Fine
        }
        Some(merged) => merged_in(merged, &file, here, out)?,
    };
    evidence(&unpacked, here, out)?;
    forgotten(unpacked.is_forgotten, here);
    Ok(exit)
}

/// What is in the way is a reason to say how two workspaces become one.
fn of_unpack(error: PackError, pack: &Path, file: Option<&Path>, here: &Here) -> Trouble {
    match error {
        PackError::Save(SaveError { path, error, .. }) if error.kind() == ErrorKind::AlreadyExists => {
            let (path, pack) = (shown(&path), shown(pack));
            Trouble::Unfit {
                say: match here.lang {
                    Lang::Zh => format!("{path} 已存在，没有动它"),
                    Lang::En => format!("{path} exists and was not touched"),
                },
                next: match here.lang {
                    Lang::Zh => format!("要合并进去：wubu unpack {pack} {path}"),
                    Lang::En => format!("to merge into it: wubu unpack {pack} {path}"),
                },
            }
        }
        error @ (PackError::Open(_) | PackError::Save(_) | PackError::Io(..) | PackError::Denied { .. }) => {
            error.into()
        }
        // The file that it was to be merged into, not the one in the pack.
        PackError::Newer { ref path, .. } if Some(path.as_path()) == file => error.into(),
        // It is about something in the pack.
        error => Trouble::Unfit {
            say: format!("{}{}{}", shown(pack), here.lang.colon(), error.say(here.lang)),
            next: error.next(here.lang),
        },
    }
}

fn merged_in(merged: &MergedIn, file: &str, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    const DISPUTES: Phrase = Phrase::new("有新的争议", "there are new disputes");
    let MergedIn { before, merged, has_base, aside } = merged;
    let changes = merge::diff(before, &merged.workspace);
    let colon = here.lang.colon();
    let head = here.say(Phrase::new("已合并到", "merged into"));
    let sum = summary(before, &merged.workspace, &changes, here.lang);
    out.line(format!("{head} {file}{colon}{sum}"))?;
    diff::print(&told(before, &merged.workspace, &changes, here.lang), out)?;
    if !has_base {
        const NO_BASE: Phrase = Phrase::new(
            "本机没有与这个包共同的旧版本：双方不同的字段都记为争议，一方删去的记录会回来",
            "no version is known that both sides came from: what differs is disputed, and what one side deleted is back",
        );
        out::tell(here.say(NO_BASE));
    }
    if let Some(aside) = aside {
        out::tell(&kept_aside(aside, here.lang));
    }
    if merged.disputes.is_empty() {
        return Ok(Exit::Fine);
    }
    out::complain(
        here.say(DISPUTES),
        &match here.lang {
            Lang::Zh => format!("在争议视图中裁定：wubu {file}；列表见 wubu check {file}"),
            Lang::En => format!("decide among them: wubu {file}; wubu check {file} lists them"),
        },
    );
    Ok(Exit::Findings)
}

fn evidence(unpacked: &Unpacked, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let count = |is: fn(&Filed) -> bool| unpacked.evidence.iter().filter(|(_, filed)| is(filed)).count();
    let (new, same) = (count(|filed| *filed == Filed::New), count(|filed| *filed == Filed::Same));
    if new + same > 0 {
        out.line(match here.lang {
            Lang::Zh => format!("证据文件：新增 {new} 个，已有 {same} 个"),
            Lang::En => format!("evidence files: {new} new, {same} here already"),
        })?;
    }
    for (name, filed) in &unpacked.evidence {
        if let Filed::Beside(place) = filed {
            out::tell(&match here.lang {
                Lang::Zh => format!("{name} 与本地的内容不同，未覆盖；包里的存为 {place}"),
                Lang::En => format!("{name} differs from the one here, which stays; the other is {place}"),
            });
        }
    }
    if !unpacked.ignored.is_empty() {
        let n = unpacked.ignored.len();
        out::tell(&match here.lang {
            Lang::Zh => format!("包里有 {n} 个文件不是证据，没有取出"),
            Lang::En => format!("files in the pack that are no evidence, and stayed there: {n}"),
        });
    }
    Ok(())
}
