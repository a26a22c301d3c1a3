//! One step of a command that changes a workspace: several edits, each computed on a draft that has those before it,
//! to the file as one.

use super::fmt::kept_aside;
use super::trouble::Trouble;
use super::{Here, out};
use crate::store::{Access, Denied, Session};
use crate::text::{Lang, Phrase};
use crate::workspace::{Edit, Refusal, Workspace};
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

    /// To the file, as one step.
    pub fn save(&mut self, what: Phrase, lang: Lang) -> Result<(), Trouble> {
        let edits = Edit::All(std::mem::take(&mut self.edits));
        self.session.apply(what, edits).map_err(|denied| Trouble::denied(&self.path, denied))?;
        if let Some(aside) = self.session.save()? {
            out::tell(&kept_aside(&aside, lang));
        }
        Ok(())
    }
}
