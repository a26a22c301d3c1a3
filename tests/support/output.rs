//! What the program may write to a terminal: text, and the few sequences that we know of. Anything else could only
//! come out of a file or out of a bug.

#![allow(dead_code, reason = "each test file uses its part")]

use wubu::text::is_hidden;

/// Modes that are switched: cursor, alternate screen, line wrap, reports of paste, focus and mouse, and those that
/// crossterm switches off with the mouse.
const MODES: [&str; 10] = ["7", "25", "1000", "1002", "1003", "1004", "1006", "1015", "1049", "2004"];

/// Looks through all that was written; the texts that went to the clipboard.
///
/// # Errors
/// What is none of the known sequences, with what stands around it.
pub fn copied(raw: &[u8]) -> Result<Vec<String>, String> {
    let text = std::str::from_utf8(raw).map_err(|error| format!("not UTF-8: {error}"))?;
    let mut copied = vec![];
    let mut rest = text;
    while let Some(at) = rest.find(|c| is_hidden(c) && !matches!(c, '\r' | '\n')) {
        let (_, whole) = rest.split_at(at);
        let strange = || Err(format!("{:?}", whole.chars().take(40).collect::<String>()));
        let Some(sequence) = whole.strip_prefix('\u{1b}') else { return strange() };
        rest = if let Some(control) = sequence.strip_prefix('[') {
            let Some(end) = control.find(|c: char| ('@'..='~').contains(&c)) else { return strange() };
            let (parameters, behind) = control.split_at(end);
            let (last, behind) = behind.split_at(1);
            if !is_known(parameters, last) {
                return strange();
            }
            behind
        } else if let Some(copy) = sequence.strip_prefix("]52;c;") {
            let Some((base64, rest)) = copy.split_once("\u{1b}\\") else { return strange() };
            let Some(text) = decoded(base64) else { return strange() };
            copied.push(text);
            rest
        } else if let Some(rest) =
            sequence.strip_prefix("]11;?\u{1b}\\").or(sequence.strip_prefix("]11;?\u{7}"))
        {
            rest
        } else {
            return strange();
        };
    }
    Ok(copied)
}

fn is_known(parameters: &str, last: &str) -> bool {
    let are_numbers = parameters.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b';' | b':'));
    match (parameters.strip_prefix('?'), last) {
        (Some(mode), "h" | "l") => MODES.contains(&mode),
        // Places, erasing, looks.
        (None, "H" | "A" | "B" | "C" | "D" | "G" | "d" | "J" | "K" | "m") => are_numbers,
        _ => false,
    }
}

fn decoded(base64: &str) -> Option<String> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let (mut bytes, mut bits, mut held) = (vec![], 0u32, 0u32);
    for byte in base64.trim_end_matches('=').bytes() {
        (bits, held) = ((bits << 6 | u32::from(value(byte)?)) & 0xffff, held + 6);
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).ok()?);
        }
    }
    String::from_utf8(bytes).ok()
}
