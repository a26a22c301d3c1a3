//! Moving a task by hand: up and down among its siblings, in and out of a parent.

use super::TasksPane;
use crate::text::Phrase;
use crate::tui::action::{Action, Mood, Notice, Sort};
use crate::tui::command::Command;
use crate::tui::pane::Context;
use crate::workspace::{self, Id, Place, Refusal, Spot};

pub(super) const MOVED: Phrase = Phrase::new("移动任务", "Moved");
pub(super) const NOT_SORTED: Phrase = Phrase::new(
    "按字段排序时不能移动：按 , 选“手动顺序”",
    "not while sorted by a field: press , and choose manual order",
);

impl TasksPane {
    pub(super) fn shift(
        &mut self,
        command: Command,
        context: &Context,
        id: &Id,
        random: &mut fastrand::Rng,
    ) -> Vec<Action> {
        if self.sort != Sort::Manual {
            let text = NOT_SORTED.say(context.lang);
            return vec![Action::Say(Notice { mood: Mood::Bad, text: text.into() })];
        }
        let moved = self.place_for(command, context, id).ok_or(Refusal::Edge);
        match moved.and_then(|place| workspace::place(context.workspace, id, &place, random)) {
            Ok(edit) => {
                self.here = Some(id.clone());
                vec![Action::Edit(MOVED, edit)]
            }
            Err(refusal) => vec![Action::Refused(refusal)],
        }
    }

    fn place_for(&self, command: Command, context: &Context, id: &Id) -> Option<Place> {
        let tasks = &context.workspace.tasks;
        let task = tasks.get(id.as_str())?;
        let is_sibling =
            |other: &Id| tasks.get(other.as_str()).is_some_and(|other| other.parent == task.parent);
        let above = || {
            let before = self.rows.iter().take(self.list.at).rev();
            before.map(|row| &row.id).find(|other| is_sibling(other))
        };
        let below = || {
            let behind = self.rows.iter().skip(self.list.at + 1);
            behind.map(|row| &row.id).find(|other| is_sibling(other))
        };
        let beside =
            |spot| Place { element: task.element.as_str().into(), parent: task.parent.as_str().into(), spot };
        match command {
            Command::MoveUp => Some(beside(Spot::Before(above()?.clone()))),
            Command::MoveDown => Some(beside(Spot::Behind(below()?.clone()))),
            Command::Indent => {
                let parent = above()?;
                let element = tasks.get(parent.as_str())?.element.as_str().to_owned();
                Some(Place { element, parent: parent.as_str().into(), spot: Spot::Last })
            }
            Command::Outdent => {
                let (parent_id, parent) = tasks.iter().find(|(id, _)| id.as_str() == task.parent.as_str())?;
                Some(Place {
                    element: parent.element.as_str().into(),
                    parent: parent.parent.as_str().into(),
                    spot: Spot::Behind(parent_id.clone()),
                })
            }
            _ => None,
        }
    }
}
