//! Reading the console through crossterm, which asks Windows for its events.

use super::burst;
use crate::tui::inbox::Heard;
use crossterm::event;
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// How long a request to rest may wait for the thread to see it.
const LOOK: Duration = Duration::from_millis(100);
/// Keys of a paste come closer to each other than those of a hand.
const GAP: Duration = Duration::from_millis(10);

#[derive(Debug)]
pub struct Listener {
    ask: Sender<()>,
    rests: Receiver<()>,
    wake: Sender<()>,
}

impl Listener {
    pub fn start(tell: Sender<Heard>) -> io::Result<Listener> {
        let (ask, asked) = channel();
        let (resting, rests) = channel();
        let (wake, woken) = channel();
        std::thread::Builder::new().name("listener".into()).spawn(move || {
            loop {
                if asked.try_recv().is_ok() && (resting.send(()).is_err() || woken.recv().is_err()) {
                    return;
                }
                match read() {
                    Ok(events) => {
                        for heard in burst::heard(events) {
                            if tell.send(heard).is_err() {
                                return;
                            }
                        }
                    }
                    Err(_) => break,
                }
            }
            let _ = tell.send(Heard::Vanished);
        })?;
        Ok(Listener { ask, rests, wake })
    }

    pub fn rest(&self) {
        if self.ask.send(()).is_ok() {
            let _ = self.rests.recv();
        }
    }

    pub fn wake(&self) {
        let _ = self.wake.send(());
    }
}

/// What has been typed at once; the console has no mark for a paste.
fn read() -> io::Result<Vec<event::Event>> {
    let mut events = vec![];
    let mut wait = LOOK;
    while event::poll(wait)? {
        events.push(event::read()?);
        wait = if events.len() > burst::KEYS { GAP } else { Duration::ZERO };
    }
    Ok(burst::pastes(&events))
}
