//! How the plan looks. It only reads.

use super::bars::{Axis, cells_of};
use super::rows::Row;
use super::{PlanPane, Zoom, called};
use crate::readiness::plan::{OwnerLoad, Times, is_broken};
use crate::readiness::{Concern, shown_title};
use crate::text::{Lang, clip, pad_left, width};
use crate::tui::pane::{Context, concern_text, short_day, status_role};
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::touch::{Part, Touch};
use crate::workspace::{Id, Task};
use ratatui::layout::Rect;

/// Where the parts are; those without room have no height.
#[derive(Debug, Clone, Copy)]
pub(super) struct Areas {
    pub title: Rect,
    pub months: Rect,
    pub weeks: Rect,
    pub rows: Rect,
    /// Person-days by week, under the bars.
    pub load: Rect,
    pub detail: Rect,
    /// Cells left of the bars.
    pub labels: u16,
}

impl PlanPane {
    pub(super) fn areas(&self, body: Rect) -> Areas {
        let detail = match body.height {
            30.. => 5,
            10.. => 1,
            _ => 0,
        };
        let load = u16::from(body.height >= 8 && !self.shows_load);
        let head = [1, 2, 4].map(|from| u16::from(body.height >= from));
        let above: u16 = head.iter().sum();
        let line = |y: u16, height: u16| Rect { y: body.y + y.min(body.height), height, ..body };
        let rows = body.height - (above + load + detail).min(body.height);
        Areas {
            title: line(0, head[0]),
            months: line(head[0], head[1]),
            weeks: line(head[0] + head[1], head[2]),
            rows: line(above, rows),
            load: line(above + rows, load),
            detail: line(above + rows + load, detail),
            labels: self.split.width((body.width * 2 / 5).clamp(body.width.min(24), 64), body.width * 4 / 5),
        }
    }

    pub(super) fn axis(&self, body: Rect, context: &Context) -> Axis {
        let wide = body.width.saturating_sub(self.areas(body).labels);
        Axis::of(self.first_day(context.today), self.zoom, wide)
    }

    pub(super) fn draw_all(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        let areas = self.areas(body);
        self.draw_title(canvas, areas.title, context);
        if self.shows_load {
            self.draw_load(canvas, &areas, context);
            return;
        }
        let axis = self.axis(body, context);
        draw_header(canvas, &areas, &axis, self.zoom, context);
        if self.rows.is_empty() {
            let none = match (self.hides_settled, context.lang) {
                (true, Lang::Zh) => "没有未了结的任务；H 显示已了结的",
                (true, Lang::En) => "no open task; H shows settled ones",
                (false, Lang::Zh) => "还没有任务：按 1–5 到阶段页，a 新增，t 采用模板；有了日期就在这里成条",
                (false, Lang::En) => {
                    "no tasks yet: 1 to 5, then a adds, t adopts; with dates they are bars here"
                }
            };
            canvas.line(right_of(below(areas.rows, 0), 1), Role::Faint, none);
        }
        canvas.scrolls(areas.rows, Part::List);
        for (row, at) in self.list.window(self.rows.len(), usize::from(areas.rows.height)).enumerate() {
            let place = below(areas.rows, cells(row));
            match &self.rows[at] {
                Row::Stage(text) => {
                    let used = canvas.line(right_of(place, 1), Role::Heading, text);
                    let wide = areas.labels.saturating_sub(used + 3);
                    canvas.rule(
                        Rect { width: wide.min(place.width), ..right_of(place, used + 2) },
                        Role::Faint,
                        "─",
                    );
                }
                Row::Group(text) => {
                    canvas.line(right_of(place, 1), Role::Label, text);
                }
                Row::Task { id, depth } => {
                    let Some(task) = context.workspace.tasks.get(id.as_str()) else { continue };
                    let label = Rect { width: areas.labels.min(place.width), ..place };
                    canvas.touch(place, Touch::line(Part::List, at));
                    self.draw_label(canvas, label, (id, task, *depth), context);
                    if at == self.list.at {
                        canvas.line(Rect { width: 1, ..place }, Role::Accent, "▌");
                        canvas.tint(label, Role::Cursor);
                    }
                    draw_bar(canvas, right_of(place, areas.labels), &axis, task, context);
                }
            }
        }
        let border = right_of(areas.rows, areas.labels.saturating_sub(1));
        canvas.touch(Rect { width: border.width.min(1), ..border }, Touch::Divider(Part::List));
        self.draw_load_line(canvas, &areas, &axis, context);
        self.draw_detail(canvas, areas.detail, context);
    }

    fn draw_title(&self, canvas: &mut Canvas, area: Rect, context: &Context) {
        let lang = context.lang;
        let said = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
        let mut parts = vec![];
        if self.shows_load {
            parts.push(
                said(
                    "人日负荷（未了结任务，周一至周五均摊）",
                    "load in person-days (open tasks, spread over Mon–Fri)",
                )
                .to_owned(),
            );
        } else {
            parts.push(
                said(
                    if self.by_owner { "按负责人" } else { "按要素" },
                    if self.by_owner { "by owner" } else { "by element" },
                )
                .to_owned(),
            );
            parts.push(self.zoom.label().say(lang).to_owned());
            if self.hides_settled {
                parts.push(said("隐藏完成", "settled hidden").to_owned());
            }
        }
        let overloads = self.load.overloads(context.today).len();
        if overloads > 0 {
            parts.push(match lang {
                Lang::Zh => format!("! 超负荷 {overloads} 人周"),
                Lang::En => format!("! {overloads} overloaded weeks"),
            });
        }
        let (undated, days) = self.load.undated;
        if undated > 0 {
            parts.push(match lang {
                Lang::Zh => format!("? 未排期 {undated} 项 {} 人日", number(days)),
                Lang::En => format!("? {undated} undated, {} person-days", number(days)),
            });
        }
        let used = canvas.line(right_of(area, 1), Role::Heading, said("计划", "Plan"));
        let role = if overloads > 0 { Role::Warn } else { Role::Faint };
        canvas.line(right_of(area, used + 3), role, &parts.join(" · "));
    }

    fn draw_label(
        &self,
        canvas: &mut Canvas,
        place: Rect,
        (id, task, depth): (&Id, &Task, usize),
        context: &Context,
    ) {
        let (before, behind) = &self.around;
        // Who is waited for stands before, who waits behind; both ends of a broken link are marked.
        let here = self.here.as_ref().and_then(|here| context.workspace.tasks.get(here.as_str()));
        let is_bad = here.is_some_and(|here| {
            before.contains(id) && is_broken(task, here) || behind.contains(id) && is_broken(here, task)
        });
        let mark = match (before.contains(id), behind.contains(id)) {
            (true, _) => "←",
            (_, true) => "→",
            _ => " ",
        };
        canvas.line(place, if is_bad { Role::Bad } else { Role::Accent }, mark);
        canvas.line(right_of(place, 1), status_role(&task.status), task.status.sign());
        let concern = Concern::of(task, context.today);
        let mut text = right_of(place, 3 + cells(depth * 2).min(place.width / 4));
        if place.width >= 44 {
            let owner = clip(task.owner.as_str(), 8);
            text =
                canvas.line_right(Rect { width: text.width.saturating_sub(3), ..text }, Role::Faint, &owner);
            text.width = text.width.saturating_sub(1);
        } else {
            text.width = text.width.saturating_sub(3);
        }
        let sign = match concern {
            Some(Concern::Late(_)) => (Role::Bad, "!"),
            _ if Times::of(task).is_empty() => (Role::Faint, "?"),
            _ => (Role::Plain, " "),
        };
        canvas.line(right_of(place, place.width.saturating_sub(2)), sign.0, sign.1);
        let title = shown_title(id.as_str(), task, context.lang);
        let is_adopted = crate::guide::guide().template(id.as_str()).is_some();
        let used = if is_adopted { canvas.line(text, Role::Faint, id.as_str()) + 1 } else { 0 };
        let role = if task.status.is_settled() { Role::Faint } else { Role::Plain };
        canvas.line(right_of(text, used), role, if title.is_empty() { "—" } else { title });
    }

    /// The weeks of the owner of the task under the cursor.
    fn draw_load_line(&self, canvas: &mut Canvas, areas: &Areas, axis: &Axis, context: &Context) {
        let task = self.here.as_ref().and_then(|id| context.workspace.tasks.get(id.as_str()));
        let owner = task
            .and_then(|task| self.load.owner(task.owner.as_str()))
            .filter(|owner| !owner.owner.is_empty());
        let Some(owner) = owner else { return };
        let label = match context.lang {
            Lang::Zh => format!("{} 人日/周", owner.owner),
            Lang::En => format!("{} person-days/week", owner.owner),
        };
        let place = Rect { width: areas.labels.saturating_sub(2).min(areas.load.width), ..areas.load };
        canvas.line(right_of(place, 1), Role::Label, &label);
        let place = right_of(areas.load, areas.labels);
        for (cell, monday) in axis.mondays() {
            let (role, text) = load_text(owner, monday, self.zoom);
            let room = u16::try_from(7 / axis.days.max(1)).unwrap_or(1).max(1);
            let slot = right_of(place, u16::try_from(cell).unwrap_or(0));
            canvas.line(Rect { width: room.min(slot.width), ..slot }, role, &text);
        }
    }

    fn draw_detail(&self, canvas: &mut Canvas, area: Rect, context: &Context) {
        let Some(id) = &self.here else { return };
        let Some(task) = context.workspace.tasks.get(id.as_str()) else { return };
        let (lang, times) = (context.lang, Times::of(task));
        let said = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
        let day =
            |text: &str| if text.is_empty() { "—".to_owned() } else { short_day(text, context.today) };
        let mut dates = format!("{} → {}", day(task.start.as_str()), day(task.due.as_str()));
        if let (Some(from), Some(to)) = (times.start, times.due) {
            let days = (to - from).get_days() + 1;
            let said = match lang {
                Lang::Zh => format!("（{days} 天）"),
                Lang::En => format!(" ({days} d)"),
            };
            dates.push_str(&said);
        }
        if let Some(effort) = task.effort.number() {
            let said = format!("  {} {}", number(effort), said("人日", "person-days"));
            dates.push_str(&said);
        }
        let concern = Concern::of(task, context.today);
        let links = |ids: Vec<&Id>| links_text(&ids, task, context);
        let before: Vec<&Id> = task.after.iter().filter_map(|id| context.workspace.tasks.key(id)).collect();
        let behind: Vec<&Id> = self.links.followers(id.as_str()).iter().collect();
        let mut row = 0;
        if area.height > 2 {
            canvas.rule(below(area, 0), Role::Faint, "─");
            let used = canvas.line(right_of(below(area, 1), 1), Role::Faint, super::number(id));
            canvas.line(
                right_of(below(area, 1), 1 + used + u16::from(used > 0)),
                Role::Heading,
                shown_title(id.as_str(), task, lang),
            );
            row = 2;
        }
        let line = right_of(below(area, row), 1);
        let mut used = canvas.line(line, Role::Plain, &dates);
        if let Some(concern) = concern {
            let role = if matches!(concern, Concern::Due(_)) { Role::Warn } else { Role::Bad };
            used += 2 + canvas.line(right_of(line, used + 2), role, &concern_text(concern, lang));
        }
        if area.height > 2 {
            for (n, (label, ids)) in
                [(said("← 前置", "← waits for"), before), (said("→ 后续", "→ followed by"), behind)]
                    .into_iter()
                    .enumerate()
            {
                let line = right_of(below(area, row + 1 + cells(n)), 1);
                let used = canvas.line(line, Role::Label, label);
                let (role, text) = links(ids);
                canvas.line(right_of(line, used + 1), role, &text);
            }
        } else {
            let (before, behind) = (links(before), links(behind));
            for (mark, (role, text)) in
                [("←", before), ("→", behind)].into_iter().filter(|(_, (_, text))| text != "—")
            {
                used += 2 + canvas.line(right_of(line, used + 2), role, &format!("{mark} {text}"));
            }
        }
    }
}

/// Tasks at the other ends of links, each with its sign and the day that matters; a broken link with `!`.
fn links_text(ids: &[&Id], here: &Task, context: &Context) -> (Role, String) {
    let mut role = Role::Plain;
    let text = |id: &&&Id| {
        let task = context.workspace.tasks.get(id.as_str())?;
        let is_before = here.after.contains(id.as_str());
        let is_bad = if is_before { is_broken(task, here) } else { is_broken(here, task) };
        let times = Times::of(task);
        let day = if is_before { times.end() } else { times.begin() };
        let day = day.map_or("?".to_owned(), |day| short_day(&day.to_string(), context.today));
        Some((
            is_bad,
            format!(
                "{} {} {day}{}",
                task.status.sign(),
                called(context.workspace, id, context.lang),
                if is_bad { " !" } else { "" }
            ),
        ))
    };
    let texts: Vec<(bool, String)> = ids.iter().filter_map(|id| text(&id)).collect();
    if texts.iter().any(|(is_bad, _)| *is_bad) {
        role = Role::Bad;
    }
    let texts: Vec<String> = texts.into_iter().map(|(_, text)| text).collect();
    if texts.is_empty() { (Role::Faint, "—".to_owned()) } else { (role, texts.join("  ")) }
}

/// Months over weeks.
fn draw_header(canvas: &mut Canvas, areas: &Areas, axis: &Axis, zoom: Zoom, context: &Context) {
    let months = right_of(areas.months, areas.labels);
    for (cell, text) in axis.months(context.lang) {
        canvas.line(right_of(months, u16::try_from(cell).unwrap_or(0)), Role::Heading, &text);
    }
    let weeks = right_of(areas.weeks, areas.labels);
    let mut covered = vec![];
    let today = (context.today - axis.first).get_days().div_euclid(axis.days);
    for (n, (cell, monday)) in axis.mondays().enumerate() {
        let text = match zoom {
            Zoom::Week => format!("{:02}-{:02}", monday.month(), monday.day()),
            Zoom::Month => format!("{:02}", monday.day()),
            // A week has one cell: every fourth says its day.
            Zoom::Quarter if n % 4 == 0 => format!("{:02}", monday.day()),
            Zoom::Quarter => continue,
        };
        let used = canvas.line(right_of(weeks, u16::try_from(cell).unwrap_or(0)), Role::Faint, &text);
        covered.push(cell..cell + i32::from(used));
    }
    if let Ok(cell) = u16::try_from(today)
        && i32::from(cell) < axis.cells
        && !covered.iter().any(|label| label.contains(&i32::from(cell)))
    {
        canvas.line(Rect { width: 1, ..right_of(weeks, cell) }, Role::Accent, "▼");
    }
    let label = if context.lang == Lang::Zh { "│ 今天" } else { "│ today" };
    let place = Rect { width: areas.labels.saturating_sub(2).min(areas.weeks.width), ..areas.weeks };
    canvas.line_right(
        place,
        Role::Accent,
        &format!("{label} {}", short_day(&context.today.to_string(), context.today)),
    );
}

fn draw_bar(canvas: &mut Canvas, place: Rect, axis: &Axis, task: &Task, context: &Context) {
    let is_late =
        !task.status.is_settled() && matches!(Concern::of(task, context.today), Some(Concern::Late(_)));
    let bar = cells_of(axis, Times::of(task), &task.status, is_late, context.today);
    let mut rest = place;
    for run in bar.chunk_by(|one, other| one.0 == other.0) {
        let text: String = run.iter().map(|(_, sign)| *sign).collect();
        let used = canvas.line(rest, run[0].0, &text);
        rest = right_of(rest, used);
    }
}

/// One week of somebody: load against capacity where there is room, else the load, else a sign.
pub(super) fn load_text(owner: &OwnerLoad, monday: jiff::civil::Date, zoom: Zoom) -> (Role, String) {
    let week = owner.week(monday);
    let is_over = week.is_overload();
    let role = match (is_over, week.load > 0.0) {
        (true, _) => Role::Bad,
        (_, true) => Role::Plain,
        _ => Role::Faint,
    };
    let text = match zoom {
        Zoom::Quarter if is_over => "!".to_owned(),
        Zoom::Quarter if week.load > 0.0 => "▪".to_owned(),
        Zoom::Quarter => "·".to_owned(),
        _ if week.load <= 0.0 => "·".to_owned(),
        Zoom::Month => format!("{:.0}{}", week.load.ceil(), if is_over { "!" } else { "" }),
        Zoom::Week => {
            format!("{}/{}{}", number(week.load), number(week.capacity), if is_over { "!" } else { "" })
        }
    };
    (role, text)
}

/// One decimal at most.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// Right-aligned in its cells.
pub(super) fn column(text: &str, wide: usize) -> String {
    if width(text) > wide { clip(text, wide).into_owned() } else { pad_left(text, wide) }
}
