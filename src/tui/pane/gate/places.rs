//! From what is missing to the page where it is put right.

use super::say;
use crate::guide::guide;
use crate::readiness::Place;
use crate::text::Phrase;
use crate::tui::action::{Action, Page};
use crate::tui::pane::Context;
use crate::workspace::Id;

pub(super) fn lead_to(place: &Place, context: &Context) -> Vec<Action> {
    match place {
        Place::Task(key) => {
            if let Some(id) = Id::new(key).filter(|id| context.workspace.tasks.contains(id.as_str())) {
                return vec![Action::GoToTask(id)];
            }
            // The template was taken out: its element is where it is adopted again.
            let element = guide().template(key).map(|template| template.element.clone());
            let adopt = Phrase::new("按 t 补回模板", "t adopts the template");
            element.map_or(vec![], |element| vec![Action::GoToElement(element), say(adopt, context.lang)])
        }
        Place::Element(key) => vec![Action::GoToElement(key.clone())],
        Place::Decision(key) => vec![Action::GoToDecision(key.clone())],
        Place::Criterion(gate, criterion) => {
            vec![Action::GoToGate(gate.clone(), Some(criterion.clone()))]
        }
        Place::Register(key) => vec![Action::GoToRegister(key.clone())],
        Place::Row(_, id, _) => vec![Action::GoToRow(id.clone())],
        Place::Source(id, dimension) => vec![Action::GoToSource(id.clone(), *dimension)],
        Place::Readiness => vec![Action::Go(Page::Readiness)],
    }
}
