//! A scorecard for people and for scripts.

use super::super::Here;
use super::super::out::{Line, Out, Paint, widest};
use super::super::trouble::Trouble;
use crate::readiness::{Making, Scorecard};
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
        out.line(line.painted(paint, card.making_text(workspace, here.lang)))?;
    }
    Ok(())
}

pub fn card(card: &Scorecard, workspace: &Workspace, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let (decision, lang) = (card.decision, here.lang);
    let colon = if lang == Lang::Zh { "：" } else { ": " };
    out.line(
        Line::new()
            .painted(Paint::Strong, decision.title.say(lang))
            .add(format!(" · {}", card.making_text(workspace, lang))),
    )?;
    out.line(decision.question.say(lang))?;
    out.line("")?;
    let mut options = card.shown();
    options.sort_by_key(|option| option.rank.unwrap_or(usize::MAX));
    let names: Vec<String> = options.iter().map(|option| card.name(&option.key, workspace, lang)).collect();
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
    card.remarks(workspace, lang).into_iter().try_for_each(|remark| out.line(remark))?;
    for missing in card.missing.iter().take(NAMED) {
        out.line(format!("  · {}", missing.say(card, workspace, lang)))?;
    }
    let rest = card.missing.len().saturating_sub(NAMED);
    match (rest, lang) {
        (0, _) => Ok(()),
        (rest, Lang::Zh) => out.line(format!("  另缺 {rest} 处")),
        (rest, Lang::En) => out.line(format!("  and {rest} more missing")),
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
            name: card.name(&option.key, workspace, lang),
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
            missing: card.missing.iter().map(|missing| missing.say(card, workspace, lang)).collect(),
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
