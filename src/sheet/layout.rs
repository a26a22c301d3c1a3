//! Where the head of a table is, and what each row below it is: data, a blank, the head once more. The same for a
//! table as a whole and for one that streams by: the head is found in its first rows, then each row is judged alone.

use super::header::{Header, headers};
use super::normal::normal;
use super::unit::is_units_row;
use super::{Row, row::is_blank};

/// Rows from the top in which the head is looked for, blank ones left out.
pub const HEAD_ROWS: usize = 20;

/// How a table is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    pub headers: Vec<Header>,
    /// The number of the head's row, see [`Row::number`].
    pub row: u64,
    /// The number of the row of units below it, if there is one; its units are in the headers.
    pub units: Option<u64>,
    normal: Vec<String>,
}

/// What a row is to the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowKind {
    /// The head or what stands above it: titles, remarks.
    Above,
    /// The row of units.
    Units,
    /// Nothing but blanks.
    Ghost,
    /// The head once more, as page breaks and appended exports leave it.
    Repeated,
    Data,
    /// Fewer cells than the head has columns. Usual in XLSX, where trailing blanks are not stored; in text a sign
    /// of a row that was cut off or of a delimiter too few.
    Short(usize),
    /// Something stands beyond the last column.
    Long(usize),
}

impl Layout {
    /// The head among the first rows. `known` tells how many of a row's heads are names that the caller knows; the row
    /// with most of them is the head if there are at least two (or it has one column). Otherwise it is the first full
    /// row of distinct texts that are no numbers. Nothing if no row is like that.
    pub fn find(rows: &[Row], known: impl Fn(&[Header]) -> usize) -> Option<Layout> {
        let rows: Vec<Row> = rows.iter().filter(|row| !row.is_blank()).take(2 * HEAD_ROWS).copied().collect();
        let candidates = rows.get(..HEAD_ROWS).unwrap_or(&rows);
        let width = rows.iter().map(|row| filled(*row)).max()?;
        let mut best = (0, None);
        for (at, row) in candidates.iter().enumerate() {
            let count = known(&headers_of(*row));
            if count > best.0 {
                best = (count, Some(at));
            }
        }
        let enough = best.0 >= 2 || (best.0 == 1 && width == 1);
        let first = |share: usize| candidates.iter().position(|row| is_head(*row, width, share));
        let at = best.1.filter(|_| enough).or_else(|| first(60)).or_else(|| first(30))?;
        Some(Layout::below(*candidates.get(at)?, rows.get(at + 1)))
    }

    /// The head that somebody points at, by the number of its row. Nothing if there is no such row or it is blank.
    pub fn at(rows: &[Row], number: u64) -> Option<Layout> {
        let mut rows = rows.iter().filter(|row| !row.is_blank());
        let head = rows.find(|row| row.number() == number)?;
        Some(Layout::below(*head, rows.next()))
    }

    fn below(head: Row, next: Option<&Row>) -> Layout {
        let mut headers = headers_of(head);
        let units = next.filter(|row| is_units_row(row.cells()));
        for (header, unit) in headers.iter_mut().zip(units.iter().flat_map(|row| row.cells())) {
            let unit = unit.trim();
            if header.unit.is_none() && super::unit::is_unit(unit) {
                header.unit = Some(unit.to_owned());
            }
        }
        let normal = head.cells().take(headers.len()).map(normal).collect();
        Layout { headers, row: head.number(), units: units.map(Row::number), normal }
    }

    pub fn kind(&self, row: Row) -> RowKind {
        if row.number() <= self.row {
            return RowKind::Above;
        }
        if Some(row.number()) == self.units {
            return RowKind::Units;
        }
        if row.is_blank() {
            return RowKind::Ghost;
        }
        if self.is_head_again(row) {
            return RowKind::Repeated;
        }
        match row.len() {
            n if n < self.headers.len() => RowKind::Short(n),
            n if (self.headers.len()..n).any(|column| !is_blank(row.get(column))) => RowKind::Long(n),
            _ => RowKind::Data,
        }
    }

    fn is_head_again(&self, row: Row) -> bool {
        // Cheap for nearly every row: the first filled head is compared as it stands.
        let first = self.headers.iter().position(|header| !header.text.is_empty());
        let Some(first) = first else { return false };
        let (cell, head) = (row.get(first).trim(), self.headers.get(first));
        let may_be = head.is_some_and(|head| head.text == cell)
            || (cell.len() < 200 && self.normal.get(first).is_some_and(|head| *head == normal(cell)));
        may_be
            && (0..self.normal.len()).all(|column| self.normal.get(column) == Some(&normal(row.get(column))))
    }
}

fn headers_of(row: Row) -> Vec<Header> {
    let used = row.cells().collect::<Vec<_>>();
    let last = used.iter().rposition(|cell| !is_blank(cell)).map_or(0, |last| last + 1);
    headers(used.into_iter().take(last))
}

fn filled(row: Row) -> usize {
    row.cells().filter(|cell| !is_blank(cell)).count()
}

/// Filled by at least `share` percent of the table's width, distinct, and no numbers for the most part.
fn is_head(row: Row, width: usize, share: usize) -> bool {
    let cells: Vec<&str> = row.cells().map(str::trim).filter(|cell| !is_blank(cell)).collect();
    let texts = cells.iter().filter(|cell| !is_numeric(cell)).count();
    let mut distinct: Vec<&str> = cells.clone();
    distinct.sort_unstable();
    distinct.dedup();
    let n = cells.len();
    n > 0
        && n * 100 >= width * share
        && texts * 10 >= n * 7
        && distinct.len() * 2 >= n
        && (distinct.len() > 1 || width == 1)
}

/// A number, a day or a time: what data looks like and a head does not.
fn is_numeric(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    digits > 0 && cell.chars().all(|c| c.is_ascii_digit() || "+-.,:/%eETZ 年月日时分秒".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::{Limits, TextChoice, read_text};

    fn layout(text: &str, known: &[&str]) -> (Option<Layout>, Vec<RowKind>) {
        let (table, _) = read_text(text.as_bytes(), TextChoice::default(), Limits::TEXT).unwrap();
        let rows: Vec<Row> = table.rows().collect();
        let found = Layout::find(&rows, |headers| {
            headers.iter().filter(|header| known.contains(&header.normal.as_str())).count()
        });
        let kinds = found.iter().flat_map(|layout| rows.iter().map(|row| layout.kind(*row))).collect();
        (found, kinds)
    }

    #[test]
    fn the_head_is_the_first_full_row_of_names() {
        for (text, row) in [
            ("a,b\n1,2\n", Some(1)),
            ("设备台账,,\n,,\n导出时间:,2026-11-20,\n编号,名称,类型\n1,泵,离心\n", Some(4)),
            ("\n\n编号,名称\nP1,泵\n", Some(3)),
            ("1,2\n3,4\n", None),
            ("2026-11-20 00:00:00,1.5\n2026-11-20 00:00:01,1.6\n", None),
            ("编号\nP1\nP2\n", Some(1)),
            ("台账,台账,台账\n编号,名称,类型\nP1,泵,离心\n", Some(2)),
            ("时间,温度,温度,压力\n2026-11-20,1,2,3\n", Some(1)),
            ("名称,,,\nP1,泵,离心,在用\nP2,泵,离心,在用\n", Some(2)),
        ] {
            assert_eq!(layout(text, &[]).0.map(|layout| layout.row), row, "{text:?}");
        }
    }

    #[test]
    fn names_that_are_known_decide() {
        let text = "类别,部门,日期\n位号,描述,单位\nTI-101,轴温,℃\n";
        assert_eq!(layout(text, &[]).0.unwrap().row, 1);
        assert_eq!(layout(text, &["位号", "描述"]).0.unwrap().row, 2);
        assert_eq!(layout(text, &["位号"]).0.unwrap().row, 1);
    }

    #[test]
    fn each_row_below_is_judged() {
        let text = "时间,温度,压力(kPa)\n,℃,\n1,2,3\n,,\n时 间,温度,压力（kPa）\n4,5\n6,7,8,9\n6,7,8,\n";
        let (layout, kinds) = layout(text, &[]);
        let units: Vec<_> = layout.unwrap().headers.into_iter().map(|header| header.unit).collect();
        assert_eq!(units, [None, Some("℃".into()), Some("kPa".into())]);
        let wanted = [
            RowKind::Above,
            RowKind::Units,
            RowKind::Data,
            RowKind::Ghost,
            RowKind::Repeated,
            RowKind::Short(2),
            RowKind::Long(4),
            RowKind::Data,
        ];
        assert_eq!(kinds, wanted);
    }
}
