//! The first steps: the language, the demo plant or a workspace of one's own, and what that begins with, one question
//! after the other. Each has an answer already; Esc goes back by one and loses nothing, and the last step shows what
//! will be made. It touches no disk.

mod draw;

use super::path::{PathAsk, PathThen};
use super::{Flow, typed_into};
use crate::guide::guide;
use crate::store::FolderEntry;
use crate::text::{Lang, Phrase, key_form};
use crate::tui::action::Action;
use crate::tui::command::Command;
use crate::tui::widget::input::{Input, Stroke};
use crate::tui::widget::list::{List, Step as By};
use crate::tui::widget::touch::{Hit, Part};
use crate::workspace::{Assign, Choice, Kind, RecordKind};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The decision whose options are the development modes.
const MODES: &str = "modes";

#[derive(Debug, Clone, PartialEq)]
pub struct Wizard {
    steps: &'static [Step],
    at: usize,
    lang: Lang,
    name: Input,
    site: Input,
    /// Of the roles that a project can have.
    role: usize,
    /// Options of the decision, by their places.
    modes: BTreeSet<usize>,
    /// In the list of the step that is open.
    list: List,
    path: PathAsk,
    /// The path that was proposed last; another one is somebody's own.
    proposed: String,
    /// What was refused, and what to do.
    trouble: Option<(String, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Language,
    /// The demo plant, or a workspace of one's own.
    Begin,
    Name,
    Role,
    Site,
    Modes,
    File,
    Summary,
}

use Step::{Begin, File, Language, Modes, Name, Role, Site, Summary};

/// The steps of a new workspace come last in each.
const FIRST: [Step; 8] = [Language, Begin, Name, Role, Site, Modes, File, Summary];
const OWN: usize = 6;

impl Wizard {
    /// Of a program that was never used here; without the language where somebody has said it.
    pub fn first(asks_language: bool, lang: Lang, base: PathBuf) -> Wizard {
        Wizard::of(&FIRST[usize::from(!asks_language)..], lang, base)
    }

    /// Of another workspace.
    pub fn new(lang: Lang, base: PathBuf) -> Wizard {
        Wizard::of(&FIRST[FIRST.len() - OWN..], lang, base)
    }

    fn of(steps: &'static [Step], lang: Lang, base: PathBuf) -> Wizard {
        let words = (String::new(), String::new());
        let path = PathAsk::new(words, "", base, PathThen::Workspace, lang);
        let mut wizard = Wizard {
            steps,
            at: 0,
            lang,
            name: Input::line(""),
            site: Input::line(""),
            role: 0,
            modes: BTreeSet::new(),
            list: List::default(),
            path,
            proposed: String::new(),
            trouble: None,
        };
        wizard.arrive();
        wizard
    }

    fn step(&self) -> Step {
        self.steps[self.at]
    }

    /// Whether it is the first run, which is over when somebody leaves.
    fn is_first_run(&self) -> bool {
        self.steps.contains(&Begin)
    }

    pub fn run(&mut self, command: Command) -> Flow {
        match command {
            Command::Cancel => self.back(),
            Command::Accept => self.accept(),
            Command::Up => self.walk(By::Up),
            Command::Down => self.walk(By::Down),
            command => match self.step() {
                File => self.in_path(|path| path.run(command)),
                Name | Site => self.stroke(command),
                _ => Flow::Stay,
            },
        }
    }

    /// There is a list at most of the steps.
    pub fn offers(&self, command: Command) -> bool {
        command != Command::Down || !matches!(self.step(), Name | Site | Summary)
    }

    /// What Esc does: one step back, or out of the first steps.
    pub fn leaves_by(&self) -> Option<Phrase> {
        match self.at {
            0 if self.is_first_run() => Some(Phrase::new("跳过", "skip")),
            0 => None,
            _ => Some(Phrase::new("上一步", "back")),
        }
    }

    pub fn type_text(&mut self, text: &str) -> Flow {
        let digit = text.chars().next().and_then(|c| key_form(c).to_digit(10));
        let nth = digit.and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
        match self.step() {
            Name => self.name.insert(text),
            Site => self.site.insert(text),
            File => return self.in_path(|path| path.type_text(text)),
            Modes if text == " " || text == "\u{3000}" => self.tick(self.list.at),
            Modes => {
                if let Some(nth) = nth.filter(|nth| *nth < self.len()) {
                    self.list.at = nth;
                    self.tick(nth);
                }
            }
            _ => {
                if let Some(nth) = nth.filter(|nth| *nth < self.len()) {
                    self.list.at = nth;
                    return self.accept();
                }
            }
        }
        Flow::Stay
    }

    /// A click on a choice takes it, as its digit does; the second of a double click would take one of the next step.
    pub fn point(&mut self, hit: Hit, is_double: bool) -> Flow {
        match (self.step(), hit.part) {
            (File, _) => return self.in_path(|path| path.point(hit, is_double)),
            (Name, Part::Text) => self.name.point(hit.row, hit.column),
            (Site, Part::Text) => self.site.point(hit.row, hit.column),
            (Modes, Part::List) if self.list.point(hit.row, self.len()) => self.tick(hit.row),
            (_, Part::List) if !is_double && self.list.point(hit.row, self.len()) => return self.accept(),
            _ => {}
        }
        Flow::Stay
    }

    /// Of the files at the step that names one; the other lists are seen whole.
    pub fn scroll(&mut self, by: isize, height: usize) {
        if self.step() == File {
            self.path.scroll(by, height);
        }
    }

    /// What is in the folder of the path that is typed.
    pub fn hear(&mut self, folder: &Path, names: Vec<FolderEntry>) {
        self.path.hear(folder, names);
    }

    /// Why the file could not be made, at the step that names it.
    pub fn complain(&mut self, what: String, next: String) {
        self.at = self.steps.iter().position(|step| *step == File).unwrap_or(self.at);
        self.trouble = Some((what, next));
    }

    fn stroke(&mut self, command: Command) -> Flow {
        let input = if self.step() == Name { &mut self.name } else { &mut self.site };
        typed_into(input, command);
        Flow::Stay
    }

    fn walk(&mut self, by: By) -> Flow {
        if self.step() == File {
            let command = if by == By::Up { Command::Up } else { Command::Down };
            return self.in_path(|path| path.run(command));
        }
        let len = self.len();
        self.list.step(by, len, len);
        Flow::Stay
    }

    fn in_path(&mut self, act: impl FnOnce(&mut PathAsk) -> Flow) -> Flow {
        self.trouble = None;
        act(&mut self.path)
    }

    fn tick(&mut self, nth: usize) {
        let most = guide().decision(MODES).map_or(0, |decision| decision.choose.max);
        self.trouble = None;
        if self.modes.remove(&nth) {
            return;
        }
        if self.modes.len() >= most {
            let (what, next) = match self.lang {
                Lang::Zh => (format!("候选最多 {most} 类"), "先去掉一类"),
                Lang::En => (format!("at most {most} of them"), "take one off first"),
            };
            self.trouble = Some((what, next.into()));
            return;
        }
        self.modes.insert(nth);
    }

    fn back(&mut self) -> Flow {
        self.trouble = None;
        match self.at.checked_sub(1) {
            Some(before) => {
                self.at = before;
                self.arrive();
                Flow::Stay
            }
            None if self.is_first_run() => Flow::Do(vec![Action::Welcomed]),
            None => Flow::Close,
        }
    }

    /// Takes the answer of this step and goes on.
    fn accept(&mut self) -> Flow {
        let mut actions = vec![];
        match self.step() {
            Language => {
                self.lang = Lang::ALL[self.list.at.min(Lang::ALL.len() - 1)];
                actions.push(Action::Speak(self.lang));
            }
            Begin if self.list.at == 0 => return Flow::Do(vec![Action::OpenDemo]),
            Role => self.role = self.list.at,
            File => match self.path.settle() {
                Ok(_) if self.path.is_there() => {
                    let (what, next) = match self.lang {
                        Lang::Zh => ("文件已存在", "换一个名字；要打开它，按 Esc 关闭后用 o 打开"),
                        Lang::En => (
                            "the file is there already",
                            "take another name; to open it, close this and press o",
                        ),
                    };
                    self.trouble = Some((what.into(), next.into()));
                    let again = self.path.wants_again();
                    let look = again.map(|folder| Action::ListFolder(folder, PathThen::Workspace.names()));
                    return Flow::Keep(look.into_iter().collect());
                }
                Ok(_) => {}
                Err(_) if self.path.input.text().trim().is_empty() => {
                    let proposed = file_name(&self.name());
                    let (what, next) = match self.lang {
                        Lang::Zh => ("还没有写文件名", format!("如 {proposed}")),
                        Lang::En => ("no file is named yet", format!("such as {proposed}")),
                    };
                    self.trouble = Some((what.into(), next));
                    return Flow::Stay;
                }
                Err(flow) => return flow,
            },
            Summary => {
                let Ok(path) = self.path.settle() else { return Flow::Stay };
                return Flow::Keep(vec![Action::NewFile(path, self.assigns(), self.chosen_modes())]);
            }
            Begin | Name | Site | Modes => {}
        }
        self.trouble = None;
        self.at += 1;
        self.arrive();
        if self.step() == File
            && let Some(folder) = self.path.wants()
        {
            actions.push(Action::ListFolder(folder, PathThen::Workspace.names()));
        }
        if actions.is_empty() { Flow::Stay } else { Flow::Keep(actions) }
    }

    /// The cursor of the step that is open now, and the path that follows from the name.
    fn arrive(&mut self) {
        let at = match self.step() {
            Language => Lang::ALL.iter().position(|lang| *lang == self.lang).unwrap_or(0),
            Begin => usize::from(self.at > 0 && !self.name.is_empty()),
            Role => self.role,
            _ => 0,
        };
        self.list = List { at, top: 0 };
        if self.step() == File {
            let typed = self.path.input.text();
            if typed.is_empty() || typed == self.proposed {
                self.proposed = file_name(&self.name());
                self.path.input.stroke(Stroke::Clear);
                self.path.input.insert(&self.proposed);
            }
        }
    }

    /// Choices of the step that is open.
    fn len(&self) -> usize {
        match self.step() {
            Language => Lang::ALL.len(),
            Begin => 2,
            Role => roles().len(),
            Modes => modes().count(),
            Name | Site | File | Summary => 0,
        }
    }

    /// What was typed, else what stands there in its place.
    fn name(&self) -> String {
        let typed = self.name.text().trim().to_owned();
        if typed.is_empty() { UNNAMED.say(self.lang).to_owned() } else { typed }
    }

    fn assigns(&self) -> Vec<Assign> {
        let role = roles().get(self.role).map_or("", |role| role.key);
        let site = self.site.text();
        [("name", self.name().as_str()), ("role", role), ("site", site.trim())]
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(field, text)| Assign::new(field, text))
            .collect()
    }

    fn chosen_modes(&self) -> Vec<String> {
        modes().enumerate().filter(|(n, _)| self.modes.contains(n)).map(|(_, (key, _))| key.into()).collect()
    }
}

const UNNAMED: Phrase = Phrase::new("我的工厂", "My plant");

/// The roles that a project can have, as it is declared.
fn roles() -> &'static [Choice] {
    let role = RecordKind::Project.fields().iter().find(|field| field.name == "role");
    match role.map(|field| &field.kind) {
        Some(Kind::Choice(choices)) => choices,
        _ => &[],
    }
}

/// Keys and names of the development modes of the standard.
fn modes() -> impl Iterator<Item = (&'static str, &'static crate::text::Bilingual)> {
    let options = guide().decision(MODES).map_or(&[][..], |decision| &decision.options);
    options.iter().filter(|option| !option.hidden).map(|option| (option.key.as_str(), &option.label))
}

/// Bytes of a proposed name before its end; file systems take 255 with it, and archives less.
const MOST_IN_NAME: usize = 120;

/// A file that is called as the project is, without what cannot be in a name.
fn file_name(name: &str) -> String {
    let is_bad = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    let name: String = name.chars().map(|c| if is_bad(c) { '-' } else { c }).collect();
    let most =
        name.char_indices().map(|(at, c)| at + c.len_utf8()).take_while(|end| *end <= MOST_IN_NAME).last();
    let name = name.get(..most.unwrap_or(0)).unwrap_or_default().trim_matches(['.', ' ']);
    format!("{}.wubu.ron", if name.is_empty() { "plant" } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own() -> Wizard {
        Wizard::new(Lang::Zh, PathBuf::from("base"))
    }

    #[test]
    fn every_step_has_an_answer_already() {
        let mut wizard = own();
        for _ in 0..OWN - 1 {
            assert!(!matches!(wizard.run(Command::Accept), Flow::Do(_) | Flow::Close));
        }
        let Flow::Keep(actions) = wizard.run(Command::Accept) else { panic!("{wizard:?}") };
        let path = Path::new("base").join("我的工厂.wubu.ron");
        let assigns = vec![Assign::new("name", "我的工厂"), Assign::new("role", "enterprise")];
        assert_eq!(actions, [Action::NewFile(path, assigns, vec![])]);
    }

    #[test]
    fn going_back_loses_nothing_and_the_file_follows_the_name_until_it_is_ones_own() {
        let mut wizard = own();
        wizard.type_text("二厂/东");
        wizard.run(Command::Accept);
        wizard.type_text("2");
        wizard.type_text("磨削、热处理");
        wizard.run(Command::Accept);
        wizard.type_text("3");
        wizard.run(Command::Down);
        wizard.type_text(" ");
        wizard.type_text("1");
        assert!(wizard.trouble.is_some(), "two at most");
        wizard.run(Command::Accept);
        assert_eq!(wizard.path.input.text(), "二厂-东.wubu.ron");
        for _ in 0..4 {
            assert_eq!(wizard.run(Command::Cancel), Flow::Stay);
        }
        assert_eq!((wizard.step(), wizard.name.text()), (Name, "二厂/东".into()));
        wizard.type_text("区");
        for _ in 0..4 {
            wizard.run(Command::Accept);
        }
        assert_eq!(wizard.path.input.text(), "二厂-东区.wubu.ron");
        wizard.run(Command::ClearLine);
        wizard.type_text("x.wubu.ron");
        wizard.run(Command::Cancel);
        wizard.run(Command::Accept);
        assert_eq!((wizard.step(), wizard.path.input.text()), (File, "x.wubu.ron".into()));
        wizard.run(Command::Accept);
        let Flow::Keep(actions) = wizard.run(Command::Accept) else { panic!("{wizard:?}") };
        let [Action::NewFile(_, assigns, modes)] = &actions[..] else { panic!("{actions:?}") };
        assert_eq!(assigns[1..], [Assign::new("role", "provider"), Assign::new("site", "磨削、热处理")]);
        assert_eq!(modes.len(), 2);
        // What was refused leads to the file.
        wizard.complain("有了".into(), "换".into());
        assert_eq!(wizard.step(), File);
    }

    #[test]
    fn a_file_that_is_there_or_has_no_name_is_told_before_all_is_summed_up() {
        let mut wizard = own();
        while wizard.step() != File {
            wizard.run(Command::Accept);
        }
        let there = FolderEntry { name: "我的工厂.wubu.ron".into(), is_folder: false };
        wizard.hear(Path::new("base"), vec![there]);
        wizard.run(Command::Accept);
        assert_eq!((wizard.step(), wizard.trouble.is_some()), (File, true));
        wizard.run(Command::ClearLine);
        assert!(wizard.trouble.is_none());
        wizard.run(Command::Accept);
        assert_eq!((wizard.step(), wizard.trouble.is_some()), (File, true));
        wizard.type_text("二厂.wubu.ron");
        wizard.run(Command::Accept);
        assert_eq!(wizard.step(), Summary);
    }

    #[test]
    fn the_first_run_asks_for_the_language_unless_it_is_known() {
        let mut wizard = Wizard::first(true, Lang::Zh, PathBuf::new());
        assert_eq!(wizard.type_text("2"), Flow::Keep(vec![Action::Speak(Lang::En)]));
        assert_eq!(wizard.type_text("9"), Flow::Stay);
        assert_eq!(wizard.type_text("1"), Flow::Do(vec![Action::OpenDemo]));
        let mut wizard = Wizard::first(false, Lang::En, PathBuf::new());
        assert_eq!(wizard.step(), Begin);
        wizard.type_text("2");
        assert_eq!((wizard.step(), wizard.name().as_str()), (Name, "My plant"));
        wizard.run(Command::Cancel);
        assert_eq!(wizard.run(Command::Cancel), Flow::Do(vec![Action::Welcomed]));
        assert_eq!(own().run(Command::Cancel), Flow::Close);
    }

    #[test]
    fn a_name_becomes_the_name_of_a_file() {
        for (name, file) in
            [("a:b", "a-b.wubu.ron"), (" .. ", "plant.wubu.ron"), ("轴承一厂", "轴承一厂.wubu.ron")]
        {
            assert_eq!(file_name(name), file);
        }
        assert_eq!(file_name(&"测".repeat(200)), format!("{}.wubu.ron", "测".repeat(40)));
    }
}
