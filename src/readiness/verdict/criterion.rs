//! One criterion of a gate, judged by what it asks for.

use super::super::rules::Plant;
use super::super::scorecard::is_chosen;
use super::super::{Making, Outline, Scorecard, Site};
use super::{Found, Gap, Judged, Lacks, Place, Stands, Waiver, noted};
use crate::guide::{Asks, Gate, GateCriterion, guide};
use crate::workspace::cell::Cell;
use crate::workspace::{Criterion, Id, Row, Status, Workspace};
use jiff::civil::Date;
use std::cell::LazyCell;

pub(super) struct Judge<'a> {
    pub workspace: &'a Workspace,
    pub outline: Outline,
    pub plant: &'a Plant<'a>,
    pub today: Date,
    /// Weighed when a criterion first asks for it: most gates do not.
    pub site: LazyCell<Site<'a>, Box<dyn Fn() -> Site<'a> + 'a>>,
}

/// How a criterion stands, out of what, and what is missing.
pub(super) type Judgement = (Stands, Found, Vec<Gap>);

impl<'a> Judge<'a> {
    pub fn of(workspace: &'a Workspace, plant: &'a Plant<'a>, today: Date) -> Judge<'a> {
        let site: Box<dyn Fn() -> Site<'a>> = Box::new(move || Site::of(workspace));
        Judge { workspace, outline: Outline::of(workspace), plant, today, site: LazyCell::new(site) }
    }

    pub fn judge(&self, gate: &'static Gate, criterion: &'static GateCriterion) -> Judged {
        let record = noted(self.workspace, gate, criterion);
        let (stands, found, missing) = if self.applies(criterion) {
            self.asks(gate, criterion, record)
        } else {
            (Stands::NotApplicable, Found::Nothing, vec![])
        };
        let waiver = record.and_then(|record| Waiver::of(criterion, record, self.today));
        Judged { criterion, stands, found, missing, waiver }
    }

    fn applies(&self, criterion: &GateCriterion) -> bool {
        if criterion.skip_when.as_ref().is_some_and(|skip| is_chosen(self.workspace, skip)) {
            return false;
        }
        criterion.applies_when.as_ref().is_none_or(|ended| {
            let card = Scorecard::of(self.workspace, &ended.decision);
            card.is_some_and(|card| ended.verdicts.contains(&card.verdict.key))
        })
    }

    fn asks(
        &self,
        gate: &'static Gate,
        criterion: &'static GateCriterion,
        record: Option<&Criterion>,
    ) -> Judgement {
        match &criterion.asks {
            Asks::TasksDone { element, except } => self.tasks(gate, element, except),
            Asks::DecisionMade { decision, not } => self.decision(gate, decision, not),
            Asks::Register { .. } => self.register(&criterion.asks),
            Asks::Readiness { of, asks } => self.sources(of, asks),
            Asks::TagMetadata { of, percent } => self.tag_metadata(of, *percent),
            Asks::NoneOpen { severity, types } => self.issues(severity, types),
            Asks::ByHand { .. } => self.by_hand(gate, criterion, record),
        }
    }

    /// Every task of the element, subtasks included. A template that was taken out is missing unless it is
    /// optional.
    fn tasks(&self, gate: &Gate, element: &str, except: &[String]) -> Judgement {
        let counts = |id: &str| id != gate.task && !except.iter().any(|except| except == id);
        let ids = self.tasks_of(element);
        let mut missing = vec![];
        let mut of = 0;
        for id in ids.iter().filter(|id| counts(id.as_str())) {
            of += 1;
            let status = self.workspace.tasks.get(id.as_str()).map(|task| &task.status);
            let lacks = match status {
                Some(Status::Done { .. }) => continue,
                Some(Status::Waived { until, .. }) if until.trim().is_empty() => continue,
                Some(Status::Waived { until, .. }) => match until.parse::<Date>() {
                    Ok(until) if until >= self.today => continue,
                    _ => Lacks::WaiverPast,
                },
                _ => Lacks::Done,
            };
            missing.push(Gap { place: Place::Task(id.to_string()), lacks });
        }
        let done = of - missing.len();
        for template in guide().templates_of(element).filter(|t| !t.optional && counts(&t.id)) {
            if !self.workspace.tasks.contains(&template.id) {
                of += 1;
                missing.push(Gap { place: Place::Task(template.id.clone()), lacks: Lacks::Adopted });
            }
        }
        if of == 0 {
            missing.push(Gap { place: Place::Element(element.to_owned()), lacks: Lacks::Anything });
        }
        let stands = if missing.is_empty() { Stands::Met } else { Stands::Pending };
        (stands, Found::Share { good: done, of }, missing)
    }

    /// The tasks of an element in their order; a subtask belongs where its topmost parent does.
    fn tasks_of(&self, element: &str) -> Vec<&Id> {
        let Some(stage) = guide().stage_of(element) else { return vec![] };
        let mut ids = vec![];
        let mut is_inside = false;
        for entry in self.outline.stage(&stage.key) {
            if entry.depth == 0 {
                let task = self.workspace.tasks.get(entry.id.as_str());
                is_inside = task.is_some_and(|task| task.element.as_str() == element);
            }
            if is_inside {
                ids.push(&entry.id);
            }
        }
        ids
    }

    fn decision(&self, gate: &Gate, key: &str, not: &[String]) -> Judgement {
        let Some(card) = Scorecard::of(self.workspace, key) else { return unmeasured() };
        let gap = |lacks| vec![Gap { place: Place::Decision(key.to_owned()), lacks }];
        let found = Found::Decision(&card.verdict.label);
        if let Making::Skipped(_) = card.making {
            return (Stands::NotApplicable, Found::Nothing, vec![]);
        }
        if let Some(blocks) = card.blocks(&gate.key) {
            return (Stands::Failed, found, gap(Lacks::Against(&blocks.says)));
        }
        if card.making != Making::Made {
            return (Stands::Pending, found, gap(Lacks::Decided));
        }
        if card.verdict.negative || not.contains(&card.verdict.key) {
            return (Stands::Failed, found, gap(Lacks::Against(&card.verdict.label)));
        }
        // People may choose otherwise than the scores say, but not what a knock-out put out.
        let out = card.chosen().find_map(|option| option.out.first().copied());
        if let Some(knockout) = out {
            return (Stands::Failed, found, gap(Lacks::Against(&knockout.says)));
        }
        (Stands::Met, found, vec![])
    }

    fn issues(&self, severity: &[String], types: &[String]) -> Judgement {
        let is = |row: &Row, column: &str, keys: &[String]| {
            let kind = guide().register("issues").and_then(|register| register.column(column));
            let cell = kind.and_then(|column| row.cell(&column.key, &column.kind).ok());
            matches!(cell, Some(Cell::Choice(key)) if keys.contains(&key))
        };
        let closed = ["closed".to_owned()];
        let open = self.rows("issues", &[]).into_iter().filter(|(_, row)| {
            is(row, "severity", severity) && is(row, "type", types) && !is(row, "status", &closed)
        });
        let missing: Vec<Gap> = open
            .map(|(id, _)| Gap {
                place: Place::Row("issues".into(), id.clone(), Some("status".into())),
                lacks: Lacks::Closed,
            })
            .collect();
        let stands = if missing.is_empty() { Stands::Met } else { Stands::Failed };
        (stands, Found::Rows(missing.len()), missing)
    }

    /// Yes without evidence counts as pending, and so does partly; not applicable needs a reason.
    fn by_hand(&self, gate: &Gate, criterion: &GateCriterion, record: Option<&Criterion>) -> Judgement {
        let answer = record.map_or("", |record| record.answer.as_str());
        let is_known = |id: &str| self.workspace.evidence.contains(id);
        let has_evidence = record.is_some_and(|record| record.evidence.iter().any(is_known));
        let has_reason = record.is_some_and(|record| !record.note.as_str().trim().is_empty());
        let (stands, lacks) = match answer {
            "yes" if has_evidence => (Stands::Met, None),
            "yes" => (Stands::Pending, Some(Lacks::Evidenced)),
            "na" if has_reason => (Stands::NotApplicable, None),
            "na" => (Stands::Pending, Some(Lacks::Explained)),
            "no" => (Stands::Failed, Some(Lacks::Yes)),
            "partly" => (Stands::Pending, Some(Lacks::Yes)),
            _ => (Stands::Pending, Some(Lacks::Answered)),
        };
        let place = || Place::Criterion(gate.key.clone(), criterion.key.clone());
        let missing = lacks.map(|lacks| Gap { place: place(), lacks }).into_iter().collect();
        (stands, Found::Answer(answer.to_owned()), missing)
    }
}

/// A decision that the guide does not know is answered by nobody.
fn unmeasured() -> Judgement {
    (Stands::Unknown, Found::Nothing, vec![Gap { place: Place::Readiness, lacks: Lacks::Measured }])
}
