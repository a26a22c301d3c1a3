//! Names of files in the folder that begin as typed, for Tab.

use super::beneath::root_of;
use super::named::judge;
use crate::store::pack::name::is_plain;
use std::fs;
use std::path::Path;

/// Names that are looked at in one folder: a share with a million photos must not stop the typing.
const MOST: usize = 20_000;

/// What `typed` may go on to: paths beneath the folder of the workspace, sorted, folders with `/` at their end.
/// Only what can be linked is offered.
pub fn complete(file: &Path, typed: &str) -> Vec<String> {
    let Ok(root) = root_of(file) else { return vec![] };
    let (folder, begun) = typed.rsplit_once('/').unwrap_or(("", typed));
    // `/` alone is the root of the machine.
    if typed.starts_with('/') || (!folder.is_empty() && judge(folder).is_err()) {
        return vec![];
    }
    let Ok(place) = fs::canonicalize(root.join(folder)) else { return vec![] };
    if !place.starts_with(&root) {
        return vec![];
    }
    let Ok(entries) = fs::read_dir(&place) else { return vec![] };
    let begun = begun.to_lowercase();
    let named = |entry: fs::DirEntry| {
        let name = entry.file_name().into_string().ok()?;
        if !is_plain(&name) || !name.to_lowercase().starts_with(&begun) {
            return None;
        }
        let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        let kind = fs::metadata(entry.path()).ok()?;
        let is_own = entry.path().canonicalize().is_ok_and(|real| real.starts_with(&root));
        match (is_own, kind.is_dir(), kind.is_file()) {
            (true, true, _) => Some(format!("{path}/")),
            // The workspace is no evidence of itself.
            (true, _, true) if !path.ends_with(".wubu.ron") => Some(path),
            _ => None,
        }
    };
    let mut found: Vec<String> = entries.take(MOST).filter_map(|entry| named(entry.ok()?)).collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_linked_is_offered() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("plant/p.wubu.ron");
        fs::create_dir_all(folder.path().join("plant/证据/4a")).unwrap();
        for name in
            ["plant/p.wubu.ron", "plant/证据/纪要.pdf", "plant/证据/4a/照片.jpg", "plant/.hidden", "secret"]
        {
            fs::write(folder.path().join(name), "").unwrap();
        }
        assert_eq!(complete(&file, ""), ["证据/"]);
        assert_eq!(complete(&file, "证"), ["证据/"]);
        assert_eq!(complete(&file, "证据/"), ["证据/4a/", "证据/纪要.pdf"]);
        assert_eq!(complete(&file, "证据/纪"), ["证据/纪要.pdf"]);
        for nothing in ["../", "/", "x", ".h", "证据/../"] {
            assert!(complete(&file, nothing).is_empty(), "{nothing}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path(), folder.path().join("plant/up")).unwrap();
            assert!(!complete(&file, "").contains(&"up/".to_owned()));
            assert!(complete(&file, "up/").is_empty());
        }
    }
}
