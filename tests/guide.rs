//! The guide is whole: nothing dangles, both languages are there, the counts hold, and it never claims more than
//! the standard, which recommends.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use ron::Value;
use wubu::{
    guide::{
        AnswerKey, Bound, Clause, Dimension, FigureKey, HitKind, Importance, Lead, Points, SourceKind, guide,
    },
    text::Lang,
};

#[test]
fn counts_are_those_of_the_standard_and_of_our_proposal() {
    let per_stage =
        |count: fn(&str) -> usize| guide().stages().iter().map(|s| count(&s.key)).collect::<Vec<_>>();
    assert_eq!(per_stage(|s| guide().stage(s).unwrap().elements.len()), [5, 3, 4, 4, 4]);
    assert_eq!(
        per_stage(|s| guide().templates().iter().filter(|t| t.id.split('.').next() == Some(s)).count()),
        [13, 13, 14, 13, 12]
    );
    let leads = Lead::ALL.map(|lead| guide().templates().iter().filter(|t| t.lead == lead).count());
    assert_eq!(leads, [31, 10, 24], "enterprise, provider, joint");
    assert_eq!(guide().glossary().len(), 95);
    assert_eq!(guide().registers().len(), 12);
    assert_eq!(guide().decisions().len(), 4);
    assert_eq!(guide().gates().len(), 5);
    assert_eq!(guide().templates().iter().filter(|t| t.optional).count(), 1);
}

#[test]
fn no_clause_is_known_beyond_the_fourth() {
    let ids: Vec<_> = guide().clauses().iter().map(|c| &*c.id).collect();
    assert_eq!(ids, ["foreword", "introduction", "1", "2", "3", "4", "4a", "4b", "4c", "4d", "4e"]);
    let numbers: Vec<_> = guide().clauses().iter().map(|c| &*c.number).collect();
    assert_eq!(numbers, ["", "", "1", "2", "3", "4", "4 a)", "4 b)", "4 c)", "4 d)", "4 e)"]);
    for clause in guide().clauses() {
        let parent = (clause.id.len() == 2).then_some("4");
        assert_eq!(clause.parent.as_deref(), parent, "{}", clause.id);
        assert!(!clause.text.is_empty() && !clause.note.is_empty(), "{}", clause.id);
    }
    for (file, zh, en) in texts() {
        for n in 5..=9 {
            let named =
                zh.contains(&format!("第{n}章")) || en.to_lowercase().contains(&format!("clause {n}"));
            assert!(!named, "{file}: {zh}");
        }
    }
}

#[test]
fn ids_are_unique_and_every_one_is_found() {
    let g = guide();
    let unique = |kind: &str, ids: Vec<&String>, found: &dyn Fn(&str) -> bool| {
        let distinct: BTreeSet<_> = ids.iter().collect();
        assert_eq!(distinct.len(), ids.len(), "{kind}: an id twice");
        for id in ids {
            assert!(found(id), "{kind} {id}");
        }
    };
    unique("stage", g.stages().iter().map(|s| &s.key).collect(), &|k| g.stage(k).is_some_and(|s| s.key == k));
    unique("element", g.elements().map(|e| &e.key).collect(), &|k| g.element(k).is_some_and(|e| e.key == k));
    unique("clause", g.clauses().iter().map(|c| &c.id).collect(), &|k| {
        g.clause(k).is_some_and(|c| c.id == k)
    });
    unique("task", g.templates().iter().map(|t| &t.id).collect(), &|k| {
        g.template(k).is_some_and(|t| t.id == k)
    });
    unique("register", g.registers().iter().map(|r| &r.key).collect(), &|k| {
        g.register(k).is_some_and(|r| r.key == k)
    });
    unique("decision", g.decisions().iter().map(|d| &d.key).collect(), &|k| {
        g.decision(k).is_some_and(|d| d.key == k)
    });
    unique("gate", g.gates().iter().map(|x| &x.key).collect(), &|k| g.gate(k).is_some_and(|x| x.key == k));
    unique("term", g.glossary().iter().map(|t| &t.key).collect(), &|k| g.term(k).is_some_and(|t| t.key == k));
    unique("standard", g.standards().iter().map(|s| &s.number).collect(), &|k| {
        g.standard(k).is_some_and(|s| s.number == k)
    });
}

#[test]
fn no_reference_dangles() {
    let g = guide();
    let mut named: Vec<(String, &str, String)> = vec![];
    let mut name = |from: &str, kind: &'static str, keys: &[String]| {
        named.extend(keys.iter().map(|key| (from.to_owned(), kind, key.clone())));
    };
    let one = |key: &Option<String>| key.iter().cloned().collect::<Vec<_>>();
    for s in g.stages() {
        name(&s.key, "clause", std::slice::from_ref(&s.clause));
        name(&s.key, "gate", std::slice::from_ref(&s.gate));
    }
    for e in g.elements() {
        name(&e.key, "register", &e.registers);
        name(&e.key, "decision", &e.decisions);
    }
    for t in g.templates() {
        name(&t.id, "element", std::slice::from_ref(&t.element));
        name(&t.id, "register", &t.registers);
        name(&t.id, "decision", &one(&t.decision));
        name(&t.id, "gate", &one(&t.gate));
    }
    for d in g.decisions() {
        name(&d.key, "element", std::slice::from_ref(&d.element));
        name(&d.key, "task", std::slice::from_ref(&d.task));
    }
    for x in g.gates() {
        name(&x.key, "stage", std::slice::from_ref(&x.stage));
        name(&x.key, "task", std::slice::from_ref(&x.task));
    }
    for c in g.clauses() {
        name(&c.id, "clause", &one(&c.parent));
        name(&c.id, "element", &c.elements);
        name(&c.id, "register", &c.registers);
        name(&c.id, "decision", &c.decisions);
        name(&c.id, "gate", &c.gates);
        name(&c.id, "standard", &c.standards);
        for paragraph in c.text.iter().chain(&c.note) {
            name(&c.id, "element", &one(&paragraph.element));
        }
    }
    for (from, kind, key) in named {
        let there = match kind {
            "stage" => g.stage(&key).is_some(),
            "element" => g.element(&key).is_some(),
            "clause" => g.clause(&key).is_some(),
            "task" => g.template(&key).is_some(),
            "register" => g.register(&key).is_some(),
            "decision" => g.decision(&key).is_some(),
            "gate" => g.gate(&key).is_some(),
            "standard" => g.standard(&key).is_some(),
            _ => unreachable!("{kind}"),
        };
        assert!(there, "{from} names the {kind} {key}, which is not there");
    }
    for s in g.standards() {
        assert!(g.clauses().iter().any(|c| c.standards.contains(&s.number)), "nobody names {}", s.number);
    }
}

#[test]
fn task_ids_name_the_stage_of_their_element_and_count_up() {
    let mut next: BTreeMap<&str, usize> = BTreeMap::new();
    for t in guide().templates() {
        let stage = guide().stage_of(&t.element).unwrap();
        let number = next.entry(&stage.key).and_modify(|n| *n += 1).or_insert(1);
        assert_eq!(t.id, format!("{}.{number}", stage.key), "{}", t.element);
    }
}

#[test]
fn every_element_has_its_phrase_and_its_tasks() {
    for stage in guide().stages() {
        let clause = guide().clause_of_stage(&stage.key).unwrap();
        let phrases: Vec<_> = clause.text.iter().map(|p| p.element.as_deref().unwrap_or("none")).collect();
        let elements: Vec<_> = stage.elements.iter().map(|e| &*e.key).collect();
        assert_eq!(phrases, elements, "{}: one phrase for each element, in its order", clause.id);
    }
    let elsewhere = guide().clauses().iter().filter(|c| c.parent.is_none());
    assert!(elsewhere.flat_map(|c| &c.text).all(|p| p.element.is_none()));
    for element in guide().elements() {
        assert_eq!(guide().phrase_of(&element.key).unwrap().element.as_ref(), Some(&element.key));
        assert!(guide().templates_of(&element.key).next().is_some(), "{} has no task", element.key);
        assert!(guide().templates_of(&element.key).all(|t| t.element == element.key));
    }
    let served: usize = guide().elements().map(|e| guide().templates_of(&e.key).count()).sum();
    assert_eq!(served, 65);
}

#[test]
fn each_stage_ends_in_its_gate_and_each_gate_in_its_review_task() {
    let reviews: Vec<_> = guide().templates().iter().filter(|t| t.gate.is_some()).collect();
    assert_eq!(reviews.len(), 5);
    for (stage, gate) in guide().stages().iter().zip(guide().gates()) {
        assert_eq!((&stage.gate, &stage.key), (&gate.key, &gate.stage));
        let review = guide().template(&gate.task).unwrap();
        assert_eq!(review.gate.as_ref(), Some(&gate.key), "{}", review.id);
        assert_eq!(guide().stage_of(&review.element).unwrap().key, stage.key);
    }
}

#[test]
fn the_links_of_a_stages_clause_cover_its_elements() {
    for stage in guide().stages() {
        let clause = guide().clause_of_stage(&stage.key).unwrap();
        let elements: Vec<_> = stage.elements.iter().map(|e| &e.key).collect();
        assert_eq!(clause.elements.iter().collect::<Vec<_>>(), elements, "{}", clause.id);
        assert_eq!(clause.gates, std::slice::from_ref(&stage.gate), "{}", clause.id);
        assert_eq!(clause.title, stage.title);
        for element in &stage.elements {
            for register in &element.registers {
                assert!(clause.registers.contains(register), "{}: {register}", clause.id);
            }
            for decision in &element.decisions {
                assert!(clause.decisions.contains(decision), "{}: {decision}", clause.id);
            }
        }
    }
    for decision in guide().decisions() {
        assert!(guide().element(&decision.element).unwrap().decisions.contains(&decision.key));
    }
}

#[test]
fn a_stage_has_its_own_registers_and_those_of_every_stage() {
    let of = |stage| {
        let stage = guide().stage(stage).unwrap();
        guide().registers_of_stage(stage).map(|r| &*r.key).collect::<Vec<_>>()
    };
    assert_eq!(of("4b"), ["needs", "interfaces", "resources", "issues"]);
    assert_eq!(of("4e"), ["needs", "equipment", "sources", "issues", "kpi", "gathering", "partners"]);
}

#[test]
fn the_standard_recommends_and_so_does_its_restatement() {
    let items: Vec<&Clause> = guide().clauses().iter().filter(|c| c.parent.is_some()).collect();
    assert_eq!(items.len(), 5);
    for p in items.iter().flat_map(|c| &c.text) {
        assert!(p.zh.starts_with("建议企业"), "{}", p.zh);
        assert!(p.en.starts_with("It is recommended that the enterprise "), "{}", p.en);
    }
    for p in guide().clauses().iter().flat_map(|c| c.text.iter().chain(&c.note)) {
        // 应 orders, 应用 (application) and 对应 (corresponding) do not
        let orders = p.zh.replace("应用", "").replace("对应", "").contains('应') || p.zh.contains("必须");
        assert!(!orders, "{}", p.zh);
        assert!(!p.en.contains(" shall ") && !p.en.contains(" must "), "{}", p.en);
    }
}

#[test]
fn nothing_is_called_mandatory_or_conforming() {
    // 合格 is said of workpieces and of goods handed over, never of how a plant stands to the standard
    let of_goods = ["合格率", "未经返工即合格", "确认成果合格", "测试合格", "合格的测试结果"];
    for (file, zh, _) in texts() {
        let rest = of_goods.iter().fold(zh.clone(), |text, goods| text.replace(goods, ""));
        assert!(!rest.contains("强制") && !rest.contains("合格"), "{file}: {zh}");
    }
}

#[test]
fn both_languages_are_there_each_in_its_own_script() {
    let texts = texts();
    assert!(texts.len() > 700, "only {} texts were walked", texts.len());
    for (file, zh, en) in texts {
        // a name or a symbol (REST, kWh) is the same in every language
        assert!(zh.chars().any(is_han) || zh == en, "{file}: no Chinese in {zh:?}");
        assert!(!en.trim().is_empty() && !en.chars().any(|c| is_han(c) || is_wide_sign(c)), "{file}: {en:?}");
        assert!(zh == zh.trim() && en == en.trim(), "{file}: {zh:?} {en:?}");
        let chars: Vec<char> = zh.chars().collect();
        let narrow = chars.windows(3).any(|w| is_han(w[0]) && ",;:?!".contains(w[1]) && is_han(w[2]));
        assert!(!narrow, "{file}: a half-width sign between Han in {zh}");
    }
}

#[test]
fn the_readiness_model_is_whole() {
    let model = guide().readiness();
    let keys: Vec<Dimension> = model.dimensions.iter().map(|dimension| dimension.key).collect();
    assert_eq!(keys, Dimension::ALL);
    let tasks_are_there = |tasks: &[String]| tasks.iter().all(|id| guide().template(id).is_some());
    let mut blocking = vec![];
    for dimension in &model.dimensions {
        let key = dimension.key.key();
        assert_eq!(Dimension::from_key(key), Some(dimension.key));
        assert_eq!(dimension.levels.len(), 5, "{key}");
        assert!(!dimension.tasks.is_empty() && tasks_are_there(&dimension.tasks), "{key}");
        assert!(dimension.tasks_of_kind.iter().all(|of| tasks_are_there(&of.tasks)), "{key}");
        assert!(dimension.caps.iter().all(|cap| cap.level < 4), "{key}");
        assert!(!dimension.measured_by.is_empty() && !dimension.indicators.is_empty(), "{key}");
        let shares = dimension.levels.iter().filter_map(|level| match level.from {
            Bound::Share(share) => Some(share),
            _ => None,
        });
        let shares: Vec<f64> = shares.collect();
        assert!(shares.windows(2).all(|pair| pair[0] < pair[1]), "{key}: {shares:?}");
        let sources = guide().register("sources").unwrap();
        assert!(dimension.counts.iter().all(|counted| sources.column(&counted.column).is_some()), "{key}");
        blocking.extend(dimension.blocking.then_some(key));
    }
    assert_eq!(blocking, ["D1", "D3", "D4", "D5", "D10"]);
    for weights in &model.weights {
        assert_eq!(weights.of.iter().map(|w| u32::from(*w)).sum::<u32>(), 100, "{:?}", weights.kind);
    }
    let kinds: Vec<SourceKind> = model.weights.iter().map(|weights| weights.kind).collect();
    assert_eq!(kinds, SourceKind::ALL);
    assert!(model.bands.windows(2).all(|pair| pair[0].from > pair[1].from && pair[0].level > pair[1].level));
    let classes: Vec<Importance> = model.importance.iter().map(|of| of.key).collect();
    assert_eq!(classes, Importance::ALL);
    // The choices of the register are those of the model.
    let choices = |column: &str| {
        let column = guide().register("sources").unwrap().column(column).unwrap();
        column.kind.choices().iter().map(|choice| choice.key.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(choices("kind"), SourceKind::ALL.map(SourceKind::key));
    assert_eq!(choices("importance"), Importance::ALL.map(Importance::key));
    let tags = guide().register("tags").unwrap();
    assert_eq!(model.metadata.len(), 8);
    for column in &model.metadata {
        assert_eq!(column.figure.dimension(), Some(Dimension::D2));
        assert!(column.cells.iter().flatten().all(|cell| tags.column(cell).is_some()), "{}", column.key);
    }
    let points = Some(&Points::Register("sources".to_owned()));
    assert_eq!(tags.column("source").unwrap().kind.points(), points);
    // GB/T 36344-2018 has twenty indicators.
    let reached: BTreeSet<_> = model
        .dimensions
        .iter()
        .flat_map(|dimension| &dimension.indicators)
        .map(|indicator| (&indicator.group.zh, &indicator.indicator.zh))
        .collect();
    assert_eq!((reached.len(), model.not_measured.len()), (19, 1));
    let lacking = &model.not_measured[0].indicator;
    assert!(!reached.contains(&(&lacking.group.zh, &lacking.indicator.zh)));
}

#[test]
fn a_figure_has_one_name_and_the_dimension_that_it_says() {
    let figures = FigureKey::ALL.iter().map(|key| (key.name(), key.dimension()));
    let answers = AnswerKey::ALL.iter().map(|key| (key.name(), key.dimension()));
    let all: Vec<_> = figures.chain(answers).collect();
    let distinct: BTreeSet<_> = all.iter().map(|(name, _)| name).collect();
    assert_eq!(distinct.len(), all.len());
    for (name, dimension) in all {
        let head = name.split('.').next().unwrap();
        // The longest gap and the steps back are facts of time that D4 is capped by.
        let named = Dimension::from_key(head).or((dimension == Some(Dimension::D4)).then_some(Dimension::D4));
        assert_eq!(dimension, named, "{name}");
    }
    assert!(FigureKey::ALL.iter().all(|key| FigureKey::from_name(key.name()) == Some(*key)));
    assert!(AnswerKey::ALL.iter().all(|key| AnswerKey::from_name(key.name()) == Some(*key)));
}

#[test]
fn search_reads_both_languages_and_puts_titles_first() {
    let hits = guide().find("网络改造", Lang::En);
    assert_eq!((hits[0].kind, hits[0].id, hits[0].title), (HitKind::Element, "c3", "network retrofit"));
    let ids: Vec<_> = hits.iter().map(|h| h.id).collect();
    assert!(ids.contains(&"4c") && ids.contains(&"4c.7") && ids.contains(&"network_retrofit"), "{ids:?}");

    let hits = guide().find("PATENT", Lang::Zh);
    assert_eq!(hits.len(), 1);
    assert_eq!((hits[0].id, hits[0].title), ("foreword", "前言"));
    assert!(hits[0].excerpt.starts_with("Attention is drawn"), "{}", hits[0].excerpt);

    let first = |text| guide().find(text, Lang::Zh).first().map(|h| (h.kind, h.id));
    assert_eq!(first("4d.12"), Some((HitKind::Task, "4d.12")));
    assert_eq!(first("4 d)"), Some((HitKind::Clause, "4d")));
    assert_eq!(first("GB/T20269-2006"), first("ＧＢ／Ｔ 20269—2006"));
    assert!(first("GB/T20269-2006").is_some());
    assert_eq!(first(" "), None);
    assert_eq!(first("no such thing"), None);
    assert!(guide().find("的", Lang::Zh).iter().all(|h| !h.excerpt.is_empty()));
}

fn is_han(c: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&c)
}

fn is_wide_sign(c: char) -> bool {
    ('\u{3000}'..='\u{303f}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c)
}

/// Every text of every file, found by its shape, so that none can be forgotten here.
fn texts() -> Vec<(String, String, String)> {
    let mut found = vec![];
    for entry in fs::read_dir("data/guide").expect("the guide's folder") {
        let path = entry.expect("its entry").path();
        let name = path.display().to_string();
        let text = fs::read_to_string(&path).expect(&name);
        let file: Value = ron::from_str(&text).expect(&name);
        walk(&file, &name, &mut found);
    }
    found
}

fn walk(value: &Value, file: &str, found: &mut Vec<(String, String, String)>) {
    match value {
        Value::Seq(values) => values.iter().for_each(|v| walk(v, file, found)),
        Value::Map(map) => {
            let text = |lang: &str| map.get(&Value::String(lang.to_owned())).cloned();
            match (text("zh"), text("en")) {
                (Some(Value::String(zh)), Some(Value::String(en))) => {
                    let known =
                        |key: &Value| ["zh", "en", "element"].map(|k| Value::String(k.into())).contains(key);
                    assert!(map.keys().all(known), "{file}: something beside {zh}");
                    found.push((file.to_owned(), zh, en));
                }
                (None, None) => map.values().for_each(|v| walk(v, file, found)),
                half => panic!("{file}: a language is missing: {half:?}"),
            }
        }
        _ => {}
    }
}
