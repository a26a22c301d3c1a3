//! Two versions of one record become one, field by field and, inside a map, key by key.

use super::entries::Version;
use super::rule::{State, merge_state};
use crate::workspace::{Dispute, Field, Kind, Record, Value};
use std::collections::{BTreeMap, BTreeSet};

/// One record out of two.
#[derive(Debug)]
pub struct Combined {
    pub record: Box<dyn Record>,
    /// By field, or field and key.
    pub disputes: BTreeMap<String, Dispute>,
    /// Fields of manual order that both sides changed.
    pub reordered: Vec<&'static str>,
}

pub fn combine(base: Option<&Version>, ours: &Version, theirs: &Version) -> Combined {
    let mut combined = Combined { record: ours.record.boxed(), disputes: BTreeMap::new(), reordered: vec![] };
    for (i, field) in ours.record.fields().iter().enumerate() {
        let [l, r] = [ours, theirs].map(|version| version.record.get(i));
        let b = base.map(|base| base.record.get(i));
        let mut one = |kind: &Kind, name: &str, [l, r]: [Value; 2], b: Option<Value>| {
            let b = b.zip(base).map(|(b, base)| base.state(name, b));
            let merged = merge_state(kind, b.as_ref(), &ours.state(name, l), &theirs.state(name, r));
            let held = merged.held();
            if let State::Disputed(dispute) = merged {
                combined.disputes.insert(name.to_owned(), dispute);
            }
            held
        };
        let value = if let Kind::Map(kind) = field.kind {
            let versions: Vec<&Version> = [ours, theirs].into_iter().chain(base).collect();
            let entry = |key: String| {
                let name = format!("{}/{key}", field.name);
                let value = one(
                    kind,
                    &name,
                    [at_key(&l, &key), at_key(&r, &key)],
                    b.as_ref().map(|b| at_key(b, &key)),
                );
                (key, value)
            };
            Value::Map(keys(field, i, &versions).into_iter().map(entry).collect()).canonical()
        } else {
            if field.kind == Kind::Rank && l != r && b.as_ref().is_some_and(|b| *b != l && *b != r) {
                combined.reordered.push(field.name);
            }
            one(&field.kind, field.name, [l, r], b)
        };
        let fits = combined.record.put(i, value);
        debug_assert!(fits, "a merge keeps the shape of its field");
    }
    combined
}

/// The keys of a map field that any version speaks of, be it only in a dispute.
pub fn keys(field: &Field, index: usize, versions: &[&Version]) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for version in versions {
        if let Value::Map(map) = version.record.get(index) {
            keys.extend(map.into_keys());
        }
        let disputed = version.disputes.into_iter().flat_map(BTreeMap::keys);
        let disputed = disputed.filter_map(|name| name.strip_prefix(field.name)?.strip_prefix('/'));
        keys.extend(disputed.map(str::to_owned));
    }
    keys
}

/// What a map holds at a key.
pub fn at_key(map: &Value, key: &str) -> Value {
    match map {
        Value::Map(map) => map.get(key).cloned().unwrap_or(Value::Unset),
        _ => Value::Unset,
    }
}
