//! Opens a file only where it truly lies beneath a folder: no link of the file system leads out, a pipe does not
//! make anybody wait, and what was opened is what was looked at.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Why nothing was opened.
#[derive(Debug)]
pub enum Apart {
    Missing,
    /// A link leads out of the folder.
    Outside,
    /// A folder, a pipe, a device, or links in a circle.
    NoFile,
    Barred(io::Error),
}

/// A regular file, with what the system says of it. `folder` has no links in it, `name` is a plain one.
pub fn open(folder: &Path, name: &str) -> Result<(File, Metadata), Apart> {
    let file = within(folder, name)?;
    let metadata = file.metadata().map_err(Apart::Barred)?;
    if metadata.is_file() { Ok((file, metadata)) } else { Err(Apart::NoFile) }
}

/// Any regular file, for who names it with their own hand.
pub fn open_anywhere(path: &Path) -> Result<(File, Metadata), Apart> {
    #[cfg(unix)]
    let file = {
        use std::os::unix::fs::OpenOptionsExt;
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        fs::OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path)
    };
    #[cfg(not(unix))]
    let file = {
        // Nothing but a file may be opened: that alone could make us wait.
        let metadata = fs::metadata(path).map_err(of_io)?;
        if !metadata.is_file() {
            return Err(Apart::NoFile);
        }
        File::open(path)
    };
    let file = file.map_err(of_io)?;
    let metadata = file.metadata().map_err(Apart::Barred)?;
    if metadata.is_file() { Ok((file, metadata)) } else { Err(Apart::NoFile) }
}

/// The folder of a file, without links in it.
pub fn root_of(file: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(super::folder_of(file))
}

/// What the name is spelled like in the folder where only upper and lower case, or the form of an accent, differ.
pub fn spelled(folder: &Path, name: &str) -> Option<String> {
    let mut at = folder.to_path_buf();
    let mut found = vec![];
    for part in name.split('/') {
        let wanted = form(part);
        let names = fs::read_dir(&at).ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let mut alike: Vec<String> = names.filter(|name| form(name) == wanted).collect();
        alike.sort();
        let exact = alike.iter().position(|name| name == part).unwrap_or(0);
        if alike.is_empty() {
            return None;
        }
        let name = alike.swap_remove(exact);
        at.push(&name);
        found.push(name);
    }
    let found = found.join("/");
    (found != name).then_some(found)
}

fn form(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    name.nfc().flat_map(char::to_lowercase).collect()
}

fn of_io(error: io::Error) -> Apart {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Apart::Missing,
        ErrorKind::IsADirectory => Apart::NoFile,
        // A socket, or a device that is not there.
        #[cfg(unix)]
        _ if error.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error()) => Apart::NoFile,
        #[cfg(unix)]
        _ if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => Apart::NoFile,
        _ => Apart::Barred(error),
    }
}

/// Where the name leads, when that is beneath the folder.
fn resolved(folder: &Path, name: &str) -> Result<PathBuf, Apart> {
    let real = fs::canonicalize(folder.join(name)).map_err(of_io)?;
    real.strip_prefix(folder).map(Path::to_path_buf).map_err(|_outside| Apart::Outside)
}

#[cfg(target_os = "linux")]
fn within(folder: &Path, name: &str) -> Result<File, Apart> {
    use rustix::fs::{Mode, OFlags, ResolveFlags, openat2};
    use rustix::io::Errno;
    let folder_fd = directory(folder)?;
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_MAGICLINKS;
    // The kernel asks for another try when the folder changes at this very moment.
    for _ in 0..8 {
        match openat2(&folder_fd, name, flags, Mode::empty(), resolve) {
            Ok(file) => return Ok(File::from(file)),
            Err(Errno::AGAIN) => {}
            Err(Errno::XDEV) => return Err(Apart::Outside),
            // An older kernel, or a sandbox that does not know it.
            Err(Errno::NOSYS | Errno::PERM | Errno::INVAL) => break,
            Err(error) => return Err(of_io(error.into())),
        }
    }
    step_by_step(folder, name)
}

#[cfg(all(unix, not(target_os = "linux")))]
fn within(folder: &Path, name: &str) -> Result<File, Apart> {
    step_by_step(folder, name)
}

#[cfg(unix)]
fn directory(folder: &Path) -> Result<std::os::fd::OwnedFd, Apart> {
    use rustix::fs::{Mode, OFlags, open};
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    open(folder, flags, Mode::empty()).map_err(|error| of_io(error.into()))
}

/// The links are followed first; then every part of the way is opened, and none of them may be a link any more.
#[cfg(unix)]
fn step_by_step(folder: &Path, name: &str) -> Result<File, Apart> {
    use rustix::fs::{Mode, OFlags, openat};
    let real = resolved(folder, name)?;
    let mut at = directory(folder)?;
    let mut parts = real.iter().peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        let kind = if is_last { OFlags::NONBLOCK | OFlags::NOCTTY } else { OFlags::DIRECTORY };
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | kind;
        let next = openat(&at, part, flags, Mode::empty()).map_err(|error| of_io(error.into()))?;
        if is_last {
            return Ok(File::from(next));
        }
        at = next;
    }
    Err(Apart::NoFile)
}

#[cfg(not(unix))]
fn within(folder: &Path, name: &str) -> Result<File, Apart> {
    let real = folder.join(resolved(folder, name)?);
    if !fs::metadata(&real).map_err(of_io)?.is_file() {
        return Err(Apart::NoFile);
    }
    File::open(real).map_err(of_io)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plant() -> (tempfile::TempDir, PathBuf) {
        let outside = tempfile::tempdir().unwrap();
        let folder = fs::canonicalize(outside.path()).unwrap().join("plant");
        fs::create_dir_all(folder.join("证据")).unwrap();
        fs::write(folder.join("证据/a b.PDF"), "x").unwrap();
        fs::write(folder.join("-x"), "x").unwrap();
        fs::write(outside.path().join("secret"), "x").unwrap();
        (outside, folder)
    }

    fn said(opened: &Result<(File, Metadata), Apart>) -> &'static str {
        match opened {
            Ok(_) => "file",
            Err(Apart::Missing) => "missing",
            Err(Apart::Outside) => "outside",
            Err(Apart::NoFile) => "no file",
            Err(Apart::Barred(_)) => "barred",
        }
    }

    #[test]
    fn what_lies_beneath_is_opened() {
        let (_keep, folder) = plant();
        for (name, want) in [
            ("证据/a b.PDF", "file"),
            ("-x", "file"),
            ("证据", "no file"),
            ("gone", "missing"),
            ("-x/y", "missing"),
        ] {
            assert_eq!(said(&open(&folder, name)), want, "{name}");
        }
    }

    #[test]
    fn another_spelling_is_told() {
        let (_keep, folder) = plant();
        assert_eq!(spelled(&folder, "证据/A B.pdf"), Some("证据/a b.PDF".into()));
        assert_eq!(spelled(&folder, "证据/a b.PDF"), None);
        assert_eq!(spelled(&folder, "证据/other"), None);
    }

    #[cfg(unix)]
    #[test]
    fn no_link_leads_out_and_no_pipe_makes_anybody_wait() {
        use std::os::unix::fs::symlink;
        let (outside, folder) = plant();
        symlink(outside.path().join("secret"), folder.join("absolute")).unwrap();
        symlink("../secret", folder.join("relative")).unwrap();
        symlink("..", folder.join("up")).unwrap();
        symlink("/proc/self/root", folder.join("magic")).unwrap();
        symlink("证据/a b.PDF", folder.join("in")).unwrap();
        symlink("round", folder.join("round")).unwrap();
        symlink("nowhere", folder.join("lost")).unwrap();
        let made = std::process::Command::new("mkfifo").arg(folder.join("pipe")).status();
        assert!(made.unwrap().success());
        let _socket = std::os::unix::net::UnixListener::bind(folder.join("socket")).unwrap();
        for open in [open, |folder: &Path, name: &str| {
            let file = step_by_step(folder, name)?;
            let metadata = file.metadata().map_err(Apart::Barred)?;
            if metadata.is_file() { Ok((file, metadata)) } else { Err(Apart::NoFile) }
        }] {
            for (name, want) in [
                ("absolute", "outside"),
                ("relative", "outside"),
                ("up/secret", "outside"),
                ("in", "file"),
                ("round", "no file"),
                ("lost", "missing"),
                ("pipe", "no file"),
                ("socket", "no file"),
            ] {
                assert_eq!(said(&open(&folder, name)), want, "{name}");
            }
            assert_ne!(said(&open(&folder, "magic/etc/passwd")), "file");
        }
    }
}
