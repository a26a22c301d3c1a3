//! Words that come again and again, as tags and states do: which of them a cell holds is mostly told by comparing it
//! with the one that followed the last time, for exports write their tags in one order, and states stay as they are.

/// Longer words are not remembered.
const LONGEST: usize = 256;

#[derive(Debug, Clone, Default)]
pub(super) struct Habit {
    /// Unless it is too long, each with the place here of the one that followed it last.
    words: Vec<(Option<Box<[u8]>>, usize)>,
    last: usize,
}

impl Habit {
    /// The number of a word, if it is the last one or the one that followed that before.
    #[inline]
    pub fn guess(&mut self, word: &[u8]) -> Option<usize> {
        let is = |(known, _): &(Option<Box<[u8]>>, usize)| known.as_deref() == Some(word);
        let last = self.words.get(self.last)?;
        if is(last) {
            return Some(self.last);
        }
        let next = last.1;
        self.words.get(next).is_some_and(is).then(|| {
            self.last = next;
            next
        })
    }

    /// A new word follows the last one; its number counts from 0.
    pub fn learn(&mut self, word: &[u8]) -> usize {
        let at = self.words.len();
        self.words.push(((word.len() <= LONGEST).then(|| word.into()), at));
        self.follow(at);
        at
    }

    /// A word of this number follows the last one.
    #[inline]
    pub fn follow(&mut self, at: usize) {
        if let Some((_, next)) = self.words.get_mut(self.last) {
            *next = at;
        }
        self.last = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_followed_before_is_known_at_once() {
        let mut habit = Habit::default();
        for word in ["a", "b", "c"] {
            assert_eq!(habit.guess(word.as_bytes()), None, "{word}");
            habit.learn(word.as_bytes());
        }
        assert_eq!(habit.guess(b"c"), Some(2));
        assert_eq!(habit.guess(b"a"), None);
        habit.follow(0);
        for (word, at) in [("b", 1), ("b", 1), ("c", 2), ("a", 0), ("b", 1)] {
            assert_eq!(habit.guess(word.as_bytes()), Some(at), "{word}");
        }
        let long = [b'x'; LONGEST + 1];
        assert_eq!(habit.learn(&long), 3);
        assert_eq!(habit.guess(&long), None);
        assert_eq!(habit.guess(b""), None);
    }
}
