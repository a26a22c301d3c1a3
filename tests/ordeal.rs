//! What the screen called saved is there, whatever happens: the program is killed at any moment, the disk is
//! full, every system call fails in turn, the power goes, git and a second window write at the same time.
//!
//! In `cargo test` each of them takes a few rounds. All of them, as often as is fitting for a release:
//!
//! ```text
//! WUBU_ORDEAL=full cargo test --release --test ordeal -- --nocapture --test-threads=1
//! ```
//!
//! Some need a tool or the rights of root (`strace`, `mount`); where they lack, that is said and nothing else.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

#[path = "support/terminal.rs"]
mod terminal;

use fastrand::Rng;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use terminal::{PROGRAM, Terminal, home, surroundings};
use wubu::store::{Folders, Recovery, read, write};
use wubu::workspace::{Value, Workspace, adopt};

fn is_full() -> bool {
    std::env::var_os("WUBU_ORDEAL").is_some()
}

/// Rounds in a short run and in a long one.
fn rounds(short: usize, long: usize) -> usize {
    if is_full() { long } else { short }
}

/// What is kept for a file on this machine.
fn recovery(home: &TempDir, file: &Path) -> Recovery {
    let folders = Folders { state: Some(home.path().join("state/wubu")), ..Folders::below(home.path()) };
    Recovery::of(&folders, file).unwrap()
}

fn told(what: &str, rounds: usize, since: Instant) {
    eprintln!("{what}: {rounds} rounds, {:.1} s, none failed", since.elapsed().as_secs_f64());
}

const TASKS: [&str; 4] = ["4c.1", "4c.2", "4c.3", "4c.4"];

/// A workspace of four tasks in one stage.
fn plant() -> String {
    let mut workspace = Workspace::default();
    let edit = adopt(&workspace, &TASKS).unwrap();
    workspace.apply(edit).unwrap();
    write(&workspace)
}

fn held(path: &Path) -> Workspace {
    let bytes = fs::read(path).unwrap();
    read(&bytes).unwrap_or_else(|why| panic!("{}", why.say(wubu::text::Lang::En))).workspace
}

fn title(workspace: &Workspace, task: usize) -> String {
    workspace.tasks.get(TASKS[task]).unwrap().title.as_str().to_owned()
}

/// The number in the title of a task; 0 before it had one.
fn number(title: &str) -> usize {
    title.strip_prefix("No").and_then(|n| n.parse().ok()).unwrap_or(0)
}

/// The third stage, the cursor on a task.
fn go_to(terminal: &mut Terminal, task: usize) {
    terminal.wait_for("已保存").type_keys("3").wait_for(TASKS[0]);
    terminal.type_keys(&"j".repeat(task));
}

/// Gives the task at the cursor a title of a number.
fn retitle(terminal: &mut Terminal, n: usize) {
    terminal.type_keys(&format!("r\u{15}No{n}\r"));
}

/// The screen shows this number, not as something that is still being typed, and calls it saved.
fn is_called_saved(terminal: &Terminal, n: usize) -> bool {
    let text = terminal.text();
    let title = format!("No{n}");
    let is_there = text.lines().any(|line| line.split_whitespace().any(|word| word == title));
    is_there && text.contains("已保存") && !text.contains("Esc 取消")
}

#[test]
fn a_kill_at_any_moment_keeps_what_the_screen_called_saved() {
    let (since, all) = (Instant::now(), rounds(6, 500));
    let mut random = Rng::with_seed(9);
    let folder = Arc::new(home());
    let file = folder.path().join("plant.wubu.ron");
    fs::write(&file, plant()).unwrap();
    let mut last = 0;
    for round in 0..all {
        let mut terminal = Terminal::at(&folder, &file, &[]);
        go_to(&mut terminal, 0);
        let mut sure = last;
        let first = last + 1;
        for n in first..first + random.usize(1..4) {
            retitle(&mut terminal, n);
            last = n;
            if random.bool() {
                terminal.wait("the save", |terminal| is_called_saved(terminal, n));
                sure = n;
            }
        }
        let until = Instant::now() + Duration::from_micros(random.u64(0..40_000));
        while Instant::now() < until {
            if is_called_saved(&terminal, last) {
                sure = last;
            }
        }
        terminal.kill();
        let found = number(&title(&held(&file), 0));
        assert!(found >= sure && found <= last, "round {round}: {found}, called saved {sure}, typed {last}");
        last = last.max(found);
    }
    told("kill -9", all, since);
}

#[test]
fn text_in_an_open_form_is_at_most_two_seconds_old_after_a_kill() {
    for _ in 0..rounds(1, 20) {
        let folder = Arc::new(home());
        let file = folder.path().join("plant.wubu.ron");
        fs::write(&file, plant()).unwrap();
        let mut terminal = Terminal::at(&folder, &file, &[]);
        go_to(&mut terminal, 0);
        terminal.type_keys("o").wait_for("备注 · ").type_keys("主轴温度还没有接入").wait_for("还没有接入");
        if is_full() {
            std::thread::sleep(Duration::from_secs(2));
        } else {
            // A machine that does much else at the same time may need longer.
            terminal.wait("the draft", |_| {
                let drafts = recovery(&folder, &file).drafts_left();
                drafts
                    .iter()
                    .any(|(_, draft)| draft.typed.iter().any(|(_, text)| text.contains("还没有接入")))
            });
        }
        terminal.kill();
        drop(terminal);
        let mut terminal = Terminal::at(&folder, &file, &[]);
        terminal.wait_for("上次有没写完的文字").type_keys("1").wait_for("主轴温度还没有接入");
        terminal.type_keys("\u{1b}").wait("the note", |_| {
            held(&file).tasks.get(TASKS[0]).unwrap().note.text().contains("主轴温度还没有接入")
        });
    }
}

fn sh(script: &str) -> Output {
    Command::new("sh").args(["-c", script]).output().unwrap()
}

fn is_root() -> bool {
    String::from_utf8_lossy(&sh("id -u").stdout).trim() == "0"
}

/// A file system of its own, unmounted at the end.
struct Mount(PathBuf);

impl Mount {
    /// None where this machine does not let us.
    fn of(folder: &Path, what: &str) -> Option<Mount> {
        fs::create_dir_all(folder).unwrap();
        let mounted = sh(&format!("mount {what} '{}'", folder.display()));
        if is_root() && mounted.status.success() {
            return Some(Mount(folder.to_path_buf()));
        }
        eprintln!("left out: this machine does not mount {what}");
        None
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        sh(&format!("umount -l '{}'", self.0.display()));
    }
}

#[test]
fn a_full_disk_keeps_the_old_file_and_the_work_and_saves_once_there_is_room() {
    for (size, filler) in [
        ("size=64k", "dd if=/dev/zero of=filler bs=1k count=64"),
        ("size=4m,nr_inodes=3", "touch filler"),
        ("size=4m", "mount -o remount,ro ."),
    ] {
        let folder = Arc::new(home());
        let small = folder.path().join("small");
        let Some(mount) = Mount::of(&small, &format!("-t tmpfs -o {size} none")) else { return };
        let file = small.join("plant.wubu.ron");
        fs::write(&file, plant()).unwrap();
        let mut terminal = Terminal::at(&folder, &file, &[]);
        go_to(&mut terminal, 0);
        sh(&format!("cd '{}' && {filler}", small.display()));
        retitle(&mut terminal, 1);
        terminal.wait_for("未保存");
        assert_eq!(fs::read_to_string(&file).unwrap(), plant(), "{size}");
        let recovery = recovery(&folder, &file);
        terminal.wait("the copy", |_| recovery.left().iter().any(|copy| title(&copy.workspace, 0) == "No1"));
        // Killed now, it comes back; the next program finds the disk still full, and keeps it again.
        terminal.kill();
        let mut terminal = Terminal::at(&folder, &file, &[]);
        terminal.wait_for("找回了上次没有存进文件的改动").type_keys("\r");
        terminal.wait_for("未保存");
        sh(&format!("cd '{}' && (rm -f filler; mount -o remount,rw .)", small.display()));
        terminal.wait_for("已保存");
        assert_eq!(title(&held(&file), 0), "No1", "{size}");
        terminal.wait("the copy to go", |_| recovery.left().is_empty());
        drop(terminal);
        drop(mount);
    }
}

/// One edit from the command line.
fn set_owner(folder: &Path, file: &Path, owner: &str) -> Command {
    let mut command = Command::new(PROGRAM);
    command.arg("task").arg(file).args(["set", TASKS[0], &format!("owner={owner}")]);
    command.env_clear().envs(surroundings(folder));
    command
}

#[test]
fn each_system_call_fails_in_turn_and_the_file_is_old_or_new() {
    if sh("strace -V").status.code() != Some(0) {
        return eprintln!("left out: there is no strace here");
    }
    let (since, firsts) = (Instant::now(), rounds(2, 40));
    let folder = home();
    let file = folder.path().join("plant.wubu.ron");
    let mut done = 0;
    fs::write(&file, plant()).unwrap();
    assert!(
        set_owner(folder.path(), &file, "周岚").status().unwrap().success(),
        "without a fault it is done"
    );
    for call in ["openat", "write", "fsync", "rename,renameat,renameat2", "fchmod", "unlink,unlinkat"] {
        for n in 1..=firsts {
            for fault in ["error=ENOSPC", "error=EIO", "signal=KILL"] {
                fs::write(&file, plant()).unwrap();
                let edit = set_owner(folder.path(), &file, "周岚");
                let mut traced = Command::new("strace");
                traced.args(["-f", "-qq", "-o", "/dev/null", "-e"]).arg(format!("trace={call}"));
                traced.args(["-e"]).arg(format!("inject={call}:{fault}:when={n}"));
                traced.arg(edit.get_program()).args(edit.get_args());
                traced.env_clear().envs(surroundings(folder.path()));
                let ended = traced.output().unwrap();
                let owner = held(&file).tasks.get(TASKS[0]).unwrap().owner.as_str().to_owned();
                let is_new = owner == "周岚";
                assert!(is_new || owner.is_empty(), "{call} {n} {fault}: {owner}");
                if ended.status.success() {
                    assert!(is_new, "{call} {n} {fault}: it said that all went well");
                }
                done += 1;
            }
        }
    }
    told("failing system calls", done, since);
}

#[test]
fn a_power_cut_at_any_moment_keeps_what_was_acknowledged() {
    let (since, all) = (Instant::now(), rounds(3, 300));
    let folder = home();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let made = sh(&format!("truncate -s 8M '{0}' && mkfs.ext4 -q -F '{0}'", at("disk")));
    if !made.status.success() {
        return eprintln!("left out: there is no mkfs.ext4 here");
    }
    let disk = PathBuf::from(at("live"));
    let Some(live) = Mount::of(&disk, &format!("-o loop '{}'", at("disk"))) else { return };
    let file = disk.join("plant.wubu.ron");
    fs::write(&file, plant()).unwrap();
    sh("sync");
    let mut random = Rng::with_seed(3);
    let mut sure = 0;
    for round in 0..all {
        // One edit runs; somewhere in it the disk is copied as it is: what the system still holds back is lost.
        let n = round + 1;
        let mut edit = set_owner(folder.path(), &file, &format!("No{n}")).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(random.u64(0..30_000)));
        let ended = edit.try_wait().unwrap();
        sure = if ended.is_some_and(|status| status.success()) { n } else { sure };
        fs::copy(at("disk"), at("cut")).unwrap();
        let cut = PathBuf::from(at("after"));
        let Some(after) = Mount::of(&cut, &format!("-o loop '{}'", at("cut"))) else { return };
        let found = number(held(&cut.join("plant.wubu.ron")).tasks.get(TASKS[0]).unwrap().owner.as_str());
        assert!(found >= sure && found <= n, "round {round}: {found}, acknowledged {sure}, tried {n}");
        drop(after);
        assert!(edit.wait().unwrap().success());
        sure = n;
    }
    drop(live);
    told("power cuts", all, since);
}

#[test]
fn two_windows_on_one_file_lose_nothing() {
    let (since, all) = (Instant::now(), rounds(2, 100));
    let mut random = Rng::with_seed(5);
    let folder = Arc::new(home());
    let file = folder.path().join("plant.wubu.ron");
    fs::write(&file, plant()).unwrap();
    let [mut one, mut two] = [0, 1].map(|_| Terminal::at(&folder, &file, &[]));
    go_to(&mut one, 0);
    go_to(&mut two, 1);
    for round in 1..=all {
        // A burst from each, more or less at the same time.
        for step in 0..3 {
            let n = round * 10 + step;
            for window in if random.bool() { [&mut one, &mut two] } else { [&mut two, &mut one] } {
                retitle(window, n);
                std::thread::sleep(Duration::from_micros(random.u64(0..30_000)));
            }
        }
        let last = format!("No{}", round * 10 + 2);
        one.wait("both titles in the file", |_| {
            let workspace = held(&file);
            title(&workspace, 0) == last && title(&workspace, 1) == last
        });
        assert_eq!(held(&file).disputes.len(), 0, "round {round}: each has a task of their own");
        for window in [&mut one, &mut two] {
            window.wait("both titles on the screen", |window| window.text().matches(&last).count() >= 2);
        }
    }
    told("two windows", all, since);
}

/// A folder with a shared repository, a colleague's clone and ours, with the merge driver.
struct Clones {
    folder: Arc<TempDir>,
}

impl Clones {
    fn new() -> Clones {
        let clones = Clones { folder: Arc::new(home()) };
        let config = "[user]\n\tname = 周岚\n\temail = zhou@example.com\n[init]\n\tdefaultBranch = main\n[gc]\n\tauto = 0\n[pull]\n\trebase = false\n";
        fs::write(clones.folder.path().join(".gitconfig"), config).unwrap();
        clones.run(".", "git", &["init", "-q", "--bare", "hub.git"]);
        clones.run(".", "git", &["clone", "-q", "hub.git", "theirs"]);
        fs::write(clones.path("theirs/plant.wubu.ron"), plant()).unwrap();
        clones.run("theirs", PROGRAM, &["git", "setup", "plant.wubu.ron"]);
        clones.commit("theirs");
        clones.run("theirs", "git", &["push", "-q", "-u", "origin", "HEAD"]);
        clones.run(".", "git", &["clone", "-q", "hub.git", "ours"]);
        clones.run("ours", PROGRAM, &["git", "setup", "plant.wubu.ron"]);
        clones
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, below: &str, program: &str, args: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(args).current_dir(self.path(below)).env_clear();
        command
            .envs(surroundings(self.folder.path()))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_EDITOR", "true");
        command
    }

    fn run(&self, below: &str, program: &str, args: &[&str]) {
        let done = self.command(below, program, args).output().unwrap();
        let said = [done.stdout, done.stderr].concat();
        assert!(done.status.success(), "{program} {args:?}: {}", String::from_utf8_lossy(&said));
    }

    fn commit(&self, below: &str) {
        self.run(below, "git", &["add", "-A"]);
        self.run(below, "git", &["commit", "-q", "--allow-empty", "-m", "next"]);
    }
}

#[test]
fn a_pull_that_races_a_save_loses_nothing_and_reverts_nothing() {
    let (since, all) = (Instant::now(), rounds(4, 300));
    let mut random = Rng::with_seed(11);
    let clones = Clones::new();
    let file = clones.path("ours/plant.wubu.ron");
    let mut terminal = Terminal::at(&clones.folder, &file, &[]);
    go_to(&mut terminal, 0);
    let (mut clean, mut dirty) = (0, 0);
    for n in 1..=all {
        // The colleague gives the second task a title, and we pull while we type one for the first.
        let theirs = clones.path("theirs/plant.wubu.ron");
        let mut workspace = held(&theirs);
        let at = wubu::workspace::At::task(workspace.tasks.key(TASKS[1]).unwrap(), "title");
        let edit = workspace.set(at, Value::text(format!("No{n}"))).unwrap();
        workspace.apply(edit).unwrap();
        fs::write(&theirs, write(&workspace)).unwrap();
        clones.commit("theirs");
        clones.run("theirs", "git", &["push", "-q"]);
        let mut pull = clones
            .command("ours", "git", &["pull", "-q", "--no-edit"])
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(random.u64(0..120_000)));
        retitle(&mut terminal, n);
        let has_pulled = pull.wait().unwrap().success();
        *(if has_pulled { &mut clean } else { &mut dirty }) += 1;
        let mine = format!("No{n}");
        terminal.wait("our title in the file", |_| {
            fs::read(&file)
                .is_ok_and(|bytes| read(&bytes).is_ok_and(|loaded| title(&loaded.workspace, 0) == mine))
        });
        if !has_pulled {
            // It refused to touch a file with changes: they are committed, and merged then.
            clones.commit("ours");
            clones.run("ours", "git", &["pull", "-q", "--no-edit"]);
        }
        terminal.wait("both titles in the file", |_| {
            fs::read(&file).is_ok_and(|bytes| {
                read(&bytes).is_ok_and(|loaded| {
                    title(&loaded.workspace, 0) == mine && title(&loaded.workspace, 1) == mine
                })
            })
        });
        assert_eq!(held(&file).disputes.len(), 0, "round {n}: each has a task of their own");
        terminal.wait("both on the screen", |terminal| terminal.text().matches(&mine).count() >= 2);
        clones.commit("ours");
        clones.run("ours", "git", &["push", "-q"]);
        clones.run("theirs", "git", &["pull", "-q", "--no-edit"]);
    }
    eprintln!("{clean} pulls came through at once, {dirty} after a commit");
    told("a pull races a save", all, since);
}
