//! A number as exports write it.

/// A number as it is written: exact digits where there are at most eighteen, and the nearest float always.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    /// The digits without the point; holds only if `decimals` is not [`Number::INEXACT`].
    pub digits: i64,
    pub decimals: u8,
    pub float: f64,
}

impl Number {
    /// Written with an exponent or with more digits than fit.
    pub const INEXACT: u8 = u8::MAX;

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
        if count == 0 {
            return None;
        }
        let Some(power) = POWERS.get(decimals).filter(|_| count <= 18) else { return Number::inexact(cell) };
        let digits = if is_negative { -digits } else { digits };
        // Two floats that are exact make one that is the nearest.
        #[expect(clippy::cast_precision_loss, reason = "what is longer is read digit by digit")]
        let float = if digits.abs() < 1 << 53 { digits as f64 / power } else { Number::inexact(cell)?.float };
        Some(Number { digits, decimals: u8::try_from(decimals).unwrap_or(Number::INEXACT), float })
    }

    /// A cell of 1 to 8 bytes, which are the low ones of the word; none where it is anything but a sign, digits and a
    /// point. All bytes at once: where its digits end is the slowest question that a number asks.
    #[inline]
    pub fn short(word: u64, len: u32) -> Option<Number> {
        const ONES: u64 = 0x0101_0101_0101_0101;
        const HIGHS: u64 = ONES << 7;
        let is_negative = word & 0xff == u64::from(b'-');
        let (word, bits) = if is_negative { (word >> 8, 8 * len - 8) } else { (word, 8 * len) };
        let apart = word ^ (ONES * u64::from(b'.'));
        let point = (apart.wrapping_sub(ONES) & !apart & HIGHS).trailing_zeros() & !7;
        let (word, bits, decimals) = if point < bits {
            let whole = (1 << point) - 1;
            (word & whole | word >> 8 & !whole, bits - 8, bits - 8 - point)
        } else {
            (word, bits, 0)
        };
        if bits == 0 {
            return None;
        }
        // The digits at the high end; behind them nothing, which counts as zeros in front.
        let digits = (word ^ (ONES * u64::from(b'0'))) << (u64::BITS - bits);
        if (digits.wrapping_add(ONES * 0x76) | digits) & HIGHS != 0 {
            return None;
        }
        // Neighbours make pairs, pairs fours, fours eight.
        let pairs = digits.wrapping_mul(2561) >> 8 & 0x00ff_00ff_00ff_00ff;
        let fours = pairs.wrapping_mul(6_553_601) >> 16 & 0x0000_ffff_0000_ffff;
        let eight = (fours.wrapping_mul(42_949_672_960_001) >> 32).cast_signed();
        let digits = if is_negative { -eight } else { eight };
        #[expect(clippy::cast_possible_truncation, reason = "at most eight")]
        let decimals = (decimals / 8) as u8;
        #[expect(clippy::cast_precision_loss, reason = "eight digits")]
        let float = digits as f64 / POWERS.get(usize::from(decimals))?;
        Some(Number { digits, decimals, float })
    }

    fn inexact(cell: &[u8]) -> Option<Number> {
        let float: f64 = std::str::from_utf8(cell).ok()?.parse().ok()?;
        // -0 is 0.
        float.is_finite().then_some(Number { digits: 0, decimals: Number::INEXACT, float: float + 0.0 })
    }
}

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
            assert_eq!(read.map(|number| (number.digits, number.decimals)), wanted, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn the_float_is_the_nearest(text in r"-?[0-9]{1,20}(\.[0-9]{0,20})?(e-?[0-9]{1,2})?") {
            let wanted: f64 = text.parse().unwrap();
            let read = Number::read(text.as_bytes()).unwrap();
            prop_assert_eq!(read.float, wanted);
            if read.decimals != Number::INEXACT && read.digits.abs() < 1 << 53 {
                prop_assert_eq!(read.digits as f64 / 10_f64.powi(i32::from(read.decimals)), wanted);
            }
        }

        #[test]
        fn a_short_cell_is_read_as_any_other(text in "[-+.0-9e ,]{1,8}", behind in "[-.,0-9\n]{8}") {
            let eight: String = text.chars().chain(behind.chars()).take(8).collect();
            let word = u64::from_le_bytes(eight.as_bytes().try_into().unwrap());
            if let Some(short) = Number::short(word, text.len() as u32) {
                prop_assert_eq!(Some(short), Number::read(text.as_bytes()));
            } else {
                let is_plain = text.bytes().all(|byte| byte.is_ascii_digit());
                prop_assert!(!is_plain, "{}", text);
            }
        }
    }
}
