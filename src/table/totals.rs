//! What a column comes to over some rows: how many are filled, what the numbers add up to, how the choices share.

use crate::text::Lang;
use crate::workspace::cell::{Cell, Decimal};
use crate::workspace::{Row, TableColumn};
use std::collections::HashMap;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Totals {
    pub rows: usize,
    pub filled: usize,
    /// Filled with what is no value of the column.
    pub wrong: usize,
    /// Of a column of numbers.
    pub numbers: Option<Numbers>,
    /// Of a column with a list: labels and how many, the most frequent first.
    pub shares: Vec<(String, usize)>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Numbers {
    pub count: usize,
    /// None where it has too many digits.
    pub sum: Option<Decimal>,
    pub min: Decimal,
    pub max: Decimal,
}

impl Numbers {
    /// Rounded to three decimals.
    pub fn mean(&self) -> Option<String> {
        let sum: f64 = self.sum?.to_string().parse().ok()?;
        #[expect(clippy::cast_precision_loss, reason = "there are not that many rows")]
        let mean = format!("{:.3}", sum / self.count as f64);
        Some(mean.trim_end_matches('0').trim_end_matches('.').to_owned())
    }
}

impl Totals {
    pub fn of<'a>(column: &TableColumn, rows: impl Iterator<Item = &'a Row>, lang: Lang) -> Totals {
        let (key, kind) = (column.key(), column.kind());
        let has_list = !kind.choices().is_empty() || matches!(kind, crate::guide::ColumnKind::YesNo);
        let (mut totals, mut shares) = (Totals::default(), HashMap::<String, usize>::new());
        for row in rows {
            totals.rows += 1;
            if !row.is_filled(key) {
                continue;
            }
            totals.filled += 1;
            match row.cell(key, kind) {
                Err(_) => totals.wrong += 1,
                Ok(Cell::Whole(number)) => totals.add(Decimal::from(number)),
                Ok(Cell::Number(number) | Cell::Percent(number)) => totals.add(number),
                Ok(cell) if has_list => *shares.entry(cell.show(kind, lang)).or_default() += 1,
                Ok(_) => {}
            }
        }
        totals.shares = shares.into_iter().collect();
        totals.shares.sort_by(|(word, n), (other, m)| m.cmp(n).then_with(|| word.cmp(other)));
        totals
    }

    fn add(&mut self, number: Decimal) {
        let numbers = self.numbers.get_or_insert(Numbers {
            count: 0,
            sum: Some(Decimal::from(0)),
            min: number,
            max: number,
        });
        numbers.count += 1;
        numbers.sum = numbers.sum.and_then(|sum| sum.checked_add(number));
        numbers.min = numbers.min.min(number);
        numbers.max = numbers.max.max(number);
    }

    /// In hundredths, rounded down: not all is not 100.
    pub fn percent(part: usize, whole: usize) -> usize {
        (part * 100).checked_div(whole).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{Edit, Id, RecordKind, Value, Workspace, columns};
    use std::collections::BTreeMap;

    fn totals(column: &str, cells: &[&str]) -> Totals {
        let mut workspace = Workspace::default();
        for (n, text) in cells.iter().enumerate() {
            let cells = Value::Map(BTreeMap::from([(column.to_owned(), Value::text(*text))]));
            let fields = vec![("register".to_owned(), Value::text("needs")), ("cells".to_owned(), cells)];
            let id = Id::new(&format!("r{n}")).unwrap();
            workspace.apply(Edit::Add { kind: RecordKind::Row, id, fields }).unwrap();
        }
        let columns = columns(&workspace, "needs");
        let column = columns.iter().find(|c| c.key() == column).unwrap();
        Totals::of(column, workspace.rows.iter().map(|(_, row)| row), Lang::Zh)
    }

    #[test]
    fn numbers_add_up_and_what_is_none_is_counted_apart() {
        let found = totals("value", &["3", "", "五", "4", "9"]);
        assert_eq!((found.rows, found.filled, found.wrong), (5, 4, 2));
        let numbers = found.numbers.unwrap();
        assert_eq!((numbers.count, numbers.mean().as_deref()), (2, Some("3.5")));
        assert_eq!(
            (numbers.sum.map(|n| n.to_string()).as_deref(), numbers.max.to_string().as_str()),
            (Some("7"), "4")
        );
    }

    #[test]
    fn choices_share_by_their_labels() {
        let found = totals("priority", &["high", "高", "low", "", "最高"]);
        assert_eq!(found.shares, [("高".to_owned(), 2), ("低".to_owned(), 1)]);
        assert_eq!((Totals::percent(2, 3), Totals::percent(0, 0)), (66, 0));
    }
}
