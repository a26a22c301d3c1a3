//! How Chinese sounds, character by character, with every reading that a character has; and what of it can be told by a
//! set of bits.

use pinyin::ToPinyinMulti;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

/// A sound: which readings a character has. Characters that sound alike share it.
pub type Sound = u16;

/// Of blanks and punctuation, which are passed over.
pub const SILENT: Sound = 0;
/// Of what has no letters: nothing matches across it.
const MUTE: Sound = 1;

const HAN: Range<u32> = 0x4e00..0xa000;

struct Table {
    /// By character, from the first Han one.
    han: Vec<Sound>,
    /// By sound: with which letters it can begin.
    initials: Vec<u64>,
    /// Each reading once, with the sounds that have it.
    readings: Vec<(String, Vec<Sound>)>,
    /// Of letters and digits, which sound as themselves.
    ascii: [Sound; 128],
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut known: HashMap<Vec<String>, Sound> = HashMap::new();
    let mut initials = vec![0, 0];
    let mut readings: BTreeMap<String, Vec<Sound>> = BTreeMap::new();
    let mut sound_of = |all: Vec<String>| {
        if all.is_empty() {
            return MUTE;
        }
        *known.entry(all).or_insert_with_key(|all| {
            let sound = Sound::try_from(initials.len()).unwrap_or(MUTE);
            initials.push(all.iter().fold(0, |set, reading| set | bit(reading.as_bytes()[0])));
            for reading in all {
                readings.entry(reading.clone()).or_default().push(sound);
            }
            sound
        })
    };
    let ascii = std::array::from_fn(|code| {
        let c = char::from(u8::try_from(code).unwrap_or(0)).to_ascii_lowercase();
        if c.is_ascii_alphanumeric() { sound_of(vec![c.into()]) } else { SILENT }
    });
    let han = HAN.map(|code| sound_of(char::from_u32(code).map_or(vec![], readings_of))).collect();
    Table { han, initials, readings: readings.into_iter().collect(), ascii }
});

/// All readings of a character, without tones. `ü` is typed as `v`, and by many as `u`.
fn readings_of(c: char) -> Vec<String> {
    let mut all: Vec<String> = vec![];
    for one in c.to_pinyin_multi().into_iter().flatten() {
        let plain = one.plain();
        all.extend(["v", "u"].map(|u| plain.replace('ü', u)));
    }
    all.retain(|reading| reading.bytes().all(|b| b.is_ascii_lowercase()));
    all.sort_unstable();
    all.dedup();
    all
}

/// Sounds are numbered below this.
pub fn sound_count() -> usize {
    TABLE.initials.len()
}

/// Each reading that there is, and the sounds that have it.
pub fn readings() -> impl Iterator<Item = (&'static str, &'static [Sound])> {
    TABLE.readings.iter().map(|(reading, sounds)| (reading.as_str(), sounds.as_slice()))
}

/// How a text sounds, character by character.
pub fn sounds(text: &str) -> impl Iterator<Item = Sound> {
    let table = &*TABLE;
    text.chars().map(move |c| match crate::text::half_width(c) {
        c if c.is_ascii() => table.ascii[c as usize],
        c if HAN.contains(&u32::from(c)) => table.han[(u32::from(c) - HAN.start) as usize],
        c if c.is_alphanumeric() => MUTE,
        _ => SILENT,
    })
}

/// What a text can begin its characters with, and which two of these can follow each other: a set of bits, by which most
/// texts are passed over without being read.
pub type Heard = u128;

pub fn heard(sounds: &[Sound]) -> Heard {
    let (mut all, mut before) = (0, 0);
    for sound in sounds.iter().filter(|sound| **sound != SILENT) {
        let here = TABLE.initials.get(usize::from(*sound)).copied().unwrap_or(0);
        all |= Heard::from(here);
        for first in ones(before) {
            all = ones(here).fold(all, |all, second| all | pair(first, second));
        }
        before = here;
    }
    all
}

/// Letters and digits.
const INITIALS: u32 = 36;

/// A character that begins like this is heard.
pub fn initial_heard(letter: u8) -> Heard {
    bit(letter).into()
}

/// A character that begins like this, and behind it one that begins like that.
pub fn pair_heard(first: u8, second: u8) -> Heard {
    pair(bit(first).trailing_zeros(), bit(second).trailing_zeros())
}

/// Several pairs share a bit; above those of the initials.
fn pair(first: u32, second: u32) -> Heard {
    1 << (INITIALS + (first * INITIALS + second) % (Heard::BITS - INITIALS))
}

/// The places of the bits that are set.
fn ones(mut set: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let lowest = (set != 0).then(|| set.trailing_zeros())?;
        set &= set - 1;
        Some(lowest)
    })
}

fn bit(letter: u8) -> u64 {
    match letter {
        b'a'..=b'z' => 1 << (letter - b'a'),
        b'0'..=b'9' => 1 << (26 + letter - b'0'),
        _ => 0,
    }
}
