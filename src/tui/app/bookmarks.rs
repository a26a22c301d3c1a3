//! Places that were marked, to come back to: kept on this machine, for each workspace.

use super::App;
use super::finding::Spot;
use crate::guide::guide;
use crate::readiness::{paper_name, row_name, shown_title};
use crate::search::Kind;
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Effect, Mood, Page};
use crate::tui::dialog::{Dialog, Menu, MenuItem};
use crate::tui::pane::Pane;

impl App {
    /// What stands under the cursor, else the stage.
    fn markable(&self) -> Option<Spot> {
        let stage = match self.page {
            Page::Stage(n, _) => guide().stages().get(n).map(|stage| (Kind::Place, stage.key.clone())),
            _ => None,
        };
        self.pane().and_then(Pane::here).or(stage)
    }

    pub(super) fn open_bookmarks(&mut self) {
        let lang = self.lang;
        let mut items = vec![];
        if let Some(spot) = self.markable() {
            let name = self.spot_name(&spot);
            let label = match (self.marks.contains(&spot), lang) {
                (false, Lang::Zh) => format!("加书签：{name}"),
                (false, Lang::En) => format!("mark {name}"),
                (true, Lang::Zh) => format!("去掉书签：{name}"),
                (true, Lang::En) => format!("take the mark off {name}"),
            };
            items.push(MenuItem::new('b', label, Action::ToggleMark(spot)));
        }
        for (n, spot) in self.marks.iter().enumerate() {
            let (name, go) = (self.spot_name(spot), Action::Walk(vec![spot.clone()], 0));
            let hot = u32::try_from(n + 1).ok().and_then(|n| char::from_digit(n, 10));
            items.push(hot.map_or_else(
                || MenuItem::keyed(" ", &name, go.clone()),
                |hot| MenuItem::new(hot, &name, go.clone()),
            ));
        }
        if items.is_empty() {
            let why = Phrase::new(
                "还没有书签：光标放到任务、台账行或条文上再按一次",
                "no bookmarks yet: put the cursor on a task, a row or a clause first",
            );
            self.say_phrase(Mood::Plain, why);
            return;
        }
        let title = if lang == Lang::Zh { "书签" } else { "Bookmarks" };
        self.dialogs.push(Dialog::Menu(Menu::hot(title, items)));
    }

    pub(super) fn toggle_mark(&mut self, spot: Spot) -> Vec<Effect> {
        if let Some(at) = self.marks.iter().position(|mark| *mark == spot) {
            self.marks.remove(at);
            self.say_phrase(Mood::Good, Phrase::new("已去掉书签", "the mark is off"));
        } else {
            self.marks.push(spot);
            self.say_phrase(Mood::Good, Phrase::new("已加书签", "marked"));
        }
        let path = self.path();
        path.map(|path| Effect::KeepMarks(path, self.marks.clone())).into_iter().collect()
    }

    /// As the workspace has it now; what is gone by its id.
    pub(super) fn spot_name(&self, (kind, id): &Spot) -> String {
        let (lang, Some(workspace)) = (self.lang, self.workspace()) else { return id.clone() };
        let name = match kind {
            Kind::Place => {
                let stage = guide().stage(id).map(|stage| &stage.title);
                let title = stage.or_else(|| guide().element(id).map(|element| &element.title));
                title.map_or(String::new(), |title| title.say(lang).to_owned())
            }
            Kind::Task => {
                workspace.tasks.get(id).map_or(String::new(), |t| shown_title(id, t, lang).to_owned())
            }
            Kind::Row => return workspace.rows.get(id).map_or_else(|| id.clone(), row_name),
            Kind::Evidence => {
                workspace.evidence.get(id).map_or(String::new(), |one| one.what.as_str().to_owned())
            }
            // The foreword and the introduction have no number.
            Kind::Clause | Kind::Note => match guide().clause(id) {
                Some(clause) => {
                    return format!("{} {}", clause.number, clause.title.say(lang)).trim().to_owned();
                }
                None => String::new(),
            },
            Kind::Decision | Kind::Gate => paper_name(id, lang).to_owned(),
            Kind::Term | Kind::Command => String::new(),
        };
        // Ids that nobody made up say nothing where there is a name.
        let is_random = match kind {
            Kind::Evidence => true,
            Kind::Task => guide().template(id).is_none(),
            _ => false,
        };
        let is_spoken = !is_random || name.is_empty();
        let id = if is_spoken { id.as_str() } else { "" };
        [id, &name].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}
