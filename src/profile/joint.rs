//! Puts the open ends of blocks together in the order of the file, as they come from the threads: the steps of time
//! and the unchanged values that reach over the border of two blocks.

use super::clock::{Clock, Ends, Step};
use super::part::{Order, Part};
use super::plan::MOST_TAGS;
use super::plan::Plan;
use super::rule::Rule;
use super::runs::{Open, Stuck};
use super::texts::ByHash;
use super::worst::{Fault, Worst, Wrongs};
use std::collections::BTreeMap;

pub(super) struct Joint {
    next: u64,
    /// Blocks that are done before their turn: at most one for each thread but one.
    waiting: BTreeMap<u64, Order>,
    last: Option<i64>,
    clock: Clock,
    runs: Vec<(Open, Stuck)>,
    tags: ByHash<Ahead>,
    worst: Worst,
}

/// A tag so far.
struct Ahead {
    last: Option<i64>,
    clock: Clock,
    open: Open,
    stuck: Stuck,
}

impl Joint {
    pub fn new(plan: &Plan) -> Joint {
        Joint {
            next: 0,
            waiting: BTreeMap::new(),
            last: None,
            clock: Clock::new(plan.steps),
            runs: vec![(Open::Nothing, Stuck::default()); plan.heads.len()],
            tags: ByHash::default(),
            worst: Worst::default(),
        }
    }

    pub fn take(&mut self, plan: &Plan, at: u64, order: Order) {
        self.waiting.insert(at, order);
        while let Some(order) = self.waiting.remove(&self.next) {
            self.append(plan, order);
            self.next += 1;
        }
    }

    fn append(&mut self, plan: &Plan, order: Order) {
        if let Some((ends, wrongs)) = order.clock {
            step(&mut self.clock, &mut self.last, ends, wrongs, &mut self.worst);
        }
        for ((head, (open, stuck)), next) in plan.heads.iter().zip(&mut self.runs).zip(order.runs) {
            open.append(next, head.rule.patience, stuck);
        }
        let none = Rule::none();
        for (key, (ends, open)) in order.tags {
            let patience = plan.rules.get(&key).unwrap_or(&none).patience;
            let tag = self.tags.entry(key).or_insert_with(|| Ahead {
                last: None,
                clock: Clock::new(plan.steps),
                open: Open::Nothing,
                stuck: Stuck::default(),
            });
            if let Some((ends, wrongs)) = ends {
                step(&mut tag.clock, &mut tag.last, ends, wrongs, &mut self.worst);
            }
            tag.open.append(open, patience, &mut tag.stuck);
        }
        keep_some(&mut self.tags);
    }

    /// At the end of the file: all of it into the part that holds everything else.
    pub fn close(self, plan: &Plan, part: &mut Part) {
        part.clock.merge(self.clock);
        part.worst.merge(&self.worst);
        let columns = plan.heads.iter().zip(self.runs).zip(&mut part.columns);
        for ((head, (open, mut stuck)), series) in columns {
            open.close(head.rule.patience, &mut stuck);
            series.stuck.merge(stuck);
        }
        let none = Rule::none();
        for (key, ahead) in self.tags {
            let Some(tag) = part.tags.named(key) else { continue };
            let patience = plan.rules.get(&key).unwrap_or(&none).patience;
            let mut stuck = ahead.stuck;
            ahead.open.close(patience, &mut stuck);
            tag.series.stuck.merge(stuck);
            tag.clock.merge(ahead.clock);
        }
    }
}

/// The step over a border. What is wrong in its second row is entered once more, with the step.
fn step(clock: &mut Clock, last: &mut Option<i64>, ends: Ends, mut wrongs: Wrongs, worst: &mut Worst) {
    if let Some(last) = *last {
        match clock.step(last, ends.first) {
            Step::Forward => {}
            Step::Same => wrongs.add(Fault::Again, None),
            Step::Back => wrongs.add(Fault::Back, None),
        }
        worst.enter(&wrongs);
    }
    *last = Some(ends.last);
}

/// Those tags that [`Tags`](super::tags::Tags) keeps.
fn keep_some(tags: &mut ByHash<Ahead>) {
    while tags.len() > MOST_TAGS {
        let Some(greatest) = tags.keys().max().copied() else { break };
        tags.remove(&greatest);
    }
}
