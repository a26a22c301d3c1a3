//! What proves the work: elements, their tasks, and under each task its evidence, with how strong it is.
//!
//! ```text
//!  证据 12   缺口 3   文件 ✗ 1                                    口头 目击 文件 实测  最新
//!  a1 应用需求                                       缺口 1          1    ·    2    1  11-18
//! ▌✓ 4a.2  业务痛点与需求调研                                        1    ·    1    ·  11-18
//!      ▅ 文件  调研纪要 · 证据/纪要.pdf                              ≠ 已变动   李工   11-18
//! ```

mod detail;
mod draw;
mod filter;
mod lines;
mod menus;
mod pointing;

pub use detail::role_of;
pub use filter::{EvidenceFilter, Want};

use super::seek::Seek;
use super::{Context, Pane};
use crate::readiness::{Proofs, shown_title};
use crate::search::Kind;
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Mood, Notice, Page};
use crate::tui::app::Spot;
use crate::tui::command::Command;
use crate::tui::dialog::{Dialog, Form, Purpose};
use crate::tui::keymap::Layer;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::list::{List, Step};
use crate::tui::widget::reader::Reader;
use crate::tui::widget::split::Split;
use crate::workspace::{Edit, Id, RecordKind};
use lines::{Line, Sums};
use ratatui::layout::Rect;
use std::collections::BTreeSet;

#[derive(Debug, Default)]
pub struct EvidencePane {
    filter: EvidenceFilter,
    /// Whether tasks show their evidence; those in `turned` do the opposite.
    is_folded: bool,
    turned: BTreeSet<Id>,
    proofs: Proofs,
    lines: Vec<Line>,
    sums: Sums,
    built: Option<Built>,
    list: List,
    /// The cursor follows its line when others come and go.
    here: Option<Line>,
    in_detail: bool,
    detail: Reader,
    detail_of: Option<(Option<Line>, u64, Lang, usize)>,
    seek: Seek,
    split: Split,
}

/// What the lines were built from.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Built {
    revision: u64,
    filter: EvidenceFilter,
    is_folded: bool,
    turned: BTreeSet<Id>,
}

impl Pane for EvidencePane {
    fn layers(&self) -> &'static [Layer] {
        if self.seek.is_typing() {
            return &[Layer::Field];
        }
        &[Layer::Evidence, Layer::Move, Layer::App]
    }

    fn settle(&mut self, context: &Context, body: Rect) {
        let built = Built {
            revision: context.revision,
            filter: self.filter.clone(),
            is_folded: self.is_folded,
            turned: self.turned.clone(),
        };
        if self.built.as_ref() != Some(&built) {
            if self.built.as_ref().map(|built| built.revision) != Some(context.revision) {
                self.proofs = Proofs::of(context.workspace);
                self.sums = Sums::of(context, &self.proofs);
            }
            self.lines = lines::build(context, &self.proofs, &self.filter, |task| {
                self.is_folded == self.turned.contains(task)
            });
            self.built = Some(built);
            self.find_here();
        }
        let columns = self.columns(body);
        self.list.keep_in_view(self.lines.len(), usize::from(columns.list.map_or(1, |area| area.height)));
        self.here = self.lines.get(self.list.at).cloned();
        let wide = usize::from(columns.detail.map_or(0, |area| area.width));
        let of = (self.here.clone(), context.revision, context.lang, wide);
        if wide > 0 && self.detail_of.as_ref() != Some(&of) {
            if self.detail_of.as_ref().map(|(line, ..)| line) != Some(&of.0) {
                self.detail.rewind();
            }
            let items = self.here.as_ref().map(|line| detail::items(line, &self.proofs, context));
            self.detail.lay(items.unwrap_or_default(), wide);
            self.detail_of = Some(of);
        }
        self.detail.keep_in_view(usize::from(columns.detail.map_or(1, |area| area.height)));
    }

    fn run(&mut self, command: Command, context: &Context, body: Rect, _: &mut fastrand::Rng) -> Vec<Action> {
        if self.seek.takes(command) {
            let (at, said) = self.seek.run(command, self.list.at, &self.texts(context), context.lang);
            self.put_cursor(at);
            return said;
        }
        if let Some(step) = command.step() {
            self.walk(step, body);
            return vec![];
        }
        match command {
            Command::Left | Command::PreviousColumn => self.in_detail = false,
            Command::Right | Command::NextColumn => {
                self.in_detail = command == Command::Right || !self.in_detail;
            }
            Command::Open if self.in_detail => return self.detail.link().cloned().into_iter().collect(),
            Command::Open => return self.open(),
            Command::Back => return self.back(),
            Command::FoldEvidence => {
                self.is_folded = !self.is_folded;
                self.turned.clear();
            }
            Command::HolesOnly => {
                self.filter.want = if self.filter.want == Want::All { Want::Holes } else { Want::All };
            }
            Command::FilterEvidence => {
                return vec![Action::Ask(Box::new(menus::filter(&self.filter, context.lang)))];
            }
            Command::CheckFiles => return vec![Action::CheckFiles],
            command => return self.ask(command, context),
        }
        vec![]
    }

    fn type_text(&mut self, text: &str, context: &Context) -> Vec<Action> {
        let at = self.seek.type_text(text, self.list.at, &self.texts(context));
        self.put_cursor(at);
        vec![]
    }

    fn return_to(&mut self, records: &BTreeSet<Id>) {
        let is_back = |line: &Line| line.evidence().is_some_and(|id| records.contains(id));
        if let Some(at) = self.lines.iter().position(is_back) {
            self.list.at = at;
            self.here = self.lines.get(at).cloned();
        }
    }

    fn here(&self) -> Option<Spot> {
        let id = self.here.as_ref().and_then(Line::evidence)?;
        Some((Kind::Evidence, id.to_string()))
    }

    fn draw(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        self.draw_columns(canvas, body, context);
        self.seek.draw(canvas, body);
    }
}

impl EvidencePane {
    /// Shows a piece of evidence of a task, whatever is filtered.
    pub fn go_to(&mut self, id: &Id, task: Option<&Id>) {
        self.filter = EvidenceFilter::default();
        self.seek = Seek::default();
        self.in_detail = false;
        if let Some(task) = task {
            let is_shown = self.is_folded == self.turned.contains(task);
            if !is_shown && !self.turned.remove(task) {
                self.turned.insert(task.clone());
            }
            self.here = Some(Line::Evidence(task.clone(), id.clone()));
        }
        self.built = None;
    }

    pub fn set_filter(&mut self, filter: EvidenceFilter) {
        self.filter = filter;
    }

    /// What is looked through: the lines as they are copied.
    fn texts(&self, context: &Context) -> Vec<String> {
        self.lines.iter().map(|line| lines::text(line, context)).collect()
    }

    fn put_cursor(&mut self, at: usize) {
        self.list.at = at;
        self.here = self.lines.get(at).cloned();
    }

    fn find_here(&mut self) {
        let Some(here) = &self.here else { return };
        let same = |line: &Line| self.lines.iter().position(|other| other == line);
        // Where it is gone, its task is next to it.
        let at = same(here).or_else(|| here.task().and_then(|task| same(&Line::Task(task.clone(), 0))));
        let by_task = || {
            let task = here.task()?;
            self.lines.iter().position(|line| line.task() == Some(task))
        };
        self.list.at = at.or_else(by_task).unwrap_or(self.list.at);
    }

    fn walk(&mut self, step: Step, body: Rect) {
        let columns = self.columns(body);
        let height = |area: Option<Rect>| usize::from(area.map_or(1, |area| area.height));
        if self.in_detail {
            self.detail.step(step, height(columns.detail));
        } else {
            self.list.step(step, self.lines.len(), height(columns.list));
            self.here = self.lines.get(self.list.at).cloned();
        }
    }

    fn open(&mut self) -> Vec<Action> {
        match self.lines.get(self.list.at) {
            Some(Line::Element(key)) => vec![Action::GoToElement((*key).to_owned())],
            Some(Line::Task(id, _)) => {
                if !self.turned.remove(id) {
                    self.turned.insert(id.clone());
                }
                vec![]
            }
            Some(Line::Evidence(_, id)) => vec![Action::ShowFile(id.clone())],
            Some(Line::Lost) | None => vec![],
        }
    }

    /// Lets go of one thing at a time.
    fn back(&mut self) -> Vec<Action> {
        if self.in_detail {
            self.in_detail = false;
        } else if self.filter != EvidenceFilter::default() {
            self.filter = EvidenceFilter::default();
        } else {
            return vec![Action::Go(Page::Overview)];
        }
        vec![]
    }

    /// Commands about the line under the cursor.
    fn ask(&self, command: Command, context: &Context) -> Vec<Action> {
        let lang = context.lang;
        let line = self.lines.get(self.list.at);
        let evidence = line.and_then(Line::evidence);
        match (command, line, evidence) {
            (Command::AddEvidence, Some(line), _) => match line.task() {
                Some(task) if context.workspace.tasks.contains(task.as_str()) => vec![new(task, context)],
                _ => vec![say(Phrase::new("先把光标移到任务上", "put the cursor on a task first"), lang)],
            },
            (Command::ToTask, Some(line), _) => match line.task() {
                Some(task) => vec![Action::GoToTask(task.clone())],
                None => vec![say(Phrase::new("这一行没有任务", "there is no task on this line"), lang)],
            },
            (Command::EditEvidence, _, Some(id)) => vec![Action::EditEvidence(id.clone())],
            (Command::RelinkFile, _, Some(id)) => vec![relink(id, context)],
            (Command::AcceptFile, _, Some(id)) => vec![Action::AcceptFiles(vec![id.clone()])],
            (Command::DeleteEvidence, _, Some(id)) => {
                let remove = Edit::Remove { kind: RecordKind::Evidence, id: id.clone() };
                vec![Action::Edit(Phrase::new("删除证据", "Deleted the evidence"), remove)]
            }
            (Command::Copy, Some(line), _) => {
                vec![Action::CopyText(lines::text(line, context))]
            }
            (
                Command::EditEvidence | Command::RelinkFile | Command::AcceptFile | Command::DeleteEvidence,
                ..,
            ) => vec![say(
                Phrase::new("先把光标移到一条证据上", "put the cursor on a piece of evidence first"),
                lang,
            )],
            _ => vec![],
        }
    }
}

/// The form of new evidence.
pub fn new(task: &Id, context: &Context) -> Action {
    let title = Phrase::new("新增证据", "New evidence").say(context.lang);
    let of = context.workspace.tasks.get(task.as_str());
    let of = of.map_or("", |of| shown_title(task.as_str(), of, context.lang));
    let today = context.today.to_string();
    let basis = (context.lang, today.as_str(), context.me);
    let purpose = Purpose::Evidence(task.clone());
    let form = Form::of(format!("{title} · {of}"), purpose, RecordKind::Evidence, None, basis);
    Action::Ask(Box::new(Dialog::Form(form)))
}

/// The form of what exists, at its file.
fn relink(id: &Id, context: &Context) -> Action {
    let record = context.workspace.record(RecordKind::Evidence, id.as_str());
    let title = Phrase::new("重新关联文件", "Link another file").say(context.lang);
    let today = context.today.to_string();
    let basis = (context.lang, today.as_str(), context.me);
    let purpose = Purpose::Edit(RecordKind::Evidence, vec![id.clone()]);
    let form = Form::of(title.into(), purpose, RecordKind::Evidence, record, basis);
    Action::Ask(Box::new(Dialog::Form(form.disputed(context.workspace).focused("file"))))
}

fn say(phrase: Phrase, lang: Lang) -> Action {
    Action::Say(Notice { mood: Mood::Plain, text: phrase.say(lang).into() })
}
