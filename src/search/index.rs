//! All that can be found, made ready for every search. Most entries lack a character of what is typed, and are passed
//! over by two sets of bits without being read; what is read of the others lies close together.

use super::pinyin::{self, Heard, Sound};
use super::rank::{self, Ranker};
use super::{Best, Entry, Found, Group, Kind, Query};
use crate::text::{Mask, folded, mask};
use std::ops::Range;
use std::thread;

#[derive(Debug, Default)]
pub struct Index {
    entries: Vec<Entry>,
    /// Of all texts of an entry together.
    pub(super) masks: Vec<Mask>,
    /// Of the title.
    pub(super) heard: Vec<Heard>,
    pub(super) cards: Vec<Card>,
    titles: String,
    /// Ids and keys.
    names: String,
    /// Other names and bodies.
    rest: String,
    sounds: Vec<Sound>,
}

/// What an entry that may fit is ranked by.
#[derive(Debug)]
pub(super) struct Card {
    pub title: Mask,
    pub names: Mask,
    pub rest: Mask,
    /// What it has beside the rank of a hit.
    pub standing: i32,
    pub kind: Kind,
    /// Where its texts end; they begin where those of the card before end.
    ends: Ends,
}

#[derive(Debug, Clone, Copy, Default)]
struct Ends {
    title: usize,
    names: usize,
    rest: usize,
    sounds: usize,
}

impl Index {
    pub fn new(entries: Vec<Entry>) -> Index {
        let mut index = Index::default();
        for entry in &entries {
            index.push(entry);
        }
        index.entries = entries;
        index
    }

    fn push(&mut self, entry: &Entry) {
        // Nobody knows a term by the key that it has with us.
        let id = if entry.kind == Kind::Term { "" } else { entry.id.as_str() };
        let title = folded(&entry.title);
        let names = folded(&format!("{id}\n{}", entry.key));
        let rest = folded(&format!("{}\n{}", entry.alias, entry.body));
        let start = self.sounds.len();
        self.sounds.extend(pinyin::sounds(&entry.title));
        let sounds = self.sounds.get(start..).unwrap_or_default();
        self.heard.push(pinyin::heard(sounds));
        let standing = rank::standing(entry, sounds.len());
        for (all, text) in [(&mut self.titles, &title), (&mut self.names, &names), (&mut self.rest, &rest)] {
            all.push_str(text);
        }
        let ends = Ends {
            title: self.titles.len(),
            names: self.names.len(),
            rest: self.rest.len(),
            sounds: self.sounds.len(),
        };
        let (title, names, rest) = (mask(&title), mask(&names), mask(&rest));
        self.masks.push(title | names | rest);
        self.cards.push(Card { title, names, rest, standing, kind: entry.kind, ends });
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

    fn span(&self, at: usize, end: impl Fn(&Ends) -> usize) -> Range<usize> {
        let end = |at: usize| self.cards.get(at).map_or(0, |card: &Card| end(&card.ends));
        at.checked_sub(1).map_or(0, end)..end(at)
    }

    pub(super) fn title(&self, at: usize) -> &str {
        self.titles.get(self.span(at, |ends| ends.title)).unwrap_or_default()
    }

    /// Id and key.
    pub(super) fn names(&self, at: usize) -> (&str, &str) {
        let names = self.names.get(self.span(at, |ends| ends.names)).unwrap_or_default();
        names.split_once('\n').unwrap_or_default()
    }

    /// Other names in the first line, then the body.
    pub(super) fn rest(&self, at: usize) -> &str {
        self.rest.get(self.span(at, |ends| ends.rest)).unwrap_or_default()
    }

    pub(super) fn sounds(&self, at: usize) -> &[Sound] {
        self.sounds.get(self.span(at, |ends| ends.sounds)).unwrap_or_default()
    }

    pub fn find(&self, query: &Query) -> Found {
        self.find_among(query, &Candidates::All(self.len()))
    }

    /// The same as [`Index::find`] of a query that [`Query::narrows`] the one by which `before` was found.
    pub fn find_within(&self, query: &Query, before: &Found) -> Found {
        self.find_among(query, &Candidates::Some(&before.all))
    }

    /// Looks at candidates; many of them by all processors at once.
    fn find_among(&self, query: &Query, candidates: &Candidates) -> Found {
        if query.is_empty() {
            return Found::default();
        }
        let count = candidates.len();
        let processors =
            if count < MANY { 1 } else { thread::available_parallelism().map_or(1, usize::from) };
        let share = count.div_ceil(processors.min(MOST_THREADS)).max(1);
        let look = |from: usize| self.look(query, candidates, from..count.min(from + share));
        thread::scope(|scope| {
            let look = &look;
            let others: Vec<_> =
                (share..count).step_by(share).map(|from| scope.spawn(move || look(from))).collect();
            let mut hits = look(0);
            for other in others {
                hits.append(other.join().expect("no thread panics that looks"));
            }
            hits.found()
        })
    }

    fn look(&self, query: &Query, candidates: &Candidates, range: Range<usize>) -> Hits {
        let ranker = Ranker::new(query);
        let mut hits = Hits::default();
        let mut from = range.start;
        while from < range.end {
            let block = from..range.end.min(from + 64);
            let mut left = match candidates {
                Candidates::All(_) => ranker.may_fit(&self.masks[block.clone()], &self.heard[block.clone()]),
                Candidates::Some(all) => {
                    let (mut masks, mut heard) = ([0; 64], [0; 64]);
                    for (n, at) in all[block.clone()].iter().enumerate() {
                        (masks[n], heard[n]) = (self.masks[*at as usize], self.heard[*at as usize]);
                    }
                    ranker.may_fit(&masks[..block.len()], &heard[..block.len()])
                }
            };
            while left != 0 {
                let at = candidates.get(from + left.trailing_zeros() as usize);
                left &= left - 1;
                if let Some(score) = ranker.score(self, at as usize) {
                    hits.push(at, self.cards[at as usize].kind, score);
                }
            }
            from = block.end;
        }
        hits
    }

    /// Which characters of an entry's title were found, ascending; none when something else of it was.
    pub fn places(&self, query: &Query, at: usize) -> Vec<usize> {
        self.entries.get(at).map_or(vec![], |entry| rank::places(query, &entry.title, self.sounds(at)))
    }

    /// A piece of the body around what was found, where the title does not show it, and the characters found in it.
    pub fn excerpt(&self, query: &Query, at: usize) -> Option<(String, Vec<usize>)> {
        rank::excerpt(query, self.entries.get(at)?)
    }
}

/// Places in the index, ascending.
enum Candidates<'a> {
    All(usize),
    Some(&'a [u32]),
}

impl Candidates<'_> {
    fn len(&self) -> usize {
        match self {
            Candidates::All(count) => *count,
            Candidates::Some(all) => all.len(),
        }
    }

    fn get(&self, n: usize) -> u32 {
        match self {
            Candidates::All(_) => u32::try_from(n).unwrap_or(u32::MAX),
            Candidates::Some(all) => all[n],
        }
    }
}

/// From so many candidates on, another thread is worth its start; and the most that are started.
const MANY: usize = 20_000;
const MOST_THREADS: usize = 4;

/// What was found among some candidates, ascending.
#[derive(Default)]
struct Hits {
    all: Vec<u32>,
    by_kind: [Best; Kind::ALL.len()],
}

impl Hits {
    fn push(&mut self, at: u32, kind: Kind, score: i32) {
        self.all.push(at);
        self.by_kind[kind as usize].push(score, at as usize);
    }

    fn append(&mut self, mut later: Hits) {
        self.all.append(&mut later.all);
        for (best, later) in self.by_kind.iter_mut().zip(later.by_kind) {
            best.append(later);
        }
    }

    fn found(self) -> Found {
        let groups = Kind::ALL.into_iter().zip(self.by_kind).filter_map(|(kind, best)| best.group(kind));
        let mut groups: Vec<Group> = groups.collect();
        groups.sort_by_key(|group| std::cmp::Reverse(group.hits.first().map(|hit| hit.score)));
        Found { groups, all: self.all }
    }
}

#[cfg(test)]
mod tests {
    use super::super::LISTED;
    use super::*;
    use jiff::civil::date;

    /// More than one thread looks at.
    #[test]
    fn many_things_are_looked_through_as_if_by_one() {
        let title = |n: usize| format!("{}{n}", ["网关", "点表", "网关试装"][n % 3]);
        let entries = (0..2 * MANY + 7).map(|n| Entry { title: title(n), ..Entry::default() }).collect();
        let index = Index::new(entries);
        let query = Query::new("网关", date(2026, 11, 20));
        let by_one = index.look(&query, &Candidates::All(index.len()), 0..index.len());
        let found = index.find(&query);
        assert!(by_one.all.len() > MANY && found.all == by_one.all);
        assert_eq!(found, by_one.found());
        assert_eq!(index.find_within(&query, &found), found);
    }

    #[test]
    fn the_best_are_listed_wherever_they_stand() {
        let title = |n: usize| format!("网关{}", "甲".repeat(n * 7919 % 601));
        let index = Index::new((0..3000).map(|n| Entry { title: title(n), ..Entry::default() }).collect());
        let query = Query::new("网关", date(2026, 11, 20));
        let ranker = Ranker::new(&query);
        let mut all: Vec<(i32, usize)> =
            (0..index.len()).map(|at| (ranker.score(&index, at).unwrap(), at)).collect();
        all.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
        let found = index.find(&query);
        assert_eq!(found.groups[0].count, 3000);
        let listed: Vec<(i32, usize)> = found.groups[0].hits.iter().map(|hit| (hit.score, hit.at)).collect();
        assert_eq!(listed, all[..LISTED]);
    }
}
