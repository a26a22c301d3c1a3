//! How fields come out of the file: typed, counted while reading, and without the silent losses of a plain
//! map (a key that stands twice). The frame around them is read in `store`.

use super::field::{ByKey, Day, Number, Prose, Rank, Ref, Set, Text};
use super::{Collection, Id};
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
    let items = left.items.checked_sub(1).ok_or_else(|| E::custom("at most 2,000,000 list items"))?;
    LEFT.set(Caps { items, ..left });
    Ok(())
}

fn count_record<E: Error>() -> Result<(), E> {
    let left = LEFT.get();
    let records = left.records.checked_sub(1).ok_or_else(|| E::custom("at most 200,000 records"))?;
    LEFT.set(Caps { records, ..left });
    Ok(())
}

fn fits<E: Error>(text: String) -> Result<String, E> {
    if text.len() > Caps::STRING { Err(E::custom("a string of at most 1 MiB")) } else { Ok(text) }
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
            if keys.insert(key, value).is_some() {
                return Err(A::Error::custom("each key once"));
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
        let text = String::deserialize(from)?;
        Id::new(&text).ok_or_else(|| D::Error::custom("an id without control characters or slashes"))
    }
}
