//! `Dispute`: two different changes of one field, both kept in the file until somebody decides.

use super::{At, Value, Workspace};
use serde::Deserialize;
use std::collections::BTreeSet;

/// Its key in the file is `tasks/4a.3/owner`, or `tasks/4a.3` alone for deleted against edited. No sides and
/// no names are stored: swapping sides gives the same bytes; who and when is git's to tell.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Dispute {
    /// The candidates.
    pub of: BTreeSet<Value>,
    /// What the field held before, in the versions that the candidates left.
    pub was: BTreeSet<Value>,
    /// Marks of those versions.
    #[serde(deserialize_with = "super::read::marks")]
    pub at: BTreeSet<String>,
}

impl Dispute {
    /// What the record holds while nobody has decided: the base, or the smallest candidate if there was none.
    pub fn held(&self) -> Option<&Value> {
        self.was.first().or(self.of.first())
    }
}

impl Workspace {
    /// The disputes that still wait for a decision. A record that holds anything but the held value was
    /// settled by hand; a dispute about a record that is not there is kept and shown.
    pub fn open_disputes(&self) -> impl Iterator<Item = (&str, &Dispute)> {
        self.disputes.iter().map(|(key, dispute)| (key.as_str(), dispute)).filter(|(key, dispute)| {
            let holds = At::from_key(key).and_then(|at| self.get(&at));
            holds.is_none_or(|holds| dispute.held() == Some(&holds))
        })
    }
}
