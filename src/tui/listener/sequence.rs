//! What one whole sequence of bytes means: xterm's keys, those of the Linux console and rxvt, the `CSI u` form,
//! and the reports of mouse and focus. Unknown ones mean nothing.
//!
//! Written here rather than taken from crossterm, which keeps its parser to itself; the crate that publishes it
//! panics on a mouse report at column 0 and needs a newer Rust than we do.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};

/// A byte of ASCII as the key that sends it.
pub fn ascii(byte: u8) -> KeyEvent {
    let ctrl = |c: u8| KeyEvent::new(KeyCode::Char(char::from(c)), KeyModifiers::CONTROL);
    match byte {
        b'\r' => plain(KeyCode::Enter),
        b'\t' => plain(KeyCode::Tab),
        0x7f => plain(KeyCode::Backspace),
        0x1b => plain(KeyCode::Esc),
        0x00 => ctrl(b' '),
        0x01..=0x1a => ctrl(byte - 0x01 + b'a'),
        0x1c..=0x1f => ctrl(byte - 0x1c + b'4'),
        _ => character(char::from(byte)),
    }
}

pub fn character(c: char) -> KeyEvent {
    let modifiers = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    KeyEvent::new(KeyCode::Char(c), modifiers)
}

fn plain(code: KeyCode) -> KeyEvent {
    KeyEvent::new(code, KeyModifiers::NONE)
}

/// What follows `ESC O`.
pub fn single_shift(body: &[u8]) -> Option<Event> {
    let (last, before) = body.split_last()?;
    // `ESC O 5 A`: some terminals put the modifiers there.
    let modifiers = match before {
        [] => KeyModifiers::NONE,
        before => modifiers(std::str::from_utf8(before).ok()?.rsplit(';').next()?.parse().ok()?),
    };
    Some(Event::Key(KeyEvent::new(letter(*last)?, modifiers)))
}

/// What follows `ESC [`, to its last byte.
pub fn control(body: &[u8]) -> Option<Event> {
    if let [b'M', button, column, row] = body {
        let at = |byte: &u8| u16::from(*byte).checked_sub(33);
        return mouse(u16::from(*button).checked_sub(32)?, at(column)?, at(row)?, false);
    }
    if let [b'[', which @ b'A'..=b'E'] = body {
        return Some(Event::Key(plain(KeyCode::F(which - b'A' + 1))));
    }
    let (last, params) = body.split_last()?;
    let params = std::str::from_utf8(params).ok()?;
    if let Some(report) = params.strip_prefix('<') {
        let (button, column, row) = three(report)?;
        return mouse(button, column.checked_sub(1)?, row.checked_sub(1)?, *last == b'm');
    }
    match (last, params) {
        (b'I', "") => Some(Event::FocusGained),
        (b'O', "") => Some(Event::FocusLost),
        (b'M', params) => {
            let (button, column, row) = three(params)?;
            mouse(button.checked_sub(32)?, column.checked_sub(1)?, row.checked_sub(1)?, false)
        }
        (last, params) => key(*last, params).map(Event::Key),
    }
}

fn three(params: &str) -> Option<(u16, u16, u16)> {
    let mut numbers = params.split(';').map(str::parse);
    let three = (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
    numbers.next().is_none().then_some(three)
}

/// `code[:shifted];modifiers[:kind];…` and a last byte.
fn key(last: u8, params: &str) -> Option<KeyEvent> {
    let mut params = params.split(';');
    let mut codes = params.next()?.split(':');
    let code: Option<u32> = match codes.next()? {
        "" => None,
        code => Some(code.parse().ok()?),
    };
    let mut held = params.next().unwrap_or_default().split(':');
    let mask = held.next().unwrap_or_default();
    let mut modifiers = if mask.is_empty() { KeyModifiers::NONE } else { modifiers(mask.parse().ok()?) };
    let code = match last {
        // xterm's modifyOtherKeys: the character comes third.
        b'~' if code == Some(27) => typed(params.next()?.parse().ok()?)?,
        b'~' => numbered(code?)?,
        b'u' => {
            let shifted = codes.next().and_then(|code| code.parse().ok());
            match shifted.filter(|_| modifiers.contains(KeyModifiers::SHIFT)) {
                Some(shifted) => typed(shifted)?,
                None => typed(code?)?,
            }
        }
        // With another number it is no key but a report, such as where the cursor is.
        last if code.is_none_or(|code| code == 1) => letter(last)?,
        _ => return None,
    };
    if code == KeyCode::BackTab {
        modifiers |= KeyModifiers::SHIFT;
    }
    let kind = match held.next() {
        Some("2") => KeyEventKind::Repeat,
        Some("3") => KeyEventKind::Release,
        _ => KeyEventKind::Press,
    };
    Some(KeyEvent::new_with_kind(code, modifiers, kind))
}

fn letter(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'M' => KeyCode::Enter,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        b'Z' => KeyCode::BackTab,
        _ => return None,
    })
}

fn numbered(code: u32) -> Option<KeyCode> {
    let function = |first: u32| u8::try_from(code - first).ok().map(KeyCode::F);
    Some(match code {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        11..=15 => function(10)?,
        17..=21 => function(11)?,
        23..=26 => function(12)?,
        28..=29 => function(13)?,
        31..=34 => function(14)?,
        _ => return None,
    })
}

/// A key by its character. The private ones are keys that we do not know, and are never text.
fn typed(code: u32) -> Option<KeyCode> {
    Some(match char::from_u32(code)? {
        '\r' => KeyCode::Enter,
        '\t' => KeyCode::Tab,
        '\u{1b}' => KeyCode::Esc,
        '\u{7f}' => KeyCode::Backspace,
        '\u{e000}'..='\u{f8ff}' => return None,
        c if c.is_control() => return None,
        c => KeyCode::Char(c),
    })
}

/// One more than the sum of what is held.
fn modifiers(mask: u8) -> KeyModifiers {
    const BITS: [KeyModifiers; 6] = [
        KeyModifiers::SHIFT,
        KeyModifiers::ALT,
        KeyModifiers::CONTROL,
        KeyModifiers::SUPER,
        KeyModifiers::HYPER,
        KeyModifiers::META,
    ];
    let held = mask.saturating_sub(1);
    let bits = BITS.iter().enumerate().filter(|(n, _)| held >> n & 1 == 1);
    bits.fold(KeyModifiers::NONE, |all, (_, bit)| all | *bit)
}

/// The bits of `button`: button 0 and 1, shift, alt, control, moving, button 2 and 3.
fn mouse(button: u16, column: u16, row: u16, is_up: bool) -> Option<Event> {
    const BUTTONS: [MouseButton; 3] = [MouseButton::Left, MouseButton::Middle, MouseButton::Right];
    let button = u8::try_from(button).ok()?;
    let number = usize::from((button & 3) | (button >> 4 & 0b1100));
    let kind = match (number, button & 0x20 != 0) {
        (0..3, true) => MouseEventKind::Drag(*BUTTONS.get(number)?),
        (0..3, false) if is_up => MouseEventKind::Up(*BUTTONS.get(number)?),
        (0..3, false) => MouseEventKind::Down(*BUTTONS.get(number)?),
        (3, false) => MouseEventKind::Up(MouseButton::Left),
        (3..6, true) => MouseEventKind::Moved,
        (4, false) => MouseEventKind::ScrollUp,
        (5, false) => MouseEventKind::ScrollDown,
        (6, false) => MouseEventKind::ScrollLeft,
        (7, false) => MouseEventKind::ScrollRight,
        _ => return None,
    };
    let bits = [(4, KeyModifiers::SHIFT), (8, KeyModifiers::ALT), (16, KeyModifiers::CONTROL)];
    let held = bits.iter().filter(|(bit, _)| button & bit != 0);
    let modifiers = held.fold(KeyModifiers::NONE, |all, (_, held)| all | *held);
    Some(Event::Mouse(MouseEvent { kind, column, row, modifiers }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(body: &[u8]) -> Option<(KeyCode, KeyModifiers)> {
        match control(body)? {
            Event::Key(key) => Some((key.code, key.modifiers)),
            _ => None,
        }
    }

    #[test]
    fn keys_with_what_is_held() {
        let (shift, alt, ctrl) = (KeyModifiers::SHIFT, KeyModifiers::ALT, KeyModifiers::CONTROL);
        for (body, code, modifiers) in [
            (&b"A"[..], KeyCode::Up, KeyModifiers::NONE),
            (b"1;3B", KeyCode::Down, alt),
            (b"1;8D", KeyCode::Left, shift | alt | ctrl),
            (b"3;5~", KeyCode::Delete, ctrl),
            (b"15~", KeyCode::F(5), KeyModifiers::NONE),
            (b"17~", KeyCode::F(6), KeyModifiers::NONE),
            (b"24~", KeyCode::F(12), KeyModifiers::NONE),
            (b"34~", KeyCode::F(20), KeyModifiers::NONE),
            (b"97;5u", KeyCode::Char('a'), ctrl),
            (b"97:65;2u", KeyCode::Char('A'), shift),
            (b"27;5;105~", KeyCode::Char('i'), ctrl),
            (b"13;3u", KeyCode::Enter, alt),
        ] {
            assert_eq!(pressed(body), Some((code, modifiers)), "{:?}", String::from_utf8_lossy(body));
        }
        assert_eq!(single_shift(b"5A"), Some(Event::Key(KeyEvent::new(KeyCode::Up, ctrl))));
        let released = KeyEvent::new_with_kind(KeyCode::Char('a'), KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(control(b"97;1:3u"), Some(Event::Key(released)));
    }

    #[test]
    fn the_mouse_in_its_three_forms() {
        let event =
            |kind, column, row, modifiers| Some(Event::Mouse(MouseEvent { kind, column, row, modifiers }));
        let none = KeyModifiers::NONE;
        let down = event(MouseEventKind::Down(MouseButton::Left), 2, 3, none);
        for body in [&b"<0;3;4M"[..], b"32;3;4M", b"M #$"] {
            assert_eq!(control(body), down, "{:?}", String::from_utf8_lossy(body));
        }
        assert_eq!(control(b"<2;1;1m"), event(MouseEventKind::Up(MouseButton::Right), 0, 0, none));
        assert_eq!(control(b"<68;300;2M"), event(MouseEventKind::ScrollUp, 299, 1, KeyModifiers::SHIFT));
        assert_eq!(control(b"<35;9;9M"), event(MouseEventKind::Moved, 8, 8, none));
        for unknown in [&b"<0;0;1M"[..], b"<0;1M", b"<0;1;1;1M", b"M \x20!", b"<600;1;1M", b"0;1;1M"] {
            assert_eq!(control(unknown), None, "{:?}", String::from_utf8_lossy(unknown));
        }
    }
}
