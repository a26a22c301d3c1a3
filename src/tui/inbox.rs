//! All that the main loop waits for comes in here, in one order: what is typed, what the worker has to tell,
//! what the system asks of the program.

use super::action::News;
use super::theme::Ground;
use crossterm::event::Event;
use std::collections::VecDeque;
use std::io;
use std::process::ExitStatus;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

#[derive(Debug)]
pub enum Heard {
    /// A key, a paste, a size, the focus, the mouse.
    Event(Event),
    /// Several characters that came in one piece.
    Burst(String),
    /// What the terminal is painted on; it was asked.
    #[cfg_attr(windows, expect(dead_code, reason = "Windows is not asked"))]
    Ground(Ground),
    News(Box<News>),
    /// The worker has done all its jobs, and no more will come.
    WorkerDone,
    /// A line from a program that was started here, by its id; none when it has closed that stream.
    Said(u32, Option<String>),
    /// A program that was started here has ended.
    Exited(u32, io::Result<ExitStatus>),
    #[cfg_attr(windows, expect(dead_code, reason = "Windows sends none"))]
    Signal(Signal),
    /// The terminal is gone: closed window, lost connection.
    Vanished,
    /// A thread has panicked.
    Broken,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(windows, expect(dead_code, reason = "Windows sends none"))]
pub enum Signal {
    /// To end, by this number.
    End(i32),
    /// To stop, as Ctrl-Z in other programs does.
    Stop,
    /// The program goes on after it was stopped.
    Continue,
}

#[derive(Debug)]
pub struct Inbox {
    tell: Sender<Heard>,
    heard: Receiver<Heard>,
    put_back: VecDeque<Heard>,
}

impl Inbox {
    pub fn new() -> Inbox {
        let (tell, heard) = channel();
        Inbox { tell, heard, put_back: VecDeque::new() }
    }

    pub fn sender(&self) -> Sender<Heard> {
        self.tell.clone()
    }

    /// The next that comes in, or nothing when this time is over.
    pub fn next(&mut self, wait: Duration) -> Option<Heard> {
        self.put_back.pop_front().or_else(|| self.heard.recv_timeout(wait).ok())
    }

    /// What has come in already.
    pub fn at_once(&mut self) -> Option<Heard> {
        self.put_back.pop_front().or_else(|| self.heard.try_recv().ok())
    }

    /// For who comes next: heard by one who had no use for it.
    pub fn put_back(&mut self, heard: Vec<Heard>) {
        for heard in heard.into_iter().rev() {
            self.put_back.push_front(heard);
        }
    }
}
