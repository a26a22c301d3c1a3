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
    let lines = plan.refused().filter_map(|(line, reasons)| {
        let row = table.row(line.at)?;
        let why: Vec<String> = reasons.iter().map(|reason| reason.say(lang)).collect();
        // Cells beyond the head stand behind the reason: nothing of a line is lost.
        let beyond = (layout.headers.len()..row.len()).map(|at| row.get(at).to_owned());
        let cells = kept.iter().map(|at| row.get(*at).to_owned());
        let why = why.join(if lang == Lang::Zh { "；" } else { "; " });
        Some(cells.chain([why]).chain(beyond).collect())
    });
    Sheet {
        name: plan.register.title.say(lang).to_owned(),
        columns: columns.map(|title| Column { title, ..Column::default() }).collect(),
        rows: units.into_iter().chain(lines).collect(),
    }
}
