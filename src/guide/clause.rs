//! The standard's clauses, restated in our own words, each with a practice note of ours and its links.
//! Only the foreword to clause 4 are known; a user's own copy of the rest never comes in here.

use serde::Deserialize;

use super::shelf::Keyed;
use crate::text::{Bilingual, Lang};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clause {
    pub id: String,
    /// As the standard shows it (`4 a)`); foreword and introduction have none.
    pub number: String,
    #[serde(default)]
    pub parent: Option<String>,
    pub title: Bilingual,
    /// What the standard says, restated.
    pub text: Vec<Paragraph>,
    /// What we add: to be shown as ours.
    pub note: Vec<Paragraph>,
    #[serde(default)]
    pub elements: Vec<String>,
    #[serde(default)]
    pub registers: Vec<String>,
    #[serde(default)]
    pub decisions: Vec<String>,
    #[serde(default)]
    pub gates: Vec<String>,
    /// Numbers of neighbouring standards.
    #[serde(default)]
    pub standards: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paragraph {
    pub zh: String,
    pub en: String,
    /// The element that this phrase, or the note on it, speaks of.
    #[serde(default)]
    pub element: Option<String>,
}

impl Paragraph {
    pub fn say(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

/// A neighbouring standard: number and title, never its text.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standard {
    pub number: String,
    pub title: Bilingual,
}

impl Keyed for Clause {
    fn key(&self) -> &str {
        &self.id
    }
}

impl Keyed for Standard {
    fn key(&self) -> &str {
        &self.number
    }
}
