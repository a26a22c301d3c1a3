//! One table: which rows and columns are shown, in which order, and where the cursor is. What is shown is built anew
//! when something that it depends on has changed.

use super::window::Window;
use crate::guide::{ColumnKind, Register};
use crate::table::Totals;
use crate::text::Lang;
use crate::tui::action::{After, RowFilter, RowSort};
use crate::tui::judged::Flaws;
use crate::tui::pane::Context;
use crate::tui::widget::list::{List, Step};
use crate::workspace::cell::Cell;
use crate::workspace::{Id, Row, TableColumn, columns, rows};
use std::cmp::Ordering;
use std::collections::BTreeSet;

#[derive(Debug)]
pub struct Grid {
    pub register: &'static Register,
    pub filter: RowFilter,
    pub sort: RowSort,
    pub hidden: BTreeSet<String>,
    pub list: List,
    /// The row under the cursor: the cursor follows it when rows come and go.
    here: Option<Id>,
    /// Among the columns that are shown; 0 is the key.
    pub column: usize,
    /// The first column behind the frozen one.
    pub left: usize,
    pub marked: BTreeSet<Id>,
    pub anchor: Option<usize>,
    pub rows: Vec<Id>,
    /// All rows of the register.
    pub total: usize,
    pub columns: Vec<Shown>,
    built: Option<Built>,
    pub window: Window,
    /// What the column under the cursor comes to, and which column that is.
    pub totals: Option<(String, Totals)>,
}

/// A column as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub key: String,
    pub label: String,
    pub kind: &'static ColumnKind,
    /// Cells of the screen.
    pub wide: usize,
    pub is_required: bool,
    pub help: String,
}

impl Shown {
    pub fn is_number(&self) -> bool {
        matches!(self.kind, ColumnKind::Whole { .. } | ColumnKind::Number { .. } | ColumnKind::Percent { .. })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Built {
    revision: u64,
    lang: Lang,
    filter: RowFilter,
    sort: RowSort,
    hidden: BTreeSet<String>,
    /// Only where the marks are the filter.
    marked: Option<BTreeSet<Id>>,
}

/// Rows that are looked at for the width of a column, and its bounds.
const SAMPLE: usize = 200;
const NARROWEST: usize = 4;
const WIDEST: usize = 24;
/// Between two columns; the first cell is the sign of a finding.
pub const GAP: usize = 2;

impl Grid {
    pub fn of(register: &'static Register) -> Grid {
        Grid {
            register,
            filter: RowFilter::All,
            sort: RowSort::Manual,
            hidden: BTreeSet::new(),
            list: List::default(),
            here: None,
            column: 0,
            left: 1,
            marked: BTreeSet::new(),
            anchor: None,
            rows: vec![],
            total: 0,
            columns: vec![],
            built: None,
            window: Window::default(),
            totals: None,
        }
    }

    pub fn go_to(&mut self, row: &Id) {
        self.filter = RowFilter::All;
        self.here = Some(row.clone());
    }

    pub fn at(&self) -> usize {
        self.list.at
    }

    pub fn put(&mut self, at: usize) {
        self.list.at = at;
        self.here = self.rows.get(at).cloned();
    }

    pub fn id(&self) -> Option<&Id> {
        self.rows.get(self.list.at)
    }

    pub fn shown(&self) -> Option<&Shown> {
        self.columns.get(self.column)
    }

    pub fn row<'a>(&self, context: &Context<'a>) -> Option<(Id, &'a Row)> {
        let id = self.id()?;
        Some((id.clone(), context.workspace.rows.get(id.as_str())?))
    }

    /// The marked rows, in the order of the table, or the one under the cursor.
    pub fn chosen(&self) -> Vec<Id> {
        let marked: Vec<Id> = self.rows.iter().filter(|id| self.marked.contains(*id)).cloned().collect();
        if marked.is_empty() { self.id().cloned().into_iter().collect() } else { marked }
    }

    pub fn walk(&mut self, step: Step, height: usize) {
        self.list.step(step, self.rows.len(), height);
        self.here = self.rows.get(self.list.at).cloned();
    }

    /// False at the edge.
    pub fn step_aside(&mut self, is_right: bool) -> bool {
        let there = if is_right { Some(self.column + 1) } else { self.column.checked_sub(1) };
        match there.filter(|column| *column < self.columns.len()) {
            Some(column) => {
                self.column = column;
                true
            }
            None => false,
        }
    }

    pub fn advance(&mut self, after: After) {
        match after {
            After::Stay => {}
            After::Down => self.walk(Step::Down, 1),
            After::Next => {
                self.step_aside(true);
            }
            After::Before => {
                self.step_aside(false);
            }
        }
    }

    pub fn go_to_column(&mut self, key: &str) {
        if let Some(at) = self.columns.iter().position(|column| column.key == key) {
            self.column = at;
        }
    }

    pub fn let_go_of_marks(&mut self) -> bool {
        if self.anchor.take().is_some() {
            return true;
        }
        let had = !self.marked.is_empty();
        self.marked.clear();
        if self.filter == RowFilter::Marked {
            self.filter = RowFilter::All;
        }
        had
    }

    pub fn let_go_of_filter(&mut self) -> bool {
        let had = self.filter != RowFilter::All;
        self.filter = RowFilter::All;
        had
    }

    /// Takes what is shown out of the workspace, when it is not the same any more.
    pub fn build(&mut self, context: &Context) {
        let built = Built {
            revision: context.revision,
            lang: context.lang,
            filter: self.filter.clone(),
            sort: self.sort.clone(),
            hidden: self.hidden.clone(),
            marked: (self.filter == RowFilter::Marked).then(|| self.marked.clone()),
        };
        if self.built.as_ref() != Some(&built) {
            self.window.forget();
            self.totals = None;
            self.marked.retain(|id| context.workspace.rows.contains(id.as_str()));
            let all = columns(context.workspace, &self.register.key);
            let ordered = rows(context.workspace, &self.register.key);
            self.total = ordered.len();
            let shown =
                Sieve { grid: self, columns: &all, flaws: context.flaws, lang: context.lang }.rows(ordered);
            let on_screen = self.shown_columns(&all, &shown, context.lang);
            self.rows = shown.into_iter().map(|(id, _)| id.clone()).collect();
            self.columns = on_screen;
            self.built = Some(built);
        }
        if let Some(here) = &self.here
            && self.rows.get(self.list.at) != Some(here)
            && let Some(at) = self.rows.iter().position(|id| id == here)
        {
            self.list.at = at;
        }
        self.list.at = self.list.at.min(self.rows.len().saturating_sub(1));
        self.here = self.rows.get(self.list.at).cloned();
        self.column = self.column.min(self.columns.len().saturating_sub(1));
    }

    /// What the column under the cursor comes to over the rows that are shown.
    pub fn sum_up(&mut self, context: &Context) {
        let Some(key) = self.shown().map(|column| column.key.clone()) else { return };
        if self.totals.as_ref().is_some_and(|(of, _)| *of == key) {
            return;
        }
        let all = columns(context.workspace, &self.register.key);
        let Some(column) = all.iter().find(|column| column.key() == key) else { return };
        let shown = self.rows.iter().filter_map(|id| context.workspace.rows.get(id.as_str()));
        self.totals = Some((key, Totals::of(column, shown, context.lang)));
    }

    /// The key first, then the others that are not hidden.
    fn shown_columns(&self, all: &[TableColumn], rows: &[(&Id, &Row)], lang: Lang) -> Vec<Shown> {
        let is_key = |column: &&TableColumn| column.key() == self.register.key_column;
        let key = all.iter().filter(is_key);
        let others = all.iter().filter(|c| !is_key(c) && !self.hidden.contains(c.key()));
        let describe = |column: &TableColumn| {
            let label = column.label(lang).to_owned();
            let sample = rows
                .iter()
                .take(SAMPLE)
                .map(|(_, row)| crate::text::width(&crate::text::show(&text_of(row, column, lang).0)));
            let wide = sample.max().unwrap_or(0).max(crate::text::width(&label)).clamp(NARROWEST, WIDEST);
            let guide = column.guide();
            Shown {
                key: column.key().to_owned(),
                label,
                kind: column.kind(),
                wide,
                is_required: guide.is_some_and(|column| column.required),
                help: guide
                    .and_then(|column| column.help.as_ref())
                    .map_or(String::new(), |help| help.say(lang).to_owned()),
            }
        };
        key.chain(others).map(describe).collect()
    }
}

/// What a cell reads, on one line; and whether it is a value of its column.
pub fn text_of(row: &Row, column: &TableColumn, lang: Lang) -> (String, bool) {
    read(row, column.key(), column.kind(), lang)
}

pub fn read(row: &Row, key: &str, kind: &ColumnKind, lang: Lang) -> (String, bool) {
    if !row.is_filled(key) {
        return (String::new(), true);
    }
    let (text, is_sound) = match row.cell(key, kind) {
        Ok(cell) => (cell.show(kind, lang), true),
        Err(_) => (row.typed(key).into_owned(), false),
    };
    if text.contains('\n') { (text.replace('\n', " ⏎ "), is_sound) } else { (text, is_sound) }
}

/// Which rows pass, and in which order.
struct Sieve<'g, 'a> {
    grid: &'g Grid,
    columns: &'g [TableColumn<'a>],
    flaws: &'g Flaws,
    lang: Lang,
}

impl Sieve<'_, '_> {
    fn rows<'a>(&self, mut rows: Vec<(&'a Id, &'a Row)>) -> Vec<(&'a Id, &'a Row)> {
        if self.grid.filter != RowFilter::All {
            rows.retain(|(id, row)| self.passes(id, row));
        }
        let (key, is_down) = match &self.grid.sort {
            RowSort::Manual => return rows,
            RowSort::Column(key) => (key, false),
            RowSort::ColumnDown(key) => (key, true),
        };
        if let Some(column) = self.columns.iter().find(|column| column.key() == key) {
            let own = &self.grid.register.key_column;
            rows.sort_by_cached_key(|(_, row)| SortKey::of(row, column, &row.typed(own), is_down));
        }
        rows
    }

    fn passes(&self, id: &Id, row: &Row) -> bool {
        match &self.grid.filter {
            RowFilter::All => true,
            RowFilter::Found => !self.flaws.of_row(id).is_empty(),
            RowFilter::Marked => self.grid.marked.contains(id),
            RowFilter::Empty(key) => !row.is_filled(key),
            RowFilter::Holds(key, text) => {
                let of = |column: &&TableColumn| key.as_ref().is_none_or(|key| column.key() == key);
                let text = text.to_lowercase();
                self.columns.iter().filter(of).any(|column| self.holds(row, column, &text))
            }
            RowFilter::Reads(key, text) => {
                let column = self.columns.iter().find(|column| column.key() == key);
                column.is_some_and(|column| text_of(row, column, self.lang).0 == *text)
            }
        }
    }

    fn holds(&self, row: &Row, column: &TableColumn, text: &str) -> bool {
        row.is_filled(column.key()) && text_of(row, column, self.lang).0.to_lowercase().contains(text)
    }
}

/// Values by their kind, then what is none, then nothing; the key decides between equals.
#[derive(Debug, PartialEq)]
struct SortKey {
    class: u8,
    is_down: bool,
    number: f64,
    text: String,
    key: String,
}

impl SortKey {
    fn of(row: &Row, column: &TableColumn, key: &str, is_down: bool) -> SortKey {
        let kind = column.kind();
        let (class, number, text) = match row.cell(column.key(), kind) {
            Ok(Cell::Empty) => (2, 0.0, String::new()),
            Ok(cell) => match in_order(&cell, kind) {
                Some(number) => (0, number, String::new()),
                None => (0, 0.0, natural(&cell.text())),
            },
            Err(_) => (1, 0.0, natural(&row.typed(column.key()))),
        };
        SortKey { class, is_down, number, text, key: natural(key) }
    }
}

/// The number by which a value is sorted; None where its text says it.
fn in_order(cell: &Cell, kind: &ColumnKind) -> Option<f64> {
    let number = |text: String| text.parse().ok();
    match cell {
        #[expect(clippy::cast_precision_loss, reason = "only the order is wanted")]
        Cell::Whole(whole) => Some(*whole as f64),
        Cell::Number(decimal) | Cell::Percent(decimal) => number(decimal.to_string()),
        Cell::Duration(duration) => number(duration.milliseconds()?.to_string()),
        Cell::YesNo(yes) => Some(f64::from(u8::from(!*yes))),
        Cell::Ipv4(address) => Some(f64::from(u32::from(*address))),
        // The order of the choices is their meaning.
        Cell::Choice(key) => {
            let place = kind.choices().iter().position(|choice| choice.key == *key)?;
            u32::try_from(place).ok().map(f64::from)
        }
        _ => None,
    }
}

/// Numbers inside a text as numbers: EQ-9 comes before EQ-10.
fn natural(text: &str) -> String {
    let mut out = String::new();
    let mut digits = String::new();
    for c in text.to_lowercase().chars().chain(['\0']) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            if !digits.is_empty() {
                let short = digits.trim_start_matches('0');
                out.extend(std::iter::repeat_n('0', 12_usize.saturating_sub(short.len())));
                out.push_str(short);
                digits.clear();
            }
            if c != '\0' {
                out.push(c);
            }
        }
    }
    out
}

impl Eq for SortKey {}

impl PartialOrd for SortKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for SortKey {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_value = self.number.total_cmp(&other.number).then_with(|| self.text.cmp(&other.text));
        let by_value = if self.is_down { by_value.reverse() } else { by_value };
        self.class.cmp(&other.class).then(by_value).then_with(|| self.key.cmp(&other.key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_keys_are_numbers() {
        let mut keys = ["EQ-10", "EQ-9", "eq-009b", "EQ-1", "磨床2", "磨床10"];
        keys.sort_by_key(|key| natural(key));
        assert_eq!(keys, ["EQ-1", "EQ-9", "eq-009b", "EQ-10", "磨床2", "磨床10"]);
    }
}
