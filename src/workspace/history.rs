//! What can be undone and redone. An undo is an ordinary edit, the inverse of one made before: where somebody
//! else has changed the field meanwhile, it is refused and says so.

use super::{Edit, Refusal, Workspace};
use crate::text::Phrase;
use std::collections::VecDeque;

/// Steps kept; older ones are forgotten.
const DEPTH: usize = 10_000;

/// One action of a user, however many records it touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub what: Phrase,
    /// Takes the step back (or, once undone, makes it again).
    edit: Edit,
}

#[derive(Debug, Default)]
pub struct History {
    undo: VecDeque<Step>,
    redo: Vec<Step>,
}

impl History {
    /// Applies an edit and remembers its inverse. What had been undone can no longer be redone.
    pub fn make(&mut self, workspace: &mut Workspace, what: Phrase, edit: Edit) -> Result<(), Refusal> {
        let edit = workspace.apply(edit)?;
        self.redo.clear();
        self.undo.push_back(Step { what, edit });
        if self.undo.len() > DEPTH {
            self.undo.pop_front();
        }
        Ok(())
    }

    /// Takes the last step back. None when there is none; a step that no longer fits is dropped and says why.
    pub fn undo(&mut self, workspace: &mut Workspace) -> Option<Result<Phrase, Refusal>> {
        let step = self.undo.pop_back()?;
        Some(workspace.apply(step.edit).map(|edit| {
            self.redo.push(Step { what: step.what, edit });
            step.what
        }))
    }

    pub fn redo(&mut self, workspace: &mut Workspace) -> Option<Result<Phrase, Refusal>> {
        let step = self.redo.pop()?;
        Some(workspace.apply(step.edit).map(|edit| {
            self.undo.push_back(Step { what: step.what, edit });
            step.what
        }))
    }

    /// What takes back the change that was made last.
    pub fn takes_back(&self) -> Option<&Edit> {
        self.undo.back().map(|step| &step.edit)
    }

    /// What makes the change again that was undone last.
    pub fn makes_again(&self) -> Option<&Edit> {
        self.redo.last().map(|step| &step.edit)
    }

    pub fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.redo.is_empty()
    }
}
