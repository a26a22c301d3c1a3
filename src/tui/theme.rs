//! How roles look: `data/themes/default.ron`, patched by the theme that was chosen. Colour never carries meaning alone,
//! a sign or a word stands beside it, so that `NO_COLOR` and a theme without colours lose nothing.

mod ascii;
mod book;
mod ground;
mod look;
mod narrow;

use crate::store::{AmbiguousWidth, Borders};
pub use book::{Choice, choices, find};
pub use ground::Ground;
use look::Patch;
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Style};
use serde::Deserialize;
use std::sync::LazyLock;

/// What a piece of text is, not how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
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
    /// Where letting go of what is dragged would put it.
    Drop,
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

/// Of `Role`; the last one is `Key`.
const ROLES: usize = Role::Key as usize + 1;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    looks: [Style; ROLES],
    has_colour: bool,
    borders: Borders,
    ambiguous: AmbiguousWidth,
}

/// The lines of a frame.
pub struct FrameSigns {
    pub across: &'static str,
    pub down: &'static str,
    /// Upper left, upper right, lower left, lower right.
    pub corners: [&'static str; 4],
}

static DEFAULT: LazyLock<Theme> = LazyLock::new(|| {
    let bare = Theme {
        looks: [Style::new(); ROLES],
        has_colour: true,
        borders: Borders::default(),
        ambiguous: AmbiguousWidth::default(),
    };
    let patch: Patch = crate::store::config::parse(include_str!("../../data/themes/default.ron"))
        .expect("a test reads every theme that is part of the program");
    bare.patched(&patch)
});

impl Theme {
    pub fn colours() -> Theme {
        *DEFAULT
    }

    /// `NO_COLOR`: weight, inversion and underline only.
    pub fn plain() -> Theme {
        DEFAULT.without_colour()
    }

    #[must_use]
    pub fn without_colour(self) -> Theme {
        Theme { has_colour: false, ..self }
    }

    #[must_use]
    pub fn with_borders(self, borders: Borders) -> Theme {
        Theme { borders, ..self }
    }

    #[must_use]
    pub fn with_ambiguous(self, ambiguous: AmbiguousWidth) -> Theme {
        Theme { ambiguous, ..self }
    }

    pub fn has_colour(&self) -> bool {
        self.has_colour
    }

    /// Another look, with the same colours or none, and fit for the same terminal.
    #[must_use]
    pub fn like(self, other: Theme) -> Theme {
        Theme { looks: self.looks, ..other }
    }

    fn patched(mut self, patch: &Patch) -> Theme {
        for (role, look) in &patch.roles {
            let style = &mut self.looks[*role as usize];
            *style = look.over(*style);
        }
        self
    }

    pub fn frame_signs(&self) -> FrameSigns {
        FrameSigns { across: "─", down: "│", corners: ["┌", "┐", "└", "┘"] }
    }

    pub fn style(&self, role: Role) -> Style {
        let look = self.looks[role as usize];
        if self.has_colour {
            return look;
        }
        // The terminal's own colour is none.
        let own = |colour: Option<Color>| colour.filter(|colour| *colour == Color::Reset);
        Style { fg: own(look.fg), bg: own(look.bg), ..look }
    }

    /// The last word about a painted frame: what the font or the terminal shows otherwise than we count.
    pub fn finish(&self, buffer: &mut Buffer) {
        if self.borders == Borders::Ascii {
            ascii::replace_lines(buffer);
        }
        if self.ambiguous == AmbiguousWidth::Wide {
            narrow::make_narrow(buffer);
        }
    }
}
