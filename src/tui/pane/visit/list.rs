//! The walk list: areas, lines, and what stands there, each with what is open still.

use super::filter::{VisitFilter, area_name, kind_name};
use super::{Side, VisitPane, is_wide};
use crate::readiness::{WalkList, WalkStop, row_name};
use crate::text::{Lang, width};
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::touch::{Part, Touch};
use crate::workspace::Id;
use ratatui::layout::Rect;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Line {
    Area(String),
    /// A line of an area, as the plant calls it.
    Track(String),
    /// A thing, and where it is on the walk.
    Stop(Id, usize),
}

impl Line {
    pub fn stop(&self) -> Option<&Id> {
        match self {
            Line::Stop(id, _) => Some(id),
            _ => None,
        }
    }
}

/// What passes the filter, and what one stands before whether it passes or not.
pub(super) fn lines(walk: &WalkList, filter: &VisitFilter, here: Option<&Id>) -> Vec<Line> {
    let mut lines = vec![];
    let mut before: Option<&WalkStop> = None;
    for (n, stop) in walk.stops.iter().enumerate() {
        if !filter.passes(stop) && Some(&stop.id) != here {
            continue;
        }
        let is_area = before.is_none_or(|before| before.area != stop.area);
        if is_area {
            lines.push(Line::Area(stop.area.clone()));
        }
        if !stop.line.is_empty() && (is_area || before.is_none_or(|before| before.line != stop.line)) {
            lines.push(Line::Track(stop.line.clone()));
        }
        lines.push(Line::Stop(stop.id.clone(), n));
        before = Some(stop);
    }
    lines
}

/// `M-03 轴承内圈磨床`.
pub(super) fn text(id: &Id, context: &Context) -> String {
    context.workspace.rows.get(id.as_str()).map_or(String::new(), row_name)
}

/// Where the parts are; None for those that are not seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Areas {
    pub head: Rect,
    pub list: Option<Rect>,
    pub card: Option<Rect>,
}

impl VisitPane {
    pub(super) fn areas(&self, body: Rect) -> Areas {
        let head = Rect { height: u16::from(body.height >= 5), ..body };
        let above = head.height + u16::from(body.height >= 16);
        let rest = Rect { y: body.y + above, height: body.height - above, ..body };
        if is_wide(body) && !self.walk.stops.is_empty() {
            let wide = (body.width / 3).clamp(40, 60);
            let list = Rect { width: wide, ..rest };
            return Areas { head, list: Some(list), card: Some(right_of(rest, wide + 2)) };
        }
        match self.side {
            Side::List => Areas { head, list: Some(rest), card: None },
            Side::Card => Areas { head, list: None, card: Some(rest) },
        }
    }

    pub(super) fn draw_parts(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        let areas = self.areas(body);
        self.draw_head(canvas, areas.head, context.lang);
        if self.walk.stops.is_empty() {
            let rest = areas.card.or(areas.list).unwrap_or(body);
            if self.typing.is_some() {
                self.draw_card(canvas, right_of(rest, 1), context);
            } else {
                draw_empty(canvas, right_of(rest, 1), context.lang);
            }
            return;
        }
        if let Some(area) = areas.list {
            self.draw_list(canvas, area, context);
            if areas.card.is_some() {
                for y in 0..area.height {
                    canvas.line(below(Rect { x: area.right(), width: 1, ..area }, y), Role::Faint, "│");
                }
            }
        }
        if let Some(area) = areas.card {
            let inside = right_of(area, 1);
            self.draw_card(canvas, Rect { width: inside.width.saturating_sub(1), ..inside }, context);
        }
    }

    /// How far the walk is: in the area that one is in, and altogether.
    fn draw_head(&self, canvas: &mut Canvas, area: Rect, lang: Lang) {
        let title = if lang == Lang::Zh { " 现场走查   " } else { " Site visit   " };
        let mut used = canvas.line(area, Role::Heading, title);
        let tally = |is_in: &dyn Fn(&WalkStop) -> bool| {
            let stops = self.walk.stops.iter().filter(|stop| self.filter.is_of_kind(stop) && is_in(stop));
            let (done, all) =
                stops.fold((0, 0), |(done, all), stop| (done + usize::from(stop.is_done()), all + 1));
            format!("{done}/{all}")
        };
        if let Some(stop) = self.stop() {
            let here = format!("{} ", area_name(&stop.area, lang));
            let in_area = tally(&|other| other.area == stop.area);
            let total = if lang == Lang::Zh { "   全部 " } else { "   all " };
            let pieces = [
                (Role::Label, here.as_str()),
                (Role::Accent, in_area.as_str()),
                (Role::Label, total),
                (Role::Plain, &tally(&|_| true)),
            ];
            used += canvas.pieces(right_of(area, used), pieces);
        }
        let filter = self.filter.say(lang);
        let rest = right_of(area, used + 2);
        if usize::from(rest.width) > width(&filter) {
            canvas.line_right(Rect { width: rest.width - 1, ..rest }, Role::Warn, &filter);
        }
    }

    fn draw_list(&self, canvas: &mut Canvas, area: Rect, context: &Context) {
        canvas.scrolls(area, Part::List);
        for (row, at) in self.list.window(self.lines.len(), usize::from(area.height)).enumerate() {
            let place = below(area, cells(row));
            match &self.lines[at] {
                Line::Area(name) => {
                    canvas.line(right_of(place, 1), Role::Heading, area_name(name, context.lang));
                }
                Line::Track(name) => {
                    canvas.line(right_of(place, 2), Role::Label, name);
                }
                Line::Stop(id, n) => {
                    if let Some(stop) = self.walk.stops.get(*n) {
                        self.draw_stop(canvas, place, id, stop, context);
                    }
                    canvas.touch(place, Touch::line(Part::List, at));
                    if Some(id) == self.here.as_ref() {
                        canvas.line(place, Role::Accent, "▌");
                        let role = if self.side == Side::List { Role::Cursor } else { Role::Rest };
                        canvas.tint(place, role);
                    }
                }
            }
        }
    }

    fn draw_stop(&self, canvas: &mut Canvas, place: Rect, id: &Id, stop: &WalkStop, context: &Context) {
        let (role, sign, words) = self.standing(id, stop, context.lang);
        let rest = canvas.line_right(Rect { width: place.width.saturating_sub(1), ..place }, role, &words);
        let rest = Rect { width: rest.width.saturating_sub(1), ..rest };
        // What belongs to a machine stands a little in.
        let inset = if stop.register.column(crate::readiness::AREA).is_some() { 2 } else { 4 };
        let used = canvas.line(right_of(rest, inset), role, sign);
        canvas.line(right_of(rest, inset + used + 1), Role::Plain, &text(id, context));
    }

    /// Sign and words of how a thing stands.
    fn standing(&self, id: &Id, stop: &WalkStop, lang: Lang) -> (Role, &'static str, String) {
        let later = if lang == Lang::Zh { "稍后" } else { "later" };
        let open = match (lang, stop.required, stop.others) {
            (_, 0, 0) => return (Role::Good, "✓", String::new()),
            (Lang::Zh, 0, n) => format!("待填 {n}"),
            (Lang::En, 0, n) => format!("open {n}"),
            (Lang::Zh, n, others) => format!("待填 {} · 必填 {n}", n + others),
            (Lang::En, n, others) => format!("open {} · required {n}", n + others),
        };
        if self.later.contains(id) {
            return (Role::Faint, "»", format!("{later} · {open}"));
        }
        let role = if stop.required > 0 { Role::Warn } else { Role::Plain };
        (role, "·", open)
    }

    /// `设备 4/140`: what it is, and where on the walk.
    pub(super) fn position(&self, stop: &WalkStop, lang: Lang) -> String {
        let stops = || self.lines.iter().filter_map(Line::stop);
        let at = stops().position(|id| *id == stop.id).map_or(0, |at| at + 1);
        format!("{} {at}/{}", kind_name(&stop.register.key).say(lang), stops().count())
    }
}

fn draw_empty(canvas: &mut Canvas, area: Rect, lang: Lang) {
    let (what, lines) = match lang {
        Lang::Zh => (
            "还没有可走查的设备、数据源或点位",
            ["I   导入设备清单（CSV 或 XLSX）", "a   现在新增一台设备，先写编号", "Esc 返回总览"],
        ),
        Lang::En => (
            "There are no machines, sources or tags to visit yet",
            [
                "I   import the list of equipment (CSV or XLSX)",
                "a   add a machine now, by its id",
                "Esc back to the overview",
            ],
        ),
    };
    canvas.line(below(area, 1), Role::Heading, what);
    for (n, line) in lines.into_iter().enumerate() {
        canvas.line(below(area, cells(2 * n) + 3), Role::Plain, line);
    }
}
