//! Findings in a workspace: what loads, but wants a second look. Pure; it refuses nothing and mends nothing.

use crate::text::Lang;
use crate::workspace::Workspace;

/// One thing that wants a second look, and the rule that it breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// `tasks/4a.2/due`, as in the keys of disputes.
    pub at: String,
    pub rule: &'static str,
}

impl Finding {
    pub fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => "双方改成了不同的值，尚未裁定".into(),
            Lang::En => "two sides changed this differently, and nobody has decided yet".into(),
        }
    }

    /// What to do about it.
    pub fn next(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => "打开工作区，选定其中一个值".into(),
            Lang::En => "open the workspace and choose one of the values".into(),
        }
    }
}

pub fn findings(workspace: &Workspace) -> Vec<Finding> {
    workspace.open_disputes().map(|(key, _)| Finding { at: key.to_owned(), rule: "dispute" }).collect()
}
