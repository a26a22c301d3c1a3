//! What changed from one workspace to another, in the user's words: stage by stage, record by record, field by
//! field. Plain texts with roles, not yet made safe to show: the command line prints them, the screen styles
//! them, a commit message takes them as they are. What changed is [`crate::merge::diff`]'s to find.

mod field;
mod summary;

pub use summary::summary;

use super::{
    Outline, measurement_name, paper_name, reading_name, review_name, row_title, setting_name, shown_title,
    stage_of_paper,
};
use crate::guide::guide;
use crate::merge::{Change, Turn, What};
use crate::text::{Lang, Phrase};
use crate::workspace::{At, Id, RecordKind, Row, Workspace};
use field::field;
use std::collections::HashMap;

/// What a piece of text is to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Plain,
    /// The id of a record, the name of a field.
    Name,
    Faint,
    Added,
    Removed,
    Changed,
    Disputed,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    pub role: Role,
    pub text: String,
}

/// One line, in parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line(pub Vec<Part>);

impl Line {
    fn add(mut self, role: Role, text: impl Into<String>) -> Line {
        self.0.push(Part { role, text: text.into() });
        self
    }

    pub fn text(&self) -> String {
        self.0.iter().map(|part| part.text.as_str()).collect()
    }
}

/// The changes of one stage; of what belongs to none, with an empty key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub key: &'static str,
    pub title: String,
    pub records: Vec<Told>,
}

/// A record that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub kind: RecordKind,
    pub id: Id,
    pub what: What,
    pub dispute: Option<Turn>,
    pub title: String,
    pub heading: Line,
    /// What is to be said of the record as a whole.
    pub lines: Vec<Line>,
    /// In the order of `Change::fields`, each of them.
    pub fields: Vec<ToldField>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldField {
    pub at: At,
    pub label: String,
    /// The two values as people read them; empty where there is none.
    pub was: String,
    pub now: String,
    /// The candidates of a dispute that is open now.
    pub candidates: Vec<String>,
    /// None where the heading says it already.
    pub lines: Vec<Line>,
}

/// The sign before the heading.
pub const fn sign(what: What) -> &'static str {
    match what {
        What::Added => "+",
        What::Removed => "-",
        What::Changed => "~",
    }
}

/// The changes in the order of the work.
pub fn told(before: &Workspace, after: &Workspace, changes: &[Change], lang: Lang) -> Vec<Group> {
    const REST: Phrase = Phrase::new("项目及其他", "Project and others");
    let mut groups: Vec<Group> = guide()
        .stages()
        .iter()
        .map(|stage| {
            let title = format!("{} {}", stage.key, stage.title.say(lang));
            Group { key: stage.key.as_str(), title, records: vec![] }
        })
        .collect();
    groups.push(Group { key: "", title: REST.say(lang).to_owned(), records: vec![] });
    let places = Places::of(before, after);
    let mut ordered: Vec<(Place, &Change)> =
        changes.iter().map(|change| (places.place(change), change)).collect();
    ordered.sort_by(|(place, _), (other, _)| place.cmp(other));
    let teller = Teller { before, after, lang };
    for (place, change) in ordered {
        if let Some(group) = groups.get_mut(place.group) {
            group.records.push(teller.record(change));
        }
    }
    groups.retain(|group| !group.records.is_empty());
    groups
}

/// Where a record is told.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    group: usize,
    /// Tasks and what hangs on them, then registers, papers, measurements and readings.
    row: usize,
    /// The place of the task in the outline; of one that is gone, behind the one that it followed.
    at: (usize, usize),
    /// The task itself comes first.
    kind: RecordKind,
    rank: String,
    id: Id,
}

/// Group and place of a task.
type Spot = (usize, (usize, usize));

struct Places<'a> {
    before: &'a Workspace,
    after: &'a Workspace,
    tasks: HashMap<Id, Spot>,
}

impl<'a> Places<'a> {
    fn of(before: &'a Workspace, after: &'a Workspace) -> Places<'a> {
        let mut tasks: HashMap<Id, Spot> = HashMap::new();
        for (at, (group, id)) in in_order(after).into_iter().enumerate() {
            tasks.insert(id, (group, (at + 1, 0)));
        }
        let mut behind = (0, 0);
        for (group, id) in in_order(before) {
            behind = match tasks.get(&id) {
                Some((_, at)) => *at,
                None => (behind.0, behind.1 + 1),
            };
            tasks.entry(id).or_insert((group, behind));
        }
        Places { before, after, tasks }
    }

    fn place(&self, change: &Change) -> Place {
        let id = change.id.as_str();
        let rest = guide().stages().len();
        let newest = |kind| self.after.record(kind, id).or_else(|| self.before.record(kind, id));
        let text = |name: &str| {
            let field = change.kind.fields().iter().position(|field| field.name == name);
            let value = field.zip(newest(change.kind)).map(|(field, record)| record.get(field));
            value.map_or(String::new(), |value| value.as_text().to_owned())
        };
        let (row, (group, at)) = match change.kind {
            RecordKind::Task => (0, self.task(id)),
            RecordKind::Evidence => (0, self.task(&text("task"))),
            RecordKind::Row | RecordKind::Column => (1, of_register(&text("register"))),
            RecordKind::Decision | RecordKind::Criterion => (2, (of_paper(id), (0, 0))),
            RecordKind::Review => (2, (of_paper(&text("gate")), (0, 0))),
            RecordKind::Measurement | RecordKind::Setting => (3, of_register("sources")),
            RecordKind::Basis => (2, (stage_of_element(id), (0, 0))),
            RecordKind::Reading => (3, of_register("kpi")),
            RecordKind::Project => (0, (rest, (0, 0))),
        };
        let rank = if row == 1 { text("rank") } else { String::new() };
        Place { group, row, at, kind: change.kind, rank, id: change.id.clone() }
    }

    fn task(&self, id: &str) -> Spot {
        self.tasks.get(id).copied().unwrap_or((guide().stages().len(), (usize::MAX, 0)))
    }
}

/// All tasks with the number of their stage; those that are lost belong to none.
fn in_order(workspace: &Workspace) -> Vec<(usize, Id)> {
    let outline = Outline::of(workspace);
    let in_stages = guide()
        .stages()
        .iter()
        .enumerate()
        .flat_map(|(n, stage)| outline.stage(&stage.key).iter().map(move |entry| (n, entry)));
    let lost = outline.lost().iter().map(|entry| (guide().stages().len(), entry));
    in_stages.chain(lost).map(|(n, entry)| (n, entry.id.clone())).collect()
}

fn stage_of_element(id: &str) -> usize {
    let key = guide().stage_of(id).map(|stage| stage.key.as_str());
    guide()
        .stages()
        .iter()
        .position(|stage| Some(stage.key.as_str()) == key)
        .unwrap_or(guide().stages().len())
}

/// The stage of a decision, a gate or a criterion of a gate.
fn of_paper(id: &str) -> usize {
    let stages = guide().stages();
    let key = stage_of_paper(id);
    stages.iter().position(|stage| Some(stage.key.as_str()) == key).unwrap_or(stages.len())
}

/// The first stage that works with a register; one of every stage belongs to none.
fn of_register(key: &str) -> Spot {
    let registers = guide().registers();
    let at = registers.iter().position(|register| register.key == key).unwrap_or(registers.len());
    let uses = |stage| guide().registers_of_stage(stage).any(|register| register.key == key);
    let group = guide()
        .register(key)
        .filter(|register| !register.everywhere)
        .and_then(|_| guide().stages().iter().position(uses));
    (group.unwrap_or(guide().stages().len()), (at, 0))
}

struct Teller<'a> {
    before: &'a Workspace,
    after: &'a Workspace,
    lang: Lang,
}

impl Teller<'_> {
    fn say(&self, zh: &'static str, en: &'static str) -> &'static str {
        Phrase::new(zh, en).say(self.lang)
    }

    fn record(&self, change: &Change) -> Told {
        let Change { kind, id, what, dispute, .. } = change;
        let title = self.title(*kind, id.as_str());
        Told {
            kind: *kind,
            id: id.clone(),
            what: *what,
            dispute: *dispute,
            heading: self.heading(change, &title),
            title,
            lines: dispute.map(|turn| self.whole(*what, turn)).into_iter().collect(),
            fields: change.fields.iter().map(|changed| field(self, change, changed)).collect(),
        }
    }

    /// `+ tF0WZ91TC 补采振动点`, `~ rF0WZ91TC 东区 1 号机床 · 设备联网台账`.
    fn heading(&self, change: &Change, title: &str) -> Line {
        let role = match change.what {
            What::Added => Role::Added,
            What::Removed => Role::Removed,
            What::Changed => Role::Changed,
        };
        let mut line = Line::default().add(role, format!("{} ", sign(change.what)));
        if change.kind == RecordKind::Project {
            let project = change.kind.label().say(self.lang);
            let title = if title.is_empty() { String::new() } else { format!(" {title}") };
            return line.add(Role::Name, project).add(Role::Plain, title);
        }
        line = line.add(Role::Name, change.id.as_str());
        if !title.is_empty() {
            line = line.add(Role::Plain, format!(" {title}"));
        }
        match self.kind_of(change) {
            kind if kind.is_empty() => line,
            kind => line.add(Role::Faint, format!(" · {kind}")),
        }
    }

    /// Of a row and a column, the register says more than their kind.
    fn kind_of(&self, change: &Change) -> String {
        let label = change.kind.label().say(self.lang);
        let register = self.newest_row(change.id.as_str()).map(|row| row.register.as_str());
        match (change.kind, register) {
            (RecordKind::Task, _) => String::new(),
            (RecordKind::Row, Some(key)) if guide().register(key).is_some() => self.register(key),
            _ => label.to_owned(),
        }
    }

    fn register(&self, key: &str) -> String {
        guide().register(key).map_or(key, |register| register.title.say(self.lang)).to_owned()
    }

    fn newest_row(&self, id: &str) -> Option<&Row> {
        self.after.rows.get(id).or_else(|| self.before.rows.get(id))
    }

    /// What people call a record; empty where it has no name.
    fn title(&self, kind: RecordKind, id: &str) -> String {
        let (after, before) = (self.after, self.before);
        match kind {
            RecordKind::Project => {
                let name = |workspace: &Workspace| workspace.project.name.as_str().to_owned();
                Some(name(after)).filter(|name| !name.is_empty()).unwrap_or_else(|| name(before))
            }
            RecordKind::Task => {
                let task = after.tasks.get(id).or_else(|| before.tasks.get(id));
                task.map_or(String::new(), |task| shown_title(id, task, self.lang).to_owned())
            }
            RecordKind::Evidence => {
                let evidence = after.evidence.get(id).or_else(|| before.evidence.get(id));
                let texts = evidence.map(|evidence| [evidence.what.as_str(), evidence.file.as_str()]);
                let first = texts.into_iter().flatten().find(|text| !text.is_empty());
                first.unwrap_or_default().to_owned()
            }
            RecordKind::Row => self.newest_row(id).map_or(String::new(), row_title),
            RecordKind::Decision | RecordKind::Criterion => paper_name(id, self.lang).to_owned(),
            RecordKind::Basis => {
                guide().element(id).map_or(String::new(), |element| element.title.say(self.lang).to_owned())
            }
            RecordKind::Review => {
                let review = after.reviews.get(id).or_else(|| before.reviews.get(id));
                review.map_or(String::new(), |review| review_name(review, self.lang))
            }
            RecordKind::Measurement => {
                let measured = after.measurements.get(id).or_else(|| before.measurements.get(id));
                measured.map_or(String::new(), |measured| measurement_name((after, before), measured))
            }
            RecordKind::Setting => setting_name(id, self.lang),
            RecordKind::Reading => {
                let reading = after.readings.get(id).or_else(|| before.readings.get(id));
                reading.map_or(String::new(), |reading| reading_name((after, before), reading))
            }
            RecordKind::Column => {
                let column = after.columns.get(id).or_else(|| before.columns.get(id));
                column.map_or(String::new(), |column| column.label.as_str().to_owned())
            }
        }
    }

    fn whole(&self, what: What, turn: Turn) -> Line {
        let text = match (turn, what) {
            (Turn::Opened, _) => self.say(
                "争议：一方已删除，另一方仍有改动",
                "disputed: one side deleted it, the other went on with it",
            ),
            (Turn::Settled, What::Removed) => self.say("争议已裁定：删除", "dispute settled: deleted"),
            (Turn::Settled, _) => self.say("争议已裁定：保留", "dispute settled: kept"),
        };
        Line::default().add(if turn == Turn::Opened { Role::Disputed } else { Role::Faint }, text)
    }
}

#[cfg(test)]
mod tests;
