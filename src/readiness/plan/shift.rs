//! Moving a task in time, alone or with all that follow from it.

use super::{Links, Times, begins_early};
use crate::workspace::{At, Edit, Id, Refusal, Value, Workspace};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};

/// The links that are sound now and would not be after a move.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Broken {
    /// Tasks before it that end later than it would begin.
    pub before: Vec<Id>,
    /// Tasks behind it that begin before it would end.
    pub behind: Vec<Id>,
}

impl Broken {
    pub fn is_empty(&self) -> bool {
        self.before.is_empty() && self.behind.is_empty()
    }
}

/// Open tasks only: what is settled binds nobody.
fn open_times(workspace: &Workspace, id: &str) -> Option<Times> {
    workspace.tasks.get(id).filter(|task| !task.status.is_settled()).map(Times::of)
}

/// Which links a task would break at these times.
pub fn broken_by(workspace: &Workspace, links: &Links, id: &Id, now: Times) -> Broken {
    let Some(was) = open_times(workspace, id.as_str()) else { return Broken::default() };
    let tasks = &workspace.tasks;
    let after = tasks.get(id.as_str()).into_iter().flat_map(|task| task.after.iter());
    let after = after.filter_map(|before| tasks.key(before)).filter(|before| *before != id);
    let is_new = |sound: bool, early: bool| sound && early;
    let before = after.filter(|before| {
        open_times(workspace, before.as_str())
            .is_some_and(|before| is_new(!begins_early(before, was), begins_early(before, now)))
    });
    let behind = links.followers(id.as_str()).iter().filter(|behind| *behind != id);
    let behind = behind.filter(|behind| {
        open_times(workspace, behind.as_str())
            .is_some_and(|behind| is_new(!begins_early(was, behind), begins_early(now, behind)))
    });
    Broken { before: before.cloned().collect(), behind: behind.cloned().collect() }
}

/// The edit that gives one task these times. A date that is missing there stays as it is.
pub fn reschedule(workspace: &Workspace, id: &Id, now: Times) -> Result<Edit, Refusal> {
    let mut edits = vec![];
    for (field, day) in [("start", now.start), ("due", now.due)] {
        let Some(day) = day else { continue };
        let edit = workspace.set(At::task(id, field), Value::text(day.to_string()))?;
        if !matches!(&edit, Edit::Set { was, now, .. } if was == now) {
            edits.push(edit);
        }
    }
    Ok(Edit::All(edits))
}

/// Gives a task these times, or the nearest later ones at which nothing that it waits for is still under way; and
/// moves all that follow, directly or not, as far as they must: to the day after the end of what they wait for. Who
/// comes along is told in that order. In a circle of links the one that closes it does not count. None beyond the
/// calendar.
pub fn respectful(
    workspace: &Workspace,
    links: &Links,
    id: &Id,
    now: Times,
) -> Option<Result<(Edit, Vec<Id>), Refusal>> {
    let after = workspace.tasks.get(id.as_str())?.after.iter().filter(|before| *before != id.as_str());
    let earliest = after.filter_map(|before| open_times(workspace, before)?.end()).max();
    let now = match (earliest, now.begin()) {
        (Some(end), Some(begin)) if begin < end => now.moved(days_between(begin, end) + 1)?,
        _ => now,
    };
    let mut times: HashMap<&Id, Times> = HashMap::new();
    let mut done: HashSet<&Id> = HashSet::new();
    let mut along = vec![];
    for task in in_order(workspace, links, id) {
        done.insert(task);
        let own = if task == id { Some(now) } else { times.get(task).copied() };
        let Some(end) = own.or_else(|| open_times(workspace, task.as_str())).and_then(Times::end) else {
            continue;
        };
        if task != id && times.contains_key(task) {
            along.push(task.clone());
        }
        for behind in links.followers(task.as_str()).iter().filter(|behind| !done.contains(behind)) {
            let known = times.get(behind).copied();
            let Some(held) = known.or_else(|| open_times(workspace, behind.as_str())) else { continue };
            if let Some(begin) = held.begin().filter(|begin| *begin < end) {
                times.insert(behind, held.moved(days_between(begin, end) + 1)?);
            }
        }
    }
    let edits: Result<Vec<Edit>, Refusal> = std::iter::once((id, now))
        .chain(along.iter().filter_map(|task| Some((task, *times.get(task)?))))
        .map(|(task, times)| reschedule(workspace, task, times))
        .collect();
    Some(edits.map(|edits| (Edit::All(edits), along)))
}

fn days_between(from: Date, to: Date) -> i32 {
    (to - from).get_days()
}

/// A task and all that wait for it, directly or not, each behind those that it waits for. What is settled passes
/// nothing on.
fn in_order<'a>(workspace: &Workspace, links: &'a Links, id: &'a Id) -> Vec<&'a Id> {
    let is_open = |id: &&Id| open_times(workspace, id.as_str()).is_some_and(|times| !times.is_empty());
    let mut seen: HashSet<&Id> = HashSet::from([id]);
    let (mut open, mut order) = (vec![(id, 0)], vec![]);
    while let Some((task, next)) = open.pop() {
        match links.followers(task.as_str()).get(next) {
            None => order.push(task),
            Some(behind) => {
                open.push((task, next + 1));
                if is_open(&behind) && seen.insert(behind) {
                    open.push((behind, 0));
                }
            }
        }
    }
    order.reverse();
    order
}

#[cfg(test)]
mod tests;
