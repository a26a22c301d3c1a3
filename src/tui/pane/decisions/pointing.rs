//! The mouse on the decisions: the list, the scorecard, the detail.

use super::{DecisionsPane, Focus, card};
use crate::tui::action::Action;
use crate::tui::pane::{Context, Pointed};
use crate::tui::widget::touch::{Hit, Part};
use ratatui::layout::Rect;

impl Pointed for DecisionsPane {
    fn point(&mut self, hit: Hit, _: &Context, _: Rect) -> Vec<Action> {
        match hit.part {
            Part::Side if self.list.point(hit.row, self.decisions.len()) => self.focus = Focus::List,
            Part::List => self.point_at_cell(hit),
            Part::Detail => {
                self.change_focus(Focus::Detail);
                self.detail.point(hit.row);
            }
            Part::Text => self.seek.point(hit),
            _ => {}
        }
        vec![]
    }

    fn scroll(&mut self, part: Part, by: isize, height: usize) {
        match part {
            Part::List => {
                let lines = self.card().map_or(0, |card| card::lines(card.decision).len());
                if let Some(spot) = self.spots.get_mut(self.list.at) {
                    spot.line.scroll(by, lines, height);
                }
            }
            Part::Detail => self.detail.scroll(by, height),
            _ => {}
        }
    }

    fn divide(&mut self, part: Part, x: u16, body: Rect) {
        let [list, detail] = &mut self.splits;
        match part {
            Part::Side => list.set(x.saturating_sub(body.x)),
            Part::Detail => detail.set(body.right().saturating_sub(x + 2)),
            _ => {}
        }
    }
}

impl DecisionsPane {
    /// Column 0 is the line as a whole, the options follow.
    fn point_at_cell(&mut self, hit: Hit) {
        let lines = self.card().map_or(0, |card| card::lines(card.decision).len());
        let options = self.options().len();
        self.change_focus(Focus::Card);
        if let Some(spot) = self.spots.get_mut(self.list.at)
            && spot.line.point(hit.row, lines)
            && let Some(option) = hit.column.checked_sub(1)
        {
            spot.option.point(option, options);
        }
    }
}
