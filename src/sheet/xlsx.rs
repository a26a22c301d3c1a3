//! A workbook (ECMA-376, `.xlsx` and `.xlsm`): its sheets, and one of them as rows of text, cells as a person sees them
//! in Excel. Our own reader over `quick-xml` rather than calamine, because that one knows neither number formats nor hidden
//! columns, allocates by what the file says, and brings another deflate into every program that zips.
//!
//! Formulas are never evaluated: what was stored with them is read. Macros, links to other files and embedded
//! objects are left alone and mentioned.

mod cells;
mod merged;
mod number;
mod package;
mod range;
mod serial;
mod strings;
mod styles;
mod workbook;
mod xml;

use super::{Limits, NoTable, Table};
use package::Package;
use strings::Strings;
use styles::Styles;
use workbook::Workbook;

pub(super) use number::exact;
pub use package::looks_inside;
pub(super) use serial::serial;
pub(super) use xml::escaped;

/// An opened workbook: its list of sheets is read, their cells are not.
pub struct Book<'a> {
    package: Package<'a>,
    workbook: Workbook,
    /// Read with the first sheet.
    common: Option<(Strings, Styles)>,
}

/// A sheet as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetInfo {
    pub name: String,
    /// Hidden by hand or by a macro ("very hidden").
    pub hidden: bool,
    /// Rows and columns, as the file says.
    pub size: Option<(u32, u32)>,
}

/// Which sheet is read, and what of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetChoice {
    /// The first visible one that is not empty, when none is named.
    pub sheet: Option<String>,
    /// Whether hidden columns are read as well.
    pub hidden_columns: bool,
    /// Whether a merged cell's value stands in each row that it covers, not in the first alone.
    pub fill_merged: bool,
}

/// A sheet that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetTable {
    pub name: String,
    pub table: Table,
    /// All sheets of the book, this one among them.
    pub sheets: Vec<SheetInfo>,
    /// The sheet's column (from 1, A is 1) behind each column of the table.
    pub columns: Vec<u16>,
    /// Columns that hold something and are hidden, from 1; they are in the table only if they were asked for.
    pub hidden_columns: Vec<u16>,
    /// Ranges of merged cells that reach into the table.
    pub merged: usize,
    /// What a reader should know of single cells, at most [`MOST_NOTES`] of them.
    pub notes: Vec<Note>,
    pub asides: Vec<Aside>,
}

/// Something about one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    pub row: u32,
    /// From 1.
    pub column: u16,
    pub what: NoteKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoteKind {
    /// An error such as `#N/A`; the cell is read as empty.
    Error(String),
    /// A formula that was saved without its value; the cell is read as empty.
    NoValue,
    /// A day before 1900 or after 9999: shown as its number.
    NoDay,
}

/// What is in the workbook and was not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aside {
    Macros,
    LinkedBooks,
    Embedded,
}

/// Notes that are kept for one sheet.
pub const MOST_NOTES: usize = 1_000;

impl<'a> Book<'a> {
    /// Bytes of the file, zipped.
    pub const LARGEST: u64 = 64 << 20;

    /// Reads the list of sheets. The bytes are all of a file that [`recognise`](fn@super::recognise) took for XLSX.
    ///
    /// # Errors
    /// A zip that was made to do harm, and parts that are missing, damaged or too large.
    pub fn open(bytes: &'a [u8]) -> Result<Book<'a>, NoTable> {
        let mut package = Package::open(bytes)?;
        let workbook = Workbook::read(&mut package)?;
        Ok(Book { package, workbook, common: None })
    }

    pub fn sheets(&self) -> Vec<SheetInfo> {
        self.workbook.sheets.iter().map(|sheet| sheet.info.clone()).collect()
    }

    pub fn asides(&self) -> Vec<Aside> {
        const PLACES: [(&str, Aside); 3] = [
            ("xl/vbaproject.bin", Aside::Macros),
            ("xl/externallinks/", Aside::LinkedBooks),
            ("xl/embeddings/", Aside::Embedded),
        ];
        let holds = |place: &str| self.package.names().any(|name| name.starts_with(place));
        PLACES.iter().filter(|(place, _)| holds(place)).map(|(_, aside)| *aside).collect()
    }

    /// Reads one sheet. Trailing empty cells and rows without a cell are left out; a row keeps its number.
    ///
    /// # Errors
    /// No such sheet, parts that are damaged or too large, and what exceeds the limits.
    pub fn read(&mut self, choice: &SheetChoice, limits: Limits) -> Result<SheetTable, NoTable> {
        let wanted: Vec<usize> = match &choice.sheet {
            Some(name) => self.workbook.named(name)?.into_iter().collect(),
            None => self.workbook.visible()?,
        };
        let mut last = None;
        for at in wanted {
            let read = self.sheet(at, choice, &limits)?;
            let is_empty = read.table.is_empty();
            if last.is_none() || !is_empty {
                last = Some(read);
            }
            if !is_empty {
                break;
            }
        }
        last.ok_or_else(|| self.workbook.no_sheet(""))
    }

    fn sheet(&mut self, at: usize, choice: &SheetChoice, limits: &Limits) -> Result<SheetTable, NoTable> {
        let (strings, styles) = match self.common.take() {
            Some(common) => common,
            None => (
                Strings::read(&mut self.package, &self.workbook)?,
                Styles::read(&mut self.package, &self.workbook)?,
            ),
        };
        let entry = self.workbook.sheets.get(at).ok_or_else(|| self.workbook.no_sheet(""))?;
        let (path, name) = (entry.path.clone(), entry.info.name.clone());
        let part = self.package.part(&path)?.ok_or_else(|| NoTable::Damaged(path.clone()))?;
        let source = cells::Source {
            part: &part,
            path: &path,
            strings: &strings,
            styles: &styles,
            since_1904: self.workbook.since_1904,
        };
        let cells = cells::read(&source, choice, limits)?;
        self.common = Some((strings, styles));
        let table = if choice.fill_merged { merged::filled_down(&cells, limits)? } else { cells.table };
        Ok(SheetTable {
            name,
            table,
            sheets: self.sheets(),
            columns: cells.columns,
            hidden_columns: cells.hidden,
            merged: cells.merged.len(),
            notes: cells.notes,
            asides: self.asides(),
        })
    }
}
