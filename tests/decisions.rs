//! Decisions and gates on the screen: a mode is decided and gate G1 brought to a verdict by keys alone.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use support::{Desk, TODAY, bare, papers};
use wubu::readiness::{GateReport, Making, Scorecard};
use wubu::store::write;
use wubu::text::Lang;
use wubu::tui::{Action, Layer, Page, View};
use wubu::workspace::Workspace;

fn desk(text: &str) -> Desk {
    Desk::opened(Lang::Zh, (80, 24), text)
}

fn card(workspace: &Workspace, key: &str) -> Scorecard {
    Scorecard::of(workspace, key).unwrap()
}

/// Scores of all options, one after the other, down its criteria.
fn score_all(desk: &mut Desk, scores: &[&str]) {
    for option in scores {
        for score in option.split(' ') {
            desk.press(score).press("j");
        }
        desk.press("Home Right");
    }
}

#[test]
fn a_mode_is_decided_by_keys_alone() {
    let mut desk = desk(&bare());
    desk.press("1 ] ] ]");
    assert_eq!(desk.app.page, Page::Stage(0, View::Decisions));
    desk.press("Enter");
    assert_eq!(desk.app.layers()[0], Layer::Scores);
    score_all(&mut desk, &["4 4 3 3 3 3", "3 4 4 2 2 2", "1 2 2 1 1 1", "1 1 0 1 1 1", "2 1 1 2 2 2"]);
    assert!(desk.shows("86.3") && desk.shows("1 主模式"), "{:#?}", desk.lines());
    // The best one stands first among those to choose.
    desk.press("c Enter").press("Enter type:痛点最大 Esc").press("Tab Enter");
    let card = card(desk.workspace(), "modes");
    assert_eq!(card.making, Making::Made, "{:#?}", desk.lines());
    assert_eq!(card.chosen().map(|option| option.key.as_str()).collect::<Vec<_>>(), ["digital_management"]);
    let held = desk.workspace().decisions.get("modes").unwrap();
    assert_eq!((held.on.as_str(), held.by.as_str()), ("2026-11-20", "周岚"));
    assert_eq!(held.reason.text(), "痛点最大");
    // Its Part, by number and title.
    desk.press("Tab");
    let is_told = (0..6).any(|_| desk.press("PageDown").shows("GB/T 23031.2-2023"));
    assert!(is_told, "{:#?}", desk.lines());
    assert_eq!(write(&desk.reread()), desk.text(), "all of it is saved");
    // Undone, nothing is left of the decision and its reason, in one step.
    desk.press("u");
    assert!(desk.workspace().decisions.get("modes").unwrap().choice.is_empty());
}

#[test]
fn digits_are_scores_inside_and_stages_outside() {
    let mut desk = desk(&bare());
    desk.press("1 ] ] ] Enter 3");
    assert_eq!(desk.app.page, Page::Stage(0, View::Decisions));
    let scores = |desk: &Desk| desk.workspace().decisions.get("modes").map(|held| held.scores.iter().count());
    assert_eq!(scores(&desk), Some(1));
    desk.press("9");
    assert!(desk.notice().contains("0 到 4"), "{}", desk.notice());
    desk.press("４ j ３");
    assert_eq!(scores(&desk), Some(2), "full-width digits count, too");
    desk.press("Esc 3");
    assert_eq!(desk.app.page, Page::Stage(2, View::Tasks), "stage 3 has no decisions");
}

#[test]
fn a_score_is_raised_cleared_and_written_about() {
    let mut desk = desk(&papers());
    desk.press("1 ] ] ] Enter Right");
    let at = "intelligent_manufacturing/strategy";
    let score = |desk: &Desk| {
        let held = desk.workspace().decisions.get("modes").unwrap().scores.get(at);
        held.map(|score| score.as_str().to_owned())
    };
    desk.press("+");
    assert_eq!(score(&desk).as_deref(), Some("4"));
    desk.press("+ -");
    assert_eq!(score(&desk).as_deref(), Some("3"), "it ends at the ends of the scale");
    desk.press("d");
    assert_eq!(score(&desk), None);
    desk.press("Enter Down Down Enter");
    assert_eq!(score(&desk).as_deref(), Some("2"), "the ladder can be walked");
    desk.press("o type:年度规划第三条 Esc");
    let held = desk.workspace().decisions.get("modes").unwrap();
    assert_eq!(held.grounds.get(at).unwrap().text(), "年度规划第三条");
    desk.press("O");
    let (place, text) = desk.lent.pop().unwrap();
    assert_eq!(
        (place.to_string(), text.as_str()),
        (format!("decisions/modes/grounds/{at}"), "年度规划第三条")
    );
}

#[test]
fn what_is_missing_is_reached_one_after_the_other() {
    let mut desk = desk(&papers());
    desk.press("1 ] ] ] j Enter");
    let first = card(desk.workspace(), "feasibility").missing.len();
    desk.press(". e type:测算表 Esc");
    assert_eq!(desk.app.layers(), [Layer::Form]);
    desk.press("Tab type:何成 Tab type:董事会批准 Tab type:+30 Enter");
    assert_eq!(desk.app.layers()[0], Layer::Scores, "{:#?}", desk.lines());
    let card = card(desk.workspace(), "feasibility");
    assert_eq!(card.missing.len(), first - 4);
    let held = desk.workspace().decisions.get("feasibility").unwrap();
    assert_eq!(held.due.get("project/economic").unwrap().as_str(), "2026-12-20");
}

#[test]
fn a_day_that_is_none_stays_in_its_form() {
    let mut desk = desk(&papers());
    desk.press("1 ] ] ] j Enter e Up type:明明天 Enter");
    assert!(desk.app.layers() == [Layer::Form] && desk.shows("不是日期"), "{:#?}", desk.lines());
}

#[test]
fn candidates_are_added_renamed_and_removed() {
    let mut desk = desk(&bare());
    desk.press("2 ] ] ] Enter");
    assert!(desk.shows("还没有候选"), "{:#?}", desk.lines());
    desk.press("a type:华信 Enter 4");
    let held = desk.workspace().decisions.get("provider").unwrap();
    assert_eq!(held.options.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>(), ["华信"]);
    assert_eq!(held.scores.iter().count(), 1);
    desk.press("r End type:集团 Enter");
    assert!(desk.shows("华信集团"), "{:#?}", desk.lines());
    desk.press("X");
    assert!(desk.shows("还没有候选"));
    desk.press("u");
    assert!(desk.shows("华信集团"), "removing is one step");
    // Those of the guide stay.
    desk.press("Esc 1").press("Enter X");
    assert!(desk.notice().contains("不能改名或删除"), "{}", desk.notice());
}

#[test]
fn a_gate_leads_to_what_is_missing() {
    let mut desk = desk(&papers());
    desk.press("1 ] ] ] ]");
    assert_eq!(desk.app.page, Page::Stage(0, View::Gate));
    assert!(desk.shows("✗ 不通过"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert_eq!(desk.app.page, Page::Stage(0, View::Tasks));
    assert!(desk.cursor_line().contains("4a.1"), "{}", desk.cursor_line());
    // A decision.
    desk.update(Action::GoToGate("G1".into(), Some("decision_feasibility".into())));
    desk.press("Enter");
    assert_eq!((desk.app.page, desk.app.layers()[0]), (Page::Stage(0, View::Decisions), Layer::Scores));
    assert!(desk.shows("可行性结论 ·"), "{:#?}", desk.lines());
    desk.press("Esc Esc");
    assert_eq!(desk.app.page, Page::Overview);
    // The overview leads back.
    desk.press("Home Enter");
    assert_eq!(desk.app.page, Page::Stage(0, View::Gate));
}

#[test]
fn answers_waivers_and_reviews_are_written_and_taken_back() {
    let mut desk = desk(&papers());
    let criterion = |desk: &Desk, key: &str| desk.workspace().criteria.get(key).cloned().unwrap_or_default();
    let go = |desk: &mut Desk, key: &str| desk.update(Action::GoToGate("G1".into(), Some(key.into())));
    go(&mut desk, "plan_signed");
    desk.press("e type:是 Enter");
    let held = criterion(&desk, "G1.plan_signed");
    assert_eq!((held.answer.as_str(), held.by.as_str()), ("yes", "周岚"));
    // Yes without evidence is pending: new evidence is linked as it is made.
    desk.press("i Enter Tab type:签字页 Enter");
    let held = criterion(&desk, "G1.plan_signed");
    let id = held.evidence.iter().next().unwrap_or_else(|| panic!("{:#?}", desk.lines())).to_owned();
    let evidence = desk.workspace().evidence.get(&id).unwrap();
    assert_eq!((evidence.task.as_str(), evidence.what.as_str()), ("4a.13", "签字页"));
    let report = GateReport::of(desk.workspace(), "G1", TODAY).unwrap();
    assert!(report.missing().all(|judged| judged.criterion.key != "plan_signed"));
    // A waiver.
    go(&mut desk, "tasks_a1");
    desk.press("w type:何成 Tab type:下周完成 Tab type:+9 Enter");
    assert_eq!(criterion(&desk, "G1.tasks_a1").until.as_str(), "2026-11-29");
    assert!(desk.shows("豁免至 11-29"), "{:#?}", desk.lines());
    desk.press("d");
    assert!(desk.workspace().criteria.get("G1.tasks_a1").is_none_or(|held| held.owner.as_str().is_empty()));
    go(&mut desk, "decision_modes");
    desk.press("w");
    assert!(desk.notice().contains("不可豁免"), "{}", desk.notice());
    // A review, with the verdict that the criteria give.
    desk.press("r Enter");
    let (_, review) = desk.workspace().reviews.iter().find(|(id, _)| id.as_str() != "v0000001").unwrap();
    assert_eq!(
        (review.gate.as_str(), review.verdict.as_str(), review.on.as_str()),
        ("G1", "no_go", "2026-11-20")
    );
    assert_eq!(review.people.iter().collect::<Vec<_>>(), ["周岚"]);
    desk.press("G");
    assert!(desk.cursor_line().contains("2026-11-02"), "the latest first: {}", desk.cursor_line());
    desk.press("d");
    assert!(desk.workspace().reviews.get("v0000001").is_none());
    assert_eq!(write(&desk.reread()), desk.text());
}

#[test]
fn work_before_the_gate_is_said_on_every_view() {
    let mut desk = Desk::opened(Lang::Zh, (120, 40), &papers());
    desk.press("2");
    assert!(desk.shows("! G1 未通过，先行开展"), "{:#?}", desk.lines());
    desk.press("] ] ] ]");
    assert!(desk.shows("上一评审门 G1 未通过"), "{:#?}", desk.lines());
    desk.press("1");
    assert!(desk.shows("整体设计已先行开展"), "{:#?}", desk.lines());
    // A review that lets it pass ends it.
    desk.press("r Tab Right Right Enter");
    assert!(desk.shows("评审已通过 ✓") && !desk.shows("先行开展"), "{:#?}", desk.lines());
}

#[test]
fn a_draft_of_a_paper_survives_the_program() {
    let mut desk = desk(&bare());
    desk.press("1 ] ] ] Enter e").press("Tab type:何成").tick();
    let mut desk = desk.crash();
    desk.press("Enter");
    assert!(desk.app.layers() == [Layer::Form] && desk.shows("何成"), "{:#?}", desk.lines());
    desk.press("Enter");
    let held = desk.workspace().decisions.get("modes").unwrap_or_else(|| panic!("{:#?}", desk.lines()));
    assert_eq!(held.owners.iter().count(), 1);
}

#[test]
fn who_may_only_look_changes_nothing() {
    let mut desk = desk(&papers().replacen("format: 1", "format: 7", 1));
    let before = desk.text();
    for keys in ["1 ] ] ] Enter 3", "o", "e", "x", "c", "+", "d", "]", "e", "w", "i", "r", "d"] {
        desk.press(keys);
        assert!(desk.app.layers().contains(&Layer::App), "{keys} opened something");
    }
    assert_eq!(desk.text(), before);
}
