//! Excel's days: a number of days, whose fraction is the time, as ISO 8601 text.

use super::styles::Moment;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use std::fmt::Write;

/// 31 December 9999 in the system of 1900.
const LAST: f64 = 2_958_466.0;
const MILLIS: i64 = 86_400_000;
/// The same as a factor.
const MILLIS_OF_A_DAY: f64 = 86_400_000.0;

/// A serial number as people read it: `2026-11-20`, `2026-11-20 08:30:00`, `08:30:00`, thousandths where there are any.
/// Nothing for what Excel cannot show either. In the system of 1900, day 60 is 29 February 1900, which never was:
/// Lotus 1-2-3 took 1900 for a leap year, and Excel keeps it (RELIABILITY 73).
pub fn moment(serial: f64, shown: Moment, since_1904: bool) -> Option<String> {
    if !(0.0..LAST).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "below 3 million days of milliseconds")]
    let millis = (serial * MILLIS_OF_A_DAY).round() as i64;
    let (day, time) = (millis.div_euclid(MILLIS), millis.rem_euclid(MILLIS));
    match shown {
        Moment::Time => Some(clock(time)),
        Moment::Day => day_text(day, since_1904),
        Moment::DayAndTime => Some(format!("{} {}", day_text(day, since_1904)?, clock(time))),
        Moment::Month => day_text(day, since_1904)?.get(..7).map(str::to_owned),
        Moment::Year => day_text(day, since_1904)?.get(..4).map(str::to_owned),
    }
}

/// Hours that may pass 24: `26:30:00`.
pub fn elapsed(serial: f64) -> Option<String> {
    if !(0.0..LAST).contains(&serial) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "below 3 million days of milliseconds")]
    Some(clock((serial * MILLIS_OF_A_DAY).round() as i64))
}

/// The serial number of a day in the system of 1900, from 1 March 1900 on.
pub fn serial(day: Date) -> Option<i32> {
    let days = (day - EPOCH_1900).get_days();
    (days > 60).then_some(days)
}

/// Day 0, counted back over the day that never was.
const EPOCH_1900: Date = date(1899, 12, 30);
const EPOCH_1904: Date = date(1904, 1, 1);

fn day_text(day: i64, since_1904: bool) -> Option<String> {
    let (epoch, day) = match (since_1904, day) {
        (true, day) => (EPOCH_1904, day),
        (false, 0) => return Some("1900-01-00".to_owned()),
        (false, 60) => return Some("1900-02-29".to_owned()),
        (false, 1..60) => (EPOCH_1900, day + 1),
        (false, day) => (EPOCH_1900, day),
    };
    epoch.checked_add(day.days()).ok().map(|day| day.to_string())
}

fn clock(millis: i64) -> String {
    let (seconds, rest) = (millis / 1000, millis % 1000);
    let mut text = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    if rest > 0 {
        write!(text, ".{rest:03}").expect("a String takes every write");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_that_excel_shows() {
        for (serial, since_1904, day) in [
            (0.0, false, "1900-01-00"),
            (1.0, false, "1900-01-01"),
            (59.0, false, "1900-02-28"),
            (60.0, false, "1900-02-29"),
            (61.0, false, "1900-03-01"),
            (46_346.0, false, "2026-11-20"),
            (2_958_465.0, false, "9999-12-31"),
            (0.0, true, "1904-01-01"),
            (44_884.0, true, "2026-11-20"),
        ] {
            assert_eq!(moment(serial, Moment::Day, since_1904).as_deref(), Some(day), "{serial}");
        }
        for serial in [-1.0, 2_958_466.0, f64::NAN, f64::INFINITY] {
            assert_eq!(moment(serial, Moment::Day, false), None);
        }
        assert_eq!(moment(2_958_465.0, Moment::Day, true), None);
    }

    #[test]
    fn times_have_no_noise() {
        for (serial, shown, text) in [
            (46_346.354_166_666_664, Moment::DayAndTime, "2026-11-20 08:30:00"),
            (0.999_999_999, Moment::Time, "00:00:00"),
            (0.5, Moment::Time, "12:00:00"),
            (0.500_011_574, Moment::Time, "12:00:01"),
            (46_346.000_001_446_76, Moment::DayAndTime, "2026-11-20 00:00:00.125"),
            (46_346.0, Moment::Month, "2026-11"),
            (46_346.0, Moment::Year, "2026"),
        ] {
            assert_eq!(moment(serial, shown, false).as_deref(), Some(text), "{serial}");
        }
        assert_eq!(elapsed(1.104_166_666_666_666_7).as_deref(), Some("26:30:00"));
    }

    #[test]
    fn a_day_written_is_read_back() {
        for day in [date(1900, 3, 1), date(2026, 11, 20), date(9999, 12, 31)] {
            let number = f64::from(serial(day).unwrap());
            assert_eq!(moment(number, Moment::Day, false), Some(day.to_string()));
        }
        assert_eq!(serial(date(1900, 2, 28)), None);
    }
}
