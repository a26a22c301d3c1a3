//! Decimal numbers as people write them: 0.1 is a tenth, and sums and comparisons do not drift.

use std::fmt;

use crate::text::half_width;
use crate::workspace::kind::number;

/// Up to 20 digits before the point, enough for any 64-bit counter, and 15 behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Decimal(i128);

const PLACES: usize = 15;
const ONE: i128 = 10_i128.pow(15);
const END: i128 = 10_i128.pow(35);

/// Why a text is no such number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    NoNumber,
    TooLong,
}

impl Decimal {
    /// Full-width digits, a thousands comma where it divides thousands, a sign, an exponent as in `1.2E+05`.
    pub(super) fn read(text: &str) -> Result<Decimal, Fault> {
        let text: String = text.trim().chars().map(half_width).collect();
        let text = text.replace(['−', '–'], "-");
        let (mantissa, exponent): (&str, i32) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse().ok().ok_or(Fault::NoNumber)?),
            None => (text.as_str(), 0),
        };
        let (is_negative, digits) = match mantissa.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, mantissa.strip_prefix('+').unwrap_or(mantissa)),
        };
        let zero = if digits.starts_with('.') { "0" } else { "" };
        // `number` knows a sign of its own: here it would be a second one.
        let digits = if digits.starts_with('-') { None } else { number(&format!("{zero}{digits}")) };
        let digits = digits.ok_or(Fault::NoNumber)?;
        let (whole, decimals) = digits.split_once('.').unwrap_or((&digits, ""));
        let units = scaled(whole, decimals, exponent).ok_or(Fault::TooLong)?;
        Ok(Decimal(if is_negative { -units } else { units }))
    }

    pub fn is_negative(self) -> bool {
        self.0 < 0
    }

    pub fn has_decimals(self) -> bool {
        self.0 % ONE != 0
    }

    /// None when it has decimals or is too large.
    pub fn whole(self) -> Option<i64> {
        if self.has_decimals() { None } else { i64::try_from(self.0 / ONE).ok() }
    }

    pub fn checked_add(self, other: Decimal) -> Option<Decimal> {
        self.0.checked_add(other.0).map(Decimal).filter(|sum| sum.0.abs() < END)
    }

    pub fn checked_mul(self, times: i64) -> Option<Decimal> {
        self.0.checked_mul(i128::from(times)).map(Decimal).filter(|product| product.0.abs() < END)
    }
}

/// The digits as a count of the smallest place; None where they do not fit.
fn scaled(whole: &str, decimals: &str, exponent: i32) -> Option<i128> {
    let digits = format!("{whole}{decimals}");
    let digits = digits.trim_start_matches('0');
    let significant = digits.trim_end_matches('0');
    if significant.is_empty() {
        return Some(0);
    }
    let zeros = i64::try_from(digits.len() - significant.len()).ok()?;
    let places =
        i64::try_from(PLACES).ok()? - i64::try_from(decimals.len()).ok()? + i64::from(exponent) + zeros;
    let shift = u32::try_from(places).ok().filter(|shift| *shift < 36)?;
    if significant.len() > 35 {
        return None;
    }
    let units = significant.parse::<i128>().ok()?.checked_mul(10_i128.pow(shift))?;
    (units < END).then_some(units)
}

impl From<i64> for Decimal {
    fn from(number: i64) -> Decimal {
        Decimal(i128::from(number) * ONE)
    }
}

/// The shortest form: no needless zero, no exponent.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.abs() / ONE, self.0.abs() % ONE);
        if rest == 0 {
            return write!(f, "{sign}{whole}");
        }
        let rest = format!("{rest:015}");
        write!(f, "{sign}{whole}.{}", rest.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_as_they_stand_in_tables() {
        for (text, wanted) in [
            ("3", Some("3")),
            ("2.50", Some("2.5")),
            ("-0.0", Some("0")),
            ("+5", Some("5")),
            ("−4", Some("-4")),
            (".5", Some("0.5")),
            ("1,200,300.5", Some("1200300.5")),
            ("１２．５", Some("12.5")),
            ("1.2E+05", Some("120000")),
            ("1e-6", Some("0.000001")),
            ("18446744073709551615", Some("18446744073709551615")),
            ("00000000000000000000000000000000000007", Some("7")),
            ("0.1000000000000000000000000000000000000", Some("0.1")),
            ("100000000000000000000", None),
            ("0.0000000000000001", None),
            ("1e99", None),
            ("1e-99", None),
            ("0e99", Some("0")),
            ("1,5", None),
            ("--5", None),
            ("+-5", None),
            ("1.2.3", None),
            ("", None),
            ("e5", None),
            ("NaN", None),
            ("0x10", None),
        ] {
            assert_eq!(Decimal::read(text).ok().map(|n| n.to_string()).as_deref(), wanted, "{text:?}");
        }
    }

    #[test]
    fn a_tenth_and_two_tenths_are_three_tenths() {
        let [a, b, c] = ["0.1", "0.2", "0.3"].map(|text| Decimal::read(text).unwrap());
        assert_eq!(a.checked_add(b), Some(c));
        assert!(Decimal::read("-3").unwrap() < Decimal::read("2.9").unwrap());
        assert_eq!(Decimal::read("2.0").unwrap().whole(), Some(2));
        assert_eq!(c.whole(), None);
        assert_eq!(Decimal::read("99999999999999999999").unwrap().checked_mul(10), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(units in -END + 1..END) {
            let number = Decimal(units);
            prop_assert_eq!(Decimal::read(&number.to_string()), Ok(number));
        }

        #[test]
        fn no_text_breaks_the_reader(text in "([0-9,.eE+-]|[０-９，]|\\PC){0,50}") {
            let _ = Decimal::read(&text);
        }
    }
}
