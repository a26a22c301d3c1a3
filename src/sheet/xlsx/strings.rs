//! Strings that cells share, in one piece; what the part says about their number is not believed (RELIABILITY 62).

use super::package::Package;
use super::workbook::Workbook;
use super::xml::{Node, Xml, unescaped};
use crate::sheet::NoTable;

/// As many as there may be cells.
const MOST_STRINGS: usize = 2_000_000;

#[derive(Default)]
pub struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    pub fn get(&self, index: usize) -> Option<&str> {
        let start = if index == 0 { 0 } else { *self.ends.get(index - 1)? };
        self.text.get(start..*self.ends.get(index)?)
    }

    pub fn read(package: &mut Package, workbook: &Workbook) -> Result<Strings, NoTable> {
        let path = workbook.strings.as_deref().unwrap_or("xl/sharedStrings.xml");
        let Some(text) = package.part(path)? else { return Ok(Strings::default()) };
        let mut strings = Strings::default();
        let mut xml = Xml::new(&text, path);
        loop {
            match xml.next()? {
                Node::End => return Ok(strings),
                Node::Open(element) if element.local_name().as_ref() == "si" => {
                    let text = rich_text(&mut xml, "si")?;
                    strings.text.push_str(&unescaped(&text));
                    strings.ends.push(strings.text.len());
                    if strings.ends.len() > MOST_STRINGS {
                        return Err(NoTable::Items { name: path.to_owned(), most: MOST_STRINGS });
                    }
                }
                _ => {}
            }
        }
    }
}

/// The runs of a text joined, up to the end of the element `until`, whose start has been read. How a word is pronounced
/// (`rPh`) is no part of it.
pub fn rich_text(xml: &mut Xml, until: &str) -> Result<String, NoTable> {
    let (mut text, mut in_text, mut in_sound) = (String::new(), false, false);
    loop {
        match xml.next()? {
            Node::Open(element) => match element.local_name().as_ref() {
                "t" => in_text = true,
                "rPh" => in_sound = true,
                _ => {}
            },
            Node::Close(element) => match element.local_name().as_ref() {
                "t" => in_text = false,
                "rPh" => in_sound = false,
                name if name == until => return Ok(text),
                _ => {}
            },
            Node::Text(piece) if in_text && !in_sound => text.push_str(&piece),
            Node::Text(_) => {}
            Node::End => return Err(xml.damaged()),
        }
    }
}
