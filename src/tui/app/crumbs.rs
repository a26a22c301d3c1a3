//! Where one is, from the whole to the part. The bar says the stage and the tabs say the view; this says the rest.

use super::App;
use super::finding::Spot;
use crate::guide::guide;
use crate::search::Kind;
use crate::tui::action::{Action, Page};
use crate::tui::command::Command;
use crate::tui::pane::Pane;
use crate::workspace::{Id, Workspace};

/// One part of the way, and where a click on it leads.
pub(in crate::tui) struct Crumb {
    pub text: String,
    pub leads: Option<Action>,
}

impl App {
    /// The element, register or page, then what stands under the cursor; empty where nothing more is to be said.
    pub(in crate::tui) fn crumbs(&self) -> Vec<Crumb> {
        let lang = self.lang;
        let Some(workspace) = self.workspace() else { return vec![] };
        let page = match self.page {
            Page::Start | Page::Stage(..) => None,
            Page::Overview => Some(Command::Overview),
            Page::Disputes => Some(Command::Disputes),
            Page::Evidence => Some(Command::Evidence),
            Page::Indicators => Some(Command::Indicators),
            Page::Readiness => Some(Command::Readiness),
            Page::Plan => Some(Command::Plan),
            Page::Visit => Some(Command::Visit),
        };
        let of_page =
            |page: Command| Crumb { text: page.short().say(lang).to_owned(), leads: Some(Action::StepOut) };
        let mut crumbs: Vec<Crumb> = page.map(of_page).into_iter().collect();
        let Some(spot) = self.pane().and_then(Pane::here) else { return crumbs };
        if page.is_none() {
            crumbs.extend(self.wholes(workspace, &spot));
        }
        crumbs.push(Crumb { text: self.spot_name(&spot), leads: None });
        crumbs
    }

    /// What a thing is part of, the largest first.
    fn wholes(&self, workspace: &Workspace, (kind, id): &Spot) -> Vec<Crumb> {
        let lang = self.lang;
        match kind {
            Kind::Task => {
                let mut above = vec![];
                let mut task = workspace.tasks.get(id);
                while let Some(parent) = task.map(|task| task.parent.as_str()).filter(|_| above.len() < 8) {
                    task = workspace.tasks.get(parent);
                    if task.is_some() {
                        above.push(parent.to_owned());
                    }
                }
                let top = above.last().unwrap_or(id);
                let element =
                    workspace.tasks.get(top).and_then(|task| guide().element(task.element.as_str()));
                let element = element.map(|element| Crumb {
                    text: format!("{} {}", element.key, element.title.say(lang)),
                    leads: Some(Action::GoToElement(element.key.clone())),
                });
                let above = above.iter().rev().map(|id| Crumb {
                    text: self.spot_name(&(Kind::Task, id.clone())),
                    leads: Id::new(id).map(Action::GoToTask),
                });
                element.into_iter().chain(above).collect()
            }
            Kind::Row => {
                let row = workspace.rows.get(id);
                let register = row.and_then(|row| guide().register(row.register.as_str()));
                let crumb = register.map(|register| Crumb {
                    text: register.title.say(lang).to_owned(),
                    leads: Some(Action::GoToRegister(register.key.clone())),
                });
                crumb.into_iter().collect()
            }
            _ => vec![],
        }
    }
}
