//! Gates judged: each criterion computed or answered by hand, the waivers, the verdict, and what is missing with the
//! place that leads there. Pure; today is handed in. A gate advises; it locks nothing.

mod criterion;
mod held;
mod register;
mod sources;
mod words;

use super::criterion_id;
use super::rules::Plant;
use crate::guide::{Gate, GateCriterion, guide};
use crate::text::{Bilingual, Lang, Phrase};
use crate::workspace::{Criterion, Id, Keys, Review, Workspace};
use criterion::Judge;
pub use held::{early, is_passed, next_gate};
use jiff::civil::Date;
pub(super) use sources::misses;

/// One gate as it stands today.
#[derive(Debug, Clone)]
pub struct GateReport {
    pub gate: &'static Gate,
    pub verdict: Verdict,
    pub criteria: Vec<Judged>,
}

/// In this order of worth: a failure outweighs what is open, and so on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Something failed, and no valid waiver covers it.
    NoGo,
    /// Nothing failed, but something is still pending.
    Open,
    /// All that is not met has a valid waiver.
    Conditional,
    /// Every criterion that applies is met.
    Pass,
}

/// One criterion of a gate.
#[derive(Debug, Clone)]
pub struct Judged {
    pub criterion: &'static GateCriterion,
    pub stands: Stands,
    /// What was found, against what the criterion asks for.
    pub found: Found,
    /// What it takes to meet it; empty when it is met or does not apply.
    pub missing: Vec<Gap>,
    pub waiver: Option<Waiver>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stands {
    Met,
    Pending,
    Failed,
    /// Left out, by another decision or by an answer with a reason.
    NotApplicable,
    /// Data readiness that is not measured yet; it counts as pending.
    Unknown,
}

/// The value behind a judgement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// So many of so many tasks, rows or sources.
    Share { good: usize, of: usize },
    /// A figure out of many rows, with its limit: at least or at most. None where there is nothing to compute it
    /// from.
    Figure { value: Option<String>, limit: crate::guide::FigureLimit },
    /// The verdict of a decision.
    Decision(&'static Bilingual),
    /// Rows that ought not to be there.
    Rows(usize),
    /// The key of an answer; empty for none.
    Answer(String),
    /// Left out or unmeasured.
    Nothing,
}

/// One thing that is missing, and where it is put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    pub place: Place,
    pub lacks: Lacks,
}

/// A place on the screen, by key or id.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    Task(String),
    Element(String),
    Register(String),
    /// Register, row, and the column where one is at fault.
    Row(String, Id, Option<String>),
    Decision(String),
    /// Gate and criterion.
    Criterion(String, String),
    /// A line of the register of sources, and one dimension of its data readiness.
    Source(Id, Option<crate::guide::Dimension>),
    Readiness,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lacks {
    /// The task is not done.
    Done,
    /// The template is not adopted.
    Adopted,
    /// The day of its waiver has passed.
    WaiverPast,
    /// There are no tasks, or no lines.
    Anything,
    /// Fewer lines than asked for: so many of so many.
    Lines {
        has: usize,
        needs: usize,
    },
    /// The cell is empty or not what its column holds.
    Filled,
    /// The line does not fulfil what all of them shall.
    Fulfilled,
    /// No line with one of these words in this column.
    Kind {
        column: String,
        words: Vec<String>,
    },
    /// A rule of the register is broken.
    Rule(&'static Bilingual),
    /// The figure is out of its limit, or there is nothing to compute it from.
    Figure,
    /// The decision is not made.
    Decided,
    /// The decision came out against it.
    Against(&'static Bilingual),
    /// An open issue of this weight.
    Closed,
    Answered,
    /// Answered yes, but without evidence.
    Evidenced,
    /// Said not to apply, but without a reason.
    Explained,
    /// Answered no, or partly.
    Yes,
    Measured,
    /// A dimension at a lower level, or not measured.
    Level {
        has: Option<u8>,
        needs: u8,
    },
    /// The final level of a source; None while nothing is measured.
    Final {
        has: Option<u8>,
        needs: u8,
    },
    /// Too little is measured, in per cent.
    Coverage {
        has: u8,
        needs: u8,
    },
}

/// Somebody takes a criterion on until a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    pub owner: String,
    pub reason: String,
    pub until: String,
    pub meanwhile: String,
    pub is: WaiverIs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaiverIs {
    Valid,
    /// Its day has passed: the criterion is back.
    Past,
    /// Owner, reason or day is not given.
    Incomplete,
    /// The criterion takes no waiver.
    Refused,
}

impl GateReport {
    /// None for a key that the guide does not know.
    pub fn of(workspace: &Workspace, key: &str, today: Date) -> Option<GateReport> {
        let keys = Keys::of(workspace);
        let plant = Plant::of(workspace, &keys);
        let judge = Judge::of(workspace, &plant, today);
        Some(GateReport::with(guide().gate(key)?, &judge))
    }

    /// G1 to G5.
    pub fn all(workspace: &Workspace, today: Date) -> Vec<GateReport> {
        let keys = Keys::of(workspace);
        let plant = Plant::of(workspace, &keys);
        let judge = Judge::of(workspace, &plant, today);
        guide().gates().iter().map(|gate| GateReport::with(gate, &judge)).collect()
    }

    fn with(gate: &'static Gate, judge: &Judge) -> GateReport {
        let criteria = gate.criteria.iter().map(|criterion| judge.judge(gate, criterion));
        let criteria: Vec<Judged> = criteria.collect();
        GateReport { gate, verdict: verdict(&criteria), criteria }
    }

    /// Criteria that are not met, waived or not.
    pub fn unmet(&self) -> impl Iterator<Item = &Judged> {
        self.criteria.iter().filter(|judged| judged.is_unmet())
    }

    /// Criteria that nobody has met or waived.
    pub fn missing(&self) -> impl Iterator<Item = &Judged> {
        self.unmet().filter(|judged| !judged.is_waived())
    }

    /// What a review held today records by these rules: what is pending that day counts as failed.
    pub fn on_review(&self) -> Verdict {
        if self.verdict == Verdict::Open { Verdict::NoGo } else { self.verdict }
    }
}

/// The reviews held at a gate, the latest last.
pub fn reviews<'a>(workspace: &'a Workspace, gate: &str) -> Vec<(&'a Id, &'a Review)> {
    let mut held: Vec<(&Id, &Review)> =
        workspace.reviews.iter().filter(|(_, review)| review.gate.as_str() == gate).collect();
    held.sort_by_key(|(id, review)| (review.on.as_str(), *id));
    held
}

fn verdict(criteria: &[Judged]) -> Verdict {
    let unmet = || criteria.iter().filter(|judged| judged.is_unmet());
    if unmet().any(|judged| judged.stands == Stands::Failed && !judged.is_waived()) {
        Verdict::NoGo
    } else if unmet().any(|judged| !judged.is_waived()) {
        Verdict::Open
    } else if unmet().next().is_some() {
        Verdict::Conditional
    } else {
        Verdict::Pass
    }
}

impl Verdict {
    pub const fn key(self) -> &'static str {
        match self {
            Verdict::NoGo => "no_go",
            Verdict::Open => "open",
            Verdict::Conditional => "conditional",
            Verdict::Pass => "pass",
        }
    }

    /// The sign beside every colour.
    pub const fn sign(self) -> &'static str {
        match self {
            Verdict::NoGo => "✗",
            Verdict::Open => "○",
            Verdict::Conditional => "◐",
            Verdict::Pass => "✓",
        }
    }

    /// What a gate calls it.
    pub fn label(self, gate: &'static Gate, lang: Lang) -> &'static str {
        let own = gate.verdicts.as_ref();
        match (self, own) {
            (Verdict::Open, _) => Phrase::new("未定", "open").say(lang),
            (Verdict::Pass, Some(names)) => names.pass.say(lang),
            (Verdict::Conditional, Some(names)) => names.conditional.say(lang),
            (Verdict::NoGo, Some(names)) => names.no_go.say(lang),
            (Verdict::Pass, None) => Phrase::new("通过", "pass").say(lang),
            (Verdict::Conditional, None) => Phrase::new("有条件通过", "conditional").say(lang),
            (Verdict::NoGo, None) => Phrase::new("不通过", "no-go").say(lang),
        }
    }
}

impl Judged {
    fn is_unmet(&self) -> bool {
        !matches!(self.stands, Stands::Met | Stands::NotApplicable)
    }

    /// Not met, and a valid waiver covers it.
    pub fn is_waived(&self) -> bool {
        self.is_unmet() && self.waiver.as_ref().is_some_and(|waiver| waiver.is == WaiverIs::Valid)
    }
}

impl Waiver {
    /// What a record says; None where it says nothing about a waiver.
    pub fn of(criterion: &GateCriterion, record: &Criterion, today: Date) -> Option<Waiver> {
        let Criterion { owner, reason, until, meanwhile, .. } = record;
        let texts = [owner.as_str(), reason.as_str(), until.as_str(), meanwhile.as_str()];
        if texts.iter().all(|text| text.trim().is_empty()) {
            return None;
        }
        let is_whole = texts.iter().take(2).all(|text| !text.trim().is_empty());
        let is = match until.date() {
            _ if !criterion.waivable => WaiverIs::Refused,
            Some(_) if !is_whole => WaiverIs::Incomplete,
            Some(until) if until < today => WaiverIs::Past,
            Some(_) => WaiverIs::Valid,
            None => WaiverIs::Incomplete,
        };
        let [owner, reason, until, meanwhile] = texts.map(str::to_owned);
        Some(Waiver { owner, reason, until, meanwhile, is })
    }
}

/// What people noted about a criterion.
fn noted<'a>(workspace: &'a Workspace, gate: &Gate, criterion: &GateCriterion) -> Option<&'a Criterion> {
    workspace.criteria.get(&criterion_id(&gate.key, &criterion.key))
}
