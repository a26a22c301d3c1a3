//! Why a text is no value of its column, and what is expected there, in both languages.

use super::Cidr;
use crate::guide::{ColumnKind, Limits, TimeUnit};
use crate::text::{Bilingual, Lang};
use jiff::civil::Date;
use thiserror::Error;

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Wrong {
    #[error("one line only")]
    OneLine,
    #[error("not a whole number: {0}")]
    NotWhole(String),
    #[error("not a number: {0}")]
    NotNumber(String),
    #[error("too many digits: {0}")]
    TooLong(String),
    #[error("another unit: {found}")]
    Unit { found: String, wanted: Option<Bilingual> },
    #[error("beyond the limits: {text}")]
    Beyond { text: String, limits: Limits },
    #[error("not a duration: {text}")]
    NotDuration { text: String, bare: TimeUnit },
    #[error("not a day: {0}")]
    NotDate(String),
    #[error("day, month and year cannot be told apart: {0}")]
    AmbiguousDate(String),
    #[error("no such day: {0}")]
    NoSuchDay(String),
    #[error("not a date range: {0}")]
    NotRange(String),
    #[error("ends before it begins: {from} to {to}")]
    Backwards { from: Date, to: Date },
    #[error("not one of the choices: {0}")]
    NotChoice(String, Vec<Bilingual>),
    #[error("neither yes nor no: {0}")]
    NotYesNo(String),
    #[error("not an IPv4 address: {0}")]
    NotIpv4(String),
    #[error("not a network: {0}")]
    NotCidr(String),
    #[error("an address within {network}: {text}")]
    HostBits { text: String, network: Cidr },
}

/// Choices named in one sentence.
const MOST: usize = 12;

pub(super) fn percent_sign() -> Bilingual {
    Bilingual { zh: "%".into(), en: "%".into() }
}

impl Wrong {
    pub(super) fn choice(word: &str, kind: &ColumnKind) -> Wrong {
        Wrong::NotChoice(word.to_owned(), kind.choices().iter().map(|c| c.label.clone()).collect())
    }

    /// What is wrong.
    pub fn say(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.say_zh(),
            Lang::En => self.say_en(),
        }
    }

    fn say_zh(&self) -> String {
        match self {
            Wrong::OneLine => "此处只能写一行".into(),
            Wrong::NotWhole(text) => format!("“{text}”不是整数"),
            Wrong::NotNumber(text) => format!("“{text}”不是数字"),
            Wrong::TooLong(text) => format!("“{text}”位数过多"),
            Wrong::Unit { found, .. } => format!("单位“{found}”与本列不符"),
            Wrong::Beyond { text, .. } => format!("“{text}”超出范围"),
            Wrong::NotDuration { text, .. } => format!("“{text}”不是时长"),
            Wrong::NotDate(text) => format!("“{text}”不是日期"),
            Wrong::AmbiguousDate(text) => format!("“{text}”分不清年、月、日"),
            Wrong::NoSuchDay(text) => format!("“{text}”这一天不存在"),
            Wrong::NotRange(text) => format!("“{text}”不是起止日期"),
            Wrong::Backwards { from, to } => format!("止日期 {to} 早于起日期 {from}"),
            Wrong::NotChoice(text, _) => format!("没有“{text}”这个选项"),
            Wrong::NotYesNo(text) => format!("“{text}”既不是“是”也不是“否”"),
            Wrong::NotIpv4(text) => format!("“{text}”不是 IPv4 地址"),
            Wrong::NotCidr(text) => format!("“{text}”不是网段"),
            Wrong::HostBits { text, .. } => format!("“{text}”是网段内的地址，不是网段"),
        }
    }

    fn say_en(&self) -> String {
        match self {
            Wrong::OneLine => "this takes one line only".into(),
            Wrong::NotWhole(text) => format!("“{text}” is not a whole number"),
            Wrong::NotNumber(text) => format!("“{text}” is not a number"),
            Wrong::TooLong(text) => format!("“{text}” has too many digits"),
            Wrong::Unit { found, .. } => format!("“{found}” is not the unit of this column"),
            Wrong::Beyond { text, .. } => format!("“{text}” is out of range"),
            Wrong::NotDuration { text, .. } => format!("“{text}” is not a length of time"),
            Wrong::NotDate(text) => format!("“{text}” is not a day"),
            Wrong::AmbiguousDate(text) => format!("“{text}”: day, month and year cannot be told apart"),
            Wrong::NoSuchDay(text) => format!("“{text}”: there is no such day"),
            Wrong::NotRange(text) => format!("“{text}” is not a date range"),
            Wrong::Backwards { from, to } => format!("it ends on {to}, before it begins on {from}"),
            Wrong::NotChoice(text, _) => format!("“{text}” is not one of the choices"),
            Wrong::NotYesNo(text) => format!("“{text}” is neither yes nor no"),
            Wrong::NotIpv4(text) => format!("“{text}” is not an IPv4 address"),
            Wrong::NotCidr(text) => format!("“{text}” is not a network"),
            Wrong::HostBits { text, .. } => format!("“{text}” is an address within a network, not a network"),
        }
    }

    /// What is expected.
    pub fn next(&self, lang: Lang) -> String {
        let (zh, en) = match self {
            Wrong::OneLine => ("长文字写在备注里".into(), "put longer text into the note".into()),
            Wrong::NotWhole(_) => ("写成 12 或 1,200".into(), "write 12 or 1,200".into()),
            Wrong::NotNumber(_) => ("写成 3、2.5 或 1,200".into(), "write 3, 2.5 or 1,200".into()),
            Wrong::TooLong(_) => (
                "小数点前最多 20 位，后最多 15 位".into(),
                "at most 20 digits before the point and 15 behind it".into(),
            ),
            Wrong::Unit { wanted: Some(unit), .. } => (
                format!("换算成 {} 后填写，可以只填数字", unit.zh),
                format!("convert it to {}; the number alone will do", unit.en),
            ),
            Wrong::Unit { wanted: None, .. } => ("只填数字".into(), "write the number alone".into()),
            Wrong::Beyond { limits, .. } => within(*limits),
            Wrong::NotDuration { bare, .. } => (
                format!("写成 500 ms、10 s、2 h 或 30 d；只填数字按{}计", bare.label().zh),
                format!("write 500 ms, 10 s, 2 h or 30 d; a bare number counts {}", bare.label().en),
            ),
            Wrong::NotDate(_) | Wrong::AmbiguousDate(_) | Wrong::NoSuchDay(_) => (
                "先写四位年份：2026-03-01、2026/3/1 或 2026年3月1日".into(),
                "begin with the year in four digits: 2026-03-01 or 2026/3/1".into(),
            ),
            Wrong::NotRange(_) | Wrong::Backwards { .. } => (
                "写成 2026-03-01~2026-03-31、2026-03、2026Q1 或 2026".into(),
                "write 2026-03-01~2026-03-31, 2026-03, 2026Q1 or 2026".into(),
            ),
            Wrong::NotChoice(_, labels) => {
                let list = |lang, comma: &str| {
                    let names: Vec<&str> = labels.iter().take(MOST).map(|label| label.say(lang)).collect();
                    format!("{}{}", names.join(comma), if labels.len() > MOST { " …" } else { "" })
                };
                (format!("可选：{}", list(Lang::Zh, "、")), format!("one of: {}", list(Lang::En, ", ")))
            }
            Wrong::NotYesNo(_) => ("填“是”或“否”".into(), "write yes or no".into()),
            Wrong::NotIpv4(_) => (
                "写成四段 0–255 的数字，如 10.1.3.7，不带端口和掩码".into(),
                "four numbers from 0 to 255, as in 10.1.3.7, without port or mask".into(),
            ),
            Wrong::NotCidr(_) => (
                "写成网络地址和前缀长度，如 10.1.3.0/24".into(),
                "a network and the length of its prefix, as in 10.1.3.0/24".into(),
            ),
            Wrong::HostBits { network, .. } => (format!("网段写成 {network}"), format!("write {network}")),
        };
        if lang == Lang::Zh { zh } else { en }
    }
}

fn within(limits: Limits) -> (String, String) {
    match (limits.min, limits.max) {
        (Some(min), Some(max)) => (format!("应在 {min} 到 {max} 之间"), format!("from {min} to {max}")),
        (Some(min), None) => (format!("不小于 {min}"), format!("{min} or more")),
        (None, Some(max)) => (format!("不大于 {max}"), format!("{max} or less")),
        (None, None) => (String::new(), String::new()),
    }
}
