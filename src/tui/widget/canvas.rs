//! The one brush: all text reaches the screen through here, made safe to show and cut to its place.
//! It also remembers where the caret is, so that the real cursor is put there and input methods compose there, and
//! what a click means where.

use crate::text::{clip, graphemes, is_hidden, pad, show, width, wrap};
use crate::tui::theme::{Role, Theme};
use crate::tui::widget::input::{Input, Place, at_rest};
use crate::tui::widget::touch::{Part, Regions, Touch};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    theme: &'a Theme,
    caret: Option<Position>,
    regions: Regions,
}

impl<'a> Canvas<'a> {
    pub fn new(buffer: &'a mut Buffer, theme: &'a Theme) -> Canvas<'a> {
        Canvas { buffer, theme, caret: None, regions: Regions::default() }
    }

    pub fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Where the real cursor belongs; None when nothing is being typed.
    pub fn caret(&self) -> Option<Position> {
        self.caret
    }

    /// Says what a click on these cells means, whatever lies behind them.
    pub fn touch(&mut self, area: Rect, touch: Touch) {
        self.regions.push(area.intersection(self.buffer.area), touch);
    }

    /// A list or a text that the wheel turns.
    pub fn scrolls(&mut self, area: Rect, part: Part) {
        self.touch(area, Touch::Scroll(part));
    }

    pub fn regions(&self) -> &Regions {
        &self.regions
    }

    pub fn into_regions(self) -> Regions {
        self.regions
    }

    /// One line from the left edge of `area`, cut with an ellipsis where it is too long.
    pub fn line(&mut self, area: Rect, role: Role, text: &str) -> u16 {
        let text = show(text);
        let cells = clip(&text, usize::from(area.width));
        self.put(area, self.theme.style(role), &cells)
    }

    /// Pieces of different roles after each other; what does not fit is cut.
    pub fn pieces<'t>(&mut self, area: Rect, pieces: impl IntoIterator<Item = (Role, &'t str)>) -> u16 {
        let mut used = 0;
        for (role, text) in pieces {
            used += self.line(right_of(area, used), role, text);
        }
        used
    }

    /// Text on as many lines as it takes and the area has; how many they are.
    pub fn lines(&mut self, area: Rect, role: Role, text: &str) -> u16 {
        let lines = wrap(text, usize::from(area.width).max(2));
        for (row, line) in lines.iter().take(usize::from(area.height)).enumerate() {
            self.line(below(area, cells(row)), role, line);
        }
        cells(lines.len()).min(area.height)
    }

    /// One line that ends at the right edge of `area`; returns what is left of it.
    pub fn line_right(&mut self, area: Rect, role: Role, text: &str) -> Rect {
        let text = show(text);
        let wide = cells(width(&text)).min(area.width);
        self.line(right_of(area, area.width - wide), role, &text);
        Rect { width: area.width - wide, ..area }
    }

    /// One line that fills the width, so that a selected row is marked to its end.
    pub fn row(&mut self, area: Rect, role: Role, text: &str) {
        let text = pad(&show(text), usize::from(area.width));
        self.put(area, self.theme.style(role), &text);
    }

    /// Gives cells that are painted already another look.
    pub fn tint(&mut self, area: Rect, role: Role) {
        self.buffer.set_style(area.intersection(self.buffer.area), self.theme.style(role));
    }

    /// A rule of the same sign across the area.
    pub fn rule(&mut self, area: Rect, role: Role, sign: &str) {
        let text = sign.repeat(usize::from(area.width));
        self.put(area, self.theme.style(role), &text);
    }

    pub fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for position in area.positions() {
            self.buffer[position].reset();
        }
        for y in area.top()..area.bottom() {
            self.free(area.x, y);
        }
        self.buffer.set_style(area, self.theme.style(Role::Plain));
    }

    /// A wide character that reaches into this cell from the left would hide it: it goes.
    fn free(&mut self, x: u16, y: u16) {
        if let Some(x) = x.checked_sub(1)
            && let Some(cell) = self.buffer.cell_mut((x, y))
            && width(cell.symbol()) > 1
        {
            cell.set_symbol(" ");
        }
    }

    /// A field that is being typed in, with the caret.
    pub fn field(&mut self, area: Rect, input: &Input) {
        let (text, caret) = input.window(usize::from(area.width));
        let text = pad(&text, usize::from(area.width));
        self.put(area, self.theme.style(Role::Field), &text);
        if input.is_proposal() {
            let (shown, _) = input.window(usize::from(area.width));
            self.tint(Rect { width: cells(width(&shown)).min(area.width), ..area }, Role::Cursor);
        }
        self.set_caret(area.x.saturating_add(cells(caret)), area.y, area);
        self.touch_text(area, &input.places(usize::from(area.width)));
    }

    /// Both cells of a wide character put the caret before it; what is right of the text puts it at its end.
    fn touch_text(&mut self, area: Rect, places: &[Place]) {
        for place in places.iter().take_while(|place| place.x < usize::from(area.width)) {
            let rest = right_of(area, cells(place.x));
            let touch = Touch::cell(Part::Text, place.line, place.column);
            self.touch(Rect { width: cells(place.wide).min(rest.width), ..rest }, touch);
        }
    }

    /// A field at rest.
    pub fn field_at_rest(&mut self, area: Rect, role: Role, text: &str) {
        let text = at_rest(text, usize::from(area.width));
        self.put(area, self.theme.style(role), &text);
    }

    /// A text area with the caret, scrolled so that the caret is in it.
    pub fn text_area(&mut self, area: Rect, input: &Input) {
        let (rows, row, cell) = input.rows(usize::from(area.width));
        let height = usize::from(area.height).max(1);
        let top = (row + 1).saturating_sub(height);
        for (i, text) in rows.iter().skip(top).take(height).enumerate() {
            self.put(below(area, cells(i)), self.theme.style(Role::Plain), &text.text);
        }
        self.set_caret(area.x.saturating_add(cells(cell)), area.y.saturating_add(cells(row - top)), area);
        self.scrolls(area, Part::Text);
        for (i, row) in rows.iter().skip(top).take(height).enumerate() {
            // A row that goes on below ends with its last character.
            let ends = rows.get(top + i + 1).is_none_or(|next| next.line != row.line);
            let mut places = input.places_of(row);
            places.retain(|place| ends || place.wide != usize::MAX);
            self.touch_text(below(area, cells(i)), &places);
        }
    }

    fn set_caret(&mut self, x: u16, y: u16, area: Rect) {
        let position = Position { x: x.min(area.right().saturating_sub(1)), y };
        if self.buffer.area.contains(position) && area.contains(position) {
            self.caret = Some(position);
        }
    }

    /// The frame of a dialog with its title in the upper edge; returns the inside. Nothing behind it can be touched.
    pub fn frame(&mut self, area: Rect, title: &str) -> Rect {
        let area = area.intersection(self.buffer.area);
        self.clear(area);
        self.touch(self.buffer.area, Touch::Outside);
        self.touch(area, Touch::Nothing);
        if area.width < 4 || area.height < 3 {
            return area;
        }
        let inner = usize::from(area.width - 2);
        let style = self.theme.style(Role::Faint);
        let signs = self.theme.frame_signs();
        let edge = signs.across.repeat(inner);
        self.put(area, style, &format!("{}{edge}{}", signs.corners[0], signs.corners[1]));
        for y in 1..area.height - 1 {
            self.put(below(area, y), style, signs.down);
            self.put(right_of(below(area, y), area.width - 1), style, signs.down);
        }
        let last = below(area, area.height - 1);
        self.put(last, style, &format!("{}{edge}{}", signs.corners[2], signs.corners[3]));
        let title = format!(" {} ", clip(&show(title), inner.saturating_sub(4)));
        self.line(Rect { x: area.x + 2, width: area.width - 3, ..area }, Role::Heading, &title);
        Rect { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2 }
    }

    /// Cells of one line; text that was made safe and short enough before.
    fn put(&mut self, area: Rect, style: Style, text: &str) -> u16 {
        let area = area.intersection(self.buffer.area);
        if area.is_empty() {
            return 0;
        }
        let mut x = area.x;
        if !text.is_empty() {
            self.free(area.x, area.y);
        }
        for grapheme in graphemes(text) {
            let wide = cells(width(grapheme));
            if wide == 0 || wide > area.right().saturating_sub(x) {
                if wide == 0 {
                    continue;
                }
                break;
            }
            self.buffer[(x, area.y)].set_symbol(grapheme).set_style(style);
            for behind in x + 1..x + wide {
                self.buffer[(behind, area.y)].reset();
                self.buffer[(behind, area.y)].set_style(style);
            }
            x += wide;
        }
        x - area.x
    }

    /// The last act of every draw: no control or bidi character leaves, wherever it came from.
    pub fn sweep(&mut self) {
        for cell in &mut self.buffer.content {
            let symbol = cell.symbol();
            if !matches!(symbol.as_bytes(), [b' '..=b'~']) && symbol.chars().any(is_hidden) {
                cell.set_symbol("?");
            }
        }
    }
}

/// A count as cells of the screen.
pub fn cells(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// The line `n` below the top of an area; empty beyond its end.
pub fn below(area: Rect, n: u16) -> Rect {
    if n >= area.height {
        return Rect { height: 0, ..area };
    }
    Rect { y: area.y + n, height: 1, ..area }
}

/// All lines from the `n`th on.
pub fn below_all(area: Rect, n: u16) -> Rect {
    let n = n.min(area.height);
    Rect { y: area.y + n, height: area.height - n, ..area }
}

/// What is right of the first `n` cells.
pub fn right_of(area: Rect, n: u16) -> Rect {
    let n = n.min(area.width);
    Rect { x: area.x + n, width: area.width - n, ..area }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn painted(width: u16, paint: impl FnOnce(&mut Canvas)) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        let theme = Theme::plain();
        let mut canvas = Canvas::new(&mut buffer, &theme);
        paint(&mut canvas);
        canvas.sweep();
        buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect()
    }

    #[test]
    fn nothing_dangerous_reaches_a_cell() {
        let text = painted(40, |c| {
            let area = c.area();
            c.line(area, Role::Plain, "a\u{1b}]52;c;x\u{7}b\u{202e}c\u{9b}");
        });
        assert!(!text.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}']), "{text:?}");
        assert!(text.starts_with("a^[]52;c;x^Gb⟨U+202E⟩c"), "{text}");
    }

    #[test]
    fn the_sweep_catches_what_went_around_the_brush() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 1));
        buffer[(1, 0)].set_symbol("\u{1b}");
        let theme = Theme::plain();
        Canvas::new(&mut buffer, &theme).sweep();
        assert_eq!(buffer[(1, 0)].symbol(), "?");
    }

    #[test]
    fn a_wide_character_is_never_cut_in_half() {
        let text = painted(4, |c| {
            let area = c.area();
            c.line(area, Role::Plain, "a磨床");
        });
        assert_eq!(text.trim_end(), "a磨 …", "{text:?}");
    }

    #[test]
    fn a_box_cuts_the_wide_character_that_reaches_into_it() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 3));
        let theme = Theme::plain();
        let mut canvas = Canvas::new(&mut buffer, &theme);
        canvas.line(Rect::new(0, 0, 8, 1), Role::Plain, "磨床磨床");
        canvas.frame(Rect::new(3, 0, 5, 3), "");
        assert_eq!((buffer[(2, 0)].symbol(), buffer[(3, 0)].symbol()), (" ", "┌"));
    }

    #[test]
    fn areas_of_no_size_are_survived() {
        painted(0, |c| {
            let area = c.area();
            c.line(area, Role::Plain, "磨");
            c.frame(Rect::new(0, 0, 9, 9), "磨");
            c.field(Rect::new(5, 5, 0, 0), &Input::line("磨"));
            c.text_area(Rect::new(5, 5, 0, 0), &Input::long("磨"));
            assert_eq!(c.caret(), None);
        });
    }
}
