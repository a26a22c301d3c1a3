//! How keys, text and pastes become actions, by focus; the footer's hints and the help come from the same rows.

use super::App;
use crate::text::{Lang, is_han, key_form, typed, width};
use crate::tui::action::{Action, Effect, Mood, OnSite, Page};
use crate::tui::command::Command;
use crate::tui::dialog::Dialog;
use crate::tui::keymap::{Key, Layer, keymap};
use crate::tui::pane::Pane;
use crate::tui::view::Areas;
use crate::tui::widget::input::Input;
use crossterm::event::KeyCode;

/// Bytes of one paste that are taken in.
pub(in crate::tui) const LONGEST_PASTE: usize = 1 << 20;

impl App {
    /// The layers in which a key is looked up, the focused one first.
    pub fn layers(&self) -> &'static [Layer] {
        match self.dialogs.last().map(Dialog::layer) {
            Some(Layer::Search) => return &[Layer::Search],
            Some(Layer::Learn) => return &[Layer::Learn],
            Some(Layer::Field) => return &[Layer::Field],
            Some(Layer::Form) => return &[Layer::Form],
            Some(Layer::Area) => return &[Layer::Area],
            Some(Layer::Menu) => return &[Layer::Menu],
            Some(Layer::Pick) => return &[Layer::Pick],
            Some(Layer::Path) => return &[Layer::Path],
            Some(Layer::Import) => return &[Layer::Import],
            Some(Layer::Measure) => return &[Layer::Measure],
            Some(Layer::Tour) => return &[Layer::Tour],
            Some(Layer::Wizard) => return &[Layer::Wizard],
            Some(_) => return &[Layer::Question],
            None => {}
        }
        self.page_layers()
    }

    /// Those of the page below all dialogs.
    pub(super) fn page_layers(&self) -> &'static [Layer] {
        self.pane().map_or(&[Layer::Start, Layer::Move, Layer::App], Pane::layers)
    }

    /// Something is open that was begun on what the fields held then.
    pub(super) fn is_typing(&self) -> bool {
        !self.dialogs.is_empty() || self.layers().first() == Some(&Layer::Field)
    }

    /// Whether the page has an answer of its own to a command of the whole workbench, such as a search.
    pub(super) fn page_binds(&self, command: Command) -> bool {
        let mut own = self.page_layers().iter().filter(|layer| **layer != Layer::App);
        own.any(|layer| keymap().layer(*layer).iter().any(|bind| bind.command == command))
    }

    pub fn key(&mut self, key: Key) -> Vec<Effect> {
        if self.ends_drag(key == Key::plain(KeyCode::Esc)) {
            return vec![];
        }
        if matches!(self.dialogs.last(), Some(Dialog::Learn(_))) && key != Key::plain(KeyCode::Esc) {
            self.learn(key);
            return vec![];
        }
        let layers = self.layers();
        let is_text = layers.first().is_some_and(|layer| layer.takes_text());
        if let Some(command) = keymap().command(layers, key) {
            // Nine keys are one command; which of them it was says which candidate.
            if command == Command::Take
                && let Some(number) = key.char().and_then(|c| key_form(c).to_digit(10))
            {
                return self.update(Action::Take(number as usize));
            }
            if command == Command::Score
                && let Some(score) = key.char().and_then(|c| key_form(c).to_digit(10))
            {
                return self.update(Action::Score(u8::try_from(score).unwrap_or(u8::MAX)));
            }
            if command == Command::AnswerField
                && let Some(digit) = key.char().and_then(|c| key_form(c).to_digit(10))
            {
                let digit = u8::try_from(digit).unwrap_or(u8::MAX);
                return self.update(Action::OnSite(OnSite::Answer(digit)));
            }
            return self.update(Action::Run(command));
        }
        match key.char() {
            Some(c) if is_text => self.update(Action::Type(c.to_string())),
            // What an input method commits in a list is looked for.
            Some(c) if is_han(c) => self.update(Action::Type(c.to_string())),
            _ => vec![],
        }
    }

    /// Several characters at once. What an input method commits is one text, whatever letter it begins with; letters
    /// alone were typed ahead, and each is a key.
    pub fn burst(&mut self, text: &str) -> Vec<Effect> {
        let is_learning = matches!(self.dialogs.last(), Some(Dialog::Learn(_)));
        if is_learning || !(text.chars().any(is_han) || self.is_answer(text)) {
            return text.chars().flat_map(|c| self.key(Key::plain(KeyCode::Char(c)))).collect();
        }
        self.ends_drag(false);
        if self.has_hot_keys() {
            return vec![];
        }
        let text = self.cut(text, Input::MOST);
        self.update(Action::Type(text))
    }

    /// Characters choose here, and text is nothing to choose by.
    fn has_hot_keys(&self) -> bool {
        matches!(self.dialogs.last(), Some(Dialog::Menu(menu)) if !menu.is_narrowed_by_typing())
    }

    /// A paste is text wherever it lands, never a key; in a list it is looked for, its first line.
    pub fn paste(&mut self, text: &str) -> Vec<Effect> {
        if self.has_hot_keys() {
            return vec![];
        }
        let is_text = self.layers().first().is_some_and(|layer| layer.takes_text());
        let text = self.cut(text, if is_text { Input::MOST } else { LONGEST_PASTE });
        match text {
            text if text.is_empty() => vec![],
            text if is_text => self.update(Action::Type(text)),
            _ if !self.dialogs.is_empty() => vec![],
            text => self.update(Action::Paste(text)),
        }
    }

    /// What is taken in of a paste; of one that is too long the beginning, which is said.
    fn cut(&mut self, text: &str, most: usize) -> String {
        let text = typed(text);
        let longest = text.char_indices().take_while(|(at, _)| *at < LONGEST_PASTE).count().min(most);
        let taken: String = text.chars().take(longest).collect();
        if taken.len() < text.len() {
            let said = match self.lang {
                Lang::Zh => format!("粘贴的内容过长，只取了前 {longest} 字"),
                Lang::En => format!("the paste is too long: its first {longest} characters were taken"),
            };
            self.say(Mood::Bad, said);
        }
        taken
    }

    /// The footer: the keys that matter here.
    pub(in crate::tui) fn hints(&self) -> Vec<Hint> {
        // Where nothing is disputed, there is nothing to choose.
        let layers = self.layers();
        let is_idle = |layer: &Layer| *layer == Layer::Disputes && self.panes.disputes.is_empty();
        let layers: Vec<Layer> = layers.iter().copied().filter(|layer| !is_idle(layer)).collect();
        // Only a stage has views to change.
        let has_views = matches!(self.page, Page::Stage(..));
        let body = Areas::of(self.screen, self.page).body;
        let dialog = self.dialogs.last();
        let page = self.pane().filter(|_| dialog.is_none());
        let is_of_use = |command: Command| match (command, dialog) {
            (Command::NextView, _) => has_views,
            (command, Some(dialog)) => dialog.offers(command),
            (command, None) => page.is_none_or(|pane| pane.offers(command, body)),
        };
        // Which of the digits it is says the number.
        let name = |key: Key, command: Command| match command {
            Command::Score | Command::AnswerField => {
                let (from, to) = page.and_then(Pane::digits)?;
                Some(if from == to { from.to_string() } else { format!("{from}–{to}") })
            }
            _ => Some(arrow(key)),
        };
        let hints = keymap().hints(&layers).into_iter().filter(|(_, command)| is_of_use(*command));
        hints
            .filter_map(|(key, command)| {
                let own = dialog.and_then(|dialog| dialog.short(command));
                let label = own.unwrap_or(command.short()).say(self.lang);
                Some(Hint { key: name(key, command)?, label, command })
            })
            .collect()
    }
}

/// An arrow is drawn; what it does stands beside it.
fn arrow(key: Key) -> String {
    let sign = match key.code {
        KeyCode::Up => "↑",
        KeyCode::Down => "↓",
        KeyCode::Left => "←",
        KeyCode::Right => "→",
        _ => return key.to_string(),
    };
    if key == Key::plain(key.code) { sign.to_owned() } else { key.to_string() }
}

/// A key in the footer.
pub(in crate::tui) struct Hint {
    pub key: String,
    pub label: &'static str,
    pub command: Command,
}

impl Hint {
    pub fn cells(&self) -> usize {
        width(&self.key) + 1 + width(self.label)
    }
}
