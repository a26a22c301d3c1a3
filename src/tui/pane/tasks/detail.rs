//! One task to read: its fields, what is asked of it, its note and evidence, and the clause it serves.

use crate::guide::guide;
use crate::readiness::{Concern, Stale, linked, shown_lead, shown_title};
use crate::store::FileState;
use crate::text::Lang;
use crate::tui::action::Action;
use crate::tui::named::{UNDECIDED, is_disputed, record_title, row_text, subject_text};
use crate::tui::pane::clause::clause_text;
use crate::tui::pane::evidence::role_of;
use crate::tui::pane::{Context, concern_text, short_day, status_role};
use crate::tui::theme::Role;
use crate::tui::widget::reader::Item;
use crate::workspace::{At, Evidence, Id, Kind, Record, RecordKind, Status, Task, Value, key_of};

pub fn items(id: &Id, task: &Task, context: &Context) -> Vec<Item> {
    let mut items = vec![Item::Title(format!("{id} {}", shown_title(id.as_str(), task, context.lang)))];
    disputes(id, context, &mut items);
    fields(id, task, context, &mut items);
    note(task, context, &mut items);
    demands(id, context, &mut items);
    evidence(id, context, &mut items);
    clause(task, context, &mut items);
    history(id, context, &mut items);
    items
}

/// What about it waits for a decision; Enter goes to the inbox.
fn disputes(id: &Id, context: &Context, items: &mut Vec<Item>) {
    let record = key_of(RecordKind::Task, id);
    let keys = [record.clone()].into_iter();
    let keys = keys.chain(Task::FIELDS.iter().map(|field| At::task(id, field.name).to_string()));
    for key in keys.filter(|key| is_disputed(context.workspace, key)) {
        let (_, label) = subject_text(context.workspace, &key, context.lang);
        let count = context.workspace.disputes.get(&key).map_or(0, |dispute| dispute.of.len());
        let how = match (count, context.lang) {
            (0, _) => String::new(),
            (n, Lang::Zh) => format!(" · {n} 个候选"),
            (n, Lang::En) => format!(" · {n} candidates"),
        };
        let text = format!("{}{how} →", UNDECIDED.say(context.lang));
        items.push(Item::FieldLink(label, Action::GoToDispute(key), Role::Bad, text));
    }
}

/// The filled fields, by the declaration.
fn fields(id: &Id, task: &Task, context: &Context, items: &mut Vec<Item>) {
    let lang = context.lang;
    for (i, field) in Task::FIELDS.iter().enumerate() {
        let value = task.get(i);
        let label = field.label.say(lang).to_owned();
        match (field.name, &field.kind) {
            ("title" | "note" | "element", _) | (_, Kind::Rank) => {}
            ("lead", kind) => {
                let lead = Value::text(shown_lead(id.as_str(), task));
                if !lead.is_unset() {
                    items.push(Item::Field(label, Role::Plain, kind.show(&lead, lang)));
                }
            }
            (_, Kind::Status) => status(task, label, context, items),
            ("due", kind) if !value.is_unset() => {
                let concern = Concern::of(task, context.today);
                let late = concern.filter(|c| *c != Concern::Blocked);
                let role = if matches!(late, Some(Concern::Late(_))) { Role::Bad } else { Role::Plain };
                let pressing = late.map_or(String::new(), |c| format!("  {}", concern_text(c, lang)));
                items.push(Item::Field(label, role, format!("{}{pressing}", kind.show(&value, lang))));
            }
            (_, Kind::Parent(_)) => {
                if let Some(parent) = Id::new(value.as_text()) {
                    items.push(link(&parent, &label, context));
                }
            }
            ("after", _) => {
                for (n, before) in task.after.iter().enumerate() {
                    let label = if n == 0 { label.as_str() } else { "" };
                    items.extend(Id::new(before).map(|before| link(&before, label, context)));
                }
            }
            ("clauses", _) => clauses(id, task, &label, context, items),
            ("rows", _) => {
                for (n, row) in task.rows.iter().enumerate() {
                    let label = if n == 0 { label.as_str() } else { "" };
                    items.extend(Id::new(row).map(|row| row_link(&row, label, context)));
                }
            }
            (_, kind) if !value.is_unset() => {
                items.push(Item::Field(label, Role::Plain, kind.show(&value, lang)));
            }
            _ => {}
        }
    }
}

/// The clauses it leans on, and those of its element that are to be reviewed; Enter goes there.
fn clauses(id: &Id, task: &Task, label: &str, context: &Context, items: &mut Vec<Item>) {
    let own = linked(context.workspace, RecordKind::Task, id.as_str()).into_iter();
    let of_element = |one: &&Stale| one.kind == RecordKind::Basis && one.id.as_str() == task.element.as_str();
    let through = context.stale.iter().filter(of_element).map(|one| one.was.clone());
    for (n, clause) in own.chain(through).enumerate() {
        let is_stale = context.stale.iter().any(|one| one.was == clause);
        let (role, mark) = match (is_stale, context.lang) {
            (false, _) => (Role::Plain, ""),
            (true, Lang::Zh) => (Role::Bad, "待复核 "),
            (true, Lang::En) => (Role::Bad, "to review "),
        };
        let text = format!("{mark}{} →", clause_text(&clause, context));
        let label = if n == 0 { label.to_owned() } else { " ".into() };
        items.push(Item::FieldLink(label, Action::GoToClause(clause.to_string()), role, text));
    }
}

fn status(task: &Task, label: String, context: &Context, items: &mut Vec<Item>) {
    let lang = context.lang;
    let status = &task.status;
    let said = format!("{} {}", status.sign(), status.label().say(lang));
    items.push(Item::Field(label, status_role(status), said));
    for (fact, text) in status.facts().into_iter().filter(|(_, text)| !text.is_empty()) {
        let is_past = matches!(status, Status::Waived { .. })
            && fact == "until"
            && matches!(Concern::of(task, context.today), Some(Concern::Late(_)));
        let (role, mark) = match (is_past, lang) {
            (false, _) => (Role::Plain, ""),
            (true, Lang::Zh) => (Role::Bad, "  已过期"),
            (true, Lang::En) => (Role::Bad, "  run out"),
        };
        items.push(Item::Field(Status::fact_label(fact).say(lang).to_owned(), role, format!("{text}{mark}")));
    }
}

/// Another task by its title; Enter goes there.
fn link(id: &Id, label: &str, context: &Context) -> Item {
    // A label of its own, if an empty one, keeps the column.
    let label = if label.is_empty() { " ".to_owned() } else { label.to_owned() };
    if let Some(task) = context.workspace.tasks.get(id.as_str()) {
        let title = shown_title(id.as_str(), task, context.lang);
        let text = format!("{} {id} {title} →", task.status.sign());
        return Item::FieldLink(label, Action::GoToTask(id.clone()), status_role(&task.status), text);
    }
    let gone = if context.lang == Lang::Zh { "没有这个任务" } else { "no such task" };
    Item::Field(label, Role::Bad, format!("{id} {gone}"))
}

/// A line of a register; Enter goes there.
fn row_link(id: &Id, label: &str, context: &Context) -> Item {
    let label = if label.is_empty() { " ".to_owned() } else { label.to_owned() };
    if !context.workspace.rows.contains(id.as_str()) {
        let gone = if context.lang == Lang::Zh { "没有这一行" } else { "no such row" };
        return Item::Field(label, Role::Bad, format!("{id} {gone}"));
    }
    let text = format!("{} →", record_title(context.workspace, RecordKind::Row, id, context.lang));
    Item::FieldLink(label, Action::GoToRow(id.clone()), Role::Plain, text)
}

fn note(task: &Task, context: &Context, items: &mut Vec<Item>) {
    if task.note.is_empty() {
        return;
    }
    let label = if context.lang == Lang::Zh { "备注" } else { "Note" };
    items.extend([Item::Gap, Item::Heading(label.into())]);
    for line in task.note.lines() {
        items.push(if line.is_empty() { Item::Gap } else { Item::Text(Role::Plain, line.clone()) });
    }
}

/// What the template asks for.
fn demands(id: &Id, context: &Context, items: &mut Vec<Item>) {
    let Some(template) = guide().template(id.as_str()) else { return };
    let lang = context.lang;
    let labels = match lang {
        Lang::Zh => ["要求", "判据", "交付物", "输入", "证据", "评审门", "可选"],
        Lang::En => ["What is asked", "done when", "deliver", "inputs", "evidence", "gate", "optional"],
    };
    items.extend([Item::Gap, Item::Heading(labels[0].into())]);
    let texts = [&template.done, &template.deliverable, &template.inputs, &template.evidence];
    for (label, text) in labels[1..5].iter().zip(texts) {
        items.push(Item::Field((*label).into(), Role::Plain, text.say(lang).into()));
    }
    if let Some(gate) = template.gate.as_deref().and_then(|key| guide().gate(key)) {
        items.push(Item::Field(
            labels[5].into(),
            Role::Plain,
            format!("{} {}", gate.key, gate.title.say(lang)),
        ));
    }
    if template.optional {
        items.push(Item::Field(" ".into(), Role::Faint, labels[6].into()));
    }
}

fn evidence(id: &Id, context: &Context, items: &mut Vec<Item>) {
    let lang = context.lang;
    let of_task: Vec<(&Id, &Evidence)> =
        context.workspace.evidence.iter().filter(|(_, e)| e.task.as_str() == id.as_str()).collect();
    if of_task.is_empty() {
        return;
    }
    let heading = if lang == Lang::Zh { "证据" } else { "Evidence" };
    items.extend([Item::Gap, Item::Heading(format!("{heading} {}", of_task.len()))]);
    let proof = Evidence::FIELDS.iter().position(|f| f.name == "proof").unwrap_or(0);
    for (id, evidence) in of_task {
        let kind = Evidence::FIELDS[proof].kind.show(&evidence.get(proof), lang);
        let about = evidence.about.as_str();
        let text = [kind.as_str(), evidence.what.as_str(), about, evidence.by.as_str()];
        let mark = if has_dispute(id, context) { UNDECIDED.say(lang) } else { "" };
        let text: Vec<&str> = text.into_iter().chain([mark]).filter(|part| !part.is_empty()).collect();
        items.push(Item::Link(
            Action::EditEvidence(id.clone()),
            Role::Plain,
            format!("▸ {}", text.join(" · ")),
        ));
        if let Some(state) = FileState::of(evidence, context.files) {
            let text = format!("  {} {} {}", evidence.file.as_str(), state.sign(), state.label().say(lang));
            items.push(Item::Link(Action::ShowFile(id.clone()), role_of(&state), text));
        }
        let rows = evidence.rows.iter().map(|row| format!("  → {}", row_text(context.workspace, row, lang)));
        items.extend(rows.map(|row| Item::Text(Role::Faint, row)));
    }
}

fn has_dispute(evidence: &Id, context: &Context) -> bool {
    let record = key_of(RecordKind::Evidence, evidence);
    let fields = Evidence::FIELDS.iter().map(|field| At::new(RecordKind::Evidence, evidence, field.name));
    let keys = fields.map(|at| at.to_string()).chain([record]);
    keys.into_iter().any(|key| is_disputed(context.workspace, &key))
}

/// Entries of its history that are shown.
const LATEST: usize = 12;

/// Who changed what and when, from git.
fn history(id: &Id, context: &Context, items: &mut Vec<Item>) {
    let entries = context.chronicle.of(RecordKind::Task, id);
    if entries.is_empty() {
        return;
    }
    let heading = if context.lang == Lang::Zh { "改动记录（git）" } else { "History (git)" };
    items.extend([Item::Gap, Item::Heading(heading.into())]);
    for entry in entries.iter().take(LATEST) {
        let when = short_day(&entry.day.to_string(), context.today);
        items.push(Item::Field(when, Role::Plain, format!("{} · {}", entry.author, entry.say(context.lang))));
    }
    if entries.len() > LATEST {
        let more = match context.lang {
            Lang::Zh => format!("更早还有 {} 次", entries.len() - LATEST),
            Lang::En => format!("and {} earlier", entries.len() - LATEST),
        };
        items.push(Item::Text(Role::Faint, more));
    }
}

/// The phrase of clause 4 that the element stands for, and our note on it.
fn clause(task: &Task, context: &Context, items: &mut Vec<Item>) {
    let lang = context.lang;
    let Some(element) = guide().element(task.element.as_str()) else { return };
    let Some(clause) = guide().stage_of(&element.key).and_then(|s| guide().clause_of_stage(&s.key)) else {
        return;
    };
    let (origin, ours, more) = match lang {
        Lang::Zh => ("我方转述", "我方注", "看完整条文 →"),
        Lang::En => ("restated by us", "our note", "the whole clause →"),
    };
    items.push(Item::Gap);
    let origin = if lang == Lang::Zh { format!("（{origin}）") } else { format!(" ({origin})") };
    let heading = format!("{} · {} {}{origin}", clause.number, element.key, element.title.say(lang));
    items.push(Item::Heading(heading));
    if let Some(phrase) = guide().phrase_of(&element.key) {
        items.push(Item::Text(Role::Plain, phrase.say(lang).to_owned()));
    }
    for paragraph in clause.note.iter().filter(|p| p.element.as_deref() == Some(&element.key)) {
        items.push(Item::Text(Role::Ours, format!("{ours}{}{}", lang.colon(), paragraph.say(lang))));
    }
    items.push(Item::Link(Action::GoToPhrase(element.key.clone()), Role::Accent, more.into()));
}
