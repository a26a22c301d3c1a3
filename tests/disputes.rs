//! The inbox of disputes: every key of it, what it makes of the workspace, the way back, and the marks that
//! stand elsewhere while nobody has decided.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use ratatui::style::Modifier;
use std::fmt::Write as _;
use support::{DEMO, Desk, bare, disputed};
use wubu::text::Lang;
use wubu::tui::{Effect, Layer, Page, View};
use wubu::workspace::{At, Id, Status, Value, Workspace};

fn at(field: &str) -> At {
    At::task(&Id::new("4c.6").unwrap(), field)
}

fn holds(desk: &Desk, field: &str) -> Value {
    desk.workspace().get(&at(field)).unwrap()
}

fn is_open(workspace: &Workspace, key: &str) -> bool {
    workspace.open_disputes().any(|(open, _)| open == key)
}

fn left(desk: &Desk) -> usize {
    desk.workspace().open_disputes().count()
}

/// The inbox, with the cursor on a field of 4c.6.
fn on(field: &str) -> Desk {
    let mut desk = Desk::opened(Lang::Zh, (120, 40), &disputed());
    desk.press("D");
    let down = ["status", "owner", "due", "tags", "note"].iter().position(|name| *name == field).unwrap();
    for _ in 0..=down {
        desk.press("j");
    }
    desk
}

/// The record that one side deleted.
fn on_record() -> Desk {
    let mut desk = on("note");
    desk.press("j");
    desk
}

#[test]
fn the_list_is_by_stage_and_record_and_says_how_many() {
    let desk = Desk::opened(Lang::Zh, (120, 40), &disputed());
    assert!(desk.shows("D 争议 9"), "the header leads there");
    let desk = on("status");
    let list: Vec<String> = desk.lines().iter().map(|line| line.chars().take(38).collect()).collect();
    let text = list.join("\n");
    let order = [
        "项目 ─",
        "3 实施准备 ─",
        "4c.6 IP",
        "负责人",
        "截止",
        "标签",
        "备注",
        "4c.10",
        "其他 ─",
        "plans/p1/x",
    ];
    let places: Vec<usize> =
        order.iter().map(|part| text.find(part).unwrap_or_else(|| panic!("{part}"))).collect();
    assert!(places.is_sorted(), "{places:?}\n{text}");
    // The record is named once, in the line of its first field.
    assert_eq!(list.iter().filter(|line| line.contains("4c.6")).count(), 1);
}

/// What must hold after some keys.
type Check<'a> = &'a dyn Fn(&Desk) -> bool;

#[test]
fn every_way_of_settling_does_what_it_says_and_is_one_step() {
    let lines = |desk: &Desk| match holds(desk, "note") {
        Value::Lines(lines) => lines.len(),
        _ => 0,
    };
    let ways: [(&str, &str, Check); 17] = [
        ("owner", "1", &|d| holds(d, "owner") == Value::text("孟晓")),
        ("owner", "２", &|d| holds(d, "owner") == Value::text("马跃")),
        ("owner", "0", &|d| holds(d, "owner") == Value::text("何成")),
        ("owner", "Enter Enter", &|d| holds(d, "owner") == Value::text("何成")),
        ("owner", "Enter Right Enter", &|d| holds(d, "owner") == Value::text("孟晓")),
        ("owner", "Enter Down Down Enter", &|d| holds(d, "owner") == Value::text("马跃")),
        ("owner", "e type:（代） Enter", &|d| holds(d, "owner") == Value::text("孟晓（代）")),
        ("owner", "Enter Down Down e Enter", &|d| holds(d, "owner") == Value::text("马跃")),
        // The value from before, accepted in the editor, is a decision too.
        ("owner", "Enter e Enter", &|d| holds(d, "owner") == Value::text("何成")),
        ("due", "e Ctrl-U type:12-01 Enter", &|d| holds(d, "due") == Value::text("2026-12-01")),
        ("status", "2", &|d| {
            holds(d, "status") == Value::Status(Status::Done { on: "2026-11-19".into(), by: "马跃".into() })
        }),
        ("status", "Enter Down Down e Tab Tab type:、孟晓 Enter", &|d| {
            holds(d, "status")
                == Value::Status(Status::Done { on: "2026-11-19".into(), by: "马跃、孟晓".into() })
        }),
        ("tags", "b", &|d| holds(d, "tags") == Value::set(["安全", "急", "等厂家", "网络"])),
        ("tags", "e type:，新 Enter", &|d| {
            holds(d, "tags") == Value::set(["安全", "新", "等厂家", "网络"])
        }),
        ("note", "b", &|d| lines(d) == 5),
        ("note", "e Enter type:补一行 Ctrl-S", &|d| lines(d) == 4),
        ("note", "e Esc", &|d| lines(d) == 3),
    ];
    for (field, keys, check) in ways {
        let mut desk = on(field);
        let before = desk.text();
        assert!(is_open(desk.workspace(), &at(field).to_string()));
        desk.press(keys);
        assert!(check(&desk), "{field}, {keys}: {:?} {}", holds(&desk, field), desk.notice());
        assert!(!is_open(desk.workspace(), &at(field).to_string()), "{field}, {keys}");
        assert_eq!(left(&desk), 8, "{field}, {keys}");
        assert!(desk.notice().contains("还剩 8 条"), "{field}, {keys}: {}", desk.notice());
        assert_eq!(desk.file(), desk.text(), "{field}, {keys}: saved");
        assert!(
            !desk.file().contains(&format!("\"{}\": (", at(field))),
            "{field}, {keys}: the entry is gone"
        );
        let after = desk.text();
        desk.press("u");
        assert_eq!(desk.text(), before, "{field}, {keys}: one undo, {}", desk.notice());
        assert_eq!(left(&desk), 9);
        desk.press("U");
        assert_eq!(desk.text(), after, "{field}, {keys}: redo");
    }
}

#[test]
fn a_deleted_record_is_kept_or_deleted_with_what_lies_below() {
    let key = "tasks/4c.10";
    for (keys, stays) in
        [("0", true), ("Enter Enter", true), ("d", false), ("Delete", false), ("Enter Down Enter", false)]
    {
        let mut desk = on_record();
        let before = desk.text();
        assert!(desk.shows("一方删除了这条记录") && desk.shows("2026-12-04"), "{:?}", desk.lines());
        desk.press(keys);
        assert_eq!(desk.workspace().tasks.contains("4c.10"), stays, "{keys}");
        assert!(!is_open(desk.workspace(), key), "{keys}");
        let waits = desk.workspace().tasks.iter().any(|(_, task)| task.after.contains("4c.10"));
        assert_eq!(waits, stays, "{keys}: what waited for it");
        desk.press("u");
        assert_eq!(desk.text(), before, "{keys}");
        assert!(is_open(desk.workspace(), key));
    }
}

#[test]
fn what_is_about_nothing_known_is_only_dropped() {
    for down in [7, 8] {
        let mut desk = Desk::opened(Lang::Zh, (120, 40), &disputed());
        desk.press("D");
        for _ in 0..down {
            desk.press("j");
        }
        let before = desk.text();
        for keys in ["1", "2", "b", "e", "s", "d", "t", "c"] {
            desk.press(keys);
            assert_eq!(desk.text(), before, "{keys}");
            assert!(!desk.notice().is_empty(), "{keys}");
            assert_eq!(desk.app.layers()[0], Layer::Disputes, "{keys}");
        }
        desk.press("0");
        assert_eq!(left(&desk), 8);
        desk.press("u");
        assert_eq!(desk.text(), before);
    }
}

#[test]
fn a_key_that_does_not_fit_says_why_and_changes_nothing() {
    let mut desk = on("owner");
    let before = desk.text();
    for keys in ["3", "9", "b", "d"] {
        desk.app.notice = None;
        desk.press(keys);
        assert!(!desk.notice().is_empty() && desk.text() == before, "{keys}");
    }
    desk.press("e Ctrl-U type:x Esc");
    assert_eq!(desk.app.layers(), [Layer::Question], "asked before typed text goes");
    desk.press("y");
    assert_eq!(desk.text(), before);
    let mut desk = on("due");
    desk.press("e Ctrl-U type:明明天 Enter");
    assert!(desk.shows("不是日期") && desk.app.layers() == [Layer::Form], "{:?}", desk.lines());
    desk.press("Ctrl-U type:明天 Enter");
    assert_eq!(holds(&desk, "due"), Value::text("2026-11-21"));
    let mut desk = Desk::opened(Lang::Zh, (120, 40), &disputed().replacen("format: 1", "format: 7", 1));
    desk.press("D j 1");
    assert_eq!(left(&desk), 9);
    assert!(desk.notice().contains("格式"), "{}", desk.notice());
}

#[test]
fn all_disputes_of_a_record_are_settled_in_one_step() {
    for (hot, open, owner) in [("0", 4, "何成"), ("1", 4, "孟晓"), ("2", 4, "马跃"), ("b", 7, "何成")]
    {
        let mut desk = on("status");
        let before = desk.text();
        desk.press("s");
        assert_eq!(desk.app.layers(), [Layer::Menu]);
        desk.press(hot);
        assert_eq!((left(&desk), holds(&desk, "owner")), (open, Value::text(owner)), "{hot}");
        desk.press("u");
        assert_eq!(desk.text(), before, "{hot}: one step");
    }
    let mut desk = on("note");
    desk.press("s o");
    assert!(desk.shows("争议 2/9") && desk.shows("▌0 改动前"), "the first of the record: {:?}", desk.lines());
    let mut desk = Desk::demo();
    desk.press("D s");
    assert!(desk.notice().contains("只有这一处"), "{}", desk.notice());
}

#[test]
fn the_cursor_goes_on_to_the_next_and_back_with_undo() {
    let mut desk = on("owner");
    desk.press("1");
    assert!(desk.shows("争议 3/8") && desk.shows("≠ 截止"), "{:?}", desk.lines());
    desk.press("1 1 1 0 0 0");
    assert!(desk.shows("争议 2/2"), "{:?}", desk.lines());
    desk.press("k 1");
    assert!(desk.shows("争议 1/1"), "the last in the list goes to the one before it");
    desk.press("2");
    assert_eq!(left(&desk), 0);
    assert!(desk.shows("✓ 争议都裁定完了") && desk.shows("争议 0"), "{:?}", desk.lines());
    assert!(desk.notice().contains("都裁定完了"));
    desk.press("1 0 b e s d n N t c / y j k Enter Tab");
    assert_eq!((desk.app.page, desk.app.layers()[0]), (Page::Disputes, Layer::Disputes));
    desk.press("u");
    assert!(desk.shows("≠ 状态"), "undo shows what it brought back: {:?}", desk.lines());
    desk.press("u");
    assert!(desk.shows("≠ 工厂"));
    desk.press("n");
    assert!(desk.shows("≠ 状态"));
    desk.press("N");
    assert!(desk.shows("≠ 工厂"));
}

#[test]
fn an_outside_change_leaves_the_cursor_on_its_dispute() {
    let mut desk = on("tags");
    desk.press("Enter Right");
    let settled = {
        let mut other = on("status");
        other.press("1");
        other.file()
    };
    desk.write_outside(&settled);
    assert_eq!(left(&desk), 8);
    assert!(desk.shows("≠ 标签") && desk.shows("▌1 候选"), "{:?}", desk.lines());
}

#[test]
fn it_is_reached_from_everywhere_and_leads_to_record_and_clause() {
    let text = disputed();
    let open = || Desk::opened(Lang::Zh, (120, 40), &text);
    for keys in ["D", "F6", "g d", "3 D", "3 ] F6"] {
        let mut desk = open();
        desk.press(keys);
        assert_eq!(desk.app.page, Page::Disputes, "{keys}");
    }
    let mut desk = on("owner");
    desk.press("t");
    assert_eq!(desk.app.page, Page::Stage(2, View::Tasks));
    assert!(desk.cursor_line().contains("4c.6"));
    let mut desk = on("owner");
    desk.press("c");
    assert_eq!(desk.app.page, Page::Stage(2, View::Clause));
    let mut desk = open();
    desk.press("D t");
    assert_eq!(desk.app.layers(), [Layer::Form], "the project has a form");
    // By moving and Enter alone.
    let mut desk = on("owner");
    desk.press("Enter End Enter");
    assert_eq!(desk.app.page, Page::Stage(2, View::Clause));
    let mut desk = open();
    desk.press("D Esc");
    assert_eq!(desk.app.page, Page::Overview);
    desk.press("D Enter Esc");
    assert_eq!(desk.app.page, Page::Disputes, "back lets go of the candidates first");
    // The overview lists the first of them and leads to the rest.
    let mut desk = open();
    desk.resize(80, 60);
    while !desk.cursor_line().contains("4c.10") || !desk.cursor_line().contains('≠') {
        let before = desk.cursor_line();
        desk.press("j");
        assert_ne!(desk.cursor_line(), before, "no such line: {:?}", desk.lines());
    }
    desk.press("Enter");
    assert!(desk.app.page == Page::Disputes && desk.shows("一方删除了这条记录"));
    let mut desk = Desk::new(Lang::Zh, (80, 24));
    desk.press("D");
    assert!(desk.app.page == Page::Start && desk.notice().contains("先打开"));
}

#[test]
fn typing_finds_a_dispute() {
    let mut desk = Desk::opened(Lang::Zh, (120, 40), &disputed());
    desk.press("D / type:4c.10 Enter");
    assert!(desk.shows("一方删除了这条记录"), "{:?}", desk.lines());
    desk.press("Esc").type_text("负责人").press("Enter");
    assert!(desk.shows("≠ 负责人") && desk.shows("▌0 改动前"), "{:?}", desk.lines());
    // Where there is none, there is nothing to look through.
    let mut desk = Desk::opened(Lang::Zh, (120, 40), &bare());
    desk.press("D").type_text("负责人").paste("负责人");
    assert_eq!((desk.notice(), desk.app.layers()[0]), ("没有争议", Layer::Disputes));
}

#[test]
fn the_mark_stands_in_the_detail_and_in_the_form_until_the_field_is_set() {
    for (lang, mark) in [(Lang::Zh, "≠ 未裁定"), (Lang::En, "≠ disputed")] {
        let mut desk = Desk::opened(lang, (120, 40), &disputed());
        desk.press("3 / type:4c.6 Enter");
        let marks = |desk: &Desk| desk.lines().iter().filter(|line| line.contains(mark)).count();
        assert_eq!(marks(&desk), 5, "{:?}", desk.lines());
        desk.press("Tab j j Enter");
        assert_eq!(desk.app.page, Page::Disputes, "the mark leads to the inbox");
        let mut desk = Desk::opened(lang, (120, 40), &disputed());
        desk.press("3 / type:4c.6 Enter e");
        assert_eq!(
            desk.lines().iter().filter(|line| line.contains(mark)).count(),
            5 + 5 - hidden(&desk, mark)
        );
        desk.press("Tab Tab Tab Tab Ctrl-U type:林溪 Enter");
        assert_eq!(left(&desk), 8, "setting the field decides: {}", desk.notice());
        assert_eq!(holds(&desk, "owner"), Value::text("林溪"));
        assert_eq!(marks(&desk), 4);
        desk.press("u");
        assert_eq!((left(&desk), marks(&desk)), (9, 5));
    }
}

/// Marks of the page that the form covers, or that share a line with one of its own.
fn hidden(desk: &Desk, mark: &str) -> usize {
    let all: usize = desk.lines().iter().map(|line| line.matches(mark).count()).sum();
    let lines = desk.lines().iter().filter(|line| line.contains(mark)).count();
    10 - all + (all - lines)
}

#[test]
fn differences_are_marked_by_more_than_colour() {
    let mut desk = on("note");
    desk.resize(200, 60);
    let (buffer, _) = desk.buffer();
    let underlined: String = buffer
        .content
        .iter()
        .filter(|cell| cell.modifier.contains(Modifier::UNDERLINED))
        .map(ratatui::buffer::Cell::symbol)
        .collect();
    for came in ["孟", "晓", "4"] {
        assert!(underlined.contains(came), "{came} in {underlined}");
    }
    assert!(!underlined.contains("草"), "{underlined}");
    assert!(desk.shows("－何成下周起外训") && desk.shows("[－谁还没定]"), "{:?}", desk.lines());
    let desk = on("tags");
    assert!(desk.shows("＋等厂家") && desk.shows("－安全"), "{:?}", desk.lines());
}

#[test]
fn hundreds_of_disputes_and_none_work_at_every_size() {
    let mut workspace_text = bare();
    let (head, _) = workspace_text.rsplit_once(")\n").unwrap();
    let mut text = head.to_owned();
    text.push_str("    disputes: {\n");
    let templates: Vec<String> = wubu::guide::guide().templates().iter().map(|t| t.id.clone()).collect();
    let mut count = 0;
    'all: for id in &templates {
        for field in ["due", "owner", "priority", "start", "title"] {
            let _ = writeln!(
                text,
                "\"tasks/{id}/{field}\": (of: [Text(\"甲{count}\"), Text(\"乙\")], was: [Unset]),"
            );
            count += 1;
            if count == 300 {
                break 'all;
            }
        }
    }
    text.push_str("    },\n)\n");
    workspace_text = text;
    for lang in [Lang::Zh, Lang::En] {
        let mut desk = Desk::opened(lang, (80, 24), &workspace_text);
        assert_eq!(left(&desk), 300);
        desk.press("D G");
        assert!(desk.shows("300/300"), "{:?}", desk.lines());
        desk.press("Home PageDown");
        for size in [(1, 1), (3, 2), (20, 5), (80, 24), (120, 40), (200, 60)] {
            desk.resize(size.0, size.1);
            desk.press("j Enter PageDown Down Up Home End Esc PageUp");
            let _ = desk.lines();
        }
        desk.press("Home");
        for _ in 0..300 {
            desk.press("1");
        }
        assert_eq!(left(&desk), 0);
        for _ in 0..300 {
            desk.press("u");
        }
        assert_eq!(left(&desk), 300);
        assert_eq!(desk.workspace().disputes.len(), 300);
    }
    assert_eq!(left(&Desk::opened(Lang::Zh, (80, 24), DEMO)), 1);
}

/// git in the folder of a desk, with nothing of this machine in it.
#[cfg(unix)]
fn git(desk: &Desk, args: &[&str]) -> String {
    let mut git = std::process::Command::new("git");
    git.args(["-c", "user.name=李工", "-c", "user.email=li@example.com"]).args(args);
    git.env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null").env_remove("GIT_DIR");
    let output = git.current_dir(desk.folder.path()).output().expect("these tests need git");
    String::from_utf8(output.stdout).unwrap()
}

/// A repository in which git holds the file to have conflicts, while the file itself holds one dispute.
#[cfg(unix)]
fn unmerged() -> Desk {
    let desk = Desk::new(Lang::Zh, (120, 40));
    let commit = |name: &str| {
        let text = DEMO.replacen("华岭轴承二厂工业互联网平台", name, 1);
        std::fs::write(desk.path(), text).unwrap();
        git(&desk, &["add", "plant.wubu.ron"]);
        git(&desk, &["commit", "--quiet", "-m", name]);
    };
    git(&desk, &["init", "--quiet", "-b", "main"]);
    commit("甲");
    git(&desk, &["checkout", "--quiet", "-b", "side"]);
    commit("乙");
    git(&desk, &["checkout", "--quiet", "main"]);
    commit("丙");
    git(&desk, &["merge", "side"]);
    assert!(git(&desk, &["status", "--porcelain"]).contains("UU plant.wubu.ron"));
    let mut desk = desk;
    desk.open(DEMO);
    desk
}

#[cfg(unix)]
#[test]
fn after_the_last_dispute_git_may_be_told() {
    let mut desk = unmerged();
    let is_unmerged = |desk: &Desk| git(desk, &["status", "--porcelain"]).contains("UU plant.wubu.ron");
    desk.press("D 1");
    assert!(
        desk.app.layers() == [Layer::Question] && desk.shows("git add plant.wubu.ron"),
        "{:?}",
        desk.lines()
    );
    desk.press("n");
    assert!(is_unmerged(&desk), "no leaves it");
    desk.press("u");
    assert_eq!(desk.app.layers()[0], Layer::Disputes);
    desk.press("2 y");
    assert!(!is_unmerged(&desk) && desk.notice().contains("已告诉 git"), "{}", desk.notice());
    assert_eq!(git(&desk, &["show", ":plant.wubu.ron"]), desk.text(), "what git has is what was settled");
    // Where git waits for nothing, nothing is asked.
    let mut desk = Desk::demo();
    desk.press("D 1");
    assert_eq!(desk.app.layers()[0], Layer::Disputes);
}

/// Two people changed the name and the site; of the candidates, which stand in the order of their values, the
/// first name is one's and the first site the other's.
#[cfg(unix)]
#[test]
fn all_of_one_person_is_taken_at_once_where_git_knows_whose_it_is() {
    let base = DEMO.to_owned();
    let side = |name: &str, site: &str| {
        let mut workspace = wubu::store::read(base.as_bytes()).unwrap().workspace;
        for (field, value) in [("name", name), ("site", site)] {
            let edit = workspace.set(At::project(field), Value::text(value)).unwrap();
            workspace.apply(edit).unwrap();
        }
        workspace
    };
    let (ours, theirs) = (side("a", "y"), side("b", "x"));
    let mut desk = Desk::new(Lang::Zh, (120, 40));
    let commit = |workspace: &str, author: &str| {
        std::fs::write(desk.path(), workspace).unwrap();
        git(&desk, &["add", "plant.wubu.ron"]);
        git(&desk, &["commit", "--quiet", "--author", &format!("{author} <x@example.com>"), "-m", author]);
    };
    git(&desk, &["init", "--quiet", "-b", "main"]);
    commit(&base, "周岚");
    git(&desk, &["checkout", "--quiet", "-b", "side"]);
    commit(&wubu::store::write(&theirs), "马跃");
    git(&desk, &["checkout", "--quiet", "main"]);
    commit(&wubu::store::write(&ours), "何成");
    git(&desk, &["merge", "side"]);
    let base = wubu::store::read(base.as_bytes()).unwrap().workspace;
    let merged = wubu::merge::merge(Some(&base), &ours, &theirs);
    desk.open(&wubu::store::write(&merged.workspace));
    desk.carry_out(vec![Effect::AskChronicle(desk.path())]);
    desk.press("D s");
    assert!(desk.shows("1  都取何成的  项目名称 a；工厂 y"), "{:?}", desk.lines());
    assert!(desk.shows("2  都取马跃的  项目名称 b；工厂 x") && !desk.shows("都取候选"));
    desk.press("2");
    let project = &desk.workspace().project;
    assert_eq!((project.name.as_str(), project.site.as_str()), ("b", "x"));
}

#[test]
fn where_nothing_is_disputed_the_footer_offers_nothing_of_it() {
    let mut desk = Desk::demo();
    let footer = |desk: &Desk| desk.lines().last().unwrap().clone();
    desk.press("D");
    assert!(footer(&desk).contains("1 取候选"), "{}", footer(&desk));
    desk.press("1");
    assert_eq!(left(&desk), 0);
    desk.resize(160, 40);
    assert!(!footer(&desk).contains("1 取候选") && footer(&desk).contains("u 撤销"), "{}", footer(&desk));
}

#[cfg(unix)]
#[test]
fn a_shared_file_without_a_merge_driver_is_warned_of_once_it_is_opened() {
    let mut desk = Desk::demo();
    assert!(!desk.shows("未设合并驱动"), "nobody shares it");
    git(&desk, &["init", "--quiet", "-b", "main"]);
    git(&desk, &["add", "plant.wubu.ron"]);
    desk.open(DEMO);
    assert!(desk.shows("未设合并驱动 → wubu git setup"), "{:?}", desk.lines());
    desk.resize(80, 24);
    assert!(desk.shows("未设合并驱动"));
    desk.press("F2");
    assert!(desk.shows("no merge driver"));
    desk.press("F2");
    git(&desk, &["config", "merge.wubu.driver", "wubu merge-driver %O %A %B"]);
    desk.open(DEMO);
    assert!(!desk.shows("未设合并驱动"));
}

#[test]
fn no_candidate_is_taken_that_is_not_on_the_screen() {
    let mut desk = Desk::opened(Lang::Zh, (80, 24), &disputed());
    desk.press("D");
    let before = desk.text();
    desk.press("1");
    assert_eq!(desk.text(), before, "{:?}", desk.lines());
    desk.press("1");
    assert_ne!(desk.text(), before, "now it is shown: {:?}", desk.lines());
}

#[cfg(unix)]
#[test]
fn read_only_shows_what_git_left_unmerged_and_writes_nothing() {
    let desk = unmerged();
    std::fs::write(desk.path(), "<<<<<<< HEAD\n").unwrap();
    let folders = wubu::store::Folders::below(desk.folder.path());
    let session = wubu::store::Session::arrive(&desk.path(), &folders, wubu::store::Wish::Look).unwrap();
    assert!(session.concluded().is_some());
    assert!(session.save_job().is_none() && session.is_saved());
}
