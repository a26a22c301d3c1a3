//! What was measured, for people: the file, its time, its dimensions with both factors of D3, a line a column, and
//! what is to be known of the measurement. A common file takes no more than a screen.

use super::{Done, What, list};
use crate::cli::out::{Line, Out, Paint, widest};
use crate::cli::trouble::Trouble;
use crate::guide::{Dimension, FigureKey, FigureKind, SourceKind};
use crate::profile::{Column, Fault, FigureMap, Kind, Measured, Profile, Shape, Time, dimensions};
use crate::readiness::Model;
use crate::text::{Lang, Phrase, clip, pad, pad_left};

/// Columns that are listed; the rest is in the JSON.
const MOST_COLUMNS: usize = 40;

/// Rows, tags and words that are named of a kind.
pub(super) const NAMED: usize = 5;

pub fn print(
    done: &Done,
    model: &Model,
    kind: Option<SourceKind>,
    lang: Lang,
    out: &mut Out,
) -> Result<(), Trouble> {
    let measured = |figures: &FigureMap| dimensions(figures, model, kind);
    match &done.what {
        What::Export(profile) => {
            head(profile, lang, out)?;
            if let Some(time) = &profile.time {
                print_time(time, lang, out)?;
            }
            print_dimensions(&measured(&done.figures), lang, out)?;
            print_columns(profile, lang, out)?;
            print_worst(profile, lang, out)?;
        }
        What::Tags(list) => {
            list::print(list, lang, out)?;
            print_dimensions(&measured(&done.figures), lang, out)?;
        }
    }
    if let Some(found) = &done.reconciled {
        list::print_reconciled(found, lang, out)?;
    }
    if let What::Export(profile) = &done.what {
        for remark in &profile.remarks {
            out.line(Line::new().painted(Paint::Note, "! ").add(remark.say(lang)))?;
        }
    }
    Ok(())
}

fn head(profile: &Profile, lang: Lang, out: &mut Out) -> Result<(), Trouble> {
    let written = profile.encoding.as_deref().map_or_else(
        || profile.sheet.clone().unwrap_or_default(),
        |encoding| format!("{encoding} {}", sign(profile.delimiter)),
    );
    let shape = match (profile.shape, lang) {
        (Shape::Wide, Lang::Zh) => "宽表",
        (Shape::Wide, Lang::En) => "wide",
        (Shape::Long, Lang::Zh) => "长表",
        (Shape::Long, Lang::En) => "long",
    };
    let row = profile.header_row.map_or_else(String::new, |row| match lang {
        Lang::Zh => format!(" · 表头第 {row} 行"),
        Lang::En => format!(" · head in row {row}"),
    });
    let size = match lang {
        Lang::Zh => format!("{} 行 × {} 列", profile.rows, profile.columns.len()),
        Lang::En => {
            let (rows, columns) = (profile.rows, profile.columns.len());
            let (of_row, of_column) = (plural(rows), plural(columns as u64));
            format!("{rows} row{of_row} × {columns} column{of_column}")
        }
    };
    let line = Line::new().painted(Paint::Strong, &profile.file.name);
    out.line(line.add(format!("  {size} · {written} · {shape}{row}")))
}

fn sign(delimiter: Option<char>) -> String {
    match delimiter {
        Some('\t') => "tab".into(),
        Some(sign) => format!("“{sign}”"),
        None => String::new(),
    }
}

fn print_time(time: &Time, lang: Lang, out: &mut Out) -> Result<(), Trouble> {
    let zh = lang == Lang::Zh;
    out.line(if zh {
        format!("  时间 {}：{} 至 {}", time.column, time.first, time.last)
    } else {
        format!("  time {}: {} to {}", time.column, time.first, time.last)
    })?;
    let mut parts = vec![];
    if let (Some(nominal), Some(expected), Some(coverage)) = (time.nominal_s, time.expected, time.coverage) {
        let nominal = span(nominal, lang);
        let coverage = percent(coverage);
        parts.push(match (zh, time.is_given) {
            (true, true) => format!("周期 {nominal}（给定）"),
            (true, false) => format!("周期 {nominal}"),
            (false, true) => format!("period {nominal} (given)"),
            (false, false) => format!("period {nominal}"),
        });
        let distinct = time.distinct.value;
        parts.push(if zh {
            format!("应有 {expected} 条，实有 {distinct} 条（{coverage}）")
        } else {
            format!("{distinct} of {expected} records ({coverage})")
        });
    }
    if let Some(steps) = time.step_share {
        let steps = percent(steps);
        parts.push(if zh { format!("步长合格 {steps}") } else { format!("steps in time {steps}") });
    }
    if !parts.is_empty() {
        out.line(format!("    {}", parts.join(if zh { "，" } else { ", " })))?;
    }
    let mut parts = vec![];
    if let (Some(gap), Some(from)) = (time.longest_gap_s, &time.longest_gap_from) {
        let gap = span(gap, lang);
        parts.push(if zh {
            format!("最长断点 {gap}（自 {from}）")
        } else {
            format!("longest gap {gap} (from {from})")
        });
    }
    let back = time.furthest_back_s.map_or_else(String::new, |back| span(back, lang));
    parts.push(match (time.back_steps, zh) {
        (0, true) => "时间无回退".into(),
        (0, false) => "no step back".into(),
        (n, true) => format!("时间回退 {n} 次（最大 {back}）"),
        (n, false) => format!("{n} step{} back (up to {back})", plural(n)),
    });
    let duplicates = time.duplicates;
    parts.push(if zh {
        format!("重复时刻 {duplicates} 条")
    } else {
        format!("{duplicates} duplicate{}", plural(duplicates))
    });
    out.line(format!("    {}", parts.join(if zh { "，" } else { ", " })))?;
    if !time.strip.is_empty() {
        out.line(format!("    {}", strip(&time.strip)))?;
    }
    Ok(())
}

/// How full each part of the span is; a dot is an empty one.
fn strip(shares: &[f64]) -> String {
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

fn print_dimensions(
    measured: &std::collections::BTreeMap<Dimension, Measured>,
    lang: Lang,
    out: &mut Out,
) -> Result<(), Trouble> {
    for (dimension, found) in measured {
        let label = &dimension.model().label;
        let is_shown = |key: &FigureKey| {
            !matches!(key, FigureKey::D4Steps | FigureKey::TimeLongestGap | FigureKey::TimeBackSteps)
        };
        let factors: Vec<String> = found
            .factors
            .iter()
            .filter(|(key, _)| is_shown(key) && (*dimension != Dimension::D2 || *key == FigureKey::D2Tags))
            .map(|(key, value)| {
                let value =
                    if key.kind() == FigureKind::Count { format!("{value:.0}") } else { percent(*value) };
                format!("{} {value}", key.label().say(lang))
            })
            .collect();
        let paint = match found.level {
            0 | 1 => Paint::Bad,
            2 => Paint::Note,
            _ => Paint::Good,
        };
        let caps: Vec<&str> = found.caps.iter().map(|cap| cap.say(lang)).collect();
        let comma = if lang == Lang::Zh { "，" } else { ", " };
        let mut line = Line::new()
            .add(format!("  {} ", pad(dimension.key(), 3)))
            .painted(paint, format!("L{}", found.level))
            .add(format!(" {} {}  ", pad_left(&percent(found.value), 8), label.say(lang)))
            .painted(Paint::Faint, factors.join(comma));
        if !caps.is_empty() {
            line = line.painted(Paint::Note, format!("  ! {}", caps.join(comma)));
        }
        out.line(line)?;
    }
    Ok(())
}

fn print_columns(profile: &Profile, lang: Lang, out: &mut Out) -> Result<(), Trouble> {
    const HEADS: [Phrase; 9] = [
        Phrase::new("列", "column"),
        Phrase::new("类型", "kind"),
        Phrase::new("填充", "fill"),
        Phrase::new("不同值", "distinct"),
        Phrase::new("最小", "min"),
        Phrase::new("中位", "median"),
        Phrase::new("最大", "max"),
        Phrase::new("不变", "stuck"),
        Phrase::new("不合", "wrong"),
    ];
    let mut rows: Vec<Vec<String>> = vec![HEADS.iter().map(|head| head.say(lang).to_owned()).collect()];
    rows.extend(profile.columns.iter().take(MOST_COLUMNS).map(|column| cells(column, lang)));
    let widths: Vec<usize> = (0..HEADS.len())
        .map(|at| widest(rows.iter().filter_map(|row| row.get(at)).map(String::as_str)))
        .collect();
    for (n, row) in rows.iter().enumerate() {
        let line: Vec<String> = row
            .iter()
            .zip(&widths)
            .enumerate()
            .map(|(at, (cell, width))| if at < 2 { pad(cell, *width) } else { pad_left(cell, *width) })
            .collect();
        let paint = if n == 0 { Paint::Faint } else { Paint::Plain };
        out.line(Line::new().painted(paint, format!("  {}", line.join("  "))))?;
    }
    let more = profile.columns.len().saturating_sub(MOST_COLUMNS);
    if more > 0 {
        out.line(match lang {
            Lang::Zh => format!("  另有 {more} 列，见 --json"),
            Lang::En => format!("  {more} more, see --json"),
        })?;
    }
    Ok(())
}

fn cells(column: &Column, lang: Lang) -> Vec<String> {
    let figures = column.figures.as_ref();
    let number = |of: fn(&crate::profile::Figures) -> f64| {
        figures.map_or_else(String::new, |figures| short(of(figures)))
    };
    let about = if column.distinct.error > 0.0 { "~" } else { "" };
    let wrong = column.misfits + column.outside.unwrap_or(0) + column.unlisted.unwrap_or(0);
    let unit = column.unit.as_ref().map_or_else(String::new, |unit| format!(" [{unit}]"));
    let top =
        column.top.first().filter(|_| figures.is_none()).map(|(word, _)| word.clone()).unwrap_or_default();
    vec![
        clip(&format!("{}{unit}", column.name), 24).into_owned(),
        column.kind.label().say(lang).to_owned(),
        percent(column.fill()),
        // Stamps of a long export are told apart within their tags only.
        if column.kind == Kind::Time && column.distinct.value == 0 {
            String::new()
        } else {
            format!("{about}{}", column.distinct.value)
        },
        if figures.is_none() { clip(&top, 10).into_owned() } else { number(|figures| figures.min) },
        number(|figures| figures.median),
        number(|figures| figures.max),
        column.stuck.map_or_else(String::new, |stuck| percent(stuck.share)),
        if wrong > 0 { wrong.to_string() } else { String::new() },
    ]
}

fn print_worst(profile: &Profile, lang: Lang, out: &mut Out) -> Result<(), Trouble> {
    if profile.worst.is_empty() {
        return Ok(());
    }
    let rows = profile.worst.iter().take(NAMED).map(|row| {
        let faults: Vec<String> = row
            .faults
            .iter()
            .take(2)
            .map(|(what, column)| {
                let column =
                    column.as_ref().map_or_else(String::new, |column| format!("{} ", clip(column, 16)));
                format!("{column}{}", fault(*what).say(lang))
            })
            .collect();
        let (open, close) = if lang == Lang::Zh { ("（", "）") } else { (" (", ")") };
        format!("{}{open}{}{close}", row.row, faults.join(if lang == Lang::Zh { "、" } else { ", " }))
    });
    let rows: Vec<String> = rows.collect();
    out.line(match lang {
        Lang::Zh => format!("  问题最多的行：{}", rows.join("，")),
        Lang::En => format!("  worst rows: {}", rows.join(", ")),
    })
}

pub(super) const fn fault(fault: Fault) -> Phrase {
    match fault {
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

fn plural(n: u64) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// Cut off, not rounded: what is not complete never reads 100 %.
pub(super) fn percent(share: f64) -> String {
    let cut = (share * 10_000.0 + 1e-9).floor() / 100.0;
    if (cut - 100.0).abs() < f64::EPSILON { "100 %".into() } else { format!("{cut:.2} %") }
}

fn span(seconds: f64, lang: Lang) -> String {
    let units = [(86_400.0, "天", "d"), (3600.0, "小时", "h"), (60.0, "分钟", "min"), (1.0, "秒", "s")];
    let unit = units.into_iter().find(|(length, ..)| seconds >= *length && (seconds / length).fract() == 0.0);
    let (length, zh, en) = unit.unwrap_or((1.0, "秒", "s"));
    format!("{} {}", short(seconds / length), if lang == Lang::Zh { zh } else { en })
}

/// Six digits that count.
pub(super) fn short(value: f64) -> String {
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
