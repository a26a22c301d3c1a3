//! The gates: what each asks before it says that a stage has done its work. Data only; verdicts are computed in
//! `readiness`.

use serde::Deserialize;

use super::shelf::Keyed;
use super::{Chosen, Condition};
use crate::text::Bilingual;

/// The verdict at a stage's end. It advises; it locks nothing.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gate {
    pub key: String,
    pub stage: String,
    /// The template whose work is the review itself; it never counts among the gate's own criteria.
    pub task: String,
    pub title: Bilingual,
    pub question: Bilingual,
    #[serde(default)]
    pub yearly: bool,
    /// What its verdicts are called, where they have names of their own.
    #[serde(default)]
    pub verdicts: Option<VerdictNames>,
    pub criteria: Vec<GateCriterion>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VerdictNames {
    pub pass: Bilingual,
    pub conditional: Bilingual,
    pub no_go: Bilingual,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GateCriterion {
    pub key: String,
    pub says: Bilingual,
    pub asks: Asks,
    /// Somebody may take it on until a day: owner, reason and what is done meanwhile.
    #[serde(default)]
    pub waivable: bool,
    /// Left out when a decision chose one of these.
    #[serde(default)]
    pub skip_when: Option<Chosen>,
    /// Asked only when a decision ended so.
    #[serde(default)]
    pub applies_when: Option<Ended>,
}

/// The verdict of a decision is one of these.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    pub decision: String,
    pub verdicts: Vec<String>,
}

/// How it is found out whether a criterion is met.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub enum Asks {
    /// Every task of an element is done, or waived for now.
    TasksDone {
        element: String,
        #[serde(default)]
        except: Vec<String>,
    },
    /// A decision is taken; a negative verdict, or one of `not`, fails.
    DecisionMade {
        decision: String,
        #[serde(default)]
        not: Vec<String>,
    },
    /// The lines of a register (those that fulfil all of `of`) are complete.
    Register {
        register: String,
        #[serde(default)]
        of: Vec<Condition>,
        #[serde(default)]
        min_rows: usize,
        /// Filled in each of them.
        #[serde(default)]
        columns: Vec<String>,
        /// True of each of them.
        #[serde(default)]
        all: Vec<Condition>,
        /// Each is true of at least one of them.
        #[serde(default)]
        each: Vec<Condition>,
        /// Rules of the register that none of them breaks.
        #[serde(default)]
        clean: Vec<String>,
        #[serde(default)]
        figure: Option<FigureAsks>,
    },
    /// The data readiness of the sources that fulfil all of `of`.
    Readiness { of: Vec<Condition>, asks: SourceAsks },
    /// So many per cent of these tags have all columns of metadata.
    TagMetadata { of: Vec<Condition>, percent: u8 },
    /// No line of the issue register of these types and severities is open.
    NoneOpen { severity: Vec<String>, types: Vec<String> },
    /// Answered by somebody, with evidence.
    ByHand { evidence: Bilingual },
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureAsks {
    pub of: Figure,
    pub limit: FigureLimit,
    /// Only lines within the period of the trial run.
    #[serde(default)]
    pub in_trial: bool,
}

/// One figure out of many lines. Names are keys of columns.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub enum Figure {
    /// Different days.
    Days(String),
    Mean(String),
    Max(String),
    /// The sum of the first in per cent of the sum of the second.
    PercentOf(String, String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum FigureLimit {
    AtLeast(i64),
    AtMost(i64),
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub enum SourceAsks {
    /// There are so many.
    Count(usize),
    Level {
        dimensions: Vec<String>,
        at_least: u8,
    },
    Final(u8),
    /// Measured dimensions by weight, in per cent.
    Coverage(u8),
    /// A number of the source itself.
    Column {
        column: String,
        at_most: i64,
    },
}

impl Gate {
    pub fn criterion(&self, key: &str) -> Option<&GateCriterion> {
        self.criteria.iter().find(|criterion| criterion.key == key)
    }
}

impl Keyed for Gate {
    fn key(&self) -> &str {
        &self.key
    }
}
