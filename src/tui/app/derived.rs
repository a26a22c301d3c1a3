//! What follows from the workspace: outline, progress, agenda. Computed once for each revision, not for each
//! frame.

use crate::guide::owned::Library;
use crate::readiness::{Agenda, Outline, Progress, Stale, stale};
use crate::store::{Chronicle, Session};
use crate::text::Lang;
use crate::tui::pane::Context;
use jiff::civil::Date;

#[derive(Debug, Default)]
pub struct Derived {
    outline: Outline,
    progress: Progress,
    agenda: Agenda,
    of: Option<(u64, Date, String)>,
    chronicle: Chronicle,
    library: Library,
    stale: Vec<Stale>,
    /// How often it was read.
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

    /// The owned copies of standards.
    pub fn own(&mut self, library: Library) {
        if self.library != library {
            self.library = library;
            self.readings += 1;
            self.of = None;
        }
    }

    pub fn readings(&self) -> u64 {
        self.readings
    }

    pub fn follow(&mut self, session: &Session, today: Date, me: &str) {
        let of = (session.revision(), today, me.to_owned());
        if self.of.as_ref() == Some(&of) {
            return;
        }
        let workspace = session.workspace();
        if self.of.as_ref().map(|(revision, ..)| *revision) != Some(session.revision()) {
            self.outline = Outline::of(workspace);
            self.progress = Progress::of(workspace, &self.outline);
            self.stale = stale(workspace, &self.library);
        }
        self.agenda = Agenda::of(workspace, &self.outline, today, me);
        self.of = Some(of);
    }

    pub fn context<'a>(&'a self, session: &'a Session, today: Date, me: &'a str, lang: Lang) -> Context<'a> {
        Context {
            workspace: session.workspace(),
            outline: &self.outline,
            progress: &self.progress,
            agenda: &self.agenda,
            chronicle: &self.chronicle,
            library: &self.library,
            stale: &self.stale,
            revision: session.revision() + (self.readings << 40),
            today,
            me,
            lang,
        }
    }
}
