//! The terminal is lent: to the user's editor, to this program's own command line, to the shell that we were
//! started from. Afterwards it is taken again, drawn whole, and the file is looked at.

use super::action::{Action, Effect, Mood, News, Notice};
use super::app::App;
use super::errand;
use super::inbox::{Heard, Inbox, Signal};
use super::terminal::{self, Holder};
use super::{Surroundings, now, signals};
use crate::store::{Disk, Local};
use crate::text::{Lang, show};
use crate::workspace::At;
use std::io;
use std::process::{Command, ExitStatus};
use std::time::Duration;

/// How long an editor may take to end when the program is asked to; then it is killed.
#[cfg(unix)]
const GRACE: Duration = Duration::from_millis(300);
/// Until something comes in; no time passes meanwhile.
const LONG: Duration = Duration::from_secs(3600);

/// This program's own command line, with the terminal lent to it; what it says stays until Enter is pressed.
pub fn errand(args: &[String], app: &mut App, around: &mut Surroundings) -> io::Result<Vec<Effect>> {
    if !app.save_on_the_spot() {
        // What it would work on is an older version.
        let text = match app.lang {
            Lang::Zh => "改动还没能存进文件，没有执行；先按 Ctrl-S 保存",
            Lang::En => "the changes are not in the file yet, so nothing was done: Ctrl-S first",
        };
        return Ok(app.update(Action::Say(Notice { mood: Mood::Bad, text: text.into() })));
    }
    terminal::lend(Holder::Errand);
    let ran = errand::run(args, app.lang, &mut around.inbox);
    if matches!(ran, Ok(false)) {
        terminal::restore();
        return Ok(vec![]);
    }
    let mut effects = come_back(app, around)?;
    if let Err(error) = ran {
        effects.extend(app.hear(News::EditorFailed(show(&error.to_string()).into_owned())));
    }
    Ok(effects)
}

/// The user's own editor on a copy of the text, with the terminal lent to it.
pub fn edit(at: &At, text: &str, app: &mut App, around: &mut Surroundings) -> io::Result<Vec<Effect>> {
    let path = std::env::temp_dir().join(format!("wubu-note-{:08x}.md", fastrand::u32(..)));
    let default = if cfg!(windows) { "notepad" } else { "vi" };
    let named = std::env::var("VISUAL").or_else(|_| std::env::var("EDITOR"));
    let named = named.unwrap_or_else(|_| default.into());
    let mut words = named.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or(default));
    command.args(words).arg(&path);
    app.save_on_the_spot();
    // The note is nobody else's to read.
    let opened = Local.create(&path, true).and_then(|mut file| file.write(text.as_bytes()));
    around.listener.rest();
    terminal::lend(Holder::Editor);
    let ran = opened.and_then(|()| run(command, &mut around.inbox));
    let Some(status) = ran.transpose() else {
        // The end is on its way. Nobody else knows where the text is.
        let said = match app.lang {
            Lang::Zh => format!("wubu：编辑器被中断；备注的文字留在 {}", path.display()),
            Lang::En => {
                format!("wubu: the editor was interrupted; the note's text is left in {}", path.display())
            }
        };
        terminal::restore();
        terminal::complain(&show(&said));
        return Ok(vec![]);
    };
    let mut effects = come_back(app, around)?;
    around.listener.wake();
    let edited = status.and_then(|status| {
        if !status.success() {
            return Err(io::Error::other(status.to_string()));
        }
        std::fs::read_to_string(&path)
    });
    effects.extend(match edited {
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
    });
    Ok(effects)
}

/// Runs an editor to its end; nothing when the program has to end before.
fn run(mut command: Command, inbox: &mut Inbox) -> io::Result<Option<ExitStatus>> {
    let mut child = command.spawn()?;
    let id = child.id();
    let tell = inbox.sender();
    // A thread waits for it, because the main loop has to hear what else happens.
    std::thread::Builder::new().name("editor".into()).spawn(move || {
        let status = child.wait();
        let _ = tell.send(Heard::Exited(id, status));
    })?;
    let mut later = vec![];
    let ran = loop {
        match inbox.next(LONG) {
            Some(Heard::Exited(of, status)) if of == id => break status.map(Some),
            Some(heard @ (Heard::Signal(Signal::End(_)) | Heard::Vanished | Heard::Broken)) => {
                later.push(heard);
                end(id, inbox);
                break Ok(None);
            }
            // The editor has put the terminal in order before it stopped, and will again when it goes on.
            Some(Heard::Signal(Signal::Stop)) => signals::stop(),
            Some(Heard::Signal(Signal::Continue)) | None => {}
            Some(heard) => later.push(heard),
        }
    };
    inbox.put_back(later);
    ran
}

/// Asks a program to end, and makes it.
#[cfg(unix)]
fn end(id: u32, inbox: &mut Inbox) {
    use rustix::process::{Pid, Signal, kill_process};
    let Some(pid) = i32::try_from(id).ok().and_then(Pid::from_raw) else { return };
    let _ = kill_process(pid, Signal::TERM);
    let asked = std::time::Instant::now();
    while let Some(left) = GRACE.checked_sub(asked.elapsed()) {
        if matches!(inbox.next(left), Some(Heard::Exited(of, _)) if of == id) {
            return;
        }
    }
    let _ = kill_process(pid, Signal::KILL);
    terminal::take_for_granted();
}

/// Nothing asks the program to end here while an editor runs.
#[cfg(windows)]
fn end(_: u32, _: &mut Inbox) {}

/// Gives the terminal back to the shell, and stops until the shell lets us go on.
pub fn suspend(app: &mut App, around: &mut Surroundings) -> io::Result<Vec<Effect>> {
    app.save_on_the_spot();
    around.listener.rest();
    terminal::restore();
    signals::stop();
    let effects = come_back(app, around);
    around.listener.wake();
    effects
}

/// The command to suspend: only where somebody can let us go on.
pub fn suspend_if_possible(app: &mut App, around: &mut Surroundings) -> io::Result<Vec<Effect>> {
    if signals::can_come_back() {
        return suspend(app, around);
    }
    let text = match app.lang {
        Lang::Zh => "这个窗口里没有 shell 可以返回，不能挂起",
        Lang::En => "no shell in this window would bring it back: not suspended",
    };
    Ok(app.update(Action::Say(Notice { mood: Mood::Plain, text: text.into() })))
}

/// The program goes on after somebody else stopped it: the shell may have changed anything.
pub fn take_again(app: &mut App, around: &mut Surroundings) -> io::Result<Vec<Effect>> {
    terminal::enter()?;
    look_again(app, around)
}

fn come_back(app: &mut App, around: &mut Surroundings) -> io::Result<Vec<Effect>> {
    around.screen = terminal::take()?;
    look_again(app, around)
}

/// Everything may have changed: the size, what is on the screen, the file.
fn look_again(app: &mut App, around: &mut Surroundings) -> io::Result<Vec<Effect>> {
    terminal::repaint(&mut around.screen)?;
    app.resize(terminal::area());
    Ok(app.tick(now()))
}
