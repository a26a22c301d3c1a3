//! A block of cells as spreadsheets put it on the clipboard: tabs between cells, a line for each row.

use super::Table;
use super::{Limits, NoTable};

/// The rows of a block; an empty line is a row of an empty cell, because what stands below it keeps its place. Excel,
/// WPS and `LibreOffice` put a cell into quotes only where a tab or a line break in it would part it, and double its own
/// quotes then; any other quote is part of what was typed.
///
/// # Errors
/// A block beyond the limits of a table.
pub fn pasted(text: &str) -> Result<Table, NoTable> {
    let mut table = Table::default();
    let mut rest = text.strip_suffix('\n').unwrap_or(text);
    let mut number = 1;
    loop {
        let mut cells = vec![];
        let lines = loop {
            let (cell, behind) = cell(rest);
            cells.push(cell);
            match behind.strip_prefix('\t') {
                Some(next) => rest = next,
                None => break behind,
            }
        };
        table.push(number, cells.iter().map(String::as_str), &Limits::TEXT)?;
        number += 1;
        match lines.strip_prefix('\n') {
            Some(next) => rest = next,
            None => return Ok(table),
        }
    }
}

/// The first cell of a text, and what follows it: a tab, a line end or nothing.
fn cell(text: &str) -> (String, &str) {
    if let Some((inner, behind)) = text.strip_prefix('"').and_then(quoted)
        && inner.contains(['\t', '\n'])
        && (behind.is_empty() || behind.starts_with(['\t', '\n']))
    {
        return (inner, behind);
    }
    let end = text.find(['\t', '\n']).unwrap_or(text.len());
    let (cell, behind) = text.split_at(end);
    (cell.to_owned(), behind)
}

/// What stands before the quote that closes, two in a row being one of the text, and what stands behind it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut inner = String::new();
    let mut rest = text;
    loop {
        let (piece, behind) = rest.split_once('"')?;
        inner.push_str(piece);
        match behind.strip_prefix('"') {
            Some(next) => {
                inner.push('"');
                rest = next;
            }
            None => return Some((inner, behind)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn block(text: &str) -> Vec<Vec<String>> {
        pasted(text).unwrap().to_vecs()
    }

    #[test]
    fn a_block_is_read_as_excel_writes_it() {
        for (text, rows) in [
            ("a\tb\nc\td\n", vec![vec!["a", "b"], vec!["c", "d"]]),
            ("a\tb", vec![vec!["a", "b"]]),
            ("x\n\ny\n", vec![vec!["x"], vec![""], vec!["y"]]),
            ("\ta\t\n", vec![vec!["", "a", ""]]),
            ("\"一\n二\"\tb\n", vec![vec!["一\n二", "b"]]),
            ("\"说\"\"好\"\"\n了\"\tb", vec![vec!["说\"好\"\n了", "b"]]),
            // Quotes that were typed.
            ("\"主轴\"电机\tb", vec![vec!["\"主轴\"电机", "b"]]),
            ("5\"\t\"a\"\n\"", vec![vec!["5\"", "\"a\""], vec!["\""]]),
            ("\"a\tb\nc", vec![vec!["\"a", "b"], vec!["c"]]),
            ("\"a\tb\"c\td", vec![vec!["\"a", "b\"c", "d"]]),
        ] {
            assert_eq!(block(text), rows, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_stands_in_cells_comes_back(
            rows in prop::collection::vec(prop::collection::vec("[a磨\"\t\n ,;]{0,6}", 3), 1..5),
        ) {
            // As Excel copies them.
            let cell = |cell: &String| {
                if cell.contains(['\t', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
            };
            let lines = rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join("\t") + "\n");
            let text = lines.collect::<String>();
            // A cell of quotes alone cannot be told from the edge of another one.
            prop_assume!(rows.iter().flatten().all(|cell| cell.contains(['\t', '\n']) || !cell.starts_with('"')));
            prop_assert_eq!(block(&text), rows);
        }
    }
}
