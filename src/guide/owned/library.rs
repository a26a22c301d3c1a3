//! All copies that a user owns, by number and edition, and how a clause of one of them is named: `GB/T
//! 23031.1-2022/5.2`. A name says something even where the copy is not there.

use super::line::narrow;
use super::{Block, BlockKind, Change, Owned, OwnedClause, compare};
use crate::guide::guide;
use crate::text::Lang;
use std::fmt;

/// Number and edition that the guide restates.
const RESTATED: (&str, &str) = ("GB/T 23031.1", "2022");

/// A clause of an edition. Links hold it as text, and never more.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClauseRef {
    pub number: String,
    pub edition: String,
    /// `5.2`, `4a`, `A.1`.
    pub clause: String,
}

impl ClauseRef {
    pub fn new(number: &str, edition: &str, clause: &str) -> ClauseRef {
        ClauseRef { number: number.into(), edition: edition.into(), clause: clause.into() }
    }

    /// A clause of the edition that the guide restates.
    pub fn restated(clause: &str) -> ClauseRef {
        ClauseRef::new(RESTATED.0, RESTATED.1, clause)
    }

    /// None for what is no name of a clause.
    pub fn parse(text: &str) -> Option<ClauseRef> {
        let (key, clause) = text.trim().rsplit_once('/')?;
        let (number, edition) = key.rsplit_once('-')?;
        let is_year = edition.len() == 4 && edition.chars().all(|c| c.is_ascii_digit());
        let is_clause = !clause.is_empty()
            && clause.chars().count() <= 24
            && clause.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
        let is_number = number.starts_with(|c: char| c.is_ascii_uppercase()) && !number.ends_with(' ');
        (is_year && is_clause && is_number).then(|| ClauseRef::new(number, edition, clause))
    }

    /// The edition: `GB/T 23031.1-2022`.
    pub fn key(&self) -> String {
        format!("{}-{}", self.number, self.edition)
    }

    /// The same clause, whatever the edition.
    pub fn is_same_clause(&self, other: &ClauseRef) -> bool {
        self.number == other.number && self.clause == other.clause
    }

    fn in_edition(&self, edition: &str) -> ClauseRef {
        ClauseRef::new(&self.number, edition, &self.clause)
    }
}

impl fmt::Display for ClauseRef {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}-{}/{}", self.number, self.edition, self.clause)
    }
}

/// A clause with what lies below it, or one lettered item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage<'a> {
    pub heading: String,
    pub blocks: Vec<&'a Block>,
}

impl Passage<'_> {
    pub fn text(&self) -> String {
        let texts: Vec<String> = self.blocks.iter().map(|block| block.shown()).collect();
        texts.join("\n")
    }
}

/// Sorted by number, and by edition with the newest last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Library {
    copies: Vec<Owned>,
}

impl Library {
    pub fn new(mut copies: Vec<Owned>) -> Library {
        copies.sort_by(|one, other| (&one.number, &one.edition).cmp(&(&other.number, &other.edition)));
        Library { copies }
    }

    pub fn all(&self) -> &[Owned] {
        &self.copies
    }

    pub fn is_empty(&self) -> bool {
        self.copies.is_empty()
    }

    /// By its key, `GB/T 23031.1-2022`.
    pub fn get(&self, key: &str) -> Option<&Owned> {
        self.copies.iter().find(|copy| copy.key() == key)
    }

    pub fn newest(&self, number: &str) -> Option<&Owned> {
        self.copies.iter().rfind(|copy| copy.number == number)
    }

    /// The newest edition of every standard.
    pub fn newest_of_all(&self) -> impl Iterator<Item = &Owned> {
        let next = self.copies.iter().skip(1).map(Some).chain([None]);
        self.copies
            .iter()
            .zip(next)
            .filter(|(copy, next)| next.is_none_or(|n| n.number != copy.number))
            .map(|(copy, _)| copy)
    }

    /// The copy that stands beside the clauses which the guide restates.
    pub fn beside_the_guide(&self) -> Option<&Owned> {
        self.newest(RESTATED.0)
    }

    /// An older edition of the same standard, the nearest one.
    pub fn before(&self, copy: &Owned) -> Option<&Owned> {
        self.copies.iter().rfind(|other| other.number == copy.number && other.edition < copy.edition)
    }

    pub fn passage(&self, clause: &ClauseRef) -> Option<Passage<'_>> {
        self.get(&clause.key())?.passage(&clause.clause)
    }

    /// The heading of a clause: of that edition, else of another, else of the guide's restated one.
    pub fn title(&self, clause: &ClauseRef, lang: Lang) -> Option<String> {
        let owned = self.passage(clause).or_else(|| self.newest(&clause.number)?.passage(&clause.clause));
        owned.map(|passage| passage.heading).or_else(|| {
            let restated = guide().clause(&clause.clause).filter(|_| clause.number == RESTATED.0)?;
            Some(format!("{} {}", restated.number, restated.title.say(lang)).trim().to_owned())
        })
    }

    /// What a newer edition did to a clause: the clause there, and how it changed. None where it is the newest, says
    /// the same, or cannot be compared.
    pub fn overtaken(&self, clause: &ClauseRef) -> Option<(ClauseRef, Change)> {
        let newest = self.newest(&clause.number).filter(|newest| newest.edition > clause.edition)?;
        let was = self.passage(clause)?;
        let now = clause.in_edition(&newest.edition);
        match newest.passage(&clause.clause) {
            None => Some((now, Change::Removed)),
            Some(passage) => {
                let is_same = compare::is_same(&was.heading, &passage.heading)
                    && compare::is_same(&was.text(), &passage.text());
                (!is_same).then_some((now, Change::Changed))
            }
        }
    }
}

/// A place in an owned text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedHit {
    pub clause: ClauseRef,
    pub heading: String,
    pub excerpt: String,
}

impl Library {
    /// Clauses of the newest editions that hold a text, whatever its spaces, case and width.
    pub fn find(&self, text: &str) -> Vec<OwnedHit> {
        let bare = |text: &str| -> String {
            text.chars().filter(|c| !c.is_whitespace()).flat_map(|c| narrow(c).to_lowercase()).collect()
        };
        let sought = bare(text);
        let mut hits = vec![];
        if sought.is_empty() {
            return hits;
        }
        for copy in self.newest_of_all() {
            for clause in copy.clauses.iter().filter(|clause| clause.id != "cover") {
                let found = clause.blocks.iter().find(|block| bare(&block.shown()).contains(&sought));
                if found.is_none() && !bare(&clause.heading()).contains(&sought) {
                    continue;
                }
                let excerpt = found.or(clause.blocks.first()).map_or(String::new(), Block::shown);
                let excerpt = around(&excerpt, text.trim());
                let name = ClauseRef::new(&copy.number, &copy.edition, &clause.id);
                hits.push(OwnedHit { clause: name, heading: clause.heading(), excerpt });
            }
        }
        hits
    }
}

/// A hundred characters around what was sought.
fn around(text: &str, sought: &str) -> String {
    const ROOM: usize = 100;
    let before = text.find(sought).and_then(|at| text.get(..at)).map_or(0, |before| before.chars().count());
    let from = before.saturating_sub(ROOM / 4);
    let cut: String = text.chars().skip(from).take(ROOM).collect();
    let (head, tail) =
        (if from > 0 { "…" } else { "" }, if text.chars().count() > from + ROOM { "…" } else { "" });
    format!("{head}{cut}{tail}")
}

impl Owned {
    /// By `5.2`, with all that lies below, or `4a`, the item alone.
    pub fn passage(&self, id: &str) -> Option<Passage<'_>> {
        if let Some(at) = self.clauses.iter().position(|clause| clause.id == id) {
            let clause = &self.clauses[at];
            let below = self.clauses.iter().skip(at + 1).take_while(|other| other.depth > clause.depth);
            let blocks = std::iter::once(clause).chain(below).flat_map(|clause| &clause.blocks).collect();
            return Some(Passage { heading: clause.heading(), blocks });
        }
        let (letter, parent) = (
            id.chars().next_back().filter(char::is_ascii_lowercase)?,
            id.strip_suffix(|c: char| c.is_ascii_lowercase())?,
        );
        let clause = self.clause(parent)?;
        let blocks = clause.items().into_iter().find(|(own, _)| *own == Some(letter))?.1;
        Some(Passage { heading: format!("{} {letter})", clause.number), blocks })
    }
}

impl OwnedClause {
    /// The blocks by lettered item; first those before any.
    pub fn items(&self) -> Vec<(Option<char>, Vec<&Block>)> {
        let mut items: Vec<(Option<char>, Vec<&Block>)> = vec![(None, vec![])];
        for block in &self.blocks {
            let first = block.mark.chars().next().map(narrow);
            if let (BlockKind::Item(0), Some(letter)) = (block.kind, first.filter(char::is_ascii_lowercase)) {
                items.push((Some(letter), vec![]));
            }
            if let Some((_, blocks)) = items.last_mut() {
                blocks.push(block);
            }
        }
        items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_has_a_name_that_can_be_read_back() {
        for name in ["GB/T 23031.1-2022/5.2", "GB/T 23031.1-2022/4a", "GB 17859-1999/A.1"] {
            assert_eq!(ClauseRef::parse(name).unwrap().to_string(), name);
        }
        for none in [
            "",
            "5.2",
            "GB/T 23031.1/5.2",
            "GB/T 23031.1-22/5",
            "GB/T 23031.1-2022/",
            "x-2022/5",
            "GB/T 1-2020/五",
        ] {
            assert_eq!(ClauseRef::parse(none), None, "{none}");
        }
    }

    #[test]
    fn without_a_copy_a_restated_clause_still_has_its_title() {
        let library = Library::default();
        assert_eq!(library.title(&ClauseRef::restated("4c"), Lang::Zh).as_deref(), Some("4 c) 实施准备"));
        assert_eq!(library.title(&ClauseRef::new("GB/T 23031.1", "2022", "5.2"), Lang::Zh), None);
        assert_eq!(library.title(&ClauseRef::new("GB/T 23031.2", "2023", "4"), Lang::Zh), None);
    }
}
