//! A text table, streamed: one row at a time from any reader, in memory that does not grow with the file.

use super::dialect::{sep_line, sniff, splitter};
use super::encoding::Decoded;
use super::{Dialect, Encoding, Limits, NoTable, Row, Trouble};
use csv_core::{ReadRecordResult, Reader};
use std::io::Read;

/// What the caller knows better than the file. Nothing, by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TextChoice {
    pub encoding: Option<Encoding>,
    pub delimiter: Option<u8>,
}

/// The rows of a text table in order. Blank lines are left out; everything else is kept as it stands, controls and
/// zero bytes too. At most one row and two chunks of 64 KiB are in memory.
///
/// Quotes as in RFC 4180, but lenient like Excel: a quote inside an unquoted cell is a character. Lines end in LF,
/// CR or both, mixed as they may be.
pub struct Records<R> {
    from: Decoded<R>,
    splitter: Reader,
    limits: Limits,
    delimiter: u8,
    cells: Vec<u8>,
    filled: usize,
    ends: Vec<usize>,
    count: usize,
    /// The line that is being read, from 1.
    line: u64,
    /// The last byte that was read was a CR, so an LF belongs to it.
    after_cr: bool,
    done: bool,
}

impl<R: Read> Records<R> {
    /// Reads the first chunk and finds out how the table is written.
    pub fn new(from: R, choice: TextChoice, limits: Limits) -> Result<Records<R>, Trouble> {
        let mut from = Decoded::new(from, choice.encoding);
        let head = from.fill()?;
        if head.is_empty() && !from.is_broken() {
            return Err(NoTable::Empty.into());
        }
        let head = from.waiting();
        let told = sep_line(head);
        let skipped = told.map_or(0, |(_, len)| len);
        let table = head.get(skipped..).unwrap_or_default();
        let whole = from.is_whole();
        let delimiter =
            choice.delimiter.or(told.map(|(sign, _)| sign)).unwrap_or_else(|| sniff(table, whole));
        from.consume(skipped);
        Ok(Records {
            from,
            splitter: splitter(delimiter),
            delimiter,
            cells: vec![0; 4096],
            filled: 0,
            ends: vec![0; limits.columns + 1],
            limits,
            count: 0,
            line: 1,
            after_cr: false,
            done: false,
        })
    }

    /// As far as it is known: text that was ASCII until now counts as UTF-8.
    pub fn dialect(&self) -> Dialect {
        Dialect { encoding: self.from.encoding(), delimiter: self.delimiter }
    }

    /// The next row, or nothing at the end. After an error nothing follows.
    ///
    /// Not an `Iterator`, because the row is only lent until the next one is asked for.
    #[expect(clippy::should_implement_trait, reason = "an iterator cannot lend")]
    pub fn next(&mut self) -> Result<Option<Row<'_>>, Trouble> {
        if self.done {
            return Ok(None);
        }
        self.done = true;
        let Some(number) = self.split()? else { return Ok(None) };
        let ends = self.ends.get(..self.count).unwrap_or_default();
        let filled = self.cells.get(..self.filled).unwrap_or_default();
        let Some(text) = text(filled, ends) else { return Err(self.broken(number)) };
        if self.count > self.limits.columns {
            return Err(NoTable::Columns { row: number, most: self.limits.columns }.into());
        }
        if filled.len() > self.limits.field && !fits(ends, self.limits.field) {
            return Err(NoTable::LongField { line: number, most: self.limits.field }.into());
        }
        self.done = false;
        Ok(Some(Row::new(number, text, 0, ends)))
    }

    /// Splits one row into `cells` and `ends`, and tells the line in which it begins.
    fn split(&mut self) -> Result<Option<u64>, Trouble> {
        (self.filled, self.count) = (0, 0);
        if !self.skip_line_ends()? {
            return Ok(None);
        }
        let number = self.line;
        loop {
            let is_end = self.from.fill()?.is_empty();
            if is_end && self.from.is_broken() {
                return Err(self.broken(self.line));
            }
            // A line end after the last row ends it, unless it stands inside quotes.
            let input = if is_end { b"\n" } else { self.from.waiting() };
            let line_before = self.splitter.line();
            let (cells, ends) = (self.cells.get_mut(self.filled..), self.ends.get_mut(self.count..));
            let (result, read, written, ended) =
                self.splitter.read_record(input, cells.unwrap_or_default(), ends.unwrap_or_default());
            if !is_end {
                let feeds = self.splitter.line() - line_before;
                let (lines, after_cr) = lines_of(input.get(..read).unwrap_or_default(), feeds, self.after_cr);
                (self.line, self.after_cr) = (self.line + lines, after_cr);
                self.from.consume(read);
            }
            self.filled += written;
            self.count += ended;
            match result {
                // A file that was cut off, or one quote too many, must not swallow rows in silence.
                ReadRecordResult::InputEmpty if is_end => {
                    return Err(NoTable::OpenQuote { line: number }.into());
                }
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.grow(number)?,
                ReadRecordResult::OutputEndsFull => {
                    return Err(NoTable::Columns { row: number, most: self.limits.columns }.into());
                }
                ReadRecordResult::Record => return Ok(Some(number)),
                ReadRecordResult::End => return Ok(None),
            }
        }
    }

    /// Whether there is anything after them.
    fn skip_line_ends(&mut self) -> Result<bool, Trouble> {
        loop {
            let input = self.from.fill()?;
            if input.is_empty() {
                return if self.from.is_broken() { Err(self.broken(self.line)) } else { Ok(false) };
            }
            let skipped = input.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            let (lines, after_cr) = line_ends(input.get(..skipped).unwrap_or_default(), self.after_cr);
            let is_row = skipped < input.len();
            (self.line, self.after_cr) = (self.line + lines, after_cr);
            self.from.consume(skipped);
            if is_row {
                return Ok(true);
            }
        }
    }

    fn broken(&self, line: u64) -> Trouble {
        NoTable::NotInEncoding { encoding: self.from.encoding(), line }.into()
    }

    fn grow(&mut self, number: u64) -> Result<(), NoTable> {
        let begun = self.count.checked_sub(1).and_then(|last| self.ends.get(last)).copied().unwrap_or(0);
        if self.filled - begun >= self.limits.field || self.cells.len() >= ROW_FIELDS * self.limits.field {
            return Err(NoTable::LongField { line: number, most: self.limits.field });
        }
        self.cells.resize(self.cells.len() * 2, 0);
        Ok(())
    }
}

/// A row as text, if each of its cells is.
fn text<'a>(filled: &'a [u8], ends: &[usize]) -> Option<&'a str> {
    let text = std::str::from_utf8(filled).ok()?;
    ends.iter().all(|end| text.is_char_boundary(*end)).then_some(text)
}

fn fits(ends: &[usize], most: usize) -> bool {
    let starts = std::iter::once(&0).chain(ends);
    starts.zip(ends).all(|(start, end)| end - start <= most)
}

/// A row may hold this many cells of the greatest length.
const ROW_FIELDS: usize = 8;

/// As [`line_ends`] for what was split off, where the LF are counted already: nearly always the only CR is the last byte.
fn lines_of(bytes: &[u8], feeds: u64, after_cr: bool) -> (u64, bool) {
    match bytes.split_last() {
        Some((last, inner)) if !after_cr && !inner.contains(&b'\r') => {
            let ends_in_cr = *last == b'\r';
            (feeds + u64::from(ends_in_cr), ends_in_cr)
        }
        _ => line_ends(bytes, after_cr),
    }
}

/// Line ends in bytes, where an LF after a CR is part of it, and whether the last byte is a CR.
fn line_ends(bytes: &[u8], after_cr: bool) -> (u64, bool) {
    let Some(last) = bytes.last() else { return (0, after_cr) };
    let count = |sign: u8| bytes.iter().map(|byte| usize::from(*byte == sign)).sum::<usize>();
    let (feeds, returns) = (count(b'\n'), count(b'\r'));
    let first = usize::from(after_cr && bytes.first() == Some(&b'\n'));
    let inner = if returns == 0 { 0 } else { bytes.windows(2).filter(|pair| *pair == b"\r\n").count() };
    ((feeds + returns - first - inner) as u64, *last == b'\r')
}
