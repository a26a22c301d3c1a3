//! One step of a command that changes a workspace: several edits, each computed on a draft that has those before it,
//! to the file as one.

use super::fmt::kept_aside;
use super::trouble::Trouble;
use super::{Here, out, text, texts};
use crate::store::{Access, Denied, Session, git_user, remembered_me};
use crate::text::{Lang, Phrase};
use crate::workspace::{Edit, Id, Kind, Refusal, Value, Workspace};
use clap::ArgMatches;
use std::path::{Path, PathBuf};

/// Several edits that become one. Each is computed on a draft that has those before it.
pub struct Step {
    pub path: PathBuf,
    session: Session,
    pub draft: Workspace,
    edits: Vec<Edit>,
    random: fastrand::Rng,
}

impl Step {
    pub fn open(path: &Path, here: &Here) -> Result<Step, Trouble> {
        let session = Session::open(path)?.with_lineage(&here.folders);
        if session.access() != Access::Full {
            return Err(Trouble::denied(path, Denied::ReadOnly(session.access())));
        }
        let draft = session.workspace().clone();
        Ok(Step { path: path.to_path_buf(), session, draft, edits: vec![], random: fastrand::Rng::new() })
    }

    pub fn make(
        &mut self,
        edit: impl FnOnce(&Workspace, &mut fastrand::Rng) -> Result<Edit, Refusal>,
    ) -> Result<(), Trouble> {
        let made = edit(&self.draft, &mut self.random).and_then(|edit| {
            self.draft.apply(edit.clone())?;
            Ok(edit)
        });
        self.edits.push(made.map_err(|refusal| self.refused(refusal))?);
        Ok(())
    }

    pub fn refused(&self, refusal: Refusal) -> Trouble {
        Trouble::denied(&self.path, refusal)
    }

    /// The task of an id, or the refusal that there is none.
    pub fn task(&self, id: &str) -> Result<Id, Trouble> {
        let known = Id::new(id).filter(|id| self.draft.tasks.contains(id.as_str()));
        known.ok_or_else(|| self.refused(Refusal::NoRecord(id.into())))
    }

    pub fn tasks(&self, matches: &ArgMatches) -> Result<Vec<Id>, Trouble> {
        texts(matches, "id").into_iter().map(|id| self.task(id)).collect()
    }

    /// To the file, as one step.
    pub fn save(&mut self, what: Phrase, lang: Lang) -> Result<(), Trouble> {
        let edits = Edit::All(std::mem::take(&mut self.edits));
        self.session.apply(what, edits).map_err(|denied| Trouble::denied(&self.path, denied))?;
        if let Some(aside) = self.session.save()? {
            out::tell(&kept_aside(&aside, lang));
        }
        Ok(())
    }

    /// A field of a command as its kind reads it; None where it was not given.
    pub fn typed(
        &self,
        matches: &ArgMatches,
        field: &str,
        kind: Kind,
        here: &Here,
    ) -> Result<Option<Value>, Trouble> {
        let value = text(matches, field).map(|text| kind.parse(text, here.today)).transpose();
        value.map_err(|misfit| self.refused(Refusal::Misfit { field: field.into(), misfit }))
    }

    pub fn me(&self, here: &Here) -> String {
        me_of(&self.path, here)
    }
}

/// Who works on a file: the name in the config, else git's, else the one that the screen asked for once.
pub fn me_of(path: &Path, here: &Here) -> String {
    let folder = path.parent().unwrap_or(Path::new(""));
    let config = here.config.me.clone().filter(|me| !me.is_empty());
    config.or_else(|| git_user(folder)).or_else(|| remembered_me(&here.folders)).unwrap_or_default()
}
