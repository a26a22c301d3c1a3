//! Bytes of delimited text into rows of cells, in the way of `sheet::Records` (RFC 4180, lenient: a quote inside an
//! unquoted cell is a character), but inside one block of memory.

use super::batch::{Cells, Span};
use super::cut::{Quotes, lines};
use super::marks::Marks;
use memchr::memchr;

/// One row at a time out of a block of whole rows.
#[derive(Debug)]
pub(super) struct Split<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    quotes: Quotes,
    /// Where the next cell begins.
    at: usize,
    /// The line in which the next row begins.
    line: u64,
    /// Unless quotes are used anyhow: marks of ends that were not met yet, of the window that begins at `window`.
    ends: u64,
    window: usize,
    /// The next window, and whether a quote is open there.
    next: usize,
    is_open: bool,
    /// From where to where; beyond the end of the block counts on in `unquoted`.
    cells: Vec<Span>,
    unquoted: Vec<u8>,
}

impl<'a> Split<'a> {
    /// For a block that uses quotes no freer than said.
    pub fn new(bytes: &'a [u8], line: u64, delimiter: u8, quotes: Quotes) -> Split<'a> {
        Split {
            bytes,
            delimiter,
            quotes,
            at: 0,
            line,
            ends: 0,
            window: 0,
            next: 0,
            is_open: false,
            cells: vec![],
            unquoted: vec![],
        }
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
        if self.quotes == Quotes::Any {
            self.row_of_any_quotes();
        } else {
            self.row();
        }
        Some(line)
    }

    /// A row all of whose ends are marked.
    #[inline]
    fn row(&mut self) {
        let (bytes, may_be_quoted) = (self.bytes, self.quotes == Quotes::Whole);
        let cell = |from: usize, to: usize| {
            let is_quoted = may_be_quoted && bytes.get(from) == Some(&b'"');
            if is_quoted { Span::new(from + 1, to - 1) } else { Span::new(from, to) }
        };
        let mut from = self.at;
        loop {
            let mut ends = self.ends;
            while ends != 0 {
                let at = self.window + ends.trailing_zeros() as usize;
                ends &= ends - 1;
                match bytes.get(at) {
                    Some(byte) if *byte == self.delimiter => {
                        self.cells.push(cell(from, at));
                        from = at + 1;
                    }
                    // Not those of lines that were blank, nor an LF that belongs to the CR before.
                    Some(byte @ (b'\r' | b'\n')) if at >= from => {
                        self.cells.push(cell(from, at));
                        (self.ends, self.at) = (ends, at);
                        self.end_line(*byte);
                        return;
                    }
                    _ => {}
                }
            }
            if self.next >= bytes.len() {
                self.cells.push(cell(from, bytes.len()));
                (self.ends, self.at) = (0, bytes.len());
                return;
            }
            self.look();
        }
    }

    fn row_of_any_quotes(&mut self) {
        loop {
            let end = if self.bytes.get(self.at) == Some(&b'"') {
                self.quoted()
            } else {
                let from = self.at;
                let end = self.plain_end(from);
                self.cells.push(Span::new(from, self.at));
                end
            };
            match end {
                Some(byte) if byte == self.delimiter => self.at += 1,
                Some(byte) => return self.end_line(byte),
                None => return,
            }
        }
    }

    /// Goes to the first delimiter or line end, and tells which of them; the end of the block is neither.
    #[inline]
    fn plain_end(&mut self, from: usize) -> Option<u8> {
        let is_end = |byte: &u8| *byte == self.delimiter || *byte == b'\n' || *byte == b'\r';
        let rest = self.bytes.get(from..).unwrap_or_default();
        let end = rest.iter().position(is_end);
        self.at = end.map_or(self.bytes.len(), |end| from + end);
        self.bytes.get(self.at).copied()
    }

    /// Looks at the next window.
    #[inline]
    fn look(&mut self) {
        self.ends = if self.quotes == Quotes::Whole {
            let marks = Marks::with_quotes(self.bytes, self.next, self.delimiter);
            let (inside, is_open) = Marks::inside(marks.quotes, self.is_open);
            self.is_open = is_open;
            marks.ends & !inside
        } else {
            Marks::ends(self.bytes, self.next, self.delimiter)
        };
        (self.window, self.next) = (self.next, self.next + Marks::WINDOW);
    }

    #[inline]
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
            let end = self.plain_end(quote + 1);
            let at = self.at;
            if begin == self.unquoted.len() && at == quote + 1 {
                // Nothing to change: the cell stands in the block.
                self.count_lines(from, quote);
                self.cells.push(Span::new(from, quote));
                return end;
            }
            self.keep(from, quote);
            self.keep(quote + 1, at);
            self.own_cell(begin);
            return end;
        }
    }

    #[inline]
    fn own_cell(&mut self, begin: usize) {
        self.cells.push(Span::new(self.bytes.len() + begin, self.bytes.len() + self.unquoted.len()));
    }

    #[inline]
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
    #[inline]
    fn len(&self) -> usize {
        self.cells.len()
    }

    #[inline]
    fn get(&self, at: usize) -> &[u8] {
        let Some(span) = self.cells.get(at) else { return &[] };
        let (from, to) = (span.from as usize, span.to as usize);
        match from.checked_sub(self.bytes.len()) {
            None => self.bytes.get(from..to).unwrap_or_default(),
            Some(from) => self.unquoted.get(from..to - self.bytes.len()).unwrap_or_default(),
        }
    }

    #[inline]
    fn spans(&self) -> Option<&[Span]> {
        self.unquoted.is_empty().then_some(&self.cells)
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
    use crate::profile::cut::{Cut, cut};
    use crate::sheet::{Limits, TextChoice, read_text};
    use proptest::prelude::*;

    fn rows(bytes: &[u8], line: u64) -> Vec<(u64, Vec<String>)> {
        rows_of(bytes, line, cut(bytes, b',', b'\n').quotes)
    }

    fn rows_of(bytes: &[u8], line: u64, quotes: Quotes) -> Vec<(u64, Vec<String>)> {
        let mut split = Split::new(bytes, line, b',', quotes);
        let mut rows = vec![];
        while let Some(line) = split.next() {
            let cells = (0..split.len()).map(|at| String::from_utf8_lossy(split.get(at)).into_owned());
            rows.push((line, cells.collect()));
        }
        rows
    }

    /// Longer than a window, and mostly as exports are.
    fn text() -> impl Strategy<Value = String> {
        let piece = |odd: u32| {
            prop_oneof![
                60 => prop::sample::select(vec!["1.5", "温度", "\"a\"", "\"a,b\"", "\"\"", ",", ",", ",", ",\"运行\",", "\n", "\r\n"]),
                odd => prop::sample::select(vec!["\"", "\"\"\"", "\"\n\"", "\u{1}", "\r", "x\"y\""]),
            ]
        };
        (0..2_u32)
            .prop_flat_map(move |odd| prop::collection::vec(piece(odd), 1..80))
            .prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn quotes_around_whole_cells_are_read_as_any(text in text()) {
            let bytes = text.as_bytes();
            let Cut { open, .. } = cut(bytes, b',', b'\n');
            let bytes = &bytes[..open.unwrap_or(bytes.len())];
            prop_assert_eq!(rows(bytes, 1), rows_of(bytes, 1, Quotes::Any));
        }

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
}
