//! Days as people type them, near today or with their year.

use crate::text::half_width;
use jiff::civil::Date;

/// A day as people type it: `2026-11-20`, `2026/11/20`, `2026年11月20日`, `20261120`, `11-20` (this year, or the
/// next if that lies half a year back), `今天`, `明天`, `+3`, `-1`, `周五` (the next one).
pub fn day(text: &str, today: Date) -> Option<Date> {
    let text: String = text.chars().map(half_width).collect::<String>().trim().to_lowercase();
    let from_today = |days: i64| today.checked_add(jiff::Span::new().try_days(days).ok()?).ok();
    match text.as_str() {
        "今天" | "今日" | "today" => return Some(today),
        "明天" | "tomorrow" => return from_today(1),
        "后天" => return from_today(2),
        "昨天" | "yesterday" => return from_today(-1),
        _ => {}
    }
    if text.starts_with(['+', '-'])
        && let Ok(days) = text.parse::<i64>()
    {
        return from_today(days);
    }
    if let Some(weekday) = weekday(&text) {
        let ahead = (weekday - i64::from(today.weekday().to_monday_zero_offset())).rem_euclid(7);
        return from_today(if ahead == 0 { 7 } else { ahead });
    }
    if let Some(numbers) = calendar_day(&text) {
        return numbers.date();
    }
    match parts(&text).as_slice() {
        [month, day] => {
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            let here = Date::new(today.year(), month, day).ok();
            match here {
                Some(here) if (today - here).get_days() > 183 => Date::new(today.year() + 1, month, day).ok(),
                Some(here) => Some(here),
                None => Date::new(today.year() + 1, month, day).ok(),
            }
        }
        _ => None,
    }
}

/// Year, month and day as they were written; there need not be such a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbers(i16, i8, i8);

impl Numbers {
    pub fn date(self) -> Option<Date> {
        Date::new(self.0, self.1, self.2).ok()
    }
}

/// A day that says its year, which comes first and has four digits: `2026-11-20`, `2026/11/20`, `2026.11.20`,
/// `2026年11月20日`, `20261120`. None for anything else, such as `01/02/03`.
pub(super) fn calendar_day(text: &str) -> Option<Numbers> {
    if text.len() == 8 && text.chars().all(|c| c.is_ascii_digit()) {
        let number: u32 = text.parse().ok()?;
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
        return Some(Numbers(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?));
    }
    match parts(text).as_slice() {
        [year, month, day] if year.len() == 4 => {
            Some(Numbers(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?))
        }
        _ => None,
    }
}

/// What stands between the signs of a day.
fn parts(text: &str) -> Vec<&str> {
    text.split(['-', '/', '.', '年', '月', '日', '号'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// Days since Monday of a weekday's name.
fn weekday(name: &str) -> Option<i64> {
    const NAMES: [[&str; 3]; 7] = [
        ["周一", "星期一", "mon"],
        ["周二", "星期二", "tue"],
        ["周三", "星期三", "wed"],
        ["周四", "星期四", "thu"],
        ["周五", "星期五", "fri"],
        ["周六", "星期六", "sat"],
        ["周日", "星期日", "sun"],
    ];
    (0..7).zip(NAMES).find(|(_, names)| names.contains(&name)).map(|(n, _)| n)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_read_as_people_type_them() {
        let today = date(2026, 11, 20); // a Friday
        for (typed, want) in [
            ("2026-11-20", Some(date(2026, 11, 20))),
            ("2026/1/5", Some(date(2026, 1, 5))),
            ("2026年1月5日", Some(date(2026, 1, 5))),
            ("２０２６－０１－０５", Some(date(2026, 1, 5))),
            ("20260105", Some(date(2026, 1, 5))),
            ("11-28", Some(date(2026, 11, 28))),
            ("1-5", Some(date(2027, 1, 5))),
            ("今天", Some(today)),
            ("+3", Some(date(2026, 11, 23))),
            ("-1", Some(date(2026, 11, 19))),
            ("周五", Some(date(2026, 11, 27))),
            ("mon", Some(date(2026, 11, 23))),
            ("2026-02-30", None),
            ("soon", None),
            ("20269999", None),
            ("+99999999999", None),
        ] {
            assert_eq!(day(typed, today), want, "{typed}");
        }
    }
}
