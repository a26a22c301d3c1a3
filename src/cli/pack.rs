//! `wubu pack FILE OUT.wubu.zip`: workspace and evidence in one file, to be handed over without a server.

use super::out::{self, Out, Progress};
use super::trouble::Trouble;
use super::{Exit, Here, file, file_arg, help, shown};
use crate::store::SaveError;
use crate::store::pack::{LeftOut, PackError, Packed, pack};
use crate::text::{Lang, Phrase};
use clap::{Arg, ArgMatches, Command, value_parser};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// Bytes from which people ask how large a pack is.
const WORTH_TELLING: u64 = 100_000;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "把工作区和证据文件打成一个包，用 U 盘、邮件交接",
        "put workspace and evidence into one file, to be handed over by stick or mail",
    );
    const USAGE: Phrase = Phrase::new("wubu pack [选项] 文件 包", "wubu pack [OPTIONS] FILE PACK");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu pack plant.wubu.ron plant.wubu.zip\n    交给同事；对方用 wubu unpack 取出或合并\nwubu pack plant.wubu.ron /media/usb/plant.wubu.zip",
        "wubu pack plant.wubu.ron plant.wubu.zip\n    hand it to a colleague, who takes it in with wubu unpack\nwubu pack plant.wubu.ron /media/usb/plant.wubu.zip",
    );
    const PACK: Phrase = Phrase::new(
        "要生成的包（*.wubu.zip）；已有的包会被替换，其他文件不会",
        "the pack to make (*.wubu.zip); an older pack is replaced, any other file is not",
    );
    help::subcommand("pack", lang, ABOUT, USAGE, EXAMPLES).arg(file_arg(lang)).arg(
        Arg::new("pack")
            .value_name(Phrase::new("包", "PACK").say(lang))
            .value_parser(value_parser!(PathBuf))
            .required(true)
            .help(PACK.say(lang)),
    )
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let to = matches.get_one::<PathBuf>("pack").cloned().unwrap_or_default();
    let mut progress = Progress::new(here.say(Phrase::new("打包", "packing")));
    let packed = pack(&file(matches), &to, &here.folders, &mut |done, total| progress.tell(done, total));
    drop(progress);
    let packed = packed.map_err(|error| match error {
        PackError::Save(SaveError { path, error, .. }) if error.kind() == ErrorKind::AlreadyExists => {
            in_the_way(&path, here)
        }
        other => other.into(),
    })?;
    let Packed { files, bytes, left_out, is_forgotten } = packed;
    let to = shown(&to);
    let size = if bytes < WORTH_TELLING {
        String::new()
    } else {
        format!("{}{}", here.say(Phrase::new("，", ", ")), size(bytes))
    };
    out.line(match (files, here.lang) {
        (0, Lang::Zh) => format!("已打包 {to}：工作区，没有证据文件{size}"),
        (n, Lang::Zh) => format!("已打包 {to}：工作区和 {n} 个证据文件{size}"),
        (0, Lang::En) => format!("packed {to}: the workspace, no evidence files{size}"),
        (1, Lang::En) => format!("packed {to}: the workspace and 1 evidence file{size}"),
        (n, Lang::En) => format!("packed {to}: the workspace and {n} evidence files{size}"),
    })?;
    if !left_out.is_empty() {
        let n = left_out.len();
        out::tell(&match here.lang {
            Lang::Zh => format!("有 {n} 个证据文件没有打进包里："),
            Lang::En => format!("evidence files that are not in the pack: {n}"),
        });
        let colon = here.lang.colon();
        for (name, why) in left_out {
            out::more(&format!("{name}{colon}{}", here.say(reason(why))));
        }
    }
    forgotten(is_forgotten, here);
    Ok(Exit::Fine)
}

/// Only an older pack is written over.
fn in_the_way(path: &Path, here: &Here) -> Trouble {
    const NEXT: Phrase =
        Phrase::new("没有动它；包换一个文件名", "it was not touched; give the pack another name");
    let path = shown(path);
    Trouble::Unfit {
        say: match here.lang {
            Lang::Zh => format!("{path} 已存在，而且不是交接包"),
            Lang::En => format!("{path} exists, and is no pack"),
        },
        next: here.say(NEXT).to_owned(),
    }
}

fn reason(why: LeftOut) -> Phrase {
    match why {
        LeftOut::Missing => Phrase::new("没有这个文件", "there is no such file"),
        LeftOut::NotBeneath => Phrase::new(
            "不在工作区的文件夹里，或文件名在别的系统上不可用",
            "not beneath the folder of the workspace, or a name that other systems do not take",
        ),
        LeftOut::NoFile => Phrase::new("不是普通文件", "not a regular file"),
        LeftOut::Reserved => Phrase::new("与包自己的文件重名", "the pack has a file of its own of this name"),
    }
}

/// Both directions say so when the state folder cannot be written.
pub fn forgotten(is_forgotten: bool, here: &Here) {
    const FORGOTTEN: Phrase = Phrase::new(
        "这次交接没能记在本机；下次合并时，双方不同的字段会多记为争议",
        "this machine took no note of the hand-over: the next merge will show more disputes",
    );
    if is_forgotten {
        out::tell(here.say(FORGOTTEN));
    }
}

/// `3.2 MB`, to people.
fn size(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["B", "kB", "MB", "GB"];
    let mut unit = 0;
    let mut tenths = bytes * 10;
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1_000;
        unit += 1;
    }
    let (whole, tenth) = (tenths / 10, tenths % 10);
    if unit == 0 { format!("{whole} B") } else { format!("{whole}.{tenth} {}", UNITS[unit]) }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_short() {
        for (bytes, said) in
            [(0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (3_250_000, "3.2 MB"), (2 << 30, "2.1 GB")]
        {
            assert_eq!(size(bytes), said);
        }
    }
}
