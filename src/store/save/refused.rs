//! What a disk refuses, in the words of the user: what, where, and what next.

use super::Seen;
use crate::text::{Lang, Phrase, show};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use thiserror::Error;

#[derive(Debug, Error)]
#[error("{path}: {error}")]
pub struct SaveError {
    pub path: PathBuf,
    pub error: io::Error,
    /// What lies there all the same: written, but not promised to survive a power cut.
    pub lies: Option<Seen>,
}

impl SaveError {
    pub fn new(path: &Path, error: io::Error) -> SaveError {
        SaveError { path: path.to_path_buf(), error, lies: None }
    }

    /// Somebody else is at the file, and it is only a matter of waiting.
    pub fn is_busy(&self) -> bool {
        self.error.kind() == ErrorKind::ResourceBusy
    }

    pub fn say(&self, lang: Lang) -> String {
        let path = self.path.display().to_string();
        let why = io_text(&self.error, lang);
        let text = match lang {
            Lang::Zh => format!("无法写入 {path}：{why}"),
            Lang::En => format!("cannot write {path}: {why}"),
        };
        show(&text).into_owned()
    }

    pub fn next(&self, lang: Lang) -> &'static str {
        match (self.error.kind(), lang) {
            (ErrorKind::StorageFull | ErrorKind::QuotaExceeded, Lang::Zh) => {
                "腾出磁盘空间；改动仍在内存中，会自动重试"
            }
            (ErrorKind::StorageFull | ErrorKind::QuotaExceeded, Lang::En) => {
                "free some space; the changes are in memory and will be tried again"
            }
            (ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem, Lang::Zh) => {
                "检查文件和文件夹的写权限；改动仍在内存中，会自动重试"
            }
            (ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem, Lang::En) => {
                "see whether file and folder may be written; the changes are in memory and will be tried again"
            }
            (ErrorKind::AlreadyExists, Lang::Zh) => "换一个文件名，或直接打开它",
            (ErrorKind::AlreadyExists, Lang::En) => "choose another name, or open that file",
            (ErrorKind::NotFound, Lang::Zh) => "先建好文件夹，或换一个位置",
            (ErrorKind::NotFound, Lang::En) => "make the folder first, or choose another place",
            (ErrorKind::ResourceBusy, Lang::Zh) => "稍候会自动再存；若 git 早已结束，请删除 .git/index.lock",
            (ErrorKind::ResourceBusy, Lang::En) => {
                "it is tried again in a moment; if git ended long ago, delete .git/index.lock"
            }
            (ErrorKind::InvalidData, Lang::Zh) => "请先升级本程序",
            (ErrorKind::InvalidData, Lang::En) => "update this program first",
            (_, Lang::Zh) => "改动仍在内存中，会自动重试；按 Ctrl-S 立即再试",
            (_, Lang::En) => "the changes are in memory and will be tried again; Ctrl-S tries now",
        }
    }
}

/// What the system says about a file: in the language of the user where it is a common case, because the
/// system's own words come in the system's language.
pub fn io_text(error: &io::Error, lang: Lang) -> String {
    let phrase = match error.kind() {
        ErrorKind::NotFound => Phrase::new("没有这个文件或文件夹", "there is no such file or folder"),
        ErrorKind::PermissionDenied => Phrase::new("没有权限", "permission denied"),
        ErrorKind::StorageFull => Phrase::new("磁盘已满", "the disk is full"),
        ErrorKind::QuotaExceeded => Phrase::new("磁盘配额已满", "the disk quota is used up"),
        ErrorKind::ReadOnlyFilesystem => Phrase::new("磁盘只读", "the disk is read-only"),
        ErrorKind::AlreadyExists => Phrase::new("文件已存在", "the file exists"),
        ErrorKind::IsADirectory => Phrase::new("这是文件夹", "this is a folder"),
        ErrorKind::NotADirectory => {
            Phrase::new("路径中有一段不是文件夹", "a part of the path is not a folder")
        }
        ErrorKind::TimedOut => Phrase::new("磁盘没有响应", "the disk does not answer"),
        ErrorKind::InvalidFilename => Phrase::new("文件名不合规", "the file name is not allowed"),
        ErrorKind::ResourceBusy => {
            Phrase::new("git 或其他程序正在写这个文件", "git or another program is writing it")
        }
        // Ours as well; a system's own comes with a number.
        ErrorKind::InvalidInput if error.raw_os_error().is_none() => {
            Phrase::new("这不是普通文件", "this is not a regular file")
        }
        // Ours: no system says this about writing.
        ErrorKind::InvalidData => Phrase::new(
            "文件格式比本程序新，保存会丢失内容",
            "the file has a newer format, and saving would lose what is in it",
        ),
        _ if lang == Lang::Zh => return format!("系统报错：{error}"),
        _ => return error.to_string(),
    };
    phrase.say(lang).to_owned()
}
