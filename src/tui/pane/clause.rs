//! The clauses: what the standard says, restated, with our practice note and the links both ways.
//!
//! ```text
//!  clauses        │ 4 c) 实施准备
//! ▌4 c) 实施准备   │ c1 基础支撑条件 ─────
//!                 │ …  我方注 …  链接 …
//! ```

use super::{Context, Pane};
use crate::guide::{Clause, guide};
use crate::text::Lang;
use crate::tui::action::{Action, Page};
use crate::tui::command::Command;
use crate::tui::dialog::{Dialog, Menu, MenuItem};
use crate::tui::keymap::Layer;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::list::List;
use crate::tui::widget::reader::{Item, Reader};
use ratatui::layout::Rect;

#[derive(Debug)]
pub struct ClausePane {
    list: List,
    reader: Reader,
    /// The text has the keys, not the list.
    is_reading: bool,
    laid: Option<(usize, Lang, usize, u64)>,
    /// The element whose phrase is to be shown once the text is laid out.
    seek: Option<String>,
}

impl Pane for ClausePane {
    fn layers(&self) -> &'static [Layer] {
        &[Layer::Clause, Layer::Move, Layer::App]
    }

    fn settle(&mut self, context: &Context, body: Rect) {
        let (list, text) = columns(body, self.is_reading);
        self.list.keep_in_view(guide().clauses().len(), usize::from(list.map_or(1, |a| a.height)));
        let wide = usize::from(text.map_or(0, |area| area.width)).min(90);
        let key = (self.list.at, context.lang, wide, context.revision);
        if self.laid != Some(key) {
            if self.laid.map(|(at, ..)| at) != Some(self.list.at) {
                self.reader.rewind();
            }
            if let Some(clause) = self.clause() {
                self.reader.lay(items(clause, context), wide);
            }
            self.laid = Some(key);
        }
        if let Some(element) = self.seek.take().filter(|element| !element.is_empty()) {
            self.reader.seek(&format!("{element} "));
        }
        self.reader.keep_in_view(usize::from(text.map_or(1, |area| area.height)));
    }

    fn run(
        &mut self,
        command: Command,
        context: &Context,
        body: Rect,
        _random: &mut fastrand::Rng,
    ) -> Vec<Action> {
        let (list, text) = columns(body, self.is_reading);
        let Some(step) = command.step() else {
            match command {
                Command::Back if !self.is_reading => return vec![Action::Go(Page::Overview)],
                Command::Left | Command::Back => {
                    self.is_reading = false;
                    return vec![];
                }
                Command::NextColumn | Command::PreviousColumn => {
                    self.is_reading = !self.is_reading;
                    return vec![];
                }
                Command::Right => {
                    self.is_reading = true;
                    return vec![];
                }
                Command::Open if !self.is_reading => {
                    self.is_reading = true;
                    return vec![];
                }
                Command::Open => return self.reader.link().cloned().into_iter().collect(),
                Command::Find => return vec![Action::Ask(Box::new(search(context.lang)))],
                Command::Copy => return vec![Action::CopyText(self.reader.line().to_owned())],
                _ => return vec![],
            }
        };
        if self.is_reading {
            self.reader.step(step, usize::from(text.map_or(1, |area| area.height)));
        } else {
            self.list.step(step, guide().clauses().len(), usize::from(list.map_or(1, |area| area.height)));
        }
        vec![]
    }

    /// Typing in a text to read searches it.
    fn type_text(&mut self, text: &str, _context: &Context) -> Vec<Action> {
        vec![Action::Run(Command::Find), Action::Type(text.to_owned())]
    }

    fn draw(&self, canvas: &mut Canvas, area: Rect, context: &Context) {
        let (list, text) = columns(area, self.is_reading);
        if let Some(area) = list {
            self.draw_list(canvas, area, context.lang);
        }
        if let Some(area) = text {
            self.reader.draw(canvas, area, self.is_reading);
        }
    }
}

impl ClausePane {
    pub fn at(clause: &str) -> ClausePane {
        let at = guide().clauses().iter().position(|c| c.id == clause).unwrap_or(0);
        ClausePane {
            list: List { at, top: 0 },
            reader: Reader::default(),
            is_reading: true,
            laid: None,
            seek: None,
        }
    }

    pub fn go_to(&mut self, clause: &str, element: Option<&str>) {
        if let Some(at) = guide().clauses().iter().position(|c| c.id == clause) {
            self.list.at = at;
            self.is_reading = true;
            self.seek = Some(element.unwrap_or_default().to_owned());
            self.laid = None;
        }
    }

    fn clause(&self) -> Option<&'static Clause> {
        guide().clauses().get(self.list.at)
    }

    fn draw_list(&self, canvas: &mut Canvas, area: Rect, lang: Lang) {
        let clauses = guide().clauses();
        for (row, at) in self.list.window(clauses.len(), usize::from(area.height)).enumerate() {
            let (place, clause) = (below(area, cells(row)), &clauses[at]);
            let indent = if clause.parent.is_some() { "   " } else { " " };
            let number = if clause.number.is_empty() { String::new() } else { format!("{} ", clause.number) };
            let used = canvas.line(place, Role::Key, &format!("{indent}{number}"));
            canvas.line(right_of(place, used), Role::Plain, clause.title.say(lang));
            if at == self.list.at {
                canvas.line(place, Role::Accent, "▌");
                canvas.tint(place, if self.is_reading { Role::Rest } else { Role::Cursor });
            }
        }
    }
}

/// The list and the text; one at a time where it is narrow.
fn columns(area: Rect, is_reading: bool) -> (Option<Rect>, Option<Rect>) {
    if area.width < 70 {
        return if is_reading { (None, Some(area)) } else { (Some(area), None) };
    }
    let wide = (area.width / 4).clamp(22, 34);
    let list = Rect { width: wide, ..area };
    let text = right_of(area, wide + 2);
    (Some(list), Some(Rect { width: text.width.saturating_sub(1), ..text }))
}

/// A search of all that the guide says, as a menu of hits.
fn search(lang: Lang) -> Dialog {
    let mut items = vec![];
    for clause in guide().clauses() {
        let text: Vec<&str> = clause.text.iter().chain(&clause.note).map(|p| p.say(lang)).collect();
        let label = format!("{}  {}", clause.title.say(lang), text.concat());
        items.push(MenuItem::keyed(&clause.number, label, Action::GoToClause(clause.id.clone())));
    }
    for element in guide().elements() {
        let label = format!("{}  {}", element.title.say(lang), element.purpose.say(lang));
        items.push(MenuItem::keyed(&element.key, label, Action::GoToElement(element.key.clone())));
    }
    for term in guide().glossary() {
        let label = format!("{}  {}", term.title.say(lang), term.definition.say(lang));
        let key = if lang == Lang::Zh { "术语" } else { "term" };
        items.push(MenuItem::keyed(key, label.clone(), Action::Tell(label)));
    }
    let title =
        if lang == Lang::Zh { "查找条文、要素、术语" } else { "Find clauses, elements, terms" };
    Dialog::Menu(Menu::narrowing(title, items))
}

fn items(clause: &Clause, context: &Context) -> Vec<Item> {
    let lang = context.lang;
    let said = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
    let number = if clause.number.is_empty() { String::new() } else { format!("{}  ", clause.number) };
    let mut items = vec![Item::Title(format!("{number}{}", clause.title.say(lang)))];
    let origin = said("GB/T 23031.1—2022 内容，我方转述", "GB/T 23031.1—2022, restated in our words");
    items.extend([Item::Text(Role::Faint, origin), Item::Gap]);
    for paragraph in &clause.text {
        if let Some(element) = paragraph.element.as_deref().and_then(|key| guide().element(key)) {
            items.push(Item::Heading(format!("{} {}", element.key, element.title.say(lang))));
        }
        items.extend([Item::Text(Role::Plain, paragraph.say(lang).to_owned()), Item::Gap]);
    }
    if !clause.note.is_empty() {
        items.push(Item::Heading(said(
            "我方注：实践提示，不是标准内容",
            "Our practice note, not the standard's text",
        )));
        for paragraph in &clause.note {
            items.push(Item::Text(Role::Ours, paragraph.say(lang).to_owned()));
        }
        items.push(Item::Gap);
    }
    links(clause, context, &mut items);
    items
}

fn links(clause: &Clause, context: &Context, items: &mut Vec<Item>) {
    let lang = context.lang;
    let said = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
    if !clause.elements.is_empty() {
        items.push(Item::Heading(said("要素与任务 · Enter 前往", "Elements and tasks · Enter goes there")));
    }
    for element in clause.elements.iter().filter_map(|key| guide().element(key)) {
        let counts = context.progress.element(&element.key);
        let text =
            format!("{} {}  {}/{}", element.key, element.title.say(lang), counts.finished(), counts.due());
        items.push(Item::Link(Action::GoToElement(element.key.clone()), Role::Accent, text));
        for entry in context.outline.all() {
            let Some(task) = context.workspace.tasks.get(entry.id.as_str()) else { continue };
            if task.element.as_str() == element.key && entry.depth == 0 {
                let title = crate::readiness::shown_title(entry.id.as_str(), task, lang);
                let text = format!("   {} {} {title}", task.status.sign(), entry.id);
                items.push(Item::Link(
                    Action::GoToTask(entry.id.clone()),
                    super::status_role(&task.status),
                    text,
                ));
            }
        }
    }
    let mut named: Vec<(String, Vec<String>)> = vec![];
    let title = |t: &crate::text::Bilingual| t.say(lang).to_owned();
    named.push((
        said("台账", "Registers"),
        clause.registers.iter().filter_map(|k| guide().register(k)).map(|r| title(&r.title)).collect(),
    ));
    named.push((
        said("决策", "Decisions"),
        clause.decisions.iter().filter_map(|k| guide().decision(k)).map(|d| title(&d.title)).collect(),
    ));
    named.push((
        said("评审门", "Gate"),
        clause
            .gates
            .iter()
            .filter_map(|k| guide().gate(k))
            .map(|g| format!("{} {}", g.key, title(&g.title)))
            .collect(),
    ));
    named.push((
        said("相关标准", "Standards"),
        clause
            .standards
            .iter()
            .filter_map(|k| guide().standard(k))
            .map(|s| format!("{} {}", s.number, title(&s.title)))
            .collect(),
    ));
    named.retain(|(_, list)| !list.is_empty());
    if !named.is_empty() {
        items.extend([Item::Gap, Item::Heading(said("相关", "Related"))]);
    }
    for (label, list) in named {
        for (i, text) in list.into_iter().enumerate() {
            items.push(Item::Field(if i == 0 { label.clone() } else { " ".into() }, Role::Plain, text));
        }
    }
}
