//! Numbers as text without the noise of binary fractions: 15 significant digits, as Excel shows and compares them.

use super::styles::Shown;

/// Digits that a double is sure to hold (IEEE 754 binary64: `DBL_DIG`).
const DIGITS: usize = 15;

/// `0.1` for 0.1000000000000000055; plain digits from 1e-9 to 1e21, else an exponent: `1.5E-12`.
pub fn plain(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{number:.*e}", DIGITS - 1);
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let digits = digits.replace('.', "");
    let digits = digits.trim_end_matches('0');
    if !(-9..21).contains(&exponent) {
        let (first, rest) = digits.split_at_checked(1).unwrap_or((digits, ""));
        let point = if rest.is_empty() { "" } else { "." };
        let plus = if exponent < 0 { "" } else { "+" };
        return format!("{sign}{first}{point}{rest}E{plus}{exponent}");
    }
    match usize::try_from(exponent) {
        Err(_) => {
            let zeros = "0".repeat(usize::try_from(-exponent - 1).unwrap_or(0));
            format!("{sign}0.{zeros}{digits}")
        }
        Ok(whole) if digits.len() <= whole + 1 => {
            format!("{sign}{digits}{}", "0".repeat(whole + 1 - digits.len()))
        }
        Ok(whole) => {
            let (whole, fraction) = digits.split_at_checked(whole + 1).unwrap_or((digits, ""));
            format!("{sign}{whole}.{fraction}")
        }
    }
}

/// A number in a format that is no day.
pub fn formatted(number: f64, shown: Shown) -> String {
    match shown {
        Shown::Percent => {
            // Moving the point of the text instead of multiplying leaves no noise: 0.07 is 7 %.
            let noiseless: f64 = plain(number).parse().unwrap_or(number);
            format!("{}%", plain(noiseless * 100.0))
        }
        Shown::Digits(digits) if number >= 0.0 && number.fract() == 0.0 => {
            format!("{:0>digits$}", plain(number))
        }
        _ => plain(number),
    }
}

/// The number that a text is, if reading that number gives the same text: what may be stored as a number without
/// changing a sign of it. `1.50`, `007` and `1e3` are text.
pub fn exact(text: &str) -> Option<f64> {
    let number: f64 = text.parse().ok()?;
    (number.is_finite() && plain(number) == text).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_without_noise() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (0.1 + 0.2, "0.3"),
            (74.935_881_999_999_98, "74.935882"),
            (1234.5, "1234.5"),
            (-12.0, "-12"),
            (100.0, "100"),
            (123_456_789_012_345.0, "123456789012345"),
            (1e20, "100000000000000000000"),
            (1e21, "1E+21"),
            (1.5e-12, "1.5E-12"),
            (1e-9, "0.000000001"),
            (0.001_5, "0.0015"),
            (f64::NAN, "0"),
        ] {
            assert_eq!(plain(number), text);
        }
        assert_eq!(formatted(0.07, Shown::Percent), "7%");
        assert_eq!(formatted(0.125, Shown::Percent), "12.5%");
        assert_eq!(formatted(0.29, Shown::Percent), "29%");
        assert_eq!(formatted(42.0, Shown::Digits(5)), "00042");
        assert_eq!(formatted(4.5, Shown::Digits(5)), "4.5");
    }

    #[test]
    fn only_a_number_that_reads_back_the_same_is_a_number() {
        for (text, is) in [
            ("1", true),
            ("-1.5", true),
            ("0", true),
            ("007", false),
            ("1.50", false),
            ("-0", false),
            ("1e3", false),
            ("1E+21", true),
            ("12345678901234567", false),
            ("", false),
            ("NaN", false),
            ("inf", false),
            ("+1", false),
            (" 1", false),
        ] {
            assert_eq!(exact(text).is_some(), is, "{text:?}");
        }
    }
}
