//! The owned copies of standards of this machine: one RON file for each part and edition in the data folder, with
//! where it came from. They stay here: nothing of them is ever written into a workspace, a pack or git.

mod trouble;

use super::disk::Local;
use super::{Disk, Folders, Seen, replace};
use crate::guide::owned::{Asked, Library, Owned};
use crate::sheet::{self, Encoding, Foreign, NoTable};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
pub use trouble::ShelfError;

/// A standard is a few hundred kilobytes of text; what is larger is something else.
pub const MOST_BYTES: u64 = 8 << 20;
const FORMAT: u32 = 1;

/// An owned copy and where it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    format: u32,
    /// The name of the file it was read from.
    pub source: String,
    /// xxh3 of that file's bytes.
    pub hash: String,
    /// The day it was read.
    pub imported: String,
    pub text: Owned,
}

/// What lies on the shelf, and the files there that cannot be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shelf {
    pub kept: Vec<Kept>,
    pub unreadable: Vec<(PathBuf, String)>,
}

impl Shelf {
    /// Sorted by number and edition. Nothing where this machine keeps no data.
    pub fn read(folders: &Folders) -> Shelf {
        let mut shelf = Shelf::default();
        let entries = folder(folders).and_then(|folder| fs::read_dir(folder).ok());
        let paths = entries.into_iter().flatten().filter_map(|entry| entry.ok().map(|entry| entry.path()));
        let mut paths: Vec<PathBuf> =
            paths.filter(|path| path.extension().is_some_and(|e| e == "ron")).collect();
        paths.sort();
        for path in paths {
            match read_kept(&path) {
                Ok(kept) => shelf.kept.push(kept),
                Err(why) => shelf.unreadable.push((path, why)),
            }
        }
        let key = |kept: &Kept| (kept.text.number.clone(), kept.text.edition.clone());
        shelf.kept.sort_by_key(key);
        shelf
    }

    pub fn library(self) -> Library {
        Library::new(self.kept.into_iter().map(|kept| kept.text).collect())
    }

    pub fn get(&self, key: &str) -> Option<&Kept> {
        self.kept.iter().find(|kept| kept.text.key() == key)
    }
}

impl Kept {
    /// Reads the text of a standard out of a file; nothing is stored yet.
    pub fn of_file(path: &Path, asked: &Asked, today: Date) -> Result<Kept, ShelfError> {
        let bytes = bytes_of(path)?;
        let text = decoded(path, &bytes)?;
        let owned = Owned::read(&text, asked)
            .map_err(|why| ShelfError::NoStandard { path: path.to_path_buf(), why })?;
        let source = path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
        let hash = format!("xxh3:{:016x}", xxhash_rust::xxh3::xxh3_64(&bytes));
        Ok(Kept { format: FORMAT, source, hash, imported: today.to_string(), text: owned })
    }

    /// Puts it on the shelf. What is there of the same edition is only replaced when asked to.
    pub fn keep(&self, folders: &Folders, replaces: bool) -> Result<PathBuf, ShelfError> {
        let path = place(folders, &self.text.key())?;
        if !replaces && path.exists() {
            return Err(ShelfError::There { key: self.text.key() });
        }
        let io = |error| ShelfError::Io { path: path.clone(), error };
        path.parent().map_or(Ok(()), |folder| Local.make_folder(folder)).map_err(io)?;
        let config = ron::ser::PrettyConfig::new().new_line("\n").struct_names(false);
        let text = ron::ser::to_string_pretty(self, config)
            .map_err(|error| ShelfError::Io { path: path.clone(), error: std::io::Error::other(error) })?;
        let head = "// 自有标准文本：只供本机阅读 An owned copy of a standard: for this machine only · wubu guide list\n";
        replace(&path, format!("{head}{text}\n").as_bytes(), Seen::Anything)?;
        Ok(path)
    }
}

/// Takes a copy off the shelf; a file there that cannot be read goes by its name.
pub fn remove(folders: &Folders, key: &str) -> Result<(), ShelfError> {
    let path = place(folders, key)?;
    fs::remove_file(&path).map_err(|error| ShelfError::Io { path, error })
}

fn folder(folders: &Folders) -> Option<PathBuf> {
    Some(folders.data.as_ref()?.join("guide"))
}

/// `GB/T 23031.1-2022` lies in `GB_T 23031.1-2022.ron`.
fn place(folders: &Folders, key: &str) -> Result<PathBuf, ShelfError> {
    let name: String = key
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '-') { c } else { '_' })
        .collect();
    Ok(folder(folders).ok_or(ShelfError::NoFolder)?.join(format!("{name}.ron")))
}

fn read_kept(path: &Path) -> Result<Kept, String> {
    // Our own files are a little larger than the texts they hold.
    if fs::metadata(path).is_ok_and(|metadata| metadata.len() > 4 * MOST_BYTES) {
        return Err("too large".to_owned());
    }
    let bytes = Local.read(path).map_err(|error| error.to_string())?;
    let text = String::from_utf8(bytes).map_err(|error| error.to_string())?;
    let kept: Kept = ron::from_str(&text).map_err(|error| error.to_string())?;
    if kept.format > FORMAT {
        return Err(format!("format {} > {FORMAT}", kept.format));
    }
    Ok(kept)
}

fn bytes_of(path: &Path) -> Result<Vec<u8>, ShelfError> {
    let io = |error| ShelfError::Io { path: path.to_path_buf(), error };
    let metadata = fs::metadata(path).map_err(io)?;
    if metadata.is_file() && metadata.len() > MOST_BYTES {
        return Err(ShelfError::TooLarge { path: path.to_path_buf(), bytes: metadata.len() });
    }
    let bytes = Local.read(path).map_err(io)?;
    match sheet::recognise(&bytes) {
        Ok(sheet::Format::Text) => Ok(bytes),
        Ok(sheet::Format::Xlsx) => {
            Err(ShelfError::Foreign { path: path.to_path_buf(), what: Foreign::Workbook })
        }
        // Text that begins like a web page or JSON may still be refused by its content.
        Err(NoTable::Foreign(what)) => Err(ShelfError::Foreign { path: path.to_path_buf(), what }),
        Err(NoTable::Empty) => {
            let why = crate::guide::owned::NoStandard::Empty;
            Err(ShelfError::NoStandard { path: path.to_path_buf(), why })
        }
        Err(_) => Err(ShelfError::Foreign { path: path.to_path_buf(), what: Foreign::Archive }),
    }
}

fn decoded(path: &Path, bytes: &[u8]) -> Result<String, ShelfError> {
    let unknown = || ShelfError::Encoding { path: path.to_path_buf() };
    let encoding = sheet::detect(bytes).ok().ok_or_else(unknown)?;
    let text = encoding.decode(bytes).ok_or_else(unknown)?;
    let is_ours =
        [Encoding::UTF_8, Encoding::GB18030, Encoding::UTF_16LE, Encoding::UTF_16BE].contains(&encoding);
    if is_ours { Ok(text) } else { Err(unknown()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TEXT: &str =
        "GB/T 99901.2—2031\n试车台 运行导则\n1 范围\n本文件用于台架。\n2 巡检\na) 先看油;\nb) 再看水。\n";

    fn kept(folder: &Path, text: &str) -> Kept {
        let path = folder.join("台架.txt");
        fs::write(&path, text).unwrap();
        Kept::of_file(&path, &Asked::default(), date(2031, 5, 1)).unwrap()
    }

    #[test]
    fn what_is_kept_is_read_back_and_two_editions_lie_side_by_side() {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::below(folder.path());
        assert_eq!(Shelf::read(&folders), Shelf::default());
        let first = kept(folder.path(), TEXT);
        let second = kept(folder.path(), &TEXT.replace("2031", "2036").replace("再看水", "再听泵"));
        second.keep(&folders, false).unwrap();
        first.keep(&folders, false).unwrap();
        let shelf = Shelf::read(&folders);
        assert_eq!(shelf.kept, [first.clone(), second]);
        assert!(matches!(first.keep(&folders, false), Err(ShelfError::There { .. })));
        first.keep(&folders, true).unwrap();
        remove(&folders, "GB/T 99901.2-2031").unwrap();
        assert_eq!(Shelf::read(&folders).library().all().len(), 1);
    }

    #[test]
    fn gb18030_is_read_and_a_damaged_file_is_told_and_harms_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::below(folder.path());
        let whole = kept(folder.path(), TEXT);
        let path = folder.path().join("gb.txt");
        fs::write(&path, encoding_rs::GB18030.encode(TEXT).0).unwrap();
        assert_eq!(Kept::of_file(&path, &Asked::default(), date(2031, 5, 1)).unwrap().text, whole.text);
        let place = whole.keep(&folders, false).unwrap();
        fs::write(place.with_file_name("GB_T 1-2020.ron"), "(format: 1, ").unwrap();
        fs::write(place.with_file_name("note.txt"), "not ours").unwrap();
        let shelf = Shelf::read(&folders);
        assert_eq!((shelf.kept.len(), shelf.unreadable.len()), (1, 1));
    }

    #[test]
    fn what_is_no_text_is_refused_by_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let of = |bytes: &[u8]| {
            let path = folder.path().join("x.txt");
            fs::write(&path, bytes).unwrap();
            Kept::of_file(&path, &Asked::default(), date(2031, 5, 1)).unwrap_err()
        };
        assert!(matches!(of(b"%PDF-1.7 ..."), ShelfError::Foreign { what: Foreign::Pdf, .. }));
        let docx = {
            let mut zip = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
            for name in ["[Content_Types].xml", "word/document.xml"] {
                zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            }
            zip.finish().unwrap().into_inner()
        };
        assert!(matches!(of(&docx), ShelfError::Foreign { what: Foreign::Word, .. }));
        assert!(matches!(of(b""), ShelfError::NoStandard { .. }));
        assert!(matches!(of(b"\xff\xff\xff"), ShelfError::Encoding { .. }));
        let path = folder.path().join("large.txt");
        fs::File::create(&path).unwrap().set_len(MOST_BYTES + 1).unwrap();
        let large = Kept::of_file(&path, &Asked::default(), date(2031, 5, 1)).unwrap_err();
        assert!(matches!(large, ShelfError::TooLarge { .. }));
        for lang in [crate::text::Lang::Zh, crate::text::Lang::En] {
            assert!(large.say(lang).contains("8 MiB") && !large.next(lang).is_empty());
        }
    }
}
