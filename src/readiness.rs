//! How far the work is: pure numbers and lists out of guide and workspace. Today is handed in.
//! What changed between two workspaces is said here too, because it follows the outline.
//! Decisions are weighed and gates judged here, and the readiness of data.

mod agenda;
mod by_hand;
pub mod changes;
mod column;
mod explain;
mod gap;
mod indicator;
mod leaning;
mod measured;
mod model;
mod on_site;
mod outline;
mod paper;
pub mod plan;
mod progress;
mod proof;
pub(crate) mod rules;
mod scorecard;
mod setting;
mod site;
mod source;
mod verdict;
mod walk;

pub use agenda::{Agenda, Concern};
pub use by_hand::{NotByHand, by_hand, hand_measurement, is_by_hand};
pub use column::{column_name, row_key, row_name, row_title};
pub use explain::{EVIDENCE, Explained, FACTORS, explain, level_rule, number, percent, raise, shown_value};
pub use gap::{DataGap, blockers, gap_task_id, gap_tasks, gaps};
pub use indicator::{AgainstTarget, Better, Indicator, Trend, TrendPoint, indicators};
pub use leaning::{Stale, all_linked, confirm, is_in_question, leaning_on, link, linked, stale};
pub use measured::{figure_name, measurement_name};
pub use model::{Changed, Model};
pub use on_site::{OnSite, visit_task};
pub use outline::{Entry, Outline, shown_lead, shown_title};
pub use paper::{
    answer_name, criterion_id, criterion_of, option_name, paper_name, reading_name, review_name, score_name,
    stage_of_paper,
};
pub use progress::{Counts, Progress};
pub use proof::{Hole, Proof, Proofs, Rung};
pub use scorecard::{Lack, Making, Missing, Scorecard, Scored, Swap, Total, Weighed};
pub use setting::{SettingKey, setting_name};
pub use site::{Day as SiteDay, Share, Site};
pub use source::{Fault, Point, Reading, Source, Standing};
pub use verdict::{Found, Gap, GateReport, Judged, Lacks, Place, Stands, Verdict, Waiver, WaiverIs, reviews};
pub use verdict::{early, is_passed, next_gate};
pub use walk::{AREA, LINE, WalkList, WalkStop, open_columns, walked};
