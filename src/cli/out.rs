//! The printing door of the command line. Whatever goes to stdout or stderr passes here, and with it through
//! `text::show`: no text out of a file, a path or an argument reaches the terminal as it is.

use super::trouble::Trouble;
use crate::text::{is_hidden, show, width};
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Cells where nothing else is known.
const WIDTH: usize = 80;

/// Colour never carries meaning alone: each goes with a sign or a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paint {
    Plain,
    Strong,
    Faint,
    Good,
    Bad,
    Note,
}

impl Paint {
    const fn code(self) -> &'static str {
        match self {
            Paint::Plain => "",
            Paint::Strong => "1",
            Paint::Faint => "2",
            Paint::Good => "32",
            Paint::Bad => "31",
            Paint::Note => "33",
        }
    }
}

/// One line, in parts.
#[derive(Debug, Default)]
pub struct Line(Vec<(Paint, String)>);

impl Line {
    pub fn new() -> Line {
        Line::default()
    }

    pub fn add(self, text: impl Into<String>) -> Line {
        self.painted(Paint::Plain, text)
    }

    pub fn painted(mut self, paint: Paint, text: impl Into<String>) -> Line {
        self.0.push((paint, text.into()));
        self
    }
}

impl<T: Into<String>> From<T> for Line {
    fn from(text: T) -> Line {
        Line::new().add(text)
    }
}

/// Standard output.
pub struct Out {
    to: io::BufWriter<io::StdoutLock<'static>>,
    /// Cells of the terminal; none in a pipe.
    terminal: Option<usize>,
    colour: bool,
}

impl Out {
    pub fn new() -> Out {
        let is_terminal = io::stdout().is_terminal();
        let plain = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        Out {
            to: io::BufWriter::new(io::stdout().lock()),
            terminal: is_terminal.then(cells),
            colour: is_terminal && !plain("NO_COLOR") && !dumb && takes_escapes(),
        }
    }

    /// Cells that a text may take.
    pub fn width(&self) -> usize {
        self.terminal.unwrap_or(WIDTH)
    }

    /// Cells that a table must keep to; in a pipe nothing is cut.
    pub fn terminal(&self) -> Option<usize> {
        self.terminal
    }

    pub fn line(&mut self, line: impl Into<Line>) -> Result<(), Trouble> {
        let parts = line.into().0;
        let last = parts.iter().rposition(|(_, text)| !text.trim_end().is_empty());
        for (i, (paint, text)) in parts.iter().enumerate().take(last.map_or(0, |last| last + 1)) {
            let text = show(text);
            let text = if Some(i) == last { text.trim_end() } else { &text };
            if self.colour && *paint != Paint::Plain {
                write!(self.to, "\x1b[{}m{text}\x1b[0m", paint.code())?;
            } else {
                write!(self.to, "{text}")?;
            }
        }
        writeln!(self.to)?;
        Ok(())
    }

    pub fn lines(&mut self, text: &str) -> Result<(), Trouble> {
        text.lines().try_for_each(|line| self.line(line))
    }

    /// JSON keeps every character of the data; those that a terminal would obey are escaped.
    pub fn json(&mut self, value: &impl serde::Serialize) -> Result<(), Trouble> {
        let text =
            serde_json::to_string_pretty(value).expect("texts, numbers and lists can be written as JSON");
        writeln!(self.to, "{}", inert(&text))?;
        Ok(())
    }

    /// What another program is to read, as it stands: made of our own words alone.
    pub fn script(&mut self, text: &[u8]) -> Result<(), Trouble> {
        Ok(self.to.write_all(text)?)
    }

    pub fn finish(&mut self) -> Result<(), Trouble> {
        Ok(self.to.flush()?)
    }
}

/// What is hidden can only stand inside strings, where `\u202e` means the same.
fn inert(json: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if c != '\n' && is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}").expect("a String takes every write");
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// The Windows console must be told first that escapes will come.
#[cfg(windows)]
fn takes_escapes() -> bool {
    crossterm::ansi_support::supports_ansi()
}

#[cfg(not(windows))]
fn takes_escapes() -> bool {
    true
}

fn cells() -> usize {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let asked = asked.or_else(|| crossterm::terminal::size().ok().map(|(columns, _)| usize::from(columns)));
    asked.filter(|columns| *columns > 0).unwrap_or(WIDTH).max(20)
}

/// What went wrong and what to do, on standard error. Where that is closed, nobody is listening.
pub fn complain(what: &str, next: &str) {
    quote(what, "", next);
}

/// The same with the words of another program in between.
pub fn quote(what: &str, words: &str, next: &str) {
    tell(what);
    for line in words.lines() {
        let _ = writeln!(io::stderr(), "  {}", show(line));
    }
    self::next(next);
}

/// The next step, on standard error.
pub fn next(next: &str) {
    for line in next.lines() {
        let _ = writeln!(io::stderr(), "  → {}", show(line));
    }
}

/// A remark beside the result, on standard error.
pub fn tell(what: &str) {
    let _ = writeln!(io::stderr(), "wubu: {}", show(what));
}

/// What belongs to the remark above.
pub fn more(what: &str) {
    let _ = writeln!(io::stderr(), "  {}", show(what));
}

/// How far long work is, on the terminal: after a second, and gone when it is done.
pub struct Progress {
    what: &'static str,
    /// None where nobody watches.
    next: Option<Instant>,
    is_shown: bool,
}

impl Progress {
    pub fn new(what: &'static str) -> Progress {
        let next = io::stderr().is_terminal().then(|| Instant::now() + Duration::from_secs(1));
        Progress { what, next, is_shown: false }
    }

    pub fn tell(&mut self, done: u64, total: u64) {
        let now = Instant::now();
        if self.next.is_none_or(|next| now < next) {
            return;
        }
        self.next = Some(now + Duration::from_millis(100));
        self.is_shown = true;
        let percent = (done * 100).checked_div(total).unwrap_or(100).min(100);
        let _ = write!(io::stderr(), "\r{} {percent:>3}%", self.what);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_shown {
            let _ = write!(io::stderr(), "\r{}\r", " ".repeat(width(self.what) + 5));
        }
    }
}

/// The widest of the texts, as they are shown.
pub fn widest<'a>(texts: impl IntoIterator<Item = &'a str>) -> usize {
    texts.into_iter().map(|text| width(&show(text))).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keeps_what_it_makes_harmless() {
        let nasty = "\u{1b}]52;c;x\u{7}\u{9b}\u{202e}\u{e0041}\u{2028}终\t\"";
        let text = inert(&serde_json::to_string_pretty(&vec![nasty]).unwrap());
        assert!(!text.chars().any(|c| c != '\n' && is_hidden(c)), "{text:?}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&text).unwrap(), [nasty]);
    }
}
