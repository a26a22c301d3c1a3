//! One line of a table, read by the mapping: which text goes into which column.

use super::Reason;
use super::mapping::{Mapping, To};
use crate::guide::{ColumnKind, Combined, Parting, TimeUnit, word_form};
use crate::sheet::{Row, is_blank, is_unit};
use crate::text::half_width;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a line says of one column.
pub(super) struct Said<'a> {
    pub text: Cow<'a, str>,
    pub unit: Option<&'a str>,
    /// Words that stand for several columns at once; used where the text is not what the column holds already.
    pub parts: Option<&'static Combined>,
    /// It stands in a cell of its own.
    is_direct: bool,
}

impl<'a> Said<'a> {
    fn direct(text: &'a str) -> Said<'a> {
        Said { text: text.into(), unit: None, parts: None, is_direct: true }
    }

    /// The text as the column reads it: a bare number with the unit that the header names.
    pub fn with_unit(&self, kind: &ColumnKind) -> Cow<'_, str> {
        let takes = |unit: &str| match kind {
            ColumnKind::Duration(_) => TimeUnit::ALL
                .iter()
                .any(|known| known.words().iter().any(|word| word.eq_ignore_ascii_case(unit.trim()))),
            ColumnKind::Number { unit: Some(_), .. } => is_unit(unit),
            _ => false,
        };
        let is_bare =
            || self.text.trim().chars().map(half_width).all(|c| c.is_ascii_digit() || ".,+-".contains(c));
        match self.unit {
            Some(unit) if takes(unit) && is_bare() => format!("{} {unit}", self.text.trim()).into(),
            _ => Cow::Borrowed(&self.text),
        }
    }
}

/// What a line says, by column. Blank cells say nothing, unless they are to clear what is there.
pub(super) fn read<'a>(
    mapping: &'a Mapping,
    row: Row<'a>,
    clears: bool,
    reasons: &mut Vec<Reason>,
) -> BTreeMap<&'a str, Said<'a>> {
    let mut said: BTreeMap<&str, Said> = BTreeMap::new();
    for (at, head) in mapping.heads.iter().enumerate() {
        let text = row.get(at);
        match &head.to {
            To::Column { key, parts, .. } if !is_blank(text) => {
                let one = Said { unit: head.unit.as_deref(), parts: *parts, ..Said::direct(text) };
                said.insert(key, one);
            }
            To::Column { key, .. } if clears => {
                said.entry(key).or_insert(Said::direct(""));
            }
            To::Parts(parts) if !is_blank(text) => {
                if let Some(pieces) = apart(parts, text) {
                    put_parts(&mut said, parts, pieces);
                } else {
                    let (header, text) = (head.name.clone(), text.trim().to_owned());
                    reasons.push(Reason::Parts { header, text });
                }
            }
            _ => {}
        }
    }
    for (key, source) in &mapping.fallbacks {
        let text = row.get(*source);
        if !is_blank(text) {
            said.entry(key).or_insert(Said::direct(text));
        }
    }
    said
}

/// A cell that holds a column by itself goes before one that holds several.
pub(super) fn put_parts<'a>(
    said: &mut BTreeMap<&'a str, Said<'a>>,
    parts: &'static Combined,
    pieces: Vec<Cow<'a, str>>,
) {
    for (key, text) in parts.into.iter().zip(pieces) {
        let is_said = said.get(key.as_str()).is_some_and(|said| said.is_direct && !is_blank(&said.text));
        if !is_blank(&text) && !is_said {
            said.insert(key, Said { text, unit: None, parts: None, is_direct: false });
        }
    }
}

/// The texts of the columns that a cell holds; none if it cannot be told.
pub(super) fn apart<'a>(parts: &'static Combined, text: &'a str) -> Option<Vec<Cow<'a, str>>> {
    match &parts.how {
        Parting::Values(words) => {
            let form = word_form(text.trim(), false);
            let (_, values) = words.iter().find(|(word, _)| word_form(word, false) == form)?;
            Some(values.iter().map(|value| Cow::Borrowed(value.as_str())).collect())
        }
        Parting::Split(sign) => {
            let pieces: Vec<&str> = text.split(|c| half_width(c) == *sign).map(str::trim).collect();
            (pieces.len() <= parts.into.len()).then(|| pieces.into_iter().map(Cow::Borrowed).collect())
        }
    }
}
