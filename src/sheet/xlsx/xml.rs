//! XML, event by event: element names without their prefix, text with its references resolved. No DOCTYPE, so no
//! entities of a document's own; no recursion, and no nesting that a workbook does not need (RELIABILITY 66, 74).

use crate::sheet::NoTable;
use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesEnd, BytesStart, Event};
use std::borrow::Cow;

/// Elements within each other. Excel's own parts need about ten.
const DEEPEST: usize = 64;

/// What comes next in a part.
pub enum Node<'a> {
    Open(BytesStart<'a>),
    Close(BytesEnd<'a>),
    Text(Cow<'a, str>),
    End,
}

pub struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    name: &'a str,
    depth: usize,
}

impl<'a> Xml<'a> {
    /// `name` is the part's, for what is said about it.
    pub fn new(text: &'a str, name: &'a str) -> Xml<'a> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        Xml { reader, name, depth: 0 }
    }

    pub fn next(&mut self) -> Result<Node<'a>, NoTable> {
        loop {
            let event = self.reader.read_event().ok().ok_or_else(|| self.damaged())?;
            return Ok(match event {
                Event::Start(element) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(NoTable::Deep(self.name.to_owned()));
                    }
                    Node::Open(element)
                }
                Event::End(element) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::Close(element)
                }
                Event::Text(text) => Node::Text(text.xml10_content()),
                Event::CData(text) => Node::Text(text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let named = quick_xml::escape::resolve_predefined_entity(&reference);
                    let by_number = || reference.resolve_char_ref().ok().flatten();
                    match named {
                        Some(text) => Node::Text(Cow::Borrowed(text)),
                        None => {
                            Node::Text(Cow::Owned(by_number().ok_or_else(|| self.damaged())?.to_string()))
                        }
                    }
                }
                Event::DocType(_) => return Err(NoTable::Doctype(self.name.to_owned())),
                Event::Eof if self.depth > 0 => return Err(self.damaged()),
                Event::Eof => Node::End,
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            });
        }
    }

    pub fn damaged(&self) -> NoTable {
        NoTable::Damaged(self.name.to_owned())
    }
}

/// The value of an attribute by its local name, references resolved.
pub fn attribute<'a>(element: &'a BytesStart, name: &str) -> Option<Cow<'a, str>> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| attribute.normalized_value(XmlVersion::Implicit1_0).ok())
}

/// `1`, `true` or `on`, as XML Schema and old Excel have it.
pub fn is_on(element: &BytesStart, name: &str) -> bool {
    attribute(element, name).is_some_and(|value| matches!(&*value, "1" | "true" | "on"))
}

/// A string in which Excel keeps characters that XML cannot hold: `_x0007_` (ECMA-376-1, 22.9.2.19).
pub fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some((c, after)) = escaped(from) {
            out.push(c);
            rest = after;
        } else {
            let (sign, after) = from.split_at(1);
            out.push_str(sign);
            rest = after;
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// A character written as `_xHHHH_` at the start of a text, and what follows.
pub fn escaped(text: &str) -> Option<(char, &str)> {
    let (code, rest) = text.strip_prefix("_x")?.split_at_checked(4)?;
    let rest = rest.strip_prefix('_')?;
    let is_hex = code.bytes().all(|byte| byte.is_ascii_hexdigit());
    let c = u32::from_str_radix(code, 16).ok().and_then(char::from_u32)?;
    is_hex.then_some((c, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_xml_cannot_hold_come_back() {
        for (stored, text) in [
            ("a_x0007_b", "a\u{7}b"),
            ("_x000D_\n", "\r\n"),
            ("_x005F_x0007_", "_x0007_"),
            ("_x_xx0041", "_x_xx0041"),
            ("_x00zz_", "_x00zz_"),
            ("_xD800_", "_xD800_"),
            ("_x温度_", "_x温度_"),
            ("_x+041_", "_x+041_"),
        ] {
            assert_eq!(unescaped(stored), text, "{stored}");
        }
    }
}
