//! `Edit`: the only way a workspace changes. Few and general, plain data; applying one returns its inverse.
//! A `Set` names the value that it replaces and is refused when the field no longer holds it: that is what
//! makes undo safe after somebody else's changes came in.

use super::{Caps, Dispute, Id, Kind, Misfit, RecordKind, Value, Workspace};
use crate::text::{Lang, show};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use thiserror::Error;

/// The place of one field. `field` is a name, or `name/key` for one entry of a map (`cells/ip`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    pub kind: RecordKind,
    pub id: Id,
    pub field: String,
}

impl At {
    pub fn new(kind: RecordKind, id: &Id, field: &str) -> At {
        At { kind, id: id.clone(), field: field.to_owned() }
    }

    pub fn task(id: &Id, field: &str) -> At {
        At::new(RecordKind::Task, id, field)
    }

    /// A field of the project.
    pub fn project(field: &str) -> At {
        let id = Id::new("project").expect("a sound id");
        At { kind: RecordKind::Project, id, field: field.to_owned() }
    }

    /// `tasks/4a.3/owner`, `rows/r…/cells/ip`, `project/name`: see `Display`. None when it names no field.
    pub fn from_key(key: &str) -> Option<At> {
        let (collection, rest) = key.split_once('/')?;
        let kind = *RecordKind::ALL.iter().find(|kind| kind.collection() == collection)?;
        if kind == RecordKind::Project {
            return Some(At::project(rest));
        }
        let (id, field) = rest.split_once('/')?;
        Some(At { kind, id: Id::new(id)?, field: field.to_owned() })
    }

    /// The name of the field, and the key inside a map.
    pub fn parts(&self) -> (&str, Option<&str>) {
        match self.field.split_once('/') {
            Some((name, key)) => (name, Some(key)),
            None => (&self.field, None),
        }
    }

    /// A field, or one key of a map: what can be disputed. A map as a whole is not, nor a key of what is no map.
    pub fn is_one_value(&self) -> bool {
        let field = self.index().and_then(|index| self.kind.fields().get(index));
        field.is_some_and(|field| matches!(field.kind, Kind::Map(_)) == self.parts().1.is_some())
    }

    /// What kind of value lies there: of a map with a key, that of its entries.
    pub fn value_kind(&self) -> Option<&'static Kind> {
        let kind = &self.kind.fields().get(self.index()?)?.kind;
        match (kind, self.parts().1) {
            (Kind::Map(inner), Some(_)) => Some(inner),
            _ => Some(kind),
        }
    }

    /// Where the field stands among those of its kind of record.
    pub fn index(&self) -> Option<usize> {
        self.kind.fields().iter().position(|field| field.name == self.parts().0)
    }
}

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.kind {
            RecordKind::Project => write!(f, "project/{}", self.field),
            kind => write!(f, "{}/{}/{}", kind.collection(), self.id, self.field),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    Set {
        at: At,
        was: Value,
        now: Value,
    },
    Add {
        kind: RecordKind,
        id: Id,
        fields: Vec<(String, Value)>,
    },
    Remove {
        kind: RecordKind,
        id: Id,
    },
    /// A dispute begins or ends without a change of the field. Setting the field ends its dispute anyway, and
    /// so does removing the record.
    Dispute {
        key: String,
        was: Option<Dispute>,
        now: Option<Dispute>,
    },
    /// All or none.
    All(Vec<Edit>),
}

impl Edit {
    /// The records that it takes away. Of the edit that makes a step again, those that came back with its undo.
    pub fn taken_away(&self) -> BTreeSet<&Id> {
        match self {
            Edit::Remove { id, .. } => BTreeSet::from([id]),
            Edit::All(edits) => edits.iter().flat_map(Edit::taken_away).collect(),
            Edit::Set { .. } | Edit::Add { .. } | Edit::Dispute { .. } => BTreeSet::new(),
        }
    }
}

impl Workspace {
    /// Copies the records and disputes that an edit touches as another workspace holds them.
    pub(crate) fn put_touched(&mut self, from: &Workspace, edit: &Edit) {
        match edit {
            Edit::Set { at: At { kind, id, .. }, .. }
            | Edit::Add { kind, id, .. }
            | Edit::Remove { kind, id } => {
                if let Some(record) = from.record(*kind, id.as_str()) {
                    self.put_record(*kind, id, record);
                }
            }
            Edit::Dispute { key, .. } => {
                if let Some(dispute) = from.disputes.get(key) {
                    self.disputes.insert(key.clone(), dispute.clone());
                }
            }
            Edit::All(edits) => edits.iter().for_each(|edit| self.put_touched(from, edit)),
        }
    }
}

/// Why an edit was not made; nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    #[error("no record {0}")]
    NoRecord(String),
    #[error("no field {0}")]
    NoField(String),
    #[error("{0} takes another shape")]
    Shape(String),
    #[error("the id {0} is taken")]
    Taken(String),
    #[error("{at} has changed meanwhile")]
    Stale { at: String, holds: Value },
    #[error("{0:?} would wait for itself")]
    Circle(Vec<String>),
    #[error("{0} is neither element, task nor register")]
    Unknown(String),
    #[error("{field}: {misfit}")]
    Misfit { field: String, misfit: Misfit },
    #[error("there is nothing in that direction")]
    Edge,
    #[error("no dispute about {0}")]
    NoDispute(String),
}

impl Refusal {
    pub fn say(&self, lang: Lang) -> String {
        let text = match (self, lang) {
            (Refusal::NoRecord(id), Lang::Zh) => format!("没有记录 {id}"),
            (Refusal::NoRecord(id), Lang::En) => format!("there is no record {id}"),
            (Refusal::NoField(name), Lang::Zh) => format!("没有字段 {name}"),
            (Refusal::NoField(name), Lang::En) => format!("there is no field {name}"),
            (Refusal::Shape(name), Lang::Zh) => format!("字段 {name} 不接受这种值"),
            (Refusal::Shape(name), Lang::En) => format!("field {name} takes another shape of value"),
            (Refusal::Taken(id), Lang::Zh) => format!("编号 {id} 已被使用"),
            (Refusal::Taken(id), Lang::En) => format!("the id {id} is taken"),
            (Refusal::Stale { at, .. }, Lang::Zh) => format!("{at} 已被改动，未覆盖"),
            (Refusal::Stale { at, .. }, Lang::En) => {
                format!("{at} was changed meanwhile and is left as it is")
            }
            (Refusal::Circle(ids), Lang::Zh) => format!("会形成循环：{}", ids.join(" → ")),
            (Refusal::Circle(ids), Lang::En) => format!("this would make a circle: {}", ids.join(" → ")),
            (Refusal::Unknown(key), Lang::Zh) => format!("没有编号为 {key} 的要素、任务或台账"),
            (Refusal::Unknown(key), Lang::En) => {
                format!("{key} is neither an element, a task nor a register")
            }
            (Refusal::Misfit { field, misfit }, Lang::Zh) => format!("{field}：{}", misfit.say(lang)),
            (Refusal::Misfit { field, misfit }, Lang::En) => format!("{field}: {}", misfit.say(lang)),
            (Refusal::NoDispute(key), Lang::Zh) => format!("{key} 没有待裁定的争议"),
            (Refusal::NoDispute(key), Lang::En) => format!("there is no dispute about {key}"),
            (Refusal::Edge, Lang::Zh) => "已到边界，无法再移动".into(),
            (Refusal::Edge, Lang::En) => "there is nothing in that direction".into(),
        };
        show(&text).into_owned()
    }

    /// What to do about it.
    pub fn next(&self, lang: Lang) -> String {
        match (self, lang) {
            (Refusal::NoRecord(_) | Refusal::Unknown(_), Lang::Zh) => "用 list 或界面查看编号".into(),
            (Refusal::NoRecord(_) | Refusal::Unknown(_), Lang::En) => {
                "see the ids with list or on the screen".into()
            }
            (Refusal::NoField(_), Lang::Zh) => "字段名见 wubu task set --help".into(),
            (Refusal::NoField(_), Lang::En) => "the fields are listed by wubu task set --help".into(),
            (Refusal::Shape(_), Lang::Zh) => "换一种写法再试".into(),
            (Refusal::Shape(_), Lang::En) => "write it in another way".into(),
            (Refusal::Taken(_), Lang::Zh) => "换一个编号".into(),
            (Refusal::Taken(_), Lang::En) => "choose another id".into(),
            (Refusal::Stale { .. }, Lang::Zh) => "看过现值后再改".into(),
            (Refusal::Stale { .. }, Lang::En) => "look at its present value, then change it".into(),
            (Refusal::Circle(_), Lang::Zh) => "先去掉其中一个前置关系或上级".into(),
            (Refusal::Circle(_), Lang::En) => "take one of these links away first".into(),
            (Refusal::Misfit { misfit, .. }, lang) => misfit.next(lang),
            (Refusal::NoDispute(_), Lang::Zh) => "可能已有人裁定；用 wubu check 查看其余争议".into(),
            (Refusal::NoDispute(_), Lang::En) => {
                "somebody may have settled it; wubu check lists the others".into()
            }
            (Refusal::Edge, Lang::Zh) => "换个方向，或先调整上级".into(),
            (Refusal::Edge, Lang::En) => "go the other way, or move its parent first".into(),
        }
    }
}

impl Workspace {
    /// What a field holds; None when there is no such record or field.
    pub fn get(&self, at: &At) -> Option<Value> {
        let value = self.record(at.kind, at.id.as_str())?.get(at.index()?);
        match (at.parts().1, value) {
            (None, value) => Some(value),
            (Some(key), Value::Map(mut map)) => Some(map.remove(key).unwrap_or(Value::Unset)),
            (Some(_), Value::Unset) => Some(Value::Unset),
            (Some(_), _) => None,
        }
    }

    fn put(&mut self, at: &At, value: Value) -> Result<(), Refusal> {
        let field = at.index().ok_or_else(|| Refusal::NoField(at.field.clone()))?;
        if value.longest().max(at.parts().1.map_or(0, str::len)) > Caps::STRING {
            return Err(Refusal::Misfit { field: at.field.clone(), misfit: Misfit::TooLong });
        }
        let no_record = || Refusal::NoRecord(at.id.to_string());
        let record = self.record_mut(at.kind, at.id.as_str()).ok_or_else(no_record)?;
        let whole = match at.parts().1 {
            None => value,
            Some(key) => {
                let mut map = match record.get(field) {
                    Value::Map(map) => map,
                    _ => BTreeMap::new(),
                };
                map.insert(key.to_owned(), value);
                Value::Map(map)
            }
        };
        if record.put(field, whole) { Ok(()) } else { Err(Refusal::Shape(at.field.clone())) }
    }

    /// A `Set` from what the field holds now.
    pub fn set(&self, at: At, now: Value) -> Result<Edit, Refusal> {
        if self.record(at.kind, at.id.as_str()).is_none() {
            return Err(Refusal::NoRecord(at.id.to_string()));
        }
        let was = self.get(&at).ok_or_else(|| Refusal::NoField(at.field.clone()))?;
        Ok(Edit::Set { at, was, now })
    }

    /// The only writer. Returns the inverse; a refused edit changes nothing.
    pub fn apply(&mut self, edit: Edit) -> Result<Edit, Refusal> {
        match edit {
            Edit::Set { at, was, now } => {
                if self.record(at.kind, at.id.as_str()).is_none() {
                    return Err(Refusal::NoRecord(at.id.to_string()));
                }
                let holds = self.get(&at).ok_or_else(|| Refusal::NoField(at.field.clone()))?;
                // Another word for nothing is nothing: the inverse names what the field then holds.
                let (was, now) = (was.canonical(), now.canonical());
                if holds != was {
                    return Err(Refusal::Stale { at: at.to_string(), holds });
                }
                self.put(&at, now.clone())?;
                let settled = self.forget(&at.to_string());
                Ok(with_disputes(Edit::Set { at, was: now, now: was }, settled))
            }
            Edit::Add { kind, id, fields } => {
                // An id of another collection is no obstacle here, or a record that came in beside its
                // namesake (by a text merge) could be removed but not brought back. `fresh_id` avoids
                // such ids and `check` tells them.
                if !self.records_mut(kind).is_some_and(|records| records.insert_empty(&id)) {
                    return Err(Refusal::Taken(id.to_string()));
                }
                for (field, value) in fields {
                    if let Err(refusal) = self.put(&At { kind, id: id.clone(), field }, value) {
                        self.take(kind, &id);
                        return Err(refusal);
                    }
                }
                Ok(Edit::Remove { kind, id })
            }
            Edit::Remove { kind, id } => {
                let Some(records) = self.records(kind) else { return Err(Refusal::NoRecord(id.to_string())) };
                let record = records.record(id.as_str()).ok_or_else(|| Refusal::NoRecord(id.to_string()))?;
                let filled = record.fields().iter().enumerate().filter(|(i, _)| !record.is_empty_at(*i));
                let fields = filled.map(|(i, field)| (field.name.to_owned(), record.get(i))).collect();
                self.take(kind, &id);
                let settled = self.forget_all(kind, &id);
                Ok(with_disputes(Edit::Add { kind, id, fields }, settled))
            }
            Edit::Dispute { key, was, now } => {
                if self.disputes.get(&key) != was.as_ref() {
                    let holds = At::from_key(&key).and_then(|at| self.get(&at)).unwrap_or(Value::Unset);
                    return Err(Refusal::Stale { at: key, holds });
                }
                match now.clone() {
                    Some(dispute) => self.disputes.insert(key.clone(), dispute),
                    None => self.disputes.remove(&key),
                };
                Ok(Edit::Dispute { key, was: now, now: was })
            }
            Edit::All(edits) => {
                let mut inverses = vec![];
                for edit in edits {
                    match self.apply(edit) {
                        Ok(inverse) => inverses.push(inverse),
                        Err(refusal) => {
                            for inverse in inverses.into_iter().rev() {
                                self.apply(inverse).expect("an inverse fits what its edit just wrote");
                            }
                            return Err(refusal);
                        }
                    }
                }
                inverses.reverse();
                Ok(Edit::All(inverses))
            }
        }
    }

    fn forget(&mut self, key: &str) -> Vec<(String, Dispute)> {
        self.disputes.remove_entry(key).into_iter().collect()
    }

    /// The disputes about a record and its fields, taken out.
    fn forget_all(&mut self, kind: RecordKind, id: &Id) -> Vec<(String, Dispute)> {
        let record = super::dispute::key_of(kind, id);
        let below = format!("{record}/");
        let keys = self.disputes.range(record.clone()..).map(|(key, _)| key);
        let keys: Vec<String> = keys
            .take_while(|key| key.starts_with(&record))
            .filter(|key| **key == record || key.starts_with(&below))
            .cloned()
            .collect();
        keys.iter().flat_map(|key| self.forget(key)).collect()
    }

    fn take(&mut self, kind: RecordKind, id: &Id) {
        if let Some(records) = self.records_mut(kind) {
            records.remove(id.as_str());
        }
    }
}

/// An inverse that also brings back the disputes that its edit ended.
fn with_disputes(inverse: Edit, ended: Vec<(String, Dispute)>) -> Edit {
    if ended.is_empty() {
        return inverse;
    }
    let back = ended.into_iter().map(|(key, dispute)| Edit::Dispute { key, was: None, now: Some(dispute) });
    Edit::All(std::iter::once(inverse).chain(back).collect())
}
