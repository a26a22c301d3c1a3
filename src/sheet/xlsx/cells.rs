//! The cells of one sheet, as text.

use super::number::{formatted, plain};
use super::range::{Range, place};
use super::serial::{elapsed, moment};
use super::strings::{Strings, rich_text};
use super::styles::{Moment, Shown, Styles};
use super::xml::{Node, Xml, attribute, is_on, unescaped};
use super::{MOST_NOTES, Note, NoteKind, SheetChoice};
use crate::sheet::{Limits, NoTable, Table};
use quick_xml::events::BytesStart;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Merged ranges of a sheet.
const MOST_MERGED: usize = 100_000;

/// What a sheet's part is read with.
pub struct Source<'a> {
    pub part: &'a str,
    pub path: &'a str,
    pub strings: &'a Strings,
    pub styles: &'a Styles,
    pub since_1904: bool,
}

/// The cells that were found.
#[derive(Default)]
pub struct Cells {
    pub table: Table,
    /// The sheet's column behind each column of the table, from 1.
    pub columns: Vec<u16>,
    pub hidden: Vec<u16>,
    pub merged: Vec<Range>,
    pub notes: Vec<Note>,
}

pub fn read(source: &Source, choice: &SheetChoice, limits: &Limits) -> Result<Cells, NoTable> {
    let mut reader = Reader {
        source,
        limits,
        with_hidden: choice.hidden_columns,
        hidden: BTreeSet::new(),
        hidden_used: BTreeSet::new(),
        widest: 0,
        row: 0,
        seen: 0,
        text: String::new(),
        filled: vec![],
        cell: Cell::default(),
        found: Cells::default(),
    };
    reader.run()?;
    Ok(reader.found)
}

/// The cell that is being read.
#[derive(Default)]
struct Cell {
    column: u16,
    style: usize,
    kind: Kind,
    value: String,
    is_formula: bool,
}

/// The attribute `t` (ECMA-376-1, 18.18.11).
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Kind {
    #[default]
    Number,
    Shared,
    Text,
    Boolean,
    Error,
    Date,
}

struct Reader<'a> {
    source: &'a Source<'a>,
    limits: &'a Limits,
    with_hidden: bool,
    hidden: BTreeSet<u16>,
    hidden_used: BTreeSet<u16>,
    /// The last column that is used, from 1.
    widest: u16,
    row: u32,
    /// Cells with a value, as they come.
    seen: usize,
    /// The row that is being read: its text, and for each filled cell its column and where it stands.
    text: String,
    filled: Vec<(u16, usize, usize)>,
    cell: Cell,
    found: Cells,
}

impl Reader<'_> {
    fn run(&mut self) -> Result<(), NoTable> {
        let mut xml = Xml::new(self.source.part, self.source.path);
        let mut in_value = false;
        loop {
            match xml.next()? {
                Node::End => break,
                Node::Open(element) => match element.local_name().as_ref() {
                    "c" => self.begin_cell(&element),
                    "v" => in_value = true,
                    "f" => self.cell.is_formula = true,
                    "is" => self.cell.value = rich_text(&mut xml, "is")?,
                    "row" => {
                        let number = attribute(&element, "r").and_then(|number| number.parse().ok());
                        self.row = number.unwrap_or(self.row.saturating_add(1));
                        self.cell.column = 0;
                    }
                    "col" => self.note_hidden(&element),
                    "mergeCell" => self.note_merged(&element)?,
                    _ => {}
                },
                Node::Text(piece) if in_value => self.cell.value.push_str(&piece),
                Node::Text(_) => {}
                Node::Close(element) => match element.local_name().as_ref() {
                    "v" => in_value = false,
                    "c" => self.end_cell()?,
                    "row" => self.end_row()?,
                    _ => {}
                },
            }
        }
        let is_shown = |column: &u16| self.with_hidden || !self.hidden.contains(column);
        self.found.columns = (1..=self.widest).filter(is_shown).collect();
        self.found.hidden = self.hidden_used.iter().copied().collect();
        Ok(())
    }

    fn note_hidden(&mut self, element: &BytesStart) {
        let bound = |name| attribute(element, name).and_then(|at| at.parse::<u16>().ok());
        if is_on(element, "hidden")
            && let Some((first, last)) = bound("min").zip(bound("max"))
        {
            let most = u16::try_from(self.limits.columns).unwrap_or(u16::MAX);
            self.hidden.extend(first..=last.min(most));
        }
    }

    fn note_merged(&mut self, element: &BytesStart) -> Result<(), NoTable> {
        self.found.merged.extend(attribute(element, "ref").and_then(|range| Range::parse(&range)));
        if self.found.merged.len() > MOST_MERGED {
            return Err(NoTable::Items { name: self.source.path.to_owned(), most: MOST_MERGED });
        }
        Ok(())
    }

    fn begin_cell(&mut self, element: &BytesStart) {
        let mut cell = Cell { column: self.cell.column.saturating_add(1), ..Cell::default() };
        for attribute in element.attributes().with_checks(false).flatten() {
            let value = &*attribute.value;
            match attribute.key.local_name().as_ref() {
                "r" => cell.column = place(value).map_or(cell.column, |(column, _)| column),
                "s" => cell.style = value.parse().unwrap_or(0),
                "t" => {
                    cell.kind = match value {
                        "s" => Kind::Shared,
                        "str" | "inlineStr" => Kind::Text,
                        "b" => Kind::Boolean,
                        "e" => Kind::Error,
                        "d" => Kind::Date,
                        _ => Kind::Number,
                    }
                }
                _ => {}
            }
        }
        // The buffer is used again.
        std::mem::swap(&mut cell.value, &mut self.cell.value);
        cell.value.clear();
        self.cell = cell;
    }

    fn end_cell(&mut self) -> Result<(), NoTable> {
        let start = self.text.len();
        let shown = self.source.styles.shown(self.cell.style);
        let value = &*self.cell.value;
        let mut note = None;
        match self.cell.kind {
            Kind::Shared if value.is_empty() => {}
            Kind::Shared => {
                let string = value.trim().parse().ok().and_then(|index| self.source.strings.get(index));
                let damaged = || NoTable::Damaged(self.source.path.to_owned());
                self.text.push_str(string.ok_or_else(damaged)?);
            }
            Kind::Text => self.text.push_str(&unescaped(value)),
            Kind::Boolean => self.text.push_str(match value.trim() {
                "" => "",
                "0" | "false" => "FALSE",
                _ => "TRUE",
            }),
            Kind::Error => note = Some(NoteKind::Error(value.chars().take(40).collect())),
            Kind::Date => self.text.push_str(&iso(value, shown)),
            Kind::Number if value.trim().is_empty() => {
                note = self.cell.is_formula.then_some(NoteKind::NoValue);
            }
            Kind::Number => match value.trim().parse::<f64>() {
                Ok(number) => {
                    let (text, is_day) = number_text(number, shown, self.source.since_1904);
                    self.text.push_str(&text);
                    note = (!is_day).then_some(NoteKind::NoDay);
                }
                Err(_) => self.text.push_str(value),
            },
        }
        let column = self.cell.column;
        if let Some(what) = note
            && self.found.notes.len() < MOST_NOTES
        {
            self.found.notes.push(Note { row: self.row, column, what });
        }
        if self.text.len() == start {
            return Ok(());
        }
        self.keep(column, start)
    }

    fn keep(&mut self, column: u16, start: usize) -> Result<(), NoTable> {
        let row = u64::from(self.row);
        if usize::from(column) > self.limits.columns {
            return Err(NoTable::Columns { row, most: self.limits.columns });
        }
        self.seen += 1;
        if self.seen > self.limits.cells {
            return Err(NoTable::Cells(self.limits.cells));
        }
        let most = self.limits.field;
        if self.text.len() - start > most || self.text.len() > 8 * most {
            return Err(NoTable::LongField { line: row, most });
        }
        if self.hidden.contains(&column) {
            self.hidden_used.insert(column);
            if !self.with_hidden {
                self.text.truncate(start);
                return Ok(());
            }
        }
        self.widest = self.widest.max(column);
        self.filled.push((column, start, self.text.len()));
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), NoTable> {
        if !self.filled.is_sorted_by_key(|(column, ..)| *column) {
            self.filled.sort_by_key(|(column, ..)| *column);
        }
        if let Some((last, ..)) = self.filled.last() {
            let mut filled = self.filled.iter().peekable();
            let hidden = if self.with_hidden { &BTreeSet::new() } else { &self.hidden };
            let cells = (1..=*last).filter(|column| !hidden.contains(column)).map(|column| {
                let mut cell = "";
                // The last one wins where a column comes twice.
                while let Some((_, start, end)) = filled.next_if(|(at, ..)| *at == column) {
                    cell = self.text.get(*start..*end).unwrap_or_default();
                }
                cell
            });
            self.found.table.push(u64::from(self.row), cells, self.limits)?;
        }
        self.filled.clear();
        self.text.clear();
        Ok(())
    }
}

/// The text of a number, and whether it could be shown as its format wants.
fn number_text(number: f64, shown: Shown, since_1904: bool) -> (Cow<'static, str>, bool) {
    let day = match shown {
        Shown::Moment(shown) => moment(number, shown, since_1904),
        Shown::Elapsed => elapsed(number),
        other => return (formatted(number, other).into(), true),
    };
    match day {
        Some(text) => (text.into(), true),
        None => (plain(number).into(), false),
    }
}

/// A cell that holds ISO 8601 itself, as some programs write: `2026-11-20T08:30:00Z`.
fn iso(value: &str, shown: Shown) -> String {
    let text = value.trim().trim_end_matches('Z').replacen('T', " ", 1);
    let text = text.strip_suffix(".000").unwrap_or(&text);
    match shown {
        Shown::Moment(Moment::Day) => text.get(..10).unwrap_or(text).to_owned(),
        _ => text.to_owned(),
    }
}
