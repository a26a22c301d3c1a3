use super::*;
use crate::readiness::plan::is_broken;
use crate::workspace::{RecordKind, Status};
use jiff::civil::date;
use proptest::prelude::*;

/// Tasks `t0`, `t1` … with start, due, what they come after, and whether they are done.
type Given = (Option<i32>, Option<i32>, Vec<usize>, bool);

fn day(n: i32) -> Date {
    crate::readiness::plan::later(date(2026, 11, 20), n).unwrap()
}

fn id(n: usize) -> Id {
    Id::new(&format!("t{n}")).unwrap()
}

fn plant(tasks: &[Given]) -> Workspace {
    let mut workspace = Workspace::default();
    for (n, (start, due, after, is_done)) in tasks.iter().enumerate() {
        let mut fields = vec![("element".to_owned(), Value::text("a1"))];
        fields.extend(start.map(|n| ("start".to_owned(), Value::text(day(n).to_string()))));
        fields.extend(due.map(|n| ("due".to_owned(), Value::text(day(n).to_string()))));
        let after = Value::set(after.iter().map(|n| id(*n).to_string()));
        fields.push(("after".into(), after.canonical()));
        if *is_done {
            let done = Status::Done { on: "2026-11-20".into(), by: "李工".into() };
            fields.push(("status".into(), Value::Status(done)));
        }
        fields.retain(|(_, value)| !value.is_unset());
        workspace.apply(Edit::Add { kind: RecordKind::Task, id: id(n), fields }).unwrap();
    }
    workspace
}

fn times(workspace: &Workspace, n: usize) -> Times {
    Times::of(workspace.tasks.get(id(n).as_str()).unwrap())
}

fn span(start: i32, due: i32, after: &[usize]) -> Given {
    (Some(start), Some(due), after.to_vec(), false)
}

#[test]
fn a_move_is_asked_about_only_where_it_breaks_a_link_that_was_sound() {
    let workspace = plant(&[span(0, 4, &[]), span(4, 6, &[0]), span(2, 3, &[0]), span(9, 9, &[1])]);
    let links = Links::of(&workspace);
    let by =
        |n: usize, days| broken_by(&workspace, &links, &id(n), times(&workspace, n).moved(days).unwrap());
    // t2 began too early before.
    assert_eq!(by(0, 1), Broken { before: vec![], behind: vec![id(1)] });
    assert!(by(0, 0).is_empty() && by(0, -3).is_empty());
    assert_eq!(by(1, -1), Broken { before: vec![id(0)], behind: vec![] });
    assert_eq!(by(1, 4), Broken { before: vec![], behind: vec![id(3)] });
    assert!(by(1, 3).is_empty(), "on the same day it may begin");
}

#[test]
fn followers_come_along_as_far_as_they_must_and_gaps_are_used_up_first() {
    let mut workspace =
        plant(&[span(0, 4, &[]), span(5, 6, &[0]), span(12, 14, &[1]), (None, Some(15), vec![2], false)]);
    let links = Links::of(&workspace);
    let now = times(&workspace, 0).moved(5).unwrap();
    let (edit, along) = respectful(&workspace, &links, &id(0), now).unwrap().unwrap();
    assert_eq!(along, [id(1)]);
    workspace.apply(edit).unwrap();
    assert_eq!(times(&workspace, 1), Times { start: Some(day(10)), due: Some(day(11)) });
    assert_eq!(times(&workspace, 2).start, Some(day(12)));
    let now = times(&workspace, 0).due_moved(5).unwrap();
    let (edit, along) = respectful(&workspace, &links, &id(0), now).unwrap().unwrap();
    assert_eq!(along, [id(1), id(2), id(3)]);
    workspace.apply(edit).unwrap();
    assert_eq!(times(&workspace, 2), Times { start: Some(day(17)), due: Some(day(19)) });
    assert_eq!(times(&workspace, 3), Times { start: None, due: Some(day(20)) });
}

#[test]
fn a_task_moved_before_what_it_waits_for_stops_behind_it() {
    let workspace = plant(&[span(0, 4, &[]), span(8, 9, &[0])]);
    let links = Links::of(&workspace);
    let now = times(&workspace, 1).moved(-7).unwrap();
    let (edit, _) = respectful(&workspace, &links, &id(1), now).unwrap().unwrap();
    let mut moved = workspace.clone();
    moved.apply(edit).unwrap();
    assert_eq!(times(&moved, 1), Times { start: Some(day(5)), due: Some(day(6)) });
}

#[test]
fn what_is_settled_neither_moves_nor_binds() {
    let mut given = [span(0, 4, &[]), span(5, 6, &[0]), span(7, 8, &[1])];
    given[1].3 = true;
    let workspace = plant(&given);
    let links = Links::of(&workspace);
    let now = times(&workspace, 0).moved(9).unwrap();
    assert!(broken_by(&workspace, &links, &id(0), now).is_empty());
    assert_eq!(respectful(&workspace, &links, &id(0), now).unwrap().unwrap().1, []);
}

#[test]
fn a_circle_ends_and_the_end_of_the_calendar_is_said() {
    let workspace = plant(&[span(0, 4, &[1]), span(5, 6, &[0]), span(5, 5, &[2])]);
    let links = Links::of(&workspace);
    let now = times(&workspace, 1).moved(3).unwrap();
    assert!(respectful(&workspace, &links, &id(1), now).is_some());
    assert!(respectful(&workspace, &links, &id(2), times(&workspace, 2)).is_some());
    assert_eq!(Times { start: None, due: Some(Date::MAX) }.moved(1), None);
    let far = Times { start: Some(Date::MAX), due: None };
    assert!(respectful(&workspace, &links, &id(0), far).is_none());
}

fn tasks(may_circle: bool) -> impl Strategy<Value = Vec<Given>> {
    let date = || prop::option::weighted(0.8, -40i32..40);
    let one = (date(), date(), prop::collection::vec(0usize..12, 0..3), prop::bool::weighted(0.2));
    prop::collection::vec(one, 1..12).prop_map(move |mut tasks| {
        let count = tasks.len();
        for (n, (start, due, after, _)) in tasks.iter_mut().enumerate() {
            after.retain(|before| if may_circle { *before < count } else { *before < n });
            if let (Some(from), Some(to)) = (*start, *due) {
                (*start, *due) = (Some(from.min(to)), Some(from.max(to)));
            }
        }
        tasks
    })
}

fn is_date(edit: &Edit) -> bool {
    match edit {
        Edit::Set { at, .. } => matches!(at.field.as_str(), "start" | "due"),
        Edit::All(edits) => edits.iter().all(is_date),
        _ => false,
    }
}

proptest! {
    #[test]
    fn after_a_respectful_move_nothing_that_follows_begins_too_early(
        given in tasks(false), at in 0usize..12, days in -30i32..30, end_only: bool,
    ) {
        let at = at % given.len();
        let workspace = plant(&given);
        let links = Links::of(&workspace);
        let was = times(&workspace, at);
        let now = if end_only { was.due_moved(days) } else { was.moved(days) }.unwrap();
        let now = Times { start: now.start.map(|start| now.due.map_or(start, |due| start.min(due))), ..now };
        let name = id(at);
        let (edit, along) = respectful(&workspace, &links, &name, now).unwrap().unwrap();
        prop_assert!(is_date(&edit), "{edit:?}");
        let mut moved = workspace.clone();
        let back = moved.apply(edit).unwrap();
        let task = |n: usize| moved.tasks.get(id(n).as_str()).unwrap();
        let mut reached: HashSet<usize> = HashSet::from([at]);
        for (n, (_, _, after, is_done)) in given.iter().enumerate() {
            // Links lead forwards only: one pass reaches all.
            if after.iter().any(|before| reached.contains(before)) && !is_done && !times(&workspace, n).is_empty() {
                reached.insert(n);
            }
        }
        for (n, (_, _, after, _)) in given.iter().enumerate() {
            for before in after {
                let is_early = is_broken(task(*before), task(n));
                let was_early = is_broken(
                    workspace.tasks.get(id(*before).as_str()).unwrap(),
                    workspace.tasks.get(id(n).as_str()).unwrap(),
                );
                if reached.contains(before) || n == at {
                    prop_assert!(!is_early, "t{n} begins before t{before} ends");
                } else {
                    prop_assert!(!is_early || was_early, "t{n} was in order");
                }
            }
            // Others stay, and nobody is made longer or shorter.
            let (was, is) = (times(&workspace, n), Times::of(task(n)));
            prop_assert!(n == at || was == is || along.contains(&id(n)));
            if n != at && let (Some(from), Some(to)) = (was.start, was.due) {
                prop_assert_eq!(Some(days_between(from, to)), is.start.zip(is.due).map(|(from, to)| days_between(from, to)));
            }
            prop_assert!(n == at || is.begin() >= was.begin(), "nobody is drawn forward");
        }
        moved.apply(back).unwrap();
        prop_assert_eq!(moved, workspace);
    }

    #[test]
    fn circles_do_no_harm(given in tasks(true), at in 0usize..12, days in -30i32..30) {
        let at = at % given.len();
        let mut workspace = plant(&given);
        let links = Links::of(&workspace);
        let now = times(&workspace, at).moved(days).unwrap();
        let before = workspace.clone();
        let (edit, _) = respectful(&workspace, &links, &id(at), now).unwrap().unwrap();
        prop_assert!(is_date(&edit));
        let back = workspace.apply(edit).unwrap();
        workspace.apply(back).unwrap();
        prop_assert_eq!(workspace, before);
    }
}
