//! The page of indicators, worked by keys: readings come in and go, the sign follows, the table takes values over.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use support::{Desk, bare, figures};
use wubu::text::Lang;
use wubu::workspace::Id;

fn desk() -> Desk {
    let mut desk = Desk::opened(Lang::Zh, (120, 40), &figures());
    desk.press("7");
    desk
}

#[test]
fn a_reading_is_added_in_a_form_and_the_sign_follows() {
    let mut desk = desk();
    let before = desk.text();
    assert!(desk.cursor_line().contains("▼ 关键设备联网率"), "{:?}", desk.lines());
    desk.press("a");
    assert!(desk.shows("新增读数 · 关键设备联网率") && desk.shows("2026-11-20"), "{:?}", desk.lines());
    desk.type_text("95.5").press("Enter");
    assert!(desk.notice().starts_with("新增读数"), "{}", desk.notice());
    assert!(desk.shows("▲ 关键设备联网率") && desk.shows("优于目标"), "{:?}", desk.lines());
    let reading =
        desk.workspace().readings.iter().find(|(_, it)| it.value.as_str() == "95.5").unwrap().1.clone();
    assert_eq!(
        (reading.on.as_str(), reading.by.as_str(), reading.source.as_str()),
        ("2026-11-20", "周岚", "网关平台")
    );
    assert_eq!(reading.row.as_str(), "r0KPM0001");
    desk.press("u");
    assert_eq!(desk.text(), before, "one step");
}

#[test]
fn what_is_no_number_is_refused_in_the_form() {
    let mut desk = desk();
    let before = desk.text();
    desk.press("a").type_text("many").press("Enter");
    assert!(desk.shows("“many”不是数字"), "{:?}", desk.lines());
    desk.press("Ctrl-U").type_text("90").press("Enter");
    assert_ne!(desk.text(), before);
}

#[test]
fn a_reading_is_changed_deleted_and_taken_over() {
    let mut desk = desk();
    desk.press("Tab e Ctrl-U type:2026-11-01 Enter");
    let held = |desk: &Desk, id: &str| desk.workspace().readings.get(id).cloned();
    assert_eq!(held(&desk, "k0A000004").unwrap().on.as_str(), "2026-11-01");
    desk.press("t");
    let row = desk.workspace().rows.get("r0KPM0001").unwrap();
    assert_eq!((&*row.typed("actual"), &*row.typed("actual_period")), ("86.5", "2026-10-01~2026-11-01"));
    desk.press("j d");
    assert!(held(&desk, "k0A000003").is_none());
    desk.press("u u u");
    assert_eq!(desk.text(), figures());
}

#[test]
fn an_indicator_is_added_changed_and_deleted_with_its_readings() {
    let mut desk = desk();
    desk.press("A")
        .type_text("设备综合效率")
        .press("Tab Tab type:% Tab Right Tab type:61 Tab Tab type:70 Enter");
    let added = desk.workspace().rows.iter().find(|(_, row)| row.typed("name") == "设备综合效率");
    let row = added.unwrap().1;
    assert_eq!((&*row.typed("kpi_id"), &*row.typed("direction")), ("KPI-06", "up"));
    assert_eq!((&*row.typed("base"), &*row.typed("target")), ("61", "70"));
    assert!(desk.cursor_line().contains("设备综合效率"), "{}", desk.cursor_line());
    desk.press("A type:另一个 Up Ctrl-U type:KPI-01 Enter");
    assert!(desk.shows("已被使用"), "{:?}", desk.lines());
    desk.press("Esc y Home e").press("Ctrl-U type:联网率 Enter");
    assert_eq!(desk.workspace().rows.get("r0KPM0001").unwrap().typed("name"), "联网率");
    let before = desk.text();
    desk.press("d");
    assert!(desk.workspace().rows.get("r0KPM0001").is_none());
    assert!(desk.workspace().readings.iter().all(|(_, it)| it.row.as_str() != "r0KPM0001"));
    desk.press("u");
    assert_eq!(desk.text(), before);
}

#[test]
fn a_page_without_indicators_says_what_it_is_for() {
    let mut desk = Desk::opened(Lang::En, (80, 24), &bare());
    desk.press("7");
    assert!(desk.shows("No indicators yet"));
    for key in ["e", "d", "t"] {
        desk.press(key);
        assert!(desk.notice().contains("no indicator yet"), "{key}: {}", desk.notice());
    }
    desk.press("a");
    assert!(desk.shows("New indicator") && desk.shows("KPI-01"), "{:?}", desk.lines());
    desk.press("Esc Esc Esc");
    assert!(desk.shows("Late"), "the overview");
}

#[test]
fn a_disputed_reading_leads_to_its_place() {
    let mut desk = desk();
    desk.update(wubu::tui::Action::GoToReading(Id::new("k0C000002").unwrap()));
    assert!(desk.cursor_line().contains("96.1"), "{}", desk.cursor_line());
    desk.press("y");
    assert_eq!(desk.copied.last().unwrap(), "KPI-03 一次交检合格率 2026-08-31 96.1 %");
}
