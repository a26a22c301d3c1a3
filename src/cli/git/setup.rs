//! `wubu git setup`: teaches the git of this clone to merge and compare workspace files by records, and proves
//! it by merging for real in a repository of its own.

use super::super::out::{Line, Paint};
use super::super::{Exit, Here, help};
use super::status::parts;
use super::{Out, Trouble, place, place_arg, words};
use crate::store::git::{Drivers, SetUpError, rehearse, set_up, this_program};
use crate::text::{Lang, Phrase};
use clap::{ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "让本仓库的 git 按记录合并和比较工作区文件，并实际演练一次",
        "have the git of this clone merge and diff workspaces by records; rehearse it",
    );
    const USAGE: Phrase = Phrase::new("wubu git setup [文件]", "wubu git setup [FILE]");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu git setup\n    每个克隆只需一次；.gitattributes 提交后同事即可共用",
        "wubu git setup\n    once in every clone; commit .gitattributes for the others",
    );
    help::subcommand("setup", lang, ABOUT, USAGE, EXAMPLES).arg(place_arg(lang))
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    const REHEARSED: Phrase = Phrase::new(
        "已演练：各改各的字段自动合并，改同一字段留下争议，git diff 按字段显示",
        "rehearsed: different fields merge, the same field leaves a dispute, git diff shows fields",
    );
    const COMMIT: Phrase = Phrase::new(
        "提交 .gitattributes，同事才能共用：git add .gitattributes && git commit -m \"配置工作区合并\" .gitattributes",
        "commit .gitattributes for the others: git add .gitattributes && git commit -m \"Set up merging\" .gitattributes",
    );
    let place = place(matches);
    let is_new = set_up(&place, &this_program()).map_err(|error| match error {
        SetUpError::Git(error) => Trouble::from(error),
        SetUpError::Save(error) => Trouble::from(error),
    })?;
    let drivers = Drivers::of(&place)?;
    parts(&drivers, here, out)?;
    if !drivers.are_set() {
        return Ok(Exit::Findings);
    }
    if let Some(mishap) = rehearse(&place)? {
        out.line(Line::new().painted(Paint::Bad, format!("✗ {}", mishap.say(here.lang))))?;
        words(&mishap.words.lines().map(str::to_owned).collect::<Vec<_>>(), out)?;
        out.line(format!("  → {}", mishap.next(here.lang)))?;
        return Ok(Exit::Findings);
    }
    out.line(Line::new().painted(Paint::Good, "✓").add(format!(" {}", here.say(REHEARSED))))?;
    if is_new {
        out.line(format!("  → {}", here.say(COMMIT)))?;
    }
    Ok(Exit::Fine)
}
