//! `wubu gate FILE G1 review VERDICT …`: the record of a review. Only its id goes to standard output.

use super::super::step::Step;
use super::super::{Here, help, out};
use super::{Out, Trouble, verdict_of};
use crate::guide::Gate;
use crate::readiness::GateReport;
use crate::text::{Lang, Phrase};
use crate::workspace::{Edit, Kind, RecordKind, Review, Value};
use clap::{Arg, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new("记录一次评审，输出记录编号", "record a review and print its id");
    const USAGE: Phrase = Phrase::new(
        "wubu gate 文件 G1–G5 review pass|conditional|no_go --by 评审人 [选项]",
        "wubu gate FILE G1-G5 review pass|conditional|no_go --by PEOPLE [OPTIONS]",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu gate plant.wubu.ron G1 review pass --by 李工,张总\nwubu gate plant.wubu.ron G1 review conditional --by 李 --conditions 补预算批复",
        "wubu gate plant.wubu.ron G1 review pass --by Li,Zhang\nwubu gate plant.wubu.ron G1 review conditional --by Li --conditions budget",
    );
    let option = help::option(lang);
    help::subcommand("review", lang, ABOUT, USAGE, EXAMPLES).args([
        Arg::new("verdict")
            .value_name("pass|conditional|no_go")
            .required(true)
            .help(Phrase::new("通过、有条件通过、不通过", "the verdict of the reviewers").say(lang)),
        option(
            "by",
            Phrase::new("评审人", "PEOPLE"),
            Phrase::new("评审人，用逗号分开", "the reviewers, between commas"),
        )
        .required(true),
        option(
            "on",
            Phrase::new("日期", "DAY"),
            Phrase::new("评审日期；不写则为今天", "the day; else today"),
        )
        .allow_hyphen_values(true),
        option("conditions", Phrase::new("条件", "TEXT"), Phrase::new("附带条件", "what it depends on")),
    ])
}

pub fn run(
    step: &mut Step,
    gate: &'static Gate,
    matches: &ArgMatches,
    here: &Here,
    out: &mut Out,
) -> Result<(), Trouble> {
    let kind = |name: &str| {
        Review::FIELDS.iter().find(|field| field.name == name).map_or(Kind::Text, |field| field.kind)
    };
    let on = step.typed(matches, "on", Kind::Day, here)?.filter(|on| !on.is_unset());
    let fields = vec![
        ("gate".to_owned(), Value::text(&gate.key)),
        ("on".into(), on.unwrap_or_else(|| Value::text(here.today.to_string()))),
        ("verdict".into(), step.typed(matches, "verdict", kind("verdict"), here)?.unwrap_or(Value::Unset)),
        ("people".into(), step.typed(matches, "by", kind("people"), here)?.unwrap_or(Value::Unset)),
        ("conditions".into(), step.typed(matches, "conditions", Kind::Prose, here)?.unwrap_or(Value::Unset)),
    ];
    let mut new = None;
    step.make(|workspace, random| {
        let id = workspace.fresh_id(RecordKind::Review, random);
        new = Some(id.clone());
        let fields = fields.into_iter().filter(|(_, value)| !value.is_unset()).collect();
        Ok(Edit::Add { kind: RecordKind::Review, id, fields })
    })?;
    let id = new.expect("the closure has run");
    let report = GateReport::of(&step.draft, &gate.key, here.today);
    step.save(Phrase::new("记录评审", "record a review"), here.lang)?;
    // People may judge otherwise; they should know that they do.
    let review = step.draft.reviews.get(id.as_str());
    if let Some((report, review)) = report.zip(review)
        && report.on_review().key() != review.verdict.as_str()
    {
        let computed = report.on_review().label(gate, here.lang);
        let said = verdict_of(review, here.lang);
        out::tell(&match here.lang {
            Lang::Zh => format!("已记录“{said}”；按评审项今天应为“{computed}”"),
            Lang::En => format!("recorded as {said}; by its criteria it would be {computed} today"),
        });
    }
    out.line(id.as_str())
}
