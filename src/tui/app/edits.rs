//! How the app changes the workspace: every way leads through `Session::apply`, as one step that can be undone.

use super::{App, Saving};
use crate::merge::late;
use crate::store::{Access, Denied, SaveError, Session, Written};
use crate::text::{Lang, Phrase, show};
use crate::tui::action::{Action, Effect, Mood};
use crate::tui::dialog::{Dialog, Question};
use crate::workspace::{self, Assign, At, Edit, Id, RecordKind, Refusal, Value, Workspace};
use std::path::PathBuf;

/// What became of a step.
pub(super) type Stepped = Option<Result<Phrase, Denied>>;

impl App {
    pub(super) fn edit(&mut self, what: Phrase, edit: Edit) {
        if self.apply(what, edit) {
            self.say_done(what.say(self.lang));
        }
    }

    /// Makes an edit and closes the form that asked for it; what is denied is said, and leaves the form as it
    /// is. True when something changed.
    pub(super) fn apply(&mut self, what: Phrase, edit: Edit) -> bool {
        let Some(session) = &mut self.session else { return false };
        match session.apply(what, late(edit, &self.missed)) {
            Ok(changed) => {
                self.pop_form();
                if !changed {
                    self.say_phrase(Mood::Plain, Phrase::new("没有变化", "nothing changed"));
                }
                changed
            }
            Err(denied) => {
                self.deny(&denied);
                false
            }
        }
    }

    pub(super) fn deny(&mut self, denied: &Denied) {
        let (what, next) = (denied.say(self.lang), denied.next(self.lang));
        match self.dialogs.last_mut() {
            Some(Dialog::Form(form)) => form.complain(what, next),
            _ => self.say(Mood::Bad, format!("{what} → {next}")),
        }
    }

    /// Fields as typed, of one or several records, as one step; a form stays open until they fit.
    pub(super) fn assign(&mut self, kind: RecordKind, ids: &[Id], assigns: &[Assign]) -> Vec<Action> {
        let Some(workspace) = self.workspace() else { return vec![] };
        let edits: Result<Vec<Edit>, Refusal> =
            ids.iter().map(|id| typed(workspace, kind, id, assigns, self.today)).collect();
        match edits {
            Ok(edits) => {
                let what = match assigns {
                    [one] => {
                        let name = one.field.split('/').next();
                        kind.fields().iter().find(|field| Some(field.name) == name).map(|field| field.label)
                    }
                    _ => None,
                };
                let what = what.unwrap_or_else(|| kind.label());
                if self.apply(what, Edit::All(edits)) {
                    self.say_changed(what);
                }
                vec![]
            }
            Err(refusal) => self.refuse(refusal),
        }
    }

    /// Says why: in the form, at the field that it is about, or below the page.
    pub(super) fn refuse(&mut self, refusal: Refusal) -> Vec<Action> {
        let lang = self.lang;
        match self.dialogs.last_mut() {
            Some(Dialog::Form(form)) => {
                form.refuse(&refusal, lang);
                vec![]
            }
            _ => vec![Action::Refused(refusal)],
        }
    }

    fn pop_form(&mut self) {
        if matches!(self.dialogs.last(), Some(Dialog::Form(_))) {
            self.dialogs.pop();
        }
    }

    fn say_changed(&mut self, what: Phrase) {
        let text = match self.lang {
            Lang::Zh => format!("已修改{}", what.zh),
            Lang::En => format!("changed {}", what.en),
        };
        self.say_done(&text);
    }

    /// New evidence of a task, linked to a criterion of a gate.
    pub(super) fn add_proof(&mut self, task: &Id, criterion: &Id, assigns: &[Assign]) -> Vec<Action> {
        let Some(session) = &self.session else { return vec![] };
        let id = session.workspace().fresh_id(RecordKind::Evidence, &mut self.random);
        match workspace::proof(session.workspace(), (&id, task), criterion, assigns, self.today) {
            Ok(edit) => {
                self.edit(Phrase::new("新增证据", "Added evidence"), edit);
                vec![]
            }
            Err(refusal) => self.refuse(refusal),
        }
    }

    /// Done today, by me; the name is asked for once.
    pub(super) fn close(&mut self, ids: Vec<Id>) -> Vec<Action> {
        if self.me.is_empty() {
            return vec![Action::Ask(Box::new(self.ask_me(Some(Box::new(Action::Close(ids))))))];
        }
        let Some(workspace) = self.workspace() else { return vec![] };
        let edits: Result<Vec<Edit>, Refusal> =
            ids.iter().map(|id| workspace::close(workspace, id, self.today, &self.me)).collect();
        match edits {
            Ok(edits) => vec![Action::Edit(Phrase::new("标为完成", "Marked as done"), Edit::All(edits))],
            Err(refusal) => vec![Action::Refused(refusal)],
        }
    }

    /// A note as it came out of an editor. It was opened some time ago, so it is set on what is there now.
    pub(super) fn note(&mut self, at: &At, text: &str) -> Vec<Action> {
        if let (RecordKind::Row, (_, Some(column))) = (at.kind, at.parts()) {
            return self.write_typed(&at.id, column, text);
        }
        let Some(workspace) = self.workspace() else { return vec![] };
        let now = Value::prose(&crate::text::typed(text));
        let edit = match at.kind {
            RecordKind::Decision => {
                workspace::fill(workspace, at.kind, &at.id, vec![(at.field.clone(), now)])
            }
            _ => workspace.set(at.clone(), now),
        };
        let what = match at.parts().0 {
            "grounds" => Phrase::new("写依据", "Wrote the ground"),
            _ => Phrase::new("修改备注", "Changed the note"),
        };
        match edit {
            Ok(edit) => vec![Action::Edit(what, edit)],
            Err(refusal) => vec![Action::Refused(refusal)],
        }
    }

    /// True when there was a step to take.
    pub(super) fn step_back(
        &mut self,
        step: fn(&mut Session) -> Stepped,
        done: Phrase,
        none: Phrase,
    ) -> bool {
        let lang = self.lang;
        let stepped = self.session.as_mut().and_then(step);
        let is_done = matches!(stepped, Some(Ok(_)));
        match stepped {
            None => self.say_phrase(Mood::Plain, none),
            Some(Ok(what)) => {
                self.say(Mood::Good, format!("{}{}{}", done.say(lang), lang.colon(), what.say(lang)));
            }
            Some(Err(denied)) => self.deny(&denied),
        }
        is_done
    }

    pub(super) fn new_file(
        &mut self,
        path: PathBuf,
        assigns: &[Assign],
        modes: &[String],
    ) -> (Vec<Action>, Vec<Effect>) {
        let mut path = super::home(&path).unwrap_or(path);
        if path.as_os_str().is_empty() {
            path = PathBuf::from("plant.wubu.ron");
        }
        if path.extension().is_none() {
            path.set_extension("wubu.ron");
        }
        match new_workspace(assigns, modes, self.today) {
            Ok(workspace) => {
                self.opening = Some(path.clone());
                (vec![], vec![Effect::Create(path, Box::new(workspace))])
            }
            Err(refusal) => {
                if let Some(Dialog::Wizard(wizard)) = self.dialogs.last_mut() {
                    wizard.complain(refusal.say(self.lang), refusal.next(self.lang));
                }
                (vec![], vec![])
            }
        }
    }

    /// One save at a time; edits made meanwhile go with the next.
    pub(super) fn save_if_due(&mut self) -> Option<Effect> {
        if self.saving != Saving::Idle {
            return None;
        }
        let job = self.session.as_ref()?.save_job()?;
        self.saving = Saving::Running;
        Some(Effect::Save(job))
    }

    pub(super) fn save_now(&mut self) -> Vec<Effect> {
        let Some(session) = &self.session else { return vec![] };
        if session.access() != Access::Full {
            let why = session.access().say(self.lang);
            self.say(Mood::Bad, why);
            return vec![];
        }
        if self.saving.is_running() {
            return vec![];
        }
        self.saving = Saving::Running;
        vec![Effect::Save(session.save_job_now())]
    }

    /// The file went back to an older version, and so do we.
    pub(super) fn let_go(&mut self) {
        const LET_GO: Phrase = Phrase::new("放弃改动", "let go of the changes");
        const NOTHING: Phrase =
            Phrase::new("文件没有被退回旧版本", "the file did not go back to an older version");
        match self.session.as_mut().filter(|session| session.is_behind()) {
            None => self.say_phrase(Mood::Plain, NOTHING),
            Some(session) => match session.let_go(LET_GO) {
                Ok(_) => self.say_phrase(
                    Mood::Plain,
                    Phrase::new(
                        "已按磁盘上的版本；u 找回改动",
                        "as the file has it; u brings the changes back",
                    ),
                ),
                Err(denied) => self.say(Mood::Bad, denied.say(self.lang)),
            },
        }
    }

    pub(super) fn note_saved(&mut self, revision: u64, result: Result<Written, SaveError>) -> Vec<Effect> {
        let Some(session) = &mut self.session else { return vec![] };
        match result {
            Ok(Written::Overtaken(look)) => {
                // Theirs comes in first; what is due then is both.
                self.saving = Saving::Idle;
                let outside = session.take_in(look);
                self.tell_outside(outside);
                if self.is_quitting {
                    return self.quit();
                }
            }
            Ok(Written::Saved(saved)) => {
                session.note_saved(revision, &saved);
                let is_saved = session.is_saved();
                self.saving = Saving::Idle;
                if let Some(aside) = saved.aside {
                    let aside = aside.display();
                    let text = match self.lang {
                        Lang::Zh => format!("外部也改过文件：您的版本已保存，对方版本另存为 {aside}"),
                        Lang::En => format!(
                            "the file was changed outside too: yours is saved, theirs is kept as {aside}"
                        ),
                    };
                    self.say(Mood::Bad, show(&text).into_owned());
                }
                if self.is_quitting && is_saved {
                    return self.leave();
                }
            }
            Err(error) => {
                let (what, next) = (error.say(self.lang), error.next(self.lang).to_owned());
                session.note_refused(&error);
                let keep = session.keep_job().map(Effect::Keep);
                if error.is_busy() && !self.is_quitting {
                    // A matter of moments: the sign says that it is not saved yet, and that is enough.
                    self.saving = Saving::Waiting;
                    return keep.into_iter().collect();
                }
                self.saving = Saving::Failed(what.clone(), next.clone());
                if self.is_quitting {
                    self.is_quitting = false;
                    let (title, end) = match self.lang {
                        Lang::Zh => {
                            ("没有保存，仍要退出吗？", "改动不在文件里；本机的恢复副本会在下次打开时并入。")
                        }
                        Lang::En => (
                            "Not saved. Quit all the same?",
                            "The changes are not in the file; a copy on this machine is merged in when it is opened next.",
                        ),
                    };
                    let text = format!("{what}\n{next}\n{end}");
                    let question = Question { title: title.into(), text, yes: Some(Action::QuitAnyway) };
                    self.dialogs.push(Dialog::Question(question));
                } else {
                    self.say(Mood::Bad, format!("{what} → {next}"));
                }
                return keep.into_iter().collect();
            }
        }
        vec![]
    }

    /// Leaves at once when all is saved, else as soon as it is; asks only if it cannot be.
    pub(super) fn quit(&mut self) -> Vec<Effect> {
        // Who is asked and goes back stays.
        self.is_quitting = false;
        let is_saved = self.session.as_ref().is_none_or(Session::is_saved);
        if is_saved && !self.saving.is_running() {
            if self.session.as_ref().is_some_and(Session::is_adrift) {
                self.ask_before_leaving_nothing();
                return vec![];
            }
            return self.leave();
        }
        if self.session.as_ref().is_some_and(Session::is_behind) {
            self.ask_before_putting_back();
            return vec![];
        }
        self.write_and_quit()
    }

    /// What is being typed is kept, and what no longer is goes: the next start asks about nothing else.
    pub(super) fn leave(&mut self) -> Vec<Effect> {
        self.keep_draft().into_iter().chain([Effect::Exit]).collect()
    }

    pub(super) fn write_and_quit(&mut self) -> Vec<Effect> {
        self.is_quitting = true;
        self.save_now()
    }
}

/// Fields as typed. A working paper begins with the first of them.
fn typed(
    workspace: &Workspace,
    kind: RecordKind,
    id: &Id,
    assigns: &[Assign],
    today: jiff::civil::Date,
) -> Result<Edit, Refusal> {
    match kind {
        RecordKind::Decision | RecordKind::Criterion | RecordKind::Review => {
            workspace::fill_typed(workspace, kind, id, assigns, today)
        }
        _ => workspace::assign(workspace, kind, id, assigns, today),
    }
}

/// A workspace with all templates, the project as typed, and the candidates among the development modes.
fn new_workspace(
    assigns: &[Assign],
    modes: &[String],
    today: jiff::civil::Date,
) -> Result<Workspace, Refusal> {
    let mut workspace = Workspace::default();
    let ids: Vec<&str> = crate::guide::guide().templates().iter().map(|t| t.id.as_str()).collect();
    workspace.apply(workspace::adopt(&workspace, &ids)?)?;
    let project = At::project("name").id;
    let edit = workspace::assign(&workspace, RecordKind::Project, &project, assigns, today)?;
    workspace.apply(edit)?;
    if let Some(decision) = Id::new("modes").filter(|_| !modes.is_empty()) {
        let choice = vec![("choice".to_owned(), Value::set(modes.iter().cloned()))];
        let edit = workspace::fill(&workspace, RecordKind::Decision, &decision, choice)?;
        workspace.apply(edit)?;
    }
    Ok(workspace)
}
