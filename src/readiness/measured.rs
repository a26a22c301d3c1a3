//! Measurements by name: for changes, commit messages and the inbox of disputes, which meet records by their ids.

use crate::guide::{AnswerKey, FigureKey, guide};
use crate::text::Lang;
use crate::workspace::{At, Measurement, RecordKind, Row, Workspace};

/// `磨削线 PLC 2026-11-20 export.csv`; the source may be known in one of two workspaces only.
pub fn measurement_name(known: (&Workspace, &Workspace), measurement: &Measurement) -> String {
    let id = measurement.source.as_str();
    let source = [known.0, known.1].into_iter().find_map(|workspace| workspace.rows.get(id)).map(source_name);
    let source = source.unwrap_or_else(|| id.to_owned());
    let parts = [source.as_str(), measurement.on.as_str(), measurement.file.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What people call a source: its name, else its key.
pub fn source_name(row: &Row) -> String {
    let key = guide().register("sources").map_or("", |register| register.key_column.as_str());
    let cells = ["name", key].map(|cell| row.typed(cell).trim().to_owned());
    cells.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
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
