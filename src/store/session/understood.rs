//! What the bytes of a file mean: a workspace, or, where git has left the file unmerged, what its three
//! versions make together.

use crate::store::branch::is_git_busy;
use crate::store::read::{Loaded, read};
use crate::store::sides::{Beside, conclude};
use crate::store::unreadable::Unreadable;
use std::path::Path;

pub struct Understood {
    pub loaded: Loaded,
    /// It was merged here: the number of disputes, and a side that cannot be read.
    pub joined: Option<(usize, Option<Beside>)>,
}

impl Understood {
    pub fn of(path: &Path, bytes: &[u8]) -> Result<Understood, Unreadable> {
        let loaded = read(bytes);
        // git is asked only where there is a reason: a process takes longer than reading.
        if loaded.is_ok() && !is_git_busy(path) {
            return loaded.map(|loaded| Understood { loaded, joined: None });
        }
        match conclude(path, Some(bytes)) {
            Ok(Some(joined)) => Ok(Understood {
                loaded: Loaded { workspace: joined.workspace, newer: None },
                joined: Some((joined.disputes.len(), joined.beside)),
            }),
            _ => loaded.map(|loaded| Understood { loaded, joined: None }),
        }
    }
}
