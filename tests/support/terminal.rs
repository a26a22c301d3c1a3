//! The real program in a real terminal. Every wait ends as soon as what is waited for is there.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Empty for the tests within the library, which have their own.
pub const PROGRAM: &str = match option_env!("CARGO_BIN_EXE_wubu") {
    Some(program) => program,
    None => "",
};
pub const PATIENCE: Duration = Duration::from_secs(10);

pub struct Terminal {
    pub child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    heard: Arc<Mutex<Heard>>,
    reading: Arc<AtomicU8>,
    found: Option<String>,
    pub folder: Arc<TempDir>,
}

/// What the other side of the terminal does.
const READS: u8 = 0;
const PAUSES: u8 = 1;
const CLOSES: u8 = 2;

pub struct Heard {
    pub parser: vt100::Parser,
    pub raw: Vec<u8>,
    pub is_over: bool,
}

pub fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

pub fn count(cells: u16) -> NonZeroU16 {
    NonZeroU16::new(cells).unwrap()
}

fn parser(cols: u16, rows: u16) -> vt100::Parser {
    vt100::Parser::new(count(rows), count(cols), 0)
}

/// A home of its own, in which 周岚 sits.
pub fn home() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    // Linux, macOS.
    for config in ["config/wubu", "Library/Application Support/wubu"] {
        let config = folder.path().join(config);
        fs::create_dir_all(&config).unwrap();
        fs::write(config.join("config.ron"), "(me: \"周岚\", lang: \"zh\")").unwrap();
    }
    folder
}

pub fn surroundings(folder: &Path) -> Vec<(&'static str, String)> {
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
    pub fn on(text: &str) -> Terminal {
        Terminal::start(text, &[])
    }

    pub fn start(text: &str, more: &[(&str, &str)]) -> Terminal {
        Terminal::launch(text, more, &[PROGRAM])
    }

    /// The program as a shell starts it: `$WUBU` and `$FILE`.
    pub fn through(text: &str, more: &[(&str, &str)], script: &str) -> Terminal {
        Terminal::launch(text, more, &["sh", "-m", "-c", script])
    }

    /// A program that finds the file in `$FILE`; the workbench finds it in its arguments as well.
    pub fn launch(text: &str, more: &[(&str, &str)], words: &[&str]) -> Terminal {
        let folder = Arc::new(home());
        let file = folder.path().join("plant.wubu.ron");
        fs::write(&file, text).unwrap();
        Terminal::in_folder(&folder, Some(&file), more, words)
    }

    /// The program on a file that is there, in a home that others use as well.
    pub fn at(folder: &Arc<TempDir>, file: &Path, more: &[(&str, &str)]) -> Terminal {
        Terminal::in_folder(folder, Some(file), more, &[PROGRAM])
    }

    /// The program without a file, in a home as it is.
    pub fn bare(folder: &Arc<TempDir>, words: &[&str]) -> Terminal {
        Terminal::in_folder(folder, None, &[], words)
    }

    fn in_folder(
        folder: &Arc<TempDir>,
        file: Option<&Path>,
        more: &[(&str, &str)],
        words: &[&str],
    ) -> Terminal {
        let pair = native_pty_system().openpty(size(80, 24)).unwrap();
        let mut command = CommandBuilder::new(words[0]);
        command.args(&words[1..]);
        command.env_clear();
        for (name, value) in surroundings(folder.path()) {
            command.env(name, value);
        }
        for (name, value) in more {
            command.env(name, value);
        }
        command.env("WUBU", PROGRAM);
        command.cwd(folder.path());
        if let Some(file) = file {
            command.env("FILE", file);
            if words == [PROGRAM] {
                command.arg(file);
            }
        }
        let found = modes(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let heard = Arc::new(Mutex::new(Heard { parser: parser(80, 24), raw: vec![], is_over: false }));
        let reading = Arc::new(AtomicU8::new(READS));
        let reader = pair.master.try_clone_reader().unwrap();
        let (told, does) = (Arc::clone(&heard), Arc::clone(&reading));
        std::thread::spawn(move || read_on(reader, &told, &does));
        let writer = pair.master.take_writer().unwrap();
        let folder = Arc::clone(folder);
        Terminal { child, master: Some(pair.master), writer: Some(writer), heard, reading, found, folder }
    }

    /// Nothing is read of what the program writes, until `read_again`.
    pub fn stop_reading(&self) {
        self.reading.store(PAUSES, Ordering::SeqCst);
    }

    pub fn read_again(&self) {
        self.reading.store(READS, Ordering::SeqCst);
    }

    /// As when a window is closed: nobody holds the other side any more.
    pub fn close_window(&mut self) {
        self.reading.store(CLOSES, Ordering::SeqCst);
        // The reader waits in a read: a new frame wakes it.
        self.type_keys("\u{c}").wait("the reader to let go", |terminal| terminal.heard().is_over);
        (self.master, self.writer) = (None, None);
    }

    pub fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &id]).status().unwrap().success());
    }

    pub fn resize(&self, cols: u16, rows: u16) {
        self.heard().parser.screen_mut().set_size(count(rows), count(cols));
        self.master.as_ref().unwrap().resize(size(cols, rows)).unwrap();
    }

    pub fn heard(&self) -> MutexGuard<'_, Heard> {
        self.heard.lock().unwrap()
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("plant.wubu.ron")
    }

    pub fn file(&self) -> String {
        fs::read_to_string(self.path()).unwrap()
    }

    pub fn type_keys(&mut self, keys: &str) -> &mut Terminal {
        self.type_bytes(keys.as_bytes())
    }

    pub fn type_bytes(&mut self, keys: &[u8]) -> &mut Terminal {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(keys).unwrap();
        writer.flush().unwrap();
        self
    }

    pub fn text(&self) -> String {
        self.heard().parser.screen().contents()
    }

    /// Waits until something holds; else says what was on the screen.
    pub fn wait(&mut self, what: &str, mut holds: impl FnMut(&mut Terminal) -> bool) -> &mut Terminal {
        let start = Instant::now();
        while !holds(self) {
            assert!(start.elapsed() < PATIENCE, "waited for {what}; on the screen:\n{}", self.text());
            std::thread::sleep(Duration::from_millis(10));
        }
        self
    }

    pub fn wait_for(&mut self, text: &str) -> &mut Terminal {
        self.wait(text, |terminal| terminal.text().contains(text))
    }

    pub fn kill(&mut self) {
        self.signal("KILL");
        self.wait_for_end();
    }

    /// The exit code, when all that was written has been read.
    pub fn wait_for_end(&mut self) -> u32 {
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

    /// The terminal as it was found: its modes, no alternate screen, cursor, no reports of pastes, focus, mouse.
    pub fn assert_restored(&self) {
        if let Some(master) = &self.master {
            assert_eq!(modes(&**master), self.found, "the modes of the terminal");
        }
        let heard = self.heard();
        let screen = heard.parser.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
        let raw = String::from_utf8_lossy(&heard.raw).into_owned();
        for (on, off) in [
            ("\u{1b}[?1049h", "\u{1b}[?1049l"),
            ("\u{1b}[?2004h", "\u{1b}[?2004l"),
            ("\u{1b}[?1004h", "\u{1b}[?1004l"),
        ] {
            assert!(raw.rfind(off) > raw.rfind(on) && raw.contains(on), "{off:?} is missing");
        }
        assert!(raw.rfind("\u{1b}[?25h") > raw.rfind("\u{1b}[?25l"), "the cursor is not shown again");
        for off in ["\u{1b}[?1006l", "\u{1b}[?1003l", "\u{1b}[?1002l", "\u{1b}[?1000l", "\u{1b}[?7h"] {
            assert!(raw.contains(off), "{off:?} is missing");
        }
    }
}

/// The modes of the terminal, to compare.
fn modes(master: &dyn MasterPty) -> Option<String> {
    master.get_termios().map(|modes| format!("{modes:?}"))
}

fn read_on(mut reader: Box<dyn Read + Send>, told: &Mutex<Heard>, does: &AtomicU8) {
    let mut bytes = [0; 8192];
    loop {
        while does.load(Ordering::SeqCst) == PAUSES {
            std::thread::sleep(Duration::from_millis(5));
        }
        let read =
            if does.load(Ordering::SeqCst) == CLOSES { 0 } else { reader.read(&mut bytes).unwrap_or(0) };
        if read == 0 {
            drop(reader);
            told.lock().unwrap().is_over = true;
            return;
        }
        let mut heard = told.lock().unwrap();
        heard.parser.process(&bytes[..read]);
        heard.raw.extend_from_slice(&bytes[..read]);
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An executable script.
pub fn script(folder: &Path, name: &str, lines: &str) -> String {
    let path = folder.join(name);
    fs::write(&path, format!("#!/bin/sh\n{lines}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path.to_str().unwrap().to_owned()
}
