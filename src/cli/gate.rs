//! `wubu gate FILE [G3]`: what a gate asks, what is missing and where it is put right; answers, waivers and the
//! review record by hand.

mod answer;
mod review;
mod waive;

use super::out::{Line, Out, Paint, widest};
use super::step::Step;
use super::trouble::Trouble;
use super::{Exit, Here, file, file_arg, help, json_arg, text};
use crate::guide::{self, guide};
use crate::readiness::{GateReport, Judged, Stands, Verdict, reviews};
use crate::store::Session;
use crate::text::{Lang, Phrase, pad};
use crate::workspace::{Record, Review, Workspace};
use clap::{Arg, ArgMatches, Command};
use serde::Serialize;

/// Things missing that are named one by one.
const NAMED: usize = 8;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "评审门的结论：各项是否符合，还缺什么；填写答复、豁免和评审记录",
        "the verdict of a gate: what is met and what is missing; write answers, waivers and reviews",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu gate 文件 [G1–G5] [--json]\nwubu gate 文件 G1–G5 命令 …",
        "wubu gate FILE [G1-G5] [--json]\nwubu gate FILE G1-G5 COMMAND …",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu gate plant.wubu.ron\n    五个评审门各一行\nwubu gate plant.wubu.ron G1\nwubu gate plant.wubu.ron G1 answer budget yes --evidence 预算批复\nwubu gate plant.wubu.ron G1 waive budget --owner 王工 --reason 待批 --until +9\nwubu gate plant.wubu.ron G1 review conditional --by 李工,张总",
        "wubu gate plant.wubu.ron\n    a line for each of the five gates\nwubu gate plant.wubu.ron G1\nwubu gate plant.wubu.ron G1 answer budget yes --evidence \"Budget approval\"\nwubu gate plant.wubu.ron G1 waive budget --owner Wang --reason late --until +9\nwubu gate plant.wubu.ron G1 review conditional --by Li,Zhang",
    );
    const GATE: Phrase =
        Phrase::new("评审门 G1–G5；不写则列出五个", "the gate, G1 to G5; without it, all five");
    help::subcommand("gate", lang, ABOUT, USAGE, EXAMPLES)
        .args([
            file_arg(lang),
            Arg::new("gate").value_name(Phrase::new("评审门", "GATE").say(lang)).help(GATE.say(lang)),
            json_arg(lang),
        ])
        .subcommands([answer::command(lang), waive::command(lang), review::command(lang)])
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let path = file(matches);
    let asked = text(matches, "gate").map(|key| gate(key, here)).transpose()?;
    if let Some((name, matches)) = matches.subcommand() {
        let Some(gate) = asked else {
            const WHICH: Phrase = Phrase::new("没有写评审门", "no gate is named");
            return Err(Trouble::usage(here.say(WHICH), here.say(CHOOSE)));
        };
        let mut step = Step::open(&path, here)?;
        match name {
            "answer" => answer::run(&mut step, gate, matches, here)?,
            "waive" => waive::run(&mut step, gate, matches, here)?,
            _ => review::run(&mut step, gate, matches, here, out)?,
        }
        return Ok(Exit::Fine);
    }
    let session = Session::open(&path)?;
    let workspace = session.workspace();
    let mut reports = GateReport::all(workspace, here.today);
    reports.retain(|report| asked.is_none_or(|asked| asked.key == report.gate.key));
    if matches.get_flag("json") {
        let rows: Vec<Row> = reports.iter().map(|report| Row::of(report, workspace, here.lang)).collect();
        match rows.as_slice() {
            [row] if asked.is_some() => out.json(row)?,
            rows => out.json(&rows)?,
        }
    } else if let ([report], Some(_)) = (reports.as_slice(), asked) {
        print(report, workspace, here, out)?;
    } else {
        overview(&reports, here, out)?;
    }
    // A report, not a verdict on the file.
    Ok(Exit::Fine)
}

const CHOOSE: Phrase = Phrase::new("选 G1 到 G5", "choose G1 to G5");

fn gate(key: &str, here: &Here) -> Result<&'static guide::Gate, Trouble> {
    guide().gates().iter().find(|gate| gate.key.eq_ignore_ascii_case(key)).ok_or_else(|| {
        let say = match here.lang {
            Lang::Zh => format!("没有评审门 {key}"),
            Lang::En => format!("there is no gate {key}"),
        };
        Trouble::usage(say, here.say(CHOOSE))
    })
}

/// The criterion of a gate by its key.
fn criterion(
    gate: &'static guide::Gate,
    key: &str,
    fits: impl Fn(&guide::GateCriterion) -> bool,
    here: &Here,
) -> Result<&'static guide::GateCriterion, Trouble> {
    let keys: Vec<&str> =
        gate.criteria.iter().filter(|criterion| fits(criterion)).map(|c| c.key.as_str()).collect();
    let known = gate.criterion(key);
    if let Some(known) = known.filter(|criterion| fits(criterion)) {
        return Ok(known);
    }
    let say = match (known, here.lang) {
        (None, Lang::Zh) => format!("{} 没有评审项 {key}", gate.key),
        (None, Lang::En) => format!("{} has no criterion {key}", gate.key),
        (Some(_), Lang::Zh) => format!("{} 的评审项 {key} 不适用这条命令", gate.key),
        (Some(_), Lang::En) => format!("criterion {key} of {} does not take this command", gate.key),
    };
    let next = match here.lang {
        Lang::Zh => format!("可选：{}", keys.join("、")),
        Lang::En => format!("one of: {}", keys.join(", ")),
    };
    Err(Trouble::usage(say, next))
}

fn criterion_arg(lang: Lang) -> Arg {
    const ABOUT: Phrase = Phrase::new("评审项，见 wubu gate 文件 G1", "the criterion, see wubu gate FILE G1");
    Arg::new("criterion")
        .value_name(Phrase::new("评审项", "CRITERION").say(lang))
        .required(true)
        .help(ABOUT.say(lang))
}

const fn paint(verdict: Verdict) -> Paint {
    match verdict {
        Verdict::Pass => Paint::Good,
        Verdict::Conditional => Paint::Note,
        Verdict::NoGo => Paint::Bad,
        Verdict::Open => Paint::Plain,
    }
}

/// A line for each gate.
pub fn overview(reports: &[GateReport], here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let titles = widest(reports.iter().map(|report| report.gate.title.say(here.lang)));
    for report in reports {
        let (gate, missing) = (report.gate, report.missing().count());
        let verdict = format!("{} {}", report.verdict.sign(), report.verdict.label(gate, here.lang));
        let rest = match (missing, here.lang) {
            (0, _) => String::new(),
            (n, Lang::Zh) => format!(" · 缺 {n} 项"),
            (n, Lang::En) => format!(" · missing: {n}"),
        };
        let head = format!("{} {}  ", gate.key, pad(gate.title.say(here.lang), titles));
        out.line(Line::new().painted(Paint::Strong, head).painted(paint(report.verdict), verdict).add(rest))?;
    }
    Ok(())
}

/// One gate with its criteria.
pub fn print(report: &GateReport, workspace: &Workspace, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let (gate, lang) = (report.gate, here.lang);
    let verdict = format!("{} {}", report.verdict.sign(), report.verdict.label(gate, lang));
    out.line(
        Line::new()
            .painted(Paint::Strong, format!("{} {}", gate.key, gate.title.say(lang)))
            .add(" · ")
            .painted(paint(report.verdict), verdict),
    )?;
    out.line(gate.question.say(lang))?;
    out.line("")?;
    let keys = widest(gate.criteria.iter().map(|criterion| criterion.key.as_str()));
    for judged in &report.criteria {
        self::judged(judged, keys, workspace, here, out)?;
    }
    let held = reviews(workspace, &gate.key);
    if !held.is_empty() {
        const HELD: Phrase = Phrase::new("评审记录", "Reviews");
        out.line("")?;
        out.line(Line::new().painted(Paint::Strong, HELD.say(lang)))?;
    }
    for (_, review) in held {
        let people: Vec<&str> = review.people.iter().collect();
        let parts = [review.on.as_str(), &verdict_of(review, lang), &people.join(", ")].map(str::to_owned);
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        out.line(format!("  {}", parts.join(" · ")))?;
        for line in review.conditions.lines() {
            out.line(format!("    {line}"))?;
        }
    }
    Ok(())
}

fn judged(
    judged: &Judged,
    keys: usize,
    workspace: &Workspace,
    here: &Here,
    out: &mut Out,
) -> Result<(), Trouble> {
    let lang = here.lang;
    let paint = match judged.stands {
        Stands::Met => Paint::Good,
        Stands::Failed => Paint::Bad,
        _ => Paint::Plain,
    };
    let found = judged.found.say(lang);
    let found = if found.is_empty() { found } else { format!("  {found}") };
    let unlike = match judged.stands {
        Stands::NotApplicable | Stands::Unknown => format!("  {}", judged.stands.label().say(lang)),
        _ => String::new(),
    };
    out.line(
        Line::new()
            .painted(paint, format!("{} ", judged.stands.sign()))
            .painted(Paint::Faint, pad(&judged.criterion.key, keys))
            .add(format!("  {}", judged.criterion.says.say(lang)))
            .painted(Paint::Strong, found)
            .painted(Paint::Faint, unlike),
    )?;
    for gap in judged.missing.iter().take(NAMED) {
        out.line(format!("    {}", gap.say(workspace, lang)))?;
    }
    let rest = judged.missing.len().saturating_sub(NAMED);
    if rest > 0 {
        out.line(match lang {
            Lang::Zh => format!("    另有 {rest} 处"),
            Lang::En => format!("    and {rest} more"),
        })?;
    }
    if let Some(waiver) = &judged.waiver {
        out.line(Line::new().painted(Paint::Note, format!("    {}", waiver.say(lang))))?;
    }
    Ok(())
}

fn verdict_of(review: &Review, lang: Lang) -> String {
    let at = Review::FIELDS.iter().position(|field| field.name == "verdict").expect("it is declared");
    Review::FIELDS.get(at).map_or(String::new(), |field| field.kind.show(&review.get(at), lang))
}

/// A gate as scripts see it.
#[derive(Serialize)]
struct Row<'a> {
    key: &'a str,
    title: &'a str,
    verdict: &'a str,
    /// What a review held today would record.
    on_review: &'a str,
    missing: Vec<&'a str>,
    criteria: Vec<CriterionRow<'a>>,
    reviews: Vec<ReviewRow<'a>>,
}

#[derive(Serialize)]
struct CriterionRow<'a> {
    key: &'a str,
    says: &'a str,
    status: &'a str,
    found: String,
    waivable: bool,
    waived: bool,
    missing: Vec<GapRow>,
    waiver: Option<WaiverRow<'a>>,
}

#[derive(Serialize)]
struct GapRow {
    /// `tasks/4a.1`, `rows/r…`: where it is put right.
    at: String,
    says: String,
}

#[derive(Serialize)]
struct WaiverRow<'a> {
    owner: &'a str,
    reason: &'a str,
    until: &'a str,
    meanwhile: &'a str,
}

#[derive(Serialize)]
struct ReviewRow<'a> {
    id: &'a str,
    on: &'a str,
    verdict: &'a str,
    people: Vec<&'a str>,
    conditions: String,
}

impl<'a> Row<'a> {
    fn of(report: &'a GateReport, workspace: &'a Workspace, lang: Lang) -> Row<'a> {
        let criteria = report.criteria.iter().map(|judged| CriterionRow {
            key: &judged.criterion.key,
            says: judged.criterion.says.say(lang),
            status: judged.stands.key(),
            found: judged.found.say(lang),
            waivable: judged.criterion.waivable,
            waived: judged.is_waived(),
            missing: judged
                .missing
                .iter()
                .map(|gap| GapRow { at: gap.place.key(), says: gap.say(workspace, lang) })
                .collect(),
            waiver: judged.waiver.as_ref().map(|waiver| WaiverRow {
                owner: &waiver.owner,
                reason: &waiver.reason,
                until: &waiver.until,
                meanwhile: &waiver.meanwhile,
            }),
        });
        let held = reviews(workspace, &report.gate.key).into_iter().map(|(id, review)| ReviewRow {
            id: id.as_str(),
            on: review.on.as_str(),
            verdict: review.verdict.as_str(),
            people: review.people.iter().collect(),
            conditions: review.conditions.text(),
        });
        Row {
            key: &report.gate.key,
            title: report.gate.title.say(lang),
            verdict: report.verdict.key(),
            on_review: report.on_review().key(),
            missing: report.missing().map(|judged| judged.criterion.key.as_str()).collect(),
            criteria: criteria.collect(),
            reviews: held.collect(),
        }
    }
}
