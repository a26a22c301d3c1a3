//! The plan (计划): when tasks begin and end, which come after which, and what it means to move one. Days are
//! calendar days; who works on weekends is not asked. Pure: what is to change comes back as edits of dates.

mod load;
mod shift;

pub use load::{FULL_WEEK, Load, Overload, OwnerLoad, Week};
pub use shift::{Broken, broken_by, reschedule, respectful};

use crate::workspace::{Id, Task, Workspace};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::HashMap;

/// The two dates of a task; either may be missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Times {
    pub start: Option<Date>,
    pub due: Option<Date>,
}

impl Times {
    pub fn of(task: &Task) -> Times {
        Times { start: task.start.date(), due: task.due.date() }
    }

    /// The first day; of one date alone, that day.
    pub fn begin(self) -> Option<Date> {
        self.start.into_iter().chain(self.due).min()
    }

    pub fn end(self) -> Option<Date> {
        self.start.into_iter().chain(self.due).max()
    }

    /// Only one date is known: a point in time.
    pub fn is_milestone(self) -> bool {
        self.start.is_some() != self.due.is_some()
    }

    pub fn is_empty(self) -> bool {
        self.start.is_none() && self.due.is_none()
    }

    /// Both dates so many days later; None beyond the calendar.
    pub fn moved(self, days: i32) -> Option<Times> {
        self.start_moved(days)?.due_moved(days)
    }

    pub fn start_moved(self, days: i32) -> Option<Times> {
        Some(Times { start: self.start.map(|day| later(day, days).ok_or(())).transpose().ok()?, ..self })
    }

    pub fn due_moved(self, days: i32) -> Option<Times> {
        Some(Times { due: self.due.map(|day| later(day, days).ok_or(())).transpose().ok()?, ..self })
    }
}

/// None beyond the calendar.
pub fn later(day: Date, days: i32) -> Option<Date> {
    day.checked_add(days.days()).ok()
}

/// The Monday of its week; in the first week of the calendar, the first day.
pub fn monday(day: Date) -> Date {
    later(day, -i32::from(day.weekday().to_monday_zero_offset())).unwrap_or(Date::MIN)
}

/// Which tasks wait for a task. What it waits for itself stands in the task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    followers: HashMap<Id, Vec<Id>>,
}

impl Links {
    pub fn of(workspace: &Workspace) -> Links {
        let mut followers: HashMap<Id, Vec<Id>> = HashMap::new();
        for (id, task) in workspace.tasks.iter() {
            for before in task.after.iter().filter_map(|before| workspace.tasks.key(before)) {
                followers.entry(before.clone()).or_default().push(id.clone());
            }
        }
        Links { followers }
    }

    /// By id.
    pub fn followers(&self, id: &str) -> &[Id] {
        self.followers.get(id).map_or(&[], Vec::as_slice)
    }
}

/// Whether a task begins before the one that it comes after has ended. On the same day it may. What is settled
/// binds nobody: it is over.
pub fn is_broken(before: &Task, task: &Task) -> bool {
    let are_open = !before.status.is_settled() && !task.status.is_settled();
    are_open && begins_early(Times::of(before), Times::of(task))
}

fn begins_early(before: Times, times: Times) -> bool {
    matches!((before.end(), times.begin()), (Some(end), Some(begin)) if begin < end)
}

/// All such pairs: the one before, then the one that begins too early; by the ids of the latter.
pub fn broken(workspace: &Workspace) -> Vec<(Id, Id)> {
    let mut found = vec![];
    for (id, task) in workspace.tasks.iter() {
        for before in task.after.iter().filter_map(|before| workspace.tasks.key(before)) {
            if workspace.tasks.get(before.as_str()).is_some_and(|before| is_broken(before, task)) {
                found.push((before.clone(), id.clone()));
            }
        }
    }
    found
}
