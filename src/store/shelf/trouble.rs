//! Why a text does not come onto the shelf, and the way out.

use super::MOST_BYTES;
use crate::guide::owned::NoStandard;
use crate::sheet::Foreign;
use crate::store::{SaveError, io_text};
use crate::text::{Lang, Phrase, show};
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

#[derive(Debug, Error)]
pub enum ShelfError {
    #[error("{}: {error}", path.display())]
    Io { path: PathBuf, error: io::Error },
    #[error("{}: {bytes} bytes", path.display())]
    TooLarge { path: PathBuf, bytes: u64 },
    #[error("{}: {what:?}", path.display())]
    Foreign { path: PathBuf, what: Foreign },
    #[error("{}: encoding unknown", path.display())]
    Encoding { path: PathBuf },
    #[error("{}: {why}", path.display())]
    NoStandard { path: PathBuf, why: NoStandard },
    #[error("{key} is there")]
    There { key: String },
    /// This machine has no data folder.
    #[error("no data folder")]
    NoFolder,
    #[error(transparent)]
    Save(#[from] SaveError),
}

/// What stands where a text should; the names that tables have for it speak of tables.
const fn name(what: Foreign) -> Phrase {
    match what {
        Foreign::Pdf => Phrase::new("一个 PDF 文件", "a PDF file"),
        Foreign::Word => Phrase::new("一个 Word 文档（.docx）", "a Word document (.docx)"),
        Foreign::OldOffice => {
            Phrase::new("一个旧版 Office 文件（.doc 等）", "an old Office file (such as .doc)")
        }
        Foreign::Slides => Phrase::new("一个演示文稿（.pptx）", "a presentation (.pptx)"),
        Foreign::OldExcel | Foreign::Encrypted | Foreign::BinaryExcel | Foreign::Workbook => {
            Phrase::new("一个 Excel 工作簿", "an Excel workbook")
        }
        Foreign::OpenDocument => {
            Phrase::new("一个 OpenDocument 文件（.odt 等）", "an OpenDocument file (such as .odt)")
        }
        Foreign::Html => Phrase::new("一个网页（HTML）", "a web page (HTML)"),
        Foreign::Xml => Phrase::new("一个 XML 文件", "an XML file"),
        Foreign::Json => Phrase::new("一个 JSON 文件", "a JSON file"),
        Foreign::Archive => Phrase::new("一个压缩包", "an archive"),
        Foreign::Picture => Phrase::new("一张图片", "a picture"),
        Foreign::Binary => Phrase::new("二进制数据", "binary data"),
    }
}

impl ShelfError {
    pub fn say(&self, lang: Lang) -> String {
        let at = |path: &Path, what: &str| {
            let path = show(&path.to_string_lossy()).into_owned();
            if lang == Lang::Zh { format!("{path}：{what}") } else { format!("{path}: {what}") }
        };
        let is_zh = lang == Lang::Zh;
        match self {
            ShelfError::Io { path, error } => at(path, &io_text(error, lang)),
            ShelfError::TooLarge { path, bytes } => {
                let (size, most) = (bytes >> 20, MOST_BYTES >> 20);
                let what = if is_zh {
                    format!("{size} MiB，标准文本最多读 {most} MiB")
                } else {
                    format!("{size} MiB; the text of a standard is read up to {most} MiB")
                };
                at(path, &what)
            }
            ShelfError::Foreign { path, what } => {
                let name = name(*what).say(lang);
                at(
                    path,
                    &if is_zh {
                        format!("这是{name}，不是纯文本")
                    } else {
                        format!("this is {name}, not plain text")
                    },
                )
            }
            ShelfError::Encoding { path } => at(
                path,
                Phrase::new("编码既不是 UTF-8 也不是 GB18030", "the encoding is neither UTF-8 nor GB18030")
                    .say(lang),
            ),
            ShelfError::NoStandard { path, why } => at(path, &why.say(lang)),
            ShelfError::There { key } => {
                if is_zh {
                    format!("{key} 已经导入过")
                } else {
                    format!("{key} has been imported before")
                }
            }
            ShelfError::NoFolder => {
                Phrase::new("找不到本机的数据目录", "this machine has no data folder for us").say(lang).into()
            }
            ShelfError::Save(error) => error.say(lang),
        }
    }

    pub fn next(&self, lang: Lang) -> String {
        let phrase = match self {
            ShelfError::Io { .. } => {
                Phrase::new("检查路径和读写权限", "see whether the path is right and may be read and written")
            }
            ShelfError::TooLarge { .. } => Phrase::new(
                "只导入标准正文的文字，一个部分一个文件",
                "import the text of the standard alone, one file for each part",
            ),
            ShelfError::Foreign { what: Foreign::Pdf, .. } => Phrase::new(
                "用 PDF 阅读器全选复制到文本文件，或运行 pdftotext -layout 文件.pdf，再导入 .txt；扫描件先做文字识别",
                "copy all text from the PDF reader into a text file, or run pdftotext -layout FILE.pdf, and import the .txt; a scan needs text recognition first",
            ),
            ShelfError::Foreign {
                what: Foreign::Word | Foreign::OldOffice | Foreign::OpenDocument, ..
            } => Phrase::new(
                "用 Word 或 WPS 打开，另存为“纯文本（.txt）”，编码选 UTF-8，再导入",
                "open it in Word or WPS, save it as plain text (.txt) in UTF-8, then import that",
            ),
            ShelfError::Foreign { what: Foreign::Picture, .. } => Phrase::new(
                "先做文字识别（OCR），再把文字存成 .txt",
                "it needs text recognition (OCR) first; save its text as .txt",
            ),
            ShelfError::Foreign { .. } => Phrase::new(
                "把标准的文字存成 .txt（UTF-8），再导入",
                "save the text of the standard as .txt (UTF-8), then import that",
            ),
            ShelfError::Encoding { .. } => Phrase::new(
                "用记事本打开，另存为 UTF-8，再导入",
                "open it in a text editor, save it as UTF-8, then import that",
            ),
            ShelfError::NoStandard { why, .. } => return why.next(lang).to_owned(),
            ShelfError::There { .. } => Phrase::new(
                "要换掉它就加 --replace；已有的见 wubu guide list",
                "add --replace to replace it; wubu guide list shows what is there",
            ),
            ShelfError::NoFolder => {
                Phrase::new("设置 HOME（Linux、macOS）后再试", "set HOME (on Linux and macOS) and try again")
            }
            ShelfError::Save(_) => Phrase::new(
                "没有改动；检查数据目录的空间和写权限后再试",
                "nothing was changed; see to space and permissions of the data folder, and try again",
            ),
        };
        phrase.say(lang).to_owned()
    }
}
