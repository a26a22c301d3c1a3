//! How disputes are settled: by the inbox, or by an editor that was opened from it.

use super::App;
use super::edits::Stepped;
use crate::store::Session;
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Mood, Page};
use crate::tui::named::kind_of;
use crate::workspace::{self, Assign, At, Edit, Kind, Refusal, Value, Workspace};
use jiff::civil::Date;

impl App {
    pub(super) fn go_to_dispute(&mut self, key: &str) {
        self.page = Page::Disputes;
        self.disputes.go_to(key);
    }

    pub(super) fn take(&mut self, number: usize) -> Vec<Action> {
        self.context().map_or(vec![], |context| self.disputes.take(number, &context))
    }

    pub(super) fn settle_dispute(&mut self, what: Phrase, edit: Edit) {
        if !self.apply(what, edit) {
            return;
        }
        let left = self.workspace().map_or(0, |workspace| workspace.open_disputes().count());
        let text = match (left, self.lang) {
            (0, Lang::Zh) => format!("{}，争议都裁定完了 · u 撤销", what.zh),
            (0, Lang::En) => format!("{}: all disputes are settled · u undoes it", what.en),
            (n, Lang::Zh) => format!("{}，还剩 {n} 条 · u 撤销", what.zh),
            (n, Lang::En) => format!("{}, {n} left · u undoes it", what.en),
        };
        self.say(Mood::Good, text);
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

    /// Undo and redo. In the inbox the cursor goes to the dispute that came back by it.
    pub(super) fn step_back_in_view(
        &mut self,
        step: fn(&mut Session) -> Stepped,
        done: Phrase,
        none: Phrase,
    ) {
        let before = self.workspace().map(|workspace| workspace.disputes.clone());
        self.step_back(step, done, none);
        if self.page != Page::Disputes {
            return;
        }
        let (Some(before), Some(workspace)) = (before, self.workspace()) else { return };
        let back = workspace.open_disputes().map(|(key, _)| key).find(|key| !before.contains_key(*key));
        if let Some(key) = back.map(str::to_owned) {
            self.disputes.return_to(&key);
        }
    }
}

fn typed_value(workspace: &Workspace, key: &str, assigns: &[Assign], today: Date) -> Result<Value, Refusal> {
    let at = At::from_key(key).ok_or_else(|| Refusal::NoField(key.to_owned()))?;
    let kind = kind_of(&at).ok_or_else(|| Refusal::NoField(at.field.clone()))?;
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
