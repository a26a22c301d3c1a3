//! Real merges by a real git, in repositories of their own: with the driver of this program, with none, and
//! with one that is missing or dies. In each of them nobody's work is lost. tests/share.rs has the rest of git.

#![cfg(unix)]
#![allow(dead_code, reason = "each test file uses its part of the support")]
#![allow(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

#[path = "support/place.rs"]
mod place;
#[path = "support/repo.rs"]
mod repo;

use place::Place;
use repo::{BASE, Driver, PLANT, Repo, fork, plant, theirs_of};
use std::fs;
use std::path::PathBuf;
use std::process::Output;
use std::sync::atomic::Ordering;
use wubu::store::git::{at_revision, versions};
use wubu::store::{conclude, read, write};
use wubu::text::Lang;
use wubu::workspace::Workspace;

/// How an operation is begun, given up, and which owners each side sets.
struct Operation {
    name: &'static str,
    begin: &'static [&'static str],
    abort: &'static [&'static str],
    prepare: fn(&Repo, &str, &'static str),
    /// git never hands this one to a driver: what it does is in the note of its own test.
    ours: &'static str,
    theirs: &'static str,
}

fn with_remote(repo: &Repo, ours: &str, theirs: &'static str) {
    fork(repo, ours, theirs);
    repo.git(&["clone", "--quiet", "--bare", ".", "../remote.git"]);
    repo.git(&["remote", "add", "origin", "../remote.git"]);
    repo.git(&["fetch", "--quiet"]);
    repo.git(&["branch", "--quiet", "--set-upstream-to=origin/side", "main"]);
}

fn with_other_changes(repo: &Repo, ours: &str, theirs: &'static str) {
    with_remote(repo, ours, theirs);
    fs::write(repo.folder.join("notes"), "changed").unwrap();
    repo.git(&["add", "notes"]);
}

fn revertible(repo: &Repo, ours: &str, theirs: &'static str) {
    // What is reverted gave `theirs` to 丙; without it, 乙 has it again.
    repo.commit(&[BASE, &[(theirs, "owner", "乙")]].concat(), "base");
    repo.commit(&[BASE, &[(theirs, "owner", "丙")]].concat(), "to revert");
    let now = if ours == theirs { vec![] } else { vec![(theirs, "owner", "丙")] };
    repo.commit(&[BASE, &now, &[(ours, "owner", "甲")]].concat(), "ours");
}

fn stashed(repo: &Repo, ours: &str, theirs: &'static str) {
    repo.commit(BASE, "base");
    repo.put(&theirs_of(ours, theirs));
    repo.git(&["stash", "--quiet"]);
    repo.commit(&[BASE, &[(ours, "owner", "甲")]].concat(), "ours");
}

fn mailed(repo: &Repo, ours: &str, theirs: &'static str) {
    fork(repo, ours, theirs);
    let patch = repo.git(&["format-patch", "--stdout", "main~1..side"]);
    fs::write(repo.folder.join("../side.patch"), patch).unwrap();
}

fn both_added(repo: &Repo, ours: &str, theirs: &'static str) {
    repo.git(&["add", ".gitattributes"]);
    repo.git(&["commit", "--quiet", "-m", "nothing yet"]);
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    // Without a base, what only one side says is no dispute.
    repo.commit(&theirs_of(ours, theirs), "side");
    repo.git(&["checkout", "--quiet", "main"]);
    repo.commit(&[BASE, &[(ours, "owner", "甲")]].concat(), "ours");
}

fn crossed(repo: &Repo, ours: &str, theirs: &'static str) {
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

fn begun(operation: &Operation, driver: Driver, theirs: &'static str) -> (Repo, Output) {
    let repo = Repo::new();
    repo.set_driver(driver);
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
            let is_high = workspace.tasks.get("4a.1").unwrap().priority.as_str() == "high";
            // Reverting and crossing have changes further apart.
            (is_high || matches!(operation.name, "revert" | "criss-cross"))
                && [owner("4a.1"), owner("4a.2"), owner("4a.3")] == ["甲", "乙", "丁"]
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
                expect!(!output.status.success(), "{name} succeeded: {said}");
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
                    None => expect!(
                        matches!(operation.name, "revert" | "criss-cross") && has_both(&repo.held()),
                        "{name} lost something: {said}"
                    ),
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
    repo.set_driver(Driver::Present);
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
        repo.set_driver(Driver::Present);
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
        repo.set_driver(Driver::Present);
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
