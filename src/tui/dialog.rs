//! What opens over a page and takes the keys: forms, menus (goto, filter, help …), one-line questions, yes or
//! no, and the text area. Each turns keys into plain actions; none of them changes the workspace itself.

mod area;
mod ask;
mod form;
mod import;
mod learn;
mod measure;
mod menu;
mod path;
mod picker;
mod question;
mod search;
mod tour;
mod wizard;

pub use area::{Area, Target, write_draft};
pub use ask::{Ask, Then};
pub use form::{Form, Need, Purpose, REVIEW};
pub use import::{ImportDialog, Shared, Understand};
pub use learn::Learn;
pub use measure::{MeasureDialog, SaidOfFile, items as measure_items};
pub use menu::{Menu, MenuItem};
pub use path::{PathAsk, PathThen};
pub use picker::{Pick, Picked, Picker};
pub use question::Question;
pub use search::{Scope, SearchBox, Standing};
pub use tour::Tour;
pub use wizard::Wizard;

use super::action::Action;
use super::command::Command;
use super::keymap::Layer;
use super::widget::canvas::Canvas;
use super::widget::input::{Input, Stroke};
use super::widget::touch::{Hit, Part};
use crate::text::{Lang, Phrase};
use ratatui::layout::Rect;

#[derive(Debug, Clone, PartialEq)]
pub enum Dialog {
    Area(Area),
    Ask(Ask),
    Form(Form),
    Import(Box<ImportDialog>),
    Measure(Box<MeasureDialog>),
    Learn(Learn),
    Menu(Menu),
    Picker(Picker),
    Path(PathAsk),
    Question(Question),
    Search(Box<SearchBox>),
    Tour(Tour),
    Wizard(Box<Wizard>),
}

/// What becomes of a dialog after a key, and what it asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Flow {
    Stay,
    Close,
    /// Closes, then does this.
    Do(Vec<Action>),
    /// Does this and stays; whoever does it may close the dialog.
    Keep(Vec<Action>),
}

impl Dialog {
    pub fn layer(&self) -> Layer {
        match self {
            Dialog::Area(_) => Layer::Area,
            Dialog::Ask(_) => Layer::Field,
            Dialog::Form(_) => Layer::Form,
            Dialog::Import(_) => Layer::Import,
            Dialog::Measure(_) => Layer::Measure,
            Dialog::Learn(_) => Layer::Learn,
            Dialog::Menu(_) => Layer::Menu,
            Dialog::Picker(_) => Layer::Pick,
            Dialog::Path(_) => Layer::Path,
            Dialog::Question(_) => Layer::Question,
            Dialog::Search(_) => Layer::Search,
            Dialog::Tour(_) => Layer::Tour,
            Dialog::Wizard(_) => Layer::Wizard,
        }
    }

    pub fn run(&mut self, command: Command, screen: Rect) -> Flow {
        match self {
            Dialog::Area(area) => area.run(command),
            Dialog::Ask(ask) => ask.run(command),
            Dialog::Form(form) => form.run(command, screen),
            Dialog::Import(import) => import.run(command, screen),
            Dialog::Measure(measure) => measure.run(command, screen),
            Dialog::Learn(_) => Learn::run(command),
            Dialog::Menu(menu) => menu.run(command, screen),
            Dialog::Picker(picker) => picker.run(command, screen),
            Dialog::Path(ask) => ask.run(command),
            Dialog::Question(question) => question.run(command),
            Dialog::Search(search) => search.run(command, screen),
            Dialog::Tour(tour) => tour.run(command),
            Dialog::Wizard(wizard) => wizard.run(command),
        }
    }

    /// Typed or pasted text.
    pub fn type_text(&mut self, text: &str, screen: Rect) -> Flow {
        match self {
            Dialog::Area(area) => area.input.insert(text),
            Dialog::Ask(ask) => ask.input.insert(text),
            Dialog::Form(form) => return form.type_text(text),
            Dialog::Menu(menu) => return menu.type_text(text, screen),
            Dialog::Picker(picker) => return picker.type_text(text, screen),
            Dialog::Path(ask) => return ask.type_text(text),
            Dialog::Search(search) => return search.type_text(text, screen),
            Dialog::Wizard(wizard) => return wizard.type_text(text),
            Dialog::Import(_)
            | Dialog::Learn(_)
            | Dialog::Measure(_)
            | Dialog::Question(_)
            | Dialog::Tour(_) => {}
        }
        Flow::Stay
    }

    /// A click. The second of a double click comes as well: where the first has chosen, it means nothing.
    pub fn point(&mut self, hit: Hit, is_double: bool, screen: Rect) -> Flow {
        match self {
            Dialog::Area(area) => area.input.point(hit.row, hit.column),
            Dialog::Ask(ask) => ask.input.point(hit.row, hit.column),
            Dialog::Form(form) => return form.point(hit),
            Dialog::Import(import) => return import.point(hit, is_double, screen),
            Dialog::Measure(_) | Dialog::Learn(_) | Dialog::Question(_) | Dialog::Tour(_) => {}
            Dialog::Wizard(wizard) => return wizard.point(hit, is_double),
            Dialog::Menu(menu) => return menu.point(hit, is_double),
            Dialog::Picker(picker) => return picker.point(hit, is_double, screen),
            Dialog::Path(ask) => return ask.point(hit, is_double),
            Dialog::Search(search) => return search.point(hit, is_double),
        }
        Flow::Stay
    }

    /// The wheel over a part of it, of which this many rows are seen.
    pub fn scroll(&mut self, part: Part, by: isize, height: usize) {
        match self {
            Dialog::Area(area) => area.input.scroll(by),
            Dialog::Form(form) => form.scroll(by),
            Dialog::Import(import) => import.scroll(part, by, height),
            Dialog::Measure(measure) => measure.scroll(by, height),
            Dialog::Menu(menu) => menu.scroll(by, height),
            Dialog::Picker(picker) => picker.scroll(by, height),
            Dialog::Path(ask) => ask.scroll(by, height),
            Dialog::Search(search) => search.scroll(by, height),
            Dialog::Wizard(wizard) => wizard.scroll(by, height),
            Dialog::Ask(_) | Dialog::Learn(_) | Dialog::Question(_) | Dialog::Tour(_) => {}
        }
    }

    /// Whether a click beside it closes it: nothing that was typed or chosen is lost with it.
    pub fn closes_lightly(&self) -> bool {
        match self {
            Dialog::Menu(_) | Dialog::Search(_) | Dialog::Learn(_) | Dialog::Tour(_) => true,
            Dialog::Question(question) => question.yes.is_none(),
            Dialog::Picker(picker) => picker.is_untouched(),
            Dialog::Area(_)
            | Dialog::Ask(_)
            | Dialog::Form(_)
            | Dialog::Import(_)
            | Dialog::Measure(_)
            | Dialog::Path(_)
            | Dialog::Wizard(_) => false,
        }
    }

    /// Whether the footer names this command here.
    pub fn offers(&self, command: Command) -> bool {
        match self {
            Dialog::Picker(picker) => picker.offers(command),
            // Only a list of things has groups, and is worth a name.
            Dialog::Search(search) => {
                !matches!(command, Command::OnlyGroup | Command::NameSearch) || search.wants_things()
            }
            Dialog::Tour(tour) => tour.offers(command),
            Dialog::Wizard(wizard) => wizard.offers(command),
            _ => true,
        }
    }

    /// What the footer calls a command here, where it is not what it is elsewhere.
    pub fn short(&self, command: Command) -> Option<Phrase> {
        match (self, command) {
            (Dialog::Learn(_), Command::Cancel) => Some(Phrase::new("结束", "end")),
            (Dialog::Path(_) | Dialog::Wizard(_), Command::Down) => Some(Phrase::new("选择", "choose")),
            (Dialog::Tour(tour), command) => tour.short(command),
            (Dialog::Wizard(wizard), Command::Cancel) => wizard.leaves_by(),
            _ => None,
        }
    }

    pub fn draw(&self, canvas: &mut Canvas, lang: Lang) {
        match self {
            Dialog::Area(area) => area.draw(canvas, lang),
            Dialog::Ask(ask) => ask.draw(canvas, lang),
            Dialog::Form(form) => form.draw(canvas, lang),
            Dialog::Import(import) => import.draw(canvas, lang),
            Dialog::Measure(measure) => measure.draw(canvas, lang),
            Dialog::Learn(learn) => learn.draw(canvas, lang),
            Dialog::Menu(menu) => menu.draw(canvas, lang),
            Dialog::Picker(picker) => picker.draw(canvas, lang),
            Dialog::Path(ask) => ask.draw(canvas, lang),
            Dialog::Question(question) => question.draw(canvas, lang),
            Dialog::Search(search) => search.draw(canvas),
            Dialog::Tour(tour) => tour.draw(canvas, lang),
            Dialog::Wizard(wizard) => wizard.draw(canvas),
        }
    }
}

/// The stroke that a command is inside a text.
pub fn stroke(command: Command) -> Option<Stroke> {
    Some(match command {
        Command::CaretLeft => Stroke::Left,
        Command::CaretRight => Stroke::Right,
        Command::CaretUp => Stroke::Up,
        Command::CaretDown => Stroke::Down,
        Command::CaretHome => Stroke::Home,
        Command::CaretEnd => Stroke::End,
        Command::Backspace => Stroke::Backspace,
        Command::DeleteForward => Stroke::Delete,
        Command::DeleteWord => Stroke::DeleteWord,
        Command::ClearLine => Stroke::Clear,
        Command::UndoTyping => Stroke::Undo,
        Command::NewLine => Stroke::Newline,
        _ => return None,
    })
}

/// Carries out a command inside a text; true when it was one.
fn typed_into(input: &mut Input, command: Command) -> bool {
    stroke(command).is_some_and(|stroke| {
        input.stroke(stroke);
        true
    })
}

/// A place in the middle of the screen for a box of this inner size; all of it when the screen is small.
fn centred(screen: Rect, width: u16, height: u16) -> Rect {
    let width = if screen.width < 60 {
        screen.width
    } else {
        width.saturating_add(4).min(screen.width.saturating_sub(4))
    };
    let height = if screen.height < 12 {
        screen.height
    } else {
        height.saturating_add(2).min(screen.height.saturating_sub(2))
    };
    Rect {
        x: screen.x + (screen.width - width) / 2,
        y: screen.y + (screen.height - height) / 2,
        width,
        height,
    }
}
