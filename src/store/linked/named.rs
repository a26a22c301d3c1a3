//! What a link may say: a relative path of ordinary names, the same on every system. Pure rules on text, so that
//! Windows' names are refused on Linux too; the file comes to Windows with the next pull.

use crate::store::pack::name::is_plain;
use crate::text::{Lang, Phrase};

/// Why a text is no link to a file beneath the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Astray {
    Empty,
    /// `https://…`: to be read in a browser.
    Web,
    /// `file:`, `javascript:` and the like.
    Address,
    /// From the root, a drive, a share, the home folder.
    Absolute,
    /// `..` in it.
    Upwards,
    /// A name that not every system takes: a device, a colon, a dot at its end, a hidden one.
    Name,
}

/// Percent signs are taken as they stand: `%2e%2e` is a name.
pub fn judge(text: &str) -> Result<(), Astray> {
    if text.is_empty() {
        return Err(Astray::Empty);
    }
    if let Some(scheme) = scheme(text) {
        let is_web = ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web));
        return Err(if is_web { Astray::Web } else { Astray::Address });
    }
    if is_absolute(text) {
        return Err(Astray::Absolute);
    }
    if text.split(['/', '\\']).any(|part| part == "..") {
        return Err(Astray::Upwards);
    }
    if is_plain(text) { Ok(()) } else { Err(Astray::Name) }
}

/// What stands before the first colon, as it does in addresses; one letter is a drive.
fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let is_sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-');
    (scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(is_sound))
    .then_some(scheme)
}

pub fn is_absolute(text: &str) -> bool {
    let mut chars = text.chars();
    let (first, second) = (chars.next(), chars.next());
    let is_drive = first.is_some_and(|c| c.is_ascii_alphabetic()) && second == Some(':');
    matches!(first, Some('/' | '\\')) || is_drive || text.starts_with("~/") || text.starts_with("~\\")
}

impl Astray {
    pub const fn say(self, lang: Lang) -> &'static str {
        match self {
            Astray::Empty => Phrase::new("没有写文件", "no file is named"),
            Astray::Web => Phrase::new("这是网址，不是文件", "this is a web address, not a file"),
            Astray::Address => {
                Phrase::new("这种地址不打开也不核对", "addresses of this kind are neither opened nor checked")
            }
            Astray::Absolute => Phrase::new(
                "绝对路径只在一台机器上有效",
                "an absolute path means something on one machine only",
            ),
            Astray::Upwards => {
                Phrase::new("路径指到工作区文件夹之外", "the path leads out of the folder of the workspace")
            }
            Astray::Name => {
                Phrase::new("有的系统不接受这个文件名", "some systems do not take this file name")
            }
        }
        .say(lang)
    }

    pub const fn next(self, lang: Lang) -> &'static str {
        match self {
            Astray::Empty => Phrase::new("写文件名；Tab 补全", "name a file; Tab completes it"),
            Astray::Web => Phrase::new("把网址写在说明里", "put the address into the statement"),
            Astray::Address | Astray::Absolute | Astray::Upwards => Phrase::new(
                "把文件复制到工作区的文件夹里，写相对路径",
                "copy the file into the folder of the workspace and write its relative path",
            ),
            Astray::Name => Phrase::new(
                "改名：不用冒号、问号等符号，不以点开头或结尾，不用 CON 一类的名字",
                "rename it: no colons or question marks, no dot at either end, no CON and the like",
            ),
        }
        .say(lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_relative_paths_of_ordinary_names_are_links() {
        for good in [
            "a.jpg",
            "证据/东区 1 号.jpg",
            "a/b/c.pdf",
            "-x",
            "ssh -oProxyCommand=x",
            "%2e%2e",
            "%2e%2e/%2e%2e/etc/passwd",
            "a..b",
            "console.log",
        ] {
            assert_eq!(judge(good), Ok(()), "{good}");
        }
        for (bad, why) in [
            ("", Astray::Empty),
            ("https://example.com/a.pdf", Astray::Web),
            ("HTTP://example.com", Astray::Web),
            ("file:///etc/passwd", Astray::Address),
            ("FILE:/etc/passwd", Astray::Address),
            ("javascript:alert(1)", Astray::Address),
            ("ssh://host/x", Astray::Address),
            ("vscode-insiders://x", Astray::Address),
            ("/etc/passwd", Astray::Absolute),
            ("//host/share/a", Astray::Absolute),
            ("C:\\secret.txt", Astray::Absolute),
            ("c:secret.txt", Astray::Absolute),
            ("a:stream", Astray::Absolute),
            ("\\\\host\\share\\a", Astray::Absolute),
            ("\\\\?\\C:\\a", Astray::Absolute),
            ("\\\\.\\PhysicalDrive0", Astray::Absolute),
            ("~/secret", Astray::Absolute),
            ("../../etc/passwd", Astray::Upwards),
            ("a/../../b", Astray::Upwards),
            ("a/../b", Astray::Upwards),
            ("..", Astray::Upwards),
            ("..\\secret", Astray::Upwards),
            ("a\\b", Astray::Name),
            ("a.txt:stream", Astray::Name),
            ("CON", Astray::Name),
            ("证据/NUL.txt", Astray::Name),
            ("Aux", Astray::Name),
            ("com1.log", Astray::Name),
            ("lpt¹", Astray::Name),
            ("a.", Astray::Name),
            ("a ", Astray::Name),
            ("a /b", Astray::Name),
            (".git/config", Astray::Name),
            ("./a", Astray::Name),
            ("a//b", Astray::Name),
            ("a/", Astray::Name),
            ("a\0b", Astray::Name),
            ("a\u{1b}[2J", Astray::Name),
            ("a\u{202e}b", Astray::Name),
            ("a*b", Astray::Name),
        ] {
            assert_eq!(judge(bad), Err(why), "{bad:?}");
        }
    }
}
