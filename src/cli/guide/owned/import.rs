//! `wubu guide import`: a text comes onto the shelf, and what was not understood of it, or differs from the edition
//! before, is told.

use super::super::super::out::{self, Line, Out, Paint};
use super::super::super::trouble::Trouble;
use super::super::super::{Exit, Here, files, files_arg, help, json_arg, text};
use super::{differing, key, word};
use crate::guide::owned::{Asked, Change, Library, Owned, changes};
use crate::store::shelf::{Kept, Shelf, ShelfError};
use crate::text::{Lang, Phrase};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::json;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "导入自有的标准文本（纯文本，UTF-8 或 GB18030），只存在本机",
        "import your own copy of a standard (plain text, UTF-8 or GB18030); it stays on this machine",
    );
    const USAGE: Phrase = Phrase::new("wubu guide import [选项] 文件…", "wubu guide import [OPTIONS] FILE…");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu guide import 总则.txt\nwubu guide import 数字化管理.txt --part 2 --edition 2023",
        "wubu guide import part1.txt\nwubu guide import part2.txt --part 2 --edition 2023",
    );
    let option = help::option(lang);
    help::subcommand("import", lang, ABOUT, USAGE, EXAMPLES)
        .arg(files_arg(lang))
        .arg(
            option(
                "part",
                Phrase::new("N", "N"),
                Phrase::new(
                    "文本没有写明时：GB/T 23031 的第几部分",
                    "the part of GB/T 23031, where the text does not say",
                ),
            )
            .value_parser(clap::value_parser!(u32).range(1..100)),
        )
        .arg(option(
            "edition",
            Phrase::new("年份", "YEAR"),
            Phrase::new("文本没有写明时：发布年份", "the year, where the text does not say"),
        ))
        .arg(
            Arg::new("replace").long("replace").action(ArgAction::SetTrue).help(
                Phrase::new("换掉同一部分同一版", "replace the same part in the same edition").say(lang),
            ),
        )
        .arg(json_arg(lang))
}

pub fn import(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let asked = Asked {
        part: matches.get_one::<u32>("part").copied(),
        edition: text(matches, "edition").map(str::to_owned),
    };
    if asked.edition.as_ref().is_some_and(|year| year.len() != 4 || !year.chars().all(|c| c.is_ascii_digit()))
    {
        const YEAR: Phrase = Phrase::new("--edition 要四位年份", "--edition takes a year of four digits");
        const AS: Phrase = Phrase::new("例如 --edition 2023", "as in --edition 2023");
        return Err(Trouble::usage(here.say(YEAR), here.say(AS)));
    }
    let (mut exit, mut rows) = (Exit::Fine, vec![]);
    for path in files(matches) {
        let done = Kept::of_file(&path, &asked, here.today)
            .and_then(|kept| kept.keep(&here.folders, matches.get_flag("replace")).map(|_| kept));
        match done {
            // The other files are still worth reading.
            Err(error) => {
                out::complain(&error.say(here.lang), &error.next(here.lang));
                let is_asked = matches!(error, ShelfError::There { .. });
                exit = exit.max(if is_asked { Exit::Usage } else { Exit::Disk });
            }
            Ok(kept) if matches.get_flag("json") => {
                rows.push(row(&kept, &Shelf::read(&here.folders).library()));
            }
            Ok(kept) => tell(&kept.text, &Shelf::read(&here.folders).library(), here.lang, out)?,
        }
    }
    if matches.get_flag("json") {
        out.json(&rows)?;
    }
    Ok(exit)
}

pub(super) fn row(kept: &Kept, library: &Library) -> serde_json::Value {
    let owned = &kept.text;
    let differs: Vec<serde_json::Value> = library.before(owned).map_or(vec![], |before| {
        let changes = changes(before, owned).into_iter();
        changes.map(|c| json!({ "id": c.id, "heading": c.heading, "change": key(c.change) })).collect()
    });
    let remarks: Vec<serde_json::Value> = owned
        .remarks
        .iter()
        .map(|r| json!({ "line": r.line, "to": r.to, "text": r.text, "trouble": format!("{:?}", r.trouble).to_lowercase() }))
        .collect();
    json!({
        "key": owned.key(),
        "title": owned.full_title(),
        "is_edition_assumed": owned.is_edition_assumed,
        "source": kept.source,
        "hash": kept.hash,
        "imported": kept.imported,
        "clauses": owned.clauses.len(),
        "remarks": remarks,
        "before": library.before(owned).map(Owned::key),
        "changes": differs,
    })
}

fn tell(owned: &Owned, library: &Library, lang: Lang, out: &mut Out) -> Result<(), Trouble> {
    out.line(Line::new().painted(Paint::Strong, owned.key()).add(format!("  {}", owned.full_title())))?;
    let (clauses, blocks) =
        (owned.clauses.len(), owned.clauses.iter().map(|clause| clause.blocks.len()).sum::<usize>());
    let pages = owned.asides.len();
    out.line(match lang {
        Lang::Zh => format!("  {clauses} 条，{blocks} 段；页眉、页码和目录 {pages} 行不算正文"),
        Lang::En => format!(
            "  {clauses} clauses, {blocks} paragraphs; {pages} lines of headers, page numbers and contents"
        ),
    })?;
    if owned.is_edition_assumed {
        let year = &owned.edition;
        out.line(match lang {
            Lang::Zh => format!("  文本没有写年份，按 {year} 年版存放；不对就先 remove，再加 --edition 导入"),
            Lang::En => format!(
                "  the text gives no year: kept as {year}; if that is wrong, remove it and use --edition"
            ),
        })?;
    }
    for remark in &owned.remarks {
        out.line(Line::new().painted(Paint::Note, "  ! ").add(remark.say(lang)))?;
    }
    let Some(before) = library.before(owned) else { return Ok(()) };
    let changes = changes(before, owned);
    out.line("")?;
    out.line(match lang {
        Lang::Zh => format!("与 {} 相比，{} 处不同", before.key(), changes.len()),
        Lang::En => format!("against {}: {} differ", before.key(), changes.len()),
    })?;
    for change in &changes {
        out.line(
            Line::new()
                .painted(Paint::Note, format!("  {} ", word(change.change).say(lang)))
                .painted(Paint::Strong, change.heading.clone()),
        )?;
        if change.change == Change::Changed {
            differing(&change.was, &change.now, out)?;
        }
    }
    Ok(())
}
