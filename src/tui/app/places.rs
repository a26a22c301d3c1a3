//! Going to a task, an element, a clause, a decision or a gate, wherever it is shown.

use super::App;
use crate::guide::guide;
use crate::tui::action::{Page, View};
use crate::workspace::{Id, RecordKind};

impl App {
    pub(super) fn go_to_task(&mut self, id: &Id) {
        let Some(workspace) = self.workspace() else { return };
        // A subtask is shown where its topmost parent lies.
        let mut top = id.clone();
        for _ in 0..workspace.tasks.len() {
            let parent = workspace.tasks.get(top.as_str()).and_then(|task| Id::new(task.parent.as_str()));
            match parent.filter(|parent| workspace.tasks.contains(parent.as_str())) {
                Some(parent) => top = parent,
                None => break,
            }
        }
        let element = workspace.tasks.get(top.as_str()).map_or("", |task| task.element.as_str());
        let stage = guide().stage_of(element).map(|stage| stage.key.clone());
        match guide().stages().iter().position(|s| Some(&s.key) == stage.as_ref()) {
            Some(n) => {
                self.page = Page::Stage(n, View::Tasks);
                self.panes.tasks[n].go_to_task(id);
            }
            None => self.open_record_form(RecordKind::Task, id.clone()),
        }
    }

    pub(super) fn go_to_element(&mut self, key: &str) {
        let stage = guide().stage_of(key).map(|stage| &stage.key);
        if let Some(n) = guide().stages().iter().position(|s| Some(&s.key) == stage) {
            self.page = Page::Stage(n, View::Tasks);
            self.panes.tasks[n].go_to_element(key);
        }
    }

    pub(super) fn go_to_decision(&mut self, key: &str) {
        let stage = guide().decision(key).and_then(|decision| guide().stage_of(&decision.element));
        if let Some(n) = guide().stages().iter().position(|s| Some(&s.key) == stage.map(|stage| &stage.key)) {
            self.page = Page::Stage(n, View::Decisions);
            self.panes.decisions[n].go_to(key);
        }
    }

    pub(super) fn go_to_gate(&mut self, key: &str, criterion: Option<&str>) {
        if let Some(n) = guide().stages().iter().position(|stage| stage.gate == key) {
            self.page = Page::Stage(n, View::Gate);
            self.panes.gates[n].go_to(criterion);
        }
    }

    pub(super) fn go_to_clause(&mut self, id: &str, element: Option<&str>) {
        let n = match (guide().stages().iter().position(|stage| stage.clause == id), self.page) {
            (Some(n), _) | (None, Page::Stage(n, _)) => n,
            _ => 0,
        };
        self.page = Page::Stage(n, View::Clause);
        self.panes.clauses[n].go_to(id, element);
    }
}
