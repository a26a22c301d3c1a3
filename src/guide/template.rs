//! The task templates: what is usually done for an element, by whom, out of what, and when it is done.
//! A proposal of ours; the standard makes the enterprise the subject of every item.

use serde::Deserialize;

use super::shelf::Keyed;
use crate::text::{Bilingual, Phrase};

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    /// Stage and number, in the usual order of work; an adopted task keeps it.
    pub id: String,
    pub element: String,
    pub lead: Lead,
    pub title: Bilingual,
    pub inputs: Bilingual,
    pub deliverable: Bilingual,
    /// When it counts as done.
    pub done: Bilingual,
    pub evidence: Bilingual,
    #[serde(default)]
    pub registers: Vec<String>,
    #[serde(default)]
    pub decision: Option<String>,
    /// The gate whose review this task is.
    #[serde(default)]
    pub gate: Option<String>,
    #[serde(default)]
    pub optional: bool,
}

/// Who leads a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Lead {
    Enterprise,
    Provider,
    Joint,
}

impl Lead {
    pub const ALL: [Lead; 3] = [Lead::Enterprise, Lead::Provider, Lead::Joint];

    pub const fn label(self) -> Phrase {
        match self {
            Lead::Enterprise => Phrase::new("企业", "Enterprise"),
            Lead::Provider => Phrase::new("服务商", "Provider"),
            Lead::Joint => Phrase::new("共同", "Joint"),
        }
    }
}

impl Keyed for Template {
    fn key(&self) -> &str {
        &self.id
    }
}
