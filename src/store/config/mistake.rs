//! What is wrong in a file that people write for the program: settings, themes.

use super::super::io_text;
use super::super::unreadable::Why;
use crate::text::{Lang, Phrase, clip, show};
use std::io::{self, ErrorKind};
use std::path::PathBuf;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub path: PathBuf,
    /// From 1, where it is known.
    pub line: Option<usize>,
    pub what: Wrong,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// There is a file, and it cannot be read.
    Io(ErrorKind),
    Ron(Why),
    /// A setting with a value that it does not take.
    Choice {
        name: &'static str,
        found: String,
        expected: Vec<String>,
    },
    Colour(String),
}

impl Mistake {
    /// Where and what, as one sentence.
    pub fn say(&self, lang: Lang) -> String {
        let path = show(&self.path.to_string_lossy()).into_owned();
        let what = self.what.say(lang);
        match (self.line, lang) {
            (Some(line), Lang::Zh) => format!("{path} 第 {line} 行：{what}"),
            (None, Lang::Zh) => format!("{path}：{what}"),
            (Some(line), Lang::En) => format!("{path}, line {line}: {what}"),
            (None, Lang::En) => format!("{path}: {what}"),
        }
    }

    pub fn next(&self, lang: Lang) -> &'static str {
        const MEND: Phrase =
            Phrase::new("改好这一行即可；在那以前照默认", "mend that line; until then it is as by default");
        const READ: Phrase = Phrase::new(
            "检查这个文件的权限和编码（UTF-8）",
            "see to its permissions and its encoding (UTF-8)",
        );
        if matches!(self.what, Wrong::Io(_)) { READ.say(lang) } else { MEND.say(lang) }
    }
}

impl Wrong {
    /// What a value said of itself through the reader of RON.
    pub fn passed_on(&self) -> Option<&str> {
        match self {
            Wrong::Ron(Why::Syntax(text)) => Some(text),
            _ => None,
        }
    }

    pub fn say(&self, lang: Lang) -> String {
        let shorter = |text: &str| clip(&show(text), 40).into_owned();
        match (self, lang) {
            (Wrong::Io(ErrorKind::InvalidData), Lang::Zh) => "不是 UTF-8 文字".into(),
            (Wrong::Io(ErrorKind::InvalidData), Lang::En) => "is not text in UTF-8".into(),
            (Wrong::Io(kind), _) => io_text(&io::Error::from(*kind), lang),
            (Wrong::Ron(Why::Trailing), Lang::Zh) => "结尾之后还有内容".into(),
            (Wrong::Ron(Why::Trailing), Lang::En) => "there is something after the end".into(),
            (Wrong::Ron(why), _) => why.say(lang),
            (Wrong::Choice { name, found, expected }, Lang::Zh) => {
                format!("{name} 没有 {} 这个取值，可用：{}", shorter(found), expected.join("、"))
            }
            (Wrong::Choice { name, found, expected }, Lang::En) => {
                format!("{name}: {} is not one of {}", shorter(found), expected.join(", "))
            }
            (Wrong::Colour(found), Lang::Zh) => format!("{} 不是颜色；如 red、137、#3070a0", shorter(found)),
            (Wrong::Colour(found), Lang::En) => {
                format!("{} is no colour; one is red, 137 or #3070a0", shorter(found))
            }
        }
    }
}
