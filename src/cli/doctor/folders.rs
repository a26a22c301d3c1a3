//! Our folders, and whether something can be written into them.

use super::super::{Here, shown};
use super::Check;
use crate::text::{Lang, Phrase};
use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

pub fn checks(here: &Here) -> Vec<Check> {
    const DATA: Phrase = Phrase::new("数据目录", "data folder");
    const STATE: Phrase = Phrase::new("状态目录", "state folder");
    const CONFIG: Phrase = Phrase::new("设置目录", "config folder");
    let folders = &here.folders;
    vec![
        folder("config-folder", CONFIG, folders.config.as_ref(), here),
        folder("data-folder", DATA, folders.data.as_ref(), here),
        folder("state-folder", STATE, folders.state.as_ref(), here),
    ]
}

fn folder(key: &'static str, label: Phrase, folder: Option<&PathBuf>, here: &Here) -> Check {
    const MEND: Phrase = Phrase::new(
        "检查权限和剩余空间；没有它就没有恢复副本、最近列表和自有标准文本",
        "see to permissions and free space; without it there are no recovery copies, no recent list, no owned standards",
    );
    let Some(folder) = folder else {
        const NONE: Phrase = Phrase::new("本机没有", "there is none on this machine");
        const HOME: Phrase = Phrase::new("设置 HOME 后再试", "set HOME and try again");
        return Check::bad(key, label, here.say(NONE), here.say(HOME));
    };
    // What is not there yet is made where it is needed: the nearest one above has to take it.
    let there = folder.ancestors().find(|above| above.exists()).unwrap_or(folder);
    match probe(there) {
        Ok(()) => {
            let new = if there == folder {
                ""
            } else {
                here.say(Phrase::new("（用到时新建）", " (made when it is needed)"))
            };
            Check::well(key, label, format!("{}{new}", shown(folder)))
        }
        Err(error) => {
            let why = crate::store::io_text(&error, here.lang);
            let found = match here.lang {
                Lang::Zh => format!("{} 写不进去：{why}", shown(there)),
                Lang::En => format!("{} takes nothing: {why}", shown(there)),
            };
            Check::bad(key, label, found, here.say(MEND))
        }
    }
}

/// Writes a file and takes it away again.
fn probe(folder: &Path) -> io::Result<()> {
    let path = folder.join(format!(".wubu-doctor-{}", std::process::id()));
    let made = OpenOptions::new().write(true).create_new(true).open(&path);
    let mut file = match made {
        // Left by a doctor that was killed.
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(()),
        made => made?,
    };
    let written = file.write_all(b"wubu").and_then(|()| file.sync_all());
    drop(file);
    let removed = std::fs::remove_file(&path);
    written.and(removed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_at_a_folder_leaves_nothing_in_it() {
        let folder = tempfile::tempdir().unwrap();
        probe(folder.path()).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        assert!(probe(&folder.path().join("none")).is_err());
    }
}
