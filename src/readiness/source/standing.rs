//! What the levels of a source come to: score, coverage, band, the weakest link, and the band of Lawrence.

use super::super::Model;
use crate::guide::{Dimension, Lawrence, LawrenceWhen, SourceKind, TOP_LEVEL, guide};

/// Pure numbers. A dimension that is not measured has no level and no share in the mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    pub levels: [Option<u8>; 10],
    /// 0 to 100; None where nothing is measured or the kind of source is not known.
    pub score: Option<f64>,
    /// The weight of what is measured, in per cent; None where the kind of source is not known.
    pub coverage: Option<f64>,
    /// The level that the score is worth.
    pub band: Option<u8>,
    /// The band, bounded by the weakest blocking dimension: one that is not measured counts as 0 here.
    pub last: Option<u8>,
    /// The same, bounded by measured dimensions only: below it something was measured and is not good enough.
    pub ceiling: Option<u8>,
    /// None while D1 is not measured.
    pub lawrence: Option<Lawrence>,
}

impl Standing {
    pub fn of(levels: [Option<u8>; 10], kind: Option<SourceKind>, model: &Model) -> Standing {
        let (mut points, mut measured, mut all) = (0.0, 0.0, 0.0);
        if let Some(kind) = kind {
            for dimension in Dimension::ALL {
                let weight = model.weight(kind, dimension);
                all += weight;
                if let Some(level) = levels[dimension.index()] {
                    measured += weight;
                    points += weight * f64::from(level);
                }
            }
        }
        let coverage = (all > 0.0).then(|| 100.0 * measured / all);
        let score = (measured > 0.0).then(|| 100.0 * points / (f64::from(TOP_LEVEL) * measured));
        let band = score.map(|score| model.band(score));
        let blocking = || {
            let all = guide().readiness().dimensions.iter().filter(|dimension| dimension.blocking);
            all.map(|dimension| levels[dimension.key.index()])
        };
        let weakest = blocking().map(|level| level.unwrap_or(0)).min().unwrap_or(TOP_LEVEL);
        let weakest_measured = blocking().flatten().min().unwrap_or(TOP_LEVEL);
        Standing {
            score,
            coverage,
            band,
            last: band.map(|band| band.min(1 + weakest)),
            ceiling: band.map(|band| band.min(1 + weakest_measured)),
            lawrence: lawrence(&levels),
            levels,
        }
    }

    /// The blocking dimension that holds the source down: one that is not measured, else the lowest.
    pub fn weakest(&self) -> Option<Dimension> {
        let blocking = guide().readiness().dimensions.iter().filter(|dimension| dimension.blocking);
        blocking.map(|dimension| dimension.key).min_by_key(|key| self.levels[key.index()])
    }
}

fn lawrence(levels: &[Option<u8>; 10]) -> Option<Lawrence> {
    levels[Dimension::D1.index()]?;
    let level = |dimension: &Dimension| levels[dimension.index()];
    let is = |when: &LawrenceWhen| match when {
        LawrenceWhen::AtMost(dimension, most) => level(dimension).is_some_and(|level| level <= *most),
        LawrenceWhen::AtLeast(dimensions, least) => {
            dimensions.iter().all(|dimension| level(dimension).is_some_and(|level| level >= *least))
        }
        LawrenceWhen::Otherwise => true,
    };
    guide().readiness().lawrence.iter().find(|band| is(&band.when)).map(|band| band.band)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn levels() -> impl Strategy<Value = [Option<u8>; 10]> {
        prop::array::uniform10(prop::option::weighted(0.8, 0..=TOP_LEVEL))
    }

    fn kind() -> impl Strategy<Value = SourceKind> {
        prop::sample::select(SourceKind::ALL.to_vec())
    }

    /// Slow and obvious, in whole numbers, from the text of the model.
    fn slow(levels: &[Option<u8>; 10], kind: SourceKind) -> (Option<u8>, Option<u8>) {
        let weights = match kind {
            SourceKind::Equipment | SourceKind::Control => [15, 15, 15, 15, 10, 5, 5, 5, 10, 5],
            SourceKind::Business => [10, 10, 15, 10, 15, 10, 15, 5, 5, 5],
            SourceKind::Manual => [15, 10, 20, 15, 15, 5, 5, 5, 5, 5],
        };
        let measured: Vec<(u32, u32)> =
            weights.iter().zip(levels).filter_map(|(w, l)| Some((*w, u32::from((*l)?)))).collect();
        let sum: u32 = measured.iter().map(|(w, _)| w).sum();
        if sum == 0 {
            return (None, None);
        }
        let points: u32 = measured.iter().map(|(w, l)| w * l).sum();
        // S ≥ x is 100·Σwl ≥ 4·x·Σw
        let band =
            [(90, 4), (75, 3), (60, 2), (40, 1)].into_iter().find(|(x, _)| 100 * points >= 4 * x * sum);
        let band = band.map_or(0, |(_, level)| level);
        let blocking = [levels[0], levels[2], levels[3], levels[4], levels[9]];
        let weakest = blocking.map(|level| level.unwrap_or(0)).into_iter().min().unwrap();
        (Some(band), Some(band.min(1 + weakest)))
    }

    proptest! {
        #[test]
        fn the_score_is_that_of_the_obvious_way(levels in levels(), kind in kind()) {
            let standing = Standing::of(levels, Some(kind), &Model::default());
            prop_assert_eq!((standing.band, standing.last), slow(&levels, kind));
        }

        #[test]
        fn a_better_level_never_lowers_the_final_one(levels in levels(), kind in kind(), at in 0_usize..10) {
            let before = Standing::of(levels, Some(kind), &Model::default());
            if let Some(level) = levels[at].filter(|level| *level < TOP_LEVEL) {
                let mut raised = levels;
                raised[at] = Some(level + 1);
                let after = Standing::of(raised, Some(kind), &Model::default());
                prop_assert!(after.last >= before.last && after.score >= before.score);
            }
        }

        #[test]
        fn what_is_not_measured_does_not_lower_the_mean(levels in levels(), kind in kind(), at in 0_usize..10) {
            let mut without = levels;
            without[at] = None;
            let with = Standing::of(levels, Some(kind), &Model::default());
            let without = Standing::of(without, Some(kind), &Model::default());
            // Taking out a level below the mean raises the mean.
            if let (Some(all), Some(rest), Some(level)) = (with.score, without.score, levels[at]) {
                let own = 25.0 * f64::from(level);
                let is_kept = if own < all { rest >= all - 1e-9 } else { rest <= all + 1e-9 };
                prop_assert!(is_kept);
            }
            prop_assert!(without.coverage <= with.coverage);
        }

        #[test]
        fn only_the_proportion_of_weights_counts(levels in levels(), kind in kind(), tenths in 1_u32..40) {
            let factor = f64::from(tenths) / 10.0;
            let model = Model::weighing(kind, |weight| weight * factor);
            let one = Standing::of(levels, Some(kind), &Model::default());
            let other = Standing::of(levels, Some(kind), &model);
            prop_assert_eq!((one.band, one.last), (other.band, other.last));
            prop_assert!(one.coverage.zip(other.coverage).is_some_and(|(a, b)| (a - b).abs() < 1e-9));
        }
    }

    #[test]
    fn the_weakest_link_bounds_and_nothing_measured_is_no_level() {
        let model = Model::default();
        let of = |levels| Standing::of(levels, Some(SourceKind::Control), &model);
        assert_eq!(of([None; 10]).last, None);
        assert_eq!(of([None; 10]).coverage, Some(0.0));
        assert_eq!(of([Some(4); 10]).last, Some(4));
        let mut levels = [Some(4); 10];
        levels[Dimension::D4.index()] = Some(1);
        assert_eq!((of(levels).last, of(levels).weakest()), (Some(2), Some(Dimension::D4)));
        levels[Dimension::D4.index()] = None;
        let open = of(levels);
        assert_eq!((open.band, open.last, open.ceiling), (Some(4), Some(1), Some(4)));
        assert_eq!(Standing::of([Some(4); 10], None, &model).score, None);
    }

    #[test]
    fn lawrence_asks_for_reach_then_for_everything() {
        let model = Model::default();
        let of = |levels| Standing::of(levels, Some(SourceKind::Control), &model).lawrence;
        let mut levels = [Some(3); 10];
        assert_eq!(of(levels), Some(Lawrence::A));
        levels[8] = None;
        assert_eq!(of(levels), Some(Lawrence::B));
        levels[0] = Some(2);
        assert_eq!(of(levels), Some(Lawrence::C));
        levels[0] = None;
        assert_eq!(of(levels), None);
    }
}
