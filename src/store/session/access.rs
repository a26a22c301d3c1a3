//! Whether edits are taken, and why not.

use crate::text::Lang;
use crate::workspace::{FORMAT, Refusal};

/// Whether edits are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Full,
    /// The file may not be written.
    ReadOnlyFile,
    /// It was opened only to look at it.
    ByWish,
    /// Written by a newer program, in this format.
    NewerFormat(u32),
}

impl Access {
    pub fn say(self, lang: Lang) -> String {
        match (self, lang) {
            (Access::Full, _) => String::new(),
            (Access::ReadOnlyFile, Lang::Zh) => "文件只读，不能修改".into(),
            (Access::ReadOnlyFile, Lang::En) => "the file is read-only".into(),
            (Access::ByWish, Lang::Zh) => "以只读方式打开，不能修改".into(),
            (Access::ByWish, Lang::En) => "opened read-only".into(),
            (Access::NewerFormat(n), Lang::Zh) => {
                format!("文件格式为 {n}，本程序只懂到 {FORMAT}，因此只能查看")
            }
            (Access::NewerFormat(n), Lang::En) => {
                format!(
                    "the file has format {n}, this program knows up to {FORMAT}: it can only be looked at"
                )
            }
        }
    }
}

/// Why an edit was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    ReadOnly(Access),
    Refused(Refusal),
}

impl Denied {
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Denied::ReadOnly(access) => access.say(lang),
            Denied::Refused(refusal) => refusal.say(lang),
        }
    }

    pub fn next(&self, lang: Lang) -> String {
        match (self, lang) {
            (Denied::Refused(refusal), lang) => refusal.next(lang),
            (Denied::ReadOnly(Access::NewerFormat(_)), Lang::Zh) => "请先升级本程序，再修改".into(),
            (Denied::ReadOnly(Access::NewerFormat(_)), Lang::En) => {
                "update this program, then change it".into()
            }
            (Denied::ReadOnly(Access::ByWish), Lang::Zh) => "要修改，请不带 --read-only 重新打开".into(),
            (Denied::ReadOnly(Access::ByWish), Lang::En) => {
                "to change it, open it again without --read-only".into()
            }
            (Denied::ReadOnly(_), Lang::Zh) => "另存一份可写的文件再改".into(),
            (Denied::ReadOnly(_), Lang::En) => "change a copy that can be written".into(),
        }
    }
}

impl From<Refusal> for Denied {
    fn from(refusal: Refusal) -> Denied {
        Denied::Refused(refusal)
    }
}
