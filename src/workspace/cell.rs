//! What stands in a cell of a register, read by the kind of its column. The file keeps what was typed, valid or
//! not; whoever needs a number, a day or a choice asks here, and learns what is wrong where there is none.
//! `check`, tables, forms and commands all read cells through this door.

mod date;
mod decimal;
mod duration;
mod net;
mod number;
mod wrong;

use super::Value;
use super::kind::items;
use crate::guide::ColumnKind;
use crate::text::{Lang, half_width, typed};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::net::Ipv4Addr;

pub use date::DateRange;
pub use decimal::Decimal;
pub use duration::Duration;
pub use net::Cidr;
pub use wrong::Wrong;

/// The value of a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Not answered.
    Empty,
    Text(String),
    Prose(Vec<String>),
    Whole(i64),
    Number(Decimal),
    /// In hundredths: 98.5 is 98.5 %.
    Percent(Decimal),
    Duration(Duration),
    Date(Date),
    DateRange(DateRange),
    /// The key of a choice.
    Choice(String),
    /// A word beyond the choices of an open column.
    Other(String),
    YesNo(bool),
    Ipv4(Ipv4Addr),
    Cidr(Cidr),
    /// The key text of another line, or the id of a task.
    Ref(String),
    Refs(BTreeSet<String>),
    /// Keys of choices.
    Set(BTreeSet<String>),
}

/// Words for yes and no as they stand in tables. A letter x is in neither: it ticks a box in some forms, and
/// crosses it out in others.
const YES: [&str; 10] = ["yes", "是", "y", "1", "√", "✓", "有", "true", "合格", "启用"];
const NO: [&str; 10] = ["no", "否", "n", "0", "×", "✗", "无", "false", "不合格", "停用"];

/// The cell that a text means. Nothing but space is an empty cell, whatever the kind.
pub fn parse(kind: &ColumnKind, text: &str) -> Result<Cell, Wrong> {
    let text = typed(text);
    let line = text.trim();
    if line.is_empty() {
        return Ok(Cell::Empty);
    }
    if line.contains('\n')
        && !matches!(kind, ColumnKind::Prose | ColumnKind::Set { .. } | ColumnKind::Refs(_))
    {
        return Err(Wrong::OneLine);
    }
    match kind {
        ColumnKind::Text => Ok(Cell::Text(line.to_owned())),
        ColumnKind::Prose => Ok(prose(&text)),
        ColumnKind::Whole { .. } => number::whole(line, kind.limits()).map(Cell::Whole),
        ColumnKind::Number { unit, .. } => {
            number::number(line, unit.as_ref(), kind.limits()).map(Cell::Number)
        }
        ColumnKind::Percent { .. } => number::percent(line, kind.limits()).map(Cell::Percent),
        ColumnKind::Duration(bare) => duration::parse(line, *bare).map(Cell::Duration),
        ColumnKind::Date => date::day(line).map(Cell::Date),
        ColumnKind::DateRange => date::range(line).map(Cell::DateRange),
        ColumnKind::Choice { open, .. } => match kind.choice(line) {
            Some(choice) => Ok(Cell::Choice(choice.key.clone())),
            None if *open => Ok(Cell::Other(line.to_owned())),
            None => Err(Wrong::choice(line, kind)),
        },
        ColumnKind::YesNo => yes_no(line).map(Cell::YesNo),
        ColumnKind::Ipv4 => net::address(line).map(Cell::Ipv4),
        ColumnKind::Cidr => net::network(line).map(Cell::Cidr),
        ColumnKind::Ref(_) => Ok(Cell::Ref(line.to_owned())),
        ColumnKind::Refs(_) | ColumnKind::Set { .. } => parse_items(kind, items(&text)),
    }
}

/// The cell of a column that holds several words, each given apart.
pub(super) fn parse_items<'a>(
    kind: &ColumnKind,
    items: impl Iterator<Item = &'a str>,
) -> Result<Cell, Wrong> {
    let items = items.map(str::trim).filter(|item| !item.is_empty());
    let ColumnKind::Set { .. } = kind else {
        let keys: BTreeSet<String> = items.map(str::to_owned).collect();
        return Ok(if keys.is_empty() { Cell::Empty } else { Cell::Refs(keys) });
    };
    let key = |item: &str| {
        let choice = kind.choice(item).ok_or_else(|| Wrong::choice(item, kind))?;
        Ok(choice.key.clone())
    };
    let keys = items.map(key).collect::<Result<BTreeSet<String>, Wrong>>()?;
    Ok(if keys.is_empty() { Cell::Empty } else { Cell::Set(keys) })
}

fn prose(text: &str) -> Cell {
    match Value::prose(text) {
        Value::Lines(lines) => Cell::Prose(lines),
        _ => Cell::Empty,
    }
}

fn yes_no(line: &str) -> Result<bool, Wrong> {
    let word = line.chars().map(half_width).collect::<String>().to_lowercase();
    match (YES.contains(&word.as_str()), NO.contains(&word.as_str())) {
        (true, _) => Ok(true),
        (_, true) => Ok(false),
        _ => Err(Wrong::NotYesNo(line.to_owned())),
    }
}

impl Cell {
    /// The one form in which it is written, in no language: `parse(kind, cell.text())` is the cell again.
    pub fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) | Cell::Choice(text) | Cell::Other(text) | Cell::Ref(text) => text.clone(),
            Cell::Prose(lines) => lines.join("\n"),
            Cell::Whole(number) => number.to_string(),
            Cell::Number(number) | Cell::Percent(number) => number.to_string(),
            Cell::Duration(duration) => duration.to_string(),
            Cell::Date(date) => date.to_string(),
            Cell::DateRange(range) => range.to_string(),
            Cell::YesNo(yes) => (if *yes { "yes" } else { "no" }).to_owned(),
            Cell::Ipv4(address) => address.to_string(),
            Cell::Cidr(network) => network.to_string(),
            Cell::Refs(items) | Cell::Set(items) => items.iter().cloned().collect::<Vec<_>>().join(", "),
        }
    }

    /// As people read it in a table: choices by their labels, yes and no in words.
    pub fn show(&self, kind: &ColumnKind, lang: Lang) -> String {
        let label = |key: &String| {
            let choice = kind.choices().iter().find(|choice| choice.key == *key);
            choice.map_or(key.as_str(), |choice| choice.label.say(lang)).to_owned()
        };
        let comma = if lang == Lang::Zh { "、" } else { ", " };
        match (self, lang) {
            (Cell::Choice(key), _) => label(key),
            (Cell::Set(keys), _) => {
                // In the order of the choices, not of their keys.
                let chosen = kind.choices().iter().filter(|choice| keys.contains(&choice.key));
                chosen.map(|choice| choice.label.say(lang)).collect::<Vec<_>>().join(comma)
            }
            (Cell::Refs(keys), _) => keys.iter().cloned().collect::<Vec<_>>().join(comma),
            (Cell::YesNo(yes), Lang::Zh) => (if *yes { "是" } else { "否" }).to_owned(),
            (Cell::Percent(number), _) => format!("{number} %"),
            (cell, _) => cell.text(),
        }
    }

    /// What a row keeps of it, in the map that [`map_of`] names.
    pub fn value(&self) -> Value {
        match self {
            Cell::Prose(lines) => Value::prose(&lines.join("\n")),
            Cell::Refs(items) | Cell::Set(items) => Value::set(items.iter().cloned()),
            cell => Value::text(cell.text()),
        }
    }

    pub fn is_empty(&self) -> bool {
        *self == Cell::Empty
    }
}

/// The field of a row that holds cells of a kind: `cells`, `prose` or `sets`.
pub fn map_of(kind: &ColumnKind) -> &'static str {
    match kind {
        ColumnKind::Prose => "prose",
        ColumnKind::Refs(_) | ColumnKind::Set { .. } => "sets",
        _ => "cells",
    }
}

#[cfg(test)]
mod tests;
