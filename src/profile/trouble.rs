//! Why a file could not be measured, in both languages.

use crate::sheet::{Encoding, NoTable, SheetError, Trouble as OfSheet};
use crate::text::{Lang, Phrase, clip, show};
use std::path::PathBuf;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum Trouble {
    #[error("{0}")]
    Sheet(OfSheet),
    #[error("no rows")]
    NoRows,
    #[error("no column {name}")]
    NoColumn { name: String, there: Vec<String> },
    /// Somebody had enough of it.
    #[error("cancelled")]
    Cancelled,
}

/// A [`Trouble`] with its path.
#[derive(Debug, Error)]
#[error("{}: {why}", path.display())]
pub struct NoProfile {
    pub path: PathBuf,
    pub why: Trouble,
}

impl From<SheetError> for NoProfile {
    fn from(error: SheetError) -> NoProfile {
        NoProfile { path: error.path, why: Trouble::Sheet(error.why) }
    }
}

impl NoProfile {
    /// The encoding that is likely, where it has to be said which it is.
    pub fn encoding_guess(&self) -> Option<Encoding> {
        match &self.why {
            Trouble::Sheet(OfSheet::NoTable(NoTable::Encoding { guess })) => Some(*guess),
            _ => None,
        }
    }

    /// Whether something has to be named that the file does not tell.
    pub fn is_question(&self) -> bool {
        matches!(
            self.why,
            Trouble::NoColumn { .. } | Trouble::Sheet(OfSheet::NoTable(NoTable::Encoding { .. }))
        )
    }

    pub fn say(&self, lang: Lang) -> String {
        const NO_ROWS: Phrase = Phrase::new("没有可测量的行", "there are no rows to measure");
        const CANCELLED: Phrase = Phrase::new("已取消", "cancelled");
        let path = show(&self.path.to_string_lossy()).into_owned();
        let why = match &self.why {
            Trouble::Sheet(why) => why.say(lang),
            Trouble::NoRows => NO_ROWS.say(lang).into(),
            Trouble::Cancelled => CANCELLED.say(lang).into(),
            Trouble::NoColumn { name, .. } => {
                let name = clip(&show(name), 60).into_owned();
                match lang {
                    Lang::Zh => format!("没有名为“{name}”的列"),
                    Lang::En => format!("there is no column “{name}”"),
                }
            }
        };
        if lang == Lang::Zh { format!("{path}：{why}") } else { format!("{path}: {why}") }
    }

    pub fn next(&self, lang: Lang) -> String {
        const NO_ROWS: Phrase = Phrase::new(
            "确认导出时选了时间段和点位",
            "see whether tags and a period were chosen for the export",
        );
        const CANCELLED: Phrase = Phrase::new("什么都没有写入", "nothing was written");
        match &self.why {
            Trouble::Sheet(why) => why.next(lang).into(),
            Trouble::NoRows => NO_ROWS.say(lang).into(),
            Trouble::Cancelled => CANCELLED.say(lang).into(),
            Trouble::NoColumn { there, .. } => {
                let names: Vec<String> =
                    there.iter().take(24).map(|name| clip(&show(name), 40).into_owned()).collect();
                match lang {
                    Lang::Zh => format!("列名有：{}", names.join("、")),
                    Lang::En => format!("the columns: {}", names.join(", ")),
                }
            }
        }
    }
}
