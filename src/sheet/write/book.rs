//! A workbook (ECMA-376) with what a list needs: a head that stays, widths, choice lists, typed cells. Written by
//! ourselves on the `zip` that we have: a peer would bring another deflate into every program that zips, and the bytes
//! would depend on the machine.

use super::parts::{column_letters, push_escaped, tab_names};
use super::{CellKind, Column, LONGEST, MOST_COLUMNS, MOST_ROWS, Sheet, Unwritable};
use crate::sheet::xlsx::{exact, serial};
use crate::text::width;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A list that is written into the validation itself (ECMA-376-1, 18.3.1.32: `formula1`).
const LONGEST_LIST: usize = 255;
/// Widths that are still readable; in characters.
const NARROWEST: usize = 6;
const WIDEST: usize = 60;
/// Name of the hidden tab that holds longer lists.
const LISTS: &str = "choices";

/// Indices into `cellXfs` of [`STYLES`].
const HEAD: usize = 1;
const TEXT: usize = 2;
const DAY: usize = 3;
const NUMBER: usize = 4;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const PROLOG: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// Number format 49 is text, so that `007` typed later stays as it is; 164 is ours.
const STYLES: &str = r#"<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFDDEBF7"/><bgColor indexed="64"/></patternFill></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="1" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>"#;

/// The tables as one workbook, a tab for each. Text is always written as text: no formula can come of it.
///
/// # Errors
/// What Excel could not open: too many rows or columns, a cell that is too long.
pub fn write_xlsx(sheets: &[Sheet]) -> Result<Vec<u8>, Unwritable> {
    let mut strings = Strings::default();
    let mut lists = vec![];
    let mut names = tab_names(sheets.iter().map(|sheet| sheet.name.as_str()).chain([LISTS]));
    let mut tabs = vec![];
    for (sheet, name) in sheets.iter().zip(&names) {
        fits(sheet, name)?;
        let lists_tab = names.last().map_or(LISTS, String::as_str);
        tabs.push(tab(sheet, &mut strings, &mut lists, lists_tab));
    }
    if lists.is_empty() {
        names.pop();
    } else {
        tabs.push(lists_sheet(&lists, &mut strings));
    }
    let hidden = (!lists.is_empty()).then(|| names.len() - 1);
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), content_types(tabs.len())),
        ("_rels/.rels".to_owned(), relations(&[("officeDocument", "xl/workbook.xml".to_owned())])),
        ("xl/workbook.xml".to_owned(), workbook(&names, hidden, sheets)),
        ("xl/_rels/workbook.xml.rels".to_owned(), workbook_relations(tabs.len())),
        ("xl/styles.xml".to_owned(), element("styleSheet", STYLES)),
        ("xl/sharedStrings.xml".to_owned(), strings.part()),
    ];
    parts.extend(
        tabs.into_iter().enumerate().map(|(at, tab)| (format!("xl/worksheets/sheet{}.xml", at + 1), tab)),
    );
    zipped(&parts).map_err(|error| Unwritable::Zip(error.to_string()))
}

fn fits(sheet: &Sheet, name: &str) -> Result<(), Unwritable> {
    let wide = sheet.rows.iter().map(Vec::len).chain([sheet.columns.len()]).max().unwrap_or(0);
    let name = || name.to_owned();
    if sheet.rows.len() >= MOST_ROWS {
        return Err(Unwritable::Rows { sheet: name(), rows: sheet.rows.len() + 1 });
    }
    if wide > MOST_COLUMNS {
        return Err(Unwritable::Columns { sheet: name(), columns: wide });
    }
    let is_long = |cell: &str| cell.len() > LONGEST && cell.encode_utf16().count() > LONGEST;
    let titles = sheet.columns.iter().map(|column| column.title.as_str());
    let head = titles.enumerate().find(|(_, title)| is_long(title)).map(|(at, _)| (0, at));
    let body = || {
        let rows = sheet.rows.iter().enumerate();
        let mut cells =
            rows.flat_map(|(row, cells)| cells.iter().enumerate().map(move |(at, cell)| (row + 1, at, cell)));
        cells.find(|(_, _, cell)| is_long(cell)).map(|(row, at, _)| (row, at))
    };
    match head.or_else(body) {
        Some((row, at)) => Err(Unwritable::Cell { sheet: name(), row: row + 1, column: at + 1 }),
        None => Ok(()),
    }
}

/// Strings by first use.
#[derive(Default)]
struct Strings<'a> {
    index: HashMap<&'a str, usize>,
    texts: Vec<&'a str>,
    uses: usize,
}

impl<'a> Strings<'a> {
    fn of(&mut self, text: &'a str) -> usize {
        self.uses += 1;
        *self.index.entry(text).or_insert_with(|| {
            self.texts.push(text);
            self.texts.len() - 1
        })
    }

    fn part(&self) -> String {
        let mut out = format!(
            "{PROLOG}<sst xmlns=\"{MAIN}\" count=\"{}\" uniqueCount=\"{}\">",
            self.uses,
            self.texts.len()
        );
        for text in &self.texts {
            out.push_str("<si><t xml:space=\"preserve\">");
            push_escaped(&mut out, text);
            out.push_str("</t></si>");
        }
        out.push_str("</sst>");
        out
    }
}

/// One table as the XML of a worksheet, elements in the order of the schema.
fn tab<'a>(
    sheet: &'a Sheet,
    strings: &mut Strings<'a>,
    lists: &mut Vec<&'a [String]>,
    lists_tab: &str,
) -> String {
    let width = sheet.rows.iter().map(Vec::len).chain([sheet.columns.len(), 1]).max().unwrap_or(1);
    let last = format!("{}{}", column_letters(width), sheet.rows.len() + 1);
    let mut body = format!(
        "<dimension ref=\"A1:{last}\"/><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/><selection pane=\"bottomLeft\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>"
    );
    if !sheet.columns.is_empty() {
        body.push_str("<cols>");
        for (at, column) in sheet.columns.iter().enumerate() {
            let (at, wide, style) = (at + 1, wide(sheet, at), style(column.kind));
            put(
                &mut body,
                format_args!(
                    "<col min=\"{at}\" max=\"{at}\" width=\"{wide}\" style=\"{style}\" customWidth=\"1\"/>"
                ),
            );
        }
        body.push_str("</cols>");
    }
    body.push_str("<sheetData><row r=\"1\">");
    for (at, column) in sheet.columns.iter().enumerate() {
        push_text(&mut body, (1, at + 1), HEAD, strings.of(&column.title));
    }
    body.push_str("</row>");
    for (at, row) in sheet.rows.iter().enumerate() {
        let number = at + 2;
        put(&mut body, format_args!("<row r=\"{number}\">"));
        for (at, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let kind = sheet.columns.get(at).map_or(CellKind::Text, |column| column.kind);
            push_cell(&mut body, (number, at + 1), kind, cell, strings);
        }
        body.push_str("</row>");
    }
    body.push_str("</sheetData>");
    if !sheet.columns.is_empty() {
        let last = format!("{}{}", column_letters(sheet.columns.len()), sheet.rows.len() + 1);
        put(&mut body, format_args!("<autoFilter ref=\"A1:{last}\"/>"));
    }
    validations(&mut body, &sheet.columns, lists, lists_tab);
    element("worksheet", &body)
}

fn style(kind: CellKind) -> usize {
    match kind {
        CellKind::Text => TEXT,
        CellKind::Number => NUMBER,
        CellKind::Day => DAY,
    }
}

fn push_cell<'a>(
    out: &mut String,
    (row, column): (usize, usize),
    kind: CellKind,
    cell: &'a str,
    strings: &mut Strings<'a>,
) {
    let number = match kind {
        CellKind::Text => None,
        CellKind::Number => exact(cell).map(|_| cell.to_owned()),
        CellKind::Day => day(cell).map(|serial| serial.to_string()),
    };
    match number {
        Some(number) => {
            let (letters, style) = (column_letters(column), style(kind));
            put(out, format_args!("<c r=\"{letters}{row}\" s=\"{style}\"><v>{number}</v></c>"));
        }
        None => push_text(out, (row, column), TEXT, strings.of(cell)),
    }
}

/// The serial number of a day that is written just so.
fn day(cell: &str) -> Option<i32> {
    let day: jiff::civil::Date = (cell.len() == 10).then(|| cell.parse().ok()).flatten()?;
    (day.to_string() == cell).then(|| serial(day)).flatten()
}

fn push_text(out: &mut String, (row, column): (usize, usize), style: usize, string: usize) {
    let letters = column_letters(column);
    put(out, format_args!("<c r=\"{letters}{row}\" s=\"{style}\" t=\"s\"><v>{string}</v></c>"));
}

/// Columns of Excel's width for a column of the table.
fn wide(sheet: &Sheet, at: usize) -> usize {
    let Some(column) = sheet.columns.get(at) else { return NARROWEST };
    if let Some(given) = column.width {
        // Excel's own limit.
        return usize::from(given).clamp(1, 255);
    }
    let cells = sheet.rows.iter().filter_map(|row| row.get(at)).map(String::as_str);
    let lines = cells.chain([column.title.as_str()]).flat_map(str::lines);
    // Two for the arrow of the filter and the edge; a long line is not measured to its end.
    let widest =
        lines.map(|line| if line.len() > 4 * WIDEST { WIDEST } else { width(line) }).max().unwrap_or(0);
    (widest + 2).clamp(NARROWEST, WIDEST)
}

fn validations<'a>(out: &mut String, columns: &'a [Column], lists: &mut Vec<&'a [String]>, lists_tab: &str) {
    let with_choices: Vec<(usize, &'a Column)> =
        columns.iter().enumerate().filter(|(_, column)| !column.choices.is_empty()).collect();
    if with_choices.is_empty() {
        return;
    }
    put(out, format_args!("<dataValidations count=\"{}\">", with_choices.len()));
    for (at, column) in with_choices {
        let letters = column_letters(at + 1);
        put(
            out,
            format_args!(
                "<dataValidation type=\"list\" errorStyle=\"warning\" allowBlank=\"1\" showErrorMessage=\"1\" sqref=\"{letters}2:{letters}{MOST_ROWS}\"><formula1>"
            ),
        );
        if let Some(list) = inline(&column.choices) {
            push_escaped(out, &format!("\"{list}\""));
        } else {
            lists.push(&column.choices);
            let letters = column_letters(lists.len());
            let tab = lists_tab.replace('\'', "''");
            let last = column.choices.len();
            push_escaped(out, &format!("'{tab}'!${letters}$1:${letters}${last}"));
        }
        out.push_str("</formula1></dataValidation>");
    }
    out.push_str("</dataValidations>");
}

/// The list as it stands in a formula, if it can: commas divide it, quotes end it, blanks around a choice are lost.
fn inline(choices: &[String]) -> Option<String> {
    let is_plain = |choice: &String| {
        !choice.is_empty()
            && choice.trim() == choice
            && !choice.contains(|c: char| c == ',' || c == '"' || c.is_control())
    };
    let list = choices.join(",");
    (choices.iter().all(is_plain) && list.encode_utf16().count() <= LONGEST_LIST && !list.starts_with('='))
        .then_some(list)
}

/// The hidden tab: a list in each column.
fn lists_sheet<'a>(lists: &[&'a [String]], strings: &mut Strings<'a>) -> String {
    let mut body = String::from("<sheetData>");
    for row in 0..lists.iter().map(|list| list.len()).max().unwrap_or(0) {
        put(&mut body, format_args!("<row r=\"{}\">", row + 1));
        for (at, list) in lists.iter().enumerate() {
            if let Some(choice) = list.get(row) {
                push_text(&mut body, (row + 1, at + 1), TEXT, strings.of(choice));
            }
        }
        body.push_str("</row>");
    }
    body.push_str("</sheetData>");
    element("worksheet", &body)
}

fn workbook(names: &[String], hidden: Option<usize>, sheets: &[Sheet]) -> String {
    let mut body = String::from("<bookViews><workbookView/></bookViews><sheets>");
    for (at, name) in names.iter().enumerate() {
        let state = if hidden == Some(at) { " state=\"hidden\"" } else { "" };
        body.push_str("<sheet name=\"");
        push_escaped(&mut body, name);
        let number = at + 1;
        put(&mut body, format_args!("\" sheetId=\"{number}\"{state} r:id=\"rId{number}\"/>"));
    }
    body.push_str("</sheets>");
    // LibreOffice shows a filter only where it has this name as well.
    let filtered: Vec<(usize, &Sheet)> =
        sheets.iter().enumerate().filter(|(_, sheet)| !sheet.columns.is_empty()).collect();
    if !filtered.is_empty() {
        body.push_str("<definedNames>");
        for (at, sheet) in filtered {
            let tab = names.get(at).map_or(String::new(), |name| name.replace('\'', "''"));
            let (last, row) = (column_letters(sheet.columns.len()), sheet.rows.len() + 1);
            put(
                &mut body,
                format_args!(
                    "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{at}\" hidden=\"1\">"
                ),
            );
            push_escaped(&mut body, &format!("'{tab}'!$A$1:${last}${row}"));
            body.push_str("</definedName>");
        }
        body.push_str("</definedNames>");
    }
    format!("{PROLOG}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\">{body}</workbook>")
}

fn workbook_relations(tabs: usize) -> String {
    let mut targets: Vec<(&str, String)> =
        (1..=tabs).map(|number| ("worksheet", format!("worksheets/sheet{number}.xml"))).collect();
    targets.push(("styles", "styles.xml".to_owned()));
    targets.push(("sharedStrings", "sharedStrings.xml".to_owned()));
    relations(&targets)
}

fn relations(targets: &[(&str, String)]) -> String {
    let mut out = format!("{PROLOG}<Relationships xmlns=\"{PACKAGE}/relationships\">");
    for (at, (kind, target)) in targets.iter().enumerate() {
        let id = at + 1;
        put(
            &mut out,
            format_args!("<Relationship Id=\"rId{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>"),
        );
    }
    out.push_str("</Relationships>");
    out
}

fn content_types(tabs: usize) -> String {
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let mut out = format!(
        "{PROLOG}<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    );
    let mut part = |name: &str, kind: &str| {
        put(
            &mut out,
            format_args!("<Override PartName=\"/xl/{name}.xml\" ContentType=\"{KIND}.{kind}+xml\"/>"),
        );
    };
    part("workbook", "sheet.main");
    part("styles", "styles");
    part("sharedStrings", "sharedStrings");
    (1..=tabs).for_each(|number| part(&format!("worksheets/sheet{number}"), "worksheet"));
    out.push_str("</Types>");
    out
}

fn element(name: &str, body: &str) -> String {
    format!("{PROLOG}<{name} xmlns=\"{MAIN}\">{body}</{name}>")
}

fn put(out: &mut String, text: std::fmt::Arguments) {
    out.write_fmt(text).expect("a String takes every write");
}

fn zipped(parts: &[(String, String)]) -> zip::result::ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for (name, text) in parts {
        zip.start_file(name.as_str(), options)?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}
