//! `wubu readiness FILE rule [KEY [VALUE]]`: thresholds and weights of the model, and those that this workspace sets
//! otherwise. The guide only proposes them.

use super::super::out::{Line, Out, Paint, widest};
use super::super::step::Step;
use super::super::trouble::Trouble;
use super::super::{Here, help, text};
use crate::readiness::{SettingKey, Site};
use crate::text::{Lang, Phrase, pad, pad_left};
use crate::workspace::{Edit, Id, Kind, RecordKind, Value, fill};
use clap::{Arg, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "列出就绪度模型的阈值和权重，或在本工作区改一个；值为 default 恢复建议值",
        "lists thresholds and weights of the model, or sets one for this workspace; the value default undoes it",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu readiness 文件 rule [名称] [值] [--reason 理由]",
        "wubu readiness FILE rule [KEY] [VALUE] [--reason TEXT]",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu readiness plant.wubu.ron rule level.D3\nwubu readiness plant.wubu.ron rule level.D3.2 0.85 --reason 用于训练\nwubu readiness plant.wubu.ron rule weight.control.D9 5\nwubu readiness plant.wubu.ron rule level.D3.2 default",
        "wubu readiness plant.wubu.ron rule level.D3\nwubu readiness plant.wubu.ron rule level.D3.2 0.85 --reason \"for training\"\nwubu readiness plant.wubu.ron rule weight.control.D9 5\nwubu readiness plant.wubu.ron rule level.D3.2 default",
    );
    let option = help::option(lang);
    help::subcommand("rule", lang, ABOUT, USAGE, EXAMPLES).args([
        Arg::new("key").value_name(Phrase::new("名称", "KEY").say(lang)).help(
            Phrase::new(
                "如 level.D3.2、weight.control.D9；只写开头则列出",
                "as level.D3.2; the beginning of one lists",
            )
            .say(lang),
        ),
        Arg::new("value")
            .value_name(Phrase::new("值", "VALUE").say(lang))
            .help(Phrase::new("新的值，或 default", "the new value, or default").say(lang)),
        option("reason", Phrase::new("理由", "TEXT"), Phrase::new("为什么", "why")),
        option(
            "by",
            Phrase::new("设定人", "PERSON"),
            Phrase::new("谁设定；不写则为我", "who sets it; else me"),
        ),
    ])
}

pub fn list(site: &Site, matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let head = text(matches, "key").unwrap_or_default();
    let known: Vec<SettingKey> = SettingKey::all().filter(|key| key.id().starts_with(head)).collect();
    if known.is_empty() {
        return Err(unknown(head, here));
    }
    let ids: Vec<String> = known.iter().map(|key| key.id()).collect();
    let names = widest(ids.iter().map(String::as_str));
    for (key, id) in known.iter().zip(&ids) {
        let now = site.model.number(*key);
        let proposed = key.proposed().filter(|_| site.model.is_changed(*key));
        let setting = site.workspace.settings.get(id);
        let reason = setting.map_or("", |setting| setting.reason.as_str());
        let mark = proposed.map_or(String::new(), |proposed| {
            let words = match here.lang {
                Lang::Zh => format!("! 建议值 {proposed}"),
                Lang::En => format!("! proposed: {proposed}"),
            };
            [words.as_str(), reason]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" · ")
        });
        out.line(
            Line::new()
                .painted(Paint::Strong, pad(id, names))
                .add(format!("  {}  {}", pad_left(&now.to_string(), 5), key.say(here.lang)))
                .painted(Paint::Note, if mark.is_empty() { mark } else { format!("  {mark}") }),
        )?;
    }
    Ok(())
}

pub fn set(step: &mut Step, matches: &ArgMatches, here: &Here) -> Result<(), Trouble> {
    let (named, typed) =
        (text(matches, "key").unwrap_or_default(), text(matches, "value").unwrap_or_default());
    let key = SettingKey::parse(named).ok_or_else(|| unknown(named, here))?;
    let id = Id::new(&key.id()).expect("keys of the model are sound");
    if typed == "default" {
        if step.draft.settings.contains(id.as_str()) {
            step.make(|_, _| Ok(Edit::Remove { kind: RecordKind::Setting, id }))?;
            step.save(Phrase::new("恢复建议值", "go back to the proposed number"), here.lang)?;
        }
        return Ok(());
    }
    let number = typed.parse::<f64>().ok().filter(|number| key.takes(*number));
    let number = number.ok_or_else(|| match here.lang {
        Lang::Zh => {
            Trouble::usage(format!("{named}：“{typed}”不是可用的值"), format!("写 0 到 {} 的数", key.most()))
        }
        Lang::En => Trouble::usage(
            format!("{named}: “{typed}” is no such number"),
            format!("write a number from 0 to {}", key.most()),
        ),
    })?;
    let reason = step.typed(matches, "reason", Kind::Text, here)?;
    let by = step.typed(matches, "by", Kind::Person, here)?;
    let mut fields = vec![
        ("value".to_owned(), Value::text(number.to_string())),
        ("by".to_owned(), by.unwrap_or_else(|| Value::text(step.me(here)))),
        ("on".to_owned(), Value::text(here.today.to_string())),
    ];
    fields.extend(reason.map(|reason| ("reason".to_owned(), reason)));
    step.make(|workspace, _| fill(workspace, RecordKind::Setting, &id, fields))?;
    step.save(Phrase::new("设定阈值或权重", "set a threshold or weight"), here.lang)
}

fn unknown(named: &str, here: &Here) -> Trouble {
    match here.lang {
        Lang::Zh => Trouble::usage(
            format!("模型没有 {named} 这个数"),
            "写成 level.D3.2、weight.control.D3、importance.A 或 band.3；wubu readiness 文件 rule 列出全部",
        ),
        Lang::En => Trouble::usage(
            format!("the model has no number {named}"),
            "as level.D3.2, weight.control.D3, importance.A or band.3; wubu readiness FILE rule lists all",
        ),
    }
}
