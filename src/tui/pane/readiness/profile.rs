//! The profile (画像) behind a measurement: how the file was read, its time with the gap strip, a line a column, the ten
//! worst rows, and of the column under the cursor the histogram. Where the details are not on this machine, what the
//! workspace holds of each column.

use super::recalled::Known;
use super::{Focus, ReadinessPane};
use crate::profile::{Column, Figures, Kind, Profile, STRIP, WorstRow, short, strip_bars, whole_percent};
use crate::text::{Lang, Phrase, clip, pad, pad_left, wrap};
use crate::tui::action::Action;
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::chart::{share, spark};
use crate::tui::widget::list::{List, Step};
use crate::tui::widget::touch::{Part, Touch};
use crate::workspace::Measurement;
use ratatui::layout::Rect;

/// Where its reader is.
#[derive(Debug, Default)]
pub struct ProfileView {
    list: List,
    /// How many there are.
    lines: usize,
    /// The line under the cursor, for the clipboard.
    here: String,
}

/// A line of the list.
enum Line<'a> {
    Column(&'a Column),
    /// Of a measurement whose details are not here: column and its figures.
    Kept(&'a str, &'a str),
    Worst(&'a WorstRow),
    Heading,
}

struct Areas {
    top: Rect,
    titles: Rect,
    list: Rect,
    under: Rect,
}

/// Lines above the list, and below it for the column under the cursor.
const TOP: u16 = 6;
const UNDER: u16 = 7;

impl Areas {
    fn of(body: Rect) -> Areas {
        let area = right_of(body, 1);
        let top = TOP.min(area.height);
        let under = if area.height >= 18 { UNDER } else { 0 };
        let titles = below(area, top);
        let used = top + titles.height;
        Areas {
            top: Rect { height: top, ..area },
            titles,
            list: Rect { y: area.y + used, height: (area.height - used).saturating_sub(under), ..area },
            under: Rect { y: area.bottom() - under, height: under, ..area },
        }
    }
}

impl ProfileView {
    pub fn settle(&mut self, profile: Option<&Profile>, body: Rect) {
        let height = usize::from(Areas::of(body).list.height.max(1));
        if let Some(profile) = profile {
            self.lines = count(profile);
            self.list.keep_in_view(self.lines, height);
            self.here = match line_at(profile, self.list.at) {
                Line::Column(column) => column.name.clone(),
                Line::Worst(row) => row.row.to_string(),
                Line::Kept(..) | Line::Heading => String::new(),
            };
        }
    }

    pub fn step(&mut self, step: Step, profile: Option<&Profile>, body: Rect) {
        let height = usize::from(Areas::of(body).list.height.max(1));
        let count = profile.map_or(usize::from(u16::MAX), count);
        self.list.step(step, count, height);
    }

    /// Puts the cursor on a line of the list.
    pub fn point(&mut self, at: usize) {
        self.list.at = at;
    }

    pub fn scroll(&mut self, by: isize, height: usize) {
        self.list.scroll(by, self.lines, height);
    }

    pub fn copied(&self, lang: Lang) -> Vec<Action> {
        if self.here.is_empty() {
            return vec![super::say(
                Phrase::new("这一行没有可复制的内容", "there is nothing to copy here"),
                lang,
            )];
        }
        vec![Action::CopyText(self.here.clone())]
    }
}

fn count(profile: &Profile) -> usize {
    profile.columns.len() + if profile.worst.is_empty() { 0 } else { 1 + profile.worst.len() }
}

fn line_at(profile: &Profile, at: usize) -> Line<'_> {
    match at.checked_sub(profile.columns.len()) {
        None => profile.columns.get(at).map_or(Line::Heading, Line::Column),
        Some(0) => Line::Heading,
        Some(n) => profile.worst.get(n - 1).map_or(Line::Heading, Line::Worst),
    }
}

impl ReadinessPane {
    /// The details behind what is looked at.
    pub(super) fn profile_of<'a>(&self, context: &Context<'a>) -> Option<&'a Profile> {
        context.profiles.here(self.opened_measurement(context)?.hash.as_str())
    }

    fn opened_measurement<'a>(&self, context: &Context<'a>) -> Option<&'a Measurement> {
        context.workspace.measurements.get(self.opened.as_ref()?.as_str())
    }

    pub(super) fn draw_profile(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        debug_assert_eq!(self.focus, Focus::Profile);
        let lang = context.lang;
        let areas = Areas::of(body);
        let Some(measurement) = self.opened_measurement(context) else {
            let gone = Phrase::new("这次测量已被删除：Esc 返回", "the measurement is gone: Esc goes back");
            canvas.line(areas.top, Role::Faint, gone.say(lang));
            return;
        };
        let source = context.workspace.rows.get(measurement.source.as_str());
        let name = source.map_or(String::new(), crate::readiness::row_title);
        let title = [name.as_str(), measurement.file.as_str()].join(" ← ");
        let used = canvas.line(below(areas.top, 0), Role::Heading, &title);
        let facts = [measurement.on.as_str(), measurement.by.as_str()].join(" · ");
        canvas.line(right_of(below(areas.top, 0), used + 2), Role::Faint, &facts);
        let Some(profile) = self.profile_of(context) else {
            self.draw_kept(canvas, &areas, measurement, context);
            return;
        };
        canvas.line(below(areas.top, 1), Role::Plain, &profile.head(lang));
        draw_time(canvas, areas.top, profile, lang);
        draw_titles(canvas, areas.titles, lang);
        canvas.scrolls(areas.list, Part::List);
        let view = &self.profile.list;
        for (row, at) in view.window(count(profile), usize::from(areas.list.height)).enumerate() {
            let place = below(areas.list, cells(row));
            canvas.touch(place, Touch::line(Part::List, at));
            match line_at(profile, at) {
                Line::Column(column) => draw_column(canvas, place, column, lang),
                Line::Worst(worst) => {
                    canvas.line(place, Role::Plain, &worst_text(worst, lang));
                }
                Line::Heading => {
                    let heading = Phrase::new("问题最多的行", "Worst rows").say(lang);
                    let used = canvas.line(place, Role::Label, heading);
                    canvas.rule(right_of(place, used + 1), Role::Faint, "─");
                }
                Line::Kept(..) => {}
            }
            if at == view.at {
                canvas.tint(place, Role::Cursor);
            }
        }
        if areas.under.height == 0 {
            return;
        }
        canvas.rule(below(areas.under, 0), Role::Faint, "─");
        let under = Rect { y: areas.under.y + 1, height: areas.under.height - 1, ..areas.under };
        match line_at(profile, view.at) {
            Line::Column(column) => draw_under(canvas, under, column, lang),
            Line::Worst(worst) => {
                for (row, text) in wrap(&worst_text(worst, lang), usize::from(under.width)).iter().enumerate()
                {
                    canvas.line(below(under, cells(row)), Role::Plain, text);
                }
            }
            _ => {
                for (row, remark) in profile.remarks.iter().enumerate() {
                    canvas.line(below(under, cells(row)), Role::Warn, &format!("! {}", remark.say(lang)));
                }
            }
        }
    }

    /// What the workspace itself holds of the export.
    fn draw_kept(&self, canvas: &mut Canvas, areas: &Areas, measurement: &Measurement, context: &Context) {
        let lang = context.lang;
        let (role, text) = match (context.profiles.of(measurement.hash.as_str()), lang) {
            (Some(Known::Coming(done, total)), _) => {
                let percent = (done * 100).checked_div(*total).unwrap_or(0);
                let text = match lang {
                    Lang::Zh => format!("正在找画像，必要时由原文件重算…… {percent}%"),
                    Lang::En => format!("looking for the profile, measuring the file anew if need be … {percent}%"),
                };
                (Role::Doing, text)
            }
            (_, Lang::Zh) => {
                (Role::Warn, "直方图、断点图和问题行只存在测量它的那台电脑上，原文件也不在工作区文件夹里：按 p 选这份文件重算。".to_owned())
            }
            (_, Lang::En) => (
                Role::Warn,
                "Histograms, the gap strip and worst rows are kept on the machine that measured it, and the file is not in the workspace's folder: p measures it anew.".to_owned(),
            ),
        };
        let rest = Rect { y: areas.top.y + 1, height: areas.top.height.saturating_sub(1), ..areas.top };
        for (row, line) in wrap(&text, usize::from(rest.width)).iter().enumerate() {
            canvas.line(below(rest, cells(row)), role, line);
        }
        let names =
            measurement.columns.iter().map(|(name, _)| crate::text::width(name)).max().unwrap_or(0).min(24);
        let kept: Vec<Line> =
            measurement.columns.iter().map(|(name, line)| Line::Kept(name, line.as_str())).collect();
        if kept.is_empty() {
            return;
        }
        let head = Phrase::new("工作区中留存的各列数字", "What the workspace holds of each column");
        canvas.line(areas.titles, Role::Label, head.say(lang));
        let mut view = self.profile.list;
        view.keep_in_view(kept.len(), usize::from(areas.list.height));
        for (row, at) in view.window(kept.len(), usize::from(areas.list.height)).enumerate() {
            if let Line::Kept(name, line) = &kept[at] {
                let place = below(areas.list, cells(row));
                let used = canvas.line(place, Role::Plain, &pad(&clip(name, names), names + 2));
                canvas.line(right_of(place, used), Role::Faint, line);
            }
        }
    }
}

/// Period and records, gaps, and the strip with its ends.
fn draw_time(canvas: &mut Canvas, area: Rect, profile: &Profile, lang: Lang) {
    let Some(time) = &profile.time else {
        let none = Phrase::new("没有可用的时间列", "no column of time");
        canvas.line(below(area, 2), Role::Warn, none.say(lang));
        return;
    };
    for (row, sentence) in time.sentences(lang).iter().skip(1).take(2).enumerate() {
        canvas.line(below(area, 2 + cells(row)), Role::Plain, sentence);
    }
    if !time.strip.is_empty() {
        let wide = usize::from(area.width).min(STRIP);
        canvas.line(below(area, 4), Role::Good, &strip_bars(&fewer(&time.strip, wide)));
        let ends = Rect { width: cells(wide), ..below(area, 5) };
        canvas.line(ends, Role::Faint, &time.first);
        if wide > crate::text::width(&time.first) + crate::text::width(&time.last) {
            canvas.line_right(ends, Role::Faint, &time.last);
        }
        let legend = Phrase::new("█ 到齐  ▄ 缺一半  · 断点", "█ all there  ▄ half of it  · a gap");
        canvas.line(right_of(below(area, 4), cells(wide) + 2), Role::Faint, legend.say(lang));
    }
}

/// The strip in fewer parts: each is its worst one, so that no gap is hidden.
pub(super) fn fewer(shares: &[f64], parts: usize) -> Vec<f64> {
    let parts = parts.clamp(1, shares.len().max(1));
    let bounds = |n: usize| n * shares.len() / parts;
    (0..parts)
        .map(|n| shares[bounds(n)..bounds(n + 1)].iter().copied().fold(f64::INFINITY, f64::min))
        .map(|least| if least.is_finite() { least } else { 0.0 })
        .collect()
}

/// Cells of the columns, in eighty cells with the name.
const fn widths(lang: Lang) -> [usize; 8] {
    match lang {
        Lang::Zh => [5, 9, 8, 9, 9, 9, 8, 7],
        Lang::En => [7, 8, 9, 9, 9, 9, 7, 6],
    }
}
const NAME: usize = 15;

fn draw_titles(canvas: &mut Canvas, place: Rect, lang: Lang) {
    const HEADS: [Phrase; 8] = [
        Phrase::new("类型", "kind"),
        Phrase::new("填充", "fill"),
        Phrase::new("不同值", "distinct"),
        Phrase::new("最小", "min"),
        Phrase::new("中位", "median"),
        Phrase::new("最大", "max"),
        Phrase::new("不变", "stuck"),
        Phrase::new("不合", "wrong"),
    ];
    let heads: Vec<String> = HEADS.iter().map(|head| head.say(lang).to_owned()).collect();
    let name = Phrase::new("列", "column").say(lang);
    let text = format!("{}{}", pad(name, NAME), row_text(&heads, lang));
    let used = canvas.line(place, Role::Label, &text);
    let bins = Phrase::new("直方图", "histogram").say(lang);
    canvas.line(right_of(place, used + 2), Role::Label, bins);
}

fn row_text(values: &[String], lang: Lang) -> String {
    values
        .iter()
        .zip(widths(lang))
        .enumerate()
        .map(|(n, (text, wide))| {
            let text = clip(text, wide - 1);
            if n == 0 { pad(&text, wide) } else { pad_left(&text, wide) }
        })
        .collect()
}

fn draw_column(canvas: &mut Canvas, place: Rect, column: &Column, lang: Lang) {
    let number = |of: fn(&Figures) -> f64| {
        column.figures.as_ref().map_or_else(String::new, |figures| short(of(figures)))
    };
    let wrong = column.misfits + column.outside.unwrap_or(0) + column.unlisted.unwrap_or(0);
    // The head says it most often.
    let unit = column.unit.as_ref().filter(|unit| !column.name.contains(unit.as_str()));
    let unit = unit.map_or_else(String::new, |unit| format!(" {unit}"));
    let about = if column.distinct.error > 0.0 { "~" } else { "" };
    let values = [
        column.kind.label().say(lang).to_owned(),
        whole_percent(column.fill()).replace(' ', ""),
        if column.kind == Kind::Time { String::new() } else { format!("{about}{}", column.distinct.value) },
        number(|figures| figures.min),
        number(|figures| figures.median),
        number(|figures| figures.max),
        column.stuck.map_or_else(String::new, |stuck| whole_percent(stuck.share).replace(' ', "")),
        if wrong > 0 { wrong.to_string() } else { String::new() },
    ];
    let name = clip(&format!("{}{unit}", column.name), NAME - 1).into_owned();
    let role = if wrong > 0 { Role::Warn } else { Role::Plain };
    let used = canvas.line(place, role, &format!("{}{}", pad(&name, NAME), row_text(&values, lang)));
    if let Some(figures) = &column.figures {
        canvas.line(right_of(place, used + 2), Role::Doing, &bins(figures));
    } else if let Some((word, n)) = column.top.first() {
        canvas.line(right_of(place, used + 2), Role::Faint, &format!("{word} ×{n}"));
    }
}

/// Nothing where no value lies; else a bar from the root of the count, so that what is rare is seen.
#[expect(clippy::cast_precision_loss, reason = "the height of a bar")]
fn bins(figures: &Figures) -> String {
    let heights: Vec<f64> = figures.histogram.iter().map(|n| (*n as f64).sqrt()).collect();
    let bars: Vec<char> =
        spark(&std::iter::once(0.0).chain(heights).collect::<Vec<f64>>()).chars().skip(1).collect();
    bars.into_iter().zip(&figures.histogram).map(|(bar, n)| if *n == 0 { ' ' } else { bar }).collect()
}

/// The histogram in four rows, and the figures beside it.
#[expect(clippy::cast_precision_loss, reason = "the height of a bar")]
fn draw_under(canvas: &mut Canvas, area: Rect, column: &Column, lang: Lang) {
    const HIGH: u16 = 4;
    const BARS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    let zh = lang == Lang::Zh;
    let mut text = area;
    if let Some(figures) = &column.figures {
        let most = figures.histogram.iter().copied().max().unwrap_or(0).max(1) as f64;
        // Two cells a bin where there is room for the figures as well.
        let wide = if area.width >= 100 { 2 } else { 1 };
        for row in 0..HIGH {
            let floor = f64::from(HIGH - 1 - row);
            let bar = |n: &u64| {
                let filled = (*n as f64 / most) * f64::from(HIGH) - floor;
                let least = usize::from(*n > 0 && floor == 0.0);
                BARS[share(filled.clamp(0.0, 1.0), 8).max(least)]
            };
            let bars: String = figures.histogram.iter().map(|n| bar(n).repeat(wide)).collect();
            canvas.line(below(area, row), Role::Doing, &bars);
        }
        let across = cells(figures.histogram.len() * wide);
        let ends = Rect { width: across.min(area.width), ..below(area, HIGH) };
        canvas.line(ends, Role::Faint, &short(figures.min));
        canvas.line_right(ends, Role::Faint, &short(figures.max));
        text = right_of(area, across + 3);
    }
    for (row, line) in about(column, zh, lang).iter().enumerate() {
        canvas.line(below(text, cells(row)), Role::Plain, line);
    }
}

fn about(column: &Column, zh: bool, lang: Lang) -> Vec<String> {
    let said = |zh_text: &str, en: &str| if zh { zh_text.to_owned() } else { en.to_owned() };
    let mut lines = vec![];
    if let Some(figures) = &column.figures {
        let sd =
            figures.sd.map_or_else(String::new, |sd| format!("  {} {}", said("标准差", "sd"), short(sd)));
        lines.push(format!("{} {}{sd}", said("均值", "mean"), short(figures.mean)));
        let quartiles = [figures.q1, figures.median, figures.q3].map(short).join(" / ");
        let error =
            if figures.error > 0.0 { format!("  ±{}", whole_percent(figures.error)) } else { String::new() };
        lines.push(format!("{} {quartiles}{error}", said("四分位", "quartiles")));
    }
    let top = column.figures.as_ref().map(|figures| &figures.top);
    let top: Vec<String> = match top {
        Some(top) => top.iter().map(|(value, n)| format!("{} ×{n}", short(*value))).collect(),
        None => column.top.iter().map(|(word, n)| format!("{word} ×{n}")).collect(),
    };
    if !top.is_empty() {
        lines.push(format!(
            "{} {}",
            said("最多的值", "top values"),
            top.into_iter().take(6).collect::<Vec<_>>().join("  ")
        ));
    }
    let mut wrongs = vec![];
    for (n, what) in [
        (Some(column.misfits), said("类型不符", "of another type")),
        (column.outside, said("超量程", "out of range")),
        (column.unlisted, said("不在枚举内", "not in the list")),
    ] {
        wrongs.extend(n.map(|n| format!("{what} {n}")));
    }
    lines.push(wrongs.join(if zh { "，" } else { ", " }));
    if let Some(stuck) = column.stuck {
        let given = match (stuck.is_given, lang) {
            (true, _) => "",
            (false, Lang::Zh) => "（点表未给时限，不计入 D5）",
            (false, Lang::En) => " (the register gives no limit: not part of D5)",
        };
        lines.push(format!(
            "{} {}，{} {}{given}",
            said("不变占比", "stuck"),
            whole_percent(stuck.share),
            said("最长连续", "longest run"),
            stuck.longest
        ));
    }
    lines
}

/// `第 1203 行：3 处——温度 超量程，压力 空`.
pub fn worst_text(worst: &WorstRow, lang: Lang) -> String {
    let faults: Vec<String> = worst
        .faults
        .iter()
        .map(|(fault, column)| {
            let column = column.as_ref().map_or_else(String::new, |column| format!("{} ", clip(column, 24)));
            format!("{column}{}", fault.label().say(lang))
        })
        .collect();
    match lang {
        Lang::Zh => format!("第 {} 行：{} 处，{}", worst.row, worst.count, faults.join("，")),
        Lang::En => format!("row {}: {} wrong, {}", worst.row, worst.count, faults.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_gap_is_lost_in_a_narrower_strip() {
        let mut shares = vec![1.0; 60];
        shares[31] = 0.0;
        for parts in [1, 7, 20, 59, 60, 90] {
            let narrow = fewer(&shares, parts);
            assert_eq!(narrow.len(), parts.min(60));
            assert_eq!(narrow.iter().filter(|share| **share == 0.0).count(), 1, "{parts}");
        }
        assert_eq!(fewer(&[], 5), [0.0]);
    }
}
