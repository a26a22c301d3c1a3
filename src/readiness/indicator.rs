//! Indicators (指标): the rows of the register `kpi` with their readings by date. How the newest one stands against
//! target and baseline, where it is going, and how old it is. Which values may be compared is said too: where the
//! definition changed (口径变更), a new series begins. Pure; today is handed in.

use crate::guide::guide;
use crate::workspace::cell::Cell;
use crate::workspace::{Id, Row, Workspace, rows};
use jiff::civil::Date;
use std::cmp::Ordering;
use std::collections::HashMap;

/// Which way is the good one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    Up,
    Down,
}

/// A value on a day.
#[derive(Debug, Clone, PartialEq)]
pub struct TrendPoint {
    /// The reading; None for the actual value that stands in the row itself.
    pub id: Option<Id>,
    pub on: Date,
    pub value: f64,
    /// As it was typed.
    pub text: String,
    /// From here on it is counted otherwise.
    pub is_redefined: bool,
}

/// The newest value against the target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AgainstTarget {
    /// There is no reading.
    Unread,
    /// No target or no direction to judge by.
    NoTarget,
    Better,
    OnTarget,
    Worse,
}

/// The newest value against the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// Fewer than two values that may be compared, or no direction.
    Unknown,
    Improving,
    Level,
    Worsening,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Indicator {
    /// The row of the register.
    pub id: Id,
    pub key: String,
    pub name: String,
    pub unit: String,
    pub better: Option<Better>,
    pub base: Option<f64>,
    pub base_text: String,
    pub target: Option<f64>,
    pub target_text: String,
    pub target_due: Option<Date>,
    pub owner: String,
    /// The row says that its definition was changed since the baseline.
    is_redefined: bool,
    /// By day; of one day, by id.
    pub points: Vec<TrendPoint>,
    /// Readings without a day or a number that could be placed.
    pub unplaced: Vec<Id>,
}

/// Older than this, a value is said to be old: a month and a half, for most are read monthly. A proposal of ours.
pub const STALE_DAYS: i32 = 45;

/// All indicators, in the order of their register.
pub fn indicators(workspace: &Workspace) -> Vec<Indicator> {
    let mut readings: HashMap<&str, Vec<&Id>> = HashMap::new();
    for (id, reading) in workspace.readings.iter() {
        readings.entry(reading.row.as_str()).or_default().push(id);
    }
    let of = |id: &Id| readings.get(id.as_str()).map_or(&[][..], Vec::as_slice);
    rows(workspace, "kpi").into_iter().map(|(id, row)| Indicator::of(workspace, id, row, of(id))).collect()
}

impl Indicator {
    fn of(workspace: &Workspace, id: &Id, row: &Row, readings: &[&Id]) -> Indicator {
        let text = |key: &str| row.typed(key).trim().to_owned();
        let better = match cell(row, "direction") {
            Some(Cell::Choice(key)) if key == "up" => Some(Better::Up),
            Some(Cell::Choice(key)) if key == "down" => Some(Better::Down),
            _ => None,
        };
        let target_due = match cell(row, "target_due") {
            Some(Cell::Date(date)) => Some(date),
            _ => None,
        };
        let (mut points, mut unplaced) = (vec![], vec![]);
        for id in readings {
            let Some(reading) = workspace.readings.get(id.as_str()) else { continue };
            match (reading.on.date(), reading.value.number()) {
                (Some(on), Some(value)) => points.push(TrendPoint {
                    id: Some((*id).clone()),
                    on,
                    value,
                    text: reading.value.as_str().to_owned(),
                    is_redefined: !reading.change.is_empty(),
                }),
                _ => unplaced.push((*id).clone()),
            }
        }
        let is_redefined = cell(row, "redefined") == Some(Cell::YesNo(true));
        // Tables from elsewhere bring the actual value in the row; it counts where no reading is of its day.
        if let (Some(value), Some(Cell::DateRange(period))) =
            (number(row, "actual"), cell(row, "actual_period"))
            && points.iter().all(|point| point.on != period.to())
        {
            let (on, text) = (period.to(), text("actual"));
            points.push(TrendPoint { id: None, on, value, text, is_redefined });
        }
        points.sort_by(|one, other| (one.on, &one.id).cmp(&(other.on, &other.id)));
        Indicator {
            id: id.clone(),
            key: text("kpi_id"),
            name: text("name"),
            unit: text("unit"),
            better,
            base: number(row, "base"),
            base_text: text("base"),
            target: number(row, "target"),
            target_text: text("target"),
            target_due,
            owner: text("owner"),
            is_redefined,
            points,
            unplaced,
        }
    }

    /// What people call it: its name, else its key, else its id.
    pub fn title(&self) -> &str {
        [self.name.as_str(), self.key.as_str()]
            .into_iter()
            .find(|t| !t.is_empty())
            .unwrap_or(self.id.as_str())
    }

    pub fn newest(&self) -> Option<&TrendPoint> {
        self.points.last()
    }

    pub fn standing(&self) -> AgainstTarget {
        let Some(newest) = self.newest() else { return AgainstTarget::Unread };
        let Some(target) = self.target else { return AgainstTarget::NoTarget };
        match (self.gain(target, newest.value).partial_cmp(&0.0), self.better) {
            (Some(Ordering::Equal), _) => AgainstTarget::OnTarget,
            (Some(Ordering::Greater), Some(_)) => AgainstTarget::Better,
            (Some(Ordering::Less), Some(_)) => AgainstTarget::Worse,
            _ => AgainstTarget::NoTarget,
        }
    }

    /// How far one value is better than another, in the unit of both.
    fn gain(&self, from: f64, to: f64) -> f64 {
        if self.better == Some(Better::Down) { from - to } else { to - from }
    }

    pub fn trend(&self) -> Trend {
        let [.., before, newest] = self.points.as_slice() else { return Trend::Unknown };
        if newest.is_redefined || self.better.is_none() {
            return Trend::Unknown;
        }
        match self.gain(before.value, newest.value) {
            gain if gain > 0.0 => Trend::Improving,
            gain if gain < 0.0 => Trend::Worsening,
            _ => Trend::Level,
        }
    }

    /// The newest value against the baseline, in percent of it: signed, up is plus. None without both, and where
    /// the baseline is nothing.
    pub fn since_base(&self) -> Option<f64> {
        let (base, newest) = (self.base?, self.newest()?.value);
        (base != 0.0).then(|| (newest - base) / base.abs() * 100.0)
    }

    /// How much of the way from baseline to target is done, in percent; more than all of it where the target is
    /// passed, less than nothing where it goes backwards.
    pub fn way_done(&self) -> Option<f64> {
        let (base, target, newest) = (self.base?, self.target?, self.newest()?.value);
        let way = target - base;
        (way.abs() > 0.0).then(|| (newest - base) / way * 100.0)
    }

    /// Whether the newest value is counted as the baseline was.
    pub fn is_comparable(&self) -> bool {
        !self.is_redefined && self.points.iter().all(|point| !point.is_redefined)
    }

    /// Days since the newest value.
    pub fn age(&self, today: Date) -> Option<i32> {
        self.newest().map(|newest| (today - newest.on).get_days())
    }

    pub fn is_stale(&self, today: Date) -> bool {
        self.age(today).is_some_and(|days| days > STALE_DAYS)
    }
}

impl AgainstTarget {
    pub const fn sign(self) -> &'static str {
        match self {
            AgainstTarget::Unread => "?",
            AgainstTarget::NoTarget => "·",
            AgainstTarget::Better => "▲",
            AgainstTarget::OnTarget => "=",
            AgainstTarget::Worse => "▼",
        }
    }

    pub const fn key(self) -> &'static str {
        match self {
            AgainstTarget::Unread => "unread",
            AgainstTarget::NoTarget => "no_target",
            AgainstTarget::Better => "better",
            AgainstTarget::OnTarget => "on_target",
            AgainstTarget::Worse => "worse",
        }
    }
}

fn cell(row: &Row, column: &str) -> Option<Cell> {
    let column = guide().register("kpi")?.column(column)?;
    row.cell(&column.key, &column.kind).ok()
}

fn number(row: &Row, column: &str) -> Option<f64> {
    match cell(row, column)? {
        Cell::Number(number) | Cell::Percent(number) => number.to_string().parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{Edit, RecordKind, Value};
    use jiff::civil::date;
    use std::collections::BTreeMap;

    fn with(cells: &[(&str, &str)], readings: &[(&str, &str, &str)]) -> Indicator {
        let mut workspace = Workspace::default();
        let cells: BTreeMap<String, Value> =
            cells.iter().map(|(key, text)| ((*key).to_owned(), Value::text(*text))).collect();
        let fields = vec![("register".into(), Value::text("kpi")), ("cells".into(), Value::Map(cells))];
        let id = Id::new("r1").unwrap();
        workspace.apply(Edit::Add { kind: RecordKind::Row, id, fields }).unwrap();
        for (n, (on, value, change)) in readings.iter().enumerate() {
            let fields = [("row", "r1"), ("on", on), ("value", value), ("change", change)];
            let fields = fields.into_iter().filter(|(_, text)| !text.is_empty());
            let fields = fields.map(|(name, text)| (name.to_owned(), Value::text(text))).collect();
            let id = Id::new(&format!("k{n}")).unwrap();
            workspace.apply(Edit::Add { kind: RecordKind::Reading, id, fields }).unwrap();
        }
        indicators(&workspace).pop().unwrap()
    }

    #[test]
    fn a_value_is_better_or_worse_by_the_direction() {
        use AgainstTarget::{Better, NoTarget, OnTarget, Unread, Worse};
        for (direction, target, value, standing) in [
            ("up", "95", "96", Better),
            ("up", "95", "95.0", OnTarget),
            ("up", "95", "94.9", Worse),
            ("越小越好", "2", "1.5", Better),
            ("down", "2", "2.5", Worse),
            ("down", "", "2.5", NoTarget),
            ("", "2", "2.5", NoTarget),
            ("", "2", "2", OnTarget),
            ("up", "95", "", Unread),
            ("up", "95", "many", Unread),
        ] {
            let reading: &[_] = if value.is_empty() { &[] } else { &[("2026-11-20", value, "")] };
            let indicator = with(&[("direction", direction), ("target", target)], reading);
            assert_eq!(indicator.standing(), standing, "{direction} {target} {value}");
        }
    }

    #[test]
    fn trend_baseline_and_way_follow_the_newest_values() {
        let cells = [("direction", "down"), ("base", "10"), ("target", "6")];
        let indicator = with(&cells, &[("2026-10-31", "9", ""), ("2026-11-30", "7", ""), ("soon", "1", "")]);
        assert_eq!(indicator.trend(), Trend::Improving);
        assert_eq!(indicator.since_base(), Some(-30.0));
        assert_eq!(indicator.way_done(), Some(75.0));
        assert_eq!(indicator.unplaced.len(), 1);
        assert_eq!(indicator.age(date(2026, 12, 5)), Some(5));
        assert!(!indicator.is_stale(date(2027, 1, 14)) && indicator.is_stale(date(2027, 1, 15)));
        assert!(indicator.is_comparable());
    }

    #[test]
    fn a_changed_definition_begins_a_new_series() {
        let cells = [("direction", "up"), ("base", "10")];
        let readings = [("2026-10-31", "9", ""), ("2026-11-30", "12", "不计停用设备")];
        let indicator = with(&cells, &readings);
        assert_eq!((indicator.trend(), indicator.is_comparable()), (Trend::Unknown, false));
        let indicator = with(&[("base", "10"), ("redefined", "是")], &readings[..1]);
        assert!(!indicator.is_comparable());
    }

    #[test]
    fn the_actual_value_of_the_table_counts_on_the_last_day_of_its_period() {
        let cells = [("direction", "up"), ("target", "90"), ("actual", "91"), ("actual_period", "2026-11")];
        let indicator = with(&cells, &[("2026-10-31", "80", "")]);
        let newest = indicator.newest().unwrap();
        assert_eq!((newest.on, newest.value, &newest.id), (date(2026, 11, 30), 91.0, &None));
        let indicator = with(&cells, &[("2026-11-30", "80", "")]);
        assert_eq!((indicator.points.len(), indicator.standing()), (1, AgainstTarget::Worse));
    }
}
