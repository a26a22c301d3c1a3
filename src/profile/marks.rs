//! Which of sixty-four bytes of a text end a cell or are quotes: eight bytes at a time, in plain numbers.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = ONES << 7;

/// A bit for each byte of a window, the first one lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks {
    /// Delimiters, line ends, and other controls below 14; which of them it is, is asked of the byte.
    pub ends: u64,
    /// Only those of [`Marks::with_quotes`].
    pub quotes: u64,
    /// Line ends and other controls alone; only those of [`Marks::with_quotes`].
    pub controls: u64,
}

impl Marks {
    /// Bytes of a window.
    pub const WINDOW: usize = 64;

    /// Of the window that begins there; what is beyond the end of the text has no mark.
    #[inline]
    pub fn ends(text: &[u8], at: usize, delimiter: u8) -> u64 {
        fold(text, at, |word| equal(word, delimiter) | below_14(word))
    }

    #[inline]
    pub fn with_quotes(text: &[u8], at: usize, delimiter: u8) -> Marks {
        let controls = fold(text, at, below_14);
        let ends = controls | fold(text, at, |word| equal(word, delimiter));
        Marks { ends, quotes: fold(text, at, |word| equal(word, b'"')), controls }
    }

    /// What stands between quotes, the opening one with it, if what is before the window left one `open`; and whether
    /// the window leaves one open.
    #[inline]
    pub fn inside(quotes: u64, open: bool) -> (u64, bool) {
        let mut inside = quotes;
        for shift in [1, 2, 4, 8, 16, 32] {
            inside ^= inside << shift;
        }
        inside ^= if open { u64::MAX } else { 0 };
        (inside, inside >> 63 == 1)
    }
}

/// The marks of eight words, each with a high bit for every byte that is one.
#[inline]
fn fold(text: &[u8], at: usize, marks: impl Fn(u64) -> u64) -> u64 {
    let rest = text.get(at..).unwrap_or_default();
    let mut last = [b' '; Marks::WINDOW];
    let window = rest.first_chunk().unwrap_or_else(|| {
        last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        &last
    });
    let (words, _) = window.as_chunks::<8>();
    let mut all = 0;
    for (at, word) in words.iter().enumerate() {
        // Multiplied so that the eight bits meet in the highest byte.
        let bits = (marks(u64::from_le_bytes(*word)) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        all |= bits << (8 * at);
    }
    all
}

#[inline]
fn equal(word: u64, byte: u8) -> u64 {
    let apart = word ^ (ONES * u64::from(byte));
    !(((apart & !HIGHS) + !HIGHS) | apart) & HIGHS
}

#[inline]
fn below_14(word: u64) -> u64 {
    !(((word & !HIGHS) + ONES * (0x80 - 14)) | word) & HIGHS
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_byte_is_marked_for_what_it_is(
            text in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'"'), Just(b','), Just(b'\n')], 0..150),
            at in 0..160_usize,
            open in any::<bool>(),
        ) {
            let marks = Marks::with_quotes(&text, at, b',');
            let (inside, is_open) = Marks::inside(marks.quotes, open);
            prop_assert_eq!(Marks::ends(&text, at, b','), marks.ends);
            let mut is_inside = open;
            for bit in 0..Marks::WINDOW {
                let byte = text.get(at + bit).copied().unwrap_or(b' ');
                is_inside ^= byte == b'"';
                let is = |mask: u64| mask >> bit & 1 == 1;
                prop_assert_eq!(is(marks.ends), byte == b',' || byte < 14);
                prop_assert_eq!(is(marks.controls), byte < 14);
                prop_assert_eq!(is(marks.quotes), byte == b'"');
                prop_assert_eq!(is(inside), is_inside);
            }
            prop_assert_eq!(is_open, is_inside);
        }
    }
}
