//! A task that is dragged: beside another one, whose sibling it becomes, or onto an element. Letting go of it is the
//! step that the keys would make; until then nothing is changed.

use super::TasksPane;
use crate::readiness::shown_title;
use crate::text::{Lang, Phrase, clip, show};
use crate::tui::action::{Action, Sort};
use crate::tui::pane::Context;
use crate::tui::pointer::Carried;
use crate::tui::widget::touch::{Hit, Part};
use crate::workspace::{self, Edit, Id, Place, Refusal, Spot};

/// What is dragged, and where it is held.
#[derive(Debug)]
pub(super) struct Lifted {
    id: Id,
    over: Option<(Hit, Mark)>,
}

/// What letting go would do there, seen beside the line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Before,
    Behind,
    Into,
    Refused,
}

impl Mark {
    pub const fn sign(self) -> &'static str {
        match self {
            Mark::Before => "↑",
            Mark::Behind => "↓",
            Mark::Into => "→",
            Mark::Refused => "✗",
        }
    }
}

/// How an edit is called, the edit, and what it would do in words.
type Drop = (Phrase, Edit, String);

impl TasksPane {
    /// The task of the list that was pressed is held from now on; false where there is none.
    pub fn lift(&mut self, hit: Hit) -> bool {
        if hit.part != Part::List || self.typing.is_some() {
            return false;
        }
        let id = self.rows.get(hit.row).map(|row| row.id.clone());
        self.lifted = id.map(|id| Lifted { id, over: None });
        self.lifted.is_some()
    }

    pub fn put_back(&mut self) {
        self.lifted = None;
    }

    /// Holds it over a place: what letting go there would do. None where that is nothing.
    pub fn carry(
        &mut self,
        over: Option<Hit>,
        context: &Context,
        random: &mut fastrand::Rng,
    ) -> Option<Carried> {
        let found = over.and_then(|hit| Some((hit, self.drop_on(hit, context, random)?)));
        let (mark, carried) = match &found {
            Some((hit, Ok((.., says)))) => (Some((*hit, self.mark(*hit))), Some(Carried::Fits(says.clone()))),
            Some((hit, Err(why))) => (Some((*hit, Mark::Refused)), Some(Carried::Refused(why.clone()))),
            None => (None, None),
        };
        if let Some(lifted) = &mut self.lifted {
            lifted.over = mark;
        }
        carried
    }

    /// Lets go of it where it is held.
    pub fn drop_here(&mut self, context: &Context, random: &mut fastrand::Rng) -> Vec<Action> {
        let over = self.lifted.as_ref().and_then(|lifted| lifted.over);
        let found = over.and_then(|(hit, _)| self.drop_on(hit, context, random));
        let Some(lifted) = self.lifted.take() else { return vec![] };
        match found {
            Some(Ok((what, edit, _))) => {
                self.here = Some(lifted.id);
                vec![Action::Edit(what, edit)]
            }
            // Why has been said already.
            Some(Err(_)) | None => vec![],
        }
    }

    /// The mark of a line of the list or of the elements.
    pub(super) fn mark_of(&self, part: Part, row: usize) -> Option<Mark> {
        let (hit, mark) = self.lifted.as_ref()?.over?;
        (hit.part == part && hit.row == row).then_some(mark)
    }

    fn mark(&self, hit: Hit) -> Mark {
        match hit.part {
            Part::Side => Mark::Into,
            _ if self.place_of_lifted().is_some_and(|at| hit.row < at) => Mark::Before,
            _ => Mark::Behind,
        }
    }

    fn place_of_lifted(&self) -> Option<usize> {
        let lifted = self.lifted.as_ref()?;
        self.rows.iter().position(|row| row.id == lifted.id)
    }

    /// None where it is already, or where there is nothing.
    fn drop_on(
        &self,
        hit: Hit,
        context: &Context,
        random: &mut fastrand::Rng,
    ) -> Option<Result<Drop, String>> {
        let id = &self.lifted.as_ref()?.id;
        let refused =
            |refusal: Refusal| format!("{} → {}", refusal.say(context.lang), refusal.next(context.lang));
        match hit.part {
            Part::Side => Some(self.drop_on_element(hit.row, context, random)?.map_err(refused)),
            Part::List => {
                let target = &self.rows.get(hit.row)?.id;
                if target == id {
                    return None;
                }
                if self.sort != Sort::Manual {
                    return Some(Err(super::moves::NOT_SORTED.say(context.lang).to_owned()));
                }
                let (place, says) = self.beside(target, hit, context)?;
                let edit = workspace::place(context.workspace, id, &place, random);
                Some(edit.map(|edit| (super::moves::MOVED, edit, says)).map_err(refused))
            }
            _ => None,
        }
    }

    fn beside(&self, target: &Id, hit: Hit, context: &Context) -> Option<(Place, String)> {
        let other = context.workspace.tasks.get(target.as_str())?;
        let is_before = self.mark(hit) == Mark::Before;
        let spot = if is_before { Spot::Before(target.clone()) } else { Spot::Behind(target.clone()) };
        let place =
            Place { element: other.element.as_str().into(), parent: other.parent.as_str().into(), spot };
        let title = clip(&show(shown_title(target.as_str(), other, context.lang)), 24).into_owned();
        let says = match (is_before, context.lang) {
            (true, Lang::Zh) => format!("移到“{title}”之前"),
            (false, Lang::Zh) => format!("移到“{title}”之后"),
            (true, Lang::En) => format!("to before “{title}”"),
            (false, Lang::En) => format!("to behind “{title}”"),
        };
        Some((place, says))
    }

    /// All that are marked, where the one that is dragged is one of them. None on the line of all elements.
    fn drop_on_element(
        &self,
        row: usize,
        context: &Context,
        random: &mut fastrand::Rng,
    ) -> Option<Result<Drop, Refusal>> {
        let lifted = &self.lifted.as_ref()?.id;
        let element = self.stage.elements.get(row.checked_sub(1)?)?;
        let ids = if self.marked.contains(lifted) { self.chosen() } else { vec![lifted.clone()] };
        let edit = workspace::reclassify_all(context.workspace, &ids, &element.key, random);
        let name = format!("{} {}", element.key, element.title.say(context.lang));
        let says = match (ids.len(), context.lang) {
            (1, Lang::Zh) => format!("移到要素 {name}"),
            (1, Lang::En) => format!("to the element {name}"),
            (n, Lang::Zh) => format!("{n} 项移到要素 {name}"),
            (n, Lang::En) => format!("{n} tasks to the element {name}"),
        };
        Some(edit.map(|edit| (super::menus::TO_ELEMENT, edit, says)))
    }
}
