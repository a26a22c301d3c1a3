//! Which tasks and which evidence are shown.

use crate::readiness::{Hole, Rung};
use crate::store::FileState;
use crate::text::{Lang, Phrase};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EvidenceFilter {
    pub want: Want,
    pub rung: Option<Rung>,
    /// Stages count from 0.
    pub stage: Option<usize>,
    pub element: Option<&'static str>,
}

/// What to look for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Want {
    #[default]
    All,
    /// Any of those below.
    Holes,
    /// Done, without evidence.
    Bare,
    /// What is said only, or of unknown strength.
    Hearsay,
    /// Files that changed, are missing or lie outside.
    Files,
    /// Files whose hash nobody noted.
    Unhashed,
}

impl Want {
    pub const ALL: [(char, Want); 6] = [
        ('a', Want::All),
        ('h', Want::Holes),
        ('b', Want::Bare),
        ('s', Want::Hearsay),
        ('f', Want::Files),
        ('u', Want::Unhashed),
    ];

    pub const fn label(self) -> Phrase {
        match self {
            Want::All => Phrase::new("全部", "all"),
            Want::Holes => Phrase::new("所有缺口", "all holes"),
            Want::Bare => Phrase::new("已完成，没有证据", "done, without evidence"),
            Want::Hearsay => Phrase::new("只有口头证据", "hearsay only"),
            Want::Files => Phrase::new("文件变动、找不到或在外", "files changed, missing or outside"),
            Want::Unhashed => Phrase::new("文件未记校验值", "files without a hash"),
        }
    }

    pub fn is_hole(self, hole: Option<Hole>) -> bool {
        match self {
            Want::Holes => hole.is_some(),
            Want::Bare => hole == Some(Hole::Bare),
            Want::Hearsay => hole == Some(Hole::Hearsay),
            Want::All | Want::Files | Want::Unhashed => false,
        }
    }

    pub fn is_file(self, state: Option<&FileState>) -> bool {
        match self {
            Want::Holes | Want::Files => state.is_some_and(FileState::is_bad),
            Want::Unhashed => state == Some(&FileState::Unhashed),
            Want::All | Want::Bare | Want::Hearsay => false,
        }
    }
}

impl EvidenceFilter {
    /// What is in force, in words; empty for nothing.
    pub fn say(&self, lang: Lang) -> String {
        let mut parts = vec![];
        if self.want != Want::All {
            parts.push(self.want.label().say(lang).to_owned());
        }
        parts.extend(self.rung.map(|rung| rung.label().say(lang).to_owned()));
        let stage = self.stage.and_then(|n| crate::guide::guide().stages().get(n));
        parts.extend(stage.map(|stage| stage.title.say(lang).to_owned()));
        let element = self.element.and_then(|key| crate::guide::guide().element(key));
        parts.extend(element.map(|element| format!("{} {}", element.key, element.title.say(lang))));
        parts.join(" · ")
    }
}
