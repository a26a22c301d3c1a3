//! How a text table is written: its encoding, and what stands between cells.

use super::Encoding;
use csv_core::{Reader, ReaderBuilder};
use std::cmp::Reverse;

/// What was found, to be shown beside the preview.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    pub encoding: Encoding,
    /// `,`, `;`, `|` or a tab; any ASCII sign if a `sep=` line or the caller says so.
    pub delimiter: u8,
}

/// Candidates; the earlier one wins where all else is equal.
const DELIMITERS: [u8; 4] = *b",\t;|";

/// Rows looked at.
const ROWS: usize = 50;

pub(super) fn splitter(delimiter: u8) -> Reader {
    ReaderBuilder::new().delimiter(delimiter).build()
}

/// The delimiter of a `sep=;` line, which Excel reads and writes as the first of a file, and how many bytes the
/// line takes without its end.
pub(super) fn sep_line(head: &[u8]) -> Option<(u8, usize)> {
    let line = head.split(|byte| matches!(byte, b'\r' | b'\n')).next()?;
    let (quoted, inner) = match line {
        [b'"', inner @ .., b'"'] => (2, inner),
        inner => (0, inner),
    };
    let (name, delimiter) = inner.split_at_checked(4)?;
    match delimiter {
        [sign] if name.eq_ignore_ascii_case(b"sep=") && is_delimiter(*sign) => Some((*sign, 5 + quoted)),
        _ => None,
    }
}

/// Whether a byte can stand between cells: ASCII, and neither a letter, a digit, a quote nor a line end.
pub fn is_delimiter(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric() && !matches!(byte, b'"' | b'\r' | b'\n' | 0)
}

/// The delimiter by which the fewest quotes are out of place, and then most of the first rows have the same number
/// of cells, more than one; a comma where there is a single column.
pub(super) fn sniff(head: &[u8], whole: bool) -> u8 {
    let mut best = (Reverse(usize::MAX), 0, 0);
    let mut delimiter = DELIMITERS[0];
    for candidate in DELIMITERS {
        if candidate == b',' && is_decimal_comma(head) {
            continue;
        }
        let split = split(head, candidate, whole);
        let agreeing = |cells: usize| split.counts.iter().filter(|count| **count == cells).count();
        let several = split.counts.iter().filter(|cells| **cells > 1);
        let Some((agreeing, cells)) = several.map(|cells| (agreeing(*cells), *cells)).max() else { continue };
        let found = (Reverse(split.odd_quotes), agreeing, cells);
        if found > best {
            (best, delimiter) = (found, candidate);
        }
    }
    delimiter
}

/// The first rows as one delimiter has them.
struct Split {
    /// Cells of each row.
    counts: Vec<usize>,
    /// Quotes that close a cell before it ends, as they do where another sign divides the cells.
    odd_quotes: usize,
}

fn split(head: &[u8], delimiter: u8, whole: bool) -> Split {
    let mut split = Split { counts: vec![], odd_quotes: 0 };
    let (mut cells, mut is_begun, mut at) = (1, false, 0);
    while let Some(byte) = head.get(at) {
        at += 1;
        match *byte {
            b'\r' | b'\n' if is_begun => {
                split.counts.push(cells);
                (cells, is_begun) = (1, false);
                if split.counts.len() == ROWS {
                    return split;
                }
            }
            b'\r' | b'\n' => {}
            byte => {
                let is_start = !is_begun || head.get(at.wrapping_sub(2)) == Some(&delimiter);
                is_begun = true;
                if byte == delimiter {
                    cells += 1;
                } else if byte == b'"' && is_start {
                    at = after_quotes(head, at);
                    let is_end = |next: &u8| *next == delimiter || matches!(next, b'\r' | b'\n');
                    split.odd_quotes += usize::from(!head.get(at).is_none_or(is_end));
                }
            }
        }
    }
    // The last row is cut off unless the file ends there.
    if is_begun && (whole || split.counts.is_empty()) {
        split.counts.push(cells);
    }
    split
}

/// What follows the quote that closes; two in a row are one that does not.
fn after_quotes(head: &[u8], mut at: usize) -> usize {
    while let Some(byte) = head.get(at) {
        at += 1;
        if *byte == b'"' {
            if head.get(at) != Some(&b'"') {
                return at;
            }
            at += 1;
        }
    }
    at
}

/// `1,5;2,5`: a comma that stands between digits wherever it stands, beside another candidate.
fn is_decimal_comma(head: &[u8]) -> bool {
    let is_digit = |at: usize| head.get(at).is_some_and(u8::is_ascii_digit);
    let mut commas = head.iter().enumerate().filter(|(_, byte)| **byte == b',').peekable();
    let other = head.iter().any(|byte| matches!(byte, b';' | b'\t' | b'|'));
    other && commas.peek().is_some() && commas.all(|(at, _)| at > 0 && is_digit(at - 1) && is_digit(at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_what_gives_rows_of_one_length() {
        for (text, delimiter) in [
            ("a,b\n1,2\n", b','),
            ("a;b\n1,5;2,5\n3,5;4,5\n", b';'),
            ("1,5;2,5\n1,6;2,6\n", b';'),
            ("a\tb,c\n1\t2,3\n4\t5\n", b'\t'),
            ("a|b|c\n1|2|3\n", b'|'),
            ("设备台账\n\n编号,名称\n1,泵;备\n2,阀;备\n", b','),
            ("\"a;b;c\",d\n\"e;f;g\",h\n", b','),
            ("one\ntwo\n", b','),
            ("", b','),
            ("a;b", b';'),
            ("\"\",\";;\"\r\n", b','),
            ("\"a\",\"b;c\"\n\"d\",\"e;f\"", b','),
        ] {
            assert_eq!(char::from(sniff(text.as_bytes(), true)), char::from(delimiter), "{text:?}");
        }
    }

    #[test]
    fn a_sep_line_is_only_what_excel_takes_for_one() {
        for (text, found) in [
            ("sep=;\r\na;b", Some((b';', 5))),
            ("SEP=|\na", Some((b'|', 5))),
            ("\"sep=\t\"\n", Some((b'\t', 7))),
            ("sep=,", Some((b',', 5))),
            ("sep=ab\n", None),
            ("sep=\n", None),
            ("sep=a\n", None),
            ("sep;b\n", None),
            ("温=;\n", None),
        ] {
            assert_eq!(sep_line(text.as_bytes()), found, "{text:?}");
        }
    }
}
