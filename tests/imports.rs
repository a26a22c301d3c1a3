//! Tables in and out of the screen: the file that is asked for, the preview, what may be said of it, the one step that
//! it becomes, blocks from the clipboard, and exports.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use ratatui::layout::Rect;
use std::fs;
use std::path::{Path, PathBuf};
use support::{DEMO, Desk, bare};
use wubu::sheet::{Book, Column, Limits, Sheet, SheetChoice, write_xlsx};
use wubu::store::TableKind;
use wubu::text::Lang;
use wubu::tui::Action;
use wubu::workspace::{Id, rows};

const POINTS: &str = include_str!("imports/points.csv");
const MACHINES: &str = include_str!("imports/machines.csv");

fn desk() -> Desk {
    // A plant without rows of its own: what is counted has come in.
    let desk = Desk::opened(Lang::Zh, (120, 40), &bare());
    fs::write(beside(&desk, "points.csv"), POINTS).unwrap();
    fs::write(beside(&desk, "machines.csv"), MACHINES).unwrap();
    fs::create_dir(beside(&desk, "旧表")).unwrap();
    desk
}

fn beside(desk: &Desk, name: &str) -> PathBuf {
    desk.folder.path().join(name)
}

fn read(desk: &mut Desk, register: &'static str, name: &str) {
    let path = beside(desk, name);
    desk.update(Action::ReadTable(register, path));
}

/// With three machines in their register.
fn with_machines() -> Desk {
    let mut desk = desk();
    read(&mut desk, "equipment", "machines.csv");
    desk.press("Enter");
    assert_eq!(keys(&desk, "equipment"), ["PLC-1", "PLC-2", "PLC-3"]);
    desk
}

fn keys(desk: &Desk, register: &str) -> Vec<String> {
    let key = &wubu::guide::guide().register(register).unwrap().key_column;
    rows(desk.workspace(), register).iter().map(|(_, row)| row.typed(key).into_owned()).collect()
}

fn cell(desk: &Desk, register: &str, key: &str, column: &str) -> String {
    let at = keys(desk, register).iter().position(|held| held == key).unwrap();
    rows(desk.workspace(), register)[at].1.typed(column).into_owned()
}

fn id(desk: &Desk, register: &str, key: &str) -> Id {
    let at = keys(desk, register).iter().position(|held| held == key).unwrap();
    rows(desk.workspace(), register)[at].0.clone()
}

fn paste(desk: &mut Desk, at: Option<&str>, column: Option<&str>, text: &str) {
    let at = at.map(|key| id(desk, "equipment", key));
    let (register, column, text) = ("equipment".into(), column.map(str::to_owned), text.to_owned());
    desk.update(Action::PasteRows { register, at, column, text });
}

#[test]
fn a_table_is_chosen_seen_and_taken_in_as_one_step() {
    let mut desk = with_machines();
    let before = desk.text();
    desk.press("I type:tags Enter");
    assert!(desk.shows("points.csv") && desk.shows("旧表/"), "{:#?}", desk.lines());
    desk.press("type:po Tab Enter");
    for text in ["表头在第 3 行", "+ 新增 2", "✗ 不导入 4", "? 备用", "→ 数据标识（编号）", "TI-101 · TI-102"]
    {
        assert!(desk.shows(text), "{text}: {:#?}", desk.lines());
    }
    assert_eq!(desk.text(), before, "a look changes nothing");
    desk.press("Enter");
    assert_eq!(keys(&desk, "tags"), ["TI-101", "TI-104"]);
    assert_eq!(cell(&desk, "tags", "TI-101", "word_order"), "low_first");
    let rejected = beside(&desk, "points.rejected.csv");
    assert!(desk.notice().contains("4 行未导入") && desk.notice().contains("points.rejected.csv"));
    let text = fs::read_to_string(rejected).unwrap();
    assert!(text.contains("未导入原因") && text.contains("TI-102") && !text.contains("TI-101"), "{text}");
    desk.press("u");
    assert_eq!(desk.text(), before);
}

#[test]
fn what_a_header_means_is_chosen_from_a_list_and_remembered() {
    let mut desk = with_machines();
    read(&mut desk, "tags", "points.csv");
    // The cursor goes to 备用, which nothing knows.
    desk.press("j j j j j j e");
    assert!(desk.shows("“备用”对应台账的哪一列？"), "{:#?}", desk.lines());
    desk.press("type:备注 Enter");
    assert!(desk.shows("→ 备注（指定）"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert_eq!(cell(&desk, "tags", "TI-101", "note"), "a");
    desk.press("u");
    read(&mut desk, "tags", "points.csv");
    assert!(desk.shows("→ 备注（指定）") && desk.shows("沿用记住的对应"), "{:#?}", desk.lines());
    desk.press("r");
    assert!(!desk.shows("→ 备注"), "{:#?}", desk.lines());
    desk.press("Enter");
    read(&mut desk, "tags", "points.csv");
    assert!(!desk.shows("→ 备注"), "what is given up is forgotten: {:#?}", desk.lines());
}

#[test]
fn a_column_is_filled_from_one_header() {
    let mut desk = with_machines();
    read(&mut desk, "tags", "points.csv");
    desk.press("j j j j j j e type:desc Enter");
    assert!(desk.shows("不导入：已有"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert_eq!(cell(&desk, "tags", "TI-101", "desc"), "a");
}

#[test]
fn without_its_key_nothing_comes_in_until_somebody_names_it() {
    let mut desk = desk();
    fs::write(beside(&desk, "odd.csv"), "甲,设备名称\nE-1,磨床\nE-2,炉\n").unwrap();
    read(&mut desk, "equipment", "odd.csv");
    assert!(desk.shows("✗ 没有一列对应“设备编号”"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert!(desk.notice().contains("先指定哪一列是编号"), "{}", desk.notice());
    desk.press("Home e type:equip_id Enter Enter");
    assert_eq!(keys(&desk, "equipment"), ["E-1", "E-2"]);
}

#[test]
fn an_encoding_that_cannot_be_told_is_asked_for() {
    let mut desk = desk();
    // 設備編号 and 加工機 in Shift JIS.
    let text = b"\x90\xdd\x94\xf5\x95\xd2\x8d\x86,\x83e\x83X\x83g,\x8e\xed\x97\xde\nE-1,\x83|\x83\x93\x83v,\x83\x82\x81[\x83^\n";
    fs::write(beside(&desk, "jp.csv"), text).unwrap();
    read(&mut desk, "equipment", "jp.csv");
    assert!(desk.shows("表格用的是哪种编码？"), "{:#?}", desk.lines());
    desk.press("Esc");
    assert!(desk.shows("选一种编码"), "{:#?}", desk.lines());
    desk.press("c type:shift Enter");
    assert!(desk.shows("Shift_JIS") && desk.shows("ポンプ"), "{:#?}", desk.lines());
    // Somebody says otherwise.
    desk.press("c type:1252 Enter");
    assert!(!desk.shows("ポンプ") && desk.shows("windows-1252"), "{:#?}", desk.lines());
    desk.press("c type:big5 Enter");
    assert!(desk.shows("第 1 行不是 Big5 文字"), "{:#?}", desk.lines());
}

fn sheet(name: &str, titles: &[&str], rows: &[&[&str]]) -> Sheet {
    let columns = titles.iter().map(|title| Column { title: (*title).into(), ..Column::default() });
    let rows = rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect());
    Sheet { name: name.into(), columns: columns.collect(), rows: rows.collect() }
}

#[test]
fn a_sheet_is_chosen_where_there_are_several() {
    let mut desk = desk();
    let books = [
        sheet("说明", &["版本", "日期"], &[&["1", "2026-11-01"]]),
        sheet("设备", &["设备编号", "设备名称"], &[&["E-1", "磨床"]]),
    ];
    fs::write(beside(&desk, "book.xlsx"), write_xlsx(&books).unwrap()).unwrap();
    read(&mut desk, "equipment", "book.xlsx");
    assert!(desk.shows("导入哪个工作表？"), "{:#?}", desk.lines());
    desk.press("type:设备 Enter");
    assert!(desk.shows("工作表 设备（2/2）") && desk.shows("+ 新增 1"), "{:#?}", desk.lines());
    desk.press("s Esc Enter");
    assert_eq!(keys(&desk, "equipment"), ["E-1"]);
}

#[test]
fn the_head_can_be_moved() {
    let mut desk = desk();
    fs::write(beside(&desk, "two.csv"), "设备编号,设备名称\n设备编号,名称\nE-1,磨床\n").unwrap();
    read(&mut desk, "equipment", "two.csv");
    assert!(desk.shows("表头在第 1 行"), "{:#?}", desk.lines());
    desk.press("]");
    assert!(desk.shows("表头在第 2 行") && desk.shows("+ 新增 1"), "{:#?}", desk.lines());
    desk.press("[ [");
    assert!(desk.shows("表头在第 1 行") && desk.notice().contains("前 20 行"), "{:#?}", desk.lines());
}

#[test]
fn a_reading_that_is_stopped_comes_to_nothing() {
    let mut desk = desk();
    desk.is_slow = true;
    read(&mut desk, "tags", "points.csv");
    assert!(desk.shows("读取中"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert!(desk.notice().contains("还没有读完"), "{}", desk.notice());
    desk.press("Esc");
    assert!(!desk.shows("读取中"));
    desk.let_go();
    assert!(!desk.shows("列的对应") && keys(&desk, "tags").is_empty(), "{:#?}", desk.lines());
}

#[test]
fn refused_lines_of_a_block_are_counted_and_kept_beside_the_workspace() {
    let mut desk = with_machines();
    paste(&mut desk, None, None, "设备编号\t设备名称\nPLC-8\t甲\n\t乙\nPLC-8\t丙\n");
    assert!(desk.shows("✗ 不导入 2"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert!(desk.notice().contains("新增 1 行") && desk.notice().contains("2 行未导入"), "{}", desk.notice());
    let kept = fs::read_to_string(beside(&desk, "粘贴.rejected.csv")).unwrap();
    assert!(kept.contains("设备编号") && kept.contains("乙") && kept.contains("丙"), "{kept}");
    // Without a head the columns are called as those that they were to go into.
    paste(&mut desk, Some("PLC-2"), Some("equip_id"), "PLC-2\t磨床\nPLC-7\t丁\n");
    desk.press("Enter");
    assert!(desk.notice().contains("1 行未导入"), "{}", desk.notice());
    let kept = fs::read_to_string(beside(&desk, "粘贴.rejected-2.csv")).unwrap();
    assert!(kept.contains("设备编号") && kept.contains("PLC-7") && kept.contains("丁"), "{kept}");
}

#[test]
fn a_register_is_chosen_by_its_title_and_found_by_its_id_too() {
    let mut desk = desk();
    for key in ["I", "X"] {
        desk.press("0").press(key);
        assert!(desk.shows("需求清单") && !desk.shows("needs"), "{:#?}", desk.lines());
        desk.press("type:tags");
        assert!(desk.shows("点表") && !desk.shows("需求清单"), "{:#?}", desk.lines());
        desk.press("Esc");
    }
}

#[test]
fn a_preview_of_what_has_changed_since_is_made_anew() {
    let mut desk = desk();
    read(&mut desk, "equipment", "machines.csv");
    let outside = desk.file().replacen(
        "format: 1,\n    project: (\n",
        "format: 1,\n    project: (\n        name: \"新华岭\",\n",
        1,
    );
    desk.write_outside(&outside);
    desk.press("Enter");
    assert!(desk.notice().contains("重新核对") && keys(&desk, "equipment").is_empty(), "{}", desk.notice());
    desk.press("Enter");
    assert_eq!(keys(&desk, "equipment").len(), 3);
    assert!(desk.workspace().project.name.as_str().starts_with("新华岭"));
}

#[test]
fn a_block_with_a_head_goes_by_its_names() {
    let mut desk = with_machines();
    paste(&mut desk, Some("PLC-1"), Some("ip"), "设备名称\t设备编号\n外圆磨床\tPLC-2\n泵\tPLC-9\n");
    assert!(desk.shows("← 粘贴") && desk.shows("+ 新增 1") && desk.shows("~ 更新 1"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert_eq!(keys(&desk, "equipment"), ["PLC-1", "PLC-2", "PLC-3", "PLC-9"]);
    assert_eq!(cell(&desk, "equipment", "PLC-2", "name"), "外圆磨床");
    assert!(!beside(&desk, "paste.rejected.csv").exists());
}

#[test]
fn a_block_without_a_head_goes_right_and_down_from_the_cursor() {
    let mut desk = with_machines();
    paste(&mut desk, Some("PLC-2"), Some("name"), "外圆磨床\n\"甲\n乙\"\n多出\n");
    assert!(
        desk.shows("没有表头") && desk.shows("~ 更新 2") && desk.shows("✗ 不导入 1"),
        "{:#?}",
        desk.lines()
    );
    assert!(desk.shows("磨床 → 外圆磨床"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert_eq!(cell(&desk, "equipment", "PLC-1", "name"), "灌装线");
    assert_eq!(cell(&desk, "equipment", "PLC-2", "name"), "外圆磨床");
    // A line break has no place in a name, and nothing of what was typed is lost.
    assert_eq!(cell(&desk, "equipment", "PLC-3", "name"), "甲 乙");
    assert_eq!(keys(&desk, "equipment").len(), 3, "a row without a key is none");
    desk.press("u");
    assert_eq!(cell(&desk, "equipment", "PLC-2", "name"), "磨床");
}

#[test]
fn a_block_adds_rows_below_the_last_and_never_changes_a_key() {
    let mut desk = with_machines();
    paste(&mut desk, Some("PLC-3"), None, "PLC-3\t清洗线\nPLC-4\t炉\n\nPLC-1\t又一台\n");
    assert!(desk.shows("台账中已有 PLC-1"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert_eq!(keys(&desk, "equipment"), ["PLC-1", "PLC-2", "PLC-3", "PLC-4"]);
    assert_eq!(cell(&desk, "equipment", "PLC-3", "name"), "清洗线");
    paste(&mut desk, Some("PLC-1"), None, "PLC-2\t错位\n");
    assert!(desk.shows("这一行的编号是 PLC-1，不会改成 PLC-2"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert_eq!(cell(&desk, "equipment", "PLC-1", "name"), "灌装线");
}

#[test]
fn a_wrong_cell_of_a_block_comes_in_as_typed_and_is_marked() {
    let mut desk = with_machines();
    paste(&mut desk, Some("PLC-1"), Some("ip"), "10.1.300.7\n");
    assert!(desk.shows("! 待改 1") && desk.shows("不是 IPv4 地址"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert_eq!(cell(&desk, "equipment", "PLC-1", "ip"), "10.1.300.7");
}

#[test]
fn an_empty_cell_of_a_block_erases_only_when_it_is_told_to() {
    let mut desk = with_machines();
    paste(&mut desk, Some("PLC-1"), Some("ip"), "\n10.1.3.80\n");
    desk.press("Enter");
    assert_eq!(cell(&desk, "equipment", "PLC-1", "ip"), "10.1.3.7");
    assert_eq!(cell(&desk, "equipment", "PLC-2", "ip"), "10.1.3.80");
    paste(&mut desk, Some("PLC-1"), Some("ip"), "\n10.1.3.80\n");
    desk.press("t");
    assert!(desk.shows("10.1.3.7 → （空）"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert_eq!(cell(&desk, "equipment", "PLC-1", "ip"), "");
}

#[test]
fn the_first_line_of_a_block_can_be_told_to_be_a_head_or_not() {
    let mut desk = with_machines();
    paste(&mut desk, None, None, "设备编号\t设备名称\nPLC-7\t炉\n");
    assert!(desk.shows("表头在第 1 行"), "{:#?}", desk.lines());
    desk.press("]");
    assert!(desk.shows("没有表头") && desk.shows("+ 新增 2"), "{:#?}", desk.lines());
    desk.press("[");
    assert!(desk.shows("表头在第 1 行") && desk.shows("+ 新增 1"), "{:#?}", desk.lines());
}

#[test]
fn a_paste_into_a_list_still_looks_for_its_first_line() {
    let mut desk = desk();
    desk.press("3");
    desk.paste("网络\n别的\t格\n");
    assert!(desk.shows("网络") && !desk.shows("别的"), "{:#?}", desk.lines());
}

#[test]
fn an_export_asks_before_it_replaces() {
    let mut desk = with_machines();
    desk.press("X type:equipment Enter");
    assert!(desk.shows("导出成哪种表格？"), "{:#?}", desk.lines());
    desk.press("x Ctrl-U type:out Enter");
    let path = beside(&desk, "out.xlsx");
    assert!(desk.notice().contains("已导出") && desk.notice().contains("3 行"), "{}", desk.notice());
    let bytes = fs::read(&path).unwrap();
    let read = Book::open(&bytes).unwrap().read(&SheetChoice::default(), Limits::XLSX).unwrap();
    assert_eq!(read.table.len(), 4);

    fs::write(&path, "别人的").unwrap();
    let ask = |desk: &mut Desk| {
        desk.update(Action::AskExport("equipment".into(), TableKind::Xlsx));
        desk.press("Ctrl-U type:out.xlsx Enter");
        assert!(desk.shows("覆盖已有的文件？"), "{:#?}", desk.lines());
    };
    ask(&mut desk);
    desk.press("n");
    assert_eq!(fs::read_to_string(&path).unwrap(), "别人的");
    ask(&mut desk);
    desk.press("y");
    assert_eq!(fs::read(&path).unwrap(), bytes);

    let nowhere = Path::new("没有").join("out.csv");
    desk.update(Action::WriteTable { register: "equipment", path: nowhere, replaces: false });
    assert!(desk.notice().contains("→"), "{}", desk.notice());
}

#[test]
fn what_goes_out_comes_in_again_without_a_change() {
    for kind in [TableKind::Csv, TableKind::Xlsx] {
        let mut desk = with_machines();
        let name = format!("out.{}", kind.extension());
        let path = beside(&desk, &name);
        desk.update(Action::WriteTable { register: "equipment", path, replaces: false });
        read(&mut desk, "equipment", &name);
        assert!(desk.shows("= 未变 3") && desk.shows("没有一行会改变台账"), "{:#?}", desk.lines());
        let before = desk.text();
        desk.press("Enter");
        assert_eq!(desk.text(), before);
    }
}

#[test]
fn nothing_comes_into_what_may_only_be_read() {
    let mut desk = Desk::opened(Lang::Zh, (120, 40), &DEMO.replacen("format: 1", "format: 7", 1));
    fs::write(beside(&desk, "machines.csv"), MACHINES).unwrap();
    desk.press("I");
    assert!(!desk.shows("导入哪个台账"), "{:#?}", desk.lines());
    read(&mut desk, "equipment", "machines.csv");
    assert!(!desk.shows("列的对应"), "{:#?}", desk.lines());
    desk.press("X");
    assert!(desk.shows("导出哪个台账？"), "{:#?}", desk.lines());
}

#[test]
fn a_table_that_is_none_says_what_it_is_and_what_next() {
    let mut desk = desk();
    for (name, bytes, said) in
        [("x.csv", &b"%PDF-1.7"[..], "PDF"), ("empty.csv", b"", "空"), ("blank.csv", b",,\n,,\n", "没有内容")]
    {
        fs::write(beside(&desk, name), bytes).unwrap();
        read(&mut desk, "tags", name);
        assert!(desk.shows("✗") && desk.shows(said) && desk.shows("→"), "{name}: {:#?}", desk.lines());
        desk.press("Enter Esc");
        assert!(!desk.shows(name), "{:#?}", desk.lines());
    }
    read(&mut desk, "tags", "none.csv");
    assert!(desk.shows("没有这个文件"), "{:#?}", desk.lines());
}

#[test]
fn every_size_is_drawn_and_takes_keys() {
    let mut desk = with_machines();
    let hostile = "设备编号,设备名称,\u{1b}[31m坏\nE-1,\u{1b}]52;c;x\u{7}\u{202e}名,\nPLC-1,超长".to_owned()
        + &"长".repeat(300)
        + ",\n";
    fs::write(beside(&desk, "bad.csv"), hostile).unwrap();
    let at_sizes = |desk: &mut Desk| {
        for (width, height) in
            [(1, 1), (4, 3), (20, 5), (33, 9), (80, 24), (109, 13), (120, 40), (200, 60), (400, 120)]
        {
            desk.resize(width, height);
            for line in desk.lines() {
                assert!(!line.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{line:?}");
            }
            desk.press("j Tab j PageDown Tab k End Home");
        }
        desk.screen = Rect::new(0, 0, 120, 40);
    };
    read(&mut desk, "equipment", "bad.csv");
    at_sizes(&mut desk);
    desk.press("Esc");
    desk.press("I type:tags Enter");
    for (width, height) in [(1, 1), (4, 3), (20, 5), (80, 24), (400, 120)] {
        desk.resize(width, height);
        desk.press("Down Down Up type:x Backspace");
        assert_eq!(desk.lines().len(), usize::from(height));
    }
}
