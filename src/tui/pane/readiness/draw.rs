//! How the page of readiness looks: the head, what blocks, the map, the shares. It only reads.

use super::board::{Board, Mark, NextStep, SourceLine};
use super::{Column, Focus, ReadinessPane};
use crate::guide::{Dimension, Importance, TOP_LEVEL, guide};
use crate::readiness::{GateReport, Share, Site, level_rule, number, raise};
use crate::text::{Lang, Phrase, clip, pad, pad_left, width};
use crate::tui::colon;
use crate::tui::pane::{Context, missing_text, short_day, verdict_role};
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::chart::{meter, spark_between};
use ratatui::layout::Rect;

/// The gate that asks for readiness.
const GATE: &str = "G3";

/// The look of a level; the digit is its sign.
pub(super) fn level_role(level: Option<u8>) -> Role {
    match level {
        None => Role::Faint,
        Some(0 | 1) => Role::Bad,
        Some(2) => Role::Warn,
        Some(3) => Role::Plain,
        Some(_) => Role::Good,
    }
}

pub(super) fn level_sign(level: Option<u8>) -> String {
    level.map_or("?".to_owned(), |level| level.to_string())
}

/// Cells of each part of a line of the map.
struct Widths {
    name: usize,
    kind: usize,
    level: usize,
    trend: usize,
    /// Score and coverage, where there is room.
    more: usize,
}

const CLASS: usize = 5;
const LAST: usize = 7;

impl Widths {
    fn of(wide: u16, lang: Lang) -> Widths {
        let wide = usize::from(wide);
        let level = if wide >= 76 { 4 } else { 3 };
        let trend = if wide >= 76 { 8 } else { 0 };
        let kind = match lang {
            _ if wide < 90 => 0,
            Lang::Zh => 9,
            Lang::En => 16,
        };
        let more = if wide >= 104 { 10 } else { 0 };
        let used = 1 + kind + CLASS + 10 * level + LAST + trend + more;
        Widths { name: wide.saturating_sub(used).clamp(6, 30), kind, level, trend, more }
    }

    /// Where a column of the map begins, and how wide it is.
    fn column(&self, column: Column) -> (u16, u16) {
        let levels = 1 + self.name + self.kind + CLASS;
        let (from, wide) = match column {
            Column::Whole => (1, self.name),
            Column::Of(dimension) => (levels + dimension.index() * self.level, self.level),
            Column::Last => (levels + 10 * self.level, LAST),
        };
        (cells(from), cells(wide))
    }
}

impl ReadinessPane {
    pub(super) fn draw_all(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        if self.focus == Focus::Profile {
            self.draw_profile(canvas, body, context);
            return;
        }
        let areas = self.areas(body);
        draw_head(canvas, areas.head, &self.board, context);
        if self.board.sources.is_empty() {
            let place = Rect { y: areas.head.bottom(), height: body.height - areas.head.height, ..body };
            draw_empty(canvas, place, context.lang);
            return;
        }
        if areas.map.height > 0 {
            self.draw_blockers(canvas, areas.blockers, context.lang);
            self.draw_map(canvas, areas.titles, areas.map, context.lang);
            self.draw_shares(canvas, areas.shares, context.lang);
            self.draw_site(canvas, areas.site, context.lang);
            for (row, line) in self.hint.iter().enumerate() {
                let role = if row == 0 { Role::Heading } else { Role::Plain };
                canvas.line(right_of(below(areas.hint, cells(row)), 1), role, line);
            }
        }
        if let Some(area) = areas.detail {
            self.detail.draw(canvas, area, self.focus == Focus::Detail);
        }
    }

    fn draw_blockers(&self, canvas: &mut Canvas, area: Rect, lang: Lang) {
        let shown = usize::from(area.height).min(self.board.blockers.len());
        let names = self.board.blockers.iter().take(shown);
        let names = names.filter_map(|cell| self.board.source(&cell.source)).map(|line| width(&line.name));
        let names = names.max().unwrap_or(0).min(24);
        for (row, cell) in self.board.blockers.iter().take(shown).enumerate() {
            let place = right_of(below(area, cells(row)), 1);
            let Some(line) = self.board.source(&cell.source) else { continue };
            let (sign, role) = if line.levels[cell.dimension.index()].is_some() {
                ("✗ ", Role::Bad)
            } else {
                ("? ", Role::Warn)
            };
            let label = format!("{} {}", cell.dimension.key(), cell.dimension.model().label.say(lang));
            let found = found(line, cell.dimension, lang);
            let mut used = canvas.line(place, role, sign);
            used +=
                canvas.line(right_of(place, used), Role::Plain, &pad(&clip(&line.name, names), names + 2));
            used += canvas.line(right_of(place, used), Role::Heading, &format!("{label}  "));
            used += canvas.line(right_of(place, used), Role::Plain, &found);
            let task =
                cell.dimension.model().tasks_for(line.kind).first().and_then(|id| guide().template(id));
            let task = task.map(|task| format!("→ {} {}", task.id, task.title.say(lang))).unwrap_or_default();
            let rest = right_of(place, used + 2);
            if width(&task) < usize::from(rest.width) {
                canvas.line_right(Rect { width: rest.width - 1, ..rest }, Role::Faint, &task);
            }
        }
    }

    fn draw_map(&self, canvas: &mut Canvas, titles: Rect, area: Rect, lang: Lang) {
        let widths = Widths::of(area.width, lang);
        self.draw_titles(canvas, titles, &widths, lang);
        let window = self.list.window(self.rows.len() + 1, usize::from(area.height));
        for (row, at) in window.clone().enumerate() {
            let place = below(area, cells(row));
            match at.checked_sub(1).and_then(|at| self.rows.get(at)) {
                None => self.draw_site_line(canvas, place, &widths, lang),
                Some(source) => draw_source(canvas, place, &self.board.sources[*source], &widths, lang),
            }
            if at == self.list.at {
                canvas.line(place, Role::Accent, "▌");
                let (from, wide) = widths.column(self.column);
                let cell = right_of(place, from);
                let cell = Rect { width: wide.min(cell.width), ..cell };
                canvas.tint(cell, if self.focus == Focus::Map { Role::Cursor } else { Role::Rest });
            }
        }
        if window.end <= self.rows.len() && area.height > 0 {
            canvas.line_right(below(area, area.height - 1), Role::Faint, "↓");
        }
    }

    fn draw_titles(&self, canvas: &mut Canvas, place: Rect, widths: &Widths, lang: Lang) {
        let said = |zh: &'static str, en: &'static str| if lang == Lang::Zh { zh } else { en };
        let mut text = format!(" {}", pad(said("数据源", "source"), widths.name));
        text.push_str(&pad(if widths.kind > 0 { said("类别", "kind") } else { "" }, widths.kind));
        text.push_str(&pad(said("重要", "cls"), CLASS));
        for dimension in Dimension::ALL {
            // Above the digit, which has room for a mark behind it; D10 takes that too.
            let label = pad_left(dimension.key(), 3);
            text.push_str(&pad(&label, widths.level));
        }
        text.push_str(&pad_left(said("终级", "final"), LAST - 1));
        text.push(' ');
        if widths.trend > 0 {
            text.push_str(&pad(said(" 走势", " trend"), widths.trend));
        }
        if widths.more > 0 {
            text.push_str(&pad_left(said("得分", "score"), 5));
            text.push_str(&pad_left(said("已测", "known"), 5));
        }
        canvas.line(place, Role::Label, &text);
        let (from, wide) = widths.column(self.column);
        canvas.tint(
            Rect { width: wide.min(right_of(place, from).width), ..right_of(place, from) },
            Role::Accent,
        );
    }

    /// The site as a whole: the mean levels, and the index.
    fn draw_site_line(&self, canvas: &mut Canvas, place: Rect, widths: &Widths, lang: Lang) {
        let count = self.board.sources.iter().filter(|line| line.in_scope).count();
        let filter = self.filter.say(lang);
        let name = match (filter.is_empty(), lang) {
            (true, Lang::Zh) => format!("全厂 {count} 源"),
            (true, Lang::En) => format!("site, {count} sources"),
            (false, Lang::Zh) => format!("筛选 {filter}"),
            (false, Lang::En) => format!("only {filter}"),
        };
        let role = if filter.is_empty() { Role::Heading } else { Role::Accent };
        canvas.line(right_of(place, 1), role, &pad(&clip(&name, widths.name - 1), widths.name));
        for dimension in Dimension::ALL {
            let (mean, _) = self.board.means[dimension.index()];
            let text = mean.map_or("?".to_owned(), |mean| format!("{mean:.1}"));
            let (from, wide) = widths.column(Column::Of(dimension));
            // One decimal takes three cells: where there is no more, they touch the next ones.
            let text = pad_left(&text, usize::from(wide) - usize::from(wide > 3));
            canvas.line(right_of(place, from), mean_role(mean), &text);
        }
        let (from, _) = widths.column(Column::Last);
        let index = self.board.index.map_or("?".to_owned(), |index| format!("{index:.1}"));
        canvas.line(right_of(place, from), mean_role(self.board.index), &pad_left(&index, LAST - 2));
        if widths.trend > 0 {
            let values: Vec<f64> = self.board.history.iter().filter_map(|(_, index)| *index).collect();
            let at = right_of(place, from + cells(LAST + 1));
            let bars = newest(&values, f64::from(TOP_LEVEL));
            canvas.line(Rect { width: 6.min(at.width), ..at }, Role::Doing, &bars);
        }
    }

    fn draw_shares(&self, canvas: &mut Canvas, place: Rect, lang: Lang) {
        let board = &self.board;
        let shares = [
            (Phrase::new("设备联网率", "machines connected"), board.networking),
            (Phrase::new("网络改造", "network retrofit"), board.retrofit),
            (Phrase::new("点表元数据", "tag metadata"), board.metadata),
            (Phrase::new("A 类达标", "class A usable"), board.class_a),
        ];
        let bar = if place.width >= 110 { 10 } else { 0 };
        let mut used = 1;
        for (label, share) in shares {
            let label = label.say(lang);
            let percent = share.percent().map_or("—".to_owned(), |percent| format!("{percent}%"));
            let wide = width(label) + 1 + width(&percent) + if bar > 0 { bar + 1 } else { 0 };
            if usize::from(used) + wide > usize::from(place.width) {
                break;
            }
            used += canvas.line(right_of(place, used), Role::Label, &format!("{label} "));
            used += canvas.line(right_of(place, used), Role::Plain, &percent);
            if bar > 0 {
                used +=
                    canvas.line(right_of(place, used), Role::Doing, &format!(" {}", meter(part(share), bar)));
            }
            used += 3;
        }
    }

    /// Bars of the dimensions, then the cheapest next steps.
    fn draw_site(&self, canvas: &mut Canvas, area: Rect, lang: Lang) {
        let labels = Dimension::ALL.iter().map(|dimension| width(dimension.model().label.say(lang)));
        let labels = labels.max().unwrap_or(0) + 5;
        for (row, dimension) in Dimension::ALL.into_iter().enumerate() {
            let place = right_of(below(area, cells(row)), 1);
            let (mean, unmeasured) = self.board.means[dimension.index()];
            let label = format!("{} {}", pad(dimension.key(), 3), dimension.model().label.say(lang));
            let mut used = canvas.line(place, Role::Label, &pad(&label, labels));
            let bar = mean.map_or_else(|| "·".repeat(20), |mean| meter(mean / f64::from(TOP_LEVEL), 20));
            used += canvas.line(right_of(place, used), mean_role(mean), &bar);
            let text = mean.map_or("  ?".to_owned(), |mean| format!("{mean:5.1}"));
            used += canvas.line(right_of(place, used), mean_role(mean), &text);
            if unmeasured > 0 {
                let text = match (unmeasured, lang) {
                    (n, Lang::Zh) => format!("  ? 未测 {n} 源"),
                    (1, Lang::En) => "  ? 1 source not measured".to_owned(),
                    (n, Lang::En) => format!("  ? {n} sources not measured"),
                };
                used += canvas.line(right_of(place, used), Role::Faint, &text);
            }
            let fix = dimension.model().blocking && used < place.width;
            if fix {
                let text = if lang == Lang::Zh { "  封顶终级" } else { "  bounds the final level" };
                canvas.line(right_of(place, used), Role::Faint, text);
            }
        }
        let rest = right_of(area, 1);
        let from = cells(Dimension::ALL.len() + 1);
        let heading = if lang == Lang::Zh { "最省力的下一步" } else { "The cheapest next steps" };
        let used = canvas.line(below(rest, from), Role::Label, heading);
        canvas.rule(right_of(below(rest, from), used + 1), Role::Faint, "─");
        for (row, step) in self.board.steps.iter().enumerate() {
            let text = step_text(&self.board, step, lang);
            canvas.line(below(rest, from + 1 + cells(row)), Role::Plain, &text);
        }
        let chart = self.chart_area(area);
        if chart.height > 0 {
            let heading = if lang == Lang::Zh { "指数走势" } else { "The index over time" };
            let title = Rect { y: chart.y - 1, height: 1, ..chart };
            let used = canvas.line(title, Role::Label, heading);
            canvas.rule(right_of(title, used + 1), Role::Faint, "─");
            self.chart.draw(canvas, chart);
        }
    }

    /// Below the dimensions and the next steps, where much is left.
    pub(super) fn chart_area(&self, site: Rect) -> Rect {
        let used = cells(Dimension::ALL.len() + self.board.steps.len() + 4);
        let area = right_of(site, 1);
        if site.height < used + 7 || self.board.history.len() < 2 {
            return Rect { height: 0, ..area };
        }
        Rect { y: area.y + used, height: (area.height - used).min(14), ..area }
    }

    /// What is under the cursor, in two lines.
    pub(super) fn hint_lines(&self, context: &Context) -> Vec<String> {
        let lang = context.lang;
        let Some(line) = self.line() else {
            let step = self.board.steps.first().map(|step| step_text(&self.board, step, lang));
            let next = match (step, lang) {
                (Some(step), Lang::Zh) => format!("最省力的下一步：{step}"),
                (Some(step), Lang::En) => format!("cheapest next step: {step}"),
                (None, _) => String::new(),
            };
            let site = Phrase::new(
                "全厂：各维度的平均级，最终为按重要度加权的指数",
                "the site: mean levels, and the index weighted by importance",
            );
            return vec![site.say(lang).to_owned(), next];
        };
        let site = Site::of(context.workspace);
        let Some(source) = site.sources.iter().find(|source| *source.id == line.id) else { return vec![] };
        match self.column.dimension() {
            Some(dimension) => {
                let label = dimension.model().label.say(lang);
                let head =
                    format!("{} · {} {label}  {}", line.name, dimension.key(), found(line, dimension, lang));
                let level = source.level(dimension);
                let next = match (level == Some(TOP_LEVEL), lang) {
                    (true, _) => level_rule(&site.model, dimension, TOP_LEVEL, lang),
                    (false, Lang::Zh) => format!("要提高：{}", raise(&site.model, source, dimension, lang)),
                    (false, Lang::En) => {
                        format!("to raise it: {}", raise(&site.model, source, dimension, lang))
                    }
                };
                let explained = crate::readiness::explain(&site, source, dimension, lang);
                let more = explained.into_iter().filter(|(label, _)| ["因子", "证据"].contains(&label.zh));
                let more = more.map(|(label, text)| format!("{}{}{text}", label.say(lang), colon(lang)));
                [head, next].into_iter().chain(more).collect()
            }
            None => {
                let score = line.score.map_or("?".to_owned(), |score| number(score.floor()));
                let coverage = line.coverage.map_or("?".to_owned(), |coverage| number(coverage.floor()));
                let head = match lang {
                    Lang::Zh => format!(
                        "{} · 最终 {} 级 · 得分 {score} · 已测 {coverage}%",
                        line.name,
                        level_sign(line.last)
                    ),
                    Lang::En => format!(
                        "{} · final level {} · score {score} · measured {coverage}%",
                        line.name,
                        level_sign(line.last)
                    ),
                };
                let weakest = source.standing.weakest();
                let weakest = weakest.filter(|_| line.last.is_some_and(|last| last < TOP_LEVEL));
                let next = weakest.map_or(String::new(), |dimension| {
                    let label = dimension.model().label.say(lang);
                    match lang {
                        Lang::Zh => format!(
                            "最弱一环：{} {label}（{} 级）",
                            dimension.key(),
                            level_sign(source.level(dimension))
                        ),
                        Lang::En => format!(
                            "weakest link: {} {label} (level {})",
                            dimension.key(),
                            level_sign(source.level(dimension))
                        ),
                    }
                });
                vec![head, next]
            }
        }
    }
}

fn part(share: Share) -> f64 {
    share.percent().map_or(0.0, |percent| f64::from(u8::try_from(percent.min(100)).unwrap_or(100)) / 100.0)
}

fn mean_role(mean: Option<f64>) -> Role {
    match mean {
        None => Role::Faint,
        Some(mean) if mean < 1.5 => Role::Bad,
        Some(mean) if mean < 2.5 => Role::Warn,
        Some(_) => Role::Good,
    }
}

/// The newest values as bars, against the best that can be.
fn newest(values: &[f64], best: f64) -> String {
    spark_between(&values[values.len().saturating_sub(6)..], 0.0, best)
}

/// `1 级（61%），需 2 级`; `未测，需 2 级`.
pub(super) fn found(line: &SourceLine, dimension: Dimension, lang: Lang) -> String {
    let at = dimension.index();
    let needs = match (line.needs[at], lang) {
        (Some(needs), Lang::Zh) => format!("，需 {needs} 级"),
        (Some(needs), Lang::En) => format!(", needs {needs}"),
        (None, _) => String::new(),
    };
    match (line.levels[at], line.values[at].as_str(), lang) {
        (None, ..) => format!("{}{needs}", guide().readiness().unmeasured.say(lang)),
        (Some(level), "", Lang::Zh) => format!("{level} 级{needs}"),
        (Some(level), value, Lang::Zh) => format!("{level} 级（{value}）{needs}"),
        (Some(level), "", Lang::En) => format!("level {level}{needs}"),
        (Some(level), value, Lang::En) => format!("level {level} ({value}){needs}"),
    }
}

/// `热处理炉 PLC D4 到 2 级：满足评审门 1 项，指数 +0.12`.
pub(super) fn step_text(board: &Board, step: &NextStep, lang: Lang) -> String {
    let name = board.source(&step.at.source).map_or("", |line| line.name.as_str());
    let dimension = step.at.dimension;
    let label = format!("{} {}", dimension.key(), dimension.model().label.say(lang));
    let mut gives = vec![];
    if step.frees > 0 {
        gives.push(match (step.frees, lang) {
            (n, Lang::Zh) => format!("满足评审门 {n} 项"),
            (1, Lang::En) => "frees 1 gate criterion".to_owned(),
            (n, Lang::En) => format!("frees {n} gate criteria"),
        });
    }
    if step.gains > 0.0 {
        gives.push(match lang {
            Lang::Zh => format!("指数 +{:.2}", step.gains),
            Lang::En => format!("index +{:.2}", step.gains),
        });
    }
    match lang {
        Lang::Zh => format!("{name} {label} 到 {} 级：{}", step.needs, gives.join("，")),
        Lang::En => format!("{name} {label} to level {}: {}", step.needs, gives.join(", ")),
    }
}

fn draw_head(canvas: &mut Canvas, place: Rect, board: &Board, context: &Context) {
    let lang = context.lang;
    let zh = lang == Lang::Zh;
    let mut pieces: Vec<(Role, String)> = vec![];
    let title = if zh { " 数据就绪度 " } else { " Data readiness " };
    pieces.push((Role::Accent, title.to_owned()));
    let unmeasured = guide().readiness().unmeasured.say(lang);
    let index = board.index.map_or(unmeasured.to_owned(), |index| format!("{index:.1} / {TOP_LEVEL}"));
    pieces.push((Role::Heading, index));
    if let Some(coverage) = board.coverage {
        let coverage = number(coverage.floor());
        pieces.push((
            Role::Plain,
            if zh { format!("  已测 {coverage}%") } else { format!("  measured {coverage}%") },
        ));
    }
    if let Some((by, since)) = board.gained {
        let (sign, role) = if by > 0.0 { ("▲", Role::Good) } else { ("▼", Role::Bad) };
        let since = short_day(&since.to_string(), context.today);
        let text = if zh {
            format!("  {sign} {:.1} 自 {since}", by.abs())
        } else {
            format!("  {sign} {:.1} since {since}", by.abs())
        };
        pieces.push((role, text));
    }
    if !board.sources.is_empty() {
        let blockers = board.blockers.len();
        let role = if blockers > 0 { Role::Bad } else { Role::Good };
        pieces.push((role, if zh { format!("  阻断 {blockers}") } else { format!("  blockers {blockers}") }));
        let Share { good, of } = board.class_a;
        let role = if good < of { Role::Warn } else { Role::Plain };
        pieces.push((
            role,
            if zh { format!("  A 类达标 {good}/{of}") } else { format!("  class A {good}/{of}") },
        ));
    }
    let mut used = 0;
    for (role, text) in &pieces {
        if usize::from(used) + width(text) > usize::from(place.width) {
            break;
        }
        used += canvas.line(right_of(place, used), *role, text);
    }
    let report = context.gates.iter().find(|report| report.gate.key == GATE);
    if let Some(report) = report {
        draw_gate(canvas, right_of(place, used + 2), report, lang);
    }
}

fn draw_gate(canvas: &mut Canvas, rest: Rect, report: &GateReport, lang: Lang) {
    let verdict = report.verdict.label(report.gate, lang);
    let missing = missing_text(report.missing().count(), lang);
    let full = format!("{} {} {verdict} {missing}", report.gate.key, report.verdict.sign());
    let short = format!("{} {}", report.gate.key, report.verdict.sign());
    let text = [full, short].into_iter().find(|text| width(text.trim_end()) < usize::from(rest.width));
    if let Some(text) = text {
        let rest = Rect { width: rest.width - 1, ..rest };
        canvas.line_right(rest, verdict_role(report.verdict), text.trim_end());
    }
}

fn draw_source(canvas: &mut Canvas, place: Rect, line: &SourceLine, widths: &Widths, lang: Lang) {
    let role = match line.importance {
        _ if !line.in_scope => Role::Faint,
        Some(Importance::A) => Role::Heading,
        _ => Role::Plain,
    };
    let mut used =
        1 + canvas.line(right_of(place, 1), role, &pad(&clip(&line.name, widths.name - 1), widths.name));
    if widths.kind > 0 {
        let kind = line.kind.map_or("?", |kind| kind.label().say(lang));
        used +=
            canvas.line(right_of(place, used), Role::Faint, &pad(&clip(kind, widths.kind - 1), widths.kind));
    }
    let class = line.importance.map_or("?", |importance| importance.key());
    let class = if line.has_faults { format!("{class} !") } else { class.to_owned() };
    let role = if line.has_faults { Role::Warn } else { role };
    canvas.line(right_of(place, used), role, &pad(&class, CLASS));
    for dimension in Dimension::ALL {
        let level = line.levels[dimension.index()];
        let mark = line.marks[dimension.index()];
        let (from, wide) = widths.column(Column::Of(dimension));
        let text = format!("{}{}", level_sign(level), mark.sign());
        let role = match (mark, level) {
            (Mark::Blocks, None) => Role::Warn,
            (Mark::Blocks, _) => Role::Bad,
            (_, level) => level_role(level),
        };
        let role = if line.in_scope { role } else { Role::Faint };
        canvas.line(right_of(place, from), role, &pad_left(&text, usize::from(wide)));
    }
    let (from, _) = widths.column(Column::Last);
    let sign = match (line.in_scope, line.last) {
        (false, _) => "–",
        (_, None) => " ",
        (_, Some(last)) if last < guide().readiness().usable => "✗",
        (_, Some(_)) => "✓",
    };
    let role = if line.in_scope { level_role(line.last) } else { Role::Faint };
    let role = if line.fails { Role::Bad } else { role };
    canvas.line(
        right_of(place, from),
        role,
        &pad_left(&format!("{} {sign}", level_sign(line.last)), LAST - 1),
    );
    if widths.trend > 0 {
        let at = right_of(place, from + cells(LAST + 1));
        canvas.line(Rect { width: 6.min(at.width), ..at }, Role::Doing, &newest(&line.trend, 100.0));
    }
    if widths.more > 0 {
        let at = right_of(place, from + cells(LAST + widths.trend));
        let score = line.score.map_or("?".to_owned(), |score| number(score.floor()));
        let coverage =
            line.coverage.map_or("?".to_owned(), |coverage| format!("{}%", number(coverage.floor())));
        canvas.line(at, Role::Plain, &format!("{}{}", pad_left(&score, 5), pad_left(&coverage, 5)));
    }
}

fn draw_empty(canvas: &mut Canvas, area: Rect, lang: Lang) {
    let lines = match lang {
        Lang::Zh => [
            "数据资源目录里还没有数据源。",
            "按 r 去登记：每个 PLC、SCADA、ERP、MES、纸质记录各一行，写明类别、重要度、是否纳入本期。",
            "也可按 I 从 Excel 导入；登记后回到这里，按 p 给它测一份导出。",
        ],
        Lang::En => [
            "The source catalogue is empty.",
            "r leads there: a line for each PLC, SCADA, ERP, MES and paper record, with kind, class and scope.",
            "I imports them from Excel; then come back and measure an export of a source with p.",
        ],
    };
    let mut row = 1;
    for line in lines {
        for text in crate::text::wrap(line, usize::from(area.width.saturating_sub(4)).max(2)) {
            canvas.line(right_of(below(area, row), 2), Role::Plain, &text);
            row += 1;
        }
        row += 1;
    }
}
