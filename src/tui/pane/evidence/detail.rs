//! One line of the page to read: a piece of evidence with its file, a task with what it asks for, an element.

use super::lines::Line;
use crate::guide::guide;
use crate::readiness::{Hole, Proofs, Rung, shown_title};
use crate::store::{FileState, Found};
use crate::text::Phrase;
use crate::tui::action::Action;
use crate::tui::named::row_text;
use crate::tui::pane::{Context, status_role};
use crate::tui::theme::Role;
use crate::tui::widget::reader::Item;
use crate::workspace::{Evidence, Id, Record};

pub fn items(line: &Line, proofs: &Proofs, context: &Context) -> Vec<Item> {
    match line {
        Line::Element(key) => element(key, context),
        Line::Task(id, _) => task(id, proofs, context),
        Line::Evidence(task, id) => evidence(task, id, context),
        Line::Lost => {
            const TEXT: Phrase = Phrase::new(
                "这些证据所属的任务已不存在：改到别的任务，或删除。",
                "The tasks of this evidence do not exist: give it to others, or delete it.",
            );
            vec![Item::Text(Role::Plain, TEXT.say(context.lang).into())]
        }
    }
}

fn element(key: &str, context: &Context) -> Vec<Item> {
    let Some(element) = guide().element(key) else { return vec![] };
    let mut items = vec![Item::Title(format!("{} {}", element.key, element.title.say(context.lang)))];
    if let Some(phrase) = guide().phrase_of(&element.key) {
        items.extend([Item::Gap, Item::Text(Role::Plain, phrase.say(context.lang).to_owned())]);
    }
    let more = Phrase::new("看这个要素的任务 →", "the tasks of this element →").say(context.lang);
    items.extend([Item::Gap, Item::Link(Action::GoToElement(key.to_owned()), Role::Accent, more.into())]);
    items
}

fn task(id: &Id, proofs: &Proofs, context: &Context) -> Vec<Item> {
    let lang = context.lang;
    let Some(task) = context.workspace.tasks.get(id.as_str()) else { return vec![] };
    let title = format!("{} {id} {}", task.status.sign(), shown_title(id.as_str(), task, lang));
    let mut items = vec![Item::Title(title)];
    if let Some(hole) = proofs.hole(id.as_str(), task) {
        let (role, text) = match hole {
            Hole::Bare => (Role::Bad, Phrase::new("✗ 已完成，没有证据", "✗ done, without evidence")),
            Hole::Hearsay => (Role::Warn, Phrase::new("▁ 只有口头证据", "▁ hearsay only")),
        };
        items.push(Item::Text(role, text.say(lang).into()));
    }
    if let Some(template) = guide().template(id.as_str()) {
        let heading = Phrase::new("要求", "What is asked").say(lang);
        let labels = [Phrase::new("证据", "evidence"), Phrase::new("判据", "done when")];
        items.extend([Item::Gap, Item::Heading(heading.into())]);
        for (label, text) in labels.iter().zip([&template.evidence, &template.done]) {
            items.push(Item::Field(label.say(lang).into(), Role::Plain, text.say(lang).into()));
        }
    }
    if let Some(proof) = proofs.task(id.as_str()) {
        let heading = Phrase::new("证据", "Evidence").say(lang);
        items.extend([Item::Gap, Item::Heading(format!("{heading} {}", proof.evidence.len()))]);
        for id in &proof.evidence {
            let Some(evidence) = context.workspace.evidence.get(id.as_str()) else { continue };
            let rung = Rung::of(evidence).map_or("?", Rung::sign);
            let (role, sign) = state_of(evidence, context);
            let name = called(evidence, id.as_str());
            let text = format!("{rung} {name} {sign}");
            items.push(Item::Link(Action::EditEvidence(id.clone()), role, text.trim_end().into()));
        }
    }
    let more = Phrase::new("看这个任务 →", "go to the task →").say(lang);
    items.extend([
        Item::Gap,
        Item::Link(Action::GoToTask(id.clone()), status_role(&task.status), more.into()),
    ]);
    items
}

fn evidence(task: &Id, id: &Id, context: &Context) -> Vec<Item> {
    let lang = context.lang;
    let Some(evidence) = context.workspace.evidence.get(id.as_str()) else { return vec![] };
    let mut items = vec![Item::Title(called(evidence, id.as_str()).to_owned())];
    for (i, field) in Evidence::FIELDS.iter().enumerate() {
        let value = evidence.get(i);
        let label = field.label.say(lang).to_owned();
        match (field.name, &field.kind) {
            ("task", _) => {
                let of = context.workspace.tasks.get(task.as_str());
                let text = match of {
                    Some(of) => {
                        format!("{} {task} {} →", of.status.sign(), shown_title(task.as_str(), of, lang))
                    }
                    None => format!("{task} {}", Phrase::new("没有这个任务", "no such task").say(lang)),
                };
                let role = of.map_or(Role::Bad, |of| status_role(&of.status));
                items.push(Item::FieldLink(label, Action::GoToTask(task.clone()), role, text));
            }
            ("rows", _) => {
                for (n, row) in evidence.rows.iter().enumerate() {
                    let label = if n == 0 { label.clone() } else { " ".into() };
                    let is_there = context.workspace.rows.contains(row);
                    let role = if is_there { Role::Plain } else { Role::Bad };
                    items.push(Item::Field(label, role, row_text(context.workspace, row, lang)));
                }
            }
            ("what", _) if evidence.file.is_empty() => {}
            ("proof", kind) => {
                let sign = Rung::of(evidence).map_or("?", Rung::sign);
                let text = kind.show(&value, lang);
                let unrated = Phrase::new("没有写证明力", "nobody said how strong it is").say(lang);
                let text = if text.is_empty() { unrated } else { text.as_str() };
                items.push(Item::Field(label, Role::Plain, format!("{sign} {text}")));
            }
            ("file", _) if !value.is_unset() => file(id, evidence, label, context, &mut items),
            _ if value.is_unset() => {}
            (_, kind) => items.push(Item::Field(label, Role::Plain, kind.show(&value, lang))),
        }
    }
    let edit = Phrase::new("修改 →", "edit →").say(lang);
    items.extend([Item::Gap, Item::Link(Action::EditEvidence(id.clone()), Role::Accent, edit.into())]);
    items
}

/// The file, how it stands and what to do about it. Enter opens it.
fn file(id: &Id, evidence: &Evidence, label: String, context: &Context, items: &mut Vec<Item>) {
    let lang = context.lang;
    let name = evidence.file.as_str().to_owned();
    let Some(state) = FileState::of(evidence, context.files) else { return };
    items.push(Item::FieldLink(label, Action::ShowFile(id.clone()), Role::Accent, name));
    let mut says = format!("{} {}", state.sign(), state.say(lang));
    if let Some(Found::File { size, .. }) = context.files.found(evidence.file.as_str().trim()) {
        says = format!("{says} · {}", size_text(*size));
    }
    let next = state.next(lang);
    if !next.is_empty() {
        says = format!("{says} → {next}");
    }
    items.push(Item::Field(" ".into(), role_of(&state), says));
}

pub fn role_of(state: &FileState) -> Role {
    match state {
        FileState::Same => Role::Good,
        FileState::Changed => Role::Warn,
        FileState::Unhashed | FileState::Web | FileState::Unknown => Role::Faint,
        _ => Role::Bad,
    }
}

/// How its file stands, with a sign and a word; nothing for a statement.
pub fn state_of(evidence: &Evidence, context: &Context) -> (Role, String) {
    match FileState::of(evidence, context.files) {
        None => (Role::Plain, String::new()),
        Some(state) => (role_of(&state), format!("{} {}", state.sign(), state.label().say(context.lang))),
    }
}

pub fn called<'a>(evidence: &'a Evidence, id: &'a str) -> &'a str {
    let names = [evidence.what.as_str(), evidence.file.as_str(), id];
    names.into_iter().find(|name| !name.trim().is_empty()).unwrap_or_default()
}

/// `3.2 MB`, to people.
fn size_text(bytes: u64) -> String {
    const UNITS: [&str; 4] = ["B", "kB", "MB", "GB"];
    let (mut unit, mut tenths) = (0, bytes.saturating_mul(10));
    while tenths >= 10_000 && unit + 1 < UNITS.len() {
        tenths /= 1_000;
        unit += 1;
    }
    let (whole, tenth) = (tenths / 10, tenths % 10);
    if unit == 0 { format!("{whole} B") } else { format!("{whole}.{tenth} {}", UNITS[unit]) }
}
