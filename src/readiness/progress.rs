//! Progress of stages and elements: done among leaf tasks that are not waived.

use super::Outline;
use crate::guide::guide;
use crate::workspace::{Status, Workspace};
use std::collections::BTreeMap;

/// Tasks by status, subtasks and their parents alike.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub open: usize,
    pub doing: usize,
    pub blocked: usize,
    pub done: usize,
    pub waived: usize,
    /// Tasks with nothing below them: what the progress is counted over.
    leaves: usize,
    leaves_done: usize,
    leaves_waived: usize,
}

impl Counts {
    fn add(&mut self, status: &Status, is_leaf: bool) {
        let count = match status {
            Status::Open => &mut self.open,
            Status::Doing => &mut self.doing,
            Status::Blocked { .. } => &mut self.blocked,
            Status::Done { .. } => &mut self.done,
            Status::Waived { .. } => &mut self.waived,
        };
        *count += 1;
        if is_leaf {
            self.leaves += 1;
            self.leaves_done += usize::from(matches!(status, Status::Done { .. }));
            self.leaves_waived += usize::from(matches!(status, Status::Waived { .. }));
        }
    }

    pub fn total(&self) -> usize {
        self.open + self.doing + self.blocked + self.done + self.waived
    }

    /// Leaf tasks that count: those not waived.
    pub fn due(&self) -> usize {
        self.leaves - self.leaves_waived
    }

    /// Leaf tasks done.
    pub fn finished(&self) -> usize {
        self.leaves_done
    }

    /// 0 to 1. Without any task nothing is done; where all tasks are waived nothing is left to do.
    #[expect(clippy::cast_precision_loss, reason = "counts of tasks are far below 2^52")]
    pub fn progress(&self) -> f64 {
        match (self.leaves, self.due()) {
            (0, _) => 0.0,
            (_, 0) => 1.0,
            (_, due) => self.leaves_done as f64 / due as f64,
        }
    }

    /// Whole percent, rounded down: 100 only when all is done.
    pub fn percent(&self) -> usize {
        match (self.leaves, self.due()) {
            (0, _) => 0,
            (_, 0) => 100,
            (_, due) => self.leaves_done * 100 / due,
        }
    }
}

/// The counts of every stage and element. A subtask counts where its topmost parent lies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    stages: BTreeMap<&'static str, Counts>,
    elements: BTreeMap<&'static str, Counts>,
}

impl Progress {
    pub fn of(workspace: &Workspace, outline: &Outline) -> Progress {
        let mut progress = Progress::default();
        for stage in guide().stages() {
            let mut element = None;
            for entry in outline.stage(&stage.key) {
                let Some(task) = workspace.tasks.get(entry.id.as_str()) else { continue };
                if entry.depth == 0 {
                    element = guide().element(task.element.as_str()).map(|e| e.key.as_str());
                }
                progress.stages.entry(&stage.key).or_default().add(&task.status, entry.is_leaf);
                if let Some(element) = element {
                    progress.elements.entry(element).or_default().add(&task.status, entry.is_leaf);
                }
            }
        }
        progress
    }

    pub fn stage(&self, key: &str) -> Counts {
        self.stages.get(key).copied().unwrap_or_default()
    }

    pub fn element(&self, key: &str) -> Counts {
        self.elements.get(key).copied().unwrap_or_default()
    }
}
