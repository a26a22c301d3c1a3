//! Finds anything by its words, its id, or how it sounds. An [`Index`] is built once for a state of the workspace,
//! away from the screen; a [`Query`] is asked of it with every letter. It knows no keys and no screen: who shows the
//! hits decides where they lead.

mod collect;
mod index;
mod letters;
mod pinyin;
mod query;
mod rank;
mod seeker;

use crate::text::Phrase;
use std::cmp::Reverse;

pub use collect::entries;
pub use index::Index;
pub use query::{FILTERS, FilterHelp, Query};
pub use seeker::Seeker;

/// What a thing is, in the order in which kinds stand where nothing else decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Kind {
    /// A stage or an element.
    #[default]
    Place,
    Task,
    Clause,
    Command,
    Decision,
    /// A gate or a criterion of one.
    Gate,
    Row,
    Evidence,
    Term,
    /// A practice note of ours.
    Note,
}

impl Kind {
    pub const ALL: [Kind; 10] = [
        Kind::Place,
        Kind::Task,
        Kind::Clause,
        Kind::Command,
        Kind::Decision,
        Kind::Gate,
        Kind::Row,
        Kind::Evidence,
        Kind::Term,
        Kind::Note,
    ];

    pub const fn label(self) -> Phrase {
        match self {
            Kind::Place => Phrase::new("阶段与要素", "Stages and elements"),
            Kind::Task => Phrase::new("任务", "Tasks"),
            Kind::Clause => Phrase::new("条文", "Clauses"),
            Kind::Command => Phrase::new("命令", "Commands"),
            Kind::Decision => Phrase::new("决策", "Decisions"),
            Kind::Gate => Phrase::new("评审门", "Gates"),
            Kind::Row => Phrase::new("台账行", "Rows"),
            Kind::Evidence => Phrase::new("证据", "Evidence"),
            Kind::Term => Phrase::new("术语", "Glossary"),
            Kind::Note => Phrase::new("实施注（我方）", "Practice notes (ours)"),
        }
    }
}

/// Something that can be found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    pub kind: Kind,
    pub id: String,
    /// What stands before the title where it is not the id: the number of a clause, the key of a row.
    pub key: String,
    pub title: String,
    /// Other names: the title in the other language.
    pub alias: String,
    /// What is said about it at length.
    pub body: String,
    /// What stands behind the title: where it belongs.
    pub detail: String,
    pub owner: String,
    /// `open`, `doing`, `blocked`, `done`, `waived`; empty for what is no task.
    pub status: &'static str,
    pub due: String,
}

/// Hits of one kind, the best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub kind: Kind,
    /// How many there are; only the best of them are listed.
    pub count: usize,
    pub hits: Vec<Hit>,
}

/// An entry that was found, by its place in the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    pub score: i32,
    pub at: usize,
}

/// What a search found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The group with the best hit first.
    pub groups: Vec<Group>,
    /// Every hit, for a search that narrows this one.
    pub all: Vec<u32>,
}

/// Hits of one kind that are listed.
pub const LISTED: usize = 200;

/// The best hits of those that came by, in the order in which they stand in the index.
#[derive(Debug, Default)]
struct Best {
    count: usize,
    hits: Vec<Hit>,
    /// Enough have been seen that are as good as this.
    bar: Option<i32>,
}

impl Best {
    fn push(&mut self, score: i32, at: usize) {
        self.count += 1;
        // Of two that fit alike, the first comes first.
        if self.bar.is_none_or(|bar| score > bar) {
            self.hits.push(Hit { score, at });
            if self.hits.len() == 4 * LISTED {
                self.cut();
            }
        }
    }

    fn cut(&mut self) {
        if self.hits.len() > LISTED {
            self.hits.select_nth_unstable_by_key(LISTED - 1, Hit::order);
            self.hits.truncate(LISTED);
            self.bar = self.hits.last().map(|worst| worst.score);
        }
    }

    fn append(&mut self, mut later: Best) {
        self.count += later.count;
        self.hits.append(&mut later.hits);
    }

    fn group(mut self, kind: Kind) -> Option<Group> {
        self.cut();
        self.hits.sort_unstable_by_key(Hit::order);
        (self.count > 0).then_some(Group { kind, count: self.count, hits: self.hits })
    }
}

impl Hit {
    fn order(&self) -> (Reverse<i32>, usize) {
        (Reverse(self.score), self.at)
    }
}

impl Found {
    /// Takes the groups of another index in between.
    #[must_use]
    pub fn with(mut self, other: Found) -> Found {
        self.groups.extend(other.groups);
        self.groups.sort_by_key(|group| Reverse(group.hits.first().map(|hit| hit.score)));
        self
    }
}
