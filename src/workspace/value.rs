//! `Value`: any field of any record, and any candidate of a dispute. `Status`: how a task stands, with the
//! facts that belong to it. Scalars are text, so that an impossible day still loads and can be mended.

use crate::text::Phrase;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    Unset,
    Text(String),
    Status(Status),
    Lines(Vec<String>),
    Set(BTreeSet<String>),
    Map(BTreeMap<String, Value>),
}

impl Value {
    /// A scalar; empty text is no value at all.
    pub fn text(text: impl Into<String>) -> Value {
        let text = text.into();
        if text.is_empty() { Value::Unset } else { Value::Text(text) }
    }

    pub fn set<T: Into<String>>(items: impl IntoIterator<Item = T>) -> Value {
        let items: BTreeSet<String> = items.into_iter().map(Into::into).collect();
        if items.is_empty() { Value::Unset } else { Value::Set(items) }
    }

    /// Prose out of text with line breaks; trailing empty lines are dropped.
    pub fn prose(text: &str) -> Value {
        let mut lines: Vec<String> = text.lines().map(|l| l.trim_end().to_owned()).collect();
        while lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        if lines.is_empty() { Value::Unset } else { Value::Lines(lines) }
    }

    pub fn is_unset(&self) -> bool {
        *self == Value::Unset
    }

    /// The one form in which a record holds this value: what is empty is `Unset`.
    #[must_use]
    pub fn canonical(self) -> Value {
        match self {
            Value::Text(text) if text.is_empty() => Value::Unset,
            Value::Status(Status::Open) => Value::Unset,
            Value::Lines(lines) if lines.is_empty() => Value::Unset,
            Value::Set(items) if items.is_empty() => Value::Unset,
            Value::Map(map) => {
                let filled = map.into_iter().map(|(key, value)| (key, value.canonical()));
                let filled: BTreeMap<String, Value> = filled.filter(|(_, value)| !value.is_unset()).collect();
                if filled.is_empty() { Value::Unset } else { Value::Map(filled) }
            }
            value => value,
        }
    }

    /// The bytes of the longest string in it: a file that holds a longer one than `Caps::STRING` is not read.
    pub(super) fn longest(&self) -> usize {
        match self {
            Value::Unset => 0,
            Value::Text(text) => text.len(),
            Value::Status(status) => status.facts().iter().map(|(_, text)| text.len()).max().unwrap_or(0),
            Value::Lines(lines) => lines.iter().map(String::len).max().unwrap_or(0),
            Value::Set(items) => items.iter().map(String::len).max().unwrap_or(0),
            Value::Map(map) => {
                map.iter().map(|(key, value)| key.len().max(value.longest())).max().unwrap_or(0)
            }
        }
    }

    pub fn as_text(&self) -> &str {
        match self {
            Value::Text(text) => text,
            _ => "",
        }
    }
}

/// How a task stands. A fact that is not known is empty and left out of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum Status {
    #[default]
    Open,
    Doing,
    Blocked {
        #[serde(default, deserialize_with = "super::read::fact")]
        why: String,
    },
    /// `on` is a day as text (`2026-11-20`), `by` a person.
    Done {
        #[serde(default, deserialize_with = "super::read::fact")]
        on: String,
        #[serde(default, deserialize_with = "super::read::fact")]
        by: String,
    },
    /// `until` is a day as text; empty means for good.
    Waived {
        #[serde(default, deserialize_with = "super::read::fact")]
        why: String,
        #[serde(default, deserialize_with = "super::read::fact")]
        until: String,
    },
}

impl Status {
    /// The five words, in the order of a task's life. The key is what `--json` prints and `set status=` takes.
    pub const KEYS: [(&'static str, Phrase); 5] = [
        ("open", Phrase::new("未开始", "open")),
        ("doing", Phrase::new("进行中", "doing")),
        ("blocked", Phrase::new("受阻", "blocked")),
        ("done", Phrase::new("完成", "done")),
        ("waived", Phrase::new("豁免", "waived")),
    ];

    fn index(&self) -> usize {
        match self {
            Status::Open => 0,
            Status::Doing => 1,
            Status::Blocked { .. } => 2,
            Status::Done { .. } => 3,
            Status::Waived { .. } => 4,
        }
    }

    pub fn key(&self) -> &'static str {
        Status::KEYS[self.index()].0
    }

    pub fn label(&self) -> Phrase {
        Status::KEYS[self.index()].1
    }

    /// The sign beside every colour.
    pub fn sign(&self) -> &'static str {
        match self {
            Status::Open => "·",
            Status::Doing => "▸",
            Status::Blocked { .. } => "✗",
            Status::Done { .. } => "✓",
            Status::Waived { .. } => "–",
        }
    }

    /// A status by its key, with no facts yet.
    pub fn from_key(key: &str) -> Option<Status> {
        let none = String::new;
        Some(match key {
            "open" => Status::Open,
            "doing" => Status::Doing,
            "blocked" => Status::Blocked { why: none() },
            "done" => Status::Done { on: none(), by: none() },
            "waived" => Status::Waived { why: none(), until: none() },
            _ => return None,
        })
    }

    /// The facts by name, in the order in which they are written.
    pub fn facts(&self) -> Vec<(&'static str, &str)> {
        match self {
            Status::Open | Status::Doing => vec![],
            Status::Blocked { why } => vec![("why", why)],
            Status::Done { on, by } => vec![("on", on), ("by", by)],
            Status::Waived { why, until } => vec![("why", why), ("until", until)],
        }
    }

    /// The facts by name, to be filled in.
    pub fn facts_mut(&mut self) -> Vec<(&'static str, &mut String)> {
        match self {
            Status::Open | Status::Doing => vec![],
            Status::Blocked { why } => vec![("why", why)],
            Status::Done { on, by } => vec![("on", on), ("by", by)],
            Status::Waived { why, until } => vec![("why", why), ("until", until)],
        }
    }

    /// What a fact is called on the screen.
    pub fn fact_label(fact: &str) -> Phrase {
        match fact {
            "on" => Phrase::new("完成日期", "done on"),
            "by" => Phrase::new("完成人", "done by"),
            "until" => Phrase::new("豁免至", "until"),
            _ => Phrase::new("原因", "why"),
        }
    }

    /// Neither work to do nor work to wait for.
    pub fn is_settled(&self) -> bool {
        matches!(self, Status::Done { .. } | Status::Waived { .. })
    }
}
