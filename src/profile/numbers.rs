//! The numbers of one column: how often each value occurs, as long as that can be kept; then a sketch.
//!
//! Which of the three forms is used hangs on the values alone, never on their order or on how they were parted among
//! threads, so that a file has one profile.

use super::cell::{Number, POWERS};
use super::sketch::{DISTINCT_ERROR, QUANTILE_ERROR, Sketch};
use serde::{Deserialize, Serialize};

/// Bins of a histogram.
pub const BINS: usize = 24;

/// Values that are listed as the most frequent ones.
pub(super) const TOP: usize = 10;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Numbers {
    n: u64,
    decimals: u8,
    /// Cells that a dense table may have.
    room: usize,
    state: State,
}

#[derive(Debug, Clone, PartialEq)]
enum State {
    /// Values lie close together when counted in their last decimal: a table of counts, from `low` on.
    Dense {
        scale: u8,
        low: i64,
        counts: Vec<u32>,
    },
    Wide(Pairs),
    Sketch(Box<Sketch>),
}

impl Numbers {
    pub fn new(room: usize) -> Numbers {
        Numbers { n: 0, decimals: 0, room, state: State::Dense { scale: 0, low: 0, counts: vec![] } }
    }

    pub fn count(&self) -> u64 {
        self.n
    }

    /// Decimals of the value that has most; 255 where a value has an exponent.
    pub fn decimals(&self) -> u8 {
        self.decimals
    }

    pub fn add(&mut self, number: Number) {
        if let State::Dense { scale, low, counts } = &mut self.state
            && number.decimals == *scale
            && let Ok(at) = usize::try_from(number.digits.wrapping_sub(*low))
            && let Some(count) = counts.get_mut(at)
            && *count < u32::MAX
        {
            *count += 1;
            self.n += 1;
            return;
        }
        self.add_times(number, 1);
    }

    fn add_times(&mut self, number: Number, times: u64) {
        self.n += times;
        self.decimals = self.decimals.max(number.decimals);
        let is_in = self.is_dense_with(number, times);
        if is_in {
            return;
        }
        self.widen();
        match &mut self.state {
            State::Wide(pairs) => pairs.add(ordered(number.float), times),
            State::Sketch(sketch) => sketch.add(number.float, times),
            State::Dense { .. } => {}
        }
    }

    /// Takes a value into the dense table if it fits, which may grow or change its scale for it.
    fn is_dense_with(&mut self, number: Number, times: u64) -> bool {
        let room = self.room;
        let State::Dense { scale, low, counts } = &mut self.state else { return false };
        if number.decimals > MOST_DECIMALS {
            return false;
        }
        if number.decimals > *scale && !rescale(scale, low, counts, number.decimals, room) {
            return false;
        }
        let power = 10_i64.pow(u32::from(*scale - number.decimals));
        let Some(value) = number.digits.checked_mul(power).filter(|value| is_exact(*value)) else {
            return false;
        };
        if !grow(low, counts, value, room) {
            return false;
        }
        let slot = usize::try_from(value - *low).ok().and_then(|at| counts.get_mut(at));
        let (Some(slot), Ok(times)) = (slot, u32::try_from(times)) else { return false };
        let Some(sum) = slot.checked_add(times) else { return false };
        *slot = sum;
        true
    }

    /// From the dense table to pairs.
    fn widen(&mut self) {
        if let State::Dense { .. } = self.state {
            let mut pairs = Pairs::default();
            self.each(|value, times| {
                pairs.keys.push(ordered(value));
                pairs.counts.push(times);
            });
            self.state = State::Wide(pairs);
        }
    }

    pub fn is_wide(&self) -> bool {
        matches!(self.state, State::Wide(_))
    }

    /// Keeps at most so many different values, or sketches them.
    pub fn settle(&mut self, most: usize) {
        let State::Wide(pairs) = &mut self.state else { return };
        if pairs.keys.len() + pairs.fresh.len() <= most {
            return;
        }
        pairs.compact();
        if pairs.keys.len() > most {
            let mut sketch = Sketch::default();
            self.each(|value, times| sketch.add(value, times));
            self.state = State::Sketch(Box::new(sketch));
        }
    }

    pub fn merge(&mut self, mut other: Numbers) {
        if self.n == 0 {
            *self = other;
            return;
        }
        if let State::Dense { scale, .. } = other.state
            && matches!(self.state, State::Dense { .. })
        {
            let mut rest = vec![];
            other.each_dense(|digits, float, times| {
                let number = Number { digits, decimals: scale, float };
                // Counted above already, value by value.
                rest.push((number, times));
            });
            for (number, times) in rest {
                self.add_times(number, times);
            }
            self.decimals = self.decimals.max(other.decimals);
            return;
        }
        self.widen();
        other.widen();
        // Values that wait are not seen by `each`.
        self.compact();
        other.compact();
        self.n += other.n;
        self.decimals = self.decimals.max(other.decimals);
        match (&mut self.state, &mut other.state) {
            (State::Wide(mine), State::Wide(theirs)) => {
                mine.take(std::mem::take(&mut theirs.keys), std::mem::take(&mut theirs.counts));
            }
            (State::Sketch(mine), State::Sketch(theirs)) => mine.merge(theirs),
            (State::Sketch(mine), _) => other.each(|value, times| mine.add(value, times)),
            (_, State::Sketch(theirs)) => {
                let mut sketch = (**theirs).clone();
                self.each(|value, times| sketch.add(value, times));
                self.state = State::Sketch(Box::new(sketch));
            }
            _ => {}
        }
    }

    fn each_dense(&self, mut visit: impl FnMut(i64, f64, u64)) {
        let State::Dense { scale, low, counts } = &self.state else { return };
        let power = POWERS.get(usize::from(*scale)).copied().unwrap_or(1.0);
        for (digits, count) in (*low..).zip(counts).filter(|(_, count)| **count > 0) {
            #[expect(clippy::cast_precision_loss, reason = "a value that is longer is never dense")]
            visit(digits, digits as f64 / power, u64::from(*count));
        }
    }

    /// Least to greatest, each with how often it occurs. Pairs have to be compact.
    fn each(&self, mut visit: impl FnMut(f64, u64)) {
        match &self.state {
            State::Dense { .. } => self.each_dense(|_, value, times| visit(value, times)),
            State::Wide(pairs) => {
                let all = pairs.keys.iter().zip(&pairs.counts);
                all.for_each(|(key, times)| visit(float(*key), *times));
            }
            State::Sketch(sketch) => sketch.each(visit),
        }
    }

    pub fn figures(&mut self) -> Option<Figures> {
        self.compact();
        Figures::of(self)
    }

    fn compact(&mut self) {
        if let State::Wide(pairs) = &mut self.state {
            pairs.compact();
        }
    }

    /// Whether all values are 0 and 1.
    pub fn is_zero_and_one(&self) -> bool {
        let mut is = self.n > 0 && matches!(self.state, State::Dense { .. });
        if is {
            self.each(|value, _| is &= value == 0.0 || value.to_bits() == 1_f64.to_bits());
        }
        is
    }
}

/// Finer values are kept as floats.
const MOST_DECIMALS: u8 = 9;

/// Whether a float holds it digit by digit.
fn is_exact(value: i64) -> bool {
    value.unsigned_abs() < 1 << 53
}

/// Counts in a finer decimal.
fn rescale(scale: &mut u8, low: &mut i64, counts: &mut Vec<u32>, finer: u8, room: usize) -> bool {
    let power = 10_i64.pow(u32::from(finer - *scale));
    let used = used(*low, counts);
    if let Some((first, last)) = used {
        let scaled = |value: i64| value.checked_mul(power).filter(|value| is_exact(*value));
        let (Some(new_first), Some(new_last)) = (scaled(first), scaled(last)) else { return false };
        let Some(span) = span(new_first, new_last).filter(|span| *span <= room) else { return false };
        let mut table = vec![0; span];
        for (value, count) in (*low..).zip(counts.iter()).filter(|(_, count)| **count > 0) {
            let at = usize::try_from(value * power - new_first).ok();
            if let Some(slot) = at.and_then(|at| table.get_mut(at)) {
                *slot = *count;
            }
        }
        (*low, *counts) = (new_first, table);
    }
    *scale = finer;
    true
}

/// Makes room for a value, with some to spare on the side where it came from.
fn grow(low: &mut i64, counts: &mut Vec<u32>, value: i64, room: usize) -> bool {
    if usize::try_from(value.saturating_sub(*low)).is_ok_and(|at| at < counts.len()) {
        return true;
    }
    let (first, last) = used(*low, counts).unwrap_or((value, value));
    let (first, last) = (first.min(value), last.max(value));
    let Some(span) = span(first, last).filter(|span| *span <= room) else { return false };
    let spare = (2 * span).max(64).min(room) - span;
    let below = if value == first && value != last { spare } else { spare / 2 };
    let start = first.saturating_sub(i64::try_from(below).unwrap_or(0));
    let mut table = vec![0; span + spare];
    for (held, count) in (*low..).zip(counts.iter()).filter(|(_, count)| **count > 0) {
        let at = usize::try_from(held - start).ok();
        if let Some(slot) = at.and_then(|at| table.get_mut(at)) {
            *slot = *count;
        }
    }
    (*low, *counts) = (start, table);
    true
}

fn used(low: i64, counts: &[u32]) -> Option<(i64, i64)> {
    let first = counts.iter().position(|count| *count > 0)?;
    let last = counts.iter().rposition(|count| *count > 0)?;
    Some((low + i64::try_from(first).ok()?, low + i64::try_from(last).ok()?))
}

fn span(first: i64, last: i64) -> Option<usize> {
    usize::try_from(last.checked_sub(first)?).ok()?.checked_add(1)
}

/// Floats in an order that integers have.
fn ordered(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

fn float(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key ^ 1 << 63 } else { !key })
}

/// Values in order with how often each occurs, and those that came since.
#[derive(Debug, Clone, PartialEq, Default)]
struct Pairs {
    keys: Vec<u64>,
    counts: Vec<u64>,
    fresh: Vec<u64>,
}

/// Values that wait at least, before they are put in order.
const FRESH: usize = 1 << 16;

impl Pairs {
    fn add(&mut self, key: u64, times: u64) {
        if times == 1 {
            self.fresh.push(key);
            if self.fresh.len() >= FRESH.max(self.keys.len()) {
                self.compact();
            }
        } else {
            self.compact();
            self.take(vec![key], vec![times]);
        }
    }

    fn compact(&mut self) {
        let mut fresh = std::mem::take(&mut self.fresh);
        fresh.sort_unstable();
        let (mut keys, mut counts) = (Vec::with_capacity(fresh.len()), Vec::with_capacity(fresh.len()));
        for key in fresh {
            match counts.last_mut() {
                Some(count) if keys.last() == Some(&key) => *count += 1,
                _ => {
                    keys.push(key);
                    counts.push(1);
                }
            }
        }
        self.take(keys, counts);
    }

    /// Both in order.
    fn take(&mut self, keys: Vec<u64>, counts: Vec<u64>) {
        if self.keys.last() < keys.first() || keys.is_empty() {
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
}

/// A count that may be an estimate.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Count {
    pub value: u64,
    /// The standard error as a share of the value; 0 where it was counted.
    pub error: f64,
}

/// What the numbers of a column are like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    pub distinct: Count,
    pub min: f64,
    pub max: f64,
    pub mean: f64,
    /// Of a sample; none for a single value.
    pub sd: Option<f64>,
    pub q1: f64,
    pub median: f64,
    pub q3: f64,
    /// The quartiles and the histogram are off by at most this share of a value; 0 where they are exact.
    pub error: f64,
    /// How many values lie in each of [`BINS`] equal parts from least to greatest.
    pub histogram: Vec<u64>,
    /// The most frequent values; none where there were too many to count.
    pub top: Vec<(f64, u64)>,
}

impl Figures {
    #[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
    fn of(numbers: &Numbers) -> Option<Figures> {
        let (n, mut range) = (numbers.n, None);
        let (mut different, mut sum) = (0_u64, 0.0);
        numbers.each(|value, times| {
            range = Some(range.map_or((value, value), |(low, _)| (low, value)));
            different += 1;
            sum += value * times as f64;
        });
        let (min, max) = range?;
        let mut mean = sum / n as f64;
        let mut squares = 0.0;
        let (mut q1, mut median, mut q3) = (Quantile::new(n, 1), Quantile::new(n, 2), Quantile::new(n, 3));
        let (mut histogram, mut before) = (vec![0; BINS], 0);
        let mut top: Vec<(f64, u64)> = vec![];
        numbers.each(|value, times| {
            squares += (value - mean) * (value - mean) * times as f64;
            for quantile in [&mut q1, &mut median, &mut q3] {
                quantile.see(before, value, times);
            }
            before += times;
            if let Some(bin) = histogram.get_mut(bin(value, min, max)) {
                *bin += times;
            }
            if top.len() < TOP || top.last().is_some_and(|least| least.1 < times) {
                let at = top.partition_point(|held| held.1 >= times);
                top.insert(at, (value, times));
                top.truncate(TOP);
            }
        });
        let (mut distinct, mut error) = (Count { value: different, error: 0.0 }, 0.0);
        let (mut min, mut max) = (min, max);
        if let State::Sketch(sketch) = &numbers.state {
            distinct = Count { value: sketch.distinct.count(), error: DISTINCT_ERROR };
            (mean, squares, error) = (sketch.mean(), sketch.squares(), QUANTILE_ERROR);
            (min, max) = sketch.range()?;
            top.clear();
        }
        let sd = (n > 1).then(|| (squares / (n - 1) as f64).sqrt());
        let [q1, median, q3] = [q1, median, q3].map(|quantile| quantile.value());
        Some(Figures { distinct, min, max, mean, sd, q1, median, q3, error, histogram, top })
    }
}

fn bin(value: f64, min: f64, max: f64) -> usize {
    #[expect(clippy::cast_precision_loss, reason = "a few bins")]
    let bins = BINS as f64;
    // Halved first: from one end of the floats to the other is more than a float holds.
    let share = if max > min { (value / 2.0 - min / 2.0) / (max / 2.0 - min / 2.0) } else { 0.0 };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "from 0 to the number of bins"
    )]
    let bin = (share * bins) as usize;
    bin.min(BINS - 1)
}

/// A quarter of the way through sorted values, with a straight line between two of them (as spreadsheets, numpy and
/// `DuckDB`'s `quantile_cont` have it).
struct Quantile {
    at: u64,
    share: f64,
    low: f64,
    high: f64,
}

impl Quantile {
    fn new(n: u64, quarters: u64) -> Quantile {
        let place = n.saturating_sub(1) * quarters;
        #[expect(clippy::cast_precision_loss, reason = "0 to 3")]
        let share = (place % 4) as f64 / 4.0;
        Quantile { at: place / 4, share, low: 0.0, high: 0.0 }
    }

    fn see(&mut self, before: u64, value: f64, times: u64) {
        let holds = |at: u64| (before..before + times).contains(&at);
        if holds(self.at) {
            (self.low, self.high) = (value, value);
        }
        if holds(self.at + 1) {
            self.high = value;
        }
    }

    fn value(&self) -> f64 {
        self.low * (1.0 - self.share) + self.high * self.share
    }
}

#[cfg(test)]
#[path = "numbers/tests.rs"]
mod tests;
