//! A repository in which nothing of this machine shines in, and what stands in for the merge driver.

use crate::place::Place;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use wubu::store::{read, write};
use wubu::text::Lang;
use wubu::workspace::{Assign, RecordKind, Workspace, adopt, assign};

pub const WUBU: &str = env!("CARGO_BIN_EXE_wubu");
pub const PLANT: &str = "plant.wubu.ron";

/// A repository in which nothing of this machine shines in.
pub struct Repo {
    pub place: Place,
    pub folder: PathBuf,
}

impl Repo {
    pub fn new() -> Repo {
        let place = Place::new();
        let folder = fs::canonicalize(place.path("")).unwrap();
        let repo = Repo { place, folder };
        fs::write(
            repo.place.home().join(".gitconfig"),
            "[user]\n\tname = 李工\n\temail = li@example.com\n[init]\n\tdefaultBranch = main\n[protocol \"file\"]\n\tallow = always\n[gc]\n\tauto = 0\n[advice]\n\tdetachedHead = false\n",
        )
        .unwrap();
        repo.git(&["init", "--quiet"]);
        repo
    }

    pub fn isolate<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command
            .env("HOME", self.place.home())
            .env("XDG_CONFIG_HOME", self.place.home().join(".config"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", self.place.home().join(".gitconfig"))
            .env("GIT_EDITOR", "true")
            .env_remove("GIT_DIR")
    }

    pub fn try_git_in(&self, folder: &Path, args: &[&str]) -> Output {
        let mut git = Command::new("git");
        self.isolate(git.args(args).current_dir(folder)).output().expect("these tests need git")
    }

    pub fn try_git(&self, args: &[&str]) -> Output {
        self.try_git_in(&self.folder, args)
    }

    pub fn git_in(&self, folder: &Path, args: &[&str]) -> String {
        let output = self.try_git_in(folder, args);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {args:?}: {said}{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn git(&self, args: &[&str]) -> String {
        self.git_in(&self.folder, args)
    }

    pub fn wubu_in(&self, folder: &Path, args: &[&str]) -> (i32, String, String) {
        let mut wubu = self.place.command();
        wubu.current_dir(folder).args(args);
        let output = self.isolate(&mut wubu).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    pub fn wubu(&self, args: &[&str]) -> (i32, String, String) {
        self.wubu_in(&self.folder, args)
    }

    pub fn path(&self) -> PathBuf {
        self.folder.join(PLANT)
    }

    pub fn put(&self, changes: &[(&str, &str, &str)]) {
        fs::write(self.path(), plant(changes)).unwrap();
    }

    pub fn commit(&self, changes: &[(&str, &str, &str)], message: &str) {
        self.put(changes);
        self.git(&["add", "-A"]);
        self.git(&["commit", "--quiet", "-m", message]);
    }

    pub fn set_driver(&self, driver: Driver) {
        fs::write(self.folder.join(".gitattributes"), "*.wubu.ron text eol=lf merge=wubu diff=wubu\n")
            .unwrap();
        if let Some(line) = driver.line() {
            self.git(&["config", "merge.wubu.driver", &line]);
        }
    }

    pub fn held(&self) -> Workspace {
        let bytes = fs::read(self.path()).unwrap();
        read(&bytes).unwrap_or_else(|why| panic!("{}", why.say(Lang::En))).workspace
    }

    pub fn owner(&self, task: &str) -> String {
        self.held().tasks.get(task).unwrap().owner.as_str().to_owned()
    }

    pub fn status(&self) -> String {
        self.git(&["status", "--porcelain=v1", "--untracked-files=all"])
    }
}

/// Three tasks with some fields filled in.
pub fn plant(changes: &[(&str, &str, &str)]) -> String {
    let mut workspace = Workspace::default();
    let edit = adopt(&workspace, &["4a.1", "4a.2", "4a.3"]).unwrap();
    workspace.apply(edit).unwrap();
    let today = jiff::civil::date(2026, 11, 20);
    for (id, field, value) in changes {
        let id = workspace.tasks.key(id).unwrap().clone();
        let edit = assign(&workspace, RecordKind::Task, &id, &[Assign::new(field, value)], today).unwrap();
        workspace.apply(edit).unwrap();
    }
    write(&workspace)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Driver {
    Present,
    /// Present, but answering 0 also with disputes.
    Recording,
    Missing,
    Unset,
    Exits2,
    Killed,
}

impl Driver {
    pub fn line(self) -> Option<String> {
        const ARGS: &str = "merge-driver %O %A %B %L %P %S %X %Y";
        const REST: &str = "; s=$?; test $s -le 1 && exit $s; exit 129";
        Some(match self {
            Driver::Present => format!("'{WUBU}' {ARGS}{REST}"),
            Driver::Recording => format!("'{WUBU}' merge-driver --record %O %A %B %L %P %S %X %Y{REST}"),
            Driver::Missing => format!("no-such-wubu {ARGS}{REST}"),
            Driver::Exits2 => format!("sh -c 'exit 2' {ARGS}{REST}"),
            Driver::Killed => format!("sh -c 'kill -9 $$' {ARGS}{REST}"),
            Driver::Unset => return None,
        })
    }
}

pub const BASE: &[(&str, &str, &str)] = &[("4a.3", "owner", "丁")];

/// What the other side sets; beside our change, and so in the next line, where it is no dispute.
pub fn theirs_of(ours: &str, theirs: &'static str) -> Vec<(&'static str, &'static str, &'static str)> {
    let beside: &[_] = if ours == theirs { &[] } else { &[("4a.1", "priority", "high")] };
    [BASE, &[(theirs, "owner", "乙")], beside].concat()
}

/// `main` gives 4a.1 (or what `ours` says) to 甲, `side` gives `theirs` to 乙.
pub fn fork(repo: &Repo, ours: &str, theirs: &'static str) {
    repo.commit(BASE, "base");
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.commit(&theirs_of(ours, theirs), "side");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.commit(&[BASE, &[(ours, "owner", "甲")]].concat(), "ours");
}
