//! Filling in the working papers: records that begin with the first thing that is written into them.

use super::{At, Edit, Id, RecordKind, Refusal, Value, Workspace};

/// Sets fields of a record (`name`, or `name/key` of a map), which is made where it is not there yet. Nothing
/// changes: an empty `All`.
pub fn fill(
    workspace: &Workspace,
    kind: RecordKind,
    id: &Id,
    fields: Vec<(String, Value)>,
) -> Result<Edit, Refusal> {
    let mut edits = vec![];
    let mut draft = Workspace::default();
    let from = if workspace.record(kind, id.as_str()).is_some() {
        workspace
    } else {
        let add = Edit::Add { kind, id: id.clone(), fields: vec![] };
        draft.apply(add.clone())?;
        if fields.iter().any(|(_, value)| !value.is_unset()) {
            edits.push(add);
        }
        &draft
    };
    for (field, now) in fields {
        let edit = from.set(At::new(kind, id, &field), now.canonical())?;
        if !matches!(&edit, Edit::Set { was, now, .. } if was == now) {
            edits.push(edit);
        }
    }
    Ok(Edit::All(edits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_begins_with_what_is_written_and_nothing_is_written_twice() {
        let mut workspace = Workspace::default();
        let id = Id::new("modes").unwrap();
        let score = |text: &str| vec![("scores/a/b".to_owned(), Value::text(text))];
        assert_eq!(fill(&workspace, RecordKind::Decision, &id, score("")), Ok(Edit::All(vec![])));
        let edit = fill(&workspace, RecordKind::Decision, &id, score("3")).unwrap();
        let back = workspace.apply(edit).unwrap();
        assert_eq!(workspace.decisions.get("modes").unwrap().scores.get("a/b").unwrap().as_str(), "3");
        assert_eq!(fill(&workspace, RecordKind::Decision, &id, score("3")), Ok(Edit::All(vec![])));
        workspace.apply(back).unwrap();
        assert_eq!(workspace, Workspace::default());
    }
}
