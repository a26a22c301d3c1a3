//! A file to name: typed with the names of its folder below, completed by Tab, chosen by the arrows, or pasted as
//! terminals paste a file that is dropped on them. It touches no disk: the folder is listed by the worker.

use super::{Flow, centred, typed_into};
use crate::profile::FileKind;
use crate::store::{FolderEntry, Names, TableKind};
use crate::text::{Lang, Phrase, show};
use crate::tui::action::{Action, Mood, Notice, OnSite};
use crate::tui::app::home;
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::input::{Input, Stroke};
use crate::tui::widget::list::List;
use crate::tui::widget::touch::{Hit, Part, Touch};
use crate::workspace::Id;
use ratatui::layout::Rect;
use std::path::{MAIN_SEPARATOR, Path, PathBuf, is_separator};

#[derive(Debug, Clone, PartialEq)]
pub struct PathAsk {
    pub title: String,
    pub hint: String,
    pub input: Input,
    pub then: PathThen,
    /// Where relative paths begin: the folder of the workspace.
    base: PathBuf,
    lang: Lang,
    /// The folder that was asked for last, and what is in it.
    folder: Option<PathBuf>,
    names: Vec<FolderEntry>,
    /// Of the names that go on from what is typed: the one under the cursor, once an arrow was pressed.
    chosen: Option<usize>,
    top: usize,
}

/// What the file is for; registers by their keys.
#[derive(Debug, Clone, PartialEq)]
pub enum PathThen {
    Import(&'static str),
    Export(&'static str, TableKind),
    /// Measured for this source.
    Measure(FileKind, Id),
    /// A folder of pictures, or one of them, for this row.
    Photos(Id),
    /// A workspace that is there.
    Open,
    /// A new workspace: the wizard asks for its path.
    Workspace,
}

impl PathThen {
    /// Which names are of use.
    pub fn names(&self) -> Names {
        match self {
            PathThen::Photos(_) => Names::Pictures,
            PathThen::Open | PathThen::Workspace => Names::Workspaces,
            _ => Names::Tables,
        }
    }
}

/// Names that are shown at once.
const ROWS: usize = 10;

impl PathAsk {
    pub fn new(
        (title, hint): (String, String),
        text: &str,
        base: PathBuf,
        then: PathThen,
        lang: Lang,
    ) -> PathAsk {
        let (input, names) = (Input::line(text), vec![]);
        PathAsk { title, hint, input, then, base, lang, folder: None, names, chosen: None, top: 0 }
    }

    /// The folder whose names are wanted, if it is another one than before.
    pub fn wants(&mut self) -> Option<PathBuf> {
        let text = self.input.text();
        let (folder, _) = parts(&text);
        let folder = whole(folder, &self.base);
        if self.folder.as_ref() == Some(&folder) {
            return None;
        }
        self.folder = Some(folder.clone());
        self.names.clear();
        Some(folder)
    }

    /// The folder once more: its names may be others by now.
    pub fn wants_again(&self) -> Option<PathBuf> {
        self.folder.clone()
    }

    /// What is in a folder.
    pub fn hear(&mut self, folder: &Path, names: Vec<FolderEntry>) {
        if self.folder.as_deref() == Some(folder) {
            self.names = names;
        }
    }

    pub fn run(&mut self, command: Command) -> Flow {
        match command {
            Command::Cancel => return Flow::Close,
            Command::Accept => return self.accept(),
            Command::CompletePath => self.complete(),
            Command::Up | Command::Down => {
                self.step(command == Command::Down);
                return Flow::Stay;
            }
            command => {
                typed_into(&mut self.input, command);
            }
        }
        self.follow()
    }

    pub fn type_text(&mut self, text: &str) -> Flow {
        self.input.insert(text);
        self.follow()
    }

    /// A click chooses a name; a double click takes it, or enters the folder.
    pub fn point(&mut self, hit: Hit, is_double: bool) -> Flow {
        match hit.part {
            Part::List if hit.row < self.fitting().len() => {
                self.chosen = Some(hit.row);
                if is_double {
                    return self.accept();
                }
            }
            Part::Text => self.input.point(hit.row, hit.column),
            _ => {}
        }
        Flow::Stay
    }

    pub fn scroll(&mut self, by: isize, height: usize) {
        let mut list = List { at: self.chosen.unwrap_or(self.top), top: self.top };
        list.scroll(by, self.fitting().len(), height);
        self.top = list.top;
        self.chosen = self.chosen.map(|_| list.at);
    }

    fn follow(&mut self) -> Flow {
        self.chosen = None;
        self.top = 0;
        match self.wants() {
            Some(folder) => Flow::Keep(vec![Action::ListFolder(folder, self.then.names())]),
            None => Flow::Stay,
        }
    }

    /// The names that go on from what is typed.
    fn fitting(&self) -> Vec<&FolderEntry> {
        let text = self.input.text();
        let leaf = parts(&text).1.to_lowercase();
        let is_wanted = |entry: &&FolderEntry| {
            let name = entry.name.to_lowercase();
            name.starts_with(&leaf) && (leaf.starts_with('.') || !name.starts_with('.'))
        };
        self.names.iter().filter(is_wanted).collect()
    }

    /// Whether a file of just this name is among those that were listed.
    pub fn is_there(&self) -> bool {
        let text = self.input.text();
        let leaf = parts(&text).1;
        self.names.iter().any(|entry| !entry.is_folder && entry.name == leaf)
    }

    fn step(&mut self, is_down: bool) {
        let count = self.fitting().len();
        self.chosen = match self.chosen {
            _ if count == 0 => None,
            None if is_down => Some(0),
            None => Some(count - 1),
            Some(at) if is_down => Some((at + 1).min(count - 1)),
            Some(at) => at.checked_sub(1),
        };
        let mut list = List { at: self.chosen.unwrap_or(0), top: self.top };
        list.keep_in_view(count, ROWS);
        self.top = list.top;
    }

    /// As far as all names that fit go together; a folder alone is entered.
    fn complete(&mut self) {
        let text = self.input.text();
        let fitting = self.fitting();
        let longer = match (self.chosen.and_then(|at| fitting.get(at)), fitting.as_slice()) {
            (Some(entry), _) | (None, [entry]) => ended(entry),
            (None, []) => return,
            (None, several) => common(several),
        };
        let leaf = parts(&text).1;
        if longer.chars().count() >= leaf.chars().count() {
            self.fill(&longer);
        }
    }

    fn fill(&mut self, leaf: &str) {
        let text = self.input.text();
        let folder = parts(&text).0.to_owned();
        self.input.stroke(Stroke::Clear);
        self.input.insert(&(folder + leaf));
    }

    /// The path that is typed or chosen; else what becomes of it first: a folder is entered.
    pub fn settle(&mut self) -> Result<PathBuf, Flow> {
        let fitting = self.fitting();
        if let Some(entry) = self.chosen.and_then(|at| fitting.get(at)) {
            let (leaf, is_folder) = (ended(entry), entry.is_folder);
            self.fill(&leaf);
            if is_folder {
                return Err(self.follow());
            }
        }
        let text = self.input.text();
        let text = bare(&text);
        if text.is_empty() {
            return Err(Flow::Keep(vec![Action::Say(Notice {
                mood: Mood::Plain,
                text: self.lacks().into(),
            })]));
        }
        Ok(whole(&text, &self.base))
    }

    /// What is said where nothing is typed.
    pub fn lacks(&self) -> &'static str {
        let (choose, write) = (
            Phrase::new("先写出路径，或按 ↓ 从下面选一个", "write a path first, or choose one below with ↓"),
            Phrase::new("先写出路径", "write a path first"),
        );
        if self.fitting().is_empty() { write.say(self.lang) } else { choose.say(self.lang) }
    }

    fn accept(&mut self) -> Flow {
        let path = match self.settle() {
            Ok(path) => path,
            Err(flow) => return flow,
        };
        Flow::Do(vec![match &self.then {
            PathThen::Open => Action::OpenFile(path),
            PathThen::Workspace => Action::NewFile(path, vec![], vec![]),
            PathThen::Import(register) => Action::ReadTable(register, path),
            PathThen::Photos(row) => Action::OnSite(OnSite::PhotosIn(row.clone(), path)),
            PathThen::Measure(kind, source) => Action::Measure(*kind, source.clone(), path),
            PathThen::Export(register, kind) => {
                let path = if TableKind::of(&path).is_some() { path } else { with_end(&path, *kind) };
                Action::WriteTable { register, path, replaces: false }
            }
        }])
    }

    pub fn draw(&self, canvas: &mut Canvas, lang: Lang) {
        let inside = canvas.frame(centred(canvas.area(), 68, cells(ROWS) + 3), &self.title);
        canvas.line(below(inside, 0), Role::Faint, &self.hint);
        let rest =
            Rect { y: inside.y + 1.min(inside.height), height: inside.height.saturating_sub(1), ..inside };
        self.draw_names(canvas, rest, lang);
    }

    /// What is typed, and below it the names that go on from it.
    pub fn draw_names(&self, canvas: &mut Canvas, area: Rect, lang: Lang) {
        canvas.field(below(area, 0), &self.input);
        let list = Rect { y: area.y + 1.min(area.height), height: area.height.saturating_sub(1), ..area };
        let fitting = self.fitting();
        let none = match (&self.then, lang) {
            (PathThen::Import(_) | PathThen::Measure(..), Lang::Zh) => "没有这样开头的表格或文件夹",
            (PathThen::Import(_) | PathThen::Measure(..), Lang::En) => "no table or folder begins so",
            (PathThen::Open, Lang::Zh) => "没有这样开头的工作区或文件夹",
            (PathThen::Open, Lang::En) => "no workspace or folder begins so",
            (PathThen::Export(..) | PathThen::Photos(_) | PathThen::Workspace, _) => "",
        };
        if fitting.is_empty() {
            canvas.line(below(list, 1), Role::Faint, none);
        }
        canvas.scrolls(list, Part::List);
        let view = List { at: self.chosen.unwrap_or(0), top: self.top };
        for (row, at) in view.window(fitting.len(), usize::from(list.height)).enumerate() {
            let Some(entry) = fitting.get(at) else { continue };
            let place = below(list, cells(row));
            let role = if entry.is_folder { Role::Label } else { Role::Plain };
            canvas.line(right_of(place, 2), role, &show(&ended(entry)));
            canvas.touch(place, Touch::line(Part::List, at));
            if self.chosen == Some(at) {
                canvas.tint(place, Role::Cursor);
            }
        }
    }
}

fn ended(entry: &FolderEntry) -> String {
    if entry.is_folder { format!("{}{MAIN_SEPARATOR}", entry.name) } else { entry.name.clone() }
}

/// The beginning that all names share, as the first one writes it.
fn common(names: &[&FolderEntry]) -> String {
    let mut names = names.iter().map(|entry| entry.name.as_str());
    let mut shared: Vec<char> = names.next().unwrap_or_default().chars().collect();
    for name in names {
        let same = shared
            .iter()
            .zip(name.chars())
            .take_while(|(one, two)| one.to_lowercase().eq(two.to_lowercase()));
        let count = same.count();
        shared.truncate(count);
    }
    shared.into_iter().collect()
}

/// The folder as it is typed, with the sign at its end, and the name behind it.
fn parts(text: &str) -> (&str, &str) {
    let end =
        text.char_indices().rev().find(|(_, c)| is_separator(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    text.split_at(end)
}

/// A path without what terminals put around one that is dropped: quotes, and backslashes before blanks.
fn bare(text: &str) -> String {
    let text = text.trim();
    for quote in ['\'', '"'] {
        if let Some(inner) = text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote)) {
            return inner.to_owned();
        }
    }
    if cfg!(windows) {
        return text.to_owned();
    }
    let (mut plain, mut is_escaped) = (String::new(), false);
    for c in text.chars() {
        if c == '\\' && !is_escaped {
            is_escaped = true;
            continue;
        }
        is_escaped = false;
        plain.push(c);
    }
    plain
}

fn whole(text: &str, base: &Path) -> PathBuf {
    let path = PathBuf::from(text);
    let path = home(&path).unwrap_or(path);
    // A join with nothing would put a sign at the end.
    if path.as_os_str().is_empty() { base.to_path_buf() } else { base.join(path) }
}

fn with_end(path: &Path, kind: TableKind) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(kind.extension());
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(names: &[(&str, bool)]) -> PathAsk {
        let then = PathThen::Import("tags");
        let words = (String::new(), String::new());
        let mut ask = PathAsk::new(words, "", PathBuf::from("base"), then, Lang::Zh);
        let folder = ask.wants().expect("nothing is listed yet");
        let entry =
            |(name, is_folder): &(&str, bool)| FolderEntry { name: (*name).into(), is_folder: *is_folder };
        ask.hear(&folder, names.iter().map(entry).collect());
        ask
    }

    #[test]
    fn tab_goes_as_far_as_the_names_do_together() {
        let mut ask =
            asked(&[("车间", true), ("点表-一.csv", false), ("点表-二.xlsx", false), (".暗", true)]);
        ask.type_text("点");
        ask.run(Command::CompletePath);
        assert_eq!(ask.input.text(), "点表-");
        ask.type_text("二");
        ask.run(Command::CompletePath);
        assert_eq!(ask.input.text(), "点表-二.xlsx");
        let done = Flow::Do(vec![Action::ReadTable("tags", Path::new("base").join("点表-二.xlsx"))]);
        assert_eq!(ask.run(Command::Accept), done);
    }

    #[test]
    fn a_folder_is_entered_and_listed() {
        let mut ask = asked(&[("车间", true), ("点表.csv", false)]);
        ask.run(Command::Down);
        let inner = Path::new("base").join(format!("车间{MAIN_SEPARATOR}"));
        let listed = Action::ListFolder(inner.clone(), Names::Tables);
        assert_eq!(ask.run(Command::Accept), Flow::Keep(vec![listed]));
        assert_eq!(ask.input.text(), format!("车间{MAIN_SEPARATOR}"));
        // What was listed before comes too late.
        ask.hear(Path::new("base"), vec![FolderEntry { name: "旧.csv".into(), is_folder: false }]);
        assert!(ask.fitting().is_empty());
        ask.hear(&inner, vec![FolderEntry { name: "新.csv".into(), is_folder: false }]);
        ask.run(Command::Up);
        assert_eq!(ask.run(Command::Accept), Flow::Do(vec![Action::ReadTable("tags", inner.join("新.csv"))]));
    }

    #[test]
    fn enter_on_nothing_says_what_to_do() {
        let said = |ask: &mut PathAsk| match ask.run(Command::Accept) {
            Flow::Keep(actions) => match &actions[..] {
                [Action::Say(notice)] => notice.text.clone(),
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        };
        assert_eq!(said(&mut asked(&[])), "先写出路径");
        assert!(said(&mut asked(&[("点表.csv", false)])).contains("按 ↓"));
    }

    #[cfg(unix)]
    #[test]
    fn a_path_that_is_dropped_on_the_terminal_is_taken() {
        for text in ["'/data/点 表.csv'", "\"/data/点 表.csv\"", "/data/点\\ 表.csv", " /data/点 表.csv "]
        {
            let mut ask = asked(&[]);
            ask.type_text(text);
            let path = PathBuf::from("/data/点 表.csv");
            assert_eq!(ask.run(Command::Accept), Flow::Do(vec![Action::ReadTable("tags", path)]), "{text}");
        }
    }
}
