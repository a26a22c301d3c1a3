//! `wubu demo [FILE]`: the demo plant, its days moved so that it is in its middle today.

use super::out;
use super::trouble::Trouble;
use super::{Here, file_arg, help, shown};
use crate::store::{demo_file, make_demo};
use crate::text::{Lang, Phrase};
use clap::{ArgMatches, Command};
use std::path::PathBuf;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new("打开示例工厂，随意试用", "open the demo plant, to try things out");
    const USAGE: Phrase = Phrase::new("wubu demo [文件]", "wubu demo [FILE]");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu demo\nwubu demo try.wubu.ron\n    在此文件里试用；已有则照原样打开",
        "wubu demo\nwubu demo try.wubu.ron\n    keep the demo in this file; an existing one is opened as it is",
    );
    const FILE: Phrase = Phrase::new(
        "示例放在哪个文件，证据放在旁边；不写则放在数据目录",
        "the file for the demo, its evidence beside it; else in the data folder",
    );
    help::subcommand("demo", lang, ABOUT, USAGE, EXAMPLES)
        .arg(file_arg(lang).required(false).help(FILE.say(lang)))
}

/// The file to open, which is there by then.
pub fn file(matches: &ArgMatches, here: &Here) -> Result<PathBuf, Trouble> {
    if let Some(path) = matches.get_one::<PathBuf>("file") {
        make_demo(path, here.today)?;
        return Ok(path.clone());
    }
    let path = demo_file(&here.folders, here.today)?;
    if here.folders.data.as_ref().is_none_or(|folder| !path.starts_with(folder)) {
        let path = shown(&path);
        out::tell(&match here.lang {
            Lang::Zh => format!("数据目录不可用，示例放在临时目录：{path}"),
            Lang::En => format!("there is no data folder; the demo lies among the temporary files: {path}"),
        });
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Config, Folders, demo};
    use jiff::civil::{Date, date};
    use std::fs;

    fn asked(words: &[&str], folders: &Folders, today: Date) -> Result<PathBuf, Trouble> {
        let here = Here {
            lang: Lang::Zh,
            is_lang_asked: false,
            today,
            folders: folders.clone(),
            config: Config::default(),
            mistakes: vec![],
        };
        let matches = command(Lang::Zh).get_matches_from([&["demo"], words].concat());
        file(&matches, &here)
    }

    #[test]
    fn the_demo_lies_in_the_data_folder_and_an_untouched_one_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::below(&folder.path().join("not/yet/there"));
        let path = asked(&[], &folders, date(2026, 11, 20)).unwrap();
        assert!(path.starts_with(folder.path()));
        let later = date(2026, 12, 1);
        asked(&[], &folders, later).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), demo(later));
        let mine = demo(later).replace("name: \"", "name: \"我的");
        fs::write(&path, &mine).unwrap();
        asked(&[], &folders, date(2026, 12, 2)).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), mine, "a copy that was worked in is left alone");
    }

    #[test]
    fn without_a_data_folder_the_demo_is_temporary() {
        let folder = tempfile::tempdir().unwrap();
        let blocked = folder.path().join("file");
        fs::write(&blocked, "").unwrap();
        for folders in [Folders::default(), Folders::below(&blocked)] {
            let path = asked(&[], &folders, date(2026, 11, 20)).unwrap();
            assert!(path.is_file() && path.starts_with(std::env::temp_dir()));
            fs::remove_file(path).unwrap();
        }
    }

    #[test]
    fn a_named_file_is_made_once_and_then_opened_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("试.wubu.ron");
        let words = [path.to_str().unwrap()];
        let today = date(2026, 11, 20);
        asked(&words, &Folders::default(), today).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), demo(today));
        fs::write(&path, "mine").unwrap();
        asked(&words, &Folders::default(), today).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
        let nowhere = folder.path().join("no/folder.wubu.ron");
        assert!(asked(&[nowhere.to_str().unwrap()], &Folders::default(), today).is_err());
    }
}
