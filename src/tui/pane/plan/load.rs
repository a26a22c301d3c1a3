//! The other layout of the plan: owners by weeks, and what weighs on the week under the cursor.

use super::PlanPane;
use super::draw::{Areas, column, number};
use crate::readiness::plan::{OwnerLoad, later};
use crate::readiness::shown_title;
use crate::text::{Lang, clip};
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::touch::{Part, Touch};
use jiff::civil::Date;
use ratatui::layout::Rect;

/// Cells of a name, and of a week.
const NAME: u16 = 16;
const WEEK: u16 = 7;

/// How many weeks the load has room for.
pub fn weeks_of_load(body: Rect) -> u16 {
    (body.width.saturating_sub(NAME + 1) / WEEK).max(1)
}

impl PlanPane {
    fn mondays(&self, wide: Rect, today: Date) -> impl Iterator<Item = Date> {
        let first = self.first_day(today);
        (0..i32::from(weeks_of_load(wide))).filter_map(move |n| later(first, n * 7))
    }

    pub(super) fn draw_load(&self, canvas: &mut Canvas, areas: &Areas, context: &Context) {
        let today = context.today;
        let this_week = crate::readiness::plan::monday(today);
        for (n, monday) in self.mondays(areas.rows, today).enumerate() {
            let slot = week_slot(areas.weeks, n);
            let role = if monday == self.week(today) { Role::Accent } else { Role::Faint };
            canvas.line_right(slot, role, &format!("{:02}-{:02}", monday.month(), monday.day()));
            let is_new_year = n == 0 || monday.day() <= 7 && monday.month() == 1;
            if is_new_year {
                canvas.line_right(week_slot(areas.months, n), Role::Heading, &monday.year().to_string());
            } else if monday == this_week {
                let now = if context.lang == Lang::Zh { "本周" } else { "now" };
                canvas.line_right(week_slot(areas.months, n), Role::Accent, now);
            }
        }
        if self.load.owners.is_empty() {
            let none = match context.lang {
                Lang::Zh => {
                    "没有可分摊的工作量：任务要有负责人、日期和人日；可用人日来自台账“人财物资源表”，缺省每周 5 人日"
                }
                Lang::En => {
                    "nothing to spread: tasks need owner, dates and effort; capacity comes from the register of resources, else 5 a week"
                }
            };
            for (row, line) in
                crate::text::wrap(none, usize::from(areas.rows.width.saturating_sub(2))).iter().enumerate()
            {
                canvas.line(right_of(below(areas.rows, cells(row)), 1), Role::Faint, line);
            }
            return;
        }
        let window = self.owners.window(self.load.owners.len(), usize::from(areas.rows.height));
        canvas.scrolls(areas.rows, Part::Other);
        for (row, at) in window.enumerate() {
            let place = below(areas.rows, cells(row));
            canvas.touch(place, Touch::line(Part::Other, at));
            let owner = &self.load.owners[at];
            draw_name(canvas, place, owner, context.lang);
            let is_here = at == self.owners.at;
            if is_here {
                canvas.line(Rect { width: 1, ..place }, Role::Accent, "▌");
                canvas.tint(Rect { width: NAME.min(place.width), ..place }, Role::Rest);
            }
            for (n, monday) in self.mondays(areas.rows, today).enumerate() {
                let slot = week_slot(place, n);
                let week = owner.week(monday);
                let is_over = !owner.owner.is_empty() && week.is_overload();
                let (role, text) = match (is_over, week.load > 0.0) {
                    (true, _) => (Role::Bad, format!("{}!", number(week.load))),
                    (_, true) => (Role::Plain, format!("{} ", number(week.load))),
                    _ => (Role::Faint, "· ".to_owned()),
                };
                canvas.line(slot, role, &column(&text, usize::from(WEEK)));
                canvas.touch(slot, Touch::cell(Part::Other, at, n + 1));
                if is_here && monday == self.week(today) {
                    canvas.tint(slot, Role::Cursor);
                }
            }
        }
        self.draw_shares(canvas, areas.detail, context);
    }

    /// What the week under the cursor is made of.
    fn draw_shares(&self, canvas: &mut Canvas, area: Rect, context: &Context) {
        let Some(owner) = self.load.owners.get(self.owners.at) else { return };
        let monday = self.week(context.today);
        let week = owner.week(monday);
        let name = name_of(owner, context.lang);
        let source = match (owner.is_told(), context.lang) {
            (true, Lang::Zh) => "资源表",
            (true, Lang::En) => "resource table",
            (false, Lang::Zh) => "缺省",
            (false, Lang::En) => "default",
        };
        let over = if !owner.owner.is_empty() && week.is_overload() { " !" } else { "" };
        let head = match context.lang {
            Lang::Zh => format!(
                "{name} · {monday} 起一周：{} / {} 人日（{source}）{over}",
                number(week.load),
                number(week.capacity)
            ),
            Lang::En => format!(
                "{name} · week of {monday}: {} of {} person-days ({source}){over}",
                number(week.load),
                number(week.capacity)
            ),
        };
        let role = if over.is_empty() { Role::Plain } else { Role::Bad };
        let mut row = 0;
        if area.height > 2 {
            canvas.rule(below(area, 0), Role::Faint, "─");
            row = 1;
        }
        let used = canvas.line(right_of(below(area, row), 1), role, &head);
        let text = |(id, share): &(crate::workspace::Id, f64)| {
            let task = context.workspace.tasks.get(id.as_str());
            let title = task.map_or("", |task| shown_title(id.as_str(), task, context.lang));
            let is_adopted = crate::guide::guide().template(id.as_str()).is_some();
            let id = if is_adopted { format!("{id} ") } else { String::new() };
            format!("{:>4} {id}{title}", number(*share))
        };
        if area.height > 2 {
            let room = usize::from(area.height.saturating_sub(row + 1));
            for (n, share) in self.shares.iter().take(room).enumerate() {
                canvas.line(right_of(below(area, row + 1 + cells(n)), 3), Role::Faint, &text(share));
            }
        } else if let Some(share) = self.shares.first() {
            let place = right_of(below(area, row), used + 3);
            canvas.line(place, Role::Faint, &text(share));
        }
    }
}

fn name_of(owner: &OwnerLoad, lang: Lang) -> &str {
    match (owner.owner.as_str(), lang) {
        ("", Lang::Zh) => "（无负责人）",
        ("", Lang::En) => "(nobody)",
        (name, _) => name,
    }
}

fn draw_name(canvas: &mut Canvas, place: Rect, owner: &OwnerLoad, lang: Lang) {
    let name = Rect { width: NAME.saturating_sub(2).min(place.width), ..place };
    let role = if owner.is_overloaded() { Role::Bad } else { Role::Plain };
    let sign = if owner.is_overloaded() { "!" } else { " " };
    canvas.line(right_of(name, 1), role, sign);
    canvas.line(right_of(name, 2), Role::Plain, &clip(name_of(owner, lang), 12));
}

fn week_slot(line: Rect, n: usize) -> Rect {
    let slot = right_of(line, NAME.saturating_add(cells(n).saturating_mul(WEEK)));
    Rect { width: WEEK.min(slot.width), ..slot }
}

/// Owner, week, load and capacity.
pub fn copied(pane: &PlanPane, context: &Context) -> Option<String> {
    let owner = pane.load.owners.get(pane.owners.at)?;
    let monday = pane.week(context.today);
    let week = owner.week(monday);
    let name = name_of(owner, context.lang);
    Some(format!("{name} {monday} {}/{}", number(week.load), number(week.capacity)))
}
