//! What is wrong in the rows, by row: found once for each revision, not for each frame.

use crate::check::{Finding, in_rows};
use crate::tui::pane::Context;
use crate::workspace::Id;
use std::collections::HashMap;

#[derive(Debug, Default)]
pub struct Flaws {
    of: Option<u64>,
    /// The key of the column and what is wrong there.
    rows: HashMap<Id, Vec<(String, Finding)>>,
    /// Findings of each register.
    counts: HashMap<String, usize>,
    /// Rows of each register.
    sizes: HashMap<String, usize>,
}

impl Flaws {
    pub fn follow(&mut self, context: &Context) {
        if self.of == Some(context.revision) {
            return;
        }
        *self = Flaws { of: Some(context.revision), ..Flaws::default() };
        let workspace = context.workspace;
        for (_, row) in workspace.rows.iter() {
            match self.sizes.get_mut(row.register.as_str()) {
                Some(size) => *size += 1,
                None => {
                    self.sizes.insert(row.register.as_str().to_owned(), 1);
                }
            }
        }
        for (id, column, finding) in in_rows(workspace) {
            if let Some(row) = workspace.rows.get(id.as_str()) {
                *self.counts.entry(row.register.as_str().to_owned()).or_default() += 1;
            }
            self.rows.entry(id).or_default().push((column, finding));
        }
    }

    pub fn of_row(&self, id: &Id) -> &[(String, Finding)] {
        self.rows.get(id).map_or(&[], Vec::as_slice)
    }

    pub fn of_cell(&self, id: &Id, column: &str) -> Option<&Finding> {
        self.of_row(id).iter().find(|(key, _)| key == column).map(|(_, finding)| finding)
    }

    pub fn count(&self, register: &str) -> usize {
        self.counts.get(register).copied().unwrap_or(0)
    }

    pub fn size(&self, register: &str) -> usize {
        self.sizes.get(register).copied().unwrap_or(0)
    }
}
