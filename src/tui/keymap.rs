//! The key table (`data/keys.ron`): which key runs which command in which layer. Dispatch, footer hints, help
//! and README all come from its rows.

mod patch;

pub use patch::Mistake;

use super::command::Command;
use crate::store::Folders;
use crate::text::{Phrase, key_form};
use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use serde::Deserialize;
use std::collections::HashMap;
use std::fmt;
use std::sync::{LazyLock, OnceLock};

/// Where a key is looked up. The focused layer goes first, the wider ones after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
pub enum Layer {
    /// Everywhere outside dialogs.
    App,
    /// Panes with a cursor.
    Move,
    Tasks,
    Clause,
    /// The rows of a register.
    Table,
    Overview,
    Disputes,
    Evidence,
    Indicators,
    Readiness,
    /// Site visits.
    Visit,
    /// The profile behind a measurement.
    Profile,
    Plan,
    /// The plan as person-days.
    Load,
    Decision,
    /// Inside a scorecard, where digits are scores.
    Scores,
    Gate,
    Start,
    /// One line being typed.
    Field,
    Form,
    /// Several lines being typed.
    Area,
    /// A list to choose from; letters are hot keys or narrow it.
    Menu,
    /// A list to pick one or several from; letters narrow it.
    Pick,
    /// The path of a file being typed.
    Path,
    /// The preview of an import.
    Import,
    /// What measuring a file found.
    Measure,
    /// The box that finds everything, and the list of commands.
    Search,
    /// The first steps, and those of a new workspace.
    Wizard,
    /// A tour over the page.
    Tour,
    /// Keys are being learned.
    Learn,
    /// Yes or no.
    Question,
}

impl Layer {
    /// Plain characters are text here unless the table binds them.
    pub fn takes_text(self) -> bool {
        matches!(
            self,
            Layer::Field
                | Layer::Form
                | Layer::Area
                | Layer::Menu
                | Layer::Pick
                | Layer::Path
                | Layer::Search
                | Layer::Wizard
        )
    }

    /// The layers of pages and of what is no dialog for typing, in the order of the list of commands.
    pub const PAGES: [Layer; 20] = [
        Layer::App,
        Layer::Tasks,
        Layer::Clause,
        Layer::Table,
        Layer::Decision,
        Layer::Scores,
        Layer::Gate,
        Layer::Overview,
        Layer::Disputes,
        Layer::Evidence,
        Layer::Indicators,
        Layer::Readiness,
        Layer::Profile,
        Layer::Measure,
        Layer::Visit,
        Layer::Plan,
        Layer::Load,
        Layer::Start,
        Layer::Import,
        Layer::Move,
    ];

    /// Where its commands can be used, said to who is elsewhere.
    pub const fn place(self) -> Phrase {
        match self {
            Layer::Tasks => Phrase::new("在任务页", "on the tasks"),
            Layer::Clause => Phrase::new("在条文页", "on the clauses"),
            Layer::Table => Phrase::new("在台账页", "on the registers"),
            Layer::Decision => Phrase::new("在决策页", "on the decisions"),
            Layer::Scores => Phrase::new("在决策评分表中", "in a scorecard"),
            Layer::Gate => Phrase::new("在评审门页", "on the gates"),
            Layer::Overview => Phrase::new("在总览页", "on the overview"),
            Layer::Disputes => Phrase::new("在争议页", "on the disputes"),
            Layer::Evidence => Phrase::new("在证据页", "on the evidence"),
            Layer::Indicators => Phrase::new("在绩效页", "on the indicators"),
            Layer::Readiness => Phrase::new("在数据就绪度页", "on data readiness"),
            Layer::Visit => Phrase::new("在现场走查页", "on the site visit"),
            Layer::Profile => Phrase::new("在画像中", "on a profile"),
            Layer::Plan => Phrase::new("在计划页", "on the plan"),
            Layer::Load => Phrase::new("在人日负荷中", "on the load of the plan"),
            Layer::Start => Phrase::new("在开始页", "on the start page"),
            Layer::Measure => Phrase::new("在测量结果中", "in what a measuring found"),
            Layer::Import => Phrase::new("在导入预览中", "in the preview of an import"),
            _ => Phrase::new("现在不可用", "not possible now"),
        }
    }
}

/// A key as people name it: `a`, `Ctrl-S`, `Alt-Up`, `F1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    pub code: KeyCode,
    pub ctrl: bool,
    pub alt: bool,
}

const NAMED: [(&str, KeyCode); 15] = [
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("PageUp", KeyCode::PageUp),
    ("PageDown", KeyCode::PageDown),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("Tab", KeyCode::Tab),
    ("BackTab", KeyCode::BackTab),
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
];

impl Key {
    pub fn plain(code: KeyCode) -> Key {
        Key { code, ctrl: false, alt: false }
    }

    /// None for releases and for keys that are only modifiers.
    pub fn from_event(event: &KeyEvent) -> Option<Key> {
        if event.kind == KeyEventKind::Release {
            return None;
        }
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let alt = event.modifiers.contains(KeyModifiers::ALT);
        // On Windows AltGr arrives as Ctrl and Alt together and makes a character, not a shortcut. A terminal sends
        // the character itself, and both together are what they say.
        let is_alt_gr = cfg!(windows) && ctrl && alt && matches!(event.code, KeyCode::Char(_));
        let (ctrl, alt) = if is_alt_gr { (false, false) } else { (ctrl, alt) };
        let code = match event.code {
            KeyCode::Char(c) if ctrl => KeyCode::Char(c.to_ascii_lowercase()),
            KeyCode::Tab if event.modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            code => code,
        };
        Some(Key { code, ctrl, alt })
    }

    /// `Ctrl-S`, `Alt-Up`, `Space`, `x`.
    pub fn named(name: &str) -> Option<Key> {
        let (mut rest, mut ctrl, mut alt) = (name, false, false);
        if let Some(behind) = rest.strip_prefix("Ctrl-") {
            (rest, ctrl) = (behind, true);
        }
        if let Some(behind) = rest.strip_prefix("Alt-") {
            (rest, alt) = (behind, true);
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(c), None) => KeyCode::Char(if ctrl { c.to_ascii_lowercase() } else { c }),
            _ if rest == "Space" => KeyCode::Char(' '),
            (Some('F'), Some(_)) => KeyCode::F(rest.get(1..)?.parse().ok()?),
            _ => NAMED.iter().find(|(known, _)| *known == rest)?.1,
        };
        Some(Key { code, ctrl, alt })
    }

    /// The character that was typed, if this is one.
    pub fn char(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) if self.ctrl => write!(f, "{}", c.to_ascii_uppercase()),
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::F(n) => write!(f, "F{n}"),
            code => f.write_str(NAMED.iter().find(|(_, known)| *known == code).map_or("?", |(name, _)| name)),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LayerRows {
    layer: Layer,
    rows: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    keys: Vec<String>,
    run: Command,
    #[serde(default)]
    hint: u8,
}

/// A command as it can be run in a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bind {
    pub command: Command,
    pub keys: Vec<Key>,
    /// Order in the footer; 0 keeps it out.
    pub hint: u8,
}

#[derive(Debug)]
pub struct Keymap {
    layers: HashMap<Layer, Vec<Bind>>,
}

static OURS: LazyLock<Keymap> = LazyLock::new(Keymap::ours);
/// With what the user has changed, once that is read.
static PATCHED: OnceLock<Keymap> = OnceLock::new();

pub fn keymap() -> &'static Keymap {
    PATCHED.get().unwrap_or(&OURS)
}

/// Reads the user's own keys, before the first key is looked up: what is wrong with them.
pub fn take_own_keys(folders: &Folders) -> Vec<Mistake> {
    let (keymap, mistakes) = patch::patched(Keymap::ours(), folders);
    // Who comes second finds the same file.
    let _ = PATCHED.set(keymap);
    mistakes
}

impl Keymap {
    fn ours() -> Keymap {
        Keymap::read(include_str!("../../data/keys.ron")).expect("data/keys.ron is read by a test")
    }

    fn bind_mut(&mut self, layer: Layer, command: Command) -> Option<&mut Bind> {
        self.layers.get_mut(&layer)?.iter_mut().find(|bind| bind.command == command)
    }

    /// A key that runs two commands of one layer.
    fn clash(&self) -> Option<(Layer, Key, Command, Command)> {
        self.layers.iter().find_map(|(layer, binds)| {
            let mut seen: HashMap<Key, Command> = HashMap::new();
            binds.iter().flat_map(|bind| bind.keys.iter().map(|key| (*key, bind.command))).find_map(
                |(key, command)| {
                    let before = seen.insert(key, command).filter(|before| *before != command)?;
                    Some((*layer, key, before, command))
                },
            )
        })
    }

    fn read(table: &str) -> Result<Keymap, String> {
        let options =
            ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let table: Vec<LayerRows> = options.from_str(table).map_err(|error| error.to_string())?;
        let mut layers: HashMap<Layer, Vec<Bind>> = HashMap::new();
        for LayerRows { layer, rows } in table {
            for row in rows {
                let keys = row.keys.iter().map(|name| Key::named(name).ok_or(format!("no key {name}")));
                let keys = keys.collect::<Result<_, _>>()?;
                layers.entry(layer).or_default().push(Bind { command: row.run, keys, hint: row.hint });
            }
        }
        Ok(Keymap { layers })
    }

    pub fn layer(&self, layer: Layer) -> &[Bind] {
        self.layers.get(&layer).map_or(&[], Vec::as_slice)
    }

    /// The command of a key in the first of these layers that binds it. Outside text, the full-width form of
    /// a key counts as the key: input methods send it.
    pub fn command(&self, layers: &[Layer], key: Key) -> Option<Command> {
        let find = |layer: Layer, key: Key| {
            self.layer(layer).iter().find(|bind| bind.keys.contains(&key)).map(|bind| bind.command)
        };
        for layer in layers {
            if let Some(command) = find(*layer, key) {
                return Some(command);
            }
            if !layer.takes_text()
                && let KeyCode::Char(c) = key.code
                && let Some(command) = find(*layer, Key { code: KeyCode::Char(key_form(c)), ..key })
            {
                return Some(command);
            }
        }
        None
    }

    /// The footer of some layers: key and command, in order.
    pub fn hints(&self, layers: &[Layer]) -> Vec<(Key, Command)> {
        let mut hints: Vec<(u8, Key, Command)> = vec![];
        for bind in layers.iter().flat_map(|layer| self.layer(*layer)).filter(|bind| bind.hint > 0) {
            if let Some(key) = bind.keys.first()
                && !hints.iter().any(|(_, _, command)| *command == bind.command)
            {
                hints.push((bind.hint, *key, bind.command));
            }
        }
        hints.sort_by_key(|(order, ..)| *order);
        hints.into_iter().map(|(_, key, command)| (key, command)).collect()
    }

    /// The first key that runs a command in a layer; nothing where none does.
    pub fn key_of(&self, layer: Layer, command: Command) -> String {
        let bind = self.layer(layer).iter().find(|bind| bind.command == command);
        bind.and_then(|bind| bind.keys.first()).map_or(String::new(), ToString::to_string)
    }

    /// All that can be run in some layers, each command once, for the help.
    pub fn binds(&self, layers: &[Layer]) -> Vec<&Bind> {
        let mut binds: Vec<&Bind> = vec![];
        for bind in layers.iter().flat_map(|layer| self.layer(*layer)) {
            if !binds.iter().any(|other| other.command == bind.command) {
                binds.push(bind);
            }
        }
        binds
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_key_is_bound_twice_in_a_layer() {
        for (layer, binds) in &keymap().layers {
            let mut seen = HashSet::new();
            for key in binds.iter().flat_map(|bind| &bind.keys) {
                assert!(seen.insert(*key), "{key} twice in {layer:?}");
            }
        }
    }

    #[test]
    fn every_command_is_reached_by_a_key() {
        let bound: HashSet<Command> =
            keymap().layers.values().flatten().filter(|b| !b.keys.is_empty()).map(|b| b.command).collect();
        for command in Command::ALL {
            assert!(bound.contains(command), "{command:?}");
        }
    }

    #[test]
    fn the_list_of_commands_knows_every_page() {
        let is_dialog = |layer: Layer| {
            layer.takes_text() || matches!(layer, Layer::Question | Layer::Learn | Layer::Tour)
        };
        for layer in keymap().layers.keys().filter(|layer| !is_dialog(**layer)) {
            assert!(Layer::PAGES.contains(layer), "{layer:?}");
            let is_everywhere = matches!(layer, Layer::App | Layer::Move);
            assert!(is_everywhere || layer.place() != Layer::App.place(), "{layer:?} has no place to say");
        }
    }

    #[test]
    fn every_pane_can_be_worked_without_a_letter_key() {
        // Help is on F1, moves in its list, and runs what stands under the cursor.
        let no_letter = |command| {
            keymap().layers.values().flatten().any(|bind| {
                bind.command == command && bind.keys.iter().any(|key| !matches!(key.code, KeyCode::Char(_)))
            })
        };
        for command in [Command::Help, Command::Up, Command::Down, Command::Accept, Command::Cancel] {
            assert!(no_letter(command), "{command:?}");
        }
    }

    #[test]
    fn names_and_keys_go_both_ways() {
        for bind in keymap().layers.values().flatten() {
            for key in &bind.keys {
                assert_eq!(Key::named(&key.to_string()), Some(*key));
            }
        }
        assert_eq!(Key::named("Hyper-X"), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_key_with_ctrl_and_alt_is_no_text() {
        let event = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL | KeyModifiers::ALT);
        assert_eq!(Key::from_event(&event).and_then(Key::char), None);
    }

    #[test]
    fn what_an_input_method_sends_for_a_key_counts_as_the_key() {
        let press = |c| Key::plain(KeyCode::Char(c));
        let run = |c| keymap().command(&[Layer::Tasks, Layer::Move, Layer::App], press(c));
        assert_eq!(run('？'), Some(Command::Help));
        assert_eq!(run('，'), Some(Command::Sort));
        assert_eq!(run('ｘ'), Some(Command::Done));
        assert_eq!(run('【'), Some(Command::PreviousView));
        assert_eq!(keymap().command(&[Layer::Field], press('？')), None);
    }
}
