//! The list of the clause page: the clauses that the guide restates, what the owned copies have beyond them, the parts
//! of the chosen development modes, and clauses that something is linked to although no copy of them is here.

use crate::guide::guide;
use crate::guide::owned::{ClauseRef, Library, Owned};
use crate::readiness::{Scorecard, all_linked};
use crate::text::Phrase;
use crate::tui::pane::Context;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// The place of a restated clause in the guide.
    Guide(usize),
    /// A part by number and year: owned, or that of a chosen mode.
    Part {
        key: String,
        chosen: bool,
    },
    Owned {
        name: ClauseRef,
        heading: String,
        depth: usize,
    },
}

impl Entry {
    /// The clause in the copy that shows it.
    pub fn name(&self, library: &Library) -> Option<ClauseRef> {
        match self {
            Entry::Guide(at) => {
                let clause = ClauseRef::restated(&guide().clauses().get(*at)?.id);
                let newest =
                    library.newest(&clause.number).map_or(clause.edition.as_str(), |copy| &copy.edition);
                Some(ClauseRef::new(&clause.number, newest, &clause.clause))
            }
            Entry::Part { .. } => None,
            Entry::Owned { name, .. } => Some(name.clone()),
        }
    }

    /// The same clause, whatever the edition.
    pub fn is_about(&self, clause: &ClauseRef) -> bool {
        match self {
            Entry::Guide(at) => {
                guide().clauses().get(*at).is_some_and(|c| ClauseRef::restated(&c.id).is_same_clause(clause))
            }
            Entry::Part { .. } => false,
            Entry::Owned { name, .. } => name.is_same_clause(clause),
        }
    }

    /// Listed among the clauses of a standard, whatever the edition.
    fn is_of(&self, number: &str) -> bool {
        match self {
            Entry::Guide(_) => false,
            Entry::Part { key, .. } => key.rsplit_once('-').is_some_and(|(own, _)| own == number),
            Entry::Owned { name, .. } => name.number == number,
        }
    }

    /// Whether a link of the program leads here: the id of a restated clause, or a name.
    pub fn is_goal(&self, goal: &str) -> bool {
        let is_guides =
            matches!(self, Entry::Guide(at) if guide().clauses().get(*at).is_some_and(|c| c.id == goal));
        is_guides || ClauseRef::parse(goal).is_some_and(|name| self.is_about(&name))
    }
}

pub fn entries(context: &Context) -> Vec<Entry> {
    let library = context.library;
    let mut entries: Vec<Entry> = (0..guide().clauses().len()).map(Entry::Guide).collect();
    let restated = ClauseRef::restated("1").number;
    let mut chosen = chosen_parts(context);
    let first = library.newest(&restated).into_iter();
    for copy in first.chain(library.newest_of_all().filter(|copy| copy.number != restated)) {
        let number = format!("{}-", copy.number);
        let is_chosen = chosen.iter().any(|key| key.starts_with(&number));
        chosen.retain(|key| !key.starts_with(&number));
        let is_restated = |id: &str| copy.number == restated && guide().clause(id).is_some();
        let clauses = copy.clauses.iter().filter(|clause| clause.id != "cover" && !is_restated(&clause.id));
        let below: Vec<Entry> = clauses
            .map(|clause| Entry::Owned {
                name: ClauseRef::new(&copy.number, &copy.edition, &clause.id),
                heading: clause.heading(),
                depth: clause.depth,
            })
            .collect();
        if copy.number != restated || !below.is_empty() {
            entries.push(Entry::Part { key: copy.key(), chosen: is_chosen });
        }
        entries.extend(below);
    }
    entries.extend(chosen.into_iter().map(|key| Entry::Part { key, chosen: true }));
    // A clause that a newer edition dropped, or that no copy is here of, has its place as long as somebody leans on it.
    for name in all_linked(context.workspace) {
        if !entries.iter().any(|entry| entry.is_about(&name)) {
            place(name, &mut entries, context);
        }
    }
    entries
}

/// Below the clause that it is an item of, else behind the other clauses of its standard.
fn place(name: ClauseRef, entries: &mut Vec<Entry>, context: &Context) {
    let clause = name.clause.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let above = ClauseRef::new(&name.number, &name.edition, clause);
    let above =
        entries.iter().position(|entry| matches!(entry, Entry::Owned { .. }) && entry.is_about(&above));
    let last = entries.iter().rposition(|entry| entry.is_of(&name.number));
    let is_restated = name.number == ClauseRef::restated(&name.clause).number;
    let first = if is_restated { guide().clauses().len() } else { entries.len() };
    let at = above.or(last).map_or(first, |before| before + 1);
    let depth = match above.map(|above| &entries[above]) {
        Some(Entry::Owned { depth, .. }) => depth + 1,
        _ => 0,
    };
    let heading = context.library.title(&name, context.lang).unwrap_or_else(|| name.clause.clone());
    let key = name.key();
    entries.insert(at, Entry::Owned { name, heading, depth });
    if last.is_none() {
        entries.insert(at, Entry::Part { key, chosen: false });
    }
}

/// The parts of GB/T 23031 about the development modes that were decided on.
fn chosen_parts(context: &Context) -> Vec<String> {
    let card = Scorecard::of(context.workspace, "modes");
    let parts = card.iter().flat_map(Scorecard::chosen).filter_map(|option| option.guide?.part.clone());
    parts.collect()
}

/// From the owned copy, else from what the guide knows by title.
pub fn title_of_part(key: &str, context: &Context) -> Option<String> {
    const RESTATED: Phrase = Phrase::new(
        "工业互联网平台 应用实施指南 第1部分：总则",
        "Industrial internet platform: guide to application and implementation, Part 1: general principles",
    );
    let owned = context.library.get(key).map(Owned::full_title);
    let known = || {
        let is_restated = ClauseRef::restated("1").key() == key;
        let other = || guide().standard(key).map(|standard| standard.title.say(context.lang));
        if is_restated { Some(RESTATED.say(context.lang)) } else { other() }.map(str::to_owned)
    };
    owned.filter(|title| !title.is_empty()).or_else(known)
}
