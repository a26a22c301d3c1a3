//! What is wrong in a workspace that could nevertheless be read: dangling references, impossible days, circles,
//! statuses that contradict their facts. Most rules follow from the declaration of the fields and the columns of
//! registers; the rest are about tasks and how they hang together. Pure; `wubu check` and the badge on the screen ask here.

mod circle;
mod measured;
mod papers;
mod readings;
mod rows;
mod tasks;
mod words;

use crate::guide::owned::{Change, ClauseRef, Library};
use crate::guide::{Points, guide};
use crate::readiness::Stale;
use crate::text::{Bilingual, Lang, Phrase};
use crate::workspace::cell::Wrong;
use crate::workspace::{
    At, Dispute, Field, Id, Kind, Misfit, Record, RecordKind, Status, Target, Value, Workspace,
};
use jiff::civil::Date;
use rows::Spot;
pub use rows::refusing_rules;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// One thing that is wrong, at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `tasks/4a.2/due`, or `tasks/4a.2` where it is about the whole record; as in the keys of disputes.
    pub at: String,
    /// A short name that scripts can rely on.
    pub rule: &'static str,
    about: About,
}

/// What a sentence about it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
enum About {
    /// Typed text that is no value of its field.
    Misfit(Phrase, Misfit),
    /// A key that names nothing; empty where one is needed.
    Nowhere(Phrase, Target, String),
    /// Each id once, from the smallest.
    Circle(Phrase, Vec<String>),
    /// A status without the fact of this name.
    Fact(Status, &'static str),
    /// Done, though these below it are not settled.
    Below(Vec<String>),
    /// Done, though these before it are not settled.
    Before(Vec<String>),
    StartAfterDue {
        start: String,
        due: String,
    },
    NoTitle,
    /// An id that looks the same.
    LooksLike(String),
    /// The collection that has this id as well.
    SharedId(RecordKind),
    Rank(String),
    Dispute(Dispute, Option<Kind>),
    /// A cell that is wrong for the kind of its column.
    Cell(Spot, Wrong),
    /// A cell that has to be filled.
    Missing(Spot),
    /// The first row with this key.
    KeyTwice(Spot, String),
    /// A reference to a row or task that is not there.
    NoRow(Spot, Points, String),
    NoColumn(Spot),
    /// A clause that a newer edition changed, and whether it dropped it.
    Overtaken(ClauseRef, ClauseRef, bool),
    /// About a decision or a gate.
    Paper(papers::Wrong),
    /// About a measurement or a readiness setting.
    Measured(measured::Wrong),
    /// About a reading of an indicator.
    Reading(readings::Wrong),
    /// A rule between cells; whether the cell at fault is empty.
    Rule {
        spot: Spot,
        says: &'static Bilingual,
        is_empty: bool,
    },
}

impl Finding {
    pub fn say(&self, lang: Lang) -> String {
        self.about.say(lang)
    }

    /// Without the place, for whoever stands there.
    pub fn say_here(&self, lang: Lang) -> String {
        self.about.say_here(lang)
    }

    /// What to do about it.
    pub fn next(&self, lang: Lang) -> String {
        self.about.next(lang)
    }
}

/// All findings, by collection and id; open disputes come last.
pub fn findings(workspace: &Workspace) -> Vec<Finding> {
    let mut found = Found::default();
    for kind in RecordKind::ALL {
        match workspace.records(*kind) {
            Some(records) => {
                records.all().for_each(|(id, record)| found.fields(workspace, *kind, id, record));
            }
            None => found.fields(workspace, *kind, &At::project("").id, &workspace.project),
        }
    }
    tasks::check(workspace, &mut found);
    rows::check(workspace, &mut found);
    papers::check(workspace, &mut found);
    measured::check(workspace, &mut found);
    readings::check(workspace, &mut found);
    look_alikes(workspace, &mut found);
    found.in_order(workspace)
}

/// The findings in rows of registers, by row, with the key of the column: what a table shows.
pub fn in_rows(workspace: &Workspace) -> Vec<(Id, String, Finding)> {
    let mut found = Found::default();
    rows::check(workspace, &mut found);
    let place = |finding: &Finding| At::from_key(&finding.at)?.parts().1.map(str::to_owned);
    let found = found.0.into_iter().filter(|(kind, ..)| *kind == RecordKind::Row);
    found.filter_map(|(_, id, finding)| Some((id, place(&finding)?, finding))).collect()
}

/// What only the day makes wrong: waivers of gate criteria that have run out.
pub fn overdue(workspace: &Workspace, today: Date) -> Vec<Finding> {
    let mut found = Found::default();
    papers::overdue(workspace, today, &mut found);
    found.0.into_iter().map(|(_, _, finding)| finding).collect()
}

/// What leans on clauses that a newer edition of an owned standard changed: 待复核.
pub fn overtaken(workspace: &Workspace, library: &Library) -> Vec<Finding> {
    let stale = crate::readiness::stale(workspace, library).into_iter();
    let finding = |stale: Stale| {
        let at = At::new(stale.kind, &stale.id, "clauses").to_string();
        let about = About::Overtaken(stale.was, stale.now, stale.change == Change::Removed);
        Finding { at, rule: "review", about }
    };
    stale.map(finding).collect()
}

/// Findings with the place by which they are sorted.
#[derive(Default)]
struct Found(Vec<(RecordKind, Id, Finding)>);

impl Found {
    /// `field` is empty for the whole record.
    fn add(&mut self, kind: RecordKind, id: &Id, field: &str, rule: &'static str, about: About) {
        let at = At::new(kind, id, field).to_string().trim_end_matches('/').to_owned();
        self.0.push((kind, id.clone(), Finding { at, rule, about }));
    }

    /// What the declaration of each field asks for.
    fn fields(&mut self, workspace: &Workspace, kind: RecordKind, id: &Id, record: &dyn Record) {
        for (i, field) in record.fields().iter().enumerate() {
            // A value is a copy: only fields that can be wrong are asked for it.
            let can_be_wrong = match field.kind {
                Kind::Text | Kind::Person | Kind::Prose | Kind::Map(_) | Kind::Mark | Kind::Set(None) => {
                    false
                }
                Kind::Ref(_) => true,
                Kind::Day
                | Kind::Number(_)
                | Kind::Choice(_)
                | Kind::Parent(_)
                | Kind::Rank
                | Kind::Status
                | Kind::Set(Some(_)) => !record.is_empty_at(i),
            };
            if can_be_wrong {
                self.field(workspace, (kind, id), field, record.get(i));
            }
        }
    }

    fn field(&mut self, workspace: &Workspace, (kind, id): (RecordKind, &Id), field: &Field, value: Value) {
        let mut add = |rule, about| self.add(kind, id, field.name, rule, about);
        match (&field.kind, value) {
            (Kind::Day, Value::Text(day)) if !is_day(&day) => {
                add("day", About::Misfit(field.label, Misfit::Day(day)));
            }
            (Kind::Number(_), Value::Text(number)) if !is_number(&number) => {
                add("number", About::Misfit(field.label, Misfit::Number(number)));
            }
            (Kind::Choice(choices), Value::Text(key)) if choices.iter().all(|c| c.key != key) => {
                let choices = choices.iter().map(|c| (c.key, c.label)).collect();
                add("choice", About::Misfit(field.label, Misfit::Choice(key, choices)));
            }
            (Kind::Rank, Value::Text(rank)) if !rank.bytes().all(|b| b.is_ascii_alphanumeric()) => {
                add("rank", About::Rank(rank));
            }
            (Kind::Ref(target), value) => {
                let key = value.as_text();
                if is_missed(workspace, kind, id, *target, key) {
                    add(rule_of(*target), About::Nowhere(field.label, *target, key.to_owned()));
                }
            }
            (Kind::Parent(target), Value::Text(key)) if !exists(workspace, *target, &key) => {
                add(rule_of(*target), About::Nowhere(field.label, *target, key));
            }
            (Kind::Set(Some(target)), Value::Set(keys)) => {
                for key in keys.into_iter().filter(|key| !exists(workspace, *target, key)) {
                    add(rule_of(*target), About::Nowhere(field.label, *target, key));
                }
            }
            (Kind::Status, Value::Status(status)) => {
                for (fact, text) in status.facts() {
                    match fact {
                        "on" | "until" if !text.is_empty() && !is_day(text) => {
                            let label = Status::fact_label(fact);
                            add("day", About::Misfit(label, Misfit::Day(text.to_owned())));
                        }
                        // By whom, and until when, may stay open.
                        "on" | "why" if text.trim().is_empty() => {
                            add("facts", About::Fact(status.clone(), fact));
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    fn in_order(self, workspace: &Workspace) -> Vec<Finding> {
        let mut found = self.0;
        found.sort_by(|(kind, id, _), (other, other_id, _)| (kind, id).cmp(&(other, other_id)));
        let disputes = workspace.open_disputes().map(|(key, dispute)| {
            let kind = At::from_key(key).and_then(|at| at.value_kind().copied());
            Finding { at: key.to_owned(), rule: "dispute", about: About::Dispute(dispute.clone(), kind) }
        });
        let disputes: Vec<Finding> = disputes.collect();
        found.into_iter().map(|(_, _, finding)| finding).chain(disputes).collect()
    }
}

fn is_day(text: &str) -> bool {
    text.parse::<jiff::civil::Date>().is_ok()
}

fn is_number(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite)
}

fn rule_of(target: Target) -> &'static str {
    match target {
        Target::Element => "element",
        Target::Register => "register",
        Target::Gate => "gate",
        Target::Clause => "clause",
        Target::Task | Target::Row => "dangling",
    }
}

fn exists(workspace: &Workspace, target: Target, key: &str) -> bool {
    match target {
        Target::Element => guide().element(key).is_some(),
        Target::Register => guide().register(key).is_some(),
        Target::Gate => guide().gate(key).is_some(),
        Target::Clause => ClauseRef::parse(key).is_some(),
        Target::Task => workspace.tasks.contains(key),
        Target::Row => workspace.rows.contains(key),
    }
}

/// A reference that names nothing, or is not there though the record cannot be placed without it.
fn is_missed(workspace: &Workspace, kind: RecordKind, id: &Id, target: Target, key: &str) -> bool {
    if !key.is_empty() {
        return !exists(workspace, target, key);
    }
    match kind {
        // A subtask is shown under its parent.
        RecordKind::Task => workspace.tasks.get(id.as_str()).is_some_and(|task| task.parent.is_empty()),
        RecordKind::Row | RecordKind::Column | RecordKind::Review | RecordKind::Measurement => true,
        // What a reading lacks is said by rules of its own.
        RecordKind::Project
        | RecordKind::Evidence
        | RecordKind::Decision
        | RecordKind::Criterion
        | RecordKind::Setting
        | RecordKind::Basis
        | RecordKind::Reading => false,
    }
}

/// Ids that people would take for the same, and ids that stand in two collections.
fn look_alikes(workspace: &Workspace, found: &mut Found) {
    let mut first: HashMap<String, (RecordKind, &Id)> = HashMap::new();
    for kind in RecordKind::ALL {
        let Some(records) = workspace.records(*kind) else { continue };
        for id in records.ids() {
            let looks: String = id.as_str().nfc().flat_map(char::to_lowercase).nfc().collect();
            match first.get(&looks) {
                None => {
                    first.insert(looks, (*kind, id));
                }
                Some((other, same)) if *same == id => {
                    found.add(*kind, id, "", "shared-id", About::SharedId(*other));
                }
                Some((_, other)) => {
                    found.add(*kind, id, "", "look-alike", About::LooksLike(other.to_string()));
                }
            }
        }
    }
}
