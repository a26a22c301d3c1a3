//! A line chart in cells: readings over time joined by dots of Braille, with lines across for target and baseline,
//! and a line down where a new series begins. Laid once for its data and room, then only painted.
//!
//! ```text
//! 目标 95 ┄┄┄┄┄┄┄┄┄┄┄┄┊┄┄┄┄┄●
//!               ⣀⠤⠔⠒⠉ ┊  ⡠⠊
//! 基线 80 ●⠒⠒⠉·········┊·●····
//!         03-31          11-20
//! ```

use super::canvas::{Canvas, below, cells, right_of};
use crate::text::{pad_left, width};
use crate::tui::theme::Role;
use ratatui::layout::Rect;

/// What is drawn. Days count from any day.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// By day.
    pub points: Vec<(i32, f64)>,
    /// Points, by index, that begin a new series: nothing joins them to those before.
    pub breaks: Vec<usize>,
    /// Values with a line across: label, look, sign.
    pub levels: Vec<(f64, String, Role, char)>,
    /// Labels of the lowest and the highest point.
    pub ends: [String; 2],
    /// Labels of the first and the last day.
    pub days: [String; 2],
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chart {
    labels: Vec<(Role, String)>,
    label_cells: u16,
    rows: Vec<Vec<(Role, char)>>,
    days: [String; 2],
}

/// Dots of one cell of Braille, by column and row.
const DOTS: [[u32; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

impl Chart {
    pub fn of(series: &Series, room: (u16, u16)) -> Chart {
        let levels = series.levels.iter().map(|(_, label, ..)| label);
        let labels = levels.chain(&series.ends).map(|label| width(label)).max().unwrap_or(0);
        let label_cells = cells(labels + 1).min(room.0 / 3);
        let (wide, high) = (usize::from(room.0 - label_cells), usize::from(room.1.saturating_sub(1)));
        if wide < 2 || high < 2 || series.points.is_empty() {
            return Chart::default();
        }
        let mut field = Field::new(series, wide, high);
        field.levels(&series.levels);
        field.lines(series);
        field.breaks(series);
        field.points(&series.points);
        let labels = field.labels(series);
        let rows = field.grid.chunks(wide).map(<[(Role, char)]>::to_vec).collect();
        Chart { labels, label_cells, rows, days: series.days.clone() }
    }

    pub fn draw(&self, canvas: &mut Canvas, area: Rect) {
        for (n, (row, (role, label))) in self.rows.iter().zip(&self.labels).enumerate() {
            let place = below(area, cells(n));
            let label_cells = self.label_cells.saturating_sub(1);
            let label = pad_left(label, usize::from(label_cells));
            canvas.line(Rect { width: label_cells.min(place.width), ..place }, *role, &label);
            let mut rest = right_of(place, self.label_cells);
            for run in row.chunk_by(|one, other| one.0 == other.0) {
                let text: String = run.iter().map(|(_, sign)| *sign).collect();
                let used = canvas.line(rest, run[0].0, &text);
                rest = right_of(rest, used);
            }
        }
        let [first, last] = &self.days;
        let foot = right_of(below(area, cells(self.rows.len())), self.label_cells);
        if !self.rows.is_empty() && usize::from(foot.width) > width(first) + width(last) + 1 {
            canvas.line(foot, Role::Faint, first);
            let wide = cells(self.rows[0].len()).min(foot.width);
            canvas.line_right(Rect { width: wide, ..foot }, Role::Faint, last);
        }
    }
}

/// The room for the lines, two by four dots in each cell.
struct Field {
    wide: usize,
    high: usize,
    days: (i32, i32),
    values: (f64, f64),
    grid: Vec<(Role, char)>,
}

impl Field {
    fn new(series: &Series, wide: usize, high: usize) -> Field {
        let days = series.points.iter().map(|(day, _)| *day);
        let days = (days.clone().min().unwrap_or(0), days.max().unwrap_or(0));
        let values = || {
            let points = series.points.iter().map(|(_, value)| *value);
            points.chain(series.levels.iter().map(|(value, ..)| *value))
        };
        let (low, top) = (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max));
        let values = if low < top { (low, top) } else { (low - 1.0, top + 1.0) };
        Field { wide, high, days, values, grid: vec![(Role::Plain, ' '); wide * high] }
    }

    /// Where a point lies, in dots from the upper left.
    fn dot(&self, (day, value): (i32, f64)) -> (usize, usize) {
        let (first, last) = self.days;
        let across = if first == last { 0.5 } else { f64::from(day - first) / f64::from(last - first) };
        let (low, top) = self.values;
        let down = (top - value) / (top - low);
        (share(across, self.wide * 2 - 1), share(down, self.high * 4 - 1))
    }

    fn row(&self, value: f64) -> usize {
        self.dot((self.days.0, value)).1 / 4
    }

    fn cell(&mut self, x: usize, y: usize) -> Option<&mut (Role, char)> {
        self.grid.get_mut(y * self.wide + x).filter(|_| x < self.wide)
    }

    fn levels(&mut self, levels: &[(f64, String, Role, char)]) {
        // The first is the one that counts most: it goes over the others.
        for (value, _, role, sign) in levels.iter().rev() {
            let y = self.row(*value);
            for x in 0..self.wide {
                if let Some(cell) = self.cell(x, y) {
                    *cell = (*role, *sign);
                }
            }
        }
    }

    fn lines(&mut self, series: &Series) {
        for (n, pair) in series.points.windows(2).enumerate() {
            if !series.breaks.contains(&(n + 1)) {
                let (from, to) = (self.dot(pair[0]), self.dot(pair[1]));
                self.join(from, to);
            }
        }
    }

    /// A straight line of dots.
    fn join(&mut self, from: (usize, usize), to: (usize, usize)) {
        let steps = from.0.abs_diff(to.0).max(from.1.abs_diff(to.1)).max(1);
        let between = |a: usize, b: usize, n: usize| (a * (steps - n) + b * n + steps / 2) / steps;
        for n in 0..=steps {
            let (x, y) = (between(from.0, to.0, n), between(from.1, to.1, n));
            if let Some(cell) = self.cell(x / 2, y / 4) {
                let held = u32::from(cell.1);
                let dots = if (0x2800..0x2900).contains(&held) { held } else { 0x2800 };
                *cell = (Role::Doing, char::from_u32(dots | DOTS[x % 2][y % 4]).unwrap_or(' '));
            }
        }
    }

    fn breaks(&mut self, series: &Series) {
        for point in series.breaks.iter().filter_map(|n| series.points.get(*n)) {
            let x = self.dot(*point).0 / 2;
            for y in 0..self.high {
                if let Some(cell) = self.cell(x, y) {
                    *cell = (Role::Warn, '┊');
                }
            }
        }
    }

    fn points(&mut self, points: &[(i32, f64)]) {
        // Where they would stand side by side, the line says it all.
        let skips = points.len() > self.wide / 2;
        for (n, point) in points.iter().enumerate() {
            let (x, y) = self.dot(*point);
            let is_last = n + 1 == points.len();
            if let Some(cell) = self.cell(x / 2, y / 4).filter(|_| is_last || !skips) {
                *cell = (if is_last { Role::Accent } else { Role::Heading }, '●');
            }
        }
    }

    /// Labels of the levels, then of the ends, each where no other stands.
    fn labels(&self, series: &Series) -> Vec<(Role, String)> {
        let mut labels = vec![(Role::Faint, String::new()); self.high];
        let points = || series.points.iter().map(|(_, value)| *value);
        let ends = [points().fold(f64::INFINITY, f64::min), points().fold(f64::NEG_INFINITY, f64::max)];
        let levels = series.levels.iter().map(|(value, label, role, _)| (*value, label, *role));
        let ends = ends.into_iter().zip(&series.ends).map(|(value, label)| (value, label, Role::Plain));
        for (value, label, role) in levels.chain(ends) {
            if let Some(slot) = labels.get_mut(self.row(value)).filter(|slot| slot.1.is_empty()) {
                *slot = (role, label.clone());
            }
        }
        labels
    }
}

/// A share of a small count, to the nearest whole.
pub fn share(part: f64, of: usize) -> usize {
    let of = u16::try_from(of).unwrap_or(u16::MAX);
    let at = (part.clamp(0.0, 1.0) * f64::from(of)).round();
    (0..=of).find(|n| f64::from(*n) >= at).map_or(0, usize::from)
}

/// A few values as bars of one cell each, between the lowest and the highest.
pub fn spark(values: &[f64]) -> String {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let top = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    spark_between(values, low, top)
}

/// The same between two values that are known.
pub fn spark_between(values: &[f64], low: f64, top: f64) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let bar = |value: &f64| if low < top { BARS[share((value - low) / (top - low), 7)] } else { BARS[3] };
    values.iter().map(bar).collect()
}

/// A share from 0 to 1 as a bar of so many cells: `███▌░░`.
pub fn meter(of: f64, cells: usize) -> String {
    const PARTS: [char; 8] = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];
    let eighths = share(of.clamp(0.0, 1.0), cells * 8);
    let mut bar = "█".repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        bar.push(PARTS[eighths % 8]);
    }
    bar + &"░".repeat(cells - eighths.div_ceil(8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(chart: &Chart) -> Vec<String> {
        chart.rows.iter().map(|row| row.iter().map(|(_, sign)| *sign).collect()).collect()
    }

    #[test]
    fn points_stand_where_they_belong_and_a_break_is_not_joined() {
        let points = vec![(0, 10.0), (10, 20.0), (20, 15.0), (30, 20.0)];
        let series = Series { points, breaks: vec![2], ..Series::default() };
        let rows = text(&Chart::of(&series, (31, 6)));
        assert_eq!((rows.len(), rows[0].chars().count()), (5, 30));
        assert_eq!(rows[4].chars().next(), Some('●'));
        assert_eq!(rows[0].chars().last(), Some('●'));
        let at = rows[1].chars().position(|sign| sign == '┊').unwrap();
        let between: String = rows.iter().map(|row| row.chars().nth(at - 1).unwrap()).collect();
        assert_eq!(between.trim(), "", "{rows:?}");
    }

    #[test]
    fn levels_have_their_lines_and_labels() {
        let levels =
            vec![(30.0, "目标 30".into(), Role::Good, '┄'), (0.0, "基线 0".into(), Role::Faint, '·')];
        let ends = ["10".to_owned(), "20".to_owned()];
        let series = Series { points: vec![(0, 10.0), (9, 20.0)], levels, ends, ..Series::default() };
        let chart = Chart::of(&series, (30, 10));
        let rows = text(&chart);
        assert!(rows[0].chars().all(|sign| sign == '┄') && rows[8].chars().all(|sign| sign == '·'));
        let labels: Vec<&str> = chart.labels.iter().map(|(_, label)| label.as_str()).collect();
        assert_eq!((labels[0], labels[3], labels[8]), ("目标 30", "20", "基线 0"));
    }

    #[test]
    fn a_spark_goes_from_the_lowest_to_the_highest() {
        assert_eq!(spark(&[1.0, 2.0, 3.0]), "▁▅█");
        assert_eq!((spark(&[5.0, 5.0]).as_str(), spark(&[]).as_str()), ("▄▄", ""));
    }

    proptest! {
        #[test]
        fn any_data_in_any_room(
            points in prop::collection::vec((-9_000i32..9_000, -1e15f64..1e15), 0..40), wide in 0u16..90, high in 0u16..30,
        ) {
            let mut points = points;
            points.sort_by_key(|(day, _)| *day);
            let breaks = vec![points.len() / 2];
            let levels = vec![(1e9, "目标".to_owned(), Role::Good, '┄')];
            let chart = Chart::of(&Series { points, breaks, levels, ..Series::default() }, (wide, high));
            prop_assert!(chart.rows.len() < usize::from(high.max(1)));
            prop_assert!(chart.rows.iter().all(|row| row.len() <= usize::from(wide)));
        }
    }
}
