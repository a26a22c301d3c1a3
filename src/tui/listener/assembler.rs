//! Bytes from the terminal become events, whatever pieces they come in. What is begun and not yet complete is
//! held; time alone completes an Esc or closes a paste whose end never comes. What is no sequence that we know
//! is dropped whole: the rest of it must never count as keys.

use super::sequence;
use crate::tui::theme::Ground;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use std::time::{Duration, Instant};

/// How long a lone ESC may be the beginning of a sequence. Terminals send sequences in one piece, and a network
/// that splits them delivers the rest within this.
const KEY: Duration = Duration::from_millis(50);
/// How long the rest of a sequence, or of a character, may be on its way.
const REST: Duration = Duration::from_secs(1);
/// A paste without a new byte for this long is closed: its end was lost, and the keys behind it must not be.
const PASTE: Duration = Duration::from_secs(2);
/// No sequence of a key or a mouse is longer.
const LONGEST_SEQUENCE: usize = 64;
const PASTE_END: &[u8] = b"\x1b[201~";

#[derive(Debug)]
pub struct Assembler {
    state: State,
    /// When the last byte came; of a string, its first.
    since: Option<Instant>,
    /// Bytes that are kept of one paste.
    longest_paste: usize,
    /// What the terminal has told of its ground, until it is asked for.
    ground: Option<Ground>,
}

#[derive(Debug, Default)]
enum State {
    #[default]
    Ground,
    /// A character of several bytes.
    Character(Vec<u8>),
    Escape,
    /// `ESC O`, and what has come since.
    SingleShift(Vec<u8>),
    /// `ESC [`, and what has come since.
    Control(Vec<u8>),
    Answer(Answer),
    Paste(Paste),
}

/// Of the terminal to a question; all but one kind is passed over.
#[derive(Debug)]
struct Answer {
    /// The byte behind ESC.
    begun_by: u8,
    /// Its beginning; a longer one is of no use here.
    body: Vec<u8>,
    length: usize,
    after_escape: bool,
}

#[derive(Debug, Default)]
struct Paste {
    bytes: Vec<u8>,
    /// How much of the end marker has come.
    ending: usize,
}

impl Assembler {
    pub fn new(longest_paste: usize) -> Assembler {
        Assembler { state: State::Ground, since: None, longest_paste, ground: None }
    }

    /// What the terminal has told of its ground since this was asked last.
    pub fn ground(&mut self) -> Option<Ground> {
        self.ground.take()
    }

    /// Takes in what was read.
    pub fn take(&mut self, bytes: &[u8], now: Instant) -> Vec<Event> {
        let mut events = vec![];
        let mut was_answer = matches!(self.state, State::Answer(_));
        for byte in bytes {
            self.byte(*byte, &mut events);
            let is_answer = matches!(self.state, State::Answer(_));
            // An answer that goes on for ever must not swallow all that is typed.
            if !(is_answer && was_answer) {
                self.since = Some(now);
            }
            was_answer = is_answer;
        }
        events
    }

    /// The rest of a character is on its way.
    pub fn is_within_character(&self) -> bool {
        matches!(self.state, State::Character(_))
    }

    /// How long until `expire` has something to do, if nothing more comes.
    pub fn wait(&self, now: Instant) -> Option<Duration> {
        let limit = match &self.state {
            State::Ground => return None,
            State::Escape | State::Answer(Answer { length: 0, .. }) => KEY,
            State::SingleShift(body) | State::Control(body) if body.is_empty() => KEY,
            State::Paste(_) => PASTE,
            _ => REST,
        };
        let waited = self.since.map_or(limit, |since| now.saturating_duration_since(since));
        Some(limit.saturating_sub(waited))
    }

    /// Nothing more has come: what has waited long enough is what it is.
    pub fn expire(&mut self, now: Instant) -> Vec<Event> {
        if self.wait(now) == Some(Duration::ZERO) { self.close() } else { vec![] }
    }

    /// Ends what is open, without waiting.
    pub fn close(&mut self) -> Vec<Event> {
        match std::mem::take(&mut self.state) {
            State::Escape => vec![key(KeyCode::Esc)],
            State::SingleShift(body) if body.is_empty() => vec![alt(b'O')],
            State::Control(body) if body.is_empty() => vec![alt(b'[')],
            State::Answer(Answer { begun_by, length: 0, .. }) => vec![alt(begun_by)],
            State::Paste(paste) => vec![paste.event()],
            _ => vec![],
        }
    }

    fn byte(&mut self, byte: u8, events: &mut Vec<Event>) {
        self.state = match std::mem::take(&mut self.state) {
            State::Ground => fresh(byte, events),
            State::Character(begun) => character(begun, byte, events),
            State::Escape => escape(byte, events),
            State::SingleShift(body) => single_shift(body, byte, events),
            State::Control(body) => control(body, byte, events),
            State::Answer(mut answer) => match (answer.after_escape, byte) {
                // BEL or ST ends it; CAN and SUB give it up.
                (false, 0x07) | (true, b'\\') => {
                    self.ground = answer.ground().or(self.ground);
                    State::Ground
                }
                (false, 0x18 | 0x1a) => State::Ground,
                (true, _) => escape(byte, events),
                (false, _) => {
                    answer.take(byte);
                    State::Answer(answer)
                }
            },
            State::Paste(mut paste) => {
                if paste.take(byte, self.longest_paste) {
                    events.push(paste.event());
                    State::Ground
                } else {
                    State::Paste(paste)
                }
            }
        };
    }
}

fn key(code: KeyCode) -> Event {
    Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

fn alt(byte: u8) -> Event {
    let mut key = sequence::ascii(byte);
    key.modifiers |= KeyModifiers::ALT;
    Event::Key(key)
}

/// A byte where nothing is open.
fn fresh(byte: u8, events: &mut Vec<Event>) -> State {
    match byte {
        0x1b => return State::Escape,
        0x00..0x80 => events.push(Event::Key(sequence::ascii(byte))),
        0xc2..=0xf4 => return State::Character(vec![byte]),
        // No character begins like this.
        _ => {}
    }
    State::Ground
}

fn character(mut begun: Vec<u8>, byte: u8, events: &mut Vec<Event>) -> State {
    if byte & 0xc0 != 0x80 {
        return fresh(byte, events);
    }
    begun.push(byte);
    match std::str::from_utf8(&begun) {
        Ok(text) => events.extend(text.chars().map(|c| Event::Key(sequence::character(c)))),
        Err(error) if error.error_len().is_none() => return State::Character(begun),
        Err(_) => {}
    }
    State::Ground
}

fn escape(byte: u8, events: &mut Vec<Event>) -> State {
    match byte {
        b'[' => State::Control(vec![]),
        b'O' => State::SingleShift(vec![]),
        b']' | b'P' | b'X' | b'^' | b'_' => {
            State::Answer(Answer { begun_by: byte, body: vec![], length: 0, after_escape: false })
        }
        0x1b => {
            events.push(key(KeyCode::Esc));
            State::Escape
        }
        0x00..0x80 => {
            events.push(alt(byte));
            State::Ground
        }
        // An input method's character behind an Esc is text, not a key with Alt.
        _ => {
            events.push(key(KeyCode::Esc));
            fresh(byte, events)
        }
    }
}

fn single_shift(mut body: Vec<u8>, byte: u8, events: &mut Vec<Event>) -> State {
    match byte {
        0x30..=0x3f => {
            push(&mut body, byte);
            State::SingleShift(body)
        }
        0x40..=0x7e => {
            push(&mut body, byte);
            events.extend(sequence::single_shift(&body));
            State::Ground
        }
        _ => fresh(byte, events),
    }
}

fn control(mut body: Vec<u8>, byte: u8, events: &mut Vec<Event>) -> State {
    // The oldest report of a mouse is followed by three bytes of any value.
    if !(body.first() == Some(&b'M') || matches!(byte, 0x20..=0x7e)) {
        // A control or a character of text: the sequence was cut off, and this is what comes next.
        return fresh(byte, events);
    }
    push(&mut body, byte);
    let is_whole = match body.as_slice() {
        [b'M', rest @ ..] => rest.len() == 3,
        // A function key of the Linux console: one letter follows.
        [b'['] => false,
        _ => matches!(byte, 0x40..=0x7e),
    };
    if !is_whole {
        return State::Control(body);
    }
    if body == b"200~" {
        return State::Paste(Paste::default());
    }
    events.extend(sequence::control(&body));
    State::Ground
}

/// What is too long to be known is still followed to its end, and then it is unknown.
fn push(body: &mut Vec<u8>, byte: u8) {
    if body.len() < LONGEST_SEQUENCE {
        body.push(byte);
    }
}

impl Answer {
    fn take(&mut self, byte: u8) {
        self.length += 1;
        self.after_escape = byte == 0x1b;
        if !self.after_escape {
            push(&mut self.body, byte);
        }
    }

    fn ground(&self) -> Option<Ground> {
        let body = std::str::from_utf8(&self.body).ok().filter(|_| self.begun_by == b']')?;
        Ground::of_answer(body)
    }
}

impl Paste {
    /// True when this was its last byte.
    fn take(&mut self, byte: u8, longest: usize) -> bool {
        if PASTE_END.get(self.ending) == Some(&byte) {
            self.ending += 1;
            return self.ending == PASTE_END.len();
        }
        let begun = PASTE_END.get(..self.ending).unwrap_or_default();
        self.ending = usize::from(byte == 0x1b);
        // One byte more than is taken in, so that it is seen to be too long.
        let room = (longest + 1).saturating_sub(self.bytes.len());
        let rest = (byte != 0x1b).then_some(&byte);
        self.bytes.extend(begun.iter().chain(rest).take(room));
        false
    }

    fn event(self) -> Event {
        Event::Paste(String::from_utf8_lossy(&self.bytes).into_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LONGEST: usize = 1000;

    fn events_of(pieces: &[&[u8]]) -> Vec<Event> {
        let now = Instant::now();
        let mut assembler = Assembler::new(LONGEST);
        let mut events: Vec<Event> = pieces.iter().flat_map(|piece| assembler.take(piece, now)).collect();
        events.extend(assembler.close());
        events
    }

    fn press(code: KeyCode, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    fn typed(text: &str) -> Vec<Event> {
        text.chars().map(|c| key(KeyCode::Char(c))).collect()
    }

    #[test]
    fn keys_text_and_reports_are_told_apart() {
        let none = KeyModifiers::NONE;
        let cases: [(&[u8], Vec<Event>); 17] = [
            ("a五𠀀".as_bytes(), typed("a五𠀀")),
            (b"\r\t\x7f", vec![key(KeyCode::Enter), key(KeyCode::Tab), key(KeyCode::Backspace)]),
            (b"\x1a", vec![press(KeyCode::Char('z'), KeyModifiers::CONTROL)]),
            (b"\x1b", vec![key(KeyCode::Esc)]),
            (b"\x1b\x1b[A", vec![key(KeyCode::Esc), key(KeyCode::Up)]),
            ("\x1b五".as_bytes(), [vec![key(KeyCode::Esc)], typed("五")].concat()),
            (b"\x1bx", vec![press(KeyCode::Char('x'), KeyModifiers::ALT)]),
            (
                b"\x1b[A\x1bOB\x1b[1;3C",
                vec![key(KeyCode::Up), key(KeyCode::Down), press(KeyCode::Right, KeyModifiers::ALT)],
            ),
            (b"\x1bOP\x1b[24~\x1b[[E", vec![key(KeyCode::F(1)), key(KeyCode::F(12)), key(KeyCode::F(5))]),
            (b"\x1b[Z", vec![press(KeyCode::BackTab, KeyModifiers::SHIFT)]),
            (b"\x1b[I\x1b[O", vec![Event::FocusGained, Event::FocusLost]),
            (b"\x1b[200~a\rb\x1b[201~c", vec![Event::Paste("a\rb".into()), key(KeyCode::Char('c'))]),
            (b"\x1b[", vec![press(KeyCode::Char('['), KeyModifiers::ALT)]),
            (b"\x1b]", vec![press(KeyCode::Char(']'), KeyModifiers::ALT)]),
            (b"\x1b[M !!", vec![sequence::control(b"M !!").unwrap()]),
            (b"\x1b[27u", vec![press(KeyCode::Esc, none)]),
            (b"\x1b[200~\x1b[20\x1b[201~", vec![Event::Paste("\x1b[20".into())]),
        ];
        for (bytes, expected) in cases {
            assert_eq!(events_of(&[bytes]), expected, "{:?}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn what_is_no_known_sequence_is_dropped_whole() {
        for bytes in [
            &b"\x1b[?1;2c"[..],
            b"\x1b[99~",
            b"\x1b[<0;0;0M",
            b"\x1b[<0;70000;1M",
            b"\x1b[201~",
            b"\x1b[12;34R",
            b"\x1b]11;rgb:0000/0000/0000\x07",
            b"\x1b]52;c;cm0gLXJm\x1b\\",
            b"\x1bP1$r0m\x1b\\",
            b"\x1b[1;2",
            b"\x1b[57441u",
            b"\x1b[1114112u",
            b"\xff\xc0\xf5\xe4\xba",
            b"\x1bO~",
        ] {
            assert_eq!(events_of(&[bytes]), [], "{:?}", String::from_utf8_lossy(bytes));
        }
        let endless = [b"\x1b[".to_vec(), vec![b'1'; 100_000], b"~".to_vec()].concat();
        assert_eq!(events_of(&[&endless, b"q"]), typed("q"));
        let answer = [b"\x1b]52;c;".to_vec(), vec![b'A'; 100_000]].concat();
        assert_eq!(events_of(&[&answer]), []);
    }

    #[test]
    fn the_ground_is_told_once_and_is_no_key() {
        for (bytes, ground) in [
            (&b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\"[..], Some(Ground::Light)),
            (b"\x1b]11;rgb:0000/0000/0000\x07", Some(Ground::Dark)),
            (b"\x1b]11;rgb:ffff/ffff/ffff\x18", None),
            (b"\x1bP11;rgb:ffff/ffff/ffff\x1b\\", None),
            (b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\", None),
        ] {
            let mut assembler = Assembler::new(LONGEST);
            let (one, other) = bytes.split_at(9);
            let events = [one, other, b"q"].map(|piece| assembler.take(piece, Instant::now()));
            assert_eq!(events.concat(), typed("q"), "{bytes:?}");
            assert_eq!([assembler.ground(), assembler.ground()], [ground, None], "{bytes:?}");
        }
    }

    #[test]
    fn a_cut_sequence_gives_way_to_what_comes_next() {
        let next = [b"\x1b[1;\x1b[A".as_slice(), "\x1b[1五".as_bytes(), b"\x1b]0;\x1b[B", b"\xe4\xba\x1b[C"]
            .concat();
        let expected =
            [vec![key(KeyCode::Up)], typed("五"), vec![key(KeyCode::Down), key(KeyCode::Right)]].concat();
        assert_eq!(events_of(&[&next]), expected);
    }

    #[test]
    fn time_completes_an_escape_and_closes_a_paste() {
        let start = Instant::now();
        let mut assembler = Assembler::new(LONGEST);
        assert_eq!(assembler.wait(start), None);
        assert_eq!(assembler.take(b"\x1b", start), []);
        assert_eq!(assembler.wait(start), Some(KEY));
        assert_eq!(assembler.expire(start + KEY / 2), []);
        assert_eq!(assembler.expire(start + KEY), [key(KeyCode::Esc)]);
        assert_eq!(assembler.wait(start), None);

        assert_eq!(assembler.take("\x1b[200~热".as_bytes(), start), []);
        let later = start + PASTE / 2;
        assert_eq!(assembler.take("处".as_bytes(), later), []);
        assert_eq!(assembler.expire(start + PASTE), []);
        assert_eq!(assembler.expire(later + PASTE), [Event::Paste("热处".into())]);
        assert_eq!(assembler.take(b"q", later + PASTE), typed("q"));

        // An answer that never ends takes nothing with it but what comes within its time.
        let mut now = start;
        assert_eq!(assembler.take(b"\x1b]0;", now), []);
        for _ in 0..10 {
            now += REST / 10;
            assert_eq!(assembler.take(b"a", now), []);
        }
        assert_eq!(assembler.expire(now), []);
        assert_eq!(assembler.take(b"q", now), typed("q"));
    }

    #[test]
    fn a_paste_is_taken_in_up_to_one_byte_more_than_its_limit_and_in_linear_time() {
        let long = [b"\x1b[200~".to_vec(), vec![b'\x1b'; 40 * LONGEST], b"\x1b[201~x".to_vec()].concat();
        let events = events_of(&[&long]);
        let [Event::Paste(text), rest] = events.as_slice() else { panic!("{events:?}") };
        assert_eq!((text.len(), rest), (LONGEST + 1, &key(KeyCode::Char('x'))));
    }

    /// Pieces of real input and of nonsense.
    fn stream() -> impl Strategy<Value = Vec<u8>> {
        let known: Vec<&[u8]> = vec![
            b"\x1b[A",
            b"\x1bOP",
            b"\x1b[1;5D",
            b"\x1b[200~",
            b"\x1b[201~",
            b"\x1b[I",
            b"\x1b[<0;3;4M",
            b"\x1b",
            b"\x1b[M",
            b"\x1b]",
            b"\x1b\\",
            b"\x1b[[",
            "五步".as_bytes(),
            b"\xe4",
            b"q",
            b"\r",
            b"\x03",
            b"\x1b[97;5u",
        ];
        let piece = prop_oneof![
            3 => proptest::sample::select(known).prop_map(<[u8]>::to_vec),
            1 => proptest::collection::vec(any::<u8>(), 0..6),
        ];
        proptest::collection::vec(piece, 0..20).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn any_split_gives_the_same_events(bytes in stream(), cuts in proptest::collection::vec(0..60usize, 0..8)) {
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let pieces: Vec<&[u8]> = cuts.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
            prop_assert_eq!(events_of(&pieces), events_of(&[&bytes]));
        }

        #[test]
        fn any_bytes_end_in_the_ground_state(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let start = Instant::now();
            let mut assembler = Assembler::new(LONGEST);
            assembler.take(&bytes, start);
            assembler.expire(start + PASTE);
            prop_assert_eq!(assembler.wait(start), None);
            prop_assert_eq!(assembler.take(b"q", start), typed("q"));
        }
    }
}
