//! Why a line of a table stays outside, and what to do about it, in both languages.

use crate::guide::Rule;
use crate::text::{Bilingual, Lang};
use crate::workspace::cell::Wrong;

#[derive(Debug, Clone)]
pub enum Reason {
    NoKey {
        column: &'static Bilingual,
    },
    /// The line that has the same key, by its number in the file.
    KeyTwice {
        key: String,
        first: u64,
    },
    /// How many rows of the register have this key.
    KeyOfSeveral {
        key: String,
        rows: usize,
    },
    /// A new row has the key of one that is there.
    KeyThere {
        key: String,
    },
    /// A row that is there has another key, which a table does not change.
    KeyStays {
        held: String,
        key: String,
    },
    Cell {
        column: Bilingual,
        wrong: Wrong,
    },
    /// A cell for several columns that does not come apart.
    Parts {
        header: String,
        text: String,
    },
    Rule(&'static Rule),
    /// Another number of cells than the head has.
    Ragged {
        cells: usize,
        heads: usize,
    },
}

impl Reason {
    pub fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Reason::NoKey { column }, Lang::Zh) => format!("{}为空", column.zh),
            (Reason::NoKey { column }, Lang::En) => format!("{} is empty", column.en),
            (Reason::KeyTwice { key, first }, Lang::Zh) => format!("{key} 与第 {first} 行重复"),
            (Reason::KeyTwice { key, first }, Lang::En) => format!("{key} stands in line {first} already"),
            (Reason::KeyOfSeveral { key, rows }, Lang::Zh) => format!("台账中有 {rows} 行都是 {key}"),
            (Reason::KeyOfSeveral { key, rows }, Lang::En) => {
                format!("{rows} rows of the register are {key}")
            }
            (Reason::KeyThere { key }, Lang::Zh) => format!("台账中已有 {key}"),
            (Reason::KeyThere { key }, Lang::En) => format!("the register has {key} already"),
            (Reason::KeyStays { held, key }, Lang::Zh) => format!("这一行的编号是 {held}，不会改成 {key}"),
            (Reason::KeyStays { held, key }, Lang::En) => {
                format!("the key of this row is {held}; it does not become {key}")
            }
            (Reason::Cell { column, wrong }, Lang::Zh) => format!("{}：{}", column.zh, wrong.say(lang)),
            (Reason::Cell { column, wrong }, Lang::En) => format!("{}: {}", column.en, wrong.say(lang)),
            (Reason::Parts { header, text }, Lang::Zh) => format!("{header}：“{text}”无法拆分"),
            (Reason::Parts { header, text }, Lang::En) => format!("{header}: “{text}” cannot be taken apart"),
            (Reason::Rule(rule), lang) => rule.says.say(lang).to_owned(),
            (Reason::Ragged { cells, heads }, Lang::Zh) => format!("有 {cells} 格，表头有 {heads} 列"),
            (Reason::Ragged { cells, heads }, Lang::En) => {
                format!("it has {cells} cells, and the head has {heads}")
            }
        }
    }

    pub fn next(&self, lang: Lang) -> String {
        let (zh, en) = match self {
            Reason::Cell { wrong, .. } => return wrong.next(lang),
            Reason::NoKey { .. } => ("补上编号", "fill in the key"),
            Reason::KeyTwice { .. } => ("合并成一行，或改编号", "make them one line, or change a key"),
            Reason::KeyOfSeveral { .. } => {
                ("先把台账中重复的编号改开", "first give the rows of the register different keys")
            }
            Reason::KeyThere { .. } => {
                ("从那一行开始粘贴，或改编号", "paste it from that row on, or change its key")
            }
            Reason::KeyStays { .. } => (
                "粘贴到对应的行；要改编号就单独改，引用会一起改",
                "paste it onto its own row; change a key by itself, and its references follow",
            ),
            Reason::Parts { .. } => ("分成几列填写", "put them into columns of their own"),
            Reason::Rule(_) => ("补全后再导入", "complete it and import it again"),
            Reason::Ragged { .. } => ("核对分隔符和引号", "see to the delimiters and quotes"),
        };
        (if lang == Lang::Zh { zh } else { en }).to_owned()
    }
}
