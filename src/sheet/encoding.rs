//! Which encoding bytes of text are in, told strictly, and reading them as UTF-8 piece by piece. A byte order mark
//! decides; else valid UTF-8 is UTF-8; else it is GB18030 if it is valid and reads like Chinese; anything else is
//! asked, never guessed (RELIABILITY 52).

use super::{NoTable, Trouble};
use encoding_rs::DecoderResult;
use std::io::Read;

/// A text encoding of the WHATWG standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(&'static encoding_rs::Encoding);

impl Encoding {
    pub const UTF_8: Encoding = Encoding(encoding_rs::UTF_8);
    pub const GB18030: Encoding = Encoding(encoding_rs::GB18030);
    pub const UTF_16LE: Encoding = Encoding(encoding_rs::UTF_16LE);
    pub const UTF_16BE: Encoding = Encoding(encoding_rs::UTF_16BE);
    pub const BIG5: Encoding = Encoding(encoding_rs::BIG5);
    pub const SHIFT_JIS: Encoding = Encoding(encoding_rs::SHIFT_JIS);
    pub const WINDOWS_1252: Encoding = Encoding(encoding_rs::WINDOWS_1252);

    /// By the name that a person gives: `gbk`, `utf-8`, `shift_jis`, `latin1` and the other labels of the standard.
    /// GBK and GB2312 are read as GB18030, which holds both.
    pub fn named(label: &str) -> Option<Encoding> {
        let found = encoding_rs::Encoding::for_label_no_replacement(label.trim().as_bytes())?;
        Some(if found == encoding_rs::GBK { Encoding::GB18030 } else { Encoding(found) })
    }

    pub fn name(self) -> &'static str {
        if self == Encoding::GB18030 { "GB18030" } else { self.0.name() }
    }

    /// All of a short text, without its mark; none where the bytes are no text of this encoding.
    pub fn decode(self, bytes: &[u8]) -> Option<String> {
        let mark = marked(bytes).map_or(0, |(_, len)| len);
        let text = self.0.decode_without_bom_handling_and_without_replacement(bytes.get(mark..)?)?;
        Some(text.into_owned())
    }
}

/// The encoding that a byte order mark names, and how long the mark is.
fn marked(bytes: &[u8]) -> Option<(Encoding, usize)> {
    encoding_rs::Encoding::for_bom(bytes).map(|(encoding, len)| (Encoding(encoding), len))
}

/// The encoding of text without a mark. Cut off in the middle of a character, it is still told.
pub fn detect(bytes: &[u8]) -> Result<Encoding, NoTable> {
    if let Some((encoding, _)) = marked(bytes) {
        return Ok(encoding);
    }
    if let Some(guess) = wide_without_mark(bytes) {
        return Err(NoTable::Encoding { guess });
    }
    match std::str::from_utf8(bytes) {
        Ok(_) => return Ok(Encoding::UTF_8),
        Err(error) if error.error_len().is_none() => return Ok(Encoding::UTF_8),
        Err(_) => {}
    }
    if is_valid(encoding_rs::GB18030, bytes) && reads_like_chinese(bytes) {
        return Ok(Encoding::GB18030);
    }
    Err(NoTable::Encoding { guess: guess(bytes) })
}

/// UTF-16 without a mark shows in its zero bytes: every second byte of Latin text and digits.
fn wide_without_mark(bytes: &[u8]) -> Option<Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match head.len() {
        0..4 => None,
        n if odd > n / 6 && even * 8 < odd => Some(Encoding::UTF_16LE),
        n if even > n / 6 && odd * 8 < even => Some(Encoding::UTF_16BE),
        _ => None,
    }
}

fn is_valid(encoding: &'static encoding_rs::Encoding, bytes: &[u8]) -> bool {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut rest, mut out) = (bytes, vec![0; 4096]);
    loop {
        let (result, read, _) = decoder.decode_to_utf8_without_replacement(rest, &mut out, false);
        rest = rest.get(read..).unwrap_or_default();
        match result {
            DecoderResult::InputEmpty => return true,
            DecoderResult::OutputFull => {}
            DecoderResult::Malformed(..) => return false,
        }
    }
}

/// Nearly every pair of bytes is valid GB18030, Shift JIS and Latin text too. Chinese text lies for the most part in
/// the block of GB/T 2312-1980 (lead and trail byte from 0xA1 on, rows 1–9 signs and 16–87 characters); other
/// text that happens to be valid does not.
fn reads_like_chinese(bytes: &[u8]) -> bool {
    let (mut common, mut all, mut at) = (0_usize, 0_usize, 0);
    while let Some(lead) = bytes.get(at) {
        if lead.is_ascii() {
            at += 1;
            continue;
        }
        let Some(trail) = bytes.get(at + 1) else { break };
        all += 1;
        match (lead, trail) {
            (_, 0x30..=0x39) => at += 4,
            (0xa1..=0xa9 | 0xb0..=0xf7, 0xa1..) => {
                common += 1;
                at += 2;
            }
            _ => at += 2,
        }
    }
    2 * common >= all
}

fn guess(bytes: &[u8]) -> Encoding {
    let kana = bytes.windows(2).any(|pair| matches!(pair, [0x82, 0x9f..=0xf1] | [0x83, 0x40..=0x96]));
    if kana && is_valid(encoding_rs::SHIFT_JIS, bytes) {
        return Encoding::SHIFT_JIS;
    }
    // In Latin text, letters beyond ASCII stand alone; in Big5 they come in pairs.
    let high = bytes.iter().filter(|byte| !byte.is_ascii()).count();
    let alone = bytes.split(u8::is_ascii).filter(|run| !run.is_empty()).filter(|run| run.len() == 1).count();
    if alone * 2 < high && is_valid(encoding_rs::BIG5, bytes) {
        return Encoding::BIG5;
    }
    Encoding::WINDOWS_1252
}

/// Bytes read at a time, and looked at to tell the encoding from the first byte beyond ASCII on.
const CHUNK: usize = 64 << 10;

enum Mode {
    /// Nothing was read yet.
    Start,
    /// All was ASCII so far: the encoding is open, and nothing hangs on it yet.
    Ascii,
    /// As it is; whoever reads the bytes finds what is no UTF-8.
    Utf8,
    Other(Box<encoding_rs::Decoder>),
}

/// A reader whose text comes out as UTF-8, in bounded memory. Where the bytes are no text of their encoding, it ends
/// and [`Decoded::is_broken`].
pub struct Decoded<R> {
    from: R,
    mode: Mode,
    named: Option<Encoding>,
    raw: Vec<u8>,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
    broken: bool,
    whole: bool,
}

impl<R: Read> Decoded<R> {
    /// The caller may name the encoding; a mark at the start of the file knows better.
    pub fn new(from: R, named: Option<Encoding>) -> Decoded<R> {
        Decoded {
            from,
            mode: Mode::Start,
            named,
            raw: vec![],
            ready: vec![],
            at: 0,
            ended: false,
            broken: false,
            whole: false,
        }
    }

    /// What it is read as: UTF-8 as long as all is ASCII.
    pub fn encoding(&self) -> Encoding {
        match &self.mode {
            Mode::Start | Mode::Ascii | Mode::Utf8 => Encoding::UTF_8,
            Mode::Other(decoder) => Encoding(decoder.encoding()),
        }
    }

    pub fn is_broken(&self) -> bool {
        self.broken
    }

    /// Whether the first chunk is all there is.
    pub fn is_whole(&self) -> bool {
        self.whole
    }

    /// The bytes that wait; none only at the end.
    pub fn fill(&mut self) -> Result<&[u8], Trouble> {
        while self.at == self.ready.len() && !self.ended {
            self.more()?;
        }
        Ok(self.waiting())
    }

    pub fn waiting(&self) -> &[u8] {
        self.ready.get(self.at..).unwrap_or_default()
    }

    pub fn consume(&mut self, bytes: usize) {
        self.at = (self.at + bytes).min(self.ready.len());
    }

    fn more(&mut self) -> Result<(), Trouble> {
        self.read_up_to(CHUNK)?;
        if matches!(self.mode, Mode::Start) {
            self.whole = self.raw.len() < CHUNK;
            self.mode = self.begun()?;
        }
        if matches!(self.mode, Mode::Ascii)
            && let Some(first) = self.raw.iter().position(|byte| !byte.is_ascii())
        {
            // How much is looked at must not hang on where a chunk happens to end.
            self.read_up_to(first + CHUNK)?;
            let encoding = detect(self.raw.get(first..).unwrap_or_default())?;
            self.mode = mode(encoding);
        }
        self.ended = self.raw.is_empty();
        self.ready.clear();
        self.at = 0;
        match &mut self.mode {
            Mode::Other(decoder) => {
                let (result, read) = decode(decoder, &self.raw, &mut self.ready, self.ended);
                self.broken = matches!(result, DecoderResult::Malformed(..));
                self.ended |= self.broken;
                debug_assert!(self.broken || read == self.raw.len());
            }
            _ => std::mem::swap(&mut self.ready, &mut self.raw),
        }
        self.raw.clear();
        Ok(())
    }

    /// The mark is not text.
    fn begun(&mut self) -> Result<Mode, NoTable> {
        if let Some((encoding, len)) = marked(&self.raw) {
            self.raw.drain(..len);
            return Ok(mode(encoding));
        }
        match (self.named, wide_without_mark(&self.raw)) {
            (Some(encoding), _) => Ok(mode(encoding)),
            (None, Some(guess)) => Err(NoTable::Encoding { guess }),
            (None, None) => Ok(Mode::Ascii),
        }
    }

    fn read_up_to(&mut self, len: usize) -> Result<(), Trouble> {
        let missing = len.saturating_sub(self.raw.len());
        (&mut self.from).take(missing as u64).read_to_end(&mut self.raw)?;
        Ok(())
    }
}

fn mode(encoding: Encoding) -> Mode {
    if encoding == Encoding::UTF_8 {
        return Mode::Utf8;
    }
    Mode::Other(Box::new(encoding.0.new_decoder_without_bom_handling()))
}

fn decode(
    decoder: &mut encoding_rs::Decoder,
    raw: &[u8],
    out: &mut Vec<u8>,
    last: bool,
) -> (DecoderResult, usize) {
    let room = decoder.max_utf8_buffer_length_without_replacement(raw.len()).unwrap_or(raw.len() * 4 + 16);
    out.resize(room, 0);
    let (result, read, written) = decoder.decode_to_utf8_without_replacement(raw, out, last);
    out.truncate(written);
    (result, read)
}
