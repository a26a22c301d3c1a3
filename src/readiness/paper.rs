//! The working papers by name: decisions, criteria of gates and reviews, and what a score is about. For changes,
//! commit messages and the inbox of disputes, which meet records by their ids.

use super::column::row_title;
use crate::guide::{self, guide};
use crate::text::{Bilingual, Lang};
use crate::workspace::{Criterion, Field, Kind, Reading, Review, Value, Workspace};

/// The id of the record about a criterion of a gate.
pub fn criterion_id(gate: &str, criterion: &str) -> String {
    format!("{gate}.{criterion}")
}

/// The criterion of a gate that a record's id names.
pub fn criterion_of(id: &str) -> Option<(&'static guide::Gate, &'static guide::GateCriterion)> {
    let (gate, criterion) = id.split_once('.')?;
    let gate = guide().gate(gate)?;
    Some((gate, gate.criterion(criterion)?))
}

/// What a decision (`modes`), a gate (`G1`) or a criterion (`G1.budget`) is called; empty for an unknown one.
pub fn paper_name(id: &str, lang: Lang) -> &'static str {
    let decision = guide().decision(id).map(|decision| &decision.title);
    let gate = || guide().gate(id).map(|gate| &gate.title);
    let criterion = || criterion_of(id).map(|(_, criterion)| &criterion.says);
    decision.or_else(gate).or_else(criterion).map_or("", |title| title.say(lang))
}

/// The key of the stage to which a decision, a gate or a criterion belongs.
pub fn stage_of_paper(id: &str) -> Option<&'static str> {
    if let Some(decision) = guide().decision(id) {
        return guide().stage_of(&decision.element).map(|stage| stage.key.as_str());
    }
    let gate = id.split_once('.').map_or(id, |(gate, _)| gate);
    guide().gate(gate).map(|gate| gate.stage.as_str())
}

/// `总体规划评审 2026-11-20 通过`.
pub fn review_name(review: &Review, lang: Lang) -> String {
    let key = review.gate.as_str();
    let gate = guide().gate(key).map_or(key, |gate| gate.title.say(lang));
    let verdict = shown(Review::FIELDS, "verdict", review.verdict.as_str(), lang);
    let parts = [gate, review.on.as_str(), &verdict];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The word for an answer to a criterion.
pub fn answer_name(answer: &str, lang: Lang) -> String {
    shown(Criterion::FIELDS, "answer", answer, lang)
}

fn shown(fields: &[Field], name: &str, key: &str, lang: Lang) -> String {
    let kind = fields.iter().find(|field| field.name == name).map_or(Kind::Text, |field| field.kind);
    kind.show(&Value::text(key), lang)
}

/// What an entry of a scorecard is about, out of its key: `数字化管理 · 战略契合`. An option may be known in one of
/// two workspaces only.
pub fn score_name(known: (&Workspace, &Workspace), decision: &str, key: &str, lang: Lang) -> String {
    let (option, line) = key.split_once('/').map_or((key, None), |(option, line)| (option, Some(line)));
    let paper = guide().decision(decision);
    let line_name = |line: &str| {
        let criterion = paper.and_then(|paper| paper.criterion(line)).map(|found| &found.label);
        criterion.or_else(|| fact(paper?, line)).map_or(line.to_owned(), |label| label.say(lang).to_owned())
    };
    let name =
        [known.0, known.1].into_iter().find_map(|workspace| option_name(workspace, decision, option, lang));
    match (name, line) {
        (name, Some(line)) => format!("{} · {}", name.unwrap_or(option.to_owned()), line_name(line)),
        (Some(name), None) => name,
        (None, None) => line_name(option),
    }
}

/// What an option is called: by the guide, or by those who added it.
pub fn option_name(workspace: &Workspace, decision: &str, option: &str, lang: Lang) -> Option<String> {
    let known = guide().decision(decision).and_then(|decision| decision.option(option));
    if let Some(known) = known {
        return Some(known.label.say(lang).to_owned());
    }
    let own = workspace.decisions.get(decision)?.options.get(option)?.as_str();
    (!own.is_empty()).then(|| own.to_owned())
}

fn fact<'a>(decision: &'a guide::Decision, key: &str) -> Option<&'a Bilingual> {
    decision.fields.iter().find(|field| field.key == key).map(|field| &field.label)
}

/// `设备联网率 2026-11-20 86.5`. The indicator may be known in one of two workspaces only.
pub fn reading_name(known: (&Workspace, &Workspace), reading: &Reading) -> String {
    let row = [known.0, known.1].into_iter().find_map(|workspace| workspace.rows.get(reading.row.as_str()));
    let title = row.map_or(String::new(), row_title);
    let parts = [title.as_str(), reading.on.as_str(), reading.value.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
