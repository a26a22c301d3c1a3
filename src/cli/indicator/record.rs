//! `wubu indicator FILE KPI record VALUE`: a reading. Only its id goes to standard output.

use super::super::step::Step;
use super::super::{Here, help, text};
use super::{Out, Trouble};
use crate::text::{Lang, Phrase};
use crate::workspace::{Assign, Id, RecordKind, reading};
use clap::{Arg, ArgMatches, Command};

/// Options that are fields of the reading.
const FIELDS: [&str; 7] = ["on", "since", "source", "by", "change", "formula", "note"];

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new("记录一次读数，输出它的编号", "record a reading and print its id");
    const USAGE: Phrase = Phrase::new(
        "wubu indicator 文件 指标 record 数值 [选项]",
        "wubu indicator FILE KPI record VALUE [OPTIONS]",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu indicator plant.wubu.ron KPI-01 record 86.5\nwubu indicator plant.wubu.ron KPI-01 record 91 --on 2026-11-30 --since 11-01\nwubu indicator plant.wubu.ron KPI-01 record 88 --change 不再计入停用设备",
        "wubu indicator plant.wubu.ron KPI-01 record 86.5\nwubu indicator plant.wubu.ron KPI-01 record 91 --on 2026-11-30 --since 11-01\nwubu indicator plant.wubu.ron KPI-01 record 88 --change \"idle ones left out\"",
    );
    let option = help::option(lang);
    let day = Phrase::new("日期", "DAY");
    help::subcommand("record", lang, ABOUT, USAGE, EXAMPLES).args([
        Arg::new("value")
            .value_name(Phrase::new("数值", "VALUE").say(lang))
            .required(true)
            .allow_hyphen_values(true)
            .help(
                Phrase::new("数值，不带单位，如 86.5", "the number without its unit, as in 86.5").say(lang),
            ),
        option("on", day, Phrase::new("读数日期；不写则为今天", "the day that it is of; else today"))
            .allow_hyphen_values(true),
        option(
            "since",
            day,
            Phrase::new("统计起始日，数值涵盖一段时间时写", "the first day, where it covers a period"),
        )
        .allow_hyphen_values(true),
        option("source", Phrase::new("来源", "TEXT"), Phrase::new("数据来源", "where it comes from")),
        option(
            "by",
            Phrase::new("人", "PERSON"),
            Phrase::new("填报人；不写则为我", "who reports it; else me"),
        ),
        option(
            "change",
            Phrase::new("说明", "TEXT"),
            Phrase::new(
                "口径变更：从此起与以前有何不同",
                "redefined: what is counted otherwise from here on",
            ),
        ),
        option(
            "formula",
            Phrase::new("公式", "TEXT"),
            Phrase::new("与指标表不同的公式", "a formula of its own"),
        ),
        option("note", Phrase::new("备注", "TEXT"), Phrase::new("备注", "a note")),
    ])
}

pub fn run(
    step: &mut Step,
    row: &Id,
    matches: &ArgMatches,
    here: &Here,
    out: &mut Out,
) -> Result<(), Trouble> {
    let value = text(matches, "value").unwrap_or_default();
    let mut assigns = vec![Assign::new("value", value)];
    for field in FIELDS {
        match (field, text(matches, field)) {
            (_, Some(typed)) => assigns.push(Assign::new(field, typed)),
            ("on", None) => assigns.push(Assign::new(field, &here.today.to_string())),
            ("by", None) => assigns.push(Assign::new(field, &step.me(here))),
            _ => {}
        }
    }
    let mut new = None;
    step.make(|workspace, random| {
        let id = workspace.fresh_id(RecordKind::Reading, random);
        new = Some(id.clone());
        reading(workspace, &id, row, &assigns, here.today)
    })?;
    step.save(Phrase::new("记录读数", "record a reading"), here.lang)?;
    out.line(new.expect("the closure has run").as_str())
}
