//! The file format: what was ever written is read, and reading then writing gives the same bytes.

#[path = "support/random.rs"]
mod random;

use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use wubu::store::{read, write};
use wubu::workspace::{At, Edit, Id, RecordKind, Status, Value, Workspace};

fn reread(text: &str) -> Workspace {
    read(text.as_bytes()).unwrap_or_else(|e| panic!("{e}\n{text}")).workspace
}

fn golden(name: &str) -> String {
    fs::read_to_string(format!("tests/formats/1/{name}.wubu.ron")).expect("a golden file")
}

#[test]
fn files_of_every_format_keep_their_bytes() {
    let mut seen = 0;
    for entry in fs::read_dir("tests/formats/1").unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let loaded = read(text.as_bytes()).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert_eq!(write(&loaded.workspace), text, "{}", path.display());
        assert_eq!(loaded.newer, None);
        seen += 1;
    }
    assert!(seen >= 4);
}

#[test]
fn the_full_file_has_every_field_of_every_kind() {
    let full = reread(&golden("full"));
    for kind in RecordKind::ALL {
        for (i, field) in kind.fields().iter().enumerate() {
            let filled = match full.records(*kind) {
                Some(records) => records.all().any(|(_, record)| !record.is_empty_at(i)),
                None => full.record(*kind, "").is_some_and(|record| !record.is_empty_at(i)),
            };
            assert!(filled, "{}/{} is missing in full.wubu.ron", kind.collection(), field.name);
        }
    }
    let keys: BTreeSet<&str> = full.tasks.iter().map(|(_, task)| task.status.key()).collect();
    assert_eq!(keys.len(), Status::KEYS.len());
}

#[test]
fn no_character_that_hides_or_obeys_stands_raw_in_a_file() {
    let odd = golden("odd-characters");
    let raw = odd.chars().filter(|c| *c != '\n' && wubu::text::is_hidden(*c));
    assert_eq!(raw.count(), 0);
    let workspace = reread(&odd);
    assert_eq!(workspace.project.site.as_str(), "\u{1b}]52;c;x\u{7}\u{9b}2J\u{7f}\u{85}");
    assert_eq!(workspace.project.role.as_str(), "<<<<<<< HEAD");
    assert_eq!(workspace.tasks.get("焊\"接.1").unwrap().note.lines()[1], "=======");
}

#[test]
fn a_tick_touches_at_most_three_lines() {
    let before = golden("full");
    let workspace = reread(&before);
    let done = || Status::Done { on: "2026-11-20".into(), by: "李工".into() };
    for (id, _) in workspace.tasks.iter() {
        for status in [Status::Open, Status::Doing, Status::Blocked { why: "缺件\n缺图".into() }, done()]
        {
            let mut copy = workspace.clone();
            let edit = copy.set(At::task(id, "status"), Value::Status(status)).unwrap();
            copy.apply(edit).unwrap();
            let after = write(&copy);
            let [gone, new] = changed(&before, &after);
            assert!(gone + new <= 3, "{id}: {gone} lines gone, {new} new");
        }
    }
}

/// Lines that are in one text only, by count: gone and new.
fn changed(before: &str, after: &str) -> [usize; 2] {
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let same = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let rest = [&before[same..], &after[same..]];
    let tail = rest[0].iter().rev().zip(rest[1].iter().rev()).take_while(|(a, b)| a == b).count();
    rest.map(|lines| lines.len() - tail)
}

#[test]
fn line_ends_of_any_system_and_a_mark_open_and_are_saved_as_ours() {
    for name in ["example", "full", "disputes", "odd-characters"] {
        let text = golden(name);
        let ends = ["\n", "\r\n", "\r"].into_iter().cycle();
        let mixed: String = text.lines().zip(ends).flat_map(|(line, end)| [line, end]).collect();
        for other in [
            text.replace('\n', "\r\n"),
            text.replace('\n', "\r"),
            mixed,
            format!("\u{feff}{text}"),
            format!("\u{feff}{}", text.replace('\n', "\r\n")),
            text.trim_end().to_owned(),
        ] {
            assert_eq!(write(&reread(&other)), text, "{name}");
        }
    }
}

#[test]
fn what_people_write_by_hand_is_read_and_set_in_order() {
    let canonical = write(&reread(
        r#"Workspace(/* first */ disputes: {}, // then
        tasks: {"t2": (title: r"二", status: Open, tags: []), "t1": Task(title: "\u{4e00}", due: "", note: [],),},
        evidence: {}, format: 1)"#,
    ));
    let want = "    tasks: {\n        \"t1\": (\n            title: \"一\",\n        ),\n        \"t2\": (\n            title: \"二\",\n        ),\n    },\n)\n";
    assert!(canonical.ends_with(want), "{canonical}");
    assert!(!canonical.contains("evidence") && !canonical.contains("disputes"));
}

#[test]
fn a_newer_format_is_read_leniently_wherever_its_number_stands() {
    for text in [
        r#"(format: 2, tasks: {"t1": (title: "一", colour: "red")}, moods: {"m1": (x: [1, {2: Some(3)}])})"#,
        r#"(tasks: {"t1": (title: "一", colour: "red")}, /* format: 1 */ format: 2)"#,
        "// format: 1\n/* ( */ (format: 2, tasks: {\"t1\": (title: \"一\")})",
    ] {
        let loaded = read(text.as_bytes()).unwrap();
        assert_eq!(loaded.newer, Some(2), "{text}");
        assert_eq!(loaded.workspace.tasks.get("t1").unwrap().title.as_str(), "一");
    }
}

#[test]
fn an_id_that_stands_twice_is_one_record_or_a_dispute() {
    let twice = |one: &str, two: &str| {
        reread(&format!("(format: 1, tasks: {{\"t1\": ({one}), \"t2\": (), \"t1\": ({two})}})"))
    };
    let same = twice("title: \"一\", owner: \"甲\"", "owner: \"甲\", title: \"一\"");
    assert!(same.disputes.is_empty());
    assert_eq!(same.tasks.len(), 2);

    let one = "title: \"一\", owner: \"甲\", tags: [\"a\"], rank: \"B\", status: Doing";
    let two = "title: \"一\", owner: \"乙\", tags: [\"b\"], rank: \"C\", due: \"2026-11-20\"";
    let differ = twice(one, two);
    assert_eq!(write(&differ), write(&twice(two, one)), "no side is the better one");
    let task = differ.tasks.get("t1").unwrap();
    assert_eq!((task.rank.as_str(), task.due.as_str(), task.status.key()), ("C", "2026-11-20", "doing"));
    assert_eq!(task.tags.iter().collect::<Vec<_>>(), ["a", "b"]);
    let (key, dispute) = differ.open_disputes().next().unwrap();
    assert_eq!(key, "tasks/t1/owner");
    assert_eq!(dispute.of, BTreeSet::from([Value::text("甲"), Value::text("乙")]));
    assert_eq!(reread(&write(&differ)), differ);

    let three = reread(
        r#"(format: 1, tasks: {"t1": (owner: "丙"), "t1": (owner: "甲"), "t1": (owner: "乙"), "t1": (owner: "丙")})"#,
    );
    assert_eq!(three.open_disputes().next().unwrap().1.of.len(), 3);
}

#[test]
fn cells_that_differ_are_disputed_one_by_one() {
    let row = |cells: &str| format!("\"r1\": (register: \"equipment\", cells: {{{cells}}})");
    let workspace = reread(&format!(
        "(format: 1, rows: {{{}, {}}})",
        row("\"ip\": \"1\", \"a/b\": \"x\", \"same\": \"s\""),
        row("\"ip\": \"2\", \"a/b\": \"y\", \"same\": \"s\", \"more\": \"m\"")
    ));
    let keys: Vec<&str> = workspace.open_disputes().map(|(key, _)| key).collect();
    assert_eq!(keys, ["rows/r1/cells/a/b", "rows/r1/cells/ip"]);
    let row = workspace.rows.get("r1").unwrap();
    assert_eq!(
        (row.cells.get("same").unwrap().as_str(), row.cells.get("more").unwrap().as_str()),
        ("s", "m")
    );
    let mut settled = workspace.clone();
    let at = At::from_key("rows/r1/cells/a/b").unwrap();
    let edit = settled.set(at, Value::text("y")).unwrap();
    settled.apply(edit).unwrap();
    let keys: Vec<&str> = settled.open_disputes().map(|(key, _)| key).collect();
    assert_eq!(keys, ["rows/r1/cells/ip"]);
}

#[test]
fn a_dispute_that_was_open_stays_open_when_its_record_stands_twice() {
    let workspace = reread(
        r#"(format: 1,
        tasks: {"t1": (owner: "丁"), "t1": (owner: "丙")},
        disputes: {"tasks/t1/owner": (of: [Text("甲"), Text("乙")], was: [Text("丁")])})"#,
    );
    let (_, dispute) = workspace.open_disputes().next().expect("still open");
    assert_eq!(dispute.of, ["甲", "乙", "丙"].map(Value::text).into());
    assert_eq!(dispute.was, ["丁"].map(Value::text).into());
    assert_eq!(reread(&write(&workspace)), workspace);
}

#[test]
fn a_settled_dispute_goes_at_the_next_write_and_an_open_one_stays() {
    let workspace = reread(
        r#"(format: 1,
        tasks: {"t1": (owner: "丙"), "t2": (owner: "甲"), "t3": (), "t4": (), "t5": (status: Doing)},
        disputes: {
            "tasks/t1/owner": (of: [Text("乙"), Text("丙")], was: [Text("甲")]),
            "tasks/t2/owner": (of: [Text("乙"), Text("丙")], was: [Text("甲")]),
            "tasks/t3/status": (of: [Status(Doing), Status(Done())], was: [Status(Open)]),
            "tasks/t4/title": (of: [Text("乙"), Text("丙")], was: [Text("")]),
            "tasks/t5/status": (of: [Status(Doing), Status(Done())], was: [Unset]),
            "tasks/t9/owner": (of: [Text("乙")]),
            "tasks/t9": (of: [Unset, Text("9f3c")], at: ["9f3c"]),
            "of a kind that is not known/x": (of: [Unset]),
        })"#,
    );
    let again = reread(&write(&workspace));
    let kept: Vec<&str> = again.disputes.keys().map(String::as_str).collect();
    assert_eq!(
        kept,
        [
            "of a kind that is not known/x",
            "tasks/t2/owner",
            "tasks/t3/status",
            "tasks/t4/title",
            "tasks/t9",
            "tasks/t9/owner"
        ]
    );
}

/// Rows of 10,000 keys, records without a field, values at the edge of what is allowed.
#[test]
fn large_and_empty_records_keep_their_bytes() {
    let mut workspace = Workspace::default();
    let cells = (0..10_000).map(|n| (format!("k{n}"), Value::text("值"))).collect();
    let id = Id::new("r1").unwrap();
    let fields = vec![("cells".to_owned(), Value::Map(cells))];
    workspace.apply(Edit::Add { kind: RecordKind::Row, id, fields }).unwrap();
    let note = Value::Lines(vec![String::new(), "a".repeat(1 << 20), String::new()]);
    let id = Id::new("t1").unwrap();
    workspace
        .apply(Edit::Add { kind: RecordKind::Task, id, fields: vec![("note".to_owned(), note)] })
        .unwrap();
    workspace
        .apply(Edit::Add { kind: RecordKind::Evidence, id: Id::new("e1").unwrap(), fields: vec![] })
        .unwrap();
    let text = write(&workspace);
    assert_eq!(reread(&text), workspace);
    assert_eq!(write(&reread(&text)), text);
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_equal(workspace in random::workspace()) {
        let text = write(&workspace);
        let again = reread(&text);
        prop_assert_eq!(&again, &workspace);
        prop_assert_eq!(write(&again), text);
    }

    #[test]
    fn the_ron_crate_reads_what_we_write(workspace in random::workspace()) {
        let text = write(&workspace);
        let plain: Workspace = ron::from_str(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
        prop_assert_eq!(plain, workspace);
    }

    #[test]
    fn no_line_end_conversion_changes_what_is_read(workspace in random::workspace()) {
        let text = write(&workspace);
        prop_assert!(!text.contains('\r'));
        prop_assert_eq!(reread(&text.replace('\n', "\r\n")), workspace);
    }

    #[test]
    fn a_line_of_data_is_never_taken_for_a_marker(note in random::text()) {
        let note = format!("<<<<<<< {note}\n=======\n>>>>>>> {note}");
        let workspace = Workspace::default();
        let set = workspace.set(At::project("name"), Value::text(note.clone())).unwrap();
        let mut workspace = workspace;
        workspace.apply(set).unwrap();
        let again = reread(&write(&workspace));
        prop_assert_eq!(again.project.name.as_str(), note);
    }
}
