//! Which tasks are listed, and in which order: the outline of the stage through element, filter and sort.

use super::{Built, TasksPane};
use crate::readiness::{Concern, Entry, is_in_question, shown_title};
use crate::tui::action::{Filter, Sort};
use crate::tui::pane::Context;
use crate::workspace::{Kind, Record, Status, Task, Value};
use std::cmp::Ordering;

impl TasksPane {
    /// Builds the list anew when something that it depends on has changed.
    pub(super) fn build_rows(&mut self, context: &Context) {
        let built = Built {
            revision: context.revision,
            element: self.elements.at,
            filter: self.filter.clone(),
            sort: self.sort,
            hides_settled: self.hides_settled,
            lang: context.lang,
            today: context.today,
            me: context.me.to_owned(),
        };
        if self.built.as_ref() == Some(&built) {
            return;
        }
        let element = self.element().map(|element| element.key.as_str());
        let (mut rows, mut in_question) = (vec![], 0);
        let mut in_element = true;
        for entry in context.outline.stage(&self.stage.key) {
            let Some(task) = context.workspace.tasks.get(entry.id.as_str()) else { continue };
            if entry.depth == 0 {
                in_element = element.is_none_or(|key| key == task.element.as_str());
            }
            let is_hidden = self.hides_settled && task.status.is_settled();
            if in_element && !is_hidden && self.passes(context, entry, task) {
                rows.push(entry.clone());
                let id = entry.id.as_str();
                in_question += usize::from(is_in_question(context.stale, id, task.element.as_str()));
            }
        }
        match self.sort {
            Sort::Manual => {}
            Sort::Field(field) => sort_by(context, &mut rows, field, false),
            Sort::FieldDown(field) => sort_by(context, &mut rows, field, true),
        }
        if self.built.is_some() {
            self.marked.retain(|id| context.workspace.tasks.contains(id.as_str()));
        }
        (self.rows, self.in_question) = (rows, in_question);
        self.built = Some(built);
    }

    fn passes(&self, context: &Context, entry: &Entry, task: &Task) -> bool {
        match &self.filter {
            Filter::All => true,
            Filter::Unsettled => !task.status.is_settled(),
            Filter::Mine => !context.me.is_empty() && task.owner.as_str() == context.me,
            Filter::Late | Filter::Due => self.filter.wants(Concern::of(task, context.today)).unwrap_or(true),
            Filter::Blocked => matches!(task.status, Status::Blocked { .. }),
            Filter::Field(field, text) => {
                let shown = shown(context, entry, task, *field).to_lowercase();
                shown.contains(&text.to_lowercase())
            }
        }
    }
}

/// A field as it is read on the screen; a title from the guide counts.
fn shown(context: &Context, entry: &Entry, task: &Task, field: usize) -> String {
    let Some(declared) = Task::FIELDS.get(field) else { return String::new() };
    match declared.name {
        "title" => shown_title(entry.id.as_str(), task, context.lang).to_owned(),
        _ => declared.kind.show(&task.get(field), context.lang),
    }
}

/// Sorted flat: a tree has no order but its own. Empty values come last, either way.
fn sort_by(context: &Context, rows: &mut [Entry], field: usize, is_down: bool) {
    let Some(declared) = Task::FIELDS.get(field) else { return };
    let key = |entry: &Entry| {
        let task = context.workspace.tasks.get(entry.id.as_str());
        let value = task.map_or(Value::Unset, |task| task.get(field));
        let text = task.map_or(String::new(), |task| match (&declared.kind, &value) {
            // The order of the choices is their meaning.
            (Kind::Choice(choices), Value::Text(key)) => {
                choices.iter().position(|c| c.key == key).map_or(key.clone(), |n| format!("{n:03}"))
            }
            (Kind::Status, _) => {
                Status::KEYS.iter().position(|(k, _)| *k == task.status.key()).unwrap_or(0).to_string()
            }
            _ => shown(context, entry, task, field),
        });
        let number = match declared.kind {
            Kind::Number(_) => value.as_text().parse::<f64>().ok(),
            _ => None,
        };
        (text, number)
    };
    rows.sort_by_cached_key(|entry| {
        let (text, number) = key(entry);
        SortKey { is_empty: text.is_empty(), is_down, text, number }
    });
    for row in rows {
        row.depth = 0;
    }
}

#[derive(PartialEq)]
struct SortKey {
    is_empty: bool,
    is_down: bool,
    text: String,
    number: Option<f64>,
}

impl Eq for SortKey {}

impl PartialOrd for SortKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SortKey {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_value = match (self.number, other.number) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            _ => self.text.cmp(&other.text),
        };
        let by_value = if self.is_down { by_value.reverse() } else { by_value };
        self.is_empty.cmp(&other.is_empty).then(by_value)
    }
}
