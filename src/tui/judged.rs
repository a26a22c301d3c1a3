//! What takes long to work out of a large workspace, because it looks at every cell: the verdicts of the gates, what is
//! wrong in the rows, which rows name which. Of a small one it is worked out on the spot; of a large one beside the
//! screen, which shows what was known before until the news comes.

mod flaws;
mod links;

pub use flaws::Flaws;
pub use links::Links;

use crate::readiness::GateReport;
use crate::workspace::Workspace;
use jiff::civil::Date;
use std::path::PathBuf;
use std::sync::Arc;

/// Up to here a key is not felt to wait for it: 500 rows take two or three milliseconds.
const ON_THE_SPOT: usize = 500;

#[derive(Debug, Default)]
pub struct Judged {
    pub gates: Vec<GateReport>,
    pub flaws: Flaws,
    pub links: Links,
}

impl Judged {
    pub fn of(workspace: &Workspace, today: Date) -> Judged {
        Judged {
            gates: GateReport::all(workspace, today),
            flaws: Flaws::of(workspace),
            links: Links::of(workspace),
        }
    }

    pub fn is_quick(workspace: &Workspace) -> bool {
        workspace.rows.len() <= ON_THE_SPOT
    }
}

/// A workspace to be judged, as it was at a revision of its file and on a day.
#[derive(Debug, Clone)]
pub struct Case {
    pub file: PathBuf,
    pub workspace: Arc<Workspace>,
    pub revision: u64,
    pub today: Date,
}

impl Case {
    pub fn judge(self) -> Sentence {
        let Case { file, workspace, revision, today } = self;
        let judged = Judged::of(&workspace, today);
        // Let go of before the news is heard: an edit needs no copy then.
        drop(workspace);
        Sentence { file, revision, today, judged }
    }
}

/// What a case came to.
#[derive(Debug)]
pub struct Sentence {
    pub file: PathBuf,
    pub revision: u64,
    pub today: Date,
    pub judged: Judged,
}
