//! The laws of merging (RELIABILITY.md 2.7) over random histories, and over every small case there is; and
//! the cases of `tests/merge/`, each a folder of three versions and what becomes of them.
//!
//! `WUBU_TRIPLES=10000000 cargo test --release --test merge` goes on for longer; a broken law names its seed.

#[path = "support/triple.rs"]
mod triple;

use fastrand::Rng;
use std::collections::BTreeSet;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use triple::{ALL, World, id};
use wubu::merge::merge;
use wubu::store::{read, write};
use wubu::workspace::{At, Edit, Kind, Record, RecordKind, Target, Value, Workspace};

fn triples() -> u32 {
    std::env::var("WUBU_TRIPLES").ok().and_then(|count| count.parse().ok()).unwrap_or(100_000)
}

/// Runs a law over seeds on all cores; the first seed that breaks it is told.
fn law(name: &str, count: u32, holds: impl Fn(&mut Rng) -> Result<(), String> + Sync) {
    let next = AtomicU32::new(0);
    let broken = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, NonZero::get) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Relaxed);
                    if seed >= count {
                        return;
                    }
                    if let Err(why) = holds(&mut Rng::with_seed(u64::from(seed))) {
                        next.store(count, Relaxed);
                        *broken.lock().expect("no thread panics with it") = Some((seed, why));
                    }
                }
            });
        }
    });
    let broken = broken.into_inner().expect("no thread panicked with it");
    if let Some((seed, why)) = broken {
        panic!("{name} is broken by seed {seed}: {why}");
    }
}

fn same(what: &str, is: &Workspace, wanted: &Workspace) -> Result<(), String> {
    if is == wanted {
        return Ok(());
    }
    Err(format!("{what}\n--- is\n{}\n--- should be\n{}", write(is), write(wanted)))
}

fn told(parts: &[(&str, &Workspace)]) -> String {
    let parts: Vec<String> =
        parts.iter().map(|(name, workspace)| format!("--- {name}\n{}", write(workspace))).collect();
    parts.join("\n")
}

/// L1 identity, L2 idempotence, L3 commutativity, L4 re-application, L5 after a merge commit, L13 what is
/// written is read back. L12: the sides are merged twice, with other hash seeds.
fn algebra(b: Option<&Workspace>, l: &Workspace, r: &Workspace) -> Result<(), String> {
    let m = merge(b, l, r).workspace;
    let check = || {
        same("L3: the sides swapped", &merge(b, r, l).workspace, &m)?;
        if let Some(b) = b {
            same("L1: only theirs changed", &merge(Some(b), b, r).workspace, r)?;
            same("L1: only ours changed", &merge(Some(b), l, b).workspace, l)?;
        }
        same("L2: both the same", &merge(b, l, l).workspace, l)?;
        same("L4: merged again with ours", &merge(b, &m, l).workspace, &m)?;
        same("L4: merged again with theirs", &merge(b, r, &m).workspace, &m)?;
        same("L5: merged into ours", &merge(Some(l), &m, l).workspace, &m)?;
        let text = write(&m);
        let again = read(text.as_bytes()).map_err(|error| format!("L13: {error:?}"))?.workspace;
        same("L13: read back", &again, &m)
    };
    check().map_err(|why| {
        let base = b.cloned().unwrap_or_default();
        format!("{why}\n{}", told(&[("base", &base), ("ours", l), ("theirs", r), ("merged", &m)]))
    })
}

#[test]
fn merging_keeps_its_laws_over_random_histories() {
    law("the algebra of merging", triples(), |random| {
        let b = ALL.base(random);
        let (l, r) = (ALL.branch(&b, random), ALL.branch(&b, random));
        algebra(Some(&b), &l, &r)
    });
}

#[test]
fn merging_keeps_its_laws_without_a_base() {
    law("the algebra of merging without a base", triples() / 10, |random| {
        let (l, r) = (ALL.base(random), ALL.base(random));
        algebra(None, &l, &r)
    });
}

/// L9: in which order three branches come together is immaterial. Not so with deletions (which companions of
/// a kept record stay may differ) nor with prose (two notes that were woven together are one candidate).
#[test]
fn the_order_of_three_branches_is_immaterial() {
    let world = World { deletions: false, prose: false, forged: false };
    law("L9", triples() / 2, |random| {
        let b = world.base(random);
        let [one, two, three] = [(); 3].map(|()| world.branch(&b, random));
        let both = |l: &Workspace, r: &Workspace| merge(Some(&b), l, r).workspace;
        let all = both(&both(&one, &two), &three);
        same("L9: the last two first", &both(&one, &both(&two, &three)), &all)
            .and_then(|()| same("L9: the outer two first", &both(&both(&one, &three), &two), &all))
            .map_err(|why| {
                format!("{why}\n{}", told(&[("base", &b), ("one", &one), ("two", &two), ("three", &three)]))
            })
    });
}

/// L6: nothing that a side did is lost. L7: a deletion is done or recorded.
#[test]
fn nothing_that_somebody_did_is_lost() {
    let world = World { forged: false, ..ALL };
    law("L6 and L7", triples(), |random| {
        let b = world.base(random);
        let (l, r) = (world.branch(&b, random), world.branch(&b, random));
        let m = merge(Some(&b), &l, &r).workspace;
        let parts = [(&l, &r), (&r, &l)];
        let lost = parts.into_iter().find_map(|(side, other)| lost(&b, side, other, &m));
        lost.map_or(Ok(()), |lost| {
            Err(format!("{lost}\n{}", told(&[("base", &b), ("ours", &l), ("theirs", &r), ("merged", &m)])))
        })
    });
}

/// What of a side is missing in the result.
fn lost(b: &Workspace, side: &Workspace, other: &Workspace, m: &Workspace) -> Option<String> {
    for kind in RecordKind::ALL.iter().filter(|kind| **kind != RecordKind::Project) {
        let ids = |w: &Workspace| -> BTreeSet<String> {
            w.records(*kind).into_iter().flat_map(|all| all.ids()).map(|id| id.as_str().to_owned()).collect()
        };
        let (in_base, in_side, in_merged) = (ids(b), ids(side), ids(m));
        for id in in_base.difference(&in_side).filter(|id| in_merged.contains(*id)) {
            let key = format!("{}/{id}", kind.collection());
            if !m.disputes.contains_key(&key) {
                return Some(format!("L7: {key} was deleted and is there again, undisputed"));
            }
        }
        for key in &in_side {
            let record = side.record(*kind, key)?;
            let was = b.record(*kind, key);
            if was.is_some_and(|was| was.is_same(record)) {
                continue;
            }
            let Some(now) = m.record(*kind, key) else {
                return Some(format!("L6: {}/{key} was worked on and is gone", kind.collection()));
            };
            if let Some(missing) = lost_field(*kind, key, (was, record, now), other, m) {
                return Some(missing);
            }
            // Whatever it lies under is there, if it was.
            for (i, field) in kind.fields().iter().enumerate() {
                if let Kind::Parent(Target::Task) = field.kind {
                    let above = now.get(i);
                    let above = above.as_text();
                    if side.tasks.contains(above) && !m.tasks.contains(above) {
                        return Some(format!("L6: what {key} lies under is gone"));
                    }
                }
            }
        }
    }
    None
}

type Versions<'a> = (Option<&'a dyn Record>, &'a dyn Record, &'a dyn Record);

fn lost_field(
    kind: RecordKind,
    id: &str,
    (was, is, now): Versions,
    other: &Workspace,
    m: &Workspace,
) -> Option<String> {
    for (i, field) in kind.fields().iter().enumerate() {
        let (was, is, now) = (was.map_or(Value::Unset, |was| was.get(i)), is.get(i), now.get(i));
        if was == is {
            continue;
        }
        let theirs = other.record(kind, id).map_or(Value::Unset, |record| record.get(i));
        let pairs: Vec<(String, &Kind, [Value; 4])> = match field.kind {
            Kind::Map(inner) => {
                let maps = [&was, &is, &now, &theirs];
                let keys = maps.iter().flat_map(|v| {
                    if let Value::Map(map) = v { map.keys().cloned().collect() } else { vec![] }
                });
                let at = |v: &Value, key: &str| {
                    if let Value::Map(map) = v {
                        map.get(key).cloned().unwrap_or(Value::Unset)
                    } else {
                        Value::Unset
                    }
                };
                let keys: BTreeSet<String> = keys.collect();
                keys.into_iter()
                    .map(|key| (format!("{}/{key}", field.name), inner, maps.map(|v| at(v, &key))))
                    .collect()
            }
            _ => vec![(field.name.to_owned(), &field.kind, [was, is, now, theirs])],
        };
        for (name, kind_of_field, [was, is, now, theirs]) in pairs {
            if was == is {
                continue;
            }
            let key = At::new(kind, &triple::id(id), &name).to_string();
            let is_candidate = m.disputes.get(&key).is_some_and(|dispute| dispute.of.contains(&is));
            let items = |v: &Value| if let Value::Set(items) = v { items.clone() } else { BTreeSet::new() };
            let lines = |v: &Value| if let Value::Lines(lines) = v { lines.clone() } else { vec![] };
            let is_kept = now == is
                || is_candidate
                || match kind_of_field {
                    Kind::Rank => now == theirs,
                    Kind::Set(_) => {
                        let (was, is, now) = (items(&was), items(&is), items(&now));
                        is.difference(&was).all(|item| now.contains(item))
                            && !was.difference(&is).any(|item| now.contains(item))
                    }
                    Kind::Prose => {
                        let (was, is, now) = (lines(&was), lines(&is), lines(&now));
                        is.iter().filter(|line| !was.contains(line)).all(|line| now.contains(line))
                    }
                    // What one side left empty in a record that both added is no decision.
                    _ => is.is_unset() && was.is_unset(),
                };
            if !is_kept {
                return Some(format!("L6: {key} was set to {is:?} and holds {now:?}"));
            }
        }
    }
    None
}

/// L8: people who touch different fields never meet.
#[test]
fn changes_of_different_fields_both_land() {
    let world = World { forged: false, deletions: false, ..ALL };
    law("L8", triples() / 4, |random| {
        let b = world.base(random);
        let places: Vec<At> = RecordKind::ALL
            .iter()
            .flat_map(|kind| {
                let ids: Vec<String> = match b.records(*kind) {
                    None => vec!["project".into()],
                    Some(all) => all.ids().map(|id| id.as_str().to_owned()).collect(),
                };
                let at = move |id: String| {
                    kind.fields().iter().map(move |field| At::new(*kind, &triple::id(&id), field.name))
                };
                ids.into_iter().flat_map(at)
            })
            .collect();
        let (mut l, mut r) = (b.clone(), b.clone());
        for at in &places {
            let Some(index) = at.index() else { continue };
            let side = match random.u8(..6) {
                0 => &mut l,
                1 => &mut r,
                _ => continue,
            };
            let now = triple::value(&at.kind.fields()[index].kind, random);
            let edit = side.set(at.clone(), now).map_err(|error| format!("{error}"))?;
            side.apply(edit).map_err(|error| format!("{error}"))?;
        }
        let merged = merge(Some(&b), &l, &r);
        if !merged.disputes.is_empty() || !merged.reordered.is_empty() {
            return Err(format!("disputes {:?} {:?}", merged.disputes, merged.reordered));
        }
        for at in &places {
            let [was, ours, theirs, now] = [&b, &l, &r, &merged.workspace].map(|w| w.get(at));
            let wanted = if ours == was { theirs } else { ours };
            if now != wanted {
                return Err(format!("{at}: {now:?}, not {wanted:?}"));
            }
        }
        Ok(())
    });
}

/// L10: whatever the parents became, every task is shown once.
#[test]
fn every_task_of_a_merge_has_its_place_in_the_outline() {
    law("L10", triples() / 10, |random| {
        let b = ALL.base(random);
        let m = merge(Some(&b), &ALL.branch(&b, random), &ALL.branch(&b, random)).workspace;
        let outline = wubu::readiness::Outline::of(&m);
        let mut shown: Vec<&str> = outline.all().map(|entry| entry.id.as_str()).collect();
        shown.sort_unstable();
        let ids: Vec<&str> = m.tasks.iter().map(|(id, _)| id.as_str()).collect();
        if shown == ids { Ok(()) } else { Err(format!("{shown:?} of {ids:?}\n{}", write(&m))) }
    });
}

fn with_task(fields: &[(&str, Value)]) -> Workspace {
    let mut workspace = Workspace::default();
    add(&mut workspace, RecordKind::Task, "t1", fields);
    workspace
}

fn add(workspace: &mut Workspace, kind: RecordKind, key: &str, fields: &[(&str, Value)]) {
    let fields = fields.iter().filter(|(_, value)| !value.is_unset());
    let fields = fields.map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    workspace.apply(Edit::Add { kind, id: id(key), fields }).expect("ids are fresh");
}

/// All that one field can be: nowhere, empty, one of two values, or disputed in every way that two merges
/// can bring about.
fn states_of(field: &str, values: &[Value]) -> Vec<Workspace> {
    let mut states = vec![Workspace::default()];
    states.extend(values.iter().map(|value| with_task(&[(field, value.clone())])));
    for _ in 0..2 {
        let known = states.clone();
        for b in &known {
            for l in &known {
                for r in &known {
                    let m = merge(Some(b), l, r).workspace;
                    if !states.contains(&m) && states.len() < 20 {
                        states.push(m);
                    }
                }
            }
        }
    }
    states
}

#[test]
fn the_laws_hold_over_every_small_case_of_a_field() {
    let text = |t: &str| Value::text(t);
    let cases = [
        ("owner", vec![Value::Unset, text("a"), text("b")]),
        ("rank", vec![Value::Unset, text("A"), text("B")]),
        ("tags", vec![Value::Unset, Value::set(["a"]), Value::set(["a", "b"]), Value::set(["b"])]),
        (
            "note",
            vec![
                Value::Unset,
                Value::prose("a"),
                Value::prose("a\nb\nc"),
                Value::prose("x\nb\nc"),
                Value::prose("a\nb\ny"),
            ],
        ),
    ];
    for (field, values) in cases {
        let states = states_of(field, &values);
        assert!(states.len() > values.len(), "{field}: no disputes among {} states", states.len());
        for b in states.iter().map(Some).chain([None]) {
            for l in &states {
                for r in &states {
                    algebra(b, l, r).unwrap_or_else(|why| panic!("{field}: {why}"));
                }
            }
        }
    }
}

/// A task, one that may lie below it, and evidence that may: each there or not, worked on or not.
#[test]
fn the_laws_hold_over_every_small_tree() {
    let owners = [Value::Unset, Value::text("a")];
    let places = [Value::Unset, Value::text("t1")];
    let mut states = vec![];
    let tops: Vec<Option<&Value>> = owners.iter().map(Some).chain([None]).collect();
    let below: Vec<Option<(&Value, &Value)>> = owners
        .iter()
        .flat_map(|owner| places.iter().map(move |place| Some((owner, place))))
        .chain([None])
        .collect();
    for top in &tops {
        for child in &below {
            for proof in [None, Some(&owners[0]), Some(&owners[1])] {
                let mut state = Workspace::default();
                if let Some(owner) = top {
                    add(&mut state, RecordKind::Task, "t1", &[("owner", (*owner).clone())]);
                }
                if let Some((owner, place)) = child {
                    add(
                        &mut state,
                        RecordKind::Task,
                        "t2",
                        &[("owner", (*owner).clone()), ("parent", (*place).clone())],
                    );
                }
                if let Some(by) = proof {
                    add(
                        &mut state,
                        RecordKind::Evidence,
                        "e1",
                        &[("task", Value::text("t2")), ("by", by.clone())],
                    );
                }
                states.push(state);
            }
        }
    }
    for b in &states {
        for l in &states {
            for r in &states {
                algebra(Some(b), l, r).unwrap_or_else(|why| panic!("{why}"));
                if let Some(lost) = lost(b, l, r, &merge(Some(b), l, r).workspace) {
                    panic!("{lost}\n{}", told(&[("base", b), ("ours", l), ("theirs", r)]));
                }
            }
        }
    }
}

/// One deleted a task, the other had worked on it: it stayed, disputed. Now one decides to keep it, the other
/// deletes it again: that is a new dispute, not a quiet deletion.
#[test]
fn a_record_that_somebody_decided_to_keep_is_not_deleted_quietly() {
    let base = with_task(&[("owner", Value::text("a"))]);
    let gone = Workspace::default();
    let worked_on = with_task(&[("owner", Value::text("b"))]);
    let disputed = merge(Some(&base), &gone, &worked_on).workspace;
    assert_eq!(disputed.disputes.keys().collect::<Vec<_>>(), ["tasks/t1"]);
    let mut kept = disputed.clone();
    kept.apply(kept.dismiss("tasks/t1").expect("it is disputed")).expect("it can be settled");
    let again = merge(Some(&disputed), &gone, &kept);
    assert_eq!(again.disputes, ["tasks/t1"]);
    assert!(again.workspace.tasks.contains("t1"));
    // Where nobody decided anything, the deletion settles it.
    assert_eq!(merge(Some(&disputed), &gone, &disputed).workspace, gone);
}

type Work = fn(&mut Workspace);

fn set(workspace: &mut Workspace, task: &str, field: &str, text: &str) {
    let assigns = [wubu::workspace::Assign::new(field, text)];
    let edit = wubu::workspace::assign(
        workspace,
        RecordKind::Task,
        &id(task),
        &assigns,
        jiff::civil::date(2026, 11, 20),
    );
    workspace.apply(edit.expect("it fits")).expect("it can be made");
}

fn add_task(workspace: &mut Workspace, task: &str, title: &str) {
    add(workspace, RecordKind::Task, task, &[("element", Value::text("c4")), ("title", Value::text(title))]);
}

/// Ten evenings on which two people bring their work together. A merge of lines stops at every other one; here
/// only the one stops that people must decide. (T7 of the speed targets.)
#[test]
fn of_ten_typical_evenings_only_the_real_dispute_stops() {
    const EVENINGS: [(&str, Work, Work, usize); 10] = [
        ("far apart", |w| set(w, "4a.1", "owner", "甲"), |w| set(w, "4d.2", "owner", "乙"), 0),
        (
            "one task, two fields",
            |w| set(w, "4c.9", "owner", "甲"),
            |w| set(w, "4c.9", "due", "2026-12-01"),
            0,
        ),
        ("neighbours", |w| set(w, "4c.3", "status", "doing"), |w| set(w, "4c.3", "priority", "high"), 0),
        (
            "both add at one place",
            |w| add_task(w, "t4AAAAAAA", "甲加的"),
            |w| add_task(w, "t4AAAAAAB", "乙加的"),
            0,
        ),
        (
            "tags of both",
            |w| set(w, "4c.9", "tags", "磨削、热处理"),
            |w| set(w, "4c.9", "tags", "装配、热处理"),
            0,
        ),
        (
            "a note above and below",
            |w| set(w, "4c.4", "note", "一早到\n二\n三"),
            |w| set(w, "4c.4", "note", "一\n二\n三，明日再来"),
            0,
        ),
        (
            "the same on both sides",
            |w| set(w, "4c.1", "owner", "甲"),
            |w| {
                set(w, "4c.1", "owner", "甲");
                set(w, "4c.1", "due", "2026-12-02");
            },
            0,
        ),
        (
            "deleted and untouched",
            |w| {
                let gone = wubu::workspace::remove(w, &[id("4e.5")]).expect("it is there");
                w.apply(gone).expect("it goes");
            },
            |w| set(w, "4e.4", "owner", "乙"),
            0,
        ),
        ("moved and edited", |w| set(w, "4c.5", "element", "c4"), |w| set(w, "4c.5", "effort", "3"), 0),
        ("the same field", |w| set(w, "4c.2", "owner", "甲"), |w| set(w, "4c.2", "owner", "乙"), 1),
    ];
    let mut base = Workspace::default();
    let ids: Vec<&str> = wubu::guide::guide().templates().iter().map(|t| t.id.as_str()).collect();
    let adopted = wubu::workspace::adopt(&base, &ids).expect("templates");
    base.apply(adopted).expect("they are new");
    set(&mut base, "4c.4", "note", "一\n二\n三");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut stopped = 0;
    for (name, ours, theirs, disputes) in EVENINGS {
        let (mut l, mut r) = (base.clone(), base.clone());
        ours(&mut l);
        theirs(&mut r);
        let merged = merge(Some(&base), &l, &r);
        assert_eq!(merged.disputes.len(), disputes, "{name}: {:?}", merged.disputes);
        assert!(
            lost(&base, &l, &r, &merged.workspace).or(lost(&base, &r, &l, &merged.workspace)).is_none(),
            "{name}"
        );
        let files = [("ours", &l), ("base", &base), ("theirs", &r)].map(|(side, workspace)| {
            let path = folder.path().join(side);
            std::fs::write(&path, write(workspace)).expect("it can be written");
            path
        });
        let lines = std::process::Command::new("git").args(["merge-file", "-p", "-q"]).args(&files).output();
        stopped += usize::from(!lines.expect("this test needs git").status.success());
    }
    assert!(stopped >= 5, "a merge of lines stops at {stopped} of ten");
    println!("a merge of lines stops at {stopped} of ten");
}

/// Found by the long run, seed 598111: a dispute about a map as a whole, which no merge makes, came and went
/// with what the map held.
#[test]
fn a_dispute_about_what_is_no_one_value_is_kept_as_it_is() {
    let mut random = Rng::with_seed(598_111);
    let b = ALL.base(&mut random);
    let (l, r) = (ALL.branch(&b, &mut random), ALL.branch(&b, &mut random));
    algebra(Some(&b), &l, &r).unwrap_or_else(|why| panic!("{why}"));
    for key in ["rows/r1/prose", "tasks/t1/owner/x"] {
        let mut forged = with_task(&[("owner", Value::text("a"))]);
        add(&mut forged, RecordKind::Row, "r1", &[]);
        let dispute = wubu::workspace::Dispute { of: [Value::text("a")].into(), ..Default::default() };
        forged.disputes.insert(key.into(), dispute);
        assert_eq!(forged.open_disputes().count(), 1, "{key}");
        assert!(merge(Some(&with_task(&[])), &forged, &with_task(&[])).workspace.disputes.contains_key(key));
    }
}
