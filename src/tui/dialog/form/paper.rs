//! Forms of the working papers: some fields of a decision, a criterion of a gate or a review, entries of maps among
//! them. The record may not be there yet; it begins with what is typed.

use super::entry::entries_of;
use super::{Form, Purpose};
use crate::text::Lang;
use crate::workspace::{Assign, At, Id, RecordKind, Value, Workspace};

/// Fields of a review that are typed.
pub const REVIEW: [&str; 4] = ["on", "verdict", "people", "conditions"];

/// Set along with what is typed, never typed itself.
const SILENT: [&str; 2] = ["gate", "choice"];

impl Form {
    /// These fields of a paper (`reason`, `grounds/option/criterion`).
    pub fn paper(
        title: String,
        (kind, id): (RecordKind, &Id),
        fields: &[&str],
        workspace: &Workspace,
        basis: (Lang, &str, &str),
    ) -> Form {
        let mut entries = vec![];
        for field in fields {
            let at = At::new(kind, id, field);
            let declared = at.index().and_then(|index| kind.fields().get(index));
            let (Some(declared), Some(of)) = (declared, at.value_kind()) else { continue };
            let value = workspace.get(&at).unwrap_or(Value::Unset);
            entries.extend(entries_of(field, declared.label, of, &value, basis.0));
        }
        for entry in &mut entries {
            entry.opened = entry.editor.text();
        }
        Form::with(title, Purpose::Edit(kind, vec![id.clone()]), entries, basis).disputed(workspace)
    }

    /// A paper's form as it was when the program was cut off.
    pub fn paper_again(
        title: String,
        kind: RecordKind,
        id: &Id,
        typed: &[(String, String)],
        workspace: &Workspace,
        basis: (Lang, &str, &str),
    ) -> Form {
        let (silent, typed): (Vec<_>, Vec<_>) =
            typed.iter().cloned().partition(|(name, _)| SILENT.contains(&name.as_str()));
        let fields: Vec<&str> = match kind {
            RecordKind::Review => REVIEW.to_vec(),
            _ => typed.iter().map(|(name, _)| name.as_str()).collect(),
        };
        let mut form = Form::paper(title, (kind, id), &fields, workspace, basis);
        for (name, text) in silent {
            form = form.also(&name, &text);
        }
        form.with_typed(&typed)
    }

    /// Sets a field along with what is typed.
    #[must_use]
    pub fn also(mut self, field: &str, text: &str) -> Form {
        self.also.push(Assign::new(field, text));
        self
    }

    /// Puts a proposal into an empty field: it counts as typed when the form is accepted, not before.
    #[must_use]
    pub fn offer(mut self, field: &str, text: &str) -> Form {
        if let Some(entry) = self.entries.iter_mut().find(|e| e.name == field && e.editor.text().is_empty()) {
            entry.editor.put(text);
            entry.opened = entry.editor.text();
        }
        self
    }

    /// The same, kept only when the field that it goes with is filled in.
    #[must_use]
    pub fn offer_with(self, with: &'static str, field: &str, text: &str) -> Form {
        let mut form = self.offer(field, text);
        if let Some(entry) = form.entries.iter_mut().find(|e| e.name == field) {
            entry.belongs_to = Some(with);
        }
        form
    }
}
