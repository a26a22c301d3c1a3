//! Taking the terminal and giving it back. `restore` undoes everything that we ever switch on, in one write,
//! and may be called any number of times, from the panic hook and the thread of signals too: it takes no lock
//! that a blocked main thread could hold.

#[cfg_attr(unix, path = "terminal/unix.rs")]
#[cfg_attr(windows, path = "terminal/windows.rs")]
mod system;

pub use system::{Out, is_askable, size};
#[cfg(unix)]
pub use system::{input, interrupt};

use super::inbox::Heard;
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, DisableFocusChange, DisableMouseCapture};
use crossterm::event::{EnableBracketedPaste, EnableFocusChange};
use crossterm::style::ResetColor;
use crossterm::terminal::{EnableLineWrap, EnterAlternateScreen, LeaveAlternateScreen};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

pub type Screen = Terminal<CrosstermBackend<Out>>;

/// Who has the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Holder {
    /// Whoever started us; it is as we found it.
    Nobody,
    Screen,
    /// An errand: no screen of ours, but keys come as they are typed.
    Errand,
    /// The user's editor.
    Editor,
}

/// Whether the mouse is reported while the screen is ours.
static MOUSE: AtomicBool = AtomicBool::new(false);
static HOLDER: AtomicU8 = AtomicU8::new(Holder::Nobody as u8);
/// When an editor ended last.
static EDITED: Mutex<Option<Instant>> = Mutex::new(None);
/// How late a signal may be heard of on a machine that has much else to do.
#[cfg(unix)]
const LATE: std::time::Duration = std::time::Duration::from_secs(1);
/// What a thread said when it panicked.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

fn swap_holder(holder: Holder) -> u8 {
    if is_held_by(Holder::Editor) {
        *EDITED.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }
    HOLDER.swap(holder as u8, Ordering::SeqCst)
}

/// Whether a Ctrl-C is the editor's: the terminal sends it to both, and we may hear of it a moment after the
/// editor has ended by it.
#[cfg(unix)]
pub fn is_for_the_editor() -> bool {
    let ended = *EDITED.lock().unwrap_or_else(PoisonError::into_inner);
    is_held_by(Holder::Editor) || ended.is_some_and(|ended| ended.elapsed() < LATE)
}

pub fn is_held_by(holder: Holder) -> bool {
    HOLDER.load(Ordering::SeqCst) == holder as u8
}

/// Whether anything may be written: the end may come while the terminal is lent. And ratatui shows the cursor
/// once more when it is dropped, with a panic where the terminal is gone.
pub fn is_ours() -> bool {
    is_held_by(Holder::Screen) || is_held_by(Holder::Errand)
}

/// Raw mode, alternate screen, paste and focus reports, and those of the mouse where they are wanted.
pub fn take() -> io::Result<Screen> {
    if is_held_by(Holder::Nobody) {
        system::note_modes()?;
    }
    swap_holder(Holder::Screen);
    let screen = enter().and_then(|()| {
        // The size comes with the signal that it has changed, and is not asked for with each frame: where there
        // is none, crossterm would start another program to ask.
        let options = TerminalOptions { viewport: Viewport::Fixed(area()) };
        Terminal::with_options(CrosstermBackend::new(Out::default()), options)
    });
    if screen.is_err() {
        restore();
    }
    screen
}

/// Once more what `take` does to the terminal: somebody may have changed it while the program was stopped.
pub fn enter() -> io::Result<()> {
    system::set_raw()?;
    let mut out = Out::default();
    crossterm::queue!(out, EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange)?;
    if MOUSE.load(Ordering::SeqCst) {
        crossterm::queue!(out, EnableMouse)?;
    }
    out.flush()
}

/// Has the mouse reported from now on, also when the terminal comes back from somebody else; or leaves it to the
/// terminal, which selects text with it.
pub fn report_mouse(is_on: bool) -> io::Result<()> {
    MOUSE.store(is_on, Ordering::SeqCst);
    let mut out = Out::default();
    if is_on { crossterm::execute!(out, EnableMouse) } else { crossterm::execute!(out, DisableMouseCapture) }
}

/// Reports of buttons, of moves with a button held, and all of them in decimal. crossterm's own would ask for every
/// move as well, which is a flood over a slow line.
struct EnableMouse;

impl crossterm::Command for EnableMouse {
    fn write_ansi(&self, out: &mut impl std::fmt::Write) -> std::fmt::Result {
        out.write_str("\x1b[?1000h\x1b[?1002h\x1b[?1006h")
    }

    #[cfg(windows)]
    fn execute_winapi(&self) -> io::Result<()> {
        crossterm::Command::execute_winapi(&crossterm::event::EnableMouseCapture)
    }

    #[cfg(windows)]
    fn is_ansi_code_supported(&self) -> bool {
        false
    }
}

/// Asks the terminal what it is painted on; the answer, if there is one, comes in like a key.
pub fn ask_ground() -> io::Result<()> {
    if !is_askable() {
        return Ok(());
    }
    let mut out = Out::default();
    out.write_all(b"\x1b]11;?\x1b\\")?;
    out.flush()
}

/// The screen from its corner; empty where the terminal has no size.
pub fn area() -> Rect {
    let (width, height) = size();
    Rect::new(0, 0, width, height)
}

/// Has the next frame drawn whole. ratatui's own `clear` asks the terminal where its cursor is and fails when
/// no answer comes; `resize` clears as well, and asks nothing.
pub fn repaint(screen: &mut Screen) -> io::Result<()> {
    screen.resize(area())
}

/// Gives the terminal back as it was. Errors are of no use here: there is nobody left to tell.
pub fn restore() {
    let holder = swap_holder(Holder::Nobody);
    if holder == Holder::Screen as u8 {
        system::write_last(&leaving());
    }
    if holder != Holder::Nobody as u8 {
        system::reset_modes();
    }
}

/// Leaves the screen to another program until the next `take`.
pub fn lend(to: Holder) {
    restore();
    swap_holder(to);
    if to == Holder::Errand {
        let _ = system::set_raw();
    }
}

/// The program that the terminal was lent to was killed, and has put nothing in order.
#[cfg(unix)]
pub fn take_for_granted() {
    swap_holder(Holder::Screen);
}

fn leaving() -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = crossterm::queue!(
        bytes,
        ResetColor,
        DisableMouseCapture,
        DisableFocusChange,
        DisableBracketedPaste,
        EnableLineWrap,
        Show,
        LeaveAlternateScreen
    );
    bytes
}

/// A panic gives the terminal back before it speaks: at once on this thread, and through the main loop on any
/// other, which would otherwise go on drawing over the message.
pub fn hook_panics(tell: Sender<Heard>) {
    let main = std::thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        let place = info.location().map_or(String::new(), |at| format!(" ({}:{})", at.file(), at.line()));
        let payload = info.payload();
        let text = payload.downcast_ref::<&str>().map(|s| (*s).to_owned());
        let text = text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_default();
        // The text may carry pieces of the data: it is made safe like everything that is shown.
        let text = crate::text::show(&format!("{text}{place}")).into_owned();
        *PANIC.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
        if std::thread::current().id() == main {
            restore();
        } else {
            let _ = tell.send(Heard::Broken);
        }
    }));
}

/// What was said by a panic, if there was one.
pub fn panic_text() -> Option<String> {
    PANIC.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// A line on the error output. A terminal that is gone must not make the program panic, as `eprintln` does.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
