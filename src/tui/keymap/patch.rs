//! `keys.ron` in the config folder patches the key table: the same form as `data/keys.ron`, only the rows that differ.
//! A row replaces the keys of its command in its layer; no keys takes them away. What is wrong is said with its line,
//! and there the default stays.

use super::super::command::Command;
use super::{Key, Keymap, Layer};
use crate::store::{Folders, config};
use crate::text::{Lang, show};
use crossterm::event::KeyCode;
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, de::IntoDeserializer};
use std::fmt;
use std::path::PathBuf;

/// A file that is larger than this is no list of keys.
const LARGEST: u64 = 1 << 20;

/// A row that was left out, or the whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub path: PathBuf,
    /// From 1; 0 for the file as a whole.
    pub line: usize,
    pub what: Wrong,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    Unreadable(String),
    Syntax(config::Wrong),
    NoLayer(String),
    NoCommand(String),
    NoKey(String),
    /// The layer has no such command.
    NotHere(Command),
    /// The key runs something else there.
    Taken(Key, Command),
    /// It would not be possible to type this character any more.
    IsText(Key),
    /// Without a key for it there would be no way out.
    Needed(Command),
}

impl Mistake {
    pub fn say(&self, lang: Lang) -> String {
        let what = match (&self.what, lang) {
            (Wrong::Unreadable(why), Lang::Zh) => format!("读不了：{why}"),
            (Wrong::Unreadable(why), Lang::En) => format!("cannot be read: {why}"),
            (Wrong::Syntax(why), Lang::Zh) => format!("写法有误，整个文件没有采用：{}", why.say(lang)),
            (Wrong::Syntax(why), Lang::En) => {
                format!("not well formed, nothing of it was taken: {}", why.say(lang))
            }
            (Wrong::NoLayer(name), Lang::Zh) => format!("没有叫 {name} 的层"),
            (Wrong::NoLayer(name), Lang::En) => format!("no layer is called {name}"),
            (Wrong::NoCommand(name), Lang::Zh) => format!("没有叫 {name} 的命令"),
            (Wrong::NoCommand(name), Lang::En) => format!("no command is called {name}"),
            (Wrong::NoKey(name), Lang::Zh) => {
                format!("没有叫 {name} 的键（例：a、Ctrl-S、Alt-Up、F5、Space）")
            }
            (Wrong::NoKey(name), Lang::En) => {
                format!("no key is called {name} (such as a, Ctrl-S, Alt-Up, F5, Space)")
            }
            (Wrong::NotHere(command), Lang::Zh) => format!("这一层没有命令 {command:?}"),
            (Wrong::NotHere(command), Lang::En) => format!("this layer has no command {command:?}"),
            (Wrong::Taken(key, command), Lang::Zh) => format!("{key} 在这一层已用于 {command:?}"),
            (Wrong::Taken(key, command), Lang::En) => format!("{key} runs {command:?} in this layer"),
            (Wrong::IsText(key), Lang::Zh) => format!("这一层要输入文字，{key} 不能作命令"),
            (Wrong::IsText(key), Lang::En) => {
                format!("text is typed in this layer, {key} cannot be a command")
            }
            (Wrong::Needed(command), Lang::Zh) => format!("{command:?} 至少要留一个键"),
            (Wrong::Needed(command), Lang::En) => format!("{command:?} needs a key"),
        };
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let line = match (self.line, lang) {
            (0, _) => String::new(),
            (line, Lang::Zh) => format!(" 第 {line} 行"),
            (line, Lang::En) => format!(" line {line}"),
        };
        let colon = lang.colon();
        show(&format!("{name}{line}{colon}{what}")).into_owned()
    }
}

/// The table with the user's patch, and what is wrong with the patch.
pub fn patched(base: Keymap, folders: &Folders) -> (Keymap, Vec<Mistake>) {
    let Some(path) = folders.config.as_ref().map(|folder| folder.join("keys.ron")) else {
        return (base, vec![]);
    };
    let wrong = |line, what| Mistake { path: path.clone(), line, what };
    let text = match std::fs::metadata(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return (base, vec![]),
        Ok(about) if about.len() > LARGEST || !about.is_file() => {
            let why = std::io::Error::from(std::io::ErrorKind::InvalidData).to_string();
            return (base, vec![wrong(0, Wrong::Unreadable(why))]);
        }
        _ => match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) => return (base, vec![wrong(0, Wrong::Unreadable(error.to_string()))]),
        },
    };
    let (keymap, mistakes) = patch(base, &text);
    (keymap, mistakes.into_iter().map(|(line, what)| wrong(line, what)).collect())
}

/// A name without quotes; which names there are is told by us, with the line.
struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Name, D::Error> {
        struct Any;
        impl Visitor<'_> for Any {
            type Value = Name;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_str<E: de::Error>(self, name: &str) -> Result<Name, E> {
                Ok(Name(name.to_owned()))
            }
        }
        deserializer.deserialize_identifier(Any)
    }
}

impl Name {
    fn of<'de, T: Deserialize<'de>>(&self) -> Option<T> {
        let name: de::value::StrDeserializer<de::value::Error> = self.0.as_str().into_deserializer();
        T::deserialize(name).ok()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LayerRows {
    layer: Name,
    rows: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    keys: Vec<String>,
    run: Name,
    #[serde(default)]
    hint: Option<u8>,
}

/// A row that is well formed, before it is held against the others.
struct Change {
    line: usize,
    layer: Layer,
    command: Command,
    keys: Vec<Key>,
    hint: Option<u8>,
    was: Vec<Key>,
}

fn patch(mut keymap: Keymap, text: &str) -> (Keymap, Vec<(usize, Wrong)>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let layers: Vec<LayerRows> = match config::parse(text) {
        Ok(layers) => layers,
        Err((line, why)) => return (keymap, vec![(line, Wrong::Syntax(why))]),
    };
    let mut lines = row_lines(text).into_iter();
    let (mut changes, mut mistakes) = (vec![], vec![]);
    for LayerRows { layer, rows } in layers {
        let known: Option<Layer> = layer.of();
        for row in rows {
            let line = lines.next().unwrap_or(0);
            let change = match known {
                None => Err(Wrong::NoLayer(layer.0.clone())),
                Some(layer) => change(&keymap, layer, &row, line),
            };
            match change {
                Ok(change) => changes.push(change),
                Err(wrong) => mistakes.push((line, wrong)),
            }
        }
    }
    for change in &changes {
        if let Some(bind) = keymap.bind_mut(change.layer, change.command) {
            bind.keys.clone_from(&change.keys);
            bind.hint = change.hint.unwrap_or(bind.hint);
        }
    }
    // Of two that want one key, the default stays, or else what was said first.
    while let Some((layer, key, one, other)) = keymap.clash() {
        let last = changes.iter().rposition(|c| c.layer == layer && (c.command == one || c.command == other));
        let Some(change) = last.map(|at| changes.remove(at)) else { break };
        let holder = if change.command == one { other } else { one };
        mistakes.push((change.line, Wrong::Taken(key, holder)));
        if let Some(bind) = keymap.bind_mut(change.layer, change.command) {
            bind.keys = change.was;
        }
    }
    mistakes.sort_by_key(|(line, _)| *line);
    (keymap, mistakes)
}

fn change(keymap: &Keymap, layer: Layer, row: &Row, line: usize) -> Result<Change, Wrong> {
    let command: Command = row.run.of().ok_or_else(|| Wrong::NoCommand(row.run.0.clone()))?;
    let bind = keymap.layer(layer).iter().find(|bind| bind.command == command);
    let bind = bind.ok_or(Wrong::NotHere(command))?;
    let mut keys = vec![];
    for name in &row.keys {
        let key = Key::named(name).ok_or_else(|| Wrong::NoKey(name.clone()))?;
        let is_text = matches!(key.code, KeyCode::Char(_)) && !key.ctrl && !key.alt;
        if is_text && layer.takes_text() && !bind.keys.contains(&key) {
            return Err(Wrong::IsText(key));
        }
        if !keys.contains(&key) {
            keys.push(key);
        }
    }
    let is_needed = matches!(command, Command::Quit | Command::Help | Command::Accept | Command::Cancel);
    if keys.is_empty() && is_needed {
        return Err(Wrong::Needed(command));
    }
    Ok(Change { line, layer, command, keys, hint: row.hint, was: bind.keys.clone() })
}

/// On which line each row begins: the brackets at the fourth depth, outside of texts and comments. The text is known
/// to be well formed.
fn row_lines(text: &str) -> Vec<usize> {
    let (mut lines, mut line, mut depth, mut rest) = (vec![], 1, 0, text);
    while let Some(c) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |at| at + 2)
        } else if c == '"' {
            let mut is_escaped = false;
            let end = rest.char_indices().skip(1).find(|(_, c)| {
                let ends = *c == '"' && !is_escaped;
                is_escaped = *c == '\\' && !is_escaped;
                ends
            });
            end.map_or(rest.len(), |(at, _)| at + 1)
        } else {
            match c {
                '(' | '[' => {
                    depth += 1;
                    if depth == 4 && c == '(' {
                        lines.push(line);
                    }
                }
                ')' | ']' => depth -= 1,
                _ => {}
            }
            c.len_utf8()
        };
        let (passed, behind) = rest.split_at(skipped);
        line += passed.matches('\n').count();
        rest = behind;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patch_of(text: &str) -> (Keymap, Vec<(usize, Wrong)>) {
        patch(Keymap::ours(), text)
    }

    fn keys(keymap: &Keymap, layer: Layer, command: Command) -> String {
        let bind = keymap.layer(layer).iter().find(|bind| bind.command == command).unwrap();
        bind.keys.iter().map(Key::to_string).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_row_replaces_the_keys_of_its_command_in_its_layer() {
        let (keymap, mistakes) = patch_of(
            "// mine\n[\n    (layer: Tasks, rows: [\n        (keys: [\"z\", \"F11\"], run: Done),\n        (keys: [], run: HideDone),\n    ]),\n]\n",
        );
        assert_eq!(mistakes, []);
        assert_eq!(keys(&keymap, Layer::Tasks, Command::Done), "z F11");
        assert_eq!(keys(&keymap, Layer::Tasks, Command::HideDone), "");
        assert_eq!(keys(&keymap, Layer::Plan, Command::HideDone), "H");
        let press = |c| Key::plain(KeyCode::Char(c));
        assert_eq!(keymap.command(&[Layer::Tasks], press('z')), Some(Command::Done));
        assert_eq!(keymap.command(&[Layer::Tasks], press('x')), None);
    }

    #[test]
    fn two_commands_may_change_places() {
        let (keymap, mistakes) = patch_of(
            "[(layer: Move, rows: [(keys: [\"Down\", \"k\"], run: Down), (keys: [\"Up\", \"j\"], run: Up)])]",
        );
        assert_eq!(mistakes, []);
        assert_eq!(keys(&keymap, Layer::Move, Command::Up), "Up j");
    }

    #[test]
    fn mistakes_are_told_with_their_lines_and_the_defaults_stay() {
        let text = r#"[
    /* a comment
       ( of two lines */
    (layer: Tasks, rows: [
        (keys: ["Hyper-X"], run: Done), // no such key
        (keys: ["z"], run: Dance),
        (keys: ["a"],
         run: Done),
        (keys: ["("], run: Rename),
        (keys: ["Z"], run: Quit),
    ]),
    (layer: Cellar, rows: [
        (keys: ["z"], run: Done),
    ]),
    (layer: Field, rows: [
        (keys: ["a"], run: Accept),
        (keys: [], run: Cancel),
    ]),
]"#;
        let (keymap, mistakes) = patch_of(text);
        let wanted = [
            (5, Wrong::NoKey("Hyper-X".into())),
            (6, Wrong::NoCommand("Dance".into())),
            (7, Wrong::Taken(Key::plain(KeyCode::Char('a')), Command::Add)),
            (10, Wrong::NotHere(Command::Quit)),
            (13, Wrong::NoLayer("Cellar".into())),
            (16, Wrong::IsText(Key::plain(KeyCode::Char('a')))),
            (17, Wrong::Needed(Command::Cancel)),
        ];
        assert_eq!(mistakes, wanted);
        assert_eq!(keys(&keymap, Layer::Tasks, Command::Done), "x");
        assert_eq!(keys(&keymap, Layer::Tasks, Command::Rename), "(");
        assert_eq!(keys(&keymap, Layer::Field, Command::Cancel), "Esc Ctrl-C");
    }

    #[test]
    fn what_is_not_well_formed_is_left_aside_with_its_line() {
        for (text, line) in
            [("[\n(layer: Tasks, rows: [\n(key: [])])]", 3), ("", 1), ("[\n\n(layer: Tasks, rows: [)]\n]", 3)]
        {
            let (keymap, mistakes) = patch_of(text);
            assert!(
                matches!(mistakes.as_slice(), [(at, Wrong::Syntax(_))] if *at == line),
                "{text:?}: {mistakes:?}"
            );
            assert_eq!(keys(&keymap, Layer::Tasks, Command::Done), "x");
        }
    }

    #[test]
    fn the_table_itself_is_a_patch_that_changes_nothing() {
        let (keymap, mistakes) = patch_of(include_str!("../../../data/keys.ron"));
        assert_eq!(mistakes, []);
        for layer in Layer::PAGES {
            assert_eq!(keymap.layer(layer), Keymap::ours().layer(layer));
        }
    }

    #[test]
    fn a_mistake_names_its_file_and_line() {
        let mistake = Mistake {
            path: "somewhere/keys.ron".into(),
            line: 7,
            what: Wrong::Taken(Key::plain(KeyCode::Char('a')), Command::Add),
        };
        assert_eq!(mistake.say(Lang::Zh), "keys.ron 第 7 行：a 在这一层已用于 Add");
        assert_eq!(mistake.say(Lang::En), "keys.ron line 7: a runs Add in this layer");
    }
}
