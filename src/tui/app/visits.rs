//! What the page of site visits asks for: answers that are noted as seen on the spot, and pictures.

use super::App;
use crate::guide::guide;
use crate::readiness::{OnSite as Noted, visit_task, walked};
use crate::search::Kind;
use crate::store::{Access, Denied, Photo, Session, io_text, is_image};
use crate::table::CellWrite;
use crate::text::{Lang, Phrase, show};
use crate::tui::action::{Action, Effect, Mood, OnSite, Page};
use crate::tui::command::Command;
use crate::tui::dialog::{Dialog, PathThen, Pick, Picked, Picker};
use crate::tui::keymap::{Key, keymap};
use crate::tui::pane::Pane;
use crate::workspace::{Edit, Id, Refusal, Workspace};
use crossterm::event::KeyCode;
use jiff::civil::DateTime;
use std::io;
use std::path::PathBuf;

/// Where the folder of the pictures is looked for at first.
const HOME: &str = "~/";

impl App {
    pub(super) fn act_on_site(&mut self, action: OnSite) -> (Vec<Action>, Vec<Effect>) {
        match action {
            OnSite::Answer(digit) => return (self.answer_on_site(digit), vec![]),
            OnSite::Photo(row) => return (vec![], vec![Effect::ListPhotos(row, None)]),
            OnSite::PhotoFolder(row) => return (vec![], self.ask_photos(row, HOME)),
            OnSite::PhotosIn(row, path) if is_image(&path) => {
                return self.link_photo(&row, &path.display().to_string(), None);
            }
            OnSite::PhotosIn(row, folder) => return (vec![], vec![Effect::ListPhotos(row, Some(folder))]),
            OnSite::Link { row, path, taken } => return self.link_photo(&row, &path, taken.as_deref()),
            OnSite::Place(text) => self.panes.visit.set_place(&text),
            OnSite::Filter(filter) => self.panes.visit.set_filter(filter),
        }
        (vec![], vec![])
    }

    fn answer_on_site(&mut self, digit: u8) -> Vec<Action> {
        let access = self.session.as_ref().map_or(Access::Full, Session::access);
        if access != Access::Full {
            self.deny(&Denied::ReadOnly(access));
            return vec![];
        }
        let Some(session) = &self.session else { return vec![] };
        let context = self.derived.context(session, self.today, &self.me, self.lang);
        self.panes.visit.answer(digit, &context)
    }

    /// Whether characters that come together are the answer to what is asked: a model or a number need no Chinese. A key
    /// that is held down is none, and what begins with the key that opens the answer was typed ahead.
    pub(super) fn is_answer(&self, text: &str) -> bool {
        let Some(first) = text.chars().next() else { return false };
        let opens = keymap().command(self.layers(), Key::plain(KeyCode::Char(first)));
        self.page == Page::Visit
            && self.dialogs.is_empty()
            && self.panes.visit.is_asked_in_words()
            && opens != Some(Command::TypeAnswer)
            && text.chars().any(|c| c != first)
    }

    /// A walk goes on where it was, or begins at the line under the cursor.
    pub(super) fn begin_visit(&mut self) {
        if self.page == Page::Visit {
            self.say_phrase(Mood::Plain, Phrase::new("已在现场走查", "this is the site visit"));
            return;
        }
        if let Some((Kind::Row, id)) = self.pane().and_then(Pane::here)
            && let Some(id) = Id::new(&id)
            && self.workspace().is_some_and(|workspace| is_walked(workspace, &id))
        {
            self.panes.visit.go_to(&id);
        }
    }

    /// On the page of site visits a cell that is written was seen there: that is part of the same step.
    pub(super) fn with_visit(&mut self, write: &CellWrite, edit: Edit) -> Result<Edit, Refusal> {
        let (Page::Visit, [row], Some(session)) = (self.page, write.ids.as_slice(), &self.session) else {
            return Ok(edit);
        };
        let place = self.panes.visit.place();
        let seen = Noted { place: &place, now: self.now(), me: &self.me, lang: self.lang };
        let noted = seen.note(session.workspace(), row, &mut self.random)?;
        Ok(Edit::All(vec![edit, noted]))
    }

    fn now(&self) -> DateTime {
        self.today.to_datetime(self.clock)
    }

    fn ask_photos(&mut self, row: Id, folder: &str) -> Vec<Effect> {
        let (title, hint) = match self.lang {
            Lang::Zh => ("照片在哪个文件夹？", "手机或相机拷来照片的文件夹；Tab 补全，↑↓ 选，Enter 打开"),
            Lang::En => (
                "Which folder are the photos in?",
                "where phone or camera puts them; Tab completes, ↑↓ choose, Enter opens",
            ),
        };
        self.ask_path(title.into(), hint, folder, PathThen::Photos(row))
    }

    /// The pictures of a folder, to choose from; where there is none, the folder is asked for.
    pub(super) fn hear_photos(
        &mut self,
        row: Id,
        folder: Option<PathBuf>,
        photos: io::Result<Vec<Photo>>,
    ) -> Vec<Effect> {
        if self.page != Page::Visit || !self.dialogs.is_empty() {
            return vec![];
        }
        let Some(folder) = folder else { return self.ask_photos(row, HOME) };
        let (lang, named) = (self.lang, show(&folder.display().to_string()).into_owned());
        let wrong = match &photos {
            Ok(photos) if !photos.is_empty() => None,
            Ok(_) if lang == Lang::Zh => Some(format!("{named} 里没有照片（jpg、png、heic、webp）")),
            Ok(_) => Some(format!("no photos in {named} (jpg, png, heic, webp)")),
            Err(error) => Some(format!("{named}{}{}", lang.colon(), io_text(error, lang))),
        };
        if let Some(wrong) = wrong {
            // What was typed stays, to be mended.
            let effects = self.ask_photos(row, &folder.display().to_string());
            self.say(Mood::Bad, wrong);
            return effects;
        }
        let photos = photos.unwrap_or_default();
        let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy();
        let title = match self.lang {
            Lang::Zh => format!("选一张照片 · {}", show(&name)),
            Lang::En => format!("Choose a photo · {}", show(&name)),
        };
        let picks = photos.iter().map(|photo| Pick {
            value: photo.path.clone(),
            key: photo.taken.clone(),
            label: format!("{}  {}", show(&photo.name), photo.size_text()),
        });
        let elsewhere = Phrase::new("换一个文件夹……", "another folder …").say(self.lang);
        let elsewhere = Pick { value: String::new(), key: String::new(), label: elsewhere.to_owned() };
        let items: Vec<Pick> = picks.chain([elsewhere]).collect();
        self.dialogs.push(Dialog::Picker(Picker::one(title, items, "-", Picked::Photo(row))));
        vec![]
    }

    /// A picture becomes evidence of the thing; it is copied beside the workspace where it lies elsewhere.
    fn link_photo(&mut self, row: &Id, path: &str, taken: Option<&str>) -> (Vec<Action>, Vec<Effect>) {
        let Some(workspace) = self.workspace() else { return (vec![], vec![]) };
        let Some(record) = workspace.rows.get(row.as_str()) else { return (vec![], vec![]) };
        let Some(task) = visit_task(workspace, row) else {
            let wanted = guide().register(record.register.as_str()).and_then(|r| r.visit_task.as_deref());
            let wanted = wanted.unwrap_or_default();
            let text = match self.lang {
                Lang::Zh => format!("照片要挂在任务下：先采用任务模板 {wanted}（任务页按 t）"),
                Lang::En => {
                    format!("photos belong to a task: adopt template {wanted} first (t on the tasks)")
                }
            };
            self.say(Mood::Bad, text);
            return (vec![], vec![]);
        };
        let place = self.panes.visit.place();
        let seen = Noted { place: &place, now: self.now(), me: &self.me, lang: self.lang };
        let assigns = seen.picture(record, row, path, taken);
        (vec![], self.link_and_copy(&task, assigns))
    }
}

/// Whether a row is one that is walked to.
fn is_walked(workspace: &Workspace, id: &Id) -> bool {
    let register = workspace.rows.get(id.as_str()).map(|row| row.register.as_str());
    walked().any(|walked| Some(walked.key.as_str()) == register)
}
