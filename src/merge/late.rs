//! Typing takes time, and meanwhile somebody else may have changed the field: what was typed then meets their
//! change as it would have in a merge, and overwrites nothing unseen.

use super::FieldChange;
use super::rule::{State, merge_state};
use crate::workspace::Edit;

/// The edit as it is to be made where these changes came in after its author had begun.
pub fn late(edit: Edit, missed: &[FieldChange]) -> Edit {
    match edit {
        Edit::All(edits) => Edit::All(edits.into_iter().map(|edit| late(edit, missed)).collect()),
        Edit::Set { at, was, now } => {
            let change = missed.iter().find(|change| change.at == at && change.now == was);
            let (Some(change), Some(kind)) = (change, at.value_kind()) else {
                return Edit::Set { at, was, now };
            };
            let settled = |value| State::Settled(value);
            let base = settled(change.was.clone());
            let met = merge_state(kind, Some(&base), &settled(now), &settled(was.clone()));
            let key = at.to_string();
            let set = Edit::Set { at, was, now: met.held() };
            match met {
                State::Settled(_) => set,
                State::Disputed(now) => {
                    Edit::All(vec![set, Edit::Dispute { key, was: None, now: Some(now) }])
                }
            }
        }
        edit => edit,
    }
}

/// Adds later changes to earlier ones; of a field that changed twice, the first value and the last count.
pub fn gather(missed: &mut Vec<FieldChange>, later: impl IntoIterator<Item = FieldChange>) {
    for change in later {
        match missed.iter_mut().find(|earlier| earlier.at == change.at) {
            Some(earlier) => earlier.now = change.now,
            None => missed.push(change),
        }
    }
}
