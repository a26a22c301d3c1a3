//! The start page: what was opened lately, a new workspace, a path, the demo plant.

use crate::store::Folders;
use crate::store::recent;
use crate::text::{Lang, Phrase, tail};
use crate::tui::action::Action;
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::list::{List, Step};
use crate::tui::widget::touch::{Hit, Part, Touch};
use ratatui::layout::Rect;
use std::path::PathBuf;

#[derive(Debug, Default)]
pub struct StartPane {
    recent: Vec<PathBuf>,
    list: List,
}

const CHOICES: [(Command, Phrase, &str); 3] = [
    (Command::NewWorkspace, Phrase::new("新建工作区", "New workspace"), "a"),
    (Command::OpenPath, Phrase::new("按路径打开", "Open by path"), "o"),
    (
        Command::Demo,
        Phrase::new("打开示例工厂（可随意改）", "Open the demo plant (change what you like)"),
        "d",
    ),
];

impl StartPane {
    pub fn of(folders: &Folders) -> StartPane {
        StartPane { recent: recent(folders), list: List::default() }
    }

    pub fn run(&mut self, command: Command) -> Vec<Action> {
        let len = self.recent.len() + CHOICES.len();
        let step = match command {
            Command::Up | Command::PreviousColumn => Step::Up,
            Command::PageUp => Step::PageUp,
            Command::PageDown => Step::PageDown,
            Command::Down | Command::NextColumn => Step::Down,
            Command::First => Step::First,
            Command::Last => Step::Last,
            Command::Open => {
                return vec![match self.recent.get(self.list.at) {
                    Some(path) => Action::OpenFile(path.clone()),
                    None => Action::Run(CHOICES[(self.list.at - self.recent.len()).min(CHOICES.len() - 1)].0),
                }];
            }
            Command::Copy => {
                return self
                    .recent
                    .get(self.list.at)
                    .map(|path| Action::CopyText(path.display().to_string()))
                    .into_iter()
                    .collect();
            }
            _ => return vec![],
        };
        self.list.step(step, len, len);
        vec![]
    }

    /// Puts the cursor on a choice; a double click does what Enter does there.
    pub fn point(&mut self, hit: Hit, is_double: bool) -> Vec<Action> {
        let is_there = hit.part == Part::List && self.list.point(hit.row, self.recent.len() + CHOICES.len());
        if is_there && is_double { self.run(Command::Open) } else { vec![] }
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect, lang: Lang) {
        let side = if area.width > 60 { (area.width - 56) / 2 } else { 1.min(area.width) };
        let area = Rect { x: area.x + side, width: area.width.saturating_sub(2 * side), ..area };
        let mut y = if area.height > 16 { area.height / 6 } else { 0 };
        let (title, what) = match lang {
            Lang::Zh => ("五步 Wubu", "按 GB/T 23031.1 主持工业互联网平台应用实施的工作台"),
            Lang::En => ("五步 Wubu", "Lead an industrial internet platform by GB/T 23031.1"),
        };
        canvas.line(below(area, y), Role::Accent, title);
        canvas.line(below(area, y + 1), Role::Faint, what);
        y += 3;
        let heading = if lang == Lang::Zh { "最近打开" } else { "Recent" };
        canvas.line(below(area, y), Role::Label, heading);
        y += 1;
        if self.recent.is_empty() {
            let none = if lang == Lang::Zh { "  （还没有）" } else { "  (none yet)" };
            canvas.line(below(area, y), Role::Faint, none);
            y += 1;
        }
        for (at, path) in self.recent.iter().enumerate() {
            let place = below(area, y + cells(at));
            let name = path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
            let used = canvas.line(place, Role::Plain, &format!("  {name}"));
            let folder = path.parent().map_or(String::new(), |folder| folder.display().to_string());
            let rest = right_of(place, used + 2);
            canvas.line(rest, Role::Faint, &tail(&folder, usize::from(rest.width)));
            self.mark(canvas, place, at);
        }
        y += cells(self.recent.len()) + 1;
        for (i, (_, label, key)) in CHOICES.iter().enumerate() {
            let place = below(area, y + cells(i));
            let used = canvas.line(place, Role::Key, &format!("  {key}  "));
            canvas.line(right_of(place, used), Role::Plain, label.say(lang));
            self.mark(canvas, place, self.recent.len() + i);
        }
    }

    fn mark(&self, canvas: &mut Canvas, place: Rect, at: usize) {
        canvas.touch(place, Touch::line(Part::List, at));
        if at == self.list.at {
            canvas.line(place, Role::Accent, "▌");
            canvas.tint(place, Role::Cursor);
        }
    }
}
