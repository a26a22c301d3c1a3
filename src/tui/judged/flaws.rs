//! What is wrong in the rows, by row.

use crate::check::{Finding, in_rows};
use crate::workspace::{Id, Workspace};
use std::collections::HashMap;

#[derive(Debug, Default)]
pub struct Flaws {
    /// The key of the column and what is wrong there.
    rows: HashMap<Id, Vec<(String, Finding)>>,
    /// Findings of each register.
    counts: HashMap<String, usize>,
    /// Rows of each register.
    sizes: HashMap<String, usize>,
}

impl Flaws {
    pub fn of(workspace: &Workspace) -> Flaws {
        let mut flaws = Flaws::default();
        for (_, row) in workspace.rows.iter() {
            match flaws.sizes.get_mut(row.register.as_str()) {
                Some(size) => *size += 1,
                None => {
                    flaws.sizes.insert(row.register.as_str().to_owned(), 1);
                }
            }
        }
        for (id, column, finding) in in_rows(workspace) {
            if let Some(row) = workspace.rows.get(id.as_str()) {
                *flaws.counts.entry(row.register.as_str().to_owned()).or_default() += 1;
            }
            flaws.rows.entry(id).or_default().push((column, finding));
        }
        flaws
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
