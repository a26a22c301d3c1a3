//! The list of sheets: names, states and where their parts are.

use super::SheetInfo;
use super::package::Package;
use super::range::Range;
use super::xml::{Node, Xml, attribute, is_on};
use crate::sheet::NoTable;
use std::collections::HashMap;

/// Excel has no limit but memory; a list longer than this is no list for people.
const MOST_SHEETS: usize = 1_000;

/// Bytes of a sheet's part in which its dimension stands, if it is given at all.
const HEAD: u64 = 2048;

pub struct Workbook {
    pub sheets: Vec<Entry>,
    /// Days are counted from 1 January 1904, as early Macintoshes did.
    pub since_1904: bool,
    pub strings: Option<String>,
    pub styles: Option<String>,
}

pub struct Entry {
    pub info: SheetInfo,
    pub path: String,
}

impl Workbook {
    pub fn read(package: &mut Package) -> Result<Workbook, NoTable> {
        let root = relations(package, "_rels/.rels", "")?;
        let path = target(&root, "officedocument").unwrap_or_else(|| "xl/workbook.xml".to_owned());
        let text = package.part(&path)?.ok_or_else(|| NoTable::Damaged(path.clone()))?;
        let (folder, file) = path.rsplit_once('/').unwrap_or(("", &path));
        let relations = relations(package, &format!("{folder}/_rels/{file}.rels"), folder)?;
        let mut book = Workbook {
            sheets: vec![],
            since_1904: false,
            strings: target(&relations, "sharedstrings"),
            styles: target(&relations, "styles"),
        };
        let mut xml = Xml::new(&text, &path);
        loop {
            match xml.next()? {
                Node::End => break,
                Node::Open(element) => match element.local_name().as_ref() {
                    "workbookPr" => book.since_1904 = is_on(&element, "date1904"),
                    "sheet" => {
                        let id = attribute(&element, "id").unwrap_or_default();
                        // Charts and dialogs are sheets too, but have no cells.
                        let found = relations.get(&*id).filter(|(kind, _)| kind.ends_with("/worksheet"));
                        let name = attribute(&element, "name").unwrap_or_default().into_owned();
                        let state = attribute(&element, "state");
                        let hidden = state.is_some_and(|state| state != "visible");
                        if let Some((_, path)) = found {
                            let info = SheetInfo { name, hidden, size: None };
                            book.sheets.push(Entry { info, path: path.clone() });
                        }
                        if book.sheets.len() > MOST_SHEETS {
                            return Err(NoTable::Items { name: path.clone(), most: MOST_SHEETS });
                        }
                    }
                    _ => {}
                },
                Node::Close(_) | Node::Text(_) => {}
            }
        }
        for entry in &mut book.sheets {
            entry.info.size = package.head(&entry.path, HEAD).and_then(|head| dimension(&head));
        }
        Ok(book)
    }

    pub fn named(&self, name: &str) -> Result<Option<usize>, NoTable> {
        // Excel does not tell names apart by case.
        let is = |entry: &Entry| entry.info.name.to_lowercase() == name.to_lowercase();
        self.sheets.iter().position(is).map(Some).ok_or_else(|| self.no_sheet(name))
    }

    pub fn visible(&self) -> Result<Vec<usize>, NoTable> {
        let sheets = self.sheets.iter().enumerate();
        let visible: Vec<usize> = sheets.filter(|(_, entry)| !entry.info.hidden).map(|(at, _)| at).collect();
        if visible.is_empty() { Err(self.no_sheet("")) } else { Ok(visible) }
    }

    pub fn no_sheet(&self, name: &str) -> NoTable {
        let there = self.sheets.iter().map(|entry| entry.info.name.clone()).collect();
        NoTable::NoSheet { name: name.to_owned(), there }
    }
}

/// Rows and columns by `<dimension ref="A1:G500"/>`.
fn dimension(head: &str) -> Option<(u32, u32)> {
    let (_, rest) = head.split_once("dimension ref=\"")?;
    let (range, _) = rest.split_once('"')?;
    let range = Range::parse(range)?;
    Some((range.bottom, u32::from(range.right)))
}

/// By id: type in lower case, and the path of the part.
type Relations = HashMap<String, (String, String)>;

fn target(relations: &Relations, kind: &str) -> Option<String> {
    let is = |found: &str| found.rsplit('/').next() == Some(kind);
    relations.values().find(|(found, _)| is(found)).map(|(_, path)| path.clone())
}

fn relations(package: &mut Package, path: &str, folder: &str) -> Result<Relations, NoTable> {
    let Some(text) = package.part(path)? else { return Ok(Relations::new()) };
    let mut found = Relations::new();
    let mut xml = Xml::new(&text, path);
    loop {
        match xml.next()? {
            Node::End => return Ok(found),
            Node::Open(element) if element.local_name().as_ref() == "Relationship" => {
                let of = |name| attribute(&element, name).unwrap_or_default();
                if of("TargetMode") != "External" {
                    found.insert(
                        of("Id").into_owned(),
                        (of("Type").to_lowercase(), joined(folder, &of("Target"))),
                    );
                }
            }
            _ => {}
        }
    }
}

/// A target is relative to the folder of the part that names it, or absolute.
fn joined(folder: &str, target: &str) -> String {
    let mut parts: Vec<&str> = if target.starts_with('/') { vec![] } else { folder.split('/').collect() };
    for part in target.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_found_from_its_folder_or_from_the_root() {
        for (target, path) in [
            ("worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("../xl/./sheet1.xml", "xl/sheet1.xml"),
            ("../../../x", "x"),
        ] {
            assert_eq!(joined("xl", target), path, "{target}");
        }
    }
}
