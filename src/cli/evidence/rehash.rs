//! `wubu evidence FILE rehash`: accepts files as they are now, as one step.

use super::super::{help, out};
use super::{Exit, Here, Step, Trouble, called, examine, ids, ids_arg};
use crate::store::Found;
use crate::text::{Lang, Phrase};
use crate::workspace::{At, Edit, Id, RecordKind, Value};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::path::Path;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "接受文件现在的内容：重新记下校验值",
        "accept files as they are now: note their hashes anew",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu evidence 文件 rehash 编号…\nwubu evidence 文件 rehash --all",
        "wubu evidence FILE rehash ID…\nwubu evidence FILE rehash --all",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu evidence plant.wubu.ron rehash e2EF955WW\nwubu evidence plant.wubu.ron rehash --all",
        "wubu evidence plant.wubu.ron rehash e2EF955WW\nwubu evidence plant.wubu.ron rehash --all",
    );
    const ALL: Phrase = Phrase::new("所有找得到的文件", "every file that is there");
    help::subcommand("rehash", lang, ABOUT, USAGE, EXAMPLES).args([
        ids_arg(lang).required_unless_present("all"),
        Arg::new("all").long("all").action(ArgAction::SetTrue).conflicts_with("id").help(ALL.say(lang)),
    ])
}

pub fn run(path: &Path, matches: &ArgMatches, here: &Here) -> Result<Exit, Trouble> {
    let mut step = Step::open(path, here)?;
    let is_all = matches.get_flag("all");
    let chosen: Vec<Id> = if is_all {
        let all = step.draft.evidence.iter().filter(|(_, evidence)| !evidence.file.is_empty());
        all.map(|(id, _)| id.clone()).collect()
    } else {
        ids(&step, matches)?
    };
    let files = examine(path, &step.draft, true, here);
    let (mut edits, mut left) = (vec![], vec![]);
    for id in &chosen {
        let Some(evidence) = step.draft.evidence.get(id.as_str()) else { continue };
        match files.found(evidence.file.as_str().trim()) {
            Some(Found::File { hash, .. }) => {
                let at = At::new(RecordKind::Evidence, id, "hash");
                let edit = step.draft.set(at, Value::text(hash)).map_err(|why| step.refused(why))?;
                if !matches!(&edit, Edit::Set { was, now, .. } if was == now) {
                    edits.push(edit);
                }
            }
            _ => left.push(called(id, evidence).to_owned()),
        }
    }
    let count = edits.len();
    step.make(|_, _| Ok(Edit::All(edits)))?;
    step.save(Phrase::new("接受文件", "accept files"), here.lang)?;
    out::tell(&match here.lang {
        Lang::Zh => format!("已重新记下 {count} 个文件的校验值"),
        Lang::En => format!("hashes noted anew: {count}"),
    });
    for name in &left {
        out::more(&match here.lang {
            Lang::Zh => format!("没有可记的文件：{name}"),
            Lang::En => format!("no file to note: {name}"),
        });
    }
    // Of those that were named, each should have been there.
    Ok(if left.is_empty() || is_all { Exit::Fine } else { Exit::Findings })
}
