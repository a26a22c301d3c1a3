//! What gates ask of registers: enough lines, filled cells, conditions, rules that nothing breaks, one figure.

use super::super::rules::Line;
use super::criterion::{Judge, Judgement};
use super::{Found, Gap, Lacks, Place, Stands};
use crate::guide::{Asks, Condition, Figure, FigureAsks, FigureLimit, Is, guide};
use crate::workspace::cell::{Cell, Decimal};
use crate::workspace::{Id, Row};
use std::collections::BTreeSet;

impl Judge<'_> {
    /// The rows of a register that fulfil all of these.
    pub fn rows(&self, register: &str, of: &[Condition]) -> Vec<(&Id, &Row)> {
        let rows = self.workspace.rows.iter().filter(|(_, row)| row.register.as_str() == register);
        rows.filter(|(_, row)| of.iter().all(|condition| row.fulfils(condition))).collect()
    }

    pub fn register(&self, asks: &Asks) -> Judgement {
        let Asks::Register { register: key, of, min_rows, columns, all, each, clean, figure } = asks else {
            return (Stands::Unknown, Found::Nothing, vec![]);
        };
        let rows = self.rows(key, of);
        let mut missing = vec![];
        let mut faulty: BTreeSet<&Id> = BTreeSet::new();
        if rows.len() < *min_rows {
            let lacks = Lacks::Lines { has: rows.len(), needs: *min_rows };
            missing.push(Gap { place: Place::Register(key.clone()), lacks });
        }
        for (id, row) in &rows {
            for (column, lacks) in self.faults(key, id, row, (columns, all, clean)) {
                faulty.insert(id);
                missing.push(Gap { place: Place::Row(key.clone(), (*id).clone(), Some(column)), lacks });
            }
        }
        for condition in each.iter().filter(|each| !rows.iter().any(|(_, row)| row.fulfils(each))) {
            let words = match &condition.is {
                Is::In(words) | Is::Not(words) => words.clone(),
                Is::Filled => vec![],
            };
            let lacks = Lacks::Kind { column: condition.column.clone(), words };
            missing.push(Gap { place: Place::Register(key.clone()), lacks });
        }
        let share = Found::Share { good: rows.len() - faulty.len(), of: rows.len().max(*min_rows) };
        let Some(asks) = figure else {
            let stands = if missing.is_empty() { Stands::Met } else { Stands::Pending };
            return (stands, share, missing);
        };
        let (value, is_kept) = figure_of(key, &rows, asks);
        let found = Found::Figure { value, limit: asks.limit };
        // Not enough rows or cells: pending; a figure out of its limit: failed.
        if is_kept == Some(true) && missing.is_empty() {
            return (Stands::Met, found, vec![]);
        }
        let stands =
            if missing.is_empty() && is_kept == Some(false) { Stands::Failed } else { Stands::Pending };
        if is_kept != Some(true) {
            missing.push(Gap { place: Place::Register(key.clone()), lacks: Lacks::Figure });
        }
        (stands, found, missing)
    }

    /// The columns at fault of one line.
    fn faults(
        &self,
        key: &str,
        id: &Id,
        row: &Row,
        (columns, all, clean): (&[String], &[Condition], &[String]),
    ) -> Vec<(String, Lacks)> {
        let Some(register) = guide().register(key) else { return vec![] };
        let applies = |column: &&String| {
            let when = register.column(column).and_then(|column| column.when.as_ref());
            when.is_none_or(|when| row.fulfils(when))
        };
        let is_sound = |column: &&String| cell(key, row, column).is_some_and(|cell| !cell.is_empty());
        let empty = columns.iter().filter(applies).filter(|column| !is_sound(column));
        let mut faults: Vec<(String, Lacks)> = empty.map(|column| (column.clone(), Lacks::Filled)).collect();
        let unlike = all.iter().filter(|condition| !row.fulfils(condition));
        faults.extend(unlike.map(|condition| (condition.column.clone(), Lacks::Fulfilled)));
        let line = Line { id, row, register };
        for rule in register.checks.iter().filter(|rule| clean.contains(&rule.key)) {
            if let Some(column) = line.breaks(&rule.kind, self.plant) {
                faults.push((column.to_owned(), Lacks::Rule(&rule.says)));
            }
        }
        faults
    }
}

pub(super) fn number(register: &str, row: &Row, column: &str) -> Option<Decimal> {
    match cell(register, row, column)? {
        Cell::Whole(number) => Some(Decimal::from(number)),
        Cell::Number(number) | Cell::Percent(number) => Some(number),
        _ => None,
    }
}

fn count(n: usize) -> Decimal {
    Decimal::from(i64::try_from(n).unwrap_or(i64::MAX))
}

/// Two decimals, cut off, so that a limit that is missed never looks kept.
fn ratio(part: Decimal, whole: Decimal) -> String {
    let number = |decimal: Decimal| decimal.to_string().parse::<f64>().unwrap_or_default();
    let hundredths = (number(part) / number(whole) * 100.0 + 1e-6).floor();
    format!("{:.2}", hundredths / 100.0).trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn cell(register: &str, row: &Row, column: &str) -> Option<Cell> {
    let column = guide().register(register)?.column(column)?;
    row.cell(&column.key, &column.kind).ok()
}

/// The figure as text, and whether it keeps its limit; None where there is nothing to compute it from.
fn figure_of(key: &str, rows: &[(&Id, &Row)], asks: &FigureAsks) -> (Option<String>, Option<bool>) {
    // The log of the trial run holds its own period: a line counts that says its day.
    let dated = |row: &Row| matches!(cell(key, row, "date"), Some(Cell::Date(_)));
    let rows = || rows.iter().map(|(_, row)| *row).filter(|row| !asks.in_trial || dated(row));
    let numbers =
        |column: &str| -> Vec<Decimal> { rows().filter_map(|row| number(key, row, column)).collect() };
    let sum = |numbers: &[Decimal]| {
        numbers.iter().try_fold(Decimal::default(), |sum, number| sum.checked_add(*number))
    };
    // The figure is `part / whole`; compared without dividing.
    let (part, whole) = match &asks.of {
        Figure::Days(column) => {
            let days = rows().filter_map(|row| match cell(key, row, column) {
                Some(Cell::Date(day)) => Some(day),
                _ => None,
            });
            let days: BTreeSet<jiff::civil::Date> = days.collect();
            (!days.is_empty()).then(|| (count(days.len()), Decimal::from(1)))
        }
        Figure::Mean(column) => {
            let numbers = numbers(column);
            (!numbers.is_empty()).then(|| sum(&numbers).map(|sum| (sum, count(numbers.len())))).flatten()
        }
        Figure::Max(column) => numbers(column).into_iter().max().map(|max| (max, Decimal::from(1))),
        Figure::PercentOf(part, whole) => {
            // A line that tells only one of the two says nothing.
            let both = |row: &Row| Some((number(key, row, part)?, number(key, row, whole)?));
            let (parts, wholes): (Vec<Decimal>, Vec<Decimal>) = rows().filter_map(both).unzip();
            let sums = sum(&parts).and_then(|part| part.checked_mul(100)).zip(sum(&wholes));
            sums.filter(|(_, whole)| *whole > Decimal::default())
        }
    }
    .unzip();
    let Some((part, whole)) = part.zip(whole) else { return (None, None) };
    let kept = match asks.limit {
        FigureLimit::AtLeast(limit) => whole.checked_mul(limit).map(|limit| part >= limit),
        FigureLimit::AtMost(limit) => whole.checked_mul(limit).map(|limit| part <= limit),
    };
    (Some(ratio(part, whole)), kept)
}
