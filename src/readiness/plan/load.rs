//! Person-days per owner and week against what there is. An effort is spread evenly over the working days (Monday to
//! Friday) between start and due; holidays are not known. What is settled, and what has no dates, weighs nothing.

use super::{Times, later, monday};
use crate::guide::guide;
use crate::workspace::cell::{Cell, DateRange};
use crate::workspace::{Id, Row, Workspace};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Person-days that a week has where the resource table says nothing else: one a working day. A proposal of ours.
pub const FULL_WEEK: f64 = 5.0;

/// A span longer than this is a slip of the pen, and is not spread.
const LONGEST_DAYS: i32 = 3660;

/// What one owner has to do in one week, and could do.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Week {
    pub load: f64,
    pub capacity: f64,
}

impl Week {
    /// Sums of thirds are not exact.
    pub fn is_overload(self) -> bool {
        self.load > self.capacity + 1e-6
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct OwnerLoad {
    /// As the tasks name them; empty for nobody.
    pub owner: String,
    /// By Monday; weeks without any load are left out.
    pub weeks: BTreeMap<Date, f64>,
    /// Person-days a day, where the resource table tells them.
    told: Vec<(DateRange, f64)>,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Load {
    /// By name; nobody comes last.
    pub owners: Vec<OwnerLoad>,
    /// Open tasks with an effort that have no dates, and their person-days.
    pub undated: (usize, f64),
}

/// A week that asks more of somebody than there is.
#[derive(Debug, Clone, PartialEq)]
pub struct Overload<'a> {
    pub owner: &'a str,
    pub monday: Date,
    pub week: Week,
}

impl Load {
    pub fn of(workspace: &Workspace) -> Load {
        let split = split_up(workspace);
        let mut weeks: BTreeMap<(bool, &str), BTreeMap<Date, f64>> = BTreeMap::new();
        let mut undated = (0, 0.0);
        for (id, task) in workspace.tasks.iter() {
            let Some(effort) = task.effort.number().filter(|effort| *effort > 0.0) else { continue };
            if task.status.is_settled() || split.contains(id) {
                continue;
            }
            let owner = task.owner.as_str().trim();
            match spread(Times::of(task), effort) {
                Some(shares) => {
                    let own = weeks.entry((owner.is_empty(), owner)).or_default();
                    for (monday, share) in shares {
                        *own.entry(monday).or_default() += share;
                    }
                }
                None => undated = (undated.0 + 1, undated.1 + effort),
            }
        }
        let mut told = told(workspace);
        let owners = weeks.into_iter().map(|((_, owner), weeks)| OwnerLoad {
            owner: owner.to_owned(),
            weeks,
            told: told.remove(owner).unwrap_or_default(),
        });
        Load { owners: owners.collect(), undated }
    }

    /// The tasks of an owner that weigh on one week, each with its share, the heaviest first.
    pub fn shares(workspace: &Workspace, owner: &str, monday: Date) -> Vec<(Id, f64)> {
        let split = split_up(workspace);
        let own = workspace.tasks.iter().filter(|(id, task)| {
            task.owner.as_str().trim() == owner && !task.status.is_settled() && !split.contains(*id)
        });
        let share = |(id, task): (&Id, &crate::workspace::Task)| {
            let effort = task.effort.number().filter(|effort| *effort > 0.0)?;
            let shares = spread(Times::of(task), effort)?;
            Some((id.clone(), shares.into_iter().find(|(of, _)| *of == monday)?.1))
        };
        let mut shares: Vec<(Id, f64)> = own.filter_map(share).collect();
        shares.sort_by(|one, other| other.1.total_cmp(&one.1));
        shares
    }

    pub fn owner(&self, name: &str) -> Option<&OwnerLoad> {
        self.owners.iter().find(|owner| owner.owner == name.trim())
    }

    /// From this week on, by week; nobody is never overloaded.
    pub fn overloads(&self, today: Date) -> Vec<Overload<'_>> {
        let mut found: Vec<Overload> = vec![];
        for owner in self.owners.iter().filter(|owner| !owner.owner.is_empty()) {
            let weeks = owner.weeks.range(monday(today)..).map(|(monday, _)| (*monday, owner.week(*monday)));
            let over = weeks.filter(|(_, week)| week.is_overload());
            found.extend(over.map(|(monday, week)| Overload { owner: &owner.owner, monday, week }));
        }
        found.sort_by_key(|overload| overload.monday);
        found
    }
}

impl OwnerLoad {
    pub fn week(&self, monday: Date) -> Week {
        Week { load: self.weeks.get(&monday).copied().unwrap_or(0.0), capacity: self.capacity(monday) }
    }

    /// Day by day: what the resource table gives for it, else a day.
    fn capacity(&self, monday: Date) -> f64 {
        let days = (0..5).filter_map(|n| later(monday, n));
        days.map(|day| {
            let told = self.told.iter().filter(|(period, _)| period.from() <= day && day <= period.to());
            let told: Vec<f64> = told.map(|(_, rate)| *rate).collect();
            if told.is_empty() { FULL_WEEK / 5.0 } else { told.iter().sum() }
        })
        .sum()
    }

    /// Whether the resource table says how much there is of this person.
    pub fn is_told(&self) -> bool {
        !self.told.is_empty()
    }

    pub fn is_overloaded(&self) -> bool {
        !self.owner.is_empty() && self.weeks.keys().any(|monday| self.week(*monday).is_overload())
    }
}

/// Tasks whose effort is told by those below them: it is not counted twice.
fn split_up(workspace: &Workspace) -> HashSet<Id> {
    let mut split: HashSet<Id> = HashSet::new();
    for (_, task) in workspace.tasks.iter().filter(|(_, task)| task.effort.number().is_some()) {
        let mut above = workspace.tasks.key(task.parent.as_str());
        while let Some(id) = above.filter(|id| split.insert((*id).clone())) {
            above =
                workspace.tasks.get(id.as_str()).and_then(|task| workspace.tasks.key(task.parent.as_str()));
        }
    }
    split
}

/// Shares by Monday; None without dates.
fn spread(times: Times, effort: f64) -> Option<Vec<(Date, f64)>> {
    let (from, to) = (times.begin()?, times.end()?);
    if (to - from).get_days() > LONGEST_DAYS {
        return None;
    }
    let mut weeks = vec![];
    let mut first = monday(from);
    while first <= to {
        weeks.push((first, working_days(first, from, to)));
        first = later(first, 7)?;
    }
    let all: u32 = weeks.iter().map(|(_, days)| u32::from(*days)).sum();
    if all == 0 {
        // A weekend: it is done when it is done.
        return Some(vec![(monday(from), effort)]);
    }
    let share = |days: u8| effort * f64::from(days) / f64::from(all);
    Some(
        weeks.into_iter().filter(|(_, days)| *days > 0).map(|(monday, days)| (monday, share(days))).collect(),
    )
}

/// Mondays to Fridays of one week that lie in a span.
fn working_days(monday: Date, from: Date, to: Date) -> u8 {
    let days = (0..5).filter_map(|n| later(monday, n)).filter(|day| (from..=to).contains(day));
    u8::try_from(days.count()).unwrap_or(5)
}

/// Person-days a working day by name and period, from the lines about people in the resource table that tell both.
fn told(workspace: &Workspace) -> HashMap<String, Vec<(DateRange, f64)>> {
    let mut told: HashMap<String, Vec<(DateRange, f64)>> = HashMap::new();
    for (_, row) in workspace.rows.iter().filter(|(_, row)| row.register.as_str() == "resources") {
        let is_person = matches!(cell(row, "type"), Some(Cell::Choice(key)) if key == "people");
        let capacity = match cell(row, "capacity") {
            Some(Cell::Number(number)) => number.to_string().parse::<f64>().ok(),
            _ => None,
        };
        if let (true, Some(capacity), Some(Cell::DateRange(period))) =
            (is_person, capacity, cell(row, "period"))
        {
            let days = days_in(period);
            if days > 0 {
                let name = row.typed("name").trim().to_owned();
                told.entry(name).or_default().push((period, capacity / f64::from(days)));
            }
        }
    }
    told
}

/// Working days of a period, without walking through it.
fn days_in(period: DateRange) -> i32 {
    let (from, to) = (period.from(), period.to());
    let days = (to - from).get_days() + 1;
    let first = i32::from(from.weekday().to_monday_zero_offset());
    let rest = (0..days % 7).filter(|n| (first + n) % 7 < 5).count();
    days / 7 * 5 + i32::try_from(rest).unwrap_or(0)
}

fn cell(row: &Row, column: &str) -> Option<Cell> {
    let column = guide().register("resources")?.column(column)?;
    row.cell(&column.key, &column.kind).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{Edit, RecordKind, Value};
    use jiff::civil::date;
    use proptest::prelude::*;

    fn add(workspace: &mut Workspace, kind: RecordKind, id: &str, fields: Vec<(String, Value)>) {
        workspace.apply(Edit::Add { kind, id: Id::new(id).unwrap(), fields }).unwrap();
    }

    fn task(workspace: &mut Workspace, id: &str, fields: &[(&str, &str)]) {
        let fields = fields.iter().map(|(name, text)| ((*name).to_owned(), Value::text(*text))).collect();
        add(workspace, RecordKind::Task, id, fields);
    }

    fn person(workspace: &mut Workspace, id: &str, cells: &[(&str, &str)]) {
        let cells: BTreeMap<String, Value> =
            cells.iter().map(|(key, text)| ((*key).to_owned(), Value::text(*text))).collect();
        let fields = vec![("register".into(), Value::text("resources")), ("cells".into(), Value::Map(cells))];
        add(workspace, RecordKind::Row, id, fields);
    }

    fn near(one: f64, other: f64) -> bool {
        (one - other).abs() < 1e-9
    }

    #[test]
    fn an_effort_is_spread_over_working_days_and_held_against_the_week() {
        let mut workspace = Workspace::default();
        // Thursday to the Tuesday after next: 2, 5 and 2 working days.
        let dates = [("start", "2026-11-19"), ("due", "2026-12-01"), ("owner", "周岚")];
        task(&mut workspace, "t1", &[&dates[..], &[("effort", "9")]].concat());
        task(&mut workspace, "t2", &[("due", "2026-11-25"), ("owner", "周岚"), ("effort", "1.5")]);
        task(&mut workspace, "t3", &[("owner", "周岚"), ("effort", "4")]);
        task(&mut workspace, "t4", &[("start", "2026-11-21"), ("due", "2026-11-22"), ("effort", "1")]);
        let load = Load::of(&workspace);
        let weeks = &load.owner("周岚").unwrap().weeks;
        let of = |day| weeks.get(&monday(day)).copied().unwrap_or_default();
        assert!(near(of(date(2026, 11, 19)), 2.0) && near(of(date(2026, 12, 1)), 2.0));
        assert!(near(of(date(2026, 11, 25)), 6.5));
        assert_eq!(load.undated, (1, 4.0));
        assert_eq!(load.owners.last().unwrap().owner, "", "nobody comes last");
        let over = load.overloads(date(2026, 11, 20));
        assert_eq!((over.len(), over[0].owner, over[0].monday), (1, "周岚", date(2026, 11, 23)));
        assert!(load.overloads(date(2026, 12, 1)).is_empty(), "what is past is past");
    }

    #[test]
    fn the_resource_table_says_how_much_there_is() {
        let mut workspace = Workspace::default();
        let dates = [("start", "2026-11-02"), ("due", "2026-11-27"), ("owner", "何成")];
        task(&mut workspace, "t1", &[&dates[..], &[("effort", "12")]].concat());
        assert!(Load::of(&workspace).overloads(date(2026, 11, 2)).is_empty());
        // Ten person-days in twenty working days.
        let cells = [("type", "人"), ("name", "何成"), ("capacity", "10")];
        person(&mut workspace, "r1", &[&cells[..], &[("period", "2026-11-02~2026-11-29")]].concat());
        person(&mut workspace, "r2", &cells);
        let load = Load::of(&workspace);
        let owner = load.owner("何成").unwrap();
        assert!(owner.is_told() && owner.is_overloaded());
        assert!(near(owner.week(date(2026, 11, 9)).capacity, 2.5));
        assert!(near(owner.week(date(2026, 12, 7)).capacity, FULL_WEEK), "outside, what is usual");
        assert_eq!(load.overloads(date(2026, 11, 2)).len(), 4);
    }

    #[test]
    fn an_effort_that_subtasks_tell_is_not_counted_twice_and_settled_work_is_over() {
        let mut workspace = Workspace::default();
        let on = ("due", "2026-11-25");
        task(&mut workspace, "t1", &[on, ("owner", "甲"), ("effort", "8")]);
        task(&mut workspace, "t2", &[on, ("owner", "甲"), ("effort", "3"), ("parent", "t1")]);
        task(&mut workspace, "t3", &[on, ("owner", "乙"), ("effort", "3"), ("parent", "t4")]);
        task(&mut workspace, "t4", &[on, ("owner", "乙"), ("effort", "3"), ("parent", "t3")]);
        let load = Load::of(&workspace);
        assert!(near(load.owner("甲").unwrap().week(date(2026, 11, 23)).load, 3.0));
        assert!(load.owner("乙").is_none(), "a circle of parents ends");
        let done = crate::workspace::Status::Done { on: "2026-11-20".into(), by: String::new() };
        let at = crate::workspace::At::task(&Id::new("t2").unwrap(), "status");
        let edit = workspace.set(at, Value::Status(done)).unwrap();
        workspace.apply(edit).unwrap();
        assert!(Load::of(&workspace).owner("甲").is_none());
    }

    proptest! {
        #[test]
        fn nothing_is_lost_in_spreading(from in 0i32..3000, days in 0i32..900, effort in 0.1f64..500.0) {
            let start = later(date(2024, 1, 1), from).unwrap();
            let due = later(start, days).unwrap();
            let shares = spread(Times { start: Some(start), due: Some(due) }, effort).unwrap();
            let sum: f64 = shares.iter().map(|(_, share)| share).sum();
            prop_assert!((sum - effort).abs() < 1e-6, "{sum}");
            prop_assert!(shares.iter().all(|(monday, share)| *share > 0.0 && monday.weekday().to_monday_zero_offset() == 0));
            let counted = days_in(DateRange::new(start, due).unwrap());
            let walked = (0..=days).filter(|n| later(start, *n).unwrap().weekday().to_monday_zero_offset() < 5).count();
            prop_assert_eq!(usize::try_from(counted).unwrap(), walked);
        }
    }
}
