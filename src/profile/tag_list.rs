//! Measures a tag list: how much of each metadata column is filled (D2), which ids and addresses come twice (D6),
//! which units are known (D7). Columns are found by the headers and aliases of the tag register.

use super::cell::{null_word, trimmed};
use super::dimension::{FigureMap, is_in_vocabulary};
use super::trouble::{NoProfile, Trouble};
use super::{FileMark, Options, share};
use crate::guide::{FigureKey, MetadataColumn, Register, guide, word_form};
use crate::sheet::{Choice, Layout, Loaded, Row, RowKind, SheetChoice, TextChoice, is_blank};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::Path;

/// What measuring a tag list found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TagList {
    pub file: FileMark,
    pub encoding: Option<String>,
    pub delimiter: Option<char>,
    pub sheet: Option<String>,
    pub header_row: u64,
    pub tags: u64,
    /// In the order of the guide.
    pub metadata: Vec<Metadata>,
    /// Rows whose id another row above them has.
    pub duplicate_ids: Vec<(u64, String)>,
    /// Rows whose address on the same machine another row above them has.
    pub duplicate_addresses: Vec<(u64, String)>,
    /// Tags that share id or address with one above them.
    pub duplicates: u64,
    /// Cells of units, and those in the vocabulary.
    pub units: (u64, u64),
    /// What each tag says of itself, for comparing it with a register.
    pub said: Vec<Said>,
}

/// One of the metadata columns.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    pub key: String,
    /// None where the list has no such column.
    pub filled: Option<u64>,
}

/// A tag in its list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Said {
    pub id: String,
    pub unit: String,
    pub low: String,
    pub high: String,
}

/// # Errors
/// The path, and why it is no table with a head that a tag list has.
pub fn tag_list(path: &Path, options: &Options) -> Result<TagList, NoProfile> {
    let fail = |why: Trouble| NoProfile { path: path.to_path_buf(), why };
    let choice = Choice {
        text: TextChoice { encoding: options.encoding, delimiter: options.delimiter },
        sheet: SheetChoice { sheet: options.sheet.clone(), ..SheetChoice::default() },
    };
    let loaded = crate::sheet::read(path, &choice)?;
    let bytes = fs::read(path).map_err(|error| fail(Trouble::Sheet(error.into())))?;
    let (encoding, delimiter, sheet) = match &loaded {
        Loaded::Text(_, dialect) => {
            (Some(dialect.encoding.name().to_owned()), Some(char::from(dialect.delimiter)), None)
        }
        Loaded::Sheet(sheet) => (None, None, Some(sheet.name.clone())),
    };
    let tags = guide().register("tags").expect("the guide has a tag register");
    let rows: Vec<Row> = loaded.table().rows().collect();
    let known = |header: &&crate::sheet::Header| !meanings(tags, &header.text).is_empty();
    let layout = Layout::find(&rows, |headers| headers.iter().filter(known).count());
    let layout = layout.ok_or_else(|| fail(Trouble::NoRows))?;
    let columns = Columns::of(tags, &layout);
    let data = rows.iter().filter(|row| {
        !matches!(layout.kind(**row), RowKind::Above | RowKind::Units | RowKind::Ghost | RowKind::Repeated)
    });
    let mut list = TagList {
        file: FileMark {
            name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            size: bytes.len() as u64,
            hash: format!("{:016x}", xxhash_rust::xxh3::xxh3_64(&bytes)),
        },
        encoding,
        delimiter,
        sheet,
        header_row: layout.row,
        tags: 0,
        metadata: vec![],
        duplicate_ids: vec![],
        duplicate_addresses: vec![],
        duplicates: 0,
        units: (0, 0),
        said: vec![],
    };
    let model = &guide().readiness().metadata;
    let mut filled = vec![0; model.len()];
    let (mut ids, mut addresses) = (HashSet::new(), HashSet::new());
    for row in data {
        list.tags += 1;
        for (count, column) in filled.iter_mut().zip(model) {
            *count += u64::from(columns.fills(*row, column));
        }
        let id =
            [columns.cell(*row, "tag_id"), columns.cell(*row, "name")].into_iter().find(|id| !id.is_empty());
        let id = id.unwrap_or_default();
        let is_known_id = !id.is_empty() && !ids.insert(word_form(id, true));
        // Unique within one machine, and there within one station and kind of register.
        let within = ["equip_id", "slave", "function", "address"].map(|key| columns.cell(*row, key));
        let address = columns.cell(*row, "address");
        let is_known_address =
            !address.is_empty() && !addresses.insert(within.map(|part| word_form(part, true)));
        if is_known_id {
            list.duplicate_ids.push((row.number(), id.to_owned()));
        }
        if is_known_address {
            list.duplicate_addresses.push((row.number(), address.to_owned()));
        }
        list.duplicates += u64::from(is_known_id || is_known_address);
        let unit = columns.cell(*row, "unit");
        if !unit.is_empty() {
            list.units.0 += 1;
            list.units.1 += u64::from(is_in_vocabulary(unit));
        }
        let own = |key: &str| columns.cell(*row, key).to_owned();
        list.said.push(Said {
            id: id.to_owned(),
            unit: unit.to_owned(),
            low: own("range_low"),
            high: own("range_high"),
        });
    }
    if list.tags == 0 {
        return Err(fail(Trouble::NoRows));
    }
    list.metadata = model
        .iter()
        .zip(filled)
        .map(|(column, filled)| Metadata {
            key: column.key.clone(),
            filled: columns.holds(column).then_some(filled),
        })
        .collect();
    Ok(list)
}

impl TagList {
    /// The fill share of each metadata column, 0 where it is absent.
    pub fn fill(&self) -> impl Iterator<Item = f64> {
        self.metadata.iter().map(|column| share(column.filled.unwrap_or(0), self.tags))
    }

    /// Figures by the names that a measurement gives them.
    #[expect(clippy::cast_precision_loss, reason = "at most 200,000 tags, eight columns")]
    pub fn figures(&self) -> FigureMap {
        let mut figures = FigureMap::new();
        for (column, fill) in guide().readiness().metadata.iter().zip(self.fill()) {
            figures.insert(column.figure, fill);
        }
        figures.insert(FigureKey::D2, self.fill().sum::<f64>() / self.metadata.len().max(1) as f64);
        figures.insert(FigureKey::D2Tags, self.tags as f64);
        figures.insert(FigureKey::D6, 1.0 - share(self.duplicates, self.tags));
        figures.insert(FigureKey::D6Ids, self.duplicate_ids.len() as f64);
        figures.insert(FigureKey::D6Addresses, self.duplicate_addresses.len() as f64);
        if self.units.0 > 0 {
            let known = share(self.units.1, self.units.0);
            figures.insert(FigureKey::D7Units, known);
            figures.insert(FigureKey::D7, known);
        }
        figures
    }
}

/// The columns of the register that a header fills, and how certain that is, 0 the most.
fn meanings<'a>(tags: &'a Register, header: &str) -> Vec<(&'a str, usize)> {
    match tags.column_of_header(header) {
        Some((column, rank)) => vec![(column.key.as_str(), rank + 1)],
        None => tags
            .combined_of_header(header)
            .map_or_else(Vec::new, |all| all.into.iter().map(|key| (key.as_str(), 0)).collect()),
    }
}

/// In which column of the list a column of the register stands.
struct Columns<'a>(BTreeMap<&'a str, usize>);

impl<'a> Columns<'a> {
    fn of(tags: &'a Register, layout: &Layout) -> Columns<'a> {
        let mut best: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (at, header) in layout.headers.iter().enumerate() {
            for (key, rank) in meanings(tags, &header.text) {
                let held = best.entry(key).or_insert((rank, at));
                *held = (*held).min((rank, at));
            }
        }
        Columns(best.into_iter().map(|(key, (_, at))| (key, at)).collect())
    }

    /// Nothing for a word that says that there is nothing. `-` is a unit for what has none.
    fn cell<'b>(&self, row: Row<'b>, key: &str) -> &'b str {
        let Some(at) = self.0.get(key) else { return "" };
        let cell = row.get(*at).trim();
        let is_none =
            is_blank(cell) || (key != "unit" && null_word(trimmed(cell.as_bytes()), true).is_some());
        if is_none { "" } else { cell }
    }

    fn fills(&self, row: Row, column: &MetadataColumn) -> bool {
        column.cells.iter().any(|keys| keys.iter().all(|key| !self.cell(row, key).is_empty()))
    }

    fn holds(&self, column: &MetadataColumn) -> bool {
        column.cells.iter().any(|keys| keys.iter().all(|key| self.0.contains_key(key.as_str())))
    }
}
