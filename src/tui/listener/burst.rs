//! Where a terminal does not mark pastes (the Windows console), many keys of text at once are one.

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers};

/// More than these at once were not typed.
pub const KEYS: usize = 30;

/// Long runs of text become pastes.
pub fn pastes(events: &[Event]) -> Vec<Event> {
    let mut joined = vec![];
    for run in events.chunk_by(|a, b| is_text(a) == is_text(b)) {
        let text: String = run.iter().filter_map(text_of).collect();
        if text.chars().count() > KEYS {
            joined.push(Event::Paste(text));
        } else {
            joined.extend_from_slice(run);
        }
    }
    joined
}

/// Releases are between the presses of a paste.
fn is_text(event: &Event) -> bool {
    text_of(event).is_some() || matches!(event, Event::Key(key) if key.kind == KeyEventKind::Release)
}

fn text_of(event: &Event) -> Option<char> {
    let Event::Key(key) = event else { return None };
    if key.kind == KeyEventKind::Release {
        return None;
    }
    match key.code {
        KeyCode::Char(c) if (key.modifiers - KeyModifiers::SHIFT).is_empty() => Some(c),
        // The console adds Ctrl to an Enter that is pasted.
        KeyCode::Enter => Some('\n'),
        KeyCode::Tab => Some('\t'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyEvent;

    #[test]
    fn many_keys_at_once_are_a_paste_and_a_few_are_keys() {
        let key = |code| Event::Key(KeyEvent::new(code, KeyModifiers::NONE));
        let few: Vec<Event> = "热处理车间".chars().map(|c| key(KeyCode::Char(c))).collect();
        assert_eq!(pastes(&few), few);
        let line = "磨床主轴振动、功率、温度、转速、进给速度、砂轮修整次数与合格率\t";
        let mut many: Vec<Event> = line.chars().map(|c| key(KeyCode::Char(c))).collect();
        many.extend([key(KeyCode::Enter), key(KeyCode::Esc), key(KeyCode::Char('q'))]);
        let rest = [key(KeyCode::Esc), key(KeyCode::Char('q'))];
        assert_eq!(pastes(&many), [vec![Event::Paste(format!("{line}\n"))], rest.to_vec()].concat());
    }
}
