//! Decisions weighed and gates judged. The cases of `tests/papers/` are the body of a workspace and, below `---`, what
//! follows from it; a new case is a new file. Then the laws: nothing panics, and what helps never hurts.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

#[path = "support/random.rs"]
mod random;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use std::fs;
use wubu::guide::{Asks, guide};
use wubu::readiness::{GateReport, Making, Scorecard, Verdict, criterion_id, option_name};
use wubu::store::read;
use wubu::text::Lang;
use wubu::workspace::{At, Edit, Id, RecordKind, Status, Value, Workspace, adopt, fill};

const TODAY: Date = date(2026, 11, 20);

fn workspace(body: &str) -> Workspace {
    read(format!("(format: 1, {body})").as_bytes()).unwrap_or_else(|e| panic!("{e}\n{body}")).workspace
}

/// What a line of a case asks: `modes margin`, `G1 verdict`, `G1 budget`.
fn told(workspace: &Workspace, asked: &str) -> String {
    let (key, what) = asked.split_once(' ').unwrap();
    let Some(card) = Scorecard::of(workspace, key) else {
        let report = GateReport::of(workspace, key, TODAY).unwrap_or_else(|| panic!("{key}"));
        if what == "verdict" {
            return report.verdict.key().into();
        }
        let judged = report.criteria.iter().find(|judged| judged.criterion.key == what).unwrap();
        let waived = if judged.is_waived() { " waived" } else { "" };
        let gaps = judged.missing.iter().map(|gap| format!(" {}", gap.place.key()));
        let found = judged.found.say(Lang::En);
        return format!("{}{waived} [{found}]{}", judged.stands.key(), gaps.collect::<String>());
    };
    match what {
        "verdict" => card.verdict.key.clone(),
        "made" => match &card.making {
            Making::Made => "made".into(),
            Making::Skipped(_) => "skipped".into(),
            Making::Open(lacks) => format!("{lacks:?}"),
        },
        "ranking" => {
            let of = |option: &&wubu::readiness::Weighed| {
                let total = option.total.map(|total| total.to_string()).unwrap_or_default();
                format!("{} {} {total}", option.rank.unwrap(), option.key)
            };
            card.ranking().iter().map(of).collect::<Vec<_>>().join(", ")
        }
        "bands" => {
            let bands = card.options.iter().filter_map(|option| option.band).map(|band| band.key.as_str());
            bands.collect::<Vec<_>>().join(" ")
        }
        "out" => {
            let out = card.options.iter().filter(|option| !option.out.is_empty());
            out.map(|option| format!("{} {}", option.key, option.out[0].key)).collect::<Vec<_>>().join(", ")
        }
        "caps" => {
            let caps = card.options.iter().flat_map(|option| {
                let raw = option.raw.map(|raw| raw.to_string()).unwrap_or_default();
                option.caps.iter().map(move |cap| format!("{} {} {raw}", option.key, cap.key))
            });
            caps.collect::<Vec<_>>().join(", ")
        }
        "margin" => {
            let margin = card.margin.map_or_else(|| "none".into(), |margin| margin.to_string());
            if card.is_close() { format!("{margin} close") } else { margin }
        }
        "swap" => card.swap.as_ref().map_or_else(String::new, |swap| {
            format!("{}/{} {} to {}: {}", swap.option, swap.criterion, swap.from, swap.to, swap.winner)
        }),
        "missing" => card.missing.len().to_string(),
        "parts" => card.parts().iter().map(|(_, part)| part.number.as_str()).collect::<Vec<_>>().join(" "),
        _ => panic!("{what}"),
    }
}

#[test]
fn cases_come_out_as_they_say() {
    let (mut wrong, mut seen) = (vec![], 0);
    for entry in fs::read_dir("tests/papers").unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        let text = lines.join("\n");
        let (body, wanted) = text.split_once("---\n").unwrap();
        let workspace = workspace(body);
        for line in wanted.lines().filter(|line| !line.is_empty()) {
            let (asked, wanted) = line.split_once(" = ").unwrap_or((line.trim_end_matches(" ="), ""));
            let told = told(&workspace, asked);
            if told.trim() != wanted.trim() {
                wrong.push(format!("{}: {asked} = {told}, not {wanted}", path.display()));
            }
            seen += 1;
        }
    }
    assert!(seen > 30, "the cases were not found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn apply(workspace: &mut Workspace, edit: Result<Edit, wubu::workspace::Refusal>) {
    workspace.apply(edit.unwrap()).unwrap();
}

/// All that G1 asks is done: tasks, registers, decisions, answers.
fn passed() -> Workspace {
    let mut plant = workspace(
        r#"
        rows: {
            "r1": (register: "needs", cells: {"need_id": "N1", "name": "减少停机", "raised_by": "李工", "priority": "必须", "verify": "停机记录"}),
            "r2": (register: "kpi", cells: {"kpi_id": "K1", "name": "OEE", "formula": "A×P×Q", "source": "MES", "base": "70", "base_period": "2026-01", "target": "80", "target_due": "2027-06-30", "signed_by": "张总"}),
        },
        evidence: { "e1": (task: "4a.1", what: "纪要") },
        criteria: {
            "G1.budget": (answer: "yes", evidence: ["e1"]),
            "G1.plan_signed": (answer: "yes", evidence: ["e1"]),
        },
        "#,
    );
    let ids: Vec<&str> = guide().templates().iter().map(|template| template.id.as_str()).collect();
    let adopted = adopt(&plant, &ids);
    apply(&mut plant, adopted);
    for template in guide().templates() {
        let at = At::task(&Id::new(&template.id).unwrap(), "status");
        let done = Value::Status(Status::Done { on: "2026-11-01".into(), by: String::new() });
        let edit = plant.set(at, done);
        apply(&mut plant, edit);
    }
    for (key, chosen) in [("modes", "digital_management"), ("feasibility", "project"), ("approach", "buy")] {
        let decision = guide().decision(key).unwrap();
        let mut fields = vec![];
        for option in &decision.options {
            for criterion in &decision.criteria {
                let at = format!("{}/{}", option.key, criterion.key);
                let score = if option.key == chosen { decision.scale.max } else { decision.scale.min };
                fields.push((format!("scores/{at}"), Value::text(score.to_string())));
                fields.push((format!("grounds/{at}"), Value::Lines(vec!["依据".into()])));
                fields.push((format!("owners/{at}"), Value::text("李工")));
            }
        }
        fields.extend([
            ("choice".to_owned(), Value::set([chosen])),
            ("reason".into(), Value::prose("最高")),
            ("on".into(), Value::text("2026-11-01")),
            ("by".into(), Value::text("张总")),
        ]);
        let edit = fill(&plant, RecordKind::Decision, &Id::new(key).unwrap(), fields);
        apply(&mut plant, edit);
    }
    plant
}

fn verdict(workspace: &Workspace, gate: &str, today: Date) -> Verdict {
    GateReport::of(workspace, gate, today).unwrap().verdict
}

fn set(workspace: &Workspace, key: &str, now: Value) -> Workspace {
    let mut workspace = workspace.clone();
    let edit = workspace.set(At::from_key(key).unwrap(), now);
    apply(&mut workspace, edit);
    workspace
}

#[test]
fn a_gate_passes_when_all_it_asks_is_met_and_each_thing_taken_away_is_told() {
    let plant = passed();
    let report = GateReport::of(&plant, "G1", TODAY).unwrap();
    let unmet: Vec<&str> = report.unmet().map(|judged| judged.criterion.key.as_str()).collect();
    assert_eq!((report.verdict, unmet), (Verdict::Pass, vec![]));
    for (key, now, criterion, verdict) in [
        ("tasks/4a.2/status", Value::Unset, "tasks_a1", Verdict::Open),
        ("rows/r1/cells/verify", Value::Unset, "needs_complete", Verdict::Open),
        ("decisions/modes/reason", Value::Unset, "decision_modes", Verdict::Open),
        (
            "decisions/feasibility/scores/project/data",
            Value::text("0"),
            "decision_feasibility",
            Verdict::NoGo,
        ),
        ("criteria/G1.budget/evidence", Value::Unset, "budget", Verdict::Open),
        ("criteria/G1.budget/answer", Value::text("partly"), "budget", Verdict::Open),
        ("criteria/G1.budget/answer", Value::text("no"), "budget", Verdict::NoGo),
        ("criteria/G1.budget/answer", Value::text("na"), "budget", Verdict::Open),
    ] {
        let less = set(&plant, key, now);
        let report = GateReport::of(&less, "G1", TODAY).unwrap();
        let missing: Vec<&str> = report.missing().map(|judged| judged.criterion.key.as_str()).collect();
        assert_eq!((report.verdict, missing), (verdict, vec![criterion]), "{key}");
    }
    // The review's own task never keeps its gate waiting.
    assert_eq!(self::verdict(&set(&plant, "tasks/4a.13/status", Value::Unset), "G1", TODAY), Verdict::Pass);
}

#[test]
fn a_waiver_holds_until_its_day_and_only_where_it_may() {
    let waive = |workspace: &Workspace, criterion: &str| {
        let mut workspace = workspace.clone();
        let fields = [("owner", "王工"), ("reason", "待批"), ("until", "2026-11-20")];
        let fields = fields.map(|(name, text)| (name.to_owned(), Value::text(text))).to_vec();
        let id = Id::new(&criterion_id("G1", criterion)).unwrap();
        let edit = fill(&workspace, RecordKind::Criterion, &id, fields);
        apply(&mut workspace, edit);
        workspace
    };
    let refused = set(&passed(), "criteria/G1.budget/answer", Value::text("no"));
    let waived = waive(&refused, "budget");
    assert_eq!(verdict(&waived, "G1", TODAY), Verdict::Conditional);
    assert_eq!(verdict(&waived, "G1", date(2026, 11, 21)), Verdict::NoGo);
    assert_eq!(verdict(&set(&waived, "criteria/G1.budget/owner", Value::Unset), "G1", TODAY), Verdict::NoGo);
    let unsigned = set(&passed(), "criteria/G1.plan_signed/answer", Value::Unset);
    assert_eq!(verdict(&waive(&unsigned, "plan_signed"), "G1", TODAY), Verdict::Open);
    let report = GateReport::of(&unsigned, "G1", TODAY).unwrap();
    assert_eq!(report.on_review(), Verdict::NoGo, "what is pending on the day counts as failed");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_a_file_can_hold_stops_the_evaluation(workspace in random::workspace()) {
        for report in GateReport::all(&workspace, TODAY) {
            for judged in &report.criteria {
                let said: Vec<String> = judged.missing.iter().map(|gap| gap.say(&workspace, Lang::Zh)).collect();
                prop_assert!(said.iter().all(|said| !said.is_empty()));
                prop_assert!(judged.is_waived() <= judged.criterion.waivable);
            }
        }
        for decision in guide().decisions() {
            let card = Scorecard::of(&workspace, &decision.key).unwrap();
            for option in &card.options {
                prop_assert!(option.total <= option.raw);
                prop_assert!(option_name(&workspace, &decision.key, &option.key, Lang::En).is_some());
            }
        }
        let _ = wubu::check::findings(&workspace);
    }

    #[test]
    fn answering_more_with_yes_never_makes_a_verdict_worse(
        answers in prop::collection::vec(0_usize..5, 64),
        undone in prop::collection::vec(any::<bool>(), 13),
        more in any::<prop::sample::Index>(),
    ) {
        let mut plant = passed();
        let by_hand: Vec<String> = guide().gates().iter().flat_map(|gate| {
            let asked = gate.criteria.iter().filter(|c| matches!(c.asks, Asks::ByHand { .. }));
            asked.map(|criterion| criterion_id(&gate.key, &criterion.key))
        }).collect();
        for (id, answer) in by_hand.iter().zip(&answers) {
            let answer = ["", "yes", "partly", "no", "na"][*answer];
            let fields = vec![("answer".to_owned(), Value::text(answer)), ("evidence".to_owned(), Value::set(["e1"]))];
            let edit = fill(&plant, RecordKind::Criterion, &Id::new(id).unwrap(), fields);
            apply(&mut plant, edit);
        }
        for (n, _) in undone.iter().enumerate().filter(|(_, undone)| **undone) {
            plant = set(&plant, &format!("tasks/4a.{}/status", n + 1), Value::Unset);
        }
        let id = more.get(&by_hand);
        let edit = fill(&plant, RecordKind::Criterion, &Id::new(id).unwrap(), vec![
            ("answer".to_owned(), Value::text("yes")),
            ("evidence".to_owned(), Value::set(["e1"])),
        ]);
        let before: Vec<Verdict> = GateReport::all(&plant, TODAY).iter().map(|report| report.verdict).collect();
        apply(&mut plant, edit);
        let after: Vec<Verdict> = GateReport::all(&plant, TODAY).iter().map(|report| report.verdict).collect();
        prop_assert!(before.iter().zip(&after).all(|(before, after)| before <= after), "{before:?} {after:?}");
    }
}
