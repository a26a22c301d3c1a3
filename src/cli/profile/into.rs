//! The figures of a file as dated evidence in a workspace, all files as one step: never the data themselves.

use super::{Done, Source, What, typed_day};
use crate::cli::step::Step;
use crate::cli::trouble::Trouble;
use crate::cli::{Here, text};
use crate::guide::{AnswerKey, FigureKey, FigureKind, guide};
use crate::profile::{Column, FileMark, Profile, TagList};
use crate::text::{Lang, Phrase};
use crate::workspace::{Edit, Id, RecordKind, Value};
use clap::ArgMatches;
use std::collections::BTreeMap;

pub fn take_in(
    source: &Source,
    done: &[Done],
    matches: &ArgMatches,
    here: &Here,
) -> Result<Vec<Id>, Trouble> {
    let mut step = Step::open(&source.path, here)?;
    let on = typed_day(&step, matches, here)?;
    let by = text(matches, "by").map_or_else(|| step.me(here), str::to_owned);
    let mut ids = vec![];
    for done in done {
        let fields = fields(source, done, &on, &by);
        step.make(|workspace, random| {
            let id = workspace.fresh_id(RecordKind::Measurement, random);
            ids.push(id.clone());
            Ok(Edit::Add { kind: RecordKind::Measurement, id, fields })
        })?;
    }
    step.save(Phrase::new("记入测量结果", "keep a measurement"), here.lang)?;
    Ok(ids)
}

fn fields(source: &Source, done: &Done, on: &str, by: &str) -> Vec<(String, Value)> {
    let (file, answers, columns) = match &done.what {
        What::Export(profile) => (&profile.file, answers(profile), columns(profile)),
        What::Tags(list) => (&list.file, list_answers(list), vec![]),
    };
    let FileMark { name, size, hash } = file;
    let values = done.figures.iter().map(|(key, value)| (key.name().to_owned(), figure(*key, *value)));
    let fields = [
        ("source", Value::text(source.id.as_str())),
        ("on", Value::text(on)),
        ("by", Value::text(by)),
        ("file", Value::text(name)),
        ("size", Value::text(size.to_string())),
        ("hash", Value::text(hash)),
        ("rules", Value::text(&guide().readiness().version)),
        ("values", map(values)),
        ("answers", map(answers.into_iter().map(|(key, text)| (key.name().to_owned(), text)))),
        ("columns", map(columns.into_iter())),
    ];
    let fields = fields.into_iter().filter(|(_, value)| !value.is_unset());
    fields.map(|(name, value)| (name.to_owned(), value)).collect()
}

fn map(entries: impl Iterator<Item = (String, String)>) -> Value {
    let entries: BTreeMap<String, Value> =
        entries.filter(|(_, text)| !text.is_empty()).map(|(key, text)| (key, Value::text(text))).collect();
    if entries.is_empty() { Value::Unset } else { Value::Map(entries) }
}

/// Six digits behind the point are enough for any level; rounding never lifts a share to 1.
fn figure(key: FigureKey, value: f64) -> String {
    let rounded = match key.kind() {
        FigureKind::Count => format!("{value:.0}"),
        FigureKind::Share if value < 1.0 => format!("{:.6}", (value * 1e6).floor() / 1e6),
        _ => format!("{value:.6}"),
    };
    if rounded.contains('.') {
        rounded.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        rounded
    }
}

fn answers(profile: &Profile) -> Vec<(AnswerKey, String)> {
    let layout = match profile.shape {
        crate::profile::Shape::Wide => "wide",
        crate::profile::Shape::Long => "long",
    };
    let partial: Vec<String> = profile.remarks.iter().map(|remark| remark.say(Lang::Zh)).collect();
    let mut answers = vec![
        (AnswerKey::Encoding, profile.encoding.clone().unwrap_or_default()),
        (AnswerKey::Layout, layout.to_owned()),
        (AnswerKey::Partial, partial.join("；")),
    ];
    if let Some(time) = &profile.time {
        answers.extend([
            (AnswerKey::D4Time, "yes".to_owned()),
            (AnswerKey::TimeColumn, time.column.clone()),
            (AnswerKey::TimeFirst, time.first.clone()),
            (AnswerKey::TimeLast, time.last.clone()),
            (AnswerKey::TimeGapAt, time.longest_gap_from.clone().unwrap_or_default()),
        ]);
    }
    answers
}

fn list_answers(list: &TagList) -> Vec<(AnswerKey, String)> {
    vec![
        (AnswerKey::D2List, "yes".to_owned()),
        (AnswerKey::Encoding, list.encoding.clone().unwrap_or_default()),
    ]
}

/// `number; n 9405; fill 1; min 0.2; q1 …`: one line a column, the same in any language.
fn columns(profile: &Profile) -> Vec<(String, String)> {
    profile.columns.iter().map(|column| (column.name.clone(), line(column))).collect()
}

fn line(column: &Column) -> String {
    use std::fmt::Write;
    let mut line = format!("{}; n {}; fill {:.4}", column.kind.key(), column.filled, column.fill());
    let mut add =
        |name: &str, value: String| write!(line, "; {name} {value}").expect("a String takes every write");
    if let Some(unit) = &column.unit {
        add("unit", unit.clone());
    }
    add("distinct", column.distinct.value.to_string());
    if let Some(figures) = &column.figures {
        for (name, value) in [
            ("min", Some(figures.min)),
            ("q1", Some(figures.q1)),
            ("median", Some(figures.median)),
            ("q3", Some(figures.q3)),
            ("max", Some(figures.max)),
            ("mean", Some(figures.mean)),
            ("sd", figures.sd),
        ] {
            if let Some(value) = value {
                add(name, super::print::short(value));
            }
        }
    }
    for (name, n) in
        [("misfits", Some(column.misfits)), ("outside", column.outside), ("unlisted", column.unlisted)]
    {
        if let Some(n) = n.filter(|n| *n > 0) {
            add(name, n.to_string());
        }
    }
    if let Some(stuck) = column.stuck.filter(|stuck| stuck.is_given) {
        add("stuck", format!("{:.4}", stuck.share));
    }
    line
}
