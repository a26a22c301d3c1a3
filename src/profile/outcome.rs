//! A file that was measured for a source: what was found, the figures, where it and the tag register do not agree,
//! and the fields of the measurement that a workspace keeps of it: never the data themselves.

use super::words::short;
use super::{
    Column, FigureMap, FileMark, Measured, NoProfile, Options, Profile, Progress, Reconciled, Remark, Shape,
    TagList, dimensions, expects_of, measure, tag_list,
};
use crate::guide::{AnswerKey, ColumnKind, Dimension, FigureKey, FigureKind, SourceKind, TimeUnit, guide};
use crate::readiness::Model;
use crate::text::Lang;
use crate::workspace::cell::{Cell, parse};
use crate::workspace::{Id, Row, Value, Workspace};
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Debug, Clone, PartialEq)]
pub struct MeasuredFile {
    pub found: Found,
    /// With those of the comparison.
    pub figures: FigureMap,
    /// None without a source, or where the register has no tags of it.
    pub reconciled: Option<Reconciled>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    Export(Box<Profile>),
    Tags(Box<TagList>),
}

/// What a file is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Records with their time.
    Export,
    /// A line a tag.
    Tags,
}

impl Options {
    /// With what the registers say of a source: the ranges and lists of its tags, and its period unless one is given.
    #[must_use]
    pub fn for_source(mut self, workspace: &Workspace, source: &Row) -> Options {
        self.expects = expects_of(workspace, source);
        self.period = self.period.or_else(|| period_of(&source.typed("period")));
        self
    }
}

impl MeasuredFile {
    /// # Errors
    /// The path, and why it cannot be measured.
    pub fn of(
        path: &Path,
        kind: FileKind,
        options: &Options,
        progress: &Progress,
        source: Option<(&Workspace, &Row)>,
    ) -> Result<MeasuredFile, NoProfile> {
        let (found, mut figures, reconciled) = match kind {
            FileKind::Export => {
                let profile = measure(path, options, progress)?;
                let reconciled = source.and_then(|(held, row)| Reconciled::of_export(held, row, &profile));
                let figures = profile.figures();
                (Found::Export(Box::new(profile)), figures, reconciled)
            }
            FileKind::Tags => {
                let list = tag_list(path, options)?;
                let reconciled = source.and_then(|(held, row)| Reconciled::of_list(held, row, &list));
                let figures = list.figures();
                (Found::Tags(Box::new(list)), figures, reconciled)
            }
        };
        if let Some(reconciled) = &reconciled {
            reconciled.add_to(&mut figures);
        }
        Ok(MeasuredFile { found, figures, reconciled })
    }

    pub fn mark(&self) -> &FileMark {
        match &self.found {
            Found::Export(profile) => &profile.file,
            Found::Tags(list) => &list.file,
        }
    }

    pub fn dimensions(&self, model: &Model, kind: Option<SourceKind>) -> BTreeMap<Dimension, Measured> {
        dimensions(&self.figures, model, kind)
    }

    /// What a reader of the figures should know.
    pub fn remarks(&self) -> &[Remark] {
        match &self.found {
            Found::Export(profile) => &profile.remarks,
            Found::Tags(_) => &[],
        }
    }

    /// The fields of the measurement that it is of a source.
    pub fn fields(&self, source: &Id, on: &str, by: &str) -> Vec<(String, Value)> {
        let (answers, columns) = match &self.found {
            Found::Export(profile) => (answers(profile), columns(profile)),
            Found::Tags(list) => (list_answers(list), vec![]),
        };
        let FileMark { name, size, hash } = self.mark();
        let values = self.figures.iter().map(|(key, value)| (key.name().to_owned(), figure(*key, *value)));
        let fields = [
            ("source", Value::text(source.as_str())),
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
}

/// In seconds; a bare number counts in them. None for what is no length of time, or none.
pub fn period_of(text: &str) -> Option<f64> {
    let Ok(Cell::Duration(period)) = parse(&ColumnKind::Duration(TimeUnit::Second), text) else {
        return None;
    };
    let milliseconds: f64 = period.milliseconds()?.to_string().parse().ok()?;
    (milliseconds > 0.0).then_some(milliseconds / 1000.0)
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
        Shape::Wide => "wide",
        Shape::Long => "long",
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
                add(name, short(value));
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
