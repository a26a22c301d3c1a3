//! Merged cells: the file keeps the value in the first row of the range only; a register wants it in each.

use super::cells::Cells;
use crate::sheet::{Limits, NoTable, Table};

/// The table with the value of each merged cell repeated in the rows below that it covers, where they are empty.
/// Across, nothing is repeated: a wide cell is a title.
pub fn filled_down(cells: &Cells, limits: &Limits) -> Result<Table, NoTable> {
    let table = &cells.table;
    let numbers: Vec<u64> = table.rows().map(|row| row.number()).collect();
    if !numbers.is_sorted() {
        return Ok(table.clone());
    }
    let mut fills: Vec<(usize, usize, &str)> = vec![];
    for range in cells.merged.iter().filter(|range| range.bottom > range.top) {
        let Ok(column) = cells.columns.binary_search(&range.left) else { continue };
        let first = numbers.partition_point(|number| *number < u64::from(range.top));
        let last = numbers.partition_point(|number| *number <= u64::from(range.bottom));
        let Some(top) = table.row(first).filter(|row| row.number() == u64::from(range.top)) else { continue };
        let value = top.get(column);
        let below =
            (first + 1..last).filter(|row| table.row(*row).is_some_and(|row| row.get(column).is_empty()));
        fills.extend(below.map(|row| (row, column, value)));
        if fills.len() > limits.cells {
            return Err(NoTable::Cells(limits.cells));
        }
    }
    fills.sort_by_key(|(row, column, _)| (*row, *column));
    fills.dedup_by_key(|(row, column, _)| (*row, *column));
    let mut fills = fills.into_iter().peekable();
    let mut filled = Table::default();
    for (at, row) in table.rows().enumerate() {
        let mut line: Vec<&str> = row.cells().collect();
        while let Some((_, column, value)) = fills.next_if(|(row, ..)| *row == at) {
            if line.len() <= column {
                line.resize(column + 1, "");
            }
            if let Some(cell) = line.get_mut(column) {
                *cell = value;
            }
        }
        filled.push(row.number(), line.into_iter(), limits)?;
    }
    Ok(filled)
}
