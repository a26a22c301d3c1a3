//! Taking the terminal and giving it back. `restore` undoes everything that we ever switch on, in one write,
//! and may be called any number of times, from the panic hook too.

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, DisableFocusChange, DisableMouseCapture};
use crossterm::event::{EnableBracketedPaste, EnableFocusChange};
use crossterm::terminal::{EnableLineWrap, EnterAlternateScreen, LeaveAlternateScreen};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use std::io::{self, Stdout, Write, stdout};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

pub type Screen = Terminal<CrosstermBackend<Stdout>>;

static IS_TAKEN: AtomicBool = AtomicBool::new(false);
/// What a thread said when it panicked.
static PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Raw mode, alternate screen, paste and focus reports.
pub fn take() -> io::Result<Screen> {
    enable_raw_mode()?;
    IS_TAKEN.store(true, Ordering::SeqCst);
    let mut out = stdout();
    let entered = crossterm::execute!(out, EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange);
    let screen = entered.and_then(|()| Terminal::new(CrosstermBackend::new(out)));
    if screen.is_err() {
        restore();
    }
    screen
}

/// Has the next frame drawn whole. ratatui's own `clear` asks the terminal where its cursor is and fails when
/// no answer comes; `resize` clears as well, and asks nothing.
pub fn repaint(screen: &mut Screen) -> io::Result<()> {
    let size = screen.size()?;
    screen.resize(Rect::new(0, 0, size.width, size.height))
}

/// Gives the terminal back as it was. Errors are of no use here: there is nobody left to tell.
pub fn restore() {
    if !IS_TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut bytes = Vec::new();
    let _ = crossterm::queue!(
        bytes,
        DisableMouseCapture,
        DisableFocusChange,
        DisableBracketedPaste,
        EnableLineWrap,
        Show,
        LeaveAlternateScreen
    );
    let mut out = stdout();
    let _ = out.write_all(&bytes);
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// A panic gives the terminal back before it speaks: at once on this thread, and through the main loop on any
/// other, which would otherwise go on drawing over the message.
pub fn hook_panics() {
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
        }
    }));
}

/// What was said by a panic, if there was one.
pub fn panic_text() -> Option<String> {
    PANIC.lock().unwrap_or_else(PoisonError::into_inner).clone()
}
