//! The mouse: its reports become what a hand does. Two presses on one spot are a double click; the clock for that is
//! the loop's, the app has none.

use super::widget::touch::{Hit, Part};
use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;
use std::time::{Duration, Instant};

/// How soon the second press of a double click comes.
const DOUBLE: Duration = Duration::from_millis(400);
/// Lines that one notch of the wheel moves.
pub const NOTCH: isize = 3;

/// What the hand did, and over which cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pointer {
    pub gesture: Gesture,
    pub cell: Position,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gesture {
    Press,
    /// The second press on the same cell.
    Double,
    /// Moved with the button held.
    Drag,
    Release,
    /// So many notches; down where positive.
    Wheel(isize),
    /// The wheel sideways; to the right where positive.
    Across(isize),
    /// The other button.
    Menu,
}

impl Gesture {
    /// Whether it means what is on the screen at the moment, and not what was there before the last key.
    pub fn aims(self) -> bool {
        matches!(self, Gesture::Press | Gesture::Double | Gesture::Release | Gesture::Menu)
    }
}

/// What a page or a dialog is asked for by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hand {
    /// The cursor goes there; a double click does what Enter does there.
    Point {
        hit: Hit,
        is_double: bool,
    },
    /// Moves a part by lines; the rows that are seen of it.
    Scroll {
        part: Part,
        by: isize,
        height: usize,
    },
    /// The border of a part is dragged to this column of the screen.
    Divide {
        part: Part,
        x: u16,
    },
    /// What was lifted is held over this place.
    Carry(Option<Hit>),
    Drop,
}

/// What is lifted, held over some place: what letting go of it there would do, or why nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carried {
    Fits(String),
    Refused(String),
}

/// Tells clicks from double clicks.
#[derive(Debug, Default)]
pub struct Watch {
    last: Option<(Position, Instant)>,
}

impl Watch {
    /// None for what means nothing here: the middle button, and moves without one.
    pub fn take(&mut self, event: MouseEvent, now: Instant) -> Option<Pointer> {
        let cell = Position { x: event.column, y: event.row };
        let gesture = match event.kind {
            MouseEventKind::Down(MouseButton::Left) => {
                let is_double = self.last.take().is_some_and(|(last, since)| {
                    last == cell && now.saturating_duration_since(since) <= DOUBLE
                });
                // A third press begins anew.
                self.last = (!is_double).then_some((cell, now));
                if is_double { Gesture::Double } else { Gesture::Press }
            }
            MouseEventKind::Drag(MouseButton::Left) => Gesture::Drag,
            MouseEventKind::Up(MouseButton::Left) => Gesture::Release,
            MouseEventKind::Down(MouseButton::Right) => Gesture::Menu,
            // Where the wheel does not turn sideways, Shift makes it.
            MouseEventKind::ScrollUp if event.modifiers.contains(KeyModifiers::SHIFT) => Gesture::Across(-1),
            MouseEventKind::ScrollDown if event.modifiers.contains(KeyModifiers::SHIFT) => Gesture::Across(1),
            MouseEventKind::ScrollLeft => Gesture::Across(-1),
            MouseEventKind::ScrollRight => Gesture::Across(1),
            MouseEventKind::ScrollUp => Gesture::Wheel(-1),
            MouseEventKind::ScrollDown => Gesture::Wheel(1),
            _ => return None,
        };
        Some(Pointer { gesture, cell })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gestures(events: &[(MouseEventKind, u16, u64)]) -> Vec<Option<Gesture>> {
        let (mut watch, start) = (Watch::default(), Instant::now());
        let one = |(kind, column, after): &(MouseEventKind, u16, u64)| {
            let event = MouseEvent { kind: *kind, column: *column, row: 2, modifiers: KeyModifiers::NONE };
            watch.take(event, start + Duration::from_millis(*after)).map(|pointer| pointer.gesture)
        };
        events.iter().map(one).collect()
    }

    #[test]
    fn two_quick_presses_on_one_cell_are_a_double_click_and_a_third_begins_anew() {
        let down = MouseEventKind::Down(MouseButton::Left);
        let up = MouseEventKind::Up(MouseButton::Left);
        let (press, double, release) = (Some(Gesture::Press), Some(Gesture::Double), Some(Gesture::Release));
        assert_eq!(
            gestures(&[(down, 5, 0), (up, 5, 60), (down, 5, 200), (down, 5, 300), (down, 6, 350)]),
            [press, release, double, press, press]
        );
        assert_eq!(gestures(&[(down, 5, 0), (down, 5, 401)]), [press, press]);
    }

    #[test]
    fn the_other_button_asks_the_wheel_turns_both_ways_and_moves_mean_nothing() {
        let nothing = [
            (MouseEventKind::Down(MouseButton::Middle), 1, 0),
            (MouseEventKind::Drag(MouseButton::Right), 1, 1),
            (MouseEventKind::Moved, 1, 2),
        ];
        assert_eq!(gestures(&nothing), [None; 3]);
        for (kind, plain, shifted) in [
            (MouseEventKind::Down(MouseButton::Right), Gesture::Menu, Gesture::Menu),
            (MouseEventKind::ScrollDown, Gesture::Wheel(1), Gesture::Across(1)),
            (MouseEventKind::ScrollUp, Gesture::Wheel(-1), Gesture::Across(-1)),
            (MouseEventKind::ScrollLeft, Gesture::Across(-1), Gesture::Across(-1)),
            (MouseEventKind::ScrollRight, Gesture::Across(1), Gesture::Across(1)),
        ] {
            for (modifiers, wanted) in [(KeyModifiers::NONE, plain), (KeyModifiers::SHIFT, shifted)] {
                let event = MouseEvent { kind, column: 1, row: 2, modifiers };
                let taken = Watch::default().take(event, Instant::now());
                assert_eq!(taken.map(|pointer| pointer.gesture), Some(wanted), "{event:?}");
            }
        }
    }
}
