//! `wubu gate FILE G1 waive CRITERION …`: somebody takes a criterion on until a day.

use super::super::step::Step;
use super::super::{Here, help, text};
use super::{Trouble, criterion, criterion_arg};
use crate::guide::Gate;
use crate::readiness::criterion_id;
use crate::text::{Lang, Phrase};
use crate::workspace::{Id, Kind, RecordKind, fill};
use clap::{ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "豁免一个评审项：谁负责、为什么、到哪天；过期后恢复为缺项",
        "waive a criterion: who answers for it, why, until when; after that day it is back",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu gate 文件 G1–G5 waive 评审项 --owner 人 --reason 理由 --until 日期",
        "wubu gate FILE GATE waive CRITERION --owner WHO --reason WHY --until DAY",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu gate plant.wubu.ron G1 waive budget --owner 王工 --reason 待批 --until +9",
        "wubu gate plant.wubu.ron G1 waive budget --owner Wang --reason late --until +9",
    );
    let option = help::option(lang);
    help::subcommand("waive", lang, ABOUT, USAGE, EXAMPLES).args([
        criterion_arg(lang),
        option("owner", Phrase::new("责任人", "PERSON"), Phrase::new("谁负责落实", "who answers for it"))
            .required(true),
        option("reason", Phrase::new("理由", "TEXT"), Phrase::new("为什么可以后补", "why it may wait"))
            .required(true),
        option(
            "until",
            Phrase::new("日期", "DAY"),
            Phrase::new("豁免到哪天，含当天", "the last day it holds"),
        )
        .required(true)
        .allow_hyphen_values(true),
        option(
            "meanwhile",
            Phrase::new("措施", "TEXT"),
            Phrase::new("期间的补偿措施", "what is done meanwhile"),
        ),
    ])
}

pub fn run(step: &mut Step, gate: &'static Gate, matches: &ArgMatches, here: &Here) -> Result<(), Trouble> {
    let key = text(matches, "criterion").unwrap_or_default();
    let criterion = criterion(gate, key, |criterion| criterion.waivable, here)?;
    let id = Id::new(&criterion_id(&gate.key, &criterion.key)).expect("keys of the guide are sound");
    let kinds =
        [("owner", Kind::Person), ("reason", Kind::Text), ("until", Kind::Day), ("meanwhile", Kind::Text)];
    let mut fields = vec![];
    for (name, kind) in kinds {
        let typed = step.typed(matches, name, kind, here)?;
        fields.extend(typed.map(|value| (name.to_owned(), value)));
    }
    step.make(|workspace, _| fill(workspace, RecordKind::Criterion, &id, fields))?;
    step.save(Phrase::new("豁免评审项", "waive a criterion"), here.lang)
}
