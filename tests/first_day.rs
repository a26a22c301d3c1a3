//! The first day in a real terminal: from an empty home to a saved workspace, and a walk through the plant with three
//! answers, a picture, and the way back.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

#[path = "support/terminal.rs"]
mod terminal;

use std::fs;
use std::sync::Arc;
use terminal::{PROGRAM, Terminal};
use wubu::store::read;
use wubu::workspace::Workspace;

const ENTER: &str = "\r";
const ESC: &str = "\u{1b}";

fn workspace(text: &str) -> Workspace {
    read(text.as_bytes()).map_err(|why| why.to_string()).unwrap().workspace
}

#[test]
fn from_an_empty_home_to_a_saved_workspace() {
    let home = Arc::new(tempfile::tempdir().unwrap());
    let file = home.path().join("一厂.wubu.ron");
    let mut terminal = Terminal::bare(&home, &[PROGRAM]);
    terminal.wait_for("2  English").type_keys("1");
    terminal.wait_for("建立自己的工作区").type_keys("2");
    terminal.wait_for("项目或工厂叫什么").type_keys("一厂").type_keys(ENTER);
    terminal.wait_for("我方是哪一方").type_keys("1");
    terminal.wait_for("哪些车间").type_keys("磨削车间").type_keys(ENTER);
    terminal.wait_for("发展模式").type_keys("2").type_keys(ENTER);
    terminal.wait_for("一厂.wubu.ron").type_keys(ENTER);
    terminal.wait_for("就这样建立").type_keys(ENTER);
    terminal.wait_for("导览 1/3").type_keys(ENTER).wait_for("导览 2/3").type_keys(ESC);
    terminal.wait_for("已保存");
    terminal.wait("the end of the tour", |terminal| !terminal.text().contains("导览"));
    let made = workspace(&fs::read_to_string(&file).unwrap());
    assert_eq!((made.project.name.as_str(), made.project.site.as_str()), ("一厂", "磨削车间"));
    terminal.type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.assert_restored();
    // The next start asks nothing, and lists the file.
    let mut again = Terminal::bare(&home, &[PROGRAM]);
    again.wait_for("一厂.wubu.ron").type_keys(ENTER).wait_for("总览");
    assert!(!again.text().contains("导览"));
    // Opened by its bare name, it lies in a folder all the same.
    fs::write(home.path().join("点表.csv"), "数据标识\n").unwrap();
    let mut bare = Terminal::bare(&home, &[PROGRAM, "一厂.wubu.ron"]);
    bare.wait_for("已保存").type_keys("I").wait_for("导入哪个台账").type_keys("点表").type_keys(ENTER);
    bare.wait_for("选一个表格").wait_for("点表.csv");
}

#[test]
fn a_visit_with_three_answers_a_picture_and_the_way_back() {
    let text = r#"(
    format: 1,
    tasks: {"4c.2": (element: "c2", rank: "A")},
    rows: {
        "r1": (register: "equipment", rank: "A", cells: {"equip_id": "M-01", "name": "磨床", "criticality": "A", "area": "磨削车间", "line": "1线", "model": "3MZ", "controller": "S7", "port": "rj45"}),
    },
)
"#;
    let mut terminal = Terminal::on(text);
    fs::create_dir(terminal.folder.path().join("相机")).unwrap();
    fs::write(terminal.folder.path().join("相机/铭牌.jpg"), "铭牌").unwrap();
    terminal.wait_for("总览").type_keys("W").wait_for("联网状态").type_keys("1");
    terminal.wait_for("Modbus RTU").type_keys("3");
    // The digit of an input method in full width.
    terminal.wait_for("1  是").type_keys("１").wait_for("没有待填的了");
    terminal.type_keys("p").wait_for("照片在哪个文件夹").type_keys("\u{15}相机").type_keys(ENTER);
    terminal.wait_for("铭牌.jpg").type_keys(ENTER).wait_for("照片与文件 1");
    let held = |terminal: &Terminal| workspace(&terminal.file());
    terminal.wait("the picture on the disk", |terminal| held(terminal).evidence.len() == 2);
    let all = held(&terminal);
    let row = all.rows.get("r1").unwrap();
    assert_eq!(
        ["status", "protocol", "verified"].map(|key| row.typed(key).into_owned()),
        ["offline", "s7", "yes"]
    );
    assert!(all.evidence.iter().any(|(_, one)| one.file.as_str() == "相机/铭牌.jpg"));
    // The picture, then the three answers; the record of the visit goes with the first of them.
    terminal.type_keys("uuuu");
    terminal.wait("all of it undone", |terminal| {
        let all = held(terminal);
        all.evidence.is_empty() && all.rows.get("r1").unwrap().typed("status").is_empty()
    });
    terminal.wait_for("联网状态").type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
}
