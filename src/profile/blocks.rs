//! A text file in blocks of whole rows, as UTF-8, one after the other; whoever has a thread free takes the next. Its
//! bytes are hashed on the way, and lines are counted, so that each block knows where it stands.

use super::Remark;
use super::batch::Cells;
use super::cut::{Quotes, cut, lines};
use super::progress::Progress;
use super::split::Split;
use super::trouble::Trouble;
use crate::sheet::{Decoded, Encoding, Limits, NoTable, Trouble as OfSheet};
use memchr::memchr;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};
use xxhash_rust::xxh3::Xxh3;

/// Bytes of a block.
const BLOCK: usize = 1 << 20;

/// A row that is longer is no row: most likely a quote never closes.
const LONGEST_ROW: usize = 8 << 20;

#[derive(Debug)]
pub(super) struct Block {
    /// Its place among the blocks, from 0.
    pub at: u64,
    /// The line of its first row.
    pub line: u64,
    pub quotes: Quotes,
    pub bytes: Vec<u8>,
}

pub(super) struct Blocks<R> {
    from: Decoded<Hashed<R>>,
    delimiter: u8,
    /// Cells that a whole row has.
    width: usize,
    block: usize,
    line_end: Option<u8>,
    rest: Vec<u8>,
    next: u64,
    line: u64,
    is_done: bool,
    pub remarks: Vec<Remark>,
}

impl<R: Read> Blocks<R> {
    pub fn new(from: Hashed<R>, encoding: Option<Encoding>, delimiter: u8, width: usize) -> Blocks<R> {
        Blocks {
            from: Decoded::new(from, encoding),
            delimiter,
            width,
            block: BLOCK,
            line_end: None,
            rest: vec![],
            next: 0,
            line: 1,
            is_done: false,
            remarks: vec![],
        }
    }

    /// Blocks of another size; for tests, which want many cuts.
    #[must_use]
    pub fn of_size(self, block: Option<usize>) -> Blocks<R> {
        Blocks { block: block.unwrap_or(BLOCK), ..self }
    }

    pub fn encoding(&self) -> Encoding {
        self.from.encoding()
    }

    /// The next block, in a buffer that was used before.
    pub fn next(&mut self, mut bytes: Vec<u8>) -> Result<Option<Block>, Trouble> {
        if self.is_done {
            return Ok(None);
        }
        bytes.clear();
        bytes.append(&mut self.rest);
        let mut wanted = self.block;
        loop {
            let is_end = !self.fill(&mut bytes, wanted)?;
            if is_end {
                self.is_done = true;
                let quotes = self.end(&mut bytes)?;
                return Ok((!bytes.is_empty()).then(|| self.take(bytes, quotes)));
            }
            let line_end = *self.line_end.get_or_insert_with(|| {
                if memchr(b'\n', &bytes).is_none() && memchr(b'\r', &bytes).is_some() { b'\r' } else { b'\n' }
            });
            let cut = cut(&bytes, self.delimiter, line_end);
            if cut.end > 0 {
                self.rest.extend_from_slice(bytes.get(cut.end..).unwrap_or_default());
                bytes.truncate(cut.end);
                return Ok(Some(self.take(bytes, cut.quotes)));
            }
            if bytes.len() >= LONGEST_ROW || is_too_long(&bytes, cut.open) {
                self.is_done = true;
                return Err(self.too_long(&bytes, cut.open));
            }
            wanted = bytes.len() + self.block;
        }
    }

    fn take(&mut self, bytes: Vec<u8>, quotes: Quotes) -> Block {
        let block = Block { at: self.next, line: self.line, quotes, bytes };
        self.next += 1;
        self.line += lines(&block.bytes);
        block
    }

    /// Whether there may be more.
    fn fill(&mut self, bytes: &mut Vec<u8>, wanted: usize) -> Result<bool, Trouble> {
        while bytes.len() < wanted {
            let more = self.from.fill().map_err(Trouble::Sheet)?;
            let len = more.len().min(wanted - bytes.len());
            let Some(more) = more.get(..len).filter(|more| !more.is_empty()) else {
                return Ok(false);
            };
            bytes.extend_from_slice(more);
            self.from.consume(len);
        }
        Ok(true)
    }

    fn too_long(&self, bytes: &[u8], open: Option<usize>) -> Trouble {
        let line = self.line + lines(bytes.get(..open.unwrap_or(0)).unwrap_or_default());
        Trouble::Sheet(NoTable::LongField { line, most: Limits::STREAM.field }.into())
    }

    /// What stands at the end and is no whole row is left out, and said. How quotes are used in the rest.
    fn end(&mut self, bytes: &mut Vec<u8>) -> Result<Quotes, Trouble> {
        let line_end = self.line_end.unwrap_or(b'\n');
        let is_broken = self.from.is_broken();
        let cut = cut(bytes, self.delimiter, line_end);
        if is_too_long(bytes, cut.open) {
            return Err(self.too_long(bytes, cut.open));
        }
        if let Some(open) = cut.open {
            let line = self.line + lines(bytes.get(..open).unwrap_or_default());
            self.remarks.push(Remark::OpenQuote { line });
            bytes.truncate(cut.end);
        } else if let Some(last) = bytes.get(cut.end..).filter(|last| !last.is_empty()) {
            let mut split = Split::new(last, 1, self.delimiter, cut.quotes);
            // Several lines where the file ends its lines in another way than it began.
            let (mut rows, mut cells) = (0, 0);
            while split.next().is_some() {
                (rows, cells) = (rows + 1, split.len());
            }
            let is_whole = matches!(bytes.last(), Some(b'\r' | b'\n'));
            if is_broken || (rows == 1 && cells < self.width && !is_whole) {
                let line = self.line + lines(bytes.get(..cut.end).unwrap_or_default());
                let encoding = self.from.encoding().name().to_owned();
                self.remarks.push(if is_broken {
                    Remark::NotInEncoding { line, encoding }
                } else {
                    Remark::CutOff { line }
                });
                bytes.truncate(cut.end);
            }
        } else if is_broken {
            let encoding = self.from.encoding().name().to_owned();
            let line = self.line + lines(bytes);
            self.remarks.push(Remark::NotInEncoding { line, encoding });
        }
        Ok(cut.quotes)
    }
}

/// A cell that a quote opened and that never ends.
fn is_too_long(bytes: &[u8], open: Option<usize>) -> bool {
    open.is_some_and(|open| bytes.len() - open > Limits::STREAM.field)
}

/// A reader whose bytes are hashed and counted as they go by.
pub(super) struct Hashed<R> {
    from: R,
    told: Arc<Mutex<Told>>,
    progress: Progress,
}

/// What is known of the bytes so far.
#[derive(Default, Clone)]
pub(super) struct Told {
    hash: Xxh3,
    pub bytes: u64,
}

impl Told {
    /// As evidence carries it.
    pub fn mark(&self) -> String {
        format!("{:016x}", self.hash.digest())
    }
}

impl<R: Read> Hashed<R> {
    pub fn new(from: R, progress: Progress) -> (Hashed<R>, Arc<Mutex<Told>>) {
        let told = Arc::new(Mutex::new(Told::default()));
        (Hashed { from, told: Arc::clone(&told), progress }, told)
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.from.read(into)?;
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.hash.update(into.get(..n).unwrap_or_default());
        told.bytes += n as u64;
        self.progress.reached(told.bytes);
        Ok(n)
    }
}

impl From<OfSheet> for Trouble {
    fn from(why: OfSheet) -> Trouble {
        Trouble::Sheet(why)
    }
}
