//! Moving tasks on the plan, by keys or by dates as typed, and the question where a link would break.

use super::called;
use crate::readiness::plan::{Broken, Links, Times, broken_by, reschedule, respectful};
use crate::readiness::shown_title;
use crate::text::{Lang, Phrase};
use crate::tui::action::Action;
use crate::tui::command::Command;
use crate::tui::dialog::{Dialog, Form, Menu, MenuItem, Purpose};
use crate::tui::pane::Context;
use crate::workspace::{Edit, Field, Id, Record, Refusal, Task, Workspace};

pub const UNDATED: Phrase = Phrase::new("没有日期：e 填写开始和截止", "it has no dates: e fills them in");
const BEYOND: Phrase = Phrase::new("日期超出日历范围", "beyond the calendar");
const NO_SUCH_DATE: Phrase = Phrase::new("没有这个日期：e 填写", "there is no such date: e fills it in");
const BACKWARDS: Phrase = Phrase::new("开始不能晚于截止", "it cannot start behind its due day");
const MOVED: Phrase = Phrase::new("移动日期", "moved the dates");
const MOVED_ALL: Phrase = Phrase::new("移动日期及后续任务", "moved the dates, and what follows");

/// Moves a task as one of the keys says.
pub fn by_key(command: Command, context: &Context, links: &Links, id: &Id) -> Vec<Action> {
    let Some(task) = context.workspace.tasks.get(id.as_str()) else { return vec![] };
    let times = Times::of(task);
    let now = match command {
        Command::DayEarlier => times.moved(-1),
        Command::DayLater => times.moved(1),
        Command::WeekEarlier => times.moved(-7),
        Command::WeekLater => times.moved(7),
        Command::StartEarlier => times.start_moved(-1),
        Command::StartLater => times.start_moved(1),
        Command::DueEarlier => times.due_moved(-1),
        Command::DueLater => times.due_moved(1),
        _ => return vec![],
    };
    let say = |what| vec![super::say(what, context.lang)];
    let is_start = matches!(command, Command::StartEarlier | Command::StartLater);
    let is_due = matches!(command, Command::DueEarlier | Command::DueLater);
    match now {
        _ if times.is_empty() => say(UNDATED),
        _ if is_start && times.start.is_none() || is_due && times.due.is_none() => say(NO_SUCH_DATE),
        None => say(BEYOND),
        Some(now)
            if now.start.zip(now.due).is_some_and(|(start, due)| start > due) && (is_start || is_due) =>
        {
            say(BACKWARDS)
        }
        Some(now) => {
            let alone = reschedule(context.workspace, id, now);
            give_times(context.workspace, links, id, (now, alone), context.lang)
        }
    }
}

/// Gives a task its times, or asks where that would break links: `edit` moves only the task.
pub fn give_times(
    workspace: &Workspace,
    links: &Links,
    id: &Id,
    (now, edit): (Times, Result<Edit, Refusal>),
    lang: Lang,
) -> Vec<Action> {
    let alone = match edit {
        Ok(edit) => Action::Edit(MOVED, edit),
        Err(refusal) => return vec![Action::Refused(refusal)],
    };
    let broken = broken_by(workspace, links, id, now);
    if broken.is_empty() {
        return vec![alone];
    }
    let respected = match respectful(workspace, links, id, now) {
        None => return vec![super::say(BEYOND, lang)],
        Some(Err(refusal)) => return vec![Action::Refused(refusal)],
        Some(Ok((edit, others))) => (Action::Edit(MOVED_ALL, edit), others),
    };
    vec![Action::Ask(Box::new(question(workspace, id, (&broken, respected), alone, lang)))]
}

fn question(
    workspace: &Workspace,
    id: &Id,
    (broken, (respected, others)): (&Broken, (Action, Vec<Id>)),
    alone: Action,
    lang: Lang,
) -> Dialog {
    let (id, names) = (called(workspace, id, lang), |ids: &[Id]| names(workspace, ids, lang));
    let count = broken.before.len() + broken.behind.len();
    let title = match lang {
        Lang::Zh => format!("移动 {id}：{count} 处依赖将不成立（按日历日计）"),
        Lang::En if count == 1 => format!("Moving {id} breaks a dependency (calendar days)"),
        Lang::En => format!("Moving {id} breaks {count} dependencies (calendar days)"),
    };
    let stops = !broken.before.is_empty();
    let respect = match (stops, others.len(), lang) {
        (true, 0, Lang::Zh) => format!("停在前置 {} 结束的次日", names(&broken.before)),
        (true, 0, Lang::En) => format!("stop on the day after {} ends", names(&broken.before)),
        (true, n, Lang::Zh) => format!("停在前置结束的次日，后续 {n} 项一并后移"),
        (true, n, Lang::En) => format!("stop behind what it waits for, and move {n} that follow along"),
        (false, _, Lang::Zh) => format!("后续一并后移：{}", names(&others)),
        (false, _, Lang::En) => format!("move along what follows: {}", names(&others)),
    };
    let said = |zh: &'static str, en: &'static str| Phrase::new(zh, en).say(lang);
    let items = vec![
        MenuItem::new('m', respect, respected),
        MenuItem::new(
            'o',
            said("只移动此任务，保留冲突", "move only this task, and leave the conflict"),
            alone,
        ),
        MenuItem::new('c', said("取消", "cancel"), Action::Dismiss),
    ];
    Dialog::Menu(Menu::hot(title, items))
}

/// The first few, and how many there are.
fn names(workspace: &Workspace, ids: &[Id], lang: Lang) -> String {
    const FEW: usize = 3;
    let comma = if lang == Lang::Zh { "、" } else { ", " };
    let few: Vec<String> = ids.iter().take(FEW).map(|id| called(workspace, id, lang)).collect();
    let few = few.join(comma);
    match (ids.len(), lang) {
        (n, Lang::Zh) if n > FEW => format!("{few} 等 {n} 项"),
        (n, Lang::En) if n > FEW => format!("{few} and {} more", n - FEW),
        _ => few,
    }
}

/// Start and due in a form of their own.
pub fn form(context: &Context, id: &Id) -> Option<Action> {
    let task = context.workspace.tasks.get(id.as_str())?;
    let fields = Task::FIELDS.iter().enumerate().filter(|(_, field)| matches!(field.name, "start" | "due"));
    let fields: Vec<(Field, _)> = fields.map(|(n, field)| (*field, task.get(n))).collect();
    let title = format!("{} {}", super::number(id), shown_title(id.as_str(), task, context.lang));
    let title = title.trim_start().to_owned();
    let today = context.today.to_string();
    let form =
        Form::of_fields(title, Purpose::Dates(id.clone()), &fields, (context.lang, &today, context.me));
    Some(Action::Ask(Box::new(Dialog::Form(form))))
}

pub fn copied(context: &Context, id: &Id) -> String {
    let Some(task) = context.workspace.tasks.get(id.as_str()) else { return id.to_string() };
    let title = shown_title(id.as_str(), task, context.lang);
    let parts = [id.as_str(), title, task.owner.as_str(), task.start.as_str(), task.due.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
