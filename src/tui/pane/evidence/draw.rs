//! How the page looks. It only reads.

use super::EvidencePane;
use super::detail::{called, state_of};
use super::filter::Want;
use super::lines::Line;
use crate::guide::guide;
use crate::readiness::{Hole, Proof, Rung, shown_title};
use crate::text::{Lang, Phrase, clip, pad, width};
use crate::tui::pane::{Context, short_day, status_role};
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::touch::{Part, Touch};
use crate::workspace::Id;
use ratatui::layout::Rect;

/// Where the parts are; None for those that are not seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Columns {
    pub head: Option<Rect>,
    pub list: Option<Rect>,
    pub detail: Option<Rect>,
}

/// Cells of a count, of a day, of the mark of a hole or of a file's state.
const COUNT: u16 = 5;
const DAY: u16 = 7;
const MARK: u16 = 12;
/// And of a name: a piece of evidence has no counts, which leaves its title more room.
const BY: u16 = 10;

impl EvidencePane {
    pub(super) fn columns(&self, body: Rect) -> Columns {
        let has_head = body.height >= 6;
        let head = has_head.then_some(Rect { height: 1, ..body });
        let rest = if has_head { Rect { y: body.y + 1, height: body.height - 1, ..body } } else { body };
        if body.width < 110 {
            let detail = Rect { width: rest.width.saturating_sub(2), ..right_of(rest, 1) };
            return if self.in_detail {
                Columns { head, list: None, detail: Some(detail) }
            } else {
                Columns { head, list: Some(rest), detail: None }
            };
        }
        let detail = self.split.width((body.width / 3).clamp(34, 64), body.width * 3 / 5);
        let list = body.width - detail - 3;
        Columns {
            head,
            list: Some(Rect { width: list, ..rest }),
            detail: Some(Rect { x: rest.x + list + 2, width: detail, ..rest }),
        }
    }

    pub(super) fn draw_columns(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        let columns = self.columns(body);
        if let Some(area) = columns.head {
            self.draw_head(canvas, area, columns.list, context);
        }
        if let Some(area) = columns.list {
            self.draw_list(canvas, area, context);
            if columns.detail.is_some() {
                for y in 0..area.height {
                    canvas.line(below(Rect { x: area.right(), width: 1, ..area }, y), Role::Faint, "│");
                }
                canvas.touch(Rect { x: area.right(), width: 2, ..area }, Touch::Divider(Part::Detail));
            }
        }
        if let Some(area) = columns.detail {
            self.detail.draw(canvas, area, self.in_detail);
        }
    }

    /// What there is and what is wrong with it, over the names of the columns.
    fn draw_head(&self, canvas: &mut Canvas, area: Rect, list: Option<Rect>, context: &Context) {
        let lang = context.lang;
        let heads = list.filter(|list| counts_in(list.width)).map_or(0, |list| {
            let tail = right_of(
                Rect { width: list.width, ..area },
                list.width.saturating_sub(tail_cells(list.width)),
            );
            for (n, rung) in Rung::ALL.into_iter().enumerate() {
                let place = Rect { width: COUNT, ..right_of(tail, MARK + COUNT * cells(n)) };
                canvas.line_right(place, Role::Label, &clip(rung_head(rung, lang), usize::from(COUNT) - 1));
            }
            let newest = Phrase::new("最新", "newest").say(lang);
            canvas.line_right(right_of(tail, MARK + COUNT * 4), Role::Label, newest);
            tail_cells(list.width) - MARK
        });
        let wide = list.map_or(area.width, |list| list.width.saturating_sub(heads));
        let place = Rect { width: wide, ..area };
        let said = |zh: &str, n: usize, en: &str| match lang {
            Lang::Zh => format!("{zh} {n}"),
            Lang::En => format!("{en} {n}"),
        };
        let mut parts = vec![(Role::Heading, said("证据", self.sums.evidence, "Evidence"))];
        let mut files = vec![];
        if let Some((done, total)) = context.checking {
            let percent = (done * 100).checked_div(total).unwrap_or(0);
            let text = if lang == Lang::Zh {
                format!("核对中 {percent}%")
            } else {
                format!("checking {percent}%")
            };
            files.push((Role::Doing, text));
        }
        let filter = self.filter.say(lang);
        if filter.is_empty() {
            if self.sums.evidence == 0 {
                let begin =
                    Phrase::new("a 给任务关联文件、说法、实测", "a links files and statements to a task");
                parts.push((Role::Faint, begin.say(lang).into()));
            }
            if self.sums.bare > 0 {
                parts.push((Role::Bad, said("✗ 缺证据", self.sums.bare, "✗ no proof")));
            }
        } else {
            let label = if lang == Lang::Zh { "筛选" } else { "filter" };
            parts.push((Role::Accent, format!("{label} {filter}")));
        }
        // What is wrong comes first: it is what there has to be room for.
        let sums = [
            (self.sums.lost, Role::Bad, "✗ 找不到", "✗ missing"),
            (self.sums.changed, Role::Warn, "≠ 变动", "≠ changed"),
            (self.sums.files, Role::Label, "文件", "files"),
        ];
        let sums = sums.into_iter().filter(|(n, ..)| *n > 0);
        files.extend(sums.map(|(n, role, zh, en)| (role, said(zh, n, en))));
        let hearsay = (self.sums.hearsay > 0 && filter.is_empty())
            .then(|| (Role::Warn, said("▁ 仅口头", self.sums.hearsay, "▁ hearsay")));
        // Above the detail there is room for what there is to say about files.
        let beside = list.filter(|list| list.width < area.width);
        if let Some(list) = beside {
            draw_parts(canvas, right_of(area, list.width + 1), &files);
        } else {
            parts.append(&mut files);
        }
        parts.extend(hearsay);
        draw_parts(canvas, place, &parts);
    }

    fn draw_list(&self, canvas: &mut Canvas, area: Rect, context: &Context) {
        if self.lines.is_empty() {
            self.draw_empty(canvas, area, context.lang);
        }
        canvas.scrolls(area, Part::List);
        for (row, at) in self.list.window(self.lines.len(), usize::from(area.height)).enumerate() {
            let place = below(area, cells(row));
            canvas.touch(place, Touch::line(Part::List, at));
            match &self.lines[at] {
                Line::Element(key) => self.draw_element(canvas, place, context, key),
                Line::Task(id, depth) => self.draw_task(canvas, place, context, id, *depth),
                Line::Evidence(_, id) => draw_evidence(canvas, place, context, id),
                Line::Lost => {
                    let text = Phrase::new("所属任务不存在", "Their tasks do not exist").say(context.lang);
                    canvas.line(right_of(place, 1), Role::Bad, text);
                }
            }
            if at == self.list.at {
                canvas.line(Rect { width: place.width.min(1), ..place }, Role::Accent, "▌");
                canvas.tint(place, if self.in_detail { Role::Rest } else { Role::Cursor });
            }
        }
    }

    fn draw_empty(&self, canvas: &mut Canvas, area: Rect, lang: Lang) {
        let is_filtered = self.filter.want != Want::All
            || self.filter.rung.is_some()
            || self.filter.element.is_some()
            || self.filter.stage.is_some();
        let text = match (is_filtered, lang) {
            (true, Lang::Zh) => "✓ 没有符合筛选的；Esc 看全部",
            (true, Lang::En) => "✓ nothing passes the filter; Esc shows all",
            (false, Lang::Zh) => "证据按任务归档：先有任务，再按 a 关联文件、记下说法或实测",
            (false, Lang::En) => {
                "evidence belongs to tasks: add tasks first, then a links files and statements"
            }
        };
        canvas.line(right_of(below(area, 0), 1), Role::Faint, text);
    }

    fn draw_element(&self, canvas: &mut Canvas, place: Rect, context: &Context, key: &str) {
        let Some(element) = guide().element(key) else { return };
        let nothing = (Proof::default(), 0);
        let (proof, holes) = self.sums.element(key).unwrap_or(&nothing);
        let mark = match (holes, context.lang) {
            (0, _) => String::new(),
            (n, Lang::Zh) => format!("缺口 {n}"),
            (1, Lang::En) => "1 hole".into(),
            (n, Lang::En) => format!("{n} holes"),
        };
        draw_tail(canvas, place, context, (Role::Warn, &mark), proof, Role::Label);
        let title = before_tail(place, &mark);
        let text = format!("{} {}", element.key, element.title.say(context.lang));
        canvas.line(right_of(title, 1), Role::Heading, &text);
    }

    fn draw_task(&self, canvas: &mut Canvas, place: Rect, context: &Context, id: &Id, depth: usize) {
        let Some(task) = context.workspace.tasks.get(id.as_str()) else { return };
        let nothing = Proof::default();
        let proof = self.proofs.task(id.as_str()).unwrap_or(&nothing);
        let mark = match self.proofs.hole(id.as_str(), task) {
            None => (Role::Plain, ""),
            Some(Hole::Bare) => (Role::Bad, Phrase::new("✗ 缺证据", "✗ no proof").say(context.lang)),
            Some(Hole::Hearsay) => (Role::Warn, Phrase::new("▁ 仅口头", "▁ hearsay").say(context.lang)),
        };
        draw_tail(canvas, place, context, mark, proof, Role::Plain);
        let title = before_tail(place, mark.1);
        canvas.line(right_of(title, 1), status_role(&task.status), task.status.sign());
        let indent = cells(depth * 2).min(title.width / 4);
        let number = if guide().template(id.as_str()).is_some() { format!("{id} ") } else { String::new() };
        let text = format!("{number}{}", shown_title(id.as_str(), task, context.lang));
        canvas.line(right_of(title, 3 + indent), Role::Plain, &text);
    }
}

/// One after the other, as far as they fit whole.
fn draw_parts(canvas: &mut Canvas, area: Rect, parts: &[(Role, String)]) {
    let mut place = right_of(area, 1);
    for (role, text) in parts {
        if width(text) > usize::from(place.width) {
            return;
        }
        let used = canvas.line(place, *role, text);
        place = right_of(place, used.saturating_add(2));
    }
}

/// A column's name that fits above a count.
fn rung_head(rung: Rung, lang: Lang) -> &'static str {
    match (rung, lang) {
        (Rung::Document, Lang::En) => "doc.",
        (Rung::Measured, Lang::En) => "meas",
        (rung, lang) => rung.label().say(lang),
    }
}

/// Whether there is room for a count for every rung.
fn counts_in(wide: u16) -> bool {
    wide >= 64
}

fn tail_cells(wide: u16) -> u16 {
    match wide {
        0..36 => 0,
        36..64 => COUNT + MARK,
        _ => MARK + COUNT * 4 + DAY,
    }
}

/// What a title has: all before the counts where there is no mark, with a blank between.
fn before_tail(place: Rect, mark: &str) -> Rect {
    let tail = tail_cells(place.width);
    let free = if mark.is_empty() { MARK.min(tail) } else { 0 };
    Rect { width: place.width.saturating_sub(tail - free + u16::from(tail > 0)), ..place }
}

/// Mark, counts by rung and the newest day; where there is little room, all of it in one number.
fn draw_tail(
    canvas: &mut Canvas,
    place: Rect,
    context: &Context,
    mark: (Role, &str),
    proof: &Proof,
    role: Role,
) {
    let tail = tail_cells(place.width);
    if tail == 0 || place.height == 0 {
        return;
    }
    let place = right_of(place, place.width - tail);
    canvas.line(Rect { width: MARK, ..place }, mark.0, mark.1);
    if tail == COUNT + MARK {
        let all: usize = proof.counts.iter().sum();
        let sign = proof.strongest().map_or("·", Rung::sign);
        canvas.line_right(place, role, &format!("{sign} {all}"));
        return;
    }
    for (n, count) in proof.counts.into_iter().enumerate() {
        let place = Rect { width: COUNT, ..right_of(place, MARK + COUNT * cells(n)) };
        let (role, text) = if count == 0 { (Role::Faint, "·".into()) } else { (role, count.to_string()) };
        canvas.line_right(place, role, &text);
    }
    let day = proof.newest.map_or(String::new(), |day| short_day(&day.to_string(), context.today));
    canvas.line_right(place, Role::Faint, &day);
}

fn draw_evidence(canvas: &mut Canvas, place: Rect, context: &Context, id: &Id) {
    let Some(evidence) = context.workspace.evidence.get(id.as_str()) else { return };
    let tail = tail_cells(place.width).min(MARK + 1 + BY + DAY);
    let (role, state) = state_of(evidence, context);
    if tail > 0 && place.height > 0 {
        let place = right_of(place, place.width - tail);
        canvas.line(
            Rect { width: MARK.min(place.width), ..place },
            role,
            &clip(&state, usize::from(MARK) - 1),
        );
        let day = if evidence.about.is_empty() {
            String::new()
        } else {
            short_day(evidence.about.as_str(), context.today)
        };
        canvas.line_right(place, Role::Faint, &day);
        if tail > COUNT + MARK {
            let by = Rect { width: BY, ..right_of(place, MARK + 1) };
            canvas.line(by, Role::Faint, evidence.by.as_str());
        }
    }
    let free = if state.is_empty() { MARK.min(tail) } else { 0 };
    let rest = Rect { width: place.width.saturating_sub(tail - free + u16::from(tail > 0)), ..place };
    let rung = Rung::of(evidence);
    let label = rung.map_or("—", |rung| rung.label().say(context.lang));
    let wide = Rung::ALL.iter().map(|rung| width(rung.label().say(context.lang))).max().unwrap_or(4);
    let head = format!("{} {}  ", rung.map_or("?", Rung::sign), pad(label, wide));
    let used = canvas.line(right_of(rest, 5), Role::Label, &head);
    let name = called(evidence, id.as_str());
    let text = right_of(rest, 5 + used);
    let used = canvas.line(text, Role::Plain, name);
    if name != evidence.file.as_str() && !evidence.file.is_empty() {
        let more = right_of(text, used);
        if more.width > 8 {
            canvas.line(more, Role::Faint, &format!(" · {}", evidence.file.as_str()));
        }
    }
}
