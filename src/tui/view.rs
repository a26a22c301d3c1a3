//! The whole screen, from top to bottom. It reads the app and decides nothing.
//!
//! ```text
//!  五步 · 华岭轴承二厂                          main   争议 1   已保存 ✓   中    header
//!  1 总体规划 ✓ ──▶ 2 整体设计 92% ──▶ 3 实施准备 57% …            0 总览       bar
//!  [任务]  条文                                    筛选 未了结 · 34 项          tabs
//!  …                                                                          body
//!  a 新增  e 编辑  x 完成 …                                                    footer
//! ```

use super::action::{Action, Mood, Notice, Page, View};
use super::app::{App, Saving};
use super::command::Command;
use super::keymap::{Key, Layer, keymap};
use super::pane::{missing_text, verdict_role};
use super::theme::Role;
use super::widget::canvas::{Canvas, below, cells, right_of};
use super::widget::touch::Touch;
use crate::guide::guide;
use crate::readiness::{Counts, Verdict, early};
use crate::store::{Access, Session};
use crate::text::{Lang, Phrase, clip, show, width, wrap};
use crossterm::event::KeyCode;
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

fn draw_header(app: &App, canvas: &mut Canvas, area: Rect) {
    let lang = app.lang;
    let mut rest = area;
    // From the right: language, saved or not, disputes, branch.
    let mut put = |canvas: &mut Canvas, role, text: &str, does: Option<Command>| {
        if width(text) + 12 < usize::from(rest.width) {
            let whole = rest;
            rest = canvas.line_right(rest, role, text);
            if let Some(command) = does {
                canvas.touch(right_of(whole, rest.width), Touch::does(Action::Run(command)));
            }
            rest.width = rest.width.saturating_sub(2);
        }
    };
    put(canvas, Role::Faint, if lang == Lang::Zh { "中 " } else { "EN " }, Some(Command::Language));
    if let Some(session) = app.session.as_ref() {
        let (role, text) = saved_sign(app, session);
        put(canvas, role, text.say(lang), Some(Command::Save));
        if session.arrival().holder.is_some() {
            put(canvas, Role::Warn, if lang == Lang::Zh { "另有窗口" } else { "also open" }, None);
        }
        let disputes = session.workspace().open_disputes().count();
        let label = if lang == Lang::Zh { "争议" } else { "disputes" };
        let role = if disputes > 0 { Role::Bad } else { Role::Faint };
        // The key that leads to them stands before them, once there are any.
        let key = if disputes > 0 { keymap().key_of(Layer::App, Command::Disputes) } else { String::new() };
        put(canvas, role, format!("{key} {label} {disputes}").trim_start(), Some(Command::Disputes));
        if let Some(branch) = &app.branch {
            put(canvas, Role::Faint, &clip(&crate::text::show(branch), 24), Some(Command::Git));
        }
        if app.lacks_driver {
            let (short, full) = match lang {
                Lang::Zh => ("未设合并驱动", "未设合并驱动 → wubu git setup"),
                Lang::En => ("no merge driver", "no merge driver → wubu git setup"),
            };
            put(canvas, Role::Warn, if area.width < 110 { short } else { full }, Some(Command::Git));
        }
    }
    let used = canvas.line(rest, Role::Accent, if lang == Lang::Zh { " 五步" } else { " Wubu" });
    if let Some(workspace) = app.workspace() {
        let name = workspace.project.name.as_str();
        let name = if name.is_empty() { app.file_name() } else { name.to_owned() };
        let place = right_of(Rect { width: rest.width, ..area }, used);
        draw_crumbs(canvas, place, &format!(" · {name}"), &app.crumbs());
    }
}

/// The name of the whole gives way to where one is, down to a third of the room.
fn draw_crumbs(canvas: &mut Canvas, area: Rect, name: &str, crumbs: &[String]) {
    let mut parts: Vec<String> = crumbs.iter().map(|crumb| clip(&show(crumb), CRUMB).into_owned()).collect();
    let cells_of = |parts: &[String]| parts.iter().map(|part| width(part) + width(BETWEEN)).sum::<usize>();
    let room = usize::from(area.width);
    let of_name = room.saturating_sub(cells_of(&parts)).max(room / 3);
    // Then what is farthest from the cursor gives way.
    while parts.len() > 1 && cells_of(&parts) + of_name.min(width(name)) > room {
        parts.remove(0);
    }
    let used = canvas.line(area, Role::Heading, &clip(&show(name), of_name));
    let form = Touch::does(Action::Run(Command::ProjectForm));
    canvas.touch(Rect { width: used.min(area.width), ..area }, form);
    let mut rest = right_of(area, used);
    for part in &parts {
        let between = canvas.line(rest, Role::Faint, BETWEEN);
        rest = right_of(rest, between);
        let used = canvas.line(rest, Role::Plain, part);
        rest = right_of(rest, used);
    }
}

/// Cells of one part of the way, and what stands between two.
const CRUMB: usize = 30;
const BETWEEN: &str = " › ";

fn saved_sign(app: &App, session: &Session) -> (Role, Phrase) {
    if session.is_behind() {
        return (Role::Bad, Phrase::new("文件已退回 ✗", "file went back ✗"));
    }
    match (&app.saving, session.access(), session.is_saved()) {
        (_, Access::NewerFormat(_) | Access::ReadOnlyFile | Access::ByWish, _) => {
            (Role::Warn, Phrase::new("只读", "read-only"))
        }
        _ if session.is_adrift() => (Role::Bad, Phrase::new("文件不在 ✗", "file is gone ✗")),
        (Saving::Failed(..), ..) => (Role::Bad, Phrase::new("未保存 ✗", "not saved ✗")),
        (Saving::Idle, _, true) => (Role::Good, Phrase::new("已保存 ✓", "saved ✓")),
        (Saving::Waiting, ..) => (Role::Warn, Phrase::new("等待写入…", "waiting to save …")),
        (Saving::Lasting, ..) => (Role::Warn, Phrase::new("磁盘慢，保存中…", "slow drive, saving …")),
        _ => (Role::Warn, Phrase::new("保存中…", "saving …")),
    }
}

/// Short names of the stages, for narrow screens.
const SHORT: [Phrase; 5] = [
    Phrase::new("规划", "Plan"),
    Phrase::new("设计", "Design"),
    Phrase::new("准备", "Prepare"),
    Phrase::new("实施", "Implement"),
    Phrase::new("应用", "Apply"),
];

const STAGES: [Command; 5] =
    [Command::Stage1, Command::Stage2, Command::Stage3, Command::Stage4, Command::Stage5];

/// The five stages as the process that they are.
fn draw_bar(app: &App, canvas: &mut Canvas, area: Rect) {
    let Some(context) = app.context() else { return };
    let lang = app.lang;
    let here = match app.page {
        Page::Stage(n, _) => Some(n),
        _ => None,
    };
    // Where digits are candidates or scores, they are no stages.
    let stage_key = Key::plain(KeyCode::Char('1'));
    let layers = app.pane().map_or(&[][..], |pane| pane.layers());
    let is_numbered = keymap().command(layers, stage_key) == Some(Command::Stage1);
    // The widest form that fits: full names, arrows and gates, full names, short names, numbers.
    let forms = [("──▶", true), ("▶", true), ("", true), ("──▶", false), ("▶", false), ("", false)];
    let forms = forms.into_iter().flat_map(|(arrow, is_full)| {
        // A full name says more than the sign of a gate.
        [true, false].map(|has_gates| (arrow, is_full, has_gates))
    });
    let gate = |n: usize, has_gates: bool| {
        let stage = &guide().stages()[n];
        let report = context.gates.iter().find(|report| report.gate.key == stage.gate);
        let decided = report.filter(|report| has_gates && report.verdict != Verdict::Open);
        decided.map_or((Role::Plain, String::new()), |report| {
            (verdict_role(report.verdict), format!(" {}{}", stage.gate, report.verdict.sign()))
        })
    };
    let is_early =
        |n: usize| early(context.gates, context.workspace, context.progress, &guide().stages()[n]).is_some();
    let piece = |n: usize, is_full: bool| {
        let counts = context.progress.stage(&guide().stages()[n].key);
        let name = if is_full { guide().stages()[n].title.say(lang) } else { SHORT[n].say(lang) };
        let name = if is_numbered { format!("{} {name}", n + 1) } else { name.to_owned() };
        (name, sign(counts))
    };
    let overview = match (lang, is_numbered) {
        (Lang::Zh, true) => "0 总览",
        (Lang::En, true) => "0 Overview",
        (Lang::Zh, false) => "总览",
        (Lang::En, false) => "Overview",
    };
    let total = |arrow: &str, is_full: bool, has_gates: bool| {
        let stages: usize = (0..5)
            .map(|n| piece(n, is_full))
            .map(|(name, (_, sign))| width(&name) + 1 + width(&sign) + 2)
            .sum();
        let extra: usize =
            (0..5).map(|n| width(&gate(n, has_gates).1) + if has_gates && is_early(n) { 2 } else { 0 }).sum();
        stages + extra + 4 * width(arrow) + 3 + width(overview)
    };
    let mut forms = forms;
    let fits = forms
        .find(|(arrow, is_full, has_gates)| total(arrow, *is_full, *has_gates) <= usize::from(area.width));
    let (arrow, is_full, has_gates) = fits.unwrap_or(("", false, false));
    let mut used = 0;
    for (n, stage) in STAGES.into_iter().enumerate() {
        let begin = used;
        let (name, (role, sign)) = piece(n, is_full);
        let is_here = here == Some(n);
        let (left, right) = if is_here { ("▌", "▐") } else { (" ", " ") };
        used += canvas.line(right_of(area, used), Role::Accent, left);
        used += canvas.line(right_of(area, used), if is_here { Role::Accent } else { Role::Plain }, &name);
        used += canvas.line(right_of(area, used), role, &format!(" {sign}"));
        let (role, sign) = gate(n, has_gates);
        used += canvas.line(right_of(area, used), role, &sign);
        if has_gates && is_early(n) {
            used += canvas.line(right_of(area, used), Role::Warn, " !");
        }
        used += canvas.line(right_of(area, used), Role::Accent, right);
        let place = right_of(area, begin);
        let place = Rect { width: (used - begin).min(place.width), ..place };
        canvas.touch(place, Touch::does(Action::Run(stage)));
        if n < 4 {
            used += canvas.line(right_of(area, used), Role::Faint, arrow);
        }
    }
    let rest = right_of(area, used + 1);
    if usize::from(rest.width) > width(overview) {
        let role = if app.page == Page::Overview { Role::Accent } else { Role::Plain };
        let place = Rect { width: rest.width - 1, ..rest };
        let left = canvas.line_right(place, role, overview);
        canvas.touch(right_of(place, left.width), Touch::does(Action::Run(Command::Overview)));
    }
}

/// How far a stage is: done, under way with its share, not begun.
fn sign(counts: Counts) -> (Role, String) {
    match (counts.percent(), counts.doing + counts.blocked) {
        (100, _) => (Role::Good, "✓".into()),
        (0, 0) => (Role::Faint, "·".into()),
        (percent, _) => (Role::Doing, format!("▸ {percent}%")),
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
            Action::Run(Command::Back)
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

/// Cells at the right end of the footer that a notice leaves to the help.
const HELP_CELLS: usize = 12;

fn is_short(notice: &Notice, footer: Rect) -> bool {
    width(&show(&notice.text)) + HELP_CELLS <= usize::from(footer.width)
}

/// What is too long for the footer stands above it, whole, on as many lines as it takes.
fn draw_long_notice(app: &App, canvas: &mut Canvas, areas: Areas) {
    let Some(notice) = app.notice.as_ref().filter(|notice| !is_short(notice, areas.footer)) else { return };
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
    if let Some(notice) = app.notice.as_ref().filter(|notice| is_short(notice, area)) {
        used += canvas.line(right_of(area, used), role_of(notice.mood), &notice.text) + 3;
    }
    // Help is always there, at the right edge; the rest as far as it fits.
    let (help, others): (Vec<_>, Vec<_>) =
        app.hints().into_iter().partition(|hint| hint.command == Command::Help);
    let mut rest = area;
    for hint in help {
        let label = format!(" {} ", hint.label);
        rest = canvas.line_right(rest, Role::Faint, &label);
        rest = canvas.line_right(rest, Role::Key, &hint.key);
        canvas.touch(right_of(area, rest.width), Touch::Key(hint.command));
    }
    for hint in others {
        let wide = width(&hint.key) + 1 + width(hint.label);
        if usize::from(used) + wide + 1 > usize::from(rest.width) {
            break;
        }
        let place = right_of(area, used);
        canvas.touch(Rect { width: cells(wide).min(place.width), ..place }, Touch::Key(hint.command));
        used += canvas.line(place, Role::Key, &hint.key);
        used += canvas.line(right_of(area, used + 1), Role::Faint, hint.label) + 3;
    }
}
