//! One line to type: a reason, a path, a name, what a field should hold.

use super::{Flow, centred, typed_into};
use crate::store::{Draft, DraftOf, NamedSearch};
use crate::table::{CellWrite, Content};
use crate::text::Lang;
use crate::tui::action::{Action, After, Errand, Filter, OnSite, RowFilter};
use crate::tui::command::Command;
use crate::tui::dialog::SaidOfFile;
use crate::tui::pane::readiness::SourceFilter;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below};
use crate::tui::widget::input::Input;
use crate::workspace::{Assign, Id, RecordKind};

#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    pub title: String,
    pub hint: String,
    pub input: Input,
    pub then: Then,
}

/// What the answer is for.
#[derive(Debug, Clone, PartialEq)]
pub enum Then {
    /// These tasks are blocked because of it.
    Blocked(Vec<Id>),
    /// Shows tasks whose field holds it.
    Filter(usize),
    /// Shows rows with this text in a column, or anywhere.
    FilterRows(Option<String>),
    /// A new column of this register.
    NewColumn(&'static str),
    /// Another name for a column.
    RenameColumn(Id),
    /// The period of an export that is measured.
    Period,
    /// Shows the sources with this text in key or name.
    Sources(SourceFilter),
    /// Shows what changed since this revision.
    Since,
    /// The message of a commit, and the line that was proposed.
    Message(Errand, String),
    /// The name of a search, of which this is what was typed.
    NameSearch(String),
    /// Where one is on a site visit.
    Place,
    /// What a cell of prose goes on with; its content is what stands before it.
    Note(CellWrite),
    /// My name, and what was waiting for it.
    Me(Option<Box<Action>>),
}

impl Ask {
    pub fn run(&mut self, command: Command) -> Flow {
        match command {
            Command::Cancel => Flow::Close,
            Command::Accept => self.answer(),
            command => {
                typed_into(&mut self.input, command);
                Flow::Stay
            }
        }
    }

    fn answer(&self) -> Flow {
        let text = self.input.text().trim().to_owned();
        let action = match &self.then {
            Then::Blocked(ids) => Action::Assign {
                kind: RecordKind::Task,
                ids: ids.clone(),
                assigns: vec![Assign::new("status", "blocked"), Assign::new("why", &text)],
            },
            Then::Filter(field) if text.is_empty() => {
                let _ = field;
                Action::Filter(Filter::All)
            }
            Then::Filter(field) => Action::Filter(Filter::Field(*field, text)),
            Then::FilterRows(_) if text.is_empty() => Action::FilterRows(RowFilter::All),
            Then::FilterRows(column) => Action::FilterRows(RowFilter::Holds(column.clone(), text)),
            Then::NewColumn(register) if !text.is_empty() => Action::ChooseColumnKind(register, text),
            Then::RenameColumn(id) if !text.is_empty() => Action::Assign {
                kind: RecordKind::Column,
                ids: vec![id.clone()],
                assigns: vec![Assign::new("label", &text)],
            },
            Then::NewColumn(_) | Then::RenameColumn(_) => return Flow::Close,
            Then::Me(_) | Then::Since | Then::Note(_) | Then::NameSearch(_) if text.is_empty() => {
                return Flow::Close;
            }
            Then::NameSearch(typed) => Action::KeepSearch(NamedSearch { name: text, typed: typed.clone() }),
            Then::Period => Action::MeasureAs(SaidOfFile::Period(text)),
            Then::Sources(filter) => Action::FilterSources(SourceFilter { text, ..filter.clone() }),
            Then::Since => Action::Errand(Errand::Since(text)),
            Then::Message(errand, proposed) => {
                let message = Some(text).filter(|text| !text.is_empty() && text != proposed);
                Action::GoOnErrand(errand.clone(), message)
            }
            Then::Place => Action::OnSite(OnSite::Place(text)),
            Then::Note(write) => {
                let before = match &write.content {
                    Content::Typed(before) => before.as_str(),
                    Content::Items(_) => "",
                };
                let content = Content::Typed(format!("{before}{text}"));
                Action::WriteCell(CellWrite { content, ..write.clone() }, After::Stay)
            }
            Then::Me(waiting) => Action::IAm(text, waiting.clone()),
        };
        Flow::Do(vec![action])
    }

    /// A reason that was typed so far; the other answers are short, and of the moment.
    pub fn draft(&self) -> Option<Draft> {
        let Then::Blocked(ids) = &self.then else { return None };
        let text = self.input.text();
        let typed = vec![("status".to_owned(), "blocked".to_owned()), ("why".to_owned(), text.clone())];
        let of = DraftOf::records(RecordKind::Task, ids);
        (!text.is_empty()).then(|| Draft::new(&self.title, of, typed))
    }

    pub fn draw(&self, canvas: &mut Canvas, _: Lang) {
        let inside = canvas.frame(centred(canvas.area(), 60, 3), &self.title);
        let line = u16::from(inside.height > 1);
        canvas.line(below(inside, 0), Role::Faint, &self.hint);
        canvas.field(below(inside, line), &self.input);
    }
}
