//! When records were there: counts by time in equal bins, which grow coarser as the span grows.

/// Bins that are kept while counting.
const KEPT: usize = 4096;

/// Bins of a gap strip as it is shown.
pub const STRIP: usize = 60;

/// Bins are 2^shift microseconds wide and begin at its multiples, so that any parting of the stamps gives the same.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Strip {
    shift: u32,
    first: i64,
    counts: Vec<u64>,
}

impl Strip {
    pub fn add(&mut self, stamp: i64, times: u64) {
        let at = usize::try_from((stamp >> self.shift) - self.first).ok();
        if let Some(count) = at.and_then(|at| self.counts.get_mut(at)) {
            *count += times;
            return;
        }
        self.reach(stamp >> self.shift, stamp >> self.shift);
        let at = usize::try_from((stamp >> self.shift) - self.first).ok();
        if let Some(count) = at.and_then(|at| self.counts.get_mut(at)) {
            *count += times;
        }
    }

    /// Makes all bins from one to another be there, coarser where they are too many.
    fn reach(&mut self, from: i64, to: i64) {
        if self.counts.is_empty() {
            self.first = from;
        }
        let last = self.first + i64::try_from(self.counts.len()).unwrap_or(0) - 1;
        let (mut from, mut to) = (from.min(self.first), to.max(last));
        let mut shift = 0;
        while usize::try_from(to - from).is_ok_and(|span| span >= KEPT) {
            (from, to, shift) = (from >> 1, to >> 1, shift + 1);
        }
        let len = usize::try_from(to - from + 1).unwrap_or(1);
        if shift == 0 && from == self.first {
            self.counts.resize(len, 0);
            return;
        }
        let mut counts = vec![0; len];
        for (at, count) in (self.first..).zip(&self.counts) {
            let at = usize::try_from((at >> shift) - from).ok();
            if let Some(slot) = at.and_then(|at| counts.get_mut(at)) {
                *slot += count;
            }
        }
        (self.first, self.counts) = (from, counts);
        self.shift += shift;
    }

    pub fn merge(&mut self, other: &Strip) {
        if self.counts.is_empty() {
            *self = other.clone();
            return;
        }
        // The coarser width for both: a bin of the finer one lies in one of the coarser.
        for (at, count) in (other.first..).zip(&other.counts).filter(|(_, count)| **count > 0) {
            if other.shift > self.shift {
                self.coarsen(other.shift - self.shift);
            }
            self.add(at << other.shift, *count);
        }
    }

    fn coarsen(&mut self, by: u32) {
        let last = self.first + i64::try_from(self.counts.len()).unwrap_or(1) - 1;
        let from = self.first >> by;
        let mut counts = vec![0; usize::try_from((last >> by) - from + 1).unwrap_or(1)];
        for (at, count) in (self.first..).zip(&self.counts) {
            let at = usize::try_from((at >> by) - from).ok();
            if let Some(slot) = at.and_then(|at| counts.get_mut(at)) {
                *slot += count;
            }
        }
        (self.first, self.counts, self.shift) = (from, counts, self.shift + by);
    }

    /// The share of expected records in each of [`STRIP`] equal parts of the span from the first stamp to the last.
    #[expect(clippy::cast_precision_loss, reason = "for shares, not for counting")]
    pub fn shares(&self, first: i64, last: i64, expected: u64) -> Vec<f64> {
        // Each record stands for the period that it begins.
        let period = (last - first) as f64 / expected.saturating_sub(1).max(1) as f64;
        let width = (last - first) as f64 + period;
        let bin = (1_u64 << self.shift) as f64;
        let mut found = vec![0.0; STRIP];
        for (at, count) in (self.first..).zip(&self.counts).filter(|(_, count)| **count > 0) {
            let from = ((at << self.shift) - first) as f64;
            let (from, to) = (from.max(0.0), (from + bin).min(width));
            spread(&mut found, from / width, to / width, *count as f64);
        }
        let wanted = expected as f64 / STRIP as f64;
        // Small steps against bins leave a little too much in one part and too little in the next.
        found
            .into_iter()
            .map(|found| (found / wanted).min(1.0))
            .map(|share| (share * 1000.0).round() / 1000.0)
            .collect()
    }
}

/// Lays an amount out evenly over a stretch of the parts; both ends are shares of the whole.
#[expect(clippy::cast_precision_loss, reason = "a few parts")]
fn spread(parts: &mut [f64], from: f64, to: f64, amount: f64) {
    let n = parts.len() as f64;
    let length = (to - from).max(f64::EPSILON);
    for (at, part) in parts.iter_mut().enumerate() {
        let (start, end) = (at as f64 / n, (at + 1) as f64 / n);
        let common = (to.min(end) - from.max(start)).max(0.0);
        *part += amount * common / length;
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
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_parting_gives_the_same(
            stamps in prop::collection::vec(-1_000_000..100_000_000_i64, 1..60), cut in any::<prop::sample::Index>(),
        ) {
            let gather = |stamps: &[i64]| {
                let mut strip = Strip::default();
                stamps.iter().for_each(|stamp| strip.add(*stamp, 1));
                strip
            };
            let cut = cut.index(stamps.len());
            let mut parted = gather(&stamps[..cut]);
            parted.merge(&gather(&stamps[cut..]));
            let whole = gather(&stamps);
            prop_assert_eq!(whole.counts.iter().sum::<u64>(), stamps.len() as u64);
            let (first, last) = (*stamps.iter().min().unwrap(), *stamps.iter().max().unwrap());
            prop_assert_eq!(parted.shift, whole.shift);
            prop_assert_eq!(parted.shares(first, last, 60), whole.shares(first, last, 60));
        }
    }

    #[test]
    fn a_hole_shows_where_it_is() {
        let mut strip = Strip::default();
        let stamps =
            (0..6000_i64).filter(|second| !(3000..3200).contains(second)).map(|second| second * 1_000_000);
        stamps.for_each(|stamp| strip.add(stamp, 1));
        let shares = strip.shares(0, 5_999_000_000, 6000);
        assert_eq!(shares.len(), STRIP);
        for (at, share) in shares.iter().enumerate() {
            let is_hole = (30..32).contains(&at);
            assert!(if is_hole { *share < 0.1 } else { *share > 0.9 }, "{at}: {share}");
        }
    }
}
