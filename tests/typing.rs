//! Text as it is typed in every kind of field, with an input method and without: the caret stands where the
//! next character goes, a commit and a paste are text, and outside of text full-width forms are keys.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use support::{DEMO, Desk, cells};
use wubu::tui::{Layer, Page, View};
use wubu::workspace::{Status, Task};

/// Every kind of field: how to come to it with nothing in it.
const FIELDS: [(&str, &str); 19] = [
    ("add", "3 a"),
    ("subtask", "3 A"),
    ("rename", "3 j r Ctrl-U"),
    ("find", "3 /"),
    ("title in the form", "3 j e Ctrl-U"),
    ("owner in the form", "3 e Tab Tab Tab Ctrl-U"),
    ("day in the form", "3 e Tab Tab Tab Tab Tab Ctrl-U"),
    ("number in the form", "3 e Tab Tab Tab Tab Tab Tab Tab Ctrl-U"),
    ("tasks in the form", "3 e Up Up Up Ctrl-U"),
    ("set in the form", "3 e Up Up Ctrl-U"),
    ("fact of a status", "3 s w Ctrl-U"),
    ("why blocked", "3 s b"),
    ("my name", "F4 Ctrl-U"),
    ("path", "F10 o"),
    ("help", "3 ?"),
    ("elements", "3 m"),
    ("note", "3 o"),
    ("new thing on a visit", "W a"),
    ("answer on a visit", "W t Ctrl-U"),
];

/// Mixed widths; the accent comes after its letter, as some keyboards send it.
const TYPED: &str = "ab磨床e\u{301}X";

#[test]
fn the_caret_stands_behind_each_character_as_it_is_typed() {
    for (name, keys) in FIELDS {
        let mut desk = Desk::demo();
        desk.press(keys);
        let (start, row) = desk.caret().unwrap_or_else(|| panic!("{name}: no caret"));
        let mut typed = String::new();
        for c in TYPED.chars() {
            desk.type_text(&c.to_string());
            typed.push(c);
            assert_eq!(desk.caret(), Some((start + cells(&typed), row)), "{name}: {typed}");
            let line = desk.lines()[usize::from(row)].replace('é', "e\u{301}");
            assert!(line.contains(&typed), "{name}: {typed} in {line}");
        }
    }
}

#[test]
fn a_burst_a_commit_and_a_paste_come_to_the_same() {
    for (name, keys) in FIELDS {
        let mut typed = Desk::demo();
        typed.press(keys).type_text("热处理é室");
        let mut pasted = Desk::demo();
        pasted.press(keys).paste("热处理e\u{301}室");
        let row = usize::from(typed.caret().unwrap().1);
        assert_eq!((&typed.lines()[row], typed.caret()), (&pasted.lines()[row], pasted.caret()), "{name}");
    }
}

#[test]
fn the_caret_moves_by_what_a_reader_calls_a_character() {
    for (name, keys) in FIELDS {
        let mut desk = Desk::demo();
        desk.press(keys).type_text(TYPED);
        let (end, row) = desk.caret().unwrap();
        for (step, cells) in [1, 1, 2, 2, 1, 1]
            .into_iter()
            .scan(0, |sum, n| {
                *sum += n;
                Some(*sum)
            })
            .enumerate()
        {
            desk.press("Left");
            assert_eq!(desk.caret(), Some((end - cells, row)), "{name}, {step} to the left");
        }
        desk.press("Right Right Right");
        desk.type_text("中");
        assert!(
            desk.lines()[usize::from(row)].contains("ab磨中床"),
            "{name}: {}",
            desk.lines()[usize::from(row)]
        );
        desk.press("Backspace Backspace");
        assert!(desk.lines()[usize::from(row)].contains("ab床"), "{name}");
    }
}

#[test]
fn typing_is_undone_inside_its_field_and_nowhere_else() {
    for (name, keys) in FIELDS {
        let mut desk = Desk::demo();
        desk.press("1 x").press(keys);
        let text = desk.text();
        let before = (desk.lines(), desk.caret());
        desk.type_text(TYPED);
        desk.paste("一段文字");
        for _ in 0..=TYPED.chars().count() {
            desk.press("Ctrl-Z");
        }
        assert_eq!((desk.lines(), desk.caret()), before, "{name}");
        assert_eq!(desk.text(), text, "{name}: the workspace was undone as well");
    }
}

#[test]
fn a_mark_typed_after_its_letter_is_kept_composed() {
    let mut desk = Desk::demo();
    desk.press("3 a").type_text("cafe\u{301}").press("Enter");
    assert!(desk.workspace().tasks.iter().any(|(_, task)| task.title.as_str() == "café"));
}

#[test]
fn full_width_forms_are_keys_in_a_list_and_text_in_a_field() {
    let mut desk = Desk::demo();
    desk.press("3").type_text("ｊｘ");
    // The first subtask was done, and is open again.
    assert_eq!(desk.workspace().tasks.get("tPSQMRQQ0").unwrap().status, Status::Open);
    desk.press("Home").type_text("ｘ");
    assert!(matches!(desk.workspace().tasks.get("4c.1").unwrap().status, Status::Done { .. }));
    desk.type_text("】");
    assert_eq!(desk.app.page, Page::Stage(2, View::Clause));
    desk.type_text("【？");
    assert_eq!(desk.app.layers(), [Layer::Search]);
    desk.press("Esc").type_text("，");
    assert_eq!(desk.app.layers(), [Layer::Menu], "the sort menu");
    desk.type_text("，");
    assert_eq!(desk.app.layers()[0], Layer::Tasks, "a hot key, by its full-width form");
    desk.type_text("ａ");
    desk.type_text("ｘ？，、。１").press("Enter");
    assert!(
        desk.workspace().tasks.iter().any(|(_, task)| task.title.as_str() == "ｘ？，、。１"),
        "text as it was typed"
    );
}

#[test]
fn han_text_in_a_list_opens_a_search_with_it() {
    let mut desk = Desk::demo();
    desk.press("3").type_text("时钟");
    assert!(
        desk.cursor_line().contains("时钟同步") && desk.app.layers() == [Layer::Field],
        "{:?}",
        desk.lines()
    );
    desk.press("Esc").paste("点表\n第二行");
    assert!(desk.cursor_line().contains("4c.9"), "{}", desk.cursor_line());
    desk.press("Esc ]").type_text("数据");
    assert!(desk.app.layers() == [Layer::Menu] && desk.shows("/ 数据"), "{:?}", desk.lines());
    desk.press("Esc 0").type_text("数");
    let is_open = desk.app.layers() == [Layer::Search] && desk.shows("/ 数");
    assert!(is_open, "where the page has no search, everything is looked through: {:?}", desk.lines());
}

/// A commit that begins with a Latin letter ran a command, and one of them deleted a task.
#[test]
fn a_commit_is_one_text_whatever_letter_it_begins_with() {
    for (page, commit) in [("1", "d区照明"), ("1", "x轴"), ("2", "IP规划"), ("3 ]", "q值"), ("0", "x轴")]
    {
        let mut desk = Desk::demo();
        desk.press(page).burst(commit);
        assert!(!desk.has_left && desk.text() == DEMO, "{commit}");
        assert!(desk.shows(&format!("/ {commit}")), "{commit}: {:#?}", desk.lines());
    }
    let mut desk = Desk::demo();
    desk.press("3 ] ]").burst("PLC温控");
    assert!(desk.shows("/ PLC温控"), "{:#?}", desk.lines());
    // In a field it is typed; where nothing is typed, it answers nothing.
    desk.press("Esc [ [ a").burst("PLC温控").press("Enter");
    assert!(desk.workspace().tasks.iter().any(|(_, task)| task.title.as_str() == "PLC温控"));
    let mut desk = Desk::demo();
    desk.press("3 s").burst("d区");
    assert_eq!((desk.app.layers(), desk.text()), (&[Layer::Menu][..], DEMO.to_owned()));
    desk.press("Esc q").burst("q值");
    assert!(!desk.has_left || desk.text() == DEMO);
}

#[test]
fn letters_alone_are_keys_however_many_come_at_once() {
    let mut desk = Desk::demo();
    desk.burst("3jj");
    let there = desk.cursor_line();
    let mut slow = Desk::demo();
    slow.press("3 j j");
    assert_eq!(there, slow.cursor_line());
    desk.burst("ｊｘ");
    assert_ne!(desk.text(), DEMO, "full-width forms of keys are keys");
}

#[test]
fn a_paste_is_text_and_never_keys() {
    for place in ["0", "3", "3 ]", "F10", "3 s", "g", "3 f", "3 ,", "3 e type:x Esc"] {
        let mut desk = Desk::demo();
        desk.press(place);
        desk.paste("dxq\ny");
        assert!(!desk.has_left && desk.text() == DEMO, "{place}");
    }
    let mut desk = Desk::demo();
    desk.press("3 a").paste("一\r\n二\u{1b}[201~\u{1b}[2J");
    desk.press("Enter");
    assert!(desk.workspace().tasks.iter().any(|(_, task)| task.title.as_str() == "一 二[201~[2J"));
    desk.press("o").paste("一\r\n二\r三");
    desk.press("Esc");
    assert!(desk.workspace().tasks.iter().any(|(_, task)| task.note.text() == "一\n二\n三"));
}

/// Text that an input method committed on a long entry became one line a character.
#[test]
fn typing_on_a_long_entry_opens_its_text_area() {
    let mut desk = Desk::demo();
    desk.press("1 a type:记录 Enter e Up").type_text("现场无网口。");
    assert_eq!(desk.app.layers(), [Layer::Area]);
    desk.press("Esc Up Enter");
    let task = desk.workspace().tasks.iter().find(|(_, task)| task.title.as_str() == "记录").unwrap().1;
    assert_eq!(task.note.text(), "现场无网口。");
}

#[test]
fn a_choice_is_turned_with_arrows_and_chosen_by_its_first_letters() {
    let mut desk = Desk::demo();
    let status = Task::FIELDS.iter().position(|field| field.name == "status").unwrap();
    assert_eq!(status, 5);
    for (typed, shown) in [("受", "受阻"), ("d", "进行中"), ("豁免", "豁免"), ("wai", "豁免")] {
        desk.press("3 e Tab Tab");
        desk.paste(typed);
        assert!(desk.shows(&format!("‹ {shown}")), "{typed}: {:?}", desk.lines());
        desk.press("Esc");
        if desk.app.layers() == [Layer::Question] {
            desk.press("y");
        }
    }
    desk.press("e Tab Tab").type_text("进行中");
    assert!(desk.shows("‹ 进行中 ›"), "a burst chooses by its first character");
}

#[test]
fn a_long_text_keeps_its_caret_in_a_narrow_field() {
    for width in [20, 30, 60, 80] {
        let mut desk = Desk::demo();
        desk.resize(width, 24);
        desk.press("3 r");
        for c in "热处理车间补采振动点ABC，还有很多要写的东西直到放不下为止".chars()
        {
            desk.type_text(&c.to_string());
            let (x, y) = desk.caret().unwrap();
            assert!(x < width);
            assert!(
                desk.lines()[usize::from(y)].contains(c),
                "{c} is not seen at {width}: {:?}",
                desk.lines()
            );
        }
    }
}

#[test]
fn a_note_wraps_and_its_caret_goes_by_lines() {
    let mut desk = Desk::demo();
    desk.resize(40, 12);
    desk.press("1 a type:记录 Enter o").type_text(&"磨床".repeat(20));
    let (_, row) = desk.caret().unwrap();
    desk.press("Enter type:二 Up");
    let (x, up) = desk.caret().unwrap();
    assert!(up <= row + 1 && x < 40);
    desk.press("Down End").type_text("三");
    assert!(desk.shows("二三"), "{:?}", desk.lines());
}
