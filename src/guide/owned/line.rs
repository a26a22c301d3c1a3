//! The lines of a text as an extractor left them: without the blank ones, with their number, indent and width, and in
//! two plain forms to compare by.

use crate::text::width;

#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// From 1, as an editor counts.
    pub no: usize,
    pub text: &'a str,
    pub indent: usize,
    pub cells: usize,
    /// Half-width forms, and one space for any white space.
    pub plain: String,
    /// The same without any space.
    pub tight: String,
}

/// Cells of a line that is no sentence broken to a page but a whole paragraph.
const UNBROKEN: usize = 112;
/// What is narrower says nothing about the page.
const TELLING: usize = 24;

pub fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = vec![];
    let mut no = 1;
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(is_end).unwrap_or(rest.len());
        let (line, behind) = rest.split_at(end);
        if !line.trim().is_empty() {
            lines.push(Line::new(no, line));
        }
        let mut ends = behind.chars();
        let first = ends.next();
        if first == Some('\r') && ends.as_str().starts_with('\n') {
            ends.next();
        }
        // A form feed ends a line of ours, but not of an editor's.
        no += usize::from(!matches!(first, None | Some('\u{b}' | '\u{c}')));
        rest = ends.as_str();
    }
    lines
}

fn is_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

impl<'a> Line<'a> {
    fn new(no: usize, line: &'a str) -> Line<'a> {
        let text = line.trim();
        let head = line.len() - line.trim_start().len();
        let plain: Vec<char> = text.chars().map(narrow).collect();
        let plain: String = plain.into_iter().collect();
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        Line {
            no,
            text,
            indent: width(line.get(..head).unwrap_or_default()),
            cells: width(text),
            tight: plain.replace(' ', ""),
            plain,
        }
    }

    /// The sentence or the entry is over.
    pub fn is_closed(&self) -> bool {
        if self.plain.starts_with('[') && self.plain.ends_with(']') {
            return true;
        }
        let last = self.plain.trim_end_matches(['"', '\'', '”', '’', '」', '』', ')', ']', '】']);
        // A bracket alone closes nothing: 《…》(2022) goes on.
        let last = if last.is_empty() { &self.plain } else { last };
        last.ends_with(['。', '.', '!', '?', ';', ':', '…'])
    }

    /// The sentence certainly goes on.
    pub fn hangs(&self) -> bool {
        self.plain.ends_with([',', '、', '(', '《', '“', '‘', '「', '[', '/', '—', '〈'])
    }
}

/// The half-width form, of punctuation too.
pub fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

/// How wide a full line of the page is; none where every line is a paragraph.
pub fn page_width(lines: &[Line]) -> Option<usize> {
    let mut cells: Vec<usize> =
        lines.iter().map(|line| line.cells).filter(|cells| *cells >= TELLING).collect();
    cells.sort_unstable();
    // Above the usual stops before a paragraph's end, below the odd line that is too long.
    let wide = *cells.get(cells.len() * 85 / 100)?;
    (wide <= UNBROKEN).then_some(wide)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_as_an_editor_counts_them() {
        let read = lines("　一\r\n\r\n二\n\n\u{c}三\r四\u{2028}五");
        let seen: Vec<(usize, &str, usize)> = read.iter().map(|l| (l.no, l.text, l.indent)).collect();
        assert_eq!(seen, [(1, "一", 2), (3, "二", 0), (5, "三", 0), (6, "四", 0), (7, "五", 0)]);
    }

    #[test]
    fn forms_of_either_width_are_one() {
        let line = &lines("ＧＢ／Ｔ　２０２６９—2006")[0];
        assert_eq!((line.plain.as_str(), line.tight.as_str()), ("GB/T 20269—2006", "GB/T20269—2006"));
    }

    #[test]
    fn a_sentence_is_over_at_its_stop_even_before_a_quote() {
        let is_closed = |text| lines(text)[0].is_closed();
        assert!(is_closed("到此为止。”") && is_closed("如下：") && is_closed("如下:"));
        assert!(!is_closed("没有说完") && !is_closed("第1部分（总则）"));
        assert!(lines("人、财、")[0].hangs() && !lines("投入")[0].hangs());
    }
}
