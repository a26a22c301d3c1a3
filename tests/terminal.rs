//! The real program in a real terminal: what it shows, what is on the disk when it is killed, and how it
//! leaves the terminal. Every wait ends as soon as what is waited for is there.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use support::{DEMO, Desk};
use tempfile::TempDir;
use wubu::text::Lang;

const PROGRAM: &str = env!("CARGO_BIN_EXE_wubu");
const PATIENCE: Duration = Duration::from_secs(10);

struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    heard: Arc<Mutex<Heard>>,
    folder: TempDir,
}

struct Heard {
    parser: vt100::Parser,
    raw: Vec<u8>,
    is_over: bool,
}

fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

fn count(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).unwrap()
}

fn parser(cols: u16, rows: u16) -> vt100::Parser {
    vt100::Parser::new(count(rows), count(cols), 0)
}

/// A home of its own, in which 周岚 sits.
fn home() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    // Linux, macOS.
    for config in ["config/wubu", "Library/Application Support/wubu"] {
        let config = folder.path().join(config);
        fs::create_dir_all(&config).unwrap();
        fs::write(config.join("config.ron"), "(me: \"周岚\", lang: \"zh\")").unwrap();
    }
    folder
}

fn surroundings(folder: &Path) -> Vec<(&'static str, String)> {
    let below = |name: &str| folder.join(name).display().to_string();
    vec![
        ("HOME", below("")),
        ("XDG_CONFIG_HOME", below("config")),
        ("XDG_DATA_HOME", below("data")),
        ("XDG_STATE_HOME", below("state")),
        ("PATH", std::env::var("PATH").unwrap_or_default()),
        ("LANG", "zh_CN.UTF-8".into()),
        ("TERM", "xterm-256color".into()),
    ]
}

impl Terminal {
    /// The program on a file of this text.
    fn on(text: &str) -> Terminal {
        Terminal::start(text, &[])
    }

    fn start(text: &str, more: &[(&str, &str)]) -> Terminal {
        let folder = home();
        fs::write(folder.path().join("plant.wubu.ron"), text).unwrap();
        let pair = native_pty_system().openpty(size(80, 24)).unwrap();
        let mut command = CommandBuilder::new(PROGRAM);
        command.env_clear();
        for (name, value) in surroundings(folder.path()) {
            command.env(name, value);
        }
        for (name, value) in more {
            command.env(name, value);
        }
        command.cwd(folder.path());
        command.arg(folder.path().join("plant.wubu.ron"));
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let heard = Arc::new(Mutex::new(Heard { parser: parser(80, 24), raw: vec![], is_over: false }));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let told = Arc::clone(&heard);
        std::thread::spawn(move || {
            let mut bytes = [0; 8192];
            loop {
                let read = reader.read(&mut bytes).unwrap_or(0);
                let mut heard = told.lock().unwrap();
                if read == 0 {
                    heard.is_over = true;
                    return;
                }
                heard.parser.process(&bytes[..read]);
                heard.raw.extend_from_slice(&bytes[..read]);
            }
        });
        let writer = pair.master.take_writer().unwrap();
        Terminal { child, master: pair.master, writer, heard, folder }
    }

    fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap()
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("plant.wubu.ron")
    }

    fn file(&self) -> String {
        fs::read_to_string(self.path()).unwrap()
    }

    fn type_keys(&mut self, keys: &str) -> &mut Terminal {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
        self
    }

    fn text(&self) -> String {
        self.heard().parser.screen().contents()
    }

    /// Waits until something holds; else says what was on the screen.
    fn wait(&mut self, what: &str, mut holds: impl FnMut(&mut Terminal) -> bool) -> &mut Terminal {
        let start = Instant::now();
        while !holds(self) {
            assert!(start.elapsed() < PATIENCE, "waited for {what}; on the screen:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(10));
        }
        self
    }

    fn wait_for(&mut self, text: &str) -> &mut Terminal {
        self.wait(text, |terminal| terminal.text().contains(text))
    }

    fn kill(&mut self) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(Command::new("kill").args(["-9", &id]).status().unwrap().success());
        self.wait_for_end();
    }

    /// The exit code, when all that was written has been read.
    fn wait_for_end(&mut self) -> u32 {
        let mut code = 0;
        self.wait("the end", |terminal| match terminal.child.try_wait().unwrap() {
            Some(status) => {
                code = status.exit_code();
                terminal.heard().is_over
            }
            None => false,
        });
        code
    }

    /// The terminal as it was found: no alternate screen, cursor, no reports of pastes and focus.
    fn assert_restored(&self) {
        let heard = self.heard();
        let screen = heard.parser.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
        let raw = String::from_utf8_lossy(&heard.raw).into_owned();
        for (on, off) in [
            ("\u{1b}[?1049h", "\u{1b}[?1049l"),
            ("\u{1b}[?2004h", "\u{1b}[?2004l"),
            ("\u{1b}[?1004h", "\u{1b}[?1004l"),
        ] {
            assert!(raw.rfind(off) > raw.rfind(on) && raw.contains(on), "{off:?} is missing");
        }
        assert!(raw.rfind("\u{1b}[?25h") > raw.rfind("\u{1b}[?25l"), "the cursor is not shown again");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn what_the_screen_calls_saved_survives_a_kill() {
    let mut terminal = Terminal::on(DEMO);
    terminal.wait_for("逾期 ").wait_for("已保存");
    terminal.type_keys("3").wait_for("[任务]").type_keys("x");
    terminal.wait("the tick to be saved", |t| {
        let text = t.text();
        text.contains("✓ 4c.1 ") && text.contains("已保存")
    });
    terminal.kill();
    let day = jiff::Zoned::now().date();
    let ticked = terminal.file();
    assert!(ticked.contains(&format!("status: Done(on: \"{day}\", by: \"周岚\")")), "{ticked}");
    assert_eq!(ticked.lines().count(), DEMO.lines().count(), "one line was changed");
    let left: Vec<_> =
        fs::read_dir(terminal.folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".tmp")), "{left:?}");
}

#[test]
fn leaving_gives_the_terminal_back() {
    let mut terminal = Terminal::on(DEMO);
    terminal.wait_for("已保存");
    assert!(terminal.heard().parser.screen().alternate_screen());
    terminal.type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.assert_restored();
    assert_eq!(terminal.file(), DEMO);
}

#[test]
fn only_known_sequences_are_sent_even_with_a_hostile_file() {
    let mut terminal = Terminal::on(&support::hostile());
    terminal
        .wait_for("已保存")
        .type_keys("1G")
        .wait_for("C1")
        .type_keys("kkky")
        .wait_for("已复制")
        .type_keys("q");
    terminal.wait_for_end();
    terminal.assert_restored();
    let raw = String::from_utf8(terminal.heard().raw.clone()).unwrap();
    for rest in raw.split('\u{1b}').skip(1) {
        // Sequences that begin with CSI, and the one that copies, which carries base64 only.
        assert!(rest.starts_with('[') || rest.starts_with("]52;c") || rest.starts_with('\\'), "{rest:?}");
    }
    assert!(!raw.contains(['\u{7}', '\u{9b}', '\u{202e}', '\u{200b}']));
}

#[test]
fn without_a_terminal_it_says_so_and_sends_no_escape() {
    let folder = home();
    let output = Command::new(PROGRAM)
        .env_clear()
        .envs(surroundings(folder.path()))
        .current_dir(folder.path())
        .arg("plant.wubu.ron")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = [output.stdout, output.stderr].concat();
    assert!(!said.contains(&0x1b) && String::from_utf8(said).unwrap().contains("终端"));
}

#[test]
fn on_a_dumb_terminal_it_says_so_and_sends_no_escape() {
    let mut terminal = Terminal::start(DEMO, &[("TERM", "dumb")]);
    assert_eq!(terminal.wait_for_end(), 2);
    assert!(terminal.text().contains("终端") && !terminal.heard().raw.contains(&0x1b), "{}", terminal.text());
}

#[test]
fn a_file_that_cannot_be_read_is_told_on_the_start_page_and_left_as_it_is() {
    let mut terminal = Terminal::on("(\n    format: 1,\n    tasks: [\n");
    terminal.wait_for("新建工作区").wait_for("行").type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    assert_eq!(terminal.file(), "(\n    format: 1,\n    tasks: [\n");
}

#[test]
fn what_others_write_is_shown() {
    let mut terminal = Terminal::on(DEMO);
    terminal.wait_for("已保存");
    let changed = DEMO.replacen("name: \"华岭轴承二厂工业互联网平台\"", "name: \"别人改的名字\"", 1);
    fs::write(terminal.path(), changed).unwrap();
    terminal.wait_for("别人改的名字").wait_for("外部");
}

#[test]
fn a_note_goes_through_the_users_editor_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let editor = folder.path().join("editor.sh");
    fs::write(&editor, "#!/bin/sh\nprintf '补一行\\n第二行\\n' >> \"$1\"\n").unwrap();
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    let mut terminal = Terminal::start(DEMO, &[("EDITOR", editor.to_str().unwrap())]);
    terminal.wait_for("已保存").type_keys("3").wait_for("[任务]").type_keys("O");
    terminal.wait("the note on the disk", |t| {
        t.file().contains(
            "            note: [\n                \"补一行\",\n                \"第二行\",\n            ],\n",
        )
    });
    terminal.wait_for("[任务]").type_keys("\t").wait_for("第二行").type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.assert_restored();
}

#[test]
fn an_editor_that_fails_changes_nothing_and_gives_the_screen_back() {
    let mut terminal = Terminal::start(DEMO, &[("EDITOR", "false")]);
    terminal.wait_for("已保存").type_keys("3").wait_for("[任务]").type_keys("O");
    terminal.wait_for("没有正常结束").wait_for("[任务]").type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    assert_eq!(terminal.file(), DEMO);
}

#[test]
fn keys_that_come_in_a_burst_are_all_taken() {
    let mut tasks = String::new();
    for n in 0..400 {
        let place = format!("element: \"a1\",\n            rank: \"m{n:03}1\"");
        writeln!(
            tasks,
            "        \"t{n:08}\": (\n            {place},\n            title: \"任务 {n:03}\",\n        ),"
        )
        .unwrap();
    }
    let text = format!("(\n    format: 1,\n    tasks: {{\n{tasks}    }},\n)\n");
    let mut desk = Desk::opened(Lang::Zh, (80, 24), &text);
    desk.press("1").type_text(&"j".repeat(300));
    let expected = desk.cursor_line();
    assert!(expected.contains("任务 300"), "{expected}");
    let mut terminal = Terminal::on(&text);
    terminal.wait_for("已保存").type_keys("1").wait_for("任务 000").type_keys(&"j".repeat(300));
    terminal
        .wait("the row", |t| t.text().lines().any(|line| line.starts_with('▌') && line.contains("任务 300")));
}

#[test]
fn a_paste_of_chinese_is_one_title() {
    let mut terminal = Terminal::on(DEMO);
    terminal.wait_for("已保存").type_keys("3").wait_for("[任务]").type_keys("a").wait_for("确定");
    terminal.type_keys("\u{1b}[200~热处理车间\r\n补采：振动点\u{1b}[201~").wait_for("振动点");
    terminal.type_keys("\r").wait("the file", |t| t.file().contains("title: \"热处理车间 补采：振动点\""));
}

#[test]
fn the_screen_comes_back_from_one_cell() {
    let mut terminal = Terminal::on(DEMO);
    terminal.wait_for("已保存");
    for (cols, rows) in [(1, 1), (200, 1), (1, 60), (120, 40), (2, 2), (80, 24)] {
        terminal.heard().parser.screen_mut().set_size(count(rows), count(cols));
        terminal.master.resize(size(cols, rows)).unwrap();
    }
    // A key that comes together with a change of size is read by crossterm only when the next one comes.
    terminal.wait("the whole page", |t| {
        let text = t.type_keys("3").text();
        text.contains("[任务]") && text.contains("已保存")
    });
    // And from what something else wrote over it.
    terminal.heard().parser.process(b"\x1b[2J");
    terminal.type_keys("\u{c}").wait_for("[任务]").wait_for("已保存").type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.assert_restored();
}
