//! Text being typed: one line, or several for notes. The caret moves by grapheme, never by byte or half a
//! Chinese character; pastes and commits of an input method are text. It undoes within itself.

use crate::text::{clip, graphemes, show, typed, width};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What can be done inside a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    Left,
    Right,
    Up,
    Down,
    Home,
    End,
    Backspace,
    Delete,
    /// Back to the last blank.
    DeleteWord,
    Clear,
    Newline,
    Undo,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    lines: Vec<Vec<String>>,
    row: usize,
    /// Graphemes before the caret.
    column: usize,
    is_long: bool,
    /// All of it is a proposal that nobody has touched: what is typed takes its place.
    is_proposal: bool,
    /// Text and caret before each change: joined, because split they are ten times as large.
    before: Vec<(String, usize, usize)>,
}

impl Input {
    /// Characters a field holds at most; a longer paste is cut.
    pub const MOST: usize = 100_000;

    /// One line, with the caret at its end.
    pub fn line(text: &str) -> Input {
        let mut input = Input { lines: vec![split(&text.replace('\n', " "))], ..Input::default() };
        input.column = input.lines[0].len();
        input
    }

    /// One line that is proposed, as if it were selected: typing replaces it, a step of the caret keeps it.
    pub fn proposal(text: &str) -> Input {
        let mut input = Input::line(text);
        input.is_proposal = !input.is_empty();
        input
    }

    pub fn is_proposal(&self) -> bool {
        self.is_proposal
    }

    /// Several lines, with the caret at the end.
    pub fn long(text: &str) -> Input {
        let mut lines: Vec<Vec<String>> = text.split('\n').map(split).collect();
        if lines.is_empty() {
            lines.push(vec![]);
        }
        let (row, column) = (lines.len() - 1, lines[lines.len() - 1].len());
        Input { lines, row, column, is_long: true, ..Input::default() }
    }

    pub fn text(&self) -> String {
        let lines: Vec<String> = self.lines.iter().map(|line| line.concat()).collect();
        lines.join("\n")
    }

    pub fn is_empty(&self) -> bool {
        self.lines.iter().all(Vec::is_empty)
    }

    /// Takes in typed or pasted text; line breaks become blanks in a single line.
    pub fn insert(&mut self, text: &str) {
        let text = typed(text);
        if text.is_empty() || self.len() > Input::MOST {
            return;
        }
        self.keep();
        if std::mem::take(&mut self.is_proposal) {
            self.empty();
        }
        let text: String = text.chars().take(Input::MOST).collect();
        let mut pieces = text.split('\n');
        let first = pieces.next().unwrap_or_default();
        self.insert_line(first);
        for piece in pieces {
            if self.is_long {
                self.break_line();
            } else {
                self.insert_line(" ");
            }
            self.insert_line(piece);
        }
    }

    fn len(&self) -> usize {
        self.lines.iter().map(Vec::len).sum()
    }

    /// A combining mark joins the character before it, so the line is split anew.
    fn insert_line(&mut self, text: &str) {
        let line = &mut self.lines[self.row];
        let behind: String = line.split_off(self.column).concat();
        let last = line.pop().unwrap_or_default();
        // A mark that is typed after its letter composes with it, as if they had come together.
        let joined = if text.chars().next().is_some_and(is_combining_mark) {
            format!("{last}{text}").nfc().collect()
        } else {
            last + text
        };
        let before = line.concat() + &joined;
        *line = split(&before);
        self.column = line.len();
        line.extend(split(&behind));
        self.join_marks();
    }

    /// A mark that has come to stand behind another letter joins it; the caret is never inside the two.
    fn join_marks(&mut self) {
        let line = &mut self.lines[self.row];
        let before: usize = line.iter().take(self.column).map(String::len).sum();
        *line = split(&line.concat());
        let mut end = 0;
        let begins_before = line.iter().take_while(|grapheme| {
            let begin = end;
            end += grapheme.len();
            begin < before
        });
        self.column = begins_before.count();
    }

    fn break_line(&mut self) {
        let behind = self.lines[self.row].split_off(self.column);
        self.row += 1;
        self.lines.insert(self.row, behind);
        self.column = 0;
    }

    /// False when there was nothing to do in that direction, so that a form can move on.
    pub fn stroke(&mut self, stroke: Stroke) -> bool {
        let takes_all = matches!(stroke, Stroke::Backspace | Stroke::Delete | Stroke::DeleteWord);
        if std::mem::take(&mut self.is_proposal) && takes_all {
            self.keep();
            self.empty();
            return true;
        }
        let before = (self.row, self.column);
        match stroke {
            Stroke::Left if self.column > 0 => self.column -= 1,
            Stroke::Left if self.row > 0 => {
                self.row -= 1;
                self.column = self.lines[self.row].len();
            }
            Stroke::Right if self.column < self.lines[self.row].len() => self.column += 1,
            Stroke::Right if self.row + 1 < self.lines.len() => {
                self.row += 1;
                self.column = 0;
            }
            Stroke::Up if self.row > 0 => self.go_to_row(self.row - 1),
            Stroke::Down if self.row + 1 < self.lines.len() => self.go_to_row(self.row + 1),
            Stroke::Home => self.column = 0,
            Stroke::End => self.column = self.lines[self.row].len(),
            Stroke::Newline if self.is_long => {
                self.keep();
                self.break_line();
            }
            // At the edge of the text.
            Stroke::Left | Stroke::Right | Stroke::Up | Stroke::Down | Stroke::Newline => {}
            Stroke::Undo => return self.undo(),
            Stroke::Backspace | Stroke::Delete | Stroke::DeleteWord | Stroke::Clear => {
                return self.remove(stroke);
            }
        }
        before != (self.row, self.column)
    }

    fn remove(&mut self, stroke: Stroke) -> bool {
        let before = self.lines.clone();
        self.keep();
        match stroke {
            Stroke::Backspace if self.column > 0 => {
                self.column -= 1;
                self.lines[self.row].remove(self.column);
            }
            Stroke::Backspace if self.row > 0 => {
                let behind = self.lines.remove(self.row);
                self.row -= 1;
                self.column = self.lines[self.row].len();
                self.lines[self.row].extend(behind);
            }
            Stroke::Delete if self.column < self.lines[self.row].len() => {
                self.lines[self.row].remove(self.column);
            }
            Stroke::Delete if self.row + 1 < self.lines.len() => {
                let behind = self.lines.remove(self.row + 1);
                self.lines[self.row].extend(behind);
            }
            Stroke::DeleteWord => {
                let blank = |g: &String| g.trim().is_empty();
                while self.column > 0 && blank(&self.lines[self.row][self.column - 1]) {
                    self.column -= 1;
                    self.lines[self.row].remove(self.column);
                }
                while self.column > 0 && !blank(&self.lines[self.row][self.column - 1]) {
                    self.column -= 1;
                    self.lines[self.row].remove(self.column);
                }
            }
            Stroke::Clear => {
                self.lines[self.row].clear();
                self.column = 0;
            }
            _ => {}
        }
        self.join_marks();
        let changed = self.lines != before;
        if !changed {
            self.before.pop();
        }
        changed
    }

    fn empty(&mut self) {
        self.lines = vec![vec![]];
        (self.row, self.column) = (0, 0);
    }

    fn go_to_row(&mut self, row: usize) {
        let cells = self.caret_cells();
        self.row = row;
        let mut used = 0;
        self.column = self.lines[row]
            .iter()
            .take_while(|g| {
                used += width(&show(g));
                used <= cells
            })
            .count();
    }

    fn keep(&mut self) {
        self.before.push((self.text(), self.row, self.column));
        if self.before.len() > 200 {
            self.before.remove(0);
        }
    }

    fn undo(&mut self) -> bool {
        let Some((text, row, column)) = self.before.pop() else { return false };
        self.lines = text.split('\n').map(split).collect();
        (self.row, self.column) = (row, column);
        true
    }

    /// Cells between the start of the line and the caret.
    fn caret_cells(&self) -> usize {
        self.lines[self.row].iter().take(self.column).map(|g| width(&show(g))).sum()
    }

    /// The window of a single line that holds the caret: what to paint, and the caret's cell in it.
    pub fn window(&self, cells: usize) -> (String, usize) {
        let line = &self.lines[self.row];
        let (start, caret) = self.start(cells);
        let visible: String = line.iter().skip(start).map(|g| show(g).into_owned()).collect();
        let fits = if width(&visible) > cells { cut(&visible, cells) } else { visible };
        (fits, caret)
    }

    /// The first character in that window, and the caret's cell.
    fn start(&self, cells: usize) -> (usize, usize) {
        let line = &self.lines[self.row];
        let mut start = 0;
        let mut caret: usize = self.caret_cells();
        // The caret takes a cell of its own behind the last character.
        while caret + 1 > cells.max(1) && start < self.column {
            caret -= width(&show(&line[start]));
            start += 1;
        }
        (start, caret)
    }

    /// Where the characters in that window stand: line and column of each, its first cell and its cells. The last
    /// one is the place behind the text.
    pub fn places(&self, cells: usize) -> Vec<Place> {
        self.places_from(self.row, self.start(cells).0)
    }

    fn places_from(&self, line: usize, start: usize) -> Vec<Place> {
        let mut x = 0;
        let of_text = self.lines[line].iter().enumerate().skip(start).map(|(column, grapheme)| {
            let wide = width(&show(grapheme));
            x += wide;
            Place { line, column, x: x - wide, wide }
        });
        let mut places: Vec<Place> = of_text.collect();
        places.push(Place { line, column: self.lines[line].len(), x, wide: usize::MAX });
        places
    }

    /// Puts the caret before a character.
    pub fn point(&mut self, line: usize, column: usize) {
        self.is_proposal = false;
        self.row = line.min(self.lines.len() - 1);
        self.column = column.min(self.lines[self.row].len());
    }

    /// The caret up or down by lines of the text.
    pub fn scroll(&mut self, by: isize) {
        let to = self.row.saturating_add_signed(by).min(self.lines.len() - 1);
        self.go_to_row(to);
    }

    /// The lines as they are shown, broken at `cells`, and the caret as row and cell among them.
    pub fn rows(&self, cells: usize) -> (Vec<Row>, usize, usize) {
        let cells = cells.max(2);
        let (mut rows, mut caret) = (vec![], (0, 0));
        for (at, line) in self.lines.iter().enumerate() {
            let (mut row, mut used) = (Row { text: String::new(), line: at, from: 0 }, 0);
            for (column, grapheme) in line.iter().enumerate() {
                let shown = show(grapheme);
                let wide = width(&shown);
                if used + wide > cells {
                    rows.push(std::mem::replace(
                        &mut row,
                        Row { text: String::new(), line: at, from: column },
                    ));
                    used = 0;
                }
                if at == self.row && column == self.column {
                    // Before a mark of no width at the end of a full row there is no cell of its own.
                    caret = (rows.len(), used.min(cells - 1));
                }
                row.text.push_str(&shown);
                used += wide;
            }
            if at == self.row && self.column == line.len() {
                // Behind a full row the caret waits at the start of the next.
                caret = if used >= cells { (rows.len() + 1, 0) } else { (rows.len(), used) };
                rows.push(row);
                if used >= cells {
                    rows.push(Row { text: String::new(), line: at, from: line.len() });
                }
                continue;
            }
            rows.push(row);
        }
        (rows, caret.0, caret.1)
    }
}

/// A row of a text area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    pub text: String,
    pub line: usize,
    /// The first character of the line that stands in it.
    from: usize,
}

impl Input {
    /// Where the characters of a row stand, as `places` has them.
    pub fn places_of(&self, row: &Row) -> Vec<Place> {
        self.places_from(row.line, row.from)
    }
}

/// Where a character stands: `x` and `wide` are cells of the window or row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub line: usize,
    pub column: usize,
    pub x: usize,
    pub wide: usize,
}

fn split(text: &str) -> Vec<String> {
    graphemes(text).map(str::to_owned).collect()
}

/// Cut without an ellipsis: in a field every cell is the user's.
fn cut(text: &str, cells: usize) -> String {
    let mut used = 0;
    graphemes(text)
        .take_while(|g| {
            used += width(g);
            used <= cells
        })
        .collect()
}

/// One line of what a field holds, for a field that is not being typed in.
pub fn at_rest(text: &str, cells: usize) -> String {
    clip(&show(&text.replace('\n', " ⏎ ")), cells).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_caret_moves_by_what_a_reader_calls_a_character() {
        let mut input = Input::line("磨床e\u{301}X");
        assert_eq!(input.window(20), ("磨床e\u{301}X".into(), 6));
        input.stroke(Stroke::Left);
        assert_eq!(input.window(20).1, 5);
        input.stroke(Stroke::Left);
        assert_eq!(input.window(20).1, 4);
        input.stroke(Stroke::Left);
        assert_eq!(input.window(20).1, 2);
        input.insert("齿轮");
        assert_eq!(input.text(), "磨齿轮床e\u{301}X");
        input.stroke(Stroke::Backspace);
        input.stroke(Stroke::Undo);
        assert_eq!(input.text(), "磨齿轮床e\u{301}X");
    }

    #[test]
    fn a_proposal_gives_way_to_what_is_typed_and_is_kept_by_a_step_of_the_caret() {
        let mut input = Input::proposal("EQ-04");
        input.insert("M");
        input.insert("1");
        assert_eq!(input.text(), "M1");
        input.stroke(Stroke::Undo);
        input.stroke(Stroke::Undo);
        assert_eq!(input.text(), "EQ-04", "undo brings it back");
        for (stroke, text) in [
            (Stroke::Home, "xEQ-04"),
            (Stroke::End, "EQ-04x"),
            (Stroke::Left, "EQ-0x4"),
            (Stroke::Backspace, "x"),
            (Stroke::Delete, "x"),
        ] {
            let mut input = Input::proposal("EQ-04");
            assert!(input.is_proposal());
            input.stroke(stroke);
            assert!(!input.is_proposal());
            input.insert("x");
            assert_eq!(input.text(), text, "{stroke:?}");
        }
        assert!(!Input::proposal("").is_proposal());
    }

    #[test]
    fn a_paste_of_lines_is_one_line_in_a_field_and_lines_in_a_note() {
        let (mut field, mut note) = (Input::line(""), Input::long(""));
        for input in [&mut field, &mut note] {
            input.insert("一\r\n二\u{1b}[2J");
        }
        assert_eq!(field.text(), "一 二[2J");
        assert_eq!(note.text(), "一\n二[2J");
    }

    #[test]
    fn a_long_line_scrolls_so_that_the_caret_stays_in_its_field() {
        let input = Input::line("热处理车间补采振动点");
        let (shown, caret) = input.window(8);
        assert!(caret < 8 && width(&shown) <= 8, "{shown} {caret}");
        assert!(shown.ends_with('点'));
    }

    proptest! {
        #[test]
        fn the_caret_is_always_inside(text in "[a磨e\u{301}\n ]{0,30}", strokes in prop::collection::vec(0u8..13, 0..40), cells in 1usize..20) {
            let mut input = Input::long(&text);
            let mut line = Input::line(&text);
            for n in strokes {
                for input in [&mut input, &mut line] {
                    match n {
                        0 => input.stroke(Stroke::Left),
                        1 => input.stroke(Stroke::Right),
                        2 => input.stroke(Stroke::Up),
                        3 => input.stroke(Stroke::Down),
                        4 => input.stroke(Stroke::Home),
                        5 => input.stroke(Stroke::End),
                        6 => input.stroke(Stroke::Backspace),
                        7 => input.stroke(Stroke::Delete),
                        8 => input.stroke(Stroke::DeleteWord),
                        9 => input.stroke(Stroke::Clear),
                        10 => input.stroke(Stroke::Newline),
                        11 => input.stroke(Stroke::Undo),
                        _ => { input.insert("设\u{301}备"); true }
                    };
                }
                let (rows, row, cell) = input.rows(cells);
                prop_assert!(row < rows.len() && cell < cells.max(2), "{rows:?} {row} {cell}");
                prop_assert!(rows.iter().all(|row| width(&row.text) <= cells.max(2)));
                let (shown, caret) = line.window(cells.max(2));
                prop_assert!(caret < cells.max(2) && width(&shown) <= cells.max(2));
                prop_assert!(!line.text().contains('\n'));
            }
        }
    }
}
