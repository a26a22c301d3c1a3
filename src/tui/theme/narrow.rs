//! For terminals that give two cells to what Unicode leaves open (UAX #11, ambiguous), as those for Chinese may: the
//! layout counts one. Lines and marks get a narrow form; any other sign has the blank behind it for itself, and where
//! there is none it gets the plainest form that there is.

use super::ascii;
use crate::text::is_ambiguous;
use ratatui::buffer::{Buffer, CellDiffOption};
use std::num::NonZeroU16;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

const TWO: NonZeroU16 = NonZeroU16::new(2).unwrap();

pub fn make_narrow(buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width).max(1);
    for row in buffer.content.chunks_mut(width) {
        for at in 0..row.len() {
            let Some(c) = row[at].symbol().chars().next().filter(|c| is_ambiguous(*c)) else { continue };
            if let Some(narrow) = ascii::plain(c).or_else(|| mark(c)) {
                row[at].set_symbol(narrow);
            } else if row.get(at + 1).is_some_and(|next| next.symbol() == " ") {
                row[at].set_diff_option(CellDiffOption::ForcedWidth(TWO));
            } else {
                row[at].set_char(plainest(c));
            }
        }
    }
}

/// What is left of a sign without its ring or its accent; half of a sign would be another one.
fn plainest(c: char) -> char {
    let mut parts = c.nfkd();
    match (c, parts.next()) {
        ('℃', _) => 'C',
        (_, Some(first)) if first.is_ascii() && parts.all(is_combining_mark) => first,
        _ => '?',
    }
}

fn mark(c: char) -> Option<&'static str> {
    Some(match c {
        '“' | '”' => "\"",
        '‘' | '’' => "'",
        '…' => "~",
        '—' | '–' | '―' => "-",
        '·' | '‧' | '□' => ".",
        '×' => "x",
        '÷' => "/",
        '→' => ">",
        '←' => "<",
        '↑' | '▲' | '△' => "^",
        '↓' | '▼' | '▽' => "v",
        '●' | '◆' | '★' => "*",
        '○' | '◇' | '◎' | '☆' => "o",
        '■' => "#",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    fn narrowed(text: &str) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, u16::try_from(width(text)).unwrap(), 1));
        buffer.set_string(0, 0, text, Style::new());
        make_narrow(&mut buffer);
        buffer
    }

    /// What a terminal that gives two cells to the ambiguous ones shows, cell by cell.
    fn on_a_wide_terminal(buffer: &Buffer) -> String {
        let mut shown = String::new();
        let mut covered = 0;
        for cell in &buffer.content {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            shown.push_str(cell.symbol());
            covered = unicode_width::UnicodeWidthStr::width_cjk(cell.symbol()) - 1;
            // Where two cells are taken, the frame knows of it, or the layout has them.
            let is_told = cell.diff_option == CellDiffOption::ForcedWidth(TWO);
            assert_eq!(covered, usize::from(is_told || width(cell.symbol()) == 2), "{}", cell.symbol());
        }
        shown
    }

    #[test]
    fn nothing_moves_on_a_wide_terminal() {
        for (text, shown) in [
            ("│磨床│──▶", "|磨床|-->"),
            ("“点表”…… — 3×4", "\"点表\"~~ - 3x4"),
            ("80 ℃ 以下", "80 ℃以下"),
            ("80℃以下", "80C以下"),
            ("①② §½", "1②??"),
            ("§ ½ ", "§½"),
            ("✓ 完成 ✗", "✓ 完成 ✗"),
        ] {
            let buffer = narrowed(text);
            assert_eq!(on_a_wide_terminal(&buffer), shown, "{text}");
        }
    }
}
