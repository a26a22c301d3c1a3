//! Forms of a few fields only: the dates of a task, a reading, the cells of an indicator.

use super::entry::entries_of;
use super::{Form, Purpose};
use crate::text::Lang;
use crate::workspace::{Field, Value};

impl Form {
    /// These fields with what they hold.
    pub fn of_fields(
        title: String,
        purpose: Purpose,
        fields: &[(Field, Value)],
        (lang, today, me): (Lang, &str, &str),
    ) -> Form {
        let mut entries = vec![];
        for (field, value) in fields {
            entries.extend(entries_of(field.name, field.label, &field.kind, value, lang));
        }
        for entry in &mut entries {
            entry.opened = entry.editor.text();
        }
        Form::with(title, purpose, entries, (lang, today, me))
    }
}
