//! The name of a file in a form, which Tab completes from what lies in the workspace's folder.

use super::entry::FILE;
use super::{Form, Purpose};
use crate::text::Phrase;
use crate::tui::action::Action;
use crate::tui::dialog::{Dialog, Menu, MenuItem};
use crate::tui::widget::editor::Editor;

impl Form {
    /// What stands in the entry of a file, which Tab may complete; None where it has been already.
    pub(super) fn unfinished_name(&self) -> Option<String> {
        let entry = &self.entries[self.at];
        let is_file = entry.name == FILE && matches!(self.purpose, Purpose::Evidence(_) | Purpose::Edit(..));
        let text = entry.editor.text();
        (is_file && !text.trim().is_empty() && text != entry.was && self.completed.as_ref() != Some(&text))
            .then_some(text)
    }

    /// Names that go on like what was typed: the only one is taken, of several what they have in common, and where
    /// that is no more there is a choice. None: on to the next field.
    pub fn complete(&mut self, typed: &str, names: &[String]) -> Vec<Action> {
        if self.entries[self.at].name != FILE || self.entries[self.at].editor.text() != typed {
            return vec![];
        }
        match names {
            [] => {
                self.walk(1);
                vec![]
            }
            [only] => self.fill_name(only),
            several => {
                let common = common_start(several);
                if common.chars().count() > typed.chars().count() {
                    self.entries[self.at].editor = Editor::line(&common);
                    return vec![];
                }
                let items = several
                    .iter()
                    .map(|name| MenuItem::keyed("", name.as_str(), Action::FillName(name.clone())));
                let title = Phrase::new("哪个文件？", "Which file?").say(self.lang);
                vec![Action::Ask(Box::new(Dialog::Menu(Menu::narrowing(title, items.collect()))))]
            }
        }
    }

    /// A folder goes on with what is in it.
    pub fn fill_name(&mut self, name: &str) -> Vec<Action> {
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.name == FILE) else { return vec![] };
        entry.editor = Editor::line(name);
        if name.ends_with('/') {
            return vec![Action::CompleteName(name.to_owned())];
        }
        self.completed = Some(name.to_owned());
        vec![]
    }
}

/// What all names begin with.
fn common_start(names: &[String]) -> String {
    let mut names = names.iter();
    let first = names.next().cloned().unwrap_or_default();
    names.fold(first, |common, name| {
        let same = common.chars().zip(name.chars()).take_while(|(a, b)| a == b);
        same.map(|(c, _)| c).collect()
    })
}
