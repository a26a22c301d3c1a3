//! The page of data readiness by keys: what blocks, why, measuring a file, writing down by hand, numbers of the model,
//! tasks out of gaps.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use std::fs;
use support::{DEMO, Desk, bare, furnace};
use wubu::guide::Dimension;
use wubu::readiness::{Site, gap_task_id};
use wubu::store::write;
use wubu::text::Lang;
use wubu::tui::{Action, Page, View};
use wubu::workspace::{Id, Workspace};

fn desk() -> Desk {
    let mut desk = Desk::opened(Lang::Zh, (120, 40), DEMO);
    fs::write(desk.folder.path().join("HT-03.csv"), furnace()).unwrap();
    desk.press("6");
    desk
}

fn source(workspace: &Workspace, name: &str) -> Id {
    Site::of(workspace).source(name).unwrap().id.clone()
}

fn level(workspace: &Workspace, name: &str, dimension: Dimension) -> Option<u8> {
    Site::of(workspace).source(name).unwrap().level(dimension)
}

const FURNACE: &str = "热处理炉 PLC";

#[test]
fn the_next_blocker_is_a_key_away_and_says_why() {
    let mut desk = desk();
    desk.press("n n");
    for text in ["热处理炉 PLC · D4 时效与连续性", "步长合格占比 61%", "时间回退次数 2", "2 级：不低于80%"]
    {
        assert!(desk.shows(text), "{text}: {:#?}", desk.lines());
    }
    // The task that closes it, where none was made of the gap yet.
    desk.press("c");
    assert_eq!(desk.app.page, Page::Stage(2, View::Tasks));
    assert!(desk.shows("4c.7"));
}

#[test]
fn a_gate_leads_to_the_source_that_fails_it() {
    let mut desk = desk();
    let id = source(desk.workspace(), FURNACE);
    desk.press("f b");
    desk.update(Action::GoToSource(id, Some(Dimension::D6)));
    assert_eq!(desk.app.page, Page::Readiness);
    assert!(desk.shows("热处理炉 PLC · D6 唯一性"), "{:#?}", desk.lines());
    // What a filter hides is shown all the same when somebody goes there.
    let shown = source(desk.workspace(), "车间电能表");
    desk.update(Action::GoToSource(shown, None));
    assert!(desk.shows("S07 车间电能表") && desk.shows("全厂 7 源"), "{:#?}", desk.lines());
}

#[test]
fn an_export_is_measured_seen_and_kept_as_one_step() {
    let mut desk = desk();
    let before = desk.text();
    desk.press("n n p");
    assert!(desk.shows("热处理炉 PLC：测量一份导出") && desk.shows("HT-03.csv"), "{:#?}", desk.lines());
    desk.press("type:HT Tab Enter");
    for text in ["600 行 × 5 列", "应有 659 条，实有 599 条", "最长断点 610 秒", "90.80 %  2 级", "▲ 原 1"]
    {
        assert!(desk.shows(text), "{text}: {:#?}", desk.lines());
    }
    assert_eq!(desk.text(), before, "a look changes nothing");
    desk.press("Enter");
    assert!(desk.shows("已记入 热处理炉 PLC：最终 1 → 2 级"), "{:#?}", desk.lines());
    assert_eq!(level(desk.workspace(), FURNACE, Dimension::D4), Some(2));
    let kept =
        desk.workspace().measurements.iter().find(|(_, held)| held.file.as_str() == "HT-03.csv").unwrap();
    assert_eq!(
        (kept.1.on.as_str(), kept.1.by.as_str(), kept.1.size.as_str()),
        ("2026-11-20", "周岚", furnace().len().to_string().as_str())
    );
    assert!(!kept.1.hash.as_str().is_empty());
    assert!(!desk.text().contains("845.5,"), "figures, never the data");
    desk.press("u");
    assert_eq!(desk.text(), before);
}

#[test]
fn what_is_said_of_a_file_is_measured_anew_and_giving_up_changes_nothing() {
    let mut desk = desk();
    let before = desk.text();
    desk.press("n n p type:HT-03.csv Enter p type:20s Enter");
    assert!(desk.shows("周期 20 秒（给定）") && desk.shows("应有 330 条"), "{:#?}", desk.lines());
    desk.press("p type:zwanzig Enter");
    assert!(desk.shows("不是周期"), "{:#?}", desk.lines());
    desk.press("t Down Enter");
    assert!(desk.shows("炉温"), "a column that holds no time is told: {:#?}", desk.lines());
    desk.press("Esc");
    assert_eq!(desk.text(), before);
    assert!(desk.shows("数据就绪度 1.7"));
}

#[test]
fn what_a_source_lacks_to_count_is_said_when_it_is_measured() {
    let text = "(\n    format: 1,\n    rows: {\n        \"r1\": (register: \"sources\", rank: \"A\", cells: {\"src_id\": \"S1\", \"name\": \"磨削线\", \"kind\": \"control\"}),\n    },\n)\n";
    let mut desk = Desk::opened(Lang::Zh, (120, 40), text);
    fs::write(desk.folder.path().join("HT-03.csv"), furnace()).unwrap();
    let id = source(desk.workspace(), "磨削线");
    desk.update(Action::GoToSource(id, None));
    desk.press("p type:HT-03.csv Enter Enter");
    let said = desk.notice();
    assert!(said.contains("“重要度”未填、“纳入本期”未填") && said.contains("按 r"), "{said}");
    desk.press("r");
    assert!(matches!(desk.app.page, Page::Stage(_, View::Registers)) && desk.shows("磨削线"));
}

#[test]
fn a_measuring_that_is_given_up_is_stopped_and_comes_too_late() {
    let mut desk = desk();
    desk.is_slow = true;
    let before = desk.text();
    desk.press("n n p type:HT-03.csv Enter");
    assert!(desk.shows("测量中"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert!(desk.shows("还没有测完"), "{:#?}", desk.lines());
    desk.press("Esc");
    desk.let_go();
    assert!(!desk.shows("测量中") && desk.shows("数据就绪度 1.7"), "{:#?}", desk.lines());
    assert_eq!(desk.text(), before);
}

#[test]
fn a_file_that_cannot_be_measured_says_so_and_what_next() {
    let mut desk = desk();
    desk.press("n n p type:nichts.csv Enter Enter");
    assert!(desk.notice().contains("没有可记入"), "{}", desk.notice());
    desk.press("Esc Home");
    fs::write(desk.folder.path().join("leer.csv"), "").unwrap();
    fs::write(desk.folder.path().join("bild.csv"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    for name in ["leer.csv", "nichts.csv", "bild.csv"] {
        desk.press("n n p");
        desk.press(&format!("type:{name} Enter"));
        assert!(desk.shows("✗ ") && desk.shows("→ "), "{name}: {:#?}", desk.lines());
        desk.press("Esc");
    }
}

#[test]
fn the_profile_behind_a_measurement_shows_columns_and_worst_rows() {
    let mut desk = desk();
    desk.press("n n p type:HT-03.csv Enter Enter Enter End Enter");
    for text in [
        "热处理炉 PLC ← HT-03.csv",
        "炉温(℃)",
        "····",
        "第 80 行：1 处，炉温(℃) 不是数",
        "第 503 行：1 处，时间回退",
    ] {
        assert!(desk.shows(text), "{text}: {:#?}", desk.lines());
    }
    desk.press("j");
    assert!(desk.shows("四分位 842.5 / 845.5 / 848.5"), "{:#?}", desk.lines());
    desk.press("Esc Esc Esc");
    assert_eq!(desk.app.page, Page::Overview);
}

#[test]
fn details_are_found_again_where_the_file_is_and_missed_where_it_is_not() {
    let mut desk = desk();
    desk.press("n n p type:HT-03.csv Enter Enter");
    let text = desk.text();
    // Another machine: nothing in its state folder, but the file beside the workspace.
    let mut other = Desk::new(Lang::Zh, (120, 40));
    fs::write(other.folder.path().join("HT-03.csv"), furnace()).unwrap();
    other.open(&text);
    let id = source(other.workspace(), FURNACE);
    other.update(Action::GoToSource(id.clone(), Some(Dimension::D4)));
    other.press("Enter End");
    assert!(other.shows("第 80 行"), "{:#?}", other.lines());
    // A third one has neither.
    let mut third = Desk::new(Lang::Zh, (120, 40));
    third.open(&text);
    third.update(Action::GoToSource(id, Some(Dimension::D4)));
    third.press("Enter End");
    assert!(third.shows("细节不在这台电脑上"), "{:#?}", third.lines());
    third.press("Enter");
    assert!(third.shows("工作区中留存的各列数字") && third.shows("number; n 597"), "{:#?}", third.lines());
}

#[test]
fn what_no_file_tells_is_written_down_with_its_evidence_in_one_step() {
    let mut desk = desk();
    let before = desk.text();
    desk.press("n n Left Left Left e");
    assert!(desk.shows("D1 接入阶梯"), "{:#?}", desk.lines());
    // hearsay, seen, sample, pilot, online
    desk.press("Right Right Right Right Right Tab type:99.5% Tab type:七天在线记录 Enter");
    assert!(desk.shows("已记入人工测量"), "{:#?}", desk.lines());
    assert_eq!(level(desk.workspace(), FURNACE, Dimension::D1), Some(4));
    let evidence: Vec<&str> = desk
        .workspace()
        .evidence
        .iter()
        .filter(|(_, held)| held.what.as_str() == "七天在线记录")
        .map(|(_, held)| held.task.as_str())
        .collect();
    assert_eq!(evidence, ["4c.12"]);
    desk.press("u");
    assert_eq!(desk.text(), before);
}

#[test]
fn a_figure_that_cannot_be_stays_in_the_form() {
    let mut desk = desk();
    desk.press("j l l l l l l l l l e");
    desk.press("type:21/20 Enter");
    assert!(desk.shows("D9：“21/20”不可用") && desk.shows("占比（0 到 1）"), "{:#?}", desk.lines());
    desk.press("Ctrl-U type:19/20 Enter");
    assert!(desk.shows("已记入人工测量"), "{:#?}", desk.lines());
    assert_eq!(level(desk.workspace(), "磨削线 PLC", Dimension::D9), Some(3));
}

#[test]
fn a_dimension_that_files_tell_takes_nothing_by_hand() {
    let mut desk = desk();
    desk.press("j l l l l l l e");
    assert!(desk.shows("由文件测得"), "{:#?}", desk.lines());
}

#[test]
fn a_threshold_of_this_workspace_is_seen_and_taken_back() {
    let mut desk = desk();
    let before = desk.text();
    desk.press("n n w type:level.D4.2 Enter Ctrl-U type:0.6 Tab type:试点阶段 Enter");
    assert_eq!(level(desk.workspace(), FURNACE, Dimension::D4), Some(2));
    assert!(desk.shows("不低于60%（本工作区设定；建议值 80%）"), "{:#?}", desk.lines());
    desk.press("Home h h h h Enter End");
    assert!(desk.shows("本工作区改过的数"), "{:#?}", desk.lines());
    desk.press("Esc n w type:level.D4.2 Enter Ctrl-U type:2 Enter");
    assert!(desk.shows("写 0 到 1 的数"), "{:#?}", desk.lines());
    desk.press("Ctrl-U Enter");
    assert_eq!(desk.text(), before);
}

#[test]
fn tasks_out_of_gaps_are_one_step_and_the_same_on_two_laptops() {
    let mut desk = desk();
    let before = desk.text();
    desk.press("n n p type:HT-03.csv Enter Enter");
    let measured = desk.text();
    desk.press("l l t s");
    let id = source(desk.workspace(), FURNACE);
    let task = gap_task_id(&id, Dimension::D9);
    let made = desk.workspace().tasks.get(task.as_str()).expect("a gap of the source");
    assert_eq!((made.element.as_str(), made.title.is_empty()), ("c4", false));
    assert!(desk.shows("生成"), "{:#?}", desk.lines());
    let once = desk.text();
    desk.press("u");
    assert_eq!(desk.text(), measured);
    desk.press("t s");
    assert_eq!(desk.text(), once);
    desk.press("u u");
    assert_eq!(desk.text(), before);
}

#[test]
fn a_task_carries_the_first_offending_rows_where_the_export_is_at_hand() {
    let mut desk = desk();
    // By a period of five seconds half of the records are missing.
    desk.press("n n p type:HT-03.csv Enter p type:5s Enter Enter");
    let id = source(desk.workspace(), FURNACE);
    desk.update(Action::GoToSource(id.clone(), Some(Dimension::D3)));
    desk.press("t t");
    let task = gap_task_id(&id, Dimension::D3);
    let note = &desk.workspace().tasks.get(task.as_str()).expect("the gap has its task").note;
    let lines: Vec<&str> = note.lines().iter().map(String::as_str).collect();
    assert!(lines.contains(&"第 81 行：1 处，炉温(℃) 空"), "{lines:#?}");
    assert!(!lines.iter().any(|line| line.contains("时间回退")), "rows of other dimensions: {lines:#?}");
    assert!(lines.iter().any(|line| line.starts_with("现状：45.")), "{lines:#?}");
}

#[test]
fn a_measurement_is_deleted_where_the_cursor_is_on_it() {
    let mut desk = desk();
    let count = desk.workspace().measurements.len();
    desk.press("n n d");
    assert!(desk.shows("先按 Enter 进明细"), "{:#?}", desk.lines());
    desk.press("Enter End d");
    assert_eq!(desk.workspace().measurements.len(), count - 1);
    assert_eq!(
        level(desk.workspace(), FURNACE, Dimension::D4),
        Some(1),
        "the one before it had 61 % as well"
    );
    desk.press("u");
    assert_eq!(desk.workspace().measurements.len(), count);
}

#[test]
fn where_only_looking_is_allowed_every_key_that_writes_says_so() {
    let mut desk = Desk::new(Lang::Zh, (120, 40));
    desk.open(&DEMO.replacen("format: 1", "format: 7", 1));
    desk.press("6 n n");
    for key in ["p", "P", "e", "t", "d"] {
        desk.press(key);
        assert!(desk.shows("只读") && !desk.shows("测量一份"), "{key}: {:#?}", desk.lines());
    }
}

#[test]
fn a_workspace_without_sources_says_where_to_begin() {
    let mut desk = Desk::opened(Lang::Zh, (80, 24), &bare());
    desk.press("6");
    assert!(desk.shows("数据资源目录里还没有数据源"));
    desk.press("p");
    assert!(desk.shows("先登记数据源"), "{:#?}", desk.lines());
    desk.press("r");
    assert!(matches!(desk.app.page, Page::Stage(_, View::Registers)) && desk.shows("数据资源目录"));
}

#[test]
fn the_page_changes_nothing_by_being_looked_at() {
    let mut desk = desk();
    let before = write(desk.workspace());
    desk.press("j l l Enter j j Tab f a / Enter g Esc F2 ? Esc Home End PageDown PageUp");
    assert_eq!(write(desk.workspace()), before);
}
