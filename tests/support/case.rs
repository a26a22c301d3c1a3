//! A case: a text file with commands and what they print.
//!
//! ```text
//! # what the case is about
//! $ wubu task plant.wubu.ron add --element c4 --title 补采      a command; NAME=value before it sets a variable
//! < text                                                        its standard input
//! 1> {id1}                                                      standard output, line by line
//! 2> wubu: …                                                    standard error
//! ? 2                                                           the exit code, if it is not 0
//! ```
//! `{id1}` is the first id that a line of output consisted of, `{today+3}` a day, `1> …` any number of lines.
//! `write FILE`, `cat FILE`, `readonly FILE` and `ls` stand beside `wubu`; `encode FILE ENCODING` writes other
//! bytes than UTF-8, `cut FILE 2` takes as many bytes off its end, `repeat FILE 9 TEXT` writes a text several times.
//! `~/` is the home of the case. In words, `\e` is ESC and `\u{202e}` that character. Files named `.unix.txt` run on Unix only.

use crate::place::Place;
use jiff::civil::Date;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

pub struct Case {
    place: Place,
    ids: Vec<String>,
    today: Date,
}

#[derive(Default)]
struct Block {
    comments: Vec<String>,
    command: String,
    input: Vec<String>,
    expected: Vec<String>,
}

impl Case {
    pub fn new(today: Date) -> Case {
        Case { place: Place::new(), ids: vec![], today }
    }

    pub fn run(&mut self, path: &Path) -> Result<(), String> {
        let mut blessed = String::new();
        let mut differences = vec![];
        for block in blocks(&fs::read_to_string(path).unwrap()) {
            for line in &block.comments {
                let _ = writeln!(blessed, "{line}");
            }
            if block.command.is_empty() {
                continue;
            }
            let printed = self.step(&block);
            let expected: Vec<String> = block.expected.iter().map(|line| self.filled(line)).collect();
            let matches = is_like(&expected, &printed);
            if !matches {
                differences.push(format!(
                    "$ {}\nexpected\n{}\nprinted\n{}",
                    block.command,
                    expected.join("\n"),
                    printed.join("\n")
                ));
            }
            let kept = if matches { block.expected } else { self.general(&block.command, &printed) };
            let input = block.input.iter().map(|line| format!("< {line}"));
            for line in std::iter::once(format!("$ {}", block.command)).chain(input).chain(kept) {
                let _ = writeln!(blessed, "{}", line.trim_end());
            }
        }
        if std::env::var_os("WUBU_BLESS").is_some() {
            fs::write(path, blessed).unwrap();
            return Ok(());
        }
        if differences.is_empty() { Ok(()) } else { Err(differences.join("\n\n")) }
    }

    /// Runs one command and returns its lines as they stand in a case.
    fn step(&mut self, block: &Block) -> Vec<String> {
        let command = self.filled(&block.command);
        let mut words = words(&command).into_iter().peekable();
        let mut env = vec![];
        while let Some((name, value)) = words.peek().and_then(|w| w.split_once('=')) {
            env.push((name.to_owned(), value.to_owned()));
            words.next();
        }
        let program = words.next().unwrap();
        let words: Vec<String> = words.collect();
        let input: String = block.input.iter().map(|line| self.filled(line) + "\n").collect();
        let (out, err, code) = match program.as_str() {
            "wubu" => {
                let mut wubu = self.place.command();
                wubu.args(&words)
                    .envs(env)
                    .stdin(Stdio::piped())
                    .stdout(Stdio::piped())
                    .stderr(Stdio::piped());
                let mut child = wubu.spawn().unwrap();
                let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
                let output = child.wait_with_output().unwrap();
                let text = |bytes| String::from_utf8(bytes).unwrap();
                (text(output.stdout), text(output.stderr), output.status.code().unwrap_or(-1))
            }
            "write" => {
                let path = self.file(&words[0]);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, input).unwrap();
                Default::default()
            }
            "encode" => {
                let encoding = encoding_rs::Encoding::for_label(words[1].as_bytes()).unwrap();
                let bytes = if encoding == encoding_rs::UTF_16LE {
                    input.encode_utf16().flat_map(u16::to_le_bytes).collect()
                } else {
                    encoding.encode(&input).0.into_owned()
                };
                fs::write(self.file(&words[0]), bytes).unwrap();
                Default::default()
            }
            "cut" => {
                let path = self.file(&words[0]);
                let mut bytes = fs::read(&path).unwrap();
                bytes.truncate(bytes.len() - words[1].parse::<usize>().unwrap());
                fs::write(path, bytes).unwrap();
                Default::default()
            }
            "repeat" => {
                let path = self.file(&words[0]);
                fs::write(path, input + &words[2].repeat(words[1].parse().unwrap())).unwrap();
                Default::default()
            }
            "cat" => (fs::read_to_string(self.file(&words[0])).unwrap(), String::new(), 0),
            "readonly" => {
                let path = self.file(&words[0]);
                let mut permissions = fs::metadata(&path).unwrap().permissions();
                permissions.set_readonly(true);
                fs::set_permissions(path, permissions).unwrap();
                Default::default()
            }
            "ls" => {
                let names = fs::read_dir(self.place.path("")).unwrap();
                let mut names: Vec<String> =
                    names.map(|e| e.unwrap().file_name().to_string_lossy().into_owned()).collect();
                names.sort();
                (names.join("\n"), String::new(), 0)
            }
            other => panic!("no command {other}"),
        };
        for line in out.lines().filter(|line| is_id(line)) {
            if !self.ids.iter().any(|id| id == line) {
                self.ids.push(line.to_owned());
            }
        }
        let out = out.lines().map(|line| format!("1> {line}").trim_end().to_owned());
        let err = err.lines().map(|line| format!("2> {line}").trim_end().to_owned());
        let code = (code != 0).then(|| format!("? {code}"));
        out.chain(err).chain(code).collect()
    }

    /// `~/` is the home of the case.
    fn file(&self, name: &str) -> PathBuf {
        name.strip_prefix("~/").map_or_else(|| self.place.path(name), |rest| self.place.home().join(rest))
    }

    /// `{id1}` and `{today+3}` as they are in this run.
    fn filled(&self, line: &str) -> String {
        let mut line = line.to_owned();
        for (i, id) in self.ids.iter().enumerate() {
            line = line.replace(&format!("{{id{}}}", i + 1), id);
        }
        for days in -9..=30 {
            line = line.replace(&day_name(days), &self.day(days));
        }
        line
    }

    /// The other way round, for blessing. Help and hints show days as examples.
    fn general(&self, command: &str, printed: &[String]) -> Vec<String> {
        let named = |line: &String| {
            let mut line = line.clone();
            for (i, id) in self.ids.iter().enumerate() {
                line = line.replace(id, &format!("{{id{}}}", i + 1));
            }
            if !command.contains("help") && !line.starts_with("2>") {
                for days in -9..=30 {
                    line = line.replace(&self.day(days), &day_name(days));
                }
            }
            line
        };
        printed.iter().map(named).collect()
    }

    fn day(&self, days: i64) -> String {
        self.today.checked_add(jiff::Span::new().days(days)).unwrap().to_string()
    }
}

fn day_name(days: i64) -> String {
    if days == 0 { "{today}".into() } else { format!("{{today{days:+}}}") }
}

fn is_id(line: &str) -> bool {
    line.len() == 9
        && line.starts_with(['t', 'r', 'o', 'v', 'm', 'k', 'e'])
        && line.chars().skip(1).all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = vec![Block::default()];
    for line in text.lines() {
        let last = blocks.last_mut().unwrap();
        if let Some(command) = line.strip_prefix("$ ") {
            if last.command.is_empty() {
                command.clone_into(&mut last.command);
            } else {
                blocks.push(Block { command: command.to_owned(), ..Block::default() });
            }
        } else if let Some(input) = line.strip_prefix('<') {
            last.input.push(input.strip_prefix(' ').unwrap_or(input).to_owned());
        } else if ["1>", "2>", "? "].iter().any(|mark| line.starts_with(mark)) {
            last.expected.push(line.to_owned());
        } else {
            assert!(line.is_empty() || line.starts_with('#'), "what is this: {line}");
            if !last.command.is_empty() {
                blocks.push(Block::default());
            }
            blocks.last_mut().unwrap().comments.push(line.to_owned());
        }
    }
    blocks
}

/// `1> …` stands for any number of lines.
fn is_like(expected: &[String], printed: &[String]) -> bool {
    match expected.split_first() {
        None => printed.is_empty(),
        Some((first, rest)) if first == "1> …" => {
            (0..=printed.len()).any(|skipped| is_like(rest, &printed[skipped..]))
        }
        Some((first, rest)) => printed.first() == Some(first) && is_like(rest, &printed[1..]),
    }
}

/// Split at spaces outside quotes; `\e` and `\u{…}` are characters.
fn words(command: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted, mut begun) = (vec![], String::new(), None, false);
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        match (c, quoted) {
            ('\\', _) => match chars.next() {
                Some('e') => word.push('\u{1b}'),
                Some('n') => word.push('\n'),
                Some('u') => {
                    let hex: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                    word.push(char::from_u32(u32::from_str_radix(&hex, 16).unwrap()).unwrap());
                }
                other => word.extend(other),
            },
            (c, Some(quote)) if c == quote => quoted = None,
            ('"' | '\'', None) => (quoted, begun) = (Some(c), true),
            (' ', None) => {
                if begun || !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
                begun = false;
            }
            (c, _) => word.push(c),
        }
    }
    if begun || !word.is_empty() {
        words.push(word);
    }
    words
}
