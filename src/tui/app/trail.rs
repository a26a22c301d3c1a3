//! Where one has been, to go back and forth: pages, and the place on a page that a jump left. A step along the trail
//! makes no new step.

use super::App;
use super::finding::Spot;
use crate::text::Phrase;
use crate::tui::action::{Action, Mood, Page};
use crate::tui::pane::Pane;

/// Steps that are remembered.
const MOST: usize = 100;

/// A page, and what the cursor stood on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    page: Page,
    spot: Option<Spot>,
}

impl Stop {
    pub fn page(&self) -> Page {
        self.page
    }
}

#[derive(Debug, Default)]
pub struct Trail {
    before: Vec<Stop>,
    after: Vec<Stop>,
}

impl Trail {
    pub fn is_at_start(&self) -> bool {
        self.before.is_empty()
    }

    pub fn is_at_end(&self) -> bool {
        self.after.is_empty()
    }

    /// A place was left for another one.
    pub fn leave(&mut self, stop: Stop) {
        self.after.clear();
        if self.before.last() != Some(&stop) {
            self.before.push(stop);
        }
        let extra = self.before.len().saturating_sub(MOST);
        self.before.drain(..extra);
    }
}

impl Action {
    /// Whether it leads somewhere else, maybe on the same page.
    pub fn is_jump(&self) -> bool {
        matches!(
            self,
            Action::Walk(..)
                | Action::GoToTask(_)
                | Action::GoToElement(_)
                | Action::GoToRow(_)
                | Action::GoToSource(..)
                | Action::GoToRegister(_)
                | Action::GoToClause(_)
                | Action::GoToPhrase(_)
        )
    }
}

impl App {
    pub(super) fn stop(&self) -> Stop {
        Stop { page: self.page, spot: self.pane().and_then(Pane::here) }
    }

    /// One step back along the trail, or forward.
    pub(super) fn step_along(&mut self, is_back: bool) -> Vec<Action> {
        let here = self.stop();
        let (from, to) = if is_back {
            (&mut self.trail.before, &mut self.trail.after)
        } else {
            (&mut self.trail.after, &mut self.trail.before)
        };
        let Some(stop) = from.pop() else {
            let why = if is_back {
                Phrase::new("没有去过别处", "there is nowhere before")
            } else {
                Phrase::new("没有更后面的位置", "there is nowhere after")
            };
            self.say_phrase(Mood::Plain, why);
            return vec![];
        };
        to.push(here);
        self.page = stop.page;
        // The page has kept its cursor, unless a jump moved it.
        let Some((kind, id)) =
            stop.spot.filter(|spot| self.pane().and_then(Pane::here).as_ref() != Some(spot))
        else {
            return vec![];
        };
        let actions = self.go_to_spot(kind, &id);
        self.page = stop.page;
        actions
    }
}
