//! Fuzzy finding in titles: the letters of the needle in their order, gaps allowed, the best fit first.
//! Case never matters, nor do full-width forms (Ｅｎ is En) or how an accent is spelled. Scores are those of
//! `fuzzy-matcher`, which on Chinese titles is the fastest we measured.

use std::borrow::Cow;

use fuzzy_matcher::{FuzzyMatcher, skim::SkimMatcherV2};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::typed::narrow;
use super::width::{graphemes, is_plain};

/// Cells of the score table. Past it (a needle of 20 in a text of 50,000 characters) the matcher falls back
/// to its simple way, and its memory stays below 20 MB.
const TABLE_LIMIT: usize = 1 << 20;

thread_local! {
    /// It keeps its buffers between calls.
    static SKIM: SkimMatcherV2 = SkimMatcherV2::default().ignore_case().element_limit(TABLE_LIMIT);
}

/// How well `needle` is found in `haystack`; more is better. Spaces separate terms that must all be found,
/// in any order. An empty needle is found everywhere, with score 0.
pub fn fuzzy(needle: &str, haystack: &str) -> Option<i64> {
    Needle::new(needle).score(haystack)
}

/// [`fuzzy`], and which characters of the haystack were found (counted in `char`s, ascending).
pub fn fuzzy_at(needle: &str, haystack: &str) -> Option<(i64, Vec<usize>)> {
    Needle::new(needle).places(haystack)
}

/// Which characters a text has, as far as 128 bits tell: of a long text some are set by others.
pub type Mask = u128;

/// The characters of a text as a set of bits, several to a bit. Kept beside ten thousand titles, it
/// answers for most of them without reading: see [`Needle::may_be_in`].
pub fn mask(text: &str) -> Mask {
    mask_of(&fold(text).text)
}

/// A text in the one spelling by which texts are compared: small letters, half width. Words found in it with
/// `contains` are found whatever their case and width.
pub fn folded(text: &str) -> String {
    let mut folded = fold(text).text.into_owned();
    folded.make_ascii_lowercase();
    folded
}

/// Where a [`folded`] needle stands in a haystack, unbroken: its `char`s.
pub fn substring_at(needle: &str, haystack: &str) -> Option<std::ops::Range<usize>> {
    let needle: Vec<char> = needle.chars().collect();
    let haystack: Vec<char> = haystack.chars().map(|c| fold_char(c).to_ascii_lowercase()).collect();
    let at = haystack.windows(needle.len().max(1)).position(|window| window == needle)?;
    Some(at..at + needle.len())
}

/// A needle made ready for many haystacks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Needle {
    terms: Vec<String>,
    mask: Mask,
}

impl Needle {
    pub fn new(needle: &str) -> Needle {
        let folded = fold(needle);
        let terms: Vec<String> = folded.text.split_whitespace().map(str::to_owned).collect();
        let mask = terms.iter().fold(0, |mask, term| mask | mask_of(term));
        Needle { terms, mask }
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// `false` if a text with this [`mask`] certainly lacks a character of the needle.
    pub fn may_be_in(&self, mask: Mask) -> bool {
        mask & self.mask == self.mask
    }

    pub fn score(&self, haystack: &str) -> Option<i64> {
        if self.terms.is_empty() {
            return Some(0);
        }
        if self.is_surely_not_in(haystack) {
            return None;
        }
        let folded = fold(haystack);
        self.terms.iter().map(|term| Some(search(term, &folded.text)?.0)).sum()
    }

    /// The score and the `char`s of the haystack that were found, ascending.
    pub fn places(&self, haystack: &str) -> Option<(i64, Vec<usize>)> {
        if self.terms.is_empty() {
            return Some((0, vec![]));
        }
        if self.is_surely_not_in(haystack) {
            return None;
        }
        let folded = fold(haystack);
        let (mut score, mut places) = (0, vec![]);
        for term in &self.terms {
            let (more, found) = search(term, &folded.text)?;
            score += more;
            places.extend(found.into_iter().map(|at| folded.origin(at)));
        }
        places.sort_unstable();
        places.dedup();
        Some((score, places))
    }

    /// Most titles lack the needle, and learn it here without being copied.
    fn is_surely_not_in(&self, haystack: &str) -> bool {
        let lacks = |term: &String| {
            let mut here = haystack.chars().map(fold_char);
            !term.chars().all(|wanted| here.any(|c| c.eq_ignore_ascii_case(&wanted)))
        };
        self.terms.iter().any(lacks) && haystack.chars().all(is_plain)
    }
}

/// The matcher of 0.3.7 reads cells of its table that an earlier search has left, so that the score of a
/// title would depend on what was searched before (its `use_cache(false)` panics on a double borrow). A tiny
/// search cuts the table down to four cells; the rest is filled anew. Without places it also forgets to
/// clear between rows, so we always ask for them.
fn search(term: &str, folded: &str) -> Option<(i64, Vec<usize>)> {
    SKIM.with(|skim| {
        skim.fuzzy_match("a", "a");
        skim.fuzzy_indices(folded, term)
    })
}

/// A text in which two spellings of one thing are the same, except for ASCII case: the matcher itself looks
/// past that, and draws from it where words begin.
struct Folded<'a> {
    text: Cow<'a, str>,
    /// for each `char` the one it comes from, unless that is the same
    origins: Option<Vec<usize>>,
}

impl Folded<'_> {
    fn origin(&self, at: usize) -> usize {
        self.origins.as_ref().map_or(at, |origins| origins.get(at).copied().unwrap_or_default())
    }
}

fn fold(text: &str) -> Folded<'_> {
    if text.chars().all(|c| matches!(c, ' '..='~' | '\u{4e00}'..='\u{9fff}')) {
        return Folded { text: Cow::Borrowed(text), origins: None };
    }
    if text.chars().all(is_plain) || is_nfc(text) {
        return Folded { text: text.chars().map(fold_char).collect(), origins: None };
    }
    let (mut folded, mut origins, mut at) = (String::new(), vec![], 0);
    for grapheme in graphemes(text) {
        for c in grapheme.nfc() {
            folded.push(fold_char(c));
            origins.push(at);
        }
        at += grapheme.chars().count();
    }
    Folded { text: Cow::Owned(folded), origins: Some(origins) }
}

fn fold_char(c: char) -> char {
    match narrow(c) {
        c @ ('\0'..='\x7f' | '\u{4e00}'..='\u{9fff}') => c,
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

fn mask_of(folded: &str) -> Mask {
    folded.chars().fold(0, |mask, c| {
        let spread = u32::from(c.to_ascii_lowercase()).wrapping_mul(0x9e37_79b1);
        mask | 1 << (spread >> 25)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spelling_does_not_matter() {
        for (needle, haystack, places) in [
            ("", "", &[][..]),
            ("", "能源", &[]),
            (" \u{3000}", "能源", &[]),
            ("能", "能源", &[0]),
            ("能理", "能源管理", &[0, 3]),
            ("enms", "能源 EnMS", &[3, 4, 5, 6]),
            ("ENMS", "能源 EnMS", &[3, 4, 5, 6]),
            ("EnMS", "能源 ＥｎＭＳ", &[3, 4, 5, 6]),
            ("ｅｎｍｓ", "EnMS", &[0, 1, 2, 3]),
            ("(试行)", "办法（试行）", &[2, 3, 4, 5]),
            ("理 能", "能源管理", &[0, 3]),
            ("理\u{3000}理", "能源管理", &[3]),
            ("ÜBER", "über", &[0, 1, 2, 3]),
            ("é", "cafe\u{301}s", &[3]),
            ("s", "cafe\u{301}s", &[5]),
            ("e\u{301}", "café", &[3]),
        ] {
            let (score, found) =
                fuzzy_at(needle, haystack).unwrap_or_else(|| panic!("{needle:?} in {haystack:?}"));
            assert_eq!(found, places, "{needle:?} in {haystack:?}");
            assert_eq!(fuzzy(needle, haystack), Some(score), "{needle:?} in {haystack:?}");
        }
        for (needle, haystack) in [("a", ""), ("源能", "能源"), ("能 电", "能源"), ("能能", "能")]
        {
            assert_eq!(fuzzy(needle, haystack), None, "{needle:?} in {haystack:?}");
            assert_eq!(fuzzy_at(needle, haystack), None, "{needle:?} in {haystack:?}");
        }
    }

    #[test]
    fn an_unbroken_piece_is_found_whatever_its_spelling() {
        assert_eq!(folded("能源 ＥｎＭＳ（试行）"), "能源 enms(试行)");
        assert_eq!(substring_at("enms", "能源 ＥｎＭＳ"), Some(3..7));
        assert_eq!(substring_at("能理", "能源管理"), None);
        assert_eq!(substring_at("能源管理", "能"), None);
    }

    #[test]
    fn letters_together_beat_letters_apart() {
        assert!(fuzzy("能源", "能源管理") > fuzzy("能源", "能耗与电源"));
        assert!(fuzzy("plan", "Master plan") > fuzzy("plan", "people learn and"));
    }

    #[test]
    fn an_empty_needle_scores_nothing() {
        assert_eq!(fuzzy("", "能源"), Some(0));
        assert!(Needle::new(" ").is_empty());
    }

    #[test]
    fn a_score_does_not_remember_what_was_searched_before() {
        let first = fuzzy("ééé A", "ééＡ c  ééＡ A");
        for before in ["abcabcabc", "ééééééééé", "A A A A A"] {
            let _ = fuzzy(before, "abc ééé A A abcabcabc A ééé ééé");
            assert_eq!(fuzzy("ééé A", "ééＡ c  ééＡ A"), first, "after {before:?}");
        }
    }

    #[test]
    #[should_panic(expected = "already borrowed")]
    fn a_matcher_without_cache_is_still_no_way_out() {
        let _ = SkimMatcherV2::default().use_cache(false).fuzzy_match("ab", "ab");
    }

    #[test]
    fn a_long_text_does_not_take_the_memory() {
        let text = "能源管理".repeat(50_000);
        let needle = "能管".repeat(20);
        let (_, places) = fuzzy_at(&needle, &text).unwrap();
        assert_eq!(places.len(), 40);
    }

    proptest! {
        #[test]
        fn places_spell_the_needle_and_the_mask_never_lies(
            needle in "([a-cA-C能源管Ａ-Ｃé]|e\u{301}| ){0,5}",
            haystack in "([a-cA-C能源管Ａ-Ｃé（]|e\u{301}| ){0,20}"
        ) {
            let ready = Needle::new(&needle);
            let found = fuzzy_at(&needle, &haystack);
            prop_assert_eq!(found.as_ref().map(|(score, _)| *score), fuzzy(&needle, &haystack));
            if let Some((_, places)) = found {
                prop_assert!(ready.may_be_in(mask(&haystack)));
                prop_assert!(places.is_sorted_by(|a, b| a < b));
                prop_assert!(places.iter().all(|at| *at < haystack.chars().count()));
            }
        }

        #[test]
        fn case_and_width_never_decide(needle in "[a-c]{0,4}", haystack in "[a-cA-CＡ-Ｃ 能]{0,12}") {
            let upper = needle.to_uppercase();
            let wide: String = needle.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).unwrap()).collect();
            let found = fuzzy(&needle, &haystack).is_some();
            prop_assert_eq!(fuzzy(&upper, &haystack).is_some(), found);
            prop_assert_eq!(fuzzy(&wide, &haystack).is_some(), found);
            prop_assert_eq!(fuzzy(&needle, &haystack.to_lowercase()).is_some(), found);
        }
    }
}
