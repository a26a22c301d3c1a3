//! The form: every field that people fill in, from the record's declaration, each with the editor of its kind.
//! It gives back what was typed, as typed; the workspace says whether it fits.

mod brief;
mod entry;
mod naming;
mod paper;

pub use paper::REVIEW;

use super::{Area, Dialog, Flow, Question, Target, centred, stroke};
use crate::readiness::SettingKey;
use crate::store::{Draft, DraftOf};
use crate::text::{Lang, Phrase, pad, width};
use crate::tui::action::Action;
use crate::tui::command::Command;
use crate::tui::named::{UNDECIDED, is_disputed};
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::editor::Editor;
use crate::tui::widget::list::List;
use crate::tui::widget::touch::{Hit, Part, Touch};
use crate::workspace::{
    Assign, At, Field, Id, Kind, Record, RecordKind, Refusal, Status, Target as Points, Value, Workspace,
};
use entry::{Entry, entries_of, hint};
use ratatui::layout::Rect;

#[derive(Debug, Clone, PartialEq)]
pub struct Form {
    title: String,
    purpose: Purpose,
    entries: Vec<Entry>,
    at: usize,
    /// Set along with what is typed, and not seen.
    also: Vec<Assign>,
    /// What was refused, what to do, and at which entry.
    refused: Option<(String, String)>,
    lang: Lang,
    /// Filled in when a status asks for a day and a person.
    today: String,
    me: String,
    /// The name of a file that Tab has found.
    completed: Option<String>,
    need: Option<Need>,
}

/// What a form must say before it makes a record: the day and the person that it proposes say nothing by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Need {
    /// Any of these fields is enough; the caret goes to the first.
    pub any: &'static [&'static str],
    pub lack: Phrase,
    pub next: Phrase,
}

const WHAT_PROVES: Need = Need {
    any: &["proof", "what", "file"],
    lack: Phrase::new("证据还没写内容", "nothing says yet what the evidence is"),
    next: Phrase::new(
        "先选证明力（← →），或写说明、附文件",
        "choose the proof with ← →, or write a statement or a file",
    ),
};

/// What the typed fields are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// One or several records; of several, only touched fields are set.
    Edit(RecordKind, Vec<Id>),
    Evidence(Id),
    /// New evidence of a task, for this criterion of a gate.
    Proof(Id, Id),
    /// The one field of this dispute, which it settles.
    Settle(String),
    /// A new reading of this indicator.
    Reading(Id),
    /// The cells of an indicator; None for a new one.
    Indicator(Option<Id>),
    /// What people write down of this source.
    Measurement(Id),
    /// A number of the readiness model.
    Number(SettingKey),
    /// The dates of a task, which may lead to a question.
    Dates(Id),
}

/// Rows inside the frame of the smallest form: a field, and what was refused with what to do.
const ROWS: u16 = 6;

const PATH: Phrase = Phrase::new("文件", "file");

impl Form {
    /// All fields of a record that can be typed. `record` is None for one that does not exist yet.
    pub fn of(
        title: String,
        purpose: Purpose,
        kind: RecordKind,
        record: Option<&dyn Record>,
        (lang, today, me): (Lang, &str, &str),
    ) -> Form {
        let is_typed = |field: &Field| {
            match field.kind {
                // A subtask or evidence lies under the task that it was called for.
                Kind::Rank | Kind::Parent(_) | Kind::Map(_) | Kind::Mark | Kind::Ref(Points::Element) => {
                    false
                }
                _ => true,
            }
        };
        let mut entries = vec![];
        for (i, field) in kind.fields().iter().enumerate().filter(|(_, field)| is_typed(field)) {
            let value = record.map_or(Value::Unset, |record| record.get(i));
            entries.extend(entries_of(field.name, field.label, &field.kind, &value, lang));
        }
        // What exists has its own days.
        if kind == RecordKind::Evidence && record.is_none() {
            for entry in
                entries.iter_mut().filter(|entry| matches!(entry.name.as_str(), "about" | "filed" | "by"))
            {
                entry.editor = Editor::line(if entry.name == "by" { me } else { today });
            }
        }
        let mut form = Form::with(title, purpose, entries, (lang, today, me));
        if kind == RecordKind::Evidence && record.is_none() {
            form.need = Some(WHAT_PROVES);
        }
        if form.is_bulk() {
            form.blank();
        }
        for entry in &mut form.entries {
            entry.opened = entry.editor.text();
        }
        form
    }

    fn with(
        title: String,
        purpose: Purpose,
        entries: Vec<Entry>,
        (lang, today, me): (Lang, &str, &str),
    ) -> Form {
        let (today, me) = (today.into(), me.into());
        Form {
            title,
            purpose,
            entries,
            at: 0,
            also: vec![],
            refused: None,
            lang,
            today,
            me,
            completed: None,
            need: None,
        }
    }

    /// Does not take the proposals alone.
    #[must_use]
    pub fn needing(mut self, need: Need) -> Form {
        self.need = Some(need);
        self
    }

    /// What is needed and not there; what was there before may be taken out.
    fn lack(&self) -> Option<Need> {
        let says = |entry: &Entry| !entry.editor.text().trim().is_empty() || !entry.was.is_empty();
        self.need.filter(|need| {
            !need.any.iter().any(|name| self.entries.iter().any(|e| e.name == *name && says(e)))
        })
    }

    /// The field of a dispute alone, with a candidate in it.
    pub fn settling(
        title: String,
        key: &str,
        (at, kind): (&At, &Kind),
        value: &Value,
        (lang, today, me): (Lang, &str, &str),
    ) -> Form {
        let declared = at.index().map(|n| at.kind.fields()[n]);
        let label = declared.map_or(PATH, |field| field.label);
        let mut entries = entries_of(&at.field, label, kind, value, lang);
        for entry in &mut entries {
            entry.opened = entry.editor.text();
        }
        let purpose = Purpose::Settle(key.to_owned());
        Form::with(title, purpose, entries, (lang, today, me))
    }

    /// Starts at a field.
    #[must_use]
    pub fn focused(mut self, name: &str) -> Form {
        self.focus(name);
        self
    }

    /// Marks the fields that are disputed.
    #[must_use]
    pub fn disputed(mut self, workspace: &Workspace) -> Form {
        let Purpose::Edit(kind, ids) = &self.purpose else { return self };
        for entry in self.entries.iter_mut().filter(|entry| !entry.is_fact) {
            let is_open = |id: &Id| is_disputed(workspace, &At::new(*kind, id, &entry.name).to_string());
            entry.is_disputed = ids.iter().any(is_open);
        }
        self
    }

    /// What is shown in a field while it is empty: the guide's title, say.
    #[must_use]
    pub fn instead(mut self, name: &str, text: &str) -> Form {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.name == name) {
            text.clone_into(&mut entry.instead);
        }
        self
    }

    /// With what was typed before the program was cut off.
    #[must_use]
    pub fn with_typed(mut self, typed: &[(String, String)]) -> Form {
        for (name, text) in typed {
            let Some(at) = self.entries.iter().position(|entry| entry.name == *name) else { continue };
            self.entries[at].editor.put(text);
            self.at = at;
        }
        self
    }

    /// What was typed so far; `writing` is the text of an entry that is open in the text area. None when
    /// nothing was touched, and for a file that does not exist yet.
    pub fn draft(&self, writing: Option<(usize, &str)>) -> Option<Draft> {
        let of = match &self.purpose {
            Purpose::Edit(kind, ids) => DraftOf::records(*kind, ids),
            Purpose::Evidence(task) | Purpose::Proof(task, _) => DraftOf::Evidence(task.as_str().to_owned()),
            Purpose::Settle(key) => DraftOf::Dispute(key.clone()),
            Purpose::Reading(_)
            | Purpose::Indicator(_)
            | Purpose::Measurement(_)
            | Purpose::Number(_)
            | Purpose::Dates(_) => {
                return None;
            }
        };
        let typed = self.entries.iter().enumerate().filter_map(|(at, entry)| {
            let text = match writing {
                Some((open, text)) if open == at => text.to_owned(),
                _ => entry.editor.text(),
            };
            (text != entry.opened).then(|| (entry.name.clone(), text))
        });
        let mut typed: Vec<(String, String)> = typed.collect();
        if !typed.is_empty() {
            typed.extend(self.also.iter().map(|also| (also.field.clone(), also.text.clone())));
        }
        (!typed.is_empty()).then(|| Draft::new(&self.title, of, typed))
    }

    fn focus(&mut self, name: &str) {
        if let Some(at) = self.entries.iter().position(|entry| entry.name == name) {
            self.at = at;
        }
    }

    /// Chooses a status by its key, so that its facts can be filled in.
    #[must_use]
    pub fn with_status(mut self, key: &str) -> Form {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.kind == Kind::Status) {
            entry.editor.put(key);
        }
        self.offer_facts();
        if let Some(at) = (0..self.entries.len()).find(|at| self.entries[*at].is_fact && self.is_visible(*at))
        {
            self.at = at;
        }
        self
    }

    fn is_bulk(&self) -> bool {
        matches!(&self.purpose, Purpose::Edit(_, ids) if ids.len() > 1)
    }

    /// Of several records the form starts empty: what is not touched stays as it is in each.
    fn blank(&mut self) {
        for entry in &mut self.entries {
            entry.editor = std::mem::replace(&mut entry.editor, Editor::Long(String::new())).blank();
            entry.was = String::new();
        }
    }

    fn status(&self) -> Option<Status> {
        let entry = self.entries.iter().find(|entry| entry.kind == Kind::Status)?;
        Status::from_key(&entry.editor.text())
    }

    fn is_visible(&self, at: usize) -> bool {
        let entry = &self.entries[at];
        !entry.is_fact || self.status().is_some_and(|s| s.facts().iter().any(|(name, _)| *name == entry.name))
    }

    fn visible(&self) -> Vec<usize> {
        (0..self.entries.len()).filter(|at| self.is_visible(*at)).collect()
    }

    /// A task that becomes done is done today, by me, unless typed otherwise.
    fn offer_facts(&mut self) {
        if !matches!(self.status(), Some(Status::Done { .. })) {
            return;
        }
        let (today, me) = (self.today.clone(), self.me.clone());
        for entry in self.entries.iter_mut().filter(|entry| entry.is_fact && entry.editor.text().is_empty()) {
            match entry.name.as_str() {
                "on" => entry.editor = Editor::line(&today),
                "by" => entry.editor = Editor::line(&me),
                _ => {}
            }
        }
    }

    pub fn run(&mut self, command: Command, _: Rect) -> Flow {
        match command {
            Command::Accept => match self.area() {
                Some(area) => Flow::Keep(vec![Action::Ask(Box::new(Dialog::Area(area)))]),
                None => self.submit(),
            },
            Command::Cancel if self.is_untouched() => Flow::Close,
            Command::Cancel => {
                let (title, text) = match self.lang {
                    Lang::Zh => ("放弃修改？", "表单里的修改还没有保存。"),
                    Lang::En => ("Discard the changes?", "The form has changes that are not kept."),
                };
                Flow::Keep(vec![Action::Ask(Box::new(Dialog::Question(Question {
                    title: title.into(),
                    text: text.into(),
                    yes: Some(Action::Dismiss),
                })))])
            }
            Command::NextField => match self.unfinished_name() {
                Some(typed) => Flow::Keep(vec![Action::CompleteName(typed)]),
                None => self.walk(1),
            },
            Command::PreviousField => self.walk(-1),
            Command::CaretLeft if self.turn(-1) => Flow::Stay,
            Command::CaretRight if self.turn(1) => Flow::Stay,
            command => {
                if let Some(stroke) = stroke(command) {
                    self.entries[self.at].editor.stroke(stroke);
                }
                Flow::Stay
            }
        }
    }

    /// The text area for a long entry.
    fn area(&self) -> Option<Area> {
        let entry = &self.entries[self.at];
        let Editor::Long(text) = &entry.editor else { return None };
        Some(Area::new(entry.label.say(self.lang).to_owned(), text, Target::Form(self.at), self.lang))
    }

    fn walk(&mut self, by: isize) -> Flow {
        let visible = self.visible();
        let here = visible.iter().position(|at| *at == self.at).unwrap_or(0);
        let there = (here.cast_signed() + by).rem_euclid(visible.len().max(1).cast_signed()).unsigned_abs();
        self.at = visible.get(there).copied().unwrap_or(0);
        Flow::Stay
    }

    /// The next or previous option of a choice; false where there is none.
    fn turn(&mut self, by: isize) -> bool {
        let is_turned = self.entries[self.at].editor.turn(by);
        if is_turned {
            self.offer_facts();
        }
        is_turned
    }

    /// A click goes to a field. In the one that has the keys already it puts the caret, turns the choice, or opens
    /// the text area.
    pub fn point(&mut self, hit: Hit) -> Flow {
        let is_text = hit.part == Part::Text;
        // The sign before a choice turns it back.
        if is_text && (self.entries[self.at].editor.point(hit.row, hit.column) || self.turn(-1)) {
            return Flow::Stay;
        }
        let at = if is_text { self.at } else { hit.row };
        if at >= self.entries.len() || !self.is_visible(at) {
            return Flow::Stay;
        }
        let was_here = std::mem::replace(&mut self.at, at) == at;
        match self.area() {
            Some(area) if was_here => Flow::Keep(vec![Action::Ask(Box::new(Dialog::Area(area)))]),
            _ => {
                if was_here {
                    self.turn(1);
                }
                Flow::Stay
            }
        }
    }

    /// Field by field: a form has no window of its own.
    pub fn scroll(&mut self, by: isize) {
        let visible = self.visible();
        let here = visible.iter().position(|at| *at == self.at).unwrap_or(0);
        let there = here.saturating_add_signed(by.signum()).min(visible.len().saturating_sub(1));
        self.at = visible.get(there).copied().unwrap_or(self.at);
    }

    pub fn type_text(&mut self, text: &str) -> Flow {
        // Long text is written where it can be seen.
        if let Some(mut area) = self.area() {
            area.input.insert(text);
            return Flow::Keep(vec![Action::Ask(Box::new(Dialog::Area(area)))]);
        }
        if self.entries[self.at].editor.insert(text) {
            self.offer_facts();
        }
        Flow::Stay
    }

    pub fn fill(&mut self, entry: usize, text: String) {
        if let Some(entry) = self.entries.get_mut(entry) {
            entry.editor = Editor::Long(text);
        }
    }

    fn is_untouched(&self) -> bool {
        self.visible().into_iter().all(|at| self.entries[at].editor.text() == self.entries[at].opened)
    }

    fn touched(&self) -> Vec<Assign> {
        let text_of = |name: &str| self.entries.iter().find(|e| e.name == name).map(|e| e.editor.text());
        let changed = |at: &usize| {
            let entry = &self.entries[*at];
            let is_proposal = entry.editor.text() == entry.opened && entry.opened != entry.was;
            if is_proposal
                && entry.belongs_to.is_some_and(|name| text_of(name).is_none_or(|text| text.is_empty()))
            {
                return false;
            }
            // The facts go along when the status is set anew: they belong to it.
            let status_changed =
                self.entries.iter().any(|e| e.kind == Kind::Status && e.editor.text() != e.was);
            entry.name != "path" && (entry.editor.text() != entry.was || (entry.is_fact && status_changed))
        };
        let entries = self.visible().into_iter().filter(changed);
        entries.map(|at| Assign::new(&self.entries[at].name, &self.entries[at].editor.text())).collect()
    }

    fn submit(&mut self) -> Flow {
        if let Some(need) = self.lack() {
            let (lack, next) = (need.lack.say(self.lang), need.next.say(self.lang));
            self.complain_at(need.any.first().unwrap_or(&""), lack.into(), next.into());
            return Flow::Stay;
        }
        let assigns = self.touched();
        match &self.purpose {
            Purpose::Edit(..) | Purpose::Indicator(Some(_)) | Purpose::Dates(_) if assigns.is_empty() => {
                Flow::Close
            }
            Purpose::Reading(row) => Flow::Keep(vec![Action::AddReading(row.clone(), assigns)]),
            Purpose::Indicator(id) => Flow::Keep(vec![Action::KeepIndicator(id.clone(), assigns)]),
            Purpose::Measurement(id) => Flow::Keep(vec![Action::WriteMeasurement(id.clone(), assigns)]),
            Purpose::Number(key) => Flow::Keep(vec![Action::SetNumber(*key, assigns)]),
            Purpose::Dates(id) => Flow::Keep(vec![Action::Reschedule(id.clone(), assigns)]),
            Purpose::Edit(kind, ids) => {
                let assigns = self.also.iter().cloned().chain(assigns).collect();
                Flow::Keep(vec![Action::Assign { kind: *kind, ids: ids.clone(), assigns }])
            }
            // All of it is said, changed or not: it is the decision.
            Purpose::Settle(key) => {
                let entries = self.visible().into_iter().map(|at| &self.entries[at]);
                let assigns = entries.map(|entry| Assign::new(&entry.name, &entry.editor.text()));
                Flow::Keep(vec![Action::SettleTyped(key.clone(), assigns.collect())])
            }
            Purpose::Evidence(task) => Flow::Keep(vec![Action::AddEvidence(task.clone(), assigns)]),
            Purpose::Proof(task, criterion) => {
                Flow::Keep(vec![Action::AddProof(task.clone(), criterion.clone(), assigns)])
            }
        }
    }

    /// Says what was refused, at the field that it is about.
    pub fn refuse(&mut self, refusal: &Refusal, lang: Lang) {
        let what = match refusal {
            Refusal::Misfit { field, misfit } => {
                self.focus(field);
                let label =
                    self.entries.iter().find(|entry| entry.name == *field).map(|entry| entry.label.say(lang));
                format!("{}{}{}", label.unwrap_or(field), lang.colon(), misfit.say(lang))
            }
            other => other.say(lang),
        };
        self.refused = Some((what, refusal.next(lang)));
    }

    pub fn complain_at(&mut self, field: &str, what: String, next: String) {
        self.focus(field);
        self.complain(what, next);
    }

    pub fn complain_at_start(&mut self, what: String, next: String) {
        self.at = 0;
        self.complain(what, next);
    }

    pub fn complain(&mut self, what: String, next: String) {
        self.refused = Some((what, next));
    }

    pub fn draw(&self, canvas: &mut Canvas, lang: Lang) {
        let visible = self.visible();
        let labels = visible.iter().map(|at| width(self.entries[*at].label.say(lang))).max().unwrap_or(0);
        let place = centred(canvas.area(), 72, cells(visible.len()).saturating_add(3).max(ROWS));
        let inside = canvas.frame(place, &self.title);
        let foot = if inside.height > 5 { 2 } else { 0 };
        let height = usize::from(inside.height.saturating_sub(foot));
        canvas.scrolls(Rect { height: cells(height), ..inside }, Part::List);
        let mut list = List { at: visible.iter().position(|at| *at == self.at).unwrap_or(0), top: 0 };
        list.keep_in_view(visible.len(), height);
        for (row, n) in list.window(visible.len(), height).enumerate() {
            let at = visible[n];
            let entry = &self.entries[at];
            let place = below(inside, cells(row));
            let is_here = at == self.at;
            canvas.touch(place, Touch::line(Part::List, at));
            let sign = if is_here { "▌" } else { " " };
            canvas.line(place, Role::Accent, sign);
            let label = pad(entry.label.say(lang), labels);
            canvas.line(right_of(place, 1), if is_here { Role::Heading } else { Role::Label }, &label);
            let mut value = right_of(place, cells(labels) + 3);
            if entry.is_disputed {
                value = canvas.line_right(value, Role::Bad, UNDECIDED.say(lang));
                value.width = value.width.saturating_sub(1);
            }
            entry.editor.draw(canvas, value, &entry.instead, is_here, lang);
        }
        if foot > 0 {
            let bottom = inside.height - 1;
            match &self.refused {
                Some((what, next)) => {
                    canvas.line(below(inside, bottom - 1), Role::Bad, what);
                    canvas.line(below(inside, bottom), Role::Warn, &format!("→ {next}"));
                }
                None => {
                    canvas.line(below(inside, bottom), Role::Faint, hint(&self.entries[self.at], lang));
                }
            }
        }
    }
}
