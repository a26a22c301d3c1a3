//! Two changes of one value become one, by the kind of the field; what cannot become one is kept as a
//! dispute. Pure and total. So far it folds the two records of an id that stands twice in one file (a text
//! merge can do this); the three-way merge of whole workspaces stands on the same rule.

use crate::workspace::{At, Dispute, Kind, RecordKind, Value, Workspace};
use std::collections::{BTreeMap, BTreeSet};

/// The value that a field holds after both changes, and the candidates where only people can choose:
/// by the key inside a map, or by nothing for the field itself.
#[derive(Debug, PartialEq, Eq)]
pub struct Merged {
    pub value: Value,
    pub disputes: Vec<(Option<String>, Dispute)>,
}

/// The rule for each kind (RELIABILITY.md 2.2), symmetric in `ours` and `theirs`. `Unset` is a value.
pub fn merge_value(kind: &Kind, base: &Value, ours: &Value, theirs: &Value) -> Merged {
    let clean = |value: Value| Merged { value, disputes: vec![] };
    if ours == theirs || theirs == base {
        return clean(ours.clone());
    }
    if ours == base {
        return clean(theirs.clone());
    }
    match kind {
        Kind::Set(_) => clean(merge_sets(base, ours, theirs)),
        // The only lossy rule: of two moves, the one further down holds.
        Kind::Rank => clean(ours.max(theirs).clone()),
        Kind::Map => merge_maps(base, ours, theirs),
        Kind::Text
        | Kind::Day
        | Kind::Number(_)
        | Kind::Choice(_)
        | Kind::Person
        | Kind::Ref(_)
        | Kind::Parent
        | Kind::Status
        | Kind::Prose
        | Kind::Mark => disputed(base, ours, theirs),
    }
}

fn disputed(base: &Value, ours: &Value, theirs: &Value) -> Merged {
    let dispute = Dispute {
        of: BTreeSet::from([ours.clone(), theirs.clone()]),
        was: if base.is_unset() { BTreeSet::new() } else { BTreeSet::from([base.clone()]) },
        at: BTreeSet::new(),
    };
    let value = dispute.held().cloned().unwrap_or(Value::Unset);
    Merged { value, disputes: vec![(None, dispute)] }
}

fn merge_sets(base: &Value, ours: &Value, theirs: &Value) -> Value {
    let empty = BTreeSet::new();
    let items = |value: &Value| match value {
        Value::Set(items) => items.clone(),
        _ => empty.clone(),
    };
    let (base, ours, theirs) = (items(base), items(ours), items(theirs));
    let kept = ours.intersection(&theirs).chain(ours.difference(&base)).chain(theirs.difference(&base));
    Value::set(kept.cloned())
}

/// Each key on its own: texts and prose as scalars, sets as sets.
fn merge_maps(base: &Value, ours: &Value, theirs: &Value) -> Merged {
    let empty = BTreeMap::new();
    let map = |value: &Value| match value {
        Value::Map(map) => map.clone(),
        _ => empty.clone(),
    };
    let (base, ours, theirs) = (map(base), map(ours), map(theirs));
    let (mut merged, mut disputes) = (BTreeMap::new(), vec![]);
    let keys: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    for key in keys {
        let [b, l, r] = [&base, &ours, &theirs].map(|m| m.get(key).unwrap_or(&Value::Unset));
        let are_sets = [b, l, r].iter().any(|v| matches!(v, Value::Set(_)));
        let kind = if are_sets { Kind::Set(None) } else { Kind::Text };
        let one = merge_value(&kind, b, l, r);
        disputes.extend(one.disputes.into_iter().map(|(_, dispute)| (Some(key.clone()), dispute)));
        if !one.value.is_unset() {
            merged.insert(key.clone(), one.value);
        }
    }
    Merged { value: if merged.is_empty() { Value::Unset } else { Value::Map(merged) }, disputes }
}

/// Folds ids that stood twice in the file into one record each: two additions, merged over nothing.
pub fn fold_twice(workspace: &mut Workspace) {
    for kind in RecordKind::ALL {
        let Some(records) = workspace.records_mut(*kind) else { continue };
        let mut disputes = vec![];
        for (id, other) in records.take_twice() {
            let Some(record) = records.record_mut(id.as_str()) else { continue };
            for (i, (field, theirs)) in kind.fields().iter().zip(other).enumerate() {
                let merged = merge_value(&field.kind, &Value::Unset, &record.get(i), &theirs);
                for (key, dispute) in merged.disputes {
                    let name =
                        key.map_or_else(|| field.name.to_owned(), |key| format!("{}/{key}", field.name));
                    disputes.push((At::new(*kind, &id, &name), dispute));
                }
                let fits = record.put(i, merged.value);
                debug_assert!(fits, "a merge keeps the shape of its field");
            }
        }
        for (at, dispute) in disputes {
            let entry = workspace.disputes.entry(at.to_string()).or_default();
            entry.of.extend(dispute.of);
            entry.was.extend(dispute.was);
            // Where it had been disputed before, the record goes on holding what says so.
            let held = entry.held().cloned();
            if let Some(held) = held {
                workspace.hold(&at, held);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scalar() -> impl Strategy<Value = Value> {
        prop_oneof![Just(Value::Unset), "[甲乙丙]".prop_map(Value::Text)]
    }

    fn set() -> impl Strategy<Value = Value> {
        prop::collection::btree_set("[a-d]", 0..4).prop_map(Value::set)
    }

    fn map() -> impl Strategy<Value = Value> {
        prop::collection::btree_map("[x-z]", prop_oneof!["[甲乙]".prop_map(Value::Text)], 0..3)
            .prop_map(|m| if m.is_empty() { Value::Unset } else { Value::Map(m) })
    }

    fn case() -> impl Strategy<Value = (Kind, Value, Value, Value)> {
        prop_oneof![
            (Just(Kind::Text), scalar(), scalar(), scalar()),
            (Just(Kind::Rank), scalar(), scalar(), scalar()),
            (Just(Kind::Set(None)), set(), set(), set()),
            (Just(Kind::Map), map(), map(), map()),
        ]
    }

    proptest! {
        #[test]
        fn merging_is_symmetric_and_keeps_one_sided_changes((kind, b, l, r) in case()) {
            prop_assert_eq!(merge_value(&kind, &b, &l, &r), merge_value(&kind, &b, &r, &l));
            prop_assert_eq!(merge_value(&kind, &b, &l, &b), Merged { value: l.clone(), disputes: vec![] });
            prop_assert_eq!(merge_value(&kind, &b, &l, &l), Merged { value: l, disputes: vec![] });
        }

        #[test]
        fn nothing_that_a_side_wrote_is_lost((kind, b, l, r) in case()) {
            let merged = merge_value(&kind, &b, &l, &r);
            for side in [&l, &r] {
                match (&kind, side) {
                    (Kind::Text, side) => prop_assert!(
                        merged.value == *side || *side == b || merged.disputes.iter().any(|(_, d)| d.of.contains(side))
                    ),
                    (Kind::Set(_), Value::Set(items)) => {
                        let was = if let Value::Set(was) = &b { was.clone() } else { BTreeSet::new() };
                        let Value::Set(kept) = &merged.value else {
                            prop_assert!(items.is_subset(&was));
                            continue;
                        };
                        prop_assert!(items.difference(&was).all(|item| kept.contains(item)));
                    }
                    _ => {}
                }
            }
        }
    }
}
