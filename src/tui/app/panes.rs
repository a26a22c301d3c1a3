//! The pane of each page.

use crate::guide::guide;
use crate::tui::action::{Page, View};
use crate::tui::pane::Pane;
use crate::tui::pane::clause::ClausePane;
use crate::tui::pane::decisions::DecisionsPane;
use crate::tui::pane::disputes::DisputesPane;
use crate::tui::pane::evidence::EvidencePane;
use crate::tui::pane::gate::GatePane;
use crate::tui::pane::indicators::IndicatorsPane;
use crate::tui::pane::overview::OverviewPane;
use crate::tui::pane::plan::PlanPane;
use crate::tui::pane::readiness::ReadinessPane;
use crate::tui::pane::registers::RegistersPane;
use crate::tui::pane::tasks::TasksPane;
use crate::tui::pane::visit::VisitPane;

#[derive(Debug)]
pub struct Panes {
    pub overview: OverviewPane,
    pub disputes: DisputesPane,
    pub evidence: EvidencePane,
    pub indicators: IndicatorsPane,
    pub readiness: ReadinessPane,
    pub plan: PlanPane,
    pub visit: VisitPane,
    pub tasks: [TasksPane; 5],
    pub clauses: [ClausePane; 5],
    pub registers: [RegistersPane; 5],
    pub decisions: [DecisionsPane; 5],
    pub gates: [GatePane; 5],
}

impl Panes {
    pub fn new() -> Panes {
        let stages = guide().stages();
        Panes {
            overview: OverviewPane::default(),
            disputes: DisputesPane::default(),
            evidence: EvidencePane::default(),
            indicators: IndicatorsPane::default(),
            readiness: ReadinessPane::default(),
            plan: PlanPane::default(),
            visit: VisitPane::default(),
            tasks: std::array::from_fn(|n| TasksPane::of(&stages[n])),
            clauses: std::array::from_fn(|n| ClausePane::at(&stages[n].clause)),
            registers: std::array::from_fn(|n| RegistersPane::of(&stages[n])),
            decisions: std::array::from_fn(|n| DecisionsPane::of(&stages[n])),
            gates: std::array::from_fn(|n| GatePane::of(&stages[n])),
        }
    }

    /// None for the start page, which has no workspace to show.
    pub fn at(&self, page: Page) -> Option<&dyn Pane> {
        Some(match page {
            Page::Start => return None,
            Page::Overview => &self.overview,
            Page::Disputes => &self.disputes,
            Page::Evidence => &self.evidence,
            Page::Indicators => &self.indicators,
            Page::Readiness => &self.readiness,
            Page::Plan => &self.plan,
            Page::Visit => &self.visit,
            Page::Stage(n, View::Tasks) => &self.tasks[n],
            Page::Stage(n, View::Clause) => &self.clauses[n],
            Page::Stage(n, View::Registers) => &self.registers[n],
            Page::Stage(n, View::Decisions) => &self.decisions[n],
            Page::Stage(n, View::Gate) => &self.gates[n],
        })
    }

    pub fn at_mut(&mut self, page: Page) -> Option<&mut dyn Pane> {
        Some(match page {
            Page::Start => return None,
            Page::Overview => &mut self.overview,
            Page::Disputes => &mut self.disputes,
            Page::Evidence => &mut self.evidence,
            Page::Indicators => &mut self.indicators,
            Page::Readiness => &mut self.readiness,
            Page::Plan => &mut self.plan,
            Page::Visit => &mut self.visit,
            Page::Stage(n, View::Tasks) => &mut self.tasks[n],
            Page::Stage(n, View::Clause) => &mut self.clauses[n],
            Page::Stage(n, View::Registers) => &mut self.registers[n],
            Page::Stage(n, View::Decisions) => &mut self.decisions[n],
            Page::Stage(n, View::Gate) => &mut self.gates[n],
        })
    }
}
