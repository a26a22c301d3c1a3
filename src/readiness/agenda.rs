//! What wants attention across all stages: late, due within a week, blocked, waiting on me.

use super::Outline;
use crate::workspace::{Id, Status, Task, Workspace};
use jiff::civil::Date;

/// Why a task is on the agenda.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concern {
    /// Past its day by so many days; for a waiver, the day until which it held.
    Late(i32),
    Blocked,
    /// Due in so many days: today is 0, and a week is the horizon.
    Due(i32),
}

/// Lists of task ids, each with the most pressing first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agenda {
    pub late: Vec<(Id, Concern)>,
    pub due: Vec<(Id, Concern)>,
    pub blocked: Vec<(Id, Concern)>,
    /// Unsettled tasks that I own, with what concerns them.
    pub mine: Vec<(Id, Option<Concern>)>,
}

/// Days ahead that count as "this week".
const HORIZON: i32 = 7;

impl Concern {
    /// What is pressing about a task today; the worst of it.
    pub fn of(task: &Task, today: Date) -> Option<Concern> {
        let days_to = |date: Date| (date - today).get_days();
        match &task.status {
            Status::Done { .. } => None,
            Status::Waived { until, .. } => {
                let left = days_to(until.parse().ok()?);
                (left < 0).then_some(Concern::Late(-left))
            }
            status => {
                let left = task.due.date().map(days_to);
                match (left, status) {
                    (Some(left), _) if left < 0 => Some(Concern::Late(-left)),
                    (_, Status::Blocked { .. }) => Some(Concern::Blocked),
                    (Some(left), _) if left < HORIZON => Some(Concern::Due(left)),
                    _ => None,
                }
            }
        }
    }
}

impl Agenda {
    /// `me` as the owner field names me; empty for nobody.
    pub fn of(workspace: &Workspace, outline: &Outline, today: Date, me: &str) -> Agenda {
        let mut agenda = Agenda::default();
        for entry in outline.all() {
            let Some(task) = workspace.tasks.get(entry.id.as_str()) else { continue };
            let concern = Concern::of(task, today);
            if let Some(concern) = concern {
                match concern {
                    Concern::Late(_) => agenda.late.push((entry.id.clone(), concern)),
                    Concern::Due(_) => agenda.due.push((entry.id.clone(), concern)),
                    Concern::Blocked => {}
                }
            }
            if matches!(task.status, Status::Blocked { .. }) {
                agenda.blocked.push((entry.id.clone(), Concern::Blocked));
            }
            if !me.is_empty() && task.owner.as_str() == me && !task.status.is_settled() {
                agenda.mine.push((entry.id.clone(), concern));
            }
        }
        agenda.late.sort_by_key(|(_, concern)| std::cmp::Reverse(*concern));
        agenda.due.sort_by_key(|(_, concern)| *concern);
        agenda.mine.sort_by_key(|(_, concern)| match concern {
            Some(Concern::Late(days)) => (0, -days),
            Some(Concern::Due(days)) => (1, *days),
            Some(Concern::Blocked) => (2, 0),
            None => (3, 0),
        });
        agenda
    }
}
