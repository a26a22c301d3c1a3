//! Values that lie close together when counted in their last decimal: a table of counts, from the least on.

use super::MOST_DECIMALS;
use crate::profile::number::{Number, POWERS, is_exact};

#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Dense {
    /// Decimals in which is counted.
    pub scale: u8,
    low: i64,
    counts: Vec<u32>,
}

impl Dense {
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    /// Adds values up to the first for which the table is not laid out; tells how many they were.
    #[inline]
    pub fn extend(&mut self, numbers: &[Number]) -> usize {
        let Dense { scale, low, counts } = self;
        for (at, number) in numbers.iter().enumerate() {
            let slot =
                number.digits_in(*scale).and_then(|digits| usize::try_from(digits.wrapping_sub(*low)).ok());
            match slot.and_then(|slot| counts.get_mut(slot)) {
                Some(count) if *count < u32::MAX => *count += 1,
                _ => return at,
            }
        }
        numbers.len()
    }

    /// Lays the table out for values, as far as it may have so many cells.
    #[inline]
    pub fn makes_room(&mut self, values: &[Number], room: usize) -> bool {
        let decimals = values.iter().map(|value| value.decimals()).max().unwrap_or(0);
        if decimals > MOST_DECIMALS || (decimals > self.scale && !self.rescale(decimals, room)) {
            return false;
        }
        let mut range: Option<(i64, i64)> = None;
        for value in values {
            let Some(digits) = value.digits_in(self.scale).filter(|digits| is_exact(*digits)) else {
                return false;
            };
            let (low, high) = range.unwrap_or((digits, digits));
            range = Some((low.min(digits), high.max(digits)));
        }
        range.is_none_or(|(low, high)| self.reaches(low, high, room))
    }

    /// Takes a value so many times if it fits.
    #[inline]
    pub fn takes(&mut self, number: Number, times: u64, room: usize) -> bool {
        if !self.makes_room(&[number], room) {
            return false;
        }
        let Some(value) = number.digits_in(self.scale) else { return false };
        let slot = usize::try_from(value - self.low).ok().and_then(|at| self.counts.get_mut(at));
        let (Some(slot), Ok(times)) = (slot, u32::try_from(times)) else { return false };
        let Some(sum) = slot.checked_add(times) else { return false };
        *slot = sum;
        true
    }

    /// Adds a table of the same decimals if both fit together; else nothing is changed.
    pub fn absorb(&mut self, other: &Dense, room: usize) -> bool {
        let Some((first, last)) = other.used() else { return true };
        if self.scale != other.scale || !self.reaches(first, last, room) {
            return false;
        }
        let from = |low: i64| usize::try_from(first - low).ok();
        let theirs = from(other.low).and_then(|at| other.counts.get(at..)).unwrap_or_default();
        let mine = from(self.low).and_then(|at| self.counts.get_mut(at..)).unwrap_or_default();
        if mine.iter().zip(theirs).any(|(mine, theirs)| mine.checked_add(*theirs).is_none()) {
            return false;
        }
        mine.iter_mut().zip(theirs).for_each(|(mine, theirs)| *mine += theirs);
        true
    }

    /// Digits, value, and how often; least to greatest.
    pub fn each(&self, mut visit: impl FnMut(i64, f64, u64)) {
        let power = POWERS.get(usize::from(self.scale)).copied().unwrap_or(1.0);
        for (digits, count) in (self.low..).zip(&self.counts).filter(|(_, count)| **count > 0) {
            #[expect(clippy::cast_precision_loss, reason = "a value that is longer is never dense")]
            visit(digits, digits as f64 / power, u64::from(*count));
        }
    }

    /// Counts in a finer decimal.
    fn rescale(&mut self, finer: u8, room: usize) -> bool {
        let power = 10_i64.pow(u32::from(finer - self.scale));
        if let Some((first, last)) = self.used() {
            let scaled = |value: i64| value.checked_mul(power).filter(|value| is_exact(*value));
            let (Some(new_first), Some(new_last)) = (scaled(first), scaled(last)) else { return false };
            let Some(span) = span(new_first, new_last).filter(|span| *span <= room) else { return false };
            self.lay_out(new_first, span, power);
        }
        self.scale = finer;
        true
    }

    /// Makes the table reach from one value to another, with some to spare on the side where they came from.
    fn reaches(&mut self, from: i64, to: i64, room: usize) -> bool {
        let is_there = |value: i64| {
            usize::try_from(value.saturating_sub(self.low)).is_ok_and(|at| at < self.counts.len())
        };
        if is_there(from) && is_there(to) {
            return true;
        }
        let (low, high) = self.used().unwrap_or((from, to));
        let (first, last) = (from.min(low), to.max(high));
        let Some(span) = span(first, last).filter(|span| *span <= room) else { return false };
        let spare = (2 * span).max(64).min(room) - span;
        let below = match (from < low, to > high) {
            (true, false) => spare,
            (false, true) => 0,
            _ => spare / 2,
        };
        let start = first.saturating_sub(i64::try_from(below).unwrap_or(0));
        self.lay_out(start, span + spare, 1);
        true
    }

    /// A new table of so many cells from a value on; what was counted stands at as many times its value.
    fn lay_out(&mut self, start: i64, len: usize, power: i64) {
        let mut table = vec![0; len];
        for (held, count) in (self.low..).zip(&self.counts).filter(|(_, count)| **count > 0) {
            let at = usize::try_from(held * power - start).ok();
            if let Some(slot) = at.and_then(|at| table.get_mut(at)) {
                *slot = *count;
            }
        }
        (self.low, self.counts) = (start, table);
    }

    fn used(&self) -> Option<(i64, i64)> {
        let first = self.counts.iter().position(|count| *count > 0)?;
        let last = self.counts.iter().rposition(|count| *count > 0)?;
        Some((self.low + i64::try_from(first).ok()?, self.low + i64::try_from(last).ok()?))
    }
}

fn span(first: i64, last: i64) -> Option<usize> {
    usize::try_from(last.checked_sub(first)?).ok()?.checked_add(1)
}
