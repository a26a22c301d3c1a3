//! What a reader of the figures should know of the file: where it breaks off, which rows are ragged, what is an estimate.

use crate::text::{Lang, clip, show};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Remark {
    /// The last row is not whole; all before it was measured.
    CutOff {
        line: u64,
    },
    /// A quote opens and never closes; all before its row was measured.
    OpenQuote {
        line: u64,
    },
    /// All before this line was measured.
    NotInEncoding {
        line: u64,
        encoding: String,
    },
    /// Rows with bytes that are no text, the first of them; they were measured.
    Garbled {
        rows: u64,
        first: u64,
    },
    Short {
        rows: u64,
        first: u64,
    },
    Long {
        rows: u64,
        first: u64,
    },
    Repeated {
        rows: u64,
    },
    /// Nothing names the columns.
    NoHead,
    /// No column holds times.
    NoTime,
    /// Rows whose time cannot be read.
    Untimed {
        rows: u64,
        first: u64,
    },
    /// No steady period: what is missing cannot be told.
    NoPeriod,
    /// Numbers that could mean good and bad.
    UnclearQuality {
        column: String,
    },
    /// Of a long export.
    TagsLeftOut {
        tags: u64,
        measured: u64,
    },
    /// Columns with more different values than are counted: quantiles and different values are estimates.
    Estimated {
        columns: u64,
        quantiles: f64,
        distinct: f64,
    },
    /// Duplicates are the difference of a count and an estimate.
    KeysEstimated {
        distinct: f64,
    },
    /// Several sheets hold something; one was measured.
    Sheet {
        name: String,
    },
}

impl Remark {
    /// Whether not all of the file was measured.
    pub fn is_partial(&self) -> bool {
        matches!(self, Remark::CutOff { .. } | Remark::OpenQuote { .. } | Remark::NotInEncoding { .. })
    }

    pub fn say(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let either = |chinese: String, english: String| if zh { chinese } else { english };
        let short = |text: &str| clip(&show(text), 40).into_owned();
        let percent = |share: &f64| format!("{:.1} %", share * 100.0);
        match self {
            Remark::CutOff { line } => either(
                format!("文件在第 {line} 行中间断开，只测到上一行"),
                format!("the file breaks off in line {line}; measured up to the line before"),
            ),
            Remark::OpenQuote { line } => either(
                format!("第 {line} 行的引号没有闭合，只测到上一行"),
                format!("a quote in line {line} never closes; measured up to the line before"),
            ),
            Remark::NotInEncoding { line, encoding } => either(
                format!("第 {line} 行起不是 {encoding} 文字，只测到上一行"),
                format!("from line {line} on it is not {encoding}; measured up to the line before"),
            ),
            Remark::Garbled { rows, first } => either(
                format!("{rows} 行有乱码，最早在第 {first} 行"),
                format!("{rows} rows hold bytes that are no text, from line {first} on"),
            ),
            Remark::Short { rows, first } => either(
                format!("{rows} 行缺列，最早在第 {first} 行；缺的格按空计"),
                format!("{rows} rows are too short, from line {first} on; what is missing counts as empty"),
            ),
            Remark::Long { rows, first } => either(
                format!("{rows} 行多列，最早在第 {first} 行；多出的格未测"),
                format!("{rows} rows are too long, from line {first} on; what is beyond was left out"),
            ),
            Remark::Repeated { rows } => either(
                format!("表头重复出现 {rows} 次，已跳过"),
                format!("the head comes {rows} times more, and was left out"),
            ),
            Remark::NoHead => either(
                "没有表头，列按 #1、#2 编号".into(),
                "there is no head; columns are numbered #1, #2".into(),
            ),
            Remark::NoTime => either(
                "没有找到时间列，D3、D4、D6 未测；有的话请指定（--time 列名，界面按 t）".into(),
                "no column of times was found, so D3, D4 and D6 are not measured; name it if there is one (--time COL, on the screen t)"
                    .into(),
            ),
            Remark::Untimed { rows, first } => either(
                format!("{rows} 行的时间读不出，最早在第 {first} 行"),
                format!("the time of {rows} rows cannot be read, from line {first} on"),
            ),
            Remark::NoPeriod => either(
                "没有稳定的周期，缺多少记录无从判断；应有周期用 --period 给出".into(),
                "there is no steady period to tell missing records by; give it with --period".into(),
            ),
            Remark::UnclearQuality { column } => either(
                format!("质量列“{}”的数码含义不明，未用于判断", short(column)),
                format!("the codes in “{}” may mean good or bad, and were not used", short(column)),
            ),
            Remark::TagsLeftOut { tags, measured } => either(
                format!("点位超过 {measured} 个，另有 {tags} 个未逐点测量"),
                format!("more than {measured} tags; {tags} were not measured one by one"),
            ),
            Remark::Estimated { columns, quantiles, distinct } => either(
                format!(
                    "{columns} 列的不同值太多：分位数误差不超过 {}，不同值个数的标准误差 {}",
                    percent(quantiles),
                    percent(distinct)
                ),
                format!(
                    "{columns} columns have too many different values: quantiles are within {}, the number of different values has a standard error of {}",
                    percent(quantiles),
                    percent(distinct)
                ),
            ),
            Remark::KeysEstimated { distinct } => either(
                format!("记录太多，不同时刻数和重复数是估计值，标准误差 {}", percent(distinct)),
                format!(
                    "too many records: distinct stamps and duplicates are estimates with a standard error of {}",
                    percent(distinct)
                ),
            ),
            Remark::Sheet { name } => either(
                format!("测的是工作表“{}”", short(name)),
                format!("the sheet “{}” was measured", short(name)),
            ),
        }
    }
}
