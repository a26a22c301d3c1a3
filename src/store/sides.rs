//! Three versions of a file become one workspace: what the merge driver does with the files that git hands it,
//! and what opening does with a file that git left unmerged. Nothing is lost on the way: a side that cannot be
//! read is handed back to be kept, and where nothing can be done nothing is.

use super::git::{GitError, Versions, left_ours, versions};
use super::read::{Loaded, read};
use super::unreadable::Unreadable;
use crate::merge::merge;
use crate::text::{Lang, Phrase};
use crate::workspace::{FORMAT, Workspace};
use std::path::Path;
use thiserror::Error;

/// What came of the sides.
#[derive(Debug)]
pub struct Joined {
    pub workspace: Workspace,
    /// The keys of the disputes that joining made.
    pub disputes: Vec<String>,
    /// The side that is no part of it, because it cannot be read.
    pub beside: Option<Beside>,
}

#[derive(Debug)]
pub struct Beside {
    pub whose: Whose,
    pub bytes: Vec<u8>,
    pub why: Unreadable,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Ours,
    Theirs,
}

impl Whose {
    pub fn say(self, lang: Lang) -> &'static str {
        match self {
            Whose::Ours => Phrase::new("我方", "our side"),
            Whose::Theirs => Phrase::new("对方", "their side"),
        }
        .say(lang)
    }
}

/// Why the sides stay apart.
#[derive(Debug, Error)]
pub enum Apart {
    #[error("format {0}")]
    Newer(u32),
    #[error("neither side can be read: {ours}; {theirs}")]
    Neither { ours: Box<Unreadable>, theirs: Box<Unreadable> },
    #[error("no side has the file")]
    Nothing,
    #[error(transparent)]
    Git(#[from] GitError),
}

impl Apart {
    pub fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Apart::Newer(found), Lang::Zh) => {
                format!("有一方的文件格式为 {found}，本程序只懂到 {FORMAT}，因此没有合并")
            }
            (Apart::Newer(found), Lang::En) => {
                format!(
                    "a side has format {found}, and this program knows up to {FORMAT}: nothing was merged"
                )
            }
            (Apart::Neither { ours, theirs }, Lang::Zh) => {
                format!(
                    "双方的文件都无法读取（我方：{}；对方：{}），因此没有合并",
                    ours.say(lang),
                    theirs.say(lang)
                )
            }
            (Apart::Neither { ours, theirs }, Lang::En) => format!(
                "neither side can be read (ours: {}; theirs: {}): nothing was merged",
                ours.say(lang),
                theirs.say(lang)
            ),
            (Apart::Nothing, Lang::Zh) => "双方都没有这个文件".into(),
            (Apart::Nothing, Lang::En) => "neither side has the file".into(),
            (Apart::Git(error), lang) => error.say(lang),
        }
    }

    pub fn next(&self, lang: Lang) -> String {
        let phrase = match self {
            Apart::Newer(_) => Phrase::new("先升级 wubu，再合并", "update wubu, then merge again"),
            Apart::Neither { .. } | Apart::Nothing => Phrase::new(
                "先用 git log -- 文件 找出能打开的版本，修好一方再合并",
                "find a version that opens with git log -- FILE, mend one side, then merge again",
            ),
            Apart::Git(error) => return error.next(lang),
        };
        phrase.say(lang).to_owned()
    }
}

/// Joins two sides over what both began with. A base that is absent, empty or unreadable is none; a side that
/// is absent deleted the file, and the other one holds.
pub fn join(versions: Versions) -> Result<Joined, Apart> {
    let Versions { base, ours, theirs } = versions;
    let alone = |workspace| Joined { workspace, disputes: vec![], beside: None };
    let (ours, theirs) = match (ours, theirs) {
        (Some(ours), Some(theirs)) => (ours, theirs),
        (Some(one), None) | (None, Some(one)) => {
            return match known(&one)? {
                Ok(workspace) => Ok(alone(workspace)),
                Err(why) => Err(Apart::Neither { ours: Box::new(why.clone()), theirs: Box::new(why) }),
            };
        }
        (None, None) => return Err(Apart::Nothing),
    };
    let beside = |whose, bytes, why| Some(Beside { whose, bytes, why });
    // Reading takes longer than merging: the three are read side by side.
    let [base, l, r] = std::thread::scope(|scope| {
        let sides = [base.as_deref(), Some(&ours), Some(&theirs)];
        let reading = sides.map(|bytes| scope.spawn(move || bytes.map(known).transpose()));
        reading.map(|side| side.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let base = base?.and_then(Result::ok);
    let (Some(l), Some(r)) = (l?, r?) else { return Err(Apart::Nothing) };
    match (l, r) {
        (Ok(l), Ok(r)) => {
            let merged = merge(base.as_ref(), &l, &r);
            Ok(Joined { workspace: merged.workspace, disputes: merged.disputes, beside: None })
        }
        (Ok(l), Err(why)) => Ok(Joined { beside: beside(Whose::Theirs, theirs, why), ..alone(l) }),
        (Err(why), Ok(r)) => Ok(Joined { beside: beside(Whose::Ours, ours, why), ..alone(r) }),
        (Err(l), Err(r)) => Err(Apart::Neither { ours: Box::new(l), theirs: Box::new(r) }),
    }
}

/// A version that we may merge, or why it cannot be read. One of a newer program may hold what we would drop.
fn known(bytes: &[u8]) -> Result<Result<Workspace, Unreadable>, Apart> {
    match read(bytes) {
        Ok(Loaded { newer: Some(format), .. }) | Err(Unreadable::NewerFormat { found: format, .. }) => {
            Err(Apart::Newer(format))
        }
        Ok(Loaded { workspace, .. }) => Ok(Ok(workspace)),
        Err(why) => Ok(Err(why)),
    }
}

/// The workspace of a file that git holds to be unmerged and whose merging is still to be done; None when git
/// does not, or when what lies on the disk is already the outcome, perhaps with its disputes settled. It is
/// still to be done where `disk` cannot be read (markers of a line merge), is gone, or is our side because that
/// is what git left there: a driver that is missing does that.
pub fn conclude(file: &Path, disk: Option<&[u8]>) -> Result<Option<Joined>, Apart> {
    let Some(versions) = versions(file)? else { return Ok(None) };
    let is_done = match disk {
        Some(disk) if read(disk).is_err() => false,
        // All disputes settled our way look the same: git knows what it left.
        Some(disk) => versions.ours.as_deref() != Some(disk) || !left_ours(file)?,
        None => false,
    };
    if is_done { Ok(None) } else { join(versions).map(Some) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::write;
    use crate::workspace::At;

    fn plant(fields: &[(&str, &str)]) -> Vec<u8> {
        let mut workspace = Workspace::default();
        for (field, value) in fields {
            let edit = workspace.set(At::project(field), crate::workspace::Value::text(*value)).unwrap();
            workspace.apply(edit).unwrap();
        }
        write(&workspace).into_bytes()
    }

    fn joined(base: &[u8], ours: &[u8], theirs: &[u8]) -> Result<Joined, Apart> {
        let [base, ours, theirs] = [base, ours, theirs].map(|bytes| Some(bytes.to_vec()));
        join(Versions { base, ours, theirs })
    }

    #[test]
    fn both_sides_are_in_what_comes_of_them() {
        let both = plant(&[("name", "厂"), ("site", "东区")]);
        let base = plant(&[("name", "x")]);
        let theirs = plant(&[("name", "x"), ("site", "东区")]);
        let one = joined(&base, &plant(&[("name", "厂")]), &theirs).unwrap();
        assert_eq!((write(&one.workspace).into_bytes(), one.disputes.len()), (both, 0));
        // Without a base, and with one that cannot be read.
        for base in [&b""[..], b"<<<<<<< x"] {
            let one = joined(base, &plant(&[("name", "甲")]), &plant(&[("name", "乙")])).unwrap();
            assert_eq!(one.disputes, ["project/name"]);
            assert!(one.beside.is_none());
        }
    }

    #[test]
    fn a_side_that_cannot_be_read_is_handed_back() {
        let good = plant(&[("name", "厂")]);
        for (ours, theirs, whose) in [(&good[..], &b"junk"[..], Whose::Theirs), (b"", &good, Whose::Ours)] {
            let one = joined(&good, ours, theirs).unwrap();
            let beside = one.beside.unwrap();
            assert_eq!(write(&one.workspace).into_bytes(), good);
            assert_eq!(beside.whose, whose);
            assert_eq!(beside.bytes, if whose == Whose::Ours { ours } else { theirs });
        }
        assert!(matches!(joined(&good, b"junk", b""), Err(Apart::Neither { .. })));
    }

    #[test]
    fn a_newer_side_is_left_alone() {
        let good = plant(&[]);
        let newer = String::from_utf8(good.clone()).unwrap().replace("format: 1", "format: 7").into_bytes();
        let strange = b"(format: 7, tasks: [1])".to_vec();
        for newer in [&newer, &strange] {
            for [base, ours, theirs] in [[&good, newer, &good], [&good, &good, newer], [newer, &good, &good]]
            {
                let apart = joined(base, ours, theirs).unwrap_err();
                assert!(matches!(apart, Apart::Newer(7)));
                assert!(apart.say(Lang::En).contains('7') && apart.next(Lang::Zh).contains("升级"));
            }
        }
    }

    #[test]
    fn where_one_side_deleted_the_file_the_other_holds() {
        let good = plant(&[("name", "厂")]);
        let versions = Versions { base: Some(plant(&[])), ours: None, theirs: Some(good.clone()) };
        assert_eq!(write(&join(versions).unwrap().workspace).into_bytes(), good);
        assert!(matches!(join(Versions::default()), Err(Apart::Nothing)));
    }
}
