//! The README is true: its key list is the key table's, its screen is what the program draws, and both
//! languages have the same parts. `UPDATE_README=1 cargo test --test readme` writes the parts anew.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

mod support;

use std::fmt::Write;
use std::fs;
use support::Desk;
use wubu::text::Lang;
use wubu::tui::{Layer, keymap};

const READMES: [(&str, Lang); 2] = [("README.md", Lang::Zh), ("README.en.md", Lang::En)];

/// The part of a README between `<!-- name -->` and `<!-- /name -->` is as given.
fn part_is(file: &str, name: &str, wanted: &str) {
    let text = fs::read_to_string(file).unwrap();
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let (before, rest) = text.split_once(&start).unwrap_or_else(|| panic!("{file} has no {start}"));
    let (part, behind) = rest.split_once(&end).unwrap_or_else(|| panic!("{file} has no {end}"));
    if std::env::var_os("UPDATE_README").is_some() {
        fs::write(file, format!("{before}{start}{wanted}{end}{behind}")).unwrap();
    } else {
        assert_eq!(part, wanted, "{file}: {name}");
    }
}

#[test]
fn the_key_list_is_the_key_table() {
    for (file, lang) in READMES {
        let heads = match lang {
            Lang::Zh => [("到处", Layer::App), ("移动", Layer::Move), ("任务", Layer::Tasks)],
            Lang::En => [("Everywhere", Layer::App), ("Moving", Layer::Move), ("Tasks", Layer::Tasks)],
        };
        let mut list = String::new();
        for (head, layer) in heads {
            let _ = write!(list, "\n| {head} | |\n|---|---|\n");
            for bind in keymap().binds(&[layer]) {
                let keys: Vec<String> = bind.keys.iter().map(|key| format!("`{key}`")).collect();
                let _ = writeln!(list, "| {} | {} |", keys.join(" "), bind.command.label().say(lang));
            }
        }
        part_is(file, "keys", &format!("{list}\n"));
    }
}

#[test]
fn the_screen_is_what_the_program_draws() {
    for (file, lang) in READMES {
        for (part, keys) in [("screen", "3"), ("readiness", "6 n n")] {
            let mut desk = Desk::opened(lang, (120, 30), include_str!("../data/demo.wubu.ron"));
            desk.press(keys);
            let lines: Vec<String> = desk.lines().iter().map(|line| line.trim_end().to_owned()).collect();
            part_is(file, part, &format!("```\n{}\n```\n", lines.join("\n")));
        }
    }
}

#[test]
fn both_languages_have_the_same_parts() {
    let [zh, en] = READMES.map(|(file, _)| fs::read_to_string(file).unwrap());
    let parts = |text: &str| text.lines().filter(|line| line.starts_with("## ")).count();
    let code = |text: &str| text.lines().filter(|line| line.starts_with("```")).count();
    assert_eq!((parts(&zh), code(&zh)), (parts(&en), code(&en)));
    for text in [zh, en] {
        assert!(text.contains("cargo run --release -- demo") && text.contains("cargo test"));
    }
}
