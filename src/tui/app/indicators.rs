//! What forms of the page of indicators ask for.

use super::App;
use crate::text::Phrase;
use crate::tui::action::Action;
use crate::tui::pane::indicators::kind_of;
use crate::workspace::{self, Assign, Id, Keys, RecordKind, Refusal};

impl App {
    pub(super) fn add_reading(&mut self, row: &Id, assigns: &[Assign]) -> Vec<Action> {
        let Some(session) = &self.session else { return vec![] };
        let id = session.workspace().fresh_id(RecordKind::Reading, &mut self.random);
        match workspace::reading(session.workspace(), &id, row, assigns, self.today) {
            Ok(edit) => {
                self.edit(Phrase::new("新增读数", "Added a reading"), edit);
                vec![]
            }
            Err(refusal) => self.refuse(refusal),
        }
    }

    /// The cells of an indicator as typed; a new one gets the rank behind the others.
    pub(super) fn keep_indicator(&mut self, id: Option<Id>, assigns: &[Assign]) -> Vec<Action> {
        let Some(session) = &self.session else { return vec![] };
        let held = session.workspace();
        let typed: Vec<_> = assigns.iter().map(|assign| (assign.clone(), kind_of(&assign.field))).collect();
        let is_new = id.is_none();
        let edit = if let Some(id) = id {
            workspace::fill_indicator(held, &id, &typed, self.today)
        } else {
            let key = assigns.iter().find(|assign| assign.field == "kpi_id");
            let key = key.map_or("", |assign| assign.text.trim());
            if !Keys::of(held).rows("kpi", key).is_empty() {
                return self.refuse(Refusal::Taken(key.to_owned()));
            }
            let id = held.fresh_id(RecordKind::Row, &mut self.random);
            let rank = crate::table::ranks(held, "kpi", 1).pop().unwrap_or_default();
            let edit = workspace::new_indicator(&id, rank, &typed, self.today);
            if edit.is_ok() {
                self.panes.indicators.go_to(&id);
            }
            edit
        };
        match edit {
            Ok(edit) => {
                let what = if is_new {
                    Phrase::new("新增指标", "Added an indicator")
                } else {
                    Phrase::new("修改指标", "Changed the indicator")
                };
                self.edit(what, edit);
                vec![]
            }
            Err(refusal) => self.refuse(refusal),
        }
    }
}
