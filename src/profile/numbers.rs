//! The numbers of one column: how often each value occurs, as long as that can be kept; then a sketch.
//!
//! What is told of them hangs on the values alone, never on their order or on how they were parted among threads, so
//! that a file has one profile.

mod dense;
mod pairs;

use super::figures::Figures;
use super::number::Number;
use super::sketch::Sketch;
use dense::Dense;
use pairs::Pairs;

/// Finer values are kept as floats.
const MOST_DECIMALS: u8 = 9;

/// How much a column may keep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Room {
    /// Cells of a dense table.
    pub cells: usize,
    /// Values that wait to be put in order.
    pub waiting: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Numbers {
    n: u64,
    decimals: u8,
    room: Room,
    state: State,
}

#[derive(Debug, Clone, PartialEq)]
enum State {
    Dense(Dense),
    Wide(Pairs),
    Sketch(Box<Sketch>),
}

impl Numbers {
    pub fn new(room: Room) -> Numbers {
        Numbers { n: 0, decimals: 0, room, state: State::Dense(Dense::default()) }
    }

    pub fn count(&self) -> u64 {
        self.n
    }

    /// Decimals of the value that has most; 255 where a value has an exponent.
    pub fn decimals(&self) -> u8 {
        self.decimals
    }

    #[inline]
    pub fn extend(&mut self, numbers: &[Number]) {
        self.n += numbers.len() as u64;
        let mut rest = numbers;
        while let State::Dense(dense) = &mut self.state {
            rest = rest.get(dense.extend(rest)..).unwrap_or_default();
            if rest.is_empty() {
                return;
            }
            if dense.makes_room(rest, self.room.cells)
                && let more @ 1.. = dense.extend(rest)
            {
                self.decimals = self.decimals.max(dense.scale);
                rest = rest.get(more..).unwrap_or_default();
            } else {
                self.widen();
            }
        }
        self.decimals = rest.iter().map(|number| number.decimals()).fold(self.decimals, u8::max);
        match &mut self.state {
            State::Wide(pairs) => rest.iter().for_each(|number| pairs.add(*number)),
            State::Sketch(sketch) => rest.iter().for_each(|number| sketch.add(number.float(), 1)),
            State::Dense(_) => {}
        }
    }

    #[cfg(test)]
    #[inline]
    fn add(&mut self, number: Number) {
        self.extend(&[number]);
    }

    fn add_times(&mut self, number: Number, times: u64) {
        self.n += times;
        self.decimals = self.decimals.max(number.decimals());
        if let State::Dense(dense) = &mut self.state
            && dense.takes(number, times, self.room.cells)
        {
            return;
        }
        self.widen();
        match &mut self.state {
            State::Wide(pairs) if times == 1 => pairs.add(number),
            State::Wide(pairs) => pairs.add_times(number, times),
            State::Sketch(sketch) => sketch.add(number.float(), times),
            State::Dense(_) => {}
        }
    }

    /// From the dense table to pairs.
    fn widen(&mut self) {
        if let State::Dense(dense) = &self.state {
            let mut pairs = Pairs::new(dense.scale, self.room.waiting);
            dense.each(|digits, _, times| pairs.put(digits, times));
            self.state = State::Wide(pairs);
        }
    }

    /// How much work its figures are, in values that have to be looked at.
    pub fn weight(&self) -> usize {
        match &self.state {
            State::Dense(dense) => dense.len(),
            // These have to be put in order as well.
            State::Wide(pairs) => 4 * pairs.len(),
            State::Sketch(_) => 0,
        }
    }

    pub fn is_wide(&self) -> bool {
        matches!(self.state, State::Wide(_))
    }

    pub fn sketch(&self) -> Option<&Sketch> {
        if let State::Sketch(sketch) = &self.state { Some(sketch) } else { None }
    }

    /// Keeps at most so many different values, or sketches them.
    pub fn settle(&mut self, most: usize) {
        let State::Wide(pairs) = &mut self.state else { return };
        if pairs.len() <= most {
            return;
        }
        pairs.compact();
        if pairs.len() > most {
            let mut sketch = Sketch::default();
            self.each(|value, times| sketch.add(value, times));
            self.state = State::Sketch(Box::new(sketch));
        }
    }

    pub fn merge(&mut self, mut other: Numbers) {
        if self.n == 0 {
            *self = other;
            return;
        }
        if let (State::Dense(mine), State::Dense(theirs)) = (&mut self.state, &other.state) {
            if mine.absorb(theirs, self.room.cells) {
                self.n += other.n;
                self.decimals = self.decimals.max(other.decimals);
                return;
            }
            theirs.each(|digits, _, times| self.add_times(Number::of(digits, theirs.scale), times));
            self.decimals = self.decimals.max(other.decimals);
            return;
        }
        self.widen();
        other.widen();
        self.n += other.n;
        self.decimals = self.decimals.max(other.decimals);
        match (&mut self.state, other.state) {
            (State::Wide(mine), State::Wide(theirs)) => mine.merge(theirs),
            (State::Sketch(mine), State::Sketch(theirs)) => mine.merge(&theirs),
            (State::Sketch(mine), State::Wide(mut theirs)) => {
                theirs.settle();
                theirs.each(|value, times| mine.add(value, times));
            }
            (State::Wide(mine), State::Sketch(mut theirs)) => {
                mine.settle();
                mine.each(|value, times| theirs.add(value, times));
                self.state = State::Sketch(theirs);
            }
            (_, State::Dense(_)) | (State::Dense(_), _) => unreachable!("both were widened"),
        }
    }

    /// Least to greatest, each with how often it occurs. What waits is not seen.
    pub fn each(&self, mut visit: impl FnMut(f64, u64)) {
        match &self.state {
            State::Dense(dense) => dense.each(|_, value, times| visit(value, times)),
            State::Wide(pairs) => pairs.each(visit),
            State::Sketch(sketch) => sketch.each(visit),
        }
    }

    pub fn figures(&mut self) -> Option<Figures> {
        if let State::Wide(pairs) = &mut self.state {
            pairs.settle();
        }
        Figures::of(self)
    }

    /// Whether all values are 0 and 1.
    pub fn is_zero_and_one(&self) -> bool {
        let mut is = self.n > 0 && matches!(self.state, State::Dense(_));
        if is {
            self.each(|value, _| is &= value == 0.0 || value.to_bits() == 1_f64.to_bits());
        }
        is
    }
}

#[cfg(test)]
#[path = "numbers/tests.rs"]
mod tests;
