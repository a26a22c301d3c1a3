//! A walk through the plant: the things that one goes to, in the order in which one comes by them, and what is still
//! to be found out there. Which registers hold such things, and which of their columns are asked for on the spot,
//! the guide says.

use crate::guide::{ColumnKind, OnSpot, Points, Register, RuleKind, guide};
use crate::workspace::{Id, Row, TableColumn, Workspace, columns, key_form, rows};
use std::collections::HashMap;

/// The columns of a register that say where a line of it stands, from wide to narrow.
pub const AREA: &str = "area";
pub const LINE: &str = "line";

/// Everything that there is to visit: by area and line as they first come up in the registers, what stands nowhere at
/// the end. A machine is followed by what belongs to it, the sources of an area stand behind its lines.
#[derive(Debug, Clone, Default)]
pub struct WalkList {
    pub stops: Vec<WalkStop>,
}

#[derive(Debug, Clone)]
pub struct WalkStop {
    pub id: Id,
    pub register: &'static Register,
    /// Empty where nobody has said.
    pub area: String,
    pub line: String,
    /// Columns that are asked for and have no answer: those that have to be filled, and the others.
    pub required: usize,
    pub others: usize,
}

impl WalkStop {
    pub fn open(&self) -> usize {
        self.required + self.others
    }

    pub fn is_done(&self) -> bool {
        self.open() == 0
    }
}

/// Where a line stands on the walk, without its area and line: which register it goes with, which line of that, and
/// which of those that go with the same one.
type Order = (usize, usize, usize);

impl WalkList {
    pub fn of(workspace: &Workspace) -> WalkList {
        // What says itself where it is, and what is where the thing is that it names.
        let (own, following): (Vec<&Register>, Vec<&Register>) =
            walked().partition(|register| register.column(AREA).is_some());
        let mut anchors: HashMap<(&str, String), (Order, String, String)> = HashMap::new();
        let mut found: Vec<(Order, WalkStop)> = vec![];
        for (class, register) in own.iter().enumerate() {
            let columns = columns(workspace, &register.key);
            for (n, (id, row)) in rows(workspace, &register.key).into_iter().enumerate() {
                let [area, line] = [AREA, LINE].map(|column| row.typed(column).trim().to_owned());
                let key = (register.key.as_str(), key_form(&row.typed(&register.key_column)));
                anchors.entry(key).or_insert_with(|| ((class, n, 0), area.clone(), line.clone()));
                found.push(((class, n, 0), stop(register, &columns, id, row, (area, line))));
            }
        }
        for register in following {
            let columns = columns(workspace, &register.key);
            for (n, (id, row)) in rows(workspace, &register.key).into_iter().enumerate() {
                let anchor = register.columns.iter().find_map(|column| match &column.kind {
                    ColumnKind::Ref(Points::Register(to)) => {
                        anchors.get(&(to.as_str(), key_form(&row.typed(&column.key))))
                    }
                    _ => None,
                });
                let nowhere = ((own.len(), n, 0), String::new(), String::new());
                let ((class, with, _), area, line) = anchor.unwrap_or(&nowhere).clone();
                found.push(((class, with, n + 1), stop(register, &columns, id, row, (area, line))));
            }
        }
        WalkList { stops: in_order(found) }
    }
}

/// The registers whose lines are things to visit.
pub fn walked() -> impl Iterator<Item = &'static Register> {
    guide().registers().iter().filter(|register| register.visit_task.is_some())
}

/// The columns of a line that are asked for on the spot and hold no answer, or one that cannot be; those that have to
/// be filled come first.
pub fn open_columns<'a>(
    columns: &[TableColumn<'a>],
    register: &Register,
    row: &Row,
) -> Vec<(TableColumn<'a>, bool)> {
    let asked = asked_by_rules(register, row);
    let is_open = |column: &&TableColumn| {
        !row.is_filled(column.key()) || row.cell(column.key(), column.kind()).is_err()
    };
    let is_required = |column: &TableColumn| {
        column.guide().is_some_and(|guide| guide.required) || asked.contains(&column.key())
    };
    // Who adds a column of their own to such a register wants to know it of each line.
    let is_asked = |column: &TableColumn| match column.guide().map(|guide| &guide.on_site) {
        None | Some(OnSpot::Always) => true,
        Some(OnSpot::If(condition)) => row.fulfils(condition),
        Some(OnSpot::Never) => false,
    };
    let open = columns.iter().filter(|column| column.applies(row)).filter(is_open);
    let mut open: Vec<(TableColumn, bool)> = open
        .map(|column| (*column, is_required(column)))
        .filter(|(column, is_required)| *is_required || is_asked(column))
        .collect();
    open.sort_by_key(|(_, is_required)| !is_required);
    open
}

fn stop(
    register: &'static Register,
    columns: &[TableColumn],
    id: &Id,
    row: &Row,
    (area, line): (String, String),
) -> WalkStop {
    let open = open_columns(columns, register, row);
    let required = open.iter().filter(|(_, is_required)| *is_required).count();
    WalkStop { id: id.clone(), register, area, line, required, others: open.len() - required }
}

/// Columns that the register's rules ask for because of what stands in others.
fn asked_by_rules<'a>(register: &'a Register, row: &Row) -> Vec<&'a str> {
    let filled = |key: &String| row.is_filled(key);
    let mut asked: Vec<&str> = vec![];
    for rule in &register.checks {
        let columns = match &rule.kind {
            RuleKind::RequiredIf { columns, when } if !columns.iter().all(filled) && row.fulfils(when) => {
                columns
            }
            RuleKind::OneOf { columns, when }
                if !columns.iter().any(filled) && when.as_ref().is_none_or(|when| row.fulfils(when)) =>
            {
                columns
            }
            RuleKind::Together(columns) if columns.iter().any(filled) => columns,
            _ => continue,
        };
        asked.extend(columns.iter().map(String::as_str));
    }
    asked
}

fn in_order(mut found: Vec<(Order, WalkStop)>) -> Vec<WalkStop> {
    found.sort_by_key(|(order, _)| *order);
    let mut areas: HashMap<String, usize> = HashMap::new();
    let mut lines: HashMap<(String, String), usize> = HashMap::new();
    for (n, (_, stop)) in found.iter().enumerate() {
        // What stands nowhere, or on no line, comes last.
        let place = |name: &str| if name.is_empty() { usize::MAX } else { n };
        areas.entry(stop.area.clone()).or_insert_with(|| place(&stop.area));
        lines.entry((stop.area.clone(), stop.line.clone())).or_insert_with(|| place(&stop.line));
    }
    let place = |stop: &WalkStop| {
        let line = lines.get(&(stop.area.clone(), stop.line.clone()));
        (areas.get(&stop.area).copied(), line.copied())
    };
    // A stable sort: what has the same place stays in its order.
    found.sort_by_cached_key(|(_, stop)| place(stop));
    found.into_iter().map(|(_, stop)| stop).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;
    use crate::workspace::{Edit, RecordKind, Value};
    use std::collections::BTreeMap;

    fn plant(lines: &[(&str, &[(&str, &str)])]) -> Workspace {
        let mut workspace = Workspace::default();
        for (n, (register, cells)) in lines.iter().enumerate() {
            let cells: BTreeMap<String, Value> =
                cells.iter().map(|(key, text)| ((*key).to_owned(), Value::text(*text))).collect();
            let fields = vec![
                ("register".to_owned(), Value::text(*register)),
                ("rank".to_owned(), Value::text(format!("A{n:02}"))),
                ("cells".to_owned(), Value::Map(cells)),
            ];
            let id = Id::new(&format!("r{n}")).unwrap();
            workspace.apply(Edit::Add { kind: RecordKind::Row, id, fields }).unwrap();
        }
        workspace
    }

    #[test]
    fn one_walks_by_area_and_line_and_what_belongs_to_a_machine_is_behind_it() {
        let workspace = plant(&[
            ("tags", &[("tag_id", "T-2"), ("equip_id", "M-1")]),
            ("equipment", &[("equip_id", "M-1"), ("area", "磨削"), ("line", "1线")]),
            ("equipment", &[("equip_id", "H-1"), ("area", "热处理")]),
            ("equipment", &[("equip_id", "M-9")]),
            ("equipment", &[("equip_id", "M-3"), ("area", "磨削"), ("line", "2线")]),
            ("equipment", &[("equip_id", "M-2"), ("area", " 磨削 "), ("line", "1线")]),
            ("sources", &[("src_id", "S-1"), ("area", "磨削")]),
            ("tags", &[("tag_id", "T-1"), ("source", "S-1")]),
            ("tags", &[("tag_id", "T-3"), ("equip_id", "M-1")]),
            ("tags", &[("tag_id", "T-0"), ("equip_id", "没有")]),
            ("issues", &[("id", "I-1")]),
        ]);
        let walk = WalkList::of(&workspace);
        let keys: Vec<String> = walk
            .stops
            .iter()
            .map(|stop| {
                let row = workspace.rows.get(stop.id.as_str()).unwrap();
                format!("{}/{} {}", stop.area, stop.line, row.typed(&stop.register.key_column))
            })
            .collect();
        assert_eq!(
            keys,
            [
                "磨削/1线 M-1",
                "磨削/1线 T-2",
                "磨削/1线 T-3",
                "磨削/1线 M-2",
                "磨削/2线 M-3",
                "磨削/ S-1",
                "磨削/ T-1",
                "热处理/ H-1",
                "/ M-9",
                "/ T-0",
            ]
        );
    }

    #[test]
    fn what_has_to_be_filled_is_asked_first_and_rules_ask_for_more() {
        let open = |cells: &[(&str, &str)]| {
            let workspace = plant(&[("equipment", cells)]);
            let (id, row) = workspace.rows.iter().next().unwrap();
            let register = guide().register("equipment").unwrap();
            let columns = columns(&workspace, "equipment");
            let open = open_columns(&columns, register, row);
            let stop = WalkList::of(&workspace).stops.remove(0);
            assert_eq!((stop.open(), &stop.id), (open.len(), id));
            let said = open.iter().map(|(column, is_required)| {
                assert!(!column.label(Lang::Zh).is_empty());
                format!("{}{}", column.key(), if *is_required { "*" } else { "" })
            });
            said.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            open(&[("equip_id", "M-1"), ("name", "磨床")]),
            "criticality* status* model area line controller protocol port verified"
        );
        let known = [
            ("equip_id", "M-1"),
            ("name", "磨床"),
            ("criticality", "A"),
            ("model", "x"),
            ("area", "x"),
            ("line", "x"),
            ("controller", "无"),
            ("port", "rj45"),
            ("verified", "yes"),
        ];
        let with = |more: &[(&'static str, &'static str)]| open(&[&known[..], more].concat());
        // A connected machine has a protocol, and an address or a gateway; what is wrong is open still.
        assert_eq!(with(&[("status", "connected")]), "protocol* ip* gateway*");
        assert_eq!(with(&[("status", "connected"), ("ip", "10.1.300.7")]), "protocol*");
        assert_eq!(with(&[("status", "offline"), ("protocol", "s7")]), "");
        assert_eq!(with(&[("status", "？"), ("protocol", "s7")]), "status*");
    }
}
