//! Who has a file open on this machine. A courtesy: a second window is told of the first one and both go on
//! working; what keeps their versions from being lost is the comparison in every save (RELIABILITY.md 3.4).
//! The lock lies in the state folder, never beside the document, and the system lets go of it with the program,
//! however that ends.

use super::Folders;
use super::disk::{Disk, Local};
use super::lineage::state_path;
use jiff::Zoned;
use std::fs::{self, File, OpenOptions};
use std::path::Path;
use std::time::{Duration, Instant};

/// The file is ours as long as this lives.
#[derive(Debug)]
pub struct Hold {
    _lock: File,
}

/// Another program that has the file open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    pub pid: u32,
    pub host: String,
    /// Day and time, as it was read off the clock there.
    pub since: String,
}

/// What came of asking for the file.
#[derive(Debug)]
pub enum Asked {
    Held(Hold),
    Taken(Holder),
    /// There is no state folder, or its drive knows no locks.
    Unknown,
}

/// A program that this one is just starting shares its locks until it is itself: that takes some milliseconds.
pub const A_MOMENT: Duration = Duration::from_millis(100);

/// Asks for the file, for as long as `patience`, and says who has it when it is taken.
pub fn hold(folders: &Folders, file: &Path, patience: Duration) -> Asked {
    let Some(folder) = state_path(folders, "open", file) else { return Asked::Unknown };
    if Local.make_folder(&folder).is_err() {
        return Asked::Unknown;
    }
    // Where a locked file cannot be read (Windows), what is said about it lies beside it.
    let (lock, note) = (folder.join("lock"), folder.join("who"));
    let Ok(lock) = OpenOptions::new().create(true).truncate(false).write(true).open(lock) else {
        return Asked::Unknown;
    };
    match try_for(patience, &lock) {
        Ok(()) => {
            let since = Zoned::now().strftime("%Y-%m-%d %H:%M").to_string();
            let _ = fs::write(note, format!("{}\n{}\n{since}\n", std::process::id(), host()));
            Asked::Held(Hold { _lock: lock })
        }
        Err(fs::TryLockError::WouldBlock) => {
            let text = fs::read_to_string(note).unwrap_or_default();
            let mut lines = text.lines();
            let pid = lines.next().and_then(|pid| pid.parse().ok()).unwrap_or_default();
            let mut line = || lines.next().unwrap_or_default().to_owned();
            Asked::Taken(Holder { pid, host: line(), since: line() })
        }
        Err(fs::TryLockError::Error(_)) => Asked::Unknown,
    }
}

fn try_for(patience: Duration, lock: &File) -> Result<(), fs::TryLockError> {
    let since = Instant::now();
    loop {
        match lock.try_lock() {
            Err(fs::TryLockError::WouldBlock) if since.elapsed() < patience => {
                std::thread::sleep(Duration::from_millis(20));
            }
            tried => return tried,
        }
    }
}

#[cfg(unix)]
fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn host() -> String {
    std::env::var("COMPUTERNAME").unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_one_is_told_of_the_first_until_that_ends() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plant.wubu.ron");
        fs::write(&file, "").unwrap();
        let folders = Folders::below(folder.path());
        let Asked::Held(first) = hold(&folders, &file, A_MOMENT) else { panic!("it is free") };
        let Asked::Taken(holder) = hold(&folders, &file, A_MOMENT) else { panic!("it is taken") };
        assert_eq!(holder.pid, std::process::id());
        assert_eq!(holder.since.len(), "2026-03-01 09:12".len());
        drop(first);
        assert!(matches!(hold(&folders, &file, A_MOMENT), Asked::Held(_)));
        assert!(matches!(hold(&Folders::default(), &file, A_MOMENT), Asked::Unknown));
    }
}
