//! Random histories for the laws of merging: a base and what two or three people made of it. Small worlds, so
//! that people meet: few ids, few values. Quick to make, because the laws want many.

#![allow(dead_code, reason = "each test file uses what it needs")]
#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

use fastrand::Rng;
use std::collections::{BTreeMap, BTreeSet};
use wubu::merge::merge;
use wubu::workspace::{At, Dispute, Edit, Field, Id, Kind, RecordKind, Status, Target, Value, Workspace};

/// What may happen in a history.
#[derive(Debug, Clone, Copy)]
pub struct World {
    pub deletions: bool,
    pub prose: bool,
    /// Disputes that no merge would make, as a text editor could.
    pub forged: bool,
}

pub const ALL: World = World { deletions: true, prose: true, forged: true };

pub fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn ids(kind: RecordKind) -> &'static [&'static str] {
    match kind {
        RecordKind::Project => &["project"],
        RecordKind::Task => &["4a.1", "t1", "t2", "t3", "t4"],
        RecordKind::Evidence => &["e1", "e2"],
        RecordKind::Row => &["r1"],
        RecordKind::Column => &["c1"],
        RecordKind::Decision => &["modes"],
        RecordKind::Criterion => &["G1.budget"],
        RecordKind::Review => &["v1"],
        RecordKind::Measurement => &["m1"],
        RecordKind::Setting => &["level.D3.2"],
        RecordKind::Reading => &["k1", "k2"],
        RecordKind::Basis => &["a1", "c4"],
    }
}

fn pick<'a>(random: &mut Rng, from: &[&'a str]) -> &'a str {
    from[random.usize(..from.len())]
}

/// A value of the kind, often the same as another one.
pub fn value(kind: &Kind, random: &mut Rng) -> Value {
    if random.u8(..5) == 0 {
        return Value::Unset;
    }
    let value = match kind {
        Kind::Parent(Target::Row) => Value::text(pick(random, ids(RecordKind::Row))),
        Kind::Parent(_) => Value::text(pick(random, ids(RecordKind::Task))),
        Kind::Status => Value::Status(match random.u8(..3) {
            0 => Status::Doing,
            1 => Status::Done { on: "2026-11-20".into(), by: pick(random, &["甲", "乙"]).into() },
            _ => Status::Blocked { why: String::new() },
        }),
        Kind::Prose => {
            let lines =
                (0..random.usize(..7)).map(|_| pick(random, &["一", "二", "三", "四", ""]).to_owned());
            Value::Lines(lines.collect())
        }
        Kind::Set(_) => Value::set((0..random.usize(..4)).map(|_| pick(random, &["a", "b", "c", "d"]))),
        Kind::Map(kind) => {
            let mut map = BTreeMap::new();
            for key in ["ip", "unit/x"] {
                if random.bool() {
                    map.insert(key.to_owned(), value(kind, random));
                }
            }
            Value::Map(map)
        }
        Kind::Rank => Value::text(pick(random, &["A", "B", "Bn"])),
        Kind::Text
        | Kind::Day
        | Kind::Number(_)
        | Kind::Choice(_)
        | Kind::Person
        | Kind::Ref(_)
        | Kind::Mark => Value::text(pick(random, &["甲", "乙", "丙"])),
    };
    value.canonical()
}

/// A change of prose that leaves most lines alone, as people make them.
fn reworded(was: &Value, random: &mut Rng) -> Value {
    let Value::Lines(lines) = was else { return value(&Kind::Prose, random) };
    let mut lines = lines.clone();
    let at = random.usize(..=lines.len());
    if at < lines.len() && random.bool() {
        lines.remove(at);
    }
    if random.u8(..3) > 0 {
        lines.insert(at.min(lines.len()), pick(random, &["甲注", "乙注", "一"]).to_owned());
    }
    Value::Lines(lines).canonical()
}

impl World {
    fn fields(self, kind: RecordKind) -> Vec<&'static Field> {
        kind.fields().iter().filter(|field| self.prose || !is_prose(&field.kind)).collect()
    }

    pub fn base(self, random: &mut Rng) -> Workspace {
        let mut base = Workspace::default();
        for _ in 0..random.usize(..8) {
            self.act(&mut base, random);
        }
        // Old disputes, as a merge leaves them.
        if random.u8(..3) == 0 {
            let (one, other) = (self.branch(&base, random), self.branch(&base, random));
            base = merge(Some(&base), &one, &other).workspace;
        }
        if self.forged && random.u8(..8) == 0 {
            self.forge(&mut base, random);
        }
        as_written(base)
    }

    pub fn branch(self, base: &Workspace, random: &mut Rng) -> Workspace {
        let mut branch = base.clone();
        for _ in 0..random.usize(..5) {
            self.act(&mut branch, random);
        }
        if self.forged && random.u8(..16) == 0 {
            self.forge(&mut branch, random);
        }
        as_written(branch)
    }

    fn act(self, workspace: &mut Workspace, random: &mut Rng) {
        let kinds =
            [RecordKind::Task, RecordKind::Task, RecordKind::Task, RecordKind::Evidence, RecordKind::Row];
        let kind = if random.u8(..8) == 0 {
            RecordKind::ALL[random.usize(..RecordKind::ALL.len())]
        } else {
            kinds[random.usize(..kinds.len())]
        };
        let id = id(pick(random, ids(kind)));
        let is_there = workspace.record(kind, id.as_str()).is_some();
        let edit = match random.u8(..10) {
            0 | 1 if !workspace.disputes.is_empty() => {
                let keys: Vec<String> = workspace.disputes.keys().cloned().collect();
                let key = &keys[random.usize(..keys.len())];
                let of: Vec<Value> = workspace.disputes[key].of.iter().cloned().collect();
                match At::from_key(key) {
                    Some(at) if !of.is_empty() && workspace.get(&at).is_some() => {
                        workspace.settle(key, of[random.usize(..of.len())].clone())
                    }
                    _ => workspace.dismiss(key),
                }
            }
            2 | 3 if is_there && self.deletions && kind == RecordKind::Task && random.bool() => {
                wubu::workspace::remove(workspace, &[id])
            }
            2 | 3 if is_there && self.deletions && kind != RecordKind::Project => {
                Ok(Edit::Remove { kind, id })
            }
            _ if !is_there => {
                let fields = self.fields(kind).into_iter().filter_map(|field| {
                    let value = if random.u8(..4) == 0 { value(&field.kind, random) } else { Value::Unset };
                    (!value.is_unset()).then(|| (field.name.to_owned(), value))
                });
                let fields = fields.collect();
                Ok(Edit::Add { kind, id, fields })
            }
            _ => {
                let fields = self.fields(kind);
                let field = fields[random.usize(..fields.len())];
                let (name, kind_of_value) = match field.kind {
                    Kind::Map(inner) if random.bool() => {
                        (format!("{}/{}", field.name, pick(random, &["ip", "unit/x"])), inner)
                    }
                    _ => (field.name.to_owned(), &field.kind),
                };
                let at = At::new(kind, &id, &name);
                let was = workspace.get(&at).unwrap();
                let now = match kind_of_value {
                    Kind::Prose if random.u8(..4) > 0 => reworded(&was, random),
                    kind => value(kind, random),
                };
                Ok(Edit::Set { at, was, now })
            }
        };
        workspace.apply(edit.unwrap()).unwrap();
    }

    /// Disputes as a careless hand could leave them in the file.
    fn forge(self, workspace: &mut Workspace, random: &mut Rng) {
        let kind = RecordKind::ALL[random.usize(..RecordKind::ALL.len())];
        let id = pick(random, ids(kind));
        let fields = self.fields(kind);
        let field = fields[random.usize(..fields.len())];
        let values = |random: &mut Rng| -> BTreeSet<Value> {
            (0..random.usize(..3)).map(|_| value(&field.kind, random)).collect()
        };
        let mut dispute = Dispute { of: values(random), was: values(random), at: BTreeSet::new() };
        if random.bool() {
            dispute.at.insert("0123456789abcdef".into());
        }
        let key = match (kind, random.u8(..4)) {
            (RecordKind::Project, _) => format!("project/{}", field.name),
            (_, 0) => format!("{}/{id}", kind.collection()),
            (_, 1) => format!("{}/{id}/nowhere", kind.collection()),
            _ => format!("{}/{id}/{}", kind.collection(), field.name),
        };
        // What the record holds decides whether it counts.
        if let (Some(at), Some(now)) = (At::from_key(&key), dispute.held().cloned())
            && let Some(was) = workspace.get(&at)
            && random.bool()
        {
            workspace.apply(Edit::Set { at, was, now }).unwrap();
        }
        workspace.disputes.insert(key, dispute);
    }
}

/// Without the disputes that were settled by hand: the writer leaves them out.
fn as_written(mut workspace: Workspace) -> Workspace {
    let open = workspace.open_disputes().map(|(key, dispute)| (key.to_owned(), dispute.clone())).collect();
    workspace.disputes = open;
    workspace
}

fn is_prose(kind: &Kind) -> bool {
    matches!(kind, Kind::Prose | Kind::Map(Kind::Prose))
}
