//! How far the work is: pure numbers and lists out of guide and workspace. Today is handed in.
//! What changed between two workspaces is said here too, because it follows the outline.
//! Decisions are weighed and gates judged here. Measuring data readiness will live here too.

mod agenda;
pub mod changes;
mod outline;
mod paper;
mod progress;
pub(crate) mod rules;
mod scorecard;
mod verdict;

pub use agenda::{Agenda, Concern};
pub use outline::{Entry, Outline, shown_lead, shown_title};
pub use paper::{
    answer_name, criterion_id, criterion_of, option_name, paper_name, review_name, score_name, stage_of_paper,
};
pub use progress::{Counts, Progress};
pub use scorecard::{Lack, Making, Missing, Scorecard, Scored, Swap, Total, Weighed};
pub use verdict::{Found, Gap, GateReport, Judged, Lacks, Place, Stands, Verdict, Waiver, WaiverIs, reviews};
pub use verdict::{early, is_passed, next_gate};
