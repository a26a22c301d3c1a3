//! The canonical text of a workspace. Own code, because the library's writer is twenty times slower on
//! Chinese and its output changes between versions; golden files pin it.

use crate::workspace::{Dispute, Record, RecordKind, Workspace, print_text, print_value};
use std::fmt::Write;

/// The first line of every file: what it is and which program opens it.
pub const FIRST_LINE: &str = "// 五步 Wubu 工作区 workspace · wubu FILE";

/// Sorted by id, one field a line, empty fields and settled disputes left out, LF, a final line break.
pub fn write(workspace: &Workspace) -> String {
    // A task takes some 250 bytes; growing step by step would copy a large text over and over.
    let mut out = String::with_capacity(1024 + 300 * workspace.tasks.len());
    let _ = write!(out, "{FIRST_LINE}\n(\n    format: {},\n    project: (\n", workspace.format);
    workspace.project.print(&mut out, 8);
    out.push_str("    ),\n");
    for kind in RecordKind::ALL {
        let Some(records) = workspace.records(*kind).filter(|records| records.count() > 0) else { continue };
        let _ = writeln!(out, "    {}: {{", kind.collection());
        for (id, record) in records.all() {
            out.push_str("        ");
            print_text(&mut out, id.as_str());
            out.push_str(": (\n");
            record.print(&mut out, 12);
            out.push_str("        ),\n");
        }
        out.push_str("    },\n");
    }
    let mut disputes = workspace.open_disputes().peekable();
    if disputes.peek().is_some() {
        out.push_str("    disputes: {\n");
        for (key, dispute) in disputes {
            out.push_str("        ");
            print_text(&mut out, key);
            out.push_str(": (\n");
            print_dispute(&mut out, dispute);
            out.push_str("        ),\n");
        }
        out.push_str("    },\n");
    }
    out.push_str(")\n");
    out
}

fn print_dispute(out: &mut String, dispute: &Dispute) {
    let candidates = [("of", &dispute.of), ("was", &dispute.was)];
    for (name, values) in candidates.into_iter().filter(|(_, values)| !values.is_empty()) {
        let _ = writeln!(out, "            {name}: [");
        for value in values {
            let _ = writeln!(out, "                {},", print_value(value, 16));
        }
        out.push_str("            ],\n");
    }
    if !dispute.at.is_empty() {
        out.push_str("            at: [\n");
        for mark in &dispute.at {
            out.push_str("                ");
            print_text(out, mark);
            out.push_str(",\n");
        }
        out.push_str("            ],\n");
    }
}
