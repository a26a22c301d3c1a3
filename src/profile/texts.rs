//! The words of one column: how often each occurs while they are few; about how many there are when they are many.

use super::figures::{Count, TOP};
use super::habit::Habit;
use super::sketch::{DISTINCT_ERROR, Loose};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A map by hashes: they need not be hashed once more.
pub(super) type ByHash<T> = HashMap<u64, T, BuildHasherDefault<AsItIs>>;

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct AsItIs(u64);

impl Hasher for AsItIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = super::hash(bytes);
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}

/// Characters of a word that are kept, to be shown.
const SHOWN: usize = 60;

#[derive(Debug, Clone)]
pub(super) struct Texts {
    n: u64,
    /// Different words that are counted one by one.
    most: usize,
    words: ByHash<(Box<str>, u64)>,
    /// So many words at most are known again without their hash.
    habits: usize,
    habit: Habit,
    /// Of each its hash, and how often it has come since it was counted.
    again: Vec<(u64, u64)>,
    /// Where each stands, by its hash.
    places: ByHash<usize>,
    many: Option<Box<Loose>>,
}

impl Texts {
    pub fn new(most: usize) -> Texts {
        Texts {
            n: 0,
            most,
            words: ByHash::default(),
            habits: 1 << 10,
            habit: Habit::default(),
            again: vec![],
            places: ByHash::default(),
            many: None,
        }
    }

    /// Knows no word again.
    #[must_use]
    pub fn without_habits(self) -> Texts {
        Texts { habits: 0, ..self }
    }

    pub fn count(&self) -> u64 {
        self.n
    }

    pub fn add(&mut self, hash: u64, text: &[u8]) {
        self.n += 1;
        if let Some(many) = &mut self.many {
            many.add(hash);
        } else if let Some((_, times)) = self.words.get_mut(&hash) {
            *times += 1;
        } else {
            self.words.insert(hash, (shown(text), 1));
            self.settle();
        }
    }

    /// One more of a word that was to be known again, if it is told at a glance.
    pub fn add_again(&mut self, text: &[u8]) -> bool {
        let found = self.habit.guess(text).and_then(|at| self.again.get_mut(at));
        if let Some((_, times)) = found {
            *times += 1;
            self.n += 1;
            return true;
        }
        false
    }

    /// Makes a word that was added known again.
    pub fn remember(&mut self, hash: u64, text: &[u8]) {
        if let Some(at) = self.places.get(&hash) {
            self.habit.follow(*at);
        } else if self.again.len() < self.habits {
            self.places.insert(hash, self.habit.learn(text));
            self.again.push((hash, 0));
        }
    }

    fn count_again(&mut self) {
        for (hash, times) in &mut self.again {
            if let Some((_, n)) = self.words.get_mut(hash) {
                *n += std::mem::take(times);
            }
        }
    }

    fn settle(&mut self) {
        if self.words.len() > self.most {
            let mut many = Loose::default();
            for hash in std::mem::take(&mut self.words).into_keys() {
                many.add(hash);
            }
            self.many = Some(Box::new(many));
        }
    }

    pub fn merge(&mut self, mut other: Texts) {
        self.count_again();
        other.count_again();
        self.n += other.n;
        if let Some(theirs) = other.many {
            let mut many = self.many.take().unwrap_or_default();
            many.merge(&theirs);
            for hash in std::mem::take(&mut self.words).into_keys() {
                many.add(hash);
            }
            self.many = Some(many);
        } else if let Some(many) = &mut self.many {
            for hash in other.words.into_keys() {
                many.add(hash);
            }
        } else {
            for (hash, (text, times)) in other.words {
                self.words.entry(hash).or_insert((text, 0)).1 += times;
            }
            self.settle();
        }
    }

    pub fn distinct(&self) -> Count {
        match &self.many {
            Some(many) => Count { value: many.count(), error: DISTINCT_ERROR },
            None => Count { value: self.words.len() as u64, error: 0.0 },
        }
    }

    /// The most frequent words; none where there are too many to count.
    pub fn top(&mut self) -> Vec<(String, u64)> {
        self.count_again();
        let mut all: Vec<(&str, u64)> = self.words.values().map(|(text, times)| (&**text, *times)).collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        all.into_iter().take(TOP).map(|(text, times)| (text.to_owned(), times)).collect()
    }

    /// Whether every word is one that the caller takes; no where they are not known one by one.
    pub fn all(&self, is: impl Fn(&str) -> bool) -> bool {
        self.many.is_none() && self.n > 0 && self.words.values().all(|(text, _)| is(text))
    }
}

fn shown(text: &[u8]) -> Box<str> {
    let head = text.get(..SHOWN * 4).unwrap_or(text);
    String::from_utf8_lossy(head).chars().take(SHOWN).collect()
}

#[cfg(test)]
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::manual_div_ceil,
    clippy::needless_for_each,
    clippy::needless_range_loop,
    reason = "slow and obvious on purpose"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn gather(words: &[String], most: usize) -> Texts {
        let mut texts = Texts::new(most);
        for word in words {
            if !texts.add_again(word.as_bytes()) {
                let hash = super::super::hash(word.as_bytes());
                texts.add(hash, word.as_bytes());
                texts.remember(hash, word.as_bytes());
            }
        }
        texts.count_again();
        texts
    }

    proptest! {
        #[test]
        fn words_are_counted_however_they_are_parted(
            words in prop::collection::vec("[a-b温]{1,2}", 1..80),
            cut in any::<prop::sample::Index>(),
            most in 1..40_usize,
        ) {
            let cut = cut.index(words.len());
            let mut whole = gather(&words, most);
            let mut parted = gather(&words[..cut], most);
            parted.merge(gather(&words[cut..], most));
            prop_assert_eq!((parted.n, &parted.words, &parted.many), (whole.n, &whole.words, &whole.many));
            let mut different = words.clone();
            different.sort();
            different.dedup();
            if whole.distinct().error == 0.0 {
                prop_assert_eq!(whole.distinct().value, different.len() as u64);
                let times = |word: &str| words.iter().filter(|other| *other == word).count() as u64;
                for (word, n) in whole.top() {
                    prop_assert_eq!(n, times(&word));
                }
                prop_assert_eq!(whole.top().len(), different.len().min(TOP));
            } else {
                prop_assert!(different.len() > most);
            }
        }
    }
}
