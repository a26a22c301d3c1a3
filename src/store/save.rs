//! Replacing a file so that it is old or new and never half: a temporary file in the same folder, written,
//! synced, renamed over the old one, and the folder synced, because without that a power cut brings the old
//! content back (RELIABILITY.md 0.5). Before the rename the bytes on disk are compared with those last seen.

use super::Folders;
use crate::text::{Lang, Phrase, show};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// What the file held when we last read or wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// Whatever is there may be replaced: our own small lists.
    Anything,
    /// There was no file.
    Nothing,
    Bytes {
        len: usize,
        hash: u64,
    },
}

impl Seen {
    pub fn of(bytes: &[u8]) -> Seen {
        Seen::Bytes { len: bytes.len(), hash: xxhash_rust::xxh3::xxh3_64(bytes) }
    }

    fn short(self) -> String {
        match self {
            Seen::Bytes { hash, .. } => format!("{:08x}", hash & 0xffff_ffff),
            Seen::Anything | Seen::Nothing => String::new(),
        }
    }
}

/// A save that is on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saved {
    pub seen: Seen,
    /// Where somebody else's version, which lay there unread, was put.
    pub aside: Option<PathBuf>,
}

#[derive(Debug, Error)]
#[error("{path}: {error}")]
pub struct SaveError {
    pub path: PathBuf,
    pub error: io::Error,
}

impl SaveError {
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
            (ErrorKind::InvalidData, Lang::Zh) => "请先升级本程序",
            (ErrorKind::InvalidData, Lang::En) => "update this program first",
            (_, Lang::Zh) => "改动仍在内存中，会自动重试；按 Ctrl-S 立即再试",
            (_, Lang::En) => "the changes are in memory and will be tried again; Ctrl-S tries now",
        }
    }
}

/// What the system says about a file: in the language of the user where it is a common case, because the
/// system's own words come in the system's language.
pub(super) fn io_text(error: &io::Error, lang: Lang) -> String {
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

/// Writes `bytes` to `path`. A symlink is followed and stays; the mode is kept; a file with several names is
/// overwritten in place, after a copy went to the state folder, so that its other names go on seeing it.
pub fn replace(path: &Path, bytes: &[u8], seen: Seen) -> Result<Saved, SaveError> {
    let never = |_: &[u8]| None::<std::convert::Infallible>;
    match replace_or_yield(path, bytes, seen, &never)? {
        Replaced::Done(saved) => Ok(saved),
        Replaced::Yielded(never) => match never {},
    }
}

/// What came of an attempt to replace a file.
#[derive(Debug)]
pub(super) enum Replaced<T> {
    Done(Saved),
    /// Nothing was written: somebody else's bytes lie there, and this is what they are.
    Yielded(T),
}

/// As `replace`, but where unseen bytes lie there it asks first: what `yields` makes of them comes back, and
/// nothing is written. Those that it makes nothing of are put beside the file.
pub(super) fn replace_or_yield<T>(
    path: &Path,
    bytes: &[u8],
    seen: Seen,
    yields: &dyn Fn(&[u8]) -> Option<T>,
) -> Result<Replaced<T>, SaveError> {
    let fail = |error| SaveError { path: path.to_path_buf(), error };
    let target = target_of(path).map_err(fail)?;
    let mut aside = match unseen(&target, seen, yields).map_err(fail)? {
        Unseen::Yielded(theirs) => return Ok(Replaced::Yielded(theirs)),
        Unseen::Aside(aside) => aside,
    };
    if has_other_names(&target) {
        overwrite(&target, bytes, Folders::of_this_machine().state).map_err(fail)?;
    } else {
        let temporary = temporary_beside(&target);
        let written = write_synced(&temporary, &target, bytes)
            // Once more: somebody may have written while we were syncing.
            .and_then(|()| unseen(&target, seen, yields))
            .and_then(|late| {
                if let Unseen::Aside(_) = late {
                    fs::rename(&temporary, &target)?;
                }
                Ok(late)
            });
        if !matches!(written, Ok(Unseen::Aside(_))) {
            let _ = fs::remove_file(&temporary);
        }
        match written.map_err(fail)? {
            Unseen::Yielded(theirs) => return Ok(Replaced::Yielded(theirs)),
            Unseen::Aside(late) => aside = aside.or(late),
        }
        sync_folder(&target).map_err(fail)?;
    }
    Ok(Replaced::Done(Saved { seen: Seen::of(bytes), aside }))
}

/// A new file that must not replace one.
pub(super) fn create(path: &Path, bytes: &[u8]) -> Result<Saved, SaveError> {
    let fail = |error| SaveError { path: path.to_path_buf(), error };
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(fail)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if let Err(error) = written {
        let _ = fs::remove_file(path);
        return Err(fail(error));
    }
    sync_folder(path).map_err(fail)?;
    Ok(Saved { seen: Seen::of(bytes), aside: None })
}

/// The file behind symlinks, which may not exist yet.
fn target_of(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Ok(target) => Ok(target),
        // A symlink that leads nowhere would be replaced by the file: nobody asked for that.
        Err(error) if error.kind() == ErrorKind::NotFound && !path.is_symlink() => Ok(path.to_path_buf()),
        Err(error) => Err(error),
    }
}

enum Unseen<T> {
    Yielded(T),
    /// Put beside the file, if there were any.
    Aside(Option<PathBuf>),
}

/// Deals with bytes that we have not seen before they are replaced.
fn unseen<T>(target: &Path, seen: Seen, yields: &dyn Fn(&[u8]) -> Option<T>) -> io::Result<Unseen<T>> {
    if seen == Seen::Anything {
        return Ok(Unseen::Aside(None));
    }
    let there = match fs::read(target) {
        Ok(there) => there,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Unseen::Aside(None)),
        Err(error) => return Err(error),
    };
    let theirs = Seen::of(&there);
    if theirs == seen {
        return Ok(Unseen::Aside(None));
    }
    if let Some(theirs) = yields(&there) {
        return Ok(Unseen::Yielded(theirs));
    }
    keep_beside(target, &there).map(|aside| Unseen::Aside(Some(aside)))
}

/// Keeps bytes that are not to be lost in a file beside another one, named after both.
pub fn keep_beside(target: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let stem = short_name(name.strip_suffix(".wubu.ron").unwrap_or(&name));
    let aside = target.with_file_name(format!("{stem}.other-{}.wubu.ron", Seen::of(bytes).short()));
    if fs::read(&aside).is_ok_and(|kept| kept == bytes) {
        return Ok(aside);
    }
    let mut file = File::create(&aside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    Ok(aside)
}

fn temporary_beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{}.{:08x}.tmp", short_name(&name), fastrand::u32(..)))
}

/// The beginning of a name, so that something can be put around it: most systems take 255 bytes.
fn short_name(name: &str) -> String {
    let mut short = String::new();
    short.extend(name.chars().scan(0, |bytes, c| {
        *bytes += c.len_utf8();
        (*bytes <= 200).then_some(c)
    }));
    short
}

fn write_synced(temporary: &Path, target: &Path, bytes: &[u8]) -> io::Result<()> {
    let old = fs::metadata(target);
    let mut file = create_temporary(temporary, old.is_ok())?;
    file.write_all(bytes)?;
    if let Ok(old) = old {
        file.set_permissions(old.permissions())?;
        keep_owner(&file, &old);
    }
    file.sync_all()
}

/// A copy of a file that not all may read is nobody else's to read while it is written.
#[cfg(unix)]
fn create_temporary(temporary: &Path, of_a_file: bool) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mode = if of_a_file { 0o600 } else { 0o666 };
    OpenOptions::new().write(true).create_new(true).mode(mode).open(temporary)
}

#[cfg(not(unix))]
fn create_temporary(temporary: &Path, _: bool) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(temporary)
}

#[cfg(unix)]
fn keep_owner(file: &File, old: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    // Only the owner or root may give a file away; where it is refused, the file is ours.
    let _ = fchown(file, Some(old.uid()), Some(old.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &fs::Metadata) {}

#[cfg(unix)]
fn has_other_names(target: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(target).is_ok_and(|metadata| metadata.nlink() > 1)
}

#[cfg(not(unix))]
fn has_other_names(_: &Path) -> bool {
    false
}

/// In place, without truncating first. A copy of the new content lies in the state folder until it is done,
/// where there is one: without, a power cut at this moment may leave half a file, and there is no other way.
fn overwrite(target: &Path, bytes: &[u8], state: Option<PathBuf>) -> io::Result<()> {
    let copy = state.map(|state| state.join(format!("overwrite-{:08x}", fastrand::u32(..))));
    let copy = copy.filter(|copy| {
        let folder = copy.parent().map_or(Ok(()), fs::create_dir_all);
        let written = folder.and_then(|()| create_temporary(copy, true));
        written.and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all())).is_ok()
    });
    let mut file = OpenOptions::new().write(true).open(target)?;
    file.write_all(bytes)?;
    file.set_len(bytes.len() as u64)?;
    file.sync_all()?;
    if let Some(copy) = copy {
        let _ = fs::remove_file(copy);
    }
    Ok(())
}

/// A rename is on the disk only when its folder is.
#[cfg(unix)]
fn sync_folder(target: &Path) -> io::Result<()> {
    let folder = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match File::open(folder)?.sync_all() {
        // Some drives (SMB, 9p, FUSE) cannot sync a folder; the file itself is synced.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(()),
        result => result,
    }
}

/// Windows cannot sync a folder; its rename writes through.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_save_replaces_what_was_seen_and_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("厂.wubu.ron");
        let saved = replace(&path, b"one", Seen::Nothing).unwrap();
        assert_eq!(saved, Saved { seen: Seen::of(b"one"), aside: None });
        replace(&path, b"two", saved.seen).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["厂.wubu.ron"]);
    }

    #[test]
    fn bytes_that_we_never_saw_are_kept_beside_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plant.wubu.ron");
        fs::write(&path, b"theirs").unwrap();
        let saved = replace(&path, b"ours", Seen::of(b"before")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"ours");
        assert_eq!(fs::read(saved.aside.unwrap()).unwrap(), b"theirs");
    }

    #[test]
    fn a_new_file_never_replaces_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("plant.wubu.ron");
        create(&path, b"one").unwrap();
        let refused = create(&path, b"two").unwrap_err();
        assert_eq!(refused.error.kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"one");
    }

    #[test]
    fn a_failed_save_leaves_the_old_file_and_no_temporary_one() {
        let folder = tempfile::tempdir().unwrap();
        // A folder in the place of the file: the rename is what fails.
        let path = folder.path().join("plant.wubu.ron");
        fs::create_dir(&path).unwrap();
        assert!(replace(&path, b"new", Seen::Anything).is_err());
        assert_eq!(names(folder.path()), ["plant.wubu.ron"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_symlink_that_leads_nowhere_or_in_a_circle_is_refused_and_stays() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let [dangling, one, two] = ["d.wubu.ron", "1.wubu.ron", "2.wubu.ron"].map(|n| folder.path().join(n));
        symlink("gone.wubu.ron", &dangling).unwrap();
        symlink("2.wubu.ron", &one).unwrap();
        symlink("1.wubu.ron", &two).unwrap();
        for link in [&dangling, &one] {
            let refused = replace(link, b"new", Seen::Nothing).unwrap_err();
            assert!(link.is_symlink());
            assert!(!refused.say(Lang::Zh).is_empty() && !refused.next(Lang::En).is_empty());
        }
        assert_eq!(names(folder.path()), ["1.wubu.ron", "2.wubu.ron", "d.wubu.ron"]);
    }

    #[test]
    fn a_name_of_255_bytes_is_saved_and_kept_beside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("{}.wubu.ron", "厂".repeat(82)));
        assert_eq!(path.file_name().unwrap().len(), 255);
        replace(&path, b"one", Seen::Nothing).unwrap();
        let saved = replace(&path, b"two", Seen::of(b"other")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read(saved.aside.unwrap()).unwrap(), b"one");
    }

    #[test]
    fn a_state_folder_that_cannot_be_made_stops_no_save() {
        let folder = tempfile::tempdir().unwrap();
        let [path, not_a_folder] = ["plant.wubu.ron", "file"].map(|n| folder.path().join(n));
        fs::write(&path, b"old, and longer").unwrap();
        fs::write(&not_a_folder, b"").unwrap();
        for state in [None, Some(not_a_folder.join("state")), Some(folder.path().join("state"))] {
            overwrite(&path, b"new", state).unwrap();
            assert_eq!(fs::read(&path).unwrap(), b"new");
        }
        assert_eq!(fs::read_dir(folder.path().join("state")).unwrap().count(), 0);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_private_stays_so_while_it_is_written() {
        use std::os::unix::fs::MetadataExt;
        let folder = tempfile::tempdir().unwrap();
        let file = create_temporary(&folder.path().join("t"), true).unwrap();
        assert_eq!(file.metadata().unwrap().mode() & 0o777, 0o600);
    }

    #[cfg(unix)]
    #[test]
    fn mode_symlink_and_hard_link_survive_a_save() {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let [real, link, twin] =
            ["real.wubu.ron", "link.wubu.ron", "twin.wubu.ron"].map(|n| folder.path().join(n));
        fs::write(&real, b"old, and longer").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real.wubu.ron", &link).unwrap();
        replace(&link, b"new", Seen::of(b"old, and longer")).unwrap();
        assert_eq!(fs::read(&real).unwrap(), b"new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&real).unwrap().mode() & 0o777, 0o640);
        fs::hard_link(&real, &twin).unwrap();
        replace(&real, b"n", Seen::of(b"new")).unwrap();
        assert_eq!(fs::read(&twin).unwrap(), b"n");
    }
}
