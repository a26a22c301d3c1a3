//! Why a number of data readiness is what it is: the rule in words, the value with its factors, the weight, the
//! evidence, and what would raise it.

use super::{Model, Reading, SettingKey, Site, Source};
use crate::guide::{Bound, Dimension, TOP_LEVEL, guide};
use crate::text::{Lang, Phrase};

/// Each line by its name.
pub type Explained = Vec<(Phrase, String)>;

const RULE: Phrase = Phrase::new("规则", "rule");
const VALUE: Phrase = Phrase::new("数值", "value");
pub const FACTORS: Phrase = Phrase::new("因子", "factors");
const CAPPED: Phrase = Phrase::new("封顶", "capped");
const WEIGHT: Phrase = Phrase::new("权重", "weight");
pub const EVIDENCE: Phrase = Phrase::new("证据", "evidence");
const RAISE: Phrase = Phrase::new("要提高", "to raise it");
const TASKS: Phrase = Phrase::new("参照任务", "see tasks");
const NOTICE: Phrase = Phrase::new("注意", "notice");

/// One dimension of a source.
pub fn explain(site: &Site, source: &Source, dimension: Dimension, lang: Lang) -> Explained {
    let zh = lang == Lang::Zh;
    let model = dimension.model();
    let mut lines: Explained = vec![];
    let mut add = |label, text: String| lines.push((label, text));
    match source.reading(dimension) {
        None => {
            add(VALUE, guide().readiness().unmeasured.say(lang).to_owned());
            add(RULE, model.how.say(lang).to_owned());
        }
        Some(reading) => {
            add(
                RULE,
                format!(
                    "{}; {}",
                    model.formula.say(lang),
                    level_rule(&site.model, dimension, reading.bare, lang)
                )
                .replace("; ", if zh { "；" } else { "; " }),
            );
            add(VALUE, shown_value(reading, dimension));
            let factors = shown_factors(reading, lang);
            if !factors.is_empty() {
                add(FACTORS, factors);
            }
            for cap in &reading.caps {
                add(CAPPED, cap.says.say(lang).to_owned());
            }
        }
    }
    if let Some(kind) = source.kind {
        let weight = SettingKey::Weight(kind, dimension);
        let now = number(site.model.number(weight));
        let proposed = weight.proposed().map(number).filter(|_| site.model.is_changed(weight));
        add(
            WEIGHT,
            proposed.map_or(now.clone(), |was| {
                if zh { format!("{now}（建议值 {was}）") } else { format!("{now} (proposed: {was})") }
            }),
        );
    }
    if let Some(reading) = source.reading(dimension) {
        add(EVIDENCE, evidence(reading, lang));
        if reading.is_disputed {
            const OPEN: Phrase =
                Phrase::new("此处有争议，尚未裁定", "it is disputed, nobody has decided yet");
            add(NOTICE, OPEN.say(lang).to_owned());
        }
    }
    let level = source.level(dimension);
    if level != Some(TOP_LEVEL) {
        add(RAISE, raise(&site.model, source, dimension, lang));
        add(TASKS, source.tasks(dimension).join(if zh { "、" } else { ", " }));
    }
    lines
}

/// What the next level asks for; of a capped one, that the cap goes.
pub fn raise(model: &Model, source: &Source, dimension: Dimension, lang: Lang) -> String {
    let reading = source.reading(dimension);
    if let Some(cap) = reading.and_then(|reading| reading.caps.iter().min_by_key(|cap| cap.level)) {
        return match lang {
            Lang::Zh => format!("消除封顶：{}", cap.says.zh),
            Lang::En => format!("lift the cap: {}", cap.says.en),
        };
    }
    let next = reading.map_or(guide().readiness().usable, |reading| (reading.level + 1).min(TOP_LEVEL));
    let rule = level_rule(model, dimension, next, lang);
    let levels = &dimension.model().levels;
    let proof = levels.get(usize::from(next)).and_then(|level| level.evidence.as_ref());
    let proof = proof.map_or(String::new(), |proof| match lang {
        Lang::Zh => format!("，附{}", proof.zh),
        Lang::En => format!(", with {}", proof.en),
    });
    match (reading.is_some(), lang) {
        (true, Lang::Zh) => format!("{next} 级：{rule}{proof}"),
        (true, Lang::En) => format!("level {next}: {rule}{proof}"),
        (false, Lang::Zh) => format!("先测量；{next} 级：{rule}{proof}"),
        (false, Lang::En) => format!("measure it; level {next}: {rule}{proof}"),
    }
}

/// What a level asks for, in words; with the number of this workspace where it has its own.
pub fn level_rule(model: &Model, dimension: Dimension, level: u8, lang: Lang) -> String {
    let Some(known) = dimension.model().levels.get(usize::from(level)) else { return String::new() };
    let says = known.says.say(lang).to_owned();
    let key = SettingKey::Level(dimension, level);
    match (model.bound(dimension, level), key.proposed()) {
        (Bound::Share(now), Some(proposed)) if model.is_changed(key) => match lang {
            Lang::Zh => format!("不低于{}（本工作区设定；建议值 {}）", percent(now), percent(proposed)),
            Lang::En => format!("{} or more (set here; proposed: {})", percent(now), percent(proposed)),
        },
        _ => says,
    }
}

/// `94.41%`; of a ladder, the rung; of D10, the count.
pub fn shown_value(reading: &Reading, dimension: Dimension) -> String {
    match dimension {
        Dimension::D1 => number(reading.value),
        Dimension::D10 => format!("{}/4", number(reading.value)),
        _ => percent(reading.value),
    }
}

fn shown_factors(reading: &Reading, lang: Lang) -> String {
    use crate::guide::FigureKind;
    let factors = reading.factors.iter().map(|(key, value)| {
        let value = match key.kind() {
            FigureKind::Share | FigureKind::Ratio => percent(*value),
            FigureKind::Count | FigureKind::Seconds => number(*value),
        };
        format!("{} {value}", key.label().say(lang))
    });
    let answers = reading.answers.iter().filter(|(key, _)| *key != crate::guide::AnswerKey::D1);
    let answers = answers.map(|(key, word)| {
        let word = match (word.as_str(), lang) {
            ("yes", Lang::Zh) => "是",
            ("no", Lang::Zh) => "否",
            (word, _) => word,
        };
        format!("{} {word}", key.label().say(lang))
    });
    let parts: Vec<String> = factors.chain(answers).collect();
    parts.join(if lang == Lang::Zh { "，" } else { ", " })
}

/// Id, day, file and person.
fn evidence(reading: &Reading, lang: Lang) -> String {
    let Some((id, measurement)) = reading.from else {
        return Phrase::new("数据资源目录中的填写", "as the source catalogue says").say(lang).to_owned();
    };
    let linked: Vec<&str> = measurement.evidence.iter().collect();
    let linked = linked.join(" ");
    let m = measurement;
    let parts = [id.as_str(), m.on.as_str(), m.file.as_str(), m.by.as_str(), linked.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// Cut off, not rounded: what misses a limit never looks as if it kept it.
pub fn percent(share: f64) -> String {
    format!("{}%", number((share * 10_000.0 + 1e-6).floor() / 100.0))
}

/// Without needless decimals.
pub fn number(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
