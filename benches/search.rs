//! Target T6: search with every letter, at 10,000 and 100,000 tasks, beside `fuzzy-matcher` without a filter,
//! `nucleo-matcher` and, by initials, `ib-matcher`. The peers look at the titles and say which fit; ours looks at the
//! same titles, ranks, and then once more at all that a task says. Ratios within one run are what counts.

#[path = "support.rs"]
mod support;

use divan::{Bencher, black_box};
use fuzzy_matcher::{FuzzyMatcher, skim::SkimMatcherV2};
use ib_matcher::matcher::{IbMatcher, PinyinMatchConfig};
use ib_matcher::pinyin::PinyinNotation;
use jiff::civil::date;
use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32String};
use wubu::guide::owned::Library;
use wubu::search::{Entry, Index, Kind, Query, entries};
use wubu::text::Lang;

const SIZES: [usize; 2] = [10_000, 100_000];
/// Broad, middle, narrow: two common characters, a word of four, one that hardly occurs; then letters.
const WORDS: [&str; 3] = ["数据", "采集网关", "温度备份演练"];
const INITIALS: [&str; 3] = ["sj", "cjwg", "wdbfyl"];

fn main() {
    divan::main();
}

fn query(typed: &str) -> Query {
    Query::new(typed, date(2026, 11, 20))
}

/// All that can be found in a plant.
fn everything(size: usize) -> Index {
    Index::new(entries(&support::plant(size), &Library::default(), Lang::Zh))
}

/// The titles of its tasks alone, which is what the peers see.
fn titles_alone(size: usize) -> Index {
    let entry = |title| Entry { kind: Kind::Task, title, ..Entry::default() };
    Index::new(titles(size).into_iter().map(entry).collect())
}

fn titles(size: usize) -> Vec<String> {
    support::plant(size).tasks.iter().map(|(_, task)| task.title.as_str().to_owned()).collect()
}

#[divan::bench(args = SIZES, consts = [0, 1, 2], sample_count = 100)]
fn t6_ours_titles<const N: usize>(bencher: Bencher, size: usize) {
    let index = titles_alone(size);
    bencher.bench_local(|| index.find(&query(black_box(WORDS[N]))).all.len());
}

#[divan::bench(args = SIZES, consts = [0, 1, 2], sample_count = 100)]
fn t6_ours_everything<const N: usize>(bencher: Bencher, size: usize) {
    let index = everything(size);
    bencher.bench_local(|| index.find(&query(black_box(WORDS[N]))).all.len());
}

#[divan::bench(args = SIZES, consts = [0, 1, 2], sample_count = 100)]
fn t6_initials_ours_titles<const N: usize>(bencher: Bencher, size: usize) {
    let index = titles_alone(size);
    bencher.bench_local(|| index.find(&query(black_box(INITIALS[N]))).all.len());
}

#[divan::bench(args = SIZES, consts = [0, 1, 2], sample_count = 100)]
fn t6_initials_ours_everything<const N: usize>(bencher: Bencher, size: usize) {
    let index = everything(size);
    bencher.bench_local(|| index.find(&query(black_box(INITIALS[N]))).all.len());
}

#[divan::bench(args = SIZES, consts = [0, 1, 2], sample_count = 20)]
fn t6_initials_ib<const N: usize>(bencher: Bencher, size: usize) {
    let titles = titles(size);
    bencher.bench_local(|| {
        let notations = PinyinNotation::Ascii | PinyinNotation::AsciiFirstLetter;
        let pinyin = PinyinMatchConfig::notations(notations);
        let matcher = IbMatcher::builder(black_box(INITIALS[N])).pinyin(pinyin).build();
        titles.iter().filter(|title| matcher.is_match(title.as_str())).count()
    });
}

/// The last letter of a word, with what the one before it found.
#[divan::bench(args = SIZES, sample_count = 20)]
fn t6_initials_ours_one_letter_more(bencher: Bencher, size: usize) {
    let index = everything(size);
    let before = index.find(&query("cjw"));
    bencher.bench_local(|| index.find_within(&query(black_box("cjwg")), &before).all.len());
}

#[divan::bench(args = SIZES, consts = [0, 1, 2], sample_count = 20)]
fn t6_skim<const N: usize>(bencher: Bencher, size: usize) {
    let titles = titles(size);
    let skim = SkimMatcherV2::default().ignore_case();
    bencher.bench_local(|| {
        titles.iter().filter(|title| skim.fuzzy_match(title, black_box(WORDS[N])).is_some()).count()
    });
}

#[divan::bench(args = SIZES, consts = [0, 1, 2], sample_count = 20)]
fn t6_nucleo<const N: usize>(bencher: Bencher, size: usize) {
    let titles: Vec<Utf32String> = titles(size).into_iter().map(Utf32String::from).collect();
    let mut matcher = Matcher::new(Config::DEFAULT);
    let pattern = Pattern::parse(WORDS[N], CaseMatching::Ignore, Normalization::Smart);
    bencher.bench_local(|| {
        let found = |title: &&Utf32String| pattern.score(title.slice(..), &mut matcher).is_some();
        black_box(&titles).iter().filter(found).count()
    });
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn t6_index_built(bencher: Bencher, size: usize) {
    let workspace = support::plant(size);
    bencher.bench_local(|| Index::new(entries(black_box(&workspace), &Library::default(), Lang::Zh)).len());
}
