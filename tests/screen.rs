//! What every screen looks like, in both languages and at two sizes. The cases are `tests/screen/cases.txt`,
//! one line each; what they must look like lies beside it. `UPDATE_SCREENS=1 cargo test --test screen` draws
//! them anew: then look at the difference before it is committed.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use support::Desk;
use support::scene::{Case, SIZES, cases};
use wubu::text::Lang;
use wubu::tui::{Region, Touch};

/// One case in both languages at both sizes.
fn drawn(case: &Case) -> String {
    let mut text = format!("{} | {}\n", case.open, case.keys);
    for lang in [Lang::Zh, Lang::En] {
        for size in SIZES {
            let desk = case.desk(lang, size);
            check_regions(&desk, &case.name);
            let caret = desk.caret().map_or("no caret".to_owned(), |(x, y)| format!("caret {x},{y}"));
            writeln!(text, "\n== {lang:?} {}x{} · {caret}", size.0, size.1).unwrap();
            for line in desk.lines() {
                writeln!(text, "{line}").unwrap();
            }
        }
    }
    text
}

/// What can be touched is on the screen, and there is always something.
fn check_regions(desk: &Desk, name: &str) {
    let regions = desk.regions();
    let is_whole =
        |region: &Region| !region.place.is_empty() && region.place.intersection(desk.screen) == region.place;
    assert!(regions.iter().all(is_whole), "{name}: {regions:?}");
    assert!(
        regions.iter().any(|region| matches!(region.touch, Touch::Key(_))),
        "{name}: no key in the footer"
    );
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
