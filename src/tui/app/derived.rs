//! What follows from the workspace: outline, progress, agenda, gates. Computed once for each revision, not for each
//! frame; what takes long, beside the screen.

use crate::guide::owned::Library;
use crate::readiness::{Agenda, Outline, Progress, Stale, stale};
use crate::store::{Chronicle, Files, Found, Session};
use crate::text::Lang;
use crate::tui::judged::{Case, Judged, Sentence};
use crate::tui::pane::Context;
use crate::tui::pane::readiness::{Known, Profiles};
use jiff::civil::Date;

#[derive(Debug, Default)]
pub struct Derived {
    outline: Outline,
    progress: Progress,
    agenda: Agenda,
    judged: Judged,
    /// Of which revision and day, and whether it is being worked out anew.
    judged_of: Option<(u64, Date)>,
    is_judging: bool,
    of: Option<(u64, Date, String)>,
    chronicle: Chronicle,
    /// What was found of the files of evidence.
    files: Files,
    /// While they are looked at: bytes that are read, and those that there are to read.
    pub checking: Option<(u64, u64)>,
    library: Library,
    stale: Vec<Stale>,
    /// Details of exports, as far as they were asked for.
    profiles: Profiles,
    /// How often any of them was read.
    readings: u64,
}

impl Derived {
    /// The history of the records, as far as it is read.
    pub fn learn(&mut self, chronicle: Chronicle) {
        if self.chronicle != chronicle {
            self.chronicle = chronicle;
            self.readings += 1;
        }
    }

    /// What a look at the files of evidence has found.
    pub fn learn_files(&mut self, files: Files) {
        let before = self.files.clone();
        self.files.take_in(files);
        if self.files != before {
            self.readings += 1;
        }
    }

    pub fn learn_file(&mut self, name: &str, found: Found) {
        self.files.put(name, found);
        self.readings += 1;
    }

    pub fn profiles(&self) -> &Profiles {
        &self.profiles
    }

    pub fn recall(&mut self, hash: &str, known: Known) {
        self.profiles.put(hash, known);
        self.readings += 1;
    }

    /// That it is on its way is known already; nothing else is to be looked at anew.
    pub fn recalling(&mut self, hash: &str, done: u64, total: u64) {
        if let Some(Known::Coming(..)) = self.profiles.of(hash) {
            self.profiles.put(hash, Known::Coming(done, total));
        }
    }

    pub fn files(&self) -> &Files {
        &self.files
    }

    /// The owned copies of standards.
    pub fn own(&mut self, library: Library) {
        if self.library != library {
            self.library = library;
            self.readings += 1;
            self.of = None;
        }
    }

    pub fn library(&self) -> &Library {
        &self.library
    }

    pub fn readings(&self) -> u64 {
        self.readings
    }

    pub fn is_behind(&self, session: &Session) -> bool {
        self.of.as_ref().map(|(revision, ..)| *revision) != Some(session.revision())
    }

    pub fn follow(&mut self, session: &Session, today: Date, me: &str) {
        let of = (session.revision(), today, me.to_owned());
        if self.of.as_ref() == Some(&of) {
            return;
        }
        let workspace = session.workspace();
        let was = self.of.as_ref().map(|(revision, today, _)| (*revision, *today));
        if self.judged_of != Some((session.revision(), today)) && Judged::is_quick(workspace) {
            self.judged = Judged::of(workspace, today);
            self.judged_of = Some((session.revision(), today));
        }
        if was.map(|(revision, _)| revision) != Some(session.revision()) {
            self.outline = Outline::of(workspace);
            self.progress = Progress::of(workspace, &self.outline);
            self.stale = stale(workspace, &self.library);
        }
        self.agenda = Agenda::of(workspace, &self.outline, today, me);
        self.of = Some(of);
    }

    /// What is to be worked out beside the screen, one case at a time; the newest takes the place of those that waited.
    pub fn case(&mut self, session: &Session) -> Option<Case> {
        let (revision, today, _) = self.of.as_ref()?;
        if self.is_judging || self.judged_of == Some((*revision, *today)) {
            return None;
        }
        self.is_judging = true;
        let (file, workspace) = (session.path().to_path_buf(), session.snapshot());
        Some(Case { file, workspace, revision: *revision, today: *today })
    }

    /// What a case came to.
    pub fn hear(&mut self, sentence: Sentence) {
        self.is_judging = false;
        self.judged = sentence.judged;
        self.judged_of = Some((sentence.revision, sentence.today));
        self.readings += 1;
    }

    pub fn context<'a>(&'a self, session: &'a Session, today: Date, me: &'a str, lang: Lang) -> Context<'a> {
        Context {
            workspace: session.workspace(),
            outline: &self.outline,
            progress: &self.progress,
            agenda: &self.agenda,
            gates: &self.judged.gates,
            flaws: &self.judged.flaws,
            links: &self.judged.links,
            chronicle: &self.chronicle,
            files: &self.files,
            checking: self.checking,
            library: &self.library,
            stale: &self.stale,
            profiles: &self.profiles,
            revision: session.revision() + (self.readings << 40),
            today,
            me,
            lang,
        }
    }
}
