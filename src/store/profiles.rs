//! What is too much for the workspace: histograms, frequent values, gap strips and worst rows of an export, kept by
//! the hash of its bytes. It is only ever a help; losing it means measuring the export again.

use super::{Folders, Seen, replace};
use crate::profile::Profile;
use std::fs;
use std::path::PathBuf;

/// Bytes that one profile may take. Words and bins of four thousand columns would be more.
const LARGEST: usize = 1 << 20;

/// The profile of the export with this hash, if it was measured on this machine and can still be read.
pub fn recall_profile(folders: &Folders, hash: &str) -> Option<Profile> {
    let file = file(folders, hash)?;
    if fs::metadata(&file).ok()?.len() > LARGEST as u64 {
        return None;
    }
    let profile: Profile = serde_json::from_slice(&fs::read(file).ok()?).ok()?;
    (profile.file.hash == hash).then_some(profile)
}

/// Keeps a profile. One that would be too large goes without the details of its last columns.
pub fn remember_profile(folders: &Folders, profile: &Profile) {
    let Some(file) = file(folders, &profile.file.hash) else { return };
    let mut kept = profile.clone();
    let bytes = loop {
        let Ok(bytes) = serde_json::to_vec(&kept) else { return };
        if bytes.len() <= LARGEST || kept.columns.is_empty() {
            break bytes;
        }
        kept.columns.truncate(kept.columns.len() / 2);
    };
    let _ = file.parent().map(fs::create_dir_all);
    let _ = replace(&file, &bytes, Seen::Anything);
}

/// A hash comes out of a workspace that somebody else may have written: only hexadecimal digits become a name.
fn file(folders: &Folders, hash: &str) -> Option<PathBuf> {
    let is_hash = !hash.is_empty() && hash.len() <= 32 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let state = folders.state.as_ref().filter(|_| is_hash)?;
    Some(state.join("profiles").join(format!("{hash}.json")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::{Options, Progress, measure};

    #[test]
    fn a_profile_is_found_by_the_hash_of_its_file() {
        let home = tempfile::tempdir().unwrap();
        let folders = Folders { state: Some(home.path().to_path_buf()), ..Folders::default() };
        let export = home.path().join("a.csv");
        fs::write(&export, "时间,温度(℃)\n2026-01-01 00:00:00,1.5\n2026-01-01 00:00:01,1.25\n").unwrap();
        let profile = measure(&export, &Options::default(), &Progress::new()).unwrap();
        assert_eq!(recall_profile(&folders, &profile.file.hash), None);
        remember_profile(&folders, &profile);
        assert_eq!(recall_profile(&folders, &profile.file.hash), Some(profile.clone()));
        fs::write(file(&folders, &profile.file.hash).unwrap(), "{").unwrap();
        assert_eq!(recall_profile(&folders, &profile.file.hash), None);
        for hash in ["", "../../x", "zz", "a/b"] {
            assert_eq!(file(&folders, hash), None, "{hash}");
        }
    }
}
