//! The zip around a workbook, opened with suspicion: entries counted, overlaps refused, every part counted while it
//! is inflated and its size and check sum compared with what the zip says (RELIABILITY 61–68). Nothing is ever
//! extracted to the disk, so what an entry is called does no harm.

use crate::sheet::{Foreign, NoTable};
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Entries of the zip.
const MOST_ENTRIES: usize = 2_000;
/// Bytes of one part, inflated.
const LARGEST_PART: u64 = 64 << 20;
/// Bytes of all parts, inflated.
const LARGEST_TOTAL: u64 = 128 << 20;

/// A zip whose directory is sound.
pub struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// By path in lower case: the names of parts do not differ by case (ECMA-376-2, 6.2.2.3).
    names: HashMap<String, usize>,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8]) -> Result<Package<'a>, NoTable> {
        let damaged = || NoTable::Damaged(String::new());
        // Before anything is allocated by what the file says about itself; one that is stored inside may have its own.
        let entries = bytes.windows(4).filter(|window| *window == b"PK\x01\x02").count();
        if entries > 4 * MOST_ENTRIES {
            return Err(NoTable::Entries(MOST_ENTRIES));
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes)).ok().ok_or_else(damaged)?;
        if zip.len() > MOST_ENTRIES {
            return Err(NoTable::Entries(MOST_ENTRIES));
        }
        if zip.has_duplicate_names() {
            return Err(NoTable::Overlap);
        }
        if zip.has_overlapping_entries().ok().ok_or_else(damaged)? {
            return Err(NoTable::Overlap);
        }
        let (mut names, mut total) = (HashMap::new(), 0_u64);
        for at in 0..zip.len() {
            let entry = zip.by_index_raw(at).ok().ok_or_else(damaged)?;
            let name = entry.name().ok().ok_or_else(damaged)?.into_owned();
            total = total.saturating_add(entry.size());
            if entry.size() > LARGEST_PART {
                return Err(NoTable::Inflated { name, most: LARGEST_PART });
            }
            if total > LARGEST_TOTAL {
                return Err(NoTable::Inflated { name: String::new(), most: LARGEST_TOTAL });
            }
            if entry.encrypted() {
                return Err(NoTable::Foreign(Foreign::Encrypted));
            }
            names.insert(plain(&name), at);
        }
        Ok(Package { zip, names })
    }

    pub fn has(&self, name: &str) -> bool {
        self.names.contains_key(&plain(name))
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// The beginning of a part, for what stands in its first lines.
    pub fn head(&mut self, name: &str, len: u64) -> Option<String> {
        let entry = self.zip.by_index(*self.names.get(&plain(name))?).ok()?;
        let mut bytes = vec![];
        entry.take(len).read_to_end(&mut bytes).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The text of a part, if it is there.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, NoTable> {
        let Some(at) = self.names.get(&plain(name)) else { return Ok(None) };
        let damaged = || NoTable::Damaged(name.to_owned());
        let entry = self.zip.by_index(*at).ok().ok_or_else(damaged)?;
        let declared = entry.size();
        let mut bytes = Vec::with_capacity(usize::try_from(declared).unwrap_or(0));
        // The sum of what is declared was checked; the end of what is read compares the check sum.
        let read = entry.take(declared + 1).read_to_end(&mut bytes);
        match read {
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => {
                return Err(NoTable::SizeLies(name.to_owned()));
            }
            Err(_) => return Err(damaged()),
            Ok(_) => {}
        }
        if bytes.len() as u64 != declared {
            return Err(NoTable::SizeLies(name.to_owned()));
        }
        text(bytes).map(Some).ok_or_else(damaged)
    }
}

/// XML is UTF-8, or UTF-16 with a mark.
fn text(bytes: Vec<u8>) -> Option<String> {
    match encoding_rs::Encoding::for_bom(&bytes) {
        None => String::from_utf8(bytes).ok(),
        Some((encoding, mark)) => {
            let (text, malformed) = encoding.decode_without_bom_handling(bytes.get(mark..)?);
            (!malformed).then(|| text.into_owned())
        }
    }
}

/// Some programs write backslashes, some a leading slash.
fn plain(name: &str) -> String {
    name.replace('\\', "/").trim_start_matches('/').to_lowercase()
}

/// Whether a zip holds a workbook, and what else it is otherwise.
pub fn looks_inside(bytes: &[u8]) -> Result<(), NoTable> {
    let mut package = Package::open(bytes)?;
    if package.has("xl/workbook.xml") {
        return Ok(());
    }
    let is_below = |folder: &str| package.names().any(|name| name.starts_with(folder));
    let what = if package.has("xl/workbook.bin") {
        Foreign::BinaryExcel
    } else if is_below("word/") {
        Foreign::Word
    } else if is_below("ppt/") {
        Foreign::Slides
    } else if package.has("mimetype") && package.has("content.xml") {
        Foreign::OpenDocument
    } else {
        let types = package.part("[Content_Types].xml")?.unwrap_or_default();
        // The workbook may have another name.
        if types.contains("spreadsheetml.sheet.main") || types.contains("sheet.macroEnabled.main") {
            return Ok(());
        }
        Foreign::Archive
    };
    Err(NoTable::Foreign(what))
}
