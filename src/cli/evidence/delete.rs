//! `wubu evidence FILE delete ID…`: removes records. The files stay where they are.

use super::super::{help, out};
use super::{Exit, Here, Step, Trouble, ids, ids_arg};
use crate::text::{Lang, Phrase};
use crate::workspace::{Edit, Id, RecordKind};
use clap::{ArgMatches, Command};
use std::collections::BTreeSet;
use std::path::Path;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase =
        Phrase::new("删除证据记录；文件本身不动", "delete records of evidence; their files stay");
    const USAGE: Phrase = Phrase::new("wubu evidence 文件 delete 编号…", "wubu evidence FILE delete ID…");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu evidence plant.wubu.ron delete e2EF955WW",
        "wubu evidence plant.wubu.ron delete e2EF955WW",
    );
    help::subcommand("delete", lang, ABOUT, USAGE, EXAMPLES).arg(ids_arg(lang).required(true))
}

pub fn run(path: &Path, matches: &ArgMatches, here: &Here) -> Result<Exit, Trouble> {
    let mut step = Step::open(path, here)?;
    let ids: BTreeSet<Id> = ids(&step, matches)?.into_iter().collect();
    let count = ids.len();
    let edits = ids.into_iter().map(|id| Edit::Remove { kind: RecordKind::Evidence, id }).collect();
    step.make(|_, _| Ok(Edit::All(edits)))?;
    step.save(Phrase::new("删除证据", "delete evidence"), here.lang)?;
    out::tell(&match here.lang {
        Lang::Zh => format!("已删除 {count} 条证据；文件没有动"),
        Lang::En => format!("deleted {count}; the files stay"),
    });
    Ok(Exit::Fine)
}
