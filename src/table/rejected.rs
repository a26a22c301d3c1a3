//! The lines that stayed outside, as a table in the layout in which they came, with a column of reasons. Mended, it is
//! imported like the first one, by the same mapping.

use super::Plan;
use super::mapping::{REASON, is_reason};
use crate::sheet::{Column, Layout, Sheet, Table};
use crate::text::Lang;

/// Cells stand as they stood in the table; a row of units is kept below the head. A column of reasons from an earlier
/// import is replaced.
pub fn rejected(plan: &Plan, table: &Table, layout: &Layout, lang: Lang) -> Sheet {
    let kept: Vec<usize> = (0..layout.headers.len())
        .filter(|at| layout.headers.get(*at).is_some_and(|header| !is_reason(&header.text)))
        .collect();
    let titles = kept.iter().filter_map(|at| Some(layout.headers.get(*at)?.text.clone()));
    let columns = titles.chain([REASON.say(lang).to_owned()]);
    let units = table.rows().find(|row| Some(row.number()) == layout.units);
    let units = units.map(|row| kept.iter().map(|at| row.get(*at).to_owned()).collect());
    let lines = lines(plan, table, &kept, layout.headers.len(), lang);
    sheet(plan, columns, units.into_iter().chain(lines), lang)
}

/// The same of a block that came without a head: its columns are called as those that they were to go into.
pub fn rejected_block(plan: &Plan, table: &Table, titles: Vec<String>, lang: Lang) -> Sheet {
    let kept: Vec<usize> = (0..titles.len()).collect();
    let lines = lines(plan, table, &kept, titles.len(), lang);
    sheet(plan, titles.into_iter().chain([REASON.say(lang).to_owned()]), lines, lang)
}

fn lines(
    plan: &Plan,
    table: &Table,
    kept: &[usize],
    heads: usize,
    lang: Lang,
) -> impl Iterator<Item = Vec<String>> {
    plan.refused().filter_map(move |(line, reasons)| {
        let row = table.row(line.at)?;
        let why: Vec<String> = reasons.iter().map(|reason| reason.say(lang)).collect();
        // Cells beyond the head stand behind the reason: nothing of a line is lost.
        let beyond = (heads..row.len()).map(|at| row.get(at).to_owned());
        let cells = kept.iter().map(|at| row.get(*at).to_owned());
        let why = why.join(if lang == Lang::Zh { "；" } else { "; " });
        Some(cells.chain([why]).chain(beyond).collect())
    })
}

fn sheet(
    plan: &Plan,
    titles: impl Iterator<Item = String>,
    rows: impl Iterator<Item = Vec<String>>,
    lang: Lang,
) -> Sheet {
    Sheet {
        name: plan.register.title.say(lang).to_owned(),
        columns: titles.map(|title| Column { title, ..Column::default() }).collect(),
        rows: rows.collect(),
    }
}
