//! The file: T2 of the speed targets. Reading beside the plain `ron` crate, writing beside its pretty writer
//! (target: 15 times faster), saving one edit beside the floor of writing and syncing the same bytes
//! (target: at most 1.5 times).
//!
//! `cargo bench --bench file`

mod support;

use divan::{Bencher, black_box};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use wubu::store::{Seen, Session, read, replace, write};
use wubu::text::Phrase;
use wubu::workspace::{At, Caps, CapsGuard, Status, Value, Workspace};

const SIZES: [usize; 2] = [10_000, 100_000];

fn main() {
    divan::main();
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn read_ours(bencher: Bencher, tasks: usize) {
    let text = write(&support::plant(tasks));
    bencher.bench_local(|| read(black_box(text.as_bytes())).expect("canonical"));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn read_plain_ron(bencher: Bencher, tasks: usize) {
    let text = write(&support::plant(tasks));
    bencher.bench_local(|| {
        let _caps = CapsGuard::start(Caps::FILE);
        ron::from_str::<Workspace>(black_box(&text)).expect("canonical")
    });
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn write_ours(bencher: Bencher, tasks: usize) {
    let workspace = support::plant(tasks);
    bencher.bench_local(|| write(black_box(&workspace)));
}

/// A mirror of a task for the library's writer, with the same fields left out when empty.
#[derive(Serialize)]
struct Mirror<'a> {
    element: &'a str,
    rank: &'a str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<MirrorStatus<'a>>,
    owner: &'a str,
    due: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    note: &'a [String],
}

#[derive(Serialize)]
enum MirrorStatus<'a> {
    Doing,
    Blocked { why: &'a str },
    Done { on: &'a str, by: &'a str },
    Waived { why: &'a str, until: &'a str },
}

#[divan::bench(args = [10_000], sample_count = 10)]
fn write_ron_pretty(bencher: Bencher, tasks: usize) {
    let workspace = support::plant(tasks);
    let mirror: BTreeMap<&str, Mirror> = workspace
        .tasks
        .iter()
        .map(|(id, task)| {
            let status = match &task.status {
                Status::Open => None,
                Status::Doing => Some(MirrorStatus::Doing),
                Status::Blocked { why } => Some(MirrorStatus::Blocked { why }),
                Status::Done { on, by } => Some(MirrorStatus::Done { on, by }),
                Status::Waived { why, until } => Some(MirrorStatus::Waived { why, until }),
            };
            let mirror = Mirror {
                element: task.element.as_str(),
                rank: task.rank.as_str(),
                title: task.title.as_str(),
                status,
                owner: task.owner.as_str(),
                due: task.due.as_str(),
                tags: task.tags.iter().collect(),
                note: task.note.lines(),
            };
            (id.as_str(), mirror)
        })
        .collect();
    let pretty = ron::ser::PrettyConfig::new();
    bencher
        .bench_local(|| ron::ser::to_string_pretty(black_box(&mirror), pretty.clone()).expect("plain data"));
}

/// One edit, and its save: what happens after a key.
#[divan::bench(args = SIZES, sample_count = 10)]
fn save_one_edit(bencher: Bencher, tasks: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("plant.wubu.ron");
    let mut session = Session::create(&path, support::plant(tasks)).expect("a new file");
    let id = session.workspace().tasks.iter().next().expect("tasks").0.clone();
    let mut n = 0;
    bencher.bench_local(|| {
        n += 1;
        let edit =
            session.workspace().set(At::task(&id, "owner"), Value::text(format!("{n}"))).expect("a field");
        session.apply(Phrase::new("改", "change"), edit).expect("a fitting value");
        session.save().expect("room on the disk")
    });
}

/// The floor: the same bytes written to a new file, synced, renamed, with the folder synced.
#[divan::bench(args = SIZES, sample_count = 10)]
fn save_floor(bencher: Bencher, tasks: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (path, temporary) = (folder.path().join("plant"), folder.path().join("temporary"));
    let text = write(&support::plant(tasks));
    bencher.bench_local(|| {
        let mut file = File::create(&temporary).expect("a file");
        file.write_all(text.as_bytes()).expect("room");
        file.sync_all().expect("a sync");
        std::fs::rename(&temporary, &path).expect("a rename");
        File::open(folder.path()).expect("the folder").sync_all().expect("a sync");
    });
}

/// What `replace` adds: the comparison with what was seen.
#[divan::bench(args = SIZES, sample_count = 10)]
fn replace_with_comparison(bencher: Bencher, tasks: usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("plant");
    let text = write(&support::plant(tasks));
    let mut seen = Seen::Nothing;
    bencher.bench_local(|| {
        seen = replace(&path, text.as_bytes(), seen).expect("room on the disk").seen;
    });
}
