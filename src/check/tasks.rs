//! The rules about tasks that no single field can tell.

use super::circle::circles;
use super::{About, Found};
use crate::guide::guide;
use crate::text::Phrase;
use crate::workspace::{Id, RecordKind, Status, Task, Workspace};
use std::collections::HashMap;

pub fn check(workspace: &Workspace, found: &mut Found) {
    let tasks: Vec<(&Id, &Task)> = workspace.tasks.iter().collect();
    let place: HashMap<&str, usize> = tasks.iter().enumerate().map(|(i, (id, _))| (id.as_str(), i)).collect();
    let index = |id: &str| place.get(id).copied();
    let parents: Vec<Vec<usize>> =
        tasks.iter().map(|(_, t)| index(t.parent.as_str()).into_iter().collect()).collect();
    let afters: Vec<Vec<usize>> =
        tasks.iter().map(|(_, t)| t.after.iter().filter_map(index).collect()).collect();

    for (name, next) in [("parent", &parents), ("after", &afters)] {
        let label = label(name);
        for circle in circles(next) {
            let ids = circle.iter().map(|i| tasks[*i].0.to_string()).collect();
            found.add(RecordKind::Task, tasks[circle[0]].0, name, "circle", About::Circle(label, ids));
        }
    }

    let mut unsettled_below: HashMap<usize, Vec<String>> = HashMap::new();
    for (i, (id, task)) in tasks.iter().enumerate() {
        for parent in parents[i].iter().filter(|parent| **parent != i && !task.status.is_settled()) {
            unsettled_below.entry(*parent).or_default().push(id.to_string());
        }
    }
    for (i, (id, task)) in tasks.iter().enumerate() {
        let mut add = |field, rule, about| found.add(RecordKind::Task, id, field, rule, about);
        if task.title.as_str().trim().is_empty() && guide().template(id.as_str()).is_none() {
            add("title", "title", About::NoTitle);
        }
        if let (Some(start), Some(due)) = (task.start.date(), task.due.date())
            && start > due
        {
            let [start, due] = [start, due].map(|day| day.to_string());
            add("start", "start-after-due", About::StartAfterDue { start, due });
        }
        if !matches!(task.status, Status::Done { .. }) {
            continue;
        }
        if let Some(below) = unsettled_below.remove(&i) {
            add("status", "subtasks", About::Below(below));
        }
        let waits = afters[i].iter().filter(|before| **before != i && !tasks[**before].1.status.is_settled());
        let before: Vec<String> = waits.map(|before| tasks[*before].0.to_string()).collect();
        if !before.is_empty() {
            add("status", "before", About::Before(before));
        }
    }
}

fn label(name: &str) -> Phrase {
    Task::FIELDS.iter().find(|field| field.name == name).expect("a field of the declaration").label
}
