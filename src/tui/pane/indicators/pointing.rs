//! The mouse on the indicators: the list, and the readings of one of them.

use super::{Column, IndicatorsPane};
use crate::tui::action::Action;
use crate::tui::pane::{Context, Pointed};
use crate::tui::widget::touch::{Hit, Part};
use ratatui::layout::Rect;

impl Pointed for IndicatorsPane {
    fn point(&mut self, hit: Hit, _: &Context, _: Rect) -> Vec<Action> {
        match hit.part {
            Part::List if hit.row < self.all.len() => {
                self.put_cursor(hit.row);
                self.column = Column::List;
            }
            Part::Other if self.readings.point(hit.row, self.readings_count()) => {
                self.column = Column::Readings;
            }
            Part::Text => self.seek.point(hit),
            _ => {}
        }
        vec![]
    }

    fn scroll(&mut self, part: Part, by: isize, height: usize) {
        match part {
            Part::List => {
                let mut list = self.list;
                list.scroll(by, self.all.len(), height);
                let focus = self.column;
                self.put_cursor(list.at);
                (self.list.top, self.column) = (list.top, focus);
            }
            Part::Other => self.readings.scroll(by, self.readings_count(), height),
            _ => {}
        }
    }

    fn divide(&mut self, part: Part, x: u16, body: Rect) {
        if part == Part::List {
            self.split.set(x.saturating_sub(body.x));
        }
    }
}
