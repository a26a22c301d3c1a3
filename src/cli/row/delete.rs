//! `wubu row FILE REGISTER delete ROW…`: removes rows. References to them stay, and are findings.

use super::super::{help, out, texts};
use super::{Exit, Here, Step, Trouble, name_of, row, row_arg};
use crate::guide::Register;
use crate::text::{Lang, Phrase};
use crate::workspace::{Edit, Id, Keys, dangling, remove_row};
use clap::{ArgMatches, Command};
use std::collections::BTreeSet;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "删除行；别处对它的引用保留，由 wubu check 指出",
        "delete rows; references to them stay, and wubu check tells them",
    );
    const USAGE: Phrase = Phrase::new("wubu row 文件 台账 delete 行…", "wubu row FILE REGISTER delete ROW…");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu row plant.wubu.ron equipment delete EQ-01 EQ-02",
        "wubu row plant.wubu.ron equipment delete EQ-01 EQ-02",
    );
    help::subcommand("delete", lang, ABOUT, USAGE, EXAMPLES).arg(row_arg(lang).num_args(1..))
}

pub fn run(
    step: &mut Step,
    register: &'static Register,
    matches: &ArgMatches,
    here: &Here,
) -> Result<Exit, Trouble> {
    let names = texts(matches, "row");
    let ids = names.into_iter().map(|name| row(step, register, name, here));
    let ids: BTreeSet<Id> = ids.collect::<Result<_, Trouble>>()?;
    let names: Vec<String> = ids.iter().map(|id| name_of(step, register, id)).collect();
    let lost = |step: &Step| dangling(&step.draft, &Keys::of(&step.draft)).len();
    let before = lost(step);
    // The readings of an indicator lie under it.
    let (edits, readings): (Vec<Edit>, Vec<usize>) = ids.iter().map(|id| remove_row(&step.draft, id)).unzip();
    let readings: usize = readings.into_iter().sum();
    step.make(|_, _| Ok(Edit::All(edits)))?;
    let lost = lost(step).saturating_sub(before);
    step.save(Phrase::new("删除台账行", "delete rows"), here.lang)?;
    let mut said = match here.lang {
        Lang::Zh => format!("已删除 {}", names.join("、")),
        Lang::En => format!("deleted {}", names.join(", ")),
    };
    if readings > 0 {
        let gone = match here.lang {
            Lang::Zh => format!("，连同 {readings} 次读数"),
            Lang::En => format!(", with readings: {readings}"),
        };
        said.push_str(&gone);
    }
    if lost > 0 {
        let left = match here.lang {
            Lang::Zh => format!("；还有 {lost} 处引用指向它，见 wubu check"),
            Lang::En => format!("; references left that name nothing now: {lost}, see wubu check"),
        };
        said.push_str(&left);
    }
    out::tell(&said);
    Ok(Exit::Fine)
}
