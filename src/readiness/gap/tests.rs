//! Gaps, the tasks made of them, and what gate G3 makes of the same levels.

use super::*;
use crate::merge::merge;
use crate::readiness::source::tests::{add_measurement, add_source};
use crate::readiness::{GateReport, Place, Stands};
use jiff::civil::date;

/// Two sources of class A: one measured and not good enough, one not measured; and one of class C.
fn plant() -> Workspace {
    let mut workspace = Workspace::default();
    for (id, name, class) in [("r1", "磨削线", "A"), ("r2", "热处理炉", "A"), ("r3", "台账", "C")] {
        let cells =
            [("src_id", id), ("name", name), ("kind", "control"), ("importance", class), ("in_scope", "yes")];
        add_source(&mut workspace, id, &cells);
    }
    let values = [("D2", "0.9"), ("D3", "0.7"), ("D4", "0.96"), ("D5", "0.99"), ("D6", "1"), ("D7", "0.9")];
    let yes = [("D1", "3"), ("D10.owner", "yes"), ("D10.level", "yes"), ("D10.consent", "yes")];
    add_measurement(&mut workspace, ("m1", "r1", "2026-11-20"), &values, &yes);
    workspace
}

fn stands(workspace: &Workspace, key: &str) -> (Stands, Vec<Place>) {
    let report = GateReport::of(workspace, "G3", date(2026, 11, 21)).unwrap();
    let judged = report.criteria.into_iter().find(|judged| judged.criterion.key == key).unwrap();
    (judged.stands, judged.missing.into_iter().map(|gap| gap.place).collect())
}

fn of(id: &str, dimension: Dimension) -> Place {
    Place::Source(Id::new(id).unwrap(), Some(dimension))
}

#[test]
fn a_measured_miss_fails_the_gate_and_an_unmeasured_one_leaves_it_open() {
    let workspace = plant();
    let (blocking, places) = stands(&workspace, "a_blocking");
    assert_eq!(blocking, Stands::Failed);
    assert!(places.contains(&of("r1", Dimension::D3)) && places.contains(&of("r2", Dimension::D3)));
    assert!(!places.contains(&of("r1", Dimension::D4)) && !places.contains(&of("r3", Dimension::D3)));
    assert_eq!(stands(&workspace, "a_accessible"), (Stands::Unknown, vec![of("r2", Dimension::D1)]));
    assert_eq!(stands(&workspace, "a_coverage").0, Stands::Unknown);
    assert_eq!(stands(&workspace, "a_sources_exist").0, Stands::Met);
    assert_eq!(stands(&Workspace::default(), "a_accessible").0, Stands::Pending);
    assert_eq!(stands(&Workspace::default(), "others_metadata").0, Stands::Pending);
}

#[test]
fn an_unmeasured_weak_link_is_no_measured_miss() {
    let mut workspace = plant();
    add_measurement(&mut workspace, ("m2", "r2", "2026-11-20"), &[("D3", "1"), ("D4", "1")], &[("D1", "4")]);
    let site = Site::of(&workspace);
    // Only D5 and D10 hold it down, and nobody has measured them.
    assert_eq!((site.sources[1].standing.last, site.sources[1].standing.ceiling), (Some(1), Some(4)));
    let (last, places) = stands(&workspace, "a_final");
    assert_eq!((last, places.len()), (Stands::Unknown, 1));
}

#[test]
fn tags_with_all_their_metadata_are_counted() {
    let mut workspace = plant();
    let full = [
        ("tag_id", "T1"),
        ("name", "n"),
        ("desc", "d"),
        ("address", "40001"),
        ("dtype", "Int16"),
        ("unit", "℃"),
        ("range_low", "0"),
        ("range_high", "9"),
        ("period", "1000"),
        ("owner", "王工"),
        ("critical", "yes"),
        ("enabled", "yes"),
    ];
    let add = |workspace: &mut Workspace, id: &str, cells: &[(&str, &str)]| {
        let fields = vec![
            ("register".to_owned(), Value::text("tags")),
            ("cells".to_owned(), crate::readiness::source::tests::text_map(cells)),
        ];
        workspace.apply(Edit::Add { kind: RecordKind::Row, id: Id::new(id).unwrap(), fields }).unwrap();
    };
    assert_eq!(stands(&workspace, "a_tags_described").0, Stands::Pending);
    add(&mut workspace, "r8", &full);
    assert_eq!(stands(&workspace, "a_tags_described").0, Stands::Met);
    // A range needs both ends.
    let half: Vec<_> = full.iter().copied().filter(|(key, _)| *key != "range_high").collect();
    add(&mut workspace, "r9", &half);
    let (stands, places) = stands(&workspace, "a_tags_described");
    let place = Place::Row("tags".into(), Id::new("r9").unwrap(), Some("range_low".into()));
    assert_eq!((stands, places), (Stands::Failed, vec![place]));
}

#[test]
fn the_gaps_say_what_closing_them_brings() {
    let workspace = plant();
    let site = Site::of(&workspace);
    let gaps = gaps(&site);
    let gap = |id: &str, dimension| {
        gaps.iter().find(|gap| gap.source.id.as_str() == id && gap.dimension == dimension)
    };
    let d3 = gap("r1", Dimension::D3).unwrap();
    assert_eq!((d3.level, d3.needs, d3.blocks), (Some(1), 2, true));
    assert!(gap("r1", Dimension::D4).is_none());
    assert_eq!(gap("r2", Dimension::D1).unwrap().needs, 3);
    // D8 of class A may be waived: asked for, but it blocks nothing.
    let d8 = gap("r1", Dimension::D8).unwrap();
    assert_eq!((d8.blocks, d8.asked.map(|c| c.key.as_str())), (false, Some("a_history")));
    // Against the slow way: measure it so, and look again.
    for one in &gaps {
        let then = one.source.supposing(one.dimension, one.needs, &site.model);
        let with = site.mean(|at, source| {
            let is_it = site.sources[at].id == one.source.id;
            (if is_it { &then } else { &source.standing }).last.map(f64::from)
        });
        let gain = with.unwrap_or(0.0) - site.index.unwrap_or(0.0);
        assert!((gain - one.gains).abs() < 1e-12);
    }
    assert!(blockers(&site).iter().all(|gap| gap.blocks));
    assert_eq!(blockers(&site)[0].dimension, Dimension::D3, "what was measured comes first");
}

#[test]
fn two_laptops_make_the_same_tasks_and_nobody_makes_one_twice() {
    let base = plant();
    let made = |from: &Workspace| {
        let mut workspace = from.clone();
        let site = Site::of(from);
        let edit = gap_tasks(from, &site, &gaps(&site), &|_, _| vec!["第 12 行：空".to_owned()], Lang::Zh);
        workspace.apply(edit.unwrap()).unwrap();
        workspace
    };
    let one = made(&base);
    // The other has planned something meanwhile.
    let mut other = base.clone();
    let fields = vec![("element".to_owned(), Value::text("c4")), ("rank".to_owned(), Value::text("zzz"))];
    let id = Id::new("t1").unwrap();
    other.apply(Edit::Add { kind: RecordKind::Task, id, fields }).unwrap();
    let other = made(&other);
    let merged = merge(Some(&base), &one, &other).workspace;
    assert_eq!(merged.open_disputes().count(), 0);
    assert_eq!(merged.tasks.len(), other.tasks.len());
    let task = merged.tasks.get("gap.r1.D3").unwrap();
    assert_eq!(task.title.as_str(), "磨削线：完整性由 1 级提到 2 级");
    assert!(
        task.note.text().contains("70%") && task.note.text().contains("第 12 行"),
        "{}",
        task.note.text()
    );
    let site = Site::of(&merged);
    assert_eq!(gap_tasks(&merged, &site, &gaps(&site), &|_, _| vec![], Lang::Zh), Ok(Edit::All(vec![])));
}
