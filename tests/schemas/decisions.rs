//! The scorecards.

use crate::is_choice;
use std::collections::BTreeSet;
use wubu::guide::{CapLimit, Chosen, Decision, Method, Out, Trigger, VerdictWhen, guide};

#[test]
fn weights_sum_up_to_a_hundred_and_every_score_is_described() {
    for decision in guide().decisions() {
        let weights: u32 = decision.criteria.iter().map(|c| u32::from(c.weight)).sum();
        match decision.method {
            Method::WeightedSum => assert_eq!(weights, 100, "{}", decision.key),
            Method::WorstLine => assert_eq!(weights, 0, "{}", decision.key),
        }
        let scale = &decision.scale;
        let scores = usize::from(scale.max - scale.min) + 1;
        assert!(decision.criteria.iter().all(|c| c.levels.len() == scores), "{}", decision.key);
        assert!(scale.labels.is_empty() || scale.labels.len() == scores, "{}", decision.key);
        assert!(decision.choose.min <= decision.choose.max);
        assert!(!decision.options.is_empty() || decision.own_options, "{}: nothing to choose", decision.key);
    }
}

#[test]
fn the_five_modes_point_to_their_parts_of_the_standard() {
    let modes = guide().decision("modes").unwrap();
    let parts: Vec<_> = modes.options.iter().filter_map(|option| option.part.as_deref()).collect();
    assert_eq!(parts, [2, 3, 4, 5, 6].map(|part| format!("GB/T 23031.{part}-2023")));
    assert!(parts.iter().all(|part| guide().standard(part).is_some()));
    // a sixth one comes from policy papers, not from this standard
    assert!(modes.options.iter().all(|option| option.hidden == option.part.is_none()));
    let needed = guide().register("needs").unwrap().column("modes").unwrap();
    let five: Vec<_> = modes.options.iter().filter(|o| !o.hidden).map(|o| (&o.key, &o.label)).collect();
    assert_eq!(five, needed.kind.choices().iter().map(|c| (&c.key, &c.label)).collect::<Vec<_>>());
}

#[test]
fn keys_are_unique_within_a_decision() {
    for d in guide().decisions() {
        let unique = |keys: Vec<&String>| assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
        unique(d.options.iter().map(|o| &o.key).collect());
        unique(d.criteria.iter().map(|c| &c.key).collect());
        unique(d.fields.iter().map(|f| &f.key).collect());
        unique(d.bands.iter().map(|b| &b.key).collect());
        unique(d.verdicts.iter().map(|v| &v.key).collect());
        unique(d.caps.iter().map(|c| &c.key).chain(d.knockouts.iter().map(|k| &k.key)).collect());
    }
}

/// The options of another decision.
pub fn assert_chosen(chosen: &Chosen) {
    let decision = guide().decision(&chosen.decision).unwrap_or_else(|| panic!("{chosen:?}"));
    assert!(chosen.options.iter().all(|key| decision.option(key).is_some()), "{chosen:?}");
}

fn assert_trigger(decision: &Decision, trigger: &Trigger) {
    let sound = |key: &str, score: u8| {
        assert!(decision.criterion(key).is_some(), "{trigger:?}");
        assert!((decision.scale.min..=decision.scale.max).contains(&score), "{trigger:?}");
    };
    match trigger {
        Trigger::AnyScoreAtMost(scores) => scores.iter().for_each(|(key, score)| sound(key, *score)),
        Trigger::ScoreBelow(key, score) => sound(key, *score),
        Trigger::AnyScoreIs(score) => sound(&decision.criteria[0].key, *score),
        Trigger::Fields(fields) => {
            for is in fields {
                let field = decision.fields.iter().find(|field| field.key == is.field);
                let knows = |key: &String| field.is_some_and(|field| is_choice(&field.kind, key));
                assert!(is.is.iter().all(knows), "{is:?}");
            }
        }
    }
}

fn assert_verdict(decision: &Decision, when: &VerdictWhen) {
    match when {
        VerdictWhen::NoOptionInBand(bands) => {
            assert!(bands.iter().all(|key| decision.bands.iter().any(|band| band.key == *key)), "{when:?}");
        }
        VerdictWhen::TooFewScored => assert!(decision.min_scored.is_some(), "{}", decision.key),
        VerdictWhen::TooClose => assert!(decision.margin.is_some(), "{}", decision.key),
        VerdictWhen::AtLeast { count, score } => {
            assert!(*count <= decision.criteria.len() && *score <= decision.scale.max, "{when:?}");
        }
        VerdictWhen::AnyOf(all) => all.iter().for_each(|when| assert_verdict(decision, when)),
        VerdictWhen::ScoreMissing | VerdictWhen::Otherwise => {}
    }
}

#[test]
fn every_rule_of_a_decision_names_what_is_there() {
    for d in guide().decisions() {
        assert!(guide().template(&d.task).is_some_and(|t| t.element == d.element || t.decision.is_some()));
        assert!(d.criteria.iter().filter_map(|c| c.task.as_ref()).all(|t| guide().template(t).is_some()));
        assert!(d.standard.iter().all(|number| guide().standard(number).is_some()), "{}", d.key);
        d.skip_when.iter().for_each(assert_chosen);
        for needs in d.needs.iter().filter_map(|needs| needs.score) {
            assert!((d.scale.min..=d.scale.max).contains(&needs), "{}", d.key);
        }
        for field in &d.fields {
            assert!(field.only_for.iter().all(|key| d.option(key).is_some()), "{}", field.key);
        }
        for cap in &d.caps {
            assert_trigger(d, &cap.when);
            if let CapLimit::Scores(scores) = &cap.limit {
                assert!(scores.iter().all(|(key, score)| d.criterion(key).is_some() && *score < d.scale.max));
            }
        }
        for knockout in &d.knockouts {
            assert_trigger(d, &knockout.when);
            match &knockout.then {
                Out::ExcludesIt => {}
                Out::Excludes(keys) => assert!(keys.iter().all(|key| d.option(key).is_some())),
                Out::Blocks(gate) => assert!(guide().gate(gate).is_some()),
            }
        }
        assert!(d.bands.is_sorted_by(|a, b| a.from > b.from) && d.bands.last().is_none_or(|b| b.from == 0));
        for verdict in &d.verdicts {
            assert_verdict(d, &verdict.when);
        }
        assert_eq!(d.verdicts.last().unwrap().when, VerdictWhen::Otherwise, "{}: a verdict for all", d.key);
    }
}
