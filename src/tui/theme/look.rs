//! What a theme file says: some roles, and of each only what it changes.

use super::Role;
use ratatui::style::{Color, Modifier, Style};
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::str::FromStr;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Patch {
    pub roles: BTreeMap<Role, Look>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Look {
    fg: Option<Ink>,
    bg: Option<Ink>,
    bold: Option<bool>,
    dim: Option<bool>,
    italic: Option<bool>,
    underlined: Option<bool>,
    reversed: Option<bool>,
}

#[derive(Debug, Clone, Copy)]
struct Ink(Color);

/// How an error begins that is about a colour; the colour follows.
pub const NO_COLOUR: &str = "no colour: ";

impl<'de> Deserialize<'de> for Ink {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Ink, D::Error> {
        let name = String::deserialize(from)?;
        // The error of the parser says no more than that there is one.
        let colour = Color::from_str(&name).ok();
        colour.map(Ink).ok_or_else(|| D::Error::custom(format!("{NO_COLOUR}{name}")))
    }
}

impl Look {
    pub fn over(&self, mut style: Style) -> Style {
        let ink = |own: Option<Ink>, before| own.map_or(before, |Ink(colour)| Some(colour));
        (style.fg, style.bg) = (ink(self.fg, style.fg), ink(self.bg, style.bg));
        for (wish, modifier) in [
            (self.bold, Modifier::BOLD),
            (self.dim, Modifier::DIM),
            (self.italic, Modifier::ITALIC),
            (self.underlined, Modifier::UNDERLINED),
            (self.reversed, Modifier::REVERSED),
        ] {
            match wish {
                Some(true) => style = style.add_modifier(modifier),
                Some(false) => style.add_modifier.remove(modifier),
                None => {}
            }
        }
        style
    }
}
