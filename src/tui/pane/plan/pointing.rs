//! The mouse on the plan: tasks with their bars, or owners by weeks.

use super::{PlanPane, later};
use crate::tui::action::Action;
use crate::tui::pane::{Context, Pointed};
use crate::tui::widget::touch::{Hit, Part};
use ratatui::layout::Rect;

impl Pointed for PlanPane {
    fn point(&mut self, hit: Hit, context: &Context, _: Rect) -> Vec<Action> {
        match hit.part {
            Part::List if self.rows.get(hit.row).is_some_and(|row| row.id().is_some()) => {
                self.list.at = hit.row;
            }
            Part::Other if self.owners.point(hit.row, self.load.owners.len()) => {
                // The name itself leaves the week as it is.
                if let Some(weeks) = hit.column.checked_sub(1).and_then(|weeks| i32::try_from(weeks).ok()) {
                    self.week = later(self.first_day(context.today), 7 * weeks).or(self.week);
                }
            }
            Part::Text => self.seek.point(hit),
            _ => {}
        }
        vec![]
    }

    fn scroll(&mut self, part: Part, by: isize, height: usize) {
        match part {
            Part::List => {
                self.list.scroll(by, self.rows.len(), height);
                self.list.settle_on(self.rows.len(), height, |at| self.rows[at].id().is_some());
            }
            Part::Other => self.owners.scroll(by, self.load.owners.len(), height),
            _ => {}
        }
    }

    fn divide(&mut self, part: Part, x: u16, body: Rect) {
        if part == Part::List {
            self.split.set(x.saturating_sub(body.x) + 1);
        }
    }
}
