//! git, and whether the clone at hand merges workspaces by records.

use super::super::{Here, shown};
use super::Check;
use crate::store::git::{Drivers, GitError};
use crate::store::git_user;
use crate::text::{Lang, Phrase};
use std::path::Path;
use std::process::{Command, Stdio};

const LABEL: Phrase = Phrase::new("git", "git");
const DRIVERS: Phrase = Phrase::new("git 驱动", "git drivers");

pub fn checks(place: &Path, here: &Here) -> Vec<Check> {
    let Some(version) = version() else {
        const NONE: Phrase = Phrase::new(
            "没有 git：照样能用，只是不能提交和同步；用 wubu pack 交接",
            "there is no git: all works but commits and sync; wubu pack hands over without it",
        );
        const GET: Phrase =
            Phrase::new("需要时从 git-scm.com 安装", "get it from git-scm.com where you need it");
        return vec![Check::note("git", LABEL, here.say(NONE), here.say(GET))];
    };
    vec![me(&version, place, here), drivers(place, here)]
}

fn version() -> Option<String> {
    let asked =
        Command::new("git").arg("--version").stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let said = String::from_utf8(asked.stdout).ok().filter(|_| asked.status.success())?;
    Some(said.trim().trim_start_matches("git version").trim().to_owned())
}

fn me(version: &str, place: &Path, here: &Here) -> Check {
    const NAME: Phrase = Phrase::new(
        "git 还不知道你是谁：git config --global user.name 姓名（user.email 同样）",
        "git does not know you: git config --global user.name NAME (and user.email)",
    );
    let folder = if place.is_dir() { place } else { place.parent().unwrap_or(place) };
    if let Some(name) = git_user(folder) {
        return Check::well("git", LABEL, format!("{version} · {name}"));
    }
    Check::note("git", LABEL, version, here.say(NAME))
}

/// Outside of a clone there is nothing to set.
fn drivers(place: &Path, here: &Here) -> Check {
    match Drivers::of(place) {
        Ok(drivers) if drivers.are_set() => {
            const SET: Phrase = Phrase::new("本仓库按记录合并", "this clone merges by records");
            Check::well("drivers", DRIVERS, here.say(SET))
        }
        Ok(_) => {
            const UNSET: Phrase = Phrase::new(
                "本仓库还不会按记录合并工作区",
                "this clone does not merge workspaces by records yet",
            );
            const SETUP: Phrase = Phrase::new(
                "wubu git setup；详情 wubu git status",
                "wubu git setup; wubu git status tells more",
            );
            Check::note("drivers", DRIVERS, here.say(UNSET), here.say(SETUP))
        }
        Err(GitError::NoWorkTree(_)) => {
            let at = shown(place);
            let found = match here.lang {
                Lang::Zh => format!("{at} 不在 git 仓库里"),
                Lang::En => format!("{at} lies in no git repository"),
            };
            Check::well("drivers", DRIVERS, found)
        }
        Err(error) => Check::bad("drivers", DRIVERS, error.say(here.lang), error.next(here.lang)),
    }
}
