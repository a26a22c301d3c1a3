//! The rules about measurements and readiness settings: what points nowhere, figures that cannot be, answers that are
//! none of their ladder's, thresholds out of order.

use super::{About, Found};
use crate::guide::{AnswerKey, AnswerKind, FigureKey, FigureKind};
use crate::readiness::{Model, SettingKey, row_title};
use crate::text::Lang;
use crate::workspace::{Id, Measurement, RecordKind, Workspace};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wrong {
    /// The name of the row.
    NoSource(String),
    NoDay,
    NoFigure(String),
    NoAnswer(String),
    /// The number as it was typed, and what it has to be.
    Number(FigureKey, String),
    Word(AnswerKey, String),
    NoEvidence(String),
    NoSetting(String),
    /// The number as it was typed, and the largest.
    Setting(SettingKey, String),
    LevelOrder(SettingKey),
}

pub(super) fn check(workspace: &Workspace, found: &mut Found) {
    for (id, measurement) in workspace.measurements.iter() {
        of_measurement(workspace, id, measurement, found);
    }
    let out_of_order = Model::of(workspace).out_of_order();
    for (id, setting) in workspace.settings.iter() {
        let mut add = |field: &str, rule: &'static str, wrong: Wrong| {
            found.add(RecordKind::Setting, id, field, rule, About::Measured(wrong));
        };
        let Some(key) = SettingKey::parse(id.as_str()) else {
            add("", "setting", Wrong::NoSetting(id.to_string()));
            continue;
        };
        let typed = setting.value.as_str();
        if !setting.value.number().is_some_and(|number| key.takes(number)) {
            add("value", "setting-range", Wrong::Setting(key, typed.to_owned()));
        } else if let SettingKey::Level(dimension, _) = key
            && out_of_order.contains(&dimension)
        {
            add("value", "level-order", Wrong::LevelOrder(key));
        }
    }
}

fn of_measurement(workspace: &Workspace, id: &Id, measurement: &Measurement, found: &mut Found) {
    let mut add = |field: &str, rule: &'static str, wrong: Wrong| {
        found.add(RecordKind::Measurement, id, field, rule, About::Measured(wrong));
    };
    let row = workspace.rows.get(measurement.source.as_str());
    if let Some(row) = row.filter(|row| row.register.as_str() != "sources") {
        let name = row_title(row);
        let name = if name.is_empty() { measurement.source.as_str().to_owned() } else { name };
        add("source", "source", Wrong::NoSource(name));
    }
    if measurement.on.is_empty() {
        add("on", "undated", Wrong::NoDay);
    }
    for (name, number) in measurement.values.iter() {
        let at = format!("values/{name}");
        match FigureKey::from_name(name) {
            None => add(&at, "figure", Wrong::NoFigure(name.to_owned())),
            Some(key) if number.number().is_some_and(|number| key.kind().takes(number)) => {}
            Some(key) => add(&at, "figure-range", Wrong::Number(key, number.as_str().to_owned())),
        }
    }
    for (name, word) in measurement.answers.iter() {
        let at = format!("answers/{name}");
        match AnswerKey::from_name(name) {
            None => add(&at, "answer", Wrong::NoAnswer(name.to_owned())),
            Some(key) if key.kind().takes(word.as_str()) => {}
            Some(key) => add(&at, "answer-word", Wrong::Word(key, word.as_str().to_owned())),
        }
    }
    for evidence in measurement.evidence.iter().filter(|evidence| !workspace.evidence.contains(evidence)) {
        add("evidence", "dangling", Wrong::NoEvidence(evidence.to_owned()));
    }
}

impl Wrong {
    pub fn say(&self, lang: Lang) -> String {
        let wants_figure = |key: &FigureKey| FigureKind::label(key.kind()).say(lang);
        let wants_answer = |key: &AnswerKey| AnswerKind::label(key.kind()).say(lang);
        match (self, lang) {
            (Wrong::NoSource(name), Lang::Zh) => format!("测量的对象“{name}”不在数据资源目录中"),
            (Wrong::NoSource(name), Lang::En) => {
                format!("what was measured, “{name}”, is not in the source catalogue")
            }
            (Wrong::NoDay, Lang::Zh) => "测量没有日期".into(),
            (Wrong::NoDay, Lang::En) => "the measurement has no day".into(),
            (Wrong::NoFigure(name), Lang::Zh) => format!("没有名为 {name} 的数值"),
            (Wrong::NoFigure(name), Lang::En) => format!("there is no figure {name}"),
            (Wrong::NoAnswer(name), Lang::Zh) => format!("没有名为 {name} 的答复"),
            (Wrong::NoAnswer(name), Lang::En) => format!("there is no answer {name}"),
            (Wrong::Number(key, typed), Lang::Zh) => {
                format!("{} {}：“{typed}”不可用，应为{}", key.name(), key.label().zh, wants_figure(key))
            }
            (Wrong::Number(key, typed), Lang::En) => {
                format!("{} {}: “{typed}” is not {}", key.name(), key.label().en, wants_figure(key))
            }
            (Wrong::Word(key, typed), Lang::Zh) => {
                format!("{} {}：“{typed}”不可用，应为{}", key.name(), key.label().zh, wants_answer(key))
            }
            (Wrong::Word(key, typed), Lang::En) => {
                format!("{} {}: “{typed}” is not {}", key.name(), key.label().en, wants_answer(key))
            }
            (Wrong::NoEvidence(id), Lang::Zh) => format!("没有证据 {id}"),
            (Wrong::NoEvidence(id), Lang::En) => format!("there is no evidence {id}"),
            (Wrong::NoSetting(id), Lang::Zh) => format!("就绪度模型没有 {id} 这个数"),
            (Wrong::NoSetting(id), Lang::En) => format!("the readiness model has no number {id}"),
            (Wrong::Setting(key, typed), Lang::Zh) => {
                format!("{}：“{typed}”不是 0 到 {} 的数", key.say(lang), key.most())
            }
            (Wrong::Setting(key, typed), Lang::En) => {
                format!("{}: “{typed}” is not a number from 0 to {}", key.say(lang), key.most())
            }
            (Wrong::LevelOrder(key), Lang::Zh) => format!("{}与相邻级的下限次序颠倒", key.say(lang)),
            (Wrong::LevelOrder(key), Lang::En) => {
                format!("{}: the levels no longer begin one above the other", key.say(lang))
            }
        }
    }

    pub fn next(&self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Wrong::NoSource(_) => (
                "改成数据资源目录中的一行，或删除这次测量",
                "name a line of the source catalogue, or delete the measurement",
            ),
            Wrong::NoDay => ("补上数据所属的日期", "give the day that the data are about"),
            Wrong::NoFigure(_) | Wrong::NoAnswer(_) => {
                ("改成模型里有的名称，或删除此处", "use a name of the model, or take it out")
            }
            Wrong::Number(..) | Wrong::Word(..) => (
                "用 wubu readiness … measure 重新填写，或重新画像",
                "write it anew with wubu readiness … measure, or profile again",
            ),
            Wrong::NoEvidence(_) => {
                ("换成现有证据，或去掉这个引用", "link evidence that exists, or take the link out")
            }
            Wrong::NoSetting(_) => (
                "名称见 wubu readiness 文件 rule，或删除此条",
                "see the names with wubu readiness FILE rule, or delete it",
            ),
            Wrong::Setting(..) | Wrong::LevelOrder(_) => {
                ("用 wubu readiness … rule 改写或清除", "change or clear it with wubu readiness … rule")
            }
        };
        if lang == Lang::Zh { zh } else { en }
    }
}
