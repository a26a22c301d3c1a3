//! A user's own copy of a standard, read out of the plain text of a PDF or Word file: number, edition, title and the
//! tree of clauses, every character in its place. Pure: files and folders are `store::shelf`'s. Nothing of it
//! ever enters a workspace; there a clause is an id ([`ClauseRef`]).

mod compare;
mod identity;
mod library;
mod line;
mod mark;
mod page;
mod refused;
mod remark;
mod walk;

use serde::{Deserialize, Serialize};

pub use compare::{Change, Changed, Piece, changes, marked, pieces};
pub use library::{ClauseRef, Library, OwnedHit, Passage};
pub use refused::{Asked, NoStandard};
pub use remark::{Remark, Trouble};

/// One part of a standard in one edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Owned {
    /// With the part: `GB/T 23031.1`.
    pub number: String,
    /// The year.
    pub edition: String,
    /// Of the whole standard.
    pub title: String,
    /// Of this part; empty where there are no parts.
    #[serde(default)]
    pub part_title: String,
    /// In the order of the text; `depth` makes the tree.
    pub clauses: Vec<OwnedClause>,
    /// What belongs to the page and not to the text: headers, page numbers, the table of contents.
    #[serde(default)]
    pub asides: Vec<Aside>,
    #[serde(default)]
    pub remarks: Vec<Remark>,
    /// The text does not name the year: it is the one that we know of.
    #[serde(default)]
    pub is_edition_assumed: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnedClause {
    /// `foreword`, `introduction`, `4`, `5.2`, `A`, `A.1`: unique in its part.
    pub id: String,
    /// As it is printed; empty for foreword and introduction.
    #[serde(default)]
    pub number: String,
    #[serde(default)]
    pub title: String,
    /// 0 for those at the top.
    #[serde(default)]
    pub depth: usize,
    /// Of the text it was read from, from 1.
    pub line: usize,
    #[serde(default)]
    pub blocks: Vec<Block>,
}

/// A paragraph, or what is set apart like one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Block {
    pub kind: BlockKind,
    /// `a)`, `1)`, `———`, `注1:`; empty for plain text.
    #[serde(default)]
    pub mark: String,
    #[serde(default)]
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockKind {
    Text,
    /// An item with a letter, a number or a dash, and how deep it lies.
    Item(usize),
    Note,
    Example,
    Caption,
    /// A line of a table or figure, or one whose place is not known: kept as it stands.
    Loose,
}

/// A line that belongs to the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aside {
    pub line: usize,
    /// How many characters other than white space of clauses come before it.
    pub after: usize,
    pub text: String,
}

impl Owned {
    /// Reads the text of one part. `asked` is what the user said about it.
    pub fn read(text: &str, asked: &Asked) -> Result<Owned, NoStandard> {
        walk::read(text, asked)
    }

    /// `GB/T 23031.1-2022`
    pub fn key(&self) -> String {
        format!("{}-{}", self.number, self.edition)
    }

    /// The part, by its number: `1` of `GB/T 23031.1`.
    pub fn part(&self) -> Option<u32> {
        self.number.rsplit_once('.')?.1.parse().ok()
    }

    /// Title and part as one.
    pub fn full_title(&self) -> String {
        match self.part() {
            Some(part) if !self.part_title.is_empty() => {
                format!("{} 第{part}部分：{}", self.title, self.part_title).trim().to_owned()
            }
            _ => self.title.clone(),
        }
    }

    pub fn clause(&self, id: &str) -> Option<&OwnedClause> {
        self.clauses.iter().find(|clause| clause.id == id)
    }

    /// Everything that was read, in the order of the text and without white space: what a sceptic compares with
    /// the source.
    pub fn all_characters(&self) -> String {
        let mut clauses = self.clauses.iter().flat_map(OwnedClause::texts).flat_map(str::chars);
        let mut clauses = clauses.by_ref().filter(|c| !c.is_whitespace());
        let (mut out, mut taken) = (String::new(), 0);
        for aside in &self.asides {
            out.extend(clauses.by_ref().take(aside.after.saturating_sub(taken)));
            taken = taken.max(aside.after);
            out.extend(aside.text.chars().filter(|c| !c.is_whitespace()));
        }
        out.extend(clauses);
        out
    }
}

impl OwnedClause {
    fn texts(&self) -> impl Iterator<Item = &str> {
        let blocks = self.blocks.iter().flat_map(|block| [block.mark.as_str(), &block.text]);
        [self.number.as_str(), &self.title].into_iter().chain(blocks)
    }

    /// `5.2 设备联网`; a clause without a title is named by how it begins.
    pub fn heading(&self) -> String {
        let name = if self.title.is_empty() {
            self.blocks
                .first()
                .map(|block| block.text.chars().take(16).chain(['…']).collect())
                .unwrap_or_default()
        } else {
            self.title.clone()
        };
        format!("{} {name}", self.number).trim().to_owned()
    }
}

impl Block {
    /// Mark and text as they are read.
    pub fn shown(&self) -> String {
        match (self.mark.as_str(), self.text.as_str()) {
            ("", text) => text.to_owned(),
            (mark, text) if mark.starts_with(['—', '─', '–', '-']) => format!("{mark}{text}"),
            (mark, text) => format!("{mark} {text}"),
        }
    }
}

#[cfg(test)]
mod tests;
