//! Where verdict, criteria and detail are, and how they are drawn.

use super::detail::{conditions, gap_text, role, sign, verdict_of};
use super::{GatePane, Line};
use crate::guide::guide;
use crate::readiness::{GateReport, Judged, Stands, WaiverIs, early, is_passed};
use crate::text::{Lang, clip, width, wrap};
use crate::tui::pane::{Context, short_day, verdict_role};
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::touch::{Part, Touch};
use crate::workspace::{Id, Review};
use ratatui::layout::Rect;

/// Where the parts are; None for one that is not seen.
pub(super) struct Places {
    pub head: Rect,
    pub list: Option<Rect>,
    pub detail: Option<Rect>,
}

/// Lines of the detail below the list on a narrow screen.
const DETAIL: u16 = 7;

impl GatePane {
    pub(super) fn places(&self, body: Rect, context: &Context) -> Places {
        let lines = u16::try_from(self.head_lines(context, body.width).len()).unwrap_or(u16::MAX) + 1;
        let height = if body.height >= 10 { lines.min(body.height) } else { body.height.min(1) };
        let head = Rect { height, ..body };
        let rest = Rect { y: body.y + height, height: body.height - height, ..body };
        if body.width >= 100 {
            let wide = self.split.width(body.width * 3 / 5, body.width * 4 / 5);
            let list = Rect { width: wide, ..rest };
            let detail = right_of(rest, wide + 2);
            let detail = Rect { width: detail.width.saturating_sub(1), ..detail };
            return Places { head, list: Some(list), detail: Some(detail) };
        }
        if rest.height < DETAIL + 6 {
            let (list, detail) = if self.is_reading { (None, Some(rest)) } else { (Some(rest), None) };
            return Places { head, list, detail };
        }
        // What has the keys has most of the room.
        let below = if self.is_reading { rest.height - 6 } else { DETAIL };
        let list = Rect { height: rest.height - below - 1, ..rest };
        let detail = Rect { y: rest.y + rest.height - below, height: below, ..rest };
        let detail =
            Rect { x: detail.x + 1.min(detail.width), width: detail.width.saturating_sub(1), ..detail };
        Places { head, list: Some(list), detail: Some(detail) }
    }

    pub(super) fn draw_parts(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        let places = self.places(body, context);
        if let Some(report) = self.report(context) {
            self.draw_head(canvas, places.head, report, context);
            if let Some(area) = places.list {
                self.draw_list(canvas, area, report, context);
            }
        }
        if let Some(area) = places.detail {
            if places.list.is_some_and(|list| list.bottom() < area.y) {
                let rule = Rect { x: body.x, y: area.y - 1, width: body.width, height: 1 };
                canvas.rule(rule, Role::Faint, "─");
            }
            self.detail.draw(canvas, area, self.is_reading);
            if let Some(list) = places.list.filter(|list| list.right() < area.x) {
                let border = Rect { x: list.right(), width: area.x - list.right(), ..list };
                canvas.touch(border, Touch::Divider(Part::List));
            }
        }
    }

    /// The question of the gate, and that the stage behind or before it does not wait.
    fn head_lines(&self, context: &Context, wide: u16) -> Vec<(Role, String)> {
        let lang = context.lang;
        let mut lines = vec![(Role::Label, self.gate.question.say(lang).to_owned())];
        if let Some(before) = early(context.gates, context.workspace, context.progress, self.stage) {
            lines.push((Role::Warn, early_text(before, context)));
        }
        let at = guide().stages().iter().position(|stage| stage.key == self.stage.key);
        let next = at.and_then(|at| guide().stages().get(at + 1));
        let is_ahead =
            next.and_then(|next| early(context.gates, context.workspace, context.progress, next)).is_some();
        if let (true, Some(next)) = (is_ahead, next) {
            let name = next.title.say(lang);
            lines.push((
                Role::Warn,
                match lang {
                    Lang::Zh => format!("! {name}已先行开展；本门尚未通过"),
                    Lang::En => format!("! {name} has begun already; this gate is not passed yet"),
                },
            ));
        }
        let room = usize::from(wide.saturating_sub(2)).max(2);
        lines
            .into_iter()
            .flat_map(|(role, text)| wrap(&text, room).into_iter().map(move |line| (role, line)))
            .collect()
    }

    fn draw_head(&self, canvas: &mut Canvas, area: Rect, report: &GateReport, context: &Context) {
        let lang = context.lang;
        let title = format!(" {} {}   ", self.gate.key, self.gate.title.say(lang));
        let verdict = format!("{} {}", report.verdict.sign(), report.verdict.label(self.gate, lang));
        let waived = report.unmet().count() - report.missing().count();
        let counts = match (report.missing().count(), waived, lang) {
            (0, 0, _) => String::new(),
            (missing, 0, Lang::Zh) => format!("   缺 {missing} 项"),
            (missing, waived, Lang::Zh) => format!("   缺 {missing} 项 · 豁免 {waived} 项"),
            (missing, 0, Lang::En) => format!("   {missing} missing"),
            (missing, waived, Lang::En) => format!("   {missing} missing · {waived} waived"),
        };
        let verdict_role = match verdict_role(report.verdict) {
            Role::Plain => Role::Accent,
            role => role,
        };
        let pieces = [(Role::Heading, title.as_str()), (verdict_role, &verdict), (Role::Plain, &counts)];
        let used = canvas.pieces(below(area, 0), pieces);
        let held = match (is_passed(context.workspace, &self.gate.key), lang) {
            (true, Lang::Zh) => "评审已通过 ✓ ",
            (true, Lang::En) => "review passed ✓ ",
            (false, _) => "",
        };
        let rest = right_of(below(area, 0), used + 2);
        if width(held) <= usize::from(rest.width) {
            canvas.line_right(rest, Role::Good, held);
        }
        for (n, (role, text)) in self.head_lines(context, area.width).iter().enumerate() {
            canvas.line(right_of(below(area, 1 + cells(n)), 1), *role, text);
        }
    }

    fn draw_list(&self, canvas: &mut Canvas, area: Rect, report: &GateReport, context: &Context) {
        let window = self.list.window(self.lines.len(), usize::from(area.height));
        canvas.scrolls(area, Part::List);
        for (row, at) in window.clone().enumerate() {
            let place = below(area, cells(row));
            match &self.lines[at] {
                Line::Heading(text) => {
                    let used = canvas.line(right_of(place, 1), Role::Label, text);
                    canvas.rule(right_of(place, used + 2), Role::Faint, "─");
                }
                Line::Faint(text) => {
                    canvas.line(right_of(place, 3), Role::Faint, text);
                }
                Line::Criterion(n) => {
                    if let Some(judged) = report.criteria.get(*n) {
                        draw_criterion(canvas, place, judged, context);
                    }
                }
                Line::Review(id) => draw_review(canvas, place, id, context),
            }
            if self.lines[at].is_entry() {
                canvas.touch(place, Touch::line(Part::List, at));
            }
            if at == self.list.at && self.lines[at].is_entry() {
                canvas.line(place, Role::Accent, "▌");
                canvas.tint(place, if self.is_reading { Role::Rest } else { Role::Cursor });
            }
        }
        if window.end < self.lines.len() && area.height > 0 {
            canvas.line_right(below(area, area.height - 1), Role::Faint, "↓");
        }
    }
}

fn draw_review(canvas: &mut Canvas, place: Rect, id: &Id, context: &Context) {
    let lang = context.lang;
    let Some(review) = context.workspace.reviews.get(id.as_str()) else { return };
    let role = match review.verdict.as_str() {
        "pass" => Role::Good,
        "conditional" => Role::Warn,
        _ => Role::Bad,
    };
    let sign = match review.verdict.as_str() {
        "pass" => "✓",
        "conditional" => "◐",
        "no_go" => "✗",
        _ => "·",
    };
    canvas.line(right_of(place, 1), role, sign);
    canvas.line(right_of(place, 3), Role::Plain, &review_text(review, lang));
}

/// `2026-11-20 有条件通过 · 4 人 · 条件 2 项`.
fn review_text(review: &Review, lang: Lang) -> String {
    let people = review.people.iter().count();
    let conditions = conditions(review);
    let counts = match lang {
        Lang::Zh => [(people, format!("与会 {people} 人")), (conditions, format!("条件 {conditions} 项"))],
        Lang::En => [(people, format!("{people} people")), (conditions, format!("{conditions} conditions"))],
    };
    let mut text = format!("{} {}", review.on.as_str(), verdict_of(review, lang));
    for (_, said) in counts.iter().filter(|(count, _)| *count > 0) {
        text.push_str(" · ");
        text.push_str(said);
    }
    text
}

/// `! G1 未通过（缺 4）：本阶段先行开展，评审时一并核对`.
pub(super) fn early_text(before: &GateReport, context: &Context) -> String {
    let (gate, missing) = (&before.gate.key, before.missing().count());
    match context.lang {
        Lang::Zh => {
            format!("! 上一评审门 {gate} 未通过（缺 {missing} 项）：本阶段可先行开展，评审时一并核对")
        }
        Lang::En => {
            format!("! {gate} before it is not passed ({missing} missing): work may go on all the same")
        }
    }
}

/// Sign, sentence, what was found; of what is waived until when, else the first thing that is missing.
fn draw_criterion(canvas: &mut Canvas, place: Rect, judged: &Judged, context: &Context) {
    let lang = context.lang;
    let role = role(judged);
    canvas.line(right_of(place, 1), role, sign(judged));
    let mut rest = Rect { width: place.width.saturating_sub(1), ..place };
    let found = clip(&judged.found.say(lang), 22).into_owned();
    if !found.is_empty() && rest.width > 40 {
        rest = canvas.line_right(rest, Role::Heading, &found);
        rest.width = rest.width.saturating_sub(1);
    }
    let waiver = judged.waiver.as_ref().filter(|_| judged.stands != Stands::Met);
    let tail = waiver.map(|waiver| {
        let day = short_day(&waiver.until, context.today);
        match (waiver.is, lang) {
            (WaiverIs::Valid, Lang::Zh) => (Role::Faint, format!("豁免至 {day}")),
            (WaiverIs::Valid, Lang::En) => (Role::Faint, format!("waived to {day}")),
            (WaiverIs::Past, Lang::Zh) => (Role::Warn, format!("豁免 {day} 已到期")),
            (WaiverIs::Past, Lang::En) => (Role::Warn, format!("waiver ended {day}")),
            (WaiverIs::Incomplete, Lang::Zh) => (Role::Warn, "豁免不完整".into()),
            (WaiverIs::Incomplete, Lang::En) => (Role::Warn, "incomplete waiver".into()),
            (WaiverIs::Refused, Lang::Zh) => (Role::Warn, "不可豁免".into()),
            (WaiverIs::Refused, Lang::En) => (Role::Warn, "takes no waiver".into()),
        }
    });
    if let Some((role, text)) = tail
        && rest.width > 40
    {
        rest = canvas.line_right(rest, role, &text);
        rest.width = rest.width.saturating_sub(1);
    }
    let says = judged.criterion.says.say(lang);
    let says_role = if role == Role::Good || role == Role::Faint { Role::Faint } else { Role::Plain };
    let used = canvas.line(right_of(rest, 3), says_role, says);
    // Where there is room left, the first place to go to.
    let room = right_of(rest, used + 5);
    if let Some(gap) = judged.missing.first().filter(|_| !judged.is_waived() && room.width >= 16) {
        let text = clip(&gap_text(gap, context), usize::from(room.width)).into_owned();
        canvas.line_right(room, Role::Faint, &text);
    }
}
