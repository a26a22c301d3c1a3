//! What a file is, by its content: names and extensions lie.

use super::xlsx::looks_inside;
use super::{Foreign, NoTable};

/// What we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Delimited text in some encoding.
    Text,
    Xlsx,
}

/// Bytes that tell text from the rest; a zip has to be given whole.
pub const HEAD: usize = 64 << 10;

/// A zip or an OLE file, which only the whole can tell.
pub(super) fn needs_the_whole(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") || head.starts_with(&OLE)
}

/// MS-CFB 2.2: the signature of a compound file.
const OLE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

/// Format by content: the first [`HEAD`] bytes of what is text, and all bytes of anything else.
pub fn recognise(bytes: &[u8]) -> Result<Format, NoTable> {
    const SIGNS: [(&[u8], Foreign); 13] = [
        (b"%PDF-", Foreign::Pdf),
        (b"\x89PNG", Foreign::Picture),
        (b"\xff\xd8\xff", Foreign::Picture),
        (b"GIF8", Foreign::Picture),
        (b"Rar!\x1a\x07", Foreign::Archive),
        (b"7z\xbc\xaf\x27\x1c", Foreign::Archive),
        (b"\x1f\x8b\x08", Foreign::Archive),
        (b"PK\x05\x06", Foreign::Archive),
        (b"BZh", Foreign::Archive),
        (b"\xfd7zXZ\0", Foreign::Archive),
        (b"\x28\xb5\x2f\xfd", Foreign::Archive),
        (b"PAR1", Foreign::Binary),
        (b"SQLite format 3\0", Foreign::Binary),
    ];
    if bytes.is_empty() || bytes == b"\xef\xbb\xbf" {
        return Err(NoTable::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return looks_inside(bytes).map(|()| Format::Xlsx);
    }
    if bytes.starts_with(&OLE) {
        return Err(NoTable::Foreign(of_ole(bytes)));
    }
    if let Some((_, what)) = SIGNS.iter().find(|(sign, _)| bytes.starts_with(sign)) {
        return Err(NoTable::Foreign(*what));
    }
    match of_text(bytes) {
        Some(what) => Err(NoTable::Foreign(what)),
        None => Ok(Format::Text),
    }
}

/// Streams of a compound file are named in UTF-16.
fn of_ole(bytes: &[u8]) -> Foreign {
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(name.len()).any(|window| window == name)
    };
    if holds("EncryptedPackage") {
        Foreign::Encrypted
    } else if holds("Workbook") || holds("Book\0") {
        Foreign::OldExcel
    } else {
        Foreign::OldOffice
    }
}

/// Text that is no table, or bytes that are no text.
fn of_text(bytes: &[u8]) -> Option<Foreign> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let wide = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    // Markup is ASCII in any encoding once the zero bytes are left out.
    let plain: Vec<u8> = head.iter().copied().filter(|byte| *byte != 0).collect();
    let plain = plain.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&plain);
    let plain = plain.strip_prefix(b"\xff\xfe").or(plain.strip_prefix(b"\xfe\xff")).unwrap_or(plain);
    let begins = plain.trim_ascii_start().get(..512).unwrap_or(plain.trim_ascii_start()).to_ascii_lowercase();
    let holds = |word: &[u8]| begins.windows(word.len()).any(|window| window == word);
    if begins.starts_with(b"<!doctype html") || begins.starts_with(b"<html") || begins.starts_with(b"<table")
    {
        return Some(Foreign::Html);
    }
    if begins.starts_with(b"<?xml") || begins.starts_with(b"<!--") {
        return Some(if holds(b"<html") { Foreign::Html } else { Foreign::Xml });
    }
    if begins.starts_with(b"<meta") || begins.starts_with(b"<head") || begins.starts_with(b"<style") {
        return Some(Foreign::Html);
    }
    if begins.starts_with(b"{\"") || begins.starts_with(b"[{") {
        return Some(Foreign::Json);
    }
    let controls = head.iter().filter(|byte| matches!(byte, 1..=8 | 14..=26 | 28..=31)).count();
    if wide || head.starts_with(b"\xef\xbb\xbf") {
        return None;
    }
    let zeros = head.iter().map(|byte| usize::from(*byte == 0)).sum::<usize>();
    if zeros * 10 > head.len() * 6 {
        return Some(Foreign::Binary);
    }
    // Some control in a cell is data; a tenth of a file is no text.
    (controls * 10 > head.len()).then_some(Foreign::Binary)
}
