//! How the page of readiness looks: the head, what blocks, the map, the shares. It only reads.

use super::board::{Board, NextStep, SourceLine};
use super::{Focus, ReadinessPane};
use crate::guide::{Dimension, TOP_LEVEL, guide};
use crate::readiness::{GateReport, Share, number};
use crate::text::{Lang, Phrase, clip, pad, width};
use crate::tui::pane::{Context, missing_text, short_day, verdict_role};
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::chart::meter;
use crate::tui::widget::touch::{Part, Touch};
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
            if areas.map.height > 0 && areas.map.right() < area.x {
                let border = Rect { x: areas.map.right(), width: area.x - areas.map.right(), ..area };
                canvas.touch(border, Touch::Divider(Part::List));
            }
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
            canvas.touch(place, Touch::line(Part::Side, row));
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
}

fn part(share: Share) -> f64 {
    share.percent().map_or(0.0, |percent| f64::from(u8::try_from(percent.min(100)).unwrap_or(100)) / 100.0)
}

pub(super) fn mean_role(mean: Option<f64>) -> Role {
    match mean {
        None => Role::Faint,
        Some(mean) if mean < 1.5 => Role::Bad,
        Some(mean) if mean < 2.5 => Role::Warn,
        Some(_) => Role::Good,
    }
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
