//! The screen: takes the terminal, runs the loop, gives the terminal back. The loop drains all that has been
//! typed before it draws, draws only when something changed, and waits without spending time.

mod action;
mod app;
mod command;
mod dialog;
mod errand;
mod keymap;
mod named;
mod pane;
mod terminal;
mod theme;
mod view;
mod widget;
mod worker;

pub use action::{Action, Effect, Errand, Filter, Mood, News, Notice, Page, Sort, View};
pub use app::{App, Setup};
pub use command::Command;
pub use keymap::{Key, Layer, keymap};
pub use theme::{Role, Theme};
pub use widget::canvas::Canvas;

use crate::store::{Config, Folders, Wish, remember_me, remembered_me};
use crate::text::{Lang, show};
use crate::workspace::At;
use crossterm::event::{self, Event};
use jiff::civil::Date;
use ratatui::layout::Rect;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
use std::process::{Command as Process, ExitCode};
use std::time::{Duration, Instant};
use terminal::Screen;
use worker::{Job, Worker};

/// What the command line asks the screen for.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub file: Option<PathBuf>,
    pub wish: Wish,
    pub lang: Lang,
}

/// How often the file is looked at, and a refused save tried again.
const LOOK: Duration = Duration::from_secs(2);
/// How long the loop waits for a key while the worker is busy.
const SOON: Duration = Duration::from_millis(5);
/// Exit codes: usage, and a panic as Rust has it.
const NO_TERMINAL: u8 = 2;
const PANICKED: u8 = 101;

/// Paints the app on a buffer and says where the caret is: what the loop does for each frame, and tests too.
pub fn paint(app: &App, buffer: &mut ratatui::buffer::Buffer) -> Option<ratatui::layout::Position> {
    let mut canvas = Canvas::new(buffer, &app.theme);
    view::draw(app, &mut canvas);
    canvas.caret()
}

/// The colon between a label and what it labels.
fn colon(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "：",
        Lang::En => ": ",
    }
}

/// Whether a screen can be shown at all; else what to say.
pub fn is_possible() -> bool {
    let is_dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    io::stdin().is_terminal() && io::stdout().is_terminal() && !is_dumb
}

/// Runs the workbench until the user leaves.
pub fn run(options: Options) -> ExitCode {
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
        eprintln!("{text}");
        return ExitCode::from(NO_TERMINAL);
    }
    terminal::hook_panics();
    let mut screen = match terminal::take() {
        Ok(screen) => screen,
        Err(error) => {
            terminal::restore();
            eprintln!("wubu: {}", show(&error.to_string()));
            return ExitCode::from(NO_TERMINAL);
        }
    };
    let mut app = new_app(&options, &screen);
    // A panic must not lose what is pending: it is caught, written out, and only then ends the program.
    let ended =
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| live(&mut app, &mut screen, options.file)));
    terminal::restore();
    if let Some(text) = terminal::panic_text() {
        let kept = app.save_on_the_spot();
        let (head, tail) = match (lang, kept) {
            (Lang::Zh, true) => ("程序出错，已退出；改动都已保存", "请把这一行发给我们"),
            (Lang::Zh, false) => ("程序出错，已退出；最后的改动没能保存", "请把这一行发给我们"),
            (Lang::En, true) => {
                ("the program failed and ended; all changes are saved", "please send us this line")
            }
            (Lang::En, false) => (
                "the program failed and ended; the last changes could not be saved",
                "please send us this line",
            ),
        };
        eprintln!("wubu: {head}\n  {text}\n  → {tail}");
        return ExitCode::from(PANICKED);
    }
    match ended {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(error)) => {
            app.save_on_the_spot();
            eprintln!("wubu: {}", show(&error.to_string()));
            ExitCode::from(3)
        }
        Err(_) => ExitCode::from(PANICKED),
    }
}

fn today() -> Date {
    jiff::Zoned::now().date()
}

fn new_app(options: &Options, screen: &Screen) -> App {
    let folders = Folders::of_this_machine();
    let config = Config::read(&folders).unwrap_or_default();
    let has_colour = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    let size = screen.size().unwrap_or_default();
    App::new(Setup {
        lang: options.lang,
        today: today(),
        me: config.me.or_else(|| remembered_me(&folders)),
        folders,
        theme: if has_colour { Theme::colours() } else { Theme::plain() },
        screen: Rect::new(0, 0, size.width, size.height),
        seed: fastrand::u64(..),
        wish: options.wish,
    })
}

/// The loop.
fn live(app: &mut App, screen: &mut Screen, file: Option<PathBuf>) -> io::Result<()> {
    let mut worker = Worker::start();
    // Reading a long history takes its time: no save waits behind it.
    let mut historian = Worker::start();
    let mut looked = Instant::now();
    let mut effects = file.map_or(vec![], |file| app.update(Action::OpenFile(file)));
    let mut is_stale = true;
    loop {
        for effect in std::mem::take(&mut effects) {
            is_stale |= matches!(effect, Effect::Repaint | Effect::Editor { .. });
            match carry_out(effect, app, screen, [&mut worker, &mut historian])? {
                Next::Go(more) => effects.extend(more),
                Next::Leave => {
                    worker.stop();
                    return Ok(());
                }
            }
        }
        if !effects.is_empty() {
            continue;
        }
        if is_stale {
            draw(app, screen)?;
            is_stale = false;
        }
        let wait = if worker.is_busy() || historian.is_busy() {
            SOON
        } else {
            LOOK.saturating_sub(looked.elapsed())
        };
        if event::poll(wait)? {
            // All that has been typed is taken in before anything is drawn.
            while event::poll(Duration::ZERO)? {
                effects.extend(hear(app, event::read()?));
                is_stale = true;
            }
        }
        let before = app.face();
        while let Some(news) = worker.news().or_else(|| historian.news()) {
            effects.extend(app.hear(news));
        }
        if worker.is_broken() {
            return Err(io::Error::other("the worker thread ended"));
        }
        if looked.elapsed() >= LOOK {
            looked = Instant::now();
            effects.extend(app.tick(today()));
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
        Event::FocusGained => app.tick(today()),
        Event::FocusLost | Event::Mouse(_) => vec![],
    }
}

fn draw(app: &App, screen: &mut Screen) -> io::Result<()> {
    screen.draw(|frame| {
        if let Some(caret) = paint(app, frame.buffer_mut()) {
            frame.set_cursor_position(caret);
        }
    })?;
    Ok(())
}

enum Next {
    Go(Vec<Effect>),
    Leave,
}

fn carry_out(
    effect: Effect,
    app: &mut App,
    screen: &mut Screen,
    [worker, historian]: [&mut Worker; 2],
) -> io::Result<Next> {
    let nothing = Next::Go(vec![]);
    match effect {
        Effect::Open(path, wish) => worker.send(Job::Open(Folders::of_this_machine(), path, wish)),
        Effect::Create(path, workspace) => {
            worker.send(Job::Create(Folders::of_this_machine(), path, workspace));
        }
        Effect::Keep(job) => worker.send(Job::Keep(job)),
        Effect::Demo => worker.send(Job::Demo(Folders::of_this_machine(), today())),
        Effect::Save(job) => worker.send(Job::Save(job)),
        Effect::Watch(watch) => {
            let path = app.path().unwrap_or_default();
            worker.send(Job::Watch(Box::new(watch), path));
        }
        Effect::AskGit(path) => worker.send(Job::AskGit(path)),
        Effect::Propose(path, errand, lang) => historian.send(Job::Propose(path, errand, lang)),
        Effect::Visit(path) => historian.send(Job::Visit(Folders::of_this_machine(), path)),
        Effect::Outside(args) => return terminal_lent(&args, app, screen).map(Next::Go),
        Effect::AskChronicle(path) => historian.send(Job::Chronicle(path)),
        Effect::AskDriver(path) => worker.send(Job::AskDriver(path)),
        Effect::AskUnmerged(path) => worker.send(Job::AskUnmerged(path)),
        Effect::Stage(path) => worker.send(Job::Stage(path)),
        Effect::Remember(path) => worker.send(Job::Remember(Folders::of_this_machine(), path)),
        Effect::RememberMe(name) => remember_me(&Folders::of_this_machine(), &name),
        Effect::Editor { at, text } => return edit_outside(&at, &text, app, screen).map(Next::Go),
        Effect::Copy(text) => {
            let copy = crossterm::clipboard::CopyToClipboard::to_clipboard_from(text);
            crossterm::execute!(io::stdout(), copy)?;
        }
        Effect::Repaint => terminal::repaint(screen)?,
        Effect::Exit => return Ok(Next::Leave),
    }
    Ok(nothing)
}

/// This program's own command line, with the terminal lent to it; what it says stays until Enter is pressed.
fn terminal_lent(args: &[String], app: &mut App, screen: &mut Screen) -> io::Result<Vec<Effect>> {
    app.save_on_the_spot();
    terminal::restore();
    let ran = errand::run(args, app.lang);
    *screen = terminal::take()?;
    terminal::repaint(screen)?;
    let mut effects = app.tick(today());
    if let Err(error) = ran {
        effects.extend(app.hear(News::EditorFailed(show(&error.to_string()).into_owned())));
    }
    Ok(effects)
}

/// The user's own editor on a copy of the text, with the terminal lent to it.
fn edit_outside(at: &At, text: &str, app: &mut App, screen: &mut Screen) -> io::Result<Vec<Effect>> {
    let path = std::env::temp_dir().join(format!("wubu-note-{:08x}.md", fastrand::u32(..)));
    let default = if cfg!(windows) { "notepad" } else { "vi" };
    let named = std::env::var("VISUAL").or_else(|_| std::env::var("EDITOR"));
    let named = named.unwrap_or_else(|_| default.into());
    let mut words = named.split_whitespace();
    let program = words.next().unwrap_or(default);
    let opened = std::fs::write(&path, text);
    terminal::restore();
    let ran = opened.and_then(|()| Process::new(program).args(words).arg(&path).status());
    *screen = terminal::take()?;
    terminal::repaint(screen)?;
    let edited = ran.and_then(|status| {
        if !status.success() {
            return Err(io::Error::other(status.to_string()));
        }
        std::fs::read_to_string(&path)
    });
    Ok(match edited {
        Ok(edited) => {
            let _ = std::fs::remove_file(&path);
            app.update(Action::Noted(at.clone(), edited))
        }
        Err(error) => {
            // The text may be half written in there: it is left where it is, and named.
            let text = match app.lang {
                Lang::Zh => format!("编辑器 {named} 没有正常结束（{error}）；文字留在 {}", path.display()),
                Lang::En => format!(
                    "the editor {named} did not end well ({error}); the text is left in {}",
                    path.display()
                ),
            };
            app.hear(News::EditorFailed(show(&text).into_owned()))
        }
    })
}
