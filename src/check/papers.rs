//! The rules about decisions and gates: what points nowhere, scores off their scale, a choice that a knock-out put
//! out, waivers that cannot be or have run out.

use super::{About, Found};
use crate::guide::{self, guide};
use crate::readiness::{Scorecard, Waiver, WaiverIs, criterion_of, paper_name};
use crate::text::{Bilingual, Lang};
use crate::workspace::{Criterion, Decision, Id, RecordKind, Workspace, cell};
use jiff::civil::Date;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wrong {
    NoDecision(String),
    /// `gate.criterion`.
    NoCriterion(String),
    /// Of a decision: a score, fact or choice about an option that there is not.
    NoOption(String),
    /// Of a decision: a score or fact about a line that there is not.
    NoLine(String),
    /// The score, and the ends of the scale.
    OffScale(String, u8, u8),
    /// A fact that its kind does not take.
    NoFact(String),
    /// The option, and what puts it out.
    KnockedOut(Bilingual, &'static Bilingual),
    TooMany(&'static Bilingual),
    NoEvidence(String),
    /// The criterion takes no waiver.
    NotWaivable(&'static Bilingual),
    /// Owner, reason or day is not given.
    HalfWaiver(&'static Bilingual),
    /// The day until which it held.
    WaiverPast(&'static Bilingual, String),
}

pub(super) fn check(workspace: &Workspace, found: &mut Found) {
    for (id, record) in workspace.decisions.iter() {
        match guide().decision(id.as_str()) {
            None => {
                let wrong = Wrong::NoDecision(id.to_string());
                found.add(RecordKind::Decision, id, "", "decision", About::Paper(wrong));
            }
            Some(decision) => of_decision(workspace, id, record, decision, found),
        }
    }
    for (id, record) in workspace.criteria.iter() {
        of_criterion(workspace, id, record, found);
    }
}

fn of_decision(
    workspace: &Workspace,
    id: &Id,
    record: &Decision,
    decision: &'static guide::Decision,
    found: &mut Found,
) {
    let mut add = |field: &str, rule: &'static str, wrong: Wrong| {
        found.add(RecordKind::Decision, id, field, rule, About::Paper(wrong));
    };
    let Some(card) = Scorecard::of(workspace, &decision.key) else { return };
    let is_option = |key: &str| card.option(key).is_some();
    for (key, _) in record.options.iter().filter(|(key, _)| !is_option(key)) {
        add(&format!("options/{key}"), "option", Wrong::NoOption(key.to_owned()));
    }
    let maps: [(&str, Vec<&str>); 5] = [
        ("scores", record.scores.iter().map(|(key, _)| key).collect()),
        ("grounds", record.grounds.iter().map(|(key, _)| key).collect()),
        ("owners", record.owners.iter().map(|(key, _)| key).collect()),
        ("conditions", record.conditions.iter().map(|(key, _)| key).collect()),
        ("due", record.due.iter().map(|(key, _)| key).collect()),
    ];
    for (map, keys) in maps {
        for key in keys {
            let (option, line) = key.split_once('/').unwrap_or((key, ""));
            if !is_option(option) {
                add(&format!("{map}/{key}"), "option", Wrong::NoOption(option.to_owned()));
            } else if decision.criterion(line).is_none() {
                add(&format!("{map}/{key}"), "criterion", Wrong::NoLine(line.to_owned()));
            }
        }
    }
    let (min, max) = (decision.scale.min, decision.scale.max);
    for (key, score) in record.scores.iter() {
        let is_on = score.as_str().trim().parse().is_ok_and(|score: u8| (min..=max).contains(&score));
        if !is_on {
            add(&format!("scores/{key}"), "score", Wrong::OffScale(score.as_str().to_owned(), min, max));
        }
    }
    for (key, due) in record.due.iter().filter(|(_, due)| due.date().is_none()) {
        add(&format!("due/{key}"), "day", Wrong::NoFact(due.as_str().to_owned()));
    }
    for (key, text) in record.facts.iter() {
        let (option, line) = key.split_once('/').map_or((None, key), |(option, line)| (Some(option), line));
        let field = decision.fields.iter().find(|field| field.key == line);
        match (field, option) {
            (Some(field), Some(option)) if field.per_option && !is_option(option) => {
                add(&format!("facts/{key}"), "option", Wrong::NoOption(option.to_owned()));
            }
            (Some(field), option) if field.per_option == option.is_some() => {
                if cell::parse(&field.kind, text.as_str()).is_err() {
                    add(&format!("facts/{key}"), "fact", Wrong::NoFact(text.as_str().to_owned()));
                }
            }
            _ => add(&format!("facts/{key}"), "criterion", Wrong::NoLine(line.to_owned())),
        }
    }
    for key in record.choice.iter().filter(|key| !is_option(key)) {
        add("choice", "option", Wrong::NoOption(key.to_owned()));
    }
    if card.chosen().count() > decision.choose.max {
        add("choice", "choice", Wrong::TooMany(&decision.choose.says));
    }
    for chosen in card.chosen() {
        if let Some(knockout) = chosen.out.first() {
            let name = |lang| {
                crate::readiness::option_name(workspace, &decision.key, &chosen.key, lang)
                    .unwrap_or_else(|| chosen.key.clone())
            };
            let name = Bilingual { zh: name(Lang::Zh), en: name(Lang::En) };
            add("choice", "knock-out", Wrong::KnockedOut(name, &knockout.says));
        }
    }
}

fn of_criterion(workspace: &Workspace, id: &Id, record: &Criterion, found: &mut Found) {
    let mut add = |field: &str, rule: &'static str, wrong: Wrong| {
        found.add(RecordKind::Criterion, id, field, rule, About::Paper(wrong));
    };
    for evidence in record.evidence.iter().filter(|evidence| !workspace.evidence.contains(evidence)) {
        add("evidence", "dangling", Wrong::NoEvidence(evidence.to_owned()));
    }
    let Some((_, criterion)) = criterion_of(id.as_str()) else {
        return add("", "criterion", Wrong::NoCriterion(id.to_string()));
    };
    // On no day is a waiver valid that is incomplete or must not be.
    match Waiver::of(criterion, record, Date::MIN).map(|waiver| waiver.is) {
        Some(WaiverIs::Refused) => add("", "waiver", Wrong::NotWaivable(&criterion.says)),
        Some(WaiverIs::Incomplete) => add("", "waiver", Wrong::HalfWaiver(&criterion.says)),
        _ => {}
    }
}

pub(super) fn overdue(workspace: &Workspace, today: Date, found: &mut Found) {
    for (id, record) in workspace.criteria.iter() {
        let Some((_, criterion)) = criterion_of(id.as_str()) else { continue };
        if let Some(Waiver { is: WaiverIs::Past, until, .. }) = Waiver::of(criterion, record, today) {
            let wrong = Wrong::WaiverPast(&criterion.says, until);
            found.add(RecordKind::Criterion, id, "until", "waiver-past", About::Paper(wrong));
        }
    }
}

impl Wrong {
    pub fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Wrong::NoDecision(key), Lang::Zh) => format!("没有决策 {key}"),
            (Wrong::NoDecision(key), Lang::En) => format!("there is no decision {key}"),
            (Wrong::NoCriterion(id), lang) => {
                let gate = id.split_once('.').map_or(id.as_str(), |(gate, _)| gate);
                match (paper_name(gate, lang), lang) {
                    ("", Lang::Zh) => format!("没有评审门 {gate}"),
                    ("", Lang::En) => format!("there is no gate {gate}"),
                    (name, Lang::Zh) => format!("{gate} {name}没有评审项 {id}"),
                    (name, Lang::En) => format!("{gate} {name} has no criterion {id}"),
                }
            }
            (Wrong::NoOption(key), Lang::Zh) => format!("没有方案 {key}"),
            (Wrong::NoOption(key), Lang::En) => format!("there is no option {key}"),
            (Wrong::NoLine(key), Lang::Zh) => format!("没有准则或事实 {key}"),
            (Wrong::NoLine(key), Lang::En) => format!("there is no criterion or fact {key}"),
            (Wrong::OffScale(text, min, max), Lang::Zh) => format!("“{text}”不是 {min} 到 {max} 的整数分"),
            (Wrong::OffScale(text, min, max), Lang::En) => {
                format!("“{text}” is not a whole score from {min} to {max}")
            }
            (Wrong::NoFact(text), Lang::Zh) => format!("“{text}”不是可填的值"),
            (Wrong::NoFact(text), Lang::En) => format!("“{text}” is not a value it takes"),
            (Wrong::KnockedOut(name, says), Lang::Zh) => format!("选定的{}已被排除：{}", name.zh, says.zh),
            (Wrong::KnockedOut(name, says), Lang::En) => {
                format!("the chosen option {} is knocked out: {}", name.en, says.en)
            }
            (Wrong::TooMany(says), Lang::Zh) => format!("选定的方案过多：{}", says.zh),
            (Wrong::TooMany(says), Lang::En) => format!("too many are chosen: {}", says.en),
            (Wrong::NoEvidence(id), Lang::Zh) => format!("没有证据 {id}"),
            (Wrong::NoEvidence(id), Lang::En) => format!("there is no evidence {id}"),
            (Wrong::NotWaivable(says), Lang::Zh) => format!("此项不可豁免：{}", says.zh),
            (Wrong::NotWaivable(says), Lang::En) => format!("takes no waiver: {}", says.en),
            (Wrong::HalfWaiver(says), Lang::Zh) => format!("豁免缺责任人、理由或日期：{}", says.zh),
            (Wrong::HalfWaiver(says), Lang::En) => {
                format!("the waiver lacks owner, reason or day: {}", says.en)
            }
            (Wrong::WaiverPast(says, until), Lang::Zh) => format!("豁免已于 {until} 到期：{}", says.zh),
            (Wrong::WaiverPast(says, until), Lang::En) => {
                format!("its waiver ran out on {until}: {}", says.en)
            }
        }
    }

    pub fn next(&self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Wrong::NoDecision(_) => (
                "改成 modes、feasibility、approach 或 provider",
                "name modes, feasibility, approach or provider",
            ),
            Wrong::NoCriterion(_) => {
                ("评审项见 wubu gate 文件 G1", "see the criteria with wubu gate FILE G1")
            }
            Wrong::NoOption(_) | Wrong::NoLine(_) => {
                ("改成评分表里有的，或删除此处", "name one of the scorecard, or take it out")
            }
            Wrong::OffScale(..) | Wrong::NoFact(_) => {
                ("用 wubu decide … score 改写", "write it anew with wubu decide … score")
            }
            Wrong::KnockedOut(..) => {
                ("另选一个，或核实排除条件", "choose another, or look at the facts again")
            }
            Wrong::TooMany(_) => {
                ("用 wubu decide … choose 重新选定", "choose anew with wubu decide … choose")
            }
            Wrong::NoEvidence(_) => {
                ("换成现有证据，或去掉这个引用", "link evidence that exists, or take the link out")
            }
            Wrong::NotWaivable(_) => ("落实此项，并清空豁免", "meet it, and clear the waiver"),
            Wrong::HalfWaiver(_) => ("补齐责任人、理由和日期", "give owner, reason and day"),
            Wrong::WaiverPast(..) => {
                ("落实此项，或重新豁免到新的日期", "meet it, or waive it to another day")
            }
        };
        if lang == Lang::Zh { zh } else { en }
    }
}
