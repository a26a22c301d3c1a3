//! Replacing a file so that it is old or new and never half: a temporary file in the same folder, written,
//! synced, read back, then put in the place of the old one, and the folder synced, because without that a power
//! cut brings the old content back (RELIABILITY.md 0.5). Somebody else's bytes are never replaced unseen: what
//! lies there is compared with what was last seen, before, and once more in the very step that replaces it,
//! where the drive can exchange two files.

#[cfg(test)]
mod ordeal;
mod refused;

pub use refused::{SaveError, io_text};

use super::disk::{Disk, Local};
use super::recovery::Recovery;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

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
    pub how: How,
}

/// What the save can promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// Old or new, whatever happens.
    Whole,
    /// Old or new, but this drive cannot promise to keep the new one through a power cut.
    Unsynced,
    /// Written over the old content, because the file has other names or its folder takes no new file. A copy
    /// lay in the state folder meanwhile, where there is one.
    InPlace,
}

/// Writes `bytes` to `path`. A symlink is followed and stays; mode and owner are kept; a file with several names
/// is overwritten in place, so that its other names go on seeing it. Bytes that were not seen are put beside it.
pub fn replace(path: &Path, bytes: &[u8], seen: Seen) -> Result<Saved, SaveError> {
    let never = |_: &[u8]| Met::<std::convert::Infallible>::Aside;
    let work = Replacement { disk: &Local, path, bytes, seen, meets: &never, recovery: None, lock: None };
    match work.run()? {
        Replaced::Done(saved) => Ok(saved),
        Replaced::Yielded(never) => match never {},
    }
}

/// A new file that must not replace one.
pub(super) fn create(path: &Path, bytes: &[u8]) -> Result<Saved, SaveError> {
    create_on(&Local, path, bytes)
}

pub(super) fn create_on(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<Saved, SaveError> {
    let refuse = |_: &[u8]| Met::Theirs(());
    let there = || SaveError::new(path, ErrorKind::AlreadyExists.into());
    if disk.is_there(path) {
        return Err(there());
    }
    let seen = Seen::Nothing;
    let work = Replacement { disk, path, bytes, seen, meets: &refuse, recovery: None, lock: None };
    match work.run()? {
        Replaced::Done(saved) => Ok(saved),
        Replaced::Yielded(()) => Err(there()),
    }
}

/// Bytes that were not seen lie in the way.
#[derive(Debug)]
pub(super) enum Met<T> {
    /// This is what they are: nothing is written.
    Theirs(T),
    /// They are to be put beside the file.
    Aside,
    /// Perhaps they are being written this moment: nothing is written.
    Wait,
}

/// What came of an attempt to replace a file.
#[derive(Debug)]
pub(super) enum Replaced<T> {
    Done(Saved),
    /// Nothing was written: somebody else's bytes lie there, and this is what they are.
    Yielded(T),
}

/// One replacement of a file.
pub(super) struct Replacement<'a, T> {
    pub disk: &'a dyn Disk,
    pub path: &'a Path,
    pub bytes: &'a [u8],
    pub seen: Seen,
    pub meets: &'a dyn Fn(&[u8]) -> Met<T>,
    /// Keeps a copy while a file is overwritten in place.
    pub recovery: Option<&'a Recovery>,
    /// The lock file of git, and how long to wait for its end.
    pub lock: Option<(PathBuf, Duration)>,
}

/// How often somebody may write between our look and our step before we give up for now.
const TRIES: usize = 8;

impl<T> Replacement<'_, T> {
    pub fn run(&self) -> Result<Replaced<T>, SaveError> {
        let target = self.disk.resolve(self.path).map_err(|error| self.refused(error))?;
        for _ in 0..TRIES {
            if let Some(done) = self.attempt(&target)? {
                return Ok(done);
            }
        }
        Err(self.refused(ErrorKind::ResourceBusy.into()))
    }

    fn refused(&self, error: io::Error) -> SaveError {
        SaveError::new(self.path, error)
    }

    /// None when somebody wrote in between.
    fn attempt(&self, target: &Path) -> Result<Option<Replaced<T>>, SaveError> {
        let refused = |error| self.refused(error);
        self.wait_for_git().map_err(refused)?;
        let (there, aside) = match self.look(target).map_err(refused)? {
            Looked::Free { there, aside } => (there, aside),
            Looked::Theirs(theirs) => return Ok(Some(Replaced::Yielded(theirs))),
        };
        let done = |how| Some(Replaced::Done(Saved { seen: Seen::of(self.bytes), aside, how }));
        if there.is_some() && self.disk.names(target).map_err(refused)? > 1 {
            return self.overwrite(target, there.as_deref()).map(|()| done(How::InPlace));
        }
        let temporary = temporary_beside(target);
        let mut file = match self.disk.create(&temporary, there.is_some()) {
            // The folder takes no new file; the file itself may be writable.
            Err(error) if error.kind() == ErrorKind::PermissionDenied && there.is_some() => {
                return self.overwrite(target, there.as_deref()).map(|()| done(How::InPlace));
            }
            created => created.map_err(refused)?,
        };
        let written = self.fill(&mut *file, &temporary, there.is_some().then_some(target));
        drop(file);
        if let Err(error) = written.and_then(|()| self.wait_for_git()) {
            self.discard(&temporary);
            return Err(refused(error));
        }
        let expected = there.as_deref().map_or(Seen::Nothing, Seen::of);
        let landed = self.land(&temporary, target, expected);
        // A sticky folder lets nobody rename what is another's; the file itself is writable.
        if landed.as_ref().is_err_and(|refused| refused.error.kind() == ErrorKind::PermissionDenied)
            && there.is_some()
            && self.disk.read(target).ok() == there
        {
            self.discard(&temporary);
            return self.overwrite(target, there.as_deref()).map(|()| done(How::InPlace));
        }
        if !matches!(landed, Ok(true)) && self.disk.read(&temporary).is_ok_and(|bytes| bytes == self.bytes) {
            self.discard(&temporary);
        }
        if !landed? {
            return Ok(None);
        }
        // From here on the new content is there, whether or not it is safe already.
        let is_lasting = self.disk.sync_folder(target).map_err(|error| self.unsafe_yet(error))?;
        Ok(done(if is_lasting { How::Whole } else { How::Unsynced }))
    }

    fn unsafe_yet(&self, error: io::Error) -> SaveError {
        SaveError { lies: Some(Seen::of(self.bytes)), ..self.refused(error) }
    }

    /// What is left over all the same is swept at the next start.
    fn discard(&self, temporary: &Path) {
        let _ = self.disk.remove(temporary).or_else(|_| self.disk.remove(temporary));
    }

    fn wait_for_git(&self) -> io::Result<()> {
        let Some((lock, patience)) = &self.lock else { return Ok(()) };
        let since = Instant::now();
        while self.disk.is_there(lock) {
            if since.elapsed() >= *patience {
                return Err(ErrorKind::ResourceBusy.into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// What lies there, and deals with it if we have not seen it before.
    fn look(&self, target: &Path) -> io::Result<Looked<T>> {
        let there = match self.disk.read(target) {
            Ok(there) => there,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(Looked::Free { there: None, aside: None });
            }
            Err(error) => return Err(error),
        };
        if self.seen == Seen::Anything || Seen::of(&there) == self.seen {
            return Ok(Looked::Free { there: Some(there), aside: None });
        }
        match (self.meets)(&there) {
            Met::Theirs(theirs) => Ok(Looked::Theirs(theirs)),
            Met::Wait => Err(ErrorKind::ResourceBusy.into()),
            Met::Aside => {
                let aside = keep_on(self.disk, target, &there)?;
                Ok(Looked::Free { there: Some(there), aside: Some(aside) })
            }
        }
    }

    /// Writes the temporary file, syncs it, and reads it back: what cannot be read must not replace anything.
    fn fill(
        &self,
        file: &mut dyn super::disk::Handle,
        temporary: &Path,
        old: Option<&Path>,
    ) -> io::Result<()> {
        file.write(self.bytes)?;
        if let Some(old) = old {
            match file.resemble(old) {
                // FAT and some network drives know no modes.
                Err(error)
                    if !matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::PermissionDenied) =>
                {
                    return Err(error);
                }
                _ => {}
            }
        }
        file.sync()?;
        self.is_read_back(&self.disk.read(temporary)?)
    }

    /// Puts the temporary file in the place of the old one, if that is still `expected`. False when it is not:
    /// then all is as before.
    fn land(&self, temporary: &Path, target: &Path, expected: Seen) -> Result<bool, SaveError> {
        let refused = |error| self.refused(error);
        if self.seen == Seen::Anything {
            return self.disk.rename(temporary, target).map(|()| true).map_err(refused);
        }
        if expected == Seen::Nothing {
            return match self.disk.publish(temporary, target) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
                published => published.map(|()| true).map_err(refused),
            };
        }
        match self.disk.exchange(temporary, target) {
            Ok(()) => self.is_as_expected(temporary, target, expected),
            Err(error) if error.kind() == ErrorKind::Unsupported => {
                if Seen::of(&self.disk.read(target).map_err(refused)?) != expected {
                    return Ok(false);
                }
                self.disk.rename(temporary, target).map(|()| true).map_err(refused)
            }
            Err(error) if error.kind() == ErrorKind::NotFound && !self.disk.is_there(target) => Ok(false),
            Err(error) => Err(refused(error)),
        }
    }

    /// After the exchange the old content bears the temporary name. If it is somebody else's, written since our
    /// look, it goes back to its place, and whoever still has it open goes on writing it there.
    fn is_as_expected(&self, old: &Path, target: &Path, expected: Seen) -> Result<bool, SaveError> {
        let read = self.disk.read(old);
        if read.as_ref().is_ok_and(|bytes| Seen::of(bytes) == expected) {
            self.discard(old);
            return Ok(true);
        }
        if let Err(error) = self.disk.exchange(old, target) {
            // It cannot go back, and must not be swept away with its temporary name.
            let _ = self.disk.rename(old, &aside_of(target, self.seen));
            return Err(self.unsafe_yet(error));
        }
        read.map(|_| false).map_err(|error| self.refused(error))
    }

    /// In place, without truncating first, once a copy of the new content is safe elsewhere. Without a state
    /// folder a power cut at this moment may leave half a file, and there is no other way.
    fn overwrite(&self, target: &Path, old: Option<&[u8]>) -> Result<(), SaveError> {
        if let Some(recovery) = self.recovery {
            recovery.keep(old, self.bytes).map_err(|error| self.refused(error))?;
        }
        let mut is_written = false;
        let overwritten = self.disk.open(target).and_then(|mut file| {
            file.write(self.bytes)?;
            is_written = old.is_none_or(|old| old.len() <= self.bytes.len());
            file.cut(self.bytes.len() as u64)?;
            is_written = true;
            file.sync()
        });
        let there = self.disk.read(target);
        let lies = there.as_ref().ok().map(|there| Seen::of(there));
        let lies = lies.or_else(|| is_written.then(|| Seen::of(self.bytes)));
        let checked = overwritten.and(there).and_then(|there| self.is_read_back(&there));
        checked.map_err(|error| SaveError { lies, ..self.refused(error) })?;
        if let Some(recovery) = self.recovery {
            recovery.clear();
        }
        Ok(())
    }

    fn is_read_back(&self, bytes: &[u8]) -> io::Result<()> {
        if bytes == self.bytes {
            return Ok(());
        }
        Err(io::Error::other("the drive gives back other bytes than were written"))
    }
}

enum Looked<T> {
    Theirs(T),
    Free {
        /// None where there is no file.
        there: Option<Vec<u8>>,
        aside: Option<PathBuf>,
    },
}

/// Keeps bytes that are not to be lost in a file beside another one, named after both.
pub fn keep_beside(target: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    keep_on(&Local, target, bytes)
}

fn keep_on(disk: &dyn Disk, target: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
    let aside = aside_of(target, Seen::of(bytes));
    if disk.read(&aside).is_ok_and(|kept| kept == bytes) {
        return Ok(aside);
    }
    let work = Replacement::<()> {
        disk,
        path: &aside,
        bytes,
        seen: Seen::Anything,
        meets: &|_| Met::Aside,
        recovery: None,
        lock: None,
    };
    work.run().map_err(|refused| refused.error)?;
    Ok(aside)
}

fn aside_of(target: &Path, seen: Seen) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let stem = short_name(name.strip_suffix(".wubu.ron").unwrap_or(&name));
    target.with_file_name(format!("{stem}.other-{}.wubu.ron", seen.short()))
}

pub(super) fn temporary_beside(target: &Path) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    target.with_file_name(format!(".{}.{:08x}.tmp", short_name(&name), fastrand::u32(..)))
}

/// Removes what saves that were cut off have left beside the file. Only for who knows that nobody else on this
/// machine is saving it; a file younger than a minute may be somebody's elsewhere.
pub(super) fn sweep(target: &Path) {
    let Some(folder) = target.parent() else { return };
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let head = format!(".{}.", short_name(&name));
    let is_left = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let middle = name.strip_prefix(&head).and_then(|rest| rest.strip_suffix(".tmp"));
        middle.is_some_and(|middle| middle.len() == 8 && middle.bytes().all(|b| b.is_ascii_hexdigit()))
    };
    let is_old = |path: &Path| {
        let age = fs::metadata(path).and_then(|metadata| metadata.modified()).map(|time| time.elapsed());
        age.is_ok_and(|age| age.is_ok_and(|age| age > Duration::from_secs(60)))
    };
    for path in Local.list(folder).unwrap_or_default() {
        if is_left(&path) && is_old(&path) {
            let _ = Local.remove(&path);
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;

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
        assert_eq!(saved, Saved { seen: Seen::of(b"one"), aside: None, how: How::Whole });
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
