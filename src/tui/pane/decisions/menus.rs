//! The menus and forms of a scorecard: the ladder of a criterion, a fact, the ground, the choice with its reason,
//! options of one's own.

use super::{id, open, say};
use crate::guide::ColumnKind;
use crate::readiness::{Scorecard, Weighed, score_name};
use crate::text::{Lang, Phrase};
use crate::tui::action::Action;
use crate::tui::command::Command;
use crate::tui::dialog::{Area, Dialog, Form, Menu, MenuItem, Target};
use crate::tui::pane::Context;
use crate::workspace::{At, RecordKind, Value, drop_option, fill, fresh_option};

const LETTERS: &str = "qwertyuiopasfghjklzxcvbnm";

/// One value of the decision's record, as a step of its own.
pub(super) fn set(context: &Context, card: &Scorecard, what: Phrase, field: String, now: Value) -> Action {
    let edit = fill(context.workspace, RecordKind::Decision, &id(card.decision), vec![(field, now)]);
    match edit {
        Ok(edit) => Action::Edit(what, edit),
        Err(refusal) => Action::Refused(refusal),
    }
}

/// What each score means; one of them is chosen.
pub(super) fn ladder(context: &Context, card: &Scorecard, option: &Weighed, at: usize) -> Dialog {
    let lang = context.lang;
    let criterion = &card.decision.criteria[at];
    let field = format!("scores/{}/{}", option.key, criterion.key);
    let score = |score: Option<u8>| {
        let now = score.map_or(Value::Unset, |score| Value::text(score.to_string()));
        set(context, card, Phrase::new("打分", "Scored"), field.clone(), now)
    };
    let scale = card.decision.scale.min..=card.decision.scale.max;
    let mut items: Vec<MenuItem> = scale
        .zip(&criterion.levels)
        .map(|(n, level)| {
            let hot = char::from_digit(u32::from(n), 10).unwrap_or('?');
            MenuItem::new(hot, level.say(lang), score(Some(n))).on(option.scores[at].given == Some(n))
        })
        .collect();
    items.push(MenuItem::new('d', if lang == Lang::Zh { "清除" } else { "clear it" }, score(None)));
    let key = format!("{}/{}", option.key, criterion.key);
    let title = score_name((context.workspace, context.workspace), &card.decision.key, &key, lang);
    Dialog::Menu(Menu::hot(title, items))
}

/// One point more or less; without a score it starts at the end that is asked for.
pub(super) fn nudge(context: &Context, card: &Scorecard, option: &Weighed, at: usize, is_up: bool) -> Action {
    let scale = &card.decision.scale;
    let now = match (option.scores[at].given, is_up) {
        (Some(score), true) => score.saturating_add(1).min(scale.max),
        (Some(score), false) => score.saturating_sub(1).max(scale.min),
        (None, true) => scale.min,
        (None, false) => scale.max,
    };
    let field = format!("scores/{}/{}", option.key, card.decision.criteria[at].key);
    set(context, card, Phrase::new("打分", "Scored"), field, Value::text(now.to_string()))
}

/// A fact: chosen from its words, or typed.
pub(super) fn fact(context: &Context, card: &Scorecard, option: Option<&str>, at: usize) -> Vec<Action> {
    let lang = context.lang;
    let fact = &card.decision.fields[at];
    if option.is_some_and(|option| !fact.only_for.is_empty() && !fact.only_for.iter().any(|o| o == option)) {
        let text = Phrase::new("这个方案不问这一项", "this is not asked of this option");
        return vec![say(text, lang)];
    }
    let place = option.map_or(fact.key.clone(), |option| format!("{option}/{}", fact.key));
    let field = format!("facts/{place}");
    let title = score_name((context.workspace, context.workspace), &card.decision.key, &place, lang);
    let held = context.workspace.decisions.get(&card.decision.key).and_then(|held| held.facts.get(&place));
    let held = held.map_or("", |held| held.as_str());
    let put = |text: &str| {
        let now = if text.is_empty() { Value::Unset } else { Value::text(text) };
        set(context, card, Phrase::new("填事实", "Said"), field.clone(), now)
    };
    let mut items = match &fact.kind {
        ColumnKind::YesNo => {
            let words = if lang == Lang::Zh { ["是", "否"] } else { ["yes", "no"] };
            [('y', "yes", words[0]), ('n', "no", words[1])]
                .map(|(hot, key, label)| MenuItem::new(hot, label, put(key)).on(held == key))
                .to_vec()
        }
        kind if !kind.choices().is_empty() => {
            let choices = kind.choices().iter().zip(LETTERS.chars());
            choices
                .map(|(choice, hot)| {
                    MenuItem::new(hot, choice.label.say(lang), put(&choice.key)).on(held == choice.key)
                })
                .collect()
        }
        _ => {
            let of = (RecordKind::Decision, &id(card.decision));
            let today = context.today.to_string();
            let basis = (lang, today.as_str(), context.me);
            return vec![open(Dialog::Form(Form::paper(title, of, &[&field], context.workspace, basis)))];
        }
    };
    items.push(MenuItem::new('d', if lang == Lang::Zh { "清除" } else { "clear it" }, put("")));
    vec![open(Dialog::Menu(Menu::hot(title, items)))]
}

/// The ground of a score: in the text area, in an editor, or in a form with what else belongs to it.
pub(super) fn ground(
    context: &Context,
    card: &Scorecard,
    option: &Weighed,
    at: usize,
    command: Command,
) -> Vec<Action> {
    let (lang, id) = (context.lang, id(card.decision));
    let key = format!("{}/{}", option.key, card.decision.criteria[at].key);
    let name = score_name((context.workspace, context.workspace), &card.decision.key, &key, lang);
    let place = At::new(RecordKind::Decision, &id, &format!("grounds/{key}"));
    let text = context.workspace.get(&place).zip(place.value_kind());
    let text = text.map_or(String::new(), |(value, kind)| kind.edit_text(&value));
    match command {
        Command::Ground => {
            let title = format!("{} · {name}", if lang == Lang::Zh { "依据" } else { "Ground" });
            vec![open(Dialog::Area(Area::new(title, &text, Target::Field(place), lang)))]
        }
        Command::GroundOutside => vec![Action::EditOutside(place, text)],
        _ => {
            let fields = ["grounds", "owners", "conditions", "due"].map(|map| format!("{map}/{key}"));
            let fields: Vec<&str> = fields.iter().map(String::as_str).collect();
            let today = context.today.to_string();
            let basis = (lang, today.as_str(), context.me);
            let form = Form::paper(name, (RecordKind::Decision, &id), &fields, context.workspace, basis);
            vec![open(Dialog::Form(form))]
        }
    }
}

/// Chooses an option, or not. Where only one is chosen, it takes the place of the other.
pub(super) fn choose(context: &Context, card: &Scorecard, option: &Weighed) -> Vec<Action> {
    let held = card.chosen().map(|option| option.key.as_str());
    let mut chosen: Vec<&str> = held.filter(|key| *key != option.key).collect();
    if !option.is_chosen {
        let max = card.decision.choose.max;
        if max == 1 {
            chosen.clear();
        } else if chosen.len() >= max {
            let text = card.decision.choose.says.say(context.lang);
            let notice =
                crate::tui::action::Notice { mood: crate::tui::action::Mood::Bad, text: text.into() };
            return vec![Action::Say(notice)];
        }
        chosen.push(&option.key);
    }
    vec![set(context, card, Phrase::new("选定方案", "Chose"), "choice".into(), Value::set(chosen))]
}

/// The choice with its reason, day and who decided. Where nothing is chosen yet, that is asked first.
pub(super) fn decide(context: &Context, card: &Scorecard) -> Vec<Action> {
    let lang = context.lang;
    let decision = card.decision;
    let form = |chosen: &[&str], is_new: bool| {
        let names: Vec<String> = chosen.iter().map(|key| card.name(key, context.workspace, lang)).collect();
        let head = if lang == Lang::Zh { "定案" } else { "Decide" };
        let title = format!("{head} · {}", names.join(if lang == Lang::Zh { "、" } else { ", " }));
        let today = context.today.to_string();
        let basis = (lang, today.as_str(), context.me);
        let of = (RecordKind::Decision, &id(decision));
        let form = Form::paper(title, of, &["reason", "on", "by"], context.workspace, basis);
        let form = form.offer("on", &today).offer("by", context.me);
        let form = if is_new { form.also("choice", &chosen.join(", ")) } else { form };
        open(Dialog::Form(form))
    };
    let chosen: Vec<&str> = card.chosen().map(|option| option.key.as_str()).collect();
    if !chosen.is_empty() {
        return vec![form(&chosen, false)];
    }
    let mut options = card.shown();
    options.sort_by_key(|option| option.rank.unwrap_or(usize::MAX));
    if options.is_empty() {
        return vec![super::no_option(lang)];
    }
    let items = options.into_iter().map(|option| {
        let key = option.rank.map_or(String::new(), |rank| rank.to_string());
        let name = card.name(&option.key, context.workspace, lang);
        let total = option.total.map_or(String::new(), |total| format!("  {total}"));
        let band = option.band.map_or(String::new(), |band| format!("  {}", band.label.say(lang)));
        let out = option.out.first().map_or(String::new(), |out| format!("  ✗ {}", out.says.say(lang)));
        MenuItem::keyed(key, format!("{name}{total}{band}{out}"), form(&[&option.key], true))
    });
    let title = decision.choose.says.say(lang);
    vec![open(Dialog::Menu(Menu::narrowing(title, items.collect())))]
}

/// A form for the name of a new option.
pub(super) fn add(context: &Context, card: &Scorecard, random: &mut fastrand::Rng) -> Vec<Action> {
    let key = fresh_option(context.workspace, &id(card.decision), random);
    let title = if context.lang == Lang::Zh { "新增方案" } else { "New option" };
    vec![naming(context, card, title, &key)]
}

pub(super) fn rename(context: &Context, card: &Scorecard, option: &Weighed) -> Vec<Action> {
    if option.guide.is_some() {
        return vec![say(GIVEN, context.lang)];
    }
    let title = if context.lang == Lang::Zh { "方案改名" } else { "Rename the option" };
    vec![naming(context, card, title, &option.key)]
}

fn naming(context: &Context, card: &Scorecard, title: &str, key: &str) -> Action {
    let title = format!("{title} · {}", card.decision.title.say(context.lang));
    let today = context.today.to_string();
    let basis = (context.lang, today.as_str(), context.me);
    let field = format!("options/{key}");
    let of = (RecordKind::Decision, &id(card.decision));
    open(Dialog::Form(Form::paper(title, of, &[&field], context.workspace, basis)))
}

const GIVEN: Phrase =
    Phrase::new("这是指南给定的方案，不能改名或删除", "this option is the guide's: it stays as it is");

pub(super) fn remove(context: &Context, card: &Scorecard, option: &Weighed) -> Vec<Action> {
    if option.guide.is_some() {
        return vec![say(GIVEN, context.lang)];
    }
    match drop_option(context.workspace, &id(card.decision), &option.key) {
        Ok(edit) => vec![Action::Edit(Phrase::new("删除方案", "Removed the option"), edit)],
        Err(refusal) => vec![Action::Refused(refusal)],
    }
}
