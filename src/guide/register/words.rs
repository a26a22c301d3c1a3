//! When two spellings are one word: headers of tables and words in cells.

use unicode_normalization::UnicodeNormalization;

use crate::text::half_width;

/// A word without its width, spaces and, unless it matters, case.
pub fn word_form(text: &str, case_matters: bool) -> String {
    let composed: String = text.nfc().collect();
    forms(&composed, case_matters).collect()
}

/// Whether a word of the guide has this form. Ten thousand cells ask every word: nothing is copied.
pub(super) fn is_word(known: &str, form: &str, case_matters: bool) -> bool {
    forms(known, case_matters).eq(form.chars())
}

fn forms(composed: &str, case_matters: bool) -> impl Iterator<Item = char> {
    let narrow = composed.chars().map(half_width).map(bracket).filter(|c| !c.is_whitespace());
    narrow.flat_map(move |c| {
        let (kept, lower) = if case_matters { (Some(c), None) } else { (None, Some(c.to_lowercase())) };
        kept.into_iter().chain(lower.into_iter().flatten())
    })
}

/// A header as [`word_form`], without the stars that mark what has to be filled in.
pub fn header_form(header: &str) -> String {
    word_form(header, false).chars().filter(|c| *c != '*').collect()
}

/// A header without the bracket at its end, which holds a unit or a hint. None without one.
pub fn without_bracket(header: &str) -> Option<&str> {
    let header = header.trim_end_matches(|c: char| c.is_whitespace() || "*＊".contains(c));
    let close = header.chars().next_back()?;
    let opens = match bracket(half_width(close)) {
        ')' => "(（",
        ']' => "[【［",
        _ => return None,
    };
    let (before, _) = header.split_at(header.rfind(|c| opens.contains(c))?);
    Some(before)
}

/// Chinese brackets as ASCII ones; `half_width` leaves them alone.
fn bracket(c: char) -> char {
    match c {
        '（' => '(',
        '）' => ')',
        '【' => '[',
        '】' => ']',
        '：' => ':',
        '，' => ',',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_case_spaces_and_stars_do_not_matter() {
        assert_eq!(header_form(" 设备\r\nＩＤ ＊"), "设备id");
        assert_eq!(header_form("单位（物资）"), header_form("单位(物资)"));
        assert_eq!(word_form("ｋＷ h", true), "kWh");
    }

    #[test]
    fn a_bracket_at_the_end_can_go() {
        assert_eq!(without_bracket("时延（ms）"), Some("时延"));
        assert_eq!(without_bracket("时延 [ms] *"), Some("时延 "));
        assert_eq!(without_bracket("时延"), None);
        assert_eq!(without_bracket("时延)"), None);
        assert_eq!(without_bracket(""), None);
    }
}
