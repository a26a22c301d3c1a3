//! What people type and paste, made ready to keep; and the forms in which Chinese input methods send it.
//! Text that is kept changes as little as possible: NFC, plain line ends, no controls. Keys may change more,
//! because a key is a place on the keyboard, whatever the input method makes of it.

use unicode_normalization::UnicodeNormalization;

/// Typed or pasted text as it is kept: NFC, line ends as LF, and no controls but newline and tab.
pub fn typed(text: &str) -> String {
    // What nearly all text consists of is kept as it is, and no mark among it joins a letter before it.
    if text.chars().all(is_settled) {
        return text.to_owned();
    }
    let mut after_cr = false;
    text.chars()
        .filter_map(|c| {
            let doubled = after_cr && c == '\n';
            after_cr = c == '\r';
            match c {
                '\n' if doubled => None,
                '\r' => Some('\n'),
                '\n' | '\t' => Some(c),
                c => (!c.is_control()).then_some(c),
            }
        })
        .nfc()
        .collect()
}

/// Printable ASCII, Chinese and its punctuation: neither a control nor changed by NFC.
fn is_settled(c: char) -> bool {
    matches!(c, ' '..='~' | '\n' | '\t' | '\u{3000}'..='\u{3029}' | '\u{4e00}'..='\u{9fff}' | '！'..='～')
}

/// A full-width letter, digit or sign as its ASCII twin, and the ideographic space as a space. Chinese
/// punctuation is not a form of ASCII but text of its own, and stays.
pub fn half_width(c: char) -> char {
    if "！（），：；？".contains(c) { c } else { narrow(c) }
}

/// The key that was meant, when an input method sends punctuation or full-width forms in its place.
/// For matching keys only, never for text.
pub fn key_form(c: char) -> char {
    match c {
        '【' => '[',
        '】' => ']',
        '「' => '{',
        '」' => '}',
        '、' => '/',
        '。' => '.',
        '《' => '<',
        '》' => '>',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '￥' => '$',
        '·' => '`',
        c => narrow(c),
    }
}

/// A Chinese character: radicals and ideographs of all blocks, 々 and 〇; not punctuation.
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4e00}'..='\u{9fff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{2e80}'..='\u{2fd5}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3021}'..='\u{3029}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{2fffd}'
        | '\u{30000}'..='\u{3fffd}')
}

/// The whole block of full-width forms, punctuation included: two spellings of one sign.
pub(super) fn narrow(c: char) -> char {
    const SHIFT: u32 = '！' as u32 - '!' as u32;
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - SHIFT).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::{IsNormalized, is_nfc, is_nfc_quick};

    use super::*;

    #[test]
    fn typed_text_is_composed_and_free_of_controls() {
        for (raw, kept) in [
            ("", ""),
            ("一\r\n二\r三\n四\t五", "一\n二\n三\n四\t五"),
            ("\r\r\n\n", "\n\n\n"),
            ("\r", "\n"),
            ("\x1b[201~rm\x07\x7f\u{9b}", "[201~rm"),
            ("e\u{301}", "é"),
            // composition must not be stopped by a control that goes away
            ("e\0\u{301}", "é"),
            ("，。（）Ａ\u{3000}", "，。（）Ａ\u{3000}"),
        ] {
            assert_eq!(typed(raw), kept, "{raw:?}");
        }
    }

    #[test]
    fn what_is_settled_is_never_changed_by_composition() {
        let settled = (' '..=char::MAX).filter(|c| is_settled(*c));
        for c in settled {
            assert_eq!(is_nfc_quick(std::iter::once(c)), IsNormalized::Yes, "{c}");
        }
    }

    #[test]
    fn half_width_leaves_chinese_punctuation_alone() {
        let from = "ＡｚＡ０９％＋～\u{3000}，。；：？！（）【】「」《》、五a";
        assert_eq!(
            from.chars().map(half_width).collect::<String>(),
            "AzA09%+~ ，。；：？！（）【】「」《》、五a"
        );
    }

    #[test]
    fn a_key_is_known_through_the_input_method() {
        let sent = "【】、？：，。《》！（）；ｊＱ／１\u{3000}“‘「」￥·j五";
        assert_eq!(sent.chars().map(key_form).collect::<String>(), "[]/?:,.<>!();jQ/1 \"'{}$`j五");
    }

    #[test]
    fn han_is_characters_not_punctuation() {
        assert!("五步㐀𠀀々〇豈".chars().all(is_han));
        assert!(!"，。《》（）ａa1、— 한あ".chars().any(is_han));
    }

    proptest! {
        #[test]
        fn typing_what_was_typed_changes_nothing(text in "(.|[\u{0}-\u{a0}]|[e\u{301}\r\n]){0,30}") {
            let once = typed(&text);
            prop_assert!(is_nfc(&once));
            prop_assert!(!once.contains(|c: char| c.is_control() && c != '\n' && c != '\t'));
            prop_assert_eq!(typed(&once), once);
        }
    }
}
