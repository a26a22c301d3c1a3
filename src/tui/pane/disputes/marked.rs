//! A candidate beside what was before, with the differences marked: by the line and then by the character.
//! What came in is underlined, what went stands in `[－…]`; whole lines and members have `＋` and `－`. No mark
//! is of colour alone.

use crate::text::{graphemes, show, wrap};
use crate::tui::theme::Role;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::BTreeSet;

/// A line of the screen, as pieces of one look each.
pub type Row = Vec<(Role, String)>;

/// Characters, or lines, of both texts beyond which nobody waits for a comparison: they stand unmarked.
const MOST: usize = 4_000;
/// Unchanged lines that are shown around a change.
const AROUND: usize = 1;

/// One line of text against another. Texts with little in common stand as they are: marks would only hide
/// them.
pub fn line(before: &str, now: &str) -> Row {
    let (old, new): (Vec<&str>, Vec<&str>) = (graphemes(before).collect(), graphemes(now).collect());
    if old.len() + new.len() > MOST || before.is_empty() || before == now {
        return vec![(Role::Plain, now.to_owned())];
    }
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    let same: usize = ops.iter().map(|op| if let DiffOp::Equal { len, .. } = op { *len } else { 0 }).sum();
    // At least two of five characters are shared.
    if same * 5 < old.len() + new.len() {
        return vec![(Role::Plain, now.to_owned())];
    }
    let mut row: Row = vec![];
    for op in ops {
        let (gone, came) = (old[op.old_range()].concat(), new[op.new_range()].concat());
        if let DiffOp::Equal { .. } = op {
            row.push((Role::Plain, came));
            continue;
        }
        if !gone.is_empty() {
            row.push((Role::Went, format!("[－{gone}]")));
        }
        if !came.is_empty() {
            row.push((Role::Came, came));
        }
    }
    row
}

/// A note against what it was, line by line; long runs of unchanged lines are folded into `fold(how many)`.
pub fn prose(before: &[String], now: &[String], fold: &dyn Fn(usize) -> String) -> Vec<Row> {
    if before.is_empty() || before == now || before.len() + now.len() > MOST {
        return now.iter().map(|text| vec![(Role::Plain, text.clone())]).collect();
    }
    let ops = capture_diff_slices(Algorithm::Myers, before, now);
    let mut rows: Vec<Row> = vec![];
    let last = ops.len().saturating_sub(1);
    for (n, op) in ops.into_iter().enumerate() {
        let (old, new) = (&before[op.old_range()], &now[op.new_range()]);
        if let DiffOp::Equal { .. } = op {
            let same = |text: &String| vec![(Role::Faint, format!("  {text}"))];
            let head = if n == 0 { 0 } else { AROUND };
            let tail = if n == last { 0 } else { AROUND };
            // A fold is worth its line only where it stands for more than one.
            if new.len() > head + tail + 1 {
                rows.extend(new[..head].iter().map(same));
                rows.push(vec![(Role::Faint, format!("  {}", fold(new.len() - head - tail)))]);
                rows.extend(new[new.len() - tail..].iter().map(same));
            } else {
                rows.extend(new.iter().map(same));
            }
            continue;
        }
        // Line against line as far as they are alike; the rest went or came whole.
        let pairs = old.len().min(new.len());
        let mixed: Vec<Option<Row>> =
            (0..pairs).map(|n| Some(line(&old[n], &new[n])).filter(|row| row.len() > 1)).collect();
        for (n, mixed) in mixed.iter().enumerate() {
            match mixed {
                Some(row) => {
                    let sign = [(Role::Warn, "～".to_owned())];
                    rows.push(sign.into_iter().chain(row.iter().cloned()).collect());
                }
                None => rows.extend([went(&old[n]), came(&new[n])]),
            }
        }
        rows.extend(old[pairs..].iter().map(|text| went(text)));
        rows.extend(new[pairs..].iter().map(|text| came(text)));
    }
    rows
}

/// The members of a set against what it was: kept, taken away and added.
pub fn set(before: &BTreeSet<String>, now: &BTreeSet<String>, say: &dyn Fn(&str) -> String) -> Vec<Row> {
    let row = |item: &String| match (before.contains(item), now.contains(item)) {
        (true, true) => vec![(Role::Plain, format!("  {}", say(item)))],
        (true, false) => went(&say(item)),
        _ => came(&say(item)),
    };
    before.union(now).map(row).collect()
}

fn went(text: &str) -> Row {
    vec![(Role::Went, format!("－{text}"))]
}

fn came(text: &str) -> Row {
    vec![(Role::Plain, "＋".to_owned()), (Role::Came, text.to_owned())]
}

/// A row broken into lines of this many cells, each character in its look still.
pub fn wrapped(row: &Row, cells: usize) -> Vec<Row> {
    let mut looks: Vec<(char, Role)> = vec![];
    let mut text = String::new();
    for (role, piece) in row {
        let piece = show(piece);
        looks.extend(piece.chars().map(|c| (c, *role)));
        text.push_str(&piece);
    }
    let mut rest = looks.as_slice();
    let mut rows = vec![];
    for line in wrap(&text, cells) {
        let mut pieces: Row = vec![];
        for grapheme in graphemes(&line) {
            let mut role = None;
            for c in grapheme.chars() {
                // Wrapping drops blanks at the ends of lines, and nothing else; a stand-in for what is too wide
                // is not among them.
                if let Some(at) = rest.iter().position(|(known, _)| *known == c) {
                    role = role.or(Some(rest[at].1));
                    rest = &rest[at + 1..];
                }
            }
            let role = role.unwrap_or(Role::Plain);
            match pieces.last_mut() {
                Some((look, text)) if *look == role => text.push_str(grapheme),
                _ => pieces.push((role, grapheme.to_owned())),
            }
        }
        rows.push(pieces);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(rows: &[Row]) -> Vec<String> {
        let piece = |(role, text): &(Role, String)| match role {
            Role::Came => format!("<{text}>"),
            _ => text.clone(),
        };
        rows.iter().map(|row| row.iter().map(piece).collect()).collect()
    }

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn one_line_is_marked_by_the_character() {
        for (before, now, wanted) in [
            ("先装4G网关", "先装5G网关", "先装[－4]<5>G网关"),
            ("2026-11-20", "2026-11-28", "2026-11-2[－0]<8>"),
            ("磨床", "磨床一号", "磨床<一号>"),
            ("磨床一号", "磨床", "磨床[－一号]"),
            ("e\u{301}ab", "eab", "[－e\u{301}]<e>ab"),
            // Nothing in common: as it is.
            ("何成", "马跃", "马跃"),
            ("", "马跃", "马跃"),
            ("何成", "何成", "何成"),
        ] {
            assert_eq!(told(&[line(before, now)]), [wanted], "{before} → {now}");
        }
    }

    #[test]
    fn a_note_is_marked_by_the_line_and_then_by_the_character() {
        let before = lines("一\n二\n三\n四\n先装4G网关\n五\n旧");
        let now = lines("一\n二\n三\n四\n先装5G网关\n五\n全然不同的一行\n又一行");
        let rows = prose(&before, &now, &|n| format!("…{n}"));
        let wanted =
            ["  …3", "  四", "～先装[－4]<5>G网关", "  五", "－旧", "＋<全然不同的一行>", "＋<又一行>"];
        assert_eq!(told(&rows), wanted);
        assert_eq!(told(&prose(&[], &now, &|_| String::new())).len(), 8, "nothing before: as it is");
    }

    #[test]
    fn a_set_shows_what_stays_goes_and_comes() {
        let of = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect();
        let rows = set(&of(&["a", "b"]), &of(&["b", "c"]), &str::to_uppercase);
        assert_eq!(told(&rows), ["－A", "  B", "＋<C>"]);
    }

    #[test]
    fn every_character_keeps_its_look_when_a_line_is_broken() {
        let row =
            vec![(Role::Plain, "先装 ".to_owned()), (Role::Came, "\u{1b}网关\u{202e}，再接线".to_owned())];
        for cells in 1..30 {
            let rows = wrapped(&row, cells);
            let all: String = rows.iter().flatten().map(|(_, text)| text.as_str()).collect();
            if cells > 1 {
                let came: String = rows
                    .iter()
                    .flatten()
                    .filter(|(role, _)| *role == Role::Came)
                    .map(|(_, t)| t.as_str())
                    .collect();
                assert_eq!(came, "^[网关⟨U+202E⟩，再接线", "{cells}");
                assert!(all.starts_with("先装"));
            }
        }
        assert_eq!(wrapped(&vec![], 5), [Row::new()]);
    }
}
