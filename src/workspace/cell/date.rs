//! Days and ranges of days that say their year. What is typed near today (`今天`, `+3`) is a matter of editing;
//! a cell may be read on any other day.

use super::Wrong;
use crate::text::half_width;
use crate::workspace::day::calendar_day;
use jiff::civil::Date;
use std::fmt;

/// From the first day to the last, both of them in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateRange {
    from: Date,
    to: Date,
}

impl DateRange {
    pub fn new(from: Date, to: Date) -> Option<DateRange> {
        (from <= to).then_some(DateRange { from, to })
    }

    pub fn from(self) -> Date {
        self.from
    }

    pub fn to(self) -> Date {
        self.to
    }
}

/// `2026-03-01~2026-03-31`.
impl fmt::Display for DateRange {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}~{}", self.from, self.to)
    }
}

/// A day; a time of day behind it, as spreadsheets write it, is let go.
pub(super) fn day(line: &str) -> Result<Date, Wrong> {
    let text: String = line.chars().map(half_width).collect();
    let date = without_time(text.trim());
    match calendar_day(date) {
        Some(numbers) => numbers.date().ok_or_else(|| Wrong::NoSuchDay(line.to_owned())),
        None if is_ambiguous(date) => Err(Wrong::AmbiguousDate(line.to_owned())),
        None => Err(Wrong::NotDate(line.to_owned())),
    }
}

fn without_time(text: &str) -> &str {
    let is_time = |time: &str| {
        let parts: Vec<&str> = time.split(':').collect();
        let below = |part: &str, end: f64| part.parse::<f64>().is_ok_and(|n| (0.0..end).contains(&n));
        match parts.as_slice() {
            [hour, rest @ ..] if (1..=2).contains(&rest.len()) => {
                below(hour, 24.0) && rest.iter().all(|part| below(part, 60.0))
            }
            _ => false,
        }
    };
    match text.rsplit_once([' ', 'T']) {
        Some((date, time)) if is_time(time) => date.trim_end(),
        _ => text,
    }
}

/// Three numbers, of which none can only be the year at the beginning: `01/02/03`, `3-1-2026`.
fn is_ambiguous(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '/', '.']).map(str::trim).collect();
    let is_number = |part: &&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(is_number)
}

/// A range by its ends, or by a month, a quarter, half a year or a year as a whole.
pub(super) fn range(line: &str) -> Result<DateRange, Wrong> {
    let text: String = line.chars().map(half_width).collect::<String>().replace(" to ", "~");
    let wrong = || Wrong::NotRange(line.to_owned());
    if let Some(whole) = period(&text) {
        return Ok(whole);
    }
    for separators in [&['~', '至', '到', '—', '–'][..], &['/'], &['-']] {
        for (at, _) in text.match_indices(separators) {
            let (left, right) = text.split_at(at);
            let right = right.trim_start_matches(separators);
            let Some(first) = period(left) else { continue };
            let Some(last) = period(right).or_else(|| period_after(right, first.from)) else { continue };
            let backwards = || Wrong::Backwards { from: first.from, to: last.to };
            return DateRange::new(first.from, last.to).ok_or_else(backwards);
        }
    }
    Err(wrong())
}

/// A day, month, quarter, half year or year that says its year.
fn period(text: &str) -> Option<DateRange> {
    let text = text.trim();
    if let Some(numbers) = calendar_day(without_time(text)) {
        let day = numbers.date()?;
        return DateRange::new(day, day);
    }
    let split = text.char_indices().nth(4).map_or(text.len(), |(at, _)| at);
    let (year, rest) = text.split_at(split);
    let is_year = year.len() == 4 && year.chars().all(|c| c.is_ascii_digit());
    let year: i16 = year.parse().ok().filter(|_| is_year)?;
    let rest = rest.trim_start();
    let has_sign = rest.starts_with(['年', '-', '/', '.']);
    let rest = rest.trim_start_matches(['年', '-', '/', '.']).trim();
    match rest {
        "" => months(year, 1, 12),
        "上半年" | "H1" | "h1" => months(year, 1, 6),
        "下半年" | "H2" | "h2" => months(year, 7, 12),
        _ => match quarter(rest) {
            Some(quarter) => months(year, quarter * 3 - 2, quarter * 3),
            None if has_sign => {
                let month = rest.strip_suffix("月").unwrap_or(rest).trim();
                let month = month.parse().ok().filter(|_| month.len() <= 2)?;
                months(year, month, month)
            }
            None => None,
        },
    }
}

/// `Q1`, `第一季度`, `1季度`.
fn quarter(text: &str) -> Option<i8> {
    let number = match text.strip_prefix(['Q', 'q']) {
        Some(number) => number,
        None => text.strip_suffix("季度")?.trim_start_matches('第'),
    };
    Some(match number.trim() {
        "1" | "一" => 1,
        "2" | "二" => 2,
        "3" | "三" => 3,
        "4" | "四" => 4,
        _ => return None,
    })
}

fn months(year: i16, first: i8, last: i8) -> Option<DateRange> {
    let end = Date::new(year, last, 1).ok()?.last_of_month();
    DateRange::new(Date::new(year, first, 1).ok()?, end)
}

/// The end of a range that leaves out its year, or its month as well: `03-31`, `3月31日`, `6月`, `15日`.
fn period_after(text: &str, start: Date) -> Option<DateRange> {
    let text = text.trim();
    if let Some(month) = text.strip_suffix('月') {
        let month = month.trim().parse().ok()?;
        return months(start.year(), month, month);
    }
    if let Some(day) = text.strip_suffix(['日', '号'])
        && let Ok(day) = day.trim().parse()
    {
        let day = Date::new(start.year(), start.month(), day).ok()?;
        return DateRange::new(day, day);
    }
    let day = calendar_day(&format!("{:04}-{text}", start.year()))?.date()?;
    DateRange::new(day, day)
}
