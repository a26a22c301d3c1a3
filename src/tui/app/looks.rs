//! The themes to choose from. The config is never written: what is chosen here is remembered on this machine, and
//! holds where the config names none.

use super::App;
use crate::store::Mistake;
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Effect, Mood, Notice};
use crate::tui::dialog::{Dialog, Menu, MenuItem};
use crate::tui::theme::{Choice, Theme};

/// Who says what the screen looks like at the start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThemeBy {
    Config,
    /// It was chosen once on the screen, now or before.
    Screen,
    /// Nobody has chosen: it follows what the terminal is painted on, where that tells.
    Ground,
}

impl App {
    /// What is wrong in the files that people write, said where it can be seen.
    pub(super) fn mistakes_notice(mistakes: &[Mistake], lang: Lang) -> Option<Notice> {
        let first = mistakes.first()?;
        let more = match (mistakes.len() - 1, lang) {
            (0, _) => String::new(),
            (n, Lang::Zh) => format!("（另有 {n} 处：wubu config show）"),
            (n, Lang::En) => format!(" ({n} more: wubu config show)"),
        };
        Some(Notice { mood: Mood::Bad, text: format!("{}{more}", first.say(lang)) })
    }

    /// Whether the terminal is to be asked what it is painted on.
    pub(in crate::tui) fn follows_ground(&self) -> bool {
        self.theme_by == ThemeBy::Ground && self.theme.has_colour()
    }

    /// The theme for the ground of the terminal.
    pub fn stand_on(&mut self, theme: &Theme) {
        if self.follows_ground() {
            self.theme = theme.like(self.theme);
        }
    }

    pub(super) fn hear_themes(&mut self, choices: Vec<Choice>) {
        let lang = self.lang;
        let item = |choice: Choice| {
            let label = choice.label.map_or(Phrase::new("自己的", "your own"), |label| label).say(lang);
            let name = choice.name.clone();
            match choice.theme {
                Ok(theme) => {
                    let theme = theme.like(self.theme);
                    let is_on = theme == self.theme;
                    MenuItem::keyed(name.clone(), label, Action::Wear(name, Box::new(theme))).on(is_on)
                }
                Err(mistake) => {
                    let said = Action::Say(Notice { mood: Mood::Bad, text: mistake.say(lang) });
                    let wrong = Phrase::new("写错了，Enter 看哪里", "wrong: Enter tells where").say(lang);
                    MenuItem::keyed(name, format!("{label} · {wrong}"), said)
                }
            }
        };
        let items = choices.into_iter().map(item).collect();
        let title = Phrase::new("外观", "Looks").say(lang);
        self.dialogs.push(Dialog::Menu(Menu::narrowing(title, items)));
    }

    pub(super) fn wear(&mut self, name: String, theme: &Theme) -> Vec<Effect> {
        const ONCE: Phrase = Phrase::new(
            "设置文件里写着 theme，下次启动仍用那个",
            "the config names a theme, which holds again at the next start",
        );
        self.theme = *theme;
        let label = Phrase::new("外观", "looks").say(self.lang);
        if self.theme_by == ThemeBy::Config {
            self.say(Mood::Plain, format!("{label} {name} · {}", ONCE.say(self.lang)));
            return vec![Effect::Repaint];
        }
        self.theme_by = ThemeBy::Screen;
        self.say(Mood::Good, format!("{label} {name}"));
        vec![Effect::RememberTheme(name), Effect::Repaint]
    }
}
