//! What this machine remembers of who sits here: the name, where neither config nor git has one, and the looks and the
//! language that were chosen on the screen.

use super::{Config, Folders, Seen, recent, replace};
use crate::text::Lang;
use std::path::Path;
use std::process::{Command, Stdio};

/// git's `user.name` as it holds in this folder; None without git or name. Starts a process: not for the
/// thread that draws.
pub fn git_user(folder: &Path) -> Option<String> {
    let mut git = Command::new("git");
    git.args(["config", "user.name"]).stdin(Stdio::null()).stderr(Stdio::null());
    if folder.is_dir() {
        git.current_dir(folder);
    }
    let output = git.output().ok().filter(|output| output.status.success())?;
    let name = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (!name.is_empty()).then_some(name)
}

/// The name that was asked for once on this machine.
pub fn remembered_me(folders: &Folders) -> Option<String> {
    recall(folders, "me.ron")
}

/// Keeps the name; where there is no state folder it is asked for again.
pub fn remember_me(folders: &Folders, name: &str) {
    keep(folders, "me.ron", name);
}

/// The theme that was chosen on the screen.
pub fn remembered_theme(folders: &Folders) -> Option<String> {
    recall(folders, "theme.ron")
}

pub fn remember_theme(folders: &Folders, name: &str) {
    keep(folders, "theme.ron", name);
}

/// The language that was chosen on the screen.
pub fn remembered_lang(folders: &Folders) -> Option<Lang> {
    Lang::from_code(&recall(folders, "lang.ron")?)
}

pub fn remember_lang(folders: &Folders, lang: Lang) {
    keep(folders, "lang.ron", lang.code());
}

const WELCOME: &str = "welcome.ron";

/// Nobody has worked here, has written a config, or has been asked how to begin; not where that could not be remembered.
pub fn is_first_run(folders: &Folders) -> bool {
    let has_config = Config::path(folders).is_some_and(|path| path.exists());
    let is_known = has_config || folders.state.is_none();
    !is_known && recall(folders, WELCOME).is_none() && recent(folders).is_empty()
}

/// Nobody is asked again.
pub fn remember_welcome(folders: &Folders) {
    keep(folders, WELCOME, "done");
}

pub(super) fn recall(folders: &Folders, file: &str) -> Option<String> {
    let text = std::fs::read_to_string(folders.state.as_ref()?.join(file)).ok()?;
    ron::from_str(&text).ok()
}

pub(super) fn keep(folders: &Folders, file: &str, text: &str) {
    let Some(state) = &folders.state else { return };
    if let (Ok(()), Ok(text)) = (std::fs::create_dir_all(state), ron::to_string(text)) {
        let _ = replace(&state.join(file), text.as_bytes(), Seen::Anything);
    }
}
