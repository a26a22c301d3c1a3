//! Bytes of delimited text into rows of cells, in the way of `sheet::Records` (RFC 4180, lenient: a quote inside an
//! unquoted cell is a character), but inside one block of memory, and where such a block may be cut.

use super::batch::{Cells, Span};
use memchr::{memchr, memrchr};

/// One row at a time out of a block of whole rows.
#[derive(Debug)]
pub(super) struct Split<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    at: usize,
    /// The line in which the next row begins.
    line: u64,
    /// From where to where; beyond the end of the block counts on in `unquoted`.
    cells: Vec<Span>,
    unquoted: Vec<u8>,
}

impl<'a> Split<'a> {
    pub fn new(bytes: &'a [u8], line: u64, delimiter: u8) -> Split<'a> {
        Split { bytes, delimiter, at: 0, line, cells: vec![], unquoted: vec![] }
    }

    /// Splits the next row; its line, or none at the end. Blank lines are left out.
    pub fn next(&mut self) -> Option<u64> {
        self.cells.clear();
        self.unquoted.clear();
        while let Some(byte) = self.bytes.get(self.at).filter(|byte| matches!(byte, b'\r' | b'\n')) {
            self.end_line(*byte);
        }
        let line = self.line;
        self.bytes.get(self.at)?;
        loop {
            let end = if self.bytes.get(self.at) == Some(&b'"') {
                self.quoted()
            } else {
                let from = self.at;
                let (at, end) = self.plain_end(from);
                self.at = at;
                self.cell(from, at);
                end
            };
            match end {
                Some(byte) if byte == self.delimiter => self.at += 1,
                Some(byte) => {
                    self.end_line(byte);
                    return Some(line);
                }
                None => return Some(line),
            }
        }
    }

    fn cell(&mut self, from: usize, to: usize) {
        self.cells.push(Span::new(from, to));
    }

    /// Where the first delimiter or line end is, and which of them; the end of the block is neither. Looks at eight
    /// bytes at a time.
    fn plain_end(&self, from: usize) -> (usize, Option<u8>) {
        const ONES: u64 = 0x0101_0101_0101_0101;
        const HIGHS: u64 = ONES << 7;
        let delimiters = ONES * u64::from(self.delimiter);
        let is_end = |byte: u8| byte == self.delimiter || byte == b'\n' || byte == b'\r';
        let mut at = from;
        while let Some(eight) = self.bytes.get(at..).and_then(<[u8]>::first_chunk) {
            let word = u64::from_le_bytes(*eight);
            let apart = word ^ delimiters;
            // The lowest mark is right: a delimiter, or a byte below 14, which may be another control.
            let delimiter = apart.wrapping_sub(ONES) & !apart;
            let control = word.wrapping_sub(ONES * 14) & !word;
            let marks = (delimiter | control) & HIGHS;
            if marks == 0 {
                at += 8;
                continue;
            }
            let first = marks.trailing_zeros() / 8;
            at += first as usize;
            let byte = word.to_le_bytes()[first as usize];
            if is_end(byte) {
                return (at, Some(byte));
            }
            at += 1;
        }
        let rest = self.bytes.get(at..).unwrap_or_default();
        match rest.iter().position(|byte| is_end(*byte)) {
            Some(end) => (at + end, rest.get(end).copied()),
            None => (self.bytes.len(), None),
        }
    }

    fn end_line(&mut self, byte: u8) {
        self.at += 1;
        self.line += 1;
        if byte == b'\r' && self.bytes.get(self.at) == Some(&b'\n') {
            self.at += 1;
        }
    }

    /// A cell that begins with a quote: up to the one that closes it, and whatever stands behind that.
    fn quoted(&mut self) -> Option<u8> {
        let begin = self.unquoted.len();
        let mut from = self.at + 1;
        loop {
            let rest = self.bytes.get(from..).unwrap_or_default();
            let Some(quote) = memchr(b'"', rest) else {
                self.keep(from, self.bytes.len());
                self.at = self.bytes.len();
                self.own_cell(begin);
                return None;
            };
            let quote = from + quote;
            if self.bytes.get(quote + 1) == Some(&b'"') {
                self.keep(from, quote + 1);
                from = quote + 2;
                continue;
            }
            let (at, end) = self.plain_end(quote + 1);
            self.at = at;
            if begin == self.unquoted.len() && at == quote + 1 {
                // Nothing to change: the cell stands in the block.
                self.count_lines(from, quote);
                self.cell(from, quote);
                return end;
            }
            self.keep(from, quote);
            self.keep(quote + 1, at);
            self.own_cell(begin);
            return end;
        }
    }

    fn own_cell(&mut self, begin: usize) {
        self.cell(self.bytes.len() + begin, self.bytes.len() + self.unquoted.len());
    }

    fn keep(&mut self, from: usize, to: usize) {
        self.count_lines(from, to);
        self.unquoted.extend_from_slice(self.bytes.get(from..to).unwrap_or_default());
    }

    fn count_lines(&mut self, from: usize, to: usize) {
        self.line += lines(self.bytes.get(from..to).unwrap_or_default());
    }

    /// Bytes of the block that are behind.
    pub fn at(&self) -> usize {
        self.at
    }
}

impl Cells for Split<'_> {
    fn len(&self) -> usize {
        self.cells.len()
    }

    fn get(&self, at: usize) -> &[u8] {
        let Some(span) = self.cells.get(at) else { return &[] };
        let (from, to) = (span.from as usize, span.to as usize);
        match from.checked_sub(self.bytes.len()) {
            None => self.bytes.get(from..to).unwrap_or_default(),
            Some(from) => self.unquoted.get(from..to - self.bytes.len()).unwrap_or_default(),
        }
    }

    fn spans(&self) -> Option<&[Span]> {
        self.unquoted.is_empty().then_some(&self.cells)
    }
}

/// Line ends: LF, CR, or both as one.
pub(super) fn lines(bytes: &[u8]) -> u64 {
    let feeds = bytes.iter().map(|byte| usize::from(*byte == b'\n')).sum::<usize>();
    if memchr(b'\r', bytes).is_none() {
        return feeds as u64;
    }
    let alone =
        bytes.iter().enumerate().filter(|(at, byte)| **byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    (feeds + alone.count()) as u64
}

/// Where a block of text, which begins at a row, may be cut: behind its last row that is whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    /// 0 where no row ends.
    pub end: usize,
    /// The quote that has not closed.
    pub open: Option<usize>,
}

/// Only where a cell begins does a quote open.
pub(super) fn cut(bytes: &[u8], delimiter: u8, line_end: u8) -> Cut {
    let (mut end, mut at) = (0, 0);
    let last_line = |from: usize, to: usize| {
        let plain = bytes.get(from..to).unwrap_or_default();
        memrchr(line_end, plain).map(|found| from + found + 1)
    };
    let mut from = 0;
    loop {
        let Some(quote) = memchr(b'"', bytes.get(at..).unwrap_or_default()).map(|quote| at + quote) else {
            let end = last_line(from, bytes.len()).unwrap_or(end);
            return Cut { end: not_between(bytes, end), open: None };
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
                return Cut { end: not_between(bytes, end), open: Some(quote) };
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
    use crate::sheet::{Limits, TextChoice, read_text};
    use proptest::prelude::*;

    fn rows(bytes: &[u8], line: u64) -> Vec<(u64, Vec<String>)> {
        let mut split = Split::new(bytes, line, b',');
        let mut rows = vec![];
        while let Some(line) = split.next() {
            let cells = (0..split.len()).map(|at| String::from_utf8_lossy(split.get(at)).into_owned());
            rows.push((line, cells.collect()));
        }
        rows
    }

    proptest! {
        #[test]
        fn rows_are_those_of_the_importer(text in "[ab\",\n\r温]{1,40}") {
            let choice = TextChoice { delimiter: Some(b','), ..TextChoice::default() };
            if let Ok((table, _)) = read_text(text.as_bytes(), choice, Limits::TEXT) {
                let wanted: Vec<(u64, Vec<String>)> =
                    table.rows().map(|row| (row.number(), row.cells().map(str::to_owned).collect())).collect();
                prop_assert_eq!(rows(text.as_bytes(), 1), wanted);
            }
        }

        #[test]
        fn a_cut_parts_no_row(text in "[ab\",\n温]{1,60}", at in any::<prop::sample::Index>()) {
            let bytes = text.as_bytes();
            prop_assume!(cut(bytes, b',', b'\n').open.is_none());
            let block = &bytes[..at.index(bytes.len())];
            let Cut { end, .. } = cut(block, b',', b'\n');
            let mut parted = rows(&bytes[..end], 1);
            parted.extend(rows(&bytes[end..], 1 + lines(&bytes[..end])));
            prop_assert_eq!(parted, rows(bytes, 1));
        }
    }

    #[test]
    fn a_block_is_cut_behind_its_last_whole_row() {
        for (text, end, open) in [
            ("a,b\n1,2\n3", 8, None),
            ("a,\"x\ny\"\n1", 8, None),
            ("a\nb,\"x\ny", 2, Some(4)),
            ("a\nb\"c,\"d\n", 2, Some(6)),
            ("a\nb\"c\"d\nx", 8, None),
            ("\"a\"\"\nb\"\nc", 8, None),
            ("", 0, None),
            ("abc", 0, None),
        ] {
            assert_eq!(cut(text.as_bytes(), b',', b'\n'), Cut { end, open }, "{text:?}");
        }
        assert_eq!(cut(b"a\rb\rc", b',', b'\r').end, 4);
        assert_eq!(cut(b"a\rb\r", b',', b'\r').end, 2);
    }
}
