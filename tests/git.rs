//! Real merges by a real git, in repositories of their own: with the driver of this program, with none, and
//! with one that is missing or dies. In each of them nobody's work is lost.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

#[path = "support/place.rs"]
mod place;

use place::Place;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use wubu::store::git::{GitError, Pulled, WorkTree, at_revision, commits_of, each_version, versions};
use wubu::store::git::{is_shared_without_driver, rehearse, set_up};
use wubu::store::{Apart, conclude, read, write};
use wubu::text::Lang;
use wubu::workspace::{Assign, RecordKind, Workspace, adopt, assign};

const WUBU: &str = env!("CARGO_BIN_EXE_wubu");
const PLANT: &str = "plant.wubu.ron";

/// A repository in which nothing of this machine shines in.
struct Repo {
    place: Place,
    folder: PathBuf,
}

impl Repo {
    fn new() -> Repo {
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

    fn isolate<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command
            .env("HOME", self.place.home())
            .env("XDG_CONFIG_HOME", self.place.home().join(".config"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", self.place.home().join(".gitconfig"))
            .env("GIT_EDITOR", "true")
            .env_remove("GIT_DIR")
    }

    fn try_git_in(&self, folder: &Path, args: &[&str]) -> Output {
        let mut git = Command::new("git");
        self.isolate(git.args(args).current_dir(folder)).output().expect("these tests need git")
    }

    fn try_git(&self, args: &[&str]) -> Output {
        self.try_git_in(&self.folder, args)
    }

    fn git_in(&self, folder: &Path, args: &[&str]) -> String {
        let output = self.try_git_in(folder, args);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {args:?}: {said}{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stdout).unwrap()
    }

    fn git(&self, args: &[&str]) -> String {
        self.git_in(&self.folder, args)
    }

    fn wubu_in(&self, folder: &Path, args: &[&str]) -> (i32, String, String) {
        let mut wubu = self.place.command();
        wubu.current_dir(folder).args(args);
        let output = self.isolate(&mut wubu).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
    }

    fn wubu(&self, args: &[&str]) -> (i32, String, String) {
        self.wubu_in(&self.folder, args)
    }

    fn path(&self) -> PathBuf {
        self.folder.join(PLANT)
    }

    fn put(&self, changes: &[(&str, &str, &str)]) {
        fs::write(self.path(), plant(changes)).unwrap();
    }

    fn commit(&self, changes: &[(&str, &str, &str)], message: &str) {
        self.put(changes);
        self.git(&["add", "-A"]);
        self.git(&["commit", "--quiet", "-m", message]);
    }

    fn set_driver(&self, driver: &Driver) {
        fs::write(self.folder.join(".gitattributes"), "*.wubu.ron text eol=lf merge=wubu diff=wubu\n")
            .unwrap();
        if let Some(line) = driver.line() {
            self.git(&["config", "merge.wubu.driver", &line]);
        }
    }

    fn held(&self) -> Workspace {
        let bytes = fs::read(self.path()).unwrap();
        read(&bytes).unwrap_or_else(|why| panic!("{}", why.say(Lang::En))).workspace
    }

    fn owner(&self, task: &str) -> String {
        self.held().tasks.get(task).unwrap().owner.as_str().to_owned()
    }

    fn status(&self) -> String {
        self.git(&["status", "--porcelain=v1", "--untracked-files=all"])
    }
}

/// Three tasks with some fields filled in.
fn plant(changes: &[(&str, &str, &str)]) -> String {
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
enum Driver {
    Present,
    /// Present, but answering 0 also with disputes.
    Recording,
    Missing,
    Unset,
    Exits2,
    Killed,
}

impl Driver {
    fn line(self) -> Option<String> {
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

/// How an operation is begun, given up, and which owners each side sets.
struct Operation {
    name: &'static str,
    begin: &'static [&'static str],
    abort: &'static [&'static str],
    prepare: fn(&Repo, &str, &str),
    /// git never hands this one to a driver: what it does is in the note of its own test.
    ours: &'static str,
    theirs: &'static str,
}

const BASE: &[(&str, &str, &str)] = &[("4a.3", "owner", "丁")];

/// `main` gives 4a.1 (or what `ours` says) to 甲, `side` gives `theirs` to 乙.
fn fork(repo: &Repo, ours: &str, theirs: &str) {
    repo.commit(BASE, "base");
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    repo.commit(&[BASE, &[(theirs, "owner", "乙")]].concat(), "side");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.commit(&[BASE, &[(ours, "owner", "甲")]].concat(), "ours");
}

fn with_remote(repo: &Repo, ours: &str, theirs: &str) {
    fork(repo, ours, theirs);
    repo.git(&["clone", "--quiet", "--bare", ".", "../remote.git"]);
    repo.git(&["remote", "add", "origin", "../remote.git"]);
    repo.git(&["fetch", "--quiet"]);
    repo.git(&["branch", "--quiet", "--set-upstream-to=origin/side", "main"]);
}

fn with_other_changes(repo: &Repo, ours: &str, theirs: &str) {
    with_remote(repo, ours, theirs);
    fs::write(repo.folder.join("notes"), "changed").unwrap();
    repo.git(&["add", "notes"]);
}

fn revertible(repo: &Repo, ours: &str, theirs: &str) {
    // What is reverted gave `theirs` to 丙; without it, 乙 has it again.
    repo.commit(&[BASE, &[(theirs, "owner", "乙")]].concat(), "base");
    repo.commit(&[BASE, &[(theirs, "owner", "丙")]].concat(), "to revert");
    let now = if ours == theirs { vec![] } else { vec![(theirs, "owner", "丙")] };
    repo.commit(&[BASE, &now, &[(ours, "owner", "甲")]].concat(), "ours");
}

fn stashed(repo: &Repo, ours: &str, theirs: &str) {
    repo.commit(BASE, "base");
    repo.put(&[BASE, &[(theirs, "owner", "乙")]].concat());
    repo.git(&["stash", "--quiet"]);
    repo.commit(&[BASE, &[(ours, "owner", "甲")]].concat(), "ours");
}

fn mailed(repo: &Repo, ours: &str, theirs: &str) {
    fork(repo, ours, theirs);
    let patch = repo.git(&["format-patch", "--stdout", "main~1..side"]);
    fs::write(repo.folder.join("../side.patch"), patch).unwrap();
}

fn both_added(repo: &Repo, ours: &str, theirs: &str) {
    repo.git(&["add", ".gitattributes"]);
    repo.git(&["commit", "--quiet", "-m", "nothing yet"]);
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    // Without a base, what only one side says is no dispute.
    repo.commit(&[BASE, &[(theirs, "owner", "乙")]].concat(), "side");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.commit(&[BASE, &[(ours, "owner", "甲")]].concat(), "ours");
}

fn crossed(repo: &Repo, ours: &str, theirs: &str) {
    repo.commit(BASE, "base");
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    let side = [BASE, &[("4a.2", "priority", "high")][..]].concat();
    repo.commit(&side, "side 1");
    repo.git(&["checkout", "--quiet", "main"]);
    let main = [BASE, &[("4a.1", "priority", "low")][..]].concat();
    repo.commit(&main, "main 1");
    let both = [main, vec![("4a.2", "priority", "high")]].concat();
    // Each merges the other's first commit by hand: two merge bases.
    let [first, other] = [repo.git(&["rev-parse", "main"]), repo.git(&["rev-parse", "side"])];
    for (branch, with, at, name) in [("main", other.trim(), ours, "甲"), ("side", first.trim(), theirs, "乙")]
    {
        repo.git(&["checkout", "--quiet", branch]);
        repo.git(&["merge", "--quiet", "--no-commit", "-s", "ours", with]);
        repo.put(&both);
        repo.git(&["commit", "--quiet", "-am", "crossed"]);
        repo.commit(&[both.clone(), vec![(at, "owner", name)]].concat(), "after");
    }
    repo.git(&["checkout", "--quiet", "main"]);
}

const OPERATIONS: [Operation; 11] = [
    Operation {
        name: "merge",
        begin: &["merge", "--no-edit", "side"],
        abort: &["merge", "--abort"],
        prepare: fork,
        ours: "4a.1",
        theirs: "4a.2",
    },
    Operation {
        name: "pull",
        begin: &["pull", "--no-rebase", "--no-edit"],
        abort: &["merge", "--abort"],
        prepare: with_remote,
        ours: "4a.1",
        theirs: "4a.2",
    },
    Operation {
        name: "cherry-pick",
        begin: &["cherry-pick", "side"],
        abort: &["cherry-pick", "--abort"],
        prepare: fork,
        ours: "4a.1",
        theirs: "4a.2",
    },
    Operation {
        name: "revert",
        begin: &["revert", "--no-edit", "HEAD~1"],
        abort: &["revert", "--abort"],
        prepare: revertible,
        ours: "4a.1",
        theirs: "4a.2",
    },
    Operation {
        name: "stash pop",
        begin: &["stash", "pop"],
        abort: &["reset", "--hard"],
        prepare: stashed,
        ours: "4a.1",
        theirs: "4a.2",
    },
    Operation {
        name: "rebase",
        begin: &["rebase", "side"],
        abort: &["rebase", "--abort"],
        prepare: fork,
        ours: "4a.1",
        theirs: "4a.2",
    },
    Operation {
        name: "pull --rebase --autostash",
        begin: &["pull", "--rebase", "--autostash"],
        abort: &["rebase", "--abort"],
        prepare: with_other_changes,
        ours: "4a.1",
        theirs: "4a.2",
    },
    Operation {
        name: "am -3",
        begin: &["am", "-3", "../side.patch"],
        abort: &["am", "--abort"],
        prepare: mailed,
        ours: "4a.1",
        theirs: "4a.2",
    },
    Operation {
        name: "checkout -m",
        begin: &["checkout", "-m", "side"],
        abort: &["checkout", "--quiet", "-f", "main"],
        prepare: |repo, ours, theirs| {
            fork(repo, ours, theirs);
            repo.git(&["reset", "--quiet", "--hard", "HEAD~1"]);
            repo.put(&[BASE, &[(ours, "owner", "甲")]].concat());
        },
        ours: "4a.1",
        theirs: "4a.2",
    },
    Operation {
        name: "add/add",
        begin: &["merge", "--no-edit", "side"],
        abort: &["merge", "--abort"],
        prepare: both_added,
        ours: "4a.1",
        theirs: "4a.2",
    },
    Operation {
        name: "criss-cross",
        begin: &["merge", "--no-edit", "side"],
        abort: &["merge", "--abort"],
        prepare: crossed,
        ours: "4a.1",
        theirs: "4a.2",
    },
];

fn begun(operation: &Operation, driver: Driver, theirs: &str) -> (Repo, Output) {
    let repo = Repo::new();
    repo.set_driver(&driver);
    (operation.prepare)(&repo, operation.ours, theirs);
    let output = repo.try_git(operation.begin);
    (repo, output)
}

/// What a table of cases finds, a few at a time: most of it is waiting for git.
fn each<T: Sync>(cases: &[T], check: impl Fn(&T) -> Result<(), String> + Sync) {
    let next = std::sync::atomic::AtomicUsize::new(0);
    let wrong = std::sync::Mutex::new(vec![]);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Err(why) = check(case) {
                        wrong.lock().unwrap().push(why);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

macro_rules! expect {
    ($fits:expr, $($why:tt)*) => { if !$fits { return Err(format!($($why)*)); } };
}

/// Changes of different fields, in neighbouring records and so in neighbouring lines.
#[test]
fn different_fields_are_merged_by_every_operation_whatever_became_of_the_driver() {
    let drivers = [Driver::Present, Driver::Missing, Driver::Unset, Driver::Exits2, Driver::Killed];
    let cases: Vec<(&Operation, Driver)> =
        OPERATIONS.iter().flat_map(|operation| drivers.map(|driver| (operation, driver))).collect();
    each(&cases, |(operation, driver)| {
        let (repo, output) = begun(operation, *driver, operation.theirs);
        let name = format!("{} × {driver:?}", operation.name);
        let said =
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let has_both = |workspace: &Workspace| {
            let owner = |task: &str| workspace.tasks.get(task).unwrap().owner.as_str().to_owned();
            // Without a common base the two records that differ are filled by one side only: no dispute.
            [owner("4a.1"), owner("4a.2"), owner("4a.3")] == ["甲", "乙", "丁"]
                && workspace.disputes.is_empty()
        };
        match driver {
            Driver::Present => {
                // checkout -m and stash pop leave what they merged uncommitted.
                expect!(output.status.success(), "{name} did not succeed: {said}");
                expect!(has_both(&repo.held()), "{name} lost something: {said}");
                let unmerged = versions(&repo.path()).unwrap();
                expect!(unmerged.is_none(), "{name} left the file unmerged");
            }
            Driver::Missing | Driver::Exits2 | Driver::Killed => {
                if output.status.success() {
                    // A patch whose lines still fit is applied without merging anything.
                    expect!(operation.name == "am -3" && has_both(&repo.held()), "{name} succeeded: {said}");
                    return Ok(());
                }
                let text = fs::read_to_string(repo.path()).unwrap();
                expect!(!text.contains("<<<<<<<"), "{name} left markers");
                expect!(repo.git(&["ls-files", "-u"]).is_empty(), "{name} left the file unmerged: {said}");
                repo.try_git(operation.abort);
                let sides = if operation.name == "stash pop" { "stash@{0}" } else { "side" };
                let has = |rev: &str, task: &str, who: &str| {
                    let bytes = at_revision(rev, &repo.path()).unwrap().unwrap();
                    read(&bytes).unwrap().workspace.tasks.get(task).unwrap().owner.as_str() == who
                };
                // What was not committed must still be in the file.
                let ours_is_kept =
                    if operation.name == "checkout -m" { true } else { has("main", "4a.1", "甲") };
                expect!(ours_is_kept, "{name} lost our side");
                if operation.name != "revert" {
                    expect!(has(sides, "4a.2", "乙"), "{name} lost their side");
                }
                let status = repo.status();
                let status: Vec<&str> = status.lines().filter(|line| !line.ends_with("notes")).collect();
                expect!(status.is_empty(), "{name} left {status:?}");
            }
            Driver::Unset | Driver::Recording => {
                let disk = fs::read(repo.path()).unwrap();
                let joined = conclude(&repo.path(), Some(&disk)).map_err(|apart| apart.say(Lang::En))?;
                match joined {
                    Some(joined) => {
                        expect!(read(&disk).is_err(), "{name} left no markers");
                        expect!(has_both(&joined.workspace), "{name}: concluding lost something");
                    }
                    // Lines that are far enough apart merge by themselves.
                    None => expect!(has_both(&repo.held()), "{name} lost something: {said}"),
                }
            }
        }
        Ok(())
    });
}

/// Both sides give the same task to somebody.
#[test]
fn the_same_field_becomes_a_dispute_with_both_names_in_every_operation() {
    let cases: Vec<(&Operation, Driver)> = OPERATIONS
        .iter()
        .flat_map(|o| [Driver::Present, Driver::Recording, Driver::Unset].map(|d| (o, d)))
        .collect();
    each(&cases, |(operation, driver)| {
        let (repo, output) = begun(operation, *driver, operation.ours);
        let name = format!("{} × {driver:?}", operation.name);
        let said =
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        let disk = fs::read(repo.path()).unwrap();
        let merged = match driver {
            Driver::Unset => {
                let joined = conclude(&repo.path(), Some(&disk)).map_err(|apart| apart.say(Lang::En))?;
                let Some(joined) = joined else { return Err(format!("{name}: nothing to conclude: {said}")) };
                joined.workspace
            }
            Driver::Recording => {
                expect!(output.status.success(), "{name} did not succeed: {said}");
                expect!(repo.git(&["ls-files", "-u"]).is_empty(), "{name} is unmerged");
                repo.held()
            }
            _ => {
                let is_fine = output.status.success();
                // checkout -m never fails for a conflict.
                expect!(
                    is_fine == (operation.name == "checkout -m"),
                    "{name} exits {:?}: {said}",
                    output.status
                );
                let at_work = versions(&repo.path()).unwrap();
                expect!(at_work.is_some(), "{name} is not unmerged: {said}");
                let again = conclude(&repo.path(), Some(&disk)).map_err(|apart| apart.say(Lang::En))?;
                expect!(again.is_none(), "{name}: the outcome is taken for a side");
                // Concluding from the stages gives what the driver gave.
                let joined = wubu::store::join(at_work.unwrap()).map_err(|apart| apart.say(Lang::En))?;
                let is_same = write(&joined.workspace).as_bytes() == disk || operation.name == "criss-cross";
                expect!(is_same, "{name}: driver and conclusion differ");
                repo.held()
            }
        };
        let open: Vec<(&str, String)> =
            merged.open_disputes().map(|(key, dispute)| (key, format!("{:?}", dispute.of))).collect();
        expect!(open.len() == 1 && open[0].0 == "tasks/4a.1/owner", "{name}: {open:?} {said}");
        expect!(open[0].1.contains('甲') && open[0].1.contains('乙'), "{name}: {open:?}");
        Ok(())
    });
}

#[test]
fn an_octopus_never_loses_a_side_though_git_asks_no_driver() {
    let repo = Repo::new();
    repo.set_driver(&Driver::Present);
    fork(&repo, "4a.1", "4a.3");
    repo.git(&["checkout", "--quiet", "-b", "third", "main~1"]);
    repo.commit(&[BASE, &[("4a.2", "priority", "high")]].concat(), "third");
    repo.git(&["checkout", "--quiet", "main"]);
    let output = repo.try_git(&["merge", "--no-edit", "side", "third"]);
    if output.status.success() {
        assert_eq!((repo.owner("4a.1"), repo.owner("4a.3")), ("甲".into(), "乙".into()));
    } else {
        repo.try_git(&["merge", "--abort"]);
        repo.try_git(&["reset", "--hard", "--quiet"]);
        assert_eq!(repo.status(), "");
        // One after the other the driver is asked.
        repo.git(&["merge", "--no-edit", "--quiet", "side"]);
        repo.git(&["merge", "--no-edit", "--quiet", "third"]);
        assert_eq!((repo.owner("4a.1"), repo.owner("4a.3")), ("甲".into(), "乙".into()));
    }
}

#[test]
fn where_one_side_deleted_the_file_the_other_is_kept() {
    for (deleter, keeper) in [("main", "side"), ("side", "main")] {
        let repo = Repo::new();
        repo.set_driver(&Driver::Present);
        fork(&repo, "4a.1", "4a.2");
        repo.git(&["checkout", "--quiet", deleter]);
        repo.git(&["rm", "--quiet", PLANT]);
        repo.git(&["commit", "--quiet", "-m", "gone"]);
        repo.git(&["checkout", "--quiet", "main"]);
        assert!(!repo.try_git(&["merge", "--no-edit", "side"]).status.success());
        let kept = at_revision(keeper, &repo.path()).unwrap().unwrap();
        assert_eq!(fs::read(repo.path()).unwrap(), kept);
        let joined = conclude(&repo.path(), None).unwrap().unwrap();
        assert_eq!(write(&joined.workspace).into_bytes(), kept);
    }
}

#[test]
fn what_the_driver_cannot_read_it_keeps_or_leaves_to_git() {
    let newer = plant(BASE).replace("format: 1", "format: 9");
    let ours = plant(&[("4a.1", "owner", "甲")]);
    // Their side, the exit code, what comes to lie in the file, and whether another lies beside it.
    for (theirs, fails, held, beside) in [
        ("junk \u{1b}[31m", true, &ours, true),
        (newer.as_str(), true, &ours, false),
        ("", true, &ours, true),
    ] {
        let repo = Repo::new();
        repo.set_driver(&Driver::Present);
        repo.commit(BASE, "base");
        repo.git(&["checkout", "--quiet", "-b", "side"]);
        fs::write(repo.path(), theirs).unwrap();
        repo.git(&["commit", "--quiet", "-am", "side"]);
        repo.git(&["checkout", "--quiet", "main"]);
        repo.commit(&[("4a.1", "owner", "甲")], "ours");
        let output = repo.try_git(&["merge", "--no-edit", "side"]);
        assert_eq!(!output.status.success(), fails);
        assert_eq!(&fs::read_to_string(repo.path()).unwrap(), held);
        let others: Vec<PathBuf> = fs::read_dir(&repo.folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.display().to_string().contains(".other-"))
            .collect();
        assert_eq!(others.len(), usize::from(beside), "{others:?}");
        if beside {
            assert_eq!(fs::read_to_string(&others[0]).unwrap(), theirs);
            assert!(versions(&repo.path()).unwrap().is_some());
        } else {
            assert_eq!(repo.status(), "", "git keeps everything");
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let ours: Vec<&str> = said.lines().filter(|line| line.starts_with("wubu: ")).collect();
        assert_eq!(ours.len(), 1, "{said}");
        assert!(ours[0].contains(PLANT) && !said.contains('\u{1b}'), "{said}");
    }
}

#[test]
fn the_driver_answers_0_1_or_129_and_touches_nothing_at_129() {
    let place = Place::new();
    let good = plant(BASE);
    let other = plant(&[("4a.3", "owner", "戊")]);
    let third = plant(&[("4a.3", "owner", "己")]);
    let newer = good.replace("format: 1", "format: 9");
    let run = |files: [Option<&str>; 3], extra: &[&str]| {
        for (name, text) in ["o", "a", "b"].iter().zip(files) {
            let _ = fs::remove_file(place.path(name));
            if let Some(text) = text {
                fs::write(place.path(name), text).unwrap();
            }
        }
        let output = place.run(&[&["merge-driver"], extra].concat());
        let held = fs::read_to_string(place.path("a")).ok();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.lines().count() <= 1 && !said.contains('\u{1b}'), "{said}");
        assert!(output.stdout.is_empty());
        (output.status.code().unwrap(), held)
    };
    let all = ["o", "a", "b", "7", "x\u{1b}]0;\n.wubu.ron", "base", "HEAD", "side"];
    let (good, other, third, newer) = (Some(&*good), Some(&*other), Some(&*third), Some(&*newer));
    let same = |text: Option<&str>| text.map(str::to_owned);
    for (files, code, held) in [
        ([good, good, other], 0, same(other)),
        ([good, other, good], 0, same(other)),
        ([None, good, good], 0, same(good)),
        ([Some(""), good, good], 0, same(good)),
        ([Some("junk"), good, good], 0, same(good)),
        ([good, newer, other], 129, same(newer)),
        ([good, other, newer], 129, same(other)),
        ([newer, good, other], 129, same(good)),
        ([good, Some("x"), Some("y")], 129, same(Some("x"))),
        ([good, None, other], 129, None),
        ([good, other, None], 129, same(other)),
        ([good, Some("x"), other], 1, same(other)),
        ([good, other, Some("x")], 1, same(other)),
    ] {
        assert_eq!(run(files, &all), (code, held), "{files:?}");
    }
    let (code, held) = run([good, other, third], &all);
    assert_eq!(code, 1);
    assert_eq!(read(held.unwrap().as_bytes()).unwrap().workspace.open_disputes().count(), 1);
    assert_eq!(run([good, other, third], &[&["--record"], &all[..]].concat()).0, 0);
    // An older git, and one that was told wrong.
    assert_eq!(run([good, good, other], &["o", "a", "b", "7", "p", "%S", "%X", "%Y"]).0, 0);
    assert_eq!(run([good, good, other], &["o", "a", "b"]).0, 0);
    let output = place.run(&["merge-driver", "o"]);
    assert_eq!(output.status.code(), Some(129));
    let output = place.run(&["merge-driver", "--nonsense", "o", "a", "b"]);
    assert_eq!(output.status.code(), Some(129));
    // A folder in place of %A, and no room to write in.
    fs::remove_file(place.path("a")).unwrap();
    fs::create_dir(place.path("a")).unwrap();
    assert_eq!(place.run(&[&["merge-driver"], &all[..]].concat()).status.code(), Some(129));
}

#[test]
fn versions_are_found_in_subfolders_worktrees_and_submodules_under_any_name() {
    const NAMES: [&str; 5] =
        ["厂 1.wubu.ron", "it's \"x\".wubu.ron", "[a]*?.wubu.ron", "-x.wubu.ron", "a\nb\t:(top).wubu.ron"];
    let repo = Repo::new();
    let sub = repo.folder.join("东区/-s [1]");
    fs::create_dir_all(&sub).unwrap();
    let write_all =
        |folder: &Path, text: &str| NAMES.iter().for_each(|name| fs::write(folder.join(name), text).unwrap());
    let side = |folder: &Path, text: &str| {
        write_all(folder, text);
        repo.git_in(folder, &["add", "-A"]);
        repo.git_in(folder, &["commit", "--quiet", "-m", text]);
    };
    side(&sub, "base");
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    side(&sub, "theirs");
    repo.git(&["checkout", "--quiet", "main"]);
    side(&sub, "ours");
    assert!(!repo.try_git(&["merge", "side"]).status.success());
    let check = |folder: &Path| {
        for name in NAMES {
            let file = folder.join(name);
            let found = versions(&file).unwrap().unwrap();
            let sides = [found.base, found.ours, found.theirs]
                .map(|side| side.map(|b| String::from_utf8(b).unwrap()));
            assert_eq!(sides, ["base", "ours", "theirs"].map(|side| Some(side.to_owned())), "{name}");
            assert_eq!(at_revision("side", &file).unwrap().unwrap(), b"theirs");
            assert_eq!(commits_of(&file, 9).unwrap().len(), 2);
        }
        assert_eq!(versions(&folder.join("none.wubu.ron")).unwrap(), None);
    };
    check(&sub);
    // Told to be elsewhere, as a hook is.
    let tree = WorkTree::of(&sub).unwrap();
    assert_eq!(tree.root(), repo.folder);
    assert_eq!(tree.unmerged().unwrap().len(), NAMES.len());
    tree.add(&sub.join(NAMES[4])).unwrap();
    assert_eq!(tree.unmerged().unwrap().len(), NAMES.len() - 1);
    repo.git(&["merge", "--abort"]);
    // A linked worktree.
    repo.git(&["worktree", "add", "--quiet", "-b", "visit", "../visit"]);
    let visit = repo.folder.join("../visit/东区/-s [1]");
    assert!(!repo.try_git_in(&visit, &["merge", "side"]).status.success());
    check(&visit);
    assert_eq!(WorkTree::of(&visit).unwrap().operation().unwrap(), Some(wubu::store::git::Operation::Merge));
    // A submodule.
    let outer = repo.folder.join("../outer");
    fs::create_dir(&outer).unwrap();
    repo.git_in(&outer, &["init", "--quiet"]);
    repo.git_in(&outer, &["submodule", "--quiet", "add", repo.folder.to_str().unwrap(), "inner"]);
    let inner = outer.join("inner/东区/-s [1]");
    assert!(!repo.try_git_in(&inner, &["merge", "origin/side"]).status.success());
    let found = versions(&inner.join(NAMES[0])).unwrap().unwrap();
    assert_eq!(found.theirs.unwrap(), b"theirs");
    // Through a link from elsewhere.
    let link = repo.folder.join("../link.wubu.ron");
    std::os::unix::fs::symlink(sub.join(NAMES[0]), &link).unwrap();
    assert_eq!(at_revision("side", &link).unwrap().unwrap(), b"theirs");
}

#[test]
fn the_history_of_a_file_is_walked_through_renames_until_somebody_says_stop() {
    let repo = Repo::new();
    assert!(matches!(at_revision("HEAD", &repo.path()), Err(GitError::NoRevision(_))));
    assert!(commits_of(&repo.path(), 9).unwrap().is_empty());
    let old = repo.folder.join("old name.wubu.ron");
    fs::write(&old, plant(BASE)).unwrap();
    repo.git(&["add", "-A"]);
    repo.git(&["commit", "--quiet", "-m", "one"]);
    repo.git(&["mv", "old name.wubu.ron", PLANT]);
    repo.git(&["commit", "--quiet", "-m", "moved \"it\""]);
    repo.commit(&[("4a.1", "owner", "甲")], "三");
    let commits = commits_of(&repo.path(), 9).unwrap();
    let subjects: Vec<&str> = commits.iter().map(|commit| commit.subject.as_str()).collect();
    assert_eq!(subjects, ["三", "moved \"it\"", "one"]);
    assert!(commits.iter().all(|commit| commit.author == "李工" && commit.when.as_second() > 1_600_000_000));
    assert_eq!(commits_of(&repo.path(), 2).unwrap().len(), 2);
    let mut seen = vec![];
    each_version(&repo.path(), &commits, |commit, bytes| {
        let owner =
            read(bytes.unwrap()).unwrap().workspace.tasks.get("4a.1").unwrap().owner.as_str().to_owned();
        seen.push((commit.subject.clone(), owner));
        if seen.len() == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap();
    assert_eq!(seen.iter().map(|(_, owner)| owner.as_str()).collect::<Vec<_>>(), ["甲", ""]);
    // Revisions that are none, and files that were not there.
    for odd in ["", "-x", "--all", "nonsense", "HEAD~99", "a b", "HEAD:x", "\u{1b}"] {
        let error = at_revision(odd, &repo.path()).unwrap_err();
        assert!(matches!(error, GitError::NoRevision(_)), "{odd:?}: {error:?}");
    }
    assert_eq!(at_revision("HEAD", &old).unwrap(), None);
    let outside = tempfile::tempdir().unwrap();
    assert!(matches!(at_revision("HEAD", &outside.path().join("x")), Err(GitError::NoWorkTree(_))));
    assert!(matches!(WorkTree::of(outside.path()), Err(GitError::NoWorkTree(_))));
    repo.git_in(outside.path(), &["init", "--quiet", "--bare"]);
    assert!(matches!(WorkTree::of(outside.path()), Err(GitError::Bare(_))));
}

#[test]
fn a_commit_takes_the_workspace_and_its_evidence_and_nothing_else() {
    let repo = Repo::new();
    repo.set_driver(&Driver::Present);
    repo.commit(BASE, "base");
    fs::write(repo.folder.join("staged"), "s").unwrap();
    repo.git(&["add", "staged"]);
    fs::write(repo.folder.join("loose"), "l").unwrap();
    fs::create_dir(repo.folder.join("证据")).unwrap();
    for file in ["证据/a b.pdf", "证据/[b]*.pdf", "ignored.pdf"] {
        fs::write(repo.folder.join(file), "x").unwrap();
    }
    fs::write(repo.place.path("../secret"), "x").unwrap();
    fs::write(repo.folder.join(".git/info/exclude"), "ignored.pdf\n").unwrap();
    let evidence = |id: &str, file: &str| {
        format!(
            "        \"{id}\": (\n            task: \"4a.1\",\n            file: \"{file}\",\n        ),\n"
        )
    };
    let all: String = [
        ("e1", "证据/a b.pdf"),
        ("e2", "../secret"),
        ("e3", "/etc/passwd"),
        ("e4", "ignored.pdf"),
        ("e5", "证据/[b]*.pdf"),
    ]
    .iter()
    .map(|(id, file)| evidence(id, file))
    .collect();
    let text = plant(&[BASE, &[("4a.1", "owner", "甲"), ("4a.1", "status", "done")]].concat());
    let text = text.replace("\n)\n", &format!("\n    evidence: {{\n{all}    }},\n)\n"));
    fs::write(repo.path(), &text).unwrap();
    let (code, out, err) = repo.wubu(&["git", "commit", PLANT]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(
        out.starts_with("✓ 已提交 ") && out.contains("（3 个文件）：4a：完成 1 项任务，新增 5 条证据"),
        "{out}"
    );
    let mut files: Vec<String> = repo
        .git(&["show", "--name-only", "-z", "--format="])
        .split('\0')
        .filter(|f| !f.is_empty())
        .map(str::to_owned)
        .collect();
    files.sort();
    assert_eq!(files, [PLANT, "证据/[b]*.pdf", "证据/a b.pdf"]);
    assert_eq!(repo.status(), "A  staged\n?? loose\n");
    let tree = WorkTree::of(&repo.path()).unwrap();
    assert!(tree.is_clean(&[repo.path()]).unwrap() && tree.head_has(&repo.path(), text.as_bytes()).unwrap());
    assert!(!tree.is_clean(&[repo.folder.join("loose")]).unwrap());
    let (code, out, _) = repo.wubu(&["git", "commit", PLANT]);
    assert_eq!((code, out.as_str()), (0, "没有要提交的改动\n"));
    // A message may look like anything.
    for odd in ["# 走访", "-m", "--amend", "a\n\n# b\n"] {
        repo.put(&[("4a.2", "owner", odd.trim())]);
        let (code, _, err) = repo.wubu(&["git", "commit", PLANT, "-m", odd]);
        assert_eq!((code, err.as_str()), (0, ""), "{odd}");
        assert_eq!(repo.git(&["log", "-1", "--format=%B"]).trim(), odd.trim());
    }
    // Somebody whom git does not know.
    let config = "[user]\n\tuseConfigOnly = true\n";
    fs::write(repo.place.home().join(".gitconfig"), config).unwrap();
    repo.put(BASE);
    let (code, _, err) = repo.wubu(&["git", "commit", PLANT, "--lang", "en"]);
    assert_eq!(code, 3);
    assert!(
        err.contains("does not know who you are") && err.contains("git config --global user.name"),
        "{err}"
    );
    assert_eq!(repo.status(), format!(" M {PLANT}\nA  staged\n?? loose\n"));
}

#[test]
fn a_commit_that_a_hook_refuses_leaves_the_index_as_it_was() {
    use std::os::unix::fs::PermissionsExt;
    let repo = Repo::new();
    fs::write(repo.folder.join("staged"), "s").unwrap();
    repo.git(&["add", "staged"]);
    repo.put(BASE);
    let hook = repo.folder.join(".git/hooks/pre-commit");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, "#!/bin/sh\nprintf 'not \\033[31mtoday\\n'\nexit 1\n").unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let (code, out, err) = repo.wubu(&["git", "commit", PLANT]);
    assert_eq!(code, 3);
    let all = format!("{out}{err}");
    assert!(all.contains("not ^[[31mtoday") && !all.contains('\u{1b}'), "{all}");
    assert_eq!(repo.status(), format!("A  staged\n?? {PLANT}\n"));
}

/// Two clones of one remote.
fn two_clones() -> (Repo, [PathBuf; 2]) {
    let repo = Repo::new();
    let clones = ["a", "b"].map(|name| repo.folder.join(name));
    repo.git(&["init", "--quiet", "--bare", "remote.git"]);
    for clone in &clones {
        repo.try_git(&["clone", "--quiet", "remote.git", clone.to_str().unwrap()]);
    }
    (repo, clones)
}

#[test]
fn two_people_sync_settle_what_they_dispute_and_sync_again() {
    for is_set_up in [true, false] {
        let (repo, [a, b]) = two_clones();
        fs::write(a.join(PLANT), plant(BASE)).unwrap();
        let sync = |clone: &Path| repo.wubu_in(clone, &["git", "sync", PLANT]);
        let (code, out, err) = sync(&a);
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        assert!(out.contains("新建工作区，3 项任务") && out.ends_with("✓ 已同步\n"), "{out}");
        repo.git_in(&b, &["pull", "--quiet"]);
        if is_set_up {
            for clone in [&a, &b] {
                let (code, out, err) = repo.wubu_in(clone, &["git", "setup"]);
                assert_eq!((code, err.as_str()), (0, ""), "{out}");
            }
            repo.git_in(&a, &["add", ".gitattributes"]);
            repo.git_in(&a, &["commit", "--quiet", "-m", "attributes"]);
            assert_eq!(sync(&a).0, 0);
            fs::remove_file(b.join(".gitattributes")).unwrap();
        }
        // Different fields of neighbouring records.
        fs::write(a.join(PLANT), plant(&[BASE, &[("4a.1", "owner", "甲")]].concat())).unwrap();
        fs::write(b.join(PLANT), plant(&[BASE, &[("4a.2", "owner", "乙")]].concat())).unwrap();
        assert_eq!(sync(&a).0, 0);
        let (code, out, err) = sync(&b);
        assert_eq!((code, err.as_str()), (0, ""), "{is_set_up}: {out}");
        assert_eq!(out.contains("已按记录合并"), !is_set_up, "{out}");
        assert_eq!(sync(&a).0, 0);
        let both = plant(&[BASE, &[("4a.1", "owner", "甲"), ("4a.2", "owner", "乙")]].concat());
        for clone in [&a, &b] {
            assert_eq!(fs::read_to_string(clone.join(PLANT)).unwrap(), both);
        }
        // The same field.
        for (clone, name) in [(&a, "丙"), (&b, "戊")] {
            repo.wubu_in(clone, &["task", PLANT, "set", "4a.3", &format!("owner={name}")]);
        }
        assert_eq!(sync(&a).0, 0);
        for _ in 0..2 {
            let (code, out, err) = sync(&b);
            assert_eq!((code, err.as_str()), (1, ""), "{is_set_up}: {out}");
            assert!(
                out.contains("1 处争议待裁决，尚未推送") && out.contains("wubu git sync plant.wubu.ron"),
                "{out}"
            );
        }
        repo.wubu_in(&b, &["task", PLANT, "set", "4a.3", "owner=戊"]);
        let (code, out, err) = sync(&b);
        assert_eq!((code, err.as_str()), (0, ""), "{is_set_up}: {out}");
        assert!(out.contains("合并："), "{out}");
        assert_eq!(sync(&a).0, 0);
        assert_eq!(fs::read(a.join(PLANT)).unwrap(), fs::read(b.join(PLANT)).unwrap());
        assert!(fs::read_to_string(a.join(PLANT)).unwrap().contains("戊"));
    }
}

#[test]
fn a_sync_with_rebase_goes_on_after_every_stop() {
    let (repo, [a, b]) = two_clones();
    fs::write(a.join(PLANT), plant(BASE)).unwrap();
    assert_eq!(repo.wubu_in(&a, &["git", "sync", PLANT]).0, 0);
    repo.git_in(&b, &["pull", "--quiet"]);
    repo.git_in(&b, &["config", "pull.rebase", "true"]);
    fs::write(a.join(PLANT), plant(&[BASE, &[("4a.1", "owner", "甲")]].concat())).unwrap();
    assert_eq!(repo.wubu_in(&a, &["git", "sync", PLANT]).0, 0);
    for changes in [&[("4a.2", "owner", "乙")][..], &[("4a.2", "owner", "乙"), ("4a.1", "priority", "high")]]
    {
        fs::write(b.join(PLANT), plant(&[BASE, changes].concat())).unwrap();
        assert_eq!(repo.wubu_in(&b, &["git", "commit", PLANT]).0, 0);
    }
    let (code, out, err) = repo.wubu_in(&b, &["git", "sync", PLANT]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let all = plant(
        &[BASE, &[("4a.1", "owner", "甲"), ("4a.2", "owner", "乙"), ("4a.1", "priority", "high")]].concat(),
    );
    assert_eq!(fs::read_to_string(b.join(PLANT)).unwrap(), all);
    assert_eq!(repo.git_in(&b, &["rev-list", "--merges", "--count", "HEAD"]).trim(), "0");
}

#[test]
fn a_merge_is_not_committed_with_what_is_no_part_of_it() {
    let repo = Repo::new();
    repo.set_driver(&Driver::Present);
    fork(&repo, "4a.1", "4a.1");
    repo.git(&["checkout", "--quiet", "side"]);
    fs::write(repo.folder.join("their notes"), "x").unwrap();
    repo.git(&["add", "-A"]);
    repo.git(&["commit", "--quiet", "-m", "notes"]);
    repo.git(&["checkout", "--quiet", "main"]);
    assert!(!repo.try_git(&["merge", "side"]).status.success());
    fs::write(repo.folder.join("mine"), "x").unwrap();
    repo.git(&["add", "mine"]);
    let (code, _, err) = repo.wubu(&["git", "commit", PLANT, "--lang", "en"]);
    assert!(code == 3 && err.contains("staged: mine") && err.contains("git restore --staged"), "{err}");
    repo.git(&["restore", "--staged", "mine"]);
    let (code, out, err) = repo.wubu(&["git", "commit", PLANT, "--lang", "en"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert_eq!(repo.git(&["rev-list", "--parents", "-1", "HEAD"]).split_whitespace().count(), 3);
    assert_eq!(repo.status(), "?? mine\n");
}

#[test]
fn what_stands_in_the_way_of_a_sync_is_said_with_the_next_step() {
    let said = |repo: &Repo, folder: &Path| {
        let (code, _, err) = repo.wubu_in(folder, &["git", "sync", PLANT, "--lang", "en"]);
        assert_eq!(code, 3, "{err}");
        err
    };
    let repo = Repo::new();
    repo.put(BASE);
    let err = said(&repo, &repo.folder);
    assert!(err.contains("has no remote") && err.contains("git remote add origin"), "{err}");
    repo.git(&["init", "--quiet", "--bare", "../remote.git"]);
    repo.git(&["remote", "add", "origin", "../remote.git"]);
    let err = said(&repo, &repo.folder);
    assert!(err.contains("git push --set-upstream origin main"), "{err}");
    repo.git(&["push", "--quiet", "--set-upstream", "origin", "main"]);
    repo.git(&["checkout", "--quiet", "--detach"]);
    assert!(said(&repo, &repo.folder).contains("git switch main"));
    repo.git(&["checkout", "--quiet", "main"]);
    repo.git(&["remote", "set-url", "origin", "http://127.0.0.1:9/x.git"]);
    let err = said(&repo, &repo.folder);
    assert!(err.contains("cannot be reached") && err.contains("safe here"), "{err}");
    repo.git(&["remote", "set-url", "origin", "../gone.git"]);
    assert!(said(&repo, &repo.folder).contains("git pull failed"));
}

#[test]
fn a_push_that_comes_too_late_is_rejected_and_a_pull_that_hangs_can_be_ended() {
    let (repo, [a, b]) = two_clones();
    fs::write(a.join(PLANT), plant(BASE)).unwrap();
    assert_eq!(repo.wubu_in(&a, &["git", "sync", PLANT]).0, 0);
    repo.git_in(&b, &["pull", "--quiet"]);
    for (clone, who) in [(&a, "甲"), (&b, "乙")] {
        fs::write(clone.join(PLANT), plant(&[("4a.1", "owner", who)])).unwrap();
        assert_eq!(repo.wubu_in(clone, &["git", "commit", PLANT]).0, 0);
    }
    let [tree_a, tree_b] = [&a, &b].map(|clone| WorkTree::of(clone).unwrap());
    let mut heard = String::new();
    let mut hear = |line: &str| heard += line;
    assert_eq!(tree_a.upstream().unwrap().as_deref(), Some("origin/main"));
    tree_a.push(None, &mut hear).unwrap();
    assert!(matches!(tree_b.push(None, &mut hear), Err(GitError::Rejected { .. })));
    assert!(heard.contains("rejected"));
    assert_eq!(tree_b.branch().unwrap().as_deref(), Some("main"));
    // A remote that never answers.
    repo.git_in(&b, &["config", "core.sshCommand", "sleep 60; true"]);
    repo.git_in(&b, &["remote", "set-url", "origin", "ssh://nowhere/x"]);
    let (cancel, since) = (AtomicBool::new(false), Instant::now());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(300));
            cancel.store(true, Ordering::Relaxed);
        });
        let ended = tree_b.pull(Some(&cancel), &mut |_| {});
        assert!(matches!(ended, Err(GitError::Cancelled)), "{ended:?}");
    });
    assert!(since.elapsed() < Duration::from_secs(5));
    assert!(!b.join(".git/index.lock").exists());
    repo.git_in(&b, &["remote", "set-url", "origin", repo.folder.join("remote.git").to_str().unwrap()]);
    let pulled = tree_b.pull(Some(&AtomicBool::new(false)), &mut |_| {}).unwrap();
    assert_eq!(pulled, Pulled::Unmerged(vec![PLANT.into()]));
}

#[test]
fn setting_up_is_proved_told_and_undone_by_nobody() {
    let repo = Repo::new();
    repo.place.plant();
    let path = repo.path();
    assert!(!is_shared_without_driver(&path), "nobody else sees it");
    repo.git(&["add", PLANT]);
    assert!(is_shared_without_driver(&path));
    let (code, out, _) = repo.wubu(&["git", "status"]);
    assert_eq!(code, 1);
    assert_eq!(out.matches('✗').count(), 3, "{out}");
    fs::write(repo.folder.join(".gitattributes"), "*.png binary\n*.wubu.ron merge=wubu\n").unwrap();
    repo.git(&["config", "merge.wubu.driver", "wubu merge-driver %O %A %B"]);
    repo.git(&["config", "merge.wubu.recursive", "binary"]);
    assert!(!is_shared_without_driver(&path));
    let (code, out, _) = repo.wubu(&["git", "status", PLANT, "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(
        out.contains("is wubu merge-driver %O %A %B, which is not")
            && out.contains("merge.wubu.recursive = binary"),
        "{out}"
    );
    let (code, out, err) = repo.wubu(&["git", "setup"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("✓ 已演练") && out.contains("git add .gitattributes"), "{out}");
    let attributes = fs::read_to_string(repo.folder.join(".gitattributes")).unwrap();
    assert_eq!(attributes, "*.png binary\n*.wubu.ron text eol=lf merge=wubu diff=wubu\n");
    let driver = repo.git(&["config", "merge.wubu.driver"]);
    assert_eq!(driver.trim_end(), Driver::Present.line().unwrap(), "wubu is not on PATH here");
    assert!(!repo.try_git(&["config", "merge.wubu.recursive"]).status.success());
    // Once more changes nothing.
    let config = fs::read(repo.folder.join(".git/config")).unwrap();
    let (code, out, _) = repo.wubu(&["git", "setup", PLANT]);
    assert!(code == 0 && !out.contains("git add .gitattributes"), "{out}");
    assert_eq!(fs::read(repo.folder.join(".git/config")).unwrap(), config);
    let status = repo.place.json(&["git", "status", PLANT, "--json"]);
    assert_eq!((&status["merge_driver"], &status["is_set_up"]), (&"set".into(), &true.into()));
    // A driver that is there and does not do its work is found out by the rehearsal.
    for (name, value) in
        [("merge.wubu.driver", Driver::Exits2.line().unwrap()), ("diff.wubu.textconv", "cat".into())]
    {
        let before = repo.git(&["config", name]);
        repo.git(&["config", name, &value]);
        assert!(rehearse(&repo.folder).unwrap().is_some(), "{name}");
        repo.git(&["config", name, before.trim_end()]);
    }
    assert_eq!(rehearse(&repo.folder).unwrap(), None);
    // A program whose path is hard on a shell.
    let odd = repo.place.home().join("it's 50% \"五步\"");
    fs::create_dir(&odd).unwrap();
    std::os::unix::fs::symlink(WUBU, odd.join("wubu")).unwrap();
    set_up(&repo.folder, &odd.join("wubu")).unwrap();
    assert_eq!(rehearse(&repo.folder).unwrap(), None);
    // On PATH it is called by its name.
    let path = format!("{}:{}", odd.display(), std::env::var("PATH").unwrap());
    let mut wubu = repo.place.command();
    let output = repo.isolate(wubu.env("PATH", path).args(["git", "setup"])).output().unwrap();
    assert!(output.status.success());
    assert!(repo.git(&["config", "merge.wubu.driver"]).starts_with("wubu merge-driver %O"));
    fs::remove_file(odd.join("wubu")).unwrap();
    let (code, out, _) = repo.wubu(&["git", "status"]);
    assert!(code == 1 && out.contains("找不到程序 wubu"), "{out}");
}

#[test]
fn git_shows_what_changed_by_record_and_field_and_nothing_that_a_terminal_obeys() {
    let repo = Repo::new();
    assert_eq!(repo.wubu(&["git", "setup"]).0, 0);
    repo.commit(&[("4a.1", "note", "一\n二")], "base");
    repo.put(&[("4a.1", "note", "一\n三"), ("4a.1", "owner", "李\u{1b}[31m")]);
    let text = fs::read_to_string(repo.path()).unwrap().replace("李[31m", "李\\u{1b}[31m");
    fs::write(repo.path(), text).unwrap();
    let shown = repo.git(&["diff"]);
    for line in ["-tasks/4a.1/note: 二", "+tasks/4a.1/note: 三", "+tasks/4a.1/owner: 李^[[31m"] {
        assert!(shown.lines().any(|shown| shown == line), "{line}: {shown}");
    }
    fs::write(repo.path(), "junk \u{1b}[31m\n<<<<<<< x\n").unwrap();
    let shown = repo.git(&["diff"]);
    assert!(
        shown.contains("+junk ^[[31m") && shown.contains("+<<<<<<< x") && !shown.contains('\u{1b}'),
        "{shown}"
    );
}

#[test]
fn a_hook_s_own_repository_does_not_shine_in() {
    let (repo, other) = (Repo::new(), Repo::new());
    repo.commit(BASE, "base");
    other.commit(BASE, "other");
    other.commit(&[("4a.1", "owner", "甲")], "other");
    repo.put(&[("4a.1", "owner", "乙")]);
    let mut wubu = repo.place.command();
    repo.isolate(wubu.args(["git", "commit", PLANT]))
        .env("GIT_DIR", other.folder.join(".git"))
        .env("GIT_INDEX_FILE", other.folder.join(".git/index"));
    assert!(wubu.output().unwrap().status.success());
    assert_eq!(repo.git(&["rev-list", "--count", "HEAD"]).trim(), "2");
    assert_eq!(other.status(), "");
}

/// Set by hand, without its guard: git takes the 127 of a missing program for a conflict and leaves our side.
#[test]
fn a_missing_driver_without_guard_loses_nothing_either() {
    let repo = Repo::new();
    repo.set_driver(&Driver::Unset);
    repo.git(&["config", "merge.wubu.driver", "no-such-wubu merge-driver %O %A %B"]);
    fork(&repo, "4a.1", "4a.2");
    assert!(!repo.try_git(&["merge", "side"]).status.success());
    let disk = fs::read(repo.path()).unwrap();
    assert_eq!(disk, at_revision("main", &repo.path()).unwrap().unwrap());
    let joined = conclude(&repo.path(), Some(&disk)).unwrap().unwrap();
    assert_eq!(joined.workspace.tasks.get("4a.2").unwrap().owner.as_str(), "乙");
    let (code, out, err) = repo.wubu(&["git", "commit", PLANT]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert_eq!(
        (repo.owner("4a.1"), repo.owner("4a.2"), repo.status()),
        ("甲".into(), "乙".into(), String::new())
    );
}

#[test]
fn two_sides_that_stay_apart_are_told() {
    let repo = Repo::new();
    repo.commit(BASE, "base");
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    fs::write(repo.path(), "one").unwrap();
    repo.git(&["commit", "--quiet", "-am", "side"]);
    repo.git(&["checkout", "--quiet", "main"]);
    fs::write(repo.path(), "two").unwrap();
    repo.git(&["commit", "--quiet", "-am", "main"]);
    assert!(!repo.try_git(&["merge", "side"]).status.success());
    let disk = fs::read(repo.path()).unwrap();
    assert!(matches!(conclude(&repo.path(), Some(&disk)), Err(Apart::Neither { .. })));
    let (code, _, err) = repo.wubu(&["git", "sync", PLANT]);
    assert!(code == 3 && err.contains("双方的文件都无法读取"), "{err}");
    assert_eq!(fs::read(repo.path()).unwrap(), disk);
}
