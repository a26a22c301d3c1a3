//! What changed from one workspace to another, record by record and field by field.

use super::entries::{Entries, PROJECT, Version};
use super::record::{at_key, keys};
use super::rule::State;
use crate::workspace::{At, Dispute, Edit, Id, Kind, RecordKind, Value, Workspace};
use std::collections::BTreeSet;

/// A record that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub kind: RecordKind,
    pub id: Id,
    pub what: What,
    /// All that it was filled with, where it was added or removed.
    pub fields: Vec<FieldChange>,
    /// Of the record as a whole: deleted by one side and worked on by the other.
    pub dispute: Option<Turn>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Added,
    Removed,
    Changed,
}

/// A field, or one key of a map. Where only a dispute began or ended, `was` and `now` are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    pub at: At,
    pub was: Value,
    pub now: Value,
    pub dispute: Option<Turn>,
}

/// What became of a dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It began, or has other candidates now.
    Opened,
    Settled,
}

/// The changes, by kind and id.
pub fn diff(before: &Workspace, after: &Workspace) -> Vec<Change> {
    let (old, new) = (Entries::of(before), Entries::of(after));
    let mut changes = vec![];
    for kind in RecordKind::ALL {
        let ids: BTreeSet<&str> = match kind {
            RecordKind::Project => BTreeSet::from([PROJECT]),
            kind => {
                let ids = |workspace| {
                    Workspace::records(workspace, *kind).into_iter().flat_map(|records| records.ids())
                };
                ids(before).chain(ids(after)).map(Id::as_str).collect()
            }
        };
        for id in ids {
            let was =
                before.record(*kind, id).map(|record| Version { record, disputes: old.fields(*kind, id) });
            let now =
                after.record(*kind, id).map(|record| Version { record, disputes: new.fields(*kind, id) });
            let dispute = turn(old.record(*kind, id), new.record(*kind, id));
            changes.extend(change(*kind, id, was, now, dispute));
        }
    }
    changes
}

fn change(
    kind: RecordKind,
    id: &str,
    was: Option<Version>,
    now: Option<Version>,
    dispute: Option<Turn>,
) -> Option<Change> {
    let what = match (&was, &now) {
        (None, None) => return None,
        (None, Some(_)) => What::Added,
        (Some(_), None) => What::Removed,
        (Some(was), Some(now)) if was.is_same(now) && dispute.is_none() => return None,
        (Some(_), Some(_)) => What::Changed,
    };
    let id = Id::new(id)?;
    let mut fields = vec![];
    for (i, field) in kind.fields().iter().enumerate() {
        let held = |version: &Option<Version>| {
            version.as_ref().map_or(Value::Unset, |version| version.record.get(i))
        };
        let (old, new) = (held(&was), held(&now));
        let mut add = |name: &str, old: Value, new: Value| {
            let state = |version: &Option<Version>, holds: &Value| {
                version.as_ref().map(|v| v.state(name, holds.clone()))
            };
            let turn = turn(disputed(state(&was, &old)), disputed(state(&now, &new)));
            if old != new || turn.is_some() {
                fields.push(FieldChange { at: At::new(kind, &id, name), was: old, now: new, dispute: turn });
            }
        };
        if let Kind::Map(_) = field.kind {
            let versions: Vec<&Version> = was.iter().chain(&now).collect();
            for key in keys(field, i, &versions) {
                let [old, new] = [&old, &new].map(|map| at_key(map, &key));
                add(&format!("{}/{key}", field.name), old, new);
            }
        } else {
            add(field.name, old, new);
        }
    }
    Some(Change { kind, id, what, fields, dispute })
}

fn disputed(state: Option<State>) -> Option<Dispute> {
    match state {
        Some(State::Disputed(dispute)) => Some(dispute),
        _ => None,
    }
}

fn turn<T: PartialEq>(was: Option<T>, now: Option<T>) -> Option<Turn> {
    match (was, now) {
        (was, now) if was == now => None,
        (Some(_), None) => Some(Turn::Settled),
        _ => Some(Turn::Opened),
    }
}

/// What makes one workspace into the other, as one edit that can be undone.
pub fn edit_between(before: &Workspace, after: &Workspace) -> Edit {
    let mut now = before.clone();
    let mut edits = vec![];
    let mut make = |now: &mut Workspace, edit: Edit| {
        let made = now.apply(edit.clone());
        debug_assert!(made.is_ok(), "a change that was found can be made: {made:?}");
        edits.push(edit);
    };
    for change in diff(before, after) {
        let (kind, id) = (change.kind, change.id);
        match change.what {
            What::Removed => make(&mut now, Edit::Remove { kind, id }),
            What::Added => {
                let fields = change.fields.into_iter().map(|field| (field.at.field, field.now));
                make(&mut now, Edit::Add { kind, id, fields: fields.collect() });
            }
            What::Changed => {
                for field in change.fields.into_iter().filter(|field| field.was != field.now) {
                    make(&mut now, Edit::Set { at: field.at, was: field.was, now: field.now });
                }
            }
        }
    }
    let keys: BTreeSet<String> = now.disputes.keys().chain(after.disputes.keys()).cloned().collect();
    for key in keys {
        let (was, then) = (now.disputes.get(&key).cloned(), after.disputes.get(&key).cloned());
        if was != then {
            make(&mut now, Edit::Dispute { key, was, now: then });
        }
    }
    Edit::All(edits)
}
