//! Cells of numbers: with or without the unit of their column, within its limits.

use super::decimal::Fault;
use super::{Decimal, Wrong};
use crate::guide::{Limits, Unit, word_form};
use crate::text::half_width;

pub(super) fn whole(line: &str, limits: Limits) -> Result<i64, Wrong> {
    let number = read(line, |_| false).map_err(|fault| match fault {
        Wrong::NotNumber(text) => Wrong::NotWhole(text),
        fault => fault,
    })?;
    let fault = if number.has_decimals() { Wrong::NotWhole } else { Wrong::TooLong };
    let number = number.whole().ok_or_else(|| fault(line.to_owned()))?;
    within(line, Decimal::from(number), limits).map(|_| number)
}

pub(super) fn number(line: &str, unit: Option<&Unit>, limits: Limits) -> Result<Decimal, Wrong> {
    let is_unit = |word: &str| {
        let known = |unit: &Unit| unit.words().any(|known| word_form(known, false) == word);
        unit.is_some_and(known)
    };
    let number = read(line, is_unit).map_err(|fault| match fault {
        Wrong::Unit { found, .. } => Wrong::Unit { found, wanted: unit.map(|unit| unit.label.clone()) },
        fault => fault,
    })?;
    within(line, number, limits)
}

pub(super) fn percent(line: &str, limits: Limits) -> Result<Decimal, Wrong> {
    let number = read(line, |word| word == "%").map_err(|fault| match fault {
        Wrong::Unit { found, .. } => Wrong::Unit { found, wanted: Some(super::wrong::percent_sign()) },
        fault => fault,
    })?;
    within(line, number, limits)
}

/// A number, with its unit behind it or, as money has it, before it.
fn read(line: &str, is_unit: impl Fn(&str) -> bool) -> Result<Decimal, Wrong> {
    let faulty = |fault| match fault {
        Fault::NoNumber => Wrong::NotNumber(line.to_owned()),
        Fault::TooLong => Wrong::TooLong(line.to_owned()),
    };
    let whole = Decimal::read(line);
    if whole != Err(Fault::NoNumber) {
        return whole.map_err(faulty);
    }
    let narrow: String = line.chars().map(|c| if c == '￥' { '¥' } else { half_width(c) }).collect();
    if let Some(rest) = narrow.strip_prefix('¥').filter(|_| is_unit("¥")) {
        return Decimal::read(rest).map_err(faulty);
    }
    let (number, unit) = parted(&narrow).ok_or_else(|| faulty(Fault::NoNumber))?;
    let number = Decimal::read(number).map_err(faulty)?;
    if is_unit(&word_form(unit, false)) {
        return Ok(number);
    }
    Err(Wrong::Unit { found: unit.to_owned(), wanted: None })
}

/// A number and what stands behind it.
pub(super) fn parted(text: &str) -> Option<(&str, &str)> {
    let is_number = |c: char| c.is_ascii_digit() || "+-−–.,， ".contains(c);
    let end = text.find(|c| !is_number(c))?;
    let (number, unit) = text.split_at(end);
    (!number.trim().is_empty()).then(|| (number.trim(), unit.trim()))
}

fn within(line: &str, number: Decimal, limits: Limits) -> Result<Decimal, Wrong> {
    let too_small = limits.min.is_some_and(|min| number < Decimal::from(min));
    let too_large = limits.max.is_some_and(|max| number > Decimal::from(max));
    if too_small || too_large {
        return Err(Wrong::Beyond { text: line.to_owned(), limits });
    }
    Ok(number)
}
