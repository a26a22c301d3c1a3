//! Where a text may be cut into blocks of whole rows, how it uses quotes, and how many lines it has.

use super::marks::Marks;
use memchr::{memchr, memchr_iter, memrchr};

/// Line ends: LF, CR, or both as one.
pub(super) fn lines(bytes: &[u8]) -> u64 {
    let feeds = memchr_iter(b'\n', bytes).count();
    if memchr(b'\r', bytes).is_none() {
        return feeds as u64;
    }
    let alone =
        bytes.iter().enumerate().filter(|(at, byte)| **byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    (feeds + alone.count()) as u64
}

/// How a text uses quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    /// Not at all.
    None,
    /// Each pair encloses a whole cell, in which there are neither quotes nor line ends.
    Whole,
    Any,
}

/// Where a block of text, which begins at a row, may be cut: behind its last row that is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    /// 0 where no row ends.
    pub end: usize,
    /// The quote that has not closed.
    pub open: Option<usize>,
    /// Of all the text.
    pub quotes: Quotes,
}

pub(super) fn cut(bytes: &[u8], delimiter: u8, line_end: u8) -> Cut {
    // Between quotes no line ends.
    let last_line = || not_between(bytes, memrchr(line_end, bytes).map_or(0, |found| found + 1));
    if memchr(b'"', bytes).is_none() {
        return Cut { end: last_line(), open: None, quotes: Quotes::None };
    }
    match quotes_whole_cells(bytes, delimiter) {
        Some(is_open) => {
            let open = if is_open { memrchr(b'"', bytes) } else { None };
            Cut { end: last_line(), open, quotes: Quotes::Whole }
        }
        None => cut_any(bytes, delimiter, line_end),
    }
}

/// Whether a quote is open at the end, if the text uses quotes as [`Quotes::Whole`] says, as far as it goes.
fn quotes_whole_cells(bytes: &[u8], delimiter: u8) -> Option<bool> {
    let (mut is_open, mut behind_end, mut behind_close) = (false, 1, 0);
    for at in (0..bytes.len()).step_by(Marks::WINDOW) {
        let Marks { ends, quotes, controls } = Marks::with_quotes(bytes, at, delimiter);
        let (inside, still_open) = Marks::inside(quotes, is_open);
        let (opening, closing) = (quotes & inside, quotes & !inside);
        let misplaced = opening & !(ends << 1 | behind_end) | (closing << 1 | behind_close) & !ends;
        // Behind the end of the text there may be anything.
        let there = u64::MAX >> Marks::WINDOW.saturating_sub(bytes.len() - at);
        if (misplaced | controls & inside) & there != 0 || !are_ends(bytes, at, controls, delimiter) {
            return None;
        }
        (is_open, behind_end, behind_close) = (still_open, ends >> 63, closing >> 63);
    }
    Some(is_open)
}

/// Whether the controls of a window do end cells.
fn are_ends(bytes: &[u8], window: usize, mut controls: u64, delimiter: u8) -> bool {
    while controls != 0 {
        let byte = bytes.get(window + controls.trailing_zeros() as usize);
        if !byte.is_some_and(|byte| matches!(byte, b'\r' | b'\n') || *byte == delimiter) {
            return false;
        }
        controls &= controls - 1;
    }
    true
}

/// Only where a cell begins does a quote open.
fn cut_any(bytes: &[u8], delimiter: u8, line_end: u8) -> Cut {
    let quotes = Quotes::Any;
    let (mut end, mut at) = (0, 0);
    let last_line = |from: usize, to: usize| {
        let plain = bytes.get(from..to).unwrap_or_default();
        memrchr(line_end, plain).map(|found| from + found + 1)
    };
    let mut from = 0;
    loop {
        let Some(quote) = memchr(b'"', bytes.get(at..).unwrap_or_default()).map(|quote| at + quote) else {
            let end = last_line(from, bytes.len()).unwrap_or(end);
            return Cut { end: not_between(bytes, end), open: None, quotes };
        };
        let before = quote.checked_sub(1).and_then(|before| bytes.get(before));
        let opens =
            quote >= from && before.is_none_or(|byte| *byte == delimiter || matches!(byte, b'\n' | b'\r'));
        // Behind a quote that closed, no other opens before the cell ends.
        let opens = opens && (quote > from || quote == 0);
        if !opens {
            at = quote + 1;
            continue;
        }
        end = last_line(from, quote).unwrap_or(end);
        let mut inside = quote + 1;
        loop {
            let Some(close) = memchr(b'"', bytes.get(inside..).unwrap_or_default()) else {
                return Cut { end: not_between(bytes, end), open: Some(quote), quotes };
            };
            inside += close + 1;
            if bytes.get(inside) == Some(&b'"') {
                inside += 1;
            } else {
                break;
            }
        }
        (from, at) = (inside, inside);
    }
}

/// Not between CR and LF; nor behind a CR that may have an LF to come.
fn not_between(bytes: &[u8], end: usize) -> usize {
    let is_split =
        end > 0 && bytes.get(end - 1) == Some(&b'\r') && matches!(bytes.get(end), None | Some(b'\n'));
    if !is_split {
        return end;
    }
    let before = bytes.get(..end - 1).unwrap_or_default();
    // The line before; when there is none, the block has to grow.
    match memrchr(b'\r', before) {
        Some(found) if memchr(b'"', before).is_none() => not_between(bytes, found + 1),
        _ => 0,
    }
}

#[cfg(test)]
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::manual_div_ceil,
    clippy::needless_for_each,
    clippy::needless_range_loop,
    reason = "slow and obvious on purpose"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_block_is_cut_behind_its_last_whole_row() {
        for (text, end, open, quotes) in [
            ("a,b\n1,2\n3", 8, None, Quotes::None),
            ("a,\"x\ny\"\n1", 8, None, Quotes::Any),
            ("a\nb,\"x\ny", 2, Some(4), Quotes::Any),
            ("a\nb,\"x,y", 2, Some(4), Quotes::Whole),
            ("\"a\",\"b,c\"\n\"d\"", 10, None, Quotes::Whole),
            ("a\nb\"c,\"d\n", 2, Some(6), Quotes::Any),
            ("a\nb\"c\"d\nx", 8, None, Quotes::Any),
            ("\"a\"\"\nb\"\nc", 8, None, Quotes::Any),
            ("\"a\"b\n", 5, None, Quotes::Any),
            ("a\u{1}\"b,c\"\n", 8, None, Quotes::Any),
            ("", 0, None, Quotes::None),
            ("abc", 0, None, Quotes::None),
        ] {
            assert_eq!(cut(text.as_bytes(), b',', b'\n'), Cut { end, open, quotes }, "{text:?}");
        }
        assert_eq!(cut(b"a\rb\rc", b',', b'\r').end, 4);
        assert_eq!(cut(b"a\rb\r", b',', b'\r').end, 2);
    }

    proptest! {
        #[test]
        fn a_text_is_cut_as_if_it_used_any_quotes(text in "([ab温]|,|,\"[ab,]{0,9}\",|\n){0,60}\"?[ab,]{0,3}") {
            let bytes = text.as_bytes();
            let (found, wanted) = (cut(bytes, b',', b'\n'), cut_any(bytes, b',', b'\n'));
            prop_assert_eq!((found.end, found.open), (wanted.end, wanted.open));
        }
    }
}
