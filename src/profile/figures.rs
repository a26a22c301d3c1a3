//! What the numbers of one column are like, told from their values in order.

use super::numbers::Numbers;
use super::sketch::{DISTINCT_ERROR, QUANTILE_ERROR};
use serde::{Deserialize, Serialize};

/// Bins of a histogram.
pub const BINS: usize = 24;

/// Values that are listed as the most frequent ones.
pub(super) const TOP: usize = 10;

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
    pub(super) fn of(numbers: &Numbers) -> Option<Figures> {
        let (n, mut range) = (numbers.count(), None);
        let (mut different, mut sum) = (0_u64, 0.0);
        numbers.each(|value, times| {
            range = Some(range.map_or((value, value), |(low, _)| (low, value)));
            different += 1;
            sum += value * times as f64;
        });
        let (min, max) = range?;
        let mut mean = sum / n as f64;
        let mut squares = 0.0;
        let (mut quartiles, mut bins, mut top) = (Quartiles::new(n), Bins::new(min, max), Top::default());
        numbers.each(|value, times| {
            squares += (value - mean) * (value - mean) * times as f64;
            quartiles.see(value, times);
            bins.see(value, times);
            top.see(value, times);
        });
        let (mut distinct, mut error) = (Count { value: different, error: 0.0 }, 0.0);
        let (mut min, mut max) = (min, max);
        if let Some(sketch) = numbers.sketch() {
            distinct = Count { value: sketch.distinct.count(), error: DISTINCT_ERROR };
            (mean, squares, error) = (sketch.mean(), sketch.squares(), QUANTILE_ERROR);
            (min, max) = sketch.range()?;
            top.0.clear();
        }
        let sd = (n > 1).then(|| (squares / (n - 1) as f64).sqrt());
        let [q1, median, q3] = quartiles.of.map(|quartile| quartile.value());
        Some(Figures {
            distinct,
            min,
            max,
            mean,
            sd,
            q1,
            median,
            q3,
            error,
            histogram: bins.counts,
            top: top.0,
        })
    }
}

/// Values from least to greatest in equal parts.
struct Bins {
    counts: Vec<u64>,
    min: f64,
    /// Parts in half of a unit.
    density: f64,
}

impl Bins {
    fn new(min: f64, max: f64) -> Bins {
        #[expect(clippy::cast_precision_loss, reason = "a few bins")]
        let bins = BINS as f64;
        // Halved first: from one end of the floats to the other is more than a float holds.
        Bins { counts: vec![0; BINS], min, density: bins / (max / 2.0 - min / 2.0) }
    }

    fn see(&mut self, value: f64, times: u64) {
        // The least is in the first bin, whatever the density of a single value is.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "from 0 on; what is no number or too great is brought back"
        )]
        let bin = ((value / 2.0 - self.min / 2.0) * self.density) as usize;
        if let Some(count) = self.counts.get_mut(bin.min(BINS - 1)) {
            *count += times;
        }
    }
}

/// The most frequent first; of two that are as frequent, the smaller one.
#[derive(Default)]
struct Top(Vec<(f64, u64)>);

impl Top {
    fn see(&mut self, value: f64, times: u64) {
        if self.0.len() < TOP || self.0.last().is_some_and(|least| least.1 < times) {
            let at = self.0.partition_point(|held| held.1 >= times);
            self.0.insert(at, (value, times));
            self.0.truncate(TOP);
        }
    }
}

struct Quartiles {
    of: [Quartile; 3],
    before: u64,
    /// Nothing is looked for before so many values have gone by.
    next: u64,
}

impl Quartiles {
    fn new(n: u64) -> Quartiles {
        let of = [1, 2, 3].map(|quarters| Quartile::new(n, quarters));
        Quartiles { next: of[0].at, of, before: 0 }
    }

    fn see(&mut self, value: f64, times: u64) {
        let after = self.before + times;
        if after > self.next {
            for quartile in &mut self.of {
                quartile.see(self.before, value, times);
            }
            let wanted = self.of.iter().flat_map(|quartile| [quartile.at, quartile.at + 1]);
            self.next = wanted.filter(|at| *at >= after).min().unwrap_or(u64::MAX);
        }
        self.before = after;
    }
}

/// A quarter of the way through sorted values, with a straight line between two of them (as spreadsheets, numpy and
/// `DuckDB`'s `quantile_cont` have it).
#[derive(Clone, Copy)]
struct Quartile {
    at: u64,
    share: f64,
    low: f64,
    high: f64,
}

impl Quartile {
    fn new(n: u64, quarters: u64) -> Quartile {
        let place = n.saturating_sub(1) * quarters;
        #[expect(clippy::cast_precision_loss, reason = "0 to 3")]
        let share = (place % 4) as f64 / 4.0;
        Quartile { at: place / 4, share, low: 0.0, high: 0.0 }
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
