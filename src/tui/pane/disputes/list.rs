//! Which disputes are open, in which order: by stage and record, as the outline has them.

use crate::guide::guide;
use crate::text::{Lang, Phrase};
use crate::tui::named::subject_text;
use crate::tui::pane::Context;
use crate::workspace::{At, Id, RecordKind, Subject};
use std::collections::HashMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub key: String,
    /// Of the record.
    pub title: String,
    /// Of the field, or that the record as a whole is disputed.
    pub label: String,
    /// The entry before it is about another record.
    pub is_first: bool,
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    Heading(String),
    /// The entry of this number.
    Entry(usize),
}

const PROJECT: Phrase = Phrase::new("项目", "Project");
const LOST: Phrase = Phrase::new("待归位的任务", "Lost & found");
const REGISTERS: Phrase = Phrase::new("台账", "Registers");
const OTHERS: Phrase = Phrase::new("其他", "Others");

/// The groups in their order: project, five stages, lost tasks, registers, the rest.
const STAGE: usize = 1;

fn group_title(group: usize, lang: Lang) -> String {
    let stages = guide().stages();
    match group {
        0 => PROJECT.say(lang).to_owned(),
        n if n <= stages.len() => format!("{n} {}", stages[n - STAGE].title.say(lang)),
        n => [LOST, REGISTERS, OTHERS][(n - STAGE - stages.len()).min(2)].say(lang).to_owned(),
    }
}

/// Where a record stands: its group, and its place in it.
type Spot = (usize, usize);

fn spots(context: &Context) -> HashMap<Id, Spot> {
    let stages = guide().stages();
    let in_stage = |(n, stage): (usize, &crate::guide::Stage)| {
        let entries = context.outline.stage(&stage.key).iter().enumerate();
        entries.map(|(at, entry)| (entry.id.clone(), (n + STAGE, at))).collect::<Vec<_>>()
    };
    let lost = context.outline.lost().iter().enumerate();
    let lost = lost.map(|(at, entry)| (entry.id.clone(), (STAGE + stages.len(), at)));
    stages.iter().enumerate().flat_map(in_stage).chain(lost).collect()
}

fn spot_of(subject: Option<&Subject>, spots: &HashMap<Id, Spot>, context: &Context) -> Spot {
    let others = STAGE + guide().stages().len() + 2;
    let Some(subject) = subject else { return (others, 0) };
    let of_task = |id: &str| Id::new(id).and_then(|id| spots.get(&id).copied()).unwrap_or((others, 0));
    let id = subject.id().as_str();
    match subject.kind() {
        RecordKind::Project => (0, 0),
        RecordKind::Task => of_task(id),
        RecordKind::Evidence => {
            context.workspace.evidence.get(id).map_or((others, 0), |e| of_task(e.task.as_str()))
        }
        RecordKind::Row
        | RecordKind::Column
        | RecordKind::Decision
        | RecordKind::Criterion
        | RecordKind::Review
        | RecordKind::Measurement
        | RecordKind::Setting
        | RecordKind::Basis
        | RecordKind::Reading => (others - 1, 0),
    }
}

/// The open disputes, and the lines that list them.
pub fn build(context: &Context) -> (Vec<Entry>, Vec<Line>) {
    let mut keys: Vec<(Spot, String, Option<Subject>)> = vec![];
    let mut open = context.workspace.open_disputes().peekable();
    if open.peek().is_none() {
        return (vec![], vec![]);
    }
    let spots = spots(context);
    for (key, _) in open {
        let subject = Subject::from_key(key);
        keys.push((spot_of(subject.as_ref(), &spots, context), key.to_owned(), subject));
    }
    keys.sort_by(|(one, a, l), (other, b, r)| {
        (one, place(l.as_ref(), a)).cmp(&(other, place(r.as_ref(), b)))
    });
    let (mut entries, mut lines): (Vec<Entry>, Vec<Line>) = (vec![], vec![]);
    let mut group = None;
    let mut before: Option<(RecordKind, Id)> = None;
    for (spot, key, subject) in keys {
        if group != Some(spot.0) {
            group = Some(spot.0);
            lines.push(Line::Heading(group_title(spot.0, context.lang)));
        }
        let record = subject.map(|subject| (subject.kind(), subject.id().clone()));
        let (title, label) = subject_text(context.workspace, &key, context.lang);
        lines.push(Line::Entry(entries.len()));
        entries.push(Entry { key, title, label, is_first: record.is_none() || record != before });
        before = record;
    }
    (entries, lines)
}

/// Kind and id of a record, and the number of the field.
type Place<'a> = (RecordKind, &'a Id, Option<usize>);

/// Among those of one spot: by record, then as its fields are declared, the record itself first.
fn place<'a>(subject: Option<&'a Subject>, key: &'a str) -> (Option<Place<'a>>, &'a str) {
    let place = subject.map(|subject| {
        let field = match subject {
            Subject::Field(at) => At::index(at),
            Subject::Record(..) => None,
        };
        (subject.kind(), subject.id(), field)
    });
    (place, key)
}
