//! Merging: T7 of the speed targets. Three versions of 10,000 tasks with 1,000 edits a side, read, merged and
//! written, beside `git merge-file` on the same texts (target: at most 1.0 times), each as a process of its
//! own; and the merge alone.
//!
//! `cargo bench --bench merge`

mod support;

use divan::{Bencher, black_box};
use fastrand::Rng;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;
use wubu::merge::{diff, merge};
use wubu::store::write;
use wubu::workspace::{At, Edit, Id, RecordKind, Status, Value, Workspace};

const TASKS: usize = 10_000;
const EDITS: usize = 1_000;

fn main() {
    divan::main();
}

/// What somebody does in an evening: statuses, owners, days, notes, a few new tasks, a few deleted.
fn worked_on(base: &Workspace, seed: u64) -> Workspace {
    let mut random = Rng::with_seed(seed);
    let mut branch = base.clone();
    let ids: Vec<Id> = base.tasks.iter().map(|(id, _)| id.clone()).collect();
    for n in 0..EDITS {
        let id = &ids[random.usize(..ids.len())];
        if !branch.tasks.contains(id.as_str()) {
            continue;
        }
        let day = format!("2026-12-{:02}", random.u8(1..29));
        let set = |field: &str, value| branch.set(At::task(id, field), value).expect("a field of a task");
        let edit = match n % 20 {
            0 => Edit::Remove { kind: RecordKind::Task, id: id.clone() },
            1 | 2 => {
                let id = branch.fresh_id(RecordKind::Task, &mut random);
                let fields = vec![("title".to_owned(), Value::text(format!("新任务 {n}")))];
                Edit::Add { kind: RecordKind::Task, id, fields }
            }
            3..10 => set("status", Value::Status(Status::Done { on: day, by: "周岚".into() })),
            10..14 => set("due", Value::text(day)),
            14..17 => set("owner", Value::text(format!("第 {n} 组"))),
            _ => set("note", Value::prose(&format!("现场补记 {n}。\n明日再去。"))),
        };
        branch.apply(edit).expect("it fits");
    }
    branch
}

fn versions() -> [Workspace; 3] {
    let base = support::plant(TASKS);
    let (ours, theirs) = (worked_on(&base, 1), worked_on(&base, 2));
    [base, ours, theirs]
}

/// The three as files, ours last to be overwritten.
fn files() -> (TempDir, [PathBuf; 3]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let names = ["base.wubu.ron", "ours.wubu.ron", "theirs.wubu.ron"].map(|name| folder.path().join(name));
    for (name, workspace) in names.iter().zip(versions()) {
        std::fs::write(name, write(&workspace)).expect("it can be written");
    }
    (folder, names)
}

fn run(program: &str, args: &[&str], files: [&Path; 3]) {
    let mut command = Command::new(program);
    command.args(args).args(files).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().expect("the program runs");
}

#[divan::bench(sample_count = 20)]
fn process_git_merge_file(bencher: Bencher) {
    let (_folder, [base, ours, theirs]) = files();
    bencher.bench_local(|| run("git", &["merge-file", "-p", "-q"], [&ours, &base, &theirs]));
}

/// What git calls; it syncs its result to the disk, which `merge-file -p` does not.
#[divan::bench(sample_count = 20)]
fn process_wubu_merge_driver(bencher: Bencher) {
    let (folder, [base, ours, theirs]) = files();
    let result = folder.path().join("result.wubu.ron");
    bencher
        .with_inputs(|| std::fs::copy(&ours, &result).map(drop).expect("it can be copied"))
        .bench_local_values(|()| {
            run(env!("CARGO_BIN_EXE_wubu"), &["merge-driver"], [&base, &result, &theirs]);
        });
}

#[divan::bench(sample_count = 20)]
fn merge_alone(bencher: Bencher) {
    let [base, ours, theirs] = versions();
    bencher.bench_local(|| merge(Some(black_box(&base)), &ours, &theirs));
}

#[divan::bench(sample_count = 20)]
fn diff_alone(bencher: Bencher) {
    let [base, ours, _] = versions();
    bencher.bench_local(|| diff(black_box(&base), &ours));
}
