//! The tasks in the order in which they are shown: stage by stage, element by element or as the work
//! interleaves, children below their parent. Built once for each state of the workspace.

use crate::guide::{Lead, guide};
use crate::text::Lang;
use crate::workspace::{Id, Task, Workspace};
use std::collections::{BTreeMap, HashMap, HashSet};

/// One line of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: Id,
    /// How many parents lie above it.
    pub depth: usize,
    /// No task lies below it.
    pub is_leaf: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// By the key of the stage, in manual order.
    stages: BTreeMap<&'static str, Vec<Entry>>,
    /// Lost & found: tasks whose parent or element does not exist, and circles of parents, from their
    /// smallest id. They are shown, never dropped.
    lost: Vec<Entry>,
}

impl Outline {
    pub fn of(workspace: &Workspace) -> Outline {
        let mut children: HashMap<&str, Vec<(&str, &Id)>> = HashMap::new();
        let mut roots: BTreeMap<&'static str, Vec<(&str, &Id)>> = BTreeMap::new();
        let mut astray: Vec<(&str, &Id)> = vec![];
        for (id, task) in workspace.tasks.iter() {
            let parent = task.parent.as_str();
            let ranked = (task.rank.as_str(), id);
            if !parent.is_empty() {
                children.entry(parent).or_default().push(ranked);
                if !workspace.tasks.contains(parent) {
                    astray.push(ranked);
                }
            } else if let Some(stage) = guide().stage_of(task.element.as_str()) {
                roots.entry(stage.key.as_str()).or_default().push(ranked);
            } else {
                astray.push(ranked);
            }
        }
        for siblings in children.values_mut().chain(roots.values_mut()) {
            siblings.sort_unstable();
        }
        let mut walk = Walk { children, placed: HashSet::with_capacity(workspace.tasks.len()) };
        let mut stages = BTreeMap::new();
        for (stage, roots) in roots {
            let lines = stages.entry(stage).or_insert_with(Vec::new);
            for (_, id) in roots {
                walk.down(id, lines);
            }
        }
        let mut lost = vec![];
        for (_, id) in astray {
            walk.down(id, &mut lost);
        }
        // What nothing leads to lies in a circle, or hangs on one.
        for (id, _) in workspace.tasks.iter() {
            if !walk.placed.contains(id.as_str()) {
                walk.down(circle_above(workspace, id), &mut lost);
            }
        }
        Outline { stages, lost }
    }

    pub fn stage(&self, key: &str) -> &[Entry] {
        self.stages.get(key).map_or(&[], Vec::as_slice)
    }

    pub fn lost(&self) -> &[Entry] {
        &self.lost
    }

    /// All tasks: stage by stage, then those that are lost.
    pub fn all(&self) -> impl Iterator<Item = &Entry> {
        self.stages.values().flatten().chain(&self.lost)
    }
}

/// The smallest id of the circle to which the parents of a task lead.
fn circle_above<'a>(workspace: &'a Workspace, id: &'a Id) -> &'a Id {
    let up = |id: &Id| {
        let parent = workspace.tasks.get(id.as_str()).map_or("", |task| task.parent.as_str());
        workspace.tasks.key(parent)
    };
    let (mut at, mut passed) = (id, HashSet::new());
    while passed.insert(at) {
        let Some(parent) = up(at) else { return at };
        at = parent;
    }
    let (start, mut smallest) = (at, at);
    while let Some(parent) = up(at).filter(|parent| *parent != start) {
        at = parent;
        smallest = smallest.min(at);
    }
    smallest
}

struct Walk<'a> {
    children: HashMap<&'a str, Vec<(&'a str, &'a Id)>>,
    placed: HashSet<&'a str>,
}

impl<'a> Walk<'a> {
    fn down(&mut self, root: &'a Id, lines: &mut Vec<Entry>) {
        let mut open = vec![(root, 0)];
        while let Some((id, depth)) = open.pop() {
            if !self.placed.insert(id.as_str()) {
                continue;
            }
            let below = self.children.get(id.as_str()).map_or(&[][..], Vec::as_slice);
            lines.push(Entry { id: id.clone(), depth, is_leaf: below.is_empty() });
            open.extend(below.iter().rev().map(|(_, child)| (*child, depth + 1)));
        }
    }
}

/// The title of a task: its own, else its template's, else nothing.
pub fn shown_title<'a>(id: &str, task: &'a Task, lang: Lang) -> &'a str {
    if !task.title.is_empty() {
        return task.title.as_str();
    }
    guide().template(id).map_or("", |template| template.title.say(lang))
}

/// Who leads: the key of a choice, its own or its template's.
pub fn shown_lead<'a>(id: &str, task: &'a Task) -> &'a str {
    if !task.lead.is_empty() {
        return task.lead.as_str();
    }
    guide().template(id).map_or("", |template| match template.lead {
        Lead::Enterprise => "enterprise",
        Lead::Provider => "provider",
        Lead::Joint => "joint",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{Edit, RecordKind, Value};

    fn with_parents(pairs: &[(&str, &str)]) -> Workspace {
        let mut workspace = Workspace::default();
        for (id, parent) in pairs {
            let fields = vec![("element".into(), Value::text("a1")), ("parent".into(), Value::text(*parent))];
            let id = Id::new(id).unwrap();
            workspace.apply(Edit::Add { kind: RecordKind::Task, id, fields }).unwrap();
        }
        workspace
    }

    fn lost(pairs: &[(&str, &str)]) -> Vec<(String, usize)> {
        let outline = Outline::of(&with_parents(pairs));
        outline.lost().iter().map(|e| (e.id.to_string(), e.depth)).collect()
    }

    #[test]
    fn a_circle_is_shown_from_its_smallest_id_and_what_hangs_on_it_below() {
        let line = |id: &str, depth| (id.to_owned(), depth);
        assert_eq!(lost(&[("t3", "t2"), ("t2", "t3")]), [line("t2", 0), line("t3", 1)]);
        // A smaller id that hangs on the circle does not open it.
        assert_eq!(
            lost(&[("t1", "t2"), ("t2", "t3"), ("t3", "t2")]),
            [line("t2", 0), line("t1", 1), line("t3", 1)]
        );
        assert_eq!(lost(&[("t1", "t1")]), [line("t1", 0)]);
    }

    #[test]
    fn an_orphan_is_found_with_all_below_it() {
        assert_eq!(lost(&[("t1", "gone"), ("t2", "t1")]), [("t1".to_owned(), 0), ("t2".to_owned(), 1)]);
    }

    #[test]
    fn every_task_is_shown_once() {
        let pairs: Vec<(String, String)> =
            (0..500).map(|i| (format!("t{i}"), format!("t{}", (i * 7 + 3) % 600))).collect();
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        let outline = Outline::of(&with_parents(&pairs));
        let ids: std::collections::BTreeSet<&Id> = outline.all().map(|e| &e.id).collect();
        assert_eq!((ids.len(), outline.all().count()), (500, 500));
    }
}
