//! `wubu decide FILE KEY choose OPTION… --reason …`: what people decided, why, when and who.

use super::super::step::Step;
use super::super::{Here, help, out, texts};
use super::{Trouble, id, name, option};
use crate::guide;
use crate::readiness::Scorecard;
use crate::text::{Lang, Phrase};
use crate::workspace::{Kind, RecordKind, Value, fill};
use clap::{Arg, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "选定方案，记下理由、日期和决定人；可以与排名不同，但要写理由",
        "choose, with reason, day and who decided; the choice may differ from the ranking",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu decide 文件 决策 choose 方案… --reason 理由 [--by 人] [--on 日期]",
        "wubu decide FILE KEY choose OPTION… --reason TEXT [--by WHO] [--on DAY]",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu decide plant.wubu.ron modes choose 智能化制造 --reason 痛点最大 --by 张总",
        "wubu decide plant.wubu.ron modes choose service_extension --reason fits",
    );
    let option = help::option(lang);
    help::subcommand("choose", lang, ABOUT, USAGE, EXAMPLES).args([
        Arg::new("option")
            .value_name(Phrase::new("方案", "OPTION").say(lang))
            .required(true)
            .num_args(1..)
            .help(Phrase::new("方案的编号或名称", "keys or names of options").say(lang)),
        option("reason", Phrase::new("理由", "TEXT"), Phrase::new("为什么选它", "why")).required(true),
        option(
            "by",
            Phrase::new("决定人", "PERSON"),
            Phrase::new("谁决定的；不写则为我", "who decided; else me"),
        ),
        option(
            "on",
            Phrase::new("日期", "DAY"),
            Phrase::new("决定日期；不写则为今天", "the day; else today"),
        )
        .allow_hyphen_values(true),
    ])
}

pub fn run(
    step: &mut Step,
    decision: &'static guide::Decision,
    matches: &ArgMatches,
    here: &Here,
) -> Result<(), Trouble> {
    let mut chosen = vec![];
    for word in texts(matches, "option") {
        let key = option(step, decision, word, here)?;
        if !chosen.contains(&key) {
            chosen.push(key);
        }
    }
    if chosen.len() > decision.choose.max {
        const TOO_MANY: Phrase = Phrase::new("选定的方案过多", "too many are chosen");
        return Err(Trouble::usage(here.say(TOO_MANY), decision.choose.says.say(here.lang)));
    }
    let reason = step.typed(matches, "reason", Kind::Prose, here)?.unwrap_or(Value::Unset);
    let on = step.typed(matches, "on", Kind::Day, here)?;
    let by = step.typed(matches, "by", Kind::Person, here)?;
    let by = by.unwrap_or_else(|| Value::text(step.me(here)));
    let fields = vec![
        ("choice".to_owned(), Value::set(chosen)),
        ("reason".into(), reason),
        ("on".into(), on.unwrap_or_else(|| Value::text(here.today.to_string()))),
        ("by".into(), by),
    ];
    step.make(|workspace, _| fill(workspace, RecordKind::Decision, &id(decision), fields))?;
    step.save(Phrase::new("选定方案", "choose"), here.lang)?;
    // A gate would not take it; they should hear it now.
    let card = Scorecard::of(&step.draft, &decision.key);
    for chosen in card.iter().flat_map(Scorecard::chosen) {
        if let Some(knockout) = chosen.out.first() {
            let name = name(chosen, decision, &step.draft, here.lang);
            let colon = here.lang.colon();
            out::tell(&format!("{name}{colon}{}", knockout.says.say(here.lang)));
        }
    }
    Ok(())
}
