//! Lengths of time with their unit, as `500 ms` or `3 个月`.

use std::fmt;

use super::decimal::Fault;
use super::number::parted;
use super::{Decimal, Wrong};
use crate::guide::{TimeUnit, word_form};
use crate::text::half_width;

/// Never negative. It keeps its unit, so that `90 min` does not turn into `1.5 h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duration {
    pub amount: Decimal,
    pub unit: TimeUnit,
}

impl Duration {
    /// For comparing; a month counts 30 days and a year 365. None beyond twenty digits.
    pub fn milliseconds(self) -> Option<Decimal> {
        self.amount.checked_mul(self.unit.milliseconds())
    }
}

/// A number without a unit counts in `bare`.
pub(super) fn parse(line: &str, bare: TimeUnit) -> Result<Duration, Wrong> {
    let wrong = || Wrong::NotDuration { text: line.to_owned(), bare };
    let narrow: String = line.chars().map(half_width).collect();
    let (amount, unit) = match Decimal::read(&narrow) {
        Ok(amount) => (amount, bare),
        Err(Fault::TooLong) => return Err(Wrong::TooLong(line.to_owned())),
        Err(Fault::NoNumber) => {
            let (number, word) = parted(&narrow).ok_or_else(wrong)?;
            let word = word_form(word, false);
            let unit = TimeUnit::ALL.into_iter().find(|unit| unit.words().contains(&word.as_str()));
            let amount = Decimal::read(number).ok();
            amount.zip(unit).ok_or_else(wrong)?
        }
    };
    if amount.is_negative() { Err(wrong()) } else { Ok(Duration { amount, unit }) }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.unit.symbol())
    }
}
