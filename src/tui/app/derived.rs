//! What follows from the workspace: outline, progress, agenda. Computed once for each revision, not for each
//! frame.

use crate::readiness::{Agenda, Outline, Progress};
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
        if self.of.as_ref().map(|(revision, ..)| *revision) != Some(session.revision()) {
            self.outline = Outline::of(workspace);
            self.progress = Progress::of(workspace, &self.outline);
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
            revision: session.revision() + (self.readings << 40),
            today,
            me,
            lang,
        }
    }
}
