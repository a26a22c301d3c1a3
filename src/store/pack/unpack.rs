//! Taking a pack in: as a new workspace in a folder, or merged into the one that is there. The pack is looked at
//! as a whole first; then come the evidence files, which never replace one, and last the workspace.

use super::contents::Contents;
use super::exchange::{Exchange, forget, mark_of};
use super::{PackError, Progress, folder_of, load, names_of};
use crate::merge::{Merged, merge};
use crate::store::{Access, Denied, Folders, SaveError, Seen, create, replace, write};
use crate::workspace::Workspace;
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// What came of a pack.
#[derive(Debug)]
pub struct Unpacked {
    pub file: PathBuf,
    /// None for a new workspace.
    pub merged: Option<MergedIn>,
    pub tasks: usize,
    /// The files of evidence, by name.
    pub evidence: Vec<(String, Filed)>,
    /// Files in the pack that no evidence speaks of: they stayed there.
    pub ignored: Vec<String>,
    /// The next hand-over cannot build on this one: the state folder took no note.
    pub is_forgotten: bool,
}

#[derive(Debug)]
pub struct MergedIn {
    pub before: Workspace,
    pub merged: Merged,
    /// There was a version that both sides certainly came from.
    pub has_base: bool,
    /// Somebody else's version of the file, written while we merged.
    pub aside: Option<PathBuf>,
}

/// What became of a file of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filed {
    New,
    /// The same bytes lay there.
    Same,
    /// Others lay there; it was put beside them, under this name.
    Beside(String),
}

/// Takes a pack in. A file that is named and exists is merged with, one that does not is made; without one, a
/// folder with the name of the pack is made in `here`.
pub fn unpack(
    pack: &Path,
    named: Option<&Path>,
    here: &Path,
    folders: &Folders,
    progress: Progress,
) -> Result<Unpacked, PackError> {
    let mut contents = Contents::of(pack, progress)?;
    let stem = stem_of(pack);
    let file = match named {
        None => here.join(&stem).join(format!("{stem}.wubu.ron")),
        Some(folder) if folder.is_dir() => folder.join(format!("{stem}.wubu.ron")),
        Some(file) => file.to_path_buf(),
    };
    let is_there = fs::symlink_metadata(&file).is_ok();
    // Merging is asked for by name: a file that happens to be there is no request.
    if is_there && named.is_none_or(Path::is_dir) {
        return Err(exists(&file));
    }
    let ours = is_there.then(|| ours(&file)).transpose()?;
    let made = folder_of(&file);
    fs::create_dir_all(made).map_err(|error| PackError::Io(made.to_path_buf(), error))?;
    let (evidence, ignored) = put_evidence(&mut contents, &file, progress)?;
    let theirs = &contents.workspace;
    let tasks = theirs.tasks.len();
    let mut exchange;
    let merged = if let Some((before, bytes)) = ours {
        exchange = Exchange::of(folders, &file);
        let is_known = contents.known.contains(&mark_of(&write(&before)));
        let base = if is_known {
            // It is one of the versions that the pack came from.
            Some(before.clone())
        } else {
            exchange.common(&contents.known, contents.base.as_ref())
        };
        let merged = merge(base.as_ref(), &before, theirs);
        let aside = if merged.workspace == before {
            None
        } else {
            replace(&file, write(&merged.workspace).as_bytes(), Seen::of(&bytes))?.aside
        };
        Some(MergedIn { before, merged, has_base: base.is_some(), aside })
    } else {
        create(&file, write(theirs).as_bytes())?;
        forget(folders, &file);
        exchange = Exchange::of(folders, &file);
        None
    };
    exchange.received(theirs, &contents.known);
    let is_forgotten = exchange.save().is_err();
    Ok(Unpacked { file, merged, tasks, evidence, ignored, is_forgotten })
}

/// `plant` of `plant.wubu.zip`.
fn stem_of(pack: &Path) -> String {
    let name = pack.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem = [".wubu.zip", ".zip", ".wubu"].iter().find_map(|ending| name.strip_suffix(ending));
    stem.filter(|stem| !stem.is_empty()).unwrap_or("plant").to_owned()
}

fn exists(file: &Path) -> PackError {
    PackError::Save(SaveError::new(file, ErrorKind::AlreadyExists.into()))
}

fn ours(file: &Path) -> Result<(Workspace, Vec<u8>), PackError> {
    let (workspace, opened) = load(file)?;
    if opened.is_read_only {
        let why = Denied::ReadOnly(Access::ReadOnlyFile);
        return Err(PackError::Denied { path: file.to_path_buf(), why });
    }
    Ok((workspace, opened.bytes))
}

type Put = (Vec<(String, Filed)>, Vec<String>);

fn put_evidence(contents: &mut Contents, file: &Path, progress: Progress) -> Result<Put, PackError> {
    let folder = folder_of(file);
    let root = fs::canonicalize(folder).map_err(|error| PackError::Io(folder.to_path_buf(), error))?;
    let named: BTreeSet<String> = names_of(&contents.workspace).map(str::to_owned).collect();
    let (mut evidence, mut ignored) = (vec![], vec![]);
    let total = contents.bytes;
    let mut done = 0;
    for (at, name) in contents.files.clone() {
        if named.contains(&name) {
            let filed = put(contents, at, &name, &root, &mut |bytes| {
                done += bytes;
                progress(done.min(total), total);
            })?;
            evidence.push((name, filed));
        } else {
            ignored.push(name);
        }
    }
    Ok((evidence, ignored))
}

fn put(
    contents: &mut Contents,
    at: usize,
    name: &str,
    root: &Path,
    tell: &mut dyn FnMut(u64),
) -> Result<Filed, PackError> {
    let target = root.join(name);
    let folder = folder_of(&target).to_path_buf();
    let io = |path: &Path| {
        let path = path.to_path_buf();
        move |error| PackError::Io(path, error)
    };
    let inside = make_folders(root, &folder).map_err(io(&folder))?;
    if !inside {
        return Err(PackError::BadName(name.to_owned()));
    }
    for n in 1..1000 {
        let place = if n == 1 { target.clone() } else { beside(&target, n) };
        let filed = if n == 1 { Filed::New } else { Filed::Beside(within(root, &place)) };
        match OpenOptions::new().write(true).create_new(true).open(&place) {
            Ok(mut new) => {
                let fail = io(&place);
                let written = contents.file(at, name, &mut |chunk| {
                    tell(chunk.len() as u64);
                    new.write_all(chunk).map_err(io(&place))
                });
                let written = written.and_then(|()| new.sync_all().map_err(fail));
                if written.is_err() {
                    let _ = fs::remove_file(&place);
                }
                return written.map(|()| filed);
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                if holds(contents, at, name, &place)? {
                    return Ok(if n == 1 { Filed::Same } else { filed });
                }
            }
            Err(error) => return Err(PackError::Io(place, error)),
        }
    }
    Err(exists(&target))
}

/// Makes the folders below the root; false when one of them leads out of it.
fn make_folders(root: &Path, folder: &Path) -> io::Result<bool> {
    let mut at = root.to_path_buf();
    for part in folder.strip_prefix(root).unwrap_or(Path::new("")).components() {
        at.push(part);
        match fs::create_dir(&at) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        if !fs::canonicalize(&at)?.starts_with(root) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// `照片 (2).jpg`.
fn beside(target: &Path, n: usize) -> PathBuf {
    let name = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (stem, ending) = (name(target.file_stem()), name(target.extension()));
    let dot = if ending.is_empty() { "" } else { "." };
    target.with_file_name(format!("{stem} ({n}){dot}{ending}"))
}

fn within(root: &Path, place: &Path) -> String {
    place.strip_prefix(root).unwrap_or(place).to_string_lossy().into_owned()
}

/// Whether an ordinary file holds the same bytes. What a link leads to is not read.
fn holds(contents: &mut Contents, at: usize, name: &str, place: &Path) -> Result<bool, PackError> {
    if !fs::symlink_metadata(place).is_ok_and(|metadata| metadata.is_file()) {
        return Ok(false);
    }
    let io = |error| PackError::Io(place.to_path_buf(), error);
    let mut there = File::open(place).map_err(io)?;
    let mut is_same = true;
    let mut buffer = vec![];
    contents.file(at, name, &mut |chunk| {
        if is_same {
            buffer.clear();
            (&mut there).take(chunk.len() as u64).read_to_end(&mut buffer).map_err(io)?;
            is_same = buffer == chunk;
        }
        Ok(())
    })?;
    Ok(is_same && there.read(&mut [0]).map_err(io)? == 0)
}
