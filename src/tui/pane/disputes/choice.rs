//! What can be done about one dispute, and the action that does it. Every way of settling is one edit, and so
//! one step of undo.

use crate::merge;
use crate::text::{Lang, Phrase, clip};
use crate::tui::action::{Action, Mood, Notice};
use crate::tui::command::Command;
use crate::tui::dialog::{Area, Dialog, Form, Menu, MenuItem, Target};
use crate::tui::named::{field_label, record_title, subject_text, value_text};
use crate::tui::pane::Context;
use crate::workspace::{self, At, Dispute, Edit, Id, Kind, RecordKind, Refusal, Subject, Value};
use std::collections::BTreeSet;

const SETTLED_RECORD: Phrase = Phrase::new("裁定整条记录", "Settled the whole record");

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// As it was before; of a record, that it stays.
    Keep,
    /// The candidate of this number, from 0.
    Take(usize),
    Both,
    Edit,
    /// Follows the side that deleted the record.
    Delete,
    /// All disputes of the record at once.
    All,
    ToRecord,
    ToClause,
}

/// One dispute with what is known about it.
pub struct Case<'a> {
    pub key: &'a str,
    pub dispute: &'a Dispute,
    pub matter: Matter,
}

/// What is disputed.
#[derive(Debug, Clone, PartialEq)]
pub enum Matter {
    Field(At, Kind),
    Record(RecordKind, Id),
    /// About nothing that this program knows or that is still there; with the kind of its values if known.
    Loose(Option<Kind>),
}

impl<'a> Case<'a> {
    pub fn of(context: &Context<'a>, key: &str) -> Option<Case<'a>> {
        let (key, dispute) = context.workspace.disputes.get_key_value(key)?;
        let is_there = |kind: RecordKind, id: &Id| context.workspace.record(kind, id.as_str()).is_some();
        let matter = match Subject::from_key(key) {
            Some(Subject::Field(at)) => match at.value_kind().copied() {
                Some(kind) if is_there(at.kind, &at.id) => Matter::Field(at, kind),
                kind => Matter::Loose(kind),
            },
            Some(Subject::Record(kind, id)) if is_there(kind, &id) => Matter::Record(kind, id),
            _ => Matter::Loose(None),
        };
        Some(Case { key, dispute, matter })
    }

    pub fn kind(&self) -> Option<&Kind> {
        match &self.matter {
            Matter::Field(_, kind) => Some(kind),
            Matter::Loose(kind) => kind.as_ref(),
            Matter::Record(..) => None,
        }
    }

    pub fn record(&self) -> Option<(RecordKind, &Id)> {
        match &self.matter {
            Matter::Field(at, _) => Some((at.kind, &at.id)),
            Matter::Record(kind, id) => Some((*kind, id)),
            Matter::Loose(_) => None,
        }
    }

    pub fn both(&self) -> Option<Value> {
        match &self.matter {
            Matter::Field(_, kind) => merge::both(kind, self.dispute),
            _ => None,
        }
    }

    /// The element that the record serves.
    pub fn element(&self, context: &Context) -> Option<String> {
        let (kind, id) = self.record()?;
        let task = match kind {
            RecordKind::Task => Some(id.clone()),
            RecordKind::Evidence => Id::new(context.workspace.evidence.get(id.as_str())?.task.as_str()),
            _ => None,
        };
        let mut task = context.workspace.tasks.get(task?.as_str())?;
        // A subtask serves what its topmost parent serves; a circle ends somewhere.
        for _ in 0..64 {
            match context.workspace.tasks.get(task.parent.as_str()) {
                Some(parent) if task.element.is_empty() => task = parent,
                _ => break,
            }
        }
        crate::guide::guide().element(task.element.as_str()).map(|element| element.key.clone())
    }

    /// All that can be done, in the order in which it is offered.
    pub fn choices(&self, context: &Context) -> Vec<Choice> {
        let mut choices = vec![];
        match self.matter {
            Matter::Field(..) => {
                if !self.dispute.was.is_empty() {
                    choices.push(Choice::Keep);
                }
                choices.extend((0..self.dispute.of.len()).map(Choice::Take));
                choices.extend(self.both().map(|_| Choice::Both));
                choices.push(Choice::Edit);
            }
            Matter::Record(..) => choices.extend([Choice::Keep, Choice::Delete]),
            Matter::Loose(_) => choices.push(Choice::Keep),
        }
        if self.siblings(context).len() > 1 {
            choices.push(Choice::All);
        }
        if self.record().is_some() {
            choices.push(Choice::ToRecord);
        }
        if self.element(context).is_some() {
            choices.push(Choice::ToClause);
        }
        choices
    }

    /// The open disputes about fields of this record, this one included.
    fn siblings(&self, context: &Context<'a>) -> Vec<Case<'a>> {
        let Matter::Field(here, _) = &self.matter else { return vec![] };
        let cases = context.workspace.open_disputes().filter_map(|(key, _)| Case::of(context, key));
        let of_record = |case: &Case| matches!(&case.matter, Matter::Field(at, _) if (at.kind, &at.id) == (here.kind, &here.id));
        let mut cases: Vec<Case> = cases.filter(of_record).collect();
        // As its fields are declared: the order of the list.
        cases.sort_by_key(|case| if let Matter::Field(at, _) = &case.matter { at.index() } else { None });
        cases
    }

    /// What a choice asks for; one that does not fit this dispute says why.
    pub fn act(&self, choice: Choice, at: Choice, context: &Context<'a>) -> Vec<Action> {
        let lang = context.lang;
        let settle = |what: Phrase, edit: Result<Edit, Refusal>| match edit {
            Ok(edit) => vec![Action::Settle(what, edit)],
            Err(refusal) => vec![Action::Refused(refusal)],
        };
        let workspace = context.workspace;
        match (&self.matter, choice) {
            (Matter::Field(..), Choice::Keep) => match self.dispute.was.first() {
                Some(held) => settle(
                    Phrase::new("保持改动前", "Kept as before"),
                    workspace.settle(self.key, held.clone()),
                ),
                None => say(
                    lang,
                    "两边各自新增，没有改动前的值：取一个候选",
                    "both sides added it: nothing was there before, take a candidate",
                ),
            },
            (Matter::Field(..), Choice::Take(n)) => match self.dispute.of.iter().nth(n) {
                Some(value) => settle(
                    Phrase::new("取候选", "Took a candidate"),
                    workspace.settle(self.key, value.clone()),
                ),
                None => say(lang, "没有这个编号的候选", "no candidate has this number"),
            },
            (Matter::Field(..), Choice::Both) => match self.both() {
                Some(value) => {
                    settle(Phrase::new("两者都要", "Took both"), workspace.settle(self.key, value))
                }
                None => say(lang, "只有长文字和多值字段能两者都要", "only notes and sets can take both"),
            },
            (Matter::Field(field, kind), Choice::Edit) => self.edit(field, kind, at, context),
            (Matter::Field(..), Choice::All) => self.all(context),
            (Matter::Record(..), Choice::Keep) => {
                settle(Phrase::new("保留记录", "Kept the record"), workspace.dismiss(self.key))
            }
            (Matter::Record(kind, id), Choice::Delete) => {
                let edit = match kind {
                    RecordKind::Task => workspace::remove(workspace, std::slice::from_ref(id)),
                    kind => Ok(Edit::Remove { kind: *kind, id: id.clone() }),
                };
                settle(Phrase::new("按删除办", "Deleted the record"), edit)
            }
            (Matter::Loose(_), Choice::Keep) => {
                settle(Phrase::new("去掉争议", "Dropped the dispute"), workspace.dismiss(self.key))
            }
            (_, Choice::ToRecord) => self.to_record(context),
            (_, Choice::ToClause) => match self.element(context) {
                Some(element) => vec![Action::GoToPhrase(element)],
                None => say(lang, "这条记录没有对应的条文", "no clause belongs to this record"),
            },
            (Matter::Field(..), Choice::Delete) => {
                say(lang, "争的是一个字段，不是整条记录", "a field is disputed, not the record")
            }
            (Matter::Record(..), _) => say(
                lang,
                "争的是整条记录：0 保留，d 删除",
                "the record is disputed: 0 keeps it, d deletes it",
            ),
            (Matter::Loose(_), _) => say(
                lang,
                "本程序无法改动它，只能用 0 去掉这条争议",
                "nothing here can be set; 0 drops the dispute",
            ),
        }
    }

    /// The field's usual editor, with a candidate in it: the one at the cursor, else the first.
    fn edit(&self, field: &At, kind: &Kind, at: Choice, context: &Context) -> Vec<Action> {
        let unset = Value::Unset;
        let n = if let Choice::Take(n) = at { n } else { 0 };
        let value = if at == Choice::Keep { self.dispute.held() } else { self.dispute.of.iter().nth(n) };
        let value = value.or(self.dispute.of.first()).unwrap_or(&unset);
        let (record, label) = subject_text(context.workspace, self.key, context.lang);
        let title = format!("{record} · {label}");
        let dialog = match kind {
            Kind::Prose => {
                let target = Target::Dispute(self.key.to_owned());
                Dialog::Area(Area::new(title, &kind.edit_text(value), target, context.lang))
            }
            Kind::Rank | Kind::Map(_) | Kind::Mark => {
                return say(
                    context.lang,
                    "这个字段不能直接填写，请取候选",
                    "this field cannot be typed: take a candidate",
                );
            }
            _ => {
                let today = context.today.to_string();
                let basis = (context.lang, today.as_str(), context.me);
                Dialog::Form(Form::settling(title, self.key, (field, kind), value, basis))
            }
        };
        vec![Action::Ask(Box::new(dialog))]
    }

    fn to_record(&self, context: &Context) -> Vec<Action> {
        let lang = context.lang;
        match self.record() {
            Some((RecordKind::Task, id)) => vec![Action::GoToTask(id.clone())],
            Some((RecordKind::Evidence, id)) => vec![Action::EditEvidence(id.clone())],
            Some((RecordKind::Project, _)) => vec![Action::Run(Command::ProjectForm)],
            Some((RecordKind::Row, id)) => vec![Action::GoToRow(id.clone())],
            Some((RecordKind::Column, id)) => {
                let column = context.workspace.columns.get(id.as_str());
                let register = column.map_or("", |column| column.register.as_str());
                vec![Action::GoToRegister(register.to_owned())]
            }
            Some((RecordKind::Decision, id)) => vec![Action::GoToDecision(id.to_string())],
            Some((RecordKind::Criterion, id)) => match id.as_str().split_once('.') {
                Some((gate, criterion)) => {
                    vec![Action::GoToGate(gate.to_owned(), Some(criterion.to_owned()))]
                }
                None => say(lang, "没有这个评审项", "there is no such criterion"),
            },
            Some((RecordKind::Review, id)) => {
                let gate = context.workspace.reviews.get(id.as_str()).map(|review| review.gate.as_str());
                vec![Action::GoToGate(gate.unwrap_or_default().to_owned(), None)]
            }
            Some((RecordKind::Measurement | RecordKind::Setting, _)) => {
                say(lang, "数据就绪度还没有自己的页面", "data readiness has no page yet")
            }
            Some((RecordKind::Basis, id)) => vec![Action::GoToPhrase(id.to_string())],
            Some((RecordKind::Reading, id)) => vec![Action::GoToReading(id.clone())],
            None => say(lang, "记录已不存在", "the record is no longer there"),
        }
    }

    /// The menu that settles every field of the record in one step.
    fn all(&self, context: &Context<'a>) -> Vec<Action> {
        let lang = context.lang;
        let said = |zh: &'static str, en: &'static str| Phrase::new(zh, en).say(lang);
        let cases = self.siblings(context);
        if cases.len() < 2 {
            return say(lang, "这条记录只有这一处争议", "this is the only dispute of the record");
        }
        // One value for each dispute that has such a one, and the words for them.
        let step = |of: &dyn Fn(&Case<'a>) -> Option<Value>| {
            let chosen: Vec<(&Case, Value)> =
                cases.iter().filter_map(|case| of(case).map(|value| (case, value))).collect();
            let words = chosen.iter().map(|(case, value)| case.words(value, context));
            let words: Vec<String> = words.collect();
            let count = chosen.len();
            let edits: Result<Vec<Edit>, Refusal> =
                chosen.into_iter().map(|(case, value)| context.workspace.settle(case.key, value)).collect();
            let action = match edits {
                Ok(edits) => Action::Settle(SETTLED_RECORD, Edit::All(edits)),
                Err(refusal) => Action::Refused(refusal),
            };
            (count, words.join(if lang == Lang::Zh { "；" } else { "; " }), action)
        };
        let mut items = vec![];
        let mut offer = |hot: char, label: String, (count, words, action): (usize, String, Action)| {
            if count > 0 {
                let left = cases.len() - count;
                let rest = match (left, lang) {
                    (0, _) => String::new(),
                    (n, Lang::Zh) => format!("（另 {n} 处留待裁定）"),
                    (n, Lang::En) => format!(" ({n} left open)"),
                };
                items.push(MenuItem::new(hot, format!("{label}{rest}  {words}"), action));
            }
        };
        offer(
            '0',
            said("都保持改动前", "all as before").into(),
            step(&|case| case.dispute.was.first().cloned()),
        );
        let people = people(&cases, context);
        let most = cases.iter().map(|case| case.dispute.of.len()).max().unwrap_or(0);
        for (n, hot) in ('1'..='9').enumerate().take(people.as_ref().map_or(most, Vec::len)) {
            let (label, chosen) = match (people.as_ref().map(|people| people[n]), lang) {
                (Some(person), Lang::Zh) => {
                    (format!("都取{person}的"), step(&|case| case.by(person, context)))
                }
                (Some(person), Lang::En) => {
                    (format!("all of {person}"), step(&|case| case.by(person, context)))
                }
                (None, _) => (
                    match lang {
                        Lang::Zh => format!("都取候选 {}", n + 1),
                        Lang::En => format!("candidate {} of each", n + 1),
                    },
                    step(&|case| case.dispute.of.iter().nth(n).cloned()),
                ),
            };
            offer(hot, label, chosen);
        }
        offer('b', said("能两者都要的都要", "both wherever there is both").into(), step(&Case::both));
        let first = cases.first().map_or("", |case| case.key).to_owned();
        items.push(MenuItem::new(
            'o',
            said("逐处裁定：从第一处开始", "one after the other, from the first"),
            Action::GoToDispute(first),
        ));
        let title = match self.record() {
            Some((kind, id)) => record_title(context.workspace, kind, id, lang),
            None => String::new(),
        };
        let title = match lang {
            Lang::Zh => format!("一次裁定 {} 处 · {title}", cases.len()),
            Lang::En => format!("Settle {} at once · {title}", cases.len()),
        };
        vec![Action::Ask(Box::new(Dialog::Menu(Menu::hot(title, items))))]
    }

    /// Who set the field to a candidate, as far as git tells.
    fn who<'c>(&self, value: &Value, context: &'c Context) -> Option<&'c str> {
        let (kind, id) = self.record()?;
        context.chronicle.who(kind, id, self.key, value).map(|(author, _)| author)
    }

    /// What a person set the field to.
    fn by(&self, person: &str, context: &Context) -> Option<Value> {
        self.dispute.of.iter().find(|value| self.who(value, context) == Some(person)).cloned()
    }

    /// The field and a value for it, shortly.
    fn words(&self, value: &Value, context: &Context) -> String {
        let Matter::Field(at, kind) = &self.matter else { return String::new() };
        let label = field_label(context.workspace, at, context.lang);
        let text = value_text(context.workspace, Some(kind), value, context.lang).replace('\n', " ");
        format!("{label} {}", clip(&text, 16))
    }
}

/// Those whose candidates these are, where git knows it of each and nobody has two for one field. The candidates
/// stand in the order of their values: those of the same number may be of different people.
fn people<'c>(cases: &[Case], context: &'c Context) -> Option<Vec<&'c str>> {
    let mut all = BTreeSet::new();
    for case in cases {
        let of_case = case.dispute.of.iter().map(|value| case.who(value, context));
        let of_case: BTreeSet<&str> = of_case.collect::<Option<_>>()?;
        if of_case.len() < case.dispute.of.len() {
            return None;
        }
        all.extend(of_case);
    }
    Some(all.into_iter().collect())
}

fn say(lang: Lang, zh: &'static str, en: &'static str) -> Vec<Action> {
    let text = Phrase::new(zh, en).say(lang).to_owned();
    vec![Action::Say(Notice { mood: Mood::Plain, text })]
}
