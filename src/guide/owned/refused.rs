//! Why a text is not taken as a standard, and what to do about it.

use crate::text::Lang;
use thiserror::Error;

/// What the user says about a text that it may not say itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    pub part: Option<u32>,
    /// The year.
    pub edition: Option<String>,
}

/// Lines count from 1, as editors show them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoStandard {
    #[error("empty")]
    Empty,
    #[error("line {line}: U+{code:04X}")]
    Control { line: usize, code: u32 },
    #[error("no number of a standard")]
    NoNumber,
    #[error("no clauses")]
    NoClauses,
    #[error("{number}: no year")]
    NoEdition { number: String },
    #[error("asked for part {asked}, found {found}")]
    OtherPart { asked: u32, found: String },
    #[error("asked for {asked}, found {found}")]
    OtherEdition { asked: String, found: String },
    #[error("line {line}: annex {annex} has no body")]
    EmptyAnnex { line: usize, annex: String },
}

impl NoStandard {
    pub fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (NoStandard::Empty, Lang::Zh) => "文件里没有文字".into(),
            (NoStandard::Empty, Lang::En) => "there is no text in the file".into(),
            (NoStandard::Control { line, code }, Lang::Zh) => format!("第 {line} 行有控制字符 U+{code:04X}"),
            (NoStandard::Control { line, code }, Lang::En) => {
                format!("line {line} holds the control character U+{code:04X}")
            }
            (NoStandard::NoNumber, Lang::Zh) => "这段文字不像标准：找不到它自己的标准编号".into(),
            (NoStandard::NoNumber, Lang::En) => {
                "this does not look like a standard: it never gives its own number".into()
            }
            (NoStandard::NoClauses, Lang::Zh) => "这段文字不像标准：找不到带编号的条文".into(),
            (NoStandard::NoClauses, Lang::En) => {
                "this does not look like a standard: it has no numbered clauses".into()
            }
            (NoStandard::NoEdition { number }, Lang::Zh) => format!("认出了 {number}，但文本里没有年份"),
            (NoStandard::NoEdition { number }, Lang::En) => {
                format!("this is {number}, but the text does not give its year")
            }
            (NoStandard::OtherPart { asked, found }, Lang::Zh) => {
                format!("指定的是第 {asked} 部分，文本却是 {found}")
            }
            (NoStandard::OtherPart { asked, found }, Lang::En) => {
                format!("part {asked} was asked for, and the text is {found}")
            }
            (NoStandard::OtherEdition { asked, found }, Lang::Zh) => {
                format!("指定的是 {asked} 年版，文本却是 {found}")
            }
            (NoStandard::OtherEdition { asked, found }, Lang::En) => {
                format!("the edition of {asked} was asked for, and the text is {found}")
            }
            (NoStandard::EmptyAnnex { line, annex }, Lang::Zh) => {
                format!("{annex}（第 {line} 行）只有标题，没有内容")
            }
            (NoStandard::EmptyAnnex { line, annex }, Lang::En) => {
                format!("{annex} (line {line}) has a heading and nothing below it")
            }
        }
    }

    pub fn next(&self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            NoStandard::Empty => (
                "扫描件要先做文字识别（OCR），再把文字存成 .txt",
                "a scanned page needs text recognition (OCR) first; save its text as .txt",
            ),
            NoStandard::Control { .. } => (
                "用编辑器打开那一行，删去控制字符，或重新导出文字",
                "open that line in an editor and take the character out, or extract the text again",
            ),
            NoStandard::NoNumber => (
                "从封面或前言开始复制；是 GB/T 23031 的一部分时可加 --part N",
                "copy it from the cover or the foreword on; for a part of GB/T 23031 add --part N",
            ),
            NoStandard::NoClauses => (
                "确认文字里有“1 范围”这样的条号和标题",
                "make sure that the text has clause numbers and titles, such as “1 范围”",
            ),
            NoStandard::NoEdition { .. } => (
                "用 --edition 写明年份，例如 --edition 2023",
                "name the year with --edition, as in --edition 2023",
            ),
            NoStandard::OtherPart { .. } => {
                ("去掉 --part，或换一个文件", "leave out --part, or choose another file")
            }
            NoStandard::OtherEdition { .. } => {
                ("去掉 --edition，或换一个文件", "leave out --edition, or choose another file")
            }
            NoStandard::EmptyAnnex { .. } => (
                "文字可能被截断：补全后再导入，或删去这个标题",
                "the text may be cut off: complete it and import it again, or take that heading out",
            ),
        };
        if lang == Lang::Zh { zh } else { en }
    }
}
