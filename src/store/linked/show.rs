//! Opens a linked file in the system's program for it: only a file that truly lies beneath the folder, and only of a
//! kind that is looked at. What a system would run, or might, is left to people.

use super::named::{Astray, judge};
use super::{Found, beneath, examine};
use crate::store::io_text;
use crate::text::{Lang, Phrase, show};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Endings of files that are looked at. No page, script or macro is among them: a browser or an office program would
/// run what stands in it.
const LOOKED_AT: &[&str] = &[
    "pdf", "ofd", "txt", "md", "log", "csv", "tsv", "json", "doc", "docx", "xls", "xlsx", "ppt", "pptx",
    "wps", "et", "dps", "odt", "ods", "odp", "jpg", "jpeg", "png", "gif", "bmp", "webp", "tif", "tiff",
    "heic", "mp3", "m4a", "wav", "ogg", "mp4", "mov", "mkv", "avi", "webm", "dwg", "dxf", "vsdx", "eml",
];

/// Why it is not shown.
#[derive(Debug)]
pub enum NotShown {
    Astray(Astray),
    /// What lies there is no file to be looked at.
    Found(Found),
    /// Of a kind that is not opened from here.
    Kind(PathBuf),
    /// Nothing here could show it: no display, or a terminal of another machine.
    NoDisplay(PathBuf),
    Failed(PathBuf, io::Error),
}

/// The real path of a linked file that may be shown.
pub fn showable(file: &Path, name: &str) -> Result<PathBuf, NotShown> {
    let name = name.trim();
    judge(name).map_err(NotShown::Astray)?;
    let failed = |error| NotShown::Failed(super::folder_of(file).join(name), error);
    let root = beneath::root_of(file).map_err(failed)?;
    if let Err(apart) = beneath::open(&root, name) {
        return Err(NotShown::Found(examine::found(&apart, &root, name)));
    }
    let path = fs::canonicalize(root.join(name)).map_err(failed)?;
    if !path.starts_with(&root) {
        return Err(NotShown::Found(Found::Outside));
    }
    // The ending that counts is that of the file itself: a link may have a harmless name.
    let is_looked_at = [path.extension(), Path::new(name).extension()].into_iter().all(|ending| {
        ending
            .and_then(|ending| ending.to_str())
            .is_some_and(|ending| LOOKED_AT.iter().any(|known| known.eq_ignore_ascii_case(ending)))
    });
    if is_looked_at { Ok(path) } else { Err(NotShown::Kind(path)) }
}

/// Hands it to the system and does not wait.
pub fn launch(path: PathBuf) -> Result<(), NotShown> {
    if !has_display(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty())) {
        return Err(NotShown::NoDisplay(path));
    }
    let mut command = command(&path);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    crate::store::git::own_group(&mut command);
    match command.spawn() {
        Ok(mut child) => {
            // Somebody has to hear of its end, or it stays in the list of processes.
            let _ = std::thread::Builder::new().name("shown".into()).spawn(move || child.wait());
            Ok(())
        }
        Err(error) => Err(NotShown::Failed(path, error)),
    }
}

/// A window could open where somebody sees it.
fn has_display(is_set: impl Fn(&str) -> bool) -> bool {
    let is_remote = ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"].into_iter().any(&is_set);
    let is_there = cfg!(any(windows, target_os = "macos")) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY");
    is_there && !is_remote
}

#[cfg(target_os = "macos")]
fn command(path: &Path) -> Command {
    let mut command = Command::new("/usr/bin/open");
    command.arg(path);
    command
}

#[cfg(all(unix, not(target_os = "macos")))]
fn command(path: &Path) -> Command {
    let mut command = Command::new("xdg-open");
    command.arg(path);
    command
}

/// The Explorer opens a file as a double click does. A name cannot hold the quotes that stand around it.
#[cfg(windows)]
fn command(path: &Path) -> Command {
    use std::os::windows::process::CommandExt;
    let text = path.display().to_string();
    let plain = text.strip_prefix("\\\\?\\").unwrap_or(&text);
    let windows = std::env::var_os("SystemRoot").unwrap_or_else(|| "C:\\Windows".into());
    let mut command = Command::new(Path::new(&windows).join("explorer.exe"));
    command.raw_arg(format!("\"{plain}\""));
    command
}

impl NotShown {
    /// The path, for the clipboard.
    pub fn path(&self) -> Option<&Path> {
        match self {
            NotShown::Kind(path) | NotShown::NoDisplay(path) | NotShown::Failed(path, _) => Some(path),
            NotShown::Astray(_) | NotShown::Found(_) => None,
        }
    }

    pub fn say(&self, lang: Lang) -> String {
        let text = match (self, lang) {
            (NotShown::Astray(astray), lang) => astray.say(lang).to_owned(),
            (NotShown::Found(Found::Missing(None)), Lang::Zh) => "文件夹里没有这个文件".into(),
            (NotShown::Found(Found::Missing(None)), Lang::En) => "there is no such file here".into(),
            (NotShown::Found(Found::Missing(Some(called))), Lang::Zh) => {
                format!("大小写不同：这里的文件叫 {called}")
            }
            (NotShown::Found(Found::Missing(Some(called))), Lang::En) => {
                format!("upper and lower case differ: here it is called {called}")
            }
            (NotShown::Found(Found::Outside), Lang::Zh) => "经由链接指到工作区文件夹之外，没有打开".into(),
            (NotShown::Found(Found::Outside), Lang::En) => {
                "a link in it leads out of the folder; it was not opened".into()
            }
            (NotShown::Found(Found::Barred), Lang::Zh) => "没有读取权限".into(),
            (NotShown::Found(Found::Barred), Lang::En) => "it may not be read".into(),
            (NotShown::Found(_), Lang::Zh) => "不是普通文件，没有打开".into(),
            (NotShown::Found(_), Lang::En) => "it is no regular file; it was not opened".into(),
            (NotShown::Kind(path), Lang::Zh) => format!("这类文件不从这里打开：{}", path.display()),
            (NotShown::Kind(path), Lang::En) => {
                format!("files of this kind are not opened from here: {}", path.display())
            }
            (NotShown::NoDisplay(path), Lang::Zh) => format!("这里没有图形界面：{}", path.display()),
            (NotShown::NoDisplay(path), Lang::En) => format!("there is no display here: {}", path.display()),
            (NotShown::Failed(path, error), Lang::Zh) => {
                format!("打不开 {}：{}", path.display(), io_text(error, lang))
            }
            (NotShown::Failed(path, error), Lang::En) => {
                format!("cannot open {}: {}", path.display(), io_text(error, lang))
            }
        };
        show(&text).into_owned()
    }

    pub fn next(&self, lang: Lang) -> &'static str {
        match self {
            NotShown::Astray(astray) => return astray.next(lang),
            NotShown::Found(_) => Phrase::new("找回文件，或重新关联", "bring the file back, or link it anew"),
            NotShown::Kind(_) | NotShown::NoDisplay(_) | NotShown::Failed(..) => {
                Phrase::new("路径已复制", "its path is copied")
            }
        }
        .say(lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_file_that_is_looked_at_and_lies_beneath_is_shown() {
        let outside = tempfile::tempdir().unwrap();
        let folder = fs::canonicalize(outside.path()).unwrap().join("plant");
        fs::create_dir_all(folder.join("d.pdf")).unwrap();
        let file = folder.join("p.wubu.ron");
        for name in [
            "a.pdf",
            "图.JPG",
            "run.exe",
            "run.bat",
            "run.cmd",
            "run.ps1",
            "run.lnk",
            "run.desktop",
            "run.sh",
            "x.docm",
            "x.html",
            "x.svg",
            "x.hta",
            "x.pdf.exe",
            "plain",
            "x.url",
            "x.scr",
            "x.jar",
        ] {
            fs::write(folder.join(name), "").unwrap();
        }
        fs::write(outside.path().join("secret.pdf"), "").unwrap();
        assert_eq!(showable(&file, "a.pdf").unwrap(), folder.join("a.pdf"));
        assert_eq!(showable(&file, "图.JPG").unwrap(), folder.join("图.JPG"));
        for name in [
            "run.exe",
            "run.bat",
            "run.cmd",
            "run.ps1",
            "run.lnk",
            "run.desktop",
            "run.sh",
            "x.docm",
            "x.html",
            "x.svg",
            "x.hta",
            "x.pdf.exe",
            "plain",
            "x.url",
            "x.scr",
            "x.jar",
        ] {
            assert!(matches!(showable(&file, name), Err(NotShown::Kind(_))), "{name}");
        }
        for name in
            ["../secret.pdf", "/etc/passwd", "file:///a.pdf", "https://x/a.pdf", "CON.pdf", "a.pdf.", ""]
        {
            assert!(matches!(showable(&file, name), Err(NotShown::Astray(_))), "{name}");
        }
        assert!(matches!(showable(&file, "gone.pdf"), Err(NotShown::Found(Found::Missing(_)))));
        assert!(matches!(showable(&file, "d.pdf"), Err(NotShown::Found(Found::NoFile))));
        #[cfg(unix)]
        {
            use std::os::unix::fs::symlink;
            symlink("../secret.pdf", folder.join("out.pdf")).unwrap();
            assert!(matches!(showable(&file, "out.pdf"), Err(NotShown::Found(Found::Outside))));
            // What counts is what a link leads to.
            symlink("run.sh", folder.join("nice.pdf")).unwrap();
            assert!(matches!(showable(&file, "nice.pdf"), Err(NotShown::Kind(_))));
        }
    }

    #[cfg(all(unix, not(target_os = "macos")))]
    #[test]
    fn a_window_opens_only_where_it_is_seen() {
        for (set, want) in [
            (&["DISPLAY"][..], true),
            (&["WAYLAND_DISPLAY"], true),
            (&[], false),
            (&["DISPLAY", "SSH_CONNECTION"], false),
        ] {
            assert_eq!(has_display(|name| set.contains(&name)), want, "{set:?}");
        }
        let command = command(Path::new("/plant/a b.pdf"));
        assert_eq!((command.get_program().to_str(), command.get_args().count()), (Some("xdg-open"), 1));
    }
}
