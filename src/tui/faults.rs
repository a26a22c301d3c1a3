//! What a panic and a loop that hangs leave behind, seen from outside: this test program starts itself in a
//! terminal with a loop that fails after an edit that is not saved, because the real one gives no way to do so.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

#[path = "../../tests/support/terminal.rs"]
mod pty;

use super::{Action, App, Ending, Live, News, Options, Surroundings, live, run_to};
use crate::store::Session;
use crate::text::Lang;
use pty::Terminal;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Which loop the inner program runs.
const LOOP: &str = "WUBU_TEST_LOOP";
const TEXT: &str = "五\u{1b}[31m步";

fn edit(app: &mut App, file: Option<PathBuf>) {
    let session = Session::open(&file.unwrap()).unwrap();
    app.hear(News::Opened(Ok(Box::new(session))));
    let task = app.workspace().unwrap().tasks.iter().next().unwrap().0.clone();
    app.update(Action::IAm("周岚".into(), Some(Box::new(Action::Close(vec![task])))));
}

fn panics_itself(app: &mut App, _: &mut Surroundings, file: Option<PathBuf>) -> io::Result<Ending> {
    edit(app, file);
    panic!("{TEXT}");
}

fn another_thread_panics(
    app: &mut App,
    around: &mut Surroundings,
    file: Option<PathBuf>,
) -> io::Result<Ending> {
    edit(app, file);
    std::thread::spawn(|| panic!("{TEXT}"));
    live(app, around, None)
}

/// Holds what another thread might wait for.
fn hangs(_: &mut App, _: &mut Surroundings, _: Option<PathBuf>) -> io::Result<Ending> {
    let mut out = io::stdout().lock();
    writeln!(out, "hangs")?;
    loop {
        std::thread::park();
    }
}

#[test]
#[ignore = "the inner program of the tests below"]
fn inner() {
    let live: Live = match std::env::var(LOOP).unwrap().as_str() {
        "main" => panics_itself,
        "stuck" => hangs,
        _ => another_thread_panics,
    };
    let file = std::env::var_os("FILE").map(PathBuf::from);
    std::process::exit(run_to(Options { file, lang: Lang::Zh, ..Options::default() }, live).into());
}

const FILE: &str = r#"(
    format: 1,
    tasks: {
        "t1": (
            element: "a1",
            rank: "m",
            title: "一",
        ),
    },
)
"#;

fn start(of: &str) -> Terminal {
    let program = std::env::current_exe().unwrap();
    let words =
        [program.to_str().unwrap(), "--exact", "tui::faults::inner", "--ignored", "--nocapture", "--quiet"];
    Terminal::launch(FILE, &[(LOOP, of)], &words)
}

fn ends_by_a_panic(of: &str) {
    let mut terminal = start(of);
    assert_eq!(terminal.wait_for_end(), 101, "{}", terminal.text());
    terminal.assert_restored();
    let said = terminal.text();
    assert!(said.contains("改动都已保存") && said.contains("五^[[31m步"), "{said}");
    assert!(terminal.file().contains("by: \"周岚\""), "{}", terminal.file());
}

#[test]
fn a_panic_of_the_loop_saves_and_restores() {
    ends_by_a_panic("main");
}

#[test]
fn a_panic_of_another_thread_ends_the_loop_in_order() {
    ends_by_a_panic("other");
}

#[test]
fn a_loop_that_hangs_is_ended_by_the_thread_of_signals() {
    let mut terminal = start("stuck");
    terminal.wait_for("hangs");
    let sent = Instant::now();
    terminal.signal("TERM");
    terminal.wait("the end", |terminal| terminal.child.try_wait().unwrap().is_some());
    assert!(sent.elapsed() < Duration::from_secs(1));
    assert_eq!(terminal.wait_for_end(), 128 + 15);
    terminal.assert_restored();
}
