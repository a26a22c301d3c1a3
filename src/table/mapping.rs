//! Which column of a register each header of a table means: by the labels and aliases of the guide, by the columns of
//! the workspace's own, or by hand.

use crate::guide::{Combined, LINE_NUMBERS, Parting, Register, header_form};
use crate::sheet::{Header, Layout, Row, is_blank};
use crate::text::{Lang, Phrase};
use crate::workspace::TableColumn;
use std::collections::BTreeMap;
use thiserror::Error;

/// The header of the reasons in a table of refused lines; no register has a column of this name.
pub(super) const REASON: Phrase = Phrase::new("未导入原因", "Reason not imported");

/// What somebody said of headers: the key of a column, or nothing for a header that is to be left out.
pub type Choices = BTreeMap<String, String>;

/// What each header of a table means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mapping {
    /// In the order of the table's columns.
    pub heads: Vec<Head>,
    /// Columns that the table lacks, and the header from which they are filled (`Column::fallback`).
    pub fallbacks: Vec<(String, usize)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Unlike any other in the table, see [`Header::name`].
    pub name: String,
    pub to: To,
    /// The unit that the header adds to a bare number; none where the column knows its unit by this header.
    pub unit: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    /// The key of a column; in `parts`, a word in the cell may stand for several columns at once.
    Column {
        key: String,
        parts: Option<&'static Combined>,
        is_by_hand: bool,
    },
    /// Several columns in one cell.
    Parts(&'static Combined),
    /// Another header is a more certain name for this column, or stands further left.
    Taken(String),
    /// The number of the line, which means nothing.
    LineNumber,
    /// Left out by hand.
    Left,
    Unknown,
}

/// A choice that does not fit the table or the register.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadChoice {
    #[error("no header {0}")]
    NoHeader(String),
    #[error("no column {0}")]
    NoColumn(String),
    #[error("two headers for {0}")]
    Twice(String),
}

impl BadChoice {
    pub fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (BadChoice::NoHeader(name), Lang::Zh) => format!("表中没有列名“{name}”"),
            (BadChoice::NoHeader(name), Lang::En) => format!("the table has no header “{name}”"),
            (BadChoice::NoColumn(key), Lang::Zh) => format!("台账中没有列 {key}"),
            (BadChoice::NoColumn(key), Lang::En) => format!("the register has no column {key}"),
            (BadChoice::Twice(key), Lang::Zh) => format!("列 {key} 指定了两次"),
            (BadChoice::Twice(key), Lang::En) => format!("two headers were given for the column {key}"),
        }
    }
}

/// The head of a table, found with what a register knows.
pub fn find_layout(rows: &[Row], register: &'static Register, columns: &[TableColumn]) -> Option<Layout> {
    let names = Names { register, columns };
    let is_known = |header: &&Header| {
        names.column(&header.text).is_some() || register.combined_of_header(&header.text).is_some()
    };
    Layout::find(rows, |headers| headers.iter().filter(is_known).count())
}

/// Whether a row names columns of a register, so that it is the head of what follows: two of its cells at least, or all.
pub fn is_head(row: Row, register: &'static Register, columns: &[TableColumn]) -> bool {
    let names = Names { register, columns };
    let cells: Vec<&str> = row.cells().map(str::trim).filter(|cell| !is_blank(cell)).collect();
    let known = |cell: &&&str| names.column(cell).is_some() || register.combined_of_header(cell).is_some();
    let count = cells.iter().filter(known).count();
    count > 0 && (count >= 2 || count == cells.len())
}

/// What is said now, over what was remembered of a layout. What was remembered and does not fit any more, because a
/// column is gone or meant for another header now, is let go.
pub fn meant(
    mut remembered: Choices,
    said: &Choices,
    layout: &Layout,
    register: &'static Register,
    columns: &[TableColumn],
) -> Choices {
    remembered.retain(|header, wanted| {
        let alone = Choices::from([(header.clone(), wanted.clone())]);
        Mapping::of(layout, register, columns, &alone).is_ok()
            && !said.values().any(|now| !now.is_empty() && now == wanted)
    });
    remembered.extend(said.clone());
    remembered
}

impl Mapping {
    /// Cells that stand under no head, each with the column that it goes into, from left to right.
    pub fn of_columns(keys: &[Option<&str>]) -> Mapping {
        let head = |(at, key): (usize, Option<&str>)| Head {
            name: (at + 1).to_string(),
            to: match key {
                Some(key) => To::Column { key: key.to_owned(), parts: None, is_by_hand: false },
                None => To::Left,
            },
            unit: None,
        };
        Mapping { heads: keys.iter().copied().enumerate().map(head).collect(), fallbacks: vec![] }
    }

    /// # Errors
    /// A choice that names no header of the table or no column of the register, or a column twice.
    pub fn of(
        layout: &Layout,
        register: &'static Register,
        columns: &[TableColumn],
        choices: &Choices,
    ) -> Result<Mapping, BadChoice> {
        let names = Names { register, columns };
        let mut found: Vec<(To, usize)> = layout.headers.iter().map(|header| names.meaning(header)).collect();
        let mut by_hand: Vec<&str> = vec![];
        for (name, wanted) in choices {
            let at = header_named(&layout.headers, name);
            let at = at.ok_or_else(|| BadChoice::NoHeader(name.clone()))?;
            let to = if wanted.is_empty() {
                To::Left
            } else {
                let key = names.column(wanted).map(|(column, _)| column.key());
                let key = key.ok_or_else(|| BadChoice::NoColumn(wanted.clone()))?;
                if by_hand.contains(&key) {
                    return Err(BadChoice::Twice(key.to_owned()));
                }
                by_hand.push(key);
                To::Column { key: key.to_owned(), parts: None, is_by_hand: true }
            };
            if let Some(slot) = found.get_mut(at) {
                *slot = (to, 0);
            }
        }
        let tos = only_the_most_certain(found);
        let heads = layout.headers.iter().zip(tos);
        let heads =
            heads.map(|(header, to)| Head { name: header.name.clone(), unit: names.unit(header, &to), to });
        let mut mapping = Mapping { heads: heads.collect(), fallbacks: vec![] };
        for column in &register.columns {
            let source = column.fallback.as_ref().and_then(|source| mapping.head_of(source));
            if let Some(source) = source.filter(|_| mapping.head_of(&column.key).is_none()) {
                mapping.fallbacks.push((column.key.clone(), source));
            }
        }
        Ok(mapping)
    }

    /// The header that fills a column by itself.
    pub fn head_of(&self, wanted: &str) -> Option<usize> {
        self.heads.iter().position(|head| matches!(&head.to, To::Column { key, .. } if key == wanted))
    }

    /// Whether anything of the table goes into a column.
    pub fn fills(&self, key: &str) -> bool {
        let is_part = |head: &Head| match &head.to {
            To::Column { parts: Some(parts), .. } | To::Parts(parts) => {
                parts.into.iter().any(|into| into == key)
            }
            _ => false,
        };
        self.head_of(key).is_some()
            || self.fallbacks.iter().any(|(column, _)| column == key)
            || self.heads.iter().any(is_part)
    }
}

/// The fingerprint of a layout: the same for every table of one register with the same headers in the same order.
pub fn fingerprint(register: &str, layout: &Layout) -> u64 {
    let headers = layout.headers.iter().filter(|header| !is_reason(&header.text));
    let forms = headers.map(|header| header_form(&header.name));
    let all = std::iter::once(register.to_owned()).chain(forms).collect::<Vec<_>>().join("\u{1f}");
    xxhash_rust::xxh3::xxh3_64(all.as_bytes())
}

pub(super) fn is_reason(header: &str) -> bool {
    [REASON.zh, REASON.en].contains(&header)
}

/// The title under which a column goes out: its label, or its key where the label would come in as another column.
pub(super) fn title(register: &'static Register, columns: &[TableColumn], at: usize, lang: Lang) -> String {
    let names = Names { register, columns };
    let Some(column) = columns.get(at) else { return String::new() };
    let label = column.label(lang).trim();
    let comes_back = names.column(label).is_some_and(|(found, _)| found.key() == column.key());
    (if comes_back { label } else { column.key() }).to_owned()
}

/// The names of a register's columns.
struct Names<'a> {
    register: &'static Register,
    columns: &'a [TableColumn<'a>],
}

impl<'a> Names<'a> {
    /// The column of a header and how certain that is, 0 the most. Keys and labels come before aliases, and among
    /// labels the guide's before the workspace's own.
    fn column(&self, header: &str) -> Option<(&'a TableColumn<'a>, usize)> {
        let text = header.trim();
        let by_key = self.columns.iter().find(|column| column.key().eq_ignore_ascii_case(text));
        if by_key.is_some() {
            return by_key.map(|column| (column, 0));
        }
        let guide = self.register.column_of_header(text).and_then(|(found, rank)| {
            Some((self.columns.iter().find(|column| column.key() == found.key)?, rank))
        });
        if matches!(guide, Some((_, 0 | 1))) {
            return guide;
        }
        let form = header_form(text);
        let is_own = |column: &&TableColumn| {
            column.guide().is_none() && !form.is_empty() && header_form(column.label(Lang::Zh)) == form
        };
        self.columns.iter().find(is_own).map(|column| (column, 0)).or(guide)
    }

    fn meaning(&self, header: &Header) -> (To, usize) {
        let form = header_form(&header.text);
        if is_reason(&header.text) {
            return (To::Left, 0);
        }
        let parts = self.register.combined_of_header(&header.text);
        match (self.column(&header.text), parts) {
            (Some((column, rank)), parts) => {
                // A word for two columns is known when it is met; a sign that divides might be part of the text.
                let parts = parts.filter(|parts| matches!(parts.how, Parting::Values(_)));
                (To::Column { key: column.key().to_owned(), parts, is_by_hand: false }, rank + 1)
            }
            (None, Some(parts)) => (To::Parts(parts), 0),
            (None, None) if LINE_NUMBERS.iter().any(|known| header_form(known) == form) => {
                (To::LineNumber, 0)
            }
            (None, None) => (To::Unknown, 0),
        }
    }

    fn unit(&self, header: &Header, to: &To) -> Option<String> {
        let To::Column { key, .. } = to else { return None };
        let unit = header.unit.as_ref()?;
        let guide = self.columns.iter().find(|column| column.key() == key)?.guide();
        let form = header_form(&header.text);
        let is_its_own = guide.is_some_and(|column| column.headers().any(|known| header_form(known) == form));
        (!is_its_own).then(|| unit.clone())
    }
}

/// The header that somebody means: by its name, or as it is written in the file, whatever its width and spaces.
fn header_named(headers: &[Header], name: &str) -> Option<usize> {
    let form = header_form(name);
    let by_name = headers.iter().position(|header| header.name == name.trim());
    by_name
        .or_else(|| headers.iter().position(|header| !form.is_empty() && header_form(&header.text) == form))
}

/// Of several headers for one column the most certain stays, among equals the first.
fn only_the_most_certain(found: Vec<(To, usize)>) -> Vec<To> {
    let mut best: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (at, (to, rank)) in found.iter().enumerate() {
        if let To::Column { key, .. } = to {
            let held = best.entry(key.clone()).or_insert((*rank, at));
            *held = (*held).min((*rank, at));
        }
    }
    let stays = |at: usize, to: To| match to {
        To::Column { key, .. } if best.get(&key).is_some_and(|(_, first)| *first != at) => To::Taken(key),
        to => to,
    };
    found.into_iter().enumerate().map(|(at, (to, _))| stays(at, to)).collect()
}
