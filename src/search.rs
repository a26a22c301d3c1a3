//! Finds anything by its words, its id, or how it sounds. An [`Index`] is built once for a state of the workspace,
//! away from the screen; a [`Query`] is asked of it with every letter. It knows no keys and no screen: who shows the
//! hits decides where they lead.

mod collect;
mod pinyin;
mod query;
mod rank;
mod seeker;

use crate::text::{Mask, Phrase, folded, mask};
use pinyin::Sound;
use std::ops::Range;
use std::thread;

pub use collect::entries;
pub use query::{FILTERS, FilterHelp, Query};
pub use seeker::Seeker;

/// What a thing is, in the order in which kinds stand where nothing else decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Kind {
    /// A stage or an element.
    #[default]
    Place,
    Task,
    Clause,
    Command,
    Decision,
    /// A gate or a criterion of one.
    Gate,
    Row,
    Evidence,
    Term,
    /// A practice note of ours.
    Note,
}

impl Kind {
    pub const ALL: [Kind; 10] = [
        Kind::Place,
        Kind::Task,
        Kind::Clause,
        Kind::Command,
        Kind::Decision,
        Kind::Gate,
        Kind::Row,
        Kind::Evidence,
        Kind::Term,
        Kind::Note,
    ];

    pub const fn label(self) -> Phrase {
        match self {
            Kind::Place => Phrase::new("阶段与要素", "Stages and elements"),
            Kind::Task => Phrase::new("任务", "Tasks"),
            Kind::Clause => Phrase::new("条文", "Clauses"),
            Kind::Command => Phrase::new("命令", "Commands"),
            Kind::Decision => Phrase::new("决策", "Decisions"),
            Kind::Gate => Phrase::new("评审门", "Gates"),
            Kind::Row => Phrase::new("台账行", "Rows"),
            Kind::Evidence => Phrase::new("证据", "Evidence"),
            Kind::Term => Phrase::new("术语", "Glossary"),
            Kind::Note => Phrase::new("实施注（我方）", "Practice notes (ours)"),
        }
    }
}

/// Something that can be found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    pub kind: Kind,
    pub id: String,
    /// What stands before the title where it is not the id: the number of a clause, the key of a row.
    pub key: String,
    pub title: String,
    /// Other names: the title in the other language.
    pub alias: String,
    /// What is said about it at length.
    pub body: String,
    /// What stands behind the title: where it belongs.
    pub detail: String,
    pub owner: String,
    /// `open`, `doing`, `blocked`, `done`, `waived`; empty for what is no task.
    pub status: &'static str,
    pub due: String,
}

/// All that can be found, made ready for every search.
#[derive(Debug, Default)]
pub struct Index {
    entries: Vec<Entry>,
    titles: Texts,
    title_masks: Vec<Mask>,
    /// Ids and keys.
    names: Texts,
    name_masks: Vec<Mask>,
    /// Other names and bodies.
    rest: Texts,
    rest_masks: Vec<Mask>,
    /// Of all three together.
    masks: Vec<Mask>,
    sounds: Vec<Sound>,
    sound_ends: Vec<usize>,
    /// With which letters the characters of the title can begin.
    initials: Vec<u64>,
}

/// Many texts as one: they lie together as they are read.
#[derive(Debug, Default)]
struct Texts {
    text: String,
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    fn get(&self, at: usize) -> &str {
        self.text.get(span(&self.ends, at)).unwrap_or_default()
    }
}

fn span(ends: &[usize], at: usize) -> Range<usize> {
    let start = at.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    start..ends.get(at).copied().unwrap_or(start)
}

/// Hits of one kind, the best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub kind: Kind,
    /// How many there are; only the best of them are listed.
    pub count: usize,
    pub hits: Vec<Hit>,
}

/// An entry that was found, by its place in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    pub score: i32,
    pub at: usize,
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The group with the best hit first.
    pub groups: Vec<Group>,
    /// Every hit, for a search that narrows this one.
    pub all: Vec<u32>,
}

/// Hits of one kind that are listed.
pub const LISTED: usize = 200;

impl Index {
    pub fn new(entries: Vec<Entry>) -> Index {
        let mut index = Index::default();
        for entry in &entries {
            let title = folded(&entry.title);
            index.title_masks.push(mask(&title));
            index.titles.push(&title);
            // Nobody knows a term by the key that it has with us.
            let id = if entry.kind == Kind::Term { "" } else { entry.id.as_str() };
            let name = folded(&format!("{id}\n{}", entry.key));
            index.name_masks.push(mask(&name));
            index.names.push(&name);
            let rest = folded(&format!("{}\n{}", entry.alias, entry.body));
            index.rest_masks.push(mask(&rest));
            index.rest.push(&rest);
            index.masks.push(mask(&title) | mask(&name) | mask(&rest));
            let start = index.sounds.len();
            index.sounds.extend(pinyin::sounds(&entry.title));
            index.sound_ends.push(index.sounds.len());
            let heard = index.sounds.get(start..).unwrap_or_default();
            index.initials.push(heard.iter().fold(0, |set, sound| set | pinyin::initials(*sound)));
        }
        index.entries = entries;
        index
    }

    pub fn entry(&self, at: usize) -> Option<&Entry> {
        self.entries.get(at)
    }

    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub fn find(&self, query: &Query) -> Found {
        self.find_among(query, self.entries.len(), |n| u32::try_from(n).unwrap_or(u32::MAX))
    }

    /// The same as [`Index::find`] of a query that [`Query::narrows`] the one by which `before` was found.
    pub fn find_within(&self, query: &Query, before: &Found) -> Found {
        self.find_among(query, before.all.len(), |n| before.all[n])
    }

    /// Looks at so many candidates, ascending; many of them by all processors at once.
    fn find_among(&self, query: &Query, count: usize, candidate: impl Fn(usize) -> u32 + Sync) -> Found {
        if query.is_empty() {
            return Found::default();
        }
        let processors =
            if count < MANY { 1 } else { thread::available_parallelism().map_or(1, usize::from) };
        let share = count.div_ceil(processors.min(MOST_THREADS)).max(1);
        let look = |from: usize| self.hits(query, (from..count.min(from + share)).map(&candidate));
        let parts: Vec<Hits> = thread::scope(|scope| {
            let look = &look;
            let others: Vec<_> =
                (share..count).step_by(share).map(|from| scope.spawn(move || look(from))).collect();
            let first = look(0);
            let others = others.into_iter().map(|other| other.join().expect("no thread panics that looks"));
            std::iter::once(first).chain(others).collect()
        });
        let mut hits = Hits::default();
        for mut part in parts {
            hits.all.append(&mut part.all);
            for (all, more) in hits.by_kind.iter_mut().zip(&mut part.by_kind) {
                all.append(more);
            }
        }
        let groups = Kind::ALL.into_iter().zip(hits.by_kind).filter(|(_, hits)| !hits.is_empty());
        let mut groups: Vec<Group> = groups.map(|(kind, hits)| Group::best(kind, hits)).collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.hits.first().map(|hit| hit.score)));
        Found { groups, all: hits.all }
    }

    fn hits(&self, query: &Query, candidates: impl Iterator<Item = u32>) -> Hits {
        let ranker = rank::Ranker::new(query);
        let mut hits = Hits::default();
        for candidate in candidates {
            let at = candidate as usize;
            if let Some(score) = ranker.score(self, at) {
                hits.all.push(candidate);
                hits.by_kind[self.entries[at].kind as usize].push(Hit { score, at });
            }
        }
        hits
    }

    /// Which characters of an entry's title were found, ascending; none when something else of it was.
    pub fn places(&self, query: &Query, at: usize) -> Vec<usize> {
        let Some(entry) = self.entries.get(at) else { return vec![] };
        let sounds = self.sounds.get(span(&self.sound_ends, at)).unwrap_or_default();
        rank::places(query, &entry.title, sounds)
    }

    /// A piece of the body around what was found, where the title does not show it, and the characters found in it.
    pub fn excerpt(&self, query: &Query, at: usize) -> Option<(String, Vec<usize>)> {
        rank::excerpt(query, self.entries.get(at)?)
    }
}

/// What was found among some candidates, ascending.
#[derive(Default)]
struct Hits {
    all: Vec<u32>,
    by_kind: [Vec<Hit>; Kind::ALL.len()],
}

/// From so many candidates on, another thread is worth its start; and the most that are started.
const MANY: usize = 20_000;
const MOST_THREADS: usize = 4;

impl Group {
    fn best(kind: Kind, mut hits: Vec<Hit>) -> Group {
        let order = |hit: &Hit| (std::cmp::Reverse(hit.score), hit.at);
        let count = hits.len();
        if count > LISTED {
            hits.select_nth_unstable_by_key(LISTED, order);
            hits.truncate(LISTED);
        }
        hits.sort_unstable_by_key(order);
        Group { kind, count, hits }
    }
}

impl Found {
    /// Takes the groups of another index in between.
    #[must_use]
    pub fn with(mut self, other: Found) -> Found {
        self.groups.extend(other.groups);
        self.groups.sort_by_key(|group| std::cmp::Reverse(group.hits.first().map(|hit| hit.score)));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// More than one thread looks at.
    #[test]
    fn many_things_are_looked_through_as_if_by_one() {
        let title = |n: usize| format!("{}{n}", ["网关", "点表", "网关试装"][n % 3]);
        let entries = (0..2 * MANY + 7).map(|n| Entry { title: title(n), ..Entry::default() }).collect();
        let index = Index::new(entries);
        let query = Query::new("网关", date(2026, 11, 20));
        let all = u32::try_from(index.len()).unwrap();
        let by_one = index.hits(&query, 0..all);
        let found = index.find(&query);
        assert!(by_one.all.len() > MANY && found.all == by_one.all);
        let expected = Group::best(Kind::Place, by_one.by_kind[Kind::Place as usize].clone());
        assert_eq!(found.groups, [expected]);
        assert_eq!(index.find_within(&query, &found), found);
    }
}
