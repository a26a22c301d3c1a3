//! The table of registers, worked by keys: rows are added, filled, sorted, filtered, linked and taken away, and each is
//! one step that can be undone.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use std::fmt::Write as _;
use support::{Desk, bare, plant};
use wubu::text::Lang;
use wubu::tui::{Action, Page, View};
use wubu::workspace::{Id, Row, rows};

/// The third stage with its registers, the equipment first.
fn desk() -> Desk {
    let mut desk = Desk::opened(Lang::Zh, (120, 40), &plant());
    desk.press("3 ] ]");
    assert_eq!(desk.app.page, Page::Stage(2, View::Registers));
    desk
}

fn keys(desk: &Desk, register: &str) -> Vec<String> {
    let column = &wubu::guide::guide().register(register).unwrap().key_column;
    rows(desk.workspace(), register).iter().map(|(_, row)| row.typed(column).into_owned()).collect()
}

fn row<'a>(desk: &'a Desk, key: &str) -> &'a Row {
    let row = rows(desk.workspace(), "equipment").into_iter().find(|(_, row)| row.typed("equip_id") == key);
    row.unwrap_or_else(|| panic!("no {key}")).1
}

fn typed(desk: &Desk, key: &str, column: &str) -> String {
    row(desk, key).typed(column).into_owned()
}

fn id(desk: &Desk, key: &str) -> Id {
    let all = rows(desk.workspace(), "equipment");
    all.into_iter().find(|(_, row)| row.typed("equip_id") == key).unwrap().0.clone()
}

/// Puts the cursor on a column of the first row.
fn to_column(desk: &mut Desk, key: &str) {
    let columns = wubu::workspace::columns(desk.workspace(), "equipment");
    let at = columns.iter().position(|column| column.key() == key).unwrap();
    desk.press("Home");
    for _ in 0..at {
        desk.press("l");
    }
}

#[test]
fn a_register_is_filled_by_keyboard_alone() {
    let mut desk = Desk::opened(Lang::Zh, (80, 24), &bare());
    desk.press("3 ] ] a type:EQ-001 Tab type:磨床 Enter");
    assert_eq!(keys(&desk, "equipment"), ["EQ-001"]);
    assert_eq!(typed(&desk, "EQ-001", "name"), "磨床");
    desk.press("a");
    assert!(desk.shows("EQ-002"), "the next key is offered: {:?}", desk.lines());
    desk.press("Enter c c");
    assert_eq!(keys(&desk, "equipment"), ["EQ-001", "EQ-002", "EQ-003", "EQ-004"]);
    for _ in 0..4 {
        desk.press("u");
    }
    assert_eq!(keys(&desk, "equipment"), ["EQ-001"]);
    desk.press("u");
    assert!(keys(&desk, "equipment").is_empty());
}

#[test]
fn a_row_is_filled_cell_by_cell_with_tab_alone() {
    let mut desk = Desk::opened(Lang::Zh, (80, 24), &bare());
    // Two choices, one of them passed over, on the way.
    desk.press(
        "3 ] ] a type:EQ-1 Tab type:磨床 Tab type:检测 Tab type:M14 Tab Tab type:一车间 Tab Tab Tab Tab",
    );
    desk.press("type:S7-1200 Enter");
    let cells = ["category", "model", "area", "criticality", "controller"];
    let cells = cells.map(|column| typed(&desk, "EQ-1", column));
    assert_eq!(cells, ["inspection", "M14", "一车间", "", "S7-1200"]);
    // Who comes by yes and no does not turn it, and may say it.
    desk.update(Action::GoToRegister("kpi".into()));
    desk.press("a type:K-1 Enter");
    let columns = wubu::workspace::columns(desk.workspace(), "kpi");
    let at = columns.iter().position(|column| column.key() == "actual_period").unwrap();
    assert_eq!(columns[at + 1].key(), "redefined");
    // The cursor stands behind the key.
    for _ in 1..at {
        desk.press("l");
    }
    let redefined = |desk: &Desk| rows(desk.workspace(), "kpi")[0].1.typed("redefined").into_owned();
    desk.press("e Tab Tab Esc");
    assert_eq!(redefined(&desk), "");
    desk.press("h h e Tab type:是 Tab Esc");
    assert_eq!(redefined(&desk), "yes");
}

#[test]
fn a_large_table_is_judged_beside_the_screen() {
    let mut text = String::from("(\n    format: 1,\n    rows: {\n");
    for n in 0..2_100 {
        writeln!(
            text,
            "        \"r{n:08}\": (register: \"equipment\", rank: \"V{n:05}\", cells: {{\"equip_id\": \"EQ-{n}\"}}),"
        )
        .unwrap();
    }
    text.push_str("    },\n)\n");
    let mut desk = Desk::opened(Lang::Zh, (120, 40), &text);
    desk.press("3 ] ]");
    // Name, criticality and status of each.
    assert!(desk.shows("2100 ✗6300"), "{:?}", desk.lines());
    desk.press("l e type:磨床 Enter");
    assert!(desk.shows("2100 ✗6299"), "{:?}", desk.lines());
    assert!(desk.shows("G3 缺"), "{:?}", desk.lines());
    desk.press("u");
    assert!(desk.shows("2100 ✗6300"), "{:?}", desk.lines());
}

#[test]
fn a_key_that_is_taken_stays_in_its_field() {
    let mut desk = desk();
    let before = keys(&desk, "equipment");
    desk.press("a Ctrl-U type:EQ-02 Enter");
    assert!(desk.notice().contains("EQ-02"), "{}", desk.notice());
    desk.press("type:9 Enter");
    assert_eq!(keys(&desk, "equipment").len(), before.len() + 1);
    assert!(keys(&desk, "equipment").contains(&"EQ-029".to_owned()));
}

#[test]
fn a_wrong_cell_is_kept_and_said() {
    let mut desk = desk();
    to_column(&mut desk, "ip");
    desk.press("e Ctrl-U type:10.1.300.9");
    assert!(desk.shows("不是 IPv4 地址"), "{:?}", desk.lines());
    desk.press("Enter");
    assert_eq!(typed(&desk, "EQ-01", "ip"), "10.1.300.9");
    assert!(desk.notice().contains("已照写保留"), "{}", desk.notice());
    desk.press("u");
    assert_eq!(typed(&desk, "EQ-01", "ip"), "10.1.3.7");
}

#[test]
fn a_new_key_takes_its_references_along() {
    let mut desk = desk();
    desk.press("e Ctrl-U type:EQ-0001 Enter");
    assert!(desk.notice().contains("引用"), "{}", desk.notice());
    let tags = rows(desk.workspace(), "tags");
    assert!(tags.iter().all(|(_, row)| row.typed("equip_id") != "EQ-01"));
    assert!(tags.iter().any(|(_, row)| row.typed("equip_id") == "EQ-0001"));
}

#[test]
fn several_rows_are_changed_at_once_and_filled_down() {
    let mut desk = desk();
    to_column(&mut desk, "name");
    desk.press("Space Space e Ctrl-U type:磨床组 Enter");
    assert_eq!(typed(&desk, "EQ-01", "name"), "磨床组");
    assert_eq!(typed(&desk, "EQ-02", "name"), "磨床组");
    assert_ne!(typed(&desk, "EQ-03", "name"), "磨床组");
    desk.press("u Esc Ctrl-A Ctrl-D");
    let first = typed(&desk, "EQ-01", "name");
    assert!(["EQ-02", "EQ-03"].iter().all(|key| typed(&desk, key, "name") == first));
    desk.press("u");
    assert_ne!(typed(&desk, "EQ-02", "name"), first);
    desk.press("Esc Home j w");
    assert_eq!(typed(&desk, "EQ-02", "name"), first);
}

#[test]
fn rows_are_sorted_by_what_they_mean_and_moved_where_they_are_not() {
    let mut desk = desk();
    desk.press("J");
    assert_eq!(keys(&desk, "equipment")[..2], ["EQ-02".to_owned(), "EQ-01".to_owned()]);
    desk.press("K");
    assert_eq!(keys(&desk, "equipment")[0], "EQ-01");
    desk.press(", , J");
    assert!(desk.notice().contains("手动顺序"), "{}", desk.notice());
    assert_eq!(keys(&desk, "equipment")[0], "EQ-01");
}

#[test]
fn a_filter_shows_some_rows_and_esc_lifts_it() {
    let mut desk = desk();
    to_column(&mut desk, "criticality");
    desk.press("f e");
    assert!(!desk.shows("磨床一") && desk.shows("热处理炉"), "{:?}", desk.lines());
    assert!(desk.shows("2/4 行"));
    desk.press("Esc f v Enter");
    assert!(desk.shows("1/4 行"), "{:?}", desk.lines());
    desk.press("Esc f t type:机 Enter");
    assert!(
        desk.shows("2/4 行") && desk.shows("EQ-03") && desk.shows("EQ-10") && desk.shows("空压机"),
        "{:?}",
        desk.lines()
    );
    desk.press("Esc f f");
    assert!(desk.shows("4 行"), "each of them lacks something");
    desk.press("Esc");
    assert!(!desk.shows("/4 行"), "{:?}", desk.lines());
}

#[test]
fn columns_are_hidden_and_shown() {
    let mut desk = desk();
    assert!(desk.shows("设备类别  型号"), "{:?}", desk.lines());
    desk.press("o v type:型号 Space Enter");
    assert!(!desk.shows("设备类别  型号") && desk.shows("隐藏 1 列"), "{:?}", desk.lines());
    desk.press("o v type:型号 Space Enter");
    assert!(desk.shows("设备类别  型号") && !desk.shows("隐藏"), "{:?}", desk.lines());
}

#[test]
fn a_line_of_the_row_is_edited_like_its_cell() {
    let mut desk = desk();
    desk.press("Enter j j Enter Ctrl-U type:二号磨床 Enter");
    assert_eq!(typed(&desk, "EQ-01", "name"), "二号磨床", "{:?}", desk.lines());
}

#[test]
fn deleting_says_what_is_left_behind() {
    let mut desk = desk();
    let before = desk.text();
    desk.press("d");
    assert!(!keys(&desk, "equipment").contains(&"EQ-01".to_owned()));
    assert!(desk.notice().contains("引用"), "{}", desk.notice());
    desk.press("u");
    assert_eq!(desk.text(), before);
}

#[test]
fn a_column_of_our_own_comes_and_goes() {
    let mut desk = desk();
    let before = desk.text();
    desk.press("o a type:厂区 Enter a");
    let own = desk
        .workspace()
        .columns
        .iter()
        .next()
        .map(|(id, column)| (id.clone(), column.label.as_str().to_owned()));
    let (own, label) = own.expect("a column");
    assert_eq!(label, "厂区");
    to_column(&mut desk, own.as_str());
    desk.press("e type:东区 Enter o Down Down Enter Ctrl-U type:区域 Enter");
    assert_eq!(typed(&desk, "EQ-01", own.as_str()), "东区");
    desk.press("o Down Down Down Enter y");
    assert!(desk.workspace().columns.is_empty(), "{}", desk.notice());
    desk.press("u u u u");
    assert_eq!(desk.text(), before);
}

#[test]
fn tasks_and_rows_link_both_ways() {
    let mut desk = desk();
    let id = id(&desk, "EQ-01");
    desk.press("i t");
    desk.press("type:4c.9 Space Enter");
    let task = desk.workspace().tasks.get("4c.9").unwrap();
    assert!(task.rows.contains(id.as_str()), "{}", desk.notice());
    assert!(desk.shows("任务 1"), "{:?}", desk.lines());
    desk.update(Action::GoToTask(Id::new("4c.9").unwrap()));
    assert!(desk.shows("EQ-01 磨床一"), "{:?}", desk.lines());
    desk.update(Action::GoToRow(id.clone()));
    assert_eq!(desk.app.page, Page::Stage(2, View::Registers));
    desk.press("i t Space Enter");
    assert!(desk.workspace().tasks.get("4c.9").unwrap().rows.is_empty());
}

#[test]
fn every_register_can_be_gone_to() {
    let mut desk = desk();
    for (key, stage) in [("needs", 0), ("kpi", 0), ("partners", 4), ("trial", 3), ("issues", 3)] {
        desk.update(Action::GoToRegister(key.into()));
        assert_eq!(desk.app.page, Page::Stage(stage, View::Registers), "{key}");
    }
    desk.press("g t type:设备联网 Enter");
    assert!(desk.shows("EQ-01"), "{:?}", desk.lines());
}

#[test]
fn choices_are_picked() {
    let mut desk = desk();
    to_column(&mut desk, "protocol");
    desk.press("e type:modbus Enter");
    assert!(typed(&desk, "EQ-01", "protocol").starts_with("modbus"), "{}", typed(&desk, "EQ-01", "protocol"));
}

#[test]
fn yes_and_no_turn_at_once() {
    let mut desk = desk();
    let columns = wubu::workspace::columns(desk.workspace(), "tags");
    let at = columns.iter().position(|column| matches!(column.kind(), wubu::guide::ColumnKind::YesNo));
    let at = at.expect("a column of yes and no");
    let key = columns[at].key().to_owned();
    let held = |desk: &Desk| rows(desk.workspace(), "tags")[0].1.typed(&key).into_owned();
    desk.update(Action::GoToRegister("tags".into()));
    for _ in 0..at {
        desk.press("l");
    }
    let mut found = vec![];
    for _ in 0..3 {
        desk.press("e");
        found.push(held(&desk));
    }
    assert_eq!(found, ["yes", "no", ""]);
}

#[test]
fn a_day_is_stepped_and_spelled() {
    let mut desk = Desk::opened(Lang::En, (120, 40), &plant());
    desk.update(Action::GoToRegister("issues".into()));
    let columns = wubu::workspace::columns(desk.workspace(), "issues");
    let at = columns.iter().position(|c| matches!(c.kind(), wubu::guide::ColumnKind::Date)).unwrap();
    let key = columns[at].key().to_owned();
    for _ in 0..at {
        desk.press("l");
    }
    let held = |desk: &Desk| rows(desk.workspace(), "issues")[0].1.typed(&key).into_owned();
    desk.press("e Ctrl-U type:+3 Enter");
    assert_eq!(held(&desk), "2026-11-23", "{}", desk.notice());
    desk.press("Home e type:++- Enter");
    assert_eq!(held(&desk), "2026-11-24");
    desk.press("Home e Ctrl-U type:周五 Enter");
    assert_eq!(held(&desk), "2026-11-27");
}

#[test]
fn what_is_typed_in_a_cell_outlives_a_crash() {
    let mut desk = desk();
    to_column(&mut desk, "name");
    desk.press("e Ctrl-U type:半句");
    let effects = desk.app.keep_draft();
    desk.carry_out(effects.into_iter().collect());
    let mut desk = desk.crash();
    assert!(desk.shows("半句"), "{:?}", desk.lines());
    desk.press("1 Ctrl-S");
    assert_eq!(typed(&desk, "EQ-01", "name"), "半句");
}

#[test]
fn a_read_only_workspace_is_looked_at_only() {
    let mut desk = Desk::opened(Lang::Zh, (120, 40), &plant().replacen("format: 1", "format: 7", 1));
    let before = desk.text();
    desk.press("3 ] ] e d c a x w J");
    assert_eq!(desk.text(), before);
    assert!(desk.notice().contains("只读") || desk.notice().contains("只能"), "{}", desk.notice());
}

#[test]
fn ten_thousand_rows_keep_only_a_window() {
    let mut text = String::from("(\n    format: 1,\n    rows: {\n");
    let row = |n: usize| {
        let cells =
            format!("            cells: {{\n                \"tag_id\": \"T{n}\",\n            }},\n");
        format!("        \"r{n:08}\": (\n            register: \"tags\",\n{cells}        ),\n")
    };
    text.extend((0..10_000).map(row));
    text.push_str("    },\n)\n");
    let mut desk = Desk::opened(Lang::Zh, (120, 40), &text);
    desk.update(Action::GoToRegister("tags".into()));
    desk.press("G");
    assert!(desk.shows("T9999"), "{:?}", desk.lines());
    desk.press("/ type:T5000 Enter");
    assert!(desk.shows("T5000"));
}
