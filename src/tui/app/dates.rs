//! Dates of a task as typed: set at once, or asked about where they would break a link.

use super::App;
use crate::readiness::plan::{Links, Times};
use crate::tui::action::Action;
use crate::tui::pane::plan::give_times;
use crate::workspace::{self, Assign, At, Edit, Id, RecordKind, Value};

impl App {
    pub(super) fn reschedule(&mut self, id: &Id, assigns: &[Assign]) -> Vec<Action> {
        let Some(held) = self.workspace() else { return vec![] };
        let Some(task) = held.tasks.get(id.as_str()) else { return vec![] };
        let edit = match workspace::assign(held, RecordKind::Task, id, assigns, self.today) {
            Ok(edit) => edit,
            Err(refusal) => return self.refuse(refusal),
        };
        let mut now = Times::of(task);
        if let Edit::All(sets) = &edit {
            for set in sets {
                let Edit::Set { at: At { field, .. }, now: value, .. } = set else { continue };
                let day = if let Value::Text(text) = value { text.parse().ok() } else { None };
                match field.as_str() {
                    "start" => now.start = day,
                    _ => now.due = day,
                }
            }
        }
        give_times(held, &Links::of(held), id, (now, Ok(edit)), self.lang)
    }
}
