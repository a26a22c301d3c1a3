//! How far the work is: pure numbers and lists out of guide and workspace. Today is handed in.
//! What changed between two workspaces is said here too, because it follows the outline.
//! Measuring data readiness and computing gates will live here too.

mod agenda;
pub mod changes;
mod outline;
mod progress;

pub use agenda::{Agenda, Concern};
pub use outline::{Entry, Outline, shown_lead, shown_title};
pub use progress::{Counts, Progress};
