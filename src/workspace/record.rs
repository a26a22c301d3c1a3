//! The mechanism under `records.rs`: the macro that turns a declaration into a struct, and the two traits
//! through which edits, writer, forms, checks and merge handle every record kind alike.

use super::{Field, Id, Value};
use std::any::Any;
use std::collections::BTreeMap;
use std::fmt::Debug;

/// Any record, seen through its declaration. Fields are counted as in `fields()`.
pub trait Record: Debug {
    fn as_any(&self) -> &dyn Any;
    fn boxed(&self) -> Box<dyn Record>;
    /// Equal, and of one kind.
    fn is_same(&self, other: &dyn Record) -> bool;
    fn fields(&self) -> &'static [Field];
    fn get(&self, field: usize) -> Value;
    /// False when the value has another shape than the field; then nothing is changed.
    fn put(&mut self, field: usize, value: Value) -> bool;
    fn is_empty_at(&self, field: usize) -> bool;
    /// All filled fields, one a line.
    fn print(&self, out: &mut String, columns: usize);
}

macro_rules! record {
    ($(#[$doc:meta])* $name:ident { $( $(#[$field_doc:meta])* $field:ident: $type:ty = $kind:expr, $zh:literal, $en:literal; )* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
        #[serde(default)]
        pub struct $name { $( $(#[$field_doc])* pub $field: $type, )* }

        impl $name {
            pub const FIELDS: &'static [$crate::workspace::Field] = &[
                $( $crate::workspace::Field {
                    name: stringify!($field), kind: $kind, label: $crate::text::Phrase::new($zh, $en),
                }, )*
            ];
        }

        // A kind and its type agree on the shape, or this does not compile.
        const _: () = { $( assert!($kind.shape().is(<$type as $crate::workspace::FieldType>::SHAPE)); )* };

        impl $crate::workspace::Record for $name {
            fn as_any(&self) -> &dyn std::any::Any {
                self
            }
            fn boxed(&self) -> Box<dyn $crate::workspace::Record> {
                Box::new(self.clone())
            }
            fn is_same(&self, other: &dyn $crate::workspace::Record) -> bool {
                other.as_any().downcast_ref() == Some(self)
            }
            fn fields(&self) -> &'static [$crate::workspace::Field] {
                Self::FIELDS
            }
            fn get(&self, field: usize) -> $crate::workspace::Value {
                let mut _n = 0;
                $( if field == _n { return $crate::workspace::FieldType::value(&self.$field); } _n += 1; )*
                $crate::workspace::Value::Unset
            }
            fn put(&mut self, field: usize, value: $crate::workspace::Value) -> bool {
                let mut _n = 0;
                $( if field == _n {
                    let Some(fits) = $crate::workspace::FieldType::from_value(value) else { return false };
                    self.$field = fits;
                    return true;
                } _n += 1; )*
                false
            }
            fn is_empty_at(&self, field: usize) -> bool {
                let mut _n = 0;
                $( if field == _n { return $crate::workspace::FieldType::is_empty(&self.$field); } _n += 1; )*
                true
            }
            fn print(&self, out: &mut String, columns: usize) {
                $( if !$crate::workspace::FieldType::is_empty(&self.$field) {
                    $crate::workspace::print::indent(out, columns);
                    out.push_str(concat!(stringify!($field), ": "));
                    $crate::workspace::FieldType::print(&self.$field, out, columns);
                    out.push_str(",\n");
                } )*
            }
        }
    };
}
pub(super) use record;

/// All records of one kind, sorted by id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Collection<T> {
    records: BTreeMap<Id, T>,
    /// What a plain map would silently drop: the other record of an id that stands twice in the file.
    twice: Vec<(Id, T)>,
}

impl<T> Default for Collection<T> {
    fn default() -> Self {
        Collection { records: BTreeMap::new(), twice: vec![] }
    }
}

impl<T: PartialEq> Collection<T> {
    /// Takes in a record as it is read; an identical second one is one.
    pub(super) fn read(&mut self, id: Id, record: T) {
        match self.records.get(&id) {
            None => {
                self.records.insert(id, record);
            }
            Some(same) if *same == record => {}
            Some(_) => self.twice.push((id, record)),
        }
    }
}

impl<T> Collection<T> {
    pub fn get(&self, id: &str) -> Option<&T> {
        self.records.get(id)
    }
    /// The id of a record as the collection holds it.
    pub fn key(&self, id: &str) -> Option<&Id> {
        self.records.get_key_value(id).map(|(id, _)| id)
    }
    pub fn iter(&self) -> impl Iterator<Item = (&Id, &T)> {
        self.records.iter()
    }
    pub fn len(&self) -> usize {
        self.records.len()
    }
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }
    pub fn contains(&self, id: &str) -> bool {
        self.records.contains_key(id)
    }
}

/// A collection of any kind.
pub trait Records {
    fn record(&self, id: &str) -> Option<&dyn Record>;
    fn record_mut(&mut self, id: &str) -> Option<&mut dyn Record>;
    /// A record with its id as the collection holds it.
    fn entry(&self, id: &str) -> Option<(&Id, &dyn Record)>;
    /// False when the id is taken.
    fn insert_empty(&mut self, id: &Id) -> bool;
    /// Puts a copy of a record of this kind there, over what there was; one of another kind is ignored.
    fn put(&mut self, id: &Id, record: &dyn Record);
    fn remove(&mut self, id: &str);
    fn ids(&self) -> Box<dyn Iterator<Item = &Id> + '_>;
    fn all(&self) -> Box<dyn Iterator<Item = (&Id, &dyn Record)> + '_>;
    fn count(&self) -> usize;
    /// The second records of ids that stood twice in the file, taken out to be merged.
    fn take_twice(&mut self) -> Vec<(Id, Box<dyn Record>)>;
}

impl<T: Record + Default + Clone + 'static> Records for Collection<T> {
    fn record(&self, id: &str) -> Option<&dyn Record> {
        self.records.get(id).map(|r| r as &dyn Record)
    }
    fn record_mut(&mut self, id: &str) -> Option<&mut dyn Record> {
        self.records.get_mut(id).map(|r| r as &mut dyn Record)
    }
    fn entry(&self, id: &str) -> Option<(&Id, &dyn Record)> {
        self.records.get_key_value(id).map(|(id, r)| (id, r as &dyn Record))
    }
    fn insert_empty(&mut self, id: &Id) -> bool {
        if self.records.contains_key(id) {
            return false;
        }
        self.records.insert(id.clone(), T::default());
        true
    }
    fn put(&mut self, id: &Id, record: &dyn Record) {
        if let Some(record) = record.as_any().downcast_ref::<T>() {
            self.records.insert(id.clone(), record.clone());
        }
    }
    fn remove(&mut self, id: &str) {
        self.records.remove(id);
    }
    fn ids(&self) -> Box<dyn Iterator<Item = &Id> + '_> {
        Box::new(self.records.keys())
    }
    fn all(&self) -> Box<dyn Iterator<Item = (&Id, &dyn Record)> + '_> {
        Box::new(self.records.iter().map(|(id, r)| (id, r as &dyn Record)))
    }
    fn count(&self) -> usize {
        self.records.len()
    }
    fn take_twice(&mut self) -> Vec<(Id, Box<dyn Record>)> {
        let twice = std::mem::take(&mut self.twice).into_iter();
        twice.map(|(id, record)| (id, Box::new(record) as Box<dyn Record>)).collect()
    }
}
