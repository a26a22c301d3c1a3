//! Evidence on the screen: files that are linked with their hash, change, go away and are accepted; the page that
//! shows what proves the work; and the file system that nobody is led around in.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use std::fmt::Write as _;
use std::fs;
use support::{DEMO, Desk, plant_with_evidence};
use wubu::store::{FileState, Files, Found};
use wubu::text::Lang;
use wubu::tui::{Layer, Page};
use wubu::workspace::Evidence;

const SMALL: &str = r#"(
    format: 1,
    tasks: {
        "4a.1": (element: "a1", rank: "A", status: Done(on: "2026-11-01")),
        "4a.2": (element: "a1", rank: "B"),
        "4b.1": (element: "b1", rank: "A", status: Done(on: "2026-11-02")),
    },
    evidence: {
        "e2": (task: "4a.2", proof: "said", what: "班长说的", about: "2026-11-03"),
        "e3": (task: "gone", proof: "seen", what: "无主"),
    },
    rows: {
        "r1": (register: "equipment", cells: {"equip_id": "EQ-01"}),
    },
)
"#;

fn desk() -> Desk {
    let mut desk = Desk::new(Lang::Zh, (120, 40));
    fs::create_dir_all(desk.folder.path().join("照片")).unwrap();
    fs::write(desk.folder.path().join("照片/铭牌.jpg"), "一").unwrap();
    fs::write(desk.folder.path().join("照片/柜体.jpg"), "二").unwrap();
    desk.open(SMALL);
    desk
}

fn the(desk: &Desk, is: impl Fn(&Evidence) -> bool) -> Evidence {
    desk.workspace().evidence.iter().find(|(_, one)| is(one)).expect("it is there").1.clone()
}

/// From the first task's form of new evidence to the field of the file.
const FORM: &str = "9 / type:4a.1 Enter a Right Tab type:铭牌照片 Tab";

#[test]
fn a_file_is_linked_with_its_hash_in_one_step() {
    let mut desk = desk();
    desk.press(FORM).press("type:照片/铭牌.jpg Enter");
    assert_eq!(desk.app.layers()[0], Layer::Evidence, "{:?}", desk.lines());
    let linked = the(&desk, |one| one.file.as_str() == "照片/铭牌.jpg");
    assert_eq!(linked.task.as_str(), "4a.1");
    assert!(linked.hash.as_str().starts_with("xxh3:") && linked.hash.as_str().len() == 37);
    assert!(desk.shows("✓ 未变"), "{:#?}", desk.lines());
    desk.press("u");
    assert_eq!(desk.workspace().evidence.len(), 2, "one step back takes record and hash");
    desk.press("U");
    assert_eq!(desk.workspace().evidence.len(), 3);
}

#[test]
fn tab_completes_the_name() {
    let mut desk = desk();
    desk.press(FORM).press("type:照 Tab");
    // The only folder is taken, and what its files have in common is nothing more: a choice.
    assert_eq!(desk.app.layers()[0], Layer::Menu, "{:#?}", desk.lines());
    assert!(desk.shows("照片/柜体.jpg") && desk.shows("照片/铭牌.jpg"));
    desk.press("Down Enter Enter");
    assert_eq!(the(&desk, |one| one.what.as_str() == "铭牌照片").file.as_str(), "照片/铭牌.jpg");
    // Nothing goes on like it: on to the next field.
    desk.press("a Right Tab type:x Tab type:没有 Tab type:x Esc");
    assert!(desk.app.layers()[0] == Layer::Question);
}

#[test]
fn what_cannot_be_linked_leaves_the_form_open_and_says_why() {
    for (typed, says) in [
        ("没有.jpg", "没有文件"),
        ("/etc/no-such-file", "没有文件"),
        ("file:///etc/passwd", "不打开也不核对"),
        ("javascript:alert(1)", "不打开也不核对"),
        ("CON", "不接受这个文件名"),
        ("照片", "不是普通文件"),
    ] {
        let mut desk = desk();
        desk.press(FORM).press(&format!("type:{typed} Enter"));
        assert_eq!(desk.app.layers()[0], Layer::Form, "{typed}");
        assert!(desk.shows(says), "{typed}: {:#?}", desk.lines());
        assert_eq!(desk.workspace().evidence.len(), 2);
    }
}

#[test]
fn a_file_from_elsewhere_is_copied_when_somebody_agrees() {
    let elsewhere = tempfile::tempdir().unwrap();
    let path = elsewhere.path().join("U盘.jpg");
    fs::write(&path, "三").unwrap();
    let mut desk = desk();
    desk.press(FORM).paste(&path.display().to_string());
    desk.press("Enter");
    assert_eq!(desk.app.layers()[0], Layer::Question, "{:#?}", desk.lines());
    desk.press("Esc");
    assert_eq!((desk.app.layers()[0], desk.workspace().evidence.len()), (Layer::Form, 2), "refused");
    desk.press("Enter Enter");
    let copy = the(&desk, |one| one.file.as_str() == "证据/U盘.jpg");
    assert!(copy.hash.as_str().starts_with("xxh3:"));
    assert_eq!(fs::read(desk.folder.path().join("证据/U盘.jpg")).unwrap(), "三".as_bytes());
    assert_eq!(fs::read(&path).unwrap(), "三".as_bytes());
}

#[test]
fn a_large_file_is_waited_for_or_given_up() {
    let mut desk = desk();
    desk.press(FORM).press("type:照片/铭牌.jpg");
    desk.is_slow = true;
    desk.press("Enter");
    // What is typed meanwhile reaches nothing.
    desk.press("type:xyz Enter Tab");
    assert_eq!((desk.app.layers()[0], desk.workspace().evidence.len()), (Layer::Form, 2));
    desk.press("Esc");
    desk.let_go();
    assert_eq!((desk.app.layers()[0], desk.workspace().evidence.len()), (Layer::Form, 2));
    assert!(desk.shows("已中止"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert_eq!(desk.workspace().evidence.len(), 3, "it can be tried again");
}

#[test]
fn a_changed_file_is_seen_and_accepted() {
    let mut desk = desk();
    desk.press(FORM).press("type:照片/铭牌.jpg Enter");
    fs::write(desk.folder.path().join("照片/铭牌.jpg"), "改").unwrap();
    desk.press("v");
    assert!(desk.shows("≠ 已变动") && desk.notice().contains("变动 1"), "{}", desk.notice());
    desk.press("/ type:铭牌 Enter x");
    assert!(desk.shows("✓ 未变"));
    desk.press("u");
    assert!(desk.shows("≠ 已变动"), "accepting is an ordinary edit");
    fs::remove_file(desk.folder.path().join("照片/铭牌.jpg")).unwrap();
    desk.press("v");
    assert!(desk.shows("✗ 找不到") && desk.notice().contains("找不到或打不开 1"));
    desk.press("x");
    assert!(desk.notice().contains("没有这个文件"), "{}", desk.notice());
}

#[test]
fn another_file_takes_its_hash_along_and_none_leaves_none() {
    let mut desk = desk();
    desk.press(FORM).press("type:照片/铭牌.jpg Enter");
    let first = the(&desk, |one| one.what.as_str() == "铭牌照片");
    desk.press("/ type:铭牌 Enter r Ctrl-U type:照片/柜体.jpg Enter");
    let second = the(&desk, |one| one.what.as_str() == "铭牌照片");
    assert_eq!(second.file.as_str(), "照片/柜体.jpg");
    assert_ne!(first.hash, second.hash);
    assert_eq!((first.about, first.filed, first.by), (second.about, second.filed, second.by));
    desk.press("r Ctrl-U Enter");
    let none = the(&desk, |one| one.what.as_str() == "铭牌照片");
    assert!(none.file.is_empty() && none.hash.is_empty());
}

#[test]
fn editing_what_exists_keeps_its_days() {
    let mut desk = desk();
    desk.press("9 / type:班长 Enter e Tab End type:，已记录 Enter");
    let told = the(&desk, |one| one.what.as_str() == "班长说的，已记录");
    assert_eq!((told.about.as_str(), told.filed.as_str(), told.by.as_str()), ("2026-11-03", "", ""));
}

#[test]
fn holes_are_shown_and_filled() {
    let mut desk = desk();
    desk.press("9");
    assert_eq!(desk.app.page, Page::Evidence);
    assert!(desk.shows("✗ 缺证据 2") && desk.shows("▁ 仅口头 1"), "{:#?}", desk.lines());
    desk.press("H");
    assert!(desk.shows("4a.1") && desk.shows("4b.1") && desk.shows("班长说的"));
    desk.press("f f");
    assert!(desk.shows("没有符合筛选的"), "no file is missing: {:#?}", desk.lines());
    desk.press("Esc");
    assert!(desk.shows("无主") && desk.shows("所属任务不存在"), "what lost its task is not lost");
    desk.press("/ type:4b.1 Enter t");
    assert!(matches!(desk.app.page, Page::Stage(1, _)));
}

#[test]
fn evidence_is_deleted_and_brought_back() {
    let mut desk = desk();
    desk.press("9 / type:班长 Enter d");
    assert_eq!(desk.workspace().evidence.len(), 1);
    desk.press("u");
    assert_eq!(desk.workspace().evidence.len(), 2);
    // On a task there is nothing that could be meant.
    desk.press("/ type:4a.1 Enter d");
    assert_eq!(desk.workspace().evidence.len(), 2);
    assert!(desk.notice().contains("先把光标移到一条证据上"));
}

#[test]
fn rows_are_linked_by_their_keys() {
    let mut desk = desk();
    desk.press("9 / type:班长 Enter e Up type:EQ-01 Enter");
    let told = the(&desk, |one| one.what.as_str() == "班长说的");
    assert_eq!(told.rows.iter().collect::<Vec<_>>(), ["r1"]);
    assert!(desk.shows("EQ-01"), "{:#?}", desk.lines());
    desk.press("e Up Ctrl-U type:EQ-99 Enter");
    assert_eq!(desk.app.layers()[0], Layer::Form, "a row that is not there is refused");
}

#[test]
fn enter_opens_only_what_may_be_opened_and_copies_the_path_of_the_rest() {
    let mut desk = desk();
    fs::write(desk.folder.path().join("照片/run.exe"), "").unwrap();
    desk.press(FORM).press("type:照片/铭牌.jpg Enter");
    desk.press("/ type:铭牌 Enter Enter");
    assert!(desk.notice().contains("铭牌.jpg") && desk.copied.is_empty(), "{}", desk.notice());
    desk.press("a Right Tab type:程序 Tab type:照片/run.exe Enter / type:程序 Enter Enter");
    assert!(desk.notice().contains("不从这里打开"), "{}", desk.notice());
    assert!(desk.copied.pop().unwrap().ends_with("run.exe"));
    desk.press("a Right Tab type:网页 Tab type:https://example.com/a Enter / type:网页 Enter Enter");
    assert_eq!(desk.copied.pop().as_deref(), Some("https://example.com/a"));
}

#[test]
fn what_a_shared_file_says_leads_nowhere() {
    let mut desk = Desk::new(Lang::Zh, (120, 40));
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.pdf"), "x").unwrap();
    let mut text = "(format: 1, tasks: {\"4a.1\": (element: \"a1\", rank: \"A\")}, evidence: {\n".to_owned();
    let hostile = [
        "../secret.pdf",
        "/etc/passwd",
        "C:\\\\secret.pdf",
        "\\\\\\\\host\\\\share\\\\a.pdf",
        "\\\\\\\\?\\\\C:\\\\a.pdf",
        "a/../../secret.pdf",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "ssh://-oProxyCommand=x",
        "CON",
        "NUL.txt",
        "a.pdf.",
        "a.pdf:stream",
        "out.pdf",
    ];
    for (n, name) in hostile.iter().enumerate() {
        writeln!(
            text,
            "\"e{n:02}\": (task: \"4a.1\", what: \"第{n:02}条\", file: \"{name}\", hash: \"xxh3:1\"),"
        )
        .unwrap();
    }
    text += "})";
    #[cfg(unix)]
    std::os::unix::fs::symlink(outside.path().join("secret.pdf"), desk.folder.path().join("out.pdf"))
        .unwrap();
    desk.open(&text);
    desk.press("9 v");
    for (n, name) in hostile.iter().enumerate() {
        desk.press(&format!("/ type:第{n:02}条 Enter Enter"));
        assert!(!desk.notice().contains("已交给系统"), "{name}: {}", desk.notice());
        assert!(desk.copied.is_empty(), "{name}");
    }
    let mut files = Files::default();
    files.put("../secret.pdf", Found::File { hash: "xxh3:1".into(), size: 1 });
    for (_, evidence) in desk.workspace().evidence.iter() {
        let state = FileState::of(evidence, &files).unwrap();
        assert_ne!(state, FileState::Same, "{}", evidence.file.as_str());
    }
}

#[test]
fn files_are_looked_at_when_the_workspace_is_opened_and_when_evidence_comes_in() {
    let mut desk = plant_with_evidence(Lang::Zh, (120, 40));
    let text = desk.text();
    desk.press("9");
    assert!(desk.shows("≠ 变动 1"), "{:#?}", desk.lines());
    // Somebody else links a file that is here.
    let (head, tail) = text.split_once("    evidence: {\n").unwrap();
    let more = "        \"e00000001\": (\n            task: \"4a.1\",\n            what: \"新来的\",\n            file: \"证据/4a/调研纪要汇编.txt\",\n        ),\n";
    desk.write_outside(&format!("{head}    evidence: {{\n{more}{tail}"));
    desk.tick();
    desk.press("/ type:新来的 Enter");
    assert!(desk.shows("· 无校验值"), "{:#?}", desk.lines());
}

#[test]
fn ten_thousand_pieces_are_one_page() {
    let (head, _) = DEMO.split_once("    evidence: {\n").unwrap();
    let mut text = format!("{head}    evidence: {{\n");
    for n in 0..10_000 {
        writeln!(
            text,
            "\"e{n:05}\": (task: \"4a.1\", proof: \"seen\", what: \"第{n}条\", about: \"2026-11-01\"),"
        )
        .unwrap();
    }
    text += "    },\n)\n";
    let mut desk = Desk::opened(Lang::Zh, (120, 40), &text);
    let since = std::time::Instant::now();
    desk.press("9 G");
    let mut lines = 0;
    for _ in 0..100 {
        desk.press("k");
        lines += desk.lines().len();
    }
    assert_eq!(lines, 4_000);
    // A bound for a test build on a busy machine; the bench has the numbers.
    assert!(since.elapsed() < std::time::Duration::from_secs(20), "{:?}", since.elapsed());
}
