//! `wubu decide FILE KEY score OPTION CRITERION=VALUE…`: scores with their grounds, and the facts that knock-outs
//! and caps ask for.

use super::super::step::Step;
use super::super::{Here, help, text, texts};
use super::{Trouble, id, option};
use crate::guide;
use crate::text::{Lang, Phrase};
use crate::workspace::{Kind, RecordKind, Value, cell, fill};
use clap::{Arg, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "给一个方案打分，并写依据；也填前提事实，如 poc=yes。空值清除。",
        "score an option and write the ground; facts as well, as in poc=yes. Nothing clears it.",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu decide 文件 决策 score 方案 准则=分… [--ground 依据]",
        "wubu decide FILE KEY score OPTION CRITERION=SCORE… [--ground TEXT]",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu decide plant.wubu.ron modes score 数字化管理 strategy=4 pain=3\nwubu decide plant.wubu.ron feasibility score project data=1 \\\n    --ground 样本未取到 --owner 王工 --condition 厂商授权 --due 2026-12-15\nwubu decide plant.wubu.ron approach score build dev_staff=no fit=4",
        "wubu decide plant.wubu.ron modes score digital_management strategy=4 pain=3\nwubu decide plant.wubu.ron feasibility score project data=1 \\\n    --ground \"no sample\" --owner Wang --condition licence --due 2026-12-15\nwubu decide plant.wubu.ron approach score build dev_staff=no fit=4",
    );
    let option = help::option(lang);
    help::subcommand("score", lang, ABOUT, USAGE, EXAMPLES).args([
        Arg::new("option")
            .value_name(Phrase::new("方案", "OPTION").say(lang))
            .required(true)
            .help(Phrase::new("方案的编号或名称", "the key or name of the option").say(lang)),
        Arg::new("score")
            .value_name(Phrase::new("准则=分", "CRITERION=SCORE").say(lang))
            .required(true)
            .num_args(1..)
            .help(Phrase::new("准则或事实的编号和值", "keys of criteria or facts, with values").say(lang)),
        option(
            "ground",
            Phrase::new("依据", "TEXT"),
            Phrase::new("这些分的依据", "the ground of these scores"),
        ),
        option("owner", Phrase::new("负责人", "PERSON"), Phrase::new("谁负责这几项", "who answers for them")),
        option("condition", Phrase::new("条件", "TEXT"), Phrase::new("要满足的条件", "what has to be met")),
        option("due", Phrase::new("日期", "DAY"), Phrase::new("条件的期限", "until when"))
            .allow_hyphen_values(true),
    ])
}

pub fn run(
    step: &mut Step,
    decision: &'static guide::Decision,
    matches: &ArgMatches,
    here: &Here,
) -> Result<(), Trouble> {
    let key = option(step, decision, text(matches, "option").unwrap_or_default(), here)?;
    let beside = [
        ("ground", "grounds", Kind::Prose),
        ("owner", "owners", Kind::Person),
        ("condition", "conditions", Kind::Text),
        ("due", "due", Kind::Day),
    ];
    let mut notes = vec![];
    for (name, map, kind) in beside {
        notes.extend(step.typed(matches, name, kind, here)?.map(|value| (map, value)));
    }
    let mut fields = vec![];
    for word in texts(matches, "score") {
        let (name, value) = word.split_once(['=', '＝']).unwrap_or((word, ""));
        let (name, value) = (name.trim(), crate::text::typed(value).trim().to_owned());
        if !word.contains(['=', '＝']) {
            return Err(unknown(decision, word, here));
        }
        if decision.criterion(name).is_some() {
            let at = format!("{key}/{name}");
            fields.push((format!("scores/{at}"), score(decision, name, &value, here)?));
            fields.extend(notes.iter().map(|(map, value)| (format!("{map}/{at}"), value.clone())));
        } else if let Some(fact) = decision.fields.iter().find(|field| field.key == name) {
            let cell = cell::parse(&fact.kind, &value).map_err(|wrong| {
                let say = format!("{name}: {}", wrong.say(here.lang));
                Trouble::usage(say, wrong.next(here.lang))
            })?;
            let at = if fact.per_option { format!("{key}/{name}") } else { name.to_owned() };
            fields.push((format!("facts/{at}"), Value::text(cell.text())));
        } else {
            return Err(unknown(decision, name, here));
        }
    }
    step.make(|workspace, _| fill(workspace, RecordKind::Decision, &id(decision), fields))?;
    step.save(Phrase::new("打分", "score"), here.lang)
}

/// A whole number on the scale; nothing clears.
fn score(decision: &guide::Decision, name: &str, typed: &str, here: &Here) -> Result<Value, Trouble> {
    if typed.is_empty() {
        return Ok(Value::Unset);
    }
    let (min, max) = (decision.scale.min, decision.scale.max);
    let score = typed.parse::<u8>().ok().filter(|score| (min..=max).contains(score));
    score.map(|score| Value::text(score.to_string())).ok_or_else(|| match here.lang {
        Lang::Zh => Trouble::usage(format!("{name}：“{typed}”不是分数"), format!("写 {min} 到 {max} 的整数")),
        Lang::En => Trouble::usage(
            format!("{name}: “{typed}” is not a score"),
            format!("write a whole number from {min} to {max}"),
        ),
    })
}

fn unknown(decision: &guide::Decision, word: &str, here: &Here) -> Trouble {
    let criteria = decision.criteria.iter().map(|criterion| &criterion.key);
    let keys: Vec<&str> =
        criteria.chain(decision.fields.iter().map(|field| &field.key)).map(String::as_str).collect();
    match here.lang {
        Lang::Zh => {
            Trouble::usage(format!("“{word}”不是准则=分"), format!("准则和事实：{}", keys.join("、")))
        }
        Lang::En => Trouble::usage(
            format!("“{word}” is no CRITERION=SCORE"),
            format!("criteria and facts: {}", keys.join(", ")),
        ),
    }
}
