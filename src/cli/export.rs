//! `wubu export FILE REGISTER OUT`: a register as CSV or XLSX, so that it can be filled in Excel and imported again.

use super::out::Out;
use super::register::{register, register_arg};
use super::trouble::Trouble;
use super::{Exit, Here, file, file_arg, help, shown};
use crate::sheet::{write_csv, write_xlsx};
use crate::store::{Seen, Session, replace};
use crate::table::export;
use crate::text::{Lang, Phrase};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::path::{Path, PathBuf};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "把台账导出成 CSV 或 XLSX；改过的表格可以原样导回",
        "write a register as CSV or XLSX; a changed table can be imported again",
    );
    const USAGE: Phrase =
        Phrase::new("wubu export [选项] 文件 台账 输出", "wubu export [OPTIONS] FILE REGISTER OUT");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu export plant.wubu.ron equipment 设备台账.xlsx\nwubu export plant.wubu.ron tags points.csv --lang en\n    列名和选项用英文",
        "wubu export plant.wubu.ron equipment equipment.xlsx\nwubu export plant.wubu.ron tags points.csv --lang zh\n    headers and choices in Chinese",
    );
    const OUT: Phrase =
        Phrase::new("要写的文件，以 .csv 或 .xlsx 结尾", "the file to write, ending in .csv or .xlsx");
    const FORCE: Phrase = Phrase::new("覆盖已有的文件", "replace an existing file");
    help::subcommand("export", lang, ABOUT, USAGE, EXAMPLES).args([
        file_arg(lang),
        register_arg(lang),
        Arg::new("out")
            .value_name(Phrase::new("输出", "OUT").say(lang))
            .value_parser(value_parser!(PathBuf))
            .required(true)
            .help(OUT.say(lang)),
        Arg::new("force").long("force").action(ArgAction::SetTrue).help(FORCE.say(lang)),
    ])
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let register = register(matches, here)?;
    let to = matches.get_one::<PathBuf>("out").cloned().unwrap_or_default();
    let extension = to.extension().map(|extension| extension.to_string_lossy().to_lowercase());
    let is_book = match extension.as_deref() {
        Some("csv") => false,
        Some("xlsx") => true,
        _ => return Err(no_kind(&to, here)),
    };
    let session = Session::open(&file(matches))?;
    let is_there = to.symlink_metadata().is_ok();
    if is_there && !matches.get_flag("force") {
        return Err(in_the_way(&to, here));
    }
    let sheet = export(session.workspace(), register, here.lang);
    let (rows, name) = (sheet.rows.len(), shown(&to));
    let bytes = if is_book {
        write_xlsx(&[sheet])
            .map_err(|why| Trouble::Unfit { say: why.say(here.lang), next: why.next(here.lang).into() })?
    } else {
        write_csv(&sheet)
    };
    replace(&to, &bytes, if is_there { Seen::Anything } else { Seen::Nothing })?;
    let title = register.title.say(here.lang);
    out.line(match (rows, here.lang) {
        (n, Lang::Zh) => format!("已导出 {name}：{title} {n} 行"),
        (1, Lang::En) => format!("wrote {name}: {title}, 1 row"),
        (n, Lang::En) => format!("wrote {name}: {title}, {n} rows"),
    })?;
    Ok(Exit::Fine)
}

fn no_kind(to: &Path, here: &Here) -> Trouble {
    const NEXT: Phrase = Phrase::new("文件名以 .csv 或 .xlsx 结尾", "end the name in .csv or .xlsx");
    let name = shown(to);
    let say = match here.lang {
        Lang::Zh => format!("{name}：看不出要导出哪种表格"),
        Lang::En => format!("{name}: this name does not say which kind of table to write"),
    };
    Trouble::usage(say, here.say(NEXT))
}

fn in_the_way(to: &Path, here: &Here) -> Trouble {
    const NEXT: Phrase = Phrase::new(
        "没有动它；换一个文件名，或加 --force 覆盖",
        "it was not touched; choose another name, or add --force",
    );
    let name = shown(to);
    let say = match here.lang {
        Lang::Zh => format!("{name} 已存在"),
        Lang::En => format!("{name} exists"),
    };
    Trouble::Unfit { say, next: here.say(NEXT).into() }
}
