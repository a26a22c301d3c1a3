//! The first run, a new workspace, the tour, and the language that is remembered.

use super::{App, FirstRun};
use crate::text::Lang;
use crate::tui::action::Effect;
use crate::tui::dialog::{Dialog, Tour, Wizard};
use std::path::{Path, PathBuf};

/// What a program that was never used here opens with.
pub(super) fn dialogs(first_run: FirstRun, lang: Lang) -> Vec<Dialog> {
    let wizard = |asks_language| Dialog::Wizard(Box::new(Wizard::first(asks_language, lang, PathBuf::new())));
    match first_run {
        FirstRun::No => vec![],
        FirstRun::Yes => vec![wizard(true)],
        FirstRun::InKnownLanguage => vec![wizard(false)],
    }
}

impl App {
    /// A new workspace, beside the one that is open.
    pub(super) fn ask_for_new(&self) -> Dialog {
        let base = self.path().and_then(|path| path.parent().map(Path::to_path_buf)).unwrap_or_default();
        Dialog::Wizard(Box::new(Wizard::new(self.lang, base)))
    }

    pub(super) fn speak(&mut self, lang: Lang) -> Vec<Effect> {
        self.lang = lang;
        // What was said in the other language is of no use any more.
        self.notice = None;
        vec![Effect::RememberLang(lang)]
    }

    pub(super) fn end_first_run(&mut self) -> Vec<Effect> {
        self.first_run = FirstRun::No;
        vec![Effect::RememberWelcome]
    }

    /// The first workspace is open: the tour comes when all else has been read.
    pub(super) fn welcome(&mut self) -> Vec<Effect> {
        if self.first_run == FirstRun::No {
            return vec![];
        }
        let (tour, page) = Tour::begin(true);
        self.page = page.unwrap_or(self.page);
        self.greetings.insert(0, Dialog::Tour(tour));
        self.end_first_run()
    }

    pub(super) fn start_tour(&mut self) {
        let (tour, page) = Tour::begin(self.session.is_some());
        self.page = page.unwrap_or(self.page);
        self.dialogs.push(Dialog::Tour(tour));
    }
}
