//! How far measuring is, for whoever waits; and the way to stop it. Shared by the one who measures and the one who
//! watches, in whatever threads.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

#[derive(Debug, Clone, Default)]
pub struct Progress {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    bytes: AtomicU64,
    total: AtomicU64,
    is_cancelled: AtomicBool,
}

impl Progress {
    pub fn new() -> Progress {
        Progress::default()
    }

    /// Bytes that were read, and bytes of the file.
    pub fn done(&self) -> (u64, u64) {
        (self.shared.bytes.load(Ordering::Relaxed), self.shared.total.load(Ordering::Relaxed))
    }

    /// Measuring ends within a block of 1 MiB.
    pub fn cancel(&self) {
        self.shared.is_cancelled.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.shared.is_cancelled.load(Ordering::Relaxed)
    }

    pub(super) fn reached(&self, bytes: u64) {
        self.shared.bytes.store(bytes, Ordering::Relaxed);
    }

    pub(super) fn begin(&self, total: u64) {
        self.shared.total.store(total, Ordering::Relaxed);
    }
}
