//! `wubu demo [FILE]`: the demo plant, its days moved so that it is in its middle today.

use super::out;
use super::trouble::Trouble;
use super::{Here, file_arg, help, shown};
use crate::store::{
    OpenError, SaveError, Seen, Session, WhyNot, demo, is_untouched_demo, open_bytes, read, replace,
};
use crate::text::{Lang, Phrase};
use clap::{ArgMatches, Command};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new("打开示例工厂，随意试用", "open the demo plant, to try things out");
    const USAGE: Phrase = Phrase::new("wubu demo [文件]", "wubu demo [FILE]");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu demo\nwubu demo try.wubu.ron\n    在此文件里试用；已有则照原样打开",
        "wubu demo\nwubu demo try.wubu.ron\n    keep the demo in this file; an existing one is opened as it is",
    );
    const FILE: Phrase = Phrase::new(
        "示例放在哪个文件；不写则放在数据目录",
        "the file for the demo; without it, one in the data folder",
    );
    help::subcommand("demo", lang, ABOUT, USAGE, EXAMPLES)
        .arg(file_arg(lang).required(false).help(FILE.say(lang)))
}

/// The file to open, which is there by then.
pub fn file(matches: &ArgMatches, here: &Here) -> Result<PathBuf, Trouble> {
    match matches.get_one::<PathBuf>("file") {
        Some(path) => {
            make(path, here)?;
            Ok(path.clone())
        }
        None => own_copy(here, &std::env::temp_dir()),
    }
}

/// The copy in the data folder; where there can be none, one in the folder for temporary things.
fn own_copy(here: &Here, temporary: &Path) -> Result<PathBuf, Trouble> {
    if let Some(folder) = &here.folders.data {
        let path = folder.join("demo.wubu.ron");
        if std::fs::create_dir_all(folder).is_ok() && renew(&path, here).is_ok() {
            return Ok(path);
        }
    }
    // A name that nobody can have prepared.
    let path = temporary.join(format!("demo-{:08x}.wubu.ron", fastrand::u32(..)));
    make(&path, here)?;
    let path_shown = shown(&path);
    out::tell(&match here.lang {
        Lang::Zh => format!("数据目录不可用，示例放在临时目录：{path_shown}"),
        Lang::En => format!("there is no data folder; the demo lies among the temporary files: {path_shown}"),
    });
    Ok(path)
}

/// Made where it is missing, made anew where it is an untouched copy of another day.
fn renew(path: &Path, here: &Here) -> Result<(), Trouble> {
    make(path, here)?;
    let bytes = open_bytes(path)?.bytes;
    let today = demo(here.today);
    if today.as_bytes() != bytes && std::str::from_utf8(&bytes).is_ok_and(is_untouched_demo) {
        replace(path, today.as_bytes(), Seen::of(&bytes))?;
    }
    Ok(())
}

/// Made where it is missing.
fn make(path: &Path, here: &Here) -> Result<(), Trouble> {
    match open_bytes(path) {
        Ok(_) => return Ok(()),
        Err(OpenError { why: WhyNot::Io(error), .. }) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error.into()),
    }
    let workspace = read(demo(here.today).as_bytes()).expect("the demo is read by a test").workspace;
    match Session::create(path, workspace) {
        Ok(_) => Ok(()),
        // Somebody was faster.
        Err(SaveError { error, .. }) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Config, Folders};
    use jiff::civil::{Date, date};

    fn here(folders: Folders, today: Date) -> Here {
        Here { lang: Lang::Zh, today, folders, config: Config::default() }
    }

    #[test]
    fn the_demo_lies_in_the_data_folder_and_an_untouched_one_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::below(&folder.path().join("not/yet/there"));
        let path = own_copy(&here(folders.clone(), date(2026, 11, 20)), folder.path()).unwrap();
        let first = std::fs::read_to_string(&path).unwrap();
        own_copy(&here(folders.clone(), date(2026, 12, 1)), folder.path()).unwrap();
        let second = std::fs::read_to_string(&path).unwrap();
        assert_ne!(first, second);
        let mine = second.replace("name: \"", "name: \"我的");
        std::fs::write(&path, &mine).unwrap();
        own_copy(&here(folders, date(2026, 12, 2)), folder.path()).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), mine, "a copy that was worked in is left alone");
    }

    #[test]
    fn without_a_data_folder_the_demo_is_temporary() {
        let folder = tempfile::tempdir().unwrap();
        let path = own_copy(&here(Folders::default(), date(2026, 11, 20)), folder.path()).unwrap();
        assert!(path.starts_with(folder.path()) && path.is_file());
        let blocked = folder.path().join("file");
        std::fs::write(&blocked, "").unwrap();
        let path = own_copy(&here(Folders::below(&blocked), date(2026, 11, 20)), folder.path()).unwrap();
        assert!(path.starts_with(folder.path()) && path.is_file());
    }

    #[test]
    fn a_named_file_is_made_once_and_then_opened_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("试.wubu.ron");
        let here = here(Folders::default(), date(2026, 11, 20));
        make(&path, &here).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), demo(here.today));
        std::fs::write(&path, "mine").unwrap();
        make(&path, &here).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
        assert!(make(&folder.path().join("no/folder.wubu.ron"), &here).is_err());
    }
}
