//! How values look in the file: canonical RON, pinned by golden files. Escapes are ours, so that no release
//! of a library changes what a diff shows. What is printed here, the `ron` crate reads back equal.

use super::{Status, Value};
use crate::text::{has_hidden, is_hidden};
use std::fmt::Write;

/// A string in quotes. Control, bidi and zero-width characters are escaped and so can be seen in a diff.
pub fn print_text(out: &mut String, text: &str) {
    out.push('"');
    // Nearly all text is plain: copy it as a whole.
    if text.bytes().any(|b| matches!(b, b'"' | b'\\')) || has_hidden(text) {
        for c in text.chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                c if is_hidden(c) => write!(out, "\\u{{{:x}}}", u32::from(c)).expect("a String takes all"),
                c => out.push(c),
            }
        }
    } else {
        out.push_str(text);
    }
    out.push('"');
}

pub(super) fn indent(out: &mut String, columns: usize) {
    const BLANKS: &str = "                                ";
    match BLANKS.get(..columns) {
        Some(blanks) => out.push_str(blanks),
        None => out.extend(std::iter::repeat_n(' ', columns)),
    }
}

/// One item a line, so that a diff shows the line that changed.
pub(super) fn print_list<'a>(out: &mut String, items: impl IntoIterator<Item = &'a String>, columns: usize) {
    out.push_str("[\n");
    for item in items {
        indent(out, columns + 4);
        print_text(out, item);
        out.push_str(",\n");
    }
    indent(out, columns);
    out.push(']');
}

pub(super) fn print_map<'a, T: 'a>(
    out: &mut String,
    entries: impl IntoIterator<Item = (&'a String, &'a T)>,
    columns: usize,
    print: impl Fn(&mut String, &T, usize),
) {
    out.push_str("{\n");
    for (key, value) in entries {
        indent(out, columns + 4);
        print_text(out, key);
        out.push_str(": ");
        print(out, value, columns + 4);
        out.push_str(",\n");
    }
    indent(out, columns);
    out.push('}');
}

/// A status with its facts is one line: `Done(on: "2026-11-20", by: "李工")`. Empty facts are left out.
pub(super) fn print_status(out: &mut String, status: &Status) {
    let name = match status {
        Status::Open => return out.push_str("Open"),
        Status::Doing => return out.push_str("Doing"),
        Status::Blocked { .. } => "Blocked(",
        Status::Done { .. } => "Done(",
        Status::Waived { .. } => "Waived(",
    };
    out.push_str(name);
    for (i, (fact, text)) in status.facts().into_iter().filter(|(_, text)| !text.is_empty()).enumerate() {
        out.push_str(if i == 0 { "" } else { ", " });
        out.push_str(fact);
        out.push_str(": ");
        print_text(out, text);
    }
    out.push(')');
}

/// A value that says its own shape, as a dispute keeps it: `Text("…")`, `Status(Doing)`, `Unset`.
pub fn print_value(value: &Value, columns: usize) -> String {
    let mut out = String::new();
    match value {
        Value::Unset => out.push_str("Unset"),
        Value::Text(text) => {
            out.push_str("Text(");
            print_text(&mut out, text);
        }
        Value::Status(status) => {
            out.push_str("Status(");
            print_status(&mut out, status);
        }
        Value::Lines(lines) => {
            out.push_str("Lines(");
            print_list(&mut out, lines, columns);
        }
        Value::Set(items) => {
            out.push_str("Set(");
            print_list(&mut out, items, columns);
        }
        Value::Map(map) => {
            out.push_str("Map(");
            print_map(&mut out, map, columns, |out, value, columns| {
                out.push_str(&print_value(value, columns));
            });
        }
    }
    if *value != Value::Unset {
        out.push(')');
    }
    out
}
