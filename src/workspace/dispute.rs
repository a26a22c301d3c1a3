//! `Dispute`: two different changes of one field, or a deletion against a change: both kept in the file until
//! somebody decides.

use super::{At, Edit, Id, RecordKind, Refusal, Value, Workspace};
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

    fn is_empty(&self) -> bool {
        self.of.is_empty() && self.was.is_empty() && self.at.is_empty()
    }
}

/// What a dispute is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// One side set the field to something else than the other.
    Field(At),
    /// One side deleted the record, the other went on working on it or on something below it.
    Record(RecordKind, Id),
}

impl Subject {
    /// None when the key names nothing that this program knows.
    pub fn from_key(key: &str) -> Option<Subject> {
        if let Some(at) = At::from_key(key) {
            return at.index().map(|_| Subject::Field(at));
        }
        let (collection, id) = key.split_once('/')?;
        let kind = RecordKind::ALL.iter().find(|kind| kind.collection() == collection)?;
        Some(Subject::Record(*kind, Id::new(id)?))
    }

    pub fn kind(&self) -> RecordKind {
        match self {
            Subject::Field(at) => at.kind,
            Subject::Record(kind, _) => *kind,
        }
    }

    pub fn id(&self) -> &Id {
        match self {
            Subject::Field(at) => &at.id,
            Subject::Record(_, id) => id,
        }
    }
}

/// The key of the dispute about a whole record.
pub fn key_of(kind: RecordKind, id: &Id) -> String {
    format!("{}/{id}", kind.collection())
}

impl Workspace {
    /// The disputes that still wait for a decision. A record that holds anything but the held value was
    /// settled by hand; a dispute about what is not there, or is no one value, is kept and shown; one that says
    /// nothing is none.
    pub fn open_disputes(&self) -> impl Iterator<Item = (&str, &Dispute)> {
        self.disputes.iter().map(|(key, dispute)| (key.as_str(), dispute)).filter(|(key, dispute)| {
            let at = At::from_key(key).filter(At::is_one_value);
            let holds = at.and_then(|at| self.get(&at));
            holds.is_none_or(|holds| dispute.held() == Some(&holds)) && !dispute.is_empty()
        })
    }

    /// Gives a disputed field the value that was decided on.
    pub fn settle(&self, key: &str, now: Value) -> Result<Edit, Refusal> {
        let dispute = self.disputes.get(key).ok_or_else(|| Refusal::NoDispute(key.to_owned()))?;
        let at = At::from_key(key).ok_or_else(|| Refusal::NoField(key.to_owned()))?;
        let Edit::Set { at, was, now } = self.set(at, now.canonical())? else {
            unreachable!("`set` makes a `Set`")
        };
        if was == now {
            // The decision is to leave the field as it is.
            return Ok(Edit::Dispute { key: key.to_owned(), was: Some(dispute.clone()), now: None });
        }
        Ok(Edit::Set { at, was, now })
    }

    /// Ends a dispute and leaves everything else as it is: a record stays that somebody had deleted; a note
    /// about a record that is not there goes.
    pub fn dismiss(&self, key: &str) -> Result<Edit, Refusal> {
        let dispute = self.disputes.get(key).ok_or_else(|| Refusal::NoDispute(key.to_owned()))?;
        Ok(Edit::Dispute { key: key.to_owned(), was: Some(dispute.clone()), now: None })
    }
}
