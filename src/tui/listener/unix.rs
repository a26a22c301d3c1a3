//! Reading the terminal with `poll` and `read`.

use super::assembler::Assembler;
use super::burst;
use crate::tui::app::LONGEST_PASTE;
use crate::tui::inbox::Heard;
use crate::tui::terminal;
use crossterm::event::Event;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// The main loop's hand on the thread.
#[derive(Debug)]
pub struct Listener {
    ask: PipeWriter,
    rests: Receiver<()>,
    wake: Sender<()>,
}

impl Listener {
    pub fn start(tell: Sender<Heard>) -> io::Result<Listener> {
        let terminal = terminal::input()?;
        let (asked, ask) = io::pipe()?;
        let (resting, rests) = channel();
        let (wake, woken) = channel();
        let ears = Ears { terminal, asked, resting, woken, tell, assembler: Assembler::new(LONGEST_PASTE) };
        std::thread::Builder::new().name("listener".into()).spawn(move || ears.listen())?;
        Ok(Listener { ask, rests, wake })
    }

    /// Comes back when the thread reads no more: what is typed from now on is for another program.
    pub fn rest(&self) {
        // Where the thread has ended, both fail at once, and nobody reads.
        let _ = (&self.ask).write(&[0]);
        let _ = self.rests.recv();
    }

    pub fn wake(&self) {
        let _ = self.wake.send(());
    }
}

struct Ears {
    terminal: OwnedFd,
    asked: PipeReader,
    resting: Sender<()>,
    woken: Receiver<()>,
    tell: Sender<Heard>,
    assembler: Assembler,
}

/// What there is to do.
enum Due {
    Read,
    Rest,
    Expire,
}

impl Ears {
    fn listen(mut self) {
        let mut bytes = vec![0; 1 << 16];
        let mut empty_reads = 0;
        let mut held: Vec<Event> = vec![];
        loop {
            let events = match self.wait() {
                Ok(Due::Expire) => self.assembler.expire(Instant::now()),
                Ok(Due::Rest) => {
                    let events = self.assembler.close();
                    if !self.rest() {
                        return;
                    }
                    events
                }
                Ok(Due::Read) => match rustix::io::read(&self.terminal, bytes.as_mut_slice()) {
                    // One may be a Ctrl-D before raw mode is back after a stop; two are the end.
                    Ok(0) if empty_reads == 0 => {
                        empty_reads = 1;
                        vec![]
                    }
                    Ok(count @ 1..) => {
                        empty_reads = 0;
                        self.assembler.take(bytes.get(..count).unwrap_or_default(), Instant::now())
                    }
                    Err(Errno::AGAIN | Errno::INTR) => vec![],
                    Ok(0) | Err(_) => break,
                },
                Err(_) => break,
            };
            if let Some(ground) = self.assembler.ground()
                && self.tell.send(Heard::Ground(ground)).is_err()
            {
                return;
            }
            held.extend(events);
            // A read ended within a character: what came before it belongs to the same text.
            if self.assembler.is_within_character() {
                continue;
            }
            for heard in burst::heard(std::mem::take(&mut held)) {
                if self.tell.send(heard).is_err() {
                    return;
                }
            }
        }
        let _ = self.tell.send(Heard::Vanished);
    }

    fn wait(&self) -> io::Result<Due> {
        let wait = self.assembler.wait(Instant::now());
        // A little more than asked for: `poll` may come back early by its rounding.
        let wait = wait.map(|wait| Timespec::try_from(wait + Duration::from_millis(1)).unwrap_or_default());
        let mut ends = [
            PollFd::from_borrowed_fd(self.asked.as_fd(), PollFlags::IN),
            PollFd::from_borrowed_fd(self.terminal.as_fd(), PollFlags::IN),
        ];
        match poll(&mut ends, wait.as_ref()) {
            Ok(_) | Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
        let [asked, terminal] = ends.map(|end| !end.revents().is_empty());
        Ok(if asked {
            Due::Rest
        } else if terminal {
            Due::Read
        } else {
            Due::Expire
        })
    }

    /// True when there is more to listen to.
    fn rest(&self) -> bool {
        let read = (&self.asked).read(&mut [0]);
        matches!(read, Ok(1)) && self.resting.send(()).is_ok() && self.woken.recv().is_ok()
    }
}
