//! The demo plant: embedded, fictional, and moved in time so that its project is in its middle today. Its evidence
//! links to small files that are made beside it.

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

/// The files that its evidence links to, one behind the other, each below a line with its name.
const FILES: &str = include_str!("../../data/demo-files.txt");

/// The folder that holds all of them.
const EVIDENCE: &str = "证据";

/// Names and bytes of the files of evidence.
pub fn demo_files() -> impl Iterator<Item = (&'static str, Vec<u8>)> {
    let parts = FILES.split("==> ").skip(1).filter_map(|part| part.split_once('\n'));
    parts.map(|(name, text)| {
        // Excel reads a CSV file as UTF-8 only behind a byte order mark.
        let mark =
            if Path::new(name).extension().is_some_and(|kind| kind == "csv") { "\u{feff}" } else { "" };
        (name, format!("{mark}{text}").into_bytes())
    })
}

/// The files of evidence, beside a demo that has just been made. Where there is such a folder already, it is
/// somebody's own; and where they cannot be written, the page of evidence says that they are missing.
fn lay_files_beside(path: &Path) {
    let folder = path.parent().unwrap_or(Path::new(""));
    if folder.join(EVIDENCE).exists() {
        return;
    }
    for (name, bytes) in demo_files() {
        let file = folder.join(name);
        if let Some(parent) = file.parent() {
            let _ = fs::create_dir_all(parent);
        }
        let _ = fs::write(file, bytes);
    }
}

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
                let moved = |(key, cell): (&String, &Value)| {
                    let column = register.and_then(|register| register.column(key));
                    let day = match column.map(|column| &column.kind) {
                        Some(ColumnKind::Date) => later(cell.as_text()),
                        Some(ColumnKind::DateRange) => cell
                            .as_text()
                            .split_once('~')
                            .and_then(|(from, to)| Some(format!("{}~{}", later(from)?, later(to)?))),
                        _ => None,
                    };
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
    if let Some(path) = kept.map(|folder| folder.join("demo"))
        && fs::create_dir_all(&path).is_ok()
        && let path = path.join("demo.wubu.ron")
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
    let folder = std::env::temp_dir().join(format!("wubu-demo-{:08x}", fastrand::u32(..)));
    fs::create_dir(&folder).map_err(|error| SaveError::new(&folder, error))?;
    let path = folder.join("demo.wubu.ron");
    make_demo(&path, today)?;
    Ok(path)
}

/// The demo in a file of one's own; an existing one is left as it is.
pub fn make_demo(path: &Path, today: Date) -> Result<(), SaveError> {
    match create(path, demo(today).as_bytes()) {
        Err(SaveError { error, .. }) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Ok(_) => {
            lay_files_beside(path);
            Ok(())
        }
        Err(other) => Err(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_of_evidence_lie_beside_it_and_a_folder_of_ones_own_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("试.wubu.ron");
        make_demo(&path, DEMO_DAY).unwrap();
        let names: Vec<&str> = demo_files().map(|(name, _)| name).collect();
        assert!(names.len() > 15 && names.iter().all(|name| name.starts_with(EVIDENCE)));
        for (name, bytes) in demo_files() {
            assert_eq!(fs::read(folder.path().join(name)).unwrap(), bytes, "{name}");
        }
        let own = tempfile::tempdir().unwrap();
        fs::create_dir(own.path().join(EVIDENCE)).unwrap();
        make_demo(&own.path().join("a.wubu.ron"), DEMO_DAY).unwrap();
        assert_eq!(fs::read_dir(own.path().join(EVIDENCE)).unwrap().count(), 0);
    }

    #[test]
    fn the_demo_is_canonical_and_moves_with_the_days() {
        assert_eq!(demo(DEMO_DAY), DEMO);
        let later = demo(jiff::civil::date(2027, 3, 1));
        assert_ne!(later, DEMO);
        assert!(is_untouched_demo(&later));
        assert!(!is_untouched_demo(&later.replace("name: \"", "name: \"我的")));
    }
}
