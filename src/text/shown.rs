//! The one door through which text of unknown origin becomes safe to show: what a terminal would obey, and
//! what a reader would not see, comes out as visible marks. Data keeps its bytes; only the screen's copy
//! changes. Every view, message and log line of ours calls it; the file's writer asks [`is_hidden`].

use std::borrow::Cow;
use std::fmt::Write;

use unicode_normalization::char::is_combining_mark;

use super::width::{is_plain, width};

/// Tabs stop at every fourth cell, counted from the start of the text.
const TAB_STOP: usize = 4;

/// No script needs more; three hundred on one letter are an attack on the cell (and the reader).
const MARKS_ON_ONE_BASE: usize = 8;

/// One line, inert and honest: `^[` for controls, `⟨U+202E⟩` for what hides or reorders, spaces for a tab.
/// Showing what is already shown changes nothing.
pub fn show(text: &str) -> Cow<'_, str> {
    let mut marks = 0;
    for (at, c) in text.char_indices() {
        if is_plain(c) {
            marks = 0;
        } else if is_hidden(c) || is_one_too_many(c, &mut marks) {
            let (clean, rest) = text.split_at(at);
            return Cow::Owned(shown(clean, rest));
        }
    }
    Cow::Borrowed(text)
}

/// Whether [`show`] replaces this character: a control (newline and tab are controls too), or one that has no
/// shape of its own: bidi and zero-width controls, fillers, tags, line and paragraph separators.
///
/// These are Unicode's default-ignorable characters but two kinds: variation selectors, which choose a
/// glyph for an emoji or a Han character, and the soft hyphen.
pub fn is_hidden(c: char) -> bool {
    match c {
        ' '..='~' | '\u{3000}'..='\u{3163}' | '\u{3165}'..='\u{d7ff}' => false,
        '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e00ff}'
        | '\u{e01f0}'..='\u{e0fff}' => true,
        c => c.is_control(),
    }
}

/// Whether any character of a text is hidden. Reads bytes and decodes only where one may be: the writer asks
/// this of every string of a file.
pub fn has_hidden(text: &str) -> bool {
    /// First bytes (UTF-8) of the characters that [`is_hidden`] may be true for.
    const SUSPECTS: [bool; 256] = {
        let mut suspects = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            suspects[byte] =
                matches!(byte, 0..0x20 | 0x7f | 0xc2 | 0xcd | 0xd8 | 0xe1 | 0xe2 | 0xe3 | 0xef | 0xf0 | 0xf3);
            byte += 1;
        }
        suspects
    };
    let is_hidden_at = |at: usize| text.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_hidden);
    text.bytes().enumerate().any(|(at, byte)| SUSPECTS[usize::from(byte)] && is_hidden_at(at))
}

fn shown(clean: &str, rest: &str) -> String {
    let mut out = String::with_capacity(clean.len() + rest.len() + 16);
    out.push_str(clean);
    let (mut measured, mut column) = (0, 0);
    // a base just before `rest` may carry some marks already
    let mut marks = clean.chars().rev().take_while(|c| is_mark(*c)).count();
    for c in rest.chars() {
        if c == '\t' {
            column += width(out.get(measured..).unwrap_or_default());
            let blank = TAB_STOP - column % TAB_STOP;
            out.extend(std::iter::repeat_n(' ', blank));
            column += blank;
            measured = out.len();
            marks = 0;
        } else if is_hidden(c) {
            push_marker(&mut out, c);
            marks = 0;
        } else if !is_one_too_many(c, &mut marks) {
            out.push(c);
        }
    }
    out
}

fn push_marker(out: &mut String, c: char) {
    match c {
        '\0'..='\x1f' => out.extend(['^', char::from(c as u8 + b'@')]),
        '\x7f' => out.push_str("^?"),
        c => write!(out, "⟨U+{:04X}⟩", u32::from(c)).expect("a String takes every write"),
    }
}

fn is_one_too_many(c: char, marks: &mut usize) -> bool {
    *marks = if is_mark(c) { *marks + 1 } else { 0 };
    *marks > MARKS_ON_ONE_BASE
}

/// Skin tones join the character before them like accents do.
fn is_mark(c: char) -> bool {
    !is_plain(c) && (is_combining_mark(c) || matches!(c, '\u{1f3fb}'..='\u{1f3ff}'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_hidden_character_is_found_wherever_it_stands() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            assert_eq!(has_hidden(&format!("磨{c}。")), is_hidden(c), "{:x}", u32::from(c));
        }
    }

    #[test]
    fn what_a_terminal_would_obey_is_spelled_out() {
        for (raw, seen) in [
            ("", ""),
            ("\0", "^@"),
            ("\x1b[31m红", "^[[31m红"),
            ("\x1b]52;c;QQ==\x07", "^[]52;c;QQ==^G"),
            ("\x1b]0;title\x1b\\", "^[]0;title^[\\"),
            ("一\n二\r\n", "一^J二^M^J"),
            ("\x08\x7f", "^H^?"),
            ("\u{9b}31m", "⟨U+009B⟩31m"),
            ("\u{85}", "⟨U+0085⟩"),
            ("a\u{202e}b\u{2066}c\u{2069}", "a⟨U+202E⟩b⟨U+2066⟩c⟨U+2069⟩"),
            ("零\u{200b}宽\u{feff}\u{2060}\u{61c}", "零⟨U+200B⟩宽⟨U+FEFF⟩⟨U+2060⟩⟨U+061C⟩"),
            ("\u{2028}\u{2029}", "⟨U+2028⟩⟨U+2029⟩"),
            ("\u{e0041}", "⟨U+E0041⟩"),
            ("👩\u{200d}🔧", "👩⟨U+200D⟩🔧"),
        ] {
            assert_eq!(show(raw), seen, "{raw:?}");
        }
    }

    #[test]
    fn tabs_reach_the_next_stop_by_cells_not_by_characters() {
        for (raw, seen) in [
            ("\t", "    "),
            ("a\tb", "a   b"),
            ("表\tb", "表  b"),
            ("设备\tb", "设备    b"),
            ("a\t\tb", "a       b"),
            ("\x1b\tb", "^[  b"),
        ] {
            assert_eq!(show(raw), seen, "{raw:?}");
        }
    }

    #[test]
    fn plain_text_is_not_copied() {
        for text in [
            "企业应建立能源管理体系（EnMS），见《指南》——“试行”……",
            "plain",
            "é",
            "e\u{301}",
            "❤\u{fe0f}",
            "葛\u{e0100}",
            "a\u{a0}b\u{ad}c",
            "हिन्दी ไทย العربية",
        ] {
            assert!(matches!(show(text), Cow::Borrowed(_)), "{text:?}");
        }
    }

    #[test]
    fn marks_beyond_the_eighth_are_cut_on_each_base() {
        let many = "\u{301}".repeat(300);
        let eight = "\u{301}".repeat(8);
        assert_eq!(show(&format!("a{many}b{many}")), format!("a{eight}b{eight}"));
        assert_eq!(show(&format!("a{eight}")), format!("a{eight}"));
        assert_eq!(show(&format!("👍{}!", "\u{1f3fb}".repeat(90))), format!("👍{}!", "\u{1f3fb}".repeat(8)));
    }

    #[test]
    fn a_megabyte_of_tabs_is_not_measured_again_and_again() {
        assert_eq!(show(&"\t".repeat(1 << 20)).len(), 4 << 20);
    }

    proptest! {
        #[test]
        fn nothing_hidden_is_left_and_showing_twice_is_showing_once(
            text in "(.|[\u{0}-\u{1f}\u{7f}-\u{a0}\u{200b}-\u{206f}]|[a-c\u{300}-\u{310}]){0,40}"
        ) {
            let once = show(&text).into_owned();
            prop_assert!(!once.contains(is_hidden));
            prop_assert_eq!(&show(&once), &once);
        }
    }
}
