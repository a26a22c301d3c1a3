//! How a cell of a register is filled in, on whatever page: typed in its place, or chosen or written in a dialog. What
//! is typed says meanwhile what is wrong with it and what it will be read as; wrong or not, it is kept.

use super::Context;
use crate::guide::{ColumnKind, Points, guide};
use crate::readiness::{row_name, shown_title};
use crate::store::Draft;
use crate::table::{CellWrite, Content};
use crate::text::{Lang, Phrase};
use crate::tui::action::After;
use crate::tui::dialog::{Area, Dialog, Pick, Picked, Picker, Target, write_draft};
use crate::tui::widget::editor::Editor;
use crate::workspace::cell::{Cell, parse};
use crate::workspace::{Refusal, Row, Value, rows};
use jiff::ToSpan;
use std::collections::BTreeSet;

const EMPTY: Phrase = Phrase::new("（清空）", "(empty it)");

/// A cell that is being typed.
#[derive(Debug)]
pub struct CellEdit {
    pub write: CellWrite,
    pub title: String,
    pub kind: &'static ColumnKind,
    pub editor: Editor,
    was: String,
    /// What it would be read as, or what is wrong with it.
    pub reading: Option<Reading>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    Fine(String),
    Wrong(String, String),
}

impl CellEdit {
    pub fn new(write: CellWrite, title: String, kind: &'static ColumnKind, was: &str) -> CellEdit {
        CellEdit { write, title, kind, editor: Editor::line(was), was: was.to_owned(), reading: None }
    }

    /// What it writes as it stands.
    pub fn written(&self) -> CellWrite {
        CellWrite { content: Content::Typed(self.editor.text()), ..self.write.clone() }
    }

    /// Says what the text comes to so far.
    pub fn read(&mut self, context: &Context) {
        let lang = context.lang;
        let text = self.editor.text();
        self.reading = match self.written().reading(context.workspace, context.today) {
            Some(Err(wrong)) => Some(Reading::Wrong(wrong.say(lang), wrong.next(lang))),
            Some(Ok(filled)) => {
                let now = match &filled.now {
                    Value::Text(now) => parse(self.kind, now).map(|cell| cell.show(self.kind, lang)).ok(),
                    _ => None,
                };
                now.filter(|now| *now != text.trim()).map(Reading::Fine)
            }
            None => None,
        };
        if self.reading.is_some() || text.trim().is_empty() {
            return;
        }
        if let Some(Points::Register(register)) = self.kind.points()
            && context.links.row(register, &text).is_none()
        {
            let (what, next) = match lang {
                Lang::Zh => ("还没有这一行", "可以先写，之后补上那一行"),
                Lang::En => ("there is no such row yet", "it may be written now, and the row added later"),
            };
            self.reading = Some(Reading::Wrong(what.into(), next.into()));
        } else if guide()
            .register(self.write.register)
            .is_some_and(|register| register.key_column == self.write.column)
            && let Err(Refusal::Taken(_)) = self.written().edit(context.workspace, context.today)
        {
            let (what, next) = match lang {
                Lang::Zh => ("编号已被使用", "换一个编号"),
                Lang::En => ("another row has this key", "choose another one"),
            };
            self.reading = Some(Reading::Wrong(what.into(), next.into()));
        }
    }

    pub fn is_untouched(&self) -> bool {
        self.editor.text() == self.was
    }

    /// Typed text; a plus or a minus behind a whole day steps it.
    pub fn type_text(&mut self, text: &str) {
        let by = match text {
            "+" | "＋" | "=" => 1,
            "-" | "－" => -1,
            _ => 0,
        };
        if by == 0 || !self.step_day(by) {
            self.editor.insert(text);
        }
    }

    pub fn draft(&self) -> Option<Draft> {
        write_draft(&self.title, &self.write, &self.was, &self.editor.text())
    }

    /// A day more or less; false where the text is no whole day.
    fn step_day(&mut self, by: i64) -> bool {
        if !matches!(self.kind, ColumnKind::Date) {
            return false;
        }
        let text = self.editor.text();
        let Ok(Cell::Date(now)) = parse(self.kind, &text) else { return false };
        let Ok(then) = now.checked_add(by.days()) else { return false };
        self.editor.put(&then.to_string());
        true
    }
}

/// Where the cell of a row is chosen from a list, or written over several lines, and where the cursor goes then. None
/// for what is typed in its place.
pub fn dialog_of(
    kind: &'static ColumnKind,
    title: String,
    row: &Row,
    (write, after): (CellWrite, After),
    context: &Context,
) -> Option<Dialog> {
    let lang = context.lang;
    let key = write.column.clone();
    let typed = row.typed(&key).into_owned();
    let then = Picked::Cell(write.clone(), after);
    Some(Dialog::Picker(match kind {
        ColumnKind::YesNo => {
            Picker::one(title, with_empty(yes_no(lang), lang), &held_yes_no(row, &key, kind), then)
        }
        ColumnKind::Prose => return Some(long(title, &typed, write, lang)),
        ColumnKind::Choice { open, .. } => {
            let held = match row.cell(&key, kind) {
                Ok(Cell::Choice(key)) => key,
                _ => typed,
            };
            let picker = Picker::one(title, with_empty(choices(kind, lang), lang), &held, then);
            if *open { picker.or_typed() } else { picker }
        }
        ColumnKind::Ref(points) => {
            Picker::one(title, with_empty(targets(points, context), lang), typed.trim(), then).or_typed()
        }
        ColumnKind::Refs(points) => {
            Picker::several(title, targets(points, context), held(row, &key, kind), then).or_typed()
        }
        ColumnKind::Set { .. } => Picker::several(title, choices(kind, lang), held(row, &key, kind), then),
        // What has lines is written where lines can be.
        _ if typed.contains('\n') => return Some(long(title, &typed, write, lang)),
        _ => return None,
    }))
}

fn long(title: String, text: &str, write: CellWrite, lang: Lang) -> Dialog {
    Dialog::Area(Area::new(title, text, Target::Cells(write), lang))
}

/// What is in force in a cell of several; what is none of the choices too.
fn held(row: &Row, key: &str, kind: &ColumnKind) -> BTreeSet<String> {
    match row.cell(key, kind) {
        Ok(Cell::Set(keys) | Cell::Refs(keys)) => keys,
        Ok(_) => BTreeSet::new(),
        Err(_) => match row.sets.get(key) {
            Some(set) => set.iter().map(str::to_owned).collect(),
            None => [row.typed(key).trim().to_owned()].into(),
        },
    }
}

fn held_yes_no(row: &Row, key: &str, kind: &ColumnKind) -> String {
    match row.cell(key, kind) {
        Ok(Cell::YesNo(true)) => "yes".to_owned(),
        Ok(Cell::YesNo(false)) => "no".to_owned(),
        _ => row.typed(key).trim().to_owned(),
    }
}

fn yes_no(lang: Lang) -> Vec<Pick> {
    let words = [("yes", Phrase::new("是", "yes")), ("no", Phrase::new("否", "no"))];
    let pick = |(value, word): (&str, Phrase)| Pick {
        value: value.to_owned(),
        key: String::new(),
        label: word.say(lang).to_owned(),
    };
    words.map(pick).into()
}

fn with_empty(mut picks: Vec<Pick>, lang: Lang) -> Vec<Pick> {
    let empty = Pick { value: String::new(), key: String::new(), label: EMPTY.say(lang).to_owned() };
    picks.push(empty);
    picks
}

fn choices(kind: &ColumnKind, lang: Lang) -> Vec<Pick> {
    let pick = |choice: &crate::guide::Choice| Pick {
        value: choice.key.clone(),
        key: String::new(),
        label: choice.label.say(lang).to_owned(),
    };
    kind.choices().iter().map(pick).collect()
}

/// What a reference can name.
fn targets(points: &Points, context: &Context) -> Vec<Pick> {
    match points {
        Points::Register(register) => {
            let key_column = crate::guide::guide().register(register).map(|register| &register.key_column);
            let pick = |row: &Row| {
                let key = row.typed(key_column?).trim().to_owned();
                let label =
                    row_name(row).strip_prefix(&key).map_or(String::new(), |name| name.trim().to_owned());
                (!key.is_empty()).then(|| Pick { value: key.clone(), key, label })
            };
            rows(context.workspace, register).into_iter().filter_map(|(_, row)| pick(row)).collect()
        }
        Points::Tasks => tasks(context),
    }
}

/// All tasks, in the order of the work.
pub fn tasks(context: &Context) -> Vec<Pick> {
    let pick = |entry: &crate::readiness::Entry| {
        let task = context.workspace.tasks.get(entry.id.as_str())?;
        let title = shown_title(entry.id.as_str(), task, context.lang);
        let id = entry.id.as_str().to_owned();
        Some(Pick { value: id.clone(), key: id, label: format!("{} {title}", task.status.sign()) })
    };
    context.outline.all().filter_map(pick).collect()
}
