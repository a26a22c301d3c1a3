//! The rows with most wrong in them, so that somebody can go and look.

use serde::{Deserialize, Serialize};

/// Rows that are listed.
pub const WORST: usize = 10;

/// A row may be entered twice: by its cells alone, and once more with its step from the row before.
const KEPT: usize = 2 * WORST;

/// Wrongs that are named of one row.
const NAMED: usize = 4;

/// What may be wrong in a row, the heavier the further up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Fault {
    /// Fewer or more cells than the head has.
    Ragged,
    /// The time cannot be read.
    NoTime,
    /// The time is before that of the row above.
    Back,
    /// A word among numbers.
    Misfit,
    /// Outside the range of the register.
    Outside,
    /// None of the register's list.
    Unlisted,
    /// Its quality is not good.
    BadQuality,
    /// The time of the row above once more.
    Again,
    Empty,
}

impl Fault {
    const fn weight(self) -> u64 {
        match self {
            Fault::Ragged
            | Fault::NoTime
            | Fault::Back
            | Fault::Misfit
            | Fault::Outside
            | Fault::Unlisted => 100,
            Fault::BadQuality | Fault::Again => 50,
            Fault::Empty => 1,
        }
    }
}

/// A row and what is wrong in it: fault and column, the time's without one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Wrongs {
    pub row: u64,
    weight: u64,
    pub count: u32,
    pub named: Vec<(Fault, Option<usize>)>,
}

impl Wrongs {
    #[cfg(test)]
    pub fn in_row(row: u64) -> Wrongs {
        Wrongs { row, ..Wrongs::default() }
    }

    /// Nothing is wrong yet in the next row; its room is that of the row before.
    pub fn begin(&mut self, row: u64) {
        (self.row, self.weight, self.count) = (row, 0, 0);
        self.named.clear();
    }

    pub fn add(&mut self, fault: Fault, column: Option<usize>) {
        self.weight += fault.weight();
        self.count += 1;
        // Empty cells are named only where there is nothing else.
        if self.named.len() < NAMED {
            self.named.push((fault, column));
        } else if fault != Fault::Empty
            && let Some(held) = self.named.iter_mut().rev().find(|(held, _)| *held == Fault::Empty)
        {
            *held = (fault, column);
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Worst(Vec<Wrongs>);

impl Worst {
    pub fn enter(&mut self, wrongs: &Wrongs) {
        if wrongs.count == 0 {
            return;
        }
        let place = |held: &Wrongs| (std::cmp::Reverse(held.weight), held.row);
        if self.0.len() == KEPT && self.0.last().is_some_and(|last| place(last) <= place(wrongs)) {
            return;
        }
        let at = self.0.partition_point(|held| place(held) <= place(wrongs));
        if at < KEPT {
            self.0.insert(at, wrongs.clone());
            self.0.truncate(KEPT);
        }
    }

    pub fn merge(&mut self, other: &Worst) {
        other.0.iter().for_each(|wrongs| self.enter(wrongs));
    }

    /// The worst first; each row once, with the most that was found in it.
    pub fn rows(self) -> Vec<Wrongs> {
        let mut rows: Vec<Wrongs> = vec![];
        for wrongs in self.0 {
            if rows.iter().all(|held| held.row != wrongs.row) {
                rows.push(wrongs);
            }
        }
        rows.truncate(WORST);
        rows
    }
}

#[cfg(test)]
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::manual_div_ceil,
    clippy::needless_for_each,
    clippy::needless_range_loop,
    reason = "slow and obvious on purpose"
)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_rows_come_first_and_once() {
        let mut worst = Worst::default();
        for row in 1..50 {
            let mut wrongs = Wrongs::in_row(row);
            (0..row % 7).for_each(|_| wrongs.add(Fault::Empty, Some(1)));
            if row == 30 {
                wrongs.add(Fault::Misfit, Some(2));
            }
            worst.enter(&wrongs);
            if row == 30 {
                wrongs.add(Fault::Back, None);
                worst.enter(&wrongs);
            }
        }
        let rows = worst.rows();
        assert_eq!(
            rows.iter().map(|wrongs| wrongs.row).collect::<Vec<_>>(),
            [30, 6, 13, 20, 27, 34, 41, 48, 5, 12]
        );
        assert_eq!(
            rows[0].named,
            [(Fault::Empty, Some(1)), (Fault::Empty, Some(1)), (Fault::Misfit, Some(2)), (Fault::Back, None)]
        );
    }
}
