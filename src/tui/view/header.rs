//! The line at the top: whose plant, where in it, and how the file stands.

use crate::store::{Access, Session};
use crate::text::{Lang, Phrase, clip, show, width};
use crate::tui::action::Action;
use crate::tui::app::{App, Crumb, Saving};
use crate::tui::command::Command;
use crate::tui::keymap::{Layer, keymap};
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, right_of};
use crate::tui::widget::touch::Touch;
use ratatui::layout::Rect;

pub fn draw_header(app: &App, canvas: &mut Canvas, area: Rect) {
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
        let whole = Rect { width: rest.width, ..area };
        let named = draw_crumbs(canvas, right_of(whole, used), &format!(" · {name}"), app.crumbs());
        // The name of the whole leads to where all of it is seen.
        let home = Touch::does(Action::Run(Command::Overview));
        canvas.touch(Rect { width: (used + named).min(whole.width), ..whole }, home);
    }
}

/// The name of the whole gives way to where one is, down to a third of the room. Gives the cells of the name.
fn draw_crumbs(canvas: &mut Canvas, area: Rect, name: &str, crumbs: Vec<Crumb>) -> u16 {
    let cut = |crumb: Crumb| Crumb { text: clip(&show(&crumb.text), CRUMB).into_owned(), ..crumb };
    let mut parts: Vec<Crumb> = crumbs.into_iter().map(cut).collect();
    let cells_of =
        |parts: &[Crumb]| parts.iter().map(|part| width(&part.text) + width(BETWEEN)).sum::<usize>();
    let room = usize::from(area.width);
    let of_name = room.saturating_sub(cells_of(&parts)).max(room / 3);
    // Then what is farthest from the cursor gives way.
    while parts.len() > 1 && cells_of(&parts) + of_name.min(width(name)) > room {
        parts.remove(0);
    }
    let named = canvas.line(area, Role::Heading, &clip(&show(name), of_name));
    let mut rest = right_of(area, named);
    for part in parts {
        let between = canvas.line(rest, Role::Faint, BETWEEN);
        rest = right_of(rest, between);
        let used = canvas.line(rest, Role::Plain, &part.text);
        if let Some(action) = part.leads {
            canvas.touch(Rect { width: used.min(rest.width), ..rest }, Touch::does(action));
        }
        rest = right_of(rest, used);
    }
    named
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
