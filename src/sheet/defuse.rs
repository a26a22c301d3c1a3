//! Formula injection (RELIABILITY 46–48, OWASP "CSV Injection"): a spreadsheet takes a cell of a text file for a
//! formula when it begins with one of a few signs. Such a cell is written with a `'` before it, and exactly that
//! prefix is taken off again, so that writing and reading is the identity.

use std::borrow::Cow;

const PREFIX: char = '\'';

/// Signs that begin a formula, or are taken off by a spreadsheet so that the next one does; the full-width
/// forms too, which East Asian versions take for the plain ones.
fn begins_a_formula(text: &str) -> bool {
    matches!(
        text.chars().next(),
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
    )
}

/// The cell as it is safe to write. A prefix that stands there already is kept apart by one more.
pub fn defused(cell: &str) -> Cow<'_, str> {
    if begins_a_formula(cell.trim_start_matches(PREFIX)) {
        Cow::Owned(format!("{PREFIX}{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell as it was before [`defused`].
pub fn undefused(cell: &str) -> &str {
    match cell.strip_prefix(PREFIX) {
        Some(rest) if begins_a_formula(rest.trim_start_matches(PREFIX)) => rest,
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_text_and_comes_back_as_it_was() {
        for (cell, written) in [
            ("=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@a", "'@a"),
            ("\t=1", "'\t=1"),
            ("\r", "'\r"),
            ("\n", "'\n"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("''-", "'''-"),
            ("'a", "'a"),
            ("'", "'"),
            ("", ""),
            (" =1", " =1"),
            ("a=1", "a=1"),
        ] {
            assert_eq!(defused(cell), written, "{cell:?}");
            assert_eq!(undefused(written), cell, "{cell:?}");
        }
    }
}
