#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::manual_div_ceil,
    clippy::needless_for_each,
    reason = "slow and obvious on purpose"
)]

use super::*;
use crate::profile::figures::{BINS, Count, TOP};
use crate::profile::sketch::QUANTILE_ERROR;
use proptest::prelude::*;

/// The slow and obvious way.
fn obvious(values: &[f64]) -> Figures {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = sorted.len();
    let mean = sorted.iter().sum::<f64>() / n as f64;
    let squares = sorted.iter().map(|v| (v - mean).powi(2)).sum::<f64>();
    let quantile = |p: f64| {
        let place = p * (n - 1) as f64;
        let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
        low + (high - low) * place.fract()
    };
    let mut counts: Vec<(f64, u64)> = vec![];
    for value in &sorted {
        match counts.last_mut() {
            Some((last, n)) if last == value => *n += 1,
            _ => counts.push((*value, 1)),
        }
    }
    let mut top = counts.clone();
    top.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.total_cmp(&b.0)));
    top.truncate(TOP);
    let mut histogram = vec![0; BINS];
    for value in &sorted {
        let width = (sorted[n - 1] - sorted[0]) / BINS as f64;
        let at = if width > 0.0 { ((value - sorted[0]) / width) as usize } else { 0 };
        histogram[at.min(BINS - 1)] += 1;
    }
    Figures {
        distinct: Count { value: counts.len() as u64, error: 0.0 },
        min: sorted[0],
        max: sorted[n - 1],
        mean,
        sd: (n > 1).then(|| (squares / (n - 1) as f64).sqrt()),
        q1: quantile(0.25),
        median: quantile(0.5),
        q3: quantile(0.75),
        error: 0.0,
        histogram,
        top,
    }
}

/// As close as sums of numbers up to the greatest can be.
fn close(a: f64, b: f64, of: &Figures) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + of.min.abs().max(of.max.abs()))
}

fn check(found: &Figures, wanted: &Figures) {
    assert_eq!((found.distinct, found.min, found.max), (wanted.distinct, wanted.min, wanted.max));
    assert_eq!(found.top, wanted.top);
    assert_eq!(found.histogram.iter().sum::<u64>(), wanted.histogram.iter().sum::<u64>());
    // A value on the border of two bins may lie in either.
    let off: u64 = found.histogram.iter().zip(&wanted.histogram).map(|(a, b)| a.abs_diff(*b)).sum();
    assert!(off * 10 <= 2 * found.histogram.iter().sum::<u64>().max(10), "{found:?}\n{wanted:?}");
    for (a, b) in [
        (found.mean, wanted.mean),
        (found.sd.unwrap_or(0.0), wanted.sd.unwrap_or(0.0)),
        (found.q1, wanted.q1),
        (found.median, wanted.median),
        (found.q3, wanted.q3),
    ] {
        assert!(close(a, b, wanted), "{found:?}\n{wanted:?}");
    }
}

fn gather(texts: &[String], room: usize) -> Numbers {
    let mut numbers = Numbers::new(Room { cells: room, waiting: 1 + room % 40 });
    texts.iter().for_each(|text| numbers.add(Number::read(text.as_bytes()).unwrap()));
    numbers
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "-?[0-9]{1,2}",
        4 => r"-?[0-9]{1,3}\.[0-9]{1,3}",
        1 => r"-?[0-9]{1,12}\.[0-9]{0,8}",
        1 => r"-?[0-9]{1,3}e[0-9]",
    ]
}

proptest! {
    #[test]
    fn figures_are_those_of_the_obvious_way(texts in prop::collection::vec(number(), 1..200), room in 1..5000_usize) {
        let values: Vec<f64> = texts.iter().map(|text| text.parse::<f64>().unwrap() + 0.0).collect();
        check(&gather(&texts, room).figures().unwrap(), &obvious(&values));
    }

    #[test]
    fn any_parting_gives_the_same(
        texts in prop::collection::vec(number(), 1..120),
        cut in any::<prop::sample::Index>(),
        room in 1..5000_usize,
        most in 1..80_usize,
    ) {
        let cut = cut.index(texts.len());
        let mut whole = gather(&texts, room);
        whole.settle(most);
        let (mut first, mut second) = (gather(&texts[..cut], room), gather(&texts[cut..], room));
        first.settle(most);
        second.settle(most);
        let mut other_way = second.clone();
        other_way.merge(first.clone());
        other_way.settle(most);
        first.merge(second);
        first.settle(most);
        for mut parted in [first, other_way] {
            prop_assert_eq!(parted.count(), whole.count());
            prop_assert_eq!(parted.decimals(), whole.decimals());
            let (parted, whole) = (parted.figures().unwrap(), whole.figures().unwrap());
            if whole.error == 0.0 {
                prop_assert_eq!(parted, whole);
            } else {
                prop_assert!(close(parted.mean, whole.mean, &whole), "{} {} {:?} {:?}", parted.mean, whole.mean, parted, whole);
                prop_assert!(close(parted.sd.unwrap_or(0.0), whole.sd.unwrap_or(0.0), &whole));
                prop_assert_eq!(Figures { mean: 0.0, sd: None, ..parted }, Figures { mean: 0.0, sd: None, ..whole });
            }
        }
    }

    #[test]
    fn a_sketch_keeps_its_word(values in prop::collection::vec(-1e6..1e6_f64, 20..400)) {
        let mut sketched = Numbers::new(Room { cells: 0, waiting: 16 });
        for float in &values {
            sketched.add(Number::read(format!("{float:e}").as_bytes()).unwrap());
        }
        sketched.settle(4);
        let (found, wanted) = (sketched.figures().unwrap(), obvious(&values));
        prop_assert_eq!((found.min, found.max), (wanted.min, wanted.max));
        prop_assert!(close(found.mean, wanted.mean, &wanted));
        prop_assert!(close(found.sd.unwrap(), wanted.sd.unwrap(), &wanted));
        let mut sorted = values;
        sorted.sort_by(f64::total_cmp);
        // Between the two values next to a quartile, each off by the error at most.
        for (quarter, found) in [(1, found.q1), (2, found.median), (3, found.q3)] {
            let place = (sorted.len() - 1) * quarter;
            let (low, high) = (sorted[place / 4], sorted[(place + 3) / 4]);
            let off = low.abs().max(high.abs()) * QUANTILE_ERROR * 1.001;
            prop_assert!(found >= low - off && found <= high + off, "{} {} {}", found, low, high);
        }
    }
}

#[test]
fn a_few_values_are_counted() {
    let texts = ["1.5", "1.50", "2", "-1", "2.0"].map(str::to_owned);
    let figures = gather(&texts, 1 << 10).figures().unwrap();
    assert_eq!((figures.distinct.value, figures.min, figures.max), (3, -1.0, 2.0));
    assert_eq!((figures.q1, figures.median, figures.q3), (1.5, 1.5, 2.0));
    assert_eq!(figures.top, [(1.5, 2), (2.0, 2), (-1.0, 1)]);
    assert!(Numbers::new(Room { cells: 8, waiting: 8 }).figures().is_none());
}

#[test]
fn a_count_that_exceeds_a_dense_cell_is_kept() {
    let mut numbers = Numbers::new(Room { cells: 64, waiting: 8 });
    let one = Number::of(1, 0);
    numbers.add_times(one, u64::from(u32::MAX));
    numbers.add(one);
    assert_eq!(numbers.figures().unwrap().top, [(1.0, 1 << 32)]);
}
