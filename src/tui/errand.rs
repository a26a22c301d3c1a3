//! Runs this program's own command line in the terminal that the workbench has left for a moment: its words are
//! shown as they come, Ctrl-C or Esc ends it, and Enter leads back.

use super::inbox::{Heard, Inbox, Signal};
use super::signals;
use super::terminal::{self, Holder, Out};
use crate::store::git::{end, own_group};
use crate::text::{Lang, show};
use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::Sender;
use std::time::Duration;

/// Until something comes in; no time passes meanwhile.
const LONG: Duration = Duration::from_secs(3600);

/// Keys are read as they are typed, so that Ctrl-C ends the errand and not the workbench. What else comes in
/// waits for the main loop; when the program has to end, the errand ends first.
/// False when it has to.
pub fn run(args: &[String], lang: Lang, inbox: &mut Inbox) -> io::Result<bool> {
    let mut later = vec![];
    let mut ran = std::env::current_exe().and_then(|program| {
        let mut program = Command::new(program);
        program.args(args);
        Errand::start(program, inbox)?.hear(inbox, &mut later, lang)
    });
    if matches!(ran, Ok(Told::Enough)) {
        ran = wait_for_enter(inbox, &mut later, lang);
    }
    inbox.put_back(later);
    ran.map(|told| matches!(told, Told::Enough))
}

/// What the user, or the system, has to say about the errand.
enum Told {
    /// Nothing that matters here.
    Nothing,
    Key(KeyCode),
    /// Ctrl-C or Esc.
    Enough,
    /// The program has to end.
    End,
}

fn told(heard: Heard, later: &mut Vec<Heard>) -> Told {
    match heard {
        Heard::Event(Event::Key(key)) if key.kind != KeyEventKind::Release => {
            let is_ctrl_c = key.code == KeyCode::Char('c') && key.modifiers.contains(KeyModifiers::CONTROL);
            return if key.code == KeyCode::Esc || is_ctrl_c { Told::Enough } else { Told::Key(key.code) };
        }
        // What is pasted or committed is not for the page behind.
        Heard::Event(Event::Key(_) | Event::Paste(_)) | Heard::Burst(_) => {}
        Heard::Signal(Signal::End(_)) | Heard::Vanished | Heard::Broken => {
            later.push(heard);
            return Told::End;
        }
        Heard::Signal(Signal::Stop) => {
            terminal::restore();
            signals::stop();
            terminal::lend(Holder::Errand);
        }
        Heard::Signal(Signal::Continue) => terminal::lend(Holder::Errand),
        heard => later.push(heard),
    }
    Told::Nothing
}

struct Errand {
    child: Child,
    /// Of its two ends.
    open: u8,
}

impl Errand {
    /// In a group of its own: what it has begun, a pull or a push, ends with it.
    fn start(mut command: Command, inbox: &Inbox) -> io::Result<Errand> {
        own_group(&mut command);
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        if let Some(out) = child.stdout.take() {
            listen(child.id(), out, inbox.sender())?;
        }
        if let Some(complaints) = child.stderr.take() {
            listen(child.id(), complaints, inbox.sender())?;
        }
        Ok(Errand { child, open: 2 })
    }

    /// Shows the words until both ends are silent.
    fn hear(&mut self, inbox: &mut Inbox, later: &mut Vec<Heard>, lang: Lang) -> io::Result<Told> {
        while self.open > 0 {
            match inbox.next(LONG) {
                Some(Heard::Said(by, line)) if by == self.child.id() => match line {
                    Some(line) => say(&line)?,
                    None => self.open -= 1,
                },
                Some(heard) => match told(heard, later) {
                    Told::Nothing | Told::Key(_) => {}
                    Told::Enough => {
                        say(if lang == Lang::Zh {
                            "—— 已中止 ——"
                        } else {
                            "—— stopped ——"
                        })?;
                        end(&mut self.child);
                        break;
                    }
                    Told::End => return Ok(Told::End),
                },
                None => {}
            }
        }
        self.child.wait()?;
        Ok(Told::Enough)
    }
}

/// Whatever ends the errand, nothing of it goes on behind the screen.
impl Drop for Errand {
    fn drop(&mut self) {
        // One that was waited for has no number of its own any more.
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            end(&mut self.child);
        }
    }
}

fn listen(id: u32, from: impl Read + Send + 'static, tell: Sender<Heard>) -> io::Result<()> {
    std::thread::Builder::new().name("errand".into()).spawn(move || {
        let lines = BufReader::new(from).split(b'\n').map_while(Result::ok);
        for line in lines {
            let line = String::from_utf8_lossy(&line).into_owned();
            if tell.send(Heard::Said(id, Some(line))).is_err() {
                return;
            }
        }
        let _ = tell.send(Heard::Said(id, None));
    })?;
    Ok(())
}

fn say(line: &str) -> io::Result<()> {
    let mut out = Out::default();
    write!(out, "{}\r\n", show(line.trim_end_matches('\r')))?;
    out.flush()
}

fn wait_for_enter(inbox: &mut Inbox, later: &mut Vec<Heard>, lang: Lang) -> io::Result<Told> {
    say("")?;
    say(if lang == Lang::Zh { "按 Enter 回到五步" } else { "Enter leads back to Wubu" })?;
    loop {
        if let Some(heard) = inbox.next(LONG) {
            match told(heard, later) {
                Told::Key(KeyCode::Enter) | Told::Enough => return Ok(Told::Enough),
                Told::End => return Ok(Told::End),
                Told::Nothing | Told::Key(_) => {}
            }
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
        let mut inbox = Inbox::new();
        let errand = Errand::start(command, &inbox).unwrap();
        let said = |heard| match heard {
            Some(Heard::Said(_, line)) => line,
            other => panic!("{other:?}"),
        };
        let patience = Duration::from_secs(20);
        assert_eq!(said(inbox.next(patience)).as_deref(), Some("begun"));
        let since = Instant::now();
        drop(errand);
        // The sleeper has both pipes too: they fall silent only when both programs are gone.
        assert_eq!((said(inbox.next(patience)), said(inbox.next(patience))), (None, None));
        assert!(since.elapsed() < patience);
    }
}
