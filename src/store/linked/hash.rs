//! Reads a file once through, however large, and says what it holds in one short word.

use super::ALGORITHM;
use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use xxhash_rust::xxh3::Xxh3;

/// Bytes at a time: a cancel is heard between two of them.
const CHUNK: usize = 1 << 20;

/// Stops a job on another thread. A copy of it stops the same job.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Hands every chunk to `each` and hashes it. None when it was stopped.
pub fn read_through(
    file: &mut File,
    cancel: &Cancel,
    each: &mut dyn FnMut(&[u8]) -> io::Result<()>,
) -> io::Result<Option<String>> {
    let mut state = Xxh3::new();
    let mut buffer = vec![0; CHUNK];
    loop {
        if cancel.is_stopped() {
            return Ok(None);
        }
        match file.read(&mut buffer) {
            Ok(0) => return Ok(Some(format!("{ALGORITHM}{:032x}", state.digest128()))),
            Ok(n) => {
                state.update(&buffer[..n]);
                each(&buffer[..n])?;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn file(bytes: &[u8]) -> File {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        std::io::Seek::rewind(&mut file).unwrap();
        file
    }

    #[test]
    fn the_hash_is_that_of_the_whole_file() {
        let bytes: Vec<u8> = (0..3 * CHUNK + 17).map(|n| u8::try_from(n % 251).unwrap()).collect();
        let mut told = 0;
        let hash = read_through(&mut file(&bytes), &Cancel::default(), &mut |chunk| {
            told += chunk.len();
            Ok(())
        });
        let whole = format!("xxh3:{:032x}", xxhash_rust::xxh3::xxh3_128(&bytes));
        assert_eq!((hash.unwrap(), told), (Some(whole), bytes.len()));
    }

    #[test]
    fn it_stops_between_two_chunks() {
        let cancel = Cancel::default();
        let mut chunks = 0;
        let hash = read_through(&mut file(&vec![0; 4 * CHUNK]), &cancel, &mut |_| {
            chunks += 1;
            cancel.clone().stop();
            Ok(())
        });
        assert_eq!((hash.unwrap(), chunks), (None, 1));
    }
}
