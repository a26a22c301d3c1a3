//! The real program in a real terminal: what it shows, what is on the disk when it is killed, and how it
//! leaves the terminal. Every wait ends as soon as what is waited for is there.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

#[path = "support/output.rs"]
mod output;
#[path = "support/terminal.rs"]
mod pty;
mod support;

use pty::{PROGRAM, Terminal, home, script, surroundings};
use std::fmt::Write as _;
use std::fs;
use std::process::{Command, Stdio};
use support::{DEMO, Desk};
use wubu::text::{Lang, is_hidden};

#[test]
fn what_the_screen_calls_saved_survives_a_kill() {
    let mut terminal = Terminal::on(DEMO);
    terminal.wait_for("逾期 ").wait_for("已保存");
    terminal.type_keys("3").wait_for("[任务]").type_keys("x");
    terminal.wait("the tick to be saved", |t| {
        let text = t.text();
        text.contains("✓ 4c.1 ") && text.contains("已保存")
    });
    terminal.kill();
    let day = jiff::Zoned::now().date();
    let ticked = terminal.file();
    assert!(ticked.contains(&format!("status: Done(on: \"{day}\", by: \"周岚\")")), "{ticked}");
    assert_eq!(ticked.lines().count(), DEMO.lines().count(), "one line was changed");
    let left: Vec<_> =
        fs::read_dir(terminal.folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".tmp")), "{left:?}");
}

#[test]
fn leaving_gives_the_terminal_back() {
    let mut terminal = Terminal::on(DEMO);
    terminal.wait_for("已保存");
    assert!(terminal.heard().parser.screen().alternate_screen());
    terminal.type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.assert_restored();
    assert_eq!(terminal.file(), DEMO);
}

#[test]
fn only_known_sequences_are_sent_even_with_a_hostile_file() {
    let mut terminal = Terminal::on(&support::hostile());
    terminal
        .wait_for("已保存")
        .type_keys("1G")
        .wait_for("C1")
        .type_keys("kkky")
        .wait_for("已复制")
        .type_keys("q");
    terminal.wait_for_end();
    terminal.assert_restored();
    let raw = terminal.heard().raw.clone();
    let copied = output::copied(&raw).unwrap_or_else(|strange| panic!("wrote {strange}"));
    assert!(copied.len() == 1 && !copied[0].chars().any(is_hidden), "{copied:?}");
}

#[test]
fn the_terminal_is_asked_for_its_ground_once_and_its_answer_is_no_key() {
    let colour = |terminal: &Terminal| {
        let heard = terminal.heard();
        let cell = heard.parser.screen().cell(0, 1).unwrap();
        (cell.contents().to_owned(), cell.fgcolor())
    };
    let questions = |terminal: &Terminal| {
        let raw = String::from_utf8_lossy(&terminal.heard().raw).into_owned();
        raw.matches("\u{1b}]11;?\u{1b}\\").count()
    };
    let mut terminal = Terminal::on(DEMO);
    terminal.wait_for("已保存");
    let (sign, before) = colour(&terminal);
    terminal.type_bytes(b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\");
    terminal.wait("the colours for a light ground", |terminal| {
        colour(terminal) != (sign.clone(), before) && colour(terminal).1 == vt100::Color::Idx(25)
    });
    assert!(terminal.text().contains("总览"));
    assert_eq!(questions(&terminal), 1);
    terminal.type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    assert_eq!(terminal.file(), DEMO);
    // Where the question would be seen, it is not asked; nor where no colour is wanted.
    for more in [("TERM", "linux"), ("NO_COLOR", "1")] {
        let mut terminal = Terminal::start(DEMO, &[more]);
        terminal.wait_for("已保存");
        assert_eq!(questions(&terminal), 0, "{more:?}");
        terminal.kill();
    }
}

#[test]
fn without_a_terminal_it_says_so_and_sends_no_escape() {
    let folder = home();
    let output = Command::new(PROGRAM)
        .env_clear()
        .envs(surroundings(folder.path()))
        .current_dir(folder.path())
        .arg("plant.wubu.ron")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = [output.stdout, output.stderr].concat();
    assert!(!said.contains(&0x1b) && String::from_utf8(said).unwrap().contains("终端"));
}

#[test]
fn on_a_dumb_terminal_it_says_so_and_sends_no_escape() {
    let mut terminal = Terminal::start(DEMO, &[("TERM", "dumb")]);
    assert_eq!(terminal.wait_for_end(), 2);
    assert!(terminal.text().contains("终端") && !terminal.heard().raw.contains(&0x1b), "{}", terminal.text());
}

#[test]
fn a_file_that_cannot_be_read_is_told_on_the_start_page_and_left_as_it_is() {
    let mut terminal = Terminal::on("(\n    format: 1,\n    tasks: [\n");
    terminal.wait_for("新建工作区").wait_for("行").type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    assert_eq!(terminal.file(), "(\n    format: 1,\n    tasks: [\n");
}

#[test]
fn what_others_write_is_shown() {
    let mut terminal = Terminal::on(DEMO);
    terminal.wait_for("已保存");
    let changed = DEMO.replacen("name: \"华岭轴承二厂工业互联网平台\"", "name: \"别人改的名字\"", 1);
    fs::write(terminal.path(), changed).unwrap();
    terminal.wait_for("别人改的名字").wait_for("外部");
}

#[test]
fn a_note_goes_through_the_users_editor_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let editor = script(folder.path(), "editor.sh", "printf '补一行\\n第二行\\n' >> \"$1\"");
    let mut terminal = Terminal::start(DEMO, &[("EDITOR", &editor)]);
    terminal.wait_for("已保存").type_keys("3").wait_for("[任务]").type_keys("O");
    terminal.wait("the note on the disk", |t| {
        t.file().contains(
            "            note: [\n                \"补一行\",\n                \"第二行\",\n            ],\n",
        )
    });
    terminal.wait_for("[任务]").type_keys("\t").wait_for("第二行").type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.assert_restored();
}

#[test]
fn an_editor_that_fails_changes_nothing_and_gives_the_screen_back() {
    let mut terminal = Terminal::start(DEMO, &[("EDITOR", "false")]);
    terminal.wait_for("已保存").type_keys("3").wait_for("[任务]").type_keys("O");
    terminal.wait_for("没有正常结束").wait_for("[任务]").type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    assert_eq!(terminal.file(), DEMO);
}

#[test]
fn keys_that_come_in_a_burst_are_all_taken() {
    let mut tasks = String::new();
    for n in 0..400 {
        let place = format!("element: \"a1\",\n            rank: \"m{n:03}1\"");
        writeln!(
            tasks,
            "        \"t{n:08}\": (\n            {place},\n            title: \"任务 {n:03}\",\n        ),"
        )
        .unwrap();
    }
    let text = format!("(\n    format: 1,\n    tasks: {{\n{tasks}    }},\n)\n");
    let mut desk = Desk::opened(Lang::Zh, (80, 24), &text);
    desk.press("1").type_text(&"j".repeat(300));
    let expected = desk.cursor_line();
    assert!(expected.contains("任务 300"), "{expected}");
    let mut terminal = Terminal::on(&text);
    terminal.wait_for("已保存").type_keys("1").wait_for("任务 000").type_keys(&"j".repeat(300));
    terminal
        .wait("the row", |t| t.text().lines().any(|line| line.starts_with('▌') && line.contains("任务 300")));
}

#[test]
fn a_paste_of_chinese_is_one_title() {
    let mut terminal = Terminal::on(DEMO);
    terminal.wait_for("已保存").type_keys("3").wait_for("[任务]").type_keys("a").wait_for("确定");
    terminal.type_keys("\u{1b}[200~热处理车间\r\n补采：振动点\u{1b}[201~").wait_for("振动点");
    terminal.type_keys("\r").wait("the file", |t| t.file().contains("title: \"热处理车间 补采：振动点\""));
}

#[test]
fn the_screen_comes_back_from_one_cell() {
    let mut terminal = Terminal::on(DEMO);
    terminal.wait_for("已保存");
    for (cols, rows) in [(1, 1), (200, 1), (1, 60), (120, 40), (2, 2), (80, 24)] {
        terminal.resize(cols, rows);
    }
    terminal.type_keys("3").wait_for("[任务]").wait_for("已保存");
    // And from what something else wrote over it.
    terminal.heard().parser.process(b"\x1b[2J");
    terminal.type_keys("\u{c}").wait_for("[任务]").wait_for("已保存").type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.assert_restored();
}

#[test]
fn everything_is_found_as_it_is_typed() {
    let mut terminal = Terminal::on(DEMO);
    terminal.wait_for("已保存").type_keys("\u{10}").wait_for("可以输入").type_keys("sjzb");
    terminal.wait("the element by its initials", |t| t.text().contains("数据准备  实施准备"));
    // What an input method commits comes as a burst.
    terminal.type_keys("\u{15}点表编制").wait_for("点表编制与现场核对").type_keys("\r").wait_for("[任务]");
    terminal.type_keys("\u{f}");
    terminal.wait("the overview again", |t| !t.text().contains("[任务]"));
    terminal.type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    assert_eq!(terminal.file(), DEMO);
}

#[test]
fn own_keys_are_taken_and_mistakes_in_them_told() {
    let folder = home();
    let keys =
        "[(layer: App, rows: [\n  (keys: [\"Q\"], run: Quit),\n  (keys: [\"Meta-X\"], run: Undo),\n])]\n";
    for config in ["config/wubu", "Library/Application Support/wubu"] {
        fs::write(folder.path().join(config).join("keys.ron"), keys).unwrap();
    }
    let (folder, file) = (std::sync::Arc::new(folder), "plant.wubu.ron");
    fs::write(folder.path().join(file), DEMO).unwrap();
    let mut terminal = Terminal::at(&folder, &folder.path().join(file), &[]);
    terminal.wait_for("自定义按键有误").wait_for("第 3 行").wait_for("Meta-X").type_keys("\u{1b}");
    terminal.wait("the page below", |t| !t.text().contains("自定义按键有误"));
    terminal.type_keys("qQ");
    assert_eq!(terminal.wait_for_end(), 0);
}

/// What a terminal says of its mouse, counted from 1.
fn mouse(button: u8, (x, y): (u16, u16), is_up: bool) -> String {
    format!("\u{1b}[<{button};{};{}{}", x + 1, y + 1, if is_up { 'm' } else { 'M' })
}

fn click(cell: (u16, u16)) -> String {
    mouse(0, cell, false) + &mouse(0, cell, true)
}

/// The first cell of a text on the screen.
fn find(terminal: &Terminal, text: &str) -> (u16, u16) {
    let screen = terminal.text();
    let mut lines = screen.lines().zip(0..);
    let found = lines.find_map(|(line, y)| Some((support::cells(line.split_once(text)?.0), y)));
    found.unwrap_or_else(|| panic!("no {text} on:\n{screen}"))
}

#[test]
fn the_mouse_points_turns_drags_and_is_left_alone() {
    let mut terminal = Terminal::on(DEMO);
    terminal.wait_for("已保存");
    // Buttons and drags in decimal, never every move.
    let raw = String::from_utf8_lossy(&terminal.heard().raw).into_owned();
    assert!(raw.contains("\u{1b}[?1000h\u{1b}[?1002h\u{1b}[?1006h") && !raw.contains("\u{1b}[?1003h"));
    // A stage, then a task by both halves of a wide character.
    let stage = find(&terminal, "3 准备");
    terminal.type_keys(&click(stage)).wait_for("[任务]");
    terminal.wait_for("时钟同步");
    let (x, y) = find(&terminal, "时钟同步");
    terminal.type_keys(&click((x + 1, y)));
    let has_cursor = |id: &'static str| {
        move |t: &mut Terminal| t.text().lines().any(|line| line.starts_with('▌') && line.contains(id))
    };
    terminal.wait("the task under the pointer", has_cursor("4c.8"));
    // The wheel moves the list, a double click opens.
    terminal.type_keys(&mouse(65, (x, y), false));
    terminal.wait("the list three lines down", |t| !t.text().contains("4c.1 "));
    terminal.type_keys(&mouse(64, (x, y), false)).wait_for("4c.1 ");
    terminal.type_keys(&(click((x, y)) + &click((x, y)))).wait_for("标签");
    terminal.type_keys("\u{1b}");
    terminal.wait("the list", |t| !t.text().contains("标签")).type_keys("\u{1b}[H").wait_for("4c.1 ");
    // A task is dragged before another one, and is there on the disk.
    let (from, to) = (find(&terminal, "4c.3 "), find(&terminal, "4c.2 "));
    terminal.type_keys(&(mouse(0, from, false) + &mouse(32, to, false))).wait_for("松开放下");
    terminal.type_keys(&mouse(0, to, true)).wait_for("移动任务");
    terminal.wait("the order on the disk", |t| t.file() != DEMO);
    terminal.type_keys("u");
    terminal.wait("the order of before", |t| t.file() == DEMO);
    // Left to the terminal, which selects text with it.
    terminal.type_keys("\u{14}").wait_for("选取文字");
    let is_off =
        |t: &Terminal| t.heard().parser.screen().mouse_protocol_mode() == vt100::MouseProtocolMode::None;
    assert!(is_off(&terminal));
    assert!(terminal.heard().raw.windows(8).any(|bytes| bytes == b"\x1b[?1000l"));
    terminal.type_keys(&click(stage)).type_keys("\u{14}").wait_for("鼠标已开");
    assert!(!is_off(&terminal));
    terminal.type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.assert_restored();
}

#[test]
fn the_mouse_is_as_it_was_when_an_editor_gives_the_terminal_back() {
    let on = "\u{1b}[?1000h";
    let mut terminal = Terminal::start(DEMO, &[("EDITOR", "true")]);
    let raw = |t: &Terminal| String::from_utf8_lossy(&t.heard().raw).into_owned();
    terminal.wait_for("已保存").type_keys("3").wait_for("[任务]").type_keys("O");
    terminal.wait("the mouse off for the editor and on again", |t| {
        let raw = raw(t);
        raw.matches(on).count() == 2
            && raw.contains("\u{1b}[?1000l")
            && raw.rfind(on) > raw.rfind("\u{1b}[?1000l")
    });
    terminal.wait_for("[任务]").type_keys("\u{14}").wait_for("选取文字").type_keys("O");
    terminal.wait("the screen again", |t| raw(t).matches("\u{1b}[?1049h").count() == 3).wait_for("[任务]");
    assert_eq!(raw(&terminal).matches(on).count(), 2, "it was switched off");
    terminal.type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.assert_restored();
}

#[test]
fn a_config_leaves_the_mouse_to_the_terminal_from_the_start() {
    let folder = home();
    for config in ["config/wubu", "Library/Application Support/wubu"] {
        fs::write(
            folder.path().join(config).join("config.ron"),
            "(me: \"周岚\", lang: \"zh\", mouse: false)",
        )
        .unwrap();
    }
    let (folder, file) = (std::sync::Arc::new(folder), "plant.wubu.ron");
    fs::write(folder.path().join(file), DEMO).unwrap();
    let mut terminal = Terminal::at(&folder, &folder.path().join(file), &[]);
    terminal.wait_for("已保存");
    assert!(!terminal.heard().raw.windows(8).any(|bytes| bytes == b"\x1b[?1000h"));
    terminal.type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.assert_restored();
}
