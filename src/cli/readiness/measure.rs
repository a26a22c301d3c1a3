//! `wubu readiness FILE measure SOURCE D1=3 …`: what no file tells: access, field accuracy, history, ownership, with
//! the evidence for it. Each call is one dated measurement, so that a source keeps its history.

use super::super::out::Out;
use super::super::step::Step;
use super::super::trouble::Trouble;
use super::super::{Here, help, text, texts};
use super::{source, source_arg};
use crate::readiness::{NotByHand, Site, by_hand, hand_measurement};
use crate::text::{Lang, Phrase};
use crate::workspace::{Assign, Kind, RecordKind, Value, evidence, fill};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::collections::BTreeSet;

/// The task whose work the measuring is: new evidence is filed there.
const TASK: &str = "4c.12";

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "人工填写一次测量：D1 阶梯、D7 各项、D8、D9、D10 四项是否，并附证据",
        "writes down what no file tells: the rung of D1, parts of D7, D8, D9, the four questions of D10, with evidence",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu readiness 文件 measure 数据源 名称=值… [选项]",
        "wubu readiness FILE measure SOURCE NAME=VALUE… [OPTIONS]",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu readiness plant.wubu.ron measure S01 D1=3 --evidence 试采日志\nwubu readiness plant.wubu.ron measure S01 D9=19/20 D9.calibration=是\nwubu readiness plant.wubu.ron measure S01 D8.history=120% D8.states=3/4\nwubu readiness plant.wubu.ron measure S01 D10.owner=是 D10.consent=否",
        "wubu readiness plant.wubu.ron measure S01 D1=3 --evidence \"Pilot log\"\nwubu readiness plant.wubu.ron measure S01 D9=19/20 D9.calibration=yes\nwubu readiness plant.wubu.ron measure S01 D8.history=120% D8.states=3/4\nwubu readiness plant.wubu.ron measure S01 D10.owner=yes D10.consent=no",
    );
    let option = help::option(lang);
    help::subcommand("measure", lang, ABOUT, USAGE, EXAMPLES).args([
        source_arg(lang).required(true),
        Arg::new("value")
            .value_name(Phrase::new("名称=值", "NAME=VALUE").say(lang))
            .required(true)
            .num_args(1..)
            .help(Phrase::new("占比可写 0.95、95% 或 19/20", "a share as 0.95, 95% or 19/20").say(lang)),
        option(
            "on",
            Phrase::new("日期", "DAY"),
            Phrase::new("数据所属日期；不写则为今天", "the day that it is about; else today"),
        )
        .allow_hyphen_values(true),
        option(
            "by",
            Phrase::new("测量人", "PERSON"),
            Phrase::new("测量人；不写则为我", "who measured; else me"),
        ),
        option(
            "evidence",
            Phrase::new("证据", "EVIDENCE"),
            Phrase::new(
                "已有证据的编号；其他文字记为任务 4c.12 的一条新证据；可多次",
                "the id of evidence; other text becomes new evidence of task 4c.12; may be repeated",
            ),
        )
        .action(ArgAction::Append),
        option("note", Phrase::new("备注", "NOTE"), Phrase::new("备注", "a note")),
    ])
}

pub fn run(step: &mut Step, matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let id = {
        let site = Site::of(&step.draft);
        source(&site, text(matches, "source").unwrap_or_default(), here)?.id.clone()
    };
    let mut fields = vec![];
    for word in texts(matches, "value") {
        fields.extend(read(word, here)?);
    }
    let on = step.typed(matches, "on", Kind::Day, here)?;
    let by = step.typed(matches, "by", Kind::Person, here)?;
    let note = step.typed(matches, "note", Kind::Prose, here)?;
    let on = on.unwrap_or_else(|| Value::text(here.today.to_string()));
    let by = by.unwrap_or_else(|| Value::text(step.me(here)));
    let mut fields = hand_measurement(&id, on, by, fields);
    fields.extend(note.map(|note| ("note".to_owned(), note)));
    let linked = linked(step, matches, here)?;
    fields.extend((!linked.is_empty()).then(|| ("evidence".to_owned(), Value::set(linked))));
    let mut new = None;
    step.make(|workspace, random| {
        let id = workspace.fresh_id(RecordKind::Measurement, random);
        new = Some(id.to_string());
        fill(workspace, RecordKind::Measurement, &id, fields)
    })?;
    step.save(Phrase::new("填写测量", "write a measurement"), here.lang)?;
    out.line(new.unwrap_or_default())
}

/// One `name=value` as fields of a measurement.
fn read(word: &str, here: &Here) -> Result<Vec<(String, Value)>, Trouble> {
    let named = word.split_once(['=', '＝']).ok_or_else(|| NotByHand::Unknown(word.to_owned()));
    let fields = named.and_then(|(name, typed)| by_hand(name, typed));
    fields.map_err(|why| Trouble::usage(why.say(here.lang), why.next(here.lang)))
}

fn linked(step: &mut Step, matches: &ArgMatches, here: &Here) -> Result<BTreeSet<String>, Trouble> {
    let mut ids = BTreeSet::new();
    for named in texts(matches, "evidence") {
        if step.draft.evidence.contains(named) {
            ids.insert(named.to_owned());
            continue;
        }
        let task = step.task(TASK)?;
        let me = step.me(here);
        let assigns = [
            Assign::new("what", named),
            Assign::new("filed", &here.today.to_string()),
            Assign::new("by", &me),
        ];
        step.make(|workspace, random| {
            let id = workspace.fresh_id(RecordKind::Evidence, random);
            ids.insert(id.to_string());
            evidence(workspace, &id, &task, &assigns, here.today)
        })?;
    }
    Ok(ids)
}
