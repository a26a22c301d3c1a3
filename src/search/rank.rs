//! How well an entry fits. What was typed as an id or a name comes first, then how names begin, what they hold, how
//! they sound, letters with gaps, and at last what is said in a text. Within a rank short names go before long ones.

use super::letters::Fit;
use super::pinyin::{Heard, Sound};
use super::query::{Query, Term};
use super::{Entry, Index, Kind};
use crate::text::{Mask, Needle, substring_at};
use memchr::memmem::Finder;
use std::cmp::Reverse;

/// Ranks, from the best down. Between two of them lies more than length and kind can make up.
const ID: i32 = 90_000;
const NAME: i32 = 80_000;
const STARTS: i32 = 70_000;
const ID_STARTS: i32 = 66_000;
const HOLDS: i32 = 60_000;
const SOUNDS: i32 = 56_000;
const ALIAS: i32 = 53_000;
const SOUND_STARTS: i32 = 50_000;
const ALIAS_STARTS: i32 = 47_000;
const SOUNDS_INSIDE: i32 = 44_000;
const ALIAS_HOLDS: i32 = 41_000;
const GAPS: i32 = 30_000;
const BODY: i32 = 20_000;

/// A query with what it needs for each of many entries.
pub struct Ranker<'q> {
    query: &'q Query,
    terms: Vec<(&'q Term, Finder<'q>)>,
}

impl<'q> Ranker<'q> {
    pub fn new(query: &'q Query) -> Ranker<'q> {
        let terms = query.terms.iter().map(|term| (term, Finder::new(term.folded.as_bytes()))).collect();
        Ranker { query, terms }
    }

    /// Which of up to 64 entries have all characters that are looked for, as far as their sets of bits tell: the first
    /// of them is the lowest bit.
    pub fn may_fit(&self, masks: &[Mask], heard: &[Heard]) -> u64 {
        self.terms.iter().fold(!0, |set, (term, _)| {
            set & match &term.letters {
                None => bits(masks, |mask| term.needle.may_be_in(*mask)),
                Some(letters) => {
                    bits(masks, |mask| term.needle.may_be_in(*mask))
                        | bits(heard, |heard| letters.may_be_in(*heard))
                }
            }
        }) & bits(masks, |_| true)
    }

    pub fn score(&self, index: &Index, at: usize) -> Option<i32> {
        let mut sum = 0;
        for (term, finder) in &self.terms {
            sum += rank(term, finder, index, at)?;
        }
        if self.query.has_filters() && !self.query.lets_through(index.entry(at)?) {
            return None;
        }
        let words = i32::try_from(self.terms.len().max(1)).unwrap_or(1);
        Some(sum / words + index.cards[at].standing)
    }
}

fn bits<T>(all: &[T], is_set: impl Fn(&T) -> bool) -> u64 {
    all.iter().enumerate().fold(0, |set, (bit, one)| set | u64::from(is_set(one)) << bit)
}

/// What an entry has beside the rank of a hit: short names go first.
pub fn standing(entry: &Entry, chars: usize) -> i32 {
    weight(entry) - i32::try_from(chars.min(90)).unwrap_or(90) * 10
}

/// What is rather meant where two fit alike. An explanation, or a question about
/// the work, stands behind the work itself by a whole rank:
/// who types 时钟 wants to set the clocks.
fn weight(entry: &Entry) -> i32 {
    match entry.kind {
        Kind::Place => 900,
        Kind::Task => 700,
        Kind::Clause => 650,
        Kind::Command => 600,
        // A criterion is a whole sentence.
        Kind::Gate if !entry.key.is_empty() => -10_400,
        Kind::Decision | Kind::Gate => 500,
        Kind::Row => 400,
        Kind::Evidence => 300,
        Kind::Term => -10_500,
        Kind::Note => -10_700,
    }
}

fn rank(term: &Term, finder: &Finder, index: &Index, at: usize) -> Option<i32> {
    let (word, card) = (term.folded.as_str(), index.cards.get(at)?);
    let (id, key) = if term.needle.may_be_in(card.names) { index.names(at) } else { ("", "") };
    if id == word || key == word {
        return Some(ID);
    }
    let is_in_title = term.needle.may_be_in(card.title);
    let title = if is_in_title { index.title(at) } else { "" };
    match if is_in_title { finder.find(title.as_bytes()) } else { None } {
        Some(0) if title.len() == word.len() => return Some(NAME),
        Some(0) => return Some(STARTS),
        _ if id.starts_with(word) || key.starts_with(word) => return Some(ID_STARTS),
        Some(place) => return Some(HOLDS + near(place)),
        None => {}
    }
    let is_long = word.chars().nth(1).is_some();
    let letters = term.letters.as_ref().filter(|letters| letters.may_be_in(index.heard[at]));
    let by_sound = letters.and_then(|letters| letters.fit(index.sounds(at))).map(|fit| match fit {
        Fit::Whole => SOUNDS,
        Fit::Start => SOUND_STARTS,
        Fit::Inside => SOUNDS_INSIDE,
    });
    let may_be_in_rest = is_long && term.needle.may_be_in(card.rest);
    let found = if may_be_in_rest { in_rest(finder, word, index.rest(at)) } else { None };
    let gaps = || {
        if !is_in_title || !is_long {
            return None;
        }
        let score = term.needle.score(title)?;
        Some(GAPS + i32::try_from(score.clamp(0, 900)).unwrap_or(0))
    };
    match by_sound.max(found.filter(|rank| *rank > BODY)) {
        Some(rank) => Some(rank),
        None => gaps().or(found),
    }
}

/// What stands near the beginning goes first.
fn near(place: usize) -> i32 {
    600 - i32::try_from(place.min(60)).unwrap_or(60) * 10
}

fn in_rest(finder: &Finder, word: &str, rest: &str) -> Option<i32> {
    let place = finder.find(rest.as_bytes())?;
    let alias = rest.find('\n').unwrap_or(rest.len());
    let begins_word = |place: usize| {
        place == 0 || rest.as_bytes().get(place - 1).is_some_and(|b| !b.is_ascii_alphanumeric())
    };
    Some(match place {
        0 if alias == word.len() => ALIAS,
        0 => ALIAS_STARTS,
        place if place < alias && begins_word(place) => ALIAS_HOLDS + near(place),
        place if place < alias => ALIAS_HOLDS - 1000,
        place => BODY + near(place),
    })
}

/// The characters of a title that were found.
pub fn places(query: &Query, title: &str, sounds: &[Sound]) -> Vec<usize> {
    let mut places = vec![];
    for term in &query.terms {
        let by_sound = || term.letters.as_ref()?.place(sounds);
        if let Some(piece) = substring_at(&term.folded, title).or_else(by_sound) {
            places.extend(piece);
        } else if let Some((_, found)) = Needle::new(&term.folded).places(title) {
            places.extend(found);
        }
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// Characters before what was found in a text.
const BEFORE: usize = 8;
/// Characters of an excerpt.
const ROOM: usize = 120;

/// Around the longest word that stands in the body or in the other names.
pub fn excerpt(query: &Query, entry: &Entry) -> Option<(String, Vec<usize>)> {
    let mut terms: Vec<&Term> = query.terms.iter().collect();
    terms.sort_by_key(|term| Reverse(term.folded.len()));
    let texts = [entry.alias.as_str(), entry.body.as_str()];
    let found = |term: &&Term| texts.iter().find_map(|text| Some((*text, substring_at(&term.folded, text)?)));
    let (text, piece) = terms.iter().find_map(found)?;
    let from = piece.start.saturating_sub(BEFORE);
    let head = if from > 0 { "…" } else { "" };
    let cut: String = text.chars().skip(from).take(ROOM).map(|c| if c == '\n' { ' ' } else { c }).collect();
    let shift = |at: usize| at + head.chars().count() - from;
    Some((format!("{head}{cut}"), piece.map(shift).collect()))
}
