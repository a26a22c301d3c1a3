//! The menus of the tasks pane: filter, sort, status, element, predecessors, templates to adopt.

use super::open;
use crate::guide::{Stage, guide};
use crate::readiness::shown_title;
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Filter, Mood, Notice, Sort};
use crate::tui::dialog::{Ask, Dialog, Form, Menu, MenuItem, Purpose, Then};
use crate::tui::pane::Context;
use crate::tui::widget::input::Input;
use crate::workspace::{self, Assign, How, Id, Kind, RecordKind, Status, Task};

const LETTERS: &str = "qwertyuiopasdfghjklzxcvbnm";

pub fn filter(now: &Filter, lang: Lang) -> Dialog {
    let said = |zh: &'static str, en: &'static str| Phrase::new(zh, en).say(lang);
    let simple = [
        ('a', Filter::All, said("全部", "all")),
        ('u', Filter::Unsettled, said("未了结", "not settled")),
        ('m', Filter::Mine, said("我负责的", "mine")),
        ('l', Filter::Late, said("逾期", "late")),
        ('w', Filter::Due, said("逾期或一周内到期", "late or due within a week")),
        ('b', Filter::Blocked, said("受阻", "blocked")),
    ];
    let mut items: Vec<MenuItem> = simple
        .into_iter()
        .map(|(key, filter, label)| {
            let is_on = filter == *now;
            MenuItem::new(key, label, Action::Filter(filter)).on(is_on)
        })
        .collect();
    let fields = fields().into_iter().map(|(at, label)| {
        let title = format!("{} · {}", said("筛选", "Filter"), label.say(lang));
        let hint =
            said("只显示含有这段文字的任务；留空取消筛选", "tasks that hold this text; empty shows all");
        let ask = Ask { title, hint: hint.into(), input: Input::line(""), then: Then::Filter(at) };
        let is_on = matches!(now, Filter::Field(field, _) if *field == at);
        MenuItem::keyed("", label.say(lang), open(Dialog::Ask(ask))).on(is_on)
    });
    let by_field =
        open(Dialog::Menu(Menu::narrowing(said("按哪个字段？", "By which field?"), fields.collect())));
    items.push(
        MenuItem::new('f', said("按字段……", "by a field …"), by_field).on(matches!(now, Filter::Field(..))),
    );
    Dialog::Menu(Menu::hot(said("筛选", "Filter"), items))
}

/// The declared fields that are worth sorting and filtering by.
fn fields() -> Vec<(usize, Phrase)> {
    let useful = |kind: &Kind| !matches!(kind, Kind::Rank | Kind::Map(_) | Kind::Parent(_));
    Task::FIELDS.iter().enumerate().filter(|(_, f)| useful(&f.kind)).map(|(at, f)| (at, f.label)).collect()
}

pub fn sort(now: Sort, lang: Lang) -> Dialog {
    let said = |zh: &'static str, en: &'static str| Phrase::new(zh, en).say(lang);
    let mut items = vec![
        MenuItem::new(',', said("手动顺序（树形）", "manual order (a tree)"), Action::Sort(Sort::Manual))
            .on(now == Sort::Manual),
    ];
    for ((at, label), letter) in fields().into_iter().zip(LETTERS.chars()) {
        // The one in force again turns it round.
        let (sort, arrow) = match now {
            Sort::Field(field) if field == at => (Sort::FieldDown(at), " ↑"),
            Sort::FieldDown(field) if field == at => (Sort::Field(at), " ↓"),
            _ => (Sort::Field(at), ""),
        };
        let is_on = !arrow.is_empty();
        items
            .push(MenuItem::new(letter, format!("{}{arrow}", label.say(lang)), Action::Sort(sort)).on(is_on));
    }
    Dialog::Menu(Menu::hot(said("排序：再选一次反向", "Sort: choose again to turn it round"), items))
}

pub fn status(context: &Context, chosen: &[Id]) -> Dialog {
    let lang = context.lang;
    let now = match chosen {
        [id] => context.workspace.tasks.get(id.as_str()).map(|task| task.status.key()),
        _ => None,
    };
    let title = match (chosen.len(), lang) {
        (1, Lang::Zh) => "状态".to_owned(),
        (1, Lang::En) => "Status".to_owned(),
        (n, Lang::Zh) => format!("{n} 项的状态"),
        (n, Lang::En) => format!("Status of {n} tasks"),
    };
    let items = Status::KEYS.iter().zip(['o', 'g', 'b', 'd', 'w']).map(|((key, label), letter)| {
        let assign = |assigns| Action::Assign { kind: RecordKind::Task, ids: chosen.to_vec(), assigns };
        let action = match *key {
            "blocked" => {
                let title = if lang == Lang::Zh { "受阻：原因" } else { "Blocked: why" };
                let hint = if lang == Lang::Zh {
                    "等什么、等谁，例如：等厂家授权"
                } else {
                    "what or whom it waits for"
                };
                open(Dialog::Ask(Ask {
                    title: title.into(),
                    hint: hint.into(),
                    input: Input::line(""),
                    then: Then::Blocked(chosen.to_vec()),
                }))
            }
            "done" => Action::Close(chosen.to_vec()),
            "waived" => {
                let record =
                    chosen.first().and_then(|id| context.workspace.record(RecordKind::Task, id.as_str()));
                let today = context.today.to_string();
                let title = if lang == Lang::Zh { "豁免" } else { "Waive" };
                let purpose = Purpose::Edit(RecordKind::Task, chosen.to_vec());
                let form =
                    Form::of(title.into(), purpose, RecordKind::Task, record, (lang, &today, context.me));
                open(Dialog::Form(form.with_status("waived")))
            }
            key => assign(vec![Assign::new("status", key)]),
        };
        let sign = Status::from_key(key).map_or("", |s| s.sign());
        MenuItem::new(letter, format!("{sign} {}", label.say(lang)), action).on(now == Some(key))
    });
    Dialog::Menu(Menu::hot(title, items.collect()))
}

/// What the step is called.
pub const TO_ELEMENT: Phrase = Phrase::new("移到要素", "Moved to an element");

pub fn elements(context: &Context, chosen: &[Id], random: &mut fastrand::Rng) -> Dialog {
    let lang = context.lang;
    let mut items = vec![];
    for stage in guide().stages() {
        for element in &stage.elements {
            let action = match workspace::reclassify_all(context.workspace, chosen, &element.key, random) {
                Ok(edit) => Action::Edit(TO_ELEMENT, edit),
                Err(refusal) => Action::Refused(refusal),
            };
            let label = format!("{} · {}", element.title.say(lang), stage.title.say(lang));
            items.push(MenuItem::keyed(&element.key, label, action));
        }
    }
    let title = if lang == Lang::Zh { "移到哪个要素？" } else { "Move to which element?" };
    Dialog::Menu(Menu::narrowing(title, items))
}

/// All tasks; choosing one puts it before this task, or takes it away again.
pub fn predecessors(context: &Context, id: &Id) -> Dialog {
    let lang = context.lang;
    let task = context.workspace.tasks.get(id.as_str());
    let mut items = vec![];
    for entry in context.outline.all().filter(|entry| entry.id != *id) {
        let Some(other) = context.workspace.tasks.get(entry.id.as_str()) else { continue };
        let is_on = task.is_some_and(|task| task.after.contains(entry.id.as_str()));
        let how = if is_on { How::Minus } else { How::Plus };
        let assign = Assign { field: "after".into(), how, text: entry.id.as_str().into() };
        let action = Action::Assign { kind: RecordKind::Task, ids: vec![id.clone()], assigns: vec![assign] };
        let label = format!("{} {}", other.status.sign(), shown_title(entry.id.as_str(), other, lang));
        items.push(MenuItem::keyed(entry.id.as_str(), label, action).on(is_on));
    }
    // Those in force first, so that they can be taken away without a search.
    items.sort_by_key(|item| !item.is_on);
    let title = if lang == Lang::Zh {
        "哪项任务须先完成？（再选取消）"
    } else {
        "Which task comes first? (again to take away)"
    };
    Dialog::Menu(Menu::narrowing(title, items))
}

/// Templates that the workspace lacks; those of this stage first.
pub fn adopt(context: &Context, stage: &Stage) -> Vec<Action> {
    let lang = context.lang;
    let mut missing: Vec<_> = workspace::adoptable(context.workspace).collect();
    if missing.is_empty() {
        let text = if lang == Lang::Zh { "全部模板都已采用" } else { "all templates are adopted" };
        return vec![Action::Say(Notice { mood: Mood::Plain, text: text.into() })];
    }
    missing.sort_by_key(|t| !t.id.starts_with(&stage.key));
    let adopt = |ids: &[&str]| match workspace::adopt(context.workspace, ids) {
        Ok(edit) => Action::Edit(Phrase::new("采用模板", "Adopted"), edit),
        Err(refusal) => Action::Refused(refusal),
    };
    let all: Vec<&str> = missing.iter().map(|t| t.id.as_str()).collect();
    let every =
        if lang == Lang::Zh { format!("全部 {} 项", all.len()) } else { format!("all {}", all.len()) };
    let mut items = vec![MenuItem::keyed("*", every, adopt(&all))];
    items.extend(missing.iter().map(|t| MenuItem::keyed(&t.id, t.title.say(lang), adopt(&[&t.id]))));
    let title = if lang == Lang::Zh { "采用哪个模板？" } else { "Adopt which template?" };
    vec![open(Dialog::Menu(Menu::narrowing(title, items)))]
}
