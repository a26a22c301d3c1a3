//! The mouse: what a click, a double click, the wheel and a drag mean on every page and in every dialog, and that they
//! are the same steps as with keys.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use crossterm::event::KeyCode;
use proptest::prelude::*;
use std::collections::BTreeSet;
use support::scene::{SIZES, cases};
use support::{DEMO, Desk, cells, disputed, figures, papers, plant};
use wubu::text::Lang;
use wubu::tui::{Gesture, Key, Layer, Page, Part, Region, Touch, View, keymap};

/// The first cell of what a click does there.
fn place_of(desk: &Desk, is_it: impl Fn(&Touch) -> bool) -> (u16, u16) {
    let regions = desk.regions();
    let region = regions.iter().find(|region| is_it(&region.touch)).expect("there is such a place");
    (region.place.x, region.place.y)
}

/// The page without what is said in the footer, and without the folder of the desk on the start page.
fn page(desk: &Desk) -> Vec<String> {
    let mut lines = desk.lines();
    lines.pop();
    lines.retain(|line| !line.contains("plant.wubu.ron  "));
    lines
}

/// The texts of what a click meets as lines or cells of a part, from the top.
fn texts(desk: &Desk, part: Part, column: Option<usize>) -> Vec<(String, (u16, u16))> {
    let is_it = |region: &Region| match &region.touch {
        Touch::At(hit) => hit.part == part && column.is_none_or(|column| hit.column == column),
        _ => false,
    };
    let regions = desk.regions().into_iter().filter(is_it);
    regions.map(|region| (desk.text_at(region.place), (region.place.x, region.place.y))).collect()
}

/// Where a line of a part stands.
fn line(desk: &Desk, part: Part, text: &str) -> (u16, u16) {
    let all = texts(desk, part, None);
    let found = all.iter().find(|(line, _)| line.contains(text));
    found.unwrap_or_else(|| panic!("no {text} among {all:?}")).1
}

fn task(desk: &Desk, text: &str) -> (u16, u16) {
    line(desk, Part::List, text)
}

/// Every page with the keys that lead there and put them on its list.
fn pages() -> Vec<(&'static str, String)> {
    vec![
        ("", DEMO.to_owned()),
        ("F10", DEMO.to_owned()),
        ("3", DEMO.to_owned()),
        ("3 Left", DEMO.to_owned()),
        ("3 ] Left", DEMO.to_owned()),
        ("3 ] ]", plant()),
        ("3 ] ] Left", plant()),
        ("1 ] ] ]", papers()),
        ("1 ] ] ] Enter", papers()),
        ("1 ] ] ] ]", papers()),
        ("6", DEMO.to_owned()),
        ("7", figures()),
        ("8", DEMO.to_owned()),
        ("8 v", DEMO.to_owned()),
        ("9", DEMO.to_owned()),
        ("D", disputed()),
    ]
}

#[test]
fn a_click_on_a_line_is_as_many_steps_down() {
    for (keys, text) in pages() {
        for size in SIZES {
            let opened = || {
                let mut desk = Desk::opened(Lang::Zh, size, &text);
                desk.press(keys).press("Home");
                desk
            };
            let (mut by_key, mut by_mouse) = (opened(), opened());
            by_key.press("Down Down");
            let sign = by_key.cursor_line();
            let y = by_key.lines().iter().position(|line| *line == sign).unwrap();
            // The last sign of the cursor is the one of the list, unless another part stands below it.
            let sign_at = sign.match_indices('▌').map(|(at, _)| cells(sign.split_at(at).0));
            let y = u16::try_from(y).unwrap();
            let mut is_met = false;
            for x in sign_at {
                by_mouse = opened();
                by_mouse.click((x, y));
                is_met |= page(&by_mouse) == page(&by_key);
            }
            let all = [by_key.lines(), by_mouse.lines()].concat().join("\n");
            assert!(is_met, "{keys:?} at {size:?}:\n{all}");
        }
    }
}

#[test]
fn a_key_of_the_footer_is_the_key() {
    let mut seen = BTreeSet::new();
    for (keys, text) in pages() {
        let opened = || {
            let mut desk = Desk::opened(Lang::En, (120, 40), &text);
            desk.press(keys);
            desk
        };
        let desk = opened();
        let hints: Vec<Region> =
            desk.regions().into_iter().filter(|region| matches!(region.touch, Touch::Key(_))).collect();
        assert!(hints.len() >= 3, "{keys:?}: {hints:?}");
        for hint in hints {
            let Touch::Key(command) = hint.touch else { continue };
            let layers = desk.app.layers();
            let bound = layers.iter().flat_map(|layer| keymap().layer(*layer));
            // Digits are scores or candidates, each its own.
            let key = bound.filter(|bind| bind.command == command).find_map(|bind| {
                bind.keys.first().copied().filter(|key| !key.char().is_some_and(|c| c.is_ascii_digit()))
            });
            // On every page some are the same.
            let Some(key) = key.filter(|_| seen.insert(command)) else { continue };
            let (mut by_key, mut by_mouse) = (opened(), opened());
            by_key.key(key);
            by_mouse.click((hint.place.x, hint.place.y));
            let both = [page(&by_mouse), page(&by_key)];
            assert_eq!(both[0], both[1], "{keys:?}: {key}");
            assert_eq!(by_mouse.notice(), by_key.notice());
        }
    }
}

#[test]
fn stages_and_views_are_gone_to_by_a_click() {
    for size in SIZES {
        let mut desk = Desk::opened(Lang::Zh, size, DEMO);
        for (click, keys) in
            [("准备", "3"), ("台账", "3 ] ]"), ("评审门", "3 ] ] ]"), ("设计", "2 ] ] ] ]"), ("总览", "0")]
        {
            desk.click_on(click);
            let mut by_key = Desk::opened(Lang::Zh, size, DEMO);
            by_key.press("3 ] ] ] 0").press(keys);
            let tabs = |desk: &Desk| desk.lines()[1..3].to_vec();
            assert_eq!(tabs(&desk), tabs(&by_key), "{click} at {size:?}");
        }
    }
}

#[test]
fn on_a_narrow_screen_the_open_view_leads_back_column_by_column() {
    let mut desk = Desk::opened(Lang::Zh, (80, 24), DEMO);
    desk.press("3").double_click_on("4c.4");
    let detail = desk.lines();
    desk.click_on("[任务]");
    assert_ne!(desk.lines(), detail);
    assert!(desk.cursor_line().contains("4c.4"), "{:?}", desk.lines());
    // It does not lead out of the stage.
    desk.click_on("[任务]").click_on("[任务]").double_click_on("c4 数据准备");
    assert!(desk.shows("4c.9") && !desk.shows("4c.1 "), "{:?}", desk.lines());
    // Where the details fill the screen, the way that led there leads back.
    desk.press("6");
    let list = desk.lines()[4..10].to_vec();
    desk.press("Enter");
    assert_ne!(desk.lines()[4..10], list[..]);
    let (x, y) = desk.find("› 就绪度");
    desk.click((x + 2, y));
    assert_eq!(desk.lines()[4..10], list[..]);
}

#[test]
fn the_header_and_the_signs_of_gates_lead_to_what_they_name() {
    let mut desk = Desk::demo();
    let crumb = |desk: &Desk, text: &str| {
        let (x, y) = desk.find(&format!("› {text}"));
        (x + 2, y)
    };
    desk.press("3 A type:子任务 Enter");
    desk.click(crumb(&desk, "4c.1"));
    assert!(desk.cursor_line().contains("4c.1 "), "{:?}", desk.lines());
    desk.click(crumb(&desk, "c1"));
    assert!(desk.lines()[5].starts_with("▌c1"), "{:?}", desk.lines());
    desk.click_on("五步");
    assert_eq!(desk.app.page, Page::Overview);
    desk.press("3 ] ]");
    desk.click(crumb(&desk, "设备联网"));
    assert_eq!(desk.app.page, Page::Stage(2, View::Registers));
    let mut desk = Desk::opened(Lang::Zh, (200, 60), DEMO);
    desk.click_on("G1");
    assert_eq!(desk.app.page, Page::Stage(0, View::Gate));
}

#[test]
fn a_choice_is_turned_both_ways() {
    let mut desk = Desk::demo();
    desk.press("3 e").click_on("优先级");
    let before = desk.lines();
    let back = desk.find("‹ ");
    desk.click((back.0 + 3, back.1));
    assert_ne!(desk.lines(), before);
    desk.click(back);
    assert_eq!(desk.lines(), before);
    desk.click(back);
    assert_ne!(desk.lines(), before);
}

#[test]
fn the_other_button_asks_what_can_be_done_with_a_line() {
    let mut desk = Desk::demo();
    desk.press("3");
    let place = task(&desk, "4c.3 ");
    desk.point(Gesture::Menu, place);
    assert_eq!(desk.app.layers().first(), Some(&Layer::Search), "{:?}", desk.lines());
    let before = desk.lines();
    desk.point(Gesture::Menu, place);
    assert_eq!(desk.lines(), before, "a list that is open stays");
    desk.press("type:删除 Enter");
    assert!(desk.workspace().tasks.get("4c.3").is_none(), "{:?}", desk.lines());
}

#[test]
fn the_wheel_turns_a_table_sideways_and_the_arrow_at_its_edge_shows_the_next_column() {
    let mut desk = Desk::demo();
    desk.press("3 ] ]");
    let head = desk.find("设备编号").1;
    let mut by_key = Desk::demo();
    by_key.press("3 ] ] l");
    desk.point(Gesture::Across(1), (60, 12));
    assert_eq!(desk.lines(), by_key.lines());
    let first = desk.lines();
    let line = &first[usize::from(head)];
    let before = line.rsplit_once('›').unwrap().0;
    desk.click((u16::try_from(wubu::text::width(before)).unwrap(), head));
    assert_ne!(desk.lines()[usize::from(head)], *line, "{:?}", desk.lines());
}

#[test]
fn what_was_said_makes_way_for_the_keys_when_one_clicks() {
    let mut desk = Desk::demo();
    desk.press("3").click_on("4c.3 ").press("x");
    assert!(desk.notice().contains("撤销"));
    desk.click_on("4c.1 ");
    assert_eq!(desk.notice(), "");
    // What was done is undone where it is said.
    assert_ne!(desk.text(), DEMO);
    desk.press("x x").click_on("· u 撤销").press("u u");
    assert_eq!(desk.text(), DEMO);
}

#[test]
fn both_halves_of_a_wide_character_are_the_same_place() {
    let mut desk = Desk::demo();
    desk.press("3");
    let (x, y) = desk.find("时钟同步");
    let (first, second) = ((x, y), (x + 1, y));
    let row = desk.click(first).cursor_line();
    desk.press("Home");
    assert_eq!(desk.click(second).cursor_line(), row);
    // And in a text that is typed: the caret goes before the character, whichever half was hit.
    let mut desk = Desk::demo();
    desk.press("F4 Ctrl-U type:甲乙丙丁戊");
    let (x, y) = desk.find("乙丙丁戊");
    for half in [x, x + 1] {
        desk.click((half, y));
        assert_eq!(desk.caret(), Some((x, y)));
    }
    assert_eq!(desk.click((x + 20, y)).caret(), Some((x + 8, y)));
    desk.click((x, y)).press("type:磨");
    assert!(desk.shows("甲磨乙丙丁戊"), "{:?}", desk.lines());
}

#[test]
fn a_double_click_is_enter_and_a_stray_second_press_is_nothing() {
    let opened = |keys: &str| {
        let mut desk = Desk::demo();
        desk.press(keys);
        desk
    };
    // A task of the overview leads to its stage.
    let mut desk = opened("");
    desk.double_click_on("4c.6");
    assert!(desk.shows("[任务]") && desk.cursor_line().contains("4c.6"), "{:?}", desk.lines());
    // A link of a text is followed.
    let mut desk = opened("3 ]");
    let task =
        desk.regions().into_iter().filter(|region| matches!(region.touch, Touch::At(_))).find(|region| {
            let y = usize::from(region.place.y);
            region.place.x > 30 && desk.lines()[y].contains("→")
        });
    if let Some(region) = task {
        let before = desk.lines();
        desk.double_click((region.place.x, region.place.y));
        assert_ne!(desk.lines(), before);
    }
    // The first press opened a menu: the second was meant for what was there before.
    let mut desk = opened("3");
    let filter = desk.find("f 筛选");
    desk.click(filter);
    let menu = desk.lines();
    assert!(menu.iter().any(|line| line.contains("逾期")), "{menu:?}");
    desk.point(Gesture::Double, filter);
    assert_eq!(desk.lines(), menu);
}

#[test]
fn the_wheel_turns_what_is_under_it_and_nothing_behind_a_dialog() {
    let mut desk = Desk::demo();
    desk.resize(120, 20);
    desk.press("3");
    let list = task(&desk, "4c.1 ");
    let rows = |desk: &Desk| -> Vec<String> {
        texts(desk, Part::List, None).into_iter().map(|(text, _)| text.replace('▌', " ")).collect()
    };
    let top = rows(&desk);
    desk.point(Gesture::Wheel(1), list);
    assert_eq!(rows(&desk)[..5], top[3..8]);
    desk.point(Gesture::Wheel(-1), list);
    assert_eq!(rows(&desk), top);
    // The menu has its own list; beside it nothing is turned.
    desk.press("b");
    let menu = desk.lines();
    desk.point(Gesture::Wheel(1), (0, 3));
    assert_eq!(desk.lines(), menu);
    desk.point(Gesture::Wheel(1), (60, 10));
    assert_ne!(desk.lines(), menu);
    desk.press("Esc");
    assert_eq!(rows(&desk), top);
}

#[test]
fn a_menu_is_chosen_from_and_a_click_beside_it_closes_it() {
    let mut desk = Desk::demo();
    desk.press("3 f");
    desk.click_on("受阻");
    assert!(desk.shows("筛选 受阻"), "{:?}", desk.lines());
    let page = desk.lines();
    desk.press("f").click((1, 38));
    assert_eq!(desk.lines(), page);
    // What was typed is not thrown away so.
    desk.press("Esc e type:X").click((1, 38));
    assert!(desk.shows("X"), "{:?}", desk.lines());
    desk.press("Esc");
    desk.click_on("Esc 否");
    assert!(desk.shows("Enter 保存全部") || desk.app.layers() != [Layer::Question]);
    desk.press("Esc").click_on("Enter 是");
    assert!(desk.shows("[任务]"), "{:?}", desk.lines());
    assert_eq!(desk.text(), DEMO);
}

#[test]
fn a_form_is_filled_with_the_mouse() {
    let mut desk = Desk::demo();
    desk.press("3 e");
    desk.click_on("优先级");
    let before = desk.lines();
    desk.click_on("优先级");
    assert_ne!(desk.lines(), before, "the choice was turned");
    desk.click_on("Enter 确定");
    assert_ne!(desk.text(), DEMO);
    desk.press("u");
    assert_eq!(desk.text(), DEMO);
}

#[test]
fn the_head_of_a_table_sorts_by_its_column() {
    let mut desk = Desk::opened(Lang::Zh, (120, 40), &plant());
    desk.press("3 ] ]");
    let names = |desk: &Desk| -> Vec<String> {
        texts(desk, Part::List, Some(0)).into_iter().map(|(text, _)| text.trim().to_owned()).collect()
    };
    let given = names(&desk);
    let mut down = given.clone();
    down.sort();
    down.reverse();
    assert_ne!(down, given);
    let head = line(&desk, Part::Head, "设备编");
    desk.click(head).click(head);
    assert_eq!(names(&desk), down);
    desk.click(head);
    assert_eq!(names(&desk), given);
    // A cell has the cursor where it was clicked.
    desk.click_on("热处理炉");
    desk.press("e");
    assert!(desk.caret().is_some() && desk.shows("设备名称"), "{:?}", desk.lines());
}

fn divider(desk: &Desk) -> (u16, u16) {
    place_of(desk, |touch| matches!(touch, Touch::Divider(_)))
}

#[test]
fn a_border_is_dragged_within_bounds_and_remembered() {
    for (keys, text) in pages() {
        let mut desk = Desk::opened(Lang::Zh, (200, 50), &text);
        desk.press(keys);
        if !desk.regions().iter().any(|region| matches!(region.touch, Touch::Divider(_))) {
            assert!(["", "F10", "8 v"].contains(&keys), "{keys:?} has columns");
            continue;
        }
        let from = divider(&desk);
        let to = (from.0 + 4, from.1 + 2);
        desk.point(Gesture::Press, from).point(Gesture::Drag, to);
        assert_eq!(divider(&desk).0, to.0, "{keys:?}");
        assert!(desk.shows("┃"), "{keys:?}: it is not seen that the border is held");
        desk.point(Gesture::Release, to);
        assert!(!desk.shows("┃"));
        // Another page, and back.
        desk.press("F10 Esc").press(keys);
        assert_eq!(divider(&desk).0, to.0, "{keys:?}");
        // However far it is dragged, both columns stay.
        for far in [0, 199] {
            desk.point(Gesture::Press, divider(&desk)).point(Gesture::Drag, (far, 9));
            let x = divider(&desk).0;
            assert!((10..190).contains(&x), "{keys:?}: {x}");
            desk.point(Gesture::Release, (far, 9));
        }
        // On a narrower screen as well.
        for width in [160, 120, 100, 60, 20, 1] {
            desk.resize(width, 30);
            desk.lines();
        }
        assert_eq!(desk.text(), text);
    }
}

fn order(desk: &Desk) -> Vec<String> {
    let lines = texts(desk, Part::List, None).into_iter();
    lines.filter_map(|(line, _)| Some(line.split_once("4c.")?.1.split(' ').next()?.to_owned())).collect()
}

#[test]
fn a_task_is_dragged_among_its_siblings_as_one_step() {
    let mut desk = Desk::demo();
    desk.press("3");
    let before = order(&desk);
    let (from, to) = (task(&desk, "4c.3 "), task(&desk, "4c.1 "));
    desk.point(Gesture::Press, from).point(Gesture::Drag, (from.0, from.1 - 1)).point(Gesture::Drag, to);
    assert!(desk.notice().starts_with("移到“") && desk.notice().contains("之前"), "{}", desk.notice());
    assert_eq!(desk.text(), DEMO, "nothing is changed before it is let go of");
    desk.point(Gesture::Release, to);
    let after = order(&desk);
    assert_ne!(after, before);
    assert!(desk.cursor_line().contains("4c.3 "));
    let place = |order: &[String], id: &str| order.iter().position(|other| other == id).unwrap();
    assert_eq!(place(&after, "3") + 1, place(&after, "1"));
    desk.press("u");
    assert_eq!(desk.text(), DEMO, "one step");
    // Downwards it goes behind.
    let (from, to) = (task(&desk, "4c.1 "), task(&desk, "4c.3 "));
    desk.point(Gesture::Press, from).point(Gesture::Drag, to).point(Gesture::Release, to);
    assert_eq!(place(&order(&desk), "3") + 1, place(&order(&desk), "1"));
}

#[test]
fn a_task_is_dragged_onto_an_element_with_all_that_are_marked() {
    let mut desk = Desk::demo();
    desk.press("3 Space Space");
    let (from, to) = (task(&desk, "4c.1 "), line(&desk, Part::Side, "c4 数据准备"));
    desk.point(Gesture::Press, from).point(Gesture::Drag, to);
    assert!(desk.notice().starts_with("2 项移到要素 c4"), "{}", desk.notice());
    desk.point(Gesture::Release, to);
    let element = |desk: &Desk, id: &str| desk.workspace().tasks.get(id).unwrap().element.as_str().to_owned();
    assert_eq!(element(&desk, "4c.1"), "c4");
    // The marked subtask went along with its task, and stays below it.
    let below: Vec<_> = desk.workspace().tasks.iter().filter(|(_, t)| t.parent.as_str() == "4c.1").collect();
    assert!(!below.is_empty() && below.iter().all(|(_, task)| task.element.as_str() == "c4"));
    desk.press("u");
    assert_eq!(desk.text(), DEMO, "one step");
}

#[test]
fn a_drag_is_given_up_with_esc_and_refused_with_a_reason() {
    let mut desk = Desk::demo();
    desk.press("3");
    let page = desk.lines();
    let (from, to) = (task(&desk, "4c.3 "), task(&desk, "4c.1 "));
    desk.point(Gesture::Press, from).point(Gesture::Drag, to).press("Esc");
    desk.point(Gesture::Drag, from).point(Gesture::Release, to);
    assert_eq!(desk.text(), DEMO);
    assert_eq!(desk.lines().len(), page.len());
    assert!(desk.shows("[任务]"), "Esc gave up the drag, and nothing else");
    // Sorted by a field there is no place between two.
    desk.press(", q");
    let (from, to) = (task(&desk, "4c.3 "), task(&desk, "4c.1 "));
    desk.point(Gesture::Press, from).point(Gesture::Drag, to);
    assert!(desk.notice().contains("不能移动"), "{}", desk.notice());
    desk.point(Gesture::Release, to);
    assert!(desk.notice().contains("不能移动"), "{}", desk.notice());
    assert_eq!(desk.text(), DEMO);
    // A task does not go below itself.
    let mut desk = Desk::demo();
    desk.press("3 A type:子任务 Enter");
    let parent = task(&desk, "4c.1 ");
    let child = task(&desk, "子任务");
    let text = desk.text();
    desk.point(Gesture::Press, parent).point(Gesture::Drag, child);
    assert!(desk.notice().contains("循环"), "{}", desk.notice());
    desk.point(Gesture::Release, child);
    assert_eq!(desk.text(), text);
}

#[test]
fn nothing_is_dragged_where_the_file_may_only_be_looked_at() {
    let newer = DEMO.replacen("format: 1", "format: 7", 1);
    let mut desk = Desk::opened(Lang::Zh, (120, 40), &newer);
    desk.press("3");
    let (from, to) = (task(&desk, "4c.3 "), task(&desk, "4c.1 "));
    desk.point(Gesture::Press, from).point(Gesture::Drag, to);
    assert!(desk.notice().contains("只能查看"), "{}", desk.notice());
    let text = desk.text();
    desk.point(Gesture::Release, to);
    assert_eq!(desk.text(), text);
}

#[test]
fn a_line_that_is_typed_is_not_lost_by_a_click() {
    let mut desk = Desk::demo();
    desk.press("3 a type:补采振动点");
    desk.click_on("评审门");
    assert!(desk.notice().contains("还在输入") && desk.shows("补采振动点"), "{:?}", desk.lines());
    desk.click_on("4c.4");
    assert!(desk.notice().contains("还在输入"), "{}", desk.notice());
    desk.click_on("采振动点").press("type:新");
    assert!(desk.shows("补新采振动点"), "{:?}", desk.lines());
    desk.press("Enter");
    assert!(desk.text().contains("补新采振动点"));
}

#[test]
fn the_mouse_is_left_to_the_terminal_at_once() {
    let mut desk = Desk::demo();
    desk.press("3 Ctrl-T");
    assert!(desk.notice().contains("选取文字") && !desk.app.has_mouse(), "{}", desk.notice());
    let before = desk.lines();
    desk.click_on("4c.4").point(Gesture::Wheel(1), (50, 9));
    assert_eq!(desk.lines(), before);
    desk.press("Ctrl-T").click_on("4c.4");
    assert!(desk.app.has_mouse() && desk.cursor_line().contains("4c.4"));
}

/// Click after click on all that there is, each on the screen that the one before has left.
#[test]
fn nothing_that_can_be_touched_does_harm() {
    let mut seen = BTreeSet::new();
    for (n, case) in cases().into_iter().step_by(3).enumerate() {
        let lang = [Lang::Zh, Lang::En][n % 2];
        let mut desk = case.desk(lang, SIZES[(n / 2) % 2]);
        desk.is_locked = true;
        for region in desk.regions() {
            // What was tried on another screen is much the same here.
            let what = match &region.touch {
                Touch::At(hit) => format!("{:?} {}", hit.part, hit.column.min(2)),
                touch => format!("{touch:?}"),
            };
            let kind = format!("{:?} {what}", desk.app.layers());
            if seen.insert(kind) {
                desk.click((region.place.x, region.place.y));
                desk.double_click((region.place.right() - 1, region.place.bottom() - 1));
            }
        }
    }
    assert!(seen.len() > 200, "{}", seen.len());
}

fn gestures() -> impl Strategy<Value = Vec<(u8, u16, u16)>> {
    prop::collection::vec((0u8..18, 0u16..124, 0u16..42), 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn whatever_the_mouse_does_can_be_undone(start in 0usize..8, moves in gestures()) {
        let mut desk = Desk::demo();
        desk.is_locked = true;
        desk.press(["3", "3 e", "3 ] ]", "1 ] ] ]", "3 ] ] ]", "6", "8", "3 a"][start]);
        for (gesture, x, y) in moves {
            let gesture = match gesture {
                0..=4 => Gesture::Press,
                5..=6 => Gesture::Double,
                7..=10 => Gesture::Drag,
                11..=12 => Gesture::Release,
                13 => Gesture::Wheel(1),
                14 => Gesture::Wheel(-1),
                15 => Gesture::Across(1),
                16 => Gesture::Menu,
                _ => {
                    // The start page leads away from the workspace, and quitting ends it all.
                    desk.key(Key::plain(KeyCode::Esc));
                    continue;
                }
            };
            desk.point(gesture, (x, y));
            let frame = desk.screen;
            prop_assert!(desk.regions().iter().all(|region| region.place.intersection(frame) == region.place));
            prop_assert_eq!(desk.app.path(), Some(desk.path()));
        }
        for _ in 0..20 {
            if desk.app.layers().contains(&Layer::App) {
                break;
            }
            desk.press(if desk.app.layers() == [Layer::Question] { "y" } else { "Ctrl-C" });
        }
        desk.app.lang = Lang::Zh;
        for _ in 0..200 {
            if desk.press("u").notice().contains("没有可撤销") {
                break;
            }
        }
        prop_assert!(desk.text() == DEMO);
    }
}
