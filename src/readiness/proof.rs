//! What the work is proven by: for every task its evidence, how strong it is and of when, and where it has holes.

use crate::text::Phrase;
use crate::workspace::{Evidence, Id, Status, Task, Workspace};
use jiff::civil::Date;
use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

/// The ladder of proof, from weak to strong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rung {
    Said,
    Seen,
    Document,
    Measured,
}

impl Rung {
    pub const ALL: [Rung; 4] = [Rung::Said, Rung::Seen, Rung::Document, Rung::Measured];

    /// None while nobody said how strong it is.
    pub fn of(evidence: &Evidence) -> Option<Rung> {
        Rung::ALL.into_iter().find(|rung| rung.key() == evidence.proof.as_str())
    }

    pub const fn key(self) -> &'static str {
        match self {
            Rung::Said => "said",
            Rung::Seen => "seen",
            Rung::Document => "document",
            Rung::Measured => "measured",
        }
    }

    pub const fn label(self) -> Phrase {
        match self {
            Rung::Said => Phrase::new("口头", "said"),
            Rung::Seen => Phrase::new("目击", "seen"),
            Rung::Document => Phrase::new("文件", "document"),
            Rung::Measured => Phrase::new("实测", "measured"),
        }
    }

    /// How high on the ladder.
    pub const fn sign(self) -> &'static str {
        match self {
            Rung::Said => "▁",
            Rung::Seen => "▃",
            Rung::Document => "▅",
            Rung::Measured => "█",
        }
    }
}

/// Where a task wants better proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hole {
    /// Done, and nothing shows it.
    Bare,
    /// All that there is was said, or is of unknown strength.
    Hearsay,
}

/// The evidence of one task.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proof {
    /// The newest first, by the day that it is about.
    pub evidence: Vec<Id>,
    /// By rung, from weak to strong.
    pub counts: [usize; 4],
    pub newest: Option<Date>,
}

impl Proof {
    pub fn strongest(&self) -> Option<Rung> {
        Rung::ALL.into_iter().rev().find(|rung| self.counts[*rung as usize] > 0)
    }

    /// Counts of another task on top of these.
    pub fn add(&mut self, other: &Proof) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
        self.newest = self.newest.max(other.newest);
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proofs {
    by_task: HashMap<String, Proof>,
    /// Tasks that have evidence, or a task below them that has.
    covered: HashSet<String>,
    /// Evidence whose task does not exist.
    lost: Vec<Id>,
}

impl Proofs {
    pub fn of(workspace: &Workspace) -> Proofs {
        let mut proofs = Proofs::default();
        for (id, evidence) in workspace.evidence.iter() {
            let task = evidence.task.as_str();
            if !workspace.tasks.contains(task) {
                proofs.lost.push(id.clone());
                continue;
            }
            if !proofs.by_task.contains_key(task) {
                proofs.by_task.insert(task.to_owned(), Proof::default());
            }
            let Some(proof) = proofs.by_task.get_mut(task) else { continue };
            proof.evidence.push(id.clone());
            if let Some(rung) = Rung::of(evidence) {
                proof.counts[rung as usize] += 1;
            }
            proof.newest = proof.newest.max(evidence.about.date());
            // What proves a part proves a part of the whole. A circle of parents is gone round once.
            let mut at = task;
            while !at.is_empty() && proofs.covered.insert(at.to_owned()) {
                at = workspace.tasks.get(at).map_or("", |task| task.parent.as_str());
            }
        }
        for proof in proofs.by_task.values_mut() {
            let day =
                |id: &Id| workspace.evidence.get(id.as_str()).and_then(|evidence| evidence.about.date());
            proof.evidence.sort_by_cached_key(|id| (Reverse(day(id)), id.clone()));
        }
        proofs
    }

    pub fn task(&self, id: &str) -> Option<&Proof> {
        self.by_task.get(id)
    }

    pub fn lost(&self) -> &[Id] {
        &self.lost
    }

    /// None where nothing is wrong, or nothing is to be shown yet.
    pub fn hole(&self, id: &str, task: &Task) -> Option<Hole> {
        match self.task(id).map(Proof::strongest) {
            Some(None | Some(Rung::Said)) => Some(Hole::Hearsay),
            Some(Some(_)) => None,
            None => {
                let is_bare = matches!(task.status, Status::Done { .. }) && !self.covered.contains(id);
                is_bare.then_some(Hole::Bare)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::Kind;

    #[test]
    fn the_rungs_are_those_that_evidence_declares() {
        let proof = Evidence::FIELDS.iter().find(|field| field.name == "proof").unwrap();
        let Kind::Choice(choices) = proof.kind else { panic!("a choice") };
        let declared: Vec<_> = choices.iter().map(|choice| (choice.key, choice.label.zh)).collect();
        let ours: Vec<_> = Rung::ALL.iter().map(|rung| (rung.key(), rung.label().zh)).collect();
        assert_eq!(declared, ours);
    }

    #[test]
    fn holes_are_done_tasks_without_proof_and_tasks_with_hearsay_only() {
        let workspace: Workspace = ron::from_str(
            r#"(format: 1, tasks: {
                "bare": (element: "a1", status: Done(on: "2026-11-01")),
                "open": (element: "a1"),
                "said": (element: "a1"),
                "unrated": (element: "a1"),
                "good": (element: "a1", status: Done(on: "2026-11-01")),
                "whole": (element: "a1", status: Done(on: "2026-11-01")),
                "part": (element: "a1", parent: "whole"),
            }, evidence: {
                "e1": (task: "said", proof: "said", about: "2026-11-02"),
                "e2": (task: "unrated", what: "x"),
                "e3": (task: "good", proof: "said", about: "2026-11-03"),
                "e4": (task: "good", proof: "measured", about: "2026-11-04"),
                "e5": (task: "gone", proof: "seen"),
                "e6": (task: "part", proof: "seen"),
            })"#,
        )
        .unwrap();
        let proofs = Proofs::of(&workspace);
        let hole = |id: &str| proofs.hole(id, workspace.tasks.get(id).unwrap());
        assert_eq!(hole("bare"), Some(Hole::Bare));
        assert_eq!(hole("open"), None);
        assert_eq!((hole("said"), hole("unrated")), (Some(Hole::Hearsay), Some(Hole::Hearsay)));
        assert_eq!(hole("good"), None);
        assert_eq!(hole("whole"), None, "it is proven by its part");
        let good = proofs.task("good").unwrap();
        assert_eq!((good.counts, good.strongest()), ([1, 0, 0, 1], Some(Rung::Measured)));
        let ids: Vec<&str> = good.evidence.iter().map(Id::as_str).collect();
        assert_eq!(ids, ["e4", "e3"], "the newest first");
        assert_eq!(proofs.lost().iter().map(Id::as_str).collect::<Vec<_>>(), ["e5"]);
    }
}
