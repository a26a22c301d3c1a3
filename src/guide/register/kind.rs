//! What a column holds. A column holds one value; sets and references to several lines are one value too.

use serde::Deserialize;

use super::{word_form, words::is_word};
use crate::text::{Bilingual, Phrase};

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub enum ColumnKind {
    /// One line of free text.
    Text,
    /// Paragraphs.
    Prose,
    Whole {
        #[serde(default)]
        min: Option<i64>,
        #[serde(default)]
        max: Option<i64>,
    },
    Number {
        #[serde(default)]
        unit: Option<Unit>,
        #[serde(default)]
        min: Option<i64>,
        #[serde(default)]
        max: Option<i64>,
    },
    /// In hundredths: 98.5 is 98.5 %.
    Percent {
        #[serde(default)]
        min: Option<i64>,
        #[serde(default)]
        max: Option<i64>,
    },
    /// A length of time, kept with its unit; a bare number counts in this one.
    Duration(TimeUnit),
    Date,
    DateRange,
    Choice {
        choices: Vec<Choice>,
        /// Other words are no mistake.
        #[serde(default)]
        open: bool,
        /// Capital and small letters mean different things: mPa is not `MPa`.
        #[serde(default)]
        case_matters: bool,
    },
    YesNo,
    Ipv4,
    /// An IPv4 network with the length of its prefix.
    Cidr,
    /// The key text of another line.
    Ref(Points),
    Refs(Points),
    /// Several of the choices.
    Set {
        choices: Vec<Choice>,
    },
}

/// What a reference points at.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
pub enum Points {
    Register(String),
    Tasks,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    pub key: String,
    pub label: Bilingual,
    /// Words found in cells of tables.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// The unit of a number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    pub label: Bilingual,
    /// Other spellings.
    #[serde(default)]
    pub aliases: Vec<String>,
}

/// The smallest and the largest number that makes sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    pub min: Option<i64>,
    pub max: Option<i64>,
}

/// Units of time, from short to long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
pub enum TimeUnit {
    Millisecond,
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

impl TimeUnit {
    pub const ALL: [TimeUnit; 8] = [
        TimeUnit::Millisecond,
        TimeUnit::Second,
        TimeUnit::Minute,
        TimeUnit::Hour,
        TimeUnit::Day,
        TimeUnit::Week,
        TimeUnit::Month,
        TimeUnit::Year,
    ];

    /// The symbol that is written, then other spellings. `M` and `m` are in none: month or minute.
    pub const fn words(self) -> &'static [&'static str] {
        match self {
            TimeUnit::Millisecond => &["ms", "毫秒", "msec", "millisecond", "milliseconds"],
            TimeUnit::Second => &["s", "秒", "秒钟", "sec", "second", "seconds"],
            TimeUnit::Minute => &["min", "分钟", "分", "mins", "minute", "minutes"],
            TimeUnit::Hour => &["h", "小时", "时", "hr", "hour", "hours"],
            TimeUnit::Day => &["d", "天", "日", "day", "days"],
            TimeUnit::Week => &["wk", "周", "星期", "week", "weeks"],
            TimeUnit::Month => &["mon", "个月", "月", "month", "months"],
            TimeUnit::Year => &["a", "年", "yr", "year", "years"],
        }
    }

    /// The symbol, the same in both languages; s, min, h and d are those of GB 3100-1993.
    pub const fn symbol(self) -> &'static str {
        self.words()[0]
    }

    /// A month counts 30 days and a year 365: good enough to compare how long a history is.
    pub const fn milliseconds(self) -> i64 {
        const DAY: i64 = 86_400_000;
        match self {
            TimeUnit::Millisecond => 1,
            TimeUnit::Second => 1_000,
            TimeUnit::Minute => 60_000,
            TimeUnit::Hour => 3_600_000,
            TimeUnit::Day => DAY,
            TimeUnit::Week => 7 * DAY,
            TimeUnit::Month => 30 * DAY,
            TimeUnit::Year => 365 * DAY,
        }
    }

    pub const fn label(self) -> Phrase {
        match self {
            TimeUnit::Millisecond => Phrase::new("毫秒", "milliseconds"),
            TimeUnit::Second => Phrase::new("秒", "seconds"),
            TimeUnit::Minute => Phrase::new("分钟", "minutes"),
            TimeUnit::Hour => Phrase::new("小时", "hours"),
            TimeUnit::Day => Phrase::new("天", "days"),
            TimeUnit::Week => Phrase::new("周", "weeks"),
            TimeUnit::Month => Phrase::new("个月", "months"),
            TimeUnit::Year => Phrase::new("年", "years"),
        }
    }
}

impl ColumnKind {
    /// What users call the kind.
    pub const fn label(&self) -> Phrase {
        match self {
            ColumnKind::Text => Phrase::new("文本", "text"),
            ColumnKind::Prose => Phrase::new("长文本", "long text"),
            ColumnKind::Whole { .. } => Phrase::new("整数", "whole number"),
            ColumnKind::Number { .. } => Phrase::new("数字", "number"),
            ColumnKind::Percent { .. } => Phrase::new("百分数", "percentage"),
            ColumnKind::Duration(_) => Phrase::new("时长", "duration"),
            ColumnKind::Date => Phrase::new("日期", "date"),
            ColumnKind::DateRange => Phrase::new("起止日期", "date range"),
            ColumnKind::Choice { .. } => Phrase::new("单选", "choice"),
            ColumnKind::YesNo => Phrase::new("是否", "yes or no"),
            ColumnKind::Ipv4 => Phrase::new("IPv4 地址", "IPv4 address"),
            ColumnKind::Cidr => Phrase::new("网段", "network"),
            ColumnKind::Ref(_) => Phrase::new("引用", "reference"),
            ColumnKind::Refs(_) => Phrase::new("多个引用", "references"),
            ColumnKind::Set { .. } => Phrase::new("多选", "several choices"),
        }
    }

    pub fn choices(&self) -> &[Choice] {
        match self {
            ColumnKind::Choice { choices, .. } | ColumnKind::Set { choices } => choices,
            _ => &[],
        }
    }

    /// What a reference of this kind points at.
    pub fn points(&self) -> Option<&Points> {
        match self {
            ColumnKind::Ref(points) | ColumnKind::Refs(points) => Some(points),
            _ => None,
        }
    }

    pub fn limits(&self) -> Limits {
        match *self {
            ColumnKind::Whole { min, max }
            | ColumnKind::Number { min, max, .. }
            | ColumnKind::Percent { min, max } => Limits { min, max },
            _ => Limits::default(),
        }
    }

    /// The choice that a word in a cell means: exactly as written, else whatever its case, width and spaces.
    pub fn choice(&self, word: &str) -> Option<&Choice> {
        let word = word.trim();
        let exact = self.choices().iter().find(|choice| choice.words().any(|known| known == word));
        if exact.is_some() {
            return exact;
        }
        let case_matters = matches!(self, ColumnKind::Choice { case_matters: true, .. });
        let wanted = word_form(word, case_matters);
        self.choices().iter().find(|choice| choice.words().any(|known| is_word(known, &wanted, case_matters)))
    }
}

impl Choice {
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let own = [&self.key, &self.label.zh, &self.label.en];
        own.into_iter().chain(&self.aliases).map(String::as_str)
    }
}

impl Unit {
    pub fn words(&self) -> impl Iterator<Item = &str> {
        [&self.label.zh, &self.label.en].into_iter().chain(&self.aliases).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use crate::guide::guide;

    fn choice(register: &str, column: &str, word: &str) -> Option<&'static str> {
        let column = guide().register(register)?.column(column)?;
        column.kind.choice(word).map(|choice| choice.key.as_str())
    }

    #[test]
    fn a_choice_is_known_by_key_label_and_the_words_of_plants() {
        for word in ["modbus_tcp", "Modbus TCP", "modbustcp", "ＭＯＤＢＵＳ　ＴＣＰ", " Modbus/TCP "]
        {
            assert_eq!(choice("equipment", "protocol", word), Some("modbus_tcp"), "{word}");
        }
        assert_eq!(choice("equipment", "criticality", "A关键"), Some("A"));
        assert_eq!(choice("equipment", "criticality", "是"), Some("A"));
        assert_eq!(choice("equipment", "criticality", "D"), None);
    }

    #[test]
    fn a_unit_is_not_another_one_by_its_case() {
        for (word, key) in [
            ("MPa", Some("MPa")),
            ("Mpa", Some("MPa")),
            ("mPa", None),
            ("mW", None),
            ("KWh", Some("kWh")),
            ("ｋＷ", Some("kW")),
            ("°C", Some("℃")),
            ("度", Some("℃")),
            ("degree Celsius", Some("℃")),
            ("件", Some("pcs")),
        ] {
            assert_eq!(choice("tags", "unit", word), key, "{word}");
        }
    }
}
