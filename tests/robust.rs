//! The workbench under rough hands: random keys, every size, hostile text. Nothing panics, nothing is lost,
//! nothing that a terminal would obey reaches a cell. `MONKEY_KEYS=200000` makes the monkey work longer,
//! `MONKEY_SEED=…` makes it take other ways. The long run over all sizes is `cargo test --test robust -- --ignored`.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use support::{DEMO, Desk, hostile, lines};
use wubu::store::write;
use wubu::text::{Lang, is_hidden, width};
use wubu::tui::{Gesture, Key, Layer, keymap, paint};

fn from_environment(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// What must hold of every frame: no control or bidi character, no half of a wide character, the caret inside.
fn check_frame(desk: &Desk, what: &str) {
    let (buffer, caret) = desk.buffer();
    check_cells(&buffer, what);
    if let Some(caret) = caret {
        assert!(buffer.area.contains(caret), "{what}: the caret is outside, at {caret:?}");
    }
}

fn check_cells(buffer: &Buffer, what: &str) {
    let area = buffer.area;
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            let symbol = buffer[(x, y)].symbol();
            assert!(!symbol.chars().any(is_hidden), "{what}: {symbol:?} at {x},{y}");
            let wide = u16::try_from(width(symbol)).unwrap();
            assert!(
                wide >= 1 && x + wide <= area.width,
                "{what}: {symbol:?} of {wide} cells at {x},{y} of {area:?}"
            );
            for behind in x + 1..x + wide {
                let covered = buffer[(behind, y)].symbol();
                assert_eq!(covered, " ", "{what}: {symbol:?} at {x},{y} has {covered:?} on its half");
            }
            x += wide;
        }
    }
}

/// Where keys are bound.
const LAYERS: [Layer; 24] = [
    Layer::App,
    Layer::Move,
    Layer::Tasks,
    Layer::Clause,
    Layer::Table,
    Layer::Overview,
    Layer::Disputes,
    Layer::Indicators,
    Layer::Visit,
    Layer::Plan,
    Layer::Load,
    Layer::Evidence,
    Layer::Decision,
    Layer::Scores,
    Layer::Gate,
    Layer::Start,
    Layer::Field,
    Layer::Form,
    Layer::Area,
    Layer::Menu,
    Layer::Pick,
    Layer::Path,
    Layer::Import,
    Layer::Question,
];

#[test]
fn a_monkey_loses_nothing_and_its_ways_lead_back() {
    let keys = from_environment("MONKEY_KEYS", 2_000);
    let seed = from_environment("MONKEY_SEED", 20_261_120);
    let mut random = fastrand::Rng::with_seed(seed);
    let bound: Vec<Key> =
        LAYERS.iter().flat_map(|layer| keymap().layer(*layer)).flat_map(|bind| bind.keys.clone()).collect();
    let texts = [
        "磨床",
        "补采振动点，先装 4G 网关。",
        "e\u{301}",
        "ａＸ？",
        "\u{202e}x\u{1b}[2J",
        "明天",
        "+3",
        "何成",
        "👩‍👩‍👧‍👦",
        "４c.9",
    ];
    let mut desk = Desk::demo();
    desk.is_locked = true;
    let mut history = vec![];
    for n in 0..keys {
        let step = match random.u32(..100) {
            0..70 => {
                let key = bound[random.usize(..bound.len())];
                // It stays at its desk, and goes back only in the end.
                let leaves = ["F10", "q", "Ctrl-Z", "u", "U", "Ctrl-Y"]
                    .iter()
                    .any(|name| Key::named(name) == Some(key));
                if leaves && desk.app.layers().contains(&Layer::App) {
                    continue;
                }
                desk.key(key);
                key.to_string()
            }
            70..82 => {
                let text = texts[random.usize(..texts.len())];
                desk.type_text(text);
                format!("type {text:?}")
            }
            82..90 => {
                let text = texts[random.usize(..texts.len())].repeat(random.usize(1..4))
                    + if random.bool() { "\n二" } else { "" };
                desk.paste(&text);
                format!("paste {text:?}")
            }
            90..92 => {
                let gestures =
                    [Gesture::Press, Gesture::Double, Gesture::Drag, Gesture::Release, Gesture::Wheel(1)];
                let gesture = gestures[random.usize(..gestures.len())];
                let cell = (random.u16(..desk.screen.width), random.u16(..desk.screen.height));
                desk.point(gesture, cell);
                format!("{gesture:?} at {cell:?}")
            }
            92..95 => {
                let size = (random.u16(1..160), random.u16(1..50));
                desk.resize(size.0, size.1);
                format!("resize {size:?}")
            }
            95..98 => {
                desk.tick();
                "tick".into()
            }
            _ => {
                desk.key(Key::named("Esc").unwrap());
                "Esc".into()
            }
        };
        history.push(step);
        let last = &history[history.len().saturating_sub(12)..];
        check_frame(&desk, &format!("seed {seed}, step {n}: {last:?}"));
        assert!(desk.app.path() == Some(desk.path()), "left the workspace: {last:?}");
    }
    // Out of every dialog, without keeping what is being typed.
    for _ in 0..20 {
        if desk.app.layers().contains(&Layer::App) {
            break;
        }
        desk.press(if desk.app.layers() == [Layer::Question] { "y" } else { "Ctrl-C" });
    }
    assert!(desk.app.layers().contains(&Layer::App), "stuck in {:?}", desk.app.layers());
    assert_eq!(write(&desk.reread()), desk.text(), "what was saved reads back equal");
    assert_eq!(desk.file(), desk.text());
    let mut undone = 0;
    while !desk.press("u").notice().is_empty()
        && !["没有可撤销", "nothing to undo"].iter().any(|none| desk.notice().contains(none))
    {
        undone += 1;
        assert!(undone <= keys, "undo has no end");
    }
    assert!(undone > 0, "the monkey changed nothing");
    assert!(desk.text() == DEMO, "undoing all of {undone} steps gives the first bytes");
    assert_eq!(desk.file(), DEMO);
}

/// Every page and dialog there is.
const SCREENS: [&str; 82] = [
    "W",
    "W Tab G",
    "W f e 1",
    "W t",
    "W a",
    "7",
    "7 G",
    "7 j Tab",
    "7 j Tab G e",
    "7 a",
    "7 A",
    "8",
    "8 G",
    "8 + + o G",
    "8 - - z",
    "8 v l j",
    "8 G e",
    "1 ] ] ]",
    "1 ] ] ] Enter",
    "1 ] ] ] Enter G Tab PageDown",
    "1 ] ] ] Enter Enter",
    "1 ] ] ] Enter 3 o type:磨床",
    "1 ] ] ] j Enter e",
    "2 ] ] ] Enter a type:磨床",
    "1 ] ] ] c",
    "1 ] ] ] ]",
    "1 ] ] ] ] G k e",
    "1 ] ] ] ] w",
    "1 ] ] ] ] r",
    "D",
    "D Enter",
    "D j Enter Right PageDown",
    "D j j Enter",
    "D s",
    "D G Enter",
    "",
    "G",
    "F10",
    "1",
    "1 G",
    "1 G k k k",
    "1 h",
    "1 l",
    "1 G l",
    "1 G k l PageDown",
    "1 ]",
    "1 ] Tab",
    "1 ] G",
    "1 G a type:磨床",
    "1 G r",
    "1 G / type:超",
    "1 G e",
    "1 G e Up",
    "1 G e type:x Esc",
    "1 s w",
    "1 G o",
    "1 G k k o",
    "1 ?",
    "1 f",
    "1 f f",
    "1 ,",
    "1 G s",
    "1 G m",
    "1 G b",
    "1 ] / type:数据",
    "9",
    "9 G",
    "9 Right",
    "9 f",
    "1 s b",
    "F3",
    "F4",
    "1 x",
    "1 ] ]",
    "1 ] ] h",
    "1 ] ] a type:磨",
    "1 ] ] G e type:x",
    "1 ] ] Enter",
    "1 ] ] t",
    "1 ] ] f v",
    "1 ] ] o",
    "1 ] ] i",
];

fn at_sizes(sizes: &[(u16, u16)], lang: Lang) {
    let text = hostile();
    for keys in SCREENS {
        let mut desk = Desk::opened(lang, (120, 40), &text);
        desk.press(keys);
        for (width, height) in sizes.iter().copied() {
            desk.resize(width, height);
            check_frame(&desk, &format!("{keys:?} at {width}x{height}"));
        }
    }
}

#[test]
fn every_width_is_drawn_whole() {
    let sizes: Vec<(u16, u16)> = [1, 3, 6, 10, 24, 40]
        .into_iter()
        .flat_map(|height| (1..=200).map(move |width| (width, height)))
        .collect();
    at_sizes(&sizes, Lang::Zh);
}

#[test]
fn every_height_is_drawn_whole() {
    let sizes: Vec<(u16, u16)> = [1, 4, 20, 59, 80, 130]
        .into_iter()
        .flat_map(|width| (1..=60).map(move |height| (width, height)))
        .collect();
    at_sizes(&sizes, Lang::En);
}

/// Every page, without dialogs: those are drawn at every width and height above.
const VIEWS: [&str; 29] = [
    "",
    "F10",
    "1",
    "1 l",
    "1 h",
    "1 ]",
    "1 ] Tab",
    "1 ] ]",
    "1 ] ] h",
    "1 ] ] Enter",
    "1 ] ] ]",
    "1 ] ] ] Enter",
    "1 ] ] ] ]",
    "3",
    "3 ] ]",
    "6",
    "6 Enter",
    "7",
    "7 Tab",
    "8",
    "8 v",
    "8 +",
    "9",
    "9 Right",
    "D",
    "D Enter",
    "W",
    "W Tab",
    "W t",
];

#[test]
#[ignore = "minutes: 12,000 sizes of each view; cargo test --test robust -- --ignored"]
fn every_view_is_drawn_whole_at_every_size() {
    let text = hostile();
    std::thread::scope(|threads| {
        for (n, half) in VIEWS.chunks(VIEWS.len().div_ceil(2)).enumerate() {
            let (text, lang) = (&text, [Lang::Zh, Lang::En][n]);
            threads.spawn(move || {
                for keys in half {
                    let mut desk = Desk::opened(lang, (120, 40), text);
                    desk.press(keys);
                    for (width, height) in
                        (1..=200).flat_map(|width| (1..=60).map(move |height| (width, height)))
                    {
                        desk.resize(width, height);
                        check_frame(&desk, &format!("{keys:?} at {width}x{height}"));
                    }
                }
            });
        }
    });
}

#[test]
fn keys_work_at_every_tiny_size() {
    for (width, height) in [(0, 0), (1, 1), (2, 1), (1, 60), (200, 1), (4, 4), (10, 3), (300, 120), (500, 2)]
    {
        let mut desk = Desk::opened(Lang::Zh, (width, height), &hostile());
        for keys in SCREENS {
            desk.press(keys).press("j PageDown Tab Right x u Esc Esc Esc Esc y Esc 0");
            check_frame(&desk, &format!("{keys:?} at {width}x{height}"));
        }
    }
}

/// The second line of defence: what went around the brush is swept, in any part of the screen.
#[test]
fn a_path_that_would_do_harm_is_shown_and_not_obeyed() {
    let mut desk = Desk::new(Lang::Zh, (80, 24));
    desk.update(wubu::tui::Action::OpenFile("a\u{1b}]0;x\u{7}\u{202e}b.wubu.ron".into()));
    check_frame(&desk, "an error about a hostile path");
    assert!(desk.shows("^[]0;x^G⟨U+202E⟩b"), "{:?}", desk.lines());
    desk.is_slow = true;
    desk.update(wubu::tui::Action::OpenFile("\u{9b}31m\u{200b}.wubu.ron".into()));
    check_frame(&desk, "a hostile path being opened");
}

#[test]
fn a_copied_line_is_inert() {
    let mut desk = Desk::opened(Lang::Zh, (120, 40), &hostile());
    for _ in 0..6 {
        desk.press("1 G");
        for _ in 0..desk.copied.len() {
            desk.press("k");
        }
        desk.press("y");
    }
    assert_eq!(desk.copied.len(), 6);
    assert!(desk.copied.iter().all(|text| !text.chars().any(is_hidden)), "{:?}", desk.copied);
}

#[test]
fn the_app_paints_on_a_buffer_of_another_size_than_it_was_told() {
    // Between a resize and the news of it.
    let mut desk = Desk::demo();
    desk.press("3 e");
    for area in [Rect::new(0, 0, 10, 3), Rect::new(0, 0, 200, 60), Rect::new(0, 0, 0, 0)] {
        let mut buffer = Buffer::empty(area);
        paint(&desk.app, &mut buffer);
        check_cells(&buffer, "another size");
        assert_eq!(lines(&buffer).len(), usize::from(area.height));
    }
}
