//! Time stamps as exports write them, to microseconds since 1970. A stamp with a zone is brought to UTC; one without
//! counts as it stands. Forms in which day and month could be mistaken for each other are not read.

/// Microseconds.
pub(super) const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

/// Reads stamps; remembers the last day, because the next stamp is nearly always of the same.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Stamps {
    day: [u8; 10],
    start: i64,
    is_known: bool,
}

impl Stamps {
    pub fn read(&mut self, cell: &[u8]) -> Option<i64> {
        if self.is_known
            && let Some((day, rest)) = cell.split_at_checked(10)
            && *day == self.day
            && let [b' ' | b'T', h, hh, b':', m, mm, b':', s, ss] = rest
            && let (Some(hour), Some(minute), Some(second)) = (two(*h, *hh), two(*m, *mm), two(*s, *ss))
        {
            return clock(hour, minute, second).map(|clock| self.start + clock);
        }
        let stamp = read(cell)?;
        // A zone shifts the day; then there is a `+` or `Z` behind, and the form above does not fit.
        if let Some(day) = cell.get(..10).and_then(|day| <[u8; 10]>::try_from(day).ok())
            && let Some(start) = read(&day)
        {
            (self.day, self.start, self.is_known) = (day, start, true);
        }
        Some(stamp)
    }
}

fn two(tens: u8, ones: u8) -> Option<i64> {
    (tens.is_ascii_digit() && ones.is_ascii_digit())
        .then(|| i64::from(tens - b'0') * 10 + i64::from(ones - b'0'))
}

/// A leap second counts as the one after it.
fn clock(hour: i64, minute: i64, second: i64) -> Option<i64> {
    (hour < 24 && minute < 60 && second <= 60).then_some((hour * 3600 + minute * 60 + second) * SECOND)
}

/// Whether a cell is digits alone, which only the name of its column makes a time.
pub(super) fn is_bare(cell: &[u8]) -> bool {
    cell.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.')
}

pub(super) fn read(cell: &[u8]) -> Option<i64> {
    if is_bare(cell)
        && let Some(stamp) = bare(cell)
    {
        return Some(stamp);
    }
    let mut scan = Scan { rest: cell };
    let day = scan.day()?;
    scan.skip(b" ");
    if scan.rest.is_empty() {
        return Some(day);
    }
    if scan.rest.first() == Some(&b'T') {
        scan.take(1);
    }
    let time = scan.time()?;
    scan.skip(b" ");
    let zone = scan.zone()?;
    (scan.rest.is_empty()).then_some(day + time - zone)
}

/// `YYYYMMDD`, with hours and minutes, with seconds; else seconds, milliseconds or microseconds since 1970, told by
/// how many digits there are (2001 to 2286).
fn bare(cell: &[u8]) -> Option<i64> {
    let whole = cell.iter().position(|byte| *byte == b'.').unwrap_or(cell.len());
    let (digits, fraction) = cell.split_at_checked(whole)?;
    let micros = if fraction.is_empty() { 0 } else { micros(fraction.get(1..)?)? };
    let number = |from: usize, to: usize| digits.get(from..to).and_then(number);
    let calendar = || {
        let day = civil(number(0, 4)?, number(4, 6)?, number(6, 8)?)?;
        let part = |from: usize| if whole > from { number(from, from + 2) } else { Some(0) };
        Some(day + clock(part(8)?, part(10)?, part(12)?)?)
    };
    match whole {
        8 | 12 if fraction.is_empty() => calendar(),
        14 => Some(calendar()? + micros),
        10 => Some(number(0, 10)? * SECOND + micros),
        13 => Some(number(0, 13)? * 1000 + micros / 1000),
        16 if fraction.is_empty() => number(0, 16),
        _ => None,
    }
}

fn number(digits: &[u8]) -> Option<i64> {
    let sum = |sum: i64, byte: &u8| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0'));
    (!digits.is_empty() && digits.len() <= 18).then(|| digits.iter().try_fold(0, sum)).flatten()
}

/// A fraction of a second; what is finer than a microsecond is cut off.
fn micros(digits: &[u8]) -> Option<i64> {
    let kept = digits.get(..6).unwrap_or(digits);
    let scale = 10_i64.pow(u32::try_from(6 - kept.len()).unwrap_or(0));
    digits.iter().all(u8::is_ascii_digit).then(|| number(kept).unwrap_or(0) * scale)
}

/// The start of a day of the Gregorian calendar.
fn civil(year: i64, month: i64, day: i64) -> Option<i64> {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1900..=2200).contains(&year) || !(1..=length).contains(&day) {
        return None;
    }
    // Days since 1970-01-01, with years that begin in March (Hinnant, days_from_civil).
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let of_era = year % 400;
    let days = of_era * 365 + of_era / 4 - of_era / 100 + (153 * month + 2) / 5 + day - 1;
    Some((year / 400 * 146_097 + days - 719_468) * DAY)
}

struct Scan<'a> {
    rest: &'a [u8],
}

impl Scan<'_> {
    fn take(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    fn skip(&mut self, signs: &[u8]) {
        while self.rest.first().is_some_and(|byte| signs.contains(byte)) {
            self.take(1);
        }
    }

    /// One of these, and any blanks behind it.
    fn sign(&mut self, signs: &[&str]) -> Option<()> {
        let sign = signs.iter().find(|sign| self.rest.starts_with(sign.as_bytes()))?;
        self.take(sign.len());
        self.skip(b" ");
        Some(())
    }

    fn number(&mut self, most: usize) -> Option<i64> {
        let count = self.rest.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
        let found = number(self.rest.get(..count)?);
        self.take(count);
        found
    }

    fn day(&mut self) -> Option<i64> {
        let count = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if count == 8 {
            let (year, month, day) = (self.number(4)?, self.number(2)?, self.number(2)?);
            return civil(year, month, day);
        }
        if count <= 2 {
            return self.named_month();
        }
        let year = self.number(4)?;
        self.sign(&["-", "/", ".", "年"])?;
        let month = self.number(2)?;
        self.sign(&["-", "/", ".", "月"])?;
        let day = self.number(2)?;
        let _ = self.sign(&["日", "号"]);
        civil(year, month, day)
    }

    /// `20-Nov-26`, as some historians write it.
    fn named_month(&mut self) -> Option<i64> {
        const MONTHS: [&str; 12] =
            ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
        let day = self.number(2)?;
        self.sign(&["-", " "])?;
        let name = self.rest.get(..3)?;
        let month = MONTHS.iter().position(|known| name.eq_ignore_ascii_case(known.as_bytes()))?;
        self.take(3);
        self.sign(&["-", " "])?;
        let year = self.number(4)?;
        civil(if year < 100 { 2000 + year } else { year }, i64::try_from(month).ok()? + 1, day)
    }

    /// Minutes at least; seconds and their fraction if there are any.
    fn time(&mut self) -> Option<i64> {
        let hour = self.number(2)?;
        if self.rest.first().is_some_and(u8::is_ascii_digit) {
            let (minute, second) = (self.number(2)?, self.number(2).unwrap_or(0));
            return clock(hour, minute, second);
        }
        self.sign(&[":", "：", "时", "点"])?;
        let minute = self.number(2)?;
        let more = self.sign(&[":", "：", "分"]).is_some();
        let second = if more { self.number(2).unwrap_or(0) } else { 0 };
        let mut fraction = 0;
        if self.rest.first().is_some_and(|byte| matches!(byte, b'.' | b',' | b':')) {
            self.take(1);
            let count = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            fraction = micros(self.rest.get(..count).filter(|digits| !digits.is_empty())?)?;
            self.take(count);
        }
        let _ = self.sign(&["秒"]);
        Some(clock(hour, minute, second)? + fraction)
    }

    /// How far a clock is ahead of UTC; nothing where nothing is said.
    fn zone(&mut self) -> Option<i64> {
        if self.sign(&["Z", "UTC", "GMT"]).is_some() && self.rest.is_empty() {
            return Some(0);
        }
        let ahead = match self.rest.first() {
            None => return Some(0),
            Some(b'+') => 1,
            Some(b'-') => -1,
            Some(_) => return None,
        };
        self.take(1);
        let hour = self.number(2)?;
        let _ = self.sign(&[":"]);
        let minute = self.number(2).unwrap_or(0);
        Some(ahead * clock(hour, minute, 0)?)
    }
}

/// As a person reads it, to the second, with a fraction only where there is one.
pub(super) fn show(stamp: i64) -> String {
    let Ok(time) = jiff::Timestamp::from_microsecond(stamp) else { return stamp.to_string() };
    let time = jiff::tz::Offset::UTC.to_datetime(time);
    let second = format!("{} {:02}:{:02}:{:02}", time.date(), time.hour(), time.minute(), time.second());
    match stamp.rem_euclid(SECOND) {
        0 => second,
        fraction => format!("{second}.{fraction:06}").trim_end_matches('0').to_owned(),
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

    #[test]
    fn the_usual_forms_are_one_moment() {
        for text in [
            "2026-01-02 03:04:05",
            "2026-01-02T03:04:05",
            "2026/1/2 3:04:05",
            "2026.1.2 3:4:5",
            "2026-01-02 03:04:05.000",
            "2026-01-02T03:04:05Z",
            "2026-01-02T11:04:05+08:00",
            "2026-01-02 11:04:05+0800",
            "2026-01-01 22:04:05 -05",
            "20260102030405",
            "20260102 030405",
            "20260102T03:04:05",
            "2026年1月2日 3时4分5秒",
            "2026年01月02日3:04:05",
            "02-Jan-26 03:04:05",
            "2-JAN-2026 03:04:05",
            "1767323045",
            "1767323045000",
            "1767323045000000",
            "1767323045.0",
        ] {
            assert_eq!(read(text.as_bytes()), Some(1_767_323_045_000_000), "{text}");
        }
        assert_eq!(read(b"2026-01-02 03:04").unwrap(), 1_767_323_040_000_000);
        assert_eq!(read("2026年1月2日3时4分".as_bytes()).unwrap(), 1_767_323_040_000_000);
        assert_eq!(read(b"2026-01-02 03:04:05.1234567").unwrap(), 1_767_323_045_123_456);
        assert_eq!(read(b"2026-01-02").unwrap() % DAY, 0);
    }

    #[test]
    fn what_could_mean_two_days_or_none_is_not_read() {
        for text in [
            "01/02/2026 03:04:05",
            "01/02/03",
            "2026-02-30",
            "2026-13-01",
            "2026-01-02 25:00:00",
            "12:30:00",
            "",
            "2026",
            "2026-01",
            "2026-01-02 03:04:05 abc",
            "2026-01-02T",
            "12345",
            "99999999",
            "2026-01-02 03:60",
        ] {
            assert_eq!(read(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn days_are_those_of_the_calendar(day in -20_000_i64..80_000, second in 0..86_400_i64) {
            let stamp = day * DAY + second * SECOND;
            let text = show(stamp);
            prop_assert_eq!(read(text.as_bytes()), Some(stamp));
            let mut stamps = Stamps::default();
            for shift in [0, SECOND, -SECOND, DAY, 0] {
                prop_assert_eq!(stamps.read(show(stamp + shift).as_bytes()), Some(stamp + shift));
            }
        }
    }
}
