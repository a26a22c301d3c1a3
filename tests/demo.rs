//! The demo plant is believable: it agrees with itself on every day, and each view of it has something to show.

use jiff::{ToSpan, civil::Date};
use std::collections::BTreeSet;
use wubu::{
    check::findings,
    guide::guide,
    readiness::{Agenda, Concern, Outline, Progress, Site, blockers, shown_title},
    store::{DEMO_DAY, demo, demo_files, read},
    text::Lang,
    workspace::{At, Day, Edit, Id, Kind, RecordKind, Status, Task, Value, Workspace, adopt},
};

const ME: &str = "周岚";

fn plant() -> Workspace {
    load(&demo(DEMO_DAY))
}

fn load(text: &str) -> Workspace {
    read(text.as_bytes()).unwrap_or_else(|e| panic!("{e}")).workspace
}

#[test]
fn the_plant_agrees_with_itself_on_every_day() {
    assert_eq!(faults(&plant(), DEMO_DAY), [""; 0]);
    for days in [-400, 1, 101, 365] {
        let today = DEMO_DAY + days.days();
        assert_eq!(faults(&load(&demo(today)), today), [""; 0], "{today}");
    }
}

#[test]
fn every_rule_can_fail() {
    let whole = demo(DEMO_DAY);
    for (rule, from, to) in [
        ("element", "element: \"a1\"", "element: \"a9\""),
        ("parent", "parent: \"4c.9\"", "parent: \"4c.99\""),
        ("parent", "parent: \"4c.9\"", "parent: \"4c.8\""),
        ("lost", "rank: \"", "parent: \"4c.9\", rank: \""),
        ("after", "\"4a.12\",", "\"4a.19\","),
        ("circle", "                \"4a.2\",", "                \"4a.6\","),
        ("waits", "status: Done(on: \"2026-08-28\", by: \"钱厂长\"),", "status: Doing,"),
        ("waits", "                \"4a.3\",", "                \"4e.12\","),
        ("children", "status: Doing,", "status: Done(on: \"2026-11-20\", by: \"周岚\"),"),
        ("children", "status: Doing,\n            owner: \"郑平\"", "owner: \"郑平\""),
        ("span", "start: \"2026-03-16\"", "start: \"2026-05-16\""),
        ("done", "on: \"2026-11-18\"", "on: \"2026-11-21\""),
        ("done", "on: \"2026-11-18\"", "on: \"2026-10-18\""),
        ("begun", "start: \"2026-11-16\"", "start: \"2026-11-23\""),
        ("begun", "start: \"2026-12-21\"", "start: \"2026-11-19\""),
        ("facts", "on: \"2026-11-18\", ", ""),
        ("facts", "why: \"等厂家授权函盖章，已催两次\"", ""),
        ("evidence", "task: \"4c.5\"", "task: \"4c.55\""),
        ("evidence", "filed: \"2026-11-18\"", "filed: \"2026-11-28\""),
        ("evidence", "about: \"2026-09-28\"", "about: \"2026-10-28\""),
        ("evidence", "file: \"证据/4c", "file: \"../4c"),
        ("field", "priority: \"high\"", "priority: \"urgent\""),
        ("field", "due: \"2026-11-30\"", "due: \"2026-11-31\""),
        ("field", "effort: \"6\"", "effort: \"六\""),
        ("text", "抽查 20 点", "拨 138 0000 0000 问"),
        ("text", "抽查 20 点", "2026-11-18 抽查"),
        ("text", "抽查 20 点", "11 月抽查"),
        ("text", "抽查 20 点", "抽\\u{1b}查"),
        ("title", "title: \"磨削线 112 点\",", ""),
        ("id", "\"t", "\"tI"),
    ] {
        let broken = whole
            .match_indices(from)
            .map(|(at, _)| [whole.get(..at), Some(to), whole.get(at + from.len()..)])
            .filter_map(|parts| parts.into_iter().collect::<Option<String>>());
        let mut found =
            broken.filter_map(|text| read(text.as_bytes()).ok()).map(|l| faults(&l.workspace, DEMO_DAY));
        assert!(found.any(|all| all.iter().any(|f| f.starts_with(rule))), "{rule}: {from} -> {to}");
    }
}

#[test]
fn all_templates_are_adopted_and_the_team_has_tasks_of_its_own() {
    let plant = plant();
    let ids: Vec<&str> = guide().templates().iter().map(|t| t.id.as_str()).collect();
    let mut new = Workspace::default();
    let Edit::All(edits) = adopt(&new, &ids).unwrap() else { panic!("one step") };
    new.apply(Edit::All(edits)).unwrap();
    assert_eq!(new.tasks.len(), 65);
    for (id, adopted) in new.tasks.iter() {
        let task = plant.tasks.get(id.as_str()).unwrap_or_else(|| panic!("{id} is missing"));
        assert_eq!(
            (&task.element, &task.rank, &task.parent),
            (&adopted.element, &adopted.rank, &adopted.parent)
        );
    }
    let renamed = ids.iter().filter(|id| plant.tasks.get(id).is_some_and(|t| !t.title.is_empty())).count();
    assert!((1..=8).contains(&renamed), "{renamed} renamed");
    assert!((85..=95).contains(&plant.tasks.len()), "{} tasks", plant.tasks.len());
    assert!((20..=30).contains(&plant.evidence.len()), "{} pieces of evidence", plant.evidence.len());
    assert!(plant.tasks.iter().any(|(_, t)| t.owner.is_empty()));
    assert!(plant.tasks.iter().filter(|(_, t)| !t.note.is_empty()).count() >= 20);
    assert!(plant.columns.is_empty());
    assert_eq!(plant.project.role.as_str(), "enterprise");
}

#[test]
fn the_data_of_the_plant_tell_where_it_hurts() {
    for today in [DEMO_DAY, DEMO_DAY + 101.days()] {
        let plant = load(&demo(today));
        let lines =
            |register: &str| plant.rows.iter().filter(|(_, row)| row.register.as_str() == register).count();
        assert_eq!(["sources", "equipment", "tags", "network"].map(lines), [8, 48, 84, 8]);
        let site = Site::of(&plant);
        assert!(site.sources.iter().all(|source| source.faults.is_empty()));
        assert_eq!(site.history().len(), 5, "days of measurement");
        assert!(site.history().iter().all(|day| day.on <= today));
        let last = |key: &str| site.source(key).and_then(|source| source.standing.last);
        assert_eq!(["S01", "S02", "S03", "S04"].map(last), [Some(3), Some(1), Some(3), Some(1)]);
        let failing: Vec<&str> = site.failing().map(|source| source.key.as_str()).collect();
        assert_eq!(failing, ["S02", "S04"]);
        // The grinding line has come a long way.
        let grinding = site.source("S01").unwrap().history(&plant, &site.model);
        let scores: Vec<Option<f64>> = grinding.iter().map(|point| point.standing.score).collect();
        assert!(scores.first() < scores.last(), "{scores:?}");
        let first = &blockers(&site)[0];
        assert_eq!((first.source.name.as_str(), first.dimension.key()), ("质检台账", "D3"));
        // Only the dispute is to be found, on any day.
        let rules: Vec<&str> = findings(&plant).iter().map(|finding| finding.rule).collect();
        assert_eq!(rules, ["dispute"]);
    }
}

#[test]
fn each_stage_is_where_a_project_in_its_middle_has_it() {
    let plant = plant();
    let progress = Progress::of(&plant, &Outline::of(&plant));
    for (stage, percent) in
        [("4a", 100..=100), ("4b", 85..=99), ("4c", 50..=60), ("4d", 1..=12), ("4e", 0..=8)]
    {
        let counts = progress.stage(stage);
        assert!(percent.contains(&counts.percent()), "{stage}: {} %", counts.percent());
        assert!(counts.open < counts.total(), "{stage} shows nothing but open tasks");
    }
    let seen: BTreeSet<&str> = plant.tasks.iter().map(|(_, t)| t.status.key()).collect();
    assert_eq!(seen, Status::KEYS.map(|(key, _)| key).into());
    assert!(progress.stage("4c").blocked > 0 && progress.stage("4d").doing > 0);
    assert_eq!(progress.stage("4a").waived, 1);
}

#[test]
fn the_overview_has_something_late_due_blocked_and_mine() {
    let plant = plant();
    let agenda = Agenda::of(&plant, &Outline::of(&plant), DEMO_DAY, ME);
    assert!((3..=8).contains(&agenda.late.len()), "{:?}", agenda.late);
    assert!((4..=10).contains(&agenda.due.len()), "{:?}", agenda.due);
    assert!((2..=5).contains(&agenda.blocked.len()), "{:?}", agenda.blocked);
    assert!((5..=12).contains(&agenda.mine.len()), "{:?}", agenda.mine);
    let mine: Vec<_> = agenda.mine.iter().map(|(_, concern)| *concern).collect();
    assert!(matches!(mine.as_slice(), [Some(Concern::Late(_)), Some(Concern::Due(_)), .., None]), "{mine:?}");
    let waived =
        |id: &Id| matches!(plant.tasks.get(id.as_str()), Some(Task { status: Status::Waived { .. }, .. }));
    assert_eq!(agenda.late.iter().filter(|(id, _)| waived(id)).count(), 1, "a waiver that has run out");
}

#[test]
fn exactly_one_dispute_is_open_on_every_day() {
    for today in [DEMO_DAY, DEMO_DAY + 101.days()] {
        let plant = load(&demo(today));
        let open: Vec<_> = plant.open_disputes().collect();
        let [(key, dispute)] = open.as_slice() else { panic!("{} disputes", open.len()) };
        assert_eq!(plant.disputes.len(), 1);
        let held = At::from_key(key).and_then(|at| plant.get(&at));
        assert!(held.is_some() && dispute.held() == held.as_ref(), "{key}");
        assert_eq!((dispute.of.len(), dispute.was.len()), (2, 1));
    }
}

/// Whatever a careful reader of the demo would stumble over, each beginning with the name of its rule.
fn faults(plant: &Workspace, today: Date) -> Vec<String> {
    let mut faults = vec![];
    for (id, task) in plant.tasks.iter() {
        let mut fault = |rule: &str| faults.push(format!("{rule} {id}: {task:?}"));
        references(plant, id, task).into_iter().for_each(&mut fault);
        family(plant, id, task).into_iter().for_each(&mut fault);
        days(task, today).into_iter().for_each(&mut fault);
        if shown_title(id.as_str(), task, Lang::Zh).is_empty() {
            fault("title");
        }
        if guide().template(id.as_str()).is_none() && !is_random(id, 't') {
            fault("id");
        }
    }
    faults.extend(Outline::of(plant).lost().iter().map(|entry| format!("lost {}", entry.id)));
    let circle = waiting_in_circles(plant);
    if !circle.is_empty() {
        faults.push(format!("circle {circle:?}"));
    }
    let files: BTreeSet<&str> = demo_files().map(|(name, _)| name).collect();
    for (id, evidence) in plant.evidence.iter() {
        let days = [&plant.project.start, &evidence.about, &evidence.filed].map(Day::date);
        let file = evidence.file.as_str();
        let sound = plant.tasks.contains(evidence.task.as_str())
            && days.is_sorted()
            && days.iter().all(|day| day.is_some_and(|day| day <= today))
            && (files.contains(file) || file.is_empty() && evidence.proof.as_str() == "said")
            && !evidence.what.is_empty()
            && !evidence.by.is_empty()
            && evidence.hash.is_empty() == file.is_empty()
            && is_random(id, 'e');
        if !sound {
            faults.push(format!("evidence {id}: {evidence:?}"));
        }
    }
    faults.extend(fields(plant));
    faults
}

fn references(plant: &Workspace, id: &Id, task: &Task) -> Vec<&'static str> {
    let mut broken = vec![];
    if guide().element(task.element.as_str()).is_none() {
        broken.push("element");
    }
    let parent = plant.tasks.get(task.parent.as_str());
    if !task.parent.is_empty() && parent.is_none_or(|parent| parent.element != task.element) {
        broken.push("parent");
    }
    if task.after.iter().any(|before| !plant.tasks.contains(before) || before == id.as_str()) {
        broken.push("after");
    }
    let settled = |before: &str| plant.tasks.get(before).is_none_or(|before| before.status.is_settled());
    if matches!(task.status, Status::Done { .. }) && !task.after.iter().all(settled) {
        broken.push("waits");
    }
    broken
}

/// A parent is done with its last child, and begun with its first.
fn family(plant: &Workspace, id: &Id, task: &Task) -> Option<&'static str> {
    let mut children = plant.tasks.iter().map(|(_, t)| t).filter(|t| t.parent.as_str() == id.as_str());
    let at_odds = match task.status {
        Status::Done { .. } => children.any(|child| !child.status.is_settled()),
        Status::Open => children.any(|child| child.status != Status::Open),
        _ => false,
    };
    at_odds.then_some("children")
}

fn days(task: &Task, today: Date) -> Vec<&'static str> {
    let (start, due) = (task.start.date(), task.due.date());
    let mut broken = vec![];
    if start.is_some_and(|start| due.is_none_or(|due| due < start)) {
        broken.push("span");
    }
    let begun = match &task.status {
        Status::Doing | Status::Blocked { .. } => start.is_some_and(|start| start <= today),
        Status::Open => start.is_none_or(|start| start > today),
        Status::Done { .. } | Status::Waived { .. } => true,
    };
    if !begun {
        broken.push("begun");
    }
    if let Status::Done { on, .. } = &task.status
        && on.parse::<Date>().is_ok_and(|on| on > today || start.is_none_or(|start| on < start))
    {
        broken.push("done");
    }
    let is_fact = |(fact, text): (&str, &str)| match fact {
        "on" | "until" => text.parse::<Date>().is_ok(),
        _ => !text.is_empty(),
    };
    if !task.status.facts().into_iter().all(is_fact) {
        broken.push("facts");
    }
    broken
}

/// Takes away, again and again, what waits for nothing that is left.
fn waiting_in_circles(plant: &Workspace) -> BTreeSet<&str> {
    let mut left: BTreeSet<&str> = plant.tasks.iter().map(|(id, _)| id.as_str()).collect();
    loop {
        let waits = |id: &&str| plant.tasks.get(id).is_some_and(|t| t.after.iter().any(|b| left.contains(b)));
        let still: BTreeSet<&str> = left.iter().copied().filter(waits).collect();
        if still.len() == left.len() {
            return left;
        }
        left = still;
    }
}

/// Every field is of its kind, and no text says what must not stand in a demo.
fn fields(plant: &Workspace) -> Vec<String> {
    let mut faults = vec![];
    for kind in RecordKind::ALL {
        let records: Vec<_> = match plant.records(*kind) {
            Some(records) => records.all().map(|(_, record)| record).collect(),
            None => plant.record(*kind, "").into_iter().collect(),
        };
        for record in records {
            for (i, field) in kind.fields().iter().enumerate() {
                let value = record.get(i);
                let typed = match (&field.kind, &value) {
                    (Kind::Day, Value::Text(day)) => day.parse::<Date>().is_ok(),
                    (Kind::Number(_), Value::Text(number)) => number.parse::<f64>().is_ok_and(|n| n > 0.0),
                    (Kind::Choice(choices), Value::Text(key)) => choices.iter().any(|c| c.key == key),
                    _ => true,
                };
                if !typed {
                    faults.push(format!("field {}: {value:?}", field.name));
                }
                let prose = match (&field.kind, value) {
                    (Kind::Text | Kind::Person, Value::Text(text)) => vec![text],
                    (Kind::Prose, Value::Lines(lines)) => lines,
                    (Kind::Set(None), Value::Set(words)) => words.into_iter().collect(),
                    (Kind::Status, Value::Status(Status::Blocked { why } | Status::Waived { why, .. })) => {
                        vec![why]
                    }
                    _ => vec![],
                };
                faults.extend(
                    prose.iter().filter(|t| is_unfit(t)).map(|t| format!("text {}: {t}", field.name)),
                );
            }
        }
    }
    faults
}

/// Empty, not to be shown, like a telephone number, or naming a day: the days move and a text would not.
fn is_unfit(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let names_a_day = chars.windows(3).any(|w| match w {
        [a, '-', b] => a.is_ascii_digit() && b.is_ascii_digit(),
        [a, ' ', '月' | '日'] | [a, '月' | '日', _] | [_, a, '月' | '日'] => a.is_ascii_digit(),
        _ => false,
    });
    let longest_number = text
        .split(|c: char| !c.is_ascii_digit() && c != '-' && c != ' ')
        .map(|run| run.chars().filter(char::is_ascii_digit).count())
        .max();
    text.trim().is_empty() || chars.iter().any(|c| c.is_control()) || names_a_day || longest_number >= Some(7)
}

fn is_random(id: &Id, prefix: char) -> bool {
    let rest = id.as_str().strip_prefix(prefix).unwrap_or_default();
    let is_digit = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() && !"ILOU".contains(c);
    rest.len() == 8 && rest.chars().all(is_digit)
}
