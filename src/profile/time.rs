//! The time of an export: its period, which records are missing, gaps, steps backwards, duplicates.

use super::clock::{Clock, Gap};
use super::figures::Count;
use super::part::Part;
use super::plan::Plan;
use super::rule::micros;
use super::share;
use super::stamp::{SECOND, show};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Time {
    pub column: String,
    pub first: String,
    pub last: String,
    /// Records whose time can be read.
    pub stamped: u64,
    /// None where no steady period was found and none was given.
    pub nominal_s: Option<f64>,
    pub is_given: bool,
    /// Records that the span from first to last has room for.
    pub expected: Option<u64>,
    /// Different stamps; in a long export, of each tag.
    pub distinct: Count,
    /// Distinct against expected; more than 1 where records come faster than the period says.
    pub coverage: Option<f64>,
    /// Steps from one record to the next that take 0.5–1.5 × the period.
    pub step_share: Option<f64>,
    pub steps: u64,
    pub longest_gap_s: Option<f64>,
    /// The stamp before the gap.
    pub longest_gap_from: Option<String>,
    pub back_steps: u64,
    pub furthest_back_s: Option<f64>,
    pub duplicates: u64,
    /// Whether the steps were counted one by one.
    pub is_exact: bool,
    /// The share of expected records in each of 60 equal parts of the span.
    pub strip: Vec<f64>,
}

#[expect(clippy::cast_precision_loss, reason = "spans below 285 years")]
fn seconds(micros: i64) -> f64 {
    micros as f64 / SECOND as f64
}

impl Time {
    /// None where no stamp could be read.
    pub(super) fn of(part: &mut Part, plan: &Plan, given: Option<f64>) -> Option<Time> {
        let column = plan.heads.get(plan.time?)?.name.clone();
        if part.clock.stamps == 0 {
            return None;
        }
        part.clock.close();
        part.tags.each.iter_mut().for_each(|tag| tag.clock.close());
        let (first, last, stamped) = (part.clock.first, part.clock.last, part.clock.stamps);
        let given = given.map(micros).filter(|period| *period > 0);
        let mut sum = Sum::default();
        if plan.long.is_some() {
            part.tags.in_order().for_each(|tag| sum.add(&tag.clock, given));
        } else {
            sum.add(&part.clock, given);
        }
        let nominal = given.or_else(|| sum.usual());
        let distinct = if plan.long.is_some() { part.tags.records() } else { part.keys.count() };
        // Tags that were left out have their records, but nothing is expected of them.
        let expected = (nominal.is_some() && sum.expected > 0).then_some(sum.expected);
        let known = if plan.long.is_some() { sum.stamps } else { stamped };
        let present = if known == stamped { distinct.value } else { scaled(distinct.value, known, stamped) };
        #[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
        let coverage = expected.map(|expected| present as f64 / expected as f64);
        Some(Time {
            column,
            first: show(first),
            last: show(last),
            stamped,
            nominal_s: nominal.map(seconds),
            is_given: given.is_some(),
            expected,
            distinct,
            coverage,
            step_share: (nominal.is_some() && sum.judged > 0).then(|| share(sum.within, sum.judged)),
            steps: sum.steps,
            longest_gap_s: sum.gap.map(|gap| seconds(gap.length)),
            longest_gap_from: sum.gap.map(|gap| show(gap.from)),
            back_steps: sum.back,
            furthest_back_s: sum.furthest_back.map(|gap| seconds(gap.length)),
            duplicates: stamped.saturating_sub(distinct.value),
            is_exact: sum.is_exact,
            strip: expected.map_or_else(Vec::new, |expected| {
                part.strip.shares(first, last, scaled(expected, stamped, known))
            }),
        })
    }
}

fn scaled(value: u64, times: u64, of: u64) -> u64 {
    let scaled = u128::from(value) * u128::from(times) / u128::from(of.max(1));
    u64::try_from(scaled).unwrap_or(u64::MAX)
}

/// One clock, or those of all tags.
struct Sum {
    stamps: u64,
    expected: u64,
    within: u64,
    /// Steps of clocks with a period.
    judged: u64,
    steps: u64,
    gap: Option<Gap>,
    back: u64,
    furthest_back: Option<Gap>,
    is_exact: bool,
    /// Periods, each with the stamps of its clocks.
    periods: Vec<(i64, u64)>,
}

impl Default for Sum {
    fn default() -> Sum {
        Sum {
            stamps: 0,
            expected: 0,
            within: 0,
            judged: 0,
            steps: 0,
            gap: None,
            back: 0,
            furthest_back: None,
            is_exact: true,
            periods: vec![],
        }
    }
}

impl Sum {
    fn add(&mut self, clock: &Clock, given: Option<i64>) {
        if clock.stamps == 0 {
            return;
        }
        self.stamps += clock.stamps;
        let found = clock.usual_step().filter(|(_, is_steady)| *is_steady).map(|(period, _)| period);
        let all = clock.within(1).1;
        self.steps += all;
        if let Some(period) = given.or(found) {
            let span = clock.last - clock.first;
            self.expected += u64::try_from((span + period / 2) / period + 1).unwrap_or(0);
            let (within, judged) = clock.within(period);
            (self.within, self.judged) = (self.within + within, self.judged + judged);
            self.periods.push((period, clock.stamps));
        } else {
            // A tag with a single record: nothing is known to be missing.
            self.expected += u64::from(clock.first == clock.last);
        }
        self.gap = [self.gap, clock.gap].into_iter().flatten().max_by_key(|gap| (gap.length, -gap.from));
        self.back += clock.back;
        let back = [self.furthest_back, clock.furthest_back];
        self.furthest_back = back.into_iter().flatten().max_by_key(|gap| (gap.length, -gap.from));
        self.is_exact &= clock.is_exact();
    }

    /// The period that most records keep to.
    fn usual(&self) -> Option<i64> {
        let mut periods = self.periods.clone();
        periods.sort_unstable();
        periods.dedup_by(|later, first| {
            let is_same = later.0 == first.0;
            first.1 += if is_same { later.1 } else { 0 };
            is_same
        });
        periods.into_iter().max_by_key(|(period, stamps)| (*stamps, -*period)).map(|(period, _)| period)
    }
}
