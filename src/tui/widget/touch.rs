//! What a click means, and where: noted while the screen is drawn, so that nothing is laid out twice. What was drawn
//! last lies on top, and a dialog keeps everything behind it from being reached.

use crate::tui::action::Action;
use crate::tui::command::Command;
use ratatui::layout::{Position, Rect};

/// What a click on some cells means.
#[derive(Debug, Clone, PartialEq)]
pub enum Touch {
    /// Does this, whichever part of the page has the keys.
    Do(Box<Action>),
    /// A key in the footer: its command goes where the key would.
    Key(Command),
    /// A line or a cell of the page, or of the dialog on top.
    At(Hit),
    /// The border between two columns; the part is the one whose width it is.
    Divider(Part),
    /// Turned by the wheel; a click there means nothing.
    Scroll(Part),
    /// Covers what is behind it and means nothing.
    Nothing,
    /// Beside a dialog.
    Outside,
}

/// A place that a page or a dialog knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub part: Part,
    /// Which line of its list; of a text, which row of it.
    pub row: usize,
    /// Which column of a table; in a text, the cell from its left edge.
    pub column: usize,
}

/// A part of a page or of a dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What stands left of the list: elements, registers, clauses.
    Side,
    /// The list that the page is about.
    List,
    /// A second list beside it.
    Other,
    /// The heads of the columns of a table.
    Head,
    /// What is told of the line under the cursor.
    Detail,
    /// The text that is being typed.
    Text,
}

impl Touch {
    pub fn does(action: Action) -> Touch {
        Touch::Do(Box::new(action))
    }

    pub fn line(part: Part, row: usize) -> Touch {
        Touch::cell(part, row, 0)
    }

    pub fn cell(part: Part, row: usize, column: usize) -> Touch {
        Touch::At(Hit { part, row, column })
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct Region {
    pub place: Rect,
    pub touch: Touch,
}

/// All that can be touched on a frame, from the back to the front.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Regions(Vec<Region>);

impl Regions {
    pub fn push(&mut self, place: Rect, touch: Touch) {
        if !place.is_empty() {
            self.0.push(Region { place, touch });
        }
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Region> {
        self.0.iter()
    }

    /// What a click on this cell meets.
    pub fn at(&self, cell: Position) -> Option<&Region> {
        let mut here = self.iter().rev().filter(|region| region.place.contains(cell));
        here.find(|region| !matches!(region.touch, Touch::Scroll(_)))
    }

    /// What the wheel turns over this cell, and the rows that are seen of it.
    pub fn turned_at(&self, cell: Position) -> Option<(Part, usize)> {
        let mut here = self.iter().rev().filter(|region| region.place.contains(cell));
        here.find_map(|region| match region.touch {
            Touch::Scroll(part) => Some(Some((part, usize::from(region.place.height)))),
            Touch::Nothing | Touch::Outside => Some(None),
            _ => None,
        })
        .flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(x: u16, y: u16) -> Position {
        Position { x, y }
    }

    fn touched(regions: &Regions, x: u16, y: u16) -> Option<Touch> {
        regions.at(cell(x, y)).map(|region| region.touch.clone())
    }

    #[test]
    fn what_was_drawn_last_is_on_top_and_a_list_is_turned_through_its_lines() {
        let mut regions = Regions::default();
        regions.push(Rect::new(0, 1, 10, 4), Touch::Scroll(Part::List));
        regions.push(Rect::new(0, 1, 10, 1), Touch::line(Part::List, 7));
        regions.push(Rect::new(4, 1, 2, 1), Touch::cell(Part::List, 7, 2));
        regions.push(Rect::new(3, 3, 0, 1), Touch::Nothing);
        assert_eq!(touched(&regions, 3, 1), Some(Touch::line(Part::List, 7)));
        // Both cells of a wide character belong to the same place.
        assert_eq!(touched(&regions, 4, 1), touched(&regions, 5, 1));
        assert_eq!(touched(&regions, 5, 1), Some(Touch::cell(Part::List, 7, 2)));
        assert_eq!(touched(&regions, 3, 3), None);
        assert_eq!(regions.turned_at(cell(5, 1)), Some((Part::List, 4)));
        assert_eq!(regions.turned_at(cell(5, 0)), None);
    }

    #[test]
    fn nothing_behind_a_dialog_is_reached() {
        let mut regions = Regions::default();
        regions.push(Rect::new(0, 0, 20, 9), Touch::Scroll(Part::List));
        regions.push(Rect::new(0, 2, 20, 1), Touch::line(Part::List, 2));
        regions.push(Rect::new(0, 0, 20, 9), Touch::Outside);
        regions.push(Rect::new(4, 2, 9, 5), Touch::Nothing);
        regions.push(Rect::new(5, 3, 7, 2), Touch::Scroll(Part::Other));
        assert_eq!(touched(&regions, 1, 2), Some(Touch::Outside));
        assert_eq!(touched(&regions, 4, 2), Some(Touch::Nothing));
        assert_eq!(regions.turned_at(cell(1, 2)), None);
        assert_eq!(regions.turned_at(cell(4, 2)), None);
        assert_eq!(regions.turned_at(cell(5, 4)), Some((Part::Other, 2)));
    }
}
