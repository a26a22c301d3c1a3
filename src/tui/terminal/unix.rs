//! The terminal's own files, opened once more for us alone: they can be made non-blocking without changing what
//! the shell shares with us, and writing needs no lock.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::termios::{OptionalActions, QueueSelector, Termios};
use std::io::{self, PipeReader, PipeWriter, Write};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// How long the last bytes may wait for a terminal that takes nothing, before what it has not taken is thrown
/// away to make room for them.
const LAST_WAIT: Duration = Duration::from_millis(100);

/// The modes of the terminal as it was found.
static FOUND: Mutex<Option<Termios>> = Mutex::new(None);
static OUTPUT: OnceLock<Output> = OnceLock::new();

struct Output {
    terminal: OwnedFd,
    /// Something comes through here when nobody shall wait for the terminal any more.
    interrupted: PipeReader,
    interrupt: PipeWriter,
}

/// Where keys come from.
pub fn input() -> io::Result<OwnedFd> {
    open(io::stdin().as_fd(), OFlags::RDONLY)
}

/// By its name, else as the process's own terminal, else, as in some containers, only what we were given.
fn open(given: BorrowedFd, mode: OFlags) -> io::Result<OwnedFd> {
    let flags = mode | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let named = rustix::termios::ttyname(given, vec![])
        .and_then(|name| rustix::fs::open(name.as_c_str(), flags, Mode::empty()));
    let opened = named.or_else(|_| rustix::fs::open("/dev/tty", flags, Mode::empty()));
    opened.or_else(|_| given.try_clone_to_owned())
}

fn output() -> io::Result<&'static Output> {
    if let Some(output) = OUTPUT.get() {
        return Ok(output);
    }
    let (interrupted, interrupt) = io::pipe()?;
    let terminal = open(io::stdout().as_fd(), OFlags::WRONLY)?;
    Ok(OUTPUT.get_or_init(|| Output { terminal, interrupted, interrupt }))
}

/// The modes that `reset_modes` goes back to.
pub fn note_modes() -> io::Result<()> {
    let found = rustix::termios::tcgetattr(io::stdin().as_fd())?;
    *FOUND.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
    Ok(())
}

pub fn set_raw() -> io::Result<()> {
    let found = FOUND.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let Some(mut modes) = found else { return Ok(()) };
    modes.make_raw();
    Ok(rustix::termios::tcsetattr(io::stdin().as_fd(), OptionalActions::Now, &modes)?)
}

pub fn reset_modes() {
    let found = FOUND.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(modes) = found {
        // At once, without waiting for the output: it may never go.
        let _ = rustix::termios::tcsetattr(io::stdin().as_fd(), OptionalActions::Now, &modes);
    }
}

/// Whether a question to the terminal is understood, or at least passed over: the Linux console shows pieces of it,
/// and GNU screen hands it on to nobody knows whom.
pub fn is_askable() -> bool {
    let term = std::env::var("TERM").unwrap_or_default();
    let is_screen = term.starts_with("screen") && std::env::var_os("TMUX").is_none();
    term != "linux" && !is_screen
}

/// Columns and rows.
pub fn size() -> (u16, u16) {
    let size = rustix::termios::tcgetwinsize(io::stdout().as_fd());
    size.map_or((0, 0), |size| (size.ws_col, size.ws_row))
}

/// Whoever waits for the terminal to take something shall not wait any longer.
pub fn interrupt() {
    if let Ok(output) = output() {
        let _ = (&output.interrupt).write(&[0]);
    }
}

/// What is written last: it does not wait for long.
pub fn write_last(mut bytes: &[u8]) {
    let Ok(output) = output() else { return };
    let mut has_made_room = false;
    while !bytes.is_empty() {
        match rustix::io::write(&output.terminal, bytes) {
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) if is_ready(&[(output.terminal.as_fd(), PollFlags::OUT)], Some(LAST_WAIT)) => {}
            Err(Errno::AGAIN) if !has_made_room => {
                has_made_room = true;
                let _ = rustix::termios::tcflush(&output.terminal, QueueSelector::OFlush);
            }
            Err(_) => return,
        }
    }
}

fn is_ready(ends: &[(BorrowedFd, PollFlags)], wait: Option<Duration>) -> bool {
    let mut ends: Vec<PollFd> =
        ends.iter().map(|(end, flags)| PollFd::from_borrowed_fd(*end, *flags)).collect();
    let wait = wait.and_then(|wait| Timespec::try_from(wait).ok());
    match poll(&mut ends, wait.as_ref()) {
        Err(Errno::INTR) => true,
        ready => ready.is_ok_and(|count| count > 0),
    }
}

/// The screen's way out: what is written goes to the terminal when it is flushed, a frame in one piece. A
/// terminal that takes nothing is waited for, but not past an `interrupt`; one that is another's gets nothing.
#[derive(Debug, Default)]
pub struct Out {
    frame: Vec<u8>,
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.frame.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let output = output()?;
        let frame = std::mem::take(&mut self.frame);
        if !super::is_ours() {
            return Ok(());
        }
        let mut rest = frame.as_slice();
        while !rest.is_empty() {
            match rustix::io::write(&output.terminal, rest) {
                Ok(count) => rest = rest.get(count..).unwrap_or_default(),
                Err(Errno::INTR) => {}
                Err(Errno::AGAIN) => {
                    let terminal = (output.terminal.as_fd(), PollFlags::OUT);
                    is_ready(&[terminal, (output.interrupted.as_fd(), PollFlags::IN)], None);
                    if is_ready(&[(output.interrupted.as_fd(), PollFlags::IN)], Some(Duration::ZERO)) {
                        return Err(io::Error::other("interrupted while the terminal took nothing"));
                    }
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}
