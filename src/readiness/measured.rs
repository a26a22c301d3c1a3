//! Measurements by name: for changes, commit messages and the inbox of disputes, which meet records by their ids.

use super::column::row_title;
use crate::guide::{AnswerKey, FigureKey};
use crate::text::Lang;
use crate::workspace::{At, Measurement, RecordKind, Workspace};

/// `磨削线 PLC 2026-11-20 export.csv`; the source may be known in one of two workspaces only.
pub fn measurement_name(known: (&Workspace, &Workspace), measurement: &Measurement) -> String {
    let id = measurement.source.as_str();
    let source = [known.0, known.1].into_iter().find_map(|workspace| workspace.rows.get(id)).map(row_title);
    let source = source.unwrap_or_else(|| id.to_owned());
    let parts = [source.as_str(), measurement.on.as_str(), measurement.file.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What a key of one of a measurement's maps is called: `D3.fill` is the cell fill.
pub fn figure_name(at: &At, lang: Lang) -> Option<String> {
    let (map, key) = at.parts();
    if at.kind != RecordKind::Measurement {
        return None;
    }
    let label = match map {
        "values" => FigureKey::from_name(key?).map(FigureKey::label),
        "answers" => AnswerKey::from_name(key?).map(AnswerKey::label),
        _ => None,
    };
    Some(label.map_or_else(|| key.unwrap_or_default().to_owned(), |label| label.say(lang).to_owned()))
}
