//! What people write down of a source because no file tells it: the rung of D1, parts of D7, D8, D9, the four
//! questions of D10. Read as they type it, into fields of a measurement.

use crate::guide::{AnswerKey, AnswerKind, Dimension, FigureKey, MeasuredBy, guide};
use crate::text::{Lang, Phrase, half_width};
use crate::workspace::{Id, Value};

/// Why something typed is no figure or answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotByHand {
    #[error("no figure is called {0}")]
    Unknown(String),
    #[error("{0:?} is measured from a file")]
    FromFile(FigureKey),
    #[error("{typed} is not taken for {name}")]
    Misfit { name: &'static str, typed: String, wants: Phrase },
}

/// What was typed for a figure or an answer, as fields of a measurement; `d9` is D9.
pub fn by_hand(name: &str, typed: &str) -> Result<Vec<(String, Value)>, NotByHand> {
    let name: String = name.trim().chars().map(half_width).collect();
    // `D10.Owner` is no other question than `D10.owner`.
    let is_it = |known: &str| known.eq_ignore_ascii_case(&name);
    let answer = AnswerKey::ALL.iter().copied().find(|key| is_it(key.name()));
    let figure = FigureKey::ALL.iter().copied().find(|key| is_it(key.name()));
    let typed: String = typed.trim().chars().map(half_width).collect();
    let misfit = |name: &'static str, wants: Phrase| NotByHand::Misfit { name, typed: typed.clone(), wants };
    if let Some(key) = answer.filter(|key| key.kind() != AnswerKind::Text) {
        let word = answer_word(key, &typed).ok_or_else(|| misfit(key.name(), key.kind().label()))?;
        return Ok(vec![(format!("answers/{}", key.name()), Value::text(word))]);
    }
    let Some(key) = figure else { return Err(NotByHand::Unknown(name)) };
    if !is_by_hand(key) {
        return Err(NotByHand::FromFile(key));
    }
    let number = number(&typed).filter(|number| key.kind().takes(*number));
    let number = number.ok_or_else(|| misfit(key.name(), key.kind().label()))?;
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

/// A measurement of these figures and answers.
pub fn hand_measurement(
    source: &Id,
    on: Value,
    by: Value,
    typed: Vec<(String, Value)>,
) -> Vec<(String, Value)> {
    let mut fields = typed;
    fields.push(("source".to_owned(), Value::text(source.as_str())));
    fields.push(("on".to_owned(), on));
    fields.push(("by".to_owned(), by));
    fields.push(("rules".to_owned(), Value::text(&guide().readiness().version)));
    fields
}

/// What a file tells is measured, not typed.
pub fn is_by_hand(key: FigureKey) -> bool {
    let of_hand = |dimension: Dimension| dimension.model().measured_by.contains(&MeasuredBy::ByHand);
    match key {
        // Checked in the field, or out of the entries of a business system.
        FigureKey::D2Checked | FigureKey::D4InTime => true,
        FigureKey::TimeLongestGap | FigureKey::TimeBackSteps => false,
        key => key.dimension().is_some_and(of_hand),
    }
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

impl NotByHand {
    pub fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (NotByHand::Unknown(word), Lang::Zh) => format!("“{word}”不是可填的名称=值"),
            (NotByHand::Unknown(word), Lang::En) => format!("“{word}” is no NAME=VALUE"),
            (NotByHand::FromFile(key), Lang::Zh) => format!("{} 由文件测得，不能人工填写", key.name()),
            (NotByHand::FromFile(key), Lang::En) => {
                format!("{} is measured from a file, not typed", key.name())
            }
            (NotByHand::Misfit { name, typed, .. }, Lang::Zh) => format!("{name}：“{typed}”不可用"),
            (NotByHand::Misfit { name, typed, wants }, Lang::En) => {
                format!("{name}: “{typed}” is not {}", wants.en)
            }
        }
    }

    pub fn next(&self, lang: Lang) -> String {
        match (self, lang) {
            (NotByHand::Unknown(_), _) => {
                let figures = FigureKey::ALL.iter().filter(|key| is_by_hand(**key)).map(|key| key.name());
                let answers = AnswerKey::ALL.iter().filter(|key| key.kind() != AnswerKind::Text);
                let names: Vec<&str> = answers.map(|key| key.name()).chain(figures).collect();
                match lang {
                    Lang::Zh => format!("名称：{}", names.join("、")),
                    Lang::En => format!("names: {}", names.join(", ")),
                }
            }
            (NotByHand::FromFile(_), Lang::Zh) => {
                "用 wubu profile 数据文件 --into 文件 --source 数据源".to_owned()
            }
            (NotByHand::FromFile(_), Lang::En) => {
                "use wubu profile DATA --into FILE --source SOURCE".to_owned()
            }
            (NotByHand::Misfit { wants, .. }, Lang::Zh) => format!("写成：{}", wants.zh),
            (NotByHand::Misfit { wants, .. }, Lang::En) => format!("write {}", wants.en),
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
