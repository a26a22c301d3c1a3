//! The tasks of a stage.
//!
//! ```text
//!  elements            tasks                                    detail and clause
//!  全部         5/14   ▸ 4c.4  采集方式与网关选型试装  周岚 11-28   4c.9 点表编制与现场核对
//! ▌c4 数据准备  1/5   ▌▸ 4c.9  点表编制与现场核对      周岚 11-30   状态 …  判据 …  条文 …
//! ```
//!
//! Three columns where it is wide, one at a time where it is narrow, with the same keys.

mod detail;
mod drag;
mod draw;
mod menus;
mod moves;
mod pointing;
mod rows;
mod typing;

use super::{Context, Pane};
use crate::guide::{Element, Stage, guide};
use crate::readiness::{Entry, shown_lead, shown_title};
use crate::search::{Kind, Seeker};
use crate::text::{Lang, Phrase, clip};
use crate::tui::action::{Action, Filter, Mood, Notice, Page, Sort};
use crate::tui::app::Spot;
use crate::tui::command::Command;
use crate::tui::dialog::{Area, Dialog, Form, Purpose, Target};
use crate::tui::keymap::Layer;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::list::{List, Step};
use crate::tui::widget::reader::Reader;
use crate::tui::widget::split::Split;
use crate::workspace::{self, At, Id, RecordKind, Status, Task, Value};
use ratatui::layout::Rect;
use std::collections::BTreeSet;
use typing::Typing;

const NO_TASK: Phrase = Phrase::new("这里没有任务", "there is no task here");
const LIST_FIRST: Phrase =
    Phrase::new("任务列表已显示：再按一次才执行", "here is the list of tasks: press it again");

/// Cells of a title in a sentence.
const NAME: usize = 30;

#[derive(Debug)]
pub struct TasksPane {
    stage: &'static Stage,
    /// Which column has the keys.
    column: Column,
    /// 0 is the whole stage, then its elements.
    elements: List,
    filter: Filter,
    sort: Sort,
    hides_settled: bool,
    /// What is listed, and what it was built from.
    rows: Vec<Entry>,
    /// How many of the rows lean on a clause that is to be reviewed.
    in_question: usize,
    built: Option<Built>,
    list: List,
    /// The task under the cursor: the cursor follows it when lines come and go.
    here: Option<Id>,
    marked: BTreeSet<Id>,
    anchor: Option<usize>,
    typing: Option<Typing>,
    needle: Seeker,
    detail: Reader,
    detail_of: Option<(Option<Id>, u64, Lang, usize)>,
    /// Of the elements, and of the detail.
    splits: [Split; 2],
    lifted: Option<drag::Lifted>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Elements,
    List,
    Detail,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Built {
    revision: u64,
    element: usize,
    filter: Filter,
    sort: Sort,
    hides_settled: bool,
    lang: Lang,
    today: jiff::civil::Date,
    me: String,
}

impl TasksPane {
    pub fn of(stage: &'static Stage) -> TasksPane {
        TasksPane {
            stage,
            column: Column::List,
            elements: List::default(),
            filter: Filter::All,
            sort: Sort::Manual,
            hides_settled: false,
            rows: vec![],
            in_question: 0,
            built: None,
            list: List::default(),
            here: None,
            marked: BTreeSet::new(),
            anchor: None,
            typing: None,
            needle: Seeker::default(),
            detail: Reader::default(),
            detail_of: None,
            splits: [Split::default(); 2],
            lifted: None,
        }
    }

    /// Shows a task, whatever is filtered.
    pub fn go_to_task(&mut self, id: &Id) {
        self.elements = List::default();
        self.filter = Filter::All;
        self.hides_settled = false;
        self.here = Some(id.clone());
        self.column = Column::List;
        self.typing = None;
    }

    pub fn go_to_element(&mut self, key: &str) {
        if let Some(at) = self.stage.elements.iter().position(|e| e.key == key) {
            self.elements.at = at + 1;
            self.filter = Filter::All;
            self.column = Column::List;
            self.list = List::default();
            self.here = None;
        }
    }

    pub fn set_filter(&mut self, filter: Filter) {
        self.filter = filter;
    }

    pub fn set_sort(&mut self, sort: Sort) {
        self.sort = sort;
    }

    /// The element chosen on the left; None for the whole stage.
    fn element(&self) -> Option<&'static Element> {
        self.stage.elements.get(self.elements.at.checked_sub(1)?)
    }

    fn task<'a>(&self, context: &Context<'a>) -> Option<(&Id, &'a Task)> {
        let id = &self.rows.get(self.list.at)?.id;
        Some((id, context.workspace.tasks.get(id.as_str())?))
    }

    /// The marked tasks, in the order of the list, or the one under the cursor.
    fn chosen(&self) -> Vec<Id> {
        let marked: Vec<Id> =
            self.rows.iter().filter(|row| self.marked.contains(&row.id)).map(|row| row.id.clone()).collect();
        if !marked.is_empty() {
            return marked;
        }
        self.rows.get(self.list.at).map(|row| row.id.clone()).into_iter().collect()
    }
}

impl Pane for TasksPane {
    fn layers(&self) -> &'static [Layer] {
        if self.typing.is_some() {
            return &[Layer::Field];
        }
        &[Layer::Tasks, Layer::Move, Layer::App]
    }

    fn settle(&mut self, context: &Context, body: Rect) {
        let columns = self.columns(body);
        self.build_rows(context);
        if let Some(here) = &self.here
            && self.rows.get(self.list.at).map(|row| &row.id) != Some(here)
            && let Some(at) = self.rows.iter().position(|row| row.id == *here)
        {
            self.list.at = at;
        }
        let height = usize::from(columns.list.map_or(1, |area| area.height));
        let typing_row = usize::from(matches!(self.typing, Some(Typing::Add(..) | Typing::Find(..))));
        self.list.keep_in_view(self.rows.len(), height.saturating_sub(typing_row));
        self.here = self.rows.get(self.list.at).map(|row| row.id.clone());
        self.elements.keep_in_view(
            self.stage.elements.len() + 1,
            usize::from(columns.elements.map_or(1, |area| area.height)),
        );
        let wide = usize::from(columns.detail.map_or(0, |area| area.width));
        let of = (self.here.clone(), context.revision, context.lang, wide);
        if wide > 0 && self.detail_of.as_ref() != Some(&of) {
            if self.detail_of.as_ref().map(|(id, ..)| id) != Some(&of.0) {
                self.detail.rewind();
            }
            self.detail.lay(self.detail_items(context), wide);
            self.detail_of = Some(of);
        }
        self.detail.keep_in_view(usize::from(columns.detail.map_or(1, |area| area.height)));
    }

    fn run(
        &mut self,
        command: Command,
        context: &Context,
        body: Rect,
        random: &mut fastrand::Rng,
    ) -> Vec<Action> {
        if self.typing.is_some() {
            return self.run_typing(command, context, random);
        }
        if let Some(step) = command.step() {
            self.walk(step, body);
            return vec![];
        }
        if self.is_out_of_sight(command, body) {
            self.column = Column::List;
            let why = if self.rows.is_empty() { NO_TASK } else { LIST_FIRST };
            return vec![say(why, context.lang)];
        }
        match command {
            Command::Left | Command::PreviousColumn => {
                self.change_column(-1, command == Command::PreviousColumn);
            }
            Command::Right | Command::NextColumn => self.change_column(1, command == Command::NextColumn),
            Command::Open if self.column == Column::Detail => {
                return self.detail.link().cloned().into_iter().collect();
            }
            Command::Open if self.column == Column::List && self.rows.is_empty() => {
                return vec![say(NO_TASK, context.lang)];
            }
            Command::Open => self.change_column(1, false),
            Command::Back => return self.back(),
            Command::Add => self.start_adding(context, false),
            Command::AddBelow => self.start_adding(context, true),
            Command::Rename if self.task(context).is_some() => self.start_renaming(context),
            Command::Find => self.start_finding(),
            Command::FindNext => return self.find_again(context, 1),
            Command::FindPrevious => return self.find_again(context, -1),
            Command::HideDone => self.hides_settled = !self.hides_settled,
            Command::Mark | Command::MarkRange | Command::MarkAll if self.rows.is_empty() => {
                return vec![say(NO_TASK, context.lang)];
            }
            Command::Mark => self.mark_one(body),
            Command::MarkRange => return self.mark_range(context.lang),
            Command::MarkAll => self.mark_all(),
            command => return self.ask(command, context, random),
        }
        vec![]
    }

    /// Typed or pasted text. In the list itself it starts a search: that is what Han text there means.
    fn type_text(&mut self, text: &str, context: &Context) -> Vec<Action> {
        if self.typing.is_none() {
            self.start_finding();
        }
        if let Some(typing) = &mut self.typing {
            typing.input().insert(text);
        }
        if matches!(self.typing, Some(Typing::Find(..))) {
            self.find_as_typed(context);
        }
        vec![]
    }

    fn here(&self) -> Option<Spot> {
        self.here.as_ref().map(|id| (Kind::Task, id.to_string()))
    }

    fn lacks(&self, command: Command) -> Option<Phrase> {
        let is_free = matches!(command, Command::Add | Command::Adopt) || !command.changes();
        let needs_task = !is_free || matches!(command, Command::Mark | Command::MarkRange | Command::MarkAll);
        (self.rows.is_empty() && needs_task).then_some(NO_TASK)
    }

    fn offers(&self, command: Command, body: Rect) -> bool {
        match command {
            // Where the list is seen, Enter goes without saying.
            Command::Open => !self.sees_list(body),
            command => !self.is_out_of_sight(command, body),
        }
    }

    fn return_to(&mut self, records: &BTreeSet<Id>) {
        if let Some(at) = self.rows.iter().position(|row| records.contains(&row.id)) {
            self.list.at = at;
            self.here = self.rows.get(at).map(|row| row.id.clone());
        }
    }

    fn draw(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        self.draw_columns(canvas, body, context);
    }

    fn summary(&self, context: &Context) -> String {
        self.sum_up(context)
    }
}

impl TasksPane {
    fn sees_list(&self, body: Rect) -> bool {
        self.columns(body).list.is_some()
    }

    /// What works on a task whose list is not on the screen. The detail shows its task.
    fn is_out_of_sight(&self, command: Command, body: Rect) -> bool {
        let works_on_tasks = matches!(
            command,
            Command::AddBelow
                | Command::Edit
                | Command::Rename
                | Command::Done
                | Command::SetStatus
                | Command::Delete
                | Command::Note
                | Command::NoteOutside
                | Command::Mark
                | Command::MarkRange
                | Command::MarkAll
                | Command::MoveUp
                | Command::MoveDown
                | Command::Indent
                | Command::Outdent
                | Command::MoveTo
                | Command::Depends
                | Command::AddEvidence
                | Command::ToClause
                | Command::Copy
        );
        works_on_tasks && self.column == Column::Elements && !self.sees_list(body)
    }

    /// Commands that end in actions: edits, menus, dialogs.
    fn ask(&mut self, command: Command, context: &Context, random: &mut fastrand::Rng) -> Vec<Action> {
        let lang = context.lang;
        match command {
            Command::Filter => return vec![open(menus::filter(&self.filter, lang))],
            Command::Sort => return vec![open(menus::sort(self.sort, lang))],
            Command::Adopt => return menus::adopt(context, self.stage),
            _ => {}
        }
        let chosen = self.chosen();
        let Some((id, task)) = self.task(context) else {
            return vec![say(NO_TASK, lang)];
        };
        let id = id.clone();
        match command {
            Command::Edit => vec![open(Dialog::Form(form(context, &chosen)))],
            Command::SetStatus => vec![open(menus::status(context, &chosen))],
            Command::Done => toggle_done(context, chosen),
            Command::Delete => self.delete(context, &chosen),
            Command::Note => {
                let title = format!(
                    "{} · {}",
                    if lang == Lang::Zh { "备注" } else { "Note" },
                    shown_title(id.as_str(), task, lang)
                );
                let area = Area::new(title, &task.note.text(), Target::Field(At::task(&id, "note")), lang);
                vec![open(Dialog::Area(area))]
            }
            Command::NoteOutside => vec![Action::EditOutside(At::task(&id, "note"), task.note.text())],
            Command::AddEvidence => {
                vec![super::evidence::new(&id, context)]
            }
            Command::MoveTo => vec![open(menus::elements(context, &chosen, random))],
            Command::Depends => vec![open(menus::predecessors(context, &id))],
            Command::MoveUp | Command::MoveDown | Command::Indent | Command::Outdent => {
                self.shift(command, context, &id, random)
            }
            Command::ToClause => {
                let element =
                    if task.element.is_empty() { None } else { Some(task.element.as_str().to_owned()) };
                vec![Action::GoToPhrase(element.unwrap_or_default())]
            }
            Command::Copy => {
                vec![Action::CopyText(format!("{id} {}", shown_title(id.as_str(), task, lang)))]
            }
            _ => vec![],
        }
    }

    fn walk(&mut self, step: Step, body: Rect) {
        let columns = self.columns(body);
        let height = |area: Option<Rect>| usize::from(area.map_or(1, |area| area.height));
        match self.column {
            Column::Elements => {
                self.elements.step(step, self.stage.elements.len() + 1, height(columns.elements));
            }
            Column::List => {
                self.list.step(step, self.rows.len(), height(columns.list));
                self.here = self.rows.get(self.list.at).map(|row| row.id.clone());
            }
            Column::Detail => self.detail.step(step, height(columns.detail)),
        }
    }

    fn change_column(&mut self, by: i8, wraps: bool) {
        self.column = match (self.column, by, wraps) {
            (Column::Elements, 1, _) | (Column::Detail, -1, _) => Column::List,
            (Column::List, 1, _) | (Column::Elements, -1, true) => Column::Detail,
            (Column::List, -1, _) | (Column::Detail, 1, true) => Column::Elements,
            (column, ..) => column,
        };
    }

    /// Lets go of one thing at a time: the range, the marks, the filter, the column.
    fn back(&mut self) -> Vec<Action> {
        if self.anchor.take().is_some() {
        } else if !self.marked.is_empty() {
            self.marked.clear();
        } else if self.column == Column::Detail {
            self.column = Column::List;
        } else if self.filter != Filter::All {
            self.filter = Filter::All;
        } else if self.column == Column::List {
            self.column = Column::Elements;
        } else {
            return vec![Action::Go(Page::Overview)];
        }
        vec![]
    }

    fn mark_one(&mut self, body: Rect) {
        if let Some(row) = self.rows.get(self.list.at) {
            if !self.marked.remove(&row.id) {
                self.marked.insert(row.id.clone());
            }
            self.column = Column::List;
            self.walk(Step::Down, body);
        }
    }

    fn mark_range(&mut self, lang: Lang) -> Vec<Action> {
        let Some(anchor) = self.anchor.take() else {
            self.anchor = Some(self.list.at);
            let text = if lang == Lang::Zh {
                "连选：移到另一端，再按 v"
            } else {
                "range: go to its other end, then v again"
            };
            return vec![Action::Say(Notice { mood: Mood::Plain, text: text.into() })];
        };
        let (from, to) = (anchor.min(self.list.at), anchor.max(self.list.at));
        self.marked.extend(self.rows.iter().take(to + 1).skip(from).map(|row| row.id.clone()));
        vec![]
    }

    fn mark_all(&mut self) {
        if self.rows.iter().all(|row| self.marked.contains(&row.id)) {
            self.marked.clear();
        } else {
            self.marked.extend(self.rows.iter().map(|row| row.id.clone()));
        }
    }

    fn delete(&mut self, context: &Context, chosen: &[Id]) -> Vec<Action> {
        let below: BTreeSet<Id> = chosen
            .iter()
            .flat_map(|id| workspace::family(context.workspace, id))
            .chain(chosen.iter().cloned())
            .collect();
        match workspace::remove(context.workspace, chosen) {
            Ok(edit) => {
                // The cursor goes to the next line that stays.
                let next = self.rows.iter().skip(self.list.at).find(|row| !below.contains(&row.id));
                self.here = next.map(|row| row.id.clone());
                self.marked.clear();
                let said = deleted(context, chosen, below.len());
                vec![Action::EditAndSay(Phrase::new("删除任务", "Deleted"), edit, said)]
            }
            Err(refusal) => vec![Action::Refused(refusal)],
        }
    }
}

/// What went, so that a slip is seen: one task by its name, several by their number.
fn deleted(context: &Context, chosen: &[Id], count: usize) -> String {
    let task = match chosen {
        [id] => context.workspace.tasks.get(id.as_str()).map(|task| (id, task)),
        _ => None,
    };
    match (task, context.lang) {
        (Some((id, task)), lang) => {
            let name = called(id, task, lang);
            match (count - 1, lang) {
                (0, Lang::Zh) => format!("已删除 {name}"),
                (0, Lang::En) => format!("deleted {name}"),
                (below, Lang::Zh) => format!("已删除 {name}，连同其下 {below} 项"),
                (below, Lang::En) => format!("deleted {name} with {below} below it"),
            }
        }
        (None, Lang::Zh) => format!("已删除 {count} 项"),
        (None, Lang::En) => format!("deleted {count}"),
    }
}

/// A task in a sentence; the id of an own one is a random word.
fn called(id: &Id, task: &Task, lang: Lang) -> String {
    let title = clip(shown_title(id.as_str(), task, lang), NAME);
    let is_adopted = guide().template(id.as_str()).is_some();
    if is_adopted { format!("{id} {title}") } else { format!("“{title}”") }
}

fn form(context: &Context, chosen: &[Id]) -> Form {
    let title = match (chosen, context.lang) {
        ([id], lang) => {
            let task = context.workspace.tasks.get(id.as_str());
            format!("{id} {}", task.map_or("", |task| shown_title(id.as_str(), task, lang)))
        }
        (many, Lang::Zh) => format!("批量修改 {} 项：只改填写的字段", many.len()),
        (many, Lang::En) => format!("Change {} tasks: only what is filled in", many.len()),
    };
    let record = chosen.first().and_then(|id| context.workspace.record(RecordKind::Task, id.as_str()));
    let today = context.today.to_string();
    let basis = (context.lang, today.as_str(), context.me);
    let form =
        Form::of(title, Purpose::Edit(RecordKind::Task, chosen.to_vec()), RecordKind::Task, record, basis)
            .disputed(context.workspace);
    match chosen {
        // What the guide says while the task says nothing.
        [id] => {
            let task = Task::default();
            let lead = Task::FIELDS.iter().find(|field| field.name == "lead");
            let lead = lead.map(|f| f.kind.show(&Value::text(shown_lead(id.as_str(), &task)), context.lang));
            form.instead("title", shown_title(id.as_str(), &task, context.lang))
                .instead("lead", &lead.unwrap_or_default())
        }
        _ => form,
    }
}

fn toggle_done(context: &Context, chosen: Vec<Id>) -> Vec<Action> {
    let is_done = |id: &Id| {
        context.workspace.tasks.get(id.as_str()).is_some_and(|t| matches!(t.status, Status::Done { .. }))
    };
    if chosen.iter().all(is_done) {
        let assigns = vec![workspace::Assign::new("status", "open")];
        return vec![Action::Assign { kind: RecordKind::Task, ids: chosen, assigns }];
    }
    vec![Action::Close(chosen.into_iter().filter(|id| !is_done(id)).collect())]
}

fn say(phrase: Phrase, lang: Lang) -> Action {
    Action::Say(Notice { mood: Mood::Plain, text: phrase.say(lang).into() })
}

fn open(dialog: Dialog) -> Action {
    Action::Ask(Box::new(dialog))
}
