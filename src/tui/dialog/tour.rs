//! A tour of three steps over the page, which can be left at any moment: where things are, how they are changed and
//! saved, how to find what one does not know.

use super::Flow;
use crate::guide::guide;
use crate::text::{Lang, Phrase, wrap};
use crate::tui::action::{Action, Page, View};
use crate::tui::command::Command;
use crate::tui::keymap::{Layer, keymap};
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells};
use ratatui::layout::Rect;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tour {
    at: usize,
    /// A workspace is open whose pages can be shown.
    has_pages: bool,
}

const TITLES: [Phrase; 3] = [
    Phrase::new("阶段与视图", "Stages and views"),
    Phrase::new("任务与保存", "Tasks and saving"),
    Phrase::new("查找、帮助、就绪度", "Search, help, readiness"),
];

impl Tour {
    /// The tour at its beginning, and the page that it begins on.
    pub fn begin(has_pages: bool) -> (Tour, Option<Page>) {
        let tour = Tour { at: 0, has_pages };
        let page = tour.page();
        (tour, page)
    }

    fn page(&self) -> Option<Page> {
        let page = if self.at < 2 { Page::Stage(0, View::Tasks) } else { Page::Overview };
        self.has_pages.then_some(page)
    }

    pub fn run(&mut self, command: Command) -> Flow {
        match command {
            Command::Accept if self.at + 1 < TITLES.len() => self.at += 1,
            Command::Accept | Command::Cancel => return Flow::Close,
            Command::CaretLeft => self.at = self.at.saturating_sub(1),
            _ => return Flow::Stay,
        }
        self.page().map_or(Flow::Stay, |page| Flow::Keep(vec![Action::Go(page)]))
    }

    fn is_last(&self) -> bool {
        self.at + 1 == TITLES.len()
    }

    pub fn offers(&self, command: Command) -> bool {
        command != Command::CaretLeft || self.at > 0
    }

    pub fn short(&self, command: Command) -> Option<Phrase> {
        match command {
            Command::Accept if self.is_last() => Some(Phrase::new("开始工作", "begin")),
            Command::Accept => Some(Phrase::new("下一步", "next")),
            Command::CaretLeft => Some(Phrase::new("上一步", "back")),
            Command::Cancel => Some(Phrase::new("结束导览", "end the tour")),
            _ => None,
        }
    }

    /// Keys as they are bound here.
    fn text(&self, lang: Lang) -> String {
        let app = |command| keymap().key_of(Layer::App, command);
        let task = |command| keymap().key_of(Layer::Tasks, command);
        let first = guide().stages().first().map_or("", |stage| stage.title.say(lang));
        match (self.at, lang) {
            (0, Lang::Zh) => format!(
                "上方一行是标准的五个阶段，各有进度：按 {}–{} 进入，{} 回总览。现在在“{first}”。每个阶段有任务、条文、台账、决策和评审门几个视图：{} 和 {} 切换。Enter 打开，Esc 返回。",
                app(Command::Stage1),
                app(Command::Stage5),
                app(Command::Overview),
                app(Command::PreviousView),
                app(Command::NextView),
            ),
            (0, Lang::En) => format!(
                "The line above is the five stages of the standard with their progress: {} to {} go there, {} to the overview. This is “{first}”. A stage has views (tasks, clause, registers, decisions, gate): {} and {} turn them. Enter opens, Esc goes back.",
                app(Command::Stage1),
                app(Command::Stage5),
                app(Command::Overview),
                app(Command::PreviousView),
                app(Command::NextView),
            ),
            (1, Lang::Zh) => format!(
                "光标在任务上：{} 标为完成，{} 编辑，{} 新增，{} 备注。每次修改都自动保存，右上角出现“已保存 ✓”就已在磁盘上；{} 撤销，{} 重做，想试就试。",
                task(Command::Done),
                task(Command::Edit),
                task(Command::Add),
                task(Command::Note),
                app(Command::Undo),
                app(Command::Redo),
            ),
            (1, Lang::En) => format!(
                "On a task: {} marks it as done, {} edits, {} adds one, {} writes its note. Every change saves itself: “saved ✓” in the corner means that it is on the disk. {} undoes, {} redoes, so try things.",
                task(Command::Done),
                task(Command::Edit),
                task(Command::Add),
                task(Command::Note),
                app(Command::Undo),
                app(Command::Redo),
            ),
            (_, Lang::Zh) => format!(
                "忘了在哪儿就按 {}：任务、条文、台账、命令都能找，打拼音首字母也行。{} 列出这一页的所有按键，{} 列出所有命令。{} 看数据就绪度，{} 到现场走查。按 {} 再看一遍导览。",
                app(Command::Search),
                app(Command::Help),
                app(Command::Palette),
                app(Command::Readiness),
                app(Command::Visit),
                app(Command::Tour),
            ),
            (_, Lang::En) => format!(
                "{} finds anything: tasks, clauses, rows, commands. {} lists the keys of the page, {} all commands. {} is data readiness, {} the site visit. {} is this tour again.",
                app(Command::Search),
                app(Command::Help),
                app(Command::Palette),
                app(Command::Readiness),
                app(Command::Visit),
                app(Command::Tour),
            ),
        }
    }

    /// At the foot of the screen, so that what it speaks of is seen.
    pub fn draw(&self, canvas: &mut Canvas, lang: Lang) {
        let screen = canvas.area();
        let wide = screen.width.min(84);
        let lines = wrap(&self.text(lang), usize::from(wide.saturating_sub(4)).max(2));
        let high = (cells(lines.len()) + 4).min(screen.height.saturating_sub(u16::from(screen.height > 4)));
        let place = Rect {
            x: screen.x + (screen.width - wide) / 2,
            y: screen.y + screen.height - high - u16::from(screen.height > high),
            width: wide,
            height: high,
        };
        let name = if lang == Lang::Zh { "导览" } else { "Tour" };
        let title = format!("{name} {}/{} · {}", self.at + 1, TITLES.len(), TITLES[self.at].say(lang));
        let inside = canvas.frame(place, &title);
        for (n, line) in lines.iter().enumerate() {
            canvas.line(below(inside, cells(n)), Role::Plain, line);
        }
        let ways = if self.at + 1 < TITLES.len() {
            Phrase::new(
                "Enter 下一步 · ← 上一步 · Esc 结束导览",
                "Enter goes on · ← back · Esc ends the tour",
            )
        } else {
            Phrase::new("Enter 开始工作 · ← 上一步", "Enter to begin · ← back")
        };
        canvas.line(below(inside, inside.height.saturating_sub(1)), Role::Faint, ways.say(lang));
    }
}
