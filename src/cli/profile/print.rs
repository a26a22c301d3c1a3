//! What was measured, for people: the file, its time, its dimensions with both factors of D3, a line a column, and
//! what is to be known of the measurement. A common file takes no more than a screen.

use super::list::{self, NAMED};
use crate::cli::out::{Line, Out, Paint, widest};
use crate::cli::trouble::Trouble;
use crate::guide::{Dimension, FigureKey, FigureKind, SourceKind};
use crate::profile::{
    Column, FigureMap, Found, Kind, Measured, MeasuredFile, Profile, dimensions, short, whole_percent,
};
use crate::readiness::Model;
use crate::text::{Lang, Phrase, clip, pad, pad_left};

/// Columns that are listed; the rest is in the JSON.
const MOST_COLUMNS: usize = 40;

pub fn print(
    done: &MeasuredFile,
    model: &Model,
    kind: Option<SourceKind>,
    lang: Lang,
    out: &mut Out,
) -> Result<(), Trouble> {
    let measured = |figures: &FigureMap| dimensions(figures, model, kind);
    match &done.found {
        Found::Export(profile) => {
            out.line(
                Line::new()
                    .painted(Paint::Strong, &profile.file.name)
                    .add(format!("  {}", profile.head(lang))),
            )?;
            let time = profile.time.iter().flat_map(|time| time.sentences(lang));
            for (at, sentence) in time.enumerate() {
                out.line(format!("{}{sentence}", if at == 0 { "  " } else { "    " }))?;
            }
            print_dimensions(&measured(&done.figures), lang, out)?;
            print_columns(profile, lang, out)?;
            print_worst(profile, lang, out)?;
        }
        Found::Tags(list) => {
            list::print(list, lang, out)?;
            print_dimensions(&measured(&done.figures), lang, out)?;
        }
    }
    if let Some(found) = &done.reconciled {
        for (at, sentence) in found.sentences(lang).into_iter().enumerate() {
            out.line(format!("{}{sentence}", if at == 0 { "  " } else { "    " }))?;
        }
    }
    if let Found::Export(profile) = &done.found {
        for remark in &profile.remarks {
            out.line(Line::new().painted(Paint::Note, "! ").add(remark.say(lang)))?;
        }
    }
    Ok(())
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
                let value = if key.kind() == FigureKind::Count {
                    format!("{value:.0}")
                } else {
                    whole_percent(*value)
                };
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
            .add(format!(" {} {}  ", pad_left(&whole_percent(found.value), 8), label.say(lang)))
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
        whole_percent(column.fill()),
        // Stamps of a long export are told apart within their tags only.
        if column.kind == Kind::Time && column.distinct.value == 0 {
            String::new()
        } else {
            format!("{about}{}", column.distinct.value)
        },
        if figures.is_none() { clip(&top, 10).into_owned() } else { number(|figures| figures.min) },
        number(|figures| figures.median),
        number(|figures| figures.max),
        column.stuck.map_or_else(String::new, |stuck| whole_percent(stuck.share)),
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
                format!("{column}{}", what.label().say(lang))
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
