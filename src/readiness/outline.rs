//! The tasks in the order in which they are shown: stage by stage, element by element or as the work
//! interleaves, children below their parent. Built once for each state of the workspace.

use crate::guide::{Lead, guide};
use crate::text::Lang;
use crate::workspace::{Id, Task, Workspace};
use std::collections::{BTreeMap, HashMap};

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
        children.values_mut().for_each(|below| below.sort_unstable());
        roots.values_mut().for_each(|roots| roots.sort_unstable());
        let mut walk = Walk { children, placed: HashMap::with_capacity(workspace.tasks.len()) };
        let mut stages = BTreeMap::new();
        for (stage, roots) in roots {
            let lines = stages.entry(stage).or_insert_with(Vec::new);
            roots.into_iter().for_each(|(_, id)| walk.down(id, lines));
        }
        let mut lost = vec![];
        astray.into_iter().for_each(|(_, id)| walk.down(id, &mut lost));
        // What nothing leads to lies in a circle.
        for (id, _) in workspace.tasks.iter() {
            walk.down(id, &mut lost);
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

struct Walk<'a> {
    children: HashMap<&'a str, Vec<(&'a str, &'a Id)>>,
    placed: HashMap<&'a str, ()>,
}

impl<'a> Walk<'a> {
    fn down(&mut self, root: &'a Id, lines: &mut Vec<Entry>) {
        let mut open = vec![(root, 0)];
        while let Some((id, depth)) = open.pop() {
            if self.placed.insert(id.as_str(), ()).is_some() {
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
