//! Prose, line by line: two changes of different places of one note are both made. Places count as different
//! when at least one unchanged line lies between them; otherwise the note as a whole is disputed.

use crate::workspace::{Dispute, Kind, Value};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::BTreeSet;
use std::ops::Range;

/// Lines of all three texts together beyond which nobody waits for the comparison: the note is disputed.
const MOST: usize = 5_000;

/// A change of a text: these lines of the base become those.
#[derive(Debug, PartialEq, Eq)]
struct Hunk<'a> {
    old: Range<usize>,
    new: &'a [String],
}

/// None when the changes touch each other, or when merging again with one of the sides would give something
/// else: among lines that repeat, a comparison may find other places then.
pub fn merge_lines(base: &[String], ours: &[String], theirs: &[String]) -> Option<Vec<String>> {
    if base.len() + ours.len() + theirs.len() > MOST {
        return None;
    }
    let merged = weave(base, ours, theirs)?;
    let is_stable = |side: &[String]| weave(base, &merged, side).as_ref() == Some(&merged);
    (merged != base && is_stable(ours) && is_stable(theirs)).then_some(merged)
}

/// Both texts' changes of the base, in the order of their places; swapping the texts gives the same.
fn weave(base: &[String], ours: &[String], theirs: &[String]) -> Option<Vec<String>> {
    let (ours, theirs) = (hunks(base, ours), hunks(base, theirs));
    let (mut ours, mut theirs) = (ours.into_iter().peekable(), theirs.into_iter().peekable());
    let (mut merged, mut at) = (vec![], 0);
    loop {
        let hunk = match (ours.peek(), theirs.peek()) {
            (None, None) => break,
            (Some(l), Some(r)) if l == r => {
                theirs.next();
                ours.next()
            }
            // Before the other one, with a line between them.
            (Some(l), Some(r)) if l.old.end < r.old.start => ours.next(),
            (Some(l), Some(r)) if r.old.end < l.old.start => theirs.next(),
            (Some(_), Some(_)) => return None,
            (Some(_), None) => ours.next(),
            (None, Some(_)) => theirs.next(),
        }?;
        // What both changed alike may lie close to what only one changed.
        merged.extend_from_slice(base.get(at..hunk.old.start)?);
        merged.extend_from_slice(hunk.new);
        at = hunk.old.end;
    }
    merged.extend_from_slice(base.get(at..)?);
    Some(merged)
}

fn hunks<'a>(base: &[String], side: &'a [String]) -> Vec<Hunk<'a>> {
    let mut hunks: Vec<Hunk> = vec![];
    for op in capture_diff_slices(Algorithm::Myers, base, side) {
        let (tag, old, new) = op.as_tag_tuple();
        if tag == similar::DiffTag::Equal {
            continue;
        }
        match hunks.last_mut() {
            Some(last) if last.old.end == old.start => {
                let start = new.start - last.new.len();
                *last = Hunk { old: last.old.start..old.end, new: &side[start..new.end] };
            }
            _ => hunks.push(Hunk { old, new: &side[new] }),
        }
    }
    hunks
}

/// What holds both candidates of a dispute, where there is such a thing: the lines of every text in order, or
/// the members of every set.
pub fn both(kind: &Kind, dispute: &Dispute) -> Option<Value> {
    match kind {
        Kind::Prose => {
            let texts = dispute
                .of
                .iter()
                .map(|value| if let Value::Lines(lines) = value { lines.as_slice() } else { &[] });
            let all = texts.fold(vec![], |all: Vec<String>, text| union(&all, text));
            Some(Value::Lines(all).canonical())
        }
        Kind::Set(_) => {
            let items = dispute
                .of
                .iter()
                .filter_map(|value| if let Value::Set(items) = value { Some(items) } else { None });
            Some(Value::set(items.flatten().collect::<BTreeSet<_>>()))
        }
        _ => None,
    }
}

/// The lines of both texts; those that they share stand once.
fn union(one: &[String], other: &[String]) -> Vec<String> {
    let mut all = vec![];
    for op in capture_diff_slices(Algorithm::Myers, one, other) {
        all.extend_from_slice(&one[op.old_range()]);
        if !matches!(op, DiffOp::Equal { .. }) {
            all.extend_from_slice(&other[op.new_range()]);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        text.chars().map(String::from).collect()
    }

    #[test]
    fn changes_of_different_places_are_both_made() {
        for (base, ours, theirs, merged) in [
            ("abcde", "aBcde", "abcdE", Some("aBcdE")),
            ("abc", "xabc", "abcy", Some("xabcy")),
            ("abcde", "bcde", "abcd", Some("bcd")),
            // The same change on both sides, and one more.
            ("abcde", "aXcde", "aXcdE", Some("aXcdE")),
            // One line between them is enough, none is not.
            ("abc", "Abc", "abC", Some("AbC")),
            ("ab", "Ab", "aB", None),
            ("ab", "axb", "ayb", None),
            ("", "a", "b", None),
            ("a", "", "b", None),
            // Woven together it would be "acabb", whose changes stand elsewhere when they are looked for again.
            ("bbc", "bbb", "acabc", None),
        ] {
            let merged = merged.map(lines);
            let (base, ours, theirs) = (lines(base), lines(ours), lines(theirs));
            assert_eq!(merge_lines(&base, &ours, &theirs), merged, "{base:?} {ours:?} {theirs:?}");
            assert_eq!(merge_lines(&base, &theirs, &ours), merged);
        }
    }

    #[test]
    fn both_keeps_every_line_and_every_member() {
        let of = |texts: &[&str]| texts.iter().map(|text| Value::Lines(lines(text))).collect();
        let dispute = Dispute { of: of(&["abc", "axc", "d"]), ..Dispute::default() };
        let Some(Value::Lines(all)) = both(&Kind::Prose, &dispute) else { panic!("prose has both") };
        assert_eq!(all.concat(), "abxcd");
        let sets = [Value::set(["甲"]), Value::set(["乙"]), Value::Unset];
        let dispute = Dispute { of: sets.into(), ..Dispute::default() };
        assert_eq!(both(&Kind::Set(None), &dispute), Some(Value::set(["甲", "乙"])));
        assert_eq!(both(&Kind::Person, &dispute), None);
    }
}
