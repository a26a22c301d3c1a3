//! Things of one kind in the order of their file, found by key.

use std::collections::HashMap;

use serde::de::DeserializeOwned;

pub trait Keyed {
    fn key(&self) -> &str;
}

#[derive(Debug)]
pub struct Shelf<T> {
    things: Vec<T>,
    by_key: HashMap<String, usize>,
}

impl<T: Keyed> Shelf<T> {
    pub fn new(things: Vec<T>) -> Shelf<T> {
        let by_key = things.iter().enumerate().map(|(i, thing)| (thing.key().to_owned(), i)).collect();
        Shelf { things, by_key }
    }

    pub fn all(&self) -> &[T] {
        &self.things
    }

    pub fn get(&self, key: &str) -> Option<&T> {
        self.things.get(*self.by_key.get(key)?)
    }
}

impl<T: Keyed + DeserializeOwned> Shelf<T> {
    /// From a file that is part of the program.
    pub fn read(embedded: &str) -> Shelf<T> {
        Shelf::new(ron::from_str(embedded).expect("the guide's data is checked by tests/guide.rs"))
    }
}
