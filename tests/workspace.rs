//! Edits and what people do with them: an edit and its inverse are nothing, a refused one changes nothing.

#[path = "support/random.rs"]
mod random;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::collections::BTreeSet;
use wubu::guide::guide;
use wubu::readiness::Outline;
use wubu::store::{read, write};
use wubu::text::{Lang, Phrase};
use wubu::workspace::{
    Assign, At, Edit, History, Id, Misfit, NewTask, Place, RecordKind, Refusal, Spot, Status, Value,
    Workspace, add, adopt, adoptable, assign, close, evidence, family, place, reclassify, remove, set_typed,
};

const TODAY: Date = date(2026, 11, 20);
const STEP: Phrase = Phrase::new("改动", "change");

fn id(text: &str) -> Id {
    Id::new(text).expect("a sound id")
}

fn workspace(body: &str) -> Workspace {
    read(format!("(format: 1, {body})").as_bytes()).unwrap_or_else(|e| panic!("{body}: {e}")).workspace
}

/// Six tasks of stage 4a: `t1`, `t2` with a child `t3` (and its child `t4`), `t5` after `t3`, `t6` in another stage.
fn six() -> Workspace {
    workspace(
        r#"tasks: {
            "t1": (element: "a1", rank: "A", title: "一"),
            "t2": (element: "a2", rank: "B", title: "二"),
            "t3": (element: "a2", rank: "A", parent: "t2", title: "三"),
            "t4": (element: "a2", rank: "A", parent: "t3", title: "四"),
            "t5": (element: "a1", rank: "C", title: "五", after: ["t1", "t3"]),
            "t6": (element: "b1", rank: "A", title: "六", after: ["t4"]),
        },
        evidence: { "e1": (task: "t4", what: "照片"), "e2": (task: "t1", what: "纪要") }"#,
    )
}

fn stage(workspace: &Workspace, key: &str) -> Vec<String> {
    Outline::of(workspace).stage(key).iter().map(|e| format!("{}{}", " ".repeat(e.depth), e.id)).collect()
}

fn random() -> fastrand::Rng {
    fastrand::Rng::with_seed(5)
}

proptest! {
    #[test]
    fn an_edit_and_its_inverse_change_no_byte(start in random::workspace(), doings in random::doings()) {
        let mut workspace = start;
        for (doing, values) in doings {
            let before = write(&workspace);
            let Some(edit) = doing.edit(&workspace, &values) else { continue };
            let Ok(inverse) = workspace.apply(edit.clone()) else {
                prop_assert_eq!(write(&workspace), before, "a refused edit changes nothing: {:?}", edit);
                continue;
            };
            let after = write(&workspace);
            let again = workspace.apply(inverse).expect("an inverse is never refused");
            prop_assert_eq!(&write(&workspace), &before);
            workspace.apply(again).expect("nor is the inverse of an inverse");
            prop_assert_eq!(write(&workspace), after);
        }
    }

    #[test]
    fn undoing_all_gives_the_first_bytes_and_redoing_all_the_last(start in random::workspace(), doings in random::doings()) {
        let (mut workspace, mut history) = (start, History::default());
        let first = write(&workspace);
        let mut made = 0;
        for (doing, values) in doings {
            let Some(edit) = doing.edit(&workspace, &values) else { continue };
            made += usize::from(history.make(&mut workspace, STEP, edit).is_ok());
        }
        let last = write(&workspace);
        for _ in 0..made {
            prop_assert_eq!(history.undo(&mut workspace), Some(Ok(STEP)));
        }
        prop_assert_eq!(history.undo(&mut workspace), None);
        prop_assert_eq!(write(&workspace), first);
        for _ in 0..made {
            prop_assert_eq!(history.redo(&mut workspace), Some(Ok(STEP)));
        }
        prop_assert_eq!(history.redo(&mut workspace), None);
        prop_assert_eq!(write(&workspace), last);
    }

    #[test]
    fn moving_tasks_about_keeps_each_where_it_was_put(
        moves in prop::collection::vec((0usize..12, 0usize..13, 0usize..13, 0usize..4, any::<u64>()), 1..25)
    ) {
        let mut workspace = Workspace::default();
        let ids: Vec<&str> = guide().templates_of("a1").chain(guide().templates_of("a2")).map(|t| t.id.as_str()).collect();
        let all = adopt(&workspace, &ids).unwrap();
        workspace.apply(all).unwrap();
        for (which, parent, beside, how, seed) in moves {
            let at = |i: usize| ids.get(i).map(|i| id(i));
            let Some(which) = at(which) else { continue };
            let parent = at(parent).map_or(String::new(), |p| p.to_string());
            let element = workspace.tasks.get(&parent).map_or("a2".to_owned(), |t| t.element.as_str().to_owned());
            let spot = match (at(beside).filter(|b| *b != which), how) {
                (Some(neighbour), 0) => Spot::Before(neighbour),
                (Some(neighbour), 1) => Spot::Behind(neighbour),
                (_, 2) => Spot::First,
                _ => Spot::Last,
            };
            let to = Place { element, parent, spot };
            let before = write(&workspace);
            let Ok(edit) = place(&workspace, &which, &to, &mut fastrand::Rng::with_seed(seed)) else {
                prop_assert!(to.parent == which.as_str() || family(&workspace, &which).contains(&id(&to.parent)));
                continue;
            };
            let back = workspace.apply(edit).unwrap();
            let outline = Outline::of(&workspace);
            prop_assert!(outline.lost().is_empty());
            prop_assert_eq!(outline.all().count(), ids.len());
            let task = workspace.tasks.get(which.as_str()).unwrap();
            prop_assert_eq!(task.parent.as_str(), &to.parent);
            // Beside its neighbour; without one, at the end it was to face.
            let depth = outline.all().find(|e| e.id == which).unwrap().depth;
            let beside: Vec<&Id> = outline.all()
                .filter(|e| e.depth == depth && workspace.tasks.get(e.id.as_str()).unwrap().parent.as_str() == to.parent)
                .map(|e| &e.id)
                .collect();
            let now = beside.iter().position(|b| **b == which).unwrap();
            let last = beside.len() - 1;
            let neighbour = |n: &Id| beside.iter().position(|b| *b == n);
            match &to.spot {
                Spot::First => prop_assert_eq!(now, 0),
                Spot::Before(n) => prop_assert_eq!(now, neighbour(n).map_or(0, |at| at - 1)),
                Spot::Behind(n) => prop_assert_eq!(now, neighbour(n).map_or(last, |at| at + 1)),
                Spot::Last => prop_assert_eq!(now, last),
            }
            let mut copy = workspace.clone();
            copy.apply(back).unwrap();
            prop_assert_eq!(write(&copy), before);
        }
    }
}

#[test]
fn all_or_none_of_several_edits_are_made() {
    let mut workspace = six();
    let before = write(&workspace);
    let set = |at: &At, was: Value, now: &str| Edit::Set { at: at.clone(), was, now: Value::text(now) };
    let title = At::task(&id("t1"), "title");
    for refused in [
        set(&title, Value::text("别的"), "x"),
        Edit::Remove { kind: RecordKind::Task, id: id("t9") },
        Edit::Add { kind: RecordKind::Task, id: id("t1"), fields: vec![] },
        Edit::Add { kind: RecordKind::Task, id: id("t9"), fields: vec![("title".into(), Value::set(["a"]))] },
        Edit::Add { kind: RecordKind::Task, id: id("t9"), fields: vec![("colour".into(), Value::text("a"))] },
    ] {
        let all = Edit::All(vec![
            set(&title, Value::text("一"), "甲"),
            Edit::Remove { kind: RecordKind::Task, id: id("t2") },
            Edit::All(vec![Edit::Add { kind: RecordKind::Row, id: id("r1"), fields: vec![] }]),
            Edit::Set {
                at: At::task(&id("t3"), "status"),
                was: Value::Unset,
                now: Value::Status(Status::Open),
            },
            refused,
        ]);
        assert!(workspace.apply(all).is_err());
        assert_eq!(write(&workspace), before);
    }
}

#[test]
fn a_set_is_refused_when_the_field_holds_something_else_by_now() {
    let mut workspace = six();
    let at = At::task(&id("t1"), "title");
    let edit = workspace.set(at.clone(), Value::text("甲")).unwrap();
    let undo = workspace.apply(edit).unwrap();
    let outside = workspace.set(at.clone(), Value::text("乙")).unwrap();
    workspace.apply(outside).unwrap();
    let stale = workspace.apply(undo).unwrap_err();
    assert_eq!(stale, Refusal::Stale { at: "tasks/t1/title".into(), holds: Value::text("乙") });
    assert_eq!(workspace.get(&at), Some(Value::text("乙")));
}

#[test]
fn another_word_for_nothing_can_be_undone() {
    for (field, nothing) in [
        ("title", Value::Text(String::new())),
        ("status", Value::Status(Status::Open)),
        ("note", Value::Lines(vec![])),
        ("tags", Value::Set(BTreeSet::new())),
    ] {
        let mut workspace = six();
        let before = write(&workspace);
        let edit = workspace.set(At::task(&id("t1"), field), nothing).unwrap();
        let undo = workspace.apply(edit).unwrap();
        workspace.apply(undo).unwrap_or_else(|e| panic!("{field}: {e}"));
        assert_eq!(write(&workspace), before);
    }
}

#[test]
fn a_record_whose_id_stands_in_two_collections_can_be_removed_and_brought_back() {
    let mut workspace =
        workspace(r#"tasks: {"x": (element: "a1", title: "甲")}, evidence: {"x": (task: "x")}"#);
    let before = write(&workspace);
    let edit = Edit::Remove { kind: RecordKind::Task, id: id("x") };
    let undo = workspace.apply(edit).unwrap();
    workspace.apply(undo).unwrap();
    assert_eq!(write(&workspace), before);
}

#[test]
fn one_cell_of_a_row_is_a_field() {
    let mut workspace =
        workspace(r#"rows: {"r1": (register: "equipment", cells: {"ip": "10.0.0.1", "a/b": "c"})}"#);
    let before = write(&workspace);
    let at = At::from_key("rows/r1/cells/ip").unwrap();
    assert_eq!(at.to_string(), "rows/r1/cells/ip");
    let edit = workspace.set(at.clone(), Value::text("10.0.0.2")).unwrap();
    let undo = workspace.apply(edit).unwrap();
    assert_eq!(workspace.rows.get("r1").unwrap().cells.get("ip").unwrap().as_str(), "10.0.0.2");
    workspace.apply(undo).unwrap();
    assert_eq!(write(&workspace), before);
    assert_eq!(workspace.get(&At::from_key("rows/r1/cells/a/b").unwrap()), Some(Value::text("c")));
    assert_eq!(workspace.get(&At::from_key("rows/r1/cells/none").unwrap()), Some(Value::Unset));
    // The last cell that goes takes the map along; a cell takes a text only.
    let fits_not = workspace.set(at, Value::set(["a"])).unwrap();
    assert_eq!(workspace.apply(fits_not), Err(Refusal::Shape("cells/ip".into())));
    assert_eq!(write(&workspace), before);
    assert_eq!(
        workspace.set(At::from_key("rows/r1/register/x").unwrap(), Value::Unset).unwrap_err(),
        Refusal::NoField("register/x".into())
    );
}

#[test]
fn ten_thousand_steps_are_remembered_and_no_more() {
    let (mut workspace, mut history) = (six(), History::default());
    let at = At::task(&id("t1"), "title");
    for n in 0..10_005 {
        let edit = workspace.set(at.clone(), Value::text(format!("第{n}步"))).unwrap();
        history.make(&mut workspace, STEP, edit).unwrap();
    }
    let mut undone = 0;
    while let Some(step) = history.undo(&mut workspace) {
        assert_eq!(step, Ok(STEP));
        undone += 1;
    }
    assert_eq!(undone, 10_000);
    assert_eq!(workspace.get(&at), Some(Value::text("第4步")));
    assert!(history.can_redo() && !history.can_undo());
    let edit = workspace.set(at, Value::text("新")).unwrap();
    history.make(&mut workspace, STEP, edit).unwrap();
    assert!(!history.can_redo(), "a new edit forgets what was undone");
}

#[test]
fn an_undo_that_no_longer_fits_says_so_and_touches_nothing() {
    let (mut workspace, mut history) = (six(), History::default());
    let at = At::task(&id("t1"), "title");
    let edit = workspace.set(at.clone(), Value::text("甲")).unwrap();
    history.make(&mut workspace, STEP, edit).unwrap();
    let outside = workspace.set(at, Value::text("乙")).unwrap();
    workspace.apply(outside).unwrap();
    let before = write(&workspace);
    assert!(matches!(history.undo(&mut workspace), Some(Err(Refusal::Stale { .. }))));
    assert_eq!(write(&workspace), before);
    assert_eq!(history.undo(&mut workspace), None);
}

/// What is typed into a field of `t2` (blocked, tagged), and the value it comes to.
#[test]
fn each_kind_of_field_takes_what_people_type() {
    let mut workspace = six();
    let assigns = [Assign::new("status", "受阻"), Assign::new("why", "缺件"), Assign::new("tags", "甲，乙")];
    let edit = assign(&workspace, RecordKind::Task, &id("t2"), &assigns, TODAY).unwrap();
    workspace.apply(edit).unwrap();
    let done = |on: &str, by: &str| Value::Status(Status::Done { on: on.into(), by: by.into() });
    for (typed, field, want) in [
        ("title= 新标题 ", "title", Value::text("新标题")),
        ("title=", "title", Value::Unset),
        ("owner=王工", "owner", Value::text("王工")),
        ("lead=服务商", "lead", Value::text("provider")),
        ("lead=JOINT", "lead", Value::text("joint")),
        ("due=+3", "due", Value::text("2026-11-23")),
        ("effort=1,200.5", "effort", Value::text("1200.5")),
        ("element=e4", "element", Value::text("e4")),
        ("parent=t1", "parent", Value::text("t1")),
        ("after=t1、t5", "after", Value::set(["t1", "t5"])),
        ("tags+=丙", "tags", Value::set(["甲", "乙", "丙"])),
        ("tags-=甲", "tags", Value::set(["乙"])),
        ("tags-=甲,乙", "tags", Value::Unset),
        ("note=一\n\n二\n", "note", Value::prose("一\n\n二")),
        ("why=缺图", "status", Value::Status(Status::Blocked { why: "缺图".into() })),
        ("status=blocked", "status", Value::Status(Status::Blocked { why: "缺件".into() })),
        ("status=进行中", "status", Value::Status(Status::Doing)),
        ("status=open", "status", Value::Unset),
        ("status=done;on=昨天;by=李工", "status", done("2026-11-19", "李工")),
        ("on=昨天;by=李工;status=done", "status", done("2026-11-19", "李工")),
        (
            "status=waived;why=不适用",
            "status",
            Value::Status(Status::Waived { why: "不适用".into(), until: String::new() }),
        ),
    ] {
        let assigns: Vec<Assign> = typed.split(';').map(|t| Assign::parse(t).unwrap()).collect();
        let edit = assign(&workspace, RecordKind::Task, &id("t2"), &assigns, TODAY)
            .unwrap_or_else(|e| panic!("{typed}: {e}"));
        let mut copy = workspace.clone();
        copy.apply(edit).unwrap();
        assert_eq!(copy.get(&At::task(&id("t2"), field)), Some(want), "{typed}");
    }
}

#[test]
fn what_is_typed_wrongly_is_refused_in_both_languages() {
    let workspace = six();
    let misfit = |field: &str, misfit: Misfit| Refusal::Misfit { field: field.into(), misfit };
    for (typed, want) in [
        ("colour=red", Some(Refusal::NoField("colour".into()))),
        ("due=soon", Some(misfit("due", Misfit::Day("soon".into())))),
        ("effort=1,5", Some(misfit("effort", Misfit::Number("1,5".into())))),
        ("lead=boss", None),
        ("status=halb", None),
        ("title=a\nb", Some(misfit("title", Misfit::OneLine))),
        ("rank=A", Some(misfit("rank", Misfit::NotTyped))),
        ("owner+=x", Some(Refusal::Shape("owner".into()))),
        ("element=z9", Some(Refusal::Unknown("z9".into()))),
        ("parent=t9", Some(Refusal::Unknown("t9".into()))),
        ("after=t1,t9", Some(Refusal::Unknown("t9".into()))),
        ("why=x", Some(Refusal::NoField("why".into()))),
        ("status=done;why=x", Some(Refusal::NoField("why".into()))),
        ("status=done;on=soon", Some(misfit("on", Misfit::Day("soon".into())))),
        ("status=done;by=a\nb", Some(misfit("by", Misfit::OneLine))),
        ("parent=t2", Some(Refusal::Circle(vec!["t2".into(), "t2".into()]))),
        ("parent=t4", Some(Refusal::Circle(["t2", "t4", "t3", "t2"].map(str::to_owned).to_vec()))),
        ("after=t2", Some(Refusal::Circle(vec!["t2".into(), "t2".into()]))),
    ] {
        let assigns: Vec<Assign> = typed.split(';').map(|t| Assign::parse(t).unwrap()).collect();
        let refusal = assign(&workspace, RecordKind::Task, &id("t2"), &assigns, TODAY).unwrap_err();
        if let Some(want) = want {
            assert_eq!(refusal, want, "{typed}");
        }
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| (refusal.say(lang), refusal.next(lang)));
        assert!(zh.0 != en.0 && zh.1 != en.1 && !zh.1.is_empty(), "{zh:?} {en:?}");
    }
    let nobody = assign(&workspace, RecordKind::Task, &id("t9"), &[], TODAY).unwrap_err();
    assert_eq!(nobody, Refusal::NoRecord("t9".into()));
    let circle = set_typed(&workspace, &At::task(&id("t1"), "after"), "t5", TODAY).unwrap_err();
    assert_eq!(circle, Refusal::Circle(["t1", "t5", "t1"].map(str::to_owned).to_vec()));
    assert_eq!(Assign::parse("title"), None);
    // What was dangling before may stay; what is typed anew must exist.
    let old = read(br#"(format: 1, tasks: {"t1": (element: "a1", title: "x", after: ["gone"]), "t2": ()})"#)
        .unwrap()
        .workspace;
    assert!(set_typed(&old, &At::task(&id("t1"), "after"), "gone, t2", TODAY).is_ok());
}

#[test]
fn nothing_new_is_no_edit() {
    let workspace = six();
    let same = [Assign::new("title", "二"), Assign::new("status", "open")];
    assert_eq!(assign(&workspace, RecordKind::Task, &id("t2"), &same, TODAY), Ok(Edit::All(vec![])));
}

#[test]
fn a_task_is_added_where_it_was_asked_for() {
    let mut workspace = six();
    let mut random = random();
    let new = |place: Place, title: &str| NewTask { place, title: title.into() };
    let first = Place { element: "a1".into(), parent: String::new(), spot: Spot::First };
    let (top, edit) = add(&workspace, &new(first, " 新\u{1b} "), &mut random);
    workspace.apply(edit).unwrap();
    let (child, edit) = add(
        &workspace,
        &new(Place { element: "a2".into(), parent: "t2".into(), spot: Spot::Last }, "子"),
        &mut random,
    );
    workspace.apply(edit).unwrap();
    let behind = Place { element: "a1".into(), parent: String::new(), spot: Spot::Behind(id("t1")) };
    let (middle, edit) = add(&workspace, &new(behind, "中"), &mut random);
    workspace.apply(edit).unwrap();
    let want = [
        format!("{top}"),
        "t1".into(),
        format!("{middle}"),
        "t2".into(),
        " t3".into(),
        "  t4".into(),
        format!(" {child}"),
        "t5".into(),
    ];
    assert_eq!(stage(&workspace, "4a"), want);
    assert_eq!(workspace.tasks.get(top.as_str()).unwrap().title.as_str(), "新");
}

#[test]
fn where_neighbours_leave_no_room_they_make_some() {
    for ranks in [
        ["A", "A", "A"],
        ["", "", ""],
        ["B", "A", "A"],
        ["甲", "甲", "乙"],
        ["~", "~~", "z"],
        ["A0", "A", "A00"],
    ] {
        let [one, two, three] = ranks;
        let mut workspace = workspace(&format!(
            r#"tasks: {{
                "t1": (element: "a1", rank: "{one}", title: "x"),
                "t2": (element: "a1", rank: "{two}", title: "x"),
                "t3": (element: "a1", rank: "{three}", title: "x"),
            }}"#
        ));
        let before = write(&workspace);
        let order = stage(&workspace, "4a");
        for at in 0usize..=3 {
            let spot = at.checked_sub(1).map_or(Spot::First, |i| Spot::Behind(id(&order[i])));
            let to = Place { element: "a1".into(), parent: String::new(), spot };
            let (new, edit) = add(&workspace, &NewTask { place: to, title: "新".into() }, &mut random());
            let undo = workspace.apply(edit).unwrap();
            let mut want = order.clone();
            want.insert(at, new.to_string());
            assert_eq!(stage(&workspace, "4a"), want, "{ranks:?} at {at}");
            workspace.apply(undo).unwrap();
            assert_eq!(write(&workspace), before);
        }
    }
    // A key of ten thousand digits, written by hand.
    let long = "z".repeat(10_000);
    let mut workspace =
        workspace(&format!(r#"tasks: {{"t1": (element: "a1", rank: "{long}", title: "x")}}"#));
    let to = Place { element: "a1".into(), ..Place::default() };
    let (new, edit) = add(&workspace, &NewTask { place: to, title: "新".into() }, &mut random());
    workspace.apply(edit).unwrap();
    assert_eq!(stage(&workspace, "4a"), ["t1".to_owned(), new.to_string()]);
}

#[test]
fn a_task_moves_with_everything_below_it() {
    let mut workspace = six();
    let before = write(&workspace);
    let to = Place { element: "b1".into(), parent: "t6".into(), spot: Spot::First };
    let edit = place(&workspace, &id("t2"), &to, &mut random()).unwrap();
    let undo = workspace.apply(edit).unwrap();
    assert_eq!(stage(&workspace, "4b"), ["t6", " t2", "  t3", "   t4"]);
    assert!(["t2", "t3", "t4"].iter().all(|t| workspace.tasks.get(t).unwrap().element.as_str() == "b1"));
    workspace.apply(undo).unwrap();
    assert_eq!(write(&workspace), before);

    let below_itself = Place { element: "a2".into(), parent: "t4".into(), spot: Spot::First };
    assert!(matches!(place(&workspace, &id("t2"), &below_itself, &mut random()), Err(Refusal::Circle(_))));
    let nowhere = Place { element: "a2".into(), parent: "t9".into(), spot: Spot::First };
    assert_eq!(place(&workspace, &id("t2"), &nowhere, &mut random()), Err(Refusal::Unknown("t9".into())));
    assert_eq!(place(&workspace, &id("t9"), &to, &mut random()), Err(Refusal::NoRecord("t9".into())));
}

#[test]
fn a_task_put_beside_itself_stays_where_it_is() {
    let places = ["t1", "t2", "t5"].map(|t| [(t, Spot::Behind(id(t))), (t, Spot::Before(id(t)))]);
    for (which, spot) in places.into_iter().flatten() {
        let mut workspace = six();
        let order = stage(&workspace, "4a");
        let to = Place { element: "a1".into(), parent: String::new(), spot };
        let edit = place(&workspace, &id(which), &to, &mut random()).unwrap();
        workspace.apply(edit).unwrap();
        assert_eq!(stage(&workspace, "4a"), order, "{which}");
    }
}

#[test]
fn a_task_given_to_another_element_goes_to_its_end() {
    let mut workspace = six();
    // The last one of its stage stays the last.
    let edit = reclassify(&workspace, &id("t5"), "a3", &mut random()).unwrap();
    workspace.apply(edit).unwrap();
    assert_eq!(stage(&workspace, "4a"), ["t1", "t2", " t3", "  t4", "t5"]);
    assert_eq!(workspace.tasks.get("t5").unwrap().element.as_str(), "a3");
    // A child comes out from under its parent.
    let edit = reclassify(&workspace, &id("t3"), "b1", &mut random()).unwrap();
    workspace.apply(edit).unwrap();
    assert_eq!(stage(&workspace, "4b"), ["t6", "t3", " t4"]);
    assert_eq!(reclassify(&workspace, &id("t3"), "z9", &mut random()), Err(Refusal::Unknown("z9".into())));
}

#[test]
fn removing_takes_along_what_lies_below_and_what_speaks_of_it() {
    let mut workspace = six();
    let before = write(&workspace);
    let edit = remove(&workspace, &[id("t2"), id("t3")]).unwrap();
    let undo = workspace.apply(edit).unwrap();
    assert_eq!(stage(&workspace, "4a"), ["t1", "t5"]);
    assert!(!workspace.evidence.contains("e1") && workspace.evidence.contains("e2"));
    assert_eq!(workspace.get(&At::task(&id("t5"), "after")), Some(Value::set(["t1"])));
    assert_eq!(workspace.get(&At::task(&id("t6"), "after")), Some(Value::Unset));
    workspace.apply(undo).unwrap();
    assert_eq!(write(&workspace), before);
    assert_eq!(remove(&workspace, &[id("t1"), id("t9")]), Err(Refusal::NoRecord("t9".into())));
    // A circle of parents can be removed too.
    let mut circle =
        read(br#"(format: 1, tasks: {"t1": (parent: "t2"), "t2": (parent: "t1")})"#).unwrap().workspace;
    let edit = remove(&circle, &[id("t1")]).unwrap();
    circle.apply(edit).unwrap();
    assert!(circle.tasks.is_empty());
}

#[test]
fn templates_are_adopted_in_their_order_and_the_same_on_every_laptop() {
    let mut workspace = Workspace::default();
    let all: Vec<&str> = guide().templates().iter().map(|t| t.id.as_str()).collect();
    let some = adopt(&workspace, &all[3..9]).unwrap();
    workspace.apply(some).unwrap();
    let rest: Vec<&str> = adoptable(&workspace).map(|t| t.id.as_str()).collect();
    assert_eq!(rest.len(), all.len() - 6);
    let edit = adopt(&workspace, &rest).unwrap();
    workspace.apply(edit).unwrap();
    let mut at_once = Workspace::default();
    let edit = adopt(&at_once, &all).unwrap();
    at_once.apply(edit).unwrap();
    assert_eq!(write(&workspace), write(&at_once));
    for s in guide().stages() {
        let want: Vec<&str> = guide()
            .templates()
            .iter()
            .filter(|t| guide().stage_of(&t.element).unwrap().key == s.key)
            .map(|t| t.id.as_str())
            .collect();
        assert_eq!(stage(&workspace, &s.key), want);
    }
    assert_eq!(adopt(&workspace, &all), Ok(Edit::All(vec![])));
    assert_eq!(adopt(&workspace, &["4z.9"]), Err(Refusal::NoRecord("4z.9".into())));
}

#[test]
fn closing_a_task_names_the_day_and_the_person() {
    let mut workspace = six();
    let edit = close(&workspace, &id("t1"), TODAY, "李工").unwrap();
    workspace.apply(edit).unwrap();
    assert!(write(&workspace).contains(r#"status: Done(on: "2026-11-20", by: "李工"),"#));
    assert_eq!(close(&workspace, &id("t9"), TODAY, ""), Err(Refusal::NoRecord("t9".into())));
}

#[test]
fn evidence_is_filed_with_a_task_that_exists() {
    let mut workspace = six();
    let before = write(&workspace);
    let new = workspace.fresh_id(RecordKind::Evidence, &mut random());
    let assigns = [Assign::new("what", "纪要"), Assign::new("proof", "文件"), Assign::new("filed", "今天")];
    let edit = evidence(&workspace, &new, &id("t1"), &assigns, TODAY).unwrap();
    let undo = workspace.apply(edit).unwrap();
    let filed = workspace.evidence.get(new.as_str()).unwrap();
    assert_eq!(
        (filed.task.as_str(), filed.proof.as_str(), filed.filed.as_str()),
        ("t1", "document", "2026-11-20")
    );
    workspace.apply(undo).unwrap();
    assert_eq!(write(&workspace), before);
    let refused =
        |task: &str, assign: Assign| evidence(&six(), &new, &id(task), &[assign], TODAY).unwrap_err();
    assert_eq!(refused("t9", Assign::new("what", "x")), Refusal::NoRecord("t9".into()));
    assert!(matches!(refused("t1", Assign::new("proof", "x")), Refusal::Misfit { .. }));
    assert!(matches!(
        refused("t1", Assign::new("hash", "x")),
        Refusal::Misfit { misfit: Misfit::NotTyped, .. }
    ));
}
