//! Values that lie far apart: a list in order with how often each occurs, and those that came since.

use super::MOST_DECIMALS;
use crate::profile::number::{Number, POWERS, is_exact};
use crate::profile::sorted;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pairs {
    unit: Unit,
    keys: Vec<u64>,
    counts: Vec<u64>,
    fresh: Vec<u64>,
    /// So many wait at least, before they are put in order.
    wait: usize,
}

/// What a key is. Whole digits are put in order faster than floats, of which nearly all bits differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    /// Digits without the point, with so many decimals.
    Digits(u8),
    Float,
}

impl Unit {
    fn key(self, number: Number) -> Option<u64> {
        match self {
            Unit::Float => Some(ordered(number.float())),
            Unit::Digits(scale) => digits_key(number.digits_in(scale)?),
        }
    }

    fn value(self, key: u64) -> f64 {
        match self {
            Unit::Float => float(key),
            Unit::Digits(scale) => {
                let power = POWERS.get(usize::from(scale)).copied().unwrap_or(1.0);
                #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
                let digits = digits_of(key) as f64;
                digits / power
            }
        }
    }
}

impl Pairs {
    /// Holds digits with so many decimals until something else comes.
    pub fn new(decimals: u8, wait: usize) -> Pairs {
        Pairs { unit: Unit::Digits(decimals), keys: vec![], counts: vec![], fresh: vec![], wait }
    }

    /// The greatest so far, digit by digit.
    pub fn put(&mut self, digits: i64, times: u64) {
        let Some(key) = digits_key(digits) else { return };
        match usize::try_from(times) {
            // As long as all wait, nothing has to be put in order twice.
            Ok(times) if self.keys.is_empty() && times <= self.wait.saturating_sub(self.fresh.len()) => {
                self.fresh.extend(std::iter::repeat_n(key, times));
            }
            _ => {
                self.keys.push(key);
                self.counts.push(times);
            }
        }
    }

    pub fn len(&self) -> usize {
        self.keys.len() + self.fresh.len()
    }

    pub fn add(&mut self, number: Number) {
        let Some(key) = self.unit.key(number) else {
            self.convert(number);
            return self.add(number);
        };
        self.fresh.push(key);
        if self.fresh.len() >= self.wait.max(self.keys.len()) {
            self.compact();
        }
    }

    pub fn add_times(&mut self, number: Number, times: u64) {
        let Some(key) = self.unit.key(number) else {
            self.convert(number);
            return self.add_times(number, times);
        };
        self.compact();
        self.take(vec![key], vec![times]);
    }

    /// Makes what waits ready for [`Pairs::each`]: put in order where it is all there is, without a list of its own.
    pub fn settle(&mut self) {
        if self.keys.is_empty() {
            sorted::sort(&mut self.fresh);
        } else {
            self.compact();
        }
    }

    /// Values in order, each with how often it occurs. Must have settled.
    pub fn each(&self, mut visit: impl FnMut(f64, u64)) {
        self.keys.iter().zip(&self.counts).for_each(|(key, times)| visit(self.unit.value(*key), *times));
        for (key, times) in times(&self.fresh) {
            visit(self.unit.value(key), times);
        }
    }

    pub fn merge(&mut self, mut other: Pairs) {
        if self.unit != other.unit {
            self.unite(&mut other);
        }
        self.fresh.append(&mut other.fresh);
        if !other.keys.is_empty() {
            self.compact();
            self.take(other.keys, other.counts);
        }
    }

    /// Gives both one unit.
    fn unite(&mut self, other: &mut Pairs) {
        self.compact();
        other.compact();
        let finer = match (self.unit, other.unit) {
            (Unit::Digits(mine), Unit::Digits(theirs)) => Some(mine.max(theirs)),
            _ => None,
        };
        if !finer.is_some_and(|finer| self.rescale(finer) && other.rescale(finer)) {
            self.turn_to_floats();
            other.turn_to_floats();
        }
    }

    /// Puts in order what waits.
    pub fn compact(&mut self) {
        if self.fresh.is_empty() {
            return;
        }
        let mut fresh = std::mem::take(&mut self.fresh);
        sorted::sort(&mut fresh);
        let (mut keys, mut counts) = (Vec::with_capacity(fresh.len()), Vec::with_capacity(fresh.len()));
        for (key, times) in times(&fresh) {
            keys.push(key);
            counts.push(times);
        }
        fresh.clear();
        self.fresh = fresh;
        self.take(keys, counts);
    }

    /// Both in order.
    fn take(&mut self, keys: Vec<u64>, counts: Vec<u64>) {
        if self.keys.is_empty() {
            (self.keys, self.counts) = (keys, counts);
            return;
        }
        if self.keys.last() < keys.first() {
            self.keys.extend(keys);
            self.counts.extend(counts);
            return;
        }
        let room = self.keys.len() + keys.len();
        let (mut all, mut times) = (Vec::with_capacity(room), Vec::with_capacity(room));
        let mut mine = self.keys.iter().copied().zip(self.counts.iter().copied()).peekable();
        let mut theirs = keys.into_iter().zip(counts).peekable();
        loop {
            let next = match (mine.peek(), theirs.peek()) {
                (None, None) => break,
                (Some((mine, _)), Some((theirs, _))) => (*mine).cmp(theirs),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
            };
            let ours = if next.is_le() { mine.next() } else { None };
            let others = if next.is_ge() { theirs.next() } else { None };
            if let Some((key, _)) = ours.or(others) {
                all.push(key);
                times.push(ours.map_or(0, |(_, n)| n) + others.map_or(0, |(_, n)| n));
            }
        }
        (self.keys, self.counts) = (all, times);
    }

    /// Makes the unit one that the number has a key in.
    fn convert(&mut self, number: Number) {
        self.compact();
        let is_digits = number.decimals() <= MOST_DECIMALS && number.digits().is_some();
        if !(is_digits && self.rescale(number.decimals()) && self.unit.key(number).is_some()) {
            self.turn_to_floats();
        }
    }

    /// In a finer decimal, if all values have one. What waits must have been put in order.
    fn rescale(&mut self, finer: u8) -> bool {
        let Unit::Digits(scale) = self.unit else { return false };
        let Some(steps) = finer.checked_sub(scale) else { return true };
        let power = 10_i64.pow(u32::from(steps));
        let fits = |key: &u64| digits_of(*key).checked_mul(power).is_some_and(is_exact);
        // In order, so that the ends tell of all.
        if !(self.keys.first().is_none_or(fits) && self.keys.last().is_none_or(fits)) {
            return false;
        }
        for key in &mut self.keys {
            *key = digits_key(digits_of(*key) * power).unwrap_or(*key);
        }
        self.unit = Unit::Digits(finer);
        true
    }

    fn turn_to_floats(&mut self) {
        let unit = self.unit;
        self.keys.iter_mut().for_each(|key| *key = ordered(unit.value(*key)));
        self.unit = Unit::Float;
    }
}

/// Keys in order, each with how often it occurs.
fn times(keys: &[u64]) -> impl Iterator<Item = (u64, u64)> {
    keys.chunk_by(|one, other| one == other).filter_map(|same| Some((*same.first()?, same.len() as u64)))
}

const SIGN: u64 = 1 << 63;

/// None for digits that a float does not hold.
fn digits_key(digits: i64) -> Option<u64> {
    is_exact(digits).then_some(digits.cast_unsigned() ^ SIGN)
}

fn digits_of(key: u64) -> i64 {
    (key ^ SIGN).cast_signed()
}

/// Floats in an order that integers have.
fn ordered(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits & SIGN == 0 { bits | SIGN } else { !bits }
}

fn float(key: u64) -> f64 {
    f64::from_bits(if key & SIGN == 0 { !key } else { key ^ SIGN })
}
