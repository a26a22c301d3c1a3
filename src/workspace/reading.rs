//! What people do to indicators: add a row of the register `kpi` and change it, add readings, take one over as the
//! actual value of the table, remove an indicator with its readings.

use super::{Assign, At, Edit, Id, Kind, RecordKind, Refusal, Value, Workspace, assign};
use jiff::civil::Date;

/// A new reading of an indicator, its fields as typed.
pub fn reading(
    workspace: &Workspace,
    id: &Id,
    row: &Id,
    assigns: &[Assign],
    today: Date,
) -> Result<Edit, Refusal> {
    if !workspace.rows.contains(row.as_str()) {
        return Err(Refusal::NoRecord(row.to_string()));
    }
    // Filled in on a copy that holds nothing else: the fields are judged by the same rules as later changes.
    let mut alone = Workspace::default();
    alone.apply(Edit::Add { kind: RecordKind::Reading, id: id.clone(), fields: vec![] })?;
    let filled = assign(&alone, RecordKind::Reading, id, assigns, today)?;
    alone.apply(filled)?;
    let under = alone.set(At::new(RecordKind::Reading, id, "row"), Value::text(row.as_str()))?;
    alone.apply(under)?;
    // What takes the record away again is, undone, what adds it as it stands.
    alone.apply(Edit::Remove { kind: RecordKind::Reading, id: id.clone() })
}

/// Cells of a row of `kpi` as typed, each read by the kind that its field of the form has.
pub fn fill_indicator(
    workspace: &Workspace,
    id: &Id,
    typed: &[(Assign, Kind)],
    today: Date,
) -> Result<Edit, Refusal> {
    let mut edits = vec![];
    for (cell, now) in cells(typed, today)? {
        let edit = workspace.set(At::new(RecordKind::Row, id, &cell), now)?;
        if !matches!(&edit, Edit::Set { was, now, .. } if was == now) {
            edits.push(edit);
        }
    }
    Ok(Edit::All(edits))
}

/// A row of `kpi` at this rank.
pub fn new_indicator(id: &Id, rank: String, typed: &[(Assign, Kind)], today: Date) -> Result<Edit, Refusal> {
    let mut alone = Workspace::default();
    let heads = [("register", Value::text("kpi")), ("rank", Value::text(rank))];
    let fields = heads.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    alone.apply(Edit::Add { kind: RecordKind::Row, id: id.clone(), fields })?;
    let filled = fill_indicator(&alone, id, typed, today)?;
    alone.apply(filled)?;
    alone.apply(Edit::Remove { kind: RecordKind::Row, id: id.clone() })
}

fn cells(typed: &[(Assign, Kind)], today: Date) -> Result<Vec<(String, Value)>, Refusal> {
    let cell = |(assign, kind): &(Assign, Kind)| {
        let misfit = |misfit| Refusal::Misfit { field: assign.field.clone(), misfit };
        let value = kind.parse(&assign.text, today).map_err(misfit)?;
        let map = if *kind == Kind::Prose { "prose" } else { "cells" };
        Ok((format!("{map}/{}", assign.field), value))
    };
    typed.iter().map(cell).collect()
}

/// The value of a reading becomes the actual value of its row, with its period; and where it was counted otherwise
/// than before, the row says so.
pub fn take_over(workspace: &Workspace, id: &Id) -> Result<Edit, Refusal> {
    let reading = workspace.readings.get(id.as_str()).ok_or_else(|| Refusal::NoRecord(id.to_string()))?;
    let row = workspace.rows.key(reading.row.as_str());
    let row = row.ok_or_else(|| Refusal::NoRecord(reading.row.as_str().to_owned()))?;
    let (since, on) = (reading.since.as_str(), reading.on.as_str());
    let since = if since.is_empty() { on } else { since };
    let mut cells = vec![("actual", reading.value.as_str().to_owned())];
    if !on.is_empty() {
        cells.push(("actual_period", format!("{since}~{on}")));
    }
    if !reading.change.is_empty() {
        cells.push(("redefined", "yes".to_owned()));
    }
    let set = |(key, text): (&str, String)| {
        workspace.set(At::new(RecordKind::Row, row, &format!("cells/{key}")), Value::text(text))
    };
    Ok(Edit::All(cells.into_iter().map(set).collect::<Result<_, _>>()?))
}

/// Removes a row of a register with the readings that lie under it; how many these are.
pub fn remove_row(workspace: &Workspace, row: &Id) -> (Edit, usize) {
    let own = workspace.readings.iter().filter(|(_, reading)| reading.row.as_str() == row.as_str());
    let remove = |kind, id: &Id| Edit::Remove { kind, id: id.clone() };
    let mut edits: Vec<Edit> = own.map(|(id, _)| remove(RecordKind::Reading, id)).collect();
    let count = edits.len();
    edits.push(remove(RecordKind::Row, row));
    (Edit::All(edits), count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn readings_are_added_taken_over_and_go_with_their_indicator() {
        let today = date(2026, 11, 20);
        let mut workspace = Workspace::default();
        let row = Id::new("r1").unwrap();
        let typed = [
            (Assign::new("name", "设备联网率"), Kind::Text),
            (Assign::new("target_due", "12-31"), Kind::Day),
            (Assign::new("formula", "在线 / 应联"), Kind::Prose),
        ];
        workspace.apply(new_indicator(&row, "V".into(), &typed, today).unwrap()).unwrap();
        assert_eq!(workspace.rows.get("r1").unwrap().typed("target_due"), "2026-12-31");
        assert_eq!(workspace.rows.get("r1").unwrap().typed("formula"), "在线 / 应联");
        let id = Id::new("k1").unwrap();
        let assigns =
            [Assign::new("on", "今天"), Assign::new("value", "86.5"), Assign::new("change", "去停用")];
        let add = reading(&workspace, &id, &row, &assigns, today).unwrap();
        workspace.apply(add).unwrap();
        let before = workspace.clone();
        let back = workspace.apply(take_over(&workspace, &id).unwrap()).unwrap();
        let held = workspace.rows.get("r1").unwrap();
        assert_eq!(held.typed("actual_period"), "2026-11-20~2026-11-20");
        assert_eq!((&*held.typed("actual"), &*held.typed("redefined")), ("86.5", "yes"));
        workspace.apply(back).unwrap();
        assert_eq!(workspace, before);
        let (edit, count) = remove_row(&workspace, &row);
        assert_eq!(count, 1);
        workspace.apply(edit).unwrap();
        assert_eq!(workspace, Workspace::default());
    }

    #[test]
    fn what_does_not_fit_is_refused_at_its_field() {
        let today = date(2026, 11, 20);
        let nowhere =
            reading(&Workspace::default(), &Id::new("k1").unwrap(), &Id::new("r1").unwrap(), &[], today);
        assert_eq!(nowhere, Err(Refusal::NoRecord("r1".into())));
        let typed = [(Assign::new("target", "viel"), Kind::Number(crate::text::Phrase::new("", "")))];
        let refused = new_indicator(&Id::new("r1").unwrap(), "V".into(), &typed, today);
        assert!(matches!(refused, Err(Refusal::Misfit { field, .. }) if field == "target"));
    }
}
