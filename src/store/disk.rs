//! What saving asks of a disk: one method for each step that can fail, so that a test can let each of them fail
//! and a simulated disk can lose its power in between. `Local` is the disk of this machine.

#[cfg(test)]
pub mod simulated;

use std::fmt::Debug;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A disk, as far as saving knows one. Paths are used as given, but for `resolve`.
pub trait Disk: Debug + Send + Sync {
    /// The file behind symlinks.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
    /// Whether anything has this name.
    fn is_there(&self, path: &Path) -> bool;
    /// How many names the file has (hard links).
    fn names(&self, path: &Path) -> io::Result<u64>;
    /// A new file, for nobody else to read where it takes the place of another. Fails where there is one.
    fn create(&self, path: &Path, is_private: bool) -> io::Result<Box<dyn Handle>>;
    /// A file that is there, to be written over.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>>;
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>>;
    /// Lets two files take each other's name in one step. `Unsupported` where the drive cannot.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// As `rename`, but fails with `AlreadyExists` where there is a file; both names may stay when it fails.
    fn publish(&self, from: &Path, to: &Path) -> io::Result<()>;
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// A change of names is on the disk only when the folder is. False where the drive cannot promise that.
    fn sync_folder(&self, of: &Path) -> io::Result<bool>;
}

/// An open file.
pub trait Handle {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Mode and owner of another file; the owner where that is allowed.
    fn resemble(&mut self, other: &Path) -> io::Result<()>;
    /// The length in bytes, for a file that was longer.
    fn cut(&mut self, length: u64) -> io::Result<()>;
    fn sync(&mut self) -> io::Result<()>;
}

/// The disk of this machine.
#[derive(Debug, Clone, Copy)]
pub struct Local;

impl Disk for Local {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        match fs::canonicalize(path) {
            // A symlink that leads nowhere would be replaced by the file: nobody asked for that.
            Err(error) if error.kind() == ErrorKind::NotFound && !path.is_symlink() => Ok(path.to_path_buf()),
            resolved => resolved,
        }
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        read(path)
    }

    fn is_there(&self, path: &Path) -> bool {
        path.symlink_metadata().is_ok()
    }

    fn names(&self, path: &Path) -> io::Result<u64> {
        fs::metadata(path).map(|metadata| names(&metadata))
    }

    fn create(&self, path: &Path, is_private: bool) -> io::Result<Box<dyn Handle>> {
        Ok(Box::new(create(path, is_private)?))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        Ok(Box::new(OpenOptions::new().write(true).open(path)?))
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        make_private_folder(path)
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect()
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        exchange(one, other)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        rename(from, to)
    }

    fn publish(&self, from: &Path, to: &Path) -> io::Result<()> {
        match fs::hard_link(from, to) {
            Ok(()) => {
                // The name that is left over is swept away like any other.
                let _ = fs::remove_file(from);
                Ok(())
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists || to.exists() => {
                Err(ErrorKind::AlreadyExists.into())
            }
            // FAT and some network drives know no second names.
            Err(_) => rename(from, to),
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_folder(&self, of: &Path) -> io::Result<bool> {
        sync_folder(of)
    }
}

impl Handle for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn resemble(&mut self, other: &Path) -> io::Result<()> {
        let other = fs::metadata(other)?;
        // The owner first: giving a file away takes special mode bits off it.
        keep_owner(self, &other);
        self.set_permissions(other.permissions())
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }

    fn sync(&mut self) -> io::Result<()> {
        self.sync_all()
    }
}

/// A pipe has no end, and opening one waits for who writes it: `NONBLOCK` does not.
#[cfg(unix)]
fn read(path: &Path) -> io::Result<Vec<u8>> {
    use std::io::Read;
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    let mut file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() && !metadata.is_dir() {
        return Err(ErrorKind::InvalidInput.into());
    }
    let mut bytes = vec![];
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(not(unix))]
fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

#[cfg(unix)]
fn create(path: &Path, is_private: bool) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mode = if is_private { 0o600 } else { 0o666 };
    OpenOptions::new().write(true).create_new(true).mode(mode).open(path)
}

#[cfg(not(unix))]
fn create(path: &Path, _: bool) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

/// What is kept for a user is nobody else's to read.
#[cfg(unix)]
fn make_private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

#[cfg(not(unix))]
fn make_private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

#[cfg(unix)]
fn keep_owner(file: &File, other: &fs::Metadata) {
    use std::os::unix::fs::{MetadataExt, fchown};
    // Only the owner or root may give a file away; where it is refused, the file is ours.
    let _ = fchown(file, Some(other.uid()), Some(other.gid()));
}

#[cfg(not(unix))]
fn keep_owner(_: &File, _: &fs::Metadata) {}

#[cfg(unix)]
fn names(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

#[cfg(not(unix))]
fn names(_: &fs::Metadata) -> u64 {
    1
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(|errno| {
        let error = io::Error::from(errno);
        match error.kind() {
            // Old kernels and some drives (9p, some FUSE) say so in different words.
            ErrorKind::InvalidInput => ErrorKind::Unsupported.into(),
            _ => error,
        }
    })
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

#[cfg(not(windows))]
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// Virus scanners and indexers hold a file for a moment: access denied (5) and sharing violation (32) are tried
/// again for two seconds. There is no folder to sync: the file is, under its new name.
#[cfg(windows)]
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    let mut pause = std::time::Duration::from_millis(10);
    loop {
        match fs::rename(from, to) {
            Err(error) if matches!(error.raw_os_error(), Some(5 | 32)) && pause.as_millis() < 1_300 => {
                std::thread::sleep(pause);
                pause *= 2;
            }
            Err(error) => return Err(error),
            Ok(()) => return OpenOptions::new().write(true).open(to)?.sync_all(),
        }
    }
}

#[cfg(unix)]
fn sync_folder(of: &Path) -> io::Result<bool> {
    match File::open(super::folder_of(of))?.sync_all() {
        // Some drives (SMB, 9p, FUSE) cannot sync a folder; the file itself is synced.
        Err(error) if matches!(error.kind(), ErrorKind::InvalidInput | ErrorKind::Unsupported) => Ok(false),
        result => result.map(|()| true),
    }
}

/// Windows cannot sync a folder; `rename` syncs the file under its new name.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<bool> {
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_files_take_each_others_name_or_the_drive_says_that_it_cannot() {
        let folder = tempfile::tempdir().unwrap();
        let [one, other] = ["one", "other"].map(|name| folder.path().join(name));
        fs::write(&one, "1").unwrap();
        assert!(Local.exchange(&one, &other).is_err());
        fs::write(&other, "2").unwrap();
        match Local.exchange(&one, &other) {
            Ok(()) => assert_eq!(
                (fs::read(&one).unwrap(), fs::read(&other).unwrap()),
                (b"2".to_vec(), b"1".to_vec())
            ),
            Err(error) => assert_eq!(error.kind(), ErrorKind::Unsupported),
        }
    }

    #[test]
    fn publishing_never_replaces() {
        let folder = tempfile::tempdir().unwrap();
        let [new, old] = ["new", "old"].map(|name| folder.path().join(name));
        fs::write(&new, "new").unwrap();
        fs::write(&old, "old").unwrap();
        assert_eq!(Local.publish(&new, &old).unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&old).unwrap(), b"old");
        fs::remove_file(&old).unwrap();
        Local.publish(&new, &old).unwrap();
        assert_eq!(fs::read(&old).unwrap(), b"new");
        assert!(!new.exists());
    }

    #[cfg(unix)]
    #[test]
    fn what_is_private_stays_so_while_it_is_written() {
        use std::os::unix::fs::MetadataExt;
        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
        drop(Local.create(&folder.path().join("t"), true).unwrap());
        assert_eq!(mode(&folder.path().join("t")), 0o600);
        Local.make_folder(&folder.path().join("state/a")).unwrap();
        assert_eq!(mode(&folder.path().join("state/a")), 0o700);
    }
}
