//! Where the binary runs: a folder to work in and a home of its own, so that nothing of this machine shines in.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A folder to work in and a home of its own.
pub struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Place {
        let folder = tempfile::tempdir().unwrap();
        for sub in ["home", "work"] {
            fs::create_dir(folder.path().join(sub)).unwrap();
        }
        Place { folder }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("work").join(name)
    }

    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    pub fn command(&self) -> Command {
        let mut wubu = Command::new(env!("CARGO_BIN_EXE_wubu"));
        wubu.current_dir(self.folder.path().join("work"));
        for name in
            ["LC_ALL", "LC_MESSAGES", "LANG", "COLUMNS", "NO_COLOR", "TERM", "GIT_DIR", "GIT_CONFIG_GLOBAL"]
        {
            wubu.env_remove(name);
        }
        for (name, folder) in
            [("XDG_CONFIG_HOME", ".config"), ("XDG_DATA_HOME", ".data"), ("XDG_STATE_HOME", ".state")]
        {
            wubu.env(name, self.home().join(folder));
        }
        wubu.env("HOME", self.home()).env("GIT_CONFIG_NOSYSTEM", "1");
        wubu
    }

    pub fn run(&self, words: &[&str]) -> Output {
        self.command().args(words).stdin(Stdio::null()).output().unwrap()
    }

    pub fn ok(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    pub fn json(&self, words: &[&str]) -> serde_json::Value {
        serde_json::from_str(&self.ok(words)).unwrap()
    }

    pub fn plant(&self) -> PathBuf {
        self.ok(&["new", "plant.wubu.ron"]);
        self.path("plant.wubu.ron")
    }
}
