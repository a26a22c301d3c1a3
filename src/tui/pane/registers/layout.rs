//! Where the parts of the page are.

use super::{RegistersPane, Side};
use crate::tui::widget::canvas::{below, right_of};
use ratatui::layout::Rect;

/// None for what is not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    /// The registers one below the other, or one beside the other.
    pub list: Option<Rect>,
    pub strip: Option<Rect>,
    /// Head and rows.
    pub grid: Option<Rect>,
    /// What the column holds, and what is wrong with the cell.
    pub foot: Option<Rect>,
    pub detail: Option<Rect>,
}

impl Areas {
    /// The rows below the head of the table.
    pub fn rows(&self) -> Option<Rect> {
        let grid = self.grid?;
        let head = u16::from(grid.height > 2);
        Some(Rect { y: grid.y + head, height: grid.height - head, ..grid })
    }

    pub fn head(&self) -> Option<Rect> {
        self.grid.filter(|grid| grid.height > 2).map(|grid| below(grid, 0))
    }
}

/// From here on the row stands beside the table, and from there on the registers too.
const WITH_DETAIL: u16 = 100;
const WITH_LIST: u16 = 150;
/// Here the longest name of a register has room as well.
const WIDE: u16 = 190;

impl RegistersPane {
    pub(super) fn areas(&self, body: Rect) -> Areas {
        let none = Areas { list: None, strip: None, grid: None, foot: None, detail: None };
        if body.width < WITH_DETAIL {
            let narrow = Rect { width: body.width.saturating_sub(2), ..right_of(body, 1) };
            return match self.side {
                Side::Registers => Areas { list: Some(body), ..none },
                Side::Grid => with_table(none, body, true),
                Side::Detail => Areas { detail: Some(narrow), ..none },
            };
        }
        let [list, detail] = self.splits;
        let detail = detail.width((body.width / 3).clamp(38, 56), body.width / 2);
        let rest = Rect { width: body.width - detail - 2, ..body };
        let areas = Areas { detail: Some(right_of(body, rest.width + 2)), ..none };
        if body.width >= WITH_LIST {
            let wide = if body.width < WIDE { 28 } else { 40 };
            let wide = list.width(wide, rest.width / 2);
            let list = Rect { width: wide, ..rest };
            return with_table(Areas { list: Some(list), ..areas }, right_of(rest, wide + 2), false);
        }
        match self.side {
            Side::Registers => Areas { list: Some(rest), ..areas },
            Side::Grid | Side::Detail => with_table(areas, rest, true),
        }
    }
}

fn with_table(areas: Areas, place: Rect, has_strip: bool) -> Areas {
    let strip = u16::from(has_strip && place.height > 5);
    let foot = match place.height {
        0..6 => 0,
        6..11 => 1,
        _ => 3,
    };
    let grid = Rect { y: place.y + strip, height: place.height - strip - foot, ..place };
    Areas {
        strip: (strip > 0).then(|| below(place, 0)),
        grid: Some(grid),
        foot: (foot > 0).then_some(Rect { y: place.bottom() - foot, height: foot, ..place }),
        ..areas
    }
}
