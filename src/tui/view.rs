//! The whole screen, from top to bottom. It reads the app and decides nothing.
//!
//! ```text
//!  五步 · 华岭轴承二厂                          main   争议 1   已保存 ✓   中    header
//!  1 总体规划 ✓ ──▶ 2 整体设计 92% ──▶ 3 实施准备 57% …            0 总览       bar
//!  [任务]  条文                                    筛选 未了结 · 34 项          tabs
//!  …                                                                          body
//!  a 新增  e 编辑  x 完成 …                                                    footer
//! ```

mod bar;
mod header;

use super::action::{Action, Mood, Notice, Page, View};
use super::app::{App, Hint};
use super::command::Command;
use super::pane::missing_text;
use super::theme::Role;
use super::widget::canvas::{Canvas, below, cells, right_of};
use super::widget::touch::Touch;
use crate::guide::guide;
use crate::readiness::early;
use crate::text::{Lang, show, width, wrap};
use bar::draw_bar;
use header::draw_header;
use ratatui::layout::Rect;

/// Where the parts of the screen are; a part without room has no height.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Areas {
    pub header: Rect,
    pub bar: Rect,
    pub tabs: Rect,
    pub body: Rect,
    pub footer: Rect,
}

impl Areas {
    /// The body comes first: on a tiny screen the rest gives way.
    pub fn of(screen: Rect, page: Page) -> Areas {
        let has = |from: u16| u16::from(screen.height >= from);
        let (footer, header, bar) = (has(4), has(6), has(8));
        let tabs = if matches!(page, Page::Stage(..)) { has(10) } else { 0 };
        // A blank line sets the body off where there is plenty of room.
        let gap = has(30);
        let line = |y: u16, height: u16| Rect { y: screen.y + y.min(screen.height), height, ..screen };
        let above = header + bar + tabs + gap;
        Areas {
            header: line(0, header),
            bar: line(header, bar),
            tabs: line(header + bar, tabs),
            body: line(above, screen.height - above - footer),
            footer: line(screen.height - footer, footer),
        }
    }
}

pub fn draw(app: &App, canvas: &mut Canvas) {
    let areas = Areas::of(canvas.area(), app.page);
    draw_header(app, canvas, areas.header);
    draw_bar(app, canvas, areas.bar);
    draw_tabs(app, canvas, areas.tabs);
    draw_body(app, canvas, areas.body);
    draw_held_divider(app, canvas);
    for dialog in &app.dialogs {
        dialog.draw(canvas, app.lang);
    }
    draw_footer(app, canvas, areas.footer);
    draw_long_notice(app, canvas, areas);
    canvas.sweep();
}

fn draw_body(app: &App, canvas: &mut Canvas, body: Rect) {
    if let Some(path) = &app.opening {
        let text = match app.lang {
            Lang::Zh => format!(" 正在打开 {}……", path.display()),
            Lang::En => format!(" opening {} …", path.display()),
        };
        canvas.line(body, Role::Faint, &text);
        return;
    }
    match (app.context(), app.pane()) {
        (Some(context), Some(pane)) => pane.draw(canvas, body, &context),
        _ => app.start.draw(canvas, body, app.lang),
    }
}

/// The border that is being dragged stands out.
fn draw_held_divider(app: &App, canvas: &mut Canvas) {
    let Some(part) = app.held_divider() else { return };
    let is_held = |touch: &Touch| *touch == Touch::Divider(part);
    let places = canvas.regions().iter().filter(|region| is_held(&region.touch)).map(|region| region.place);
    for place in places.collect::<Vec<_>>() {
        for y in 0..place.height {
            canvas.line(Rect { width: 1, ..below(place, y) }, Role::Accent, "┃");
        }
    }
}

/// On screens narrower than this, the pages of a stage show their columns one at a time.
const ONE_COLUMN: u16 = 100;

fn draw_tabs(app: &App, canvas: &mut Canvas, area: Rect) {
    let Page::Stage(stage, here) = app.page else { return };
    let mut used = 0;
    for view in View::ALL.into_iter().filter(|view| view.is_in(stage)) {
        let label = tab(app, stage, view);
        let (role, text) = if view == here {
            (Role::Accent, format!(" [{label}]"))
        } else {
            (Role::Plain, format!("  {label} "))
        };
        let place = right_of(area, used);
        let wide = canvas.line(place, role, &text);
        // Where one column is seen at a time, the view that is open leads back to the one before.
        let does = if view == here && area.width < ONE_COLUMN {
            Action::StepOut
        } else {
            Action::Go(Page::Stage(stage, view))
        };
        canvas.touch(Rect { width: wide.min(place.width), ..place }, Touch::does(does));
        used += wide;
    }
    if let (Some(context), Some(pane)) = (app.context(), app.pane()) {
        let summary = pane.summary(&context);
        let mut rest = right_of(area, used + 2);
        // That the stage is worked on before its gate is seen on each of its views, where there is room.
        if let Some(before) =
            early(context.gates, context.workspace, context.progress, &guide().stages()[stage])
        {
            let text = match app.lang {
                Lang::Zh => format!("! {} 未通过，先行开展", before.gate.key),
                Lang::En => format!("! ahead of {}", before.gate.key),
            };
            if width(&text) + width(&summary) + 4 <= usize::from(rest.width) {
                let used = canvas.line(rest, Role::Warn, &text);
                rest = right_of(rest, used + 2);
            }
        }
        canvas.line_right(Rect { width: rest.width.saturating_sub(1), ..rest }, Role::Faint, &summary);
    }
}

/// The name of a view; that of the gate says what it lacks.
fn tab(app: &App, stage: usize, view: View) -> String {
    let label = view.label().say(app.lang).to_owned();
    let gate = &guide().stages()[stage].gate;
    let report = app.context().and_then(|context| context.gates.iter().find(|r| r.gate.key == *gate));
    match report.filter(|_| view == View::Gate) {
        Some(report) => {
            let rest = match report.missing().count() {
                0 => report.verdict.sign().to_owned(),
                missing => missing_text(missing, app.lang),
            };
            format!("{label} {gate} {rest}")
        }
        None => label,
    }
}

fn role_of(mood: Mood) -> Role {
    match mood {
        Mood::Good => Role::Good,
        Mood::Plain => Role::Plain,
        Mood::Bad => Role::Bad,
    }
}

/// Cells at the right end of the footer that a notice leaves to a key at least.
const KEPT_CELLS: usize = 12;

/// Whether a notice stands in the footer, beside the key that is always there.
fn is_short(app: &App, notice: &Notice, footer: Rect) -> bool {
    let kept = app.hints().iter().filter(|hint| is_kept(hint)).map(Hint::cells).max().unwrap_or(0);
    width(&show(&notice.text)) + (kept + 4).max(KEPT_CELLS) <= usize::from(footer.width)
}

/// Help, and where a dialog has none the way out of it.
fn is_kept(hint: &Hint) -> bool {
    matches!(hint.command, Command::Help | Command::Cancel)
}

/// What is too long for the footer stands above it, whole, on as many lines as it takes.
fn draw_long_notice(app: &App, canvas: &mut Canvas, areas: Areas) {
    let Some(notice) = app.notice.as_ref().filter(|notice| !is_short(app, notice, areas.footer)) else {
        return;
    };
    let screen = canvas.area();
    let lines = wrap(&notice.text, usize::from(screen.width.saturating_sub(2)).max(2));
    let free = screen.height.saturating_sub(areas.footer.height);
    let height = cells(lines.len()).min(free);
    let place = Rect { y: screen.y + free - height, height, ..screen };
    canvas.clear(place);
    canvas.touch(place, Touch::Nothing);
    for (row, line) in lines.iter().enumerate() {
        canvas.line(right_of(below(place, cells(row)), 1), role_of(notice.mood), line);
    }
}

fn draw_footer(app: &App, canvas: &mut Canvas, area: Rect) {
    canvas.clear(area);
    canvas.touch(area, Touch::Nothing);
    let mut used = 1;
    let notice = app.notice.as_ref().filter(|notice| is_short(app, notice, area));
    if let Some(notice) = notice {
        let place = right_of(area, used);
        let wide = canvas.line(place, role_of(notice.mood), &notice.text);
        if let Some(command) = app.notice_leads {
            canvas.touch(Rect { width: wide.min(place.width), ..place }, Touch::does(Action::Run(command)));
        }
        used += wide + 3;
    }
    // Help is always there, at the right edge; the rest as far as it fits. Beside a notice the way out of a dialog is.
    let hints = app.hints();
    let has_help = hints.iter().any(|hint| hint.command == Command::Help);
    let is_at_edge = |hint: &Hint| match hint.command {
        Command::Help => true,
        _ => !has_help && notice.is_some() && is_kept(hint),
    };
    let (edge, others): (Vec<_>, Vec<_>) = hints.into_iter().partition(is_at_edge);
    let mut rest = area;
    for hint in edge {
        let label = format!(" {} ", hint.label);
        rest = canvas.line_right(rest, Role::Faint, &label);
        rest = canvas.line_right(rest, Role::Key, &hint.key);
        canvas.touch(right_of(area, rest.width), Touch::Key(hint.command));
    }
    for hint in others {
        let wide = hint.cells();
        if usize::from(used) + wide + 1 > usize::from(rest.width) {
            break;
        }
        let place = right_of(area, used);
        canvas.touch(Rect { width: cells(wide).min(place.width), ..place }, Touch::Key(hint.command));
        used += canvas.line(place, Role::Key, &hint.key);
        used += canvas.line(right_of(area, used + 1), Role::Faint, hint.label) + 3;
    }
}
