//! The gates.

use crate::{assert_sound, decisions::assert_chosen};
use std::collections::BTreeSet;
use wubu::guide::{Asks, ColumnKind, Condition, Figure, Is, Register, SourceAsks, guide};

fn register(key: &str) -> &'static Register {
    guide().register(key).unwrap_or_else(|| panic!("{key}"))
}

fn assert_all_sound(register: &Register, conditions: &[Condition]) {
    for condition in conditions {
        assert_sound(register, condition);
    }
}

fn assert_columns(register: &Register, columns: &[String]) {
    assert!(columns.iter().all(|key| register.column(key).is_some()), "{}: {columns:?}", register.key);
}

fn assert_choices(column: &str, keys: &[String]) {
    let is = Is::In(keys.to_vec());
    assert_sound(register("issues"), &Condition { column: column.to_owned(), is });
}

#[test]
fn a_gate_asks_for_the_tasks_of_each_element_of_its_stage() {
    for gate in guide().gates() {
        let asked: Vec<_> = gate
            .criteria
            .iter()
            .filter_map(|criterion| match &criterion.asks {
                Asks::TasksDone { element, except } => Some((element, except)),
                _ => None,
            })
            .collect();
        let elements: Vec<_> = asked.iter().map(|(element, _)| *element).collect();
        let stage = guide().stage(&gate.stage).unwrap();
        assert_eq!(elements, stage.elements.iter().map(|e| &e.key).collect::<Vec<_>>(), "{}", gate.key);
        // a gate that counted its own review would wait for itself
        let review = guide().template(&gate.task).unwrap();
        let (_, except) = asked.iter().find(|(element, _)| **element == review.element).unwrap();
        assert!(except.contains(&gate.task), "{}", gate.key);
        assert!(asked.iter().flat_map(|(_, except)| *except).all(|task| guide().template(task).is_some()));
    }
}

#[test]
fn criteria_are_counted_and_their_keys_are_unique() {
    let counts: Vec<_> = guide().gates().iter().map(|gate| gate.criteria.len()).collect();
    assert_eq!(counts, [14, 14, 22, 17, 14]);
    for gate in guide().gates() {
        let keys: BTreeSet<_> = gate.criteria.iter().map(|criterion| &criterion.key).collect();
        assert_eq!(keys.len(), gate.criteria.len(), "{}", gate.key);
        assert!(keys.iter().all(|key| gate.criterion(key).is_some()));
    }
    let named: Vec<_> = guide().gates().iter().filter(|g| g.verdicts.is_some()).map(|g| &g.key).collect();
    assert_eq!(named, ["G4"]);
    let yearly: Vec<_> = guide().gates().iter().filter(|g| g.yearly).map(|g| &g.key).collect();
    assert_eq!(yearly, ["G5"]);
}

#[test]
fn every_criterion_names_what_is_there() {
    let dimensions: Vec<String> = (1..=10).map(|n| format!("D{n}")).collect();
    for criterion in guide().gates().iter().flat_map(|gate| &gate.criteria) {
        criterion.skip_when.iter().for_each(assert_chosen);
        if let Some(ended) = &criterion.applies_when {
            let decision = guide().decision(&ended.decision).unwrap();
            assert!(ended.verdicts.iter().all(|key| decision.verdicts.iter().any(|v| v.key == *key)));
        }
        match &criterion.asks {
            Asks::TasksDone { element, .. } => assert!(guide().element(element).is_some()),
            Asks::DecisionMade { decision, not } => {
                let decision = guide().decision(decision).unwrap();
                assert!(not.iter().all(|key| decision.verdicts.iter().any(|verdict| verdict.key == *key)));
            }
            Asks::Register { register: key, of, columns, all, each, clean, figure, .. } => {
                let register = register(key);
                for conditions in [of, all, each] {
                    assert_all_sound(register, conditions);
                }
                assert_columns(register, columns);
                let known = |key: &String| register.checks.iter().any(|rule| rule.key == *key);
                assert!(clean.iter().all(known), "{clean:?}");
                let kind = |key: &str| &register.column(key).unwrap().kind;
                match figure.as_ref().map(|figure| &figure.of) {
                    None => {}
                    Some(Figure::Days(day)) => assert_eq!(*kind(day), ColumnKind::Date),
                    Some(Figure::Mean(key) | Figure::Max(key)) => {
                        assert!(matches!(kind(key), ColumnKind::Percent { .. }), "{key}");
                    }
                    Some(Figure::PercentOf(part, whole)) => {
                        assert!(
                            [part, whole].iter().all(|key| matches!(kind(key), ColumnKind::Whole { .. }))
                        );
                    }
                }
            }
            Asks::Readiness { of, asks } => {
                let sources = register("sources");
                assert_all_sound(sources, of);
                match asks {
                    SourceAsks::Level { dimensions: asked, at_least } => {
                        assert!(asked.iter().all(|key| dimensions.contains(key)) && *at_least <= 4);
                    }
                    SourceAsks::Final(level) => assert!(*level <= 4),
                    SourceAsks::Coverage(percent) => assert!(*percent <= 100),
                    SourceAsks::Column { column, .. } => {
                        assert_columns(sources, std::slice::from_ref(column));
                    }
                    SourceAsks::Count(_) => {}
                }
            }
            Asks::TagMetadata { of, percent } => {
                assert_all_sound(register("tags"), of);
                assert!(*percent <= 100);
            }
            Asks::NoneOpen { severity, types } => {
                assert_choices("severity", severity);
                assert_choices("type", types);
            }
            Asks::ByHand { evidence } => assert!(!evidence.zh.is_empty() && !evidence.en.is_empty()),
        }
    }
}
