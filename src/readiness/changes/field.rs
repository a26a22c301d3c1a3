//! One field that changed, as people would say it: `负责人：王工 → 李工`.

use super::{Line, Role, Teller, ToldField};
use crate::guide::guide;
use crate::merge::{Change, FieldChange, Turn, What};
use crate::readiness::{column_name, figure_name, score_name};
use crate::text::{Lang, Phrase};
use crate::workspace::{At, Kind, RecordKind, Status, Target, Value};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::BTreeSet;

/// Lines of both texts together beyond which only their number is compared.
const MOST_LINES: usize = 5_000;

pub fn field(teller: &Teller, change: &Change, changed: &FieldChange) -> ToldField {
    let FieldChange { at, was, now, dispute } = changed;
    let kind = at.value_kind().copied().unwrap_or(Kind::Text);
    let label = teller.label(at);
    let show = |value: &Value| teller.value(kind, value);
    let candidates: Vec<String> = match teller.after.disputes.get(&at.to_string()) {
        Some(open) if *dispute == Some(Turn::Opened) => {
            open.of.iter().map(|value| teller.or_empty(kind, value)).collect()
        }
        _ => vec![],
    };
    let mut lines = match change.what {
        // What it holds meanwhile is nobody's decision; the candidates are said below.
        What::Changed if was == now || *dispute == Some(Turn::Opened) => vec![],
        What::Changed => teller.changed(kind, &label, was, now),
        What::Added if is_in_heading(change, at, now) => vec![],
        What::Removed if is_in_heading(change, at, was) => vec![],
        What::Added => teller.filled(kind, &label, now, Role::Added),
        What::Removed => teller.filled(kind, &label, was, Role::Removed),
    };
    lines.extend(dispute.map(|turn| match turn {
        Turn::Opened => {
            let all = candidates.join(teller.say(" ／ ", " / "));
            let head = format!("{label}{}", teller.say("有争议：", ", disputed: "));
            Line::default().add(Role::Disputed, head).add(Role::Plain, all)
        }
        Turn::Settled => {
            let head = format!("{label}{}", teller.say("争议已裁定：", ", dispute settled: "));
            Line::default().add(Role::Faint, head).add(Role::Plain, teller.or_empty(kind, now))
        }
    }));
    ToldField { at: at.clone(), was: show(was), now: show(now), label, candidates, lines }
}

/// What a new or removed record need not say again.
fn is_in_heading(change: &Change, at: &At, value: &Value) -> bool {
    match (change.kind, at.field.as_str()) {
        (_, "rank" | "hash")
        | (RecordKind::Task, "title")
        | (RecordKind::Row, "register")
        | (RecordKind::Review, "gate")
        | (RecordKind::Measurement, "source" | "on" | "file" | "rules")
        | (RecordKind::Reading, "row" | "on" | "value")
        | (RecordKind::Project, "name")
        | (RecordKind::Column, "label") => true,
        // The template knows.
        (RecordKind::Task, "element") => {
            guide().template(change.id.as_str()).is_some_and(|template| template.element == value.as_text())
        }
        _ => false,
    }
}

impl Teller<'_> {
    fn colon(&self) -> &'static str {
        self.say("：", ": ")
    }

    /// All maps of a row are its cells to people.
    fn label(&self, at: &At) -> String {
        let field = at.index().and_then(|index| at.kind.fields().get(index));
        let label = field.map_or(at.field.as_str(), |field| field.label.say(self.lang));
        match at.parts().1 {
            None => label.to_owned(),
            Some(key) if at.kind == RecordKind::Decision => {
                let name = score_name((self.after, self.before), at.id.as_str(), key, self.lang);
                format!("{label} {name}")
            }
            Some(_) if at.kind == RecordKind::Measurement => {
                format!("{label} {}", figure_name(at, self.lang).unwrap_or_default())
            }
            Some(key) => {
                let name = column_name((self.after, self.before), at.id.as_str(), key, self.lang);
                format!("{} {name}", self.say("单元格", "cell"))
            }
        }
    }

    /// A value as people read it; empty for none.
    pub fn value(&self, kind: Kind, value: &Value) -> String {
        match (kind, value) {
            (Kind::Status, Value::Unset) => Status::Open.label().say(self.lang).to_owned(),
            (_, Value::Unset) => String::new(),
            (Kind::Status, Value::Status(status)) => self.status(status),
            (Kind::Ref(target) | Kind::Parent(target), Value::Text(key)) => self.target(target, key),
            (Kind::Set(Some(target)), Value::Set(keys)) => {
                let all: Vec<String> = keys.iter().map(|key| self.target(target, key)).collect();
                all.join(self.say("、", ", "))
            }
            (kind, value) => kind.show(value, self.lang),
        }
    }

    fn or_empty(&self, kind: Kind, value: &Value) -> String {
        Some(self.value(kind, value).replace('\n', " ⏎ "))
            .filter(|text| !text.is_empty())
            .unwrap_or_else(|| self.say("（空）", "(empty)").to_owned())
    }

    /// `完成（2026-11-20，李工）`.
    fn status(&self, status: &Status) -> String {
        let label = status.label().say(self.lang);
        let facts: Vec<&str> =
            status.facts().into_iter().map(|(_, fact)| fact).filter(|fact| !fact.is_empty()).collect();
        match self.lang {
            _ if facts.is_empty() => label.to_owned(),
            Lang::Zh => format!("{label}（{}）", facts.join("，")),
            Lang::En => format!("{label} ({})", facts.join(", ")),
        }
    }

    /// What a reference points at: its key and its title.
    fn target(&self, target: Target, key: &str) -> String {
        let title = match target {
            Target::Element => {
                guide().element(key).map_or("", |element| element.title.say(self.lang)).to_owned()
            }
            Target::Register => return self.register(key),
            Target::Gate => guide().gate(key).map_or("", |gate| gate.title.say(self.lang)).to_owned(),
            // Its title is its owner's.
            Target::Clause => String::new(),
            Target::Task => self.title(RecordKind::Task, key),
            // A random id says nothing to people.
            Target::Row => {
                let title = self.title(RecordKind::Row, key);
                return if title.is_empty() { key.to_owned() } else { title };
            }
        };
        if title.is_empty() { key.to_owned() } else { format!("{key} {title}") }
    }

    /// A field of a record that came or went.
    fn filled(&self, kind: Kind, label: &str, value: &Value, role: Role) -> Vec<Line> {
        match (kind, value) {
            (_, Value::Unset) => vec![],
            (Kind::Prose, Value::Lines(lines)) => {
                let head = Line::default().add(Role::Name, label).add(Role::Plain, self.colon().trim_end());
                std::iter::once(head).chain(lines.iter().map(|line| marked(role, line))).collect()
            }
            _ => {
                let head = Line::default().add(Role::Name, label).add(Role::Plain, self.colon());
                vec![head.add(role, self.or_empty(kind, value))]
            }
        }
    }

    fn changed(&self, kind: Kind, label: &str, was: &Value, now: &Value) -> Vec<Line> {
        let head = Line::default().add(Role::Name, label);
        match kind {
            Kind::Rank => {
                let moved = Phrase::new("顺序已调整", "moved to another place").say(self.lang);
                vec![Line::default().add(Role::Plain, moved)]
            }
            // A hash says nothing to people.
            Kind::Mark => vec![head.add(Role::Plain, self.say("已更新", " is another one"))],
            Kind::Set(target) => vec![self.set(head, target, &items(was), &items(now))],
            Kind::Prose => self.prose(head, &lines(was), &lines(now)),
            Kind::Text
            | Kind::Day
            | Kind::Number(_)
            | Kind::Choice(_)
            | Kind::Person
            | Kind::Ref(_)
            | Kind::Parent(_)
            | Kind::Status
            | Kind::Map(_) => {
                let line = head
                    .add(Role::Plain, self.colon())
                    .add(Role::Removed, self.or_empty(kind, was))
                    .add(Role::Plain, " → ")
                    .add(Role::Added, self.or_empty(kind, now));
                vec![line]
            }
        }
    }

    /// `标签：＋甲 －乙`.
    fn set(
        &self,
        head: Line,
        target: Option<Target>,
        was: &BTreeSet<String>,
        now: &BTreeSet<String>,
    ) -> Line {
        let item = |key: &String| target.map_or_else(|| key.clone(), |target| self.target(target, key));
        let (plus, minus) = (self.say("＋", "+"), self.say("－", "-"));
        let mut line = head.add(Role::Plain, self.colon());
        let came = now.difference(was).map(|key| (Role::Added, format!("{plus}{}", item(key))));
        let went = was.difference(now).map(|key| (Role::Removed, format!("{minus}{}", item(key))));
        for (i, (role, text)) in came.chain(went).enumerate() {
            line = line.add(Role::Plain, if i == 0 { "" } else { " " }).add(role, text);
        }
        line
    }

    /// `备注：＋1 行 －2 行`, then those lines.
    fn prose(&self, head: Line, was: &[String], now: &[String]) -> Vec<Line> {
        let mut changed = vec![];
        if was.len() + now.len() > MOST_LINES {
            changed.extend(was.iter().map(|line| (Role::Removed, line)));
            changed.extend(now.iter().map(|line| (Role::Added, line)));
        } else {
            for op in capture_diff_slices(Algorithm::Myers, was, now) {
                if !matches!(op, DiffOp::Equal { .. }) {
                    changed.extend(was[op.old_range()].iter().map(|line| (Role::Removed, line)));
                    changed.extend(now[op.new_range()].iter().map(|line| (Role::Added, line)));
                }
            }
        }
        let count = |role| changed.iter().filter(|(is, _)| *is == role).count();
        let numbers = [(Role::Added, self.say("＋", "+")), (Role::Removed, self.say("－", "-"))]
            .map(|(role, sign)| (role, sign, count(role)));
        let mut line = head.add(Role::Plain, self.colon());
        for (i, (role, sign, n)) in numbers.into_iter().filter(|(_, _, n)| *n > 0).enumerate() {
            let lines = match self.lang {
                Lang::Zh => format!("{sign}{n} 行"),
                Lang::En => format!("{sign}{n} {}", if n == 1 { "line" } else { "lines" }),
            };
            line = line.add(Role::Plain, if i == 0 { "" } else { " " }).add(role, lines);
        }
        std::iter::once(line).chain(changed.into_iter().map(|(role, text)| marked(role, text))).collect()
    }
}

fn marked(role: Role, text: &str) -> Line {
    Line::default().add(role, format!("  {} {text}", if role == Role::Removed { '-' } else { '+' }))
}

fn items(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Set(items) => items.clone(),
        _ => BTreeSet::new(),
    }
}

fn lines(value: &Value) -> Vec<String> {
    match value {
        Value::Lines(lines) => lines.clone(),
        _ => vec![],
    }
}
