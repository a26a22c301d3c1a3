//! Measures an export or a tag list: what stands in each column, how the time goes, and from these the dimensions of
//! data readiness that a file can tell. It reads files and knows guide and readiness model; the workspace it meets
//! only as what is expected of tags ([`Expect`]), and it writes nothing.
//!
//! [`measure()`] goes through a text once, in threads, in memory that does not grow with the file; a workbook is read
//! as a whole. **What is exact:** all counts; every figure of a column with at most [`MOST_IN_COLUMN`] different
//! numbers (and [`MOST_VALUES`] in all columns), or words; stamps up to [`MOST_KEYS`]. Beyond that quartiles are off
//! by at most [`QUANTILE_ERROR`] of their value, and numbers of different values have a standard error of
//! [`DISTINCT_ERROR`]; the profile says so.

mod batch;
mod blocks;
mod cell;
mod clock;
mod column;
mod cut;
mod dimension;
mod distinct;
mod figures;
mod habit;
mod joint;
mod known;
mod marks;
mod measure;
mod number;
mod numbers;
mod outcome;
mod part;
mod plan;
mod progress;
mod quality;
mod remark;
mod rule;
mod runs;
mod series;
mod sketch;
mod sorted;
mod split;
mod stamp;
mod strip;
mod tag_list;
mod tags;
mod texts;
mod threads;
mod time;
mod trouble;
mod words;
mod worst;

use crate::guide::{Dimension, SourceKind};
use crate::readiness::Model;
use crate::sheet::{Encoding, Header, normal};
use measure::Gathered;
use plan::Plan;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use column::{Column, Kind, Unchanged};
pub use dimension::{FigureMap, Measured, dimensions, is_in_vocabulary};
pub use distinct::MOST_KEYS;
pub use figures::{BINS, Count, Figures};
pub use known::{Difference, Differs, Reconciled, expects_of, source_of};
pub use measure::measure;
pub use outcome::{FileKind, Found, MeasuredFile, period_of};
pub use plan::{MOST_IN_COLUMN, MOST_TAGS, MOST_VALUES};
pub use progress::Progress;
pub use remark::Remark;
pub use rule::STUCK_RECORDS;
pub use sketch::{DISTINCT_ERROR, QUANTILE_ERROR};
pub use strip::STRIP;
pub use tag_list::{Metadata, Said, TagList, tag_list};
pub use time::Time;
pub use trouble::{NoProfile, Trouble};
pub use words::{short, span, strip_bars, whole_percent};
pub use worst::{Fault, WORST};

/// What the caller knows better than the file, and expects of it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    pub encoding: Option<Encoding>,
    pub delimiter: Option<u8>,
    /// Of a workbook.
    pub sheet: Option<String>,
    /// The name of the column of time.
    pub time: Option<String>,
    /// In seconds.
    pub period: Option<f64>,
    pub expects: Vec<Expect>,
    /// Bytes of a block; for tests.
    #[doc(hidden)]
    pub block: Option<usize>,
}

/// What is expected of one column or tag.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Expect {
    /// All that it is called.
    pub names: Vec<String>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// The only values; any where there are none.
    pub allowed: Vec<String>,
    /// Unchanged for longer counts as stuck; in seconds.
    pub stuck_limit: Option<f64>,
}

impl Options {
    fn expect_of(&self, header: &Header) -> Option<&Expect> {
        let is = |name: &String| {
            let form = normal(name);
            !form.is_empty() && (form == header.normal || form == normal(&header.text))
        };
        self.expects.iter().find(|expect| expect.names.iter().any(is))
    }
}

/// Which file it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileMark {
    pub name: String,
    pub size: u64,
    /// xxh3 of its bytes.
    pub hash: String,
}

/// How rows are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// A row is a moment, a column is a tag.
    Wide,
    /// A row is one value of one tag.
    Long,
}

/// A row in which much is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorstRow {
    /// The line of a text, or the row of a sheet.
    pub row: u64,
    /// How much is wrong in it.
    pub count: u32,
    /// Some of it, each with its column.
    pub faults: Vec<(Fault, Option<String>)>,
}

/// What measuring an export found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    pub file: FileMark,
    /// Of a text.
    pub encoding: Option<String>,
    pub delimiter: Option<char>,
    /// Of a workbook.
    pub sheet: Option<String>,
    pub header_row: Option<u64>,
    pub shape: Shape,
    /// The head, as far as it names columns.
    pub heads: Vec<String>,
    /// Rows of data.
    pub rows: u64,
    pub columns: Vec<Column>,
    pub time: Option<Time>,
    /// Words that stand for no value, as often as they were met.
    pub nulls: Vec<(String, u64)>,
    pub worst: Vec<WorstRow>,
    pub remarks: Vec<Remark>,
    /// Cells in all, those that hold something, those that could be checked, those that failed.
    pub cells: u64,
    pub filled: u64,
    pub checked: u64,
    pub failed: u64,
    /// Rows with a quality that could be judged, and those that are not good.
    pub judged: u64,
    pub bad_quality: u64,
}

impl Profile {
    /// Figures by the names that a measurement gives them.
    pub fn figures(&self) -> FigureMap {
        dimension::figures_of(self)
    }

    /// D3 to D7, as far as the file tells them.
    pub fn dimensions(&self, model: &Model, kind: Option<SourceKind>) -> BTreeMap<Dimension, Measured> {
        dimensions(&self.figures(), model, kind)
    }

    fn of(
        file: FileMark,
        plan: &Plan,
        gathered: Gathered,
        options: &Options,
        progress: &Progress,
    ) -> Result<Profile, Trouble> {
        let Gathered { mut part, mut remarks, encoding, sheet } = gathered;
        if part.rows == 0 && remarks.is_empty() {
            return Err(Trouble::NoRows);
        }
        let time = Time::of(&mut part, plan, options.period);
        remarks.extend(remarks_of(&mut part, plan, time.as_ref()));
        // A column without a name that holds nothing is a delimiter too many.
        let is_there =
            |name: &str, filled: u64| filled > 0 || !name.starts_with('#') || plan.header_row.is_none();
        let there: Vec<bool> = plan
            .heads
            .iter()
            .zip(&part.columns)
            .map(|(head, series)| is_there(&head.name, series.filled))
            .collect();
        let (mut cells, mut filled) = (0, 0);
        for series in part.columns.iter().zip(&there).filter(|(_, there)| **there).map(|(series, _)| series) {
            (cells, filled) = (cells + part.rows, filled + series.filled);
        }
        let heads = plan.heads.iter().zip(part.columns).zip(there).enumerate();
        let mut found: Vec<column::Found> = heads
            .filter(|(at, (_, there))| *there && plan.long.is_none_or(|long| long.value != *at))
            .map(|(_, ((head, series), _))| column::Found {
                name: head.name.clone(),
                unit: head.unit.clone(),
                guess: head.guess,
                rule: &head.rule,
                rows: part.rows,
                series,
            })
            .collect();
        let none = rule::Rule::none();
        if let Some(long) = plan.long {
            let guess = plan.heads.get(long.value).map_or(plan::Guess::Open, |head| head.guess);
            let mut tags = part.tags.each;
            tags.sort_by(|a, b| a.name.cmp(&b.name));
            found.extend(tags.into_iter().map(|tag| column::Found {
                rule: plan.rules.get(&hash(tag.name.as_bytes())).unwrap_or(&none),
                name: tag.name,
                unit: None,
                guess,
                rows: tag.rows,
                series: tag.series,
            }));
        }
        let weight = |found: &column::Found| found.series.numbers.weight();
        let columns =
            threads::each(found, weight, |found| (!progress.is_cancelled()).then(|| Column::of(found)));
        let mut columns: Vec<Column> =
            columns.into_iter().collect::<Option<_>>().ok_or(Trouble::Cancelled)?;
        // Its cells are counted as stamps. Of a long export those of each tag are, which is another number.
        if let Some(time) = time.as_ref().filter(|_| plan.long.is_none())
            && let Some(column) = columns.iter_mut().find(|column| column.name == time.column)
        {
            column.distinct.value += time.distinct.value;
            column.distinct.error = column.distinct.error.max(time.distinct.error);
        }
        let estimated = columns.iter().filter(|column| column.distinct.error > 0.0).count();
        if estimated > 0 {
            remarks.push(Remark::Estimated {
                columns: estimated as u64,
                quantiles: QUANTILE_ERROR,
                distinct: DISTINCT_ERROR,
            });
        }
        let nulls = cell::null_words().zip(part.nulls).filter(|(_, n)| *n > 0);
        let name = |at: usize| plan.heads.get(at).map(|head| head.name.clone());
        let worst = part.worst.rows().into_iter().map(|wrongs| WorstRow {
            row: wrongs.row,
            count: wrongs.count,
            faults: wrongs.named.into_iter().map(|(fault, at)| (fault, at.and_then(name))).collect(),
        });
        Ok(Profile {
            file,
            encoding,
            delimiter: plan.dialect.map(|dialect| char::from(dialect.delimiter)),
            sheet,
            header_row: plan.header_row,
            heads: plan.heads.iter().map(|head| head.name.clone()).collect(),
            shape: if plan.long.is_some() { Shape::Long } else { Shape::Wide },
            rows: part.rows,
            columns,
            time,
            nulls: nulls.map(|(word, n)| (word.to_owned(), n)).collect(),
            worst: worst.collect(),
            remarks,
            cells,
            filled,
            checked: part.checked,
            failed: part.failed,
            judged: part.judged_quality,
            bad_quality: part.bad_quality,
        })
    }
}

fn remarks_of(part: &mut part::Part, plan: &Plan, time: Option<&Time>) -> Vec<Remark> {
    let odd = |odd: part::Odd, say: fn(u64, u64) -> Remark| (odd.rows > 0).then(|| say(odd.rows, odd.first));
    let tags = part.tags.all.count().value;
    let measured = part.tags.each.len() as u64;
    let unclear = plan.quality.filter(|(_, codes)| !column::is_judged(*codes));
    let unclear = unclear.and_then(|(at, _)| plan.heads.get(at));
    [
        plan.header_row.is_none().then_some(Remark::NoHead),
        odd(part.short, |rows, first| Remark::Short { rows, first }),
        odd(part.long, |rows, first| Remark::Long { rows, first }),
        odd(part.garbled, |rows, first| Remark::Garbled { rows, first }),
        (part.repeated > 0).then_some(Remark::Repeated { rows: part.repeated }),
        plan.time.is_none().then_some(Remark::NoTime),
        odd(part.untimed, |rows, first| Remark::Untimed { rows, first }),
        time.filter(|time| time.nominal_s.is_none() && time.stamped > 2).map(|_| Remark::NoPeriod),
        time.filter(|time| time.distinct.error > 0.0)
            .map(|_| Remark::KeysEstimated { distinct: DISTINCT_ERROR }),
        unclear.map(|head| Remark::UnclearQuality { column: head.name.clone() }),
        (tags > measured).then(|| Remark::TagsLeftOut { tags: tags - measured, measured }),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The hash by which words, tags and keys are told apart. 64 bits: two of ten million are the same in one of 370,000 files.
fn hash(bytes: &[u8]) -> u64 {
    xxhash_rust::xxh3::xxh3_64(bytes)
}

/// 0 where there is nothing.
#[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
fn share(part: u64, all: u64) -> f64 {
    if all == 0 { 0.0 } else { part as f64 / all as f64 }
}
