//! Windows sends no signals, and neither crossterm nor std hands us Ctrl-Break or a closing window without
//! unsafe code: there the program ends as by a kill, and what the screen called saved is on the disk.

use super::inbox::Heard;
use std::io;
use std::sync::mpsc::Sender;

pub fn asked() -> Option<i32> {
    None
}

pub fn listen(_: Sender<Heard>) -> io::Result<()> {
    Ok(())
}

/// There is nothing to stop to.
pub fn stop() {}

pub fn can_come_back() -> bool {
    false
}
