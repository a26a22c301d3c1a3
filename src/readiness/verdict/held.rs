//! Reviews as they were held: whether the last one let the work go on, which gate is next, and whether a stage is
//! worked on before the gate before it. A gate locks nothing, so that is said and never forbidden.

use super::{GateReport, Verdict, reviews};
use crate::guide::{Stage, guide};
use crate::readiness::Progress;
use crate::workspace::Workspace;

/// The latest review at a gate said pass, or pass with conditions.
pub fn is_passed(workspace: &Workspace, gate: &str) -> bool {
    let last = reviews(workspace, gate).pop();
    last.is_some_and(|(_, review)| matches!(review.verdict.as_str(), "pass" | "conditional"))
}

/// The first gate that no review has let pass.
pub fn next_gate<'a>(reports: &'a [GateReport], workspace: &Workspace) -> Option<&'a GateReport> {
    reports.iter().find(|report| !is_passed(workspace, &report.gate.key))
}

/// The gate before a stage, where that stage is worked on already and the gate is open: neither a review nor its
/// criteria let it pass.
pub fn early<'a>(
    reports: &'a [GateReport],
    workspace: &Workspace,
    progress: &Progress,
    stage: &Stage,
) -> Option<&'a GateReport> {
    let at = guide().stages().iter().position(|other| other.key == stage.key)?;
    let before = &guide().stages().get(at.checked_sub(1)?)?.key;
    let report = reports.iter().find(|report| report.gate.stage == *before)?;
    let counts = progress.stage(&stage.key);
    let has_begun = counts.done + counts.doing + counts.blocked > 0;
    let is_open = !is_passed(workspace, &report.gate.key)
        && !matches!(report.verdict, Verdict::Pass | Verdict::Conditional);
    (has_begun && is_open).then_some(report)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::readiness::Outline;
    use crate::workspace::{At, Edit, Id, RecordKind, Status, Value, adopt};
    use jiff::civil::{Date, date};

    const TODAY: Date = date(2026, 11, 20);

    fn review(workspace: &mut Workspace, id: &str, on: &str, verdict: &str) {
        let fields = vec![
            ("gate".to_owned(), Value::text("G1")),
            ("on".into(), Value::text(on)),
            ("verdict".into(), Value::text(verdict)),
        ];
        let id = Id::new(id).unwrap();
        workspace.apply(Edit::Add { kind: RecordKind::Review, id, fields }).unwrap();
    }

    #[test]
    fn the_latest_review_decides_whether_a_gate_is_passed() {
        let mut workspace = Workspace::default();
        let reports = GateReport::all(&workspace, TODAY);
        let next = |workspace: &Workspace| next_gate(&reports, workspace).unwrap().gate.key.clone();
        assert_eq!(next(&workspace), "G1");
        review(&mut workspace, "v1", "2026-11-01", "no_go");
        assert!(!is_passed(&workspace, "G1"));
        review(&mut workspace, "v2", "2026-11-09", "conditional");
        assert_eq!(next(&workspace), "G2");
        review(&mut workspace, "v3", "2026-11-11", "no_go");
        assert_eq!(next(&workspace), "G1");
    }

    #[test]
    fn a_stage_that_began_before_its_gate_is_told() {
        let mut workspace = Workspace::default();
        let ids: Vec<&str> = guide().templates().iter().map(|template| template.id.as_str()).collect();
        workspace.apply(adopt(&workspace, &ids).unwrap()).unwrap();
        let told = |workspace: &Workspace| {
            let progress = Progress::of(workspace, &Outline::of(workspace));
            let reports = GateReport::all(workspace, TODAY);
            early(&reports, workspace, &progress, &guide().stages()[1]).map(|report| report.gate.key.clone())
        };
        assert_eq!(told(&workspace), None, "nothing has begun");
        let at = At::task(&Id::new("4b.1").unwrap(), "status");
        let edit = workspace.set(at, Value::Status(Status::Doing)).unwrap();
        workspace.apply(edit).unwrap();
        assert_eq!(told(&workspace).as_deref(), Some("G1"));
        review(&mut workspace, "v1", "2026-11-01", "pass");
        assert_eq!(told(&workspace), None, "the review let it pass");
    }
}
