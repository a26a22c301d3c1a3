//! The floors of the house: a module uses only those above it, and the two on top never see each other.

use std::{fs, path::Path};

/// From the ground up. `cli` and `tui` stand side by side.
const FLOORS: [&str; 14] = [
    "text",
    "guide",
    "workspace",
    "merge",
    "readiness",
    "search",
    "check",
    "sheet",
    "profile",
    "table",
    "store",
    "report",
    "cli",
    "tui",
];

#[test]
fn no_path_leads_upward() {
    let mut wrong = vec![];
    for (level, floor) in FLOORS.iter().enumerate() {
        for file in files_of(floor) {
            let text = fs::read_to_string(&file).unwrap();
            for (line, used) in paths(&text) {
                let upward = FLOORS.iter().position(|f| *f == used).is_some_and(|used| used > level);
                if upward || (*floor == "tui" && used == "cli") {
                    wrong.push(format!("{}:{line}: {floor} must not use {used}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_module_of_the_library_is_a_floor() {
    let lib = fs::read_to_string("src/lib.rs").unwrap();
    for line in lib.lines().filter_map(|l| l.strip_prefix("pub mod ")) {
        let module = line.trim_end_matches(';');
        assert!(FLOORS.contains(&module), "{module} has no floor");
        assert!(lib.contains(&format!("| [`{module}`] |")), "{module} is not on the map");
    }
}

#[test]
fn an_upward_path_is_seen_in_every_form() {
    let seen = |text: &str| paths(text).into_iter().map(|(_, used)| used).collect::<Vec<_>>();
    assert_eq!(seen("let x = crate::store::open();"), ["store"]);
    assert_eq!(seen("use crate::{text::{Lang, Phrase}, tui::App};"), ["text", "tui"]);
    assert_eq!(seen("use crate::{\n    cli,\n    text,\n};"), ["cli", "text"]);
    assert_eq!(seen("use super::super::store::Session;"), ["store"]);
    assert_eq!(seen("// crate::tui is above us"), [""; 0]);
}

fn files_of(floor: &str) -> Vec<std::path::PathBuf> {
    let mut found = vec![];
    let file = Path::new("src").join(format!("{floor}.rs"));
    if file.exists() {
        found.push(file);
    }
    let mut folders = vec![Path::new("src").join(floor)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("the source tree can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    found
}

/// The first names of all paths that start at the crate's root, with their line; comments are left out.
fn paths(text: &str) -> Vec<(usize, String)> {
    let code: Vec<String> =
        text.lines().map(|l| l.split("//").next().unwrap_or_default().to_owned()).collect();
    let code = code.join("\n");
    let mut found = vec![];
    for root in ["crate::", "super::"] {
        for (at, _) in code.match_indices(root) {
            let line = code.get(..at).unwrap_or_default().matches('\n').count() + 1;
            let rest = code.get(at + root.len()..).unwrap_or_default().trim_start();
            match rest.strip_prefix('{') {
                Some(group) => found.extend(first_names(group).into_iter().map(|name| (line, name))),
                None => found.push((line, name_at(rest))),
            }
        }
    }
    found.retain(|(_, name)| FLOORS.contains(&name.as_str()));
    found
}

fn name_at(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// The names at depth one of a `{…}` group whose opening brace has been read.
fn first_names(group: &str) -> Vec<String> {
    let (mut depth, mut names, mut fresh) = (0, vec![], true);
    for (i, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && depth == 0 && (c.is_alphabetic() || c == '_') => {
                names.push(name_at(group.get(i..).unwrap_or_default()));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}
