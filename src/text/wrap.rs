//! Breaking text into lines of a given width, the way Chinese is set: no 。，、） begins a line, no （《“ ends
//! one, —— and …… stay whole (kinsoku; GB/T 15834-2011, 5.1), and Latin words by UAX #14. Greedy, one pass.
//! Views draw the visible lines of a [`Wrapped`]; ratatui's own wrapping breaks at spaces only, so a Chinese
//! paragraph is one word to it.

use unicode_linebreak::linebreaks;

use super::shown::show;
use super::typed::is_han;
use super::width::{Piece, pieces, width};

/// The lines of `text`, [`show`]n, none wider than `cells`. Each `\n` begins a new line; spaces at a break
/// are dropped. A run that knows no break is cut between two characters. What is too wide even alone (a
/// Chinese character in one cell) is shown as `…`. No cells, no lines.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    if cells == 0 {
        return vec![];
    }
    let mut lines = Vec::with_capacity(text.len() / cells + 1);
    for paragraph in text.split('\n') {
        Wrapping::new(&show(paragraph), cells, &mut lines).run();
    }
    lines
}

/// Text wrapped once for a width, to be drawn many times.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wrapped {
    cells: usize,
    lines: Vec<String>,
}

impl Wrapped {
    pub fn new(text: &str, cells: usize) -> Wrapped {
        Wrapped { cells, lines: wrap(text, cells) }
    }

    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// At most `rows` lines from the `first` on, whatever the numbers; what a scrolled view draws.
    pub fn window(&self, first: usize, rows: usize) -> &[String] {
        let first = first.min(self.lines.len());
        let end = first.saturating_add(rows).min(self.lines.len());
        self.lines.get(first..end).unwrap_or_default()
    }

    /// Whether it was wrapped for this width; if not, or if the text has changed, it is time for a new one.
    pub fn fits(&self, cells: usize) -> bool {
        self.cells == cells
    }
}

/// A place where the line may end.
#[derive(Clone, Copy)]
struct Break {
    /// where the next line begins
    at: usize,
    /// where this line's text ends: `at` without the spaces before it
    end: usize,
    /// cells of the paragraph up to `at`
    cells: usize,
}

/// One paragraph on its way into lines. Positions are bytes and lie between graphemes.
struct Wrapping<'a> {
    text: &'a str,
    room: usize,
    lines: &'a mut Vec<String>,
    /// where the open line begins
    start: Break,
    /// the last place in the open line where it may end
    chance: Option<Break>,
}

impl<'a> Wrapping<'a> {
    fn new(text: &'a str, room: usize, lines: &'a mut Vec<String>) -> Wrapping<'a> {
        Wrapping { text, room, lines, start: Break { at: 0, end: 0, cells: 0 }, chance: None }
    }

    fn run(mut self) {
        let text = self.text;
        let mut breaks = linebreaks(text).map(|(at, _)| at).peekable();
        let mut here = self.start;
        let mut before = None;
        for piece in pieces(text) {
            let Piece { text: grapheme, base, cells } = piece;
            if is_blank(piece) {
                // it may hang over the edge, where it is dropped
                here.at += grapheme.len();
                here.cells += cells;
                continue;
            }
            while breaks.next_if(|at| *at < here.at).is_some() {}
            let by_unicode = breaks.peek() == Some(&here.at);
            if here.at > self.start.at && before.is_some_and(|before| may_part(before, base, by_unicode)) {
                self.chance = Some(here);
            }
            while here.cells + cells - self.start.cells > self.room && here.at > self.start.at {
                self.end_line(here, base);
            }
            if cells > self.room {
                self.push_pieces(grapheme);
            }
            here.at += grapheme.len();
            here.end = here.at;
            here.cells += cells;
            if cells > self.room {
                self.start = here;
            }
            before = Some(base);
        }
        if self.start.at < text.len() || text.is_empty() {
            self.push_line(here.end);
        }
    }

    /// Ends the open line, because what stands `here` and begins with `next` has no room in it.
    fn end_line(&mut self, here: Break, next: char) {
        let end = self.chance.take().unwrap_or_else(|| self.forced(here, next));
        self.push_line(end.end);
        self.start = end;
    }

    /// The last place in a run without breaks that offends no rule; when all do, the place `here`.
    fn forced(&self, here: Break, next: char) -> Break {
        let mut place = self.start;
        let mut best = None;
        let mut before = None;
        for piece in pieces(self.text.get(self.start.at..here.at).unwrap_or_default()) {
            let blank = is_blank(piece);
            if !blank {
                if before.is_some_and(|before| is_proper(before, piece.base)) {
                    best = Some(place);
                }
                before = Some(piece.base);
            }
            place.at += piece.text.len();
            place.cells += piece.cells;
            if !blank {
                place.end = place.at;
            }
        }
        if before.is_some_and(|before| is_proper(before, next)) { here } else { best.unwrap_or(here) }
    }

    /// A grapheme wider than the whole line: its characters, as many to a line as fit.
    fn push_pieces(&mut self, grapheme: &str) {
        let mut piece = String::new();
        for c in grapheme.chars() {
            piece.push(c);
            if width(&piece) > self.room {
                piece.pop();
                if !piece.trim().is_empty() {
                    self.lines.push(std::mem::take(&mut piece));
                }
                piece.clear();
                piece.push(c);
                if width(&piece) > self.room {
                    self.lines.push("…".to_owned());
                    piece.clear();
                }
            }
        }
        if !piece.trim().is_empty() {
            self.lines.push(piece);
        }
    }

    fn push_line(&mut self, end: usize) {
        self.lines.push(self.text.get(self.start.at..end).unwrap_or_default().to_owned());
    }
}

/// Whether a line may end after `before` and the next begin with `next`. UAX #14 leaves “ ” together with
/// both neighbours, because it cannot know which side they belong to; beside Chinese we know.
fn may_part(before: char, next: char, by_unicode: bool) -> bool {
    is_proper(before, next)
        && (by_unicode
            || (matches!(next, '“' | '‘') && is_chinese(before))
            || (matches!(before, '”' | '’') && is_chinese(next)))
}

/// The rules that hold even where a run without breaks must be cut.
fn is_proper(before: char, next: char) -> bool {
    !is_no_end(before) && !is_no_start(next) && (before, next) != ('—', '—')
}

#[rustfmt::skip] // a list to be read as a line of type
fn is_no_start(c: char) -> bool {
    matches!(c,
        '。' | '．' | '，' | '、' | '；' | '：' | '？' | '！' | '…' | '‥' | '·' | '・' | '～' | '–'
        | '”' | '’' | '）' | '〕' | '］' | '｝' | '》' | '〉' | '」' | '』' | '】' | '〗' | '〙' | '〞'
        | '／' | '％' | '‰' | '℃' | '°' | '々' | '〻' | 'ー'
        | '.' | ',' | ';' | ':' | '?' | '!' | ')' | ']' | '}' | '%' | '｡' | '､' | '｣')
}

#[rustfmt::skip]
fn is_no_end(c: char) -> bool {
    matches!(c,
        '“' | '‘' | '（' | '〔' | '［' | '｛' | '《' | '〈' | '「' | '『' | '【' | '〖' | '〘' | '〝'
        | '￥' | '＄' | '￡' | '＃' | '(' | '[' | '{' | '｢')
}

/// Han or Chinese punctuation.
fn is_chinese(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{3001}'..='\u{301f}' | '\u{ff01}'..='\u{ff60}' | '”' | '’' | '“' | '‘' | '…' | '—')
}

/// A space with an accent on it is text.
fn is_blank(piece: Piece) -> bool {
    is_space(piece.base) && piece.text.len() == piece.base.len_utf8()
}

/// A space that may vanish at a break; those that forbid a break do not.
fn is_space(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lines_of_no_and_of_one_cell() {
        let none: [&str; 0] = [];
        for (text, cells, lines) in [
            ("", 0, &none[..]),
            ("五步", 0, &none),
            ("", 1, &[""]),
            ("a b", 1, &["a", "b"]),
            ("五步", 1, &["…", "…"]),
            ("a五b", 1, &["a", "…", "b"]),
            ("\n\n", 1, &["", "", ""]),
            ("五步", 2, &["五", "步"]),
            ("五\n", 2, &["五", ""]),
            ("   ", 2, &[""]),
        ] {
            assert_eq!(wrap(text, cells), lines, "{text:?} in {cells}");
        }
    }

    #[test]
    fn lines_break_as_chinese_is_set() {
        for (text, cells, lines) in [
            // a mark that would begin a line takes the character before it along
            ("企业应建立，健全", 10, &["企业应建", "立，健全"][..]),
            ("企业应建立，健全", 12, &["企业应建立，", "健全"]),
            // an opening bracket goes with what it opens
            ("企业应见《指南》", 10, &["企业应见", "《指南》"]),
            ("他说：“可以”，好", 9, &["他说：“可", "以”，好"]),
            ("所谓“两化融合”贯标", 8, &["所谓“两", "化融合”", "贯标"]),
            ("见“甲”“乙”“丙”", 9, &["见“甲”", "“乙”“丙”"]),
            // dashes and ellipses are not torn
            ("目标——成效", 5, &["目标", "——成", "效"]),
            ("等等……完", 5, &["等", "等……", "完"]),
            // words
            ("用 EnMS 管理", 7, &["用 EnMS", "管理"]),
            ("plan the work", 8, &["plan the", "work"]),
            ("a   b", 2, &["a", "b"]),
            ("\u{3000}\u{3000}首行缩进", 8, &["\u{3000}\u{3000}首行", "缩进"]),
            ("it’s ok", 5, &["it’s", "ok"]),
            // runs without breaks
            ("abcdefgh", 3, &["abc", "def", "gh"]),
            ("abcd，e", 5, &["abc", "d，e"]),
            ("。。。。", 4, &["。。", "。。"]),
            ("（（（甲", 4, &["（（", "（甲"]),
            ("a\u{a0}b\u{a0}c", 3, &["a\u{a0}b", "\u{a0}c"]),
            ("ab \u{301}", 2, &["ab", " \u{301}"]),
            (" \u{1f3fb}", 2, &["\u{1f3fb}"]),
            // made safe first
            ("a\tb\x1b[m", 80, &["a   b^[[m"]),
            ("ᄀᄀᄀ", 2, &["ᄀ", "ᄀ", "ᄀ"]),
        ] {
            assert_eq!(wrap(text, cells), lines, "{text:?} in {cells}");
        }
    }

    #[test]
    fn a_wrapped_text_gives_any_window() {
        let wrapped = Wrapped::new("一二三四五", 2);
        assert_eq!(wrapped.lines().len(), 5);
        assert_eq!(wrapped.window(1, 2), ["二", "三"]);
        assert_eq!(wrapped.window(4, 9), ["五"]);
        assert!(wrapped.window(5, 1).is_empty() && wrapped.window(usize::MAX, usize::MAX).is_empty());
        assert!(wrapped.fits(2) && !wrapped.fits(3));
    }

    #[test]
    fn a_megabyte_in_one_line_is_no_trouble() {
        for run in ["x", "汉", "。", " ", "（", "\u{a0}"] {
            let lines = wrap(&run.repeat((1 << 20) / run.len()), 62);
            assert!(lines.iter().all(|line| width(line) <= 62), "{run:?}");
        }
    }

    fn solid(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    fn any_text() -> impl Strategy<Value = String> {
        let character = prop_oneof![
            4 => proptest::char::range(' ', '~'),
            4 => proptest::char::range('\u{4e00}', '\u{9fff}'),
            4 => prop::sample::select(" \u{3000}\u{a0}\n\t，。（）“”—…《》".chars().collect::<Vec<_>>()),
            2 => prop::sample::select("\u{fe0f}\u{301}\u{1f3fb}👩❤🇨🇳ᄀ각ᆨक\u{94d}ष\u{600}ｶﾞ\x1b".chars().collect::<Vec<_>>()),
            1 => any::<char>(),
        ];
        prop::collection::vec(character, 0..80).prop_map(String::from_iter)
    }

    /// Sentences as they stand in plans and clauses.
    fn chinese() -> impl Strategy<Value = String> {
        let han = |n| {
            prop::collection::vec(proptest::char::range('\u{4e00}', '\u{9fa5}'), n)
                .prop_map(String::from_iter)
        };
        let latin = prop::sample::select(vec![
            "EnMS",
            "ERP",
            "MES/SCADA",
            "GB/T 23031.1-2022",
            "3.5%",
            "80℃",
            "data",
            "platform",
            "Wi-Fi",
            "12",
            "2024-06-30",
            "OPC UA",
        ]);
        let part = prop_oneof![
            8 => han(1..9),
            3 => latin.clone().prop_map(str::to_owned),
            1 => latin.prop_map(|word| format!(" {word} ")),
            1 => han(2..7).prop_map(|inner| format!("《{inner}》")),
            1 => han(2..7).prop_map(|inner| format!("（{inner}）")),
            1 => han(2..7).prop_map(|inner| format!("“{inner}”")),
            1 => han(2..7).prop_map(|inner| format!("“《{inner}》”")),
            1 => han(2..7).prop_map(|inner| format!("【{inner}】")),
        ];
        let mark = prop::sample::select(vec!["", "", "，", "、", "；", "：", "。", "？", "！", "——", "……"]);
        prop::collection::vec((part, han(0..3), mark), 1..60)
            .prop_map(|parts| parts.into_iter().map(|(part, han, mark)| part + &han + mark).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn no_line_is_too_wide_and_no_character_is_lost(text in any_text(), cells in 2_usize..40) {
            let lines = wrap(&text, cells);
            for line in &lines {
                prop_assert!(width(line) <= cells, "{:?} in {}", line, cells);
                prop_assert!(!pieces(line).last().is_some_and(is_blank), "{:?}", line);
            }
            // the one character of three cells
            prop_assume!(cells > 2 || !text.contains(|c: char| width(c.encode_utf8(&mut [0; 4])) > 2));
            let shown: String = text.split('\n').map(|line| show(line).into_owned()).collect();
            prop_assert_eq!(solid(&lines.concat()), solid(&shown));
        }

        #[test]
        fn one_cell_is_wide_enough_to_stay_calm(text in any_text()) {
            prop_assert!(wrap(&text, 1).iter().all(|line| width(line) <= 1));
        }

        #[test]
        fn chinese_lines_begin_and_end_properly(text in chinese(), cells in 8_usize..80) {
            let lines = wrap(&text, cells);
            for line in &lines {
                let first = line.chars().next().unwrap();
                let last = line.chars().next_back().unwrap();
                prop_assert!(!"。，、；：？！）》」』】〉”’….,:;!?)%℃".contains(first), "{:#?}", lines);
                prop_assert!(!"（《「『【〈“‘(".contains(last), "{:#?}", lines);
            }
            for pair in lines.windows(2) {
                prop_assert!(!(pair[0].ends_with('—') && pair[1].starts_with('—')), "{:#?}", lines);
            }
        }

        /// Greedy: a line ends early only where the next piece that must stay together has no room.
        #[test]
        fn lines_of_pure_han_are_full(count in 1_usize..200, cells in 2_usize..40) {
            let lines = wrap(&"汉".repeat(count), cells);
            prop_assert_eq!(lines.len(), count.div_ceil(cells / 2));
        }
    }
}
