//! How records, fields and values are named where they stand alone: in the dispute inbox, on the overview.

use crate::guide::guide;
use crate::readiness::{
    column_name, figure_name, measurement_name, paper_name, reading_name, review_name, row_key, row_name,
    score_name, setting_name, shown_title,
};
use crate::text::{Lang, Phrase};
use crate::workspace::{At, Id, Kind, RecordKind, Subject, Target, Value, Workspace, print_value};

const EMPTY: Phrase = Phrase::new("（空）", "(empty)");
const GONE: Phrase = Phrase::new("（已不存在）", "(no longer there)");

/// A record by its id and what people call it.
pub fn record_title(workspace: &Workspace, kind: RecordKind, id: &Id, lang: Lang) -> String {
    let label = kind.label().say(lang);
    let gone = || format!("{label} {id} {}", GONE.say(lang));
    match kind {
        RecordKind::Project => [label, workspace.project.name.as_str()].join(" ").trim_end().to_owned(),
        RecordKind::Task => match workspace.tasks.get(id.as_str()) {
            Some(task) => format!("{id} {}", shown_title(id.as_str(), task, lang)).trim_end().to_owned(),
            None => gone(),
        },
        RecordKind::Evidence => match workspace.evidence.get(id.as_str()) {
            Some(evidence) => {
                let called = [evidence.what.as_str(), evidence.file.as_str(), id.as_str()];
                format!("{label} {}", called.into_iter().find(|text| !text.is_empty()).unwrap_or_default())
            }
            None => gone(),
        },
        RecordKind::Row => match workspace.rows.get(id.as_str()) {
            Some(row) => {
                let register = row.register.as_str();
                let register = guide().register(register).map_or(register, |known| known.title.say(lang));
                let name = row_name(row);
                format!("{register} {}", if name.is_empty() { id.as_str() } else { &name })
            }
            None => gone(),
        },
        RecordKind::Column => match workspace.columns.get(id.as_str()) {
            Some(column) => format!("{label} {}", column.label.as_str()),
            None => gone(),
        },
        RecordKind::Decision | RecordKind::Criterion => {
            let parts = [label, id.as_str(), paper_name(id.as_str(), lang)];
            parts.join(" ").trim_end().to_owned()
        }
        RecordKind::Basis => {
            let element = guide().element(id.as_str()).map_or("", |element| element.title.say(lang));
            format!("{label} {id} {element}").trim_end().to_owned()
        }
        RecordKind::Review => match workspace.reviews.get(id.as_str()) {
            Some(review) => format!("{label} {}", review_name(review, lang)).trim_end().to_owned(),
            None => gone(),
        },
        RecordKind::Measurement => match workspace.measurements.get(id.as_str()) {
            Some(measured) => format!("{label} {}", measurement_name((workspace, workspace), measured))
                .trim_end()
                .to_owned(),
            None => gone(),
        },
        RecordKind::Setting => {
            [label, id.as_str(), &setting_name(id.as_str(), lang)].join(" ").trim_end().to_owned()
        }
        RecordKind::Reading => match workspace.readings.get(id.as_str()) {
            Some(reading) => {
                format!("{label} {}", reading_name((workspace, workspace), reading)).trim_end().to_owned()
            }
            None => gone(),
        },
    }
}

/// A field by its label; of a map, with the key.
pub fn field_label(workspace: &Workspace, at: &At, lang: Lang) -> String {
    let label = at.index().map_or(at.parts().0, |n| at.kind.fields()[n].label.say(lang));
    match at.parts().1 {
        None => label.to_owned(),
        Some(key) if at.kind == RecordKind::Decision => {
            format!("{label} · {}", score_name((workspace, workspace), at.id.as_str(), key, lang))
        }
        Some(_) if at.kind == RecordKind::Measurement => {
            format!("{label} · {}", figure_name(at, lang).unwrap_or_default())
        }
        Some(key) => format!("{label} · {}", column_name((workspace, workspace), at.id.as_str(), key, lang)),
    }
}

/// A value in words; nothing is `（空）`, and what is referred to has its title.
pub fn value_text(workspace: &Workspace, kind: Option<&Kind>, value: &Value, lang: Lang) -> String {
    let text = match (kind, value) {
        (None, Value::Unset) => String::new(),
        (None, value) => print_value(value, 0),
        (Some(Kind::Ref(target) | Kind::Parent(target)), Value::Text(key)) => {
            reference_text(workspace, *target, key, lang)
        }
        (Some(kind @ Kind::Status), value) => {
            let sign = if let Value::Status(status) = value { status.sign() } else { "·" };
            format!("{sign} {}", kind.show(value, lang))
        }
        (Some(kind), value) => kind.show(value, lang),
    };
    if text.is_empty() { EMPTY.say(lang).to_owned() } else { text }
}

/// The key of something else, with its title.
pub fn reference_text(workspace: &Workspace, target: Target, key: &str, lang: Lang) -> String {
    let title = match target {
        Target::Element => guide().element(key).map(|element| element.title.say(lang)),
        Target::Register => guide().register(key).map(|register| register.title.say(lang)),
        Target::Gate => guide().gate(key).map(|gate| gate.title.say(lang)),
        Target::Clause => None,
        Target::Task => workspace.tasks.get(key).map(|task| shown_title(key, task, lang)),
        Target::Row => return row_text(workspace, key, lang),
    };
    title.map_or_else(|| key.to_owned(), |title| format!("{key} {title}"))
}

/// A row by its register and key; by its id where it is not there.
pub fn row_text(workspace: &Workspace, id: &str, lang: Lang) -> String {
    let Some(row) = workspace.rows.get(id) else { return format!("{id} {}", GONE.say(lang)) };
    let Some(register) = guide().register(row.register.as_str()) else { return id.to_owned() };
    let key = Some(row_key(row)).filter(|key| !key.is_empty()).unwrap_or_else(|| id.to_owned());
    format!("{} {key}", register.title.say(lang))
}

/// What a dispute is about, in words: the record, and the field or that it was deleted.
pub fn subject_text(workspace: &Workspace, key: &str, lang: Lang) -> (String, String) {
    match Subject::from_key(key) {
        Some(Subject::Field(at)) => {
            (record_title(workspace, at.kind, &at.id, lang), field_label(workspace, &at, lang))
        }
        Some(Subject::Record(kind, id)) => {
            let what = Phrase::new("删除还是保留", "delete or keep").say(lang);
            (record_title(workspace, kind, &id, lang), what.to_owned())
        }
        None => (key.to_owned(), Phrase::new("不认识的字段", "unknown field").say(lang).to_owned()),
    }
}

/// The mark of what waits for a decision, wherever it is shown.
pub const UNDECIDED: Phrase = Phrase::new("≠ 未裁定", "≠ disputed");

/// Whether a dispute of this key waits for a decision.
pub fn is_disputed(workspace: &Workspace, key: &str) -> bool {
    workspace.disputes.contains_key(key) && workspace.open_disputes().any(|(open, _)| open == key)
}
