//! What leans on a clause: linking it to elements and tasks, and confirming them after a newer edition.

use super::{ClausePane, tell};
use crate::guide::guide;
use crate::readiness::{confirm, leaning_on, link, shown_title};
use crate::text::{Lang, Phrase};
use crate::tui::action::Action;
use crate::tui::dialog::{Dialog, Menu, MenuItem};
use crate::tui::pane::Context;
use crate::workspace::{Id, RecordKind};

impl ClausePane {
    /// Elements and tasks to link the clause to; a linked one is marked, and choosing it takes the link away.
    pub(super) fn link_menu(&self, context: &Context) -> Vec<Action> {
        let lang = context.lang;
        let Some(name) = self.entry().and_then(|entry| entry.name(context.library)) else {
            return tell(Phrase::new("先选一条条文", "choose a clause first"), lang);
        };
        let linked = leaning_on(context.workspace, &name);
        let elements = guide().elements().filter_map(|element| {
            Some((RecordKind::Basis, Id::new(&element.key)?, element.title.say(lang).to_owned()))
        });
        let tasks = context.workspace.tasks.iter().map(|(id, task)| {
            (RecordKind::Task, id.clone(), shown_title(id.as_str(), task, lang).to_owned())
        });
        let what = Phrase::new("关联条文", "link a clause");
        let item = |(kind, id, title): (RecordKind, Id, String)| {
            let edit = link(context.workspace, kind, &id, &name).ok()?;
            let is_on = linked.contains(&(kind, id.clone()));
            let sign = if is_on { "✓ " } else { "" };
            Some(MenuItem::keyed(id.as_str(), format!("{sign}{title}"), Action::Edit(what, edit)))
        };
        let items = elements.chain(tasks).filter_map(item).collect();
        let title = match lang {
            Lang::Zh => format!("关联到要素或任务：{name}"),
            Lang::En => format!("Link to an element or task: {name}"),
        };
        vec![Action::Ask(Box::new(Dialog::Menu(Menu::narrowing(title, items))))]
    }

    /// The newer text was looked at: all that leans on the clause.
    pub(super) fn confirm(&self, context: &Context) -> Vec<Action> {
        let entry = self.entry();
        let about = |one: &&crate::readiness::Stale| entry.is_some_and(|entry| entry.is_about(&one.was));
        let stale: Vec<_> = context.stale.iter().filter(about).cloned().collect();
        if stale.is_empty() {
            return tell(
                Phrase::new("这一条没有待复核的", "nothing leans on it that is to be reviewed"),
                context.lang,
            );
        }
        match confirm(context.workspace, &stale) {
            Ok(edit) => vec![Action::Edit(Phrase::new("复核条文", "review clauses"), edit)],
            Err(refusal) => vec![Action::Refused(refusal)],
        }
    }
}
