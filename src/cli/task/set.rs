//! `wubu task FILE set ID… field=value…`: any field of tasks, or of the project.

use super::super::{Here, help, texts};
use super::{Step, Trouble};
use crate::guide::guide;
use crate::store::{Denied, OpenError, WhyNot, open_bytes};
use crate::text::{Lang, Phrase, pad, width};
use crate::workspace::{Assign, At, How, Id, Kind, Place, Project, RecordKind, Refusal, Status, Task};
use crate::workspace::{Field, assign, place, reclassify};
use clap::{Arg, ArgMatches, Command};
use std::io::Read;
use std::path::Path;

/// Bytes of the longest note that is taken in: a longer text would not be read back.
const LONGEST: u64 = 1 << 20;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "填写任务的字段；编号写 project 则填写项目。几个编号、几个字段算一步，要么全改，要么不改。",
        "fill in fields of tasks, or of the project (ID project). Several ids and fields are one step: all or nothing.",
    );
    const USAGE: Phrase =
        Phrase::new("wubu task 文件 set 编号… 字段=值…", "wubu task FILE set ID… FIELD=VALUE…");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu task plant.wubu.ron set 4a.2 4a.3 owner=王工 due=2026-12-01 tags+=一期\nwubu task plant.wubu.ron set 4c.9 status=blocked why=现场无网口\nwubu task plant.wubu.ron set project start=2026-03-02",
        "wubu task plant.wubu.ron set 4a.2 4a.3 owner=Wang due=2026-12-01 tags+=phase1\nwubu task plant.wubu.ron set 4c.9 status=blocked why=\"no network socket\"\nwubu task plant.wubu.ron set project start=2026-03-02",
    );
    const WORDS: Phrase = Phrase::new("编号… 字段=值…", "ID… FIELD=VALUE…");
    const WHAT: Phrase = Phrase::new(
        "字段=值 填写，字段= 清空；集合可用 字段+=值、字段-=值；备注可用 note=@文件，note=@- 读标准输入，@@ 表示 @ 本身",
        "FIELD=VALUE fills in, FIELD= clears; sets take FIELD+=VALUE and FIELD-=VALUE; the note takes note=@FILE, note=@- reads standard input, @@ stands for @ itself",
    );
    help::subcommand("set", lang, ABOUT, USAGE, EXAMPLES)
        .before_help(fields(lang))
        .arg(Arg::new("word").value_name(WORDS.say(lang)).required(true).num_args(1..).help(WHAT.say(lang)))
}

/// The fields with their labels and what they take, out of the declarations.
fn fields(lang: Lang) -> String {
    const TASK: Phrase = Phrase::new("任务的字段", "Fields of a task");
    const PROJECT: Phrase = Phrase::new("项目的字段（编号 project）", "Fields of the project (ID project)");
    let mut lines = vec![];
    for (title, fields) in [(TASK, Task::FIELDS), (PROJECT, Project::FIELDS)] {
        lines.push(title.say(lang).to_owned());
        let fields: Vec<&Field> = fields.iter().filter(|field| field.kind != Kind::Rank).collect();
        let mut rows = vec![];
        for field in fields {
            rows.push((field.name, field.label, takes(field.kind, lang)));
            if field.kind == Kind::Status {
                let facts = ["why", "on", "by", "until"].into_iter();
                rows.extend(facts.map(|fact| {
                    (fact, Status::fact_label(fact), format!("status={}", of_facts(fact).join(" | ")))
                }));
            }
        }
        let labels = rows.iter().map(|(_, label, _)| width(label.say(lang))).max().unwrap_or(0);
        lines.extend(rows.into_iter().map(|(name, label, takes)| {
            format!("  {}  {}  {takes}", pad(name, 8), pad(label.say(lang), labels))
        }));
    }
    lines.join("\n")
}

fn takes(kind: Kind, lang: Lang) -> String {
    const DAY: Phrase =
        Phrase::new("日期：2026-11-20、11-20、今天、+3、周五", "a day: 2026-11-20, 11-20, today, +3, fri");
    const SET: Phrase = Phrase::new("用逗号分开", "between commas");
    const PARENT: Phrase = Phrase::new("编号；parent= 移出上级", "an id; parent= takes it out");
    const ELEMENT: Phrase = Phrase::new("a1–e4；任务移到该要素末尾", "a1 to e4; moves the task to its end");
    const PROSE: Phrase = Phrase::new("文字、@文件 或 @-", "text, @FILE or @-");
    match kind {
        Kind::Day => DAY.say(lang).into(),
        Kind::Set(_) => SET.say(lang).into(),
        Kind::Parent(_) => PARENT.say(lang).into(),
        Kind::Ref(_) => ELEMENT.say(lang).into(),
        Kind::Prose => PROSE.say(lang).into(),
        Kind::Number(unit) => unit.say(lang).into(),
        Kind::Choice(choices) => choices.iter().map(|choice| choice.key).collect::<Vec<_>>().join(" | "),
        Kind::Status => Status::KEYS.map(|(key, _)| key).join(" | "),
        Kind::Text | Kind::Person | Kind::Rank | Kind::Map(_) | Kind::Mark => String::new(),
    }
}

pub fn run(step: &mut Step, matches: &ArgMatches, here: &Here) -> Result<(), Trouble> {
    let (assigns, ids): (Vec<&str>, Vec<&str>) =
        texts(matches, "word").into_iter().partition(|word| word.contains('='));
    if ids.is_empty() || assigns.is_empty() {
        const NO_ID: Phrase = Phrase::new("没有写任务编号", "no task is named");
        const NO_FIELD: Phrase = Phrase::new("没有写 字段=值", "no FIELD=VALUE is given");
        const USAGE: Phrase = Phrase::new(
            "用法：wubu task 文件 set 编号… 字段=值…",
            "usage: wubu task FILE set ID… FIELD=VALUE…",
        );
        let missing = if ids.is_empty() { NO_ID } else { NO_FIELD };
        return Err(Trouble::usage(here.say(missing), here.say(USAGE)));
    }
    let assigns = self::assigns(assigns, here)?;
    for id in ids {
        if id == "project" {
            let id = At::project("name").id;
            step.make(|workspace, _| assign(workspace, RecordKind::Project, &id, &assigns, here.today))?;
        } else {
            let id = step.task(id)?;
            assign_task(step, &id, &assigns, here)?;
        }
    }
    step.save(Phrase::new("填写字段", "fill in fields"), here.lang)
}

/// The assignments as typed, with what `@FILE` stands for read in.
pub fn assigns(words: Vec<&str>, here: &Here) -> Result<Vec<Assign>, Trouble> {
    let mut assigns = vec![];
    for word in words {
        let Some(mut assign) = Assign::parse(word) else {
            let say = match here.lang {
                Lang::Zh => format!("{word} 不是 字段=值"),
                Lang::En => format!("{word} is no FIELD=VALUE"),
            };
            return Err(Trouble::usage(
                say,
                here.say(Phrase::new("写法见 wubu help task set", "see wubu help task set")),
            ));
        };
        let is_prose =
            Task::FIELDS.iter().any(|field| field.name == assign.field && field.kind == Kind::Prose);
        if is_prose && let Some(source) = assign.text.strip_prefix('@') {
            assign.text = if source.starts_with('@') { source.to_owned() } else { read_text(source, here)? };
        }
        assigns.push(assign);
    }
    Ok(assigns)
}

fn read_text(source: &str, here: &Here) -> Result<String, Trouble> {
    const INPUT: Phrase = Phrase::new("标准输入", "standard input");
    const NO_FILE: Phrase = Phrase::new("这不是普通文件", "this is not a regular file");
    const TOO_LONG: Phrase = Phrase::new("文字太长", "the text is too long");
    const NOT_UTF8: Phrase = Phrase::new("不是 UTF-8 文本", "this is not UTF-8 text");
    const NEXT: Phrase = Phrase::new(
        "检查路径；备注要 UTF-8 文本，不超过 1 MiB",
        "check the path; a note takes UTF-8 text of at most 1 MiB",
    );
    let unfit = |say: String| Trouble::Unfit { say, next: here.say(NEXT).into() };
    let wrong = |what: &str| {
        let source = if source == "-" { here.say(INPUT) } else { source };
        unfit(format!("{source}{}{what}", here.lang.colon()))
    };
    let bytes = if source == "-" {
        let mut bytes = vec![];
        let read = std::io::stdin().take(LONGEST + 1).read_to_end(&mut bytes);
        read.map_err(|error| wrong(&error.to_string()))?;
        bytes
    } else {
        match open_bytes(Path::new(source)) {
            Ok(opened) => opened.bytes,
            Err(error @ OpenError { why: WhyNot::Io(_), .. }) => return Err(unfit(error.say(here.lang))),
            Err(_) => return Err(wrong(here.say(NO_FILE))),
        }
    };
    if bytes.len() as u64 > LONGEST {
        return Err(wrong(here.say(TOO_LONG)));
    }
    let text = String::from_utf8(bytes).map_err(|_not_utf8| wrong(here.say(NOT_UTF8)))?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// `element=` and `parent=` move the task; the rest fills in fields.
pub fn assign_task(step: &mut Step, id: &Id, assigns: &[Assign], here: &Here) -> Result<(), Trouble> {
    let (moves, mut fields): (Vec<&Assign>, Vec<&Assign>) = assigns
        .iter()
        .partition(|a| a.how == How::Replace && matches!(a.field.as_str(), "element" | "parent"));
    let last = |name: &str| moves.iter().rev().find(|a| a.field == name).map(|a| a.text.trim());
    let (element, parent) = (last("element"), last("parent"));
    if let Some(element) = element {
        if guide().element(element).is_none() {
            return Err(no_element(element, here.lang));
        }
        let is_there = step.draft.tasks.get(id.as_str()).is_some_and(|task| task.element.as_str() == element);
        if !is_there && parent.is_none_or(str::is_empty) {
            step.make(|workspace, random| reclassify(workspace, id, element, random))?;
        }
    }
    if let Some(parent) = parent {
        let Some(task) = step.draft.tasks.get(id.as_str()) else { return Ok(()) };
        let own = task.element.as_str().to_owned();
        if task.parent.as_str() != parent {
            let to = if parent.is_empty() {
                Place { element: own, ..Place::default() }
            } else {
                below(step, parent, element, here)?
            };
            step.make(|workspace, random| place(workspace, id, &to, random))?;
        } else if element.is_some_and(|element| element != own) {
            return Err(other_element(parent, &own, here.lang));
        }
    }
    // The facts of a status stand behind it, wherever they were typed.
    fields.sort_by_key(|a| a.field != "status");
    let fields: Vec<Assign> = fields.into_iter().cloned().collect();
    step.make(|workspace, _| assign(workspace, RecordKind::Task, id, &fields, here.today)).map_err(
        |trouble| match trouble {
            Trouble::Denied { why: Denied::Refused(Refusal::NoField(name)), .. } if is_fact(&name) => {
                stray_fact(id, &name, here.lang)
            }
            other => other,
        },
    )
}

fn of_facts(fact: &str) -> Vec<&'static str> {
    let has =
        |key: &&str| Status::from_key(key).is_some_and(|s| s.facts().iter().any(|(name, _)| *name == fact));
    Status::KEYS.iter().map(|(key, _)| *key).filter(has).collect()
}

fn is_fact(name: &str) -> bool {
    !of_facts(name).is_empty()
}

/// A fact that the status does not have.
fn stray_fact(id: &Id, fact: &str, lang: Lang) -> Trouble {
    let (all, status) = (of_facts(fact).join(" / "), of_facts(fact).first().copied().unwrap_or_default());
    let (say, next) = match lang {
        Lang::Zh => {
            (format!("{id}：{fact} 只属于状态 {all}"), format!("同时写出状态，如 status={status} {fact}=…"))
        }
        Lang::En => (
            format!("{id}: {fact} belongs to the status {all} only"),
            format!("give the status beside it, as in status={status} {fact}=…"),
        ),
    };
    Trouble::usage(say, next)
}

/// The last place below a task, which must be in the element that was asked for.
fn below(step: &Step, parent: &str, element: Option<&str>, here: &Here) -> Result<Place, Trouble> {
    let Some(above) = step.draft.tasks.get(parent) else {
        return Err(step.refused(Refusal::Unknown(parent.into())));
    };
    let its = above.element.as_str();
    if element.is_some_and(|element| element != its) {
        return Err(other_element(parent, its, here.lang));
    }
    Ok(Place { element: its.to_owned(), parent: parent.to_owned(), ..Place::default() })
}

pub fn no_element(element: &str, lang: Lang) -> Trouble {
    let say = match lang {
        Lang::Zh => format!("没有要素 {element}"),
        Lang::En => format!("there is no element {element}"),
    };
    Trouble::usage(
        say,
        Phrase::new("要素 a1–e4 见 wubu guide", "wubu guide lists the elements a1 to e4").say(lang),
    )
}

pub fn other_element(parent: &str, its: &str, lang: Lang) -> Trouble {
    let say = match lang {
        Lang::Zh => format!("上级任务 {parent} 属于要素 {its}，下级任务要素相同"),
        Lang::En => format!("the parent {parent} serves element {its}, and so do the tasks below it"),
    };
    Trouble::usage(say, Phrase::new("要素和上级只写一个", "give either the element or the parent").say(lang))
}
