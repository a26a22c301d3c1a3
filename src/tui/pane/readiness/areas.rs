//! Where the parts of the page of readiness are.
//!
//! ```text
//!  narrow: head            tall: head              wide: head
//!          blockers              blockers                blockers   | detail
//!          map                   map                     map        |
//!          two lines on          shares                  dimensions |
//!          the cell              detail                  next steps |
//! ```

use super::{Focus, ReadinessPane};
use crate::tui::widget::canvas::{below, cells, right_of};
use ratatui::layout::Rect;

/// A part without room has no height.
#[derive(Debug, Clone, Copy)]
pub(super) struct Areas {
    pub head: Rect,
    pub blockers: Rect,
    pub titles: Rect,
    pub map: Rect,
    pub shares: Rect,
    /// Two lines on the cell under the cursor, where its detail has no place of its own.
    pub hint: Rect,
    /// Dimensions and next steps of the site.
    pub site: Rect,
    pub detail: Option<Rect>,
}

/// From this width on the detail stands beside the map.
const WIDE: u16 = 160;
/// Cells of the map beside a detail.
const MAP: u16 = 108;
/// From this height on the detail stands below the map.
const TALL: u16 = 28;

impl ReadinessPane {
    pub(super) fn areas(&self, body: Rect) -> Areas {
        let none = Rect { height: 0, ..body };
        let is_wide = body.width >= WIDE && body.height >= 14;
        let is_tall = !is_wide && body.height >= TALL;
        let head = below(body, 0);
        if !is_wide && !is_tall && self.focus != Focus::Map {
            let rest = rest_of(body, 1);
            let none = Rect { height: 0, ..none };
            return Areas {
                head,
                blockers: none,
                titles: none,
                map: none,
                shares: none,
                hint: none,
                site: none,
                detail: Some(right_of(rest, 1)),
            };
        }
        // Columns of levels need their room: it is the detail that can be made narrow.
        let wide = self.split.width(MAP, body.width.saturating_sub(30)).max(80);
        let left = if is_wide { Rect { width: wide, ..body } } else { body };
        let mut rest = rest_of(left, 1);
        let mut take = |height: u16| {
            let part = Rect { height: height.min(rest.height), ..rest };
            rest = rest_of(rest, height);
            part
        };
        // One line more for the site as a whole.
        let lines = cells(self.rows.len()) + 1;
        let below_map: u16 = match () {
            () if is_wide => 18,
            () if is_tall => 16,
            () if body.height >= 16 => 3,
            () if body.height >= 10 => 2,
            () => 0,
        };
        // What blocks has the room that the map leaves, and always a little.
        let free = body.height.saturating_sub(below_map + lines + 4);
        let least = match body.height {
            0..=11 => 0,
            12..=17 => 1,
            18..=23 => 2,
            _ => 4,
        };
        let blockers = take(cells(self.board.blockers.len()).min(free.clamp(least, 8)));
        if body.height >= 19 {
            take(1);
        }
        let titles = take(1);
        let room = body.height.saturating_sub(titles.bottom() - body.y);
        let map = take(lines.min(room.saturating_sub(below_map)).max(lines.min(room).min(3)));
        if is_wide {
            take(1);
            let shares = take(1);
            take(1);
            let detail = Some(right_of(rest_of(body, 1), wide + 2));
            return Areas { head, blockers, titles, map, shares, hint: none, site: take(u16::MAX), detail };
        }
        if is_tall {
            let shares = take(1);
            take(1);
            let detail = Some(right_of(take(u16::MAX), 1));
            return Areas { head, blockers, titles, map, shares, hint: none, site: none, detail };
        }
        let shares = if below_map >= 3 { take(1) } else { none };
        Areas { head, blockers, titles, map, shares, hint: take(4), site: none, detail: None }
    }
}

/// All but the first lines.
fn rest_of(area: Rect, lines: u16) -> Rect {
    let lines = lines.min(area.height);
    Rect { y: area.y + lines, height: area.height - lines, ..area }
}
