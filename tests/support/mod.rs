//! A desk to work at: the workbench without a terminal. It carries out effects on the spot in a folder of its
//! own, presses keys by their names, and reads the screen back as lines. The day, the seed and the name are fixed.

#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

pub mod scene;

use jiff::civil::{Date, DateTime, date};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use wubu::guide::owned::{Asked, ClauseRef};
use wubu::merge::merge;
use wubu::readiness::link;
use wubu::store::git;
use wubu::store::shelf::Kept;
use wubu::store::{Folders, Session, Wish, demo_file, demo_files, read, remember, remember_me, write};
use wubu::text::{Lang, width};
use wubu::tui::{
    Action, App, Effect, FirstRun, Gesture, Key, News, Pointer, Region, Setup, Theme, ThemeBy, paint,
};
use wubu::workspace::{At, Id, RecordKind, Workspace, rows};

pub const TODAY: Date = date(2026, 11, 20);
pub const NOW: DateTime = TODAY.at(9, 42, 0, 0);
pub const DEMO: &str = include_str!("../../data/demo.wubu.ron");

pub struct Desk {
    pub app: App,
    pub folder: TempDir,
    pub screen: Rect,
    pub copied: Vec<String>,
    /// What was sent to the user's editor.
    pub lent: Vec<(At, String)>,
    pub remembered: Vec<String>,
    pub repaints: usize,
    pub has_left: bool,
    /// Disk work is kept back until `let_go`, as if the worker were slow.
    pub is_slow: bool,
    /// Nothing else can be opened or made.
    pub is_locked: bool,
    waiting: Vec<Effect>,
}

impl Desk {
    /// The start page.
    pub fn new(lang: Lang, (width, height): (u16, u16)) -> Desk {
        Desk::of(lang, (width, height), Some("周岚"))
    }

    pub fn of(lang: Lang, (width, height): (u16, u16), me: Option<&str>) -> Desk {
        Desk::in_folder(tempfile::tempdir().unwrap(), lang, (width, height), me)
    }

    /// The program is gone without a word, and started again.
    #[must_use]
    pub fn crash(self) -> Desk {
        let size = (self.screen.width, self.screen.height);
        let Desk { app, folder, .. } = self;
        let (lang, path) = (app.lang, app.path());
        drop(app);
        let mut desk = Desk::in_folder(folder, lang, size, Some("周岚"));
        if let Some(path) = path {
            desk.update(Action::OpenFile(path));
        }
        desk
    }

    fn in_folder(folder: TempDir, lang: Lang, size: (u16, u16), me: Option<&str>) -> Desk {
        Desk::seated(folder, lang, size, me, FirstRun::No)
    }

    /// Where nobody has worked before.
    pub fn first(lang: Lang, size: (u16, u16), first_run: FirstRun) -> Desk {
        Desk::seated(tempfile::tempdir().unwrap(), lang, size, Some("周岚"), first_run)
    }

    fn seated(
        folder: TempDir,
        lang: Lang,
        (width, height): (u16, u16),
        me: Option<&str>,
        first_run: FirstRun,
    ) -> Desk {
        let screen = Rect::new(0, 0, width, height);
        let app = App::new(Setup {
            lang,
            now: NOW,
            me: me.map(str::to_owned),
            folders: Folders::below(folder.path()),
            theme: Theme::plain(),
            theme_by: ThemeBy::Ground,
            mistakes: vec![],
            screen,
            mouse: true,
            seed: 7,
            wish: Wish::Edit,
            first_run,
        });
        Desk {
            app,
            folder,
            screen,
            copied: vec![],
            lent: vec![],
            remembered: vec![],
            repaints: 0,
            has_left: false,
            is_slow: false,
            is_locked: false,
            waiting: vec![],
        }
    }

    /// The demo plant, opened, on the overview.
    pub fn demo() -> Desk {
        Desk::opened(Lang::Zh, (120, 40), DEMO)
    }

    pub fn opened(lang: Lang, size: (u16, u16), text: &str) -> Desk {
        let mut desk = Desk::new(lang, size);
        desk.open(text);
        desk
    }

    pub fn open(&mut self, text: &str) {
        fs::write(self.path(), text).unwrap();
        self.update(Action::OpenFile(self.path()));
        assert!(self.app.workspace().is_some(), "{:?}", self.app.notice);
    }

    /// Puts owned copies of standards on the shelf, out of the texts of `tests/owned/`.
    pub fn own(&self, names: &[&str]) {
        for name in names {
            let path = format!("tests/owned/{name}/input.txt");
            let kept = Kept::of_file(Path::new(&path), &Asked::default(), TODAY).unwrap();
            kept.keep(&Folders::below(self.folder.path()), false).unwrap();
        }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("plant.wubu.ron")
    }

    /// The demo in a folder of its own, which can be taken away: then nothing can be saved.
    pub fn opened_in_subfolder() -> Desk {
        let mut desk = Desk::new(Lang::Zh, (120, 40));
        let folder = desk.folder.path().join("plant");
        fs::create_dir(&folder).unwrap();
        let path = folder.join("plant.wubu.ron");
        fs::write(&path, DEMO).unwrap();
        desk.update(Action::OpenFile(path));
        desk
    }

    /// What lies on the disk.
    pub fn file(&self) -> String {
        fs::read_to_string(self.path()).unwrap()
    }

    pub fn workspace(&self) -> &Workspace {
        self.app.workspace().expect("a workspace is open")
    }

    /// The workspace as it would be written.
    pub fn text(&self) -> String {
        write(self.workspace())
    }

    pub fn update(&mut self, action: Action) {
        let effects = self.app.update(action);
        self.carry_out(effects);
    }

    /// Keys by their names with blanks between; `type:…` and `paste:…` are text. With the mouse `click:…` and
    /// `double:…` are on what stands on the screen, and `hold:…>…` drags from one to the other.
    pub fn press(&mut self, keys: &str) -> &mut Desk {
        for name in keys.split_whitespace() {
            if let Some(text) = name.strip_prefix("type:") {
                self.type_text(text);
            } else if let Some(text) = name.strip_prefix("paste:") {
                self.paste(text);
            } else if let Some(text) = name.strip_prefix("click:") {
                self.click_on(text);
            } else if let Some(text) = name.strip_prefix("double:") {
                self.double_click_on(text);
            } else if let Some((from, to)) = name.strip_prefix("hold:").and_then(|way| way.split_once('>')) {
                let (from, to) = (self.find(from), self.find(to));
                self.point(Gesture::Press, from).point(Gesture::Drag, to);
            } else {
                self.key(Key::named(name).unwrap_or_else(|| panic!("no key {name}")));
            }
        }
        self
    }

    pub fn key(&mut self, key: Key) {
        let effects = self.app.key(key);
        self.carry_out(effects);
    }

    /// One key for each character, as an input method commits it.
    pub fn type_text(&mut self, text: &str) -> &mut Desk {
        for c in text.chars() {
            self.key(Key::plain(crossterm::event::KeyCode::Char(c)));
        }
        self
    }

    /// Characters that the terminal delivers in one piece.
    pub fn burst(&mut self, text: &str) -> &mut Desk {
        let effects = self.app.burst(text);
        self.carry_out(effects);
        self
    }

    /// What the mouse does over a cell of the screen as it is drawn now.
    pub fn point(&mut self, gesture: Gesture, (x, y): (u16, u16)) -> &mut Desk {
        let mut buffer = Buffer::empty(self.screen);
        let painted = paint(&self.app, &mut buffer);
        self.app.shows(painted.regions);
        let effects = self.app.point(Pointer { gesture, cell: Position { x, y } });
        self.carry_out(effects);
        self
    }

    pub fn click(&mut self, cell: (u16, u16)) -> &mut Desk {
        self.point(Gesture::Press, cell).point(Gesture::Release, cell)
    }

    pub fn double_click(&mut self, cell: (u16, u16)) -> &mut Desk {
        self.click(cell).point(Gesture::Double, cell).point(Gesture::Release, cell)
    }

    pub fn click_on(&mut self, text: &str) -> &mut Desk {
        self.click(self.find(text))
    }

    pub fn double_click_on(&mut self, text: &str) -> &mut Desk {
        self.double_click(self.find(text))
    }

    /// The first cell where this text stands: what was drawn last, dialogs and the footer, is mostly lower.
    pub fn find(&self, text: &str) -> (u16, u16) {
        let lines = self.lines();
        let found = lines.iter().enumerate().find_map(|(y, line)| Some((y, line.split_once(text)?.0)));
        let (y, before) = found.unwrap_or_else(|| panic!("no {text} on:\n{}", lines.join("\n")));
        (cells(before), u16::try_from(y).unwrap())
    }

    /// What stands on a part of the screen.
    pub fn text_at(&self, place: Rect) -> String {
        let line = &self.lines()[usize::from(place.y)];
        let mut x = 0;
        let of_place = line.chars().filter(|c| {
            let is_in = (place.x..place.right()).contains(&x);
            x += cells(c.encode_utf8(&mut [0; 4]));
            is_in
        });
        of_place.collect()
    }

    /// All that can be touched on the screen as it is.
    pub fn regions(&self) -> Vec<Region> {
        let mut buffer = Buffer::empty(self.screen);
        paint(&self.app, &mut buffer).regions.iter().cloned().collect()
    }

    pub fn paste(&mut self, text: &str) {
        let effects = self.app.paste(text);
        self.carry_out(effects);
    }

    pub fn tick(&mut self) {
        let effects = self.app.tick(NOW);
        self.carry_out(effects);
    }

    pub fn resize(&mut self, width: u16, height: u16) {
        self.screen = Rect::new(0, 0, width, height);
        self.app.resize(self.screen);
    }

    /// Does the disk work that was kept back, and what follows from it.
    pub fn let_go(&mut self) {
        self.is_slow = false;
        let waiting = std::mem::take(&mut self.waiting);
        self.carry_out(waiting);
    }

    /// Does the disk work that came last before all the other.
    pub fn let_last_go(&mut self) {
        let turns = usize::from(!self.waiting.is_empty());
        self.waiting.rotate_right(turns);
        self.let_one_go();
    }

    /// Does only the disk work that waits now; what follows from it waits in turn.
    pub fn let_one_go(&mut self) {
        if !self.waiting.is_empty() {
            let effect = self.waiting.remove(0);
            if let Some(news) = self.work(effect) {
                let effects = self.app.hear(news);
                self.carry_out(effects);
            }
        }
    }

    pub fn waits(&self) -> usize {
        self.waiting.len()
    }

    pub fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut todo: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = todo.pop_front() {
            match effect {
                Effect::Copy(text) => self.copied.push(text),
                Effect::Editor { at, text } => self.lent.push((at, text)),
                Effect::Repaint => self.repaints += 1,
                Effect::Exit => self.has_left = true,
                Effect::RememberMe(name) => {
                    remember_me(&Folders::below(self.folder.path()), &name);
                    self.remembered.push(name);
                }
                Effect::RememberLang(lang) => {
                    wubu::store::remember_lang(&Folders::below(self.folder.path()), lang);
                }
                Effect::RememberWelcome => {
                    wubu::store::remember_welcome(&Folders::below(self.folder.path()));
                }
                Effect::RememberTheme(name) => {
                    wubu::store::remember_theme(&Folders::below(self.folder.path()), &name);
                }
                Effect::Remember(path) => remember(&Folders::below(self.folder.path()), &path),
                effect if self.is_slow => self.waiting.push(effect),
                effect => {
                    if let Some(news) = self.work(effect) {
                        todo.extend(self.app.hear(news));
                    }
                }
            }
        }
    }

    fn arrive(&self, path: &Path, wish: Wish) -> News {
        let folders = Folders::below(self.folder.path());
        News::Opened(Session::arrive(path, &folders, wish).map(Box::new))
    }

    fn work(&self, effect: Effect) -> Option<News> {
        Some(match effect {
            Effect::Open(..) | Effect::Create(..) | Effect::Demo if self.is_locked => {
                self.arrive(&self.folder.path().join("none"), Wish::Edit)
            }
            Effect::Open(path, wish) => self.arrive(&path, wish),
            Effect::Create(path, workspace) => match Session::create(&path, *workspace) {
                Ok(_) => self.arrive(&path, Wish::Edit),
                Err(error) => News::NotCreated(error),
            },
            Effect::Demo => match demo_file(&Folders::below(self.folder.path()), TODAY) {
                Ok(path) => self.arrive(&path, Wish::Edit),
                Err(error) => News::NotCreated(error),
            },
            Effect::Keep(job) => News::Kept(job.run()),
            Effect::Save(job) => saved(job),
            Effect::Watch(watch) => News::Looked { look: watch.run(), branch: None, head: None },
            Effect::AskGit(_) => News::Me(None),
            Effect::Visit(file) => {
                let last = wubu::store::visit(&Folders::below(self.folder.path()), &file);
                News::Visited(file, last)
            }
            Effect::AskChronicle(file) => {
                let chronicle = wubu::store::Chronicle::read(&file).unwrap_or_default();
                News::Chronicle(file, Box::new(chronicle))
            }
            Effect::AskThemes => News::Themes(wubu::tui::theme_choices(&Folders::below(self.folder.path()))),
            Effect::AskShelf => News::Shelf(Box::new(
                wubu::store::shelf::Shelf::read(&Folders::below(self.folder.path())).library(),
            )),
            Effect::AskDriver(file) => News::LacksDriver(file.clone(), git::is_shared_without_driver(&file)),
            Effect::Judge(case) => News::Judged(Box::new(case.judge())),
            Effect::Examine(job) => {
                let path = job.file.clone();
                News::Examined(path, job.run(&mut |_, _| {}))
            }
            Effect::Link(linking, cancel) => {
                let result = wubu::store::take_in(&linking, &cancel, &mut |_, _| {});
                News::Linked(linking, result)
            }
            Effect::Complete(file, typed) => {
                let names = wubu::store::complete(&file, &typed);
                News::Completed(typed, names)
            }
            // What would be shown; no window opens in a test.
            Effect::Show(file, name) => News::Shown(wubu::store::showable(&file, &name)),
            Effect::AskUnmerged(file) => {
                News::Unmerged(file.clone(), matches!(git::versions(&file), Ok(Some(_))))
            }
            Effect::Index(job) => job.run(),
            Effect::AskMarks(file) => {
                let marks = wubu::store::bookmarks(&Folders::below(self.folder.path()), &file);
                News::Marks(file, marks)
            }
            Effect::KeepMarks(file, marks) => {
                wubu::store::keep_bookmarks(&Folders::below(self.folder.path()), &file, &marks);
                News::Done
            }
            Effect::KeepSearches(searches) => {
                wubu::store::keep_searches(&Folders::below(self.folder.path()), &searches);
                News::Done
            }
            Effect::ListFolder(folder, names) => {
                // Without a file it runs in its own folder.
                let names = wubu::store::folder_names(&self.folder.path().join(&folder), names);
                News::Listed(folder, names)
            }
            Effect::ListPhotos(row, folder) => {
                let folders = Folders::below(self.folder.path());
                let (folder, found) = wubu::store::photos(&folders, folder);
                News::Photos(row, folder, found)
            }
            Effect::Import { ticket, job, stop } => {
                let looked = job.run(&mut |_| !stop.load(std::sync::atomic::Ordering::Relaxed));
                News::Previewed(ticket, Box::new(looked))
            }
            Effect::FinishImport(preview, lang) => {
                let folders = Folders::below(self.folder.path());
                let counts = preview.plan.as_ref().map(wubu::table::Plan::counts).unwrap_or_default();
                News::RefusedKept(counts, wubu::store::finish_import(&folders, &preview, lang))
            }
            Effect::Measure { ticket, job, progress } => {
                News::Measured(ticket, Box::new(job.run(&progress, &mut |_, _| {})))
            }
            Effect::Recall(job) => {
                let profile = job.run(&wubu::profile::Progress::new(), &mut |_, _| {});
                News::Recalled(job.mark.hash.clone(), profile.map(Box::new))
            }
            Effect::Export { workspace, register, path, lang, replaces } => {
                let result = wubu::store::export_table(&workspace, register, &path, lang, replaces);
                News::Exported(wubu::tui::Written { register, path, result })
            }
            Effect::Stage(file) => News::Staged(git::WorkTree::of(&file).and_then(|tree| tree.add(&file))),
            _ => return None,
        })
    }

    pub fn buffer(&self) -> (Buffer, Option<Position>) {
        let mut buffer = Buffer::empty(self.screen);
        let painted = paint(&self.app, &mut buffer);
        (buffer, painted.caret)
    }

    /// The screen, line by line, without blanks at the ends.
    pub fn lines(&self) -> Vec<String> {
        lines(&self.buffer().0)
    }

    pub fn shows(&self, text: &str) -> bool {
        self.lines().join("\n").contains(text)
    }

    /// Column and row of the caret.
    pub fn caret(&self) -> Option<(u16, u16)> {
        self.buffer().1.map(|at| (at.x, at.y))
    }

    pub fn notice(&self) -> &str {
        self.app.notice.as_ref().map_or("", |notice| notice.text.as_str())
    }

    /// The row under the cursor of the list: where its sign stands, in the column that has it.
    pub fn cursor_line(&self) -> String {
        let lines = self.lines();
        let marked: Vec<&String> = lines.iter().filter(|line| line.contains('▌')).collect();
        marked.last().map_or(String::new(), |line| (*line).clone())
    }

    /// Someone else writes the file.
    pub fn write_outside(&mut self, text: &str) {
        fs::write(self.path(), text).unwrap();
        self.tick();
    }

    pub fn reread(&self) -> Workspace {
        read(self.file().as_bytes()).expect("what was saved can be read").workspace
    }
}

fn saved(job: wubu::store::SaveJob) -> News {
    News::Saved { revision: job.revision, result: job.run() }
}

pub fn lines(buffer: &Buffer) -> Vec<String> {
    let area = buffer.area;
    let line = |y: u16| {
        let (mut line, mut x) = (String::new(), 0);
        while x < area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(width(symbol)).unwrap_or(1).max(1);
        }
        line.trim_end().to_owned()
    };
    (0..area.height).map(line).collect()
}

/// A workspace with every template and not one word of its own.
pub fn bare() -> String {
    let mut workspace = Workspace::default();
    let ids: Vec<&str> = wubu::guide::guide().templates().iter().map(|t| t.id.as_str()).collect();
    let edit = wubu::workspace::adopt(&workspace, &ids).unwrap();
    workspace.apply(edit).unwrap();
    write(&workspace)
}

/// The demo with four of its files beside it: one that is not the one that was linked, the others missing.
pub fn plant_with_evidence(lang: Lang, size: (u16, u16)) -> Desk {
    let mut desk = Desk::new(lang, size);
    let here =
        ["4a/调研纪要汇编.txt", "4b/概念验证时延记录.csv", "4c/磨削线点表.csv", "4c/磨削线抽查记录.csv"];
    for (name, bytes) in demo_files().filter(|(name, _)| here.iter().any(|end| name.ends_with(end))) {
        let path = desk.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    desk.open(DEMO);
    desk.update(Action::CheckFiles);
    desk.app.notice = None;
    desk
}

/// The demo with indicators, their readings, and a person in the resource table.
pub fn figures() -> String {
    let loaded =
        |text: &str| read(text.as_bytes()).unwrap_or_else(|why| panic!("{}", why.say(Lang::En))).workspace;
    let added = format!("(\n    format: 1,\n{})\n", include_str!("../indicators/rows.txt"));
    // In place of those that the demo has itself.
    let mut demo = loaded(DEMO);
    let own: Vec<Id> = rows(&demo, "kpi").into_iter().map(|(id, _)| id.clone()).collect();
    for id in own {
        let (edit, _) = wubu::workspace::remove_row(&demo, &id);
        demo.apply(edit).unwrap();
    }
    write(&merge(None, &demo, &loaded(&added)).workspace)
}

/// An export of a furnace as a historian writes it: a row every ten seconds, units in the head, a pause of ten minutes,
/// a clock that steps back once, a stamp that comes twice, and a few words and blanks among the numbers.
pub fn furnace() -> String {
    use std::fmt::Write as _;
    let mut text = "热处理炉 HT-03 历史数据\n采集时间,炉温(℃),碳势(%),压力(kPa),状态\n".to_owned();
    let mut clock = 8 * 3600;
    for n in 0..600_u32 {
        clock += match n {
            300 => 610,
            420 => 0,
            _ => 10,
        };
        let shown = if n == 500 { clock - 45 } else { clock };
        let (hour, minute, second) = (shown / 3600, shown / 60 % 60, shown % 60);
        let heat = match n {
            77 => "故障".to_owned(),
            78..=80 => String::new(),
            _ => format!("{:.1}", 840.0 + f64::from(n * 7 % 23) * 0.5),
        };
        let carbon = 0.8 + f64::from(n * 5 % 11) * 0.01;
        let pressure = 101 + n * 3 % 7;
        let state = if n % 50 < 45 { "运行" } else { "停炉" };
        writeln!(text, "2026-11-25 {hour:02}:{minute:02}:{second:02},{heat},{carbon:.2},{pressure},{state}")
            .unwrap();
    }
    text
}

/// Every template, decisions of each sort, a gate with answers, waivers and a review; stage 2 has begun before it.
pub fn papers() -> String {
    let bare = bare();
    let begun = bare.replacen("\"4b.1\": (\n", "\"4b.1\": (\n            status: Doing,\n", 1);
    assert_ne!(begun, bare);
    let (head, _) = begun.rsplit_once(')').expect("a workspace ends with a bracket");
    let text = format!("{head}{})\n", include_str!("papers.txt"));
    let loaded = read(text.as_bytes()).unwrap_or_else(|why| panic!("{}", why.say(Lang::En)));
    write(&loaded.workspace)
}

/// The demo with nine disputes: of every kind of field, of a record, of the unknown and of what is gone.
pub fn disputed() -> String {
    let (head, _) = DEMO.split_once("    disputes: {\n").expect("the demo has disputes");
    head.to_owned() + include_str!("disputes.txt")
}

/// The demo with a task and an element that lean on clauses of owned copies.
pub fn linked() -> String {
    let mut workspace = read(DEMO.as_bytes()).unwrap().workspace;
    for (kind, id, clause) in [
        (RecordKind::Task, "4c.9", "GB/T 23031.1-2022/5.1"),
        (RecordKind::Task, "4c.9", "GB/T 23031.1-2022/5.2b"),
        (RecordKind::Basis, "c1", "GB/T 23031.2-2023/2.2"),
    ] {
        let (id, clause) = (Id::new(id).unwrap(), ClauseRef::parse(clause).unwrap());
        let edit = link(&workspace, kind, &id, &clause).unwrap();
        workspace.apply(edit).unwrap();
    }
    write(&workspace)
}

/// Text that would do harm if it reached the terminal or were measured wrongly.
pub fn hostile() -> String {
    let marks = "a".to_owned() + &"\u{301}".repeat(300);
    let long = "超长标题".repeat(200);
    let titles = [
        "ESC \u{1b}[2J\u{1b}]52;c;aGk=\u{7} 之后",
        "bidi \u{202e}磨床\u{2066}x\u{2069}\u{200b} 之后",
        &marks,
        &long,
        "👩‍👩‍👧‍👦🇨🇳☃️ 家庭 ﷽ ก็ नमस्ते",
        "\u{9b}31m C1 \u{85} \u{2028} 行",
    ];
    let mut text = demo_with(|out| {
        for (n, title) in titles.iter().enumerate() {
            let title = title.escape_debug().to_string();
            let task = format!(
                "        \"t000000{n:02}\": (\n            element: \"a1\",\n            rank: \"z{n}\",\n            title: \"{title}\",\n            owner: \"{title}\",\n            due: \"\\u{{1b}}[31m\",\n            tags: [\n                \"{title}\",\n            ],\n            note: [\n                \"{title}\",\n            ],\n            status: Blocked(why: \"{title}\"),\n        ),\n"
            );
            out.push_str(&task);
        }
    });
    text = text.replacen("name: \"华岭轴承二厂工业互联网平台\"", "name: \"\\u{1b}]0;x\\u{7}\\u{202e}厂\"", 1);
    let (head, _) = text.split_once("    disputes: {\n").expect("the demo has disputes");
    text = format!("{head}    disputes: {{\n");
    for (n, title) in titles.iter().enumerate() {
        let title = title.escape_debug().to_string();
        let other = format!("{title}\\u{{202e}}改");
        for (field, of, was) in [
            ("title", format!("Text(\"{other}\"), Text(\"x{title}\"),"), format!("Text(\"{title}\")")),
            (
                "note",
                format!("Lines([\"{other}\"]), Lines([\"x\", \"{title}\"]),"),
                format!("Lines([\"{title}\"])"),
            ),
            (
                "tags",
                format!("Set([\"{other}\"]), Set([\"x\", \"{title}\"]),"),
                format!("Set([\"{title}\"])"),
            ),
        ] {
            writeln!(text, "\"tasks/t000000{n:02}/{field}\": (of: [{of}], was: [{was}]),").unwrap();
        }
        writeln!(
            text,
            "\"tasks/{title}/owner\": (of: [Text(\"{title}\")]),\n\"{other}\": (at: [\"{title}\"]),"
        )
        .unwrap();
    }
    text += "    },\n)\n";
    let loaded = read(text.as_bytes()).unwrap_or_else(|why| panic!("{}", why.say(Lang::En)));
    write(&loaded.workspace)
}

/// The demo with more tasks at the start of the list.
fn demo_with(more: impl FnOnce(&mut String)) -> String {
    let (head, tail) = DEMO.split_once("    tasks: {\n").expect("the demo has tasks");
    let mut text = format!("{head}    tasks: {{\n");
    more(&mut text);
    text.push_str(tail);
    text
}

pub fn cells(text: &str) -> u16 {
    u16::try_from(width(text)).unwrap()
}

/// A plant with a few rows in its registers, some of them wrong: what a first walk through the workshop leaves.
pub fn plant() -> String {
    use std::collections::BTreeMap;
    use wubu::workspace::{Edit, Id, RecordKind, Value};
    let mut workspace = read(bare().as_bytes()).unwrap().workspace;
    let lines: [(&str, &[(&str, &str)]); 9] = [
        (
            "equipment",
            &[
                ("equip_id", "EQ-01"),
                ("name", "磨床一"),
                ("criticality", "A"),
                ("protocol", "s7"),
                ("ip", "10.1.3.7"),
            ],
        ),
        (
            "equipment",
            &[("equip_id", "EQ-02"), ("name", "热处理炉"), ("protocol", "modbus_tcp"), ("ip", "10.1.300.7")],
        ),
        ("equipment", &[("equip_id", "EQ-03"), ("name", "空压机"), ("criticality", "关键？")]),
        ("equipment", &[("equip_id", "EQ-10"), ("name", "装配线机器人")]),
        ("tags", &[("tag_id", "MX01.TT001"), ("name", "磨床轴承温度"), ("equip_id", "EQ-01"), ("unit", "℃")]),
        ("tags", &[("tag_id", "MX01.VT001"), ("name", "磨床振动"), ("equip_id", "EQ-01"), ("unit", "mm/s")]),
        (
            "tags",
            &[("tag_id", "RC01.TT001"), ("name", "炉温"), ("equip_id", "EQ-99"), ("range_high", "一千")],
        ),
        ("issues", &[("id", "I-1"), ("desc", "厂家未给协议授权")]),
        ("issues", &[("id", "I-2"), ("desc", "停机窗口未定")]),
    ];
    for (n, (register, cells)) in lines.into_iter().enumerate() {
        let cells = cells.iter().map(|(key, text)| ((*key).to_owned(), Value::text(*text)));
        let fields = vec![
            ("register".to_owned(), Value::text(register)),
            ("rank".to_owned(), Value::text(format!("A{n}"))),
            ("cells".to_owned(), Value::Map(cells.collect::<BTreeMap<_, _>>())),
        ];
        let id = Id::new(&format!("rPLANT0{n}")).unwrap();
        workspace.apply(Edit::Add { kind: RecordKind::Row, id, fields }).unwrap();
    }
    write(&workspace)
}

/// Two lines, two machines of which hardly anything is known, one with a tag, and a source.
pub fn walk() -> String {
    let rows = r#"
        "r1": (register: "equipment", rank: "A", cells: {"equip_id": "M-01", "name": "磨床", "criticality": "A", "area": "磨削车间", "line": "1线", "model": "3MZ", "controller": "S7-1200", "port": "rj45"}),
        "r2": (register: "equipment", rank: "B", cells: {"equip_id": "M-02", "name": "磨床二", "area": "磨削车间", "line": "2线"}),
        "r3": (register: "tags", rank: "A", cells: {"tag_id": "T-1", "name": "振动", "desc": "轴承振动", "equip_id": "M-01", "address": "DB1", "dtype": "float32", "unit": "mm/s"}),
        "r4": (register: "sources", rank: "A", cells: {"src_id": "S-1", "name": "空压站", "area": "动力站"}),
"#;
    let bare = bare();
    let (head, _) = bare.rsplit_once(')').unwrap();
    let text = format!("{head}    rows: {{{rows}    }},\n)\n");
    let read = read(text.as_bytes()).unwrap_or_else(|why| panic!("{}", why.say(Lang::En)));
    write(&read.workspace)
}

/// A folder with pictures, made at given minutes of the day.
pub fn camera(folder: &Path) -> PathBuf {
    let camera = folder.join("相机");
    fs::create_dir_all(&camera).unwrap();
    for (name, minute) in [("旧.jpg", 10), ("新.JPG", 42), ("表.txt", 50)] {
        let file = fs::File::create(camera.join(name)).unwrap();
        fs::write(camera.join(name), name).unwrap();
        let at = jiff::civil::datetime(2026, 11, 20, 9, minute, 0, 0)
            .to_zoned(jiff::tz::TimeZone::system())
            .unwrap();
        file.set_modified(std::time::SystemTime::from(at.timestamp())).unwrap();
    }
    camera
}
