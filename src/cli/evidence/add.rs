//! `wubu evidence FILE add TASK`: a file, a statement, a measurement. Only its id goes to standard output.

use super::super::out::Progress;
use super::super::{help, text, texts};
use super::{Exit, Here, Out, Step, Trouble};
use crate::store::{Astray, Cancel, Found, Linking, NotLinked, take_in};
use crate::text::{Lang, Phrase};
use crate::workspace::{Assign, At, Edit, RecordKind, Value, evidence};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::path::Path;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "给任务新增证据，输出它的编号。文件按相对路径关联，并记下校验值。",
        "add evidence to a task and print its id. A file is linked by its relative path, with its hash.",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu evidence 文件 add 任务 [--file 证据文件 [--copy]] [字段=值…]",
        "wubu evidence FILE add TASK [--file PROOF [--copy]] [FIELD=VALUE…]",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu evidence plant.wubu.ron add 4a.2 --file 证据/纪要.pdf proof=文件\nwubu evidence plant.wubu.ron add 4c.9 proof=口头 what=班长说炉温每分钟记一次\nwubu evidence plant.wubu.ron add 4c.9 --file ~/IMG_1.jpg --copy rows=EQ-01",
        "wubu evidence plant.wubu.ron add 4a.2 --file evidence/a.pdf proof=document\nwubu evidence plant.wubu.ron add 4c.9 proof=said what=\"one value a minute\"\nwubu evidence plant.wubu.ron add 4c.9 --file ~/IMG_1.jpg --copy rows=EQ-01",
    );
    const FIELDS: Phrase = Phrase::new(
        "proof（said 口头、seen 目击、document 文件、measured 实测）、what 说明、about 所述日期、filed 归档日期、by 提供人、rows 台账行",
        "proof (said, seen, document, measured), what, about, filed, by, rows",
    );
    help::subcommand("add", lang, ABOUT, USAGE, EXAMPLES).args([
        Arg::new("task").value_name(Phrase::new("任务", "TASK").say(lang)).required(true).help(
            Phrase::new("任务编号，见 wubu task 文件 list", "the task's id, see wubu task FILE list")
                .say(lang),
        ),
        help::option(lang)(
            "file",
            Phrase::new("证据文件", "PROOF"),
            Phrase::new(
                "工作区文件夹里的文件，路径相对于这个文件夹",
                "a file in the folder of the workspace, by its path from there",
            ),
        ),
        Arg::new("copy").long("copy").action(ArgAction::SetTrue).help(
            Phrase::new(
                "文件在别处时，复制到“证据”文件夹（已有 evidence 则用它）",
                "where the file lies elsewhere, copy it into the folder “evidence”",
            )
            .say(lang),
        ),
        Arg::new("assign")
            .value_name(Phrase::new("字段=值", "FIELD=VALUE").say(lang))
            .num_args(0..)
            .help(FIELDS.say(lang)),
    ])
}

pub fn run(path: &Path, matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let mut step = Step::open(path, here)?;
    let task = step.task(text(matches, "task").unwrap_or_default())?;
    let mut assigns = vec![Assign::new("filed", &here.today.to_string()), Assign::new("by", &step.me(here))];
    for typed in texts(matches, "assign") {
        let Some(assign) = Assign::parse(typed).filter(|assign| assign.field != "file") else {
            return Err(no_field(typed, here));
        };
        assigns.push(assign);
    }
    let named = text(matches, "file").filter(|file| !file.trim().is_empty());
    if named.is_none() && !assigns.iter().any(|assign| assign.field == "what") {
        const EMPTY: Phrase = Phrase::new("没有文件也没有说明", "neither a file nor a statement is given");
        const SAY: Phrase = Phrase::new("写 --file 或 what=…", "give --file or what=…");
        return Err(Trouble::usage(here.say(EMPTY), here.say(SAY)));
    }
    let mut hash = Value::Unset;
    if let Some(named) = named {
        match link(path, named, matches.get_flag("copy"), here)? {
            Some((name, Found::File { hash: now, .. })) => {
                assigns.push(Assign::new("file", &name));
                hash = Value::text(now);
            }
            // An address in the web, which has no hash.
            _ => assigns.push(Assign::new("file", named)),
        }
    }
    let mut added = None;
    step.make(|workspace, random| {
        let id = workspace.fresh_id(RecordKind::Evidence, random);
        let add = evidence(workspace, &id, &task, &assigns, here.today)?;
        let at = At::new(RecordKind::Evidence, &id, "hash");
        added = Some(id);
        Ok(Edit::All(vec![add, Edit::Set { at, was: Value::Unset, now: hash }]))
    })?;
    step.save(Phrase::new("新增证据", "add evidence"), here.lang)?;
    out.line(added.map_or(String::new(), |id| id.to_string()))?;
    Ok(Exit::Fine)
}

/// A file as it was named, linked; what is in its way is said with the way out. None for an address in the web.
fn link(path: &Path, typed: &str, may_copy: bool, here: &Here) -> Result<Option<(String, Found)>, Trouble> {
    let mut progress = Progress::new(here.say(Phrase::new("读取文件", "reading the file")));
    let linking = Linking { file: path.to_path_buf(), typed: typed.to_owned(), may_copy, lang: here.lang };
    let linked = take_in(&linking, &Cancel::default(), &mut |done, total| progress.tell(done, total));
    drop(progress);
    match linked {
        Ok(linked) => Ok(Some(linked)),
        Err(NotLinked::Astray(Astray::Web)) => Ok(None),
        Err(why) => {
            const COPY: Phrase = Phrase::new("加上 --copy 复制进来", "add --copy to have it copied");
            let is_elsewhere = matches!(why, NotLinked::Elsewhere(_));
            let next = if is_elsewhere { here.say(COPY) } else { why.next(here.lang) };
            Err(Trouble::Unfit { say: why.say(here.lang), next: next.to_owned() })
        }
    }
}

fn no_field(typed: &str, here: &Here) -> Trouble {
    const NEXT: Phrase = Phrase::new(
        "字段：proof、what、about、filed、by、rows；文件用 --file",
        "fields: proof, what, about, filed, by, rows; a file goes with --file",
    );
    let say = match here.lang {
        Lang::Zh => format!("“{typed}”不是 字段=值"),
        Lang::En => format!("“{typed}” is not FIELD=VALUE"),
    };
    Trouble::usage(say, here.say(NEXT))
}
