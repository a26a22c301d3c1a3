//! One dispute, laid out for a width: what it is about, what was before, and every candidate: side by side
//! where they fit, below each other where they do not; then what else can be done.

use super::choice::{Case, Choice, Matter};
use super::marked::{self, Row, wrapped};
use crate::guide::guide;
use crate::text::{Lang, Phrase};
use crate::tui::command::Command;
use crate::tui::keymap::{Layer, keymap};
use crate::tui::named::{reference_text, subject_text, value_text};
use crate::tui::pane::{Context, short_day};
use crate::tui::theme::Role;
use crate::workspace::{Id, Kind, RecordKind, Subject, Value};
use std::collections::BTreeSet;

/// One line of the screen: its parts from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Cells from the left edge; the sign of the cursor stands there, the text behind it.
    pub x: u16,
    pub wide: u16,
    pub row: Row,
    /// The choice that it belongs to.
    pub choice: Option<usize>,
    /// The line that is marked when the choice is under the cursor.
    pub is_head: bool,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Detail {
    pub lines: Vec<Line>,
    pub choices: Vec<Choice>,
}

/// Cells of a column below which candidates are no longer put side by side; notes need more.
const NARROWEST: usize = 22;
const NARROWEST_PROSE: usize = 32;
/// Children that are named.
const NAMED: usize = 8;

impl Detail {
    pub fn of(case: &Case, context: &Context, wide: usize) -> Detail {
        let mut laying = Laying { case, context, lang: context.lang, wide, detail: Detail::default() };
        laying.detail.choices = case.choices(context);
        laying.head();
        match &case.matter {
            Matter::Field(..) | Matter::Loose(_) => laying.values(),
            Matter::Record(kind, id) => laying.record(*kind, id),
        }
        laying.others();
        laying.below();
        laying.detail
    }

    /// The first and the last line of a choice.
    pub fn lines_of(&self, choice: usize) -> Option<(usize, usize)> {
        let is_of = |line: &Line| line.parts.iter().any(|part| part.choice == Some(choice));
        let first = self.lines.iter().position(is_of)?;
        let last = self.lines.iter().rposition(is_of)?;
        Some((first, last))
    }
}

struct Laying<'c, 'a> {
    case: &'c Case<'a>,
    context: &'c Context<'a>,
    lang: Lang,
    wide: usize,
    detail: Detail,
}

impl Laying<'_, '_> {
    fn said(&self, zh: &'static str, en: &'static str) -> &'static str {
        Phrase::new(zh, en).say(self.lang)
    }

    fn at(&self, choice: Choice) -> Option<usize> {
        self.detail.choices.iter().position(|known| *known == choice)
    }

    fn text(&mut self, role: Role, text: &str) {
        self.rows(None, 0, &[vec![(role, text.to_owned())]]);
    }

    fn gap(&mut self) {
        self.detail.lines.push(Line { parts: vec![] });
    }

    /// Rows over the whole width, this far in; one cell is left for the sign of the cursor.
    fn rows(&mut self, choice: Option<usize>, indent: usize, rows: &[Row]) {
        let inner = self.wide.saturating_sub(1 + indent).max(1);
        let wide = u16::try_from(self.wide).unwrap_or(u16::MAX);
        for mut row in rows.iter().flat_map(|row| wrapped(row, inner)) {
            if indent > 0 {
                row.insert(0, (Role::Plain, " ".repeat(indent)));
            }
            let part = Part { x: 0, wide, row, choice, is_head: false };
            self.detail.lines.push(Line { parts: vec![part] });
        }
    }

    /// A row that stands for its choice.
    fn head_of(&mut self, choice: Option<usize>, row: Row) {
        let first = self.detail.lines.len();
        self.rows(choice, 0, &[row]);
        if let Some(part) = self.detail.lines.get_mut(first).and_then(|line| line.parts.first_mut()) {
            part.is_head = true;
        }
    }

    /// The record, the field, and the element and clause that it serves.
    fn head(&mut self) {
        let (record, label) = subject_text(self.context.workspace, self.case.key, self.lang);
        self.text(Role::Heading, &record);
        self.text(Role::Bad, &format!("≠ {label}"));
        let element = self.case.element(self.context);
        if let Some(element) = element.as_deref().and_then(|key| guide().element(key)) {
            let clause = guide().stage_of(&element.key).and_then(|s| guide().clause_of_stage(&s.key));
            let clause = clause.map_or("", |clause| clause.number.as_str());
            let text = format!("{} {} · {clause}", element.key, element.title.say(self.lang));
            self.text(Role::Faint, &text);
        }
        if let Matter::Loose(_) = self.case.matter {
            let what = self.said(
                "它说的内容本程序不认识，或者记录已不存在：原样留在文件里，谁也不会弄丢。",
                "It is about something that this program does not know, or a record that is gone: it stays in \
                 the file as it is.",
            );
            self.text(Role::Plain, what);
            let key = self.case.key.to_owned();
            self.text(Role::Faint, &key);
        }
        self.gap();
    }

    /// What was before, and the candidates.
    fn values(&mut self) {
        let mut columns: Vec<(Option<usize>, Row, Vec<Row>)> = vec![];
        let was: Vec<&Value> = self.case.dispute.was.iter().collect();
        let is_loose = matches!(self.case.matter, Matter::Loose(_));
        let keep = if is_loose { None } else { self.at(Choice::Keep) };
        if let Some((first, more)) = was.split_first() {
            let mut rows = self.plain(first);
            for value in more {
                rows.push(vec![(Role::Faint, self.said("或", "or").to_owned())]);
                rows.extend(self.plain(value));
            }
            columns.push((keep, self.label("0", self.said("改动前", "before")), rows));
        }
        for (n, value) in self.case.dispute.of.iter().enumerate() {
            let choice = self.at(Choice::Take(n)).filter(|_| !is_loose);
            let number = (n + 1).to_string();
            let mut label = self.label(&number, self.said("候选", "candidate"));
            if let Some(who) = self.who(value) {
                label.push((Role::Faint, format!(" · {who}")));
            }
            if was.is_empty() && n == 0 && !is_loose {
                label.push((Role::Faint, self.said("（现值）", " (held now)").to_owned()));
            }
            columns.push((choice, label, self.marked(was.first().copied(), value)));
        }
        let each = self.wide / columns.len().max(1);
        let narrowest = if let Some(Kind::Prose) = self.case.kind() { NARROWEST_PROSE } else { NARROWEST };
        if columns.len() > 1 && each >= narrowest {
            self.side_by_side(columns, each);
        } else {
            for (choice, label, rows) in columns {
                self.head_of(choice, label);
                self.rows(choice, 2, &rows);
                self.gap();
            }
        }
    }

    /// Who set the field so, and when, as far as git tells.
    fn who(&self, value: &Value) -> Option<String> {
        let subject = Subject::from_key(self.case.key)?;
        let (author, day) = self.context.chronicle.who(subject.kind(), subject.id(), self.case.key, value)?;
        Some(format!("{author} {}", short_day(&day.to_string(), self.context.today)))
    }

    fn label(&self, number: &str, text: &str) -> Row {
        let role = if matches!(self.case.matter, Matter::Loose(_)) { Role::Faint } else { Role::Key };
        vec![(role, format!("{number} ")), (Role::Label, text.to_owned())]
    }

    fn side_by_side(&mut self, columns: Vec<(Option<usize>, Row, Vec<Row>)>, each: usize) {
        // A cell for the sign of the cursor, two between the columns.
        let inner = each.saturating_sub(3);
        let laid: Vec<(Option<usize>, Vec<Row>)> = columns
            .into_iter()
            .map(|(choice, label, rows)| {
                let all = std::iter::once(&label).chain(&rows).flat_map(|row| wrapped(row, inner));
                (choice, all.collect())
            })
            .collect();
        let height = laid.iter().map(|(_, rows)| rows.len()).max().unwrap_or(0);
        let count = |cells: usize| u16::try_from(cells).unwrap_or(u16::MAX);
        for n in 0..height {
            let part = |(column, (choice, rows)): (usize, &(Option<usize>, Vec<Row>))| Part {
                x: count(column * each),
                wide: count(each.saturating_sub(2)),
                row: rows.get(n).cloned().unwrap_or_default(),
                choice: *choice,
                is_head: n == 0,
            };
            self.detail.lines.push(Line { parts: laid.iter().enumerate().map(part).collect() });
        }
        self.gap();
    }

    fn plain(&self, value: &Value) -> Vec<Row> {
        self.marked(None, value)
    }

    /// A value with its differences from what was before.
    fn marked(&self, before: Option<&Value>, value: &Value) -> Vec<Row> {
        let kind = self.case.kind();
        let say = |value: &Value| value_text(self.context.workspace, kind, value, self.lang);
        let whole = |text: String| text.lines().map(|line| vec![(Role::Plain, line.to_owned())]).collect();
        match (kind, before, value) {
            (_, None, Value::Unset) => vec![vec![(Role::Faint, say(value))]],
            (Some(Kind::Set(target)), _, Value::Set(_) | Value::Unset) => {
                let empty = BTreeSet::new();
                let [old, now] = [before.unwrap_or(value), value].map(|value| match value {
                    Value::Set(items) => items,
                    _ => &empty,
                });
                let name = |item: &str| match target {
                    Some(target) => reference_text(self.context.workspace, *target, item, self.lang),
                    None => item.to_owned(),
                };
                let mut rows = marked::set(old, now, &name);
                if now.is_empty() {
                    rows.insert(0, vec![(Role::Faint, say(value))]);
                }
                rows
            }
            (Some(Kind::Prose), Some(Value::Lines(old)), Value::Lines(now)) => {
                let lang = self.lang;
                let fold = move |n: usize| match lang {
                    Lang::Zh => format!("…… {n} 行未改"),
                    Lang::En => format!("… {n} lines unchanged"),
                };
                marked::prose(old, now, &fold)
            }
            (_, _, Value::Unset) => vec![vec![(Role::Faint, say(value))]],
            (Some(Kind::Text | Kind::Day | Kind::Number(_)), Some(before), Value::Text(_))
                if !before.is_unset() =>
            {
                vec![marked::line(&say(before), &say(value))]
            }
            _ => whole(say(value)),
        }
    }

    /// One side deleted it, the other went on working on it.
    fn record(&mut self, _: RecordKind, _: &Id) {
        let what = self.said(
            "一方删除了这条记录，另一方还在修改它或它下面的内容，所以它还留着。",
            "One side deleted this record, the other went on working on it or on what lies below it: so it is \
             still there.",
        );
        self.text(Role::Plain, what);
        self.gap();
    }

    /// The choices that are no values, one line each.
    fn others(&mut self) {
        for (n, choice) in self.detail.choices.clone().into_iter().enumerate() {
            let is_field = matches!(self.case.matter, Matter::Field(..));
            let (command, label) = match choice {
                Choice::Keep if is_field => continue,
                Choice::Take(_) => continue,
                Choice::Keep => (Command::KeepBefore, self.keeping()),
                Choice::Both => (Command::TakeBoth, self.said("两者都要", "take both").to_owned()),
                Choice::Edit => {
                    (Command::EditDisputed, self.said("改写后裁定", "edit, then settle").to_owned())
                }
                Choice::Delete => (Command::FollowDeletion, self.deleting()),
                Choice::All => (
                    Command::SettleRecord,
                    self.said("一次裁定这条记录的各处争议……", "settle all of this record …").to_owned(),
                ),
                Choice::ToRecord => {
                    (Command::ToRecord, self.said("去往这条记录 →", "go to the record →").to_owned())
                }
                Choice::ToClause => (Command::ToClause, self.said("看条文 →", "see the clause →").to_owned()),
            };
            let key = keymap().key_of(Layer::Disputes, command);
            self.head_of(Some(n), vec![(Role::Key, format!("{key} ")), (Role::Plain, label)]);
            if choice == Choice::Both && matches!(self.case.kind(), Some(Kind::Set(_))) {
                let value = self.case.both().unwrap_or(Value::Unset);
                let text = value_text(self.context.workspace, self.case.kind(), &value, self.lang);
                self.rows(Some(n), 2, &[vec![(Role::Faint, text)]]);
            }
        }
    }

    fn keeping(&self) -> String {
        match self.case.matter {
            Matter::Loose(_) => {
                self.said("去掉这条争议，其他都不动", "drop the dispute and change nothing else")
            }
            _ => self.said("保留这条记录", "keep the record"),
        }
        .to_owned()
    }

    fn deleting(&self) -> String {
        let below = self.children().len();
        match (below, self.lang) {
            (0, Lang::Zh) => "按删除办：删除这条记录".to_owned(),
            (0, Lang::En) => "delete the record, as the other side did".to_owned(),
            (n, Lang::Zh) => format!("按删除办：连同下面 {n} 条一起删除"),
            (n, Lang::En) => format!("delete the record with the {n} below it, as the other side did"),
        }
    }

    /// What lies below the record: subtasks and evidence, by their titles.
    fn children(&self) -> Vec<(RecordKind, Id)> {
        let Matter::Record(RecordKind::Task, id) = &self.case.matter else { return vec![] };
        let workspace = self.context.workspace;
        let tasks = crate::workspace::family(workspace, id);
        let all: BTreeSet<&str> = tasks.iter().map(Id::as_str).chain([id.as_str()]).collect();
        let evidence = workspace.evidence.iter().filter(|(_, e)| all.contains(e.task.as_str()));
        let evidence = evidence.map(|(id, _)| (RecordKind::Evidence, id.clone()));
        let evidence: Vec<_> = evidence.collect();
        tasks.into_iter().map(|id| (RecordKind::Task, id)).chain(evidence).collect()
    }

    /// How a disputed record stands now, and what lies below it.
    fn below(&mut self) {
        let Matter::Record(kind, id) = &self.case.matter else { return };
        let (kind, id) = (*kind, id.clone());
        let Some(record) = self.context.workspace.record(kind, id.as_str()) else { return };
        self.gap();
        self.text(Role::Label, self.said("现在的内容", "As it stands now"));
        for (n, field) in kind.fields().iter().enumerate() {
            let value = record.get(n);
            if value.is_unset() || field.kind == Kind::Rank {
                continue;
            }
            let text = value_text(self.context.workspace, Some(&field.kind), &value, self.lang);
            let label = format!("{}  ", field.label.say(self.lang));
            for (i, line) in text.lines().enumerate() {
                let label = if i == 0 { label.clone() } else { "  ".to_owned() };
                self.rows(None, 0, &[vec![(Role::Label, label), (Role::Plain, line.to_owned())]]);
            }
        }
        let children = self.children();
        if children.is_empty() {
            return;
        }
        self.gap();
        let heading = format!("{} {}", self.said("下面还有", "Below it"), children.len());
        self.text(Role::Label, &heading);
        for (kind, id) in children.iter().take(NAMED) {
            let title = crate::tui::named::record_title(self.context.workspace, *kind, id, self.lang);
            self.text(Role::Plain, &format!("  {title}"));
        }
        if children.len() > NAMED {
            self.text(Role::Faint, "  …");
        }
    }
}
