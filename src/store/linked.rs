//! The files that evidence links to: which texts name a file beneath the workspace's folder, what lies there, and
//! whether it still holds the bytes that were linked. Nothing that a shared file says leads this program to
//! anything else on this machine.

mod beneath;
mod complete;
mod examine;
mod hash;
mod named;
mod show;
mod take_in;

pub use complete::complete;
pub use examine::{Examination, Examined};
pub use hash::Cancel;
pub use named::Astray;
pub use show::{NotShown, launch, showable};
pub use take_in::{Linking, NotLinked, take_in};

use super::folder_of;
use crate::text::{Lang, Phrase};
use crate::workspace::Evidence;
use std::collections::HashMap;

/// What the hash of a file begins with: the algorithm. It tells a file that changed, not one that was forged.
const ALGORITHM: &str = "xxh3:";

/// What lies at the place that a link names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    File {
        hash: String,
        size: u64,
    },
    /// What it is called here, where only upper and lower case differ.
    Missing(Option<String>),
    /// A link of the file system leads out of the folder.
    Outside,
    /// A folder, a pipe, a device.
    NoFile,
    /// The system does not let it be read.
    Barred,
}

/// What was found, by the text of the link.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files {
    found: HashMap<String, Found>,
}

impl Files {
    pub fn found(&self, name: &str) -> Option<&Found> {
        self.found.get(name)
    }

    pub fn put(&mut self, name: &str, found: Found) {
        self.found.insert(name.to_owned(), found);
    }

    /// What is newer stands; what was not looked at again stays.
    pub fn take_in(&mut self, newer: Files) {
        self.found.extend(newer.found);
    }
}

/// How the file of a piece of evidence stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileState {
    /// As it was when it was linked.
    Same,
    Changed,
    /// It is there, but nobody took note of how it was: the record holds no hash, or one of another program.
    Unhashed,
    /// What it is called here, where only upper and lower case differ.
    Missing(Option<String>),
    /// The text does not name a file beneath the folder.
    Astray(Astray),
    /// A link of the file system leads out of the folder.
    Outside,
    NoFile,
    Barred,
    /// An address in the web: no file.
    Web,
    /// Not looked at yet.
    Unknown,
}

impl FileState {
    /// None for a statement, which has no file.
    pub fn of(evidence: &Evidence, files: &Files) -> Option<FileState> {
        let name = evidence.file.as_str().trim();
        if name.is_empty() {
            return None;
        }
        Some(match named::judge(name) {
            Err(Astray::Web) => FileState::Web,
            Err(astray) => FileState::Astray(astray),
            Ok(()) => match files.found(name) {
                None => FileState::Unknown,
                Some(Found::Missing(called)) => FileState::Missing(called.clone()),
                Some(Found::Outside) => FileState::Outside,
                Some(Found::NoFile) => FileState::NoFile,
                Some(Found::Barred) => FileState::Barred,
                Some(Found::File { hash, .. }) => match evidence.hash.as_str().trim() {
                    held if !held.starts_with(ALGORITHM) => FileState::Unhashed,
                    held if held == hash => FileState::Same,
                    _ => FileState::Changed,
                },
            },
        })
    }

    /// What scripts rely on.
    pub const fn key(&self) -> &'static str {
        match self {
            FileState::Same => "same",
            FileState::Changed => "changed",
            FileState::Unhashed => "unhashed",
            FileState::Missing(_) => "missing",
            FileState::Astray(_) | FileState::Outside => "outside",
            FileState::NoFile => "no-file",
            FileState::Barred => "unreadable",
            FileState::Web => "web",
            FileState::Unknown => "unknown",
        }
    }

    /// The sign beside every colour.
    pub const fn sign(&self) -> &'static str {
        match self {
            FileState::Same => "✓",
            FileState::Changed => "≠",
            FileState::Unhashed => "·",
            FileState::Web => "@",
            FileState::Unknown => "?",
            FileState::Missing(_)
            | FileState::Astray(_)
            | FileState::Outside
            | FileState::NoFile
            | FileState::Barred => "✗",
        }
    }

    /// Somebody has to look at it.
    pub const fn is_bad(&self) -> bool {
        !matches!(self, FileState::Same | FileState::Unhashed | FileState::Web | FileState::Unknown)
    }

    /// One or two words.
    pub const fn label(&self) -> Phrase {
        match self {
            FileState::Same => Phrase::new("未变", "same"),
            FileState::Changed => Phrase::new("已变动", "changed"),
            FileState::Unhashed => Phrase::new("无校验值", "no hash"),
            FileState::Missing(_) => Phrase::new("找不到", "missing"),
            FileState::Astray(_) | FileState::Outside => Phrase::new("文件夹外", "outside"),
            FileState::NoFile => Phrase::new("不是文件", "no file"),
            FileState::Barred => Phrase::new("读不了", "no access"),
            FileState::Web => Phrase::new("网址", "web"),
            FileState::Unknown => Phrase::new("未核对", "unchecked"),
        }
    }

    /// A whole sentence.
    pub fn say(&self, lang: Lang) -> String {
        let phrase = match self {
            FileState::Same => Phrase::new("与关联时一致", "as it was when it was linked"),
            FileState::Changed => {
                Phrase::new("内容与关联时不同", "its content is not what it was when it was linked")
            }
            FileState::Unhashed => {
                Phrase::new("文件在，但没有记下校验值", "it is there, but its hash was never noted")
            }
            FileState::Missing(None) => Phrase::new("文件夹里没有这个文件", "there is no such file here"),
            FileState::Missing(Some(called)) => {
                return match lang {
                    Lang::Zh => format!("大小写不同：这里的文件叫 {called}"),
                    Lang::En => format!("upper and lower case differ: here it is called {called}"),
                };
            }
            FileState::Astray(astray) => return astray.say(lang).to_owned(),
            FileState::Outside => {
                Phrase::new("经由链接指到工作区文件夹之外", "a link in it leads out of the folder")
            }
            FileState::NoFile => Phrase::new("不是普通文件", "it is no regular file"),
            FileState::Barred => Phrase::new("没有读取权限", "it may not be read"),
            FileState::Web => Phrase::new("网址，不核对", "a web address, which is not checked"),
            FileState::Unknown => Phrase::new("还没有核对", "not checked yet"),
        };
        phrase.say(lang).to_owned()
    }

    /// What to do about it.
    pub fn next(&self, lang: Lang) -> &'static str {
        let phrase = match self {
            FileState::Same | FileState::Web => Phrase::new("", ""),
            FileState::Changed => Phrase::new(
                "看过后接受现在的内容，或找回原文件",
                "look at it and accept it as it is now, or bring the old one back",
            ),
            FileState::Unhashed => Phrase::new("记下校验值", "take note of its hash"),
            FileState::Missing(_) => {
                Phrase::new("找回文件，或重新关联", "bring the file back, or link it anew")
            }
            FileState::Astray(_) | FileState::Outside | FileState::NoFile => Phrase::new(
                "把文件复制到工作区的文件夹里，再重新关联",
                "copy the file into the folder of the workspace and link it anew",
            ),
            FileState::Barred => Phrase::new("检查文件的权限", "see who may read the file"),
            FileState::Unknown => Phrase::new("核对一次", "check the files"),
        };
        phrase.say(lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{FieldType, Text, Value};

    fn state(file: &str, hash: &str, found: Option<Found>) -> Option<FileState> {
        let mut evidence = Evidence::default();
        let text = |text: &str| Text::from_value(Value::text(text)).unwrap();
        (evidence.file, evidence.hash) = (text(file), text(hash));
        let mut files = Files::default();
        if let Some(found) = found {
            files.put(file, found);
        }
        FileState::of(&evidence, &files)
    }

    #[test]
    fn the_state_follows_from_the_record_and_what_lies_there() {
        let lies = |hash: &str| Some(Found::File { hash: hash.into(), size: 1 });
        assert_eq!(state("", "xxh3:1", None), None, "a statement has no file");
        assert_eq!(state("a.pdf", "xxh3:1", lies("xxh3:1")), Some(FileState::Same));
        assert_eq!(state("a.pdf", "xxh3:2", lies("xxh3:1")), Some(FileState::Changed));
        assert_eq!(state("a.pdf", "", lies("xxh3:1")), Some(FileState::Unhashed));
        assert_eq!(state("a.pdf", "sha256:9f3c", lies("xxh3:1")), Some(FileState::Unhashed));
        assert_eq!(state("a.pdf", "xxh3:1", None), Some(FileState::Unknown));
        let gone = Some(Found::Missing(None));
        assert_eq!(state("a.pdf", "xxh3:1", gone), Some(FileState::Missing(None)));
        assert_eq!(state("https://x/y", "", None), Some(FileState::Web));
        // Whatever lies there: the text alone leads nowhere.
        let astray = state("../a.pdf", "xxh3:1", lies("xxh3:1"));
        assert_eq!(astray, Some(FileState::Astray(Astray::Upwards)));
    }
}
