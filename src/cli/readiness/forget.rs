//! `wubu readiness FILE forget MEASUREMENT`: takes a measurement out that was made of the wrong file.

use super::super::step::Step;
use super::super::trouble::Trouble;
use super::super::{Here, help, text};
use crate::text::{Lang, Phrase};
use crate::workspace::{Edit, Id, RecordKind, Refusal};
use clap::{Arg, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase =
        Phrase::new("删除一次测量，例如文件拿错了", "takes a measurement out, of a wrong file for one");
    const USAGE: Phrase =
        Phrase::new("wubu readiness 文件 forget 测量编号", "wubu readiness FILE forget MEASUREMENT");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu readiness plant.wubu.ron show S01\n    证据一行写有测量编号\nwubu readiness plant.wubu.ron forget m7K3MQ2ZX",
        "wubu readiness plant.wubu.ron show S01\n    the line of evidence has the id\nwubu readiness plant.wubu.ron forget m7K3MQ2ZX",
    );
    help::subcommand("forget", lang, ABOUT, USAGE, EXAMPLES).arg(
        Arg::new("measurement")
            .value_name(Phrase::new("测量编号", "MEASUREMENT").say(lang))
            .required(true)
            .help(Phrase::new("见 show 的证据一行", "see the line of evidence of show").say(lang)),
    )
}

pub fn run(step: &mut Step, matches: &ArgMatches, here: &Here) -> Result<(), Trouble> {
    let named = text(matches, "measurement").unwrap_or_default();
    let id = Id::new(named).filter(|id| step.draft.measurements.contains(id.as_str()));
    let id = id.ok_or_else(|| step.refused(Refusal::NoRecord(named.to_owned())))?;
    step.make(|_, _| Ok(Edit::Remove { kind: RecordKind::Measurement, id }))?;
    step.save(Phrase::new("删除测量", "forget a measurement"), here.lang)
}
