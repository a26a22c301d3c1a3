//! Where a field stands in the text of a file: a walk over brackets and keys, for the refusals whose place the
//! reader of RON does not give, and for `format`, which decides how strict that reader is. It judges nothing.

/// One step on the way to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Key(String),
    Item(usize),
}

/// A field that was found.
#[derive(Debug, PartialEq, Eq)]
pub struct Spot<'a> {
    /// Where its name begins, in bytes.
    pub offset: usize,
    /// The name before the bracket in which it stands: `Done` in `Done(on: …)`.
    pub inside: &'a str,
    /// What follows the colon.
    pub rest: &'a str,
}

/// Deeper than any file that is read.
const DEEPEST: usize = 256;

struct Frame<'a> {
    step: Option<Step>,
    name: &'a str,
}

/// The first field at the end of a path.
pub fn locate<'a>(text: &'a str, path: &[Step]) -> Option<Spot<'a>> {
    let mut tokens = Tokens { text, at: 0 };
    let mut frames: Vec<Frame> = vec![];
    let mut last: (&str, usize) = ("", 0);
    while let Some((token, offset)) = tokens.next() {
        match token {
            Token::Word(word) | Token::Text(word) => last = (word, offset),
            Token::Open(bracket) => {
                let step = (bracket == '[').then_some(Step::Item(0));
                let name = if last.0.starts_with('"') { "" } else { last.0 };
                frames.push(Frame { step, name });
                if frames.len() > DEEPEST {
                    return None;
                }
                last = ("", offset);
            }
            Token::Close => {
                frames.pop();
                last = ("", offset);
            }
            Token::Colon => {
                let frame = frames.last_mut()?;
                frame.step = Some(Step::Key(plain(last.0)));
                let inside = frame.name;
                if frames.iter().filter_map(|frame| frame.step.as_ref()).eq(path) {
                    return Some(Spot { offset: last.1, inside, rest: text.get(tokens.at..)? });
                }
                last = ("", offset);
            }
            Token::Comma => {
                if let Some(frame) = frames.last_mut() {
                    frame.step = match frame.step.take() {
                        Some(Step::Item(n)) => Some(Step::Item(n + 1)),
                        _ => None,
                    };
                }
                last = ("", offset);
            }
            Token::Other => last = ("", offset),
        }
    }
    None
}

/// Whether the first thing in a text, after comments, is `#!`.
pub fn extension(text: &str) -> Option<usize> {
    let mut tokens = Tokens { text, at: 0 };
    tokens.skip_space();
    text.get(tokens.at..)?.starts_with('#').then_some(tokens.at)
}

/// The name or key that a token stands for.
fn plain(token: &str) -> String {
    if token.ends_with('"') {
        return ron::from_str(token).unwrap_or_else(|_| token.to_owned());
    }
    token.strip_prefix("r#").unwrap_or(token).to_owned()
}

#[derive(Clone, Copy)]
enum Token<'a> {
    Word(&'a str),
    /// With its quotes.
    Text(&'a str),
    Open(char),
    Close,
    Colon,
    Comma,
    Other,
}

struct Tokens<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokens<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_while(&mut self, fits: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|c| !fits(c)).unwrap_or(rest.len());
    }

    /// White space as RON knows it, and comments, which may lie inside each other.
    fn skip_space(&mut self) {
        loop {
            self.skip_while(|c| c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}'));
            if self.rest().starts_with("//") {
                self.skip_while(|c| c != '\n');
            } else if self.rest().starts_with("/*") {
                let mut depth = 0usize;
                loop {
                    let rest = self.rest();
                    if rest.is_empty() {
                        return;
                    } else if rest.starts_with("/*") {
                        depth += 1;
                        self.at += 2;
                    } else if rest.starts_with("*/") {
                        depth -= 1;
                        self.at += 2;
                        if depth == 0 {
                            break;
                        }
                    } else {
                        self.at += rest.chars().next().map_or(0, char::len_utf8);
                    }
                }
            } else {
                return;
            }
        }
    }

    fn next(&mut self) -> Option<(Token<'a>, usize)> {
        self.skip_space();
        let (start, rest) = (self.at, self.rest());
        let c = rest.chars().next()?;
        let token = match c {
            '(' | '[' | '{' => Some(Token::Open(c)),
            ')' | ']' | '}' => Some(Token::Close),
            ':' => Some(Token::Colon),
            ',' => Some(Token::Comma),
            _ => None,
        };
        if let Some(token) = token {
            self.at += 1;
            return Some((token, start));
        }
        let quoted = quoted(rest);
        if quoted > 0 {
            self.at += quoted;
        } else if c.is_alphanumeric() || c == '_' {
            if rest.starts_with("r#") {
                self.at += 2;
            }
            self.skip_while(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '+'));
            return Some((Token::Word(self.text.get(start..self.at)?), start));
        } else {
            self.at += c.len_utf8();
            return Some((Token::Other, start));
        }
        Some((Token::Text(self.text.get(start..self.at)?), start))
    }
}

/// The length of the string or character that the text begins with, in whatever way it is written; 0 for none.
fn quoted(text: &str) -> usize {
    // Only the next three bytes decide, or a long text would be searched at every word.
    let prefix = ["", "b", "r", "br"].into_iter().find(|prefix| {
        let body = text.strip_prefix(prefix);
        body.is_some_and(|body| {
            body.starts_with(['"', '\'']) || (prefix.ends_with('r') && body.starts_with('#'))
        })
    });
    let Some(prefix) = prefix.map(str::len) else { return 0 };
    let body = text.get(prefix..).unwrap_or_default();
    if text.get(..prefix).is_some_and(|p| p.ends_with('r')) {
        let hashes = body.find(|c| c != '#').unwrap_or(body.len());
        let Some(inner) = body.get(hashes..).and_then(|b| b.strip_prefix('"')) else { return 0 };
        let end = format!("\"{}", "#".repeat(hashes));
        return inner.find(&end).map_or(text.len(), |at| prefix + hashes + 1 + at + end.len());
    }
    let mut chars = body.char_indices();
    let Some((_, quote @ ('"' | '\''))) = chars.next() else { return 0 };
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c == quote {
            return prefix + at + 1;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, path: &[&str]) -> Option<(usize, String)> {
        let steps: Vec<Step> =
            path.iter().map(|p| p.parse().map_or_else(|_| Step::Key((*p).into()), Step::Item)).collect();
        locate(text, &steps).map(|spot| (spot.offset, spot.inside.to_owned()))
    }

    #[test]
    fn a_field_is_found_behind_look_alikes() {
        let text = "// foo: 1\n(/* foo: /* 2 */ */ note: [\"foo: 3\", r#\"\"foo: 4\"#], a: (foo: 5), c: '\\'', foo: 6)";
        assert_eq!(at(text, &["foo"]).unwrap().0, text.find("foo: 6").unwrap());
        assert_eq!(at(text, &["a", "foo"]).unwrap().0, text.find("foo: 5").unwrap());
        assert_eq!(at(text, &["b", "foo"]), None);
    }

    #[test]
    fn keys_with_dots_and_escapes_and_items_of_lists_lead_the_way() {
        let text = r#"(tasks: {"4a.1": (x: 1), "caf\u{e9}": (x: 2)}, d: [(x: 3), Status(Done(x: 4))])"#;
        for (path, want) in [
            (&["tasks", "4a.1", "x"][..], "x: 1"),
            (&["tasks", "café", "x"], "x: 2"),
            (&["d", "0", "x"], "x: 3"),
            (&["d", "1", "x"], "x: 4"),
        ] {
            assert_eq!(at(text, path).unwrap().0, text.find(want).unwrap(), "{path:?}");
        }
        assert_eq!(at(text, &["d", "1", "x"]).unwrap().1, "Done");
    }

    #[test]
    fn nothing_makes_the_walk_fail() {
        for odd in
            ["", "(", ")", "]:", "\"", "'", "r#", "r#\"", "br##\"x\"#", "/*", "(((a:", "(a:)", ":", "(a:1,,b"]
        {
            for text in [odd.to_owned(), odd.repeat(1000), format!("({odd}"), format!("(x: {odd}")] {
                let _ = locate(&text, &[Step::Key("x".into()), Step::Key("y".into())]);
                let _ = extension(&text);
            }
        }
    }
}
