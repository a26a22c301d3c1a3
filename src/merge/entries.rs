//! The disputes that a workspace already holds, sorted by what they are about.

use super::rule::{State, merge_items};
use crate::workspace::{Dispute, Record, RecordKind, Subject, Value, Workspace};
use std::collections::BTreeMap;

/// The id of the one record that is in no collection.
pub const PROJECT: &str = "project";

/// Disputes by the part of the key behind the record: `owner`, `cells/ip`.
pub type ByField<'a> = BTreeMap<&'a str, &'a Dispute>;

#[derive(Debug, Default)]
pub struct Entries<'a> {
    fields: BTreeMap<RecordKind, BTreeMap<&'a str, ByField<'a>>>,
    /// Deleted by one side, worked on by the other.
    records: BTreeMap<RecordKind, BTreeMap<&'a str, &'a Dispute>>,
    /// About records and fields that are not there: kept and shown, by their whole key.
    loose: BTreeMap<&'a str, &'a Dispute>,
}

impl<'a> Entries<'a> {
    /// Leaves out what was settled by hand.
    pub fn of(workspace: &'a Workspace) -> Entries<'a> {
        let mut entries = Entries::default();
        for (key, dispute) in workspace.open_disputes() {
            let subject = Subject::from_key(key).filter(|subject| is_about_something(workspace, subject));
            match subject {
                None => {
                    entries.loose.insert(key, dispute);
                }
                Some(Subject::Field(at)) => {
                    let (record, field) = key.split_at(key.len() - at.field.len());
                    let id = record.trim_end_matches('/').split_once('/').map_or(PROJECT, |(_, id)| id);
                    entries.fields.entry(at.kind).or_default().entry(id).or_default().insert(field, dispute);
                }
                Some(Subject::Record(kind, _)) => {
                    let id = key.split_once('/').map_or(key, |(_, id)| id);
                    entries.records.entry(kind).or_default().insert(id, dispute);
                }
            }
        }
        entries
    }

    pub fn fields(&self, kind: RecordKind, id: &str) -> Option<&ByField<'a>> {
        self.fields.get(&kind)?.get(id)
    }

    pub fn record(&self, kind: RecordKind, id: &str) -> Option<&'a Dispute> {
        self.records.get(&kind)?.get(id).copied()
    }

    pub fn loose(&self) -> &BTreeMap<&'a str, &'a Dispute> {
        &self.loose
    }
}

/// Whether a record is there, and in it a field that is disputed as a whole, or one key of a map.
pub fn is_about_something(workspace: &Workspace, subject: &Subject) -> bool {
    let is_there = workspace.record(subject.kind(), subject.id().as_str()).is_some();
    is_there
        && match subject {
            Subject::Record(..) => true,
            Subject::Field(at) => at.is_one_value(),
        }
}

/// One version of a record, with the disputes about its fields.
#[derive(Debug, Clone, Copy)]
pub struct Version<'a> {
    pub record: &'a dyn Record,
    pub disputes: Option<&'a ByField<'a>>,
}

impl Version<'_> {
    pub fn is_same(&self, other: &Version) -> bool {
        self.disputes == other.disputes && self.record.is_same(other.record)
    }

    /// What it says about the field, given what it holds there.
    pub fn state(&self, field: &str, holds: Value) -> State {
        match self.disputes.and_then(|disputes| disputes.get(field)) {
            Some(dispute) if dispute.held() == Some(&holds) => State::Disputed((*dispute).clone()),
            _ => State::Settled(holds),
        }
    }
}

/// Disputes that stand for no value of a field are sets, and merge as sets; one that is empty is none.
pub fn merge_loose(
    base: Option<&Dispute>,
    ours: Option<&Dispute>,
    theirs: Option<&Dispute>,
) -> Option<Dispute> {
    let none = Dispute::default();
    let [base, ours, theirs] = [base, ours, theirs].map(|side| side.unwrap_or(&none));
    let merged = Dispute {
        of: merge_items(&base.of, &ours.of, &theirs.of),
        was: merge_items(&base.was, &ours.was, &theirs.was),
        at: merge_items(&base.at, &ours.at, &theirs.at),
    };
    (merged != none).then_some(merged)
}

/// Whether all that a dispute says is said by another one too.
pub fn is_within(one: &Dispute, other: &Dispute) -> bool {
    one.of.is_subset(&other.of) && one.was.is_subset(&other.was) && one.at.is_subset(&other.at)
}
