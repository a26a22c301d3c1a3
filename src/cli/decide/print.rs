//! A scorecard for people and for scripts.

use super::super::Here;
use super::super::out::{Line, Out, Paint, widest};
use super::super::trouble::Trouble;
use super::name;
use crate::guide::Need;
use crate::readiness::{Lack, Making, Missing, Scorecard, score_name};
use crate::text::{Lang, Phrase, pad, pad_left};
use crate::workspace::Workspace;
use serde::Serialize;

/// Missing scores that are named one by one.
const NAMED: usize = 8;

/// A line for each decision.
pub fn overview(
    cards: &[Scorecard],
    workspace: &Workspace,
    here: &Here,
    out: &mut Out,
) -> Result<(), Trouble> {
    let keys = widest(cards.iter().map(|card| card.decision.key.as_str()));
    let titles = widest(cards.iter().map(|card| card.decision.title.say(here.lang)));
    for card in cards {
        let head =
            format!("{}  {}", pad(&card.decision.key, keys), pad(card.decision.title.say(here.lang), titles));
        let line = Line::new().painted(Paint::Strong, head).add("  ");
        let paint = if card.making == Making::Made { Paint::Good } else { Paint::Plain };
        out.line(line.painted(paint, making(card, workspace, here.lang)))?;
    }
    Ok(())
}

pub fn card(card: &Scorecard, workspace: &Workspace, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let (decision, lang) = (card.decision, here.lang);
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    out.line(
        Line::new()
            .painted(Paint::Strong, decision.title.say(lang))
            .add(format!(" · {}", making(card, workspace, lang))),
    )?;
    out.line(decision.question.say(lang))?;
    out.line("")?;
    let mut options: Vec<_> = card.options.iter().collect();
    options.retain(|option| !option.guide.is_some_and(|guide| guide.hidden) || option.is_asked);
    options.sort_by_key(|option| option.rank.unwrap_or(usize::MAX));
    let names: Vec<String> = options.iter().map(|option| name(option, decision, workspace, lang)).collect();
    let room = widest(names.iter().map(String::as_str));
    for (option, name) in options.iter().zip(&names) {
        let rank = option.rank.map_or(" ".into(), |rank| rank.to_string());
        let total = option.total.map_or_else(String::new, |total| total.to_string());
        let band = option.band.map_or("", |band| band.label.say(lang));
        let scores: Vec<String> = option
            .scores
            .iter()
            .map(|scored| scored.given.map_or("·".into(), |score| score.to_string()))
            .collect();
        let mark = if option.is_chosen { "✓" } else { " " };
        let line = Line::new()
            .painted(Paint::Good, format!("{mark} "))
            .add(format!("{} {}", pad_left(&rank, 2), pad(name, room)))
            .painted(Paint::Strong, format!("  {}", pad_left(&total, 5)))
            .add(format!("  {}  {band}", scores.join(" ")));
        out.line(line)?;
        for says in option.out.iter().map(|out| &out.says).chain(option.caps.iter().map(|cap| &cap.says)) {
            let raw = option.raw.filter(|raw| Some(*raw) != option.total);
            let raw = raw.map_or_else(String::new, |raw| match lang {
                Lang::Zh => format!("（不封顶为 {raw}）"),
                Lang::En => format!(" (uncapped: {raw})"),
            });
            out.line(Line::new().painted(Paint::Bad, format!("      ! {}{raw}", says.say(lang))))?;
        }
    }
    let criteria: Vec<String> = decision
        .criteria
        .iter()
        .map(|criterion| {
            let weight = if criterion.weight > 0 { format!(" {}%", criterion.weight) } else { String::new() };
            format!("{} {}{weight}", criterion.key, criterion.label.say(lang))
        })
        .collect();
    out.line("")?;
    let head = Phrase::new("准则", "Criteria").say(lang);
    out.line(format!("{head}{colon}{}", criteria.join(if lang == Lang::Zh { "、" } else { ", " })))?;
    let head = Phrase::new("结论", "Verdict").say(lang);
    out.line(format!("{head}{colon}{}", card.verdict.label.say(lang)))?;
    remarks(card, workspace, lang).into_iter().try_for_each(|remark| out.line(remark))?;
    for missing in card.missing.iter().take(NAMED) {
        out.line(format!("  · {}", lacks(missing, card, workspace, lang)))?;
    }
    let rest = card.missing.len().saturating_sub(NAMED);
    match (rest, lang) {
        (0, _) => Ok(()),
        (rest, Lang::Zh) => out.line(format!("  另缺 {rest} 处")),
        (rest, Lang::En) => out.line(format!("  and {rest} more missing")),
    }
}

/// The margin, what would change the winner, the parts, the choice.
fn remarks(card: &Scorecard, workspace: &Workspace, lang: Lang) -> Vec<String> {
    let zh = lang == Lang::Zh;
    let decision = card.decision;
    let called =
        |key: &str| card.option(key).map_or(key.to_owned(), |option| name(option, decision, workspace, lang));
    let mut remarks = vec![];
    if let Some(margin) = card.margin {
        let close = match (&decision.margin, card.is_close()) {
            (Some(rule), true) => format!(" · {}", rule.says.say(lang)),
            _ => String::new(),
        };
        remarks.push(if zh {
            format!("分差：{margin}{close}")
        } else {
            format!("Margin: {margin}{close}")
        });
    }
    if let Some(swap) = &card.swap {
        let at = format!("{}/{}", swap.option, swap.criterion);
        let what = score_name((workspace, workspace), &decision.key, &at, lang);
        let (from, to, winner) = (swap.from, swap.to, called(&swap.winner));
        remarks.push(if zh {
            format!("最小变动：{what} 由 {from} 分改为 {to} 分，{winner} 即居首位")
        } else {
            format!("Smallest change: {what} from {from} to {to}, and {winner} comes first")
        });
    }
    for (option, part) in card.parts() {
        let name = name(option, decision, workspace, lang);
        let title = part.title.say(lang);
        remarks.push(if zh {
            format!("{name}见 {}《{title}》", part.number)
        } else {
            format!("{name}: see {} {title}", part.number)
        });
    }
    let record = workspace.decisions.get(&decision.key);
    if let Some(record) = record.filter(|record| !record.choice.is_empty()) {
        let parts = [record.on.as_str(), record.by.as_str(), &record.reason.lines().join(" ")]
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
            .join(" · ");
        remarks.push(if zh { format!("理由：{parts}") } else { format!("Reason: {parts}") });
    }
    remarks
}

fn making(card: &Scorecard, workspace: &Workspace, lang: Lang) -> String {
    let chosen: Vec<String> =
        card.chosen().map(|option| name(option, card.decision, workspace, lang)).collect();
    let chosen = chosen.join(if lang == Lang::Zh { "、" } else { ", " });
    match (&card.making, lang) {
        (Making::Skipped(_), Lang::Zh) => "不需要：实施方式已使它不适用".into(),
        (Making::Skipped(_), Lang::En) => "not needed with the chosen approach".into(),
        (Making::Made, Lang::Zh) => format!("✓ 已选定 {chosen}"),
        (Making::Made, Lang::En) => format!("✓ chosen: {chosen}"),
        (Making::Open(lacks), lang) => {
            let words: Vec<&str> = lacks.iter().map(|lack| lack_name(*lack).say(lang)).collect();
            match lang {
                Lang::Zh => format!("未定：缺{}", words.join("、")),
                Lang::En => format!("open: lacks {}", words.join(", ")),
            }
        }
    }
}

const fn lack_name(lack: Lack) -> Phrase {
    match lack {
        Lack::Verdict => Phrase::new("评分", "scores"),
        Lack::Choice => Phrase::new("选定", "choice"),
        Lack::Reason => Phrase::new("理由", "reason"),
        Lack::Day => Phrase::new("日期", "day"),
        Lack::Who => Phrase::new("决定人", "who decided"),
    }
}

fn lacks(missing: &Missing, card: &Scorecard, workspace: &Workspace, lang: Lang) -> String {
    let of = |key: String| score_name((workspace, workspace), &card.decision.key, &key, lang);
    let (at, what) = match missing {
        Missing::Options => {
            return Phrase::new("还没有方案，先用 add 增加", "no options yet: add them first")
                .say(lang)
                .into();
        }
        Missing::Score(option, criterion) => {
            (of(format!("{option}/{criterion}")), Phrase::new("未打分", "no score"))
        }
        Missing::Needed(need, option, criterion) => {
            let what = match need {
                Need::Ground => Phrase::new("缺依据", "no ground"),
                Need::Owner => Phrase::new("缺负责人", "no owner"),
                Need::Condition => Phrase::new("缺条件", "no condition"),
                Need::Due => Phrase::new("缺期限", "no due day"),
            };
            (of(format!("{option}/{criterion}")), what)
        }
        Missing::Fact(Some(option), fact) => {
            (of(format!("{option}/{fact}")), Phrase::new("未填", "not said"))
        }
        Missing::Fact(None, fact) => (of(fact.clone()), Phrase::new("未填", "not said")),
    };
    match lang {
        Lang::Zh => format!("{at}：{}", what.zh),
        Lang::En => format!("{at}: {}", what.en),
    }
}

/// A scorecard as scripts see it.
#[derive(Serialize)]
pub struct Row<'a> {
    key: &'a str,
    title: &'a str,
    verdict: &'a str,
    made: bool,
    choice: Vec<&'a str>,
    options: Vec<OptionRow<'a>>,
    /// In points of 100.
    margin: Option<f64>,
    close: bool,
    missing: Vec<String>,
    /// Numbers of the parts of GB/T 23031 that the choice leads to.
    parts: Vec<&'a str>,
    swap: Option<SwapRow<'a>>,
}

#[derive(Serialize)]
struct OptionRow<'a> {
    key: &'a str,
    name: String,
    total: Option<f64>,
    uncapped: Option<f64>,
    rank: Option<usize>,
    band: Option<&'a str>,
    caps: Vec<&'a str>,
    knockouts: Vec<&'a str>,
    scores: std::collections::BTreeMap<&'a str, Option<u8>>,
}

#[derive(Serialize)]
struct SwapRow<'a> {
    winner: &'a str,
    option: &'a str,
    criterion: &'a str,
    from: u8,
    to: u8,
}

impl<'a> Row<'a> {
    pub fn of(card: &'a Scorecard, workspace: &'a Workspace, lang: Lang) -> Row<'a> {
        #[expect(clippy::cast_precision_loss, reason = "at most a thousand tenths")]
        let points = |total: crate::readiness::Total| total.tenths() as f64 / 10.0;
        let options = card.options.iter().map(|option| OptionRow {
            key: &option.key,
            name: name(option, card.decision, workspace, lang),
            total: option.total.map(points),
            uncapped: option.raw.map(points),
            rank: option.rank,
            band: option.band.map(|band| band.key.as_str()),
            caps: option.caps.iter().map(|cap| cap.key.as_str()).collect(),
            knockouts: option.fired.iter().map(|out| out.key.as_str()).collect(),
            scores: option.scores.iter().map(|s| (s.criterion.key.as_str(), s.given)).collect(),
        });
        Row {
            key: &card.decision.key,
            title: card.decision.title.say(lang),
            verdict: &card.verdict.key,
            made: card.making == Making::Made,
            choice: card.chosen().map(|option| option.key.as_str()).collect(),
            options: options.collect(),
            margin: card.margin.map(points),
            close: card.is_close(),
            missing: card.missing.iter().map(|missing| lacks(missing, card, workspace, lang)).collect(),
            parts: card.parts().into_iter().map(|(_, part)| part.number.as_str()).collect(),
            swap: card.swap.as_ref().map(|swap| SwapRow {
                winner: &swap.winner,
                option: &swap.option,
                criterion: &swap.criterion,
                from: swap.from,
                to: swap.to,
            }),
        }
    }
}
