//! Some rows of a block, so that they can be measured column by column: what a column holds is alike from row to row,
//! and its figures stay at hand for all of them. Few enough that their text is still in the nearest cache.

use super::number::Number;
use crate::sheet::Row;

/// Rows that are measured at a time.
pub(super) const ROWS: usize = 256;

/// A row as it comes, from a text or a workbook; beyond its last cell there is nothing.
pub(super) trait Cells {
    fn len(&self) -> usize;
    fn get(&self, at: usize) -> &[u8];

    /// Where its cells stand in the text of the block; none where some stand elsewhere.
    fn spans(&self) -> Option<&[Span]> {
        None
    }
}

impl Cells for Row<'_> {
    fn len(&self) -> usize {
        Row::len(self)
    }

    fn get(&self, at: usize) -> &[u8] {
        Row::get(self, at).as_bytes()
    }
}

/// From where to where a cell stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Span {
    pub from: u32,
    pub to: u32,
}

impl Span {
    #[expect(clippy::cast_possible_truncation, reason = "a block has some megabytes")]
    #[inline]
    pub fn new(from: usize, to: usize) -> Span {
        Span { from: from as u32, to: to as u32 }
    }
}

/// How a row compares with the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    Whole,
    Short,
    /// Something stands in a cell beyond the last column.
    Long,
}

#[derive(Debug)]
pub(super) struct Batch<'a> {
    text: &'a [u8],
    /// Cells that do not stand in the text as they are. Their spans count on from its end.
    own: Vec<u8>,
    width: usize,
    /// Of each row as many as the head has.
    spans: Vec<Span>,
    /// The line of each row, and how it fits.
    rows: Vec<(u64, Fit)>,
}

impl<'a> Batch<'a> {
    /// For rows of a block, and of a head with so many columns.
    pub fn new(text: &'a [u8], width: usize) -> Batch<'a> {
        let (spans, rows) = (Vec::with_capacity(ROWS * width), Vec::with_capacity(ROWS));
        Batch { text, own: vec![], width, spans, rows }
    }

    pub fn clear(&mut self) {
        self.own.clear();
        self.spans.clear();
        self.rows.clear();
    }

    pub fn is_full(&self) -> bool {
        self.rows.len() >= ROWS
    }

    #[inline]
    pub fn push(&mut self, row: u64, cells: &impl Cells, fit: Fit) {
        let len = cells.len().min(self.width);
        if let Some(spans) = cells.spans() {
            self.spans.extend_from_slice(spans.get(..len).unwrap_or_default());
        } else {
            for at in 0..len {
                let from = self.text.len() + self.own.len();
                self.own.extend_from_slice(cells.get(at));
                self.spans.push(Span::new(from, self.text.len() + self.own.len()));
            }
        }
        self.rows.push((row, fit));
        self.spans.resize(self.rows.len() * self.width, Span::default());
    }

    pub fn rows(&self) -> &[(u64, Fit)] {
        &self.rows
    }

    /// The cells of a column, from the first row to the last.
    #[inline]
    pub fn column(&self, at: usize) -> impl Iterator<Item = Span> {
        self.spans.chunks_exact(self.width.max(1)).filter_map(move |row| row.get(at).copied())
    }

    #[inline]
    pub fn get(&self, row: usize, at: usize) -> &[u8] {
        self.spans.get(row * self.width + at).map_or(&[], |span| self.cell(*span))
    }

    #[inline]
    pub fn cell(&self, span: Span) -> &[u8] {
        let (from, to) = (span.from as usize, span.to as usize);
        match from.checked_sub(self.text.len()) {
            None => self.text.get(from..to).unwrap_or_default(),
            Some(from) => self.own.get(from..to - self.text.len()).unwrap_or_default(),
        }
    }

    /// The number that a cell is; blanks around it are for whoever gets none. `decimals` are those of the number
    /// before, of which there are mostly as many.
    #[inline]
    pub fn number(&self, span: Span, decimals: &mut u8) -> Option<Number> {
        let len = span.to - span.from;
        let word = |at: u32| {
            let eight = self.text.get(at as usize..).and_then(<[u8]>::first_chunk);
            eight.map(|eight| u64::from_le_bytes(*eight))
        };
        let fast = match len {
            0 => return None,
            1..=8 => word(span.from).map(|word| Number::short(word, len, decimals)),
            9..=16 => word(span.from)
                .zip(word(span.to - 8))
                .map(|(first, last)| Number::longer(first, last, len, decimals)),
            _ => None,
        };
        fast.flatten().or_else(|| Number::read(self.cell(span)))
    }
}
