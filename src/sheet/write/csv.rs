//! CSV as Excel opens it by a double click: UTF-8 with a mark, CRLF, text quoted, formulas defused.

use super::{CellKind, Sheet};
use crate::sheet::defused;
use crate::sheet::xlsx::exact;

/// The table as CSV. Reading it back with [`read_text`](crate::sheet::read_text) gives the same cells.
pub fn write_csv(sheet: &Sheet) -> Vec<u8> {
    let mut out = String::from('\u{feff}');
    let titles = sheet.columns.iter().map(|column| (column.title.as_str(), CellKind::Text));
    line(&mut out, titles);
    for row in &sheet.rows {
        let kinds = sheet.columns.iter().map(|column| column.kind).chain(std::iter::repeat(CellKind::Text));
        let blanks = std::iter::repeat_n("", sheet.columns.len().saturating_sub(row.len()));
        line(&mut out, row.iter().map(String::as_str).chain(blanks).zip(kinds));
    }
    out.into_bytes()
}

fn line<'a>(out: &mut String, cells: impl Iterator<Item = (&'a str, CellKind)>) {
    for (at, (cell, kind)) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        match kind {
            CellKind::Number if exact(cell).is_some() => out.push_str(cell),
            // The first cell is quoted even when it is empty: a line of nothing would be left out.
            _ if cell.is_empty() && at > 0 => {}
            _ => quoted(out, &defused(cell)),
        }
    }
    out.push_str("\r\n");
}

fn quoted(out: &mut String, cell: &str) {
    out.push('"');
    for (at, piece) in cell.split('"').enumerate() {
        if at > 0 {
            out.push_str("\"\"");
        }
        out.push_str(piece);
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::Column;

    #[test]
    fn text_is_quoted_and_numbers_are_not() {
        let column = |title: &str, kind| Column { title: title.into(), kind, ..Column::default() };
        let sheet = Sheet {
            name: String::new(),
            columns: vec![column("编号", CellKind::Text), column("=值", CellKind::Number)],
            rows: vec![
                vec!["=1+1".into(), "-1.5".into()],
                vec!["a\"b".into(), "-1.50".into()],
                vec![],
                vec!["x".into(), String::new(), "-".into()],
            ],
        };
        let text = String::from_utf8(write_csv(&sheet)).unwrap();
        let wanted = "\u{feff}\"编号\",\"'=值\"\r\n\"'=1+1\",-1.5\r\n\"a\"\"b\",\"'-1.50\"\r\n\"\",\r\n\"x\",,\"'-\"\r\n";
        assert_eq!(text, wanted);
    }
}
