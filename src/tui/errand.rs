//! Runs this program's own command line in the terminal that the workbench has left for a moment: its words are
//! shown as they come, Ctrl-C or Esc ends it, and Enter leads back.

use crate::store::git::{end, own_group};
use crate::text::{Lang, show};
use crossterm::event::{self, Event, KeyCode, KeyEventKind, KeyModifiers};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

pub fn run(args: &[String], lang: Lang) -> io::Result<()> {
    // Keys are read here, so that Ctrl-C ends the errand and not the workbench.
    enable_raw_mode()?;
    let program = std::env::current_exe().map(|program| {
        let mut program = Command::new(program);
        program.args(args);
        program
    });
    let ran = program.and_then(spawn).and_then(|(mut child, words)| {
        let heard = hear(&mut child, &words, lang);
        child.wait()?;
        heard
    });
    let waited = ran.and_then(|()| wait_for_enter(lang));
    disable_raw_mode()?;
    waited
}

/// In a group of its own: what it has begun, a pull or a push, ends with it.
fn spawn(mut command: Command) -> io::Result<(Child, Receiver<String>)> {
    own_group(&mut command);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let (tell, words) = channel();
    if let Some(out) = child.stdout.take() {
        listen(out, tell.clone());
    }
    if let Some(complaints) = child.stderr.take() {
        listen(complaints, tell);
    }
    Ok((child, words))
}

fn listen(from: impl Read + Send + 'static, tell: Sender<String>) {
    std::thread::spawn(move || {
        let lines = BufReader::new(from).split(b'\n').map_while(Result::ok);
        for line in lines {
            if tell.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                return;
            }
        }
    });
}

/// Shows the words until both ends are silent.
fn hear(child: &mut Child, words: &Receiver<String>, lang: Lang) -> io::Result<()> {
    loop {
        match words.recv_timeout(Duration::from_millis(50)) {
            Ok(line) => say(&line)?,
            Err(RecvTimeoutError::Disconnected) => return Ok(()),
            Err(RecvTimeoutError::Timeout) => {}
        }
        while event::poll(Duration::ZERO)? {
            if is_stop(&event::read()?) {
                end(child);
                return say(if lang == Lang::Zh {
                    "—— 已中止 ——"
                } else {
                    "—— stopped ——"
                });
            }
        }
    }
}

fn say(line: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    write!(out, "{}\r\n", show(line.trim_end_matches('\r')))?;
    out.flush()
}

fn is_stop(event: &Event) -> bool {
    let Event::Key(key) = event else { return false };
    let is_ctrl_c = key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL);
    key.kind != KeyEventKind::Release && (key.code == KeyCode::Esc || is_ctrl_c)
}

fn wait_for_enter(lang: Lang) -> io::Result<()> {
    say("")?;
    say(if lang == Lang::Zh { "按 Enter 回到五步" } else { "Enter leads back to Wubu" })?;
    loop {
        let event = event::read()?;
        let is_enter = matches!(&event, Event::Key(key) if key.code == KeyCode::Enter && key.kind != KeyEventKind::Release);
        if is_enter || is_stop(&event) {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    #[cfg(unix)]
    #[test]
    fn what_an_errand_has_begun_ends_with_it() {
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 60 & echo begun; wait"]);
        let (mut child, words) = spawn(command).unwrap();
        assert_eq!(words.recv().unwrap(), "begun");
        let since = Instant::now();
        end(&mut child);
        // The sleeper has the pipe too: it falls silent only when both are gone.
        assert_eq!(words.recv_timeout(Duration::from_secs(20)), Err(RecvTimeoutError::Disconnected));
        assert!(since.elapsed() < Duration::from_secs(20));
    }
}
