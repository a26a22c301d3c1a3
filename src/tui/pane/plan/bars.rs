//! The time axis in cells: where a day lies, and the bar of a task as runs of one look.

use super::Zoom;
use crate::readiness::plan::{Times, later, monday};
use crate::text::{Lang, width};
use crate::tui::theme::Role;
use crate::workspace::Status;
use jiff::civil::Date;

/// A window on the calendar.
#[derive(Debug, Clone, Copy)]
pub struct Axis {
    pub first: Date,
    pub days: i32,
    pub cells: i32,
}

/// Where something is that may lie outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Where {
    Left,
    Cell(i32),
    Right,
}

impl Axis {
    pub fn of(first: Date, zoom: Zoom, cells: u16) -> Axis {
        Axis { first, days: zoom.days(), cells: i32::from(cells) }
    }

    pub fn place(&self, day: Date) -> Where {
        match (day - self.first).get_days().div_euclid(self.days) {
            cell if cell < 0 => Where::Left,
            cell if cell >= self.cells => Where::Right,
            cell => Where::Cell(cell),
        }
    }

    /// Cells from one day to another, as far as they are in the window.
    pub fn span(&self, from: Date, to: Date) -> Option<(i32, i32)> {
        let from = match self.place(from) {
            Where::Left => 0,
            Where::Cell(cell) => cell,
            Where::Right => return None,
        };
        let to = match self.place(to) {
            Where::Left => return None,
            Where::Cell(cell) => cell,
            Where::Right => self.cells - 1,
        };
        (from <= to).then_some((from, to))
    }

    /// Mondays in the window with their cells.
    pub fn mondays(&self) -> impl Iterator<Item = (i32, Date)> {
        let axis = *self;
        let first = monday(self.first);
        let all = (0..).map_while(move |n| later(first, n * 7));
        all.map(move |day| (day, axis.place(day)))
            .take_while(|(_, place)| *place != Where::Right)
            .filter_map(|(day, place)| if let Where::Cell(cell) = place { Some((cell, day)) } else { None })
    }

    /// The line of the months: each over its first day, the one at the left edge as well.
    pub fn months(&self, lang: Lang) -> Vec<(i32, String)> {
        let mut labels: Vec<(i32, String)> = vec![];
        let mut month = self.first.first_of_month();
        let end = later(self.first, self.days * self.cells).unwrap_or(Date::MAX);
        while month < end {
            let cell = match self.place(month) {
                Where::Cell(cell) => cell,
                _ => 0,
            };
            let (year, number) = (month.year(), month.month());
            let text = match lang {
                Lang::Zh if number == 1 || labels.is_empty() => format!("{year}年{number}月"),
                Lang::Zh => format!("{number}月"),
                Lang::En if number == 1 || labels.is_empty() => format!("{year}-{number:02}"),
                Lang::En => MONTHS[usize::try_from(number - 1).unwrap_or(0) % 12].to_owned(),
            };
            labels.push((cell, text));
            match later(month.last_of_month(), 1) {
                Some(next) => month = next,
                None => break,
            }
        }
        // One that the next would cover leaves out its year, or gives way.
        let starts: Vec<i32> = labels.iter().map(|(cell, _)| *cell).collect();
        let fits = |n: usize, text: &str| {
            starts.get(n + 1).is_none_or(|next| i32::try_from(width(text)).unwrap_or(0) < next - starts[n])
        };
        let short = |text: &str| text.rsplit(['年', '-']).next().unwrap_or_default().to_owned();
        let labels = labels.into_iter().enumerate();
        let labels =
            labels.map(|(n, (cell, text))| (n, cell, if fits(n, &text) { text } else { short(&text) }));
        labels.filter(|(n, _, text)| fits(*n, text)).map(|(_, cell, text)| (cell, text)).collect()
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The cells of one task, from left to right.
pub fn cells_of(axis: &Axis, times: Times, status: &Status, is_late: bool, today: Date) -> Vec<(Role, char)> {
    let wide = usize::try_from(axis.cells).unwrap_or(0);
    let mut cells = vec![(Role::Plain, ' '); wide];
    let mut put = |from: i32, to: i32, look: (Role, char)| {
        for at in from..=to {
            if let Some(cell) = usize::try_from(at).ok().and_then(|at| cells.get_mut(at)) {
                *cell = look;
            }
        }
    };
    if let Where::Cell(cell) = axis.place(today) {
        put(cell, cell, (Role::Accent, '│'));
    }
    let (Some(from), Some(to)) = (times.begin(), times.end()) else { return cells };
    let look = match status {
        Status::Done { .. } => (Role::Good, '█'),
        Status::Doing => (Role::Doing, '▓'),
        Status::Blocked { .. } => (Role::Bad, '▓'),
        Status::Waived { .. } => (Role::Faint, '░'),
        Status::Open => (Role::Plain, '▒'),
    };
    if is_late
        && let Some(next) = later(to, 1)
        && let Some((from, to)) = axis.span(next, today)
    {
        put(from, to, (Role::Bad, '╌'));
    }
    if let Some((from, to)) = axis.span(from, to) {
        put(from, to, if times.is_milestone() { (look.0, '◆') } else { look });
    } else {
        // Which way it lies.
        let (at, sign) = if axis.place(to) == Where::Left { (0, '‹') } else { (axis.cells - 1, '›') };
        put(at, at, (Role::Faint, sign));
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn drawn(first: Date, zoom: Zoom, times: Times, status: &Status, today: Date) -> String {
        let axis = Axis::of(first, zoom, 14);
        let is_late = times.end().is_some_and(|end| end < today) && !status.is_settled();
        cells_of(&axis, times, status, is_late, today).into_iter().map(|(_, sign)| sign).collect()
    }

    #[test]
    fn a_bar_lies_on_its_days_and_is_cut_at_the_edges() {
        let first = date(2026, 11, 16);
        let times =
            |from: i8, to: i8| Times { start: Some(date(2026, 11, from)), due: Some(date(2026, 11, to)) };
        let today = date(2026, 11, 20);
        assert_eq!(drawn(first, Zoom::Week, times(18, 22), &Status::Doing, today), "  ▓▓▓▓▓       ");
        assert_eq!(drawn(first, Zoom::Week, times(2, 17), &Status::Open, today), "▒▒╌╌╌         ");
        assert_eq!(drawn(first, Zoom::Week, times(28, 30), &Status::Open, today), "    │       ▒▒");
        assert_eq!(drawn(first, Zoom::Month, times(18, 22), &Status::Doing, today), " ▓▓▓          ");
        let done = Status::Done { on: "2026-11-04".into(), by: String::new() };
        assert_eq!(drawn(first, Zoom::Week, times(2, 4), &done, today), "‹   │         ");
        let milestone = Times { start: None, due: Some(date(2026, 11, 24)) };
        assert_eq!(drawn(first, Zoom::Week, milestone, &Status::Open, today), "    │   ◆     ");
        assert_eq!(drawn(first, Zoom::Week, Times::default(), &Status::Open, today), "    │         ");
    }

    #[test]
    fn the_header_names_months_and_mondays() {
        let axis = Axis::of(date(2026, 12, 14), Zoom::Week, 28);
        assert_eq!(axis.months(Lang::Zh), [(0, "2026年12月".to_owned()), (18, "2027年1月".to_owned())]);
        let mondays: Vec<(i32, i8)> = axis.mondays().map(|(cell, day)| (cell, day.day())).collect();
        assert_eq!(mondays, [(0, 14), (7, 21), (14, 28), (21, 4)]);
        let axis = Axis::of(Date::MAX, Zoom::Quarter, 60);
        assert!(axis.mondays().count() <= 2 && !axis.months(Lang::En).is_empty());
    }
}
