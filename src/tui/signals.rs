//! The thread that hears what the system asks of the program, and tells the main loop. When the main loop is
//! asked to end and does not come to it, this thread gives the terminal back and ends the program itself.

use super::inbox::{Heard, Signal};
use super::terminal;
use crossterm::event::Event;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;
use std::io;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

/// How long the main loop may take to write what is pending; within a second of the signal all is over.
const GRACE: Duration = Duration::from_millis(750);
/// How long giving the terminal back may take.
const RESTORE: Duration = Duration::from_millis(200);

/// The signal that asked for the end; 0 while there is none.
static ASKED: AtomicI32 = AtomicI32::new(0);

/// The signal that asked the program to end.
pub fn asked() -> Option<i32> {
    Some(ASKED.load(Ordering::SeqCst)).filter(|signal| *signal != 0)
}

pub fn listen(tell: Sender<Heard>) -> io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT])?;
    std::thread::Builder::new().name("signals".into()).spawn(move || {
        for signal in signals.forever() {
            let heard = match signal {
                SIGWINCH => {
                    let (width, height) = terminal::size();
                    Heard::Event(Event::Resize(width, height))
                }
                SIGTSTP => Heard::Signal(Signal::Stop),
                SIGCONT => Heard::Signal(Signal::Continue),
                // Ctrl-C in the editor is the editor's: the terminal sends it to both.
                SIGINT | SIGQUIT if terminal::is_for_the_editor() => continue,
                signal => return end(signal, &tell),
            };
            let _ = tell.send(heard);
        }
    })?;
    Ok(())
}

fn end(signal: i32, tell: &Sender<Heard>) {
    ASKED.store(signal, Ordering::SeqCst);
    let _ = tell.send(Heard::Signal(Signal::End(signal)));
    terminal::interrupt();
    std::thread::sleep(GRACE);
    // The main thread is stuck, in a slow disk perhaps, and may hold any lock. Nor is this one waited for, where
    // the terminal could not be opened anew and hangs.
    let (tell, restored) = channel();
    let restoring = std::thread::Builder::new().spawn(move || {
        terminal::restore();
        tell.send(())
    });
    if restoring.is_ok() {
        let _ = restored.recv_timeout(RESTORE);
    }
    signal_hook::low_level::exit(128 + signal);
}

/// Stops the program as Ctrl-Z does, and comes back when it goes on. The stronger of the two signals: in a
/// group without a shell the system drops the other.
pub fn stop() {
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGSTOP);
}

/// Whether a shell waits for us to stop. Where a window runs nothing but this program, nobody would wake it.
pub fn can_come_back() -> bool {
    let session = rustix::process::getsid(None);
    session.is_ok_and(|leader| leader != rustix::process::getpid())
}
