//! What was measured, in words: what command line and screen both say of a file, its time, and the tag register.

use super::{Differs, Fault, Profile, Reconciled, Shape, Time};
use crate::guide::Dimension;
use crate::text::{Lang, Phrase, clip};

/// Tags that are named of a kind.
const NAMED: usize = 5;

impl Profile {
    /// `9405 行 × 9 列 · UTF-8 “;” · 宽表 · 表头第 1 行`.
    pub fn head(&self, lang: Lang) -> String {
        let written = self.encoding.as_deref().map_or_else(
            || self.sheet.clone().unwrap_or_default(),
            |encoding| format!("{encoding} {}", sign(self.delimiter)),
        );
        let shape = match (self.shape, lang) {
            (Shape::Wide, Lang::Zh) => "宽表",
            (Shape::Wide, Lang::En) => "wide",
            (Shape::Long, Lang::Zh) => "长表",
            (Shape::Long, Lang::En) => "long",
        };
        let row = self.header_row.map_or_else(String::new, |row| match lang {
            Lang::Zh => format!(" · 表头第 {row} 行"),
            Lang::En => format!(" · head in row {row}"),
        });
        let size = match lang {
            Lang::Zh => format!("{} 行 × {} 列", self.rows, self.columns.len()),
            Lang::En => {
                let (rows, columns) = (self.rows, self.columns.len());
                let (of_row, of_column) = (plural(rows), plural(columns as u64));
                format!("{rows} row{of_row} × {columns} column{of_column}")
            }
        };
        format!("{size} · {written} · {shape}{row}")
    }
}

fn sign(delimiter: Option<char>) -> String {
    match delimiter {
        Some('\t') => "tab".into(),
        Some(sign) => format!("“{sign}”"),
        None => String::new(),
    }
}

impl Time {
    /// Its span; period and records; gaps, steps backwards and duplicates; the strip.
    pub fn sentences(&self, lang: Lang) -> Vec<String> {
        let span = match lang {
            Lang::Zh => format!("时间 {}：{} 至 {}", self.column, self.first, self.last),
            Lang::En => format!("time {}: {} to {}", self.column, self.first, self.last),
        };
        let strip = if self.strip.is_empty() { String::new() } else { strip_bars(&self.strip) };
        let all = [span, self.records(lang), self.gaps(lang), strip];
        all.into_iter().filter(|sentence| !sentence.is_empty()).collect()
    }

    fn records(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let mut parts = vec![];
        if let (Some(nominal), Some(expected), Some(coverage)) =
            (self.nominal_s, self.expected, self.coverage)
        {
            let nominal = span(nominal, lang);
            let coverage = whole_percent(coverage);
            parts.push(match (zh, self.is_given) {
                (true, true) => format!("周期 {nominal}（给定）"),
                (true, false) => format!("周期 {nominal}"),
                (false, true) => format!("period {nominal} (given)"),
                (false, false) => format!("period {nominal}"),
            });
            let distinct = self.distinct.value;
            parts.push(if zh {
                format!("应有 {expected} 条，实有 {distinct} 条（{coverage}）")
            } else {
                format!("{distinct} of {expected} records ({coverage})")
            });
        }
        if let Some(steps) = self.step_share {
            let steps = whole_percent(steps);
            parts.push(if zh { format!("步长合格 {steps}") } else { format!("steps in time {steps}") });
        }
        parts.join(if zh { "，" } else { ", " })
    }

    fn gaps(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let mut parts = vec![];
        if let (Some(gap), Some(from)) = (self.longest_gap_s, &self.longest_gap_from) {
            let gap = span(gap, lang);
            parts.push(if zh {
                format!("最长断点 {gap}（自 {from}）")
            } else {
                format!("longest gap {gap} (from {from})")
            });
        }
        let back = self.furthest_back_s.map_or_else(String::new, |back| span(back, lang));
        parts.push(match (self.back_steps, zh) {
            (0, true) => "时间无回退".into(),
            (0, false) => "no step back".into(),
            (n, true) => format!("时间回退 {n} 次（最大 {back}）"),
            (n, false) => format!("{n} step{} back (up to {back})", plural(n)),
        });
        let duplicates = self.duplicates;
        parts.push(if zh {
            format!("重复时刻 {duplicates} 条")
        } else {
            format!("{duplicates} duplicate{}", plural(duplicates))
        });
        parts.join(if zh { "，" } else { ", " })
    }
}

/// How full each part of the span is; a dot is an empty one.
pub fn strip_bars(shares: &[f64]) -> String {
    let bar = |share: &f64| match share {
        s if *s >= 0.995 => '█',
        s if *s >= 0.75 => '▆',
        s if *s >= 0.5 => '▄',
        s if *s >= 0.25 => '▂',
        s if *s > 0.0 => '▁',
        _ => '·',
    };
    shares.iter().map(bar).collect()
}

impl Fault {
    /// The dimension that it counts against.
    pub const fn dimension(self) -> Dimension {
        match self {
            Fault::Ragged | Fault::Empty => Dimension::D3,
            Fault::NoTime | Fault::Back => Dimension::D4,
            Fault::Misfit | Fault::Outside | Fault::Unlisted | Fault::BadQuality => Dimension::D5,
            Fault::Again => Dimension::D6,
        }
    }

    pub const fn label(self) -> Phrase {
        match self {
            Fault::Ragged => Phrase::new("列数不对", "ragged"),
            Fault::NoTime => Phrase::new("时间读不出", "time unreadable"),
            Fault::Back => Phrase::new("时间回退", "step back"),
            Fault::Misfit => Phrase::new("不是数", "no number"),
            Fault::Outside => Phrase::new("超量程", "out of range"),
            Fault::Unlisted => Phrase::new("不在枚举内", "not in the list"),
            Fault::BadQuality => Phrase::new("质量码不良", "bad quality"),
            Fault::Again => Phrase::new("时刻重复", "stamp again"),
            Fault::Empty => Phrase::new("空", "empty"),
        }
    }
}

impl Reconciled {
    /// How many tags there are on both sides, then each kind of disagreement with the first of them.
    pub fn sentences(&self, lang: Lang) -> Vec<String> {
        let zh = lang == Lang::Zh;
        let names = |all: &[String]| {
            let named: Vec<String> = all.iter().take(NAMED).map(|name| clip(name, 24).into_owned()).collect();
            let more = if all.len() > NAMED { " …" } else { "" };
            format!("{}{more}", named.join(if zh { "、" } else { ", " }))
        };
        let (tags, registered) = (self.tags, self.registered);
        let mut said = vec![if zh {
            format!("与点表核对：文件 {tags} 个点，点表 {registered} 个")
        } else {
            format!("against the tag register: {tags} tags here, {registered} there")
        }];
        for (what, tags) in [
            (Phrase::new("点表中没有", "in no register"), &self.unknown),
            (Phrase::new("文件中没有", "absent here"), &self.absent),
        ] {
            if !tags.is_empty() {
                said.push(format!("{} {}  {}", what.say(lang), tags.len(), names(tags)));
            }
        }
        said.extend(self.differs.iter().take(NAMED).map(|difference| {
            let what = match difference.what {
                Differs::Unit => Phrase::new("单位不同", "unit differs"),
                Differs::Range => Phrase::new("量程不同", "range differs"),
            };
            let (here, there) = (&difference.in_file, &difference.in_register);
            format!("{} {}  {here} ≠ {there}", clip(&difference.tag, 24), what.say(lang))
        }));
        said
    }
}

fn plural(n: u64) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// Cut off, not rounded: what is not complete never reads 100 %.
pub fn whole_percent(share: f64) -> String {
    let cut = (share * 10_000.0 + 1e-9).floor() / 100.0;
    if (cut - 100.0).abs() < f64::EPSILON { "100 %".into() } else { format!("{cut:.2} %") }
}

/// Seconds in the largest unit that they are a whole number of.
pub fn span(seconds: f64, lang: Lang) -> String {
    let units = [(86_400.0, "天", "d"), (3600.0, "小时", "h"), (60.0, "分钟", "min"), (1.0, "秒", "s")];
    let unit = units.into_iter().find(|(length, ..)| seconds >= *length && (seconds / length).fract() == 0.0);
    let (length, zh, en) = unit.unwrap_or((1.0, "秒", "s"));
    format!("{} {}", short(seconds / length), if lang == Lang::Zh { zh } else { en })
}

/// Six digits that count.
pub fn short(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    #[expect(clippy::cast_possible_truncation, reason = "the exponent of a float")]
    let magnitude = value.abs().log10().floor() as i32;
    if !(-4..=11).contains(&magnitude) {
        return format!("{value:.5e}");
    }
    let decimals = usize::try_from(5 - magnitude).unwrap_or(0);
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
