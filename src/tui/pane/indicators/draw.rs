//! How the page of indicators looks. It only reads.

use super::{Column, IndicatorsPane, Line, lines};
use crate::readiness::{AgainstTarget, Better, Indicator, Trend};
use crate::text::{Lang, clip, pad, pad_left, width, wrap};
use crate::tui::pane::{Context, short_day};
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::chart::spark;
use crate::tui::widget::touch::{Part, Touch};
use jiff::civil::Date;
use ratatui::layout::Rect;

/// Where the parts are; None for those that are not seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Areas {
    head: Rect,
    list_head: Option<Rect>,
    pub list: Option<Rect>,
    detail: Option<Rect>,
    pub chart: Option<Rect>,
    pub readings: Option<Rect>,
}

/// Cells of a number and of the small trend.
const NUMBER: usize = 8;
const SPARK: usize = 8;
/// From here on a line has room for when the target is due, and for who answers for it.
const WITH_OWNER: u16 = 84;
const DAY: usize = 6;
const OWNER: usize = 8;
/// Lines above the chart, and above the readings.
const FACTS: u16 = 4;

impl IndicatorsPane {
    pub(super) fn areas(&self, body: Rect) -> Areas {
        let head = Rect { height: body.height.min(1), ..body };
        let rest = Rect { y: body.y + head.height, height: body.height - head.height, ..body };
        let is_wide = body.width >= 100;
        let (left, right) = if is_wide {
            let left = self.split.width((body.width / 2).clamp(50, 96), body.width * 3 / 4);
            (Some(Rect { width: left, ..rest }), Some(right_of(rest, left + 2)))
        } else if self.column == Column::List {
            (Some(rest), None)
        } else {
            (None, Some(right_of(rest, 1)))
        };
        let split = |area: Rect, above: u16| {
            let above = above.min(area.height);
            (Rect { height: above, ..area }, Rect { y: area.y + above, height: area.height - above, ..area })
        };
        let list = left.map(|area| split(area, 1));
        let detail = right.map(|area| split(area, FACTS));
        let charted = detail.map(|(_, rest)| {
            let high = if rest.height >= 10 { (rest.height / 2).clamp(6, 18) } else { 0 };
            split(rest, high)
        });
        let readings = charted.map(|(_, rest)| split(rest, 1).1);
        Areas {
            head,
            list_head: list.map(|(head, _)| head),
            list: list.map(|(_, list)| list),
            detail: right,
            chart: charted.map(|(chart, _)| chart).filter(|chart| chart.height > 0),
            readings,
        }
    }

    pub(super) fn draw_all(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        let areas = self.areas(body);
        self.draw_head(canvas, areas.head, context.lang);
        if self.all.is_empty() {
            draw_empty(
                canvas,
                Rect { y: areas.head.bottom(), height: body.height - areas.head.height, ..body },
                context.lang,
            );
            return;
        }
        if let (Some(head), Some(list)) = (areas.list_head, areas.list) {
            draw_titles(canvas, head, context.lang);
            canvas.scrolls(list, Part::List);
            for (row, at) in self.list.window(self.all.len(), usize::from(list.height)).enumerate() {
                let place = below(list, cells(row));
                canvas.touch(place, Touch::line(Part::List, at));
                draw_indicator(canvas, place, &self.all[at], context.today);
                if at == self.list.at {
                    canvas.line(place, Role::Accent, "▌");
                    canvas.tint(place, if self.column == Column::List { Role::Cursor } else { Role::Rest });
                }
            }
        }
        if let (Some(detail), Some(indicator)) = (areas.detail, self.indicator()) {
            if areas.list.is_some() {
                for y in 0..detail.height {
                    let edge = Rect { x: detail.x.saturating_sub(2), width: 1, ..detail };
                    canvas.line(below(edge, y), Role::Faint, "│");
                }
                let border = Rect { x: detail.x.saturating_sub(2), width: 2, ..detail };
                canvas.touch(border, Touch::Divider(Part::List));
            }
            draw_facts(canvas, detail, indicator, context);
            if let Some(chart) = areas.chart {
                self.chart.draw(canvas, chart);
            }
            if let Some(readings) = areas.readings {
                self.draw_readings(canvas, readings, indicator, context);
            }
        }
    }

    fn draw_head(&self, canvas: &mut Canvas, area: Rect, lang: Lang) {
        let count = |standings: &[AgainstTarget]| {
            self.all.iter().filter(|indicator| standings.contains(&indicator.standing())).count()
        };
        let met = count(&[AgainstTarget::Better, AgainstTarget::OnTarget]);
        let (missed, unread) = (count(&[AgainstTarget::Worse]), count(&[AgainstTarget::Unread]));
        let (name, said) = match lang {
            Lang::Zh => (
                " 绩效",
                format!("{} 项 · ▲ 达标 {met} · ▼ 未达 {missed} · ? 无读数 {unread}", self.all.len()),
            ),
            Lang::En => (
                " Indicators",
                format!("{} in all · ▲ met {met} · ▼ missed {missed} · ? unread {unread}", self.all.len()),
            ),
        };
        let used = canvas.line(area, Role::Heading, name);
        canvas.line(right_of(area, used + 2), Role::Faint, &said);
    }

    fn draw_readings(&self, canvas: &mut Canvas, area: Rect, indicator: &Indicator, context: &Context) {
        let lines = lines(indicator);
        let head = Rect { y: area.y.saturating_sub(1), height: 1, ..area };
        let title = match context.lang {
            Lang::Zh => format!("读数 {}", lines.len()),
            Lang::En => format!("Readings {}", lines.len()),
        };
        let used = canvas.line(head, Role::Label, &title);
        canvas.rule(right_of(head, used + 1), Role::Faint, "─");
        if lines.is_empty() {
            let none = match context.lang {
                Lang::Zh => "还没有读数：a 新增（日期、数值、来源）",
                Lang::En => "no reading yet: a adds one (day, value, source)",
            };
            canvas.line(below(area, 0), Role::Faint, none);
        }
        canvas.scrolls(area, Part::Other);
        for (row, at) in self.readings.window(lines.len(), usize::from(area.height)).enumerate() {
            let place = below(area, cells(row));
            canvas.touch(place, Touch::line(Part::Other, at));
            draw_reading(canvas, place, indicator, &lines[at], context);
            if at == self.readings.at && self.column == Column::Readings {
                canvas.line(Rect { width: 1, ..place }, Role::Accent, "▌");
                canvas.tint(place, Role::Cursor);
            }
        }
    }
}

/// Cells of a line that is read.
const READ: usize = 84;

fn draw_empty(canvas: &mut Canvas, area: Rect, lang: Lang) {
    let texts = match lang {
        Lang::Zh => [
            "还没有指标。每个指标是台账“指标表”的一行：基线、目标、方向、口径；读数按日期填报，在这里看实际与目标、走势，以及口径变更。",
            "按 A 新增第一个指标，按 a 填报读数。",
        ],
        Lang::En => [
            "No indicators yet. They are the rows of the KPI table: baseline, target, direction, formula. Readings by date show where each stands and goes.",
            "A adds the first indicator, a then adds readings.",
        ],
    };
    let room = usize::from(area.width.saturating_sub(2)).clamp(2, READ);
    let lines = texts.iter().flat_map(|text| wrap(text, room));
    for (row, text) in lines.enumerate() {
        canvas.line(right_of(below(area, cells(row + 1)), 1), Role::Faint, &text);
    }
}

/// Cells right of the name: three numbers and, where there is room, day and owner and the small trend.
fn tail(wide: u16) -> (u16, bool) {
    let has_spark = wide >= 50;
    let owner = if wide >= WITH_OWNER { DAY + 2 + OWNER } else { 0 };
    (cells((NUMBER + 1) * 3 + owner + if has_spark { SPARK + 2 } else { 0 }), has_spark)
}

fn draw_titles(canvas: &mut Canvas, place: Rect, lang: Lang) {
    let said = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    canvas.line(right_of(place, 3), Role::Label, said("指标", "Indicator"));
    let (tail, has_spark) = tail(place.width);
    let titles = [said("基线", "base"), said("目标", "target"), said("最新", "newest")];
    let mut text = titles.map(|title| pad_left(title, NUMBER) + " ").concat();
    if place.width >= WITH_OWNER {
        text.push_str(&pad_left(said("期限", "due"), DAY));
        text.push_str(&pad(said("  责任人", "  owner"), OWNER + 2));
    }
    if has_spark {
        text.push_str(&pad(said(" 走势", " trend"), SPARK + 2));
    }
    if place.width > tail + 6 {
        canvas.line(right_of(place, place.width - tail), Role::Label, text.trim_end());
    }
}

pub(super) fn role(standing: AgainstTarget) -> Role {
    match standing {
        AgainstTarget::Better | AgainstTarget::OnTarget => Role::Good,
        AgainstTarget::Worse => Role::Bad,
        AgainstTarget::Unread => Role::Warn,
        AgainstTarget::NoTarget => Role::Faint,
    }
}

fn draw_indicator(canvas: &mut Canvas, place: Rect, indicator: &Indicator, today: Date) {
    let standing = indicator.standing();
    canvas.line(right_of(place, 1), role(standing), standing.sign());
    let (tail, has_spark) = tail(place.width);
    let is_roomy = place.width > tail + 12;
    let name = right_of(place, 3);
    let name = if is_roomy { Rect { width: name.width.saturating_sub(tail), ..name } } else { name };
    let used = canvas.line(name, Role::Plain, indicator.title());
    canvas.line(right_of(name, used + 1), Role::Faint, &indicator.unit);
    if !is_roomy {
        return;
    }
    let newest = indicator.newest().map_or("—", |point| point.text.as_str());
    let texts = [
        (Role::Faint, &*indicator.base_text),
        (Role::Plain, &*indicator.target_text),
        (role(standing), newest),
    ];
    let mut at = right_of(place, place.width - tail);
    for (role, text) in texts {
        let text = if text.is_empty() { "—" } else { text };
        canvas.line_right(Rect { width: cells(NUMBER), ..at }, role, &clip(text, NUMBER));
        at = right_of(at, cells(NUMBER + 1));
    }
    if place.width >= WITH_OWNER {
        let due = indicator.target_due.map_or("—".to_owned(), |due| short_day(&due.to_string(), today));
        canvas.line_right(Rect { width: cells(DAY), ..at }, Role::Faint, &due);
        let owner = right_of(at, cells(DAY + 2));
        canvas.line(
            Rect { width: cells(OWNER).min(owner.width), ..owner },
            Role::Plain,
            &clip(&indicator.owner, OWNER),
        );
        at = right_of(at, cells(DAY + 2 + OWNER));
    }
    if has_spark {
        let from = indicator.points.len().saturating_sub(SPARK);
        let values: Vec<f64> = indicator.points.iter().skip(from).map(|point| point.value).collect();
        canvas.line(right_of(at, 1), Role::Doing, &spark(&values));
    }
}

/// Name and standing, baseline, target and newest value, what has come of it.
fn draw_facts(canvas: &mut Canvas, area: Rect, indicator: &Indicator, context: &Context) {
    let lang = context.lang;
    let said = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
    let standing = indicator.standing();
    let word = match standing {
        AgainstTarget::Unread => said("尚无读数", "no reading yet"),
        AgainstTarget::NoTarget => said("没有目标或方向，无从判断", "no target or direction to judge by"),
        AgainstTarget::Better => said("优于目标", "better than the target"),
        AgainstTarget::OnTarget => said("达到目标", "on target"),
        AgainstTarget::Worse => said("未达目标", "short of the target"),
    };
    let line = below(area, 0);
    let verdict = format!("{} {word}", standing.sign());
    let rest = if usize::from(line.width) > width(&verdict) + 16 {
        let rest = canvas.line_right(line, role(standing), &verdict);
        Rect { width: rest.width.saturating_sub(1), ..rest }
    } else {
        line
    };
    let called = [&*indicator.key, &*indicator.name].join(" ");
    let called = if called.trim().is_empty() { indicator.title() } else { called.trim() };
    canvas.line(rest, Role::Heading, called);
    let or_none = |text: &str| if text.is_empty() { "—".to_owned() } else { text.to_owned() };
    let with_unit = |text: &str| format!("{} {}", or_none(text), indicator.unit).trim_end().to_owned();
    let due = indicator.target_due.map_or(String::new(), |day| match lang {
        Lang::Zh => format!("（{day} 前）"),
        Lang::En => format!(" (by {day})"),
    });
    let newest = indicator.newest();
    let read = newest.map_or("—".to_owned(), |point| {
        let day = short_day(&point.on.to_string(), context.today);
        match lang {
            Lang::Zh => format!("{}（{day}）", with_unit(&point.text)),
            Lang::En => format!("{} ({day})", with_unit(&point.text)),
        }
    });
    let values = [
        (said("基线", "base"), with_unit(&indicator.base_text)),
        (said("目标", "target"), format!("{}{due}", with_unit(&indicator.target_text))),
        (said("最新", "newest"), read),
    ];
    let mut used = 0;
    for (label, text) in &values {
        used += canvas.line(right_of(below(area, 1), used), Role::Label, &format!("{label} "));
        used += canvas.line(right_of(below(area, 1), used), Role::Plain, text);
        used += 2;
    }
    let (sign, trend, trend_role) = match indicator.trend() {
        Trend::Unknown => ("", "", Role::Faint),
        Trend::Improving => ("↗ ", said("向好", "improving"), Role::Good),
        Trend::Level => ("→ ", said("持平", "level"), Role::Plain),
        Trend::Worsening => ("↘ ", said("变差", "worsening"), Role::Bad),
    };
    let mut pieces: Vec<(Role, String)> = vec![];
    if indicator.is_comparable() {
        if let Some(percent) = indicator.since_base() {
            pieces.push((Role::Plain, format!("{} {percent:+.1} %", said("比基线", "since base"))));
        }
        if let Some(percent) = indicator.way_done() {
            pieces.push((Role::Plain, format!("{} {percent:.0} %", said("目标完成", "of the way"))));
        }
    } else {
        pieces.push((
            Role::Warn,
            said("┊ 口径已变更，与基线不可直接比较", "┊ redefined: not to be compared with the baseline")
                .into(),
        ));
    }
    if !trend.is_empty() {
        pieces.push((trend_role, format!("{sign}{trend}")));
    }
    if indicator.is_stale(context.today) {
        let days = indicator.age(context.today).unwrap_or_default();
        pieces.push((
            Role::Warn,
            match lang {
                Lang::Zh => format!("! {days} 天未更新"),
                Lang::En => format!("! {days} days old"),
            },
        ));
    }
    if pieces.is_empty() {
        let direction = match indicator.better {
            Some(Better::Up) => said("越大越好", "higher is better"),
            Some(Better::Down) => said("越小越好", "lower is better"),
            None => said("没有写方向：e 编辑", "no direction yet: e edits"),
        };
        pieces.push((Role::Faint, direction.to_owned()));
    }
    let mut used = 0;
    for (role, text) in &pieces {
        used += canvas.line(right_of(below(area, 2), used), *role, text);
        used += 2;
    }
}

fn draw_reading(canvas: &mut Canvas, place: Rect, indicator: &Indicator, line: &Line, context: &Context) {
    let reading = line.id().and_then(|id| context.workspace.readings.get(id.as_str()));
    let day = match (line, reading) {
        (Line::Placed(point), _) => point.on.to_string(),
        (_, Some(reading)) => reading.on.as_str().to_owned(),
        _ => String::new(),
    };
    let value = match (line, reading) {
        (Line::Placed(point), _) => point.text.as_str(),
        (_, Some(reading)) => reading.value.as_str(),
        _ => "",
    };
    let is_redefined = matches!(line, Line::Placed(point) if point.is_redefined);
    let (role, sign) = match line {
        Line::Unplaced(_) => (Role::Bad, "!"),
        Line::Placed(point) => against(indicator, point.value),
    };
    let place = right_of(place, 1);
    let mut used =
        canvas.line(Rect { width: 11.min(place.width), ..place }, Role::Plain, &pad(&clip(&day, 10), 11));
    let slot = right_of(place, used);
    canvas.line_right(
        Rect { width: cells(NUMBER).min(slot.width), ..slot },
        Role::Plain,
        &clip(value, NUMBER),
    );
    used += cells(NUMBER + 1);
    used += canvas.line(right_of(place, used), role, sign) + 2;
    if is_redefined {
        let change = reading.map_or("", |reading| reading.change.as_str());
        let text = match context.lang {
            Lang::Zh => format!("┊ 口径变更 {change}"),
            Lang::En => format!("┊ redefined {change}"),
        };
        used += canvas.line(right_of(place, used), Role::Warn, text.trim_end()) + 2;
    }
    let from_table =
        if context.lang == Lang::Zh { "指标表中的实际值" } else { "actual value of the table" };
    let parts: Vec<String> = match reading {
        None => vec![from_table.to_owned()],
        Some(reading) => {
            let note = reading.note.lines().first().map_or("", String::as_str);
            [reading.source.as_str(), reading.by.as_str(), note]
                .iter()
                .map(|part| (*part).to_owned())
                .collect()
        }
    };
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    canvas.line(right_of(place, used), Role::Faint, &parts.join(" · "));
}

/// One value against the target.
fn against(indicator: &Indicator, value: f64) -> (Role, &'static str) {
    let (Some(target), Some(better)) = (indicator.target, indicator.better) else {
        return (Role::Faint, "·");
    };
    let gain = if better == Better::Up { value - target } else { target - value };
    if gain > 0.0 {
        (Role::Good, "▲")
    } else if gain < 0.0 {
        (Role::Bad, "▼")
    } else {
        (Role::Good, "=")
    }
}
