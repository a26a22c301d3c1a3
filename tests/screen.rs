//! What every screen looks like, in both languages and at two sizes. The cases are `tests/screen/cases.txt`,
//! one line each; what they must look like lies beside it. `UPDATE_SCREENS=1 cargo test --test screen` draws
//! them anew: then look at the difference before it is committed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use support::{
    DEMO, Desk, bare, camera, disputed, figures, furnace, hostile, linked, papers, plant,
    plant_with_evidence, walk,
};
use wubu::store::Borders;
use wubu::text::Lang;
use wubu::tui::{Action, FirstRun, Theme};

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

struct Case {
    name: String,
    open: String,
    keys: String,
}

fn cases() -> Vec<Case> {
    let table = fs::read_to_string("tests/screen/cases.txt").unwrap();
    let rows = table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    rows.map(|row| {
        let parts: Vec<&str> = row.split('|').map(str::trim).collect();
        let [name, open, keys] = parts.as_slice() else { panic!("three columns: {row}") };
        Case { name: (*name).into(), open: (*open).into(), keys: (*keys).into() }
    })
    .collect()
}

fn desk(open: &str, lang: Lang, size: (u16, u16)) -> Desk {
    let mut desk = Desk::new(lang, size);
    match open {
        "nothing" => {}
        // Nobody has worked here before.
        "first" => return Desk::first(lang, size, FirstRun::Yes),
        "demo" => desk.open(DEMO),
        "disputed" => desk.open(&disputed()),
        "figures" => desk.open(&figures()),
        "chain" => desk.open(include_str!("plan/chain.txt")),
        "bare" => desk.open(&bare()),
        "papers" => desk.open(&papers()),
        "plant" => desk.open(&plant()),
        "walk" => desk.open(&walk()),
        "photos" => {
            desk.open(&walk());
            camera(desk.folder.path());
        }
        "hostile" => desk.open(&hostile()),
        "evidence" => return plant_with_evidence(lang, size),
        "newer" => desk.open(&DEMO.replacen("format: 1", "format: 7", 1)),
        "tables" => {
            desk.open(DEMO);
            for (name, text) in [
                ("points.csv", include_str!("imports/points.csv")),
                ("machines.csv", include_str!("imports/machines.csv")),
            ] {
                fs::write(desk.folder.path().join(name), text).unwrap();
            }
            desk.press("I type:equipment Enter type:machines.csv Enter Enter");
            desk.tick();
        }
        // The demo with an export of its furnace beside it.
        "export" => {
            desk.open(DEMO);
            fs::write(desk.folder.path().join("HT-03.csv"), furnace()).unwrap();
        }
        "owned" => {
            desk.own(&["bench-first", "bench-mode"]);
            desk.open(&linked());
        }
        "overtaken" => {
            desk.own(&["bench-first", "bench-second", "bench-mode"]);
            desk.open(&linked());
        }
        "linked" => desk.open(&linked()),
        "ascii" => {
            desk.app.theme = Theme::plain().with_borders(Borders::Ascii);
            desk.open(DEMO);
        }
        "missing" => desk.update(Action::OpenFile("没有/plant.wubu.ron".into())),
        // Any file of the project that is no workspace.
        "broken" => desk.update(Action::OpenFile("tests/screen/cases.txt".into())),
        "loading" => {
            desk.is_slow = true;
            desk.update(Action::OpenFile("plant.wubu.ron".into()));
        }
        other => panic!("nothing is called {other}"),
    }
    desk
}

/// One case in both languages at both sizes.
fn drawn(case: &Case) -> String {
    let mut text = format!("{} | {}\n", case.open, case.keys);
    for lang in [Lang::Zh, Lang::En] {
        for size in SIZES {
            let mut desk = desk(&case.open, lang, size);
            desk.press(&case.keys);
            let caret = desk.caret().map_or("no caret".to_owned(), |(x, y)| format!("caret {x},{y}"));
            writeln!(text, "\n== {lang:?} {}x{} · {caret}", size.0, size.1).unwrap();
            for line in desk.lines() {
                writeln!(text, "{line}").unwrap();
            }
        }
    }
    text
}

#[test]
fn every_screen_looks_as_it_did() {
    let is_update = std::env::var_os("UPDATE_SCREENS").is_some();
    let mut changed = vec![];
    for case in cases() {
        let path = Path::new("tests/screen").join(format!("{}.txt", case.name));
        let now = drawn(&case);
        if is_update {
            fs::write(&path, &now).unwrap();
            continue;
        }
        // A checkout may have other line ends.
        let was = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        if was != now {
            let first = was.lines().zip(now.lines()).find(|(was, now)| was != now);
            changed.push(format!("{}: {first:?}", case.name));
        }
    }
    assert!(changed.is_empty(), "changed (UPDATE_SCREENS=1 draws them anew):\n{}", changed.join("\n"));
}

#[test]
fn no_screen_is_left_behind_without_its_case() {
    let cases = cases();
    let names: BTreeSet<String> = cases.iter().map(|case| format!("{}.txt", case.name)).collect();
    assert_eq!(names.len(), cases.len(), "a name stands twice");
    for entry in fs::read_dir("tests/screen").unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        assert!(name == "cases.txt" || names.contains(&name), "{name} has no case");
    }
}
