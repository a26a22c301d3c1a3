//! The registers' schemas: which columns a register has, of what kind, and by which headers plants know them.
//! Data only; what a cell holds is read in `workspace`, what is wrong with it is said by `check`.

mod kind;
mod rule;
mod words;

use serde::Deserialize;

use super::shelf::Keyed;
use crate::text::Bilingual;

pub use kind::{Choice, ColumnKind, Limits, Points, TimeUnit, Unit};
pub use rule::{Condition, Is, Rule, RuleKind};
pub use words::{header_form, word_form};

/// Headers of line numbers: shown, skipped on import, and never a key.
pub const LINE_NUMBERS: [&str; 6] = ["序号", "项次", "行号", "No.", "NO", "S/N"];

/// A typed table that users fill.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    pub key: String,
    pub title: Bilingual,
    pub purpose: Bilingual,
    /// Belongs to every stage.
    #[serde(default)]
    pub everywhere: bool,
    /// The column that tells lines apart: references hold its text, a second import finds its lines by it.
    pub key_column: String,
    /// Its lines are things that one walks to, and the walk is part of the work of this task template.
    #[serde(default)]
    pub visit_task: Option<String>,
    pub columns: Vec<Column>,
    #[serde(default)]
    pub checks: Vec<Rule>,
    #[serde(default)]
    pub combined: Vec<Combined>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The name of the cell in the file.
    pub key: String,
    pub label: Bilingual,
    pub kind: ColumnKind,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub on_site: OnSpot,
    /// Has a meaning only in these lines, and is hidden in others.
    #[serde(default)]
    pub when: Option<Condition>,
    /// Where a table lacks this column, it is filled from that one.
    #[serde(default)]
    pub fallback: Option<String>,
    /// What to write, often with an example.
    #[serde(default)]
    pub help: Option<Bilingual>,
    /// Other headers under which plants keep it, the most certain first.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// Whether who stands before the thing can find it out, and is asked on a walk through the plant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub enum OnSpot {
    #[default]
    Never,
    Always,
    If(Condition),
}

/// A header under which plants keep two or three things in one cell.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Combined {
    pub aliases: Vec<String>,
    pub into: Vec<String>,
    pub how: Parting,
}

/// How such a cell comes apart.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub enum Parting {
    /// At this sign.
    Split(char),
    /// A word stands for one choice in each of the columns.
    Values(Vec<(String, Vec<String>)>),
}

impl Register {
    pub fn column(&self, key: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.key == key)
    }

    /// The column with this header, in either language or by an alias, whatever its case, width and spaces; a
    /// unit in brackets at its end may be there or not. The number says how certain it is: 0 is the label
    /// itself. Of two headers for one column the smaller number wins.
    pub fn column_of_header(&self, header: &str) -> Option<(&Column, usize)> {
        let forms = [Some(header_form(header)), words::without_bracket(header).map(header_form)];
        forms.into_iter().flatten().filter(|form| !form.is_empty()).find_map(|form| {
            let place = |column: &Column| column.headers().position(|known| header_form(known) == form);
            self.columns.iter().find_map(|column| Some((column, place(column)?)))
        })
    }

    /// The way in which a header holds several columns at once.
    pub fn combined_of_header(&self, header: &str) -> Option<&Combined> {
        let form = header_form(header);
        self.combined.iter().find(|all| all.aliases.iter().any(|known| header_form(known) == form))
    }
}

impl Column {
    /// What the column is called in tables: its labels, then its aliases.
    pub fn headers(&self) -> impl Iterator<Item = &str> {
        let labels = [&self.label.zh, &self.label.en];
        labels.into_iter().chain(&self.aliases).map(String::as_str)
    }
}

impl Keyed for Register {
    fn key(&self) -> &str {
        &self.key
    }
}

#[cfg(test)]
mod tests {
    use crate::guide::guide;

    fn column(register: &str, header: &str) -> Option<(&'static str, usize)> {
        let (column, at) = guide().register(register)?.column_of_header(header)?;
        Some((&column.key, at))
    }

    #[test]
    fn a_header_finds_its_column_however_it_is_written() {
        for (register, header, wanted) in [
            ("equipment", "设备编号", Some(("equip_id", 0))),
            ("equipment", "设备 编号*", Some(("equip_id", 0))),
            ("equipment", "Equipment ID", Some(("equip_id", 1))),
            ("equipment", "ＩＰ\n地址", Some(("ip", 0))),
            ("equipment", "设备ＩＤ", Some(("equip_id", 4))),
            ("network", "实测时延（ms）", Some(("latency", 0))),
            ("network", "平均时延 [毫秒]", Some(("latency", 4))),
            ("tags", "Tag Name", Some(("tag_id", 8))),
            ("tags", "Eng Units", Some(("unit", 4))),
            // The bracket is part of one alias, and a unit in others.
            ("resources", "单位（物资）", Some(("unit", 2))),
            ("resources", "单位", Some(("side", 2))),
            ("resources", "预算金额(元)", Some(("budget", 0))),
            ("equipment", "序号", None),
            ("equipment", "(元)", None),
            ("equipment", "", None),
        ] {
            assert_eq!(column(register, header), wanted, "{register}: {header:?}");
        }
    }

    #[test]
    fn a_header_may_hold_several_columns() {
        let tags = guide().register("tags").unwrap();
        assert_eq!(tags.combined_of_header("量程 范围").unwrap().into, ["range_low", "range_high"]);
        assert!(tags.combined_of_header("地址").is_none());
    }
}
