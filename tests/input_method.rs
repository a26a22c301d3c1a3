//! What an input method does, through a real terminal: every kind of field, with the caret where the next character
//! goes, a commit as a burst and as a paste, mixed widths, undo inside the field; and outside of text Chinese is
//! looked for and full-width forms are keys. The same rules without a terminal are in `tests/typing.rs`.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

#[path = "support/terminal.rs"]
mod pty;
mod support;

use pty::Terminal;
use std::time::Duration;
use support::{DEMO, cells};

/// Every kind of field, and how to come to it with nothing in it: keys as they are named, or what is typed.
const FIELDS: [(&str, &str); 29] = [
    ("a new task", "3 a"),
    ("a subtask", "3 A"),
    ("a title in the list", "3 j r Ctrl-U"),
    ("what is looked for in the list", "3 /"),
    ("a title in the form", "3 j e Ctrl-U"),
    ("a person in the form", "3 e Tab Tab Tab Ctrl-U"),
    ("a day in the form", "3 e Tab Tab Tab Tab Tab Ctrl-U"),
    ("a number in the form", "3 e Tab Tab Tab Tab Tab Tab Tab Ctrl-U"),
    ("clauses in the form", "3 e Up Up Up Ctrl-U"),
    ("rows in the form", "3 e Up Up Ctrl-U"),
    ("why a task is waived", "3 s w Ctrl-U"),
    ("why a task is blocked", "3 s b"),
    ("my name", "F4 Ctrl-U"),
    ("the path of a workspace", "F10 o"),
    ("the path of a table", "I Ctrl-U"),
    ("the path of an export", "6 j p Ctrl-U"),
    ("a source that is picked", "6 p"),
    ("help", "3 ?"),
    ("commands", ":"),
    ("everything", "Ctrl-P"),
    ("the name of a search", "Ctrl-P 网关 Ctrl-S"),
    ("elements", "3 m"),
    ("a note", "3 o"),
    ("a cell of a table", "3 ] ] Right e Ctrl-U"),
    ("the key of a new row", "3 ] ] a Ctrl-U"),
    ("what is looked for in a table", "3 ] ] /"),
    ("what is looked for in evidence", "9 /"),
    ("what is looked for in a clause", "3 ] /"),
    ("a filter", "3 f f Enter"),
];

/// Mixed widths; the accent comes after its letter, as some keyboards send it.
const TYPED: &str = "ab磨床e\u{301}X";

fn bytes(keys: &str) -> String {
    let key = |key: &str| match key {
        "Tab" => "\t".to_owned(),
        "Enter" => "\r".to_owned(),
        "Esc" => "\u{1b}".to_owned(),
        "Left" => "\u{1b}[D".to_owned(),
        "Right" => "\u{1b}[C".to_owned(),
        "Up" => "\u{1b}[A".to_owned(),
        "Backspace" => "\u{7f}".to_owned(),
        "F4" => "\u{1b}OS".to_owned(),
        "F10" => "\u{1b}[21~".to_owned(),
        other => match other.strip_prefix("Ctrl-") {
            Some(letter) => char::from(letter.as_bytes()[0] & 0x1f).to_string(),
            None => other.to_owned(),
        },
    };
    keys.split(' ').map(key).collect()
}

/// The caret: column and row; none where it is hidden.
fn caret(terminal: &Terminal) -> Option<(u16, u16)> {
    let heard = terminal.heard();
    let screen = heard.parser.screen();
    let (row, column) = screen.cursor_position();
    (!screen.hide_cursor()).then_some((column, row))
}

fn line(terminal: &Terminal, row: u16) -> String {
    let heard = terminal.heard();
    let screen = heard.parser.screen();
    let (_, columns) = screen.size();
    screen.contents_between(row, 0, row, columns.get()).replace('é', "e\u{301}")
}

/// The program with this field open, and where its caret is.
fn open(name: &str, keys: &str) -> (Terminal, (u16, u16)) {
    let mut terminal = Terminal::on(DEMO);
    terminal.wait_for("已保存");
    terminal.type_keys(&bytes(keys));
    terminal.wait(&format!("a caret: {name}"), |terminal| caret(terminal).is_some());
    be_still(&mut terminal, name);
    let at = caret(&terminal).unwrap();
    (terminal, at)
}

/// All keys are in when nothing changes any more.
fn be_still(terminal: &mut Terminal, name: &str) {
    let mut last = None;
    terminal.wait(&format!("nothing to change: {name}"), |terminal| {
        let now = (caret(terminal), terminal.text());
        let is_still = last.as_ref() == Some(&now);
        last = Some(now);
        std::thread::sleep(Duration::from_millis(60));
        is_still
    });
}

fn stands_at(terminal: &mut Terminal, what: &str, at: (u16, u16), text: &str) {
    terminal.wait(&format!("{what}: the caret at {at:?} in {text}"), |terminal| {
        caret(terminal) == Some(at) && line(terminal, at.1).contains(text)
    });
}

/// All rules of a field, one after the other.
fn try_field(name: &str, keys: &str) {
    let (mut terminal, found) = open(name, keys.strip_suffix(" Ctrl-U").unwrap_or(keys));
    let held = line(&terminal, found.1);
    if keys.ends_with(" Ctrl-U") {
        terminal.type_keys(&bytes("Ctrl-U"));
        be_still(&mut terminal, name);
    }
    let (start, row) = caret(&terminal).unwrap();
    // Character by character, as an input method commits them.
    let mut typed = String::new();
    for c in TYPED.chars() {
        terminal.type_keys(&c.to_string());
        typed.push(c);
        stands_at(&mut terminal, name, (start + cells(&typed), row), &typed);
    }
    // To the left by what a reader calls a character, and in between.
    let end = start + cells(TYPED);
    for (step, back) in [1, 2, 4, 6].into_iter().enumerate() {
        terminal.type_keys(&bytes("Left"));
        stands_at(&mut terminal, &format!("{name}, {step} to the left"), (end - back, row), TYPED);
    }
    terminal.type_keys(&bytes("Right")).type_keys("中");
    stands_at(&mut terminal, name, (end - 2, row), "ab磨中床");
    terminal.type_keys(&bytes("Backspace Backspace"));
    stands_at(&mut terminal, name, (start + 2, row), "ab床e\u{301}X");
    // One commit of several characters, and the same as a paste.
    terminal.type_keys("热é");
    stands_at(&mut terminal, name, (start + 5, row), "ab热e\u{301}床");
    terminal.type_keys("\u{1b}[200~线\u{1b}[201~");
    stands_at(&mut terminal, name, (start + 7, row), "ab热e\u{301}线床");
    // Undo stays inside the field and ends with what it held.
    terminal.type_keys(&bytes("Ctrl-Z").repeat(40));
    stands_at(&mut terminal, &format!("{name}, undone"), found, held.trim_end());
    assert_eq!(terminal.file(), DEMO, "{name}: the workspace was undone as well");
    terminal.kill();
}

#[test]
fn every_field_takes_what_an_input_method_commits() {
    for (name, keys) in FIELDS.iter().step_by(2) {
        try_field(name, keys);
    }
}

#[test]
fn every_other_field_takes_it_too() {
    for (name, keys) in FIELDS.iter().skip(1).step_by(2) {
        try_field(name, keys);
    }
}

#[test]
fn chinese_on_a_page_is_looked_for_and_full_width_forms_are_keys() {
    let mut terminal = Terminal::on(DEMO);
    terminal.wait_for("已保存").type_keys("３").wait_for("[任务]");
    terminal.type_keys("时钟").wait_for("/ 时钟");
    let at = caret(&terminal).unwrap();
    terminal.type_keys(&bytes("Esc"));
    terminal.wait("the search to be closed", |terminal| caret(terminal).is_none());
    assert!(at.0 > 0);
    // One commit in one piece, and one that begins with what would be a key.
    terminal.type_keys("x轴").wait_for("/ x轴").type_keys(&bytes("Esc"));
    terminal.wait("the search to be closed", |terminal| caret(terminal).is_none());
    let (begun, rest) = "d区照明".as_bytes().split_at(2);
    terminal.type_bytes(begun);
    std::thread::sleep(Duration::from_millis(50));
    terminal.type_bytes(rest).wait_for("/ d区照明").type_keys(&bytes("Esc"));
    terminal.wait("the search to be closed", |terminal| caret(terminal).is_none());
    terminal.type_keys("点表编制").wait_for("/ 点表编制").type_keys(&bytes("Enter"));
    terminal.wait("the task", |terminal| caret(terminal).is_none() && terminal.text().contains("4c.9"));
    terminal.type_keys("：").wait_for("命令 · ").type_keys(&bytes("Esc"));
    terminal.wait("the list to be closed", |terminal| !terminal.text().contains("命令 · "));
    terminal.type_keys("？").wait_for("帮助 · ").type_keys(&bytes("Esc"));
    terminal.wait("the help to be closed", |terminal| !terminal.text().contains("帮助 · "));
    terminal.type_keys("】").wait_for("[条文]").type_keys("【").wait_for("[任务]");
    terminal.type_keys("\u{1b}[200~数据资源\n第二行\u{1b}[201~").wait_for("/ 数据资源");
    assert!(!terminal.text().contains("第二行"));
    terminal.type_keys(&bytes("Esc"));
    terminal.type_keys("ｑ");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.assert_restored();
    assert_eq!(terminal.file(), DEMO);
}
