//! Why a command did not do what was asked: which exit code, what, where, and the next step.

use super::{Exit, out, shown};
use crate::store::git::GitError;
use crate::store::{Denied, OpenError, SaveError};
use crate::text::{Lang, Phrase};
use crate::workspace::Refusal;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub enum Trouble {
    Open(OpenError),
    Save(SaveError),
    Denied {
        path: PathBuf,
        why: Denied,
    },
    Usage {
        say: String,
        next: String,
    },
    /// git did not do its part; its words were perhaps shown as they came.
    Git {
        error: GitError,
        is_heard: bool,
    },
    /// Something that was to be read in is not what was expected.
    Unfit {
        say: String,
        next: String,
    },
    /// Standard output took no more.
    Output(io::Error),
}

impl Trouble {
    pub fn usage(say: impl Into<String>, next: impl Into<String>) -> Trouble {
        Trouble::Usage { say: say.into(), next: next.into() }
    }

    pub fn denied(path: &Path, why: impl Into<Denied>) -> Trouble {
        Trouble::Denied { path: path.to_path_buf(), why: why.into() }
    }

    pub fn exit(&self) -> Exit {
        match self {
            // Whoever reads has seen enough (`wubu … | head`).
            Trouble::Output(error) if error.kind() == ErrorKind::BrokenPipe => Exit::Fine,
            Trouble::Git { error: GitError::NoRevision(_), .. }
            | Trouble::Usage { .. }
            | Trouble::Denied { why: Denied::Refused(_), .. } => Exit::Usage,
            _ => Exit::Disk,
        }
    }

    /// Says it on standard error.
    pub fn answer(&self, lang: Lang) -> Exit {
        if let Trouble::Git { error, is_heard: false } = self
            && !error.words().is_empty()
        {
            out::quote(&error.say(lang), error.words(), &error.next(lang));
        } else if self.exit() != Exit::Fine {
            out::complain(&self.say(lang), &self.next(lang));
        }
        self.exit()
    }

    fn say(&self, lang: Lang) -> String {
        const OUTPUT: Phrase = Phrase::new("无法写到标准输出", "cannot write to standard output");
        let colon = if lang == Lang::Zh { "：" } else { ": " };
        match self {
            Trouble::Open(error) => error.say(lang),
            Trouble::Save(error) => error.say(lang),
            Trouble::Git { error, .. } => error.say(lang),
            Trouble::Denied { path, why } => format!("{}{colon}{}", shown(path), why.say(lang)),
            Trouble::Usage { say, .. } | Trouble::Unfit { say, .. } => say.clone(),
            Trouble::Output(error) => format!("{}{colon}{error}", OUTPUT.say(lang)),
        }
    }

    fn next(&self, lang: Lang) -> String {
        match self {
            Trouble::Open(error) => error.next(lang).into(),
            Trouble::Save(error) => next_of_save(error).say(lang).into(),
            Trouble::Git { error, .. } => error.next(lang),
            Trouble::Denied { why, .. } => why.next(lang),
            Trouble::Usage { next, .. } | Trouble::Unfit { next, .. } => next.clone(),
            Trouble::Output(_) => {
                Phrase::new("检查输出去向和磁盘空间", "see where the output goes, and the space there")
                    .say(lang)
                    .into()
            }
        }
    }
}

/// Nothing stays in memory here, so the sentences are not those of the screen.
fn next_of_save(error: &SaveError) -> Phrase {
    match error.error.kind() {
        ErrorKind::AlreadyExists => Phrase::new(
            "换一个文件名，或直接打开它：wubu 文件",
            "choose another name, or open that file: wubu FILE",
        ),
        ErrorKind::NotFound => {
            Phrase::new("先建好文件夹，或换一个位置", "make the folder first, or choose another place")
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            Phrase::new("没有改动；腾出磁盘空间后再试", "nothing was changed; free some space and try again")
        }
        _ => Phrase::new(
            "没有改动；检查文件和文件夹的写权限后再试",
            "nothing was changed; see whether file and folder may be written, and try again",
        ),
    }
}

impl From<OpenError> for Trouble {
    fn from(error: OpenError) -> Trouble {
        Trouble::Open(error)
    }
}

impl From<GitError> for Trouble {
    fn from(error: GitError) -> Trouble {
        Trouble::Git { error, is_heard: false }
    }
}

impl From<SaveError> for Trouble {
    fn from(error: SaveError) -> Trouble {
        Trouble::Save(error)
    }
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Trouble {
        Trouble::Output(error)
    }
}

/// An edit that cannot be, before it is known to which file it belongs.
pub fn refused(path: &Path) -> impl Fn(Refusal) -> Trouble {
    move |refusal| Trouble::denied(path, refusal)
}
