//! The demo plant: embedded, fictional, and moved in time so that its project is in its middle today.

use super::{Folders, SaveError, Seen, create, read, replace, write};
use crate::guide::{ColumnKind, guide};
use crate::workspace::{At, Edit, Kind, RecordKind, Status, Value, Workspace};
use jiff::civil::Date;
use jiff::{Span, ToSpan};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The day for which the demo was written: its "today".
pub const DEMO_DAY: Date = jiff::civil::date(2026, 11, 20);

const DEMO: &str = include_str!("../../data/demo.wubu.ron");

/// The demo's text with all its days moved by the days between `DEMO_DAY` and today.
pub fn demo(today: Date) -> String {
    let mut workspace = read(DEMO.as_bytes()).expect("the demo is read by a test").workspace;
    let shift = (today - DEMO_DAY).get_days().days();
    for kind in RecordKind::ALL {
        let ids: Vec<_> = match workspace.records(*kind) {
            Some(records) => records.ids().cloned().collect(),
            None => vec![At::project("name").id],
        };
        for id in ids {
            let moved = moved_days(&workspace, *kind, &id, shift);
            workspace.apply(Edit::All(moved)).expect("each edit names what it replaces");
        }
    }
    write(&workspace)
}

fn moved_days(workspace: &Workspace, kind: RecordKind, id: &crate::workspace::Id, shift: Span) -> Vec<Edit> {
    let later = |day: &str| day.parse::<Date>().ok()?.checked_add(shift).ok().map(|d| d.to_string());
    let Some(record) = workspace.record(kind, id.as_str()) else { return vec![] };
    let mut edits = vec![];
    for (i, field) in record.fields().iter().enumerate() {
        let was = record.get(i);
        let now = match (&field.kind, &was) {
            (Kind::Day, Value::Text(day)) => later(day).map(Value::Text),
            (Kind::Status, Value::Status(status)) => {
                let mut status: Status = status.clone();
                for (fact, text) in status.facts_mut() {
                    if matches!(fact, "on" | "until")
                        && let Some(day) = later(text)
                    {
                        *text = day;
                    }
                }
                Some(Value::Status(status))
            }
            (Kind::Map(Kind::Day), Value::Map(days)) => {
                let moved = |day: &Value| later(day.as_text()).map_or_else(|| day.clone(), Value::Text);
                Some(Value::Map(days.iter().map(|(key, day)| (key.clone(), moved(day))).collect()))
            }
            (Kind::Map(Kind::Text), Value::Map(cells)) if kind == RecordKind::Row => {
                let register = record.get(0);
                let register = guide().register(register.as_text());
                let is_day = |key: &str| {
                    let column = register.and_then(|register| register.column(key));
                    column.is_some_and(|column| column.kind == ColumnKind::Date)
                };
                let moved = |(key, cell): (&String, &Value)| {
                    let day = if is_day(key) { later(cell.as_text()) } else { None };
                    (key.clone(), day.map_or_else(|| cell.clone(), Value::Text))
                };
                Some(Value::Map(cells.iter().map(moved).collect()))
            }
            _ => None,
        };
        if let Some(now) = now.filter(|now| *now != was) {
            edits.push(Edit::Set { at: At::new(kind, id, field.name), was, now });
        }
    }
    edits
}

/// Whether a copy of the demo is as it was made, on whatever day: then it may be made anew for today.
pub fn is_untouched_demo(text: &str) -> bool {
    let Ok(loaded) = read(text.as_bytes()) else { return false };
    let original = read(DEMO.as_bytes()).expect("the demo is read by a test").workspace;
    let starts = [&loaded.workspace, &original].map(|w| w.project.start.date());
    let [Some(start), Some(first)] = starts else { return false };
    DEMO_DAY.checked_add(start - first).is_ok_and(|day| demo(day) == text)
}

/// The demo in a file of the data folder, or among the temporary files where there is no such folder: made
/// where it is missing, made anew where it is an untouched copy of another day, else left as it is.
pub fn demo_file(folders: &Folders, today: Date) -> Result<PathBuf, SaveError> {
    let kept = folders.data.as_ref().filter(|folder| fs::create_dir_all(folder).is_ok());
    if let Some(path) = kept.map(|folder| folder.join("demo.wubu.ron"))
        && make_demo(&path, today).is_ok()
    {
        let old = fs::read_to_string(&path).unwrap_or_default();
        let new = demo(today);
        if old != new && is_untouched_demo(&old) {
            replace(&path, new.as_bytes(), Seen::of(old.as_bytes()))?;
        }
        return Ok(path);
    }
    // A name that nobody can have prepared.
    let path = std::env::temp_dir().join(format!("demo-{:08x}.wubu.ron", fastrand::u32(..)));
    make_demo(&path, today)?;
    Ok(path)
}

/// The demo in a file of one's own; an existing one is left as it is.
pub fn make_demo(path: &Path, today: Date) -> Result<(), SaveError> {
    match create(path, demo(today).as_bytes()) {
        Err(SaveError { error, .. }) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        other => other.map(|_| ()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_demo_is_canonical_and_moves_with_the_days() {
        assert_eq!(demo(DEMO_DAY), DEMO);
        let later = demo(jiff::civil::date(2027, 3, 1));
        assert_ne!(later, DEMO);
        assert!(is_untouched_demo(&later));
        assert!(!is_untouched_demo(&later.replace("name: \"", "name: \"我的")));
    }
}
