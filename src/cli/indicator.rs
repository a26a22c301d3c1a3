//! `wubu indicator FILE [KPI]`: the indicators against their targets, and the readings of one; record and delete
//! readings. The rows themselves are those of `wubu row FILE kpi`.

mod record;

use super::out::{Line, Out, Paint, widest};
use super::register::suggestion;
use super::step::Step;
use super::trouble::Trouble;
use super::{Exit, Here, file, file_arg, help, json_arg, text};
use crate::readiness::{AgainstTarget, Better, Indicator, Trend, indicators};
use crate::store::Session;
use crate::text::{Lang, Phrase, pad, pad_left, show};
use crate::workspace::{Edit, Id, RecordKind, Refusal, Workspace, key_form};
use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "绩效指标：基线、目标、最新读数与走势；记录和删除读数",
        "indicators: baseline, target, newest reading and trend; record and delete readings",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu indicator 文件 [指标] [--json]\nwubu indicator 文件 指标 命令 …",
        "wubu indicator FILE [KPI] [--json]\nwubu indicator FILE KPI COMMAND …",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu indicator plant.wubu.ron\nwubu indicator plant.wubu.ron KPI-01\nwubu indicator plant.wubu.ron KPI-01 record 86.5 --on 11-20 --source MES\n    新增指标：wubu row plant.wubu.ron kpi add kpi_id=KPI-01 name=…",
        "wubu indicator plant.wubu.ron\nwubu indicator plant.wubu.ron KPI-01\nwubu indicator plant.wubu.ron KPI-01 record 86.5 --on 11-20 --source MES\n    a new one: wubu row plant.wubu.ron kpi add kpi_id=KPI-01 name=…",
    );
    const KPI: Phrase = Phrase::new(
        "指标编号、名称或行的编号；不写则列出全部",
        "its KPI id, name or row id; without it, all are listed",
    );
    help::subcommand("indicator", lang, ABOUT, USAGE, EXAMPLES)
        .args([
            file_arg(lang),
            Arg::new("kpi").value_name(Phrase::new("指标", "KPI").say(lang)).help(KPI.say(lang)),
            json_arg(lang),
        ])
        .subcommands([record::command(lang), delete(lang)])
}

fn delete(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new("删除一次读数", "delete a reading");
    const USAGE: Phrase =
        Phrase::new("wubu indicator 文件 指标 delete 读数", "wubu indicator FILE KPI delete READING");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu indicator plant.wubu.ron KPI-01 delete k0A1B2C3D",
        "wubu indicator plant.wubu.ron KPI-01 delete k0A1B2C3D",
    );
    help::subcommand("delete", lang, ABOUT, USAGE, EXAMPLES).arg(
        Arg::new("reading")
            .value_name(Phrase::new("读数", "READING").say(lang))
            .required(true)
            .help(Phrase::new("读数的编号", "the id of the reading").say(lang)),
    )
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let path = file(matches);
    let asked = text(matches, "kpi");
    if let Some((name, matches)) = matches.subcommand() {
        const WHICH: Phrase = Phrase::new("没有写指标", "no indicator is named");
        const SEE: Phrase = Phrase::new("用 wubu indicator 文件 查看", "see them with wubu indicator FILE");
        let Some(asked) = asked else { return Err(Trouble::usage(here.say(WHICH), here.say(SEE))) };
        let mut step = Step::open(&path, here)?;
        let row = one(&step.draft, asked, here)?.id;
        match name {
            "record" => record::run(&mut step, &row, matches, here, out)?,
            _ => remove(&mut step, &row, matches, here)?,
        }
        return Ok(Exit::Fine);
    }
    let session = Session::open(&path)?;
    let workspace = session.workspace();
    let shown = match asked {
        Some(asked) => vec![one(workspace, asked, here)?],
        None => indicators(workspace),
    };
    match (shown.as_slice(), asked.is_some(), matches.get_flag("json")) {
        ([it], true, true) => out.json(&Told::of(it, workspace, here))?,
        (all, _, true) => {
            out.json(&all.iter().map(|it| Told::of(it, workspace, here)).collect::<Vec<_>>())?;
        }
        ([it], true, false) => card(it, workspace, here, out)?,
        (all, _, false) => list(all, here, out)?,
    }
    Ok(Exit::Fine)
}

/// The indicator that somebody means.
fn one(workspace: &Workspace, name: &str, here: &Here) -> Result<Indicator, Trouble> {
    let mut all = indicators(workspace);
    let key = key_form(name);
    let is_it = [
        |it: &Indicator, key: &str| key_form(&it.key) == key,
        |it: &Indicator, key: &str| it.id.as_str() == key,
        |it: &Indicator, key: &str| it.name == key,
    ];
    let at = is_it.iter().find_map(|is_it| all.iter().position(|it| is_it(it, &key)));
    if let Some(at) = at {
        return Ok(all.swap_remove(at));
    }
    let keys: Vec<&str> = all.iter().map(|it| it.key.as_str()).filter(|key| !key.is_empty()).collect();
    let say = match here.lang {
        Lang::Zh => format!("没有指标 {name}"),
        Lang::En => format!("there is no indicator {name}"),
    };
    let add = Phrase::new(
        "先新增：wubu row 文件 kpi add kpi_id=… name=…",
        "add it first: wubu row FILE kpi add kpi_id=… name=…",
    );
    let next = if keys.is_empty() { here.say(add).to_owned() } else { suggestion(name, &keys, here.lang) };
    Err(Trouble::usage(say, next))
}

fn remove(step: &mut Step, row: &Id, matches: &ArgMatches, here: &Here) -> Result<(), Trouble> {
    let name = text(matches, "reading").unwrap_or_default();
    let id = Id::new(name).filter(|id| {
        step.draft.readings.get(id.as_str()).is_some_and(|reading| reading.row.as_str() == row.as_str())
    });
    let Some(id) = id else { return Err(step.refused(Refusal::NoRecord(name.to_owned()))) };
    step.make(|_, _| Ok(Edit::Remove { kind: RecordKind::Reading, id }))?;
    step.save(Phrase::new("删除读数", "delete a reading"), here.lang)
}

/// An indicator as scripts see it.
#[derive(Serialize)]
struct Told<'a> {
    id: &'a str,
    kpi: &'a str,
    name: &'a str,
    unit: &'a str,
    direction: Option<&'static str>,
    base: Option<f64>,
    target: Option<f64>,
    target_due: Option<String>,
    newest: Option<f64>,
    on: Option<String>,
    standing: &'static str,
    trend: Option<&'static str>,
    /// Percent of the baseline, and of the way from there to the target.
    since_base: Option<f64>,
    way_done: Option<f64>,
    comparable: bool,
    age_days: Option<i32>,
    stale: bool,
    readings: Vec<ToldReading<'a>>,
}

#[derive(Serialize)]
struct ToldReading<'a> {
    /// None for the actual value of the table.
    id: Option<&'a str>,
    on: String,
    since: Option<&'a str>,
    value: f64,
    source: Option<&'a str>,
    by: Option<&'a str>,
    redefined: bool,
    change: Option<&'a str>,
}

impl<'a> Told<'a> {
    fn of(it: &'a Indicator, workspace: &'a Workspace, here: &Here) -> Told<'a> {
        let newest = it.newest();
        let filled = |text: &'a str| Some(text).filter(|text| !text.is_empty());
        let readings = it.points.iter().map(|point| {
            let reading = point.id.as_ref().and_then(|id| workspace.readings.get(id.as_str()));
            ToldReading {
                id: point.id.as_ref().map(Id::as_str),
                on: point.on.to_string(),
                since: reading.and_then(|reading| filled(reading.since.as_str())),
                value: point.value,
                source: reading.and_then(|reading| filled(reading.source.as_str())),
                by: reading.and_then(|reading| filled(reading.by.as_str())),
                redefined: point.is_redefined,
                change: reading.and_then(|reading| filled(reading.change.as_str())),
            }
        });
        Told {
            id: it.id.as_str(),
            kpi: &it.key,
            name: &it.name,
            unit: &it.unit,
            direction: it.better.map(|better| if better == Better::Up { "up" } else { "down" }),
            base: it.base,
            target: it.target,
            target_due: it.target_due.map(|day| day.to_string()),
            newest: newest.map(|point| point.value),
            on: newest.map(|point| point.on.to_string()),
            standing: it.standing().key(),
            trend: match it.trend() {
                Trend::Unknown => None,
                Trend::Improving => Some("improving"),
                Trend::Level => Some("level"),
                Trend::Worsening => Some("worsening"),
            },
            since_base: it.since_base(),
            way_done: it.way_done(),
            comparable: it.is_comparable(),
            age_days: it.age(here.today),
            stale: it.is_stale(here.today),
            readings: readings.collect(),
        }
    }
}

const fn paint(standing: AgainstTarget) -> Paint {
    match standing {
        AgainstTarget::Better | AgainstTarget::OnTarget => Paint::Good,
        AgainstTarget::Worse => Paint::Bad,
        AgainstTarget::Unread => Paint::Note,
        AgainstTarget::NoTarget => Paint::Faint,
    }
}

fn list(all: &[Indicator], here: &Here, out: &mut Out) -> Result<(), Trouble> {
    if all.is_empty() {
        return out.line(here.say(Phrase::new(
            "还没有指标：wubu row 文件 kpi add kpi_id=… name=…",
            "no indicators yet: wubu row FILE kpi add kpi_id=… name=…",
        )));
    }
    let heads = [
        Phrase::new("编号", "id"),
        Phrase::new("指标", "indicator"),
        Phrase::new("基线", "base"),
        Phrase::new("目标", "target"),
        Phrase::new("最新", "newest"),
        Phrase::new("日期", "on"),
    ];
    let or_none = |text: &str| if text.is_empty() { "—".to_owned() } else { show(text).into_owned() };
    let row = |it: &Indicator| {
        let name = format!("{} {}", it.name, it.unit);
        let newest = it.newest();
        let value = newest.map_or("", |point| point.text.as_str());
        let on = newest.map_or(String::new(), |point| point.on.to_string());
        [&it.key, name.trim(), &it.base_text, &it.target_text, value, &on].map(or_none)
    };
    let rows: Vec<[String; 6]> = all.iter().map(row).collect();
    let wide: Vec<usize> = heads
        .iter()
        .enumerate()
        .map(|(n, head)| widest(rows.iter().map(|row| row[n].as_str()).chain([here.say(*head)])))
        .collect();
    let aligned = |n: usize, text: &str| {
        if (2..5).contains(&n) { pad_left(text, wide[n]) } else { pad(text, wide[n]) }
    };
    let head: Vec<String> = heads.iter().enumerate().map(|(n, head)| aligned(n, here.say(*head))).collect();
    out.line(Line::new().painted(Paint::Strong, format!("   {}", head.join("  "))))?;
    for (it, row) in all.iter().zip(&rows) {
        let cells: Vec<String> = row.iter().enumerate().map(|(n, text)| aligned(n, text)).collect();
        let old = match (it.is_stale(here.today), here.lang) {
            (true, Lang::Zh) => format!("  ! {} 天未更新", it.age(here.today).unwrap_or_default()),
            (true, Lang::En) => format!("  ! {} days old", it.age(here.today).unwrap_or_default()),
            _ => String::new(),
        };
        let standing = it.standing();
        let line = Line::new().add(" ").painted(paint(standing), standing.sign());
        out.line(line.add(format!(" {}", cells.join("  "))).painted(Paint::Note, old))?;
    }
    Ok(())
}

fn card(it: &Indicator, workspace: &Workspace, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    list(std::slice::from_ref(it), here, out)?;
    if let (true, Some(base), Some(way)) = (it.is_comparable(), it.since_base(), it.way_done()) {
        out.line(match here.lang {
            Lang::Zh => format!("   比基线 {base:+.1} %，目标完成 {way:.0} %"),
            Lang::En => format!("   since base {base:+.1} %, {way:.0} % of the way to the target"),
        })?;
    } else if !it.is_comparable() {
        let text =
            Phrase::new("口径已变更，与基线不可直接比较", "redefined: not to be compared with the baseline");
        out.line(Line::new().painted(Paint::Note, format!("   ┊ {}", here.say(text))))?;
    }
    for point in it.points.iter().rev() {
        let reading = point.id.as_ref().and_then(|id| workspace.readings.get(id.as_str()));
        let (id, rest) = match (&point.id, reading) {
            (Some(id), Some(reading)) => {
                let change = match (reading.change.as_str(), here.lang) {
                    ("", _) => String::new(),
                    (change, Lang::Zh) => format!("┊ 口径变更：{change}"),
                    (change, Lang::En) => format!("┊ redefined: {change}"),
                };
                let parts = [reading.source.as_str(), reading.by.as_str(), &change];
                let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
                (id.to_string(), parts.join(" · "))
            }
            _ => (
                "—".to_owned(),
                here.say(Phrase::new("指标表中的实际值", "actual value of the table")).to_owned(),
            ),
        };
        out.line(format!("   {}  {}  {}  {rest}", pad(&id, 9), point.on, pad_left(&point.text, 9)))?;
    }
    for id in &it.unplaced {
        let text = Phrase::new("没有可用的日期或数值", "no day or value that can be used");
        out.line(Line::new().painted(Paint::Bad, format!(" ! {id}  {}", here.say(text))))?;
    }
    Ok(())
}
