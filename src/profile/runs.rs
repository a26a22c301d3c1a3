//! Values that do not change: how many records stand in runs that last longer than a limit. A run may reach over the
//! border of two pieces of a file, so its open ends are joined in the file's order.

use super::number::Number;

/// How long a value may stay as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Patience {
    Records(u64),
    /// By the stamps of the records, in microseconds.
    Time(i64),
}

/// Records in a row with one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    value: Number,
    n: u64,
    from: i64,
    to: i64,
}

/// The open ends of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Open {
    #[default]
    Nothing,
    /// One value from end to end.
    One(Run),
    Two(Run, Run),
}

/// Runs that are over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Stuck {
    /// Records in runs that were too long.
    pub records: u64,
    /// Records of the longest run.
    pub longest: u64,
}

impl Stuck {
    pub fn end(&mut self, run: Run, patience: Patience) {
        let is_stuck = match patience {
            Patience::Records(most) => run.n > most,
            Patience::Time(most) => run.to - run.from > most,
        };
        self.records += if is_stuck { run.n } else { 0 };
        self.longest = self.longest.max(run.n);
    }

    pub fn merge(&mut self, other: Stuck) {
        self.records += other.records;
        self.longest = self.longest.max(other.longest);
    }
}

impl Open {
    /// More records: their values, and when.
    pub fn extend(
        &mut self,
        mut records: impl Iterator<Item = (Number, i64)>,
        patience: Patience,
        stuck: &mut Stuck,
    ) {
        let begun = |(value, stamp): (Number, i64)| Run { value, n: 1, from: stamp, to: stamp };
        let (mut first, mut run) = match *self {
            Open::Nothing => match records.next() {
                Some(record) => (None, begun(record)),
                None => return,
            },
            Open::One(run) => (None, run),
            Open::Two(first, run) => (Some(first), run),
        };
        for (value, stamp) in records {
            if value.is_same(run.value) {
                run.n += 1;
                run.to = stamp;
                continue;
            }
            let over = std::mem::replace(&mut run, begun((value, stamp)));
            if first.is_some() {
                stuck.end(over, patience);
            } else {
                first = Some(over);
            }
        }
        *self = first.map_or(Open::One(run), |first| Open::Two(first, run));
    }

    /// Another run, which ends the one before.
    fn begin(&mut self, next: Run, patience: Patience, stuck: &mut Stuck) {
        match self {
            Open::Nothing => *self = Open::One(next),
            Open::One(run) => *self = Open::Two(*run, next),
            Open::Two(_, run) => stuck.end(std::mem::replace(run, next), patience),
        }
    }

    /// What follows this piece in the file.
    pub fn append(&mut self, next: Open, patience: Patience, stuck: &mut Stuck) {
        let (Open::One(first) | Open::Two(first, _)) = next else { return };
        match self {
            Open::One(run) | Open::Two(_, run) if run.value.is_same(first.value) => {
                run.n += first.n;
                run.to = first.to;
            }
            _ => self.begin(first, patience, stuck),
        }
        if let Open::Two(_, last) = next {
            // Others were between the two, even where both have one value.
            self.begin(last, patience, stuck);
        }
    }

    /// At the end of the file.
    pub fn close(self, patience: Patience, stuck: &mut Stuck) {
        match self {
            Open::Nothing => {}
            Open::One(run) => stuck.end(run, patience),
            Open::Two(first, last) => {
                stuck.end(first, patience);
                stuck.end(last, patience);
            }
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

    fn obvious(keys: &[u64], patience: Patience) -> Stuck {
        let mut stuck = Stuck::default();
        for run in keys.chunk_by(|a, b| a == b) {
            let n = run.len() as u64;
            let is_stuck = match patience {
                Patience::Records(most) => n > most,
                Patience::Time(most) => (n as i64 - 1) * 10 > most,
            };
            stuck.records += if is_stuck { n } else { 0 };
            stuck.longest = stuck.longest.max(n);
        }
        stuck
    }

    proptest! {
        #[test]
        fn runs_are_found_however_the_file_is_cut(
            keys in prop::collection::vec(0..3_u64, 0..60),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..5),
            patience in prop_oneof![
                (0..5_u64).prop_map(Patience::Records), (0..50_i64).prop_map(Patience::Time)],
        ) {
            let mut cuts: Vec<usize> = cuts.iter().filter(|_| !keys.is_empty()).map(|cut| cut.index(keys.len())).collect();
            cuts.extend([0, keys.len()]);
            cuts.sort_unstable();
            let (mut all, mut stuck) = (Open::default(), Stuck::default());
            for piece in cuts.windows(2) {
                let mut open = Open::default();
                let records = (piece[0]..piece[1]).map(|at| (Number::of(keys[at] as i64, 0), at as i64 * 10));
                open.extend(records, patience, &mut stuck);
                all.append(open, patience, &mut stuck);
            }
            all.close(patience, &mut stuck);
            prop_assert_eq!(stuck, obvious(&keys, patience));
        }
    }
}
