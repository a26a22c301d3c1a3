//! What git must know to merge and compare workspace files by records: a line in `.gitattributes`, and two
//! programs in the configuration of this clone. Without them git merges line by line, or not at all.

use super::attributes::with_our_line;
use super::run::{ask, git, run};
use super::{GitError, Spot, WorkTree};
use crate::store::{SaveError, Seen, replace};
use std::path::{Path, PathBuf};
use thiserror::Error;

/// What follows the name of the program. git takes every exit code from 1 to 128 for "conflicts, see the file"
/// and would lose the other side when the program is missing (127) or panics (101): those become 129, at which
/// git gives up and keeps everything.
const MERGE: &str = " merge-driver %O %A %B %L %P %S %X %Y; s=$?; test $s -le 1 && exit $s; exit 129";
const TEXTCONV: &str = " textconv";

/// Whether a driver makes git give up, rather than forget a side, when its program is not there.
pub(super) fn is_guarded(driver: &str) -> bool {
    driver.ends_with(MERGE)
}

/// How one part is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wiring {
    Set,
    Missing,
    /// Somebody set something else, or an older version of ours did.
    Other(String),
    /// As it should be, but no shell finds this program, or it is not ours.
    NoProgram(String),
}

/// What there is for the files of a work tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drivers {
    /// As git says it: `2.47.3`.
    pub version: String,
    /// git tells the driver what the sides are called (from 2.44); merging works without.
    pub gives_labels: bool,
    /// What holds for the file, whichever `.gitattributes` says so.
    pub attributes: Wiring,
    pub merge: Wiring,
    pub textconv: Wiring,
    /// Set, it would keep git from merging the common ancestors of a criss-cross by records.
    pub recursive: Option<String>,
}

impl Drivers {
    /// By a workspace file, or by a folder for those that will lie in it.
    pub fn of(place: &Path) -> Result<Drivers, GitError> {
        let tree = WorkTree::of(place)?;
        let version = version(&tree)?;
        let get = |name: &str| tree.line(&["config", "--get", name]);
        Ok(Drivers {
            gives_labels: at_least(&version, 2, 44),
            version,
            attributes: attributes(&tree, place)?,
            merge: wiring(&tree, get("merge.wubu.driver")?, MERGE)?,
            textconv: wiring(&tree, get("diff.wubu.textconv")?, TEXTCONV)?,
            recursive: get("merge.wubu.recursive")?,
        })
    }

    pub fn are_set(&self) -> bool {
        [&self.attributes, &self.merge, &self.textconv].iter().all(|wiring| **wiring == Wiring::Set)
            && self.recursive.is_none()
    }
}

fn version(tree: &WorkTree) -> Result<String, GitError> {
    let mut command = tree.git();
    command.arg("--version");
    let said = ask(command)?;
    let text = String::from_utf8_lossy(&said.out).into_owned();
    Ok(text.split_whitespace().nth(2).unwrap_or_default().to_owned())
}

fn at_least(version: &str, major: u32, minor: u32) -> bool {
    let mut numbers = version.split('.').map(|number| number.parse::<u32>().unwrap_or(0));
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0)) >= (major, minor)
}

fn attributes(tree: &WorkTree, place: &Path) -> Result<Wiring, GitError> {
    const WANTED: [(&str, &str); 4] = [("text", "set"), ("eol", "lf"), ("merge", "wubu"), ("diff", "wubu")];
    let (folder, name) = if place.is_dir() {
        (tree.folder.clone(), "x.wubu.ron".into())
    } else {
        let spot = Spot::of(place)?;
        (spot.folder, spot.name)
    };
    let mut check = git(&folder);
    check.args(["check-attr", "-z"]).args(WANTED.map(|(name, _)| name)).arg("--").arg(name);
    let said = ask(check)?;
    // Path, attribute, value, and so on.
    let values: Vec<String> =
        said.parts().map(|part| String::from_utf8_lossy(part).into_owned()).skip(2).step_by(3).collect();
    let found = || WANTED.iter().zip(&values);
    Ok(if found().all(|((_, wanted), value)| value == wanted) && values.len() == WANTED.len() {
        Wiring::Set
    } else if found().all(|((name, _), value)| value == "unspecified" || matches!(*name, "text" | "eol")) {
        Wiring::Missing
    } else {
        Wiring::Other(
            found().map(|((name, _), value)| format!("{name}={value}")).collect::<Vec<_>>().join(" "),
        )
    })
}

fn wiring(tree: &WorkTree, found: Option<String>, tail: &str) -> Result<Wiring, GitError> {
    let Some(found) = found else { return Ok(Wiring::Missing) };
    Ok(match found.strip_suffix(tail) {
        None => Wiring::Other(found),
        Some(program) => {
            let program = if tail == MERGE { program.replace("%%", "%") } else { program.to_owned() };
            if answers(tree, &program)?.is_some() { Wiring::Set } else { Wiring::NoProgram(program) }
        }
    })
}

/// The version of a program, as git's own shell finds and starts it; none when that is not ours.
fn answers(tree: &WorkTree, program: &str) -> Result<Option<String>, GitError> {
    let mut command = git(&tree.root);
    // An alias with `!` goes to the shell that drivers go to, also on Windows, where no other is at hand.
    command.arg("-c").arg(format!("alias.wubu-program=!{program} --version")).arg("wubu-program");
    let answer = run(command, None)?.line().unwrap_or_default();
    Ok(answer.strip_prefix("wubu ").map(str::to_owned))
}

/// What `set_up` could not do.
#[derive(Debug, Error)]
pub enum SetUpError {
    #[error(transparent)]
    Git(#[from] GitError),
    #[error(transparent)]
    Save(#[from] SaveError),
}

/// Sets what is missing, in `.gitattributes` at the root of the work tree and in the configuration of this
/// clone. `program` is the running one: it is named by its path where the shell would not find it, or another.
/// True when `.gitattributes` was changed, and so waits to be committed.
pub fn set_up(place: &Path, program: &Path) -> Result<bool, SetUpError> {
    let tree = WorkTree::of(place)?;
    let path = tree.root().join(".gitattributes");
    let before = match std::fs::read(&path) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(SetUpError::Save(SaveError::new(&path, error))),
    };
    let changed = with_our_line(before.as_deref().unwrap_or_default());
    if let Some(text) = &changed {
        replace(&path, text, before.as_deref().map_or(Seen::Nothing, Seen::of))?;
    }
    let found = answers(&tree, "wubu")?.is_some_and(|version| version == env!("CARGO_PKG_VERSION"));
    let program = if found { "wubu".to_owned() } else { quoted(program) };
    let driver = format!("{}{MERGE}", program.replace('%', "%%"));
    let textconv = format!("{program}{TEXTCONV}");
    for (name, value) in [
        ("merge.wubu.name", "五步工作区 Wubu workspace"),
        ("merge.wubu.driver", &driver),
        ("diff.wubu.textconv", &textconv),
    ] {
        let mut set = git(tree.root());
        set.args(["config", "--local", "--replace-all", name, value]);
        ask(set)?;
    }
    // Where it is not set, git says so by its exit code.
    let mut unset = git(tree.root());
    unset.args(["config", "--local", "--unset-all", "merge.wubu.recursive"]);
    run(unset, None)?;
    Ok(changed.is_some())
}

/// A path for a POSIX shell.
fn quoted(program: &Path) -> String {
    let path = program.to_string_lossy();
    // The shell of git for Windows takes either slash, and would take a backslash for an escape.
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() };
    format!("'{}'", path.replace('\'', r"'\''"))
}

/// Whether others see this file, and nothing is set for merging their changes into it: worth a warning. One or
/// two processes.
pub fn is_shared_without_driver(file: &Path) -> bool {
    let Ok(spot) = Spot::of(file) else { return false };
    if !spot.folder.ancestors().any(|above| above.join(".git").exists()) {
        return false;
    }
    let mut config = spot.git();
    config.args(["config", "--get-regexp", r"^(merge\.wubu\.driver|remote\..*\.url)$"]);
    let Ok(said) = run(config, None) else { return false };
    let names: Vec<&[u8]> = said.out.split(|byte| *byte == b'\n').collect();
    if names.iter().any(|name| name.starts_with(b"merge.wubu.driver")) {
        return false;
    }
    let mut list = spot.git();
    list.args(["ls-files", "-z", "--"]).arg(spot.literal());
    names.iter().any(|name| name.starts_with(b"remote."))
        || run(list, None).is_ok_and(|said| said.status.success() && !said.out.is_empty())
}

/// The running program, as drivers may name it.
pub fn this_program() -> PathBuf {
    std::env::current_exe().unwrap_or_else(|_| PathBuf::from("wubu"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_one_word_of_the_shell() {
        assert_eq!(quoted(Path::new("/opt/五步 x/wubu")), "'/opt/五步 x/wubu'");
        assert_eq!(quoted(Path::new("/it's/wubu")), r"'/it'\''s/wubu'");
    }

    #[test]
    fn versions_are_compared_by_their_numbers() {
        assert!(at_least("2.44.0", 2, 44) && at_least("3.0", 2, 44) && at_least("2.47.3.windows.1", 2, 44));
        assert!(!at_least("2.43.9", 2, 44) && !at_least("", 2, 44));
    }
}
