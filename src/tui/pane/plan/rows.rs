//! The lines of the plan: tasks under their stage and element, or under their owner.

use crate::guide::guide;
use crate::readiness::Entry;
use crate::readiness::plan::Times;
use crate::text::Lang;
use crate::tui::pane::Context;
use crate::workspace::{Id, Task};
use std::collections::{BTreeMap, HashMap};

#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    Stage(String),
    Group(String),
    Task { id: Id, depth: usize },
}

impl Row {
    pub fn id(&self) -> Option<&Id> {
        match self {
            Row::Task { id, .. } => Some(id),
            _ => None,
        }
    }
}

pub fn build(context: &Context, by_owner: bool, hides_settled: bool) -> Vec<Row> {
    let is_shown = |entry: &&Entry| {
        let task = context.workspace.tasks.get(entry.id.as_str());
        task.is_some_and(|task| !(hides_settled && task.status.is_settled()))
    };
    if by_owner { owners(context, is_shown) } else { elements(context, is_shown) }
}

/// The outline interleaves the elements of a stage: here each has its own, with what lies below its tasks.
fn elements(context: &Context, is_shown: impl Fn(&&Entry) -> bool) -> Vec<Row> {
    let lang = context.lang;
    let mut rows = vec![];
    let row = |entry: &Entry| Row::Task { id: entry.id.clone(), depth: entry.depth };
    for (n, stage) in guide().stages().iter().enumerate() {
        let mut of: HashMap<&str, Vec<Row>> = HashMap::new();
        let mut element = "";
        for entry in context.outline.stage(&stage.key) {
            if entry.depth == 0 {
                element =
                    context.workspace.tasks.get(entry.id.as_str()).map_or("", |task| task.element.as_str());
            }
            if is_shown(&entry) {
                of.entry(element).or_default().push(row(entry));
            }
        }
        if !of.is_empty() {
            rows.push(Row::Stage(format!("{} {}", n + 1, stage.title.say(lang))));
        }
        for element in &stage.elements {
            if let Some(tasks) = of.remove(element.key.as_str()) {
                rows.push(Row::Group(format!("{} {}", element.key, element.title.say(lang))));
                rows.extend(tasks);
            }
        }
    }
    let lost: Vec<Row> = context.outline.lost().iter().filter(is_shown).map(row).collect();
    if !lost.is_empty() {
        rows.push(Row::Stage(if lang == Lang::Zh { "待归位" } else { "Lost & found" }.to_owned()));
        rows.extend(lost);
    }
    rows
}

/// By name, nobody last; each by when it begins.
fn owners(context: &Context, is_shown: impl Fn(&&Entry) -> bool) -> Vec<Row> {
    let mut of: BTreeMap<(bool, &str), Vec<(&Id, &Task)>> = BTreeMap::new();
    for entry in context.outline.all().filter(is_shown) {
        let Some(task) = context.workspace.tasks.get(entry.id.as_str()) else { continue };
        let owner = task.owner.as_str().trim();
        of.entry((owner.is_empty(), owner)).or_default().push((&entry.id, task));
    }
    let mut rows = vec![];
    for ((is_nobody, owner), mut tasks) in of {
        let nobody = if context.lang == Lang::Zh { "（无负责人）" } else { "(nobody)" };
        let name = if is_nobody { nobody } else { owner };
        rows.push(Row::Stage(format!("{name}  {}", tasks.len())));
        // What has no dates comes last; the order is otherwise that of the outline.
        tasks.sort_by_key(|(_, task)| {
            let begin = Times::of(task).begin();
            (begin.is_none(), begin)
        });
        rows.extend(tasks.into_iter().map(|(id, _)| Row::Task { id: id.clone(), depth: 0 }));
    }
    rows
}
