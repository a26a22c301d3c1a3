//! Where this machine keeps our things. Each may be missing (no home directory): then we go on without.

use std::path::{Path, PathBuf};

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folders {
    /// `config.ron`.
    pub config: Option<PathBuf>,
    /// The demo plant.
    pub data: Option<PathBuf>,
    /// Recent files, what was kept aside.
    pub state: Option<PathBuf>,
}

impl Folders {
    /// By the rules of the system: XDG on Linux, `Library` on macOS, `AppData` on Windows.
    pub fn of_this_machine() -> Folders {
        let Some(dirs) = directories::ProjectDirs::from("", "", "wubu") else { return Folders::default() };
        let state = dirs.state_dir().map_or_else(|| dirs.data_local_dir().join("state"), Path::to_path_buf);
        Folders {
            config: Some(dirs.config_dir().to_path_buf()),
            data: Some(dirs.data_dir().to_path_buf()),
            state: Some(state),
        }
    }

    /// All three below one folder, for tests.
    pub fn below(folder: &Path) -> Folders {
        Folders {
            config: Some(folder.join("config")),
            data: Some(folder.join("data")),
            state: Some(folder.join("state")),
        }
    }
}
