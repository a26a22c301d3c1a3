//! `wubu row FILE REGISTER set ROW COLUMN=VALUE…`: cells of one row. Another key is taken along by every reference.

use super::super::{help, text, texts};
use super::{Exit, Here, Step, Trouble, assign_arg, filled, row, row_arg};
use crate::guide::Register;
use crate::table::put;
use crate::text::{Lang, Phrase};
use crate::workspace::{Edit, Value, columns, rekey};
use clap::{ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "修改一行；改关键列时，其他台账对它的引用一并改",
        "change a row; when its key changes, the references to it follow",
    );
    const USAGE: Phrase =
        Phrase::new("wubu row 文件 台账 set 行 列=值…", "wubu row FILE REGISTER set ROW COLUMN=VALUE…");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu row plant.wubu.ron equipment set EQ-01 ip=10.1.3.8 note=\nwubu row plant.wubu.ron equipment set EQ-01 equip_id=EQ-0001",
        "wubu row plant.wubu.ron equipment set EQ-01 ip=10.1.3.8 note=\nwubu row plant.wubu.ron equipment set EQ-01 equip_id=EQ-0001",
    );
    help::subcommand("set", lang, ABOUT, USAGE, EXAMPLES).arg(row_arg(lang)).arg(assign_arg(lang))
}

pub fn run(
    step: &mut Step,
    register: &'static Register,
    matches: &ArgMatches,
    here: &Here,
) -> Result<Exit, Trouble> {
    let id = row(step, register, text(matches, "row").unwrap_or_default(), here)?;
    let (cells, exit) = filled(&texts(matches, "assign"), &columns(&step.draft, &register.key), here)?;
    for cell in cells {
        step.make(|workspace, _| {
            if cell.column != register.key_column {
                return Ok(Edit::All(put(workspace, &id, &cell)?));
            }
            let now = match &cell.now {
                Value::Text(key) => key.clone(),
                Value::Lines(lines) => lines.join("\n"),
                _ => String::new(),
            };
            rekey(workspace, &id, &now)
        })?;
    }
    step.save(Phrase::new("修改台账行", "change a row"), here.lang)?;
    Ok(exit)
}
