//! `wubu decide FILE KEY`: a scorecard with its ranking, margin and verdict; scores and the choice by hand.

mod choose;
mod print;
mod score;

use super::out::Out;
use super::step::Step;
use super::trouble::Trouble;
use super::{Exit, Here, file, file_arg, help, json_arg, text};
use crate::guide::{self, guide};
use crate::readiness::{Scorecard, Weighed};
use crate::store::Session;
use crate::text::{Lang, Phrase};
use crate::workspace::{Id, Value, Workspace, add_option};
use clap::{Arg, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "决策评分表：排名、分差、排除与封顶、缺项、结论；打分和选定",
        "a scorecard: ranking, margin, knock-outs and caps, what is missing, verdict; score and choose",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu decide 文件 [决策] [--json]\nwubu decide 文件 决策 命令 …",
        "wubu decide FILE [KEY] [--json]\nwubu decide FILE KEY COMMAND …",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu decide plant.wubu.ron\n    四项决策各一行\nwubu decide plant.wubu.ron modes\nwubu decide plant.wubu.ron modes score digital_management strategy=4 pain=3\nwubu decide plant.wubu.ron provider add 华信\nwubu decide plant.wubu.ron modes choose digital_management --reason 痛点最大",
        "wubu decide plant.wubu.ron\n    a line for each of the four decisions\nwubu decide plant.wubu.ron modes\nwubu decide plant.wubu.ron modes score digital_management strategy=4 pain=3\nwubu decide plant.wubu.ron provider add Huaxin\nwubu decide plant.wubu.ron modes choose digital_management --reason pain",
    );
    const KEY: Phrase = Phrase::new(
        "modes、feasibility、approach 或 provider；不写则列出四项",
        "modes, feasibility, approach or provider; without it, all four",
    );
    help::subcommand("decide", lang, ABOUT, USAGE, EXAMPLES)
        .args([
            file_arg(lang),
            Arg::new("key").value_name(Phrase::new("决策", "KEY").say(lang)).help(KEY.say(lang)),
            json_arg(lang),
        ])
        .subcommands([score::command(lang), add(lang), choose::command(lang)])
}

fn add(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new("增加一个方案，输出它的编号", "add an option and print its key");
    const USAGE: Phrase = Phrase::new(
        "wubu decide 文件 provider|feasibility add 名称",
        "wubu decide FILE provider|feasibility add NAME",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu decide plant.wubu.ron provider add 华信",
        "wubu decide plant.wubu.ron provider add Huaxin",
    );
    help::subcommand("add", lang, ABOUT, USAGE, EXAMPLES).arg(
        Arg::new("name")
            .value_name(Phrase::new("名称", "NAME").say(lang))
            .required(true)
            .help(Phrase::new("方案或服务商的名称", "the name of the option or provider").say(lang)),
    )
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let path = file(matches);
    let asked = text(matches, "key").map(|key| decision(key, here)).transpose()?;
    if let Some((name, matches)) = matches.subcommand() {
        let Some(decision) = asked else {
            const WHICH: Phrase = Phrase::new("没有写决策", "no decision is named");
            return Err(Trouble::usage(here.say(WHICH), keys(here.lang)));
        };
        let mut step = Step::open(&path, here)?;
        match name {
            "score" => score::run(&mut step, decision, matches, here)?,
            "add" => added(&mut step, decision, matches, here, out)?,
            _ => choose::run(&mut step, decision, matches, here)?,
        }
        return Ok(Exit::Fine);
    }
    let session = Session::open(&path)?;
    let workspace = session.workspace();
    let shown = guide().decisions().iter().filter(|d| asked.is_none_or(|asked| asked.key == d.key));
    let cards: Vec<Scorecard> = shown.filter_map(|d| Scorecard::of(workspace, &d.key)).collect();
    match (cards.as_slice(), asked, matches.get_flag("json")) {
        ([card], Some(_), true) => out.json(&print::Row::of(card, workspace, here.lang))?,
        ([card], Some(_), false) => print::card(card, workspace, here, out)?,
        (cards, _, true) => {
            let rows = cards.iter().map(|card| print::Row::of(card, workspace, here.lang));
            out.json(&rows.collect::<Vec<_>>())?;
        }
        (cards, _, false) => print::overview(cards, workspace, here, out)?,
    }
    Ok(Exit::Fine)
}

fn keys(lang: Lang) -> String {
    let keys: Vec<&str> = guide().decisions().iter().map(|decision| decision.key.as_str()).collect();
    match lang {
        Lang::Zh => format!("可选：{}", keys.join("、")),
        Lang::En => format!("one of: {}", keys.join(", ")),
    }
}

fn decision(key: &str, here: &Here) -> Result<&'static guide::Decision, Trouble> {
    guide().decision(key).ok_or_else(|| {
        let say = match here.lang {
            Lang::Zh => format!("没有决策 {key}"),
            Lang::En => format!("there is no decision {key}"),
        };
        Trouble::usage(say, keys(here.lang))
    })
}

/// The record of a decision has the key of the guide.
fn id(decision: &guide::Decision) -> Id {
    Id::new(&decision.key).expect("keys of the guide are sound")
}

/// The name of an option as it is shown.
fn name(option: &Weighed, decision: &guide::Decision, workspace: &Workspace, lang: Lang) -> String {
    crate::readiness::option_name(workspace, &decision.key, &option.key, lang).unwrap_or(option.key.clone())
}

/// An option by its key, or by what it is called.
fn option(step: &Step, decision: &guide::Decision, word: &str, here: &Here) -> Result<String, Trouble> {
    let card = Scorecard::of(&step.draft, &decision.key);
    let options = card.map(|card| card.options).unwrap_or_default();
    let called = |option: &&Weighed| {
        [Lang::Zh, Lang::En].iter().any(|lang| name(option, decision, &step.draft, *lang) == word)
    };
    let found = options.iter().find(|option| option.key == word).or_else(|| options.iter().find(called));
    found.map(|option| option.key.clone()).ok_or_else(|| {
        let known: Vec<&str> = options.iter().map(|option| option.key.as_str()).collect();
        let (say, next) = match here.lang {
            Lang::Zh => (format!("没有方案 {word}"), format!("可选：{}", known.join("、"))),
            Lang::En => (format!("there is no option {word}"), format!("one of: {}", known.join(", "))),
        };
        let add = match here.lang {
            Lang::Zh => format!("先增加：wubu decide 文件 {} add 名称", decision.key),
            Lang::En => format!("add it first: wubu decide FILE {} add NAME", decision.key),
        };
        let next = match (known.is_empty(), decision.own_options) {
            (true, _) => add,
            (false, true) => format!("{next}\n{add}"),
            (false, false) => next,
        };
        Trouble::usage(say, next)
    })
}

/// An option of the users' own.
fn added(
    step: &mut Step,
    decision: &'static guide::Decision,
    matches: &ArgMatches,
    here: &Here,
    out: &mut Out,
) -> Result<(), Trouble> {
    const FIXED: Phrase = Phrase::new("这项决策的方案是固定的", "the options of this decision are fixed");
    const SEE: Phrase = Phrase::new("用 wubu decide 文件 决策 查看", "see them with wubu decide FILE KEY");
    const EMPTY: Phrase = Phrase::new("名称是空的", "the name is empty");
    const SAY: Phrase = Phrase::new("写出方案或服务商的名称", "say what the option is called");
    if !decision.own_options {
        return Err(Trouble::usage(here.say(FIXED), here.say(SEE)));
    }
    let name = step.typed(matches, "name", crate::workspace::Kind::Text, here)?.unwrap_or(Value::Unset);
    if name.is_unset() {
        return Err(Trouble::usage(here.say(EMPTY), here.say(SAY)));
    }
    let mut new = None;
    step.make(|workspace, random| {
        let (key, edit) = add_option(workspace, &id(decision), name, random)?;
        new = Some(key);
        Ok(edit)
    })?;
    step.save(Phrase::new("增加方案", "add an option"), here.lang)?;
    out.line(new.unwrap_or_default())
}
