//! The parts of a workbook that are text: escaped strings, names of tabs and columns.

use crate::sheet::xlsx::escaped;
use std::collections::HashSet;
use std::fmt::Write;

/// The letters of a column, from 1: `A`, `Z`, `AA`.
pub fn column_letters(column: usize) -> String {
    let (mut rest, mut letters) = (column, vec![]);
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or(0)));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

/// A name that Excel takes for a tab: at most 31 characters of UTF-16, none of `[ ] : * ? / \` and no control, no `'` at
/// either end, not empty, not `History`, which Excel keeps for itself.
pub fn sheet_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if "[]:*?/\\".contains(c) || c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') {
                ' '
            } else {
                c
            }
        })
        .collect();
    let ends = |c: char| c == '\'' || c.is_whitespace();
    let plain = cut(plain.trim_matches(ends), 31);
    let plain = plain.trim_matches(ends);
    if plain.is_empty() || plain.eq_ignore_ascii_case("history") {
        return if plain.is_empty() { "Sheet".to_owned() } else { format!("{plain}_") };
    }
    plain.to_owned()
}

fn cut(text: &str, units: usize) -> &str {
    let mut used = 0;
    let end = text.char_indices().find(|(_, c)| {
        used += c.len_utf16();
        used > units
    });
    end.map_or(text, |(at, _)| text.get(..at).unwrap_or_default())
}

/// Names for several tabs, no two alike even without case.
pub(super) fn tab_names<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut taken = HashSet::new();
    names
        .map(|name| {
            let plain = sheet_name(name);
            let numbered = |n: usize| {
                let tail = format!(" ({n})");
                format!("{}{tail}", cut(&plain, 31 - tail.len()).trim_end())
            };
            let mut tries = std::iter::once(plain.clone()).chain((2..).map(numbered));
            tries.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
        })
        .collect()
}

/// Text inside an XML element or attribute. What XML cannot hold is written as `_x0007_`, and what looks like that is
/// written so that it comes back (ECMA-376-1, 22.9.2.19).
pub(super) fn push_escaped(out: &mut String, text: &str) {
    for (at, c) in text.char_indices() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => {
                write!(out, "_x{:04X}_", u32::from(c)).expect("a String takes every write");
            }
            '_' if escaped(text.get(at..).unwrap_or_default()).is_some() => out.push_str("_x005F_"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_letters() {
        for (column, letters) in [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")]
        {
            assert_eq!(column_letters(column), letters);
        }
    }

    #[test]
    fn tabs_get_names_that_excel_takes() {
        for (name, tab) in [
            ("点表", "点表"),
            ("a/b:c*[d]?\\", "a b c  d"),
            ("'点表'", "点表"),
            ("", "Sheet"),
            ("***", "Sheet"),
            ("history", "history_"),
            (&"测".repeat(40), &"测".repeat(31)),
            (&"😀".repeat(20), &"😀".repeat(15)),
        ] {
            assert_eq!(sheet_name(name), tab, "{name}");
        }
        let long = "测".repeat(31);
        let names = tab_names(["A", "a", "A", &long, &long].into_iter());
        assert_eq!(names, ["A", "a (2)", "A (3)", &long, &format!("{} (2)", "测".repeat(27))]);
    }
}
