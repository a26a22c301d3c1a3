//! The pages' contents, one file each. A pane keeps where its user is; what it shows it reads from the
//! context, and what it wants changed it says as actions.

pub mod cell;
pub mod clause;
pub mod decisions;
pub mod disputes;
pub mod evidence;
pub mod gate;
pub mod indicators;
pub mod overview;
pub mod plan;
pub mod readiness;
pub mod registers;
pub mod seek;
pub mod start;
pub mod tasks;
pub mod visit;

use crate::guide::owned::Library;
use crate::readiness::{Agenda, Concern, GateReport, Outline, Progress, Stale, Verdict};
use crate::store::{Chronicle, Files};
use crate::text::{Lang, Phrase};
use crate::tui::action::Action;
use crate::tui::app::Spot;
use crate::tui::command::Command;
use crate::tui::judged::{Flaws, Links};
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::touch::{Hit, Part};
use crate::workspace::{Id, Status, Workspace};
use jiff::civil::Date;
use ratatui::layout::Rect;
use std::collections::BTreeSet;

/// What panes read.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    pub workspace: &'a Workspace,
    pub outline: &'a Outline,
    pub progress: &'a Progress,
    pub agenda: &'a Agenda,
    /// G1 to G5 as they stand today.
    pub gates: &'a [GateReport],
    /// What is wrong in the rows, and which rows name which. Of a large workspace this and the gates may be as they
    /// were a moment ago.
    pub flaws: &'a Flaws,
    pub links: &'a Links,
    /// From git, as far as it is read.
    pub chronicle: &'a Chronicle,
    /// What was found of the files of evidence, as far as they were looked at.
    pub files: &'a Files,
    /// The owned copies of standards, as far as they are read.
    pub library: &'a Library,
    /// What leans on clauses that a newer edition changed.
    pub stale: &'a [Stale],
    /// The details of exports that were asked for.
    pub profiles: &'a readiness::Profiles,
    /// Changes with everything above.
    pub revision: u64,
    /// While files are looked at: bytes that are read, and those that there are to read.
    pub checking: Option<(u64, u64)>,
    pub today: Date,
    pub me: &'a str,
    pub lang: Lang,
}

/// What the mouse does on a page. What it hits was noted when the page was drawn, and may be gone since.
pub trait Pointed {
    /// Puts the cursor where there was a click, and gives that part the keys. What Enter does there is left to Enter.
    fn point(&mut self, hit: Hit, context: &Context, body: Rect) -> Vec<Action>;

    /// Moves a part by lines, down where positive; of which this many rows are seen.
    fn scroll(&mut self, part: Part, by: isize, height: usize);

    /// The border of a part is dragged to a column of the screen.
    fn divide(&mut self, _part: Part, _x: u16, _body: Rect) {}
}

/// What a page shows of an open workspace.
pub trait Pane: Pointed {
    /// Where its keys are looked up, the focused layer first.
    fn layers(&self) -> &'static [Layer];

    /// Brings what is shown up to date with the workspace and with the room that there is.
    fn settle(&mut self, context: &Context, body: Rect);

    fn run(
        &mut self,
        command: Command,
        context: &Context,
        body: Rect,
        random: &mut fastrand::Rng,
    ) -> Vec<Action>;

    /// Text that is typed or pasted where no dialog is open.
    fn type_text(&mut self, text: &str, context: &Context) -> Vec<Action>;

    /// A paste where no text field has the keys; mostly its first line is looked for.
    fn paste(&mut self, text: &str, context: &Context) -> Vec<Action> {
        let line = text.lines().next().unwrap_or_default().trim();
        if line.is_empty() { vec![] } else { self.type_text(line, context) }
    }

    /// The register that is seen, by its key: tables come into it and go out of it.
    fn register(&self) -> Option<&str> {
        None
    }

    /// The rows and columns of that register in the order in which they are seen, where it is not the usual one.
    fn shown_rows(&self) -> Option<Vec<Id>> {
        None
    }

    fn shown_columns(&self) -> Option<Vec<String>> {
        None
    }

    /// What the cursor stands on, where it is something that can be gone to.
    fn here(&self) -> Option<Spot> {
        None
    }

    /// Why this command of the page has nothing to work on.
    fn lacks(&self, _command: Command) -> Option<Phrase> {
        None
    }

    /// Whether the footer names this command now: not where what it works on is out of sight.
    fn offers(&self, _command: Command, _body: Rect) -> bool {
        true
    }

    /// The digits that mean something where one stands, and are one command: scores, the numbers of choices.
    fn digits(&self) -> Option<(usize, usize)> {
        None
    }

    /// The cursor goes to the first of these that is listed: records that an undo has brought back.
    fn return_to(&mut self, _records: &BTreeSet<Id>) {}

    fn draw(&self, canvas: &mut Canvas, body: Rect, context: &Context);

    /// What stands at the right end of the line of views.
    fn summary(&self, _context: &Context) -> String {
        String::new()
    }
}

/// The look of a gate's verdict; its sign stands beside it.
pub fn verdict_role(verdict: Verdict) -> Role {
    match verdict {
        Verdict::Pass => Role::Good,
        Verdict::Conditional => Role::Warn,
        Verdict::NoGo => Role::Bad,
        Verdict::Open => Role::Plain,
    }
}

/// `缺 4`: what a gate still lacks; empty for nothing.
pub fn missing_text(missing: usize, lang: Lang) -> String {
    match (missing, lang) {
        (0, _) => String::new(),
        (n, Lang::Zh) => format!("缺 {n}"),
        (n, Lang::En) => format!("{n} missing"),
    }
}

/// The look of a status; its sign stands beside it.
pub fn status_role(status: &Status) -> Role {
    match status {
        Status::Open => Role::Plain,
        Status::Doing => Role::Doing,
        Status::Blocked { .. } => Role::Bad,
        Status::Done { .. } => Role::Good,
        Status::Waived { .. } => Role::Faint,
    }
}

/// A day in as few cells as it can be read: `11-28` this year, `27-03` (year and month) else.
pub fn short_day(text: &str, today: Date) -> String {
    match text.parse::<Date>() {
        Ok(day) if day.year() == today.year() => format!("{:02}-{:02}", day.month(), day.day()),
        Ok(day) => format!("{:02}-{:02}", day.year().rem_euclid(100), day.month()),
        // What is no day is shown as it is.
        Err(_) => text.chars().take(8).collect(),
    }
}

/// What is pressing, in words.
pub fn concern_text(concern: Concern, lang: Lang) -> String {
    match (concern, lang) {
        (Concern::Late(days), Lang::Zh) => format!("逾期 {days} 天"),
        (Concern::Late(days), Lang::En) => format!("{days} d late"),
        (Concern::Blocked, Lang::Zh) => "受阻".into(),
        (Concern::Blocked, Lang::En) => "blocked".into(),
        (Concern::Due(0), Lang::Zh) => "今天".into(),
        (Concern::Due(0), Lang::En) => "today".into(),
        (Concern::Due(days), Lang::Zh) => format!("还有 {days} 天"),
        (Concern::Due(days), Lang::En) => format!("in {days} d"),
    }
}
