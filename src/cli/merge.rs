//! `wubu merge BASE OURS THEIRS`: two changes of one workspace become one. Exit 0 is clean, 1 has disputes in
//! a result that can be opened, and 129 says that nothing was touched: git then aborts and keeps both sides.

use super::fmt::kept_aside;
use super::out::{self, Out};
use super::trouble::Trouble;
use super::{Exit, Here, help, json_arg};
use crate::merge::{Merged, diff, merge};
use crate::readiness::changes::told;
use crate::store::{Access, Denied, Loaded, OpenError, Seen, WhyNot, open_bytes, read, replace, write};
use crate::text::{Lang, Phrase};
use crate::workspace::{Subject, Value, Workspace};
use clap::{Arg, ArgMatches, Command, value_parser};
use serde::Serialize;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub const NAME: &str = "merge";

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "三方合并工作区；合不成一个的改动记为争议",
        "merge workspaces three-way; changes that cannot become one are kept as disputes",
    );
    const CODES: Phrase = Phrase::new(
        "退出码\n  0    已合并，没有新争议\n  1    已合并，新争议记在结果里，结果可以打开\n  129  没有合并，什么都没动（用法不对、读不了、写不了、格式更新）",
        "Exit codes\n  0    merged, no new disputes\n  1    merged, new disputes are kept in the result, which can be opened\n  129  not merged, nothing touched: wrong usage, unreadable, unwritable, newer",
    );
    const USAGE: Phrase =
        Phrase::new("wubu merge [选项] 共同版本 我方 对方", "wubu merge [OPTIONS] BASE OURS THEIRS");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu merge base.wubu.ron a.wubu.ron b.wubu.ron --output plant.wubu.ron\nwubu merge - a.wubu.ron b.wubu.ron > plant.wubu.ron\n    没有共同版本：两边不同的字段都记为争议",
        "wubu merge base.wubu.ron a.wubu.ron b.wubu.ron --output plant.wubu.ron\nwubu merge - a.wubu.ron b.wubu.ron > plant.wubu.ron\n    no common version: every field that differs is disputed",
    );
    const BASE: Phrase = Phrase::new(
        "双方开始改动前的版本；没有就写 -，空文件也算没有",
        "what both sides began with; - or an empty file if there is none",
    );
    const OURS: Phrase = Phrase::new("我方的文件", "our file");
    const THEIRS: Phrase = Phrase::new("对方的文件", "their file");
    const OUTPUT: Phrase = Phrase::new(
        "写入该文件，可以是三个输入之一；不写则输出到标准输出",
        "write to this file, which may be one of the three; else to standard output",
    );
    const JSON: Phrase = Phrase::new(
        "输出 JSON 报告，供脚本使用；须同时写 --output",
        "print a report as JSON, for scripts; needs --output",
    );
    let path = |name: &'static str, value: Phrase, about: Phrase| {
        Arg::new(name)
            .value_name(value.say(lang))
            .value_parser(value_parser!(PathBuf))
            .required(true)
            .help(about.say(lang))
    };
    help::subcommand(NAME, lang, ABOUT, USAGE, EXAMPLES)
        .before_help(CODES.say(lang))
        .arg(path("base", Phrase::new("共同版本", "BASE"), BASE))
        .arg(path("ours", Phrase::new("我方", "OURS"), OURS))
        .arg(path("theirs", Phrase::new("对方", "THEIRS"), THEIRS))
        .arg(path("output", Phrase::new("文件", "OUT"), OUTPUT).long("output").short('o').required(false))
        .arg(json_arg(lang).help(JSON.say(lang)))
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let path = |name: &str| matches.get_one::<PathBuf>(name).cloned();
    let output = path("output");
    let as_json = matches.get_flag("json");
    if as_json && output.is_none() {
        const WHERE: Phrase = Phrase::new(
            "--json 须同时写 --output：标准输出留给报告",
            "--json needs --output: the report takes standard output",
        );
        const NEXT: Phrase = Phrase::new("加上 --output 文件", "add --output FILE");
        return Err(Trouble::usage(here.say(WHERE), here.say(NEXT)));
    }
    let [base, ours, theirs] = ["base", "ours", "theirs"].map(|name| path(name).unwrap_or_default());
    let mut read = vec![];
    let sides = Sides {
        base: base_of(&base, &mut read)?,
        ours: load(&ours, &mut read)?,
        theirs: load(&theirs, &mut read)?,
    };
    let merged = merge(sides.base.as_ref(), &sides.ours, &sides.theirs);
    let text = write(&merged.workspace);
    match &output {
        Some(path) => write_to(path, &text, &read, here)?,
        None => {
            // A reader that went away has no result: that must not look like a merge.
            out.lines(&text).and_then(|()| out.finish()).map_err(whole)?;
        }
    }
    if as_json {
        out.json(&report(&sides, &merged, here.lang))?;
    } else {
        tell(&sides, &merged, here.lang);
    }
    Ok(if merged.disputes.is_empty() { Exit::Fine } else { Exit::Findings })
}

fn whole(trouble: Trouble) -> Trouble {
    match trouble {
        Trouble::Output(error) => Trouble::Output(io::Error::other(error.to_string())),
        other => other,
    }
}

/// A file that was read, and what it held.
type Input = (PathBuf, Seen);

struct Sides {
    base: Option<Workspace>,
    ours: Workspace,
    theirs: Workspace,
}

impl Sides {
    /// How many records each side changed.
    fn counts(&self) -> [usize; 2] {
        let nothing = Workspace::default();
        let base = self.base.as_ref().unwrap_or(&nothing);
        [&self.ours, &self.theirs].map(|side| diff(base, side).len())
    }
}

/// None where there is none, or where git hands over an empty file for a file that both sides added.
fn base_of(path: &Path, inputs: &mut Vec<Input>) -> Result<Option<Workspace>, Trouble> {
    let is_empty = || fs::metadata(path).is_ok_and(|metadata| metadata.is_file() && metadata.len() == 0);
    if path.as_os_str() == "-" || path.as_os_str() == "/dev/null" || is_empty() {
        return Ok(None);
    }
    load(path, inputs).map(Some)
}

fn load(path: &Path, inputs: &mut Vec<Input>) -> Result<Workspace, Trouble> {
    let opened = open_bytes(path)?;
    inputs.push((path.to_path_buf(), Seen::of(&opened.bytes)));
    let loaded = read(&opened.bytes)
        .map_err(|why| Trouble::Open(OpenError { path: path.to_path_buf(), why: WhyNot::Unreadable(why) }))?;
    match loaded {
        Loaded { newer: Some(format), .. } => {
            // A merge would drop what we do not know.
            Err(Trouble::denied(path, Denied::ReadOnly(Access::NewerFormat(format))))
        }
        Loaded { workspace, newer: None } => Ok(workspace),
    }
}

/// What lies there is replaced: the user names the place. Somebody who writes it meanwhile is kept aside.
fn write_to(path: &Path, text: &str, inputs: &[Input], here: &Here) -> Result<(), Trouble> {
    let mut seen = Seen::Nothing;
    if fs::metadata(path).is_ok() {
        let there = open_bytes(path)?;
        if there.is_read_only {
            return Err(Trouble::denied(path, Denied::ReadOnly(Access::ReadOnlyFile)));
        }
        let real = fs::canonicalize(path).ok();
        let input = inputs.iter().find(|(input, _)| fs::canonicalize(input).ok() == real);
        seen = input.map_or_else(|| Seen::of(&there.bytes), |(_, seen)| *seen);
    }
    if let Some(aside) = replace(path, text.as_bytes(), seen)?.aside {
        out::tell(&kept_aside(&aside, here.lang));
    }
    Ok(())
}

/// A dispute that the merge made, in words.
struct Said {
    at: String,
    /// Record and field.
    name: String,
    of: Vec<String>,
    was: Vec<Value>,
}

fn disputes(sides: &Sides, merged: &Merged, lang: Lang) -> Vec<Said> {
    const DELETED: Phrase =
        Phrase::new("一方已删除，另一方仍有改动", "one side deleted it, the other went on with it");
    // What is disputed now was not in the base: telling the changes from there names each of them.
    let nothing = Workspace::default();
    let base = sides.base.as_ref().unwrap_or(&nothing);
    let groups = told(base, &merged.workspace, &diff(base, &merged.workspace), lang);
    let records: Vec<_> = groups.iter().flat_map(|group| &group.records).collect();
    let said = |key: &String| {
        let subject = Subject::from_key(key);
        let record = subject.as_ref().and_then(|subject| {
            records.iter().find(|record| record.kind == subject.kind() && record.id == *subject.id())
        });
        let field = match &subject {
            Some(Subject::Field(at)) => record.and_then(|record| record.fields.iter().find(|f| f.at == *at)),
            _ => None,
        };
        let names = [record.map(|record| record.title.clone()), field.map(|field| field.label.clone())];
        let names: Vec<String> = names.into_iter().flatten().filter(|name| !name.is_empty()).collect();
        Said {
            at: key.clone(),
            name: names.join(" · "),
            of: field.map_or_else(|| vec![DELETED.say(lang).to_owned()], |field| field.candidates.clone()),
            was: merged.workspace.disputes.get(key).map_or(vec![], |open| open.was.iter().cloned().collect()),
        }
    };
    merged.disputes.iter().map(said).collect()
}

/// What was merged, on standard error: the result may be on its way to a file or another program.
fn tell(sides: &Sides, merged: &Merged, lang: Lang) {
    let [ours, theirs] = sides.counts();
    let disputes = disputes(sides, merged, lang);
    let made = match (disputes.len(), lang) {
        (0, Lang::Zh) => "没有新争议".to_owned(),
        (n, Lang::Zh) => format!("新争议 {n} 处，已记在结果里"),
        (0, Lang::En) => "no new disputes".to_owned(),
        (n, Lang::En) => format!("new disputes, kept in the result: {n}"),
    };
    out::tell(&match lang {
        Lang::Zh => format!("已合并：我方改动 {ours} 条记录，对方改动 {theirs} 条，{made}"),
        Lang::En => format!("merged; records changed by us: {ours}, by them: {theirs}; {made}"),
    });
    for Said { at, name, of, .. } in &disputes {
        let of = of.join(if lang == Lang::Zh { " ／ " } else { " / " });
        out::more(&match lang {
            Lang::Zh if name.is_empty() => format!("{at}：{of}"),
            Lang::Zh => format!("{at}（{name}）：{of}"),
            Lang::En if name.is_empty() => format!("{at}: {of}"),
            Lang::En => format!("{at} ({name}): {of}"),
        });
    }
    if !merged.reordered.is_empty() {
        let places: Vec<String> = merged.reordered.iter().map(|at| at.id.to_string()).collect();
        out::tell(&match lang {
            Lang::Zh => format!("双方都调整了顺序，取靠后的位置：{}", places.join("、")),
            Lang::En => format!("moved by both sides, the place further down holds: {}", places.join(", ")),
        });
    }
    if !disputes.is_empty() {
        const NEXT: Phrase = Phrase::new(
            "打开结果，在争议视图中裁定；列表见 wubu check 文件",
            "open the result and decide among the disputes; wubu check FILE lists them",
        );
        out::next(NEXT.say(lang));
    }
}

#[derive(Serialize)]
struct Report {
    disputes: Vec<DisputeRow>,
    /// Both sides moved these; the place further down holds.
    reordered: Vec<String>,
    changes: Counts,
}

#[derive(Serialize)]
struct DisputeRow {
    at: String,
    name: String,
    /// For people.
    of: Vec<String>,
    was: Vec<serde_json::Value>,
}

#[derive(Serialize)]
struct Counts {
    ours: usize,
    theirs: usize,
}

fn report(sides: &Sides, merged: &Merged, lang: Lang) -> Report {
    let [ours, theirs] = sides.counts();
    let row = |Said { at, name, of, was }| DisputeRow {
        at,
        name,
        of,
        was: was.iter().map(super::diff::raw).collect(),
    };
    Report {
        disputes: disputes(sides, merged, lang).into_iter().map(row).collect(),
        reordered: merged.reordered.iter().map(|at| format!("{}/{}", at.kind.collection(), at.id)).collect(),
        changes: Counts { ours, theirs },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_base_is_a_dash_or_an_empty_file() {
        let folder = tempfile::tempdir().unwrap();
        let empty = folder.path().join("empty");
        fs::write(&empty, "").unwrap();
        for none in [Path::new("-"), &empty] {
            assert!(base_of(none, &mut vec![]).unwrap().is_none(), "{}", none.display());
        }
        assert!(base_of(&folder.path().join("missing"), &mut vec![]).is_err());
    }
}
