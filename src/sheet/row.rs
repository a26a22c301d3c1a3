//! Rows of text cells: one view for a row that is streaming by and for a row of a whole table.

use super::{Limits, NoTable};

/// One row: text cells, and where it stands in its file.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    number: u64,
    text: &'a str,
    start: usize,
    ends: &'a [usize],
}

impl<'a> Row<'a> {
    /// `ends` are the ends of the cells in `text`, the first of which begins at `start`.
    pub(super) fn new(number: u64, text: &'a str, start: usize, ends: &'a [usize]) -> Row<'a> {
        Row { number, text, start, ends }
    }

    /// From 1: the line of a text file in which it begins, or the row of a sheet.
    pub fn number(&self) -> u64 {
        self.number
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of a cell; beyond the end, nothing.
    pub fn get(&self, column: usize) -> &'a str {
        let start = if column == 0 { Some(self.start) } else { self.ends.get(column - 1).copied() };
        let cell = start.zip(self.ends.get(column)).and_then(|(start, end)| self.text.get(start..*end));
        cell.unwrap_or_default()
    }

    pub fn cells(self) -> impl Iterator<Item = &'a str> {
        (0..self.len()).map(move |column| self.get(column))
    }

    /// The cells one behind the other, with nothing between them.
    pub(super) fn text(&self) -> &'a str {
        let end = self.ends.last().copied().unwrap_or(self.start);
        self.text.get(self.start..end).unwrap_or_default()
    }

    /// A ghost row: nothing but blanks.
    pub fn is_blank(&self) -> bool {
        self.cells().all(is_blank)
    }
}

/// Whether a cell holds nothing that a person would see: blanks of all kinds, the ideographic one too.
pub fn is_blank(cell: &str) -> bool {
    cell.chars().all(|c| c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}')
}

/// A table as a whole, for importing: its text in one piece, 8 bytes for each cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    text: String,
    ends: Vec<usize>,
    rows: Vec<At>,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
struct At {
    number: u64,
    /// Its first cell in `ends`.
    first: usize,
    /// Where its text begins.
    start: usize,
}

impl Table {
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Cells in the widest row.
    pub fn width(&self) -> usize {
        self.rows().map(|row| row.len()).max().unwrap_or(0)
    }

    pub fn row(&self, index: usize) -> Option<Row<'_>> {
        let at = self.rows.get(index)?;
        let next = self.rows.get(index + 1).map_or(self.ends.len(), |next| next.first);
        Some(Row::new(at.number, &self.text, at.start, self.ends.get(at.first..next)?))
    }

    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).filter_map(|index| self.row(index))
    }

    /// For a look at small tables, in tests above all.
    pub fn to_vecs(&self) -> Vec<Vec<String>> {
        self.rows().map(|row| row.cells().map(str::to_owned).collect()).collect()
    }

    /// Adds a row, or says which limit stands against it.
    pub(super) fn push<'a>(
        &mut self,
        number: u64,
        cells: impl Iterator<Item = &'a str>,
        limits: &Limits,
    ) -> Result<(), NoTable> {
        if self.rows.len() as u64 >= limits.rows {
            return Err(NoTable::Rows(limits.rows));
        }
        let at = At { number, first: self.ends.len(), start: self.text.len() };
        let first = at.first;
        for cell in cells {
            if self.text.len() + cell.len() > limits.text {
                return Err(NoTable::Text(limits.text));
            }
            self.text.push_str(cell);
            self.ends.push(self.text.len());
        }
        self.rows.push(at);
        self.within(number, first, limits)
    }

    /// Adds a row as it is, in one piece: to keep the first rows of a stream, for one. Beyond a limit the row may be in
    /// the table nevertheless, which is then of no use.
    ///
    /// # Errors
    /// The limit that stands against it.
    pub fn push_row(&mut self, row: Row, limits: &Limits) -> Result<(), NoTable> {
        if self.rows.len() as u64 >= limits.rows {
            return Err(NoTable::Rows(limits.rows));
        }
        let (text, start, first) = (row.text(), self.text.len(), self.ends.len());
        if start + text.len() > limits.text {
            return Err(NoTable::Text(limits.text));
        }
        self.text.push_str(text);
        self.ends.extend(row.ends.iter().map(|end| end - row.start + start));
        self.rows.push(At { number: row.number, first, start });
        self.within(row.number, first, limits)
    }

    /// Whether the row that was added, whose first cell is given, keeps to the limits.
    fn within(&self, number: u64, first: usize, limits: &Limits) -> Result<(), NoTable> {
        if self.ends.len() - first > limits.columns {
            return Err(NoTable::Columns { row: number, most: limits.columns });
        }
        if self.ends.len() > limits.cells {
            return Err(NoTable::Cells(limits.cells));
        }
        Ok(())
    }
}
