//! A cursor in a list that is longer than its window. It is moved by updates and only read by views.

/// Where the cursor stands, and which line is the first in the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct List {
    pub at: usize,
    pub top: usize,
}

/// A step of the cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
}

impl List {
    pub fn step(&mut self, step: Step, len: usize, height: usize) {
        let page = height.saturating_sub(1).max(1);
        let last = len.saturating_sub(1);
        self.at = match step {
            Step::Up => self.at.saturating_sub(1),
            Step::Down => self.at + 1,
            Step::PageUp => self.at.saturating_sub(page),
            Step::PageDown => self.at + page,
            Step::First => 0,
            Step::Last => last,
        }
        .min(last);
        self.keep_in_view(len, height);
    }

    /// Scrolls as little as needed for the cursor to be in a window of this height.
    pub fn keep_in_view(&mut self, len: usize, height: usize) {
        self.at = self.at.min(len.saturating_sub(1));
        let height = height.max(1);
        self.top =
            self.top.clamp((self.at + 1).saturating_sub(height), self.at).min(len.saturating_sub(height));
    }

    /// Moves the window by lines, down where positive; the cursor goes along only where it would be left behind.
    pub fn scroll(&mut self, by: isize, len: usize, height: usize) {
        let height = height.max(1);
        self.top = self.top.saturating_add_signed(by).min(len.saturating_sub(height));
        self.at = self.at.clamp(self.top, self.top + height - 1).min(len.saturating_sub(1));
    }

    /// Where not every line can have the cursor: it goes to the nearest one in the window that can, if there is one.
    pub fn settle_on(&mut self, len: usize, height: usize, can: impl Fn(usize) -> bool) {
        let (window, at) = (self.window(len, height.max(1)), self.at);
        let below = (at..window.end).find(|at| can(*at));
        let found = below.or_else(|| (window.start..at).rev().find(|at| can(*at)));
        self.at = found.unwrap_or(at);
    }

    /// Puts the cursor on a line, if there is such a line.
    pub fn point(&mut self, at: usize, len: usize) -> bool {
        let is_there = at < len;
        if is_there {
            self.at = at;
        }
        is_there
    }

    /// The indices in the window.
    pub fn window(&self, len: usize, height: usize) -> std::ops::Range<usize> {
        self.top.min(len)..(self.top + height).min(len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_cursor_is_always_in_the_window(
            steps in prop::collection::vec((0u8..9, 0usize..30, 0usize..12), 1..60),
        ) {
            let mut list = List::default();
            for (step, len, height) in steps {
                let steps = [Step::Up, Step::Down, Step::PageUp, Step::PageDown, Step::First, Step::Last];
                match (steps.get(usize::from(step)), step) {
                    (Some(step), _) => list.step(*step, len, height),
                    (None, 6) => list.scroll(3, len, height),
                    (None, 7) => list.scroll(-3, len, height),
                    _ => {
                        list.point(height, len);
                        list.keep_in_view(len, height);
                    }
                }
                prop_assert!(list.at < len.max(1));
                prop_assert!(len == 0 || list.window(len, height.max(1)).contains(&list.at));
            }
        }
    }
}
