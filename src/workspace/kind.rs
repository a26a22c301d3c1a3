//! `Kind`: what a field is to people: how typed text becomes its value, how the value is shown, and (in
//! `merge`) how two changes become one. A match on it is exhaustive, so a new kind must say all three.

use super::day::day;
use super::{Shape, Status, Value, print_value};
use crate::text::{Lang, Phrase, half_width, typed};
use jiff::civil::Date;
use thiserror::Error;

/// One field of a record, declared once.
#[derive(Debug, Clone, Copy)]
pub struct Field {
    pub name: &'static str,
    pub kind: Kind,
    pub label: Phrase,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line of free text.
    Text,
    /// A calendar day, ISO 8601 (`2026-11-20`).
    Day,
    /// A decimal number in the named unit.
    Number(Phrase),
    Choice(&'static [Choice]),
    /// A person is free text.
    Person,
    /// The key of something else.
    Ref(Target),
    /// The record that this one lies under: with it, it is deleted or kept.
    Parent(Target),
    /// Manual order among siblings.
    Rank,
    Status,
    /// Paragraphs, one a line.
    Prose,
    /// A set of free words, or of keys.
    Set(Option<Target>),
    /// Fields by key, all of one kind.
    Map(&'static Kind),
    /// Set by the program, never typed: the hash of a file.
    Mark,
}

/// What a reference points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Element,
    Task,
    Register,
    Gate,
    /// A line of a register, by its id.
    Row,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    pub key: &'static str,
    pub label: Phrase,
}

impl Choice {
    pub const fn new(key: &'static str, zh: &'static str, en: &'static str) -> Choice {
        Choice { key, label: Phrase::new(zh, en) }
    }
}

/// Why typed text is no value of its kind.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Misfit {
    #[error("not a day: {0}")]
    Day(String),
    #[error("not a number: {0}")]
    Number(String),
    #[error("not one of the choices: {0}")]
    Choice(String, Vec<(&'static str, Phrase)>),
    #[error("one line only")]
    OneLine,
    #[error("longer than 1 MiB")]
    TooLong,
    #[error("set only by moving")]
    NotTyped,
}

impl Misfit {
    pub fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Misfit::Day(text), Lang::Zh) => format!("“{text}”不是日期"),
            (Misfit::Day(text), Lang::En) => format!("“{text}” is not a day"),
            (Misfit::Number(text), Lang::Zh) => format!("“{text}”不是数字"),
            (Misfit::Number(text), Lang::En) => format!("“{text}” is not a number"),
            (Misfit::Choice(text, _), Lang::Zh) => format!("没有“{text}”这个选项"),
            (Misfit::Choice(text, _), Lang::En) => format!("“{text}” is not one of the choices"),
            (Misfit::OneLine, Lang::Zh) => "此处只能写一行".into(),
            (Misfit::OneLine, Lang::En) => "this takes one line only".into(),
            (Misfit::TooLong, Lang::Zh) => "一行不能超过 1 MiB".into(),
            (Misfit::TooLong, Lang::En) => "one line takes at most 1 MiB".into(),
            (Misfit::NotTyped, Lang::Zh) => "此字段不能直接填写".into(),
            (Misfit::NotTyped, Lang::En) => "this field cannot be typed".into(),
        }
    }

    pub fn next(&self, lang: Lang) -> String {
        match (self, lang) {
            (Misfit::Day(_), Lang::Zh) => "写成 2026-11-20、11-20、今天、+3 或 周五".into(),
            (Misfit::Day(_), Lang::En) => "write 2026-11-20, 11-20, today, +3 or fri".into(),
            (Misfit::Number(_), Lang::Zh) => "写成 3 或 2.5".into(),
            (Misfit::Number(_), Lang::En) => "write 3 or 2.5".into(),
            (Misfit::Choice(_, choices), lang) => {
                let word = |(key, label): &(&str, Phrase)| match label.say(lang) {
                    same if same == *key => same.to_owned(),
                    label => format!("{key} {label}"),
                };
                let all: Vec<String> = choices.iter().map(word).collect();
                let (head, comma) = if lang == Lang::Zh { ("可选：", "、") } else { ("one of: ", ", ") };
                format!("{head}{}", all.join(comma))
            }
            (Misfit::OneLine, Lang::Zh) => "长文字写在备注里".into(),
            (Misfit::OneLine, Lang::En) => "put longer text into the note".into(),
            (Misfit::TooLong, Lang::Zh) => "分成几行，或存成文件作为证据".into(),
            (Misfit::TooLong, Lang::En) => "break it into lines, or keep it as a file of evidence".into(),
            (Misfit::NotTyped, Lang::Zh) => "用移动命令，或新增、删除".into(),
            (Misfit::NotTyped, Lang::En) => "move, add or delete instead".into(),
        }
    }
}

impl Kind {
    /// The shape in which a field of this kind lies in the file.
    pub const fn shape(&self) -> Shape {
        match self {
            Kind::Text | Kind::Choice(_) | Kind::Person | Kind::Mark => Shape::Text,
            Kind::Day => Shape::Day,
            Kind::Number(_) => Shape::Number,
            Kind::Ref(_) | Kind::Parent(_) => Shape::Ref,
            Kind::Rank => Shape::Rank,
            Kind::Status => Shape::Status,
            Kind::Prose => Shape::Prose,
            Kind::Set(_) => Shape::Set,
            Kind::Map(_) => Shape::Map,
        }
    }

    /// What was typed, as a value. `today` is what `今天` and `+3` count from.
    pub fn parse(&self, text: &str, today: Date) -> Result<Value, Misfit> {
        let text = typed(text);
        let line = text.trim();
        if !matches!(self, Kind::Prose | Kind::Set(_)) && line.contains('\n') {
            return Err(Misfit::OneLine);
        }
        if line.is_empty() && !matches!(self, Kind::Rank | Kind::Map(_) | Kind::Mark) {
            return Ok(Value::Unset);
        }
        match self {
            Kind::Text | Kind::Person | Kind::Ref(_) | Kind::Parent(_) => Ok(Value::text(line)),
            Kind::Day => day(line, today).map(|d| Value::text(d.to_string())).ok_or(Misfit::Day(line.into())),
            Kind::Number(_) => number(line).map(Value::Text).ok_or(Misfit::Number(line.into())),
            Kind::Choice(choices) => {
                choices.iter().find(|c| is_word(line, c.key, c.label)).map(|c| Value::text(c.key)).ok_or_else(
                    || Misfit::Choice(line.into(), choices.iter().map(|c| (c.key, c.label)).collect()),
                )
            }
            Kind::Status => Status::KEYS
                .iter()
                .find(|(key, label)| is_word(line, key, *label))
                .and_then(|(key, _)| Status::from_key(key))
                .map(|s| if s == Status::Open { Value::Unset } else { Value::Status(s) })
                .ok_or_else(|| Misfit::Choice(line.into(), Status::KEYS.to_vec())),
            Kind::Prose => Ok(Value::prose(&text)),
            Kind::Set(_) => Ok(Value::set(items(&text))),
            Kind::Rank | Kind::Map(_) | Kind::Mark => Err(Misfit::NotTyped),
        }
    }

    /// The value as people read it. References stay keys here: whoever knows the target shows its title.
    pub fn show(&self, value: &Value, lang: Lang) -> String {
        let comma = if lang == Lang::Zh { "、" } else { ", " };
        match (self, value) {
            (_, Value::Unset) if *self == Kind::Status => Status::Open.label().say(lang).into(),
            (_, Value::Unset) => String::new(),
            (Kind::Choice(choices), Value::Text(key)) => {
                choices.iter().find(|c| c.key == key).map_or(key.clone(), |c| c.label.say(lang).into())
            }
            (Kind::Number(unit), Value::Text(text)) => format!("{text} {}", unit.say(lang)),
            (_, Value::Text(text)) => text.clone(),
            (_, Value::Status(status)) => {
                let facts: Vec<&str> =
                    status.facts().into_iter().map(|(_, v)| v).filter(|v| !v.is_empty()).collect();
                let label = status.label().say(lang);
                if facts.is_empty() { label.into() } else { format!("{label} · {}", facts.join(" · ")) }
            }
            (_, Value::Lines(lines)) => lines.join("\n"),
            (_, Value::Set(items)) => items.iter().cloned().collect::<Vec<_>>().join(comma),
            (_, Value::Map(map)) => {
                let pairs: Vec<String> =
                    map.iter().map(|(k, v)| format!("{k}={}", print_value(v, 0))).collect();
                pairs.join(comma)
            }
        }
    }

    /// The value as it would be typed again: `parse(edit_text(v)) == v` for every value that `parse` makes.
    pub fn edit_text(&self, value: &Value) -> String {
        match value {
            Value::Unset | Value::Map(_) => String::new(),
            Value::Text(text) => text.clone(),
            Value::Status(status) => status.key().into(),
            Value::Lines(lines) => lines.join("\n"),
            Value::Set(items) => items.iter().cloned().collect::<Vec<_>>().join(", "),
        }
    }
}

/// Words of a set as they are typed: between commas of either width, 、 ; or line breaks.
pub(super) fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', '、', ';', '；', '\n']).map(str::trim).filter(|item| !item.is_empty())
}

fn is_word(text: &str, key: &str, label: Phrase) -> bool {
    text.eq_ignore_ascii_case(key) || text == label.zh || text.eq_ignore_ascii_case(label.en)
}

/// A decimal number without exponent; commas only where they divide thousands, for `1,5` may mean 1.5.
pub(super) fn number(text: &str) -> Option<String> {
    let text: String = text.chars().map(half_width).map(|c| if c == '，' { ',' } else { c }).collect();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, decimals) = digits.split_once('.').map_or((digits, None), |(whole, d)| (whole, Some(d)));
    let are_digits = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let mut groups = whole.split(',');
    let grouped = groups.next().is_some_and(are_digits)
        && groups.all(|group| are_digits(group) && group.len() == 3)
        && decimals.is_none_or(are_digits);
    let number = digits.replace(',', "");
    let is_zero = number.chars().all(|c| matches!(c, '0' | '.'));
    grouped.then(|| if is_zero { number } else { format!("{sign}{number}") })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const LEVELS: &[Choice] = &[Choice::new("high", "高", "high"), Choice::new("low", "低", "low")];

    #[test]
    fn what_is_shown_for_editing_parses_back() {
        let today = date(2026, 11, 20);
        let unit = Phrase::new("人日", "person-days");
        for (kind, typed) in [
            (Kind::Text, "现场无网口"),
            (Kind::Day, "11-28"),
            (Kind::Number(unit), "1,200.5"),
            (Kind::Choice(LEVELS), "高"),
            (Kind::Person, "王工"),
            (Kind::Status, "受阻"),
            (Kind::Prose, "一\n\n二\n"),
            (Kind::Set(None), "甲，乙、丙"),
        ] {
            let value = kind.parse(typed, today).unwrap();
            assert!(!value.is_unset());
            assert_eq!(kind.parse(&kind.edit_text(&value), today).unwrap(), value, "{typed}");
        }
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (typed, want) in [
            ("3", Some("3")),
            ("2.50", Some("2.50")),
            ("-4", Some("-4")),
            ("-0", Some("0")),
            ("-0.0", Some("0.0")),
            ("1,200", Some("1200")),
            ("1，200，300.5", Some("1200300.5")),
            ("１２．５", Some("12.5")),
            ("1,5", None),
            ("1,2000", None),
            (",200", None),
            ("1.", None),
            (".5", None),
            ("1.2.3", None),
            ("1e5", None),
            ("+5", None),
            ("NaN", None),
            ("inf", None),
            ("-", None),
        ] {
            assert_eq!(number(typed).as_deref(), want, "{typed}");
        }
    }

    #[test]
    fn a_misfit_says_what_is_wrong_and_what_to_do_in_both_languages() {
        let today = date(2026, 11, 20);
        for (kind, typed) in [
            (Kind::Day, "soon"),
            (Kind::Number(Phrase::new("", "")), "two"),
            (Kind::Status, "halb"),
            (Kind::Text, "a\nb"),
            (Kind::Rank, "A"),
        ] {
            let misfit = kind.parse(typed, today).unwrap_err();
            for lang in [Lang::Zh, Lang::En] {
                assert!(!misfit.say(lang).is_empty() && !misfit.next(lang).is_empty());
            }
        }
    }
}
