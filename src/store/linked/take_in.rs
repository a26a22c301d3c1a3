//! Links a file that somebody names: as a relative path with the hash of its content, or as a copy beside the
//! workspace where it lies elsewhere.

use super::hash::{Cancel, read_through};
use super::named::{Astray, is_absolute, judge};
use super::{Found, beneath, examine};
use crate::store::io_text;
use crate::text::{Lang, Phrase, show, typed};
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Folders for copies, by what people call them; the one that is there is taken.
const FOLDERS: Phrase = Phrase::new("证据", "evidence");

/// What there is to link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linking {
    /// The workspace.
    pub file: PathBuf,
    /// As it was typed, dropped or pasted.
    pub typed: String,
    /// A file from elsewhere may be copied into the folder; without this it is refused.
    pub may_copy: bool,
    pub lang: Lang,
}

/// Why nothing was linked.
#[derive(Debug)]
pub enum NotLinked {
    Astray(Astray),
    /// It is a file, but not beneath the folder: a copy can be made.
    Elsewhere(PathBuf),
    Missing {
        path: String,
        called: Option<String>,
    },
    NoFile(String),
    /// It cannot be read, or its copy not be written.
    Io(PathBuf, io::Error),
    Stopped,
}

/// The relative path and what lies there. Hears how many bytes are read, of how many.
pub fn take_in(
    linking: &Linking,
    cancel: &Cancel,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(String, Found), NotLinked> {
    let root = beneath::root_of(&linking.file)
        .map_err(|error| NotLinked::Io(super::folder_of(&linking.file).to_path_buf(), error))?;
    let text = tidy(&linking.typed);
    let name = match judge(&text) {
        Ok(()) => text,
        Err(why @ (Astray::Absolute | Astray::Upwards | Astray::Name)) => match inside(&root, &text) {
            Some(Ok(name)) => match judge(&name) {
                Ok(()) => name,
                Err(astray) => return Err(NotLinked::Astray(astray)),
            },
            Some(Err(path)) if linking.may_copy => return copy(&root, &path, linking.lang, cancel, progress),
            Some(Err(path)) => return Err(NotLinked::Elsewhere(path)),
            None if why == Astray::Name => return Err(NotLinked::Astray(why)),
            None => return Err(NotLinked::Missing { path: text, called: None }),
        },
        Err(astray) => return Err(NotLinked::Astray(astray)),
    };
    let (mut file, metadata) = match beneath::open(&root, &name) {
        Ok(opened) => opened,
        Err(beneath::Apart::Outside) => {
            let path = fs::canonicalize(root.join(&name)).unwrap_or_else(|_gone| root.join(&name));
            if linking.may_copy {
                return copy(&root, &path, linking.lang, cancel, progress);
            }
            return Err(NotLinked::Elsewhere(path));
        }
        Err(beneath::Apart::Barred(error)) => return Err(NotLinked::Io(root.join(&name), error)),
        Err(apart) => {
            return Err(match examine::found(&apart, &root, &name) {
                Found::Missing(called) => NotLinked::Missing { path: name, called },
                _ => NotLinked::NoFile(name),
            });
        }
    };
    let (total, mut done) = (metadata.len(), 0);
    let hash = read_through(&mut file, cancel, &mut |chunk| {
        done += chunk.len() as u64;
        progress(done, total.max(done));
        Ok(())
    });
    let hash = hash.map_err(|error| NotLinked::Io(root.join(&name), error))?.ok_or(NotLinked::Stopped)?;
    Ok((name, Found::File { hash, size: done }))
}

/// Terminals put quotes around a path that is dropped on them, and a blank behind it.
fn tidy(text: &str) -> String {
    let text = typed(text);
    let text = text.trim();
    let unquoted = ['\'', '"'].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
    let text = unquoted.unwrap_or(text);
    // Windows' own divider, where it can be no part of a name.
    let text = if cfg!(windows) && !is_absolute(text) { text.replace('\\', "/") } else { text.to_owned() };
    text.strip_prefix("./").unwrap_or(&text).to_owned()
}

/// A path that leaves the folder, or seems to: its name beneath the folder, or where the file truly lies. None when
/// there is no such file.
fn inside(root: &Path, text: &str) -> Option<Result<String, PathBuf>> {
    let path = match text.strip_prefix("~/").or_else(|| text.strip_prefix("~\\")) {
        Some(rest) => directories::BaseDirs::new()?.home_dir().join(rest),
        None => root.join(text),
    };
    let real = fs::canonicalize(path).ok()?;
    let Ok(within) = real.strip_prefix(root) else { return Some(Err(real)) };
    let parts: Option<Vec<&str>> = within.iter().map(|part| part.to_str()).collect();
    Some(Ok(parts?.join("/")))
}

/// Copies a file into the folder for evidence. Nothing is written over: another file of the same name gets a
/// number, the same file is linked as it is.
fn copy(
    root: &Path,
    from: &Path,
    lang: Lang,
    cancel: &Cancel,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(String, Found), NotLinked> {
    let named = from.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let named = typed(named);
    if let Err(astray) = judge(&named) {
        return Err(NotLinked::Astray(astray));
    }
    let (mut source, metadata) = beneath::open_anywhere(from).map_err(|apart| match apart {
        beneath::Apart::Barred(error) => NotLinked::Io(from.to_path_buf(), error),
        _ => NotLinked::NoFile(from.display().to_string()),
    })?;
    let total = metadata.len();
    let folder = [FOLDERS.zh, FOLDERS.en].into_iter().find(|name| root.join(name).is_dir());
    let folder = folder.unwrap_or(FOLDERS.say(lang));
    let place = root.join(folder);
    let io = |path: &Path, error| NotLinked::Io(path.to_path_buf(), error);
    fs::create_dir_all(&place).map_err(|error| io(&place, error))?;
    // The folder may itself lead elsewhere.
    if !fs::canonicalize(&place).is_ok_and(|real| real.starts_with(root)) {
        return Err(NotLinked::Io(place, ErrorKind::PermissionDenied.into()));
    }
    let mut n = 0;
    loop {
        n += 1;
        let name = numbered(&named, n);
        let to = place.join(&name);
        let mut target = match OpenOptions::new().write(true).create_new(true).open(&to) {
            Ok(target) => target,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                let linked = format!("{folder}/{name}");
                if let Some(hash) = same(root, &linked, from, cancel)? {
                    return Ok((linked, Found::File { hash, size: total }));
                }
                continue;
            }
            Err(error) => return Err(io(&to, error)),
        };
        let mut done = 0;
        let mut failed = None;
        let read = read_through(&mut source, cancel, &mut |chunk| {
            done += chunk.len() as u64;
            progress(done, total.max(done));
            target.write_all(chunk).inspect_err(|_error| failed = Some(()))
        });
        let hash = read.and_then(|hash| {
            target.sync_all()?;
            Ok(hash)
        });
        return match hash {
            Ok(Some(hash)) => Ok((format!("{folder}/{name}"), Found::File { hash, size: done })),
            Ok(None) => {
                let _ = fs::remove_file(&to);
                Err(NotLinked::Stopped)
            }
            Err(error) => {
                let _ = fs::remove_file(&to);
                Err(io(if failed.is_some() { &to } else { from }, error))
            }
        };
    }
}

/// The hash of a file in the folder, if it holds the very bytes of another one.
fn same(root: &Path, name: &str, other: &Path, cancel: &Cancel) -> Result<Option<String>, NotLinked> {
    let (Ok((mut here, a)), Ok((mut there, b))) = (beneath::open(root, name), beneath::open_anywhere(other))
    else {
        return Ok(None);
    };
    if a.len() != b.len() {
        return Ok(None);
    }
    let hash = |file: &mut fs::File| {
        let read = read_through(file, cancel, &mut |_| Ok(()));
        read.map_err(|error| NotLinked::Io(other.to_path_buf(), error))?.ok_or(NotLinked::Stopped)
    };
    let (here, there) = (hash(&mut here)?, hash(&mut there)?);
    Ok((here == there).then_some(here))
}

/// `照片.jpg`, `照片-2.jpg`, `照片-3.jpg` …
fn numbered(name: &str, n: usize) -> String {
    match (n, name.rsplit_once('.')) {
        (1, _) => name.to_owned(),
        (n, Some((stem, ending))) => format!("{stem}-{n}.{ending}"),
        (n, None) => format!("{name}-{n}"),
    }
}

impl NotLinked {
    pub fn say(&self, lang: Lang) -> String {
        let text = match (self, lang) {
            (NotLinked::Astray(astray), lang) => astray.say(lang).to_owned(),
            (NotLinked::Elsewhere(path), Lang::Zh) => {
                format!("{} 不在工作区的文件夹里", path.display())
            }
            (NotLinked::Elsewhere(path), Lang::En) => {
                format!("{} is not in the folder of the workspace", path.display())
            }
            (NotLinked::Missing { path, called: None }, Lang::Zh) => format!("没有文件 {path}"),
            (NotLinked::Missing { path, called: None }, Lang::En) => format!("there is no file {path}"),
            (NotLinked::Missing { path, called: Some(called) }, Lang::Zh) => {
                format!("没有文件 {path}，只有 {called}")
            }
            (NotLinked::Missing { path, called: Some(called) }, Lang::En) => {
                format!("there is no file {path}, but {called}")
            }
            (NotLinked::NoFile(path), Lang::Zh) => format!("{path} 不是普通文件"),
            (NotLinked::NoFile(path), Lang::En) => format!("{path} is no regular file"),
            (NotLinked::Io(path, error), Lang::Zh) => {
                format!("{}：{}", path.display(), io_text(error, lang))
            }
            (NotLinked::Io(path, error), Lang::En) => {
                format!("{}: {}", path.display(), io_text(error, lang))
            }
            (NotLinked::Stopped, Lang::Zh) => "已中止，没有关联".into(),
            (NotLinked::Stopped, Lang::En) => "stopped, nothing was linked".into(),
        };
        show(&text).into_owned()
    }

    pub fn next(&self, lang: Lang) -> &'static str {
        match self {
            NotLinked::Astray(astray) => return astray.next(lang),
            NotLinked::Elsewhere(_) => Phrase::new(
                "复制进来，或先把它放进工作区的文件夹",
                "have it copied, or put it into the folder of the workspace first",
            ),
            NotLinked::Missing { called: Some(_), .. } => {
                Phrase::new("大小写要一致", "write it with the same upper and lower case")
            }
            NotLinked::Missing { .. } => {
                Phrase::new("写相对于工作区文件夹的路径", "write its path from the folder of the workspace")
            }
            NotLinked::NoFile(_) => Phrase::new("选一个文件", "name a file"),
            NotLinked::Io(..) => {
                Phrase::new("检查权限和磁盘空间后再试", "see to permissions and free space, then try again")
            }
            NotLinked::Stopped => Phrase::new("需要时再关联", "link it when there is time"),
        }
        .say(lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Plant {
        outside: tempfile::TempDir,
        linking: Linking,
    }

    fn plant() -> Plant {
        let outside = tempfile::tempdir().unwrap();
        let folder = outside.path().join("plant");
        fs::create_dir_all(folder.join("照片")).unwrap();
        fs::write(folder.join("照片/东区 1.jpg"), "1").unwrap();
        fs::write(outside.path().join("表.xlsx"), "outside").unwrap();
        let file = folder.join("p.wubu.ron");
        let linking = Linking { file, typed: String::new(), may_copy: false, lang: Lang::Zh };
        Plant { outside, linking }
    }

    impl Plant {
        fn link(&self, typed: &str, may_copy: bool) -> Result<(String, Found), NotLinked> {
            let linking = Linking { typed: typed.into(), may_copy, ..self.linking.clone() };
            take_in(&linking, &Cancel::default(), &mut |_, _| {})
        }

        fn name(&self, typed: &str) -> String {
            self.link(typed, false).unwrap().0
        }
    }

    #[test]
    fn a_file_in_the_folder_is_linked_by_its_relative_path() {
        let plant = plant();
        for typed in
            ["照片/东区 1.jpg", "./照片/东区 1.jpg", " '照片/东区 1.jpg' ", "../plant/照片/东区 1.jpg"]
        {
            assert_eq!(plant.name(typed), "照片/东区 1.jpg", "{typed}");
        }
        let absolute = plant.outside.path().join("plant/照片/东区 1.jpg");
        assert_eq!(plant.name(&absolute.display().to_string()), "照片/东区 1.jpg");
        let (_, found) = plant.link("照片/东区 1.jpg", false).unwrap();
        let hash = format!("xxh3:{:032x}", xxhash_rust::xxh3::xxh3_128(b"1"));
        assert_eq!(found, Found::File { hash, size: 1 });
    }

    #[test]
    fn a_file_elsewhere_is_refused_or_copied_and_nothing_is_written_over() {
        let plant = plant();
        assert!(matches!(plant.link("../表.xlsx", false), Err(NotLinked::Elsewhere(_))));
        assert_eq!(plant.link("../表.xlsx", true).unwrap().0, "证据/表.xlsx");
        // The same file again is the same link; another one of its name gets a number.
        assert_eq!(plant.link("../表.xlsx", true).unwrap().0, "证据/表.xlsx");
        fs::write(plant.outside.path().join("表.xlsx"), "another").unwrap();
        assert_eq!(plant.link("../表.xlsx", true).unwrap().0, "证据/表-2.xlsx");
        let folder = plant.outside.path().join("plant/证据");
        assert_eq!(fs::read(folder.join("表.xlsx")).unwrap(), b"outside");
        assert_eq!(fs::read(folder.join("表-2.xlsx")).unwrap(), b"another");
        let stopped = Cancel::default();
        stopped.stop();
        fs::write(plant.outside.path().join("大.bin"), "x").unwrap();
        let linking = Linking { typed: "../大.bin".into(), may_copy: true, ..plant.linking.clone() };
        assert!(matches!(take_in(&linking, &stopped, &mut |_, _| {}), Err(NotLinked::Stopped)));
        assert!(!folder.join("大.bin").exists(), "no half copy stays");
    }

    #[test]
    fn what_is_no_file_is_refused_with_a_way_out() {
        let plant = plant();
        for typed in [
            "gone.jpg",
            "照片/东区 1.JPG",
            "照片",
            "../gone",
            "/gone/x",
            "https://x/y",
            "file:///etc/passwd",
            "CON",
            "..",
            "",
        ] {
            let why = plant.link(typed, true).unwrap_err();
            for lang in [Lang::Zh, Lang::En] {
                assert!(!why.say(lang).is_empty() && !why.next(lang).is_empty(), "{typed}");
            }
        }
        let Err(NotLinked::Missing { called, .. }) = plant.link("照片/东区 1.JPG", false) else {
            // Where case does not count, it is the file.
            return;
        };
        assert_eq!(called.as_deref(), Some("照片/东区 1.jpg"));
    }

    #[cfg(unix)]
    #[test]
    fn a_folder_of_evidence_that_leads_elsewhere_takes_no_copy() {
        let plant = plant();
        let elsewhere = plant.outside.path().join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        std::os::unix::fs::symlink(&elsewhere, plant.outside.path().join("plant/证据")).unwrap();
        assert!(matches!(plant.link("../表.xlsx", true), Err(NotLinked::Io(..))));
        assert_eq!(fs::read_dir(&elsewhere).unwrap().count(), 0);
    }
}
