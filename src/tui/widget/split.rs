//! The width of a column that its user can drag: what the page would give it by itself, until somebody does. It is
//! remembered until the program ends, and kept within what the screen of the moment allows.

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Split(Option<u16>);

/// Cells that a column keeps, however it is dragged.
pub const LEAST: u16 = 12;

impl Split {
    /// The cells that it has; `most` of them where there is not room for even the least.
    pub fn width(self, usual: u16, most: u16) -> u16 {
        self.0.map_or(usual, |wanted| wanted.max(LEAST)).min(most.max(LEAST.min(usual)))
    }

    pub fn set(&mut self, wanted: u16) {
        self.0 = Some(wanted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_as_wide_as_it_was_dragged_within_bounds() {
        let mut split = Split::default();
        assert_eq!((split.width(30, 80), split.width(30, 20)), (30, 20));
        split.set(44);
        assert_eq!((split.width(30, 80), split.width(30, 40)), (44, 40));
        split.set(0);
        assert_eq!((split.width(30, 80), split.width(5, 3)), (LEAST, 5));
    }
}
