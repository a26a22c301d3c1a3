//! Filling in the working papers: records that begin with the first thing that is written into them.

use super::change::with;
use super::{Assign, At, Decision, Edit, How, Id, RecordKind, Refusal, Value, Workspace};
use jiff::civil::Date;

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

/// Fields of a working paper as typed (`grounds/option/criterion` for an entry of a map); the record begins with
/// them where it is not there yet.
pub fn fill_typed(
    workspace: &Workspace,
    kind: RecordKind,
    id: &Id,
    assigns: &[Assign],
    today: Date,
) -> Result<Edit, Refusal> {
    let mut fields = vec![];
    for Assign { field, how, text } in assigns {
        let at = At::new(kind, id, field);
        let declared = at.value_kind().ok_or_else(|| Refusal::NoField(field.clone()))?;
        let misfit = |misfit| Refusal::Misfit { field: field.clone(), misfit };
        let typed = declared.parse(text, today).map_err(misfit)?;
        let now = match how {
            How::Replace => typed,
            _ => with(&workspace.get(&at).unwrap_or(Value::Unset), &typed, *how),
        };
        fields.push((field.clone(), now));
    }
    fill(workspace, kind, id, fields)
}

/// Adds an option of the users' own to a decision; its key comes back beside the edit.
pub fn add_option(
    workspace: &Workspace,
    decision: &Id,
    name: Value,
    random: &mut fastrand::Rng,
) -> Result<(String, Edit), Refusal> {
    let key = fresh_option(workspace, decision, random);
    let fields = vec![(format!("options/{key}"), name)];
    Ok((key, fill(workspace, RecordKind::Decision, decision, fields)?))
}

/// A key for an option that the decision does not have.
pub fn fresh_option(workspace: &Workspace, decision: &Id, random: &mut fastrand::Rng) -> String {
    let held = workspace.decisions.get(decision.as_str());
    loop {
        let key = Id::random('o', random).to_string();
        if held.is_none_or(|held| held.options.get(&key).is_none()) {
            return key;
        }
    }
}

/// Takes an option out of a decision with all that was written about it.
pub fn drop_option(workspace: &Workspace, decision: &Id, option: &str) -> Result<Edit, Refusal> {
    let empty = Decision::default();
    let held = workspace.decisions.get(decision.as_str()).unwrap_or(&empty);
    let below = format!("{option}/");
    let mut fields = vec![];
    for (name, map) in super::Record::fields(held).iter().enumerate().filter_map(|(at, field)| {
        match super::Record::get(held, at) {
            Value::Map(map) => Some((field.name, map)),
            _ => None,
        }
    }) {
        let about = map.into_keys().filter(|key| key == option || key.starts_with(&below));
        fields.extend(about.map(|key| (format!("{name}/{key}"), Value::Unset)));
    }
    let choice = held.choice.iter().filter(|key| *key != option);
    fields.push(("choice".into(), Value::set(choice)));
    fill(workspace, RecordKind::Decision, decision, fields)
}

/// New evidence of a task, linked to a criterion of a gate in the same step.
pub fn proof(
    workspace: &Workspace,
    (id, task): (&Id, &Id),
    criterion: &Id,
    assigns: &[Assign],
    today: Date,
) -> Result<Edit, Refusal> {
    let link = [Assign { field: "evidence".into(), how: How::Plus, text: id.to_string() }];
    Ok(Edit::All(vec![
        super::evidence(workspace, id, task, assigns, today)?,
        fill_typed(workspace, RecordKind::Criterion, criterion, &link, today)?,
    ]))
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

    const DAY: Date = jiff::civil::date(2026, 11, 20);

    #[test]
    fn what_is_typed_begins_the_record_and_is_judged_like_any_field() {
        let mut workspace = Workspace::default();
        let id = Id::new("G1.budget").unwrap();
        let assigns = [Assign::new("answer", "是"), Assign::new("on", "+1")];
        let edit = fill_typed(&workspace, RecordKind::Criterion, &id, &assigns, DAY).unwrap();
        workspace.apply(edit).unwrap();
        let held = workspace.criteria.get("G1.budget").unwrap();
        assert_eq!((held.answer.as_str(), held.on.as_str()), ("yes", "2026-11-21"));
        let wrong = [Assign::new("until", "明明天")];
        let refused = fill_typed(&workspace, RecordKind::Criterion, &id, &wrong, DAY);
        assert!(matches!(refused, Err(Refusal::Misfit { field, .. }) if field == "until"));
        let unknown = [Assign::new("colour", "red")];
        let refused = fill_typed(&workspace, RecordKind::Criterion, &id, &unknown, DAY);
        assert_eq!(refused, Err(Refusal::NoField("colour".into())));
    }

    #[test]
    fn an_option_goes_with_all_that_is_about_it_and_comes_back_with_it() {
        let mut workspace = Workspace::default();
        let id = Id::new("provider").unwrap();
        let mut random = fastrand::Rng::with_seed(1);
        let (key, edit) = add_option(&workspace, &id, Value::text("华信"), &mut random).unwrap();
        workspace.apply(edit).unwrap();
        let fields = vec![
            (format!("scores/{key}/technology"), Value::text("4")),
            (format!("grounds/{key}/technology"), Value::prose("样机")),
            (format!("facts/{key}/poc"), Value::text("yes")),
            ("scores/other/technology".to_owned(), Value::text("2")),
            ("choice".to_owned(), Value::set([key.as_str(), "other"])),
        ];
        workspace.apply(fill(&workspace, RecordKind::Decision, &id, fields).unwrap()).unwrap();
        let before = workspace.clone();
        let back = workspace.apply(drop_option(&workspace, &id, &key).unwrap()).unwrap();
        let held = workspace.decisions.get("provider").unwrap();
        assert_eq!(held.choice.iter().collect::<Vec<_>>(), ["other"]);
        assert!(!format!("{workspace:?}").contains(&key));
        assert_eq!(held.scores.get("other/technology").unwrap().as_str(), "2");
        workspace.apply(back).unwrap();
        assert_eq!(workspace, before);
    }
}
