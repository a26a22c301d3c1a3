//! The mouse on the tasks: the three columns, and the borders between them.

use super::draw::GAP;
use super::{Column, TasksPane};
use crate::tui::action::Action;
use crate::tui::pane::{Context, Pointed};
use crate::tui::widget::touch::{Hit, Part};
use ratatui::layout::Rect;

impl Pointed for TasksPane {
    fn point(&mut self, hit: Hit, _: &Context, _: Rect) -> Vec<Action> {
        match hit.part {
            Part::Side if self.elements.point(hit.row, self.stage.elements.len() + 1) => {
                self.column = Column::Elements;
            }
            Part::List if self.list.point(hit.row, self.rows.len()) => {
                self.column = Column::List;
                self.here = self.rows.get(hit.row).map(|row| row.id.clone());
            }
            Part::Detail => {
                self.column = Column::Detail;
                self.detail.point(hit.row);
            }
            Part::Text => {
                if let Some(typing) = &mut self.typing {
                    typing.input().point(hit.row, hit.column);
                }
            }
            _ => {}
        }
        vec![]
    }

    fn scroll(&mut self, part: Part, by: isize, height: usize) {
        match part {
            Part::Side => self.elements.scroll(by, self.stage.elements.len() + 1, height),
            // What is typed stands below its line.
            Part::List if self.typing.is_none() => {
                self.list.scroll(by, self.rows.len(), height);
                self.here = self.rows.get(self.list.at).map(|row| row.id.clone());
            }
            Part::Detail => self.detail.scroll(by, height),
            _ => {}
        }
    }

    fn divide(&mut self, part: Part, x: u16, body: Rect) {
        let [elements, detail] = &mut self.splits;
        match part {
            Part::Side => elements.set(x.saturating_sub(body.x)),
            Part::Detail => detail.set(body.right().saturating_sub(x + GAP)),
            _ => {}
        }
    }
}
