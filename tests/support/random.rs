//! Random workspaces and random edits, out of the declarations: a new field or kind is covered by itself.

#![allow(dead_code, reason = "each test file uses what it needs")]

use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeMap;
use wubu::workspace::{At, Dispute, Edit, Field, Id, Kind, RecordKind, Status, Value, Workspace};

/// Text with everything in it that a file, a merge or a terminal could stumble over.
pub fn text() -> impl Strategy<Value = String> {
    let nasty = prop::sample::select(vec![
        "\"",
        "\\",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "\0",
        "\u{1b}[2J",
        "\u{9b}",
        "\u{7f}",
        "\u{202e}",
        "\u{200b}",
        "\u{feff}",
        "\u{2028}",
        "\u{2029}",
        "\u{85}",
        "e\u{301}",
        "é",
        "👩‍🔧",
        "\u{fe0f}",
        "<<<<<<< HEAD",
        "=======",
        ">>>>>>> theirs",
        "r#\"",
        "\"#",
        "//",
        "/*",
        "*/",
        "#![enable(x)]",
        "\\u{41}",
        "Done(on: \"\")",
        "),",
        "{",
        "，",
        "　",
        "\u{a0}",
        "\u{ad}",
        "\u{fffe}",
        "\u{10ffff}",
        "\u{e0041}",
        "𠀀",
    ]);
    let part = prop_oneof![
        4 => "[一-龥a-z0-9 ]{1,6}",
        3 => nasty.prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 0..4).prop_map(|parts| parts.concat())
}

fn day() -> impl Strategy<Value = String> {
    prop_oneof![Just("2026-11-20".to_owned()), Just("2026-02-30".to_owned()), text()]
}

fn status() -> impl Strategy<Value = Status> {
    prop_oneof![
        Just(Status::Open),
        Just(Status::Doing),
        text().prop_map(|why| Status::Blocked { why }),
        (day(), text()).prop_map(|(on, by)| Status::Done { on, by }),
        (text(), day()).prop_map(|(why, until)| Status::Waived { why, until }),
    ]
}

/// A value that fits a field, in its canonical form.
pub fn value(field: &Field) -> BoxedStrategy<Value> {
    of_kind(&field.kind).prop_map(Value::canonical).boxed()
}

fn of_kind(kind: &Kind) -> BoxedStrategy<Value> {
    match kind {
        Kind::Status => status().prop_map(Value::Status).boxed(),
        Kind::Prose => prop::collection::vec(text(), 0..3).prop_map(Value::Lines).boxed(),
        Kind::Set(_) => prop::collection::btree_set(text(), 0..3).prop_map(Value::Set).boxed(),
        Kind::Map(kind) => by_key(of_kind(kind)),
        Kind::Rank => "[0-9A-Za-z]{0,4}".prop_map(Value::Text).boxed(),
        Kind::Parent(_) | Kind::Ref(_) => {
            prop_oneof!["[a-e][1-5]", "t[0-9]", "G[1-6]", "[rs][0-9]", text()].prop_map(Value::Text).boxed()
        }
        // Numbers that mean something on a scale, among those that do not.
        Kind::Number(_) => prop_oneof!["[0-6]", "0\\.[0-9]{1,3}", text()].prop_map(Value::Text).boxed(),
        Kind::Text => prop_oneof![2 => text(), 1 => "[0-4]|yes|no"].prop_map(Value::Text).boxed(),
        Kind::Mark | Kind::Day | Kind::Choice(_) | Kind::Person => text().prop_map(Value::Text).boxed(),
    }
}

fn by_key(value: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let key = prop_oneof![
        text(),
        "(digital_management|build|project)/(base|data|technical|deployment)",
        "D[1-9]|D10|D3\\.fill|D4\\.explained|D10\\.(owner|level)|time\\.(back_steps|longest_gap_s|nominal_s)",
    ];
    prop::collection::btree_map(key, value, 0..3).prop_map(Value::Map).boxed()
}

/// The fields of a record, some of them empty.
fn fields(kind: RecordKind) -> BoxedStrategy<Vec<(String, Value)>> {
    let each: Vec<_> = kind
        .fields()
        .iter()
        .map(|field| {
            let name = field.name.to_owned();
            prop_oneof![Just(Value::Unset), value(field)].prop_map(move |value| (name.clone(), value))
        })
        .collect();
    each.boxed()
}

fn id() -> impl Strategy<Value = String> {
    prop_oneof![
        "[terkv][0-9]",
        "modes|feasibility|approach|provider",
        "G[1-5]\\.(budget|tasks_a1)",
        "(level|weight\\.control)\\.D[1-9](\\.[0-5])?",
        "4[a-e]\\.[1-9]",
        "gap\\.S0[1-3]\\.D[1-9]",
        "焊接 [1-3]",
        "[a-z\"\\\\.]{1,3}"
    ]
}

/// A workspace with records of every kind and disputes about them; it holds what its own writing keeps.
pub fn workspace() -> impl Strategy<Value = Workspace> {
    let kinds = RecordKind::ALL.iter().filter(|kind| **kind != RecordKind::Project);
    let records: Vec<_> = kinds
        .map(|kind| {
            let records = prop::collection::btree_map(id(), fields(*kind), 0..4);
            records.prop_map(move |records| (*kind, records))
        })
        .collect();
    (fields(RecordKind::Project), records, prop::collection::vec(dispute(), 0..3)).prop_map(
        |(project, records, disputes)| {
            let mut workspace = Workspace::default();
            for (field, now) in project {
                let set = workspace.set(At::project(&field), now).expect("a field of the project");
                workspace.apply(set).expect("it fits");
            }
            for (kind, records) in records {
                for (id, mut fields) in records {
                    let id = Id::new(&id).expect("a sound id");
                    fields.retain(|(_, value)| !value.is_unset());
                    workspace.apply(Edit::Add { kind, id, fields }).expect("ids of a map are distinct");
                }
            }
            for (at, of, was) in disputes {
                let (key, dispute) = at.about(&workspace, of, was);
                workspace.disputes.insert(key, dispute);
            }
            let open: BTreeMap<String, Dispute> =
                workspace.open_disputes().map(|(key, dispute)| (key.to_owned(), dispute.clone())).collect();
            workspace.disputes = open;
            workspace
        },
    )
}

/// Where a dispute is about, to be resolved against a workspace.
#[derive(Debug, Clone)]
pub struct Where {
    kind: Index,
    record: Index,
    field: Index,
}

type RandomDispute = (Where, Vec<Value>, Option<Value>);

fn dispute() -> impl Strategy<Value = RandomDispute> {
    let any_value = || {
        let all = RecordKind::ALL.iter().flat_map(|kind| kind.fields());
        let all: Vec<_> = all.map(value).collect();
        prop::sample::select((0..all.len()).collect::<Vec<_>>()).prop_flat_map(move |i| all[i].clone())
    };
    (whereabouts(), prop::collection::vec(any_value(), 1..4), prop::option::of(any_value()))
}

fn whereabouts() -> impl Strategy<Value = Where> {
    (any::<Index>(), any::<Index>(), any::<Index>()).prop_map(|(kind, record, field)| Where {
        kind,
        record,
        field,
    })
}

impl Where {
    /// A field of a record that exists, if any does.
    pub fn find(&self, workspace: &Workspace) -> Option<(At, &'static Field)> {
        let kind = *self.kind.get(RecordKind::ALL);
        let id = match workspace.records(kind) {
            None => At::project("").id,
            Some(records) => {
                let ids: Vec<&Id> = records.ids().collect();
                if ids.is_empty() {
                    return None;
                }
                (*self.record.get(&ids)).clone()
            }
        };
        let field = self.field.get(kind.fields());
        Some((At::new(kind, &id, field.name), field))
    }

    /// Open: the record holds what the dispute says it holds.
    fn about(&self, workspace: &Workspace, of: Vec<Value>, was: Option<Value>) -> (String, Dispute) {
        let was = match self.find(workspace) {
            Some((at, _)) => workspace.get(&at).map(|holds| (at.to_string(), Some(holds))),
            None => None,
        }
        .unwrap_or_else(|| ("tasks/gone".to_owned(), was));
        let (key, was) = was;
        let dispute = Dispute {
            of: of.into_iter().collect(),
            was: was.into_iter().collect(),
            at: ["9f3c".into()].into(),
        };
        (key, dispute)
    }
}

/// An edit, to be resolved against the workspace that it meets.
#[derive(Debug, Clone)]
pub enum Doing {
    Set(Where, Index),
    Add(Index, String, Vec<Vec<(String, Value)>>),
    Remove(Where),
    All(Vec<Doing>),
}

/// Values to set, one for each field of each kind.
#[derive(Debug, Clone)]
pub struct Values(Vec<Vec<(&'static str, Value)>>);

pub fn doings() -> impl Strategy<Value = Vec<(Doing, Values)>> {
    let one = || {
        prop_oneof![
            4 => (whereabouts(), any::<Index>()).prop_map(|(at, i)| Doing::Set(at, i)),
            2 => (any::<Index>(), id(), added()).prop_map(|(kind, id, fields)| Doing::Add(kind, id, fields)),
            1 => whereabouts().prop_map(Doing::Remove),
        ]
    };
    let doing = prop_oneof![3 => one(), 1 => prop::collection::vec(one(), 0..4).prop_map(Doing::All)];
    prop::collection::vec((doing, values()), 1..12)
}

fn added() -> impl Strategy<Value = Vec<Vec<(String, Value)>>> {
    RecordKind::ALL.iter().map(|kind| fields(*kind)).collect::<Vec<_>>()
}

fn values() -> impl Strategy<Value = Values> {
    let kinds: Vec<_> = RecordKind::ALL
        .iter()
        .map(|kind| {
            let each: Vec<_> = kind.fields().iter().map(|f| value(f).prop_map(|v| (f.name, v))).collect();
            each
        })
        .collect();
    kinds.prop_map(Values)
}

impl Doing {
    /// The edit that this comes to; None where there is nothing to do it to.
    pub fn edit(&self, workspace: &Workspace, values: &Values) -> Option<Edit> {
        match self {
            Doing::Set(place, _) => {
                let (at, field) = place.find(workspace)?;
                let kind = RecordKind::ALL.iter().position(|kind| *kind == at.kind)?;
                let now = values.0[kind].iter().find(|(name, _)| *name == field.name)?.1.clone();
                workspace.set(at, now).ok()
            }
            Doing::Add(kind, id, fields) => {
                let i = kind.index(RecordKind::ALL.len());
                let mut fields = fields[i].clone();
                fields.retain(|(_, value)| !value.is_unset());
                Some(Edit::Add { kind: RecordKind::ALL[i], id: Id::new(id)?, fields })
            }
            Doing::Remove(place) => {
                let (at, _) = place.find(workspace)?;
                Some(Edit::Remove { kind: at.kind, id: at.id })
            }
            Doing::All(all) => {
                Some(Edit::All(all.iter().filter_map(|one| one.edit(workspace, values)).collect()))
            }
        }
    }
}
