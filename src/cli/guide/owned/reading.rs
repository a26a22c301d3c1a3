//! The wording of an owned copy, on pages of its own and beside the clauses that the guide restates.

use super::super::super::out::{Line, Paint};
use super::super::super::trouble::Trouble;
use super::super::page::Page;
use super::plain;
use crate::guide::owned::{Block, BlockKind, Library, Owned};
use crate::text::Phrase;

/// What a page about an owned text shows.
pub enum Shown<'a> {
    Copy(&'a Owned),
    Clause(&'a Owned, String),
}

/// A copy by its number, or one of its clauses by its name; a clause number alone is sought where the guide has
/// nothing under it. None leaves it to the guide.
pub fn find<'a>(library: &'a Library, sought: &str) -> Option<Shown<'a>> {
    let wanted = plain(sought);
    let copy = |key: &str| {
        let fits = |copy: &&Owned| plain(&copy.key()) == key || plain(&copy.number) == key;
        library.all().iter().rfind(fits)
    };
    if let Some(copy) = copy(&wanted) {
        return Some(Shown::Copy(copy));
    }
    if let Some((key, clause)) = wanted.rsplit_once('/')
        && let Some(copy) = copy(key)
    {
        let ids = copy.clauses.iter().map(|clause| clause.id.clone()).chain([clause.to_owned()]);
        let id = ids.into_iter().find(|id| plain(id) == clause && copy.passage(id).is_some())?;
        return Some(Shown::Clause(copy, id));
    }
    let is_guides = crate::guide::guide().clause(&wanted).is_some() || wanted.len() > 12;
    let copy = library.beside_the_guide().filter(|_| !is_guides)?;
    let clause =
        copy.clauses.iter().find(|clause| plain(&clause.id) == wanted && !clause.number.is_empty())?;
    Some(Shown::Clause(copy, clause.id.clone()))
}

impl Page<'_> {
    pub fn owned(&mut self, shown: &Shown) -> Result<(), Trouble> {
        const OWN: Phrase = Phrase::new("自有文本（原文）", "Your own copy (its wording)");
        let (copy, id) = match shown {
            Shown::Copy(copy) => {
                self.title(OWN, &copy.key(), &copy.full_title())?;
                self.out.line("")?;
                for clause in copy.clauses.iter().filter(|clause| clause.id != "cover") {
                    let indent = "  ".repeat(clause.depth + 1);
                    self.out.line(format!("{indent}{}", clause.heading()))?;
                }
                return Ok(());
            }
            Shown::Clause(copy, id) => (copy, id),
        };
        let Some(passage) = copy.passage(id) else { return Ok(()) };
        self.title(OWN, &copy.key(), &passage.heading)?;
        self.out.line("")?;
        self.blocks(copy, id)
    }

    /// The owned text of a clause that the guide restates.
    pub fn beside(&mut self, id: &str) -> Result<(), Trouble> {
        const OWN: Phrase = Phrase::new("原文（自有文本）", "Its wording (your own copy)");
        let library = self.library;
        let Some(copy) = library.beside_the_guide().filter(|copy| copy.passage(id).is_some()) else {
            return Ok(());
        };
        self.heading(OWN)?;
        self.text(&copy.key(), 2)?;
        self.blocks(copy, id)
    }

    fn blocks(&mut self, copy: &Owned, id: &str) -> Result<(), Trouble> {
        let Some(at) = copy.clauses.iter().position(|clause| clause.id == id) else {
            let passage = copy.passage(id);
            let blocks = passage.iter().flat_map(|passage| &passage.blocks);
            return blocks.into_iter().try_for_each(|block| self.block(block));
        };
        let depth = copy.clauses[at].depth;
        copy.clauses[at].blocks.iter().try_for_each(|block| self.block(block))?;
        for clause in copy.clauses.iter().skip(at + 1).take_while(|clause| clause.depth > depth) {
            self.out.line("")?;
            self.out.line(Line::new().painted(Paint::Strong, format!("  {}", clause.heading())))?;
            clause.blocks.iter().try_for_each(|block| self.block(block))?;
        }
        Ok(())
    }

    fn block(&mut self, block: &Block) -> Result<(), Trouble> {
        let indent = if let BlockKind::Item(depth) = block.kind { 4 + 2 * depth } else { 2 };
        self.text(&block.shown(), indent)
    }
}
