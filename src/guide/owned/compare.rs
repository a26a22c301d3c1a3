//! What differs between two editions of a standard, clause by clause and item by item, and within one text.

use super::line::narrow;
use super::{Block, Owned};
use similar::{Algorithm, DiffOp, capture_diff_slices};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Added,
    Removed,
    Changed,
}

/// A clause (without those below it) or an item that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub id: String,
    pub heading: String,
    pub change: Change,
    pub was: String,
    pub now: String,
}

/// In the order of the newer edition; what it dropped comes where it stood. Extractors differ in white space and in
/// the width of forms: neither counts.
pub fn changes(older: &Owned, newer: &Owned) -> Vec<Changed> {
    let (was, now) = (units(older), units(newer));
    let mut found = vec![];
    let mut old = was.iter().peekable();
    let mut dropped = |found: &mut Vec<Changed>, until: Option<&str>| {
        // Those of the older edition up to the clause that both have.
        while let Some(unit) = old.next_if(|unit| until != Some(unit.id.as_str())) {
            if now.iter().all(|other| other.id != unit.id) {
                found.push(unit.changed(Change::Removed, unit.text.clone(), String::new()));
            }
        }
        old.next();
    };
    for unit in &now {
        match was.iter().find(|other| other.id == unit.id) {
            None => found.push(unit.changed(Change::Added, String::new(), unit.text.clone())),
            Some(before) => {
                dropped(&mut found, Some(&unit.id));
                if !is_same(&before.heading, &unit.heading) || !is_same(&before.text, &unit.text) {
                    found.push(unit.changed(Change::Changed, before.text.clone(), unit.text.clone()));
                }
            }
        }
    }
    dropped(&mut found, None);
    found
}

struct Unit {
    id: String,
    heading: String,
    text: String,
}

impl Unit {
    fn changed(&self, change: Change, was: String, now: String) -> Changed {
        Changed { id: self.id.clone(), heading: self.heading.clone(), change, was, now }
    }
}

/// The cover says nothing that leans on anything.
fn units(owned: &Owned) -> Vec<Unit> {
    let mut units: Vec<Unit> = vec![];
    for clause in owned.clauses.iter().filter(|clause| clause.id != "cover") {
        for (letter, blocks) in clause.items() {
            let id = letter.map_or(clause.id.clone(), |letter| format!("{}{letter}", clause.id));
            let heading = letter.map_or_else(
                || clause.heading(),
                |letter| format!("{} {letter})", clause.number).trim().to_owned(),
            );
            let text: Vec<String> = blocks.into_iter().map(Block::shown).collect();
            let text = text.join("\n");
            // Two lists in one clause: their items share a name.
            match units.iter_mut().find(|unit| unit.id == id) {
                Some(unit) => unit.text = format!("{}\n{text}", unit.text),
                None => units.push(Unit { id, heading, text }),
            }
        }
    }
    units
}

/// Says the same, whatever the white space and the width of forms.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect::<Vec<_>>();
    bare(one) == bare(other)
}

/// A stretch of two texts laid over each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Same(String),
    Was(String),
    Now(String),
}

/// A shorter common stretch between two changes is chance.
const TELLING: usize = 3;

pub fn pieces(was: &str, now: &str) -> Vec<Piece> {
    let (was, now): (Vec<char>, Vec<char>) = (was.chars().collect(), now.chars().collect());
    let mut pieces: Vec<Piece> = vec![];
    let (mut old, mut new) = (String::new(), String::new());
    let ops = capture_diff_slices(Algorithm::Myers, &was, &now);
    let last = ops.len().saturating_sub(1);
    for (i, op) in ops.iter().enumerate() {
        let taken = &was[op.old_range()];
        if let (DiffOp::Equal { .. }, true) = (op, taken.len() >= TELLING || i == 0 || i == last) {
            flush(&mut pieces, &mut old, &mut new);
            pieces.push(Piece::Same(taken.iter().collect()));
        } else {
            old.extend(taken);
            new.extend(&now[op.new_range()]);
        }
    }
    flush(&mut pieces, &mut old, &mut new);
    pieces
}

fn flush(pieces: &mut Vec<Piece>, old: &mut String, new: &mut String) {
    let (old, new) = (std::mem::take(old), std::mem::take(new));
    pieces.extend([Piece::Was(old), Piece::Now(new)].into_iter().filter(|piece| match piece {
        Piece::Same(text) | Piece::Was(text) | Piece::Now(text) => !text.is_empty(),
    }));
}

/// As git marks words: what went `[-…-]`, what came `{+…+}`; a long stretch that is the same is cut.
pub fn marked(was: &str, now: &str) -> String {
    let shown = |piece: Piece| match piece {
        Piece::Same(text) => shortened(&text),
        Piece::Was(text) => format!("[-{text}-]"),
        Piece::Now(text) => format!("{{+{text}+}}"),
    };
    pieces(was, now).into_iter().map(shown).collect()
}

fn shortened(text: &str) -> String {
    const KEPT: usize = 16;
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= 3 * KEPT {
        return text.to_owned();
    }
    let (head, tail) = (&chars[..KEPT], &chars[chars.len() - KEPT..]);
    head.iter().chain(['…'].iter()).chain(tail).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_diff_shows_words_and_not_single_letters() {
        let shown = |was, now| {
            let piece = |piece: Piece| match piece {
                Piece::Same(text) => text,
                Piece::Was(text) => format!("[-{text}]"),
                Piece::Now(text) => format!("[+{text}]"),
            };
            pieces(was, now).into_iter().map(piece).collect::<String>()
        };
        assert_eq!(shown("宜每月检修一次传感器", "宜每周检查一次传感器"), "宜每[-月检修][+周检查]一次传感器");
        assert_eq!(shown("先量后排", "先量后排"), "先量后排");
        assert_eq!(shown("", "新"), "[+新]");
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_out_of_their_pieces(was in "[甲乙丙a ]{0,24}", now in "[甲乙丙a ]{0,24}") {
            let (mut old, mut new) = (String::new(), String::new());
            for piece in pieces(&was, &now) {
                match piece {
                    Piece::Same(text) => { old.push_str(&text); new.push_str(&text); }
                    Piece::Was(text) => old.push_str(&text),
                    Piece::Now(text) => new.push_str(&text),
                }
            }
            prop_assert_eq!(old, was);
            prop_assert_eq!(new, now);
        }
    }
}
