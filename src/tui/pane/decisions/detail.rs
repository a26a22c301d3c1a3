//! What the cell under the cursor means, and how the whole scorecard stands: the ladder of the criterion, what was
//! written beside the score, the ranking as bars, what would change the winner, what is missing.

use super::DecisionsPane;
use super::card::{self, Line};
use crate::guide::Method;
use crate::readiness::{Scorecard, Weighed, score_name, shown_title};
use crate::text::{Lang, pad, pad_left, width};
use crate::tui::action::Action;
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widget::reader::Item;
use crate::workspace::{At, Decision, Id, RecordKind};

/// Missing things that are named one by one.
const NAMED: usize = 12;

/// Cells of a full bar.
const BAR: i64 = 20;

/// `智能化制造 · 战略契合 3`.
pub(super) fn title(context: &Context, card: &Scorecard, option: &Weighed, line: Line) -> String {
    let (workspace, lang) = (context.workspace, context.lang);
    // A fact that is asked once belongs to no option.
    let is_once = matches!(line, Line::Fact(at) if !card.decision.fields[at].per_option);
    let name = match card::key(card.decision, line) {
        Some(_) if is_once => card::label(card.decision, line, lang),
        Some(key) => {
            let at = format!("{}/{key}", option.key);
            score_name((workspace, workspace), &card.decision.key, &at, lang)
        }
        None => format!(
            "{} · {}",
            card.name(&option.key, workspace, lang),
            card::label(card.decision, line, lang)
        ),
    };
    let (_, text) = card::cell(card, option, line, workspace, lang);
    format!("{name}  {text}")
}

impl DecisionsPane {
    pub(super) fn detail_items(&self, context: &Context) -> Vec<Item> {
        let Some((card, option, line)) = self.cell() else { return vec![] };
        let lang = context.lang;
        let mut items = vec![];
        if let Some(option) = option {
            items.push(Item::Title(title(context, card, option, line)));
            match line {
                Line::Criterion(at) => criterion(context, card, option, at, &mut items),
                Line::Fact(at) => {
                    let choices = card.decision.fields[at].kind.choices();
                    let words: Vec<&str> = choices.iter().map(|choice| choice.label.say(lang)).collect();
                    items.push(Item::Text(Role::Faint, words.join(" / ")));
                }
                Line::Choice => {
                    items.push(Item::Text(Role::Plain, card.decision.choose.says.say(lang).into()));
                }
            }
            limits(card, option, lang, &mut items);
        } else {
            items.push(Item::Title(card.decision.title.say(lang).into()));
            items.push(Item::Text(Role::Plain, card.decision.question.say(lang).into()));
        }
        ranking(context, card, &mut items);
        missing(context, card, &mut items);
        if let Some(option) = option {
            about(context, card, option, &mut items);
        }
        items
    }
}

/// The ladder, and what was written beside the score.
fn criterion(context: &Context, card: &Scorecard, option: &Weighed, at: usize, items: &mut Vec<Item>) {
    let lang = context.lang;
    let criterion = &card.decision.criteria[at];
    if let Some(asks) = &criterion.asks {
        items.push(Item::Text(Role::Label, asks.say(lang).into()));
    }
    let here = (Some(option.key.as_str()), Some(criterion.key.as_str()));
    let lacks = card.missing.iter().filter(|missing| missing.place() == here);
    for missing in lacks {
        items.push(Item::Text(Role::Warn, format!("! {}", missing.what().say(lang))));
    }
    let given = option.scores[at].given;
    for (score, level) in (card.decision.scale.min..=card.decision.scale.max).zip(&criterion.levels) {
        let is_given = given == Some(score);
        let (role, sign) = if is_given { (Role::Accent, "▸") } else { (Role::Faint, " ") };
        items.push(Item::Text(role, format!("{sign} {score}  {}", level.say(lang))));
    }
    let id = super::id(card.decision);
    for map in ["grounds", "owners", "conditions", "due"] {
        let place = At::new(RecordKind::Decision, &id, &format!("{map}/{}/{}", option.key, criterion.key));
        let declared = Decision::FIELDS.iter().find(|field| field.name == map);
        let (Some(value), Some(kind), Some(declared)) =
            (context.workspace.get(&place), place.value_kind(), declared)
        else {
            continue;
        };
        if !value.is_unset() {
            let label = declared.label.say(lang).to_owned();
            items.push(Item::Field(label, Role::Plain, kind.show(&value, lang).replace('\n', " ")));
        }
    }
    for check in &criterion.checklist {
        items.push(Item::Text(Role::Faint, format!("□ {}", check.say(lang))));
    }
    if let Some((id, task)) = criterion.task.as_deref().and_then(|id| {
        let task = context.workspace.tasks.get(id)?;
        Some((Id::new(id)?, task))
    }) {
        let label = if lang == Lang::Zh { "由任务查清" } else { "found out by" };
        let text = format!("{} {id} {} →", task.status.sign(), shown_title(id.as_str(), task, lang));
        items.push(Item::FieldLink(label.into(), Action::GoToTask(id), Role::Accent, text));
    }
}

/// Caps and knock-outs of an option, by name.
fn limits(card: &Scorecard, option: &Weighed, lang: Lang, items: &mut Vec<Item>) {
    for out in &option.fired {
        items.push(Item::Text(Role::Bad, format!("✗ {}", out.says.say(lang))));
    }
    for cap in &option.caps {
        let raw = option.raw.filter(|raw| Some(*raw) != option.total).filter(|_| weighs(card));
        let raw = raw.map_or_else(String::new, |raw| match lang {
            Lang::Zh => format!("（不封顶为 {raw}）"),
            Lang::En => format!(" (uncapped: {raw})"),
        });
        items.push(Item::Text(Role::Warn, format!("▾ {}{raw}", cap.says.say(lang))));
    }
}

fn weighs(card: &Scorecard) -> bool {
    card.decision.method == Method::WeightedSum
}

/// The options by rank, with bars; then the margin, the smallest change, the parts, the choice.
fn ranking(context: &Context, card: &Scorecard, items: &mut Vec<Item>) {
    let (workspace, lang) = (context.workspace, context.lang);
    let ranked = card.ranking();
    let remarks = card.remarks(workspace, lang);
    if ranked.is_empty() && remarks.is_empty() {
        return;
    }
    let heading = if ranked.is_empty() { ["结论", "Result"] } else { ["排名", "Ranking"] };
    items.extend([Item::Gap, Item::Heading(heading[usize::from(lang == Lang::En)].into())]);
    let names: Vec<String> = ranked.iter().map(|option| card.name(&option.key, workspace, lang)).collect();
    let room = names.iter().map(|name| width(name)).max().unwrap_or(0);
    for (option, name) in ranked.iter().zip(&names) {
        let (Some(total), Some(rank)) = (option.total, option.rank) else { continue };
        let full = usize::try_from(total.tenths() * BAR / 1000).unwrap_or(0);
        let rest = usize::try_from(BAR).unwrap_or(0).saturating_sub(full);
        let bar = format!("{}{}", "█".repeat(full), "░".repeat(rest));
        let band = option.band.map_or("", |band| band.label.say(lang));
        let mark = if option.is_chosen { "✓" } else { " " };
        let total = pad_left(&total.to_string(), 5);
        let role = if rank == 1 { Role::Good } else { Role::Plain };
        items.push(Item::Text(role, format!("{mark} {rank} {}  {total} {bar} {band}", pad(name, room))));
    }
    let role = if card.is_close() { Role::Warn } else { Role::Plain };
    items.extend(
        remarks
            .into_iter()
            .enumerate()
            .map(|(n, remark)| Item::Text(if n == 0 { role } else { Role::Plain }, remark)),
    );
}

fn missing(context: &Context, card: &Scorecard, items: &mut Vec<Item>) {
    let lang = context.lang;
    if card.missing.is_empty() {
        return;
    }
    let heading = match lang {
        Lang::Zh => format!("缺 {} 处（. 逐处去往）", card.missing.len()),
        Lang::En => format!("{} missing (. goes from one to the next)", card.missing.len()),
    };
    items.extend([Item::Gap, Item::Heading(heading)]);
    for missing in card.missing.iter().take(NAMED) {
        items.push(Item::Text(Role::Plain, format!("· {}", missing.say(card, context.workspace, lang))));
    }
    let rest = card.missing.len().saturating_sub(NAMED);
    if rest > 0 {
        let more = if lang == Lang::Zh { format!("另缺 {rest} 处") } else { format!("and {rest} more") };
        items.push(Item::Text(Role::Faint, more));
    }
}

/// What the guide knows of an option, and what the scale means.
fn about(context: &Context, card: &Scorecard, option: &Weighed, items: &mut Vec<Item>) {
    let lang = context.lang;
    let known = option.guide;
    let texts = [
        (["有利信号", "speaks for it"], known.and_then(|known| known.signals.as_ref())),
        (["先要的数据", "data first"], known.and_then(|known| known.data_first.as_ref())),
        (["常用指标", "indicators"], known.and_then(|known| known.kpis.as_ref())),
        (["说明", "note"], known.and_then(|known| known.note.as_ref())),
        (["分值", "scores"], card.decision.scale.note.as_ref()),
    ];
    if texts.iter().any(|(_, text)| text.is_some()) {
        let name = card.name(&option.key, context.workspace, lang);
        items.extend([Item::Gap, Item::Heading(name)]);
    }
    for (label, text) in texts {
        if let Some(text) = text {
            let label = label[usize::from(lang == Lang::En)].to_owned();
            items.push(Item::Field(label, Role::Plain, text.say(lang).into()));
        }
    }
    if let Some(standard) = &card.decision.standard {
        let label = if lang == Lang::Zh { "准则依据" } else { "criteria after" };
        items.push(Item::Field(label.into(), Role::Plain, standard.clone()));
    }
}
