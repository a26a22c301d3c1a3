//! A file against the registers of a workspace: what the tag register expects of a source's tags, and where the two
//! do not agree.

use super::dimension::FigureMap;
use super::tag_list::TagList;
use super::{Expect, Profile, Shape, share};
use crate::guide::{FigureKey, guide, word_form};
use crate::sheet::normal;
use crate::workspace::cell::{Cell, Decimal};
use crate::workspace::{Id, Row, Workspace, rows};

/// The source of an id, a key, or a name that only one has.
pub fn source_of<'a>(workspace: &'a Workspace, named: &str) -> Option<(&'a Id, &'a Row)> {
    let named = named.trim();
    let all = rows(workspace, "sources");
    let is = |row: &Row, cell: &str| row.typed(cell).trim() == named;
    let exact = all.iter().find(|(id, row)| id.as_str() == named || is(row, "src_id"));
    let mut by_name = all.iter().filter(|(_, row)| is(row, "name"));
    exact.or_else(|| by_name.next().filter(|_| by_name.next().is_none())).copied()
}

/// A tag of the register.
struct Tag {
    names: Vec<String>,
    unit: String,
    low: Option<f64>,
    high: Option<f64>,
    allowed: Vec<String>,
    stuck_limit: Option<f64>,
}

/// The enabled tags that the register gives to a source.
fn tags_of(workspace: &Workspace, source: &Row) -> Vec<Tag> {
    let key = word_form(&source.typed("src_id"), false);
    let is_of = |row: &Row| !key.is_empty() && word_form(&row.typed("source"), false) == key;
    let is_off = |row: &Row| matches!(row.typed("enabled").trim(), "no" | "否");
    let tags =
        rows(workspace, "tags").into_iter().map(|(_, row)| row).filter(|row| is_of(row) && !is_off(row));
    let read = |row: &Row| {
        let names = ["tag_id", "name"].map(|cell| row.typed(cell).trim().to_owned());
        Tag {
            names: names.into_iter().filter(|name| !name.is_empty()).collect(),
            unit: row.typed("unit").trim().to_owned(),
            low: number(row, "range_low"),
            high: number(row, "range_high"),
            allowed: choices(&row.typed("enum")),
            stuck_limit: number(row, "stuck_limit"),
        }
    };
    tags.map(read).collect()
}

/// A number or, in seconds, a length of time; none where the cell is none.
fn number(row: &Row, key: &str) -> Option<f64> {
    let column = guide().register("tags")?.column(key)?;
    let decimal = |decimal: Decimal| decimal.to_string().parse::<f64>().ok();
    match row.cell(key, &column.kind).ok()? {
        Cell::Number(number) => decimal(number),
        Cell::Duration(duration) => Some(decimal(duration.milliseconds()?)? / 1000.0),
        _ => None,
    }
}

/// `0=停,1=运行`: the codes and their words are values.
fn choices(text: &str) -> Vec<String> {
    let parts =
        text.split([',', '，', ';', '；', '、', '\n']).flat_map(|part| part.split(['=', '＝', ':', '：']));
    parts.map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}

/// What is expected of the columns or tags of an export of a source.
pub fn expects_of(workspace: &Workspace, source: &Row) -> Vec<Expect> {
    let expect = |tag: Tag| Expect {
        names: tag.names,
        low: tag.low,
        high: tag.high,
        allowed: tag.allowed,
        stuck_limit: tag.stuck_limit,
    };
    tags_of(workspace, source).into_iter().map(expect).collect()
}

/// Where a file and the tag register do not agree.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reconciled {
    /// Tags of the file, and of the register.
    pub tags: usize,
    pub registered: usize,
    /// In the file, and in no register.
    pub unknown: Vec<String>,
    /// In the register, and not in the file.
    pub absent: Vec<String>,
    pub differs: Vec<Difference>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    pub tag: String,
    pub what: Differs,
    pub in_file: String,
    pub in_register: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Differs {
    Unit,
    Range,
}

impl Reconciled {
    /// None where the register has no tags of the source: then nothing can be compared.
    pub fn of_export(workspace: &Workspace, source: &Row, profile: &Profile) -> Option<Reconciled> {
        let is_tag = |name: &str| {
            let time = profile.time.as_ref().is_some_and(|time| time.column == name);
            !time && (profile.shape == Shape::Wide || !profile.heads.iter().any(|head| head == name))
        };
        let columns = profile.columns.iter().filter(|column| is_tag(&column.name));
        let said = columns.map(|column| {
            let range = column.figures.as_ref().filter(|_| column.outside.is_some_and(|n| n > 0));
            let range = range.map(|figures| (figures.min, figures.max));
            (column.name.as_str(), column.unit.as_deref().unwrap_or_default(), range)
        });
        Reconciled::of(&tags_of(workspace, source), said)
    }

    pub fn of_list(workspace: &Workspace, source: &Row, list: &TagList) -> Option<Reconciled> {
        let said = list.said.iter().filter(|said| !said.id.is_empty()).map(|said| {
            let range = said.low.parse().ok().zip(said.high.parse().ok());
            (said.id.as_str(), said.unit.as_str(), range)
        });
        Reconciled::of(&tags_of(workspace, source), said)
    }

    fn of<'a>(
        tags: &[Tag],
        said: impl Iterator<Item = (&'a str, &'a str, Option<(f64, f64)>)>,
    ) -> Option<Reconciled> {
        if tags.is_empty() {
            return None;
        }
        let mut found = Reconciled { registered: tags.len(), ..Reconciled::default() };
        let mut is_met = vec![false; tags.len()];
        for (name, unit, range) in said {
            found.tags += 1;
            // The head of a column may carry its unit: `TI-1(℃)`.
            let forms =
                crate::sheet::headers(std::iter::once(name)).pop().map(|head| [normal(name), head.normal]);
            let is_form = |known: &String| forms.iter().flatten().any(|form| *form == normal(known));
            let at = tags.iter().position(|tag| tag.names.iter().any(|known| known == name));
            let at = at.or_else(|| tags.iter().position(|tag| tag.names.iter().any(is_form)));
            let Some((at, tag)) = at.and_then(|at| Some((at, tags.get(at)?))) else {
                found.unknown.push(name.to_owned());
                continue;
            };
            if let Some(met) = is_met.get_mut(at) {
                *met = true;
            }
            found.compare(name, tag, unit, range);
        }
        let absent = tags.iter().zip(is_met).filter(|(_, met)| !met);
        found.absent = absent.filter_map(|(tag, _)| tag.names.first().cloned()).collect();
        Some(found)
    }

    fn compare(&mut self, name: &str, tag: &Tag, unit: &str, range: Option<(f64, f64)>) {
        let mut differ = |what, in_file: String, in_register: String| {
            self.differs.push(Difference { tag: name.to_owned(), what, in_file, in_register });
        };
        if !unit.is_empty() && !tag.unit.is_empty() && !is_same_unit(unit, &tag.unit) {
            differ(Differs::Unit, unit.to_owned(), tag.unit.clone());
        }
        if let Some(((low, high), (least, most))) = range.zip(tag.low.zip(tag.high))
            && (low.to_bits(), high.to_bits()) != (least.to_bits(), most.to_bits())
        {
            differ(Differs::Range, format!("{low} … {high}"), format!("{least} … {most}"));
        }
    }

    /// D7 out of its parts: units in the vocabulary, as far as they were measured, and tags that the register knows.
    #[expect(clippy::cast_precision_loss, reason = "counts of tags")]
    pub fn add_to(&self, figures: &mut FigureMap) {
        let codes = share((self.tags - self.unknown.len()) as u64, self.tags as u64);
        figures.insert(FigureKey::D7Codes, codes);
        figures.insert(FigureKey::D7Unknown, self.unknown.len() as f64);
        figures.insert(FigureKey::D7Absent, self.absent.len() as f64);
        figures.insert(FigureKey::D7Differs, self.differs.len() as f64);
        let units = figures.get(&FigureKey::D7Units).copied();
        figures.insert(FigureKey::D7, units.map_or(codes, |units| f64::midpoint(units, codes)));
    }
}

/// Two spellings of one unit.
fn is_same_unit(one: &str, other: &str) -> bool {
    let column = guide().register("tags").and_then(|tags| tags.column("unit"));
    let key =
        |unit: &str| column.and_then(|column| column.kind.choice(unit)).map(|choice| choice.key.as_str());
    match (key(one), key(other)) {
        (Some(one), Some(other)) => one == other,
        _ => normal(one) == normal(other),
    }
}
