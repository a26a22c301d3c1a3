//! A number as exports write it.

/// A number as it is written: its digits, as far as a float holds them all, else the nearest float. Two words, so that
/// it travels in registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// The digits without the point, or the bits of the float.
    bits: u64,
    /// How many decimals it has; with [`FLOAT`] where the bits are a float's.
    form: u8,
}

const FLOAT: u8 = 1 << 7;

/// Whether a float holds it digit by digit.
pub(super) fn is_exact(digits: i64) -> bool {
    digits.unsigned_abs() < 1 << 53
}

impl Number {
    /// The decimals of a number that is written with an exponent or with more digits than eighteen.
    pub const INEXACT: u8 = u8::MAX;

    /// Digits that a float holds, with a point before the last so many.
    #[inline]
    pub fn of(digits: i64, decimals: u8) -> Number {
        Number { bits: digits.cast_unsigned(), form: decimals }
    }

    fn float_of(float: f64, decimals: u8) -> Number {
        // -0 is 0.
        Number { bits: (float + 0.0).to_bits(), form: decimals | FLOAT }
    }

    /// None where it is only known as a float.
    #[inline]
    pub fn digits(self) -> Option<i64> {
        (self.form < FLOAT).then_some(self.bits.cast_signed())
    }

    /// Its digits when it is written with so many decimals; none where it has more.
    #[inline]
    pub fn digits_in(self, decimals: u8) -> Option<i64> {
        let digits = self.bits.cast_signed();
        if self.form == decimals {
            return Some(digits);
        }
        let power = TENS.get(usize::from(decimals.checked_sub(self.form)?))?;
        digits.checked_mul(*power)
    }

    #[inline]
    pub fn decimals(self) -> u8 {
        if self.form == FLOAT | Number::INEXACT { Number::INEXACT } else { self.form & !FLOAT }
    }

    /// Whether both are one value, however they are written.
    #[inline]
    pub fn is_same(self, other: Number) -> bool {
        if self.form == other.form {
            self.bits == other.bits
        } else {
            self.float().to_bits() == other.float().to_bits()
        }
    }

    /// The nearest there is: two floats that are exact make one.
    #[inline]
    pub fn float(self) -> f64 {
        match POWERS.get(usize::from(self.form)) {
            #[expect(clippy::cast_precision_loss, reason = "what is longer is known as a float")]
            Some(power) => self.bits.cast_signed() as f64 / power,
            None => f64::from_bits(self.bits),
        }
    }

    /// None unless all of the cell is one finite number. No thousands signs and no decimal comma: `1,5` may be either.
    pub fn read(cell: &[u8]) -> Option<Number> {
        let (is_negative, rest) = match cell {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] | rest => (false, rest),
        };
        let (mut digits, mut count, mut point) = (0_i64, 0_usize, None);
        for byte in rest {
            match byte {
                b'0'..=b'9' => {
                    digits = digits.wrapping_mul(10).wrapping_add(i64::from(byte - b'0'));
                    count += 1;
                }
                b'.' if point.is_none() => point = Some(count),
                b'e' | b'E' if count > 0 => return Number::inexact(cell),
                _ => return None,
            }
        }
        let decimals = point.map_or(0, |point| count - point);
        let decimals = u8::try_from(decimals).unwrap_or(Number::INEXACT);
        let digits = if is_negative { -digits } else { digits };
        match count {
            0 => None,
            1..=18 if is_exact(digits) => Some(Number::of(digits, decimals)),
            1..=18 => Some(Number::float_of(parsed(cell)?, decimals)),
            _ => Number::inexact(cell),
        }
    }

    /// A cell of 1 to 8 bytes, which are the low ones of the word; none where it is anything but a sign, digits and a
    /// point. `decimals` are those of the number before: a column has mostly the same.
    #[inline]
    pub fn short(word: u64, len: u32, decimals: &mut u8) -> Option<Number> {
        let is_negative = word & 0xff == u64::from(b'-');
        let (word, len) = if is_negative { (word >> 8, len - 1) } else { (word, len) };
        if len == 0 {
            return None;
        }
        let (digits, point) = Eight::of(word, len).number(decimals)?;
        (!point || len > 1).then(|| Number::signed(digits, is_negative, if point { *decimals } else { 0 }))
    }

    /// A cell of 9 to 16 bytes: the word of its first ones, and that of its last eight.
    #[inline]
    pub fn longer(first: u64, last: u64, len: u32, decimals: &mut u8) -> Option<Number> {
        let is_negative = first & 0xff == u64::from(b'-');
        let (first, len) = if is_negative { (first >> 8, len - 1) } else { (first, len) };
        let (digits, point) = Eight::of(last, 8).number(decimals)?;
        let before = if len == 8 { 0 } else { Eight::of(first, len - 8).digits()? };
        let digits = before * if point { 10_000_000 } else { 100_000_000 } + digits;
        is_exact(digits).then(|| Number::signed(digits, is_negative, if point { *decimals } else { 0 }))
    }

    #[inline]
    fn signed(digits: i64, is_negative: bool, decimals: u8) -> Number {
        Number::of(if is_negative { -digits } else { digits }, decimals)
    }

    fn inexact(cell: &[u8]) -> Option<Number> {
        Some(Number::float_of(parsed(cell)?, Number::INEXACT))
    }
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = ONES << 7;

/// Up to eight characters, as far as they are from `0`, at the high end; behind them nothing, which counts as zeros in
/// front. All are looked at at once: where digits end is the slowest question that a number asks.
#[derive(Clone, Copy)]
struct Eight(u64);

impl Eight {
    const POINT: u64 = (b'.' ^ b'0') as u64;

    /// The low ones of a word, at least one.
    #[inline]
    fn of(word: u64, len: u32) -> Eight {
        Eight((word ^ (ONES * u64::from(b'0'))) << (u64::BITS - 8 * len))
    }

    /// The digits without the point, and whether there is one: looked for only where it is not before as many decimals
    /// as were expected.
    #[inline]
    fn number(self, decimals: &mut u8) -> Option<(i64, bool)> {
        let Eight(word) = self;
        let mut point = 56 - 8 * u32::from(*decimals % 8);
        if (word >> point) & 0xff != Eight::POINT {
            if let Some(digits) = self.digits() {
                return Some((digits, false));
            }
            let apart = word ^ (ONES * Eight::POINT);
            point = (apart.wrapping_sub(ONES) & !apart & HIGHS).trailing_zeros() & !7;
            *decimals = 7_u8.checked_sub(u8::try_from(point / 8).ok()?)?;
        }
        let whole = word & ((1 << point) - 1);
        let digits = Eight(word >> point >> 8 << point << 8 | whole << 8).digits()?;
        Some((digits, true))
    }

    #[inline]
    fn digits(self) -> Option<i64> {
        let Eight(word) = self;
        if (word.wrapping_add(ONES * 0x76) | word) & HIGHS != 0 {
            return None;
        }
        // Neighbours make pairs, pairs fours, fours eight.
        let pairs = word.wrapping_mul(2561) >> 8 & 0x00ff_00ff_00ff_00ff;
        let fours = pairs.wrapping_mul(6_553_601) >> 16 & 0x0000_ffff_0000_ffff;
        Some((fours.wrapping_mul(42_949_672_960_001) >> 32).cast_signed())
    }
}

fn parsed(cell: &[u8]) -> Option<f64> {
    let float: f64 = std::str::from_utf8(cell).ok()?.parse().ok()?;
    float.is_finite().then_some(float)
}

const TENS: [i64; 10] =
    [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

/// Powers of ten that a float holds exactly, up to 10^18.
pub(super) const POWERS: [f64; 19] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

#[cfg(test)]
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::manual_div_ceil,
    clippy::needless_for_each,
    clippy::needless_range_loop,
    reason = "slow and obvious on purpose"
)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_all_of_its_cell() {
        for (text, wanted) in [
            ("12", Some((12, 0))),
            ("-12.50", Some((-1250, 2))),
            ("+.5", Some((5, 1))),
            ("5.", Some((5, 0))),
            ("007", Some((7, 0))),
            ("-0.0", Some((0, 1))),
            ("1e3", Some((0, Number::INEXACT))),
            ("1234567890123456789", Some((0, Number::INEXACT))),
            ("1,5", None),
            ("1.2.3", None),
            ("", None),
            (".", None),
            ("-", None),
            ("1e999", None),
            ("inf", None),
            ("12℃", None),
            ("0x1f", None),
        ] {
            let read = Number::read(text.as_bytes());
            assert_eq!(
                read.map(|number| (number.digits().unwrap_or(0), number.decimals())),
                wanted,
                "{text:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn the_float_is_the_nearest(text in r"-?[0-9]{1,20}(\.[0-9]{0,20})?(e-?[0-9]{1,2})?") {
            let wanted: f64 = text.parse().unwrap();
            let read = Number::read(text.as_bytes()).unwrap();
            prop_assert_eq!(read.float(), wanted);
            if let Some(digits) = read.digits() {
                prop_assert_eq!(digits as f64 / 10_f64.powi(i32::from(read.decimals())), wanted);
                let finer = read.digits_in(read.decimals() + 2).map(|digits| Number::of(digits, read.decimals() + 2));
                prop_assert!(finer.is_none_or(|finer| !is_exact(finer.digits().unwrap()) || finer.float() == wanted));
            }
        }

        #[test]
        fn a_cell_of_one_or_two_words_is_read_as_any_other(
            text in "[-+]?[.0-9e ,]{1,15}|-?[0-9]{1,8}(\\.[0-9]{0,7})?", behind in "[-.,0-9\n]{8}", decimals in 0..8_u8,
        ) {
            let word = |bytes: &[u8]| u64::from_le_bytes(*bytes.first_chunk().unwrap());
            let (len, mut kept) = (text.len() as u32, decimals);
            let first = word((text.clone() + &behind).as_bytes());
            let fast = match len {
                0..=8 => Number::short(first, len, &mut kept),
                _ => Number::longer(first, word(&text.as_bytes()[text.len() - 8..]), len, &mut kept),
            };
            if let Some(fast) = fast {
                prop_assert_eq!(Some(fast), Number::read(text.as_bytes()));
                prop_assert!(kept == decimals || kept == fast.decimals());
            } else {
                let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
                prop_assert!(!is_plain || text.len() == 16, "{}", text);
            }
        }
    }
}
