//! What can be found: all that the guide says, what the workspace holds, and the owned copies of standards.

use super::{Entry, Kind};
use crate::guide::owned::{Block, ClauseRef, Library};
use crate::guide::{Paragraph, guide};
use crate::readiness::{criterion_id, row_title, shown_title};
use crate::text::{Bilingual, Lang};
use crate::workspace::{Evidence, Row, Status, Task, Workspace, columns};

/// Everything, titles in this language.
pub fn entries(workspace: &Workspace, library: &Library, lang: Lang) -> Vec<Entry> {
    let mut entries = places(lang);
    entries.extend(workspace.tasks.iter().map(|(id, task)| of_task(id.as_str(), task, lang)));
    entries.extend(clauses(lang));
    entries.extend(owned(library));
    entries.extend(papers(lang));
    entries.extend(rows(workspace, lang));
    entries.extend(workspace.evidence.iter().map(|(id, one)| of_evidence(id.as_str(), one, workspace, lang)));
    entries.extend(guide().glossary().iter().map(|term| Entry {
        kind: Kind::Term,
        id: term.key.clone(),
        key: String::new(),
        title: term.title.say(lang).into(),
        alias: other(&term.title, lang),
        body: term.definition.say(lang).into(),
        detail: term.definition.say(lang).into(),
        ..Entry::default()
    }));
    entries
}

fn other(text: &Bilingual, lang: Lang) -> String {
    text.say(lang.other()).to_owned()
}

fn places(lang: Lang) -> Vec<Entry> {
    let mut entries = vec![];
    for (n, stage) in guide().stages().iter().enumerate() {
        entries.push(Entry {
            kind: Kind::Place,
            id: stage.key.clone(),
            key: (n + 1).to_string(),
            title: stage.title.say(lang).into(),
            alias: other(&stage.title, lang),
            body: stage.purpose.say(lang).into(),
            detail: stage.purpose.say(lang).into(),
            ..Entry::default()
        });
        entries.extend(stage.elements.iter().map(|element| Entry {
            kind: Kind::Place,
            id: element.key.clone(),
            title: element.title.say(lang).into(),
            alias: other(&element.title, lang),
            body: element.purpose.say(lang).into(),
            detail: stage.title.say(lang).into(),
            ..Entry::default()
        }));
    }
    entries
}

fn of_task(id: &str, task: &Task, lang: Lang) -> Entry {
    let title = shown_title(id, task, lang);
    let template = guide().template(id);
    let body = if task.note.is_empty() {
        template.map_or(String::new(), |t| format!("{}\n{}", t.deliverable.say(lang), t.done.say(lang)))
    } else {
        task.note.text()
    };
    let tags: Vec<&str> = task.tags.iter().collect();
    let element = guide().element(task.element.as_str()).map_or("", |element| element.title.say(lang));
    Entry {
        kind: Kind::Task,
        id: id.into(),
        title: title.into(),
        alias: template.filter(|_| task.title.is_empty()).map_or(String::new(), |t| other(&t.title, lang)),
        body: format!("{body}\n{}", tags.join(" ")),
        detail: join(" · ", &[element, task.owner.as_str(), task.due.as_str()]),
        owner: task.owner.as_str().into(),
        status: status_key(&task.status),
        due: task.due.as_str().into(),
        ..Entry::default()
    }
}

fn status_key(status: &Status) -> &'static str {
    match status {
        Status::Open => "open",
        Status::Doing => "doing",
        Status::Blocked { .. } => "blocked",
        Status::Done { .. } => "done",
        Status::Waived { .. } => "waived",
    }
}

fn clauses(lang: Lang) -> Vec<Entry> {
    let text = |paragraphs: &[Paragraph]| {
        paragraphs.iter().map(|paragraph| paragraph.say(lang)).collect::<Vec<_>>().join("\n")
    };
    let mut entries = vec![];
    for clause in guide().clauses() {
        let of = |kind, body: String| Entry {
            kind,
            id: clause.id.clone(),
            key: clause.number.clone(),
            title: clause.title.say(lang).into(),
            alias: other(&clause.title, lang),
            detail: body.lines().next().unwrap_or_default().to_owned(),
            body,
            ..Entry::default()
        };
        entries.push(of(Kind::Clause, text(&clause.text)));
        entries.push(of(Kind::Note, text(&clause.note)));
    }
    entries
}

fn owned(library: &Library) -> Vec<Entry> {
    let mut entries = vec![];
    for copy in library.newest_of_all() {
        for clause in copy.clauses.iter().filter(|clause| clause.id != "cover") {
            let text: Vec<String> = clause.blocks.iter().map(Block::shown).collect();
            entries.push(Entry {
                kind: Kind::Clause,
                id: ClauseRef::new(&copy.number, &copy.edition, &clause.id).to_string(),
                key: clause.number.clone(),
                title: if clause.title.is_empty() { clause.heading() } else { clause.title.clone() },
                body: text.join("\n"),
                detail: copy.key(),
                ..Entry::default()
            });
        }
    }
    entries
}

/// Decisions, gates and their criteria.
fn papers(lang: Lang) -> Vec<Entry> {
    let stage_title = |stage: &str| guide().stage(stage).map_or("", |stage| stage.title.say(lang)).to_owned();
    let decisions = guide().decisions().iter().map(|decision| Entry {
        kind: Kind::Decision,
        id: decision.key.clone(),
        title: decision.title.say(lang).into(),
        alias: other(&decision.title, lang),
        detail: guide().stage_of(&decision.element).map_or("", |stage| stage.title.say(lang)).to_owned(),
        ..Entry::default()
    });
    let mut entries: Vec<Entry> = decisions.collect();
    for gate in guide().gates() {
        entries.push(Entry {
            kind: Kind::Gate,
            id: gate.key.clone(),
            title: gate.title.say(lang).into(),
            alias: other(&gate.title, lang),
            detail: stage_title(&gate.stage),
            ..Entry::default()
        });
        entries.extend(gate.criteria.iter().map(|criterion| Entry {
            kind: Kind::Gate,
            id: criterion_id(&gate.key, &criterion.key),
            key: gate.key.clone(),
            title: criterion.says.say(lang).into(),
            alias: other(&criterion.says, lang),
            detail: gate.title.say(lang).into(),
            ..Entry::default()
        }));
    }
    entries
}

/// The columns that say what a row is, whichever its register has first.
const NAMING: [&str; 5] = ["name", "title", "desc", "item", "action"];

fn rows(workspace: &Workspace, lang: Lang) -> Vec<Entry> {
    let mut entries = vec![];
    for register in guide().registers() {
        let columns = columns(workspace, &register.key);
        let of_register = |(_, row): &(&crate::workspace::Id, &Row)| row.register.as_str() == register.key;
        for (id, row) in workspace.rows.iter().filter(of_register) {
            let typed = |key: &str| row.typed(key).trim().to_owned();
            let key = typed(&register.key_column);
            let title = NAMING.into_iter().map(typed).find(|text| !text.is_empty() && *text != key);
            let title = title.unwrap_or_else(|| row_title(row));
            let others = columns.iter().map(|column| match row.cell(column.key(), column.kind()) {
                // Choices as they are read, and not by their keys.
                Ok(cell) if !column.kind().choices().is_empty() => cell.show(column.kind(), lang),
                _ => typed(column.key()),
            });
            let body: Vec<String> =
                others.filter(|text| !text.is_empty() && *text != key && *text != title).collect();
            entries.push(Entry {
                kind: Kind::Row,
                id: id.as_str().into(),
                title: if title.is_empty() { key.clone() } else { title },
                key,
                body: body.join(" · "),
                detail: register.title.say(lang).into(),
                owner: typed("owner"),
                due: typed("due"),
                ..Entry::default()
            });
        }
    }
    entries
}

fn of_evidence(id: &str, one: &Evidence, workspace: &Workspace, lang: Lang) -> Entry {
    let (what, file) = (one.what.as_str(), one.file.as_str());
    let task = workspace.tasks.get(one.task.as_str());
    let task = task.map_or("", |task| shown_title(one.task.as_str(), task, lang));
    Entry {
        kind: Kind::Evidence,
        id: id.into(),
        title: if what.is_empty() { file } else { what }.into(),
        alias: if what.is_empty() { "" } else { file }.into(),
        detail: join(" · ", &[task, one.by.as_str(), one.about.as_str()]),
        owner: one.by.as_str().into(),
        ..Entry::default()
    }
}

fn join(between: &str, parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(between)
}
