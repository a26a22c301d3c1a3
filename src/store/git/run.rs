//! Starting the user's own `git`: what it inherits, what it is told, and how its words come back. It is never
//! asked anything on the terminal: a question would stand in the middle of the screen.

use super::GitError;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

/// What git sets for the programs that it calls itself (hooks, aliases). They name the repository of that call,
/// partly relative to another folder, and would keep us from finding that of the file.
const OF_A_CALLER: [&str; 13] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_OBJECT_DIRECTORY",
    "GIT_QUARANTINE_PATH",
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_NO_REPLACE_OBJECTS",
    "GIT_REPLACE_REF_BASE",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_COMMON_DIR",
];

/// How long the words may still drip in after git has ended: a helper that stays behind (an ssh master, a
/// credential cache) holds the pipe open for ever.
const LAST_WORDS: Duration = Duration::from_millis(300);

/// How long git has to clear up after it was told to end: killed outright, it leaves `index.lock` behind.
const TO_CLEAR_UP: Duration = Duration::from_secs(3);

/// `git` in a folder, with the words in its own language.
pub(super) fn git(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.current_dir(folder).stdin(Stdio::null());
    // Both together are how people point git at a work tree of their own choice (a folder of settings, say).
    let chosen = ["GIT_DIR", "GIT_WORK_TREE"].map(|name| std::env::var_os(name).and_then(absolute));
    for name in OF_A_CALLER {
        git.env_remove(name);
    }
    if let [Some(repository), Some(tree)] = chosen {
        git.env("GIT_DIR", repository).env("GIT_WORK_TREE", tree);
    }
    git.env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_EDITOR", "true")
        .env("GIT_SEQUENCE_EDITOR", "true")
        .env("GIT_MERGE_AUTOEDIT", "no");
    git
}

fn absolute(path: OsString) -> Option<OsString> {
    std::path::absolute(path).ok().map(Into::into)
}

/// What a call printed.
#[derive(Debug)]
pub(super) struct Said {
    pub status: ExitStatus,
    pub out: Vec<u8>,
    pub words: String,
}

impl Said {
    /// What was printed, without the line break at its end; none when the call failed.
    pub fn line(&self) -> Option<String> {
        let text = String::from_utf8_lossy(&self.out);
        self.status.success().then(|| text.trim_end_matches(['\n', '\r']).to_owned())
    }

    /// The parts of what was printed, where `-z` divides them.
    pub fn parts(&self) -> impl Iterator<Item = &[u8]> {
        self.out.split(|byte| *byte == 0).filter(|part| !part.is_empty())
    }
}

/// Runs to the end, whatever the exit code.
pub(super) fn run(mut command: Command, input: Option<&[u8]>) -> Result<Said, GitError> {
    if input.is_some() {
        command.stdin(Stdio::piped());
    }
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = start(&mut command)?;
    let pipe = child.stdin.take();
    let output = std::thread::scope(|scope| {
        // On a thread of its own: git may answer before it has read all.
        scope.spawn(move || pipe.zip(input).map(|(mut pipe, input)| pipe.write_all(input)));
        child.wait_with_output()
    });
    let output = output.map_err(GitError::Start)?;
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    Ok(Said { status: output.status, out: output.stdout, words })
}

/// Runs to the end; another exit code than 0 is an error with git's words.
pub(super) fn ask(command: Command) -> Result<Said, GitError> {
    let name = name_of(&command);
    let said = run(command, None)?;
    if said.status.success() { Ok(said) } else { Err(GitError::failed(&name, &said.words)) }
}

/// Runs with every line of its words handed on as it comes, until it ends or `cancel` is set. Without `cancel`
/// it belongs to the terminal's job: Ctrl-C ends us and it.
pub(super) fn follow(
    mut command: Command,
    input: Option<&[u8]>,
    cancel: Option<&AtomicBool>,
    line: &mut dyn FnMut(&str),
) -> Result<Said, GitError> {
    if input.is_some() {
        command.stdin(Stdio::piped());
    }
    if cancel.is_some() {
        own_group(&mut command);
    }
    // One pipe for both, so that the lines keep their order.
    let (reader, writer) = io::pipe().map_err(GitError::Start)?;
    command.stdout(writer.try_clone().map_err(GitError::Start)?).stderr(writer);
    let mut child = start(&mut command)?;
    drop(command); // and with it our ends of the pipe
    if let (Some(mut pipe), Some(input)) = (child.stdin.take(), input) {
        // A git that fails at once closes its end; its words say why.
        let _ = pipe.write_all(input);
    }
    let (send, lines) = mpsc::channel();
    std::thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        let mut bytes = vec![];
        while matches!(reader.read_until(b'\n', &mut bytes), Ok(n) if n > 0) {
            let text = String::from_utf8_lossy(&bytes).trim_end().to_owned();
            bytes.clear();
            if send.send(text).is_err() {
                return;
            }
        }
    });
    let mut words = String::new();
    let mut hear = |text: &str| {
        // Of a progress bar, only how it ended.
        let text = text.rsplit('\r').next().unwrap_or_default();
        words.push_str(text);
        words.push('\n');
        line(text);
    };
    let mut ended: Option<(ExitStatus, Instant)> = None;
    loop {
        if ended.is_none() && cancel.is_some_and(|cancel| cancel.load(Ordering::Relaxed)) {
            end(&mut child);
            return Err(GitError::Cancelled);
        }
        match lines.recv_timeout(Duration::from_millis(30)) {
            Ok(text) => hear(&text),
            Err(RecvTimeoutError::Disconnected) if ended.is_some() => break,
            Err(RecvTimeoutError::Disconnected) => std::thread::sleep(Duration::from_millis(2)),
            Err(RecvTimeoutError::Timeout) => {}
        }
        match ended {
            None => ended = child.try_wait().map_err(GitError::Start)?.map(|status| (status, Instant::now())),
            Some((_, when)) if when.elapsed() > LAST_WORDS => break,
            Some(_) => {}
        }
    }
    let status = ended.map(|(status, _)| status).expect("the loop ends after git has");
    Ok(Said { status, out: vec![], words })
}

fn start(command: &mut Command) -> Result<Child, GitError> {
    command.spawn().map_err(|error| match error.kind() {
        ErrorKind::NotFound => GitError::NotInstalled,
        _ => GitError::Start(error),
    })
}

/// `git pull`: the first word that is no option, for messages.
pub(super) fn name_of(command: &Command) -> String {
    let mut words = command.get_args().map(|arg| arg.to_string_lossy());
    while let Some(word) = words.next() {
        if word == "-c" {
            words.next();
        } else if !word.starts_with('-') {
            return format!("git {word}");
        }
    }
    "git".into()
}

/// So that git, its ssh and its hooks end together. Such a group cannot read the terminal, nor shall it.
#[cfg(unix)]
pub(crate) fn own_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
pub(crate) fn own_group(_: &mut Command) {}

/// Tells the group of a process to end, and waits for it: git takes its locks away first.
pub(crate) fn end(child: &mut Child) {
    #[cfg(unix)]
    {
        let group = format!("-{}", child.id());
        let told = Command::new("kill").args(["-TERM", "--", &group]).stderr(Stdio::null()).status();
        let since = Instant::now();
        while told.is_ok() && since.elapsed() < TO_CLEAR_UP {
            if !matches!(child.try_wait(), Ok(None)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_named_by_its_verb() {
        let mut command = git(Path::new("."));
        command.args(["-c", "core.x=y", "--no-pager", "pull", "--no-rebase"]);
        assert_eq!(name_of(&command), "git pull");
    }

    #[cfg(unix)]
    #[test]
    fn words_come_line_by_line_and_nothing_waits_for_what_stays_behind() {
        let mut sh = Command::new("sh");
        sh.args(["-c", "echo one; echo two >&2; printf '10%%\\r20%%\\n'; sleep 5 & exit 3"]);
        let (mut heard, since) = (vec![], Instant::now());
        let said = follow(sh, None, None, &mut |line| heard.push(line.to_owned())).unwrap();
        assert_eq!((heard.join(","), said.status.code()), ("one,two,20%".into(), Some(3)));
        assert!(since.elapsed() < Duration::from_secs(4));
    }

    #[cfg(unix)]
    #[test]
    fn a_call_that_hangs_can_be_ended() {
        let mut sh = Command::new("sh");
        sh.args(["-c", "echo waiting; sleep 60"]);
        let (cancel, since) = (AtomicBool::new(false), Instant::now());
        let ended = follow(sh, None, Some(&cancel), &mut |_| cancel.store(true, Ordering::Relaxed));
        assert!(matches!(ended, Err(GitError::Cancelled)));
        assert!(since.elapsed() < Duration::from_secs(3));
    }
}
