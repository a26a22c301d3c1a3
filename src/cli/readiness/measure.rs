//! `wubu readiness FILE measure SOURCE D1=3 …`: what no file tells: access, field accuracy, history, ownership, with
//! the evidence for it. Each call is one dated measurement, so that a source keeps its history.

use super::super::out::Out;
use super::super::step::Step;
use super::super::trouble::Trouble;
use super::super::{Here, help, text, texts};
use super::{source, source_arg};
use crate::guide::{AnswerKey, AnswerKind, Dimension, FigureKey, MeasuredBy, guide};
use crate::readiness::Site;
use crate::text::{Lang, Phrase, half_width};
use crate::workspace::{Assign, Kind, RecordKind, Value, evidence, fill};
use clap::{Arg, ArgAction, ArgMatches, Command};
use std::collections::BTreeSet;

/// The task whose work the measuring is: new evidence is filed there.
const TASK: &str = "4c.12";

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "人工填写一次测量：D1 阶梯、D7 各项、D8、D9、D10 四项是否，并附证据",
        "writes down what no file tells: the rung of D1, parts of D7, D8, D9, the four questions of D10, with evidence",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu readiness 文件 measure 数据源 名称=值… [选项]",
        "wubu readiness FILE measure SOURCE NAME=VALUE… [OPTIONS]",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu readiness plant.wubu.ron measure S01 D1=3 --evidence 试采日志\nwubu readiness plant.wubu.ron measure S01 D9=19/20 D9.calibration=是\nwubu readiness plant.wubu.ron measure S01 D8.history=120% D8.states=3/4\nwubu readiness plant.wubu.ron measure S01 D10.owner=是 D10.consent=否",
        "wubu readiness plant.wubu.ron measure S01 D1=3 --evidence \"Pilot log\"\nwubu readiness plant.wubu.ron measure S01 D9=19/20 D9.calibration=yes\nwubu readiness plant.wubu.ron measure S01 D8.history=120% D8.states=3/4\nwubu readiness plant.wubu.ron measure S01 D10.owner=yes D10.consent=no",
    );
    let option = help::option(lang);
    help::subcommand("measure", lang, ABOUT, USAGE, EXAMPLES).args([
        source_arg(lang).required(true),
        Arg::new("value")
            .value_name(Phrase::new("名称=值", "NAME=VALUE").say(lang))
            .required(true)
            .num_args(1..)
            .help(Phrase::new("占比可写 0.95、95% 或 19/20", "a share as 0.95, 95% or 19/20").say(lang)),
        option(
            "on",
            Phrase::new("日期", "DAY"),
            Phrase::new("数据所属日期；不写则为今天", "the day that it is about; else today"),
        )
        .allow_hyphen_values(true),
        option(
            "by",
            Phrase::new("测量人", "PERSON"),
            Phrase::new("测量人；不写则为我", "who measured; else me"),
        ),
        option(
            "evidence",
            Phrase::new("证据", "EVIDENCE"),
            Phrase::new(
                "已有证据的编号；其他文字记为任务 4c.12 的一条新证据；可多次",
                "the id of evidence; other text becomes new evidence of task 4c.12; may be repeated",
            ),
        )
        .action(ArgAction::Append),
        option("note", Phrase::new("备注", "NOTE"), Phrase::new("备注", "a note")),
    ])
}

pub fn run(step: &mut Step, matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let id = {
        let site = Site::of(&step.draft);
        source(&site, text(matches, "source").unwrap_or_default(), here)?.id.clone()
    };
    let mut fields = vec![];
    for word in texts(matches, "value") {
        fields.extend(read(word, here)?);
    }
    let on = step.typed(matches, "on", Kind::Day, here)?;
    let by = step.typed(matches, "by", Kind::Person, here)?;
    let note = step.typed(matches, "note", Kind::Prose, here)?;
    fields.push(("source".to_owned(), Value::text(id.as_str())));
    fields.push(("on".to_owned(), on.unwrap_or_else(|| Value::text(here.today.to_string()))));
    fields.push(("by".to_owned(), by.unwrap_or_else(|| Value::text(step.me(here)))));
    fields.push(("rules".to_owned(), Value::text(&guide().readiness().version)));
    fields.extend(note.map(|note| ("note".to_owned(), note)));
    let linked = linked(step, matches, here)?;
    fields.extend((!linked.is_empty()).then(|| ("evidence".to_owned(), Value::set(linked))));
    let mut new = None;
    step.make(|workspace, random| {
        let id = workspace.fresh_id(RecordKind::Measurement, random);
        new = Some(id.to_string());
        fill(workspace, RecordKind::Measurement, &id, fields)
    })?;
    step.save(Phrase::new("填写测量", "write a measurement"), here.lang)?;
    out.line(new.unwrap_or_default())
}

/// One `name=value` as fields of a measurement.
fn read(word: &str, here: &Here) -> Result<Vec<(String, Value)>, Trouble> {
    let Some((name, typed)) = word.split_once(['=', '＝']) else { return Err(unknown(word, here)) };
    let name: String = name.trim().chars().map(half_width).collect();
    // `d9` is D9, and `D10.Owner` is no other question than `D10.owner`.
    let is_it = |known: &str| known.eq_ignore_ascii_case(&name);
    let answer = AnswerKey::ALL.iter().copied().find(|key| is_it(key.name()));
    let figure = FigureKey::ALL.iter().copied().find(|key| is_it(key.name()));
    let typed: String = typed.trim().chars().map(half_width).collect();
    if let Some(key) = answer.filter(|key| key.kind() != AnswerKind::Text) {
        let word = answer_word(key, &typed)
            .ok_or_else(|| not_taken(key.name(), &typed, key.kind().label(), here))?;
        return Ok(vec![(format!("answers/{}", key.name()), Value::text(word))]);
    }
    let Some(key) = figure else { return Err(unknown(&name, here)) };
    if !is_by_hand(key) {
        return Err(from_file(key, here));
    }
    let number = number(&typed).filter(|number| key.kind().takes(*number));
    let number = number.ok_or_else(|| not_taken(key.name(), &typed, key.kind().label(), here))?;
    let mut fields = vec![(format!("values/{}", key.name()), Value::text(short(number)))];
    // So many of so many tags say both at once.
    if key == FigureKey::D9
        && let Some((within, checked)) = typed.split_once('/')
    {
        for (key, count) in [(FigureKey::D9Within, within), (FigureKey::D9Checked, checked)] {
            fields.push((format!("values/{}", key.name()), Value::text(count.trim())));
        }
    }
    Ok(fields)
}

fn answer_word(key: AnswerKey, typed: &str) -> Option<String> {
    let word = match (key.kind(), typed.to_lowercase().as_str()) {
        (AnswerKind::YesNo, "yes" | "y" | "是" | "有") => "yes".to_owned(),
        (AnswerKind::YesNo, "no" | "n" | "否" | "无") => "no".to_owned(),
        (_, word) => word.to_owned(),
    };
    key.kind().takes(&word).then_some(word)
}

/// `0.95`, `95%`, `19/20`.
fn number(typed: &str) -> Option<f64> {
    let plain = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    if let Some((part, whole)) = typed.split_once('/') {
        return plain(whole).filter(|whole| *whole > 0.0).and_then(|whole| Some(plain(part)? / whole));
    }
    match typed.strip_suffix('%') {
        Some(percent) => Some(plain(percent)? / 100.0),
        None => plain(typed),
    }
}

/// At most six decimals, none of them in vain.
fn short(number: f64) -> String {
    let text = format!("{number:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// What a file tells is measured, not typed.
fn is_by_hand(key: FigureKey) -> bool {
    let of_hand = |dimension: Dimension| dimension.model().measured_by.contains(&MeasuredBy::ByHand);
    match key {
        // Checked in the field, or out of the entries of a business system.
        FigureKey::D2Checked | FigureKey::D4InTime => true,
        FigureKey::TimeLongestGap | FigureKey::TimeBackSteps => false,
        key => key.dimension().is_some_and(of_hand),
    }
}

fn linked(step: &mut Step, matches: &ArgMatches, here: &Here) -> Result<BTreeSet<String>, Trouble> {
    let mut ids = BTreeSet::new();
    for named in texts(matches, "evidence") {
        if step.draft.evidence.contains(named) {
            ids.insert(named.to_owned());
            continue;
        }
        let task = step.task(TASK)?;
        let me = step.me(here);
        let assigns = [
            Assign::new("what", named),
            Assign::new("filed", &here.today.to_string()),
            Assign::new("by", &me),
        ];
        step.make(|workspace, random| {
            let id = workspace.fresh_id(RecordKind::Evidence, random);
            ids.insert(id.to_string());
            evidence(workspace, &id, &task, &assigns, here.today)
        })?;
    }
    Ok(ids)
}

fn not_taken(name: &str, typed: &str, wants: Phrase, here: &Here) -> Trouble {
    match here.lang {
        Lang::Zh => Trouble::usage(format!("{name}：“{typed}”不可用"), format!("写成：{}", wants.zh)),
        Lang::En => {
            Trouble::usage(format!("{name}: “{typed}” is not {}", wants.en), format!("write {}", wants.en))
        }
    }
}

fn from_file(key: FigureKey, here: &Here) -> Trouble {
    let name = key.name();
    match here.lang {
        Lang::Zh => Trouble::usage(
            format!("{name} 由文件测得，不能人工填写"),
            "用 wubu profile 数据文件 --into 文件 --source 数据源".to_owned(),
        ),
        Lang::En => Trouble::usage(
            format!("{name} is measured from a file, not typed"),
            "use wubu profile DATA --into FILE --source SOURCE".to_owned(),
        ),
    }
}

fn unknown(word: &str, here: &Here) -> Trouble {
    let figures = FigureKey::ALL.iter().filter(|key| is_by_hand(**key)).map(|key| key.name());
    let answers = AnswerKey::ALL.iter().filter(|key| key.kind() != AnswerKind::Text).map(|key| key.name());
    let names: Vec<&str> = answers.chain(figures).collect();
    match here.lang {
        Lang::Zh => {
            Trouble::usage(format!("“{word}”不是可填的名称=值"), format!("名称：{}", names.join("、")))
        }
        Lang::En => {
            Trouble::usage(format!("“{word}” is no NAME=VALUE"), format!("names: {}", names.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_read_as_people_write_it() {
        for (typed, wanted) in [
            ("0.95", Some("0.95")),
            ("95%", Some("0.95")),
            ("19/20", Some("0.95")),
            ("2/3", Some("0.666667")),
            ("1", Some("1")),
            ("1/0", None),
            ("viel", None),
            ("inf", None),
            ("", None),
        ] {
            assert_eq!(number(typed).map(short).as_deref(), wanted, "{typed}");
        }
    }
}
