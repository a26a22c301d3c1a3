//! How an export writes the quality of a record.

use super::number::Number;
use crate::sheet::is_blank;

/// How quality is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Codes {
    Words,
    /// OPC DA: the two high bits of the low byte are set when good (192).
    Classic,
    /// OPC UA: the two highest bits of 32 are clear when good (0).
    Unified,
    /// Numbers that may mean this or that: counted, and not judged.
    Unclear,
}

impl Codes {
    /// Told by the first rows.
    pub fn of<'a>(cells: impl Iterator<Item = &'a [u8]>) -> Codes {
        let (mut words, mut classic, mut unified, mut all) = (false, false, false, false);
        for cell in cells.filter(|cell| !is_blank(&String::from_utf8_lossy(cell))) {
            all = true;
            match Number::read(cell) {
                None => words = true,
                Some(number) if (192.0..256.0).contains(&number.float()) => classic = true,
                Some(number) if number.float() >= f64::from(1 << 30) => unified = true,
                Some(_) => {}
            }
        }
        match (all, words, classic, unified) {
            (true, true, ..) => Codes::Words,
            (_, _, true, false) => Codes::Classic,
            (_, _, false, true) => Codes::Unified,
            _ => Codes::Unclear,
        }
    }

    /// Whether a record is good; none where it cannot be told.
    pub fn is_good(self, cell: &[u8]) -> Option<bool> {
        const GOOD: [&str; 10] =
            ["good", "ok", "良好", "好", "正常", "优", "有效", "valid", "true", "good_clamped"];
        match self {
            Codes::Words => {
                let text = std::str::from_utf8(cell).ok()?;
                if let Some(number) = Number::read(cell) {
                    return (number.float() >= 64.0).then_some(number.float() >= 192.0);
                }
                let name = text.split([',', ';', '(', '[']).next().unwrap_or_default().trim();
                Some(GOOD.iter().any(|good| good.eq_ignore_ascii_case(name)))
            }
            Codes::Classic | Codes::Unified => {
                let number = Number::read(cell).filter(|number| number.decimals() == 0)?;
                let bits = number.digits()?.cast_unsigned();
                Some(if self == Codes::Classic { bits & 0xc0 == 0xc0 } else { bits & 0xc000_0000 == 0 })
            }
            Codes::Unclear => None,
        }
    }
}
