//! The thread that reads the terminal and tells the main loop what was typed. It sleeps until there is something
//! to read, lets go of the terminal while that is lent to another program, and says so when it is gone.
//!
//! On Unix it reads the bytes itself. crossterm's own reading never comes back from a paste without an end,
//! holds back what arrives together with a change of size, cannot be left while it waits, and spins or hangs
//! when the terminal goes away.

#[cfg(unix)]
mod assembler;
mod burst;
#[cfg(unix)]
mod sequence;
#[cfg_attr(unix, path = "listener/unix.rs")]
#[cfg_attr(windows, path = "listener/windows.rs")]
mod system;

pub use system::Listener;
