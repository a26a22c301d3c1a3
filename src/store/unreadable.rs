//! Why bytes are no workspace: where, what stood there and what was expected, in both languages. Only what the
//! reader of RON says about its own syntax may be English in a Chinese sentence.

use crate::text::{Lang, Phrase, clip, show};
use crate::workspace::{FAULTS, FORMAT};
use thiserror::Error;

/// Why bytes are no workspace. Lines and columns count from 1.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unreadable {
    #[error("empty")]
    Empty,
    #[error("{0} zero bytes")]
    Zeros(usize),
    #[error("{0} bytes")]
    TooLarge(u64),
    #[error("{0}")]
    Encoding(&'static str),
    #[error("not UTF-8 at byte {offset}")]
    NotUtf8 { offset: usize, line: usize },
    /// What git called the two sides.
    #[error("merge markers in line {line}")]
    Markers { line: usize, ours: String, theirs: String },
    #[error("line {line}: extensions")]
    Extension { line: usize },
    #[error("format {found}")]
    NewerFormat { found: u32, why: String },
    #[error("format {found}")]
    NoFormat { found: String },
    #[error("line {line}, column {column}: {why:?}")]
    Malformed { line: usize, column: usize, place: String, why: Box<Why> },
}

/// What stood there, and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    UnknownField {
        found: String,
        expected: Vec<String>,
    },
    UnknownVariant {
        found: String,
        expected: Vec<String>,
    },
    TwiceField(String),
    MissingField(String),
    WrongShape {
        expected: Phrase,
        found: Phrase,
    },
    /// A limit of ours, or an id or key that we do not take.
    Fault(Phrase),
    /// A name before the bracket of a record: those here have none.
    ForeignName(String),
    /// A character that begins nothing.
    Stray(char),
    EndOfFile,
    TooDeep,
    Trailing,
    /// What the reader of RON says, in English.
    Syntax(String),
}

pub(super) fn why(error: ron::Error) -> Why {
    use ron::Error as E;
    let words = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
    match error {
        E::NoSuchStructField { expected, found, .. } => {
            Why::UnknownField { found, expected: words(expected) }
        }
        E::NoSuchEnumVariant { expected, found, .. } => {
            Why::UnknownVariant { found, expected: words(expected) }
        }
        E::DuplicateStructField { field, .. } => Why::TwiceField(field.to_owned()),
        E::MissingStructField { field, .. } => Why::MissingField(field.to_owned()),
        E::InvalidValueForType { expected, found } => {
            Why::WrongShape { expected: shape(&expected), found: shape(&found) }
        }
        E::Message(text) => match FAULTS.iter().find(|fault| fault.en == text) {
            Some(fault) => Why::Fault(*fault),
            None => Why::Syntax(text),
        },
        E::Eof | E::ExpectedStringEnd | E::UnclosedBlockComment => Why::EndOfFile,
        E::ExceededRecursionLimit => Why::TooDeep,
        E::TrailingCharacters => Why::Trailing,
        E::ExpectedString => Why::WrongShape { expected: QUOTED, found: NOTHING },
        E::ExpectedIdentifier => Why::WrongShape { expected: NAME, found: NOTHING },
        E::ExpectedArray => missed("“[”"),
        E::ExpectedArrayEnd => missed("“]”"),
        E::ExpectedMap => missed("“{”"),
        E::ExpectedMapEnd => missed("“}”"),
        E::ExpectedMapColon => missed("“:”"),
        E::ExpectedComma => missed("“,”"),
        E::ExpectedStructLike | E::ExpectedNamedStructLike(_) | E::ExpectedUnit => missed("“(”"),
        E::ExpectedStructLikeEnd | E::ExpectedOptionEnd => missed("“)”"),
        E::ExpectedBoolean => Why::WrongShape { expected: YES_OR_NO, found: NOTHING },
        E::ExpectedInteger | E::IntegerOutOfBounds | E::InvalidIntegerDigit { .. } => {
            Why::WrongShape { expected: INTEGER, found: NOTHING }
        }
        E::ExpectedFloat | E::FloatUnderscore | E::UnderscoreAtBeginning => {
            Why::WrongShape { expected: DECIMAL, found: NOTHING }
        }
        E::InvalidIdentifier(_) | E::SuggestRawIdentifier(_) => {
            Why::WrongShape { expected: NAME, found: NOTHING }
        }
        E::ExpectedDifferentStructName { found, .. } => Why::ForeignName(found),
        E::UnexpectedChar(c) => Why::Stray(c),
        // They tell of types of this program, which nobody who writes a file knows.
        E::ExpectedDifferentLength { .. }
        | E::ExpectedStructName(_)
        | E::ExpectedOption
        | E::ExpectedChar
        | E::ExpectedByteLiteral
        | E::ExpectedByteString
        | E::ExpectedRawValue
        | E::ExpectedRangeSyntax => Why::WrongShape { expected: NOTHING, found: NOTHING },
        other => Why::Syntax(other.to_string()),
    }
}

const NOTHING: Phrase = Phrase::new("", "");
const QUOTED: Phrase = Phrase::new("带引号的文字", "text in quotes");
const NAME: Phrase = Phrase::new("不带引号的名称", "a name without quotes");
const YES_OR_NO: Phrase = Phrase::new("true 或 false", "true or false");
const INTEGER: Phrase = Phrase::new("整数", "an integer");
const DECIMAL: Phrase = Phrase::new("小数", "a decimal number");

fn missed(sign: &'static str) -> Why {
    Why::WrongShape { expected: Phrase::new(sign, sign), found: NOTHING }
}

/// What the reader of RON calls the shape of a value, in words for people. What it says of any other is left out.
fn shape(described: &str) -> Phrase {
    const SHAPES: [(&str, Phrase); 16] = [
        ("a map from id", Phrase::new("以编号为键的表 { … }", "a map from id to record")),
        ("a map", Phrase::new("以文字为键的表 { … }", "a map from text to value")),
        ("a list of strings", Phrase::new("字符串列表 [ … ]", "a list of strings")),
        ("a sequence", Phrase::new("列表 [ … ]", "a list")),
        ("a string", QUOTED),
        ("the string", Phrase::new("文字", "text")),
        ("string", Phrase::new("文字", "text")),
        ("struct", Phrase::new("记录 ( … )", "a record ( … )")),
        ("enum Status", Phrase::new("状态，如 Doing", "a status such as Doing")),
        ("enum", Phrase::new("带形状的值，如 Text(\"…\")", "a value with its shape such as Text(\"…\")")),
        ("integer", INTEGER),
        ("the integer", INTEGER),
        ("u32", INTEGER),
        ("floating point", DECIMAL),
        ("boolean", Phrase::new("真假值", "a boolean")),
        ("unit", Phrase::new("空值 ()", "the empty value ()")),
    ];
    SHAPES.iter().find(|(name, _)| described.starts_with(name)).map_or(NOTHING, |(_, phrase)| *phrase)
}

impl Why {
    pub(super) fn say(&self, lang: Lang) -> String {
        let listed = |expected: &[String]| expected.join(", ");
        let shorter = |found: &str| clip(&show(found), 60).into_owned();
        match (self, lang) {
            (Why::UnknownField { found, expected }, Lang::Zh) if expected.is_empty() => {
                format!("没有名为 {found} 的字段")
            }
            (Why::UnknownField { found, expected }, Lang::Zh) => {
                let found = shorter(found);
                format!("没有名为 {found} 的字段，此处可用：{}", listed(expected))
            }
            (Why::UnknownField { found, expected }, Lang::En) if expected.is_empty() => {
                format!("there is no field {found}")
            }
            (Why::UnknownField { found, expected }, Lang::En) => {
                let found = shorter(found);
                format!("there is no field {found}; expected one of {}", listed(expected))
            }
            (Why::UnknownVariant { found, expected }, Lang::Zh) => {
                let found = shorter(found);
                format!("{found} 不是可用的取值，应为：{}", listed(expected))
            }
            (Why::UnknownVariant { found, expected }, Lang::En) => {
                let found = shorter(found);
                format!("{found} is not one of {}", listed(expected))
            }
            (Why::TwiceField(field), Lang::Zh) => format!("字段 {field} 出现了两次"),
            (Why::TwiceField(field), Lang::En) => format!("field {field} stands twice"),
            (Why::MissingField(field), Lang::Zh) => format!("缺少字段 {field}"),
            (Why::MissingField(field), Lang::En) => format!("field {field} is missing"),
            (Why::WrongShape { expected, found }, lang) => {
                match (expected.say(lang), found.say(lang), lang) {
                    ("", _, Lang::Zh) => "此处的值写法不对".into(),
                    ("", _, Lang::En) => "this value has the wrong shape".into(),
                    (expected, "", Lang::Zh) => format!("此处应为{expected}"),
                    (expected, "", Lang::En) => format!("expected {expected}"),
                    (expected, found, Lang::Zh) => format!("此处应为{expected}，实为{found}"),
                    (expected, found, Lang::En) => format!("expected {expected}, found {found}"),
                }
            }
            (Why::Fault(fault), lang) => fault.say(lang).into(),
            (Why::ForeignName(found), Lang::Zh) => {
                format!("此处应为“(”，实为“{}”", shorter(found))
            }
            (Why::ForeignName(found), Lang::En) => {
                format!("expected “(”, found “{}”", shorter(found))
            }
            (Why::Stray(c), Lang::Zh) => format!("此处不能写“{}”", c.escape_debug()),
            (Why::Stray(c), Lang::En) => format!("“{}” cannot stand here", c.escape_debug()),
            (Why::EndOfFile, Lang::Zh) => "文件在此中断，内容不完整".into(),
            (Why::EndOfFile, Lang::En) => "the file breaks off here".into(),
            (Why::TooDeep, Lang::Zh) => "嵌套超过 64 层".into(),
            (Why::TooDeep, Lang::En) => "nested deeper than 64 levels".into(),
            (Why::Trailing, Lang::Zh) => "工作区结束之后还有内容".into(),
            (Why::Trailing, Lang::En) => "there is something after the end of the workspace".into(),
            (Why::Syntax(detail), Lang::Zh) => format!("不是 RON 写法（{detail}）"),
            (Why::Syntax(detail), Lang::En) => detail.clone(),
        }
    }
}

fn sides(ours: &str, theirs: &str, lang: Lang) -> String {
    match (ours.is_empty() || theirs.is_empty(), lang) {
        (true, Lang::Zh) => "双方内容".into(),
        (true, Lang::En) => "both sides".into(),
        (false, Lang::Zh) => format!("双方内容（{ours} 与 {theirs}）"),
        (false, Lang::En) => format!("both sides ({ours} and {theirs})"),
    }
}

impl Unreadable {
    pub fn say(&self, lang: Lang) -> String {
        let text = match (self, lang) {
            (Unreadable::Empty, Lang::Zh) => "文件是空的".into(),
            (Unreadable::Empty, Lang::En) => "the file is empty".into(),
            (Unreadable::Zeros(n), Lang::Zh) => format!("文件只有 {n} 个零字节，多半是断电所致"),
            (Unreadable::Zeros(n), Lang::En) => {
                format!("the file holds nothing but {n} zero bytes, as after a power cut")
            }
            (Unreadable::TooLarge(n), Lang::Zh) => format!("文件有 {} MiB，上限 128 MiB", n >> 20),
            (Unreadable::TooLarge(n), Lang::En) => {
                format!("the file has {} MiB; at most 128 MiB are read", n >> 20)
            }
            (Unreadable::Encoding(name), Lang::Zh) => format!("文件编码是 {name}，应为 UTF-8"),
            (Unreadable::Encoding(name), Lang::En) => format!("the file is {name}; UTF-8 is expected"),
            (Unreadable::NotUtf8 { offset, line }, Lang::Zh) => {
                format!("第 {line} 行（第 {offset} 字节）不是 UTF-8")
            }
            (Unreadable::NotUtf8 { offset, line }, Lang::En) => {
                format!("line {line} (byte {offset}) is not UTF-8")
            }
            (Unreadable::Markers { line, ours, theirs }, Lang::Zh) => {
                format!("第 {line} 行有 git 合并冲突标记，{}都还在文件里", sides(ours, theirs, lang))
            }
            (Unreadable::Markers { line, ours, theirs }, Lang::En) => {
                format!(
                    "line {line} holds a git conflict marker; {} are still in the file",
                    sides(ours, theirs, lang)
                )
            }
            (Unreadable::Extension { line }, Lang::Zh) => {
                format!("第 {line} 行启用了 RON 扩展 #![…]，不接受")
            }
            (Unreadable::Extension { line }, Lang::En) => {
                format!("line {line} enables a RON extension #![…], which is not accepted")
            }
            (Unreadable::NewerFormat { found, .. }, Lang::Zh) => {
                format!("文件格式为 {found}，本程序只懂到 {FORMAT}")
            }
            (Unreadable::NewerFormat { found, .. }, Lang::En) => {
                format!("the file has format {found}; this program knows up to {FORMAT}")
            }
            (Unreadable::NoFormat { found }, Lang::Zh) if found.is_empty() => "缺少 format 字段".into(),
            (Unreadable::NoFormat { found }, Lang::En) if found.is_empty() => {
                "the field format is missing".into()
            }
            (Unreadable::NoFormat { found }, Lang::Zh) => format!("没有格式 {found}"),
            (Unreadable::NoFormat { found }, Lang::En) => format!("there is no format {found}"),
            (Unreadable::Malformed { line, column, place, why }, lang) => {
                // A key may be as long as it likes, the sentence may not.
                let place = clip(&show(place), 120).into_owned();
                let place = if place.is_empty() { place } else { format!(" {place}") };
                match lang {
                    Lang::Zh => format!("第 {line} 行第 {column} 列{place}：{}", why.say(lang)),
                    Lang::En => format!("line {line}, column {column}{place}: {}", why.say(lang)),
                }
            }
        };
        show(&text).into_owned()
    }

    pub fn next(&self, lang: Lang) -> &'static str {
        const GIT: Phrase = Phrase::new(
            "从备份或 git 取回上一个版本（git checkout -- 文件），原文件没有动过",
            "take the last version from a backup or git (git checkout -- FILE); the file was not touched",
        );
        const MEND: Phrase = Phrase::new(
            "用文本编辑器改正该处，或用 git 取回上一个版本；原文件没有动过",
            "mend that place in a text editor, or take the last version from git; the file was not touched",
        );
        const UPDATE: Phrase =
            Phrase::new("请先升级本程序，再打开", "update this program, then open it again");
        const SAVE_AS: Phrase =
            Phrase::new("用文本编辑器另存为 UTF-8 再打开", "save it as UTF-8 in a text editor, then open it");
        const SIDES: Phrase = Phrase::new(
            "用 git checkout --ours 或 --theirs 取其中一方，另一方用 git show :3:文件 或 :2:文件 另存对照",
            "take one side with git checkout --ours or --theirs, and keep the other beside it with git show :3:FILE or :2:FILE",
        );
        const SMALLER: Phrase = Phrase::new(
            "确认这是不是工作区文件，不是就换一个",
            "see whether this is a workspace at all, or choose another file",
        );
        match self {
            Unreadable::Empty | Unreadable::Zeros(_) => GIT,
            Unreadable::TooLarge(_) => SMALLER,
            Unreadable::Encoding(_) | Unreadable::NotUtf8 { .. } => SAVE_AS,
            Unreadable::Markers { .. } => SIDES,
            Unreadable::NewerFormat { .. } => UPDATE,
            Unreadable::Extension { .. } | Unreadable::NoFormat { .. } | Unreadable::Malformed { .. } => MEND,
        }
        .say(lang)
    }
}
