//! What is expected of a column or tag, ready to be asked of every cell.

use super::number::Number;
use super::runs::Patience;
use super::stamp::SECOND;
use super::{Expect, hash};

/// Records in a row with one value, beyond which a number counts as stuck where no limit is given.
pub const STUCK_RECORDS: u64 = 60;

/// What is expected of a column or tag, ready to be asked.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub low: Option<f64>,
    pub high: Option<f64>,
    pub allowed: Option<Allowed>,
    pub patience: Patience,
    /// Whether the patience was given, and not ours.
    pub is_patience_given: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Allowed {
    numbers: Vec<f64>,
    words: Vec<u64>,
}

impl Allowed {
    pub fn number(&self, number: f64) -> bool {
        self.numbers.iter().any(|known| known.to_bits() == number.to_bits())
    }

    pub fn word(&self, hash: u64) -> bool {
        self.words.contains(&hash)
    }
}

impl Rule {
    pub fn none() -> Rule {
        Rule {
            low: None,
            high: None,
            allowed: None,
            patience: Patience::Records(STUCK_RECORDS),
            is_patience_given: false,
        }
    }

    /// Whether any number could fail.
    pub fn is_of_numbers(&self) -> bool {
        self.low.is_some() || self.high.is_some() || self.allowed.is_some()
    }

    pub fn of(expect: &Expect, has_time: bool, period: Option<f64>) -> Rule {
        let mut rule = Rule { low: expect.low, high: expect.high, ..Rule::none() };
        if !expect.allowed.is_empty() {
            let numbers = expect.allowed.iter().filter_map(|word| Number::read(word.trim().as_bytes()));
            rule.allowed = Some(Allowed {
                numbers: numbers.map(Number::float).collect(),
                words: expect.allowed.iter().map(|word| hash(word.trim().as_bytes())).collect(),
            });
        }
        // Without stamps a limit can only be counted in records of a period that was given.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let patience = match (expect.stuck_limit, period) {
            (Some(limit), _) if has_time => Some(Patience::Time(micros(limit))),
            (Some(limit), Some(period)) if period > 0.0 => {
                Some(Patience::Records((limit / period).clamp(1.0, 1e15) as u64))
            }
            _ => None,
        };
        if let Some(patience) = patience {
            (rule.patience, rule.is_patience_given) = (patience, true);
        }
        rule
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "clamped to what a stamp holds"
)]
pub(super) fn micros(seconds: f64) -> i64 {
    (seconds * SECOND as f64).clamp(0.0, 9e18).round() as i64
}
