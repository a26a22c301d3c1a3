//! Bytes → workspace, or a refusal that says where and what was expected. Nothing is guessed and nothing is
//! dropped: what we would not write back, we do not open for writing.

use super::write;
use crate::merge::fold_twice;
use crate::text::{Lang, Phrase, show};
use crate::workspace::{Caps, CapsGuard, FORMAT, Workspace};
use serde_path_to_error::{Path, Segment};
use thiserror::Error;

/// Bytes of the largest file that is read.
pub const LARGEST: u64 = 128 << 20;

#[derive(Debug)]
pub struct Loaded {
    pub workspace: Workspace,
    /// The format of a newer program: the workspace may be looked at, but saving would drop what we do not know.
    pub newer: Option<u32>,
}

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
    #[error("merge markers in line {line}")]
    Markers { line: usize },
    #[error("line {line}: extensions")]
    Extension { line: usize },
    #[error("format {found}")]
    NewerFormat { found: u32, why: String },
    #[error("format {found}")]
    NoFormat { found: String },
    #[error("line {line}, column {column}: {why:?}")]
    Malformed { line: usize, column: usize, place: String, why: Why },
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
        expected: String,
        found: String,
    },
    EndOfFile,
    TooDeep,
    Trailing,
    /// What the reader of RON says, in English.
    Syntax(String),
}

pub fn read(bytes: &[u8]) -> Result<Loaded, Unreadable> {
    let text = text_of(bytes)?;
    // Line ends of any system; inside strings they are escapes, so nothing of the data changes.
    let unix;
    let text = if text.contains('\r') {
        unix = text.replace("\r\n", "\n").replace('\r', "\n");
        &unix
    } else {
        text
    };
    if let Some(line) = merge_marker(text) {
        return Err(Unreadable::Markers { line });
    }
    let start = skip_comments(text);
    if start.trim_start().starts_with("#!") {
        return Err(Unreadable::Extension { line: line_of(text, text.len() - start.trim_start().len()) });
    }
    let _caps = CapsGuard::start(Caps::FILE);
    // Nearly every file is canonical: then a plain reading that writes the same bytes has lost nothing.
    if let Ok(workspace) = ron::from_str::<Workspace>(text)
        && workspace.format == FORMAT
        && write(&workspace) == text
    {
        return Ok(Loaded { workspace, newer: None });
    }
    read_slowly(text)
}

/// Names the place of every fault and every field that we do not know.
fn read_slowly(text: &str) -> Result<Loaded, Unreadable> {
    let _caps = CapsGuard::start(Caps::FILE);
    let format = declared_format(text);
    let malformed = |error: ron::error::SpannedError, place: String| {
        let at = error.span.start;
        Unreadable::Malformed { line: at.line, column: at.col, place, why: why(error.code) }
    };
    let mut unknown: Vec<String> = vec![];
    let mut track = serde_path_to_error::Track::new();
    let mut reader = ron::Deserializer::from_str(text).map_err(|e| malformed(e, String::new()))?;
    let read: Result<Workspace, ron::Error> = {
        let tracked = serde_path_to_error::Deserializer::new(&mut reader, &mut track);
        serde_ignored::deserialize(tracked, |path| unknown.push(path.to_string()))
    };
    let place = place_of(&track.path());
    let read = match read {
        Err(error) => Err(malformed(reader.span_error(error), place)),
        Ok(workspace) => reader.end().map(|()| workspace).map_err(|error| {
            let at = reader.span_error(error).span.start;
            Unreadable::Malformed { line: at.line, column: at.col, place: String::new(), why: Why::Trailing }
        }),
    };
    if let Some(found) = format.filter(|found| *found > FORMAT) {
        return match read {
            Ok(mut workspace) => {
                fold_twice(&mut workspace);
                Ok(Loaded { workspace, newer: Some(found) })
            }
            Err(error) => Err(Unreadable::NewerFormat { found, why: error.say(Lang::En) }),
        };
    }
    let mut workspace = read?;
    if workspace.format != FORMAT {
        return Err(Unreadable::NoFormat { found: workspace.format.to_string() });
    }
    if format.is_none() {
        return Err(Unreadable::NoFormat { found: String::new() });
    }
    if let Some(path) = unknown.into_iter().next() {
        return Err(unknown_field(text, &path));
    }
    fold_twice(&mut workspace);
    Ok(Loaded { workspace, newer: None })
}

fn text_of(bytes: &[u8]) -> Result<&str, Unreadable> {
    if bytes.len() as u64 > LARGEST {
        return Err(Unreadable::TooLarge(bytes.len() as u64));
    }
    match bytes {
        [0xff, 0xfe, ..] => return Err(Unreadable::Encoding("UTF-16 LE")),
        [0xfe, 0xff, ..] => return Err(Unreadable::Encoding("UTF-16 BE")),
        _ => {}
    }
    if !bytes.is_empty() && bytes.iter().all(|b| *b == 0) {
        return Err(Unreadable::Zeros(bytes.len()));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let offset = error.valid_up_to();
        Unreadable::NotUtf8 { offset, line: bytes.iter().take(offset).filter(|b| **b == b'\n').count() + 1 }
    })?;
    if text.trim().is_empty() { Err(Unreadable::Empty) } else { Ok(text) }
}

/// The line of the first marker that a failed line merge left.
fn merge_marker(text: &str) -> Option<usize> {
    if !text.contains("\n<<<<<<< ") && !text.starts_with("<<<<<<< ") && !text.contains("\n>>>>>>> ") {
        return None;
    }
    let marks = ["<<<<<<< ", ">>>>>>> "];
    text.lines().position(|line| marks.iter().any(|mark| line.starts_with(mark))).map(|i| i + 1)
}

fn skip_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    while let Some(comment) = rest.strip_prefix("//") {
        rest = comment.split_once('\n').map_or("", |(_, rest)| rest).trim_start();
    }
    rest
}

/// The number after the first `format:` outside comments, if there is one: it decides how strict we are.
fn declared_format(text: &str) -> Option<u32> {
    let body = skip_comments(text).strip_prefix('(')?;
    let field = skip_comments(body).strip_prefix("format")?.trim_start().strip_prefix(':')?;
    let digits: String = field.trim_start().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn line_of(text: &str, offset: usize) -> usize {
    text.get(..offset).map_or(1, |before| before.matches('\n').count() + 1)
}

/// `tasks/4a.2/status`, as in the keys of disputes.
fn place_of(path: &Path) -> String {
    let parts = path.iter().filter_map(|segment| match segment {
        Segment::Map { key } => Some(key.clone()),
        Segment::Seq { index } => Some((index + 1).to_string()),
        Segment::Enum { .. } | Segment::Unknown => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

/// `serde_ignored` gives a path joined by dots and no position: the field is looked up in the text.
fn unknown_field(text: &str, path: &str) -> Unreadable {
    let place = path.replace(".?", "");
    let name = place.rsplit('.').next().unwrap_or_default().to_owned();
    let mut from = 0;
    let parent = place.strip_suffix(&name).unwrap_or_default().trim_end_matches('.');
    if let Some((_, id)) = parent.split_once('.') {
        from = text.find(&format!("\"{id}\"")).unwrap_or(0);
    }
    let is_field = |at: usize| {
        let behind = text.get(at + name.len()..).is_some_and(|rest| rest.trim_start().starts_with(':'));
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        behind && before.is_none_or(|c| !c.is_alphanumeric() && c != '_')
    };
    let found =
        text.match_indices(&name).map(|(at, _)| at).find(|at| *at >= from && is_field(*at)).unwrap_or(0);
    let line = line_of(text, found);
    let line_start = text.get(..found).and_then(|t| t.rfind('\n')).map_or(0, |at| at + 1);
    let column = text.get(line_start..found).map_or(1, |t| t.chars().count() + 1);
    Unreadable::Malformed { line, column, place, why: Why::UnknownField { found: name, expected: vec![] } }
}

fn why(error: ron::Error) -> Why {
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
        E::InvalidValueForType { expected, found } => Why::WrongShape { expected, found },
        E::Eof | E::ExpectedStringEnd | E::UnclosedBlockComment => Why::EndOfFile,
        E::ExceededRecursionLimit => Why::TooDeep,
        E::TrailingCharacters => Why::Trailing,
        E::ExpectedString => Why::WrongShape { expected: "\"…\"".into(), found: String::new() },
        E::ExpectedArray => Why::WrongShape { expected: "[…]".into(), found: String::new() },
        E::ExpectedMap => Why::WrongShape { expected: "{…}".into(), found: String::new() },
        E::ExpectedStructLike => Why::WrongShape { expected: "(…)".into(), found: String::new() },
        other => Why::Syntax(other.to_string()),
    }
}

impl Why {
    fn say(&self, lang: Lang) -> String {
        let listed = |expected: &[String]| expected.join(", ");
        match (self, lang) {
            (Why::UnknownField { found, expected }, Lang::Zh) if expected.is_empty() => {
                format!("没有名为 {found} 的字段")
            }
            (Why::UnknownField { found, expected }, Lang::Zh) => {
                format!("没有名为 {found} 的字段，此处可用：{}", listed(expected))
            }
            (Why::UnknownField { found, expected }, Lang::En) if expected.is_empty() => {
                format!("there is no field {found}")
            }
            (Why::UnknownField { found, expected }, Lang::En) => {
                format!("there is no field {found}; expected one of {}", listed(expected))
            }
            (Why::UnknownVariant { found, expected }, Lang::Zh) => {
                format!("{found} 不是可用的取值，应为：{}", listed(expected))
            }
            (Why::UnknownVariant { found, expected }, Lang::En) => {
                format!("{found} is not one of {}", listed(expected))
            }
            (Why::TwiceField(field), Lang::Zh) => format!("字段 {field} 出现了两次"),
            (Why::TwiceField(field), Lang::En) => format!("field {field} stands twice"),
            (Why::MissingField(field), Lang::Zh) => format!("缺少字段 {field}"),
            (Why::MissingField(field), Lang::En) => format!("field {field} is missing"),
            (Why::WrongShape { expected, found }, Lang::Zh) if found.is_empty() => {
                format!("此处应为 {expected}")
            }
            (Why::WrongShape { expected, found }, Lang::En) if found.is_empty() => {
                format!("expected {expected}")
            }
            (Why::WrongShape { expected, found }, Lang::Zh) => format!("此处应为 {expected}，实为 {found}"),
            (Why::WrongShape { expected, found }, Lang::En) => format!("expected {expected}, found {found}"),
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
            (Unreadable::Markers { line }, Lang::Zh) => {
                format!("第 {line} 行有 git 合并冲突标记，双方内容都还在文件里")
            }
            (Unreadable::Markers { line }, Lang::En) => {
                format!("line {line} holds a git conflict marker; both sides are still in the file")
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
                let place = if place.is_empty() { String::new() } else { format!(" {place}") };
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
