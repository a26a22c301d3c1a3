//! What was read at once: several characters together may be what an input method committed, which is for the app to
//! judge. Where a terminal does not mark pastes (the Windows console), many keys of text at once are one.

use crate::text::is_han;
use crate::tui::inbox::Heard;
#[cfg(any(windows, test))]
use crossterm::event::KeyCode;
use crossterm::event::{Event, KeyEventKind, KeyModifiers};

/// More than these at once were not typed.
pub const KEYS: usize = 30;

/// Characters that came together stay together. With Enter, Esc or a shortcut among them they were typed ahead, and so
/// were many without a Chinese one.
pub fn heard(events: Vec<Event>) -> Vec<Heard> {
    let is_shortcut = |event: &Event| {
        matches!(event, Event::Key(key) if key.kind != KeyEventKind::Release) && character(event).is_none()
    };
    if events.iter().any(is_shortcut) {
        return events.into_iter().map(Heard::Event).collect();
    }
    let mut heard = vec![];
    for run in events.chunk_by(|a, b| is_character(a) == is_character(b)) {
        let text: String = run.iter().filter_map(character).collect();
        if text.chars().nth(1).is_some() && (text.chars().any(is_han) || text.chars().count() <= KEYS) {
            heard.push(Heard::Burst(text));
        } else {
            heard.extend(run.iter().cloned().map(Heard::Event));
        }
    }
    heard
}

/// Releases are between the presses.
fn is_character(event: &Event) -> bool {
    character(event).is_some() || is_release(event)
}

fn is_release(event: &Event) -> bool {
    matches!(event, Event::Key(key) if key.kind == KeyEventKind::Release)
}

fn character(event: &Event) -> Option<char> {
    match event {
        Event::Key(key) if !is_release(event) && (key.modifiers - KeyModifiers::SHIFT).is_empty() => {
            key.code.as_char()
        }
        _ => None,
    }
}

/// Long runs of text become pastes.
#[cfg(any(windows, test))]
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

#[cfg(any(windows, test))]
fn is_text(event: &Event) -> bool {
    text_of(event).is_some() || is_release(event)
}

#[cfg(any(windows, test))]
fn text_of(event: &Event) -> Option<char> {
    let Event::Key(key) = event else { return None };
    if is_release(event) {
        return None;
    }
    match key.code {
        KeyCode::Char(_) => character(event),
        // The console adds Ctrl to an Enter that is pasted.
        KeyCode::Enter => Some('\n'),
        KeyCode::Tab => Some('\t'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::{KeyEvent, MouseEvent, MouseEventKind};

    #[test]
    fn characters_that_come_together_stay_together_unless_a_shortcut_is_among_them() {
        let press = |code| Event::Key(KeyEvent::new(code, KeyModifiers::NONE));
        let typed = |text: &str| text.chars().map(|c| press(KeyCode::Char(c))).collect::<Vec<_>>();
        let told = |events: Vec<Event>| {
            let told = heard(events).into_iter().map(|one| match one {
                Heard::Burst(text) => text,
                Heard::Event(Event::Key(key)) => key.code.to_string(),
                other => format!("{other:?}"),
            });
            told.collect::<Vec<_>>()
        };
        assert_eq!(told(typed("d区照明")), ["d区照明"]);
        assert_eq!(told(typed("MK 1320")), ["MK 1320"]);
        assert_eq!(told(typed("d")), ["d"]);
        assert_eq!(told(typed(&"区".repeat(300))), ["区".repeat(300)]);
        assert_eq!(told(typed(&"j".repeat(300))), vec!["j"; 300], "typed ahead, and drawn in between");
        assert_eq!(told([typed("a区"), vec![press(KeyCode::Enter)]].concat()), ["a", "区", "Enter"]);
        // The mouse is moved over the candidates of the input method.
        let moved = Event::Mouse(MouseEvent {
            kind: MouseEventKind::Moved,
            column: 1,
            row: 1,
            modifiers: KeyModifiers::NONE,
        });
        assert_eq!(told([vec![moved], typed("x轴")].concat())[1..], ["x轴"]);
        // Windows tells of releases as well.
        let release = |c| {
            let mut key = KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE);
            key.kind = KeyEventKind::Release;
            Event::Key(key)
        };
        let with_releases = typed("x轴").into_iter().zip([release('x'), release('轴')]);
        assert_eq!(told(with_releases.flat_map(|(a, b)| [a, b]).collect()), ["x轴"]);
    }

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
