//! One cell of an export: a number, or a word that stands for no value. What a cell means to its column is decided by
//! the caller.

/// A number as it is written: exact digits where there are at most eighteen, and the nearest float always.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    /// The digits without the point; holds only if `decimals` is not [`Number::INEXACT`].
    pub digits: i64,
    pub decimals: u8,
    pub float: f64,
}

impl Number {
    /// Written with an exponent or with more digits than fit.
    pub const INEXACT: u8 = u8::MAX;

    /// None unless all of the cell is one finite number. No thousands signs and no decimal comma: `1,5` may be either.
    pub fn read(cell: &[u8]) -> Option<Number> {
        let (is_negative, rest) = match cell {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] | rest => (false, rest),
        };
        let (mut digits, mut count, mut point) = (0_i64, 0_usize, None);
        for byte in rest {
            match byte {
                b'0'..=b'9' => {
                    digits = digits.wrapping_mul(10).wrapping_add(i64::from(byte - b'0'));
                    count += 1;
                }
                b'.' if point.is_none() => point = Some(count),
                b'e' | b'E' if count > 0 => return Number::inexact(cell),
                _ => return None,
            }
        }
        let decimals = point.map_or(0, |point| count - point);
        if count == 0 {
            return None;
        }
        let Some(power) = POWERS.get(decimals).filter(|_| count <= 18) else { return Number::inexact(cell) };
        let digits = if is_negative { -digits } else { digits };
        // Two floats that are exact make one that is the nearest.
        #[expect(clippy::cast_precision_loss, reason = "what is longer is read digit by digit")]
        let float = if digits.abs() < 1 << 53 { digits as f64 / power } else { Number::inexact(cell)?.float };
        Some(Number { digits, decimals: u8::try_from(decimals).unwrap_or(Number::INEXACT), float })
    }

    fn inexact(cell: &[u8]) -> Option<Number> {
        let float: f64 = std::str::from_utf8(cell).ok()?.parse().ok()?;
        // -0 is 0.
        float.is_finite().then_some(Number { digits: 0, decimals: Number::INEXACT, float: float + 0.0 })
    }
}

/// Powers of ten that a float holds exactly, up to 10^18.
pub(super) const POWERS: [f64; 19] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

/// Words that stand for no value wherever they are met; ASCII in lower case.
const NULLS: [&str; 25] = [
    "null",
    "(null)",
    "<null>",
    "\\n",
    "nan",
    "-nan",
    "nan(ind)",
    "-nan(ind)",
    "1.#qnan",
    "-1.#ind",
    "1.#ind",
    "n/a",
    "#n/a",
    "#value!",
    "#ref!",
    "#div/0!",
    "none",
    "nil",
    "undefined",
    "-",
    "--",
    "—",
    "——",
    "无",
    "空",
];

/// Words by which historians and gateways say that there is no value; in a column of words they may be values.
const OUTAGES: [&str; 19] = [
    "na",
    "bad",
    "bad input",
    "bad data",
    "no data",
    "no sample",
    "i/o timeout",
    "timeout",
    "shutdown",
    "pt created",
    "calc failed",
    "configure",
    "scan off",
    "not connect",
    "error",
    "坏值",
    "坏点",
    "断线",
    "无数据",
];

/// All words that can be found; the number of a word counts from 0 in this order.
pub(super) fn null_words() -> impl Iterator<Item = &'static str> {
    NULLS.into_iter().chain(OUTAGES)
}

pub(super) const NULL_WORDS: usize = NULLS.len() + OUTAGES.len();

/// The number of the word for no value that a cell is.
pub(super) fn null_word(cell: &[u8], in_words: bool) -> Option<usize> {
    const LONGEST: usize = 11;
    let first = cell.first()?.to_ascii_lowercase();
    let may_be = matches!(first, b'n' | b'(' | b'<' | b'\\' | b'-' | b'1' | b'#' | b'u' | 0xe2 | 0xe6 | 0xe7);
    let outage = !in_words && (first.is_ascii_alphabetic() || matches!(first, 0xe5 | 0xe6));
    if cell.len() > LONGEST || !(may_be || outage) {
        return None;
    }
    let most = if in_words { NULLS.len() } else { NULL_WORDS };
    null_words().take(most).position(|word| cell.eq_ignore_ascii_case(word.as_bytes()))
}

/// Words of two-state columns; ASCII in lower case.
pub(super) fn is_yes_or_no(text: &str) -> bool {
    const WORDS: [&str; 22] = [
        "true", "false", "yes", "no", "on", "off", "y", "n", "t", "f", "是", "否", "开", "关", "启", "停",
        "运行", "停止", "停机", "合", "分", "有",
    ];
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

/// A cell without the blanks around it.
pub(super) fn trimmed(cell: &[u8]) -> &[u8] {
    let is_plain = |byte: Option<&u8>| byte.is_none_or(|byte| (b'!'..0x80).contains(byte));
    if is_plain(cell.first()) && is_plain(cell.last()) {
        return cell;
    }
    match std::str::from_utf8(cell) {
        Ok(text) => {
            let is_blank = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}');
            text.trim_matches(is_blank).as_bytes()
        }
        Err(_) => cell.trim_ascii(),
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
    fn a_number_is_all_of_its_cell() {
        for (text, wanted) in [
            ("12", Some((12, 0))),
            ("-12.50", Some((-1250, 2))),
            ("+.5", Some((5, 1))),
            ("5.", Some((5, 0))),
            ("007", Some((7, 0))),
            ("-0.0", Some((0, 1))),
            ("1e3", Some((0, Number::INEXACT))),
            ("1234567890123456789", Some((0, Number::INEXACT))),
            ("1,5", None),
            ("1.2.3", None),
            ("", None),
            (".", None),
            ("-", None),
            ("1e999", None),
            ("inf", None),
            ("12℃", None),
            ("0x1f", None),
        ] {
            let read = Number::read(text.as_bytes());
            assert_eq!(read.map(|number| (number.digits, number.decimals)), wanted, "{text:?}");
        }
    }

    #[test]
    fn words_for_no_value_are_known_in_any_case() {
        for (word, in_words, is) in [
            ("NaN", true, true),
            ("NULL", true, true),
            ("#N/A", true, true),
            ("无", true, true),
            ("--", true, true),
            ("Bad", false, true),
            ("Bad", true, false),
            ("I/O Timeout", false, true),
            ("无锡", true, false),
            ("-1", false, false),
            ("", false, false),
        ] {
            assert_eq!(null_word(word.as_bytes(), in_words).is_some(), is, "{word}");
        }
        assert!(null_words().all(|word| null_word(word.to_uppercase().as_bytes(), false).is_some()));
        assert!(null_words().all(|word| word.len() <= 11));
    }

    #[test]
    fn blanks_of_all_kinds_are_left_out() {
        for (cell, left) in
            [(" a b\t", "a b"), ("\u{3000}温\u{a0}", "温"), ("\u{feff}", ""), ("x", "x"), ("", "")]
        {
            assert_eq!(trimmed(cell.as_bytes()), left.as_bytes(), "{cell:?}");
        }
    }

    proptest! {
        #[test]
        fn the_float_is_the_nearest(text in r"-?[0-9]{1,20}(\.[0-9]{0,20})?(e-?[0-9]{1,2})?") {
            let wanted: f64 = text.parse().unwrap();
            let read = Number::read(text.as_bytes()).unwrap();
            prop_assert_eq!(read.float, wanted);
            if read.decimals != Number::INEXACT && read.digits.abs() < 1 << 53 {
                prop_assert_eq!(read.digits as f64 / 10_f64.powi(i32::from(read.decimals)), wanted);
            }
        }
    }
}
