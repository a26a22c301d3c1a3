//! One cell of an export: the blanks around it, and words that stand for no value. What a cell means to its column is
//! decided by the caller.

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
#[inline]
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
#[inline]
pub(super) fn trimmed(cell: &[u8]) -> &[u8] {
    // Of characters of three bytes with such a first one, which nearly all Chinese ones are, none is blank.
    let begins = matches!(cell, [] | [b'!'..0x80, ..] | [0xe4..=0xee, 0x80..0xc0, 0x80..0xc0, ..]);
    let ends = matches!(cell, [] | [.., b'!'..0x80] | [.., 0xe4..=0xee, 0x80..0xc0, 0x80..0xc0]);
    if begins && ends {
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
}
