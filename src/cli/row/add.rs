//! `wubu row FILE REGISTER add`: a row behind the others. Only its id goes to standard output.

use super::super::{help, texts};
use super::{Exit, Here, Out, Step, Trouble, assign_arg, filled};
use crate::guide::Register;
use crate::table::ranks;
use crate::text::{Lang, Phrase};
use crate::workspace::{Edit, Keys, RecordKind, Refusal, Value, columns};
use clap::{ArgMatches, Command};
use std::collections::BTreeMap;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new("新增一行，输出它的编号", "add a row and print its id");
    const USAGE: Phrase =
        Phrase::new("wubu row 文件 台账 add 列=值…", "wubu row FILE REGISTER add COLUMN=VALUE…");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu row plant.wubu.ron equipment add equip_id=EQ-01 name=磨床 协议=西门子S7\n    必填列见 wubu check",
        "wubu row plant.wubu.ron equipment add equip_id=EQ-01 name=Grinder protocol=s7\n    wubu check tells which columns still have to be filled",
    );
    help::subcommand("add", lang, ABOUT, USAGE, EXAMPLES).arg(assign_arg(lang))
}

pub fn run(
    step: &mut Step,
    register: &'static Register,
    matches: &ArgMatches,
    here: &Here,
    out: &mut Out,
) -> Result<Exit, Trouble> {
    let (cells, exit) = filled(&texts(matches, "assign"), &columns(&step.draft, &register.key), here)?;
    let key = cells.iter().find(|cell| cell.column == register.key_column).map(|cell| &cell.now);
    let Some(Value::Text(key)) = key else {
        let (say, next) = match here.lang {
            Lang::Zh => ("新行没有编号", format!("写出 {}=…", register.key_column)),
            Lang::En => ("the row has no key", format!("give {}=…", register.key_column)),
        };
        return Err(Trouble::usage(say, next));
    };
    if !Keys::of(&step.draft).rows(&register.key, key).is_empty() {
        return Err(step.refused(Refusal::Taken(key.clone())));
    }
    let mut maps: BTreeMap<&str, BTreeMap<String, Value>> = BTreeMap::new();
    for cell in cells {
        maps.entry(cell.map).or_default().insert(cell.column, cell.now);
    }
    let mut added = None;
    step.make(|workspace, random| {
        let id = workspace.fresh_id(RecordKind::Row, random);
        let rank = ranks(workspace, &register.key, 1).pop().unwrap_or_default();
        let heads = [("register", Value::text(&register.key)), ("rank", Value::text(rank))];
        let fields = heads.into_iter().chain(maps.into_iter().map(|(map, cells)| (map, Value::Map(cells))));
        let fields = fields.map(|(name, value)| (name.to_owned(), value)).collect();
        added = Some(id.clone());
        Ok(Edit::Add { kind: RecordKind::Row, id, fields })
    })?;
    step.save(Phrase::new("新增台账行", "add a row"), here.lang)?;
    out.line(added.expect("the closure has run").as_str())?;
    Ok(exit)
}
