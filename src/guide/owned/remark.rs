//! What the reading of a text could not be sure of, with its lines.

use crate::text::Lang;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// The first and the last line of the text, from 1.
    pub line: usize,
    pub to: usize,
    /// How it begins.
    pub text: String,
    pub trouble: Trouble,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// Lines whose place is not known; kept under the clause before them.
    Loose,
    /// The lines of a table, which were kept as they stand.
    Table,
    /// Looks like a heading whose number does not follow; kept as text.
    Heading,
    /// A clause whose number skips others.
    Gap,
    /// An item that does not follow.
    Item,
}

impl Remark {
    pub fn say(&self, lang: Lang) -> String {
        let lines = match (self.line == self.to, lang) {
            (true, Lang::Zh) => format!("第 {} 行", self.line),
            (false, Lang::Zh) => format!("第 {}–{} 行", self.line, self.to),
            (true, Lang::En) => format!("line {}", self.line),
            (false, Lang::En) => format!("lines {}–{}", self.line, self.to),
        };
        let what = match (&self.trouble, lang) {
            (Trouble::Loose, Lang::Zh) => "不知放在哪里，照原样留在前一条下",
            (Trouble::Loose, Lang::En) => "place not known; kept as it stands under the clause before",
            (Trouble::Table, Lang::Zh) => "表格内容，照原样逐行保留",
            (Trouble::Table, Lang::En) => "lines of a table, kept as they stand",
            (Trouble::Heading, Lang::Zh) => "像条标题，但编号接不上，按正文保留",
            (Trouble::Heading, Lang::En) => "looks like a heading whose number does not follow; kept as text",
            (Trouble::Gap, Lang::Zh) => "编号有跳跃，前面可能缺条文",
            (Trouble::Gap, Lang::En) => "the number skips others; clauses may be missing before it",
            (Trouble::Item, Lang::Zh) => "列项编号接不上",
            (Trouble::Item, Lang::En) => "an item that does not follow",
        };
        match lang {
            Lang::Zh => format!("{lines}：{what}：{}", self.text),
            Lang::En => format!("{lines}: {what}: {}", self.text),
        }
    }
}
