//! Findings: what is wrong in a workspace that opens all the same.

use std::{env, fs};
use wubu::check::{Finding, findings};
use wubu::guide::guide;
use wubu::store::read;
use wubu::text::Lang;
use wubu::workspace::{Edit, Id, RecordKind, Value, Workspace, adopt};

fn workspace(body: &str) -> Workspace {
    read(format!("(format: 1, {body})").as_bytes()).unwrap_or_else(|e| panic!("{body}: {e}")).workspace
}

fn found(workspace: &Workspace) -> Vec<(String, &'static str)> {
    findings(workspace).into_iter().map(|finding| (finding.at, finding.rule)).collect()
}

#[test]
fn a_new_workspace_has_no_findings() {
    let mut workspace = Workspace::default();
    assert!(findings(&workspace).is_empty());
    let ids: Vec<&str> = guide().templates().iter().map(|t| t.id.as_str()).collect();
    assert_eq!(ids.len(), 65);
    let all = adopt(&workspace, &ids).unwrap();
    workspace.apply(all).unwrap();
    assert_eq!(found(&workspace), []);
}

/// One task `t1` beside a sound `t2` and `t3` (done); what is wrong with it.
const TASKS: &[(&str, &[(&str, &str)])] = &[
    (r#"element: "a1", title: "甲""#, &[]),
    (r#"element: "a1", title: "甲", due: "2026-02-30""#, &[("tasks/t1/due", "day")]),
    (
        r#"element: "a1", title: "甲", start: "soon", due: "x""#,
        &[("tasks/t1/start", "day"), ("tasks/t1/due", "day")],
    ),
    (r#"element: "a1", title: "甲", effort: "NaN""#, &[("tasks/t1/effort", "number")]),
    (r#"element: "a1", title: "甲", effort: "2.5""#, &[]),
    (r#"element: "a1", title: "甲", lead: "boss""#, &[("tasks/t1/lead", "choice")]),
    (r#"element: "a1", title: "甲", parent: "t9""#, &[("tasks/t1/parent", "dangling")]),
    (r#"element: "z9", title: "甲""#, &[("tasks/t1/element", "element")]),
    (r#"title: "甲""#, &[("tasks/t1/element", "element")]),
    (r#"title: "甲", parent: "t2""#, &[]),
    (
        r#"element: "a1", title: "甲", after: ["t2", "t8", "t9"]"#,
        &[("tasks/t1/after", "dangling"), ("tasks/t1/after", "dangling")],
    ),
    (r#"element: "a1", title: "甲", parent: "t1""#, &[("tasks/t1/parent", "circle")]),
    (r#"element: "a1", title: "甲", after: ["t1"]"#, &[("tasks/t1/after", "circle")]),
    (r#"element: "a1", title: "甲", status: Blocked()"#, &[("tasks/t1/status", "facts")]),
    (r#"element: "a1", title: "甲", status: Blocked(why: " ")"#, &[("tasks/t1/status", "facts")]),
    (r#"element: "a1", title: "甲", status: Blocked(why: "缺件")"#, &[]),
    (r#"element: "a1", title: "甲", status: Done(by: "李工")"#, &[("tasks/t1/status", "facts")]),
    (r#"element: "a1", title: "甲", status: Done(on: "2026-13-01")"#, &[("tasks/t1/status", "day")]),
    (
        r#"element: "a1", title: "甲", status: Waived(until: "later")"#,
        &[("tasks/t1/status", "facts"), ("tasks/t1/status", "day")],
    ),
    (r#"element: "a1", title: "甲", status: Waived(why: "不适用")"#, &[]),
    (
        r#"element: "a1", title: "甲", after: ["t2"], status: Done(on: "2026-01-01")"#,
        &[("tasks/t1/status", "before")],
    ),
    (r#"element: "a1", title: "甲", after: ["t3"], status: Done(on: "2026-01-01")"#, &[]),
    (r#"element: "a1", title: "甲", parent: "t3""#, &[("tasks/t3/status", "subtasks")]),
    (
        r#"element: "a1", title: "甲", start: "2026-02-02", due: "2026-02-01""#,
        &[("tasks/t1/start", "start-after-due")],
    ),
    (r#"element: "a1""#, &[("tasks/t1/title", "title")]),
    (r#"element: "a1", title: "甲", rank: "甲""#, &[("tasks/t1/rank", "rank")]),
    (r#"element: "a1", title: "甲", rank: "A-1""#, &[("tasks/t1/rank", "rank")]),
];

#[test]
fn each_fault_of_a_task_is_told_by_its_rule() {
    for (fields, wanted) in TASKS {
        let workspace = workspace(&format!(
            r#"tasks: {{
                "t1": ({fields}),
                "t2": (element: "a1", title: "乙"),
                "t3": (element: "a1", title: "丙", status: Done(on: "2026-01-01")),
            }}"#
        ));
        let wanted: Vec<_> = wanted.iter().map(|(at, rule)| ((*at).to_owned(), *rule)).collect();
        assert_eq!(found(&workspace), wanted, "{fields}");
    }
}

#[test]
fn each_fault_of_other_records_is_told_by_its_rule() {
    let workspace = workspace(
        r#"project: (name: "厂", role: "king", start: "2026-00-01"),
        evidence: {
            "e1": (task: "4a.1", proof: "hearsay", about: "yesterday"),
            "e2": (what: "全厂总图"),
        },
        rows: { "r1": (register: "equipment", cells: {"ip": "10.1.300.7"}), "r2": (register: "nowhere"), "r3": () },
        columns: { "c1": (register: "nowhere", label: "厂区", kind: "blob") }"#,
    );
    let wanted = [
        ("project/role", "choice"),
        ("project/start", "day"),
        ("evidence/e1/task", "dangling"),
        ("evidence/e1/proof", "choice"),
        ("evidence/e1/about", "day"),
        ("rows/r1/cells/equip_id", "required"),
        ("rows/r1/cells/name", "required"),
        ("rows/r1/cells/criticality", "required"),
        ("rows/r1/cells/ip", "cell"),
        ("rows/r1/cells/status", "required"),
        ("rows/r2/register", "register"),
        ("rows/r3/register", "register"),
        ("columns/c1/register", "register"),
        ("columns/c1/kind", "choice"),
    ];
    assert_eq!(found(&workspace), wanted.map(|(at, rule)| (at.to_owned(), rule)));
}

/// Each file of `tests/check` is a workspace and, below the line of dashes, what is found in it.
#[test]
fn what_is_wrong_in_a_register_is_told_in_both_languages() {
    let mut differences = vec![];
    for entry in fs::read_dir("tests/check").unwrap() {
        let path = entry.unwrap().path();
        let case = fs::read_to_string(&path).unwrap();
        let (given, wanted) = case.split_once("----\n").unwrap_or((&case, ""));
        let body: Vec<&str> = given.lines().filter(|line| !line.starts_with('#')).collect();
        let told: String = findings(&workspace(&body.join("\n"))).iter().map(told).collect();
        if env::var_os("WUBU_BLESS").is_some() {
            fs::write(&path, format!("{given}----\n{told}")).unwrap();
        } else if told != wanted {
            differences.push(format!("{}\nexpected\n{wanted}\nfound\n{told}", path.display()));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn told(finding: &Finding) -> String {
    let says =
        [Lang::Zh, Lang::En].map(|lang| format!("    {} → {}\n", finding.say(lang), finding.next(lang)));
    format!("{} {}\n{}", finding.at, finding.rule, says.concat())
}

#[test]
fn a_circle_is_told_once_at_its_smallest_id() {
    let workspace = workspace(
        r#"tasks: {
            "t1": (element: "a1", title: "甲", parent: "t3"),
            "t2": (element: "a1", title: "乙", parent: "t3", after: ["t4"]),
            "t3": (element: "a1", title: "丙", parent: "t2"),
            "t4": (element: "a1", title: "丁", after: ["t5", "t2"]),
            "t5": (element: "a1", title: "戊", after: ["t4"]),
        }"#,
    );
    let all = findings(&workspace);
    let places: Vec<_> = all.iter().map(|f| (f.at.as_str(), f.rule)).collect();
    assert_eq!(places, [("tasks/t2/parent", "circle"), ("tasks/t2/after", "circle")]);
    assert!(all[0].say(Lang::Zh).contains("t2 → t3 → t2"), "{}", all[0].say(Lang::Zh));
}

#[test]
fn ids_that_look_the_same_are_told_and_stay_two_records() {
    let workspace = workspace(
        "tasks: { \"T1\": (element: \"a1\", title: \"甲\"), \"t1\": (element: \"a1\", title: \"乙\"), \
         \"caf\u{e9}\": (element: \"a1\", title: \"丙\"), \"cafe\u{301}\": (element: \"a1\", title: \"丁\") },
         evidence: { \"T1\": () }",
    );
    assert_eq!(workspace.tasks.len(), 4);
    let places: Vec<_> = found(&workspace).into_iter().map(|(_, rule)| rule).collect();
    assert_eq!(places, ["look-alike", "look-alike", "shared-id"]);
}

#[test]
fn each_open_dispute_is_a_finding_and_a_settled_one_is_none() {
    let workspace = workspace(
        r#"tasks: { "4a.1": (element: "a1", owner: "甲"), "4a.2": (element: "a1", owner: "丙") },
        disputes: {
            "tasks/4a.1/owner": (of: [Text("乙"), Text("丙")], was: [Text("甲")]),
            "tasks/4a.2/owner": (of: [Text("乙"), Text("丁")], was: [Text("甲")]),
            "tasks/4a.9": (of: [Unset]),
        }"#,
    );
    let all = findings(&workspace);
    let places: Vec<_> = all.iter().map(|f| (f.at.as_str(), f.rule)).collect();
    assert_eq!(places, [("tasks/4a.1/owner", "dispute"), ("tasks/4a.9", "dispute")]);
    assert!(all[0].say(Lang::Zh).contains("丙 ／ 乙") || all[0].say(Lang::Zh).contains("乙 ／ 丙"));
}

#[test]
fn a_disputed_note_and_a_disputed_cell_are_said_on_one_line() {
    let workspace = workspace(
        r#"rows: { "r1": (register: "network", cells: { "ip": "甲" }) }, tasks: { "4a.1": (element: "a1") },
        disputes: {
            "rows/r1/cells/ip": (of: [Text("乙"), Text("丙")], was: [Text("甲")]),
            "tasks/4a.1/note": (of: [Lines(["一", "二"]), Lines(["三"])], was: [Unset]),
        }"#,
    );
    let all = findings(&workspace);
    let said: Vec<String> = all.iter().filter(|f| f.rule == "dispute").map(|f| f.say(Lang::En)).collect();
    let wanted = ["丙 / 乙", "一 ⏎ 二 / 三"].map(|of| format!("disputed, nobody has decided yet: {of}"));
    assert_eq!(said, wanted);
}

#[test]
fn every_finding_speaks_both_languages_and_shows_hostile_text_inert() {
    let mut all = vec![];
    for (fields, _) in TASKS {
        let fields = fields.replace("soon", "so\\u{1b}]52;c;x\\u{7}on").replace("t9", "t9\\u{202e}");
        all.extend(findings(&workspace(&format!(r#"tasks: {{ "t1": ({fields}) }}"#))));
    }
    all.extend(findings(&workspace(
        r#"rows: {"x": (), "y": (register: "equipment", cells: {"equip_id": "\u{1b}]0;x", "ip": "\u{202e}7", "gateway": "\u{7}", "z\u{7}": "1"})},
        tasks: {"x": (), "X": ()}, disputes: {"tasks/x/status": (of: [Status(Doing), Unset])}"#,
    )));
    let rules: std::collections::BTreeSet<_> = all.iter().map(|f| f.rule).collect();
    assert!(rules.len() >= 13, "{rules:?}");
    for finding in all {
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| (finding.say(lang), finding.next(lang)));
        assert!(zh.0 != en.0 && zh.1 != en.1 && !zh.1.is_empty() && !en.1.is_empty(), "{zh:?} {en:?}");
        assert!(!format!("{zh:?}{en:?}").contains("\\u"), "{zh:?} {en:?}");
        assert!(en.0.chars().chain(en.1.chars()).filter(|c| *c > '\u{2fff}').count() <= 8, "{en:?}");
    }
}

#[test]
fn a_hundred_thousand_tasks_under_one_parent_are_checked() {
    let mut workspace = Workspace::default();
    let add = |n: usize| {
        let fields = vec![
            ("title".to_owned(), Value::text("测")),
            ("parent".to_owned(), Value::text(if n == 0 { String::new() } else { "t0".into() })),
            ("element".to_owned(), Value::text("a1")),
            ("after".to_owned(), Value::set([format!("t{}", (n + 1) % 100_000)])),
        ];
        Edit::Add { kind: RecordKind::Task, id: Id::new(&format!("t{n}")).unwrap(), fields }
    };
    workspace.apply(Edit::All((0..100_000).map(add).collect())).unwrap();
    assert_eq!(found(&workspace), [("tasks/t0/after".to_owned(), "circle")]);
}
