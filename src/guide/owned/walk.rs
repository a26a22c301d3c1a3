//! Line by line from a text to its tree of clauses. A line is a heading, begins an item, a note, a caption or a
//! paragraph, or goes on with the one before. No character is invented or lost; where a line belongs nowhere it
//! stays under the clause before it, and a remark says so.

mod heading;

use super::identity::{identity, own_number};
use super::line::{Line, lines, page_width};
use super::mark::{self, Item};
use super::page::{Place, is_title, places};
use super::remark::{Remark, Trouble};
use super::{Aside, Asked, Block, BlockKind, NoStandard, Owned, OwnedClause};
use crate::text::is_hidden;

pub fn read(text: &str, asked: &Asked) -> Result<Owned, NoStandard> {
    if let Some((at, c)) = text.char_indices().find(|(_, c)| is_control(*c)) {
        let line = text.get(..at).map_or(0, |before| before.lines().count()).max(1);
        return Err(NoStandard::Control { line, code: u32::from(c) });
    }
    let lines = lines(text);
    if lines.is_empty() {
        return Err(NoStandard::Empty);
    }
    let page = page_width(&lines);
    let own = own_number(&lines, asked);
    let places = places(&lines, own.as_ref().map(|own| own.number.as_str()), page);
    let identity = identity(&lines, &places, own, asked)?;
    let mut walk = Walk::new(&lines, &places, page);
    (0..lines.len()).for_each(|i| walk.step(i));
    let Walk { mut clauses, asides, remarks, .. } = walk;
    if !clauses.iter().any(|clause| clause.id.starts_with(|c: char| c.is_ascii_digit())) {
        return Err(NoStandard::NoClauses);
    }
    if let Some(annex) = empty_annex(&clauses) {
        return Err(NoStandard::EmptyAnnex { line: annex.line, annex: annex.number.clone() });
    }
    for clause in &mut clauses {
        clause.title = spaced(&clause.title);
        for block in &mut clause.blocks {
            block.text = spaced(&block.text);
        }
    }
    let super::identity::Identity { number, edition, title, part_title, is_edition_assumed } = identity;
    Ok(Owned { number, edition, title, part_title, clauses, asides, remarks, is_edition_assumed })
}

/// What no text has, and what would turn it around on the screen.
fn is_control(c: char) -> bool {
    let ends = matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}');
    // Invisible joints and marks are common in what comes out of a PDF, and do no harm.
    let is_harmless =
        matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{fffb}' | '\u{3164}');
    is_hidden(c) && !ends && !is_harmless
}

fn empty_annex(clauses: &[OwnedClause]) -> Option<&OwnedClause> {
    let is_annex = |clause: &OwnedClause| {
        clause.id.len() == 1 && clause.id.starts_with(|c: char| c.is_ascii_uppercase())
    };
    clauses.iter().enumerate().find_map(|(i, annex)| {
        let inside = clauses.iter().skip(i + 1).take_while(|clause| clause.depth > 0);
        let is_empty = std::iter::once(annex).chain(inside).all(|clause| clause.blocks.is_empty());
        (is_annex(annex) && is_empty).then_some(annex)
    })
}

/// `GB/T20269` as it is written: `GB/T 20269`.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    for c in text.chars() {
        let word = out.rsplit(|c: char| !(c.is_ascii_uppercase() || c == '/')).next().unwrap_or_default();
        if c.is_ascii_digit() && matches!(word, "GB" | "GB/T" | "GB/Z") {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

struct Walk<'a> {
    lines: &'a [Line<'a>],
    places: &'a [Place],
    page: Option<usize>,
    clauses: Vec<OwnedClause>,
    asides: Vec<Aside>,
    remarks: Vec<Remark>,
    /// Characters other than white space that lie in clauses.
    placed: usize,
    /// The number of the clause that is open.
    path: Vec<u32>,
    annex: Option<char>,
    /// The line that the open block ends with.
    last: Option<usize>,
    /// The heading above has no title yet.
    awaits_title: bool,
    letter: Option<char>,
    number: Option<u32>,
    in_table: bool,
}

impl<'a> Walk<'a> {
    fn new(lines: &'a [Line<'a>], places: &'a [Place], page: Option<usize>) -> Walk<'a> {
        Walk {
            lines,
            places,
            page,
            clauses: vec![],
            asides: vec![],
            remarks: vec![],
            placed: 0,
            path: vec![],
            annex: None,
            last: None,
            awaits_title: false,
            letter: None,
            number: None,
            in_table: false,
        }
    }

    fn step(&mut self, i: usize) {
        match self.places[i] {
            Place::Cover => {
                if self.clauses.is_empty() {
                    self.clauses.push(OwnedClause {
                        id: "cover".into(),
                        line: self.lines[i].no,
                        ..OwnedClause::default()
                    });
                }
                self.block(BlockKind::Text, i, 0);
                self.last = None;
            }
            Place::Contents | Place::Page | Place::Title => self.aside(i),
            // A figure in a table is no page number.
            Place::Digits if !self.in_table && !self.heads_a_clause(i) => self.aside(i),
            Place::Digits | Place::Body => self.body(i),
        }
    }

    fn aside(&mut self, i: usize) {
        let line = &self.lines[i];
        self.asides.push(Aside { line: line.no, after: self.placed, text: line.text.to_owned() });
    }

    fn body(&mut self, i: usize) {
        if self.takes_as_title(i) || self.takes_as_heading(i) {
            return;
        }
        if self.clauses.is_empty() {
            // Text before anything that has a name.
            let line = self.lines[i].no;
            self.clauses.push(OwnedClause { id: "cover".into(), line, ..OwnedClause::default() });
        }
        self.awaits_title = false;
        let line = &self.lines[i];
        let is_mid = self.is_mid();
        if let Some((is_example, len)) = mark::note(&line.tight) {
            let kind = if is_example { BlockKind::Example } else { BlockKind::Note };
            return self.block(kind, i, len);
        }
        if let Some((item, len)) = mark::item(&line.plain)
            && let Some(depth) = self.takes_item(i, &item, is_mid)
        {
            return self.block(BlockKind::Item(depth), i, len);
        }
        if let Some((is_table, len)) = mark::caption(&line.tight).filter(|_| !is_mid) {
            self.block(BlockKind::Caption, i, len);
            self.in_table = is_table;
            self.last = None;
            return;
        }
        if (is_mid || self.goes_on(i)) && !self.begins_a_reference(i) {
            return self.extend(i);
        }
        let is_loose =
            self.is_short(line) && !line.is_closed() && !line.hangs() && !self.is_list_of_references();
        if !is_loose {
            return self.block(BlockKind::Text, i, 0);
        }
        let trouble = if self.in_table { Trouble::Table } else { Trouble::Loose };
        self.remark(i, trouble);
        self.block(BlockKind::Loose, i, 0);
        self.last = None;
    }

    /// How deep an item lies; none where the line is no item.
    fn takes_item(&mut self, i: usize, item: &Item, is_mid: bool) -> Option<usize> {
        let hangs = self.last.is_some_and(|last| self.lines[last].hangs());
        let (follows, depth) = match item {
            Item::Letter(letter) => {
                let next = self.letter.and_then(|l| char::from_u32(u32::from(l) + 1));
                (*letter == 'a' || Some(*letter) == next, 0)
            }
            Item::Number(number) => (
                *number == 1 || self.number.is_some_and(|n| n + 1 == *number),
                usize::from(self.letter.is_some()),
            ),
            Item::Dash => (true, usize::from(self.letter.is_some()) + usize::from(self.number.is_some())),
        };
        if hangs || (is_mid && !follows) {
            return None;
        }
        match item {
            Item::Letter(letter) => (self.letter, self.number) = (Some(*letter), None),
            Item::Number(number) => self.number = Some(*number),
            Item::Dash => {}
        }
        if !follows {
            self.remark(i, Trouble::Item);
        }
        Some(depth)
    }

    /// The paragraph before has not come to its end: its last line is full and no stop closes it.
    fn is_mid(&self) -> bool {
        let Some(last) = self.last.map(|last| &self.lines[last]) else { return false };
        let is_long = self.page.is_some_and(|page| last.cells * 10 >= page * 6);
        !last.is_closed() && (last.hangs() || is_long)
    }

    /// A stop happens to end a line that is full to the brim.
    fn goes_on(&self, i: usize) -> bool {
        let (Some(last), Some(page)) = (self.last.map(|last| &self.lines[last]), self.page) else {
            return false;
        };
        // A handful of lines does not tell how wide the page is.
        let full = self.lines.iter().filter(|line| line.cells * 100 >= page * 95).take(8).count();
        let is_full = full == 8 && last.cells * 100 >= page * 97 && last.plain.ends_with('。');
        is_full && self.lines[i].indent < last.indent + 2
    }

    fn is_short(&self, line: &Line) -> bool {
        line.cells * 10 < self.page.unwrap_or(66) * 6
    }

    fn is_list_of_references(&self) -> bool {
        self.clauses.last().is_some_and(|clause| {
            clause.id == "bibliography" || clause.id == "cover" || clause.title.contains("引用文件")
        })
    }

    fn begins_a_reference(&self, i: usize) -> bool {
        let hangs = self.last.is_some_and(|last| self.lines[last].hangs());
        let tight = &self.lines[i].tight;
        let numbered =
            tight.strip_prefix('[').and_then(|rest| rest.split_once(']')).map_or(tight.as_str(), |r| r.1);
        self.is_list_of_references() && !hangs && mark::standard(numbered).is_some()
    }

    /// A new block whose mark takes `len` characters of the line.
    fn block(&mut self, kind: BlockKind, i: usize, len: usize) {
        // Table and figure end with the next sentence, note or item.
        self.in_table &= kind == BlockKind::Loose;
        let (mark, text) = split(self.lines[i].text, len);
        self.placed += count(self.lines[i].text);
        if let Some(clause) = self.clauses.last_mut() {
            clause.blocks.push(Block { kind, mark, text: text.to_owned() });
        }
        self.last = Some(i);
    }

    fn extend(&mut self, i: usize) {
        let line = &self.lines[i];
        let Some(block) = self.clauses.last_mut().and_then(|clause| clause.blocks.last_mut()) else { return };
        // Between two words of a Latin script the line break was a space; in Chinese it was nothing.
        let mut ends = block.text.chars().rev();
        let (last, before) = (ends.next(), ends.next());
        let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let is_stop = last.is_some_and(|c| matches!(c, ',' | '.' | ';')) && is_word(before);
        if (is_word(last) || is_stop) && is_word(line.text.chars().next()) {
            block.text.push(' ');
        }
        block.text.push_str(line.text);
        self.placed += count(line.text);
        self.last = Some(i);
    }

    fn remark(&mut self, i: usize, trouble: Trouble) {
        let line = &self.lines[i];
        let before = i.checked_sub(1).map(|before| self.lines[before].no);
        if self.remarks.last().is_some_and(|remark| remark.to == line.no) {
            return;
        }
        // Lines that follow each other are one remark.
        if let Some(remark) = self.remarks.last_mut()
            && matches!(trouble, Trouble::Loose | Trouble::Table)
            && remark.trouble == trouble
            && Some(remark.to) == before
        {
            remark.to = line.no;
            return;
        }
        let text: String = line.text.chars().take(24).collect();
        self.remarks.push(Remark { line: line.no, to: line.no, text, trouble });
    }
}

/// The first `len` characters other than white space, and the rest.
fn split(text: &str, len: usize) -> (String, &str) {
    let mut left = len;
    let end = text.char_indices().find_map(|(at, c)| {
        if left == 0 {
            return Some(at);
        }
        left -= usize::from(!c.is_whitespace());
        None
    });
    let (mark, rest) = text.split_at(end.unwrap_or(text.len()));
    (mark.chars().filter(|c| !c.is_whitespace()).collect(), rest.trim_start())
}

fn count(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}
