//! How roles look. Only the sixteen colours of the terminal are used, so that light and dark grounds both
//! work; colour never carries meaning alone, a sign or a word stands beside it.

use ratatui::style::{Color, Modifier, Style};

/// What a piece of text is, not how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Plain,
    Faint,
    Label,
    Heading,
    Accent,
    /// The row under the cursor, in the column that has the keys.
    Cursor,
    /// The row under the cursor in another column.
    Rest,
    Marked,
    Field,
    /// What a search has found of a text.
    Found,
    Good,
    Doing,
    Bad,
    Warn,
    /// What a candidate of a dispute has and the text before it had not, and the other way round.
    Came,
    Went,
    /// Our own practice note, to be told from what the standard says.
    Ours,
    Key,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    has_colour: bool,
}

/// The lines of a frame.
pub struct FrameSigns {
    pub across: &'static str,
    pub down: &'static str,
    /// Upper left, upper right, lower left, lower right.
    pub corners: [&'static str; 4],
}

impl Theme {
    pub fn colours() -> Theme {
        Theme { has_colour: true }
    }

    /// `NO_COLOR`: weight, inversion and underline only.
    pub fn plain() -> Theme {
        Theme { has_colour: false }
    }

    pub fn frame_signs(&self) -> FrameSigns {
        FrameSigns { across: "─", down: "│", corners: ["┌", "┐", "└", "┘"] }
    }

    pub fn style(&self, role: Role) -> Style {
        let plain = Style::new();
        let (colour, modifier) = match role {
            Role::Plain => (None, Modifier::empty()),
            Role::Faint => (Some(Color::DarkGray), Modifier::empty()),
            Role::Accent => (Some(Color::Cyan), Modifier::BOLD),
            // One even bar: the signs on it keep their meaning without their colours.
            Role::Cursor => return plain.fg(Color::Reset).bg(Color::Reset).add_modifier(Modifier::REVERSED),
            Role::Heading | Role::Rest => (None, Modifier::BOLD),
            Role::Marked => (Some(Color::Magenta), Modifier::BOLD),
            Role::Found => (Some(Color::Cyan), Modifier::BOLD.union(Modifier::UNDERLINED)),
            Role::Field => return plain.add_modifier(Modifier::UNDERLINED),
            Role::Good => (Some(Color::Green), Modifier::empty()),
            // Plain blue can hardly be read on a dark ground.
            Role::Doing => (Some(Color::LightBlue), Modifier::empty()),
            Role::Bad => (Some(Color::Red), Modifier::BOLD),
            Role::Warn => (Some(Color::Yellow), Modifier::empty()),
            Role::Came => (Some(Color::Green), Modifier::UNDERLINED),
            Role::Went => (Some(Color::Red), Modifier::empty()),
            Role::Ours => (Some(Color::Magenta), Modifier::empty()),
            Role::Label | Role::Key => (Some(Color::Cyan), Modifier::empty()),
        };
        match colour {
            Some(colour) if self.has_colour => plain.fg(colour).add_modifier(modifier),
            _ => plain.add_modifier(modifier),
        }
    }
}
