//! How disputes are settled: by the inbox, or by an editor that was opened from it.

use super::edits::Stepped;
use super::{App, Saving};
use crate::store::Session;
use crate::store::git::GitError;
use crate::text::{Lang, Phrase, show};
use crate::tui::action::{Action, Effect, Mood, Page};
use crate::tui::dialog::{Dialog, Question};
use crate::tui::view::Areas;
use crate::workspace::{self, Assign, At, Edit, History, Id, Kind, Refusal, Value, Workspace};
use jiff::civil::Date;
use std::collections::BTreeSet;

impl App {
    pub(super) fn go_to_dispute(&mut self, key: &str) {
        self.page = Page::Disputes;
        self.panes.disputes.go_to(key);
    }

    pub(super) fn take(&mut self, number: usize) -> Vec<Action> {
        let Some(session) = &self.session else { return vec![] };
        let context = self.derived.context(session, self.today, &self.me, self.lang);
        let body = Areas::of(self.screen, self.page).body;
        self.panes.disputes.take(number, &context, body)
    }

    pub(super) fn settle_dispute(&mut self, what: Phrase, edit: Edit) -> Vec<Effect> {
        if !self.apply(what, edit) {
            return vec![];
        }
        let left = self.workspace().map_or(0, |workspace| workspace.open_disputes().count());
        let text = match (left, self.lang) {
            (0, Lang::Zh) => format!("{}，争议都裁定完了", what.zh),
            (0, Lang::En) => format!("{}: all disputes are settled", what.en),
            (n, Lang::Zh) => format!("{}，还剩 {n} 条", what.zh),
            (n, Lang::En) => format!("{}, {n} left", what.en),
        };
        self.say_done(&text);
        // With the last one gone, git may be told, where it waits for that.
        self.path().filter(|_| left == 0).map(Effect::AskUnmerged).into_iter().collect()
    }

    /// Asks whether to tell git that its conflicts are settled; never over a dialog that is open.
    pub(super) fn offer_to_stage(&mut self) {
        let is_settled = self.workspace().is_some_and(|workspace| workspace.open_disputes().next().is_none());
        if !is_settled || !self.dialogs.is_empty() {
            return;
        }
        let name = self.file_name();
        let (title, text) = match self.lang {
            Lang::Zh => (
                "告诉 git 争议已裁定？",
                format!(
                    "git 仍把这个文件记为“有冲突”。\n是：运行 git add {name}，然后就可以提交。\n否：以后自己运行。"
                ),
            ),
            Lang::En => (
                "Tell git that it is settled?",
                format!(
                    "git still holds this file to have conflicts.\nYes runs git add {name}; then it can be committed.\nNo leaves that to you."
                ),
            ),
        };
        let question = Question { title: title.into(), text, yes: Some(Action::Stage) };
        self.dialogs.push(Dialog::Question(question));
    }

    /// The worker takes its jobs in order: what is pending is on the disk before git reads the file.
    pub(super) fn stage(&mut self) -> Vec<Effect> {
        if let Saving::Failed(what, next) = &self.saving {
            let text = format!("{what} → {next}");
            self.say(Mood::Bad, text);
            return vec![];
        }
        self.path().map(Effect::Stage).into_iter().collect()
    }

    pub(super) fn tell_staged(&mut self, result: Result<(), GitError>) {
        match result {
            Ok(()) => self.say_phrase(
                Mood::Good,
                Phrase::new(
                    "已告诉 git：这个文件的冲突已解决，可以提交",
                    "git knows that this file is settled: it can be committed",
                ),
            ),
            Err(error) => {
                let text = format!("{} → {}", error.say(self.lang), error.next(self.lang));
                self.say(Mood::Bad, show(&text).into_owned());
            }
        }
    }

    /// What was typed for a disputed field becomes its value, even where it is what the field holds already.
    pub(super) fn settle_typed(&mut self, key: &str, assigns: &[Assign]) -> Vec<Action> {
        let Some(workspace) = self.workspace() else { return vec![] };
        let edit =
            typed_value(workspace, key, assigns, self.today).and_then(|value| workspace.settle(key, value));
        match edit {
            Ok(edit) => vec![Action::Settle(Phrase::new("改写后裁定", "Settled by hand"), edit)],
            Err(refusal) => self.refuse(refusal),
        }
    }

    /// Undo and redo. The cursor goes to what came back by it: records, in the inbox the dispute.
    pub(super) fn step_back_in_view(
        &mut self,
        step: fn(&mut Session) -> Stepped,
        done: Phrase,
        none: Phrase,
        again: fn(&History) -> Option<&Edit>,
    ) {
        let before = self.workspace().map(|workspace| workspace.disputes.clone());
        if !self.step_back(step, done, none) {
            return;
        }
        if self.page != Page::Disputes {
            self.return_to_restored(again);
            return;
        }
        let (Some(before), Some(workspace)) = (before, self.workspace()) else { return };
        let back = workspace.open_disputes().map(|(key, _)| key).find(|key| !before.contains_key(*key));
        if let Some(key) = back.map(str::to_owned) {
            self.panes.disputes.return_to(&key);
        }
    }

    /// What a step brought back is what would go if it were made again.
    fn return_to_restored(&mut self, again: fn(&History) -> Option<&Edit>) {
        let history = self.session.as_ref().map(Session::history);
        let edit = history.and_then(again);
        let restored: BTreeSet<Id> = edit.map(Edit::taken_away).into_iter().flatten().cloned().collect();
        if restored.is_empty() {
            return;
        }
        self.settle();
        if let Some(pane) = self.panes.at_mut(self.page) {
            pane.return_to(&restored);
        }
    }
}

fn typed_value(workspace: &Workspace, key: &str, assigns: &[Assign], today: Date) -> Result<Value, Refusal> {
    let at = At::from_key(key).ok_or_else(|| Refusal::NoField(key.to_owned()))?;
    let kind = at.value_kind().copied().ok_or_else(|| Refusal::NoField(at.field.clone()))?;
    let holds = || workspace.get(&at).ok_or_else(|| Refusal::NoRecord(at.id.to_string()));
    let text = assigns.iter().find(|assign| assign.field == at.field).map_or("", |assign| &assign.text);
    // What can refer to other records, and a status with its facts, is checked as a form is.
    if at.parts().1.is_none()
        && matches!(kind, Kind::Status | Kind::Set(Some(_)) | Kind::Ref(_) | Kind::Parent(_))
    {
        let edit = workspace::assign(workspace, at.kind, &at.id, assigns, today)?;
        return match set_in(edit, &at) {
            Some(value) => Ok(value),
            None => holds(),
        };
    }
    kind.parse(text, today).map_err(|misfit| Refusal::Misfit { field: at.field.clone(), misfit })
}

/// What an edit sets a field to.
fn set_in(edit: Edit, wanted: &At) -> Option<Value> {
    match edit {
        Edit::Set { at, now, .. } if at == *wanted => Some(now),
        Edit::All(edits) => edits.into_iter().find_map(|edit| set_in(edit, wanted)),
        _ => None,
    }
}
