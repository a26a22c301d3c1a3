//! A pack, looked at as a whole before anything is written: names, sizes counted while inflating, check sums,
//! and the workspaces in it. Whoever made it may have meant harm.

use super::exchange::{is_mark, mark_of};
use super::name::is_plain;
use super::{
    BASE, MANIFEST, MOST_BYTES, MOST_ENTRIES, Manifest, PackError, Progress, WORKSPACE, is_reserved,
};
use crate::store::read::{LARGEST, Loaded};
use crate::store::{Unreadable, read, write};
use crate::workspace::Workspace;
use std::fs::{self, File};
use std::io::{BufReader, Read};
use std::path::Path;
use zip::ZipArchive;
use zip::result::ZipError;

/// Bytes at a time.
const CHUNK: usize = 64 << 10;

pub struct Contents {
    zip: ZipArchive<BufReader<File>>,
    pub workspace: Workspace,
    /// Versions that it came from, and itself.
    pub known: Vec<String>,
    /// One of them with its content.
    pub base: Option<(String, Workspace)>,
    /// Files beside the workspace: where they stand and what they are called.
    pub files: Vec<(usize, String)>,
    pub bytes: u64,
}

/// Reads until nothing comes any more.
pub fn copy(
    from: &mut dyn FnMut(&mut [u8]) -> Result<usize, PackError>,
    to: &mut dyn FnMut(&[u8]) -> Result<(), PackError>,
) -> Result<(), PackError> {
    let mut buffer = vec![0; CHUNK];
    loop {
        match from(&mut buffer)? {
            0 => return Ok(()),
            n => to(&buffer[..n])?,
        }
    }
}

/// Enough to tell a pack from somebody's photo: for a place that is to be written over.
pub fn looks_like_a_pack(path: &Path) -> bool {
    let is_file = fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    let zip =
        is_file.then(|| File::open(path).ok()).flatten().map(|file| ZipArchive::new(BufReader::new(file)));
    zip.is_some_and(|zip| zip.is_ok_and(|zip| zip.index_for_name(WORKSPACE).is_some()))
}

impl Contents {
    /// Inflates everything once, to nowhere but the workspaces: after this, the pack is known to be sound.
    pub fn of(path: &Path, progress: Progress) -> Result<Contents, PackError> {
        let mut zip = open(path)?;
        if zip.len() > MOST_ENTRIES {
            return Err(PackError::TooMany);
        }
        if zip.has_duplicate_names() {
            return Err(PackError::Damaged(String::new()));
        }
        let mut entries = vec![];
        let mut total: u64 = 0;
        for i in 0..zip.len() {
            let entry = zip.by_index_raw(i).map_err(|error| of_zip(&error, ""))?;
            let name = entry.name().map_err(|error| of_zip(&error, ""))?.into_owned();
            if entry.is_dir() && is_plain(name.trim_end_matches('/')) {
                continue;
            }
            if !is_plain(&name) || entry.is_symlink() {
                return Err(PackError::BadName(name));
            }
            if entry.encrypted() {
                return Err(PackError::Encrypted(name));
            }
            total = total.saturating_add(entry.size());
            entries.push((i, name));
        }
        let mut bytes = 0;
        let mut texts = [None, None, None];
        let mut files = vec![];
        for (i, name) in entries {
            let mut tell = |bytes| progress(bytes, total);
            let ours = [WORKSPACE, BASE, MANIFEST].iter().position(|ours| *ours == name);
            let most = if ours.is_some() { LARGEST } else { MOST_BYTES };
            let mut kept = vec![];
            let begun = bytes;
            inflate(&mut zip, i, &name, &mut |chunk| {
                bytes += chunk.len() as u64;
                if bytes - begun > most || bytes > MOST_BYTES {
                    return Err(PackError::TooLarge);
                }
                if ours.is_some() {
                    kept.extend_from_slice(chunk);
                }
                tell(bytes);
                Ok(())
            })?;
            match ours {
                Some(at) => texts[at] = Some(kept),
                // Another spelling of our own names would be written over on some systems.
                None if is_reserved(&name) => return Err(PackError::BadName(name)),
                None => files.push((i, name)),
            }
        }
        let [workspace, base, manifest] = texts;
        let workspace = workspace_of(&workspace.ok_or(PackError::NoWorkspace)?, WORKSPACE)?;
        let base = base.map(|bytes| workspace_of(&bytes, BASE)).transpose()?;
        let base = base.map(|base| (mark_of(&write(&base)), base));
        let mut known = manifest.map_or(Ok(vec![]), |bytes| known_of(&bytes))?;
        known.extend(base.iter().map(|(mark, _)| mark.clone()));
        known.push(mark_of(&write(&workspace)));
        Ok(Contents { zip, workspace, known, base, files, bytes })
    }

    /// The bytes of one of the files.
    pub fn file(
        &mut self,
        at: usize,
        name: &str,
        to: &mut dyn FnMut(&[u8]) -> Result<(), PackError>,
    ) -> Result<(), PackError> {
        inflate(&mut self.zip, at, name, to)
    }
}

fn open(path: &Path) -> Result<ZipArchive<BufReader<File>>, PackError> {
    let io = |error| PackError::Io(path.to_path_buf(), error);
    let metadata = fs::metadata(path).map_err(io)?;
    if !metadata.is_file() {
        return Err(PackError::NoPack);
    }
    let mut file = File::open(path).map_err(io)?;
    let mut begins = vec![];
    (&mut file).take(2).read_to_end(&mut begins).map_err(io)?;
    // It finds its own way from here.
    match ZipArchive::new(BufReader::new(file)) {
        Ok(zip) => Ok(zip),
        Err(ZipError::Io(error)) if error.kind() != std::io::ErrorKind::UnexpectedEof => Err(io(error)),
        Err(_) if begins == b"PK" => Err(PackError::Damaged(String::new())),
        Err(_) => Err(PackError::NoPack),
    }
}

fn inflate(
    zip: &mut ZipArchive<BufReader<File>>,
    at: usize,
    name: &str,
    to: &mut dyn FnMut(&[u8]) -> Result<(), PackError>,
) -> Result<(), PackError> {
    let mut entry = zip.by_index(at).map_err(|error| of_zip(&error, name))?;
    copy(&mut |buffer| entry.read(buffer).map_err(|_error| PackError::Damaged(name.to_owned())), to)
}

fn of_zip(error: &ZipError, name: &str) -> PackError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => PackError::Encrypted(name.to_owned()),
        ZipError::CompressionMethodNotSupported(_) => PackError::Method(name.to_owned()),
        _ => PackError::Damaged(name.to_owned()),
    }
}

fn workspace_of(bytes: &[u8], name: &'static str) -> Result<Workspace, PackError> {
    match read(bytes) {
        Ok(Loaded { newer: Some(format), .. }) => Err(PackError::Newer { path: name.into(), format }),
        Ok(Loaded { workspace, newer: None }) => Ok(workspace),
        Err(Unreadable::NewerFormat { found, .. }) => {
            Err(PackError::Newer { path: name.into(), format: found })
        }
        Err(why) => Err(PackError::Unreadable { name, why }),
    }
}

fn known_of(bytes: &[u8]) -> Result<Vec<String>, PackError> {
    let damaged = || PackError::Damaged(MANIFEST.to_owned());
    let text = std::str::from_utf8(bytes).map_err(|_error| damaged())?;
    let manifest: Manifest = ron::from_str(text).map_err(|_error| damaged())?;
    if manifest.format > Manifest::FORMAT {
        return Err(PackError::Newer { path: MANIFEST.into(), format: manifest.format });
    }
    Ok(manifest.known.into_iter().filter(|mark| is_mark(mark)).take(4_000).collect())
}
