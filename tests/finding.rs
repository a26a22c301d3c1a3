//! Finding and going: the box for everything, the list of commands, help by key, learning, the way back, bookmarks.
//! Keys in, state and screen out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use support::{DEMO, Desk};
use wubu::text::Lang;
use wubu::tui::{Page, View};

fn first_hit(desk: &Desk) -> String {
    let lines = desk.lines();
    let typed = lines.iter().position(|line| line.contains("│ / ") || line.contains("│ : ")).unwrap();
    // The frame stands in the page.
    lines[typed + 1].split('│').nth(1).unwrap().trim().to_owned()
}

fn tasks(stage: usize) -> Page {
    Page::Stage(stage, View::Tasks)
}

#[test]
fn everything_is_found_by_initials_and_enter_goes_there() {
    let mut desk = Desk::demo();
    desk.press("Ctrl-P type:sjzb");
    assert!(first_hit(&desk).starts_with("阶段与要素"), "{}", desk.lines().join("\n"));
    desk.press("Enter");
    assert_eq!(desk.app.page, tasks(2));
    assert!(desk.shows("c4 数据准备") && desk.shows("点表编制"), "{}", desk.lines().join("\n"));
}

#[test]
fn an_id_leads_straight_to_its_record() {
    for (typed, page, seen) in [
        ("4c.9", tasks(2), "▌"),
        ("tZ7J6B1BH", tasks(2), "磨削线 112 点"),
        ("M-09", Page::Stage(0, View::Registers), "M-09"),
        ("G3", Page::Stage(2, View::Gate), "G3"),
        ("modes", Page::Stage(0, View::Decisions), "发展模式"),
        ("eG18M69QF", Page::Evidence, "随机抽查 20 点"),
        ("4d", tasks(3), "平台实施"),
    ] {
        let mut desk = Desk::demo();
        desk.press(&format!("Ctrl-P type:{typed} Enter"));
        assert_eq!(desk.app.page, page, "{typed}");
        assert!(desk.shows(seen), "{typed}: {}", desk.lines().join("\n"));
    }
}

#[test]
fn the_walk_goes_on_from_hit_to_hit() {
    let mut desk = Desk::demo();
    desk.press("Ctrl-P type:t:网关试装 Enter");
    assert!(desk.notice().starts_with("第 1 项"), "{}", desk.notice());
    let first = desk.cursor_line();
    desk.press("n");
    assert!(desk.notice().starts_with("第 2 项"), "{}", desk.notice());
    assert_ne!(desk.cursor_line(), first);
    desk.press("N");
    assert_eq!(desk.cursor_line(), first);
    // A search of the page takes its keys over.
    desk.press("/ type:授权 Enter");
    desk.app.notice = None;
    desk.press("n");
    assert!(!desk.notice().starts_with('第'), "{}", desk.notice());
}

#[test]
fn where_n_means_something_else_the_walk_names_another_key() {
    let mut desk = Desk::demo();
    desk.press("Ctrl-P type:d: Enter");
    for step in 2..5 {
        let said = desk.notice().to_owned();
        let key = said.split(" · ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
        desk.press(key);
        assert!(desk.notice().starts_with(&format!("第 {step} 项")), "{said} then {}", desk.notice());
    }
}

#[test]
fn no_key_waits_for_the_index() {
    let mut desk = Desk::demo();
    desk.is_slow = true;
    desk.press("Ctrl-P type:sjzb");
    assert!(desk.shows("正在建立索引"), "{}", desk.lines().join("\n"));
    desk.let_go();
    assert!(desk.shows("数据准备"), "{}", desk.lines().join("\n"));
    desk.press("Enter");
    assert_eq!(desk.app.page, tasks(2));
}

#[test]
fn what_was_changed_is_found_as_it_is_now() {
    let mut desk = Desk::demo();
    desk.press("Ctrl-P Esc 3 a type:补采振动点 Enter Esc Ctrl-P type:bczdd");
    assert!(desk.shows("补采振动点"), "{}", desk.lines().join("\n"));
    desk.press("Esc u Ctrl-P type:bczdd");
    assert!(!desk.shows("补采振动点"), "{}", desk.lines().join("\n"));
}

#[test]
fn han_text_finds_everything_where_a_page_has_no_search_of_its_own() {
    let mut desk = Desk::demo();
    desk.press("type:点表");
    assert!(desk.shows("查找 · 全部内容") && desk.shows("点表编制与现场核对"), "{}", desk.lines().join("\n"));
    let mut desk = Desk::demo();
    desk.press("3 type:点表");
    assert!(!desk.shows("查找 · 全部内容"), "{}", desk.lines().join("\n"));
    let mut start = Desk::new(Lang::Zh, (80, 24));
    start.press("type:新建");
    assert!(start.shows("新建工作区"), "{}", start.lines().join("\n"));
}

#[test]
fn a_slash_works_on_every_page() {
    for page in ["0", "1", "3 ]", "9", "7", "8", "D"] {
        let mut desk = Desk::demo();
        desk.press(page).press("/");
        assert!(desk.caret().is_some() || desk.shows("查找"), "{page}: {}", desk.lines().join("\n"));
    }
}

#[test]
fn commands_are_run_by_name_and_by_key_and_say_why_not() {
    let mut desk = Desk::demo();
    desk.press("： type:yulan");
    desk.press("Esc : type:切换 Enter");
    assert_eq!(desk.app.lang, Lang::En);
    desk.press("F2 : type:Ctrl-Z");
    assert!(first_hit(&desk).contains("撤销上一步"), "{}", first_hit(&desk));
    assert!(first_hit(&desk).contains("没有可撤销的操作"));
    desk.press("Enter");
    assert!(desk.shows("没有可撤销的操作") && desk.shows("命令 ·"));
    desk.press("Ctrl-U type:标为完成");
    assert!(first_hit(&desk).contains("在任务页"), "{}", first_hit(&desk));
    // From the box for everything, a colon leads there.
    desk.press("Esc Ctrl-P :");
    assert!(desk.shows("命令 ·") && desk.shows("现在可用"), "{}", desk.lines().join("\n"));
}

#[test]
fn every_command_of_the_pages_stands_in_the_list() {
    for open in [false, true] {
        let mut desk = Desk::new(Lang::Zh, (120, 60));
        if open {
            desk.open(DEMO);
        }
        desk.press(":");
        let mut seen = String::new();
        for _ in 0..20 {
            seen.push_str(&desk.lines().join("\n"));
            desk.press("PageDown");
        }
        for command in [
            wubu::tui::Command::Done,
            wubu::tui::Command::Waive,
            wubu::tui::Command::DayLater,
            wubu::tui::Command::Quit,
            wubu::tui::Command::Learn,
            wubu::tui::Command::GoBack,
        ] {
            let label = command.label().zh;
            assert!(seen.contains(label), "{label} (open: {open})");
        }
    }
}

#[test]
fn help_is_searched_by_key_and_runs_what_it_finds() {
    let mut desk = Desk::demo();
    desk.press("3 ? type:x");
    assert!(first_hit(&desk).contains("标为完成"), "{}", first_hit(&desk));
    desk.press("Esc ? type:F3");
    assert!(first_hit(&desk).contains("修改项目信息"), "{}", first_hit(&desk));
    desk.press("Enter");
    assert!(desk.shows("项目名称"), "{}", desk.lines().join("\n"));
    // In a form the help speaks of the form, and runs there.
    desk.press("F1 type:下一项");
    assert!(first_hit(&desk).contains("Tab Down"), "{}", first_hit(&desk));
}

#[test]
fn a_key_that_is_learned_does_nothing() {
    let mut desk = Desk::demo();
    desk.press("3 j");
    let before = desk.text();
    desk.press("Ctrl-K x d q Ctrl-P ？");
    assert!(desk.shows("标为完成") || desk.shows("删除任务"), "{}", desk.lines().join("\n"));
    assert!(desk.shows("退出程序") && desk.shows("查找全部内容") && desk.shows("帮助：本页"));
    assert!(!desk.has_left && desk.text() == before);
    desk.press("Ctrl-X 磨");
    assert!(desk.shows("在这里没有用处") && desk.shows("查找输入的文字"), "{}", desk.lines().join("\n"));
    desk.press("Esc");
    assert!(!desk.shows("学按键"));
    desk.press("x");
    assert_ne!(desk.text(), before);
}

#[test]
fn one_goes_back_and_forward_through_where_one_has_been() {
    let mut desk = Desk::demo();
    desk.press("3 8 Ctrl-P type:M-09 Enter");
    assert_eq!(desk.app.page, Page::Stage(0, View::Registers));
    desk.press("Ctrl-O");
    assert_eq!(desk.app.page, Page::Plan);
    desk.press("Ctrl-O");
    assert_eq!(desk.app.page, tasks(2));
    desk.press("Ctrl-O");
    assert_eq!(desk.app.page, Page::Overview);
    desk.press("Ctrl-O");
    assert_eq!((desk.app.page, desk.notice()), (Page::Overview, "没有去过别处"));
    desk.press("Alt-. Alt-. Alt-.");
    assert_eq!(desk.app.page, Page::Stage(0, View::Registers));
    assert!(desk.shows("M-09"));
    // Whoever goes elsewhere leaves the way forward behind.
    desk.press("Ctrl-O 1 Alt-.");
    assert_eq!((desk.app.page, desk.notice()), (tasks(0), "没有更后面的位置"));
}

#[test]
fn a_jump_on_one_page_is_gone_back_too() {
    let mut desk = Desk::demo();
    desk.press("Ctrl-P type:4c.4 Enter");
    let before = desk.cursor_line();
    desk.press("Ctrl-P type:4c.12 Enter");
    assert!(desk.cursor_line() != before && desk.app.page == tasks(2));
    desk.press("Ctrl-O");
    assert_eq!(desk.cursor_line(), before);
}

#[test]
fn bookmarks_are_there_at_the_next_start() {
    let mut desk = Desk::demo();
    desk.press("B");
    assert!(desk.notice().starts_with("还没有书签"), "{}", desk.notice());
    desk.press("Ctrl-P type:4c.9 Enter B b");
    assert_eq!(desk.notice(), "已加书签");
    desk.press("9 Ctrl-P type:M-09 Enter B b");
    let mut desk = desk.crash();
    desk.press("B");
    assert!(desk.shows("1  4c.9 点表编制与现场核对"), "{}", desk.lines().join("\n"));
    desk.press("1");
    assert_eq!(desk.app.page, tasks(2));
    desk.press("B 2");
    assert!(matches!(desk.app.page, Page::Stage(_, View::Registers)));
    desk.press("B b B");
    assert!(!desk.shows("M-09 ") || desk.shows("加书签：M-09"), "{}", desk.lines().join("\n"));
}

#[test]
fn tab_looks_at_one_group_alone() {
    let mut desk = Desk::opened(Lang::Zh, (80, 24), DEMO);
    desk.press("Ctrl-P type:数据");
    let groups = |desk: &Desk| {
        let heads = ["阶段与要素 ", "任务 ", "条文 ", "命令 ", "术语 ", "实施注（我方） "];
        heads.iter().filter(|head| desk.lines().iter().any(|l| l.contains(&format!("│ {head}")))).count()
    };
    assert!(groups(&desk) > 1, "{}", desk.lines().join("\n"));
    desk.press("Tab");
    assert_eq!(groups(&desk), 1, "{}", desk.lines().join("\n"));
    desk.press("Esc");
    assert!(groups(&desk) > 1);
}

#[test]
fn a_search_gets_a_name_and_is_found_by_it() {
    let mut desk = Desk::demo();
    desk.press("Ctrl-P Ctrl-S");
    assert!(desk.shows("先输入要查找的内容"), "{}", desk.lines().join("\n"));
    desk.press("type:due:late Ctrl-S type:逾期任务 Enter");
    assert!(desk.notice().contains("逾期任务"), "{}", desk.notice());
    // Still there with what was found, and in the next box, and after the next start.
    assert!(desk.shows("/ due:late") && desk.shows("任务 "), "{}", desk.lines().join("\n"));
    desk.press("Esc Ctrl-P");
    assert!(desk.shows("存下的查找 1") && first_hit(&desk).starts_with("存下的查找"));
    desk.press("Esc Ctrl-P type:yqrw Enter");
    let typed = desk.lines().iter().any(|line| line.contains("│ / due:late"));
    assert!(typed, "{}", desk.lines().join("\n"));
    let kept = wubu::store::named_searches(&wubu::store::Folders::below(desk.folder.path()));
    assert_eq!(kept.len(), 1);
    // The same name replaces; Ctrl-D deletes.
    desk.press("Ctrl-U type:owner:周岚 Ctrl-S type:逾期任务 Enter Esc Ctrl-P");
    assert!(desk.shows("owner:周岚") && desk.shows("存下的查找 1"), "{}", desk.lines().join("\n"));
    desk.press("Ctrl-D");
    assert!(!desk.shows("存下的查找 1"), "{}", desk.lines().join("\n"));
    desk.press("Down Ctrl-D");
    assert!(desk.shows("光标不在存下的查找上"), "{}", desk.lines().join("\n"));
    assert_eq!(wubu::store::named_searches(&wubu::store::Folders::below(desk.folder.path())), []);
}

#[test]
fn the_header_says_where_one_is() {
    let mut desk = Desk::demo();
    for (keys, crumbs) in [
        ("3", "五步 · 华岭轴承二厂工业互联网平台 › c1 基础支撑条件 › 4c.1 基础支撑条件核查与落实"),
        ("j", "› 4c.1 基础支撑条件核查与落实 › 中心机房 UPS 与接地整改"),
        ("6 j", "› 就绪度 › "),
        ("0", "› 总览"),
        ("Ctrl-P type:M-09 Enter", "› 设备联网台账 › M-09"),
    ] {
        desk.press(keys);
        let header = desk.lines().first().unwrap().clone();
        assert!(header.contains(crumbs), "{keys}: {header}");
    }
}

#[test]
fn the_page_is_searched_by_pinyin_as_well() {
    for (keys, seen) in [
        ("3 / type:dbbz Enter", "点表编制与现场核对"),
        ("Ctrl-P type:M-09 Enter / type:cxcj Enter", "车削车间"),
        ("9 / type:wgsz Enter", "网关试装"),
    ] {
        let mut desk = Desk::demo();
        desk.press(keys);
        assert!(desk.cursor_line().contains(seen), "{keys}: {}", desk.cursor_line());
    }
}
