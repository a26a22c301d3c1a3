//! Ids: random, so that two people's additions rarely touch neighbouring lines of the file.

use crate::text::is_hidden;
use std::borrow::Borrow;
use std::fmt;

/// The key of a record. Ours are one letter for the kind and eight of `0-9A-HJKMNP-TV-Z` (no I, L, O, U, which
/// are misread); an adopted task has its template's id (`4a.1`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

const DIGITS: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'M',
    'N', 'P', 'Q', 'R', 'S', 'T', 'V', 'W', 'X', 'Y', 'Z',
];

impl Id {
    /// None for an empty id, one with a slash (it divides the parts of a dispute's key) or one that could
    /// not be seen whole.
    pub fn new(text: &str) -> Option<Id> {
        let sound = !text.is_empty() && !text.chars().any(|c| c == '/' || is_hidden(c));
        sound.then(|| Id(text.to_owned()))
    }

    /// 40 random bits: among 10,000 records, two laptops clash once in some ten thousand projects, and then
    /// the two records merge like any double addition.
    pub fn random(prefix: char, random: &mut fastrand::Rng) -> Id {
        Id(std::iter::once(prefix).chain((0..8).map(|_| DIGITS[random.usize(..DIGITS.len())])).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_can_be_seen_whole() {
        for bad in ["", "a/b", "4a\u{1b}.2", "t\u{202e}x", "\n"] {
            assert_eq!(Id::new(bad), None, "{bad:?}");
        }
        assert!(Id::new("4a.1").is_some() && Id::new("gap.S01.D3").is_some() && Id::new("焊接 1").is_some());
    }

    #[test]
    fn random_ids_have_the_kind_and_no_letter_that_is_misread() {
        let mut random = fastrand::Rng::with_seed(1);
        let id = Id::random('t', &mut random);
        assert!(id.as_str().starts_with('t') && id.as_str().len() == 9, "{id}");
        assert!(!id.as_str().contains(['I', 'L', 'O', 'U']));
        assert_ne!(id, Id::random('t', &mut random));
    }
}
