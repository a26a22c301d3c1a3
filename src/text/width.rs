//! How many terminal cells a text takes, and cutting it to fit. It counts as ratatui's `Buffer::set_stringn`
//! draws (0.30: by grapheme; one that holds a control is not drawn), so a column that is padded here is
//! straight on the screen. The tables are those of `unicode-width`; the tests compare with a real buffer.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Stands where text was cut off. One cell here, as to ratatui; for terminals that give it two there is a setting.
const CUT: &str = "…";

/// Cells on the screen.
pub fn width(text: &str) -> usize {
    pieces(text).map(|piece| piece.cells).sum()
}

/// Whether Unicode leaves open if it takes one cell or two; we count one.
pub fn is_ambiguous(c: char) -> bool {
    c.width() == Some(1) && c.width_cjk() == Some(2)
}

/// What a reader calls characters, in order. The same as Unicode's extended grapheme clusters, faster on
/// Chinese and ASCII.
pub fn graphemes(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).map(|piece| piece.text)
}

/// Never wider than `cells`; `…` ends what did not fit.
pub fn clip(text: &str, cells: usize) -> Cow<'_, str> {
    let room = cells.saturating_sub(1);
    let (mut used, mut at, mut kept) = (0, 0, 0);
    for piece in pieces(text) {
        used += piece.cells;
        at += piece.text.len();
        if used <= room {
            kept = at;
        } else if used > cells {
            let head = text.get(..kept).unwrap_or_default();
            return if cells == 0 { Cow::Borrowed("") } else { Cow::Owned(format!("{head}{CUT}")) };
        }
    }
    Cow::Borrowed(text)
}

/// The end of a text rather than its beginning, for paths: `…/plant.wubu.ron`. Never wider than `cells`.
pub fn tail(text: &str, cells: usize) -> Cow<'_, str> {
    let mut left = width(text);
    if left <= cells {
        return Cow::Borrowed(text);
    }
    if cells == 0 {
        return Cow::Borrowed("");
    }
    let mut rest = pieces(text);
    while left >= cells {
        left -= rest.next().map_or(left, |piece| piece.cells);
    }
    Cow::Owned(format!("{CUT}{}", rest.rest))
}

/// Exactly `cells` wide, text at the left.
pub fn pad(text: &str, cells: usize) -> String {
    let text = clip(text, cells);
    let blank = cells - width(&text);
    let mut out = text.into_owned();
    out.extend(std::iter::repeat_n(' ', blank));
    out
}

/// Exactly `cells` wide, text at the right, for numbers.
pub fn pad_left(text: &str, cells: usize) -> String {
    let text = clip(text, cells);
    let mut out = " ".repeat(cells - width(&text));
    out.push_str(&text);
    out
}

/// One grapheme, measured.
#[derive(Clone, Copy)]
pub(super) struct Piece<'a> {
    pub text: &'a str,
    /// its first character, which decides how it breaks
    pub base: char,
    pub cells: usize,
}

pub(super) fn pieces(text: &str) -> Pieces<'_> {
    Pieces { rest: text, ahead: text.chars().next().map(|c| (c, is_plain(c))) }
}

/// Each character is looked at once, unless Unicode has to be asked.
pub(super) struct Pieces<'a> {
    rest: &'a str,
    /// the first character of the rest, and whether it is plain
    ahead: Option<(char, bool)>,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let (base, plain) = self.ahead?;
        let (mut text, mut rest) = self.rest.split_at(base.len_utf8());
        let mut ahead = rest.chars().next().map(|c| (c, is_plain(c)));
        let mut cells = if base < '\u{3000}' { 1 } else { 2 };
        if !plain || ahead.is_some_and(|(_, plain)| !plain) {
            let len = self.rest.graphemes(true).next().map_or(text.len(), str::len);
            (text, rest) = self.rest.split_at(len);
            ahead = rest.chars().next().map(|c| (c, is_plain(c)));
            cells = cells_of(text);
        }
        self.rest = rest;
        self.ahead = ahead;
        Some(Piece { text, base, cells })
    }
}

/// Cells of one grapheme by the tables, as ratatui's `CellWidth` has it:
/// the half-width voiced sound marks (U+FF9E, U+FF9F) get a cell of their own.
fn cells_of(grapheme: &str) -> usize {
    if grapheme.contains(char::is_control) {
        return 0;
    }
    let sound_marks = grapheme.chars().filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}')).count();
    grapheme.width() + sound_marks
}

/// Characters that need no table: visible, one grapheme by themselves beside another plain one, one cell
/// below U+3000 and two from there on. Nearly all of a Chinese text is plain.
pub(super) fn is_plain(c: char) -> bool {
    matches!(c,
        ' '..='~'
        | '\u{c0}'..='\u{24f}'
        | '\u{2010}'..='\u{2027}'
        | '\u{3000}'..='\u{3029}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ff01}'..='\u{ff5e}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::{buffer::Buffer, layout::Rect, style::Style};

    use super::*;

    /// Where the pen stands after drawing.
    fn drawn(text: &str) -> usize {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 1000, 1));
        usize::from(buffer.set_stringn(0, 0, text, 1000, Style::new()).0)
    }

    #[test]
    fn cells_are_those_the_buffer_takes() {
        for (text, cells) in [
            ("", 0),
            ("a", 1),
            ("五步", 4),
            ("（EnMS）", 8),
            ("——“……”", 6),
            ("e\u{301}", 1),
            ("❤\u{fe0f}", 2),
            ("👩\u{200d}🔧", 2),
            ("🇨🇳", 2),
            // a real terminal takes two: ratatui adds a cell that the tables now count themselves
            ("ｶﾞ", 3),
            ("\x1b[m", 2),
            ("a\r\nb", 2),
            ("\u{200b}", 0),
        ] {
            assert_eq!(width(text), cells, "{text:?}");
            assert_eq!(drawn(text), cells, "{text:?}");
        }
    }

    #[test]
    fn plain_characters_are_what_they_promise() {
        for c in ('\0'..='\u{ffff}').filter(|c| is_plain(*c)) {
            let text = c.to_string();
            assert_eq!(width(&text), text.width(), "{c:?}");
            let beside = format!("国{c}国a{c}{c}");
            assert_eq!(beside.graphemes(true).count(), 6, "{c:?}");
        }
    }

    #[test]
    fn clipping_ends_in_an_ellipsis() {
        for (text, cells, clipped) in [
            ("五步", 0, ""),
            ("五步", 1, "…"),
            ("五步", 2, "…"),
            ("五步", 3, "五…"),
            ("五步", 4, "五步"),
            ("五步工作台", 6, "五步…"),
            ("ab", 0, ""),
            ("ab", 1, "…"),
            ("ab", 2, "ab"),
            ("", 0, ""),
            ("", 3, ""),
            ("ae\u{301}z", 2, "a…"),
            ("🇨🇳🇨🇳", 3, "🇨🇳…"),
        ] {
            assert_eq!(clip(text, cells), clipped, "{text:?} in {cells}");
        }
    }

    #[test]
    fn a_tail_keeps_the_name_of_the_file() {
        for (text, cells, kept) in [
            ("厂/plant.ron", 0, ""),
            ("厂/plant.ron", 1, "…"),
            ("厂/plant.ron", 2, "…n"),
            ("厂/plant.ron", 11, "…/plant.ron"),
            ("厂/plant.ron", 12, "厂/plant.ron"),
            ("五步工作台", 6, "…作台"),
            ("五步工作台", 8, "…工作台"),
            ("", 0, ""),
        ] {
            assert_eq!(tail(text, cells), kept, "{text:?} in {cells}");
        }
    }

    #[test]
    fn padding_fills_what_a_wide_character_left_open() {
        for (text, cells, left, right) in [
            ("", 0, "", ""),
            ("五", 0, "", ""),
            ("五", 1, "…", "…"),
            ("五步", 2, "… ", " …"),
            ("五步", 5, "五步 ", " 五步"),
            ("12", 4, "12  ", "  12"),
        ] {
            assert_eq!(pad(text, cells), left, "{text:?} in {cells}");
            assert_eq!(pad_left(text, cells), right, "{text:?} in {cells}");
        }
    }

    fn any_text() -> impl Strategy<Value = String> {
        let character = prop_oneof![
            4 => proptest::char::range(' ', '~'),
            4 => proptest::char::range('\u{4e00}', '\u{9fff}'),
            2 => prop::sample::select("，。（）“”—…\u{3000}ｶﾞﾟ".chars().collect::<Vec<_>>()),
            2 => prop::sample::select("\u{200d}\u{fe0f}\u{fe0e}\u{301}\u{1f3fb}👩🔧❤🇨🇳ᄀ각ᆨक\u{94d}ष\u{600}\u{9b}\r\n\u{ad}".chars().collect::<Vec<_>>()),
            2 => any::<char>(),
        ];
        prop::collection::vec(character, 0..40).prop_map(String::from_iter)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn width_agrees_with_the_buffer(text in any_text()) {
            prop_assert_eq!(width(&text), drawn(&text));
        }

        #[test]
        fn graphemes_agree_with_unicode(text in any_text()) {
            let ours: Vec<&str> = graphemes(&text).collect();
            let theirs: Vec<&str> = text.graphemes(true).collect();
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn what_is_cut_fits_and_what_fits_is_not_cut(text in any_text(), cells in 0_usize..60) {
            for cut in [clip(&text, cells), tail(&text, cells)] {
                prop_assert!(width(&cut) <= cells);
                prop_assert_eq!(width(&text) <= cells, cut == text);
            }
        }

        #[test]
        fn padded_is_exactly_as_wide_as_asked(text in any_text(), cells in 0_usize..60) {
            let text = super::super::show(&text);
            prop_assert_eq!(width(&pad(&text, cells)), cells);
            prop_assert_eq!(width(&pad_left(&text, cells)), cells);
        }
    }
}
