//! How many different keys there are: stamps, or tag and stamp together. Counted while they are few enough to keep,
//! estimated beyond that.

use super::figures::Count;
use super::sketch::{DISTINCT_ERROR, Loose};
use super::sorted;

/// Keys that are kept to be counted: 128 MiB of them.
pub const MOST_KEYS: usize = 1 << 24;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Distinct {
    most: usize,
    /// Keys that wait at least, before they are put in order.
    wait: usize,
    sorted: Vec<u64>,
    fresh: Vec<u64>,
    many: Option<Box<Loose>>,
}

impl Distinct {
    /// Keys of which so many are kept to be counted.
    pub fn new(most: usize) -> Distinct {
        Distinct { most, wait: 1 << 16, sorted: vec![], fresh: vec![], many: None }
    }

    /// One of thousands, which are bounded by their owner.
    pub fn of_one_tag() -> Distinct {
        Distinct { wait: 1 << 8, ..Distinct::new(usize::MAX) }
    }

    pub fn add(&mut self, key: u64) {
        if let Some(many) = &mut self.many {
            many.add(super::hash(&key.to_le_bytes()));
            return;
        }
        // Clocks mostly go forward.
        let is_next = self.fresh.is_empty() && self.sorted.last().is_none_or(|last| *last < key);
        if is_next && self.sorted.len() < self.most {
            self.sorted.push(key);
            return;
        }
        let last = self.fresh.last().or(self.sorted.last());
        if last == Some(&key) {
            return;
        }
        self.fresh.push(key);
        if self.fresh.len() >= self.wait.max(self.sorted.len()) {
            self.settle();
        }
    }

    /// So many keys are kept to be counted.
    pub fn most(&self) -> usize {
        self.most
    }

    /// How many keys are held, some of them perhaps twice.
    pub fn kept(&self) -> usize {
        self.sorted.len() + self.fresh.len()
    }

    /// Whether keys are not counted one by one any more.
    pub fn is_estimated(&self) -> bool {
        self.many.is_some()
    }

    /// Gives all keys away that are held, some of them perhaps twice.
    pub fn drain(&mut self, to: impl FnMut(u64)) {
        self.sorted.drain(..).chain(self.fresh.drain(..)).for_each(to);
    }

    fn settle(&mut self) {
        let mut fresh = std::mem::take(&mut self.fresh);
        sorted::sort(&mut fresh);
        fresh.dedup();
        self.take(fresh);
        if self.sorted.len() > self.most {
            let mut many = Loose::default();
            for key in std::mem::take(&mut self.sorted) {
                many.add(super::hash(&key.to_le_bytes()));
            }
            self.many = Some(Box::new(many));
        }
    }

    fn take(&mut self, keys: Vec<u64>) {
        if self.sorted.last() < keys.first() || keys.is_empty() {
            self.sorted.extend(keys);
        } else {
            self.sorted = sorted::union(&self.sorted, &keys);
        }
    }

    pub fn merge(&mut self, mut other: Distinct) {
        if self.many.is_none() {
            self.settle();
        }
        if other.many.is_none() {
            other.settle();
        }
        match (&mut self.many, other.many) {
            (None, None) => {
                self.take(other.sorted);
                self.settle();
            }
            (Some(mine), Some(theirs)) => mine.merge(&theirs),
            (Some(mine), None) => {
                other.sorted.iter().for_each(|key| mine.add(super::hash(&key.to_le_bytes())));
            }
            (None, Some(mut theirs)) => {
                for key in std::mem::take(&mut self.sorted) {
                    theirs.add(super::hash(&key.to_le_bytes()));
                }
                self.many = Some(theirs);
            }
        }
    }

    pub fn count(&mut self) -> Count {
        if self.many.is_none() {
            self.settle();
        }
        match &self.many {
            Some(many) => Count { value: many.count(), error: DISTINCT_ERROR },
            None => Count { value: self.sorted.len() as u64, error: 0.0 },
        }
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

    fn gather(keys: &[u64], most: usize) -> Distinct {
        let mut distinct = Distinct::new(most);
        keys.iter().for_each(|key| distinct.add(*key));
        distinct
    }

    proptest! {
        #[test]
        fn keys_are_counted_however_they_are_parted(
            keys in prop::collection::vec(0..60_u64, 0..200),
            cut in any::<prop::sample::Index>(),
            most in 1..80_usize,
        ) {
            let cut = if keys.is_empty() { 0 } else { cut.index(keys.len()) };
            let mut parted = gather(&keys[..cut], most);
            parted.merge(gather(&keys[cut..], most));
            let found = parted.count();
            prop_assert_eq!(found, gather(&keys, most).count());
            let different = keys.iter().collect::<std::collections::BTreeSet<_>>().len();
            prop_assert_eq!(found.error > 0.0, different > most);
            if found.error == 0.0 {
                prop_assert_eq!(found.value, different as u64);
            }
        }
    }
}
