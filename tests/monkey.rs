//! A monkey at a real terminal: keys, Chinese text, pastes, the mouse and changes of size, some in one burst. After each
//! seed the program lives, has written nothing to the terminal that we do not know, its file can be read, and undoing
//! everything gives the first bytes.
//!
//! The long run is `cargo test --test monkey -- --ignored --nocapture`: 50 seeds of 400 events (`MONKEY_SEEDS`,
//! `MONKEY_EVENTS`, and `MONKEY_SEED` for the first one).
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

#[path = "support/output.rs"]
mod output;
#[path = "support/terminal.rs"]
mod pty;
mod support;

use pty::{Terminal, script};
use std::time::{Duration, Instant};
use support::DEMO;
use wubu::store::read;
use wubu::text::is_hidden;

const TEXTS: [&str; 8] =
    ["磨床", "补采振动点，先装网关。", "e\u{301}", "ａＸ？", "\u{202e}x", "明天", "+3", "👩‍👩‍👧‍👦"];
/// What terminals send for keys that have no character.
const KEYS: [&str; 34] = [
    "\r",
    "\r",
    "\r",
    "\t",
    "\u{1b}[Z",
    "\u{1b}",
    "\u{1b}",
    "\u{1b}[A",
    "\u{1b}[B",
    "\u{1b}[B",
    "\u{1b}[C",
    "\u{1b}[D",
    "\u{1b}[5~",
    "\u{1b}[6~",
    "\u{1b}[H",
    "\u{1b}[F",
    "\u{1b}[2~",
    "\u{1b}[3~",
    "\u{1b}OP",
    "\u{1b}OQ",
    "\u{1b}OR",
    "\u{1b}OS",
    "\u{1b}[15~",
    "\u{1b}[17~",
    "\u{1b}[18~",
    "\u{1b}[19~",
    "\u{1b}[20~",
    "\u{1b}[23~",
    "\u{1b}[24~",
    "\u{1b}[1;3A",
    "\u{1b}[1;3B",
    "\u{1b}[1;3C",
    "\u{1b}[1;3D",
    "\u{7f}",
];
/// Letters that change something on most pages.
const CHANGING: &str = "xxaesodrKJ><mbiwtc 123";
/// Letters that lead away from the file, or take back what the monkey does before it has done it.
const LEADING_AWAY: &str = "qguU";
/// Ctrl with these is a step back, the end of the program in a shell, or a key that has a name above.
const CONTROLS: [char; 16] = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'k', 'l', 'o', 'p', 'r', 's', 't', 'u', 'w'];
/// Titles of what leads everywhere: from there the monkey only looks, and goes back.
const ROOMS_WITH_DOORS: [&str; 8] =
    ["┌─ 命令", "┌─ 帮助", "┌─ 查找", "┌─ 去往", "┌─ Commands", "┌─ Help", "┌─ Find", "┌─ Go to"];

struct Monkey {
    terminal: Terminal,
    random: fastrand::Rng,
    size: (u16, u16),
    /// What it did last.
    history: Vec<String>,
    /// Keys and clicks that may have copied something.
    copies: usize,
}

impl Monkey {
    fn new(seed: u64) -> Monkey {
        let scripts = tempfile::tempdir().unwrap();
        let editor = script(scripts.path(), "editor.sh", "echo 补一行 >> \"$1\"");
        // Without programs that would open windows for files of evidence.
        let mut terminal = Terminal::start(DEMO, &[("EDITOR", &editor), ("PATH", "/bin")]);
        terminal.wait_for("已保存");
        let random = fastrand::Rng::with_seed(seed);
        Monkey { terminal, random, size: (80, 24), history: vec![], copies: 0 }
    }

    /// Waits until nothing has been written for a moment.
    fn settle(&mut self) -> String {
        let begin = Instant::now();
        let length = |terminal: &Terminal| terminal.heard().raw.len();
        let mut before = length(&self.terminal);
        let mut quiet = Instant::now();
        while quiet.elapsed() < Duration::from_millis(12) && begin.elapsed() < Duration::from_secs(3) {
            std::thread::sleep(Duration::from_millis(3));
            let now = length(&self.terminal);
            if now != before {
                (before, quiet) = (now, Instant::now());
            }
        }
        self.terminal.text()
    }

    fn send(&mut self, what: &str) {
        self.history.push(format!("{what:?}"));
        self.terminal.type_keys(what);
    }

    fn resize(&mut self, size: (u16, u16)) {
        self.history.push(format!("{size:?}"));
        self.terminal.resize(size.0, size.1);
        self.size = size;
    }

    fn one_of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.random.usize(..all.len())]
    }

    fn act(&mut self, screen: &str) {
        if ROOMS_WITH_DOORS.iter().any(|title| screen.contains(title)) {
            let is_back =
                self.random.u8(..4) > 0 || screen.contains("┌─ 去往") || screen.contains("┌─ Go to");
            let what = if is_back { "\u{1b}" } else { self.one_of(&TEXTS) };
            return self.send(what);
        }
        match self.random.u32(..100) {
            // Out of what is open and on another page: Esc as a sequence of its own, so that what follows is no Alt.
            0..4 => {
                let page = char::from(self.random.u8(b'1'..=b'9'));
                let escape = "\u{1b}[27u".repeat(3);
                self.send(&format!("{escape}{page}"));
            }
            4..24 => {
                let any = char::from(self.random.u8(b' '..=b'~'));
                let change = CHANGING.as_bytes()[self.random.usize(..CHANGING.len())];
                let letter = if self.random.bool() { any } else { char::from(change) };
                self.copies += usize::from(letter == 'y');
                if !LEADING_AWAY.contains(letter) {
                    self.send(&letter.to_string());
                }
            }
            24..46 => {
                let key = self.one_of(&KEYS);
                self.send(key);
            }
            46..54 => {
                let control = CONTROLS[self.random.usize(..CONTROLS.len())];
                self.copies += usize::from(control == 'c');
                self.send(&char::from(control as u8 & 0x1f).to_string());
            }
            54..62 => {
                let text = self.one_of(&TEXTS);
                self.send(text);
            }
            62..67 => {
                let text = self.one_of(&TEXTS).repeat(self.random.usize(1..4));
                let end = if self.random.bool() { "\r\n二\t三" } else { "" };
                self.send(&format!("\u{1b}[200~{text}{end}\u{1b}[201~"));
            }
            67..95 => self.handle(screen),
            95..97 => {
                // Gone and back before anything can be done there unseen.
                let (back, tiny) = (self.size, (self.random.u16(1..40), self.random.u16(1..8)));
                self.resize(tiny);
                self.resize(back);
            }
            _ => {
                let size = (self.random.u16(60..160), self.random.u16(12..50));
                self.resize(size);
            }
        }
    }

    /// The mouse: a click, a double click, a drag, the wheel.
    fn handle(&mut self, screen: &str) {
        let (columns, rows) = self.size;
        let leaves = |line: &str| line.contains("q 退出") || line.contains("q quit");
        let footer = screen.lines().nth(usize::from(rows) - 1).is_some_and(leaves);
        let lowest = if footer { rows - 1 } else { rows };
        let cell = |monkey: &mut Monkey| (monkey.random.u16(1..=columns), monkey.random.u16(1..=lowest));
        let (x, y) = cell(self);
        let report = |button: u8, (x, y): (u16, u16), end: char| format!("\u{1b}[<{button};{x};{y}{end}");
        let click = report(0, (x, y), 'M') + &report(0, (x, y), 'm');
        // Copying is one of what can be clicked in the footer.
        self.copies += 2;
        match self.random.u8(..10) {
            0..4 => self.send(&click),
            4 => self.send(&(click.clone() + &click)),
            5..8 => {
                let to = cell(self);
                let way = report(0, (x, y), 'M') + &report(32, (x, y.saturating_sub(1).max(1)), 'M');
                self.send(&(way + &report(32, to, 'M') + &report(0, to, 'm')));
            }
            8 => self.send(&report(64, (x, y), 'M').repeat(2)),
            _ => self.send(&report(65, (x, y), 'M').repeat(2)),
        }
    }

    /// Out of every dialog without keeping what is being typed, and back to the overview.
    fn go_home(&mut self) {
        self.resize((120, 40));
        self.send("\u{c}");
        for _ in 0..60 {
            let screen = self.settle();
            let footer = screen.trim_end().lines().last().unwrap_or_default().to_owned();
            let is_typing = footer.contains("Esc 取消") || footer.contains("Esc cancel");
            if screen.contains("┌─ 学按键") || screen.contains("┌─ Learn") {
                self.send("\u{1b}");
            } else if screen.contains("y / Enter") {
                self.send("y");
            } else if screen.contains('┌') && !ROOMS_WITH_DOORS.iter().any(|title| screen.contains(title))
                || is_typing
            {
                self.copies += 1;
                self.send("\u{3}");
            } else if screen.contains("按 q 退出") || screen.contains("q quits") {
                return;
            } else {
                self.send("\u{1b}");
            }
        }
        panic!("no way home from:\n{}", self.terminal.text());
    }

    fn undo_all(&mut self) -> usize {
        for n in 0..600 {
            self.send("u");
            let screen = self.settle();
            if screen.contains("没有可撤销") || screen.contains("nothing to undo") {
                return n;
            }
        }
        panic!("undo has no end:\n{}", self.terminal.text());
    }

    fn last(&self) -> String {
        self.history[self.history.len().saturating_sub(25)..].join(" ")
    }
}

fn play(seed: u64, events: usize) -> usize {
    let mut monkey = Monkey::new(seed);
    let mut screen = monkey.settle();
    for n in 0..events {
        // Mostly one by one, so that it sees the doors; a burst goes on with what leads nowhere else.
        monkey.act(&screen);
        if monkey.random.u8(..5) == 0 {
            let more = "\u{1b}[B\u{1b}[B\u{1b}[<65;9;9M\u{1b}[A";
            monkey.send(more);
        }
        screen = monkey.settle();
        let ended = monkey.terminal.child.try_wait().unwrap();
        assert!(ended.is_none(), "seed {seed}, event {n}: ended with {ended:?} after {}", monkey.last());
        assert!(!screen.contains("panicked"), "seed {seed}, event {n}: {}", monkey.last());
    }
    monkey.go_home();
    let file = monkey.terminal.file();
    assert!(read(file.as_bytes()).is_ok(), "seed {seed}: the file cannot be read");
    let undone = monkey.undo_all();
    let last = monkey.last();
    let mut terminal = monkey.terminal;
    terminal.wait("the first bytes", |terminal| terminal.file() == DEMO);
    terminal.type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0, "seed {seed}: {last}");
    terminal.assert_restored();
    let raw = terminal.heard().raw.clone();
    let copied = output::copied(&raw).unwrap_or_else(|strange| panic!("seed {seed}: wrote {strange}"));
    assert!(copied.iter().all(|text| !text.chars().any(is_hidden)), "seed {seed}: {copied:?}");
    assert!(copied.len() <= monkey.copies, "seed {seed}: {} copies of {}", copied.len(), monkey.copies);
    undone
}

fn from_environment(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn a_monkey_at_the_terminal_does_no_harm() {
    let undone: usize = [1, 2, 3].into_iter().map(|seed| play(seed, 60)).sum();
    assert!(undone > 0, "it changed nothing");
}

#[test]
#[ignore = "minutes: 50 seeds of 400 events, see the head of this file"]
fn fifty_monkeys_at_the_terminal_do_no_harm() {
    let first = from_environment("MONKEY_SEED", 100);
    let events = usize::try_from(from_environment("MONKEY_EVENTS", 400)).unwrap();
    for seed in first..first + from_environment("MONKEY_SEEDS", 50) {
        let began = Instant::now();
        let undone = play(seed, events);
        println!("seed {seed}: {undone} steps undone, {:.1} s", began.elapsed().as_secs_f64());
    }
}
