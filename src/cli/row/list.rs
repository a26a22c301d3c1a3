//! `wubu row FILE REGISTER list`: the rows in display order; for people the columns that are filled most, for scripts all.

use super::super::out::{Line, Out, Paint, widest};
use super::super::{help, json_arg};
use super::{Exit, Here, Trouble};
use crate::guide::Register;
use crate::store::Session;
use crate::text::{Lang, Phrase, clip, pad, show};
use crate::workspace::{Row, TableColumn, columns, rows};
use clap::{ArgMatches, Command};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

/// Columns shown to people, the key among them, and the cells that one takes at most.
const COLUMNS: usize = 5;
const WIDEST: usize = 28;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "列出各行：关键列和填得最多的几列；--json 输出全部",
        "list the rows: key and the fullest columns; --json prints all of them",
    );
    const USAGE: Phrase =
        Phrase::new("wubu row 文件 台账 list [--json]", "wubu row FILE REGISTER list [--json]");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu row plant.wubu.ron tags list\nwubu row plant.wubu.ron tags list --json | jq '.rows[].key'",
        "wubu row plant.wubu.ron tags list\nwubu row plant.wubu.ron tags list --json | jq '.rows[].key'",
    );
    help::subcommand("list", lang, ABOUT, USAGE, EXAMPLES).arg(json_arg(lang))
}

/// A row as scripts see it: cells by the keys of their columns, as they stand in the file.
#[derive(Serialize)]
struct Told<'a> {
    id: &'a str,
    key: String,
    cells: BTreeMap<&'a str, String>,
}

#[derive(Serialize)]
struct Head<'a> {
    key: &'a str,
    label: &'a str,
    kind: &'static str,
}

#[derive(Serialize)]
struct All<'a> {
    register: &'a str,
    columns: Vec<Head<'a>>,
    rows: Vec<Told<'a>>,
}

pub fn run(
    path: &Path,
    register: &'static Register,
    matches: &ArgMatches,
    here: &Here,
    out: &mut Out,
) -> Result<Exit, Trouble> {
    let session = Session::open(path)?;
    let workspace = session.workspace();
    let columns = columns(workspace, &register.key);
    let rows = rows(workspace, &register.key);
    if matches.get_flag("json") {
        let head = |column: &TableColumn<'_>| column.kind().label().say(here.lang);
        let heads = columns.iter().map(|column| Head {
            key: column.key(),
            label: column.label(here.lang),
            kind: head(column),
        });
        let told = rows.iter().map(|(id, row)| Told {
            id: id.as_str(),
            key: row.typed(&register.key_column).trim().to_owned(),
            cells: row.filled().map(|key| (key, row.typed(key).into_owned())).collect(),
        });
        out.json(&All { register: &register.key, columns: heads.collect(), rows: told.collect() })?;
    } else {
        table(register, &columns, &rows.iter().map(|(_, row)| *row).collect::<Vec<_>>(), here, out)?;
    }
    Ok(Exit::Fine)
}

fn table(
    register: &Register,
    columns: &[TableColumn],
    rows: &[&Row],
    here: &Here,
    out: &mut Out,
) -> Result<(), Trouble> {
    if rows.is_empty() {
        return out.line(match here.lang {
            Lang::Zh => format!("{}是空的", register.title.zh),
            Lang::En => format!("{}: no rows", register.title.en),
        });
    }
    let mut fullest: Vec<(bool, usize, usize)> = columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let filled = rows.iter().filter(|row| row.is_filled(column.key())).count();
            (column.key() != register.key_column, usize::MAX - filled, at)
        })
        .filter(|(is_no_key, empty, _)| !is_no_key || *empty < usize::MAX)
        .collect();
    fullest.sort_unstable();
    fullest.truncate(COLUMNS);
    let mut shown: Vec<usize> = fullest.into_iter().map(|(_, _, at)| at).collect();
    // The key stands first, the others as they stand in the register.
    shown.get_mut(1..).unwrap_or_default().sort_unstable();
    let shown: Vec<&TableColumn> = shown.into_iter().filter_map(|at| columns.get(at)).collect();
    let cell = |row: &Row, column: &TableColumn| {
        let kind = column.kind();
        let text = row.cell(column.key(), kind).map(|cell| cell.show(kind, here.lang));
        let text = text.unwrap_or_else(|_wrong| row.typed(column.key()).into_owned());
        clip(&show(&text.replace('\n', " ")), WIDEST).into_owned()
    };
    let lines: Vec<Vec<String>> =
        rows.iter().map(|row| shown.iter().map(|column| cell(row, column)).collect()).collect();
    let widths: Vec<usize> = shown
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let cells = lines.iter().filter_map(|line| line.get(at)).map(String::as_str);
            widest(cells.chain([column.label(here.lang)]))
        })
        .collect();
    let joined = |cells: &[String]| {
        let cells: Vec<String> = cells.iter().zip(&widths).map(|(cell, width)| pad(cell, *width)).collect();
        cells.join("  ")
    };
    let heads: Vec<String> = shown.iter().map(|column| column.label(here.lang).to_owned()).collect();
    out.line(Line::new().painted(Paint::Strong, joined(&heads)))?;
    lines.iter().try_for_each(|line| out.line(joined(line)))
}
