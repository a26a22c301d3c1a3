//! What keys and actions do: workspace, file, screen and effects after each. One story a test.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use support::{DEMO, Desk, TODAY, bare, papers, plant};
use wubu::readiness::shown_title;
use wubu::store::{read, write};
use wubu::text::{Lang, is_han};
use wubu::tui::{
    Action, Command, Errand, Filter, Key, Layer, Mood, News, Notice, Page, Sort, Touch, View, keymap,
};
use wubu::workspace::{At, Record, Status, Task, Value};

fn status(desk: &Desk, id: &str) -> Status {
    desk.workspace().tasks.get(id).unwrap().status.clone()
}

fn title(desk: &Desk, id: &str) -> String {
    shown_title(id, desk.workspace().tasks.get(id).unwrap(), desk.app.lang).to_owned()
}

fn field(name: &str) -> usize {
    Task::FIELDS.iter().position(|field| field.name == name).unwrap()
}

/// The first cells of the rows of the list, without cursor and marks.
fn listed(desk: &mut Desk) -> Vec<String> {
    desk.resize(90, 60);
    let lines = desk.lines();
    lines[4..lines.len() - 1].iter().filter(|line| !line.trim().is_empty()).cloned().collect()
}

#[test]
fn a_close_takes_day_and_name_and_a_second_one_opens_it_again() {
    let mut desk = Desk::demo();
    desk.press("3 x");
    assert_eq!(status(&desk, "4c.1"), Status::Done { on: "2026-11-20".into(), by: "周岚".into() });
    assert!(desk.file().contains(r#"status: Done(on: "2026-11-20", by: "周岚")"#));
    assert!(desk.shows("已保存"));
    desk.press("x");
    assert_eq!(status(&desk, "4c.1"), Status::Open);
}

#[test]
fn a_name_that_is_not_known_is_asked_for_once_and_then_the_task_is_closed() {
    let mut desk = Desk::of(Lang::Zh, (120, 40), None);
    desk.open(DEMO);
    desk.press("3 x");
    assert_eq!((desk.app.layers(), status(&desk, "4c.1")), (&[Layer::Field][..], Status::Doing));
    desk.type_text("何成").press("Enter");
    assert_eq!(status(&desk, "4c.1"), Status::Done { on: "2026-11-20".into(), by: "何成".into() });
    assert_eq!(desk.remembered, ["何成"]);
    desk.press("j x j j j j x");
    assert_eq!(desk.app.layers()[0], Layer::Tasks, "asked again");
    assert_eq!(desk.remembered.len(), 1);
    let folders = wubu::store::Folders::below(desk.folder.path());
    assert_eq!(wubu::store::remembered_me(&folders).as_deref(), Some("何成"));
}

#[test]
fn a_name_that_is_not_given_closes_nothing() {
    let mut desk = Desk::of(Lang::Zh, (120, 40), None);
    desk.open(DEMO);
    desk.press("3 x Esc");
    assert_eq!(desk.text(), DEMO);
    assert_eq!(desk.app.layers()[0], Layer::Tasks);
}

#[test]
fn every_kind_of_edit_is_undone_and_redone_as_one_step() {
    let edits = [
        ("done", "3 x"),
        ("status", "3 s o"),
        ("blocked", "3 s b type:等授权 Enter"),
        ("waived", "3 s w type:不做 Tab type:+30 Enter"),
        ("form", "3 e type:（改） Tab Right Tab Tab Ctrl-U type:林溪 Enter"),
        ("rename", "3 r type:改 Enter"),
        ("add", "3 a type:新 Enter"),
        ("subtask", "3 A type:新 Enter"),
        ("note", "3 o type:记 Enter type:录 Esc"),
        ("delete", "3 d"),
        ("down", "3 J"),
        ("up", "3 j j K"),
        ("indent", "3 j j >"),
        ("outdent", "3 j <"),
        ("element", "3 m type:e3 Enter"),
        ("before", "3 b type:4a.3 Enter"),
        ("evidence", "3 i Right Tab type:照片 Enter"),
        ("bulk", "3 Space Space Space e Tab Tab Tab type:林溪 Enter"),
        ("bulk done", "3 Ctrl-A x"),
        ("project", "F3 type:改 Enter"),
    ];
    for (name, keys) in edits {
        let mut desk = Desk::demo();
        desk.press(keys);
        let after = desk.text();
        assert_ne!(after, DEMO, "{name}: {}", desk.notice());
        assert_eq!(desk.file(), after, "{name} is not on the disk");
        desk.press("u");
        assert_eq!(desk.text(), DEMO, "{name}: one undo: {}", desk.notice());
        assert!(desk.notice().starts_with("已撤销"), "{name}: {}", desk.notice());
        desk.press("U");
        assert_eq!(desk.text(), after, "{name}: redo");
        desk.press("Ctrl-Z");
        assert_eq!(desk.file(), DEMO, "{name}: the undo is saved");
    }
    let mut desk = Desk::opened(Lang::Zh, (120, 40), DEMO);
    desk.press("3 d");
    let lacking = desk.text();
    let mut desk = Desk::opened(Lang::Zh, (120, 40), &lacking);
    desk.press("3 t type:4c.1 Enter");
    assert_ne!(desk.text(), lacking);
    desk.press("u");
    assert_eq!(desk.text(), lacking, "adopt");
}

#[test]
fn a_bulk_edit_changes_only_what_is_filled_in_and_is_one_step() {
    let mut desk = Desk::demo();
    desk.press("3 j Space j Space Space");
    let ids: Vec<String> = desk.workspace().tasks.iter().map(|(id, _)| id.to_string()).collect();
    let before: Vec<Task> = ids.iter().map(|id| desk.workspace().tasks.get(id).unwrap().clone()).collect();
    desk.press("e Tab Tab Tab type:林溪 Enter");
    let mut changed = 0;
    for (id, was) in ids.iter().zip(before) {
        let now = desk.workspace().tasks.get(id).unwrap();
        if *now != was {
            changed += 1;
            assert_eq!(now.owner.as_str(), "林溪");
            let only_owner = Task { owner: was.owner.clone(), ..now.clone() };
            assert_eq!(only_owner, was, "{id}: something else was changed");
        }
    }
    assert_eq!(changed, 3);
    desk.press("u");
    assert_eq!(desk.text(), DEMO);
}

/// The form of several tasks once carried the first one's note to all of them.
#[test]
fn a_bulk_edit_leaves_the_notes_alone() {
    let mut desk = Desk::demo();
    // The tasks below have notes, the first one too.
    desk.press("1 Ctrl-A e Tab Tab Tab type:林溪 Enter");
    let original = read(DEMO.as_bytes()).unwrap().workspace;
    for (id, task) in desk.workspace().tasks.iter() {
        assert_eq!(task.note, original.tasks.get(id.as_str()).unwrap().note, "{id}");
    }
    assert_eq!(desk.workspace().tasks.get("4a.1").unwrap().owner.as_str(), "林溪");
}

#[test]
fn a_delete_takes_what_lies_below_and_one_undo_brings_it_back() {
    let mut desk = Desk::demo();
    let count = desk.workspace().tasks.iter().count();
    desk.press("3 d");
    assert_eq!(desk.workspace().tasks.iter().count(), count - 4);
    assert!(desk.notice().ends_with("，连同其下 3 项 · u 撤销"), "{}", desk.notice());
    desk.press("u");
    assert_eq!(desk.file(), DEMO);
}

#[test]
fn a_new_task_lands_behind_the_cursor_and_the_cursor_on_it() {
    let mut desk = Desk::demo();
    desk.press("3 j a type:补采振动点 Enter");
    assert!(desk.cursor_line().contains("补采振动点"), "{}", desk.cursor_line());
    let (id, task) = desk.workspace().tasks.iter().find(|(_, t)| t.title.as_str() == "补采振动点").unwrap();
    assert_eq!((task.parent.as_str(), task.element.as_str()), ("4c.1", "c1"));
    let id = id.to_string();
    desk.press("A type:先装网关 Enter");
    let below = desk.workspace().tasks.iter().find(|(_, t)| t.title.as_str() == "先装网关").unwrap().1;
    assert_eq!(below.parent.as_str(), id);
}

#[test]
fn a_new_task_is_seen_even_where_the_filter_would_hide_it() {
    let mut desk = Desk::demo();
    desk.press("3 f l a type:看得见 Enter");
    assert!(desk.cursor_line().contains("看得见"), "{:?}", desk.lines());
}

#[test]
fn nothing_typed_adds_nothing() {
    let mut desk = Desk::demo();
    desk.press("3 a Enter a Space Enter a type:x Esc r Enter");
    assert_eq!(desk.text(), DEMO);
}

#[test]
fn a_task_moves_by_hand_among_its_siblings_and_in_and_out_of_a_parent() {
    let mut desk = Desk::demo();
    let order = |desk: &mut Desk| {
        listed(desk).iter().map(|l| l.trim_start_matches(['▌', ' ']).to_owned()).collect::<Vec<_>>()
    };
    desk.press("3");
    let before = order(&mut desk);
    desk.press("J");
    let after = order(&mut desk);
    assert_eq!((&after[0], &after[1]), (&before[4], &before[0]), "4c.1 now stands behind 4c.2");
    assert!(desk.cursor_line().contains("4c.1"), "the cursor goes along");
    desk.press("K");
    assert_eq!(order(&mut desk), before);
    desk.press("j j j j >");
    assert_eq!(desk.workspace().tasks.get("4c.2").unwrap().parent.as_str(), "4c.1");
    assert!(desk.cursor_line().contains("4c.2"));
    desk.press("<");
    assert_eq!(desk.workspace().tasks.get("4c.2").unwrap().parent.as_str(), "");
    desk.press("u u u u");
    assert_eq!(desk.text(), DEMO);
    desk.press("Home K");
    assert!(desk.notice().contains("边界"), "{}", desk.notice());
    desk.press(", a J");
    assert!(desk.notice().contains("手动顺序"), "{}", desk.notice());
}

#[test]
fn a_task_is_reclassified_with_its_children() {
    let mut desk = Desk::demo();
    desk.press("3 m type:e3 Enter");
    assert_eq!(desk.workspace().tasks.get("4c.1").unwrap().element.as_str(), "e3");
    desk.press("5");
    assert!(desk.shows("中心机房 UPS 与接地整改"), "the children went along");
}

#[test]
fn a_dependency_is_chosen_taken_away_and_never_circular() {
    let mut desk = Desk::demo();
    let holds = |desk: &Desk| desk.workspace().tasks.get("4c.1").unwrap().after.contains("4a.3");
    desk.press("3 b type:4a.3 Enter");
    assert!(holds(&desk), "{}", desk.notice());
    desk.press("b type:4a.3 Enter");
    assert!(!holds(&desk), "again takes it away");
    assert_eq!(desk.text(), DEMO);
    // 4c.1 comes after 4b.13; the other way round would be a circle.
    desk.press("2 End b type:4c.1 Home Enter");
    assert_eq!(desk.text(), DEMO, "{}", desk.notice());
    assert!(desk.notice().contains("→"), "{}", desk.notice());
}

#[test]
fn filters_show_what_they_say_for_every_declared_field() {
    for (at, declared) in Task::FIELDS.iter().enumerate() {
        let mut desk = Desk::demo();
        desk.press("3");
        let all = listed(&mut desk).len();
        let sample = desk.workspace().tasks.get("4c.9").unwrap().get(at);
        let shown = match declared.name {
            "title" => "点表编制".to_owned(),
            _ => declared.kind.show(&sample, Lang::Zh),
        };
        if shown.is_empty() {
            continue;
        }
        desk.update(Action::Filter(Filter::Field(at, shown.clone())));
        let some = listed(&mut desk).len();
        assert!(some >= 1 && some <= all, "{}={shown}", declared.name);
        assert!(desk.shows("4c.9"), "{}={shown}", declared.name);
        desk.press("Esc");
        assert_eq!(listed(&mut desk).len(), all, "Esc lifts the filter by {}", declared.name);
    }
}

#[test]
fn each_plain_filter_has_its_tasks() {
    let count = |keys: &str| {
        let mut desk = Desk::demo();
        desk.press("3").press(keys);
        listed(&mut desk).len()
    };
    let all = count("");
    assert_eq!(all, 34);
    assert_eq!(count("f a"), all);
    assert_eq!(count("f u"), count("H"));
    assert_eq!((count("f l"), count("f b"), count("f m")), (4, 2, 3));
    assert!(count("f w") > count("f l"));
}

#[test]
fn lists_are_sorted_by_every_declared_field_both_ways_with_empty_ones_last() {
    let mut desk = Desk::demo();
    desk.press("3");
    let count = listed(&mut desk).len();
    for (at, declared) in Task::FIELDS.iter().enumerate() {
        for sort in [Sort::Field(at), Sort::FieldDown(at)] {
            desk.update(Action::Sort(sort));
            assert_eq!(listed(&mut desk).len(), count, "{}", declared.name);
        }
    }
    desk.update(Action::Sort(Sort::Field(field("due"))));
    let up = listed(&mut desk);
    desk.update(Action::Sort(Sort::FieldDown(field("due"))));
    let down = listed(&mut desk);
    assert!(up[0].contains("09-24") && down[0].contains("12-18"), "{} {}", up[0], down[0]);
    assert!(
        up.last().unwrap().contains("空压站") && down.last().unwrap().contains("空压站"),
        "no day comes last"
    );
    // 3, 8, 12: numbers, not words.
    desk.update(Action::Sort(Sort::FieldDown(field("effort"))));
    let first = listed(&mut desk)[0].clone();
    let most = desk.workspace().tasks.iter().filter(|(_, t)| t.element.as_str().starts_with('c'));
    let most = most.filter_map(|(id, t)| t.effort.as_str().parse::<f64>().ok().map(|n| (n, id.to_string())));
    let (_, id) = most.max_by(|a, b| a.0.total_cmp(&b.0)).unwrap();
    assert!(first.contains(&title(&desk, &id)), "{first} {id}");
}

#[test]
fn find_goes_to_the_next_and_the_one_before_around_the_end() {
    let mut desk = Desk::demo();
    desk.press("3 / type:网关 Enter");
    let first = desk.cursor_line();
    assert!(first.contains("网关"), "{first}");
    desk.press("n");
    let second = desk.cursor_line();
    assert!(second.contains("网关") && second != first);
    desk.press("N");
    assert_eq!(desk.cursor_line(), first);
    desk.press("N");
    let last = desk.cursor_line();
    assert!(last.contains("网关") && last != first && last != second, "{last}");
    desk.press("n");
    assert_eq!(desk.cursor_line(), first);
    desk.press("/ type:zzzz Enter");
    assert!(desk.notice().contains("没有匹配"), "{}", desk.notice());
    assert_eq!(desk.cursor_line(), first);
    desk.press("/ type:时钟 Esc");
    assert_eq!(desk.cursor_line(), first, "Esc goes back to where it was");
    let mut desk = Desk::demo();
    desk.press("3 n");
    assert!(desk.notice().contains('/'), "says how to find: {}", desk.notice());
}

#[test]
fn back_never_quits() {
    for start in
        ["0", "3", "3 ]", "F10", "3 h", "3 l", "3 Space f u v", "3 / type:x", "3 e", "3 o type:x", "g"]
    {
        let mut desk = Desk::demo();
        desk.press(start);
        for _ in 0..12 {
            desk.press("Esc");
        }
        assert!(!desk.has_left, "{start}");
    }
    let mut desk = Desk::demo();
    desk.press("3 Esc Esc");
    assert_eq!(desk.app.page, Page::Overview, "at last it goes to the overview");
    assert!(!desk.press("Esc Esc Ctrl-C Ctrl-C Backspace").has_left);
}

#[test]
fn quitting_asks_only_when_something_cannot_be_saved() {
    let mut desk = Desk::demo();
    assert!(desk.press("q").has_left);
    let mut desk = Desk::demo();
    assert!(desk.press("3 x q").has_left, "all is saved");
    // The folder goes away: nothing can be saved.
    let mut desk = Desk::opened_in_subfolder();
    fs::rename(desk.folder.path().join("plant"), desk.folder.path().join("gone")).unwrap();
    desk.press("3 x q");
    assert!(!desk.has_left && desk.shows("仍要退出"), "{:?}", desk.lines());
    desk.press("n");
    assert!(!desk.has_left);
    assert!(desk.shows("未保存"));
    fs::rename(desk.folder.path().join("gone"), desk.folder.path().join("plant")).unwrap();
    desk.tick();
    assert!(desk.shows("已保存"), "tried again by itself");
    fs::rename(desk.folder.path().join("plant"), desk.folder.path().join("gone")).unwrap();
    desk.press("x q y");
    assert!(desk.has_left);
}

#[test]
fn a_quit_waits_for_the_save_that_runs() {
    let mut desk = Desk::demo();
    desk.is_slow = true;
    desk.press("3 x j x q");
    assert!(!desk.has_left);
    desk.let_go();
    assert!(desk.has_left);
    assert_eq!(desk.file(), desk.text());
}

#[test]
fn what_is_changed_while_a_save_runs_goes_with_the_next() {
    let mut desk = Desk::demo();
    desk.is_slow = true;
    desk.press("3 x");
    assert!(desk.shows("保存中"));
    desk.press("j j j j x");
    assert_eq!(desk.waits(), 1, "one save at a time");
    desk.let_one_go();
    assert!(desk.shows("保存中"), "the second change is not on the disk");
    assert_ne!(desk.file(), desk.text());
    desk.let_go();
    assert!(desk.shows("已保存"));
    assert_eq!(desk.file(), desk.text());
}

/// Opening another file once left the changes behind that were still on their way to the disk.
#[test]
fn another_file_is_opened_only_when_the_changes_of_this_one_are_saved() {
    let mut desk = Desk::demo();
    let other = desk.folder.path().join("other.wubu.ron");
    fs::write(&other, bare()).unwrap();
    desk.is_slow = true;
    desk.press("3 x");
    desk.update(Action::OpenFile(other.clone()));
    desk.press("j j j j x");
    let both = desk.text();
    desk.let_go();
    assert_eq!(desk.app.path(), Some(other.clone()));
    assert_eq!(desk.file(), both, "both changes are in the first file");
    assert_eq!(fs::read_to_string(&other).unwrap(), bare(), "and none in the second");
    desk.press("1 x");
    assert_eq!(fs::read_to_string(&other).unwrap(), desk.text());
    let files: Vec<_> = fs::read_dir(desk.folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!files.iter().any(|name| name.to_string_lossy().contains("other-")), "{files:?}");
}

#[test]
fn a_file_whose_changes_cannot_be_saved_is_not_left_for_another() {
    let mut desk = Desk::opened_in_subfolder();
    let other = desk.folder.path().join("other.wubu.ron");
    fs::write(&other, bare()).unwrap();
    fs::rename(desk.folder.path().join("plant"), desk.folder.path().join("gone")).unwrap();
    desk.press("3 x");
    let text = desk.text();
    desk.update(Action::OpenFile(other));
    assert_eq!(desk.text(), text);
    assert!(desk.notice().contains("无法写入"), "{}", desk.notice());
}

#[test]
fn an_outside_change_keeps_the_cursor_on_its_task_and_the_text_being_typed() {
    let mut desk = Desk::demo();
    desk.press("3 j j j j j r type:（二期）");
    let caret = desk.caret();
    // A task above the cursor goes away, another comes.
    let mut other = Desk::opened(Lang::Zh, (120, 40), DEMO);
    other.press("3 j d");
    desk.write_outside(&other.text());
    assert_eq!(desk.text(), other.text(), "adopted");
    assert!(desk.cursor_line().contains("（二期）"), "{:?}", desk.lines());
    assert_eq!(desk.caret().map(|at| at.1 + 1), caret.map(|at| at.1), "one row up, with its row");
    desk.press("Enter");
    assert_eq!(title(&desk, "4c.3"), "接口协议调研与授权（二期）");
    assert_eq!(desk.file(), desk.text());
}

#[test]
fn what_is_typed_while_others_change_the_field_overwrites_nothing() {
    let theirs = DEMO.replacen("title: \"磨削线 112 点\"", "title: \"磨削线 120 点\"", 1);
    assert_ne!(theirs, DEMO);
    let id = theirs
        .lines()
        .take_while(|line| !line.contains("120 点"))
        .filter(|line| line.ends_with(": ("))
        .last();
    let id = id.unwrap().trim().trim_matches(|c| "\": (".contains(c)).to_owned();
    for (keys, typed) in
        [("r Ctrl-U type:磨削线百点", "磨削线百点"), ("e Ctrl-U type:磨削线百点", "磨削线百点")]
    {
        let mut desk = Desk::demo();
        desk.update(Action::GoToTask(wubu::workspace::Id::new(&id).unwrap()));
        desk.press(keys);
        desk.write_outside(&theirs);
        assert!(desk.shows(typed), "{keys}: {:?}", desk.lines());
        desk.press("Enter");
        let key = format!("tasks/{id}/title");
        let dispute = desk
            .workspace()
            .disputes
            .get(&key)
            .cloned()
            .unwrap_or_else(|| panic!("{keys}: {:?}", desk.lines()));
        let texts =
            |values: &BTreeSet<Value>| values.iter().map(|v| v.as_text().to_owned()).collect::<Vec<_>>();
        assert_eq!(
            (texts(&dispute.of), texts(&dispute.was)),
            (vec!["磨削线 120 点".into(), typed.into()], vec!["磨削线 112 点".into()])
        );
        assert_eq!(desk.file(), desk.text());
        desk.press("u");
        assert_eq!(desk.text(), theirs, "{keys}: one step");
    }
}

#[test]
fn outside_news_is_told_and_nothing_of_it_is_lost() {
    let mut desk = Desk::demo();
    let changed = DEMO.replacen("name: \"华岭轴承二厂工业互联网平台\"", "name: \"别人改的\"", 1);
    desk.write_outside(&changed);
    assert!(desk.shows("别人改的") && desk.notice().contains("外部"), "{}", desk.notice());
    desk.write_outside("(");
    assert!(!desk.notice().contains("不可读"), "it may be half written: {}", desk.notice());
    desk.tick();
    assert!(desk.notice().contains("不可读"), "{}", desk.notice());
    assert_eq!(desk.text(), changed);
    fs::remove_file(desk.path()).unwrap();
    desk.tick();
    desk.tick();
    assert!(desk.shows("文件不在"), "{:?}", desk.lines());
    assert!(desk.notice().contains("Ctrl-S"), "{}", desk.notice());
    desk.press("Ctrl-S");
    assert_eq!(desk.file(), changed);
}

#[test]
fn both_changes_land_when_two_write_at_once() {
    let mut desk = Desk::demo();
    desk.is_slow = true;
    desk.press("3 x");
    let theirs = DEMO.replacen("name: \"华岭", "name: \"别处", 1);
    fs::write(desk.path(), &theirs).unwrap();
    desk.let_go();
    desk.let_go();
    assert_eq!(desk.file(), desk.text());
    let both = desk.workspace();
    assert!(both.project.name.as_str().starts_with("别处"));
    assert!(matches!(both.tasks.get("4c.1").unwrap().status, Status::Done { .. }), "{:?}", desk.lines());
    assert!(desk.notice().contains("已并入外部改动"), "{}", desk.notice());
    let files = fs::read_dir(desk.path().parent().unwrap()).unwrap().map(|e| e.unwrap().file_name());
    assert!(!files.into_iter().any(|name| name.to_string_lossy().contains(".other-")));
}

#[test]
fn what_a_look_saw_while_a_save_ran_is_seen_by_the_next_one() {
    let mut desk = Desk::demo();
    desk.is_slow = true;
    // A look is asked for, then a save; the save is done first, and then somebody else writes.
    desk.tick();
    desk.press("3 x");
    desk.let_last_go();
    let theirs = desk.file().replacen("name: \"华岭", "name: \"别处", 1);
    fs::write(desk.path(), &theirs).unwrap();
    desk.let_go();
    desk.is_slow = false;
    desk.tick();
    assert_eq!(desk.text(), theirs, "{:?}", desk.lines());
}

#[test]
fn a_file_that_went_back_is_said_and_either_way_is_one_key() {
    let mut desk = Desk::demo();
    desk.press("3 x");
    let done = desk.text();
    assert_ne!(done, DEMO);
    desk.write_outside(DEMO);
    assert!(desk.notice().contains("Ctrl-S") && desk.shows("文件已退回"), "{:?}", desk.lines());
    desk.tick();
    assert_eq!((desk.file().as_str(), desk.text()), (DEMO, done.clone()), "nothing moves by itself");
    desk.press("Ctrl-R");
    assert_eq!((desk.file().as_str(), desk.text().as_str()), (DEMO, DEMO));
    desk.press("u");
    assert_eq!((desk.file(), desk.text()), (done.clone(), done.clone()));
    desk.write_outside(DEMO);
    desk.press("Ctrl-S");
    assert_eq!((desk.file(), desk.text()), (done.clone(), done));
    desk.press("Ctrl-R");
    assert!(desk.notice().contains("没有被退回"));
}

#[test]
fn a_refused_form_stays_open_at_the_field_with_the_reason() {
    let mut desk = Desk::demo();
    desk.press("3 e type:（周五） Tab Tab Tab Tab Tab Tab Ctrl-U type:明明天 Tab Enter");
    assert_eq!((desk.app.layers()[0], desk.text().as_str()), (Layer::Form, DEMO));
    assert!(desk.shows("截止：“明明天”不是日期") && desk.shows("▌截止"), "{:?}", desk.lines());
    desk.press("Ctrl-U type:+3 Enter");
    assert_eq!(desk.app.layers()[0], Layer::Tasks);
    let task = desk.workspace().tasks.get("4c.1").unwrap();
    assert_eq!((task.due.as_str(), task.title.as_str()), ("2026-11-23", "（周五）"));
}

#[test]
fn esc_asks_before_it_throws_away_a_changed_form_and_only_then() {
    let mut desk = Desk::demo();
    desk.press("3 e Esc");
    assert_eq!(desk.app.layers()[0], Layer::Tasks, "nothing was changed");
    desk.press("e type:x Esc");
    assert_eq!(desk.app.layers()[0], Layer::Question);
    desk.press("n");
    assert_eq!(desk.app.layers()[0], Layer::Form);
    assert!(desk.shows("▌标题      x"), "what was typed is still there");
    desk.press("Backspace Esc");
    assert_eq!(desk.app.layers()[0], Layer::Tasks, "changed back is not changed");
    desk.press("e Tab Tab Right Left Esc");
    assert_eq!(desk.app.layers()[0], Layer::Tasks, "a status turned there and back is not changed");
    desk.press("e type:x Esc y");
    assert_eq!((desk.app.layers()[0], desk.text().as_str()), (Layer::Tasks, DEMO));
}

#[test]
fn the_note_area_keeps_on_esc_and_asks_on_ctrl_c() {
    let mut desk = Desk::demo();
    desk.press("3 o type:第一行 Enter type:第二行 Esc");
    assert!(desk.text().contains("第二行\",\n"), "{}", desk.notice());
    assert_eq!(desk.file(), desk.text());
    let kept = desk.text();
    desk.press("o type:不要 Ctrl-C");
    assert_eq!(desk.app.layers()[0], Layer::Question);
    desk.press("Esc");
    assert_eq!(desk.app.layers()[0], Layer::Area);
    desk.press("Ctrl-C y");
    assert_eq!((desk.app.layers()[0], desk.text()), (Layer::Tasks, kept.clone()));
    desk.press("o Ctrl-C");
    assert_eq!((desk.app.layers()[0], desk.text()), (Layer::Tasks, kept), "nothing typed, nothing asked");
}

#[test]
fn a_note_written_outside_lands_on_what_is_there_now() {
    let mut desk = Desk::demo();
    desk.press("3 O");
    let (at, text) = desk.lent.pop().unwrap();
    assert_eq!(at, At::task(&wubu::workspace::Id::new("4c.1").unwrap(), "note"));
    desk.update(Action::Noted(at.clone(), format!("{text}又一行\r\n\u{1b}[2J")));
    assert_eq!(desk.workspace().get(&at).unwrap(), Value::prose(&format!("{text}又一行\n[2J")));
    desk.update(Action::Noted(at.clone(), "结束有换行\n".into()));
    assert_eq!(desk.workspace().get(&at).unwrap(), Value::Lines(vec!["结束有换行".into()]));
}

#[test]
fn evidence_is_added_changed_and_refused_with_its_form_open() {
    let mut desk = Desk::demo();
    desk.press("3 i Right Tab type:照片 Tab Tab Ctrl-U type:前天吧 Enter");
    assert_eq!(desk.app.layers()[0], Layer::Form);
    assert_eq!(desk.text(), DEMO);
    desk.press("Ctrl-U type:11-19 Enter");
    let new = desk.workspace().evidence.iter().find(|(_, e)| e.what.as_str() == "照片").unwrap().1;
    assert_eq!((new.task.as_str(), new.about.as_str(), new.by.as_str()), ("4c.1", "2026-11-19", "周岚"));
    assert!(desk.shows("照片"));
}

#[test]
fn a_read_only_file_says_so_to_every_edit_and_keeps_what_was_typed() {
    let text = DEMO.replacen("format: 1", "format: 7", 1);
    for keys in
        ["x", "d", "s", "a", "A", "r", "e", "i", "J", ">", "o", "O", "m", "b", "t", "u", "U", "Ctrl-S"]
    {
        let mut desk = Desk::opened(Lang::Zh, (120, 40), &text);
        desk.press("3 Esc Enter");
        desk.app.notice = None;
        desk.press(keys);
        assert_eq!(desk.file(), text);
        let said = desk.notice();
        assert!(said.contains("只能查看"), "{keys}: {said}");
        assert!(desk.shows("只读") && desk.lent.is_empty());
    }
    // It became so while something was being typed.
    let mut desk = Desk::opened(Lang::Zh, (120, 40), DEMO);
    desk.press("3 e type:白写");
    desk.write_outside(&text);
    desk.press("Enter");
    assert!(
        desk.app.layers()[0] == Layer::Form && desk.shows("白写") && desk.shows("只能查看"),
        "{:?}",
        desk.lines()
    );
}

#[test]
fn a_change_to_the_same_is_no_step() {
    let mut desk = Desk::demo();
    desk.press("3 d s g s g");
    assert!(desk.notice().contains("没有变化"), "{}", desk.notice());
    desk.press("u u");
    assert_eq!(desk.text(), DEMO);
}

/// All that can be seen or asked for from outside.
fn trace(desk: &Desk) -> impl PartialEq + use<> {
    let (buffer, caret) = desk.buffer();
    let asked = (desk.copied.len(), desk.lent.len(), desk.repaints, desk.has_left, desk.app.layers());
    (buffer, caret, asked, desk.app.workspace().map(write))
}

/// Places from which commands are tried.
const PLACES: [&str; 27] = [
    "D",
    "D Enter",
    "D Enter Right",
    "D 1",
    "",
    "G",
    "F10",
    "F10 j",
    "3",
    "3 j j",
    "3 G",
    "3 j Space",
    "3 h j",
    "3 l PageDown",
    "3 ]",
    "3 ] PageDown",
    "3 ] Tab",
    "3 / type:网 Enter",
    "3 x",
    "3 x u",
    "1 f l",
    "3 ] G",
    "9 j j j j",
    "9 / type:纪要 Enter",
    "W",
    "W Tab",
    "W f e j",
];
const DIALOGS: [(&str, Layer); 12] = [
    ("3 e type:x", Layer::Form),
    ("3 e Tab", Layer::Form),
    ("3 e Up", Layer::Form),
    ("F3 type:x", Layer::Form),
    ("3 o type:x Enter type:xy", Layer::Area),
    ("3 o type:x Enter type:xy Left Up", Layer::Area),
    ("?", Layer::Search),
    ("3 , type: Down", Layer::Menu),
    ("3 m type:数据 Left PageDown", Layer::Menu),
    ("F4", Layer::Field),
    ("3 r Left", Layer::Field),
    ("3 e type:x Esc", Layer::Question),
];

#[test]
fn every_bound_key_does_something_or_says_why_not_and_none_panics() {
    let mut silent: BTreeSet<String> = BTreeSet::new();
    let places = PLACES.map(|place| (place, Desk::demo().press(place).app.layers()));
    for layer in [
        Layer::App,
        Layer::Move,
        Layer::Tasks,
        Layer::Clause,
        Layer::Overview,
        Layer::Disputes,
        Layer::Evidence,
        Layer::Start,
    ] {
        for bind in keymap().layer(layer) {
            for key in &bind.keys {
                let mut answered = false;
                for (place, _) in places.iter().filter(|(_, layers)| layers.contains(&layer)) {
                    if answered {
                        break;
                    }
                    let mut desk = Desk::demo();
                    desk.press(place);
                    desk.app.notice = None;
                    let before = trace(&desk);
                    let notice = desk.app.notice.clone();
                    desk.is_slow = true;
                    desk.key(*key);
                    answered |= trace(&desk) != before || desk.app.notice != notice || desk.waits() > 0;
                }
                if !answered {
                    silent.insert(format!("{layer:?} {key} {:?}", bind.command));
                }
            }
        }
    }
    for (keys, layer) in DIALOGS {
        for bind in keymap().layer(layer) {
            for key in &bind.keys {
                let mut desk = Desk::demo();
                desk.press(keys);
                assert_eq!(desk.app.layers(), [layer], "{keys}");
                desk.key(*key);
                let _ = desk.lines();
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

/// What a command does nothing visible with, and why that is right.
const QUIET: [Command; 17] = [
    // There is one dispute in the demo.
    Command::Disputes,
    Command::NextDispute,
    Command::PreviousDispute,
    Command::Choose,
    // Moves at an edge.
    Command::Up,
    Command::Down,
    Command::Left,
    Command::Right,
    Command::PageUp,
    Command::PageDown,
    Command::First,
    Command::Last,
    Command::NextColumn,
    Command::PreviousColumn,
    // The page that is shown already, a line that leads nowhere.
    Command::Overview,
    Command::Evidence,
    Command::Open,
];

#[test]
fn on_no_page_is_a_key_silently_ignored() {
    let mut silent: BTreeSet<String> = BTreeSet::new();
    for place in PLACES.iter().copied().chain(["start"]) {
        let make = || match place {
            "start" => Desk::new(Lang::Zh, (120, 40)),
            keys => {
                let mut desk = Desk::demo();
                desk.press(keys);
                desk.app.notice = None;
                desk
            }
        };
        let layers = make().app.layers();
        for layer in layers {
            for bind in keymap().layer(*layer).iter().filter(|bind| !QUIET.contains(&bind.command)) {
                // A key that means something else on this page is no key of the command.
                let means = |key: &&wubu::tui::Key| keymap().command(layers, **key) == Some(bind.command);
                let Some(key) = bind.keys.iter().find(means) else { continue };
                let mut desk = make();
                let is_here =
                    format!("{:?}", desk.app.page).contains(&format!("Stage({}", bind.command as usize));
                let before = trace(&desk);
                desk.is_slow = true;
                desk.key(*key);
                let answered = trace(&desk) != before || desk.app.notice.is_some() || desk.waits() > 0;
                let is_stage = format!("{:?}", bind.command).starts_with("Stage")
                    || is_here
                    || bind.command == Command::StartPage;
                if !answered && !is_stage {
                    silent.insert(format!("{place}: {} {:?}", bind.keys[0], bind.command));
                }
            }
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn the_keys_of_a_dialog_never_reach_the_page_below() {
    let all: BTreeSet<String> = [Layer::App, Layer::Move, Layer::Tasks]
        .iter()
        .flat_map(|layer| keymap().layer(*layer))
        .flat_map(|bind| bind.keys.iter().map(ToString::to_string))
        .collect();
    for (keys, layer) in DIALOGS {
        for key in &all {
            let own = keymap().layer(layer).iter().any(|bind| bind.keys.contains(&Key::named(key).unwrap()));
            // A hot key chooses; in a long entry any text opens the text area.
            if own || (layer == Layer::Menu && keys.contains(',')) || keys.ends_with("e Up") {
                continue;
            }
            let mut desk = Desk::demo();
            desk.press(keys);
            let (page, text) = (desk.app.page, desk.text());
            desk.press(key);
            assert_eq!((desk.app.page, desk.text()), (page, text), "{keys}, then {key}");
            assert_eq!(desk.app.layers(), [layer], "{keys}, then {key}");
            assert!(!desk.has_left);
        }
    }
}

#[test]
fn an_entry_of_the_help_is_run_where_help_was_called() {
    let mut desk = Desk::demo();
    desk.press("3 ? type:标为完成 Enter");
    assert!(matches!(status(&desk, "4c.1"), Status::Done { .. }), "{:?}", desk.lines());
    desk.press("u e F1 type:取消 Enter");
    assert_eq!(desk.app.layers()[0], Layer::Tasks, "the form was left by its own entry");
    desk.press("r type:改 F1 type:确定 Enter");
    assert!(title(&desk, "4c.1").ends_with('改'), "a field in the list has help as well");
}

#[test]
fn what_help_lists_is_what_the_table_binds() {
    for (place, layers) in [("3", vec![Layer::Tasks, Layer::Move, Layer::App]), ("3 e", vec![Layer::Form])] {
        for bind in keymap().binds(&layers).into_iter().filter(|bind| bind.command != Command::Help) {
            let mut desk = Desk::demo();
            desk.press(place).press("F1");
            let label = bind.command.label().zh;
            let shown: String = label.chars().take(12).collect();
            let is_listed = (0..6).any(|_| desk.shows(&shown) || desk.press("PageDown").shows(&shown));
            assert!(is_listed, "{label}");
        }
    }
}

/// Places that show nothing but the program's own words, when the workspace has none.
const WORDS: [&str; 35] = [
    "D",
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "1 h",
    "1 l",
    "1 ]",
    "1 ] Tab Home",
    "1 ?",
    "1 e",
    "1 e F1",
    "1 e Tab Tab Right",
    "1 s",
    "1 s w",
    "1 s b",
    "1 f",
    "1 f f",
    "1 f f Enter",
    "1 ,",
    "1 m",
    "1 b",
    "1 t",
    "1 o",
    "1 i",
    "g",
    "F3",
    "F10",
    "F10 a",
    "F10 o",
    "1 x",
    "1 x u",
    "1 v",
];

/// Started in one language and turned to the other. The start page has no file, whose folder it would list.
fn in_own_words(lang: Lang, keys: &str) -> Desk {
    let mut desk = Desk::of(lang, (200, 60), Some("Ada"));
    if !keys.starts_with("F10") {
        desk.open(&bare());
    }
    desk.press("F2").press(keys);
    desk
}

#[test]
fn no_chinese_is_left_on_an_english_screen() {
    for keys in WORDS {
        let desk = in_own_words(Lang::Zh, keys);
        // The name of the program, and the word for the other language, are what they are.
        for line in desk.lines() {
            let line = line.replace("五步 Wubu", "").replace("中文", "");
            assert!(!line.contains(|c| is_han(c) || "，。：；（）？！、".contains(c)), "{keys}: {line}");
        }
    }
}

#[test]
fn no_english_is_left_on_a_chinese_screen() {
    // Names of keys, things, folders, formats and standards.
    let known = "Wubu English wubu Enter Esc Tab Space Ctrl Alt BackTab Backspace PageUp PageDown Home End Insert Delete Left Right Up Down \
        EDITOR plant ron path RON GB ISO IEC IP VLAN UPS PLC OPC UA MES ERP CSV Excel FAT SAT KPI ROI API Ada git state";
    let known: BTreeSet<&str> = known.split_whitespace().collect();
    let mut left: BTreeSet<String> = BTreeSet::new();
    for keys in WORDS {
        let desk = in_own_words(Lang::En, keys);
        for word in desk.lines().join("\n").split(|c: char| !c.is_ascii_alphabetic()) {
            if word.len() > 3 && word.chars().skip(1).all(|c| c.is_ascii_lowercase()) && !known.contains(word)
            {
                left.insert(format!("{keys}: {word}"));
            }
        }
    }
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn the_language_changes_on_the_spot() {
    let mut desk = Desk::demo();
    desk.press("3 x F2");
    assert!(desk.shows("saved") && desk.shows("[Tasks]") && desk.notice().is_empty(), "{:?}", desk.lines());
    desk.press("F2");
    assert!(desk.shows("已保存") && desk.shows("[任务]"));
}

#[test]
fn a_new_workspace_is_made_step_by_step_and_never_over_another_file() {
    let mut desk = Desk::new(Lang::Zh, (120, 40));
    fs::write(desk.path(), "mine").unwrap();
    let path = desk.path().display().to_string();
    desk.press("a type:新厂 Enter Enter Enter Enter Ctrl-U").paste(&path);
    desk.press("Enter Enter");
    assert!(desk.app.layers()[0] == Layer::Wizard && desk.shows("文件已存在"), "{:?}", desk.lines());
    assert_eq!(desk.file(), "mine");
    fs::remove_file(desk.path()).unwrap();
    // It is looked for once more, and may be made now.
    desk.press("Enter Enter Enter");
    assert!(desk.app.layers()[0] != Layer::Tour, "the tour is for the first run");
    assert_eq!(desk.app.page, Page::Overview);
    assert!(desk.shows("新厂"));
    assert_eq!(desk.file(), desk.text());
    assert_eq!(desk.workspace().tasks.iter().count(), 65);
    desk.press("F10");
    assert!(desk.shows("plant.wubu.ron"), "it is among the recent ones");
    desk.press("Home Enter");
    assert_eq!(desk.app.page, Page::Overview);
}

#[test]
fn the_demo_opens_from_the_start_page() {
    let mut desk = Desk::new(Lang::Zh, (120, 40));
    desk.press("d");
    assert_eq!(desk.text(), DEMO);
    assert_eq!(desk.app.today, TODAY);
}

#[test]
fn the_overview_moves_over_its_lines_and_opens_them() {
    let mut desk = Desk::demo();
    desk.resize(80, 24);
    let first = desk.cursor_line();
    desk.press("End");
    let last = desk.cursor_line();
    assert!(last.contains("4e.12"), "{last}");
    desk.press("Home");
    assert_eq!(desk.cursor_line(), first);
    desk.press("PageDown PageDown PageDown PageDown");
    assert_eq!(desk.cursor_line(), last);
    desk.press("Enter");
    assert_eq!(desk.app.page, Page::Stage(4, View::Tasks));
    assert!(desk.cursor_line().contains("4e.12"));
}

#[test]
fn stages_keep_their_view_and_places() {
    let mut desk = Desk::demo();
    desk.press("3 j j ] 4");
    assert_eq!(desk.app.page, Page::Stage(3, View::Clause));
    desk.press("[ 3");
    assert_eq!(desk.app.page, Page::Stage(2, View::Tasks));
    assert!(desk.cursor_line().contains("热处理车间机柜"), "{}", desk.cursor_line());
    desk.press("c");
    assert_eq!(desk.app.page, Page::Stage(2, View::Clause));
}

#[test]
fn git_is_asked_from_a_menu_with_a_message_that_can_be_changed() {
    let mut desk = Desk::demo();
    let said = |effects: &[wubu::tui::Effect]| format!("{effects:?}");
    desk.press("Ctrl-G");
    assert!(desk.shows("同步：提交、拉取、合并、推送") && desk.shows("配置合并驱动"), "{:?}", desk.lines());
    assert!(!desk.shows("自上次打开以来"), "there was no visit before, and no git");
    desk.press("Esc");
    let path = desk.path();
    let proposed = |line: Option<&str>| News::Proposed(path.clone(), Errand::Sync, line.map(str::to_owned));
    // Nothing to commit: off it goes. Something: the message first.
    let went = desk.app.hear(proposed(None));
    assert!(said(&went).contains(r#"["git", "sync", "--lang=zh", "--", "#), "{went:?}");
    assert!(desk.app.hear(proposed(Some("4a：完成 1 项任务"))).is_empty());
    assert!(desk.shows("提交说明") && desk.shows("4a：完成 1 项任务"));
    let went = desk.app.key(Key::named("Enter").unwrap());
    assert!(!said(&went).contains("--message"), "the command writes the whole of it: {went:?}");
    desk.app.hear(proposed(Some("4a：完成 1 项任务")));
    desk.press("Ctrl-U type:走访");
    let went = desk.app.key(Key::named("Enter").unwrap());
    assert!(said(&went).contains("--message=走访"), "{went:?}");
    // What changed since a gate.
    let went = desk.app.update(Action::Errand(Errand::Since("G2".into())));
    assert!(said(&went).contains(r#"["diff", "--since=G2", "--lang=zh", "--", "#), "{went:?}");
}

#[test]
fn what_works_on_a_task_shows_the_list_first_where_it_is_out_of_sight() {
    for (lang, footer) in [(Lang::Zh, ["x 完成", "e 编辑"]), (Lang::En, ["x done", "e edit"])] {
        for key in
            ["d", "x", "e", "s", "o", "Space", "A", "r", "m", "b", "i", "J", ">", "c", "Ctrl-C", "Ctrl-A"]
        {
            let mut desk = Desk::opened(lang, (80, 24), DEMO);
            desk.press("1 Esc");
            for hint in footer {
                assert!(!desk.shows(hint), "the footer offers {hint}:\n{}", desk.lines().join("\n"));
            }
            assert!(!desk.shows("4a.2"), "the list is seen");
            desk.press(key);
            assert_eq!((desk.text().as_str(), desk.app.layers()[0]), (DEMO, Layer::Tasks), "{key} acts");
            assert!(desk.shows("4a.2") && desk.copied.is_empty(), "{key} does not show the list");
            assert_eq!(desk.app.page, Page::Stage(0, View::Tasks), "{key} leads elsewhere");
            assert!(desk.shows(footer[0]) || !desk.notice().is_empty(), "{key}");
        }
    }
    // Where both stand beside each other, the task under the cursor is seen.
    let mut desk = Desk::demo();
    desk.press("1 Esc d");
    assert!(desk.workspace().tasks.get("4a.1").is_none());
}

#[test]
fn a_search_and_a_new_task_are_typed_where_they_are_seen() {
    for keys in ["1 Esc / type:电", "1 Esc type:电", "1 Tab / type:电", "1 Esc a type:电"] {
        let mut desk = Desk::opened(Lang::Zh, (80, 24), DEMO);
        desk.press(keys);
        assert!(desk.caret().is_some(), "{keys}:\n{}", desk.lines().join("\n"));
    }
}

#[test]
fn what_works_on_a_row_shows_the_register_first_where_it_is_out_of_sight() {
    for key in ["d", "x", "e", "c", "w", "K", "i", "Space", "v", "Ctrl-A", ","] {
        let mut desk = Desk::opened(Lang::Zh, (80, 24), &plant());
        let before = desk.text();
        desk.press("3 ] ] Esc");
        assert!(!desk.shows("e 编辑") && !desk.shows("EQ-02"), "{}", desk.lines().join("\n"));
        desk.press(key);
        assert_eq!((desk.text(), desk.app.layers()[0]), (before, Layer::Table), "{key} acts");
        assert!(desk.shows("EQ-02"), "{key} does not show the register");
    }
}

#[test]
fn a_deletion_names_what_went_and_its_undo_brings_the_cursor_back() {
    let mut desk = Desk::opened(Lang::Zh, (80, 24), DEMO);
    desk.press("1 d");
    assert!(desk.notice().starts_with("已删除 4a.1 "), "{}", desk.notice());
    desk.press("u");
    assert!(desk.cursor_line().contains("4a.1"), "{}", desk.cursor_line());
    desk.press("U");
    assert!(desk.cursor_line().contains("4a.2"), "{}", desk.cursor_line());
    desk.press("u Space Space d");
    assert_eq!(desk.notice(), "已删除 3 项 · u 撤销", "two with what lies below");
    desk.press("j j j u");
    assert!(desk.cursor_line().contains("4a.1"), "{}", desk.cursor_line());
    // What lies below goes along and is counted.
    desk.press("A type:先问车间 Enter k d");
    assert!(
        desk.notice().starts_with("已删除 4a.1 ") && desk.notice().contains("连同其下 1 项"),
        "{}",
        desk.notice()
    );
    desk.press("u j d");
    assert_eq!(desk.notice(), "已删除 “先问车间” · u 撤销");

    let mut desk = Desk::opened(Lang::En, (80, 24), &plant());
    desk.press("3 ] ] d");
    assert!(desk.notice().starts_with("deleted EQ-01 "), "{}", desk.notice());
    desk.press("j u");
    assert!(desk.cursor_line().contains("EQ-01"), "{}", desk.cursor_line());
    desk.press("Space Space d");
    assert!(desk.notice().starts_with("rows deleted: 2"), "{}", desk.notice());
}

#[test]
fn what_a_form_proposes_is_no_record_by_itself() {
    let bare = bare();
    let forms = [
        (DEMO, "1 i", "先选证明力", "‹ — ›"),
        (bare.as_str(), "1 ] ] ] ] End k e", "先选答复", "‹ — ›"),
        (DEMO, "7 A", "先填名称", "名称"),
        (DEMO, "6 j e", "先填一项", "D1 接入阶梯"),
    ];
    for (text, keys, next, field) in forms {
        for size in [(80, 24), (120, 40)] {
            let mut desk = Desk::opened(Lang::Zh, size, text);
            let before = desk.text();
            desk.press(keys);
            assert_eq!(desk.app.layers(), [Layer::Form], "{keys}: {}", desk.notice());
            desk.press("Down Down Enter");
            assert_eq!(desk.text(), before, "{keys} makes an empty record");
            assert!(desk.shows(next), "{keys}: {}", desk.lines().join("\n"));
            let (_, row) = desk.caret().unwrap();
            assert!(desk.lines()[usize::from(row)].contains(field), "{keys}: {}", desk.lines().join("\n"));
        }
    }
}

#[test]
fn what_is_said_in_a_form_goes_along_with_what_it_proposes() {
    let mut desk = Desk::demo();
    desk.press("1 i Down type:口头确认 Enter");
    let (_, said) = desk.workspace().evidence.iter().find(|(_, it)| it.what.as_str() == "口头确认").unwrap();
    assert_eq!((said.about.as_str(), said.by.as_str()), ("2026-11-20", "周岚"));
    // A note alone is kept; nobody has answered by it.
    let mut desk = Desk::opened(Lang::Zh, (120, 40), &bare());
    desk.press("1 ] ] ] ] End k e Down type:等财务 Enter");
    let (id, held) = desk.workspace().criteria.iter().find(|(_, it)| it.note.as_str() == "等财务").unwrap();
    let id = id.to_string();
    assert_eq!((held.on.as_str(), held.by.as_str()), ("", ""));
    desk.press("e Right Enter");
    let held = desk.workspace().criteria.get(&id).unwrap();
    assert_eq!((held.on.as_str(), held.by.as_str()), ("2026-11-20", "周岚"));
    assert!(!held.answer.as_str().is_empty());
    // What was answered may be emptied.
    desk.press("e Left Enter");
    assert!(desk.workspace().criteria.get(&id).unwrap().answer.as_str().is_empty(), "{}", desk.notice());
}

#[test]
fn the_footer_says_what_its_keys_do_here() {
    let last = |desk: &Desk| desk.lines().last().unwrap().clone();
    let cases = [
        ("1 ] ] ] Enter", "0–4 打分", "…9"),
        ("T", "Esc 结束导览", "取消"),
        ("T Enter", "← 上一步", "Left"),
        ("F10 a Enter", "Esc 上一步", "取消"),
        ("F10 a Enter", "↓ 选择", "Down"),
        ("Ctrl-K", "Esc 结束", "取消"),
    ];
    for (keys, says, never) in cases {
        let mut desk = Desk::opened(Lang::Zh, (120, 40), &papers());
        desk.press(keys);
        assert!(last(&desk).contains(says) && !last(&desk).contains(never), "{keys}: {}", last(&desk));
    }
    let mut desk = Desk::opened(Lang::Zh, (120, 40), &plant());
    desk.press("3 ] ] j l l l l l l l l e");
    assert_eq!(desk.app.layers(), [Layer::Pick]);
    assert!(!last(&desk).contains("勾选"), "{}", last(&desk));
}

#[test]
fn a_key_that_is_proposed_gives_way_to_one_that_is_typed() {
    let keys = |desk: &Desk| -> Vec<String> {
        desk.workspace().rows.iter().map(|(_, row)| row.typed("equip_id").into_owned()).collect()
    };
    for (typed, key) in [
        ("type:MC-7", "MC-7"),
        ("End type:x", "EQ-11x"),
        ("Left type:x", "EQ-1x1"),
        ("Backspace type:A-1", "A-1"),
        ("Enter", "EQ-11"),
        ("type:M Ctrl-Z type:x", "EQ-11x"),
    ] {
        let mut desk = Desk::opened(Lang::Zh, (80, 24), &plant());
        let before = keys(&desk);
        desk.press("3 ] ] G a").press(typed).press("Enter");
        let new: Vec<String> = keys(&desk).into_iter().filter(|key| !before.contains(key)).collect();
        assert_eq!(new, [key], "{typed}");
    }
}

#[test]
fn enter_on_an_empty_register_says_what_to_press() {
    for size in [(80, 24), (120, 40)] {
        let mut desk = Desk::opened(Lang::Zh, size, &bare());
        desk.press("3 ] ] Enter");
        assert!(desk.notice().contains("a 新增"), "{}", desk.notice());
        for _ in 0..3 {
            desk.press("Tab");
            let lines = desk.lines();
            assert!(lines[4..22].iter().any(|line| !line.trim().is_empty()), "{}", lines.join("\n"));
        }
    }
}

#[test]
fn evidence_and_readings_that_come_back_have_the_cursor() {
    let mut desk = Desk::demo();
    desk.press("9 j j");
    let line = desk.cursor_line();
    desk.press("d j j j j u");
    assert_eq!(desk.cursor_line(), line, "{}", desk.notice());
    let mut desk = Desk::demo();
    desk.press("7");
    let line = desk.cursor_line();
    desk.press("d G u");
    assert_eq!(desk.cursor_line(), line, "{}", desk.notice());
}

#[test]
fn a_notice_of_any_length_leaves_a_key_in_the_footer() {
    for keys in ["3", "3 j e", "3 s", "T", "3 d", "F10 a"] {
        let mut desk = Desk::opened(Lang::Zh, (80, 24), DEMO);
        desk.press(keys);
        for cells in 0..90 {
            let text = "长".repeat(cells);
            desk.update(Action::Say(Notice { mood: Mood::Plain, text }));
            let regions = desk.regions();
            let keys_left: Vec<_> =
                regions.iter().filter(|it| matches!(it.touch, Touch::Key(_)) && it.place.y == 23).collect();
            assert!(!keys_left.is_empty(), "{keys}: {cells}: {}", desk.lines().join("\n"));
        }
    }
}
