//! A line that is typed in the list itself: a new task, another title, what is looked for.

use super::{Column, TasksPane, say};
use crate::readiness::shown_title;
use crate::search::Seeker;
use crate::store::{Draft, DraftOf};
use crate::text::Phrase;
use crate::tui::action::{Action, Filter};
use crate::tui::command::Command;
use crate::tui::dialog::stroke;
use crate::tui::pane::Context;
use crate::tui::widget::input::Input;
use crate::workspace::{self, Id, NewTask, Place, RecordKind, Spot};

/// A line being typed in the list itself.
#[derive(Debug)]
pub(super) enum Typing {
    Add(Place, usize, Input),
    Rename(Id, Input),
    /// And where the cursor stood before.
    Find(Input, usize),
}

impl TasksPane {
    /// A new task or title, as far as it is typed.
    pub fn draft(&self) -> Option<Draft> {
        let (of, title, text) = match self.typing.as_ref()? {
            Typing::Add(place, _, input) => {
                let of = DraftOf::NewTask(place.element.clone());
                (of, place.element.clone(), input.text())
            }
            Typing::Rename(id, input) => {
                let of = DraftOf::records(RecordKind::Task, std::slice::from_ref(id));
                (of, id.as_str().to_owned(), input.text())
            }
            Typing::Find(..) => return None,
        };
        (!text.is_empty()).then(|| Draft::new(&title, of, vec![("title".to_owned(), text)]))
    }

    /// Goes on with a new task of an element.
    pub fn go_on_adding(&mut self, element: &str, text: &str) {
        let place = Place { element: element.into(), ..Place::default() };
        self.column = Column::List;
        self.typing = Some(Typing::Add(place, 0, Input::line(text)));
    }

    pub(super) fn start_adding(&mut self, context: &Context, below: bool) {
        let here =
            self.task(context).map(|(id, task)| (id.clone(), task.element.as_str(), task.parent.as_str()));
        let depth = self.rows.get(self.list.at).map_or(0, |row| row.depth);
        let (place, depth) = match here {
            Some((id, element, _)) if below => {
                (Place { element: element.into(), parent: id.as_str().into(), spot: Spot::Last }, depth + 1)
            }
            Some((id, element, parent)) => {
                (Place { element: element.into(), parent: parent.into(), spot: Spot::Behind(id) }, depth)
            }
            None => {
                let element = self.element().or(self.stage.elements.first()).map_or("", |e| e.key.as_str());
                (Place { element: element.into(), ..Place::default() }, 0)
            }
        };
        self.column = Column::List;
        self.typing = Some(Typing::Add(place, depth, Input::line("")));
    }

    pub(super) fn start_renaming(&mut self, context: &Context) {
        if let Some((id, task)) = self.task(context) {
            let input = Input::line(shown_title(id.as_str(), task, context.lang));
            self.typing = Some(Typing::Rename(id.clone(), input));
            self.column = Column::List;
        }
    }

    pub(super) fn start_finding(&mut self) {
        self.column = Column::List;
        self.typing = Some(Typing::Find(Input::line(""), self.list.at));
    }

    pub(super) fn run_typing(
        &mut self,
        command: Command,
        context: &Context,
        random: &mut fastrand::Rng,
    ) -> Vec<Action> {
        if command == Command::Cancel {
            if let Some(Typing::Find(_, before)) = self.typing.take() {
                self.list.at = before;
                self.here = None;
            }
            return vec![];
        }
        if command == Command::Accept {
            return self.accept_typing(context, random);
        }
        if let (Some(typing), Some(stroke)) = (&mut self.typing, stroke(command)) {
            typing.input().stroke(stroke);
            if matches!(typing, Typing::Find(..)) {
                self.find_as_typed(context);
            }
        }
        vec![]
    }

    fn accept_typing(&mut self, context: &Context, random: &mut fastrand::Rng) -> Vec<Action> {
        match self.typing.take() {
            Some(Typing::Add(place, _, input)) if !input.text().trim().is_empty() => {
                let (id, edit) =
                    workspace::add(context.workspace, &NewTask { place, title: input.text() }, random);
                self.here = Some(id);
                // What was just added is seen, whatever was looked for before.
                self.hides_settled = false;
                self.filter = Filter::All;
                vec![Action::Edit(Phrase::new("新增任务", "Added a task"), edit)]
            }
            Some(Typing::Rename(id, input)) => {
                let shown = context
                    .workspace
                    .tasks
                    .get(id.as_str())
                    .map(|t| shown_title(id.as_str(), t, context.lang));
                if shown == Some(input.text().as_str()) {
                    return vec![];
                }
                let assigns = vec![workspace::Assign::new("title", &input.text())];
                vec![Action::Assign { kind: RecordKind::Task, ids: vec![id], assigns }]
            }
            Some(Typing::Find(input, _)) => {
                self.needle = Seeker::new(&input.text());
                let is_missed = !self.needle.is_empty() && !self.matches(context, self.list.at);
                let missed = Phrase::new("没有匹配的任务", "no task matches");
                is_missed.then(|| say(missed, context.lang)).into_iter().collect()
            }
            _ => vec![],
        }
    }

    pub(super) fn matches(&self, context: &Context, row: usize) -> bool {
        let Some(entry) = self.rows.get(row) else { return false };
        let Some(task) = context.workspace.tasks.get(entry.id.as_str()) else { return false };
        let title = shown_title(entry.id.as_str(), task, context.lang);
        self.needle.score(&format!("{} {title} {}", entry.id, task.owner.as_str())).is_some()
    }

    pub(super) fn find_as_typed(&mut self, context: &Context) {
        let Some(Typing::Find(input, before)) = &self.typing else { return };
        let (needle, before) = (Seeker::new(&input.text()), *before);
        self.needle = needle;
        self.list.at = before;
        if !self.needle.is_empty() && !self.matches(context, before) {
            self.find(context, 1);
        }
        self.here = self.rows.get(self.list.at).map(|row| row.id.clone());
    }

    pub(super) fn find_again(&mut self, context: &Context, by: isize) -> Vec<Action> {
        let text = if self.needle.is_empty() {
            Phrase::new("先按 / 查找", "find something with / first")
        } else if self.find(context, by) {
            if self.column == Column::Elements {
                self.column = Column::List;
            }
            return vec![];
        } else {
            Phrase::new("没有匹配的任务", "no task matches")
        };
        vec![say(text, context.lang)]
    }

    /// To the next match in a direction, around the end; false where there is none.
    fn find(&mut self, context: &Context, by: isize) -> bool {
        let len = self.rows.len();
        if self.needle.is_empty() || len == 0 {
            return false;
        }
        let from = self.list.at.cast_signed();
        let around =
            (1..=len.cast_signed()).map(|n| (from + n * by).rem_euclid(len.cast_signed()).unsigned_abs());
        if let Some(at) = around.into_iter().find(|at| self.matches(context, *at)) {
            self.list.at = at;
            self.here = Some(self.rows[at].id.clone());
            return true;
        }
        false
    }
}

impl Typing {
    pub(super) fn input(&mut self) -> &mut Input {
        match self {
            Typing::Add(_, _, input) | Typing::Rename(_, input) | Typing::Find(input, _) => input,
        }
    }
}
