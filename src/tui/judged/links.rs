//! Which rows have a key, and which rows name one: gathered once, because the row under the cursor asks at every step.

use crate::guide::{Column, Points, Register, guide};
use crate::workspace::{Id, Row, Workspace, key_form, references};
use std::collections::HashMap;

/// Rows by the key that they name, with the column where they do.
type Naming = HashMap<String, Vec<(Id, &'static Column)>>;

#[derive(Debug, Default)]
pub struct Links {
    /// By register and key; the first row of several.
    rows: HashMap<&'static str, HashMap<String, Id>>,
    /// By register and key: the rows that name it, and in which column.
    naming: HashMap<&'static str, Naming>,
}

impl Links {
    pub fn of(workspace: &Workspace) -> Links {
        let mut links = Links::default();
        for (id, row) in workspace.rows.iter() {
            let Some(register) = guide().register(row.register.as_str()) else { continue };
            let key = key_form(&row.typed(&register.key_column));
            if !key.is_empty() {
                links.rows.entry(&register.key).or_default().entry(key).or_insert_with(|| id.clone());
            }
            for reference in references(id, row) {
                let Points::Register(to) = reference.points else { continue };
                let naming = links.naming.entry(to.as_str()).or_default();
                naming.entry(key_form(reference.key)).or_default().push((id.clone(), reference.column));
            }
        }
        links
    }

    pub fn row(&self, register: &str, key: &str) -> Option<&Id> {
        self.rows.get(register)?.get(&key_form(key))
    }

    /// The rows that name this one.
    pub fn naming(&self, register: &Register, row: &Row) -> &[(Id, &'static Column)] {
        let key = key_form(&row.typed(&register.key_column));
        let found = self.naming.get(register.key.as_str()).and_then(|naming| naming.get(&key));
        found.map_or(&[], Vec::as_slice)
    }
}
