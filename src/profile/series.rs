//! The values of one column, or of one tag: gathered cell by cell, and merged in any order but for the runs of values
//! that do not change.

use super::batch::{Batch, ROWS};
use super::cell::{NULL_WORDS, null_word, trimmed};
use super::hash;
use super::number::Number;
use super::numbers::Numbers;
use super::plan::{Guess, Plan};
use super::rule::Rule;
use super::runs::{Open, Stuck};
use super::stamp::Stamps;
use super::texts::Texts;
use super::worst::Fault;

#[derive(Debug, Clone)]
pub(super) struct Series {
    /// Cells that hold something, words for nothing left out.
    pub filled: u64,
    /// Words among numbers, or what is no time among times.
    pub misfits: u64,
    pub outside: u64,
    pub unlisted: u64,
    /// Cells that fail any check, each once.
    pub failed: u64,
    pub numbers: Numbers,
    pub texts: Texts,
    pub stuck: Stuck,
}

/// Words for no value, counted.
pub(super) type Nulls = [u64; NULL_WORDS];

/// What became of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    Blank,
    /// A word for no value.
    Null,
    Fine,
    Wrong(Fault),
}

/// A column of the rows at hand.
#[derive(Clone, Copy)]
pub(super) struct Cut<'a> {
    pub batch: &'a Batch<'a>,
    pub at: usize,
    pub guess: Guess,
    pub rule: &'a Rule,
    /// Of each row; without one it stands in no run.
    pub stamps: &'a [Option<i64>],
}

/// Numbers of a column, and in which of the rows at hand they stand.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct InRows {
    len: usize,
    rows: [u32; ROWS],
    numbers: [Number; ROWS],
}

impl InRows {
    pub fn new() -> InRows {
        InRows { len: 0, rows: [0; ROWS], numbers: [Number::of(0, 0); ROWS] }
    }

    #[inline]
    fn push(&mut self, row: u32, number: Number) {
        if let (Some(to), Some(slot)) = (self.rows.get_mut(self.len), self.numbers.get_mut(self.len)) {
            (*to, *slot) = (row, number);
            self.len += 1;
        }
    }

    fn numbers(&self) -> &[Number] {
        self.numbers.get(..self.len).unwrap_or_default()
    }

    fn iter(&self) -> impl Iterator<Item = (usize, Number)> {
        let rows = self.rows.get(..self.len).unwrap_or_default();
        rows.iter().map(|row| *row as usize).zip(self.numbers().iter().copied())
    }
}

impl Series {
    pub fn new(plan: &Plan) -> Series {
        Series {
            filled: 0,
            misfits: 0,
            outside: 0,
            unlisted: 0,
            failed: 0,
            numbers: Numbers::new(plan.room),
            texts: Texts::new(plan.words),
            stuck: Stuck::default(),
        }
    }

    /// For values of which each may be held against another rule.
    pub fn of_any_rule(plan: &Plan) -> Series {
        Series { texts: Texts::new(plan.words).without_habits(), ..Series::new(plan) }
    }

    /// A cell without the blanks around it. `stamp` is the row's; without one it stands in no run.
    pub fn take(
        &mut self,
        cell: &[u8],
        guess: Guess,
        rule: &Rule,
        stamp: Option<i64>,
        open: &mut Open,
        nulls: &mut Nulls,
    ) -> Taken {
        if matches!(guess, Guess::Numbers | Guess::Open)
            && let Some(number) = Number::read(cell)
        {
            return self.number(number, rule, stamp, open);
        }
        self.other(cell, guess, rule, nulls)
    }

    /// Whether a cell holds a word with which nothing was wrong before, and then counts it.
    fn is_again(&mut self, cell: &[u8]) -> bool {
        let is_again = self.texts.add_again(cell);
        self.filled += u64::from(is_again);
        is_again
    }

    /// A cell that is no number.
    fn other(&mut self, cell: &[u8], guess: Guess, rule: &Rule, nulls: &mut Nulls) -> Taken {
        if cell.is_empty() {
            return Taken::Blank;
        }
        if self.is_again(cell) {
            return Taken::Fine;
        }
        if let Some(null) = null_word(cell, guess == Guess::Words) {
            if let Some(count) = nulls.get_mut(null) {
                *count += 1;
            }
            return Taken::Null;
        }
        self.word(cell, guess, rule)
    }

    /// The cells of a column in some rows; tells of each that is not fine.
    pub fn column(
        &mut self,
        cut: &Cut,
        open: &mut Open,
        nulls: &mut Nulls,
        found: &mut InRows,
        mut told: impl FnMut(usize, Taken),
    ) {
        let Cut { batch, at, guess, rule, stamps } = *cut;
        found.len = 0;
        let mut decimals = 0;
        let may_be_number = matches!(guess, Guess::Numbers | Guess::Open);
        for (row, span) in (0..).zip(batch.column(at)) {
            if may_be_number && let Some(number) = batch.number(span, &mut decimals) {
                found.push(row, number);
                continue;
            }
            let cell = batch.cell(span);
            if self.is_again(cell) {
                continue;
            }
            let cell = trimmed(cell);
            if may_be_number && let Some(number) = Number::read(cell) {
                found.push(row, number);
                continue;
            }
            match self.other(cell, guess, rule, nulls) {
                Taken::Fine => {}
                taken => told(row as usize, taken),
            }
        }
        self.filled += found.len as u64;
        self.numbers.extend(found.numbers());
        let records = found.iter().filter_map(|(row, number)| Some((number, (*stamps.get(row)?)?)));
        open.extend(records, rule.patience, &mut self.stuck);
        if rule.is_of_numbers() {
            for (row, number) in found.iter() {
                if let Taken::Wrong(fault) = self.held(number, rule) {
                    told(row, Taken::Wrong(fault));
                }
            }
        }
    }

    pub fn number(&mut self, number: Number, rule: &Rule, stamp: Option<i64>, open: &mut Open) -> Taken {
        self.filled += 1;
        self.numbers.extend(&[number]);
        let record = stamp.map(|stamp| (number, stamp));
        open.extend(record.into_iter(), rule.patience, &mut self.stuck);
        self.held(number, rule)
    }

    /// A number against what is expected.
    fn held(&mut self, number: Number, rule: &Rule) -> Taken {
        let number = number.float();
        let is_low = rule.low.is_some_and(|low| number < low);
        if is_low || rule.high.is_some_and(|high| number > high) {
            self.outside += 1;
            self.failed += 1;
            return Taken::Wrong(Fault::Outside);
        }
        if rule.allowed.as_ref().is_some_and(|allowed| !allowed.number(number)) {
            self.unlisted += 1;
            self.failed += 1;
            return Taken::Wrong(Fault::Unlisted);
        }
        Taken::Fine
    }

    fn word(&mut self, cell: &[u8], guess: Guess, rule: &Rule) -> Taken {
        self.filled += 1;
        let hash = hash(cell);
        self.texts.add(hash, cell);
        let is_misfit = match guess {
            Guess::Numbers => !rule.allowed.as_ref().is_some_and(|allowed| allowed.word(hash)),
            Guess::Stamps => Stamps::default().read(cell).is_none(),
            Guess::Words | Guess::Open => false,
        };
        if is_misfit {
            self.misfits += 1;
            self.failed += 1;
            return Taken::Wrong(Fault::Misfit);
        }
        if rule.allowed.as_ref().is_some_and(|allowed| !allowed.word(hash)) {
            self.unlisted += 1;
            self.failed += 1;
            return Taken::Wrong(Fault::Unlisted);
        }
        self.texts.remember(hash, cell);
        Taken::Fine
    }

    pub fn merge(&mut self, other: Series) {
        self.filled += other.filled;
        self.misfits += other.misfits;
        self.outside += other.outside;
        self.unlisted += other.unlisted;
        self.failed += other.failed;
        self.numbers.merge(other.numbers);
        self.texts.merge(other.texts);
        self.stuck.merge(other.stuck);
    }
}
