//! Columns and rows of registers by name, for changes, the inbox of disputes and links, which meet them by their ids.

use crate::guide::guide;
use crate::text::Lang;
use crate::workspace::{Row, Workspace};

/// What a cell's column is called in the register of its row. The row, or a column of a workspace's own, may be known
/// in one of two workspaces only; an unknown column has its key.
pub fn column_name(known: (&Workspace, &Workspace), row: &str, key: &str, lang: Lang) -> String {
    let both = [known.0, known.1];
    let own = both.iter().filter_map(|workspace| workspace.columns.get(key));
    if let Some(label) = own.map(|column| column.label.as_str()).find(|label| !label.is_empty()) {
        return label.to_owned();
    }
    let register = both.iter().find_map(|workspace| workspace.rows.get(row)).map(|row| row.register.as_str());
    let column = register.and_then(|register| guide().register(register)?.column(key));
    column.map_or(key, |column| column.label.say(lang)).to_owned()
}

/// What stands in the key column of a row; empty where nothing does.
pub fn row_key(row: &Row) -> String {
    let key = guide().register(row.register.as_str()).map_or("", |register| register.key_column.as_str());
    row.typed(key).trim().to_owned()
}

/// `EQ-01 磨床`: the key of a row and what it is called. Empty where it has neither.
pub fn row_name(row: &Row) -> String {
    let (key, title) = (row_key(row), title(row));
    let title = if title == key { String::new() } else { title };
    [key, title].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `磨床`: what people call it, else its key; of a register that is not known here, the first cell that is filled.
pub fn row_title(row: &Row) -> String {
    let first = || row.cells.iter().map(|(_, text)| text.as_str()).find(|text| !text.is_empty());
    let texts = [title(row), row_key(row)].into_iter().find(|text| !text.is_empty());
    texts.unwrap_or_else(|| first().unwrap_or_default().to_owned())
}

fn title(row: &Row) -> String {
    let texts = ["name", "title"].into_iter().map(|column| row.typed(column).trim().to_owned());
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}
