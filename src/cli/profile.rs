//! `wubu profile DATA…`: measures exports and tag lists, on the terminal or as JSON, and takes the figures of one of
//! them into a workspace.

mod json;
mod list;
mod print;

use super::as_text;
use super::out::Out;
use super::step::Step;
use super::trouble::Trouble;
use super::{Exit, Here, help, json_arg, out, text};
use crate::guide::SourceKind;
use crate::profile::{
    FileKind, Found, MeasuredFile, NoProfile, Options, Progress, Remark, period_of, source_of,
};
use crate::readiness::Model;
use crate::sheet::TextChoice;
use crate::store::{Session, remember_profile};
use crate::text::{Lang, Phrase};
use crate::workspace::{Edit, Id, Kind, RecordKind, Row, Workspace};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "测量导出数据和点表：各列、时间、数据就绪度的 D2–D7；数据本身从不写入工作区",
        "measure exports and tag lists: columns, time, and D2-D7 of data readiness; data never go into a workspace",
    );
    const USAGE: Phrase = Phrase::new("wubu profile [选项] 数据…", "wubu profile [OPTIONS] DATA…");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu profile 磨削线.csv\nwubu profile a.csv b.csv --period 1s --json\nwubu profile --tags 点表.xlsx\nwubu profile 磨削线.csv --into plant.wubu.ron --source SRC-01\n    按点表的量程、枚举测量，结果记入该数据源",
        "wubu profile line.csv\nwubu profile a.csv b.csv --period 1s --json\nwubu profile --tags points.xlsx\nwubu profile line.csv --into plant.wubu.ron --source SRC-01\n    by the ranges and lists of its tags; the figures are kept with that source",
    );
    const DATA: Phrase = Phrase::new("CSV 或 XLSX 导出", "exports: CSV or XLSX");
    let option = help::option(lang);
    let path = |name: &'static str, value: Phrase, about: Phrase| {
        Arg::new(name)
            .long(name)
            .value_name(value.say(lang))
            .value_parser(value_parser!(PathBuf))
            .help(about.say(lang))
    };
    help::subcommand("profile", lang, ABOUT, USAGE, EXAMPLES).args([
        Arg::new("data")
            .value_name(Phrase::new("数据", "DATA").say(lang))
            .value_parser(value_parser!(PathBuf))
            .num_args(1..)
            .required_unless_present("tags")
            .help(DATA.say(lang)),
        path("tags", Phrase::new("点表", "LIST"), Phrase::new("点表或字段清单", "a tag list")),
        path(
            "into",
            Phrase::new("文件", "FILE"),
            Phrase::new("把结果记入这个工作区", "keep the figures in this workspace"),
        )
        .requires("source"),
        option(
            "source",
            Phrase::new("数据源", "SOURCE"),
            Phrase::new("数据源的编号或行号，与 --into 同用", "key or row id of the source, with --into"),
        )
        .requires("into"),
        option(
            "time",
            Phrase::new("列名", "COL"),
            Phrase::new("时间列；不写则自动找", "the column of time; else found"),
        ),
        option(
            "period",
            Phrase::new("周期", "PERIOD"),
            Phrase::new(
                "应有的周期，如 1s、5min；不写则取最常见的间隔",
                "the period, as in 1s or 5min; else the usual step",
            ),
        ),
        option(
            "encoding",
            Phrase::new("编码", "NAME"),
            Phrase::new("如 utf-8、gb18030；不写则自动识别", "as in utf-8 or gb18030; else found out"),
        ),
        option(
            "delimiter",
            Phrase::new("符号", "SIGN"),
            Phrase::new("CSV 的分隔符，制表符写 tab", "of a CSV, or the word tab; else found out"),
        ),
        option("sheet", Phrase::new("名称", "NAME"), Phrase::new("XLSX 的工作表", "the sheet of an XLSX")),
        option(
            "by",
            Phrase::new("姓名", "NAME"),
            Phrase::new("测量人，与 --into 同用", "who measured, with --into"),
        )
        .requires("into"),
        option(
            "on",
            Phrase::new("日期", "DAY"),
            Phrase::new("测量日期；不写则为今天", "the day; else today"),
        )
        .allow_hyphen_values(true)
        .requires("into"),
        Arg::new("dry-run")
            .long("dry-run")
            .action(ArgAction::SetTrue)
            .requires("into")
            .help(Phrase::new("只看会记入什么", "only look; nothing is written").say(lang)),
        json_arg(lang),
    ])
}

/// The workspace that expects something of the file, and its source.
struct Source {
    path: PathBuf,
    workspace: Workspace,
    id: Id,
}

impl Source {
    fn row(&self) -> Option<(&Workspace, &Row)> {
        Some((&self.workspace, self.workspace.rows.get(self.id.as_str())?))
    }

    fn kind(&self) -> Option<SourceKind> {
        SourceKind::from_key(self.row()?.1.typed("kind").trim())
    }
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let mut options = options(matches, here)?;
    let data: Vec<PathBuf> = matches.get_many::<PathBuf>("data").unwrap_or_default().cloned().collect();
    let tags = matches.get_one::<PathBuf>("tags").cloned();
    let source = source(matches, here)?;
    if let Some((workspace, row)) = source.as_ref().and_then(Source::row) {
        options = options.for_source(workspace, row);
    }
    let of = source.as_ref().and_then(Source::row);
    let mut done = vec![];
    for path in &data {
        let file = watched(path, FileKind::Export, &options, of, here)?;
        if let Found::Export(profile) = &file.found {
            remember_profile(&here.folders, profile);
        }
        done.push(file);
    }
    if let Some(path) = &tags {
        done.push(watched(path, FileKind::Tags, &options, of, here)?);
    }
    let model = source.as_ref().map_or_else(Model::default, |source| Model::of(&source.workspace));
    let kind = source.as_ref().and_then(Source::kind);
    let ids = match &source {
        Some(source) if !matches.get_flag("dry-run") => take_in(source, &done, matches, here)?,
        _ => vec![],
    };
    if matches.get_flag("json") {
        json::print(&done, &model, kind, &ids, here.lang, out)?;
    } else {
        for (at, done) in done.iter().enumerate() {
            if at > 0 {
                out.line("")?;
            }
            print::print(done, &model, kind, here.lang, out)?;
        }
        for id in &ids {
            const KEPT: Phrase = Phrase::new("已记入工作区：", "kept in the workspace: ");
            out.line(format!("{}{}", here.say(KEPT), id.as_str()))?;
        }
    }
    let is_partial = |done: &MeasuredFile| done.remarks().iter().any(Remark::is_partial);
    Ok(if done.iter().any(is_partial) { Exit::Findings } else { Exit::Fine })
}

fn options(matches: &ArgMatches, here: &Here) -> Result<Options, Trouble> {
    let TextChoice { encoding, delimiter } = as_text::of(matches, here)?;
    let period = text(matches, "period").map(|period| {
        period_of(period).ok_or_else(|| {
            const NEXT: Phrase = Phrase::new("如 500ms、1s、5min、1h", "write it as 500ms, 1s, 5min or 1h");
            let say = match here.lang {
                Lang::Zh => format!("{period} 不是周期"),
                Lang::En => format!("{period} is no period"),
            };
            Trouble::usage(say, here.say(NEXT))
        })
    });
    Ok(Options {
        encoding,
        delimiter,
        sheet: text(matches, "sheet").map(str::to_owned),
        time: text(matches, "time").map(str::to_owned),
        period: period.transpose()?,
        ..Options::default()
    })
}

fn source(matches: &ArgMatches, here: &Here) -> Result<Option<Source>, Trouble> {
    let Some(path) = matches.get_one::<PathBuf>("into") else { return Ok(None) };
    let named = text(matches, "source").unwrap_or_default();
    let session = Session::open(path)?;
    let workspace = session.workspace().clone();
    let Some(id) = source_of(&workspace, named).map(|(id, _)| id.clone()) else {
        let known: Vec<String> = crate::workspace::rows(&workspace, "sources")
            .into_iter()
            .map(|(_, row)| row.typed("src_id").trim().to_owned())
            .filter(|key| !key.is_empty())
            .take(20)
            .collect();
        let (say, next) = match here.lang {
            Lang::Zh if known.is_empty() => {
                (format!("没有数据源 {named}"), "先建一行：wubu row 文件 sources add".to_owned())
            }
            Lang::En if known.is_empty() => {
                (format!("there is no source {named}"), "make one: wubu row FILE sources add".to_owned())
            }
            Lang::Zh => (format!("没有数据源 {named}"), format!("有：{}", known.join("、"))),
            Lang::En => (format!("there is no source {named}"), format!("there are: {}", known.join(", "))),
        };
        return Err(Trouble::usage(say, next));
    };
    Ok(Some(Source { path: path.clone(), workspace, id }))
}

/// Measures while this thread tells how far it is.
fn watched(
    path: &Path,
    kind: FileKind,
    options: &Options,
    source: Option<(&Workspace, &Row)>,
    here: &Here,
) -> Result<MeasuredFile, Trouble> {
    const WHAT: Phrase = Phrase::new("测量", "measuring");
    let progress = Progress::new();
    let mut told = out::Progress::new(here.say(WHAT));
    let measured = std::thread::scope(|scope| {
        let (sender, receiver) = channel();
        let theirs = progress.clone();
        scope.spawn(move || drop(sender.send(MeasuredFile::of(path, kind, options, &theirs, source))));
        loop {
            match receiver.recv_timeout(Duration::from_millis(100)) {
                Ok(measured) => return measured,
                Err(RecvTimeoutError::Timeout) => {
                    let (bytes, total) = progress.done();
                    told.tell(bytes, total);
                }
                Err(RecvTimeoutError::Disconnected) => unreachable!("the thread sends before it ends"),
            }
        }
    });
    drop(told);
    measured.map_err(|error| trouble(&error, here))
}

/// The figures of all files as measurements of the source, as one step.
fn take_in(
    source: &Source,
    done: &[MeasuredFile],
    matches: &ArgMatches,
    here: &Here,
) -> Result<Vec<Id>, Trouble> {
    let mut step = Step::open(&source.path, here)?;
    let on = typed_day(&step, matches, here)?;
    let by = text(matches, "by").map_or_else(|| step.me(here), str::to_owned);
    let mut ids = vec![];
    for file in done {
        let fields = file.fields(&source.id, &on, &by);
        step.make(|workspace, random| {
            let id = workspace.fresh_id(RecordKind::Measurement, random);
            ids.push(id.clone());
            Ok(Edit::Add { kind: RecordKind::Measurement, id, fields })
        })?;
    }
    step.save(Phrase::new("记入测量结果", "keep a measurement"), here.lang)?;
    Ok(ids)
}

fn trouble(error: &NoProfile, here: &Here) -> Trouble {
    let (say, next) = (error.say(here.lang), error.next(here.lang));
    if error.is_question() { Trouble::usage(say, next) } else { Trouble::Unfit { say, next } }
}

/// The day and the person of a measurement.
fn typed_day(step: &Step, matches: &ArgMatches, here: &Here) -> Result<String, Trouble> {
    let on = step.typed(matches, "on", Kind::Day, here)?;
    let on = on.map(|on| on.as_text().to_owned()).filter(|on| !on.is_empty());
    Ok(on.unwrap_or_else(|| here.today.to_string()))
}
