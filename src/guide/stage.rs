//! The process of clause 4: five stages and their twenty elements.

use serde::Deserialize;

use super::shelf::Keyed;
use crate::text::Bilingual;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// `4a` to `4e`.
    pub key: String,
    /// The clause that recommends it.
    pub clause: String,
    pub title: Bilingual,
    pub purpose: Bilingual,
    pub gate: String,
    pub elements: Vec<Element>,
}

/// One part of an item of clause 4. The keys `a1` to `e4` are our index, not numbers of the standard.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Element {
    pub key: String,
    pub title: Bilingual,
    pub purpose: Bilingual,
    #[serde(default)]
    pub registers: Vec<String>,
    #[serde(default)]
    pub decisions: Vec<String>,
}

impl Keyed for Stage {
    fn key(&self) -> &str {
        &self.key
    }
}
