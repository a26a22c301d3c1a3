//! One column of an export, or one tag, as it was found.

use super::figures::{Count, Figures};
use super::plan::Guess;
use super::quality::Codes;
use super::rule::Rule;
use super::series::Series;
use super::{cell, share};
use crate::text::Phrase;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// The head, or the tag; unlike any other.
    pub name: String,
    pub unit: Option<String>,
    pub kind: Kind,
    /// Rows in which it could stand.
    pub rows: u64,
    pub filled: u64,
    pub distinct: Count,
    /// Of its numbers.
    pub figures: Option<Figures>,
    /// Its most frequent words; none where there were too many to count.
    pub top: Vec<(String, u64)>,
    /// Words among numbers, or what is no time among times.
    pub misfits: u64,
    /// Outside the range of the register; none where no range is known.
    pub outside: Option<u64>,
    /// None of the register's list; none where no list is known.
    pub unlisted: Option<u64>,
    pub stuck: Option<Unchanged>,
}

/// Values that stayed as they were for too long.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Unchanged {
    pub records: u64,
    /// Of the filled cells.
    pub share: f64,
    /// Records of the longest run.
    pub longest: u64,
    /// Whether the limit was given; else it is [`STUCK_RECORDS`](super::STUCK_RECORDS) records, and D5 leaves it out.
    pub is_given: bool,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Number,
    Whole,
    YesNo,
    Time,
    Text,
    Empty,
}

impl Kind {
    pub const fn label(self) -> Phrase {
        match self {
            Kind::Number => Phrase::new("数值", "number"),
            Kind::Whole => Phrase::new("整数", "whole"),
            Kind::YesNo => Phrase::new("两态", "yes/no"),
            Kind::Time => Phrase::new("时间", "time"),
            Kind::Text => Phrase::new("文字", "text"),
            Kind::Empty => Phrase::new("空", "empty"),
        }
    }

    pub const fn key(self) -> &'static str {
        match self {
            Kind::Number => "number",
            Kind::Whole => "whole",
            Kind::YesNo => "yes_no",
            Kind::Time => "time",
            Kind::Text => "text",
            Kind::Empty => "empty",
        }
    }
}

/// What was gathered of a column or a tag.
pub(super) struct Found<'a> {
    pub name: String,
    pub unit: Option<String>,
    pub guess: Guess,
    pub rule: &'a Rule,
    pub rows: u64,
    pub series: Series,
}

impl Column {
    /// Cells that hold something, of all; 0 without rows.
    pub fn fill(&self) -> f64 {
        share(self.filled, self.rows)
    }

    pub(super) fn of(found: Found) -> Column {
        let Found { name, unit, guess, rule, rows, mut series } = found;
        let (numbers, words) = (series.numbers.count(), series.texts.count());
        let is_numeric = numbers > 0 && (guess == Guess::Numbers || numbers >= words);
        let kind = match guess {
            _ if series.filled == 0 => Kind::Empty,
            Guess::Stamps => Kind::Time,
            _ if is_numeric && series.numbers.is_zero_and_one() => Kind::YesNo,
            _ if is_numeric && series.numbers.decimals() == 0 => Kind::Whole,
            _ if is_numeric => Kind::Number,
            _ if series.texts.distinct().value <= 2 && series.texts.all(cell::is_yes_or_no) => Kind::YesNo,
            _ => Kind::Text,
        };
        // Nothing was known of the column before: what is fewer does not fit.
        let misfits = if guess == Guess::Open { numbers.min(words) } else { series.misfits };
        let figures = series.numbers.figures();
        let different = series.texts.distinct();
        let of_numbers = figures.as_ref().map_or(Count { value: 0, error: 0.0 }, |figures| figures.distinct);
        let distinct =
            Count { value: different.value + of_numbers.value, error: different.error.max(of_numbers.error) };
        let can_be_stuck = rule.is_patience_given || kind == Kind::Number;
        let stuck = (can_be_stuck && numbers > 0).then(|| Unchanged {
            records: series.stuck.records,
            share: share(series.stuck.records, series.filled),
            longest: series.stuck.longest,
            is_given: rule.is_patience_given,
        });
        let has_range = rule.low.is_some() || rule.high.is_some();
        Column {
            name,
            unit,
            kind,
            rows,
            filled: series.filled,
            distinct,
            figures,
            top: series.texts.top(),
            misfits,
            outside: has_range.then_some(series.outside),
            unlisted: rule.allowed.is_some().then_some(series.unlisted),
            stuck,
        }
    }
}

/// How quality was told.
pub(super) const fn is_judged(codes: Codes) -> bool {
    !matches!(codes, Codes::Unclear)
}
