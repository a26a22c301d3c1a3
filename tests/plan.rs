//! The plan, worked by keys: bars move, what a move would break is asked about, one step undoes it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use support::{Desk, bare, figures};
use wubu::text::Lang;

/// Three tasks in a row, each behind the one before.
const CHAIN: &str = include_str!("plan/chain.txt");

fn desk() -> Desk {
    let mut desk = Desk::opened(Lang::Zh, (120, 40), CHAIN);
    desk.press("8");
    desk
}

fn dates(desk: &Desk, n: usize) -> (String, String) {
    let task = desk.workspace().tasks.get(format!("t0000000{n}").as_str()).unwrap();
    (task.start.as_str().to_owned(), task.due.as_str().to_owned())
}

fn pair(start: &str, due: &str) -> (String, String) {
    (start.to_owned(), due.to_owned())
}

#[test]
fn a_move_that_breaks_nothing_is_made_at_once() {
    let mut desk = desk();
    desk.press(">");
    assert!(!desk.shows("移动 甲"), "{:?}", desk.lines());
    desk.press(">");
    assert!(desk.shows("移动 甲"), "the second day breaks a link");
    assert_eq!(dates(&desk, 1), pair("2026-11-17", "2026-11-21"));
    desk.press("Esc < { ( ) , .");
    assert_eq!(dates(&desk, 1), pair("2026-11-09", "2026-11-13"));
}

#[test]
fn what_follows_comes_along_when_asked_and_one_step_undoes_it() {
    let mut desk = desk();
    let before = desk.text();
    desk.press("}");
    assert!(
        desk.shows("移动 甲：1 处依赖将不成立") && desk.shows("后续一并后移：乙、丙"),
        "{:?}",
        desk.lines()
    );
    assert_eq!(desk.text(), before, "nothing moves before it is answered");
    desk.press("m");
    assert_eq!(dates(&desk, 1), pair("2026-11-23", "2026-11-27"));
    assert_eq!(dates(&desk, 2), pair("2026-11-28", "2026-12-01"));
    assert_eq!(dates(&desk, 3), pair("", "2026-12-02"));
    desk.press("u");
    assert_eq!(desk.text(), before);
    desk.press("} o");
    assert_eq!(
        (dates(&desk, 1), dates(&desk, 2)),
        (pair("2026-11-23", "2026-11-27"), pair("2026-11-21", "2026-11-24"))
    );
    assert!(desk.shows("!"), "{:?}", desk.lines());
    desk.press("u } c");
    assert_eq!(desk.text(), before);
}

#[test]
fn a_task_that_would_begin_too_early_can_stop_behind_what_it_waits_for() {
    let mut desk = desk();
    desk.press("j {");
    assert!(desk.shows("停在前置 甲 结束的次日"), "{:?}", desk.lines());
    desk.press("m");
    assert_eq!(dates(&desk, 2), pair("2026-11-21", "2026-11-24"));
}

#[test]
fn dates_are_typed_in_a_form_and_asked_about_too() {
    let mut desk = desk();
    let before = desk.text();
    desk.press("e Tab Ctrl-U type:11-25 Enter");
    assert!(desk.shows("处依赖将不成立"), "{:?}", desk.lines());
    desk.press("m");
    assert_eq!(
        (dates(&desk, 1), dates(&desk, 2)),
        (pair("2026-11-16", "2026-11-25"), pair("2026-11-26", "2026-11-29"))
    );
    assert_eq!(desk.app.layers().len(), 3, "the form is closed");
    desk.press("u");
    assert_eq!(desk.text(), before);
    desk.press("j j j e type:11-23 Enter");
    assert_eq!(dates(&desk, 4), pair("2026-11-23", ""));
    desk.press("e type:x Enter");
    assert!(desk.shows("不是日期"), "{:?}", desk.lines());
}

#[test]
fn what_cannot_move_says_why() {
    let mut desk = desk();
    desk.press("j j (");
    assert!(desk.notice().contains("没有这个日期"), "{}", desk.notice());
    desk.press("j >");
    assert!(desk.notice().contains("没有日期"), "{}", desk.notice());
    desk.press("Home ) ) ) ) )");
    assert!(desk.notice().contains("开始不能晚于截止"), "{}", desk.notice());
    let text = CHAIN.replacen("format: 1", "format: 7", 1);
    let mut newer = Desk::opened(Lang::Zh, (80, 24), &text);
    newer.press("8 >");
    assert_eq!(dates(&newer, 1), pair("2026-11-16", "2026-11-20"));
    assert!(!newer.notice().is_empty());
}

#[test]
fn the_cursor_keeps_its_task_through_grouping_and_leads_to_it() {
    let mut desk = desk();
    desk.press("j j o");
    assert!(desk.cursor_line().contains('丙'), "{}", desk.cursor_line());
    desk.press("o v v Enter");
    assert!(desk.shows("[任务]") && desk.cursor_line().contains('丙'), "{:?}", desk.lines());
}

#[test]
fn the_load_shows_who_has_too_much_and_what_it_is_made_of() {
    let mut desk = Desk::opened(Lang::Zh, (120, 40), CHAIN);
    desk.press("8 v");
    assert!(
        desk.shows("8!") && desk.shows("周岚 · 2026-11-16 起一周：8 / 5 人日（缺省） !"),
        "{:?}",
        desk.lines()
    );
    assert!(desk.shows("8 甲"), "{:?}", desk.lines());
    desk.press("Enter");
    assert!(desk.shows("按负责人") && desk.cursor_line().contains('甲'), "{:?}", desk.lines());
    let mut told = Desk::opened(Lang::Zh, (120, 40), &figures());
    told.press("8 v");
    assert!(told.lines().iter().any(|line| line.contains("林溪")), "{:?}", told.lines());
}

#[test]
fn an_empty_plan_says_what_it_is_for() {
    let mut desk = Desk::opened(Lang::En, (80, 24), "(\n    format: 1,\n)\n");
    desk.press("8");
    assert!(desk.shows("no tasks yet"), "{:?}", desk.lines());
    desk.press("> e z Enter v j l Enter y");
    let mut bare = Desk::opened(Lang::En, (80, 24), &bare());
    bare.press("8 v");
    assert!(bare.shows("nothing to spread"), "{:?}", bare.lines());
}
