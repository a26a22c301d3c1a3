//! Rows into bytes, for other people's Excel. The same rows give the same bytes: no clock, no name of a machine.

mod book;
mod csv;
mod parts;

use crate::text::{Lang, show};
use thiserror::Error;

pub use book::write_xlsx;
pub use csv::write_csv;
pub use parts::{column_letters, sheet_name};

/// A table to be written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// The name of the tab; [`sheet_name`] makes it fit.
    pub name: String,
    pub columns: Vec<Column>,
    /// Cells as text; a row may be shorter than there are columns.
    pub rows: Vec<Vec<String>>,
}

/// One column of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Column {
    pub title: String,
    /// In terminal cells (a Chinese character is two), about Excel's unit; by its longest line if it is not given.
    pub width: Option<u16>,
    /// Offered in a list in Excel; anything else can still be typed after a warning.
    pub choices: Vec<String>,
    pub kind: CellKind,
}

/// What the cells of a column are. A cell whose text is not exactly of its kind is written as text, so that nothing
/// that was typed is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CellKind {
    #[default]
    Text,
    /// A decimal number of up to 15 digits: `-1.5`.
    Number,
    /// A day in ISO 8601 from 1900-03-01 on: `2026-11-20`.
    Day,
}

/// Excel's own limits ("Excel specifications and limits").
const MOST_ROWS: usize = 1_048_576;
const MOST_COLUMNS: usize = 16_384;
/// Characters of a cell, counted in UTF-16.
const LONGEST: usize = 32_767;

/// Why a table does not fit into a workbook. CSV takes any.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unwritable {
    #[error("{sheet}: {rows} rows")]
    Rows { sheet: String, rows: usize },
    #[error("{sheet}: {columns} columns")]
    Columns { sheet: String, columns: usize },
    /// Row and column from 1 in the sheet, whose first row is the head.
    #[error("{sheet}: cell {}{row} is too long", column_letters(*column))]
    Cell { sheet: String, row: usize, column: usize },
    #[error("zip: {0}")]
    Zip(String),
}

impl Unwritable {
    pub fn say(&self, lang: Lang) -> String {
        let text = match (self, lang) {
            (Unwritable::Rows { sheet, rows }, Lang::Zh) => {
                format!("{sheet}：{rows} 行，Excel 最多 {MOST_ROWS} 行")
            }
            (Unwritable::Rows { sheet, rows }, Lang::En) => {
                format!("{sheet}: {rows} rows; Excel takes {MOST_ROWS}")
            }
            (Unwritable::Columns { sheet, columns }, Lang::Zh) => {
                format!("{sheet}：{columns} 列，Excel 最多 {MOST_COLUMNS} 列")
            }
            (Unwritable::Columns { sheet, columns }, Lang::En) => {
                format!("{sheet}: {columns} columns; Excel takes {MOST_COLUMNS}")
            }
            (Unwritable::Cell { sheet, row, column }, Lang::Zh) => {
                format!("{sheet}：{}{row} 超过 {LONGEST} 个字符", column_letters(*column))
            }
            (Unwritable::Cell { sheet, row, column }, Lang::En) => {
                format!("{sheet}: {}{row} has more than {LONGEST} characters", column_letters(*column))
            }
            (Unwritable::Zip(detail), Lang::Zh) => format!("写不成 .xlsx（{detail}）"),
            (Unwritable::Zip(detail), Lang::En) => format!("no .xlsx could be made ({detail})"),
        };
        show(&text).into_owned()
    }

    pub fn next(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => "改为导出 CSV，或先缩短、拆分内容",
            Lang::En => "export CSV instead, or shorten or split the content first",
        }
    }
}
