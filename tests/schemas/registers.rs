//! The registers' schemas are whole: every name in them names something, and no header or word means two things.

use crate::assert_sound;
use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::is_nfc;
use wubu::guide::{
    Column, ColumnKind, Condition, Is, LINE_NUMBERS, OnSpot, Parting, Points, Register, RuleKind, guide,
    header_form, word_form,
};

fn columns() -> impl Iterator<Item = (&'static Register, &'static Column)> {
    guide().registers().iter().flat_map(|r| r.columns.iter().map(move |column| (r, column)))
}

#[test]
fn there_are_twelve_registers_and_their_columns() {
    let counts: Vec<_> = guide().registers().iter().map(|r| (r.key.as_str(), r.columns.len())).collect();
    assert_eq!(
        counts,
        [
            ("needs", 19),
            ("equipment", 22),
            ("network", 21),
            ("tags", 28),
            ("sources", 23),
            ("interfaces", 16),
            ("resources", 27),
            ("issues", 14),
            ("trial", 16),
            ("kpi", 18),
            ("gathering", 15),
            ("partners", 16),
        ]
    );
    assert_eq!(columns().filter(|(_, c)| c.required).count(), 54);
    assert_eq!(columns().filter(|(_, c)| c.help.is_some()).count(), 23);
}

#[test]
fn a_register_has_one_key_column_of_text_that_is_required() {
    for register in guide().registers() {
        let key = register.column(&register.key_column).unwrap_or_else(|| panic!("{}", register.key));
        assert_eq!(key.kind, ColumnKind::Text, "{}", register.key);
        assert!(key.required && key.when.is_none(), "{}", register.key);
        let distinct: BTreeSet<_> = register.columns.iter().map(|c| &c.key).collect();
        assert_eq!(distinct.len(), register.columns.len(), "{}: a column twice", register.key);
    }
    // a slash parts the places of cells, and ids of a workspace's own columns begin with c
    let sound = |key: &str| key.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    assert!(columns().all(|(_, c)| sound(&c.key)));
}

#[test]
fn what_is_walked_to_has_a_task_and_something_to_find_out() {
    let walked: Vec<_> =
        guide().registers().iter().filter(|register| register.visit_task.is_some()).collect();
    assert_eq!(walked.iter().map(|r| r.key.as_str()).collect::<Vec<_>>(), ["equipment", "tags", "sources"]);
    for register in &walked {
        let task = register.visit_task.as_deref().unwrap();
        let element = &guide().template(task).unwrap_or_else(|| panic!("{task}")).element;
        assert!(guide().element(element).is_some());
        assert!(register.columns.iter().any(|column| column.on_site != OnSpot::Never), "{}", register.key);
    }
    for (register, column) in columns() {
        if let OnSpot::If(condition) = &column.on_site {
            assert_sound(register, condition);
        }
        assert!(column.on_site == OnSpot::Never || register.visit_task.is_some(), "{}", column.key);
    }
}

#[test]
fn every_reference_points_to_a_register_or_to_the_tasks() {
    let mut seen = 0;
    for (register, column) in columns() {
        if let Some(Points::Register(key)) = column.kind.points() {
            assert!(guide().register(key).is_some(), "{}/{}: {key}", register.key, column.key);
            seen += 1;
        }
    }
    assert_eq!(seen, 8);
}

#[test]
fn every_choice_says_itself_in_both_languages_and_no_word_means_two() {
    for (register, column) in columns() {
        let at = format!("{}/{}", register.key, column.key);
        let choices = column.kind.choices();
        let is_choice = matches!(column.kind, ColumnKind::Choice { .. } | ColumnKind::Set { .. });
        assert_eq!(is_choice, choices.len() > 1, "{at}");
        let case_matters = matches!(column.kind, ColumnKind::Choice { case_matters: true, .. });
        let mut means: BTreeMap<String, &str> = BTreeMap::new();
        for choice in choices {
            assert!(!choice.label.zh.is_empty() && !choice.label.en.is_empty(), "{at}/{}", choice.key);
            for word in choice.words() {
                assert!(is_nfc(word), "{at}: {word} is not composed, and would not be found");
                let other = means.insert(word_form(word, case_matters), &choice.key);
                assert!(other.is_none_or(|other| other == choice.key), "{at}: {word} is two choices");
            }
            let own = [&choice.key, &choice.label.zh, &choice.label.en];
            assert!(
                choice.aliases.iter().all(|a| !own.contains(&a)),
                "{at}/{}: a needless alias",
                choice.key
            );
        }
    }
}

#[test]
fn no_header_means_two_columns_of_a_register() {
    for register in guide().registers() {
        let mut means: BTreeMap<String, &str> = BTreeMap::new();
        for column in &register.columns {
            for header in column.headers() {
                let other = means.insert(header_form(header), &column.key);
                assert!(
                    other.is_none_or(|other| other == column.key),
                    "{}: {header} is {other:?} and {}",
                    register.key,
                    column.key
                );
            }
            let own = [&column.label.zh, &column.label.en];
            assert!(column.aliases.iter().all(|a| !own.contains(&a)), "{}: a needless alias", column.key);
        }
        for number in LINE_NUMBERS {
            assert!(!means.contains_key(&header_form(number)), "{}: {number} is a column", register.key);
        }
        for combined in &register.combined {
            let unknown = |key: &&String| register.column(key).is_none();
            assert_eq!(combined.into.iter().find(unknown), None, "{}", register.key);
            for alias in &combined.aliases {
                // Where it is also the header of one column, that column is among them: the cells decide.
                let single = means.get(&header_form(alias));
                assert!(single.is_none_or(|key| combined.into.iter().any(|into| into == key)), "{alias}");
            }
            if let Parting::Values(values) = &combined.how {
                for (word, keys) in values {
                    assert_eq!(keys.len(), combined.into.len(), "{word}");
                    for (column, key) in combined.into.iter().zip(keys) {
                        let kind = &register.column(column).unwrap().kind;
                        assert!(kind.choices().iter().any(|choice| choice.key == *key), "{word}: {key}");
                    }
                }
            }
        }
    }
}

#[test]
fn limits_leave_room() {
    for (_, column) in columns() {
        let limits = column.kind.limits();
        assert!(limits.min.zip(limits.max).is_none_or(|(min, max)| min < max), "{}", column.key);
    }
}

#[test]
fn every_rule_names_columns_and_choices_that_are_there() {
    let mut keys = BTreeSet::new();
    for register in guide().registers() {
        for column in &register.columns {
            column.when.iter().for_each(|when| assert_sound(register, when));
            assert!(column.fallback.iter().all(|key| register.column(key).is_some()));
        }
        for rule in &register.checks {
            assert!(keys.insert(&rule.key), "{} twice", rule.key);
            for column in rule.kind.columns() {
                assert!(register.column(column).is_some(), "{}: {column}", rule.key);
            }
            let kind = |key: &str| &register.column(key).unwrap().kind;
            match &rule.kind {
                RuleKind::RequiredIf { when, .. } | RuleKind::LeadTime { when, .. } => {
                    assert_sound(register, when);
                }
                RuleKind::Forbidden(all) => all.iter().for_each(|is| assert_sound(register, is)),
                RuleKind::OneOf { when, .. } => when.iter().for_each(|is| assert_sound(register, is)),
                RuleKind::RefWhere { column, is } => {
                    let Some(Points::Register(other)) = kind(column).points() else { panic!("{column}") };
                    assert_sound(guide().register(other).unwrap(), is);
                }
                RuleKind::BeforeTask { task, .. } => assert_eq!(kind(task).points(), Some(&Points::Tasks)),
                RuleKind::Direction { direction, up, down, .. } => {
                    let is = Is::In(vec![up.clone(), down.clone()]);
                    assert_sound(register, &Condition { column: direction.clone(), is });
                }
                RuleKind::WordOrder { dtype, wide, equipment, protocol, modbus, .. } => {
                    let is = Is::In(wide.clone());
                    assert_sound(register, &Condition { column: dtype.clone(), is });
                    let Some(Points::Register(other)) = kind(equipment).points() else {
                        panic!("{equipment}")
                    };
                    let is = Is::In(modbus.clone());
                    assert_sound(
                        guide().register(other).unwrap(),
                        &Condition { column: protocol.clone(), is },
                    );
                }
                RuleKind::Unique(_)
                | RuleKind::Less(..)
                | RuleKind::NotAfter(..)
                | RuleKind::AtMost(..)
                | RuleKind::Together(_)
                | RuleKind::Differ(..) => {}
            }
        }
    }
    assert_eq!(keys.len(), 39);
    let refusing: Vec<_> = guide()
        .registers()
        .iter()
        .flat_map(|r| &r.checks)
        .filter(|rule| rule.refuses)
        .map(|r| &r.key)
        .collect();
    assert_eq!(refusing, ["word-order-known"]);
}
