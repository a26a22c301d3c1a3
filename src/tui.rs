//! The screen: takes the terminal, runs the loop, gives the terminal back. The loop drains all that has been
//! typed before it draws, draws only when something changed, and waits without spending time. However it ends,
//! what is pending is written and the terminal is as it was found.

mod action;
mod app;
mod command;
mod dialog;
mod errand;
#[cfg(all(test, unix))]
mod faults;
mod inbox;
mod judged;
mod keymap;
mod lent;
mod listener;
mod named;
mod pane;
mod pointer;
#[cfg_attr(windows, path = "tui/signals/windows.rs")]
mod signals;
mod terminal;
mod theme;
mod view;
mod widget;
mod worker;

pub use action::{
    Action, After, Effect, Errand, Filter, Mood, News, Notice, OnSite, Page, RowFilter, RowSort, Sort, View,
    Written,
};
pub use app::{App, FirstRun, Setup, ThemeBy};
pub use command::Command;
pub use keymap::{Key, Layer, keymap};
pub use pointer::{Gesture, Pointer};
pub use theme::{Choice as ThemeChoice, Role, Theme, choices as theme_choices};
pub use widget::canvas::Canvas;
pub use widget::touch::{Hit, Part, Region, Regions, Touch};

use crate::store::{
    Config, Folders, Mistake, Wish, is_first_run, remember_lang, remember_me, remember_theme,
    remember_welcome, remembered_me, remembered_theme,
};
use crate::text::{Lang, show};
use crossterm::event::Event;
use inbox::{Heard, Inbox, Signal};
use jiff::civil::DateTime;
use listener::Listener;
use pointer::Watch;
use ratatui::layout::Rect;
use std::io::{self, IsTerminal};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{Duration, Instant};
use terminal::Screen;
use worker::{Job, Worker};

/// What the command line asks the screen for.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub file: Option<PathBuf>,
    pub wish: Wish,
    pub lang: Lang,
    /// By `--lang`.
    pub is_lang_asked: bool,
}

/// How old what is being typed may become before it is kept.
const DRAFT: Duration = Duration::from_secs(1);
/// How often the file is looked at, and a refused save tried again.
const LOOK: Duration = Duration::from_secs(2);
/// What keeps coming in without a pause is drawn after this long all the same.
const FLOOD: Duration = Duration::from_millis(100);
/// How long the worker may take to finish when everything ends, and when the user leaves.
const LAST_JOBS: Duration = Duration::from_millis(400);
const LEFT_JOBS: Duration = Duration::from_secs(5);
/// Exit codes: usage, unreadable or unwritable, a panic as Rust has it, and a signal as shells have it.
const NO_TERMINAL: u8 = 2;
const UNWRITABLE: u8 = 3;
const PANICKED: u8 = 101;
const SIGNALLED: u8 = 128;
/// What a terminal that goes away sends.
const HUNG_UP: u8 = 1;

/// What a frame has besides its cells.
#[derive(Debug, Clone, Default)]
pub struct Painted {
    pub caret: Option<ratatui::layout::Position>,
    /// What can be touched on it: the app is told when it is shown.
    pub regions: Regions,
}

/// Paints the app on a buffer: what the loop does for each frame, and tests too.
pub fn paint(app: &App, buffer: &mut ratatui::buffer::Buffer) -> Painted {
    let mut canvas = Canvas::new(buffer, &app.theme);
    view::draw(app, &mut canvas);
    let painted = Painted { caret: canvas.caret(), regions: canvas.into_regions() };
    app.theme.finish(buffer);
    painted
}

/// Whether a screen can be shown at all; else what to say.
pub fn is_possible() -> bool {
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stdin().is_terminal() && io::stdout().is_terminal() && !is_dumb
}

/// Runs the workbench until the user leaves.
pub fn run(options: Options) -> ExitCode {
    ExitCode::from(run_to(options, live))
}

/// All that lies outside of the app.
struct Surroundings {
    screen: Screen,
    inbox: Inbox,
    listener: Listener,
    worker: Worker,
    /// Reading a long history takes its time: no save waits behind it.
    historian: Worker,
    /// Reads the files of evidence through, however large they are.
    examiner: Worker,
    /// The one file that somebody waits for.
    linker: Worker,
    /// The same for tables.
    clerk: Worker,
    /// Measures exports, however large they are.
    surveyor: Worker,
    /// Works out what follows from a large workspace.
    judge: Worker,
}

/// How the loop came to its end.
enum Ending {
    /// The user left, and all is saved.
    Left,
    Signal(i32),
    /// The terminal is gone.
    Vanished,
    /// A thread panicked.
    Panicked,
    Failed(io::Error),
}

impl Surroundings {
    fn new() -> io::Result<Surroundings> {
        let inbox = Inbox::new();
        terminal::hook_panics(inbox.sender());
        signals::listen(inbox.sender())?;
        let listener = Listener::start(inbox.sender())?;
        let (worker, historian) = (Worker::start(&inbox)?, Worker::start(&inbox)?);
        let (examiner, linker) = (Worker::start(&inbox)?, Worker::start(&inbox)?);
        let (clerk, surveyor) = (Worker::start(&inbox)?, Worker::start(&inbox)?);
        let judge = Worker::start(&inbox)?;
        let screen = terminal::take()?;
        Ok(Surroundings {
            screen,
            inbox,
            listener,
            worker,
            historian,
            examiner,
            linker,
            clerk,
            surveyor,
            judge,
        })
    }
}

type Live = fn(&mut App, &mut Surroundings, Option<PathBuf>) -> io::Result<Ending>;

/// The exit code; tests bring a loop of their own.
fn run_to(options: Options, live: Live) -> u8 {
    let lang = options.lang;
    if !is_possible() {
        let text = match lang {
            Lang::Zh => {
                "wubu：工作台需要终端（TERM 不能是 dumb，输入输出不能重定向）\n  → 脚本里请用子命令，见 wubu --help"
            }
            Lang::En => {
                "wubu: the workbench needs a terminal (TERM not dumb, nothing redirected)\n  → in scripts use the subcommands, see wubu --help"
            }
        };
        terminal::complain(text);
        return NO_TERMINAL;
    }
    let mut around = match Surroundings::new() {
        Ok(around) => around,
        Err(error) => {
            terminal::restore();
            terminal::complain(&format!("wubu: {}", show(&error.to_string())));
            return NO_TERMINAL;
        }
    };
    let mut app = new_app(&options);
    if let Err(error) = terminal::report_mouse(app.has_mouse()) {
        terminal::restore();
        terminal::complain(&format!("wubu: {}", show(&error.to_string())));
        return NO_TERMINAL;
    }
    // A panic must not lose what is pending: it is caught, written out, and only then ends the program.
    let ended = catch_unwind(AssertUnwindSafe(|| live(&mut app, &mut around, options.file)));
    let ending = match ended {
        Ok(Ok(ending)) => ending,
        Ok(Err(error)) => signals::asked().map_or_else(|| Ending::of(error), Ending::Signal),
        Err(_) => Ending::Panicked,
    };
    let is_kept = if matches!(ending, Ending::Left) {
        // All is saved; what else was to be done is no reason to wait for long.
        around.worker.stop(LEFT_JOBS, &mut around.inbox);
        true
    } else {
        save_last(&mut app, &mut around)
    };
    terminal::restore();
    ending.tell(lang, is_kept);
    ending.code()
}

/// What is pending goes to the disk; true when nothing is left.
fn save_last(app: &mut App, around: &mut Surroundings) -> bool {
    let kept = catch_unwind(AssertUnwindSafe(|| {
        let (news, is_done) = around.worker.stop(LAST_JOBS, &mut around.inbox);
        for news in news {
            // What should follow from it would come too late.
            let _ = app.hear(news);
        }
        app.last_words(!is_done)
    }));
    kept.unwrap_or(false)
}

impl Ending {
    fn of(error: io::Error) -> Ending {
        // The terminal's own error when it is gone; a file's errors never come this way.
        #[cfg(unix)]
        if error.raw_os_error() == Some(rustix::io::Errno::IO.raw_os_error()) {
            return Ending::Vanished;
        }
        Ending::Failed(error)
    }

    fn code(&self) -> u8 {
        match self {
            Ending::Left => 0,
            Ending::Signal(signal) => SIGNALLED.saturating_add(u8::try_from(*signal).unwrap_or(0)),
            Ending::Vanished => SIGNALLED + HUNG_UP,
            Ending::Panicked => PANICKED,
            Ending::Failed(_) => UNWRITABLE,
        }
    }

    /// Says what is to be known after the screen is gone.
    fn tell(&self, lang: Lang, is_kept: bool) {
        let lost = match lang {
            Lang::Zh => "最后的改动没能保存",
            Lang::En => "the last changes could not be saved",
        };
        match self {
            Ending::Panicked => {
                let kept = match lang {
                    Lang::Zh => "改动都已保存",
                    Lang::En => "all changes are saved",
                };
                let state = if is_kept { kept } else { lost };
                let text = terminal::panic_text().unwrap_or_default();
                let said = match lang {
                    Lang::Zh => format!("wubu: 程序出错，已退出；{state}\n  {text}\n  → 请把这一行发给我们"),
                    Lang::En => format!(
                        "wubu: the program failed and ended; {state}\n  {text}\n  → please send us this line"
                    ),
                };
                terminal::complain(&said);
            }
            Ending::Failed(error) => terminal::complain(&format!("wubu: {}", show(&error.to_string()))),
            _ => {}
        }
        if !is_kept && !matches!(self, Ending::Panicked) {
            terminal::complain(&format!("wubu: {lost}"));
        }
    }
}

fn now() -> DateTime {
    jiff::Zoned::now().datetime()
}

fn new_app(options: &Options) -> App {
    let folders = Folders::of_this_machine();
    let (config, mut mistakes) = Config::read(&folders);
    let (theme, theme_by, mistake) = chosen_theme(&folders, config.theme.as_deref());
    mistakes.extend(mistake);
    let has_colour = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let theme = if has_colour { theme } else { theme.without_colour() };
    let of_keys = keymap::take_own_keys(&folders);
    let is_first = options.file.is_none() && is_first_run(&folders);
    let first_run = match (is_first, options.is_lang_asked) {
        (false, _) => FirstRun::No,
        (true, false) => FirstRun::Yes,
        (true, true) => FirstRun::InKnownLanguage,
    };
    let mut app = App::new(Setup {
        lang: options.lang,
        now: now(),
        me: config.me.or_else(|| remembered_me(&folders)),
        folders,
        theme: theme.with_borders(config.borders).with_ambiguous(config.ambiguous),
        theme_by,
        mistakes,
        screen: terminal::area(),
        mouse: config.mouse,
        seed: fastrand::u64(..),
        wish: options.wish,
        first_run,
    });
    app.tell_of_keys(&of_keys, options.file.is_some());
    app
}

/// The theme that the config names, else the one that was chosen on the screen; what is wrong with it costs only it.
fn chosen_theme(folders: &Folders, asked: Option<&str>) -> (Theme, ThemeBy, Option<Mistake>) {
    let by_config = asked.map(|name| (name.to_owned(), ThemeBy::Config));
    let chosen = by_config.or_else(|| Some((remembered_theme(folders)?, ThemeBy::Screen)));
    let Some((name, by)) = chosen else { return (Theme::colours(), ThemeBy::Ground, None) };
    match theme::find(folders, &name) {
        Some(Ok(theme)) => (theme, by, None),
        Some(Err(mistake)) => (Theme::colours(), by, Some(mistake)),
        // The config has told of one that is not there; one that was chosen once and is gone is nobody's mistake.
        None => (Theme::colours(), by, None),
    }
}

/// The loop.
fn live(app: &mut App, around: &mut Surroundings, file: Option<PathBuf>) -> io::Result<Ending> {
    let (mut looked, mut drafted) = (Instant::now(), Instant::now());
    let mut watch = Watch::default();
    let mut effects = file.map_or(vec![], |file| app.update(Action::OpenFile(file)));
    let mut is_stale = true;
    if app.follows_ground() {
        terminal::ask_ground()?;
    }
    loop {
        while !effects.is_empty() {
            for effect in std::mem::take(&mut effects) {
                is_stale |= effect.is_seen();
                match carry_out(effect, app, around)? {
                    Next::Go(more) => effects.extend(more),
                    Next::Leave => return Ok(Ending::Left),
                }
            }
        }
        if is_stale {
            draw(app, &mut around.screen)?;
            is_stale = false;
        }
        let mut wait = LOOK.saturating_sub(looked.elapsed());
        if app.is_draft_due() {
            wait = wait.min(DRAFT.saturating_sub(drafted.elapsed()));
        }
        let mut heard = around.inbox.next(wait);
        let before = app.face();
        let began = Instant::now();
        // All that has been typed is taken in before anything is drawn.
        while let Some(one) = heard {
            match one {
                Heard::Event(Event::Mouse(event)) => {
                    if let Some(pointer) = watch.take(event, Instant::now()) {
                        // A click is aimed at what is seen, and what was typed before it is to be seen by then.
                        if is_stale && pointer.gesture.aims() {
                            draw(app, &mut around.screen)?;
                        }
                        effects.extend(app.point(pointer));
                        is_stale = true;
                    }
                }
                Heard::Event(event) => {
                    effects.extend(hear(app, event));
                    is_stale = true;
                }
                Heard::Burst(text) => {
                    effects.extend(app.burst(&text));
                    is_stale = true;
                }
                Heard::Ground(ground) => {
                    if let Some(Ok(theme)) = theme::find(&Folders::of_this_machine(), ground.theme()) {
                        app.stand_on(&theme);
                    }
                    is_stale = true;
                }
                Heard::News(news) => effects.extend(app.hear(*news)),
                Heard::Signal(Signal::End(signal)) => return Ok(Ending::Signal(signal)),
                Heard::Signal(Signal::Stop) => effects.extend(lent::suspend(app, around)?),
                Heard::Signal(Signal::Continue) => {
                    effects.extend(lent::take_again(app, around)?);
                    is_stale = true;
                }
                Heard::Vanished => return Ok(Ending::Vanished),
                Heard::Broken => return Ok(Ending::Panicked),
                // Of programs that nobody waits for any more.
                Heard::Said(..) | Heard::Exited(..) | Heard::WorkerDone => {}
            }
            heard = if began.elapsed() < FLOOD { around.inbox.at_once() } else { None };
        }
        if looked.elapsed() >= LOOK {
            looked = Instant::now();
            effects.extend(app.tick(now()));
        }
        if drafted.elapsed() >= DRAFT {
            drafted = Instant::now();
            effects.extend(app.keep_draft());
        }
        // An idle program writes nothing: what came in may have changed nothing that is seen.
        is_stale |= before != app.face();
    }
}

fn hear(app: &mut App, event: Event) -> Vec<Effect> {
    match event {
        Event::Key(event) => Key::from_event(&event).map_or(vec![], |key| app.key(key)),
        Event::Paste(text) => app.paste(&text),
        Event::Resize(width, height) => {
            app.resize(Rect::new(0, 0, width, height));
            // Smaller and back between two looks is no change of size, but the terminal has lost what was there.
            vec![Effect::Repaint]
        }
        Event::FocusGained => app.tick(now()),
        // The loop has taken what is said of the mouse.
        Event::FocusLost | Event::Mouse(_) => vec![],
    }
}

fn draw(app: &mut App, screen: &mut Screen) -> io::Result<()> {
    if terminal::area().is_empty() {
        return Ok(());
    }
    let mut regions = Regions::default();
    screen.draw(|frame| {
        let painted = paint(app, frame.buffer_mut());
        if let Some(caret) = painted.caret {
            frame.set_cursor_position(caret);
        }
        regions = painted.regions;
    })?;
    app.shows(regions);
    Ok(())
}

enum Next {
    Go(Vec<Effect>),
    Leave,
}

fn carry_out(effect: Effect, app: &mut App, around: &mut Surroundings) -> io::Result<Next> {
    let nothing = Next::Go(vec![]);
    let Surroundings { screen, worker, historian, examiner, linker, clerk, surveyor, judge, .. } = around;
    match effect {
        Effect::Open(path, wish) => worker.send(Job::Open(Folders::of_this_machine(), path, wish)),
        Effect::Create(path, workspace) => {
            worker.send(Job::Create(Folders::of_this_machine(), path, workspace));
        }
        Effect::Keep(job) => worker.send(Job::Keep(job)),
        Effect::Demo => worker.send(Job::Demo(Folders::of_this_machine(), now().date())),
        Effect::Save(job) => worker.send(Job::Save(job)),
        Effect::Watch(watch) => {
            let path = app.path().unwrap_or_default();
            worker.send(Job::Watch(Box::new(watch), path));
        }
        Effect::AskGit(path) => worker.send(Job::AskGit(path)),
        Effect::Judge(case) => judge.send(Job::Judge(case)),
        Effect::Examine(job) => examiner.send(Job::Examine(job)),
        Effect::Link(linking, cancel) => linker.send(Job::Link(linking, cancel)),
        Effect::Complete(file, typed) => linker.send(Job::Complete(file, typed)),
        Effect::Show(file, name) => linker.send(Job::Show(file, name)),
        Effect::Propose(path, errand, lang) => historian.send(Job::Propose(path, errand, lang)),
        Effect::Visit(path) => historian.send(Job::Visit(Folders::of_this_machine(), path)),
        Effect::Outside(args) => return lent::errand(&args, app, around).map(Next::Go),
        Effect::AskChronicle(path) => historian.send(Job::Chronicle(path)),
        Effect::AskShelf => historian.send(Job::Shelf(Folders::of_this_machine())),
        Effect::AskDriver(path) => worker.send(Job::AskDriver(path)),
        Effect::AskUnmerged(path) => worker.send(Job::AskUnmerged(path)),
        Effect::Stage(path) => worker.send(Job::Stage(path)),
        Effect::Remember(path) => worker.send(Job::Remember(Folders::of_this_machine(), path)),
        Effect::Measure { ticket, job, progress } => surveyor.send(Job::Measure(ticket, job, progress)),
        Effect::Recall(job) => surveyor.send(Job::Recall(job)),
        Effect::AskMarks(path) => worker.send(Job::Marks(Folders::of_this_machine(), path)),
        Effect::KeepMarks(path, marks) => {
            worker.send(Job::KeepMarks(Folders::of_this_machine(), path, marks));
        }
        Effect::KeepSearches(searches) => {
            worker.send(Job::KeepSearches(Folders::of_this_machine(), searches));
        }
        Effect::Index(job) => clerk.send(Job::Index(job)),
        Effect::ListFolder(folder, names) => clerk.send(Job::ListFolder(folder, names)),
        Effect::ListPhotos(row, folder) => {
            clerk.send(Job::Photos(Folders::of_this_machine(), row, folder));
        }
        Effect::Import { ticket, job, stop } => clerk.send(Job::Import(ticket, job, stop)),
        Effect::FinishImport(preview, lang) => {
            clerk.send(Job::FinishImport(Folders::of_this_machine(), preview.0, lang));
        }
        Effect::Export { workspace, register, path, lang, replaces } => {
            clerk.send(Job::Export { workspace, register, path, lang, replaces });
        }
        Effect::RememberMe(name) => remember_me(&Folders::of_this_machine(), &name),
        Effect::RememberLang(lang) => remember_lang(&Folders::of_this_machine(), lang),
        Effect::RememberWelcome => remember_welcome(&Folders::of_this_machine()),
        Effect::RememberTheme(name) => remember_theme(&Folders::of_this_machine(), &name),
        Effect::AskThemes => clerk.send(Job::Themes(Folders::of_this_machine())),
        Effect::Editor { at, text } => return lent::edit(&at, &text, app, around).map(Next::Go),
        Effect::Copy(text) => {
            let copy = crossterm::clipboard::CopyToClipboard::to_clipboard_from(text);
            crossterm::execute!(screen.backend_mut(), copy)?;
        }
        Effect::Suspend => return lent::suspend_if_possible(app, around).map(Next::Go),
        Effect::Mouse(is_on) => terminal::report_mouse(is_on)?,
        Effect::Repaint => terminal::repaint(screen)?,
        Effect::Exit => return Ok(Next::Leave),
    }
    Ok(nothing)
}
