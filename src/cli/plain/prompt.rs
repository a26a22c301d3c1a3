//! Questions and answers: a list with numbers, or one line. A blind user hears each line once and in order, so that
//! what is asked comes last.

use super::super::Here;
use super::super::out::Out;
use super::super::trouble::Trouble;
use crate::text::{Lang, Phrase, half_width, typed};
use std::io::{self, BufRead, Read};

/// Options that are read out before one asks for more.
const PAGE: usize = 20;
/// Bytes of the longest line that is taken in.
const LONGEST: u64 = 1 << 20;

/// Why the questions ended.
#[derive(Debug)]
pub enum End {
    /// Somebody left, or the input is over.
    Left,
    Trouble(Trouble),
}

impl From<Trouble> for End {
    fn from(trouble: Trouble) -> End {
        End::Trouble(trouble)
    }
}

pub struct Prompt<'a> {
    here: &'a Here,
    out: &'a mut Out,
    input: io::StdinLock<'static>,
}

impl Prompt<'_> {
    pub fn new<'a>(here: &'a Here, out: &'a mut Out) -> Prompt<'a> {
        Prompt { here, out, input: io::stdin().lock() }
    }

    /// For what is printed as other commands print it.
    pub fn parts(&mut self) -> (&Here, &mut Out) {
        (self.here, self.out)
    }

    pub fn here(&self) -> &Here {
        self.here
    }

    pub fn say(&mut self, text: &str) -> Result<(), End> {
        Ok(self.out.lines(text)?)
    }

    /// One of these, by its number; None for back.
    pub fn choose(&mut self, title: &str, options: &[String]) -> Result<Option<usize>, End> {
        self.ask(title, options, Phrase::new("返回", "back"))
    }

    /// The same where nothing lies behind.
    pub fn choose_or_leave(&mut self, title: &str, options: &[String]) -> Result<Option<usize>, End> {
        self.ask(title, options, Phrase::new("退出", "leave"))
    }

    fn ask(&mut self, title: &str, options: &[String], back: Phrase) -> Result<Option<usize>, End> {
        let lang = self.here.lang;
        let mut page = 0;
        let mut is_read_out = false;
        loop {
            if !is_read_out {
                self.read_out(title, options, page, back)?;
                is_read_out = true;
            }
            let answer = self.answer()?;
            match (answer.as_str(), answer.parse::<usize>()) {
                ("", _) => is_read_out = false,
                ("q" | "Q" | "退出", _) => return Err(End::Left),
                ("+", _) => {
                    page = if (page + 1) * PAGE < options.len() { page + 1 } else { 0 };
                    is_read_out = false;
                }
                (_, Ok(0)) => return Ok(None),
                (_, Ok(number)) if number <= options.len() => return Ok(Some(number - 1)),
                _ => {
                    let most = options.len();
                    let said = match lang {
                        Lang::Zh => format!("没有“{answer}”这一项：输入 0 到 {most}，回车重读"),
                        Lang::En => {
                            format!("there is no “{answer}”: 0 to {most}, Enter reads the list again")
                        }
                    };
                    self.say(&said)?;
                }
            }
        }
    }

    fn read_out(&mut self, title: &str, options: &[String], page: usize, back: Phrase) -> Result<(), End> {
        let lang = self.here.lang;
        self.say("\n")?;
        self.say(title)?;
        let shown = options.iter().enumerate().skip(page * PAGE).take(PAGE);
        for (n, option) in shown {
            self.say(&format!("{} {option}", n + 1))?;
        }
        let behind = options.len().saturating_sub((page + 1) * PAGE);
        let more = match lang {
            _ if behind == 0 => None,
            Lang::Zh => Some(format!("+ 还有 {behind} 项")),
            Lang::En => Some(format!("+ {behind} more")),
        };
        if let Some(more) = more {
            self.say(&more)?;
        }
        self.say(&format!("0 {}", back.say(lang)))?;
        self.say(Phrase::new("输入编号：", "Number:").say(lang))
    }

    /// One line; None where nothing was typed.
    pub fn line(&mut self, question: &str) -> Result<Option<String>, End> {
        let leave = Phrase::new("（直接回车跳过）", " (Enter skips it)").say(self.here.lang);
        let colon = self.here.lang.colon();
        self.say(&format!("{question}{leave}{colon}"))?;
        let typed = self.read()?;
        Ok(Some(typed.trim().to_owned()).filter(|typed| !typed.is_empty()))
    }

    /// A number in whatever width it was typed.
    fn answer(&mut self) -> Result<String, End> {
        let typed = self.read()?;
        Ok(typed.trim().chars().map(half_width).collect())
    }

    fn read(&mut self) -> Result<String, End> {
        self.out.finish()?;
        let mut line = vec![];
        let read = (&mut self.input).take(LONGEST).read_until(b'\n', &mut line);
        match read {
            Ok(0) | Err(_) => Err(End::Left),
            Ok(_) => Ok(typed(&String::from_utf8_lossy(&line))),
        }
    }
}
