//! Bytes of a table file into rows of text cells, and rows into bytes: CSV and its kin in any encoding that a plant's
//! systems write, and XLSX. It knows nothing of registers; `table` maps columns to fields, `profile` measures them.
//! Nothing here trusts a file: what is too large, too deep or a lie is refused in words (RELIABILITY.md 5, 46–74).
//!
//! [`read`] takes a path for importing, [`Records`] streams a text table of any size, [`Book`] looks into a workbook,
//! [`Layout`] finds the head of a table, [`write_csv`] and [`write_xlsx`] go the other way.

mod defuse;
mod dialect;
mod encoding;
mod foreign;
mod header;
mod layout;
mod normal;
mod pasted;
mod recognise;
mod records;
mod row;
mod trouble;
mod unit;
mod write;
mod xlsx;

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

pub use defuse::{defused, undefused};
pub use dialect::{Dialect, is_delimiter};
pub(crate) use encoding::Decoded;
pub use encoding::{Encoding, detect};
pub use foreign::Foreign;
pub use header::{Header, headers};
pub use layout::{HEAD_ROWS, Layout, RowKind};
pub use normal::normal;
pub use pasted::pasted;
pub use recognise::{Format, HEAD, recognise};
pub use records::{Records, TextChoice};
pub use row::{Row, Table, is_blank};
pub use trouble::{NoTable, SheetError, Trouble};
pub use unit::is_unit;
pub use write::{CellKind, Column, Sheet, Unwritable, column_letters, sheet_name, write_csv, write_xlsx};
pub use xlsx::{Aside, Book, MOST_NOTES, Note, NoteKind, SheetChoice, SheetInfo, SheetTable};

/// How much of a table is read. Beyond it, the table is refused (RELIABILITY 49, 50, 57, 65).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Rows, blank lines of a text table left out.
    pub rows: u64,
    pub columns: usize,
    /// Bytes in one cell; eight times as many in one row.
    pub field: usize,
    /// Cells of a table as a whole. A stream has no such limit.
    pub cells: usize,
    /// Bytes of text in a table as a whole. A stream has no such limit.
    pub text: usize,
}

impl Limits {
    /// Importing a text table: the cells and the text are what fits well below 512 MiB.
    pub const TEXT: Limits =
        Limits { rows: 200_000, columns: 512, field: 1 << 20, cells: 8_000_000, text: 128 << 20 };
    /// Importing a sheet of a workbook.
    pub const XLSX: Limits =
        Limits { rows: 200_000, columns: 256, field: 1 << 20, cells: 2_000_000, text: 64 << 20 };
    /// Streaming an export of any length.
    pub const STREAM: Limits =
        Limits { rows: u64::MAX, columns: 4096, field: 1 << 20, cells: usize::MAX, text: usize::MAX };
}

/// Bytes of a text table that is read as a whole.
const LARGEST_TEXT: u64 = 128 << 20;

/// What the caller knows better than the file, and wants of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    pub text: TextChoice,
    pub sheet: SheetChoice,
}

/// A table that was read as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loaded {
    Text(Table, Dialect),
    Sheet(SheetTable),
}

impl Loaded {
    pub fn table(&self) -> &Table {
        match self {
            Loaded::Text(table, _) => table,
            Loaded::Sheet(sheet) => &sheet.table,
        }
    }
}

/// Reads a table file for importing, whatever its name.
///
/// # Errors
/// The path, and why it cannot be read or is no table.
pub fn read(path: &Path, choice: &Choice) -> Result<Loaded, SheetError> {
    read_watched(path, choice, &mut |_, _| true)
}

/// The same with somebody who watches: told how many bytes are read, of how many; with a no from him the reading
/// ends with an I/O error.
///
/// # Errors
/// The path, and why it cannot be read or is no table.
pub fn read_watched(path: &Path, choice: &Choice, watch: Watcher) -> Result<Loaded, SheetError> {
    read_file(path, choice, watch).map_err(|why| SheetError { path: path.to_path_buf(), why })
}

/// Bytes read, and bytes there are; says whether to go on.
pub type Watcher<'a> = &'a mut dyn FnMut(u64, u64) -> bool;

fn read_file(path: &Path, choice: &Choice, watch: Watcher) -> Result<Loaded, Trouble> {
    let (file, size) = open(path)?;
    let mut file = Watched { from: file, read: 0, size, watch };
    let mut head = vec![];
    (&mut file).take(HEAD as u64).read_to_end(&mut head)?;
    if recognise::needs_the_whole(&head) {
        let bytes = whole(head, file, size, Book::LARGEST)?;
        recognise(&bytes)?;
        return Ok(Loaded::Sheet(Book::open(&bytes)?.read(&choice.sheet, Limits::XLSX)?));
    }
    recognise(&head)?;
    if size > LARGEST_TEXT {
        return Err(NoTable::TooLarge { bytes: size, most: LARGEST_TEXT }.into());
    }
    // It may grow while it is read.
    let (table, dialect) = read_text(head.chain(file).take(LARGEST_TEXT), choice.text, Limits::TEXT)?;
    Ok(Loaded::Text(table, dialect))
}

/// A file that tells how far it was read.
struct Watched<'a> {
    from: File,
    read: u64,
    size: u64,
    watch: Watcher<'a>,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(buffer)?;
        self.read += count as u64;
        // `Interrupted` itself would be tried again.
        if (self.watch)(self.read, self.size) {
            Ok(count)
        } else {
            Err(io::ErrorKind::ConnectionAborted.into())
        }
    }
}

/// A file and its size. A pipe or a device is refused without waiting for it (RELIABILITY 31).
fn open(path: &Path) -> io::Result<(File, u64)> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    if !metadata.is_file() {
        return Err(io::ErrorKind::InvalidInput.into());
    }
    Ok((File::open(path)?, metadata.len()))
}

fn whole(head: Vec<u8>, file: impl Read, size: u64, most: u64) -> Result<Vec<u8>, Trouble> {
    let mut bytes = head;
    if size <= most {
        file.take(most + 1 - bytes.len() as u64).read_to_end(&mut bytes)?;
    }
    let bytes_there = size.max(bytes.len() as u64);
    if bytes_there > most {
        return Err(NoTable::TooLarge { bytes: bytes_there, most }.into());
    }
    Ok(bytes)
}

/// Reads a text table as a whole, with the prefixes taken off that [`defused`] puts on.
///
/// # Errors
/// What [`Records`] refuses, and what exceeds the limits of a whole table.
pub fn read_text(from: impl Read, choice: TextChoice, limits: Limits) -> Result<(Table, Dialect), Trouble> {
    let mut records = Records::new(from, choice, limits)?;
    let mut table = Table::default();
    while let Some(row) = records.next()? {
        if row.text().contains('\'') {
            table.push(row.number(), row.cells().map(undefused), &limits)?;
        } else {
            table.push_row(row, &limits)?;
        }
    }
    Ok((table, records.dialect()))
}

/// Opens a file as a stream of rows, for measuring exports of any length. Cells come as they stand in the file.
///
/// # Errors
/// The path, and why it cannot be read or is no text table.
pub fn stream(path: &Path, choice: TextChoice, limits: Limits) -> Result<Records<impl Read>, SheetError> {
    let with_path = |why: Trouble| SheetError { path: path.to_path_buf(), why };
    let start = || -> Result<_, Trouble> {
        let (mut file, size) = open(path)?;
        let mut head = vec![];
        (&mut file).take(HEAD as u64).read_to_end(&mut head)?;
        if recognise::needs_the_whole(&head) {
            recognise(&whole(head, file, size, Book::LARGEST)?)?;
            return Err(NoTable::Foreign(Foreign::Workbook).into());
        }
        recognise(&head)?;
        Records::new(io::Cursor::new(head).chain(file), choice, limits)
    };
    start().map_err(with_path)
}
