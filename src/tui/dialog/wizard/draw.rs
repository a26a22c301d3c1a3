//! How the first steps look: one question, large, in a box in the middle.

use super::{
    Begin, File, Language, Modes, Name, OWN, Role, Site, Step, Summary, UNNAMED, Wizard, modes, roles,
};
use crate::text::{Lang, Phrase, wrap};
use crate::tui::command::Command;
use crate::tui::dialog::centred;
use crate::tui::theme::Role as Look;
use crate::tui::widget::canvas::{Canvas, below, below_all, cells, right_of};
use crate::tui::widget::touch::{Part, Touch};
use ratatui::layout::Rect;

/// Cells of the inside of the box.
const WIDE: u16 = 64;
const HIGH: u16 = 15;
/// Between the keys of the last line.
const BETWEEN: &str = " · ";

impl Step {
    fn question(self) -> Phrase {
        match self {
            Language => Phrase::new("语言 / Language", "语言 / Language"),
            Begin => Phrase::new("从哪里开始？", "Where do you want to begin?"),
            Name => Phrase::new("项目或工厂叫什么？", "What is the project or plant called?"),
            Role => Phrase::new("我方是哪一方？", "Which side are you on?"),
            Site => Phrase::new("哪个工厂、哪些车间？", "Which plant, which workshops?"),
            Modes => Phrase::new("先考虑哪类发展模式？", "Which development modes come first?"),
            File => Phrase::new("工作区存成哪个文件？", "Which file shall hold the workspace?"),
            Summary => Phrase::new("就这样建立？", "Make it like this?"),
        }
    }

    fn hint(self) -> Phrase {
        match self {
            Language => {
                const BOTH: &str = "随时可用 F2 切换 · F2 switches it later";
                Phrase::new(BOTH, BOTH)
            }
            Begin => {
                Phrase::new("全程离线，数据只在本机", "Everything works offline and stays on this machine")
            }
            Name => Phrase::new("以后可用 F3 修改", "F3 changes it later"),
            Role => Phrase::new(
                "企业：应用平台的一方；服务商：提供平台并负责实施的一方",
                "enterprise: will use the platform; provider: brings and implements it",
            ),
            Site => Phrase::new(
                "如：二厂：磨削车间、热处理车间；可以留空",
                "e.g. plant 2: grinding, furnace; may stay empty",
            ),
            Modes => Phrase::new(
                "数字或空格勾选，一至两类，作为候选；之后打分再定，可以不选",
                "digit or space ticks one or two; scored and decided later",
            ),
            File => Phrase::new(
                "一个工作区就是一个文件；只写文件名，就存在启动五步时所在的文件夹，或当前工作区旁边；Tab 补全，↑↓ 选",
                "One file holds it all. A bare name is kept in the folder in which Wubu was started, or beside the workspace that is open. Tab completes, ↑↓ choose",
            ),
            Summary => {
                Phrase::new("含全部任务模板，边用边改", "With all task templates; everything can be changed")
            }
        }
    }
}

impl Wizard {
    pub fn draw(&self, canvas: &mut Canvas) {
        let (lang, step) = (self.lang, self.step());
        let inside = canvas.frame(centred(canvas.area(), WIDE, HIGH), &self.title());
        canvas.line(below(inside, 0), Look::Heading, step.question().say(lang));
        let hints = canvas.lines(below_all(inside, 1), Look::Faint, step.hint().say(lang));
        let above = (1 + hints + u16::from(inside.height > 9)).min(inside.height);
        let foot = u16::from(inside.height > 6);
        let body = Rect { y: inside.y + above, height: inside.height.saturating_sub(above + foot), ..inside };
        match step {
            Language => self.draw_choices(canvas, body, ["中文", "English"].into_iter()),
            Begin => {
                let demo =
                    Phrase::new("看看示例工厂（可随意改）", "Look at the demo plant (change what you like)");
                let own = Phrase::new("建立自己的工作区", "Make a workspace of my own");
                self.draw_choices(canvas, body, [demo, own].map(|phrase| phrase.say(lang)).into_iter());
            }
            Role => self.draw_choices(canvas, body, roles().iter().map(|role| role.label.say(lang))),
            Modes => self.draw_choices(canvas, body, modes().map(|(_, label)| label.say(lang))),
            Name => {
                canvas.field(below(body, 0), &self.name);
                if self.name.is_empty() {
                    canvas.line(right_of(below(body, 0), 1), Look::Faint, UNNAMED.say(lang));
                }
            }
            Site => canvas.field(below(body, 0), &self.site),
            File => self.path.draw_names(canvas, body, lang),
            Summary => self.draw_summary(canvas, body),
        }
        if let Some((what, next)) = &self.trouble {
            let said = wrap(&format!("✗ {what} → {next}"), usize::from(body.width).max(2));
            let high = cells(said.len()).min(body.height);
            let place = below_all(body, body.height - high);
            canvas.clear(place);
            canvas.touch(place, Touch::Nothing);
            for (row, line) in said.iter().enumerate() {
                canvas.line(below(place, cells(row)), Look::Bad, line);
            }
        }
        if foot > 0 {
            self.draw_ways(canvas, below(inside, inside.height - 1));
        }
    }

    /// The keys that lead on and back, each to be clicked.
    fn draw_ways(&self, canvas: &mut Canvas, area: Rect) {
        let mut rest = area;
        for (n, way) in self.ways().say(self.lang).split(BETWEEN).enumerate() {
            if n > 0 {
                let used = canvas.line(rest, Look::Faint, BETWEEN);
                rest = right_of(rest, used);
            }
            let used = canvas.line(rest, Look::Faint, way);
            let command = if way.starts_with("Esc") { Command::Cancel } else { Command::Accept };
            canvas.touch(Rect { width: used.min(rest.width), ..rest }, Touch::Key(command));
            rest = right_of(rest, used);
        }
    }

    /// What it is about, and how far.
    fn title(&self) -> String {
        let before = self.steps.len() - OWN;
        let welcome = match self.step() {
            // Nobody has said yet what can be read.
            Language => "欢迎使用五步 · Welcome to Wubu",
            _ => Phrase::new("欢迎使用五步", "Welcome to Wubu").say(self.lang),
        };
        let new = Phrase::new("新建工作区", "New workspace").say(self.lang);
        match self.at.checked_sub(before) {
            Some(nth) => format!("{new} {}/{OWN}", nth + 1),
            None => welcome.to_owned(),
        }
    }

    fn ways(&self) -> Phrase {
        const WORDS: &str = "数字或 Enter 选定，Esc 跳过 · a digit or Enter, Esc skips";
        const BOTH: Phrase = Phrase::new(WORDS, WORDS);
        match (self.step(), self.at) {
            (Summary, _) => Phrase::new("Enter 建立 · Esc 上一步", "Enter makes it · Esc goes back"),
            (Language, _) => BOTH,
            (_, 0) if self.is_first_run() => Phrase::new(
                "数字或 Enter 选定 · Esc 跳过，去开始页",
                "digit or Enter · Esc to the start page",
            ),
            (_, 0) => Phrase::new("Enter 下一步 · Esc 关闭", "Enter goes on · Esc closes"),
            _ => Phrase::new(
                "Enter 下一步 · Esc 上一步，已填的不丢",
                "Enter goes on · Esc back, nothing is lost",
            ),
        }
    }

    fn draw_choices<'a>(&self, canvas: &mut Canvas, body: Rect, labels: impl Iterator<Item = &'a str>) {
        let gap = if body.height >= 2 * cells(self.len()) { 2 } else { 1 };
        for (n, label) in labels.enumerate() {
            let place = below(body, gap * cells(n));
            let mut used = canvas.line(place, Look::Key, &format!("  {}  ", n + 1));
            if self.step() == Modes {
                let sign = if self.modes.contains(&n) { "[✓] " } else { "[ ] " };
                used += canvas.line(right_of(place, used), Look::Good, sign);
            }
            canvas.line(right_of(place, used), Look::Plain, label);
            canvas.touch(place, Touch::line(Part::List, n));
            if n == self.list.at {
                canvas.line(place, Look::Accent, "▌");
                canvas.tint(place, Look::Cursor);
            }
        }
    }

    fn draw_summary(&self, canvas: &mut Canvas, body: Rect) {
        let lang = self.lang;
        let none = || Phrase::new("（以后再说）", "(later)").say(lang).to_owned();
        let chosen: Vec<&str> = modes()
            .enumerate()
            .filter(|(n, _)| self.modes.contains(n))
            .map(|(_, (_, label))| label.say(lang))
            .collect();
        let comma = if lang == Lang::Zh { "、" } else { ", " };
        let or_later = |text: String| if text.is_empty() { none() } else { text };
        let role = roles().get(self.role).map_or("", |role| role.label.say(lang));
        let lines = [
            (Phrase::new("项目", "Project"), self.name()),
            (Phrase::new("我方角色", "Our role"), role.to_owned()),
            (Phrase::new("工厂与车间", "Site"), or_later(self.site.text().trim().to_owned())),
            (Phrase::new("候选模式", "Candidate modes"), or_later(chosen.join(comma))),
            (Phrase::new("文件", "File"), self.path.input.text()),
        ];
        for (n, (label, text)) in lines.into_iter().enumerate() {
            let place = below(body, cells(n));
            let used = canvas.line(place, Look::Label, &format!("{}{}", label.say(lang), lang.colon()));
            canvas.line(right_of(place, used.max(18)), Look::Plain, &text);
        }
    }
}
