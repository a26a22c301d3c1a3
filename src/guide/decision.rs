//! The scorecards: what is weighed, what a score means, and when there is nothing left to weigh. Data only; scores
//! live in the workspace, totals and verdicts are computed in `readiness`.

use serde::Deserialize;

use super::ColumnKind;
use super::shelf::Keyed;
use crate::text::Bilingual;

/// A question that is settled by a scorecard. Keys within it are its own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    pub key: String,
    pub element: String,
    /// The template whose work it is.
    pub task: String,
    pub title: Bilingual,
    pub question: Bilingual,
    pub method: Method,
    pub scale: Scale,
    pub choose: Choose,
    #[serde(default)]
    pub options: Vec<Alternative>,
    /// The users add options.
    #[serde(default)]
    pub own_options: bool,
    /// Only so many options need all their scores.
    #[serde(default)]
    pub min_scored: Option<usize>,
    #[serde(default)]
    pub needs: Vec<ScoreNeeds>,
    #[serde(default)]
    pub fields: Vec<DecisionField>,
    /// There is nothing to decide when another decision chose one of these.
    #[serde(default)]
    pub skip_when: Option<Chosen>,
    /// The standard whose headings the criteria follow.
    #[serde(default)]
    pub standard: Option<String>,
    pub criteria: Vec<Criterion>,
    #[serde(default)]
    pub caps: Vec<Cap>,
    #[serde(default)]
    pub knockouts: Vec<Knockout>,
    /// From the best.
    #[serde(default)]
    pub bands: Vec<Band>,
    #[serde(default)]
    pub margin: Option<Margin>,
    /// The first whose condition holds.
    pub verdicts: Vec<DecisionVerdict>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Method {
    /// Σ weight × score / highest score; weights sum up to 100.
    WeightedSum,
    /// No total: the verdict follows from counting scores.
    WorstLine,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scale {
    pub min: u8,
    pub max: u8,
    /// What the scores are called, from the lowest.
    #[serde(default)]
    pub labels: Vec<Bilingual>,
    #[serde(default)]
    pub note: Option<Bilingual>,
}

/// How many options are chosen.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choose {
    pub min: usize,
    pub max: usize,
    pub says: Bilingual,
}

/// An option to choose.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alternative {
    pub key: String,
    pub label: Bilingual,
    /// The number of the part of GB/T 23031 about it.
    #[serde(default)]
    pub part: Option<String>,
    /// What speaks for it.
    #[serde(default)]
    pub signals: Option<Bilingual>,
    /// The data that it needs first.
    #[serde(default)]
    pub data_first: Option<Bilingual>,
    #[serde(default)]
    pub kpis: Option<Bilingual>,
    #[serde(default)]
    pub note: Option<Bilingual>,
    /// Until the users want it.
    #[serde(default)]
    pub hidden: bool,
}

/// What is written beside a score.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreNeeds {
    /// Every score where none is named.
    #[serde(default)]
    pub score: Option<u8>,
    pub needs: Vec<Need>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Need {
    Ground,
    Owner,
    Condition,
    Due,
}

/// A fact that knock-outs and caps ask for.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionField {
    pub key: String,
    pub label: Bilingual,
    pub kind: ColumnKind,
    /// For each option, or once for the decision.
    #[serde(default)]
    pub per_option: bool,
    /// Options that have it; all of them where none is named.
    #[serde(default)]
    pub only_for: Vec<String>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    pub key: String,
    pub label: Bilingual,
    /// Per cent; nothing where the worst line decides.
    #[serde(default)]
    pub weight: u8,
    /// The template that finds it out.
    #[serde(default)]
    pub task: Option<String>,
    #[serde(default)]
    pub asks: Option<Bilingual>,
    /// What each score means, from the lowest.
    pub levels: Vec<Bilingual>,
    #[serde(default)]
    pub checklist: Vec<Bilingual>,
}

/// An upper limit, shown beside the value without it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cap {
    pub key: String,
    pub says: Bilingual,
    pub when: Trigger,
    pub limit: CapLimit,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub enum CapLimit {
    Total(u8),
    Scores(Vec<(String, u8)>),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Knockout {
    pub key: String,
    pub says: Bilingual,
    pub when: Trigger,
    pub then: Out,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub enum Out {
    /// The option of which it is true.
    ExcludesIt,
    Excludes(Vec<String>),
    /// A gate.
    Blocks(String),
}

/// When a cap or a knock-out bites.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub enum Trigger {
    /// One of the criteria has no more than this score.
    AnyScoreAtMost(Vec<(String, u8)>),
    /// Some criterion has this score.
    AnyScoreIs(u8),
    ScoreBelow(String, u8),
    /// All of these fields say so.
    Fields(Vec<FieldIs>),
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FieldIs {
    pub field: String,
    /// Keys of choices; `yes` and `no`.
    pub is: Vec<String>,
}

/// A range of totals.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    pub key: String,
    pub label: Bilingual,
    pub from: u8,
}

/// How far the chosen have to lie ahead of the others.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Margin {
    pub below: u8,
    pub says: Bilingual,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionVerdict {
    pub key: String,
    pub label: Bilingual,
    pub when: VerdictWhen,
    /// A failure for a gate.
    #[serde(default)]
    pub negative: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub enum VerdictWhen {
    ScoreMissing,
    /// Fewer options than `min_scored` have scores.
    TooFewScored,
    NoOptionInBand(Vec<String>),
    /// The margin is not kept.
    TooClose,
    /// So many criteria have this score.
    AtLeast {
        count: usize,
        score: u8,
    },
    AnyOf(Vec<VerdictWhen>),
    Otherwise,
}

/// One of these options was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    pub decision: String,
    pub options: Vec<String>,
}

impl Decision {
    pub fn option(&self, key: &str) -> Option<&Alternative> {
        self.options.iter().find(|option| option.key == key)
    }

    pub fn criterion(&self, key: &str) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| criterion.key == key)
    }
}

impl Keyed for Decision {
    fn key(&self) -> &str {
        &self.key
    }
}
