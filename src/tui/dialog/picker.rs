//! A long list to pick from, one or several: the choices of a cell, the rows that a reference can name, the tasks that
//! belong to a row. Typing narrows it; where other words are no mistake, what was typed can be taken as it is.

use super::{Flow, centred, typed_into};
use crate::search::Seeker;
use crate::table::{CellWrite, Content};
use crate::text::{Lang, pad, width};
use crate::tui::action::{Action, After, OnSite};
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::input::Input;
use crate::tui::widget::list::List;
use crate::tui::widget::touch::{Hit, Part, Touch};
use crate::workspace::{Id, RecordKind};
use ratatui::layout::Rect;
use std::collections::BTreeSet;

#[derive(Debug, Clone, PartialEq)]
pub struct Picker {
    title: String,
    items: Vec<Pick>,
    chosen: BTreeSet<String>,
    /// What was chosen when it opened.
    was: BTreeSet<String>,
    is_several: bool,
    /// What was typed may be taken as it is.
    is_free: bool,
    narrow: Input,
    shown: Vec<usize>,
    list: List,
    then: Picked,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// What is written.
    pub value: String,
    /// Stands before the label.
    pub key: String,
    pub label: String,
}

/// What the choice is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Picked {
    Cell(CellWrite, After),
    /// The records of this kind that link to these rows.
    Links(RecordKind, Vec<Id>),
    /// The columns that are shown.
    Columns,
    /// The picture of this row; nothing for another folder.
    Photo(Id),
}

impl Picker {
    /// One of them; those that hold already come first into view.
    pub fn one(title: String, items: Vec<Pick>, held: &str, then: Picked) -> Picker {
        Picker::build(title, items, [held.to_owned()].into(), then, false)
    }

    /// Any number of them, those in force first.
    pub fn several(title: String, mut items: Vec<Pick>, held: BTreeSet<String>, then: Picked) -> Picker {
        let known: BTreeSet<&str> = items.iter().map(|item| item.value.as_str()).collect();
        let strangers: Vec<&String> = held.iter().filter(|value| !known.contains(value.as_str())).collect();
        let strangers: Vec<Pick> = strangers
            .into_iter()
            .map(|value| Pick { value: value.clone(), key: value.clone(), label: String::new() })
            .collect();
        items.extend(strangers);
        items.sort_by_key(|item| !held.contains(&item.value));
        Picker::build(title, items, held, then, true)
    }

    /// As they stand, whichever are in force.
    #[must_use]
    pub fn in_order(mut self, items: Vec<Pick>) -> Picker {
        self.items = items;
        self
    }

    #[must_use]
    pub fn or_typed(mut self) -> Picker {
        self.is_free = true;
        self
    }

    fn build(
        title: String,
        items: Vec<Pick>,
        held: BTreeSet<String>,
        then: Picked,
        is_several: bool,
    ) -> Picker {
        let shown = (0..items.len()).collect();
        let at = if is_several { None } else { items.iter().position(|item| held.contains(&item.value)) };
        Picker {
            title,
            items,
            chosen: held.clone(),
            was: held,
            is_several,
            is_free: false,
            narrow: Input::line(""),
            shown,
            list: List { at: at.unwrap_or(0), top: 0 },
            then,
        }
    }

    /// Lines of the list: what matches, and what was typed.
    fn len(&self) -> usize {
        self.shown.len() + usize::from(self.offers_typed())
    }

    /// The typed words are none of the items.
    fn offers_typed(&self) -> bool {
        let typed = self.narrow.text();
        let typed = typed.trim();
        self.is_free && !typed.is_empty() && self.items.iter().all(|item| item.value != typed)
    }

    pub fn run(&mut self, command: Command, screen: Rect) -> Flow {
        let height = self.rows(screen);
        if let Some(step) = command.step() {
            self.list.step(step, self.len(), height);
            return Flow::Stay;
        }
        match command {
            Command::Accept => return self.accept(),
            // In a table on to the cell beside, as from one that is typed.
            Command::NextField if matches!(self.then, Picked::Cell(..)) => return self.accept_and_go_on(),
            Command::Cancel => return Flow::Close,
            Command::Toggle | Command::NextField if self.is_several => self.toggle(screen),
            Command::Toggle => return self.type_text(" ", screen),
            command => {
                if typed_into(&mut self.narrow, command) {
                    self.narrow_down(screen);
                }
            }
        }
        Flow::Stay
    }

    pub fn type_text(&mut self, text: &str, screen: Rect) -> Flow {
        self.narrow.insert(text);
        self.narrow_down(screen);
        Flow::Stay
    }

    /// A click takes what it meets; where several can be picked, it ticks it.
    pub fn point(&mut self, hit: Hit, is_double: bool, screen: Rect) -> Flow {
        match hit.part {
            Part::List if !is_double && self.list.point(hit.row, self.len()) => {
                if self.is_several {
                    self.toggle(screen);
                } else {
                    return self.accept();
                }
            }
            Part::Text => self.narrow.point(hit.row, hit.column),
            _ => {}
        }
        Flow::Stay
    }

    pub fn scroll(&mut self, by: isize, height: usize) {
        self.list.scroll(by, self.len(), height);
    }

    /// Ticks are for several; Tab goes on in a table, and ticks elsewhere.
    pub fn offers(&self, command: Command) -> bool {
        match command {
            Command::Toggle => self.is_several,
            Command::NextField => matches!(self.then, Picked::Cell(..)),
            _ => true,
        }
    }

    pub fn is_untouched(&self) -> bool {
        self.chosen == self.was
    }

    /// The value under the cursor.
    fn here(&self) -> Option<String> {
        match self.shown.get(self.list.at) {
            Some(item) => Some(self.items[*item].value.clone()),
            None => self.offers_typed().then(|| self.narrow.text().trim().to_owned()),
        }
    }

    fn toggle(&mut self, screen: Rect) {
        let Some(value) = self.here() else { return };
        if self.items.iter().all(|item| item.value != value) {
            self.items.push(Pick { value: value.clone(), key: value.clone(), label: String::new() });
        }
        if !self.chosen.remove(&value) {
            self.chosen.insert(value);
        }
        if !self.narrow.is_empty() {
            // The next one is looked for anew.
            self.narrow = Input::line("");
            self.narrow_down(screen);
        }
    }

    /// What nobody touched stays as it is, even where it is none of the items.
    fn accept_and_go_on(&self) -> Flow {
        let mut next = self.clone();
        if let Picked::Cell(_, after) = &mut next.then {
            *after = After::Next;
        }
        let first = self.items.iter().position(|item| self.was.contains(&item.value)).unwrap_or(0);
        let is_untouched = !self.is_several && self.narrow.is_empty() && self.list.at == first;
        match (&next.then, self.was.first()) {
            (Picked::Cell(write, after), Some(was)) if is_untouched => {
                let content = Content::Typed(was.clone());
                Flow::Do(vec![Action::WriteCell(CellWrite { content, ..write.clone() }, *after)])
            }
            _ => next.accept(),
        }
    }

    fn accept(&self) -> Flow {
        let content = match (self.is_several, self.here()) {
            (true, here) => {
                // Who narrowed the list to one and ticked nothing means that one.
                let untouched = self.chosen == self.was && !self.narrow.is_empty();
                let more = here.filter(|_| untouched);
                Content::Items(self.chosen.iter().cloned().chain(more).collect())
            }
            (false, Some(value)) => Content::Typed(value),
            (false, None) => return Flow::Stay,
        };
        Flow::Do(vec![match (&self.then, content) {
            (Picked::Cell(write, after), content) => {
                Action::WriteCell(CellWrite { content, ..write.clone() }, *after)
            }
            (Picked::Links(kind, rows), Content::Items(to)) => {
                Action::Link { kind: *kind, rows: rows.clone(), from: self.was.clone(), to }
            }
            (Picked::Columns, Content::Items(shown)) => {
                let keys = self.items.iter().map(|item| &item.value).filter(|key| !shown.contains(*key));
                Action::HideColumns(keys.cloned().collect())
            }
            (Picked::Photo(row), Content::Typed(path)) if path.is_empty() => {
                Action::OnSite(OnSite::PhotoFolder(row.clone()))
            }
            (Picked::Photo(row), Content::Typed(path)) => {
                let item = self.items.iter().find(|item| item.value == path);
                let taken = item.map(|item| item.key.clone()).filter(|taken| !taken.is_empty());
                Action::OnSite(OnSite::Link { row: row.clone(), path, taken })
            }
            (Picked::Links(..) | Picked::Columns, Content::Typed(_)) | (Picked::Photo(_), _) => {
                return Flow::Close;
            }
        }])
    }

    fn narrow_down(&mut self, screen: Rect) {
        let seeker = Seeker::new(&self.narrow.text());
        let scored = self.items.iter().enumerate().filter_map(|(i, item)| {
            let score = seeker.score(&format!("{} {}", item.key, item.label))?;
            Some((std::cmp::Reverse(score), i))
        });
        let mut scored: Vec<_> = scored.collect();
        scored.sort_unstable();
        self.shown = scored.into_iter().map(|(_, i)| i).collect();
        self.list = List::default();
        self.list.keep_in_view(self.len(), self.rows(screen));
    }

    fn place(&self, screen: Rect) -> Rect {
        let widest = self.items.iter().take(500).map(|item| width(&item.label)).max().unwrap_or(0);
        let widest = widest + self.key_cells() + 8;
        centred(screen, cells(widest.max(width(&self.title) + 8).clamp(40, 90)), cells(self.items.len() + 2))
    }

    fn key_cells(&self) -> usize {
        self.items.iter().take(500).map(|item| width(&item.key)).max().unwrap_or(0).min(24)
    }

    /// Rows of the list inside the frame.
    fn rows(&self, screen: Rect) -> usize {
        usize::from(self.place(screen).height.saturating_sub(3))
    }

    pub fn draw(&self, canvas: &mut Canvas, lang: Lang) {
        let inside = canvas.frame(self.place(canvas.area()), &self.title);
        let used = canvas.line(below(inside, 0), Role::Key, "/ ");
        canvas.field(right_of(below(inside, 0), used), &self.narrow);
        let inside = Rect { y: inside.y + 1, height: inside.height.saturating_sub(1), ..inside };
        if self.len() == 0 {
            let none = if lang == Lang::Zh { "没有匹配的项" } else { "nothing matches" };
            canvas.line(below(inside, 0), Role::Faint, none);
        }
        let height = usize::from(inside.height);
        canvas.scrolls(inside, Part::List);
        let mut list = self.list;
        list.keep_in_view(self.len(), height);
        let keys = self.key_cells();
        for (row, at) in list.window(self.len(), height).enumerate() {
            let place = below(inside, cells(row));
            canvas.touch(place, Touch::line(Part::List, at));
            if let Some(item) = self.shown.get(at).map(|item| &self.items[*item]) {
                let sign = match (self.is_several, self.chosen.contains(&item.value)) {
                    (true, true) => "[✓] ",
                    (true, false) => "[ ] ",
                    (false, true) => "• ",
                    (false, false) => "  ",
                };
                let mut used = canvas.line(place, Role::Good, sign);
                if keys > 0 {
                    used += canvas.line(right_of(place, used), Role::Key, &pad(&item.key, keys)) + 2;
                }
                canvas.line(right_of(place, used), Role::Plain, &item.label);
            } else {
                let typed = self.narrow.text();
                let text = match lang {
                    Lang::Zh => format!("  按原样写入“{}”", typed.trim()),
                    Lang::En => format!("  as typed: “{}”", typed.trim()),
                };
                canvas.line(place, Role::Warn, &text);
            }
            if at == list.at {
                canvas.tint(place, Role::Cursor);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Rect = Rect { x: 0, y: 0, width: 80, height: 24 };

    fn picks() -> Vec<Pick> {
        [("EQ-01", "磨床"), ("EQ-02", "热处理炉"), ("EQ-03", "空压机")]
            .map(|(key, label)| Pick { value: key.into(), key: key.into(), label: label.into() })
            .to_vec()
    }

    fn write() -> Picked {
        let content = Content::Typed(String::new());
        let write = CellWrite { register: "tags", ids: vec![], column: "equip_id".into(), content };
        Picked::Cell(write, After::Stay)
    }

    fn written(flow: Flow) -> Content {
        match flow {
            Flow::Do(actions) => match actions.into_iter().next() {
                Some(Action::WriteCell(write, _)) => write.content,
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn one_is_chosen_by_typing_and_other_words_are_taken_where_they_may_be() {
        let mut picker = Picker::one("设备".into(), picks(), "EQ-02", write()).or_typed();
        assert_eq!(written(picker.run(Command::Accept, SCREEN)), Content::Typed("EQ-02".into()));
        picker.type_text("空压", SCREEN);
        assert_eq!(written(picker.run(Command::Accept, SCREEN)), Content::Typed("EQ-03".into()));
        picker.type_text("房 9", SCREEN);
        assert_eq!(written(picker.run(Command::Accept, SCREEN)), Content::Typed("空压房 9".into()));
        let mut closed = Picker::one("设备".into(), picks(), "", write());
        closed.type_text("空压房", SCREEN);
        assert_eq!(closed.run(Command::Accept, SCREEN), Flow::Stay);
    }

    #[test]
    fn several_are_ticked_and_what_is_none_of_them_stays() {
        let held = ["EQ-03".to_owned(), "EQ-99".to_owned()].into();
        let mut picker = Picker::several("设备".into(), picks(), held, write());
        assert_eq!(written(picker.run(Command::Accept, SCREEN)), items(&["EQ-03", "EQ-99"]));
        picker.run(Command::Toggle, SCREEN);
        picker.type_text("磨床", SCREEN);
        picker.run(Command::Toggle, SCREEN);
        assert_eq!(written(picker.run(Command::Accept, SCREEN)), items(&["EQ-01", "EQ-99"]));
    }

    fn items(items: &[&str]) -> Content {
        Content::Items(items.iter().map(|item| (*item).to_owned()).collect())
    }
}
