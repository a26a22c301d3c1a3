//! The same letters and sounds for a short list, or for the lines of one page: each text is looked at as it is, with
//! nothing built before.

use super::letters::Fit;
use super::pinyin::sounds;
use super::query::Term;

/// Words made ready for the lines of a list; all of them must be found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seeker {
    terms: Vec<Term>,
}

impl Seeker {
    pub fn new(typed: &str) -> Seeker {
        Seeker { terms: typed.split_whitespace().map(Term::new).collect() }
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether each word is in one of these texts, letter by letter or by its sound.
    pub fn is_in<'a>(&self, texts: impl IntoIterator<Item = &'a str>) -> bool {
        let mut missing: Vec<&Term> = self.terms.iter().collect();
        for text in texts {
            if missing.is_empty() {
                break;
            }
            missing.retain(|term| !term.is_in(text));
        }
        missing.is_empty()
    }

    /// How well the words are found, as written or by their sound; more is better.
    pub fn score(&self, text: &str) -> Option<i64> {
        let heard = |term: &Term| {
            let letters = term.letters.as_ref()?;
            let fit = letters.fit(&sounds(text).collect::<Vec<_>>())?;
            // About what a match of two or three characters side by side gets.
            Some(match fit {
                Fit::Whole => 80,
                Fit::Start => 60,
                Fit::Inside => 40,
            })
        };
        self.terms.iter().map(|term| term.needle.score(text).max(heard(term))).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_as_they_are_written_or_as_they_sound() {
        let score = |typed: &str, text: &str| Seeker::new(typed).score(text);
        for (typed, text) in [
            ("", "点表"),
            ("点表", "4c.9 点表编制与现场核对"),
            ("点核", "4c.9 点表编制与现场核对"),
            ("dbbz", "4c.9 点表编制与现场核对"),
            ("dianbiao 4c", "4c.9 点表编制与现场核对"),
            ("xianc 点", "4c.9 点表编制与现场核对"),
        ] {
            assert!(score(typed, text).is_some(), "{typed} in {text}");
        }
        assert_eq!(score("dbxc", "4c.9 点表编制与现场核对"), None);
        assert_eq!(score("点表 网关", "4c.9 点表编制与现场核对"), None);
        assert!(Seeker::new(" \u{3000}").is_empty());
    }

    #[test]
    fn words_may_stand_in_several_texts_of_one_thing() {
        let row = ["M-09", "三号磨床", "二车间"];
        for typed in ["磨床", "m-09 二车间", "mochuang", "sh 二", ""] {
            assert!(Seeker::new(typed).is_in(row), "{typed}");
        }
        for typed in ["磨床 三车间", "三床", "mccj"] {
            assert!(!Seeker::new(typed).is_in(row), "{typed}");
        }
    }
}
