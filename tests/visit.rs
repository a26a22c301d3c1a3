//! Site visits: a walk from thing to thing, answers with one key that are noted as seen, pictures, and the way back.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use std::fs;
use support::{DEMO, Desk, TODAY, bare, camera, plant, walk};
use wubu::text::Lang;
use wubu::tui::{Action, Layer, Page};
use wubu::workspace::{Evidence, Id, Row};

fn desk() -> Desk {
    let mut desk = Desk::opened(Lang::Zh, (80, 24), &walk());
    desk.press("W");
    assert_eq!((desk.app.page, desk.app.layers()[0]), (Page::Visit, Layer::Visit));
    desk
}

fn row<'a>(desk: &'a Desk, id: &str) -> &'a Row {
    desk.workspace().rows.get(id).unwrap()
}

fn evidence(desk: &Desk) -> Vec<&Evidence> {
    desk.workspace().evidence.iter().map(|(_, one)| one).collect()
}

/// The question that is asked: the line below the rule.
fn asked(desk: &Desk) -> String {
    let lines = desk.lines();
    let rule = lines.iter().position(|line| line.starts_with(" ───")).expect("a card is seen");
    lines[rule + 1].trim().to_owned()
}

#[test]
fn a_digit_answers_and_is_one_step_with_the_note_that_it_was_seen() {
    let mut desk = desk();
    assert!(desk.shows("M-01  磨床") && desk.shows("磨削车间 0/3"), "{:#?}", desk.lines());
    assert_eq!(asked(&desk), "联网状态  必填");
    desk.press("1");
    assert_eq!(row(&desk, "r1").typed("status"), "offline");
    // One record for the visit: what, where, when and who.
    let seen = evidence(&desk)[0].clone();
    assert_eq!((seen.proof.as_str(), seen.what.as_str()), ("seen", "现场走查：磨削车间 / 1线 · 09:42"));
    assert_eq!((seen.about.date(), seen.by.as_str(), seen.task.as_str()), (Some(TODAY), "周岚", "4c.2"));
    assert_eq!(seen.rows.iter().collect::<Vec<_>>(), ["r1"]);
    assert_eq!(asked(&desk), "通信协议", "the next question is asked");
    desk.press("3");
    assert_eq!((row(&desk, "r1").typed("protocol").as_ref(), evidence(&desk).len()), ("s7", 1));
    assert_eq!(asked(&desk), "现场核实");
    // As an input method sends it.
    desk.press("１");
    assert_eq!(row(&desk, "r1").typed("verified"), "yes");
    assert!(desk.shows("✓ 这一处没有待填的了") && desk.shows("磨削车间 1/3"), "{:#?}", desk.lines());
    desk.press("1");
    assert!(desk.notice().contains("Enter 下一处"), "{}", desk.notice());
    // Back one by one; the question that comes back is asked again, and the first step takes the record along.
    desk.press("u");
    assert_eq!((asked(&desk).as_str(), row(&desk, "r1").typed("verified").as_ref()), ("现场核实", ""));
    desk.press("u u");
    assert_eq!((asked(&desk).as_str(), evidence(&desk).len()), ("联网状态  必填", 0));
    assert_eq!(desk.text(), walk());
    assert_eq!(desk.file(), walk(), "every step was saved");
}

#[test]
fn enter_goes_on_and_the_place_is_kept_when_one_comes_back() {
    let mut desk = desk();
    desk.press("Enter");
    assert!(desk.shows("T-1  振动") && desk.shows("点位 2/4"), "what belongs to the machine comes next");
    desk.press("Right Right");
    assert!(desk.shows("S-1  空压站") && desk.shows("动力站 0/1"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert_eq!(desk.notice(), "走到最后一处了，还有 3 处共 5 项必填没填");
    desk.press("Left");
    assert!(desk.shows("M-02  磨床二"));
    desk.press("3");
    // `3` answered here; the way out is Esc, twice on a narrow screen.
    desk.press("Esc Esc");
    assert_eq!(desk.app.page, Page::Overview);
    desk.press("W");
    assert!(desk.shows("M-02  磨床二"), "{:#?}", desk.lines());
    desk.press("r");
    assert!(matches!(desk.app.page, Page::Stage(..)));
    desk.press("Ctrl-O");
    assert!(desk.app.page == Page::Visit && desk.shows("M-02  磨床二"));
    // From a line of a register the walk begins there.
    desk.press("Left r j W");
    assert!(desk.app.page == Page::Visit, "{:#?}", desk.lines());
}

#[test]
fn what_is_typed_is_read_by_its_column_and_what_is_wrong_is_asked_again() {
    let mut desk = desk();
    desk.press("Enter");
    assert_eq!(asked(&desk), "量程下限");
    desk.press("1 2 . 5");
    assert_eq!((desk.app.layers()[0], desk.caret().is_some()), (Layer::Field, true));
    desk.press("Enter");
    assert_eq!(row(&desk, "r3").typed("range_low"), "12.5");
    desk.press("t type:一千 Enter");
    assert_eq!(row(&desk, "r3").typed("range_high"), "一千", "kept as it was typed");
    assert!(asked(&desk).starts_with("量程上限") && asked(&desk).contains("✗ 一千"), "{}", asked(&desk));
    desk.press("t Ctrl-U type:1000 Enter");
    assert!(desk.shows("✓ 这一处没有待填的了"), "{:#?}", desk.lines());
    // Two records: the tag's work is another task than the machine's.
    assert_eq!(evidence(&desk)[0].task.as_str(), "4c.9");
    // Words of an input method are the answer where one is typed.
    desk.press("Enter j j");
    assert_eq!(asked(&desk), "型号");
    desk.press("type:三菱");
    assert_eq!(desk.app.layers()[0], Layer::Field);
    desk.press("Esc");
    assert_eq!(row(&desk, "r2").typed("model"), "");
}

#[test]
fn more_choices_than_digits_turn_with_zero() {
    let mut desk = desk();
    desk.press("j");
    assert_eq!(asked(&desk), "通信协议");
    assert!(desk.shows("1  Modbus RTU") && desk.shows("0  其余 12 项"), "{:#?}", desk.lines());
    desk.press("0");
    assert!(desk.shows("1  欧姆龙 FINS") && desk.shows("0  其余 3 项"), "{:#?}", desk.lines());
    desk.press("0");
    assert!(desk.shows("3  无") && desk.shows("0  回到前面的选项"), "{:#?}", desk.lines());
    desk.press("4");
    assert!(desk.notice().contains("没有这个选项"));
    desk.press("3");
    assert_eq!(row(&desk, "r1").typed("protocol"), "none");
    // Another word is written through the list.
    desk.press("Enter Enter j j j j j");
    assert_eq!(asked(&desk), "接口类型", "{:#?}", desk.lines());
    desk.press("t type:航空插头 Enter");
    assert_eq!(row(&desk, "r2").typed("port"), "航空插头");
}

#[test]
fn questions_and_things_are_put_off_and_marked() {
    let mut desk = desk();
    desk.press("Space");
    assert_eq!(asked(&desk), "通信协议");
    assert!(desk.shows("稍后"));
    desk.press(". .");
    assert_eq!(asked(&desk), "联网状态  必填", "where all were put off, it goes around");
    desk.press("x");
    assert!(desk.shows("T-1  振动"));
    desk.press("Esc");
    assert!(desk.shows("» M-01 磨床") && desk.shows("稍后 · 待填 3 · 必填 1"), "{:#?}", desk.lines());
    desk.press("k Enter x");
    assert!(desk.notice().contains("不再"), "{}", desk.notice());
}

#[test]
fn the_range_of_a_walk_is_chosen() {
    let mut desk = desk();
    desk.press("f s");
    assert!(desk.shows("S-1  空压站") && desk.shows("全部 0/1") && desk.shows("只看数据源"));
    desk.press("Esc Esc");
    assert!(desk.app.page == Page::Visit && !desk.shows("只看数据源"), "the filter goes before the page");
    desk.press("f 2");
    assert!(desk.shows("S-1  空压站") && desk.shows("数据源 1/1"), "{:#?}", desk.lines());
    desk.press("f 0 f o f e");
    assert!(desk.shows("只看设备 · 未填完"), "{:#?}", desk.lines());
    // What is done under the filter stays until one leaves it.
    desk.press("Home");
    while !desk.shows("M-01  磨床") {
        desk.press("Left");
    }
    desk.press("1 3 1");
    assert!(desk.shows("M-01  磨床") && desk.shows("✓"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert!(desk.shows("M-02  磨床二") && desk.shows("设备 1/1"), "{:#?}", desk.lines());
    desk.press("/ type:空压 Enter");
    assert!(desk.notice().contains("没有匹配"), "{}", desk.notice());
}

#[test]
fn where_one_is_can_be_said_and_goes_with_the_area() {
    let mut desk = desk();
    desk.press("w Ctrl-U type:西门 Enter 1");
    assert_eq!(evidence(&desk)[0].what.as_str(), "现场走查：西门 · 09:42");
    assert!(desk.shows("记为：西门"));
    desk.press("Enter Enter Enter");
    assert!(desk.shows("S-1") && !desk.shows("西门"), "{:#?}", desk.lines());
    desk.press("e type:空压机房锁着 Enter");
    assert_eq!(row(&desk, "r4").typed("note"), "2026-11-20 周岚 动力站：空压机房锁着");
    desk.press("e type:下午再来 Enter");
    assert_eq!(row(&desk, "r4").typed("note").lines().count(), 2);
    desk.press("u u");
    assert_eq!(row(&desk, "r4").typed("note"), "");
}

#[test]
fn a_thing_that_is_not_in_the_register_is_added_where_one_stands() {
    let mut desk = desk();
    desk.press("a type:M-01 Enter");
    assert_eq!(desk.app.layers()[0], Layer::Field, "the key is taken");
    desk.press("Ctrl-U type:M-07 Enter");
    let (id, new) = desk.workspace().rows.iter().find(|(_, row)| row.typed("equip_id") == "M-07").unwrap();
    assert_eq!((new.typed("area").as_ref(), new.typed("line").as_ref()), ("磨削车间", "1线"));
    let id = id.clone();
    assert_eq!(asked(&desk), "设备名称  必填");
    desk.press("t type:新磨床 Enter");
    assert_eq!(row(&desk, id.as_str()).typed("name"), "新磨床");
    // A tag beside a tag belongs to the same machine.
    desk.press("f t a type:T-9 Enter");
    let tag = desk.workspace().rows.iter().find(|(_, row)| row.typed("tag_id") == "T-9").unwrap().1;
    assert_eq!(tag.typed("equip_id"), "M-01");
    desk.press("u");
    assert!(desk.workspace().rows.iter().all(|(_, row)| row.typed("tag_id") != "T-9"));
    assert!(desk.app.page == Page::Visit);
}

#[test]
fn without_anything_to_visit_the_page_says_what_to_do() {
    let mut desk = Desk::opened(Lang::Zh, (80, 24), &bare());
    desk.press("W");
    assert!(desk.shows("I   导入设备清单") && desk.shows("a   现在新增一台设备"), "{:#?}", desk.lines());
    desk.press("1 p Enter");
    assert!(desk.notice().contains("a 新增"), "{}", desk.notice());
    desk.press("I");
    assert!(desk.app.layers()[0] == Layer::Path && desk.shows("导入设备联网台账"), "{:#?}", desk.lines());
    desk.press("Esc a type:EQ-1 Enter");
    assert!(desk.shows("EQ-1") && asked(&desk) == "设备名称  必填", "{:#?}", desk.lines());
}

#[test]
fn a_file_that_may_not_be_written_is_only_looked_at() {
    let mut desk = Desk::opened(Lang::Zh, (80, 24), &walk().replacen("format: 1", "format: 7", 1));
    desk.press("W 1");
    assert!(!desk.notice().is_empty() && row(&desk, "r1").typed("status").is_empty());
    desk.press("Enter p");
    assert!(desk.app.layers()[0] == Layer::Visit && desk.shows("T-1"));
}

#[test]
fn a_picture_is_chosen_from_a_folder_and_becomes_evidence_of_the_thing() {
    let elsewhere = tempfile::tempdir().unwrap();
    let camera = camera(elsewhere.path());
    let mut desk = desk();
    desk.press("p");
    assert_eq!(desk.app.layers()[0], Layer::Path, "the folder is asked for the first time");
    desk.press("Ctrl-U").paste(&format!("{}/", elsewhere.path().display()));
    assert!(desk.shows("相机"), "{:#?}", desk.lines());
    desk.press("Down Enter");
    assert!(desk.shows("新.JPG") && !desk.shows("表.txt"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert_eq!(desk.app.layers()[0], Layer::Pick, "{:#?}", desk.lines());
    assert!(desk.shows("2026-11-20 09:42") && desk.shows("换一个文件夹"), "{:#?}", desk.lines());
    desk.press("Enter");
    let [photo] = evidence(&desk)[..] else { panic!("{:?}", desk.notice()) };
    assert_eq!(photo.file.as_str(), "证据/新.JPG");
    assert_eq!(photo.what.as_str(), "现场照片：M-01 磨床 · 磨削车间 / 1线 · 拍摄 2026-11-20 09:42");
    assert_eq!((photo.proof.as_str(), photo.task.as_str()), ("document", "4c.2"));
    assert_eq!((photo.about.date(), photo.by.as_str()), (Some(TODAY), "周岚"));
    assert!(photo.hash.as_str().starts_with("xxh3:") && photo.rows.iter().eq(["r1"]));
    assert_eq!(fs::read(desk.folder.path().join("证据/新.JPG")).unwrap(), "新.JPG".as_bytes());
    assert!(camera.join("新.JPG").exists() && desk.shows("照片与文件 1"), "{:#?}", desk.lines());
    // The folder is remembered; its last entry leads to another one.
    desk.press("u p");
    assert_eq!((desk.app.layers()[0], evidence(&desk).len()), (Layer::Pick, 0));
    desk.press("End Enter");
    assert_eq!(desk.app.layers()[0], Layer::Path);
    // A picture can be named itself; one beneath the workspace is linked where it is.
    fs::create_dir(desk.folder.path().join("照片")).unwrap();
    fs::write(desk.folder.path().join("照片/a.png"), "a").unwrap();
    desk.press("Ctrl-U type:照片/a.png Enter");
    assert_eq!(evidence(&desk)[0].file.as_str(), "照片/a.png", "{}", desk.notice());
    // A folder without pictures is said to be that.
    desk.press("P Ctrl-U").paste(&elsewhere.path().display().to_string());
    desk.press("Enter");
    assert!(desk.app.layers()[0] == Layer::Path && desk.notice().contains("没有照片"), "{}", desk.notice());
}

#[test]
fn a_picture_needs_a_task_and_says_which() {
    let mut desk = desk();
    let tasks: Vec<Id> = desk
        .workspace()
        .tasks
        .iter()
        .filter(|(_, task)| task.element.as_str() == "c2")
        .map(|(id, _)| id.clone())
        .collect();
    for id in tasks {
        let remove = wubu::workspace::Edit::Remove { kind: wubu::workspace::RecordKind::Task, id };
        desk.update(Action::Edit(wubu::text::Phrase::new("删", "d"), remove));
    }
    fs::write(desk.folder.path().join("a.png"), "a").unwrap();
    desk.press("p Ctrl-U type:a.png Enter");
    assert!(desk.notice().contains("4c.2") && evidence(&desk).is_empty(), "{}", desk.notice());
    // An answer needs none: it is written without a record of the visit.
    desk.press("1");
    assert_eq!((row(&desk, "r1").typed("status").as_ref(), evidence(&desk).len()), ("offline", 0));
}

#[test]
fn what_is_being_typed_as_an_answer_survives_a_crash() {
    let mut desk = desk();
    desk.press("Enter 4 2");
    let effects = desk.app.keep_draft().into_iter().collect();
    desk.carry_out(effects);
    let mut desk = desk.crash();
    assert!(desk.shows("量程下限"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert!(desk.shows("42"), "{:#?}", desk.lines());
}

#[test]
fn wide_screens_show_list_and_card_and_the_demo_is_walked_in_both_languages() {
    for lang in [Lang::Zh, Lang::En] {
        let mut desk = Desk::opened(lang, (120, 40), DEMO);
        desk.press("W Tab");
        assert!(desk.shows("✓ M-06 轴承外圈磨床") && desk.shows("GW-01  "), "{:#?}", desk.lines());
        let before = desk.lines();
        desk.press("Down");
        assert_ne!(desk.lines(), before, "the card follows the list");
        desk.press("Enter Tab Tab");
        assert_eq!(desk.app.layers()[0], Layer::Visit);
    }
    let mut desk = Desk::opened(Lang::Zh, (80, 24), &plant());
    desk.press("W");
    assert!(desk.shows("未分车间"), "{:#?}", desk.lines());
}

#[test]
fn a_folder_that_is_not_there_is_said_and_stays_to_be_mended() {
    let mut desk = Desk::opened(Lang::Zh, (80, 24), &walk());
    desk.press("W p Ctrl-U type:/没有/这里 Enter");
    assert!(desk.shows("/没有/这里：没有这个文件或文件夹"), "{}", desk.lines().join("\n"));
    assert!(desk.shows("│ /没有/这里"), "{}", desk.lines().join("\n"));
}
