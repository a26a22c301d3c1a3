//! The mouse on the overview: two columns of lines.

use super::{Line, OverviewPane};
use crate::tui::action::Action;
use crate::tui::pane::{Context, Pointed};
use crate::tui::widget::touch::{Hit, Part};
use ratatui::layout::Rect;

/// The parts that the two columns are.
pub(super) const PARTS: [Part; 2] = [Part::List, Part::Other];

impl Pointed for OverviewPane {
    fn point(&mut self, hit: Hit, _: &Context, _: Rect) -> Vec<Action> {
        if let Some(column) = column_of(hit.part)
            && self.columns[column].get(hit.row).is_some_and(Line::is_entry)
        {
            self.column = column;
            self.lists[column].at = hit.row;
        }
        vec![]
    }

    fn scroll(&mut self, part: Part, by: isize, height: usize) {
        let Some(column) = column_of(part) else { return };
        let (lines, list) = (&self.columns[column], &mut self.lists[column]);
        list.scroll(by, lines.len(), height);
        list.settle_on(lines.len(), height, |at| lines[at].is_entry());
    }
}

fn column_of(part: Part) -> Option<usize> {
    PARTS.iter().position(|own| *own == part)
}
