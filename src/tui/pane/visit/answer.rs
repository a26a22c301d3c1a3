//! Answering: a digit chooses, what has no choices is typed, a new thing begins with its key. Every answer is written
//! as a cell of its register.

use super::card::DIGITS;
use super::{NOTHING_HERE, Side, VisitPane, open, say};
use crate::guide::{ColumnKind, Register};
use crate::readiness::{AREA, LINE, row_key, row_name, walked};
use crate::table::{CellWrite, Content, add_row};
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, After};
use crate::tui::command::Command;
use crate::tui::dialog::{Ask, Dialog, Then, stroke};
use crate::tui::pane::Context;
use crate::tui::pane::cell::{CellEdit, dialog_of};
use crate::tui::widget::input::Input;
use crate::workspace::{At, Edit, Id, RecordKind, Refusal, Value};

#[derive(Debug)]
pub(super) enum Typing {
    Answer(CellEdit),
    /// The key of a new thing.
    Add(Input),
}

const NOTE: &str = "note";

impl VisitPane {
    /// A digit: the choice of that number, the next choices, or the beginning of a number.
    pub fn answer(&mut self, digit: u8, context: &Context) -> Vec<Action> {
        if self.side == Side::List {
            return vec![say(Phrase::new("Enter 打开后再作答", "Enter opens it, then answer"), context.lang)];
        }
        let Some(question) = self.question() else {
            return vec![say(self.nothing_to_answer(), context.lang)];
        };
        if question.choices.is_empty() {
            return self.type_answer(&digit.to_string(), context);
        }
        let (count, first) = (question.choices.len(), self.choice);
        let Some(nth) = usize::from(digit).checked_sub(1) else {
            self.choice = if first + DIGITS < count { first + DIGITS } else { 0 };
            return vec![];
        };
        let chosen = question.choices.get(first + nth).map(|(key, _)| key.clone());
        match chosen.zip(self.write(context)) {
            Some((key, write)) => {
                vec![Action::WriteCell(CellWrite { content: Content::Typed(key), ..write }, After::Stay)]
            }
            None => vec![say(Phrase::new("没有这个选项", "there is no such choice"), context.lang)],
        }
    }

    fn nothing_to_answer(&self) -> Phrase {
        if self.here.is_none() {
            return NOTHING_HERE;
        }
        Phrase::new("这一处没有待填的了：Enter 下一处", "nothing is open here: Enter for the next one")
    }

    /// Opens the answer: where it is chosen from a list or written over several lines a dialog, else a line here, with
    /// this text in it.
    pub(super) fn type_answer(&mut self, text: &str, context: &Context) -> Vec<Action> {
        let (Some(question), Some(write)) = (self.question().cloned(), self.write(context)) else {
            return vec![say(self.nothing_to_answer(), context.lang)];
        };
        let Some(row) = self.here.as_ref().and_then(|id| context.workspace.rows.get(id.as_str())) else {
            return vec![];
        };
        self.side = Side::Card;
        let title = format!("{} · {}", row_key(row), question.label);
        let cell = (write.clone(), After::Stay);
        if let Some(dialog) = dialog_of(question.kind, title.clone(), row, cell, context) {
            return vec![open(dialog)];
        }
        let mut edit = CellEdit::new(write, title, question.kind, &question.wrong);
        if !text.is_empty() {
            edit.editor.put("");
            edit.type_text(text);
        }
        self.typing = Some(Typing::Answer(edit));
        vec![]
    }

    fn write(&self, context: &Context) -> Option<CellWrite> {
        let (stop, question) = (self.stop()?, self.question()?);
        context.workspace.rows.get(stop.id.as_str())?;
        Some(CellWrite {
            register: &stop.register.key,
            ids: vec![stop.id.clone()],
            column: question.key.clone(),
            content: Content::Typed(String::new()),
        })
    }

    pub(super) fn run_typing(
        &mut self,
        command: Command,
        context: &Context,
        random: &mut fastrand::Rng,
    ) -> Vec<Action> {
        match command {
            Command::Cancel => self.typing = None,
            Command::Accept => return self.accept(context, random),
            command => match (&mut self.typing, stroke(command)) {
                (Some(Typing::Answer(edit)), Some(stroke)) => {
                    edit.editor.stroke(stroke);
                }
                (Some(Typing::Add(input)), Some(stroke)) => {
                    input.stroke(stroke);
                }
                _ => {}
            },
        }
        vec![]
    }

    fn accept(&mut self, context: &Context, random: &mut fastrand::Rng) -> Vec<Action> {
        match self.typing.take() {
            Some(Typing::Answer(edit)) => {
                if edit.is_untouched() {
                    return vec![];
                }
                let written = edit.written();
                if let Err(refusal) = written.edit(context.workspace, context.today) {
                    self.typing = Some(Typing::Answer(edit));
                    return vec![Action::Refused(refusal)];
                }
                vec![Action::WriteCell(written, After::Stay)]
            }
            Some(Typing::Add(input)) => match self.add(&input.text(), context, random) {
                Some(Ok(edit)) => vec![Action::Edit(Phrase::new("新增台账行", "Added a row"), edit)],
                Some(Err(refusal)) => {
                    self.typing = Some(Typing::Add(input));
                    vec![Action::Refused(refusal)]
                }
                None => vec![],
            },
            None => vec![],
        }
    }

    /// The register of what one stands before, or of what is looked at alone.
    pub(super) fn kind(&self) -> Option<&'static Register> {
        let named = |key: &str| walked().find(|register| register.key == key);
        let of_filter = self.filter.register.and_then(named);
        of_filter.or_else(|| self.stop().map(|stop| stop.register)).or_else(|| walked().next())
    }

    pub(super) fn start_adding(&mut self) {
        self.side = Side::Card;
        self.typing = Some(Typing::Add(Input::line("")));
    }

    /// `新增 设备编号`.
    pub(super) fn key_label(&self, lang: Lang) -> String {
        let column = self.kind().and_then(|register| register.column(&register.key_column));
        let label = column.map_or("", |column| column.label.say(lang));
        if lang == Lang::Zh { format!("新增：{label}") } else { format!("New: {label}") }
    }

    /// A thing where one stands: same area and line, or belonging to the same machine. None for an empty key.
    fn add(
        &mut self,
        key: &str,
        context: &Context,
        random: &mut fastrand::Rng,
    ) -> Option<Result<Edit, Refusal>> {
        let register = self.kind().filter(|_| !key.trim().is_empty())?;
        let stop = self.stop();
        let behind = stop.filter(|stop| stop.register.key == register.key).map(|stop| stop.id.clone());
        let (id, added) = match add_row(context.workspace, register, key, behind.as_ref(), random) {
            Ok(added) => added,
            Err(refusal) => return Some(Err(refusal)),
        };
        let mut cells: Vec<(&str, String)> = vec![];
        if let Some(stop) = stop {
            let row = context.workspace.rows.get(stop.id.as_str());
            let stands = [(AREA, stop.area.clone()), (LINE, stop.line.clone())];
            cells.extend(stands.into_iter().filter(|(column, _)| register.column(column).is_some()));
            // What has no place of its own is where its machine is.
            let named = register.columns.iter().filter(|column| match &column.kind {
                ColumnKind::Ref(crate::guide::Points::Register(to)) => {
                    *to == stop.register.key || (to != &register.key && register.key == stop.register.key)
                }
                _ => false,
            });
            if register.column(AREA).is_none() {
                cells.extend(named.filter_map(|column| {
                    let row = row?;
                    let is_same = register.key == stop.register.key;
                    let text = if is_same { row.typed(&column.key).into_owned() } else { row_key(row) };
                    Some((column.key.as_str(), text))
                }));
            }
        }
        let set = |(column, text): (&str, String)| Edit::Set {
            at: At::new(RecordKind::Row, &id, &format!("cells/{column}")),
            was: Value::Unset,
            now: Value::text(text),
        };
        let filled = cells.into_iter().filter(|(_, text)| !text.trim().is_empty()).map(set);
        let edit = Edit::All(std::iter::once(added).chain(filled).collect());
        self.go_to_new(id);
        Some(Ok(edit))
    }

    fn go_to_new(&mut self, id: Id) {
        self.here = Some(id);
        (self.at, self.choice) = (0, 0);
    }

    /// A line about the visit, below what the note of the thing says already.
    pub(super) fn ask_note(&self, here: &Id, context: &Context) -> Vec<Action> {
        let lang = context.lang;
        let Some((stop, row)) =
            self.stop().and_then(|stop| Some((stop, context.workspace.rows.get(here.as_str())?)))
        else {
            return vec![];
        };
        if stop.register.column(NOTE).is_none() {
            return vec![say(Phrase::new("这种条目没有备注", "such a line has no note"), lang)];
        }
        let place = self.place();
        let head = [context.today.to_string(), context.me.to_owned(), place].into_iter();
        let head = head.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        let before = row.typed(NOTE).trim_end().to_owned();
        let before = if before.is_empty() { before } else { format!("{before}\n") };
        let write = CellWrite {
            register: &stop.register.key,
            ids: vec![here.clone()],
            column: NOTE.to_owned(),
            content: Content::Typed(format!("{before}{head}{}", lang.colon())),
        };
        let (title, hint) = match lang {
            Lang::Zh => (format!("走查备注 · {}", row_name(row)), "一句话；日期、姓名和位置自动写上"),
            Lang::En => (
                format!("Note of the visit · {}", row_name(row)),
                "one sentence; day, name and place are written before it",
            ),
        };
        let ask = Ask { title, hint: hint.into(), input: Input::line(""), then: Then::Note(write) };
        vec![open(Dialog::Ask(ask))]
    }
}
