//! The rule for one field, by its kind (RELIABILITY.md 2.2). What a field holds is a [`State`]: a value, or a
//! dispute that nobody has settled. Symmetric in the two sides; merging a result again with one of its sides
//! gives the result.

use super::prose::merge_lines;
use crate::workspace::{Dispute, Kind, Value, print_value};
use std::collections::BTreeSet;

/// What one version says about one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    Settled(Value),
    Disputed(Dispute),
}

impl State {
    /// What the record holds.
    pub fn held(&self) -> Value {
        match self {
            State::Settled(value) => value.clone(),
            State::Disputed(dispute) => dispute.held().cloned().unwrap_or(Value::Unset),
        }
    }

    fn is_unset(&self) -> bool {
        *self == State::Settled(Value::Unset)
    }
}

/// `base` is None where the record was added on both sides: then what one side left empty is no decision.
pub fn merge_state(kind: &Kind, base: Option<&State>, ours: &State, theirs: &State) -> State {
    if ours == theirs || Some(theirs) == base || (base.is_none() && theirs.is_unset()) {
        return ours.clone();
    }
    if Some(ours) == base || (base.is_none() && ours.is_unset()) {
        return theirs.clone();
    }
    let unset = Value::Unset;
    let before = match base {
        None => Some(&unset),
        Some(State::Settled(value)) => Some(value),
        Some(State::Disputed(_)) => None,
    };
    if let (Some(before), State::Settled(ours), State::Settled(theirs)) = (before, ours, theirs)
        && let Some(value) = merge_value(kind, before, ours, theirs)
    {
        return State::Settled(value);
    }
    State::Disputed(dispute(base, ours, theirs))
}

/// One value out of three that all differ; None where only people can choose.
fn merge_value(kind: &Kind, base: &Value, ours: &Value, theirs: &Value) -> Option<Value> {
    match kind {
        Kind::Set(_) => Some(merge_sets(base, ours, theirs)),
        // The only lossy rule: of two moves, the one further down holds.
        Kind::Rank => Some(ours.max(theirs).clone()),
        Kind::Prose => merge_prose(base, ours, theirs),
        // Its keys are merged one by one.
        Kind::Map(_)
        | Kind::Text
        | Kind::Day
        | Kind::Number(_)
        | Kind::Choice(_)
        | Kind::Person
        | Kind::Ref(_)
        | Kind::Parent(_)
        | Kind::Status
        | Kind::Mark => None,
    }
}

fn merge_sets(base: &Value, ours: &Value, theirs: &Value) -> Value {
    let empty = BTreeSet::new();
    let [base, ours, theirs] = [base, ours, theirs].map(|value| match value {
        Value::Set(items) => items,
        _ => &empty,
    });
    Value::set(merge_items(base, ours, theirs))
}

/// What both have, and what either added; what either took away is gone.
pub fn merge_items<T: Ord + Clone>(
    base: &BTreeSet<T>,
    ours: &BTreeSet<T>,
    theirs: &BTreeSet<T>,
) -> BTreeSet<T> {
    let kept = ours.intersection(theirs).chain(ours.difference(base)).chain(theirs.difference(base));
    kept.cloned().collect()
}

fn merge_prose(base: &Value, ours: &Value, theirs: &Value) -> Option<Value> {
    let [base, ours, theirs] = [base, ours, theirs].map(|value| match value {
        Value::Lines(lines) => lines.as_slice(),
        _ => &[],
    });
    merge_lines(base, ours, theirs).map(|lines| Value::Lines(lines).canonical())
}

/// Keeps every candidate of both sides, and what they left: the value before, or the mark of a dispute that
/// had stood there. Without that mark, settling an old dispute in two ways would give the old dispute again.
fn dispute(base: Option<&State>, ours: &State, theirs: &State) -> Dispute {
    let mut dispute = Dispute::default();
    for side in [ours, theirs] {
        match side {
            State::Settled(value) => {
                dispute.of.insert(value.clone());
            }
            State::Disputed(side) => {
                dispute.of.extend(side.of.iter().cloned());
                dispute.was.extend(side.was.iter().cloned());
                dispute.at.extend(side.at.iter().cloned());
            }
        }
    }
    match base {
        None => {}
        Some(State::Settled(value)) => {
            dispute.was.insert(value.clone());
        }
        Some(State::Disputed(before)) => {
            dispute.was.extend(before.was.iter().cloned());
            dispute.at.insert(mark_of(before));
        }
    }
    dispute
}

fn mark_of(dispute: &Dispute) -> String {
    let values = |values: &BTreeSet<Value>| values.iter().map(|value| print_value(value, 0)).collect();
    let (of, was): (Vec<String>, Vec<String>) = (values(&dispute.of), values(&dispute.was));
    let at: Vec<String> = dispute.at.iter().cloned().collect();
    mark(&[of, was, at].map(|lines| lines.join("\n")).join("\n\n"))
}

/// Tells one version from another: the same on every machine.
pub fn mark(text: &str) -> String {
    format!("{:016x}", xxhash_rust::xxh3::xxh3_64(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settled(value: Value) -> State {
        State::Settled(value)
    }

    /// What becomes of three texts; a dispute is told by its candidates and what they left.
    fn told(kind: &Kind, base: Option<&str>, ours: &str, theirs: &str) -> String {
        let state = |text: &str| {
            settled(match kind {
                Kind::Set(_) => Value::set(text.split(' ').filter(|item| !item.is_empty())),
                Kind::Prose => Value::prose(&text.replace(' ', "\n")),
                _ => Value::text(text),
            })
        };
        let value = |value: &Value| match value {
            Value::Unset => "-".to_owned(),
            Value::Text(text) => text.clone(),
            Value::Lines(lines) => lines.join(" "),
            Value::Set(items) => items.iter().cloned().collect::<Vec<_>>().join(" "),
            other => format!("{other:?}"),
        };
        match merge_state(kind, base.map(state).as_ref(), &state(ours), &state(theirs)) {
            State::Settled(held) => value(&held),
            State::Disputed(dispute) => {
                let all = |values: &BTreeSet<Value>| values.iter().map(value).collect::<Vec<_>>().join("/");
                format!("{} instead of {}", all(&dispute.of), all(&dispute.was))
            }
        }
    }

    #[test]
    fn each_kind_has_its_rule() {
        for (kind, base, ours, theirs, wanted) in [
            (Kind::Person, Some("a"), "b", "a", "b"),
            (Kind::Person, Some("a"), "a", "", "-"),
            (Kind::Person, Some("a"), "b", "b", "b"),
            (Kind::Person, Some("a"), "b", "c", "b/c instead of a"),
            (Kind::Person, Some("a"), "b", "", "-/b instead of a"),
            (Kind::Person, Some(""), "b", "c", "b/c instead of -"),
            (Kind::Person, None, "b", "c", "b/c instead of "),
            (Kind::Person, None, "b", "", "b"),
            // Of two moves, the one further down holds.
            (Kind::Rank, Some("B"), "A", "C", "C"),
            (Kind::Rank, Some("C"), "A", "B", "B"),
            (Kind::Rank, Some("B"), "A", "B", "A"),
            (Kind::Set(None), Some("a b"), "a c", "a b d", "a c d"),
            (Kind::Set(None), Some("a b"), "b", "a", "-"),
            (Kind::Set(None), None, "a", "b", "a b"),
            (Kind::Prose, Some("1 2 3"), "x 2 3", "1 2 y", "x 2 y"),
            (Kind::Prose, Some("1 2"), "x 2", "1 y", "1 y/x 2 instead of 1 2"),
        ] {
            assert_eq!(told(&kind, base, ours, theirs), wanted, "{kind:?} {base:?} {ours} {theirs}");
            assert_eq!(told(&kind, base, theirs, ours), wanted, "the sides swapped");
        }
    }

    #[test]
    fn an_old_dispute_that_was_settled_in_two_ways_is_not_the_old_dispute() {
        let text = |text: &str| Value::text(text);
        let old = Dispute { of: ["a", "b"].map(text).into(), was: [text("x")].into(), at: BTreeSet::new() };
        let base = State::Disputed(old.clone());
        let again = merge_state(&Kind::Person, Some(&base), &settled(text("a")), &settled(text("b")));
        let State::Disputed(new) = again else { panic!("only people can choose") };
        assert_eq!((&new.of, &new.was, new.at.len()), (&old.of, &old.was, 1));
        let one = merge_state(&Kind::Person, Some(&base), &settled(text("a")), &base);
        assert_eq!(one, settled(text("a")), "settled by one side is settled");
    }
}
