//! Hand-over without a server: a pack is a zip with the workspace, the evidence files that lie beneath its
//! folder, and what the other side needs to merge: the marks of all versions that this workspace came from,
//! and the content of one of them. The same content gives the same bytes. `unpack.rs` is the way back,
//! `exchange.rs` remembers on this machine what was handed over.

mod contents;
mod exchange;
pub(super) mod name;
mod trouble;
mod unpack;

pub use exchange::forget;
pub use trouble::PackError;
pub use unpack::{Filed, MergedIn, Unpacked, unpack};

use super::disk::{Disk, Local};
use super::save::{SaveError, temporary_beside};
use super::{Folders, OpenError, WhyNot, folder_of, open_bytes, read, write};
use crate::workspace::Workspace;
use contents::copy;
use exchange::{Exchange, mark_of};
use name::is_plain;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

const WORKSPACE: &str = "workspace.wubu.ron";
const BASE: &str = "base.wubu.ron";
const MANIFEST: &str = "pack.ron";

/// Entries and bytes, inflated, of the largest pack that is made or taken in.
const MOST_ENTRIES: usize = 20_000;
const MOST_BYTES: u64 = 2 << 30;

/// Bytes done and bytes in all, told while the work goes on.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// Where a version stands among those that were exchanged.
#[derive(Debug, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    /// Marks of the versions that the workspace came from, the oldest first.
    known: Vec<String>,
}

impl Manifest {
    const FORMAT: u32 = 1;
}

/// A pack that was made.
#[derive(Debug)]
pub struct Packed {
    /// Evidence files in it.
    pub files: usize,
    /// Of the pack itself.
    pub bytes: u64,
    /// Files that evidence names and that are not in it.
    pub left_out: Vec<(String, LeftOut)>,
    /// The next hand-over cannot build on this one: the state folder took no note.
    pub is_forgotten: bool,
}

/// Why a file of evidence is not in the pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    Missing,
    /// It leads out of the folder of the workspace, or its name means something else on another system.
    NotBeneath,
    /// A folder, a device, a pipe.
    NoFile,
    /// The pack's own files are called so.
    Reserved,
}

/// Makes a pack of a workspace and its evidence. An existing pack at that place is replaced, nothing else.
pub fn pack(file: &Path, to: &Path, folders: &Folders, progress: Progress) -> Result<Packed, PackError> {
    let (workspace, _) = load(file)?;
    if fs::symlink_metadata(to).is_ok() && !contents::looks_like_a_pack(to) {
        let error = io::Error::from(ErrorKind::AlreadyExists);
        return Err(PackError::Save(SaveError::new(to, error)));
    }
    let text = write(&workspace);
    let (files, left_out) = evidence(file, &workspace)?;
    let mut exchange = Exchange::of(folders, file);
    let base = exchange.base_for(&mark_of(&text));
    exchange.packed(&text);
    let manifest = Manifest { format: Manifest::FORMAT, known: exchange.marks().to_vec() };
    let manifest = ron::ser::to_string_pretty(&manifest, ron::ser::PrettyConfig::new().new_line("\n"))
        .expect("a list of texts can be written");
    let mut entries: BTreeMap<String, Source> =
        files.into_iter().map(|(name, path)| (name, Source::File(path))).collect();
    let count = entries.len();
    entries.insert(MANIFEST.into(), Source::Text(manifest));
    entries.insert(WORKSPACE.into(), Source::Text(text));
    entries.extend(base.map(|base| (BASE.to_owned(), Source::Text(base))));
    write_zip(to, &entries, progress)?;
    let bytes = fs::metadata(to).map_or(0, |metadata| metadata.len());
    // Only now: what nobody was given must not count as handed over.
    let is_forgotten = exchange.save().is_err();
    Ok(Packed { files: count, bytes, left_out, is_forgotten })
}

/// A workspace that we know all of, and its bytes.
fn load(file: &Path) -> Result<(Workspace, super::Opened), PackError> {
    let opened = open_bytes(file)?;
    let loaded = read(&opened.bytes)
        .map_err(|why| OpenError { path: file.to_path_buf(), why: WhyNot::Unreadable(why) })?;
    match loaded.newer {
        Some(format) => Err(PackError::Newer { path: file.to_path_buf(), format }),
        None => Ok((loaded.workspace, opened)),
    }
}

/// The files that evidence names: those that go in, and those that do not.
type Files = (Vec<(String, PathBuf)>, Vec<(String, LeftOut)>);

fn evidence(file: &Path, workspace: &Workspace) -> Result<Files, PackError> {
    let folder = folder_of(file);
    let root = fs::canonicalize(folder).map_err(|error| PackError::Io(folder.to_path_buf(), error))?;
    let names: BTreeSet<&str> = names_of(workspace).collect();
    let (mut files, mut left_out) = (vec![], vec![]);
    for name in names {
        match beneath(&root, name) {
            Ok(path) => files.push((name.to_owned(), path)),
            Err(why) => left_out.push((name.to_owned(), why)),
        }
    }
    if files.len() + 3 > MOST_ENTRIES {
        return Err(PackError::TooMany);
    }
    Ok((files, left_out))
}

/// Links into the web are no files.
fn names_of(workspace: &Workspace) -> impl Iterator<Item = &str> {
    let names = workspace.evidence.iter().map(|(_, evidence)| evidence.file.as_str());
    names.filter(|name| !name.is_empty() && !name.contains("://"))
}

fn beneath(root: &Path, name: &str) -> Result<PathBuf, LeftOut> {
    if !is_plain(name) {
        return Err(LeftOut::NotBeneath);
    }
    if is_reserved(name) {
        return Err(LeftOut::Reserved);
    }
    let real = fs::canonicalize(root.join(name)).map_err(|error| {
        // A link that leads in a circle is no file either.
        if error.kind() == ErrorKind::NotFound { LeftOut::Missing } else { LeftOut::NoFile }
    })?;
    if !real.starts_with(root) {
        return Err(LeftOut::NotBeneath);
    }
    if fs::metadata(&real).is_ok_and(|metadata| metadata.is_file()) { Ok(real) } else { Err(LeftOut::NoFile) }
}

fn is_reserved(name: &str) -> bool {
    [WORKSPACE, BASE, MANIFEST].iter().any(|ours| ours.eq_ignore_ascii_case(name))
}

enum Source {
    Text(String),
    File(PathBuf),
}

/// A temporary file beside the place, then renamed: old or new, never half.
fn write_zip(to: &Path, entries: &BTreeMap<String, Source>, progress: Progress) -> Result<(), PackError> {
    let fail = |error| PackError::Save(SaveError::new(to, error));
    let temporary = temporary_beside(to);
    let file = OpenOptions::new().write(true).create_new(true).open(&temporary).map_err(fail)?;
    let written = fill(file, entries, to, progress).and_then(|file| {
        file.sync_all().map_err(fail)?;
        fs::rename(&temporary, to).map_err(fail)?;
        Local.sync_folder(to).map(drop).map_err(fail)
    });
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn fill(
    file: File,
    entries: &BTreeMap<String, Source>,
    to: &Path,
    progress: Progress,
) -> Result<File, PackError> {
    let fail = |error: zip::result::ZipError| PackError::Save(SaveError::new(to, io::Error::from(error)));
    let size = |source: &Source| match source {
        Source::Text(text) => text.len() as u64,
        Source::File(path) => fs::metadata(path).map_or(0, |metadata| metadata.len()),
    };
    let total: u64 = entries.values().map(size).sum();
    if total > MOST_BYTES {
        return Err(PackError::TooLarge);
    }
    let mut done = 0;
    let mut zip = ZipWriter::new(file);
    for (name, source) in entries {
        zip.start_file(name.as_str(), options()).map_err(fail)?;
        match source {
            Source::Text(text) => {
                zip.write_all(text.as_bytes()).map_err(|error| fail(error.into()))?;
                done += text.len() as u64;
            }
            Source::File(path) => {
                let mut from = File::open(path).map_err(|error| PackError::Io(path.clone(), error))?;
                let from = Named { path, from: &mut from };
                add_file(from, &mut zip, to, &mut done, &mut |done| progress(done, total))?;
            }
        }
        progress(done, total);
    }
    zip.finish().map_err(fail)
}

/// A file, and what it is called where reading it fails.
struct Named<'a> {
    path: &'a Path,
    from: &'a mut File,
}

fn add_file<W: Write + Seek>(
    Named { path, from }: Named,
    zip: &mut ZipWriter<W>,
    to: &Path,
    done: &mut u64,
    tell: &mut dyn FnMut(u64),
) -> Result<(), PackError> {
    let fail = |error| PackError::Save(SaveError::new(to, error));
    copy(
        &mut |buffer| from.read(buffer).map_err(|error| PackError::Io(path.to_path_buf(), error)),
        &mut |bytes| {
            *done += bytes.len() as u64;
            // It may have grown since we looked.
            if *done > MOST_BYTES {
                return Err(PackError::TooLarge);
            }
            tell(*done);
            zip.write_all(bytes).map_err(fail)
        },
    )
}

/// Neither clock nor owner: the same content is the same pack.
fn options() -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
}
