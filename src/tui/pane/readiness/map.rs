//! The map: a line a source, a cell a dimension, and the site as a whole on top.

use super::board::{Mark, SourceLine};
use super::draw::{level_role, level_sign, mean_role};
use super::{Column, Focus, ReadinessPane};
use crate::guide::{Dimension, Importance, TOP_LEVEL, guide};
use crate::readiness::number;
use crate::text::{Lang, clip, pad, pad_left};
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::chart::spark_between;
use crate::tui::widget::touch::{Part, Touch};
use ratatui::layout::Rect;

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
    pub(super) fn draw_map(&self, canvas: &mut Canvas, titles: Rect, area: Rect, lang: Lang) {
        let widths = Widths::of(area.width, lang);
        self.draw_titles(canvas, titles, &widths, lang);
        let window = self.list.window(self.rows.len() + 1, usize::from(area.height));
        canvas.scrolls(area, Part::List);
        for (row, at) in window.clone().enumerate() {
            let place = below(area, cells(row));
            // Beside the levels it is the source as a whole.
            canvas.touch(place, Touch::line(Part::List, at));
            for column in (1..=Column::Last.index()).map(Column::at) {
                let (from, wide) = widths.column(column);
                let cell = right_of(place, from);
                let touch = Touch::cell(Part::List, at, column.index());
                canvas.touch(Rect { width: wide.min(cell.width), ..cell }, touch);
            }
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
            (false, Lang::Zh) => format!("全厂 ▾{filter}"),
            (false, Lang::En) => format!("site ▾{filter}"),
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
}

/// The newest values as bars, against the best that can be.
fn newest(values: &[f64], best: f64) -> String {
    spark_between(&values[values.len().saturating_sub(6)..], 0.0, best)
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
