//! The overview of all five stages: how far each is, and what is late, due, blocked, mine.
//!
//! ```text
//!  3 实施准备  ███████░░░ 57%   完成 8 · 进行 3 · 受阻 1 · 未开始 2
//!  逾期 2 ─────────────            本周到期 3 ─────────────
//! ▌✗ 4c.6 …  何成  逾期 2 天        ▸ 4c.4 …   周岚  还有 3 天
//! ```

mod pointing;

use super::{Context, Pane, concern_text, missing_text, status_role, verdict_role};
use crate::guide::{Stage, guide};
use crate::readiness::{Concern, Counts, GateReport, next_gate, shown_title};
use crate::text::{Lang, width};
use crate::tui::action::{Action, Page, View};
use crate::tui::command::Command;
use crate::tui::keymap::Layer;
use crate::tui::named::{subject_text, value_text};
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::list::{List, Step};
use crate::tui::widget::touch::Touch;
use crate::workspace::{At, Id};
use ratatui::layout::Rect;

/// Disputes that are listed here; the inbox has them all.
const LISTED: usize = 6;

#[derive(Debug, Default)]
pub struct OverviewPane {
    /// One or two columns of lines, each with its own cursor.
    columns: [Vec<Line>; 2],
    lists: [List; 2],
    column: usize,
    built: Option<(u64, Lang, jiff::civil::Date, String, bool)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    Heading(Role, String),
    Task(Id, Option<Concern>),
    /// The gate that is next, by its key: its verdict, and what it lacks.
    Gate(String),
    /// A dispute by its key: what it is about and its candidates. Without a key, all that are not listed.
    Dispute(String, Option<String>),
    Faint(String),
    Gap,
}

impl Line {
    fn is_entry(&self) -> bool {
        matches!(self, Line::Gate(_) | Line::Task(..) | Line::Dispute(..))
    }
}

impl Pane for OverviewPane {
    fn layers(&self) -> &'static [Layer] {
        &[Layer::Overview, Layer::Move, Layer::App]
    }

    fn settle(&mut self, context: &Context, body: Rect) {
        let is_wide = body.width >= 100;
        let built = (context.revision, context.lang, context.today, context.me.to_owned(), is_wide);
        if self.built.as_ref() != Some(&built) {
            self.columns = lines(context, is_wide);
            self.column = self.column.min(usize::from(is_wide));
            self.built = Some(built);
            for column in 0..2 {
                self.leave_headings(column);
            }
        }
        for column in 0..2 {
            let height = usize::from(lists_area(body).height);
            self.lists[column].keep_in_view(self.columns[column].len(), height);
        }
    }

    fn run(
        &mut self,
        command: Command,
        context: &Context,
        body: Rect,
        _random: &mut fastrand::Rng,
    ) -> Vec<Action> {
        let height = usize::from(lists_area(body).height);
        let is_wide = body.width >= 100;
        let Some(step) = command.step() else {
            match command {
                Command::Left | Command::Right | Command::NextColumn | Command::PreviousColumn if is_wide => {
                    self.column = 1 - self.column;
                    return vec![];
                }
                Command::Open => return self.open().into_iter().collect(),
                Command::Copy => return self.copy(context),
                _ => return vec![],
            }
        };
        let (lines, list) = (&self.columns[self.column], &mut self.lists[self.column]);
        let before = list.at;
        list.step(step, lines.len(), height);
        // Headings and gaps are passed over: on in the same direction, else back to the last line before.
        let is_entry = |at: &usize| lines.get(*at).is_some_and(Line::is_entry);
        let (onward, back): (Option<usize>, Option<usize>) = if list.at >= before {
            ((list.at..lines.len()).find(is_entry), (before..list.at).rev().find(is_entry))
        } else {
            ((0..=list.at).rev().find(is_entry), (list.at..=before).find(is_entry))
        };
        list.at = onward.or(back).unwrap_or(before);
        list.keep_in_view(lines.len(), height);
        if list.at == before && step == Step::Up {
            list.top = 0;
        }
        vec![]
    }

    fn type_text(&mut self, text: &str, _: &Context) -> Vec<Action> {
        vec![Action::Search(text.to_owned())]
    }

    fn draw(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        draw_stages(canvas, body, context);
        let area = lists_area(body);
        if body.width >= 100 {
            let half = area.width / 2;
            self.draw_column(canvas, Rect { width: half.saturating_sub(1), ..area }, context, 0);
            self.draw_column(canvas, right_of(area, half + 1), context, 1);
        } else {
            self.draw_column(canvas, area, context, 0);
        }
    }
}

impl OverviewPane {
    /// The cursor does not rest on a heading where there is a line below it.
    fn leave_headings(&mut self, column: usize) {
        let lines = &self.columns[column];
        let at = self.lists[column].at.min(lines.len().saturating_sub(1));
        let next = (at..lines.len()).find(|at| lines[*at].is_entry());
        let before = (0..at).rev().find(|at| lines[*at].is_entry());
        self.lists[column].at = next.or(before).unwrap_or(0);
    }

    fn copy(&self, context: &Context) -> Vec<Action> {
        match self.columns[self.column].get(self.lists[self.column].at) {
            Some(Line::Task(id, _)) => {
                let task = context.workspace.tasks.get(id.as_str());
                let title = task.map_or("", |task| shown_title(id.as_str(), task, context.lang));
                vec![Action::CopyText(format!("{id} {title}"))]
            }
            Some(Line::Gate(key)) => {
                let report = context.gates.iter().find(|report| report.gate.key == *key);
                let text = report.map_or(String::new(), |report| gate_text(report, context.lang));
                vec![Action::CopyText(text)]
            }
            Some(Line::Dispute(text, _)) => vec![Action::CopyText(text.clone())],
            _ => vec![],
        }
    }

    fn open(&self) -> Option<Action> {
        match self.columns[self.column].get(self.lists[self.column].at)? {
            Line::Task(id, _) => Some(Action::GoToTask(id.clone())),
            Line::Gate(key) => Some(Action::GoToGate(key.clone(), None)),
            Line::Dispute(_, Some(key)) => Some(Action::GoToDispute(key.clone())),
            Line::Dispute(_, None) => Some(Action::Go(Page::Disputes)),
            _ => None,
        }
    }

    fn draw_column(&self, canvas: &mut Canvas, area: Rect, context: &Context, column: usize) {
        let lines = &self.columns[column];
        let list = self.lists[column];
        let part = pointing::PARTS[column];
        canvas.scrolls(area, part);
        for (row, at) in list.window(lines.len(), usize::from(area.height)).enumerate() {
            let place = below(area, cells(row));
            match &lines[at] {
                Line::Heading(role, text) => {
                    let used = canvas.line(right_of(place, 1), *role, text);
                    canvas.rule(right_of(place, used + 2), Role::Faint, "─");
                }
                Line::Gate(key) => draw_gate(canvas, place, context, key),
                Line::Task(id, concern) => draw_task(canvas, place, context, id, *concern),
                Line::Dispute(text, _) => {
                    canvas.line(right_of(place, 1), Role::Bad, text);
                }
                Line::Faint(text) => {
                    canvas.line(right_of(place, 1), Role::Faint, text);
                }
                Line::Gap => {}
            }
            if lines[at].is_entry() {
                canvas.touch(place, Touch::line(part, at));
            }
            if at == list.at && lines[at].is_entry() {
                canvas.line(place, Role::Accent, "▌");
                if column == self.column {
                    canvas.tint(place, Role::Cursor);
                }
            }
        }
    }
}

/// Rows of the stages above the lists: all five where there is room.
fn stage_rows(body: Rect) -> u16 {
    if body.height >= 12 { 6 } else { 0 }
}

fn lists_area(body: Rect) -> Rect {
    let above = stage_rows(body);
    Rect { y: body.y + above, height: body.height - above, ..body }
}

fn draw_stages(canvas: &mut Canvas, body: Rect, context: &Context) {
    if stage_rows(body) == 0 {
        return;
    }
    let title_cells = if context.lang == Lang::Zh { 12 } else { 30 };
    let bar_cells = if body.width >= 100 { 20 } else { 8 };
    // Title, bar and percent; what is left is for words if all five stages have room for them, else for signs.
    let room = usize::from(body.width.saturating_sub(title_cells + 1 + bar_cells + PERCENT));
    let wide = |stage: &Stage| {
        let words = kinds(context.progress.stage(&stage.key), context.lang);
        words.iter().map(|(_, word, count)| width(word) + 3 + count.to_string().len()).sum::<usize>()
    };
    let has_words = guide().stages().iter().all(|stage| wide(stage) <= room + 2);
    for (n, stage) in guide().stages().iter().enumerate() {
        let place = below(body, cells(n));
        canvas.touch(place, Touch::does(Action::Go(Page::Stage(n, View::Tasks))));
        let counts = context.progress.stage(&stage.key);
        let title = format!(" {} {}", n + 1, stage.title.say(context.lang));
        canvas.line(Rect { width: title_cells.min(place.width), ..place }, Role::Heading, &title);
        let bar_place = right_of(place, title_cells + 1);
        let full = counts.percent() * usize::from(bar_cells) / 100;
        let mut used = canvas.line(
            Rect { width: bar_cells.min(bar_place.width), ..bar_place },
            Role::Good,
            &"█".repeat(full),
        );
        used += canvas.line(
            Rect {
                width: bar_cells.saturating_sub(used).min(right_of(bar_place, used).width),
                ..right_of(bar_place, used)
            },
            Role::Faint,
            &"░".repeat(usize::from(bar_cells) - full),
        );
        let percent = format!(" {:>3}%  ", counts.percent());
        used += canvas.line(right_of(bar_place, used), Role::Heading, &percent);
        let kinds = kinds(counts, context.lang);
        let words: Vec<String> = kinds.iter().map(|(_, word, count)| format!("{word} {count}")).collect();
        for ((role, word, count), long) in kinds.iter().zip(&words) {
            let short = format!("{} {count}", word.chars().next().unwrap_or(' '));
            used += canvas.line(right_of(bar_place, used), *role, if has_words { long } else { &short });
            used = used.saturating_add(2);
        }
    }
}

/// Cells of ` 100%  `.
const PERCENT: u16 = 7;

/// How many tasks of a stage are how far, without those that are none.
fn kinds(counts: Counts, lang: Lang) -> Vec<(Role, &'static str, usize)> {
    [
        (Role::Good, ["✓ 完成", "✓ done"], counts.done),
        (Role::Doing, ["▸ 进行", "▸ doing"], counts.doing),
        (Role::Bad, ["✗ 受阻", "✗ blocked"], counts.blocked),
        (Role::Plain, ["· 未开始", "· open"], counts.open),
        (Role::Faint, ["– 豁免", "– waived"], counts.waived),
    ]
    .into_iter()
    .filter(|(.., count)| *count > 0)
    .map(|(role, words, count)| (role, words[usize::from(lang == Lang::En)], count))
    .collect()
}

/// `下一评审门 G1 总体规划评审  ○ 未定 · 缺 4`.
fn gate_text(report: &GateReport, lang: Lang) -> String {
    let gate = report.gate;
    let head = if lang == Lang::Zh { "下一评审门" } else { "Next gate" };
    let verdict = format!("{} {}", report.verdict.sign(), report.verdict.label(gate, lang));
    let missing = match missing_text(report.missing().count(), lang) {
        text if text.is_empty() => text,
        text => format!(" · {text}"),
    };
    format!("{head} {} {}  {verdict}{missing}", gate.key, gate.title.say(lang))
}

fn draw_gate(canvas: &mut Canvas, place: Rect, context: &Context, key: &str) {
    if let Some(report) = context.gates.iter().find(|report| report.gate.key == key) {
        let role = verdict_role(report.verdict);
        canvas.line(right_of(place, 1), role, &gate_text(report, context.lang));
    }
}

fn draw_task(canvas: &mut Canvas, place: Rect, context: &Context, id: &Id, concern: Option<Concern>) {
    let Some(task) = context.workspace.tasks.get(id.as_str()) else { return };
    let pressing = concern.map_or(String::new(), |concern| concern_text(concern, context.lang));
    let role = match concern {
        Some(Concern::Late(_) | Concern::Blocked) => Role::Bad,
        Some(Concern::Due(_)) => Role::Warn,
        None => Role::Faint,
    };
    let mut rest = place;
    if place.width > 40 {
        let why = match &task.status {
            crate::workspace::Status::Blocked { why } if concern == Some(Concern::Blocked) => why.as_str(),
            _ => pressing.as_str(),
        };
        let text = crate::text::clip(why, usize::from(place.width / 3)).into_owned();
        rest = canvas.line_right(place, role, &text);
        rest.width = rest.width.saturating_sub(1);
        let owner = crate::text::pad(task.owner.as_str(), 8);
        rest = canvas.line_right(rest, Role::Faint, &owner);
        rest.width = rest.width.saturating_sub(1);
    }
    let used = canvas.line(right_of(rest, 1), status_role(&task.status), task.status.sign());
    let title = shown_title(id.as_str(), task, context.lang);
    let number = if guide().template(id.as_str()).is_some() { format!("{id} ") } else { String::new() };
    canvas.line(right_of(rest, used + 2), Role::Plain, &format!("{number}{title}"));
}

fn lines(context: &Context, is_wide: bool) -> [Vec<Line>; 2] {
    let lang = context.lang;
    let agenda = context.agenda;
    let said = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
    let section = |role, title: String, tasks: Vec<Line>, none: String| {
        let mut lines = vec![Line::Heading(role, format!("{title} {}", tasks.len()))];
        if tasks.is_empty() {
            lines.push(Line::Faint(none));
        }
        lines.extend(tasks);
        lines.push(Line::Gap);
        lines
    };
    let known =
        |list: &[(Id, Concern)]| list.iter().map(|(id, c)| Line::Task(id.clone(), Some(*c))).collect();
    let mut left = vec![];
    if let Some(next) = next_gate(context.gates, context.workspace) {
        left.extend([Line::Gate(next.gate.key.clone()), Line::Gap]);
    }
    left.extend(section(
        Role::Bad,
        said("逾期", "Late"),
        known(&agenda.late),
        said("没有逾期", "nothing is late"),
    ));
    left.extend(section(
        Role::Bad,
        said("受阻", "Blocked"),
        known(&agenda.blocked),
        said("没有受阻", "nothing is blocked"),
    ));
    let due = section(
        Role::Warn,
        said("一周内到期", "Due within a week"),
        known(&agenda.due),
        said("本周没有到期", "nothing is due"),
    );
    let mine = agenda.mine.iter().map(|(id, c)| Line::Task(id.clone(), *c)).collect();
    let whose = if context.me.is_empty() {
        said("我负责的（F4 设置我的名字）", "Mine (F4 says who I am)")
    } else {
        said(&format!("我负责的（{}）", context.me), &format!("Mine ({})", context.me))
    };
    let mut right = due;
    right.extend(section(Role::Accent, whose, mine, said("没有我负责的未了结任务", "no open task is mine")));
    left.extend(disputes(context));
    let lost: Vec<Line> =
        context.outline.lost().iter().map(|entry| Line::Task(entry.id.clone(), None)).collect();
    if !lost.is_empty() {
        right.extend(section(
            Role::Warn,
            said("待归位：要素或上级不存在", "Lost & found: no such element or parent"),
            lost,
            String::new(),
        ));
    }
    if is_wide {
        [left, right]
    } else {
        left.extend(right);
        [left, vec![]]
    }
}

/// The first disputes, and where the others are.
fn disputes(context: &Context) -> Vec<Line> {
    let all = context.workspace.open_disputes().count();
    if all == 0 {
        return vec![];
    }
    let title = if context.lang == Lang::Zh { "争议" } else { "Disputes" };
    let mut lines = vec![Line::Heading(Role::Bad, format!("{title} {all}"))];
    let some = context.workspace.open_disputes().take(LISTED);
    lines.extend(some.map(|(key, dispute)| dispute_line(context, key, dispute)));
    if all > LISTED {
        let more = match context.lang {
            Lang::Zh => format!("还有 {} 条 →", all - LISTED),
            Lang::En => format!("{} more →", all - LISTED),
        };
        lines.push(Line::Dispute(more, None));
    }
    lines.push(Line::Gap);
    lines
}

/// A dispute in one line: record, field, candidates.
fn dispute_line(context: &Context, key: &str, dispute: &crate::workspace::Dispute) -> Line {
    let kind = At::from_key(key).and_then(|at| at.value_kind().copied());
    let text = |value| value_text(context.workspace, kind.as_ref(), value, context.lang);
    let candidates: Vec<String> = dispute.of.iter().map(|value| text(value).replace('\n', " ")).collect();
    let (title, label) = subject_text(context.workspace, key, context.lang);
    let candidates = match candidates.as_slice() {
        [] => String::new(),
        some => format!("{}{}", context.lang.colon(), some.join(" ≠ ")),
    };
    Line::Dispute(format!("≠ {title} · {label}{candidates}"), Some(key.to_owned()))
}
