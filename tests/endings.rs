//! However the program ends, every edit is in the file, the terminal is as it was found, and it takes less than
//! a second; and whatever comes in before, it goes on. Each ending is tried twice: plainly, and while reports of
//! mouse, focus and pastes come in, on a terminal that another program has left with its mouse switched on.
//!
//! The endings by a panic and by a loop that hangs are tested in `src/tui/faults.rs`, where there are such loops.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

#[path = "support/terminal.rs"]
mod pty;
mod support;

use pty::{PATIENCE, Terminal, script};
use std::fs;
use std::time::{Duration, Instant};
use support::DEMO;

/// From a signal, or the loss of the terminal, to the end of the process.
const LIMIT: Duration = Duration::from_secs(1);

const PASTE: &str = "\u{1b}[200~粘贴\r\u{1b}[201~";
const REPORTS: &str = "\u{1b}[<0;3;4M\u{1b}[<0;3;4m\u{1b}[I\u{1b}[O\u{1b}[I\u{1b}[<64;9;9M";

/// The stage of the task that is ticked off, with or without reports coming in.
fn opened(mut terminal: Terminal, has_reports: bool) -> Terminal {
    terminal.wait_for("已保存").type_keys("3").wait_for("[任务]");
    if has_reports {
        terminal.heard().parser.process(b"\x1b[?1000h\x1b[?1003h\x1b[?1006h");
        // A paste into a list is looked for; Esc leaves the search.
        terminal.type_keys(PASTE).wait_for("粘贴").type_keys("\u{1b}");
        terminal.wait("no search", |terminal| !terminal.text().contains("粘贴")).type_keys(REPORTS);
    }
    terminal
}

/// One edit is made and seen; whether it is saved is not waited for.
fn ticked(terminal: &mut Terminal) {
    terminal.type_keys("x").wait_for("✓ 4c.1 ");
}

fn assert_ticked(terminal: &Terminal) {
    assert!(terminal.file().contains("by: \"周岚\""), "the edit is not in the file");
}

/// Waits for the exit code, which must come in time.
fn ends_in_time(terminal: &mut Terminal, since: Instant) -> u32 {
    let mut code = 0;
    terminal.wait("the end", |terminal| {
        terminal.child.try_wait().unwrap().inspect(|status| code = status.exit_code()).is_some()
    });
    let took = since.elapsed();
    assert!(took < LIMIT, "it took {took:?}");
    code
}

fn both(ending: impl Fn(bool)) {
    for has_reports in [false, true] {
        ending(has_reports);
    }
}

fn ends_by(name: &str, number: u32) {
    both(|has_reports| {
        let mut terminal = opened(Terminal::on(DEMO), has_reports);
        ticked(&mut terminal);
        let sent = Instant::now();
        terminal.signal(name);
        assert_eq!(ends_in_time(&mut terminal, sent), 128 + number);
        terminal.wait_for_end();
        terminal.assert_restored();
        assert_ticked(&terminal);
    });
}

#[test]
fn ending_1_the_user_quits() {
    both(|has_reports| {
        let mut terminal = opened(Terminal::on(DEMO), has_reports);
        ticked(&mut terminal);
        terminal.wait_for("已保存").type_keys("q");
        assert_eq!(terminal.wait_for_end(), 0);
        terminal.assert_restored();
        assert_ticked(&terminal);
    });
}

#[test]
fn ending_2_the_user_quits_in_the_same_breath_as_the_last_edit() {
    both(|has_reports| {
        let mut terminal = opened(Terminal::on(DEMO), has_reports);
        terminal.type_keys("xq");
        assert_eq!(terminal.wait_for_end(), 0);
        terminal.assert_restored();
        assert_ticked(&terminal);
    });
}

#[test]
fn ending_3_terminated() {
    ends_by("TERM", 15);
}

#[test]
fn ending_4_interrupted() {
    ends_by("INT", 2);
}

#[test]
fn ending_5_hung_up() {
    ends_by("HUP", 1);
}

#[test]
fn ending_6_quit_by_signal() {
    ends_by("QUIT", 3);
}

fn ends_with_its_window(start: impl Fn() -> Terminal) {
    both(|has_reports| {
        let mut terminal = opened(start(), has_reports);
        ticked(&mut terminal);
        terminal.close_window();
        let closed = Instant::now();
        #[cfg(target_os = "linux")]
        let before = processor_time(&terminal).unwrap();
        #[cfg(target_os = "linux")]
        terminal.wait("the process to end", |terminal| state(terminal) == Some('Z'));
        #[cfg(target_os = "linux")]
        assert!(processor_time(&terminal).unwrap() - before < 0.3, "it spins");
        assert_eq!(ends_in_time(&mut terminal, closed), 128 + 1);
        assert_ticked(&terminal);
    });
}

#[test]
fn ending_7_the_window_is_closed() {
    ends_with_its_window(|| Terminal::on(DEMO));
}

#[test]
fn ending_8_the_terminal_vanishes_and_the_signal_is_ignored() {
    ends_with_its_window(|| Terminal::through(DEMO, &[], "set +m; trap '' HUP; exec \"$WUBU\" \"$FILE\""));
}

/// In a session of its own, which nobody tells that the terminal hangs up.
#[cfg(target_os = "linux")]
#[test]
fn ending_8_the_terminal_vanishes_and_no_signal_comes() {
    let script = "set +m; trap '' HUP; exec setsid --wait \"$WUBU\" \"$FILE\"";
    ends_with_its_window(|| Terminal::through(DEMO, &[], script));
}

#[test]
fn ending_9_stopped_then_terminated() {
    both(|has_reports| {
        let mut terminal = opened(Terminal::on(DEMO), has_reports);
        ticked(&mut terminal);
        terminal.signal("STOP");
        terminal.signal("TERM");
        let sent = Instant::now();
        terminal.signal("CONT");
        assert_eq!(ends_in_time(&mut terminal, sent), 128 + 15);
        terminal.wait_for_end();
        terminal.assert_restored();
        assert_ticked(&terminal);
    });
}

const FROM_A_SHELL: &str =
    "\"$WUBU\" \"$FILE\"; echo \"stopped $?\"; read go; fg >/dev/null; echo \"ended $?\"";

#[test]
fn ending_10_suspended_brought_back_and_left() {
    both(|has_reports| {
        let mut terminal = opened(Terminal::through(DEMO, &[], FROM_A_SHELL), has_reports);
        ticked(&mut terminal);
        terminal.type_keys("\u{1b}[24~").wait_for("stopped ");
        assert_ticked(&terminal);
        terminal.assert_restored();
        // The shell has the keys now, and the file is another when the program comes back.
        let changed = terminal.file().replacen("华岭轴承二厂工业互联网平台", "别人改的名字", 1);
        fs::write(terminal.path(), changed).unwrap();
        terminal.resize(100, 30);
        terminal.type_keys("go\r").wait_for("[任务]").wait_for("别人改的名字");
        assert!(!terminal.text().contains("stopped"));
        terminal.type_keys("q").wait_for("ended 0");
        assert_eq!(terminal.wait_for_end(), 0);
        terminal.assert_restored();
        assert_ticked(&terminal);
    });
}

fn ends_while_the_editor_runs(lines: &str, name: &str, number: u32) {
    both(|has_reports| {
        let folder = tempfile::tempdir().unwrap();
        let started = folder.path().join("started");
        let lines = format!("touch {}\n{lines}", started.display());
        let editor = script(folder.path(), "editor.sh", &lines);
        let mut terminal = opened(Terminal::start(DEMO, &[("EDITOR", &editor)]), has_reports);
        ticked(&mut terminal);
        terminal.type_keys("O").wait("the editor", |_| started.exists());
        let sent = Instant::now();
        terminal.signal(name);
        assert_eq!(ends_in_time(&mut terminal, sent), 128 + number);
        terminal.wait_for_end();
        terminal.assert_restored();
        assert!(terminal.text().contains("wubu-note-"), "{}", terminal.text());
        assert_ticked(&terminal);
    });
}

#[test]
fn ending_11_terminated_while_the_editor_runs() {
    ends_while_the_editor_runs("exec sleep 1000", "TERM", 15);
}

#[test]
fn ending_11_hung_up_while_an_editor_runs_that_will_not_end() {
    ends_while_the_editor_runs(
        "trap '' TERM HUP\nprintf '\\033[?1000h\\033[?25l'\nwhile :; do sleep 0.02; done",
        "HUP",
        1,
    );
}

#[test]
fn ending_12_terminated_while_the_terminal_takes_nothing() {
    both(|has_reports| {
        let mut terminal = opened(Terminal::on(DEMO), has_reports);
        ticked(&mut terminal);
        terminal.stop_reading();
        // Frames until nothing goes out any more, and an edit that nobody sees.
        let written = blocked(&mut terminal);
        assert!(written > 4096, "{written} bytes were waiting");
        let sent = Instant::now();
        terminal.signal("TERM");
        assert_eq!(ends_in_time(&mut terminal, sent), 128 + 15);
        terminal.read_again();
        terminal.wait_for_end();
        terminal.assert_restored();
        assert_ticked(&terminal);
    });
}

/// Types until the program hangs in a write; how much was typed for it.
fn blocked(terminal: &mut Terminal) -> usize {
    let mut typed = 0;
    for _ in 0..2_000 {
        // Each asks for the whole screen.
        terminal.type_keys("\u{c}");
        typed += 24 * 80;
        if typed > 1 << 18 {
            return typed;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    typed
}

#[test]
fn ending_13_terminated_within_a_paste_that_has_no_end() {
    both(|has_reports| {
        let mut terminal = opened(Terminal::on(DEMO), has_reports);
        ticked(&mut terminal);
        terminal.type_keys("\u{1b}[200~热处理车间");
        let sent = Instant::now();
        terminal.signal("TERM");
        assert_eq!(ends_in_time(&mut terminal, sent), 128 + 15);
        terminal.wait_for_end();
        terminal.assert_restored();
        assert_ticked(&terminal);
    });
}

#[test]
fn a_stop_from_outside_gives_the_terminal_back_and_takes_it_again() {
    let mut terminal = opened(Terminal::on(DEMO), false);
    terminal.signal("TSTP");
    terminal.wait("the shell's screen", |terminal| !terminal.heard().parser.screen().alternate_screen());
    // By then it may still be on its way to the stop, and a CONT before that would be lost.
    #[cfg(target_os = "linux")]
    terminal.wait("the stop", |terminal| state(terminal) == Some('T'));
    terminal.assert_restored();
    terminal.heard().parser.process(b"\x1b[2J\x1b[H$ ls\r\n");
    terminal.signal("CONT");
    terminal.wait_for("[任务]").wait("no word of the shell", |terminal| !terminal.text().contains("$ ls"));
    assert!(terminal.heard().parser.screen().alternate_screen());
    terminal.type_keys("x").wait_for("✓ 4c.1 ").type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    assert_ticked(&terminal);
}

#[test]
fn after_a_stop_that_it_could_not_hear_of_it_paints_everything_again() {
    let mut terminal = opened(Terminal::on(DEMO), false);
    terminal.signal("STOP");
    terminal.heard().parser.process(b"\x1b[?1049l\x1b[?2004l\x1b[2J$ ls\r\n");
    terminal.signal("CONT");
    terminal.wait_for("[任务]").wait_for("已保存");
    let heard = terminal.heard();
    assert!(heard.parser.screen().alternate_screen() && heard.parser.screen().bracketed_paste());
}

#[test]
fn without_a_shell_to_come_back_from_it_does_not_suspend() {
    let mut terminal = opened(Terminal::on(DEMO), false);
    terminal.type_keys("\u{1b}[24~").wait_for("不能挂起").type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
}

#[test]
fn a_paste_that_never_ends_is_closed_and_keys_are_keys_again() {
    let mut terminal = opened(Terminal::on(DEMO), false);
    terminal.type_keys("a").wait_for("确定").type_keys("\u{1b}[200~淬火油冷却塔");
    // Nothing more comes; what came is text, and Enter is a key again.
    terminal.wait_for("淬火油冷却塔").type_keys("\r");
    terminal.wait("the file", |terminal| terminal.file().contains("title: \"淬火油冷却塔\""));
}

#[test]
fn hostile_pastes_are_text_and_nothing_else() {
    let mut terminal = opened(Terminal::on(DEMO), false);
    terminal.type_keys("o").wait_for("确定");
    let paste = "一\r二\r\n三\u{1b}[201\u{1b}]0;x\u{7}\u{3}\u{9b}31m四\u{1b}[201~";
    terminal.type_keys(&format!("\u{1b}[200~{paste}")).wait_for("四");
    terminal.type_keys("\u{13}").wait("the note", |terminal| {
        let file = terminal.file();
        file.contains("\"一\",") && file.contains("\"二\",") && file.contains("\"三[201]0;x31m四\",")
    });
    assert!(!terminal.file().contains(|c: char| c.is_control() && c != '\n'));
    // What follows an end within a paste is keys, as with every program: here a search that finds nothing.
    terminal.type_keys("\u{1b}[200~a\u{1b}[201~\u{1b}[201~").wait_for("[任务]").type_keys("\u{1b}q");
}

#[test]
fn a_paste_of_a_megabyte_is_cut_and_says_so() {
    let mut terminal = opened(Terminal::on(DEMO), false);
    terminal.type_keys("o").wait_for("确定");
    let line = "热处理".repeat(30) + "\r";
    let lines = line.repeat((2 << 20) / line.len());
    terminal.type_keys(&format!("\u{1b}[200~{lines}\u{1b}[201~"));
    terminal.wait_for("只取了前 100000 字").type_keys("\u{13}");
    let has_lines = |file: &str| file.matches("\"热处理热处理").count() == 100_000usize.div_ceil(91);
    terminal.wait("the note", |terminal| has_lines(&terminal.file()));
}

#[test]
fn keys_split_at_every_byte_are_the_same_keys() {
    let mut terminal = opened(Terminal::on(DEMO), false);
    // The first two bytes of a sequence stay together: a lone ESC is a key after some time, as it should be.
    let pieces = [
        "a", "热", "处", "\u{1b}[", "1", ";", "5", "D", "理", "\u{1b}[", "2", "0", "0", "~", "鑫", "\u{1b}[",
        "2", "0", "1", "~",
    ];
    for piece in pieces {
        if piece.starts_with('\u{1b}') {
            terminal.type_keys(piece);
        } else {
            for byte in piece.bytes() {
                terminal.type_bytes(&[byte]);
            }
        }
    }
    terminal.wait_for("鑫").type_keys("\r");
    terminal.wait("the file", |terminal| terminal.file().contains('鑫'));
    let file = terminal.file();
    let title = file.lines().find(|line| line.contains('鑫')).unwrap().trim();
    assert!(
        ["热处理鑫", "热理鑫处", "理鑫热处"].iter().any(|text| title == format!("title: \"{text}\",")),
        "{title}"
    );
}

#[test]
fn keys_for_the_editor_reach_it_and_keys_before_it_reach_us() {
    let folder = tempfile::tempdir().unwrap();
    let (started, got) = (folder.path().join("started"), folder.path().join("got"));
    let lines = format!("touch {}\nread line\necho \"$line\" > {}", started.display(), got.display());
    let editor = script(folder.path(), "editor.sh", &lines);
    let mut terminal = opened(Terminal::start(DEMO, &[("EDITOR", &editor)]), false);
    // The tick is typed in one breath with the key that starts the editor.
    terminal.type_keys("Ox").wait("the editor", |_| started.exists());
    terminal.type_keys("为编辑器\r").wait("the line", |_| got.exists());
    terminal.wait_for("[任务]").wait_for("✓ 4c.1 ");
    assert_eq!(fs::read_to_string(&got).unwrap(), "为编辑器\n");
    terminal.type_keys("jk").type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    assert_ticked(&terminal);
}

#[test]
fn ctrl_c_in_the_editor_is_the_editors() {
    let folder = tempfile::tempdir().unwrap();
    let started = folder.path().join("started");
    let lines = format!(
        "trap 'echo 中断 >> \"$1\"; exit 0' INT\ntouch {}\nwhile :; do sleep 0.02; done",
        started.display()
    );
    let editor = script(folder.path(), "editor.sh", &lines);
    let mut terminal = opened(Terminal::start(DEMO, &[("EDITOR", &editor)]), false);
    terminal.type_keys("O").wait("the editor", |_| started.exists()).type_keys("\u{3}");
    terminal.wait("the note", |terminal| terminal.file().contains("\"中断\"")).type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
}

#[test]
fn an_errand_ends_with_the_program() {
    let folder = tempfile::tempdir().unwrap();
    let [wanted, hangs] = ["wanted", "hangs"].map(|name| folder.path().join(name));
    let paths = std::env::var("PATH").unwrap();
    let lines = format!(
        "PATH={paths}\n[ -e {} ] || exec git \"$@\"\ntouch {}\nexec sleep 5",
        wanted.display(),
        hangs.display()
    );
    script(folder.path(), "git", &lines);
    let path = format!("{}:{paths}", folder.path().display());
    let mut terminal = opened(Terminal::start(DEMO, &[("PATH", &path)]), false);
    ticked(&mut terminal);
    fs::write(&wanted, "").unwrap();
    terminal.type_keys("\u{7}").wait_for("合并驱动").type_keys("i").wait("git to hang", |_| hangs.exists());
    let sent = Instant::now();
    terminal.signal("TERM");
    assert_eq!(ends_in_time(&mut terminal, sent), 128 + 15);
    terminal.assert_restored();
    assert_ticked(&terminal);
}

#[test]
fn ctrl_c_ends_an_errand_and_not_the_program() {
    let mut terminal = opened(Terminal::on(DEMO), false);
    terminal.type_keys("\u{7}").wait_for("合并驱动").type_keys("i").wait_for("按 Enter");
    terminal.type_keys("\u{3}").wait_for("[任务]").type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
    terminal.assert_restored();
}

#[cfg(target_os = "linux")]
fn stat(terminal: &Terminal) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{}/stat", terminal.child.process_id()?)).ok()?;
    Some(stat.rsplit_once(')')?.1.to_owned())
}

#[cfg(target_os = "linux")]
fn state(terminal: &Terminal) -> Option<char> {
    stat(terminal)?.trim_start().chars().next()
}

/// Seconds of processor time so far, with that of children that have ended.
#[cfg(target_os = "linux")]
fn processor_time(terminal: &Terminal) -> Option<f64> {
    let stat = stat(terminal)?;
    let mut ticks = stat.split_whitespace().skip(11).take(4).map(|field| field.parse::<f64>().ok());
    ticks.try_fold(0.0, |sum, ticks| Some(sum + ticks? / 100.0))
}

#[cfg(target_os = "linux")]
#[test]
fn an_idle_program_writes_nothing_and_takes_no_time() {
    let mut terminal = opened(Terminal::on(DEMO), false);
    // Until what came with the start is over: git's answers, the history.
    let quiet = |terminal: &Terminal| (terminal.heard().raw.len(), processor_time(terminal).unwrap());
    let begun = Instant::now();
    let mut before = quiet(&terminal);
    loop {
        // A stretch of time is what is measured here.
        std::thread::sleep(Duration::from_secs(3));
        let now = quiet(&terminal);
        if now.0 == before.0 && now.1 - before.1 <= 0.011 {
            break;
        }
        assert!(begun.elapsed() < PATIENCE * 2, "{before:?} {now:?}");
        before = now;
    }
    terminal.type_keys("q");
    assert_eq!(terminal.wait_for_end(), 0);
}
