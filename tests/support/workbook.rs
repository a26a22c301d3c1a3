//! Workbooks for tests, zipped from the XML of their parts.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook of these parts of `xl/`, as `sheet1.xml`, `styles.xml`; what every workbook needs is added.
pub fn workbook(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let sheets: Vec<&str> =
        parts.iter().map(|(name, _)| *name).filter(|name| name.starts_with("sheet")).collect();
    let (mut list, mut relations) = (String::new(), String::new());
    for (at, sheet) in sheets.iter().enumerate() {
        let id = at + 1;
        writeln!(list, "<sheet name=\"Sheet{id}\" sheetId=\"{id}\" r:id=\"rId{id}\"/>").unwrap();
        writeln!(
            relations,
            "<Relationship Id=\"rId{id}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/{sheet}\"/>"
        )
        .unwrap();
    }
    for part in ["styles", "sharedStrings"] {
        writeln!(relations, "<Relationship Id=\"{part}\" Type=\"{OFFICE}/{part}\" Target=\"{part}.xml\"/>")
            .unwrap();
    }
    let list = format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{list}</sheets></workbook>");
    let relations = format!("<Relationships>{relations}</Relationships>");
    let root = format!(
        "<Relationships><Relationship Id=\"r\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let mut all: Vec<(String, &[u8])> = vec![
        ("_rels/.rels".into(), root.as_bytes()),
        ("xl/_rels/workbook.xml.rels".into(), relations.as_bytes()),
    ];
    if !parts.iter().any(|(name, _)| *name == "workbook.xml") {
        all.push(("xl/workbook.xml".into(), list.as_bytes()));
    }
    for (name, bytes) in parts {
        let folder = if name.starts_with("sheet") { "xl/worksheets" } else { "xl" };
        all.push((format!("{folder}/{name}"), bytes));
    }
    let all: Vec<(&str, &[u8])> = all.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    zipped(&all)
}

/// A worksheet with this inside `sheetData`.
pub fn sheet(rows: &str) -> String {
    format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>")
}
