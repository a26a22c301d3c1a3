//! Who sits here, and in which language: the config, else git, else asked once by whoever calls.

use super::{Folders, Seen, replace};
use crate::text::Lang;
use serde::Deserialize;
use std::path::Path;
use std::process::{Command, Stdio};

/// `config.ron`, as far as it is known today. It is never rewritten by the program.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// My name as it stands in owner fields.
    pub me: Option<String>,
    /// `zh` or `en`.
    pub lang: Option<String>,
}

impl Config {
    /// The defaults where there is no config; what is wrong with it, else.
    pub fn read(folders: &Folders) -> Result<Config, String> {
        let Some(path) = folders.config.as_ref().map(|folder| folder.join("config.ron")) else {
            return Ok(Config::default());
        };
        let Ok(text) = std::fs::read_to_string(&path) else { return Ok(Config::default()) };
        let options =
            ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        options.from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
    }

    pub fn lang(&self) -> Option<Lang> {
        self.lang.as_deref().and_then(Lang::from_code)
    }
}

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
    let text = std::fs::read_to_string(folders.state.as_ref()?.join("me.ron")).ok()?;
    ron::from_str(&text).ok()
}

/// Keeps the name; where there is no state folder it is asked for again.
pub fn remember_me(folders: &Folders, name: &str) {
    let Some(state) = &folders.state else { return };
    if let (Ok(()), Ok(text)) = (std::fs::create_dir_all(state), ron::to_string(name)) {
        let _ = replace(&state.join("me.ron"), text.as_bytes(), Seen::Anything);
    }
}
