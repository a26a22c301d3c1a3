//! Why a pack was not made or not taken in. Nothing was written then, but evidence files that are new.

use super::super::save::io_text;
use super::super::{Denied, OpenError, SaveError, Unreadable};
use crate::text::{Lang, Phrase, clip, show};
use crate::workspace::FORMAT;
use std::io;
use std::path::PathBuf;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum PackError {
    #[error("{0}")]
    Open(#[from] OpenError),
    #[error("{0}")]
    Save(#[from] SaveError),
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
    #[error("{path}: {why:?}")]
    Denied { path: PathBuf, why: Denied },
    #[error("{path} has format {format}")]
    Newer { path: PathBuf, format: u32 },
    #[error("no zip")]
    NoPack,
    #[error("no workspace inside")]
    NoWorkspace,
    /// The name is empty where it is about the whole.
    #[error("damaged: {0}")]
    Damaged(String),
    #[error("encrypted: {0}")]
    Encrypted(String),
    #[error("unknown compression: {0}")]
    Method(String),
    #[error("no plain name: {0}")]
    BadName(String),
    #[error("{name}: {why}")]
    Unreadable { name: &'static str, why: Unreadable },
    #[error("too many entries")]
    TooMany,
    #[error("too large")]
    TooLarge,
}

impl PackError {
    pub fn say(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let short = |name: &str| clip(&show(name), 60).into_owned();
        let text = match self {
            PackError::Open(error) => return error.say(lang),
            PackError::Save(error) => return error.say(lang),
            PackError::Io(path, error) if zh => format!("{}：{}", path.display(), io_text(error, lang)),
            PackError::Io(path, error) => format!("{}: {}", path.display(), io_text(error, lang)),
            PackError::Denied { path, why } if zh => format!("{}：{}", path.display(), why.say(lang)),
            PackError::Denied { path, why } => format!("{}: {}", path.display(), why.say(lang)),
            PackError::Newer { path, format } if zh => {
                format!("{} 的格式为 {format}，本程序只懂到 {FORMAT}", path.display())
            }
            PackError::Newer { path, format } => {
                format!("{} has format {format}; this program knows up to {FORMAT}", path.display())
            }
            PackError::NoPack => {
                Phrase::new("这不是交接包（zip 文件）", "this is no pack (a zip file)").say(lang).into()
            }
            PackError::NoWorkspace => {
                Phrase::new("包里没有工作区 workspace.wubu.ron", "there is no workspace.wubu.ron in the pack")
                    .say(lang)
                    .into()
            }
            PackError::Damaged(name) if name.is_empty() => {
                Phrase::new("包已损坏或不完整", "the pack is damaged or not whole").say(lang).into()
            }
            PackError::Damaged(name) if zh => format!("包已损坏或不完整：{}", short(name)),
            PackError::Damaged(name) => format!("the pack is damaged or not whole: {}", short(name)),
            PackError::Encrypted(name) if zh => format!("包已加密：{}", short(name)),
            PackError::Encrypted(name) => format!("the pack is encrypted: {}", short(name)),
            PackError::Method(name) if zh => format!("不支持的压缩方式：{}", short(name)),
            PackError::Method(name) => format!("compressed in a way that is not known here: {}", short(name)),
            PackError::BadName(name) if zh => format!("包里有不安全的文件名：{}", short(name)),
            PackError::BadName(name) => format!("the pack holds an unsafe file name: {}", short(name)),
            PackError::Unreadable { name, why } if zh => format!("包里的 {name}：{}", why.say(lang)),
            PackError::Unreadable { name, why } => format!("{name} in the pack: {}", why.say(lang)),
            PackError::TooMany => {
                Phrase::new("文件太多，上限 20,000 个", "too many files: a pack takes 20,000")
                    .say(lang)
                    .into()
            }
            PackError::TooLarge => Phrase::new(
                "内容太大：全部不超过 2 GiB，工作区不超过 128 MiB",
                "too large: a pack takes 2 GiB in all, and 128 MiB of workspace",
            )
            .say(lang)
            .into(),
        };
        show(&text).into_owned()
    }

    pub fn next(&self, lang: Lang) -> String {
        const AGAIN: Phrase = Phrase::new(
            "什么都没有写入；请对方重新打包再传一次",
            "nothing was written; have it packed and sent once more",
        );
        let phrase = match self {
            PackError::Open(error) => return error.next(lang).into(),
            PackError::Denied { why, .. } => return why.next(lang),
            PackError::Save(_) | PackError::Io(..) => Phrase::new(
                "检查路径、权限和磁盘空间后再试",
                "see to path, permissions and space, then try again",
            ),
            PackError::Newer { .. } => Phrase::new(
                "什么都没有写入；请先升级本程序",
                "nothing was written; update this program first",
            ),
            PackError::NoPack => {
                Phrase::new("请给出 wubu pack 生成的 *.wubu.zip", "give the *.wubu.zip that wubu pack made")
            }
            PackError::NoWorkspace => Phrase::new(
                "什么都没有写入；用 wubu pack 打包，不要自己压缩文件夹",
                "nothing was written; have it made by wubu pack, not by hand",
            ),
            PackError::Encrypted(_) | PackError::Method(_) => Phrase::new(
                "什么都没有写入；请对方用 wubu pack 打包，不要再加密或另行压缩",
                "nothing was written; have it made by wubu pack, neither encrypted nor packed otherwise",
            ),
            PackError::BadName(_) => Phrase::new(
                "什么都没有写入；确认包的来源，请对方用 wubu pack 重新打包",
                "nothing was written; see where it comes from, and have it made anew by wubu pack",
            ),
            PackError::Damaged(_) | PackError::Unreadable { .. } => AGAIN,
            PackError::TooMany | PackError::TooLarge => Phrase::new(
                "把大文件另行传送，证据里只留说明",
                "send large files another way, and leave only a statement as evidence",
            ),
        };
        phrase.say(lang).into()
    }
}
