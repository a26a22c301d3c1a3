//! Why bytes are no table that we take: what the file is, where it goes wrong, and what to do, in both languages.

use super::{Encoding, Foreign};
use crate::text::{Lang, Phrase, clip, show};
use std::io;
use std::path::PathBuf;
use thiserror::Error;

/// Why bytes are no table. Lines and rows count from 1, as editors and Excel show them.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NoTable {
    #[error("empty")]
    Empty,
    #[error("{0:?}")]
    Foreign(Foreign),
    /// Neither Unicode nor GB18030; what it may be, for the one who is asked.
    #[error("encoding unknown, perhaps {guess:?}")]
    Encoding { guess: Encoding },
    #[error("line {line} is not {}", encoding.name())]
    NotInEncoding { encoding: Encoding, line: u64 },
    #[error("line {line}: open quote")]
    OpenQuote { line: u64 },
    #[error("line {line}: field longer than {most} bytes")]
    LongField { line: u64, most: usize },
    #[error("row {row}: more than {most} columns")]
    Columns { row: u64, most: usize },
    #[error("more than {0} rows")]
    Rows(u64),
    #[error("more than {0} cells")]
    Cells(usize),
    /// Bytes of text in all cells.
    #[error("more than {0} bytes of text")]
    Text(usize),
    /// Bytes of the file, and how many are read at most.
    #[error("{bytes} bytes")]
    TooLarge { bytes: u64, most: u64 },
    #[error("more than {0} zip entries")]
    Entries(usize),
    /// An entry, or all of them where the name is empty; bytes when inflated.
    #[error("{name}: more than {most} bytes")]
    Inflated { name: String, most: u64 },
    #[error("overlapping zip entries")]
    Overlap,
    #[error("{0}: size or check sum is wrong")]
    SizeLies(String),
    /// The zip itself, where the name is empty.
    #[error("damaged: {0}")]
    Damaged(String),
    #[error("{0}: DOCTYPE")]
    Doctype(String),
    #[error("{0}: nested too deep")]
    Deep(String),
    #[error("{name}: more than {most} entries")]
    Items { name: String, most: usize },
    #[error("no sheet {name}")]
    NoSheet { name: String, there: Vec<String> },
}

/// What can happen while a table is read.
#[derive(Debug, Error)]
pub enum Trouble {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("{0}")]
    NoTable(#[from] NoTable),
}

/// A [`Trouble`] with its path.
#[derive(Debug, Error)]
#[error("{}: {why}", path.display())]
pub struct SheetError {
    pub path: PathBuf,
    pub why: Trouble,
}

impl SheetError {
    pub fn say(&self, lang: Lang) -> String {
        let path = show(&self.path.to_string_lossy()).into_owned();
        let why = self.why.say(lang);
        if lang == Lang::Zh { format!("{path}：{why}") } else { format!("{path}: {why}") }
    }

    pub fn next(&self, lang: Lang) -> &'static str {
        self.why.next(lang)
    }
}

impl Trouble {
    pub fn say(&self, lang: Lang) -> String {
        use io::ErrorKind as K;
        let error = match self {
            Trouble::NoTable(why) => return why.say(lang),
            Trouble::Io(error) => error,
        };
        let known = match error.kind() {
            K::NotFound => Phrase::new("没有这个文件", "there is no such file"),
            K::PermissionDenied => Phrase::new("没有读取权限", "it may not be read"),
            K::IsADirectory => Phrase::new("这是一个文件夹", "it is a folder"),
            K::InvalidInput => Phrase::new("不是普通文件", "it is not a plain file"),
            _ => {
                let detail = show(&error.to_string()).into_owned();
                return if lang == Lang::Zh {
                    format!("读取失败（{detail}）")
                } else {
                    format!("it cannot be read ({detail})")
                };
            }
        };
        known.say(lang).into()
    }

    pub fn next(&self, lang: Lang) -> &'static str {
        const LOOK: Phrase = Phrase::new(
            "检查路径和权限；文件若在网络盘或 U 盘上，先复制到本机",
            "see to the path and the permissions; copy it here first if it lies on a share or a stick",
        );
        match self {
            Trouble::Io(_) => LOOK.say(lang),
            Trouble::NoTable(why) => why.next(lang),
        }
    }
}

impl NoTable {
    #[expect(clippy::too_many_lines, reason = "one arm for each refusal, and no second list of them")]
    pub fn say(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let short = |name: &str| clip(&show(name), 60).into_owned();
        let mib = |bytes: u64| bytes >> 20;
        let either = |chinese: String, english: String| if zh { chinese } else { english };
        match self {
            NoTable::Empty => either("文件是空的".into(), "the file is empty".into()),
            NoTable::Foreign(what) => {
                let name = what.name().say(lang);
                // A blank parts Chinese from Latin letters.
                let blank = if name.starts_with(|c: char| c.is_ascii()) { " " } else { "" };
                either(
                    format!("这是{blank}{name}，不能直接导入"),
                    format!("this is {name}, which cannot be read as it is"),
                )
            }
            NoTable::Encoding { guess } => {
                let name = guess.name();
                either(
                    format!("认不出文字编码：不是 UTF-8，也不像 GB18030，可能是 {name}"),
                    format!("the encoding is not clear: neither UTF-8 nor like GB18030, perhaps {name}"),
                )
            }
            NoTable::NotInEncoding { encoding, line } => {
                let name = encoding.name();
                either(format!("第 {line} 行不是 {name} 文字"), format!("line {line} is not {name}"))
            }
            NoTable::OpenQuote { line } => either(
                format!("第 {line} 行的引号直到文件末尾也没有闭合"),
                format!("a quote that opens in line {line} never closes"),
            ),
            NoTable::LongField { line, most } => {
                let most = most >> 10;
                either(
                    format!("从第 {line} 行起的一格超过 {most} KiB，多半是引号没有闭合"),
                    format!(
                        "a cell from line {line} on exceeds {most} KiB; most likely a quote never closes"
                    ),
                )
            }
            NoTable::Columns { row, most } => either(
                format!("第 {row} 行超过 {most} 列"),
                format!("row {row} has more than {most} columns"),
            ),
            NoTable::Rows(most) => {
                either(format!("超过 {most} 行"), format!("there are more than {most} rows"))
            }
            NoTable::Cells(most) => {
                either(format!("超过 {most} 个单元格"), format!("there are more than {most} cells"))
            }
            NoTable::Text(most) => {
                let most = most >> 20;
                either(
                    format!("文字总量超过 {most} MiB"),
                    format!("the cells hold more than {most} MiB of text"),
                )
            }
            NoTable::TooLarge { bytes, most } => {
                let (bytes, most) = (mib(*bytes), mib(*most));
                either(
                    format!("文件有 {bytes} MiB，上限 {most} MiB"),
                    format!("the file has {bytes} MiB; at most {most} MiB are read"),
                )
            }
            NoTable::Entries(most) => either(
                format!("压缩包内超过 {most} 个条目，不像是 Excel 存出的文件"),
                format!("more than {most} zip entries; Excel does not write such files"),
            ),
            NoTable::Inflated { name, most } => {
                let (most, name) = (mib(*most), short(name));
                either(
                    format!("{name} 解压后超过 {most} MiB").trim_start().into(),
                    format!("{name} inflates to more than {most} MiB").trim_start().into(),
                )
            }
            NoTable::Overlap => either(
                "压缩包内的条目互相重叠，是有意构造的文件".into(),
                "its zip entries overlap: the file was made to do harm".into(),
            ),
            NoTable::SizeLies(name) => either(
                format!("{} 的大小或校验和与所写不符", short(name)),
                format!("{} is not as large as it says, or its check sum is wrong", short(name)),
            ),
            NoTable::Damaged(name) if name.is_empty() => either(
                "文件不完整或已损坏（压缩包读不出目录）".into(),
                "the file is cut off or damaged (its zip directory cannot be read)".into(),
            ),
            NoTable::Damaged(name) => either(
                format!("{} 缺失或已损坏", short(name)),
                format!("{} is missing or damaged", short(name)),
            ),
            NoTable::Doctype(name) => either(
                format!("{} 含有 DOCTYPE 声明，不接受", short(name)),
                format!("{} holds a DOCTYPE, which is not accepted", short(name)),
            ),
            NoTable::Deep(name) => {
                either(format!("{} 嵌套太深", short(name)), format!("{} is nested too deep", short(name)))
            }
            NoTable::Items { name, most } => either(
                format!("{} 超过 {most} 项", short(name)),
                format!("{} has more than {most} items", short(name)),
            ),
            NoTable::NoSheet { name, there } => {
                let there: Vec<String> = there.iter().take(8).map(|name| short(name)).collect();
                if name.is_empty() {
                    return either("没有可见的工作表".into(), "there is no visible sheet".into());
                }
                either(
                    format!("没有名为 {} 的工作表；有：{}", short(name), there.join("、")),
                    format!("there is no sheet {}; there are: {}", short(name), there.join(", ")),
                )
            }
        }
    }

    pub fn next(&self, lang: Lang) -> &'static str {
        const EXPORT: Phrase = Phrase::new(
            "重新导出或重新复制这个文件，再试一次",
            "export or copy the file again, then try once more",
        );
        const NAME: Phrase = Phrase::new(
            "问清编码后用 --encoding 指明，或用 Excel 另存为 CSV UTF-8",
            "find out the encoding and name it with --encoding, or save it from Excel as CSV UTF-8",
        );
        const MEND: Phrase = Phrase::new(
            "在该行补上或去掉多余的引号，再导入",
            "close that quote or take it out, then import again",
        );
        const SPLIT: Phrase = Phrase::new(
            "只保留需要的列和行，或拆成几个文件分别导入",
            "keep only the columns and rows that are needed, or split it into several files",
        );
        const AGAIN: Phrase = Phrase::new(
            "不要信任这个文件；若来源可靠，用 Excel 打开后另存为新的 .xlsx",
            "do not trust this file; if its source is sound, open it in Excel and save it as a new .xlsx",
        );
        const SHEET: Phrase = Phrase::new(
            "用 --sheet 指明工作表，或在 Excel 里取消隐藏",
            "name a sheet with --sheet, or unhide it in Excel",
        );
        match self {
            NoTable::Empty | NoTable::Damaged(_) | NoTable::SizeLies(_) => EXPORT,
            NoTable::Foreign(what) => what.next(),
            NoTable::Encoding { .. } | NoTable::NotInEncoding { .. } => NAME,
            NoTable::OpenQuote { .. } | NoTable::LongField { .. } => MEND,
            NoTable::Columns { .. }
            | NoTable::Rows(_)
            | NoTable::Cells(_)
            | NoTable::Text(_)
            | NoTable::TooLarge { .. } => SPLIT,
            NoTable::Entries(_)
            | NoTable::Inflated { .. }
            | NoTable::Overlap
            | NoTable::Doctype(_)
            | NoTable::Deep(_)
            | NoTable::Items { .. } => AGAIN,
            NoTable::NoSheet { .. } => SHEET,
        }
        .say(lang)
    }
}
