//! What a field may be made of: one newtype a shape, each with printing, reading and its `Value`.
//! A field whose type lacks one of them does not compile, nor does one whose kind has another shape.

use super::print::{print_list, print_map, print_status, print_text};
use super::{Status, Value};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// How a field lies in the file. The kind of a field and its type must agree on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Text,
    Day,
    Number,
    Ref,
    Rank,
    Status,
    Prose,
    Set,
    Map,
}

impl Shape {
    pub(super) const fn is(self, other: Shape) -> bool {
        self as u8 == other as u8
    }
}

pub trait FieldType: Default + Clone + PartialEq {
    const SHAPE: Shape;
    /// `Unset` when empty.
    fn value(&self) -> Value;
    /// None when the value has another shape.
    fn from_value(value: Value) -> Option<Self>;
    fn is_empty(&self) -> bool;
    fn print(&self, out: &mut String, indent: usize);
}

macro_rules! scalars { ($($(#[$doc:meta])* $name:ident;)*) => { $(
    $(#[$doc])*
    #[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
    pub struct $name(pub(super) String);

    impl $name {
        pub fn as_str(&self) -> &str {
            &self.0
        }
        pub fn is_empty(&self) -> bool {
            self.0.is_empty()
        }
    }

    impl From<&str> for $name {
        fn from(text: &str) -> Self {
            $name(text.into())
        }
    }

    impl FieldType for $name {
        const SHAPE: Shape = Shape::$name;
        fn value(&self) -> Value {
            Value::text(self.0.clone())
        }
        fn from_value(value: Value) -> Option<Self> {
            match value {
                Value::Unset => Some(Self::default()),
                Value::Text(text) => Some($name(text)),
                _ => None,
            }
        }
        fn is_empty(&self) -> bool {
            self.0.is_empty()
        }
        fn print(&self, out: &mut String, _: usize) {
            print_text(out, &self.0);
        }
    }
)* } }

scalars! {
    /// One line of text, a person or the key of a choice.
    Text;
    /// A calendar day as it was typed; `date` tells whether there is such a day.
    Day;
    /// A decimal number as it was typed.
    Number;
    /// The key of something else: an element, a task, a register.
    Ref;
    /// Manual order among siblings: see the verbs in `rank.rs`.
    Rank;
}

impl Day {
    /// None for an empty or impossible day; only `check` speaks about those.
    pub fn date(&self) -> Option<Date> {
        self.0.parse().ok()
    }
}

impl Number {
    pub fn number(&self) -> Option<f64> {
        self.0.parse().ok().filter(|n: &f64| n.is_finite())
    }
}

impl FieldType for Status {
    const SHAPE: Shape = Shape::Status;
    fn value(&self) -> Value {
        if *self == Status::Open { Value::Unset } else { Value::Status(self.clone()) }
    }
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Unset => Some(Status::Open),
            Value::Status(status) => Some(status),
            _ => None,
        }
    }
    fn is_empty(&self) -> bool {
        *self == Status::Open
    }
    fn print(&self, out: &mut String, _: usize) {
        print_status(out, self);
    }
}

/// Paragraphs, one a line of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose(pub(super) Vec<String>);

impl Prose {
    pub fn lines(&self) -> &[String] {
        &self.0
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    /// The text as an editor shows it.
    pub fn text(&self) -> String {
        self.0.join("\n")
    }
}

impl FieldType for Prose {
    const SHAPE: Shape = Shape::Prose;
    fn value(&self) -> Value {
        if self.0.is_empty() { Value::Unset } else { Value::Lines(self.0.clone()) }
    }
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Unset => Some(Prose::default()),
            Value::Lines(lines) => Some(Prose(lines)),
            _ => None,
        }
    }
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    fn print(&self, out: &mut String, indent: usize) {
        print_list(out, &self.0, indent);
    }
}

/// A set of words or keys, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Set(pub(super) BTreeSet<String>);

impl Set {
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
    pub fn contains(&self, item: &str) -> bool {
        self.0.contains(item)
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl FieldType for Set {
    const SHAPE: Shape = Shape::Set;
    fn value(&self) -> Value {
        if self.0.is_empty() { Value::Unset } else { Value::Set(self.0.clone()) }
    }
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Unset => Some(Set::default()),
            Value::Set(items) => Some(Set(items)),
            _ => None,
        }
    }
    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    fn print(&self, out: &mut String, indent: usize) {
        print_list(out, &self.0, indent);
    }
}

/// Fields by key, all of one type: the cells of a register's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByKey<T>(pub(super) BTreeMap<String, T>);

impl<T> Default for ByKey<T> {
    fn default() -> Self {
        ByKey(BTreeMap::new())
    }
}

impl<T> ByKey<T> {
    pub fn get(&self, key: &str) -> Option<&T> {
        self.0.get(key)
    }
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(k, v)| (k.as_str(), v))
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: FieldType> FieldType for ByKey<T> {
    const SHAPE: Shape = Shape::Map;
    fn value(&self) -> Value {
        let filled: BTreeMap<String, Value> =
            self.0.iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| (k.clone(), v.value())).collect();
        if filled.is_empty() { Value::Unset } else { Value::Map(filled) }
    }
    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Unset => Some(Self::default()),
            Value::Map(map) => {
                let filled = map.into_iter().filter(|(_, v)| !v.is_unset());
                filled.map(|(k, v)| T::from_value(v).map(|v| (k, v))).collect::<Option<_>>().map(ByKey)
            }
            _ => None,
        }
    }
    fn is_empty(&self) -> bool {
        self.0.values().all(T::is_empty)
    }
    fn print(&self, out: &mut String, indent: usize) {
        let filled = self.0.iter().filter(|(_, v)| !v.is_empty());
        print_map(out, filled, indent, |out, v, indent| v.print(out, indent));
    }
}
