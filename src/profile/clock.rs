//! The stamps of a file, or of one tag: the steps between neighbours, the longest gap, steps backwards. What one
//! thread gathered of a piece of the file ([`Clock`]) is joined in the file's order by the pieces' ends ([`Ends`]).

use super::sketch::Sketch;
use super::texts::ByHash;

/// Where a gap begins and how long it is, in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Gap {
    pub length: i64,
    pub from: i64,
}

/// Steps between neighbouring stamps; their order does not matter any more.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Clock {
    pub stamps: u64,
    pub first: i64,
    pub last: i64,
    pub gap: Option<Gap>,
    pub back: u64,
    /// The greatest step backwards: what went before it, and how far.
    pub furthest_back: Option<Gap>,
    steps: Steps,
}

/// The first and the last stamp of a piece, in the order of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ends {
    pub first: i64,
    pub last: i64,
}

/// What a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Forward,
    Same,
    Back,
}

impl Clock {
    /// Steps of so many different lengths are counted one by one.
    pub fn new(most: usize) -> Clock {
        let steps = Steps { most, same: (0, 0), known: ByHash::default(), many: None };
        Clock { stamps: 0, first: i64::MAX, last: i64::MIN, gap: None, back: 0, furthest_back: None, steps }
    }

    pub fn stamp(&mut self, stamp: i64) {
        self.stamps += 1;
        self.first = self.first.min(stamp);
        self.last = self.last.max(stamp);
    }

    pub fn step(&mut self, from: i64, to: i64) -> Step {
        let length = to - from;
        self.steps.add(length);
        if length > 0 {
            self.gap = longer(self.gap, Some(Gap { length, from }));
            return Step::Forward;
        }
        if length == 0 {
            return Step::Same;
        }
        self.back += 1;
        self.furthest_back = longer(self.furthest_back, Some(Gap { length: -length, from }));
        Step::Back
    }

    pub fn merge(&mut self, other: Clock) {
        self.stamps += other.stamps;
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        self.gap = longer(self.gap, other.gap);
        self.back += other.back;
        self.furthest_back = longer(self.furthest_back, other.furthest_back);
        self.steps.merge(other.steps);
    }

    /// Counts what still waits, so that it is known whether there are too many lengths to count.
    pub fn close(&mut self) {
        let same = std::mem::take(&mut self.steps.same);
        self.steps.put(same.0, same.1);
    }

    /// The length that half of the steps forward do not exceed, and whether steps keep to it: half of them lie
    /// between half of it and one and a half.
    pub fn usual_step(&self) -> Option<(i64, bool)> {
        let mut steps = self.steps.sorted();
        steps.retain(|(length, _)| *length > 0);
        let all: u64 = steps.iter().map(|(_, times)| times).sum();
        let mut before = 0;
        let (median, _) = steps.iter().find(|(_, times)| {
            before += times;
            2 * before >= all
        })?;
        let most = steps.iter().max_by_key(|(length, times)| (*times, -*length)).copied()?;
        let period = if 2 * most.1 >= all { most.0 } else { neat(*median) };
        let (within, all) = self.within(period);
        Some((period, 2 * within >= all))
    }

    /// How many of all steps, those backwards too, lie within 0.5–1.5 × the period.
    pub fn within(&self, period: i64) -> (u64, u64) {
        let (mut within, mut all) = (0, 0);
        for (length, times) in self.steps.sorted() {
            all += times;
            if 2 * length >= period && 2 * length <= 3 * period {
                within += times;
            }
        }
        (within, all)
    }

    /// Whether the lengths of steps were counted one by one.
    pub fn is_exact(&self) -> bool {
        self.steps.many.is_none()
    }
}

/// Clocks shiver: a median of 1.003 s is a period of 1 s.
fn neat(median: i64) -> i64 {
    const NEAT: [i64; 22] = [
        1, 2, 5, 10, 20, 50, 100, 200, 250, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 30_000, 60_000,
        300_000, 600_000, 900_000, 3_600_000,
    ];
    let near =
        NEAT.iter().map(|milliseconds| milliseconds * 1000).find(|neat| (median - neat).abs() * 50 <= *neat);
    near.unwrap_or(median)
}

/// The longer of two, or the earlier.
fn longer(one: Option<Gap>, other: Option<Gap>) -> Option<Gap> {
    match (one, other) {
        (Some(one), Some(other)) => {
            let is_other = (other.length, -other.from) > (one.length, -one.from);
            Some(if is_other { other } else { one })
        }
        (one, other) => one.or(other),
    }
}

#[derive(Debug, Clone)]
struct Steps {
    most: usize,
    /// The length met last, and how often in a row: nearly all of them.
    same: (i64, u64),
    known: ByHash<u64>,
    many: Option<Box<Sketch>>,
}

impl PartialEq for Steps {
    fn eq(&self, other: &Steps) -> bool {
        self.sorted() == other.sorted()
    }
}

impl Steps {
    fn add(&mut self, length: i64) {
        if self.same.0 == length {
            self.same.1 += 1;
            return;
        }
        let same = std::mem::replace(&mut self.same, (length, 1));
        self.put(same.0, same.1);
    }

    fn put(&mut self, length: i64, times: u64) {
        if times == 0 {
            return;
        }
        if let Some(many) = &mut self.many {
            many.add(as_float(length), times);
            return;
        }
        *self.known.entry(length.cast_unsigned()).or_default() += times;
        if self.known.len() > self.most {
            let mut many = Sketch::default();
            for (length, times) in std::mem::take(&mut self.known) {
                many.add(as_float(length.cast_signed()), times);
            }
            self.many = Some(Box::new(many));
        }
    }

    fn merge(&mut self, mut other: Steps) {
        let same = std::mem::take(&mut self.same);
        self.put(same.0, same.1);
        other.put(other.same.0, other.same.1);
        if let Some(theirs) = other.many {
            let mut many = self.many.take().unwrap_or_default();
            for (length, times) in std::mem::take(&mut self.known) {
                many.add(as_float(length.cast_signed()), times);
            }
            many.merge(&theirs);
            self.many = Some(many);
        }
        for (length, times) in other.known {
            self.put(length.cast_signed(), times);
        }
    }

    fn sorted(&self) -> Vec<(i64, u64)> {
        let mut all = vec![];
        if let Some(many) = &self.many {
            #[expect(clippy::cast_possible_truncation, reason = "microseconds, as they went in")]
            many.each(|length, times| all.push((length.round() as i64, times)));
        }
        all.extend(self.known.iter().map(|(length, times)| (length.cast_signed(), *times)));
        if self.same.1 > 0 {
            all.push(self.same);
        }
        all.sort_unstable();
        all.dedup_by(|later, first| {
            let is_same = later.0 == first.0;
            first.1 += if is_same { later.1 } else { 0 };
            is_same
        });
        all
    }
}

#[expect(clippy::cast_precision_loss, reason = "a bucket is wider")]
fn as_float(length: i64) -> f64 {
    length as f64
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

    fn gather(stamps: &[i64], most: usize) -> Clock {
        let mut clock = Clock::new(most);
        stamps.iter().for_each(|stamp| clock.stamp(*stamp));
        for pair in stamps.windows(2) {
            let _ = clock.step(pair[0], pair[1]);
        }
        clock
    }

    #[test]
    fn the_period_is_what_most_steps_are() {
        for (stamps, wanted) in [
            (vec![0, 10, 20, 30, 60, 70], Some((10, true))),
            (vec![0, 1_003_000, 2_001_000, 3_009_000], Some((1_000_000, true))),
            (vec![0, 1, 100, 10_000, 1_000_000], Some((99, false))),
            (vec![5], None),
            (vec![5, 5, 5], None),
        ] {
            assert_eq!(gather(&stamps, 100).usual_step(), wanted, "{stamps:?}");
        }
    }

    proptest! {
        #[test]
        fn steps_are_those_of_the_obvious_way(stamps in prop::collection::vec(0..50_i64, 2..60), period in 1..20_i64) {
            let clock = gather(&stamps, 1000);
            let steps: Vec<i64> = stamps.windows(2).map(|pair| pair[1] - pair[0]).collect();
            let is_within = |step: &&i64| 2 * **step >= period && 2 * **step <= 3 * period;
            prop_assert_eq!(clock.within(period), (steps.iter().filter(is_within).count() as u64, steps.len() as u64));
            prop_assert_eq!(clock.back, steps.iter().filter(|step| **step < 0).count() as u64);
            prop_assert_eq!(clock.gap.map_or(0, |gap| gap.length), steps.iter().copied().max().unwrap().max(0));
            prop_assert_eq!(clock.first, *stamps.iter().min().unwrap());
            prop_assert_eq!(clock.last, *stamps.iter().max().unwrap());
        }

        #[test]
        fn any_parting_gives_the_same(
            stamps in prop::collection::vec(0..50_i64, 2..60), cut in any::<prop::sample::Index>(), most in 1..20_usize,
        ) {
            let cut = cut.index(stamps.len());
            let mut parted = gather(&stamps[..cut], most);
            parted.merge(gather(&stamps[cut..], most));
            if cut > 0 && cut < stamps.len() {
                parted.step(stamps[cut - 1], stamps[cut]);
            }
            let mut whole = gather(&stamps, most);
            whole.close();
            parted.close();
            if whole.is_exact() {
                prop_assert_eq!(&parted, &whole);
            }
            prop_assert_eq!(parted.is_exact(), whole.is_exact());
            prop_assert_eq!(parted.within(10), whole.within(10));
        }
    }
}
