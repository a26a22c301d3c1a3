//! Where cells stand: `AB12`, `B2:C9`.

/// A range of cells; rows and columns from 1, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    pub top: u32,
    pub left: u16,
    pub bottom: u32,
    pub right: u16,
}

impl Range {
    pub fn parse(text: &str) -> Option<Range> {
        let (first, last) = text.split_once(':').unwrap_or((text, text));
        let ((left, top), (right, bottom)) = (place(first)?, place(last)?);
        (left <= right && top <= bottom).then_some(Range { top, left, bottom, right })
    }
}

/// Column and row of `AB12`, both from 1; `$` as in formulas is allowed.
pub fn place(text: &str) -> Option<(u16, u32)> {
    let (mut column, mut row) = (0_u32, 0_u32);
    for byte in text.bytes() {
        match byte {
            b'$' => {}
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 && column < 20_000 => {
                column = column * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1;
            }
            b'0'..=b'9' if column > 0 && row < 100_000_000 => row = row * 10 + u32::from(byte - b'0'),
            _ => return None,
        }
    }
    (row > 0).then_some((u16::try_from(column).ok()?, row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_letters_and_a_number() {
        for (text, found) in [
            ("A1", Some((1, 1))),
            ("$AB$12", Some((28, 12))),
            ("xfd1048576", Some((16_384, 1_048_576))),
            ("A0", None),
            ("1A", None),
            ("A", None),
            ("", None),
            ("A1B", None),
            ("AAAAAAAA1", None),
            ("A99999999999", None),
        ] {
            assert_eq!(place(text), found, "{text}");
        }
        assert_eq!(Range::parse("B2:C9"), Some(Range { top: 2, left: 2, bottom: 9, right: 3 }));
        assert_eq!(Range::parse("C9:B2"), None);
    }
}
