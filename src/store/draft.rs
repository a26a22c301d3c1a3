//! What somebody was typing when the program was cut off: kept as it was typed, never read as a value before
//! it is in its form again.

use crate::workspace::{At, Id, RecordKind};
use ron::ser::PrettyConfig;
use serde::{Deserialize, Serialize};

/// The open form, or the open text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The title of what was open, in the language of that moment.
    pub title: String,
    pub of: DraftOf,
    /// Fields that were touched, and what was typed there.
    pub typed: Vec<(String, String)>,
    /// What those fields held when the typing began: if they hold something else when it goes on, both count.
    #[serde(default)]
    pub held: Vec<(String, String)>,
}

/// What was being written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum DraftOf {
    /// Fields of one or several records: the name of their collection, and their ids.
    Records(String, Vec<String>),
    /// A new task, of this element.
    NewTask(String),
    /// New evidence of a task.
    Evidence(String),
    /// One field, by its key (`tasks/4a.3/note`).
    Field(String),
    /// The decision of a dispute, by its key.
    Dispute(String),
}

impl Draft {
    pub fn new(title: &str, of: DraftOf, typed: Vec<(String, String)>) -> Draft {
        Draft { title: title.to_owned(), of, typed, held: vec![] }
    }

    pub fn to_text(&self) -> String {
        ron::ser::to_string_pretty(self, PrettyConfig::new().new_line("\n")).unwrap_or_default()
    }

    /// None when it is none of ours.
    pub fn from_text(text: &str) -> Option<Draft> {
        ron::from_str(text).ok()
    }
}

impl DraftOf {
    /// The field of this name, where the draft is about one record.
    pub fn at(&self, field: &str) -> Option<At> {
        match self {
            DraftOf::Field(key) => At::from_key(key),
            DraftOf::Records(collection, ids) => {
                let kind = RecordKind::ALL.iter().find(|kind| kind.collection() == collection)?;
                let [id] = ids.as_slice() else { return None };
                Some(At::new(*kind, &Id::new(id)?, field))
            }
            DraftOf::NewTask(_) | DraftOf::Evidence(_) | DraftOf::Dispute(_) => None,
        }
    }

    pub fn records(kind: RecordKind, ids: &[Id]) -> DraftOf {
        DraftOf::Records(kind.collection().into(), ids.iter().map(|id| id.as_str().to_owned()).collect())
    }

    pub fn field(at: &At) -> DraftOf {
        DraftOf::Field(at.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_as_it_was() {
        let draft = Draft {
            title: "任务 4a.3".into(),
            of: DraftOf::Field("tasks/4a.3/note".into()),
            typed: vec![("note".into(), "第一行\n\"引号\" \\ 与 \u{1f600}\t".into())],
            held: vec![("note".into(), String::new())],
        };
        assert_eq!(Draft::from_text(&draft.to_text()), Some(draft));
        assert_eq!(Draft::from_text("("), None);
    }
}
