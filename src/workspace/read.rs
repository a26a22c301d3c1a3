//! How fields come out of the file: typed, counted while reading, and without the silent losses of a plain
//! map (a key that stands twice). The frame around them is read in `store`.

use super::field::{ByKey, Day, Number, Prose, Rank, Ref, Set, Text};
use super::{Collection, Dispute, Id, Status, Value};
use crate::text::Phrase;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::marker::PhantomData;

/// The most that a file may hold (RELIABILITY.md 3.9): beyond it, a small file could fill the memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caps {
    pub records: usize,
    pub items: usize,
}

impl Caps {
    pub const FILE: Caps = Caps { records: 200_000, items: 2_000_000 };
    /// Characters of one string, in bytes.
    pub const STRING: usize = 1 << 20;
}

const TOO_MANY_ITEMS: Phrase =
    Phrase::new("列表项超过 2,000,000 个", "there are more than 2,000,000 list items");
const TOO_MANY_RECORDS: Phrase = Phrase::new("记录超过 200,000 条", "there are more than 200,000 records");
const TOO_LONG: Phrase = Phrase::new("字符串超过 1 MiB", "this string is longer than 1 MiB");
const KEY_TWICE: Phrase = Phrase::new("同一个键出现了两次", "this key stands twice");
const NO_ID: Phrase = Phrase::new(
    "编号不能为空，也不能含斜杠或看不见的字符",
    "an id cannot be empty, nor hold a slash or what cannot be seen",
);

/// What we refuse beyond RON itself. serde carries nothing but a text, so the phrase is found by its English.
pub const FAULTS: [Phrase; 5] = [TOO_MANY_ITEMS, TOO_MANY_RECORDS, TOO_LONG, KEY_TWICE, NO_ID];

thread_local! {
    // serde hands no context down to field types; a counter of this thread is the one way to count while reading.
    static LEFT: Cell<Caps> = const { Cell::new(Caps::FILE) };
}

/// Starts the count anew on this thread, for as long as one file is being read.
pub struct CapsGuard(());

impl CapsGuard {
    pub fn start(caps: Caps) -> CapsGuard {
        LEFT.set(caps);
        CapsGuard(())
    }

    /// What has been counted since `start(Caps::FILE)`.
    pub fn used(&self) -> Caps {
        let left = LEFT.get();
        Caps { records: Caps::FILE.records - left.records, items: Caps::FILE.items - left.items }
    }
}

impl Drop for CapsGuard {
    fn drop(&mut self) {
        LEFT.set(Caps::FILE);
    }
}

fn count_item<E: Error>() -> Result<(), E> {
    let left = LEFT.get();
    let items = left.items.checked_sub(1).ok_or_else(|| E::custom(TOO_MANY_ITEMS.en))?;
    LEFT.set(Caps { items, ..left });
    Ok(())
}

fn count_record<E: Error>() -> Result<(), E> {
    let left = LEFT.get();
    let records = left.records.checked_sub(1).ok_or_else(|| E::custom(TOO_MANY_RECORDS.en))?;
    LEFT.set(Caps { records, ..left });
    Ok(())
}

fn fits<E: Error>(text: String) -> Result<String, E> {
    if text.len() > Caps::STRING { Err(E::custom(TOO_LONG.en)) } else { Ok(text) }
}

macro_rules! read_scalars { ($($name:ident)*) => { $(
    impl<'de> Deserialize<'de> for $name {
        fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
            String::deserialize(from).and_then(fits).map($name)
        }
    }
)* } }
read_scalars! { Text Day Number Ref Rank }

/// A list that is counted while it is read.
struct Items<C>(PhantomData<C>);

impl<'de, C: Default + Extend<String>> Visitor<'de> for Items<C> {
    type Value = C;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list of strings")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<C, A::Error> {
        let mut items = C::default();
        while let Some(item) = list.next_element::<String>()? {
            count_item()?;
            items.extend([fits(item)?]);
        }
        Ok(items)
    }
}

impl<'de> Deserialize<'de> for Prose {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(Items::<Vec<String>>(PhantomData)).map(Prose)
    }
}

impl<'de> Deserialize<'de> for Set {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_seq(Items::<BTreeSet<String>>(PhantomData)).map(Set)
    }
}

struct Keys<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Keys<T> {
    type Value = BTreeMap<String, T>;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a map from key to value")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut keys = BTreeMap::new();
        while let Some((key, value)) = map.next_entry::<String, T>()? {
            count_item()?;
            if keys.insert(fits(key)?, value).is_some() {
                return Err(A::Error::custom(KEY_TWICE.en));
            }
        }
        Ok(keys)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ByKey<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Keys(PhantomData)).map(ByKey)
    }
}

struct RecordMap<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + PartialEq> Visitor<'de> for RecordMap<T> {
    type Value = Collection<T>;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a map from id to record")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Collection<T>, A::Error> {
        let mut records = Collection::default();
        while let Some((id, record)) = map.next_entry::<Id, T>()? {
            count_record()?;
            records.read(id, record);
        }
        Ok(records)
    }
}

impl<'de, T: Deserialize<'de> + PartialEq> Deserialize<'de> for Collection<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(RecordMap(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from).and_then(fits)?;
        Id::new(&text).ok_or_else(|| D::Error::custom(NO_ID.en))
    }
}

/// A candidate of a dispute as it stands in the file.
#[derive(serde::Deserialize)]
#[serde(rename = "Value")]
enum Told {
    Unset,
    Text(Text),
    Status(Status),
    Lines(Prose),
    Set(Set),
    Map(ByKey<Told>),
}

impl From<Told> for Value {
    fn from(told: Told) -> Value {
        match told {
            Told::Unset => Value::Unset,
            Told::Text(text) => Value::Text(text.0),
            Told::Status(status) => Value::Status(status),
            Told::Lines(lines) => Value::Lines(lines.0),
            Told::Set(items) => Value::Set(items.0),
            Told::Map(map) => Value::Map(map.0.into_iter().map(|(key, told)| (key, told.into())).collect()),
        }
    }
}

/// Counted like any list item, and in the form in which a record holds it: a dispute whose base was written
/// as `Status(Open)` would count as settled otherwise.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let told = Told::deserialize(from)?;
        count_item()?;
        Ok(Value::from(told).canonical())
    }
}

/// A fact of a status.
pub(super) fn fact<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    String::deserialize(from).and_then(fits)
}

/// Marks of versions.
pub(super) fn marks<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeSet<String>, D::Error> {
    Set::deserialize(from).map(|set| set.0)
}

/// A plain map would keep the last of two disputes under one key and lose the other.
pub(super) fn disputes<'de, D: Deserializer<'de>>(from: D) -> Result<BTreeMap<String, Dispute>, D::Error> {
    from.deserialize_map(Keys(PhantomData))
}
