//! Files that are something else than a table, each with its name and the way to a table.

use crate::text::Phrase;

/// What a file is when it is neither text nor XLSX. Told by its content, whatever its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// Excel 97–2003 (`.xls`), an OLE compound file.
    OldExcel,
    /// A workbook with a password: the package lies encrypted in an OLE file (MS-OFFCRYPTO).
    Encrypted,
    /// Any other OLE file, such as `.doc`.
    OldOffice,
    /// Many systems export a web page and call it `.xls`.
    Html,
    /// Excel 2003 XML, or any other XML.
    Xml,
    Json,
    Pdf,
    Word,
    Slides,
    OpenDocument,
    /// `.xlsb`
    BinaryExcel,
    /// `.xlsx` where only text will do: it cannot be streamed.
    Workbook,
    /// An archive of any kind.
    Archive,
    Picture,
    Binary,
}

impl Foreign {
    pub const fn name(self) -> Phrase {
        match self {
            Foreign::OldExcel => {
                Phrase::new("旧版 Excel 97–2003（.xls）文件", "an Excel 97–2003 (.xls) file")
            }
            Foreign::Encrypted => {
                Phrase::new("加了打开密码的 Excel 文件", "an Excel file with a password to open")
            }
            Foreign::OldOffice => {
                Phrase::new("旧版 Office 文件，不是表格", "an old Office file, and no spreadsheet")
            }
            Foreign::Html => {
                Phrase::new("网页（HTML），只是扩展名像表格", "a web page (HTML) that is named like a table")
            }
            Foreign::Xml => Phrase::new("XML 文件", "an XML file"),
            Foreign::Json => Phrase::new("JSON 文件", "a JSON file"),
            Foreign::Pdf => Phrase::new("PDF 文件", "a PDF file"),
            Foreign::Word => Phrase::new("Word 文档（.docx）", "a Word document (.docx)"),
            Foreign::Slides => Phrase::new("演示文稿（.pptx）", "a presentation (.pptx)"),
            Foreign::OpenDocument => {
                Phrase::new("OpenDocument 文件（.ods 等）", "an OpenDocument file (.ods and the like)")
            }
            Foreign::BinaryExcel => {
                Phrase::new("二进制 Excel 工作簿（.xlsb）", "a binary Excel workbook (.xlsb)")
            }
            Foreign::Workbook => Phrase::new("Excel 工作簿（.xlsx）", "an Excel workbook (.xlsx)"),
            Foreign::Archive => {
                Phrase::new("压缩包，里面没有 Excel 工作簿", "an archive without an Excel workbook in it")
            }
            Foreign::Picture => Phrase::new("图片", "a picture"),
            Foreign::Binary => Phrase::new("二进制数据", "binary data"),
        }
    }

    pub(super) const fn next(self) -> Phrase {
        match self {
            Foreign::OldExcel
            | Foreign::OpenDocument
            | Foreign::BinaryExcel
            | Foreign::Html
            | Foreign::Xml => Phrase::new(
                "用 Excel、WPS 或 LibreOffice 打开，另存为 .xlsx 或 CSV UTF-8，再导入",
                "open it in Excel, WPS or LibreOffice, save it as .xlsx or as CSV UTF-8, then import that",
            ),
            Foreign::Workbook => Phrase::new(
                "用 Excel 另存为 CSV UTF-8，再试",
                "save it from Excel as CSV UTF-8, then try that",
            ),
            Foreign::Encrypted => Phrase::new(
                "在 Excel 里打开，去掉打开密码（文件 → 信息 → 保护工作簿），另存为 .xlsx 再导入",
                "open it in Excel, take the password off (File → Info → Protect Workbook), save it as .xlsx",
            ),
            Foreign::Archive => {
                Phrase::new("先解压，再导入里面的表格文件", "unpack it first, then import the table in it")
            }
            Foreign::Pdf | Foreign::Word | Foreign::Slides | Foreign::OldOffice => Phrase::new(
                "把其中的表格复制到 Excel，另存为 .xlsx 或 CSV UTF-8，再导入",
                "copy its table into Excel, save that as .xlsx or as CSV UTF-8, then import it",
            ),
            Foreign::Json | Foreign::Picture | Foreign::Binary => Phrase::new(
                "换一个 .xlsx 或 CSV 文件，或让对方重新导出",
                "choose an .xlsx or CSV file, or have it exported again",
            ),
        }
    }
}
