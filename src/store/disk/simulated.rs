//! A disk that fails where a test wants it to, loses its power in between, and forgets what was not synced: any
//! part of it may survive, in any order.

use super::{Disk, Handle};
use fastrand::Rng;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

#[derive(Debug, Clone, Default)]
pub struct Simulated(Arc<Mutex<State>>);

#[derive(Debug, Clone, Default)]
struct State {
    inodes: Vec<Inode>,
    names: BTreeMap<PathBuf, usize>,
    lasting: BTreeMap<PathBuf, usize>,
    /// Changes of names since the folder was synced: each is made as a whole.
    changes: Vec<Vec<(PathBuf, Option<usize>)>>,
    links: BTreeMap<PathBuf, PathBuf>,
    calls: usize,
    plan: Plan,
    is_dead: bool,
}

#[derive(Debug, Clone, Default)]
struct Inode {
    bytes: Vec<u8>,
    lasting: Vec<u8>,
}

/// What goes wrong, and at which call.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub at: Option<usize>,
    pub fault: Option<Fault>,
    pub for_ever: bool,
    /// The drive cannot exchange two files.
    pub lacks_exchange: bool,
    /// The drive that this folder lies on cannot sync folders.
    pub lacks_folder_sync: Option<PathBuf>,
    /// The drive says that all went well, and holds something else.
    pub corrupts: bool,
    /// The folder of the workspace takes no new file.
    pub closed_folder: Option<PathBuf>,
    /// Somebody else writes: before which call, where, and what.
    pub others: Vec<(usize, PathBuf, Vec<u8>, Way)>,
}

/// How somebody else writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Removes the file and makes a new one, as git does.
    Anew,
    /// Goes on writing the file that it made, whatever its name is by now.
    On,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    Refused(ErrorKind),
    /// Half of it is written, then the disk is full.
    Short,
    /// The program dies before the step, or right after it.
    CrashBefore,
    CrashAfter,
}

impl Fault {
    pub const ALL: [Fault; 9] = [
        Fault::Refused(ErrorKind::StorageFull),
        Fault::Refused(ErrorKind::QuotaExceeded),
        Fault::Refused(ErrorKind::Other),
        Fault::Refused(ErrorKind::PermissionDenied),
        Fault::Refused(ErrorKind::ReadOnlyFilesystem),
        Fault::Refused(ErrorKind::Interrupted),
        Fault::Short,
        Fault::CrashBefore,
        Fault::CrashAfter,
    ];

    pub fn is_crash(self) -> bool {
        matches!(self, Fault::CrashBefore | Fault::CrashAfter)
    }
}

impl Simulated {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A file that is safe on the disk.
    pub fn put(&self, path: &Path, bytes: &[u8]) {
        let mut state = self.state();
        let inode = state.inode(bytes, bytes);
        state.names.insert(path.to_owned(), inode);
        state.lasting.insert(path.to_owned(), inode);
    }

    pub fn link(&self, path: &Path, to: &Path) {
        self.state().links.insert(path.to_owned(), to.to_owned());
    }

    pub fn name_twice(&self, path: &Path, other: &Path) {
        let mut state = self.state();
        if let Some(inode) = state.names.get(path).copied() {
            state.names.insert(other.to_owned(), inode);
            state.lasting.insert(other.to_owned(), inode);
        }
    }

    pub fn plan(&self, plan: Plan) {
        let mut state = self.state();
        state.plan = plan;
        state.calls = 0;
    }

    pub fn calls(&self) -> usize {
        self.state().calls
    }

    pub fn is_dead(&self) -> bool {
        self.state().is_dead
    }

    pub fn content(&self, path: &Path) -> Option<Vec<u8>> {
        let state = self.state();
        state.names.get(path).map(|inode| state.inodes[*inode].bytes.clone())
    }

    pub fn paths(&self) -> Vec<PathBuf> {
        self.state().names.keys().cloned().collect()
    }

    /// The program is gone, the machine goes on: all that was written is there.
    pub fn restart(&self) {
        let mut state = self.state();
        state.is_dead = false;
        state.plan = Plan::default();
    }

    /// The power is gone: of what was not synced any part survives.
    pub fn cut_power(&self, random: &mut Rng) {
        let mut state = self.state();
        for change in std::mem::take(&mut state.changes) {
            if random.bool() {
                apply(&mut state.lasting, &change);
            }
        }
        for inode in &mut state.inodes {
            if inode.bytes != inode.lasting {
                let n = random.usize(0..=inode.bytes.len());
                inode.lasting = match random.u8(0..4) {
                    0 => std::mem::take(&mut inode.lasting),
                    1 => inode.bytes.clone(),
                    2 => inode.bytes[..n].to_vec(),
                    // The length is there, the content is not.
                    _ => vec![0; n],
                };
            }
            inode.bytes.clone_from(&inode.lasting);
        }
        state.names = state.lasting.clone();
        state.is_dead = false;
        state.plan = Plan::default();
    }

    /// One call: `step` is done unless it fails.
    fn call<T>(&self, step: impl FnOnce(&mut State) -> io::Result<T>) -> io::Result<T> {
        let mut state = self.state();
        if state.is_dead {
            return Err(io::Error::other("the program has died"));
        }
        let n = state.calls;
        state.calls += 1;
        let others = state.plan.others.clone();
        for (_, path, bytes, way) in others.iter().filter(|(at, ..)| *at == n) {
            state.write_by_others(path, bytes, *way);
        }
        let is_due = match state.plan.at {
            Some(at) if state.plan.for_ever => n >= at,
            at => at == Some(n),
        };
        match state.plan.fault.filter(|_| is_due) {
            None => step(&mut state),
            Some(Fault::Refused(kind)) => Err(kind.into()),
            Some(Fault::Short) => Err(ErrorKind::StorageFull.into()),
            Some(Fault::CrashBefore) => {
                state.is_dead = true;
                Err(io::Error::other("the program has died"))
            }
            Some(Fault::CrashAfter) => {
                let _ = step(&mut state);
                state.is_dead = true;
                Err(io::Error::other("the program has died"))
            }
        }
    }

    /// Whether the next call is the one at which only half is written.
    fn is_short(&self) -> bool {
        let state = self.state();
        let is_due = match state.plan.at {
            Some(at) if state.plan.for_ever => state.calls >= at,
            at => at == Some(state.calls),
        };
        is_due && state.plan.fault == Some(Fault::Short)
    }
}

impl State {
    fn inode(&mut self, bytes: &[u8], lasting: &[u8]) -> usize {
        self.inodes.push(Inode { bytes: bytes.to_vec(), lasting: lasting.to_vec() });
        self.inodes.len() - 1
    }

    fn at(&self, path: &Path) -> io::Result<usize> {
        self.names.get(path).copied().ok_or_else(|| ErrorKind::NotFound.into())
    }

    fn change(&mut self, change: Vec<(PathBuf, Option<usize>)>) {
        apply(&mut self.names, &change);
        self.changes.push(change);
    }

    fn write_by_others(&mut self, path: &Path, bytes: &[u8], way: Way) {
        let made = self.plan.others.len() + 1000;
        match way {
            Way::Anew => {
                let inode = self.inode(bytes, bytes);
                self.names.insert(path.to_owned(), inode);
                self.lasting.insert(path.to_owned(), inode);
                self.names.insert(PathBuf::from(format!("theirs-{made}")), inode);
            }
            Way::On => {
                if let Some(inode) = self.names.get(Path::new(&format!("theirs-{made}"))).copied() {
                    self.inodes[inode] = Inode { bytes: bytes.to_vec(), lasting: bytes.to_vec() };
                }
            }
        }
    }
}

fn apply(names: &mut BTreeMap<PathBuf, usize>, change: &[(PathBuf, Option<usize>)]) {
    for (path, inode) in change {
        match inode {
            Some(inode) => names.insert(path.clone(), *inode),
            None => names.remove(path),
        };
    }
}

impl Disk for Simulated {
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.call(|state| Ok(state.links.get(path).cloned().unwrap_or_else(|| path.to_owned())))
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.call(|state| state.at(path).map(|inode| state.inodes[inode].bytes.clone()))
    }

    fn is_there(&self, path: &Path) -> bool {
        self.state().names.contains_key(path)
    }

    fn names(&self, path: &Path) -> io::Result<u64> {
        self.call(|state| {
            let inode = state.at(path)?;
            let ours = |(name, at): &(&PathBuf, &usize)| {
                **at == inode && !name.to_string_lossy().contains("theirs-")
            };
            Ok(state.names.iter().filter(ours).count() as u64)
        })
    }

    fn create(&self, path: &Path, _: bool) -> io::Result<Box<dyn Handle>> {
        let inode = self.call(|state| {
            if state.plan.closed_folder.as_deref().is_some_and(|closed| path.parent() == Some(closed)) {
                return Err(ErrorKind::PermissionDenied.into());
            }
            if state.names.contains_key(path) {
                return Err(ErrorKind::AlreadyExists.into());
            }
            let inode = state.inode(b"", b"");
            state.change(vec![(path.to_owned(), Some(inode))]);
            Ok(inode)
        })?;
        Ok(Box::new(Open { disk: self.clone(), inode, at: 0 }))
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Handle>> {
        let inode = self.call(|state| state.at(path))?;
        Ok(Box::new(Open { disk: self.clone(), inode, at: 0 }))
    }

    fn make_folder(&self, _: &Path) -> io::Result<()> {
        self.call(|_| Ok(()))
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<PathBuf>> {
        self.call(|state| {
            Ok(state.names.keys().filter(|path| path.parent() == Some(folder)).cloned().collect())
        })
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.call(|state| {
            if state.plan.lacks_exchange {
                return Err(ErrorKind::Unsupported.into());
            }
            let (a, b) = (state.at(one)?, state.at(other)?);
            state.change(vec![(one.to_owned(), Some(b)), (other.to_owned(), Some(a))]);
            Ok(())
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(|state| {
            let inode = state.at(from)?;
            state.change(vec![(to.to_owned(), Some(inode)), (from.to_owned(), None)]);
            Ok(())
        })
    }

    fn publish(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call(|state| {
            if state.names.contains_key(to) {
                return Err(ErrorKind::AlreadyExists.into());
            }
            let inode = state.at(from)?;
            state.change(vec![(to.to_owned(), Some(inode))]);
            state.change(vec![(from.to_owned(), None)]);
            Ok(())
        })
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.call(|state| {
            state.at(path)?;
            state.change(vec![(path.to_owned(), None)]);
            Ok(())
        })
    }

    fn sync_folder(&self, of: &Path) -> io::Result<bool> {
        self.call(|state| {
            let folder = of.parent();
            if state.plan.lacks_folder_sync.is_some() && state.plan.lacks_folder_sync.as_deref() == folder {
                return Ok(false);
            }
            let (mine, rest) = std::mem::take(&mut state.changes)
                .into_iter()
                .partition(|change| change.iter().any(|(path, _)| path.parent() == folder));
            state.changes = rest;
            let mine: Vec<Vec<_>> = mine;
            for change in &mine {
                apply(&mut state.lasting, change);
            }
            Ok(true)
        })
    }
}

struct Open {
    disk: Simulated,
    inode: usize,
    at: usize,
}

impl Handle for Open {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let (inode, at) = (self.inode, self.at);
        let put = |state: &mut State, bytes: &[u8]| {
            let all = &mut state.inodes[inode].bytes;
            all.resize(all.len().max(at + bytes.len()), 0);
            all[at..at + bytes.len()].copy_from_slice(bytes);
        };
        if self.disk.is_short() {
            put(&mut self.disk.state(), &bytes[..bytes.len() / 2]);
        }
        self.at += bytes.len();
        self.disk.call(|state| {
            put(state, bytes);
            if state.plan.corrupts {
                state.inodes[inode].bytes[at] ^= 1;
            }
            Ok(())
        })
    }

    fn resemble(&mut self, _: &Path) -> io::Result<()> {
        self.disk.call(|_| Ok(()))
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        let inode = self.inode;
        self.disk.call(|state| {
            state.inodes[inode].bytes.truncate(usize::try_from(length).unwrap_or(usize::MAX));
            Ok(())
        })
    }

    fn sync(&mut self) -> io::Result<()> {
        let inode = self.inode;
        self.disk.call(|state| {
            let inode = &mut state.inodes[inode];
            inode.lasting.clone_from(&inode.bytes);
            Ok(())
        })
    }
}
