//! One row to read, with what is wrong in it and what belongs to it; or what the columns of the table come to.

use super::grid::{Grid, read};
use super::{RegistersPane, menus};
use crate::guide::{Column, Points, guide};
use crate::readiness::{column_name, row_name, shown_title};
use crate::table::Totals;
use crate::text::Lang;
use crate::tui::action::Action;
use crate::tui::named::{UNDECIDED, record_title};
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widget::reader::Item;
use crate::workspace::cell::map_of;
use crate::workspace::{Id, RecordKind, Row, TableColumn, columns};
use ratatui::layout::Rect;

/// What the detail was laid out for: register, row, totals, revision, language, width.
pub type Of = (usize, Option<Id>, bool, u64, Lang, usize);

/// Choices that are told apart in the totals.
const MOST_SHARES: usize = 8;
/// Rows that refer to this one and are listed.
const MOST_ROWS: usize = 30;

impl RegistersPane {
    pub(super) fn settle_detail(&mut self, context: &Context, area: Option<Rect>) {
        let Some(area) = area else { return };
        let wide = usize::from(area.width);
        let id = self.grid().and_then(|grid| grid.id().cloned()).filter(|_| !self.shows_totals);
        let of = (self.list.at, id, self.shows_totals, context.revision, context.lang, wide);
        if self.detail_of.as_ref() != Some(&of) {
            let is_same = self.detail_of.as_ref().is_some_and(|was| (&was.1, was.2) == (&of.1, of.2));
            if !is_same {
                self.detail.rewind();
            }
            let items = match self.grid() {
                Some(grid) if self.shows_totals => totals(grid, context),
                Some(grid) => items(grid, context),
                None => vec![],
            };
            self.detail.lay(items, wide);
            self.detail_of = Some(of);
        }
        self.detail.keep_in_view(usize::from(area.height));
    }
}

fn items(grid: &Grid, context: &Context) -> Vec<Item> {
    let Some((id, row)) = grid.row(context) else { return vec![] };
    let name = row_name(row);
    let title = if name.is_empty() { id.as_str().to_owned() } else { name };
    let mut items = vec![Item::Title(title)];
    let all = columns(context.workspace, &grid.register.key);
    for column in &all {
        field(&mut items, (&id, row), column, context);
    }
    strangers(&mut items, row, &all, (&id, context));
    links(&mut items, &id, context);
    referring(&mut items, context.links.naming(grid.register, row), context);
    items
}

/// Every column that has a meaning here, filled or not. Enter goes to what it names, and edits all else.
fn field(items: &mut Vec<Item>, (id, row): (&Id, &Row), column: &TableColumn, context: &Context) {
    let lang = context.lang;
    let is_filled = row.is_filled(column.key());
    if !is_filled && !column.applies(row) {
        return;
    }
    let label = column.label(lang).to_owned();
    let edit = Action::EditColumn(column.key().to_owned());
    let flaw = context.flaws.of_cell(id, column.key());
    let (text, _) = read(row, column.key(), column.kind(), lang);
    let role = if flaw.is_some() { Role::Bad } else { Role::Plain };
    let key = format!("rows/{id}/{}/{}", map_of(column.kind()), column.key());
    if context.workspace.disputes.contains_key(&key) {
        let go = Action::GoToDispute(key);
        items.push(Item::FieldLink(label, go, Role::Bad, format!("{} →", UNDECIDED.say(lang))));
    } else if let Some(target) = target(context, row, column) {
        items.push(Item::FieldLink(label, target, role, format!("{text} →")));
    } else if !is_filled {
        items.push(Item::FieldLink(label, edit, Role::Faint, "—".into()));
    } else if map_of(column.kind()) == "prose" || row.typed(column.key()).contains('\n') {
        for (n, line) in row.typed(column.key()).lines().enumerate() {
            let label = if n == 0 { label.clone() } else { " ".into() };
            items.push(Item::FieldLink(label, edit.clone(), role, line.to_owned()));
        }
    } else {
        items.push(Item::FieldLink(label, edit, role, text));
    }
    if let Some(flaw) = flaw {
        let said = format!("✗ {} → {}", flaw.say_here(lang), flaw.next(lang));
        items.push(Item::Field(" ".into(), Role::Bad, said));
    }
}

/// Where a reference leads; of several, the first that is there.
fn target(context: &Context, row: &Row, column: &TableColumn) -> Option<Action> {
    let text = row.typed(column.key());
    match column.kind().points()? {
        Points::Tasks => {
            let id = Id::new(text.trim())?;
            context.workspace.tasks.contains(id.as_str()).then_some(Action::GoToTask(id))
        }
        Points::Register(register) => {
            let mut all = text.split(['、', ',', '，', ';', '；']);
            all.find_map(|key| context.links.row(register, key)).cloned().map(Action::GoToRow)
        }
    }
}

/// What stands under keys that are no columns.
fn strangers(items: &mut Vec<Item>, row: &Row, all: &[TableColumn], (id, context): (&Id, &Context)) {
    for key in row.filled().filter(|key| all.iter().all(|column| column.key() != *key)) {
        let name = column_name((context.workspace, context.workspace), id.as_str(), key, context.lang);
        items.push(Item::Field(name, Role::Bad, row.typed(key).replace('\n', " ⏎ ")));
    }
}

/// Tasks and evidence that link to the row.
fn links(items: &mut Vec<Item>, id: &Id, context: &Context) {
    let lang = context.lang;
    for kind in menus::linking() {
        let linked = menus::linked(context.workspace, kind, id);
        if linked.is_empty() {
            continue;
        }
        items.extend([Item::Gap, Item::Heading(format!("{} {}", kind.label().say(lang), linked.len()))]);
        for id in linked {
            let task = context.workspace.tasks.get(id.as_str()).filter(|_| kind == RecordKind::Task);
            let (role, text, go) = if let Some(task) = task {
                let title = shown_title(id.as_str(), task, lang);
                let text = format!("{} {id} {title} →", task.status.sign());
                (crate::tui::pane::status_role(&task.status), text, Action::GoToTask(id))
            } else {
                let text = format!("▸ {} →", record_title(context.workspace, kind, &id, lang));
                (Role::Plain, text, Action::EditEvidence(id))
            };
            items.push(Item::Link(go, role, text));
        }
    }
}

/// Rows of any register that name this one.
fn referring(items: &mut Vec<Item>, found: &[(Id, &'static Column)], context: &Context) {
    if found.is_empty() {
        return;
    }
    let lang = context.lang;
    let heading = if lang == Lang::Zh { "引用它的行" } else { "Rows that name it" };
    items.extend([Item::Gap, Item::Heading(format!("{heading} {}", found.len()))]);
    // By register and column, each in the order of its table.
    let mut rows: Vec<(&Id, &Row, &'static Column)> = vec![];
    rows.extend(
        found.iter().filter_map(|(id, column)| Some((id, context.workspace.rows.get(id.as_str())?, *column))),
    );
    let place =
        |row: &Row| guide().registers().iter().position(|register| register.key == row.register.as_str());
    rows.sort_by_cached_key(|(id, row, column)| {
        (place(row), column.key.as_str(), row.rank.as_str().to_owned(), (*id).clone())
    });
    let mut above = None;
    for (id, row, column) in rows.into_iter().take(MOST_ROWS) {
        let group = (row.register.as_str(), column.key.as_str());
        if above.replace(group) != Some(group) {
            let register = guide().register(group.0).map_or(group.0, |register| register.title.say(lang));
            items.push(Item::Text(Role::Faint, format!("{register} · {}", column.label.say(lang))));
        }
        let text = format!("  {} →", row_name(row));
        items.push(Item::Link(Action::GoToRow(id.clone()), Role::Plain, text));
    }
    if found.len() > MOST_ROWS {
        items.push(Item::Text(Role::Faint, "…".into()));
    }
}

/// Each column over the rows that are shown.
fn totals(grid: &Grid, context: &Context) -> Vec<Item> {
    let lang = context.lang;
    let all = columns(context.workspace, &grid.register.key);
    let heading = match lang {
        Lang::Zh => format!("合计 · {} 行（共 {} 行）", grid.rows.len(), grid.total),
        Lang::En => format!("Totals · {} of {} rows", grid.rows.len(), grid.total),
    };
    let mut items = vec![Item::Title(heading)];
    for column in &all {
        let shown = grid.rows.iter().filter_map(|id| context.workspace.rows.get(id.as_str()));
        let totals = Totals::of(column, shown, lang);
        let lines = said(&totals, lang);
        for (n, (role, text)) in lines.into_iter().enumerate() {
            let label = if n == 0 { column.label(lang).to_owned() } else { " ".into() };
            items.push(Item::Field(label, role, text));
        }
    }
    items
}

/// Of one column: how much is filled, what the numbers come to, how the choices share.
pub fn said(totals: &Totals, lang: Lang) -> Vec<(Role, String)> {
    let percent = Totals::percent(totals.filled, totals.rows);
    let filled = match lang {
        Lang::Zh => format!("已填 {}/{}（{percent}%）", totals.filled, totals.rows),
        Lang::En => format!("filled {} of {} ({percent}%)", totals.filled, totals.rows),
    };
    let mut lines = vec![(if totals.filled == totals.rows { Role::Good } else { Role::Plain }, filled)];
    if totals.wrong > 0 {
        let wrong = if lang == Lang::Zh { "✗ 有误" } else { "✗ wrong" };
        lines.push((Role::Bad, format!("{wrong} {}", totals.wrong)));
    }
    if let Some(numbers) = &totals.numbers {
        let words = if lang == Lang::Zh {
            ["和", "最小", "平均", "最大"]
        } else {
            ["sum", "min", "mean", "max"]
        };
        let sum = numbers.sum.map_or_else(|| "…".to_owned(), |sum| sum.to_string());
        let mean = numbers.mean().unwrap_or_else(|| "…".to_owned());
        let values = [sum, numbers.min.to_string(), mean, numbers.max.to_string()];
        let all: Vec<String> =
            words.iter().zip(values).map(|(word, value)| format!("{word} {value}")).collect();
        lines.push((Role::Plain, all.join(" · ")));
    }
    if !totals.shares.is_empty() {
        let share = |(word, n): &(String, usize)| format!("{word}{}{n}", lang.colon());
        let all: Vec<String> = totals.shares.iter().take(MOST_SHARES).map(share).collect();
        let more = if totals.shares.len() > MOST_SHARES { " …" } else { "" };
        lines.push((Role::Plain, format!("{}{more}", all.join(" · "))));
    }
    lines
}
