//! Deletion by unit (RELIABILITY.md 2.4): what one side deleted goes, unless the other side went on working on
//! it or on something that lies below it; then it stays with all that lies below it, and people decide.

use crate::workspace::{Kind, Record, RecordKind, Target, Workspace};
use std::collections::{HashMap, HashSet};

/// A record, by kind and id.
pub type Node<'a> = (RecordKind, &'a str);

/// One side has deleted records that the other, the keeper, still has.
pub struct Deletion<'a, 'm> {
    pub deleter: &'m Workspace,
    pub keeper: &'a Workspace,
    /// In the base and with the keeper, no longer with the deleter.
    pub gone: &'m HashSet<Node<'a>>,
    /// What the keeper has added or changed.
    pub touched: &'m [Node<'a>],
    /// Where a record is on both sides, it lies where the merge has put it.
    pub merged: &'m Workspace,
}

impl<'a> Deletion<'a, '_> {
    /// Those of the gone that stay.
    pub fn kept(&self) -> HashSet<Node<'a>> {
        let wanted = self.wanted();
        if wanted.is_empty() {
            return wanted;
        }
        let mut below: HashMap<Node, Vec<Node>> = HashMap::new();
        // Most records lie under nothing: only the others are looked up.
        for kind in RecordKind::ALL {
            let all = self.merged.records(*kind).into_iter().flat_map(|records| records.all());
            let lower = all.filter(|(_, record)| lies_under_something(*record));
            for node in lower.filter_map(|(id, _)| self.of_keeper((*kind, id.as_str()))) {
                self.parents(node).for_each(|parent| below.entry(parent).or_default().push(node));
            }
        }
        for node in self.gone {
            self.parents(*node).for_each(|parent| below.entry(parent).or_default().push(*node));
        }
        let (mut reached, mut open) = (wanted.clone(), Vec::from_iter(wanted));
        while let Some(node) = open.pop() {
            open.extend(below.get(&node).into_iter().flatten().filter(|node| reached.insert(**node)));
        }
        reached.retain(|node| self.gone.contains(node));
        reached
    }

    /// The gone that were worked on, or have something below them that was.
    fn wanted(&self) -> HashSet<Node<'a>> {
        let mut seen: HashSet<Node> = self.touched.iter().copied().collect();
        let mut open: Vec<Node> = self.touched.to_vec();
        while let Some(node) = open.pop() {
            open.extend(self.parents(node).filter(|parent| seen.insert(*parent)));
        }
        seen.retain(|node| self.gone.contains(node));
        seen
    }

    /// The keeper's records that a record lies under.
    fn parents(&self, (kind, id): Node<'a>) -> impl Iterator<Item = Node<'a>> {
        let is_on_both_sides = self.deleter.record(kind, id).is_some();
        let place = if is_on_both_sides { self.merged } else { self.keeper };
        let record = place.record(kind, id);
        let fields = kind.fields().iter().enumerate();
        let parents = fields.filter_map(move |(i, field)| match field.kind {
            Kind::Parent(target) => Some((kind_of(target)?, record?.get(i))),
            _ => None,
        });
        parents.filter_map(|(kind, id)| self.of_keeper((kind, id.as_text())))
    }

    fn of_keeper(&self, (kind, id): Node) -> Option<Node<'a>> {
        let (id, _) = self.keeper.records(kind)?.entry(id)?;
        Some((kind, id.as_str()))
    }
}

fn lies_under_something(record: &dyn Record) -> bool {
    let fields = record.fields().iter().enumerate();
    fields.into_iter().any(|(i, field)| matches!(field.kind, Kind::Parent(_)) && !record.is_empty_at(i))
}

/// What lies in the workspace; the rest is the guide's.
fn kind_of(target: Target) -> Option<RecordKind> {
    match target {
        Target::Task => Some(RecordKind::Task),
        Target::Row => Some(RecordKind::Row),
        Target::Element | Target::Register | Target::Gate => None,
    }
}
