//! Levels out of measurements: the golden values of real files, the caps, and what is no measurement.

use super::super::Site;
use super::*;
use crate::guide::{AnswerKey, FigureKey};
use crate::workspace::{Edit, Value};
use jiff::civil::date;
use std::collections::BTreeMap;

pub(in crate::readiness) fn text_map(pairs: &[(&str, &str)]) -> Value {
    let map: BTreeMap<String, Value> =
        pairs.iter().map(|(key, text)| ((*key).to_owned(), Value::text(*text))).collect();
    Value::Map(map).canonical()
}

pub(in crate::readiness) fn add_source(workspace: &mut Workspace, id: &str, cells: &[(&str, &str)]) {
    let id = Id::new(id).unwrap();
    let fields = vec![("register".to_owned(), Value::text("sources")), ("cells".to_owned(), text_map(cells))];
    workspace.apply(Edit::Add { kind: RecordKind::Row, id, fields }).unwrap();
}

pub(in crate::readiness) fn add_measurement(
    workspace: &mut Workspace,
    (id, source, on): (&str, &str, &str),
    values: &[(&str, &str)],
    answers: &[(&str, &str)],
) {
    let mut fields = vec![
        ("source".to_owned(), Value::text(source)),
        ("on".to_owned(), Value::text(on)),
        ("values".to_owned(), text_map(values)),
        ("answers".to_owned(), text_map(answers)),
    ];
    fields.retain(|(_, value)| !value.is_unset());
    let id = Id::new(id).unwrap();
    workspace.apply(Edit::Add { kind: RecordKind::Measurement, id, fields }).unwrap();
}

const CONTROL: &[(&str, &str)] =
    &[("src_id", "S1"), ("name", "磨削线"), ("kind", "control"), ("importance", "A"), ("in_scope", "yes")];

fn measured(values: &[(&str, &str)], answers: &[(&str, &str)]) -> Workspace {
    let mut workspace = Workspace::default();
    add_source(&mut workspace, "r1", CONTROL);
    add_measurement(&mut workspace, ("m1", "r1", "2026-11-20"), values, answers);
    workspace
}

fn level(workspace: &Workspace, dimension: Dimension) -> Option<u8> {
    Site::of(workspace).sources[0].level(dimension)
}

#[test]
fn the_golden_values_of_real_files_give_their_levels() {
    use Dimension::{D2, D3, D4, D6};
    for (values, wanted) in [
        // One-second data: all cells filled, yet records are missing.
        (
            &[("D3", "0.9442"), ("D3.fill", "1"), ("D3.records", "0.9442"), ("D4", "0.9409"), ("D6", "1")][..],
            &[(D3, 2), (D4, 2), (D6, 4)][..],
        ),
        // One step back of the clock caps a sound ratio.
        (
            &[("D6", "0.99947"), ("D3", "0.999"), ("D4", "0.999"), ("time.back_steps", "1")],
            &[(D6, 4), (D3, 4), (D4, 2)],
        ),
        // A tag list without descriptions.
        (&[("D2", "0.375")], &[(D2, 1)]),
    ] {
        let workspace = measured(values, &[]);
        for (dimension, wanted) in wanted {
            assert_eq!(level(&workspace, *dimension), Some(*wanted), "{dimension:?} of {values:?}");
        }
    }
}

#[test]
fn every_bound_begins_its_level() {
    for dimension in Dimension::ALL {
        for (n, known) in dimension.model().levels.iter().enumerate() {
            let crate::guide::Bound::Share(share) = known.from else { continue };
            let n = u8::try_from(n).unwrap();
            let name = FigureKey::of(dimension).unwrap().name();
            let beside = [("D9.checked", "20"), ("D2.checked", "20")];
            let of = |share: f64| {
                let share = format!("{share:.4}");
                let values = [&[(name, share.as_str())], &beside[..]].concat();
                level(&measured(&values, &[("D9.calibration", "yes")]), dimension)
            };
            assert_eq!(of(share), Some(n), "{name} {share}");
            assert_eq!(of(share - 0.0001), Some(n - 1), "{name} below {share}");
        }
    }
}

#[test]
fn caps_bite_and_are_lifted() {
    let d4 = |values: &[(&str, &str)], answers: &[(&str, &str)]| {
        level(&measured(&[&[("D4", "1"), ("time.nominal_s", "1")], values].concat(), answers), Dimension::D4)
    };
    assert_eq!(d4(&[], &[]), Some(4));
    assert_eq!(d4(&[("time.longest_gap_s", "10")], &[]), Some(4));
    assert_eq!(d4(&[("time.longest_gap_s", "11")], &[]), Some(3));
    assert_eq!(d4(&[("time.longest_gap_s", "61")], &[]), Some(2));
    assert_eq!(d4(&[("time.back_steps", "2")], &[("D4.explained", "yes")]), Some(4));
    assert_eq!(d4(&[], &[("D4.time", "no")]), Some(0));
    // Business data have no such limit of gaps.
    let mut workspace = measured(&[("D4", "1"), ("time.nominal_s", "1"), ("time.longest_gap_s", "900")], &[]);
    let at = At::new(RecordKind::Row, &Id::new("r1").unwrap(), "cells/kind");
    let edit = workspace.set(at, Value::text("business")).unwrap();
    workspace.apply(edit).unwrap();
    assert_eq!(level(&workspace, Dimension::D4), Some(4));
    let d2 = |checked| level(&measured(&[("D2", "0.96"), ("D2.checked", checked)], &[]), Dimension::D2);
    assert_eq!((d2("19"), d2("20")), (Some(3), Some(4)));
    let d1 = |online| level(&measured(&[("D1.online", online)], &[("D1", "4")]), Dimension::D1);
    assert_eq!((d1("0.98"), d1("0.99")), (Some(3), Some(4)));
}

#[test]
fn an_explanation_comes_after_the_step_that_it_explains() {
    let mut workspace = measured(&[("D4", "1"), ("time.back_steps", "1")], &[]);
    add_measurement(&mut workspace, ("m2", "r1", "2026-11-21"), &[], &[("D4.explained", "yes")]);
    assert_eq!(level(&workspace, Dimension::D4), Some(4));
    // A new file with a new step asks again.
    let again = [("D4", "1"), ("time.back_steps", "3")];
    add_measurement(&mut workspace, ("m3", "r1", "2026-11-22"), &again, &[]);
    assert_eq!(level(&workspace, Dimension::D4), Some(2));
}

#[test]
fn what_cannot_be_is_no_measurement() {
    for values in [&[("D3", "1.7")][..], &[("D3", "viel")], &[("D3", "-0.1")], &[("D3.fill", "1")]] {
        assert_eq!(level(&measured(values, &[]), Dimension::D3), None, "{values:?}");
    }
    // Fewer than twenty tags are no spot check, and half of D8 does not say which half is lower.
    assert_eq!(level(&measured(&[("D9", "1"), ("D9.checked", "19")], &[]), Dimension::D9), None);
    assert_eq!(level(&measured(&[("D9.within", "19"), ("D9.checked", "20")], &[]), Dimension::D9), Some(3));
    assert_eq!(level(&measured(&[("D8.states", "1")], &[]), Dimension::D8), None);
    assert_eq!(level(&measured(&[], &[("D1", "7")]), Dimension::D1), None);
    assert_eq!(level(&measured(&[], &[]), Dimension::D10), None);
}

#[test]
fn the_register_answers_what_nobody_measured() {
    let mut workspace = Workspace::default();
    let more =
        [("owner", "王工"), ("consent", "no"), ("history_from", "2025-11-20"), ("history_need", "730 d")];
    add_source(&mut workspace, "r1", &[CONTROL, &more[..]].concat());
    assert_eq!(level(&workspace, Dimension::D10), Some(1));
    add_measurement(
        &mut workspace,
        ("m1", "r1", "2026-11-20"),
        &[("D8.states", "0.9")],
        &[("D10.consent", "yes")],
    );
    assert_eq!(level(&workspace, Dimension::D10), Some(2));
    let site = Site::of(&workspace);
    let history = site.sources[0].reading(Dimension::D8).unwrap();
    assert_eq!((history.level, history.value.to_string().as_str()), (2, "0.5"));
    let owner = site.sources[0].reading(Dimension::D10).unwrap();
    assert!(owner.answers.contains(&(AnswerKey::D10Consent, "yes".to_owned())));
}

#[test]
fn the_latest_day_counts_and_history_keeps_the_others() {
    let mut workspace = measured(&[("D3", "0.99")], &[]);
    add_measurement(&mut workspace, ("m0", "r1", "2026-11-25"), &[("D3", "0.6")], &[("D1", "3")]);
    add_measurement(&mut workspace, ("m9", "r1", "2026-11-10"), &[("D3", "0.8")], &[]);
    assert_eq!(level(&workspace, Dimension::D3), Some(1));
    let site = Site::of(&workspace);
    let points = site.sources[0].history(&workspace, &site.model);
    let levels: Vec<_> =
        points.iter().map(|point| (point.on, point.standing.levels[Dimension::D3.index()])).collect();
    assert_eq!(
        levels,
        [(date(2026, 11, 10), Some(2)), (date(2026, 11, 20), Some(4)), (date(2026, 11, 25), Some(1))]
    );
    assert_eq!(site.history().len(), 3);
}

#[test]
fn an_unknown_kind_or_class_is_said_and_counts_nowhere() {
    let mut workspace = Workspace::default();
    add_source(&mut workspace, "r1", &[("name", "甲"), ("kind", "robot"), ("in_scope", "yes")]);
    add_measurement(&mut workspace, ("m1", "r1", "2026-11-20"), &[("D3", "1")], &[]);
    let site = Site::of(&workspace);
    let source = &site.sources[0];
    let faults = [Fault::Cell("kind", "robot".into()), Fault::Cell("importance", String::new())];
    assert_eq!(source.faults, faults);
    assert_eq!((source.standing.score, source.standing.last, site.index), (None, None, None));
    assert_eq!(source.level(Dimension::D3), Some(4));
}

#[test]
fn a_setting_of_the_workspace_moves_a_bound() {
    let mut workspace = measured(&[("D3", "0.82")], &[]);
    assert_eq!(level(&workspace, Dimension::D3), Some(2));
    let fields = vec![("value".to_owned(), Value::text("0.85"))];
    let id = Id::new("level.D3.2").unwrap();
    workspace.apply(Edit::Add { kind: RecordKind::Setting, id, fields }).unwrap();
    assert_eq!(level(&workspace, Dimension::D3), Some(1));
    assert_eq!(Site::of(&workspace).model.changed().len(), 1);
}
