//! The details of exports as far as they were asked for: histograms, strips and worst rows are no part of a workspace.

use crate::profile::Profile;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is known of the exports that were asked for, by their hashes.
#[derive(Debug, Default)]
pub struct Profiles(BTreeMap<String, Known>);

#[derive(Debug, Clone, PartialEq)]
pub enum Known {
    /// It is looked for, or measured anew: bytes of how many.
    Coming(u64, u64),
    /// Neither the details nor the file are on this machine.
    Absent,
    Here(Arc<Profile>),
}

impl Profiles {
    pub fn of(&self, hash: &str) -> Option<&Known> {
        self.0.get(hash)
    }

    pub fn put(&mut self, hash: &str, known: Known) {
        self.0.insert(hash.to_owned(), known);
    }

    pub fn here(&self, hash: &str) -> Option<&Profile> {
        match self.of(hash) {
            Some(Known::Here(profile)) => Some(profile),
            _ => None,
        }
    }

    /// How far those are that are on their way.
    pub fn coming(&self) -> Vec<(u64, u64)> {
        let coming =
            |known: &Known| if let Known::Coming(done, of) = known { Some((*done, *of)) } else { None };
        self.0.values().filter_map(coming).collect()
    }
}
