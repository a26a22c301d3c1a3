//! Lines and blocks in ASCII, for fonts without them. The whole frame is gone over, so that no page forgets a line;
//! text that holds such signs is shown so as well.

use ratatui::buffer::Buffer;

pub fn replace_lines(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        let mut chars = cell.symbol().chars();
        if let (Some(c), None) = (chars.next(), chars.next())
            && let Some(plain) = plain(c)
        {
            cell.set_symbol(plain);
        }
    }
}

/// The sign of ASCII for a line, a block or a pointer.
pub fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        '─' | '━' | '┄' | '┅' | '┈' | '┉' | '╌' | '╍' | '═' | '╴' | '╶' | '▃' | '▄' => {
            "-"
        }
        '│' | '┃' | '┆' | '┇' | '┊' | '┋' | '╎' | '╏' | '║' | '▐' => "|",
        '\u{250c}'..='\u{254b}' | '\u{2550}'..='\u{256c}' | '╭' | '╮' | '╯' | '╰' => "+",
        // The row of the cursor, and what points onwards.
        '▌' | '▶' | '►' | '›' => ">",
        '◀' | '◄' => "<",
        '█' | '▓' | '▇' | '▏' | '▎' | '▍' | '▋' | '▊' | '▉' => "#",
        '▒' | '▅' | '▆' => "=",
        '░' => ".",
        '▁' | '▂' => "_",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn no_sign_of_lines_and_blocks_is_left_and_nothing_moves() {
        let all: String = ('\u{2500}'..='\u{259f}').filter(|c| plain(*c).is_some()).collect();
        for c in "─│┌┐└┘├┤┬┴┼▌▐█░▒▓▁▂▃▄▅▆▇▏▎▍▋▊▉▶".chars()
        {
            assert!(plain(c).is_some(), "{c}");
            assert!(plain(c).unwrap().is_ascii());
        }
        let text = format!("{all} 磨床 ✓");
        let area = Rect::new(0, 0, u16::try_from(crate::text::width(&text)).unwrap(), 1);
        let mut buffer = Buffer::empty(area);
        buffer.set_string(0, 0, &text, Style::new());
        let before: Vec<usize> =
            buffer.content.iter().map(|cell| crate::text::width(cell.symbol())).collect();
        replace_lines(&mut buffer);
        let after: Vec<usize> = buffer.content.iter().map(|cell| crate::text::width(cell.symbol())).collect();
        assert_eq!(before, after);
        let shown: String = buffer.content.iter().map(ratatui::buffer::Cell::symbol).collect();
        assert!(shown.contains("磨") && shown.contains('✓'));
        assert!(!shown.chars().any(|c| ('\u{2500}'..='\u{259f}').contains(&c)), "{shown}");
    }
}
