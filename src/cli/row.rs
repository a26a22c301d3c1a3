//! `wubu row FILE REGISTER …`: the lines of a register, for scripts. Each command is one step. A cell keeps what was
//! typed, valid or not; what is wrong with it is told, and the exit code is that of findings.

mod add;
mod delete;
mod list;
mod set;

use super::out::{self, Out};
use super::register::{column, register, register_arg};
use super::step::Step;
use super::trouble::Trouble;
use super::{Exit, Here, file, file_arg, help};
use crate::guide::Register;
use crate::table::Filled;
use crate::text::{Lang, Phrase, show};
use crate::workspace::cell::{map_of, parse};
use crate::workspace::{Id, Keys, TableColumn, Value};
use clap::{Arg, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase =
        Phrase::new("列出、新增、修改、删除台账的行", "list, add, change and delete the rows of a register");
    const USAGE: Phrase = Phrase::new("wubu row 文件 台账 命令 …", "wubu row FILE REGISTER COMMAND …");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu row plant.wubu.ron equipment list\nwubu row plant.wubu.ron equipment add equip_id=EQ-01 name=磨床 ip=10.1.3.7\nwubu row plant.wubu.ron equipment set EQ-01 ip=10.1.3.8",
        "wubu row plant.wubu.ron equipment list\nwubu row plant.wubu.ron equipment add equip_id=EQ-01 name=Grinder\nwubu row plant.wubu.ron equipment set EQ-01 ip=10.1.3.8",
    );
    help::subcommand("row", lang, ABOUT, USAGE, EXAMPLES)
        .arg(file_arg(lang))
        .arg(register_arg(lang))
        .subcommand_required(true)
        .subcommands([list::command(lang), add::command(lang), set::command(lang), delete::command(lang)])
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let path = file(matches);
    let register = register(matches, here)?;
    let Some((name, matches)) = matches.subcommand() else { return Ok(Exit::Usage) };
    if name == "list" {
        return list::run(&path, register, matches, here, out);
    }
    let mut step = Step::open(&path, here)?;
    match name {
        "add" => add::run(&mut step, register, matches, here, out),
        "set" => set::run(&mut step, register, matches, here),
        _ => delete::run(&mut step, register, matches, here),
    }
}

fn assign_arg(lang: Lang) -> Arg {
    const ABOUT: Phrase = Phrase::new(
        "列和值，列用键或列名，如 ip=10.1.3.7；多选用逗号分开；值留空则清空",
        "column and value, the column by key or label, as in ip=10.1.3.7; several choices between commas; an empty value clears",
    );
    Arg::new("assign")
        .value_name(Phrase::new("列=值", "COLUMN=VALUE").say(lang))
        .required(true)
        .num_args(1..)
        .help(ABOUT.say(lang))
}

fn row_arg(lang: Lang) -> Arg {
    const ABOUT: Phrase =
        Phrase::new("行的关键列的内容，或行的编号", "the text of its key column, or the id of the row");
    Arg::new("row").value_name(Phrase::new("行", "ROW").say(lang)).required(true).help(ABOUT.say(lang))
}

/// The assignments, and whether any of them is wrong for its column, which is told.
fn filled(words: &[&str], columns: &[TableColumn], here: &Here) -> Result<(Vec<Filled>, Exit), Trouble> {
    let mut cells: Vec<Filled> = vec![];
    let mut exit = Exit::Fine;
    for word in words {
        let Some((name, text)) = word.split_once('=') else {
            let say = match here.lang {
                Lang::Zh => format!("{word} 不是 列=值"),
                Lang::En => format!("{word} is no COLUMN=VALUE"),
            };
            let next = Phrase::new("写成 列=值，如 ip=10.1.3.7", "write COLUMN=VALUE, as in ip=10.1.3.7");
            return Err(Trouble::usage(say, here.say(next)));
        };
        let column = column(name, columns, here)?;
        let text = crate::text::typed(text);
        let (map, now) = match parse(column.kind(), &text) {
            Ok(cell) => (map_of(column.kind()), cell.value()),
            Err(wrong) => {
                let colon = here.lang.colon();
                out::complain(
                    &format!("{}{colon}{}", column.label(here.lang), wrong.say(here.lang)),
                    &wrong.next(here.lang),
                );
                exit = Exit::Findings;
                let is_long = text.trim().contains('\n');
                if is_long { ("prose", Value::prose(&text)) } else { ("cells", Value::text(text.trim())) }
            }
        };
        cells.retain(|cell| cell.column != column.key());
        cells.push(Filled { column: column.key().to_owned(), map, now });
    }
    Ok((cells, exit))
}

/// The row that somebody means: by its key, or by its id where no row has that key.
fn row(step: &Step, register: &'static Register, name: &str, here: &Here) -> Result<Id, Trouble> {
    let keys = Keys::of(&step.draft);
    let is_of_register =
        |id: &Id| step.draft.rows.get(id.as_str()).is_some_and(|row| row.register.as_str() == register.key);
    match keys.rows(&register.key, name) {
        [id] => Ok((*id).clone()),
        [] => Id::new(name).filter(is_of_register).ok_or_else(|| {
            let title = register.title.say(here.lang);
            let (say, next) = match here.lang {
                Lang::Zh => {
                    (format!("{title}中没有 {name}"), format!("wubu row 文件 {} list 列出全部", register.key))
                }
                Lang::En => (
                    format!("there is no {name} in the {}", title.to_lowercase()),
                    format!("wubu row FILE {} list shows them all", register.key),
                ),
            };
            Trouble::usage(say, next)
        }),
        several => {
            let ids: Vec<&str> = several.iter().map(|id| id.as_str()).collect();
            let (say, next) = match here.lang {
                Lang::Zh => {
                    (format!("有 {} 行都是 {name}", ids.len()), format!("改用行的编号：{}", ids.join("、")))
                }
                Lang::En => (
                    format!("{} rows are {name}", ids.len()),
                    format!("give the id instead: {}", ids.join(", ")),
                ),
            };
            Err(Trouble::usage(say, next))
        }
    }
}

/// The key of a row as it may be printed; its id where it has none.
fn name_of(step: &Step, register: &Register, id: &Id) -> String {
    let key = step.draft.rows.get(id.as_str()).map(|row| row.typed(&register.key_column).into_owned());
    let key = key.filter(|key| !key.trim().is_empty()).unwrap_or_else(|| id.to_string());
    show(key.trim()).into_owned()
}
