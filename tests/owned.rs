//! The reading of owned standards. Each folder of `tests/owned/` is a text of our own writing, with faults that real
//! ones have, in `input.txt`, and what is read out of it in `expected.txt`, made with `WUBU_BLESS=1 cargo test
//! --test owned` and then read by a person. The standards in them do not exist.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

use proptest::prelude::*;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use wubu::guide::owned::{Asked, BlockKind, NoStandard, Owned};
use wubu::text::Lang;

fn read(folder: &Path) -> (String, Result<Owned, NoStandard>) {
    let text = fs::read_to_string(folder.join("input.txt")).unwrap();
    let asked = fs::read_to_string(folder.join("asked.txt")).map_or(Asked::default(), |text| {
        let (part, edition) = text.trim().split_once(' ').unwrap();
        Asked { part: part.parse().ok(), edition: Some(edition.to_owned()).filter(|e| e != "-") }
    });
    let owned = Owned::read(&text, &asked);
    (text, owned)
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn printed(owned: &Owned) -> String {
    let mut out = String::new();
    let assumed = if owned.is_edition_assumed { " (assumed)" } else { "" };
    writeln!(out, "{}{assumed} {}", owned.key(), owned.full_title()).unwrap();
    for clause in &owned.clauses {
        let indent = "  ".repeat(clause.depth);
        writeln!(out, "{indent}{} | {} | {} (line {})", clause.id, clause.number, clause.title, clause.line)
            .unwrap();
        for block in &clause.blocks {
            let kind = match block.kind {
                BlockKind::Text => "",
                BlockKind::Item(0) => "* ",
                BlockKind::Item(1) => "  * ",
                BlockKind::Item(_) => "    * ",
                BlockKind::Note => "note ",
                BlockKind::Example => "example ",
                BlockKind::Caption => "caption ",
                BlockKind::Loose => "loose ",
            };
            writeln!(out, "{indent}    {kind}{}", block.shown()).unwrap();
        }
    }
    for aside in &owned.asides {
        writeln!(out, "aside {}: {}", aside.line, aside.text).unwrap();
    }
    for remark in &owned.remarks {
        writeln!(out, "remark {}", remark.say(Lang::Zh)).unwrap();
        writeln!(out, "remark {}", remark.say(Lang::En)).unwrap();
    }
    out
}

#[test]
fn texts_with_every_fault_are_read_as_expected() {
    let mut wrong = vec![];
    let mut seen = 0;
    for entry in fs::read_dir("tests/owned").unwrap() {
        let folder = entry.unwrap().path();
        let (text, owned) = read(&folder);
        let now = match &owned {
            Ok(owned) => {
                assert_eq!(owned.all_characters(), bare(&text), "{}: a character is lost", folder.display());
                printed(owned)
            }
            Err(why) => format!(
                "refused {}\n  → {}\nrefused {}\n  → {}\n",
                why.say(Lang::Zh),
                why.next(Lang::Zh),
                why.say(Lang::En),
                why.next(Lang::En)
            ),
        };
        let file = folder.join("expected.txt");
        if std::env::var_os("WUBU_BLESS").is_some() {
            fs::write(&file, &now).unwrap();
        }
        if fs::read_to_string(&file).unwrap_or_default() != now {
            wrong.push(format!("{}:\n{now}", folder.display()));
        }
        seen += 1;
    }
    assert!(seen > 8, "the cases were not found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}
/// Lines that could come out of any page, whole and broken.
fn line() -> impl Strategy<Value = String> {
    let heads = prop::sample::select(vec![
        "1 范围",
        "1",
        "范围",
        "2 术语",
        "2.1 甲",
        "2.1.1 宜每月检查。",
        "2.3 乙",
        "3丙",
        "a) 甲项;",
        "b) 乙项",
        "1) 其一",
        "———破折",
        "注:说明。",
        "注1:说明",
        "示例:举例",
        "图1 流程",
        "表A.1 打分",
        "附录A",
        "附 录 A",
        "(资料性)",
        "A.1 总述",
        "参考文献",
        "前　言",
        "引言",
        "目次",
        "1 范围 ………… 3",
        "GB/T 99901.2—2031",
        "GB/T88001—2019 试车",
        "12",
        "Ⅲ",
        "第 3 页 共 9 页",
        "",
        "  ",
        "\u{c}",
        "本文件是GB/T 99901《试车台》的第2部分。",
    ]);
    let words = "[　 ]{0,2}[试车台检查记录按月的和,，。;:、0-9a-z()（）—.]{0,50}";
    prop_oneof![3 => heads.prop_map(str::to_owned), 2 => words]
}

proptest! {
    #[test]
    fn no_character_is_invented_lost_or_moved(lines in prop::collection::vec(line(), 0..60), end in prop::sample::select(vec!["\n", "\r\n", "\n\n"])) {
        let text = format!("GB/T 99901.2—2031\n试车台\n1 范围\n{}", lines.join(end));
        match Owned::read(&text, &Asked::default()) {
            Ok(owned) => prop_assert_eq!(owned.all_characters(), bare(&text)),
            Err(why) => prop_assert!(matches!(why, NoStandard::EmptyAnnex { .. } | NoStandard::NoClauses), "{:?}", why),
        }
    }

    #[test]
    fn ids_are_unique_and_the_tree_has_no_holes(lines in prop::collection::vec(line(), 0..60)) {
        let text = format!("GB/T 99901.2—2031\n试车台\n1 范围\n{}", lines.join("\n"));
        if let Ok(owned) = Owned::read(&text, &Asked::default()) {
            let mut ids: Vec<&str> = owned.clauses.iter().map(|clause| clause.id.as_str()).collect();
            ids.sort_unstable();
            prop_assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{:?}", ids);
            prop_assert!(owned.clauses.iter().all(|clause| owned.passage(&clause.id).is_some()));
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
        if let Ok(owned) = Owned::read(&text, &Asked { part: Some(2), edition: Some("2031".into()) }) {
            prop_assert_eq!(owned.all_characters(), bare(&text));
        }
    }
}
