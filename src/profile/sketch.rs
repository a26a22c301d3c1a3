//! What is left of values when there are too many to keep: counts in fixed memory, with a known error. The same for
//! any order of the values and any way of parting them.
//!
//! Quantiles: buckets whose bounds grow by a constant factor (Masson, Rim, Lee: `DDSketch`, VLDB 2019). Different values:
//! a register per bucket of hashes (Flajolet and others: `HyperLogLog`, 2007).

use std::collections::BTreeMap;

/// A quantile is off by at most this share of its value.
pub const QUANTILE_ERROR: f64 = 0.005;

/// The standard error of the number of different values: 1.04 / √16,384.
pub const DISTINCT_ERROR: f64 = 0.008_125;

/// How many values are in buckets of relative width.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sketch {
    above: BTreeMap<i32, u64>,
    below: BTreeMap<i32, u64>,
    zeros: u64,
    n: u64,
    mean: f64,
    /// The sum of squared distances from the mean (Welford).
    squares: f64,
    range: Option<(f64, f64)>,
    pub distinct: Loose,
}

fn bucket(value: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "a logarithm of a finite float fits")]
    let bucket = (value.ln() / growth().ln()).ceil() as i32;
    bucket
}

fn growth() -> f64 {
    (1.0 + QUANTILE_ERROR) / (1.0 - QUANTILE_ERROR)
}

/// The value that is at most the error away from all of its bucket.
fn centre(bucket: i32) -> f64 {
    2.0 * growth().powi(bucket) / (growth() + 1.0)
}

impl Sketch {
    pub fn add(&mut self, value: f64, times: u64) {
        if times == 0 {
            return;
        }
        let slot = match value {
            v if v > 0.0 => self.above.entry(bucket(v)).or_default(),
            v if v < 0.0 => self.below.entry(bucket(-v)).or_default(),
            _ => &mut self.zeros,
        };
        *slot += times;
        self.distinct.add(super::hash(&value.to_bits().to_le_bytes()));
        self.moments(times, value, 0.0);
        let (low, high) = self.range.unwrap_or((value, value));
        self.range = Some((low.min(value), high.max(value)));
    }

    pub fn merge(&mut self, other: &Sketch) {
        for (mine, theirs) in [(&mut self.above, &other.above), (&mut self.below, &other.below)] {
            for (bucket, times) in theirs {
                *mine.entry(*bucket).or_default() += times;
            }
        }
        self.zeros += other.zeros;
        self.distinct.merge(&other.distinct);
        self.moments(other.n, other.mean, other.squares);
        if let Some((low, high)) = other.range {
            let (mine, most) = self.range.unwrap_or((low, high));
            self.range = Some((mine.min(low), most.max(high)));
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
    fn moments(&mut self, n: u64, mean: f64, squares: f64) {
        let all = self.n + n;
        if all == 0 {
            return;
        }
        let (apart, share) = (mean - self.mean, n as f64 / all as f64);
        self.squares += squares + apart * apart * self.n as f64 * share;
        self.mean += apart * share;
        self.n = all;
    }

    pub fn mean(&self) -> f64 {
        self.mean
    }

    pub fn squares(&self) -> f64 {
        self.squares
    }

    /// Least to greatest, each bucket by its centre, the ends as they are.
    pub fn each(&self, mut visit: impl FnMut(f64, u64)) {
        let (low, high) = self.range.unwrap_or_default();
        let mut told = |value: f64, times: u64| visit(value.clamp(low, high), times);
        for (bucket, times) in self.below.iter().rev() {
            told(-centre(*bucket), *times);
        }
        if self.zeros > 0 {
            told(0.0, self.zeros);
        }
        for (bucket, times) in &self.above {
            told(centre(*bucket), *times);
        }
    }

    pub fn range(&self) -> Option<(f64, f64)> {
        self.range
    }
}

/// About how many different hashes there were: in 16 KiB, whatever their number.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Loose {
    registers: Vec<u8>,
}

const REGISTERS: usize = 1 << 14;

impl Loose {
    pub fn add(&mut self, hash: u64) {
        if self.registers.is_empty() {
            self.registers = vec![0; REGISTERS];
        }
        let at = usize::try_from(hash >> 50).unwrap_or(0);
        // The length of the run of zeros behind the 14 bits that choose the register.
        let run = u8::try_from(((hash << 14) | (1 << 13)).leading_zeros() + 1).unwrap_or(u8::MAX);
        if let Some(register) = self.registers.get_mut(at) {
            *register = (*register).max(run);
        }
    }

    pub fn merge(&mut self, other: &Loose) {
        if self.registers.is_empty() {
            self.registers.clone_from(&other.registers);
        }
        for (mine, theirs) in self.registers.iter_mut().zip(&other.registers) {
            *mine = (*mine).max(*theirs);
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "16,384 registers")]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an estimate that is no less than 0"
    )]
    pub fn count(&self) -> u64 {
        if self.registers.is_empty() {
            return 0;
        }
        let m = REGISTERS as f64;
        let sum: f64 = self.registers.iter().map(|run| 2_f64.powi(-i32::from(*run))).sum();
        let raw = 0.7213 / (1.0 + 1.079 / m) * m * m / sum;
        #[expect(clippy::naive_bytecount, reason = "a few thousand, once")]
        let empty = self.registers.iter().filter(|run| **run == 0).count();
        // Few of them: counting the registers that were never met is closer.
        let count = if raw <= 2.5 * m && empty > 0 { m * (m / empty as f64).ln() } else { raw };
        count.round() as u64
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
    fn different_values_are_counted_within_the_error() {
        for n in [0_u64, 1, 1000, 100_000, 2_000_000] {
            let mut loose = Loose::default();
            for value in (0..n).chain(0..n / 2) {
                loose.add(super::super::hash(&value.to_le_bytes()));
            }
            let off = (loose.count() as f64 - n as f64).abs();
            assert!(off <= 3.0 * DISTINCT_ERROR * n as f64 + 0.5, "{n}: {}", loose.count());
        }
    }

    #[test]
    fn a_bucket_is_as_wide_as_its_error() {
        for value in [1e-300, 1e-6, 0.5, 1.0, 99.9, 1e12, 1e300] {
            let centre = centre(bucket(value));
            assert!((centre - value).abs() <= value * QUANTILE_ERROR * 1.0001, "{value} {centre}");
        }
    }
}
