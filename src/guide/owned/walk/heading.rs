//! Which lines head a clause. A number alone proves nothing, since every sentence may break before one: it has to
//! follow the clause that is open, and what stands behind it has to read like a title.

use super::super::OwnedClause;
use super::super::mark::{self, Numbered};
use super::super::page::Place;
use super::super::remark::Trouble;
use super::{Walk, count, is_title, split};

/// How a number comes after the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Follows {
    Exactly,
    /// Others are missing in between.
    WithGap,
    No,
}

impl Walk<'_> {
    /// Digits alone that head a clause, and not a page: its title is on the next line.
    pub(super) fn heads_a_clause(&self, i: usize) -> bool {
        let Some(numbered) = mark::numbered(&self.lines[i].plain) else { return false };
        let next = (i + 1..self.lines.len()).find(|next| self.places[*next] != Place::Page);
        let reads_on = next.map(|next| &self.lines[next]).is_some_and(|next| {
            is_title(&next.plain)
                && next.cells <= 40
                && mark::numbered(&next.plain).is_none()
                && mark::annex(&next.tight).is_none()
        });
        self.follows(&numbered) == Follows::Exactly && reads_on && !self.is_mid()
    }

    pub(super) fn takes_as_heading(&mut self, i: usize) -> bool {
        let line = &self.lines[i];
        let named = match line.tight.as_str() {
            "前言" => Some("foreword"),
            "引言" => Some("introduction"),
            "参考文献" => Some("bibliography"),
            "索引" => Some("index"),
            _ => None,
        };
        if let Some(id) = named.filter(|id| self.clauses.iter().all(|clause| clause.id != *id)) {
            self.open(i, id.to_owned(), 0, 0);
            // No number comes after the list of literature.
            self.annex = self.annex.filter(|_| !matches!(id, "bibliography" | "index"));
            return true;
        }
        if let Some((letter, rest)) = mark::annex(&line.tight)
            && self.annex.map_or(letter == 'A', |annex| u32::from(annex) + 1 == u32::from(letter))
            && (!self.is_mid() || rest.is_empty())
            && self.clauses.iter().all(|clause| clause.id != letter.to_string())
        {
            self.open(i, letter.to_string(), 3, 0);
            (self.annex, self.path) = (Some(letter), vec![]);
            self.awaits_title = rest.is_empty() || mark::annex_kind(rest);
            return true;
        }
        self.takes_number(i)
    }

    fn takes_number(&mut self, i: usize) -> bool {
        let line = &self.lines[i];
        if self.places[i] == Place::Digits && !self.heads_a_clause(i) {
            return false;
        }
        let Some(numbered) = mark::numbered(&line.plain) else { return false };
        let numbers: Vec<String> = numbered.path.iter().map(ToString::to_string).collect();
        let numbers = numbers.join(".");
        let id = numbered.annex.map_or(numbers.clone(), |annex| format!("{annex}.{numbers}"));
        // Behind a list of literature the numbers of the text could begin again: they do not.
        let is_new = self.clauses.iter().all(|clause| clause.id != id);
        let follows = if is_new { self.follows(&numbered) } else { Follows::No };
        let is_deep = numbered.path.len() > 1 || numbered.annex.is_some();
        let is_narrow = self.page.is_none_or(|page| line.cells * 10 < page * 8);
        let is_title = is_title(numbered.rest) && is_narrow;
        let is_mid = self.is_mid() && !self.is_list_of_references();
        // No measure has three parts.
        let counts = numbered.path.len() < 3 && mark::counts(numbered.rest);
        // `6 个月` at the end of a sentence, `6 个性化定制` never: only what follows exactly may begin so.
        let heads = match follows {
            _ if is_mid => false,
            Follows::Exactly if numbered.rest.is_empty() => true,
            Follows::Exactly if is_title => !counts,
            Follows::Exactly => is_deep && !counts && !numbered.rest.is_empty(),
            Follows::WithGap => is_title && !counts && (is_deep || line.plain.contains(' ')),
            Follows::No => false,
        };
        if !heads {
            let stands_out = is_title && !is_mid && !counts && is_deep && !self.in_table;
            if follows == Follows::No && stands_out {
                self.remark(i, Trouble::Heading);
            }
            return false;
        }
        if follows == Follows::WithGap {
            self.remark(i, Trouble::Gap);
        }
        let depth = numbered.path.len() - usize::from(numbered.annex.is_none());
        self.path.clone_from(&numbered.path);
        if is_title || numbered.rest.is_empty() {
            self.open(i, id, numbered.len, depth);
            self.awaits_title = numbered.rest.is_empty();
            return true;
        }
        // A numbered paragraph: the number is the heading, the rest is text.
        let (number, rest) = split(line.text, numbered.len);
        let line_no = line.no;
        self.begin(OwnedClause { id, number, depth, line: line_no, ..OwnedClause::default() });
        self.placed += numbered.len;
        self.placed += count(rest);
        let block = super::Block { kind: super::BlockKind::Text, mark: String::new(), text: rest.to_owned() };
        if let Some(clause) = self.clauses.last_mut() {
            clause.blocks.push(block);
        }
        self.last = Some(i);
        true
    }

    /// The next line is the title of a heading that had only its number.
    pub(super) fn takes_as_title(&mut self, i: usize) -> bool {
        if !self.awaits_title {
            return false;
        }
        let line = &self.lines[i];
        let is_kind = mark::annex_kind(&line.tight);
        let is_mark = mark::numbered(&line.plain).is_some()
            || mark::item(&line.plain).is_some()
            || mark::note(&line.tight).is_some();
        let is_narrow = self.page.is_none_or(|page| line.cells * 10 < page * 8);
        if !is_kind && (!is_title(&line.plain) || !is_narrow || is_mark) {
            return false;
        }
        self.awaits_title = is_kind;
        self.placed += count(line.text);
        if let Some(clause) = self.clauses.last_mut() {
            let gap = if clause.title.is_empty() { "" } else { " " };
            clause.title = format!("{}{gap}{}", clause.title, line.text);
        }
        true
    }

    /// A clause whose number takes `len` characters of the line, and its title the rest.
    fn open(&mut self, i: usize, id: String, len: usize, depth: usize) {
        let line = &self.lines[i];
        let (number, title) = split(line.text, len);
        self.placed += count(line.text);
        // 前　　言 is one word.
        let title = if len == 0 { title.split_whitespace().collect() } else { title.to_owned() };
        self.begin(OwnedClause { id, number, title, depth, line: line.no, blocks: vec![] });
    }

    fn begin(&mut self, clause: OwnedClause) {
        self.clauses.push(clause);
        (self.last, self.letter, self.number, self.in_table) = (None, None, None, false);
        self.awaits_title = false;
    }

    fn follows(&self, numbered: &Numbered) -> Follows {
        let (path, open) = (&numbered.path, &self.path);
        if numbered.annex != self.annex {
            return Follows::No;
        }
        if open.is_empty() {
            // A text may begin with any clause; an annex begins with its first.
            let is_first = path.len() == 1 && (path[0] == 1 || self.annex.is_none());
            return if is_first { Follows::Exactly } else { Follows::No };
        }
        let same = path.iter().zip(open).take_while(|(one, other)| one == other).count();
        let Some(own) = path.get(same) else { return Follows::No };
        let before = open.get(same).copied().unwrap_or(0);
        let firsts = path.iter().skip(same + 1);
        match own.checked_sub(before) {
            Some(1) if same + 1 == path.len() => Follows::Exactly,
            Some(1..=9) if same <= open.len() && firsts.clone().all(|n| *n == 1) && firsts.count() <= 1 => {
                Follows::WithGap
            }
            _ => Follows::No,
        }
    }
}
