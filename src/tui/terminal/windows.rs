//! The Windows console, through crossterm.

use std::io::{self, Stdout, Write, stdout};

/// crossterm remembers what it changes.
pub fn note_modes() -> io::Result<()> {
    Ok(())
}

pub fn set_raw() -> io::Result<()> {
    crossterm::terminal::enable_raw_mode()
}

pub fn reset_modes() {
    let _ = crossterm::terminal::disable_raw_mode();
}

/// What is answered to a question comes through crossterm as keys: none is asked.
pub fn is_askable() -> bool {
    false
}

/// Columns and rows.
pub fn size() -> (u16, u16) {
    crossterm::terminal::size().unwrap_or_default()
}

pub fn write_last(bytes: &[u8]) {
    let mut out = stdout();
    let _ = out.write_all(bytes);
    let _ = out.flush();
}

/// The screen's way out; a console that is another's gets nothing.
#[derive(Debug)]
pub struct Out(Stdout);

impl Default for Out {
    fn default() -> Out {
        Out(stdout())
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if super::is_ours() { self.0.write(bytes) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}
